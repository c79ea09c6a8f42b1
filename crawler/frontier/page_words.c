#include "crawler/frontier/page_words.h"

#include <stdint.h>
#include <string.h>

#include "base/buffer.h"
#include "base/limits.h"
#include "base/text.h"

enum { ENOUGH_BYTES = 200 };

/* Adds a block, its digits to the one and the rest to the other. */
static void add_block(const struct block *block, struct buffer *letters, struct buffer *digits)
{
    const char *at = block->text, *end = at + block->length;
    while (at < end) {
        const char *start = at;
        while (at < end && !text_is_digit(*at))
            at++;
        (void)buffer_add(letters, start, (size_t)(at - start));
        start = at;
        while (at < end && text_is_digit(*at))
            at++;
        uint32_t place = (uint32_t)letters->length;
        if (at > start && buffer_add(digits, &place, sizeof place))
            (void)buffer_add(digits, start, (size_t)(at - start));
    }
    (void)buffer_add_char(letters, '\n');
}

void page_words_take(const struct document *document, struct page_words *out)
{
    struct buffer letters, digits;
    buffer_init(&letters, LIMIT_HTML_BYTES);
    buffer_init(&digits, (size_t)LIMIT_HTML_BYTES * 3); /* "a1a1" has its place, four bytes, every second time */
    size_t main = 0;
    for (size_t i = 0; i < document->block_count; i++) {
        if (document->blocks[i].zone != ZONE_MAIN)
            continue;
        add_block(&document->blocks[i], &letters, &digits);
        main += document->blocks[i].length + 1;
    }
    out->enough = main >= ENOUGH_BYTES && !letters.over;
    digest_raw(buffer_text(&letters), letters.length, out->letters);
    digest_raw(buffer_text(&digits), digits.length, out->digits);
    buffer_release(&letters);
    buffer_release(&digits);
}

bool page_words_same(const struct page_words *a, const struct page_words *b)
{
    return memcmp(a->letters, b->letters, sizeof a->letters) == 0 && memcmp(a->digits, b->digits, sizeof a->digits) == 0;
}
