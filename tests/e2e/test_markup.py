"""Links as browsers read them from markup as people write it: which addresses a page leads to."""
import json
import unittest

from program import run
from toyweb import WORDS, ToyWeb

# Each piece of a page's body with the addresses that it has; all stand on one page at /local/.
PIECES = [
    ('<a href="/one" href="/two">l</a>', ["/one"]),
    ("<a href=/unquoted/x>l</a><A HREF=/upper>l</A>", ["/unquoted/x", "/upper"]),
    ('<!--[if IE]><a href="/conditional">l</a><![endif]-->', []),
    # Names of references that old pages leave without their semicolon mean themselves before "=".
    ('<a href="/q?a=1&copy=2&lang=en&reg=3&sect=4&para=5&not=6&times=8&region=9&deg=1">l</a>',
     ["/q?a=1&copy=2&lang=en&reg=3&sect=4&para=5&not=6&times=8&region=9&deg=1"]),
    ('<a href="/r?a=1&amp;b=2&#x26;c=3">l</a>', ["/r?a=1&b=2&c=3"]),
    ('<a href="/line\n/end\t/tab">l</a>', ["/line/end/tab"]),
    ('<a href=" /blanks ">l</a><a href="/in side">l</a>', ["/blanks", "/in%20side"]),
    ('<a href="\u00a0/no-break">l</a><a href="\u200b/zero-width">l</a>', ["/local/%C2%A0/no-break", "/local/%E2%80%8B/zero-width"]),
    ("""<a href="/it's">l</a><a href='/say"x'>l</a>""", ["/it's", "/say%22x"]),
    ('<a href="/odd{x}|y^z`w">l</a>', ["/odd%7Bx%7D|y%5Ez%60w"]),
    ('<a href="?only=query">l</a><a href="./">l</a><a href="..">l</a>', ["/local/?only=query", "/local/", "/"]),
    ('<a href="/;x=1/y;z">l</a><a href="/two//slashes">l</a><a href="/a/./b/../c">l</a>', ["/;x=1/y;z", "/two//slashes", "/a/c"]),
    ('<a href="/back\\slash">l</a><a href="/plus+sign">l</a><a href="/latin/%E9">l</a>', ["/back/slash", "/plus+sign", "/latin/%E9"]),
    ('<img src="/i.png" srcset="/i1.png 1x, /i2,3.png 2x,/i4.png 3x" alt="i">', ["/i.png", "/i1.png", "/i2,3.png", "/i4.png"]),
    ('<picture><source srcset="/s.webp" type="image/webp"><img src="/s.jpg" alt=""></picture>', ["/s.webp", "/s.jpg"]),
    ("""<div style="background:url(&quot;/b1.png&quot;)">x</div><div style="background:url( '/b2.png' )">y</div>""", ["/b1.png", "/b2.png"]),
    ('<a href="/outer">one <a href="/inner">two</a></a><p><a href="/unclosed">text <p>more <a href="/next">n</a>', ["/outer", "/inner", "/unclosed", "/next"]),
    ('<table><a href="/in-table">t</a><tr><td><a href="/cell">c</a></table>', ["/in-table", "/cell"]),
    ('<select><option value="/option">o</option></select><button onclick="location=\'/button\'">b</button><q cite="/cite">q</q>', ["/button"]),
    ('<div hidden><a href="/hidden">z</a></div><del><a href="/deleted">d</a></del>', ["/hidden", "/deleted"]),
    ('<map><area href="/area" alt="a"><area nohref alt="n"></map><svg><a xlink:href="/drawn"><text>t</text></a></svg>', ["/area", "/drawn"]),
    ('<object data="/data.pdf"><a href="/instead">i</a></object><video><a href="/film">f</a></video>', ["/data.pdf", "/instead", "/film"]),
    ('<template><a href="/template">t</a></template><noscript><a href="/noscript">n</a></noscript><textarea><a href="/text">t</a></textarea>', []),
    ('<a href="mailto:a@anytown.test?subject=A&body=B%0AC">l</a>', ["mailto:a@anytown.test?subject=A&body=B%0AC"]),
]
# What stands in the head, with where "x" leads from /local/.
BASES = [
    ('<base href="/sub/">', "/sub/x"), ('<base target="_blank">', "/local/x"), ('<base href="">', "/local/x"), ('<BASE HREF=" /blanks/ ">', "/blanks/x"),
    ('<base href="/first/"><base href="/second/">', "/first/x"), ('<base target="_top"><base href="/second/">', "/second/x"),
    ('<base href="javascript:void(0)">', "/local/x"), ('<base href="data:,x">', "/local/x"), ('<base href="http://[bad/">', "/local/x"),
    ('<base href="//$HOST/z/">', "/z/x"), ('<base href="http://$HOST">', "/x"),
]


class Markup(unittest.TestCase):
    def addresses(self, web, host, head, body):
        origin = f"http://{host}:{web.port}"
        head = head.replace("$HOST", f"{host}:{web.port}")
        web.page(host, "/local/", f"<!DOCTYPE html><html><head><title>Local</title>{head}</head><body><main><h1>Local</h1>{body}{WORDS}</main></body></html>")
        done = run("links", origin + "/local/", "--format", "jsonl", "--allow-private", "--delay", "0", "--max-pages", "1", "--resolve",
                   f"*:{web.port}:127.0.0.1")
        self.assertEqual(done.returncode, 0, done.stderr)
        return {json.loads(line)["target"].removeprefix(origin) for line in done.stdout.splitlines()[:-1]}

    def test_addresses(self):
        with ToyWeb() as web:
            found = self.addresses(web, "pieces.test", "", "".join(f"<div>{markup}</div>" for markup, _ in PIECES))
            for markup, expected in PIECES:
                with self.subTest(markup):
                    self.assertLessEqual(set(expected), found)
            self.assertEqual(found, {address for _, expected in PIECES for address in expected})

    def test_bases(self):
        with ToyWeb() as web:
            for number, (head, expected) in enumerate(BASES):
                with self.subTest(head):
                    self.assertEqual(self.addresses(web, f"base-{number}.test", head, '<a href="x">x</a>'), {expected})


if __name__ == "__main__":
    unittest.main()
