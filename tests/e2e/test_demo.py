"""The whole job on the made-up councils of seeds/demo: what could not be read is not called
bad, each broken link is found and named, and the verdicts are those that the pages earn.

EXPECTED says what a careful reader of the pages answers by the rubric and by
tests/benchmark/CODEBOOK.md; it was written from the pages and not from the program. Where the
program answers otherwise, KNOWN_DISAGREEMENTS says so with the reason, and the test fails as
soon as one of them is settled, so that the list can only tell the truth.
"""
import csv
import glob
import io
import math
import os
import re
import sqlite3
import tempfile
import unittest

from program import SEEDS, run

AS_OF = "2026-11-25"

LETTERS = {"Y": "yes", "c": "concerns", "N": "no", "D": "doubts", "S": "silent", "?": "cannot_tell", "-": "not_applicable"}

# One line a service, one letter a row, in this order; '.' is not asserted: the page leaves it
# open, or the row says what the visit met and not what the page says.
ROWS = ("provided explanation eligibility referral contacts to_hand signposts findable plain formats joined_up current heard numbers same all_ages decides "
        "complain independent").split()

EXPECTED = {
    # The model: nothing to wish for.
    "Ashcombe Vale": """
        key-working     Y Y Y Y Y Y Y Y Y Y Y Y Y Y Y Y Y Y .
        short-breaks    Y Y Y Y Y Y Y Y Y Y Y Y Y Y Y Y Y Y .
        ehc-assessment  Y Y Y Y Y Y Y Y Y Y Y Y Y Y Y Y Y Y .
        social-care     Y Y Y Y Y Y Y Y Y Y Y Y Y Y Y Y Y Y .
        portage         Y Y Y Y Y Y Y Y Y Y Y Y Y Y Y . Y Y .
        advice          Y Y Y Y Y Y Y Y Y Y Y Y Y Y Y Y Y Y Y
        transition      Y Y Y Y Y Y Y Y Y Y Y Y Y Y Y . Y Y .
        transport       Y Y Y Y Y Y Y Y Y Y Y Y Y Y Y . Y Y .
        therapies       Y Y Y Y Y Y Y Y Y Y Y Y Y Y Y Y Y Y .""",
    # Key working by name alone; transition in a strategy and in the news alone.
    "Brackenmoor": """
        key-working     D N N N c N - Y . N N N N N - . N N .
        short-breaks    Y c c c c c . Y N N N N N N - . . N .
        ehc-assessment  Y Y Y Y Y . . Y . N c Y N N - Y . Y .
        social-care     Y c c c c N . Y N N N N N N - . N N .
        portage         Y Y Y Y Y N . Y Y N . c N N - . N N .
        advice          Y Y Y Y Y N . Y Y N . Y N N - Y . . Y
        transition      S N N N N N - N N N N - N N - . N N .
        transport       Y Y Y Y Y c . Y . N N Y N N - . . Y .
        therapies       . N N N c N Y Y . N . N N N - . N N .""",
    # A lead professional is taken for a key worker; the law's words answer some questions.
    "Carrowmere": """
        key-working     D N . c N N - Y . N . N N N - . . N .
        short-breaks    Y Y c c c . . Y . N N c N N - . . N .
        ehc-assessment  Y Y Y Y Y c . Y . N c Y N N - Y . Y .
        social-care     Y . N Y Y N . Y . N N N N N - . . N .
        portage         Y Y Y Y Y Y Y Y . N . Y N N Y . . N .
        advice          Y c N Y c N . Y . N . N N N - . N N N
        transition      Y c c Y c N . Y N N . N N N - . . N .
        transport       Y Y Y Y Y c . Y . N N Y N N - . Y Y .
        therapies       . N N c N N . Y . N . N N N - . N N .""",
    # Web pages of one line beside good leaflets; one leaflet is a picture of text.
    "Dunmarsh": """
        key-working     Y Y Y Y Y Y Y Y Y Y Y . N Y c . . Y .
        short-breaks    Y Y Y Y Y Y Y Y Y Y . . Y . N Y Y Y .
        ehc-assessment  Y Y Y Y Y c . Y Y N . Y N N - Y . Y .
        social-care     Y Y Y Y Y Y . Y Y N . . N N c Y Y Y .
        portage         . ? ? ? ? . . Y . . . . . . . . . . .
        advice          Y Y Y Y Y N . Y Y N . Y N N - . . N Y
        transition      . N N N N N . Y . N N N N N - . N N .
        transport       Y Y Y Y c N . Y Y N N N N N - . N N .
        therapies       Y Y Y Y Y Y . Y Y N . . N N c Y . N .""",
    # Records of a directory and nothing else.
    "Elverton": """
        key-working     D c Y N c N . Y . N N c N N - Y N N .
        short-breaks    Y c Y Y Y N . Y . N N c N N - Y N N .
        ehc-assessment  Y c Y N Y N . Y . N N c N N - Y N N .
        social-care     Y . Y c c N . Y . N N . N N - Y N N .
        portage         Y c Y . c N . Y . N N c N N - . N N .
        advice          Y c Y . Y N . Y . N N Y N N - Y N N .
        transition      Y c Y Y c N . Y . N N Y N N - . N N .
        transport       Y c . N c N . Y . N N c N N - . N N .
        therapies       Y c Y c c N . Y . N N c N N - Y N N .""",
    # Fair pages, broken links.
    "Fenwold": """
        key-working     Y Y Y Y Y N c Y Y N . Y N N - c N N .
        short-breaks    Y Y Y Y c N c Y Y N . c . N - Y N N .
        ehc-assessment  Y Y Y Y Y N . Y Y N . Y N N - Y . Y .
        social-care     Y Y c Y Y N . Y Y N . Y N N - Y N N .
        portage         Y Y Y Y Y N Y Y Y N . Y N N - . N N .
        advice          Y Y Y Y Y N Y Y . N . Y N N - . . . Y
        transition      Y Y Y Y Y N N Y . N . c N N - . N N .
        transport       Y Y Y . c . N Y . N . Y N N - . N N .
        therapies       Y c Y Y c N c Y Y N . Y N N - Y N N .""",
    # Services counted, level 3 or 4, no set criteria; information only after a referral.
    "Greyhaven": """
        key-working     Y Y Y c Y c . Y . N . Y N N - N N N .
        short-breaks    Y Y c N Y . . Y Y N N c N N - . . N .
        ehc-assessment  Y Y c Y Y N . Y . N . Y N N - . . Y .
        social-care     Y Y c Y Y N . Y . N N N N N - . N N .
        portage         Y c . c N c . Y . N N N N N - . N N .
        advice          Y Y Y Y Y N . Y Y N . Y N N - . . . c
        transition      . c N c N . . Y . N N N N N - . N N .
        transport       Y Y Y Y Y c . Y . N . Y N N - . . Y .
        therapies       Y Y Y . c N . Y . N . N N N - Y N N .""",
    # Found from the home page; 'key worker' stands for housing and for nurseries only.
    "Holmferry": """
        key-working     S N N N N N - N N N N - N N - . N N .
        short-breaks    Y Y Y Y Y N . Y . N . Y N N - Y N N .
        ehc-assessment  Y Y Y Y Y N . Y . N . Y N N - Y . Y .
        social-care     Y Y c Y c N . Y . N . Y N N - Y . N .
        portage         Y Y . Y Y N . Y . N . Y N N - . N N .
        advice          Y Y Y Y Y N . Y . N . Y N N - Y N N .
        transition      Y Y Y Y c N . Y . N . c N N - . N N .
        transport       Y Y Y Y Y N . Y . N N Y N N - . N N .
        therapies       Y Y Y Y Y . . Y . N . Y N N - Y N N .""",
}


