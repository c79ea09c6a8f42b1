"""Pages that scripts build, rendered by a real Chromium (--browser) on a toy web that means it
ill. The server's request log says what was asked for, and how; the archive what came of it."""
import base64
import csv
import glob
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import textwrap
import threading
import time
import unittest
import zlib

import toyinternet
from program import PROGRAM, SEEDS, run
from toyinternet import NAME_SERVER, A, ToyInternet
from toyweb import WORDS, Answer, Slow, ToyWeb, page

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
needs_chromium = unittest.skipUnless(CHROMIUM, "no Chromium is installed: packaging/dependencies ci installs it")

TEXT = ("<p>Short breaks give disabled children time away from home, and carers a rest. Anyone aged 5 to 18 who lives in Anytown and has a "
        "disability can use the scheme.</p><h2>How to apply</h2><p>Telephone the short breaks team on 01632 960123. You can refer yourself.</p>")
TEXT_CODED = base64.b64encode(TEXT.encode()).decode()
FILL = "document.getElementById('root').innerHTML = "
AGENT = "coreoffer/"


def shell(script, body="", source=True):
    """A page with nothing in it but a script that fills it."""
    tag = f'<script src="{script}"></script>' if source else f"<script>{script}</script>"
    return Answer(f'<!DOCTYPE html><html lang="en-GB"><head><title>Anytown</title></head><body><div id="root"></div>{body}{tag}</body></html>')


def script(text, **keywords):
    return Answer(text, content_type="text/javascript", **keywords)


def data(value, **keywords):
    return Answer(json.dumps(value), content_type="application/json", **keywords)


def records(path):
    """Each record of an archive: its gzip member, named fields and block."""
    with open(path, "rb") as file:
        rest = file.read()
    while rest:
        member = zlib.decompressobj(31)
        head, _, block = member.decompress(rest).partition(b"\r\n\r\n")
        yield rest[:len(rest) - len(member.unused_data)], dict(line.split(": ", 1) for line in head.decode().split("\r\n")[1:]), block[:-4]
        rest = member.unused_data


def renderings(directory):
    """Address to (HTML, named fields) of the conversion records below a directory."""
    return {fields["WARC-Target-URI"]: (block.decode(), fields)
            for path in glob.glob(os.path.join(directory, "**", "*.warc.gz"), recursive=True)
            for _, fields, block in records(path) if fields["WARC-Type"] == "conversion"}


def left_behind(directory):
    """What a browser of ours left: processes that know the directory, profiles in it."""
    processes = []
    for entry in glob.glob("/proc/[0-9]*/cmdline"):
        try:
            with open(entry, "rb") as file:
                command = file.read()
        except OSError:
            continue
        if directory.encode() in command and b"--headless" in command:
            processes.append(entry)
    return processes + glob.glob(os.path.join(directory, "coreoffer-browser-*"))


def until(condition, seconds):
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.05)
    return condition()


class Browser(unittest.TestCase):
    def setUp(self):
        self.directory = tempfile.mkdtemp(prefix="coreoffer-test-")
        self.addCleanup(shutil.rmtree, self.directory)
        self.temporary = self.path("temporary")
        os.mkdir(self.temporary)
        self.web = ToyWeb()
        self.web.start()
        self.stopped = False
        self.addCleanup(self.stop)

    def stop(self):
        if not self.stopped:
            self.web.stop()
        self.stopped = True

    def path(self, name):
        return os.path.join(self.directory, name)

    def common(self, *more):
        return ["--allow-private", "--delay", "0", "--resolve", f"*:{self.web.port}:127.0.0.1", "--store", self.path("s.db"),
                "--log", self.path("log"), *more]

    def check(self, *more, url="/local-offer", timeout=120):
        return run("check", self.web.url("anytown.test", url), "--out", self.path("out"), "--browser", CHROMIUM, *self.common(*more),
                   timeout=timeout, env={"TMPDIR": self.temporary})

    def rendered(self):
        return {url.partition(f":{self.web.port}")[2]: value for url, value in renderings(self.directory).items()}

    def not_rendered(self):
        with open(self.path("log"), encoding="utf-8") as file:
            events = [json.loads(line) for line in file]
        return {event["page"].partition(f":{self.web.port}")[2]: event["detail"] for event in events if event["event"] == "not-rendered"}

    def rows(self, table):
        with open(os.path.join(self.path("out"), "data", table + ".csv"), encoding="utf-8") as file:
            return list(csv.DictReader(file))

    def targets(self, host):
        return [target for _, target in self.web.asked(host)]

    def site(self, pages):
        """A start page that links to shells, each with its script in it."""
        self.web.page("anytown.test", "/local-offer", page("Local Offer", *pages, body=WORDS))
        for path, answer in pages.items():
            self.web.add("anytown.test", path, shell(answer, source=False) if isinstance(answer, str) else answer)

    def assert_nothing_left(self):
        self.assertTrue(until(lambda: left_behind(self.temporary) == [], 8), left_behind(self.temporary))


