/* Which pages of a council, and of the partners that it signposts, speak of a service, and as what. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "scoring/council/directory_record.h"
#include "scoring/council/service_pages.h"

enum { OFF_TOPIC_BYTES = 300 };

bool service_page_is(const struct council_page *page, const char *const *kinds, size_t count)
{
    return text_is_among(page->assessment->kind ? page->assessment->kind : "", kinds, count);
}

bool service_page_read(const struct council_page *page)
{
    if (!page->document || !page->assessment)
        return false;
    const char *untold = page->assessment->could_not_tell;
    return !untold || !strcmp(untold, "partly read");
}

bool service_policy_leaflet(const struct council_view *council, const struct document *document)
{
    return document_type_is_leaflet(document->type) && rows_matches(council, ROW_POLICY_TITLE, document->title, strlen(document->title));
}

bool service_never_answers(const struct council_page *page)
{
    static const char *const NEVER[] = {"moved", "not_found", "news", "policy", "report"};
    return service_page_is(page, NEVER, sizeof NEVER / sizeof *NEVER);
}

/* ---- what a page is, whatever the service ---- */

/* The year of the latest date in the main content, 0 for none. */
static int latest_year(const struct council_view *council, const struct document *document, const bool *counts)
{
    enum { YEAR = 4 }; /* digits; what is shorter is no date, whatever seeds say, and may be empty */
    const struct regex_set *set = council->rules->rows;
    int64_t latest = 0;
    for (size_t p = 0; p < regex_group_count(set, ROW_DATE); p++)
        for (size_t i = 0; i < document->block_count; i++) {
            const struct block *block = &document->blocks[i];
            struct regex_match match;
            for (size_t at = 0; counts[i] && regex_find(set, regex_group_at(set, ROW_DATE, p), council->scratch, block->text, block->length, at, &match) == REGEX_FOUND &&
                                match.end[0] >= match.start[0] + YEAR; at = match.end[0]) {
                int64_t year;
                char digits[8] = "";
                memcpy(digits, block->text + match.end[0] - YEAR, YEAR); /* the pattern ends with the year */
                if (text_to_int(digits, 1970, 9999, &year) && year > latest)
                    latest = year;
            }
        }
    return (int)latest;
}

/* A consultation that says that it is over, or whose last date lies in an earlier year, which is then `lapsed`. */
static bool old_consultation(const struct council_view *council, const struct document *document, const bool *counts, int *lapsed)
{
    const char *heading = document_first_heading(document);
    if (!rows_matches(council, ROW_CONSULTATION, document->title, strlen(document->title)) && !rows_matches(council, ROW_CONSULTATION, heading, strlen(heading)))
        return false;
    for (size_t i = 0; i < document->block_count; i++)
        if (counts[i] && rows_matches(council, ROW_CONSULTATION_OVER, document->blocks[i].text, document->blocks[i].length))
            return true;
    int latest = latest_year(council, document, counts);
    *lapsed = latest < council->year ? latest : 0;
    return *lapsed != 0;
}

const struct page_traits *service_traits(const struct council_view *council, size_t number)
{
    const struct council_page *page = &council->evidence->pages[number];
    struct page_traits *traits = &council->traits[number];
    if (traits->known)
        return traits;
    bool *counts = council_counts(council, page->document);
    const char *address = page_address(page->page);
    traits->record = directory_record(council->rules, council->scratch, page->document, counts, &traits->description) ||
                     rows_matches(council, ROW_LISTING_TITLE, page->document->title, strlen(page->document->title));
    traits->old_consultation = old_consultation(council, page->document, counts, &traits->lapsed);
    traits->news = traits->old_consultation || rows_matches(council, ROW_NEWS_ADDRESS, address, strlen(address));
    traits->known = true;
    return traits;
}

/* ---- what it is to a service ---- */

/* Their fragments apart; of an address that is NULL never. */
static bool is_same_address(const char *a, const char *b)
{
    if (!a || !b)
        return false;
    size_t n = strcspn(a, "#"), m = strcspn(b, "#");
    return n == m && !memcmp(a, b, n);
}

/* Another page of the council is the same document and was read: an old address that leads there. */
static bool read_elsewhere(const struct council_evidence *evidence, const struct council_page *page)
{
    for (size_t i = 0; i < evidence->page_count; i++) {
        const struct council_page *other = &evidence->pages[i];
        if (other != page && service_page_read(other) && (is_same_address(other->page->final_url, page->page->final_url) || is_same_address(other->page->url, page->page->final_url)))
            return true;
    }
    return false;
}

