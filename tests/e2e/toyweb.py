"""A misbehaving toy web on one loopback port, and the log of what was asked of it.

Hosts are told apart by the Host header, so one port serves a whole made-up country:

    with ToyWeb() as web:
        web.page("anytown.test", "/", "<h1>Anytown</h1>")
        web.redirect("anytown.test", "/old", "/", status=301)
        web.add("anytown.test", "/slow", Drip(b"x" * 500, 0.1))
        ... crawl http://anytown.test:{web.port}/ ...
        web.asked("anytown.test")        # [("GET", "/robots.txt"), ("GET", "/"), ...]

The text $PORT in bodies and headers is the port. What a host does not know it answers with
404, an unknown host with 421. robots.txt is 404 unless it was added. The log is the best
witness: it can't be fooled by the program's own report. Python 3 standard library only.

As a program it serves the towns of `misbehaving` until its stdin closes:
    python3 toyweb.py [--port N] [--log FILE]
"""
import argparse
import asyncio
import gzip
import html
import json
import re
import socket
import ssl
import struct
import sys
import threading
import time

REASONS = {200: "OK", 204: "No Content", 206: "Partial Content", 301: "Moved Permanently", 302: "Found", 303: "See Other",
           304: "Not Modified", 307: "Temporary Redirect", 308: "Permanent Redirect", 401: "Unauthorized", 403: "Forbidden",
           404: "Not Found", 405: "Method Not Allowed", 410: "Gone", 421: "Misdirected Request", 429: "Too Many Requests",
           451: "Unavailable For Legal Reasons", 500: "Internal Server Error", 501: "Not Implemented", 502: "Bad Gateway",
           503: "Service Unavailable"}


class Request:
    def __init__(self, method, target, version, headers):
        self.method, self.target, self.version, self.headers = method, target, version, headers
        self.path, _, self.query = target.partition("?")
        self.host = headers.get("host", "").rsplit(":", 1)[0].lower()


class Answer:
    """A plain reply. `headers` is a dict or a list of pairs; Content-Length is added."""

    def __init__(self, body=b"", status=200, headers=(), content_type="text/html; charset=utf-8"):
        self.body = body.encode() if isinstance(body, str) else body
        self.status, self.content_type = status, content_type
        self.headers = list(headers.items() if isinstance(headers, dict) else headers)

    def head(self, port, length):
        lines = [f"HTTP/1.1 {self.status} {REASONS.get(self.status, 'Odd')}"]
        names = {name.lower() for name, _ in self.headers}
        if self.content_type and "content-type" not in names:
            lines.append(f"Content-Type: {self.content_type}")
        lines += [f"{name}: {value}" for name, value in self.headers]
        if length is not None and "content-length" not in names:
            lines.append(f"Content-Length: {length}")
        return ("\r\n".join(lines) + "\r\n\r\n").replace("$PORT", str(port)).encode("latin-1")

    async def send(self, web, request, reader, writer):
        """Returns whether the connection may be used again."""
        text = self.content_type and self.content_type.startswith(("text/", "application/xml"))
        body = self.body.replace(b"$PORT", str(web.port).encode()) if text else self.body
        writer.write(self.head(web.port, len(body)) + (b"" if request.method == "HEAD" or self.status in (204, 304) else body))
        await writer.drain()
        return True


class Drip(Answer):
    """Sends its body a byte at a time, `pause` seconds apart."""

    def __init__(self, body, pause, **keywords):
        super().__init__(body, **keywords)
        self.pause = pause

    async def send(self, web, request, reader, writer):
        writer.write(self.head(web.port, len(self.body)))
        if request.method != "HEAD":
            for byte in self.body:
                writer.write(bytes([byte]))
                await writer.drain()
                await asyncio.sleep(self.pause)
        return False


class HeadDrip(Answer):
    """A head that comes a byte at a time."""

    async def send(self, web, request, reader, writer):
        for byte in self.head(web.port, len(self.body)) * 100:
            writer.write(bytes([byte]))
            await writer.drain()
            await asyncio.sleep(0.1)
        return False


class Slow(Answer):
    """An ordinary reply after a pause."""

    def __init__(self, body=b"", pause=0.1, **keywords):
        super().__init__(body, **keywords)
        self.pause = pause

    async def send(self, web, request, reader, writer):
        await asyncio.sleep(self.pause)
        return await super().send(web, request, reader, writer)


class Endless(Answer):
    """A body that never ends."""

    def __init__(self, chunk=b"<p>And on it goes.</p>\n", **keywords):
        super().__init__(chunk * 500, **keywords)

    async def send(self, web, request, reader, writer):
        writer.write(self.head(web.port, None))
        while request.method != "HEAD":
            writer.write(self.body)
            await writer.drain()
            await asyncio.sleep(0)
        return False


class EndlessHeader(Answer):
    async def send(self, web, request, reader, writer):
        writer.write(b"HTTP/1.1 200 OK\r\n")
        for i in range(1000000):
            writer.write(b"X-Padding-%d: %s\r\n" % (i, b"p" * 1000))
            await writer.drain()
        return False


