/* Other formats and languages, offered by the service's pages or by the statement that holds for the whole site. */
#include <string.h>

#include "base/buffer.h"
#include "base/text.h"
#include "scoring/council/service_pages.h"

/* A tool of the web site is there for whoever reads it already. */
static bool tool_only(const struct council_view *council, const struct council_page *page, const struct fact_place *place)
{
    const struct block *block = &page->document->blocks[place->block];
    if (!strcmp(place->value, "translation") || (!strcmp(place->value, "audio") && (block->zone != ZONE_MAIN || block->length < 40)))
        return true;
    return rows_matches_around(council, ROW_TOOL, page, place, NULL);
}

static bool is_statement(const struct council_view *council, const struct council_page *page)
{
    const char *title = page->document->title, *address = page_address(page->page);
    return rows_matches(council, ROW_ACCESSIBILITY_TITLE, title, strlen(title)) || rows_matches(council, ROW_ACCESSIBILITY_ADDRESS, address, strlen(address));
}

/* What a list of leaflets offers is the leaflets'. */
static bool is_their_list(const struct service_view *view, const struct council_page *page)
{
    const char *title = page->document->title;
    bool leaflet = false;
    for (size_t i = 0; i < view->speaking; i++)
        leaflet |= view->pages[i].leaflet;
    return leaflet && rows_matches(view->council, ROW_LEAFLETS_TITLE, title, strlen(title));
}

/* It stands on the site of one of the service's pages, or one of them leads there: a council's two sites often have one each. */
static bool is_theirs(const struct service_view *view, const struct council_page *statement)
{
    const struct council_evidence *evidence = view->council->evidence;
    uint32_t host = view->council->page_hosts[statement - evidence->pages];
    for (size_t i = 0; i < view->speaking; i++) {
        const struct council_page *page = view->pages[i].page;
        size_t number = (size_t)(page - evidence->pages);
        if (view->council->page_hosts[number] == host)
            return true;
        for (size_t r = 0; r < page->reference_count; r++)
            if (council_leads_to(view->council, &page->references[r], statement))
                return true;
    }
    return false;
}

/* The Local Offer's first page tells how its pages can be had, and another may: "We can send any page of this site in large print". */
static bool is_said_of_site(const struct council_view *council, size_t number, const struct fact_place *place)
{
    const struct council_page *page = &council->evidence->pages[number];
    bool start = council->clicks[number] == 0 || (council->clicks[number] == 1 && page->assessment->service && !strcmp(page->assessment->service, "local-offer"));
    bool first = start && number < council->own_page_count && service_sections(council, number)->section_count == 0;
    return page->page->purpose == PAGE_CONTENT && (first || rows_matches_around(council, ROW_OF_WHOLE_SITE, page, place, NULL));
}

/* The site's accessibility statement holds for all of its pages, and what a page begins with for all of its parts. `*tool` becomes true
 * where they tell of a tool of the site. */
static bool statement_offers(const struct service_view *view, struct row_verdict *row, struct buffer *detail, bool *tool)
{
    const struct council_view *council = view->council;
    const struct council_evidence *evidence = council->evidence;
    bool offer = false;
    for (size_t i = 0; i < evidence->page_count && !offer; i++) {
        const struct council_page *page = &evidence->pages[i];
        if (page->page->purpose == PAGE_HOME || !page->document || !page->assessment)
            continue;
        size_t said_of_all = (is_statement(council, page) || is_their_list(view, page)) && is_theirs(view, page) ? page->document->block_count : service_opening(view, i);
        bool theirs = is_theirs(view, page);
        if (!said_of_all && !theirs)
            continue;
        const struct page_reading *reading = council_reading(council, i);
        for (size_t p = 0; p < reading->places.count; p++) {
            const struct fact_place *place = &reading->places.items[p];
            if (place->kind != FACT_FORMAT || place->block < 0 || !reading->counts[place->block] ||
                ((size_t)place->block >= said_of_all && !(theirs && is_said_of_site(council, i, place))) ||
                rows_matches_around(council, ROW_NOT_OFFERED, page, place, NULL)) /* "We know that a few leaflets can't be read aloud" */
                continue;
            bool only_tool = tool_only(council, page, place);
            if (only_tool && *tool)
                continue;
            if (!only_tool && !offer)
                row->judgement.evidence_count = 0; /* what decides is quoted before the site's tools */
            offer |= !only_tool;
            *tool |= only_tool;
            buffer_printf(detail, "%s%s", detail->length ? " " : "", place->value);
            rows_add_place(council, row, page, place, place->value);
        }
    }
    return offer;
}

void row_formats(const struct service_view *view, struct row_verdict *row)
{
    const struct council_view *council = view->council;
    bool offer = false, tool = false;
    struct buffer detail;
    buffer_init(&detail, 400);
    for (size_t i = 0; i < view->speaking; i++) {
        const struct service_page *page = &view->pages[i];
        for (size_t p = 0; p < page->places.count; p++) {
            const struct fact_place *place = &page->places.items[p];
            if (place->kind != FACT_FORMAT || place->block < 0)
                continue;
            bool only_tool = tool_only(council, page->page, place);
            offer |= !only_tool;
            tool |= only_tool;
            if (!text_find_ignoring_case(buffer_text(&detail), detail.length, place->value))
                buffer_printf(&detail, "%s%s", detail.length ? " " : "", place->value);
            rows_add_place(council, row, page->page, place, place->value);
        }
    }
    size_t tools = row->judgement.evidence_count;
    struct row_hit copies;
    if (!offer)
        row->judgement.evidence_count = 0; /* what decides is quoted before the site's tools */
    bool paper = !offer && rows_paper_copies(view, &copies);
    if (paper)
        rows_add(council, row, rows_quote(council, copies.page->page, copies.block, copies.offset, copies.cue));
    if (!offer && !paper)
        row->judgement.evidence_count = tools;
    bool statement = !offer && !paper && statement_offers(view, row, &detail, &tool);
    row->detail = arena_copy(council->arena, buffer_text(&detail));
    buffer_release(&detail);
    if (offer || paper || statement)
        rows_set(row, VERDICT_YES, "");
    else if (tool)
        rows_set(row, VERDICT_CONCERNS, "tool-only");
    else
        rows_set(row, VERDICT_NO, "no-offer");
}
