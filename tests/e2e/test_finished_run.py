"""What is done with a finished run: proved, asked again, compared, pruned, published."""
import fcntl
import hashlib
import json
import os
import re
import socket
import sqlite3
import stat
import unittest

from program import run
from shim import needs_shim, struck
from towns import NAMES, SERVICES, Place, TownCase, connect, members, read_csv, rows, town, tree
from toyweb import WORDS, Answer, ToyWeb, page


class FinishedRun(TownCase):
    def setUp(self):
        self.here = self.place()
        self.code(run(*self.here.audit()), 0)
        self.on = ["--store", self.here.store]

    def test_verify_finds_a_changed_byte(self):
        self.code(run("verify", *self.on), 0, "0 differences")
        self.code(run(*self.here.audit()), 0)
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

    def test_verify_asks_nothing_of_councils_that_the_run_was_not_for(self):
        self.code(run(*self.here.audit("alder-council")), 0)
        result = self.code(run("verify", *self.on), 0, "0 differences")
        self.assertEqual(result.stdout, "")

    def test_verify_compares_what_is_not_said_too(self):
        leaning = self.leaning(self.here)
        self.code(run(*self.here.audit(), env=leaning), 0)
        store = sqlite3.connect(self.here.store)
        with store:
            self.assertGreater(store.execute("UPDATE verdict SET leans = 'yes' WHERE leans = 'doubts'").rowcount, 0)
        store.close()
        result = self.code(run("verify", *self.on, env=leaning), 4)
        self.assertRegex(result.stdout, r"(?m)^differs\t[A-Z][a-z]+ Council\tkey-working, provided: now cannot_tell, leans to doubts$")

    def test_pruning_keeps_the_bytes_of_what_has_not_changed_since(self):
        """A 304 stands in the later runs' archives, and the page itself in the first one's alone."""
        for service in SERVICES:  # the others' are read anew
            self.here.web.add("www.cedar.test", f"/local-offer/{service}",
                              lambda request: Answer("", 304) if "if-none-match" in request.headers else Answer("", 500))
        self.code(run(*self.here.audit()), 0)
        self.code(run(*self.here.audit()), 0)
        self.code(run("prune", "--keep", "1", *self.on), 0)
        kept = os.listdir(self.here.at("archive", "run-1"))
        self.assertEqual(kept, ["cedar-council.warc.gz"])
        self.code(run("prune", "--keep", "1", *self.on), 0)
        result = self.code(run("verify", "3", *self.on), 0, " 0 differences")
        self.assertNotIn("no archive", result.stderr)
        os.unlink(self.here.at("archive", "run-1", kept[0]))
        result = self.code(run("verify", "3", *self.on), 4)
        self.assertRegex(result.stdout, r"(?m)^differs\thttp://www\.cedar\.test/local-offer/.*run-1/cedar-council")
        self.whole(self.here.store)

    @needs_shim
    def test_a_report_is_synced_once_and_not_file_by_file(self):
        """Of a whole country it has tens of thousands of files, most of them proofs: one a verdict."""
        count = self.here.at("count")
        calls = {}
        for call in ("syncfs", "fsync", "fdatasync", "rename", "renameat2"):
            self.code(run("report", *self.on, "--out", self.here.out, env=struck(call=call, count=count)), 0)
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
        self.here.web.page("www.alder.test", "/local-offer/gone-short-breaks", page("Short breaks", body=WORDS))
        # These are answered with 200 now: what they say tells that nothing was put right.
        self.here.web.page("www.birch.test", "/local-offer/gone-transport", page("Page not found", body="<p>Sorry.</p>"))
        self.here.web.page("www.birch.test", "/local-offer/gone-equipment", page("Site under maintenance", body="<p>Sorry.</p>"))
        self.here.web.clear_log()
        result = self.code(run("recheck", *self.on, "--as-of", "2026-03-05", *self.here.network()), 0, "12 addresses asked again, 1 put right")
        lines = {line.split("\t")[0]: line.split("\t")[1:] for line in result.stdout.splitlines()}
        self.assertEqual(len(lines), 12)
        self.assertEqual(lines["http://www.alder.test/local-offer/gone-short-breaks"], ["ok", "put right, seen on 2026-03-05"])
        self.assertEqual(lines["http://www.alder.test/local-offer/gone-equipment"], ["broken", "http-404"])
        self.assertEqual(lines["http://www.birch.test/local-offer/gone-transport"], ["broken", "soft-404"])
        self.assertEqual(lines["http://www.birch.test/local-offer/gone-equipment"], ["suspect", "unavailable"])
        self.assertNotIn("/local-offer/short-breaks", [target for _, target in self.here.web.asked()])
        self.code(run("recheck", *self.on, *self.here.network()), 0, "11 addresses asked again, 0 put right")
        # The report says so wherever it says that the link was broken.
        self.code(run("report", *self.on, "--out", self.here.out), 0)
        def read(*path):
            with open(self.here.at("report", *path, "index.html"), encoding="utf-8") as file:
                return file.read()
        for path in (("evidence", "e06999000-short-breaks-signposts"), ("council", "alder-council"), ("council", "alder-council", "short-breaks")):
            self.assertIn("Put right since: 1 of 1 broken links quoted in the proof worked when they were asked again, on 5 March 2026.", read(*path))
        self.assertNotIn("Put right since", read("evidence", "e06999000-key-working-signposts"))
        self.assertNotIn("Put right since", read("council", "birch-council"))
        self.assertIn("<small>put right since</small>", read("row", "signposts"))

    def test_recheck_ends_with_its_time_and_keeps_what_it_has_asked(self):
        for name in NAMES:
            for service in SERVICES:
                self.here.web.page(f"www.{name}.test", f"/local-offer/gone-{service}", page(service, body=WORDS + f"<p>All about {service} in {name}.</p>"))
        words = ["recheck", *self.on, "--as-of", "2026-03-05", *self.here.network(), "--delay", "2", "--max-runtime", "5"]
        done = self.code(run(*words), 3, "--max-runtime was reached; what was not asked again stays as it was")
        lines = done.stdout.splitlines()
        self.assertTrue(0 < len(lines) < 12, done.stdout)
        self.assertIn(f"{len(lines)} addresses asked again, {len(lines)} put right", done.stderr)
        self.assertEqual(sum(state == "ok" and "/gone-" in url for url, _, state, *_ in rows(self.here.store)["targets"]), len(lines))
        self.assertIn(f"{12 - len(lines)} addresses asked again", self.code(run(*words[:-4]), 0).stderr)
        self.code(run(*words, "--max-pages", "3"), 2, "has no option --max-pages")

    def test_recheck_leaves_what_has_no_address(self):
        self.here.web.page("www.alder.test", "/local-offer/short-breaks", page("Short Breaks", "/local-offer", body=WORDS + '<p><a href="">Ask us</a></p>'))
        self.code(run(*self.here.audit()), 0)
        def reasons():
            database = connect(self.here.store)
            try:
                return database.execute("SELECT reason FROM target WHERE url = '' ORDER BY run_id DESC LIMIT 1").fetchall()
            finally:
                database.close()
        self.assertEqual(reasons(), [("empty-link",)])
        done = self.code(run("recheck", *self.on, *self.here.network()), 0)
        self.assertNotIn("\n\t", "\n" + done.stdout)
        self.assertEqual(reasons(), [("empty-link",)])

    def test_explaining_says_where_the_report_has_another_verdict(self):
        """A rule that was changed since, or another build: the report still prints what was judged then."""
        asked = ("explain", "verdict", "alder-council", "short-breaks", "referral", *self.on, "--councils", self.here.list)
        self.assertNotIn("The report of run", self.code(run(*asked), 0).stdout)
        change = "UPDATE verdict SET verdict = '{}', reason = '{}' WHERE gss_code = ? AND service = 'short-breaks' AND row_id = 'referral'"
        with sqlite3.connect(self.here.store) as store:
            code, = store.execute("SELECT gss_code FROM council WHERE name = 'Alder Council' LIMIT 1").fetchone()
            before = store.execute("SELECT verdict, reason FROM verdict WHERE gss_code = ? AND service = 'short-breaks' AND row_id = 'referral'", (code,)).fetchone()
            self.assertEqual(store.execute(change.format("no", "nothing-said"), (code,)).rowcount, 1)
        store.close()
        self.assertIn("The report of run 1 says 'not found', as it was judged then", self.code(run(*asked), 0).stdout)
        with sqlite3.connect(self.here.store) as store:
            store.execute(change.format(*before), (code,))
        store.close()

    def test_a_store_of_an_older_version_is_read_as_it_is_and_brought_up_to_date_by_the_next_audit(self):
        told = self.code(run("explain", "verdict", "alder-council", "short-breaks", "referral", *self.on, "--councils", self.here.list), 0).stdout
        with sqlite3.connect(self.here.store) as store:
            for change in ("ALTER TABLE page DROP COLUMN part", "ALTER TABLE verdict DROP COLUMN leans", "ALTER TABLE verdict DROP COLUMN lapsed", "ALTER TABLE verdict DROP COLUMN lapsed_year", "PRAGMA user_version = 1"):
                store.execute(change)
        store.close()
        with open(self.here.store, "rb") as file:
            before = file.read()
        self.code(run("status", *self.on), 0)
        self.assertIn("\nok  the store is whole\n", self.code(run("doctor", *self.on, "--out", self.here.out), 0).stdout)
        self.assertEqual(self.code(run("explain", "verdict", "alder-council", "short-breaks", "referral", *self.on, "--councils", self.here.list), 0).stdout, told)
        self.code(run("report", *self.on, "--out", self.here.out), 0)
        self.code(run("review", "export", self.here.at("table.csv"), *self.on), 0)
        with open(self.here.store, "rb") as file:
            self.assertEqual(file.read(), before)
        self.code(run(*self.here.audit(**{"as-of": "2026-03-02"})), 0)
        self.assertIn("\nok  the store is whole\n", self.code(run("doctor", *self.on, "--out", self.here.out), 0).stdout)
        self.code(run("compare", "1", "2", *self.on), 0)

    def test_audits_of_one_council_push_out_no_others_pages(self):
        place = self.place(names=("alder", "birch"))
        on = ("--store", place.store)
        for number in range(4):
            self.code(run(*place.audit(*(["alder-council"] if number else []), **{"as-of": f"2026-03-0{number + 1}"})), 0)
        self.code(run("prune", "--keep", "2", *on), 0, "The pages of 1 older run were dropped")
        self.assertEqual([json.loads(line)["pruned"] for line in run("status", *on, "--format", "jsonl").stdout.splitlines()], [False, False, True, False])
        self.code(run("verify", "1", *on), 0)

    def test_runs_are_compared_and_pruned(self):
        self.here.web.page("www.birch.test", "/local-offer/short-breaks",
                           page("Short breaks", "/local-offer", body=WORDS + "<p>Short breaks are for children aged 5 to 18. Apply online; we decide within six weeks.</p>"))
        self.code(run(*self.here.audit(**{"as-of": "2026-09-01"})), 0)
        result = self.code(run("compare", "1", "2", *self.on), 0)
        self.assertIn("Birch", result.stdout)
        self.assertNotIn("Cedar", result.stdout)
        self.code(run("compare", "1", "7", *self.on), 2, "no run 7")
        self.code(run("compare", "2", "1", *self.on), 0, "Run 2 is the later one", "write 'coreoffer compare 1 2'")
        self.assertNotIn("later", result.stderr)
        self.code(run("prune", "--keep", "1", *self.on), 0, "The pages of 1 older run were dropped")
        self.code(run("prune", "--keep", "1", *self.on), 0, "Nothing to drop")
        self.whole(self.here.store)
        self.assertEqual(os.listdir(self.here.at("archive")), ["run-2"])
        self.code(run("report", *self.on, "--out", self.here.out, "--as-of", "2026-09-01"), 0)
        before = tree(self.here.out)
        self.code(run("report", "1", *self.on, "--out", self.here.out), 2, "run 1 was pruned")  # none of its links would be broken
        self.assertEqual(tree(self.here.out), before)
        self.code(run("verify", "2", *self.on), 0, "differences")
        self.code(run("verify", "1", *self.on), 2, "run 1 was pruned")
        result = self.code(run("compare", "1", "2", *self.on), 0)
        newest, oldest = run("status", *self.on).stdout.splitlines()
        self.assertTrue(oldest.endswith(" pages pruned") and newest.endswith(" pages"), oldest + newest)
        self.assertEqual([json.loads(line)["pruned"] for line in run("status", *self.on, "--format", "jsonl").stdout.splitlines()], [False, True])
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

    def events(self, log):
        with open(log, encoding="utf-8") as file:
            return [(entry["event"], entry["detail"]) for entry in map(json.loads, file)]

    def ends_in_log(self, log, failing):
        (error, message), end = self.events(log)
        self.assertEqual((error, end), ("error", ("end", "failed")))
        self.assertIn(message, failing.stderr)
        os.remove(log)

    def test_log_and_metrics(self):
        log, metrics = self.here.at("log"), self.here.at("metrics.prom")
        self.code(run(*self.here.audit("--log", log, "--metrics", metrics)), 0)
        self.assertEqual(self.events(log), [("begin", "audit"), *[("visit", "done")] * 3, ("end", "done")])
        os.remove(log)
        failing = self.code(run(*self.here.audit("--log", log, "--from", self.here.no_archive(), out=self.here.at("other"))), 1)
        self.assertEqual([event for event, _ in self.events(log)], ["begin", "error", "end"])
        self.assertIn(self.events(log)[1][1], failing.stderr)
        os.remove(log)
        missing = self.here.at("missing.csv")
        for words in (("--replies", missing), ("--councils", missing)):
            self.ends_in_log(log, self.code(run(*self.here.audit("--log", log, *words)), 2, missing))
        with open(self.here.store + ".lock", "a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            for words in (self.here.audit(), ["recheck", *self.on, *self.here.network()]):
                self.ends_in_log(log, self.code(run(*words, "--log", log), 75))
        with open(metrics) as file:
            text = file.read()
        self.assertRegex(text, r'(?m)^coreoffer_councils\{outcome="done"\} 3$')
        self.assertRegex(text, r'(?m)^coreoffer_links\{state="broken"\} 12$')
        self.assertRegex(text, r"(?m)^# TYPE coreoffer_links gauge$")
        self.no_leftovers(self.here)

    def test_systemd_is_told_how_far_it_is(self):
        abstract = f"@coreoffer-test-{os.getpid()}"  # systemd's way to write a name of the abstract space
        for address in (self.here.at("notify"), abstract):
            with self.subTest(address=address), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
                listener.bind(address.replace("@", "\0", 1))
                listener.settimeout(1)
                self.code(run(*self.here.audit(), env={"NOTIFY_SOCKET": address}), 0)
                self.assertRegex(listener.recv(512).decode(), r"^STATUS=\d of 3 councils, \d+ pages, \d+ links$")
        for address in ("", "@", "relative", "/nowhere/at/all", "/" + "x" * 200):  # nobody listening is no fault
            self.assertEqual(self.code(run(*self.here.audit(), env={"NOTIFY_SOCKET": address}), 0).stderr, "")

    def test_a_log_on_a_full_disk_is_said_and_the_run_goes_on(self):
        result = self.code(run(*self.here.audit("--log", "/dev/full", "--quiet")), 0, "cannot write the log '/dev/full'", "goes on without it")
        self.assertEqual(len(result.stderr.splitlines()), 1)

    def test_metrics_are_never_put_over_a_device(self):
        pipe = self.here.at("pipe")
        os.mkfifo(pipe)
        self.code(run(*self.here.audit("--metrics", pipe)), 2, "is not a file")
        self.assertTrue(stat.S_ISFIFO(os.stat(pipe).st_mode))

    def test_councils_from_a_pipe_are_kept_with_the_run(self):
        with open(self.here.list, "rb") as file:
            whole = file.read()
            file.seek(0)
            self.code(run(*self.here.audit(councils="-"), stdin=file), 0)
        database = connect(self.here.store)
        self.assertEqual(database.execute("SELECT sha256 FROM run_input ORDER BY run_id DESC").fetchone()[0], hashlib.sha256(whole).hexdigest())
        database.close()


class TimeAlone(TownCase):
    """What nobody touched is no change of the council's, whatever the calendar makes of it."""

    def test_a_year_that_ends_between_two_runs(self):
        web = ToyWeb()
        town(web, "alder")
        web.page("www.alder.test", "/local-offer/short-breaks",
                 page("Short breaks", "/local-offer", body=WORDS + "<p>Short breaks are for children aged 5 to 18.</p><p>Last checked: 4 January 2026</p>"))
        web.page("www.alder.test", "/local-offer/transport",
                 page("School transport: have your say", "/local-offer", body=WORDS +
                      "<h2>What is school transport?</h2><p>We take children aged 5 to 16 from home to school by taxi or minibus. A passenger assistant "
                      "travels with them.</p><h2>How to apply</h2><p>Ring the transport team on 01632 960123.</p>"
                      "<p>Until 14 December 2026 you can tell us what you think of it.</p>"))
        with web, Place(web, ("alder",)) as place:
            for day in ("2026-12-31", "2027-01-08"):
                self.code(run(*place.audit(**{"as-of": day})), 0)
            for before, after in (("1", "2"), ("2", "1")):
                told = self.code(run("compare", before, after, "--store", place.store, "--format", "jsonl"), 0).stdout.splitlines()
                changes = [json.loads(line) for line in told[:-1]]
                timed = {(change["service"], change["row"]) for change in changes if change["cause"] == "time"}
                self.assertLessEqual({("short-breaks", "current"), ("transport", "explanation"), ("transport", "referral")}, timed)
                self.assertEqual(json.loads(told[-1])["summary"]["council"], 0)
            self.assertIn("Only time passed: a date on the page is old by now, or has come: ", run("compare", "1", "2", "--store", place.store).stdout)
            with open(place.at("report", "changes", "feed.atom"), encoding="utf-8") as feed:
                self.assertNotIn("<entry>", feed.read())
            causes = {row["change_cause"] for row in read_csv(place.at("report", "data", "verdicts.csv"))}
            self.assertEqual(causes, {"", "time"}, "also of rows that do not apply to a service without a page")
            self.code(run("verify", "2", "--store", place.store), 0, " 0 differences")
            told = self.code(run("explain", "verdict", "alder-council", "transport", "referral", "--store", place.store, "--councils", place.list), 0).stdout
            self.assertIn("web page, asked for opinions until 2026, a year that is over: answers nothing", told)


if __name__ == "__main__":
    unittest.main()
