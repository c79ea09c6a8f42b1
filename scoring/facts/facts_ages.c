/* The widest range of ages that the page says it serves, in whole years. */
#include <string.h>

#include "scoring/facts/fact_finder.h"
#include "scoring/text/sentences.h"

enum { AGE_OLDEST = 26, AGE_UNSET = -1, STAGE_YEARS = 5, YEAR_STARTS = 4, YEAR_ENDS = 5, KEY_STAGES = 6 };

/* Education Act 2002 s. 82, and what schools call Key Stage 5; a stage ends where the next begins. */
static const int KEY_STAGE_STARTS[KEY_STAGES] = {5, 7, 11, 14, 16, 18};

struct range {
    int low, high; /* AGE_UNSET where open */
};

/* What the numbers of a pattern mean; the pattern's value in seeds/facts/ages.json. */
static bool reading(const char *how, int first, int second, struct range *out)
{
    if (!strcmp(how, "range"))
        *out = (struct range){first, second};
    else if (!strcmp(how, "range-before")) /* "from 14 until their 25th birthday" */
        *out = (struct range){first, second - 1};
    else if (!strcmp(how, "birth-to")) /* "from birth to 19" */
        *out = (struct range){0, first};
    else if (!strcmp(how, "birth-before")) /* "from birth until their 18th birthday" */
        *out = (struct range){0, first - 1};
    else if (!strcmp(how, "months-to")) /* "18 months to 5 years" */
        *out = (struct range){first / 12, second};
    else if (!strcmp(how, "to-school")) /* "from two to school age" */
        *out = (struct range){first, 4};
    else if (!strcmp(how, "to")) /* "up to 18" */
        *out = (struct range){AGE_UNSET, first};
    else if (!strcmp(how, "before")) /* "under 5", "until their 18th birthday" */
        *out = (struct range){AGE_UNSET, first - 1};
    else if (!strcmp(how, "from")) /* "16 and over" */
        *out = (struct range){first, AGE_UNSET};
    else if (!strcmp(how, "at"))
        *out = (struct range){first, first};
    else if (!strcmp(how, "school-years")) /* "from Year 7 to Year 11": children turn 12 in Year 7 */
        *out = (struct range){first + YEAR_STARTS, second + YEAR_ENDS};
    else if (!strcmp(how, "reception-to"))
        *out = (struct range){YEAR_STARTS, first + YEAR_ENDS};
    else if (!strcmp(how, "to-school-year"))
        *out = (struct range){AGE_UNSET, first + YEAR_ENDS};
    else if (!strcmp(how, "from-school-year"))
        *out = (struct range){first + YEAR_STARTS, AGE_UNSET};
    else if (!strcmp(how, "key-stages") && first >= 1 && second >= first && second < KEY_STAGES)
        *out = (struct range){KEY_STAGE_STARTS[first - 1], KEY_STAGE_STARTS[second]};
    else if (!strcmp(how, "key-stage") && first >= 1 && first < KEY_STAGES)
        *out = (struct range){KEY_STAGE_STARTS[first - 1], KEY_STAGE_STARTS[first]};
    else if (!strcmp(how, "school-age")) /* Education Act 1996 s. 8: the term after five to the June of year 11 */
        *out = (struct range){5, 16};
    else if (!strcmp(how, "before-school"))
        *out = (struct range){0, 4};
    else
        return false;
    if (out->low > AGE_OLDEST || out->high > AGE_OLDEST || (out->high != AGE_UNSET && out->low > out->high) || (out->low == AGE_UNSET && out->high < 0))
        return false;
    return first != AGE_UNSET || !strcmp(how, "school-age") || !strcmp(how, "before-school");
}

struct ages {
    struct fact_finder *finder;
    struct range widest;     /* of those said with both ends */
    struct range named;      /* in a team's name */
    struct range from, to;   /* the least and the greatest age of "16 and over", of "up to 18" */
    bool pairs_only;         /* in the sentence at hand */
};

static void widen(struct range *widest, int low, int high)
{
    if (widest->low == AGE_UNSET || low < widest->low)
        widest->low = low;
    if (high > widest->high)
        widest->high = high;
}

