"""The same inputs give the same bytes, whatever the environment."""
import subprocess
import unittest

from baseline import Baseline
from program import PROGRAM, SEEDS, run
from towns import AS_OF, TownCase, tree


class Same(TownCase):
    def test_same_inputs_same_bytes(self):
        """Whatever the environment and wherever the directory."""
        place = self.place()
        environments = ([], {"LC_ALL": "C"}), (["/bin/sh", "-c", 'exec "$@" <&-', "sh"], {"LC_ALL": "C.UTF-8", "TZ": "Asia/Tokyo", "LANG": "tr_TR.UTF-8"})
        for i, (wrapper, env) in enumerate(environments):
            result = subprocess.run([*wrapper, PROGRAM, *place.audit(store=place.at(f"s{i}.db"), out=place.at(f"out{i}"))],
                                    stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, cwd=place.root,
                                    env={**env, "COREOFFER_SEEDS": SEEDS})
            self.code(result, 0)
            self.assertEqual((result.stdout, result.stderr), ("", ""), "silent when all is well and nobody watches")
            self.assertEqual(tree(place.at(f"out{i}")), Baseline.get().report)
        self.code(run("report", "--store", place.at("s0.db"), "--out", place.at("again"), "--as-of", AS_OF), 0)
        self.assertEqual(tree(place.at("again")), Baseline.get().report)

    def test_closed_streams(self):
        place = self.place()
        result = subprocess.run(["/bin/sh", "-c", 'exec "$@" <&- >&- 2>&-', "sh", PROGRAM, *place.audit()], timeout=60, env={"COREOFFER_SEEDS": SEEDS})
        self.assertEqual(result.returncode, 0)
        self.assertEqual(tree(place.out), Baseline.get().report, "no file took a closed stream's number")


if __name__ == "__main__":
    unittest.main()