class GzipBomb(Answer):
    """`inflated` bytes of nothing, compressed."""

    def __init__(self, inflated=200 * 1024 * 1024):
        packed = gzip.compress(b"\0" * 1024 * 1024, 9)  # members may follow each other
        super().__init__(packed * (inflated // (1024 * 1024)), headers={"Content-Encoding": "gzip"})
        self.content_type = "text/html"

    async def send(self, web, request, reader, writer):
        writer.write(self.head(web.port, len(self.body)) + (b"" if request.method == "HEAD" else self.body))
        await writer.drain()
        return True


class Gzipped(Answer):
    """An honest compressed page."""

    async def send(self, web, request, reader, writer):
        packed = gzip.compress(self.body.replace(b"$PORT", str(web.port).encode()))
        answer = Answer(packed, self.status, self.headers + [("Content-Encoding", "gzip")], self.content_type)
        writer.write(answer.head(web.port, len(packed)) + (b"" if request.method == "HEAD" else packed))
        await writer.drain()
        return True


class Reset(Answer):
    """Cuts the connection: at once, or after `sent` bytes of a longer reply."""

    def __init__(self, sent=None):
        super().__init__(b"x" * 100000)
        self.sent = sent

    async def send(self, web, request, reader, writer):
        if self.sent is not None:
            writer.write(self.head(web.port, len(self.body)) + self.body[:self.sent])
            await writer.drain()
            await asyncio.sleep(0.05)
        raw = writer.get_extra_info("socket")
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        writer.transport.abort()
        return False


class Hole(Answer):
    """Takes the request and never answers."""

    async def send(self, web, request, reader, writer):
        await asyncio.sleep(600)
        return False


class Raw(Answer):
    """Bytes as they are, head and all."""

    async def send(self, web, request, reader, writer):
        writer.write(self.body.replace(b"$PORT", str(web.port).encode()))
        await writer.drain()
        return False


class Turns:
    """One answer after another; the last one stays."""

    def __init__(self, *answers):
        self.answers, self.asked = list(answers), 0

    def __call__(self, request):
        answer = self.answers[min(self.asked, len(self.answers) - 1)]
        self.asked += 1
        return answer


def by_method(**answers):
    """by_method(HEAD=Answer(status=405), GET=Answer("..."))"""
    return lambda request: answers.get(request.method, Answer(status=405))


def page(title, *links, body="", head="", main=True):
    """A plain page. A link is an address or a pair (address, words); "#help-for-families" leads to a heading of that title."""
    pairs = [link if isinstance(link, tuple) else (link, link) for link in links]
    items = "".join(f'<li><a href="{html.escape(address, quote=True)}">{html.escape(words)}</a></li>' for address, words in pairs)
    anchor = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")
    inner = f'<h1 id="{anchor}">{html.escape(title)}</h1>{body}<ul>{items}</ul>'
    return (f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{html.escape(title)}</title>{head}</head>'
            f'<body>{"<main>" + inner + "</main>" if main else inner}</body></html>')


WORDS = ("<p>We support families of children and young people with special educational needs and disabilities. "
         "You can ask for a short break, talk to our team, and read who can have which help and how it is decided. "
         "Ring 01632 960123 or write to us if you would like to talk about what your child needs.</p>")


class ToyWeb:
    def __init__(self, port=0, log=None):
        self.requested_port, self.port = port, None
        self.sites, self.patterns, self.fallbacks = {}, {}, {}
        self.log, self.log_file = [], log
        self.connected = []  # the address of each connection taken, whatever came of it
        self.open_now, self.most_open = {}, {}
        self.lock = threading.Lock()

    # --- what it serves ---

    def add(self, host, path, answer):
        """`answer` is an Answer or a function of the request that gives one. `path` has its query."""
        self.sites.setdefault(host, {})[path] = answer
        return self

    def page(self, host, path, body, **keywords):
        return self.add(host, path, Answer(body, **keywords))

    def redirect(self, host, path, location, status=302, headers=()):
        return self.add(host, path, Answer(b"", status, [("Location", location), *headers]))

    def robots(self, host, text, **keywords):
        return self.add(host, "/robots.txt", Answer(text, content_type="text/plain", **keywords))

    def below(self, host, prefix, answer):
        """Everything under a path that nothing else serves."""
        self.sites.setdefault(host, {})
        self.patterns.setdefault(host, []).append((prefix, answer))
        return self

    def otherwise(self, host, answer):
        """What the host answers to all else but robots.txt, in place of 404."""
        self.sites.setdefault(host, {})
        self.fallbacks[host] = answer
        return self

    # --- what was asked ---

    def asked(self, host=None, method=None):
        with self.lock:
            return [(entry["method"], entry["target"]) for entry in self.log
                    if (host is None or entry["host"] == host) and (method is None or entry["method"] == method)]

    def entries(self, host=None):
        with self.lock:
            return [dict(entry) for entry in self.log if host is None or entry["host"] == host]

    def clear_log(self):
        with self.lock:
            self.log.clear()
            self.connected.clear()
            self.most_open.clear()

    def url(self, host, path="/"):
        return f"http://{host}:{self.port}{path}"

    # --- serving ---

    def _choose(self, request):
        site = self.sites.get(request.host)
        if site is None:
            return Answer("No such host here.", 421)
        answer = site.get(request.target)
        if answer is None:
            answer = next((found for prefix, found in self.patterns.get(request.host, []) if request.target.startswith(prefix)), None)
        if answer is None and request.path != "/robots.txt":
            answer = self.fallbacks.get(request.host)
        if answer is None:
            answer = Answer(page("Page not found"), 404)
        return answer(request) if callable(answer) else answer

    def _note(self, request, entry):
        with self.lock:
            now = self.open_now[request.host] = self.open_now.get(request.host, 0) + 1
            self.most_open[request.host] = max(now, self.most_open.get(request.host, 0))
            self.log.append(entry)

    def _end(self, request, entry):
        with self.lock:
            self.open_now[request.host] -= 1
            entry["ended"] = time.monotonic()
            if self.log_file:
                self.log_file.write(json.dumps(entry) + "\n")
                self.log_file.flush()

    async def _serve(self, reader, writer):
        address = writer.get_extra_info("sockname")[0].removeprefix("::ffff:")
        with self.lock:
            self.connected.append(address)
        try:
            while True:
                line = await reader.readline()
                parts = line.decode("latin-1").split()
                if len(parts) != 3:
                    break
                headers = {}
                while True:
                    line = (await reader.readline()).decode("latin-1").rstrip("\r\n")
                    if not line:
                        break
                    name, _, value = line.partition(":")
                    headers[name.lower()] = value.strip()
                request = Request(*parts, headers)
                request.tls = writer.get_extra_info("ssl_object") is not None
                answer = self._choose(request)
                entry = {"began": time.monotonic(), "host": request.host, "method": request.method, "target": request.target,
                         "status": getattr(answer, "status", None), "behaviour": type(answer).__name__, "headers": headers,
                         "address": address, "tls": request.tls,
                         "alpn": writer.get_extra_info("ssl_object").selected_alpn_protocol() if request.tls else None}
                self._note(request, entry)
                try:
                    again = await answer.send(self, request, reader, writer)
                finally:
                    self._end(request, entry)
                if not again or headers.get("connection", "").lower() == "close":
                    break
        except (asyncio.CancelledError, ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, ssl.SSLError, ValueError):
            pass
        finally:
            writer.close()

    async def _listen(self):
        """Opens the ports and gives the servers, the first of which has `port`."""
        return [await asyncio.start_server(self._serve, "127.0.0.1", self.requested_port, backlog=500)]

    async def _main(self, ready):
        self.loop = asyncio.get_running_loop()
        self.stopping = asyncio.Event()
        servers = await self._listen()
        self.port = servers[0].sockets[0].getsockname()[1]
        ready.set()
        await self.stopping.wait()
        for server in servers:
            server.close()
        for task in asyncio.all_tasks():
            if task is not asyncio.current_task():
                task.cancel()

    def start(self):
        ready = threading.Event()
        self.thread = threading.Thread(target=lambda: asyncio.run(self._main(ready)), daemon=True)
        self.thread.start()
        if not ready.wait(10):
            raise RuntimeError("the toy web did not start")
        return self

    def stop(self):
        self.loop.call_soon_threadsafe(self.stopping.set)
        self.thread.join(10)

    __enter__ = start

    def __exit__(self, *_):
        self.stop()


def cookie_cases(web, case, fine):
    """Sites that redirect in a circle until their cookie comes back, as a browser's would, and some whose cookie never can."""
    def has(request, *wanted):
        return sorted(request.headers.get("cookie", "").split("; ")) == sorted(wanted)

    def asks_for(name, fields, state, reason, *wanted):
        here = f"http://{name}.test:$PORT/deep/page"
        case(name, lambda request: Answer(fine) if has(request, *(wanted or ["seen=1"])) else
             Answer("", 302, [("Location", here), *(("Set-Cookie", field) for field in fields)]), state, reason)

    asks_for("cookie-wall", ["seen=1"], "ok", "")
    asks_for("cookie-wall-http-only", ["seen=1; Path=/; HttpOnly; SameSite=Lax; Max-Age=60"], "ok", "")
    asks_for("www.cookie-wall-of-site", ["seen=1; Domain=cookie-wall-of-site.test"], "ok", "")
    asks_for("cookie-of-two", ["a=1", "seen=0", "seen=1"], "ok", "", "a=1", "seen=1")
    # A browser would not send these back either, and goes round until it gives up.
    asks_for("cookie-for-all", ["seen=1; Domain=test"], "broken", "redirect-loop")
    asks_for("cookie-for-others", ["seen=1; Domain=fine.test"], "broken", "redirect-loop")
    asks_for("cookie-secure", ["seen=1; Secure"], "broken", "redirect-loop")
    asks_for("cookie-host", ["__Host-seen=1; Path=/"], "broken", "redirect-loop", "__Host-seen=1")
    asks_for("cookie-expired", ["seen=1; Expires=Thu, 01 Jan 2015 00:00:00 GMT"], "broken", "redirect-loop")
    asks_for("cookie-elsewhere", ["seen=1; Path=/other"], "broken", "redirect-loop")
    asks_for("cookie-ignored", ["seen=1; Max-Age=60"], "broken", "redirect-loop", "never")
    # More than is kept, and new ones for ever: what a browser would do with them can't be told.
    asks_for("cookie-bomb", [f"n{i}={'x' * 3900}" for i in range(12)], "blocked", "refused")
    web.add("cookie-for-ever.test", "/deep/page", lambda request: Answer("", 302, {
        "Location": "/deep/page", "Set-Cookie": f"n={int(request.headers.get('cookie', 'n=0')[2:]) + 1}"}))
    case("cookie-for-ever", None, "blocked", "refused")
    # Consent is asked for on another page, and from another host, which never sees the first one's cookie.
    case("cookie-consent", lambda request: Answer(fine) if has(request, "from=deep", "agreed=1") else
         Answer("", 302, [("Location", "/consent"), ("Set-Cookie", "from=deep")]), "ok", "")
    web.redirect("cookie-consent.test", "/consent", "/deep/page", headers=[("Set-Cookie", "agreed=1; Path=/deep")])
    case("cookie-by-another", lambda request: Answer(fine) if has(request, "from=deep") else
         Answer("", 302, [("Location", "http://cookie-giver.test:$PORT/give"), ("Set-Cookie", "from=deep")]), "ok", "")
    web.redirect("cookie-giver.test", "/give", "http://cookie-by-another.test:$PORT/deep/page", headers=[("Set-Cookie", "own=1")])


def misbehaving(web):
    """A council whose one page links to every misbehaviour, each on a host of its own so
    that none gives another a bad name. Gives a list of (href, state, reason, words)."""
    council = "anytown.test"
    cases = []

    def case(name, answer, state, reason, path="/deep/page", fragment="", words=None):
        host = f"{name}.test"
        if answer is not None:
            web.add(host, path, answer)
        cases.append((f"http://{host}:$PORT{path}{fragment}", state, reason, words or name))

    fine = page("Help for families", body=WORDS)
    not_found = page("Page not found", body="<p>Sorry, we can't find the page you are looking for. Check the web address.</p>")
    case("fine", Answer(fine), "ok", "")
    case("zipped", Gzipped(fine), "ok", "")
    case("no-content-type", Answer(fine, content_type=""), "ok", "")
    case("gone", Answer(fine, 404), "broken", "http-404")
    # Shown, and called missing: unlike what the host says of others, or for a script to fill; and a long page that it sends for all.
    long = page("Short breaks", body=WORDS * 3)
    case("gone-shown", Answer(long, 404), "suspect", "http-404-shown")
    case("gone-shell", Answer('<!DOCTYPE html><title>Directory</title><div id="root"></div><script src="/app.js"></script>', 404), "suspect", "http-404-shown")
    web.otherwise("gone-alike.test", Answer(long, 404))
    case("gone-alike", None, "broken", "http-404")
    case("gone-long", Answer(page("Short breaks", body="<p>Sorry, the page you are looking for could not be found.</p>" + WORDS * 3), 404), "broken", "http-404")
    case("gone-home", Answer('<!DOCTYPE html><meta http-equiv="refresh" content="0; url=/">', 404), "broken", "http-404")
    web.page("gone-home.test", "/", fine)
    web.otherwise("hidden.test", Answer(not_found, 404))
    for path in ("/deep/page", "/deep/other", "/deep/third"):
        case("hidden", None, "suspect", "http-404-all", path=path, words=f"hidden {path}")
    case("really-gone", Answer(fine, 410), "broken", "http-410")
    # To a plain address 400 and 405 are how networks and filters turn programs away.
    case("bad-request", Answer(fine, 400), "blocked", "refused")
    case("bad-address", Answer(fine, 400), "broken", "http-4xx", path="/deep/100%/page")
    case("too-long", Answer(fine, 414), "broken", "http-4xx")
    # They complain of a change, a range and a body, and there was none.
    for status in (409, 416, 422):
        case(f"filter-{status}", Answer(fine, status), "blocked", "refused")
    case("no-method", Answer(fine, 405), "blocked", "refused")
    case("needs-login", Answer(fine, 401), "blocked", "refused")
    case("forbidden", Answer(fine, 403), "blocked", "refused")
    case("legal", Answer(fine, 451), "blocked", "refused")
    case("nine", Answer(fine, 999), "blocked", "refused")
    case("failing", Answer(fine, 500), "suspect", "http-5xx")
    case("head-refused", by_method(HEAD=Answer(status=405), GET=Answer(fine)), "ok", "")
    case("head-404", by_method(HEAD=Answer(status=404), GET=Answer(fine)), "ok", "")
    case("head-500", by_method(HEAD=Answer(status=500), GET=Answer(fine)), "ok", "")
    case("head-403", by_method(HEAD=Answer(status=403), GET=Answer(fine)), "ok", "")
    web.otherwise("head-says-yes.test", by_method(HEAD=Answer(fine), GET=Answer(not_found, 404)))
    case("head-says-yes", None, "broken", "http-404")
    # Only the one record is gone; to other addresses that it does not know the host says 404.
    gone = page("This record is no longer available", body="<p>Please search the directory again.</p>")
    case("dead-record", Answer(gone), "broken", "soft-404", path="/directory/record?id=7")
    case("live-record", Answer(fine), "ok", "", path="/directory/record?id=8")
    case("flapping-404", Turns(Answer(not_found, 404), Answer(fine)), "ok", "")
    case("flapping-503", Turns(Answer("", 503), Answer(fine)), "ok", "")
    case("flapping-408", Turns(Answer("", 408, {"Connection": "close"}), Answer(fine)), "ok", "")
    case("flapping-425", Turns(Answer("", 425), Answer(fine)), "ok", "")
    for name, after in (("past", "Thu, 01 Jan 2015 00:00:00 GMT"), ("local", "Thu, 26 Nov 2026 17:30:00 BST"), ("negative", "-5"), ("fraction", "1.5"), ("word", "soon")):
        case(f"flapping-503-{name}", Turns(Answer("", 503, {"Retry-After": after}), Answer(fine)), "ok", "")
    case("reset", Reset(), "suspect", "truncated")
    case("empty", Answer(""), "suspect", "empty-page")
    case("no-content", Answer("", 204), "suspect", "empty-page")  # who follows it stays where she was
    case("head-limited", by_method(HEAD=Answer("", 429), GET=Answer(fine)), "ok", "")
    case("head-limited-for-now", by_method(HEAD=Answer("", 429, {"Retry-After": "1"}), GET=Answer(fine)), "ok", "")
    case("head-limited-and-gone", by_method(HEAD=Answer("", 429), GET=Answer(not_found, 404)), "broken", "http-404")
    case("head-says-empty", by_method(HEAD=Answer(""), GET=Answer(fine)), "ok", "")
    case("head-no-content", by_method(HEAD=Answer("", 204), GET=Answer(not_found, 404)), "broken", "http-404")
    case("accepted", Answer("", 202), "suspect", "empty-page")
    case("moved", Answer("", 301, {"Location": "/new/home-of-it"}), "ok", "redirected")
    web.page("moved.test", "/new/home-of-it", fine)
    case("sent-on", Answer("", 302, {"Location": "/elsewhere/now"}), "ok", "")
    web.page("sent-on.test", "/elsewhere/now", fine)
    case("moved-to-nothing", Answer("", 301, {"Location": "/nothing/there"}), "broken", "http-404")
    # Without an address to go to, browsers show what came with the redirect.
    case("sent-nowhere", Answer("", 302), "suspect", "redirect-nowhere")
    case("nowhere-named", Answer(page("Object moved", body="<p>Object moved to here.</p>"), 301, {"Location": ""}), "suspect", "redirect-nowhere")
    case("nowhere-shown", Answer(fine, 302), "ok", "", fragment="#help-for-families")
    case("nowhere-shell", Answer('<!DOCTYPE html><title>Directory</title><div id="root"></div><script src="/app.js"></script>', 307), "ok", "")
    case("nowhere-soft", Answer(not_found, 303), "broken", "soft-404")
    case("nowhere-leaflet", Answer(b"%PDF-1.4\n%%EOF\n", 308, content_type="application/pdf"), "ok", "", path="/deep/leaflet.pdf")
    case("nowhere-head", by_method(HEAD=Answer("", 302), GET=Answer(fine)), "ok", "")
    case("not-modified", Answer("", 304), "suspect", "empty-page")
    case("not-a-redirect", Answer(fine, 305, {"Location": "/nothing/there"}), "ok", "")
    case("choices", Answer(fine, 300, {"Location": "/nothing/there"}), "ok", "", fragment="#help-for-families")
    case("loop", Answer("", 302, {"Location": "/deep/page"}), "broken", "redirect-loop")
    cookie_cases(web, case, fine)
    web.below("maze.test", "/deep/", lambda request: Answer("", 302, {"Location": request.target + "x"}))
    latin = b"HTTP/1.1 302 Found\r\nLocation: /caf\xe9/menu\r\nContent-Length: 0\r\n\r\n"
    case("old-bytes", Raw(latin), "ok", "")
    web.page("old-bytes.test", "/caf%E9/menu", fine)
    walled = page("This page isn't available", body="<p>The link may be broken, or the page may have been removed. Perhaps its owner only shared it "
                  "with a small group of people, or it was deleted. The page you requested cannot be found.</p>")
    web.otherwise("for-friends.test", Answer(walled))
    case("for-friends", None, "ok", "")
    # One path for all pages: what leads to one of them is not sent home.
    web.otherwise("one-path.test", Answer("", 302, {"Location": "/index.php?page=missing"}))
    web.page("one-path.test", "/index.php?page=missing", page("Our web site", body=WORDS))
    web.page("one-path.test", "/index.php?page=breaks", fine)
    case("one-path", Answer("", 302, {"Location": "/index.php?page=breaks"}), "ok", "")
    case("to-user-name", Answer("", 302, {"Location": "http://who:secret@fine.test:$PORT/deep/page"}), "not_checked", "credentials")
    case("too-many", Answer(page("Too Many Requests", main=False), 503), "blocked", "refused")
    web.page("feed-wall.test", "/accounts/login", '<title>Feed</title><div id="root"></div><script src="/app.js"></script>')
    case("feed-wall", Answer("", 302, {"Location": "/accounts/login"}), "blocked", "sign-in")
    web.page("begins.test", "/", fine)
    web.page("drive-wall.test", "/v3/signin/identifier", page("Anytown Drive: sign in", body='<form><input type="email" name="e"></form>'))
    case("drive-wall", Answer("", 302, {"Location": "/v3/signin/identifier"}), "blocked", "sign-in")
    session = page("Your form", body="<p>Fill it in.</p>", head='<meta http-equiv="refresh" content="1200; url=/time-out">')
    case("session", Answer(session), "ok", "")
    def stub(head, body=""):
        return Answer(f"<!DOCTYPE html><html><head><title>Moved</title>{head}</head><body>{body}</body></html>")
    for name, step in (("assigned", "window.location = '/new/page';"), ("replaced", 'location.replace("/new/page")'), ("called", "\n top.location.assign( '/new/page' ) ;\n"),
                       ("commented", "location.href='/new/page'</script><!-- <script>location='/errors/404'</script> --><script>")):
        case(f"sent-by-script-{name}", stub(f"<script>{step}</script>"), "ok", "", fragment="#opening")
        web.page(f"sent-by-script-{name}.test", "/new/page", page("Help", body='<h2 id="opening">Opening</h2>' + WORDS))
    case("lost-by-script", stub("<script>document.location.href = '/errors/404'</script>"), "broken", "http-404")
    # Not one step, or not for everybody: where it leads can't be told without running it.
    for name, script in (("asks", "<script>if (window.old) location = '/errors/404'</script>"), ("adds", "<script>location = '/errors/' + 404</script>"),
                         ("sets", "<script>start(); location = '/errors/404'</script>"), ("offers", '<noscript><meta http-equiv="refresh" content="0;url=/errors/404"></noscript>')):
        case(f"script-{name}", stub(script, WORDS), "ok", "")
    case("lost-by-refresh", stub('<meta http-equiv="refresh" content="0;url=/nothing/there">', "<p>This page has moved.</p>"), "broken", "http-404")
    case("sent-by-refresh", stub('<meta http-equiv="Refresh" content="0;URL=\'/new/page#opening\'">'), "ok", "", fragment="#old")
    web.page("sent-by-refresh.test", "/new/page", page("Help", body='<h2 id="opening">Opening</h2>' + WORDS))
    # In a circle without end; with a cookie a browser may come out of it; and pages that take turns, each with something to say.
    for name, cookie, words, state, reason in (("round", [], "", "broken", "redirect-loop"), ("round-cookie", [("Set-Cookie", "seen=1")], "", "blocked", "refused"),
                                               ("turns", [], WORDS, "ok", "")):
        for here, there in (("/deep/page", "/deep/other"), ("/deep/other", "/deep/page")):
            web.add(f"refresh-{name}.test", here, Answer(stub(f'<meta http-equiv="refresh" content="10; url={there}">', words).body, headers=cookie))
        case(f"refresh-{name}", None, state, reason)
    case("lost-by-field", Answer("", 200, {"Refresh": "0; url=/nothing/there"}), "broken", "http-404")
    case("lost-by-field-with-words", Answer(stub("", "<p>Please wait.</p>").body, 200, {"Refresh": "3;URL='/nothing/there'"}), "broken", "http-404")
    case("sent-by-field", Answer("", 200, {"Refresh": "0;url=/new/page#opening"}), "ok", "", fragment="#old")
    web.page("sent-by-field.test", "/new/page", page("Help", body='<h2 id="opening">Opening</h2>' + WORDS))
    case("comes-again", Answer(fine, 200, {"Refresh": "300"}), "ok", "")
    case("ends-a-session", Answer(fine, 200, {"Refresh": "1200; url=/time-out"}), "ok", "")
    case("sent-to-error", Answer("", 302, {"Location": "/error.aspx?aspxerrorpath=/deep/page"}), "suspect", "unavailable")
    web.page("sent-to-error.test", "/error.aspx?aspxerrorpath=/deep/page", page("Sorry", body="<p>Something went wrong.</p>"))
    case("film-gone", Answer(page("Anytown Films", body="<p>This video isn\u2019t available any more.</p>")), "broken", "soft-404")
    case("worked-on", Answer(page("Our site", body="<p>Our website is currently undergoing scheduled maintenance. Please try again later.</p>")),
         "suspect", "unavailable", path="/directory/record?id=6")
    web.page("refresh-home.test", "/", fine)
    web.otherwise("refresh-home.test", stub('<meta http-equiv="refresh" content="0; url=/">'))
    case("refresh-home", None, "broken", "redirect-home")
    web.otherwise("lander.test", Answer('<!DOCTYPE html><html><head><script>window.onload=function(){window.location.href="/lander"}</script></head></html>'))
    case("lander", None, "broken", "parked")
    case("maze", None, "broken", "redirect-limit")
    case("other-scheme", Answer("", 302, {"Location": "javascript:alert(1)"}), "broken", "redirect-scheme")
    # Browsers give these to a mail program or a telephone, and those only to themselves.
    for name, address in (("mail", "mailto:send@anytown.test"), ("call", "tel:01632960123"), ("app", "whatsapp://send?phone=447700900123")):
        case(f"to-{name}", Answer("", 302, {"Location": address}), "not_checked", "scheme")
    for name, address in (("nobody", "mailto:nobody"), ("data", "data:text/html,x"), ("blank", "about:blank"), ("drive", "file:///C:/x")):
        case(f"to-{name}", Answer("", 302, {"Location": address}), "broken", "redirect-scheme")
    case("to-two", Answer("", 302, [("Location", "/deep/new"), ("Location", "/deep/other")]), "suspect", "redirect-nowhere")
    case("to-one-twice", Answer("", 302, [("Location", "/deep/new"), ("Location", "/deep/new")]), "ok", "")
    web.page("to-one-twice.test", "/deep/new", fine)
    cases.append(("http://mail-port.test:25/deep/page", "broken", "invalid-url", "a port that browsers do not open"))
    case("to-mail-port", Answer("", 302, {"Location": "http://fine.test:6667/deep/page"}), "broken", "invalid-url")
    web.page("sends-home.test", "/", fine)
    web.otherwise("sends-home.test", Answer("", 302, {"Location": "/"}))
    case("sends-home", None, "broken", "redirect-home")
    web.page("sends-deep-home.test", "/cms/home", fine)
    web.otherwise("sends-deep-home.test", Answer("", 302, {"Location": "/cms/home"}))
    case("sends-deep-home", None, "broken", "redirect-home")
    web.page("one-sent-home.test", "/", fine)
    case("one-sent-home", Answer("", 302, {"Location": "/"}), "ok", "")
    web.page("login.test", "/login", page("Log in", body="<p>Please log in.</p>"))
    web.otherwise("login.test", Answer("", 302, {"Location": "/login"}))
    case("login", None, "blocked", "sign-in")
    case("login-itself", Answer(page("Log in", body='<form><input type="password" name="p"></form>')), "ok", "", path="/login/page")
    case("asks-about-cookies", Answer("", 302, {"Location": "/cookie-consent?return=/deep/page"}), "blocked", "consent")
    web.page("asks-about-cookies.test", "/cookie-consent?return=/deep/page", page("Before you continue", body="<p>We use cookies.</p><form method='post'><button>Accept</button></form>"))
    case("page-to-sign-in", Answer(page("Sign in", body='<form><input type="password" name="p"></form>')), "blocked", "sign-in", path="/deep/leaflet.pdf")
    case("leaflets-page", Answer(page("Short breaks leaflet", body=WORDS)), "ok", "", path="/deep/leaflet.pdf")
    case("shared-file", Answer("", 302, {"Location": "http://accounts.test:$PORT/oauth2/authorize"}), "blocked", "sign-in", path="/:w:/s/plan")
    web.page("accounts.test", "/oauth2/authorize", "<!DOCTYPE html><title>Sign in to your account</title><body><script>start()</script></body>")
    web.otherwise("soft.test", Answer(not_found))
    case("soft", None, "broken", "soft-404")
    for name, words in (("cy", "Nid yw\u2019r dudalen hon yn bodoli"), ("tr", "Sayfa bulunamad\u0131"), ("bg", "\u0421\u0442\u0440\u0430\u043d\u0438\u0446\u0430\u0442\u0430 \u043d\u0435 \u0435 \u043d\u0430\u043c\u0435\u0440\u0435\u043d\u0430"),
                        ("ur", "\u0635\u0641\u062d\u06c1 \u0646\u06c1\u06cc\u06ba \u0645\u0644\u0627")):
        web.otherwise(f"soft-{name}.test", Answer(page(words, body="<p>404</p>")))
        case(f"soft-{name}", None, "broken", "soft-404")
    weak = page("Anytown directory", body="<p>The page you are looking for no longer exists. Try our search.</p>" + WORDS)
    web.otherwise("weak-soft.test", Answer(weak))
    case("weak-soft", None, "broken", "soft-404")
    shell = page("App", body='<div id="root"></div><p>Please wait while it loads.</p>', main=False)
    web.otherwise("shell.test", Answer(shell))
    case("shell", None, "ok", "")
    app = Answer('<!DOCTYPE html><title>Directory</title><div id="root"></div><script src="/app.js"></script>')
    case("app-route", app, "not_checked", "script-route", fragment="#/clubs/7")
    case("app-front", app, "ok", "", fragment="#!/")
    about = page("What to do when a benefit stops", body="<p>If the form could not be found, or the page no longer exists, ring us.</p>" + WORDS)
    case("about-missing", Answer(about), "ok", "")
    case("about-reporting", Answer(page("Page not found: how to report it", body=WORDS)), "ok", "")
    case("about-errors", Answer(page("404 error pages: how we use them", body=WORDS)), "ok", "")
    case("about-domains", Answer(page("A web site for your club", body=WORDS + "<p>If this domain has expired, buy this domain again.</p>")), "ok", "")
    web.otherwise("lapsed.test", Answer(page("lapsed.test", body="<p>This domain has expired. If it is yours, renew this domain.</p>")))
    case("lapsed", None, "broken", "parked")
    web.otherwise("for-sale.test", Answer(page("for-sale.test", body="<p>This domain is for sale! Buy this domain. Related searches</p>")))
    case("for-sale", None, "broken", "parked")
    web.otherwise("closed.test", Answer(page("Old Town Council", body="<p>This council no longer exists. A new council has taken its place.</p>")))
    case("closed", None, "broken", "moved-site")
    case("just-a-moment", Answer(page("Just a moment...", main=False), 403, {"cf-mitigated": "challenge"}), "blocked", "challenge")
    web.otherwise("human.test", Answer(page("Verify you are human", main=False)))
    case("human", None, "blocked", "challenge")
    case("rejected", Answer(page("Request Rejected", body="<p>Your support ID is 12.</p>"), 406), "blocked", "refused")
    web.otherwise("filtered.test", Answer(page("Request Rejected", body="<p>Your support ID is 12.</p>")))
    case("filtered", None, "blocked", "refused")
    case("told-by-head", Answer(page("One moment", main=False), 202, {"x-amzn-waf-action": "challenge"}), "blocked", "challenge")
    web.otherwise("out-of-order.test", Answer(page("We are down for maintenance", body="<p>Please come back later.</p>")))
    case("out-of-order", None, "suspect", "unavailable")
    case("page-for-leaflet", Answer(not_found), "broken", "soft-404", path="/deep/leaflet.pdf")
    case("page-for-picture", Answer(not_found), "broken", "soft-404", path="/deep/map.JPG")
    case("named-404", Answer("", 302, {"Location": "/errors/404"}), "broken", "soft-404")
    web.page("named-404.test", "/errors/404", page("Sorry", body="<p>The page you wanted could not be found.</p><p>Page not found.</p>"))
    bot = page("Making sure you're not a bot!", main=False).replace("&#x27;", "&#39;")
    web.otherwise("not-a-bot.test", Answer(bot))
    case("not-a-bot", None, "blocked", "challenge")
    held = '<html><head><meta http-equiv="refresh" content="0;/.well-known/sgcaptcha/?r=%2F"></head></html>'
    case("held-up", Answer(held, 202, {"SG-Captcha": "challenge"}), "blocked", "challenge")
    web.page("held-up.test", "/.well-known/sgcaptcha/?r=%2F", page("Robot Challenge Screen", main=False), status=202)
    case("limited", Answer(page("Your access to this site has been limited", main=False), 503), "blocked", "refused")
    case("waiting", Answer(page("Virtual waiting room", body="<p>You are now in line.</p>"), 503), "blocked", "queue-page")
    case("anchor", Answer(page("Help", body='<h2 id="opening">Opening</h2><a name="caf%C3%A9"></a>')), "ok", "", fragment="#opening")
    cases.append(("http://anchor.test:$PORT/deep/page#caf%C3%A9", "ok", "", "encoded anchor"))
    cases.append(("http://anchor.test:$PORT/deep/page#closing", "broken", "fragment-missing", "missing anchor"))
    cases.append(("http://anchor.test:$PORT/deep/page#help", "ok", "", "a heading's words"))
    cases.append(("http://anchor.test:$PORT/deep/page#!/route", "ok", "", "script route"))
    cases.append(("http://anchor.test:$PORT/deep/page#top", "ok", "", "top"))
    # A redirect that names a part of its own: browsers go there, not to the part that the link names.
    case("moved-part", Answer("", 301, {"Location": "/new/page#opening"}), "ok", "redirected", fragment="#old-part")
    case("moved-with-part", Answer("", 301, {"Location": "/new/page"}), "broken", "fragment-missing", fragment="#old-part")
    case("moved-no-part", Answer("", 301, {"Location": "/new/page#closing"}), "ok", "redirect-part", fragment="#opening")
    case("lent-no-part", Answer("", 302, {"Location": "/new/page#top"}), "ok", "", fragment="#closing")
    for host in ("moved-part.test", "moved-with-part.test", "moved-no-part.test", "lent-no-part.test"):
        web.page(host, "/new/page", page("Help", body='<h2 id="opening">Opening</h2>'))
    for part in ("tab=2", "sthash.Xy1.dpbs", ".Xy1", "gid=1&pid=2", "page=2", "xtor=AL-1", "ixzz2Xy", "_ftn1", ":~:text=Opening", "/route"):
        cases.append((f"http://anchor.test:$PORT/deep/page#{part}", "ok", "", f"a part that is not the page's: {part}"))
    drawing = '<svg><g id="north"></g></svg><template><i id="later"></i></template><noscript><i id="plain"></i></noscript><object><i id="old"></i></object>'
    web.page("drawn.test", "/deep/page", page("Our teams", body=drawing + WORDS))
    for part in ("north", "later", "plain", "old"):
        cases.append((f"http://drawn.test:$PORT/deep/page#{part}", "ok", "", f"part {part}"))
    cases.append(("http://drawn.test:$PORT/deep/page#south", "broken", "fragment-missing", "part south"))
    # What a page lacks its scripts may make; what only says something of it makes nothing.
    for name, script, state, reason in (("own", "<script>start()</script>", "suspect", "fragment-unseen"), ("of-another", '<script src="/start.js"></script>', "suspect", "fragment-unseen"),
                                        ("of-data", '<script type="application/ld+json">{"name": "Help"}</script>', "broken", "fragment-missing")):
        case(f"script-{name}", Answer(page("Our teams", head=script, body=WORDS)), state, reason, fragment="#south")
    case("walled", None, "not_checked", "robots")
    web.robots("walled.test", "User-agent: *\nDisallow: /deep/\n")
    case("robots-down", Answer(fine), "not_checked", "robots")
    web.robots("robots-down.test", "", status=503)
    cases += [
        ("mailto:send@anytown.test", "ok", "", "mail"), ("mailto:nobody", "broken", "mailto-invalid", "bad mail"),
        ("tel:01632960123", "ok", "", "ring"), ("javascript:void(0)", "not_checked", "scheme", "script"),
        ("http://", "broken", "invalid-url", "bad address"), ("", "broken", "empty-link", "nothing"),
        ("http://begins.test:$PORT/https//anytown.test/page", "broken", "mistyped-start", "begins wrongly"),
        ("http://begins.test:$PORT/deep/send@anytown.test", "broken", "mistyped-start", "without mailto:"), ("maito:send@anytown.test", "broken", "mistyped-start", "maito"),
        ("#", "ok", "", "hash"), ("#part", "broken", "fragment-missing", "part"), ("#here", "ok", "", "here"),
    ]
    links = [(href, words) for href, _, _, words in cases]
    web.page(council, "/local-offer", page("Anytown Local Offer", *links, body=WORDS + '<p id="here">Here.</p>'))
    return cases


def main():
    parser = argparse.ArgumentParser(description="Serves a misbehaving toy web on loopback until stdin closes.")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--log", type=argparse.FileType("w"), help="request log, JSON lines")
    options = parser.parse_args()
    web = ToyWeb(options.port, options.log)
    misbehaving(web)
    with web:
        print(web.url("anytown.test", "/local-offer"), flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
