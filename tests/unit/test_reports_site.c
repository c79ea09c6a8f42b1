/* The whole site from a store whose every field is hostile: what comes from outside stays
 * text, links resolve, and the same store gives the same bytes. */
#include "base/map.h"
#include "tests/unit/site_fixture.h"
#include "tests/unit/suite.h"

/* ---- HTML ---- */

static void check_page(const char *path, const char *bytes, size_t length)
{
    xmlDocPtr page = parse_html(bytes, length);
    bool front = strcmp(path + strlen(site), "/index.html") == 0;
    ck_assert_msg(count(page, "//script") == (front ? 1 : 0), "%s: a script from outside", path);
    ck_assert_msg(count(page, "//img") == 0, "%s: an image from outside", path);
    ck_assert_msg(count(page, "//@*[starts-with(name(), 'on')]") == 0, "%s: an event handler", path);
    ck_assert_msg(
        count(page, "//@*[contains(translate(., 'JAVSCRIPT', 'javscript'), 'javascript:')][name() = 'href' or name() = 'src']") ==
            0,
        "%s: a script's address", path);
    ck_assert_msg(count(page, "//@style") == 0, "%s: inline style, which the policy forbids", path);
    ck_assert_msg(count(page, "//h1") == 1, "%s: %d first headings", path, count(page, "//h1"));
    ck_assert_msg(count(page, "/html[@lang='en-GB']") == 1, "%s: no language", path);
    ck_assert_msg(count(page, "//main[@id='main']") == 1, "%s: no main part", path);
    ck_assert_msg(count(page, "//a[@class='skip'][@href='#main']") == 1, "%s: no skip link", path);
    ck_assert_msg(count(page, "//meta[@http-equiv='Content-Security-Policy'][contains(@content, \"default-src 'none'\")]") == 1,
                  "%s: no policy", path);
    ck_assert_msg(count(page, "//table[not(caption)]") == 0, "%s: a table without caption", path);
    ck_assert_msg(count(page, "//th[not(@scope)]") == 0, "%s: a heading cell without scope", path);
    ck_assert_msg(count(page, "//svg[@role='img' or @role='group'][not(title) or not(desc)]") == 0,
                  "%s: a drawing without a name", path);
    ck_assert_msg(!strstr(bytes, ">failed<"), "%s: says 'failed'", path);
    ck_assert_msg(!strstr(bytes, "\xE2\x80\xAE"), "%s: a direction override", path);
    xmlFreeDoc(page);
}

START_TEST(hostile_text_stays_text)
{
    ck_assert_uint_gt(each_file(site, ".html", check_page), 300);
}
END_TEST

static void check_notice(const char *path, const char *bytes, size_t length)
{
    (void)length;
    bool page = strstr(path, ".html") != NULL, described = strstr(path, "datapackage.json") || strstr(path, "scorecard.json") || strstr(path, ".sarif");
    bool markup = page || strstr(path, ".xml") || strstr(path, ".atom");
    if (markup || described)
        ck_assert_msg(strstr(bytes, markup ? "A trial, &amp; not to be quoted." : "A trial, ") != NULL, "%s", path);
    if (page) /* before what it is about */
        ck_assert_msg(strstr(bytes, "A trial, &amp;") < strstr(bytes, "<h1>"), "%s", path);
}

START_TEST(a_notice_stands_first_everywhere)
{
    ck_assert_uint_gt(each_file(draft, "", check_notice), 600);
}
END_TEST

START_TEST(hostile_text_is_shown)
{
    struct buffer bytes;
    struct error err;
    char path[512];
    buffer_init(&bytes, 1 << 22);
    snprintf(path, sizeof path, "%s/council/council-1/index.html", site);
    ck_assert_int_eq(file_read(path, &bytes, &err), STATUS_OK);
    ck_assert_ptr_nonnull(
        strstr(buffer_text(&bytes),
               "&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&gt;&lt;img src=x onerror=alert(2)&gt;"));
    buffer_release(&bytes);
}
END_TEST

/* ---- links and identifiers ---- */

static struct map *ids; /* "path#id" of every page */

