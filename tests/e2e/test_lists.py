"""A list whose rest is behind a button is read as far as the markup says where the rest comes from, and the report says what is missing."""
import os
import sqlite3
import tempfile
import unittest

from program import run
from toyweb import WORDS, Answer, ToyWeb, page

SENTENCE = "On 1 of its pages the rest of a list appears only after pressing a button: it was not read, since we press none."


class Lists(unittest.TestCase):
    def note(self, body, outcome="limited"):
        """What is said of a visit to a site with this on its list page, which ends so; and whether the report's two pages say it."""
        with ToyWeb() as web, tempfile.TemporaryDirectory() as directory:
            web.page("www.anytown.test", "/", page("Anytown Council", ("/local-offer", "Local Offer"), body=WORDS))
            web.page("www.anytown.test", "/local-offer", page("Local Offer", ("/local-offer/list", "Services"), ("http://partner.test:$PORT/respite", "Respite for disabled children"), body=WORDS))
            web.page("www.anytown.test", "/local-offer/list", page("Services", body=WORDS + body))
            web.page("partner.test", "/respite", page("Respite", body=WORDS + "<button>Load more</button>"))
            councils, out = os.path.join(directory, "councils.csv"), os.path.join(directory, "report")
            with open(councils, "w", encoding="utf-8") as file:
                file.write("gss_code,council_name,region,council_url,local_offer_url\n"
                           f"E06999001,Anytown Council,North,{web.url('www.anytown.test')},{web.url('www.anytown.test', '/local-offer')}\n")
            store = os.path.join(directory, "a.db")
            done = run("audit", "--councils", councils, "--store", store, "--out", out, "--allow-private", "--delay", "0", "--resolve", f"*:{web.port}:127.0.0.1")
            self.assertEqual(done.returncode, 0, done.stderr)
            database = sqlite3.connect(store)
            (note, ended), = database.execute("SELECT note, outcome FROM visit").fetchall()
            database.close()
            self.assertEqual(ended, outcome)
            shown = 0
            for folder, _, names in os.walk(out):
                for name in names:
                    if name == "index.html":
                        with open(os.path.join(folder, name), encoding="utf-8") as file:
                            shown += "the rest of a list" in file.read()
            self.assertEqual(shown, 2 if note else 0)
            return note

    def test_a_button_for_the_rest_is_said(self):
        for body in ("<ul><li>One</li></ul><button type=button>Load more</button>", '<a href="javascript:void(0)" class="button">Load more</a>', '<form><input type="submit" value="Show more results"></form>',
                     """<ul><li>One</li></ul><a href="javascript:__doPostBack('ctl00$pager','2')">2</a> <a href="javascript:__doPostBack('ctl00$pager','2')">Next &raquo;</a>"""):
            with self.subTest(body):
                self.assertEqual(self.note(body), SENTENCE)

    def test_of_news_the_newest_is_meant(self):
        """What such a list leaves out is no service: the visit was whole, and what is not found is not there."""
        for body in ("<h2>Press releases</h2><ul><li>One</li></ul><button>Load more</button>", "<button>Load more articles</button>", "<button>Load more events</button>"):
            with self.subTest(body):
                self.assertEqual(self.note(body, "done"), SENTENCE)
        self.assertEqual(self.note("<h2>Press releases</h2><button>Load more</button><h2>Clubs</h2><button>Load more</button>"), SENTENCE)

    def test_what_is_not_found_is_open_where_a_list_was_cut(self):
        """No page on Portage was read; a script's data may hold one."""
        for button, heading, expected in (("data-url='/local-offer/data.json?page=2'", "Clubs", ("cannot_tell", "visit-cut-short")), ("", "Clubs", ("cannot_tell", "visit-cut-short")),
                                          ("data-url='/local-offer/data.json?page=2'", "Press releases", ("no", "no-page"))):
            with self.subTest(button=button, heading=heading):
                self.audited(f"<h2>{heading}</h2><button {button}>Load more</button>")
                self.assertEqual(self.verdict, expected)

    def test_the_rest_is_read_from_where_a_button_loads_it(self):
        """Page by page, where its address stands in the markup and a page comes from it."""
        buttons = ('<button data-url="/local-offer/list?page={next}">Load more</button>', '<a href="#" data-next-url="/local-offer/list?page={next}">Show more results</a>',
                   '<button hx-get="?page={next}" hx-swap="beforeend">Load more</button>', """<button onclick="location='/local-offer/list?page={next}'">Load more</button>""")
        for button in buttons:
            with self.subTest(button):
                web, note = self.audited(button)
                self.assertIsNone(note)
                self.assertEqual({target for _, target in web.asked("www.anytown.test", "GET") if "club" in target}, {f"/local-offer/club-{i}" for i in (1, 2, 3)})

    def test_what_a_button_loads_is_no_page(self):
        """A script's data, nothing, a pattern, an address to which a script adds which part: the rest is missing, and no link is broken for it."""
        for address in ("/local-offer/data.json?page=2", "/local-offer/none?page=2", "/local-offer/list?page={n}", "/local-offer/list", "/local-offer/more"):
            with self.subTest(address):
                web, note = self.audited(f'<button data-url="{address}">Load more</button>')
                self.assertEqual(note, SENTENCE)
                self.assertEqual(self.broken, [])

    def test_a_page_is_counted_once(self):
        """Whose rest is behind two buttons, of which one has an address in vain, or two lists have."""
        plain, none, data = ("<button>Load more</button>", '<button data-url="/local-offer/list">Show more results</button>', '<button data-url="/local-offer/data.json?page=2">Load more</button>')
        for buttons in (plain + none, plain + data, data + data.replace("=2", "=3"), none + data):
            with self.subTest(buttons):
                _, note = self.audited(buttons, last=2)
                self.assertEqual(note, SENTENCE)

    def test_other_buttons_load_nothing(self):
        web, note = self.audited('<button data-url="/local-offer/like?page={next}">Like</button><a href="#" data-url="/local-offer/share">Share</a>')
        self.assertIsNone(note)
        self.assertFalse([target for _, target in web.asked("www.anytown.test") if "like" in target or "share" in target])

    def audited(self, button, last=3):
        """A list of three pages with this button on those before the `last`; what is said of the visit. `broken`: its broken links."""
        host = "www.anytown.test"
        with ToyWeb() as web, tempfile.TemporaryDirectory() as directory:
            web.page(host, "/", page("Anytown Council", ("/local-offer", "Local Offer"), body=WORDS))
            web.page(host, "/local-offer", page("Local Offer", ("/local-offer/list", "Services"), body=WORDS))
            web.page(host, "/local-offer/more", "<ul><li>One</li></ul>")
            web.add(host, "/local-offer/data.json?page=2", Answer('{"clubs": []}', content_type="application/json"))
            for i in (1, 2, 3):
                web.page(host, f"/local-offer/club-{i}", page(f"Club {i}", body=WORDS + f"<p>Club {i}</p>"))
                web.page(host, "/local-offer/list" + (f"?page={i}" if i > 1 else ""), page("Services", (f"/local-offer/club-{i}", f"Club {i}"),
                                                                                         body=WORDS + (button.replace("{next}", str(i + 1)) if i < last else "")))
            councils, store = os.path.join(directory, "councils.csv"), os.path.join(directory, "a.db")
            with open(councils, "w", encoding="utf-8") as file:
                file.write("gss_code,council_name,region,council_url,local_offer_url\n"
                           f"E06999001,Anytown Council,North,{web.url(host)},{web.url(host, '/local-offer')}\n")
            done = run("audit", "--councils", councils, "--store", store, "--no-report", "--allow-private", "--delay", "0", "--resolve", f"*:{web.port}:127.0.0.1")
            self.assertEqual(done.returncode, 0, done.stderr)
            database = sqlite3.connect(store)
            self.verdict, = database.execute("SELECT verdict, reason FROM verdict WHERE service = 'portage' AND row_id = 'explanation'").fetchall()
            (note,), = database.execute("SELECT note FROM visit").fetchall()
            self.broken = database.execute("SELECT url FROM target WHERE state = 'broken'").fetchall()
            database.close()
            return web, note

    def test_check_and_links_say_so_too(self):
        with ToyWeb() as web:
            web.page("www.anytown.test", "/local-offer", page("Local Offer", body=WORDS + "<ul><li>One</li></ul><button>Load more</button>"))
            for command in ("check", "links"):
                done = run(command, web.url("www.anytown.test", "/local-offer"), "--allow-private", "--delay", "0", "--resolve", f"*:{web.port}:127.0.0.1")
                self.assertIn(SENTENCE, " ".join(done.stdout.split()))

    def test_other_buttons_are_not(self):
        """One that opens a text, a link that looks like one, a list's furniture, a partner's list."""
        self.assertIsNone(self.note('<button>Show more</button><button>Load more information about parking</button><a class="button" href="/local-offer/list?page=2">Load more</a>'
                                    '<nav><button>Load more</button></nav><p>Load more</p><button hidden>Load more</button>'
                                    """<a href="javascript:slides.next()">Next</a><button>Next</button><a href="javascript:__doPostBack('ctl00$menu','7')">Health</a>""", "done"))


if __name__ == "__main__":
    unittest.main()
