/* Which pages of a council, and of the partners that it signposts, speak of a service, and as what. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "scoring/directory_record.h"
#include "scoring/rows.h"

enum { OFF_TOPIC_BYTES = 300 };
/* How sure the model must be of a page whose title and heading don't name the service: of coded
 * pages below it, told without their author, two in five were about something else. */
static const double SURE_WITHOUT_NAME = 0.9;
/* Kinds that never answer a row (SCORING.md, "From pages to rows"). */
static const char *const NEVER_ANSWER[] = {"moved", "not_found", "news", "policy", "report"};
enum { NEVER_ANSWER_COUNT = sizeof NEVER_ANSWER / sizeof *NEVER_ANSWER };

/* In lower case, a hyphen as a space. */
static char folded(char c)
{
    return c == '-' ? ' ' : text_lower(c);
}

/* The name as whole words; a hyphen and a space are the same. */
static bool names_in(const char *text, const char *name)
{
    char first = folded(name[0]);
    for (const char *at = text; *at; at++) {
        if (folded(*at) != first || (at != text && rows_word_byte(at[-1])))
            continue;
        size_t i = 0;
        while (name[i] && folded(at[i]) == folded(name[i]))
            i++;
        if (!name[i] && !rows_word_byte(at[i]))
            return true;
    }
    return false;
}

static bool names_one_of(const char *text, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (names_in(text, names[i]))
            return true;
    return false;
}

static bool says_name(const struct rubric_service *service, const char *text)
{
    return names_one_of(text, service->names, service->name_count);
}

/* The name stands for something else in these words. */
static bool other_sense(const struct rubric_service *service, const char *text)
{
    return names_one_of(text, service->not_names, service->not_name_count);
}

static bool is_code(const struct rubric_service *service, const char *code)
{
    return text_is_among(code, service->page_services, service->page_service_count);
}

static const char *first_heading(const struct document *document)
{
    for (size_t i = 0; i < document->block_count; i++)
        if (document->blocks[i].kind == BLOCK_HEADING && document->blocks[i].zone == ZONE_MAIN && !document->blocks[i].hidden)
            return document->blocks[i].text;
    return "";
}

static bool is_below_title(const struct block *block)
{
    return block->kind == BLOCK_HEADING && block->level > 1 && block->zone == ZONE_MAIN && !block->hidden;
}

static bool is_of_kind(const struct council_page *page, const char *const *kinds, size_t count)
{
    return text_is_among(page->assessment->kind ? page->assessment->kind : "", kinds, count);
}

/* Whether the page has words that were judged. */
static bool was_read(const struct council_page *page)
{
    if (!page->document || !page->assessment)
        return false;
    const char *untold = page->assessment->could_not_tell;
    return !untold || !strcmp(untold, "partly read");
}

/* The title or the first heading names another service and not this one. */
static bool names_another(const struct council_view *council, const struct rubric_service *service, const struct document *document)
{
    for (size_t i = 0; i < council->texts->service_count; i++) {
        const struct rubric_service *other = &council->texts->services[i];
        if (strcmp(other->id, service->id) != 0 && (says_name(other, document->title) || says_name(other, first_heading(document))))
            return true;
    }
    return false;
}


static bool same_address(const char *a, const char *b)
{
    if (!a || !b)
        return false;
    size_t n = strcspn(a, "#"), m = strcspn(b, "#");
    return n == m && !memcmp(a, b, n);
}

bool service_leads_to(const struct council_evidence *evidence, const struct reference *reference, const struct council_page *page)
{
    const struct target *target = council_target(evidence, reference->target_id);
    return target && (same_address(target->url, page->page->url) || same_address(target->url, page->page->final_url) ||
                      same_address(target->final_url, page->page->final_url));
}

/* ---- what a page is, whatever the service ---- */

static bool matches(const struct council_view *council, size_t group, const char *text, size_t length)
{
    return regex_find_group(council->rules->rows, group, council->scratch, text, length, NULL) == REGEX_FOUND;
}

/* The year of the latest date in the main content, 0 for none. */
static int latest_year(const struct council_view *council, const struct document *document, const bool *counts)
{
    const struct regex_set *set = council->rules->rows;
    int64_t latest = 0;
    for (size_t p = 0; p < regex_group_count(set, ROW_DATE); p++)
        for (size_t i = 0; i < document->block_count; i++) {
            const struct block *block = &document->blocks[i];
            struct regex_match match;
            for (size_t at = 0; counts[i] && regex_find(set, regex_group_at(set, ROW_DATE, p), council->scratch, block->text, block->length, at, &match) == REGEX_FOUND;
                 at = match.end[0]) {
                int64_t year;
                char digits[8] = "";
                memcpy(digits, block->text + match.end[0] - 4, 4); /* the pattern ends with the year */
                if (text_to_int(digits, 1970, 9999, &year) && year > latest)
                    latest = year;
            }
        }
    return (int)latest;
}

