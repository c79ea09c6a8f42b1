/* HTML as blocks, links and head, and markup that means harm. */
#include "document_fixture.h"

#include "base/memory.h"
#include "base/text.h"

struct block_case {
    const char *html, *expected;
};

static const struct block_case cases[] = {
    /* Inline markup never splits a word; block elements always do. */
    {"<p>sh<b>ort</b> br<a href=/x>ea</a>ks</p><p>two</p>", "main p > short breaks\nmain p > two\n"},
    {"<div>bare<div>inner</div>after</div>", "main p > bare\nmain p > inner\nmain p > after\n"},
    {"<p>a&nbsp;b&nbspc&#160;\n d</p>", "main p > a b c d\n"},
    {"<p>caf&eacute &copy2024 &pound5 &commat; &notanentity; a&b</p>", "main p > caf\xC3\xA9 \xC2\xA9" "2024 \xC2\xA3" "5 @ &notanentity; a&b\n"},
    {"<p>&#150;&#x92;&#128;&#0;&#xD800;</p>", "main p > \xE2\x80\x93\xE2\x80\x99\xE2\x82\xAC\xEF\xBF\xBD\xEF\xBF\xBD\n"},
    {"<p>1 < 2 &lt; 3 <4 </p>", "main p > 1 < 2 < 3 <4\n"},
    {"<p>auto&shy;matic ba\xC2\xADll</p>", "main p > automatic ball\n"},
    /* Line breaks: two end a block, one does unless the sentence goes on. */
    {"<p>Tel: 01632 960001<br>Email: a@b.example</p>", "main p > Tel: 01632 960001\nmain p > Email: a@b.example\n"},
    {"<p>We help families of<br>Anytown and<br>its villages.</p>", "main p > We help families of Anytown and its villages.\n"},
    {"<p>Phone:<br>01632 960001</p>", "main p > Phone: 01632 960001\n"},
    {"<p>1 High Street,<br>Anytown,<br>AB1 2CD</p>", "main p > 1 High Street, Anytown, AB1 2CD\n"},
    {"<p>one<br><br>two</p>", "main p > one\nmain p > two\n"},
    {"<p><b>Who is it for?</b><br>Children under 5.</p>", "main p* > Who is it for?\nmain p > Children under 5.\n"},
    {"<h2>Short<br>Breaks</h2>", "main h2 > Short Breaks\n"},
    {"<p><strong>Contact us</strong></p><p><b>Not</b> all</p>", "main p* > Contact us\nmain p > Not all\n"},
    /* Lists know what introduced them and how deep they are. */
    {"<p>You get:</p><ul><li>one<li>two<ul><li>three</ul></ul><p>x",
     "main p > You get:\nmain li1 > one [You get:]\nmain li1 > two [You get:]\nmain li2 > three [two]\nmain p > x\n"},
    {"<h3>List</h3><ul><li>one</li></ul><ul><li>two</li></ul>", "main h3 > List\nmain li1 > one\nmain li1 > two\n"},
    {"<dl><dt>Age</dt><dd>0 to 5</dd><dt>Cost</dt><dd><p>None</p><p>at all</p></dd></dl>",
     "main dt > Age\nmain dd > 0 to 5 [Age]\nmain dt > Cost\nmain dd > None [Cost]\nmain dd > at all [Cost]\n"},
    {"<dl><div><dt>Age</dt><dd>0 to 5</dd></div></dl>", "main dt > Age\nmain dd > 0 to 5 [Age]\n"},
    /* Tables: data by row and column, layout as paragraphs. */
    {"<p>Times:</p><table><caption>Clubs</caption><tr><th>Club<th>Day<tr><td>Stars<td>Sat</table>",
     "main p > Times:\nmain caption > Clubs\nmain th0.0.0 > Club [Times:]\nmain th0.0.1 > Day [Times:]\n"
     "main td0.1.0 > Stars [Times:]\nmain td0.1.1 > Sat [Times:]\n"},
    {"<table border=1><tr><td rowspan=2>A<td>B<tr><td>C</table>", "main td0.0.0 > A\nmain td0.0.1 > B\nmain td0.1.1 > C\n"},
    {"<table border=1><tr><td colspan=2>A<td>B<tr><td>C<td>D<td>E</table>",
     "main td0.0.0 > A\nmain td0.0.2 > B\nmain td0.1.0 > C\nmain td0.1.1 > D\nmain td0.1.2 > E\n"},
    {"<table role=presentation><tr><td>A<td>B<tr><td>C<td>D</table>", "main p > A\nmain p > B\nmain p > C\nmain p > D\n"},
    {"<table><tr><td><h1>T</h1><p>one<td><table border=1><tr><th>x<td>y</table></table>",
     "main h1 > T\nmain p > one\nmain th0.0.0 > x\nmain td0.0.1 > y\n"},
    /* Headings by role, accordions and details. */
    {"<div role=heading aria-level=3>H</div><p>x", "main h3 > H\nmain p > x\n"},
    {"<h2>Q</h2><details><summary>How?</summary><p>Ring us.</p></details><p>z", "main h2 > Q\nmain h3 > How?\nmain p~ > Ring us.\nmain p > z\n"},
    {"<h2>Q</h2><details open><summary>How?</summary><p>Ring us.</p></details>", "main h2 > Q\nmain h3 > How?\nmain p > Ring us.\n"},
    {"<h2><button aria-expanded=false aria-controls=p1>How?</button></h2><div id=p1 hidden><p>Ring us.</p></div>",
     "main h2 > How?\nmain p~ > Ring us.\n"},
    {"<button aria-expanded=false aria-controls=p1>How?</button><div id=p1 style='DISPLAY : none'><p>Ring us.</p></div>",
     "main h2 > How?\nmain p~ > Ring us.\n"},
    {"<h3><a href='#c'>Contact</a></h3><div id=c style=display:none>01632 960001</div>", "main h3 > Contact\nmain p~ > 01632 960001\n"},
    {"<h3><button aria-expanded=false>How?</button></h3> <div hidden><p>Ring us.</p></div>", "main h3 > How?\nmain p~ > Ring us.\n"},
    {"<div class=accordion><h3>How?</h3><div hidden><p>Ring us.</p></div></div>", "main h3 > How?\nmain p~ > Ring us.\n"},
    {"<h3>How?</h3><div hidden><p>Ring us.</p></div>", "main h3 > How?\nmain p! > Ring us.\n"},
    {"<p hidden>gone</p><p style='visibility: hidden'>gone too</p><p class=hidden-print>here</p>",
     "main p! > gone\nmain p! > gone too\nmain p > here\n"},
    {"<span aria-hidden=true>Seen</span> words", "main p > Seen words\n"},
    /* Hidden on a telephone alone; what a "Read more" opens; a page that its scripts show when it has loaded. */
    {"<div class='col d-none d-md-block'>wide</div><div class='hidden lg:flex'>wider</div><div class='d-none d-print-block'>paper</div><p class=d-none>gone</p>",
     "main p > wide\nmain p > wider\nmain p! > paper\nmain p! > gone\n"},
    {"<p>We play <span id=more style='display:none'>and swim</span></p><p style=display:none>gone</p>", "main p > We play\nmain p~ > and swim\nmain p! > gone\n"},
    {"<div id=page style='display:none'><main><h1>T</h1><p>one</p><p hidden>gone</p></main><div hidden>out</div></div>", "main h1 > T\nmain p > one\nmain p! > gone\naside p! > out\n"},
    {"<dialog>gone</dialog><dialog open>here</dialog>", "main p! > gone\nmain p > here\n"},
    /* Titles of folded parts that no role tells; what opens a window is none. */
    {"<h2>Q</h2><ul><li><a href='#' class=accordion-title>How?</a><div class=accordion-content>Ring us.</div></ul>", "main h2 > Q\nmain h3 > How?\nmain li1 > Ring us.\n"},
    {"<div class=accordion-header><h3>How?</h3></div><div>Ring us.</div>", "main h3 > How?\nmain p > Ring us.\n"},
    {"<div><a href='#c' data-toggle=collapse>How?</a></div><div id=c class=collapse>Ring us.</div>", "main h2 > How?\nmain p~ > Ring us.\n"},
    {"<button data-bs-toggle=modal data-bs-target='#m'>Ask</button><p>x", "main button > Ask\nmain p > x\n"},
    /* Bold and blocks by style. */
    {"<p><span style='font-weight: 700'>Who?</span></p><b style='font-weight:normal'><p>plain</p></b>", "main p* > Who?\nmain p > plain\n"},
    {"<p><span style='display:block'>Phone</span><span style='DISPLAY: block'>01632 960001</span></p><div role=row><span role=cell>a</span><span role=cell>b</span></div>",
     "main p > Phone\nmain p > 01632 960001\nmain p > a\nmain p > b\n"},
    /* Items whose bullets are typed. */
    {"<p>You need:<br>- a letter<br>- a form</p><p>Then ring.</p><p>- 5 pounds</p>",
     "main p > You need:\nmain li1 > a letter [You need:]\nmain li1 > a form [You need:]\nmain p > Then ring.\nmain p > - 5 pounds\n"},
    {"<p>We help with</p><p>\xE2\x80\xA2&nbsp; sleep</p><p>\xC2\xB7 play</p><p>\xC2\xB7""5 mg</p>", "main p > We help with\nmain li1 > sleep [We help with]\nmain li1 > play [We help with]\nmain p > \xC2\xB7""5 mg\n"},
    /* Marks of writing direction, as address books put them round numbers. */
    {"<p>&#8234;OT1 1AA&#8236; a&lrm;b &#8203;c&#8288;d</p>", "main p > OT1 1AA ab cd\n"},
    /* Forms and pictures. */
    {"<form><label>Name <input name=n placeholder='Your name'></label><select><option>A<option>B</select><textarea>old</textarea><input type=submit value=Send></form>",
     "main label > Name\nmain label > Your name\nmain label > A\nmain label > B\nmain label > old\nmain button > Send\n"},
    {"<p>See <img src=x alt='a map'> here</p>", "main p > See here\nmain image > a map\n"},
    {"<p><img src=x alt=''>words</p>", "main p > words\n"},
    {"<p>See an <abbr title='occupational therapist'>OT</abbr> here</p>", "main p > See an OT here\nmain image > occupational therapist\n"},
    {"<p>The <acronym title=' '>NHS</acronym></p>", "main p > The NHS\n"},
    /* What is no text of the page. */
    {"<title>T</title><script>var a='<p>no</p>';</script><style>p{}</style><p>yes<noscript><p>no</noscript><template><p>no</template>", "main p > yes\n"},
    {"<svg><title>icon</title><text>no</text></svg><p>yes</p>", "main p > yes\n"},
    {"<p>a<!-- no --><!-->b<!--->c<!-- x --!>d<?php echo ?>e<![CDATA[no]]>f</p>", "main p > abcdef\n"},
    {"<p>one</p></div></div></b><p>two</p></body></html><p>three</p>", "main p > one\nmain p > two\nmain p > three\n"},
    {"<textarea><a href=/phantom>x</a></textarea><p>y", "main label > <a href=/phantom>x</a>\nmain p > y\n"},
    {"<p>Write to <a href='/cdn-cgi/l/email-protection' class=__cf_email__ data-cfemail='422a272e322f2702236c273a232f322e27'>[email&#160;protected]</a></p>",
     "main p > Write to helpme@a.example\n"},
    {"<a href=/1>One</a><a href=/2>Two</a>", "main p > One Two\n"},
    {"<blockquote><p>They helped.</p></blockquote><figure><figcaption>A club</figcaption></figure>", "main quote > They helped.\nmain caption > A club\n"},
};

