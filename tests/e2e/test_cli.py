"""The command line: exit status, stdout and stderr apart, in an empty environment."""
import csv
import json
import os
import re
import shutil
import subprocess
import tempfile
import unittest

from program import PROGRAM, SEEDS, run

with open(os.path.join(SEEDS, "councils.csv"), encoding="utf-8") as LIST:
    LISTED = next(csv.DictReader(LIST))  # the list's first council, and what it is called on the command line
SLUG = LISTED["short_name"].lower()

HEADER = "gss_code,council_name,region,council_url,local_offer_url\n"
ROW = "E06999001,Amberwell Council,North,http://www.amberwell.example,http://www.amberwell.example/local-offer\n"


class Usage(unittest.TestCase):
    def check(self, result, code, *words):
        self.assertEqual(result.returncode, code, result.stderr)
        for word in words:
            self.assertIn(word, result.stderr)
        self.assertEqual(result.stdout, "")

    def test_mistakes_say_what_is_allowed(self):
        self.check(run(), 2, "usage: coreoffer COMMAND")
        self.check(run("frobnicate"), 2, "'frobnicate' is not a command", "--help")
        self.check(run("--store", "s.db", "status"), 2, "the command comes first and '--store' after it")
        self.check(run("help", "adit"), 2, "did you mean 'audit'")
        self.check(run("audit", "--max-page", "3"), 2, "did you mean '--max-pages'")
        self.check(run("audit", "--max-pages", "many"), 2, "whole number from 1")
        self.check(run("audit", "--max-pages"), 2, "--max-pages needs a value")
        self.check(run("audit", "--delay", "-1"), 2, "--delay takes a number")
        self.check(run("audit", "--max-runtime", "soon"), 2, "such as 90, 15m or 2h")
        self.check(run("audit", "--as-of", "yesterday"), 2, "2026-03-01")
        self.check(run("audit", "--as-of", "31/2/2026"), 2, "2026-03-01")
        self.check(run("report", "--as-of", "1/3/2026", "--store", "/nowhere/x.db"), 1, "/nowhere/x.db")
        self.check(run("check"), 2, "usage: coreoffer check URL")
        self.check(run("score", "--contact", "https://x.example", "a.html"), 2, "has no option --contact")
        self.check(run("links", "--fail-on", "everything", "http://x.example"), 2, "one of never, broken, suspect, not 'everything'")
        self.check(run("links", "--fail-on", "no", "http://x.example"), 2, "one of never, broken, suspect, not 'no'")
        for file in ("file:///tmp/page.html", PROGRAM):
            for command in ("check", "links"):
                self.check(run(command, file), 2, f"'{file}' is a file: 'coreoffer score FILE' judges one")
        self.check(run("check", "ftp://x.example/", "--contact", "https://x.example"), 2, "is not an http or https address")
        self.check(run("score", "--fail-on", "broken", "a.html"), 2, "one of never, concerns, no, not 'broken'")

    def test_one_option_file_serves_commands_that_fail_on_other_things(self):
        with tempfile.TemporaryDirectory() as directory:
            conf, leaflet = os.path.join(directory, "conf"), os.path.join(directory, "a.html")
            with open(leaflet, "w", encoding="utf-8") as file:
                file.write("<p>Nothing of the kind.</p>")
            for what, code in (("broken", 0), ("concerns", 4)):
                with open(conf, "w", encoding="utf-8") as file:
                    file.write(f"fail-on = {what}\n")
                self.assertEqual(run("score", "--config", conf, leaflet).returncode, code)
            with open(conf, "w", encoding="utf-8") as file:
                file.write("fail-on = all\n")
            self.check(run("score", "--config", conf, leaflet), 2, "conf:1: --fail-on takes one of never, broken, suspect, concerns, no, not 'all'")

    def test_control_characters_in_arguments_are_not_echoed(self):
        result = run("\x1b[31mred")
        self.assertEqual(result.returncode, 2)
        self.assertNotIn("\x1b", result.stderr)

    def test_public_addresses_need_a_contact(self):
        with tempfile.TemporaryDirectory() as directory:
            store = os.path.join(directory, "s.db")
            self.check(run("audit", "--store", store), 2, "--contact")
            self.assertFalse(os.path.exists(store))

    def test_help_and_version_go_to_stdout(self):
        for arguments in (["--help"], ["help", "audit"], ["audit", "--help"], ["--version"], ["audit", "--version"]):
            result = run(*arguments)
            self.assertEqual((result.returncode, result.stderr), (0, ""), arguments)
            self.assertGreater(len(result.stdout), 100)

    def test_help_is_of_the_command(self):
        """Neither words that it refuses nor ends that it has not."""
        def told(command):
            return " ".join(run(command, "--help").stdout.split())
        self.assertIn("--format FORMAT text or jsonl (default: text)", told("status"))
        self.assertIn("table, text, jsonl, csv, junit or sarif (default: table)", told("links"))
        self.assertIn("exit with 4 on: broken, suspect (or broken) -f", told("links"))
        self.assertIn("exit with 4 on: no (not found), concerns (partly, or not found) -f", told("score"))
        for command, ends in (("audit", "0 1 2 3 4 5 75 130,"), ("check", "0 1 2 3 4 75 130,"), ("score", "0 1 2 4 130,"), ("init", "0 1 2 130,"), ("recheck", "0 1 2 3 75 130,")):
            self.assertEqual(" ".join(re.findall(r"(?m)^  (\d+,?)", run(command, "--help").stdout)), ends, command)

    # What a shell offers behind the words typed; nothing: files, by bash itself.
    COMPLETED = (("coreoffer au", "audit"), ("coreoffer help ver", "verify"), ("coreoffer rubric ", "check list"), ("coreoffer audit " + SLUG[:5], SLUG),
                 ("coreoffer explain ", "verdict link robots url"), ("coreoffer audit --max-r", "--max-runtime"), ("coreoffer audit --color ", "auto always never"),
                 ("coreoffer links --format s", "sarif"), ("coreoffer check -f ", "text jsonl junit sarif"), ("coreoffer score --format=j", "jsonl"),
                 ("coreoffer links --fail-on ", "never broken suspect"), ("coreoffer score --fail-on ", "never concerns no"))

    def test_bash_completes_what_may_stand_there(self):
        nothing = (("coreoffer audit --store ", ""), ("coreoffer audit -o ", ""), ("coreoffer score ", ""), ("coreoffer score --max", ""), ("coreoffer score --as-of=", ""))
        for typed, wanted in self.COMPLETED + nothing:
            words = [PROGRAM, *re.findall(r"=|[^ =]+", typed)[1:], *[""] * typed.endswith(" ")]  # bash takes "=" for a word
            script = f'. /dev/stdin; COMP_WORDS=("$@"); COMP_CWORD={len(words) - 1}; _coreoffer; echo "${{COMPREPLY[*]}}"'
            done = subprocess.run(["/bin/bash", "-c", script, "bash", *words], input=run("completion", "bash").stdout, capture_output=True, text=True, timeout=30,
                                  env={"PATH": "/usr/bin:/bin", "COREOFFER_SEEDS": SEEDS})
            self.assertEqual((done.stdout, done.stderr), (wanted + "\n", ""), typed)

    @unittest.skipUnless(shutil.which("fish"), "fish is not installed")
    def test_fish_completes_what_may_stand_there(self):
        with tempfile.TemporaryDirectory() as directory:
            os.symlink(PROGRAM, os.path.join(directory, "coreoffer"))
            env = {"PATH": f"{directory}:/usr/bin:/bin", "HOME": directory, "COREOFFER_SEEDS": SEEDS, "LC_ALL": "C.UTF-8"}
            script = "source -; for typed in $argv; string join -- ' ' (complete -C $typed | string replace -r '\\t.*' ''); end"
            done = subprocess.run([shutil.which("fish"), "--no-config", "-c", script, *[typed for typed, _ in self.COMPLETED]], input=run("completion", "fish").stdout,
                                  capture_output=True, text=True, timeout=60, env=env)
            for (typed, wanted), offered in zip(self.COMPLETED, done.stdout.splitlines(), strict=True):
                stem = typed.rpartition(" ")[2].partition("=")[0] + "=" if "=" in typed else ""
                self.assertEqual(sorted(offered.split()), sorted(stem + word for word in wanted.split()), (typed, done.stderr))


