"""A partner's site that five councils link to: what its request log says, and that each
council's evidence is what it would be if that council had been visited alone."""
import collections
import sqlite3
import unittest

from program import run
from towns import Place
from toyweb import WORDS, Answer, Slow, ToyWeb, Turns, page

NAMES = ("alder", "birch", "cedar", "dogwood", "elder")
LINKS = [("http://partner.test/help", "Short breaks at the Hub"), ("http://partner.test/late", "Respite at the Hub"),
         ("http://partner.test/moved", "Portage at the Hub"), ("http://partner.test/gone", "Short breaks club"),
         ("http://partner.test/walled", "Short breaks for members"), ("http://partner.test/flaky", "Respite club"),
         ("http://partner.test/down", "Respite night line")]


def web_of_five():
    web = ToyWeb()
    for name in NAMES:
        web.page(f"www.{name}.test", "/local-offer", page("Local Offer", *LINKS, body=WORDS + f"<p>The offer of {name.title()}.</p>"))
    service = WORDS + "<p>Short breaks, portage and respite for disabled children.</p>"
    web.page("partner.test", "/help", page("Short breaks at the Hub", body=service))
    web.add("partner.test", "/late", Slow(page("Respite at the Hub", body=service + "<p>Late.</p>"), 1.5))
    web.redirect("partner.test", "/moved", "/portage", status=301)
    web.page("partner.test", "/portage", page("Portage at the Hub", body=service + "<p>Portage.</p>"))
    web.add("partner.test", "/walled", Answer(page("Members only"), 403))
    web.add("partner.test", "/down", Answer(page("Down"), 503))
    down = Answer(page("Down"), 503)
    web.add("partner.test", "/flaky", Turns(down, down, down, Answer(page("Respite club", body=service + "<p>Flaky.</p>"))))
    return web


def pages(store):
    with sqlite3.connect(f"file:{store}?mode=ro", uri=True) as database:
        found = database.execute("SELECT gss_code, url, purpose, state, reason, status, final_url, title, sha256, archive IS NOT NULL "
                                 "FROM page WHERE url LIKE 'http://partner.test/%'").fetchall()
    database.close()
    return {(row[0], row[1].removeprefix("http://partner.test")): row[2:] for row in found}


