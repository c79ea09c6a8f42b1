"""What council sites really do: links as editors type them, servers that are not by the book, robots.txt that is odd.
No link that a browser opens may be called broken, and none that it does not may be missed."""
import glob
import gzip
import html
import itertools
import json
import os
import sqlite3
import tempfile
import unittest
import zlib

from program import run
from toyweb import WORDS, Answer, Drip, Hole, Raw, Reset, Slow, ToyWeb, Turns, by_method, page

FINE = page("Help for families", body=WORDS)
LEAFLET = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


class Kept(Answer):
    """Bytes as they are, and the connection stays open for more."""

    async def send(self, web, request, reader, writer):
        writer.write(self.body)
        await writer.drain()
        return True


class Closed(Kept):
    async def send(self, web, request, reader, writer):
        await super().send(web, request, reader, writer)
        return False


class InterimFlood(Answer):
    """Early hints, and never the answer."""

    async def send(self, web, request, reader, writer):
        while True:
            writer.write(b"HTTP/1.1 103 Early Hints\r\nLink: </x.css>; rel=preload\r\n\r\n" * 100)
            await writer.drain()


class Oddities(unittest.TestCase):
    def setUp(self):
        self.web = ToyWeb().start()
        self.addCleanup(self.web.stop)
        self.cases = []

    def case(self, name, answer, state="ok", reason="", path="/deep/page", fragment=""):
        """A link to an odd host of its own."""
        self.web.add(f"{name}.test", path, answer)
        self.cases.append((f"http://{name}.test:{self.web.port}{path}{fragment}", state, reason))

    def judge(self, *arguments, head="", body="", encoding="utf-8"):
        """The start page links to every case; gives what was found there beside them."""
        links = "".join(f'<li><a href="{html.escape(href)}">{number}</a></li>' for number, (href, _, _) in enumerate(self.cases))
        start = f'<!DOCTYPE html><html lang="en"><head><meta charset="{encoding}"><title>Local Offer</title>{head}</head>' \
                f"<body><main><h1>Local Offer</h1>{WORDS}<ul>{links}</ul>{body}</main></body></html>"
        self.web.page("anytown.test", "/local-offer", start.encode(encoding), content_type="text/html")
        done = run("links", self.web.url("anytown.test", "/local-offer"), "--allow-private", "--delay", "0", "--format", "jsonl",
                   "--resolve", f"*:{self.web.port}:127.0.0.1", *arguments, timeout=300)
        self.assertEqual(done.returncode, 0, done.stderr)
        found = {entry["target"]: (entry["state"], entry["reason"]) for entry in map(json.loads, done.stdout.splitlines()[:-1])
                 if entry["source"].endswith(":%d/local-offer" % self.web.port)}
        for href, state, reason in self.cases:
            with self.subTest(href):
                self.assertEqual(found.pop(href, None), (state, reason))
        return found

    def test_links_as_editors_type_them(self):
        here, port = self.web.url("anytown.test", "/local-offer"), self.web.port
        self.web.page("other.test", "/deep/page", FINE)
        self.web.page("wrong.test", "/", FINE)
        typed = [  # href as it stands in the page, the address, whether it is there
            ("/local-offer/p ", "/p", 1), ("/local-offer/p&#32;", "/p", 1), ("\n /local-off\ner/p\t", "/p", 1), ("&#x2F;local-offer&sol;p", "/p", 1),
            ("http:local-offer/p", "/p", 1), ("/local-offer/p%20", "/p%20", 0), ("/local-offer/p&nbsp;", "/p%C2%A0", 0), ("/local-offer/p&#8203;", "/p%E2%80%8B", 0),
            ("/local-offer/p/", "/p/", 0), ("/local-offer/a b", "/a%20b", 1), ("/local-offer/q?a=1&copy=2&lang=en", "/q?a=1&copy=2&lang=en", 1),
            ("/local-offer/q?a=1&not_x", "/q?a=1%C2%AC_x", 1), ("/local-offer/./q?d=\u00a35", "/q?d=%C2%A35", 1)]
        for _, path, there in typed:
            if there:
                self.web.page("anytown.test", "/local-offer" + path, page("Page " + path, body=WORDS + path))
        body = "".join(f'<a href="{href}">x</a>' for href, _, _ in typed)
        # In no page that a reader sees.
        body += "".join(f'{before}<a href="/local-offer/unseen">x</a>{after}' for before, after in (
            ("<template>", "</template>"), ("<!-- ", " -->"), ("<!--[if lt IE 9]>", "<![endif]-->"), ("<textarea>", "</textarea>")))
        body += "<script>var s = '<a href=\"/local-offer/unseen\">x</a>'</script>"
        body += f'<svg><a xlink:href="/local-offer/drawn"><text>x</text></a></svg><a href="?page=2">x</a><a href="HTTP://OTHER.TEST:{port}/deep/page">x</a>'
        # The first base that has an address counts; addresses of hosts to be ready for are no links.
        head = f'<!-- <base href="http://wrong.test:{port}/"> --><base target="_blank"><base href="/"><base href="http://wrong.test:{port}/">'
        head += "".join(f'<link rel="{rel}" href="//{rel}.test:{port}/x">' for rel in ("preconnect", "dns-prefetch", "pingback", "EditURI", "profile"))
        found = self.judge(head=head, body=body)
        expected = {here + path: ("ok", "") if there else ("broken", "http-404") for _, path, there in typed}
        expected |= {here + "/drawn": ("broken", "http-404"), self.web.url("anytown.test", "/?page=2"): ("broken", "http-404"),
                     self.web.url("other.test", "/deep/page"): ("ok", "")}
        self.assertEqual(found, expected)

    def test_addresses_that_a_script_has_yet_to_fill_in(self):
        """Nobody opens them as they stand, so they are not asked for; without a script they are what people get."""
        hrefs = ("/local-offer/{{club.id}}", "http://${host}/x", "/local-offer/{{ a }}/b", "/local-offer/{plain}")
        body = "".join(f'<a href="{href}">x</a>' for href in hrefs) + '<img src="{{picture}}" alt="">'
        found = self.judge(body=body + '<script src="/local-offer/fill.js"></script>')
        self.assertEqual({reason for target, reason in found.items() if "plain" not in target and "fill" not in target}, {("not_checked", "script-address")})
        self.assertEqual((len(found), found[self.web.url("anytown.test", "/local-offer/%7Bplain%7D")]), (6, ("broken", "http-404")))
        self.assertFalse([target for _, target in self.web.asked("anytown.test") if "%7B%7B" in target or "{{" in target])
        found = self.judge(body=body)
        self.assertEqual({state for state, _ in found.values()}, {"broken"})

    def test_a_query_is_in_the_encoding_of_its_page(self):
        for path in ("/local-offer/q?n=caf%E9&m=%96&k=%26%239731%3B", "/local-offer/caf%C3%A9", "/local-offer/r#caf%C3%A9"):
            self.web.page("anytown.test", path.partition("#")[0], page(path, body=f'<i id="caf\u00e9"></i><i id="a?caf\u00e9"></i>{WORDS}{path}'))
        found = self.judge(body='<a href="/local-offer/q?n=caf\u00e9&m=\u2013&k=&#9731;">x</a><a href="/local-offer/caf\u00e9">x</a>'
                                '<a href="/local-offer/r#caf\u00e9">x</a><a href="/local-offer/r#a?caf\u00e9">x</a><a href="mailto:send@anytown.test?subject=caf\u00e9">x</a>', encoding="windows-1252")
        self.assertEqual(set(found.values()), {("ok", "")}, found)
        self.assertIn(self.web.url("anytown.test", "/local-offer/q?n=caf%E9&m=%96&k=%26%239731%3B"), found)
        self.assertIn("mailto:send@anytown.test?subject=caf%C3%A9", found)

    def test_percent_encoding_is_sent_as_it_was_written(self):
        """This server knows no other writing; and another writing of a page that was read is no other page."""
        paths = ("/local-offer/%7ejo", "/local-offer/a%2fb", "/local-offer/plan.pdf?sig=x%2by%3d", "/local-offer/caf%c3%a9")
        for path in paths:
            self.web.page("anytown.test", path, page(path, body=WORDS + path))
        self.web.page("anytown.test", "/local-offer/caf%C3%A9", page(paths[3], body=WORDS + paths[3]))
        written = (*paths, "/local-offer/caf%C3%A9", "/local-offer/lo%67out")
        found = self.judge(body="".join(f'<a href="{path}">x</a>' for path in written))
        self.assertEqual(found, {self.web.url("anytown.test", path): ("ok", "") if "lo%67" not in path else ("not_checked", "action") for path in written})
        self.assertEqual([method for method, target in self.web.asked("anytown.test") if target == "/local-offer/caf%C3%A9"], ["HEAD", "GET"])

    def test_addresses_that_no_browser_opens(self):
        hosts = ["xn--a", "www..anytown.test", "a" * 64 + ".test", "1.2.3.4.5", "any%20town.test", "any town.test", "[::1", "anytown.test:99999", "b%FCcher.test", "@"]
        found = self.judge(body="".join(f'<a href="http://{host}/">x</a>' for host in hosts))
        self.assertEqual(len(found), len(hosts))
        self.assertEqual(set(found.values()), {("broken", "invalid-url")}, found)
        self.assertEqual({entry["host"] for entry in self.web.entries()}, {"anytown.test"})

    def test_a_site_that_asks_for_the_readers_language_is_read_in_english(self):
        """By what browsers here send; who names no language gets the site's own, and who names none that it has nothing."""
        english = page("Short breaks", body=WORDS + '<h2 id="part">Part</h2>')

        def answer(request):
            wanted = [choice.partition(";")[0].partition("-")[0] for choice in request.headers.get("accept-language", "cy").split(",")]
            if "en" in wanted:
                return Answer(english, headers={"Content-Language": "en", "Vary": "Accept-Language"})
            return Answer(page("Nid yw\u2019r dudalen hon yn bodoli"), 200 if "cy" in wanted else 406)
        self.case("negotiates", answer, fragment="#part")
        self.case("sends-by-language", lambda request: Answer("", 302, {"Location": "/en/page" if request.headers.get("accept-language", "").startswith("en-GB") else "/cy/tudalen"}))
        self.web.page("sends-by-language.test", "/en/page", english)
        self.judge()
        self.judge("--max-pages", "1")
        self.assertEqual({entry["headers"].get("accept-language") for entry in self.web.entries()}, {"en-GB,en;q=0.8"})

    def test_passwords_in_addresses_are_shown_nowhere(self):
        """Nor are they sent, stored or archived, wherever they stand (RFC 3986 3.2.1); that there is one is told."""
        web, port = self.web, self.web.port
        host, shown = f"fine.test:{port}", {}

        def secret(number, before="http://who:", after=None):
            return f"{before}Secret{number}@{after or host + '/x'}"
        for number, (before, after) in enumerate((("http://who:", None), ("http://:", None), ("//who:", None), ("ftp://who:", None), ("http:\\\\who:", None),
                                                  ("http://who:", "fine.test:99999/"), ("http://who:", ""), ("https://who:", "fine test/"))):
            href = f"{before}Secret{number}@" + (host + "/x" if after is None else after)
            shown[href] = "invalid-url" if after is not None else "scheme" if "ftp" in before else "credentials"
        web.redirect("fine.test", "/sent", secret(20))
        web.page("fine.test", "/refreshed", f'<title>x</title><meta http-equiv="refresh" content="0; url={secret(21)}">')
        web.redirect("fine.test", "/sent-wrong", secret(22, after="fine.test:99999/"))
        for path in ("sent", "refreshed", "sent-wrong"):
            shown[f"http://{host}/{path}"] = "credentials" if path != "sent-wrong" else "invalid-url"
        start = web.url("anytown.test", "/local-offer")
        based = page("Short breaks", ("under-base", "x"), body=WORDS, head=f'<base href="{secret(30, after=f"anytown.test:{port}/local-offer/")}">')
        web.page("anytown.test", "/local-offer/based", based)

        def begin(words):
            links = [(href, words.format(number, href)) for number, href in enumerate(shown)]
            web.page("anytown.test", "/local-offer", page("Local Offer", ("/local-offer/based", "Short breaks"), *links, body="<p>We help families.</p>"))
        begin("{0} {1}")
        web.page("anytown.test", "/", page("Anytown", ("/local-offer", "Local Offer")))
        options = ["--allow-private", "--delay", "0", "--resolve", f"*:{port}:127.0.0.1"]
        for kind in ("text", "table", "csv", "junit", "sarif", "jsonl"):
            done = run("links", start, "-v", "--format", kind, *options)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertNotIn("Secret", done.stdout + done.stderr, kind)
        found = [json.loads(line) for line in done.stdout.splitlines()[:-1]]
        self.assertEqual({entry["reason"] for entry in found}, {"", *shown.values()})
        self.assertIn(f"http://who:xxxxx@{host}/x", {entry["target"] for entry in found})
        self.assertEqual({entry["final"] for entry in found if entry["target"].endswith("/sent")}, {f"http://who:xxxxx@{host}/x"})
        with tempfile.TemporaryDirectory() as directory:
            listed = os.path.join(directory, "list.txt")
            with open(listed, "w", encoding="utf-8") as file:
                file.write("\n".join(shown))
            done = run("links", "--list", listed, "--format", "jsonl", *options)
            self.assertNotIn("Secret", done.stdout + done.stderr)
            begin("Link {0}")  # what a page says is quoted as it says it
            councils = os.path.join(directory, "councils.csv")
            with open(councils, "w", encoding="utf-8") as file:
                file.write(f"gss_code,council_name,region,council_url,local_offer_url\nE06999001,Anytown,North,{web.url('anytown.test')},{start}\n")
            out = os.path.join(directory, "out")
            done = run("audit", "--councils", councils, "--store", os.path.join(out, "s.db"), "--out", os.path.join(out, "report"), *options)
            self.assertEqual(done.returncode, 0, done.stderr)
            archive, = glob.glob(os.path.join(out, "**", "*.warc.gz"), recursive=True)
            with gzip.open(archive) as file:
                archived = file.read()
            os.remove(archive)  # the pages in it are as they were sent
            self.assertTrue(b"http://who:xxxxxxxx@" in archived and b"Secret20" not in archived)
            for path in glob.glob(os.path.join(out, "**", "*"), recursive=True):
                if os.path.isfile(path):
                    with open(path, "rb") as file:
                        self.assertFalse(b"Secret" in file.read(), path)
        self.assertNotIn("authorization", {name for entry in web.entries() for name in entry["headers"]})

    def test_servers_that_are_not_by_the_book(self):
        plain = FINE.encode()

        def raw(name, head, body=plain, kind=Kept, **keywords):
            self.case(name, lambda request: kind(head.replace(b"LENGTH", b"%d" % len(plain)) + (b"" if request.method == "HEAD" else body)),
                      fragment="#help-for-families", **keywords)
        length = b"Content-Type: text/html\r\nContent-Length: LENGTH\r\n\r\n"
        raw("no-phrase", b"HTTP/1.1 200\r\n" + length)
        raw("http-1-0", b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n", kind=Closed)
        raw("bare-newlines", b"HTTP/1.1 200 OK\nContent-Type: text/html\nContent-Length: LENGTH\n\n")
        raw("folded", b"HTTP/1.1 200 OK\r\nX-Long: a\r\n  b\r\n" + length)
        raw("two-lengths", b"HTTP/1.1 200 OK\r\nContent-Length: LENGTH\r\n" + length)
        raw("chunks-and-length", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: text/html\r\nContent-Length: 5\r\n\r\n",
            b"%X;x=1\r\n%s\r\n0\r\nT: 1\r\n\r\n" % (len(plain), plain))
        raw("hinted", b"HTTP/1.1 103 Early Hints\r\nLink: </x.css>; rel=preload\r\n\r\nHTTP/1.1 200 OK\r\n" + length)
        raw("many-interim", b"HTTP/1.1 103 Early Hints\r\nLink: </x.css>; rel=preload\r\n\r\n" * 150 + b"HTTP/1.1 200 OK\r\n" + length)
        raw("many-cookies", b"HTTP/1.1 200 OK\r\n" + b"".join(b"Set-Cookie: n%d=1\r\n" % number for number in range(300)) + length)
        raw("long-head", b"HTTP/1.1 200 OK\r\nX-Long: " + b"a" * 90000 + b"\r\nX-Longer: " + b"a" * 90000 + b"\r\n" + length)
        raw("end-without-end", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: text/html\r\n\r\n", b"%X\r\n%s\r\n" % (len(plain), plain),
            kind=Closed, state="suspect", reason="truncated")
        two = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n" + length  # browsers refuse it, whichever comes first
        raw("lengths-differ", two, state="suspect", reason="truncated")
        raw("lengths-differ-short-last", b"HTTP/1.1 200 OK\r\nContent-Length: LENGTH\r\nContent-Type: text/html\r\nContent-Length: 5\r\n\r\n", state="suspect", reason="truncated")
        raw("lengths-listed", b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: LENGTH, LENGTH\r\n\r\n")
        raw("length-past-all", b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 99999999999999999999999\r\n\r\n", kind=Closed)
        raw("shorter", b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 9LENGTH\r\n\r\n", kind=Closed, state="suspect", reason="truncated")
        chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: text/html\r\n\r\n"
        raw("chunk-past-all", chunked, b"FFFFFFFFFFFFFFFFF\r\n" + plain, kind=Closed, state="suspect", reason="truncated")
        raw("chunk-negative", chunked, b"-5\r\n" + plain, kind=Closed, state="suspect", reason="truncated")
        raw("chunks-unframed", chunked, plain, kind=Closed, state="suspect", reason="truncated")
        raw("chunk-long-extension", chunked, b"%X;%s\r\n%s\r\n0\r\n\r\n" % (len(plain), b"x" * 9000, plain))
        raw("trailers-of-a-head", chunked, b"%X\r\n%s\r\n0\r\nContent-Length: 3\r\nLocation: /x\r\nContent-Encoding: gzip\r\n\r\n" % (len(plain), plain))
        raw("trailers-flood", chunked, b"%X\r\n%s\r\n0\r\n%s\r\n" % (len(plain), plain, b"X-T: a\r\n" * 20000), state="not_checked", reason="too-large")
        raw("interim-odd", b"HTTP/1.1 199 Wait\r\nContent-Length: 5\r\n\r\nHTTP/1.1 200 OK\r\n" + length)
        raw("switches", b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n", b"", kind=Closed, state="suspect", reason="truncated")
        raw("goes-on-alone", b"HTTP/1.1 100 Continue\r\n\r\n", b"", kind=Closed, state="suspect", reason="truncated")
        self.case("interim-flood", InterimFlood(), "not_checked", "too-large")
        self.case("part-that-is-all", Answer(plain, 206, {"Content-Range": f"bytes 0-{len(plain) - 1}/{len(plain)}"}), fragment="#help-for-families")
        self.case("part", Answer(plain[:len(plain) // 2], 206, {"Content-Range": f"bytes 0-{len(plain) // 2 - 1}/{len(plain)}"}), "suspect", "truncated", fragment="#none")
        for status in (203, 207, 226, 299):
            self.case(f"status-{status}", Answer(plain, status), fragment="#help-for-families")
        # A body where none is due, or longer than was said, must not pass for the next answer.
        for number in range(3):
            self.case("head-with-body", lambda request: Kept(b"HTTP/1.1 200 OK\r\n" + length.replace(b"LENGTH", b"%d" % len(plain)) + plain), path=f"/deep/{number}")
            self.case("longer", lambda request: Kept(b"HTTP/1.1 200 OK\r\n" + length.replace(b"LENGTH", b"%d" % (len(plain) - 9)) + (
                b"" if request.method == "HEAD" else plain)), path=f"/deep/{number}", fragment="#help-for-families")
        for name, coding, body in (("x-gzip", "x-gzip", gzip.compress(plain)), ("raw-deflate", "deflate", zlib.compress(plain)[2:-4]), ("no-coding", "utf-8", plain),
                                   ("lie", "gzip", plain), ("no-checksum", "gzip", gzip.compress(plain)[:-8]), ("bad-checksum", "gzip", gzip.compress(plain)[:-8] + b"12345678")):
            self.case(name, Answer(body, headers={"Content-Encoding": coding}, content_type="text/html"), fragment="#help-for-families")
        for name, answer in (("hangs", Reset()), ("sends-on", Answer("", 302, {"Location": "/deep/page"})), ("signs-in", Answer("", 302, {"Location": "/login"}))):
            self.case(f"head-{name}", by_method(HEAD=answer, GET=Answer(FINE)))
        for name, kind in (("octets", "application/octet-stream"), ("download", "application/force-download"), ("page", "text/html"), ("nothing", "")):
            self.case(f"leaflet-as-{name}", Answer(LEAFLET, headers={"Content-Disposition": 'attachment; filename="x.pdf"'}, content_type=kind), path="/download?id=4")
        for name, location in (("space", "/new page/a b"), ("padded", "  /new%20page/a%20b "), ("slashes", "\\new page\\a b"), ("one-slash", "http:/new%20page/a%20b"), ("tab", "/new%20\tpage/a%20b"), ("dots", "../a/../new%20page/./a%20b"), ("long", "/new%20page/a%20b#" + "x" * 9000)):
            self.case(f"location-{name}", Answer("", 302, {"Location": location}))
            self.web.page(f"location-{name}.test", "/new%20page/a%20b", FINE)
        self.judge()
        self.cases = [case for case in self.cases if "#" not in case[0]]
        self.judge("--max-pages", "1")

    def test_a_connection_that_is_cut_is_tried_again_on_one_of_its_own(self):
        """Where one that was kept dies, the request goes out once more at once, as from browsers; that is not done at each try."""
        self.case("cuts", Reset(), "suspect", "truncated", path="/deep/cut")
        for number in range(16):  # so that a connection is kept at each try
            self.case("cuts", Slow(page(f"Help {number}", body=WORDS + str(number)), pause=0.4), path=f"/deep/{number}")
        self.judge()
        self.assertLessEqual(self.web.asked("cuts.test").count(("GET", "/deep/cut")), 4)

    def test_heads_that_browsers_forgive(self):
        """Beside each what Chromium 156 made of it; where it shows the page, the link is well."""
        plain = FINE.encode()
        ok, kind, length = b"HTTP/1.1 200 OK\r\n", b"Content-Type: text/html\r\n", b"Content-Length: %d\r\n" % len(plain)
        shown = {
            "no-colon": ok + b"X-Frame-Options SAMEORIGIN\r\n" + kind + length, "status-twice": ok + ok + kind + length, "folded-first": ok + b" x\r\n" + kind + length,
            "folded-type": ok + b"Content-Type:\r\n text/html\r\n" + length, "space-before-colon": ok + b"Content-Type : text/html\r\n" + length,
            "no-name": ok + b": x\r\n" + kind + length, "return-in-value": ok + b"X-A: a\rb\r\n" + kind + length, "letters": ok + "X-\u00e9: \u2019\r\n".encode() + kind + length,
            "no-phrase": b"HTTP/1.1 200 \r\n" + kind + length, "two-spaces": b"HTTP/1.1  200 OK\r\n" + kind + length, "lower-case": b"http/1.1 200 OK\r\n" + kind + length,
            "version-1-2": b"HTTP/1.2 200 OK\r\n" + kind + length, "version-2": b"HTTP/2.0 200 OK\r\n" + kind + length, "blank-first": b"\r\n" + ok + kind + length,
            "letter-first": b"x\r\n" + ok + kind + length, "empty-length": ok + kind + b"Content-Length:\r\n", "length-in-words": ok + kind + b"Content-Length: none\r\n",
            "negative-length": ok + kind + b"Content-Length: -1\r\n", "type-without-slash": ok + b"Content-Type: html\r\n" + length, "unknown-coding": ok + kind + b"Transfer-Encoding: x\r\n"}
        refused = {  # ERR_INVALID_HTTP_RESPONSE, ERR_EMPTY_RESPONSE
            "nul-in-value": ok + b"X-A: a\0b\r\n" + kind + length, "nul-in-name": ok + b"X\0A: b\r\n" + kind + length, "no-head": None}
        for name, head in {**shown, **refused}.items():
            self.case(name, Raw(plain if head is None else head + b"\r\n" + plain), *([] if name in shown else ["suspect", "truncated"]), fragment="#help-for-families" if name in shown else "")
        packed = gzip.compress(plain)
        self.case("no-colon-in-chunks", Raw(ok + b"Odd\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n" + kind + b"\r\n%x\r\n%s\r\n0\r\n\r\n" % (len(packed), packed)),
                  fragment="#help-for-families")
        self.case("no-colon-gone", Raw(b"HTTP/1.1 404 Not Found\r\nOdd\r\nContent-Length: 0\r\n\r\n"), "broken", "http-404")
        self.case("no-colon-moved", lambda request: Raw(b"HTTP/1.1 302 Found\r\nOdd\r\nLocation: /deep/new\r\nContent-Length: 0\r\n\r\n"))
        self.web.page("no-colon-moved.test", "/deep/new", FINE)
        self.case("no-colon-slow", Raw(ok + b"Odd\r\n" + kind + b"Content-Length: 99999\r\n\r\n" + plain), "suspect", "truncated", fragment="#x")
        self.judge()
        for name in shown:
            self.assertLessEqual(len([call for call in self.web.asked(f"{name}.test") if call[1] == "/deep/page"]), 2, name)
        self.cases = [case for case in self.cases if case[2] != "fragment" and "no-colon-slow" not in case[0]]
        self.judge("--max-pages", "1")

    def test_pages_that_were_cut_short_are_so_in_the_archive(self):
        """Who judges from the archive must not take them for whole."""
        web, start = self.web, self.web.url("anytown.test", "/local-offer")
        body = page("Short breaks", body=WORDS * 3).encode()
        head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
        cut = {"shorter": head + b"Content-Length: %d\r\n\r\n" % (len(body) + 50) + body, "lengths": head + b"Content-Length: 50\r\nContent-Length: %d\r\n\r\n" % len(body) + body,
               "chunks": head + b"Transfer-Encoding: chunked\r\n\r\n%X\r\n%s\r\n" % (len(body), body),
               "packed": head + b"Content-Encoding: gzip\r\nContent-Length: 200\r\n\r\n" + gzip.compress(os.urandom(500))[:200],
               "damaged": head + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(body)[:50] + b"\xff" * 99}
        for name, reply in cut.items():
            web.add("anytown.test", f"/local-offer/{name}", lambda request, reply=reply: Closed(reply))
        web.add("anytown.test", "/local-offer/drips", Drip(body, 0.2))
        web.page("anytown.test", "/local-offer", page("Local Offer", *[(f"/local-offer/{name}", f"Short breaks {name}") for name in (*cut, "drips")], body=WORDS))
        web.page("anytown.test", "/", page("Anytown", ("/local-offer", "Local Offer")))
        with tempfile.TemporaryDirectory() as directory:
            def pages(name, *more):
                store = os.path.join(directory, name)
                done = run("audit", "--councils", councils, "--store", store, "--no-report", "--as-of", "2026-03-02T04:00Z", *more)
                self.assertIn(done.returncode, (0, 3), done.stderr)
                database = sqlite3.connect(store)
                found = database.execute("SELECT url, state, reason FROM page WHERE url LIKE '%local-offer/%' ORDER BY url").fetchall()
                database.close()
                return found
            councils = os.path.join(directory, "councils.csv")
            with open(councils, "w", encoding="utf-8") as file:
                file.write(f"gss_code,council_name,region,council_url,local_offer_url\nE06999001,Anytown,North,{web.url('anytown.test')},{start}\n")
            live = pages("a.db", "--allow-private", "--delay", "0", "--timeout", "2", "--resolve", f"*:{web.port}:127.0.0.1")
            self.assertEqual([(state, reason) for _, state, reason in live], [("suspect", "timeout" if url.endswith("drips") else "truncated") for url, _, _ in live])
            self.assertEqual(len(live), len(cut) + 1)
            archive, = glob.glob(os.path.join(directory, "**", "*.warc.gz"), recursive=True)
            self.assertEqual(pages("b.db", "--from", archive), live)

    def test_a_council_whose_every_reply_is_odd_is_read_and_proved(self):
        """One line of its configuration lacks its colon."""
        def odd(*arguments, **keywords):
            body = page(*arguments, **keywords).encode()
            return Raw(b"HTTP/1.1 200 OK\r\nX-Frame-Options SAMEORIGIN\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body))
        names = [f"service-{letter}" for letter in "abcdefghijklmn"]
        self.web.add("www.anytown.test", "/", odd("Anytown Council", ("/local-offer", "Local Offer"), body=WORDS))
        self.web.add("www.anytown.test", "/local-offer", odd("Local Offer", *(f"/local-offer/{name}" for name in names), body=WORDS))
        for name in names:
            self.web.add("www.anytown.test", f"/local-offer/{name}", odd(name, body=f"{WORDS}<p>{name} is for children aged 5 to 18.</p>"))
        with tempfile.TemporaryDirectory() as directory:
            councils = os.path.join(directory, "councils.csv")
            with open(councils, "w", encoding="utf-8") as file:
                file.write("gss_code,council_name,region,council_url,local_offer_url\n"
                           f"E06999001,Anytown Council,North,{self.web.url('www.anytown.test')},{self.web.url('www.anytown.test', '/local-offer')}\n")
            store = os.path.join(directory, "a.db")
            done = run("audit", "--councils", councils, "--store", store, "--out", os.path.join(directory, "a"), "--allow-private", "--delay", "0", "--resolve", f"*:{self.web.port}:127.0.0.1")
            self.assertEqual(done.returncode, 0, done.stderr)
            database = sqlite3.connect(store)
            self.assertEqual(database.execute("SELECT count(*), sum(state = 'ok') FROM page WHERE purpose = 'content'").fetchone(), (15, 15))
            database.close()
            done = run("verify", "--store", store)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        # Once its first odd reply is met no page is asked for twice.
        pages = [target for method, target in self.web.asked("www.anytown.test", "GET") if target.startswith("/local-offer/")]
        self.assertEqual(len(pages), len(set(pages)))

    def test_sessions_without_cookies_are_no_pages(self):
        """Who comes without a session is sent to an address with a new one, and every link of the page has it."""
        sessions = itertools.count()

        def answer(request):
            if not request.path.startswith("/(S("):
                return Answer("", 302, {"Location": f"/(S({next(sessions):024d})){request.target}"})
            session, _, path = request.path[1:].partition("/")
            if path not in ("local-offer", "local-offer/breaks", "local-offer/transport"):
                return Answer(page("Page not found"), 404)
            return Answer(page(path, *(f"/{session}/local-offer/{name}" for name in ("breaks", "transport", "gone")), body=WORDS + path))
        self.web.otherwise("anytown.test", answer)
        start = self.web.url("anytown.test", "/local-offer")
        done = run("links", start, "--allow-private", "--delay", "0", "--format", "jsonl", "--resolve", f"*:{self.web.port}:127.0.0.1")
        self.assertEqual(done.returncode, 0, done.stderr)
        found = {entry["target"].removeprefix(start): (entry["state"], entry["reason"]) for entry in map(json.loads, done.stdout.splitlines()[:-1])}
        self.assertEqual(found, {"/breaks": ("ok", ""), "/transport": ("ok", ""), "/gone": ("broken", "http-404")})
        self.assertLess(len(self.web.asked("anytown.test")), 20)

    def test_a_council_behind_a_cookie_is_read_proved_and_replayed(self):
        """The archive holds the redirect and the page at one address; whoever reads it again comes to the same."""
        council, web = "www.anytown.test", self.web

        def behind(host, path, title, *links):
            body = page(title, *links, body=WORDS + f"<p>{title} for children aged 5 to 18. You can refer yourself.</p>")
            web.add(host, path, lambda request: Answer(body) if request.headers.get("cookie") == "ok=1" else
                    Answer("", 302, [("Location", request.target), ("Set-Cookie", "ok=1; HttpOnly")]))
        behind(council, "/", "Anytown Council", ("/local-offer", "Local Offer"))
        behind(council, "/local-offer", "Local Offer", ("/local-offer/breaks", "Short breaks"), ("/local-offer/gone", "Equipment"), ("/local-offer/moved", "Transport"))
        behind(council, "/local-offer/breaks", "Short breaks", (f"http://partner.test:{web.port}/respite", "Respite for disabled children"))
        behind(council, "/local-offer/transport", "Transport")
        behind("partner.test", "/respite", "Respite for disabled children")
        web.page(council, "/local-offer/moved", "<html><head><script>location.replace('/local-offer/transport')</script></head><body></body></html>")
        with tempfile.TemporaryDirectory() as directory:
            def at(name):
                return os.path.join(directory, name)

            def pages(store):
                database = sqlite3.connect(at(store))
                found = database.execute("SELECT url, final_url, state, reason, status, sha256 FROM page ORDER BY url").fetchall()
                database.close()
                return found
            with open(at("councils.csv"), "w", encoding="utf-8") as file:
                file.write("gss_code,council_name,region,council_url,local_offer_url\n"
                           f"E06999001,Anytown Council,North,{web.url(council)},{web.url(council, '/local-offer')}\n")
            audit = ["audit", "--councils", at("councils.csv"), "--as-of", "2026-03-02T04:00Z"]
            done = run(*audit, "--store", at("a.db"), "--out", at("a"), "--allow-private", "--delay", "0", "--resolve", f"*:{web.port}:127.0.0.1")
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertEqual([row[2] for row in pages("a.db")].count("ok"), 5, pages("a.db"))
            done = run("verify", "--store", at("a.db"))
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            asked = len(web.asked())
            archive, = glob.glob(os.path.join(directory, "**", "*.warc.gz"), recursive=True)
            done = run(*audit, "--store", at("b.db"), "--out", at("b"), "--from", archive)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertEqual((pages("b.db"), len(web.asked())), (pages("a.db"), asked))

    def test_a_council_that_asks_about_cookies_first_is_not_judged(self):
        def answer(request):
            if request.path == "/cookies":
                return Answer(page("Cookies on this site", body="<p>Choose before you go on.</p><form method='post'><button>Accept</button></form>"))
            return Answer("", 302, {"Location": "/cookies?next=" + request.path})
        self.web.otherwise("anytown.test", answer)
        self.assertEqual(self.visit(3), ("blocked", "consent"))
        self.assertNotIn("POST", {method for method, _ in self.web.asked()})

    def test_a_council_whose_pages_only_a_search_finds_is_read_in_part(self):
        search = '<form action="/local-offer/search" method="get"><input name="q"><button>Find</button></form>'
        self.web.page("anytown.test", "/local-offer", page("Local Offer", body=WORDS + search))
        self.assertEqual(self.visit(0), ("limited", ""))
        self.assertFalse([target for _, target in self.web.asked() if "search" in target], "no form is filled in")
        self.web.page("anytown.test", "/local-offer", page("Local Offer", *[(f"/local-offer/{i}", f"Short breaks {i}") for i in range(5)], body=WORDS + search))
        for i in range(5):
            self.web.page("anytown.test", f"/local-offer/{i}", page(f"Short breaks {i}", body=WORDS + str(i)))
        self.assertEqual(self.visit(0), ("done", ""), "with links beside it nothing need be behind it")

    def test_a_council_that_keeps_programs_from_its_pages_is_read_in_part(self):
        def build(count, head=""):
            self.web.page("anytown.test", "/local-offer", page("Local Offer", *[(f"/local-offer/{i}", f"Short breaks {i}") for i in range(count)], body=WORDS, head=head))
            for i in range(count):
                self.web.page("anytown.test", f"/local-offer/{i}", page(f"Short breaks {i}", body=WORDS + str(i)))
        build(6, '<meta name="robots" content="noindex, nofollow">')
        self.assertEqual(self.visit(0), ("limited", ""), "what links lead to was not looked at")
        build(6)
        self.web.robots("anytown.test", "User-agent: *\nDisallow: /local-offer/\n")
        self.assertEqual(self.visit(0), ("limited", ""))
        self.assertFalse([target for _, target in self.web.asked() if target.startswith("/local-offer/")])
        self.web.robots("anytown.test", "User-agent: *\nDisallow: /local-offer/1\n")
        self.assertEqual(self.visit(0), ("done", ""), "most sites keep a few from programs")

    def test_a_council_whose_pages_fail_is_read_in_part(self):
        links = [(f"/local-offer/{i}", f"Short breaks {i}") for i in range(6)]
        self.web.page("anytown.test", "/local-offer", page("Local Offer", *links, body=WORDS))
        for name, answer in (("refused", Answer("", 403)), ("packed", Answer(bytes(range(256)) * 20, headers={"Content-Encoding": "br"}))):
            for failing, outcome in ((6, "limited"), (2, "done")):
                for i in range(6):
                    self.web.add("anytown.test", f"/local-offer/{i}", answer if i < failing else Answer(page(f"Short breaks {i}", body=WORDS + str(i))))
                with self.subTest(name, failing=failing):
                    self.assertEqual(self.visit(0), (outcome, ""))

    def test_a_host_that_says_not_found_to_turn_us_away(self):
        """From the sixth request on it says so of everything, what was there before among it; another has lost its last three pages."""
        requests = itertools.count(1)
        self.web.robots("walling.test", "")
        self.web.otherwise("walling.test", lambda request: Answer(FINE) if next(requests) <= 5 else Answer(page("Page not found"), 404))
        self.web.robots("losing.test", "")
        self.web.otherwise("losing.test", lambda request: Answer(FINE) if request.path in ("/1", "/2", "/3", "/4", "/5") else Answer(page("Page not found"), 404))
        for number in range(1, 9):
            fine = ("ok", "") if number <= 5 else None
            self.cases.append((f"http://walling.test:{self.web.port}/{number}", *(fine or ("blocked", "refused"))))
            self.cases.append((f"http://losing.test:{self.web.port}/{number}", *(fine or ("broken", "http-404"))))
        self.judge()
        for host in ("walling.test", "losing.test"):
            asked = [target for _, target in self.web.asked(host) if "no-such-page" not in target]
            self.assertEqual(sorted(asked), sorted(["/robots.txt", *"/1 /2 /3 /4 /5 /5 /6 /6 /7 /7 /8 /8".split()]), "what was there is asked for once more")

    def test_a_host_that_sends_home_to_turn_us_away(self):
        """From the sixth request on it sends everything to its front page; another has only lost its last three pages, and sends home what it lacks."""
        requests = itertools.count(1)
        home = Answer(b"", 302, [("Location", "/")])
        for host in ("walling.test", "losing.test"):
            self.web.robots(host, "")
            self.web.page(host, "/", page("Welcome", body=WORDS * 2))
        self.web.otherwise("walling.test", lambda request: Answer(FINE) if next(requests) <= 5 else home)
        self.web.otherwise("losing.test", lambda request: Answer(FINE) if request.path in [f"/deep/page/{n}" for n in range(1, 6)] else home)
        for number in range(1, 9):
            fine = ("ok", "") if number <= 5 else None
            self.cases.append((f"http://walling.test:{self.web.port}/deep/page/{number}", *(fine or ("blocked", "refused"))))
            self.cases.append((f"http://losing.test:{self.web.port}/deep/page/{number}", *(fine or ("broken", "redirect-home"))))
        self.judge()

    def test_advice_holds_no_number_of_a_session(self):
        for path, to, advice in (("/a", "/new;jsessionid=ABCDEF0123456789", "/new"), ("/b", "/new?PHPSESSID=0123456789abcdef0123456789abcdef&id=7", "/new?id=7"),
                                 ("/c", "/new?utm_source=redirect", "/new"), ("/d", "/new?id=7", "/new?id=7")):
            self.web.redirect("moved.test", path, to, 301)
            self.web.page("moved.test", to, FINE)
            self.web.page("moved.test", advice, FINE)
        start = page("Local Offer", *((self.web.url("moved.test", f"/{letter}"), letter) for letter in "abcd"), body=WORDS)
        self.web.page("anytown.test", "/local-offer", start)
        done = run("links", self.web.url("anytown.test", "/local-offer"), "--allow-private", "--delay", "0", "--format", "jsonl", "--resolve", f"*:{self.web.port}:127.0.0.1")
        told = {entry["target"][-1]: entry["advice"].split(f":{self.web.port}")[1] for entry in map(json.loads, done.stdout.splitlines()[:-1]) if "//moved.test" in entry["target"]}
        self.assertEqual(told, {"a": "/new", "b": "/new?id=7", "c": "/new", "d": "/new?id=7"})

    def test_what_head_says_is_not_believed_before_it_is_known_to_be_true(self):
        lost = Answer(page("Page not found", body="<p>Sorry, the page you asked for is not here.</p>"))
        for host in ("true.test", "false-later.test"):
            for number in range(15):
                self.web.page(host, f"/deep/{number}", FINE)
                self.cases.append((f"http://{host}:{self.web.port}/deep/{number}", "ok", ""))
        for number in range(2, 15):  # so that what is lost is known before ten others were found true, however busy the machine
            self.web.add("false-later.test", f"/deep/{number}", Slow(FINE, pause=0.2))
        self.web.add("false-later.test", "/deep/1", lost)
        self.cases[16] = (self.cases[16][0], "broken", "soft-404")
        self.case("false-head", by_method(HEAD=Answer(FINE), GET=Answer(page("Gone"), 404)), "broken", "http-404")
        self.case("one-soft", lost, "broken", "soft-404")
        self.case("record", lost, "broken", "soft-404", path="/services/clubs-0417")
        self.case("closed", Answer(page("Anytown Carers", body="<p>This charity has closed.</p>")), "broken", "moved-site", path="/")
        self.judge("--max-pages", "1")

        def methods(host):
            return [method for method, target in self.web.asked(host) if target != "/robots.txt"]
        self.assertEqual(sorted(methods("true.test")), ["GET"] * 10 + ["HEAD"] * 16, "ten are read, one address that cannot exist is asked about, and HEAD is believed")
        self.assertEqual(set(methods("record.test")) | set(methods("closed.test")), {"GET"})
        asked = [target for method, target in self.web.asked("false-later.test", "GET") if target.startswith("/deep/")]
        self.assertEqual(len(set(asked)), 15, "and no more once it was seen to be false")

    def test_a_host_where_nothing_is_found_at_all(self):
        """Its front page is asked for once, where three links or more found nothing; only where that is missing too can it not be told."""
        lost = Answer(page("Page not found"), 404)
        for host, fronts, links, expected in (("hidden.test", lost, 4, ("suspect", "http-404-all")), ("emptied.test", Answer(FINE), 4, ("broken", "http-404")),
                                              ("files.test", lost, 2, ("broken", "http-404")), ("hidden-home.test", Answer("", 302, {"Location": "/front"}), 3, ("suspect", "http-404-all")),
                                              ("gone.test", Answer("", 410), 3, ("suspect", "http-404-all")), ("closed.test", Answer("", 403), 3, ("broken", "http-404"))):
            self.web.robots(host, "")
            self.web.otherwise(host, lost)
            self.web.add(host, "/", fronts)
            self.cases += [(f"http://{host}:{self.web.port}/deep/{number}", *expected) for number in range(links)]
        for more in ((), ("--max-pages", "1")):
            self.judge(*more)
        for host, times in (("hidden.test", 2), ("emptied.test", 2), ("files.test", 0)):
            self.assertEqual(sum(target == "/" for _, target in self.web.asked(host)), times, host)

    def test_a_council_that_says_not_found_to_turn_us_away_is_read_in_part(self):
        links = [(f"/local-offer/{i}", f"Short breaks {i}") for i in range(12)]
        start, requests = page("Local Offer", *links, body=WORDS), itertools.count(1)

        def answer(request):
            if next(requests) > 6:
                return Answer(page("Page not found"), 404)
            return Answer(start if request.path == "/local-offer" else page(request.path, body=WORDS + request.path))
        self.web.robots("anytown.test", "")
        for path in ("/local-offer", *(href for href, _ in links)):
            self.web.add("anytown.test", path, answer)
        self.assertEqual(self.visit(0), ("limited", ""))
        requests = itertools.count(1)
        self.assertEqual(self.visit(0, "SELECT group_concat(DISTINCT state || ' ' || reason) FROM target WHERE url LIKE '%/local-offer/%' AND reason != ''"), ("blocked refused",))

    def sitemap(self, *paths):
        return Answer("<urlset>" + "".join(f"<url><loc>{self.web.url('anytown.test', path)}</loc></url>" for path in paths) + "</urlset>", content_type="application/xml")

    def test_what_only_a_sitemap_names_is_seen_missing_once(self):
        """Nothing is said against it; where a page links to it as well, it is seen twice, and broken."""
        self.web.add("anytown.test", "/sitemap.xml", self.sitemap("/local-offer/gone", "/local-offer/lost"))
        self.web.page("anytown.test", "/local-offer/a", page("Short breaks", ("/local-offer/lost", "Lost"), body=WORDS + "<p>Short breaks.</p>"))
        found = self.judge(body='<a href="/local-offer/a">Short breaks</a>')
        self.assertEqual({reason for target, reason in found.items() if "/gone" in target or "/lost" in target}, set())
        asked = [target for _, target in self.web.asked("anytown.test")]
        self.assertEqual((asked.count("/local-offer/gone"), asked.count("/local-offer/lost")), (1, 2))
        self.assertEqual(self.visit(0, "SELECT state, reason, looks FROM target WHERE url LIKE '%/lost'"), ("broken", "http-404", 2))

    def test_a_council_that_turns_us_away_from_what_its_sitemap_names_is_read_in_part(self):
        paths, requests = [f"/local-offer/{i}" for i in range(12)], itertools.count(1)

        def answer(request):
            if next(requests) > 4:
                return Answer(page("Page not found"), 404)
            return Answer(page(request.path, body=WORDS + request.path))
        self.web.robots("anytown.test", "")
        self.web.add("anytown.test", "/sitemap.xml", self.sitemap(*paths))
        for path in ("/local-offer", *paths):
            self.web.add("anytown.test", path, answer)
        self.assertEqual(self.visit(0), ("limited", ""))

    def test_a_service_whose_page_fails_is_not_called_missing(self):
        links = [("/local-offer/breaks", "Short breaks"), ("/local-offer/portage", "Portage"), ("/local-offer/travel", "Travel help")]
        self.web.page("anytown.test", "/local-offer", page("Local Offer", *links, body="<p>Help for families.</p>"))
        for path, words in links:
            self.web.page("anytown.test", path, page(words, body=WORDS + f"<p>{words}</p>"))
        for status, verdict in ((503, "cannot_tell"), (403, "cannot_tell"), (404, "no")):
            self.web.add("anytown.test", "/local-offer/breaks", Answer(page("Sorry"), status))
            with self.subTest(status):
                self.assertEqual(self.visit(0, "SELECT verdict FROM verdict WHERE service = 'short-breaks' AND row_id = 'eligibility'"), (verdict,))

    def test_nothing_is_a_fault_of_a_link_and_none_of_a_picture(self):
        self.case("followed", Answer("", 204), "suspect", "empty-page")
        self.web.add("counted.test", "/pixel", Answer("", 204))
        self.web.add("both.test", "/deep/page", Answer("", 204))
        at = f".test:{self.web.port}"
        found = self.judge(body=f'<img src="http://counted{at}/pixel" alt=""><img src="http://both{at}/deep/page" alt=""><a href="http://both{at}/deep/page">x</a>')
        self.assertEqual(found[f"http://counted{at}/pixel"], ("ok", ""))
        self.assertEqual(found[f"http://both{at}/deep/page"], ("suspect", "empty-page"))

    def visit(self, status, query="SELECT outcome, reason FROM visit"):
        """An audit of Anytown: outcome and reason, or what else its store is asked."""
        with tempfile.TemporaryDirectory() as directory:
            store, councils = os.path.join(directory, "s.db"), os.path.join(directory, "councils.csv")
            with open(councils, "w", encoding="utf-8") as file:
                file.write("gss_code,council_name,region,council_url,local_offer_url\n"
                           f"E06000001,Anytown,North,{self.web.url('anytown.test')},{self.web.url('anytown.test', '/local-offer')}\n")
            done = run("audit", "--councils", councils, "--store", store, "--out", os.path.join(directory, "report"), "--delay", "0",
                       "--allow-private", "--resolve", f"*:{self.web.port}:127.0.0.1")
            self.assertEqual(done.returncode, status, done.stderr)
            database = sqlite3.connect(store)
            found = database.execute(query).fetchone()
            database.close()
        return found

    def test_titles_that_only_sound_wrong(self):
        """Of pages with a service's words each: about what is missing, shut, forbidden, loading or in need of a sign."""
        titles = ("Children missing from education", "Not found a school place?", "Sorry, we are closed on bank holidays", "This service is no longer available", "No results found",
                  "Access denied: your rights", "This event has ended", "Just a moment: mindfulness for carers", "Attention required: safeguarding notice", "Are you a robot? Coding club",
                  "Virtual waiting room for video appointments", "Sign in to Makaton: signing classes", "Hydrotherapy pool temporarily unavailable", "Service unavailable today: Portage",
                  "Under maintenance: lift at the family centre", "404 Squadron air cadets", "Security check: nursery doors", "Forbidden foods in school", "Untitled document")
        for number, title in enumerate(titles):
            self.case(f"title-{number}", Answer(page(title, body=WORDS)))
        self.judge()
        self.judge("--max-pages", "1")

    def test_pages_that_say_of_themselves_what_is_wrong(self):
        """With 200, at whatever address; few words, and those of makers of sites and of servers."""
        said = (("Service Unavailable", "HTTP Error 503. The service is unavailable.", "suspect", "unavailable"),
                ("Site off-line", "The site is currently not available due to technical problems. Please try again later.", "suspect", "unavailable"),
                ("Website Unavailable", "This website has been retired.", "suspect", "unavailable"),
                ("Whoops, looks like something went wrong", "Please go back.", "suspect", "unavailable"),
                ("Apache2 Debian Default Page: It works", "It works!", "suspect", "unavailable"),
                ("Attention Required! | Cloudflare", "Sorry, you have been blocked.", "blocked", "challenge"),
                ("This content has expired", "The content you are looking for has been archived or deleted.", "broken", "soft-404"))
        for number, (title, body, state, reason) in enumerate(said):
            self.case(f"said-{number}", Answer(page(title, body=f"<p>{body}</p>")), state, reason)
            self.web.otherwise(f"said-{number}.test", Answer(page(title, body=f"<p>{body}</p>")))
        self.judge()
        self.judge("--max-pages", "1")

    def test_robots_that_are_odd(self):
        rules = "User-agent: *\nDisallow: /deep/\n"

        def robots(name, answer, forbidden=False):
            self.web.add(f"{name}.test", "/robots.txt", answer)
            self.case(name, Answer(FINE), *(["not_checked", "robots"] if forbidden else []))
        robots("to-a-page", Answer("", 301, {"Location": "/home"}))
        self.web.page("to-a-page.test", "/home", FINE)
        robots("circle", Answer("", 302, {"Location": "/robots.txt"}))
        robots("two-bytes", Answer(rules.encode("utf-16"), content_type="text/plain"))
        for status in (204, 401, 403, 404, 410):
            robots(f"status-{status}", Answer("" if status == 204 else rules, status))
        robots("fails-once", Turns(Answer("", 503), Answer("User-agent: *\nDisallow:\n")))
        robots("slow-down", Answer("", 429, {"Retry-After": "3600"}), True)
        robots("packed", Answer(gzip.compress(rules.encode()), headers={"Content-Encoding": "gzip"}, content_type="text/plain"), True)
        robots("as-a-page", Answer(rules), True)
        robots("old-mac", Answer(rules.replace("\n", "\r"), content_type="text/plain"), True)
        robots("long", Answer("# x\n" * 120000 + rules, content_type="text/plain"), True)
        robots("drips", Drip(b"# x\n" * 1000, 0.2))
        self.cases[-1] = (self.cases[-1][0], "suspect", "timeout")  # what is still to come may forbid it
        robots("for-all-these", Answer("User-agent: *\n\nUser-agent: other\nDisallow: /\n"), True)
        self.judge("--max-pages", "1", "--timeout", "2")


if __name__ == "__main__":
    unittest.main()
