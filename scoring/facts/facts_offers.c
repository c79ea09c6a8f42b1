/* Formats and languages that the page offers, and whether a family can refer itself. */
#include <string.h>

#include "base/text.h"
#include "scoring/facts/fact_finder.h"
#include "scoring/text/sentences.h"

enum { FORMATS_MAX = 16, COMPOSED_MAX = 600 };

/* ---- formats ---- */

static bool has_format(const struct facts *facts, const char *format)
{
    for (size_t i = 0; i < facts->format_count; i++)
        if (!strcmp(facts->formats[i], format))
            return true;
    return false;
}

/* A language's name to choose from a list is a tool's: the page itself is in no other. */
static const char *format_of(const struct block *block, size_t length, const char *value)
{
    enum { LANGUAGE_BYTES = 30 };
    return block->kind == BLOCK_LABEL && length <= LANGUAGE_BYTES && !strcmp(value, "other-language") ? "translation" : value;
}

/* One sentence can offer several: every pattern is tried. */
static void sentence_formats(struct fact_finder *f, size_t number, const char *text, size_t length, size_t offset)
{
    const struct regex_set *set = f->rules->formats;
    struct regex_sight *sight = finder_sight(f, text, length);
    for (size_t i = 0; i < regex_group_count(set, FORMAT_OFFER); i++) {
        const struct regex *pattern = regex_group_at(set, FORMAT_OFFER, i);
        struct regex_match match;
        const char *format = format_of(&f->document->blocks[number], length, regex_value(pattern));
        if (has_format(f->facts, format) || f->facts->format_count == FORMATS_MAX ||
            regex_try(set, pattern, f->scratch, sight, text, length, 0, &match) != REGEX_FOUND)
            continue;
        if (!f->facts->formats)
            f->facts->formats = arena_array(f->arena, FORMATS_MAX, sizeof *f->facts->formats);
        f->facts->formats[f->facts->format_count++] = arena_copy(f->arena, format);
        finder_place(f, (struct fact_place){.kind = FACT_FORMAT, .index = (uint32_t)(f->facts->format_count - 1), .block = (int32_t)number,
                                            .offset = (uint32_t)(offset + match.start[0]), .length = (uint32_t)(match.end[0] - match.start[0]),
                                            .value = format});
    }
}

/* The sentence behind one: the rest of its block or the next block that counts; NULL where there is none. */
static const char *sentence_behind(const struct fact_finder *f, size_t number, size_t end, size_t *length)
{
    const struct block *blocks = f->document->blocks;
    while (end < blocks[number].length && blocks[number].text[end] == ' ')
        end++;
    if (end == blocks[number].length) {
        end = 0;
        do
            number++;
        while (number < f->document->block_count && (blocks[number].hidden || !blocks[number].length));
    }
    if (number == f->document->block_count)
        return NULL;
    *length = sentence_end(blocks[number].text, blocks[number].length, end) - end;
    return blocks[number].text + end;
}

/* "Is it there in Easy Read? Not yet", "We hope to have a BSL film", "Braille | No". */
static bool not_offered(struct fact_finder *f, size_t number, size_t from, size_t end)
{
    const char *text = f->document->blocks[number].text + from;
    if (finder_matches(f, f->rules->formats, FORMAT_NOT, text, end - from, NULL) || facts_claim_denied(f->rules, f->scratch, text, end - from))
        return true;
    size_t length = 0;
    const char *behind = sentence_behind(f, number, end, &length);
    return behind && (facts_answered_no(f->rules, f->scratch, text, end - from, behind, length) ||
                      (document_names_next(f->document, number) && facts_says_no(f->rules, f->scratch, behind, length)));
}

void facts_formats(struct fact_finder *finder)
{
    for (size_t i = 0; i < finder->document->block_count; i++) {
        const struct block *block = &finder->document->blocks[i];
        if (block->hidden || !finder_block_may(finder, finder->rules->formats, FORMAT_OFFER, i))
            continue;
        for (size_t from = 0; from < block->length;) {
            size_t end = sentence_end(block->text, block->length, from);
            if (finder_may(finder, finder->rules->formats, FORMAT_OFFER, block->text + from, end - from) &&
                !not_offered(finder, i, from, end))
                sentence_formats(finder, i, block->text + from, end - from, from);
            from = end;
            while (from < block->length && block->text[from] == ' ')
                from++;
        }
    }
}

/* ---- self-referral ---- */

/* Under a heading for professionals nothing is said to a family. */
static bool for_professionals(struct fact_finder *f, size_t number)
{
    const struct block *blocks = f->document->blocks;
    const char *heading = finder_heading(f, number);
    const struct block *row = finder_row(f, number), *term = finder_term(f, number);
    int32_t lead = blocks[number].lead_in;
    return finder_matches(f, f->rules->referral, REFERRAL_PROFESSIONALS, heading, strlen(heading), NULL) ||
           (row && finder_matches(f, f->rules->referral, REFERRAL_PROFESSIONALS, row->text, row->length, NULL)) ||
           (term && finder_matches(f, f->rules->referral, REFERRAL_PROFESSIONALS, term->text, term->length, NULL)) ||
           (lead >= 0 && finder_matches(f, f->rules->referral, REFERRAL_PROFESSIONALS, blocks[lead].text, blocks[lead].length, NULL));
}

