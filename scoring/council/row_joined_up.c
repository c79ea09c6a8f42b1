/* The parts of others: what schools, the NHS, social care and charities do for the service. */
#include <string.h>

#include "scoring/council/row_best.h"
#include "scoring/rubric_internal.h"

/* The quote of the one other sector whose part a page tells, or NULL where it tells of none or of more. */
static const struct evidence *one_sector(const struct service_page *page)
{
    const struct judgement *judgement = &page->page->assessment->criteria[CRITERION_JOINED_UP];
    const struct evidence *one = NULL;
    for (size_t i = 0; judgement->verdict == VERDICT_CONCERNS && i < judgement->evidence_count; i++) {
        const struct evidence *evidence = &judgement->evidence[i];
        if (!rows_tells_part(evidence))
            continue;
        if (one && strcmp(one->cue, evidence->cue) != 0)
            return NULL;
        one = evidence;
    }
    return one;
}

/* One page tells the NHS's part and another the college's: the service's pages tell two. */
static void sectors_of_two_pages(const struct service_view *view, struct row_verdict *row)
{
    const struct evidence *first = NULL;
    const struct service_page *of = NULL;
    for (size_t i = 0; i < view->speaking; i++) {
        const struct evidence *here = one_sector(&view->pages[i]);
        if (here && first && strcmp(here->cue, first->cue) != 0) {
            rows_overrule(row, VERDICT_YES, "");
            rows_copy(view, of, first, row);
            rows_copy(view, &view->pages[i], here, row);
            return;
        }
        if (here && !first) {
            first = here;
            of = &view->pages[i];
        }
    }
}

/* ---- parts in sentences ---- */

enum { SECTORS = 4 };

struct parts {
    const struct service_view *view;
    struct row_hit hits[SECTORS]; /* by the order in which sectors were found */
    size_t count;
    const char *own; /* the sector that runs the service, or "" */
};

static bool is_told_already(const struct parts *parts, const char *sector)
{
    bool told = !strcmp(sector, parts->own);
    for (size_t i = 0; i < parts->count; i++)
        told |= !strcmp(parts->hits[i].value, sector);
    return told;
}

/* The council runs every service itself, or pays who does, but for the NHS's. */
static const char *sector_told(const struct parts *parts, const struct regex *pattern)
{
    const char *value = regex_value(pattern);
    if (strcmp(value, "council") != 0)
        return value;
    return strcmp(parts->own, "health") ? parts->own : "social";
}

/* "A nurse trains our helpers, and Elm Park School lends us its hall": one sentence may tell several. */
static bool add_part_told(void *context, const struct service_page *page, const struct row_sentence *sentence)
{
    struct parts *parts = context;
    const struct council_view *council = parts->view->council;
    const struct regex_set *set = council->rules->rows;
    if (!regex_group_open(sentence->alone, set, ROW_PART_TOLD) || facts_claim_denied(council->facts, council->scratch, sentence->text, sentence->length))
        return true;
    for (size_t k = 0; k < regex_group_count(set, ROW_PART_TOLD); k++) {
        const struct regex *pattern = regex_group_at(set, ROW_PART_TOLD, k);
        const char *sector = sector_told(parts, pattern);
        struct regex_match match;
        if (parts->count == SECTORS || is_told_already(parts, sector) ||
            regex_try(set, pattern, council->scratch, sentence->alone, sentence->text, sentence->length, 0, &match) != REGEX_FOUND)
            continue;
        parts->hits[parts->count++] =
            (struct row_hit){.page = page, .cue = regex_id(pattern), .value = sector, .block = sentence->block, .offset = sentence->offset + match.start[0]};
    }
    return parts->count < SECTORS;
}

static const char *own_sector(const struct service_view *view)
{
    const struct service_names *names = &view->council->rubric->services;
    int sector = service_sector(names, view->service->page_services[0]);
    return sector == SECTOR_ANY ? "" : service_sector_word((size_t)sector);
}

/* What other sectors do, in plain sentences, where the page as a whole was taken for less. */
static void parts_in_sentences(const struct service_view *view, struct row_verdict *row)
{
    struct parts parts = {.view = view, .own = own_sector(view)};
    for (size_t i = 0; i < view->speaking; i++)
        rows_sentences(&view->pages[i], add_part_told, &parts);
    if (parts.count < (row->judgement.verdict == VERDICT_NO ? 1 : 2))
        return;
    rows_overrule(row, parts.count < 2 ? VERDICT_CONCERNS : VERDICT_YES, parts.count < 2 ? "one-sector" : "");
    for (size_t i = 0; i < parts.count; i++)
        rows_add(view->council, row, rows_quote(view->council, parts.hits[i].page->page, parts.hits[i].block, parts.hits[i].offset, parts.hits[i].cue));
}

/* ---- none ---- */

static bool is_of_sector(const struct evidence *evidence, const char *sector)
{
    const char *named = strchr(evidence->cue, '.');
    return named && !strncmp(named + 1, sector, strlen(sector));
}

/* "The council pays us, but nobody there can tell us what to say": where others are named in such words alone, none has a part. */
static void named_without_a_part(const struct service_view *view, struct row_verdict *row)
{
    const struct council_view *council = view->council;
    const struct judgement *judgement = &row->judgement;
    const char *own = own_sector(view);
    const struct evidence *named = NULL;
    for (size_t i = 0; *own && i < judgement->evidence_count; i++) {
        const struct evidence *evidence = &judgement->evidence[i];
        if (is_of_sector(evidence, own))
            continue;
        if (!rows_matches(council, ROW_NO_PART, evidence->quote, strlen(evidence->quote)))
            return;
        named = evidence;
    }
    if (!named)
        return;
    const struct evidence near_miss = *named;
    rows_overrule(row, VERDICT_NO, "");
    rows_near_miss(row, near_miss, "it says nothing of what another agency does");
}

void row_joined_up(const struct service_view *view, struct row_verdict *row)
{
    rows_best_criterion(view, CRITERION_JOINED_UP, row);
    if (row->judgement.verdict == VERDICT_CONCERNS)
        sectors_of_two_pages(view, row);
    if (row->judgement.verdict == VERDICT_CONCERNS || row->judgement.verdict == VERDICT_NO)
        parts_in_sentences(view, row);
    if (row->judgement.verdict == VERDICT_CONCERNS)
        named_without_a_part(view, row);
    rows_need_quote(view, row);
}
