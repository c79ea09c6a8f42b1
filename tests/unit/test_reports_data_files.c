/* The site's files for programs parse back, and say of one another what is so. */
#include "base/csv.h"
#include "base/digest.h"
#include "tests/unit/site_fixture.h"
#include "tests/unit/suite.h"

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

int main(void)
{
    Suite *suite = suite_create("reports/data files");
    TCase *cases = tcase_create("all");
    tcase_set_timeout(cases, 120);
    tcase_add_unchecked_fixture(cases, make_sites, remove_sites);
    tcase_add_test(cases, xml_and_json_parse_back);
    tcase_add_test(cases, csv_parses_back);
    tcase_add_test(cases, the_package_describes_the_files);
    suite_add_tcase(suite, cases);
    return run_suite(suite);
}
