"""Names, titles, lists and option files that mean harm are only text."""
import csv
import html.parser
import io
import os
import unittest

from program import run
from towns import HEADER, NAMES, Place, TownCase, town, tree
from toyweb import WORDS, ToyWeb


class Markup(html.parser.HTMLParser):
    """What a browser would act on."""

    def __init__(self):
        super().__init__()
        self.acts = []

    def handle_starttag(self, tag, attributes):
        names = dict(attributes)
        if tag in ("iframe", "object", "embed", "base", "form"):
            self.acts.append((tag, names))
        self.acts += [(tag, name) for name in names if name.startswith("on")]
        self.acts += [(tag, name, value) for name, value in attributes if name in ("href", "src") and (value or "").strip().lower().startswith(("javascript:", "data:", "vbscript:"))]


    def handle_data(self, data):
        if self.cdata_elem == "script" and "alert(" in data:
            self.acts.append(data[:80])


class Hostile(TownCase):
    TITLE = '</title><script>alert(1)</script><img src=x onerror=alert(2)>"\'&\u202eevil\x1b[31m'

    def test_names_titles_and_quotes_are_only_text(self):
        web = ToyWeb()
        town(web, "alder")
        hostile = "<script>alert(3)</script> \"><img src=x onerror=alert(4)> '"
        quoted = '"' + hostile.replace('"', '""') + ' Council"'
        escaped = self.TITLE.replace("&", "&amp;").replace("<", "&lt;")
        body = WORDS + f"<p>Short breaks: {hostile.replace('<', '&lt;')} You can ask for =cmd|' /C calc'!A0 today.</p>"
        web.page("www.alder.test", "/local-offer/short-breaks",
                 f"<!doctype html><title>{escaped}</title><main><h1>{escaped}</h1>{body}"
                 '<a href="/local-offer/%22%3E%3Cscript%3Ealert(5)%3C/script%3E">=1+1</a> <a href="javascript:alert(6)">\x1b]0;x\x07+2</a></main>')
        text = HEADER + f"E06999000,{quoted},\"=1+1\",http://www.alder.test/,http://www.alder.test/local-offer\n"
        with web, Place(web, text=text) as place:
            self.code(run(*place.audit()), 0)
            self.assertEqual({name for name in os.listdir(place.root) if not name.startswith("coreoffer.db")}, {"councils.csv", "archive", "report"})
            checked = 0
            for name in tree(place.out):
                with open(os.path.join(place.out, name), "rb") as file:
                    data = file.read()
                if name.endswith(".html"):
                    markup = Markup()
                    markup.feed(data.decode())
                    self.assertEqual(markup.acts, [], name)
                    checked += 1
                if name.endswith((".html", ".csv", ".json", ".xml")):
                    self.assertNotIn(b"\x1b", data, name)
                    if name.endswith(".html"):
                        self.assertNotIn("\u202e".encode(), data, name)
                if name.endswith("-excel.csv"):
                    for cells in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")):
                        for cell in cells:
                            self.assertFalse(cell.startswith(("=", "+", "@", "\t", "\r")) or (cell.startswith("-") and not cell[1:].replace(".", "").isdigit()), (name, cell))
            self.assertGreater(checked, 50)
            for command in (["status"], ["councils", "--councils", place.list], ["explain", "verdict", "E06999000", "short-breaks", "explanation"]):
                result = run(*command, *([] if "councils" in command else ["--store", place.store]))
                self.code(result, 0)
                self.assertNotRegex(result.stdout + result.stderr, "[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e]", command)
            result = run("links", "http://www.alder.test/local-offer", *place.network())
            self.code(result, 0)
            self.assertNotRegex(result.stdout, "[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e]")

    def test_two_regions_of_one_folder(self):
        """Names that differ and come to the same slug, and names without a Latin letter: a report, and a page for each."""
        with ToyWeb() as web:
            for name in NAMES:
                town(web, name)
            lines = [f"E069990{i:02d},{name.title()} Council,{region},http://www.{name}.test/,http://www.{name}.test/local-offer\n"
                     for i, (name, region) in enumerate(zip(NAMES, ("South East", "South-east", "صور")))]
            with Place(web, text=HEADER + "".join(lines)) as place:
                self.code(run(*place.audit()), 0)
                self.assertEqual(sorted(os.listdir(place.at("report", "region"))), ["south-east", "south-east-2", "x"])
                for slug, title in (("south-east", "South East"), ("south-east-2", "South-east"), ("x", "صور")):
                    with open(place.at("report", "region", slug, "index.html"), encoding="utf-8") as file:
                        self.assertIn(f"<h1>{title}</h1>", file.read())

    def test_files_for_programs_steer_no_terminal(self):
        """C1 controls and overrides of direction in a link's words: taken out of tables, escaped in JSON."""
        web = ToyWeb()
        town(web, "alder")
        web.page("www.alder.test", "/local-offer/short-breaks", f'<!doctype html><title>Short breaks</title><main><h1>Short breaks</h1>{WORDS}'
                 '<a href="/gone">\u009b31m \u202eevil\u2066</a></main>')
        with web, Place(web) as place:
            for format in ("jsonl", "csv", "junit", "sarif", "table"):
                told = self.code(run("links", "http://www.alder.test/local-offer", *place.network(), "--format", format), 0).stdout
                self.assertIn("evil", told if format != "table" else "evil", format)
                self.assertNotRegex(told, "[\x7f-\x9f]" if format == "csv" else "[\x7f-\x9f\u202a-\u202e\u2066-\u2069]", format)

    def test_councils_files(self):
        place = self.place()
        good = "http://www.alder.test/,http://www.alder.test/local-offer\n"
        cases = (
            (f"E06999000,{'x' * 5000},North,{good}", ":2"),
            (f"E06999000,A\x1b[31mB,North,{good}", ":2"),
            (f"E06999000,A,North,javascript:alert(1),\n", ":2"),
            (f"E06999000,A,North,file:///etc/passwd,{good}", ":2"),
            (f"../../etc,A,North,{good}", ":2"),
            (f"E06999000,,North,{good}", ":2"),
            (f"E06999000,A,North,http://user:pass@www.alder.test/,http://www.alder.test/local-offer\n", ":2"),
            (f"E06999000,\"A,North,{good}", ":2"),
            (f"E06999000,A\x00B,North,{good}", ":2"),
        )
        for text, line in cases:
            with open(place.list, "w") as file:
                file.write(HEADER + text)
            with self.subTest(text[:40]):
                self.code(run(*place.audit()), 2, place.list + line)
        self.assertEqual(place.web.asked(), [])
        self.assertFalse(os.path.exists(place.store))

    def test_option_files(self):
        place = self.place()
        path = place.at("options")
        cases = ((b"\x00\x01\x02\xff", ":1"), (b"# fine\nquiet = yes\0\ndelay = fast\n", ":2"), (b"delay = " + b"9" * 100000, ":1"), (b"= 3\n", ":1"),
                 (b"config = /etc/passwd\n", ":1"), (b"max-pages = 1e3\n", ":1"), (b"\xff\xfed\x00", ":1"), (b"x" * 9000000, ""))
        for text, line in cases:
            with open(path, "wb") as file:
                file.write(text)
            with self.subTest(text[:30]):
                result = run("councils", "--config", path)
                self.assertIn(result.returncode, (1, 2) if line == "" else (2,), result.stderr)
                self.assertIn(path + line, result.stderr)
                self.assertNotRegex(result.stderr, "[\x00-\x08\x0b-\x1f\x7f]")
        with open(path, "wb") as file:
            file.write(b"\xef\xbb\xbfquiet = yes\r\n  # a remark\r\ncouncils = " + place.list.encode() + b"\r\n")
        self.assertEqual(len(run("councils", "--config", path).stdout.splitlines()), 3)
        self.code(run("councils", "--config", place.at("none")), 2, "cannot open", "none")


if __name__ == "__main__":
    unittest.main()
