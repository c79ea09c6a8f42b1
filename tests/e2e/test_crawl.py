"""Crawling and link checking against a toy web that misbehaves; the server's own request
log says what was asked for, in which order and how often."""
import json
import os
import struct
import subprocess
import tempfile
import unittest

from program import PROGRAM, SEEDS, run, until
from toyweb import (WORDS, Answer, Drip, Endless, EndlessHeader, GzipBomb, Hole, Reset, ToyWeb, Turns, misbehaving, page)


def options(web, *more):
    return ["--allow-private", "--delay", "0", "--resolve", f"*:{web.port}:127.0.0.1", *more]


def links(web, url, *more, timeout=120, **keywords):
    """Runs `links` and gives the objects by target, the summary and the finished process."""
    done = run("links", url, "--format", "jsonl", *options(web, *more), timeout=timeout, **keywords)
    objects = [json.loads(line) for line in done.stdout.splitlines()]
    summary = objects.pop()["summary"] if objects and "summary" in objects[-1] else None
    return {entry["target"]: entry for entry in objects}, summary, done


class Verdicts(unittest.TestCase):
    """Every misbehaviour has its state and reason, whether its link is asked for by HEAD or
    read as a partner's page."""
    slow = True

    def judge(self, *more):
        web = ToyWeb()
        cases = misbehaving(web)
        with web:
            found, summary, done = links(web, web.url("anytown.test", "/local-offer"), *more)
            self.assertEqual(done.returncode, 0, done.stderr)
            for href, state, reason, words in cases:
                target = href.replace("$PORT", str(web.port))
                if target.startswith("#"):
                    target = web.url("anytown.test", "/local-offer") + target.rstrip("#")
                with self.subTest(words):
                    self.assertIn(target, found)
                    got = found[target]
                    self.assertEqual((got["state"], got["reason"]), (state, reason))
                    self.assertEqual(got["text"], words)
            self.assertEqual(found[f"http://moved.test:{web.port}/deep/page"]["advice"], f"http://moved.test:{web.port}/new/home-of-it")
            self.assertEqual(found[f"http://moved-part.test:{web.port}/deep/page#old-part"]["advice"], f"http://moved-part.test:{web.port}/new/page#opening")
            self.assertEqual(summary["links"], len(cases))
            for state in ("ok", "broken", "suspect", "blocked", "not_checked"):
                self.assertEqual(summary[state], sum(1 for case in cases if case[1] == state), state)
            self.check_manners(web)
        return web

    def check_manners(self, web):
        for host in {entry["host"] for entry in web.entries()}:
            asked = web.asked(host)
            self.assertEqual(asked[0], ("GET", "/robots.txt"), f"{host}: robots.txt comes first")
            self.assertEqual(web.most_open[host], 1, f"{host}: one request at a time")
        self.assertEqual(web.asked("walled.test"), [("GET", "/robots.txt")])
        self.assertEqual({target for _, target in web.asked("robots-down.test")}, {"/robots.txt"})
        # A cookie goes back to who set it, and only where redirects would go round without it.
        sent = {entry["host"]: entry["headers"].get("cookie") for entry in web.entries() if "cookie" in entry["headers"]}
        self.assertFalse({host for host in sent if "cookie" not in host}, sent)
        self.assertFalse({"cookie-giver.test", "cookie-for-all.test", "cookie-for-others.test", "cookie-secure.test", "cookie-host.test",
                          "cookie-expired.test", "cookie-elsewhere.test", "cookie-bomb.test"} & sent.keys(), sent)

    def test_links_that_are_only_checked(self):
        web = self.judge("--max-pages", "1")
        self.assertEqual(web.asked("fine.test"), [("GET", "/robots.txt"), ("HEAD", "/deep/page"), ("GET", "/deep/page")])
        self.assertEqual([method for method, target in web.asked("head-refused.test") if target == "/deep/page"], ["HEAD", "GET"])
        self.assertEqual([method for method, target in web.asked("gone.test") if target == "/deep/page"], ["HEAD", "GET"])
        self.assertEqual([method for method, target in web.asked("failing.test") if target == "/deep/page"], ["HEAD", "GET", "GET"])
        # So few bytes are read at once, and a title that says it all asks for nothing more.
        for host, probed in (("soft.test", []), ("weak-soft.test", ["GET"]), ("for-sale.test", ["GET"])):
            self.assertEqual([method for method, target in web.asked(host) if "no-such-page" in target], probed, f"{host} is probed once by each")

    def test_links_that_are_read_as_pages(self):
        web = self.judge()
        self.assertNotIn("HEAD", [method for method, _ in web.asked("fine.test")])


