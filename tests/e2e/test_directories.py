"""Directories in the manner of councils' platforms: what the lists of the Local Offer name is read, by the server's log and the store, and
what lies beside it is not."""
import html
import itertools
import sqlite3
import unittest

from program import run
from towns import HEADER, Place
from toyweb import WORDS, Answer, ToyWeb, page

TOWN = "www.anytown.test"
TREES = ("Acorn", "Birch", "Cedar", "Elm", "Fern", "Gorse", "Hazel", "Ivy", "Larch", "Maple", "Oak", "Pine", "Rowan", "Sorrel", "Thistle", "Willow")
TOPICS = ("Education, health and care plans", "Getting around", "Money", "Growing up")
CHOICES = ("Clubs and activities", "Childcare", "Health", "Support groups")  # that promise no service by their words
OTHERS = ("Lunch places", "Home helps")                                     # of the same directory, for other people
TOWNS = ("Council tax", "Libraries", "Leisure centres", "Births and deaths")
EACH, PER_PAGE, DETAILS = 14, 5, "More details"


def slug(name):
    return name.lower().replace(",", "").replace(" ", "-")


def listed(links):
    return "<ul>" + "".join(f'<li><a href="{html.escape(address)}">{html.escape(name)}</a></li>' for address, name in links) + "</ul>"


class Directory:
    """A council's site: its menu, a Local Offer with topics and lists, and a directory whose records tell nothing of the Local Offer."""

    def __init__(self, start, topic, choice, record, further, title, host=TOWN, front=None, named=True, apart=None, each=EACH):
        """Functions give the addresses: of a topic, of the list of a choice by its number, of a record by its number and name; `further` is
        what a list's next pages add. `front` is the directory's own first page, where the Local Offer leads to that alone. Records are
        linked by their names, or else by "More details" alone. `apart` is a host of the directory's own, `each` how many records a list has."""
        self.web, self.host, self.start, self.wanted, self.outside = ToyWeb(), host, start, [], []
        self.directory, self.each = apart or host, each
        self.record, self.further, self.title, self.named = record, further, title, named
        self.tools = [(f"{record(9000, 'tool').rsplit('/', 1)[0]}/{tool}.aspx", words) for tool, words in (("Map", "View on map"), ("Mail", "Email this provider"))]
        self.menu = [("/", "Home")] + [(f"/town/{slug(name)}", name) for name in TOWNS]
        for address, name in self.menu[1:]:
            self.put(address, name, listed([(f"{address}/{i}", f"{name} {i}") for i in range(4)]), host=TOWN, wanted=False)
        topics = [(topic(i, name), name) for i, name in enumerate(TOPICS)]
        for address, name in topics:
            self.put(address, name, WORDS)
        numbers = itertools.count(100)
        lists = [self.add_list(choice(i, name), name, numbers) for i, name in enumerate(CHOICES)]
        lists = [(f"http://{apart}{address}", name) for address, name in lists] if apart else lists
        others = [self.add_list(choice(90 + i, name), name, numbers, wanted=False) for i, name in enumerate(OTHERS)] if front is None and host == TOWN and not apart else []
        if front is not None:
            self.put(front, title, listed(lists))
        self.put(start, "Local Offer", WORDS + listed(topics + (lists if front is None else [(front, "Find services")])))
        self.put("/", "Anytown Council", listed([(f"http://{host}{start}", "SEND Local Offer"), *others]), host=TOWN, wanted=None)
        self.web.below(self.directory, self.tools[0][0].rsplit("/", 1)[0] + "/", lambda request: Answer(page(f"Tool {request.target}", body=f"<p>{request.target}</p>"))
                       if ".aspx?item=" in request.target else Answer(page("Page not found"), 404))

    def put(self, address, title, content, wanted=True, host=None):
        host = host or self.host
        self.web.page(host, address, f'<!DOCTYPE html><html lang="en"><title>{title} - Anytown</title><body><header><nav>{listed(self.menu)}</nav></header>'
                      f"<main><h1>{title}</h1>{content}</main></body></html>")
        if wanted is not None:
            (self.wanted if wanted else self.outside).append(f"http://{host}{address}")

    def add_list(self, address, choice, numbers, wanted=True):
        names = [f"{tree} {choice.split()[0].lower()} {i // len(TREES) + 1}" for i, tree in zip(range(self.each), itertools.cycle(TREES))]
        records = [(self.record(next(numbers), slug(name)), name) for name in names]
        parts = [records[i:i + PER_PAGE] for i in range(0, self.each, PER_PAGE)]
        pages = [address + (self.further.format(i + 1) if i else "") for i in range(len(parts))]
        for place, part in zip(pages, parts):
            entries = ""
            for i, (record, name) in enumerate(part):
                tools = [(f"{tool}?item={i}{len(self.wanted)}", words) for tool, words in self.tools]
                heading = f'<a href="{html.escape(record)}">{name}</a>' if self.named else name
                entries += f"<h2>{heading}</h2><p>{name} is in Anytown.</p>" + listed([(record, DETAILS), *tools])
            self.put(place, self.title, f"<p>{self.each} found.</p>{entries}<p>Pages</p>" + listed([(other, str(i + 1)) for i, other in enumerate(pages)]), wanted, self.directory)
        for (record, name), (near, other) in zip(records, records[3:] + records[:3]):
            self.put(record, name, f"<p>{name} meets on Saturdays. {' '.join(sorted(name * 4))}</p>" + listed([(near, f"Near it: {other}")]), wanted, self.directory)
        return address, choice