class Partners(unittest.TestCase):
    slow = True

    def audit(self, place, *more):
        done = run(*place.audit("--archive", place.at("archive"), *more))
        self.assertEqual(done.returncode, 0, done.stderr)
        return pages(place.store)

    def test_a_partner_of_five_councils_is_asked_once(self):
        with web_of_five() as web, Place(web, NAMES) as place:
            found = self.audit(place)
            asked = collections.Counter(target for method, target in web.asked("partner.test") if method == "GET")
            self.assertEqual({path: asked[path] for path in ("/robots.txt", "/help", "/late", "/moved", "/portage", "/walled")},
                             {"/robots.txt": 1, "/help": 1, "/late": 1, "/moved": 1, "/portage": 1, "/walled": 1})
            self.assertEqual(asked["/gone"], 2, "what is called broken was asked for twice, and no more")
            self.assertEqual(asked["/flaky"], 4, "after the fault the next council asks for itself, and the others have it from there")
            self.assertGreater(asked["/down"], 4, "a fault of the moment is nobody else's")
            self.assertEqual(web.most_open["partner.test"], 1, "one request at a time")
            codes = sorted({code for code, _ in found})
            self.assertEqual(len(codes), len(NAMES))
            for path in ("/help", "/late", "/moved", "/gone", "/walled", "/down"):
                self.assertEqual(len({found[code, path] for code in codes}), 1, f"{path}: every council has the same evidence")
            self.assertTrue(found[codes[0], "/help"][-1], "in an archive of its own")
            self.assertEqual([found[codes[0], path][1:3] for path in ("/gone", "/down")],
                             [("broken", "http-404"), ("suspect", "http-5xx")])
            self.assertEqual(collections.Counter(found[code, "/flaky"][1] for code in codes), {"ok": 4, "suspect": 1})
            self.assertEqual(run("verify", "1", "--store", place.store, "--archive", place.at("archive")).returncode, 0)
            self.alone(web, codes, found)

    def test_of_a_services_own_site_a_few_pages_more_are_read(self):
        inner = [("/us", "About us"), ("/do", "What we do"), ("/ring", "Contact us"), ("/who", "Who we help"), ("/faq", "FAQs"), ("/refer", "Make a referral"),
                 ("/team", "Meet the team"), ("/picnic", "Our picnic"), ("http://elsewhere.test/contact", "Contact us"), ("/away", "Get in touch")]
        with ToyWeb() as web:
            links = [("http://advice.test/", "Anytown SENDIASS"), ("http://hospital.test/", "Short breaks at the hospital"),
                     ("http://trust.test/therapy", "Speech therapy")]
            web.page("trust.test", "/therapy", page("Children's therapy", ("/therapy/talking", "Talking"), ("/visitors", "Visiting hours"), body=WORDS))
            web.page("trust.test", "/therapy/talking", page("Talking", ("/therapy/talking/more", "More about talking"), body=WORDS + "<p>Talking.</p>"))
            web.page("www.alder.test", "/local-offer", page("Local Offer", *links, body=WORDS))
            wards = "<p>Wards, car parks and visiting hours of the hospital by the river, with a shop and a chapel that is open day and night.</p>" * 3
            for host, title, body in (("advice.test", "Anytown SENDIASS", WORDS), ("hospital.test", "The Hospital", wards)):
                web.page(host, "/", page(title, *inner, body=body))
                for path, words in inner:
                    if path.startswith("/"):
                        web.page(host, path, page(words, ("/deeper", "Our services"), body=WORDS + f"<p>{words}.</p>"))
            web.add("advice.test", "/robots.txt", Answer("User-agent: *\nDisallow: /away\n", headers=[("Content-Type", "text/plain")]))
            with Place(web, ["alder"]) as place:
                self.assertEqual(run(*place.audit()).returncode, 0)
                asked = [target for _, target in web.asked("advice.test")]
                self.assertEqual(asked, ["/robots.txt", "/", "/do", "/ring", "/who", "/refer", "/us", "/faq", "/team"], "those that promise most, each once, none that robots.txt forbids")
                self.assertEqual([target for _, target in web.asked("hospital.test")], ["/robots.txt", "/"], "no site of this service alone")
                self.assertEqual([target for _, target in web.asked("trust.test")], ["/robots.txt", "/therapy", "/therapy/talking"], "one step further")
                self.assertEqual(web.asked("elsewhere.test"), [])
                before = len(web.asked("advice.test"))
                self.assertEqual(run("links", "http://www.alder.test/local-offer", *place.network()).returncode, 0)
                self.assertEqual(len(web.asked("advice.test")) - before, 2, "who checks links is told of links alone")

    def test_a_page_limit_leaves_no_partner_out(self):
        inner = [("/ring", "Contact us"), ("/do", "What we do"), ("/who", "Who we help")]
        hosts = ("one.test", "two.test", "three.test")
        with ToyWeb() as web:
            web.page("www.alder.test", "/local-offer", page("Local Offer", *[(f"http://{host}/", f"SENDIASS {host}") for host in hosts], body=WORDS))
            for host in hosts:
                web.page(host, "/", page(f"SENDIASS {host}", *inner, body=WORDS + f"<p>{host}</p>"))
                for path, words in inner:
                    web.page(host, path, page(words, body=WORDS + f"<p>{words} {host}</p>"))
            with Place(web, ["alder"]) as place:
                self.assertEqual(run(*place.audit("--max-pages", "8")).returncode, 0)
            asked = {host: [target for _, target in web.asked(host) if target != "/robots.txt"] for host in hosts}
            self.assertEqual([asked[host][:2] for host in hosts], [["/", "/do"]] * 3, "of each what it promises most")
            self.assertEqual(sum(map(len, asked.values())), 7, "the limit of 8 and no more")

    def test_a_service_whose_name_says_nothing_is_known_by_what_it_begins_with(self):
        with ToyWeb() as web:
            web.page("www.alder.test", "/local-offer", page("Local Offer", ("http://ropewalk.test/", "Ropewalk, our SENDIASS"), body=WORDS))
            web.page("ropewalk.test", "/", page("Ropewalk", ("/how", "How we help"), body="<p>Free advice for parents of children with special educational needs.</p>"))
            web.page("ropewalk.test", "/how", page("How we help", body=WORDS))
            with Place(web, ["alder"]) as place:
                self.assertEqual(run(*place.audit()).returncode, 0)
            self.assertEqual([target for _, target in web.asked("ropewalk.test")], ["/robots.txt", "/", "/how"])

    def test_a_site_to_which_a_page_hands_on_is_read(self):
        inner = [("/jobs", "Jobs"), ("/own-place", "Your own place"), ("/what", "What we do")]
        with ToyWeb() as web:
            growing = page("Growing up", ("http://whatnext.test/", "What Next?"), body="<p>Fourteen or over? There's a whole site for you.</p>")
            web.page("www.alder.test", "/local-offer", page("Local Offer", ("/local-offer/growing-up", "Growing up"), body=WORDS))
            web.page("www.alder.test", "/local-offer/growing-up", growing)
            web.page("whatnext.test", "/", page("What Next?", *inner, ("http://club1.test/", "Club 1"), body=WORDS))
            for path, words in inner:
                web.page("whatnext.test", path, page(words, body=WORDS + f"<p>{words}</p>"))
            with Place(web, ["alder"]) as place:
                self.assertEqual(run(*place.audit()).returncode, 0)
                with sqlite3.connect(f"file:{place.store}?mode=ro", uri=True) as database:
                    partners = [url for (url,) in database.execute("SELECT url FROM page WHERE purpose = 'partner' ORDER BY position")]
                database.close()
            self.assertEqual(partners[:1], ["http://whatnext.test/"])
            self.assertEqual(sorted(partners[1:]), [f"http://whatnext.test{path}" for path, _ in sorted(inner)], "all of the site, and nothing that it links to")

    def alone(self, web, codes, together):
        with Place(web, NAMES) as place:
            found = self.audit(place, codes[-1])
        for path in ("/help", "/late", "/moved", "/gone", "/walled", "/down"):
            self.assertEqual(found[codes[-1], path], together[codes[-1], path], path)


if __name__ == "__main__":
    unittest.main()
