/* Rows about what can be reached and kept: leaflets, links, clicks, dates, ages. row_same.c holds leaflets against pages. */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/clock.h"
#include "base/text.h"
#include "scoring/rows.h"

enum { CLICKS_YES = 4, CLICKS_CONCERNS = 6, FRESH_SECONDS = 366 * 24 * 3600, AHEAD_SECONDS = 31 * 24 * 3600 };

const char *rows_title(const struct service_page *page)
{
    return *page->page->document->title ? page->page->document->title : page->page->page->url;
}

/* ---- to_hand ---- */

/* What there is to have to hand, from nothing to something for families. */
/* Certainty of links that mostly could not be tried, or whose pages may use other words for what they promise. */
#define A_PERSON_LOOKS 0.7

enum offer { OFFER_NONE, OFFER_LATER, OFFER_POLICY, OFFER_FORM, OFFER_LEAFLET };

static bool is_form(const struct council_view *council, const char *text)
{
    return rows_matches(council, ROW_FORM_TITLE, text, strlen(text));
}

/* A strategy or a procedure by its title. */
static bool is_policy(const struct council_view *council, const char *text)
{
    return rows_matches(council, ROW_POLICY_TITLE, text, strlen(text));
}

static enum offer titled(const struct council_view *council, const char *title)
{
    return is_form(council, title) ? OFFER_FORM : is_policy(council, title) ? OFFER_POLICY : OFFER_LEAFLET;
}

bool rows_is_for_families(const struct service_view *view, const struct service_page *leaflet)
{
    return titled(view->council, rows_title(leaflet)) == OFFER_LEAFLET;
}

static bool is_file(const char *url)
{
    static const char *const ENDS[] = {".pdf", ".docx", ".doc", ".rtf", ".odt"};
    size_t length = strcspn(url, "?#");
    for (size_t i = 0; i < sizeof ENDS / sizeof *ENDS; i++) {
        size_t n = strlen(ENDS[i]);
        if (length > n && text_find_ignoring_case(url + length - n, n, ENDS[i]))
            return true;
    }
    return false;
}

/* What a link's own words promise and its target holds. A web page is no leaflet, and a
 * leaflet that is not there is none. */
static enum offer linked_offer(const struct council_view *council, const struct reference *reference)
{
    const struct council_evidence *evidence = council->evidence;
    const struct target *target = council_target(evidence, reference->target_id);
    if (!target || target->state == LINK_BROKEN)
        return OFFER_NONE;
    for (size_t i = 0; i < evidence->page_count; i++) {
        const struct council_page *page = &evidence->pages[i];
        if (!page->document || !service_leads_to(evidence, reference, page))
            continue;
        const char *kind = page->assessment && page->assessment->kind ? page->assessment->kind : "";
        if (page->document->type != DOCUMENT_PDF && page->document->type != DOCUMENT_DOCX)
            return OFFER_NONE;
        return !strcmp(kind, "policy") || !strcmp(kind, "report") ? OFFER_POLICY : titled(council, *page->document->title ? page->document->title : reference->text);
    }
    return is_file(target->url) ? titled(council, reference->text) : OFFER_NONE;
}

/* What the words that the page was judged by amount to. */
static enum offer quoted_offer(const struct service_view *view, const struct service_page *page, const struct evidence *evidence)
{
    enum { LINK_WORDS_LEAST = 4 };
    enum offer best = OFFER_NONE;
    bool linked = false;
    for (size_t r = 0; r < page->page->reference_count; r++) {
        const struct reference *reference = &page->page->references[r];
        if (!reference->text || strlen(reference->text) < LINK_WORDS_LEAST ||
            !text_find_ignoring_case(evidence->quote, strlen(evidence->quote), reference->text))
            continue;
        enum offer here = linked_offer(view->council, reference);
        best = here > best ? here : best;
        linked = true;
    }
    if (linked)
        return best;
    const struct document *document = page->page->document;
    bool heading = evidence->block >= 0 && (size_t)evidence->block < document->block_count && document->blocks[evidence->block].kind == BLOCK_HEADING;
    if (heading)
        return OFFER_NONE; /* a web page by that name */
    return titled(view->council, evidence->quote);
}

