/* Sentences with what stands around them, and cues that look at it. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "document/document.h"
#include "markup_fixture.h"
#include "scoring/page/cues.h"
#include "scoring/page/segment.h"
#include "scoring/text/sentences.h"
#include "scoring/text/terms.h"
#include "suite.h"

static struct terms *terms;
static struct cues *cues;

struct page {
    struct document *document;
    bool *counts;
    struct segments segments;
};

static void open_page(const char *html, struct page *page)
{
    struct document_input input = {.bytes = html, .length = strlen(html), .content_type = "text/html; charset=utf-8"};
    struct error err;
    ck_assert_int_eq(document_read(markup_fixture(), &input, &page->document, &err), STATUS_OK);
    page->counts = memory_array(page->document->block_count + 1, sizeof(bool));
    for (size_t i = 0; i < page->document->block_count; i++)
        page->counts[i] = page->document->blocks[i].zone == ZONE_MAIN;
    struct word_reader *reader = words_new();
    segments_build(terms, cues, reader, page->document, page->counts, &page->segments);
    words_free(reader);
}

static void close_page(struct page *page)
{
    segments_release(&page->segments);
    free(page->counts);
    document_free(page->document);
}

static const struct unit *find_unit(const struct page *page, const char *start)
{
    for (size_t i = 0; i < page->segments.count; i++) {
        const struct unit *unit = &page->segments.units[i];
        if (strncmp(page->document->blocks[unit->block].text + unit->offset, start, strlen(start)) == 0)
            return unit;
    }
    return NULL;
}

static bool promised(const struct unit *unit, const char *topic)
{
    int number = cues_topic(cues, topic);
    ck_assert_int_ge(number, 0);
    return (unit->context.topics >> number & 1u) != 0;
}

START_TEST(a_paragraph_is_its_sentences)
{
    struct page page;
    open_page("<!doctype html><title>x</title><main><h1>Portage</h1><p>We visit you at home. Who can ask? Anyone, e.g. Dr. Bell.</p></main>", &page);
    ck_assert_ptr_nonnull(find_unit(&page, "We visit"));
    ck_assert_ptr_nonnull(find_unit(&page, "Who can ask?"));
    const struct unit *anyone = find_unit(&page, "Anyone, e.g. Dr. Bell.");
    ck_assert_ptr_nonnull(anyone);
    ck_assert(promised(anyone, "route")); /* the question before it asks for the route */
    ck_assert(find_unit(&page, "Who can ask?")->context.question);
    close_page(&page);
}
END_TEST

/* Each stop looked at the whole row behind it: a page of dots took hours. */
START_TEST(a_row_of_stops_is_read_once)
{
    enum { STOPS = 100000 };
    static const struct {
        const char *end;
        size_t sentence; /* bytes of the end that are of it */
    } CASES[] = {{"x", 1}, {" and more", 9}, {" And more.", 0}, {"\" And more.", 1}};
    char *text = memory_alloc(STOPS + 20);
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        memset(text, '.', STOPS);
        memcpy(text + STOPS, CASES[i].end, strlen(CASES[i].end) + 1);
        clock_t start = clock();
        ck_assert_uint_eq(sentence_end(text, strlen(text), 0), STOPS + CASES[i].sentence);
        ck_assert_int_lt((clock() - start) / CLOCKS_PER_SEC, 2);
    }
    free(text);
}
END_TEST

START_TEST(headings_promise)
{
    struct page page;
    open_page("<!doctype html><title>x</title><main><h1>Short breaks</h1><h2>How to apply</h2><p>Fill in the form.</p>"
              "<h2>What we do</h2><ul><li>visit you at home</li></ul></main>", &page);
    const struct unit *form = find_unit(&page, "Fill in"), *visit = find_unit(&page, "visit you");
    ck_assert(form != NULL && visit != NULL);
    ck_assert(promised(form, "route") && !promised(form, "does"));
    ck_assert(promised(visit, "does") && !promised(visit, "route"));
    ck_assert_int_eq(visit->context.place, PLACE_LIST);
    close_page(&page);
}
END_TEST