START_TEST(test_blocks)
{
    expect_blocks(cases[_i].html, cases[_i].expected);
}
END_TEST

START_TEST(test_heading_above)
{
    struct document *d = read_html("<h1>One</h1><p>a</p><aside><h2>Side</h2><p>ring 01632 960001</p></aside><p>b</p><ul><li><h3>In</h3><p>c</p></li></ul><p>d</p>");
    const char *expected[] = {"", "One", "One", "Side", "One", "One", "In", "One"};
    ck_assert_uint_eq(d->block_count, 8);
    for (size_t i = 0; i < d->block_count; i++)
        ck_assert_str_eq(d->blocks[i].heading < 0 ? "" : d->blocks[d->blocks[i].heading].text, expected[i]);
    document_free(d);
}
END_TEST

START_TEST(test_links)
{
    struct document *d = read_html(
        "<base href=/b/><link rel=stylesheet href=s.css><link rel=canonical href=/c><link rel=next href=/n><link rel=icon href=i.png>"
        "<meta http-equiv=refresh content='5; URL=\"/new\"'><style>@import url('im.css'); @IMPORT \"im2.css\" screen; /* url(old.png) @import 'old.css' */ p:before{content:\"\\\"url(no.png)\"} p{background:url(bg.png)}"
        "i{background:url(\"data:image/svg+xml;utf8,<svg xmlns='x'/>\");filter:url(\"#blur\")}b{background:url( \"behind.png\" )}u{background:url(a\"b.png)}"
        "s{background:url('it\\'s.png')}em{background:url(a\\ c.png)}a{background:url('\\e9 t\\e9.png')}</style>"
        "<link rel=schema.DC href=http://vocabulary.example/><link rel=icon href=''><link rel=canonical href=' '><video poster=''></video><object data=''></object>"
        "<script src=a.js></script>"
        "<body><p>Go <a href=' /x \n' title=T rel='noopener nofollow'> to\n<b>X</b> </a> or <a href=tel:01632960001>ring</a></p>"
        "<a href=/img><img src=p.png srcset='p1.png 1x,data:image/gif;base64,R0lGOD 3x,p2.png 2x' alt='Our club'></a><a href=/label aria-label='Labelled'></a>"
        "<map><area href=/area alt=North></map><iframe src=/frame title=Map></iframe><video src=v.mp4 poster=v.jpg><source src=v.webm></video>"
        "<form action=/send></form><div style=\"background: url('st.png')\"></div><a href=f.pdf download>Leaflet</a><a>none</a><a href=''>empty</a>");
    static const struct { const char *href, *text; enum link_kind kind; } expected[] = {
        {"s.css", "stylesheet", LINK_STYLE}, {"/c", "canonical", LINK_HEAD}, {"/n", "next", LINK_HEAD}, {"i.png", "icon", LINK_IMAGE},
        {"/new", "", LINK_META_REFRESH}, {"im.css", "", LINK_STYLE}, {"im2.css", "", LINK_STYLE}, {"bg.png", "", LINK_STYLE}, {"behind.png", "", LINK_STYLE}, {"it's.png", "", LINK_STYLE}, {"a c.png", "", LINK_STYLE}, {"\xC3\xA9t\xC3\xA9.png", "", LINK_STYLE}, {"a.js", "", LINK_SCRIPT},
        {"/x", "to X", LINK_ANCHOR}, {"tel:01632960001", "ring", LINK_ANCHOR}, {"/img", "Our club", LINK_ANCHOR}, {"p.png", "Our club", LINK_IMAGE},
        {"p1.png", "Our club", LINK_IMAGE}, {"p2.png", "Our club", LINK_IMAGE}, {"/label", "Labelled", LINK_ANCHOR}, {"/area", "North", LINK_ANCHOR},
        {"/frame", "Map", LINK_FRAME}, {"v.mp4", "", LINK_MEDIA}, {"v.jpg", "", LINK_IMAGE}, {"v.webm", "", LINK_MEDIA}, {"/send", "", LINK_FORM},
        {"st.png", "", LINK_STYLE}, {"f.pdf", "Leaflet", LINK_ANCHOR}, {"", "empty", LINK_ANCHOR},
    };
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
        const struct document_link *link = link_to(d, expected[i].href);
        ck_assert_str_eq(link->text, expected[i].text);
        ck_assert_int_eq(link->kind, expected[i].kind);
    }
    ck_assert_uint_eq(d->link_count, sizeof expected / sizeof expected[0]);
    ck_assert(link_to(d, "/x")->nofollow && !link_to(d, "tel:01632960001")->nofollow && link_to(d, "f.pdf")->download);
    ck_assert_str_eq(d->base_href, "/b/");
    ck_assert_str_eq(d->canonical, "/c");
    ck_assert_str_eq(d->refresh, "/new");
    const struct block *first = &d->blocks[0];
    ck_assert_str_eq(first->text, "Go to X or ring");
    ck_assert_uint_eq(first->link_count, 2);
    ck_assert_ptr_eq(&d->links[first->first_link], link_to(d, "/x"));
    ck_assert_int_eq(link_to(d, "/x")->block, 0);
    ck_assert_uint_eq(first->linked_bytes, 8); /* "to X" and "ring" */
    document_free(d);
}
END_TEST