def known(reasons):
    """(council, service, row) -> reason, from lines of 'council | service | row row ...' below each reason."""
    cells = {}
    for reason, lines in reasons.items():
        for line in lines.strip().split("\n"):
            council, service, rows = (part.strip() for part in line.split("|"))
            cells.update({(council, service, row): reason for row in rows.split()})
    return cells


KNOWN_DISAGREEMENTS = known({
    "A route that a parent can act on is on the page and is not seen.": """
        Carrowmere | social-care | referral""",
    "What a council wishes for its young people is taken for a vague sentence about the service.": """
        Dunmarsh | transition | explanation""",
    "That there is such a thing for families is taken for a vague sentence about what it does.": """
        Brackenmoor | key-working | explanation""",
    "A partner's page on all that it does for children, one line of it the service's, is dated as a whole.": """
        Brackenmoor | therapies | current""",
    "A step of a process, a meeting to which the family is invited, is taken for what a key worker does.": """
        Carrowmere | key-working | explanation""",
    "Two or more things that the service does stand in one sentence or a list; fewer are counted.": """
        Fenwold | transition | explanation
        Greyhaven | social-care | explanation
        Carrowmere | transport | explanation
        Holmferry | transport | explanation""",
})

OUTCOMES = {
    "Ashcombe Vale": ("done", ""), "Brackenmoor": ("done", ""), "Carrowmere": ("done", ""), "Dunmarsh": ("done", ""), "Elverton": ("done", ""),
    "Fenwold": ("done", ""), "Greyhaven": ("done", ""), "Holmferry": ("done", ""),
    "Isenbury": ("blocked", "robots"), "Jarnwick": ("down", "http-5xx"), "Kelderby": ("down", None),
}

# Verdicts without a quote: there should be none.
UNQUOTED = []

# Fenwold's deliberate mistakes, by the end of their address: state and reason.
LINKS = {
    "http://www.fenwoldcarers.example/": ("broken", "parked"),
    "http://www.fenwoldbreaks.example/": ("broken", "no-such-host"),
    "http://www.fenwolddisabilitynetwork.example/": ("broken", "moved-site"),
    "http://www.fenwoldfamilyhub.example/leaflets/price-list-2021.pdf": ("broken", "http-404"),
    "http://www.fenwoldfamilyhub.example/local-offer/internships": ("broken", "http-404"),
    "http://www.tamlinvalley-nhs.example/staff-only": ("broken", "http-404"),
    "http://www.fenwoldfamilyhub.example/local-offer/gone": ("broken", "http-410"),
    "http://www.fenwoldfamilyhub.example/local-offer/broken-form": ("suspect", "http-5xx"),
    "http://www.fenwoldfamilyhub.example/round": ("broken", "redirect-loop"),
    "http://www.fenwoldcollege.example/courses/supported-learning/apply": ("broken", "redirect-home"),
    "http://www.fenwold.example/schools/transport/apply": ("broken", "soft-404"),
    "http://www.fenwold.example/schools/transport/policy": ("broken", "soft-404"),
    "http://www.kiteandcompass.example/play-schemes#winter": ("broken", "fragment-missing"),
    "mailto:shortbreaks@fenwold": ("broken", "mailto-invalid"),
    "tel:ring-us": ("broken", "tel-invalid"),
    "http://": ("broken", "invalid-url"),
    "": ("broken", "empty-link"),
    "http://www.midshiremediation.example/families": ("blocked", "refused"),
    # What is moved properly works, and so does one page's old short address that leads home.
    "http://www.fenwoldfamilyhub.example/short-breaks-2019": ("ok", None),
    "http://www.fenwold.example/adults/what-happens-at-18": ("ok", None),
    "http://www.kiteandcompass.example/play-schemes#summer": ("ok", None),
    "http://www.parentsvoice-ashcombe.example/events": ("ok", None),
}