/* The best of the page's quotes on what there is to have to hand. */
static enum offer page_offer(const struct service_view *view, const struct service_page *page, const struct evidence **quote)
{
    const struct judgement *available = &page->page->assessment->criteria[CRITERION_AVAILABLE];
    enum offer best = OFFER_NONE;
    *quote = NULL;
    if (available->verdict != VERDICT_YES && available->verdict != VERDICT_CONCERNS)
        return OFFER_NONE;
    for (size_t i = 0; i < available->evidence_count; i++) {
        enum offer here = quoted_offer(view, page, &available->evidence[i]);
        if (here == OFFER_LEAFLET && available->verdict == VERDICT_CONCERNS)
            here = !strcmp(available->reason, "policy-only") ? OFFER_POLICY : OFFER_LATER; /* the page's words say so */
        if (here > best) {
            best = here;
            *quote = &available->evidence[i];
        }
    }
    return best;
}

static void set_offer(struct row_verdict *row, enum offer offer)
{
    static const char *const REASONS[] = {[OFFER_NONE] = "none-found-online", [OFFER_LATER] = "pack-later", [OFFER_POLICY] = "policy-only",
                                          [OFFER_FORM] = "form-only", [OFFER_LEAFLET] = ""};
    rows_set(row, offer == OFFER_LEAFLET ? VERDICT_YES : offer == OFFER_NONE ? VERDICT_NO : VERDICT_CONCERNS, REASONS[offer]);
}

/* Leaflets that were read: the families' before forms, these before policies, which are
 * among the pages that answer nothing else. */
static enum offer read_leaflets(const struct service_view *view, const struct service_page **leaflet)
{
    enum offer best = OFFER_NONE;
    for (size_t i = 0; i < view->page_count; i++) {
        const struct service_page *page = &view->pages[i];
        if (!page->leaflet || (page->role == ROLE_PARTNER && i >= view->speaking) || page->role > ROLE_NEWS)
            continue;
        enum offer here = page->role == ROLE_NEWS ? OFFER_POLICY : titled(view->council, rows_title(page));
        if (here > best) {
            best = here;
            *leaflet = page;
        }
    }
    return best;
}

/* A web page that offers copies on paper. */
bool rows_paper_copies(const struct service_view *view, struct row_hit *hit)
{
    for (size_t i = 0; i < view->speaking; i++)
        if (view->pages[i].role != ROLE_DIRECTORY && rows_find(view, &view->pages[i], view->council->rules->rows, ROW_PAPER_COPIES, hit))
            return true;
    return false;
}

/* By a link's words. */
static bool leads_to_form(const struct council_view *council, const char *text)
{
    return is_form(council, text) || rows_matches(council, ROW_APPLY_LINK, text, strlen(text));
}

/* The link to what might have been a leaflet or a form. */
static void broken_leaflet(const struct service_view *view, struct row_verdict *row)
{
    for (size_t i = 0; i < view->speaking; i++) {
        const struct council_page *page = view->pages[i].page;
        for (size_t r = 0; r < page->reference_count; r++) {
            const struct target *target = council_target(view->council->evidence, page->references[r].target_id);
            const char *text = page->references[r].text;
            if (target && text && target->state == LINK_BROKEN && (is_file(target->url) || leads_to_form(view->council, text)) && !row->judgement.near_miss.quote)
                rows_near_miss(row, rows_words(view->council, page, text, ""), "the link to it is broken");
        }
    }
}

/* A link to a form to fill in on the web, where there is nothing else: a route, and little to have to hand. */
static bool form_alone(const struct service_view *view, struct row_verdict *row)
{
    for (size_t i = 0; i < view->helping; i++) { /* a partner's form is where the council sends families too */
        const struct council_page *page = view->pages[i].page;
        if (!page->document->has_forms || !leads_to_form(view->council, page->document->title))
            continue;
        rows_add(view->council, row, rows_words(view->council, page, page->document->title, "a form to fill in on the web"));
        return true;
    }
    const struct council_view *council = view->council;
    for (size_t i = 0; i < view->speaking; i++) {
        const struct council_page *page = view->pages[i].page;
        for (size_t r = 0; r < page->reference_count; r++) {
            const struct reference *reference = &page->references[r];
            const struct target *target = council_target(council->evidence, reference->target_id);
            if (!target || target->state != LINK_OK || !council_own_link(council, page, reference) || !leads_to_form(council, reference->text))
                continue;
            rows_add(council, row, rows_words(council, page, reference->text, "a link to a form"));
            return true;
        }
    }
    return false;
}

