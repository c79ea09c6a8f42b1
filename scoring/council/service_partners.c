/* Which pages of others the council sends families to for a service: signposted, handed on to, or below one of these. */
#include <string.h>

#include "scoring/council/service_pages.h"

/* The one link that stands under the heading. */
static bool is_alone_under(const struct document *document, int32_t heading, size_t link)
{
    for (size_t i = 0; i < document->link_count; i++) {
        int32_t block = document->links[i].block;
        if (i != link && block >= 0 && (size_t)block < document->block_count && document->blocks[block].heading == heading &&
            document->blocks[block].zone == ZONE_MAIN)
            return false;
    }
    return true;
}

/* The one link of a short block whose words name the service alone, or the one under a heading that does: "The therapists are at the Lantern
 * Centre." */
static bool is_named_around(const struct council_view *council, const struct rubric_service *service, const struct council_page *page, const char *text)
{
    enum { AROUND_BYTES = 400, SAME_WORDS_MOST = 8 };
    const struct document *document = page->document;
    size_t tried = 0;
    for (size_t i = 0; i < document->link_count && tried < SAME_WORDS_MOST; i++) {
        const struct document_link *link = &document->links[i];
        const struct block *block = link->block >= 0 && (size_t)link->block < document->block_count ? &document->blocks[link->block] : NULL;
        if (!block || block->zone != ZONE_MAIN || block->link_count != 1 || block->length > AROUND_BYTES || strcmp(link->text, text) != 0)
            continue;
        tried++;
        if (service_named_in_item(council, block->text) == service || (block->heading >= 0 && is_alone_under(document, block->heading, i) &&
                                                                    service_named_alone(council, document->blocks[block->heading].text) == service))
            return true;
    }
    return false;
}

/* A link on a page of the council's leads to page `to`: with the service's name, or, where `service` is NULL, whatever its words. */
static bool links_there(const struct council_view *council, const struct rubric_service *service, const struct council_page *page,
                        const struct council_page *to)
{
    enum { AROUND_MOST = 50 }; /* links of one page to one place: a few, unless a page means harm */
    size_t around = 0;
    for (size_t r = 0; r < page->reference_count; r++) {
        const struct reference *reference = &page->references[r];
        if (council_leads_to(council, reference, to) &&
            (!service || (service_says_name(service, reference->text) && !service_other_sense(service, reference->text)) ||
             (around++ < AROUND_MOST && is_named_around(council, service, page, reference->text))) &&
            council_own_link(council, page, reference))
            return true;
    }
    return false;
}

/* Whether page `i` can send families to page `number`: one of the council's own that was read. */
static bool can_send(const struct council_evidence *evidence, size_t i, size_t number)
{
    return i != number && evidence->pages[i].page->purpose == PAGE_CONTENT && service_page_read(&evidence->pages[i]);
}

/* As links_there, from any of the council's pages. */
static bool is_sent_to(const struct council_view *council, const struct rubric_service *service, size_t number)
{
    const struct council_evidence *evidence = council->evidence;
    for (size_t i = 0; i < evidence->page_count; i++)
        if (can_send(evidence, i, number) && links_there(council, service, &evidence->pages[i], &evidence->pages[number]))
            return true;
    return false;
}

bool service_is_promised(const struct council_view *council, const struct rubric_service *service, size_t number)
{
    return is_sent_to(council, service, number);
}

/* A letter or digit; of what is outside ASCII not dashes, quotation marks and spaces: "Anytown’s". */
static bool goes_on(const char *at)
{
    bool mark = ((unsigned char)at[0] == 0xE2 && (unsigned char)at[1] == 0x80) || ((unsigned char)at[0] == 0xC2 && (unsigned char)at[1] == 0xA0);
    return rows_word_byte(*at) && !mark;
}

/* As it is written: "Reading" is a place, "reading" is not. */
static bool says_place(const char *text, const char *place)
{
    size_t length = strlen(place);
    for (const char *at = length ? strstr(text, place) : NULL; at; at = strstr(at + 1, place))
        if ((at == text || !rows_word_byte(at[-1])) && !goes_on(at + length))
            return true;
    return false;
}

