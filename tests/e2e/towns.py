"""Made-up towns on the toy web, a place on disk to audit them in, and what must be the same of two
runs whatever happened to one of them."""
import csv
import hashlib
import os
import re
import shutil
import sqlite3
import tempfile
import unittest
import zlib

from program import SEEDS
from toyweb import WORDS, Answer, Hole, ToyWeb, page

HEADER = "gss_code,council_name,region,council_url,local_offer_url\n"
SERVICES = ("short-breaks", "transport", "equipment", "key-working")
NAMES = ("alder", "birch", "cedar")
AS_OF = "2026-03-01T04:00Z"
# A file system in memory, where there is one: hundreds of reports are synced here.
MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) and shutil.disk_usage("/dev/shm").free > 1 << 29 else None


# ---- toy towns; every host answers on port 80 of the program's addresses ----

def town(web, name, gate=None):
    """Six pages, four links to nothing. With a gate that is shut, service pages hang."""
    host = f"www.{name}.test"
    web.page(host, "/", page(f"{name.title()} Council", ("/local-offer", "Local Offer for children with SEND"), body=WORDS))
    web.page(host, "/local-offer", page("Local Offer", *[(f"/local-offer/{s}", s.replace("-", " ")) for s in SERVICES], body=WORDS))
    for service in SERVICES:
        body = WORDS + f"<p>{name.title()} gives {service} to children aged 5 to 18. You can refer yourself.</p>"
        answer = Answer(page(service.replace("-", " ").title(), "/local-offer", f"/local-offer/gone-{service}", body=body),
                        headers=[("ETag", f'"{service}-1"')])
        web.add(host, f"/local-offer/{service}", answer if gate is None else lambda request, answer=answer: answer if gate.open else Hole())


class Gate:
    open = False


def councils(*names):
    return HEADER + "".join(f"E069990{i:02d},{name.title()} Council,North,http://www.{name}.test/,http://www.{name}.test/local-offer\n"
                            for i, name in enumerate(names))


class Place:
    """A directory with a councils file, a store, and the program's arguments for them."""

    def __init__(self, web, names=NAMES, text=None):
        self.root = os.path.realpath(tempfile.mkdtemp(prefix="coreoffer-e2e-", dir=MEMORY))
        os.chmod(self.root, 0o755)
        self.web, self.list, self.store, self.out = web, self.at("councils.csv"), self.at("coreoffer.db"), self.at("report")
        with open(self.list, "w", encoding="utf-8") as file:
            file.write(text if text is not None else councils(*names))

    def at(self, *parts):
        return os.path.join(self.root, *parts)

    def no_archive(self):
        """A file that is there and can't be replayed: an audit of it fails once it is under way."""
        with open(self.at("no-archive.warc.gz"), "w", encoding="utf-8") as file:
            file.write("nothing of the kind")
        return self.at("no-archive.warc.gz")

    def network(self):
        return ["--allow-private", "--delay", "0", "--resolve", f"*:80:127.0.0.1:{self.web.port}", "--resolve", "*:443:none"]

    def audit(self, *more, **replaced):
        names = {"councils": self.list, "store": self.store, "out": self.out, "as-of": AS_OF, **replaced}
        pairs = [word for name, value in names.items() if value is not None for word in ("--" + name, value)]
        return ["audit", *pairs, *self.network(), *more]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.root, ignore_errors=True)


# ---- what must be the same, whatever happened ----

QUERIES = {
    "visits": "SELECT gss_code, outcome, reason, start_url, note, pages_read, pages_left FROM visit WHERE run_id = ?",
    "pages": "SELECT gss_code, purpose, url, final_url, status, state, reason, type, title, bytes, sha256, clicks FROM page WHERE run_id = ?",
    "targets": "SELECT url, final_url, state, reason, status, redirects, advice, settled FROM target WHERE run_id = ?",
    "scorecards": "SELECT gss_code, was_read, low, high, coverage FROM scorecard WHERE run_id = ?",
    "verdicts": "SELECT gss_code, service, row_id, version, verdict, certainty, reason, decided_by, pages_searched FROM verdict WHERE run_id = ?",
    "evidence": "SELECT gss_code, service, row_id, ordinal, quote, place, cue, url FROM evidence JOIN verdict ON verdict.id = verdict_id WHERE run_id = ?",
}


