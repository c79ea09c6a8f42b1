/* Sitemaps: every form, as people write them, and hostile ones. */
#include <check.h>
#include <libxml/parser.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <zlib.h>

#include "base/buffer.h"
#include "base/limits.h"
#include "crawler/visit/sitemap.h"
#include "suite.h"

#define NS "xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\""
#define A "https://anytown.example/a"
#define B "https://anytown.example/b"

struct sitemap_case {
    const char *bytes;
    enum status status;
    const char *entries; /* "url[|modified]" with "+" in front of sitemaps, one a line */
};

static const struct sitemap_case CASES[] = {
    {"<?xml version=\"1.0\" encoding=\"UTF-8\"?><urlset " NS "><url><loc>" A "</loc><lastmod>2026-03-01</lastmod></url><url><loc>" B "</loc></url></urlset>",
     STATUS_OK, A "|2026-03-01\n" B "\n"},
    {"<sitemapindex " NS "><sitemap><loc>" A "</loc><lastmod>2026-03</lastmod></sitemap></sitemapindex>", STATUS_OK, "+" A "|2026-03\n"},
    /* name spaces wrong, missing, undeclared */
    {"<urlset><url><loc>" A "</loc></url></urlset>", STATUS_OK, A "\n"},
    {"<urlset xmlns=\"http://www.google.com/schemas/sitemap/0.84\"><url><loc>" A "</loc></url></urlset>", STATUS_OK, A "\n"},
    {"<s:urlset xmlns:s=\"x\"><s:url><s:loc>" A "</s:loc></s:url></s:urlset>", STATUS_OK, A "\n"},
    {"<urlset><url><loc>" A "</loc><image:image><image:loc>" B "</image:loc></image:image></url></urlset>", STATUS_OK, A "\n"},
    {"<urlset><url><image:image><image:loc>" B "</image:loc></image:image><loc>" A "</loc></url></urlset>", STATUS_OK, A "\n"},
    {"<urlset><url><loc>" A "</loc><xhtml:link rel=\"alternate\" href=\"" B "\"/></url></urlset>", STATUS_OK, A "\n"},
    /* white space, CDATA, references, relative addresses */
    {"\xEF\xBB\xBF\n\n<?xml version=\"1.0\"?>\n<urlset>\n <url>\n  <loc>\n   " A "\n  </loc>\n </url>\n</urlset>\n", STATUS_OK, A "\n"},
    {"<urlset><url><loc><![CDATA[ " A "?x=1&y=2 ]]></loc></url></urlset>", STATUS_OK, A "?x=1&y=2\n"},
    {"<urlset><url><loc>" A "?x=1&amp;y=2&#38;z=3&#x26;</loc></url></urlset>", STATUS_OK, A "?x=1&y=2&z=3&\n"},
    {"<urlset><url><loc>" A "?x=1&y=2&copy=3&nbsp;</loc></url></urlset>", STATUS_OK, A "?x=1&y=2&copy=3&nbsp;\n"},
    {"<urlset><url><loc>/a/b</loc></url></urlset>", STATUS_OK, "/a/b\n"},
    {"<urlset><url><loc>https://anytown.example/caf\xC3\xA9</loc></url></urlset>", STATUS_OK, "https://anytown.example/caf\xC3\xA9\n"},
    {"<urlset><url><loc>" A "\xE9</loc></url></urlset>", STATUS_OK, A "\xEF\xBF\xBD\n"},
    {"<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><urlset><url><loc>" A "\xE9</loc></url></urlset>", STATUS_OK, A "\xC3\xA9\n"},
    {"<urlset><url><loc>" A "</loc>\x01\x02</url></urlset>", STATUS_OK, A "\n"},
    {"<urlset><!-- a & b <url><loc>" B "</loc></url> --><url><loc>" A "</loc></url></urlset>", STATUS_OK, A "\n"},
    /* as generators really write them: element names in capitals, something before the
     * declaration or behind the end, dates that are none, two roots, an address over two lines */
    {"<URLSET><URL><LOC>" A "</LOC><LASTMOD>2026-03-01</LASTMOD></URL></URLSET>", STATUS_OK, A "|2026-03-01\n"},
    {"<sitemapIndex><Sitemap><Loc>" A "</Loc></Sitemap></sitemapIndex>", STATUS_OK, "+" A "\n"},
    {" \t\r\n\xEF\xBB\xBF<?xml version=\"1.0\"?><urlset><url><loc>" A "</loc></url></urlset>", STATUS_OK, A "\n"},
    {"<urlset><url><loc>" A "</loc></url></urlset><script>var cached = 1 && 2;</script>", STATUS_PARSE, A "\n"},
    {"<urlset><url><loc>" A "</loc></url></urlset>\n<!-- made in 0.2 s & cached -->\n", STATUS_OK, A "\n"},
    {"<urlset><url><loc>" A "</loc></url></urlset><urlset><url><loc>" B "</loc></url></urlset>", STATUS_PARSE, A "\n"},
    {"<urlset><url><loc>" A "</loc><lastmod>yesterday</lastmod></url><url><lastmod>0000-00-00T00:00:00Z</lastmod><loc>" B "</loc></url></urlset>",
     STATUS_OK, A "|yesterday\n" B "|0000-00-00T00:00:00Z\n"},
    {"<urlset><url><loc>" A "</loc><lastmod>" A A A "</lastmod></url></urlset>", STATUS_OK, A "\n"},
    {"<urlset><url><loc>https://anytown.example/<!-- here -->a</loc></url></urlset>", STATUS_OK, A "\n"},
    {"<urlset><url><loc>https://anytown.example/<![CDATA[a]]></loc></url></urlset>", STATUS_OK, A "\n"},
    {"<urlset><url><loc>" A "</loc><priority>high</priority><changefreq>now &amp; then</changefreq></url></urlset>", STATUS_OK, A "\n"},
    {"<sitemapindex><sitemapindex><sitemap><loc>" A "</loc></sitemap></sitemapindex></sitemapindex>", STATUS_OK, "+" A "\n"},
    {"<url><loc>" A "</loc></url>", STATUS_PARSE, ""},
    {"<?xml version=\"1.0\"?><?xml-stylesheet type=\"text/xsl\" href=\"/s.xsl\"?><urlset><url><loc>" A "</loc></url></urlset>", STATUS_OK, A "\n"},
    /* empty and odd entries */
    {"<urlset></urlset>", STATUS_OK, ""},
    {"<urlset/>", STATUS_OK, ""},
    {"<urlset><url><loc></loc></url><url><loc> </loc></url><url/><url><lastmod>2026</lastmod></url></urlset>", STATUS_OK, ""},
    {"<urlset><loc>" A "</loc></urlset>", STATUS_OK, ""},
    {"<urlset><url><loc>" A "</loc><loc>" B "</loc></url></urlset>", STATUS_OK, A "\n"},
    {"<sitemapindex><sitemap><loc>" A "</loc></sitemap><url><loc>" B "</loc></url></sitemapindex>", STATUS_OK, "+" A "\n" B "\n"},
    /* feeds */
    {"<rss version=\"2.0\"><channel><link>https://anytown.example/</link><item><title>x</title><link>" A "</link><pubDate>Mon, 02 Mar 2026 09:00:00 GMT</pubDate></item></channel></rss>",
     STATUS_OK, A "|Mon, 02 Mar 2026 09:00:00 GMT\n"},
    {"<feed xmlns=\"http://www.w3.org/2005/Atom\"><link href=\"https://anytown.example/\"/><entry><link rel=\"self\" href=\"" B "\"/><link href=\" " A "?x=1&amp;y=2 \"/><updated>2026-03-02T09:00:00Z</updated></entry></feed>",
     STATUS_OK, A "?x=1&y=2|2026-03-02T09:00:00Z\n"},
    {"<feed><entry><link rel='alternate' href='" A "'></link></entry></feed>", STATUS_OK, A "\n"},
    {"<rdf:RDF xmlns:rdf='x'><channel/><item><link>" A "</link><dc:date>2026</dc:date></item></rdf:RDF>", STATUS_OK, A "|2026\n"},
    /* plain lists */
    {A "\n" B "\n", STATUS_OK, A "\n" B "\n"},
    {"\xEF\xBB\xBF" A "\r\n\r\n  " B "  \r\nnot an address\r\nHTTP://anytown.example/c", STATUS_OK, A "\n" B "\nHTTP://anytown.example/c\n"},
    /* what is no sitemap */
    {"", STATUS_PARSE, ""},
    {"Not found", STATUS_PARSE, ""},
    {"<!DOCTYPE html><html><body><a href=\"" A "\">x</a></body></html>", STATUS_PARSE, ""},
    {"<html><url><loc>" A "</loc></url></html>", STATUS_PARSE, ""},
    {"<", STATUS_PARSE, ""},
    /* faults: what stands before them counts */
    {"<urlset><url><loc>" A "</loc></url><url><loc>" B, STATUS_PARSE, A "\n"},
    {"<urlset><url><loc>" A "</loc></url><url></loc></url><url><loc>" B "</loc></url></urlset>", STATUS_PARSE, A "\n"},
    {"<urlset><url><loc>" A "</loc></url>", STATUS_PARSE, A "\n"},
    /* nothing is expanded or fetched */
    {"<!DOCTYPE urlset [<!ENTITY x \"" B "\">]><urlset><url><loc>" A "&x;</loc></url></urlset>", STATUS_OK, A "&x;\n"},
    {"<!DOCTYPE urlset [<!ENTITY x SYSTEM \"file:///etc/hostname\">]><urlset><url><loc>" A "/&x;</loc></url></urlset>", STATUS_OK, A "/&x;\n"},
    {"<!DOCTYPE urlset SYSTEM \"http://192.0.2.1/x.dtd\"><urlset><url><loc>" A "</loc></url></urlset>", STATUS_OK, A "\n"},
};

