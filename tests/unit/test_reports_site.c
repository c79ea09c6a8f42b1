/* The whole site from a store whose every field is hostile: what comes from outside stays
 * text, files parse back, links resolve, and the same store gives the same bytes. */
#include <check.h>
#include <cjson/cJSON.h>
#include <ftw.h>
#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <libxml/xpath.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "base/csv.h"
#include "base/digest.h"
#include "base/map.h"
#include "reports/output.h"
#include "tests/unit/reports_sample.h"

static char root[] = "/tmp/coreoffer-reports-XXXXXX";
static char site[256], again[256], draft[256], database[256];

/* ---- the site is made once ---- */

static enum status write_site(const char *path, const struct report_options *extra, struct error *err)
{
    struct store *store;
    enum status status = store_open(path, STORE_READ, &store, err);
    if (status != STATUS_OK)
        return status;
    struct report_options options = *extra;
    options.seeds = "seeds";
    options.rubric = &sample_rubric;
    status = reports_write(store, &options, err);
    SAMPLE_MUST(store_close(store, &sample_error));
    return status;
}

static void make_sites(void)
{
    struct error err = {0};
    ck_assert_ptr_nonnull(mkdtemp(root));
    snprintf(site, sizeof site, "%s/site", root);
    snprintf(again, sizeof again, "%s/again", root);
    snprintf(draft, sizeof draft, "%s/draft", root);
    snprintf(database, sizeof database, "%s/hostile.db", root);
    const struct sample_options hostile = {.councils = 9, .services = 3, .pages = 10, .hostile = true, .earlier = true};
    sample_store(database, &hostile);
    ck_assert_msg(write_site(database, &(struct report_options){.out = site, .base_url = "https://report.example/"}, &err) ==
                      STATUS_OK,
                  "%s", err.message);
    ck_assert_msg(write_site(database, &(struct report_options){.out = again, .base_url = "https://report.example/"}, &err) ==
                      STATUS_OK,
                  "%s", err.message);
    ck_assert_msg(write_site(database, &(struct report_options){.out = draft, .draft = true, .reply_by = "2026-12-18", .notice = "A trial, & not to be quoted."}, &err) ==
                      STATUS_OK,
                  "%s", err.message);
}

static void remove_sites(void)
{
    struct error err;
    ck_assert_int_eq(file_remove_tree(root, &err), STATUS_OK);
}

/* ---- walking: nftw has no context, so the visitor is the file's one variable ---- */

static void (*visit)(const char *path, const char *bytes, size_t length);
static size_t visited;
static const char *wanted;

static int visit_file(const char *path, const struct stat *facts, int type, struct FTW *walk)
{
    (void)facts;
    (void)walk;
    size_t length = strlen(path), ending = strlen(wanted);
    if (type != FTW_F || length < ending || strcmp(path + length - ending, wanted) != 0)
        return 0;
    struct buffer bytes;
    struct error err;
    buffer_init(&bytes, 64 << 20);
    ck_assert_int_eq(file_read(path, &bytes, &err), STATUS_OK);
    visited++;
    visit(path, buffer_text(&bytes), bytes.length);
    buffer_release(&bytes);
    return 0;
}

static size_t each_file(const char *directory, const char *ending, void (*one)(const char *, const char *, size_t))
{
    visit = one;
    wanted = ending;
    visited = 0;
    ck_assert_int_eq(nftw(directory, visit_file, 16, FTW_PHYS), 0);
    return visited;
}

static int count(xmlDocPtr document, const char *path)
{
    xmlXPathContextPtr context = xmlXPathNewContext(document);
    xmlXPathObjectPtr found = xmlXPathEvalExpression((const xmlChar *)path, context);
    ck_assert_ptr_nonnull(found);
    int number = found->nodesetval ? found->nodesetval->nodeNr : 0;
    xmlXPathFreeObject(found);
    xmlXPathFreeContext(context);
    return number;
}

static xmlDocPtr parse_html(const char *bytes, size_t length)
{
    xmlDocPtr document = htmlReadMemory(bytes, (int)length, NULL, "utf-8",
                                        HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET | (1 << 19));
    ck_assert_ptr_nonnull(document);
    return document;
}

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
        buffer_clear(&page);
        snprintf(path, sizeof path, "%s/reply.csv", folder);
        ck_assert_int_eq(file_read(path, &page, &err), STATUS_OK);
        static const char heading[] = "\xEF\xBB\xBF" "council,service,question,result,reply,role,date\r\n";
        ck_assert_msg(strncmp(buffer_text(&page), heading, sizeof heading - 1) == 0, "%.200s", buffer_text(&page));
        ck_assert_ptr_nonnull(strstr(buffer_text(&page), ",,,,,,\r\n")); /* for the page as a whole */
        buffer_release(&page);
    }
    /* What is published has none. */
    char none[300];
    snprintf(none, sizeof none, "%s/pack", site);
    ck_assert(!file_exists(none));
}
END_TEST

