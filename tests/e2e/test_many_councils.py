"""Whose turn it is, and councils that could not be read."""
import concurrent.futures
import os
import sqlite3
import subprocess
import unittest

from program import PROGRAM, SEEDS, run
from towns import NAMES, Gate, Place, TownCase, read_csv, rows, town, tree
from toyweb import Answer, ToyWeb, page


class Turns(TownCase):
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
        newest = run("status", "--store", self.run_place.store).stdout.splitlines()[0]
        self.assertIn(" 2/2 read ", newest)  # of a list of three
        self.assertEqual(self.visit(as_of="2026-03-06T04:00Z"), ["birch", "alder", "cedar"])

    def test_a_run_that_time_ends_leaves_its_rest_the_first_turns(self):
        """A fresh run every night that never gets through the list still reaches every council."""
        gate = Gate()
        town(self.web, "birch", gate)
        self.assertEqual(self.visit("--max-runtime", "6", as_of="2026-03-01T04:00Z", code=3, connections="16")[0], "alder")
        with sqlite3.connect(self.run_place.store) as store:
            done = [code for code, in store.execute("SELECT gss_code FROM visit WHERE outcome <> 'pending' ORDER BY 1")]
        self.assertEqual(done, ["E06999000", "E06999002"], "birch was begun and not ended")
        gate.open = True
        self.assertEqual(self.visit(as_of="2026-03-02T04:00Z"), ["birch", "alder", "cedar"])


class ShortNights(TownCase):
    """Nights that end before a site that is down has had its second chance."""

    def test_each_of_them_gains_something(self):
        place = self.place(names=("alder", "birch"))
        audit = place.audit("--resume", "--max-runtime", "1", "--no-report")
        audit = [*audit[:audit.index("--resolve")], "--resolve", "www.birch.test:80:127.0.0.1:9", *audit[audit.index("--resolve"):]]
        ended, nights, result = 0, 0, None
        while result is None or "--max-runtime was reached" in result.stderr:
            nights += 1
            audit[audit.index("--as-of") + 1] = f"2026-03-{nights:02d}T01:15Z"
            result = self.code(run(*audit), 3)
            now = sum(row[1] != "pending" for row in rows(place.store)["visits"]) * 100 + len(rows(place.store)["pages"])
            self.assertGreater(now, ended, f"night {nights} gained nothing: {result.stderr}")
            ended = now
        self.assertLessEqual(nights, 3)
        self.assertIn("1 of 2 councils could not be read", result.stderr)
        self.assertEqual(sorted(row[1] for row in rows(place.store)["visits"]), ["done", "down"])


