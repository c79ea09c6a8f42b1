/* Any bytes as a stored document. The header is made right, so that the bytes get past the
 * checksum to where lengths are believed. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "document/document.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { HEADER = 7 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct document *document = NULL;
    if (size > 0 && document_decode(data, size, &document, NULL) == STATUS_OK)
        document_free(document);
    uint8_t *bytes = malloc(size + HEADER);
    if (bytes == NULL)
        return 0;
    uint32_t sum = (uint32_t)crc32_z(0, data, size);
    const uint8_t header[HEADER] = {'C', 'D', 1, (uint8_t)sum, (uint8_t)(sum >> 8), (uint8_t)(sum >> 16), (uint8_t)(sum >> 24)};
    memcpy(bytes, header, HEADER);
    if (size > 0)
        memcpy(bytes + HEADER, data, size);
    if (document_decode(bytes, size + HEADER, &document, NULL) == STATUS_OK) {
        struct buffer again;
        buffer_init(&again, (size_t)1 << 28);
        document_encode(document, &again);
        document_free(document);
        buffer_release(&again);
    }
    free(bytes);
    return 0;
}
