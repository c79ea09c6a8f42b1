#include "scoring/facts/facts.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "scoring/facts/fact_finder.h"

/* ---- rules ---- */

static const char *const CONTACT_GROUPS[] = {"fax", "textphone", "reference", "refuse", "refuse-label", "general", "organisation", "own", "form", "mailbox", "address", "elsewhere", "calling", "run-by", "known-as", "publisher"};
static const char *const PEOPLE_GROUPS[] = {"named", "label", "line", "mask", "not"};
static const char *const AGE_GROUPS[] = {"label", "range", "bare", "not", "distance", "number", "subject", "pair", "name"};
static const char *const TIME_GROUPS[] = {"frame", "not-frame", "context", "review", "review-label", "date"};
static const char *const REFERRAL_GROUPS[] = {"self", "not-self", "professionals", "skip", "listed", "listed-lead", "denied", "denied-others", "for-something-else", "stated"};
static const char *const FORMAT_GROUPS[] = {"offer", "not"};
static const char *const CLAIM_GROUPS[] = {"not-so", "lead-in", "asked", "no", "column", "no-condition", "matter", "others", "statement", "advice", "undone", "deeds", "gives", "gives-several"};

#define COUNT(array) (sizeof(array) / sizeof *(array))
_Static_assert(COUNT(CONTACT_GROUPS) == CONTACT_GROUP_COUNT, "one word for each contact group");
_Static_assert(COUNT(PEOPLE_GROUPS) == PEOPLE_GROUP_COUNT, "one word for each people group");
_Static_assert(COUNT(AGE_GROUPS) == AGE_GROUP_COUNT, "one word for each age group");
_Static_assert(COUNT(TIME_GROUPS) == TIME_GROUP_COUNT, "one word for each time group");
_Static_assert(COUNT(REFERRAL_GROUPS) == REFERRAL_GROUP_COUNT, "one word for each referral group");
_Static_assert(COUNT(FORMAT_GROUPS) == FORMAT_GROUP_COUNT, "one word for each format group");
_Static_assert(COUNT(CLAIM_GROUPS) == CLAIM_GROUP_COUNT, "one word for each claim group");

/* The seven files, their groups, and where each set belongs. */
struct rule_file {
    const char *name;
    const char *const *groups;
    size_t group_count;
    size_t offset;
};
static const struct rule_file FILES[] = {
    {"contacts.json", CONTACT_GROUPS, COUNT(CONTACT_GROUPS), offsetof(struct fact_rules, contacts)},
    {"people.json", PEOPLE_GROUPS, COUNT(PEOPLE_GROUPS), offsetof(struct fact_rules, people)},
    {"ages.json", AGE_GROUPS, COUNT(AGE_GROUPS), offsetof(struct fact_rules, ages)},
    {"times.json", TIME_GROUPS, COUNT(TIME_GROUPS), offsetof(struct fact_rules, times)},
    {"referral.json", REFERRAL_GROUPS, COUNT(REFERRAL_GROUPS), offsetof(struct fact_rules, referral)},
    {"formats.json", FORMAT_GROUPS, COUNT(FORMAT_GROUPS), offsetof(struct fact_rules, formats)},
    {"claims.json", CLAIM_GROUPS, COUNT(CLAIM_GROUPS), offsetof(struct fact_rules, claims)},
};

static struct regex_set **set_of(struct fact_rules *rules, const struct rule_file *file)
{
    return (struct regex_set **)(void *)((char *)rules + file->offset);
}

enum status fact_rules_load(const char *seeds, struct fact_rules **out, struct error *err)
{
    struct fact_rules *rules = memory_alloc(sizeof *rules);
    enum status status = STATUS_OK;
    for (size_t i = 0; i < COUNT(FILES) && !status; i++) {
        struct buffer path;
        buffer_init(&path, 4096);
        if (!buffer_printf(&path, "%s/facts/%s", seeds, FILES[i].name))
            status = error_set(err, STATUS_INPUT, "the seeds directory's name is too long");
        else
            status = regex_set_load(buffer_text(&path), FILES[i].groups, FILES[i].group_count, set_of(rules, &FILES[i]), err);
        buffer_release(&path);
    }
    if (status) {
        fact_rules_free(rules);
        rules = NULL;
    } else {
        struct regex_set *sets[] = {rules->contacts, rules->people, rules->ages, rules->times, rules->referral, rules->formats, rules->claims};
        rules->sieve = regex_sieve_new(sets, COUNT(sets));
    }
    *out = rules;
    return status;
}