/* Looking for the role on every page would cost more than judging most. */
static enum key_role key_role_of(const struct council_view *council, const struct rubric_service *service, size_t number, bool coded)
{
    if (!service_is_key_working(service) || (!coded && !service_is_in_text(service, council->evidence->pages[number].document)))
        return KEY_ROLE_UNTOLD;
    return row_key_role(council, number);
}

bool service_is_other_file(const struct page *page)
{
    return page->state == LINK_OK && page->type == DOCUMENT_OTHER;
}

/* Nobody saw it, and it may be there: what is broken is not. A family's browser asks no robots.txt, and opens what is in no form that is read here. */
static bool is_unseen(const struct page *page)
{
    return page->state == LINK_SUSPECT || page->state == LINK_BLOCKED || page->reason == REASON_ROBOTS || page->reason == REASON_LIMIT ||
           page->reason == REASON_TOO_LARGE || service_is_other_file(page);
}

bool service_is_unseen_partner(const struct council_view *council, const struct rubric_service *service, size_t number)
{
    const struct council_page *page = &council->evidence->pages[number];
    return page->page->purpose == PAGE_PARTNER && is_unseen(page->page) && !read_elsewhere(council->evidence, page) && service_is_promised(council, service, number);
}

/* What could not be read has no words of its own: its address, its title or a link to it may
 * name it. */
static bool unreadable_role(const struct council_view *council, const struct rubric_service *service, size_t number)
{
    const struct council_page *page = &council->evidence->pages[number];
    bool unseen = is_unseen(page->page);
    if ((!unseen && page->page->state != LINK_OK) || read_elsewhere(council->evidence, page))
        return false;
    if (unseen) /* what else a page on the service leads to is mostly a form */
        return service_is_promised(council, service, number);
    return (page->page->url && service_says_name(service, page->page->url)) || (page->document && service_says_name(service, page->document->title)) ||
           (page->assessment && service_is_code(service, page->assessment->service)) || service_is_signposted(council, service, number);
}

/* One address lies beneath the other: an overview and a part of it. */
static bool beneath(const char *a, const char *b)
{
    size_t same = 0;
    while (a[same] && a[same] == b[same])
        same++;
    if (a[same] && !strchr("/?#", a[same])) /* of most pairs that is all to be known */
        return false;
    size_t n = strcspn(a, "?#"), m = strcspn(b, "?#");
    while (n && a[n - 1] == '/')
        n--;
    return n && m > n + 1 && !memcmp(a, b, n) && b[n] == '/';
}

bool service_is_step(const char *text)
{
    static const char *const STEPS[] = {"next", "previous", "prev"};
    for (size_t i = 0; i < sizeof STEPS / sizeof *STEPS; i++) {
        size_t n = strlen(STEPS[i]);
        if (text_starts_ignoring_case(text, STEPS[i]) && !rows_word_byte(text[n]))
            return true;
    }
    return false;
}

/* What says more of a service that is told elsewhere, and not of another: what to do if one disagrees, or something of no service's own. */
static bool may_be_a_part(const struct assessment *assessment)
{
    static const char *const OPEN[] = {"advice", "local-offer", "other", "education"};
    return assessment->service_certainty < SERVICE_SURE_WITHOUT_NAME || text_is_among(assessment->service ? assessment->service : "", OPEN, sizeof OPEN / sizeof *OPEN);
}

/* The overview's address lies above: "/ehc-plans" and "/ehc-plans/if-you-disagree". */
static bool is_beneath(const struct council_page *overview, const struct council_page *page)
{
    return beneath(page_address(overview->page), page_address(page->page)) && may_be_a_part(page->assessment);
}

static bool leads_beneath(const struct council_view *council, const struct council_page *overview, const struct council_page *page)
{
    bool there = false;
    if (!is_beneath(overview, page))
        return false;
    for (size_t r = 0; r < overview->reference_count && !there; r++)
        there = council_leads_to(council, &overview->references[r], page);
    return there;
}

static bool has_step(const struct council_page *page)
{
    bool step = false;
    for (size_t r = 0; r < page->reference_count && !step; r++)
        step = page->references[r].text && service_is_step(page->references[r].text);
    return step;
}

/* A part of a guide whose overview names another service: what it says is that service's. */
static bool part_of_another(const struct council_view *council, const struct rubric_service *service, const struct council_page *page)
{
    bool step = has_step(page);
    const char *address = page_address(page->page);
    for (size_t i = 0; i < council->evidence->page_count; i++) {
        const struct council_page *whole = &council->evidence->pages[i];
        if (whole != page && beneath(page_address(whole->page), address) && service_page_read(whole) && whole->page->purpose == PAGE_CONTENT &&
            (step || leads_beneath(council, whole, page)) && service_names_another(council, service, whole->document) &&
            !service_says_name(service, whole->document->title))
            return true;
    }
    return false;
}

