/* Drawings: well-formed, named, inside their frame, the same each time. */
#include <check.h>
#include <libxml/parser.h>
#include <libxml/xpath.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "reports/pages/charts.h"
#include "suite.h"

static const struct chart chart = {"one", "A <title>", "Words & more"};

static xmlDocPtr parse(const struct buffer *svg)
{
    xmlDocPtr document = xmlReadMemory(buffer_text(svg), (int)svg->length, "chart", NULL, XML_PARSE_NONET | XML_PARSE_NOERROR);
    ck_assert_ptr_nonnull(document);
    return document;
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

static void check_named(xmlDocPtr document, const char *role)
{
    xmlNodePtr root = xmlDocGetRootElement(document);
    xmlChar *is = xmlGetProp(root, (const xmlChar *)"role");
    xmlChar *label = xmlGetProp(root, (const xmlChar *)"aria-labelledby");
    ck_assert_str_eq((const char *)is, role);
    ck_assert_str_eq((const char *)label, "one-t one-d");
    ck_assert_int_eq(count(document, "/svg/title[@id='one-t']"), 1);
    ck_assert_int_eq(count(document, "/svg/desc[@id='one-d']"), 1);
    /* A colour of its own would not follow the reader's scheme. */
    ck_assert_int_eq(count(document, "//@fill[not(starts-with(., 'url(#one-h'))] | //@stroke | //@style"), 0);
    xmlFree(is);
    xmlFree(label);
}

START_TEST(hex_map_has_one_link_a_council)
{
    const struct council councils[] = {
        {.name = "Anytown", .short_name = "Anytown", .slug = "anytown", .hex_q = 0, .hex_r = 0, .has_hex = true},
        {.name = "B", .short_name = "North \"><script>", .slug = "b", .hex_q = 3, .hex_r = -1, .has_hex = true},
        {.name = "C", .short_name = "Nowhere", .slug = "c", .has_hex = false},
    };
    const struct hex_cell cells[] = {{&councils[0], 0, "Most", "council/a/index.html"},
                                     {&councils[1], CHART_HATCH, "Not tested", "javascript:x"},
                                     {&councils[2], 2, "Some", "c"}};
    struct buffer out, again;
    buffer_init(&out, 1 << 20);
    buffer_init(&again, 1 << 20);
    charts_hex_map(&out, &chart, cells, 3);
    charts_hex_map(&again, &chart, cells, 3);
    ck_assert_str_eq(buffer_text(&out), buffer_text(&again));
    xmlDocPtr document = parse(&out);
    check_named(document, "group");
    ck_assert_int_eq(count(document, "/svg/g/a"), 2);
    ck_assert_int_eq(count(document, "//script"), 0);
    ck_assert_int_eq(count(document, "/svg/g/a[@href='#']"), 1);
    ck_assert_int_eq(count(document, "/svg/g/a/title[text()='Anytown: Most']"), 1);
    ck_assert_int_eq(count(document, "/svg/g/a/path[@fill='url(#one-h)']"), 1);
    xmlFreeDoc(document);
    buffer_release(&out);
    buffer_release(&again);
}
END_TEST

START_TEST(odd_rows_are_shifted_half_a_cell)
{
    const struct council councils[] = {{.short_name = "A", .hex_q = 0, .hex_r = 0, .has_hex = true},
                                       {.short_name = "B", .hex_q = 0, .hex_r = 1, .has_hex = true},
                                       {.short_name = "C", .hex_q = 0, .hex_r = -1, .has_hex = true}};
    const struct hex_cell cells[] = {{&councils[0], 0, "x", "a"}, {&councils[1], 0, "x", "b"}, {&councils[2], 0, "x", "c"}};
    struct buffer out;
    buffer_init(&out, 1 << 20);
    charts_hex_map(&out, &chart, cells, 3);
    double x[3], y[3];
    const char *s = buffer_text(&out);
    for (int i = 0; i < 3; i++) {
        s = strstr(s, "d=\"M");
        ck_assert_ptr_nonnull(s);
        ck_assert_int_eq(sscanf(s, "d=\"M%lf,%lf", &x[i], &y[i]), 2);
        s++;
    }
    ck_assert_double_eq_tol(x[1] - x[0], 22 * sqrt(3) / 2, 0.11);
    ck_assert_double_eq_tol(x[2], x[1], 0.11);
    ck_assert(y[1] < y[0] && y[0] < y[2]); /* r grows upwards */
    buffer_release(&out);
}
END_TEST

START_TEST(dots_show_every_value)
{
    const double values[] = {0, 50, 50, 50.4, 100};
    struct buffer out;
    buffer_init(&out, 1 << 20);
    charts_dots(&out, &chart, values, 5, 50);
    xmlDocPtr document = parse(&out);
    check_named(document, "img");
    ck_assert_int_eq(count(document, "//circle"), 5);
    ck_assert_int_eq(count(document, "//text[text()='median 50']"), 1);
    xmlFreeDoc(document);
    buffer_clear(&out);
    charts_dots(&out, &chart, values, 0, NAN);
    document = parse(&out);
    ck_assert_int_eq(count(document, "//circle"), 0);
    xmlFreeDoc(document);
    buffer_release(&out);
}
END_TEST

/* The mark is seen however narrow, stays on the scale, and has its value; the others' median has its own. */
START_TEST(a_scale_has_its_mark_on_it)
{
    static const double from[] = {75, 50, 25, 0};
    static const struct {
        double low, high, median;
        const char *said;
        double left, right; /* of the mark */
    } cases[] = {
        {0, 0, NAN, "0", 4, 13},
        {100, 100, 100, "100", 347, 356},
        {43.46, 47.4, 54, "43\xE2\x80\x93" "47", 157, 171},
        {49.6, 50.4, 0, "50", 175.5, 184.5},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct buffer out, path;
        buffer_init(&out, 1 << 20);
        buffer_init(&path, 1 << 10);
        charts_scale(&out, &chart, &(struct scale){from, 4, "Little", "Most", cases[i].low, cases[i].high, cases[i].median});
        xmlDocPtr document = parse(&out);
        check_named(document, "img");
        ck_assert_int_eq(count(document, "//rect[not(@class='mark')]"), 4);
        buffer_printf(&path, "//text[@font-weight='600'][text()='%s']", cases[i].said);
        ck_assert_msg(count(document, buffer_text(&path)) == 1, "%s: %s", cases[i].said, buffer_text(&out));
        ck_assert_int_eq(count(document, "//path[@class='arrow']"), isnan(cases[i].median) ? 0 : 1);
        buffer_clear(&path);
        buffer_printf(&path, "//rect[@class='mark'][@x >= %f and @x + @width <= %f and @width >= 9]", cases[i].left - 0.1, cases[i].right + 0.1);
        ck_assert_msg(count(document, buffer_text(&path)) == 1, "%s: %s", cases[i].said, buffer_text(&out));
        xmlFreeDoc(document);
        buffer_release(&path);
        buffer_release(&out);
    }
}
END_TEST

START_TEST(bars_print_their_values)
{
    const struct tick_bar bars[] = {{"Accessible", 40, 60, 55}, {"Available", NAN, NAN, NAN}};
    static const char *const words[CHART_CLASSES + 1] = {"found", "partly", "not found", "could not tell", "not tested"};
    const struct stacked_bar stacked[] = {{"Formats", {5, 3, 2, 1, 1}}, {"None", {0, 0, 0, 0, 0}}};
    const struct dumbbell bells[] = {{"Formats", 20, 45}};
    struct buffer out;
    buffer_init(&out, 1 << 20);
    charts_tick_bars(&out, &chart, bars, 2, "Median");
    xmlDocPtr document = parse(&out);
    check_named(document, "img");
    ck_assert_int_eq(count(document, "//text[text()='40\xE2\x80\x93"
                                     "60']"),
                     1);
    ck_assert_int_eq(count(document, "//text[text()='not scored']"), 1);
    xmlFreeDoc(document);
    buffer_clear(&out);
    charts_stacked(&out, &chart, stacked, 2);
    document = parse(&out);
    check_named(document, "img");
    ck_assert_int_eq(count(document, "//rect[@height='18']"), 5);
    xmlFreeDoc(document);
    buffer_clear(&out);
    charts_stacked_key(&out, words);
    document = parse(&out);
    ck_assert_int_eq(count(document, "/ul/li"), CHART_CLASSES + 1);
    ck_assert_int_eq(count(document, "/ul/li[last()][text()='not tested']/svg/path"), 1); /* a hatch, not colour alone */
    xmlFreeDoc(document);
    buffer_clear(&out);
    charts_dumbbells(&out, &chart, bells, 1);
    document = parse(&out);
    check_named(document, "img");
    ck_assert_int_eq(count(document, "//text[text()='20 to 45'][@text-anchor='end']"), 1); /* where the bell leaves room */
    xmlFreeDoc(document);
    buffer_release(&out);
}
END_TEST

START_TEST(a_line_names_its_first_and_last_day)
{
    const struct line_point points[] = {{"23 September 2026", 40}, {"24 September 2026", 100}, {"25 September 2026", 0}};
    struct buffer out;
    buffer_init(&out, 1 << 20);
    charts_line(&out, &chart, points, 3);
    xmlDocPtr document = parse(&out);
    check_named(document, "img");
    ck_assert_int_eq(count(document, "//circle"), 3);
    /* The year stands below its day, so that two days fit a telephone. */
    ck_assert_int_eq(count(document, "//text[text()='23 September'][@text-anchor='start']/tspan[text()='2026']"), 1);
    ck_assert_int_eq(count(document, "//text[text()='25 September'][@text-anchor='end']/tspan[text()='2026']"), 1);
    ck_assert_int_eq(count(document, "//text[text()='24 September']"), 0);
    xmlFreeDoc(document);
    buffer_release(&out);
}
END_TEST

static const struct {
    const char *name, *label;
} labels[] = {{"Anytown", "Any"},
              {"North Made-up", "NMu"},
              {"Bath and Marsh", "BM"},
              {"X", "X"},
              {"\xC3\x89"
               "cole",
               "\xC3\x89"
               "co"}};

START_TEST(short_labels)
{
    struct buffer out;
    buffer_init(&out, 256);
    charts_short_label(&out, labels[_i].name);
    ck_assert_str_eq(buffer_text(&out), labels[_i].label);
    buffer_release(&out);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("reports/charts");
    TCase *cases = tcase_create("all");
    tcase_add_test(cases, hex_map_has_one_link_a_council);
    tcase_add_test(cases, odd_rows_are_shifted_half_a_cell);
    tcase_add_test(cases, dots_show_every_value);
    tcase_add_test(cases, a_scale_has_its_mark_on_it);
    tcase_add_test(cases, bars_print_their_values);
    tcase_add_test(cases, a_line_names_its_first_and_last_day);
    tcase_add_loop_test(cases, short_labels, 0, (int)(sizeof labels / sizeof labels[0]));
    suite_add_tcase(suite, cases);
    return run_suite(suite);
}
