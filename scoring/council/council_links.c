/* Which links are a page's own, and which of a template's: a menu's, a footer's, those of a directory's records. */
#include <string.h>

#include "base/map.h"
#include "base/text.h"
#include "scoring/council/rows.h"

enum { FURNITURE_PAGES_MIN = 5 };

static bool was_judged(const struct council_page *page)
{
    return page->document && page->assessment;
}

/* ---- counting ---- */

static void number_hosts(struct council_view *view)
{
    const struct council_evidence *evidence = view->evidence;
    struct map *numbers = map_new();
    view->page_hosts = arena_array(view->work, evidence->page_count + SECTION_PAGES_MOST + 1, sizeof *view->page_hosts);
    view->host_pages = arena_array(view->work, evidence->page_count + 1, sizeof *view->host_pages);
    for (size_t i = 0; i < evidence->page_count; i++) {
        const char *address = page_address(evidence->pages[i].page);
        bool added;
        union map_value *number = map_put(numbers, address, text_origin_length(address), &added);
        if (added)
            number->number = (int64_t)map_count(numbers) - 1;
        view->page_hosts[i] = (uint32_t)number->number;
        view->host_pages[number->number] += was_judged(&evidence->pages[i]);
    }
    map_free(numbers);
}

/* A menu's or footer's of the whole council: nothing more is asked of it. */
static bool is_of_all(const struct council_view *council, size_t target)
{
    uint32_t pages = council->target_pages[target];
    return pages >= FURNITURE_PAGES_MIN && pages * 3 > council->read_pages;
}

struct host_link {
    uint32_t target, host;
};

/* Calls for each page's targets, each once a page. */
static void each_target(const struct council_view *view, void (*each)(const struct council_view *view, size_t page, size_t target))
{
    const struct council_evidence *evidence = view->evidence;
    size_t *last = arena_array(view->work, evidence->target_count + 1, sizeof *last);
    for (size_t i = 0; i < evidence->page_count; i++)
        for (size_t r = 0; r < evidence->pages[i].reference_count; r++) {
            const struct target *target = council_target(evidence, evidence->pages[i].references[r].target_id);
            size_t at = target ? (size_t)(target - evidence->targets) : 0;
            if (!target || last[at] == i + 1)
                continue;
            last[at] = i + 1;
            each(view, i, at);
        }
}

static void count_page(const struct council_view *view, size_t page, size_t target)
{
    (void)page;
    view->target_pages[target]++;
}

static void count_host_page(const struct council_view *view, size_t page, size_t target)
{
    if (view->target_pages[target] < FURNITURE_PAGES_MIN || is_of_all(view, target) || !was_judged(&view->evidence->pages[page]))
        return;
    const struct host_link key = {(uint32_t)target, view->page_hosts[page]};
    map_put(view->host_links, (const char *)&key, sizeof key, NULL)->number++;
}

void council_count_links(struct council_view *view)
{
    const struct council_evidence *evidence = view->evidence;
    view->target_pages = arena_array(view->work, evidence->target_count + 1, sizeof *view->target_pages);
    view->host_links = map_new();
    for (size_t i = 0; i < evidence->page_count; i++)
        view->read_pages += was_judged(&evidence->pages[i]);
    number_hosts(view);
    each_target(view, count_page);
    each_target(view, count_host_page);
}

/* ---- a page's own ---- */

/* Most of the pages of its host carry it: the template of a part of the council's site, such as a directory. */
static bool is_of_the_host(const struct council_view *council, const struct council_page *page, size_t target)
{
    const uint32_t host = council->page_hosts[page - council->evidence->pages];
    const struct host_link key = {(uint32_t)target, host};
    const union map_value *carry = map_get(council->host_links, (const char *)&key, sizeof key);
    return carry && carry->number >= FURNITURE_PAGES_MIN && carry->number * 2 > council->host_pages[host];
}

bool council_own_link(const struct council_view *council, const struct council_page *page, const struct reference *reference)
{
    const struct target *target = council_target(council->evidence, reference->target_id);
    if (!target || (reference->kind != LINK_ANCHOR && reference->kind != LINK_DOCUMENT) || !reference->text || !*reference->text)
        return false;
    size_t at = (size_t)(target - council->evidence->targets);
    return !is_of_all(council, at) && !is_of_the_host(council, page, at);
}
