"""The crawler on a private internet of its own: without --allow-private, with names, ports 80
and 443 and certificates as on the open net. The server's request log is the witness."""
import csv
import glob
import gzip
import json
import os
import random
import re
import sqlite3
import subprocess
import sys
import tempfile
import unittest

import toyinternet
from program import SEEDS, run
from toyinternet import EMPTY, MUTE_PORT, NAME_SERVER, NXDOMAIN, OLD_PORT, REFUSED, SERVFAIL, SHARED, SILENCE, A, Alias, Kinds, Rebinding, ToyInternet
from toyweb import (WORDS, Answer, Drip, Endless, EndlessHeader, GzipBomb, HeadDrip, Hole, Raw, Reset, Slow, misbehaving, page)

COUNCILS = "gss_code,council_name,region,council_url,local_offer_url\n"


class Internet(unittest.TestCase):
    def setUp(self):
        self.directory = tempfile.TemporaryDirectory()
        self.net = ToyInternet(self.directory.name)
        self.net.start()

    def tearDown(self):
        self.net.stop()
        self.directory.cleanup()

    def path(self, name):
        return os.path.join(self.directory.name, name)

    def options(self, *more):
        return ["--name-server", NAME_SERVER, "--ca-file", self.net.ca_file, "--contact", "https://coreoffer.example/about", "--delay", "0", *more]

    def links(self, *arguments, timeout=120):
        done = run("links", *arguments, "--format", "jsonl", *self.options(), timeout=timeout)
        objects = [json.loads(line) for line in done.stdout.splitlines()]
        summary = objects.pop()["summary"] if objects else None
        return {entry["target"]: entry for entry in objects}, summary, done

    def councils(self, rows):
        """`rows` are pairs of a name and the Local Offer's address."""
        with open(self.path("councils.csv"), "w", encoding="utf-8") as file:
            file.write(COUNCILS)
            csv.writer(file).writerows([f"E0699{number:04}", name, "North", "", url] for number, (name, url) in enumerate(rows, 1))
        return self.path("councils.csv")

    def connected_privately(self):
        return [address for address in self.net.connected if not address.startswith(("51.20.", "2a0e:"))]


