/* The encoding that bytes are in, by every way that a page can say it, and what its bytes
 * become. Expected values are from the Encoding Standard. */
#include "document_fixture.h"

#include "base/text.h"
#include "document/encoding.h"

struct label_case {
    const char *label, *name;
};

static const struct label_case labels[] = {
    {"utf-8", "UTF-8"},          {"UTF8", "UTF-8"},             {" utf-8\n", "UTF-8"},      {"latin1", "windows-1252"},
    {"ISO-8859-1", "windows-1252"}, {"us-ascii", "windows-1252"}, {"iso-8859-9", "windows-1254"},
    {"gb2312", "GBK"},           {"gb18030", "gb18030"},        {"iso-8859-8-i", "ISO-8859-8-I"},
    {"hz-gb-2312", "replacement"}, {"shift_jis", "Shift_JIS"},  {"ks_c_5601-1987", "EUC-KR"},
    {"tis-620", "windows-874"},  {"koi8-ru", "KOI8-U"},         {"unicode", "UTF-16LE"},    {"x-mac-ukrainian", "x-mac-cyrillic"},
    {"big5-hkscs", "Big5"},      {"utf-7", NULL},               {"", NULL},                 {"utf-8 utf8", NULL},
};

START_TEST(test_labels)
{
    const struct label_case *one = &labels[_i];
    const char *name = encoding_for_label(one->label, strlen(one->label));
    if (one->name == NULL)
        ck_assert_ptr_null(name);
    else
        ck_assert_str_eq(name != NULL ? name : "none", one->name);
}
END_TEST

struct decision_case {
    const char *bytes, *content_type, *name;
};

static const struct decision_case decisions[] = {
    {"plain", NULL, "UTF-8"},
    {"caf\xE9", NULL, "windows-1252"},
    {"caf\xC3\xA9", NULL, "UTF-8"},
    {"caf\xC3\xA9", "text/html; charset=ISO-8859-1", "windows-1252"},
    {"caf\xC3\xA9", "text/html; charset=\"koi8-r\"; x=y", "KOI8-R"},
    {"caf\xC3\xA9", "text/html; charset=nonsense", "UTF-8"},
    {"\xEF\xBB\xBF<meta charset=koi8-r>", "text/html; charset=latin1", "UTF-8"},
    {"\xFF\xFE<", NULL, "UTF-16LE"},
    {"<meta charset=\"gb2312\">", NULL, "GBK"},
    {"<META HTTP-EQUIV=Content-Type CONTENT='text/html; charset=windows-1251'>", NULL, "windows-1251"},
    {"<meta content='text/html; charset=windows-1251' http-equiv=Content-Type>", NULL, "windows-1251"},
    {"<meta content='text/html; charset=windows-1251'>", NULL, "UTF-8"},
    {"<!-- <meta charset=koi8-r> --><meta charset=big5>", NULL, "Big5"},
    {"<div title='<meta charset=koi8-r>'><meta charset=big5>", NULL, "Big5"},
    {"<meta charset=utf-16>", NULL, "UTF-8"},
    {"<meta charset=x-user-defined>", NULL, "windows-1252"},
    {"<metal charset=koi8-r>", NULL, "UTF-8"},
    {"<meta charset=nonsense><meta charset=koi8-r>", NULL, "KOI8-R"},
};

START_TEST(test_decisions)
{
    const struct decision_case *one = &decisions[_i];
    size_t skip;
    const struct encoding_question question = {(const unsigned char *)one->bytes, strlen(one->bytes), one->content_type, 1};
    ck_assert_str_eq(encoding_decide(&question, &skip), one->name);
}
END_TEST

/* Further down it is looked at only where the bytes can't be UTF-8. */
START_TEST(test_a_late_meta_comes_after_valid_utf8)
{
    char page[1400];
    size_t skip;
    memset(page, ' ', sizeof page);
    memcpy(page + 1000, "<meta charset=koi8-r>", 21);
    const struct encoding_question inside = {(const unsigned char *)page, 1021, NULL, 1};
    ck_assert_str_eq(encoding_decide(&inside, &skip), "KOI8-R");
    memset(page, ' ', sizeof page);
    memcpy(page + 1100, "<meta charset=koi8-r>", 21);
    const struct encoding_question outside = {(const unsigned char *)page, sizeof page, NULL, 1};
    ck_assert_str_eq(encoding_decide(&outside, &skip), "UTF-8");
    page[1300] = '\xA3';
    ck_assert_str_eq(encoding_decide(&outside, &skip), "KOI8-R");
    const struct encoding_question plain = {(const unsigned char *)page, sizeof page, NULL, 0};
    ck_assert_str_eq(encoding_decide(&plain, &skip), "windows-1252");
}
END_TEST