class Hostile(unittest.TestCase):
    def test_nothing_that_a_server_sends_holds_up_the_run(self):
        """Each ends as that page's reason, within its time and a bounded memory."""
        with ToyWeb() as web:
            cases = {
                "/local-offer/drip": (Drip(b"<p>slow</p>" * 1000, 0.2), {("suspect", "timeout")}),
                "/local-offer/endless": (Endless(), {("not_checked", "too-large")}),
                "/local-offer/bomb": (GzipBomb(), {("not_checked", "too-large")}),
                "/local-offer/header": (EndlessHeader(), {("not_checked", "too-large")}),
                "/local-offer/hole": (Hole(), {("suspect", "timeout")}),
                "/local-offer/cut": (Reset(sent=5000), {("suspect", "truncated")}),
                "/local-offer/fine": (Answer(page("Fine", body=WORDS)), {("ok", "")}),
            }
            for path, (answer, _) in cases.items():
                web.add("anytown.test", path, answer)
            web.page("anytown.test", "/local-offer", page("Local Offer", *cases, body=WORDS))
            peak = tempfile.NamedTemporaryFile()
            found, summary, done = links(web, web.url("anytown.test", "/local-offer"), "--timeout", "2", peak=peak.name)
            self.assertEqual(done.returncode, 0, done.stderr)
            for path, (_, allowed) in cases.items():
                got = found[web.url("anytown.test", path)]
                with self.subTest(path):
                    self.assertIn((got["state"], got["reason"]), allowed)
            with peak:
                self.assertLess(int(peak.read()), 400 * 1024, "kilobytes")

    def test_endless_sites_end(self):
        with ToyWeb() as web:
            def calendar(request):
                month = int(request.target.rsplit("/", 1)[-1])
                return Answer(page(f"Events {month}", f"/local-offer/events/{month + 1}", f"/local-offer/events/{month - 1}",
                                   f"/local-offer/events/{month}?sort=name", f"/local-offer/events/{month}/{month}/{month}/{month}"))
            web.below("anytown.test", "/local-offer/events/", lambda request: calendar(request) if request.target.count("/") == 3 and
                      "?" not in request.target else Answer(page("Events", body=WORDS)))
            web.page("anytown.test", "/local-offer", page("Local Offer", "/local-offer/events/500", "/local-offer/help", body=WORDS))
            web.page("anytown.test", "/local-offer/help", page("Help", body=WORDS))
            found, summary, done = links(web, web.url("anytown.test", "/local-offer"), "--max-pages", "40")
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertEqual(found[web.url("anytown.test", "/local-offer/help")]["state"], "ok")
            self.assertLessEqual(summary["pages"], 40)
            self.assertLess(len(web.asked("anytown.test")), 200)

    def test_a_host_that_asks_for_patience_gets_it(self):
        with ToyWeb() as web:
            web.add("anytown.test", "/local-offer/busy", Turns(Answer("", 429, {"Retry-After": "2"}), Answer(page("Busy", body=WORDS))))
            web.page("anytown.test", "/local-offer", page("Local Offer", "/local-offer/busy", body=WORDS))
            found, _, done = links(web, web.url("anytown.test", "/local-offer"))
            self.assertEqual(done.returncode, 0, done.stderr)
            times = [entry["began"] for entry in web.entries("anytown.test") if entry["target"] == "/local-offer/busy"]
            self.assertEqual(len(times), 2)
            self.assertGreater(times[1] - times[0], 1.95)
            self.assertEqual(found[web.url("anytown.test", "/local-offer/busy")]["state"], "ok")

    def test_a_host_that_refuses_again_and_again_is_left_alone(self):
        with ToyWeb() as web:
            paths = [f"/local-offer/page-{chr(97 + i)}" for i in range(26)]
            web.page("anytown.test", "/local-offer", page("Local Offer", *paths, body=WORDS))
            web.below("anytown.test", "/local-offer/page-", Answer("", 403))
            found, summary, done = links(web, web.url("anytown.test", "/local-offer"))
            self.assertEqual(done.returncode, 3, done.stderr)
            self.assertLessEqual(sum("page-" in target for _, target in web.asked("anytown.test")), 12)
            self.assertEqual(summary["blocked"], len(paths))
            self.assertIn("breaker", {entry["reason"] for entry in found.values()})