@needs_chromium
class Renders(Browser):
    def fill(self):
        web = self.web
        for path in ("/local-offer", "/local-offer/clubs"):
            web.add("anytown.test", path, shell("/app.js"))
        web.redirect("anytown.test", "/app.js", "/app.v2.js")
        web.add("anytown.test", "/app.v2.js", script(
            "fetch('/api/page.json?p=' + location.pathname).then(r => r.json()).then(d => { " + FILL + "'<main><h1>' + d.title + '</h1>' + d.text + '</main>'; });"))
        web.below("anytown.test", "/api/", lambda request: data({"title": "Short breaks " + request.query[-5:],
                                                                 "text": TEXT + '<p><a href="/local-offer/clubs">Clubs</a></p>'}))

    def test_a_page_that_its_scripts_build_is_read_judged_and_proved_again(self):
        self.fill()
        done = self.check()
        self.assertEqual(done.returncode, 0, done.stderr)
        pages = self.rows("pages")
        self.assertEqual([row["explanation"] in ("yes", "concerns") for row in pages], [True, True], pages)
        self.assertEqual([row["eligibility"] for row in pages], ["yes", "yes"])
        with open(os.path.join(self.path("out"), "council", "anytown-test", "scorecard.json"), encoding="utf-8") as file:
            services = json.load(file)["services"]
        quoted = [evidence["where"] for service in services for row in service["rows"] for evidence in row["evidence"] if "text" in evidence["where"]]
        self.assertTrue(quoted and all("scripts had run" in where for where in quoted), quoted)
        # Each once, by our own fetcher, the script of both pages too.
        for target in ("/robots.txt", "/local-offer", "/local-offer/clubs", "/app.js", "/app.v2.js", "/api/page.json?p=/local-offer"):
            self.assertEqual(self.web.asked("anytown.test", "GET").count(("GET", target)), 1, target)
        self.assertEqual({entry["headers"]["user-agent"].startswith(AGENT) for entry in self.web.entries()}, {True})
        self.assertEqual({entry["headers"].get("cookie") for entry in self.web.entries()}, {None})
        self.assertEqual(self.web.most_open["anytown.test"], 1)
        # What was judged is in the archive, beside what the server sent, and the same words come of it again.
        html, fields = self.rendered()["/local-offer"]
        self.assertIn("Anyone aged 5 to 18", html)
        self.assertTrue(fields["WARC-Refers-To"].startswith("<urn:uuid:"))
        self.assertNotIn("WARC-Truncated", fields)
        done = run("verify", "1", "--store", self.path("s.db"))
        self.assertEqual((done.returncode, done.stdout), (0, ""), done.stderr)
        # Nor is the network needed, or a browser, to audit it once more.
        self.stop()
        archive = glob.glob(self.path("*/run-1/*.warc.gz"))[0]
        again = run("check", self.web.url("anytown.test", "/local-offer"), "--out", self.path("again"), "--store", self.path("again.db"), "--from", archive)
        self.assertEqual(again.returncode, 0, again.stderr)
        with open(os.path.join(self.path("again"), "data", "pages.csv"), encoding="utf-8") as file:
            self.assertEqual([row["sha256"] for row in csv.DictReader(file)], [row["sha256"] for row in pages])
        self.assert_nothing_left()

    def test_a_killed_run_goes_on_where_it_was(self):
        paths = [f"/local-offer/page-{i}" for i in range(6)]
        self.site({path: f"fetch('/api{path}').then(r => r.json()).then(d => {{ " + FILL + f"`<h1>${{d}}</h1>{TEXT}` }})" for path in paths})
        for path in paths:
            self.web.add("anytown.test", "/api" + path, data(path))
        with open(self.path("councils.csv"), "w", encoding="utf-8") as file:
            file.write("gss_code,council_name,region,council_url,local_offer_url\nE06990001,Anytown,North,," + self.web.url("anytown.test", "/local-offer") + "\n")
        command = ["audit", "--councils", self.path("councils.csv"), "--out", self.path("out"), "--browser", CHROMIUM, *self.common("--resume")]
        process = subprocess.Popen([PROGRAM, *command], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                   env={"PATH": "/usr/bin:/bin", "COREOFFER_SEEDS": SEEDS, "TMPDIR": self.temporary})
        self.assertTrue(until(lambda: sum("/api/" in target for target in self.targets("anytown.test")) >= 4, 60))
        process.kill()
        process.wait()
        before = [target for target in self.targets("anytown.test") if "/api/" in target]
        self.web.clear_log()
        done = run(*command, timeout=120, env={"TMPDIR": self.temporary})
        self.assertEqual(done.returncode, 0, done.stderr)
        after = [target for target in self.targets("anytown.test") if "/api/" in target]
        self.assertEqual(set(before) | set(after), {"/api" + path for path in paths})
        self.assertLessEqual(len(set(before) & set(after)), 2, "what was stored is not asked for again")
        self.assertEqual(set(self.rendered()), set(paths))
        self.assertEqual(run("verify", "--store", self.path("s.db")).returncode, 0)
        self.assert_nothing_left()

    def test_an_archive_without_renderings_is_rendered_from_what_it_holds(self):
        self.fill()
        self.assertEqual(self.check().returncode, 0)
        archive, plain = glob.glob(self.path("*/run-1/*.warc.gz"))[0], self.path("plain.warc.gz")
        with open(plain, "wb") as file:
            file.writelines(member for member, fields, _ in records(archive) if fields["WARC-Type"] != "conversion")
        pages = [row["sha256"] for row in self.rows("pages")]
        self.web.clear_log()
        done = self.check("--from", plain, "--no-report")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.web.entries(), [])
        done = run("report", "--out", self.path("again"), "--store", self.path("s.db"))
        self.assertEqual(done.returncode, 0, done.stderr)
        with open(os.path.join(self.path("again"), "data", "pages.csv"), encoding="utf-8") as file:
            self.assertEqual([row["sha256"] for row in csv.DictReader(file)], pages)

    def test_without_a_browser_it_could_not_be_told(self):
        self.fill()
        done = run("check", self.web.url("anytown.test", "/local-offer"), "--out", self.path("out"), *self.common())
        self.assertEqual(done.returncode, 3, done.stderr)
        self.assertEqual(self.targets("anytown.test").count("/api/page.json?p=/local-offer"), 0)

    def test_an_unchanged_shell_is_rendered_again_in_the_next_run(self):
        """Its ETag says nothing of what its scripts fetch."""
        self.fill()
        tagged = shell("/app.js")
        tagged.headers.append(("ETag", '"1"'))
        self.web.add("anytown.test", "/local-offer", lambda request: Answer(b"", 304) if "if-none-match" in request.headers else tagged)
        self.assertEqual(self.check().returncode, 0)
        self.web.clear_log()
        self.assertEqual(self.check().returncode, 0)
        self.assertEqual(self.targets("anytown.test").count("/api/page.json?p=/local-offer"), 1)
        self.assertEqual([entry["headers"].get("if-none-match") for entry in self.web.entries("anytown.test") if entry["target"] == "/local-offer"], [None])

    def test_scripts_send_a_reader_on(self):
        """As any redirect: by the crawl, asked of robots.txt, the page there fetched once."""
        self.site({"/local-offer/old": "location.replace('/local-offer/new')", "/local-offer/closed": "location.href = '/private/page'",
                   "/local-offer/again": "location.reload();" + FILL + f"`{TEXT}`", "/local-offer/round": "location.href = '/local-offer/about'"})
        self.web.add("anytown.test", "/local-offer/about", shell("location.href = '/local-offer/round'", source=False))
        self.web.page("anytown.test", "/local-offer/new", page("New", body=WORDS))
        self.web.robots("anytown.test", "User-agent: *\nDisallow: /private/\n")
        done = self.check()
        self.assertEqual(done.returncode, 0, done.stderr)
        asked = self.targets("anytown.test")
        self.assertNotIn("/private/page", asked)
        final = {row["url"].partition(f":{self.web.port}")[2]: row["final_url"].partition(f":{self.web.port}")[2] for row in self.rows("pages")}
        self.assertEqual(final["/local-offer/old"], "/local-offer/new")
        self.assertIn("Anyone aged 5 to 18", self.rendered()["/local-offer/again"][0])
        self.assertEqual(asked.count("/local-offer/again"), 1)
        self.assertLess(asked.count("/local-offer/about"), 12)

    def test_a_page_that_says_that_it_is_not_there(self):
        """It is broken where its scripts got what they asked for; where they did not, that is our doing."""
        missing = FILL + "'<main><h1>Page not found</h1><p>Sorry, we can\\'t find the page you are looking for. Check the web address.</p></main>'"
        self.site({"/local-offer/gone": f"fetch('/api/gone').then(r => {{ {missing} }})", "/local-offer/refused": f"fetch('/api/refused').then(r => {{ {missing} }})",
                   "/local-offer/walled": f"fetch('/closed/x').catch(e => {{ {missing} }})"})
        self.web.add("anytown.test", "/api/gone", data({}, status=404))
        self.web.add("anytown.test", "/api/refused", data({}, status=403))
        self.web.robots("anytown.test", "User-agent: *\nDisallow: /closed/\n")
        self.assertEqual(self.check().returncode, 0)
        states = {row["url"].rpartition("/")[2]: (row["state"], row["reason"]) for row in self.rows("pages")}
        self.assertEqual(states["gone"], ("broken", "soft-404"))
        self.assertEqual((states["refused"], states["walled"]), (("ok", ""), ("ok", "")))

    def test_links_are_read_from_where_the_page_says_that_it_is(self):
        self.site({"/local-offer/app": "history.pushState({}, '', '/local-offer/deep/down/');" + FILL + f"`{TEXT}<a href=\"next\">Next</a>`"})
        self.web.page("anytown.test", "/local-offer/deep/down/next", page("Next", body=WORDS))
        self.assertEqual(self.check().returncode, 0)
        self.assertIn("/local-offer/deep/down/next", self.targets("anytown.test"))

    def test_what_components_show_is_read(self):
        self.site({"/local-offer/card": "customElements.define('x-card', class extends HTMLElement { connectedCallback() { "
                                        f"this.attachShadow({{mode: 'open'}}).innerHTML = `<main><h1>Short breaks</h1>{TEXT}</main>` }} }}); "
                                        "document.getElementById('root').append(document.createElement('x-card'))"})
        self.assertEqual(self.check().returncode, 0)
        self.assertEqual([row["eligibility"] for row in self.rows("pages") if row["url"].endswith("/card")], ["yes"])

    def test_a_slow_page_holds_up_no_other_council(self):
        self.web.page("anytown.test", "/local-offer", page("Local Offer", "/local-offer/loop", body=WORDS))
        self.web.add("anytown.test", "/local-offer/loop", shell("while (true) ;", source=False))
        names = [f"/local-offer/{i}" for i in range(12)]
        self.web.page("othertown.test", "/local-offer", page("Local Offer", *names, body=WORDS))
        for name in names:
            self.web.page("othertown.test", name, page("Help " + name, body=WORDS))
        with open(self.path("councils.csv"), "w", encoding="utf-8") as file:
            file.write("gss_code,council_name,region,council_url,local_offer_url\n")
            for number, town in enumerate(("anytown", "othertown"), 1):
                file.write(f"E0699000{number},{town.title()},North,,{self.web.url(town + '.test', '/local-offer')}\n")
        done = run("audit", "--councils", self.path("councils.csv"), "--out", self.path("out"), "--browser", CHROMIUM, *self.common(), timeout=120)
        self.assertEqual(done.returncode, 0, done.stderr)
        began = min(entry["began"] for entry in self.web.entries("anytown.test"))
        ended = max(entry["ended"] for entry in self.web.entries("othertown.test") if entry["target"] in names)
        self.assertLess(ended - began, 8)


