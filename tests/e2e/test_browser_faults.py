"""Pages that never come to rest, a Chromium that dies, and an end by signal: nothing is left behind."""
import json
import os
import signal
import subprocess
import time
import unittest

from browser import CHROMIUM, FILL, TEXT, BrowserCase, data, left_behind, needs_chromium, renderings, shell
from program import PROGRAM, SEEDS, run, until
from toyweb import WORDS, page


@needs_chromium
class Misbehaving(BrowserCase):
    def test_each_ends_with_its_reason(self):
        """A council each, so that several are under way at once and none spoils another."""
        grow = "setTimeout(() => { const s = 'x'.repeat(1 << 20); for (let i = 0; i < 200; i++) { const p = document.createElement('p'); " \
               "p.textContent = s + i; document.body.append(p) } }, 10)"
        cases = {
            "loop": FILL + f"`{TEXT}`; while (true) ;",
            "catching": "for (;;) { try { while (true) ; } catch (e) {} }",
            "alerts": "alert('one'); confirm('two'); prompt('three'); " + FILL + f"`{TEXT}`",
            "alerting": "for (;;) alert('again')",
            "grows": grow,
            "eats": "setTimeout(() => { const all = []; for (;;) all.push(new Array(1e6).fill(Math.random())) }, 10)",
            "floods": "setInterval(() => { for (let i = 0; i < 50; i++) fetch('/flood/' + Math.random()) }, 10)",
            "wipes": "setInterval(() => { document.body.innerHTML = '' }, 1); throw 1",
            "fine": FILL + f"`{TEXT}`",
        }
        with open(self.path("councils.csv"), "w", encoding="utf-8") as file:
            file.write("gss_code,council_name,region,council_url,local_offer_url\n")
            for number, (name, code) in enumerate(cases.items(), 1):
                host = name + ".test"
                file.write(f"E069900{number:02},{name.title()},North,,{self.web.url(host, '/local-offer')}\n")
                self.web.page(host, "/local-offer", page("Local Offer", "/local-offer/page", body=WORDS))
                self.web.add(host, "/local-offer/page", shell(code, source=False))
                self.web.below(host, "/flood/", data({}))
        done = run("audit", "--councils", self.path("councils.csv"), "--out", self.path("out"), "--browser", CHROMIUM, *self.common(), timeout=240,
                   env={"TMPDIR": self.temporary})
        self.assertEqual(done.returncode, 0, done.stderr)
        with open(self.path("log"), encoding="utf-8") as file:
            events = [json.loads(line) for line in file]
        faults = {event["page"].split(".")[0][7:]: event["detail"] for event in events if event["event"] == "not-rendered"}
        rendered = {url.split(".")[0][7:]: value for url, value in renderings(self.directory).items()}
        self.assertEqual(set(faults) | set(rendered), set(cases))
        whole = {name for name, (_, fields) in rendered.items() if "WARC-Truncated" not in fields}
        self.assertLessEqual({"fine", "alerts"}, whole)
        for name in ("fine", "alerts", "loop"): # what a page showed before its loop is kept, and known to be a part
            self.assertIn("Anyone aged 5 to 18", rendered[name][0], name)
        self.assertEqual(whole & {"loop", "catching", "alerting", "grows", "eats", "floods"}, set())
        for name in ("grows", "eats"):  # by room, or by time where the machine is slow
            self.assertRegex(faults.get(name, "come to an end"), "larger than is read|more memory|come to an end")
        self.assertLessEqual(len([target for target in self.targets("floods.test") if target.startswith("/flood/")]), 100)
        self.assertEqual(run("verify", "1", "--store", self.path("s.db")).returncode, 0)
        self.assert_nothing_left()

    def start(self, *more):
        self.site({"/local-offer/loop": "while (true) ;"})
        process = subprocess.Popen([PROGRAM, "check", self.web.url("anytown.test", "/local-offer"), "--out", self.path("out"), "--browser", CHROMIUM,
                                    *self.common(*more)], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                   env={"PATH": "/usr/bin:/bin", "COREOFFER_SEEDS": SEEDS, "TMPDIR": self.temporary})
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        self.assertTrue(until(lambda: "/local-offer/loop" in self.targets("anytown.test"), 60))
        time.sleep(1)  # for the page to be in its loop
        self.assertNotEqual(left_behind(self.temporary), [])
        return process

    def test_nothing_is_left_when_we_are_killed(self):
        self.start().kill()
        self.assert_nothing_left()

    def test_a_signal_ends_it_in_time(self):
        process = self.start()
        began = time.monotonic()
        process.send_signal(signal.SIGINT)
        self.assertEqual(process.wait(60), 130)
        self.assertLess(time.monotonic() - began, 12, "the page alone would have had 15 seconds")
        self.assert_nothing_left()

    def test_a_browser_that_dies_is_started_again(self):
        """Its death costs a page one try; one that dies with every page ends the trying."""
        self.site({"/local-offer/fine": FILL + f"`{TEXT}`"})
        marker, stub = self.path("died"), self.path("browser")
        with open(stub, "w", encoding="utf-8") as file:
            # The first of those that are to render is killed as soon as it has begun.
            file.write(f"""#!/bin/sh
echo x >> {self.path("starts")}
if [ $(wc -l < {self.path("starts")}) = 2 ]; then
    {CHROMIUM} "$@" & child=$!
    while ! grep -q fine {marker} 2>/dev/null; do sleep 0.05; done
    kill -9 $child; exit 1
fi
exec {CHROMIUM} "$@"
""")
        os.chmod(stub, 0o755)

        def fine(request):
            with open(marker, "w", encoding="utf-8") as file:
                file.write("fine")
            return shell(FILL + f"`{TEXT}`", source=False)
        self.web.add("anytown.test", "/local-offer/fine", fine)
        done = run("check", self.web.url("anytown.test", "/local-offer"), "--out", self.path("out"), "--browser", stub, *self.common(), timeout=120,
                   env={"TMPDIR": self.temporary})
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("Anyone aged 5 to 18", self.rendered()["/local-offer/fine"][0])
        with open(self.path("starts"), encoding="utf-8") as file:
            self.assertEqual(len(file.readlines()), 3)
        self.assert_nothing_left()

    def test_doctor_says_whether_it_works(self):
        on = ["--store", self.path("s.db"), "--browser"]
        self.assertRegex(run("doctor", *on, CHROMIUM, env={"TMPDIR": self.temporary}).stdout, r"(?m)^ok  browser .*Chrome/\d+")
        done = run("doctor", *on, "/bin/true", env={"TMPDIR": self.temporary})
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stdout, r"(?m)^!!  a browser .*'/bin/true'")
        self.assertNotIn("browser", run("doctor", "--store", self.path("s.db")).stdout)


if __name__ == "__main__":
    unittest.main()
