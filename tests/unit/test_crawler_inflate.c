/* Undoing content codings: whole, in pieces, damaged, and made to explode. */
#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "base/limits.h"
#include "crawler/fetch/inflate.h"
#include "suite.h"

enum { RAW = -15, ZLIB = 15, GZIP = 31 };

static unsigned char *coded;
static size_t coded_length;

/* Replaces `coded` with the coded form of `text`, or adds a member to it. */
static void encode(const char *text, size_t length, int window, bool add)
{
    z_stream z = {0};
    if (!add)
        coded_length = 0;
    coded = realloc(coded, coded_length + length + 4096);
    ck_assert_int_eq(deflateInit2(&z, 9, Z_DEFLATED, window, 8, Z_DEFAULT_STRATEGY), Z_OK);
    z.next_in = (unsigned char *)(uintptr_t)text;
    z.avail_in = (unsigned)length;
    z.next_out = coded + coded_length;
    z.avail_out = (unsigned)length + 4096;
    ck_assert_int_eq(deflate(&z, Z_FINISH), Z_STREAM_END);
    coded_length += z.total_out;
    deflateEnd(&z);
}

static char *text_of(size_t length)
{
    char *text = malloc(length + 1);
    unsigned state = 12345;
    for (size_t i = 0; i < length; i++) {
        state = state * 1103515245u + 12345u;
        text[i] = (char)('a' + (state >> 16) % 16);
    }
    text[length] = '\0';
    return text;
}

static const struct {
    const char *value;
    enum inflate_coding coding;
} names[] = {
    {"", INFLATE_IDENTITY},     {"identity", INFLATE_IDENTITY}, {"gzip", INFLATE_GZIP},       {"GZip", INFLATE_GZIP},
    {"x-gzip", INFLATE_GZIP},   {"deflate", INFLATE_DEFLATE},   {"br", INFLATE_UNKNOWN},      {"gzip, gzip", INFLATE_UNKNOWN},
    {"zstd", INFLATE_UNKNOWN},  {"utf-8", INFLATE_IDENTITY},    {"gzipped", INFLATE_UNKNOWN},
};

START_TEST(test_names)
{
    ck_assert_msg(inflate_coding_of(names[_i].value) == names[_i].coding, "%s", names[_i].value);
}
END_TEST

/* Every coding, in pieces of 1, 2, 3 ... bytes and at once. */
START_TEST(test_round_trip)
{
    static const struct {
        enum inflate_coding coding;
        int window;
    } forms[] = {{INFLATE_GZIP, GZIP}, {INFLATE_DEFLATE, ZLIB}, {INFLATE_DEFLATE, RAW}};
    static const size_t lengths[] = {0, 1, 2, 100, 70000};
    for (size_t f = 0; f < 3; f++)
        for (size_t l = 0; l < sizeof lengths / sizeof lengths[0]; l++)
            for (size_t piece = 1; piece < 100000; piece = piece * 3 + 1) {
                char *text = text_of(lengths[l]);
                struct buffer out;
                buffer_init(&out, 100000);
                encode(text, lengths[l], forms[f].window, false);
                struct inflater *inflater = inflater_new(forms[f].coding, &out);
                for (size_t at = 0; at < coded_length; at += piece)
                    ck_assert_int_eq(inflater_add(inflater, coded + at, piece < coded_length - at ? piece : coded_length - at), INFLATE_OK);
                ck_assert_int_eq(inflater_end(inflater), INFLATE_OK);
                ck_assert_uint_eq(out.length, lengths[l]);
                ck_assert_int_eq(memcmp(buffer_text(&out), text, lengths[l]), 0);
                inflater_free(inflater);
                buffer_release(&out);
                free(text);
            }
}
END_TEST

START_TEST(test_members_and_padding)
{
    struct buffer out;
    buffer_init(&out, 1000);
    encode("one ", 4, GZIP, false);
    encode("two", 3, GZIP, true);
    memset(coded + coded_length, 0, 10);
    for (size_t padding = 0; padding <= 10; padding++) {
        buffer_clear(&out);
        ck_assert_int_eq(inflate_body(INFLATE_GZIP, coded, coded_length + padding, &out), INFLATE_OK);
        ck_assert_str_eq(buffer_text(&out), "one two");
    }
    encode("raw", 3, RAW, false);
    memcpy(coded + coded_length, "rest", 4);
    buffer_clear(&out);
    ck_assert_int_eq(inflate_body(INFLATE_DEFLATE, coded, coded_length + 4, &out), INFLATE_OK);
    ck_assert_str_eq(buffer_text(&out), "raw");
    buffer_release(&out);
}
END_TEST