/* ---- files for programs ---- */

static void check_xml(const char *path, const char *bytes, size_t length)
{
    xmlDocPtr document = xmlReadMemory(bytes, (int)length, path, NULL, XML_PARSE_NONET | XML_PARSE_NOERROR);
    ck_assert_msg(document != NULL, "%s: not well-formed", path);
    ck_assert_int_eq(count(document, "//script"), 0);
    xmlFreeDoc(document);
}

static void check_json(const char *path, const char *bytes, size_t length)
{
    cJSON *json = cJSON_ParseWithLength(bytes, length);
    ck_assert_msg(json != NULL, "%s: not JSON", path);
    ck_assert_msg(!strchr(bytes, '<'), "%s: a bare '<'", path);
    cJSON_Delete(json);
}

START_TEST(xml_and_json_parse_back)
{
    ck_assert_uint_eq(each_file(site, ".xml", check_xml), 9);
    ck_assert_uint_eq(each_file(site, ".atom", check_xml), 1);
    ck_assert_uint_eq(each_file(site, ".sarif", check_json), 9);
    ck_assert_uint_eq(each_file(site, ".json", check_json), 9 + 12 + 1);
}
END_TEST

static void check_csv(const char *path, const char *bytes, size_t length)
{
    struct csv_table table;
    struct error err = {0};
    bool excel = strstr(path, "-excel.csv") != NULL;
    ck_assert_msg(csv_read(path, bytes, length, &table, &err) == STATUS_OK, "%s", err.message);
    ck_assert_int_eq(strncmp(bytes, "\xEF\xBB\xBF", 3) == 0, excel);
    for (size_t r = 0; excel && r < table.count; r++)
        for (size_t c = 0; c < table.rows[r].count; c++)
            ck_assert_msg(!strchr("=+@", table.rows[r].cells[c][0]) || !table.rows[r].cells[c][0], "%s:%zu: a formula", path,
                          table.rows[r].line);
    csv_release(&table);
}

START_TEST(csv_parses_back)
{
    ck_assert_uint_eq(each_file(site, ".csv", check_csv), 24);
}
END_TEST

static cJSON *load_json(const char *name)
{
    struct buffer bytes;
    struct error err;
    char path[512];
    buffer_init(&bytes, 64 << 20);
    snprintf(path, sizeof path, "%s/%s", site, name);
    ck_assert_int_eq(file_read(path, &bytes, &err), STATUS_OK);
    cJSON *json = cJSON_ParseWithLength(buffer_text(&bytes), bytes.length);
    ck_assert_ptr_nonnull(json);
    buffer_release(&bytes);
    return json;
}

