/* Parts of a page over several services made pages of their own, that are judged as such: the whole Local Offer of a small council. */
#include <string.h>

#include "scoring/council/service_pages.h"
#include "scoring/facts/emails.h"
#include "scoring/facts/phones.h"
#include "scoring/rubric_internal.h"

/* Blocks of a page: the part's, and what stands below all parts or above them and is said of each ("Not happy?", "In large print", "Last changed"). */
struct cut {
    size_t start, end, below, first; /* `first`: of the first part */
    const bool *of_all;              /* of each block of the page */
};

/* "In big print? Ring ..." is no telephone of any service. A short number is none of a service's either, or no number at all. */
static bool has_contact(const struct block *block)
{
    struct phone phone;
    struct email email;
    bool found = phone_next(block->text, block->length, 0, &phone);
    while (found && phone.kind == PHONE_SHORT)
        found = phone_next(block->text, block->length, phone.end, &phone);
    return found || email_next(block->text, block->length, 0, &email);
}

/* What stands under no heading, or under one that names no one's part: "Contact us". Under "Wheelchairs" stands what is said of these, and the
 * day on which the page was last looked at, which is said of all of it. */
static const bool *find_said_of_all(const struct council_view *council, size_t number)
{
    const struct document *document = council->evidence->pages[number].document;
    const struct fact_places *places = &council_reading(council, number)->places;
    bool *of_all = arena_array(council->work, document->block_count + 1, sizeof *of_all), here = true;
    int level = 0;
    for (size_t i = 0; i < document->block_count; i++) {
        const struct block *block = &document->blocks[i];
        if (service_below_title(block) && (here || level == 0 || block->level <= level)) {
            here = rows_matches(council, ROW_SAID_OF_ALL, block->text, block->length);
            level = block->level;
        }
        of_all[i] = here || block->zone != ZONE_MAIN; /* the site's tools are there for every part */
    }
    for (size_t p = 0; p < places->count; p++)
        if (places->items[p].kind == FACT_REVIEW_DATE && places->items[p].block >= 0)
            of_all[places->items[p].block] = true;
    return of_all;
}

/* `numbers`: of each block of the page, which block of the part it has become; -1 of those that were not taken. */
static void take_blocks(const struct document *whole, const struct cut *cut, size_t from, size_t to, bool plain, int32_t *numbers, struct section_page *part)
{
    struct document *out = &part->document;
    for (size_t i = from; i < to; i++) {
        bool furniture = whole->blocks[i].zone != ZONE_MAIN, own = i >= cut->start && i < cut->end;
        if (!own && !cut->of_all[i])
            continue;
        if (plain && !furniture && (whole->blocks[i].kind != BLOCK_PARAGRAPH || has_contact(&whole->blocks[i])))
            continue; /* no headings, and no list of what is on the page */
        part->places[out->block_count] = (int32_t)i;
        numbers[i] = (int32_t)out->block_count;
        struct block *block = &out->blocks[out->block_count++];
        *block = whole->blocks[i];
        block->heading = block->heading < 0 ? -1 : numbers[block->heading];
        block->lead_in = block->lead_in < 0 ? -1 : numbers[block->lead_in];
        block->first_link = (uint32_t)out->link_count;
        block->link_count = 0;
        for (size_t k = whole->blocks[i].first_link, n = whole->blocks[i].link_count; n > 0 && k < whole->link_count && out->link_count < whole->link_count; k++, n--) {
            out->links[out->link_count] = whole->links[k];
            out->links[out->link_count++].block = (int32_t)out->block_count - 1;
            block->link_count++;
        }
    }
}

/* "If you don't agree" right below the part is said of it, and perhaps of others as well. */
static size_t with_what_follows(const struct document *document, const bool *of_all, size_t end)
{
    while (end < document->block_count && service_below_title(&document->blocks[end]) && of_all[end])
        do
            end++;
        while (end < document->block_count && of_all[end] && !service_below_title(&document->blocks[end]));
    return end;
}

static void cut_document(const struct document *whole, const struct cut *cut, struct arena *arena, struct section_page *part)
{
    struct document *out = &part->document;
    size_t blocks = cut->end - cut->start + whole->block_count - cut->below + cut->first;
    *out = *whole;
    out->arena = (struct arena){0};
    out->title = whole->blocks[cut->start].text;
    out->blocks = arena_array(arena, blocks + 1, sizeof *out->blocks);
    part->places = arena_array(arena, blocks + 1, sizeof *part->places);
    out->links = arena_array(arena, whole->link_count + 1, sizeof *out->links);
    out->block_count = out->link_count = 0;
    int32_t *numbers = arena_array(arena, whole->block_count + 1, sizeof *numbers);
    for (size_t i = 0; i < whole->block_count; i++)
        numbers[i] = -1;
    take_blocks(whole, cut, cut->start, cut->end, false, numbers, part);
    part->own_count = out->block_count;
    take_blocks(whole, cut, cut->below > cut->end ? cut->below : cut->end, whole->block_count, false, numbers, part);
    take_blocks(whole, cut, 0, cut->first, true, numbers, part);
}