/* A script's buttons point nowhere, and what it fills in later is taken from where it is kept;
 * what names a place in the page, or leads away, stays. */
/* One that comes late ends a session or shows the news again: the page itself is what people came for. */
START_TEST(test_only_a_soon_refresh_sends_on)
{
    static const struct { const char *content, *refresh; } refreshes[] = {
        {"0;url=/new", "/new"}, {"10; url=/new", "/new"}, {" 3.5 ;URL='/new'", "/new"}, {"url=/new", "/new"},
        {"11;url=/new", NULL},  {"1200; url=/timeout", NULL}, {"99999999999999999999;url=/new", NULL}, {"5", NULL},
    };
    for (size_t i = 0; i < sizeof refreshes / sizeof refreshes[0]; i++) {
        char markup[200];
        snprintf(markup, sizeof markup, "<meta http-equiv=refresh content=\"%s\"><p>Your form.</p>", refreshes[i].content);
        struct document *d = read_html(markup);
        ck_assert_msg((d->refresh == NULL) == (refreshes[i].refresh == NULL), "%s", refreshes[i].content);
        if (d->refresh != NULL)
            ck_assert_str_eq(d->refresh, refreshes[i].refresh);
        document_free(d);
    }
}
END_TEST

START_TEST(test_links_that_scripts_handle)
{
    static const struct { const char *markup, *href; } links[] = {
        {"<a href='#share' role=button>Share</a>", "#"},
        {"<a href='#cookies' onclick='show()'>Cookie settings</a>", "#"},
        {"<a href=' #box' data-bs-toggle=modal>Open</a>", "#"},
        {"<a href='#menu' aria-expanded=false aria-controls=nav>Menu</a>", "#"},
        {"<a href='' role=button>Close</a>", "#"},
        {"<a href=''>Empty</a>", ""},
        {"<img src='' data-src=/late.png alt=Late><img src='' alt=Nothing><iframe src=''></iframe>", "/late.png"},
        {"<link rel=profile href=/names><a href=/x>x</a>", "/x"},
        {"<link rel=schema.DC href=http://purl.example/dc/><link rel=DCTERMS.subject href=http://purl.example/s><link rel='dct:subject' href=/t>"
         "<a href=/x>x</a>", "/x"},
        {"<link rel='stylesheet x.y' href=/s.css>", "/s.css"},
        {"<link rel=pingback href=/xmlrpc.php><link rel=EditURI href=/rsd><link rel='https://api.w.org/' href=/json/><a href=/x>x</a>", "/x"},
        {"<link rel=alternate type='application/json+oembed' href=/embed><link rel=preload href=/font><link rel=search href=/osd><a href=/x>x</a>", "/x"},
        {"<a href='#part'>Part</a>", "#part"},
        {"<a href='#part' class=button>Part</a>", "#part"},
        {"<a href='#part' class='panel__Toggle big'>Part</a>", "#"},
        {"<a href='' class=js-share>Share</a>", "#"},
        {"<a href='#alert' data-dismiss=alert>Close</a>", "#"},
        {"<a href='/page#part' class=accordion>Part</a>", "/page#part"},
        {"<a href='#part' role=link>Part</a>", "#part"},
        {"<a href='/apply#form' role=button>Apply</a>", "/apply#form"},
        {"<a href='/apply' onclick='count()'>Apply</a>", "/apply"},
    };
    for (size_t i = 0; i < sizeof links / sizeof links[0]; i++) {
        struct document *d = read_html(links[i].markup);
        ck_assert_uint_eq(d->link_count, 1);
        ck_assert_str_eq(d->links[0].href, links[i].href);
        document_free(d);
    }
}
END_TEST

