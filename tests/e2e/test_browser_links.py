"""What a link leads to, where pages are not what their servers send."""
import json
import unittest

from browser import CHROMIUM, FILL, TEXT, BrowserCase, needs_chromium, shell
from program import run
from toyweb import WORDS, Answer, page


@needs_chromium
class Links(BrowserCase):
    """Told by what a reader would see there, whichever command asks."""

    def listed(self):
        """A host whose pages are not what their servers send. Gives (path with its fragment, reason without a browser, with one)."""
        web, host = self.web, "partner.test"
        static = page("Contact us", body=WORDS + '<h2 id="there">Telephone</h2>').encode()
        web.add(host, "/shell", shell(FILL + f"`<h1 id=made>Clubs</h1>{TEXT}`", source=False))
        web.add(host, "/tabs", Answer(static.replace(b"</body>", b"<script>document.querySelector('ul').id = 'tab'</script></body>")))
        web.add(host, "/gone", shell(FILL + "'<h1>Page not found</h1><p>Sorry, we cannot find the page you are looking for. Check the web address.</p>'", source=False))
        web.add(host, "/wall", lambda request: Answer(page("Inside", body=WORDS + "<p id=inside>In</p>")) if "in=1" in request.headers.get("cookie", "")
                else shell("document.cookie = 'in=1'; location.reload()", source=False))
        web.add(host, "/half", Answer(static.replace(b"</body>", b"<script>fetch('/api/half').then(r => r.text()).then(t => { document.body.id = t })</script></body>")))
        web.add(host, "/api/half", Answer("", 503))
        web.add(host, "/sent", shell("setTimeout(() => location.replace('/nowhere'), 0)", source=False))
        return [("/shell#made", "", ""), ("/shell#never", "", "fragment-missing"), ("/shell", "", ""), ("/tabs#tab", "fragment-unseen", ""),
                ("/tabs#there", "", ""), ("/tabs#gone", "fragment-unseen", "fragment-missing"), ("/gone", "", "soft-404"), ("/wall#inside", "", ""),
                ("/wall#outside", "", "fragment-missing"), ("/half#late", "fragment-unseen", ""), ("/sent", "", "http-404")]

    def links(self, *arguments):
        done = run("links", *arguments, "--format", "jsonl", *self.common(), timeout=120, env={"TMPDIR": self.temporary})
        self.assertEqual(done.returncode, 0, done.stderr)
        told = [json.loads(line) for line in done.stdout.splitlines()]
        return {link["target"].partition(f":{self.web.port}")[2]: link["reason"] or "" for link in told if "target" in link}

    def test_a_list_and_what_is_asked_again(self):
        cases = self.listed()
        with open(self.path("list"), "w", encoding="utf-8") as file:
            file.writelines(self.web.url("partner.test", path) + "\n" for path, _, _ in cases)
        self.assertEqual(self.links("--list", self.path("list")), {path: reason for path, reason, _ in cases})
        done = run("recheck", "1", "--browser", CHROMIUM, *self.common(), timeout=120, env={"TMPDIR": self.temporary})
        self.assertEqual(done.returncode, 0, done.stderr)
        again = {line.split("\t")[0].partition(f":{self.web.port}")[2]: line.split("\t")[1:] for line in done.stdout.splitlines()}
        self.assertEqual({path: state for path, (state, _) in again.items()},
                         {path: "broken" if after else "ok" for path, before, after in cases if before})
        self.web.clear_log()
        self.assertEqual(self.links("--list", self.path("list"), "--browser", CHROMIUM), {path: reason for path, _, reason in cases})
        self.assertEqual({entry["method"] for entry in self.web.entries()} - {"HEAD"}, {"GET"})
        self.assertEqual(self.web.most_open["partner.test"], 1)
        self.assert_nothing_left()

    def test_pages_that_a_script_makes_of_one(self):
        """What stands behind the # chooses the page; each is one of its own, and none is told by another."""
        script = FILL + f"({{'#/clubs': `<h1>Clubs</h1>{TEXT}`, '#!/grants': `<h1>Grants</h1>{TEXT}`, '#/empty': ''}})[location.hash] ?? '<h1>Page not found</h1><p>Sorry, we cannot find the page you are looking for. Check the web address.</p>'"
        self.web.add("partner.test", "/app", shell(script, source=False))
        self.web.redirect("partner.test", "/old", "/app", 301)
        self.web.page("partner.test", "/full", page("Clubs", body=WORDS))
        cases = {"/app#/clubs": "", "/app#!/grants": "", "/app#/gone": "soft-404", "/app#/empty": "script-route", "/old#/gone": "soft-404", "/old#/clubs": "redirected",
                 "/full#/clubs": ""}
        with open(self.path("list"), "w", encoding="utf-8") as file:
            file.writelines(self.web.url("partner.test", path) + "\n" for path in cases)
        self.assertEqual(self.links("--list", self.path("list")), {path: "" if "full" in path else "script-route" for path in cases})
        self.assertEqual([target for _, target in self.web.asked("partner.test", "GET")].count("/app"), 2)
        self.assertEqual(self.links("--list", self.path("list"), "--browser", CHROMIUM), cases)
        self.web.page("anytown.test", "/local-offer", page("Local Offer", *(self.web.url("partner.test", path) for path in cases), body=WORDS))
        self.assertEqual({path: reason for path, reason in self.links(self.web.url("anytown.test", "/local-offer"), "--browser", CHROMIUM).items() if path in cases}, cases)
        self.assert_nothing_left()

    def test_parts_that_scripts_make_on_a_site(self):
        """A part that many pages lack is looked for on a few of them."""
        script = "<script>for (const h of document.querySelectorAll('h1')) h.id = 'top-of-it'</script></body>"
        names = [f"/local-offer/{i}" for i in range(9)]
        self.web.page("anytown.test", "/local-offer", page("Local Offer", *[name + "#top-of-it" for name in names], *[name + "#content" for name in names],
                                                           names[0] + "#mine", body=WORDS))
        for number, name in enumerate(names):
            words = page("Help number " + name, body=WORDS).replace("</body>", script)
            self.web.page("anytown.test", name, words if number else words.replace("h1')", "h1, h1 ~ p')").replace("'top-of-it'", "h.tagName == 'P' ? 'mine' : 'top-of-it'"))
        told = self.links(self.web.url("anytown.test", "/local-offer"), "--browser", CHROMIUM)
        self.assertEqual({told[name + "#top-of-it"] for name in names} | {told[names[0] + "#mine"]}, {""})
        self.assertEqual({told[name + "#content"] for name in names}, {"fragment-missing"})
        asked = [target for _, target in self.web.asked("anytown.test", "GET")]
        self.assertLessEqual(max(asked.count(name) for name in names), 2)
        self.assertLessEqual(sum(asked.count(name) - 1 for name in names), 6)
        told = self.links(self.web.url("anytown.test", "/local-offer"))
        self.assertEqual({told[name + "#top-of-it"] for name in names}, {"fragment-unseen"})


if __name__ == "__main__":
    unittest.main()
