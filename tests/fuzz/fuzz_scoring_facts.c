/* Facts of hostile text. Lines are blocks; the first byte of each chooses its kind. Every
 * value must stand where its place says, and be in its normal form. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "scoring/facts/facts.h"
#include "scoring/text/jargon.h"
#include "scoring/text/readability.h"

enum { BLOCKS_MAX = 64 };

static struct fact_rules *rules;
static struct regex_scratch *scratch;
static struct jargon *jargon;
static struct syllables *syllables;

static void load(void)
{
    const char *seeds = getenv("COREOFFER_SEEDS");
    struct error err;
    if (seeds == NULL)
        seeds = "seeds";
    if (!rules && (fact_rules_load(seeds, &rules, &err) != STATUS_OK || jargon_load(seeds, &jargon, &err) != STATUS_OK ||
                   syllables_load(seeds, &syllables, &err) != STATUS_OK))
        abort();
    if (!scratch)
        scratch = regex_scratch_new();
}

static void check(const struct document *document, const struct facts *facts, const struct fact_places *places)
{
    for (size_t i = 0; i < facts->phone_count; i++)
        if (memcmp(facts->phones[i], "+44", 3) != 0 || strlen(facts->phones[i]) < 12 || strlen(facts->phones[i]) > 13)
            abort();
    for (size_t i = 0; i < facts->email_count; i++)
        if (!strchr(facts->emails[i], '@') || !strchr(strchr(facts->emails[i], '@'), '.'))
            abort();
    for (size_t i = 0; i < facts->postcode_count; i++)
        if (strlen(facts->postcodes[i]) < 6 || strlen(facts->postcodes[i]) > 8 || !strchr(facts->postcodes[i], ' '))
            abort();
    if (facts->age_min > 26 || facts->age_max > 26 || (facts->age_max >= 0 && facts->age_min > facts->age_max))
        abort();
    for (size_t i = 0; i < places->count; i++) {
        const struct fact_place *place = &places->items[i];
        if (place->block < -1 || (place->block >= 0 && (size_t)place->block >= document->block_count))
            abort();
        if (place->block >= 0 && (size_t)place->offset + place->length > document->blocks[place->block].length)
            abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct document document = {.title = "Short breaks", .language = "en", .description = "", .generator = "", .encoding = "UTF-8"};
    struct block blocks[BLOCKS_MAX];
    bool counts[BLOCKS_MAX];
    load();
    for (size_t at = 0; at < size && document.block_count < BLOCKS_MAX;) {
        const uint8_t *end = memchr(data + at, '\n', size - at);
        size_t length = end ? (size_t)(end - (data + at)) : size - at;
        struct buffer text;
        buffer_init(&text, 1u << 20);
        if (length > 1)
            text_add_collapsed(&text, (const char *)data + at + 1, length - 1); /* blocks are valid UTF-8 by contract */
        if (text.length && text_is_utf8(text.bytes, text.length)) {
            size_t i = document.block_count++;
            blocks[i] = (struct block){.text = arena_copy_n(&document.arena, text.bytes, text.length), .length = (uint32_t)text.length,
                                       .kind = (uint8_t)(data[at] % BLOCK_KIND_COUNT), .zone = ZONE_MAIN, .level = 1, .heading = i ? 0 : -1, .lead_in = -1,
                                       .row = (uint16_t)(i / 3), .column = (uint16_t)(i % 3)};
            counts[i] = data[at] < 200;
        }
        buffer_release(&text);
        at += length + 1;
    }
    document.blocks = blocks;
    struct arena arena = {0};
    struct facts facts;
    struct readability readability;
    struct fact_places places = facts_find(rules, scratch, &document, counts, &arena, &facts);
    check(&document, &facts, &places);
    const char **unexplained;
    readability_measure(syllables, &document, counts, &readability);
    (void)jargon_unexplained(jargon, &document, counts, &arena, &unexplained);
    if (readability.words < 0 || readability.syllables < readability.sentences)
        abort();
    for (size_t i = 0; i < document.block_count; i++) {
        struct buffer masked;
        buffer_init(&masked, 1u << 20);
        facts_mask(rules, scratch, blocks[i].text, blocks[i].length, &masked);
        if (!masked.over && !text_is_utf8(buffer_text(&masked), masked.length))
            abort();
        buffer_release(&masked);
    }
    arena_release(&arena);
    arena_release(&document.arena);
    return 0;
}
