"""Parameters that are new on every page fill no page limit with copies, and what a parameter tells apart is read. The
server's request log says what was asked for."""
import itertools
import json
import os
import re
import sqlite3
import tempfile
import unittest

from program import run
from toyweb import WORDS, Answer, ToyWeb, page

SERVICES = ("breaks", "transport", "portage", "equipment", "therapy", "respite", "advice", "youth-club", "key-working", "grants", "childcare", "hearing")
RECORDS = range(1, 13)


class Site:
    """Twelve services, all linked to from all, and a directory of twelve records behind `?id=`. `dress` makes of an address what a link says."""

    def __init__(self, web, dress, head="", foot=""):
        self.web, self.dress, self.head, self.foot, self.fresh = web, dress, head, foot, itertools.count(623)
        web.otherwise("anytown.test", self.answer)

    def answer(self, request):
        path, record = request.path.removeprefix("/local-offer").strip("/"), re.search(r"\bid=(\d+)", request.query)
        if path == "record" and record and int(record.group(1)) in RECORDS:
            title = body = f"Club {chr(64 + int(record.group(1)))}"
        elif path in ("", *SERVICES):
            title = body = path.title() or "Local Offer"
        else:
            return Answer(page("Page not found"), 404)
        links = [(self.dress(f"/local-offer/{name}", next(self.fresh)), name) for name in (*SERVICES, "gone")]
        links += [(self.dress(f"/local-offer/record?id={number}", next(self.fresh)), f"Club {chr(64 + number)}") for number in RECORDS]
        address = request.path + (f"?id={record.group(1)}" if record else "")
        head = self.head.replace("ADDRESS", address) if self.head else ""
        foot = self.foot.replace("NUMBER", str(next(self.fresh)))
        return Answer(page(title, *links, body=f"{WORDS}<p>{body} is for children aged 5 to 18 and for their families.</p>{foot}", head=head))

    def judge(self, test, most):
        """Every service and record is read, in at most so many requests."""
        self.web.clear_log()
        done = run("links", self.web.url("anytown.test", "/local-offer"), "--allow-private", "--delay", "0", "--format", "jsonl", "--resolve",
                   f"*:{self.web.port}:127.0.0.1", timeout=300)
        test.assertEqual(done.returncode, 0, done.stderr)
        asked = [target for _, target in self.web.asked("anytown.test") if target.startswith("/local-offer")]
        for name in SERVICES:
            test.assertTrue(any(re.match(rf"/local-offer/{name}\b", target) for target in asked), name)
        for number in RECORDS:
            test.assertTrue(any(re.search(rf"/record\?(.*&)?id={number}\b", target) for target in asked), number)
        test.assertLessEqual(len(asked), most)
        found = [json.loads(line) for line in done.stdout.splitlines()[:-1]]
        for entry in found:
            gone = "/gone" in entry["target"]
            if entry["reason"] == "limit":  # a kind of address can be too many before it is known why
                test.assertTrue(self.foot and "/record" in entry["target"])
                continue
            test.assertEqual((entry["state"], entry["reason"]), ("broken", "http-404") if gone else ("ok", ""), entry)
        return asked, found


class Parameters(unittest.TestCase):
    def setUp(self):
        self.web = ToyWeb().start()
        self.addCleanup(self.web.stop)

    def test_numbers_that_are_new_on_every_page(self):
        """25 pages and 13 links on each, no two of them alike: 625 addresses."""
        def one(address, number):
            return f"{address}{'&' if '?' in address else '?'}_={number}"

        def two(address, number):
            return f"{address}{'&' if '?' in address else '?'}sid={number:x}z&t={number}"

        def back(address, number):
            return f"{address}{'&' if '?' in address else '?'}back=%2Fpage%2F{number}"
        for dress in (one, two, back):
            for head in ("", '<link rel="canonical" href="ADDRESS">'):
                for foot in ("", "<p>You are visitor NUMBER.</p>"):
                    with self.subTest(dress.__name__, head=head, foot=foot):
                        Site(self.web, dress, head, foot).judge(self, 200 if foot else 80)

    def test_without_them_nothing_is_asked_twice(self):
        asked, _ = Site(self.web, lambda address, number: address).judge(self, 40)
        self.assertEqual(len(asked) - sum("gone" in target for target in asked), 1 + len(SERVICES) + len(RECORDS))

    def test_the_walk_from_the_home_page_sees_through_them(self):
        """The home page leads to sections by addresses that are always new, twice to each, and one of them to the Local Offer."""
        site = Site(self.web, lambda address, number: f"{address}{'&' if '?' in address else '?'}_={number}")
        sections = ("Special educational needs", "Disabled children", "Additional needs")

        def front(request):
            links = [(site.dress(f"/{name.split()[0].lower()}", next(site.fresh)), name) for name in sections * 2]
            return Answer(page("Anytown Council", *links, body=WORDS))

        def section(name):
            links = [("/local-offer", "Local Offer")] if name == sections[2] else []
            return lambda request: Answer(page(name, *((site.dress(href, next(site.fresh)), text) for href, text in links), body=WORDS))
        self.web.add("anytown.test", "/", front)
        for name in sections:
            self.web.below("anytown.test", f"/{name.split()[0].lower()}?", section(name))
        with tempfile.TemporaryDirectory() as directory:
            councils, store = os.path.join(directory, "councils.csv"), os.path.join(directory, "a.db")
            with open(councils, "w", encoding="utf-8") as file:
                file.write("gss_code,council_name,region,council_url,local_offer_url\n"
                           f"E06999001,Anytown Council,North,{self.web.url('anytown.test')},{self.web.url('anytown.test', '/local-offer')}\n")
            done = run("audit", "--councils", councils, "--store", store, "--out", os.path.join(directory, "report"), "--allow-private", "--delay", "0",
                       "--resolve", f"*:{self.web.port}:127.0.0.1")
            self.assertEqual(done.returncode, 0, done.stderr)
            database = sqlite3.connect(store)
            self.assertEqual(database.execute("SELECT clicks_from_home FROM visit").fetchall(), [(2,)])
            database.close()


if __name__ == "__main__":
    unittest.main()