bool service_is_beneath(const struct council_view *council, size_t of, size_t number)
{
    const struct council_page *page = &council->evidence->pages[number];
    return service_page_read(page) && is_beneath(&council->evidence->pages[of], page);
}

/* The short breaks statement is for families by law (the Breaks for Carers of Disabled Children Regulations 2011,
 * regulation 5), however much like a policy it is written. */
static bool is_statement(const struct council_view *council, const struct council_page *page)
{
    return rows_matches(council, ROW_STATEMENT_TITLE, page->document->title, strlen(page->document->title));
}

/* The council's own page on the service, by its name, or a part of its guide, is for families however official its words, unless its title says that it is
 * a policy. */
static bool is_own_page(const struct council_view *council, const struct rubric_service *service, const struct council_page *page)
{
    const struct document *document = page->document;
    return page->page->purpose == PAGE_CONTENT && document->type == DOCUMENT_HTML && service_is_in_title(service, document) &&
           (service_says_name(service, document_first_heading(document)) || has_step(page)) && !rows_matches(council, ROW_POLICY_TITLE, document->title, strlen(document->title));
}

/* News, a policy or a report by its words; not the short breaks statement, nor the council's own page on the service. */
static bool is_told_to_others(const struct council_view *council, const struct rubric_service *service, const struct council_page *page)
{
    bool own = !strcmp(page->assessment->kind ? page->assessment->kind : "", "policy") && is_own_page(council, service, page);
    return service_never_answers(page) && !is_statement(council, page) && !own;
}

/* How a page on a wider service speaks of this one, as early help does of its key workers. */
enum part { PART_NONE, PART_NAMED /* in its words */, PART_HEADED /* in a part under its name */ };

static enum part part_of_wider(const struct rubric_service *service, const struct council_page *page)
{
    const struct document *document = page->document;
    enum part part = PART_NONE;
    if (!page->assessment->service || !text_is_among(page->assessment->service, service->wider_services, service->wider_service_count))
        return PART_NONE;
    for (size_t i = 0; part != PART_HEADED && i < document->block_count; i++) {
        const struct block *block = &document->blocks[i];
        if (block->zone == ZONE_MAIN && service_says_name(service, block->text) && !service_other_sense(service, block->text))
            part = service_below_title(block) ? PART_HEADED : PART_NAMED;
    }
    return part;
}

/* "/complaints" is where families of all services complain, and residents of their bins, whatever service its words were taken for. */
static bool is_of_the_site(const struct council_view *council, const struct council_page *page)
{
    const char *address = page_address(page->page), *host = strstr(address, "://"), *path = host ? strchr(host + 3, '/') : NULL;
    bool at_the_top = !path || !strchr(path + 1, '/') || !strchr(path + 1, '/')[1];
    return at_the_top && page->page->purpose == PAGE_CONTENT && rows_matches(council, ROW_SITE_TITLE, page->document->title, strlen(page->document->title));
}

/* More likely the service's than any other's, named in its words, and telling something: "Social care, 16 to 25", which is about the move to adult
 * services. */
static bool is_likely(const struct rubric_service *service, const struct council_page *page)
{
    const double likely = 0.5;
    return page->page->purpose == PAGE_CONTENT && page->document->type == DOCUMENT_HTML && service_is_code(service, page->assessment->service) &&
           page->assessment->service_certainty >= likely && rows_answers_a_check(page->assessment) && service_is_in_text(service, page->document);
}

/* "Early Help", which never says portage: what may be about either service is no page of this one's. */
static bool is_of_wider_alone(const struct council_view *council, const struct rubric_service *service, const struct council_page *page, bool by_name)
{
    return !by_name && service_is_shared_code(council, service, page->assessment->service) && !service_is_in_text(service, page->document);
}

