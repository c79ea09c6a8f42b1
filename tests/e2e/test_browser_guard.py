"""What scripts may ask for: only reading, only by us, by robots.txt and at our pace, and nothing on a
private address. The server's request log says what was asked for, and how."""
import os
import socket
import sys
import tempfile
import threading
import unittest

import toyinternet
from browser import AGENT, CHROMIUM, FILL, TEXT, BrowserCase, data, needs_chromium, renderings, script, shell
from program import run
from toyinternet import NAME_SERVER, A, ToyInternet
from toyweb import WORDS, Answer, Slow, page


@needs_chromium
class Guarded(BrowserCase):
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
        self.assertGreater(len(times), 5)
        # A busy server may see a request late, which shortens the next gap: the whole time can't be shortened.
        self.assertGreater(times[-1] - times[0], 0.5 * (len(times) - 1) - 0.4, times)
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