def connect(path):
    return sqlite3.connect(f"file:{path}?mode=ro", uri=True)


def rows(path, number=1):
    database = connect(path)
    try:
        return {name: sorted(database.execute(sql, (number,)), key=repr) for name, sql in QUERIES.items()}
    finally:
        database.close()


def tree(path):
    """Every file below with its digest."""
    found = {}
    for directory, _, names in os.walk(path):
        for name in names:
            whole = os.path.join(directory, name)
            with open(whole, "rb") as file:
                found[os.path.relpath(whole, path)] = hashlib.sha256(file.read()).hexdigest()
    return found


def read_csv(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def members(path):
    """(offset, length, inflated bytes) of each gzip member, whole ones only."""
    with open(path, "rb") as file:
        data = file.read()
    at, found = 0, []
    while at < len(data):
        inflater = zlib.decompressobj(31)
        text = inflater.decompress(data[at:])
        if not inflater.eof:
            raise AssertionError(f"{path}: cut at {at}")
        length = len(data) - at - len(inflater.unused_data)
        found.append((at, length, text))
        at += length
    return found


class TownCase(unittest.TestCase):
    maxDiff = 2000

    def place(self, web=None, **keywords):
        if web is None:
            web = ToyWeb()
            for name in keywords.get("names", NAMES):
                town(web, name)
            web.start()
            self.addCleanup(web.stop)
        place = Place(web, **keywords)
        self.addCleanup(place.__exit__)
        return place

    def leaning(self, place):
        """The environment of a program whose answers "unclear" to "is it provided" were mostly wrong, and no others: such an answer is leaned to and not given."""
        seeds = place.at("seeds")
        shutil.copytree(SEEDS, seeds)
        kinds = os.path.join(seeds, "rows", "precision.csv")
        with open(kinds, encoding="utf-8") as file:
            head, *lines = file.read().splitlines()
        with open(kinds, "w", encoding="utf-8") as file:
            file.writelines(f"{line}\n" for line in [head] + [line for line in lines if 2 * int(line.split(",")[3]) >= int(line.split(",")[4]) and not line.startswith("provided,doubts,")] + ["provided,doubts,,0,9"])
        return {"COREOFFER_SEEDS": seeds}

    def code(self, result, code, *words):
        self.assertEqual(result.returncode, code, result.stdout + result.stderr)
        for word in words:
            self.assertIn(word, result.stderr)
        return result

    def whole(self, path):
        database = connect(path)
        try:
            self.assertEqual(database.execute("PRAGMA integrity_check").fetchall(), [("ok",)])
            self.assertEqual(database.execute("PRAGMA foreign_key_check").fetchall(), [])
        finally:
            database.close()

    def archive_reads(self, place, number=1):
        """Every member is a whole WARC record, and every page's place in it is one."""
        starts = {}
        directory = place.at("archive", f"run-{number}")
        for name in os.listdir(directory):
            starts[name] = {}
            for offset, length, text in members(os.path.join(directory, name)):
                head, _, rest = text.partition(b"\r\n\r\n")
                self.assertTrue(head.startswith(b"WARC/1."), head[:80])
                size = int(re.search(rb"(?mi)^Content-Length: (\d+)", head).group(1))
                self.assertEqual(rest[size:], b"\r\n\r\n", f"{name}: a record's length is wrong")
                starts[name][offset] = length
        database = connect(place.store)
        pages = database.execute("SELECT archive, archive_offset FROM page WHERE run_id = ? AND archive IS NOT NULL", (number,)).fetchall()
        database.close()
        self.assertGreater(len(pages), 0)
        for name, offset in pages:
            self.assertIn(offset, starts[name])

    def no_leftovers(self, place):
        self.assertEqual([name for name in os.listdir(place.root) if ".coreoffer-" in name], [])
