"""Bad luck: kills, full disks, wrong paths, two runs at once, signals, dead networks.

Whatever happens to a run, the store stays whole, the old report stays in place, the sentence
says what was wrong, and --resume ends with what an undisturbed run would have found.
COREOFFER_EXHAUSTIVE=1 kills, and fills the disk, at every single write of a small run that
makes every kind of write, instead of a sample: some 1,500 runs and as many resumed, ten minutes and more.
"""
import concurrent.futures
import csv
import gzip
import hashlib
import html.parser
import io
import os
import pty
import re
import select
import shlex
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import time
import unittest
import zipfile
import zlib

from program import PROGRAM, SEEDS, run
from toyweb import WORDS, Answer, Hole, ToyWeb, page

HEADER = "gss_code,council_name,region,council_url,local_offer_url\n"
SERVICES = ("short-breaks", "transport", "equipment", "key-working")
NAMES = ("alder", "birch", "cedar")
EXHAUSTIVE = os.environ.get("COREOFFER_EXHAUSTIVE", "") not in ("", "0")
AS_OF = "2026-03-01T04:00Z"
HERE = os.path.dirname(os.path.abspath(__file__))
SHIM = None


def setUpModule():
    global SHIM
    # A file system in memory, where there is one: hundreds of reports are synced here.
    if os.access("/dev/shm", os.W_OK) and shutil.disk_usage("/dev/shm").free > 1 << 29:
        tempfile.tempdir = "/dev/shm"
        unittest.addModuleCleanup(setattr, tempfile, "tempdir", None)
    directory = tempfile.mkdtemp(prefix="coreoffer-shim-")
    unittest.addModuleCleanup(shutil.rmtree, directory)
    library = os.path.join(directory, "shim.so")
    compiler = shutil.which(os.environ.get("CC", "cc"))
    if compiler is not None:
        subprocess.run([compiler, "-D_GNU_SOURCE", "-shared", "-fPIC", "-o", library, os.path.join(HERE, "shim.c"), "-ldl"], check=True)
        SHIM = library


def needs_shim(test):
    return unittest.skipUnless(shutil.which(os.environ.get("CC", "cc")), "no C compiler for the shim")(test)


def needs_root(test):
    return unittest.skipUnless(os.geteuid() == 0, "only root can become somebody else")(test)


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


def unchanged(answer, tag):
    """Answers 304 to who has it already."""
    return lambda request: Answer("", 304, [("ETag", tag)]) if request.headers.get("if-none-match") == tag else answer