@needs_chromium
class Cookies(Browser):
    """Each page is seen as by a visitor who comes there first: with a jar of its own, thrown away with it."""

    def wall(self, request):
        """Lets in who has its cookie; scripts set it and have the page loaded again."""
        if "wall=pass-7" in request.headers.get("cookie", ""):
            return Answer(page("Behind the wall", body=TEXT))
        return shell("document.cookie = 'wall=pass-' + (3 + 4) + '; path=/'; location.reload()", source=False)

    def test_a_newcomer_with_a_jar(self):
        web = self.web
        show = ".then(r => r.json()).then(d => { " + FILL + "d.html })"
        other = f"http://partner.test:{web.port}"
        self.site({
            "/local-offer/wall": self.wall,
            "/local-offer/session": Answer(shell("fetch('/api/mine', {credentials: 'include'})" + show, source=False).body,
                                           headers=[("Set-Cookie", "sid=told-by-header; Path=/; HttpOnly; SameSite=Lax"), ("Set-Cookie", "second=2; Path=/"), ("Set-Cookie", "deep=3; Path=/local-offer")]),
            "/local-offer/token": "fetch('/api/token').then(() => fetch('/api/data'))" + show,
            "/local-offer/tokens": "fetch('/api/token').then(() => fetch('/api/data'))" + show,
            "/local-offer/door": "document.cookie = 'door=open; path=/'; location.href = '/local-offer/hall'",
            "/local-offer/round": "document.cookie = 'n=' + (1 + Number((document.cookie.match(/n=(\\d+)/) || [0, 0])[1])); " + FILL + f"`{TEXT}`; location.reload()",
            "/local-offer/twice": "if (localStorage.before) { " + FILL + f"`{TEXT}` }} else {{ localStorage.before = 1; location.reload() }}",
            "/local-offer/partner": f"document.cookie = 'own=1'; fetch('{other}/data', {{credentials: 'include'}})" + show,
            "/local-offer/plain": FILL + f"`{TEXT}` + '<i>' + document.cookie + '</i>'; fetch('/api/plain')",
        })

        def needing(cookie):
            return lambda request: data({"html": TEXT} if cookie in request.headers.get("cookie", "") else {"html": "nothing"})
        web.add("anytown.test", "/api/mine", needing("sid=told-by-header"))
        web.add("anytown.test", "/api/token", data({}, headers=[("Set-Cookie", "token=42; Path=/api")]))
        web.add("anytown.test", "/api/data", needing("token=42"))
        web.add("anytown.test", "/api/plain", data({}))
        web.add("anytown.test", "/local-offer/hall", lambda request: shell(
            FILL + (f"`{TEXT}`" if request.headers.get("cookie") == "door=open" else "'Go to the door.'"), source=False))
        web.add("partner.test", "/data", data({"html": TEXT}, headers=[("Access-Control-Allow-Origin", f"http://anytown.test:{web.port}"),
                                                                       ("Access-Control-Allow-Credentials", "true"), ("Set-Cookie", "theirs=1")]))
        done = self.check()
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.not_rendered(), {})
        seen = {path: html for path, (html, _) in self.rendered().items()}
        for path in ("session", "token", "tokens", "hall", "round", "twice", "partner", "plain"):
            self.assertIn("Anyone aged 5 to 18", seen["/local-offer/" + path].split("<script")[0], path)
        self.assertEqual({row["url"].rpartition("/")[2]: row["title"] for row in self.rows("pages")}["wall"], "Behind the wall")
        self.assertIn("<i></i>", seen["/local-offer/plain"])
        sent = {}
        for entry in web.entries():
            sent.setdefault(entry["target"], []).append(entry["headers"].get("cookie"))
        expected = {"/local-offer/wall": [None, "wall=pass-7"], "/local-offer/session": [None], "/api/mine": ["sid=told-by-header; second=2"],
                    "/api/token": [None, None], "/api/data": ["token=42"], "/local-offer/door": [None], "/local-offer/hall": ["door=open"],
                    "/local-offer/round": [None, "n=1", "n=2", "n=3"], "/local-offer/twice": [None], "/local-offer/plain": [None], "/api/plain": [None],
                    "/data": [None], "/robots.txt": [None, None]}
        self.assertEqual({target: sent[target] for target in expected}, expected)
        self.assertLessEqual({cookie for target, cookies in sent.items() if target not in expected for cookie in cookies}, {None})
        # The archive knows their names, and nobody could go on with it as that visitor.
        heads = [block.partition(b"\r\n\r\n")[0].decode() for path in glob.glob(self.path("*/run-1/*.warc.gz")) for _, fields, block in records(path)
                 if fields["WARC-Type"] in ("request", "response")]
        self.assertTrue(any("Cookie: wall=xxxxxx" in head for head in heads) and any("Set-Cookie: sid=xxxxxxxxxxxxxx; Path=/; HttpOnly" in head for head in heads))
        self.assertFalse([head for head in heads if "pass-7" in head or "told-by" in head or "token=4" in head])
        self.assertEqual(run("verify", "1", "--store", self.path("s.db")).returncode, 0)
        # What the wall let through is what an audit of the archive reads.
        self.stop()
        again = run("check", web.url("anytown.test", "/local-offer"), "--out", self.path("again"), "--store", self.path("again.db"),
                    "--from", glob.glob(self.path("*/run-1/*.warc.gz"))[0])
        self.assertEqual(again.returncode, 0, again.stderr)
        with open(os.path.join(self.path("again"), "data", "pages.csv"), encoding="utf-8") as file:
            told = {row["url"]: row["sha256"] for row in csv.DictReader(file)}
        # Where a script sends a reader to no archive says: that takes a browser.
        self.assertEqual({url for url in told if not url.endswith("/door")},
                         {url for url in told if told[url] == {row["url"]: row["sha256"] for row in self.rows("pages")}[url]})