static void show(const struct sitemap_entry *entries, size_t count, struct buffer *out)
{
    for (size_t i = 0; i < count; i++)
        buffer_printf(out, "%s%s%s%s\n", entries[i].is_sitemap ? "+" : "", entries[i].url, entries[i].modified != NULL ? "|" : "",
                      entries[i].modified != NULL ? entries[i].modified : "");
}

static enum status read_and_compare(const void *bytes, size_t length, const char *expected)
{
    struct arena arena = {0};
    struct sitemap_entry *entries = NULL;
    size_t count = 0;
    struct error err = {0};
    struct buffer shown;
    buffer_init(&shown, 1024 * 1024);
    enum status status = sitemap_read(&arena, bytes, length, &entries, &count, &err);
    ck_assert((status == STATUS_OK) == (err.message[0] == '\0'));
    show(entries, count, &shown);
    ck_assert_str_eq(buffer_text(&shown), expected);
    buffer_release(&shown);
    arena_release(&arena);
    return status;
}

START_TEST(every_form_is_read)
{
    const struct sitemap_case *it = &CASES[_i];
    ck_assert_int_eq(read_and_compare(it->bytes, strlen(it->bytes), it->entries), it->status);
}
END_TEST

static void gzip(const void *bytes, size_t length, struct buffer *out)
{
    z_stream stream = {0};
    unsigned char piece[4096];
    unsigned char *input = memory_alloc(length + 1);
    memcpy(input, bytes, length);
    ck_assert_int_eq(deflateInit2(&stream, 9, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY), Z_OK);
    stream.next_in = input;
    stream.avail_in = (uInt)length;
    int result;
    do {
        stream.next_out = piece;
        stream.avail_out = sizeof piece;
        result = deflate(&stream, Z_FINISH);
        buffer_add(out, piece, sizeof piece - stream.avail_out);
    } while (result == Z_OK);
    deflateEnd(&stream);
    free(input);
}