void fact_rules_free(struct fact_rules *rules)
{
    if (!rules)
        return;
    for (size_t i = 0; i < COUNT(FILES); i++)
        regex_set_free(*set_of(rules, &FILES[i]));
    regex_sieve_free(rules->sieve);
    free(rules);
}

size_t fact_rules_prove(const struct fact_rules *rules, void (*report)(void *context, const char *sentence), void *context, size_t *checked)
{
    const struct regex_set *sets[] = {rules->contacts, rules->people, rules->ages, rules->times, rules->referral, rules->formats, rules->claims};
    size_t failed = 0;
    for (size_t i = 0; i < COUNT(sets); i++)
        failed += regex_set_prove(sets[i], report, context, checked);
    return failed;
}

/* ---- claims ---- */

static bool claim_is(const struct fact_rules *rules, struct regex_scratch *scratch, enum claim_group group, const char *text, size_t length)
{
    return length && regex_find_seen(rules->claims, group, scratch, regex_see(rules->sieve, scratch, text, length), text, length, NULL) == REGEX_FOUND;
}

bool facts_claim_denied(const struct fact_rules *rules, struct regex_scratch *scratch, const char *text, size_t length)
{
    return claim_is(rules, scratch, CLAIM_NOT_SO, text, length);
}

bool facts_leads_to_none(const struct fact_rules *rules, struct regex_scratch *scratch, const char *text, size_t length)
{
    return claim_is(rules, scratch, CLAIM_LEAD_IN, text, length);
}

bool facts_leads_to_what_is_given(const struct fact_rules *rules, struct regex_scratch *scratch, const char *text, size_t length)
{
    return claim_is(rules, scratch, CLAIM_GIVES, text, length);
}

bool facts_gives_several(const struct fact_rules *rules, struct regex_scratch *scratch, const char *text, size_t length)
{
    return claim_is(rules, scratch, CLAIM_GIVES_SEVERAL, text, length);
}

bool facts_sets_no_condition(const struct fact_rules *rules, struct regex_scratch *scratch, const char *text, size_t length)
{
    return claim_is(rules, scratch, CLAIM_NO_CONDITION, text, length);
}

/* "About the Local Offer" is what the page of that name is about. */
static bool holds(const char *about, const char *label, size_t length)
{
    const char *at = memmem(about, strlen(about), label, length);
    return at && (at == about || at[-1] == ' ') && !text_is_letter(at[length]);
}

static bool names_another(const struct fact_rules *rules, const struct regex_set *set, size_t group, struct regex_scratch *scratch, const char *label, size_t length,
                          const char *about)
{
    enum { LABEL_BYTES = 90 };
    struct regex_match match;
    return length && length <= LABEL_BYTES && !holds(about, label, length) &&
           regex_find_seen(set, group, scratch, regex_see(rules->sieve, scratch, label, length), label, length, &match) == REGEX_FOUND &&
           !finder_speaks_of(about, regex_value(match.pattern));
}

bool facts_is_another_matter(const struct fact_rules *rules, struct regex_scratch *scratch, const char *label, size_t length, const char *about)
{
    return names_another(rules, rules->claims, CLAIM_MATTER, scratch, label, length, about);
}

bool facts_is_others_part(const struct fact_rules *rules, struct regex_scratch *scratch, const char *label, size_t length, const char *about)
{
    return facts_is_another_matter(rules, scratch, label, length, about) || names_another(rules, rules->claims, CLAIM_OTHERS, scratch, label, length, about);
}