@needs_chromium
class Habits(Browser):
    def test_what_a_reader_would_come_to_see(self):
        """What single-page sites do, a council each. Every one of them comes to rest, and says no more than was seen."""
        late = "new IntersectionObserver((all, self) => { if (all[0].isIntersecting) { self.disconnect(); late.innerHTML = `" + TEXT + "` } }).observe(late)"
        below = FILL + "`<div style='height: 5000px'><p>Help for families is further down.</p></div><div id=late></div>`; " + late
        more = "let n = 0; new IntersectionObserver(all => { if (all[0].isIntersecting && n < LAST) fetch('/api/list?p=' + n++).then(r => r.json()).then(d => { " \
               "for (const club of d) list.innerHTML += `<li style='height: 300px'>${club}</li>` }) }).observe(end)"
        cases = {
            "lazy": below,
            "inner": "document.body.style = 'margin: 0; height: 100vh; overflow: hidden'; root.style = 'height: 100vh; overflow: auto'; " + below,
            "late": f"setTimeout(() => {{ {FILL} decodeURIComponent(escape(atob('{TEXT_CODED}'))) }}, 3000)",
            "list": FILL + f"`{TEXT}<ul id=list></ul><p id=end>End</p>`; " + more.replace("LAST", "5"),
            "endless": FILL + f"`{TEXT}<ul id=list></ul><p id=end>End</p>`; " + more.replace("LAST", "10000"),
            "polls": FILL + f"`{TEXT}`; setInterval(() => fetch('/api/news?at=' + Date.now()), 300)",
            "socket": FILL + f"`{TEXT}`; (function open() {{ new WebSocket('ws://socket.test/').onclose = () => setTimeout(open, 50) }})()",
            "dialogs": f"onbeforeunload = e => {{ e.preventDefault(); return 'stay' }}; alert(1); print(); open('/popup'); {FILL}`{TEXT}`",
            "download": f"{FILL}`{TEXT}`; location.href = '/file.zip'",
            "consent": FILL + f"`<main aria-hidden=true inert><h1>Short breaks</h1>{TEXT}</main><div role=dialog aria-modal=true style='position: fixed; inset: 0'>"
                       "<h2>Cookies on this site</h2><p>Accept them all?</p><button>Accept</button></div>`",
            "routes": "(onhashchange = () => { " + FILL + "`<h1>${location.hash || 'Home'}</h1><p>Choose what you would like to read about on these pages.</p>"
                      "<a href='#/clubs'>Clubs</a> <a href='#/money'>Money</a> <a href='#/help'>Help</a>` })()",
        }
        with open(self.path("councils.csv"), "w", encoding="utf-8") as file:
            file.write("gss_code,council_name,region,council_url,local_offer_url\n")
            for number, (name, code) in enumerate(cases.items(), 1):
                host = name + ".test"
                file.write(f"E069900{number:02},{name.title()},North,,{self.web.url(host, '/local-offer')}\n")
                self.web.add(host, "/local-offer", shell(code, source=False))
                self.web.below(host, "/api/list", lambda request: data(["Club for disabled children " + request.query + str(i) for i in range(9)]))
                self.web.below(host, "/api/news", data([]))
                self.web.below(host, "/", data({}))
        began = time.monotonic()
        done = run("audit", "--councils", self.path("councils.csv"), "--out", self.path("out"), "--browser", CHROMIUM, "--no-links", *self.common(),
                   timeout=200, env={"TMPDIR": self.temporary})
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertLess(time.monotonic() - began, 100)
        with open(self.path("log"), encoding="utf-8") as file:
            self.assertNotIn("not-rendered", file.read())
        seen = {url.split("/")[2].split(".")[0]: (html.split("<script")[0], fields) for url, (html, fields) in renderings(self.directory).items()}
        self.assertEqual({name for name in cases if "Anyone aged 5 to 18" not in seen[name][0]}, {"routes"})
        self.assertEqual({name for name, (_, fields) in seen.items() if "WARC-Truncated" in fields}, {"endless"})
        self.assertEqual([seen[name][0].count("<li") for name in ("list",)], [45])
        asked = {name: [target for target in self.targets(name + ".test") if target not in ("/robots.txt", "/sitemap.xml", "/local-offer")] for name in cases}
        self.assertLess(len(asked["polls"]), 15)
        self.assertLess(len(asked["endless"]), 110)
        self.assertEqual({name for name, targets in asked.items() if targets}, {"list", "endless", "polls"})
        # What lies behind scripts' own addresses was not read: that it is not there can't be said.
        self.assertEqual({row["gss_code"][-2:]: row["outcome"] for row in self.rows("councils")},
                         {f"{number:02}": "limited" if name == "routes" else "done" for number, name in enumerate(cases, 1)})
        with open(os.path.join(self.path("out"), "council", "routes", "scorecard.json"), encoding="utf-8") as file:
            verdicts = [row["verdict"] for service in json.load(file)["services"] for row in service["rows"]]
        self.assertNotIn("no", verdicts)
        self.assert_nothing_left()


@needs_chromium
class Links(Browser):
    """What a link leads to is told by what a reader would see there, whichever command asks."""

    def listed(self):
        """A host whose pages are not what their servers send. Gives (path with its fragment, reason without a browser, with one)."""
        web, host = self.web, "partner.test"
        static = page("Contact us", body=WORDS + '<h2 id="there">Telephone</h2>').encode()
        web.add(host, "/shell", shell(FILL + f"`<h1 id=made>Clubs</h1>{TEXT}`", source=False))
        web.add(host, "/tabs", Answer(static.replace(b"</body>", b"<script>document.querySelector('ul').id = 'tab'</script></body>")))
        web.add(host, "/gone", shell(FILL + "'<h1>Page not found</h1><p>Sorry, we cannot find the page you are looking for. Check the web address.</p>'", source=False))
        web.add(host, "/wall", lambda request: Answer(page("Inside", body=WORDS + "<p id=inside>In</p>")) if "in=1" in request.headers.get("cookie", "")
                else shell("document.cookie = 'in=1'; location.reload()", source=False))
        web.add(host, "/half", Answer(static.replace(b"</body>", b"<script>fetch('/api/half').then(r => r.text()).then(t => { document.body.id = t })</script></body>")))
        web.add(host, "/api/half", Answer("", 503))
        web.add(host, "/sent", shell("location.replace('/nowhere')", source=False))
        return [("/shell#made", "", ""), ("/shell#never", "", "fragment-missing"), ("/shell", "", ""), ("/tabs#tab", "fragment-missing", ""),
                ("/tabs#there", "", ""), ("/tabs#gone", "fragment-missing", "fragment-missing"), ("/gone", "", "soft-404"), ("/wall#inside", "", ""),
                ("/wall#outside", "", "fragment-missing"), ("/half#late", "fragment-missing", ""), ("/sent", "", "http-404")]

    def links(self, *arguments):
        done = run("links", *arguments, "--format", "jsonl", *self.common(), timeout=120, env={"TMPDIR": self.temporary})
        self.assertEqual(done.returncode, 0, done.stderr)
        told = [json.loads(line) for line in done.stdout.splitlines()]
        return {link["target"].partition(f":{self.web.port}")[2]: link["reason"] or "" for link in told if "target" in link}

    def test_a_list_and_what_is_asked_again(self):
        cases = self.listed()
        with open(self.path("list"), "w", encoding="utf-8") as file:
            file.writelines(self.web.url("partner.test", path) + "\n" for path, _, _ in cases)
        self.assertEqual(self.links("--list", self.path("list")), {path: reason for path, reason, _ in cases})
        done = run("recheck", "1", "--browser", CHROMIUM, *self.common(), timeout=120, env={"TMPDIR": self.temporary})
        self.assertEqual(done.returncode, 0, done.stderr)
        again = {line.split("\t")[0].partition(f":{self.web.port}")[2]: line.split("\t")[1:] for line in done.stdout.splitlines()}
        self.assertEqual({path: state for path, (state, _) in again.items()},
                         {path: "broken" if after else "ok" for path, before, after in cases if before})
        self.web.clear_log()
        self.assertEqual(self.links("--list", self.path("list"), "--browser", CHROMIUM), {path: reason for path, _, reason in cases})
        self.assertEqual({entry["method"] for entry in self.web.entries()} - {"HEAD"}, {"GET"})
        self.assertEqual(self.web.most_open["partner.test"], 1)
        self.assert_nothing_left()

    def test_parts_that_scripts_make_on_a_site(self):
        """A part that many pages lack is looked for on a few of them."""
        script = "<script>for (const h of document.querySelectorAll('h1')) h.id = 'top-of-it'</script></body>"
        names = [f"/local-offer/{i}" for i in range(9)]
        self.web.page("anytown.test", "/local-offer", page("Local Offer", *[name + "#top-of-it" for name in names], *[name + "#content" for name in names],
                                                           names[0] + "#mine", body=WORDS))
        for number, name in enumerate(names):
            words = page("Help number " + name, body=WORDS).replace("</body>", script)
            self.web.page("anytown.test", name, words if number else words.replace("h1')", "h1, h1 ~ p')").replace("'top-of-it'", "h.tagName == 'P' ? 'mine' : 'top-of-it'"))
        told = self.links(self.web.url("anytown.test", "/local-offer"), "--browser", CHROMIUM)
        self.assertEqual({told[name + "#top-of-it"] for name in names} | {told[names[0] + "#mine"]}, {""})
        self.assertEqual({told[name + "#content"] for name in names}, {"fragment-missing"})
        asked = [target for _, target in self.web.asked("anytown.test", "GET")]
        self.assertLessEqual(max(asked.count(name) for name in names), 2)
        self.assertLessEqual(sum(asked.count(name) - 1 for name in names), 6)
        told = self.links(self.web.url("anytown.test", "/local-offer"))
        self.assertEqual({told[name + "#top-of-it"] for name in names}, {"fragment-missing"})