def word_file(text):
    """The same bytes at any time."""
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as file:
        file.writestr(zipfile.ZipInfo("word/document.xml"), '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
                      f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>")
    return body.getvalue()


def whole_town(web, name):
    """Small, with all that makes another kind of write: pages unchanged since the last run, a
    leaflet that a child reads, an address that moved, a partner's page, a link to nothing."""
    host, partner = f"www.{name}.test", "partner.test"
    links = [("/local-offer/short-breaks", "Short breaks"), ("/local-offer/leaflet.docx", "Leaflet on transport"), ("/local-offer/old", "Transport"),
             ("/local-offer/gone", "Equipment"), (f"http://{partner}/respite", "Respite for disabled children")]
    offer = Answer(page("Local Offer", *links, body=WORDS), headers=[("ETag", '"offer"')])
    breaks = page("Short breaks", "/local-offer", body=WORDS + "<p>We give short breaks to children aged 5 to 18. You can refer yourself.</p>")
    web.add(host, "/local-offer", unchanged(offer, '"offer"'))
    web.add(host, "/local-offer/short-breaks", unchanged(Answer(breaks, headers=[("ETag", '"breaks"')]), '"breaks"'))
    web.add(host, "/local-offer/leaflet.docx", Answer(word_file("Transport to school for disabled children aged 5 to 18. Ring 01632 960123."),
            content_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document"))
    web.redirect(host, "/local-offer/old", "/local-offer/transport", status=301)
    web.page(host, "/local-offer/transport", page("Transport", body=WORDS))
    web.page(partner, "/respite", page("Respite for disabled children", body=WORDS))


class Gate:
    open = False


def councils(*names):
    return HEADER + "".join(f"E069990{i:02d},{name.title()} Council,North,http://www.{name}.test/,http://www.{name}.test/local-offer\n"
                            for i, name in enumerate(names))


class Place:
    """A directory with a councils file, a store, and the program's arguments for them."""

    def __init__(self, web, names=NAMES, text=None):
        self.root = os.path.realpath(tempfile.mkdtemp(prefix="coreoffer-e2e-"))
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


class Robust(unittest.TestCase):
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


class Baseline:
    """One undisturbed run of the three towns, made once: what others are compared with."""
    number, names, as_of, made = 1, NAMES, AS_OF, None

    def towns(self, web):
        for name in self.names:
            town(web, name)
        return web

    def prepare(self, place):
        """What was there before the run."""

    def audit(self, place, *more):
        return place.audit(*more, **{"as-of": self.as_of})

    def run_counted(self, *more):
        """Runs it in a place of its own; gives the number of calls that change something, and which was the last rename."""
        with self.towns(ToyWeb()) as web, Place(web, self.names) as place:
            self.prepare(place)
            web.clear_log()
            count = place.at("count")
            done = run(*self.audit(place, *more), env={"LD_PRELOAD": SHIM, "SHIM_COUNT": count, "SHIM_MODE": "ENOSPC"} if SHIM else {})
            assert done.returncode == 0 and done.stderr == "", done.stderr
            self.asked, self.rows, self.report = len(web.asked()), rows(place.store, self.number), tree(place.out)
            if not SHIM:
                return 0, 0
            with open(count) as file:
                return [int(number) for number in file.read().split()]

    def __init__(self):
        self.crawl_calls, _ = self.run_counted("--no-report")
        self.calls, self.published = self.run_counted()
        self.check()

    def check(self):
        assert len(self.rows["visits"]) == 3 and len(self.rows["verdicts"]) > 100 and len(self.report) > 100
        assert sum(target[2] == "broken" for target in self.rows["targets"]) == 12

    @classmethod
    def get(cls):
        cls.made = cls.made or cls()
        return cls.made


class SecondRun(Baseline):
    """The smallest run that makes every kind of write: of one town, over an earlier run's store, archive and report."""
    number, names, as_of, made = 2, NAMES[:1], "2026-03-02T04:00Z", None

    def towns(self, web):
        whole_town(web, self.names[0])
        return web

    def __init__(self):
        with self.towns(ToyWeb()) as web:
            self.before = Place(web, self.names)  # copied for each
            unittest.addModuleCleanup(self.before.__exit__)
            first = run(*self.before.audit())
        assert first.returncode == 0, first.stderr
        super().__init__()

    def prepare(self, place):
        shutil.copytree(self.before.root, place.root, dirs_exist_ok=True)

    def check(self):
        assert sum(target[2] == "broken" for target in self.rows["targets"]) == 1
        assert {entry[7] for entry in self.rows["pages"]} == {"html", "docx", "other"} and {entry[1] for entry in self.rows["pages"]} >= {"content", "partner"}
        assert "redirected" in {target[3] for target in self.rows["targets"]}


def spread(first, last, points):
    """`points` numbers from first to last, both among them."""
    return sorted({first + round(i * (last - first) / (points - 1)) for i in range(points)})


def every(first, last, points):
    """The same, and all of them where every single one is asked for."""
    return list(range(first, last + 1)) if EXHAUSTIVE else spread(first, last, points)


class Struck(Robust):
    def set_out(self, baseline):
        """A place with the baseline's towns, and what was there before its run."""
        web = baseline.towns(ToyWeb()).start()
        self.addCleanup(web.stop)
        place = self.place(web=web, names=baseline.names)
        baseline.prepare(place)
        web.clear_log()
        return place

    def at_each(self, strike, points):
        faults = []
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            for point, future in [(point, pool.submit(strike, *point)) for point in points]:
                try:
                    future.result()
                except AssertionError as fault:
                    faults.append(f"{point[1:]}: {fault}")
        self.assertEqual(faults, [])


@needs_shim
class Killed(Struck):
    def kill_and_resume(self, baseline, at):
        place, number = self.set_out(baseline), baseline.number
        old = tree(place.out)
        killed = run(*baseline.audit(place), env={"LD_PRELOAD": SHIM, "SHIM_MODE": "kill", "SHIM_AT": str(at)})
        self.assertEqual(killed.returncode, -signal.SIGKILL, killed.stderr)
        stored, settled, finished = [], [], False
        if os.path.exists(place.store) and os.path.getsize(place.store) > 0:
            copies = place.at("copies")  # looked at in a copy, since opening it mends it
            os.mkdir(copies)
            for name in os.listdir(place.root):
                if name.startswith("coreoffer.db"):
                    shutil.copy(place.at(name), copies)
            database = sqlite3.connect(os.path.join(copies, "coreoffer.db"))
            self.assertEqual(database.execute("PRAGMA integrity_check").fetchall(), [("ok",)])
            if database.execute("SELECT count(*) FROM sqlite_master WHERE name = 'target'").fetchone()[0]:
                stored = [url for url, in database.execute("SELECT url FROM page WHERE run_id = ?", (number,))]
                settled = [url for url, in database.execute("SELECT url FROM target WHERE run_id = ? AND settled = 1", (number,))]
                finished = database.execute("SELECT count(*) FROM run WHERE id = ? AND state = 'finished'", (number,)).fetchone()[0] > 0
            database.close()
        if not finished and os.path.exists(place.out):
            self.assertIn(tree(place.out), (old, baseline.report), "half a report was published")
        before = place.web.asked()
        place.web.clear_log()
        self.code(run(*baseline.audit(place, "--resume")), 0)
        again = {f"http://{entry['host']}{entry['target']}" for entry in place.web.entries()}
        if not finished:
            self.assertEqual(again & set(stored), set(), "what was stored is not asked for again")
            self.assertEqual(again & set(settled), set(), "what was settled is not asked for again")
            self.assertLessEqual(len(before) + len(place.web.asked()), 2 * baseline.asked)
            self.assertEqual(tree(place.out), baseline.report)
        self.whole(place.store)
        got = rows(place.store, number)
        for name in QUERIES:
            self.assertEqual(got[name], baseline.rows[name], name)
        self.archive_reads(place, number)
        self.no_leftovers(place)
        self.assertNotIn("unfinished", run("status", "--store", place.store).stdout)

    def kill(self, baseline, points):
        self.at_each(self.kill_and_resume, [(baseline, at) for at in points])

    def test_while_crawling_and_judging(self):
        self.kill(Baseline.get(), spread(1, Baseline.get().crawl_calls, 16))

    def test_while_the_report_is_written(self):
        self.kill(Baseline.get(), spread(Baseline.get().crawl_calls + 1, Baseline.get().calls, 5))

    def test_in_a_second_run(self):
        self.kill(SecondRun.get(), every(1, SecondRun.get().calls, 6))


@needs_shim
class FullDisk(Struck):
    def fill_and_resume(self, baseline, mode, at, words):
        place, number = self.set_out(baseline), baseline.number
        if not os.path.exists(place.out):
            os.makedirs(place.at("report", "data"))
            for name in ("index.html", "data/datapackage.json"):
                with open(place.at("report", name), "w") as file:
                    file.write("the old report")
        old = tree(place.out)
        result = run(*baseline.audit(place), env={"LD_PRELOAD": SHIM, "SHIM_MODE": mode, "SHIM_AT": str(at)})
        self.code(result, 1)
        self.assertRegex(result.stderr, r"^coreoffer audit: [^\n]+\n$")
        self.assertRegex(result.stderr.lower(), words)
        if os.path.exists(place.store) and os.path.getsize(place.store) > 0:
            self.whole(place.store)
        self.assertEqual(tree(place.out), old, "the old report is as it was")
        self.code(run(*baseline.audit(place, "--resume")), 0)
        got = rows(place.store, number)
        for name in QUERIES:
            self.assertEqual(got[name], baseline.rows[name], name)
        self.assertEqual(tree(place.out), baseline.report)
        self.archive_reads(place, number)
        self.no_leftovers(place)

    def fill(self, baseline, pick, full, faulty):
        last = baseline.published - 40  # how many calls come before depends on time by a few
        points = [(baseline, "ENOSPC", at, "no space|is full|disk full") for at in pick(1, last, full)]
        points += [(baseline, "EIO", at, "input/output error|i/o error") for at in pick(5, last, faulty)]
        self.at_each(self.fill_and_resume, points)

    def test_full_from_the_nth_write_on(self):
        self.fill(Baseline.get(), spread, 9, 4)

    def test_full_in_a_second_run(self):
        self.fill(SecondRun.get(), every, 4, 2)

    def test_the_swap_fails_or_cannot_be_synced(self):
        place = self.place()
        self.code(run(*place.audit()), 0)
        os.unlink(place.at("report", "index.html"))
        old = tree(place.out)
        for call, mode, at in (("renameat2", "EIO", 1), ("renameat2", "ENOSPC", 1), ("fsync", "EIO", 1), ("syncfs", "EIO", 1), ("mkdir", "ENOSPC", 3)):
            with self.subTest(call):
                result = run("report", "--store", place.store, "--out", place.out,
                             env={"LD_PRELOAD": SHIM, "SHIM_CALL": call, "SHIM_MODE": mode, "SHIM_AT": str(at)})
                self.code(result, 1)
                self.assertRegex(result.stderr, r"^coreoffer report: [^\n]*(Input/output error|No space left on device)\n$")
                self.assertEqual(tree(place.out), old)
                self.no_leftovers(place)
        self.code(run("report", "--store", place.store, "--out", place.out, "--as-of", AS_OF), 0)
        self.assertEqual(tree(place.out), Baseline.get().report)


class WrongPlaces(Robust):
    def untouched(self, place):
        self.assertEqual(place.web.asked(), [], "nothing is asked for before the work can be kept")

    def test_out_is_a_file_or_somebody_elses_directory(self):
        place = self.place()
        with open(place.at("letter.txt"), "w") as file:
            file.write("precious")
        os.makedirs(place.at("home", "photos"))
        with open(place.at("home", "photos", "baby.jpg"), "w") as file:
            file.write("precious")
        before = tree(place.root)
        self.code(run(*place.audit(out=place.at("letter.txt"))), 2, "letter.txt' is a file", "directory of its own")
        self.code(run(*place.audit(out=place.at("home"))), 2, "home' holds other things than a report", "empty directory")
        self.code(run(*place.audit(out=place.at("home") + "/")), 2, "holds other things")
        os.symlink(place.at("home"), place.at("www"))
        self.code(run(*place.audit(out=place.at("www"))), 2, "holds other things")
        os.unlink(place.at("www"))
        self.untouched(place)
        now = tree(place.root)
        self.assertEqual({name: digest for name, digest in now.items() if not name.startswith("coreoffer.db")}, before)

    def test_out_is_a_link_to_an_old_report(self):
        place = self.place()
        os.mkdir(place.at("site"))
        os.symlink(place.at("site"), place.at("www"))
        for _ in range(2):
            self.code(run(*place.audit(out=place.at("www"))), 0)
            self.assertTrue(os.path.islink(place.at("www")))
            self.assertTrue(os.path.exists(place.at("site", "index.html")))
        self.no_leftovers(place)

    def test_store_is_something_else(self):
        place = self.place()
        before = tree(place.root)
        self.code(run(*place.audit(store=place.list)), 2, "is not a store of this program")
        self.code(run(*place.audit(store=place.root)), 1, "is not a file")
        self.code(run(*place.audit(store="/dev/null")), 1, "is not a file")
        for command in (["status"], ["report"], ["verify"], ["compare", "1", "2"], ["review", "export", place.at("x.csv")]):
            self.code(run(*command, "--store", place.at("none.db")), 1, "there is no store at")
        self.untouched(place)
        self.assertEqual(tree(place.root), before, "nothing is left behind")

    @needs_root
    def test_without_permission(self):
        place = self.place()

        def drop():
            os.setgroups([])
            os.setgid(65534)
            os.setuid(65534)
        program, seeds = place.at("program"), place.at("seeds")  # where anybody may read them
        shutil.copy(PROGRAM, program)
        shutil.copytree(SEEDS, seeds)
        os.mkdir(place.at("locked"), 0o755)
        os.mkdir(place.at("mine"), 0o777)
        os.chmod(place.at("mine"), 0o777)

        def audit(**replaced):
            return subprocess.run([program, *place.audit(**replaced)], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60,
                                  preexec_fn=drop, env={"PATH": "/usr/bin:/bin", "COREOFFER_SEEDS": seeds}, cwd="/")
        self.code(audit(store=place.at("locked", "s.db"), out=place.at("mine", "out")), 1, "Permission denied", "locked")
        self.code(audit(store=place.at("mine", "s.db"), out=place.at("locked", "out")), 1, "Permission denied", "locked")
        self.code(audit(store=place.at("mine", "s.db"), out=place.at("mine", "out"), archive=place.at("locked", "a")), 1, "Permission denied", "locked")
        self.code(audit(store=place.at("mine", "s.db"), out=place.at("mine", "out"), log=place.at("locked", "log")), 1, "Permission denied", "locked")
        self.code(audit(store=None, out=place.at("mine", "out")), 1, "/nonexistent")
        self.untouched(place)
        self.assertEqual(os.listdir(place.at("locked")), [])
        self.code(audit(store=place.at("mine", "s.db"), out=place.at("mine", "out")), 0)

    def test_a_mount_point_is_no_place_for_a_report(self):
        """Said before the night's work, of a file system and of a bind mount; below it is fine."""
        place = self.place()
        os.makedirs(place.at("mounted"))
        os.makedirs(place.at("bound"))
        script = (f"mount -t tmpfs none {place.at('mounted')} && mount --bind {place.at('bound')} {place.at('bound')} || exit 99; "
                  'for out in "$@"; do ' + shlex.join([PROGRAM, *place.audit(out=None)]) + ' --out "$out"; echo "status $?" >&2; done')
        done = subprocess.run(["unshare", "-Urm", "sh", "-c", script, "sh", place.at("mounted"), place.at("bound"), place.at("mounted", "report")],
                              capture_output=True, text=True, timeout=60, env={"PATH": os.environ["PATH"], "COREOFFER_SEEDS": SEEDS})
        if done.returncode == 99 or "unshare" in done.stderr:
            self.skipTest("this machine lets nobody mount: " + done.stderr.strip())
        self.assertEqual([line for line in done.stderr.splitlines() if line.startswith("status")], ["status 2", "status 2", "status 0"], done.stderr)
        for name in ("mounted", "bound"):
            self.assertIn(f"'{place.at(name)}' is a mount point, and nothing can take the place of one; name a directory below it, such as '{place.at(name)}/report'",
                          done.stderr)
        self.assertEqual(os.listdir(place.at("archive")), ["run-1"], "the first two visited nobody")

    def test_a_report_moved_aside_by_a_killed_run_comes_back(self):
        """Where directories can't be exchanged there is a moment without any; and the link that leads there leads nowhere."""
        place = self.place()
        link = place.at("public")
        os.symlink("report", link)
        self.code(run(*place.audit(out=link)), 0)
        before = tree(place.out)
        os.rename(place.out, place.out + ".coreoffer-old-4711")
        shutil.copytree(place.out + ".coreoffer-old-4711", place.out + ".coreoffer-new-4711")
        self.code(run(*place.audit("--from", place.no_archive(), out=link)), 1, "no-archive")
        self.assertEqual(tree(place.out), before)
        self.no_leftovers(place)
        self.assertEqual(os.readlink(link), "report")
        self.code(run("report", "--store", place.store, "--out", link), 0)
        self.assertEqual(tree(place.out), before)

    @needs_shim
    def test_killed_at_each_rename_where_directories_cannot_be_exchanged(self):
        place = self.place()
        self.code(run(*place.audit()), 0)
        before = tree(place.out)
        report = ("report", "--store", place.store, "--out", place.out)
        for at in (1, 2, 3):
            done = run(*report, env={"LD_PRELOAD": SHIM, "SHIM_NO_EXCHANGE": "1", "SHIM_MODE": "kill", "SHIM_CALL": "rename", "SHIM_AT": str(at)})
            self.assertEqual(done.returncode, 0 if at == 3 else -signal.SIGKILL, "there are two of them")
            # The next night fails before it has a report of its own, and the old one is there.
            self.code(run(*place.audit("--from", place.no_archive())), 1, "no-archive")
            self.assertEqual(tree(place.out), before, f"killed at rename {at}")
            self.no_leftovers(place)

    def test_state_directory(self):
        place = self.place()
        env = {"XDG_STATE_HOME": place.at("state")}
        self.code(run(*place.audit("--no-report", store=None), env=env), 0)
        self.assertTrue(os.path.exists(place.at("state", "coreoffer", "coreoffer.db")))
        self.assertTrue(os.path.isdir(place.at("state", "coreoffer", "archive", "run-1")))
        env = {"STATE_DIRECTORY": place.at("systemd"), "XDG_STATE_HOME": place.at("state")}
        self.code(run(*place.audit("--no-report", store=None), env=env), 0)
        self.assertTrue(os.path.exists(place.at("systemd", "coreoffer.db")))


class Slow(Robust):
    """Signals, locks and time limits, against towns whose pages hang until the gate opens."""

    def slow_place(self):
        gate, web = Gate(), ToyWeb()
        town(web, NAMES[0])
        town(web, NAMES[1], gate)
        town(web, NAMES[2], gate)
        web.start()
        self.addCleanup(web.stop)
        return self.place(web=web), gate

    def begin(self, place, *more):
        process = subprocess.Popen([PROGRAM, *place.audit(*more)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                   text=True, env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", "COREOFFER_SEEDS": SEEDS})
        self.addCleanup(lambda: process.poll() is None and process.kill())
        deadline = time.monotonic() + 20
        while len({entry["host"] for entry in place.web.entries() if entry["behaviour"] == "Hole"}) < 2:
            self.assertLess(time.monotonic(), deadline, "the crawl did not get under way")
            self.assertIsNone(process.poll())
            time.sleep(0.02)
        time.sleep(0.5)  # for the first town to be settled
        return process

    def end(self, process, code, seconds, *words):
        began = time.monotonic()
        stdout, stderr = process.communicate(timeout=20)
        self.assertLess(time.monotonic() - began, seconds)
        self.assertEqual(process.returncode, code, stderr)
        self.assertEqual(stdout, "")
        for word in words:
            self.assertIn(word, stderr)

    def resumes(self, place, gate, in_order=True):
        self.whole(place.store)
        self.assertFalse(os.path.exists(place.out))
        self.assertIn("unfinished", run("status", "--store", place.store).stdout)
        self.code(run("report", "1", "--store", place.store, "--out", place.out), 2, "not finished", "--resume")
        gate.open = True
        place.web.clear_log()
        self.code(run(*place.audit("--resume")), 0, "Going on with run 1")
        if in_order:  # what ends at once may cost what the last two seconds found
            self.assertNotIn("www.alder.test", {entry["host"] for entry in place.web.entries()}, "the first town was done")
        got = rows(place.store)
        for name in QUERIES:
            self.assertEqual(got[name], Baseline.get().rows[name], name)
        self.assertEqual(tree(place.out), Baseline.get().report)
        self.no_leftovers(place)

    def test_interrupted_while_another_waits(self):
        place, gate = self.slow_place()
        process = self.begin(place)
        began = time.monotonic()
        second = run(*place.audit())
        self.assertLess(time.monotonic() - began, 5)
        self.code(second, 75, "another run", f"process {process.pid}", place.store)
        self.assertIn("unfinished", run("status", "--store", place.store).stdout, "readers are let in")
        process.send_signal(signal.SIGINT)
        self.end(process, 130, 5, "--resume goes on")
        self.resumes(place, gate)

    def test_terminated(self):
        place, gate = self.slow_place()
        process = self.begin(place)
        process.send_signal(signal.SIGTERM)
        self.end(process, 143, 5, "--resume goes on")
        self.resumes(place, gate)

    def test_second_signal_ends_it_at_once(self):
        place, gate = self.slow_place()
        process = self.begin(place)
        process.send_signal(signal.SIGINT)
        process.send_signal(signal.SIGTERM)
        self.assertIn(process.wait(2), (130, 143))
        process.communicate()
        self.resumes(place, gate, in_order=False)

    def test_max_runtime(self):
        place, gate = self.slow_place()
        process = self.begin(place, "--max-runtime", "2")
        self.end(process, 3, 10, "--max-runtime was reached", "--resume goes on")
        self.resumes(place, gate)


class Turns(Robust):
    """Who is visited first. One connection, so that the log has the councils in their order."""

    def setUp(self):
        self.web = ToyWeb()
        for name in NAMES:
            town(self.web, name)
        self.web.start()
        self.addCleanup(self.web.stop)
        self.run_place = self.place(web=self.web)

    def visit(self, *more, as_of, code=0, connections="1"):
        """The towns in the order of the first request to each."""
        self.web.clear_log()
        self.code(run(*self.run_place.audit("--no-report", "--no-archive", "--connections", connections, *more, **{"as-of": as_of})), code)
        hosts = [entry["host"] for entry in self.web.entries() if entry["host"].startswith("www.")]
        return [host.split(".")[1] for host in dict.fromkeys(hosts)]

    def test_longest_not_visited_comes_first(self):
        self.assertEqual(self.visit("alder-council", as_of="2026-03-01T04:00Z"), ["alder"])
        self.assertEqual(self.visit("birch-council", as_of="2026-03-02T04:00Z"), ["birch"])
        self.assertEqual(self.visit(as_of="2026-03-03T04:00Z"), ["cedar", "alder", "birch"])
        self.assertEqual(self.visit(as_of="2026-03-04T04:00Z"), ["alder", "birch", "cedar"], "equals in the list's order")
        self.assertEqual(self.visit("cedar-council", "alder-council", as_of="2026-03-05T04:00Z"), ["alder", "cedar"])
        self.assertEqual(self.visit(as_of="2026-03-06T04:00Z"), ["birch", "alder", "cedar"])

    def test_a_run_that_time_ends_leaves_its_rest_the_first_turns(self):
        """A fresh run every night that never gets through the list still reaches every council."""
        gate = Gate()
        town(self.web, "birch", gate)
        self.assertEqual(self.visit("--max-runtime", "3", as_of="2026-03-01T04:00Z", code=3, connections="16")[0], "alder")
        with sqlite3.connect(self.run_place.store) as store:
            done = [code for code, in store.execute("SELECT gss_code FROM visit WHERE outcome <> 'pending' ORDER BY 1")]
        self.assertEqual(done, ["E06999000", "E06999002"], "birch was begun and not ended")
        gate.open = True
        self.assertEqual(self.visit(as_of="2026-03-02T04:00Z"), ["birch", "alder", "cedar"])


class Gaps(Robust):
    """Councils that could not be read are said to be that, and are never called bad. What is
    down is given its second chance after seconds, so the three wait at the same time."""

    @classmethod
    def setUpClass(cls):
        pool = concurrent.futures.ThreadPoolExecutor(3)
        cls.addClassCleanup(pool.shutdown)
        cls.begun = {name: pool.submit(cls.run_one, name) for name in ("each_kind", "more_than_half_fail", "no_network_at_all")}

    @classmethod
    def run_one(cls, name):
        case = cls(name)
        try:
            getattr(case, name)()
        finally:
            case.doCleanups()

    def test_each_kind(self):
        self.begun["each_kind"].result()

    def test_more_than_half_fail(self):
        self.begun["more_than_half_fail"].result()

    def test_no_network_at_all(self):
        self.begun["no_network_at_all"].result()

    def each_kind(self):
        names = ("alder", "walled", "refusing", "down", "gone", "moved", "nameless")
        web = ToyWeb()
        for name in ("alder", "walled"):
            town(web, name)
        web.robots("www.walled.test", "User-agent: *\nDisallow: /\n")
        web.otherwise("www.refusing.test", Answer("No.", 403))
        web.page("www.gone.test", "/", page("Gone Council", body="<p>Bins and roads.</p>"))
        town(web, "thorn")
        web.redirect("www.moved.test", "/local-offer", "http://www.thorn.test/local-offer", status=301)
        with web, Place(web, names) as place:
            network = ["--resolve", "www.down.test:80:127.0.0.1:9", "--resolve", "www.nameless.test:80:none"]
            audit = place.audit()
            result = run(*audit[:audit.index("--resolve")], *network, *audit[audit.index("--resolve"):])
            self.code(result, 3, "5 of 7 councils could not be read")
            got = {entry["gss_code"][-2:]: (entry["outcome"], entry["reason"]) for entry in read_csv(place.at("report", "data", "councils.csv"))}
            self.assertEqual(got, {"00": ("done", ""), "01": ("blocked", "robots"), "02": ("blocked", "refused"), "03": ("down", "connect"),
                                   "04": ("not_found", "http-404"), "05": ("moved", ""), "06": ("down", "no-such-host")})
            unread = {"E06999001", "E06999002", "E06999003", "E06999004", "E06999006"}
            verdicts = read_csv(place.at("report", "data", "verdicts.csv"))
            self.assertEqual({entry["verdict"] for entry in verdicts if entry["gss_code"] in unread}, {"not_tested"})
            self.assertIn("no", {entry["verdict"] for entry in verdicts if entry["gss_code"] == "E06999000"})
            for score in read_csv(place.at("report", "data", "scores.csv")):
                if score["gss_code"] in unread:
                    self.assertEqual((score["low"], score["high"], score["band"]), ("", "", ""), score)
            self.assertEqual({target for _, target in web.asked("www.walled.test")}, {"/robots.txt"})
            self.assertEqual(sum(row[2] == "broken" for row in rows(place.store)["targets"] if "walled" in row[0] or "down" in row[0]), 0)
            self.code(run("report", "--store", place.store, "--out", place.out), 0)

    def more_than_half_fail(self):
        names = ["alder", "birch", "cedar", "elm"] + [f"lost{i}" for i in range(8)]
        web = ToyWeb()
        for name in names[:4]:
            town(web, name)
        with web, Place(web, names) as place:
            os.makedirs(place.at("report", "data"))
            for name in ("index.html", "data/datapackage.json"):
                with open(place.at("report", name), "w") as file:
                    file.write("the old report")
            before = tree(place.out)
            lost = [word for name in names[4:] for word in ("--resolve", f"www.{name}.test:80:none")]
            audit = place.audit()
            result = run(*audit[:audit.index("--resolve")], *lost, *audit[audit.index("--resolve"):])
            self.code(result, 5, "8 of 12 councils", "more than half", "Nothing was published")
            self.assertEqual(tree(place.out), before)
            self.code(run("report", "1", "--store", place.store, "--out", place.out), 2, "safety brake")
            self.code(run("report", "--store", place.store, "--out", place.out), 1, "no finished run")
            self.assertEqual(tree(place.out), before)
            self.assertIn("braked", run("status", "--store", place.store).stdout)
            self.assertEqual(len(web.asked("www.alder.test")) > 5, True)

    def no_network_at_all(self):
        if os.geteuid() != 0:
            self.skipTest("only root can be without a network")
        if subprocess.run(["unshare", "-n", "true"], capture_output=True).returncode != 0:
            self.skipTest("unshare -n is refused here")
        place = self.place()
        result = subprocess.run(["unshare", "-n", PROGRAM, *place.audit()], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=100,
                                env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", "COREOFFER_SEEDS": SEEDS})
        self.code(result, 3, "3 of 3 councils could not be read")
        self.assertEqual({row[1] for row in rows(place.store)["visits"]}, {"down"})
        self.assertEqual({entry["verdict"] for entry in read_csv(place.at("report", "data", "verdicts.csv"))}, {"not_tested"})


class Same(Robust):
    def test_same_inputs_same_bytes(self):
        """Whatever the environment and wherever the directory."""
        place = self.place()
        environments = ([], {"LC_ALL": "C"}), (["/bin/sh", "-c", 'exec "$@" <&-', "sh"], {"LC_ALL": "C.UTF-8", "TZ": "Asia/Tokyo", "LANG": "tr_TR.UTF-8"})
        for i, (wrapper, env) in enumerate(environments):
            result = subprocess.run([*wrapper, PROGRAM, *place.audit(store=place.at(f"s{i}.db"), out=place.at(f"out{i}"))],
                                    stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, cwd=place.root,
                                    env={**env, "COREOFFER_SEEDS": SEEDS})
            self.code(result, 0)
            self.assertEqual((result.stdout, result.stderr), ("", ""), "silent when all is well and nobody watches")
            self.assertEqual(tree(place.at(f"out{i}")), Baseline.get().report)
        self.code(run("report", "--store", place.at("s0.db"), "--out", place.at("again"), "--as-of", AS_OF), 0)
        self.assertEqual(tree(place.at("again")), Baseline.get().report)

    def test_closed_streams(self):
        place = self.place()
        result = subprocess.run(["/bin/sh", "-c", 'exec "$@" <&- >&- 2>&-', "sh", PROGRAM, *place.audit()], timeout=60, env={"COREOFFER_SEEDS": SEEDS})
        self.assertEqual(result.returncode, 0)
        self.assertEqual(tree(place.out), Baseline.get().report, "no file took a closed stream's number")


class Markup(html.parser.HTMLParser):
    """What a browser would act on."""

    def __init__(self):
        super().__init__()
        self.acts = []

    def handle_starttag(self, tag, attributes):
        names = dict(attributes)
        if tag in ("iframe", "object", "embed", "base", "form"):
            self.acts.append((tag, names))
        self.acts += [(tag, name) for name in names if name.startswith("on")]
        self.acts += [(tag, name, value) for name, value in attributes if name in ("href", "src") and (value or "").strip().lower().startswith(("javascript:", "data:", "vbscript:"))]


    def handle_data(self, data):
        if self.cdata_elem == "script" and "alert(" in data:
            self.acts.append(data[:80])


class Hostile(Robust):
    TITLE = '</title><script>alert(1)</script><img src=x onerror=alert(2)>"\'&\u202eevil\x1b[31m'

    def test_names_titles_and_quotes_are_only_text(self):
        web = ToyWeb()
        town(web, "alder")
        hostile = "<script>alert(3)</script> \"><img src=x onerror=alert(4)> '"
        quoted = '"' + hostile.replace('"', '""') + ' Council"'
        escaped = self.TITLE.replace("&", "&amp;").replace("<", "&lt;")
        body = WORDS + f"<p>Short breaks: {hostile.replace('<', '&lt;')} You can ask for =cmd|' /C calc'!A0 today.</p>"
        web.page("www.alder.test", "/local-offer/short-breaks",
                 f"<!doctype html><title>{escaped}</title><main><h1>{escaped}</h1>{body}"
                 '<a href="/local-offer/%22%3E%3Cscript%3Ealert(5)%3C/script%3E">=1+1</a> <a href="javascript:alert(6)">\x1b]0;x\x07+2</a></main>')
        text = HEADER + f"E06999000,{quoted},\"=1+1\",http://www.alder.test/,http://www.alder.test/local-offer\n"
        with web, Place(web, text=text) as place:
            self.code(run(*place.audit()), 0)
            self.assertEqual({name for name in os.listdir(place.root) if not name.startswith("coreoffer.db")}, {"councils.csv", "archive", "report"})
            checked = 0
            for name in tree(place.out):
                with open(os.path.join(place.out, name), "rb") as file:
                    data = file.read()
                if name.endswith(".html"):
                    markup = Markup()
                    markup.feed(data.decode())
                    self.assertEqual(markup.acts, [], name)
                    checked += 1
                if name.endswith((".html", ".csv", ".json", ".xml")):
                    self.assertNotIn(b"\x1b", data, name)
                    if name.endswith(".html"):
                        self.assertNotIn("\u202e".encode(), data, name)
                if name.endswith("-excel.csv"):
                    for cells in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")):
                        for cell in cells:
                            self.assertFalse(cell.startswith(("=", "+", "@", "\t", "\r")) or (cell.startswith("-") and not cell[1:].replace(".", "").isdigit()), (name, cell))
            self.assertGreater(checked, 50)
            for command in (["status"], ["councils", "--councils", place.list], ["explain", "verdict", "E06999000", "short-breaks", "explanation"]):
                result = run(*command, *([] if "councils" in command else ["--store", place.store]))
                self.code(result, 0)
                self.assertNotRegex(result.stdout + result.stderr, "[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e]", command)
            result = run("links", "http://www.alder.test/local-offer", *place.network())
            self.code(result, 0)
            self.assertNotRegex(result.stdout, "[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e]")

    def test_councils_files(self):
        place = self.place()
        good = "http://www.alder.test/,http://www.alder.test/local-offer\n"
        cases = (
            (f"E06999000,{'x' * 5000},North,{good}", ":2"),
            (f"E06999000,A\x1b[31mB,North,{good}", ":2"),
            (f"E06999000,A,North,javascript:alert(1),\n", ":2"),
            (f"E06999000,A,North,file:///etc/passwd,{good}", ":2"),
            (f"../../etc,A,North,{good}", ":2"),
            (f"E06999000,,North,{good}", ":2"),
            (f"E06999000,A,North,http://user:pass@www.alder.test/,http://www.alder.test/local-offer\n", ":2"),
            (f"E06999000,\"A,North,{good}", ":2"),
            (f"E06999000,A\x00B,North,{good}", ":2"),
        )
        for text, line in cases:
            with open(place.list, "w") as file:
                file.write(HEADER + text)
            with self.subTest(text[:40]):
                self.code(run(*place.audit()), 2, place.list + line)
        self.assertEqual(place.web.asked(), [])
        self.assertFalse(os.path.exists(place.store))

    def test_option_files(self):
        place = self.place()
        path = place.at("options")
        cases = ((b"\x00\x01\x02\xff", ":1"), (b"# fine\nquiet = yes\0\ndelay = fast\n", ":2"), (b"delay = " + b"9" * 100000, ":1"), (b"= 3\n", ":1"),
                 (b"config = /etc/passwd\n", ":1"), (b"max-pages = 1e3\n", ":1"), (b"\xff\xfed\x00", ":1"), (b"x" * 9000000, ""))
        for text, line in cases:
            with open(path, "wb") as file:
                file.write(text)
            with self.subTest(text[:30]):
                result = run("councils", "--config", path)
                self.assertIn(result.returncode, (1, 2) if line == "" else (2,), result.stderr)
                self.assertIn(path + line, result.stderr)
                self.assertNotRegex(result.stderr, "[\x00-\x08\x0b-\x1f\x7f]")
        with open(path, "wb") as file:
            file.write(b"\xef\xbb\xbfquiet = yes\r\n  # a remark\r\ncouncils = " + place.list.encode() + b"\r\n")
        self.assertEqual(len(run("councils", "--config", path).stdout.splitlines()), 3)
        self.code(run("councils", "--config", place.at("none")), 2, "cannot open", "none")


class Afterwards(Robust):
    """What is done with a finished run."""

    def setUp(self):
        self.here = self.place()
        self.code(run(*self.here.audit()), 0)
        self.on = ["--store", self.here.store]

    def test_verify_finds_a_changed_byte(self):
        self.code(run("verify", *self.on), 0, "0 differences")
        self.code(run(*self.here.audit()), 0)  # the second run reuses what has not changed
        self.code(run("verify", *self.on), 0, "0 differences")
        directory = self.here.at("archive", "run-1")
        path = os.path.join(directory, sorted(os.listdir(directory))[0])
        starts = [offset for offset, _, text in members(path) if b"WARC-Type: response" in text]
        with open(path, "r+b") as file:
            file.seek(starts[-1] + 40)
            byte = file.read(1)
            file.seek(-1, os.SEEK_CUR)
            file.write(bytes([byte[0] ^ 0x20]))
        result = self.code(run("verify", "1", *self.on), 4)
        self.assertRegex(result.stdout, r"(?m)^differs\thttp://www\.alder\.test/")
        os.unlink(path)
        result = self.code(run("verify", "1", *self.on), 4)
        self.assertIn("alder-council.warc.gz", result.stdout)
        self.code(run("verify", "9", *self.on), 2, "holds no run 9")

    def test_review(self):
        table = self.here.at("review.csv")
        self.code(run("review", "export", table, *self.on), 0, "verdicts in")
        entries = read_csv(table)
        self.assertEqual(len(entries), len(rows(self.here.store)["verdicts"]))

        def write(change):
            with open(table, "w", newline="", encoding="utf-8-sig") as file:
                writer = csv.DictWriter(file, entries[0])
                writer.writeheader()
                for i, entry in enumerate(entries):
                    writer.writerow({**entry, **(change(entry) if i == 2 else {})})
        fine = {"verdict": "yes", "reason": "The leaflet says so.", "reviewer": "campaign volunteer", "date": "2026-03-02"}
        for wrong, words in (({**fine, "verdict": "maybe"}, "not 'maybe'"), ({**fine, "date": "yesterday"}, "not 'yesterday'"), ({**fine, "reason": ""}, "say in 'reason'"),
                             ({**fine, "gss_code": "E06999099"}, "E06999099"), ({**fine, "run": "77"}, "77"), ({**fine, "row": "no_such"}, "no_such"),
                             ({**fine, "service": "no-such"}, "no-such"), ({**fine, "reviewer": ""}, "reviewer")):
            write(lambda entry: {"program_verdict": "no", **wrong})
            with self.subTest(words):
                self.code(run("review", "import", table, *self.on), 2, f"{table}:4", words)
        self.code(run("review", "import", self.here.list, *self.on), 2, ":1", "column")
        write(lambda entry: {})
        self.code(run("review", "import", table, *self.on), 0, "0 reviews read", "when its 'verdict' is filled in")
        self.assertTrue(all(entry["question"].endswith("?") for entry in entries))
        for written in ({"verdict": "Found", "date": "02/03/2026"}, {}):  # in the report's words, and as a spreadsheet writes the day
            write(lambda entry: {**fine, **written})
            result = self.code(run("review", "import", table, *self.on), 0, "1 reviews read")
        self.assertIn("all rows", result.stdout)
        self.code(run("report", *self.on, "--out", self.here.out), 0)
        changed = entries[2]
        now = [entry for entry in read_csv(self.here.at("report", "data", "verdicts.csv")) if (entry["gss_code"], entry["service"], entry["row"]) == (
            changed["gss_code"], changed["service"], changed["row"])]
        self.assertEqual([(entry["verdict"], entry["decided_by"]) for entry in now], [("yes", "review")])

    def test_random_sample(self):
        """What people confirm of it is the measured agreement; what they chose themselves is not."""
        whole, table, again = (self.here.at(name) for name in ("all.csv", "sample.csv", "again.csv"))
        self.code(run("review", "export", whole, *self.on), 0)
        self.code(run("review", "export", table, "--sample", "5", *self.on), 0, "verdicts in")
        self.code(run("review", "export", again, "--sample", "5", *self.on), 0)
        every, drawn = read_csv(whole), read_csv(table)
        self.assertEqual(drawn, read_csv(again))
        self.assertEqual(len(drawn), -(-len(every) * 5 // 100))
        self.assertGreater(len({entry["row"] for entry in drawn}), 5, "not the first few")
        for share in ("0", "101", "half"):
            self.code(run("review", "export", table, "--sample", share, *self.on), 2, "--sample")

        def review(path, entries, decide):
            with open(path, "w", newline="", encoding="utf-8-sig") as file:
                writer = csv.DictWriter(file, entries[0])
                writer.writeheader()
                for i, entry in enumerate(entries):
                    writer.writerow({**entry, "verdict": decide(i, entry), "reason": "Read by two.", "reviewer": "campaign volunteer", "date": "2026-03-02"})
            self.code(run("review", "import", path, *self.on), 0)
            self.code(run("report", *self.on, "--out", self.here.out), 0)
            with open(self.here.at("report", "method", "index.html"), encoding="utf-8") as file:
                return re.sub(r"<[^>]*>", " ", file.read()).replace("\n", " ")

        def other(entry):
            return "no" if entry["program_verdict"] != "no" else "yes"
        # Ten that somebody picked because they looked wrong: confirmed, and not a measure.
        outside = [entry for entry in every if entry not in drawn][:10]
        text = review(again, outside, lambda i, entry: other(entry))
        self.assertIn("People have checked 10 results of this run", text)
        self.assertIn(f"None of them is in the random sample of {len(drawn)}", text)
        # All of the sample, every fifth overruled.
        text = review(table, drawn, lambda i, entry: other(entry) if i % 5 == 0 else entry["program_verdict"])
        wrong = -(-len(drawn) // 5)
        self.assertRegex(text, rf"Of the {len(drawn)} results that were drawn at random \(5\.\d% of all {len(every)}\) they have checked {len(drawn)}, and decided "
                               rf"otherwise than the program in {wrong}\.")
        percent = round(100 * (len(drawn) - wrong) / len(drawn))
        self.assertRegex(text, rf"All questions\s+{len(drawn)}\s+{percent}%\s+\d+% to \d+%\s+0\.\d\d\s+-?0\.\d\d to [01]\.\d\d")
        row = drawn[0]["row"]
        number = sum(entry["row"] == row for entry in drawn)
        with open(self.here.at("report", "row", row, "index.html"), encoding="utf-8") as file:
            self.assertIn(f"People have checked {number} results of this question that were drawn at random", file.read())

    @needs_shim
    def test_a_report_is_synced_once_and_not_file_by_file(self):
        """Of a whole country it has tens of thousands of files, most of them proofs: one a verdict."""
        count = self.here.at("count")
        calls = {}
        for call in ("syncfs", "fsync", "fdatasync", "rename", "renameat2"):
            self.code(run("report", *self.on, "--out", self.here.out, env={"LD_PRELOAD": SHIM, "SHIM_CALL": call, "SHIM_COUNT": count}), 0)
            with open(count, encoding="utf-8") as file:
                calls[call] = int(file.read().split()[0])
        self.assertEqual(calls, {"syncfs": 1, "fsync": 1, "fdatasync": 0, "rename": 0, "renameat2": 1}, "all of it, then the directory that holds it")
        files = list(tree(self.here.out))
        proofs = [name for name in files if name.startswith("evidence/")]
        verdicts = rows(self.here.store)["verdicts"]
        self.assertLessEqual(len(proofs), len(verdicts))
        services = {tuple(row[:2]) for row in verdicts}
        self.assertLess(len([name for name in files if name.startswith("council/")]), len(services) + 10 * len(NAMES), "a page a service, and a handful a council")
        self.assertLess(len(files) - len(proofs), 250, "the rest does not grow with the verdicts")

    def test_shared_broken_links_are_addresses_of_something(self):
        """Two councils' empty or mistyped links are no address that one mend would help."""
        links = [("", "Form"), ("http://", "Typed"), ("http://partner.test/gone", "Partner")]
        self.here.web.page("partner.test", "/", page("Partner", body=WORDS))
        for name in NAMES[:2]:
            self.here.web.page(f"www.{name}.test", "/local-offer", page("Local Offer", *links, body=WORDS))
        self.code(run(*self.here.audit()), 0)
        with open(self.here.at("report", "links", "index.html"), encoding="utf-8") as file:
            shared = re.search(r"(?s)linked to by more than one council</h2>(.*?)</table>", file.read()).group(1)
        self.assertEqual(re.findall(r'<th scope="row"><a [^>]*href="(.*?)">(.*?)</a></th>', shared), [("http://partner.test/gone",) * 2])

    def test_recheck_says_what_was_put_right(self):
        self.here.web.page("www.alder.test", "/local-offer/gone-transport", page("Transport", body=WORDS))
        # These are answered with 200 now: what they say tells that nothing was put right.
        self.here.web.page("www.birch.test", "/local-offer/gone-transport", page("Page not found", body="<p>Sorry.</p>"))
        self.here.web.page("www.birch.test", "/local-offer/gone-equipment", page("Site under maintenance", body="<p>Sorry.</p>"))
        self.here.web.clear_log()
        result = self.code(run("recheck", *self.on, "--as-of", "2026-03-05", *self.here.network()), 0, "12 addresses asked again, 1 put right")
        lines = {line.split("\t")[0]: line.split("\t")[1:] for line in result.stdout.splitlines()}
        self.assertEqual(len(lines), 12)
        self.assertEqual(lines["http://www.alder.test/local-offer/gone-transport"], ["ok", "put right, seen on 2026-03-05"])
        self.assertEqual(lines["http://www.alder.test/local-offer/gone-equipment"], ["broken", "http-404"])
        self.assertEqual(lines["http://www.birch.test/local-offer/gone-transport"], ["broken", "soft-404"])
        self.assertEqual(lines["http://www.birch.test/local-offer/gone-equipment"], ["suspect", "unavailable"])
        self.assertNotIn("/local-offer/short-breaks", [target for _, target in self.here.web.asked()])
        self.code(run("recheck", *self.on, *self.here.network()), 0, "11 addresses asked again, 0 put right")

    def test_runs_are_compared_and_pruned(self):
        self.here.web.page("www.birch.test", "/local-offer/short-breaks",
                           page("Short breaks", "/local-offer", body=WORDS + "<p>Short breaks are for children aged 5 to 18. Apply online; we decide within six weeks.</p>"))
        self.code(run(*self.here.audit(**{"as-of": "2026-09-01"})), 0)
        result = self.code(run("compare", "1", "2", *self.on), 0)
        self.assertIn("Birch", result.stdout)
        self.assertNotIn("Cedar", result.stdout)
        self.code(run("compare", "1", "7", *self.on), 2, "no run 7")
        self.code(run("prune", "--keep", "1", *self.on), 0, "The pages of 1 older run were dropped")
        self.code(run("prune", "--keep", "1", *self.on), 0, "Nothing to drop")
        self.whole(self.here.store)
        self.assertEqual(os.listdir(self.here.at("archive")), ["run-2"])
        self.code(run("report", *self.on, "--out", self.here.out, "--as-of", "2026-09-01"), 0)
        self.code(run("verify", "2", *self.on), 0, "differences")
        result = self.code(run("compare", "1", "2", *self.on), 0)
        self.assertEqual(len(run("status", *self.on).stdout.splitlines()), 2)
        self.assertIn("whole", run("doctor", *self.on).stdout)
        self.assertIn("--  no contact yet", run("doctor", *self.on).stdout)
        known = self.code(run("doctor", *self.on, "--contact", "https://campaign.example/about", "--out", self.here.list), 1)
        self.assertIn("ok  contact https://campaign.example/about\n", known.stdout)
        self.assertRegex(known.stdout, r"(?m)^!!  report in .*: '.*' is a file")

    def test_fail_on(self):
        url, network = "http://www.alder.test/local-offer", self.here.network()
        self.code(run("links", url, *network), 0)
        self.code(run("links", url, "--fail-on", "broken", *network), 4)
        self.code(run("check", url, "--fail-on", "broken", *network), 4)
        self.code(run("check", url, "--fail-on", "no", *network), 4)
        result = self.code(run("check", url, *network), 0)
        self.assertIn("alder.test", result.stdout)
        self.assertNotIn("\x1b", result.stdout)
        self.code(run(*self.here.audit("--fail-on", "broken")), 4)
        listed = self.here.at("list")
        with open(listed, "w") as file:
            file.write("http://www.alder.test/local-offer\n# a remark\nhttp://www.alder.test/nothing\n")
        result = self.code(run("links", "--list", listed, "--fail-on", "broken", "--format", "jsonl", *network), 4)
        self.assertIn('"broken":1', result.stdout)

    def test_check_leaves_nothing_behind(self):
        scratch = self.here.at("scratch")
        os.mkdir(scratch)
        self.code(run("check", "http://www.alder.test/local-offer", *self.here.network(), env={"TMPDIR": scratch}), 0)
        self.code(run("links", "http://www.alder.test/local-offer", *self.here.network(), env={"TMPDIR": scratch}), 0)
        self.assertEqual(os.listdir(scratch), [])
        self.code(run("check", "http://www.alder.test/local-offer", *self.here.network(), env={"TMPDIR": self.here.at("nowhere")}), 1, "nowhere")

    def test_log_and_metrics(self):
        log, metrics = self.here.at("log"), self.here.at("metrics.prom")
        self.code(run(*self.here.audit("--log", log, "--metrics", metrics)), 0)
        with open(log) as file:
            self.assertEqual(len(file.readlines()), 3)
        with open(metrics) as file:
            text = file.read()
        self.assertRegex(text, r'(?m)^coreoffer_councils\{outcome="done"\} 3$')
        self.assertRegex(text, r'(?m)^coreoffer_links\{state="broken"\} 12$')
        self.assertRegex(text, r"(?m)^# TYPE coreoffer_links gauge$")
        self.no_leftovers(self.here)


class Terminal(Robust):
    def on_terminal(self, arguments, env, streams):
        """Runs with the named streams on a pseudo-terminal of 100 columns; gives what came there."""
        master, slave = pty.openpty()
        try:
            import fcntl
            import struct
            import termios
            fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 100, 0, 0))
            process = subprocess.Popen([PROGRAM, *arguments], stdin=subprocess.DEVNULL, stdout=slave if "stdout" in streams else subprocess.DEVNULL,
                                       stderr=slave if "stderr" in streams else subprocess.DEVNULL,
                                       env={"PATH": "/usr/bin:/bin", "TERM": "xterm", "COREOFFER_SEEDS": SEEDS, "TMPDIR": tempfile.gettempdir(), **env})
            os.close(slave)
            seen = b""
            while process.poll() is None or select.select([master], [], [], 0)[0]:
                if select.select([master], [], [], 0.1)[0]:
                    try:
                        seen += os.read(master, 65536)
                    except OSError:
                        break
            process.wait(60)
            return process.returncode, seen.decode()
        finally:
            os.close(master)

    def test_progress_only_on_a_terminal(self):
        place = self.place()
        slow = place.network()
        slow[slow.index("--delay") + 1] = "0.15"
        audit = [word for word in place.audit() if word not in place.network()] + slow
        code, seen = self.on_terminal(audit, {}, ("stderr",))
        self.assertEqual(code, 0)
        self.assertRegex(seen, r"\r(reading|links) \[[#.]{20}\] \d+/\d+, \d of 3 councils, \d+ hosts")
        self.assertRegex(seen, r"Run 1: 3 councils read, 0 not")
        for line in re.findall(r"\r([^\r\n]*)\x1b\[K", seen):
            self.assertLess(len(line), 80)
        code, seen = self.on_terminal([*audit, "--quiet"], {}, ("stderr",))
        self.assertEqual((code, seen), (0, ""))
        self.assertEqual(run(*audit).stderr, "")

    def test_colour_only_where_it_is_wanted(self):
        place = self.place()
        check = ["check", "http://www.alder.test/local-offer", *place.network()]
        for env, more, coloured in (({}, (), True), ({"NO_COLOR": "1"}, (), False), ({"NO_COLOR": ""}, (), True), ({"TERM": "dumb"}, (), False),
                                    ({}, ("--color", "never"), False), ({"NO_COLOR": "1"}, ("--color", "always"), True)):
            code, seen = self.on_terminal([*check, *more], env, ("stdout",))
            self.assertEqual(code, 0)
            self.assertEqual("\x1b[" in seen, coloured, (env, more))
        self.assertNotIn("\x1b", run(*check).stdout)
        self.assertIn("\x1b", run(*check, "--color", "always").stdout)


if __name__ == "__main__":
    unittest.main()
