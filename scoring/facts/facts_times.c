/* How long a decision or reply takes, and when the page was last checked. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "scoring/facts/fact_finder.h"
#include "scoring/text/sentences.h"

enum { YEAR_FIRST = 1995, YEAR_LAST = 2099, LABEL_MAX_BYTES = 60 };

/* ---- dates ---- */

int finder_month(const char *text, size_t length)
{
    static const char *const MONTHS[] = {"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"};
    if (length < 3)
        return 0;
    for (int i = 0; i < 12; i++)
        if (text_starts_ignoring_case(text, MONTHS[i]))
            return i + 1;
    return 0;
}

int finder_days_in(int year, int month)
{
    static const int DAYS[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (month < 1 || month > 12) /* the words for months are data, and may be of another language */
        return 0;
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : DAYS[month - 1];
}

static int number_of(const struct regex_match *match, size_t i, const char *text)
{
    int value = 0;
    if (!regex_captured(match, i))
        return 0;
    for (size_t at = match->start[i]; at < match->end[i] && text[at] >= '0' && text[at] <= '9'; at++)
        value = value * 10 + (text[at] - '0');
    return value;
}

/* The pattern's value says which captures are year, month, day: "dmy", "my", "mdy", "ymd", "y". */
static bool date_of(const struct regex_match *match, const char *text, char out[40])
{
    const char *order = regex_value(match->pattern);
    int year = 0, month = 0, day = 0;
    for (size_t i = 0; order[i] && i + 1 < REGEX_CAPTURES; i++) {
        size_t start = match->start[i + 1];
        if (!regex_captured(match, i + 1))
            return false;
        if (order[i] == 'y')
            year = number_of(match, i + 1, text);
        else if (order[i] == 'd')
            day = number_of(match, i + 1, text);
        else
            month = text[start] >= '0' && text[start] <= '9' ? number_of(match, i + 1, text) : finder_month(text + start, match->end[i + 1] - start);
    }
    if (year < 100 && strchr(order, 'd'))
        year += 2000;
    bool has_month = strchr(order, 'm') != NULL, has_day = strchr(order, 'd') != NULL;
    if (year < YEAR_FIRST || year > YEAR_LAST || (has_month && (month < 1 || month > 12)) ||
        (has_day && (day < 1 || day > finder_days_in(year, month))))
        return false;
    if (has_day)
        snprintf(out, 40, "%04d-%02d-%02d", year, month, day);
    else if (has_month)
        snprintf(out, 40, "%04d-%02d", year, month);
    else
        snprintf(out, 40, "%04d", year);
    return true;
}

/* The first date in the words; patterns stand in the file from the fullest to the barest. */
static bool first_date(struct fact_finder *f, const char *text, size_t length, char out[40])
{
    const struct regex_set *set = f->rules->times;
    struct regex_sight *sight = finder_sight(f, text, length);
    for (size_t i = 0; i < regex_group_count(set, TIME_DATE); i++) {
        struct regex_match match;
        const struct regex *pattern = regex_group_at(set, TIME_DATE, i);
        if (regex_try(set, pattern, f->scratch, sight, text, length, 0, &match) == REGEX_FOUND && date_of(&match, text, out))
            return true;
    }
    return false;
}

/* ---- the page's date of review ---- */

static bool set_review(struct fact_finder *f, size_t number, size_t start, size_t length)
{
    char date[40];
    const struct block *block = &f->document->blocks[number];
    if (!first_date(f, block->text + start, length, date))
        return false;
    f->facts->review_date = arena_copy(f->arena, date);
    finder_place(f, (struct fact_place){.kind = FACT_REVIEW_DATE, .block = (int32_t)number, .offset = (uint32_t)start, .length = (uint32_t)length,
                                        .value = f->facts->review_date});
    return true;
}

static size_t next_shown(const struct fact_finder *f, size_t number)
{
    for (size_t i = number + 1; i < f->document->block_count && i < number + 4; i++)
        if (!f->document->blocks[i].hidden)
            return i;
    return SIZE_MAX;
}

static bool review_in(struct fact_finder *f, size_t number)
{
    const struct block *block = &f->document->blocks[number];
    struct regex_match match;
    if (block->length <= LABEL_MAX_BYTES && finder_block_matches(f, f->rules->times, TIME_REVIEW_LABEL, number, NULL)) {
        size_t next = next_shown(f, number);
        if (next != SIZE_MAX && f->document->blocks[next].length <= LABEL_MAX_BYTES && set_review(f, next, 0, f->document->blocks[next].length))
            return true;
    }
    if (!finder_block_matches(f, f->rules->times, TIME_REVIEW, number, &match))
        return false;
    size_t from = regex_captured(&match, 1) ? match.start[1] : match.end[0];
    size_t room = block->length - from < 40 ? block->length - from : 40;
    return set_review(f, number, from, text_cut(block->text + from, block->length - from, room));
}

static void find_review(struct fact_finder *f)
{
    /* The content's own words first, then the page's other parts, where a system prints it. */
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < f->document->block_count; i++) {
            const struct block *block = &f->document->blocks[i];
            bool wanted = pass == 0 ? f->counts[i] : !f->counts[i] && !block->hidden && block->zone != ZONE_COOKIES && block->zone != ZONE_NAVIGATION;
            if (wanted && review_in(f, i))
                return;
        }
}

/* ---- how long it takes ---- */

static bool frame_in(struct fact_finder *f, size_t number)
{
    const struct block *block = &f->document->blocks[number];
    if (!finder_block_may(f, f->rules->times, TIME_FRAME, number))
        return false;
    for (size_t from = 0; from < block->length;) {
        size_t end = sentence_end(block->text, block->length, from);
        const char *text = block->text + from;
        struct regex_match match;
        if (finder_matches(f, f->rules->times, TIME_FRAME, text, end - from, &match) &&
            !finder_matches(f, f->rules->times, TIME_NOT_FRAME, text, end - from, NULL)) {
            const struct block *row = finder_row(f, number);
            const struct block *term = finder_term(f, number);
            const char *heading = finder_heading(f, number);
            bool context = finder_matches(f, f->rules->times, TIME_CONTEXT, text, end - from, NULL) ||
                           (row && finder_matches(f, f->rules->times, TIME_CONTEXT, row->text, row->length, NULL)) ||
                           (term && finder_matches(f, f->rules->times, TIME_CONTEXT, term->text, term->length, NULL)) ||
                           (block->length < LABEL_MAX_BYTES && finder_matches(f, f->rules->times, TIME_CONTEXT, heading, strlen(heading), NULL));
            if (context && !finder_matches(f, f->rules->times, TIME_NOT_FRAME, heading, strlen(heading), NULL)) {
                size_t which = regex_captured(&match, 1) ? 1 : 0;
                f->facts->timeframe = arena_copy_n(f->arena, text + match.start[which], match.end[which] - match.start[which]);
                finder_place(f, (struct fact_place){.kind = FACT_TIMEFRAME, .block = (int32_t)number, .offset = (uint32_t)(from + match.start[which]),
                                                    .length = (uint32_t)(match.end[which] - match.start[which]), .value = f->facts->timeframe});
                return true;
            }
        }
        from = end;
        while (from < block->length && block->text[from] == ' ')
            from++;
    }
    return false;
}

void facts_times(struct fact_finder *finder)
{
    for (size_t i = 0; i < finder->document->block_count; i++)
        if (finder->counts[i] && finder->document->blocks[i].kind != BLOCK_HEADING && frame_in(finder, i))
            break;
    find_review(finder);
}