void row_to_hand(const struct service_view *view, struct row_verdict *row)
{
    const struct council_view *council = view->council;
    const struct service_page *leaflet = NULL;
    struct row_hit hit;
    enum offer best = read_leaflets(view, &leaflet);
    double certainty = 1;
    if (leaflet) {
        rows_add(council, row, rows_words(council, leaflet->page, rows_title(leaflet), "a leaflet’s title"));
        row->detail = best == OFFER_LEAFLET ? "leaflet" : "";
    }
    for (size_t i = 0; i < view->speaking; i++) {
        const struct evidence *quote = NULL;
        enum offer here = view->pages[i].leaflet ? OFFER_NONE : page_offer(view, &view->pages[i], &quote);
        if (!quote || here < best)
            continue;
        if (here > best) { /* what was less is no ground for it */
            row->judgement.evidence_count = 0;
            certainty = view->pages[i].page->assessment->criteria[CRITERION_AVAILABLE].certainty;
        }
        best = here;
        rows_add(council, row, rows_words(council, view->pages[i].page, quote->quote, quote->where ? quote->where : "text"));
    }
    if (best != OFFER_LEAFLET && rows_paper_copies(view, &hit)) {
        best = OFFER_LEAFLET;
        certainty = 1;
        row->judgement.evidence_count = 0;
        rows_add(council, row, rows_quote(council, hit.page->page, hit.block, hit.offset, hit.cue));
    }
    if (best == OFFER_NONE && form_alone(view, row))
        best = OFFER_FORM;
    set_offer(row, best);
    rows_at_most(row, certainty);
    if (best == OFFER_NONE)
        broken_leaflet(view, row);
}

/* ---- signposts ---- */

/* An address on the web that is not the page itself. */
static bool helps(const struct target *target, const struct page *page)
{
    size_t n = strcspn(target->url, "#");
    const char *own = page_address(page);
    return text_starts_ignoring_case(target->url, "http") && !(strcspn(own, "#") == n && !memcmp(own, target->url, n));
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
                if (council_own_link(council, page, &page->references[r]) && service_leads_to(evidence, &page->references[r], view->pages[p].page))
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
    unsigned off_topic = 0;
    const struct reference *live = NULL;
    const struct council_page *live_page = NULL;
    for (size_t i = 0; i < view->answering; i++) {
        const struct council_page *page = view->pages[i].page;
        for (size_t r = 0; r < page->reference_count; r++) {
            const struct reference *reference = &page->references[r];
            const struct target *target = council_target(council->evidence, reference->target_id);
            if (!target || !helps(target, page->page) || !council_own_link(council, page, reference))
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
                struct evidence evidence = rows_words(council, page, reference->text, arena_printf(council->arena, "a link to %.300s: %s", target->url,
                                                                                                     link_reason_word(target->reason)));
                evidence.against = true;
                rows_add(council, row, evidence);
            }
        }
    }
    unsigned broken = counts[LINK_BROKEN], ok = counts[LINK_OK], unknown = counts[LINK_SUSPECT] + counts[LINK_BLOCKED] + counts[LINK_NOT_CHECKED];
    row->detail = arena_printf(council->arena, "ok %u broken %u suspect %u blocked %u", ok, broken, counts[LINK_SUSPECT],
                               counts[LINK_BLOCKED] + counts[LINK_NOT_CHECKED]);
    if (broken > ok)
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

/* ---- findable ---- */

void row_findable(const struct service_view *view, struct row_verdict *row)
{
    const struct council_view *council = view->council;
    const struct service_page *nearest = NULL;
    int clicks = -1;
    for (size_t i = 0; i < view->helping; i++) {
        int here = council->clicks[view->pages[i].page - council->evidence->pages];
        if (here < 0 || (nearest && here >= clicks))
            continue;
        nearest = &view->pages[i];
        clicks = here;
    }
    if (!nearest) {
        rows_set(row, VERDICT_NO, "no-link-leads-here");
        rows_near_miss(row, rows_words(council, view->pages[0].page, rows_title(&view->pages[0]), ""), "found in the site map only: no link led to it");
        return;
    }
    int home = council->evidence->visit->clicks_from_home;
    const char *where = arena_printf(council->arena, clicks == 1 ? "%d click from the Local Offer’s first page" : "%d clicks from the Local Offer’s first page", clicks);
    row->detail = home >= 0 ? arena_printf(council->arena, clicks == 1 ? "%d click, %d from the council’s home page" : "%d clicks, %d from the council’s home page", clicks, clicks + home)
                            : arena_printf(council->arena, clicks == 1 ? "%d click" : "%d clicks", clicks);
    rows_set(row, clicks <= CLICKS_YES ? VERDICT_YES : clicks <= CLICKS_CONCERNS ? VERDICT_CONCERNS : VERDICT_NO,
             clicks <= CLICKS_YES ? "" : "many-clicks");
    rows_add(council, row, rows_words(council, nearest->page, rows_title(nearest), where));
}

