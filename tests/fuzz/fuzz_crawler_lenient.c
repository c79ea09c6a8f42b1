/* Replies that libcurl refuses. The first byte chooses the size of pieces: however a reply
 * arrives, the result must be the same. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "crawler/fetch/lenient.h"

enum { CEILING = 1024 * 1024 };

struct reply {
    struct buffer head, body;
    enum lenient_result result;
};

static size_t take_header(char *bytes, size_t size, size_t length, void *context)
{
    return buffer_add(&((struct reply *)context)->head, bytes, size * length) ? length : 0;
}

static size_t take_body(char *bytes, size_t size, size_t length, void *context)
{
    return buffer_add(&((struct reply *)context)->body, bytes, size * length) ? length : 0;
}

static void read_reply(char *bytes, size_t size, size_t piece, struct reply *out)
{
    buffer_init(&out->head, CEILING);
    buffer_init(&out->body, CEILING);
    struct lenient *lenient = lenient_new(&(struct lenient_calls){take_header, take_body, out}, false);
    out->result = LENIENT_MORE;
    for (size_t at = 0; at < size && out->result == LENIENT_MORE; at += piece)
        out->result = lenient_feed(lenient, bytes + at, piece < size - at ? piece : size - at);
    if (out->result == LENIENT_MORE)
        out->result = lenient_end(lenient);
    lenient_free(lenient);
}

static bool same(const struct buffer *a, const struct buffer *b)
{
    return a->length == b->length && (a->length == 0 || memcmp(a->bytes, b->bytes, a->length) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 1 || size > CEILING)
        return 0;
    struct reply whole, pieces;
    char *bytes = memory_copy_n((const char *)data + 1, size - 1);
    read_reply(bytes, size - 1, size, &whole);
    read_reply(bytes, size - 1, 1u + data[0], &pieces);
    if (whole.result == LENIENT_MORE || whole.result != pieces.result || !same(&whole.head, &pieces.head) || !same(&whole.body, &pieces.body))
        abort();
    free(bytes);
    buffer_release(&whole.head);
    buffer_release(&whole.body);
    buffer_release(&pieces.head);
    buffer_release(&pieces.body);
    return 0;
}