static void add_ids(const char *path, const char *bytes, size_t length)
{
    xmlDocPtr page = parse_html(bytes, length);
    xmlXPathContextPtr context = xmlXPathNewContext(page);
    xmlXPathObjectPtr found = xmlXPathEvalExpression((const xmlChar *)"//@id", context);
    for (int i = 0; found->nodesetval && i < found->nodesetval->nodeNr; i++) {
        xmlChar *id = xmlNodeGetContent(found->nodesetval->nodeTab[i]);
        char key[1024];
        bool added;
        int made = snprintf(key, sizeof key, "%s#%s", path, (const char *)id);
        map_put(ids, key, (size_t)made, &added);
        ck_assert_msg(added, "%s: the id '%s' stands twice", path, (const char *)id);
        xmlFree(id);
    }
    xmlXPathFreeObject(found);
    xmlXPathFreeContext(context);
    xmlFreeDoc(page);
}

static void check_link(const char *path, const char *href)
{
    char full[2048], real[4096];
    size_t file = strcspn(href, "#");
    const char *slash = strrchr(path, '/');
    if (strncmp(href, "http", 4) == 0 || strncmp(href, "mailto:", 7) == 0)
        return;
    if (file)
        snprintf(full, sizeof full, "%.*s/%.*s", (int)(slash - path), path, (int)file, href);
    else
        snprintf(full, sizeof full, "%s", path);
    ck_assert_msg(realpath(full, real), "%s: the link '%s' leads nowhere", path, href);
    if (href[file] && href[file + 1]) {
        char key[8192];
        int made = snprintf(key, sizeof key, "%s%s", real, href + file);
        ck_assert_msg(map_get(ids, key, (size_t)made), "%s: the link '%s' leads to no such place", path, href);
    } else {
        ck_assert_msg(!href[file], "%s: a link to '#'", path);
    }
}

static void check_links(const char *path, const char *bytes, size_t length)
{
    xmlDocPtr page = parse_html(bytes, length);
    xmlXPathContextPtr context = xmlXPathNewContext(page);
    xmlXPathObjectPtr found = xmlXPathEvalExpression((const xmlChar *)"//@href", context);
    for (int i = 0; found->nodesetval && i < found->nodesetval->nodeNr; i++) {
        xmlChar *href = xmlNodeGetContent(found->nodesetval->nodeTab[i]);
        check_link(path, (const char *)href);
        xmlFree(href);
    }
    xmlXPathFreeObject(found);
    xmlXPathFreeContext(context);
    xmlFreeDoc(page);
}

START_TEST(every_link_resolves)
{
    ids = map_new();
    each_file(site, ".html", add_ids);
    ck_assert_uint_gt(each_file(site, ".html", check_links), 300);
    map_free(ids);
}
END_TEST

/* ---- packs: what one council is sent ---- */

static unsigned packed; /* the council whose pack is being looked at, from 1 */

static void check_alone(const char *path, const char *bytes, size_t length)
{
    static const char *const stems[] = {"Anytown", "Brackendale", "Colderwick", "Dunmere", "Easterby", "Fallowfield", "Greywater", "Hollin"};
    char own[512];
    (void)length;
    /* Every page is a part of the pack and leads to nothing else: every_link_resolves, below the pack's folder. */
    snprintf(own, sizeof own, "%s/pack/council-%u", draft, packed);
    ck_assert_ptr_nonnull(strstr(path, own));
    for (unsigned other = 1; other <= 9; other++) {
        char upper[16], lower[16];
        snprintf(upper, sizeof upper, "E06%06u", other);
        snprintf(lower, sizeof lower, "e06%06u", other);
        ck_assert_msg(other == packed || (!strstr(bytes, upper) && !strstr(bytes, lower)), "%s: about %s", path, upper);
        if (other != packed && other <= SAMPLE_COUNT(stems) && (other - 1) % SAMPLE_COUNT(stems) != (packed - 1) % SAMPLE_COUNT(stems))
            ck_assert_msg(!strstr(bytes, stems[other - 1]), "%s: names %s", path, stems[other - 1]);
    }
}

