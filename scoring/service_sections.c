/* Parts of a page over several services, each under a heading that names one of them: "You said, we did", "Our figures". */
#include <string.h>

#include "scoring/service_pages.h"

bool service_below_title(const struct block *block)
{
    return block->kind == BLOCK_HEADING && block->level > 1 && block->zone == ZONE_MAIN && !block->hidden;
}

/* "Our figures" and "You said, we did" are reports to families, whatever kind they were taken for, news and policies too where their
 * title says so; what calls itself a strategy is for a board. */
static bool may_have_sections(const struct council_view *council, size_t number)
{
    static const char *const NEVER[] = {"moved", "not_found", "news", "policy"};
    enum { EVEN_IF_TOLD = 2 };
    const struct council_page *page = &council->evidence->pages[number];
    if (page->page->purpose != PAGE_CONTENT || !service_page_read(page) || service_traits(council, number)->news)
        return false;
    const char *title = page->document->title;
    bool told = service_matches(council, ROW_SECTIONS_TITLE, title, strlen(title));
    return !service_page_is(page, NEVER, told ? EVEN_IF_TOLD : sizeof NEVER / sizeof *NEVER) && !service_matches(council, ROW_POLICY_TITLE, title, strlen(title));
}

static size_t section_end(const struct document *document, size_t heading)
{
    size_t end = heading + 1;
    while (end < document->block_count && !(service_below_title(&document->blocks[end]) && document->blocks[end].level <= document->blocks[heading].level))
        end++;
    return end;
}

const struct page_traits *service_sections(const struct council_view *council, size_t number)
{
    struct page_traits *traits = &council->traits[number];
    const struct document *document = council->evidence->pages[number].document;
    if (traits->sections_known)
        return traits;
    traits->sections_known = true;
    if (!may_have_sections(council, number))
        return traits;
    size_t headings = 0, count = 0;
    for (size_t i = 0; i < document->block_count; i++)
        headings += service_below_title(&document->blocks[i]);
    struct page_section *sections = arena_array(council->work, headings + 1, sizeof *sections);
    bool several = false;
    for (size_t i = 0; headings > 1 && i < document->block_count; i++) {
        const struct rubric_service *service = service_below_title(&document->blocks[i]) ? service_named_alone(council, document->blocks[i].text) : NULL;
        if (!service)
            continue;
        several |= count > 0 && sections[0].service != service;
        sections[count++] = (struct page_section){(uint32_t)i, (uint32_t)section_end(document, i), service};
    }
    traits->sections = sections;
    traits->section_count = several ? count : 0;
    return traits;
}
