/* JSON: whatever text goes in, cJSON reads the same out, and nothing of it acts inside HTML. */
#include <cJSON.h>
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "suite.h"

static const struct {
    const char *text, *back;
} texts[] = {
    {"", ""}, {"plain", "plain"}, {"\"\\/", "\"\\/"}, {"a\nb\tc\r\b\f", "a\nb\tc\r\b\f"}, {"\x01\x1f\x7f", "\x01\x1f\x7f"},
    {"</script><!--&", "</script><!--&"}, {"\xE2\x80\xA8\xE2\x80\xA9", "\xE2\x80\xA8\xE2\x80\xA9"}, {"caf\xC3\xA9 \xF0\x9F\x98\x80", "caf\xC3\xA9 \xF0\x9F\x98\x80"},
    {"\xC2\x9B" "31m", "\xC2\x9B" "31m"}, {"\xE2\x80\xAE" "evil\xE2\x81\xA6", "\xE2\x80\xAE" "evil\xE2\x81\xA6"},
    {"\xFF", "\xEF\xBF\xBD"}, {"a\xC3", "a\xEF\xBF\xBD"}, {"\xC0\xAF", NULL}, {"\xED\xA0\x80", NULL},
};

START_TEST(texts_go_round)
{
    static const char *const steers[] = {"\x1B", "\x7F", "\xC2\x9B", "\xE2\x80\xAE", "\xE2\x81\xA6"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct buffer out;
        buffer_init(&out, 4096);
        struct json_writer json = {.out = &out};
        json_object(&json, NULL);
        json_text(&json, texts[i].text, texts[i].text); /* as a key too */
        json_end_object(&json);
        for (const char *unsafe = "<>&"; *unsafe != '\0'; unsafe++)
            ck_assert_ptr_null(strchr(buffer_text(&out), *unsafe));
        ck_assert_ptr_null(strstr(buffer_text(&out), "\xE2\x80\xA8"));
        for (size_t k = 0; k < sizeof steers / sizeof steers[0]; k++) /* who looks at it on a terminal */
            ck_assert_ptr_null(strstr(buffer_text(&out), steers[k]));
        cJSON *read = cJSON_Parse(buffer_text(&out));
        ck_assert_msg(read != NULL, "case %zu: %s", i, buffer_text(&out));
        ck_assert_ptr_nonnull(read->child);
        if (texts[i].back != NULL)
            ck_assert_str_eq(read->child->valuestring, texts[i].back);
        else
            ck_assert_int_eq(strncmp(read->child->valuestring, "\xEF\xBF\xBD", 3), 0);
        cJSON_Delete(read);
        buffer_release(&out);
    }
}
END_TEST

static void write_all_kinds(struct buffer *out, int indent)
{
    struct json_writer json = {.out = out, .indent = indent};
    json_object(&json, NULL);
    json_array(&json, "list");
    json_number(&json, NULL, INT64_MIN);
    json_number(&json, NULL, 9007199254740993);
    json_decimal(&json, NULL, 1.0 / 3, 2);
    json_decimal(&json, NULL, 0.0 / 0.0, 2);
    json_decimal(&json, NULL, 1.0 / 0.0, 2);
    json_bool(&json, NULL, true);
    json_null(&json, NULL);
    json_text(&json, NULL, NULL);
    json_text_n(&json, NULL, "cut here", 3);
    json_end_array(&json);
    json_object(&json, "empty");
    json_end_object(&json);
    json_array(&json, "none");
    json_end_array(&json);
    json_end_object(&json);
}

START_TEST(every_kind_and_both_layouts)
{
    struct buffer line, wide;
    buffer_init(&line, 4096);
    buffer_init(&wide, 4096);
    write_all_kinds(&line, 0);
    write_all_kinds(&wide, 2);
    ck_assert_str_eq(buffer_text(&line),
                     "{\"list\":[-9223372036854775808,9007199254740993,0.33,null,null,true,null,null,\"cut\"],\"empty\":{},\"none\":[]}");
    cJSON *a = cJSON_Parse(buffer_text(&line)), *b = cJSON_Parse(buffer_text(&wide));
    ck_assert_msg(a != NULL && b != NULL && cJSON_Compare(a, b, true), "%s", buffer_text(&wide));
    cJSON_Delete(a);
    cJSON_Delete(b);
    buffer_release(&line);
    buffer_release(&wide);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("base/json");
    TCase *all = tcase_create("all");
    tcase_add_test(all, texts_go_round);
    tcase_add_test(all, every_kind_and_both_layouts);
    suite_add_tcase(suite, all);
    return run_suite(suite);
}
