"""Menus to choose from, and buttons, whose script leads on: what they hold is followed and checked as far as the markup says where to."""
import json
import re
import unittest

from program import run
from toyweb import WORDS, Answer, ToyWeb, page

HOST = "www.anytown.test"


def options(*values, extra=""):
    return "<option value=''>Choose</option>" + "".join(f'<option value="{value}"{extra}>Choice {i}</option>' for i, value in enumerate(values))


# Each menu with what it leads to: the address and what is said of it.
AS_IT_STANDS = [
    ('<select onchange="location=this.value">', ["/a1", "./a2", "?a3=1", "/local/gone"], {"/a1": "", "/local/a2": "", "/local/?a3=1": "", "/local/gone": "http-404"}),
    ('<select onchange="if (this.value) window.location.href = this.options[this.selectedIndex].value;">', ["/b1", "#part"], {"/b1": "", "/local/#part": "fragment-missing"}),
    ('<form><select name="m"><option value="/c1">One</option><option value="/c2">Two</option></select>'
     '<button type="button" onclick="document.location.assign(this.form.m.value)">Go</button></form>', None, {"/c1": "", "/c2": ""}),
    ('<select onchange="window.open(this.value, \'_top\')">', ["/d1", "none", "word"], {"/d1": "", "/local/word": "script-address"}),
    ('<select onchange="location=this.value">', ["http://", "javascript:go()", "tel:01632960123", "//", "C:\\x.doc", "\\\\server\\x", "/{id}", "/d1"], {"/d1": ""}),
    ('<select onchange="location=this.selectedOptions[0].dataset.url"><option>All</option><option value="3" data-url="/e1">Three</option></select>', None, {"/e1": ""}),
]
# What another script, or the server, makes of these is not known: they are asked for, and nothing is said against them.
LIKELY = [
    ('<select class="pages">', ["/f1", "http://www.anytown.test:$PORT/f2", "f3.html"], {"/f1": "", "/f2": "", "/local/f3.html": "script-address"}),
    ('<form action="/go" method="post"><select name="to">', ["0123456789abcdef0123456789abcdef::/g1", "0123456789abcdef0123456789abcdee::/g2"], {"/g1": "", "/g2": "script-address"}),
    ('<select onchange="MM_jumpMenu(\'parent\',this,0)">', ["h1.aspx", "/h2"], {"/local/h1.aspx": "script-address", "/h2": ""}),
    ('<select name="a"><option data-href="/i1" value="1">One</option><option data-href="/i2" value="2">Two</option></select>', None, {"/i1": "", "/i2": "script-address"}),
]
# Put together of the choice and a text or two.
MADE = [
    ("""<select onchange="location='/local/' + this.value;">""", ["a2", "gone"], {"/local/a2": "", "/local/gone": "script-address"}),
    ("""<select onchange="window.location.href = this.options[this.selectedIndex].value + '1'">""", ["/a", "/b"], {"/a1": "", "/b1": ""}),
    ("""<form><select name="n"><option>Choose</option><option value="a">A</option><option value="0">All</option></select>"""
     """<button onclick="location.assign('/local/'+this.form.n.value+'2')">Go</button></form>""", None, {"/local/a2": ""}),
]
FIELDS = [
    ('<form action="/find"><select name="age">', ["0-4", "5-11"]),
    ('<select name="place">', ["/one", "North", "South"]),
    ('<select name="list" onchange="this.form.submit()">', ["3", "4"]),
    ('<select name="only">', ["/alone"]),
    ('<select name="colour">', ["#fff", "#000"]),
    ('<select name="type">', ["text/html", "text/plain"]),
    ('<select name="sort" onchange="location=\'?sort=\'+this.value">', ["az", "za"]),
    ('<select onchange="location.reload()">', ["one", "two"]),
    ('<form><input name="postcode"><select name="x"><option value="a">a</option><option value="b">b</option></select>'
     '<button onclick="location=\'/near?p=\'+this.form.postcode.value">Go</button></form>', None),
]
UNREAD = [
    ('<select onchange="location=\'/clubs/\'+names[this.value]+\'/\'+year">', ["12", "13"]),
    ('<select id="quickLinks">', ["12", "13"]),
    ('<form class="jump-menu"><select name="n"><option value="north">North</option><option value="south">South</option></select></form>', None),
]
SCRIPTS = [
    ("""<button onclick="location.href='/s1'">Short breaks</button>""", {"/s1": ""}),
    ("""<a href="javascript:window.open('/s2','map')">Map</a>""", {"/s2": ""}),
    ("""<a href="#" onclick="window.location = '/s3'; return false">Portage</a>""", {"/s3": "http-404"}),
    ("""<input type="button" value="Back" onclick="location.replace('/s4')">""", {"/s4": ""}),
    ("""<div data-href="/s1"><h2>Short breaks</h2></div><table><tr data-href="/s7"><td>Club</td></tr></table>""", {"/s1": "", "/s7": "script-address"}),
    ("""<button onclick="location='/s5?id='+number()">One</button><button onclick="if (confirm('Sure?')) location='/s6'">Two</button>"""
     """<button onclick="dialog.open('/s7')">Three</button><button onclick="location=here?'/s8':'/s9'">Four</button>"""
     """<button onclick="location='/s8';location='/s9'">Five</button>""", {}),
]
NOTE = re.compile(r"a menu to choose from leads on by a script")


def whole(menu, values):
    if values is None:
        return menu
    return menu + options(*values) + "</select>" + ("</form>" if menu.startswith("<form") else "")