static void check_inside(const char *path, const char *bytes, size_t length)
{
    char own[512], full[4096], real[4096];
    xmlDocPtr page = parse_html(bytes, length);
    xmlXPathContextPtr context = xmlXPathNewContext(page);
    xmlXPathObjectPtr found = xmlXPathEvalExpression((const xmlChar *)"//@href", context);
    snprintf(own, sizeof own, "%s/pack/council-%u/", draft, packed);
    for (int i = 0; found->nodesetval && i < found->nodesetval->nodeNr; i++) {
        xmlChar *href = xmlNodeGetContent(found->nodesetval->nodeTab[i]);
        size_t file = strcspn((const char *)href, "#");
        if (strncmp((const char *)href, "http", 4) != 0 && file) {
            snprintf(full, sizeof full, "%.*s/%.*s", (int)(strrchr(path, '/') - path), path, (int)file, (const char *)href);
            ck_assert_msg(realpath(full, real) && strstr(real, own), "%s: '%s' leads out of the pack", path, (const char *)href);
        }
        xmlFree(href);
    }
    xmlXPathFreeObject(found);
    xmlXPathFreeContext(context);
    xmlFreeDoc(page);
}

START_TEST(a_pack_is_of_one_council_and_whole)
{
    unsigned unread = 0;
    ids = map_new();
    each_file(draft, ".html", add_ids);
    ck_assert_uint_gt(each_file(draft, ".html", check_links), 600);
    map_free(ids);
    for (packed = 1; packed <= 9; packed++) {
        char folder[300], path[400];
        struct buffer page;
        struct error err;
        snprintf(folder, sizeof folder, "%s/pack/council-%u", draft, packed);
        ck_assert_uint_gt(each_file(folder, "", check_alone), 40);
        ck_assert_uint_gt(each_file(folder, ".html", check_inside), 20);
        buffer_init(&page, 1 << 22);
        snprintf(path, sizeof path, "%s/index.html", folder);
        ck_assert_int_eq(file_read(path, &page, &err), STATUS_OK);
        ck_assert_ptr_nonnull(strstr(buffer_text(&page), "Please reply by <strong>18 December 2026</strong>"));
        bool read = strstr(buffer_text(&page), "Could not be read on") == NULL; /* nothing was found about one that was not */
        unread += !read;
        ck_assert_int_eq(strstr(buffer_text(&page), "This is what it found") != NULL, read);
        ck_assert_int_eq(strstr(buffer_text(&page), "could not. So nothing is said here") != NULL, !read);
        buffer_clear(&page);
        snprintf(path, sizeof path, "%s/reply.csv", folder);
        ck_assert_int_eq(file_read(path, &page, &err), STATUS_OK);
        static const char heading[] = "\xEF\xBB\xBF" "council,service,question,result,reply,role,date\r\n";
        ck_assert_msg(strncmp(buffer_text(&page), heading, sizeof heading - 1) == 0, "%.200s", buffer_text(&page));
        ck_assert_ptr_nonnull(strstr(buffer_text(&page), ",,,,,,\r\n")); /* for the page as a whole */
        buffer_release(&page);
    }
    ck_assert_uint_gt(unread, 0);
    ck_assert_uint_lt(unread, 9);
    /* What is published has none. */
    char none[300];
    snprintf(none, sizeof none, "%s/pack", site);
    ck_assert(!file_exists(none));
}
END_TEST

/* ---- the same bytes ---- */

static void compare_with_again(const char *path, const char *bytes, size_t length)
{
    struct buffer other;
    struct error err;
    char twin[1024];
    buffer_init(&other, 64 << 20);
    snprintf(twin, sizeof twin, "%s%s", again, path + strlen(site));
    ck_assert_int_eq(file_read(twin, &other, &err), STATUS_OK);
    ck_assert_msg(other.length == length && memcmp(buffer_text(&other), bytes, length) == 0, "%s differs from %s", path, twin);
    buffer_release(&other);
}

static void ignore_file(const char *path, const char *bytes, size_t length)
{
    (void)path;
    (void)bytes;
    (void)length;
}

START_TEST(the_same_store_gives_the_same_bytes)
{
    size_t files = each_file(site, "", compare_with_again);
    ck_assert_uint_eq(files, each_file(again, "", ignore_file));
}
END_TEST