class OptionFile(unittest.TestCase):
    def test_file_is_read_and_the_command_line_wins(self):
        with tempfile.TemporaryDirectory() as directory:
            path = os.path.join(directory, "options")
            self.assertIn(f"Wrote '{path}'. Next: ", run("init", path).stderr)
            self.assertEqual(run("init", path).returncode, 2)  # never overwritten
            with open(path, encoding="utf-8") as file:
                offered = set(re.findall(r"(?m)^# ([a-z-]+) = ", file.read()))
            self.assertLessEqual({"contact", "store", "out", "resume", "resume-within", "max-runtime", "metrics", "keep", "browser"}, offered)
            self.assertEqual(offered & {"url", "changed", "reason", "agent", "sample", "list", "draft", "from", "as-of", "fresh", "help"}, set())
            other = run("init", path + "-2", "--quiet")
            self.assertEqual((other.returncode, other.stdout, other.stderr), (0, "", ""))
            councils = os.path.join(directory, "councils.csv")
            with open(councils, "w") as file:
                file.write(HEADER + ROW)
            with open(path, "a") as file:
                file.write(f"councils = {councils}\n")
            self.assertEqual(run("councils", "--config", path).stdout.split("\t")[0], "E06999001")
            result = run("councils", "--config", path, "--councils", os.path.join(SEEDS, "councils.csv"))
            self.assertEqual(len(result.stdout.splitlines()), 153)

    def test_the_last_of_resume_and_fresh_counts(self):
        with tempfile.TemporaryDirectory() as directory:
            path, archive = os.path.join(directory, "options"), os.path.join(directory, "no-archive.warc.gz")
            for name, text in ((path, "\ufeffresume = yes\n"), (archive, "nothing of the kind")):
                with open(name, "w", encoding="utf-8") as file:
                    file.write(text)
            audit = ("audit", SLUG, "--store", os.path.join(directory, "s.db"), "--from", archive)  # fails once a run is made
            for more, goes_on in (((), False), (("--config", path), True), (("--config", path, "--fresh"), False), (("--fresh", "--resume"), True),
                                  (("--resume", "--fresh"), False), (("--config", path, "--resume=no"), False)):
                with self.subTest(more=more):
                    result = run(*audit, *more)
                    self.assertEqual(result.returncode, 1, result.stderr)
                    self.assertEqual("Going on with run" in result.stderr, goes_on, result.stderr)

    def test_mistakes_name_file_and_line(self):
        with tempfile.TemporaryDirectory() as directory:
            path = os.path.join(directory, "options")
            for line, words in (("frobnicate = 1", "'frobnicate' is not an option that can stand here\n"), ("resum = yes", "'resum' is not an option that can stand here; did you mean 'resume'?"),
                                ("store /srv/co.db", "write 'store = /srv/co.db'"), ("store", "long-option = value'\n"), ("confg = x", "'confg' is not an option that can stand here\n"), ("delay fast", "long-option = value"), ("quiet", "write 'quiet = yes'"), ("delay = fast", "--delay takes a number")):
                with open(path, "w") as file:
                    file.write("# mine\n\n" + line + "\n")
                result = run("councils", "--config", path)
                self.assertEqual(result.returncode, 2, result.stderr)
                self.assertIn(f"{path}:3", result.stderr)
                self.assertIn(words, result.stderr)