/* The page names the council's area: it is for families here, and no national helpline. */
static bool is_local(const struct council_view *council, const struct document *document)
{
    const char *place = council->evidence->council->short_name;
    bool local = says_place(document->title, place);
    for (size_t i = 0; !local && i < document->block_count; i++)
        local = document->blocks[i].zone == ZONE_MAIN && !document->blocks[i].hidden && says_place(document->blocks[i].text, place);
    return local;
}

bool service_is_signposted(const struct council_view *council, const struct rubric_service *service, size_t number)
{
    const struct council_evidence *evidence = council->evidence;
    const struct council_page *there = &evidence->pages[number];
    bool any = service_is_key_working(service) && service_page_read(there) && row_key_role(council, number) != KEY_ROLE_UNTOLD;
    bool coded = service_page_read(there) && service_is_code(service, there->assessment->service);
    any |= coded && there->assessment->service_certainty >= SERVICE_SURE_WITHOUT_NAME && is_local(council, there->document);
    for (size_t i = 0; i < evidence->page_count; i++) {
        const struct council_page *page = &evidence->pages[i];
        if (!can_send(evidence, i, number))
            continue;
        bool about = service_is_code(service, page->assessment->service) &&
                     (service_says_name(service, page->document->title) || (coded && page->assessment->service_certainty >= SERVICE_SURE_WITHOUT_NAME));
        if (links_there(council, any || about ? NULL : service, page, there))
            return true;
    }
    return false;
}

bool service_overview_of(const struct council_view *council, size_t number, size_t *overview)
{
    const struct council_evidence *evidence = council->evidence;
    int64_t id = evidence->pages[number].page->found_on;
    for (size_t i = 0; id != 0 && i < evidence->page_count; i++)
        if (evidence->pages[i].page->id == id) {
            *overview = i;
            return evidence->pages[i].page->purpose == PAGE_PARTNER;
        }
    return false;
}

/* What stands at the head or the foot of a partner's site says what the site is: "What Next? is the council's preparing for adulthood
 * service." A menu's entries are links and say nothing of the kind. */
static bool is_site_of(const struct council_view *council, const struct rubric_service *service, const struct council_page *page)
{
    enum { LINE_BYTES = 300 };
    const struct document *document = page->document;
    if (!service_is_front(page->page))
        return false;
    for (size_t i = 0; i < document->block_count; i++) {
        const struct block *block = &document->blocks[i];
        bool margin = block->zone == ZONE_FOOTER || block->zone == ZONE_HEADER;
        if (margin && !block->hidden && block->length < LINE_BYTES && block->linked_bytes * 2 < block->length && strstr(block->text, " is ") != NULL &&
            service_named_alone(council, block->text) == service)
            return true;
    }
    return false;
}

bool service_is_partner(const struct council_view *council, const struct rubric_service *service, size_t number)
{
    const struct council_page *page = &council->evidence->pages[number];
    size_t overview;
    if (!service_page_read(page))
        return false;
    if ((is_site_of(council, service, page) || service_says_own_name(council, service, page->document->title)) && is_sent_to(council, NULL, number))
        return true;
    if (!service_is_code(service, page->assessment->service))
        return false;
    bool by_name = service_is_in_title(service, page->document);
    if (by_name && service_overview_of(council, number, &overview))
        return true; /* the page of the partner's that families are sent to leads there */
    return (by_name || service_is_front_of(service, page) || page->assessment->service_certainty >= SERVICE_SURE_WITHOUT_NAME) && service_is_signposted(council, service, number);
}

bool service_is_front(const struct page *page)
{
    const char *host = strstr(page_address(page), "://");
    const char *path = host ? strchr(host + 3, '/') : NULL;
    return page->purpose == PAGE_PARTNER && host && (!path || !path[1] || path[1] == '?' || path[1] == '#');
}

