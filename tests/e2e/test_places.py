"""Where the store, the archive and the report may be: nothing of somebody else's is touched, and what
can't be written is said before anybody is visited."""
import os
import shlex
import shutil
import subprocess
import unittest

from program import PROGRAM, SEEDS, run
from towns import HEADER, TownCase, tree


def needs_root(test):
    return unittest.skipUnless(os.geteuid() == 0, "only root can become somebody else")(test)


class Places(TownCase):
    def untouched(self, place):
        self.assertEqual(place.web.asked(), [], "nothing is asked for before the work can be kept")

    def test_out_is_a_file_or_somebody_elses_directory(self):
        place = self.place()
        with open(place.at("letter.txt"), "w") as file:
            file.write("precious")
        os.makedirs(place.at("home", "photos"))
        with open(place.at("home", "photos", "baby.jpg"), "w") as file:
            file.write("precious")
        before = tree(place.root)
        self.code(run(*place.audit(out=place.at("letter.txt"))), 2, "letter.txt' is a file", "directory of its own")
        self.code(run(*place.audit(out=place.at("home"))), 2, "home' holds other things than a report", "empty directory")
        self.code(run(*place.audit(out=place.at("home") + "/")), 2, "holds other things")
        os.symlink(place.at("home"), place.at("www"))
        self.code(run(*place.audit(out=place.at("www"))), 2, "holds other things")
        os.unlink(place.at("www"))
        self.code(run(*place.audit(out=place.at("letter.txt", "report"))), 2, "report' stands below a file")
        self.code(run(*place.audit(out="/")), 2, "'/' ", "name a")
        self.code(run(*place.audit(out="/proc/report")), 1, "cannot write the report '/proc/report' into '/proc'")
        self.code(run("check", "http://www.alder.test/local-offer", "--resolve", f"*:80:127.0.0.1:{place.web.port}", "--allow-private", "--out", place.at("letter.txt")),
                  2, "letter.txt' is a file")
        self.code(run("demo", "--store", place.at("demo.db"), "--out", place.at("home")), 2, "holds other things")
        self.untouched(place)
        self.assertEqual(tree(place.root), before, "no store is made either")

    def test_nothing_that_is_kept_stands_in_the_report(self):
        """Which is put out for all to read, and whose folders go with the next one's coming."""
        place = self.place()
        self.code(run(*place.audit(store=place.at("first.db"))), 0)
        os.symlink(place.at("report", "data"), place.at("elsewhere"))
        before, asked = tree(place.root), len(place.web.asked())
        for store in (("report", "c.db"), ("report", "data", "c.db"), ("elsewhere", "c.db"), ("report", "new", "c.db")):
            self.code(run(*place.audit("--no-archive", store=place.at(*store))), 2, f"the store '{place.at(*store)}' would stand in the report '{place.out}'", "with --store")
        self.code(run(*place.audit("--archive", place.at("elsewhere", "archive"))), 2, "the archive '", "with --archive")
        self.code(run(*place.audit(store=place.at("new", "c.db"), out=place.at("new"))), 2, "the store '")
        self.code(run("check", "http://www.alder.test/local-offer", "--out", place.out, "--store", place.at("report", "data", "c.db"), *place.network()), 2, "the store '")
        self.code(run("demo", "--out", place.out, "--store", place.at("report", "data", "c.db")), 2, "the store '")
        self.assertIn("would stand in the report", run("doctor", "--out", place.out, "--store", place.at("report", "c.db"), "--allow-private").stdout)
        self.assertEqual((tree(place.root), len(place.web.asked())), (before, asked))
        self.code(run(*place.audit("--log", place.at("report", "data", "log.jsonl"))), 2, "the log '", "with --log")
        # Nor in any other report: it is published and replaced as well.
        other = place.at("other")
        for more, what in ((("--archive", place.at("report", "evidence")), "archive"), (("--archive", place.at("elsewhere", "archive"), "--no-report"), "archive"),
                           (("--no-archive",), "store"), (("--log", place.at("report", "data", "log.jsonl"), "--no-archive"), "log")):
            store = place.at("report", "data", "c.db") if what == "store" else place.at("first.db")
            self.code(run(*place.audit(*more, store=store, out=other)), 2, f"the {what} '", f"would stand in the report '{place.out}'", f"with --{what}")
        self.code(run(*place.audit(store=place.at("first.db"), out=place.at("report", "data", "report"))), 2, "the report '", "with --out")
        for look in ("check", "links"):
            self.code(run(look, "http://www.alder.test/local-offer", "--archive", place.at("report", "evidence"), *place.network()), 2, f"would stand in the report '{place.out}'")
        self.assertEqual(len(place.web.asked()), asked)
        # A folder of one's own that has a data package as well is none.
        os.makedirs(place.at("work", "data"))
        shutil.copy(place.at("report", "data", "datapackage.json"), place.at("work", "data"))
        self.code(run(*place.audit("--no-report", store=place.at("work", "c.db"))), 0)
        # Beside it, even by a name that begins alike, is well.
        self.code(run(*place.audit(store=place.at("report-store.db"), out=place.at("report"))), 0)

    def test_a_report_that_no_web_server_can_read(self):
        """Under a umask that closes it: said by the first night, also where it could be read before; the mask stays as it is set."""
        place = self.place()
        words = (f"nobody but its owner can read the report in '{place.out}'", "umask 022", "UMask=0022")
        doctor = lambda umask: run("doctor", "--allow-private", "--store", place.store, "--out", place.out, umask=umask).stdout
        self.assertIn(f"--  {words[0]}", doctor(0o077))
        quiet = lambda umask, code=0, *more, words=(): self.code(run(*place.audit("--quiet", *more), umask=umask), code, *words)
        for umask, told in ((0o077, words), (0o077, ()), (0o022, ()), (0o022, ()), (0o027, ("nobody but its owner and group can read",)), (0o077, words), (0o027, ()), (0o027, ())):
            with self.subTest(umask=oct(umask), told=told):
                done = quiet(umask, words=told)
                self.assertEqual(len(done.stderr.splitlines()), 1 if told else 0, done.stderr)
                self.assertEqual(os.stat(place.out).st_mode & 0o777, 0o777 & ~umask)
        self.assertNotIn("can read the report", doctor(0o022))
        shutil.rmtree(place.out)
        self.code(run("report", "--store", place.store, "--out", place.out, "--quiet", umask=0o077), 0, *words)

    def test_a_list_without_regions(self):
        place = self.place(text=HEADER + "".join(f"E0699900{i},{name.title()} Council,,http://www.{name}.test/,http://www.{name}.test/local-offer\n" for i, name in enumerate(("alder", "birch"))))
        self.code(run(*place.audit()), 0)
        for page in ("index.html", "region/region-not-given/index.html"):
            with open(place.at("report", page), encoding="utf-8") as file:
                text = file.read()
            self.assertIn("Region not given", text)
            self.assertNotRegex(text, "<h1></h1>|<a [^>]*></a>")

    def test_out_is_a_link_to_an_old_report(self):
        place = self.place()
        os.mkdir(place.at("site"))
        os.symlink(place.at("site"), place.at("www"))
        for _ in range(2):
            self.code(run(*place.audit(out=place.at("www"))), 0)
            self.assertTrue(os.path.islink(place.at("www")))
            self.assertTrue(os.path.exists(place.at("site", "index.html")))
        self.no_leftovers(place)

    @needs_root
    def test_what_root_writes_into_anothers_directory_is_theirs(self):
        """Else a service that runs as a user of its own can't take away what was once done by hand."""
        place = self.place()
        self.code(run(*place.audit("--no-report")), 0)
        os.mkdir(place.at("state"))
        os.chown(place.at("state"), 4711, 4712)
        self.code(run("report", "--store", place.store, "--out", place.at("state", "report")), 0)
        owners = set()
        for folder, folders, files in os.walk(place.at("state")):
            owners |= {(info.st_uid, info.st_gid) for info in (os.lstat(os.path.join(folder, name)) for name in folders + files)}
        self.assertEqual(owners, {(4711, 4712)})

    def test_two_stores_with_one_archive(self):
        """Runs are numbered by their store: none takes a number under which another store's evidence lies, nor prunes it away."""
        place = self.place()
        other = place.at("other.db")
        for store in (place.store, other, place.store):
            self.code(run(*place.audit(store=store, archive=place.at("archive"))), 0)
        for store, number in ((place.store, "1"), (other, "2"), (place.store, "3")):
            self.code(run("verify", number, "--store", store, "--archive", place.at("archive")), 0)
        self.code(run("prune", "--keep", "1", "--store", place.store, "--archive", place.at("archive")), 0)
        self.code(run("verify", "2", "--store", other, "--archive", place.at("archive")), 0)

    def test_store_is_something_else(self):
        place = self.place()
        before = tree(place.root)
        self.code(run(*place.audit(store=place.list)), 2, "is not a store of this program")
        self.code(run(*place.audit(store=place.root)), 1, "is not a file")
        self.code(run(*place.audit(store="/dev/null")), 1, "is not a file")
        for command in (["status"], ["report"], ["verify"], ["compare", "1", "2"], ["review", "export", place.at("x.csv")],
                        ["explain", "verdict", "alder-council", "short-breaks", "referral"], ["explain", "link", "alder-council", "http://www.alder.test/"]):
            self.code(run(*command, "--store", place.at("none.db")), 1, "there is no store at")
        self.untouched(place)
        self.assertEqual(tree(place.root), before, "nothing is left behind")

    @needs_root
    def test_without_permission(self):
        place = self.place()

        def drop():
            os.setgroups([])
            os.setgid(65534)
            os.setuid(65534)
        program, seeds = place.at("program"), place.at("seeds")  # where anybody may read them
        shutil.copy(PROGRAM, program)
        shutil.copytree(SEEDS, seeds)
        os.mkdir(place.at("locked"), 0o755)
        os.mkdir(place.at("mine"), 0o777)
        os.chmod(place.at("mine"), 0o777)

        def audit(**replaced):
            return subprocess.run([program, *place.audit(**replaced)], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60,
                                  preexec_fn=drop, env={"PATH": "/usr/bin:/bin", "COREOFFER_SEEDS": seeds}, cwd="/")
        self.code(audit(store=place.at("locked", "s.db"), out=place.at("mine", "out")), 1, "Permission denied", "locked")
        self.code(audit(store=place.at("mine", "s.db"), out=place.at("locked", "out")), 1, "Permission denied", "locked")
        self.code(audit(store=place.at("mine", "s.db"), out=place.at("mine", "out"), archive=place.at("locked", "a")), 1, "Permission denied", "locked")
        self.code(audit(store=place.at("mine", "s.db"), out=place.at("mine", "out"), log=place.at("locked", "log")), 2, "Permission denied", "locked")
        self.code(audit(store=None, out=place.at("mine", "out")), 1, "/nonexistent")
        self.untouched(place)
        self.assertEqual(os.listdir(place.at("locked")), [])
        self.code(audit(store=place.at("mine", "s.db"), out=place.at("mine", "out")), 0)

    def test_a_mount_point_is_no_place_for_a_report(self):
        """Said before the night's work, of a file system and of a bind mount; below it is fine."""
        place = self.place()
        os.makedirs(place.at("mounted"))
        os.makedirs(place.at("bound"))
        script = (f"mount -t tmpfs none {place.at('mounted')} && mount --bind {place.at('bound')} {place.at('bound')} || exit 99; "
                  'for out in "$@"; do ' + shlex.join([PROGRAM, *place.audit(out=None)]) + ' --out "$out"; echo "status $?" >&2; done')
        done = subprocess.run(["unshare", "-Urm", "sh", "-c", script, "sh", place.at("mounted"), place.at("bound"), place.at("mounted", "report")],
                              capture_output=True, text=True, timeout=60, env={"PATH": os.environ["PATH"], "COREOFFER_SEEDS": SEEDS})
        if done.returncode == 99 or "unshare" in done.stderr:
            self.skipTest("this machine lets nobody mount: " + done.stderr.strip())
        self.assertEqual([line for line in done.stderr.splitlines() if line.startswith("status")], ["status 2", "status 2", "status 0"], done.stderr)
        for name in ("mounted", "bound"):
            self.assertIn(f"'{place.at(name)}' is a mount point, and nothing can take the place of one; name a directory below it, such as '{place.at(name)}/report'",
                          done.stderr)
        self.assertEqual(os.listdir(place.at("archive")), ["run-1"], "the first two visited nobody")

    def test_state_directory(self):
        place = self.place()
        env = {"XDG_STATE_HOME": place.at("state")}
        self.code(run(*place.audit("--no-report", store=None), env=env), 0)
        self.assertTrue(os.path.exists(place.at("state", "coreoffer", "coreoffer.db")))
        self.assertTrue(os.path.isdir(place.at("state", "coreoffer", "archive", "run-1")))
        env = {"STATE_DIRECTORY": place.at("systemd"), "XDG_STATE_HOME": place.at("state")}
        self.code(run(*place.audit("--no-report", store=None), env=env), 0)
        self.assertTrue(os.path.exists(place.at("systemd", "coreoffer.db")))


if __name__ == "__main__":
    unittest.main()
