/* A document as bytes: magic, version, CRC-32 of the rest, then the fields in order.
 * Numbers are LEB128, strings their length plus one (0 is NULL) and their bytes. */
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "base/limits.h"
#include "base/text.h"
#include "document/document.h"

enum { CODEC_VERSION = 1, HEADER_BYTES = 7 };

static const char magic[2] = {'C', 'D'};

/* The least that one of each takes up: a count over what is left is a lie. */
enum { BLOCK_LEAST = 13, LINK_LEAST = 7, ANCHOR_LEAST = 1 };

static void put_number(struct buffer *out, uint64_t number)
{
    for (; number >= 0x80; number >>= 7)
        buffer_add_char(out, (char)(unsigned char)(number | 0x80));
    buffer_add_char(out, (char)(unsigned char)number);
}

static void put_text_n(struct buffer *out, const char *text, size_t length)
{
    put_number(out, length + 1);
    buffer_add(out, text, length);
}

static void put_text(struct buffer *out, const char *text)
{
    if (text == NULL)
        put_number(out, 0);
    else
        put_text_n(out, text, strlen(text));
}

/* -1 and up. */
static void put_index(struct buffer *out, int32_t index)
{
    put_number(out, (uint64_t)((int64_t)index + 1));
}

static void put_block(struct buffer *out, const struct block *block)
{
    put_text_n(out, block->text, block->length);
    put_number(out, block->page);
    put_number(out, block->kind);
    put_number(out, block->zone);
    put_number(out, block->level);
    put_number(out, (uint64_t)block->collapsed | (uint64_t)block->hidden << 1 | (uint64_t)block->emphasis << 2);
    put_number(out, block->table);
    put_number(out, block->row);
    put_number(out, block->column);
    put_number(out, block->first_link);
    put_number(out, block->link_count);
    put_number(out, block->linked_bytes);
    put_index(out, block->heading);
    put_index(out, block->lead_in);
}

static void put_link(struct buffer *out, const struct document_link *link)
{
    put_text(out, link->href);
    put_text(out, link->text);
    put_number(out, (uint64_t)link->kind);
    put_index(out, link->block);
    put_number(out, link->page);
    put_number(out, link->zone);
    put_number(out, (uint64_t)link->nofollow | (uint64_t)link->download << 1 | (uint64_t)link->guess << 2 | (uint64_t)link->loads << 3);
}

void document_encode(const struct document *document, struct buffer *out)
{
    size_t start = out->length;
    unsigned char header[HEADER_BYTES] = {(unsigned char)magic[0], (unsigned char)magic[1], CODEC_VERSION};
    buffer_add(out, header, sizeof header);
    const char *texts[] = {document->title,   document->language,  document->description,
                           document->base_href, document->canonical, document->refresh,
                           document->modified, document->generator, document->encoding,
                           document->partly_reason};
    put_number(out, (uint64_t)document->type);
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        put_text(out, texts[i]);
    put_number(out, document->page_count);
    put_number(out, (uint64_t)document->noindex | (uint64_t)document->nofollow << 1 |
                        (uint64_t)document->partly_read << 2 | (uint64_t)document->needs_scripts << 3 |
                        (uint64_t)document->picture_of_text << 4 | (uint64_t)document->has_forms << 5 |
                        (uint64_t)document->rendered << 6 | (uint64_t)document->has_scripts << 7 |
                        (uint64_t)(document->loose_name_count > 0) << 8 | (uint64_t)document->leads_unread << 9);
    put_number(out, document->block_count);
    for (size_t i = 0; i < document->block_count; i++)
        put_block(out, &document->blocks[i]);
    put_number(out, document->link_count);
    for (size_t i = 0; i < document->link_count; i++)
        put_link(out, &document->links[i]);
    put_number(out, document->anchor_count);
    for (size_t i = 0; i < document->anchor_count; i++)
        put_text(out, document->anchors[i]);
    if (document->loose_name_count > 0)
        put_number(out, document->loose_name_count);
    for (size_t i = 0; i < document->loose_name_count; i++)
        put_text(out, document->loose_names[i]);
    if (out->over)
        return;
    unsigned char *at = (unsigned char *)out->bytes + start;
    uint32_t sum = (uint32_t)crc32_z(0, at + HEADER_BYTES, out->length - start - HEADER_BYTES);
    for (int i = 0; i < 4; i++)
        at[3 + i] = (unsigned char)(sum >> (8 * i));
}