@needs_chromium
class Guarded(Browser):
    def test_only_reading_is_done_and_only_by_us(self):
        web = self.web
        web.robots("anytown.test", "User-agent: *\nDisallow: /closed/\n")
        listener = socket.create_server(("127.0.0.1", 0))
        self.addCleanup(listener.close)
        listener.settimeout(0.1)
        callers = []

        def accept():
            while listener.fileno() >= 0:
                try:
                    callers.append(listener.accept())
                except TimeoutError:
                    continue
                except OSError:
                    return
        threading.Thread(target=accept, daemon=True).start()
        socket_port = listener.getsockname()[1]
        other = f"http://partner.test:{web.port}"
        wants = {
            "robots": "fetch('/closed/data.json')", "post": "fetch('/api/search', {method: 'POST', body: 'q=1'})",
            "beacon": "navigator.sendBeacon('/beacon', 'x')", "action": "fetch('/api/items/delete/7')",
            "picture": "new Image().src = '/picture.png'", "events": "new EventSource('/events')",
            "film": "document.body.append(Object.assign(document.createElement('video'), {src: '/film.mp4'}))",
            "font": "new FontFace('f', 'url(/font.woff2)').load()", "popup": "window.open('/popup')",
            "frame": "document.body.append(Object.assign(document.createElement('iframe'), {src: '/frame'}))",
            "worker": "new Worker('/worker.js')", "service": "navigator.serviceWorker.register('/service.js')",
            "socket": f"new WebSocket('ws://127.0.0.1:{socket_port}/')",
            "rtc": f"new RTCPeerConnection({{iceServers: [{{urls: 'stun:127.0.0.1:{socket_port}'}}]}}).createDataChannel('x')",
            "prefetch": "document.head.append(Object.assign(document.createElement('link'), {rel: 'prefetch', href: '/prefetched'}))",
            "download": "Object.assign(document.createElement('a'), {href: '/file.zip', download: 'file.zip'}).click()",
            "file": "fetch('file:///etc/hostname')", "form": "(f => { f.method = 'post'; f.action = '/sent'; document.body.append(f); f.submit() })(document.createElement('form'))",
            "cross": f"fetch('{other}/open.json', {{headers: {{'X-Key': 'k1'}}}}).then(r => r.text()).then(t => document.body.append('cross ' + 'said ' + t))",
            "shut": f"fetch('{other}/shut.json').then(r => r.text()).then(t => document.body.append('shut ' + 'said ' + t))",
        }
        calls = "\n".join(f"try {{ Promise.resolve({code}).catch(() => 0) }} catch (e) {{}}" for code in wants.values())
        self.site({"/local-offer/all": FILL + f"`{TEXT}`;\n{calls}\n"})
        web.otherwise("anytown.test", data({"x": 1}))
        web.add("anytown.test", "/worker.js", script("fetch('/worker.json')"))
        web.add("partner.test", "/open.json", data("yes", headers={"Access-Control-Allow-Origin": f"http://anytown.test:{web.port}"}))
        web.add("partner.test", "/shut.json", data("no"))
        done = self.check()
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.not_rendered(), {})
        html, fields = self.rendered()["/local-offer/all"]
        asked = {target for _, target in web.asked("anytown.test", "GET")}
        for refused in ("/closed/data.json", "/api/search", "/beacon", "/api/items/delete/7", "/events", "/popup", "/service.js",
                        "/file.zip", "/sent"):
            self.assertNotIn(refused, asked)
        self.assertNotIn("POST", {method for method, _ in web.asked()})
        self.assertNotIn("OPTIONS", {method for method, _ in web.asked()})
        # Pictures, films and frames of the page itself are links, and looked at as such: by HEAD alone, or as pages.
        self.assertNotIn(("GET", "/picture.png"), web.asked("anytown.test"))
        self.assertNotIn(("GET", "/font.woff2"), web.asked("anytown.test"))
        self.assertIn("/worker.json", asked)
        self.assertIn("cross said", html)
        self.assertNotIn("shut said", html)
        crossed = [entry["headers"] for entry in web.entries("partner.test") if entry["target"] == "/open.json"]
        self.assertEqual([(headers.get("origin"), headers.get("x-key")) for headers in crossed], [(f"http://anytown.test:{web.port}", "k1")])
        self.assertEqual(web.asked("partner.test")[0], ("GET", "/robots.txt"))
        self.assertEqual({entry["headers"]["user-agent"].startswith(AGENT) for entry in web.entries()}, {True})
        for caller, _ in callers:
            caller.close()
        self.assertEqual(callers, [], "Chromium itself reached the network")
        # Something that may matter was kept from it, and that is known.
        self.assertEqual(fields.get("WARC-Truncated"), "unspecified")
        self.assertEqual(run("verify", "1", "--store", self.path("s.db")).returncode, 0)

    def test_delay_and_breaker_hold_for_what_scripts_ask(self):
        many = ", ".join(f"fetch('/api/{i}.json')" for i in range(4))
        self.site({"/local-offer/many": f"Promise.allSettled([{many}]).then(() => {{ " + FILL + f"`{TEXT}` }})"})
        self.web.below("anytown.test", "/api/", data({}))
        done = self.check("--delay", "0.5", "--no-links")
        self.assertEqual(done.returncode, 0, done.stderr)
        times = sorted(entry["began"] for entry in self.web.entries("anytown.test"))
        gaps = [later - earlier for earlier, later in zip(times, times[1:])]
        self.assertGreaterEqual(min(gaps), 0.4, gaps)
        self.assertEqual(self.web.most_open["anytown.test"], 1)

    def test_answers_that_chromium_would_not_take(self):
        """A field with an odd name, a status beyond 599: the page comes to rest all the same."""
        self.site({"/local-offer/odd": f"Promise.allSettled([fetch('/api/field'), fetch('/api/status')]).then(all => {{ " + FILL +
                                       f"`<h1>${{all.map(one => one.status).join(' and ')}}</h1>{TEXT}` }})"})
        self.web.add("anytown.test", "/api/field", data({}, headers=[("X Odd", "1"), ("X-Bytes", "caf\xe9"), ("Link", "</x.css>; rel=preload")]))
        self.web.add("anytown.test", "/api/status", data({}, status=999))
        self.assertEqual(self.check().returncode, 0)
        self.assertIn("fulfilled and rejected", self.rendered()["/local-offer/odd"][0])

    def test_what_a_page_asks_for_ends_with_it(self):
        self.site({"/local-offer/hasty": "for (let i = 0; i < 60; i++) fetch('/api/' + i); setTimeout(() => location.replace('/local-offer/there'), 1500)"})
        self.web.page("anytown.test", "/local-offer/there", page("There", body=WORDS))
        self.web.below("anytown.test", "/api/", Slow(b"{}", pause=0.3, content_type="application/json"))
        self.assertEqual(self.check().returncode, 0)
        self.assertLess(sum(target.startswith("/api/") for target in self.targets("anytown.test")), 20)
        self.assertIn("/local-offer/there", self.targets("anytown.test"))

    def test_a_server_that_turns_programs_away_is_not_got_round(self):
        wall = Answer(shell("fetch('/solved')", source=False).body, headers=[("cf-mitigated", "challenge")])
        self.site({"/local-offer/walled": wall})
        self.assertEqual(self.check().returncode, 0)
        self.assertEqual({row["url"].rpartition("/")[2]: row["state"] for row in self.rows("pages")}["walled"], "blocked")
        self.assertNotIn("/solved", self.targets("anytown.test"))

    def test_a_server_that_fails_the_scripts_makes_it_unsure(self):
        self.site({"/local-offer/half": FILL + f"`{TEXT}`; fetch('/api/more.json')"})
        self.web.add("anytown.test", "/api/more.json", Answer("", 503))
        self.assertEqual(self.check().returncode, 0)
        self.assertEqual(self.rendered()["/local-offer/half"][1].get("WARC-Truncated"), "unspecified")