START_TEST(gzip_is_undone)
{
    static const char first[] = "<urlset><url><loc>" A "</loc></url>", second[] = "<url><loc>" B "</loc></url></urlset>";
    struct buffer packed;
    buffer_init(&packed, 1024 * 1024);
    gzip(first, strlen(first), &packed);
    gzip(second, strlen(second), &packed); /* two members are one stream */
    ck_assert_int_eq(read_and_compare(packed.bytes, packed.length, A "\n" B "\n"), STATUS_OK);
    ck_assert_int_eq(read_and_compare(packed.bytes, packed.length - 20, A "\n"), STATUS_PARSE);
    packed.bytes[12] = (char)(packed.bytes[12] ^ 0x55);
    struct arena arena = {0};
    struct sitemap_entry *entries;
    size_t count;
    ck_assert_int_eq(sitemap_read(&arena, packed.bytes, packed.length, &entries, &count, NULL), STATUS_PARSE);
    arena_release(&arena);
    buffer_release(&packed);
}
END_TEST

START_TEST(a_bomb_is_refused)
{
    struct buffer text, packed;
    buffer_init(&text, LIMIT_SITEMAP_BYTES);
    buffer_init(&packed, 1024 * 1024);
    buffer_add_text(&text, A "\n");
    while (text.length < 20 * 1024 * 1024)
        buffer_add_text(&text, "\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n");
    gzip(text.bytes, text.length, &packed);
    ck_assert_uint_lt(packed.length, 64 * 1024);
    ck_assert_int_eq(read_and_compare(packed.bytes, packed.length, A "\n"), STATUS_LIMIT);
    buffer_release(&text);
    buffer_release(&packed);
}
END_TEST

