"""Signals, locks and time limits: a run that is stopped goes on with --resume as if it had not been."""
import os
import signal
import subprocess
import time
import unittest

from baseline import Baseline
from program import PROGRAM, SEEDS, run
from towns import NAMES, QUERIES, Gate, TownCase, rows, town, tree
from toyweb import ToyWeb


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
        deadline = time.monotonic() + 20
        while len({entry["host"] for entry in place.web.entries() if entry["behaviour"] == "Hole"}) < 2:
            self.assertLess(time.monotonic(), deadline, "the crawl did not get under way")
            self.assertIsNone(process.poll())
            time.sleep(0.02)
        time.sleep(0.5)  # for the first town to be settled
        return process

    def end(self, process, code, seconds, *words):
        began = time.monotonic()
        stdout, stderr = process.communicate(timeout=20)
        self.assertLess(time.monotonic() - began, seconds)
        self.assertEqual(process.returncode, code, stderr)
        self.assertEqual(stdout, "")
        for word in words:
            self.assertIn(word, stderr)

    def resumes(self, place, gate, in_order=True):
        self.whole(place.store)
        self.assertFalse(os.path.exists(place.out))
        self.assertIn("unfinished", run("status", "--store", place.store).stdout)
        self.code(run("report", "1", "--store", place.store, "--out", place.out), 2, "not finished", "--resume")
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
        began = time.monotonic()
        second = run(*place.audit())
        self.assertLess(time.monotonic() - began, 5)
        self.code(second, 75, "another run", f"process {process.pid}", place.store)
        self.assertIn("unfinished", run("status", "--store", place.store).stdout, "readers are let in")
        process.send_signal(signal.SIGINT)
        self.end(process, 130, 5, "--resume goes on")
        self.resumes(place, gate)

    def test_terminated(self):
        place, gate = self.slow_place()
        process = self.begin(place)
        process.send_signal(signal.SIGTERM)
        self.end(process, 143, 5, "--resume goes on")
        self.resumes(place, gate)

    def test_second_signal_ends_it_at_once(self):
        place, gate = self.slow_place()
        process = self.begin(place)
        process.send_signal(signal.SIGINT)
        process.send_signal(signal.SIGTERM)
        self.assertIn(process.wait(2), (130, 143))
        process.communicate()
        self.resumes(place, gate, in_order=False)

    def test_max_runtime(self):
        place, gate = self.slow_place()
        process = self.begin(place, "--max-runtime", "2")
        self.end(process, 3, 10, "--max-runtime was reached", "--resume goes on")
        self.resumes(place, gate)


if __name__ == "__main__":
    unittest.main()
