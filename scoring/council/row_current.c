/* When its pages and leaflets were last looked at. */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "scoring/council/rows.h"

enum { FRESH_SECONDS = 366 * 24 * 3600, AHEAD_SECONDS = 31 * 24 * 3600 };

/* "2026", "2026-03" and "2026-03-14" to the last second that they can mean. */
static bool last_moment(const char *date, int64_t *instant)
{
    char full[32];
    int64_t year, month;
    char part[8] = "";
    size_t n = strlen(date);
    if (n == 10)
        return clock_parse_iso(date, instant);
    if (n != 4 && n != 7)
        return false;
    memcpy(part, date, 4);
    if (!text_to_int(part, 1990, 2100, &year))
        return false;
    month = 12;
    if (n == 7 && !text_to_int(date + 5, 1, 12, &month))
        return false;
    snprintf(full, sizeof full, "%04d-%02d-01", (int)year + (month == 12), (int)month % 12 + 1);
    if (!clock_parse_iso(full, instant))
        return false;
    *instant -= 24 * 3600; /* the day before the next month's first */
    return true;
}

/* The date of a line that is one, and where in it: "April 2019" is 2019-04, "2021 edition" is 2021. NULL without a year. */
static const char *edition_date(const struct council_view *council, const char *text, size_t *offset)
{
    static const char MONTHS[] = "janfebmaraprmayjunjulaugsepoctnovdec", SEASONS[] = "winsprsumaut"; /* to their last month */
    for (const char *at = text; (at = strpbrk(at, "0123456789")) != NULL; at += strspn(at, "0123456789")) {
        if (strspn(at, "0123456789") != 4)
            continue;
        *offset = (size_t)(at - text);
        const char *word = at; /* the one before the year */
        while (word > text && word[-1] == ' ')
            word--;
        while (word > text && rows_word_byte(word[-1]))
            word--;
        for (int m = 0; m < 12; m++)
            if (strncasecmp(word, MONTHS + 3 * m, 3) == 0)
                return arena_printf(council->work, "%.4s-%02d", at, m + 1);
        for (int s = 0; s < 4; s++)
            if (strncasecmp(word, SEASONS + 3 * s, 3) == 0)
                return arena_printf(council->work, "%.4s-%02d", at, 3 * s + 2);
        return arena_copy_n(council->work, at, 4);
    }
    return NULL;
}

/* When a page or leaflet says that it was checked. */
struct stamp {
    const struct service_page *page;
    const char *date; /* as struct facts has it; NULL where there is none */
    size_t block, offset;
};

/* The proof quotes the sentence with the date, and not the line's first. */
static struct stamp stamp_at(const struct council_view *council, const struct service_page *page, size_t block)
{
    struct stamp stamp = {.page = page, .block = block};
    stamp.date = edition_date(council, page->page->document->blocks[block].text, &stamp.offset);
    return stamp;
}

static bool is_edition(const struct council_view *council, size_t group, const struct block *block)
{
    enum { LINE_BYTES = 110 };
    return block->length <= LINE_BYTES && rows_matches(council, group, block->text, block->length);
}

/* A leaflet that says no more than "May 2025" on its first lines or its last is as old as that. */
static struct stamp edition(const struct council_view *council, const struct service_page *page)
{
    enum { FIRST = 10, LAST = 5 };
    const struct document *document = page->page->document;
    for (size_t i = 0; i < document->block_count; i++)
        if ((i < FIRST || i + LAST >= document->block_count) && page->counts[i] && is_edition(council, ROW_EDITION, &document->blocks[i]))
            return stamp_at(council, page, i);
    return (struct stamp){.page = page};
}

/* So is a web page that says it in a line of its own, as a journal does: below its title, or at its end. */
static struct stamp dateline(const struct council_view *council, const struct service_page *page)
{
    const struct document *document = page->page->document;
    size_t after_title = SIZE_MAX, last = SIZE_MAX;
    for (size_t i = 0; i < document->block_count; i++) {
        if (!page->counts[i])
            continue;
        if (after_title == SIZE_MAX && i > 0 && document->blocks[i - 1].kind == BLOCK_HEADING && document->blocks[i - 1].level == 1)
            after_title = i;
        last = i;
    }
    const size_t lines[] = {after_title, last};
    for (size_t k = 0; k < 2; k++)
        if (lines[k] != SIZE_MAX && document->blocks[lines[k]].kind == BLOCK_PARAGRAPH && is_edition(council, ROW_DATELINE, &document->blocks[lines[k]]))
            return stamp_at(council, page, lines[k]);
    return (struct stamp){.page = page};
}

static struct stamp stamp_of(const struct council_view *council, const struct service_page *page)
{
    const struct fact_place *place = facts_place(&page->places, FACT_REVIEW_DATE, UINT32_MAX);
    if (!page->facts.review_date)
        return page->leaflet ? edition(council, page) : dateline(council, page);
    return (struct stamp){page, page->facts.review_date, place && place->block >= 0 ? (size_t)place->block : SIZE_MAX, place ? place->offset : 0};
}

static struct evidence quoted(const struct council_view *council, const struct stamp *stamp, const char *cue)
{
    return stamp->page && stamp->block != SIZE_MAX ? rows_quote(council, stamp->page->page, stamp->block, stamp->offset, cue) : (struct evidence){0};
}

void row_current(const struct service_view *view, struct row_verdict *row)
{
    const struct council_view *council = view->council;
    struct stamp newest = {0}, ahead = {0};
    int64_t latest = -1, soonest = INT64_MAX, as_of = council->evidence->as_of;
    for (size_t i = 0; i < view->speaking; i++) {
        int64_t when;
        if (!rows_tells(view, &view->pages[i]))
            continue;
        struct stamp here = stamp_of(council, &view->pages[i]);
        if (!here.date || !last_moment(here.date, &when))
            continue;
        if (as_of >= 0 && when > as_of + AHEAD_SECONDS && strlen(here.date) == 10) {
            if (when < soonest) {
                soonest = when;
                ahead = here;
            }
        } else if (when > latest) {
            latest = when;
            newest = here;
        }
    }
    bool fresh = newest.page && (as_of < 0 || latest + FRESH_SECONDS >= as_of);
    if (!fresh) /* kept, since it counts once it has come, and the council changed nothing */
        rows_near_miss(row, quoted(council, &ahead, CUE_DATE_AHEAD), "the date has not come yet");
    if (!newest.page) {
        rows_set(row, VERDICT_NO, "no-date");
        return;
    }
    rows_set(row, fresh ? VERDICT_YES : VERDICT_CONCERNS, fresh ? "" : REASON_OVER_A_YEAR);
    row->detail = arena_copy(council->arena, newest.date);
    rows_add(council, row, quoted(council, &newest, "review-date"));
}