START_TEST(laughs_stay_few)
{
    struct buffer text;
    buffer_init(&text, 1024 * 1024);
    buffer_add_text(&text, "<?xml version=\"1.0\"?><!DOCTYPE urlset [<!ENTITY l0 \"lol\">");
    for (int i = 1; i < 12; i++) {
        buffer_printf(&text, "<!ENTITY l%d \"", i);
        for (int k = 0; k < 10; k++)
            buffer_printf(&text, "&l%d;", i - 1);
        buffer_add_text(&text, "\">");
    }
    buffer_add_text(&text, "<!ENTITY % p SYSTEM \"file:///etc/hostname\"> %p; <!ATTLIST url x CDATA \"&l11;\">]>");
    buffer_add_text(&text, "<urlset><url><loc>" A "/&l11;</loc></url></urlset>");
    clock_t start = clock();
    struct arena arena = {0};
    struct sitemap_entry *entries;
    size_t count;
    enum status status = sitemap_read(&arena, text.bytes, text.length, &entries, &count, NULL);
    ck_assert(status == STATUS_OK || status == STATUS_PARSE);
    for (size_t i = 0; i < count; i++)
        ck_assert_str_eq(entries[i].url, A "/&l11;");
    ck_assert_double_lt((double)(clock() - start) / CLOCKS_PER_SEC, 0.5);
    arena_release(&arena);
    buffer_release(&text);
}
END_TEST

/* libxml2 compares each attribute with each, and looks for each prefix among all. */
START_TEST(attributes_take_no_time)
{
    static const struct { const char *start, *end; } forms[] = {
        {"<urlset ", ">"},
        {"<urlset ", ">"},
        {"<!DOCTYPE urlset [<!ATTLIST urlset", ">]><urlset>"},
    };
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        struct buffer text;
        buffer_init(&text, 8 * 1024 * 1024);
        buffer_add_text(&text, forms[i].start);
        for (unsigned k = 0; k < 200000; k++) {
            char one[40];
            snprintf(one, sizeof one, i == 0 ? " a%x=\"\"" : i == 1 ? " xmlns:a%x=\"u\"" : " a%x CDATA \"v\"", k);
            buffer_add_text(&text, one);
        }
        buffer_add_text(&text, forms[i].end);
        buffer_add_text(&text, "<url><loc>" A "</loc></url></urlset>");
        clock_t start = clock();
        struct arena arena = {0};
        struct sitemap_entry *entries;
        size_t count;
        ck_assert_int_eq(sitemap_read(&arena, text.bytes, text.length, &entries, &count, NULL), STATUS_LIMIT);
        ck_assert_double_lt((double)(clock() - start) / CLOCKS_PER_SEC, 2);
        arena_release(&arena);
        buffer_release(&text);
    }
}
END_TEST