/* The package's fields, sizes and digests are those of the files. */
START_TEST(the_package_describes_the_files)
{
    cJSON *package = load_json("data/datapackage.json"), *resource;
    size_t resources = 0;
    cJSON_ArrayForEach(resource, cJSON_GetObjectItem(package, "resources"))
    {
        struct buffer bytes;
        struct error err;
        struct csv_table table;
        char path[512], digest[DIGEST_HEX_SIZE], name[128];
        const char *file = cJSON_GetObjectItem(resource, "path")->valuestring;
        buffer_init(&bytes, 64 << 20);
        snprintf(path, sizeof path, "%s/data/%s", site, file);
        ck_assert_int_eq(file_read(path, &bytes, &err), STATUS_OK);
        digest_hex(buffer_text(&bytes), bytes.length, digest);
        ck_assert_str_eq(cJSON_GetObjectItem(resource, "hash")->valuestring + strlen("sha256:"), digest);
        ck_assert_uint_eq((size_t)cJSON_GetObjectItem(resource, "bytes")->valuedouble, bytes.length);
        ck_assert_int_eq(csv_read(file, buffer_text(&bytes), bytes.length, &table, &err), STATUS_OK);
        const cJSON *fields = cJSON_GetObjectItem(cJSON_GetObjectItem(resource, "schema"), "fields");
        ck_assert_uint_eq((size_t)cJSON_GetArraySize(fields), table.header.count);
        for (size_t c = 0; c < table.header.count; c++)
            ck_assert_str_eq(cJSON_GetObjectItem(cJSON_GetArrayItem(fields, (int)c), "name")->valuestring, table.header.cells[c]);
        snprintf(name, sizeof name, "data/%s.json", cJSON_GetObjectItem(resource, "name")->valuestring);
        cJSON *rows = load_json(name);
        ck_assert_uint_eq((size_t)cJSON_GetArraySize(rows), table.count);
        cJSON_Delete(rows);
        csv_release(&table);
        buffer_release(&bytes);
        resources++;
    }
    ck_assert_uint_eq(resources, 12);
    cJSON_Delete(package);
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

/* However long a table is, little of it is held; what lies on the disk is the whole of it. */
START_TEST(a_table_is_written_while_it_is_made)
{
    static const char row[] = "E06000001,short-breaks,yes\r\n";
    enum { ROWS = 100000 };
    struct output output;
    struct output_stream stream;
    struct error err = {0};
    struct buffer bytes;
    char path[512], digest[DIGEST_HEX_SIZE];
    snprintf(path, sizeof path, "%s/stream", root);
    ck_assert_int_eq(output_open(&output, path, &err), STATUS_OK);
    output_stream_begin(&output, "data/long.csv", &stream);
    for (int i = 0; i < ROWS; i++) {
        buffer_add_text(&stream.bytes, row);
        output_stream_pass(&stream);
    }
    ck_assert_uint_lt(stream.bytes.capacity, 1 << 20);
    ck_assert_msg(output_stream_end(&output, &stream, "Long", ROWS, 3, &err) == STATUS_OK, "%s", err.message);
    const struct output_file *listed = output_listed(&output, "data/", "long", ".csv");
    snprintf(path, sizeof path, "%s/data/long.csv", output.fresh);
    buffer_init(&bytes, 64 << 20);
    ck_assert_int_eq(file_read(path, &bytes, &err), STATUS_OK);
    ck_assert_uint_eq(bytes.length, ROWS * strlen(row));
    ck_assert_uint_eq(listed->bytes, bytes.length);
    digest_hex(bytes.bytes, bytes.length, digest);
    ck_assert_str_eq(listed->sha256, digest);
    buffer_release(&bytes);
    output_discard(&output);
}
END_TEST

/* Pages are written while the next are made: what goes wrong then is told at the end at the latest, nothing after it is
 * written, and the old report stays. */
START_TEST(a_page_that_cannot_be_written_is_told_at_the_end)
{
    struct output output;
    struct error err = {0};
    char path[512], taken[600];
    snprintf(path, sizeof path, "%s/late", root);
    ck_assert_int_eq(output_open(&output, path, &err), STATUS_OK);
    ck_assert_ptr_nonnull(output.fresh);
    buffer_add_text(output_begin(&output), "a page");
    ck_assert_int_eq(output_end(&output, "row/one/index.html", &err), STATUS_OK);
    buffer_add_text(output_begin(&output), "another");
    enum status status = output_end(&output, "row/one/index.html/below.html", &err);
    buffer_add_text(output_begin(&output), "too late");
    if (status == STATUS_OK)
        status = output_end(&output, "row/two/index.html", &err);
    if (status == STATUS_OK)
        status = output_publish(&output, &err);
    ck_assert_int_eq(status, STATUS_IO);
    ck_assert_msg(strstr(err.message, "row/one/index.html") != NULL, "%s", err.message);
    snprintf(taken, sizeof taken, "%s/row/two/index.html", output.fresh);
    ck_assert(!file_exists(taken));
    output_discard(&output);
    ck_assert(!file_exists(path));
}
END_TEST

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
        buffer_release(&page);
    }
}
END_TEST

/* ---- the directory ---- */