/* The references of the page whose links stand in the part. Both are in the order of the page; a link that was not followed up has none. */
static void take_references(const struct council_page *whole, const struct cut *cut, struct arena *arena, struct council_page *part)
{
    enum { AHEAD_MOST = 50 }; /* links in a row without a reference */
    const struct document *document = whole->document;
    struct reference *references = arena_array(arena, whole->reference_count + 1, sizeof *references);
    size_t next = 0, count = 0;
    for (size_t i = 0; i < document->link_count && next < whole->reference_count; i++) {
        const char *href = document->links[i].href;
        if (!href || *href == '#')
            continue;
        size_t at = next, end = next + AHEAD_MOST < whole->reference_count ? next + AHEAD_MOST : whole->reference_count;
        while (at < end && (!whole->references[at].text || strcmp(whole->references[at].text, document->links[i].text) != 0))
            at++;
        if (at == end)
            continue;
        next = at + 1;
        if (document->links[i].block >= (int32_t)cut->start && document->links[i].block < (int32_t)cut->end)
            references[count++] = whole->references[at];
    }
    part->references = references;
    part->reference_count = count;
}

/* Questions and answers and reports are about services without being their pages. */
static bool is_cut(const struct council_view *council, size_t number)
{
    static const char *const KINDS[] = {"service", "landing", "directory", "contact"};
    const struct council_page *page = &council->evidence->pages[number];
    return service_sections(council, number)->section_count > 0 && service_page_is(page, KINDS, sizeof KINDS / sizeof *KINDS) &&
           !rows_matches(council, ROW_SECTIONS_TITLE, page->document->title, strlen(page->document->title));
}

/* Where what follows all parts begins: "Page updated 3 May 2026" below the last one is of the page. */
static size_t below_all(const struct page_traits *traits, const bool *of_all)
{
    const struct page_section *last = &traits->sections[traits->section_count - 1];
    size_t below = last->end;
    while (below > last->heading + 1 && of_all[below - 1])
        below--;
    return below;
}

static void cut_page(struct council_view *view, size_t number, struct council_page *pages)
{
    const struct council_page *whole = &view->evidence->pages[number];
    const struct page_traits *traits = service_sections(view, number);
    const bool *of_all = find_said_of_all(view, number);
    for (size_t s = 0; s < traits->section_count && view->section_tries++ < SECTION_PAGES_MOST; s++) {
        const struct page_section *section = &traits->sections[s];
        const struct cut cut = {section->heading, with_what_follows(whole->document, of_all, section->end), below_all(traits, of_all), traits->sections[0].heading, of_all};
        const char *heading = whole->document->blocks[section->heading].text;
        struct section_page *out = &view->sections[view->section_count];
        if (strchr(heading, '?'))
            continue;
        *out = (struct section_page){.service = section->service};
        cut_document(whole->document, &cut, view->work, out);
        view->clicks[view->own_page_count + view->section_count] = view->clicks[number];
        view->page_hosts[view->own_page_count + view->section_count] = view->page_hosts[number];
        struct council_page *part = &pages[view->own_page_count + view->section_count++];
        *part = (struct council_page){.page = whole->page, .document = &out->document};
        take_references(whole, &cut, view->work, part);
    }
}

static bool answers_by_own_words(const struct section_page *part)
{
    for (int check = 0; check < CHECK_COUNT; check++) {
        const struct judgement *judgement = &part->assessment.checks[check];
        for (size_t i = 0; judgement->verdict != VERDICT_NO && i < judgement->evidence_count; i++)
            if (judgement->evidence[i].block >= 0 && (size_t)judgement->evidence[i].block < part->own_count)
                return true;
    }
    return false;
}

bool council_judge_section(const struct council_view *council, size_t section)
{
    struct section_page *part = &council->sections[section];
    struct council_page *page = &council->section_pages[council->own_page_count + section];
    if (!page->assessment) {
        score_page(council->rubric, NULL, &part->document, page_address(page->page), council->site, &part->assessment);
        page->assessment = &part->assessment;
    }
    return answers_by_own_words(part);
}

size_t service_opening(const struct service_view *view, size_t number)
{
    const struct council_view *council = view->council;
    for (size_t i = 0; i < view->answering; i++) {
        size_t part = (size_t)(view->pages[i].page - council->evidence->pages);
        if (part >= council->own_page_count && number < council->own_page_count && council->evidence->pages[number].page == view->pages[i].page->page)
            return service_sections(council, number)->sections[0].heading;
    }
    return 0;
}

int32_t council_block(const struct council_view *council, const struct council_page *page, int32_t block)
{
    size_t number = (size_t)(page - council->evidence->pages);
    return number < council->own_page_count || block < 0 ? block : council->sections[number - council->own_page_count].places[block];
}

void council_cut_sections(const struct rubric *rubric, struct council_view *view)
{
    size_t own = view->evidence->page_count;
    view->own_page_count = own;
    if (!rubric->model)
        return;
    struct council_page *pages = arena_array(view->work, own + SECTION_PAGES_MOST + 1, sizeof *pages);
    view->sections = arena_array(view->work, SECTION_PAGES_MOST + 1, sizeof *view->sections);
    for (size_t i = 0; i < own; i++) {
        pages[i] = view->evidence->pages[i];
        if (is_cut(view, i))
            cut_page(view, i, pages);
    }
    view->with_sections = *view->evidence;
    view->with_sections.pages = view->section_pages = pages;
    view->with_sections.page_count = own + view->section_count;
    view->evidence = &view->with_sections;
}
