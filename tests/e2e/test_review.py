"""People confirm and overrule: what export writes, what import takes, what the report says of it, and how long it holds."""
import collections
import csv
import io
import json
import os
import re
import sqlite3
import unittest

from program import run
from towns import WORDS, Gate, TownCase, connect, read_csv, rows, town
from toyweb import ToyWeb, page


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
        for wrong, words in (({**fine, "verdict": "maybe"}, "not 'maybe'"), ({**fine, "date": "yesterday"}, "not 'yesterday'"), ({**fine, "program_verdict": "yes", "verdict": "no", "reason": ""}, "say in 'reason'"),
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
            result = self.code(run("review", "import", table, *self.on), 0, "1 review read")
        self.assertRegex(result.stdout, r"all rows +[01] of 1 agree\nPercent and kappa are given from 10 reviews on\.\n$", "one review is no measure")
        needless = ("question", "council_name", "quote", "url", "certainty_percent", "program_leans_to", "program_leans_to_in_words", "program_reason", "program_reason_in_words")  # by the reviewer's eye alone
        with open(table, "w", newline="", encoding="utf-8-sig") as file:
            writer = csv.DictWriter(file, [name for name in entries[0] if name not in needless], extrasaction="ignore")
            writer.writeheader()
            writer.writerow({**entries[2], **fine})
        self.code(run("review", "import", table, *self.on), 0, "1 review read")
        # The same again is no news; other words by the same role on the same day may be another person's.
        for role, reason, told in (("campaign volunteer", "It is in a leaflet.", True), ("campaign volunteer", "It is in a leaflet.", False), ("parent", "No.", False), ("campaign volunteer", "The leaflet says so.", True)):
            with open(table, "w", newline="", encoding="utf-8-sig") as file:
                writer = csv.DictWriter(file, entries[0])
                writer.writeheader()
                writer.writerow({**entries[2], **fine, "reviewer": role, "reason": reason})
            said = self.code(run("review", "import", table, *self.on), 0, "1 review read").stderr
            self.assertEqual(f"{table}:2: takes the place of what the same role had decided otherwise on the same date; if that was somebody else" in said, told, said)
        database = sqlite3.connect(self.here.store)
        database.execute("DELETE FROM review WHERE reviewer_role = 'parent'")
        database.commit()
        database.close()
        self.code(run("report", *self.on, "--out", self.here.out), 0)
        changed = entries[2]
        now = [entry for entry in read_csv(self.here.at("report", "data", "verdicts.csv")) if (entry["gss_code"], entry["service"], entry["row"]) == (
            changed["gss_code"], changed["service"], changed["row"])]
        self.assertEqual([(entry["verdict"], entry["decided_by"], entry["certainty"], entry["reason"]) for entry in now], [("yes", "review", "", "")],
                         "how certain the program was, and why, is not said of what a person decided")
        reviews = read_csv(self.here.at("report", "data", "reviews.csv"))
        self.assertEqual(len(reviews), 1)
        self.assertAlmostEqual(float(reviews[0]["program_certainty_now"]), int(changed["certainty_percent"]), delta=0.55, msg="one has a decimal, the other none")

    def test_the_programs_reason_goes_with_its_verdict(self):
        """What a person decided otherwise is not explained by why the program had not."""
        table = self.here.at("review.csv")
        self.code(run("review", "export", table, *self.on), 0)
        words = "We found no date on which it was checked."
        entry = next(entry for entry in read_csv(table) if entry["program_reason"] == "no-date")
        slug = next(row["slug"] for row in read_csv(self.here.at("report", "data", "councils.csv")) if row["gss_code"] == entry["gss_code"])

        def shown():
            self.code(run("report", *self.on, "--out", self.here.out), 0)
            with open(self.here.at("report", "council", slug, entry["service"], "index.html"), encoding="utf-8") as file:
                return re.search(rf'<tr id="{entry["service"]}-{entry["row"]}">.*?</tr>', file.read(), re.S)[0]
        self.assertIn(words, shown())
        fill(table, {(entry["gss_code"], entry["service"], entry["row"]): ("partly", "The leaflet has its year.")})
        self.code(run("review", "import", table, *self.on), 0, "1 review read")
        self.assertIn("The leaflet has its year.", shown())
        self.assertNotIn(words, shown())
        self.code(run("review", "export", table, *self.on), 0)
        for verdict, code in (("not found", 2), ("partly", 0)): # another verdict with the reason of the one that was imported is another decision
            fill(table, {(entry["gss_code"], entry["service"], entry["row"]): (verdict, "The leaflet has its year.")})
            self.code(run("review", "export", table, *self.on), code)

    def test_what_the_program_leans_to(self):
        """An answer that it does not give stands in the table. Whoever confirms it agrees with the program, as does who can't tell either."""
        table, leaning = self.here.at("review.csv"), self.leaning(self.here)
        self.code(run(*self.here.audit(), env=leaning), 0)
        self.code(run("review", "export", table, *self.on, env=leaning), 0)
        entries = read_csv(table)
        leans = [entry for entry in entries if entry["program_leans_to"]]
        self.assertEqual({(e["row"], e["program_verdict"], e["program_leans_to"], e["program_leans_to_in_words"]) for e in leans}, {("provided", "cannot_tell", "doubts", "unclear")})
        confirmed, found, untold = ((e["gss_code"], e["service"], e["row"]) for e in leans)
        fill(table, {confirmed: ("unclear", ""), found: ("says yes", "")})
        self.code(run("review", "import", table, *self.on, env=leaning), 2, "say in 'reason' why 'cannot_tell' becomes 'yes'")
        before = read_csv(table)
        self.code(run("review", "export", table, *self.on, env=leaning), 2, f"{table}:", "has not been imported")
        self.code(run("review", "export", self.here.list, *self.on, env=leaning), 2, "is no table as it was exported")
        self.assertEqual(read_csv(table), before, "what a person wrote is left")
        os.unlink(table)
        self.code(run("review", "export", table, *self.on, env=leaning), 0)
        fill(table, {confirmed: ("unclear", ""), found: ("says yes", "The leaflet does."), untold: ("cannot_tell", "")})
        self.assertRegex(self.code(run("review", "import", table, *self.on, env=leaning), 0).stdout, r"all rows +2 of 3 agree\n")
        self.code(run(*self.here.audit(), env=leaning), 0)
        self.assertEqual([(r["standing"], r["program_leans_to"], r["program_leans_to_now"]) for r in read_csv(self.here.at("report", "data", "reviews.csv"))], [("carried", "doubts", "doubts")] * 3)
        for key, words in ((confirmed, "Confirmed by a person"), (found, "Decided by a person"), (untold, "Confirmed by a person")):
            with open(self.here.at("report", "evidence", "-".join(key).lower(), "index.html"), encoding="utf-8") as file:
                self.assertRegex(re.sub(r"<[^>]*>", "", file.read()), words + r" \(campaign volunteer\) on 2 March 2026; the program had given no answer, and leaned to “unclear”\. ")

    def test_a_parent_is_told_what_a_person_decided(self):
        """The words that the program went by are no answer where a person found that they are none, and what a person found is not called missing."""
        missing = {"referral": "We did not find how to ask for it.", "complain": "We did not find what to do if you are refused."}
        headings = {"referral": "How to ask for it", "complain": "If you are refused or unhappy"}
        table = self.here.at("review.csv")
        self.code(run("review", "export", table, *self.on), 0)
        entries = read_csv(table)
        right = next(entry for entry in entries if entry["row"] == "referral" and entry["program_verdict"] == "yes")
        wrong = next(entry for entry in entries if entry["row"] == "complain" and entry["program_verdict"] == "no" and not entry["quote"])
        fill(table, {(right["gss_code"], right["service"], "referral"): ("not found", "That form is for staff."),
                     (wrong["gss_code"], wrong["service"], "complain"): ("found", "A film on the page tells it.")})
        self.code(run("review", "import", table, *self.on), 0, "2 reviews read")
        self.code(run("report", *self.on, "--out", self.here.out), 0)
        slugs = {row["gss_code"]: row["slug"] for row in read_csv(self.here.at("report", "data", "councils.csv"))}
        for entry, reason, found in ((right, "That form is for staff.", False), (wrong, "A film on the page tells it.", True)):
            with open(self.here.at("report", "council", slugs[entry["gss_code"]], entry["service"], "index.html"), encoding="utf-8") as file:
                told = re.search(rf"<h3>{headings[entry['row']]}</h3>(.*?)<h[23]", file.read(), re.S)[1]
            self.assertIn(reason, told)
            self.assertIn("Decided by a person (campaign volunteer)", told)
            self.assertEqual(missing[entry["row"]] in told, not found)
            self.assertNotIn("<blockquote", told)
        with open(self.here.at("report", "evidence", f"{right['gss_code']}-{right['service']}-referral".lower(), "index.html"), encoding="utf-8") as file:
            proof = file.read()
        self.assertIn("The words that the program went by", proof)
        self.assertNotIn("The words that it rests on", proof)

    def test_a_word_is_taken_for_what_the_report_says_by_it(self):
        """'unclear' is said of one question alone, and means doubts there."""
        table = self.here.at("review.csv")
        self.code(run("review", "export", table, *self.on), 0)
        entry = next(entry for entry in read_csv(table) if entry["row"] == "provided" and entry["program_verdict"] == "yes")
        key = entry["gss_code"], entry["service"], entry["row"]
        fill(table, {key: ("unclear", "The scheme ended.")})
        self.code(run("review", "import", table, *self.on), 0, "1 review read")
        with connect(self.here.store) as store:
            self.assertEqual(store.execute("SELECT verdict FROM review WHERE gss_code = ? AND service = ? AND row_id = ?", key).fetchall(), [("doubts",)])
        store.close()

    def test_the_usual_words_do_too_where_they_mean_one_thing(self):
        """Of 'Is it in everyday words?' 'not found' stands for 'hard to follow'; of 'Does the council say it has this?' it might be either of two."""
        table = self.here.at("review.csv")
        self.code(run("review", "export", table, *self.on), 0)
        entries = read_csv(table)
        plain, provided = (next(entry for entry in entries if entry["row"] == row and entry["program_verdict"] == "yes") for row in ("plain", "provided"))
        key = plain["gss_code"], plain["service"], plain["row"]
        for word, verdict in (("not found", "no"), ("Hard to follow", "no"), ("everyday words", "yes"), ("no", "no")):
            fill(table, {key: (word, "Tried by hand.")})
            self.code(run("review", "import", table, *self.on), 0, "1 review read")
            with connect(self.here.store) as store:
                self.assertEqual(store.execute("SELECT verdict FROM review WHERE gss_code = ? AND service = ? AND row_id = ?", key).fetchall(), [(verdict,)], word)
            store.close()
        fill(table, {(provided["gss_code"], provided["service"], "provided"): ("not found", "Not there.")})
        self.code(run("review", "import", table, *self.on), 2, "one of 'says yes'", "'says no'", "'web site silent'", "and not 'not found'")

    def test_what_spreadsheets_make_of_it(self):
        """Every way to write the same table is read; what can't be told is refused with its line, and nothing is stored of it."""
        table = self.here.at("review.csv")
        self.code(run("review", "export", table, *self.on), 0)
        entries = read_csv(table)[:3]
        self.assertTrue(all(list(entry.values())[-1] for entry in entries), "a row never ends in empty cells: their commas may be left out")
        names = list(entries[0])
        decided = {"verdict": "not found", "reason": "Read by two; £5 a day", "reviewer": "campaign volunteer", "date": "2026-03-02"}
        entries[1].update(decided)

        def text(names=names, changed=entries, end="\r\n", delimiter=",", quoting=csv.QUOTE_MINIMAL):
            out = io.StringIO()
            writer = csv.DictWriter(out, names, lineterminator=end, delimiter=delimiter, quoting=quoting, extrasaction="ignore")
            writer.writeheader()
            writer.writerows(changed)
            return out.getvalue()

        def stored():
            database = connect(self.here.store)
            try:
                return database.execute("SELECT verdict, reason, date FROM review").fetchall()
            finally:
                database.close()

        def one(**changes):
            return text(changed=[entries[0], {**entries[1], **changes}, entries[2]])
        quoted = text(quoting=csv.QUOTE_ALL)
        for what, content, words in (
                ("semicolons", text(delimiter=";"), (":1:", "semicolons", "CSV")), ("tabs", text(delimiter="\t"), (":1:", "tabs")),
                ("another encoding", text().encode("cp1252"), (":3:", "CSV UTF-8")), ("a workbook", b"PK\x03\x04\x14\x00\x06\x00", (":1:", "CSV UTF-8")),
                ("a column less", text([name for name in names if name != "reason"]), (":1:", "'reason'")),
                ("a column twice", text().replace("reviewer,date", "reviewer,reviewer"), (":1:", "'reviewer' is there twice")),
                ("a number for a day", one(date="46095"), (":3:", "46095", "format of a date")), ("month first", one(date="03/14/2026"), (":3:", "03/14/2026")), ("a day to come", one(date="02/03/2126"), (":3:", "02/03/2126", "still to come")),
                ("a word of another question", one(verdict="web site silent"), (":3:", "one of 'found', 'partly', 'not found', 'could not tell', 'does not apply', and not")),
                ("what only a visit can tell", one(verdict="not tested"), (":3:", "and not 'not tested'")),
                ("three rows wrong", text(changed=[{**entries[1], **change} for change in ({"date": "soon"}, {"verdict": "good"}, {"reviewer": ""}, {})]),
                 (":2:", "not 'soon'", ":3:", "not 'good'", ":4:", "by role", "3 mistakes to mend; nothing was read")), ("a reason without a verdict", one(verdict=""), (":3:", "'verdict' is empty")),
                ("one decision twice", text(changed=[*entries, {**entries[1], "verdict": "found"}]), (":5:", "line 3 too")),
                ("a quote that is not closed", quoted[:quoted.rindex('"')], (":4:", "no closing quote")), ("a quote amid a cell", one(url='x"y').replace('"x""y"', 'x"y'), (":3:", "quote")),
                ("a comma that was lost", one(url="x,y").replace('"x,y"', "x,y"), (":3:", "20 cells")), ("cut short", text()[:-30], (":4:", "cells"))):
            with open(table, "wb") as file:
                file.write(content if isinstance(content, bytes) else content.encode())
            with self.subTest(what):
                self.code(run("review", "import", table, *self.on), 2, table + words[0], *words[1:])
                self.assertEqual(stored(), [])
        for what, content in (("as exported", "\ufeff" + text()), ("without a mark", text(end="\n")), ("old line ends", text(end="\r")), ("all quoted", quoted),
                              ("turned round", text(names[::-1])), ("the day as it is shown", one(date="2/3/2026")), ("of two digits", one(date="02/03/26")), ("in capitals", one(verdict="NOT FOUND ")),
                              ("a role all the way down", text(changed=[{**entry, "reviewer": "campaign volunteer", "date": "02/03/2026"} for entry in entries])),
                              ("empty rows below", text() + "," * (len(names) - 1) + "\r\n")):
            with open(table, "w", newline="", encoding="utf-8") as file:
                file.write(content)
            with self.subTest(what):
                self.code(run("review", "import", table, *self.on), 0, "1 review read")
                self.assertEqual(stored(), [("no", decided["reason"], "2026-03-02")])

    def test_one_council_alone(self):
        """By any of its names, and in words that need no list of codes."""
        table = self.here.at("review.csv")
        self.code(run("review", "export", table, *self.on), 0)
        every = read_csv(table)
        name, code = next((entry["council_name"], entry["gss_code"]) for entry in every)
        for more in ((name,), (code, name.lower()), (code, "--unsure")):
            self.code(run("review", "export", table, *more, *self.on), 0)
            wanted = [entry for entry in every if entry["gss_code"] == code]
            got = read_csv(table)
            if "--unsure" in more:
                self.assertTrue(0 < len(got) < len(wanted))
                self.assertEqual({entry["gss_code"] for entry in got}, {code})
            else:
                self.assertEqual(got, wanted)
        words = {entry["program_reason"]: entry["program_reason_in_words"] for entry in every}
        self.assertEqual(words["no-page"], "there is no page about it")
        self.code(run("review", "export", table, "Nowhere", *self.on), 2, "has no council 'Nowhere'")
        self.code(run("review", "export", table, name, "--sample", "5", *self.on), 2, "--sample is drawn from all councils")
        self.code(run("review", "import", table, name, *self.on), 2, "takes one FILE")

    def test_agreement_in_words(self):
        """Kappa is for ten reviews or more, of more than one verdict."""
        table = self.here.at("review.csv")
        self.code(run("review", "export", table, *self.on), 0)
        entries = read_csv(table)
        alike = [(e["gss_code"], e["service"], e["row"]) for e in entries if e["program_verdict"] == "no"][:10]
        fill(table, {key: ("not found", "") for key in alike})
        self.assertRegex(self.code(run("review", "import", table, *self.on), 0).stdout, r"all rows +10 of 10 agree, 100\.0% \[72, 100\], no kappa: all are the same verdict\n$")
        found = next(e for e in entries if e["program_verdict"] == "yes")
        fill(table, {(found["gss_code"], found["service"], found["row"]): ("found", "")})
        self.assertRegex(self.code(run("review", "import", table, *self.on), 0).stdout, r"all rows +11 of 11 agree, 100\.0% \[74, 100\], kappa 1\.00 ")

    def test_unsure_ones(self):
        """Those that the reports call not sure, and no other; the least certain first."""
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
        (row, number), = collections.Counter(entry["row"] for entry in drawn).most_common(1)
        self.assertGreater(number, 1)
        with open(self.here.at("report", "row", row, "index.html"), encoding="utf-8") as file:
            self.assertIn(f"People have checked {number} results of this question that were drawn at random", file.read())


ALDER, BIRCH = "E06999000", "E06999001"


def fill(path, decisions, **more):
    """Writes decisions, {(council, service, row): (verdict, reason)}, into an exported table."""
    entries = read_csv(path)
    with open(path, "w", newline="", encoding="utf-8-sig") as file:
        writer = csv.DictWriter(file, entries[0])
        writer.writeheader()
        for entry in entries:
            key = entry["gss_code"], entry["service"], entry["row"]
            if key in decisions:
                entry.update({"verdict": decisions[key][0], "reason": decisions[key][1], "reviewer": "campaign volunteer", "date": "2026-03-02", **more})
            writer.writerow(entry)


def text_of(path):
    with open(path, encoding="utf-8") as file:
        return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", file.read()))


class Carried(TownCase):
    """What people decided on one night's results, on the nights after."""
    AGES, COMPLAIN, REFERRAL, BIRCHES = ((ALDER, "short-breaks", "all_ages"), (ALDER, "short-breaks", "complain"), (ALDER, "short-breaks", "referral"),
                                         (BIRCH, "short-breaks", "referral"))
    DECIDED = {AGES: ("not found", "It says 5 to 18 and means 5 to 8."), COMPLAIN: ("found", "The leaflet tells it"), REFERRAL: ("partly", "Nobody rings back."),
               BIRCHES: ("found", "")}

    def setUp(self):
        self.web, self.gate = ToyWeb(), Gate()
        self.gate.open = True
        town(self.web, "alder")
        town(self.web, "birch", self.gate)
        town(self.web, "cedar")
        self.web.start()
        self.addCleanup(self.web.stop)
        self.here = self.place(web=self.web)
        self.on = ["--store", self.here.store]
        self.code(run(*self.here.audit()), 0)

    def alder_says(self, sentence):
        body = WORDS + f"<p>{sentence}</p><p>You can refer yourself.</p>"
        self.web.page("www.alder.test", "/local-offer/short-breaks", page("Short Breaks", "/local-offer", "/local-offer/gone-short-breaks", body=body))

    def export(self, *more):
        path = self.here.at("table.csv")
        result = self.code(run("review", "export", path, *more, *self.on), 0)
        return path, read_csv(path), result

    def decide(self, decisions, **more):
        path, _, _ = self.export()
        fill(path, decisions, **more)
        return self.code(run("review", "import", path, *self.on), 0, f"{len(decisions)} review{'s' * (len(decisions) != 1)} read")

    def data(self, table, out="report"):
        return {(entry["gss_code"], entry["service"], entry["row"]): entry for entry in read_csv(self.here.at(out, "data", table + ".csv"))}

    def data_scores(self):
        """Of Alder's short breaks as a whole."""
        return next(entry for entry in read_csv(self.here.at("report", "data", "scores.csv")) if entry["gss_code"] == ALDER and entry["service"] == "short-breaks" and entry["criterion"] in ("", "all"))

    def shown(self):
        """Verdict, who decided and what became of the decision, of the four."""
        verdicts, reviews = self.data("verdicts"), self.data("reviews")
        self.assertEqual(set(reviews), set(self.DECIDED))
        return {key: (verdicts[key]["verdict"], verdicts[key]["decided_by"], reviews[key]["standing"], reviews[key]["reviewed_run"]) for key in self.DECIDED}

    def proof(self, key, out="report"):
        return text_of(self.here.at(out, "evidence", "-".join(key).lower().replace("_", "-"), "index.html"))

    def test_what_rested_on_a_denial_goes_with_it(self):
        """A person found that the council says no such thing: nothing else of the service quotes it then, and nothing of it counts as no."""
        provided, service = (ALDER, "short-breaks", "provided"), ("council", "alder-council", "short-breaks", "index.html")
        denial = "We do not provide a short breaks service."
        self.web.page("www.alder.test", "/local-offer/short-breaks", page("Short Breaks", "/local-offer", body=f"<p>{denial} We do not plan one.</p>"))
        self.code(run(*self.here.audit()), 0)
        before, scores = self.data("verdicts"), self.data_scores()
        rest = [key for key in before if key[:2] == provided[:2] and before[key]["reason"] == "not-provided"]
        self.assertEqual((before[provided]["verdict"], before[provided]["reason"]), ("no", "said-so"))
        self.assertGreater(len(rest), 10)
        self.assertIn("The council says that it does not have this.", text_of(self.here.at("report", *service)))
        asked = (ALDER, "short-breaks", "contacts")
        self.decide({provided: ("says yes", "It speaks of adults."), asked: ("found", "There is a telephone.")})
        self.code(run("report", *self.on, "--out", self.here.out), 0)
        after, told = self.data("verdicts"), text_of(self.here.at("report", *service))
        self.assertEqual((after[provided]["verdict"], after[asked]["verdict"]), ("yes", "yes"))
        self.assertEqual({(after[key]["verdict"], after[key]["reason"], after[key]["decided_by"]) for key in rest if key != asked}, {("cannot_tell", "denial-overruled", "program")})
        self.assertNotIn("The council says that it does not have this", told)
        self.assertIn("a person found otherwise. The pages have not been read again for this question.", told)
        self.assertNotIn(denial, told.split("Every question, the result and its words")[0])  # among all questions it shows how plain the words are
        for key in rest:
            if key != asked:  # of that the program's own verdict is shown beside the person's
                self.assertNotIn(denial, self.proof(key))
        self.assertIn("The words that the program went by", self.proof(provided))
        self.assertNotIn(denial, self.proof((ALDER, "short-breaks", "referral")))
        self.assertGreater(float(self.data_scores()["high"]), float(scores["high"]))

    def test_a_denial_waits_for_a_person_who_looked_at_it(self):
        """Whoever confirmed what it is, how to ask and whom to ring has not confirmed that there is none."""
        service = ("council", "alder-council", "short-breaks", "index.html")
        self.web.page("www.alder.test", "/local-offer/short-breaks", page("Short Breaks", "/local-offer", body="<p>We do not provide a short breaks service. We do not plan one.</p>"))
        self.code(run(*self.here.audit()), 0)
        denied, hidden = "The council says that it does not have this.", "The headline is not shown until a person has confirmed it."
        self.decide({(ALDER, "short-breaks", row): ("not found", "I looked.") for row in ("explanation", "referral", "contacts")})
        self.code(run("report", *self.on, "--out", self.here.out), 0)
        self.assertIn(f"{denied} Read by a program, not yet confirmed.", text_of(self.here.at("report", *service)))
        self.code(run("report", *self.on, "--out", self.here.out, "--require-review"), 0)
        told = text_of(self.here.at("report", *service))
        self.assertEqual(told.count(hidden), 2)
        self.assertNotIn(denied, told[:told.index("Every question, the result and its words")])
        self.decide({(ALDER, "short-breaks", "provided"): ("says no", "It says so.")})
        self.code(run("report", *self.on, "--out", self.here.out, "--require-review"), 0)
        told = text_of(self.here.at("report", *service))
        self.assertIn(denied, told)
        self.assertNotIn("not yet confirmed", told[:told.index("How well it is told")])

    def test_a_no_of_a_person_is_told_as_that(self):
        """The words that the program took for a yes are not shown as the council's no."""
        self.decide({(ALDER, "short-breaks", "provided"): ("says no", "It ended in May.")})
        self.code(run("report", *self.on, "--out", self.here.out), 0)
        told = text_of(self.here.at("report", "council", "alder-council", "short-breaks", "index.html"))
        start = told[told.index("What the council’s pages say"):told.index("How well it is told")]
        self.assertIn("The council says that it does not have this. It may have something else", start)
        self.assertIn("Decided by a person (campaign volunteer)", start)
        self.assertIn("It ended in May.", start)
        self.assertNotIn("does not have this. Read by a program, not yet confirmed.", told)  # a person decided just that
        self.assertNotIn("Alder gives short-breaks", start)

    def test_as_long_as_what_it_was_about_holds(self):
        self.alder_says("Alder gives short-breaks to children aged 5 to 18.")
        self.code(run(*self.here.audit()), 0)
        self.decide(self.DECIDED)
        self.code(run("report", *self.on, "--out", self.here.out), 0)
        made = {self.AGES: ("no", "review", "made", "2"), self.COMPLAIN: ("yes", "review", "made", "2"), self.REFERRAL: ("concerns", "review", "made", "2"),
                self.BIRCHES: ("yes", "review", "made", "2")}
        self.assertEqual(self.shown(), made)
        scores = read_csv(self.here.at("report", "data", "scores.csv"))

        # The next night nothing has changed: everything holds, and says where it comes from.
        self.code(run(*self.here.audit()), 0)
        carried = {key: (*entry[:2], "carried", "2") for key, entry in made.items()}
        self.assertEqual(self.shown(), carried)
        self.assertEqual([{**entry, "run": ""} for entry in read_csv(self.here.at("report", "data", "scores.csv"))], [{**entry, "run": ""} for entry in scores])
        self.assertIn("Decided by a person (campaign volunteer) on 2 March 2026; the program had said “not found”. Reason: The leaflet tells it. "
                      "Carried over from the review of 2 March 2026: what the result rests on is still the same.", self.proof(self.COMPLAIN))
        self.assertIn("Confirmed by a person (campaign volunteer) on 2 March 2026. Carried over from the review of 2 March 2026", self.proof(self.BIRCHES))
        lines = [json.loads(line) for line in self.code(run("compare", "2", "3", "--format", "jsonl", *self.on), 0).stdout.splitlines()]
        self.assertEqual([line for line in lines if "row" in line], [], "nothing changed")
        method = text_of(self.here.at("report", "method", "index.html"))
        self.assertIn("4 decisions of people on earlier runs are carried over", method)
        self.assertIn("No result of this run itself has been checked by a person yet", method)
        self.assertEqual(len(self.export("--changed")[1]), 0)
        self.assertNotIn(self.COMPLAIN, {(e["gss_code"], e["service"], e["row"]) for e in self.export("--unsure")[1]}, "it waits for nobody")

        # The page that one of them was about changes. It is the program's again, and waits for a person.
        self.alder_says("Alder offers short-breaks to children aged 5 to 18.")
        self.code(run(*self.here.audit()), 0)
        changed = {**carried, self.AGES: ("yes", "program", "words_changed", "2")}
        self.assertEqual(self.shown(), changed)
        self.assertIn("Read by a program, not yet confirmed. A person (campaign volunteer) corrected this to “one short stage” on 2 March 2026; the program had said "
                      "“most ages”. Reason: It says 5 to 18 and means 5 to 8. What was read has changed since, so that is not used now: a person must look again.",
                      self.proof(self.AGES))
        replies = text_of(self.here.at("report", "replies", "index.html"))
        used, unused = replies.split("Decisions of people that are not used now")
        self.assertEqual((used.count("Carried over"), unused.count("a person must look again")), (3, 1))
        with open(self.here.at("report", "council", "alder-council", "scorecard.json"), encoding="utf-8") as file:
            services = json.load(file)["services"]
        told = {row["row"]: row["review"]["standing"] for service in services for row in service["rows"] if "review" in row}
        self.assertEqual(told, {"all_ages": "words_changed", "complain": "carried", "referral": "carried"})
        for key, words in ((self.AGES, "decided on 2026-03-02: 'one short stage'. What was read has changed since, so that the report does not use it.\n"),
                           (self.COMPLAIN, "decided on 2026-03-02: 'found'. The report shows that.\n")):
            self.assertTrue(self.code(run("explain", "verdict", *key, *self.on), 0).stdout.endswith(f"\nA person (campaign volunteer) {words}"))
        self.assertNotIn("A person (", self.code(run("explain", "verdict", *self.AGES[:2], "decides", *self.on), 0).stdout)
        lines = [json.loads(line) for line in self.code(run("compare", "3", "4", "--format", "jsonl", *self.on), 0).stdout.splitlines()]
        self.assertEqual([(line["row"], line["cause"]) for line in lines if "row" in line], [("all_ages", "correction")], "no change of the council's")
        _, entries, _ = self.export("--changed")
        self.assertEqual([(e["gss_code"], e["service"], e["row"]) for e in entries], [self.AGES])
        self.assertEqual(entries[0]["decided_before"], "look again: one short stage on 2026-03-02 by campaign volunteer: It says 5 to 18 and means 5 to 8.")
        _, entries, _ = self.export()
        self.assertEqual((entries[0]["gss_code"], entries[0]["service"], entries[0]["row"]), self.AGES, "what is to be looked at again comes first")
        self.assertEqual(len(entries), len(rows(self.here.store, 4)["verdicts"]))
        self.assertEqual({e["decided_before"].split(":")[0] for e in entries}, {"", "used", "look again"})

        self.assertIn("Decisions of people in run 4: 0 made, 3 carried over, 1 to look at again\n", self.code(run("status", *self.on), 0).stdout)
        states = [json.loads(line) for line in self.code(run("status", "--format", "jsonl", *self.on), 0).stdout.splitlines()]
        self.assertEqual([state.get("decisions") for state in states], [{"made": 0, "carried": 3, "look_again": 1}, None, None, None])

        # What was looked at is pruned: the decisions stay.
        self.code(run("prune", "--keep", "1", *self.on), 0)
        self.code(run("report", *self.on, "--out", self.here.out), 0)
        self.assertEqual(self.shown(), changed)
        # A council's pack has what people decided on its own results.
        self.code(run("report", "--draft", *self.on, "--out", self.here.at("draft")), 0)
        pack = self.data("reviews", os.path.join("draft", "pack", "alder-council"))
        self.assertEqual({key: entry["standing"] for key, entry in pack.items()}, {self.AGES: "words_changed", self.COMPLAIN: "carried", self.REFERRAL: "carried"})
        self.assertIn("a person must look again", self.proof(self.AGES, os.path.join("draft", "pack", "alder-council")))
        self.assertEqual(self.data("reviews", os.path.join("draft", "pack", "cedar-council")), {})

        # The old words are back, in a run that was stopped and went on.
        self.alder_says("Alder gives short-breaks to children aged 5 to 18.")
        self.gate.open = False
        self.code(run(*self.here.audit("--max-runtime", "2")), 3, "--resume goes on")
        self.gate.open = True
        self.code(run(*self.here.audit("--resume")), 0)
        self.assertEqual(self.shown(), carried)
        # Somebody looks at it again: that is one more look at this run, and counted once.
        self.decide({self.AGES: ("not found", "Read once more.")}, date="2026-03-09")
        self.code(run("report", *self.on, "--out", self.here.out), 0)
        self.assertEqual(self.shown(), {**carried, self.AGES: ("no", "review", "made", "5")})
        method = text_of(self.here.at("report", "method", "index.html"))
        self.assertIn("3 decisions of people on earlier runs are carried over", method)
        self.assertIn("People have checked 1 result of this run", method)

    def test_the_score_of_every_run_is_that_of_its_decisions(self):
        """The line over the runs has no step where people corrected a result."""
        self.decide({self.COMPLAIN: ("found", "The leaflet tells it."), (ALDER, "short-breaks", "to_hand"): ("found", "It lies in the library.")})
        for _ in range(2):
            self.code(run(*self.here.audit()), 0)
        with open(self.here.at("report", "council", "alder-council", "index.html"), encoding="utf-8") as file:
            history = file.read().split("Scores over the runs</strong>")[1].split("</table>")[0]
        scores = re.findall(r'data-h="Score">([^<]*)<', history)
        self.assertEqual(len(scores), 3)
        self.assertEqual(len(set(scores)), 1, scores)

    def test_fail_on(self):
        """The condition is told by what the report shows."""
        failing = ["--fail-on", "no"]
        self.code(run(*self.here.audit(*failing)), 4)
        _, entries, _ = self.export()
        self.decide({(e["gss_code"], e["service"], e["row"]): ("found", "A person found it.") for e in entries if e["program_verdict"] == "no"})
        self.code(run(*self.here.audit(*failing)), 0)
        self.web.page("www.alder.test", "/local-offer/short-breaks", page("Dog walking", "/local-offer", body="<p>Dogs walk on leads.</p>"))
        self.code(run(*self.here.audit(*failing)), 4)


if __name__ == "__main__":
    unittest.main()