@needs_chromium
class Misbehaving(Browser):
    def test_each_ends_with_its_reason(self):
        """A council each, so that several are under way at once and none spoils another."""
        grow = "setTimeout(() => { const s = 'x'.repeat(1 << 20); for (let i = 0; i < 200; i++) { const p = document.createElement('p'); " \
               "p.textContent = s + i; document.body.append(p) } }, 10)"
        cases = {
            "loop": FILL + f"`{TEXT}`; while (true) ;",
            "catching": "for (;;) { try { while (true) ; } catch (e) {} }",
            "alerts": "alert('one'); confirm('two'); prompt('three'); " + FILL + f"`{TEXT}`",
            "alerting": "for (;;) alert('again')",
            "grows": grow,
            "eats": "setTimeout(() => { const all = []; for (;;) all.push(new Array(1e6).fill(Math.random())) }, 10)",
            "floods": "setInterval(() => { for (let i = 0; i < 50; i++) fetch('/flood/' + Math.random()) }, 10)",
            "wipes": "setInterval(() => { document.body.innerHTML = '' }, 1); throw 1",
            "fine": FILL + f"`{TEXT}`",
        }
        with open(self.path("councils.csv"), "w", encoding="utf-8") as file:
            file.write("gss_code,council_name,region,council_url,local_offer_url\n")
            for number, (name, code) in enumerate(cases.items(), 1):
                host = name + ".test"
                file.write(f"E069900{number:02},{name.title()},North,,{self.web.url(host, '/local-offer')}\n")
                self.web.page(host, "/local-offer", page("Local Offer", "/local-offer/page", body=WORDS))
                self.web.add(host, "/local-offer/page", shell(code, source=False))
                self.web.below(host, "/flood/", data({}))
        began = time.monotonic()
        done = run("audit", "--councils", self.path("councils.csv"), "--out", self.path("out"), "--browser", CHROMIUM, *self.common(), timeout=240,
                   env={"TMPDIR": self.temporary})
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertLess(time.monotonic() - began, 180)
        with open(self.path("log"), encoding="utf-8") as file:
            events = [json.loads(line) for line in file]
        faults = {event["page"].split(".")[0][7:]: event["detail"] for event in events if event["event"] == "not-rendered"}
        rendered = {url.split(".")[0][7:]: value for url, value in renderings(self.directory).items()}
        self.assertEqual(set(faults) | set(rendered), set(cases))
        whole = {name for name, (_, fields) in rendered.items() if "WARC-Truncated" not in fields}
        self.assertLessEqual({"fine", "alerts"}, whole)
        for name in ("fine", "alerts", "loop"): # what a page showed before its loop is kept, and known to be a part
            self.assertIn("Anyone aged 5 to 18", rendered[name][0], name)
        self.assertEqual(whole & {"loop", "catching", "alerting", "grows", "eats", "floods"}, set())
        for name in ("grows", "eats"):  # by room, or by time where the machine is slow
            self.assertRegex(faults.get(name, "come to an end"), "larger than is read|more memory|come to an end")
        self.assertLessEqual(len([target for target in self.targets("floods.test") if target.startswith("/flood/")]), 100)
        self.assertEqual(run("verify", "1", "--store", self.path("s.db")).returncode, 0)
        self.assert_nothing_left()

    def start(self, *more):
        self.site({"/local-offer/loop": "while (true) ;"})
        process = subprocess.Popen([PROGRAM, "check", self.web.url("anytown.test", "/local-offer"), "--out", self.path("out"), "--browser", CHROMIUM,
                                    *self.common(*more)], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                   env={"PATH": "/usr/bin:/bin", "COREOFFER_SEEDS": SEEDS, "TMPDIR": self.temporary})
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        self.assertTrue(until(lambda: "/local-offer/loop" in self.targets("anytown.test"), 20))
        time.sleep(1)
        self.assertNotEqual(left_behind(self.temporary), [])
        return process

    def test_nothing_is_left_when_we_are_killed(self):
        self.start().kill()
        self.assert_nothing_left()

    def test_a_signal_ends_it_in_time(self):
        process = self.start()
        began = time.monotonic()
        process.send_signal(signal.SIGINT)
        self.assertEqual(process.wait(10), 130)
        self.assertLess(time.monotonic() - began, 5)
        self.assert_nothing_left()

    def test_a_browser_that_dies_is_started_again(self):
        """Its death costs a page one try; one that dies with every page ends the trying."""
        self.site({"/local-offer/fine": FILL + f"`{TEXT}`"})
        marker, stub = self.path("died"), self.path("browser")
        with open(stub, "w", encoding="utf-8") as file:
            # The first of those that are to render is killed as soon as it has begun.
            file.write(f"""#!/bin/sh
echo x >> {self.path("starts")}
if [ $(wc -l < {self.path("starts")}) = 2 ]; then
    {CHROMIUM} "$@" & child=$!
    while ! grep -q fine {marker} 2>/dev/null; do sleep 0.05; done
    kill -9 $child; exit 1
fi
exec {CHROMIUM} "$@"
""")
        os.chmod(stub, 0o755)

        def fine(request):
            with open(marker, "w", encoding="utf-8") as file:
                file.write("fine")
            return shell(FILL + f"`{TEXT}`", source=False)
        self.web.add("anytown.test", "/local-offer/fine", fine)
        done = run("check", self.web.url("anytown.test", "/local-offer"), "--out", self.path("out"), "--browser", stub, *self.common(), timeout=120,
                   env={"TMPDIR": self.temporary})
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("Anyone aged 5 to 18", self.rendered()["/local-offer/fine"][0])
        with open(self.path("starts"), encoding="utf-8") as file:
            self.assertEqual(len(file.readlines()), 3)
        self.assert_nothing_left()


