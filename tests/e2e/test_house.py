"""Rules of the house that a reader can't be asked to keep in mind: the code map is whole, headers stand alone, and
nobody real is in the tests."""
import csv
import glob
import hashlib
import json
import os
import re
import subprocess
import unittest

ROOT = os.path.normpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
ROOMS = ("base", "model", "document", "crawler", "scoring", "store", "reports", "demo", "cli")


def read(path):
    with open(path, encoding="utf-8", errors="replace") as file:
        return file.read()


def code_files(ending):
    return [path for room in ROOMS for path in sorted(glob.glob(os.path.join(ROOT, room, "**", f"*.{ending}"), recursive=True))]


def made_up_files():
    """What ships made-up pages, people and councils."""
    for folder in ("seeds/demo", "tests"):
        for directory, _, names in os.walk(os.path.join(ROOT, folder)):
            for name in names:
                if name.endswith((".html", ".json", ".txt", ".csv", ".py", ".c", ".h", ".jsonl", ".md")):
                    yield os.path.join(directory, name)


class House(unittest.TestCase):
    def test_code_map_names_every_module(self):
        """Each in its own room's paragraph."""
        rooms = dict(re.findall(r"^\*\*`([\w/]+)/`(.*?)\n\n", read(os.path.join(ROOT, "docs", "layout.md")), re.S | re.M))
        paths = [os.path.relpath(path, ROOT) for path in code_files("c")]
        self.assertGreater(len(paths), 200)
        self.assertEqual([path for path in paths if not re.search(r"\b" + re.escape(os.path.basename(path)[:-2]) + r"\b", rooms[os.path.dirname(path)])], [])

    def test_headers_compile_alone(self):
        flags = subprocess.run(["pkg-config", "--cflags", "libxml-2.0", "libcurl", "libcjson", "libzip"], capture_output=True, text=True).stdout.split()
        for header in code_files("h"):
            done = subprocess.run(["cc", "-std=c17", "-D_GNU_SOURCE", "-I", ROOT, *flags, "-fsyntax-only", "-x", "c", header], capture_output=True, text=True)
            self.assertEqual(done.returncode, 0, done.stderr[:2000])

    def test_what_a_header_offers_is_used_elsewhere(self):
        """Or it is its own file's matter, and nobody has to read it. What an inline function of the header calls is used."""
        texts = {os.path.relpath(path, ROOT): read(path) for room in ROOMS + ("tests",)
                 for path in glob.glob(os.path.join(ROOT, room, "**", "*.[ch]"), recursive=True)}
        users = {}
        for path, text in texts.items():
            for name in set(re.findall(r"\b[a-z]\w+\b", text)):
                users.setdefault(name, set()).add(path[:-2])
        idle = [f"{path}: {name}" for path, text in sorted(texts.items()) if path.endswith(".h") and not path.startswith("tests")
                for name in re.findall(r"^(?!typedef)(?:MUST_USE )?[a-z][\w ]* \**(\w+)\([^;{]*\);", re.sub(r"/\*.*?\*/", "", text, flags=re.S), re.M)
                if users[name] == {path[:-2]} and len(re.findall(rf"\b{name}\(", text)) == 1]
        self.assertEqual(idle, [])

    def test_no_real_council_is_named(self):
        """Outside the list; nor in a command that the documents show."""
        with open(os.path.join(ROOT, "seeds", "councils.csv"), encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        slugs = [re.sub("[^a-z]+", "-", row["short_name"].lower().replace("'", "")) for row in rows]
        pattern = re.compile("|".join(re.escape(row["council_name"]) for row in rows) +
                             r"|\bcoreoffer (?:audit|recheck|explain \w+|export|councils) (?:" + "|".join(slugs) + r")\b")
        documents = [path for folder in (".", "docs", "cli") for path in glob.glob(os.path.join(ROOT, folder, "*.[mc]*")) if path.endswith((".md", ".c"))]
        self.assertGreater(len(documents), 40)
        found = {}
        for path in [*made_up_files(), *documents]:
            hit = pattern.search(read(path))
            if hit:
                found[os.path.relpath(path, ROOT)] = hit.group()
        self.assertEqual(found, {})

    def test_telephone_numbers_are_those_kept_for_fiction(self):
        # Ofcom's numbers for drama; short and free numbers of the whole country aren't anybody's own.
        fiction = re.compile(r"^(01632960\d{3}|011[3-8]4960\d{3}|01614960\d{3}|0207946\d{4}|07700900\d{3}|08081570\d{2}|08081571\d{2}|0808157\d{4}|"
                             r"01214960\d{3}|01314960\d{3}|01414960\d{3}|01514960\d{3}|01914980\d{3}|02890180\d{3}|02920180\d{3}|03069990\d{3}|09098790\d{3})$")
        number = re.compile(r"(?<![\d.#/=\-])0[1-35789](?:[ ]?\d){8,9}(?![\d.])")
        wrong = {}
        for path in made_up_files():
            if not path.endswith(".html"):
                continue
            text = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", read(path), flags=re.S)
            text = re.sub(r"<[^>]*>", " ", text)
            for hit in number.finditer(text):
                digits = hit.group().replace(" ", "")
                if not fiction.match(digits) and digits not in ("08001111", "0163296088"):  # the second is cut short on purpose
                    wrong.setdefault(os.path.relpath(path, ROOT), []).append(hit.group())
        self.assertEqual(wrong, {})

    def test_texts_for_readers_have_printers_quotation_marks(self):
        """Straight ones beside curly ones on a page look like a mistake, and leave out nobody: the rest of the texts is UTF-8 too."""
        texts = [(path, text) for path in sorted(glob.glob(os.path.join(ROOT, "seeds", "texts", "*.csv")))
                 for row in csv.reader(read(path).splitlines()) for text in row]
        texts += [("rows.json", text) for row in json.loads(read(os.path.join(ROOT, "seeds", "rubric", "rows.json")))["rows"]
                  for value in row.values() for text in (value if isinstance(value, list) else [value]) if isinstance(text, str)]
        for path in glob.glob(os.path.join(ROOT, "seeds", "services", "*.json")):
            service = json.loads(read(path))
            texts += [(path, service[key]) for key in ("title", "what")]
        for path in ("criteria.json", "bands.json"):
            texts += [(path, text) for text in re.findall(r'"(?:title|reason|question)": "([^"]*)"', read(os.path.join(ROOT, "seeds", "rubric", path)))]
        self.assertGreater(len(texts), 500)
        self.assertEqual([(os.path.basename(path), text) for path, text in texts if re.search("['\"‘]", text)], [])

    def test_a_row_with_another_rule_has_another_version(self):
        """Results and decisions under one version are held against one another: the rule that it stands for must be the same."""
        with open(os.path.join(ROOT, "tests", "rules.csv"), encoding="utf-8") as file:
            known = {row["row"]: (int(row["version"]), row["rule_sha256"]) for row in csv.DictReader(file)}
        rows = {row["id"]: (row["version"], hashlib.sha256(row["rule"].encode()).hexdigest())
                for row in json.loads(read(os.path.join(ROOT, "seeds", "rubric", "rows.json")))["rows"]}
        for row, (version, digest) in rows.items():
            with self.subTest(row):
                asked = f"raise the version of '{row}' in seeds/rubric/rows.json if its rule asks for something else, and write its line in tests/rules.csv: {row},{version},{digest}"
                self.assertEqual((version, digest), known.get(row), asked)
        self.assertEqual(set(known), set(rows))

    def test_every_reason_of_a_verdict_has_its_words(self):
        """Readers would be shown its code."""
        with open(os.path.join(ROOT, "seeds", "texts", "verdict-reasons.csv"), encoding="utf-8", newline="") as file:
            told = {line["reason"] for line in csv.DictReader(file)}
        others = {"case-officer", "directory-record", "key-working", "local-offer", "review-date", "said-by-place", "self-referral"}  # cues, details, a service, a kind of page
        given = set(re.findall(r'"reason": "([a-z-]+)"', read(os.path.join(ROOT, "seeds", "rubric", "evidence.json"))))
        for path in glob.glob(os.path.join(ROOT, "scoring", "council", "row_*.c")):
            if not path.endswith("row_rules.c"):  # groups of patterns
                given |= set(re.findall(r'"([a-z]+(?:-[a-z]+)+)"', re.sub(r"/\*.*?\*/", "", read(path), flags=re.S)))
        self.assertGreater(len(given & told), 40)
        self.assertEqual(given - told - others, set())

    def test_no_call_that_cannot_be_made_safe(self):
        banned = re.compile(r"\b(strcpy|strcat|sprintf|vsprintf|strtok|atoi|gets)\s*\(")
        found = [f"{os.path.relpath(path, ROOT)}:{i}" for path in code_files("[ch]")
                 for i, line in enumerate(read(path).splitlines(), 1) if banned.search(line) and "poison" not in line]
        self.assertEqual(found, [])


if __name__ == "__main__":
    unittest.main()
