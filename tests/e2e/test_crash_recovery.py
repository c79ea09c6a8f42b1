"""Killed, or the disk full, at any write: the store stays whole, the old report stays in place, the
sentence says what was wrong, and --resume ends with what an undisturbed run would have found.

COREOFFER_EXHAUSTIVE=1 kills, and fills the disk, at every single write of a small run that
makes every kind of write, instead of a sample: some 1,500 runs and as many resumed, ten minutes and more."""
import atexit
import concurrent.futures
import io
import os
import re
import shutil
import signal
import sqlite3
import unittest
import zipfile
import zlib

from baseline import Baseline
from program import run
from shim import needs_shim, struck
from towns import AS_OF, NAMES, QUERIES, Place, TownCase, rows, tree
from toyweb import WORDS, Answer, ToyWeb, page

# How many calls a run makes depends on time by a few: so near its end a run may be over before it is struck.
NEAR_END = 40
EXHAUSTIVE = os.environ.get("COREOFFER_EXHAUSTIVE", "") not in ("", "0")


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


def restless_town(web, name):
    """The number follows from the page, so that every run sees the same ones."""
    host, names = f"www.{name}.test", ("breaks", "transport", "portage", "equipment", "advice", "grants")

    def answer(request):
        path = request.path.removeprefix("/local-offer").strip("/")
        if path not in ("", *names):
            return Answer(page("Page not found"), 404)
        links = [(f"/local-offer/{other}?_={zlib.crc32((request.target + other).encode())}", other) for other in names if other != path]
        head = f'<link rel="canonical" href="{request.path}">' if path in names[:4] else ""
        return Answer(page(path.title() or "Local Offer", *links, body=f"{WORDS}<p>{path} is for children aged 5 to 18.</p>", head=head))
    web.otherwise(host, answer)


class FirstRun(Baseline):
    """The smallest one, of one town: it makes the store and everything in it."""
    names, made = NAMES[:1], None

    def towns(self, web):
        whole_town(web, self.names[0])
        return web

    def check(self):
        assert sum(target[2] == "broken" for target in self.rows["targets"]) == 1


class Restless(Baseline):
    """Of one town whose links have a number that is new on every page; what the pages show of it is not stored."""
    names, made = NAMES[:1], None

    def towns(self, web):
        restless_town(web, self.names[0])
        return web

    def check(self):
        content = [url for _, purpose, url, *_ in self.rows["pages"] if purpose == "content"]
        assert len({url.partition("?")[0] for url in content}) == 7 and len(content) < 30, content


class SecondRun(FirstRun):
    """The smallest run that makes every kind of write: of one town, over an earlier run's store, archive and report."""
    number, as_of, made = 2, "2026-03-02T04:00Z", None

    def __init__(self):
        with self.towns(ToyWeb()) as web:
            self.before = Place(web, self.names)  # copied for each
            atexit.register(self.before.__exit__)
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


class Struck(TownCase):
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
        killed = run(*baseline.audit(place), env=struck(mode="kill", at=at))
        if killed.returncode == 0 and at > baseline.calls - NEAR_END:
            return
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

    def test_in_a_small_first_run(self):
        self.kill(FirstRun.get(), every(1, FirstRun.get().calls, 4))

    def test_where_pages_have_numbers_that_are_new_each_time(self):
        self.kill(Restless.get(), every(1, Restless.get().crawl_calls, 5))

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
        result = run(*baseline.audit(place), env=struck(mode=mode, at=at))
        self.code(result, 1)
        self.assertRegex(result.stderr, r"^coreoffer audit: [^\n]+\n$")
        self.assertRegex(result.stderr.lower(), words)
        if os.path.exists(place.store) and os.path.getsize(place.store) > 0:
            self.whole(place.store)
        if mode == "ENOSPC" and re.search(rf"(?m)^ *{number}  unfinished", run("status", "--store", place.store).stdout):
            self.assertIn(f"; what was read is kept in '{place.store}' and an earlier report is as it was: make room, and --resume goes on", result.stderr)
        self.assertEqual(tree(place.out), old, "the old report is as it was")
        self.code(run(*baseline.audit(place, "--resume")), 0)
        got = rows(place.store, number)
        for name in QUERIES:
            self.assertEqual(got[name], baseline.rows[name], name)
        self.assertEqual(tree(place.out), baseline.report)
        self.archive_reads(place, number)
        self.no_leftovers(place)

    def fill(self, baseline, pick, full, faulty):
        last = baseline.published - NEAR_END
        points = [(baseline, "ENOSPC", at, "the disk is full") for at in pick(1, last, full)]
        points += [(baseline, "EIO", at, "input/output error|i/o error") for at in pick(5, last, faulty)]
        self.at_each(self.fill_and_resume, points)

    def test_full_from_the_nth_write_on(self):
        self.fill(Baseline.get(), spread, 9, 4)

    def test_full_in_a_second_run(self):
        self.fill(SecondRun.get(), every, 4, 2)


