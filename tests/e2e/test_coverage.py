"""That what a careful reader would read is read: sites in the manner of councils' platforms, by what the server was asked for and
what the store holds."""
import datetime
import sqlite3
import unittest

from program import run
from towns import HEADER, Place, rows
from toyweb import WORDS, Answer, Hole, ToyWeb, Turns, page

TOWN, OFFER = "www.anytown.test", "/local-offer"
SERVICES = ("short breaks", "portage", "school transport", "speech and language therapy", "key working", "preparing for adulthood")


def slug(name):
    return name.replace(" ", "-")


def words(name):
    return WORDS + f"<p>{name} is a help that families near Anytown ask for; {name} has a team of its own. {' '.join(sorted(name * 3))}</p>"


def leaf(name, *links, **keywords):
    return page(name, *links, body=words(name), **keywords)


def list_of(addresses):
    return Answer('<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">' + "".join(f"<url><loc>{address}</loc></url>" for address in addresses) +
                  "</urlset>", content_type="application/xml")


class Coverage(unittest.TestCase):
    def setUp(self):
        self.web = ToyWeb()

    def offer(self, *links, host=TOWN, **keywords):
        self.web.page(TOWN, "/", leaf("Anytown Council", (OFFER, "SEND Local Offer")))
        self.web.page(host, OFFER, leaf("Local Offer", *links, **keywords))

    def audit(self, listed=f"http://{TOWN}{OFFER}", pages=400):
        """The visit, addresses read as the council's, and verdicts by word."""
        with self.web, Place(self.web, text=HEADER + f"E06999000,Anytown Council,North,http://{TOWN}/,{listed}\n") as place:
            done = run(*place.audit("--no-report", "--no-archive", "--max-pages", str(pages)))
            self.assertIn(done.returncode, (0, 3), done.stderr)
            store = sqlite3.connect(place.store)
            visit = store.execute("SELECT outcome, start_url, pages_left FROM visit").fetchone()
            read = {url for (url,) in store.execute("SELECT url FROM page WHERE purpose = 'content' AND document_id IS NOT NULL")}
            verdicts = dict(store.execute("SELECT verdict, count(*) FROM verdict GROUP BY verdict"))
            store.close()
        return visit, read, verdicts

    def wanted(self, read, addresses, host=TOWN):
        self.assertEqual([a for a in addresses if f"http://{host}{a}" not in read], [])

    # --- where the Local Offer is ---

    def own_site(self, host):
        links = [("/" + slug(name), name.capitalize()) for name in SERVICES]
        self.web.page(host, "/", leaf("Anytown SEND Local Offer", *links))
        for address, name in links:
            self.web.page(host, address, leaf(name))
        return [address for address, _ in links]

    def test_a_page_that_only_leads_to_the_local_offers_own_site(self):
        for said in ("<p>Go to our <a href='http://www.anytownoffer.test/'>Local Offer website</a>.</p>",
                     "<p>Our Local Offer has moved. Please visit the <a href='http://www.anytownoffer.test/'>Anytown Local Offer</a>.</p>",
                     "<p>This website has closed. Please visit <a href='http://www.anytownoffer.test/'>www.anytownoffer.test</a>.</p>"):
            with self.subTest(said):
                self.setUp()
                addresses = self.own_site("www.anytownoffer.test")
                self.web.page(TOWN, "/", leaf("Anytown Council", (OFFER, "SEND Local Offer")))
                self.web.page(TOWN, OFFER, page("SEND Local Offer", body=said))
                visit, read, _ = self.audit()
                self.assertEqual(visit[:2], ("moved", "http://www.anytownoffer.test/"))
                self.wanted(read, addresses, "www.anytownoffer.test")

    def test_a_neighbours_local_offer_or_a_page_of_a_network_is_not_the_councils(self):
        for host, title in (("www.bramshire.test", "Bramshire Local Offer"), ("www.facebook.test", "Anytown Local Offer")):
            with self.subTest(host):
                self.setUp()
                self.web.page(host, "/", leaf(title))
                self.offer(("http://%s/" % host, "Local Offer of our neighbours" if "bram" in host else "Local Offer on Facebook"), ("/local-offer/portage", "Portage"))
                self.web.page(TOWN, "/local-offer/portage", leaf("Portage"))
                visit, read, _ = self.audit()
                self.assertEqual(visit[:2], ("done", f"http://{TOWN}{OFFER}"))

    def test_a_lost_local_offer_is_not_sought_among_neighbours_and_news(self):
        self.web.page("www.bramshire.test", "/", leaf("Bramshire Local Offer"))
        self.web.page(TOWN, "/", leaf("Anytown Council", ("/news/local-offer-survey", "Have your say on our Local Offer"), ("/send", "Special educational needs and disabilities")))
        self.web.page(TOWN, "/news/local-offer-survey", leaf("Local Offer survey"))
        self.web.page(TOWN, "/send", leaf("Special educational needs and disabilities", ("http://www.bramshire.test/", "Bramshire Local Offer"), ("/send/ours", "Our Local Offer")))
        self.web.page(TOWN, "/send/ours", leaf("Anytown Local Offer"))
        visit, _, _ = self.audit(f"http://{TOWN}/gone")
        self.assertEqual(visit[1], f"http://{TOWN}/send/ours")

    def test_a_lost_local_offer_is_found_where_a_person_would_look(self):
        """By the menus of a whole council, and above an address of our list that is gone."""
        names = [("/" + slug(name), name.capitalize()) for name in SERVICES]
        for listed, start, menus in (("", "/info/200307/special", [("/residents", "Residents"), ("/learning", "Schools and education"), ("/info/200307/special", "Special educational needs and disability")]),
                                     (f"http://{TOWN}/send/local-offer/questions", "/send/local-offer", [("/bins", "Bins")])):
            with self.subTest(start):
                self.setUp()
                address = "/"
                for below, name in menus:
                    self.web.page(TOWN, address, leaf("Anytown Council", ("/business", "Business"), (below, name)))
                    address = below
                self.web.page(TOWN, start, leaf("Anytown SEND Local Offer", *[(start + below, name) for below, name in names]))
                for below, name in names:
                    self.web.page(TOWN, start + below, leaf(name))
                visit, read, _ = self.audit(listed)
                self.assertEqual(visit[:2], ("done", f"http://{TOWN}{start}"))
                self.wanted(read, [start + below for below, _ in names])

    def test_of_a_host_that_councils_share_only_its_own_folder(self):
        for host in ("www.directory.test", "www.localoffers.test"):
            with self.subTest(host):
                self.setUp()
                every = []
                for council in ("anytown", "bramshire"):
                    links = [(f"/{council}/{slug(name)}", name.capitalize()) for name in SERVICES]
                    self.web.page(host, f"/{council}", leaf(f"{council.capitalize()} Local Offer", *links, ("/bramshire", "Bramshire Local Offer")))
                    for address, name in links:
                        self.web.page(host, address, leaf(f"{name} in {council}"))
                    every += [f"http://{host}{address}" for address, _ in links]
                self.web.add(host, "/sitemap.xml", list_of(every))
                self.web.page(TOWN, "/", leaf("Anytown Council"))
                _, read, _ = self.audit(f"http://{host}/anytown")
                self.wanted(read, [f"/anytown/{slug(name)}" for name in SERVICES], host)
                self.assertEqual([url for url in read if "bramshire" in url], [])

    def test_what_moved_and_was_read_in_part_is_read_in_part(self):
        self.web.page(TOWN, "/", leaf("Anytown Council"))
        self.web.redirect(TOWN, OFFER, f"http://www.anytownhub.test{OFFER}", 301)
        self.web.page("www.anytownhub.test", OFFER, leaf("Local Offer", *[(f"{OFFER}/p{i}", f"Page {i}") for i in range(40)]))
        for i in range(40):
            self.web.page("www.anytownhub.test", f"{OFFER}/p{i}", leaf(f"Page {i}"))
        visit, _, verdicts = self.audit(pages=20)
        self.assertEqual(visit[0], "limited")
        self.assertNotIn("no", verdicts)

    # --- what lies at addresses that tell nothing ---

    MENU = [(f"/article/{number}/{name.replace(' ', '-')}", name) for number, name in ((1, "Council tax"), (2, "Births"), (3, "Leisure"), (4, "Business"))]

    def dressed(self, name, trail=(), section=(), body=None):
        """A page of a site where every address is flat: the site's menu, breadcrumbs, and the section's menu behind the content."""
        def listed(links):
            return "<ul>" + "".join(f'<li><a href="{address}">{text}</a></li>' for address, text in links) + "</ul>"
        crumbs = '<nav aria-label="Breadcrumb">' + listed([("/", "Home"), *trail]) + "</nav>" if trail is not None else ""
        inner = f"<header><nav>{listed(self.MENU)}</nav></header>{crumbs}<main><h1>{name}</h1>{words(name) if body is None else body}</main>"
        return f'<html lang="en"><title>{name} - Anytown Council</title><body>{inner}<nav><h2>In this section</h2>{listed(section)}</nav></body></html>'

    def flat_site(self, start, in_menu):
        """The sections of a Local Offer and their pages, by menus or by their content alone."""
        sections = {"Short breaks": ("How to apply", "Who can have one"), "Health": ("Doctors and nurses", "Teeth"), "Money": ("What to claim", "Grants"),
                    "Things to do": ("Saturdays", "Swimming")}
        addresses = {name: f"/article/{500 + i}/{name.replace(' ', '-')}" for i, name in enumerate([n for top, below in sections.items() for n in (top, *below)])}
        place = "section" if in_menu else "links"

        def put(address, name, trail, links):
            below = "<ul>" + "".join(f'<li><a href="{a}">{n}</a></li>' for a, n in links) + "</ul>"
            self.web.page(TOWN, address, self.dressed(name, trail, links if place == "section" else (), words(name) + ("" if place == "section" else below)))
        self.web.page(TOWN, "/", self.dressed("Anytown Council", (), (), f'<p><a href="{start}">SEND Local Offer</a></p>'))
        for address, name in self.MENU:
            self.web.page(TOWN, address, self.dressed(name))
        put(start, "SEND Local Offer", (), [(addresses[name], name) for name in sections])
        for top, below in sections.items():
            links = [(addresses[name], name) for name in below]
            put(addresses[top], top, [(start, "SEND Local Offer")], links)
            for name in below:
                put(addresses[name], name, [(start, "SEND Local Offer"), (addresses[top], top)], links)
        return list(addresses.values())

    def test_parts_of_a_section_whose_addresses_are_flat(self):
        for in_menu in (True, False):
            with self.subTest(in_menu=in_menu):
                self.setUp()
                addresses = self.flat_site("/article/401/SEND-Local-Offer", in_menu)
                visit, read, _ = self.audit(f"http://{TOWN}/article/401/SEND-Local-Offer")
                self.assertEqual(visit[0], "done")
                self.wanted(read, addresses)
                asked = [target for _, target in self.web.asked(TOWN, "GET")]
                self.assertLessEqual(len([target for target in asked if target in dict(self.MENU)]), 1)
                self.assertEqual(asked.count("/"), 1, "the front page, which is read and linked to")

    def test_what_a_menu_leads_to_outside_the_section_answers_nothing(self):
        addresses = self.flat_site("/article/401/SEND-Local-Offer", True)
        self.web.page(TOWN, self.MENU[2][0], self.dressed("Leisure", body=WORDS))
        visit, read, _ = self.audit(f"http://{TOWN}/article/401/SEND-Local-Offer")
        self.assertEqual(visit[0], "done")
        self.wanted(read, addresses)
        self.assertFalse([url for url in read if any(url.endswith(address) for address, _ in self.MENU)])

    def link_to_what_was_tried_in_vain(self):
        """A part of the Local Offer that is read after the site's own menu names a page of that menu in its text."""
        addresses = self.flat_site("/article/401/SEND-Local-Offer", True)
        tried, last = self.MENU[2][0], "/article/511/Swimming"
        body = self.web.sites[TOWN][last].body.decode()
        self.web.page(TOWN, last, body.replace("</main>", f'<p><a href="{tried}">Pools and halls</a></p></main>'))
        self.web.page(TOWN, tried, self.dressed("Leisure", body=words("leisure") + '<p><a href="/article/900/less">How to pay less</a></p>'))
        return addresses, tried, last

    def test_what_was_tried_in_vain_is_read_where_the_text_leads_to_it(self):
        addresses, tried, _ = self.link_to_what_was_tried_in_vain()
        visit, read, _ = self.audit(f"http://{TOWN}/article/401/SEND-Local-Offer")
        self.assertEqual(visit[0], "done")
        self.wanted(read, [*addresses, tried])
        asked = [target for _, target in self.web.asked(TOWN, "GET")]
        self.assertEqual(asked.count(tried), 1)
        self.assertLess(asked.index(tried), asked.index("/article/511/Swimming"), "it was tried first, or nothing is tested")

    def test_what_was_tried_in_vain_and_wanted_later_is_the_same_when_a_run_goes_on(self):
        addresses, tried, last = self.link_to_what_was_tried_in_vain()
        listed = HEADER + f"E06999000,Anytown Council,North,http://{TOWN}/,http://{TOWN}/article/401/SEND-Local-Offer\n"
        answer = Answer(self.web.sites[TOWN][last].body)
        with self.web, Place(self.web, text=listed) as whole:
            self.assertEqual(run(*whole.audit("--no-report")).returncode, 0)
            for slow in (last, "/article/900/less"):  # before it is wanted, and after
                self.web.clear_log()
                self.web.add(TOWN, slow, Turns(Hole(), answer if slow == last else Answer(page("Page not found"), 404)))
                with Place(self.web, text=listed) as place:
                    audit = place.audit("--no-report", "--resume")
                    self.assertEqual(run(*audit, "--max-runtime", "2").returncode, 3)
                    self.assertEqual(run(*audit).returncode, 0)
                    for name in ("pages", "verdicts", "scorecards", "targets"):
                        self.assertEqual(rows(place.store)[name], rows(whole.store)[name], f"{slow}: {name}")
                    self.assertEqual(run("verify", "--store", place.store).returncode, 0)
                asked = [target for _, target in self.web.asked(TOWN, "GET")]
                self.assertEqual([address for address in (*addresses, tried) if asked.count(address) != 1 + (address == slow)], [])

    def test_what_was_tried_in_vain_is_known_when_a_run_goes_on(self):
        addresses = self.flat_site("/article/401/SEND-Local-Offer", True)
        health = "/article/503/Health"
        self.web.add(TOWN, health, Turns(Hole(), Answer(self.web.sites[TOWN][health].body)))
        listed = HEADER + f"E06999000,Anytown Council,North,http://{TOWN}/,http://{TOWN}/article/401/SEND-Local-Offer\n"
        with self.web, Place(self.web, text=listed) as place:
            audit = place.audit("--no-report", "--no-archive", "--resume")
            self.assertEqual(run(*audit, "--max-runtime", "2").returncode, 3)
            self.assertEqual(run(*audit).returncode, 0)
        asked = [target for _, target in self.web.asked(TOWN, "GET")]
        self.assertEqual([address for address in addresses if asked.count(address) != 1 + (address == health)], [])
        self.assertEqual(sum(asked.count(address) for address, _ in self.MENU), 1)

    def test_menus_that_lead_on_are_missed_where_the_limit_ends_the_visit(self):
        self.flat_site("/article/401/SEND-Local-Offer", True)
        visit, _, _ = self.audit(f"http://{TOWN}/article/401/SEND-Local-Offer", pages=6)
        self.assertEqual(visit[0], "limited")
        self.assertGreater(visit[2], 2)

    def test_a_directory_whose_start_is_computed(self):
        folder, kinds, names = "/kb5/anytown/fsd", ("Club", "Den", "Hut"), ("Oak", "Elm", "Ash", "Yew")
        for start, channel, trail in ((f"{folder}/home.page?familychannel=6", "&familychannel=6-%d", False), (f"{folder}/advice.page?id=1lC2", "", True)):
            with self.subTest(start):
                self.setUp()
                crumbs = f'<nav aria-label="Breadcrumb"><a href="/">Home</a> <a href="{start}">Families</a></nav><main>' if trail else "<main>"
                topics = [(f"{folder}/advice.page?id={kind}{channel % i if channel else ''}", f"{kind}s") for i, kind in enumerate(kinds)]
                others = [(f"{folder}/advice.page?id=Care&familychannel=2-1", "Nannies")]
                records = [(f"{folder}/service.page?id={kind}{name}{channel % i if channel else ''}", f"{name} {kind}") for i, kind in enumerate(kinds) for name in names]
                self.web.page(TOWN, "/", leaf("Anytown Council", (start, "SEND Local Offer")))
                self.web.page(TOWN, start, leaf("Information for families", *topics).replace("</main>", "</main><footer>" + page("", *others) + "</footer>"))
                for address, name in topics:
                    body = leaf(name, *[record for record in records if record[1].endswith(" " + name[:-1])])
                    self.web.page(TOWN, address, body.replace("<main>", crumbs))
                for address, name in (*records, *others):
                    self.web.page(TOWN, address, leaf(name))
                visit, read, _ = self.audit(f"http://{TOWN}{start}")
                self.assertEqual(visit[0], "done")
                self.wanted(read, [address for address, _ in (*topics, *records)])
                self.assertNotIn(f"http://{TOWN}{others[0][0]}", read)

    def test_records_of_a_directory_that_lie_elsewhere(self):
        records = [(f"/directory_record/{i}/{slug(name).lower()}", name) for i, name in enumerate(f"{a} {b}" for a in ("Acorn", "Birch", "Cedar") for b in ("Club", "Den"))]
        letters = [(f"/directory/12/a_to_z/{letter}", letter) for letter in "ABC"]
        trail = [("/directory/12/send_directory", "SEND directory")]
        self.offer(("/directory/12/send_directory", "Find services"))
        self.web.page(TOWN, "/directory/12/send_directory", page("SEND directory", *letters))
        for address, letter in letters:
            body = page(f"Browse {letter}", *[record for record in records if record[1][0] == letter])
            self.web.page(TOWN, address, body.replace("<main>", f'<nav aria-label="Breadcrumb"><a href="{trail[0][0]}">{trail[0][1]}</a></nav><main>'))
        for address, name in records:
            self.web.page(TOWN, address, leaf(name))
        _, read, _ = self.audit()
        self.wanted(read, [address for address, _ in records])

    # --- what is taken for the endless ---

    def test_a_parameter_named_like_dress_may_choose_the_page(self):
        for name in ("ref", "view", "mode", "display"):
            with self.subTest(name):
                self.setUp()
                links = [(f"{OFFER}/service.aspx?{name}={slug(service)}", service.capitalize()) for service in SERVICES]
                self.offer(*links)
                for address, service in links:
                    self.web.page(TOWN, address, leaf(service, (f"{address}&sort=name", "Name"), (f"{address}&print=1", "Print")))
                _, read, _ = self.audit()
                self.wanted(read, [address for address, _ in links])
                self.assertEqual([url for url in read if "sort=" in url or "print=" in url], [])

    def test_topics_that_are_searches(self):
        names = [f"{a} {b}" for a in ("Autism", "Clubs", "Family", "Health") for b in "advice help groups money schools homes events people".split()]
        links = [(f"{OFFER}/results?keyword={name.replace(' ', '+')}", name.capitalize()) for name in (*names, *SERVICES)]
        self.offer(*links)
        for address, name in links:
            self.web.page(TOWN, address, leaf(name))
        _, read, _ = self.audit()
        self.wanted(read, [address for address, _ in links[-len(SERVICES):]])

    def list_site(self, pages, records):
        """A list whose first pages have a record each."""
        self.offer((f"{OFFER}/list?page=0", "All services"))
        names = [f"Club {chr(65 + i % 26)}{'a' * (i // 26)}" for i in range(records)]
        for i in range(pages):
            record = [(f"{OFFER}/record/{i}", names[i])] if i < records else []
            self.web.page(TOWN, f"{OFFER}/list?page={i}", page("Services", *record, *([(f"{OFFER}/list?page={i + 1}", "Load more")] if i < pages - 1 else [])))
        for i, name in enumerate(names):
            self.web.page(TOWN, f"{OFFER}/record/{i}", leaf(name))
        return [f"{OFFER}/record/{i}" for i in range(records)]

    def test_a_list_of_many_pages_is_read_to_its_end(self):
        for pages in (30, 80):
            with self.subTest(pages):
                self.setUp()
                records = self.list_site(pages, pages)
                visit, read, _ = self.audit()
                self.assertEqual(visit[0], "done")
                self.wanted(read, records)

    def test_a_list_that_only_goes_on_is_left(self):
        records = self.list_site(300, 20)
        visit, read, _ = self.audit()
        self.assertEqual(visit[0], "done")
        self.wanted(read, records)
        self.assertLess(len(self.web.asked(TOWN)), 100)

    def test_what_is_too_deep_is_told(self):
        self.offer((f"{OFFER}/d0", "Step"))
        for i in range(20):
            self.web.page(TOWN, f"{OFFER}/d{i}", leaf(f"Step {chr(65 + i)}", (f"{OFFER}/d{i + 1}", "Portage")))
        visit, _, verdicts = self.audit()
        self.assertEqual((visit[0], visit[2]), ("limited", 1))
        self.assertNotIn("no", verdicts)

    # --- what the page limit is spent on ---

    def test_combinations_of_facets_come_after_records(self):
        facets = [("need", "autism"), ("need", "adhd"), ("need", "deaf"), ("age", "0-5"), ("age", "5-11"), ("type", "short-breaks"), ("type", "therapy"), ("area", "north"), ("area", "south")]
        records = [f"{a} {b}" for a in ("Sunshine", "Acorn", "Otter", "Maple") for b in ("Club", "Group", "Den", "Barn", "House", "Hut", "Loft", "Yard", "Place", "Trust")]

        def answer(request):
            chosen = [tuple(part.split("=")) for part in request.query.split("&") if part]
            more = [("?" + "&".join(f"{name}={value}" for name, value in facets if (name, value) in (*chosen, facet)), facet[1].replace("-", " ").capitalize() + " (12)")
                    for facet in facets if facet not in chosen]
            start = sum(5 * facets.index(facet) for facet in chosen if facet in facets) % len(records)
            return Answer(page("Find services", *[(f"{OFFER}/find{query}", text) for query, text in more],
                               *[(f"{OFFER}/record/{i % len(records)}", records[i % len(records)]) for i in range(start, start + 8)]))
        self.web.below(TOWN, f"{OFFER}/find", answer)
        for i, name in enumerate(records):
            self.web.page(TOWN, f"{OFFER}/record/{i}", leaf(name))
        self.offer((f"{OFFER}/find", "Find services"))
        _, read, _ = self.audit(pages=100)
        self.wanted(read, [f"{OFFER}/record/{i}" for i in range(len(records))])

    def test_a_calendar_by_any_name_cuts_nothing_short(self):
        first = datetime.date(2026, 11, 1)
        for form, step in (("%Y/%m/%d", 1), ("%Y/%b/%d", 1), ("%B-%Y", 31)):  # days, and months by their names
            with self.subTest(form):
                self.setUp()
                days = {f"{OFFER}/diary/{day.strftime(form).lower()}": day for day in (first + datetime.timedelta(i * step) for i in range(-500, 500))}

                def answer(request):
                    day = days.get(request.target)
                    dates = [day + datetime.timedelta(i * step) for i in (-30, -1, 1, 2, 30)] if day else []
                    return Answer(page(f"What is on {day}", *[(f"{OFFER}/diary/{d.strftime(form).lower()}", f"{d:%d %B}" if step == 1 else f"{d:%B %Y}") for d in dates])) if day else Answer("no", 404)
                self.web.below(TOWN, f"{OFFER}/diary/", answer)
                links = self.many()
                self.offer((f"{OFFER}/diary/{first.strftime(form).lower()}", "Diary"), *links)
                visit, read, _ = self.audit(pages=150)
                self.assertEqual(visit[0], "done")
                self.wanted(read, [address for address, _ in links])

    def test_translations_are_not_read_beside_the_pages(self):
        codes = "fr pl ro pt ur ar tr so es lt".split()
        addresses = [f"{OFFER}/{slug(name)}/{part}" for name in SERVICES for part in ("apply", "who")]
        links = [(address, address.rsplit("/", 1)[1].capitalize()) for address in addresses]
        for code in ("", *codes):
            prefix = "/" + code if code else ""
            for address, text in [(OFFER, "Local Offer"), *links]:
                body = page(text + code, *([(prefix + a, t) for a, t in links] if address == OFFER else []), body=words(address + code),
                            head="".join(f'<link rel="alternate" hreflang="{other}" href="/{other}{address}">' for other in codes))
                foot = "<nav>" + "".join(f'<a href="/{other}{address}">{other}</a> ' for other in codes) + "</nav>"
                self.web.page(TOWN, prefix + address, body.replace("</body>", foot + "</body>").replace('lang="en"', f'lang="{code or "en"}"'))
        self.web.page(TOWN, "/", leaf("Anytown Council", (OFFER, "Local Offer")))
        visit, read, _ = self.audit(pages=20)
        self.assertEqual(visit[0], "done")
        self.wanted(read, addresses)

    def many(self):
        links = [(f"{OFFER}/pages/{i}", f"Meeting place {chr(65 + i)}") for i in range(26)]
        for address, name in links:
            self.web.page(TOWN, address, leaf(name))
        return links

    def test_what_robots_txt_forbids_uses_up_no_pages(self):
        links = self.many()
        self.offer(*[(f"{OFFER}/directory/{i}", f"Autism short breaks club {chr(65 + i % 26)}{i // 26}") for i in range(80)], *links)
        self.web.robots(TOWN, f"User-agent: *\nDisallow: {OFFER}/directory/\n")
        _, read, _ = self.audit(pages=40)
        self.wanted(read, [address for address, _ in links])
        self.assertFalse([target for _, target in self.web.asked(TOWN) if "/directory/" in target])

    def test_a_sitemap_of_what_is_no_more_comes_last(self):
        links = self.many()
        self.offer(*links)
        self.web.add(TOWN, "/sitemap.xml", list_of(f"http://{TOWN}{OFFER}/short-breaks/autism-club-{chr(97 + i % 26)}{i // 26}" for i in range(200)))
        _, read, _ = self.audit(pages=50)
        self.wanted(read, [address for address, _ in links])
        self.assertLess(len(self.web.asked(TOWN)), 120)

    def test_a_directory_in_a_frame_is_read(self):
        self.web.page(TOWN, "/", leaf("Anytown Council", (OFFER, "SEND Local Offer")))
        self.web.page(TOWN, OFFER, page("Local Offer", body=WORDS + '<iframe src="http://widgets.test/anytown/localoffer" title="Directory"></iframe><iframe src="http://films.test/embed/x1" title="Short breaks"></iframe>'))
        self.web.page("widgets.test", "/anytown/localoffer", leaf("Directory"))
        self.web.page("films.test", "/embed/x1", leaf("Film"))
        self.audit()
        self.assertIn(("GET", "/anytown/localoffer"), self.web.asked("widgets.test"))


if __name__ == "__main__":
    unittest.main()
