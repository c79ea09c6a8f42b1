"""Options and commands that no other subject needs: each does what its line in the help says."""
import os
import re
import shutil
import tempfile
import unittest

from program import run
from towns import TownCase, rows
from toyweb import WORDS, ToyWeb, page


class Options(TownCase):
    def links(self, web, *more):
        done = run("links", web.url("anytown.test", "/local-offer"), "--allow-private", "--delay", "0", "--resolve", f"*:{web.port}:127.0.0.1", *more)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done

    def test_max_depth_is_clicks_from_the_start(self):
        with ToyWeb() as web:
            for depth in range(5):
                path = "/local-offer" + "/more" * depth
                web.page("anytown.test", path, page(f"Page {depth}", path + "/more", body=WORDS + f"<p>{depth}</p>"))
            for most in (0, 2):
                web.clear_log()
                self.links(web, "--max-depth", str(most))
                read = [target.count("/more") for target in [target for method, target in web.asked("anytown.test", "GET")] if target.startswith("/local-offer")]
                self.assertEqual(set(read), set(range(most + 1)))

    def test_who_we_say_that_we_are(self):
        with ToyWeb() as web:
            web.page("anytown.test", "/local-offer", page("Local Offer", body=WORDS))
            for more, agent in (([], r"coreoffer/[\d.]+"), (["--contact", "mailto:us@campaign.example"], r"coreoffer/[\d.]+ \(\+mailto:us@campaign\.example\)"),
                                (["--user-agent", "campaign-bot/2 (+https://campaign.example/bot)"], r"campaign-bot/2 \(\+https://campaign\.example/bot\)")):
                web.clear_log()
                self.links(web, *more)
                for entry in web.entries():
                    self.assertRegex(entry["headers"]["user-agent"], rf"^{agent}$")

    def test_a_contact_that_nobody_can_write_to(self):
        with tempfile.NamedTemporaryFile("w", suffix=".conf") as file:
            file.write("# ours\ncontact = the web team\n")
            file.flush()
            done = run("audit", "--config", file.name)
        self.assertEqual(done.returncode, 2)
        self.assertIn(f"{file.name}:2: --contact takes an http(s) or mailto: address, not 'the web team'", done.stderr)

    def test_every_mistake_of_an_option_file_is_told(self):
        """At one go, as of every file that people fill in; ten lines at most, which a night may send. doctor has them all and goes on."""
        for lines, told, end in ((1, 1, "1 mistake to mend;"), (3, 3, "3 mistakes to mend;"), (12, 9, "12 mistakes to mend, of which the first 9 are named;")):
            with self.subTest(lines), tempfile.NamedTemporaryFile("w", suffix=".conf") as file:
                file.write("# ours\n" + "delay = soon\nquiet = yes\n" * lines)
                file.flush()
                done = run("audit", "--config", file.name)
                expected = [f"coreoffer audit: {file.name}:{2 + 2 * i}: --delay takes a number from 0 to 3600, not 'soon'" for i in range(told)]
                self.assertEqual((done.returncode, done.stderr.splitlines()), (2, expected + [f"coreoffer audit: {file.name}: {end} nothing was read from it"]))
                done = run("doctor", "--config", file.name)
                self.assertEqual((done.returncode, done.stdout.count("--delay takes"), "to mend" in done.stdout), (1, lines, False), done.stderr)

    def test_an_option_file_is_no_shell_script(self):
        """What would make folders called `"` and `~` is refused with its line; a quote inside a name is one."""
        for line in ('out = "/srv/report"', "out = '/srv/report'", "store = ~/co.db", "store = /srv/co.db  # the database", "contact = mailto:us@campaign.example\t# us"):
            with self.subTest(line), tempfile.NamedTemporaryFile("w", suffix=".conf") as file:
                file.write(f"# ours\n{line}\n")
                file.flush()
                done = run("doctor", "--config", file.name)
                self.assertIn(f"{file.name}:2: '{line.partition(' = ')[2]}' is taken as it stands", done.stdout + done.stderr)
                self.assertNotEqual(done.returncode, 0)
        with tempfile.TemporaryDirectory() as folder, tempfile.NamedTemporaryFile("w", suffix=".conf") as file:
            file.write(f"store = {folder}/o'brien #1.db\n".replace(" #", "#"))
            file.flush()
            self.assertNotIn("is taken as it stands", run("doctor", "--config", file.name).stdout)

    def test_an_option_file_is_the_audits(self):
        """A look at one site takes its pace and its contact, and neither the place of its report nor one among its runs."""
        with ToyWeb() as web, tempfile.TemporaryDirectory() as folder:
            at = lambda name: os.path.join(folder, name)
            web.page("anytown.test", "/", page("Local Offer", body=WORDS))
            with open(at("conf"), "w", encoding="utf-8") as file:
                file.write(f"resolve = *:80:127.0.0.1:{web.port}\nresolve = *:443:none\nallow-private = yes\ndelay = 0\n" +
                           "".join(f"{name} = {at(name)}\n" for name in ("store", "archive", "out", "log")))
            for look in (["check", "http://anytown.test/"], ["links", "http://anytown.test/"]):
                with self.subTest(look):
                    done = run(*look, "--config", at("conf"))
                    self.assertEqual((done.returncode, done.stderr), (0, ""))
                    self.assertEqual(os.listdir(folder), ["conf"])
                    done = run(*look, "--config", at("conf"), "--store", at(look[0]))
                    self.assertEqual((done.returncode, os.path.exists(at(look[0]))), (0, True), done.stderr)
                    for name in set(os.listdir(folder)) - {"conf"}:
                        shutil.rmtree(at(name)) if os.path.isdir(at(name)) else os.remove(at(name))

    def test_robots_are_read_for_the_agent_that_is_named(self):
        with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
            file.write("User-agent: otherbot\nDisallow: /\n\nUser-agent: *\nDisallow: /private/\n")
            file.flush()
            for more, words in (([], "allow"), (["--agent", "otherbot"], "disallow"), (["--agent", "OtherBot"], "disallow")):
                told = run("explain", "robots", *more, file.name, "http://a.example/x").stdout
                self.assertEqual(told.split("\t")[0], words)


