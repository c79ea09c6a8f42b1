/* DOCX files made of their parts. */
#ifndef COREOFFER_TESTS_DOCX_BUILDER_H
#define COREOFFER_TESTS_DOCX_BUILDER_H

#include <unistd.h>
#include <zip.h>

#include "document_fixture.h"

struct part {
    const char *name, *bytes;
    size_t length; /* 0: up to the NUL */
};

/* The zip of these parts, in `out`. */
static inline void zip_make(const struct part *parts, size_t count, struct buffer *out)
{
    char path[] = "/tmp/coreoffer-zip-XXXXXX";
    int fd = mkstemp(path);
    ck_assert_int_ge(fd, 0);
    close(fd);
    zip_t *zip = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, NULL);
    ck_assert_ptr_nonnull(zip);
    for (size_t i = 0; i < count; i++) {
        zip_source_t *source = zip_source_buffer(zip, parts[i].bytes, parts[i].length ? parts[i].length : strlen(parts[i].bytes), 0);
        ck_assert_int_ge(zip_file_add(zip, parts[i].name, source, 0), 0);
    }
    ck_assert_int_eq(zip_close(zip), 0);
    FILE *file = fopen(path, "rb");
    ck_assert_ptr_nonnull(file);
    char chunk[4096];
    size_t got;
    buffer_init(out, FIXTURE_BYTES);
    while ((got = fread(chunk, 1, sizeof chunk, file)) > 0)
        buffer_add(out, chunk, got);
    fclose(file);
    unlink(path);
}

#define W "<w:document xmlns:w='w' xmlns:r='r' xmlns:wp='p' xmlns:mc='m'><w:body>"
#define P(words) "<w:p><w:r><w:t>" words "</w:t></w:r></w:p>"
#define STYLED(style, words) "<w:p><w:pPr><w:pStyle w:val='" style "'/></w:pPr><w:r><w:t>" words "</w:t></w:r></w:p>"
#define ITEM(level, words) "<w:p><w:pPr><w:numPr><w:ilvl w:val='" level "'/><w:numId w:val='1'/></w:numPr></w:pPr><w:r><w:t>" words "</w:t></w:r></w:p>"

/* A test program of DOCX files: it is its own child that reads them. */
static inline int run_docx_suite(int count, char **arguments, TCase *tcase)
{
    if (count > 0 && document_is_child(arguments[0]))
        _exit(document_child());
    document_start();
    Suite *suite = suite_create("document docx");
    tcase_set_timeout(tcase, 120);
    suite_add_tcase(suite, tcase);
    int failed = run_suite(suite);
    document_stop();
    return failed;
}

#endif