START_TEST(a_value_has_its_label)
{
    struct page page;
    open_page("<!doctype html><title>x</title><main><h1>Record</h1><dl><dt>Telephone</dt><dd>01632 960123</dd></dl>"
              "<table><tr><th>Who</th><th>Their part</th></tr><tr><td>School</td><td>lends the room</td></tr></table></main>", &page);
    const struct unit *phone = find_unit(&page, "01632"), *room = find_unit(&page, "lends the room");
    ck_assert(phone != NULL && room != NULL);
    ck_assert_uint_eq(phone->label_count, 1);
    ck_assert_uint_eq(room->label_count, 1);
    close_page(&page);
}
END_TEST

START_TEST(links_are_known)
{
    struct page page;
    open_page("<!doctype html><title>x</title><main><h1>Help</h1><p>Words of our own that say something here.</p><ul><li><a href=/a>Apply for a short break</a></li>"
              "<li>See the <a href=/b>form</a> before you ring us about it</li></ul></main>", &page);
    const struct unit *link = find_unit(&page, "Apply for"), *text = find_unit(&page, "See the");
    ck_assert(link != NULL && text != NULL);
    ck_assert(link->context.link && !text->context.link);
    close_page(&page);
}
END_TEST

START_TEST(a_huge_page_is_cut)
{
    struct buffer html;
    buffer_init(&html, 1 << 22);
    buffer_add_text(&html, "<!doctype html><title>x</title><main><h1>x</h1>");
    for (int i = 0; i < 9000; i++)
        buffer_add_text(&html, "<p>We visit you. You can ask. Ring us.</p>");
    buffer_add_text(&html, "</main>");
    struct page page;
    open_page(buffer_text(&html), &page);
    ck_assert(page.segments.cut);
    ck_assert_uint_le(page.segments.count, 5000);
    close_page(&page);
    buffer_release(&html);
}
END_TEST

/* So is one of few sentences that are long: words behind the ceiling are not looked at. */
START_TEST(a_page_of_too_many_words_is_cut)
{
    enum { SENTENCES = 1000, WORDS = 250 };
    struct buffer html;
    buffer_init(&html, 1 << 22);
    buffer_add_text(&html, "<!doctype html><title>x</title><main><h1>x</h1>");
    for (int i = 0; i < SENTENCES; i++) {
        buffer_add_text(&html, "<p>We visit");
        for (int k = 0; k < WORDS; k++)
            buffer_add_text(&html, " you");
        buffer_add_text(&html, ".</p>");
    }
    buffer_add_text(&html, "</main>");
    struct page page;
    open_page(buffer_text(&html), &page);
    ck_assert(page.segments.cut);
    close_page(&page);
    buffer_release(&html);
}
END_TEST

int main(void)
{
    struct error err;
    document_start();
    if (terms_load("seeds", &terms, &err) != STATUS_OK || cues_load("seeds", terms, &cues, &err) != STATUS_OK) {
        puts(err.message);
        return 1;
    }
    Suite *suite = suite_create("scoring segment");
    TCase *tests = tcase_create("all");
    tcase_add_test(tests, a_paragraph_is_its_sentences);
    tcase_add_test(tests, a_row_of_stops_is_read_once);
    tcase_add_test(tests, headings_promise);
    tcase_add_test(tests, a_value_has_its_label);
    tcase_add_test(tests, links_are_known);
    tcase_add_test(tests, a_huge_page_is_cut);
    tcase_add_test(tests, a_page_of_too_many_words_is_cut);
    suite_add_tcase(suite, tests);
    int failed = run_suite(suite);
    cues_free(cues);
    terms_free(terms);
    document_stop();
    return failed;
}