HOSTILE = r"""#!%(python)s
import json, os, sys
session, frame = "S", "F"
def say(value):
    os.write(4, (value if isinstance(value, bytes) else json.dumps(value, separators=(",", ":")).encode()) + b"\0")
def event(method, params):
    say({"method": method, "params": params, "sessionId": session})
def paused(url, **more):
    event("Fetch.requestPaused", {"requestId": "r", "frameId": frame, "resourceType": "XHR", "request": {"url": url, "method": "GET", "headers": {}}, **more})
html = "<html><head></head><body><p>" + "So it was seen. " * 40 + "</p></body></html>"
results = {"Browser.getVersion": {"product": "HeadlessChrome/1", "userAgent": "Odd/1"}, "Target.createBrowserContext": {"browserContextId": "C"},
           "Target.createTarget": {"targetId": frame}, "Target.attachToTarget": {"sessionId": session}, "DOM.getDocument": {"root": {"nodeId": 1}},
           "DOM.getOuterHTML": {"outerHTML": html}}
def navigate():
%(navigate)s
rest = b""
while True:
    try:
        piece = os.read(3, 1 << 16)
    except OSError:
        break
    if not piece:
        break
    *messages, rest = (rest + piece).split(b"\0")
    for message in map(json.loads, messages):
        method = message["method"]
        if method == "Page.navigate":
            navigate()
        say({"id": message["id"], "result": results.get(method, {}), "sessionId": message.get("sessionId", "")})
"""


class Hostile(Browser):
    """A browser that a page has taken over, played by a script."""

    def play(self, navigate, *more):
        stub = self.path("browser")
        with open(stub, "w", encoding="utf-8") as file:
            file.write(HOSTILE % {"python": sys.executable, "navigate": textwrap.indent(textwrap.dedent(navigate).strip(), "    ")})
        os.chmod(stub, 0o755)
        self.site({"/local-offer/page": "1"})
        self.web.otherwise("anytown.test", data({}))
        done = run("check", self.web.url("anytown.test", "/local-offer"), "--out", self.path("out"), "--browser", stub, *self.common(*more), timeout=120,
                   env={"TMPDIR": self.temporary})
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assert_nothing_left()
        return done

    def test_messages_that_make_no_sense(self):
        self.play("""
            for params in (None, 7, [], {}, {"requestId": 3}, {"requestId": "r", "request": "x"}, {"requestId": "r", "request": {"url": 5, "method": []}},
                           {"requestId": "r" * 1000000, "request": {"url": "x" * 1000000, "method": "GET", "headers": []}}):
                event("Fetch.requestPaused", params)
            for value in ({}, {"id": 10 ** 30}, {"id": -4, "result": {}}, {"id": 999999, "result": {"outerHTML": "forged"}}, {"method": "Page.loadEventFired", "sessionId": "other"},
                          {"method": "Inspector.targetCrashed", "sessionId": ""}, {"method": "Page.frameRequestedNavigation", "sessionId": session, "params": {"frameId": 1, "url": {}}}):
                say(value)
            event("Page.frameRequestedNavigation", {"frameId": frame, "reason": "scriptInitiated", "disposition": "currentTab", "url": "file:///etc/passwd"})
            event("Page.frameRequestedNavigation", {"frameId": "another", "reason": "scriptInitiated", "disposition": "currentTab", "url": "http://elsewhere.test/"})
            event("Page.loadEventFired", {})
        """)
        self.assertIn("So it was seen.", self.rendered()["/local-offer/page"][0])
        self.assertNotIn("forged", self.rendered()["/local-offer/page"][0])

    def test_nothing_is_smuggled_into_our_requests(self):
        self.play(r"""
            base = "http://anytown.test:%d"
            for url in ("file:///etc/passwd", "ftp://anytown.test/x", "javascript:1", "chrome://version", "//anytown.test/x", "", "http://", "http://user:secret@anytown.test:%d/login",
                        base + "/long?" + "x" * 5000):
                paused(url)
            paused(base + "/crlf HTTP/1.1\r\nEvil: 1\r\n\r\n")
            paused(base + "/headers", request={"url": base + "/headers", "method": "GET", "headers": {
                "X-Good": "yes", "X-Bad": "1\r\nEvil: 1", "Bad Name": "1", "Evil:": "1", "": "1", "Host": "elsewhere.test", "Cookie": "a=1", "User-Agent": "Other",
                "Content-Length": "9", "Transfer-Encoding": "chunked", "X-Long": "x" * 5000, "X-Number": 5, **{"X-%%d" %% i: "1" for i in range(100)}}})
            paused(base + "/broken-cookie", request={"url": base + "/broken-cookie", "method": "GET", "headers": {"cookie": "a=1\r\nEvil: 1"}})
            other = base.replace("anytown", "elsewhere")
            paused(other + "/for-others", request={"url": other + "/for-others", "method": "GET", "headers": {"Cookie": "a=1"}})
            for method in ("POST", "PUT", "DELETE", "CONNECT", "get", "GET /evil", ""):
                paused(base + "/method", request={"url": base + "/method", "method": method, "headers": {}})
            event("Page.loadEventFired", {})
        """ % (self.web.port, self.web.port))
        entries = {entry["target"]: entry["headers"] for entry in self.web.entries("anytown.test")}
        elsewhere = {entry["target"]: entry["headers"] for entry in self.web.entries("elsewhere.test")}
        self.assertEqual([name for headers in entries.values() for name in headers if "evil" in name.lower()], [])
        self.assertNotIn("/method", entries)
        self.assertNotIn("/login", entries)
        self.assertEqual([target for target in entries if target.startswith("/long")], [])
        headers = entries["/headers"]
        self.assertEqual(headers["x-good"], "yes")
        self.assertTrue(headers["user-agent"].startswith(AGENT))
        self.assertEqual([headers.get(name) for name in ("content-length", "transfer-encoding", "x-bad", "x-long", "x-number")], [None] * 5)
        self.assertEqual(headers["cookie"], "a=1")  # of its own site; nobody else's, and no more than one line of it
        self.assertNotIn("cookie", entries["/broken-cookie"])
        self.assertNotIn("cookie", elsewhere["/for-others"])
        self.assertEqual(headers["host"], f"anytown.test:{self.web.port}")
        self.assertLess(len(headers), 30)

    def test_one_that_never_gives_a_page(self):
        for words, navigate in (("gave no page", 'results["DOM.getDocument"] = {"root": {"nodeId": -1}}; event("Page.loadEventFired", {})'),
                                ("gave no page", 'results["DOM.getOuterHTML"] = {}; event("Page.loadEventFired", {})'),
                                ("larger than", 'results["DOM.getOuterHTML"] = {"outerHTML": "x" * (6 << 20)}; event("Page.loadEventFired", {})'),
                                ("larger than", 'results["DOM.getOuterHTML"] = {"outerHTML": "x" * (40 << 20)}; event("Page.loadEventFired", {})'),
                                ("crashed", 'event("Inspector.targetCrashed", {})'),
                                ("did not take", 'results["Page.navigate"] = {"errorText": "net::ERR_ABORTED"}'),
                                ("ended", "os._exit(1)"), ("ended", 'say(b"no JSON")')):
            with self.subTest(navigate):
                self.play(navigate)
                self.assertIn(words, self.not_rendered()["/local-offer/page"])
                with open(os.path.join(self.path("out"), "data", "pages.csv"), encoding="utf-8") as file:
                    self.assertIn("/local-offer/page", file.read())
                os.remove(self.path("log"))