/* A consultation that says that it is over, or whose last date lies in an earlier year, which is then `lapsed`. */
static bool old_consultation(const struct council_view *council, const struct document *document, const bool *counts, int *lapsed)
{
    const char *heading = first_heading(document);
    if (!matches(council, ROW_CONSULTATION, document->title, strlen(document->title)) && !matches(council, ROW_CONSULTATION, heading, strlen(heading)))
        return false;
    for (size_t i = 0; i < document->block_count; i++)
        if (counts[i] && matches(council, ROW_CONSULTATION_OVER, document->blocks[i].text, document->blocks[i].length))
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
                     matches(council, ROW_LISTING_TITLE, page->document->title, strlen(page->document->title));
    traits->news = matches(council, ROW_NEWS_ADDRESS, address, strlen(address)) || old_consultation(council, page->document, counts, &traits->lapsed);
    traits->known = true;
    return traits;
}

/* ---- what it is to a service ---- */

/* Another page of the council is the same document and was read: an old address that leads there. */
static bool read_elsewhere(const struct council_evidence *evidence, const struct council_page *page)
{
    for (size_t i = 0; i < evidence->page_count; i++) {
        const struct council_page *other = &evidence->pages[i];
        if (other != page && was_read(other) && (same_address(other->page->final_url, page->page->final_url) || same_address(other->page->url, page->page->final_url)))
            return true;
    }
    return false;
}

static const struct page_traits *targets_of(const struct council_view *council, size_t number)
{
    enum { TARGETS_MOST = 16 }; /* each with its own fragment or old address */
    const struct council_evidence *evidence = council->evidence;
    const struct page *page = evidence->pages[number].page;
    struct page_traits *traits = &council->traits[number];
    if (traits->targets_known)
        return traits;
    int64_t *ids = arena_array(council->work, TARGETS_MOST, sizeof *ids);
    for (size_t i = 0; i < evidence->target_count && traits->target_count < TARGETS_MOST; i++) {
        const struct target *target = &evidence->targets[i];
        if (same_address(target->url, page->url) || same_address(target->url, page->final_url) || same_address(target->final_url, page->final_url))
            ids[traits->target_count++] = target->id;
    }
    traits->targets = ids;
    traits->targets_known = true;
    return traits;
}

/* Key working is told by what it does: many councils have it under a name of their own. */
static bool is_key_working(const struct rubric_service *service)
{
    return !strcmp(service->id, "key-working");
}

/* Whether the main content names the service at all: looking for the role on every page would cost more than judging most. */
static bool speaks_its_name(const struct rubric_service *service, const struct document *document)
{
    for (size_t i = 0; i < document->block_count; i++)
        if (document->blocks[i].zone == ZONE_MAIN && says_name(service, document->blocks[i].text))
            return true;
    return false;
}

static enum key_role key_role_of(const struct council_view *council, const struct rubric_service *service, size_t number, bool coded)
{
    if (!is_key_working(service) || (!coded && !speaks_its_name(service, council->evidence->pages[number].document)))
        return KEY_ROLE_UNTOLD;
    return row_key_role(council, number);
}

static bool leads_to_one(const struct page_traits *traits, const struct reference *reference)
{
    for (size_t i = 0; i < traits->target_count; i++)
        if (traits->targets[i] == reference->target_id)
            return true;
    return false;
}

/* A link with the service's name, or one on a page that is the service's by its content and name, leads there; to a page that is the
 * service's by its own content, one on a page that surely is. Key
 * working goes by many names: to a page that tells what such a worker does any link will do. */