def compound(stream, flags=0):
    """An OLE compound file whose one stream has this name, and these flags where Word keeps its own."""
    def entry(name, sector):
        return name.encode("utf-16-le").ljust(116, b"\0") + struct.pack("<I", sector).ljust(12, b"\0")
    end, free = 0xFFFFFFFE, 0xFFFFFFFF
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(0x1E, b"\0") + struct.pack("<H", 9)
    head = head.ljust(0x30, b"\0") + struct.pack("<I", 1)
    head = head.ljust(0x44, b"\0") + struct.pack("<II", end, 0) + struct.pack("<I", 0) + struct.pack("<I", free) * 108
    table = struct.pack("<III", 0xFFFFFFFD, end, end).ljust(512, b"\xff")
    directory = (entry("Root Entry", end) + entry(stream, 2)).ljust(512, b"\0")
    return head + table + directory + (b"\0" * 10 + struct.pack("<H", flags)).ljust(512, b"\0")


def linked_pdf(*addresses):
    """A page of PDF whose lines are links to these addresses (URI actions)."""
    lines = "".join(f"(Line {number}) Tj T* " for number in range(len(addresses)))
    boxes = "".join(f"<< /Type /Annot /Subtype /Link /Rect [58 {797 - 14 * number} 300 {811 - 14 * number}] /A << /S /URI /URI ({address}) >> >> "
                    for number, address in enumerate(addresses))
    text = f"BT /F 12 Tf 14 TL 60 800 Td {lines}ET"
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Count 1 /Kids [4 0 R] >>",
               "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
               f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R /Resources << /Font << /F 3 0 R >> >> /Annots [{boxes}] >>",
               f"<< /Length {len(text)} >>\nstream\n{text}\nendstream"]
    out, table = "%PDF-1.4\n", ""
    for number, body in enumerate(objects, 1):
        table += f"{len(out):010} 00000 n \n"
        out += f"{number} 0 obj\n{body}\nendobj\n"
    return f"{out}xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"


class Files(unittest.TestCase):
    def test_links_of_a_leaflet_are_read_as_its_readers_read_them(self):
        """Without a scheme, what has two dots before its first slash is a host; the rest stands beside the leaflet."""
        with ToyWeb() as web:
            host = f"info.partner.test:{web.port}"
            links_of = {f"http://{host}/here": f"http://{host}/here", "info.partner.test/plan": "http://info.partner.test/plan",
                        "sub.partner.test": "http://sub.partner.test/", "map.v2.pdf": web.url("anytown.test", "/local-offer/map.v2.pdf"),
                        "other/map.pdf": web.url("anytown.test", "/local-offer/other/map.pdf"), "../map.a.b/x": web.url("anytown.test", "/map.a.b/x"),
                        "mailto:send@anytown.test": "mailto:send@anytown.test"}
            web.page("info.partner.test", "/here", page("Here", body=WORDS))
            web.add("anytown.test", "/local-offer/leaflet.pdf", Answer(linked_pdf(*links_of), content_type="application/pdf"))
            web.page("anytown.test", "/local-offer", page("Local Offer", "/local-offer/leaflet.pdf", body=WORDS))
            done = run("links", web.url("anytown.test", "/local-offer"), "--format", "jsonl", *options(web), timeout=60)
            self.assertEqual(done.returncode, 0, done.stderr)
            objects = [json.loads(line) for line in done.stdout.splitlines()[:-1]]
            leaflet = {entry["text"]: entry["target"] for entry in objects if entry["source"].endswith("leaflet.pdf")}
            self.assertEqual(leaflet, {f"Line {number}": target for number, target in enumerate(links_of.values())})

    def test_what_a_family_cannot_open_is_said(self):
        """A link to it works, so it is no broken one; what to do stands beside it."""
        docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
        cases = {"old.doc": (compound("WordDocument"), "application/msword", "ok", "old-format"),
                 "old-called-new.docx": (compound("WordDocument"), docx, "ok", "old-format"),
                 "locked.doc": (compound("WordDocument", 0x100), "application/msword", "ok", "password"),
                 "locked.docx": (compound("EncryptedPackage"), docx, "ok", "password"),
                 "sheet.xls": (compound("Workbook"), "application/vnd.ms-excel", "ok", ""),
                 "nothing.pdf": (b"", "application/pdf", "suspect", "empty-page")}
        with ToyWeb() as web:
            for name, (body, content_type, _, _) in cases.items():
                web.add("anytown.test", f"/local-offer/{name}", Answer(body, content_type=content_type))
            web.redirect("anytown.test", "/local-offer/locked-then.docx", "/local-offer/locked.docx", status=301)
            names = [f"/local-offer/{name}" for name in (*cases, "locked-then.docx")]
            web.page("anytown.test", "/local-offer", page("Local Offer", *names, body=WORDS))
            start = web.url("anytown.test", "/local-offer")
            found, _, done = links(web, start)
            self.assertEqual(done.returncode, 0, done.stderr)
            for name, (_, _, state, reason) in {**cases, "locked-then.docx": (b"", "", "ok", "password")}.items():
                with self.subTest(name):
                    got = found[web.url("anytown.test", f"/local-offer/{name}")]
                    self.assertEqual((got["state"], got["reason"]), (state, reason))
            # As the address that was named: one asks for another try elsewhere, none is called unreachable.
            for name, reason in (("old.doc", "old-format"), ("locked.docx", "password"), ("sheet.xls", "unreadable")):
                _, _, done = links(web, web.url("anytown.test", f"/local-offer/{name}"))
                unread = json.loads(done.stdout.splitlines()[-1])["unread"]
                self.assertEqual((unread["outcome"], unread["reason"]), ("not_found", reason))
            _, _, done = links(web, web.url("anytown.test", "/local-offer/nothing.pdf"))
            unread = json.loads(done.stdout.splitlines()[-1])["unread"]
            self.assertEqual((unread["outcome"], unread["reason"]), ("down", "empty-page"))