def expected_cells():
    """Yields (council, service, row, verdict) for every letter of the tables."""
    for council, table in EXPECTED.items():
        for line in table.split("\n"):
            service, *letters = line.split() or [""]
            if letters and len(letters) != len(ROWS):
                raise ValueError(f"{council}, {service}: {len(letters)} letters for {len(ROWS)} rows")
            for row, letter in zip(ROWS, letters):
                if letter != ".":
                    yield council, service, row, LETTERS[letter]


class Demo(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.directory = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.directory.cleanup)
        cls.out = os.path.join(cls.directory.name, "report")
        store = cls.store = os.path.join(cls.directory.name, "demo.db")
        cls.result = run("demo", "--store", store, "--out", cls.out, "--archive", os.path.join(cls.directory.name, "archive"), "--as-of", AS_OF, timeout=240)
        if cls.result.returncode != 0:
            raise AssertionError(f"demo ended with {cls.result.returncode}: {cls.result.stderr}")
        cls.db = sqlite3.connect(f"file:{store}?mode=ro", uri=True)
        cls.addClassCleanup(cls.db.close)

    def rows(self, sql, *values):
        return self.db.execute(sql, values).fetchall()

    def test_says_where_the_report_is(self):
        self.assertEqual(self.result.stdout.strip(), os.path.join(os.path.realpath(self.out), "index.html"))
        self.assertIn("11 made-up councils", self.result.stderr)
        self.assertIn("8 councils read, 3 could not be", self.result.stderr)

    def test_its_database_is_kept_for_other_commands(self):
        """As the README says."""
        explained = run("explain", "verdict", "carrowmere", "short-breaks", "referral", "--store", self.store)
        self.assertEqual((explained.returncode, explained.stderr), (0, ""))
        self.assertIn("Where it looked: ", explained.stdout)
        self.assertEqual(run("explain", "verdict", "Carrowmere Council", "short breaks", "Is it clear how to get it?", "--store", self.store).stdout, explained.stdout,
                         "by the names that the report uses")
        self.assertNotIn("can be another", explained.stdout)
        together = [told for told in (run("explain", "verdict", slug, service, "explanation", "--store", self.store).stdout for slug, service in
                                      self.rows("SELECT slug, service FROM verdict JOIN council USING (run_id, gss_code) WHERE row_id = 'explanation' AND verdict = 'yes'"))
                    if "What it is: found" not in told]
        self.assertNotEqual(together, [], "found on several pages together")
        for told in together:
            self.assertRegex(told, r"(?s)The service's answer can be another than each page's own: .*\n\nVerdict: found\n")
        self.assertEqual(len(run("status", "--store", self.store).stdout.splitlines()), 1)

    def test_every_council_is_in_the_report(self):
        pages = {}
        for folder, _, names in os.walk(self.out):
            for name in names:
                if name.endswith(".html"):
                    with open(os.path.join(folder, name), encoding="utf-8") as file:
                        pages[os.path.relpath(os.path.join(folder, name), self.out)] = file.read()
        for name, slug in self.rows("SELECT short_name, slug FROM council"):
            self.assertIn(name, pages["index.html"])
            self.assertTrue(any(slug in path for path in pages), f"no page for {name} ({slug})")

    def read(self, *path):
        with open(os.path.join(self.out, *path), encoding="utf-8", newline="") as file:
            return file.read()

    def test_what_was_read_has_one_number(self):
        """On the scorecard, in the list of pages, in every proof and in the tables."""
        councils = {row["slug"]: row for row in csv.DictReader(io.StringIO(self.read("data", "councils.csv")))}
        verdicts = list(csv.DictReader(io.StringIO(self.read("data", "verdicts.csv"))))
        for slug, council in councils.items():
            if council["outcome"] not in ("done", "limited", "moved"):
                continue
            number = council["pages_read"]
            said = re.compile(r"(\d+) (?:pages? or leaflets?|pages and leaflets)")
            for page in (("council", slug, "index.html"), ("council", slug, "pages", "index.html")):
                self.assertEqual(set(said.findall(self.read(*page))), {number}, page)
            for service in {row["service"] for row in verdicts}: # where nothing is missing it is not said
                self.assertLessEqual(set(said.findall(self.read("council", slug, service, "index.html"))), {number}, (slug, service))
            theirs = [row for row in verdicts if row["gss_code"] == council["gss_code"]]
            self.assertEqual({row["pages_searched"] for row in theirs}, {number}, slug)
            judged = self.read("council", slug, "pages", "index.html").count(">Quotes</summary>")
            self.assertEqual(judged, int(number), slug)

    def test_every_page_says_that_the_councils_are_made_up(self):
        """Now, and when the report is written again from the kept store."""
        again = os.path.join(self.directory.name, "again")
        self.assertEqual(run("report", "--store", self.store, "--out", again).returncode, 0)
        for out in (self.out, again):
            seen = 0
            for folder, _, names in os.walk(out):
                for name in names:
                    if name.endswith((".html", ".atom", ".sarif", ".xml")) or name in ("scorecard.json", "datapackage.json"):
                        with open(os.path.join(folder, name), encoding="utf-8") as file:
                            self.assertIn("Made-up councils.", file.read(), os.path.join(folder, name))
                        seen += 1
            self.assertGreater(seen, 1000)

    def test_links_faults_are_told_in_plain_words(self):
        page = self.read("council", "fenwold", "short-breaks", "index.html")
        self.assertIn("/leaflets/price-list-2021.pdf: “Page not found”, seen", page)
        for folder, _, names in os.walk(os.path.join(self.out, "council")):
            for name in names:
                if name == "index.html":
                    with open(os.path.join(folder, name), encoding="utf-8") as file:
                        self.assertNotRegex(file.read(), r"a link to [^<]*: [a-z]+-[a-z0-9-]+, seen")

    def test_a_result_says_nothing_of_pages_that_are_not_there(self):
        """One that rests on no page, or on none that could be read, is not told in its row's sentence."""
        cases = {"no-page": "We found no page about this service.",
                 "could-not-read": "A page or leaflet about this service could not be read.", "no-ages-given": "We found no ages on the pages.",
                 "no-clear-ages": "The pages speak of ages, and not in numbers that a program can read."}
        for reason, said in cases.items():
            found = self.rows("SELECT slug, service, row_id, v.gss_code FROM verdict v JOIN council USING (run_id, gss_code) WHERE v.reason = ? AND row_id <> 'provided'", reason)
            self.assertGreater(len(found), 0, reason)
            for slug, service, row, code in found:
                with self.subTest(reason=reason, council=slug, service=service, row=row):
                    page = self.read("council", slug, service, "index.html")
                    cell = re.search(rf'<tr id="{service}-{row}">.*?</tr>', page, re.S)[0]
                    self.assertIn(f"<p>{said}", cell)
                    proof = os.path.join(self.out, "evidence", f"{code.lower()}-{service}-{row}", "index.html")
                    if os.path.exists(proof):
                        with open(proof, encoding="utf-8") as file:
                            self.assertIn(said, file.read())

    def test_which_councils_in_one_click(self):
        """The first page leads to every question, and there stand a sentence to quote and every council, as the data has them."""
        verdicts = list(csv.DictReader(io.StringIO(self.read("data", "verdicts.csv"))))
        councils = {row["gss_code"]: row["slug"] for row in csv.DictReader(io.StringIO(self.read("data", "councils.csv")))}
        index = self.read("index.html")
        rule = {row["row"]: row for row in csv.DictReader(io.StringIO(self.read("data", "rows.csv")))}
        share = {}
        for row in rule:
            tested = [entry["verdict"] for entry in verdicts if entry["row"] == row and entry["verdict"] in ("yes", "concerns", "no")]
            if rule[row]["scored"] == "true" and tested:
                share[row] = tested.count("yes") / len(tested)
        told, = re.findall(r'had a full answer to “<a href="row/([a-z_]+)/index.html">[^<]*</a>”. No scored question had one less often', index)
        self.assertEqual(share[told], min(share.values()), "others may be as seldom")
        for row in rule:  # beside what is not scored a smaller figure is no contradiction
            line = re.search(rf'<tr><th scope="row"><a href="row/{row}/index.html">.*?</th>', index)
            self.assertEqual(">not scored<" in line[0], rule[row]["scored"] != "true", row)
        for row, title, word in (("referral", "Is it clear how to get it?", "found"), ("signposts", "Do the links work?", "they work")):
            with self.subTest(row):
                self.assertIn(f'<a href="row/{row}/index.html">{title}</a>', index)
                page = self.read("row", row, "index.html")
                said = re.search(r"<q>(.*?) Of (\d+) councils that could be judged, the result is ‘(.*?)’ (.*?) \(Core Offer audit", page)
                classes, shares = {"every": set(), "some": set(), "none": set(), "": set()}, {}
                for code, slug in councils.items():
                    theirs = [entry["verdict"] for entry in verdicts if (entry["gss_code"], entry["row"]) == (code, row)]
                    judged = [verdict for verdict in theirs if verdict in ("yes", "concerns", "no")]
                    yes = judged.count("yes")
                    classes["" if not judged else "every" if yes == len(judged) else "some" if yes else "none"].add(slug)
                    shares[slug] = f" ({yes} of {len(judged)})" if judged else ""
                told = [f"{words} in {len(classes[name])}" for name, words in (("every", "for every service where this could be judged"), ("some", "for some services"), ("none", "for none")) if classes[name]]
                self.assertEqual(said.groups(), (title, str(len(councils) - len(classes[""])), word, ", ".join(told[:-1]) + " and " * (len(told) > 1) + told[-1]), "of none in 0 nothing is said")
                listed = dict(re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", page, re.S))
                self.assertEqual(set(re.findall(r'"#in-([^"]+)"', listed[f"“{word}” for every service"])), classes["every"])
                self.assertEqual(set(re.findall(r'"#in-([^"]+)"', listed["Not tested, could not be judged, or does not apply"])), classes[""])
                counted = sum(int(count) for count in re.findall(r"<span>(\d+) <span class", page))
                applying = [entry for entry in verdicts if entry["row"] == row and entry["verdict"] != "not_applicable" and shares[councils[entry["gss_code"]]]]
                self.assertEqual(counted, len(applying), "no result is left out")
                for slug, share in shares.items():
                    self.assertRegex(page, rf'<dd>(?:[^\n]*, )?<a href="#in-{slug}">[^<]+</a>{re.escape(share)}[,<]')
                    self.assertEqual(page.count(f'id="in-{slug}">'), 1)
                    folded = re.search(rf'<details><summary id="in-{slug}">[^<]+ <span class="counts">(.*?)</summary><div>\n<dl.*?</dl>', page, re.S)
                    self.assertEqual(folded is not None, share != "", slug)
                    for count, tag in re.findall(r"<span>(\d+) (<span .*?</span>)</span>", folded[1]) if folded else ():
                        listed, = re.findall(rf"<dt>{re.escape(tag)}</dt><dd>(.*?)</dd>", folded[0], re.S)
                        self.assertEqual(listed.count("<li>"), int(count), (slug, tag))

    def test_who_rounds_a_files_scores_comes_to_the_pages_numbers(self):
        councils = {row["gss_code"]: row["slug"] for row in csv.DictReader(io.StringIO(self.read("data", "councils.csv")))}
        titles = {"accessible": "Accessible", "available": "Available", "joined_up": "Joined-up", "user_focussed": "User-focussed"}
        looked_at = 0
        for score in csv.DictReader(io.StringIO(self.read("data", "scores.csv"))):
            if score["service"] or not score["low"]:
                continue
            low, high = (math.floor(float(score[end]) + 0.5) for end in ("low", "high"))
            told, covered = str(low) if low == high else f"{low} to {high}", f"{math.floor(float(score['coverage_percent']))}%"
            page = self.read("council", councils[score["gss_code"]], "index.html")
            if score["criterion"]:
                ours = re.search(rf'<th scope="row">{titles[score["criterion"]]}<br>.*?data-h="Score">([^<]*)</td><td class="num" data-h="Could be judged">([^<]*)</td>', page)
                self.assertEqual(ours.groups(), (told, covered), score)
            else:
                ours = re.search(r'scores <strong class="score">([^<]*)</strong> out of 100\.(?: (\d+%) of what counts could be judged\.)?', page)
                little = re.search(r'Too little could be judged \((\d+%) [^)]*\)\.</strong> Out of 100, the score may be anything from <strong class="score">([^<]*)</strong>', page)
                self.assertEqual((ours[1], ours[2] or "100%") if ours else (little[2], little[1]), (told, covered), score)
            looked_at += 1
        self.assertEqual(looked_at, 8 * 5)

    def test_a_regions_only_score_is_the_councils(self):
        """As it is shown, a range as a range; of several the middles are taken, and that is said."""
        alone = several = 0
        for region in os.listdir(os.path.join(self.out, "region")):
            page = self.read("region", region, "index.html")
            scores = re.findall(r'data-h="Score">([^<]+)<', page)
            said = re.search(r"councils has a score: ([^<]+)\.<", page)
            self.assertEqual([said[1]] if said else scores, scores, region)
            alone += said is not None
            several += "Where a score is a range, its middle is used." in page
        self.assertGreater(alone, 0)
        self.assertEqual(several, sum(len(re.findall(r'data-h="Score">', self.read("region", region, "index.html"))) > 1 for region in os.listdir(os.path.join(self.out, "region"))))

    def test_figures_to_quote_say_what_the_program_is_not_sure_of(self):
        """On the front page, for the press and in what is asked: as many as people are given to look at."""
        table = os.path.join(self.directory.name, "unsure.csv")
        self.assertEqual(run("review", "export", table, "--unsure", "--store", self.store).returncode, 0)
        with open(table, encoding="utf-8-sig", newline="") as file:
            unsure = [entry for entry in csv.DictReader(file) if entry["program_verdict"] != "cannot_tell"]
        of_row = lambda row: sum(entry["row"] == row for entry in unsure)
        of_service = lambda service: len({entry["gss_code"] for entry in unsure if entry["service"] == service and entry["row"] in ("provided", "explanation", "referral", "contacts")})
        said = lambda figure, page: int((re.search(rf"{figure}(?:(?!</li>|</tr>|</p>).)*?(?:not sure of (\d+))", page, re.S) or (0, 0))[1])
        front, press, asks = self.read("index.html"), self.read("press", "index.html"), self.read("asks", "index.html")
        rows = re.findall(r'<tr><th scope="row"><a href="row/([a-z_]+)/', front)
        self.assertGreater(len(rows), 15)
        for row in rows:
            self.assertEqual(said(rf'<tr><th scope="row"><a href="row/{row}/', front), of_row(row), row)
            self.assertEqual(said("results that could be judged, one for each service", self.read("row", row, "index.html")), of_row(row), row)
        weakest = re.search(r'class="card"(?:(?!</li>).)*row/([a-z_]+)/', front, re.S)[1]
        self.assertEqual(said(rf'class="card"(?:(?!</li>).)*row/{weakest}/', front), of_row(weakest))
        self.assertEqual(said("three basics about a key worker", front), of_service("key-working"))
        self.assertEqual(said("what key working is, how to ask", press), of_service("key-working"))
        self.assertEqual(said("what short breaks are, how to ask", press), of_service("short-breaks"))
        self.assertEqual(said("told of other formats and languages, such", press), of_row("formats"))
        self.assertEqual(said("told of other formats and languages in full", asks), of_row("formats"))
        self.assertGreater(of_row("formats") * of_service("key-working"), 0)
        waiting = {row: {entry["gss_code"] for entry in unsure if entry["service"] == "key-working" and entry["row"] == row} for row in ("provided", "all_ages", "eligibility")}
        providers = {row["gss_code"] for row in csv.DictReader(io.StringIO(self.read("data", "verdicts.csv"))) if (row["service"], row["row"], row["verdict"]) == ("key-working", "provided", "yes")}
        expected = {"provided": len(waiting["provided"]), "designated": None, "ages": len(providers & (waiting["provided"] | waiting["all_ages"])),
                    "eligibility": len(providers & (waiting["provided"] | waiting["eligibility"]))}
        trends, title = self.read("trends", "index.html"), {"provided": "Is key working provided\\?", "ages": "Which ages is key working for\\?", "eligibility": "Are the criteria published\\?"}
        for line in csv.DictReader(io.StringIO(self.read("data", "trends.csv"))):
            self.assertLessEqual(int(line["unsure"]), int(line["base"]))
            count = expected.get(line["table"])
            if count is not None:
                self.assertEqual(int(line["unsure"]), count, line["table"])
                self.assertEqual(int((re.search(rf"<strong>{title[line['table']]}</strong>(?:(?!<table).)*?</table></section>\s*<p> ?<span[^>]*>The program is not sure of (\d+)", trends, re.S) or (0, 0))[1]), count, line["table"])
                self.assertEqual(said(rf'rowgroup" colspan="3">{title[line["table"]]}', front), count, line["table"])
        self.assertIn("Say with each of them that a program read the web sites, up to 25 November 2026", press)

    def test_a_parent_can_press_the_numbers_that_the_words_hold(self):
        """Each as it is written there, once, and none that the words do not hold."""
        pressed = {}
        for path in glob.glob(os.path.join(self.out, "council", "*", "*", "index.html")):
            with open(path, encoding="utf-8") as file:
                page = file.read()
            part = re.search(r"<h3>Who to ring or write to</h3>(.*?)<h[23]", page, re.S)
            links = re.findall(r'<a href="tel:([^"]*)">([^<]*)</a>', page)
            self.assertEqual(links, re.findall(r'<a href="tel:([^"]*)">([^<]*)</a>', part[1]) if part else [], path)
            for number, words in links:
                self.assertEqual(number, "+44" + re.sub(r"\D", "", words)[1:], path)
                self.assertIn(words, "".join(re.findall(r"<blockquote.*?</blockquote>", part[1], re.S)), path)
            self.assertEqual(len(set(links)), len(links), path)
            pressed[os.path.relpath(os.path.dirname(path), os.path.join(self.out, "council"))] = [number for number, _ in links]
        self.assertEqual(pressed["brackenmoor/transport"], ["+441134960190"])
        self.assertEqual(pressed["isenbury/transport"], [])
        self.assertGreater(sum(map(bool, pressed.values())), 50)

    def test_proof_and_terminal_say_alike_why_an_answer_is_not_sure(self):
        """That such answers were often wrong, with the figures, or that what was read is not plain."""
        slugs = {row["gss_code"]: row["slug"] for row in csv.DictReader(io.StringIO(self.read("data", "councils.csv")))}
        looked_at = {}
        for entry in csv.DictReader(io.StringIO(self.read("data", "verdicts.csv"))):
            proof = entry["evidence_id"] and re.search(r"not sure, waiting for a person\. (.*?)\.(?= |<)", self.read("evidence", entry["evidence_id"], "index.html"))
            kind = proof and re.sub(r"\d+", "", proof[1])
            if kind == "Where such answers were tested,  of  proved right":
                right, answers = map(int, re.findall(r"\d+", proof[1]))
                self.assertLess(right, 0.75 * answers, "else there were only too few of them")
            if not proof or looked_at.setdefault(kind, 0) == 3:
                continue
            looked_at[kind] += 1
            explained = run("explain", "verdict", slugs[entry["gss_code"]], entry["service"], entry["row"], "--store", self.store).stdout
            self.assertIn("not sure: it waits for a person", explained)
            self.assertIn(proof[1].replace("tested, ", "tested, on made-up councils that the program met for the first time, "), explained)
        self.assertEqual(looked_at, {"What it read is not plain": 3, "Where such answers were tested,  of  proved right": 3, "Too few such answers were tested () to be sure": 3})

    def test_an_answer_that_is_not_given_is_said_to_be_that_once(self):
        """What it leans to and why it is not given stand in every cell of it and on its proof, each once."""
        slugs = {row["gss_code"]: row["slug"] for row in csv.DictReader(io.StringIO(self.read("data", "councils.csv")))}
        kinds = set()
        for entry in csv.DictReader(io.StringIO(self.read("data", "verdicts.csv"))):
            if not entry["leans"]:
                continue
            slug, service, row = slugs[entry["gss_code"]], entry["service"], entry["row"]
            cell = rf'<tr id="{service}-{row}">.*?</tr>'
            places = [re.search(cell, self.read("council", slug, "index.html"), re.S), re.search(cell, self.read("council", slug, service, "index.html"), re.S),
                      re.search(r"<h1.*?<h2>Facts", self.read("evidence", entry["evidence_id"], "index.html"), re.S)]
            for place in places:
                self.assertEqual(place[0].count("no answer"), 1, place[0])
                self.assertNotIn("<p></p>", place[0])
                why = re.search(r"which gives no answer and waits for a person: it leans to “[^”]+”\. (.*?)\.(?= |<)", place[0])[1]
                kind = re.sub(r"\d+", "", why)
                if kind == "Where such answers were tested,  of  proved right":
                    right, answers = map(int, re.findall(r"\d+", why))
                    self.assertTrue(answers >= 4 and 2 * right <= answers, why)
                kinds.add(kind)
        self.assertEqual(kinds, {"Where such answers were tested,  of  proved right", "Too few such answers were tested () to be sure"})

    def test_a_question_is_answered_in_its_own_words(self):
        """No tag says that the links, or a date, were not found where something else is meant; only of no page it does."""
        own = {"signposts": "most are broken", "findable": "hardly", "plain": "hard to follow", "current": "no date", "same": "they differ", "all_ages": "one short stage",
               "independent": "not said"}
        seen = set()
        for slug, service, row, reason, in self.rows("SELECT slug, service, row_id, v.reason FROM verdict v JOIN council USING (run_id, gss_code) WHERE v.verdict = 'no'"):
            if row in own:
                cell = re.search(rf'<tr id="{service}-{row}">.*?</tr>', self.read("council", slug, service, "index.html"), re.S)[0]
                word = "not found" if reason in ("no-page", "only-news-or-policy", "no-ages-given") else own[row]
                self.assertIn(f'<span class="t tn">{word}</span>', cell, (slug, service, row, reason))
                seen.add((row, word))
        self.assertGreaterEqual(len(seen), 5)
        for slug, service, row, in self.rows("SELECT slug, service, row_id FROM verdict v JOIN council USING (run_id, gss_code) WHERE v.leans IS NULL AND v.reason IN ('some-ages-only', 'leaflet-says-more')"):
            cell = re.search(rf'<tr id="{service}-{row}">.*?</tr>', self.read("council", slug, service, "index.html"), re.S)[0]
            self.assertRegex(cell, r"<p>(The ages that we found leave out some of the years that it is for|The ages that we found cover only one short stage|The leaflet says more than the page)\.</p>", "said once, and of one of them alone")

    def test_links_of_a_scorecard_make_sense_alone(self):
        """In a screen reader's list of links "Short breaks" seven times over leads nobody: what is named alike leads to one place."""
        page = re.sub(r"<(header|footer)\b.*?</\1>", "", self.read("council", "carrowmere", "index.html"), flags=re.S)
        todo = page[page.index('id="first"'):page.index('id="rows"')]
        leads = {}
        for attributes, words in re.findall(r"<a ([^>]*)>(.*?)</a>", todo, re.S) + re.findall(r"<a ([^>]*)>(Proof)</a>", page):
            name = re.search(r'aria-label="([^"]*)"', attributes)
            if name:
                self.assertTrue(name[1].startswith(words.strip()), "whoever speaks to the screen says the words that stand there")
            leads.setdefault(name[1] if name else words, set()).add(re.search(r'href="([^"]*)"', attributes)[1])
        self.assertGreater(len(leads), 100)
        self.assertEqual({name: places for name, places in leads.items() if len(places) > 1}, {})

    def test_easy_words_count_what_the_tables_count(self):
        """A link that leads nowhere is no answer, and not nothing."""
        verdicts = [row["verdict"] for row in csv.DictReader(io.StringIO(self.read("data", "verdicts.csv"))) if row["gss_code"] == "E06999003"]
        told = re.sub(r"<[^>]*>", " ", self.read("council", "carrowmere", "index.html"))
        counts = re.search(r"We found a good answer to (\d+)\..*?For (\d+) we found only a part\. For (\d+) we found no good answer\.", told, re.S)
        self.assertEqual([int(count) for count in counts.groups()], [sum(verdict in those for verdict in verdicts) for those in (("yes",), ("concerns", "doubts"), ("no", "silent"))])

    def test_hard_to_follow_shows_the_language_that_makes_it_so(self):
        told = run("explain", "verdict", "carrowmere", "short-breaks", "plain", "--store", self.store).stdout
        self.assertRegex(told, r"(?s)Verdict: hard to follow: mostly official language\n.*What counted against it:\n  - \"The statement describes the range of services, any criteria")

    def test_who_finds_nothing_is_told_whom_to_ask_all_the_same(self):
        lead = '<a href="../../../council/carrowmere/advice/index.html">free advice</a>'
        self.assertIn(f"We could not tell. Ask the council, or get {lead}.", self.read("council", "carrowmere", "key-working", "index.html"))
        self.assertIn(f"ask the council, or get {lead.replace('../../../', '../../')}.", self.read("council", "carrowmere", "index.html"))
        advice = self.read("council", "elverton", "advice", "index.html")
        self.assertIn("We did not find what to do if you are refused. Ask the council.", advice)
        self.assertNotIn("free advice</a>", advice, "where there is none better to ask")
        self.assertIn("you can still ask the council.", self.read("council", "isenbury", "index.html"), "of a web site that we could not read")

    def test_a_scorecard_says_how_many_results_wait_for_a_person(self):
        found = self.rows("SELECT c.short_name, count(*), sum(v.certainty < 0.75) FROM verdict v JOIN council c USING (run_id, gss_code) "
                          "WHERE v.verdict IN ('yes', 'concerns', 'no', 'doubts', 'silent') GROUP BY c.short_name")
        self.assertEqual(len(found), 8)
        for name, results, unsure in found:
            said = re.findall(r"We give (\d+) answers here\. The program is not sure of (\d+) of them", self.read("council", name.lower().replace(" ", "-"), "index.html"))
            with self.subTest(name):
                self.assertEqual(said, [(str(results), str(unsure))] if unsure else [])

    def test_each_result_that_is_not_sure_says_so_where_it_stands(self):
        """In the table side by side, that of its service, on its question's page, and among what a family asks first; no other does."""
        pages = {}
        checked = {True: 0, False: 0}
        for slug, service, row, unsure in self.rows("SELECT slug, service, row_id, certainty < 0.75 FROM verdict JOIN council USING (run_id, gss_code) "
                                                    "WHERE verdict IN ('yes', 'concerns', 'no', 'doubts', 'silent') ORDER BY slug, row_id, service"):
            card = pages.setdefault(slug, self.read("council", slug, "index.html"))
            line = re.search(rf'<tr id="{service}-{row}">.*?</td>', card, re.S)[0]
            whole = re.search(rf'<tr id="{service}-{row}">.*?</td>', self.read("council", slug, service, "index.html"), re.S)[0]
            across = re.search(rf'<tr><th scope="row"><a href="../../row/{row}/index.html">.*?</tr>', card, re.S)[0]
            services = re.findall(r'<th scope="col"><a href="([^"/]*)/', card)
            cells = re.findall(r"<td>(.*?)</td>", across, re.S)
            asked = re.search(rf'<li class="card"><h3><a href="{service}/[^>]*>[^<]*</a></h3><ul class="plain basics">.*?</ul>', card, re.S)
            title = {"explanation": "What it is", "referral": "How to ask", "contacts": "Who to ring"}.get(row)
            places = [line, whole, cells[services.index(service)]]
            if title and asked:
                places.append(re.search(rf"<li>{title}.*?</li>", asked[0])[0])
            self.assertEqual([place.count("<small>not sure</small>") for place in places], [unsure] * len(places), (slug, service, row))
            checked[bool(unsure)] += 1
        self.assertTrue(min(checked.values()) > 100, checked)
        for row, unsure in self.rows("SELECT row_id, sum(certainty < 0.75) FROM verdict WHERE verdict IN ('yes', 'concerns', 'no', 'doubts', 'silent') GROUP BY row_id"):
            self.assertEqual(self.read("row", row, "index.html").count("<small>not sure</small>"), unsure, row)
        for slug, seen in self.rows("SELECT slug, sum(certainty < 0.75) FROM page_verdict JOIN page ON page.id = page_id JOIN council USING (run_id, gss_code) "
                                    "WHERE verdict IN ('yes', 'concerns', 'no') GROUP BY slug"):
            self.assertEqual(self.read("council", slug, "pages", "index.html").count("<small>not sure</small>"), 2 * seen, "beside the page and its quotes")

    def test_scorecards_are_light(self):
        for slug, in self.rows("SELECT slug FROM council"):
            self.assertLess(os.path.getsize(os.path.join(self.out, "council", slug, "index.html")), 140_000, slug)

    def test_outcomes(self):
        visits = {name: (outcome, reason) for name, outcome, reason in
                  self.rows("SELECT c.short_name, v.outcome, v.reason FROM visit v JOIN council c USING (run_id, gss_code)")}
        self.assertEqual(set(visits), set(OUTCOMES))
        for name, (outcome, reason) in OUTCOMES.items():
            self.assertEqual(visits[name][0], outcome, name)
            if reason is not None:
                self.assertEqual(visits[name][1], reason, name)

    def test_what_was_not_read_is_not_judged(self):
        for name in ("Isenbury", "Jarnwick", "Kelderby"):
            gss, = self.rows("SELECT gss_code FROM council WHERE short_name = ?", name)[0]
            self.assertEqual(self.rows("SELECT DISTINCT verdict FROM verdict WHERE gss_code = ?", gss), [("not_tested",)], name)
            self.assertEqual(self.rows("SELECT was_read, low, high FROM scorecard WHERE gss_code = ?", gss), [(0, None, None)], name)
            self.assertEqual(self.rows("SELECT count(*) FROM page WHERE gss_code = ? AND document_id IS NOT NULL", gss), [(0,)], name)

    def test_the_dead_local_offer_is_found_from_the_home_page(self):
        (start, listed, note), = self.rows("SELECT start_url, listed_url, note FROM visit JOIN council USING (run_id, gss_code) WHERE short_name = 'Holmferry'")
        self.assertEqual(start, "http://www.holmferry.example/families/send-local-offer")
        self.assertEqual(listed, "http://localoffer.holmferry.example/")
        self.assertIn("home page", note)

    def test_links(self):
        targets = {url: (state, reason) for url, state, reason in self.rows("SELECT url, state, reason FROM target")}
        wrong = []
        for url, (state, reason) in LINKS.items():
            found = targets.get(url)
            if found is None or found[0] != state or (reason is not None and found[1] != reason):
                wrong.append(f"{url}: {found}, expected {state}, {reason}")
        self.assertEqual(wrong, [])

    def test_nothing_else_is_called_broken(self):
        broken = {url for url, in self.rows("SELECT url FROM target WHERE state = 'broken'")}
        self.assertEqual(broken - set(LINKS), set())

    def test_the_scanned_leaflet_is_a_picture_of_text(self):
        found = self.rows("SELECT a.could_not_tell FROM assessment a JOIN page p ON p.id = a.page_id WHERE p.url LIKE '%/leaflets/portage-scan.pdf'")
        self.assertEqual(found, [("picture of text",)])

    def test_verdicts(self):
        verdicts = {(council, service, row): verdict for council, service, row, verdict in
                    self.rows("SELECT c.short_name, v.service, v.row_id, COALESCE(v.leans, v.verdict) FROM verdict v JOIN council c USING (run_id, gss_code)")}
        wrong, settled, cells = [], [], 0
        for council, service, row, expected in expected_cells():
            key, cells = (council, service, row), cells + 1
            self.assertIn(key, verdicts)
            known = key in KNOWN_DISAGREEMENTS
            if known and verdicts[key] == expected:
                settled.append(f"{council}, {service}, {row}: the program now says {expected}; take it off KNOWN_DISAGREEMENTS")
            elif not known and verdicts[key] != expected:
                wrong.append(f"{council}, {service}, {row}: expected {expected}, the program says {verdicts[key]}")
        self.assertGreater(cells, 1000)
        unknown = set(KNOWN_DISAGREEMENTS) - {(c, s, r) for c, s, r, _ in expected_cells()}
        self.assertEqual(unknown, set(), "known disagreements about what is not expected")
        self.assertEqual(wrong + settled, [])

    def test_yes_and_concerns_are_quoted(self):
        missing = self.rows("SELECT gss_code, service, row_id FROM verdict v WHERE verdict IN ('yes', 'concerns')"
                            " AND NOT EXISTS (SELECT 1 FROM evidence e WHERE e.verdict_id = v.id) ORDER BY 1, 2, 3")
        self.assertEqual(missing, UNQUOTED)


class Seeds(unittest.TestCase):
    """What the made-up councils may hold."""

    def texts(self):
        for folder, _, names in os.walk(os.path.join(SEEDS, "demo")):
            for name in names:
                if name.endswith((".html", ".txt", ".json", ".csv")):
                    path = os.path.join(folder, name)
                    with open(path, encoding="utf-8") as file:
                        yield os.path.relpath(path, SEEDS), file.read()

    def test_hosts_are_made_up(self):
        for path, text in self.texts():
            for host in re.findall(r"https?://([\w.-]+)", text) + re.findall(r"@([\w-]+\.[\w.-]+\w)", text):
                self.assertTrue(host.endswith(".example") or host in ("intranet", "www.w3.org"), f"{path}: {host}")

    def test_telephones_are_for_fiction(self):
        fiction = re.compile(r"01632 ?960\d{3}|011[3-8] ?496 ?0\d{3}|0161 ?496 ?0\d{3}|020 ?7946 ?0\d{3}|07700 ?900\d{3}|0808 ?157 ?0\d{3}")
        for path, text in self.texts():
            for number in re.findall(r"(?<![\w./-])0\d[\d ]{7,11}\d", text):
                self.assertRegex(number, fiction, path)


if __name__ == "__main__":
    unittest.main()