def synergy(**more):
    app = "/SynergyWeb"
    return Directory(f"{app}/Local_Offer/Home.aspx", lambda i, name: f"{app}/Local_Offer/Topic{i}.aspx", lambda i, name: f"{app}/Enquiries/Search.aspx?searchID={40 + i}",
                     lambda i, name: f"{app}/Enquiries/ProviderDetails.aspx?srv={i}", "&page={}", "Search results", **more)


def aside(choice, record, further, **more):
    return Directory("/local-offer", lambda i, name: f"/local-offer/{slug(name)}", lambda i, name: choice.format(slug(name)),
                     lambda i, name: record.format(name), further, "Results", apart="directory.anytown.test", **more)


SHAPES = {
    "flat, with a query": synergy,
    "flat, with a query, and the same words beside each": lambda: synergy(named=False),
    "numbered directories": lambda: Directory("/info/200307/local_offer", lambda i, name: f"/info/200307/local_offer/{300 + i}/{slug(name)}",
                                              lambda i, name: f"/directory/{7 if i < 90 else 9}/services/category/{60 + i}",
                                              lambda i, name: f"/directory_record/{i}/{name}", "?page={}", "Directory of services", front="/directory/7/services"),
    "articles": lambda: Directory("/local-offer/article/5005/home", lambda i, name: f"/local-offer/article/{300 + i}/{slug(name)}", lambda i, name: f"/article/700/Results?category={i}",
                                  lambda i, name: f"/article/{2000 + i}/{name}", "&p={}", "Results"),
    "portlets": lambda: Directory("/web/guest/local-offer", lambda i, name: f"/web/guest/local-offer/-/asset_publisher/aB1/content/{slug(name)}?inheritRedirect=false",
                                  lambda i, name: f"/web/guest/directory?p_p_id=dir&p_p_lifecycle=0&_dir_category={i}",
                                  lambda i, name: f"/web/guest/directory/-/entry/{i}", "&_dir_cur={}", "Directory"),
    "named records": lambda: Directory("/children/send-local-offer", lambda i, name: f"/children/send-local-offer/{slug(name)}", lambda i, name: f"/services-directory?category={i}",
                                       lambda i, name: f"/services-directory/{name}", "&page={}", "Services directory"),
    "channels": lambda: Directory("/kb5/anytown/directory/localoffer.page?localofferchannel=0", lambda i, name: f"/kb5/anytown/directory/advice.page?id=a{i}X&localofferchannel={i}",
                                  lambda i, name: f"/kb5/anytown/directory/results.page?qt=&term=&{'localofferchannel' if i < 90 else 'adultchannel'}={i}_1",
                                  lambda i, name: f"/kb5/anytown/directory/service.page?id=s{i}Q", "&sr={}0", "Search results"),
    "a directory apart, with records right below its host": lambda: aside("/results?category={}", "/{}", "&page={}"),
    "a directory apart, of folders with names": lambda: aside("/categories/{}", "/service/{}", "/page/{}"),
    "a directory apart, of lists with two records": lambda: aside("/results?category={}", "/service/{}", "&page={}", each=2),
    "a site of its own": lambda: Directory("/", lambda i, name: f"/information_pages/{i}-{slug(name)}", lambda i, name: f"/categories/{i}-{slug(name)}",
                                           lambda i, name: f"/services/{i}-{name}", "?page={}", "Services", host="anytown.local-offer.test"),
    "a blog of its own": lambda: Directory("/", lambda i, name: f"/{slug(name)}/", lambda i, name: f"/service-category/{slug(name)}/",
                                           lambda i, name: f"/listing/{name}/", "page/{}/", "Services", host="anytownsend.test"),
}


