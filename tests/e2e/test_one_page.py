"""A small council that tells of all its services on one page: each part is judged for its own service."""
import sqlite3
import unittest

from program import run
from towns import Place
from toyweb import ToyWeb, page

PARTS = [
    ("Portage", "If your child isn't at school yet and finds it hard to learn, a Portage visitor comes to your house once a fortnight. She brings toys, plays with "
                "your child and shows you what to try next.", "Ring the Portage Lead on 01632 960212 or email portage@alder.test, and she'll come within two weeks."),
    ("Short breaks", "We take your child swimming on Saturdays, run a club in the holidays and send somebody to sit for an evening.",
     "Ring the Short Breaks Worker on 01632 960214 or email breaks@alder.test."),
    ("Not happy?", "Tell the Head of Service, who will look at it again and write to you within ten days.", ""),
]


# Above and below them, and none of theirs.
OTHERS = [
    ("Hearing aids", "In 2025 we fitted 96 children. If you are unhappy with one, ask the clinic manager to look at it again.", "A nurse decides who is seen first."),
    ("Wheelchairs", "Parents told us that the clinic was far away, so since May 2026 it has come to the school.", "58 families are waiting. The clinic manager decides who comes first."),
]


def told(parts):
    return "".join(f"<h2>{heading}</h2><p>{what}</p><p>{how}</p>" for heading, what, how in parts)


def offer(*links, above=(), below=()):
    parts = told(above) + told(PARTS) + told(below)
    return page("Local Offer", *links, body="<p>We're a small place. Everything is on this page; in large print too: ring 01632 960210.</p><p>Last changed: 2 March 2026</p>" + parts)