/* ---- what a council that could not be read gets ---- */

START_TEST(a_refusal_is_never_shown_as_bad)
{
    struct buffer bytes;
    struct error err;
    char path[512];
    buffer_init(&bytes, 1 << 22);
    snprintf(path, sizeof path, "%s/council/council-6/index.html", site);
    ck_assert_int_eq(file_read(path, &bytes, &err), STATUS_OK);
    const char *page = buffer_text(&bytes);
    ck_assert_ptr_nonnull(strstr(page, "Could not be read on 25 November 2026: the site refused"));
    ck_assert_ptr_null(strstr(page, ">not found<"));
    ck_assert_ptr_null(strstr(page, "Little of it found"));
    buffer_release(&bytes);
    cJSON *scores = load_json("data/scores.json"), *score;
    size_t seen = 0;
    cJSON_ArrayForEach(score, scores) if (strcmp(cJSON_GetObjectItem(score, "gss_code")->valuestring, "E06000006") == 0)
    {
        ck_assert(cJSON_IsNull(cJSON_GetObjectItem(score, "low")));
        ck_assert(cJSON_IsNull(cJSON_GetObjectItem(score, "band")));
        seen++;
    }
    ck_assert_uint_eq(seen, 5);
    cJSON_Delete(scores);
}
END_TEST

/* ---- what a council says that it does not have ---- */

/* There is nothing to be put right on pages of a service that is not there. */
START_TEST(a_denied_service_is_called_that_and_asks_for_nothing)
{
    struct error err = {0};
    char path[512], out[512], file[600];
    for (int denied = 0; denied <= 1; denied++) {
        snprintf(path, sizeof path, "%s/denied-%d.db", root, denied);
        snprintf(out, sizeof out, "%s/denied-%d", root, denied);
        sample_store(path, &(struct sample_options){.councils = 1, .services = 2, .pages = 3, .denied = denied});
        ck_assert_msg(write_site(path, &(struct report_options){.out = out}, &err) == STATUS_OK, "%s", err.message);
        struct buffer page;
        buffer_init(&page, 1 << 22);
        snprintf(file, sizeof file, "%s/council/council-1/index.html", out);
        ck_assert_int_eq(file_read(file, &page, &err), STATUS_OK);
        const char *first = strstr(buffer_text(&page), "<h2 id=\"first\">"), *end = strstr(first + 1, "<h2");
        const char *asked = strstr(first, "href=\"#key-working-");
        ck_assert_int_eq(asked != NULL && asked < end, !denied);
        ck_assert_int_eq(strstr(buffer_text(&page), "The council says that it does not have this.") != NULL, denied);
        buffer_clear(&page);
        snprintf(file, sizeof file, "%s/council/council-1/key-working/index.html", out);
        ck_assert_int_eq(file_read(file, &page, &err), STATUS_OK);
        ck_assert_int_eq(strstr(buffer_text(&page), "The council says that it does not have this service.") != NULL, denied);
        /* A parent is told so once, and not that it can't be found how to ask. */
        const char *told = strstr(buffer_text(&page), "<h2>What the council"), *rest = strstr(told, "<h2>How well it is told");
        const char *ask = strstr(told, "<h3>How to ask for it</h3>"), *denial = strstr(told, "It may have something else: ask the council.");
        ck_assert_int_eq(ask != NULL && ask < rest, !denied);
        ck_assert_int_eq(denial != NULL && denial < rest, denied);
        /* What its pages are like is not said, there being none: a row's own sentence stands for `provided` alone. */
        size_t own = 0;
        for (const char *at = buffer_text(&page); denied && (at = strstr(at, sample_rubric.rows[0].no_text)) != NULL; at++)
            own++;
        ck_assert_uint_eq(own, (size_t)denied);
        buffer_release(&page);
    }
}
END_TEST

/* ---- a person's decision ---- */