/* ---- current ---- */

/* "2026", "2026-03" and "2026-03-14" to the last second that they can mean. */
static bool last_moment(const char *date, int64_t *instant)
{
    char full[32];
    int64_t year, month;
    char part[8] = "";
    size_t n = strlen(date);
    if (n == 10)
        return clock_parse_iso(date, instant);
    if (n != 4 && n != 7)
        return false;
    memcpy(part, date, 4);
    if (!text_to_int(part, 1990, 2100, &year))
        return false;
    month = 12;
    if (n == 7 && !text_to_int(date + 5, 1, 12, &month))
        return false;
    snprintf(full, sizeof full, "%04d-%02d-28", (int)year, (int)month);
    return clock_parse_iso(full, instant);
}

/* The date of a line that is one: "April 2019" is 2019-04, "2021 edition" is 2021. NULL without a year. */
static const char *edition_date(const struct council_view *council, const char *text)
{
    static const char MONTHS[] = "janfebmaraprmayjunjulaugsepoctnovdec", SEASONS[] = "winsprsumaut"; /* to their last month */
    for (const char *at = text; (at = strpbrk(at, "0123456789")) != NULL; at += strspn(at, "0123456789")) {
        if (strspn(at, "0123456789") != 4)
            continue;
        const char *word = at; /* the one before the year */
        while (word > text && word[-1] == ' ')
            word--;
        while (word > text && rows_word_byte(word[-1]))
            word--;
        for (int m = 0; m < 12; m++)
            if (strncasecmp(word, MONTHS + 3 * m, 3) == 0)
                return arena_printf(council->work, "%.4s-%02d", at, m + 1);
        for (int s = 0; s < 4; s++)
            if (strncasecmp(word, SEASONS + 3 * s, 3) == 0)
                return arena_printf(council->work, "%.4s-%02d", at, 3 * s + 2);
        return arena_copy_n(council->work, at, 4);
    }
    return NULL;
}

/* When a page or leaflet says that it was checked. */
struct stamp {
    const struct service_page *page;
    const char *date; /* as struct facts has it; NULL where there is none */
    size_t block, offset;
};

static bool is_edition(const struct council_view *council, size_t group, const struct block *block)
{
    enum { LINE_BYTES = 110 };
    return block->length <= LINE_BYTES && rows_matches(council, group, block->text, block->length);
}

/* A leaflet that says no more than "May 2025" on its first lines or its last is as old as that. */
static struct stamp edition(const struct council_view *council, const struct service_page *page)
{
    enum { FIRST = 10, LAST = 5 };
    const struct document *document = page->page->document;
    for (size_t i = 0; i < document->block_count; i++)
        if ((i < FIRST || i + LAST >= document->block_count) && page->counts[i] && is_edition(council, ROW_EDITION, &document->blocks[i]))
            return (struct stamp){page, edition_date(council, document->blocks[i].text), i, 0};
    return (struct stamp){.page = page};
}

/* So is a web page that says it in a line of its own, as a journal does: below its title, or at its end. */
static struct stamp dateline(const struct council_view *council, const struct service_page *page)
{
    const struct document *document = page->page->document;
    size_t after_title = SIZE_MAX, last = SIZE_MAX;
    for (size_t i = 0; i < document->block_count; i++) {
        if (!page->counts[i])
            continue;
        if (after_title == SIZE_MAX && i > 0 && document->blocks[i - 1].kind == BLOCK_HEADING && document->blocks[i - 1].level == 1)
            after_title = i;
        last = i;
    }
    const size_t lines[] = {after_title, last};
    for (size_t k = 0; k < 2; k++)
        if (lines[k] != SIZE_MAX && document->blocks[lines[k]].kind == BLOCK_PARAGRAPH && is_edition(council, ROW_DATELINE, &document->blocks[lines[k]]))
            return (struct stamp){page, edition_date(council, document->blocks[lines[k]].text), lines[k], 0};
    return (struct stamp){.page = page};
}

static struct stamp stamp_of(const struct council_view *council, const struct service_page *page)
{
    const struct fact_place *place = facts_place(&page->places, FACT_REVIEW_DATE, UINT32_MAX);
    if (!page->facts.review_date)
        return page->leaflet ? edition(council, page) : dateline(council, page);
    return (struct stamp){page, page->facts.review_date, place && place->block >= 0 ? (size_t)place->block : SIZE_MAX, place ? place->offset : 0};
}

