"""One night after another: what a later one makes of what earlier ones saw."""
import csv
import email.utils
import json
import os
import re
import shutil
import unittest

from program import SEEDS, run
from toyweb import WORDS, Answer, Hole, ToyWeb, page
from towns import HEADER, NAMES, Gate, TownCase, connect, read_csv, town

ALDER, SHORT = "www.alder.test", "/local-offer/short-breaks"


class Nights(TownCase):
    def setUp(self):
        self.web = ToyWeb()
        for name in NAMES:
            town(self.web, name)
        self.web.page("partner.test", "/", page("Partner", body=WORDS))
        self.web.start()
        self.addCleanup(self.web.stop)

    def night(self, place, day, *more, code=0, env=None):
        return self.code(run(*place.audit(*more, **{"as-of": day}), env=env), code)

    def says(self, body, *links):
        self.web.page(ALDER, SHORT, page("Short breaks", "/local-offer", *links, body=WORDS + body))

    def verdicts(self, place, out="report"):
        return {(row["gss_code"], row["service"], row["row"]): row for row in read_csv(place.at(out, "data", "verdicts.csv"))}

    def compared(self, place, before, after):
        lines = self.code(run("compare", str(before), str(after), "--store", place.store, "--format", "jsonl"), 0).stdout.splitlines()
        return [(line["service"], line["row"], line["cause"]) for line in map(json.loads, lines[:-1])]

    def scores(self, place):
        """Whether the scorecard calls the score and the one before apart for how much was read; and whether the trends hold the two against one another."""
        with open(place.at("report", "council", "alder-council", "index.html"), encoding="utf-8") as card, open(place.at("report", "trends", "index.html"), encoding="utf-8") as trends:
            return "read more of the web site than this one, or less of it" in card.read(), "Only results that could be judged in both runs" in trends.read()

    def line(self, place):
        """The scores of its runs, as the scorecard's table has them; it has one from the third on."""
        with open(place.at("report", "council", "alder-council", "index.html"), encoding="utf-8") as file:
            table = re.search(r"<strong>Scores over the runs</strong>.*?</table>", file.read(), re.S)
        return re.findall(r'data-h="Score">([^<]*)<', table[0]) if table else []

    def entries(self, place):
        """How many the feed has; each is told from all others and leads to a page, also where the question does not apply any more."""
        with open(place.at("report", "changes", "feed.atom"), encoding="utf-8") as feed:
            entries = re.findall(r"<entry>.*?<title>(.*?)</title>.*?href=\"(.*?)\"", feed.read())
        self.assertEqual(len(set(title for title, _ in entries)), len(entries))
        self.assertEqual([address for _, address in entries if not os.path.exists(place.at("report", "changes", address))], [])
        return len(entries)

    # ---- which run is the one before ----

    def test_a_run_of_one_council_is_not_the_one_before_of_all(self):
        place = self.place(web=self.web)
        self.night(place, "2026-03-01T04:00Z")
        self.night(place, "2026-03-01T12:00Z", "alder-council")
        self.web.page("www.birch.test", SHORT, page("Dogs", "/local-offer", body="<p>Dogs walk on leads.</p>"))
        self.night(place, "2026-03-02T04:00Z")
        self.assertNotIn("", {row["previous"] for row in self.verdicts(place).values()})
        self.assertEqual(self.entries(place), sum(cause == "council" for _, _, cause in self.compared(place, 1, 3)))
        self.assertGreater(self.entries(place), 0)
        self.night(place, "2026-03-03T04:00Z")
        with open(place.at("report", "trends", "index.html"), encoding="utf-8") as file:
            self.assertIn("scored in each of these 3 runs by the same rules: 3.", file.read())
        # Of one council alone, the runs that it was in are compared.
        self.night(place, "2026-03-03T12:00Z", "alder-council")
        self.assertNotIn("", {row["previous"] for row in self.verdicts(place).values()})

    # ---- links ----

    def test_a_success_between_failures_counts_whichever_run_saw_it(self):
        """A run of all that took two nights, and one of a single council meanwhile, whose number is higher."""
        gate, works = Gate(), Gate()
        gate.open = works.open = True
        self.says("<p>Short breaks are for children aged 5 to 18.</p>", ("http://partner.test/form", "Form"))
        self.web.add("partner.test", "/form", lambda request: Answer(page("Form", body=WORDS)) if works.open else Answer("", 503))
        self.web.add(ALDER, "/robots.txt", lambda request: Answer("", 404) if gate.open else Hole())
        for pruned in (False, True):
            place = self.place(web=self.web)
            gate.open = False
            self.night(place, "2026-03-01T04:00Z", "--resume", "--max-runtime", "2", "--no-report", code=3)
            gate.open, works.open = True, False
            self.night(place, "2026-03-01T12:00Z", "alder-council", "--no-report")
            works.open = True
            self.night(place, "2026-03-02T04:00Z", "--resume", "--no-report")
            if pruned:
                self.night(place, "2026-03-02T05:00Z", "birch-council", "--no-report")
                self.code(run("prune", "--keep", "1", "--store", place.store), 0)
            works.open = False
            self.night(place, "2026-03-03T14:00Z", "--no-report")
            database = connect(place.store)
            last = database.execute("SELECT state, times_failed FROM target WHERE url LIKE '%/form' ORDER BY run_id DESC LIMIT 1").fetchone()
            database.close()
            self.assertEqual(last, ("suspect", 1), "once since it worked on 2 March")

    def test_links_asked_again_are_no_difference_in_the_archive(self):
        place = self.place(web=self.web)
        self.says("<p>Short breaks are for children aged 5 to 18.</p>", *("/local-offer/" + name for name in "abc"))
        self.night(place, "2026-03-01T04:00Z")
        for name in "abc":
            self.web.page(ALDER, "/local-offer/" + name, page("Help", "/local-offer", body=WORDS))
        self.code(run("recheck", "--store", place.store, "--as-of", "2026-03-02", *place.network()), 0, "3 put right")
        self.code(run("verify", "--store", place.store), 0, "1 results on links would be others now", " 0 differences")
        told = self.code(run("explain", "verdict", "alder-council", "short-breaks", "signposts", "--store", place.store, "--councils", place.list), 0).stdout
        self.assertIn("as it was judged then: links were asked again since.", told)

    # ---- what has not changed since ----

    def test_unchanged_pages_are_read_by_the_rules_of_the_night(self):
        """A 304 keeps the bytes and not how an older seed read them."""
        def answer(request):
            return Answer("", 304) if request.headers.get("if-none-match") == '"a"' else \
                Answer(page("Short breaks", "/local-offer", body=WORDS + '<div class="quirk"><p>Short breaks are for children aged 5 to 18.</p></div>'), headers=[("ETag", '"a"')])
        self.web.add(ALDER, SHORT, answer)
        place = self.place(web=self.web)
        seeds = place.at("seeds")
        shutil.copytree(SEEDS, seeds)
        env = {"COREOFFER_SEEDS": seeds}
        def ages(day):
            self.night(place, day, env=env)
            reused = {entry["url"]: entry["reused"] for entry in read_csv(place.at("report", "data", "pages.csv"))}[f"http://{ALDER}{SHORT}"]
            return self.verdicts(place)[("E06999000", "short-breaks", "eligibility")]["verdict"] == "yes", reused
        self.assertEqual([ages("2026-03-01"), ages("2026-03-02")], [(True, "false"), (True, "true")])
        with open(os.path.join(seeds, "document", "names.csv"), "a", encoding="utf-8") as file:
            file.write("quirk,word,furniture,navigation\n")
        self.assertEqual([ages("2026-03-03"), ages("2026-03-04")], [(False, "false"), (False, "true")])
        self.code(run("verify", "--store", place.store, env=env), 0, " 0 differences")

    def test_a_last_modified_in_the_future_is_not_asked_by(self):
        now = {"from": 5, "modified": "Wed, 01 Jan 2031 00:00:00 GMT"}
        def answer(request):
            since = request.headers.get("if-modified-since")
            if since and email.utils.parsedate_to_datetime(since) >= email.utils.parsedate_to_datetime(now["modified"]):
                return Answer("", 304)
            body = WORDS + f"<p>Short breaks are for children aged {now['from']} to 18.</p>"
            return Answer(page("Short breaks", "/local-offer", body=body), headers=[("Last-Modified", now["modified"])])
        self.web.add(ALDER, SHORT, answer)
        place = self.place(web=self.web)
        self.night(place, "2026-03-01T04:00Z", "--no-report")
        now.update({"from": 8, "modified": "Sun, 01 Mar 2026 10:00:00 GMT"})
        seen = []
        for day in ("2026-03-02T04:00Z", "2026-03-03T04:00Z"):
            self.night(place, day, "--no-report")
            database = connect(place.store)
            seen.append(database.execute("SELECT reused, last_modified FROM page WHERE url LIKE '%alder%short-breaks' ORDER BY run_id DESC LIMIT 1").fetchone())
            database.close()
        self.assertEqual(seen, [(0, now["modified"]), (1, now["modified"])])

    # ---- what changed while nobody could read it ----

    def between(self, place, night, last, since, changed):
        """What the report tells as councils' doing, of one that was last read in the run `since`, and `compare` with the run before likewise."""
        rows = self.verdicts(place)
        self.assertEqual({key[1:]: row["previous_run"] for key, row in rows.items() if row["change_cause"] == "council"}, dict.fromkeys(changed, str(since)))
        self.assertEqual([(line["service"], line["row"], line["before_run"]) for line in map(json.loads, self.code(
            run("compare", str(last), str(night), "--store", place.store, "--format", "jsonl"), 0).stdout.splitlines()[:-1]) if line["cause"] == "council"],
                         [(*key, since) for key in changed])
        self.assertEqual(self.entries(place), len(changed))

    def test_what_a_council_changed_while_it_was_down_is_told_when_it_is_back(self):
        place = self.place(web=self.web)
        open_now = Gate()
        body = {"text": "<p>Short breaks are for children aged 5 to 18. You can refer yourself.</p>"}
        self.web.add(ALDER, SHORT, lambda request: Answer(page("Short breaks", "/local-offer", body=WORDS + body["text"])) if open_now.open else Answer("", 503))
        start = Answer(page("Local Offer", (SHORT, "Short breaks"), body=WORDS))
        self.web.add(ALDER, "/local-offer", lambda request: start if open_now.open else Answer("", 503))
        open_now.open = True
        self.night(place, "2026-03-01")
        open_now.open = False
        for day in ("2026-03-02", "2026-03-03"):
            self.night(place, day, code=3)
            self.assertEqual(self.entries(place), 0)
        self.assertEqual({row["change_cause"] for row in self.verdicts(place).values()}, {""}, "that it is still down is no news")
        open_now.open, body["text"] = True, "<p>Short breaks are for children. You can refer yourself.</p>"
        self.night(place, "2026-03-04")
        changed = [(service, row) for service, row, cause in self.compared(place, 1, 4) if cause == "council"]
        self.assertIn(("short-breaks", "all_ages"), changed)
        self.between(place, 4, 3, 1, changed)
        with open(place.at("report", "changes", "index.html"), encoding="utf-8") as file:
            told = file.read()
        self.assertIn("(1 March 2026)", told)
        with open(place.at("report", "council", "alder-council", "index.html"), encoding="utf-8") as file:
            self.assertIn("The run before, of 3 March 2026, could not read this council. So we compare with 1 March 2026, when it could last be read.", file.read())
        with open(place.at("report", "council", "birch-council", "index.html"), encoding="utf-8") as file:
            self.assertNotIn("when it could last be read", file.read())
        self.assertEqual({row["run"] for row in read_csv(place.at("report", "data", "runs.csv"))}, {"4", "3", "1"})
        self.assertIn("(run 1, the last that could tell)", " ".join(self.code(run("compare", "3", "4", "--store", place.store), 0).stdout.split()))
        # Told once.
        self.night(place, "2026-03-05")
        self.between(place, 5, 4, 4, [])
        # A pruned run is compared with all the same.
        open_now.open = False
        self.night(place, "2026-03-06", code=3)
        self.code(run("prune", "--keep", "1", "--store", place.store), 0)
        open_now.open, body["text"] = True, "<p>Short breaks are for children aged 5 to 18. You can refer yourself.</p>"
        self.night(place, "2026-03-07")
        self.between(place, 7, 6, 5, [(service, row) for service, row, cause in self.compared(place, 5, 7) if cause == "council"])
        self.assertIn(("short-breaks", "all_ages"), [(service, row) for service, row, cause in self.compared(place, 6, 7) if cause == "council"])

    def test_what_changed_on_a_page_that_could_not_be_read_is_told_when_it_can(self):
        place = self.place(web=self.web)
        self.says("<p>Short breaks are for children aged 5 to 18. You can refer yourself.</p>")
        self.night(place, "2026-03-01")
        self.web.add(ALDER, SHORT, Answer("", 403))
        self.night(place, "2026-03-02")
        self.says("<p>Short breaks are for children. You can refer yourself.</p>")
        self.night(place, "2026-03-03")
        changed = [(service, row) for service, row, cause in self.compared(place, 1, 3) if cause == "council"]
        self.assertIn(("short-breaks", "all_ages"), changed)
        self.between(place, 3, 2, 1, changed)
        # Shut and open again with nothing changed: no news.
        self.web.add(ALDER, SHORT, Answer("", 403))
        self.night(place, "2026-03-04")
        self.says("<p>Short breaks are for children. You can refer yourself.</p>")
        self.night(place, "2026-03-05")
        self.between(place, 5, 4, 3, [])
        self.assertEqual({row["change_cause"] for row in self.verdicts(place).values()}, {""})

    def test_a_council_that_last_nights_time_did_not_suffice_for_is_held_against_the_night_before(self):
        place = self.place(web=self.web)
        self.says("<p>Short breaks are for children aged 5 to 18. You can refer yourself.</p>")
        self.night(place, "2026-03-01")
        self.night(place, "2026-03-02", "birch-council", "cedar-council")
        self.says("<p>Short breaks are for children. You can refer yourself.</p>")
        self.night(place, "2026-03-03")
        changed = [(service, row) for service, row, cause in self.compared(place, 1, 3) if cause == "council"]
        self.assertIn(("short-breaks", "all_ages"), changed)
        self.between(place, 3, 2, 1, changed)

    # ---- what could not be read tonight ----

    def test_what_a_program_may_not_read_is_not_said_to_be_missing(self):
        place = self.place(web=self.web)
        self.says("<p>Short breaks are for children aged 5 to 18. You can refer yourself.</p>")
        self.night(place, "2026-03-01")
        self.web.robots(ALDER, f"User-agent: *\nDisallow: {SHORT}\n")
        self.night(place, "2026-03-02")
        rows = {key[2]: row for key, row in self.verdicts(place).items() if key[:2] == ("E06999000", "short-breaks")}
        self.assertEqual({rows[name]["verdict"] for name in ("provided", "eligibility", "referral", "contacts")}, {"cannot_tell"})
        told = {name: row for name, row in rows.items() if row["previous"] != "cannot_tell"}
        self.assertGreater(len(told), 6)
        self.assertEqual({row["change_cause"] for row in told.values()}, {"coverage"})
        self.assertEqual(self.entries(place), 0, "no change of the council's")

    def test_a_partner_that_is_down_for_a_night_is_no_change_of_the_councils(self):
        body = WORDS + ("<h2>Advice for families in Alder</h2><p>Alder SENDIASS gives free, impartial and confidential information, advice and support to parents of "
                        "children with SEND in Alder. We are run at arm's length from the council. Ring 01632 960999. You can refer yourself, for children aged 0 to 25.</p>")
        fine = Answer(page("Alder SENDIASS", body=body))
        self.web.add("sendiass.test", "/", fine)
        self.web.page(ALDER, "/local-offer", page("Local Offer", (SHORT, "Short breaks"), ("http://sendiass.test/", "SENDIASS: advice and support for parents"), body=WORDS))
        place = self.place(web=self.web)
        self.night(place, "2026-03-01")
        provided = ("E06999000", "advice", "provided")
        self.assertEqual(self.verdicts(place)[provided]["verdict"], "yes")
        for day, answer in (("2026-03-02", Answer("", 503)), ("2026-03-03", Answer("", 403))):
            self.web.add("sendiass.test", "/", answer)
            self.night(place, day)
            self.assertEqual(self.verdicts(place)[provided]["verdict"], "cannot_tell")
            self.assertEqual(self.entries(place), 0)

    def test_what_a_limit_left_unread_is_no_change_of_the_councils(self):
        parts = ("who", "money", "moans")
        self.says("<p>Short breaks give children aged 5 to 18 time away from home.</p>", *[f"{SHORT}/{part}" for part in parts])
        for part, body in zip(parts, ("<p>You can refer yourself: ring Jo Lee on 01632 960999.</p>", "<p>The short breaks panel decides who gets short breaks.</p>",
                                      "<p>If you are unhappy with short breaks, complain to us at short@alder.test.</p>"), strict=True):
            self.web.page(ALDER, f"{SHORT}/{part}", page(f"Short breaks: {part}", SHORT, body=WORDS + body))
        place = self.place(web=self.web)
        causes = lambda before, after: [cause for _, _, cause in self.compared(place, before, after)]
        self.night(place, "2026-03-01", "alder-council", "--max-pages", "2")
        self.night(place, "2026-03-02", "alder-council")
        self.assertEqual(set(causes(1, 2)), {"coverage"})
        self.assertEqual(self.entries(place), 0)
        self.assertEqual(self.scores(place), (True, False), "of more pages read there is another score")
        self.night(place, "2026-03-03", "alder-council", "--max-pages", "2")
        self.assertEqual(set(causes(2, 3)), {"coverage"})
        # What a page that both runs read says anew is the council's all the same.
        self.says("<p>Short breaks give children time away from home.</p>", *[f"{SHORT}/{part}" for part in parts])
        self.night(place, "2026-03-04", "alder-council", "--max-pages", "2")
        self.assertIn("council", causes(3, 4))
        self.assertEqual(self.scores(place), (False, True))
        self.night(place, "2026-03-05", "alder-council")
        self.assertIn("council", causes(3, 5))
        self.assertEqual(self.line(place), [])
        self.night(place, "2026-03-06", "alder-council")
        self.assertEqual([score == "not scored" for score in self.line(place)], [True, False, True, True, False, False])

    def test_an_archive_of_what_had_not_changed_says_so(self):
        """The second night's own file alone: the pages lie in the first one's."""
        place = self.place(web=self.web)
        self.web.add(ALDER, SHORT, lambda request: Answer("", 304) if "if-none-match" in request.headers else
                     Answer(page("Short breaks", "/local-offer", body=WORDS + "<p>Short breaks are for children aged 5 to 18.</p>"), headers=[("ETag", '"a"')]))
        for day in ("2026-03-01", "2026-03-02"):
            self.night(place, day, "--no-report")
        self.code(run("audit", "alder-council", "--councils", place.list, "--store", place.at("b.db"), "--out", place.at("b"),
                      "--from", place.at("archive", "run-2", "alder-council.warc.gz")), 0)
        self.assertEqual(self.verdicts(place, "b")[("E06999000", "short-breaks", "eligibility")]["verdict"], "cannot_tell")

    # ---- councils and time ----

    def listed(self, code, former):
        """Alder under a code, and Birch."""
        return HEADER.replace("gss_code,", "gss_code,former_gss_code,", 1) + "".join(
            f"{own},{old},{name.title()} Council,North,http://www.{name}.test/,http://www.{name}.test/local-offer\n"
            for own, old, name in ((code, former, "alder"), ("E06999001", "", "birch")))

    def test_audits_of_one_council_alone_know_its_runs_under_its_former_code(self):
        place = self.place(web=self.web, text=self.listed("E08000016", ""))
        self.night(place, "2026-03-01", "alder-council")
        self.night(place, "2026-03-02", "birch-council", "--no-report")
        with open(place.list, "w", encoding="utf-8") as file:
            file.write(self.listed("E08000038", "E08000016"))
        self.night(place, "2026-03-03", "alder-council")
        self.assertNotIn("", {row["previous"] for row in self.verdicts(place).values()})

    def test_a_council_with_a_new_code_keeps_its_decisions_and_its_past(self):
        listed = self.listed
        place = self.place(web=self.web, text=listed("E08000016", ""))
        self.night(place, "2026-03-01")
        table = place.at("table.csv")
        self.code(run("review", "export", table, "--store", place.store), 0)
        entries = read_csv(table)
        decided = next(entry for entry in entries if (entry["gss_code"], entry["service"], entry["row"]) == ("E08000016", "short-breaks", "complain"))
        decided.update(verdict="found", reason="The leaflet tells it.", reviewer="campaign volunteer", date="2026-03-02")
        with open(table, "w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, entries[0])
            writer.writeheader()
            writer.writerow(decided)
        self.code(run("review", "import", table, "--store", place.store), 0)
        with open(place.list, "w", encoding="utf-8") as file:
            file.write(listed("E08000038", "E08000016"))
        self.night(place, "2026-03-03")
        row = self.verdicts(place)[("E08000038", "short-breaks", "complain")]
        self.assertEqual((row["verdict"], row["decided_by"]), ("yes", "review"))
        self.assertNotIn("", {row["previous"] for row in self.verdicts(place).values()})
        self.assertEqual(self.compared(place, 1, 2), [("short-breaks", "complain", "correction")] if row["previous"] == "no" else [])
        self.assertIn(" 1 carried over, 0 to look at again", run("status", "--store", place.store).stdout)
        self.night(place, "2026-03-04")
        with open(place.at("report", "council", "alder-council", "index.html"), encoding="utf-8") as file:
            self.assertEqual(len(re.findall(r'data-h="Score">', file.read().split("Scores over the runs</strong>")[1].split("</table>")[0])), 3)

    def test_a_council_whose_code_changed_twice_keeps_its_past(self):
        """Each list knows the code before its own alone."""
        codes = ["E08000016", "E08000038", "E08000041", "E08000050"]
        place = self.place(web=self.web, text=self.listed(codes[0], ""))
        self.says("<p>Short breaks are for children aged 5 to 18.</p>")
        self.night(place, "2024-03-01")
        table = place.at("table.csv")
        self.code(run("review", "export", table, "--store", place.store), 0)
        entries = read_csv(table)
        decided = next(entry for entry in entries if (entry["gss_code"], entry["service"], entry["row"]) == (codes[0], "short-breaks", "all_ages"))
        decided.update(verdict="partly", reason="Not said of babies.", reviewer="campaign volunteer", date="2024-03-02")
        with open(table, "w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, entries[0])
            writer.writeheader()
            writer.writerow(decided)
        self.code(run("review", "import", table, "--store", place.store), 0)
        for number, (former, code) in enumerate(zip(codes, codes[1:]), 2):
            with open(place.list, "w", encoding="utf-8") as file:
                file.write(self.listed(code, former))
            self.night(place, f"2024-03-0{number + 1}")
            row = self.verdicts(place)[(code, "short-breaks", "all_ages")]
            self.assertEqual((row["verdict"], row["decided_by"]), ("concerns", "review"))
            self.assertEqual(self.compared(place, 1, number), [("short-breaks", "all_ages", "correction")] if row["previous"] == "yes" else [])
            self.assertIn(" 1 carried over, 0 to look at again", run("status", "--store", place.store).stdout)
        with open(place.at("report", "council", "alder-council", "index.html"), encoding="utf-8") as file:
            self.assertEqual(len(re.findall(r'data-h="Score">', file.read().split("Scores over the runs</strong>")[1].split("</table>")[0])), 4)
        # A code that is another council's by now is nobody's past.
        with open(place.list, "w", encoding="utf-8") as file:
            file.write(self.listed(codes[3], codes[2]) + f"{codes[0]},,Cedar Council,North,http://www.cedar.test/,http://www.cedar.test/local-offer\n")
        self.night(place, "2024-03-10")
        told = self.code(run("compare", "1", "5", "--store", place.store, "--format", "jsonl"), 0).stdout
        self.assertNotIn(codes[3], told)

    def test_a_newer_date_that_is_old_by_now_is_a_matter_of_time(self):
        place = self.place(web=self.web)
        for day, date in (("2026-06-01", "1 May 2026"), ("2027-06-30", "1 June 2026"), ("2027-07-01", "1 July 2027"), ("2027-07-02", "1 July 2024")):
            self.says(f"<p>Short breaks are for children aged 5 to 18.</p><p>Last updated: {date}</p>")
            self.night(place, day, "--no-report")
        self.assertEqual(self.compared(place, 1, 2), [("short-breaks", "current", "time")])
        self.assertEqual(self.compared(place, 2, 1), [("short-breaks", "current", "time")])
        self.assertEqual(self.compared(place, 2, 3), [("short-breaks", "current", "council")])
        self.assertEqual(self.compared(place, 3, 4), [("short-breaks", "current", "council")])

    def test_a_month_is_as_new_as_its_last_day(self):
        place = self.place(web=self.web)
        self.says("<p>Short breaks are for children aged 5 to 18.</p><p>Last updated: May 2025</p>")
        for day in ("2026-06-01", "2026-06-02"):
            self.night(place, day)
            self.assertEqual(self.verdicts(place)[("E06999000", "short-breaks", "current")]["verdict"], "yes" if day < "2026-06-02" else "concerns")


if __name__ == "__main__":
    unittest.main()