class Manners(unittest.TestCase):
    def test_delay_is_kept_and_crawl_delay_obeyed(self):
        with ToyWeb() as web:
            for host, robots in (("anytown.test", None), ("slow.test", "User-agent: *\nCrawl-delay: 0.6\n")):
                if robots:
                    web.robots(host, robots)
                web.page(host, "/local-offer", page("Local Offer", "/local-offer/a", "/local-offer/b", body=WORDS))
                web.page(host, "/local-offer/a", page("A", body=WORDS))
                web.page(host, "/local-offer/b", page("B", body=WORDS))
                web.clear_log()
                _, _, done = links(web, web.url(host, "/local-offer"), "--delay", "0.3")
                self.assertEqual(done.returncode, 0, done.stderr)
                began = [entry["began"] for entry in web.entries(host)]
                gaps = [later - earlier for earlier, later in zip(began, began[1:])]
                self.assertGreater(len(gaps), 2)
                # A busy server may see a request late, which shortens the next gap: all of them together can't be shortened.
                self.assertGreater(sum(gaps[1:]), (0.6 if robots else 0.3) * len(gaps[1:]) - 0.15, gaps)

    def test_what_must_not_be_asked_for_is_not(self):
        with ToyWeb() as web:
            web.robots("anytown.test", "User-agent: coreoffer\nDisallow: /local-offer/secret\nUser-agent: *\nDisallow: /\n")
            web.page("anytown.test", "/local-offer", page("Local Offer", "/local-offer/secret/plan", "/local-offer/logout", "/basket/add/4",
                     "/local-offer/on", body=WORDS + '<form action="/local-offer/apply"><input name="who"></form>'))
            web.page("anytown.test", "/local-offer/on", page("On", "/local-offer/hidden", body=WORDS, head='<meta name="robots" content="nofollow">'))
            found, _, done = links(web, web.url("anytown.test", "/local-offer"))
            self.assertEqual(done.returncode, 0, done.stderr)
            asked = {target for _, target in web.asked("anytown.test")}
            for path in ("/local-offer/secret/plan", "/local-offer/logout", "/basket/add/4", "/local-offer/apply", "/local-offer/hidden"):
                self.assertNotIn(path, asked)
            reasons = {entry["target"].split(str(web.port))[-1]: entry["reason"] for entry in found.values()}
            self.assertEqual(reasons["/local-offer/secret/plan"], "robots")
            self.assertEqual(reasons["/local-offer/logout"], "action")
            self.assertEqual(reasons["/local-offer/apply"], "form")
            self.assertEqual(reasons["/local-offer/hidden"], "robots")
            self.assertIn("/local-offer/on", asked)

    def test_nothing_is_fetched_twice(self):
        with ToyWeb() as web:
            every = ["/local-offer", "/local-offer/", "/local-offer/a", "/local-offer/a#top", "/local-offer/a?utm_source=mail",
                     "/local-offer/b", "/local-offer/../local-offer/b", "//anytown.test:$PORT/local-offer/b", "/picture.png", "/bins"]
            for path in ("/local-offer", "/local-offer/", "/local-offer/a", "/local-offer/b"):
                web.page("anytown.test", path, page("Page " + path, *every, body=WORDS + f"<p>{path}</p>"))
            web.page("anytown.test", "/picture.png", b"png", content_type="image/png")
            web.page("anytown.test", "/bins", page("Bins", body="<p>Bins are emptied on Mondays.</p>" * 99))
            web.robots("anytown.test", "User-agent: *\nDisallow:\n")
            _, _, done = links(web, web.url("anytown.test", "/local-offer"))
            self.assertEqual(done.returncode, 0, done.stderr)
            asked = web.asked("anytown.test")
            self.assertEqual(len(asked), len(set(asked)), sorted(asked))
            self.assertEqual([method for method, target in asked if target == "/picture.png"], ["HEAD"])
            self.assertEqual([method for method, target in asked if target == "/bins"], ["HEAD", "GET"], "whether HEAD is true is not known of so small a site")

    def test_robots_that_cannot_be_had(self):
        """Its host's links take that state and are not asked for; 4xx is no rules."""
        with ToyWeb() as web:
            web.page("anytown.test", "/local-offer", page("Local Offer", *[f"http://{host}.test:$PORT/x/y" for host in
                     ("missing", "forbidden", "failing", "cut", "sent")], body=WORDS))
            for host in ("missing", "forbidden", "failing", "cut", "sent"):
                web.page(f"{host}.test", "/x/y", page("Bins", body="<p>Bins.</p>"))
            web.robots("forbidden.test", "", status=403)
            web.robots("failing.test", "", status=503)
            web.add("cut.test", "/robots.txt", Reset())
            web.redirect("sent.test", "/robots.txt", "http://missing.test:$PORT/rules.txt")
            web.page("missing.test", "/rules.txt", "User-agent: *\nDisallow: /x/\n", content_type="text/plain")
            found, _, done = links(web, web.url("anytown.test", "/local-offer"), "--max-pages", "1")
            self.assertEqual(done.returncode, 0, done.stderr)
            got = {host: (found[web.url(f"{host}.test", "/x/y")]["state"], found[web.url(f"{host}.test", "/x/y")]["reason"])
                   for host in ("missing", "forbidden", "failing", "cut", "sent")}
            self.assertEqual(got, {"missing": ("ok", ""), "forbidden": ("ok", ""), "failing": ("not_checked", "robots"),
                                   "cut": ("suspect", "truncated"), "sent": ("not_checked", "robots")})
            for host in ("failing", "cut", "sent"):
                self.assertNotIn("/x/y", {target for _, target in web.asked(f"{host}.test")})