START_TEST(a_review_takes_the_place_of_the_program)
{
    struct error err = {0};
    char path[512], out[512], file[600];
    snprintf(path, sizeof path, "%s/review.db", root);
    snprintf(out, sizeof out, "%s/review", root);
    const struct sample_options plain = {.councils = 2, .services = 2, .pages = 3};
    int64_t run = sample_store(path, &plain);
    struct store *store;
    ck_assert_int_eq(store_open(path, STORE_WRITE, &store, &err), STATUS_OK);
    const struct review review = {.gss_code = "E06000001",
                                  .service = "short-breaks",
                                  .row = "formats",
                                  .program = VERDICT_NO,
                                  .verdict = VERDICT_YES,
                                  .reason = "There is an Easy Read page.",
                                  .reviewer_role = "campaign researcher",
                                  .date = "2026-11-26",
                                  .run = run};
    ck_assert_int_eq(store_save_review(store, &review, &err), STATUS_OK);
    ck_assert_int_eq(store_close(store, &err), STATUS_OK);
    ck_assert_msg(write_site(path, &(struct report_options){.out = out}, &err) == STATUS_OK, "%s", err.message);
    struct buffer page;
    buffer_init(&page, 1 << 22);
    snprintf(file, sizeof file, "%s/evidence/e06000001-short-breaks-formats/index.html", out);
    ck_assert_int_eq(file_read(file, &page, &err), STATUS_OK);
    ck_assert_ptr_nonnull(strstr(
        buffer_text(&page), "Decided by a person (campaign researcher) on 26 November 2026; the program had said “not found”"));
    ck_assert_ptr_nonnull(strstr(buffer_text(&page), "<span class=\"t ty\">found</span>"));
    /* What was read is one step away, since nobody can quote what was not found. */
    ck_assert_ptr_nonnull(strstr(buffer_text(&page), "<a href=\"../../council/council-1/pages/index.html\">"));
    buffer_release(&page);
}
END_TEST

/* The nearest words, which a person took for the answer, stand on the service's page, and why the program had not taken them doesn't. */
START_TEST(a_parent_is_shown_the_words_that_a_person_took_for_the_answer)
{
    static const char *const basics[] = {"explanation", "eligibility", "referral", "contacts"};
    struct error err = {0};
    char path[512], out[512], file[600];
    snprintf(path, sizeof path, "%s/nearest.db", root);
    snprintf(out, sizeof out, "%s/nearest", root);
    int64_t run = sample_store(path, &(struct sample_options){.councils = 4, .services = 1, .pages = 3});
    struct store *store;
    ck_assert_int_eq(store_open(path, STORE_WRITE, &store, &err), STATUS_OK);
    struct review review = {.run = run, .service = sample_services[0].id, .program = VERDICT_NO, .verdict = VERDICT_CONCERNS, .reason = "It does say so.",
                            .reviewer_role = "volunteer", .date = "2026-11-26"};
    unsigned at = 0;
    for (unsigned council = 1; council <= 4 && !at; council++) {
        struct scorecard card = {0};
        char code[16];
        snprintf(code, sizeof code, "E06%06u", council);
        if (store_scorecard(store, run, code, &card, &err) == STATUS_OK)
            for (size_t i = 0; i < card.services[0].row_count && !at; i++)
                for (size_t b = 0; b < SAMPLE_COUNT(basics); b++)
                    if (strcmp(card.services[0].rows[i].row, basics[b]) == 0 && card.services[0].rows[i].judgement.verdict == VERDICT_NO) {
                        at = council;
                        review.gss_code = code;
                        review.row = basics[b];
                    }
        if (at)
            ck_assert_int_eq(store_save_review(store, &review, &err), STATUS_OK);
        arena_release(&card.arena);
    }
    ck_assert_uint_gt(at, 0);
    ck_assert_int_eq(store_close(store, &err), STATUS_OK);
    ck_assert_msg(write_site(path, &(struct report_options){.out = out}, &err) == STATUS_OK, "%s", err.message);
    struct buffer page;
    buffer_init(&page, 1 << 22);
    snprintf(file, sizeof file, "%s/council/council-%u/%s/index.html", out, at, sample_services[0].id);
    ck_assert_int_eq(file_read(file, &page, &err), STATUS_OK);
    const char *decided = strstr(buffer_text(&page), "Reason: It does say so."), *next = strstr(decided, "<h");
    const char *quote = strstr(decided, "See our policy on eligibility."), *why = strstr(decided, "only a link");
    ck_assert(quote && quote < next);
    ck_assert(!why || why > next);
    buffer_release(&page);
}
END_TEST