bool facts_is_elsewhere(const struct fact_rules *rules, struct regex_scratch *scratch, const char *label, size_t length, const char *about)
{
    return facts_is_another_matter(rules, scratch, label, length, about) || names_another(rules, rules->contacts, CONTACT_ELSEWHERE, scratch, label, length, about);
}

const char *facts_publisher(const struct fact_rules *rules, struct regex_scratch *scratch, const char *site)
{
    struct regex_match match;
    size_t length = strlen(site);
    bool told = length && regex_find_seen(rules->contacts, CONTACT_PUBLISHER, scratch, regex_see(rules->sieve, scratch, site, length), site, length, &match) == REGEX_FOUND;
    return told ? regex_value(match.pattern) : NULL;
}

bool facts_is_advice(const struct fact_rules *rules, struct regex_scratch *scratch, const char *text, size_t length)
{
    return claim_is(rules, scratch, CLAIM_ADVICE, text, length);
}

bool facts_is_left_undone(const struct fact_rules *rules, struct regex_scratch *scratch, const char *text, size_t length)
{
    return claim_is(rules, scratch, CLAIM_UNDONE, text, length);
}

bool facts_promises_deeds(const struct fact_rules *rules, struct regex_scratch *scratch, const char *heading, size_t length)
{
    return claim_is(rules, scratch, CLAIM_DEEDS, heading, length);
}

bool facts_next_statement(const struct fact_rules *rules, struct regex_scratch *scratch, const char *text, size_t length, size_t *at)
{
    struct regex_match match;
    struct regex_sight *sight = regex_see(rules->sieve, scratch, text, length);
    if (!regex_group_may(sight, rules->claims, CLAIM_STATEMENT) ||
        regex_try(rules->claims, regex_group_at(rules->claims, CLAIM_STATEMENT, 0), scratch, sight, text, length, *at, &match) != REGEX_FOUND)
        return false;
    *at = match.end[0];
    return true;
}

bool facts_says_no(const struct fact_rules *rules, struct regex_scratch *scratch, const char *text, size_t length)
{
    return claim_is(rules, scratch, CLAIM_NO, text, length);
}

bool facts_asks_whether_there(const struct fact_rules *rules, struct regex_scratch *scratch, const char *head, size_t length)
{
    return claim_is(rules, scratch, CLAIM_COLUMN, head, length);
}

bool facts_answered_no(const struct fact_rules *rules, struct regex_scratch *scratch, const char *asked, size_t asked_length, const char *answer,
                       size_t answer_length)
{
    return claim_is(rules, scratch, CLAIM_ASKED, asked, asked_length) && claim_is(rules, scratch, CLAIM_NO, answer, answer_length);
}

/* ---- what the parts share ---- */

void finder_place(struct fact_finder *finder, struct fact_place place)
{
    struct fact_places *places = finder->places;
    if (places->count == finder->place_capacity) {
        size_t capacity = finder->place_capacity ? finder->place_capacity * 2 : 16;
        struct fact_place *items = arena_array(finder->arena, capacity, sizeof *items);
        if (places->count)
            memcpy(items, places->items, places->count * sizeof *items);
        places->items = items;
        finder->place_capacity = capacity;
    }
    if (!place.why)
        place.why = "";
    if (!place.value)
        place.value = "";
    places->items[places->count++] = place;
}

struct regex_sight *finder_sight(struct fact_finder *finder, const char *text, size_t length)
{
    return regex_see(finder->rules->sieve, finder->scratch, text, length);
}

bool finder_matches(struct fact_finder *finder, const struct regex_set *set, size_t group, const char *text, size_t length, struct regex_match *match)
{
    return length && regex_find_seen(set, group, finder->scratch, finder_sight(finder, text, length), text, length, match) == REGEX_FOUND;
}

bool finder_may(struct fact_finder *finder, const struct regex_set *set, size_t group, const char *text, size_t length)
{
    return length && regex_group_may(finder_sight(finder, text, length), set, group);
}

