"""`links`: every format, lists of addresses, what is left out, and the exit status."""
import csv
import io
import json
import os
import re
import subprocess
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree

from program import PROGRAM, on_terminal, run, until
from toyweb import WORDS, Answer, ToyWeb, page

FIELDS = ["source", "target", "final", "text", "scope", "state", "reason", "status", "redirects", "advice"]
HOSTILE = '=1+1 "quoted", <b>bold</b> \u2028 & more'


class Links(unittest.TestCase):
    def setUp(self):
        self.directory = tempfile.TemporaryDirectory()
        self.web = web = ToyWeb()
        web.start()
        self.start = web.url("anytown.test", "/local-offer")
        fine = page("Short breaks", body=WORDS)
        web.page("anytown.test", "/local-offer", page(
            "Local Offer", ("/local-offer/breaks", "Short breaks"), ("/local-offer/gone", HOSTILE), ("/local-offer/failing", "Failing"),
            ("http://partner.test:$PORT/moved", "Partner"), ("http://walled.test:$PORT/x", "Walled"), ("http://shut.test:$PORT/x", "Shut"),
            ("mailto:send@anytown.test", "Write"), ("tel:none", "Ring"), body=WORDS))
        web.page("anytown.test", "/local-offer/breaks", page("Short breaks", ("/local-offer/gone", "Again"), body=WORDS + "<p>More.</p>"))
        # So long a wait is for another run, so it is not asked three times.
        web.add("anytown.test", "/local-offer/failing", Answer("", 503, {"Retry-After": "3600"}))
        web.redirect("partner.test", "/moved", "/new", 301)
        web.page("partner.test", "/new", fine)
        web.robots("walled.test", "User-agent: *\nDisallow: /\n")
        web.page("shut.test", "/x", "", status=403)

    def tearDown(self):
        self.web.stop()
        self.directory.cleanup()

    def write(self, name, text):
        path = os.path.join(self.directory.name, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path

    def links(self, *arguments):
        return run("links", "--allow-private", "--delay", "0", "--resolve", f"*:{self.web.port}:127.0.0.1", *arguments)

    def objects(self, *arguments):
        done = self.links(*arguments, "--format", "jsonl")
        objects = [json.loads(line) for line in done.stdout.splitlines()]
        return objects[:-1], objects[-1]["summary"], done

    def site(self, target):
        return target.replace(f":{self.web.port}", "")

    def test_headings_and_progress_keep_within_a_narrow_terminal(self):
        code, seen = on_terminal("links", "--allow-private", "--delay", "0.1", "--resolve", f"*:{self.web.port}:127.0.0.1", self.start, columns=40, streams=("stdout", "stderr"))
        self.assertEqual(code, 0)
        lines = re.split(r"[\r\n]+", re.sub(r"\x1b\[[0-9;]*[A-Za-z]", "", seen))
        self.assertIn("Could not check: refuses a program or", lines)
        self.assertEqual([line for line in lines if len(line) > 40 and "http" not in line and " addresses: " not in line], [])
        drawn = [line for line in lines if " [" in line]
        self.assertTrue(drawn)
        for line in drawn:
            self.assertRegex(line, r"^\w+ \[[#.]{4,19}\] \d+/\d+, \d+ hosts?(, [\d.]+/s, .*)?$", "the bar gives way to the words")

    def test_a_start_that_cannot_be_read_is_said(self):
        done = self.links(self.web.url("walled.test", "/x"))
        self.assertEqual(done.returncode, 3)
        self.assertIn("Could not be read: the site refused", done.stdout)
        self.assertIn("Asked for http://", done.stdout)
        self.assertNotIn("Could not be read", self.links(self.start).stdout)

    def test_one_page_is_called_one(self):
        self.assertRegex(self.links(self.start, "--max-pages", "1").stdout, r"(?m)^1 page, \d+ addresses: ")

    def test_every_format_says_why_a_start_could_not_be_read(self):
        start = self.web.url("walled.test", "/x")
        objects, summary, done = self.objects(start)
        self.assertEqual((objects, summary["pages"], done.returncode), ([], 0, 3))
        unread = json.loads(done.stdout.splitlines()[-1])["unread"]
        self.assertEqual((unread["url"], unread["outcome"]), (start, "blocked"))
        self.assertTrue(unread["reason"] and unread["explanation"].endswith("."), unread)
        rows = list(csv.DictReader(io.StringIO(self.links(start, "--format", "csv").stdout)))
        self.assertEqual([(row["source"], row["target"], row["reason"]) for row in rows], [("", start, unread["reason"])])
        suite = ElementTree.fromstring(self.links(start, "--format", "junit").stdout).find("testsuite")
        self.assertEqual((suite.get("tests"), suite.get("errors"), suite.find("testcase").get("name")), ("1", "1", start))
        self.assertIn(unread["explanation"], suite.find("testcase/error").get("message"))
        invocation = json.loads(self.links(start, "--format", "sarif").stdout)["runs"][0]["invocations"][0]
        self.assertFalse(invocation["executionSuccessful"])
        self.assertIn(unread["explanation"], invocation["toolExecutionNotifications"][0]["message"]["text"])
        # Where it could be read nothing is added.
        self.assertNotIn('"unread"', self.objects(self.start)[2].stdout)
        read = json.loads(self.links(self.start, "--format", "sarif").stdout)["runs"][0]["invocations"]
        self.assertEqual(read, [{"executionSuccessful": True}])

    def test_pages_are_counted_where_they_were_read(self):
        # The start, one page of the site and a partner's; what is gone, failing or closed was asked for and not read.
        _, summary, _ = self.objects(self.start)
        self.assertEqual(summary["pages"], 3)

    def test_json_lines(self):
        objects, summary, done = self.objects(self.start)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        for entry in objects:
            self.assertEqual(list(entry), FIELDS)
            self.assertIsInstance(entry["redirects"], int)
            self.assertIn(entry["scope"], ("internal", "external"))
            self.assertTrue(entry["status"] is None or 100 <= entry["status"] <= 999)
        pairs = [(entry["source"], entry["target"]) for entry in objects]
        self.assertEqual(len(pairs), len(set(pairs)))
        found = {(self.site(entry["source"]), self.site(entry["target"])): entry for entry in objects}
        gone = found[("http://anytown.test/local-offer", "http://anytown.test/local-offer/gone")]
        self.assertEqual((gone["state"], gone["reason"], gone["status"], gone["scope"]), ("broken", "http-404", 404, "internal"))
        self.assertEqual(gone["text"].split(), HOSTILE.split())
        self.assertIn(("http://anytown.test/local-offer/breaks", "http://anytown.test/local-offer/gone"), found)
        moved = found[("http://anytown.test/local-offer", "http://partner.test/moved")]
        self.assertEqual((moved["state"], moved["reason"], moved["redirects"], moved["scope"]), ("ok", "redirected", 1, "external"))
        self.assertEqual(moved["advice"], moved["final"])
        self.assertEqual(self.site(moved["final"]), "http://partner.test/new")
        self.assertEqual(list(summary), ["pages", "links", "ok", "broken", "suspect", "blocked", "not_checked"])
        targets = {entry["target"]: entry["state"] for entry in objects}
        self.assertEqual(summary["links"], len(targets))
        for state in ("ok", "broken", "suspect", "blocked", "not_checked"):
            self.assertEqual(summary[state], list(targets.values()).count(state), state)

    def test_the_page_that_was_perhaps_meant_is_named(self):
        self.web.page("anytown.test", "/slips", page("Slips", ("/local-offer/Breaks.html", "Breaks"), ("/local-offer/other", "Other"),
                                                     ("/local-offer/breaks", "Breaks that are there"), body=WORDS))
        objects, _, _ = self.objects(self.web.url("anytown.test", "/slips"))
        advice = {self.site(entry["target"]): self.site(entry["advice"] or "") for entry in objects}
        self.assertTrue(advice["http://anytown.test/local-offer/Breaks.html"].endswith(": http://anytown.test/local-offer/breaks"))
        self.assertNotIn("http", advice["http://anytown.test/local-offer/other"])

    def test_csv_says_the_same(self):
        objects, _, _ = self.objects(self.start)
        done = self.links(self.start, "--format", "csv")
        self.assertEqual(done.returncode, 0, done.stderr)
        rows = list(csv.DictReader(io.StringIO(done.stdout, newline="")))
        self.assertEqual(list(rows[0]), FIELDS)
        self.assertEqual(len(rows), len(objects))
        for row, entry in zip(rows, objects):
            for name in ("source", "target", "final", "scope", "state", "reason"):
                self.assertEqual(row[name].lstrip("'"), entry[name])
            self.assertEqual(row["status"], "" if entry["status"] is None else str(entry["status"]))
            for value in row.values():
                self.assertNotIn(value[:1], ("=", "+", "-", "@", "\t", "\r"), "no formula for a spreadsheet")

    def test_junit(self):
        done = self.links(self.start, "--format", "junit")
        self.assertEqual(done.returncode, 0, done.stderr)
        root = ElementTree.fromstring(done.stdout)
        self.assertEqual(root.tag, "testsuites")
        for suite in root.iter("testsuite"):
            cases = suite.findall("testcase")
            self.assertEqual(int(suite.get("tests")), len(cases))
            self.assertEqual(int(suite.get("failures")), len(suite.findall("testcase/failure")))
            self.assertEqual(int(suite.get("skipped")), len(suite.findall("testcase/skipped")))
        passed = [case.get("name") for case in root.iter("testcase") if case.find("failure") is None and case.find("skipped") is None]
        self.assertEqual(passed, ["links that work"], "one test that passes: a file without any is taken for a failure")
        failed = {self.site(case.get("name")) for case in root.iter("testcase") if case.find("failure") is not None}
        self.assertEqual(failed, {"http://anytown.test/local-offer/gone", "tel:none"})
        said = next(case.find("failure").text for case in root.iter("testcase") if case.get("name").endswith("/gone")).splitlines()
        self.assertEqual(len(said), 3, said)
        self.assertIn("Link to the page", said[0])
        for line in said[1:]:
            self.assertRegex(line, "^on http://anytown.test:[0-9]+/local-offer[^ ]* “.+”$")

    def test_advice_fits_what_is_broken(self):
        """A page's script is not linked to, and a page near it is not what is meant."""
        parts = ("/local-offer/break.png", "/local-offer/menu.js", "/local-offer/shown.png")
        self.web.page("anytown.test", "/local-offer", page("Local Offer", ("/local-offer/breaks", "Short breaks"), ("/local-offer/shown.png", "The map"), body=WORDS +
                      f'<img src="{parts[0]}" alt="A map"><script src="{parts[1]}"></script><img src="{parts[2]}" alt=""><a href="/local-offer/break">Breaks</a>'))
        objects, _, _ = self.objects(self.start)
        found = {self.site(entry["target"]).removeprefix("http://anytown.test"): entry for entry in objects if entry["state"] == "broken"}
        self.assertEqual(set(found), {*parts, "/local-offer/break", "/local-offer/gone"})
        for path, entry in found.items():
            with self.subTest(path):
                self.assertEqual(entry["reason"], "http-404")
                self.assertEqual(("link" in entry["advice"].lower(), "the address at which the file is now" in entry["advice"]), (False, True) if path in parts[:2] else (True, False))
        self.assertIn("/local-offer/breaks", found["/local-offer/break"]["advice"])
        self.assertRegex(self.links(self.start).stdout, r"menu\.js\n +File not found\. Put")
        rules = json.loads(self.links(self.start, "--format", "sarif").stdout)["runs"][0]["tool"]["driver"]["rules"]
        self.assertRegex([rule for rule in rules if rule["id"] == "http-404"][0]["help"]["text"], "or take the link out. Of a picture, .*: Put ")

    def test_sarif(self):
        """The properties that SARIF 2.1.0 requires, and every result's rule."""
        done = self.links(self.start, "--format", "sarif")
        self.assertEqual(done.returncode, 0, done.stderr)
        log = json.loads(done.stdout)
        self.assertEqual(log["version"], "2.1.0")
        self.assertTrue(log["$schema"].endswith(".json"))
        self.assertEqual(len(log["runs"]), 1)
        for one in log["runs"]:
            driver = one["tool"]["driver"]
            self.assertEqual(driver["name"], "coreoffer")
            rules = [rule["id"] for rule in driver["rules"]]
            self.assertEqual(len(rules), len(set(rules)))
            for rule in driver["rules"]:
                for part in ("shortDescription", "fullDescription", "help"):
                    self.assertTrue(rule[part]["text"])
            prints = [result["partialFingerprints"]["coreofferFinding/v1"] for result in one["results"]]
            self.assertEqual(len(prints), len(set(prints)))
            for result in one["results"]:
                self.assertIn(result["ruleId"], rules)
                self.assertIn(result["level"], ("none", "note", "warning", "error"))
                self.assertTrue(result["message"]["text"])
                for location in result["locations"]:
                    self.assertTrue(location["physicalLocation"]["artifactLocation"]["uri"].startswith("http://"))
            gone = [result for result in one["results"] if "/local-offer/gone behind “" in result["message"]["text"]]
            self.assertEqual(len(gone), 2, "one for each page that carries it")
            self.assertEqual({result["level"] for result in gone}, {"error"})

    def test_table_and_formats_that_there_are_not(self):
        done = self.links(self.start)
        self.assertEqual(done.returncode, 0, done.stderr)
        for part in ("Broken", "/local-offer/gone", "Suspect", "/local-offer/failing", "Could not check", "shut.test"):
            self.assertIn(part, done.stdout)
        self.assertEqual(done.stdout, self.links(self.start, "--format", "table").stdout)
        self.assertNotIn("\x1b", done.stdout)
        self.assertEqual(self.links(self.start, "--format", "yaml").returncode, 2)

    def test_what_works_and_could_be_better(self):
        """Each page that carries it is named, and nothing about it counts as a fault."""
        lines = [self.site(line) for line in self.links(self.start).stdout.splitlines()]
        at = lines.index("Works, but could be better: not counted as a fault")
        self.assertEqual(lines[at + 1], "  http://partner.test/moved")
        self.assertEqual(" ".join(line.strip() for line in lines[at + 2:at + 4]),
                         "Moved to a new address. Put the new address in the page, so that the link goes on working when the old one is retired.")
        self.assertEqual(lines[at + 4:at + 6], ["    use http://partner.test/new", "    on http://anytown.test/local-offer “Partner”"])
        self.assertNotIn("partner.test", "".join(lines[:at]))
        self.web.page("partner.test", "/moved", page("Partner", body=WORDS))
        self.assertNotIn("could be better", self.links(self.start).stdout)

    def test_what_became_of_one_link(self):
        store, port = os.path.join(self.directory.name, "links.db"), self.web.port
        self.assertEqual(self.links(self.start, "--store", store).returncode, 0)

        def explain(address):
            return run("explain", "link", "anytown.test", address, "--store", store)

        shown = " ".join(self.site(explain(f"http://partner.test:{port}/moved").stdout).split())
        for part in ("use http://partner.test/new", "on http://anytown.test/local-offer “Partner”", "ok, redirected.", "status 200", "It led to http://partner.test/new"):
            self.assertIn(part, shown)
        shown = " ".join(self.site(explain(f"HTTP://anytown.test:{port}/local-offer/gone").stdout).split())
        for part in ("Page not found.", "broken, http-404.", "It took 2 requests", "status 404", "http://anytown.test/local-offer/breaks “Again”"):
            self.assertIn(part, shown)
        self.assertIn("Works.", explain("mailto:send@anytown.test").stdout)
        self.assertIn("It was not asked for.", explain("tel:none").stdout)
        done = explain("http://nowhere.test/")
        self.assertEqual((done.returncode, done.stdout), (2, ""))
        self.assertIn("no page that was read links to 'http://nowhere.test/'", done.stderr)

    def test_an_empty_link_is_found_by_its_words(self):
        self.web.page("anytown.test", "/local-offer", page("Local Offer", ("", "Short breaks form"), ("/local-offer/gone", "Transport"), body=WORDS))
        lines = self.links(self.start).stdout.splitlines()
        self.assertNotIn("", [line.strip() for line in lines[:-2]], "no blank line in place of an address")
        at = lines.index("  no address")
        self.assertEqual([self.site(line) for line in lines[at + 1:at + 3]],
                         ["    Link to nowhere. Give it an address, or take it out.", "    on http://anytown.test/local-offer “Short breaks form”"])
        self.assertIn("    on http://anytown.test/local-offer “Transport”", [self.site(line) for line in lines])
        log = json.loads(self.links(self.start, "--format", "sarif").stdout)
        self.assertIn("Link to nowhere: no address behind “Short breaks form”", [result["message"]["text"] for result in log["runs"][0]["results"]])
        root = ElementTree.fromstring(self.links(self.start, "--format", "junit").stdout)
        self.assertIn("no address", [case.get("name") for case in root.iter("testcase")])
        objects, _, _ = self.objects(self.start)
        self.assertIn("", [entry["target"] for entry in objects], "for programs it is what it is")

    def test_fail_on(self):
        self.assertEqual(self.links(self.start, "--fail-on", "broken").returncode, 4)
        self.web.page("anytown.test", "/local-offer", page("Local Offer", "/local-offer/failing", "http://shut.test:$PORT/x", body=WORDS))
        self.assertEqual(self.links(self.start, "--fail-on", "broken").returncode, 0)
        self.assertEqual(self.links(self.start, "--fail-on", "suspect").returncode, 4)
        self.web.page("anytown.test", "/local-offer/failing", page("Well again", body=WORDS))
        self.assertEqual(self.links(self.start, "--fail-on", "suspect").returncode, 0)

    def test_what_most_pages_carry_comes_first(self):
        """One fault of a template, put right once."""
        for name in "abc":
            self.web.page("anytown.test", "/local-offer/" + name, page(
                "Short breaks " + name, "/local-offer/a-" + name, "/local-offer/template", body=WORDS + f"<p>Short breaks for children aged 5 to 18: ask group {name}.</p>"))
        self.web.page("anytown.test", "/local-offer", page("Local Offer", *("/local-offer/" + name for name in "abc"), body=WORDS))
        told = self.links(self.start).stdout
        self.assertLess(told.index("/template"), told.index("/a-a"))
        shown = run("check", self.start, "--allow-private", "--delay", "0", "--resolve", f"*:{self.web.port}:127.0.0.1", env={"COLUMNS": "100"}).stdout
        first = shown[shown.index("Broken links on this site"):]
        self.assertLess(first.index("/template"), first.index("/a-a"))
        self.assertIn("/local-offer/a and 2 more places", first)
        self.assertIn("and 1 more: 'coreoffer links' lists them", first)

    # ---- stopped before its end: there is no run to go on with, so what is known is told ----

    def slow_site(self):
        self.web.page("anytown.test", "/local-offer", page("Local Offer", *(f"/local-offer/{i}" for i in range(40)), "mailto:nobody", body=WORDS))
        for i in range(40):
            self.web.page("anytown.test", f"/local-offer/{i}", page(f"Page {i}", f"/local-offer/{i}/gone", body=WORDS + f"<p>Page number {i}.</p>"))

    def test_time_that_is_over_leaves_what_was_found(self):
        self.slow_site()
        objects, summary, done = self.objects(self.start, "--delay", "0.2", "--max-runtime", "4")
        self.assertEqual(done.returncode, 3)
        self.assertIn("--max-runtime was reached; what was found until then is not the whole site", done.stderr)
        reasons = {(entry["state"], entry["reason"]) for entry in objects}
        self.assertLessEqual({("ok", ""), ("broken", "mailto-invalid"), ("not_checked", "limit")}, reasons)
        self.assertGreater(summary["pages"], 2)
        self.assertLess(summary["pages"], 20, "half of the time is for the links")
        self.assertIn("Part of the web site was read", self.links(self.start, "--delay", "0.2", "--max-runtime", "2").stdout)
        self.assertEqual(self.links(self.start, "--delay", "0.2", "--max-runtime", "2", "--fail-on", "broken").returncode, 4)
        done = run("check", self.start, "--delay", "0.2", "--max-runtime", "2", "--format", "junit", "--allow-private", "--resolve", f"*:{self.web.port}:127.0.0.1")
        self.assertEqual(done.returncode, 3)
        self.assertIsNotNone(ElementTree.fromstring(done.stdout).find(".//testcase"))

    def test_a_signal_leaves_what_was_found(self):
        self.slow_site()
        process = subprocess.Popen([PROGRAM, "links", self.start, "--format", "jsonl", "--allow-private", "--delay", "0.1", "--resolve", f"*:{self.web.port}:127.0.0.1"],
                                   stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.assertTrue(until(lambda: len(self.web.asked("anytown.test")) > 6, 20))
        process.terminate()
        out, said = process.communicate(timeout=20)
        self.assertEqual(process.returncode, 143, said)
        self.assertIn("stopped by a signal", said)
        self.assertGreater(json.loads(out.splitlines()[-1])["summary"]["pages"], 2)

    def test_a_list_that_takes_too_long(self):
        addresses = [f"http://anytown.test:{self.web.port}/local-offer/{i}" for i in range(40)]
        objects, summary, done = self.objects("--list", self.write("list.txt", "\n".join(addresses)), "--delay", "0.2", "--max-runtime", "2")
        self.assertEqual(done.returncode, 3)
        self.assertIn("is not the whole list", done.stderr)
        self.assertEqual(summary["links"], 40)
        self.assertGreater(summary["not_checked"], 20)

    def test_lists(self):
        """Addresses as people write them; each is asked about once."""
        port = self.web.port
        written = [f"http://anytown.test:{port}/local-offer/breaks", f"HTTP://AnyTown.test:{port}/local-offer/../local-offer/gone",
                   f"http://partner.test:{port}/moved", f"http://anytown.test:{port}/local-offer/breaks", "nonsense", "mailto:send@anytown.test", "tel:none"]
        path = self.write("list.txt", "# Addresses\n\n" + "\r\n".join("  " + line for line in written) + "\n")
        objects, summary, done = self.objects("--list", path)
        self.assertEqual(done.returncode, 0, done.stderr)
        states = {self.site(entry["target"]): (entry["state"], entry["reason"]) for entry in objects}
        self.assertEqual(states, {"http://anytown.test/local-offer/breaks": ("ok", ""), "http://anytown.test/local-offer/gone": ("broken", "http-404"),
                                  "http://partner.test/moved": ("ok", "redirected"), "nonsense": ("broken", "invalid-url"),
                                  "mailto:send@anytown.test": ("ok", ""), "tel:none": ("broken", "tel-invalid")})
        self.assertEqual(summary["links"], 6)
        self.assertEqual({entry["source"] for entry in objects}, {path})
        asked = self.web.asked("anytown.test")
        self.assertEqual([method for method, target in asked if target == "/local-offer/breaks"], ["HEAD", "GET"])
        self.assertEqual(self.links("--list", path, "--fail-on", "broken").returncode, 4)
        self.assertEqual(self.links("--list", self.write("empty.txt", "# nothing\n")).returncode, 2)
        self.assertEqual(self.links("--list", path, self.start).returncode, 2)

    def test_what_is_left_out(self):
        """Neither asked for nor counted as wrong, shown with the reason."""
        ignore = self.write("ignore.txt", "# Known and being mended\n"
                            "http://anytown.test:*/local-offer/gone   Being rewritten, back in May\n"
                            "*://shut.test:*/*\tOnly open to staff\r\n"
                            "*/local-offer/breaks Read by hand\ntel:* Numbers are checked by telephone\n*/nowhere/* Nothing has it\n")
        objects, summary, done = self.objects(self.start, "--ignore-file", ignore)
        self.assertEqual(done.returncode, 0, done.stderr)
        left_out = {self.site(entry["target"]): (entry["state"], entry["advice"]) for entry in objects if entry["reason"] == "ignored"}
        self.assertEqual(left_out, {"http://anytown.test/local-offer/gone": ("not_checked", "Being rewritten, back in May"),
                                    "http://shut.test/x": ("not_checked", "Only open to staff"),
                                    "http://anytown.test/local-offer/breaks": ("not_checked", "Read by hand"),
                                    "tel:none": ("not_checked", "Numbers are checked by telephone")})
        self.assertEqual(summary["ignored"], 4)
        self.assertEqual(summary["broken"], 0)
        self.assertEqual(self.web.asked("shut.test"), [])
        self.assertFalse({"/local-offer/gone", "/local-offer/breaks"} & {target for _, target in self.web.asked("anytown.test")})
        self.assertEqual(self.links(self.start, "--ignore-file", ignore, "--fail-on", "broken").returncode, 0)
        bare = self.write("bare.txt", "*/gone\n*/breaks Read by hand\ntel:*\n")
        told = self.links(self.start, "--ignore-file", bare)
        self.assertEqual(told.returncode, 2)
        self.assertRegex(told.stderr, r"bare.txt:1: '\*/gone' has no reason.*\n.*bare.txt:3: 'tel:\*' has no reason.*\n.*: 2 mistakes to mend")
        table = self.links(self.start, "--ignore-file", ignore).stdout
        self.assertIn("Only open to staff", table)
        self.assertIn("4 of them left out", table)
        path = self.write("list.txt", f"http://shut.test:{self.web.port}/x\nhttp://partner.test:{self.web.port}/new\n")
        objects, summary, _ = self.objects("--list", path, "--ignore-file", ignore)
        self.assertEqual([(entry["state"], entry["reason"]) for entry in objects], [("not_checked", "ignored"), ("ok", "")])
        self.assertEqual(summary["ignored"], 1)

    def test_ignore_files_that_cannot_be_read(self):
        bad = self.write("bad.txt", "*/fine because\nhttp://anytown.test/x\n")
        done = self.links(self.start, "--ignore-file", bad)
        self.assertEqual(done.returncode, 2)
        self.assertIn("bad.txt:2", done.stderr)
        self.assertIn("reason", done.stderr)
        self.assertNotEqual(self.links(self.start, "--ignore-file", os.path.join(self.directory.name, "none")).returncode, 0)
        self.assertEqual(self.web.asked(), [])


if __name__ == "__main__":
    unittest.main()