class OnePage(unittest.TestCase):
    def verdicts(self, web):
        with Place(web, ["alder"]) as place:
            done = run(*place.audit("--as-of", "2026-11-27"))
            self.assertEqual(done.returncode, 0, done.stderr)
            with sqlite3.connect(f"file:{place.store}?mode=ro", uri=True) as database:
                found = {(service, row): verdict for service, row, verdict in database.execute("SELECT service, row_id, verdict FROM verdict")}
                quotes = {(service, row, quote, url) for service, row, quote, url in
                          database.execute("SELECT service, row_id, quote, url FROM evidence JOIN verdict ON verdict.id = verdict_id WHERE NOT against AND NOT near_miss")}
            database.close()
            shown = run("explain", "verdict", "alder-council", "portage", "contacts", "--store", place.store, "--councils", place.list)
        return found, quotes, shown.stdout

    def test_each_part_answers_for_its_service(self):
        with ToyWeb() as web:
            web.page("www.alder.test", "/local-offer", offer())
            found, quotes, shown = self.verdicts(web)
        for service, telephone in (("portage", "960212"), ("short-breaks", "960214")):
            self.assertEqual({row: found[service, row] for row in ("provided", "explanation", "contacts", "complain", "current", "formats")},
                             dict.fromkeys(("provided", "explanation", "contacts", "complain", "current", "formats"), "yes"), service)
            self.assertTrue(all("96021" not in quote or row == "formats" or telephone in quote for of, row, quote, _ in quotes if of == service), "no other part's telephone")
        self.assertEqual(found["therapies", "explanation"], "no")
        self.assertEqual(found["therapies", "provided"], "silent")
        self.assertIn("Portage\n      http://www.alder.test", shown)

    def test_what_stands_under_anothers_heading_answers_for_none_of_them(self):
        with ToyWeb() as web:
            web.page("www.alder.test", "/local-offer", offer(above=OTHERS[:1], below=OTHERS[1:]))
            found, quotes, _ = self.verdicts(web)
        for service in ("portage", "short-breaks"):
            self.assertEqual({row: found[service, row] for row in ("heard", "numbers", "decides")}, dict.fromkeys(("heard", "numbers", "decides"), "no"), service)
            self.assertEqual({row: found[service, row] for row in ("complain", "current", "formats")}, dict.fromkeys(("complain", "current", "formats"), "yes"), service)
        self.assertEqual([quote for _, row, quote, _ in quotes if row == "complain" and "Head of Service" not in quote], [])

    def test_early_help_that_never_says_portage_is_no_page_on_it(self):
        early = page("Early help", body="<p>Early help means getting help early. A family worker can come and see you at home, and help with sleep, money and behaviour.</p>"
                                        "<p>Ring 01632 960333.</p>")
        with ToyWeb() as web:
            web.page("www.alder.test", "/local-offer", offer(("/early-help", "Early help")))
            web.page("www.alder.test", "/early-help", early)
            found, quotes, _ = self.verdicts(web)
        self.assertEqual(found["portage", "explanation"], "yes")
        self.assertEqual([quote for of, _, quote, url in quotes if of == "portage" and url.endswith("/early-help")], [])

    def test_what_the_whole_offer_is_for_answers_for_no_card_of_it(self):
        """Of a page that leads to the rest by cards, "from birth to 25" is said of the Local Offer, not of school transport."""
        cards = "".join(f'<h2><a href="{there}">{name}</a></h2><p>{what}</p>' for there, name, what in (
            ("/breaks", "Short breaks", "Fun for them."), ("/transport", "School transport", "Getting to school."), ("/therapy", "Occupational therapy", "Equipment.")))
        with ToyWeb() as web:
            web.page("www.alder.test", "/local-offer", page("Local Offer", body="<p>Find help for children and young people with SEND from birth to 25.</p>" + cards))
            web.page("www.alder.test", "/transport", page("School transport", body="<p>Please read the Travel Policy before you apply. Applications that do not meet "
                                                          "the criteria in the policy will be refused.</p><p><a href=/transport/form>Apply for transport</a></p>"))
            for there in ("/breaks", "/therapy"):
                web.page("www.alder.test", there, page(there[1:].title(), body="<p>To be told soon.</p>"))
            web.page("www.alder.test", "/transport/form", page("Start your form", body="<form><label>Your name <input name=n></label><button>Next</button></form>"))
            found, quotes, _ = self.verdicts(web)
        self.assertNotEqual(found["transport", "eligibility"], "yes")
        self.assertEqual([quote for of, row, quote, _ in quotes if of == "transport" and "birth to 25" in quote], [])
        self.assertEqual((found["transport", "referral"], found["transport", "provided"]), ("yes", "yes"), "what can be applied for is there, though nothing describes it")

    def test_the_next_part_of_a_guide_is_no_form(self):
        """"How to apply" leads to a page that says how; nothing is there to fill in, and nothing to print."""
        def part(shown):
            parts = (("/breaks", "Overview", "<p>We take your child swimming on Saturdays and run a club in the holidays.</p>"),
                     ("/breaks/apply", "How to apply", "<p>Ring us on 01632 960214 and we will put your child down for it.</p>"))
            links = "".join(f"<li>{name}</li>" if there == shown else f'<li><a href="{there}">{name}</a></li>' for there, name, _ in parts)
            told = next(f"<h2>{name}</h2>{text}" for there, name, text in parts if there == shown)
            turn = "".join(f'<p><a href="{there}">{"Next" if there > shown else "Previous"}: {name}</a></p>' for there, name, _ in parts if there != shown)
            return page("Short breaks", body=f'<nav aria-label="Pages in this guide"><ol>{links}</ol></nav>{told}{turn}')
        with ToyWeb() as web:
            web.page("www.alder.test", "/local-offer", page("Local Offer", ("/breaks", "Short breaks"), ("/portage", "Portage"), ("/therapy", "Therapy")))
            for there in ("/breaks", "/breaks/apply"):
                web.page("www.alder.test", there, part(there))
            for there in ("/portage", "/therapy"):
                web.page("www.alder.test", there, page(there[1:].title(), body="<p>To be told soon.</p>"))
            found, quotes, _ = self.verdicts(web)
        self.assertEqual((found["short-breaks", "to_hand"], found["short-breaks", "referral"]), ("no", "yes"))
        self.assertEqual([quote for of, row, quote, _ in quotes if (of, row) == ("short-breaks", "to_hand")], [])

    def test_a_page_of_its_own_comes_first(self):
        with ToyWeb() as web:
            web.page("www.alder.test", "/local-offer", offer(("/local-offer/breaks", "Short breaks")))
            web.page("www.alder.test", "/local-offer/breaks", page("Short breaks", body="<p>Our helpers take children to the beach, cook with them and stay the night at your house.</p>"
                                                                                         "<p>Ring 01632 960777 to join.</p>"))
            found, quotes, _ = self.verdicts(web)
        self.assertEqual({url.rpartition("/")[2] for of, _, quote, url in quotes if of == "short-breaks" and "960" in quote}, {"breaks"})
        self.assertEqual(found["portage", "explanation"], "yes")


if __name__ == "__main__":
    unittest.main()
