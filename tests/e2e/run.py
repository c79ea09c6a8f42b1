#!/usr/bin/env python3
"""Runs the end-to-end tests: every tests/e2e/test_*.py, or those named as arguments.

COREOFFER is the program (default ./coreoffer). Where COREOFFER_TEST_JOBS is more than 1, so many classes of them
run at once, each in a process of its own; those whose few tests take long say `slow = True`. Closes with "N passed, N failed, N skipped".
"""
import collections
import concurrent.futures
import glob
import os
import re
import signal
import subprocess
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))


def each_test(suite):
    for test in suite:
        if isinstance(test, unittest.TestSuite):
            yield from each_test(test)
        else:
            yield test


def at_once(suite, jobs):
    """Runs each class by a call of this file, and prints what it had to say."""
    sizes = collections.Counter(f"{type(test).__module__}.{type(test).__qualname__}" for test in each_test(suite))
    slow = {f"{type(test).__module__}.{type(test).__qualname__}" for test in each_test(suite) if getattr(test, "slow", False)}
    names = sorted(sizes, key=lambda name: (name not in slow, -sizes[name]))  # the longest first, so that none is left over at the end
    total = [0, 0, 0]

    def call(name):
        return subprocess.run([sys.executable, __file__, name], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                              env={**os.environ, "COREOFFER_TEST_JOBS": "1"})
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        for name, done in zip(names, pool.map(call, names)):
            counts = re.search(r"^(\d+) passed, (\d+) failed, (\d+) skipped\Z", done.stdout.rstrip(), re.MULTILINE)
            print(f"{name}:\n{done.stdout}", end="")
            for i in range(3):
                total[i] += int(counts[i + 1]) if counts else i == 1
    print("{} passed, {} failed, {} skipped".format(*total))
    return 1 if total[1] or not any(total) else 0


def main():
    # What a shell starts in the background ignores interrupts, and so would every program that the tests start.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.path.insert(0, HERE)
    os.environ.setdefault("COREOFFER", os.path.join(HERE, "..", "..", "coreoffer"))
    os.environ.setdefault("COREOFFER_SEEDS", os.path.join(HERE, "..", "..", "seeds"))
    loader = unittest.defaultTestLoader
    suite = unittest.TestSuite()
    for name in sys.argv[1:] or ["test_*.py"]:
        if name.endswith(".py") and not glob.glob(os.path.join(HERE, os.path.basename(name))):
            sys.exit(f"tests/e2e has no file {name}")
        suite.addTests(loader.discover(HERE, pattern=os.path.basename(name)) if name.endswith(".py") else loader.loadTestsFromName(name))
    jobs = int(os.environ.get("COREOFFER_TEST_JOBS", "1"))
    if jobs > 1:
        return at_once(suite, jobs)
    result = unittest.TextTestRunner(verbosity=int(os.environ.get("VERBOSE", "1"))).run(suite)
    # Several subtests of one test may fail: a test counts once.
    wrong = {getattr(test, "test_case", test).id() for test, _ in result.failures + result.errors}
    failed = len(wrong) + len(result.unexpectedSuccesses)
    skipped = len(result.skipped)
    for test, reason in result.skipped:
        print(f"skipped {test}: {reason}")
    # A class that could not be set up ran no test and has failed all the same.
    print(f"{max(0, result.testsRun - failed - skipped)} passed, {failed} failed, {skipped} skipped")
    return 1 if failed or result.testsRun == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