class Explained(TownCase):
    def test_why_a_verdict_is_what_it_is(self):
        """The rule, where it looked, what counted; for what was not found the nearest words, and why they did not count."""
        here = self.place(names=("alder",))
        self.code(run(*here.audit("--no-report")), 0)

        def explain(row, code=0, council="alder-council"):
            return self.code(run("explain", "verdict", council, "short-breaks", row, "--store", here.store), code)
        listed = re.findall(r"(?m)^([a-z_]+)\t", run("rubric", "list").stdout)
        self.assertRegex(run("rubric", "list").stdout, r"(?m)^referral\t\d+\tscored\tIs it clear how to get it\?\tHow do we get it\?$", "as reports call it, and as families ask")
        asked = [row for service, row in (verdict[1:3] for verdict in rows(here.store)["verdicts"]) if service == "short-breaks"]
        self.assertGreater(len(asked), 15)
        self.assertLessEqual(set(asked), set(listed))
        for row in asked:
            with self.subTest(row):
                text = explain(row).stdout
                verdict = re.search(r"\nIn the data files: ([a-z_]+)", text).group(1)
                for part in ("The rule (version ", "Where it looked: 6 pages and leaflets of the council were read"):
                    self.assertIn(part, text)
                if verdict in ("yes", "concerns"):
                    self.assertRegex(text, r'"[^"]+"\n')
        found = explain("referral").stdout
        self.assertIn("\nVerdict: found\nIn the data files: yes\n", found)
        self.assertIn("What it is: ", found)
        said = [line for row in asked for line in explain(row).stdout.split("\n") if not line.startswith(("In the data files: ", "  +", "  ~", "  -"))]
        self.assertNotRegex("\n".join(said), r"\b(concerns|cannot_tell|not_applicable)\b", "the report's words, and no machine's")
        self.assertIn('"You can refer yourself."', found)
        self.assertIn("http://www.alder.test/local-offer/short-breaks", found)
        for words, sentence in ((("alder-council", "short-breaks", "no_such"), "no row 'no_such'"), (("alder-council", "no-such", "referral"), "no service 'no-such'"),
                                (("elm-council", "short-breaks", "referral"), "no council 'elm-council'")):
            done = run("explain", "verdict", *words, "--store", here.store)
            self.assertEqual(done.returncode, 2)
            self.assertIn(sentence, done.stderr)
        self.assertEqual(explain("referral", council="E06999000").stdout, found)
        self.assertEqual(explain("referral", council="Alder Council").stdout, found)


if __name__ == "__main__":
    unittest.main()
