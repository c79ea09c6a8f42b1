"""Pages that scripts build, on a toy web, and what a check of them with --browser leaves: rendered
pages in the archive, and no process."""
import base64
import csv
import glob
import json
import os
import shutil
import tempfile
import unittest
import zlib

from program import run, until
from toyweb import WORDS, Answer, ToyWeb, page

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


class BrowserCase(unittest.TestCase):
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
        self.assertTrue(until(lambda: left_behind(self.temporary) == [], 30), left_behind(self.temporary))