@needs_shim
class Pruned(TownCase):
    """Struck at its writes, `prune` is done once it is called again, and frees what it can on a full disk."""

    def test_struck_at_each_part(self):
        first = self.place()
        for day in ("2026-03-01", "2026-03-02"):
            self.code(run(*first.audit(**{"as-of": day})), 0)
        marks = lambda place: [pruned for pruned, in sqlite3.connect(place.store).execute("SELECT pruned_at IS NOT NULL FROM run ORDER BY id")]
        kept = lambda place: {name: rows(place.store)[name] for name in ("visits", "scorecards", "verdicts", "evidence")}
        def prune(**settings):
            place = self.place(web=first.web)
            shutil.rmtree(place.root)
            shutil.copytree(first.root, place.root)
            return place, run("prune", "--keep", "1", "--store", place.store, env=struck(count=place.at("calls"), **settings) if settings else None)
        place, _ = prune(mode="kill")
        with open(place.at("calls"), encoding="utf-8") as file:
            calls = int(file.read().split()[0])
        self.assertEqual(marks(place), [1, 0])
        late = 0
        for mode in ("kill", "ENOSPC"):
            for at in spread(1, calls - 6, 12):
                with self.subTest(mode=mode, at=at):
                    place, result = prune(mode=mode, at=at)
                    self.whole(place.store)
                    self.assertEqual(kept(place), kept(first))
                    if mode == "ENOSPC":
                        self.code(result, 1, "the disk is full; pruning writes before it frees: make a little room and call it again")
                        self.assertEqual("The pages of 1 older run were dropped" in result.stderr, marks(place) == [1, 0])
                        self.assertEqual(os.path.exists(place.at("archive", "run-1")), marks(place) == [0, 0], "its files make room")
                        late += marks(place) == [1, 0]
                    self.code(run("prune", "--keep", "1", "--store", place.store), 0)
                    self.assertEqual((marks(place), kept(place), sorted(os.listdir(place.at("archive")))), ([1, 0], kept(first), ["run-2"]))
        self.assertGreater(late, 0, "once the drop has landed")


class Swap(TownCase):
    """The moment in which a new report takes the old one's place."""

    @needs_shim
    def test_the_swap_fails_or_cannot_be_synced(self):
        place = self.place()
        self.code(run(*place.audit()), 0)
        os.unlink(place.at("report", "index.html"))
        old = tree(place.out)
        for call, mode, at in (("renameat2", "EIO", 1), ("renameat2", "ENOSPC", 1), ("fsync", "EIO", 1), ("syncfs", "EIO", 1), ("mkdir", "ENOSPC", 3), ("write", "ENOSPC", 1)):
            with self.subTest(call):
                result = run("report", "--store", place.store, "--out", place.out, env=struck(call=call, mode=mode, at=at))
                self.code(result, 1)
                self.assertRegex(result.stderr, r"^coreoffer report: [^\n]*(Input/output error|the disk is full; an earlier report is as it was)\n$")
                if call == "write":
                    self.assertIn(f"cannot write '{place.out}.", result.stderr, "which disk is full is seen by the folder")
                self.assertEqual(tree(place.out), old)
                self.no_leftovers(place)
        self.code(run("report", "--store", place.store, "--out", place.out, "--as-of", AS_OF), 0)
        self.assertEqual(tree(place.out), Baseline.get().report)

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
            done = run(*report, env=struck(no_exchange=1, mode="kill", call="rename", at=at))
            self.assertEqual(done.returncode, 0 if at == 3 else -signal.SIGKILL, "there are two of them")
            # The next night fails before it has a report of its own, and the old one is there.
            self.code(run(*place.audit("--from", place.no_archive())), 1, "no-archive")
            self.assertEqual(tree(place.out), before, f"killed at rename {at}")
            self.no_leftovers(place)


if __name__ == "__main__":
    unittest.main()