class Verdicts(Internet):
    def situations(self):
        """(address, state, reason) of links on the council's one page; every reason there is."""
        net, fine = self.net, Answer(page("Help for families", body=WORDS))
        cases = [(href.replace(":$PORT", ""), state, reason) for href, state, reason, _ in misbehaving(net)]

        def case(host, state, reason, answer=None, path="/deep/page", scheme="http", port="", fragment=""):
            if answer is not None:
                net.add(host, path, answer)
            cases.append((f"{scheme}://{host}{port}{path}{fragment}", state, reason))

        # Names.
        case("no-such-name.test", "broken", "no-such-host")
        for host, answer in (("servfail.test", SERVFAIL), ("refused-name.test", REFUSED), ("silent-name.test", SILENCE), ("empty-name.test", EMPTY)):
            net.name(host, answer)
            case(host, "suspect", "dns", fine)
        net.name("several.test", A("51.20.100.1", "51.20.100.2", "2a0e::77"))
        case("several.test", "ok", "", fine)
        net.name("six.test", A("2a0e::66"))
        case("six.test", "ok", "", fine)
        # An address that leads inside, however it is told.
        inside = {"loopback": "127.0.0.1", "ten": "10.1.2.3", "metadata": "169.254.169.254", "shared-space": "100.64.1.1", "home-net": "192.168.1.1",
                  "loopback-six": "::1", "mapped": "::ffff:127.0.0.1", "translated": "64:ff9b::7f00:1", "unique-local": "fd00::1", "nowhere": "0.0.0.0"}
        for name, address in inside.items():
            net.name(f"{name}.test", A(address))
            case(f"{name}.test", "not_checked", "private-address", fine)
        for literal in ("127.0.0.1", "2130706433", "0x7f.1", "[::1]", "10.0.0.1", "[::ffff:10.0.0.1]"):
            net.add(literal.strip("[]"), "/admin", fine)
            cases.append((f"http://{literal}/admin", "not_checked", "private-address"))
        net.add("to-private.test", "/deep/page", Answer("", 302, {"Location": "http://ten.test/deep/page"}))
        case("to-private.test", "not_checked", "private-address")
        net.add("to-metadata.test", "/deep/page", Answer("", 302, {"Location": "http://169.254.169.254/latest/meta-data"}))
        case("to-metadata.test", "not_checked", "private-address")
        net.name("rebinding.test", Rebinding(A(net.address("fine.test")), A("127.0.0.1")))
        case("rebinding.test", "ok", "", fine)
        # Connections and certificates.
        case("closed-port.test", "suspect", "connect", fine, port=":8081")
        case("unanswering.test", "suspect", "timeout", Hole())
        # Only an anchor makes these be read; without one their answer to HEAD is enough.
        case("dripping.test", "suspect", "timeout", Drip(b"<p>slow</p>" * 1000, 0.2), fragment="#part")
        case("head-dripping.test", "suspect", "timeout", HeadDrip())
        case("cut-short.test", "suspect", "truncated", Reset(sent=5000), fragment="#part")
        case("no-http.test", "suspect", "truncated", Raw(b""))
        for host, flaw, reason in (("good-tls", None, ""), ("expired", "expired", "tls-expired"), ("wrong-name", "name", "tls-name"),
                                   ("self-signed", "self-signed", "tls"), ("incomplete", "incomplete", "tls-chain"), ("forgotten", "forgotten", "tls-completed"), ("no-tls", "none", "tls"), ("www.of-all", "*.of-all.test", ""),
                                   ("a.b.of-all", "*.of-all.test", "tls-name"), ("expired-middle", "expired-middle", "tls-expired"), ("weakly-signed", "sha1", "tls")):
            if flaw != "none":
                net.secure(f"{host}.test", flaw)
            case(f"{host}.test", "suspect" if reason not in ("", "tls-completed") else "ok", reason, fine, scheme="https")
        net.add("authority.test", "/middle.der", Answer(net.authority.middle(), content_type="application/pkix-cert"))
        case("old-tls.test", "suspect", "tls-old", fine, scheme="https", port=f":{OLD_PORT}")
        net.secure("51.20.210.1")
        case("mute-tls.test", "suspect", "timeout", fine, scheme="https", port=f":{MUTE_PORT}")
        case("51.20.210.1", "ok", "", fine, scheme="https")
        case("51.20.210.2", "suspect", "tls-name", fine, scheme="https")
        net.secure("xn--strae-oqa.test")
        case("xn--strae-oqa.test", "ok", "", fine, scheme="https")
        net.secure("tls-alone.test")
        case("tls-alone.test", "ok", "https-only", lambda request: fine if request.tls else Answer("", 404))
        net.secure("odd-head.test")
        body = fine.body
        case("odd-head.test", "ok", "", Raw(b"HTTP/1.1 200 OK\r\nX-Frame-Options SAMEORIGIN\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)), scheme="https")
        # Redirects over several hosts.
        net.secure("to-ftp.test")
        case("to-ftp.test", "not_checked", "scheme", Answer("", 302, {"Location": "ftp://files.test/x"}), scheme="https")
        for i in range(3):
            case(f"relay{i}.test", "ok", "", Answer("", 302, {"Location": f"http://relay{i + 1}.test/deep/page"}))
        case("relay3.test", "ok", "", fine)
        net.add("into-the-wall.test", "/deep/page", Answer("", 302, {"Location": "http://walled.test/deep/page"}))
        case("into-the-wall.test", "not_checked", "robots")
        for i in range(22):
            net.add(f"far{i}.test", "/deep/page", Answer("", 302, {"Location": f"http://far{i + 1}.test/deep/page"}))
        case("far0.test", "broken", "redirect-limit")
        # robots.txt.
        net.robots("rules-elsewhere.test", "User-agent: *\nDisallow: /deep/\n")
        for i in range(4):
            net.redirect(f"robots-hop{i}.test", "/robots.txt", f"http://robots-hop{i + 1}.test/robots.txt" if i < 3 else "http://rules-elsewhere.test/robots.txt", 301)
        case("robots-hop0.test", "not_checked", "robots", fine)
        for i in range(7):
            net.redirect(f"robots-far{i}.test", "/robots.txt", f"http://robots-far{i + 1}.test/robots.txt", 301)
        net.robots("robots-far7.test", "User-agent: *\nDisallow: /\n")
        case("robots-far0.test", "ok", "", fine)
        net.redirect("robots-inside.test", "/robots.txt", "http://ten.test/robots.txt")
        case("robots-inside.test", "not_checked", "private-address", fine)
        # Servers that send too much or ask for patience.
        case("bomb.test", "not_checked", "too-large", GzipBomb(60 * 1024 * 1024), fragment="#part")
        case("header-flood.test", "not_checked", "too-large", EndlessHeader())
        case("slow-down.test", "blocked", "rate-limited", Answer("", 429))
        case("not-in-this-run.test", "blocked", "rate-limited", Answer("", 429, {"Retry-After": "90000"}))
        case("not-in-this-run.test", "blocked", "breaker", fine, path="/deep/other")
        # What is not asked for.
        cases += [("http://intranet.anytown.test/page", "not_checked", "internal-host"), ("http://who:secret@anytown.test/x", "not_checked", "credentials"),
                  ("https://anytown.test/local-offer/logout", "not_checked", "action"), ("tel:12", "broken", "tel-invalid"), ("tel:01632960123x4", "ok", "tel-words"), ("sms:07700900123", "ok", ""),
                  ("data:text/plain,x", "not_checked", "scheme")]
        # Names and links as browsers read them.
        net.page("xn--bcher-kva.test", "/deep/page", page("Books", body=WORDS))
        odd = [("http://b\u00fccher.test/deep/page", "http://xn--bcher-kva.test/deep/page"), ("http:\\\\sent-on.test\\deep\\page", "http://sent-on.test/deep/page"),
               (" \thttp://fine.test/de\nep/./x/../page ", "http://fine.test/deep/page"), ("HTTP://FINE.TEST:80/deep/page", "http://fine.test/deep/page")]
        cases += [(target, "ok", "") for _, target in odd]
        return cases, [href for href, _ in odd]

    def test_every_reason_there_is(self):
        net = self.net
        cases, odd = self.situations()
        net.secure("anytown.test")
        net.page("anytown.test", "/picture.png", b"png", content_type="image/png")
        net.page("pictures.test", "/a.png", b"png", content_type="image/png")
        hrefs = [(href, "link") for href in dict.fromkeys([*odd, *[href for href, _, _ in cases]])]
        net.page("anytown.test", "/local-offer", page("Anytown Local Offer", *hrefs, body=WORDS + '<p id="here">Here.</p>'
                 '<img src="http://pictures.test/a.png" alt="A picture"><form action="/local-offer/apply"><input name="who"></form><div data-href="/local-offer/row">A row</div>'))
        cases += [("http://pictures.test/a.png", "ok", "mixed-content"), ("https://anytown.test/local-offer/apply", "not_checked", "form"),
                  ("https://anytown.test/local-offer/row", "not_checked", "script-address")]
        found, summary, done = self.links("https://anytown.test/local-offer", "--max-pages", "1", "--timeout", "2")
        self.assertEqual(done.returncode, 0, done.stderr)
        start = "https://anytown.test/local-offer"
        for href, state, reason in cases:
            target = start + href.rstrip("#") if href.startswith("#") else href
            target = {"http://2130706433/admin": "http://127.0.0.1/admin", "http://0x7f.1/admin": "http://127.0.0.1/admin",
                      "http://[::ffff:10.0.0.1]/admin": "http://[::ffff:a00:1]/admin", "http://who:secret@anytown.test/x": "http://who:xxxxx@anytown.test/x"}.get(target, target)
            with self.subTest(href):
                self.assertIn(target, found)
                self.assertEqual((found[target]["state"], found[target]["reason"]), (state, reason))
        self.check_reasons(found)
        self.check_requests(found)

    def test_a_name_is_as_good_as_the_best_of_what_it_leads_to(self):
        """A family of addresses whose name server fails, addresses that nobody answers at or that lead inside, names for names."""
        net, live, live_six = self.net, "51.20.100.1", "2a0e::66"
        unanswered, unanswered_six, unreachable, inside = "51.21.0.1", "2a0d::1", "51.22.0.1", "10.0.0.1"
        cases = {
            "six-servfail": (Kinds(A(live), SERVFAIL), "ok", ""), "six-silent": (Kinds(A(live), SILENCE), "ok", ""), "six-not-there": (Kinds(A(live), NXDOMAIN), "ok", ""),
            "four-servfail": (Kinds(SERVFAIL, A(live_six)), "ok", ""), "four-not-there": (Kinds(NXDOMAIN, SILENCE), "suspect", "dns"),
            "alias": (Alias("target.test"), "ok", ""), "alias-of-alias": (Alias("alias.test"), "ok", ""), "alias-of-nothing": (Alias("no-such-name.test"), "broken", "no-such-host"),
            "alias-round": (Alias("alias-back.test"), "suspect", "dns"), "alias-inside": (Alias("inside.test"), "not_checked", "private-address"),
            "dead-six": (A(live, unanswered_six), "ok", ""), "dead-four": (A(unanswered, live_six), "ok", ""), "dead-first": (A(unanswered, live), "ok", ""),
            "dead-all": (A(unanswered, unanswered_six), "suspect", "timeout"), "unreachable-first": (A(unreachable, live), "ok", ""), "unreachable": (A(unreachable), "suspect", "connect"),
            "half-inside": (A(inside, live), "ok", ""), "half-inside-last": (A(live, inside), "ok", ""), "inside-six": (A(live, "fd00::1"), "ok", ""),
            "inside-four": (A(inside, live_six), "ok", ""), "many": (A(*(f"51.20.150.{number}" for number in range(1, 60))), "ok", ""),
            # A name that there was not is looked up a second time before that is said. A busy machine may send a query twice.
            "denied-once": (Kinds(Rebinding(NXDOMAIN, A(live)), NXDOMAIN), "ok", ""), "denied-twice": (Kinds(Rebinding(*4 * [NXDOMAIN], A(live)), NXDOMAIN), "broken", "no-such-host"),
        }
        for name, answer in {"target": A(live), "inside": A(inside), "alias-back": Alias("alias-round.test"), **{name: case[0] for name, case in cases.items()}}.items():
            net.name(f"{name}.test", answer).page(f"{name}.test", "/deep/page", page("Help for families", body=WORDS))
        with open(self.path("list.txt"), "w", encoding="utf-8") as file:
            file.write("\n".join(f"http://{name}.test/deep/page" for name in cases))
        found, _, done = self.links("--list", self.path("list.txt"), "--timeout", "4")
        self.assertEqual(done.returncode, 0, done.stderr)
        for name, (_, state, reason) in cases.items():
            with self.subTest(name):
                got = found[f"http://{name}.test/deep/page"]
                # Without a device that swallows what is sent to them they are not to be reached.
                self.assertIn((got["state"], got["reason"]), [(state, reason), ("suspect", "connect")] if name == "dead-all" else [(state, reason)])
        self.assertEqual(self.connected_privately(), [])

    def check_reasons(self, found):
        """Every reason is met, but for `limit`, which has its test below, and what only --ignore-file makes."""
        with open(os.path.join(SEEDS, "texts", "reasons.csv"), encoding="utf-8") as file:
            reasons = {row["reason"] for row in csv.DictReader(file)}
        # `unreadable` is said of a start, and only what is read as a page of the council's own is found to be locked or old.
        self.assertEqual(reasons - {entry["reason"] for entry in found.values()}, {"limit", "ignored", "unreadable", "password", "old-format"})

    def check_requests(self, found):
        net = self.net
        self.assertEqual(self.connected_privately(), [], "nothing inside was ever connected to")
        for host in {entry["host"] for entry in net.entries()}:
            asked = net.asked(host)
            if host == "authority.test":
                self.assertEqual(asked, [("GET", "/middle.der")], "as by browsers, and once")
                continue
            self.assertEqual(asked[0], ("GET", "/robots.txt"), f"{host}: robots.txt comes first")
            # A server that sleeps does not see that it was hung up on.
            if {entry["behaviour"] for entry in net.entries(host)}.isdisjoint({"Hole", "Drip", "HeadDrip"}):
                self.assertEqual(net.most_open[host], 1, f"{host}: one request at a time")
        for host in ("walled.test", "robots-down.test", "robots-hop0.test", "robots-inside.test"):
            self.assertEqual({target for _, target in net.asked(host)}, {"/robots.txt"}, host)
        self.assertEqual(net.asked("robots-far6.test"), [], "five redirects of robots.txt and no more (RFC 9309 2.3.1.2)")
        self.assertEqual({target for _, target in net.asked("far21.test")}, set())
        count = {host: sum(target == "/deep/page" for _, target in net.asked(host)) for host in {entry["host"] for entry in net.entries()}}
        for host in ("failing.test", "slow-down.test", "unanswering.test"):
            self.assertTrue(1 <= count[host] <= 3, f"{host}: {count[host]} requests for what fails in passing")
        for host in ("reset.test", "no-http.test"):
            # A kept connection that dies at once had been closed before, so the first is sent again.
            self.assertTrue(1 <= count[host] <= 4, f"{host}: {count[host]} requests for what fails in passing")
        for host in ("gone.test", "really-gone.test"):
            self.assertEqual(count[host], 2, f"{host}: a second look and no third")
        self.assertEqual([method for method, target in net.asked("fine.test") if target == "/deep/page"], ["HEAD", "GET"])
        self.assertEqual(net.asked("not-in-this-run.test")[1:], [("HEAD", "/deep/page")], "a wait of a day is for another run")
        for host in ("expired.test", "wrong-name.test", "self-signed.test", "incomplete.test"):
            self.assertEqual(net.asked(host), [], host)
        agents = {entry["headers"].get("user-agent") for entry in net.entries()}
        self.assertEqual(len(agents), 1)
        self.assertRegex(agents.pop(), r"^coreoffer/[0-9.]+ \(\+https://coreoffer.example/about\)$")
        self.assertEqual({entry["headers"].get("accept-language") for entry in net.entries()}, {"en-GB,en;q=0.8"})
        self.assertFalse({"referer", "authorization"} & {name for entry in net.entries() for name in entry["headers"]})

    def test_a_dead_address_is_told_from_a_name_server_that_knows_none(self):
        """Whichever name comes first: one that surely exists is asked for before a denial is doubted."""
        net, dead = self.net, "http://dead.test/local-offer"
        net.page("town.test", "/", page("Town Council", ("/send", "Local Offer")))
        net.page("town.test", "/send", page("Local Offer", body=WORDS))
        with open(self.path("councils.csv"), "w", encoding="utf-8") as file:
            file.write(COUNCILS + f"E06990001,Town Council,North,http://town.test/,{dead}\n")
        with open(self.path("list.txt"), "w", encoding="utf-8") as file:
            file.write(dead + "\n")

        def visit(store):
            run("audit", "--councils", self.path("councils.csv"), "--store", self.path(store), "--no-report", "--no-archive", *self.options(), timeout=120)
            with sqlite3.connect(self.path(store)) as opened:
                return opened.execute("SELECT outcome, reason, pages_read FROM visit").fetchall()

        def recheck():
            return run("recheck", "--store", self.path("list.db"), *self.options(), timeout=120).stdout

        self.assertEqual(visit("denied.db"), [("down", "dns", 0)])
        net.address("www.gov.uk")
        self.assertEqual(visit("proven.db"), [("done", "", 1)])
        found, _, _ = self.links("--list", self.path("list.txt"), "--store", self.path("list.db"))
        self.assertEqual((found[dead]["state"], found[dead]["reason"]), ("broken", "no-such-host"))
        self.assertEqual(recheck(), f"{dead}\tbroken\tno-such-host\n")
        net.name("www.gov.uk", NXDOMAIN)
        self.assertEqual(recheck(), f"{dead}\tbroken\tno-such-host\n", "not known worse for a name server that can't be believed")
        self.assertEqual(net.asked("www.gov.uk"), [], "its name alone is asked for")

    def test_a_site_that_forgot_to_send_its_whole_certificate_is_read(self):
        """As by browsers; what was read is no worse for it, and its links say what to mend. An authority that is not there is asked for a few times."""
        net = self.net
        net.secure("town.test", "forgotten").secure("stranded.test", "forgotten")
        net.page("town.test", "/send", page("Local Offer", ("/send/breaks", "Short breaks"), ("/send/gone", "Clubs"), body=WORDS))
        net.page("town.test", "/send/breaks", page("Short breaks", ("http://town.test/send/breaks", "This page"), body=WORDS))
        net.add("authority.test", "/middle.der", Answer(net.authority.middle(), content_type="application/pkix-cert"))
        councils = self.councils([("Town", "https://town.test/send")])

        def visit(store):
            run("audit", "--councils", councils, "--store", self.path(store), "--no-report", *self.options(), timeout=120)
            with sqlite3.connect(self.path(store)) as opened:
                return (opened.execute("SELECT outcome, reason, pages_read FROM visit").fetchall(),
                        dict(opened.execute("SELECT url, reason FROM target")), opened.execute("SELECT DISTINCT reason FROM page WHERE url LIKE 'https:%' AND status = 200").fetchall())

        visited, reasons, pages = visit("whole.db")
        self.assertEqual(visited, [("done", "", 2)])
        self.assertEqual(reasons["https://town.test/send/breaks"], "tls-completed")
        self.assertEqual(pages, [("tls-completed",)])
        self.assertEqual([target for _, target in net.asked("authority.test")], ["/middle.der"])
        verified = run("verify", "1", "--store", self.path("whole.db"))
        self.assertEqual(verified.returncode, 0, verified.stdout + verified.stderr)
        found, summary, _ = self.links("https://town.test/send")
        self.assertEqual((found["https://town.test/send/breaks"]["state"], summary["suspect"]), ("ok", 0))
        table = run("links", "https://town.test/send", *self.options()).stdout
        self.assertEqual(table.count("Certificate not sent whole"), 1, "once a host")
        self.assertEqual(run("check", "https://town.test/send", *self.options()).stdout.count("Certificate not sent whole"), 1)
        run("report", "--store", self.path("whole.db"), "--out", self.path("report"))
        for name in ("index.html", "links/index.html"):
            with open(os.path.join(self.path("report"), "council", "town", name), encoding="utf-8") as file:
                text = file.read()
            self.assertEqual(text.count("<strong>Certificate not sent whole.</strong>"), 1, name)
            self.assertIn("Broken, on the council’s own web site", text, "also of a council of which the list has no site of its own")
        net.name("authority.test", NXDOMAIN)
        self.assertEqual(visit("stranded.db")[0], [("down", "tls-chain", 0)])

    def test_only_http_1_1_is_spoken(self):
        """It is all that is offered, and a server that speaks HTTP/2 all the same is no broken link: a browser would understand it."""
        net, fine = self.net, Answer(page("Help for families", body=WORDS))
        frame = lambda kind, payload=b"", stream=0, flags=0: len(payload).to_bytes(3, "big") + bytes([kind, flags]) + stream.to_bytes(4, "big") + payload
        settings, goaway, reset = frame(4), frame(7, bytes(4) + (13).to_bytes(4, "big")), frame(3, (7).to_bytes(4, "big"), 1)
        headers = frame(1, b"\x88", 1, 4)  # ":status: 200", end of headers
        cases = {
            "prefers-two": (fine, ("h2", "http/1.1"), "ok", ""),
            "offers-upgrade": (Answer(fine.body, headers={"Upgrade": "h2,h2c", "Alt-Svc": 'h2=":443", h3=":443"'}), ("h2", "http/1.1"), "ok", ""),
            "wants-upgrade": (Answer("", 426, {"Upgrade": "HTTP/2.0", "Connection": "Upgrade"}), ("http/1.1",), "blocked", "refused"),
            "version-refused": (Answer("", 505), ("http/1.1",), "suspect", "http-5xx"),
            "two-alone": (Raw(settings), ("h2",), "suspect", "truncated"),
            "goes-away": (Raw(settings + goaway), ("h2",), "suspect", "truncated"),
            "goes-away-amid": (Raw(settings + headers + frame(0, b"<p>Half", 1) + goaway), ("h2",), "suspect", "truncated"),
            "resets": (Raw(settings + headers + reset), ("h2",), "suspect", "truncated"),
            "no-window": (Raw(settings + frame(8, bytes(4))), ("h2",), "suspect", "truncated"),
            "goes-on": (Raw(settings + frame(1, b"x" * 100, 1) + frame(9, b"x" * 16000, 1) * 200), ("h2",), "suspect", "truncated"),
            "bad-frame": (Raw(b"\xff" * 64), ("h2",), "suspect", "truncated"),
            "two-amid-one": (Raw(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 9999\r\n\r\n<p>Half" + goaway), ("http/1.1",), "suspect", "truncated"),
        }
        for host, (answer, protocols, _, _) in cases.items():
            net.secure(f"{host}.test", protocols=protocols)
            net.add(f"{host}.test", "/deep/page", answer)
        net.page("anytown.test", "/local-offer", page("Local Offer", *[f"https://{host}.test/deep/page" for host in cases], body=WORDS))
        found, _, done = self.links("http://anytown.test/local-offer")
        self.assertEqual(done.returncode, 0, done.stderr)
        for host, (_, _, state, reason) in cases.items():
            with self.subTest(host):
                got = found[f"https://{host}.test/deep/page"]
                self.assertEqual(got["state"], state)
                # A busy machine may be slow to close what it has sent.
                self.assertIn(got["reason"], (reason, "timeout") if reason == "truncated" else (reason,))
        entries = [entry for entry in net.entries() if entry["tls"]]
        self.assertEqual({entry["alpn"] for entry in entries if entry["host"] in ("prefers-two.test", "offers-upgrade.test")}, {"http/1.1"})
        self.assertEqual({entry["alpn"] for entry in entries if entry["host"] == "two-alone.test"}, {None}, "HTTP/2 is not offered")
        self.assertFalse({"upgrade", "http2-settings"} & {name for entry in net.entries() for name in entry["headers"]})

    def test_what_only_https_gives_is_no_broken_link(self):
        """Browsers try https first when a link says http; the advice is the address that works."""
        net, fine = self.net, Answer(page("Help for families", body=WORDS + '<h2 id="part">Part</h2>'))
        by_scheme = lambda http, https: lambda request: https if request.tls else http
        cases = {}

        def case(host, answer, state, reason, advice=None, secure=True, fragment=""):
            net.add(host, "/deep/page", answer)
            if secure:
                net.secure(host)
            cases[f"http://{host}/deep/page{fragment}"] = (state, reason, f"https://{host}/deep/page{fragment}" if advice else "")

        case("closed.test", fine, "ok", "https-only", True)
        case("closed-part.test", fine, "ok", "https-only", True, fragment="#part")
        case("closed-no-part.test", fine, "broken", "fragment-missing", fragment="#none")
        case("closed-both.test", fine, "suspect", "connect", secure=False)
        case("gone-by-http.test", by_scheme(Answer(page("Default"), 404), fine), "ok", "https-only", True)
        case("cut-by-http.test", by_scheme(Reset(), fine), "ok", "https-only", True)
        case("failing-by-http.test", by_scheme(Answer("", 503), fine), "ok", "https-only", True)
        case("gone-by-both.test", Answer(page("Page not found"), 404), "broken", "http-404")
        case("missing-by-https.test", by_scheme(Answer("", 404), Answer(page("Page not found"))), "broken", "soft-404")
        case("walled-by-https.test", by_scheme(Answer("", 404), Answer("", 403)), "blocked", "refused")
        case("bad-by-https.test", by_scheme(fine, Answer("", 404)), "ok", "")
        net.redirect("sends-to-closed.test", "/deep/page", "http://closed.test/deep/page", status=301)
        cases["http://sends-to-closed.test/deep/page"] = ("ok", "https-only", "https://closed.test/deep/page")
        net.page("anytown.test", "/local-offer", page("Local Offer", *cases, body=WORDS))
        net.page("anytown.test", "/", page("Anytown", body=WORDS))
        net.secure("anytown.test")
        closed = [option for host in ("closed", "closed-part", "closed-no-part", "closed-both")
                  for option in ("--resolve", f"{host}.test:80:{net.address(host + '.test')}:9")]
        for more in (["--max-pages", "1"], []):
            net.clear_log()
            found, _, done = self.links("http://anytown.test/local-offer", *closed, *more)
            self.assertEqual(done.returncode, 0, done.stderr)
            for href, expected in cases.items():
                with self.subTest(href, more=more):
                    got = found[href]
                    self.assertEqual((got["state"], got["reason"], got["advice"] if got["reason"] == "https-only" else ""), expected)
            self.assertFalse([entry for entry in net.entries("bad-by-https.test") if entry["tls"]], "what http gives is not asked for by https")
            for host in {entry["host"] for entry in net.entries() if entry["tls"]}:
                asked = [entry["target"] for entry in net.entries(host) if entry["tls"]]
                self.assertEqual(asked[0], "/robots.txt", f"{host}: a new origin is asked for its rules first")
                self.assertFalse([target for target in asked if "sitemap" in target or (host == "gone-by-http.test" and "no-such-page" in target)],
                                 f"{host}: only what is linked is worth a second address")
            self.assertFalse([entry for entry in net.entries("anytown.test") if entry["tls"]], "a sitemap that there is not is no fault")

    def test_a_host_that_fails_ten_times_is_left_alone(self):
        net = self.net
        paths = [f"http://broken-shop.test/item/{chr(97 + i)}" for i in range(16)]
        net.below("broken-shop.test", "/item/", Answer("", 403))
        net.page("anytown.test", "/local-offer", page("Local Offer", *paths, "http://other.test/", body=WORDS))
        found, _, done = self.links("http://anytown.test/local-offer", "--max-pages", "1")
        self.assertEqual(done.returncode, 0, done.stderr)
        asked = {target for _, target in net.asked("broken-shop.test")} - {"/robots.txt"}
        self.assertEqual(len(asked), 10)
        self.assertEqual({found[path]["state"] for path in paths}, {"blocked"})
        self.assertIn("breaker", {found[path]["reason"] for path in paths})
        net.clear_log()
        found, _, done = self.links("http://anytown.test/local-offer", "--max-pages", "1", "--no-external")
        self.assertEqual({(entry["state"], entry["reason"]) for entry in found.values()}, {("not_checked", "limit")})
        self.assertEqual({entry["host"] for entry in net.entries()}, {"anytown.test"})


class Manners(Internet):
    DELAY = 0.3

    def test_many_councils_on_one_platform(self):
        """Each host waits its delay, at most four are asked at once on one address; the
        archive of the run gives the same verdicts again; a damaged one is refused."""
        net, names = self.net, [f"town{i}" for i in range(7)]
        for name in names:
            net.name(f"{name}.platform.example", A(SHARED))
            paths = [f"/local-offer/{word}" for word in ("short-breaks", "respite", "transport")]
            host = f"{name}.platform.example"
            net.add(host, "/local-offer", Slow(page(f"{name} Local Offer", *paths, "/local-offer/gone", "http://partner.example/help", body=WORDS), 0.2))
            for path in paths:
                net.add(host, path, Slow(page(path.rsplit("/", 1)[-1], "/local-offer", body=WORDS + f"<p>In {name} ask us about {path}.</p>"), 0.2))
        net.page("partner.example", "/help", page("Help with short breaks", body=WORDS))
        councils = self.councils([(name.title() + " Council", f"http://{name}.platform.example/local-offer") for name in names])
        store, archive, out = self.path("s.db"), self.path("archive"), self.path("out")
        command = ["audit", "--councils", councils, "--store", store, "--out", out]
        done = run(*command, "--archive", archive, *self.options("--delay", str(self.DELAY)))
        self.assertEqual(done.returncode, 0, done.stderr)
        hosts = {f"{name}.platform.example" for name in names}
        for host in hosts:
            entries = sorted(net.entries(host), key=lambda entry: entry["began"])
            for before, after in zip(entries, entries[1:]):
                self.assertGreater(after["began"] - before["ended"], self.DELAY - 0.08, f"{host} {after['target']}")
            asked = [(entry["method"], entry["target"]) for entry in entries]
            self.assertEqual(asked[0], ("GET", "/robots.txt"))
            repeated = {target for _, target in asked if sum(target == other for _, other in asked) > 1}
            self.assertLessEqual(repeated, {"/local-offer/gone"})
        self.assertLessEqual(self.most_hosts_at_once(hosts), 4)
        self.assertEqual(self.most_hosts_at_once(hosts), 4, "and no fewer, or the manners cost more than they must")
        self.assertEqual(sum(target == "/help" for _, target in net.asked("partner.example")), 1, "once a run, not once a council")
        self.check_archive(archive, store, command)

    def most_hosts_at_once(self, hosts):
        changes = sorted(change for entry in self.net.entries() if entry["host"] in hosts
                         for change in ((entry["began"], 1, entry["host"]), (entry["ended"], -1, entry["host"])))
        most = now = 0
        for _, change, _ in changes:
            now += change
            most = max(most, now)
        return most

    def verdicts(self, store):
        database = sqlite3.connect(store)
        tables = {row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        found = {}
        if "verdict" in tables:
            columns = [row[1] for row in database.execute("PRAGMA table_info(verdict)")]
            wanted = [name for name in columns if name in ("council", "gss_code", "service", "row", "verdict", "certainty")]
            found["verdict"] = sorted(database.execute(f"SELECT {', '.join(wanted)} FROM verdict"))
        database.close()
        return found

    def check_archive(self, archive, store, command):
        files = sorted(glob.glob(os.path.join(archive, "**", "*.warc.gz"), recursive=True))
        self.assertEqual(len(files), 7)
        for path in files:
            self.assertEqual(subprocess.run(["gzip", "-t", path], capture_output=True).returncode, 0)
            self.check_framing(path)
        done = run("verify", "1", "--store", store, "--archive", archive)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.check_replay(files[0], store)
        self.check_damage(files[0])

    def check_framing(self, path):
        """One gzip member a record (ISO 28500 annex D), each framed and with its length."""
        with open(path, "rb") as file:
            rest = file.read()
        kinds, identities = [], set()
        while rest:
            member = gzip.zlib.decompressobj(31)
            record = member.decompress(rest)
            self.assertTrue(member.eof)
            rest = member.unused_data
            head, _, block = record.partition(b"\r\n\r\n")
            self.assertTrue(head.startswith(b"WARC/1.1\r\n"))
            fields = {line.split(b": ", 1)[0].lower(): line.split(b": ", 1)[1] for line in head.split(b"\r\n")[1:]}
            self.assertEqual(len(block), int(fields[b"content-length"]) + 4)
            self.assertTrue(block.endswith(b"\r\n\r\n"))
            for name in (b"warc-record-id", b"warc-date", b"warc-type"):
                self.assertIn(name, fields)
            self.assertNotIn(fields[b"warc-record-id"], identities)
            identities.add(fields[b"warc-record-id"])
            kinds.append(fields[b"warc-type"])
            if fields[b"warc-type"] == b"response":
                self.assertIn(b"warc-payload-digest", fields)
        self.assertEqual(kinds[0], b"warcinfo")
        self.assertEqual(kinds.count(b"response"), kinds.count(b"request"))
        self.assertGreaterEqual(kinds.count(b"response"), 4)

    def scorecard(self, store, code):
        done = run("report", "--store", store, "--out", self.path("again"))
        self.assertEqual(done.returncode, 0, done.stderr)
        with open(glob.glob(self.path("again/data/*verdicts*.csv"))[0], encoding="utf-8-sig", newline="") as file:
            rows = [row for row in csv.DictReader(file) if row.get("gss_code") == code]
        self.assertTrue(rows)
        return sorted((row["service"], row["row"], row["verdict"]) for row in rows)

    def check_replay(self, path, store):
        before = len(self.net.entries())
        with open(self.path("councils.csv"), encoding="utf-8") as file:
            lines = file.read().splitlines()
        code = lines[1].split(",")[0]
        one = self.path("one.csv")
        with open(one, "w", encoding="utf-8") as file:
            file.write("\n".join(lines[:2]) + "\n")
        done = run("audit", "--councils", one, "--store", self.path("replay.db"), "--out", self.path("replay"), "--from", path)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(len(self.net.entries()), before, "nothing is asked of the network")
        self.assertEqual(self.scorecard(self.path("replay.db"), code), self.scorecard(store, code))

    def check_damage(self, path):
        """An archive with one byte changed is refused with a sentence, or (where the byte carries
        nothing, such as gzip's time stamps) read; it never ends in a crash."""
        with open(path, "rb") as file:
            whole = file.read()
        chance, refused = random.Random(20260301), 0
        for _ in range(24):
            at = chance.randrange(len(whole))
            damaged = bytearray(whole)
            damaged[at] ^= 1 << chance.randrange(8)
            refused += self.read_damaged(bytes(damaged), f"byte {at}")
        self.assertGreater(refused, 15)
        for cut in (1, 17, len(whole) // 2, len(whole) - 1):
            self.assertEqual(self.read_damaged(whole[:cut], f"cut at {cut}"), 1)

    def read_damaged(self, contents, what):
        with open(self.path("damaged.warc.gz"), "wb") as file:
            file.write(contents)
        done = run("audit", "--councils", self.path("one.csv"), "--store", self.path("damaged.db"), "--no-report", "--from", self.path("damaged.warc.gz"))
        self.assertIn(done.returncode, (0, 1, 2, 3), f"{what}: {done.stderr}")
        if done.returncode in (1, 2):
            self.assertIn("damaged.warc.gz", done.stderr, what)
        return done.returncode in (1, 2)


class Neighbours(Internet):
    def audit(self, councils, name):
        self.net.clear_log()
        done = run("audit", "--councils", councils, "--store", self.path(name), "--no-report", "--no-archive", *self.options("--delay", "0.4", "--timeout", "3", "--max-runtime", "8"))
        self.assertIn(done.returncode, (0, 3), done.stderr)
        ended = {}
        for entry in self.net.entries():
            if "ended" not in entry:
                self.assertEqual(entry["host"], "bad.test")
                continue
            ended[entry["host"]] = max(ended.get(entry["host"], 0), entry["ended"])
        first = min(entry["began"] for entry in self.net.entries())
        return {host: end - first for host, end in ended.items()}

    def test_one_bad_server_holds_up_no_other(self):
        net, good = self.net, [f"good{i}.test" for i in range(20)]
        for host in good:
            paths = [f"/local-offer/{word}" for word in ("short-breaks", "respite", "transport", "childcare", "autism", "therapy", "money", "school")]
            net.page(host, "/local-offer", page("Local Offer", *paths, body=WORDS))
            for path in paths:
                net.page(host, path, page(path, body=WORDS + f"<p>{host} {path}</p>"))
        paths = [f"/local-offer/{kind}-{i}" for i in range(3) for kind in ("hole", "header", "bomb", "endless", "cut", "drip")]
        net.page("bad.test", "/local-offer", page("Local Offer", *paths, body=WORDS))
        for kind, answer in (("hole", Hole()), ("drip", Drip(b"<p>slow</p>" * 1000, 0.3)), ("endless", Endless()), ("header", EndlessHeader()),
                             ("bomb", GzipBomb()), ("cut", Reset(sent=3000))):
            net.below("bad.test", f"/local-offer/{kind}", answer)
        rows = [(host.split(".")[0].title() + " Council", f"http://{host}/local-offer") for host in good]
        # Waiting for the bad one would cost seconds each time; a busy machine costs some once.
        for attempt in range(3):
            alone = self.audit(self.councils(rows), f"alone{attempt}.db")
            beside = self.audit(self.councils([("Bad Council", "http://bad.test/local-offer"), *rows]), f"beside{attempt}.db")
            self.assertGreater(len(self.net.asked("bad.test")), 3)
            ratios = [of(beside[host] for host in good) / of(alone[host] for host in good) for of in (max, sum)]
            if max(ratios) < 1.1:
                return
        self.fail(f"the last and all of them together ended {ratios} times as late")


class OverRuns(Internet):
    """What failed in one run and fails again in another."""

    HOSTS = {"failing.test": "http-5xx", "no-answer.test": "dns", "closed.test": "connect", "hanging.test": "timeout", "expired.test": "tls-expired",
             "healed.test": "http-5xx", "changing.test": "http-5xx"}

    def look(self, when, store, hosts=HOSTS):
        with open(self.path("list.txt"), "w", encoding="utf-8") as file:
            for host in hosts:
                file.write(("https" if host == "expired.test" else "http") + f"://{host}{':8081' if host == 'closed.test' else ''}/x\n")
        found, _, done = self.links("--list", self.path("list.txt"), "--store", store, "--as-of", when, "--timeout", "1")
        self.assertEqual(done.returncode, 0, done.stderr)
        return {re.split(r"[/:]+", target)[1]: (entry["state"], entry["reason"]) for target, entry in found.items()}

    def test_only_failures_a_day_to_two_weeks_apart_are_proof(self):
        net, fine = self.net, Answer(page("Fine", body=WORDS))
        net.page("failing.test", "/x", "", status=503)
        net.page("no-answer.test", "/x", "")
        net.name("no-answer.test", SERVFAIL)
        net.page("closed.test", "/x", "")
        net.add("hanging.test", "/x", Hole())
        net.secure("expired.test", "expired").page("expired.test", "/x", "")
        net.page("healed.test", "/x", "", status=503)
        net.add("changing.test", "/x", Hole())
        store = self.path("s.db")
        suspect = {host: ("suspect", reason) for host, reason in self.HOSTS.items()}
        first = self.look("2026-03-01T09:00Z", store)
        self.assertEqual(first, {**suspect, "changing.test": ("suspect", "timeout")})
        # Fifteen days on, seen by a copy of the store: too old to prove anything.
        with open(store, "rb") as source, open(self.path("copy.db"), "wb") as copy:
            copy.write(source.read())
        net.page("changing.test", "/x", "", status=503)
        passing = ["failing.test", "no-answer.test", "closed.test"]
        self.assertEqual(self.look("2026-03-16T09:00Z", self.path("copy.db"), passing), {host: suspect[host] for host in passing})
        # A success in between starts afresh; a day and an hour later what may prove has proved.
        net.add("healed.test", "/x", fine)
        soon = self.look("2026-03-01T20:00Z", store, ["failing.test", "healed.test"])
        self.assertEqual(soon, {"failing.test": suspect["failing.test"], "healed.test": ("ok", "")})
        net.page("healed.test", "/x", "", status=503)
        proved = {**suspect, **{host: ("broken", self.HOSTS[host]) for host in ("failing.test", "no-answer.test", "closed.test")}}
        self.assertEqual(self.look("2026-03-02T10:00Z", store), proved)
        # Nightly looks a few minutes short of a day keep what they have proved.
        self.assertEqual(self.look("2026-03-03T09:50Z", store, ["failing.test"]), {"failing.test": ("broken", "http-5xx")})


def load_tests(loader, standard, pattern):
    if toyinternet.is_inside():
        return standard
    return loader.loadTestsFromTestCase(Namespaces)


class Namespaces(unittest.TestCase):
    """Outside: runs this file's classes again, each in a namespace of its own, those at the
    same time that measure nothing."""
    slow = True

    def setUp(self):
        refusal = toyinternet.refusal()
        if refusal:
            self.skipTest(refusal)

    def start(self, *names):
        return {name: toyinternet.enter([sys.executable, os.path.abspath(__file__), name]) for name in names}

    def end(self, running):
        for name, process in running.items():
            output, _ = process.communicate(timeout=300)
            with self.subTest(name):
                self.assertEqual(process.returncode, 0, output)

    def test_all(self):
        # Verdicts waits half its time for a name server that is silent; that disturbs no measurement.
        verdicts = self.start("Verdicts")
        self.end(self.start("Manners", "OverRuns"))
        self.end(self.start("Neighbours"))
        self.end(verdicts)


if __name__ == "__main__":
    unittest.main()