class Menus(unittest.TestCase):
    def run_on(self, command, body, *more):
        with ToyWeb() as web:
            web.page(HOST, "/local/", page("Local Offer", body=WORDS + body))
            for path in ("/a1", "/local/a2", "/local/?a3=1", "/b1", "/c1", "/c2", "/d1", "/e1", "/f1", "/f2", "/g1", "/h2", "/i1", "/s1", "/s2", "/s4"):
                web.page(HOST, path, page("Page " + path, body=WORDS + f"<p>{path}</p>"))
            done = run(command, web.url(HOST, "/local/"), "--allow-private", "--delay", "0", "--resolve", f"*:{web.port}:127.0.0.1", *more)
            return web, done

    def told(self, body):
        web, done = self.run_on("links", body, "--format", "jsonl")
        self.assertEqual(done.returncode, 0, done.stderr)
        origin = web.url(HOST, "")
        links = [json.loads(line) for line in done.stdout.splitlines()[:-1]]
        return {link["target"].removeprefix(origin): (link["reason"] if link["reason"] != "redirected" else "", link["state"]) for link in links
                if link["source"].endswith("/local/")}, web

    def test_addresses(self):
        for menu, values, expected in AS_IT_STANDS + LIKELY + MADE:
            with self.subTest(menu):
                found, web = self.told(whole(menu, values))
                found = {address: reason for address, (reason, _) in found.items() if address != "/go"}
                self.assertEqual(found, expected)

    def test_a_guess_is_never_broken(self):
        for menu, values, _ in LIKELY + MADE:
            with self.subTest(menu):
                found, _ = self.told(whole(menu, values))
                self.assertFalse([address for address, (_, state) in found.items() if state == "broken"])

    def test_a_link_to_the_same_is(self):
        """What a link names, too, is no guess."""
        found, _ = self.told(whole(*LIKELY[0][:2]) + '<a href="f3.html">Three</a>')
        self.assertEqual(found["/local/f3.html"], ("http-404", "broken"))

    def test_a_guess_that_leads_nowhere_is_asked_for_once(self):
        """Unless a link on a page that is read after it names it, too: then it is seen twice, and broken."""
        menu = whole(*LIKELY[0][:2])
        found, web = self.told(menu)
        self.assertEqual((found["/local/f3.html"], web.asked(HOST).count(("GET", "/local/f3.html"))), (("script-address", "not_checked"), 1))
        with ToyWeb() as web:
            web.page(HOST, "/local/", page("Local Offer", ("/local/later", "Later"), body=WORDS + menu))
            # The page that links to it waits until it was asked for.
            web.page(HOST, "/local/later", page("Later", ("/local/latest", "Latest"), body=WORDS + "<p>Later.</p>"))
            web.page(HOST, "/local/latest", page("Latest", ("/local/f3.html", "Three"), body=WORDS + "<p>Latest.</p>"))
            for path in ("/f1", "/f2"):
                web.page(HOST, path, page("Page " + path, body=WORDS + f"<p>{path}</p>"))
            done = run("links", web.url(HOST, "/local/"), "--allow-private", "--delay", "0", "--resolve", f"*:{web.port}:127.0.0.1", "--format", "jsonl")
            links = [json.loads(line) for line in done.stdout.splitlines()[:-1]]
            self.assertEqual({(link["reason"], link["state"]) for link in links if link["target"].endswith("/f3.html")}, {("http-404", "broken")})
            asked = web.asked(HOST)
            self.assertLess(asked.index(("GET", "/local/f3.html")), asked.index(("GET", "/local/latest")))
            self.assertGreaterEqual(len([target for _, target in asked if target == "/local/f3.html"]), 2)

    def test_fields_are_no_menus(self):
        for menu, values in FIELDS:
            with self.subTest(menu):
                found, web = self.told(whole(menu, values))
                self.assertEqual(set(found) - {"/find"}, set())
                self.assertIsNone(NOTE.search(self.run_on("check", whole(menu, values))[1].stdout))

    def test_what_is_not_read_is_said(self):
        for menu, values in UNREAD:
            with self.subTest(menu):
                found, web = self.told(whole(menu, values))
                self.assertEqual(found, {})
                self.assertIsNotNone(NOTE.search(self.run_on("check", whole(menu, values))[1].stdout.replace("\n  ", " ")))
        self.assertIsNone(NOTE.search(self.run_on("check", "<div hidden>" + whole(*UNREAD[0]) + "</div>")[1].stdout))

    def test_scripts_of_buttons_and_links(self):
        for markup, expected in SCRIPTS:
            with self.subTest(markup):
                found, _ = self.told(markup)
                self.assertEqual({address: reason for address, (reason, _) in found.items() if reason != "scheme"}, expected)

    def test_all_choices_are_read(self):
        """However many: a directory's menu has more than a form's words are read for."""
        with ToyWeb() as web:
            web.page(HOST, "/local/", page("Local Offer", body=WORDS + whole('<select onchange="location=this.value">', [f"/local/club-{i}" for i in range(60)])))
            for i in range(60):
                web.page(HOST, f"/local/club-{i}", page(f"Club {i}", body=WORDS + f"<p>Club {i}</p>"))
            done = run("check", web.url(HOST, "/local/"), "--allow-private", "--delay", "0", "--resolve", f"*:{web.port}:127.0.0.1", "--format", "jsonl")
            self.assertIn(done.returncode, (0, 3), done.stderr)
            asked = [target for _, target in web.asked(HOST, "GET")]
            self.assertEqual(len([target for target in asked if target.startswith("/local/club-")]), 60)


if __name__ == "__main__":
    unittest.main()