static bool readable_role(const struct council_view *council, const struct rubric_service *service, size_t number, enum page_role *role)
{
    const struct council_page *page = &council->evidence->pages[number];
    const struct assessment *assessment = page->assessment;
    const char *kind = assessment->kind ? assessment->kind : "";
    bool by_name = service_is_in_title(service, page->document) || service_says_own_name(council, service, page->document->title);
    bool coded = service_is_code(service, assessment->service);
    enum key_role key_role = key_role_of(council, service, number, coded);
    bool sure = by_name || assessment->service_certainty >= SERVICE_SURE_WITHOUT_NAME || key_role != KEY_ROLE_UNTOLD || service_is_front_of(service, page);
    bool by_code = (coded && sure) || key_role == KEY_ROLE_NAMED;
    enum part part = by_code || by_name ? PART_NONE : part_of_wider(service, page);
    bool by_part = part != PART_NONE;
    if (!strcmp(kind, "not_found"))
        return false;
    if (!by_code && !by_name && !by_part) {
        *role = ROLE_FALLBACK;
        return is_likely(service, page) && !is_told_to_others(council, service, page) && !is_of_the_site(council, page) && !service_traits(council, number)->news;
    }
    /* A code is a reading of the whole page; a name alone can stand in the title of a page
     * about something else, so a page with another service's code needs it in its heading. */
    if (!by_code && !by_part && !service_says_name(service, document_first_heading(page->document)))
        return false;
    if (by_code && !by_name && is_of_the_site(council, page))
        return false;
    if (by_code && !by_name && key_role != KEY_ROLE_NAMED && (service_names_another(council, service, page->document) || part_of_another(council, service, page)))
        return false;
    const struct page_traits *traits = service_traits(council, number);
    if (service_other_sense(service, page->document->title) || service_other_sense(service, document_first_heading(page->document)))
        *role = ROLE_OTHER_SENSE;
    else if (!strcmp(kind, "moved"))
        *role = ROLE_FALLBACK;
    else if (is_told_to_others(council, service, page) || traits->news || service_policy_leaflet(council, page->document))
        *role = ROLE_NEWS;
    else if ((part == PART_NAMED || is_of_wider_alone(council, service, page, by_name)) && page->document->type == DOCUMENT_HTML) /* a leaflet is to have to hand all the same */
        *role = ROLE_FALLBACK;
    else if (page->page->purpose == PAGE_PARTNER)
        *role = ROLE_PARTNER;
    else if (!strcmp(kind, "directory") || traits->record)
        *role = ROLE_DIRECTORY;
    else
        *role = ROLE_ANSWERS;
    return true;
}

/* A guide's parts are one page: "If you disagree" is about what its overview is about, though
 * it does not say so. A part lies beneath its overview's address, and names no other service. */
bool service_part(const struct council_view *council, const struct rubric_service *service, size_t of, size_t number)
{
    const struct council_page *whole = &council->evidence->pages[of], *page = &council->evidence->pages[number];
    if (page->page->purpose != PAGE_CONTENT || !service_page_read(page) || service_never_answers(page))
        return false;
    const char *a = page_address(whole->page), *b = page_address(page->page);
    return (beneath(a, b) || beneath(b, a)) && !service_names_another(council, service, page->document) && !service_traits(council, number)->news;
}

bool service_role(const struct council_view *council, const struct rubric_service *service, size_t number, enum page_role *role)
{
    const struct council_page *page = &council->evidence->pages[number];
    switch (page->page->purpose) {
    case PAGE_CONTENT:
        if (service_page_read(page))
            return readable_role(council, service, number, role);
        *role = ROLE_UNREADABLE;
        return unreadable_role(council, service, number);
    case PAGE_PARTNER:
        if (service_is_partner(council, service, number))
            return readable_role(council, service, number, role) && *role == ROLE_PARTNER;
        *role = ROLE_PARTNER;
        return service_is_handed_on_to(council, service, number) || service_is_below_partner(council, service, number);
    case PAGE_HOME:
    case PAGE_PURPOSE_COUNT:
        break;
    }
    return false;
}

/* ---- what a link leads to ---- */

/* The words of the page that a link promises to be about a service, and that were read in
 * full, never name it nor were taken for it. A page of few words tells nothing. */
static bool speaks_of(const struct rubric_service *service, const struct council_page *page)
{
    const struct document *document = page->document;
    size_t bytes = 0;
    if (service_is_code(service, page->assessment->service) || service_says_name(service, document->title) ||
        service_says_name(service, page_address(page->page)))
        return true;
    for (size_t i = 0; i < document->block_count; i++) {
        bytes += document->blocks[i].length;
        if (service_says_name(service, document->blocks[i].text))
            return true;
    }
    return bytes < OFF_TOPIC_BYTES || document->partly_read || document->needs_scripts || page->assessment->could_not_tell != NULL;
}

const struct council_page *service_off_topic(const struct service_view *view, const struct reference *reference)
{
    if (!reference->text || !service_says_name(view->service, reference->text) || service_other_sense(view->service, reference->text))
        return NULL;
    size_t number;
    if (!council_page_behind(view->council, reference, &number))
        return NULL;
    const struct council_page *page = &view->council->evidence->pages[number];
    return page->page->state == LINK_OK && service_page_read(page) && !speaks_of(view->service, page) ? page : NULL;
}