START_TEST(test_no_phantom_links)
{
    struct document *d = read_html("<title><a href=/1>x</a></title><textarea><a href=/2>x</a></textarea><iframe><a href=/3>x</a></iframe>"
                                   "<noscript><img src=/4></noscript><script>'<a href=/5>'</script><!--><a href=/real>x</a><!-- <a href=/6> -->"
                                   "<p title='<a href=/7>'>t</p><svg><!-- <a href=/8>y</a> --><use href=/9#icon></svg><template><a href=/10>z</a></template>");
    ck_assert_uint_eq(d->link_count, 1);
    ck_assert_str_eq(d->links[0].href, "/real");
    ck_assert_str_eq(d->title, "<a href=/1>x</a>");
    document_free(d);
}
END_TEST

/* A clickable map of the county is links like a list of towns; of a drawing nothing else is read. */
START_TEST(test_links_of_drawings)
{
    static const struct { const char *markup, *links; } drawings[] = {
        {"<svg><a xlink:href=/north><text>North <tspan>team</tspan></text></a><a href='/south'><text>South</text></a></svg>", "/north=North team;/south=South;"},
        {"<svg><a href=/new xlink:href=/old><title>Town</title><path d=M0 /></a></svg>", "/new=Town;"},
        {"<svg><a xlink:href=/x href=/y><title>Named</title><text>Shown</text></a></svg>", "/y=Shown;"},
        {"<svg><a href='/a&amp;b'/><text>Not its words</text></svg>", "/a&b=;"},
        {"<a href=/out><svg><a href=/in><text>In</text></a></svg> Out</a>", "/out=Out;/in=;"},
        {"<svg><image xlink:href=/map.png /><image href='data:x'/></svg>", "/map.png=;"},
        {"<svg><foreignObject><div><a href=/inside>Inside</a></div></foreignObject></svg>", "/inside=Inside;"},
        {"<svg viewBox=x/><p>Words</p><a href=/after>After</a><svg><svg x=1 /><a href=/drawn><text>Drawn</text></a></svg>", "/after=After;/drawn=Drawn;"},
        {"<svg><a href=/open><text>Never closed</svg><a href=/next>Next</a>", "/open=Never closed;/next=Next;"},
        {"<object data=/leaflet.pdf><a href=/leaflet.pdf>Leaflet</a></object>", "/leaflet.pdf=;/leaflet.pdf=Leaflet;"},
        {"<p><a href=/unclosed>One <p>two <a href=/next>three</a> four", "/unclosed=One two;/next=three;"},
        {"<a href=/out>One <div>two <a href=/in>three</a> four</div> five</a>", "/out=One two;/in=three;"},
        {"<math><mi href=/formula>x</mi></math><template><a href=/unused>x</a></template>", ""},
    };
    for (size_t i = 0; i < sizeof drawings / sizeof drawings[0]; i++) {
        struct document *d = read_html(drawings[i].markup);
        char got[500] = "";
        for (size_t at = 0; at < d->link_count; at++)
            snprintf(got + strlen(got), sizeof got - strlen(got), "%s=%s;", d->links[at].href, d->links[at].text != NULL ? d->links[at].text : "");
        ck_assert_msg(strcmp(got, drawings[i].links) == 0, "%s\ngives %s", drawings[i].markup, got);
        document_free(d);
    }
}
END_TEST