/* A sound night is silent, and libxml2's words would be cron's mail. */
START_TEST(faults_of_an_encoding_say_nothing)
{
    static const char start[] = "<?xml version=\"1.0\" encoding=\"EUC-JP\"?><urlset><url><loc>" A "</loc></url>", end[] = "<url><loc>\xFF\xFF\xFF\xFF</loc></url></urlset>";
    struct buffer bad;
    buffer_init(&bad, LIMIT_BODY_BYTES);
    (void)buffer_add_text(&bad, start);
    while (bad.length < 100000) /* libxml2 looks at the first bytes otherwise */
        (void)buffer_add_char(&bad, ' ');
    (void)buffer_add_text(&bad, end);
    FILE *said = tmpfile();
    ck_assert_ptr_nonnull(said);
    int before = dup(STDERR_FILENO);
    ck_assert_int_ge(dup2(fileno(said), STDERR_FILENO), 0);
    struct arena arena = {0};
    struct sitemap_entry *entries;
    size_t count;
    enum status status = sitemap_read(&arena, bad.bytes, bad.length, &entries, &count, NULL);
    fflush(stderr);
    ck_assert_int_ge(dup2(before, STDERR_FILENO), 0);
    ck_assert_int_eq(status, STATUS_OK); /* what came before the fault counts */
    ck_assert_uint_eq(count, 1);
    ck_assert_int_eq(lseek(fileno(said), 0, SEEK_END), 0);
    close(before);
    fclose(said);
    buffer_release(&bad);
    arena_release(&arena);
}
END_TEST

START_TEST(ceilings_hold)
{
    struct buffer text;
    struct arena arena = {0};
    struct sitemap_entry *entries;
    size_t count;
    buffer_init(&text, LIMIT_SITEMAP_BYTES);
    buffer_add_text(&text, "<urlset>");
    for (int i = 0; i < LIMIT_SITEMAP_ENTRIES + 10; i++)
        buffer_printf(&text, "<url><loc>https://anytown.example/%d</loc></url>", i);
    buffer_add_text(&text, "</urlset>");
    ck_assert_int_eq(sitemap_read(&arena, text.bytes, text.length, &entries, &count, NULL), STATUS_LIMIT);
    ck_assert_uint_eq(count, LIMIT_SITEMAP_ENTRIES);
    ck_assert_str_eq(entries[LIMIT_SITEMAP_ENTRIES - 1].url, "https://anytown.example/49999");

    /* An address that is too long is left out, the next one counts. */
    buffer_clear(&text);
    buffer_add_text(&text, "<urlset><url><loc>https://anytown.example/");
    for (int i = 0; i < LIMIT_URL_BYTES; i++)
        buffer_add_char(&text, 'a');
    buffer_add_text(&text, "</loc></url><url><loc>" A "</loc></url></urlset>");
    ck_assert_int_eq(read_and_compare(text.bytes, text.length, A "\n"), STATUS_OK);

    /* So deep that libxml2 itself stops. */
    buffer_clear(&text);
    buffer_add_text(&text, "<urlset><url><loc>" A "</loc></url>");
    for (int i = 0; i < 100000; i++)
        buffer_add_text(&text, "<url>");
    ck_assert_int_eq(read_and_compare(text.bytes, text.length, A "\n"), STATUS_PARSE);
    buffer_release(&text);
    arena_release(&arena);
}
END_TEST

START_TEST(utf16_is_read)
{
    static const char text[] = "<urlset><url><loc>" A "</loc></url></urlset>";
    struct buffer wide;
    buffer_init(&wide, 4096);
    buffer_add(&wide, "\xFF\xFE", 2);
    for (size_t i = 0; i < strlen(text); i++) {
        buffer_add_char(&wide, text[i]);
        buffer_add_char(&wide, '\0');
    }
    ck_assert_int_eq(read_and_compare(wide.bytes, wide.length, A "\n"), STATUS_OK);
    buffer_release(&wide);
}
END_TEST

static void start(void)
{
    xmlInitParser();
}

static void stop(void)
{
    xmlCleanupParser();
}

#define COUNT(table) ((int)(sizeof(table) / sizeof((table)[0])))

int main(void)
{
    Suite *suite = suite_create("crawler_sitemap");
    TCase *tcase = tcase_create("sitemap");
    tcase_add_unchecked_fixture(tcase, start, stop);
    tcase_set_timeout(tcase, 30);
    tcase_add_loop_test(tcase, every_form_is_read, 0, COUNT(CASES));
    tcase_add_test(tcase, gzip_is_undone);
    tcase_add_test(tcase, a_bomb_is_refused);
    tcase_add_test(tcase, laughs_stay_few);
    tcase_add_test(tcase, attributes_take_no_time);
    tcase_add_test(tcase, faults_of_an_encoding_say_nothing);
    tcase_add_test(tcase, ceilings_hold);
    tcase_add_test(tcase, utf16_is_read);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
