"""A browser played by a script: one that a page has taken over, one that is none, and what the child may
do at all. Needs no Chromium."""
import os
import sys
import textwrap
import unittest

from browser import AGENT, BrowserCase, data
from program import run

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


class TakenOver(BrowserCase):
    slow = True

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


class Confined(BrowserCase):
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
            file.write(f"#!{sys.executable}\nimport time\nall = b'x' * (1100 << 20)\ntime.sleep(60)\n")
        os.chmod(stub, 0o755)
        done = run("doctor", "--store", self.path("s.db"), "--browser", stub, env={"TMPDIR": self.temporary})
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stdout, "(?m)^!!  a browser .* it ended")
        self.assert_nothing_left()

    def rows_of_runs(self):
        done = run("status", "--store", self.path("s.db"), "--format", "jsonl")
        return [line for line in done.stdout.splitlines() if '"run"' in line]


if __name__ == "__main__":
    unittest.main()