class Chosen(Browser):
    def test_the_child_can_make_no_socket_to_the_network(self):
        """The kernel says no, whatever it tries; to its own processes it may talk."""
        stub, found = self.path("browser"), self.path("found")
        with open(stub, "w", encoding="utf-8") as file:
            file.write(f"""#!{sys.executable}
import ctypes, os, socket
results = []
for family in ("AF_INET", "AF_INET6", "AF_PACKET", "AF_VSOCK", "AF_UNIX"):
    for kind in ("SOCK_STREAM", "SOCK_DGRAM", "SOCK_RAW"):
        try:
            socket.socket(getattr(socket, family), getattr(socket, kind)).close()
            results.append(family + " made")
        except OSError as error:
            results.append(family + " " + os.strerror(error.errno))
libc = ctypes.CDLL(None, use_errno=True)
results.append("io_uring " + ("made" if libc.syscall(425, 8, ctypes.create_string_buffer(120)) >= 0 else "refused"))
results.append("open " + str(sorted(int(fd) for fd in os.listdir("/proc/self/fd") if int(fd) > 4 and os.path.exists("/proc/self/fd/" + fd))))
results.append("environment " + " ".join(sorted(os.environ)))
open({found!r}, "w").write("\\n".join(results))
""")
        os.chmod(stub, 0o755)
        done = run("check", self.web.url("anytown.test", "/local-offer"), "--browser", stub, *self.common(), env={"TMPDIR": self.temporary, "SECRET": "1"})
        self.assertEqual(done.returncode, 2)
        with open(found, encoding="utf-8") as file:
            results = file.read().splitlines()
        self.assertEqual({line for line in results if line.startswith(("AF_INET", "AF_PACKET", "AF_VSOCK"))},
                         {"AF_INET Permission denied", "AF_INET6 Permission denied", "AF_PACKET Permission denied", "AF_VSOCK Permission denied"})
        self.assertIn("AF_UNIX made", results)
        self.assertIn("io_uring refused", results)
        self.assertIn("open []", results)
        self.assertNotIn("SECRET", results[-1])

    def test_a_path_that_is_no_browser_is_said_at_the_start(self):
        with open(self.path("garbage"), "w", encoding="utf-8") as file:
            file.write("#!/bin/sh\nprintf 'no JSON at all\\0' >&4\nsleep 5\n")
        with open(self.path("other"), "w", encoding="utf-8") as file:
            file.write("#!/bin/sh\nprintf '{\"id\":1,\"result\":{\"product\":\"Otherbrowser/1\"}}\\0' >&4\nsleep 5\n")
        with open(self.path("sandbox"), "w", encoding="utf-8") as file:
            file.write("#!/bin/sh\necho '[1:FATAL:zygote.cc] No usable sandbox!' >&2\necho more >&2\nexit 1\n")
        for name in ("garbage", "other", "sandbox"):
            os.chmod(self.path(name), 0o755)
        cases = {"/nowhere/chromium": "No such file", "/": "not a program", "/bin/true": "ended", self.path("garbage"): "DevTools", self.path("other"): "Otherbrowser",
                 self.path("sandbox"): "it said: [1:FATAL:zygote.cc] No usable sandbox!"}
        for path, words in cases.items():
            with self.subTest(path):
                done = run("check", self.web.url("anytown.test", "/local-offer"), "--browser", path, *self.common(), env={"TMPDIR": self.temporary})
                self.assertEqual((done.returncode, done.stdout), (2, ""))
                self.assertIn(path, done.stderr)
                self.assertIn(words, done.stderr)
        self.assertEqual(self.web.entries(), [])
        self.assertFalse(os.path.exists(self.path("s.db")) and self.rows_of_runs())
        self.assert_nothing_left()

    def test_a_process_that_takes_too_much_memory_is_ended(self):
        stub = self.path("browser")
        with open(stub, "w", encoding="utf-8") as file:
            file.write(f"#!{sys.executable}\nimport time\nall = b'x' * (1200 << 20)\ntime.sleep(60)\n")
        os.chmod(stub, 0o755)
        began = time.monotonic()
        done = run("doctor", "--store", self.path("s.db"), "--browser", stub, env={"TMPDIR": self.temporary})
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stdout, "(?m)^!!  a browser .* it ended")
        self.assertLess(time.monotonic() - began, 20)
        self.assert_nothing_left()

    def rows_of_runs(self):
        done = run("status", "--store", self.path("s.db"), "--format", "jsonl")
        return [line for line in done.stdout.splitlines() if '"run"' in line]

    @needs_chromium
    def test_doctor_says_whether_it_works(self):
        on = ["--store", self.path("s.db"), "--browser"]
        self.assertRegex(run("doctor", *on, CHROMIUM, env={"TMPDIR": self.temporary}).stdout, r"(?m)^ok  browser .*Chrome/\d+")
        done = run("doctor", *on, "/bin/true", env={"TMPDIR": self.temporary})
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stdout, r"(?m)^!!  a browser .*'/bin/true'")
        self.assertNotIn("browser", run("doctor", "--store", self.path("s.db")).stdout)


@needs_chromium
class Internet(unittest.TestCase):
    """Without --allow-private, in a namespace of its own where every private address answers."""

    def test_scripts_reach_no_private_address(self):
        if not toyinternet.is_inside():
            refusal = toyinternet.refusal()
            if refusal:
                self.skipTest(refusal)
            process = toyinternet.enter([sys.executable, os.path.abspath(__file__), "Internet"])
            text = process.communicate(timeout=180)[0]
            self.assertEqual(process.returncode, 0, text)
            self.assertIn("Ran 1 test", text)
            self.assertNotIn("skipped", text)
            return
        inside = ["10.1.2.3", "169.254.169.254", "192.168.1.1", "127.0.0.1", "localhost", "[::1]", "hidden.test", "intranet"]
        with tempfile.TemporaryDirectory() as directory, ToyInternet(directory) as net:
            net.name("hidden.test", A("10.0.0.1"))
            calls = "; ".join(f"fetch('http://{host}/secret.json').then(r => r.text()).then(t => document.body.append(t)).catch(() => 0)" for host in inside)
            sources = "".join(f'<script src="http://{host}/secret.js"></script>' for host in inside)
            net.page("anytown.test", "/local-offer", page("Local Offer", "/local-offer/nosy", body=WORDS))
            net.add("anytown.test", "/local-offer/nosy", shell(FILL + f"`{TEXT}`; {calls}", body=sources, source=False))
            for host in inside:
                net.otherwise(host, Answer("a secret", headers={"Access-Control-Allow-Origin": "*"}))
            net.secure("safe.test")
            net.add("safe.test", "/page", shell(FILL + f"`{TEXT}`; fetch('/more.json').then(r => r.text()).then(t => document.body.append('secure ' + t))", source=False))
            net.add("safe.test", "/more.json", data("indeed"))
            net.page("anytown.test", "/local-offer", page("Local Offer", "/local-offer/nosy", "https://safe.test/page", body=WORDS))
            before = len(net.connected)
            done = run("check", "http://anytown.test/local-offer", "--out", os.path.join(directory, "out"), "--store", os.path.join(directory, "s.db"),
                       "--name-server", NAME_SERVER, "--ca-file", net.ca_file, "--contact", "https://coreoffer.example/about", "--delay", "0",
                       "--browser", CHROMIUM, timeout=120)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertEqual([address for address in net.connected[before:] if not address.startswith(("51.20.", "2a0e:"))], [])
            html = renderings(directory)["http://anytown.test/local-offer/nosy"][0]
            self.assertIn("Anyone aged 5 to 18", html)
            self.assertNotIn("a secret", html)
            self.assertIn("secure \"indeed\"", renderings(directory)["https://safe.test/page"][0])


if __name__ == "__main__":
    unittest.main()