static bool signposted(const struct council_view *council, const struct rubric_service *service, size_t number)
{
    const struct council_evidence *evidence = council->evidence;
    const struct page_traits *to = targets_of(council, number);
    const struct council_page *there = &evidence->pages[number];
    bool any = is_key_working(service) && was_read(there) && row_key_role(council, number) != KEY_ROLE_UNTOLD;
    bool coded = was_read(there) && is_code(service, there->assessment->service ? there->assessment->service : "");
    for (size_t i = 0; i < evidence->page_count; i++) {
        const struct council_page *page = &evidence->pages[i];
        if (page->page->purpose != PAGE_CONTENT || i == number || !was_read(page))
            continue;
        bool about = is_code(service, page->assessment->service ? page->assessment->service : "") &&
                     (says_name(service, page->document->title) || (coded && page->assessment->service_certainty >= SURE_WITHOUT_NAME));
        for (size_t r = 0; r < page->reference_count; r++) {
            const struct reference *reference = &page->references[r];
            if (!leads_to_one(to, reference) || !council_own_link(council, page, reference))
                continue;
            if (any || about || (says_name(service, reference->text) && !other_sense(service, reference->text)))
                return true;
        }
    }
    return false;
}

/* What could not be read has no words of its own: its address, its title or a link to it may
 * name it. */
static bool unreadable_role(const struct council_view *council, const struct rubric_service *service, size_t number)
{
    const struct council_page *page = &council->evidence->pages[number];
    if (page->page->state != LINK_OK || page->page->type == DOCUMENT_OTHER || read_elsewhere(council->evidence, page))
        return false;
    return (page->page->url && says_name(service, page->page->url)) || (page->document && says_name(service, page->document->title)) ||
           (page->assessment && page->assessment->service && is_code(service, page->assessment->service)) || signposted(council, service, number);
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

/* A partner's page that the council's own pages send families to, and that is about the
 * service in its own words too: whoever runs it, families here can have it. */
static bool is_partner(const struct council_view *council, const struct rubric_service *service, size_t number)
{
    const struct council_page *page = &council->evidence->pages[number];
    size_t overview;
    if (!was_read(page) || !page->assessment->service || !is_code(service, page->assessment->service))
        return false;
    bool by_name = says_name(service, page->document->title) || says_name(service, first_heading(page->document));
    if (by_name && service_overview_of(council, number, &overview))
        return true; /* the page of the partner's that families are sent to leads there */
    return (by_name || page->assessment->service_certainty >= SURE_WITHOUT_NAME) && signposted(council, service, number);
}

bool service_is_front(const struct page *page)
{
    const char *host = strstr(page_address(page), "://");
    const char *path = host ? strchr(host + 3, '/') : NULL;
    return page->purpose == PAGE_PARTNER && host && (!path || !path[1] || path[1] == '?' || path[1] == '#');
}

/* The page, which is about the service, sends families to one or two places outside and no more, and the partner's page is one. */
static bool sends_on_to(const struct council_view *council, const struct council_page *page, const struct page_traits *to)
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
        there |= leads_to_one(to, reference);
    }
    return there;
}

/* A page to which one that tells nothing of the service hands its readers on: "Growing up? There's a whole site for you". What is found
 * there is the service's: where it is a site of its own under whatever name, unless it names another service; a page within a site where
 * its title names the service, whatever service its words were taken for. */
static bool is_handed_on_to(const struct council_view *council, const struct rubric_service *service, size_t number)
{
    const struct council_evidence *evidence = council->evidence;
    const struct council_page *there = &evidence->pages[number];
    if (!was_read(there) || (!service_is_front(there->page) && !says_name(service, there->document->title)) || is_of_kind(there, NEVER_ANSWER, NEVER_ANSWER_COUNT) || names_another(council, service, there->document) ||
        other_sense(service, there->document->title))
        return false;
    const struct page_traits *to = targets_of(council, number);
    for (size_t i = 0; i < evidence->page_count; i++) {
        const struct council_page *page = &evidence->pages[i];
        if (page->page->purpose == PAGE_CONTENT && was_read(page) && page->assessment->checks[CHECK_EXPLANATION].verdict == VERDICT_NO &&
            is_code(service, page->assessment->service ? page->assessment->service : "") && says_name(service, page->document->title) &&
            sends_on_to(council, page, to))
            return true;
    }
    return false;
}

