/* Any bytes as the text of a Word file, its relationships and its styles, in a zip that is whole: read without harm. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

#include "document/docx_text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void add_part(zip_t *zip, const char *name, const uint8_t *data, size_t size)
{
    zip_source_t *source = zip_source_buffer(zip, data, size, 0);
    zip_int64_t at = zip_file_add(zip, name, source, ZIP_FL_OVERWRITE);
    if (at >= 0)
        zip_set_file_compression(zip, (zip_uint64_t)at, ZIP_CM_STORE, 0);
}

/* Parts are split at bytes of zero. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const names[] = {"word/document.xml", "word/_rels/document.xml.rels", "word/styles.xml", "word/footnotes.xml", "docProps/core.xml"};
    zip_error_t problem;
    zip_error_init(&problem);
    zip_source_t *whole = zip_source_buffer_create(NULL, 0, 0, &problem);
    zip_source_keep(whole);
    zip_t *zip = zip_open_from_source(whole, ZIP_TRUNCATE, &problem);
    static const char types[] = "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>";
    add_part(zip, "[Content_Types].xml", (const uint8_t *)types, sizeof types - 1);
    for (size_t i = 0; i < 5 && size > 0; i++) {
        const uint8_t *end = memchr(data, 0, size);
        size_t length = end ? (size_t)(end - data) : size;
        add_part(zip, names[i], data, length);
        data += length + (end != NULL);
        size -= length + (end != NULL);
    }
    if (zip_close(zip) == 0 && zip_source_open(whole) == 0) {
        zip_stat_t stat;
        zip_source_stat(whole, &stat);
        char *bytes = malloc(stat.size);
        zip_int64_t got = zip_source_read(whole, bytes, stat.size);
        zip_source_close(whole);
        struct document_input input = {.bytes = bytes, .length = (size_t)got, .name = "x.docx"};
        struct document *document = NULL;
        struct error err = {0};
        if (docx_text_read(&input, &document, &err) == STATUS_OK) {
            struct buffer out;
            struct document *again = NULL;
            buffer_init(&out, (size_t)1 << 28);
            document_encode(document, &out);
            if (document_decode(out.bytes, out.length, &again, NULL) != STATUS_OK)
                abort();
            document_free(again);
            document_free(document);
            buffer_release(&out);
        } else if (err.message[0] == '\0')
            abort();
        free(bytes);
    }
    zip_source_free(whole);
    return 0;
}