START_TEST(test_anchors_wherever_they_stand)
{
    static const char *const holders[] = {"<svg><g id=it></g></svg>", "<svg><text><tspan x=1 id='it'>x</tspan></text></svg>", "<svg id=it></svg>",
                                          "<math><mi id=it>x</mi></math>", "<template><h2 id=it>x</h2></template>", "<noscript><h2 id=it>x</h2></noscript>",
                                          "<object><h2 id=it>x</h2></object>", "<svg><foreignObject><p id=it>x</p></foreignObject></svg>",
                                          "<svg><a id=it href=/x><text>x</text></a></svg>", "<a name=it></a>", "<x-card id=it></x-card>", "<map id=it></map>",
                                          "<select><option id=it>x</select>", "<table><tr id=it><td>x</table>", "<canvas><p id=it>x</canvas>", "<dialog id=it>x</dialog>"};
    for (size_t i = 0; i < sizeof holders / sizeof holders[0]; i++) {
        struct document *d = read_html(holders[i]);
        ck_assert_msg(d->anchor_count == 1 && strcmp(d->anchors[0], "it") == 0, "%s", holders[i]);
        document_free(d);
    }
    static const char *const no_holders[] = {"<!-- <p id=it> --><p>x", "<svg><!-- <g id=it> --></svg><p>x", "<p title='id=it'>x", "<script>'<p id=it>'</script><p>x",
                                             "<textarea><p id=it></textarea><p>x", "<p name=it>x"};
    for (size_t i = 0; i < sizeof no_holders / sizeof no_holders[0]; i++) {
        struct document *d = read_html(no_holders[i]);
        ck_assert_msg(d->anchor_count == 0, "%s", no_holders[i]);
        document_free(d);
    }
}
END_TEST

START_TEST(test_head)
{
    struct document *d = read_html(
        "<html lang=cy><head><title> Short\n breaks </title><meta name=Description content='All about it'><meta name=generator content=Drupal>"
        "<meta name=robots content='NOINDEX, nofollow'><meta property='article:modified_time' content='2024-05-06T10:00:00Z'></head><body id=b>"
        "<a name=old></a><h1 id=top>H</h1><form><input type=search name=q></form></body></html>");
    ck_assert_str_eq(d->title, "Short breaks");
    ck_assert_str_eq(d->language, "cy");
    ck_assert_str_eq(d->description, "All about it");
    ck_assert_str_eq(d->generator, "Drupal");
    ck_assert_str_eq(d->modified, "2024-05-06T10:00:00Z");
    ck_assert(d->noindex && d->nofollow && !d->has_forms && !d->needs_scripts && !d->partly_read);
    ck_assert_uint_eq(d->anchor_count, 3);
    ck_assert_str_eq(d->anchors[0], "b");
    ck_assert_str_eq(d->anchors[1], "old");
    ck_assert_str_eq(d->anchors[2], "top");
    document_free(d);
    d = read_html("<script type='application/ld+json'>{\"dateModified\" : \"2023-01-02\"}</script><h2>Fallback title</h2><form><input name=child></form>");
    ck_assert_str_eq(d->modified, "2023-01-02");
    ck_assert_str_eq(d->title, "Fallback title");
    ck_assert(d->has_forms);
    document_free(d);
    d = read_html("<p>x<time class=updated datetime=2022-02-03>3 Feb</time></p>");
    ck_assert_str_eq(d->modified, "2022-02-03");
    document_free(d);
}
END_TEST

