"""Signals, locks and time limits: a run that is stopped goes on with --resume as if it had not been."""
import json
import os
import signal
import sqlite3
import subprocess
import tempfile
import time
import unittest

from baseline import Baseline
from program import PROGRAM, SEEDS, run, until
from shim import needs_shim, struck
from towns import NAMES, QUERIES, Gate, TownCase, connect, rows, town, tree
from toyweb import WORDS, Answer, Hole, ToyWeb, page


def status_of(pid, *names):
    """The masks of signals that Linux tells of a process."""
    try:
        with open(f"/proc/{pid}/status", encoding="ascii") as file:
            return {int(value, 16) for name, value in (line.split(":", 1) for line in file) if name in names}
    except OSError:
        return {0}


class Stopped(TownCase):
    """Against towns whose pages hang until the gate opens."""

    def slow_place(self):
        gate, web = Gate(), ToyWeb()
        town(web, NAMES[0])
        town(web, NAMES[1], gate)
        town(web, NAMES[2], gate)
        web.start()
        self.addCleanup(web.stop)
        return self.place(web=web), gate

    def begin(self, place, *more):
        process = subprocess.Popen([PROGRAM, *place.audit(*more)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                   text=True, env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", "COREOFFER_SEEDS": SEEDS})
        self.addCleanup(lambda: process.poll() is None and process.kill())
        return process

    def hang(self, place, process):
        """Waits until the first town is settled in the store and pages of both others hang."""
        def is_hanging():
            self.assertIsNone(process.poll(), "it ended before it was stopped")
            return (len({entry["host"] for entry in place.web.entries() if entry["behaviour"] == "Hole"}) == 2 and
                    ("E06999000", "done") in {row[:2] for row in rows(place.store)["visits"]})
        self.assertTrue(until(is_hanging, 60), "the crawl did not get under way")

    def end(self, process, code, *words):
        """Ends by itself before the hanging requests do, which are given a minute (--timeout)."""
        stdout, stderr = process.communicate(timeout=45)
        self.assertEqual((process.returncode, stdout), (code, ""), stderr)
        for word in words:
            self.assertIn(word, stderr)

    def resumes(self, place, gate, in_order=True):
        self.whole(place.store)
        self.assertFalse(os.path.exists(place.out))
        self.assertIn("unfinished", run("status", "--store", place.store).stdout)
        self.code(run("report", "1", "--store", place.store, "--out", place.out), 2, "not finished", "--resume")
        compared = self.code(run("compare", "1", "1", "--store", place.store), 2, "run 1 is not finished", "--resume")
        self.assertEqual(compared.stdout, "", "nothing changed would be said of what nobody has judged")
        gate.open = True
        place.web.clear_log()
        self.code(run(*place.audit("--resume")), 0, "Going on with run 1")
        if in_order:  # what ends at once may cost what the last two seconds found
            self.assertNotIn("www.alder.test", {entry["host"] for entry in place.web.entries()}, "the first town was done")
        got = rows(place.store)
        for name in QUERIES:
            self.assertEqual(got[name], Baseline.get().rows[name], name)
        self.assertEqual(tree(place.out), Baseline.get().report)
        self.no_leftovers(place)

    def test_interrupted_while_another_waits(self):
        place, gate = self.slow_place()
        process = self.begin(place)
        self.hang(place, process)
        self.code(run(*place.audit()), 75, "another run", f"process {process.pid}", place.store)
        self.assertIsNone(process.poll(), "the second did not wait for the first")
        self.assertIn("unfinished", run("status", "--store", place.store).stdout, "readers are let in")
        process.send_signal(signal.SIGINT)
        self.end(process, 130, "--resume goes on")
        self.resumes(place, gate)

    def test_terminated(self):
        place, gate = self.slow_place()
        process = self.begin(place)
        self.hang(place, process)
        process.send_signal(signal.SIGTERM)
        self.end(process, 143, "--resume goes on (1 of 3 councils done)")
        self.resumes(place, gate)

    def test_one_wish_may_come_twice(self):
        """timeout(1) signals the process and then its group."""
        for number in (signal.SIGTERM, signal.SIGHUP):
            place, gate = self.slow_place()
            process = self.begin(place)
            self.hang(place, process)
            process.send_signal(number)
            self.assertTrue(until(lambda: status_of(process.pid, "SigPnd", "ShdPnd") == {0}, 10), "the first was not taken")
            process.send_signal(number)
            self.end(process, 128 + number, "--resume goes on (1 of 3 councils done)")
            self.resumes(place, gate)

    def test_its_figures_are_those_of_what_was_read(self):
        place, gate = self.slow_place()
        process = self.begin(place, "--metrics", place.at("coreoffer.prom"))
        self.hang(place, process)
        process.send_signal(signal.SIGTERM)
        self.end(process, 143)
        with open(place.at("coreoffer.prom"), encoding="utf-8") as file:
            figures = file.read()
        with connect(place.store) as store:
            read, = store.execute("SELECT count(*) FROM page WHERE document_id IS NOT NULL AND purpose <> 'home'").fetchone()
        self.assertGreaterEqual(read, 4)
        self.assertIn(f"\ncoreoffer_pages {read}\n", figures)
        self.assertIn('\ncoreoffer_councils{outcome="pending"} 2\n', figures)

    def test_second_signal_ends_it_at_once(self):
        place, gate = self.slow_place()
        process = self.begin(place)
        self.hang(place, process)
        process.send_signal(signal.SIGINT)
        process.send_signal(signal.SIGSTOP)
        time.sleep(2.1)  # by then it is no longer taken for the same wish
        process.send_signal(signal.SIGTERM)
        process.send_signal(signal.SIGCONT)
        process.communicate(timeout=45)
        self.assertIn(process.returncode, (130, 143))
        self.resumes(place, gate, in_order=False)

    @needs_shim
    def test_a_report_that_is_being_written_is_left_at_once(self):
        """What was read and judged is kept; of a whole country it would be written for a minute."""
        place = self.place()
        done = run(*place.audit(), env=struck(mode="term", call="syncfs", at=1))
        self.assertEqual((done.returncode, done.stdout), (143, ""), done.stderr)
        self.assertIn("stopped by a signal while the report was written; --resume goes on", done.stderr)
        self.assertFalse(os.path.exists(place.out))
        place.web.clear_log()
        self.code(run(*place.audit("--resume")), 0, "Going on with run 1")
        self.assertEqual(place.web.asked(), [])
        self.assertEqual(tree(place.out), Baseline.get().report)
        before = tree(place.out)
        self.assertEqual(run("report", "--store", place.store, "--out", place.out, env=struck(mode="term", call="syncfs", at=1)).returncode, 143)
        self.assertEqual(tree(place.out), before)

    def test_hung_up_on_under_nohup(self):
        place, _ = self.slow_place()
        signal.signal(signal.SIGHUP, signal.SIG_IGN)  # what a child begins with is its parent's
        try:
            process = self.begin(place)
        finally:
            signal.signal(signal.SIGHUP, signal.SIG_DFL)
        process.send_signal(signal.SIGHUP)
        with self.assertRaises(subprocess.TimeoutExpired):
            process.wait(2)
        process.send_signal(signal.SIGTERM)
        self.end(process, 143, "--resume goes on")

    def test_max_runtime(self):
        place, gate = self.slow_place()
        self.end(self.begin(place, "--max-runtime", "2"), 3, "--max-runtime was reached", "--resume goes on")
        self.resumes(place, gate, in_order=False)  # on a busy machine two seconds are not enough for the first

    def test_it_is_judged_by_the_day_it_was_begun_however_long_it_took(self):
        place, gate = self.slow_place()
        dated = Answer(page("Short breaks", body=WORDS + "<p>Short breaks are for children aged 5 to 18.</p><p>Last checked: 2 January 2026</p>"))
        place.web.add("www.cedar.test", "/local-offer/short-breaks", lambda request: dated if gate.open else Hole())
        self.end(self.begin(place, "--max-runtime", "2", "--as-of", "2026-12-31"), 3)
        gate.open = True
        self.code(run(*place.audit("--resume", **{"as-of": "2027-01-08"})), 0, "Going on with run 1")
        with connect(place.store) as store:
            self.assertEqual(store.execute("SELECT verdict, detail FROM verdict WHERE gss_code = 'E06999002' AND service = 'short-breaks' AND"
                                           " row_id = 'current'").fetchall(), [("yes", "2026-01-02")])
        self.code(run("verify", "1", "--store", place.store), 0, " 0 differences")


class Scored(unittest.TestCase):
    def test_it_ends_while_one_page_is_read_and_keeps_what_was_judged(self):
        with tempfile.TemporaryDirectory() as directory:
            first = os.path.join(directory, "page.html")
            with open(first, "w", encoding="utf-8") as file:
                file.write(page("Short breaks", body=WORDS))
            for number in (signal.SIGINT, signal.SIGTERM):
                process = subprocess.Popen([PROGRAM, "score", "--format", "jsonl", first, "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                                           env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", "COREOFFER_SEEDS": SEEDS})
                self.addCleanup(lambda process=process: process.poll() is None and process.kill())
                self.assertEqual(json.loads(process.stdout.readline())["file"], first)
                process.send_signal(number)  # while it waits for the rest of the second
                self.assertEqual(process.wait(30), 128 + number)
                process.stdin.close()
                process.stdout.close()


class Unfinished(TownCase):
    """Which unfinished run --resume goes on with. Each fails once it was made, as its archive can't be replayed."""

    def setUp(self):
        self.here = self.place()

    def audit(self, day, *more, code=1, broken=True):
        archive = ("--from", self.here.no_archive()) if broken else ()
        return self.code(run(*self.here.audit("--no-archive", *archive, *more, **{"as-of": day})), code).stderr

    def test_one_that_is_too_old_is_left_and_that_is_said_once(self):
        self.audit("2026-03-01")
        self.assertIn("Going on with run 1.", self.audit("2026-03-15", "--resume"))
        passed = self.audit("2026-03-15T00:01Z", "--resume", "--quiet")
        self.assertIn("run 1 was begun on 1 March 2026 and never finished. That is more than 14 days ago", passed)
        self.assertIn("Going on with run 2.", self.audit("2026-03-16", "--resume"))
        self.assertIn("more than 2 days ago", self.audit("2026-03-18", "--resume", "--resume-within", "2"))
        self.assertIn("Going on with run 3.", self.audit("2026-06-01", "--resume", "--resume-within", "90"))

    def test_one_of_a_clock_that_was_ahead_is_left(self):
        """It would be judged by a day that has not come: every date on a page would be old."""
        self.audit("2030-01-01")
        self.assertIn("run 1 was begun on 1 January 2030 by a clock that was ahead", self.audit("2026-03-01T02:00Z", "--resume", "--quiet"))
        self.assertIn("Going on with run 2.", self.audit("2026-03-01T01:00Z", "--resume"))  # an hour is what summer time takes

    def test_one_that_was_overtaken_is_left(self):
        self.audit("2026-03-01")
        self.audit("2026-03-02")  # without --resume: a later run of the same inputs, ...
        self.assertIn("Going on with run 2.", self.audit("2026-03-03", "--resume"))
        *newest, oldest, left = run("status", "--store", self.here.store).stdout.splitlines()
        self.assertRegex(oldest, r"^   1  unfinished  2026-03-01 00:00Z       - ")
        self.assertRegex(left, r"^      \d to do, left for run 2$")
        self.assertNotIn("left for", "".join(newest))
        for columns in (40, 60, 80):
            narrow = run("status", "--store", self.here.store, env={"COLUMNS": str(columns)}).stdout.splitlines()
            self.assertLessEqual(max(map(len, narrow)), columns, narrow)
            self.assertIn("left for run 2", "".join(narrow))
        with sqlite3.connect(self.here.store) as store:  # ... which came to its end
            store.execute("UPDATE run SET state = 'finished', finished_at = started_at WHERE id = 2")
        self.assertNotIn("Going on", self.audit("2026-03-04", "--resume"))


if __name__ == "__main__":
    unittest.main()