struct conversion_case {
    const char *name, *bytes, *expected;
    size_t length; /* 0: up to the NUL */
};

#define BAD "\xEF\xBF\xBD"

static const struct conversion_case conversions[] = {
    {"UTF-8", "a\xFF" "b", "a" BAD "b", 0},
    {"UTF-8", "\xE2\x82", BAD, 0},                         /* one for a cut character */
    {"UTF-8", "\xF0\x80\x80\x80", BAD BAD BAD BAD, 0},     /* four for an overlong one */
    {"UTF-8", "\xED\xA0\x80", BAD BAD BAD, 0},             /* surrogates are no characters */
    {"UTF-8", "\xE2\x82" "A", BAD "A", 0},
    {"UTF-8", "a\0b", "a" BAD "b", 3},
    {"windows-1252", "\x80\x93\x94\x81", "\xE2\x82\xAC\xE2\x80\x9C\xE2\x80\x9D\xC2\x81", 0},
    {"windows-1253", "\xAA\xC1", BAD "\xCE\x91", 0},
    {"windows-874", "\xDB\xA1", BAD "\xE0\xB8\x81", 0},
    {"KOI8-U", "\xAE\xBE", "\xD1\x9E\xD0\x8E", 0},
    {"macintosh", "\xDB", "\xE2\x82\xAC", 0},
    {"x-mac-cyrillic", "\xA2\xFF\x80", "\xD2\x90\xE2\x82\xAC\xD0\x90", 0},
    {"ISO-8859-8-I", "\xE0", "\xD7\x90", 0},
    {"GBK", "\x80\xD6\xD0", "\xE2\x82\xAC\xE4\xB8\xAD", 0},
    {"GBK", "\xD6 A", BAD " A", 0},                        /* an ASCII byte is never swallowed */
    {"Big5", "\xA4\xA4", "\xE4\xB8\xAD", 0},
    {"Shift_JIS", "\x93\xFA", "\xE6\x97\xA5", 0},
    {"EUC-JP", "\xC6\xFC", "\xE6\x97\xA5", 0},
    {"EUC-KR", "\xC7\xD1", "\xED\x95\x9C", 0},
    {"ISO-2022-JP", "\x1B$BF|\x1B(BA", "\xE6\x97\xA5" "A", 0},
    {"UTF-16LE", "A\0\x3D\xD8\x00\xDE", "A\xF0\x9F\x98\x80", 6},
    {"UTF-16BE", "\xD8\x3D\0A\0", BAD "A" BAD, 5},
    {"replacement", "anything", BAD, 0},
    {"x-user-defined", "a\x80", "a\xEF\x9E\x80", 0},
};

START_TEST(test_conversions)
{
    const struct conversion_case *one = &conversions[_i];
    struct buffer out;
    buffer_init(&out, 100);
    encoding_convert(one->name, (const unsigned char *)one->bytes, one->length ? one->length : strlen(one->bytes), &out);
    ck_assert_str_eq(buffer_text(&out), one->expected);
    buffer_release(&out);
}
END_TEST

