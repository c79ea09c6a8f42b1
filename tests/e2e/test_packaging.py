"""What `make install` puts where, and that `make uninstall` takes it away again."""
import datetime
import os
import re
import stat
import subprocess
import tempfile
import unittest
import zoneinfo

from program import PROGRAM

ROOT = os.path.normpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))


def make(*arguments):
    """Make as a packager calls it, with a umask that hides everything; the program is the one under test."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MAKE") and name not in ("MFLAGS", "COREOFFER_SEEDS")}
    done = subprocess.run(["make", "-s", "-o", PROGRAM, f"PROGRAM={PROGRAM}", *arguments], cwd=ROOT, env=environment, capture_output=True, text=True,
                          timeout=120, umask=0o077)
    if done.returncode != 0:
        raise AssertionError(done.stdout + done.stderr)


def read(*parts):
    with open(os.path.join(ROOT, *parts), encoding="utf-8") as file:
        return file.read()


def files_below(top):
    return sorted(os.path.relpath(os.path.join(directory, name), top) for directory, _, names in os.walk(top) for name in names)


class Install(unittest.TestCase):
    def setUp(self):
        self.directory = tempfile.TemporaryDirectory(prefix="a root ")
        self.addCleanup(self.directory.cleanup)
        self.top = self.directory.name

    def test_it_works_from_where_it_was_put(self):
        make("install", f"DESTDIR={self.top}", "PREFIX=/opt/audit")
        prefix = os.path.join(self.top, "opt", "audit")
        self.assertEqual(os.listdir(self.top), ["opt"])
        # Found beside itself, though it was built for another PREFIX and moved.
        moved = os.path.join(self.top, "moved")
        os.rename(prefix, moved)
        done = subprocess.run([os.path.join(moved, "bin", "coreoffer"), "rubric", "check"], cwd="/", env={"PATH": "/usr/bin:/bin"},
                              capture_output=True, text=True, timeout=120)
        self.assertEqual(done.returncode, 0, done.stderr)
        done = subprocess.run([os.path.join(moved, "bin", "coreoffer"), "doctor", "--store", os.path.join(self.top, "s.db")], cwd="/",
                              env={"PATH": "/usr/bin:/bin"}, capture_output=True, text=True, timeout=120)
        self.assertIn(f"ok  seeds in {os.path.realpath(moved)}/share/coreoffer/seeds\n", done.stdout)

    def test_what_is_there_and_who_may_read_it(self):
        make("install", f"DESTDIR={self.top}", "PREFIX=/usr")
        share = os.path.join(self.top, "usr", "share")
        for path in ("man/man1/coreoffer.1", "bash-completion/completions/coreoffer", "zsh/site-functions/_coreoffer", "fish/vendor_completions.d/coreoffer.fish",
                     "doc/coreoffer/examples/crontab.sample", "coreoffer/seeds/councils.csv", "coreoffer/seeds/SOURCES.md"):
            self.assertGreater(os.path.getsize(os.path.join(share, path)), 0, path)
        for path in files_below(self.top):
            full = os.path.join(self.top, path)
            mode = stat.S_IMODE(os.stat(full).st_mode)
            self.assertEqual(mode, 0o755 if path == "usr/bin/coreoffer" else 0o644, path)
        for directory, names, _ in os.walk(os.path.join(share, "coreoffer")):
            for name in names:
                self.assertEqual(stat.S_IMODE(os.stat(os.path.join(directory, name)).st_mode), 0o755, name)
        # Every file of the seeds that the program reads, and nothing that only makes them.
        wanted = [path for path in subprocess.run(["git", "ls-files", "seeds"], cwd=ROOT, capture_output=True, text=True).stdout.split("\n") if path]
        wanted = [path for path in wanted if not re.search(r"make-leaflets$|^seeds/demo/.*\.txt$|^seeds/demo/README", path)]
        if not wanted:
            self.skipTest("this is no git work tree: nothing says which files there are")
        installed = [os.path.join("seeds", path) for path in files_below(os.path.join(share, "coreoffer", "seeds"))]
        self.assertEqual([path for path in wanted if path not in installed], [])
        self.assertEqual([path for path in installed if re.search(r"make-leaflets|leaflets/[^/]*\.txt$", path)], [])

    def test_a_second_installation_leaves_nothing_of_the_first(self):
        make("install", f"DESTDIR={self.top}", "PREFIX=/usr")
        first = files_below(self.top)
        stale = os.path.join(self.top, "usr/share/coreoffer/seeds/rows/stale.json")
        with open(stale, "w") as file:
            file.write("{}")
        make("install", f"DESTDIR={self.top}", "PREFIX=/usr")
        self.assertEqual(files_below(self.top), first)

    def test_uninstall_takes_all_of_it_away(self):
        theirs = os.path.join(self.top, "usr", "bin", "another")
        os.makedirs(os.path.dirname(theirs))
        with open(theirs, "w") as file:
            file.write("#!/bin/sh\n")
        make("install", f"DESTDIR={self.top}", "PREFIX=/usr")
        make("uninstall", f"DESTDIR={self.top}", "PREFIX=/usr")
        self.assertEqual(files_below(self.top), ["usr/bin/another"])
        ours = [directory for directory, _, _ in os.walk(self.top) if os.path.basename(directory) == "coreoffer"]
        self.assertEqual(ours, [])


class Versions(unittest.TestCase):
    def test_program_package_and_changes_agree(self):
        version = re.search(r"^VERSION := (.*)$", read("Makefile"), re.M).group(1)
        self.assertEqual(re.match(r"coreoffer \(([^)]*)\)", read("packaging", "debian", "changelog")).group(1), version)
        self.assertIn(f"\n## {version} ", read("CHANGELOG.md"))

    def test_the_package_is_built_with_what_the_source_is_built_with(self):
        build = re.search(r'^build="(.*?)"', read("packaging", "dependencies"), re.M | re.S).group(1).split()
        wanted = {name for name in build if name.endswith("-dev")}
        stated = set(re.findall(r"[a-z0-9.+-]+-dev\b", read("packaging", "debian", "control")))
        self.assertEqual(stated, wanted)


class Nights(unittest.TestCase):
    def test_every_night_has_its_hour_once(self):
        """Clocks change between one and two o'clock in Great Britain, where the councils are."""
        london = zoneinfo.ZoneInfo("Europe/London")
        times = [read("packaging", "debian", name) for name in ("coreoffer.timer", "coreoffer.coreoffer-prune.timer")]
        times = re.findall(r"(?m)^OnCalendar=.* (\d\d):(\d\d):00$", "\n".join(times))
        times += [(hour, minute) for path in (["README.md"], ["packaging", "crontab.sample"])
                  for minute, hour in re.findall(r"(?m)^(\d+) (\d+) \* \* [*0] ", read(*path))]
        self.assertEqual(len(times), 6)
        for hour, minute in times:
            for day in ((2026, 3, 29), (2026, 10, 25)):
                local = datetime.datetime(*day, int(hour), int(minute), tzinfo=london)
                there = local.astimezone(datetime.timezone.utc).astimezone(london)
                self.assertEqual((there.hour, there.minute), (int(hour), int(minute)), f"{hour}:{minute} does not exist on {day}")
                self.assertEqual(local.utcoffset(), local.replace(fold=1).utcoffset(), f"{hour}:{minute} comes twice on {day}")


if __name__ == "__main__":
    unittest.main()
