#include "document/plain.h"

#include <string.h>

#include "base/limits.h"
#include "base/text.h"
#include "document/builder.h"
#include "document/encoding.h"
#include "document/line.h"

/* A star or a dash needs a space after it. */
static size_t bullet(const char *line, size_t length)
{
    bool sign = length > 2 && (line[0] == '*' || line[0] == '-') && line[1] == ' ';
    return sign ? 2 : line_typed_bullet(line, length);
}

static void end_paragraph(struct builder *builder, struct buffer *paragraph, bool item)
{
    struct block like = {.kind = item ? BLOCK_LIST_ITEM : BLOCK_PARAGRAPH, .level = item, .lead_in = -1};
    struct buffer collapsed;
    buffer_init(&collapsed, paragraph->length * 3 + 1);
    text_add_collapsed(&collapsed, buffer_text(paragraph), paragraph->length);
    (void)builder_block(builder, &like, buffer_text(&collapsed), collapsed.length);
    buffer_release(&collapsed);
    buffer_clear(paragraph);
}

/* A line that finds no room in the paragraph begins another, and one that is longer than a block is several. */
static void add_line(struct builder *builder, struct buffer *paragraph, const char *words, size_t length, bool item)
{
    if (paragraph->length + length + 1 > LIMIT_BLOCK_BYTES)
        end_paragraph(builder, paragraph, item);
    for (size_t taken; length > 0; words += taken, length -= taken) {
        taken = text_cut(words, length, LIMIT_BLOCK_BYTES - 1);
        (void)buffer_add(paragraph, words, taken);
        if (taken < length)
            end_paragraph(builder, paragraph, item);
    }
    (void)buffer_add_char(paragraph, ' ');
}

static void add_lines(struct builder *builder, const char *text, size_t length)
{
    struct buffer paragraph;
    buffer_init(&paragraph, LIMIT_BLOCK_BYTES);
    bool item = false;
    for (size_t at = 0; at < length;) {
        const char *line = text + at, *end = memchr(line, '\n', length - at);
        size_t run = end != NULL ? (size_t)(end - line) : length - at;
        at += run + 1;
        while (run > 0 && (unsigned char)*line <= ' ') {
            line++;
            run--;
        }
        size_t mark = bullet(line, run);
        if (run == 0 || mark > 0) {
            end_paragraph(builder, &paragraph, item);
            item = mark > 0;
        }
        add_line(builder, &paragraph, line + mark, run - mark, item);
    }
    end_paragraph(builder, &paragraph, item);
    buffer_release(&paragraph);
}

struct document *plain_read(const struct document_input *input)
{
    struct builder builder;
    builder_init(&builder, DOCUMENT_TEXT);
    size_t length = input->length, skip;
    if (length > LIMIT_HTML_BYTES) {
        length = LIMIT_HTML_BYTES;
        builder_partly(&builder, "the text is longer than is read");
    }
    const struct encoding_question question = {input->bytes, length, input->content_type, false};
    builder.document->encoding = encoding_decide(&question, &skip);
    struct buffer text;
    buffer_init(&text, length * 3 + 16);
    encoding_convert(builder.document->encoding, (const unsigned char *)input->bytes + skip, length - skip, &text);
    add_lines(&builder, buffer_text(&text), text.length);
    buffer_release(&text);
    return builder_finish(&builder);
}
