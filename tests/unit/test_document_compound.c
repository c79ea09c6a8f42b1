/* Compound files, built here byte by byte: Word before 2007, and what a password wraps. */
#include "document_fixture.h"

enum { COMPOUND_SECTOR = 512, COMPOUND_FAR = 120 /* of the allocation table's sectors: past those the header names */ };

static void put32(unsigned char *at, uint32_t value)
{
    for (int i = 0; i < 4; i++)
        at[i] = (unsigned char)(value >> 8 * i);
}

static void put_entry(unsigned char *at, const char *name, uint32_t sector)
{
    for (size_t i = 0; name[i] != '\0'; i++)
        at[2 * i] = (unsigned char)name[i];
    put32(at + 0x74, sector);
}

/* A directory of two sectors, the second holding `stream`, whose first sector has `flags` where
 * Word keeps its own. `far` puts all behind the sectors that the header's table reaches. */
static void make_compound(struct buffer *out, const char *stream, unsigned flags, bool far)
{
    size_t per_table = COMPOUND_SECTOR / 4;
    uint32_t base = far ? (uint32_t)(COMPOUND_FAR * per_table) : 3;
    size_t sectors = base + 3;
    unsigned char *bytes = calloc(sectors + 1, COMPOUND_SECTOR), *first = bytes + COMPOUND_SECTOR;
    memcpy(bytes, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8);
    bytes[0x1E] = 9;
    put32(bytes + 0x30, base);
    for (size_t i = 0; i < 109; i++)
        put32(bytes + 0x4C + 4 * i, i == 0 && !far ? 0 : 0xFFFFFFFFu);
    put32(bytes + 0x44, far ? 1 : 0xFFFFFFFEu);
    put32(first + COMPOUND_SECTOR + 4 * (COMPOUND_FAR - 109), 0); /* sector 1 names the table's later sectors, the last being sector 0 */
    put32(first + 4 * (base % per_table), base + 1);
    put32(first + 4 * (base % per_table + 1), 0xFFFFFFFEu);
    put_entry(first + base * COMPOUND_SECTOR, "Root Entry", 0xFFFFFFFEu);
    put_entry(first + (base + 1) * COMPOUND_SECTOR + 128, stream, base + 2);
    first[(base + 2) * COMPOUND_SECTOR + 11] = (unsigned char)(flags >> 8);
    buffer_init(out, FIXTURE_BYTES);
    buffer_add(out, bytes, (sectors + 1) * COMPOUND_SECTOR);
    free(bytes);
}

START_TEST(test_compound_files_are_told_apart)
{
    static const struct {
        const char *stream;
        unsigned flags;
        enum status status;
        const char *words;
    } kinds[] = {
        {"WordDocument", 0, STATUS_OLD_FORMAT, "Word's format before 2007 (.doc)"},
        {"WordDocument", 0x1000, STATUS_OLD_FORMAT, "before 2007"}, /* another flag of the same byte */
        {"WordDocument", 0x0100, STATUS_PASSWORD, "protected by a password"},
        {"EncryptedPackage", 0, STATUS_PASSWORD, "protected by a password"},
        {"Workbook", 0, STATUS_PARSE, "Excel workbook"},
        {"PowerPoint Document", 0, STATUS_PARSE, "PowerPoint presentation"},
        {"WordDocuments", 0, STATUS_PARSE, "can't be read"},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        for (int far = 0; far < 2; far++) {
            struct buffer file;
            make_compound(&file, kinds[i].stream, kinds[i].flags, far != 0);
            /* Whatever the server calls it. */
            must_refuse_as(kinds[i].status, file.bytes, file.length, "application/msword", kinds[i].words);
            must_refuse_as(kinds[i].status, file.bytes, file.length,
                           "application/vnd.openxmlformats-officedocument.wordprocessingml.document", kinds[i].words);
            buffer_release(&file);
        }
}
END_TEST

/* Of its very length, so that a sanitizer sees the end. */
static unsigned char *exact_copy(const void *bytes, size_t length)
{
    unsigned char *copy = malloc(length);
    ck_assert_ptr_nonnull(copy);
    memcpy(copy, bytes, length);
    return copy;
}

/* Cut anywhere, or with chains that lead round or out of the file: an end, and no word before its time. */
START_TEST(test_hostile_compound_files)
{
    struct buffer file;
    make_compound(&file, "WordDocument", 0, false);
    for (size_t length = 8; length < file.length; length += 61) {
        struct error err;
        struct document *d = NULL;
        unsigned char *exact = exact_copy(file.bytes, length);
        const struct document_input input = {.bytes = exact, .length = length};
        enum status status = document_read(markup_fixture(), &input, &d, &err);
        ck_assert(status == STATUS_PARSE || (status == STATUS_OLD_FORMAT && length > 6 * COMPOUND_SECTOR));
        free(exact);
    }
    static const uint32_t values[] = {0, 1, 3, 4, 0x7FFFFFFF, 0xFFFFFFFEu, 0xFFFFFFFFu};
    for (size_t at = 0x1C; at < 0x60; at += 2)
        for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
            struct error err;
            struct document *d = NULL;
            unsigned char *bent = exact_copy(file.bytes, file.length);
            put32(bent + at, values[i]);
            put32(bent + COMPOUND_SECTOR + 16, values[i]); /* where the directory's second sector goes on */
            const struct document_input input = {.bytes = bent, .length = file.length};
            ck_assert_int_ne(document_read(markup_fixture(), &input, &d, &err), STATUS_OK);
            free(bent);
        }
    buffer_release(&file);
}
END_TEST

int main(void)
{
    document_start();
    Suite *suite = suite_create("document compound files");
    TCase *tcase = tcase_create("compound");
    tcase_set_timeout(tcase, 120);
    tcase_add_test(tcase, test_compound_files_are_told_apart);
    tcase_add_test(tcase, test_hostile_compound_files);
    suite_add_tcase(suite, tcase);
    int failed = run_suite(suite);
    document_stop();
    return failed;
}
