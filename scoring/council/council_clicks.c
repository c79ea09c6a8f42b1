/* How many clicks each page is from the Local Offer's first page, by the links of all pages. The visit's own count is of the way it went: a page
 * that a site map named first was read before any link to it was seen. */
#include "scoring/council/rows.h"

static bool can_be_clicked(const struct reference *reference)
{
    return reference->kind == LINK_ANCHOR || reference->kind == LINK_DOCUMENT;
}

/* From the first page outwards; `queue` holds the pages whose clicks are settled, nearest first. */
static void walk(struct council_view *view, size_t *queue, size_t count)
{
    const struct council_evidence *evidence = view->evidence;
    for (size_t q = 0; q < count; q++)
        for (size_t r = 0; r < evidence->pages[queue[q]].reference_count; r++) {
            const struct reference *reference = &evidence->pages[queue[q]].references[r];
            size_t next;
            if (!can_be_clicked(reference) || !council_page_behind(view, reference, &next) || view->clicks[next] >= 0)
                continue;
            view->clicks[next] = view->clicks[queue[q]] + 1;
            queue[count++] = next;
        }
}

void council_count_clicks(struct council_view *view)
{
    const struct council_evidence *evidence = view->evidence;
    size_t *queue = arena_array(view->work, evidence->page_count + 1, sizeof *queue), count = 0;
    view->clicks = arena_array(view->work, evidence->page_count + SECTION_PAGES_MOST + 1, sizeof *view->clicks);
    for (size_t i = 0; i < evidence->page_count; i++) {
        const struct page *page = evidence->pages[i].page;
        view->clicks[i] = -1;
        if (page->purpose == PAGE_CONTENT && page->clicks == 0) {
            view->clicks[i] = 0;
            queue[count++] = i;
        }
    }
    walk(view, queue, count);
    for (size_t i = 0; i < evidence->page_count; i++) {
        int went = evidence->pages[i].page->clicks;
        if (went >= 0 && (view->clicks[i] < 0 || went < view->clicks[i]))
            view->clicks[i] = went; /* on a way that led through a page that was not kept */
    }
}
