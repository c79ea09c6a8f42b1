"""One page under many addresses fills no page limit, and no page is lost for being called much like another. The server's
request log says what was asked for."""
import glob
import itertools
import json
import re
import unittest

from program import run
from toyweb import WORDS, Answer, Hole, ToyWeb, Turns, page
from towns import HEADER, Place, rows

SERVICES = tuple(f"service-{letter}" for letter in "abcdefghijklmnopqrst")
HOSTS = ("anytown.test", "www.anytown.test")
MISSING = Answer(page("Page not found"), 404)


def service(name, links, head="", words=""):
    return Answer(page(name, *links, body=f"{WORDS}<p>{name} is for children aged 5 to 18 and for their families. {words}</p>", head=head))


class SamePage(unittest.TestCase):
    def setUp(self):
        self.web = ToyWeb().start()
        self.addCleanup(self.web.stop)

    def visit(self, *options):
        """Gives the addresses asked for by GET, by HEAD, and what was found of each link."""
        self.web.clear_log()
        done = run("links", self.web.url("anytown.test", "/local-offer"), "--allow-private", "--delay", "0", "--format", "jsonl",
                   "--resolve", f"*:{self.web.port}:127.0.0.1", *options)
        self.assertEqual(done.returncode, 0, done.stderr)
        asked = [(method, self.web.url(host, target)) for host in HOSTS for method, target in self.web.asked(host)
                 if target.startswith(("/local-offer", "/Local-Offer", "/s/"))]
        found = {entry["target"]: (entry["state"], entry["reason"]) for entry in map(json.loads, done.stdout.splitlines()[:-1])}
        return [address for method, address in asked if method == "GET"], [address for method, address in asked if method == "HEAD"], found

    def serve(self, ways, name_of, canonical=False, redirect=False):
        """Twenty services, each linked from all pages in several `ways` to write its address."""
        def answer(request):
            name = name_of(request).removeprefix("/local-offer").strip("/")
            if name not in ("", *SERVICES):
                return MISSING
            plain = f"/local-offer/{name}".rstrip("/")
            if redirect and request.target != plain:
                return Answer("", 301, {"Location": plain})
            links = [(way, other) for other in SERVICES for way in ways(f"/local-offer/{other}")]
            return service(name or "Local Offer", links, f'<link rel="canonical" href="{plain}">' if canonical else "")
        for host in HOSTS:
            self.web.otherwise(host, answer)

    def test_ways_to_write_an_address(self):
        """Three pages read twice prove it; then the other way comes after all other pages, and one that is the same makes no page."""
        def lower(request):
            return request.path.lower()
        www = self.web.url("www.anytown.test")
        for what, ways, name_of in (
                ("slash", lambda path: (path, path + "/"), lower),
                ("capitals", lambda path: (path, path.replace("local-offer/s", "Local-Offer/S")), lower),
                ("first page", lambda path: (path + "/", path + "/index.html"), lambda request: request.path.replace("index.html", "")),
                ("www", lambda path: (path, www.rstrip("/") + path), lower)):
            for canonical, redirect in itertools.product((False, True), (False, True)):
                if redirect and what in ("first page", "www"):  # every way there would be the other one
                    continue
                with self.subTest(what, canonical=canonical, redirect=redirect):
                    self.serve(ways, name_of, canonical, redirect)
                    read, checked, found = self.visit("--max-pages", "30")
                    names = [re.search(r"service-\w", address.lower()) for address in read]
                    self.assertEqual({name.group() for name in names if name}, set(SERVICES))
                    pages = {(entry["host"], entry["target"]) for entry in self.web.entries() if entry["method"] == "GET" and entry["status"] == 200 and "ocal-" in entry["target"]}
                    self.assertLessEqual(len(pages), 30 + (what == "www"))  # whether HEAD is true is seen host by host
                    start = self.web.url("anytown.test", "/local-offer")  # the front page leads there, at the end
                    self.assertEqual({address for address in read if read.count(address) > 1} - ({start} if redirect else set()), set())
                    self.assertTrue(redirect or len(set(read) & set(checked)) <= (what == "www"))
                    self.assertGreaterEqual(len([address for address in found if "service-" in address.lower()]), 2 * len(SERVICES))
                    self.assertEqual(set(found.values()) - {("ok", "redirected")}, {("ok", "")})

    def test_what_leads_to_a_page_that_was_read(self):
        """The redirect is asked for, the page is not: not a second time, nor for a page of the limit, whoever goes on with the run or reads the archive."""
        council, old = "www.anytown.test", [f"/local-offer/old-{kind}/{name}" for kind in "ab" for name in SERVICES]
        pages = [(f"/local-offer/{name}", name) for name in SERVICES]
        for address, name in pages:
            self.web.add(council, address, service(name, [(other, "Portage") for other in old]))
        for address in old:
            self.web.redirect(council, address, f"/local-offer/{address.rsplit('/', 1)[1]}", status=301)
        self.web.redirect(council, "/local-offer/restricted", "/local-offer/service-a/log-in")
        self.web.page(council, "/local-offer/service-a/log-in", page("Sign in", body="<form><input type='password'></form><p>Sign in to your account to go on.</p>"))
        self.web.add(council, "/local-offer", service("Local Offer", pages))
        listed = HEADER + f"E06999001,Anytown Council,North,http://{council}/,http://{council}/local-offer\n"
        whole = self.web.sites[council]["/local-offer/service-c"]
        with Place(self.web, text=listed) as place, Place(self.web, text=listed) as cut, Place(self.web, text=listed) as again:
            for audited, parts in ((place, 1), (cut, 2)):
                self.web.clear_log()
                if parts == 2:
                    self.web.add(council, "/local-offer/service-c", Turns(Hole(), whole))
                    self.assertEqual(run(*audited.audit("--no-report", "--max-pages", "25", "--max-runtime", "2")).returncode, 3)
                done = run(*audited.audit("--no-report", "--max-pages", "25", "--resume"))
                self.assertEqual(done.returncode, 0, done.stderr)
                asked = [target for method, target in self.web.asked(council) if method == "GET"]
                twice = {target for target in asked if asked.count(target) > 1} - {"/robots.txt", "/sitemap.xml"}
                self.assertEqual({target for target in twice if parts == 1 or not target.endswith("/service-c")}, set())  # but for what was under way
                self.assertLessEqual({*old, *(address for address, _ in pages)}, set(asked))
                self.assertEqual(run("verify", "--store", audited.store).returncode, 0)
            for name in ("visits", "pages", "targets", "verdicts", "scorecards"):
                self.assertEqual(rows(cut.store)[name], rows(place.store)[name])
            visits, found = rows(place.store)["visits"], rows(place.store)["pages"]
            self.assertEqual(visits[0][1], "done")
            self.assertEqual({(row[4], row[6], row[10]) for row in found if row[2].removeprefix(f"http://{council}") in old}
                             - {(200, "redirected", row[10]) for row in found}, set())
            asked = len(self.web.asked())
            archive, = glob.glob(place.at("**", "*.warc.gz"), recursive=True)
            done = run(*again.audit("--no-report", "--no-archive", "--max-pages", "25", "--from", archive))
            self.assertEqual((done.returncode, len(self.web.asked())), (0, asked), done.stderr)
            self.assertEqual(rows(again.store)["pages"], found)

    def test_the_part_that_a_redirect_names(self):
        """What is said of it is the same when a run goes on."""
        council, slow = "www.anytown.test", "/local-offer/slow"
        moved = {"there": "/local-offer/help#opening", "gone": "/local-offer/help#closing", "carried": "/local-offer/help", "top": "/local-offer/help#"}
        for name, location in moved.items():
            self.web.redirect(council, f"/local-offer/{name}", location, status=301)
        self.web.add(council, "/local-offer", service("Local Offer", [*(f"/local-offer/{name}#old" for name in moved), slow]))
        self.web.page(council, "/local-offer/help", page("Help", body=WORDS + "<h2 id=opening>Opening</h2>"))
        listed = HEADER + f"E06999001,Anytown Council,North,http://{council}/,http://{council}/local-offer\n"
        with Place(self.web, text=listed) as place, Place(self.web, text=listed) as cut:
            for audited in (cut, place):
                self.web.add(council, slow, Turns(Hole(), service("Slow", [])) if audited is cut else service("Slow", []))
                more = ("--max-runtime", "2") if audited is cut else ()
                self.assertEqual(run(*audited.audit("--no-report", *more)).returncode, 3 if audited is cut else 0)
            self.assertIn(f"http://{council}/local-offer/gone", {row[2] for row in rows(cut.store)["pages"]}, "it was not read before the stop")
            self.assertEqual(run(*cut.audit("--no-report", "--resume")).returncode, 0)
            self.assertEqual(rows(cut.store)["targets"], rows(place.store)["targets"])
            said = {row[0].removeprefix(f"http://{council}/local-offer/"): (*row[2:4], row[6]) for row in rows(place.store)["targets"]}
            help_page = f"http://{council}/local-offer/help"
            self.assertEqual({name: said[f"{name}#old"] for name in moved}, {
                "there": ("ok", "redirected", help_page + "#opening"), "gone": ("ok", "redirect-part", help_page),
                "carried": ("broken", "fragment-missing", None), "top": ("ok", "redirected", help_page)})

    def test_what_holds_the_page_that_it_stands_on(self):
        """Feedback forms, logging in, sharing: as many addresses as pages, and one page all the same. Of each the first is asked for."""
        council, sharing = "www.anytown.test", "sharing.test"
        pages = [f"/local-offer/{name}" for name in SERVICES]
        for address in pages:
            self.web.add(council, address, service(address, [
                f"/local-offer/feedback?about=http%3A%2F%2F{council}{address}", f"/sign-in?goto={address}/", f"http://{sharing}/share?u=http://{council}{address}&t={address}",
                f"/local-offer/record?id={address[-1]}&back={address}"]))
            self.web.add(council, f"/local-offer/record?id={address[-1]}&back={address}", service("Record " + address, []))
        self.web.below(council, "/local-offer/feedback", service("Feedback", []))
        self.web.below(council, "/sign-in", Answer(page("Sign in", body="<form><input type='password'></form>")))
        self.web.below(sharing, "/share", Answer(page("Share")))
        self.web.add(council, "/local-offer", service("Local Offer", pages))
        listed = HEADER + f"E06999001,Anytown Council,North,http://{council}/,http://{council}/local-offer\n"
        with Place(self.web, text=listed) as place:
            done = run(*place.audit("--no-report"))
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertEqual(rows(place.store)["visits"][0][1], "done")
        asked = [target for _, target in self.web.asked()]
        for name, most in (("/local-offer/feedback", 1), ("/sign-in", 1), ("/share", 2)):  # by HEAD and GET
            self.assertIn(len([target for target in asked if target.startswith(name)]), range(1, most + 1), name)
        self.assertEqual(len([target for target in asked if target.startswith("/local-offer/record")]), len(SERVICES), "they are told apart by their ids")

    def test_what_is_new_on_every_page(self):
        """20 pages and 20 links on each, no two of them alike: 400 addresses."""
        fresh = itertools.count(623)

        def visit(path):
            return (f"{path};visit={next(fresh)}",)

        def folder(path):
            return (path.replace("/local-offer", f"/local-offer;v={next(fresh)}"),)

        def session(path):
            number = next(fresh)
            return (f"/s/{number * 7919:x}f{number}e{number:x}9d8c7{path}",)
        for ways in (visit, folder, session):
            for canonical in (False, True):
                with self.subTest(ways.__name__, canonical=canonical):
                    self.serve(ways, lambda request: re.sub(r"^/s/[^/]+|;v(isit)?=\d+", "", request.path), canonical)
                    read, checked, found = self.visit()
                    self.assertEqual({name.group() for name in map(re.compile(r"service-\w").search, read) if name}, set(SERVICES))
                    self.assertLessEqual(len(read) + len(checked), 80)
                    self.assertEqual(set(found.values()), {("ok", "")})

    def test_a_limit_that_only_copies_are_over_cuts_nothing_short(self):
        self.serve(lambda path: (path, path + "/"), lambda request: request.path)
        for most, verdict in ((26, "not-found"), (20, "cut-short")):
            done = run("check", self.web.url("anytown.test", "/local-offer"), "--allow-private", "--delay", "0", "--format", "jsonl", "--max-pages", str(most),
                       "--resolve", f"*:{self.web.port}:127.0.0.1")
            self.assertEqual('"visit-cut-short"' in done.stdout, verdict == "cut-short", done.stderr)

    def test_no_page_is_lost(self):
        """On a site where ways of writing make no difference for most: what is another page, and what is there in one way alone, is read."""
        special = {"/local-offer/Club": "a club", "/local-offer/club": "another club", "/local-offer/old-page/": "the old page, which is there with its slash alone"}
        broken = "/local-offer/old-page"
        links = [(way, name) for name in SERVICES for way in (f"/local-offer/{name}", f"/local-offer/{name}/", f"/Local-Offer/{name}")]
        links += [(way, "More") for way in (broken, *special)]

        def answer(request):
            name = request.path.lower().removeprefix("/local-offer").strip("/")
            if request.path in special:
                return service(special[request.path], links)
            return service(name or "Local Offer", links) if name in ("", *SERVICES) else MISSING
        self.web.otherwise("anytown.test", answer)
        read, _, found = self.visit()
        for path in special:
            self.assertIn(self.web.url("anytown.test", path), read)
            self.assertEqual(found[self.web.url("anytown.test", path)], ("ok", ""))
        self.assertEqual(found[self.web.url("anytown.test", broken)], ("broken", "http-404"))

    def test_records_are_no_sessions(self):
        """Clubs that have numbers which a machine made, and for the most part the same words as yet."""
        numbers = [f"{number:02d}f8e7d6c5b{number:02d}" for number in range(12)]

        def answer(request):
            parts = request.path.removeprefix("/local-offer").strip("/").split("/")
            if parts == [""]:
                return service("Local Offer", [(f"/local-offer/clubs/{number}", "A club") for number in numbers])
            if len(parts) < 2 or parts[1] not in numbers:
                return MISSING
            number, rest = parts[1], parts[2:]
            words = "Ring the club." if rest else "More to follow." if number in numbers[:6] else f"This is club {number}."
            return service("Contact" if rest else "Club", [(f"/local-offer/clubs/{number}/contact", "Contact")], words=words)
        self.web.otherwise("anytown.test", answer)
        read, _, _ = self.visit()
        for number in numbers:
            self.assertIn(self.web.url("anytown.test", f"/local-offer/clubs/{number}"), read)


if __name__ == "__main__":
    unittest.main()
