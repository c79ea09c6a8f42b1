"""What is shown on a terminal, and nowhere else."""
import glob
import os
import re
import unittest

from program import on_terminal, run
from towns import TownCase


class Terminal(TownCase):
    def test_progress_only_on_a_terminal(self):
        place = self.place()
        slow = place.network()
        slow[slow.index("--delay") + 1] = "0.15"
        audit = [word for word in place.audit() if word not in place.network()] + slow
        code, seen = on_terminal(*audit, columns=100, streams=("stderr",))
        self.assertEqual(code, 0)
        self.assertRegex(seen, r"\r(reading|links) \[[#.]{20}\] \d+/\d+, \d of 3 councils, \d+ hosts")
        self.assertRegex(seen, r"Run 1: 3 councils read, 0 not")
        for line in re.findall(r"\r([^\r\n]*)\x1b\[K", seen):
            self.assertLess(len(line), 100)
            for rate in re.findall(r"([\d.]+)/s", line):  # what one stage did is not taken from the next
                self.assertLess(float(rate), 1000, line)
        code, seen = on_terminal(*audit, streams=("stderr",), env={"TERM": "dumb"})  # it would print what draws over a line, again and again
        self.assertRegex(seen, r"^Run 2: 3 councils read, 0 not, [^\x1b]*$")
        code, seen = on_terminal(*audit, "--quiet", streams=("stderr",))
        self.assertEqual((code, seen), (0, ""))
        self.assertEqual(run(*audit).stderr, "")
        self.assertRegex(run(*audit, "--verbose").stderr, r"Run \d: 3 councils read, 0 not, .*\nReport: /.*/index\.html\n$")

    def test_a_pages_scorecard_keeps_within_a_narrow_terminal(self):
        pages = sorted(glob.glob(os.path.join(os.path.dirname(__file__), "..", "benchmark", "authors", "p", "pages", "p1[23]*.html")))
        code, seen = on_terminal("score", *pages, "--color", "never", columns=40)
        self.assertEqual(code, 0)
        lines = [line.rstrip("\r") for line in seen.split("\n")]
        self.assertIn("      (not sure)", lines)
        titles = [lines[i - 1] for i, line in enumerate(lines) if line in pages]
        self.assertEqual(len(titles), len(pages))
        self.assertEqual([line for line in lines if len(line) > 40 and "@" not in line and line not in (*pages, *titles)], [])

    def test_an_explanation_is_wrapped_between_words(self):
        """And under where its line begins; in a pipe it has the same words in lines of any length."""
        place = self.place()
        self.code(run(*place.audit("--no-report")), 0)
        explain = ["explain", "verdict", "alder-council", "short-breaks", "referral", "--store", place.store]
        piped = run(*explain).stdout
        self.assertGreater(max(map(len, piped.splitlines())), 100)
        for columns in (40, 80):
            code, seen = on_terminal(*explain, columns=columns)
            lines = [line.rstrip("\r") for line in seen.split("\n")]
            self.assertEqual(code, 0)
            self.assertEqual([line for line in lines if len(line) > columns and "http" not in line], [])
            self.assertEqual(" ".join(seen.split()), " ".join(piped.split()))

    def test_colour_only_where_it_is_wanted(self):
        place = self.place()
        check = ["check", "http://www.alder.test/local-offer", *place.network()]
        for env, more, coloured in (({}, (), True), ({"NO_COLOR": "1"}, (), False), ({"NO_COLOR": ""}, (), True), ({"TERM": "dumb"}, (), False),
                                    ({}, ("--color", "never"), False), ({"NO_COLOR": "1"}, ("--color", "always"), True)):
            code, seen = on_terminal(*check, *more, env=env)
            self.assertEqual(code, 0)
            self.assertEqual("\x1b[" in seen, coloured, (env, more))
        self.assertNotIn("\x1b", run(*check).stdout)
        self.assertIn("\x1b", run(*check, "--color", "always").stdout)


if __name__ == "__main__":
    unittest.main()
