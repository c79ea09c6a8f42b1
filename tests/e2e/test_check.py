"""`check`: one screen for whoever looks after the site, at any width, with colour and without,
also where the site is down, closed to programs, or about other things."""
import json
import os
import re
import shutil
import tempfile
import unittest
from xml.etree import ElementTree

from program import SEEDS, on_terminal, run
from toyweb import WORDS, Answer, ToyWeb, page

ESCAPE = re.compile(r"\x1b\[[0-9;]*m")


def screen(columns, *arguments, env=None):
    """What a terminal of so many columns is sent."""
    return on_terminal(*arguments, columns=columns, env=env)[1].replace("\r\n", "\n")


class Check(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.web = web = ToyWeb()
        home = "anytown.test"
        services = ("short-breaks", "portage", "transport")
        web.page(home, "/", page("Local Offer", *[("/" + name, name.replace("-", " ")) for name in services], ("/gone", "Old page"), ("", "Form"), body=WORDS))
        for name in services:
            web.page(home, "/" + name, page(name.replace("-", " ").title(), ("/gone", "More"), body=WORDS + "<p>For children aged 5 to 18 who live in Anytown. "
                                            "Ring us on 01632 960123 or write to send@anytown.test. You can refer yourself.</p>"))
        web.page("bins.test", "/", page("Bins", body="<p>Bins are emptied on Mondays.</p>"))
        web.page("home.test", "/", page("Anytown Council", "/portage", "/news", "http://hub.test/", body="<p>Our Local Offer is on the Family Hub.</p>"))
        web.page("home.test", "/portage", page("Portage", body=WORDS + "<p>Portage visits families at home, and a teacher shows them games.</p>"))
        web.page("home.test", "/news", page("News", body=WORDS))
        web.page("walled.test", "/", page("x", body=WORDS))
        web.robots("walled.test", "User-agent: *\nDisallow: /\n")
        web.page("sick.test", "/", "", status=503)
        web.page("scripted.test", "/", '<!DOCTYPE html><title>Offer</title><div id="root"></div><script src="/app.js"></script>')
        web.add("scripted.test", "/app.js", Answer("render()", content_type="text/javascript"))
        web.redirect("staff.test", "/", "/login")
        web.page("staff.test", "/login", page("Sign in", body='<form><label>Email<input type="email"></label><label>Password<input type="password"></label><button>Sign in</button></form>'))
        web.page("survey.test", "/", page("Short breaks consultation", body=WORDS + "<p>7 Tell us by 4 May 2019 what you think of our clubs. Café 8</p>"))
        web.start()

    @classmethod
    def tearDownClass(cls):
        cls.web.stop()

    def test_a_date_of_ones_own_seeds_may_be_shorter_than_a_year(self):
        """A pattern that finds no more than a figure, or nothing: no date, and the answer comes."""
        with tempfile.TemporaryDirectory() as directory:
            seeds = shutil.copytree(SEEDS, os.path.join(directory, "seeds"))
            rows = os.path.join(seeds, "rows", "rows.json")
            with open(rows, encoding="utf-8") as file:
                text = file.read()
            with open(rows, "w", encoding="utf-8") as file:
                file.write(re.sub(r'("group": "date",\n *"regex": )".*?",\n', r'\1"\\\\d?",\n', text))
            result = run(*self.arguments("survey.test"), "--format", "jsonl", env={"COREOFFER_SEEDS": seeds}, timeout=60)
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        self.assertTrue(json.loads(result.stdout)["read"])

    def test_formats_are_for_pipelines(self):
        """The findings of the screen, in what a pipeline reads; --fail-on decides as it does without them."""
        whole = [run(*self.arguments("anytown.test"), "--format", name, timeout=120) for name in ("jsonl", "junit", "sarif")]
        self.assertEqual([(result.returncode, result.stderr) for result in whole], [(0, "")] * 3)
        card = json.loads(whole[0].stdout)
        self.assertTrue(card["read"])
        rows = {(service["service"], row["row"]): row["verdict"] for service in card["services"] for row in service["rows"]}
        self.assertEqual(rows["short-breaks", "eligibility"], "yes")
        suites = {suite.get("name"): suite for suite in ElementTree.fromstring(whole[1].stdout)}
        failed = {case.get("name") for case in suites["short-breaks"] if case.find("failure") is not None}
        adverse = {row for (service, row), verdict in rows.items() if service == "short-breaks" and verdict in ("no", "concerns", "doubts", "silent")}
        unscored = {"heard", "numbers", "decides", "complain", "current"}
        self.assertLessEqual(unscored, adverse)
        self.assertEqual(failed, adverse - unscored, "what is not scored fails no pipeline")
        skipped = {case.get("name") for case in suites["short-breaks"] if case.find("skipped") is not None}
        self.assertTrue(unscored <= skipped)
        self.assertEqual((suites["short-breaks"].get("failures"), suites["short-breaks"].get("skipped")), (str(len(failed)), str(len(skipped))))
        self.assertTrue(all(re.search(r"\non http://anytown\.test:\d+/", failure.text) for failure in suites["short-breaks"].iter("failure")))
        results = json.loads(whole[2].stdout)["runs"][0]["results"]
        self.assertIn("http-404", {result["ruleId"] for result in results})
        self.assertIn("formats", {result["ruleId"] for result in results})
        self.assertEqual({result["level"] for result in results if result["ruleId"] in unscored}, {"note"})
        self.assertEqual({result["level"] for result in results if result["ruleId"] == "formats"}, {"warning"})
        unsure = {(service["service"], row["row"]) for service in card["services"] for row in service["rows"]
                  if row["certainty"] < 0.75 and row["verdict"] in ("yes", "concerns", "no", "doubts", "silent")}
        marked = {(suite.get("name"), case.get("name")) for suite in suites.values() for case in suite if case.findtext("system-out") == "not sure"}
        self.assertEqual(marked, unsure)
        self.assertTrue(0 < len(unsure) < len(rows))
        titles = {service: next(r["message"]["text"] for r in results if r["ruleId"] == "formats" and title in r["message"]["text"]).split(":")[0]
                  for service, title in (("short-breaks", "Short breaks"), ("portage", "Portage"))}
        for service, title in titles.items():
            doubtful = {result["ruleId"]: result.get("properties") == {"unsure": True} and "(not sure)" in result["message"]["text"]
                        for result in results if result["message"]["text"].startswith(title + ":")}
            self.assertEqual({row for row in doubtful if doubtful[row]}, {row for row in doubtful if (service, row) in unsure})
        sign = " (not sure)" if ("short-breaks", "formats") in unsure else ""
        said = f"Are there other formats and languages? not found{sign}. We found no offer of another format or language."  # the word alone can be misread
        self.assertIn(f"Short breaks: {said}", {result["message"]["text"] for result in results})
        self.assertIn(said, {failure.get("message") for failure in suites["short-breaks"].iter("failure")})
        self.assertEqual(run(*self.arguments("anytown.test"), "--format", "sarif", "--fail-on", "broken", timeout=120).returncode, 4)
        wrong = run(*self.arguments("anytown.test"), "--format", "csv")
        self.assertEqual((wrong.returncode, wrong.stdout), (2, ""))
        self.assertIn("text, jsonl, junit, sarif", wrong.stderr)

    def test_what_is_left_out(self):
        with tempfile.NamedTemporaryFile("w", suffix=".txt") as ignore:
            ignore.write("*/gone Being rewritten, back in May\n")
            ignore.flush()
            card = json.loads(run(*self.arguments("anytown.test"), "--format", "jsonl", "--ignore-file", ignore.name).stdout)
            self.assertEqual([link["reason"] for link in card["links"] if link["url"].endswith("/gone")], ["ignored"])

    def test_one_page_says_nothing_of_others(self):
        said = "One page alone"
        address = self.web.url("anytown.test", "/portage")
        one = run("check", address, *self.arguments("anytown.test")[2:], "--max-pages", "1", timeout=120)
        self.assertIn(said, one.stdout)
        self.assertNotIn(said, run(*self.arguments("anytown.test"), timeout=120).stdout)
        self.assertIn("Portage and early support", one.stdout)
        self.assertNotIn("Short breaks", one.stdout)
        self.assertIn("This page says nothing of 8 other services.", one.stdout)
        self.assertNotIn("All together", one.stdout, "no score of a council from a page of one service")
        card = json.loads(run("check", address, *self.arguments("anytown.test")[2:], "--max-pages", "1", "--format", "jsonl").stdout)
        words = {service["service"]: {row["verdict"] for row in service["rows"]} for service in card["services"]}
        self.assertLess({"yes", "no"}, words.pop("portage"))
        self.assertEqual(set().union(*words.values()), {"cannot_tell"}, "a pipeline is not stopped by what other pages may say")

    def test_a_page_without_links_is_one_page_too(self):
        """A web site of one page was read in full, and is told from a page that alone was asked for."""
        body = "<p>Portage is a home-visiting service for children under five. Ring 01234 567890 to ask for it.</p>"
        self.web.page("lone.test", "/", page("Portage", body=body))
        self.web.redirect("moved.test", "/", self.web.url("lone.test", "/"))
        for host in ("lone.test", "moved.test"):
            arguments = [*self.arguments(host), "--max-pages", "1"]
            one = run(*arguments)
            self.assertIn("One page alone", one.stdout)
            self.assertIn("This page says nothing of 8 other services.", one.stdout)
            self.assertNotIn("All together", one.stdout)
            self.assertEqual(set(re.findall(r"(\d+) of (\d+) services?\n", one.stdout)), {("1", "1")})
            unsure, tested = map(int, re.search(r"not sure: (\d+) of (\d+) results", one.stdout).groups())
            self.assertLess(unsure, tested)
            self.assertLess(tested, 18, "of the one service that is shown")
            card = json.loads(run(*arguments, "--format", "jsonl").stdout)
            self.assertEqual({row["verdict"] for service in card["services"] if service["service"] != "portage" for row in service["rows"]}, {"cannot_tell"})
        whole = run(*self.arguments("lone.test")).stdout
        for said in ("All together", "Short breaks", "1 of the 9 services that families look for is described here.", "9 of 9 services"):
            self.assertIn(said, whole)
        self.assertNotIn("One page alone", whole)

    def arguments(self, host):
        return ["check", self.web.url(host, "/"), "--allow-private", "--delay", "0", "--timeout", "5", "--resolve", f"*:{self.web.port}:127.0.0.1"]

    def test_one_screen_at_every_width(self):
        for columns in (40, 60, 80, 100, 120):
            with self.subTest(columns):
                text = ESCAPE.sub("", screen(columns, *self.arguments("anytown.test")))
                lines = text.split("\n")
                self.assertLessEqual(len(lines), 42 if columns > 40 else 61)
                wide = [line for line in lines if len(line) > columns and "http" not in line]
                self.assertEqual(wide, [])
                for words in ("anytown.test", "By a program", "All together", "Short breaks", "Put right first", "Page not found:", "/gone", "--out DIR"):
                    self.assertIn(words, " ".join(text.split()))

    def test_colour_adds_nothing_but_colour(self):
        arguments = self.arguments("anytown.test")
        plain = run(*arguments).stdout
        self.assertNotIn("\x1b", plain)
        coloured = screen(80, *arguments)
        self.assertIn("\x1b[", coloured)
        self.assertEqual(ESCAPE.sub("", coloured), plain)
        self.assertNotIn("\x1b", ESCAPE.sub("", coloured))
        for env in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
            self.assertEqual(screen(80, *arguments, env=env), plain)
        self.assertEqual(run(*arguments, "--color", "always").stdout, coloured)

    def test_what_a_family_asks_first_stands_in_a_table(self):
        lines = run(*self.arguments("anytown.test")).stdout.splitlines()
        head = next(line for line in lines if "what it is" in line)
        starts = [head.index(title) for title in ("found", "what it is", "who for", "how to get", "contacts")]
        row = next(line for line in lines if line.startswith("  Short breaks"))
        cells = [row[start:end].strip() for start, end in zip(starts, starts[1:] + [None])]
        self.assertRegex(cells[0], r"^\d+ of \d+$")
        for cell in cells[1:]:
            self.assertIn(cell.rstrip("?"), ("found", "partly", "not found", "can't tell"))
        self.assertEqual(cells[2].rstrip("?"), "found", "ages and a place")
        card = json.loads(run(*self.arguments("anytown.test"), "--format", "jsonl").stdout)
        breaks, = (service for service in card["services"] if service["service"] == "short-breaks")
        unsure = {row["row"]: row["certainty"] < 0.75 and row["verdict"] != "cannot_tell" for row in breaks["rows"]}
        self.assertEqual([cell.endswith("?") for cell in cells[1:]], [unsure[row] for row in ("explanation", "eligibility", "referral", "contacts")])
        self.assertEqual(len([line for line in lines if line.startswith("  ? = the program is not sure: ")]), 1, "what the sign means is said once")

    def test_a_site_about_other_things(self):
        done = run(*self.arguments("bins.test"))
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("Nothing was found here about any of the 9 services", done.stdout)
        self.assertIn("Read on", done.stdout)
        self.assertIn(": 1 page. By", done.stdout)
        self.assertNotIn("Put right first", done.stdout, "no list of nine times nothing")

    def test_a_home_page_is_no_local_offer(self):
        """Where the Local Offer is a site of its own, a visit to the council's home page tells nearly nothing, and says why."""
        text = " ".join(run(*self.arguments("home.test")).stdout.split())
        self.assertIn(f"1 of the 9 services that families look for is described here. The visit began at {self.web.url('home.test', '/')}: if the Local Offer is "
                      "elsewhere, check that address.", text)

    def test_an_address_that_is_not_there(self):
        """Whoever names an address is told that nothing is there, and not what some other page of the site says."""
        start = self.web.url("home.test", "/nothing-here")
        arguments = [start if "home.test" in word else word for word in self.arguments("home.test")]
        done = run(*arguments)
        self.assertEqual(done.returncode, 3, done.stderr)
        self.assertIn(f"Asked for {start}. The web site answered that there is no page at this address.", " ".join(done.stdout.split()))
        unread = json.loads(run(*arguments, "--format", "jsonl").stdout)["unread"]
        self.assertEqual((unread["url"], unread["outcome"], unread["reason"]), (start, "not_found", "http-404"))
        self.assertIn(f'name="{start}"><error type="not_found"', run(*arguments, "--format", "junit").stdout)
        self.assertFalse(json.loads(run(*arguments, "--format", "sarif").stdout)["runs"][0]["invocations"][0]["executionSuccessful"])
        for what, code, links in (("broken", 4, 4), ("suspect", 4, 4), ("no", 3, 2)):
            self.assertEqual(run(*arguments, "--fail-on", what).returncode, code, what)
            self.assertEqual(run("links", *arguments[1:], "--fail-on", what).returncode, links, what)

    def test_a_site_that_could_not_be_read(self):
        for host, words in (("walled.test", ("the site refused", "asks programs not to open", "robots.txt")), ("sick.test", ("could get no page from the site", "gone wrong on its side"))):
            with self.subTest(host):
                done = run(*self.arguments(host), timeout=120)
                self.assertEqual(done.returncode, 3, done.stderr)
                text = " ".join(done.stdout.split())
                for part in ("Could not be read on", "Nothing is said about what it publishes", f"Asked for {self.web.url(host, '/')}.", *words):
                    self.assertIn(part, text)
                self.assertNotIn("not found", text)

    def test_who_needs_scripts_is_told_how_they_are_run(self):
        for command in ("check", "links"):
            text = " ".join(run(command, *self.arguments("scripted.test")[1:]).stdout.split())
            self.assertEqual(text.count("empty until a browser runs its scripts"), 1, text)
            self.assertIn("With --browser PATH, where PATH is a Chromium, such pages are rendered and read", text)

    def test_who_asks_to_sign_in_is_told_what_to_do_about_that(self):
        """It is no firewall's doing, nor a rule's of robots.txt."""
        for command in ("check", "links"):
            text = " ".join(run(command, *self.arguments("staff.test")[1:]).stdout.split())
            self.assertIn("the site refused", text)
            self.assertIn("put what families need where everybody can read it", text)
            self.assertNotIn("robots.txt", text)


if __name__ == "__main__":
    unittest.main()
