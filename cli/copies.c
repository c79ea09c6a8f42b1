#include "cli/copies.h"

#include "document/document.h"

enum status copies_text(const void *document, size_t length, struct buffer *out, struct error *err)
{
    struct document *read;
    enum status status = document_decode(document, length, &read, err);
    if (status != STATUS_OK)
        return status;
    for (size_t i = 0; i < read->block_count; i++) {
        const struct block *block = &read->blocks[i];
        if (block->hidden || block->zone != ZONE_MAIN)
            continue;
        buffer_add(out, block->text, block->length);
        buffer_add_char(out, '\n');
    }
    document_free(read);
    return STATUS_OK;
}