START_TEST(test_a_shell_needs_scripts)
{
    struct document *d = read_html("<title>App</title><noscript>You need to enable JavaScript to run this app.</noscript><div id=root></div><script src=main.js></script>");
    ck_assert(d->needs_scripts);
    document_free(d);
    d = read_html("<script src=main.js></script><p>Short breaks give you time to rest while somebody you trust looks after your child.</p>");
    ck_assert(!d->needs_scripts);
    document_free(d);
}
END_TEST

/* What a component shows is part of the page; what other templates hold is not. */
START_TEST(test_components_are_read)
{
    struct document *d = read_html("<x-card><template shadowrootmode=\"open\"><h2>Clubs</h2><p>Ring us.<template><p>Not shown</template></p></template>"
                                   "</x-card><template><p>Nor this</template><p>After.");
    ck_assert_uint_eq(d->block_count, 3);
    ck_assert_str_eq(d->blocks[0].text, "Clubs");
    ck_assert_str_eq(d->blocks[1].text, "Ring us.");
    ck_assert_str_eq(d->blocks[2].text, "After.");
    document_free(d);
    d = read_html("</template><template shadowrootmode><p>Open to the end");
    ck_assert_uint_eq(d->block_count, 1);
    document_free(d);
}
END_TEST

START_TEST(test_a_rendered_page_says_so)
{
    static const char page[] = "<script src=main.js></script><p>Short breaks give you time to rest.</p>";
    struct document_input input = {.bytes = page, .length = sizeof page - 1, .content_type = "text/html", .rendered = true};
    struct document *d;
    ck_assert_int_eq(document_read(markup_fixture(), &input, &d, NULL), STATUS_OK);
    ck_assert(d->rendered && !d->partly_read);
    document_free(d);
    input.lacking = "robots.txt forbids what its scripts ask for";
    ck_assert_int_eq(document_read(markup_fixture(), &input, &d, NULL), STATUS_OK);
    ck_assert(d->rendered && d->partly_read);
    ck_assert_str_eq(d->partly_reason, input.lacking);
    document_free(d);
}
END_TEST

static const struct {
    const char *page;
    bool rendered, routes;
} routed[] = {
    {"<a href='#/clubs'>Clubs</a><a href='#/money'>Money</a>", true, true},
    {"<a href='#!/clubs'>Clubs</a><a href='#/money'>Money</a>", true, true},
    {"<a href='#/clubs'>Clubs</a><a href='#/money'>Money</a>", false, false}, /* nobody knows what its scripts make of it */
    {"<a href='#/clubs'>Clubs</a><a href='#money'>Money</a>", true, false},
    {"<a href='#/'>Up</a><a href='/clubs#/x'>Clubs</a>", true, false},
};

START_TEST(test_pages_without_an_address_of_their_own)
{
    struct document_input input = {.bytes = routed[_i].page, .length = strlen(routed[_i].page), .content_type = "text/html", .rendered = routed[_i].rendered};
    struct document *d;
    ck_assert_int_eq(document_read(markup_fixture(), &input, &d, NULL), STATUS_OK);
    ck_assert(document_has_routes(d) == routed[_i].routes && d->partly_read == routed[_i].routes);
    document_free(d);
}
END_TEST

/* Repeats a piece `count` times between a start and an end. */
static char *repeated(const char *start, const char *piece, size_t count, const char *end, size_t *length)
{
    size_t a = strlen(start), b = strlen(piece), c = strlen(end);
    char *bytes = malloc(a + b * count + c + 1);
    ck_assert_ptr_nonnull(bytes);
    memcpy(bytes, start, a);
    for (size_t i = 0; i < count; i++)
        memcpy(bytes + a + i * b, piece, b);
    memcpy(bytes + a + b * count, end, c + 1);
    *length = a + b * count + c;
    return bytes;
}

struct hostile_case {
    const char *name, *start, *piece;
    size_t count;
    const char *end;
    bool partly;         /* the reader must say that something is missing */
    const char *last;    /* words that must still be found; NULL for none */
};