/* A list's item or a cell with the words that introduce it: "Who can ask? > a parent". */
static bool listed_route(struct fact_finder *f, size_t number)
{
    const struct block *blocks = f->document->blocks, *block = &blocks[number];
    if (block->kind != BLOCK_LIST_ITEM && block->kind != BLOCK_CELL && block->kind != BLOCK_DEFINITION)
        return false;
    const struct block *term = finder_term(f, number), *row = finder_row(f, number);
    const char *before = term ? term->text : row ? row->text : block->lead_in >= 0 ? blocks[block->lead_in].text : finder_heading(f, number);
    size_t n = strlen(before), cut = text_cut(before, n, n > 200 ? 200 : n);
    if (!finder_matches(f, f->rules->referral, REFERRAL_LISTED_LEAD, before, cut, NULL))
        return false;
    struct buffer line;
    buffer_init(&line, COMPOSED_MAX);
    bool fits = buffer_add(&line, before, cut) && buffer_add_text(&line, " > ") &&
                buffer_add(&line, block->text, text_cut(block->text, block->length, 200));
    bool found = fits && finder_matches(f, f->rules->referral, REFERRAL_LISTED, buffer_text(&line), line.length, NULL);
    buffer_release(&line);
    return found;
}

enum route_denial facts_route_denied(const struct fact_rules *rules, struct regex_scratch *scratch, const char *text, size_t length)
{
    struct regex_sight *sight = regex_see(rules->sieve, scratch, text, length);
    if (regex_find_seen(rules->referral, REFERRAL_DENIED_OTHERS, scratch, sight, text, length, NULL) == REGEX_FOUND)
        return ROUTE_FOR_OTHERS;
    return regex_find_seen(rules->referral, REFERRAL_DENIED, scratch, sight, text, length, NULL) == REGEX_FOUND ? ROUTE_DENIED : ROUTE_NOT_DENIED;
}

bool facts_route_elsewhere(const struct fact_rules *rules, struct regex_scratch *scratch, const char *text, size_t length, const char *about)
{
    struct regex_match match;
    struct regex_sight *sight = regex_see(rules->sieve, scratch, text, length);
    if (regex_find_seen(rules->referral, REFERRAL_ELSE, scratch, sight, text, length, &match) != REGEX_FOUND)
        return false;
    return !finder_speaks_of(about, regex_value(match.pattern));
}

bool facts_route_stated(const struct fact_rules *rules, struct regex_scratch *scratch, const char *text, size_t length)
{
    struct regex_sight *sight = regex_see(rules->sieve, scratch, text, length);
    return regex_find_seen(rules->referral, REFERRAL_STATED, scratch, sight, text, length, NULL) == REGEX_FOUND &&
           regex_find_seen(rules->referral, REFERRAL_SKIP, scratch, sight, text, length, NULL) != REGEX_FOUND;
}

/* A question's answer in the same block belongs to it. */
static bool takes_it_back(struct fact_finder *f, const struct block *block, size_t from, size_t end)
{
    if (block->text[end - 1] == '?' && end < block->length)
        end = sentence_end(block->text, block->length, end + 1);
    return facts_route_denied(f->rules, f->scratch, block->text + from, end - from) != ROUTE_NOT_DENIED;
}

void facts_referral(struct fact_finder *finder)
{
    struct fact_place place = {.kind = FACT_SELF_REFERRAL, .block = -1};
    for (size_t i = 0; i < finder->document->block_count; i++) {
        const struct block *block = &finder->document->blocks[i];
        if (!finder->counts[i] || block->kind == BLOCK_HEADING || block->kind == BLOCK_LABEL)
            continue;
        if (block->lead_in >= 0 && facts_leads_to_none(finder->rules, finder->scratch, finder->document->blocks[block->lead_in].text, finder->document->blocks[block->lead_in].length))
            continue; /* "You do not need to: ask for it" */
        if (place.block < 0 && listed_route(finder, i) && !finder_block_matches(finder, finder->rules->referral, REFERRAL_SKIP, i, NULL) &&
            !for_professionals(finder, i)) {
            place.block = (int32_t)i;
            place.length = block->length;
        }
        bool may = finder_block_may(finder, finder->rules->referral, REFERRAL_NOT_SELF, i) ||
                   (place.block < 0 && finder_block_may(finder, finder->rules->referral, REFERRAL_SELF, i));
        for (size_t from = 0; may && from < block->length;) {
            size_t end = sentence_end(block->text, block->length, from);
            const char *text = block->text + from;
            struct regex_match match;
            if (finder_matches(finder, finder->rules->referral, REFERRAL_NOT_SELF, text, end - from, NULL)) {
                finder_place(finder, (struct fact_place){.kind = FACT_NO_SELF_REFERRAL, .block = (int32_t)i, .offset = (uint32_t)from, .length = (uint32_t)(end - from)});
                return; /* said in so many words: nothing else on the page undoes it */
            }
            if (place.block < 0 && finder_matches(finder, finder->rules->referral, REFERRAL_SELF, text, end - from, &match) &&
                !finder_matches(finder, finder->rules->referral, REFERRAL_SKIP, text, end - from, NULL) && !for_professionals(finder, i) &&
                !takes_it_back(finder, block, from, end)) {
                place.block = (int32_t)i;
                place.offset = (uint32_t)(from + match.start[0]);
                place.length = (uint32_t)(match.end[0] - match.start[0]);
            }
            from = end;
            while (from < block->length && block->text[from] == ' ')
                from++;
        }
    }
    if (place.block < 0)
        return;
    finder->facts->self_referral = true;
    finder_place(finder, place);
}
