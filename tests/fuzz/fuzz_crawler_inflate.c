/* Bodies with a content coding. The first byte chooses the coding and the size of pieces:
 * however a body arrives, the result must be the same. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "crawler/fetch/inflate.h"

enum { CEILING = 256 * 1024 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 1)
        return 0;
    enum inflate_coding coding = (enum inflate_coding)(data[0] % 4);
    size_t piece = 1u + data[0] / 4;
    struct buffer whole, pieces;
    buffer_init(&whole, CEILING);
    buffer_init(&pieces, CEILING);
    data++;
    size--;
    enum inflate_result at_once = inflate_body(coding, data, size, &whole);
    struct inflater *inflater = inflater_new(coding, &pieces);
    for (size_t at = 0; at < size; at += piece)
        inflater_add(inflater, data + at, piece < size - at ? piece : size - at);
    enum inflate_result in_pieces = inflater_end(inflater);
    if (at_once != INFLATE_BOMB && in_pieces != INFLATE_BOMB && (at_once != in_pieces || whole.length != pieces.length))
        abort();
    if (whole.length && whole.length == pieces.length && memcmp(whole.bytes, pieces.bytes, whole.length) != 0)
        abort();
    if (whole.length > CEILING || pieces.length > CEILING)
        abort();
    inflater_free(inflater);
    buffer_release(&whole);
    buffer_release(&pieces);
    return 0;
}