class Stopping(unittest.TestCase):
    def test_a_stop_comes_soon_and_resume_asks_for_nothing_twice(self):
        with ToyWeb() as web, tempfile.TemporaryDirectory() as directory:
            pages = [f"/local-offer/{chr(97 + i)}" for i in range(20)]
            web.page("anytown.test", "/local-offer", page("Local Offer", *pages, body=WORDS))
            for path in pages:
                web.page("anytown.test", path, page("Page " + path, body=WORDS + f"<p>{path}</p>"))
            councils = os.path.join(directory, "councils.csv")
            with open(councils, "w", encoding="utf-8") as file:
                file.write("gss_code,council_name,region,council_url,local_offer_url\n"
                           f"E06999001,Anytown Council,North,,{web.url('anytown.test', '/local-offer')}\n")
            command = ["audit", "--councils", councils, "--store", os.path.join(directory, "s.db"), "--out", os.path.join(directory, "out"),
                       *options(web, "--delay", "0.2")]
            process = subprocess.Popen([PROGRAM, *command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                       env={"PATH": "/usr/bin:/bin", "COREOFFER_SEEDS": SEEDS})
            self.assertTrue(until(lambda: len(web.asked("anytown.test")) >= 10, 60))
            process.terminate()
            _, errors = process.communicate(timeout=60)
            self.assertEqual(process.returncode, 143, errors)
            before = [target for _, target in web.asked("anytown.test")]
            web.clear_log()
            done = run(*command, "--resume")
            self.assertEqual(done.returncode, 0, done.stderr)
            after = [target for _, target in web.asked("anytown.test")]
            # What was under way when the stop came may be asked for again; what was stored may not.
            again = (set(before[:-1]) & set(after)) - {"/robots.txt", "/sitemap.xml"}
            self.assertEqual(again, set())
            self.assertEqual(set(pages) - set(before) - set(after), set())


if __name__ == "__main__":
    unittest.main()
