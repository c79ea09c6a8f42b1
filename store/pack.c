#include "store/pack.h"

#include <libdeflate.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/memory.h"

enum { FORM_PLAIN = 0, FORM_DEFLATED = 1 };

/* Below this deflate's own header and tables eat what it saves. */
enum { DEFLATE_FROM = 200 };

/* A sixth larger than at level 6, in a third of the time. */
enum { DEFLATE_LEVEL = 1 };

struct packer {
    struct libdeflate_compressor *compressor;
    unsigned char *room;
    size_t room_size;
};

struct packer *packer_new(void)
{
    struct packer *packer = memory_alloc(sizeof *packer);
    /* Without memory for it nothing is deflated, and everything is stored as it is. */
    packer->compressor = libdeflate_alloc_compressor(DEFLATE_LEVEL);
    return packer;
}

void packer_free(struct packer *packer)
{
    if (packer == NULL)
        return;
    libdeflate_free_compressor(packer->compressor);
    free(packer->room);
    free(packer);
}

/* Into `room`, as a zlib stream (RFC 1950); 0 where that would not make the bytes fewer. */
static size_t deflate_whole(struct packer *packer, const void *bytes, size_t length)
{
    if (packer->compressor == NULL)
        return 0;
    if (packer->room_size < length) {
        packer->room = memory_grow(packer->room, length, 1);
        packer->room_size = length;
    }
    return libdeflate_zlib_compress(packer->compressor, bytes, length, packer->room, length - 1);
}

void pack_add(struct packer *packer, struct buffer *out, const void *bytes, size_t length)
{
    size_t packed = length >= DEFLATE_FROM && length <= LIMIT_STORED_BYTES ? deflate_whole(packer, bytes, length) : 0;
    pack_number(out, packed > 0 ? FORM_DEFLATED : FORM_PLAIN);
    pack_number(out, length);
    if (packed > 0)
        buffer_add(out, packer->room, packed);
    else
        buffer_add(out, bytes, length);
}

bool pack_open(const void *bytes, size_t length, struct buffer *out)
{
    struct pack_reader reader = {.at = bytes, .end = (const unsigned char *)bytes + length};
    uint64_t form = pack_read_number(&reader, FORM_DEFLATED);
    uint64_t size = pack_read_number(&reader, LIMIT_STORED_BYTES);
    size_t rest = (size_t)(reader.end - reader.at);
    /* Deflate's best is 1032 to 1, so a larger size is a lie not worth its memory. */
    if (reader.bad || (form == FORM_PLAIN ? size != rest : size / 1032 > rest))
        return false;
    if (form == FORM_PLAIN) {
        buffer_add(out, reader.at, rest);
        return true;
    }
    if (size == 0)
        return false;
    unsigned char *block = memory_grow(NULL, (size_t)size, 1);
    struct libdeflate_decompressor *decompressor = libdeflate_alloc_decompressor();
    bool whole = decompressor != NULL && libdeflate_zlib_decompress(decompressor, reader.at, rest, block, (size_t)size, NULL) == LIBDEFLATE_SUCCESS;
    libdeflate_free_decompressor(decompressor);
    if (whole)
        buffer_add(out, block, (size_t)size);
    free(block);
    return whole;
}

void pack_number(struct buffer *out, uint64_t value)
{
    while (value >= 0x80) {
        buffer_add_char(out, (char)(unsigned char)(value | 0x80));
        value >>= 7;
    }
    buffer_add_char(out, (char)(unsigned char)value);
}

void pack_signed(struct buffer *out, int64_t value)
{
    pack_number(out, ((uint64_t)value << 1) ^ (value < 0 ? UINT64_MAX : 0));
}

void pack_text(struct buffer *out, const char *text)
{
    size_t length = strlen(text);
    pack_number(out, length);
    buffer_add(out, text, length);
}

uint64_t pack_read_number(struct pack_reader *reader, uint64_t high)
{
    uint64_t value = 0;
    for (unsigned shift = 0; !reader->bad; shift += 7) {
        if (reader->at == reader->end || shift > 63)
            break;
        unsigned char byte = *reader->at++;
        if (shift == 63 && byte > 1)
            break;
        value |= (uint64_t)(byte & 0x7f) << shift;
        if (byte < 0x80) {
            if (value > high)
                break;
            return value;
        }
    }
    reader->bad = true;
    return 0;
}

int64_t pack_read_signed(struct pack_reader *reader, int64_t low, int64_t high)
{
    uint64_t raw = pack_read_number(reader, UINT64_MAX);
    int64_t value = (int64_t)(raw >> 1) ^ -(int64_t)(raw & 1);
    if (!reader->bad && value >= low && value <= high)
        return value;
    reader->bad = true;
    return 0;
}

const char *pack_read_text(struct pack_reader *reader, size_t *length)
{
    size_t rest = (size_t)(reader->end - reader->at);
    *length = (size_t)pack_read_number(reader, rest);
    rest = (size_t)(reader->end - reader->at);
    if (*length > rest)
        reader->bad = true;
    if (reader->bad) {
        *length = 0;
        return "";
    }
    const char *text = (const char *)reader->at;
    reader->at += *length;
    return text;
}
