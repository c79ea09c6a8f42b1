#include "scoring/text/site_words.h"

#include <stdint.h>
#include <string.h>

#include "base/map.h"
#include "base/memory.h"

enum {
    PAGES_MIN = 6,       /* of a site, before anything is called repeated */
    REPEATS_MIN = 5,
    REPEATS_SHARE = 3,   /* over one page in three */
    KEY_BYTES = 400,     /* a longer block is told apart by its start and length */
};

struct site_words {
    struct map *blocks;  /* words -> the number of pages that carry them */
    int64_t pages;
};

struct site_words *site_words_new(void)
{
    struct site_words *site = memory_alloc(sizeof *site);
    site->blocks = map_new();
    return site;
}

void site_words_free(struct site_words *site)
{
    if (site == NULL)
        return;
    map_free(site->blocks);
    free(site);
}

static bool has_digits(const char *text, size_t length)
{
    unsigned char any = 0;
    for (size_t i = 0; i < length; i++)
        any |= (unsigned char)(text[i] - '0') < 10;
    return any != 0;
}

/* Words with a date or a count in them; not a telephone number or an age, of which each
 * record of a directory has its own. */
static bool digits_are_few(const char *text, size_t length)
{
    enum { LETTERS_A_DIGIT = 4 };
    size_t digits = 0, letters = 0;
    for (size_t i = 0; i < length; i++) {
        digits += text[i] >= '0' && text[i] <= '9';
        letters += (text[i] | 0x20) >= 'a' && (text[i] | 0x20) <= 'z';
    }
    return letters >= digits * LETTERS_A_DIGIT;
}

/* The key is the text, with digits as '0' where they are few, so that dates and counts
 * repeat too; a heading and a paragraph of the same words are the same. */
static size_t block_key(const struct block *block, char key[KEY_BYTES + 8])
{
    size_t length = block->length < KEY_BYTES ? block->length : KEY_BYTES;
    memcpy(key, block->text, length);
    if (has_digits(key, length) && digits_are_few(key, length))
        for (size_t i = 0; i < length; i++)
            key[i] = key[i] >= '0' && key[i] <= '9' ? '0' : key[i];
    if (block->length > KEY_BYTES) {
        memcpy(key + length, &block->length, sizeof block->length);
        length += sizeof block->length;
    }
    return length;
}

void site_words_add(struct site_words *site, const struct document *document)
{
    site->pages++;
    struct map *seen = map_new(); /* a block that stands twice on one page counts once */
    char key[KEY_BYTES + 8];
    for (size_t i = 0; i < document->block_count; i++) {
        size_t length = block_key(&document->blocks[i], key);
        bool added;
        map_put(seen, key, length, &added);
        if (added)
            map_put(site->blocks, key, length, NULL)->number++;
    }
    map_free(seen);
}

bool site_words_repeats(const struct site_words *site, const struct block *block)
{
    /* Headings and labels say what the words beside them are: "Who is it for?" stands on
     * every record of a directory and answers nothing by itself. */
    bool names = block->kind == BLOCK_HEADING || block->kind == BLOCK_TERM || block->kind == BLOCK_HEADER_CELL;
    if (site->pages < PAGES_MIN || names)
        return false;
    char key[KEY_BYTES + 8];
    const union map_value *value = map_get(site->blocks, key, block_key(block, key));
    return value != NULL && value->number >= REPEATS_MIN && value->number * REPEATS_SHARE > site->pages;
}