/* What the method page says can't be judged is what this run could not judge. */
START_TEST(a_rendered_page_is_not_called_unreadable)
{
    struct error err = {0};
    char path[512], out[512], file[600];
    for (int browser = 0; browser <= 1; browser++) {
        snprintf(path, sizeof path, "%s/browser-%d.db", root, browser);
        snprintf(out, sizeof out, "%s/browser-%d", root, browser);
        sample_store(path, &(struct sample_options){.councils = 1, .services = 1, .pages = 1, .browser = browser});
        ck_assert_msg(write_site(path, &(struct report_options){.out = out}, &err) == STATUS_OK, "%s", err.message);
        struct buffer page;
        buffer_init(&page, 1 << 22);
        snprintf(file, sizeof file, "%s/method/index.html", out);
        ck_assert_int_eq(file_read(file, &page, &err), STATUS_OK);
        ck_assert_int_eq(strstr(buffer_text(&page), "only a browser with scripts can show") != NULL, !browser);
        ck_assert_int_eq(strstr(buffer_text(&page), "only after something was pressed") != NULL, browser);
        buffer_release(&page);
    }
}
END_TEST

enum { ONE_PAGE = 40 }; /* councils whose results are on a question's own page */
static size_t lines; /* of councils with their results, or why there are none */

static void count_lines(const char *path, const char *bytes, size_t length)
{
    xmlDocPtr page = parse_html(bytes, length);
    (void)path;
    lines += (size_t)count(page, "//summary[starts-with(@id, 'in-')] | //p[starts-with(@id, 'in-')]");
    xmlFreeDoc(page);
}

/* Each council's stand on one page of the question's, to which its name there leads. */
START_TEST(results_of_many_councils_stand_on_their_regions_pages)
{
    static const char *const rows[] = {"explanation", "formats"};
    struct error err = {0};
    char path[512], out[512], file[1100];
    for (size_t more = 0; more <= 1; more++) {
        snprintf(path, sizeof path, "%s/many-%zu.db", root, more);
        snprintf(out, sizeof out, "%s/many-%zu", root, more);
        sample_store(path, &(struct sample_options){.councils = ONE_PAGE + more, .services = 1, .pages = 1, .hostile = true});
        ck_assert_msg(write_site(path, &(struct report_options){.out = out}, &err) == STATUS_OK, "%s", err.message);
        ids = map_new();
        each_file(out, ".html", add_ids);
        each_file(out, ".html", check_links);
        map_free(ids);
        for (size_t i = 0; i < SAMPLE_COUNT(rows); i++) {
            snprintf(file, sizeof file, "%s/row/%s", out, rows[i]);
            lines = 0;
            size_t pages = each_file(file, "index.html", count_lines);
            ck_assert_uint_eq(lines, ONE_PAGE + more);
            ck_assert_msg(more ? pages > 5 : pages == 1, "%zu pages", pages);
        }
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("reports/site");
    TCase *cases = tcase_create("all");
    tcase_set_timeout(cases, 120);
    tcase_add_unchecked_fixture(cases, make_sites, remove_sites);
    tcase_add_test(cases, hostile_text_stays_text);
    tcase_add_test(cases, a_notice_stands_first_everywhere);
    tcase_add_test(cases, hostile_text_is_shown);
    tcase_add_test(cases, every_link_resolves);
    tcase_add_test(cases, a_pack_is_of_one_council_and_whole);
    tcase_add_test(cases, the_same_store_gives_the_same_bytes);
    tcase_add_test(cases, a_refusal_is_never_shown_as_bad);
    tcase_add_test(cases, a_denied_service_is_called_that_and_asks_for_nothing);
    tcase_add_test(cases, a_review_takes_the_place_of_the_program);
    tcase_add_test(cases, a_parent_is_shown_the_words_that_a_person_took_for_the_answer);
    tcase_add_test(cases, a_rendered_page_is_not_called_unreadable);
    tcase_add_test(cases, results_of_many_councils_stand_on_their_regions_pages);
    suite_add_tcase(suite, cases);
    return run_suite(suite);
}