static const struct hostile_case hostile[] = {
    {"a text of 10 MB", "<p>", "short breaks ", 800000, "</p><a href=/end>end</a>", true, "short breaks"},
    {"nested elements", "<p>start</p>", "<div>", 100000, "<a href=/end>end</a>", true, "end"},
    {"nested and closed wrongly", "", "<div><span></div>", 100000, "<p>end</p>", false, "end"},
    {"attributes of one name", "<p ", "a=b ", 160000, ">end</p>", true, "end"},
    {"end tags alone", "<b><i>", "</div></p></i>", 200000, "<p>end</p>", false, "end"},
    {"end tags in a deep page", "", "<div><p>", 1500, "</b></b></b></b><p>end</p>", false, "end"},
    {"unclosed comments", "<p>end</p>", "<!--", 300000, "", false, "end"},
    {"unclosed svg", "<p>start</p>", "<svg>", 200000, "<p>end</p>", false, "end"},
    {"drawings never closed in a drawing", "<p>end</p><svg>", "<svg ", 400000, "</svg>", true, "end"},
    {"links in a drawing", "<svg>", "<a href=/x><title>", 60000, "</svg><p>end</p>", false, "end"},
    {"ids in a drawing", "<svg>", "<g id=x>", 200000, "</svg><p>end</p>", false, "end"},
    {"unclosed tags", "<p>end</p>", "<a href='", 200000, "", true, "end"},
    {"angle brackets", "<p>", "<", 2000000, " end</p>", false, "end"},
    {"ampersands", "<p>", "&", 2000000, "end</p>", false, NULL},
    {"tables in tables", "", "<table><tr><td>", 1500, "end", false, "end"},
    {"lists in lists", "", "<ul><li>", 3000, "end", true, "end"},
    {"links", "", "<a href=/x>y</a> ", 100000, "", true, "y"},
    {"blocks", "", "<p>z</p>", 100000, "", true, "z"},
    {"elements", "", "<i>z</i>", 600000, "", true, "z"},
    {"cells without rows", "<table>", "<td>z<li>", 50000, "", true, "z"},
    {"classes", "<p class='", "cookie nav header ", 50000, "'>end</p>", false, "end"},
    {"fonts never closed", "", "<font>x <p>", 15000, "end", true, "end"},
    {"formatting in formatting", "", "<a href=x><b><i><nobr>", 60000, "end", true, "end"},
    {"unfinished references", "<p>", "&nb", 500000, "end</p>", false, NULL},
    {"forms", "", "<form><input name=a>", 50000, "<p>end</p>", true, "end"},
    {"openings of boxes", "", "<div>Share this page<b>", 15000, "<p>end</p>", true, "end"},
    {"feet", "<p>The service helps families in the town with all they need.</p>", "<div>Copyright 2024<i>", 20000, "", true, "helps"},
    {"headings", "<h1>end</h1>", "<div><h2>Related links</h2>", 20000, "", true, "end"},
};

START_TEST(test_hostile_pages_are_read_in_bounded_time)
{
    const struct hostile_case *one = &hostile[_i];
    size_t length;
    char *bytes = repeated(one->start, one->piece, one->count, one->end, &length);
    double start = seconds();
    struct document *d = read_bytes(bytes, length, "text/html; charset=utf-8");
    double took = seconds() - start;
    if (getenv("SHOW_TIMES") != NULL)
        fprintf(stderr, "%6.3f s  %s\n", took, one->name);
    ck_assert_msg(took < 10, "%s: %.1f s", one->name, took);
    ck_assert_msg(d->partly_read == one->partly, "%s: %s", one->name, d->partly_read ? d->partly_reason : "read whole");
    ck_assert_msg(d->partly_read == (d->partly_reason != NULL), "%s", one->name);
    if (one->last != NULL)
        ck_assert_msg(strcmp(zone_of(d, one->last), "nowhere") != 0, "%s: lost", one->name);
    document_free(d);
    free(bytes);
}
END_TEST

/* Whether a foot is the page's first words was looked up anew for each, past all that shows nothing. */
START_TEST(test_feet_behind_rules)
{
    struct buffer page;
    buffer_init(&page, FIXTURE_BYTES);
    buffer_add_text(&page, "<div>");
    for (int i = 0; i < 150000; i++)
        buffer_add_text(&page, "<hr>");
    for (int i = 0; i < 80000; i++)
        buffer_add_text(&page, "<div><a>Privacy</a></div>");
    double start = seconds();
    struct document *d = read_bytes(page.bytes, page.length, "text/html");
    ck_assert(seconds() - start < 5);
    document_free(d);
    buffer_release(&page);
}
END_TEST

/* 160,000 different attributes took libxml2 131 seconds. */
START_TEST(test_distinct_attributes)
{
    struct buffer page;
    buffer_init(&page, FIXTURE_BYTES);
    buffer_add_text(&page, "<div ");
    for (int i = 0; i < 160000; i++)
        buffer_printf(&page, "data-a%d=\"%d\" ", i, i);
    buffer_add_text(&page, "><p>end</p>");
    double start = seconds();
    struct document *d = read_bytes(page.bytes, page.length, "text/html");
    ck_assert(seconds() - start < 5);
    ck_assert(d->partly_read);
    ck_assert_str_eq(zone_of(d, "end"), "main");
    document_free(d);
    buffer_release(&page);
}
END_TEST

/* Every page cut anywhere is read, or refused as empty; never worse. */
START_TEST(test_truncated_everywhere)
{
    static const char page[] = "<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>T &amp; U</title><style>a{background:url(x)}</style>"
                               "<script>x</script></head><body class='a b'><!-- c --><nav><ul><li><a href='/a?b&c'>A</a></ul></nav><main id=m>"
                               "<h1>H&eacute;</h1><p>caf\xC3\xA9 <b>x</b><br>y</p><table border=1><tr><th>a<td>b</table><details><summary>s</summary>d</details>"
                               "<svg><title>i</title></svg><textarea>t</textarea><select><option>o</select></main><footer>&copy; 2024</footer></body></html>";
    for (size_t length = 1; length < sizeof page; length++) {
        char *cut = malloc(length); /* exactly as long, so that a sanitizer sees one byte over */
        memcpy(cut, page, length);
        document_free(read_bytes(cut, length, "text/html"));
        free(cut);
    }
}
END_TEST

START_TEST(test_rubbish_is_read_or_refused)
{
    must_refuse("", 0, "text/html", "empty");
    must_refuse("\xFF\xD8\xFF\xE0\0\x10JFIF\0", 11, "text/html", "neither");
    must_refuse("\x89PNG\r\n\x1A\n", 8, "text/html", "neither");
    must_refuse("\0\1\2\3\4\5", 6, NULL, "neither");
    struct document *d = read_bytes("<p>no type</p>", 14, NULL);
    ck_assert_int_eq(d->type, DOCUMENT_HTML);
    document_free(d);
    d = read_bytes("Just words.\n\nMore.\n* a\n* b", 26, "text/plain");
    ck_assert_int_eq(d->type, DOCUMENT_TEXT);
    ck_assert_uint_eq(d->block_count, 4);
    ck_assert_int_eq(d->blocks[3].kind, BLOCK_LIST_ITEM);
    document_free(d);
}
END_TEST

