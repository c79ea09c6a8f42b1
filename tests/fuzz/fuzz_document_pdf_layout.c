/* Any bytes as what pdftohtml says of a leaflet: headings, paragraphs and links, stored and read back the same. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "document/document.h"
#include "document/pdf_layout.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct builder builder;
    struct document *again = NULL;
    struct buffer bytes;
    builder_init(&builder, DOCUMENT_PDF);
    char *text = malloc(size + 1);
    memcpy(text, data, size);
    text[size] = '\0';
    pdf_layout_add(text, size, &builder);
    free(text);
    struct document *document = builder_finish(&builder);
    buffer_init(&bytes, (size_t)1 << 28);
    document_encode(document, &bytes);
    if (document_decode(bytes.bytes, bytes.length, &again, NULL) != STATUS_OK)
        abort();
    document_free(again);
    document_free(document);
    buffer_release(&bytes);
    return 0;
}
