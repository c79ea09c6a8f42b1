#include "crawler/links/likeness.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

enum { RUN = 3 };

static uint32_t hash_byte(uint32_t hash, unsigned char byte)
{
    return (hash ^ byte) * 16777619u; /* FNV-1a */
}

static int compare(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

struct taker {
    struct shingles *out;
    size_t capacity;
    uint32_t words[RUN];
    size_t seen;
};

static void take_word(struct taker *taker, uint32_t word)
{
    taker->words[taker->seen++ % RUN] = word;
    if (taker->seen < RUN || taker->out->count >= LIKENESS_SHINGLES_MAX)
        return;
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < RUN; i++) {
        uint32_t w = taker->words[(taker->seen + i) % RUN];
        for (int shift = 0; shift < 32; shift += 8)
            hash = hash_byte(hash, (unsigned char)(w >> shift));
    }
    MEMORY_PUSH_ROOM(taker->out->hashes, taker->out->count, taker->capacity);
    taker->out->hashes[taker->out->count++] = hash;
}

static void take_text(struct taker *taker, const char *text, size_t length)
{
    for (size_t at = 0; at < length;) {
        while (at < length && (unsigned char)text[at] < 0x80 && !isalnum((unsigned char)text[at]))
            at++;
        uint32_t hash = 2166136261u;
        bool number = true;
        size_t start = at;
        for (; at < length && ((unsigned char)text[at] >= 0x80 || isalnum((unsigned char)text[at])); at++) {
            number = number && isdigit((unsigned char)text[at]);
            hash = hash_byte(hash, (unsigned char)tolower((unsigned char)text[at]));
        }
        if (at > start)
            take_word(taker, number ? 1u : hash);
    }
}

void shingles_take(const struct document *document, struct shingles *out)
{
    *out = (struct shingles){0};
    struct taker taker = {.out = out};
    for (size_t i = 0; i < document->block_count; i++)
        if (!document->blocks[i].hidden)
            take_text(&taker, document->blocks[i].text, document->blocks[i].length);
    if (out->count == 0)
        return;
    qsort(out->hashes, out->count, sizeof *out->hashes, compare);
    size_t kept = 1;
    for (size_t i = 1; i < out->count; i++)
        if (out->hashes[i] != out->hashes[kept - 1])
            out->hashes[kept++] = out->hashes[i];
    out->count = kept;
}

void shingles_release(struct shingles *shingles)
{
    free(shingles->hashes);
    *shingles = (struct shingles){0};
}

double likeness(const struct shingles *a, const struct shingles *b)
{
    size_t both = 0;
    for (size_t i = 0, j = 0; i < a->count && j < b->count;) {
        if (a->hashes[i] == b->hashes[j])
            both++, i++, j++;
        else if (a->hashes[i] < b->hashes[j])
            i++;
        else
            j++;
    }
    size_t either = a->count + b->count - both;
    return either == 0 ? 0.0 : (double)both / (double)either;
}