bool service_is_front_of(const struct rubric_service *service, const struct council_page *page)
{
    return service_is_front(page->page) && service_is_in_text(service, page->document);
}

/* The page, which is about the service, sends families to one or two places outside and no more, and the partner's page is one. */
static bool sends_on_to(const struct council_view *council, const struct council_page *page, const struct council_page *to)
{
    enum { TARGETS_MOST = 2 };
    int64_t seen[TARGETS_MOST];
    size_t count = 0;
    bool there = false;
    for (size_t r = 0; r < page->reference_count; r++) {
        const struct reference *reference = &page->references[r];
        bool known = false;
        if (reference->internal || reference->kind != LINK_ANCHOR || !council_own_link(council, page, reference))
            continue;
        for (size_t i = 0; i < count; i++)
            known |= seen[i] == reference->target_id;
        if (!known && count == TARGETS_MOST)
            return false;
        if (!known)
            seen[count++] = reference->target_id;
        there |= council_leads_to(council, reference, to);
    }
    return there;
}

/* The page leads to another partner's page with the service's name, and to this one without: "Westward is our SENDIASS. Lanyon Parents is the
 * forum." */
static bool names_another_there(const struct council_view *council, const struct rubric_service *service, const struct council_page *page, size_t number)
{
    if (links_there(council, service, page, &council->evidence->pages[number]))
        return false;
    for (size_t i = 0; i < council->own_page_count; i++)
        if (i != number && council->evidence->pages[i].page->purpose == PAGE_PARTNER && links_there(council, service, page, &council->evidence->pages[i]))
            return true;
    return false;
}

bool service_is_handed_on_to(const struct council_view *council, const struct rubric_service *service, size_t number)
{
    const struct council_evidence *evidence = council->evidence;
    const struct council_page *there = &evidence->pages[number];
    if (!service_page_read(there) || service_never_answers(there) || service_names_another(council, service, there->document) ||
        service_other_sense(service, there->document->title) || !(service_is_front(there->page) || service_says_name(service, there->document->title)))
        return false;
    for (size_t i = 0; i < evidence->page_count; i++) {
        const struct council_page *page = &evidence->pages[i];
        if (page->page->purpose == PAGE_CONTENT && service_page_read(page) && page->assessment->checks[CHECK_EXPLANATION].verdict == VERDICT_NO &&
            service_is_code(service, page->assessment->service) &&
            (service_says_name(service, page->document->title) || page->assessment->service_certainty >= SERVICE_SURE_WITHOUT_NAME) && sends_on_to(council, page, there) &&
            !names_another_there(council, service, page, number))
            return true;
    }
    return false;
}

/* Families get from it to the page: one that they are sent to, or a page that such a one led to and that itself led to a leaflet. */
static bool leads_on(const struct council_view *council, const struct rubric_service *service, size_t number, bool to_leaflet)
{
    size_t before;
    return service_is_partner(council, service, number) || service_is_handed_on_to(council, service, number) ||
           (to_leaflet && service_overview_of(council, number, &before) && leads_on(council, service, before, false));
}

/* "What families said" is for families, whatever it was taken for. */
static bool never_tells_families(const struct council_view *council, const struct council_page *page)
{
    static const char *const REPORTS[] = {"report", "news"};
    return service_never_answers(page) && !(service_page_is(page, REPORTS, 2) && service_reports_to_families(council, page));
}

/* A trust's "Waiting times" tells of podiatry too: what is this service's there are its items. */
bool service_is_below_partner(const struct council_view *council, const struct rubric_service *service, size_t number)
{
    const struct council_page *page = &council->evidence->pages[number];
    size_t overview;
    return service_page_read(page) && !never_tells_families(council, page) && service_sections(council, number)->item_count == 0 &&
           service_overview_of(council, number, &overview) && leads_on(council, service, overview, page->document->type != DOCUMENT_HTML) &&
           !service_names_another(council, service, page->document) && !service_other_sense(service, page->document->title) &&
           !service_traits(council, number)->news && !service_policy_leaflet(council, page->document);
}