struct reader {
    const unsigned char *at, *end;
    char *room;               /* for the texts, one behind the other */
    bool bad;
};

static uint64_t get_number(struct reader *reader, uint64_t high)
{
    uint64_t number = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
        if (reader->at >= reader->end)
            break;
        unsigned char byte = *reader->at++;
        number |= (uint64_t)(byte & 0x7F) << shift;
        if ((byte & 0x80) == 0) {
            if (number <= high)
                return number;
            break;
        }
    }
    reader->bad = true;
    return 0;
}

static const char *get_text(struct reader *reader, uint32_t *length)
{
    size_t left = (size_t)(reader->end - reader->at);
    uint64_t number = get_number(reader, left + 1);
    if (number == 0)
        return NULL;
    size_t bytes = (size_t)number - 1;
    const char *text = (const char *)reader->at;
    if (bytes > (size_t)(reader->end - reader->at) || memchr(text, '\0', bytes) != NULL || !text_is_utf8(text, bytes)) {
        reader->bad = true;
        return NULL;
    }
    reader->at += bytes;
    if (length != NULL)
        *length = (uint32_t)bytes;
    char *copy = memcpy(reader->room, text, bytes);
    copy[bytes] = '\0';
    reader->room += bytes + 1;
    return copy;
}

static const char *get_present(struct reader *reader, uint32_t *length)
{
    const char *text = get_text(reader, length);
    if (text == NULL)
        reader->bad = true;
    return text;
}

static int32_t get_index(struct reader *reader, uint64_t count)
{
    return (int32_t)get_number(reader, count) - 1;
}

static size_t get_count(struct reader *reader, size_t high, size_t least)
{
    size_t left = (size_t)(reader->end - reader->at) / least;
    return (size_t)get_number(reader, left < high ? left : high);
}

static void get_block(struct reader *reader, struct block *block, size_t count)
{
    block->text = get_present(reader, &block->length);
    block->page = (uint16_t)get_number(reader, UINT16_MAX);
    block->kind = (uint8_t)get_number(reader, BLOCK_KIND_COUNT - 1);
    block->zone = (uint8_t)get_number(reader, ZONE_COUNT - 1);
    block->level = (uint8_t)get_number(reader, UINT8_MAX);
    uint64_t flags = get_number(reader, 7);
    block->collapsed = (flags & 1) != 0;
    block->hidden = (flags & 2) != 0;
    block->emphasis = (flags & 4) != 0;
    block->table = (uint16_t)get_number(reader, UINT16_MAX);
    block->row = (uint16_t)get_number(reader, UINT16_MAX);
    block->column = (uint16_t)get_number(reader, UINT16_MAX);
    block->first_link = (uint32_t)get_number(reader, LIMIT_LINKS_PER_PAGE);
    block->link_count = (uint32_t)get_number(reader, LIMIT_LINKS_PER_PAGE);
    block->linked_bytes = (uint32_t)get_number(reader, UINT32_MAX);
    block->heading = get_index(reader, count);
    block->lead_in = get_index(reader, count);
    if (block->length == 0)
        reader->bad = true;
}

static void get_link(struct reader *reader, struct document_link *link, size_t blocks)
{
    link->href = get_text(reader, NULL);
    link->text = get_present(reader, NULL);
    link->kind = (enum link_kind)get_number(reader, LINK_KIND_COUNT - 1);
    link->block = get_index(reader, blocks);
    link->page = (uint16_t)get_number(reader, UINT16_MAX);
    link->zone = (uint8_t)get_number(reader, ZONE_COUNT - 1);
    uint64_t flags = get_number(reader, 15);
    link->nofollow = (flags & 1) != 0;
    link->download = (flags & 2) != 0;
    link->guess = (flags & 4) != 0;
    link->loads = (flags & 8) != 0;
}