/* One address lies beneath the other: an overview and a part of it. */
static bool beneath(const char *a, const char *b)
{
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

/* A part of a guide whose overview names another service: what it says is that service's. */
static bool part_of_another(const struct council_view *council, const struct rubric_service *service, const struct council_page *page)
{
    bool step = false;
    for (size_t r = 0; r < page->reference_count && !step; r++)
        step = page->references[r].text && service_is_step(page->references[r].text);
    const char *address = page_address(page->page);
    for (size_t i = 0; step && i < council->evidence->page_count; i++) {
        const struct council_page *whole = &council->evidence->pages[i];
        if (whole != page && was_read(whole) && beneath(page_address(whole->page), address) &&
            names_another(council, service, whole->document) && !says_name(service, whole->document->title))
            return true;
    }
    return false;
}

/* A leaflet that its title calls a strategy or a procedure, whatever its words were taken for. */
static bool policy_leaflet(const struct council_view *council, const struct document *document)
{
    return (document->type == DOCUMENT_PDF || document->type == DOCUMENT_DOCX) &&
           matches(council, ROW_POLICY_TITLE, document->title, strlen(document->title));
}

/* The short breaks statement is for families by law (the Breaks for Carers of Disabled Children Regulations 2011,
 * regulation 5), however much like a policy it is written. */
static bool is_statement(const struct council_view *council, const struct council_page *page)
{
    return matches(council, ROW_STATEMENT_TITLE, page->document->title, strlen(page->document->title));
}

/* A page that a partner's page on the service leads to: it need not name it again. */
static bool is_below_partner(const struct council_view *council, const struct rubric_service *service, size_t number)
{
    const struct council_page *page = &council->evidence->pages[number];
    size_t overview;
    return was_read(page) && !is_of_kind(page, NEVER_ANSWER, NEVER_ANSWER_COUNT) &&
           service_overview_of(council, number, &overview) &&
           (is_partner(council, service, overview) || is_handed_on_to(council, service, overview)) && !names_another(council, service, page->document) &&
           !other_sense(service, page->document->title) && !service_traits(council, number)->news && !policy_leaflet(council, page->document);
}

/* A page on a wider service that has a part on this one: "The key worker" in early help. */
static bool has_part(const struct rubric_service *service, const struct council_page *page)
{
    const struct document *document = page->document;
    if (!page->assessment->service || !text_is_among(page->assessment->service, service->wider_services, service->wider_service_count))
        return false;
    for (size_t i = 0; i < document->block_count; i++)
        if (is_below_title(&document->blocks[i]) && says_name(service, document->blocks[i].text) && !other_sense(service, document->blocks[i].text))
            return true;
    return false;
}

static bool readable_role(const struct council_view *council, const struct rubric_service *service, size_t number, enum page_role *role)
{
    static const char *const NEWS[] = {"news", "policy", "report"};
    const struct council_page *page = &council->evidence->pages[number];
    const struct assessment *assessment = page->assessment;
    const char *kind = assessment->kind ? assessment->kind : "";
    bool by_name = says_name(service, page->document->title) || says_name(service, first_heading(page->document));
    bool coded = assessment->service && is_code(service, assessment->service);
    enum key_role key_role = key_role_of(council, service, number, coded);
    bool by_code = (coded && (by_name || assessment->service_certainty >= SURE_WITHOUT_NAME || key_role != KEY_ROLE_UNTOLD)) || key_role == KEY_ROLE_NAMED;
    bool by_part = !by_code && !by_name && has_part(service, page);
    if ((!by_code && !by_name && !by_part) || !strcmp(kind, "not_found"))
        return false;
    /* A code is a reading of the whole page; a name alone can stand in the title of a page
     * about something else, so a page with another service's code needs it in its heading. */
    if (!by_code && !by_part && !says_name(service, first_heading(page->document)))
        return false;
    if (by_code && !by_name && key_role != KEY_ROLE_NAMED && (names_another(council, service, page->document) || part_of_another(council, service, page)))
        return false;
    const struct page_traits *traits = service_traits(council, number);
    if (other_sense(service, page->document->title) || other_sense(service, first_heading(page->document)))
        *role = ROLE_OTHER_SENSE;
    else if (!strcmp(kind, "moved"))
        *role = ROLE_MOVED;
    else if ((text_is_among(kind, NEWS, 3) && !is_statement(council, page)) || traits->news || policy_leaflet(council, page->document))
        *role = ROLE_NEWS;
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
    if (page->page->purpose != PAGE_CONTENT || !was_read(page) || is_of_kind(page, NEVER_ANSWER, NEVER_ANSWER_COUNT))
        return false;
    const char *a = page_address(whole->page), *b = page_address(page->page);
    return (beneath(a, b) || beneath(b, a)) && !names_another(council, service, page->document) && !service_traits(council, number)->news;
}

bool service_role(const struct council_view *council, const struct rubric_service *service, size_t number, enum page_role *role)
{
    const struct council_page *page = &council->evidence->pages[number];
    switch (page->page->purpose) {
    case PAGE_CONTENT:
        if (was_read(page))
            return readable_role(council, service, number, role);
        *role = ROLE_UNREADABLE;
        return unreadable_role(council, service, number);
    case PAGE_PARTNER:
        if (is_partner(council, service, number))
            return readable_role(council, service, number, role) && *role == ROLE_PARTNER;
        *role = ROLE_PARTNER;
        return is_handed_on_to(council, service, number) || is_below_partner(council, service, number);
    case PAGE_HOME:
    case PAGE_PURPOSE_COUNT:
        break;
    }
    return false;
}

/* ---- pages over several services ---- */

static bool says_own_name(const struct council_view *council, const struct rubric_service *service, const char *text)
{
    for (size_t i = 0; i < council->own_name_count; i++)
        if (council->own_names[i].service == service && names_in(text, council->own_names[i].name))
            return true;
    return false;
}

const struct rubric_service *service_named_alone(const struct council_view *council, const char *heading)
{
    const struct rubric_service *found = NULL;
    for (size_t i = 0; i < council->texts->service_count; i++) {
        const struct rubric_service *service = &council->texts->services[i];
        bool named = says_name(service, heading) || names_one_of(heading, service->short_names, service->short_name_count) ||
                     says_own_name(council, service, heading);
        if (!named || other_sense(service, heading))
            continue;
        if (found)
            return NULL;
        found = service;
    }
    return found;
}

/* "Our figures" and "You said, we did" are reports to families, whatever kind they were taken for, news and policies too where their
 * title says so; what calls itself a strategy is for a board. */
static bool may_have_sections(const struct council_view *council, size_t number)
{
    static const char *const NEVER[] = {"moved", "not_found", "news", "policy"};
    enum { EVEN_IF_TOLD = 2 };
    const struct council_page *page = &council->evidence->pages[number];
    if (page->page->purpose != PAGE_CONTENT || !was_read(page) || service_traits(council, number)->news)
        return false;
    const char *title = page->document->title;
    bool told = matches(council, ROW_SECTIONS_TITLE, title, strlen(title));
    return !is_of_kind(page, NEVER, told ? EVEN_IF_TOLD : sizeof NEVER / sizeof *NEVER) && !matches(council, ROW_POLICY_TITLE, title, strlen(title));
}

static size_t section_end(const struct document *document, size_t heading)
{
    size_t end = heading + 1;
    while (end < document->block_count && !(is_below_title(&document->blocks[end]) && document->blocks[end].level <= document->blocks[heading].level))
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
        headings += is_below_title(&document->blocks[i]);
    struct page_section *sections = arena_array(council->work, headings + 1, sizeof *sections);
    bool several = false;
    for (size_t i = 0; headings > 1 && i < document->block_count; i++) {
        const struct rubric_service *service = is_below_title(&document->blocks[i]) ? service_named_alone(council, document->blocks[i].text) : NULL;
        if (!service)
            continue;
        several |= count > 0 && sections[0].service != service;
        sections[count++] = (struct page_section){(uint32_t)i, (uint32_t)section_end(document, i), service};
    }
    traits->sections = sections;
    traits->section_count = several ? count : 0;
    return traits;
}

/* ---- what a link leads to ---- */

/* The words of the page that a link promises to be about a service, and that were read in
 * full, never name it nor were taken for it. A page of few words tells nothing. */
static bool speaks_of(const struct rubric_service *service, const struct council_page *page)
{
    const struct document *document = page->document;
    size_t bytes = 0;
    if (is_code(service, page->assessment->service ? page->assessment->service : "") || says_name(service, document->title) ||
        says_name(service, page_address(page->page)))
        return true;
    for (size_t i = 0; i < document->block_count; i++) {
        bytes += document->blocks[i].length;
        if (says_name(service, document->blocks[i].text))
            return true;
    }
    return bytes < OFF_TOPIC_BYTES || document->partly_read || document->needs_scripts || page->assessment->could_not_tell != NULL;
}

const struct council_page *service_off_topic(const struct service_view *view, const struct reference *reference)
{
    const struct council_evidence *evidence = view->council->evidence;
    if (!reference->text || !says_name(view->service, reference->text) || other_sense(view->service, reference->text))
        return NULL;
    for (size_t i = 0; i < evidence->page_count; i++) {
        const struct council_page *page = &evidence->pages[i];
        if (page->page->state == LINK_OK && was_read(page) && service_leads_to(evidence, reference, page))
            return speaks_of(view->service, page) ? NULL : page;
    }
    return NULL;
}