/* Whatever the bytes and the encoding, what comes out is UTF-8 without NUL. */
START_TEST(test_every_encoding_gives_valid_utf8)
{
    static const char *const names[] = {"utf-8", "ibm866", "latin2", "latin3", "latin4", "cyrillic", "arabic", "greek",
                                        "hebrew", "logical", "latin6", "iso-8859-13", "iso-8859-14", "latin9" , "iso-8859-15",
                                        "iso-8859-16", "koi8-r", "koi8-u", "mac", "windows-874", "cp1250", "cp1251", "cp1252",
                                        "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "x-mac-cyrillic", "gbk",
                                        "gb18030", "big5", "euc-jp", "iso-2022-jp", "sjis", "euc-kr", "utf-16be", "utf-16le"};
    unsigned char bytes[4096];
    uint32_t state = 1;
    for (size_t i = 0; i < sizeof bytes; i++) {
        state = state * 1664525 + 1013904223;
        bytes[i] = (unsigned char)(state >> 24);
    }
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const char *name = encoding_for_label(names[i], strlen(names[i]));
        if (strcmp(names[i], "latin9") == 0) {
            ck_assert_ptr_null(name); /* a label that only looks like one */
            continue;
        }
        ck_assert_ptr_nonnull(name);
        struct buffer out;
        buffer_init(&out, sizeof bytes * 4);
        encoding_convert(name, bytes, sizeof bytes, &out);
        ck_assert_msg(out.length > 1000 && text_is_utf8(out.bytes, out.length), "%s", name);
        ck_assert_ptr_null(memchr(out.bytes, '\0', out.length));
        ck_assert(!out.over);
        buffer_release(&out);
    }
}
END_TEST

/* Single-byte encodings read letters, not only U+FFFD: each is known to the C library. */
START_TEST(test_single_byte_tables_are_there)
{
    static const char *const names[] = {"IBM866", "ISO-8859-2", "ISO-8859-3", "ISO-8859-4", "ISO-8859-5", "ISO-8859-6",
                                        "ISO-8859-7", "ISO-8859-8", "ISO-8859-8-I", "ISO-8859-10", "ISO-8859-13",
                                        "ISO-8859-14", "ISO-8859-15", "ISO-8859-16", "KOI8-R", "KOI8-U", "macintosh",
                                        "windows-874", "windows-1250", "windows-1251", "windows-1252", "windows-1253",
                                        "windows-1254", "windows-1255", "windows-1256", "windows-1257", "windows-1258",
                                        "x-mac-cyrillic"};
    unsigned char upper[128];
    for (size_t i = 0; i < sizeof upper; i++)
        upper[i] = (unsigned char)(0x80 + i);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct buffer out;
        buffer_init(&out, 1000);
        encoding_convert(names[i], upper, sizeof upper, &out);
        size_t bad = 0, at = 0;
        while (at < out.length)
            bad += text_next(out.bytes, out.length, &at) == 0xFFFD;
        ck_assert_msg(bad < 50, "%s has %zu holes", names[i], bad);
        buffer_release(&out);
    }
}
END_TEST

START_TEST(test_document_says_its_encoding)
{
    static const char page[] = "<html><head><meta charset='iso-8859-1'></head><body><p>\x93Short breaks\x94 cost \xA3" "5</p></body></html>";
    struct document *document = read_bytes(page, sizeof page - 1, "text/html");
    ck_assert_str_eq(document->encoding, "windows-1252");
    ck_assert_str_eq(document->blocks[0].text, "\xE2\x80\x9CShort breaks\xE2\x80\x9D cost \xC2\xA3" "5");
    document_free(document);
    static const char chinese[] = "<meta charset=gb2312><p>\xB6\xCC\xD0\xDD \xFF end</p>";
    document = read_bytes(chinese, sizeof chinese - 1, "text/html");
    ck_assert_str_eq(document->blocks[0].text, "\xE7\x9F\xAD\xE4\xBC\x91 " BAD " end");
    document_free(document);
}
END_TEST

int main(void)
{
    document_start();
    Suite *suite = suite_create("document encoding");
    TCase *tcase = tcase_create("encoding");
    tcase_add_loop_test(tcase, test_labels, 0, sizeof labels / sizeof labels[0]);
    tcase_add_loop_test(tcase, test_decisions, 0, sizeof decisions / sizeof decisions[0]);
    tcase_add_test(tcase, test_a_late_meta_comes_after_valid_utf8);
    tcase_add_loop_test(tcase, test_conversions, 0, sizeof conversions / sizeof conversions[0]);
    tcase_add_test(tcase, test_every_encoding_gives_valid_utf8);
    tcase_add_test(tcase, test_single_byte_tables_are_there);
    tcase_add_test(tcase, test_document_says_its_encoding);
    suite_add_tcase(suite, tcase);
    int failed = run_suite(suite);
    document_stop();
    return failed;
}