class Councils(unittest.TestCase):
    def load(self, text):
        with tempfile.NamedTemporaryFile("wb", suffix=".csv", delete=False) as file:
            file.write(text if isinstance(text, bytes) else text.encode())
        try:
            return run("councils", "--councils", file.name)
        finally:
            os.unlink(file.name)

    def test_what_is_wrong_is_said_with_its_line(self):
        cases = (
            ("gss_code,council_name,region,council_url\nE06999001,A,N,\n", ":1", "local_offer_url"),
            (HEADER + ROW + ROW, ":3", "E06999001"),
            (HEADER + ROW.replace("http://www.amberwell.example/local-offer", "localoffer page"), ":2", "http"),
            (HEADER + ROW.replace("E06999001", "06999001"), ":2", "gss_code"),
            (HEADER + "E06999001,A,N\n", ":2", "cells"),
            ("", ":1", "empty"),
            (b"\xff\xfe" + HEADER.encode("utf-16-le"), ":1", "UTF-8"),
        )
        for text, *words in cases:
            result = self.load(text)
            self.assertEqual(result.returncode, 2, (text, result.stderr))
            for word in words:
                self.assertIn(word, result.stderr)

    def test_every_mistake_is_told_at_one_go(self):
        """Also what a spreadsheet did to the file as a whole, but where it is no table at all; and at most nine."""
        text = (HEADER.replace("local_offer_url", "website") + ROW.replace("Amberwell Council", "Caf\xe9 Council") + "E06999002,Bryn,N,www.bryn.example,htp//\nE0699900,,N,,\n"
                + ROW + "E06999005,Caster, Dale,N,,\n")
        told = self.load(text.encode("latin-1"))
        self.assertEqual((told.returncode, told.stdout), (2, ""))
        lines = [re.sub(r"^.*\.csv:? ?", "", line) for line in told.stderr.splitlines()]
        for line, words in zip(lines, ("2: this line is not UTF-8", "6: this row has 6 cells but the header has 5; put quotes round", "1: there is no column 'local_offer_url'",
                                       "3: 'council_url' is 'www.bryn.example'", "4: 'gss_code' is 'E0699900'", "4: 'council_name' is empty",
                                       "5: the code E06999001 stands on line 2 already", "7 mistakes to mend; nothing was read"), strict=True):
            self.assertTrue(line.startswith(words), (line, words))
        semicolons = self.load((HEADER + "E06999001,Caf\xe9,N,,\n").replace(",", ";").encode("latin-1")).stderr
        self.assertRegex(semicolons, r"(?s):2: this line is not UTF-8.*:1: the columns are parted by semicolons")
        many = self.load(HEADER + "".join(f"E06{i:06d},,N,,\n" for i in range(30))).stderr.splitlines()
        self.assertEqual((len(many), many[-1].split(": ", 2)[-1]), (10, "30 mistakes to mend, of which the first 9 are named; nothing was read from it"))

    def test_ten_thousand_rows(self):
        rows = "".join(f"E06{i:06d},Made-up {i},North,http://c{i}.example,\n" for i in range(10000))
        result = self.load(HEADER + rows)
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(len(result.stdout.splitlines()), 10000)

    def test_found_by_code_slug_or_name(self):
        for name in (LISTED["gss_code"], SLUG, LISTED["council_name"]):
            self.assertEqual(run("councils", name).stdout.split("\t")[:2], [LISTED["gss_code"], SLUG])
        self.assertEqual(run("councils", "Nowhere").returncode, 2)


