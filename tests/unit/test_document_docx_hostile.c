/* DOCX files made to do harm: each ends as text or as a sentence, in time. */
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "docx_builder.h"

/* 300 MB of one letter in a zip of 300 kB. */
START_TEST(test_docx_bomb)
{
    size_t length = (size_t)300 << 20;
    char *bomb = malloc(length);
    ck_assert_ptr_nonnull(bomb);
    memset(bomb, 'a', length);
    memcpy(bomb, W "<w:p><w:r><w:t>", sizeof W - 1 + 15);
    const struct part parts[] = {{"word/document.xml", bomb, length}};
    struct buffer zip;
    zip_make(parts, 1, &zip);
    free(bomb);
    double start = seconds();
    struct error err;
    struct document *d = NULL;
    const struct document_input input = {.bytes = zip.bytes, .length = zip.length};
    enum status status = document_read(markup_fixture(), &input, &d, &err);
    ck_assert(seconds() - start < 10);
    ck_assert(status == STATUS_PARSE || (status == STATUS_OK && d->partly_read));
    document_free(d);
    buffer_release(&zip);
}
END_TEST

START_TEST(test_docx_entities_and_depth)
{
    static const char laughs[] = "<!DOCTYPE w [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'><!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;'>"
                                 "<!ENTITY d '&c;&c;&c;&c;&c;&c;&c;&c;'><!ENTITY e SYSTEM 'file:///etc/passwd'>]>" W P("start &d; &e; end") "</w:body></w:document>";
    const struct part parts[] = {{"word/document.xml", laughs, 0}};
    struct buffer zip;
    zip_make(parts, 1, &zip);
    struct error err;
    struct document *d = NULL;
    const struct document_input input = {.bytes = zip.bytes, .length = zip.length};
    if (document_read(markup_fixture(), &input, &d, &err) == STATUS_OK)
        for (size_t i = 0; i < d->block_count; i++) {
            ck_assert_ptr_null(strstr(d->blocks[i].text, "root:"));
            ck_assert_uint_lt(d->blocks[i].length, 4000);
        }
    document_free(d);
    buffer_release(&zip);
}
END_TEST

/* --- zips that no honest program writes, byte by byte --- */

struct raw_zip {
    struct buffer bytes, directory;
    unsigned entries;
};

static void raw_number(struct buffer *to, uint32_t number, int bytes)
{
    for (int i = 0; i < bytes; i++)
        buffer_add_char(to, (char)(number >> (8 * i) & 0xFF));
}

/* Version, flags, method, time, checksum, sizes, name and extra lengths: what both headers hold. */
static void raw_common(struct buffer *to, const char *name, const char *bytes, unsigned flags)
{
    size_t length = strlen(bytes);
    raw_number(to, 20, 2);
    raw_number(to, flags, 2);
    raw_number(to, 0, 2);
    raw_number(to, 0, 4);
    raw_number(to, (uint32_t)crc32(0, (const unsigned char *)bytes, (unsigned)length), 4);
    raw_number(to, (uint32_t)length, 4);
    raw_number(to, (uint32_t)length, 4);
    raw_number(to, (uint32_t)strlen(name), 2);
    raw_number(to, 0, 2);
}

/* In the directory alone: an entry whose data begin at `offset`. */
static void raw_listed(struct raw_zip *zip, const char *name, const char *bytes, unsigned flags, size_t offset)
{
    buffer_add(&zip->directory, "PK\1\2\24\0", 6);
    raw_common(&zip->directory, name, bytes, flags);
    buffer_add(&zip->directory, "\0\0\0\0\0\0\0\0\0\0", 10);
    raw_number(&zip->directory, (uint32_t)offset, 4);
    buffer_add_text(&zip->directory, name);
    zip->entries++;
}

static void raw_entry(struct raw_zip *zip, const char *name, const char *bytes, unsigned flags)
{
    raw_listed(zip, name, bytes, flags, zip->bytes.length);
    buffer_add(&zip->bytes, "PK\3\4", 4);
    raw_common(&zip->bytes, name, bytes, flags);
    buffer_add_text(&zip->bytes, name);
    buffer_add_text(&zip->bytes, bytes);
}

/* Over 65,535 entries the count of the plain format wraps round: zip64 says how many. */
static void raw_end(struct raw_zip *zip)
{
    size_t start = zip->bytes.length;
    buffer_add(&zip->bytes, zip->directory.bytes, zip->directory.length);
    size_t end = zip->bytes.length;
    bool large = zip->entries > UINT16_MAX;
    if (large) {
        buffer_add(&zip->bytes, "PK\6\6\54\0\0\0\0\0\0\0\55\0\55\0\0\0\0\0\0\0\0\0", 24);
        const size_t numbers[] = {zip->entries, zip->entries, zip->directory.length, start};
        for (size_t i = 0; i < 4; i++) {
            raw_number(&zip->bytes, (uint32_t)numbers[i], 4);
            raw_number(&zip->bytes, 0, 4);
        }
        buffer_add(&zip->bytes, "PK\6\7\0\0\0\0", 8);
        raw_number(&zip->bytes, (uint32_t)end, 4);
        buffer_add(&zip->bytes, "\0\0\0\0\1\0\0\0", 8);
    }
    buffer_add(&zip->bytes, "PK\5\6\0\0\0\0", 8);
    raw_number(&zip->bytes, large ? UINT16_MAX : zip->entries, 2);
    raw_number(&zip->bytes, large ? UINT16_MAX : zip->entries, 2);
    raw_number(&zip->bytes, (uint32_t)zip->directory.length, 4);
    raw_number(&zip->bytes, large ? UINT32_MAX : (uint32_t)start, 4);
    raw_number(&zip->bytes, 0, 2);
}