static struct regex_sight *block_sight(struct fact_finder *finder, size_t number)
{
    const struct block *block = &finder->document->blocks[number];
    if (!finder->seen[number])
        finder->sights[number] = *finder_sight(finder, block->text, block->length);
    finder->seen[number] = true;
    return &finder->sights[number];
}

bool finder_block_matches(struct fact_finder *finder, const struct regex_set *set, size_t group, size_t block, struct regex_match *match)
{
    const struct block *text = &finder->document->blocks[block];
    return regex_find_seen(set, group, finder->scratch, block_sight(finder, block), text->text, text->length, match) == REGEX_FOUND;
}

bool finder_block_may(struct fact_finder *finder, const struct regex_set *set, size_t group, size_t block)
{
    return regex_group_may(block_sight(finder, block), set, group);
}

const struct block *finder_term(const struct fact_finder *finder, size_t block)
{
    const struct block *blocks = finder->document->blocks;
    if (blocks[block].kind != BLOCK_DEFINITION)
        return NULL;
    for (size_t i = block, steps = 0; i-- > 0 && steps < 6; steps++) {
        if (blocks[i].kind == BLOCK_TERM)
            return &blocks[i];
        if (blocks[i].kind != BLOCK_DEFINITION)
            break;
    }
    return NULL;
}

static const struct block *cell_at(const struct fact_finder *finder, size_t block, int row, int column)
{
    const struct block *blocks = finder->document->blocks, *here = &blocks[block];
    for (size_t i = block; i-- > 0;) {
        const struct block *cell = &blocks[i];
        if (!block_is_cell(cell)) {
            if (block - i > 200)
                break;
            continue;
        }
        if (cell->table != here->table)
            break;
        if ((row < 0 || cell->row == row) && cell->column == column)
            return cell;
    }
    return NULL;
}

const struct block *finder_row(const struct fact_finder *finder, size_t block)
{
    const struct block *here = &finder->document->blocks[block];
    if (!block_is_cell(here) || !here->column)
        return NULL;
    return cell_at(finder, block, here->row, 0);
}

const struct block *finder_column(const struct fact_finder *finder, size_t block)
{
    const struct block *here = &finder->document->blocks[block];
    if (here->kind != BLOCK_CELL || !here->row)
        return NULL;
    return cell_at(finder, block, 0, here->column);
}

const char *finder_heading(const struct fact_finder *finder, size_t block)
{
    int32_t heading = finder->document->blocks[block].heading;
    return heading >= 0 && (size_t)heading < finder->document->block_count ? finder->document->blocks[heading].text : "";
}

int32_t finder_heading_over(const struct fact_finder *finder, int32_t heading)
{
    const struct block *blocks = finder->document->blocks;
    for (int32_t i = heading - 1; heading >= 0 && i >= 0; i--)
        if (blocks[i].kind == BLOCK_HEADING && finder->counts[i] && blocks[i].level < blocks[heading].level)
            return i;
    return -1;
}

/* "hire" is not in "Exampleshire". */
static bool begins_a_word(const char *text, const char *start)
{
    for (const char *at = text; (at = text_find_ignoring_case(at, strlen(at), start)) != NULL; at++)
        if (at == text || !((at[-1] | 0x20) >= 'a' && (at[-1] | 0x20) <= 'z'))
            return true;
    return false;
}

bool finder_speaks_of(const char *about, const char *starts)
{
    for (size_t n; *starts != '\0'; starts += n + (starts[n] == ' ')) {
        char word[32];
        n = strcspn(starts, " ");
        if (n < sizeof word) {
            memcpy(word, starts, n);
            word[n] = '\0';
            if (begins_a_word(about, word))
                return true;
        }
    }
    return false;
}

size_t finder_before(const struct fact_finder *finder, size_t block)
{
    const struct block *blocks = finder->document->blocks;
    for (size_t i = block; i-- > 0;) {
        if (!finder->counts[i])
            continue;
        return blocks[i].heading == blocks[block].heading && blocks[i].kind != BLOCK_HEADING ? i : SIZE_MAX;
    }
    return SIZE_MAX;
}

