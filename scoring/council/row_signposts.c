/* Whether the links of a service's pages work and keep what they promise. */
#include <string.h>

#include "base/text.h"
#include "scoring/council/rows.h"

/* Certainty of links that mostly could not be tried, or whose pages may use other words for what they promise. */
#define A_PERSON_LOOKS 0.7

enum { DEAD_LEAST = 2 }; /* one link alone is never called most of them */

/* An address on the web that is not the page itself. */
static bool helps(const struct target *target, const struct page *page)
{
    size_t n = strcspn(target->url, "#");
    const char *own = page_address(page);
    return text_starts_ignoring_case(target->url, "http") && !(strcspn(own, "#") == n && !memcmp(own, target->url, n));
}

/* It stands in the page's trail alone ("Home > Early help"): that shows where the page is, and leads back. */
static bool is_trail(const struct document *document, const struct reference *reference)
{
    bool trail = false;
    for (size_t i = 0; i < document->link_count; i++) {
        if (strcmp(document->links[i].text, reference->text) != 0)
            continue;
        if (document->links[i].zone != ZONE_BREADCRUMB)
            return false;
        trail = true;
    }
    return trail;
}

/* Where only a partner has a page of the service, the council's link to it is the signpost: it
 * leads there, since the page was read, and the page keeps its promise, since it is the service's. */
static void partner_signposted(const struct service_view *view, struct row_verdict *row)
{
    const struct council_view *council = view->council;
    const struct council_evidence *evidence = council->evidence;
    rows_set(row, VERDICT_YES, "");
    for (size_t p = 0; p < view->speaking; p++)
        for (size_t i = 0; i < evidence->page_count; i++) {
            const struct council_page *page = &evidence->pages[i];
            for (size_t r = 0; page->page->purpose == PAGE_CONTENT && r < page->reference_count; r++)
                if (council_own_link(council, page, &page->references[r]) && council_leads_to(council, &page->references[r], view->pages[p].page))
                    rows_add(council, row, rows_words(council, page, page->references[r].text, "a link to a partner’s page that works"));
        }
}

void row_signposts(const struct service_view *view, struct row_verdict *row)
{
    const struct council_view *council = view->council;
    if (!view->answering) {
        partner_signposted(view, row);
        return;
    }
    unsigned counts[LINK_STATE_COUNT] = {0};
    unsigned off_topic = 0, lost_parts = 0;
    const struct reference *live = NULL;
    const struct council_page *live_page = NULL;
    for (size_t i = 0; i < view->answering; i++) {
        const struct council_page *page = view->pages[i].page;
        for (size_t r = 0; r < page->reference_count; r++) {
            const struct reference *reference = &page->references[r];
            const struct target *target = council_target(council->evidence, reference->target_id);
            if (!target || !helps(target, page->page) || !council_own_link(council, page, reference) || is_trail(page->document, reference))
                continue;
            counts[target->state]++;
            const struct council_page *elsewhere = target->state == LINK_OK ? service_off_topic(view, reference) : NULL;
            if (elsewhere) {
                struct evidence evidence = rows_words(council, page, reference->text,
                                                      arena_printf(council->arena, "a link to '%.120s', which does not mention it", elsewhere->document->title));
                evidence.against = true;
                rows_add(council, row, evidence);
                off_topic++;
                continue;
            }
            if (target->state == LINK_OK && !live) {
                live = reference;
                live_page = page;
            }
            if (target->state == LINK_BROKEN) {
                lost_parts += target->reason == REASON_FRAGMENT_MISSING;
                struct evidence evidence = rows_words(council, page, reference->text, arena_printf(council->arena, EVIDENCE_BROKEN_LINK "%s", target->url,
                                                                                                     link_reason_word(target->reason)));
                evidence.against = true;
                rows_add(council, row, evidence);
            }
        }
    }
    unsigned broken = counts[LINK_BROKEN], ok = counts[LINK_OK], unknown = counts[LINK_SUSPECT] + counts[LINK_BLOCKED] + counts[LINK_NOT_CHECKED];
    row->detail = arena_printf(council->arena, "ok %u broken %u suspect %u blocked %u", ok, broken, counts[LINK_SUSPECT],
                               counts[LINK_BLOCKED] + counts[LINK_NOT_CHECKED]);
    /* Where only a part of the page is missing, the page still opens. */
    unsigned open = ok + lost_parts, dead = broken - lost_parts;
    if (dead >= DEAD_LEAST && dead > open)
        rows_set(row, VERDICT_NO, "mostly-broken");
    else if (broken)
        rows_set(row, VERDICT_CONCERNS, "some-broken");
    else if (off_topic)
        rows_set(row, VERDICT_CONCERNS, "off-topic");
    else if (ok)
        rows_set(row, VERDICT_YES, "");
    else if (unknown)
        rows_set(row, VERDICT_CANNOT_TELL, "could-not-be-checked");
    else
        rows_set(row, VERDICT_NOT_APPLICABLE, "no-links"); /* nothing to test: never called broken */
    if ((row->judgement.verdict == VERDICT_YES && unknown > ok) || (!broken && off_topic))
        rows_at_most(row, A_PERSON_LOOKS);
    if (row->judgement.verdict == VERDICT_YES && live)
        rows_add(council, row, rows_words(council, live_page, live->text, "a link that works"));
    else if (live && row->judgement.verdict == VERDICT_NO)
        rows_near_miss(row, rows_words(council, live_page, live->text, ""), "this link works, but more are broken");
}