static const char plain_body[] = W P("Portage visits you at home.") "</w:body></w:document>";

static void make_honest(struct raw_zip *zip)
{
    raw_entry(zip, "word/document.xml", plain_body, 0);
}

static void make_many(struct raw_zip *zip)
{
    raw_entry(zip, "word/document.xml", plain_body, 0);
    char name[32];
    for (int i = 1; i < 100000; i++) {
        snprintf(name, sizeof name, "word/media/%d", i);
        raw_entry(zip, name, "", 0);
    }
}

/* Each of these is the whole file up to its end when it is unzipped alone. */
static void make_overlapping(struct raw_zip *zip)
{
    raw_entry(zip, "word/document.xml", plain_body, 0);
    char name[32];
    for (int i = 0; i < 5000; i++) {
        snprintf(name, sizeof name, "word/media/%d", i);
        raw_listed(zip, name, plain_body, 0, 0);
    }
}

static void make_absolute(struct raw_zip *zip)
{
    raw_entry(zip, "/etc/word/document.xml", plain_body, 0);
    raw_entry(zip, "../../../word/document.xml", plain_body, 0);
    raw_entry(zip, "C:\\word\\document.xml", plain_body, 0);
}

static void make_twice(struct raw_zip *zip)
{
    raw_entry(zip, "word/document.xml", plain_body, 0);
    raw_entry(zip, "word/document.xml", W P("another") "</w:body></w:document>", 0);
}

static void make_encrypted(struct raw_zip *zip)
{
    raw_entry(zip, "word/document.xml", plain_body, 1);
}

static void make_elsewhere(struct raw_zip *zip)
{
    raw_listed(zip, "word/document.xml", plain_body, 0, 0x7FFFFF00);
    buffer_add_text(&zip->bytes, "PK\3\4 and no more");
}

static void make_deep(struct raw_zip *zip)
{
    struct buffer deep;
    buffer_init(&deep, FIXTURE_BYTES);
    buffer_add_text(&deep, W P("kept"));
    for (int i = 0; i < 500000; i++)
        buffer_add_text(&deep, "<w:tbl><w:tr><w:tc>");
    raw_entry(zip, "word/document.xml", buffer_text(&deep), 0);
    buffer_release(&deep);
}

static const struct hostile {
    void (*make)(struct raw_zip *zip);
    unsigned cut;              /* in how many parts it is cut, of which the first is read; 0 whole */
    const char *refusal;       /* NULL where text is read all the same */
    const char *partly;        /* what is missing of it, or NULL */
} hostile[] = {
    {make_honest, 0, NULL, NULL},                /* that the zips made here are zips */
    {make_honest, 2, "damaged zip", NULL},
    {make_many, 0, "more than 10000 files", NULL},
    {make_many, 3, "damaged zip", NULL},
    {make_overlapping, 0, NULL, NULL},           /* only named parts are unzipped, each once */
    {make_absolute, 0, "without a Word document", NULL},
    {make_twice, 0, NULL, NULL},
    {make_encrypted, 0, "asks for a password", NULL},
    {make_elsewhere, 0, "zip", NULL},
    {make_deep, 0, NULL, "damaged from some place on"},
};

START_TEST(test_hostile_docx)
{
    const struct hostile *one = &hostile[_i];
    struct raw_zip zip = {.entries = 0};
    buffer_init(&zip.bytes, FIXTURE_BYTES);
    buffer_init(&zip.directory, FIXTURE_BYTES);
    one->make(&zip);
    raw_end(&zip);
    size_t length = one->cut > 0 ? zip.bytes.length / one->cut : zip.bytes.length;
    double start = seconds();
    if (one->refusal != NULL)
        must_refuse_as(one->make == make_encrypted ? STATUS_PASSWORD : STATUS_PARSE, zip.bytes.bytes, length, NULL, one->refusal);
    else {
        struct document *d = read_bytes(zip.bytes.bytes, length, NULL);
        ck_assert_uint_ge(d->block_count, 1);
        ck_assert_int_eq(d->partly_read, one->partly != NULL);
        if (one->partly != NULL)
            ck_assert_msg(strstr(d->partly_reason, one->partly) != NULL, "%s", d->partly_reason);
        document_free(d);
    }
    ck_assert(seconds() - start < 5);
    buffer_release(&zip.bytes);
    buffer_release(&zip.directory);
}
END_TEST

int main(int count, char **arguments)
{
    TCase *tcase = tcase_create("docx");
    tcase_add_test(tcase, test_docx_bomb);
    tcase_add_test(tcase, test_docx_entities_and_depth);
    tcase_add_loop_test(tcase, test_hostile_docx, 0, sizeof hostile / sizeof hostile[0]);
    return run_docx_suite(count, arguments, tcase);
}