void row_current(const struct service_view *view, struct row_verdict *row)
{
    const struct council_view *council = view->council;
    struct stamp newest = {0};
    int64_t latest = -1, as_of = council->evidence->as_of;
    for (size_t i = 0; i < view->speaking; i++) {
        int64_t when;
        if (!rows_tells(view, &view->pages[i]))
            continue;
        struct stamp here = stamp_of(council, &view->pages[i]);
        if (!here.date || !last_moment(here.date, &when) || (as_of >= 0 && when > as_of + AHEAD_SECONDS && strlen(here.date) == 10))
            continue;
        if (when > latest) {
            latest = when;
            newest = here;
        }
    }
    if (!newest.page) {
        rows_set(row, VERDICT_NO, "no-date");
        return;
    }
    bool fresh = as_of < 0 || latest + FRESH_SECONDS >= as_of;
    rows_set(row, fresh ? VERDICT_YES : VERDICT_CONCERNS, fresh ? "" : REASON_OVER_A_YEAR);
    row->detail = arena_copy(council->arena, newest.date);
    if (newest.block != SIZE_MAX)
        rows_add(council, row, rows_quote(council, newest.page->page, newest.block, newest.offset, "review-date"));
}

/* ---- ages ---- */

struct ages {
    int low, high; /* high -1 is open */
    bool any;
};

static void widen(struct ages *ages, const struct facts *facts)
{
    if (facts->age_min < 0 && facts->age_max < 0)
        return;
    int low = facts->age_min < 0 ? 0 : facts->age_min;
    if (!ages->any) {
        *ages = (struct ages){low, facts->age_max, true};
        return;
    }
    if (low < ages->low)
        ages->low = low;
    if (facts->age_max < 0 || (ages->high >= 0 && facts->age_max > ages->high))
        ages->high = facts->age_max;
}

/* "More than early years?" EDCM's widest bin is 0 to 17 and over (2012, page 15): from about the service's first age to 17 is all ages, or most of
 * those that are the service's own. */
static enum verdict reach(const struct rubric_service *service, const struct ages *ages)
{
    enum { GROWN = 17, LATE_START = 6, ALMOST_ALL = 24 };
    int from = service->age_min < 0 ? 0 : service->age_min, to = service->age_max < 0 ? 25 : service->age_max;
    int high = ages->high >= 0 && ages->high < to ? ages->high : to;
    bool from_birth = service->ages_from_birth && high >= ALMOST_ALL; /* "young people from 16 to 25" is who may ask by themselves */
    int low = ages->low > from && !from_birth ? ages->low : from;
    double share = high < low ? 0 : (double)(high - low + 1) / (to - from + 1);
    if (share >= 0.7 || (high >= GROWN && low <= from + LATE_START))
        return VERDICT_YES;
    return share >= 0.35 ? VERDICT_CONCERNS : VERDICT_NO;
}

void row_all_ages(const struct service_view *view, struct row_verdict *row)
{
    const struct council_view *council = view->council;
    struct ages ages = {0};
    for (size_t i = 0; i < view->helping; i++) {
        if (ages.any && view->pages[i].role == ROLE_PARTNER)
            break; /* the council's own word */
        const struct fact_place *place = facts_place(&view->pages[i].places, FACT_AGE, UINT32_MAX);
        widen(&ages, &view->pages[i].facts);
        if (place && place->block >= 0)
            rows_add(council, row, rows_quote(council, view->pages[i].page, (size_t)place->block, place->offset, "ages"));
    }
    if (!ages.any) {
        struct row_hit hit = {0};
        for (size_t i = 0; i < view->helping && !hit.page; i++)
            (void)rows_find(view, &view->pages[i], council->rules->rows, ROW_AGE_WORDS, &hit);
        rows_set(row, hit.page ? VERDICT_CONCERNS : VERDICT_NO, hit.page ? "no-clear-ages" : "no-ages-given");
        row->detail = "none"; /* the report counts it apart */
        if (hit.page) {
            rows_add(council, row, rows_quote(council, hit.page->page, hit.block, hit.offset, hit.cue));
            return;
        }
        rows_add(council, row, rows_words(council, view->pages[0].page, rows_title(&view->pages[0]), "the page’s title; no ages on it"));
        return;
    }
    row->detail = ages.high < 0 ? arena_printf(council->arena, "%d-", ages.low) : arena_printf(council->arena, "%d-%d", ages.low, ages.high);
    enum verdict verdict = reach(view->service, &ages);
    rows_set(row, verdict, verdict == VERDICT_YES ? "" : "some-ages-only");
}
