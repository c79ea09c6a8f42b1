/* Where the links of a council's pages lead: their targets, and which of these are pages that the visit asked for. */
#include <string.h>

#include "base/map.h"
#include "scoring/council/rows.h"

const struct target *council_target(const struct council_evidence *evidence, int64_t id)
{
    size_t low = 0, high = evidence->target_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (evidence->targets[middle].id == id)
            return &evidence->targets[middle];
        if (evidence->targets[middle].id < id)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

/* Of several pages under one address, an old one that leads to the other, the one with words is meant. */
static void put_address(struct map *numbers, const struct council_evidence *evidence, const char *address, size_t number)
{
    bool added;
    if (!address || !*address)
        return;
    union map_value *value = map_put(numbers, address, strcspn(address, "#"), &added);
    if (added || (evidence->pages[number].document && !evidence->pages[value->number].document))
        value->number = (int64_t)number;
}

static const union map_value *get_address(const struct map *numbers, const char *address)
{
    return address ? map_get(numbers, address, strcspn(address, "#")) : NULL;
}

/* The page at the address, or, where that only leads on, the one that it leads to; -1 where there is none. */
static int64_t page_of(const struct council_evidence *evidence, const struct map *numbers, const struct target *target)
{
    const union map_value *here = get_address(numbers, target->url), *there = get_address(numbers, target->final_url);
    if (here && evidence->pages[here->number].document)
        return here->number;
    if (here && !there)
        there = get_address(numbers, evidence->pages[here->number].page->final_url);
    return there ? there->number : here ? here->number : -1;
}

void council_find_targets(struct council_view *view)
{
    const struct council_evidence *evidence = view->evidence;
    struct map *numbers = map_new();
    for (size_t i = 0; i < evidence->page_count; i++) {
        put_address(numbers, evidence, evidence->pages[i].page->url, i);
        put_address(numbers, evidence, evidence->pages[i].page->final_url, i);
    }
    view->target_page = arena_array(view->work, evidence->target_count + 1, sizeof *view->target_page);
    for (size_t i = 0; i < evidence->target_count; i++)
        view->target_page[i] = page_of(evidence, numbers, &evidence->targets[i]);
    map_free(numbers);
}

bool council_page_behind(const struct council_view *council, const struct reference *reference, size_t *number)
{
    const struct target *target = council_target(council->evidence, reference->target_id);
    int64_t page = target ? council->target_page[target - council->evidence->targets] : -1;
    if (page >= 0)
        *number = (size_t)page;
    return page >= 0;
}

bool council_leads_to(const struct council_view *council, const struct reference *reference, const struct council_page *page)
{
    size_t number;
    return council_page_behind(council, reference, &number) && council->evidence->pages[number].page == page->page;
}