class MissingFiles(unittest.TestCase):
    """A file that the command line names and that is not there is the caller's mistake: 2, and its name is said.
    Only `score` goes on with its other files and ends with 1; a store may come yet, and is 1 too."""

    def test_a_file_named_that_is_not_there(self):
        missing = "/nonexistent/file"
        cases = (
            ("audit", "--allow-private", "--councils", missing),
            ("audit", "--config", missing),
            ("audit", "--allow-private", "--from", missing, SLUG),
            ("audit", "--allow-private", "--ca-file", missing, SLUG),
            ("links", "--allow-private", "--list", missing),
            ("links", "--allow-private", "--ignore-file", missing, "http://127.0.0.1:9/"),
            ("explain", "robots", missing, "http://a.example/"),
            ("rubric", "list", "--seeds", "/nonexistent"),
            ("audit", "--allow-private", "--seeds", "/nonexistent"),
        )
        for case in cases:
            with self.subTest(case=case):
                result = run(*case)
                self.assertEqual((result.returncode, result.stdout), (2, ""), result.stderr)
                self.assertIn("/nonexistent", result.stderr)
        with tempfile.TemporaryDirectory() as directory:
            store = os.path.join(directory, "not", "here.db")
            for case in (("status",), ("report",), ("prune",), ("review", "import", missing), ("recheck", "--allow-private")):
                with self.subTest(case=case):
                    result = run(*case, "--store", store)
                    self.assertEqual(result.returncode, 1)
                    self.assertIn(f"there is no store at '{store}'", result.stderr)
            self.assertEqual(os.listdir(directory), [])

    def test_what_would_spoil_the_night_is_told_before_it(self):
        with tempfile.TemporaryDirectory() as directory:
            store = os.path.join(directory, "s.db")
            for option in ("--log", "--metrics", "--replies", "--answers"):
                with self.subTest(option=option):
                    result = run("audit", "--allow-private", "--store", store, option, "/nonexistent/file", SLUG)
                    self.assertEqual(result.returncode, 2, result.stderr)
                    self.assertIn("/nonexistent/file", result.stderr)
                    self.assertFalse(os.path.exists(store))
            options = os.path.join(directory, "options")
            with open(options, "w") as file:
                file.write(f"contact = mailto:us@campaign.example\nmetrics = /nonexistent/file\nstore = {store}\nout = {directory}/report\n")
            result = run("doctor", "--config", options)
            self.assertEqual(result.returncode, 1)
            self.assertRegex(result.stdout, "(?m)^ok  contact mailto:us@campaign.example$")
            self.assertRegex(result.stdout, "(?m)^!!  metrics /nonexistent/file: ")
            self.assertRegex(result.stdout, "(?m)^ok  store in ")
            with open(options, "a") as file:
                file.write("contact = me\nmax-pages = many\n")
            self.assertEqual(run("audit", "--config", options, "--no-report", SLUG).returncode, 2)
            result = run("doctor", "--config", options)
            self.assertEqual((result.returncode, result.stderr), (1, ""))
            self.assertIn(f"!!  {options}:5: --contact takes an http(s) or mailto: address, not 'me'\n!!  {options}:6: --max-pages ", result.stdout)
            for line in ("!!  metrics /nonexistent/file: ", "ok  store in ", "ok  seeds in "):
                self.assertRegex(result.stdout, f"(?m)^{line}")

    def test_doctor_reads_what_people_filled_in(self):
        with tempfile.TemporaryDirectory() as directory:
            at = lambda name: os.path.join(directory, name)
            on = ["doctor", "--store", at("s.db"), "--out", at("report"), "--archive", at("archive"), "--log", at("log"), "--base-url", "https://www.charity.example/"]
            with open(at("replies.csv"), "w") as file:
                file.write("gss_code,service,row,date,role,reply\nE06000001,,,2026-11-01,Manager,We read it.\n")
            said = run(*on, "--replies", at("replies.csv"))
            self.assertEqual((said.returncode, said.stderr), (0, ""), said.stdout)
            for line in ("replies in ", "archive in ", "log ", "base-url "):
                self.assertRegex(said.stdout, f"(?m)^ok  {line}")
            with open(at("replies.csv"), "a") as file:
                file.write("E06000001,short-breaks,nothing,2026-11-01,Manager,No.\nnobody,,,2026-11-01,Manager,No.\n")
            said = run(*on, "--replies", at("replies.csv"), "--answers", at("none.csv"))
            self.assertEqual(said.returncode, 1)
            for line in ("replies.csv:3: .*'nothing'", "replies.csv:4: 'nobody'", "replies in .*: 2 mistakes to mend", "answers in .*none.csv: cannot open"):
                self.assertRegex(said.stdout, f"(?m)^!!  .*{line}")
            self.assertEqual(sorted(os.listdir(directory)), ["archive", "replies.csv"])
            with open(at("councils.csv"), "w") as file:
                file.write(HEADER + ROW + ROW + "E06999002,,N,,\n")
            said = run(*on, "--councils", at("councils.csv"))
            self.assertEqual((said.returncode, said.stderr), (1, ""))
            for line in ("councils.csv:3: the code E06999001", "councils.csv:4: 'council_name' is empty"):
                self.assertRegex(said.stdout, f"(?m)^!!  .*{line}")

    def test_what_is_wrong_in_the_seeds_is_told_before_the_first_night(self):
        """An audit over the country ended after hours of visits by a sentence of its report that was misspelt; nothing had said so."""
        for name in ("crawl/traps.csv", "crawl/more.csv", "document/foot.csv", "facts/contacts.json", "reference/edcm-2011.json", "rubric/model.json",
                     "rubric/cues/referral.json", "texts/prose.csv", "texts/reasons.csv"):
            with self.subTest(name), tempfile.TemporaryDirectory() as directory:
                seeds = shutil.copytree(SEEDS, os.path.join(directory, "seeds"), ignore=shutil.ignore_patterns("demo"))
                with open(os.path.join(seeds, name), "a") as file:
                    file.write('"zzz\n')
                at = ["--store", os.path.join(directory, "s.db"), "--out", os.path.join(directory, "report"), "--seeds", seeds]
                doctor = run("doctor", *at)
                self.assertEqual(doctor.returncode, 1)
                self.assertRegex(doctor.stdout, f"(?m)^!!  seeds in {seeds}: .*{os.path.basename(name)}")
                checked, audit = run("rubric", "check", "--seeds", seeds), run("audit", SLUG, "--contact", "mailto:a@campaign.example", *at)
                for done in (checked, audit):
                    self.assertEqual((done.returncode, done.stdout), (2, ""))
                    self.assertIn(os.path.basename(name), done.stderr)
                self.assertFalse(os.path.exists(os.path.join(directory, "s.db")))