class Directories(unittest.TestCase):
    def audit(self, directory, pages=400):
        """Outcome and number left of the visit, and the addresses read as the council's."""
        listed_at = f"http://{directory.host}{directory.start}"
        with directory.web, Place(directory.web, text=HEADER + f"E06999000,Anytown Council,North,http://{TOWN}/,{listed_at}\n") as place:
            done = run(*place.audit("--no-report", "--no-archive", "--max-pages", str(pages)))
            self.assertEqual(done.returncode, 0, done.stderr)
            store = sqlite3.connect(place.store)
            visit = store.execute("SELECT outcome, pages_left FROM visit").fetchone()
            read = {url for (url,) in store.execute("SELECT url FROM page WHERE purpose = 'content' AND document_id IS NOT NULL")}
            store.close()
        return visit, read

    def test_what_the_lists_of_the_local_offer_name_is_read_and_nothing_beside(self):
        for shape, build in SHAPES.items():
            with self.subTest(shape):
                directory = build()
                visit, read = self.audit(directory)
                self.assertEqual(visit, ("done", 0))
                self.assertEqual([address for address in directory.wanted if address not in read], [])
                self.assertEqual([address for address in directory.outside if address in read], [])
                if directory.host == TOWN and shape != "channels":  # else all of it lies in the Local Offer
                    self.assertEqual(sorted(read - set(directory.wanted)), [])
                asked = [(entry["host"], entry["target"]) for entry in directory.web.entries() if entry["method"] == "GET" and entry["status"] == 200 and "?item=" not in entry["target"]]
                self.assertEqual([page for page in set(asked) if asked.count(page) > 1], [])

    def test_what_a_limit_leaves_of_lists_is_said(self):
        directory = synergy()
        visit, read = self.audit(directory, pages=40)
        self.assertEqual(visit[0], "limited")
        self.assertGreater(visit[1], 5)
        topics = [address for address in directory.wanted if "/Local_Offer/" in address]
        self.assertEqual([address for address in topics if address not in read], [], "they come before records")

    def test_a_page_of_prose_with_a_query_is_no_list(self):
        directory = synergy()
        prose = "/town/page?id=7"
        directory.put(prose, "Swimming", WORDS + "<p>Ring the pool.</p>" + listed([("/town/pools/opening", "Opening hours"), ("/town/who-runs-it", "Who runs it")]))
        for address in ("/town/pools/opening", "/town/who-runs-it"):
            directory.put(address, "Pool", "<p>It opens at nine.</p>", wanted=False)
        body = directory.web.sites[TOWN][directory.start].body.decode().replace("</main>", listed([(prose, "Swimming")]) + "</main>")
        directory.web.page(TOWN, directory.start, body)
        _, read = self.audit(directory)
        self.assertEqual([address for address in directory.wanted if address not in read], [])
        self.assertEqual([address for address in directory.outside if address in read], [])


if __name__ == "__main__":
    unittest.main()