START_TEST(test_every_cut)
{
    struct buffer out;
    buffer_init(&out, 1000);
    char *text = text_of(300);
    encode(text, 300, GZIP, false);
    for (size_t length = 1; length < coded_length; length++) {
        buffer_clear(&out);
        enum inflate_result result = inflate_body(INFLATE_GZIP, coded, length, &out);
        ck_assert_int_eq(result, length < coded_length - 8 && out.length < 300 ? INFLATE_SHORT : INFLATE_OK);
        ck_assert(length < coded_length - 8 || out.length == 300); /* the trailer is not missed */
        ck_assert_int_eq(memcmp(buffer_text(&out), text, out.length), 0); /* what came is kept */
    }
    buffer_clear(&out);
    ck_assert_int_eq(inflate_body(INFLATE_GZIP, coded, 0, &out), INFLATE_OK);
    free(text);
    buffer_release(&out);
}
END_TEST

START_TEST(test_damage)
{
    struct buffer out;
    buffer_init(&out, 1000);
    ck_assert_int_eq(inflate_body(INFLATE_GZIP, "<p>not gzip", 11, &out), INFLATE_DAMAGED);
    ck_assert_uint_eq(out.length, 0);
    char *text = text_of(300);
    encode(text, 300, GZIP, false);
    coded[coded_length - 6] ^= 1; /* the checksum, which browsers do not look at */
    ck_assert_int_eq(inflate_body(INFLATE_GZIP, coded, coded_length, &out), INFLATE_OK);
    ck_assert_uint_eq(out.length, 300);
    struct inflater *inflater = inflater_new(INFLATE_GZIP, &out);
    ck_assert_int_eq(inflater_add(inflater, "zz", 2), INFLATE_DAMAGED);
    ck_assert_int_eq(inflater_add(inflater, coded, coded_length), INFLATE_DAMAGED); /* final */
    ck_assert_int_eq(inflater_end(inflater), INFLATE_DAMAGED);
    encode("good", 4, GZIP, false);
    buffer_clear(&out);
    inflater_reset(inflater, INFLATE_GZIP, &out); /* until begun anew */
    ck_assert_int_eq(inflater_add(inflater, coded, coded_length), INFLATE_OK);
    ck_assert_str_eq(buffer_text(&out), "good");
    inflater_free(inflater);
    free(text);
    buffer_release(&out);
}
END_TEST

START_TEST(test_ceiling)
{
    static const enum inflate_coding codings[] = {INFLATE_GZIP, INFLATE_IDENTITY};
    char *text = text_of(5000);
    for (size_t c = 0; c < 2; c++) {
        struct buffer out;
        encode(text, 5000, GZIP, false);
        const void *bytes = codings[c] == INFLATE_GZIP ? (const void *)coded : text;
        size_t length = codings[c] == INFLATE_GZIP ? coded_length : 5000;
        buffer_init(&out, 5000);
        ck_assert_int_eq(inflate_body(codings[c], bytes, length, &out), INFLATE_OK); /* fits exactly */
        buffer_release(&out);
        buffer_init(&out, 4999);
        ck_assert_int_eq(inflate_body(codings[c], bytes, length, &out), INFLATE_FULL);
        ck_assert_uint_eq(out.length, 4999);
        ck_assert_int_eq(memcmp(out.bytes, text, 4999), 0);
        buffer_release(&out);
    }
    free(text);
}
END_TEST

START_TEST(test_bomb)
{
    enum { BOMB = 50 * 1024 * 1024 };
    char *zeros = calloc(1, BOMB);
    struct buffer out;
    buffer_init(&out, LIMIT_BODY_BYTES);
    encode(zeros, BOMB, GZIP, false);
    ck_assert_uint_lt(coded_length, 100000);
    ck_assert_int_eq(inflate_body(INFLATE_GZIP, coded, coded_length, &out), INFLATE_BOMB);
    ck_assert_uint_le(out.length, 8 * 1024 * 1024); /* seen long before the ceiling */
    buffer_clear(&out);
    encode(zeros, 900 * 1024, GZIP, false); /* a page of spaces is odd and harmless */
    ck_assert_int_eq(inflate_body(INFLATE_GZIP, coded, coded_length, &out), INFLATE_OK);
    buffer_release(&out);
    free(zeros);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("crawler/inflate");
    TCase *tests = tcase_create("inflate");
    tcase_set_timeout(tests, 30);
    tcase_add_loop_test(tests, test_names, 0, (int)(sizeof names / sizeof names[0]));
    tcase_add_test(tests, test_round_trip);
    tcase_add_test(tests, test_members_and_padding);
    tcase_add_test(tests, test_every_cut);
    tcase_add_test(tests, test_damage);
    tcase_add_test(tests, test_ceiling);
    tcase_add_test(tests, test_bomb);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