/* `loosely`: names that are found in any case follow the body. */
static void get_head(struct reader *reader, struct document *document, bool *loosely)
{
    document->type = (enum document_type)get_number(reader, DOCUMENT_TYPE_COUNT - 1);
    document->title = get_present(reader, NULL);
    document->language = get_present(reader, NULL);
    document->description = get_present(reader, NULL);
    document->base_href = get_text(reader, NULL);
    document->canonical = get_text(reader, NULL);
    document->refresh = get_text(reader, NULL);
    document->modified = get_text(reader, NULL);
    document->generator = get_present(reader, NULL);
    document->encoding = get_present(reader, NULL);
    document->partly_reason = get_text(reader, NULL);
    document->page_count = (unsigned)get_number(reader, UINT16_MAX);
    uint64_t flags = get_number(reader, 1023);
    document->noindex = (flags & 1) != 0;
    document->nofollow = (flags & 2) != 0;
    document->partly_read = (flags & 4) != 0;
    document->needs_scripts = (flags & 8) != 0;
    document->picture_of_text = (flags & 16) != 0;
    document->has_forms = (flags & 32) != 0;
    document->rendered = (flags & 64) != 0;
    document->has_scripts = (flags & 128) != 0;
    *loosely = (flags & 256) != 0;
    document->leads_unread = (flags & 512) != 0;
}

static void get_body(struct reader *reader, struct document *document)
{
    document->block_count = get_count(reader, LIMIT_BLOCKS, BLOCK_LEAST);
    document->blocks = memory_array(document->block_count, sizeof *document->blocks);
    for (size_t i = 0; i < document->block_count && !reader->bad; i++)
        get_block(reader, &document->blocks[i], document->block_count);
    document->link_count = get_count(reader, LIMIT_LINKS_PER_PAGE, LINK_LEAST);
    document->links = memory_array(document->link_count, sizeof *document->links);
    for (size_t i = 0; i < document->link_count && !reader->bad; i++)
        get_link(reader, &document->links[i], document->block_count);
    for (size_t i = 0; i < document->block_count && !reader->bad; i++)
        if ((size_t)document->blocks[i].first_link + document->blocks[i].link_count > document->link_count)
            reader->bad = true;
    document->anchor_count = get_count(reader, LIMIT_BLOCKS, ANCHOR_LEAST);
    document->anchors = memory_array(document->anchor_count, sizeof *document->anchors);
    for (size_t i = 0; i < document->anchor_count && !reader->bad; i++)
        document->anchors[i] = get_present(reader, NULL);
}

static void get_loose_names(struct reader *reader, struct document *document)
{
    document->loose_name_count = get_count(reader, LIMIT_BLOCKS, ANCHOR_LEAST);
    reader->bad = reader->bad || document->loose_name_count == 0;
    document->loose_names = memory_array(document->loose_name_count, sizeof *document->loose_names);
    for (size_t i = 0; i < document->loose_name_count && !reader->bad; i++)
        document->loose_names[i] = get_present(reader, NULL);
}

enum status document_decode(const void *bytes, size_t length, struct document **out, struct error *err)
{
    const unsigned char *at = bytes;
    *out = NULL;
    if (length < HEADER_BYTES || memcmp(at, magic, sizeof magic) != 0)
        return error_set(err, STATUS_PARSE, "a stored document has no header");
    if (at[2] != CODEC_VERSION)
        return error_set(err, STATUS_PARSE, "a stored document has version %d, this program reads version %d", at[2],
                         CODEC_VERSION);
    uint32_t sum = (uint32_t)crc32_z(0, at + HEADER_BYTES, length - HEADER_BYTES), wanted = 0;
    for (int i = 0; i < 4; i++)
        wanted |= (uint32_t)at[3 + i] << (8 * i);
    struct document *document = memory_alloc(sizeof *document);
    /* A council's documents are all in memory while it is judged: no room is left over. A text
     * with its NUL takes no more than its length and bytes do here. */
    struct reader reader = {at + HEADER_BYTES, at + length, arena_alloc(&document->arena, length), sum != wanted};
    if (!reader.bad) {
        bool loosely;
        get_head(&reader, document, &loosely);
        get_body(&reader, document);
        if (loosely)
            get_loose_names(&reader, document);
    }
    if (reader.bad || reader.at != reader.end) {
        document_free(document);
        return error_set(err, STATUS_PARSE, "a stored document is damaged");
    }
    *out = document;
    return STATUS_OK;
}
