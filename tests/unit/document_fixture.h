/* Reads markup and writes what came of it as lines that a test can compare. */
#ifndef COREOFFER_TESTS_DOCUMENT_FIXTURE_H
#define COREOFFER_TESTS_DOCUMENT_FIXTURE_H

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/buffer.h"
#include "base/limits.h"
#include "document/document.h"
#include "markup_fixture.h"
#include "suite.h"

enum { FIXTURE_BYTES = 64 * 1024 * 1024 };

static inline struct document *read_bytes(const void *bytes, size_t length, const char *type)
{
    struct error err = {.message = ""};
    struct document *document = NULL;
    const struct document_input input = {.bytes = bytes, .length = length, .content_type = type};
    ck_assert_msg(document_read(markup_fixture(), &input, &document, &err) == STATUS_OK, "%s", err.message);
    return document;
}

static inline struct document *read_html(const char *html)
{
    return read_bytes(html, strlen(html), "text/html; charset=utf-8");
}

static inline void must_refuse_as(enum status status, const void *bytes, size_t length, const char *type, const char *words)
{
    struct error err = {.message = ""};
    struct document *document = NULL;
    const struct document_input input = {.bytes = bytes, .length = length, .content_type = type};
    ck_assert_int_eq(document_read(markup_fixture(), &input, &document, &err), status);
    ck_assert_ptr_null(document);
    ck_assert_msg(strstr(err.message, words) != NULL, "'%s' does not say '%s'", err.message, words);
}

/* The sentence that a refusal comes with; the status must be STATUS_PARSE. */
static inline void must_refuse(const void *bytes, size_t length, const char *type, const char *words)
{
    must_refuse_as(STATUS_PARSE, bytes, length, type, words);
}

/* One line a block: "main h2 > Who is it for?". Flags: ~ collapsed, ! hidden, * bold. The
 * text in brackets is the lead-in's. */
static inline void write_blocks(const struct document *document, struct buffer *out)
{
    static const char *const kinds[] = {"h", "p", "li", "td", "th", "dt", "dd", "quote", "caption", "label", "button", "image"};
    _Static_assert(sizeof kinds / sizeof kinds[0] == BLOCK_KIND_COUNT, "every kind");
    for (size_t i = 0; i < document->block_count; i++) {
        const struct block *block = &document->blocks[i];
        buffer_printf(out, "%s %s", block_zone_word((enum block_zone)block->zone), kinds[block->kind]);
        if (block->level > 0)
            buffer_printf(out, "%d", block->level);
        if (block->kind == BLOCK_CELL || block->kind == BLOCK_HEADER_CELL)
            buffer_printf(out, "%d.%d.%d", block->table, block->row, block->column);
        buffer_printf(out, "%s%s%s > %s", block->collapsed ? "~" : "", block->hidden ? "!" : "",
                      block->emphasis && block->kind == BLOCK_PARAGRAPH ? "*" : "", block->text);
        if (block->lead_in >= 0)
            buffer_printf(out, " [%s]", document->blocks[block->lead_in].text);
        buffer_add_char(out, '\n');
        ck_assert_uint_eq(strlen(block->text), block->length);
        ck_assert_uint_le(block->first_link + block->link_count, document->link_count);
        ck_assert_uint_le(block->linked_bytes, block->length);
    }
}

static inline void expect_blocks(const char *html, const char *expected)
{
    struct document *document = read_html(html);
    struct buffer out;
    buffer_init(&out, FIXTURE_BYTES);
    write_blocks(document, &out);
    ck_assert_str_eq(buffer_text(&out), expected);
    buffer_release(&out);
    document_free(document);
}

/* The zone of the first block with this text. */
static inline const char *zone_of(const struct document *document, const char *text)
{
    for (size_t i = 0; i < document->block_count; i++)
        if (strstr(document->blocks[i].text, text) != NULL)
            return block_zone_word((enum block_zone)document->blocks[i].zone);
    return "nowhere";
}

static inline const struct document_link *link_to(const struct document *document, const char *href)
{
    for (size_t i = 0; i < document->link_count; i++)
        if (document->links[i].href != NULL && strcmp(document->links[i].href, href) == 0)
            return &document->links[i];
    ck_abort_msg("no link to '%s'", href);
}

static inline double seconds(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

#endif