/* A bullet is the same in a text as on a page, and words are not lost for standing in a long line. */
START_TEST(test_plain_text)
{
    static const char listed[] = "Clubs:\n\u25AA swimming\n\u25CF drama\n\u00B7\tmusic\n\u2022\ncooking\n- trips\n\n2\u00B75 miles\n-5 degrees";
    static const struct {
        const char *words;
        enum block_kind kind;
    } wanted[] = {{"Clubs:", BLOCK_PARAGRAPH},  {"swimming", BLOCK_LIST_ITEM}, {"drama", BLOCK_LIST_ITEM}, {"music", BLOCK_LIST_ITEM},
                  {"cooking", BLOCK_LIST_ITEM}, {"trips", BLOCK_LIST_ITEM},    {"2\u00B75 miles -5 degrees", BLOCK_PARAGRAPH}};
    struct document *d = read_bytes(listed, sizeof listed - 1, "text/plain; charset=utf-8");
    ck_assert_uint_eq(d->block_count, sizeof wanted / sizeof wanted[0]);
    for (size_t i = 0; i < d->block_count; i++) {
        ck_assert_str_eq(d->blocks[i].text, wanted[i].words);
        ck_assert_int_eq(d->blocks[i].kind, wanted[i].kind);
    }
    document_free(d);

    size_t length, words = 0;
    char *line = repeated("start ", "word ", 40000, "end", &length);
    d = read_bytes(line, length, "text/plain");
    ck_assert(!d->partly_read);
    for (size_t i = 0; i < d->block_count; i++)
        words += d->blocks[i].length;
    ck_assert_uint_ge(words + d->block_count, length);
    ck_assert_ptr_nonnull(strstr(d->blocks[d->block_count - 1].text, "end"));
    document_free(d);
    free(line);
}
END_TEST

struct sniff_case {
    const char *bytes, *type, *name;
    enum document_type expected;
};

static const struct sniff_case sniffs[] = {
    {"%PDF-1.4", "text/html", "x.html", DOCUMENT_PDF},
    {"\xEF\xBB\xBF%PDF-1.4", NULL, NULL, DOCUMENT_PDF},
    {"PK\x03\x04", "application/octet-stream", NULL, DOCUMENT_DOCX},
    {"<html>", "application/pdf", "x.pdf", DOCUMENT_HTML},
    {"hello", "text/plain; charset=x", NULL, DOCUMENT_TEXT},
    {"hello", NULL, "a.txt?x=1", DOCUMENT_TEXT},
    {"hello", NULL, "page.aspx?id=3", DOCUMENT_HTML},
    {"hello", NULL, NULL, DOCUMENT_TEXT},
    {"hello", "application/json", NULL, DOCUMENT_OTHER},
    {"hello", "application/pdf", NULL, DOCUMENT_OTHER},
    {"GIF89a", "text/html", NULL, DOCUMENT_OTHER},
    {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", NULL, "x.docx", DOCUMENT_OTHER},
};

START_TEST(test_sniffing)
{
    const struct sniff_case *one = &sniffs[_i];
    const struct document_input input = {.bytes = one->bytes, .length = strlen(one->bytes), .content_type = one->type, .name = one->name};
    ck_assert_int_eq(document_sniff(&input), one->expected);
}
END_TEST

int main(void)
{
    document_start();
    Suite *suite = suite_create("document html");
    TCase *tcase = tcase_create("html");
    tcase_set_timeout(tcase, 120);
    tcase_add_loop_test(tcase, test_blocks, 0, sizeof cases / sizeof cases[0]);
    tcase_add_test(tcase, test_heading_above);
    tcase_add_test(tcase, test_links);
    tcase_add_test(tcase, test_only_a_soon_refresh_sends_on);
    tcase_add_test(tcase, test_links_that_scripts_handle);
    tcase_add_test(tcase, test_no_phantom_links);
    tcase_add_test(tcase, test_links_of_drawings);
    tcase_add_test(tcase, test_anchors_wherever_they_stand);
    tcase_add_test(tcase, test_head);
    tcase_add_test(tcase, test_a_shell_needs_scripts);
    tcase_add_test(tcase, test_a_rendered_page_says_so);
    tcase_add_loop_test(tcase, test_pages_without_an_address_of_their_own, 0, (int)(sizeof routed / sizeof routed[0]));
    tcase_add_test(tcase, test_components_are_read);
    tcase_add_loop_test(tcase, test_hostile_pages_are_read_in_bounded_time, 0, sizeof hostile / sizeof hostile[0]);
    tcase_add_test(tcase, test_feet_behind_rules);
    tcase_add_test(tcase, test_plain_text);
    tcase_add_test(tcase, test_distinct_attributes);
    tcase_add_test(tcase, test_truncated_everywhere);
    tcase_add_test(tcase, test_rubbish_is_read_or_refused);
    tcase_add_loop_test(tcase, test_sniffing, 0, sizeof sniffs / sizeof sniffs[0]);
    suite_add_tcase(suite, tcase);
    int failed = run_suite(suite);
    document_stop();
    return failed;
}