class Gaps(TownCase):
    """Councils that could not be read are said to be that, and are never called bad. What is
    down is given its second chance after seconds, so the four wait at the same time."""
    slow = True

    @classmethod
    def setUpClass(cls):
        pool = concurrent.futures.ThreadPoolExecutor(4)
        cls.addClassCleanup(pool.shutdown)
        cls.begun = {name: pool.submit(cls.run_one, name) for name in ("each_kind", "more_than_half_fail", "no_network_at_all", "nobody_can_be_reached")}

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

    def test_nobody_can_be_reached(self):
        self.begun["nobody_can_be_reached"].result()

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
            self.code(result, 3, "5 of 7 councils could not be read", f"which and why: {place.out}/index.html\n")
            self.assertEqual(run(*audit, "--no-report", "--quiet").stderr.count("'coreoffer report' writes which and why"), 1)
            self.look_at_the_network(place, network)
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

    def look_at_the_network(self, place, network):
        """doctor asks the councils that are named, says what came back, and keeps nothing."""
        on = ["--store", place.at("other.db"), "--out", place.out, "--councils", place.list, *network, *place.network()]
        on.remove("--delay"), on.remove("0")
        said = run("doctor", *on).stdout
        self.assertIn("--  the network was not looked at", said)
        self.assertNotIn("answered", said)
        said = self.code(run("doctor", "alder-council", "refusing-council", "E06999001", *on), 0).stdout
        for line in ("Alder Council at http://www.alder.test/local-offer answered", "Walled Council at http://www.walled.test/local-offer answered (",
                     "Refusing Council at http://www.refusing.test/local-offer answered ("):
            self.assertIn(f"\nok  {line}", said)
        said = self.code(run("doctor", "alder-council", "nameless-council", *on), 1).stdout
        self.assertIn("\n!!  Nameless Council at http://www.nameless.test/local-offer: There is no web site of this name", said)
        self.assertNotIn("!!  the network", said)
        said = self.code(run("doctor", "down-council", *on), 1).stdout
        self.assertRegex(said, r"\n!!  Down Council at http://www\.down\.test/local-offer: .*\n!!  the network: none of these councils could be reached")
        self.assertIn("no council 'nowhere'", self.code(run("doctor", "nowhere", *on), 1).stdout)
        self.assertFalse(os.path.exists(place.at("other.db")))

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
            self.code(result, 5, "8 of 12 councils", "more than half", "Nothing was published", "Most often: No such web site (8 times). ",
                      f"coreoffer doctor lost0-council lost1-council lost2-council --councils {place.list}\n")
            self.assertLessEqual(len(result.stderr.splitlines()), 10)
            self.assertEqual(tree(place.out), before)
            self.code(run("report", "1", "--store", place.store, "--out", place.out), 2, "safety brake")
            self.code(run("report", "--store", place.store, "--out", place.out), 1, "no finished run")
            self.assertEqual(tree(place.out), before)
            self.assertIn("braked", run("status", "--store", place.store).stdout)
            self.assertEqual(len(web.asked("www.alder.test")) > 5, True)
            # Of whom the list has no address nobody was asked: that is no network's doing, and counts for neither side.
            with open(place.list, "a") as file:
                file.writelines(f"E0699990{i},Unlisted {i} Council,North,,\n" for i in range(9))
            audit = place.audit()
            result = run(*audit[:audit.index("--resolve")], *lost, *audit[audit.index("--resolve"):])
            self.code(result, 5, "8 of 12 councils", "coreoffer doctor lost0-council lost1-council lost2-council")
            result = self.code(run(*place.audit("alder-council", *(f"unlisted-{i}-council" for i in range(9)))), 3)
            self.assertIn("9 of 10 councils could not be read", result.stderr)

    def no_network_at_all(self):
        if os.geteuid() != 0:
            self.skipTest("only root can be without a network")
        if subprocess.run(["unshare", "-n", "true"], capture_output=True).returncode != 0:
            self.skipTest("unshare -n is refused here")
        place = self.place()
        result = subprocess.run(["unshare", "-n", PROGRAM, *place.audit()], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=100,
                                env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", "COREOFFER_SEEDS": SEEDS})
        self.code(result, 5, "3 of 3 councils could not be reached, so this machine's own network is the suspect")
        self.assertEqual({row[1] for row in rows(place.store)["visits"]}, {"down"})
        self.assertFalse(os.path.exists(place.out))

    def nobody_can_be_reached(self):
        """Two on different hosts suffice for doubt of our own network; one, or one host, may well be down."""
        place = self.place(names=("alder", "birch"))
        self.code(run(*place.audit()), 0)
        before = tree(place.out)
        unplugged = ["--resolve", "*:80:127.0.0.1:9"]
        audit = place.audit()
        self.code(run(*audit[:1], *unplugged, *audit[1:]), 5, "2 of 2 councils could not be reached", "Nothing was published", "Most often: ")
        self.assertEqual(tree(place.out), before)
        self.code(run(*audit[:1], "alder-council", *unplugged, *audit[1:]), 3)
        with open(place.list, encoding="utf-8") as file:
            text = file.read()

        before = tree(place.out)

        def audit_list(birch, code, message, *network):
            with open(place.list, "w", encoding="utf-8") as file:
                file.write(text.replace("http://www.birch.test/local-offer", birch))
            self.code(run(*audit[:1], *network, *audit[1:]), code, message)

        audit_list("", 5, "2 of 2 councils could not be reached", *unplugged)  # its home page is asked for
        self.assertEqual(tree(place.out), before)
        nameless = [word for name in ("alder", "birch") for word in ("--resolve", f"www.{name}.test:80:none")]
        audit_list("http://www.birch.test/local-offer", 3, "2 of 2 councils could not be read", *nameless)  # whoever asks
        audit_list("https://alder.test/birch", 3, "2 of 2 councils could not be read", *unplugged, "--resolve", "*:443:127.0.0.1:9")
        self.assertEqual({entry["outcome"] for entry in read_csv(place.at("report", "data", "councils.csv"))}, {"down"})


if __name__ == "__main__":
    unittest.main()
