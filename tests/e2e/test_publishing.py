"""What leads to publication: the pack that each council is sent, its reply, and what the published report adds or keeps back."""
import csv
import json
import os
import re
import shutil
import unittest
from xml.etree import ElementTree

from program import SEEDS, run
from shim import needs_shim, struck
from towns import NAMES, SERVICES, TownCase, connect, councils, read_csv, tree
from toyweb import WORDS, page

CODES = {name: f"E069990{i:02d}" for i, name in enumerate(NAMES)}


class Publishing(TownCase):
    def setUp(self):
        self.here = self.place()
        self.code(run(*self.here.audit("--no-report")), 0)

    def report(self, *more, code=0, words=()):
        return self.code(run("report", "--store", self.here.store, "--out", self.here.out, "--as-of", "2026-03-10", *more), code, *words)

    def write(self, name, *lines):
        with open(self.here.at(name), "w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(lines)
        return self.here.at(name)

    def read(self, *path):
        with open(self.here.at("report", *path), encoding="utf-8") as file:
            return file.read()

    def pages(self):
        return {name: self.read(name) for name in tree(self.here.out) if name.endswith(".html")}

    def test_a_pack_is_about_one_council_alone(self):
        self.report("--draft", "--reply-by", "2026-03-20")
        for name in NAMES:
            folder = self.here.at("report", "pack", f"{name}-council")
            files = tree(folder)
            self.assertGreater(sum(path.endswith(".html") for path in files), 20)
            cover = self.read("pack", f"{name}-council", "index.html")
            self.assertIn("20 March 2026", cover)
            self.assertIn(f"{name.title()} Council", cover)
            form = read_csv(os.path.join(folder, "reply.csv"))
            self.assertEqual({(row["council"], row["reply"] + row["role"] + row["date"]) for row in form}, {(f"{name.title()} Council", "")})
            self.assertEqual((form[0]["service"], form[0]["question"]), ("", ""), "the first line is for the page as a whole")
            self.assertGreater(len(form), 20)
            self.assertLessEqual({row["result"] for row in form[1:]}, {"partly", "not found", "says no", "unclear", "web site silent", "could not tell", "no date", "some ages"})
            others = re.compile("|".join(f"{other}|{CODES[other]}" for other in NAMES if other != name), re.I)
            for path in files:
                with open(os.path.join(folder, path), encoding="utf-8") as file:
                    hit = others.search(file.read())
                self.assertIsNone(hit, f"{path} names {hit and hit.group()}")
        for more, lacks in (((), ("no day", "nobody")), (("--reply-by", "20/3/2026"), ("nobody",)), (("--reply-by", "2026-03-20", "--contact", "mailto:audit@campaign.example"), ())):
            told = self.report("--draft", *more).stderr
            self.assertEqual(re.findall(r"^The packs name (no day|nobody) to reply", told, re.M), list(lacks), more)
            self.assertEqual("Please reply by <strong>20 March 2026</strong>" in self.read("pack", "alder-council", "index.html"), "no day" not in lacks)
        for day in ("soon", "2026-02-30", "30/2/2026"):
            self.report("--draft", "--reply-by", day, code=2, words=("--reply-by",))
        self.report()
        self.assertFalse(os.path.exists(self.here.at("report", "pack")), "only a draft has packs")

    def test_a_page_counts_once_however_often_it_carries_a_link(self):
        """A menu's link and the footer's are one to mend; the same link behind other words is another."""
        for service in SERVICES:
            self.here.web.page("www.alder.test", f"/local-offer/{service}", page(service.title(), *[("/gone", words) for words in ("Ask us", "Ask us", "Our form")], body=WORDS))
        self.code(run(*self.here.audit("--no-report")), 0)
        self.report()
        shown, = [line for line in self.read("council", "alder-council", "links", "index.html").split("<tr>") if "alder.test/gone<" in line]
        self.assertEqual(shown.count("words “Ask us”, “Our form”"), len(SERVICES))
        self.assertIn("<summary>1 more page</summary>", shown)
        lines = [row for row in read_csv(self.here.at("report", "data", "links.csv")) if row["url"].endswith("/gone")]
        self.assertEqual(sorted(row["link_text"] for row in lines), ["Ask us"] * len(SERVICES) + ["Our form"] * len(SERVICES))

    def test_a_reply_is_printed_word_for_word(self):
        head = ("gss_code", "service", "row", "date", "role", "reply", "decision", "decided_on")
        said = 'We <b>do</b> say so, on "Transport", & always have.\nLook again.'
        replies = self.write("replies.csv", head, (CODES["alder"], "transport", "referral", "2026-03-02", "SEND manager", said, "We looked again.", "2026-03-05"))
        self.report("--replies", replies)
        printed = said.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        shown = [name for name, text in self.pages().items() if printed in text.replace("&quot;", '"').replace("&#34;", '"')]
        proof = f"evidence/{CODES['alder'].lower()}-transport-referral/index.html"
        self.assertEqual(set(shown), {"replies/index.html", "council/alder-council/index.html", "council/alder-council/transport/index.html", proof},
                         "beside the result, wherever that is told whole")
        for line, words in (((CODES["alder"], "transport", "referral", "2026-13-02", "SEND manager", said, "", ""), "replies.csv:2"),
                            (("E06999099", "", "", "2026-03-02", "SEND manager", said, "", ""), "E06999099")):
            self.report("--replies", self.write("replies.csv", head, line), code=2, words=(words,))

    def test_a_council_replies_in_the_words_that_it_sees(self):
        """The form of its pack, filled in by somebody who has seen no code of ours; what is left empty is passed over."""
        self.report("--draft")
        path = self.here.at("report", "pack", "alder-council", "reply.csv")
        form = read_csv(path)
        line = next(i for i, row in enumerate(form) if row["service"] == "Portage and early support" and row["question"] == "Is it explained?")
        form[0] |= {"reply": "Thank you for reading all of it.", "role": "Head of Inclusion", "date": "02/03/2026"}
        form[line] |= {"reply": "It is on our new page.", "role": "Portage manager", "date": "2026-03-02"}
        replies = self.write("replies.csv", form[0], *[row.values() for row in form])
        self.report("--replies", replies)
        printed = self.read("replies", "index.html")
        self.assertEqual(printed.count("Word for word"), 2)
        self.assertIn("From Portage manager, about “Is it explained?” for Portage and early support.", printed)
        lines = "We read it.\n\nThe page is new."
        self.report("--replies", self.write("replies.csv", ("council", "service", "question", "date", "role", "reply"),
                                            ("alder-council", "Portage and early support", "Is it explained?", "2026-03-02", "Portage manager", lines)))
        for page in (("replies",), ("council", "alder-council"), ("evidence", f"{CODES['alder'].lower()}-portage-explanation")):
            printed = self.read(*page, "index.html").replace("\r", "")
            self.assertIn(f'<p class="said">{lines}</p>', printed, "its paragraphs too")
            self.assertIn(".said{white-space:pre-line}", printed)
        # As people type it: capitals, apostrophes, no question mark; the question may be the family's.
        head = ("council", "service", "question", "date", "role", "reply")
        for service, question in (("short breaks", "is it explained"), ("DISABLED CHILDREN'S SOCIAL CARE", "What is it, and how does it help us?"), ("portage", "explanation")):
            self.report("--replies", self.write("replies.csv", head, ("alder council", service, question, "2026-03-02", "SEND manager", "Look again.")))
            self.assertIn("about “Is it explained?” for", self.read("replies", "index.html"))
        for line, words in ((("alder-council", "Bins", "", "2026-03-02", "SEND manager", "Look."), "replies.csv:2: the report has no service 'Bins'; write it as it is printed there"),
                            (("alder-council", "Short breaks", "Why?", "2026-03-02", "SEND manager", "Look."), "has no question 'Why?'"),
                            (("alder-council", "Short breaks", "", "2026-03-02", "SEND manager", ""), "the reply's text is empty")):
            self.report("--replies", self.write("replies.csv", head, line), code=2, words=(words,))
        self.report("--replies", self.write("replies.csv", head[1:], ("", "", "", "", "")), code=2, words=("the column 'gss_code' or 'council' is missing",))

    def test_a_night_of_part_of_the_list(self):
        """Replies and answers of councils that are not in the run wait for a run of theirs; of a council that nobody knows they are a mistake."""
        head = ("council", "service", "question", "date", "role", "reply")
        replies = self.write("replies.csv", head, *[(f"{name}-council", "", "", "2026-03-02", "SEND manager", f"We at {name} say more.") for name in NAMES])
        answers = self.write("answers.csv", ("gss_code", "provided", "date", "note"), (CODES["birch"], "no", "2026-02-14", ""))
        with open(self.here.at("part.csv"), "w", encoding="utf-8") as part:
            part.write(councils("alder"))
        night = self.here.audit("--replies", replies, "--answers", answers, **{"councils": self.here.at("part.csv"), "as-of": "2026-03-02"})
        self.assertEqual(self.code(run(*night), 0).stderr, "")
        told = self.report("--replies", replies, "--answers", answers).stderr
        self.assertIn(f"{replies}: not in this run, so not printed with it: Birch Council, Cedar Council.\n", told)
        self.assertIn(f"{answers}: not in this run, so not printed with it: Birch Council.\n", told)
        printed = self.read("replies", "index.html")
        self.assertIn("We at alder say more.", printed)
        self.assertNotIn("We at birch", printed)
        self.assertIn("<p>These councils have replied too, and this report is not about them: Birch Council, Cedar Council.</p>", printed)
        self.assertEqual([row["gss_code"] for row in read_csv(self.here.at("report", "data", "replies.csv"))], [CODES["alder"]])
        with open(os.path.join(SEEDS, "councils.csv"), encoding="utf-8") as file:
            listed = next(csv.DictReader(file))["gss_code"]
        self.report("--replies", self.write("listed.csv", head, (listed, "", "", "2026-03-02", "", "Another list's.")))
        # What would be a mistake in the council's own run is one tonight.
        wrong = self.write("wrong.csv", head, ("birch-council", "Bins", "", "2026-03-02", "SEND manager", "Look."), ("nowhere", "", "", "2026-03-02", "", "Look."))
        self.report("--replies", wrong, code=2, words=(f"{wrong}:2: the report has no service 'Bins'", f"{wrong}:3: 'nowhere' is no council of this run, nor one that we know"))

    def test_replies_stay_until_others_come_in_their_place(self):
        """The next report and the next night print them too; a file of its first line alone takes them away."""
        head = ("council", "service", "question", "date", "role", "reply")
        answers = ("--answers", self.write("answers.csv", ("gss_code", "provided", "date", "note"), (CODES["birch"], "no", "2026-02-14", "")))
        self.report("--replies", self.write("first.csv", head, ("alder council", "", "", "2026-03-02", "SEND manager", "We say more.")), *answers)
        os.remove(self.here.at("first.csv"))
        for again in (self.report, lambda: self.code(run(*self.here.audit(**{"as-of": "2026-03-02"})), 0), lambda: self.report("1")):
            again()
            self.assertIn("We say more.", self.read("council", "alder-council", "index.html"))
            self.assertIn("Answers that came back: 1. ", self.read("trends", "index.html"))
        wrong = self.write("wrong.csv", head, ("nowhere", "", "", "2026-03-02", "", "Look."))
        self.report("--replies", wrong, code=2, words=("nowhere",))
        self.report()
        self.assertIn("We say more.", self.read("replies", "index.html"), "a file with a mistake takes no other's place")
        self.report("--replies", self.write("second.csv", head, ("alder council", "", "", "2026-03-03", "SEND manager", "We say less.")))
        self.report()
        printed = self.read("replies", "index.html")
        self.assertIn("We say less.", printed)
        self.assertNotIn("We say more.", printed)
        self.report("--replies", self.write("none.csv", head))
        self.report()
        self.assertIn("No council has replied", self.read("replies", "index.html"))

    @needs_shim
    def test_what_is_not_published_takes_no_others_place(self):
        head = ("council", "service", "question", "date", "role", "reply")
        self.report("--replies", self.write("first.csv", head, ("alder council", "", "", "2026-03-02", "SEND manager", "We say more.")))
        second = self.write("second.csv", head, ("alder council", "", "", "2026-03-03", "SEND manager", "We say less."))
        self.code(run("report", "--store", self.here.store, "--out", self.here.out, "--replies", second, env=struck(mode="EIO", call="syncfs", at=1)), 1, "cannot sync")
        self.report()
        self.assertIn("We say more.", self.read("replies", "index.html"))

    def test_a_slip_in_the_replies_is_told_before_the_night(self):
        """Not after hours of visits, whose report would then fail night after night."""
        wrong = self.write("wrong.csv", ("council", "service", "question", "date", "role", "reply"), ("alder-council", "Bins", "", "2026-03-02", "", "Look."))
        with connect(self.here.store) as store:
            before = store.execute("SELECT count(*) FROM run").fetchone()
        self.here.web.clear_log()
        self.code(run(*self.here.audit("--replies", wrong)), 2, f"{wrong}:2: the report has no service 'Bins'", "nothing was read from it")
        self.assertEqual(list(self.here.web.entries()), [])
        with connect(self.here.store) as store:
            self.assertEqual(store.execute("SELECT count(*) FROM run").fetchone(), before)
        store.close()

    def test_who_wants_to_protest_is_told_whom_to_write_to(self):
        """The contact is kept with the run, and is no part of what makes two runs the same."""
        self.report()
        self.assertIn("Write to whoever published this report.", self.read("replies", "index.html"))
        self.code(run(*self.here.audit("--no-report", "--contact", "mailto:audit@campaign.example", "--resume")), 0)
        self.report("--draft")
        link = '<a href="mailto:audit@campaign.example">audit@campaign.example</a>'
        for page in (("replies", "index.html"), ("pack", "alder-council", "index.html"), ("council", "alder-council", "index.html")):
            self.assertIn(link, self.read(*page), page)
        proof = self.read("evidence", f"{CODES['alder'].lower()}-transport-referral", "index.html")
        self.assertIn('<a href="../../replies/index.html#how">Is it wrong?</a>', proof)
        self.report("--contact", "https://campaign.example/audit")
        self.assertIn('href="https://campaign.example/audit"', self.read("replies", "index.html"))
        self.report("--contact", "javascript:alert(1)", code=2, words=("--contact takes an http(s) or mailto: address",))
        with connect(self.here.store) as store:
            inputs = store.execute("SELECT inputs_sha256 FROM run ORDER BY id").fetchall()
        store.close()
        self.assertEqual(len(inputs), 2)
        self.assertEqual(inputs[0], inputs[1])

    def test_texts_are_read_strictly(self):
        """What somebody changes in the report's words is refused with its file, and its line where there are lines."""
        seeds = self.here.at("seeds")
        os.mkdir(seeds)
        for name in os.listdir(SEEDS):
            if name in ("texts", "reference"):
                shutil.copytree(os.path.join(SEEDS, name), os.path.join(seeds, name))
            else:
                os.symlink(os.path.join(SEEDS, name), os.path.join(seeds, name))
        for path, old, new, words in (
                ("texts/press.csv", "links:broken,", "links:dead,", ("press.csv:4", "the figure 'links:dead' is unknown; allowed: row:ROW")),
                ("texts/press.csv", "row:complain,told families what to do if they are refused or unhappy,", "row:complain,,", ("press.csv:8", "give words")),
                ("texts/press.csv", "everyday words,", "everyday words,councils/", ("press.csv:10", "and a link but for a row")),
                ("texts/press.csv", ",councils/", ",", ("press.csv:3", "give words, and a link")),
                ("texts/prose.csv", "read them, up to {date}", "up to {day}", ("prose.csv:", "'index-lead' has no value {day}; it may hold: date")),
                ("texts/words.csv", "signposts,no,most are broken", "signposts,no,they work", ("words.csv:16", "'they work' is the word for 'yes' already")),
                ("reference/edcm-2011.json", '"percent": 65', '"percent": 165', ("edcm-2011.json", "the percent of 'yes' must be a number from 0 to 100")),
                ("reference/edcm-2011.json", '"title": "Is key working provided?", ', "", ("edcm-2011.json", "'title' must be a text"))):
            with open(os.path.join(seeds, path), encoding="utf-8") as file:
                right = file.read()
            self.assertEqual(right.count(old), 1, old)
            with open(os.path.join(seeds, path), "w", encoding="utf-8") as file:
                file.write(right.replace(old, new))
            with self.subTest(old):
                self.report("--seeds", seeds, code=2, words=words)
            with open(os.path.join(seeds, path), "w", encoding="utf-8") as file:
                file.write(right)
        self.report("--seeds", seeds)

    def test_nobody_reads_markup(self):
        """Of a published report, a draft and its packs: a tag that is escaped by mistake stands between the words."""
        self.report("--draft", "--reply-by", "2026-03-20")
        wrong = {name: re.search(r"&lt;/?(a|p|strong|ul|ol|li|h[1-6]|span|q|td|tr|blockquote)( [^&]*)?&gt;", text) for name, text in self.pages().items()}
        self.assertEqual({name: found[0] for name, found in wrong.items() if found}, {})
        told = self.read("pack", "alder-council", "council", "alder-council", "index.html")
        self.assertIn('Fill in <a href="../../reply.csv">the form</a> and send it to whoever sent you this.', told)
        self.assertIn("By <strong>20 March 2026</strong>, please.", told)

    def test_every_mistake_is_told_at_one_go(self):
        """With file and line, the first nine; and the report that was there stays."""
        self.report()
        before = self.pages()
        wrong = ("alder-council", "Bins", "", "2026-03-02", "SEND manager", "Look.")
        fine = ("alder-council", "Short breaks", "", "2026-03-02", "SEND manager", "Look.")
        lines = [wrong, fine, ("nowhere", *fine[1:]), fine, (*fine[:3], "soon", *fine[4:])]
        path = self.write("replies.csv", ("council", "service", "question", "date", "role", "reply"), *lines)
        self.report("--replies", path, code=2, words=(f"{path}:2: the report has no service 'Bins'", f"{path}:4: 'nowhere' is no council of this run", f"{path}:6: 'soon' is no date",
                                                     f"{path}: 3 mistakes to mend; nothing was read from it"))
        answers = self.write("answers.csv", ("gss_code", "provided", "date", "note"), (CODES["alder"], "perhaps", "2026-03-02", ""), *[("nowhere", "yes", "2026-03-02", "")] * 30)
        told = self.report("--answers", answers, code=2, words=(f"{answers}:2: 'perhaps' is no answer", f"{answers}:10: 'nowhere'", "31 mistakes to mend, of which the first 9 are named"))
        self.assertNotIn(f"{answers}:11:", told.stderr)
        twice = self.write("twice.csv", ("gss_code", "provided", "date", "note"), (CODES["alder"], "yes", "2026-03-02", ""), (CODES["birch"], "no", "2026-03-02", ""),
                           (CODES["alder"], "no", "2026-03-02", ""))
        self.report("--answers", twice, code=2, words=(f"{twice}:4: Alder Council has an answer in a line above already",))
        early = self.write("early.csv", ("council", "service", "question", "date", "role", "reply", "decision", "decided_on"), (*fine, "We looked again.", "2026-03-01"))
        self.report("--replies", early, code=2, words=(f"{early}:2: decided on 2026-03-01, before the reply came on 2026-03-02",))
        # The months of 3 September and 9 March are easily taken for each other.
        late = self.write("late.csv", ("council", "service", "question", "date", "role", "reply", "decision", "decided_on"), (*fine[:3], "03/09/2026", *fine[4:], "", ""),
                          (*fine, "We looked again.", "2026-04-05"))
        self.report("--replies", late, code=2, words=(f"{late}:2: '03/09/2026' is still to come", f"{late}:3: '2026-04-05' is still to come"))
        late = self.write("late.csv", ("gss_code", "provided", "date", "note"), (CODES["alder"], "yes", "2026-12-02", ""))
        self.report("--answers", late, code=2, words=(f"{late}:2: '2026-12-02' is still to come",))
        self.assertEqual(self.pages(), before)

    def test_pages_have_councils_by_name_and_files_have_them_in_the_lists_order(self):
        names = ("cedar", "alder", "birch")
        here = self.place(names=names)
        self.code(run(*here.audit("--no-archive")), 0)

        def order(path, pattern):
            with open(os.path.join(here.out, path), encoding="utf-8") as file:
                return re.findall(pattern, file.read())

        self.assertEqual(order("links/index.html", r"council/(\w+)-council/links/"), sorted(names))
        self.assertEqual(order("row/explanation/index.html", r'id="in-(\w+)-council"'), sorted(names))
        self.assertEqual(order("councils/index.html", r'<th scope="row"><a href="../council/(\w+)-council/'), sorted(names))
        self.assertEqual([row["slug"] for row in read_csv(os.path.join(here.out, "data", "councils.csv"))], [f"{name}-council" for name in names])

    def test_of_councils_that_were_not_asked_for_nothing_is_said(self):
        """Of a list of three one is named: that the others "could not be read" would be untrue, and was to be quoted."""
        head = ("council", "service", "question", "date", "role", "reply")
        replies = self.write("replies.csv", head, *[(f"{name}-council", "", "", "2026-03-02", "SEND manager", f"We at {name} say more.") for name in NAMES])
        here = self.place()
        told = self.code(run(*here.audit("alder-council", "--replies", replies)), 0).stderr
        self.assertEqual([path for path in tree(here.out) if re.search("birch|cedar", path)], [])
        for page in ("index.html", "press/index.html", "links/index.html", "councils/index.html", "data/councils.csv"):
            with open(os.path.join(here.out, page), encoding="utf-8") as file:
                text = file.read()
            self.assertIsNone(re.search("Birch|Cedar|Could not be read on|Of 1 councils", text), page)
        with open(os.path.join(here.out, "replies", "index.html"), encoding="utf-8") as file:
            self.assertIn("this report is not about them: Birch Council, Cedar Council.", file.read())
        self.assertNotIn("birch", told.lower())

    def test_of_links_that_were_not_checked_nothing_is_said(self):
        """That no council has a broken one would be untrue, and was to be quoted."""
        unasked = "Others may be broken, and we can’t say."
        pages = ("links/index.html", "council/alder-council/index.html")
        self.report()
        self.assertIn("at least one confirmed broken link", self.read("press", "index.html"))
        self.assertNotIn(unasked, "".join(self.read(page) for page in pages))
        self.code(run(*self.here.audit("--no-links")), 0)
        self.assertNotIn("broken link", self.read("press", "index.html"))
        self.assertRegex(self.read("asks", "index.html"), r"Mend the links</h3>\n<p>[^<]*</p>\n<p>This run could not tell\.")
        for page in pages:
            self.assertIn(unasked, self.read(page))

    def test_answers_stand_beside_what_was_found(self):
        answers = self.write("answers.csv", ("gss_code", "provided", "date", "note"), (CODES["birch"], "yes", "2026-02-14", "Twelve key workers."))
        self.report("--answers", answers)
        table = self.read("trends", "index.html")
        self.assertRegex(table, r'The council says that it has key working</th>.*data-h="In answers">100% <span class="small">\(1 of 1\)</span>')
        self.assertRegex(table, r'The council says that it has none</th>.*data-h="In answers">0% <span class="small">\(0 of 1\)</span>')
        self.report("--answers", self.write("answers.csv", ("gss_code", "provided", "date", "note"), (CODES["birch"], "perhaps", "2026-02-14", "")),
                    code=2, words=("answers.csv:2", "perhaps"))

    def test_a_notice_stands_on_every_page(self):
        self.report("--notice", "A trial <run>.")
        missing = [name for name, text in self.pages().items() if "A trial &lt;run&gt;." not in text]
        self.assertEqual(missing, [])

    def test_a_feed_is_read_elsewhere_and_has_whole_addresses(self):
        self.report("--base-url", "https://send.example/audit/")
        feed = ElementTree.fromstring(self.read("changes", "feed.atom"))
        links = [link.get("href") for link in feed.iter("{http://www.w3.org/2005/Atom}link")]
        self.assertTrue(links and all(link.startswith("https://send.example/audit/") for link in links), links)

        for address in ("send.example/audit", "ftp://send.example/", "https://"):
            self.report("--base-url", address, code=2, words=("--base-url takes an http(s) address",))

    def headlines(self):
        services = json.loads(self.read("council", "alder-council", "scorecard.json"))["services"]
        return {service["service"]: service["headline"] for service in services}

    def test_adverse_headlines_wait_for_a_person(self):
        self.report()
        told = self.headlines()
        self.assertEqual((told["portage"], told["advice"]), ("not_widely_available",) * 2)
        self.report("--require-review")
        self.assertEqual(self.headlines(), {service: headline if headline == "yes" else "waiting_for_review" for service, headline in told.items()})
        self.assertIn("not shown until a person has confirmed it", self.read("council", "alder-council", "portage", "index.html"))
        # Each of the three questions that a headline rests on has to be confirmed.
        table = self.here.at("review.csv")
        self.code(run("review", "export", table, "--store", self.here.store), 0)
        entries = read_csv(table)
        for confirmed, headline in ((("explanation", "referral"), "waiting_for_review"), (("explanation", "referral", "contacts"), told["portage"])):
            done = {"reason": "Read again.", "reviewer": "campaign volunteer", "date": "2026-03-02"}
            self.write("review.csv", entries[0], *[{**entry, **done, "verdict": entry["program_verdict"]}.values() for entry in entries
                       if (entry["gss_code"], entry["service"]) == (CODES["alder"], "portage") and entry["row"] in confirmed])
            self.code(run("review", "import", table, "--store", self.here.store), 0)
            self.report("--require-review")
            self.assertEqual((self.headlines()["portage"], self.headlines()["advice"]), (headline, "waiting_for_review"))

    def test_copies_are_published_only_where_it_is_asked_for(self):
        self.report()
        self.assertFalse(os.path.exists(self.here.at("report", "copy")))
        self.report("--publish-copies")
        copies = [text for name, text in self.pages().items() if name.startswith("copy/")]
        self.assertTrue(any("Alder gives short-breaks to children aged 5 to 18" in text for text in copies))


if __name__ == "__main__":
    unittest.main()