static void take(struct ages *ages, struct range range, bool name, size_t block, size_t start, size_t end)
{
    if (name && range.low != AGE_UNSET && range.high != AGE_UNSET)
        widen(&ages->named, range.low, range.high);
    else if (range.low == AGE_UNSET)
        widen(&ages->to, range.high, range.high);
    else if (range.high == AGE_UNSET)
        widen(&ages->from, range.low, range.low);
    else
        widen(&ages->widest, range.low, range.high);
    finder_place(ages->finder, (struct fact_place){.kind = FACT_AGE, .block = (int32_t)block, .offset = (uint32_t)start, .length = (uint32_t)(end - start)});
}

static bool any_age(const struct ages *ages)
{
    return ages->widest.high != AGE_UNSET || ages->named.high != AGE_UNSET || ages->from.high != AGE_UNSET || ages->to.high != AGE_UNSET;
}

/* Whether the range is of a stage of childhood, and not of one or two years in it, and holds the ages. */
static bool holds(const struct range *range, const struct range *ages)
{
    return range->high >= range->low + STAGE_YEARS && ages->low >= range->low && ages->high <= range->high;
}

/* An end said on its own is the other end of one that is said elsewhere, where the two are some
 * years apart ("14 and over" with "until you are 25"). Within a range that is said with both
 * ends it speaks of some ("over 16s can ask themselves"); else of others. "The 0-25 Together
 * Service" may be another team's name: it counts where no other range is said. */
static struct range served(const struct ages *ages)
{
    struct range stated = ages->widest.high != AGE_UNSET ? ages->widest : ages->named, all = stated, from = ages->from, to = ages->to;
    if (all.high == AGE_UNSET && from.high != AGE_UNSET && to.high != AGE_UNSET && from.high + STAGE_YEARS <= to.low)
        return (struct range){from.low, to.high};
    if (to.high != AGE_UNSET && !holds(&stated, &to))
        widen(&all, 0, to.high);
    if (from.high != AGE_UNSET && !holds(&stated, &from)) {
        widen(&all, from.low, from.high);
        all.high = AGE_UNSET;
    }
    return all;
}

static bool captured_number(const struct regex_match *match, size_t i, const char *text, int *value)
{
    *value = AGE_UNSET;
    if (!regex_captured(match, i))
        return false;
    *value = finder_number(text + match->start[i], match->end[i] - match->start[i]);
    return *value >= 0;
}

enum { SPANS_MAX = 16 };

/* Words that a pattern has read: a later pattern does not read them again. */
struct spans {
    size_t start[SPANS_MAX], end[SPANS_MAX];
    size_t count;
};

static bool is_taken(const struct spans *spans, size_t start, size_t end)
{
    for (size_t i = 0; i < spans->count; i++)
        if (start < spans->end[i] && end > spans->start[i])
            return true;
    return false;
}

/* Every range of one group in the text; each pattern may match several times. */
static bool take_group(struct ages *ages, size_t group, size_t block, const char *text, size_t length, size_t offset)
{
    const struct regex_set *set = ages->finder->rules->ages;
    struct spans taken = {.count = 0};
    struct regex_sight *sight = finder_sight(ages->finder, text, length);
    for (size_t i = 0; i < regex_group_count(set, group); i++) {
        const struct regex *pattern = regex_group_at(set, group, i);
        struct regex_match match;
        for (size_t at = 0; regex_try(set, pattern, ages->finder->scratch, sight, text, length, at, &match) == REGEX_FOUND;) {
            int first, second;
            struct range range;
            at = match.end[0] > match.start[0] ? match.end[0] : match.end[0] + 1;
            captured_number(&match, 1, text, &first);
            captured_number(&match, 2, text, &second);
            if (is_taken(&taken, match.start[0], match.end[0]))
                continue;
            if (!reading(regex_value(pattern), first, second, &range) || (ages->pairs_only && second == AGE_UNSET))
                continue;
            /* No look of the finder's at another text: `sight` need not outlive one. */
            bool name = regex_find_group(set, AGE_NAME, ages->finder->scratch, text + match.end[0], length - match.end[0], NULL) == REGEX_FOUND;
            take(ages, range, name, block, offset + match.start[0], offset + match.end[0]);
            if (taken.count == SPANS_MAX)
                return true;
            taken.start[taken.count] = match.start[0];
            taken.end[taken.count++] = match.end[0];
        }
    }
    return taken.count > 0;
}

