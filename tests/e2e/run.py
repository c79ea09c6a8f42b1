#!/usr/bin/env python3
"""Runs the end-to-end tests: every tests/e2e/test_*.py, or those named as arguments.

COREOFFER is the program (default ./coreoffer). Closes with "N passed, N failed, N skipped".
"""
import os
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))


def main():
    sys.path.insert(0, HERE)
    os.environ.setdefault("COREOFFER", os.path.join(HERE, "..", "..", "coreoffer"))
    os.environ.setdefault("COREOFFER_SEEDS", os.path.join(HERE, "..", "..", "seeds"))
    loader = unittest.defaultTestLoader
    suite = unittest.TestSuite()
    for name in sys.argv[1:] or ["test_*.py"]:
        suite.addTests(loader.discover(HERE, pattern=os.path.basename(name)))
    result = unittest.TextTestRunner(verbosity=int(os.environ.get("VERBOSE", "1"))).run(suite)
    # Several subtests of one test may fail: a test counts once.
    wrong = {getattr(test, "test_case", test).id() for test, _ in result.failures + result.errors}
    failed = len(wrong) + len(result.unexpectedSuccesses)
    skipped = len(result.skipped)
    for test, reason in result.skipped:
        print(f"skipped {test}: {reason}")
    print(f"{result.testsRun - failed - skipped} passed, {failed} failed, {skipped} skipped")
    return 1 if failed or result.testsRun == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
