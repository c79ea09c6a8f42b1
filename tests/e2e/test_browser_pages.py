"""Pages that scripts build, rendered by a real Chromium: read, judged, proved again; seen as by a
newcomer who comes there first."""
import csv
import glob
import json
import os
import subprocess
import unittest

from browser import AGENT, CHROMIUM, FILL, TEXT, TEXT_CODED, BrowserCase, data, needs_chromium, records, renderings, script, shell
from program import PROGRAM, SEEDS, run, until
from toyweb import WORDS, Answer, page


@needs_chromium
class Renders(BrowserCase):
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
        with open(self.path("log"), encoding="utf-8") as file:
            ended = [event["gss_code"] for event in map(json.loads, file) if event["event"] == "visit"]
        self.assertEqual(ended, ["E06990002", "E06990001"], "the other was through before the page was given up")


@needs_chromium
class Cookies(BrowserCase):
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
class Habits(BrowserCase):
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
        done = run("audit", "--councils", self.path("councils.csv"), "--out", self.path("out"), "--browser", CHROMIUM, "--no-links", *self.common(),
                   timeout=200, env={"TMPDIR": self.temporary})
        self.assertEqual(done.returncode, 0, done.stderr)
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


if __name__ == "__main__":
    unittest.main()
