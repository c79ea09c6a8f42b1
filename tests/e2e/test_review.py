"""People confirm and overrule: what export writes, what import takes, what the report says of it."""
import csv
import re
import unittest

from program import run
from towns import TownCase, read_csv, rows


class Review(TownCase):
    def setUp(self):
        self.here = self.place()
        self.code(run(*self.here.audit()), 0)
        self.on = ["--store", self.here.store]

    def test_review(self):
        table = self.here.at("review.csv")
        self.code(run("review", "export", table, *self.on), 0, "verdicts in")
        entries = read_csv(table)
        self.assertEqual(len(entries), len(rows(self.here.store)["verdicts"]))

        def write(change):
            with open(table, "w", newline="", encoding="utf-8-sig") as file:
                writer = csv.DictWriter(file, entries[0])
                writer.writeheader()
                for i, entry in enumerate(entries):
                    writer.writerow({**entry, **(change(entry) if i == 2 else {})})
        fine = {"verdict": "yes", "reason": "The leaflet says so.", "reviewer": "campaign volunteer", "date": "2026-03-02"}
        for wrong, words in (({**fine, "verdict": "maybe"}, "not 'maybe'"), ({**fine, "date": "yesterday"}, "not 'yesterday'"), ({**fine, "reason": ""}, "say in 'reason'"),
                             ({**fine, "gss_code": "E06999099"}, "E06999099"), ({**fine, "run": "77"}, "77"), ({**fine, "row": "no_such"}, "no_such"),
                             ({**fine, "service": "no-such"}, "no-such"), ({**fine, "reviewer": ""}, "reviewer")):
            write(lambda entry: {"program_verdict": "no", **wrong})
            with self.subTest(words):
                self.code(run("review", "import", table, *self.on), 2, f"{table}:4", words)
        self.code(run("review", "import", self.here.list, *self.on), 2, ":1", "column")
        write(lambda entry: {})
        self.code(run("review", "import", table, *self.on), 0, "0 reviews read", "when its 'verdict' is filled in")
        self.assertTrue(all(entry["question"].endswith("?") for entry in entries))
        for written in ({"verdict": "Found", "date": "02/03/2026"}, {}):  # in the report's words, and as a spreadsheet writes the day
            write(lambda entry: {**fine, **written})
            result = self.code(run("review", "import", table, *self.on), 0, "1 reviews read")
        self.assertRegex(result.stdout, r"all rows +[01] of 1 agree\nPercent and kappa are given from 10 reviews on\.\n$", "one review is no measure")
        needless = ("question", "council_name", "quote", "url", "certainty_percent", "program_reason")  # by the reviewer's eye alone
        with open(table, "w", newline="", encoding="utf-8-sig") as file:
            writer = csv.DictWriter(file, [name for name in entries[0] if name not in needless], extrasaction="ignore")
            writer.writeheader()
            writer.writerow({**entries[2], **fine})
        self.code(run("review", "import", table, *self.on), 0, "1 reviews read")
        self.code(run("report", *self.on, "--out", self.here.out), 0)
        changed = entries[2]
        now = [entry for entry in read_csv(self.here.at("report", "data", "verdicts.csv")) if (entry["gss_code"], entry["service"], entry["row"]) == (
            changed["gss_code"], changed["service"], changed["row"])]
        self.assertEqual([(entry["verdict"], entry["decided_by"]) for entry in now], [("yes", "review")])

    def test_unsure_ones(self):
        """Those that the reports call close to the line, and no other; the least certain first."""
        whole, table = self.here.at("all.csv"), self.here.at("unsure.csv")
        self.code(run("review", "export", whole, *self.on), 0)
        self.code(run("review", "export", table, "--unsure", *self.on), 0, "verdicts in")
        names = ("gss_code", "service", "row", "certainty_percent")
        every, unsure = ([tuple(entry[name] for name in names) for entry in read_csv(path)] for path in (whole, table))
        self.assertTrue(0 < len(unsure) < len(every))
        certainty = [int(entry[-1]) for entry in unsure]
        self.assertEqual(certainty, sorted(certainty))
        self.assertLessEqual(certainty[-1], 75)
        self.assertTrue({entry for entry in every if int(entry[-1]) < 75} <= set(unsure))
        self.code(run("review", "export", table, "--unsure", "--sample", "5", *self.on), 2, "give one of them")

    def test_random_sample(self):
        """What people confirm of it is the measured agreement; what they chose themselves is not."""
        whole, table, again = (self.here.at(name) for name in ("all.csv", "sample.csv", "again.csv"))
        self.code(run("review", "export", whole, *self.on), 0)
        self.code(run("review", "export", table, "--sample", "5", *self.on), 0, "verdicts in")
        self.code(run("review", "export", again, "--sample", "5", *self.on), 0)
        every, drawn = read_csv(whole), read_csv(table)
        self.assertEqual(drawn, read_csv(again))
        self.assertEqual(len(drawn), -(-len(every) * 5 // 100))
        self.assertGreater(len({entry["row"] for entry in drawn}), 5, "not the first few")
        for share in ("0", "101", "half"):
            self.code(run("review", "export", table, "--sample", share, *self.on), 2, "--sample")

        def review(path, entries, decide):
            with open(path, "w", newline="", encoding="utf-8-sig") as file:
                writer = csv.DictWriter(file, entries[0])
                writer.writeheader()
                for i, entry in enumerate(entries):
                    writer.writerow({**entry, "verdict": decide(i, entry), "reason": "Read by two.", "reviewer": "campaign volunteer", "date": "2026-03-02"})
            self.code(run("review", "import", path, *self.on), 0)
            self.code(run("report", *self.on, "--out", self.here.out), 0)
            with open(self.here.at("report", "method", "index.html"), encoding="utf-8") as file:
                return re.sub(r"<[^>]*>", " ", file.read()).replace("\n", " ")

        def other(entry):
            return "no" if entry["program_verdict"] != "no" else "yes"
        # Ten that somebody picked because they looked wrong, those that would be drawn last: overruled, and not a measure.
        self.code(run("review", "export", again, "--sample", "100", *self.on), 0)
        outside = read_csv(again)[-10:]
        text = review(again, outside, lambda i, entry: other(entry))
        self.assertIn("People have checked 10 results of this run", text)
        self.assertIn(f"None of them is in the random sample of {len(drawn)}", text)
        # All of the sample, every fifth overruled.
        text = review(table, drawn, lambda i, entry: other(entry) if i % 5 == 0 else entry["program_verdict"])
        wrong = -(-len(drawn) // 5)
        self.assertRegex(text, rf"Of the {len(drawn)} results that were drawn at random \(5\.\d% of all {len(every)}\) they have checked {len(drawn)}, and decided "
                               rf"otherwise than the program in {wrong}\.")
        percent = round(100 * (len(drawn) - wrong) / len(drawn))
        self.assertRegex(text, rf"All questions\s+{len(drawn)}\s+{percent}%\s+\d+% to \d+%\s+0\.\d\d\s+-?0\.\d\d to [01]\.\d\d")
        row = drawn[0]["row"]
        number = sum(entry["row"] == row for entry in drawn)
        with open(self.here.at("report", "row", row, "index.html"), encoding="utf-8") as file:
            self.assertIn(f"People have checked {number} results of this question that were drawn at random", file.read())


if __name__ == "__main__":
    unittest.main()