class Streams(unittest.TestCase):
    def test_a_full_or_closed_stdout_is_said(self):
        with open("/dev/full", "w") as full:
            result = subprocess.run([PROGRAM, "councils"], stdin=subprocess.DEVNULL, stdout=full, stderr=subprocess.PIPE, text=True,
                                    env={"COREOFFER_SEEDS": SEEDS}, timeout=30)
        self.assertEqual(result.returncode, 1)
        self.assertIn("standard output", result.stderr)
        result = subprocess.run(["/bin/sh", "-c", '"$0" councils >&-', PROGRAM], stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
                                env={"COREOFFER_SEEDS": SEEDS}, timeout=30)
        self.assertEqual(result.returncode, 1, result.stderr)
        self.assertIn("standard output", result.stderr)

    def shell(self, script):
        return subprocess.run(["/bin/bash", "-c", script, PROGRAM], stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              env={"COREOFFER_SEEDS": SEEDS, "PATH": "/usr/bin:/bin"}, timeout=30)

    def test_a_few_bytes_are_missed_too(self):
        result = self.shell('"$0" --version >&-')
        self.assertEqual(result.returncode, 1)
        self.assertIn("standard output", result.stderr)
        self.assertEqual(self.shell('"$0" councils --quiet nowhere 2>/dev/null >&-').returncode, 2)  # nothing was to be printed

    def test_who_has_read_enough_is_not_told_so(self):
        read, write = os.pipe()
        os.close(read)
        result = subprocess.run([PROGRAM, "councils", "--format", "jsonl"], stdout=write, stderr=subprocess.PIPE, text=True, env={"COREOFFER_SEEDS": SEEDS}, timeout=30)
        os.close(write)
        self.assertEqual((result.returncode, result.stderr), (1, ""))

    def test_who_has_read_enough_of_a_report_is_not_told_so(self):
        with tempfile.TemporaryDirectory() as place:
            with open(os.path.join(place, "list"), "w", encoding="utf-8") as file:
                file.write("mailto:nobody\n")
            result = self.shell(f'("$0" links --list {place}/list --allow-private 2>{place}/said; echo $?>{place}/code) | true; '
                                f'until [ -s {place}/code ]; do sleep 0.1; done; cat {place}/code; grep -i write {place}/said >&2')
            self.assertEqual((result.stdout, result.stderr), ("1\n", ""))

    def test_same_output_with_stdin_closed(self):
        closed = subprocess.run(["/bin/sh", "-c", '"$0" councils <&-', PROGRAM], capture_output=True, text=True, env={"COREOFFER_SEEDS": SEEDS}, timeout=30)
        self.assertEqual(closed.stdout, run("councils").stdout)