/* A sentence about how far away the school is gives ages too ("two miles if under 8"): there
 * only a range from one age to another says who is served. */
static bool excluded(struct ages *ages, const char *text, size_t length)
{
    ages->pairs_only = finder_matches(ages->finder, ages->finder->rules->ages, AGE_DISTANCE, text, length, NULL);
    return finder_matches(ages->finder, ages->finder->rules->ages, AGE_NOT, text, length, NULL) ||
           facts_sets_no_condition(ages->finder->rules, ages->finder->scratch, text, length);
}

static bool labelled(struct ages *ages, size_t number)
{
    const struct fact_finder *f = ages->finder;
    const struct block *labels[] = {finder_term(f, number), finder_row(f, number), finder_column(f, number)};
    for (size_t i = 0; i < 3; i++)
        if (labels[i] && labels[i]->length < 60 && finder_matches(ages->finder, f->rules->ages, AGE_LABEL, labels[i]->text, labels[i]->length, NULL))
            return true;
    const struct block *block = &f->document->blocks[number];
    if (block->kind == BLOCK_CELL || block->kind == BLOCK_DEFINITION || block->kind == BLOCK_HEADING)
        return false;
    size_t before = finder_before(ages->finder, number);
    if (before != SIZE_MAX && f->document->blocks[before].length < 40 &&
        finder_block_matches(ages->finder, f->rules->ages, AGE_LABEL, before, NULL))
        return true;
    const char *heading = finder_heading(f, number);
    return strlen(heading) < 40 && finder_matches(ages->finder, f->rules->ages, AGE_LABEL, heading, strlen(heading), NULL);
}

/* Whether a sentence is worth reading: by words alone, which the sieve has looked for already. */
static bool may_hold_age(struct ages *ages, const char *text, size_t length, bool label)
{
    const struct regex_set *set = ages->finder->rules->ages;
    return (finder_may(ages->finder, set, AGE_RANGE, text, length) || (label && finder_may(ages->finder, set, AGE_BARE, text, length))) &&
           finder_may(ages->finder, set, AGE_NUMBER, text, length) &&
           (label || finder_may(ages->finder, set, AGE_SUBJECT, text, length) || finder_matches(ages->finder, set, AGE_PAIR, text, length, NULL));
}

static void block_ages(struct ages *ages, size_t number)
{
    const struct block *block = &ages->finder->document->blocks[number];
    const struct regex_set *set = ages->finder->rules->ages;
    if (!finder_block_may(ages->finder, set, AGE_RANGE, number) && !finder_block_may(ages->finder, set, AGE_BARE, number))
        return;
    bool label = labelled(ages, number);
    for (size_t from = 0; from < block->length;) {
        size_t end = sentence_end(block->text, block->length, from);
        const char *text = block->text + from;
        if (may_hold_age(ages, text, end - from, label) && !excluded(ages, text, end - from) &&
            !take_group(ages, AGE_RANGE, number, text, end - from, from) && label)
            take_group(ages, AGE_BARE, number, text, end - from, from);
        from = end;
        while (from < block->length && block->text[from] == ' ')
            from++;
    }
}

void facts_ages(struct fact_finder *finder)
{
    static const struct range none = {AGE_UNSET, AGE_UNSET};
    struct ages ages = {.finder = finder, .widest = none, .named = none, .from = none, .to = none};
    /* Headings name services and stages: they count where the text gives no age. */
    for (int pass = 0; pass < 2 && !any_age(&ages); pass++)
        for (size_t i = 0; i < finder->document->block_count; i++) {
            const struct block *block = &finder->document->blocks[i];
            bool heading = block->kind == BLOCK_HEADING || (block->linked_bytes && block->linked_bytes >= block->length);
            if (finder->counts[i] && heading == (pass == 1) && (block->kind == BLOCK_HEADING || pass == 0))
                block_ages(&ages, i);
        }
    if (!any_age(&ages))
        return;
    struct range range = served(&ages);
    finder->facts->age_min = range.low;
    finder->facts->age_max = range.high;
}
