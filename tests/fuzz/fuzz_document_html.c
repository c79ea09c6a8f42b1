/* Any bytes as a web page: read, stored, and read back the same. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "document/document.h"
#include "tests/unit/markup_fixture.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct document_input input = {.bytes = data, .length = size, .content_type = "text/html"};
    struct document *document = NULL, *again = NULL;
    if (size == 0 || document_sniff(&input) != DOCUMENT_HTML || document_read(markup_fixture(), &input, &document, NULL) != STATUS_OK)
        return 0;
    for (size_t i = 0; i < document->block_count; i++) {
        const struct block *block = &document->blocks[i];
        if (block->length == 0 || strlen(block->text) != block->length || block->heading >= (int32_t)i ||
            block->lead_in >= (int32_t)i || block->linked_bytes > block->length)
            abort();
    }
    struct buffer bytes;
    buffer_init(&bytes, (size_t)1 << 28);
    document_encode(document, &bytes);
    if (document_decode(bytes.bytes, bytes.length, &again, NULL) != STATUS_OK)
        abort();
    document_free(again);
    document_free(document);
    buffer_release(&bytes);
    return 0;
}
