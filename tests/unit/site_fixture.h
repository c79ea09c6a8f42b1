/* A site whose every field is hostile, written twice and as a draft, for the tests that walk over it. */
#ifndef COREOFFER_TESTS_SITE_FIXTURE_H
#define COREOFFER_TESTS_SITE_FIXTURE_H

#include <check.h>
#include <cjson/cJSON.h>
#include <ftw.h>
#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <libxml/xpath.h>
#include <sys/stat.h>

#include "tests/unit/reports_sample.h"

/* Not every file uses all of it. */
#define SITE_FIXTURE __attribute__((unused))

static char root[] = "/tmp/coreoffer-reports-XXXXXX";
SITE_FIXTURE static char site[256], again[256], draft[256], database[256];

/* ---- the site is made once ---- */

SITE_FIXTURE static enum status write_site(const char *path, const struct report_options *extra, struct error *err)
{
    struct store *store;
    enum status status = store_open(path, extra->replies ? STORE_CHANGE : STORE_READ, &store, err);
    if (status != STATUS_OK)
        return status;
    struct report_options options = *extra;
    options.seeds = "seeds";
    options.rubric = &sample_rubric;
    status = reports_write(store, &options, err);
    SAMPLE_MUST(store_close(store, &sample_error));
    return status;
}

SITE_FIXTURE static void make_sites(void)
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

SITE_FIXTURE static void remove_sites(void)
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

SITE_FIXTURE static size_t each_file(const char *directory, const char *ending, void (*one)(const char *, const char *, size_t))
{
    visit = one;
    wanted = ending;
    visited = 0;
    ck_assert_int_eq(nftw(directory, visit_file, 16, FTW_PHYS), 0);
    return visited;
}

SITE_FIXTURE static int count(xmlDocPtr document, const char *path)
{
    xmlXPathContextPtr context = xmlXPathNewContext(document);
    xmlXPathObjectPtr found = xmlXPathEvalExpression((const xmlChar *)path, context);
    ck_assert_ptr_nonnull(found);
    int number = found->nodesetval ? found->nodesetval->nodeNr : 0;
    xmlXPathFreeObject(found);
    xmlXPathFreeContext(context);
    return number;
}

SITE_FIXTURE static xmlDocPtr parse_html(const char *bytes, size_t length)
{
    xmlDocPtr document = htmlReadMemory(bytes, (int)length, NULL, "utf-8",
                                        HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET | (1 << 19));
    ck_assert_ptr_nonnull(document);
    return document;
}

SITE_FIXTURE static cJSON *load_json(const char *name)
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

#endif