class Explain(unittest.TestCase):
    def test_url(self):
        result = run("explain", "url", "http://www.amberwell.example/a/b", "../c d?e#f")
        self.assertEqual((result.returncode, result.stdout), (0, "http://www.amberwell.example/c%20d?e\n"))
        self.assertEqual(run("explain", "url", "http://www.amberwell.example/", "http://[::1").returncode, 1)

    def test_robots(self):
        with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
            file.write("User-agent: *\nDisallow: /private/\nAllow: /private/open\n")
            file.flush()
            result = run("explain", "robots", file.name, "http://a.example/private/x", "http://a.example/private/open", "http://a.example/")
        self.assertEqual([line.split("\t")[0] for line in result.stdout.splitlines()], ["disallow", "allow", "allow"])
        self.assertIn("line 2", result.stdout.splitlines()[0])


class Score(unittest.TestCase):
    def test_unreadable_files_are_reported_and_the_others_go_on(self):
        with tempfile.TemporaryDirectory() as directory:
            good = os.path.join(directory, "good.html")
            with open(good, "w") as file:
                file.write("<!doctype html><title>Short breaks</title><main><h1>Short breaks</h1><p>Ring 01632 960123.</p></main>")
            picture = os.path.join(directory, "picture.html")
            with open(picture, "wb") as file:
                file.write(b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(200))
            result = run("score", "--format", "jsonl", os.path.join(directory, "none.html"), good, picture)
        self.assertEqual(result.returncode, 1)
        lines = [json.loads(line) for line in result.stdout.splitlines()]
        self.assertEqual(len(lines), 3)
        self.assertIn("error", lines[0])
        self.assertEqual(lines[1]["facts"]["phones"], ["+441632960123"])
        self.assertIn("error", lines[2])

    def test_a_kind_that_no_page_is_of(self):
        """Whoever writes a rubric of their own is told, since such a row would never do anything."""
        with tempfile.TemporaryDirectory() as directory:
            seeds = shutil.copytree(SEEDS, os.path.join(directory, "seeds"))
            evidence = os.path.join(seeds, "rubric", "evidence.json")
            with open(evidence, encoding="utf-8") as file:
                rubric = json.load(file)
            rubric["kinds"]["moved-away"] = rubric["kinds"]["moved"]
            with open(evidence, "w", encoding="utf-8") as file:
                json.dump(rubric, file)
            result = run("score", "-", env={"COREOFFER_SEEDS": seeds})
        self.assertEqual((result.returncode, result.stdout), (2, ""))
        self.assertIn(f'{evidence}: kinds: "moved-away" is no kind of page', result.stderr)

    def test_a_service_that_no_page_is_told_by(self):
        """A slip in its code would leave the service its names alone, without a word."""
        with tempfile.TemporaryDirectory() as directory:
            seeds = shutil.copytree(SEEDS, os.path.join(directory, "seeds"))
            path = os.path.join(seeds, "services", "transport.json")
            with open(path, encoding="utf-8") as file:
                service = json.load(file)
            service["page_services"] = ["transprot"]
            with open(path, "w", encoding="utf-8") as file:
                json.dump(service, file)
            result = run("rubric", "check", env={"COREOFFER_SEEDS": seeds})
        self.assertEqual((result.returncode, result.stdout), (2, ""))
        self.assertIn('transport: "transprot" of its page_services is no service', result.stderr)

    def test_two_services_of_one_name(self):
        """A copied file whose names were left would make each page of the one the other's as well."""
        with tempfile.TemporaryDirectory() as directory:
            seeds = shutil.copytree(SEEDS, os.path.join(directory, "seeds"))
            with open(os.path.join(seeds, "services", "transport.json"), encoding="utf-8") as file:
                service = json.load(file)
            service.update(id="walking-buses", names=["walking buses", "School Transport"], short_names=[], item_names=[])
            with open(os.path.join(seeds, "services", "walking-buses.json"), "w", encoding="utf-8") as file:
                json.dump(service, file)
            result = run("rubric", "check", env={"COREOFFER_SEEDS": seeds})
        self.assertEqual((result.returncode, result.stdout), (2, ""))
        self.assertIn('walking-buses.json: "School Transport": is a name of the service transport too', result.stderr)

    def test_standard_input(self):
        page = "<title>x</title><main><h1>Portage</h1><p>Email portage@amberwell.example</p></main>"
        result = subprocess.run([PROGRAM, "score", "--format", "jsonl", "--url", "http://a.example/portage", "-"], input=page, capture_output=True, text=True,
                                env={"COREOFFER_SEEDS": SEEDS}, timeout=30)
        answer = json.loads(result.stdout)
        self.assertEqual((answer["file"], answer["url"]), ("-", "http://a.example/portage"))
        self.assertEqual(answer["facts"]["emails"], ["portage@amberwell.example"])


if __name__ == "__main__":
    unittest.main()