START_TEST(a_failure_keeps_the_old_site_and_leftovers_go)
{
    struct error err = {0};
    char out[512], leftover[600], kept[600], replies[512];
    snprintf(out, sizeof out, "%s/kept", root);
    snprintf(kept, sizeof kept, "%s/old.txt", out);
    snprintf(leftover, sizeof leftover, "%s.coreoffer-new-1234567", out);
    snprintf(replies, sizeof replies, "%s/replies.csv", root);
    ck_assert_int_eq(file_make_directory(out, &err), STATUS_OK);
    ck_assert_int_eq(file_make_directory(leftover, &err), STATUS_OK);
    ck_assert_int_eq(file_write(kept, "old", 3, &err), STATUS_OK);
    /* What is no report is never replaced by one. */
    ck_assert_int_eq(write_site(database, &(struct report_options){.out = out}, &err), STATUS_USAGE);
    ck_assert_ptr_nonnull(strstr(err.message, "holds other things than a report"));
    ck_assert_int_eq(write_site(database, &(struct report_options){.out = kept}, &err), STATUS_USAGE);
    ck_assert_ptr_nonnull(strstr(err.message, "is a file"));
    ck_assert(file_exists(kept));
    char mark[600];
    snprintf(mark, sizeof mark, "%s/data", out);
    ck_assert_int_eq(file_make_directory(mark, &err), STATUS_OK);
    snprintf(mark, sizeof mark, "%s/data/datapackage.json", out);
    ck_assert_int_eq(file_write(mark, "{}", 2, &err), STATUS_OK);
    static const char wrong[] =
        "gss_code,service,row,date,role,reply,decision,decided_on\nE06000001,,,2026-13-45,SEND manager,Wrong,,\n";
    ck_assert_int_eq(file_write(replies, wrong, strlen(wrong), &err), STATUS_OK);
    ck_assert_int_eq(write_site(database, &(struct report_options){.out = out, .replies = replies}, &err), STATUS_INPUT);
    ck_assert_ptr_nonnull(strstr(err.message, "replies.csv:2"));
    ck_assert(file_exists(kept));
    static const char right[] = "gss_code,service,row,date,role,reply,decision,decided_on\nE06000001,short-breaks,formats,2026-"
                                "12-01,SEND manager,\"It is <b>there</b>\",We looked again.,2026-12-03\n";
    ck_assert_int_eq(file_write(replies, right, strlen(right), &err), STATUS_OK);
    ck_assert_msg(write_site(database,
                             &(struct report_options){.out = out,
                                                       .replies = replies,
                                                       .draft = true,
                                                       .reply_by = "2026-12-18",
                                                       .require_review = true},
                             &err) == STATUS_OK,
                  "%s", err.message);
    ck_assert(!file_exists(kept));
    ck_assert(!file_exists(leftover));
    struct buffer page;
    buffer_init(&page, 1 << 22);
    snprintf(kept, sizeof kept, "%s/council/council-1/index.html", out);
    ck_assert_int_eq(file_read(kept, &page, &err), STATUS_OK);
    ck_assert_ptr_nonnull(strstr(buffer_text(&page), "It is &lt;b&gt;there&lt;/b&gt;"));
    ck_assert_ptr_nonnull(strstr(buffer_text(&page), "Draft for the council."));
    ck_assert_ptr_nonnull(strstr(buffer_text(&page), "Please reply by <strong>18 December 2026</strong>"));
    buffer_release(&page);
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
    buffer_release(&page);
}
END_TEST

/* ---- a whole country: sizes and time ---- */

static size_t size_of(const char *directory, const char *name)
{
    struct stat facts;
    char path[600];
    snprintf(path, sizeof path, "%s/%s", directory, name);
    ck_assert_int_eq(stat(path, &facts), 0);
    return (size_t)facts.st_size;
}

START_TEST(a_whole_country_stays_small)
{
    struct error err = {0};
    char path[512], out[512];
    snprintf(path, sizeof path, "%s/country.db", root);
    snprintf(out, sizeof out, "%s/country", root);
    const struct sample_options country = {.councils = 153, .services = 9, .pages = 12};
    sample_store(path, &country);
    struct rusage before, after;
    getrusage(RUSAGE_SELF, &before);
    ck_assert_msg(write_site(path, &(struct report_options){.out = out}, &err) == STATUS_OK, "%s", err.message);
    /* The program's own time: what the kernel and the disk take for 20,000 files is theirs. */
    getrusage(RUSAGE_SELF, &after);
    double seconds = (double)(after.ru_utime.tv_sec - before.ru_utime.tv_sec) +
                     1e-6 * (double)(after.ru_utime.tv_usec - before.ru_utime.tv_usec);
#if defined(__SANITIZE_ADDRESS__)
    const double most = 60;
#else
    const double most = 10;
#endif
    ck_assert_msg(seconds < most, "%.1f s", seconds);
    ck_assert_uint_lt(size_of(out, "index.html"), 300000);
    for (size_t i = 1; i <= country.councils; i++) {
        char name[64];
        snprintf(name, sizeof name, "council/council-%zu/index.html", i);
        ck_assert_msg(size_of(out, name) < 150000, "%s has %zu bytes", name, size_of(out, name));
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
    tcase_add_test(cases, xml_and_json_parse_back);
    tcase_add_test(cases, csv_parses_back);
    tcase_add_test(cases, the_package_describes_the_files);
    tcase_add_test(cases, a_table_is_written_while_it_is_made);
    tcase_add_test(cases, the_same_store_gives_the_same_bytes);
    tcase_add_test(cases, a_refusal_is_never_shown_as_bad);
    tcase_add_test(cases, a_denied_service_is_called_that_and_asks_for_nothing);
    tcase_add_test(cases, a_page_that_cannot_be_written_is_told_at_the_end);
    tcase_add_test(cases, a_failure_keeps_the_old_site_and_leftovers_go);
    tcase_add_test(cases, a_review_takes_the_place_of_the_program);
    tcase_add_test(cases, a_whole_country_stays_small);
    suite_add_tcase(suite, cases);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