int finder_number(const char *text, size_t length)
{
    static const char *const ONES[] = {"zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
                                       "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"};
    static const char *const ORDINALS[] = {"zeroth", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
                                           "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth",
                                           "nineteenth", "twentieth"};
    int value = 0;
    size_t digits = 0;
    while (digits < length && digits < 3 && text[digits] >= '0' && text[digits] <= '9')
        value = value * 10 + (text[digits++] - '0');
    if (digits)
        return value;
    if (length > 6 && text_starts_ignoring_case(text, "twenty")) {
        size_t skip = text[6] == '-' || text[6] == ' ' ? 7 : 6;
        int rest = finder_number(text + skip, length - skip);
        return rest > 0 && rest < 10 ? 20 + rest : 20;
    }
    for (int i = 0; i < (int)COUNT(ONES); i++)
        if ((strlen(ONES[i]) == length && text_starts_ignoring_case(text, ONES[i])) ||
            (strlen(ORDINALS[i]) == length && text_starts_ignoring_case(text, ORDINALS[i])))
            return i;
    return length >= 5 && text_starts_ignoring_case(text, "birth") ? 0 : -1;
}

/* ---- the whole ---- */

static const char *first_title(const struct document *document, const bool *counts)
{
    for (size_t i = 0; i < document->block_count; i++)
        if (counts[i] && document->blocks[i].kind == BLOCK_HEADING && document->blocks[i].level == 1)
            return document->blocks[i].text;
    return "";
}

static int place_order(const void *a, const void *b)
{
    const struct fact_place *x = a, *y = b;
    if (x->block != y->block)
        return x->block < y->block ? -1 : 1;
    if (x->offset != y->offset)
        return x->offset < y->offset ? -1 : 1;
    if (x->kind != y->kind)
        return x->kind < y->kind ? -1 : 1;
    return (x->index > y->index) - (x->index < y->index);
}

/* PCRE2 on bad UTF-8 is undefined: looked at once here rather than at each match. */
static bool all_utf8(const struct document *document)
{
    for (size_t i = 0; i < document->block_count; i++)
        if (!text_is_utf8(document->blocks[i].text, document->blocks[i].length))
            return false;
    return text_is_utf8(document->title, strlen(document->title));
}

struct fact_places facts_find(const struct fact_rules *rules, struct regex_scratch *scratch, const struct document *document,
                              const bool *block_counts, struct arena *arena, struct facts *facts)
{
    struct fact_places places = {0};
    struct fact_finder finder = {.rules = rules, .document = document, .counts = block_counts, .arena = arena,
                                 .facts = facts, .places = &places, .scratch = scratch};
    *facts = (struct facts){.age_min = -1, .age_max = -1};
    finder.main_heading = first_title(document, block_counts);
    finder.sights = memory_array(document->block_count + 1, sizeof *finder.sights);
    finder.seen = memory_array(document->block_count + 1, sizeof *finder.seen);
    regex_scratch_trust(scratch, all_utf8(document));
    facts_contacts(&finder);
    facts_people(&finder);
    facts_ages(&finder);
    facts_times(&finder);
    facts_referral(&finder);
    facts_formats(&finder);
    free(finder.sights);
    free(finder.seen);
    regex_scratch_trust(scratch, false);
    if (places.count)
        qsort(places.items, places.count, sizeof *places.items, place_order);
    struct contact_ways *ways = &places.ways;
    ways->email = facts->email_count > 0;
    ways->post = facts->postal_address;
    ways->form = facts->enquiry_form;
    ways->person = facts->named_contact;
    ways->count = ways->telephone + ways->textphone + ways->email + ways->post + ways->form;
    return places;
}

const struct fact_place *facts_place(const struct fact_places *places, enum fact_kind kind, uint32_t index)
{
    for (size_t i = 0; i < places->count; i++)
        if (places->items[i].kind == kind && (index == UINT32_MAX || places->items[i].index == index))
            return &places->items[i];
    return NULL;
}
