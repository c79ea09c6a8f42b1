"""An undisturbed run, which runs that were struck or stopped are compared with."""

from program import run
from shim import COMPILER, struck
from towns import AS_OF, NAMES, Place, rows, town, tree
from toyweb import ToyWeb


class Baseline:
    """Of the three towns, made once a process."""
    number, names, as_of, made = 1, NAMES, AS_OF, None

    def towns(self, web):
        for name in self.names:
            town(web, name)
        return web

    def prepare(self, place):
        """What was there before the run."""

    def audit(self, place, *more):
        return place.audit(*more, **{"as-of": self.as_of})

    def run_counted(self, *more):
        """Runs it in a place of its own; gives the number of calls that change something, and which was the last rename."""
        with self.towns(ToyWeb()) as web, Place(web, self.names) as place:
            self.prepare(place)
            web.clear_log()
            count = place.at("count")
            done = run(*self.audit(place, *more), env=struck(count=count, mode="ENOSPC") if COMPILER else {})
            assert done.returncode == 0 and done.stderr == "", done.stderr
            self.asked, self.rows, self.report = len(web.asked()), rows(place.store, self.number), tree(place.out)
            if not COMPILER:
                return 0, 0
            with open(count) as file:
                return [int(number) for number in file.read().split()]

    def __init__(self):
        self.crawl_calls, _ = self.run_counted("--no-report")
        self.calls, self.published = self.run_counted()
        self.check()

    def check(self):
        assert len(self.rows["visits"]) == 3 and len(self.rows["verdicts"]) > 100 and len(self.report) > 100
        assert sum(target[2] == "broken" for target in self.rows["targets"]) == 12

    @classmethod
    def get(cls):
        cls.made = cls.made or cls()
        return cls.made
