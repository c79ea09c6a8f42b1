/* Rows about what can be reached and kept: leaflets, links, clicks, dates, ages. */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "scoring/rows.h"

enum { CLICKS_YES = 4, CLICKS_CONCERNS = 6, FRESH_SECONDS = 366 * 24 * 3600, AHEAD_SECONDS = 31 * 24 * 3600 };

static const char *title_of(const struct service_page *page)
{
    return *page->page->document->title ? page->page->document->title : page->page->page->url;
}

/* ---- to_hand ---- */

/* What there is to have to hand, from nothing to something for families. */
enum offer { OFFER_NONE, OFFER_LATER, OFFER_POLICY, OFFER_FORM, OFFER_LEAFLET };

static bool is_form(const char *text)
{
    return text_find_ignoring_case(text, strlen(text), "form") != NULL && !text_find_ignoring_case(text, strlen(text), "information") &&
           !text_find_ignoring_case(text, strlen(text), "form of");
}

/* A strategy or a procedure by its title. */
static bool is_policy(const struct council_view *council, const char *text)
{
    return regex_find_group(council->rules->rows, ROW_POLICY_TITLE, council->scratch, text, strlen(text), NULL) == REGEX_FOUND;
}

static enum offer titled(const struct council_view *council, const char *title)
{
    return is_form(title) ? OFFER_FORM : is_policy(council, title) ? OFFER_POLICY : OFFER_LEAFLET;
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

static void set_offer(struct row_verdict *row, enum offer offer, double certainty)
{
    static const char *const REASONS[] = {[OFFER_NONE] = "none-found-online", [OFFER_LATER] = "pack-later", [OFFER_POLICY] = "policy-only",
                                          [OFFER_FORM] = "form-only", [OFFER_LEAFLET] = ""};
    rows_set(row, offer == OFFER_LEAFLET ? VERDICT_YES : offer == OFFER_NONE ? VERDICT_NO : VERDICT_CONCERNS, certainty, REASONS[offer]);
}

/* Leaflets that were read: the families' before forms, these before policies, which are
 * among the pages that answer nothing else. */
static enum offer read_leaflets(const struct service_view *view, const struct service_page **leaflet)
{
    enum offer best = OFFER_NONE;
    for (size_t i = 0; i < view->page_count; i++) {
        const struct service_page *page = &view->pages[i];
        if (!page->leaflet || page->role == ROLE_PARTNER || page->role > ROLE_NEWS)
            continue;
        enum offer here = page->role == ROLE_NEWS ? OFFER_POLICY : titled(view->council, title_of(page));
        if (here > best) {
            best = here;
            *leaflet = page;
        }
    }
    return best;
}

/* A web page that offers copies on paper. */
static bool offers_copies(const struct service_view *view, struct row_hit *hit)
{
    for (size_t i = 0; i < view->answering; i++)
        if (view->pages[i].role == ROLE_ANSWERS && rows_find(view, &view->pages[i], view->council->rules->rows, ROW_PAPER_COPIES, hit))
            return true;
    return false;
}

/* The link to what might have been a leaflet. */
static void broken_leaflet(const struct service_view *view, struct row_verdict *row)
{
    for (size_t i = 0; i < view->answering; i++) {
        const struct council_page *page = view->pages[i].page;
        for (size_t r = 0; r < page->reference_count; r++) {
            const struct target *target = council_target(view->council->evidence, page->references[r].target_id);
            if (target && target->state == LINK_BROKEN && is_file(target->url) && page->references[r].text && !row->judgement.near_miss.quote)
                rows_near_miss(row, rows_words(view->council, page, page->references[r].text, ""), "the link to it is broken");
        }
    }
}

void row_to_hand(const struct service_view *view, struct row_verdict *row)
{
    const struct council_view *council = view->council;
    const struct service_page *leaflet = NULL;
    struct row_hit hit;
    enum offer best = read_leaflets(view, &leaflet);
    double certainty = 0.85;
    if (leaflet) {
        rows_add(council, row, rows_words(council, leaflet->page, title_of(leaflet), "a leaflet’s title"));
        row->detail = best == OFFER_LEAFLET ? "leaflet" : "";
    }
    for (size_t i = 0; i < view->answering; i++) {
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
    if (best != OFFER_LEAFLET && offers_copies(view, &hit)) {
        best = OFFER_LEAFLET;
        certainty = 0.75;
        row->judgement.evidence_count = 0;
        rows_add(council, row, rows_quote(council, hit.page->page, hit.block, hit.offset, regex_id(hit.pattern)));
    }
    set_offer(row, best, best == OFFER_NONE ? 0.8 : certainty);
    if (best == OFFER_NONE)
        broken_leaflet(view, row);
}

/* ---- signposts ---- */

/* An address on the web that is not the page itself. */
static bool helps(const struct target *target, const struct page *page)
{
    size_t n = strcspn(target->url, "#");
    const char *own = page->final_url ? page->final_url : page->url;
    return text_starts_ignoring_case(target->url, "http") && !(strcspn(own, "#") == n && !memcmp(own, target->url, n));
}

void row_signposts(const struct service_view *view, struct row_verdict *row)
{
    const struct council_view *council = view->council;
    unsigned counts[LINK_STATE_COUNT] = {0};
    unsigned off_topic = 0;
    const struct reference *live = NULL;
    const struct council_page *live_page = NULL;
    for (size_t i = 0; i < view->answering; i++) {
        const struct council_page *page = view->pages[i].page;
        for (size_t r = 0; r < page->reference_count; r++) {
            const struct reference *reference = &page->references[r];
            const struct target *target = council_target(council->evidence, reference->target_id);
            if (!target || !helps(target, page->page) || !council_own_link(council, reference))
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
    if (broken && broken >= ok)
        rows_set(row, VERDICT_NO, 0.9, "mostly-broken");
    else if (broken)
        rows_set(row, VERDICT_CONCERNS, 0.95, "some-broken");
    else if (off_topic)
        rows_set(row, VERDICT_CONCERNS, 0.7, "off-topic"); /* other words may be used there: a person looks */
    else if (ok)
        rows_set(row, VERDICT_YES, unknown > ok ? 0.7 : 0.95, "");
    else if (unknown)
        rows_set(row, VERDICT_CANNOT_TELL, 0.5, "could-not-be-checked");
    else
        rows_set(row, VERDICT_NOT_APPLICABLE, 0.9, "no-links"); /* nothing to test: never called broken */
    if (row->judgement.verdict == VERDICT_YES && live)
        rows_add(council, row, rows_words(council, live_page, live->text, "a link that works"));
    else if (live && row->judgement.verdict == VERDICT_NO)
        rows_near_miss(row, rows_words(council, live_page, live->text, ""), "this link works, but at least as many are broken");
}

/* ---- findable ---- */

void row_findable(const struct service_view *view, struct row_verdict *row)
{
    const struct council_view *council = view->council;
    const struct service_page *nearest = NULL;
    for (size_t i = 0; i < view->answering; i++)
        if (view->pages[i].page->page->clicks >= 0 && (!nearest || view->pages[i].page->page->clicks < nearest->page->page->clicks))
            nearest = &view->pages[i];
    if (!nearest) {
        rows_set(row, VERDICT_NO, 0.85, "no-link-leads-here");
        rows_near_miss(row, rows_words(council, view->pages[0].page, title_of(&view->pages[0]), ""), "found in the site map only: no link led to it");
        return;
    }
    int clicks = nearest->page->page->clicks, home = council->evidence->visit->clicks_from_home;
    const char *where = arena_printf(council->arena, clicks == 1 ? "%d click from the Local Offer’s first page" : "%d clicks from the Local Offer’s first page", clicks);
    row->detail = home >= 0 ? arena_printf(council->arena, clicks == 1 ? "%d click, %d from the council’s home page" : "%d clicks, %d from the council’s home page", clicks, clicks + home)
                            : arena_printf(council->arena, clicks == 1 ? "%d click" : "%d clicks", clicks);
    rows_set(row, clicks <= CLICKS_YES ? VERDICT_YES : clicks <= CLICKS_CONCERNS ? VERDICT_CONCERNS : VERDICT_NO, 0.95,
             clicks <= CLICKS_YES ? "" : "many-clicks");
    rows_add(council, row, rows_words(council, nearest->page, title_of(nearest), where));
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

void row_current(const struct service_view *view, struct row_verdict *row)
{
    const struct council_view *council = view->council;
    const struct service_page *newest = NULL;
    int64_t latest = -1, as_of = council->evidence->as_of;
    for (size_t i = 0; i < view->answering; i++) {
        int64_t when;
        const char *date = view->pages[i].facts.review_date;
        if (!date || !last_moment(date, &when) || (as_of >= 0 && when > as_of + AHEAD_SECONDS && strlen(date) == 10))
            continue;
        if (when > latest) {
            latest = when;
            newest = &view->pages[i];
        }
    }
    if (!newest) {
        rows_set(row, VERDICT_NO, 0.9, "no-date");
        return;
    }
    const struct fact_place *place = facts_place(&newest->places, FACT_REVIEW_DATE, UINT32_MAX);
    bool fresh = as_of < 0 || latest + FRESH_SECONDS >= as_of;
    rows_set(row, fresh ? VERDICT_YES : VERDICT_CONCERNS, 0.95, fresh ? "" : "over-a-year-ago");
    row->detail = arena_copy(council->arena, newest->facts.review_date);
    if (place && place->block >= 0)
        rows_add(council, row, rows_quote(council, newest->page, (size_t)place->block, place->offset, "review-date"));
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

void row_all_ages(const struct service_view *view, struct row_verdict *row)
{
    const struct council_view *council = view->council;
    struct ages ages = {0};
    for (size_t i = 0; i < view->answering; i++) {
        const struct fact_place *place = facts_place(&view->pages[i].places, FACT_AGE, UINT32_MAX);
        widen(&ages, &view->pages[i].facts);
        if (place && place->block >= 0)
            rows_add(council, row, rows_quote(council, view->pages[i].page, (size_t)place->block, place->offset, "ages"));
    }
    if (!ages.any) {
        /* Saying no age at all leaves a family guessing: the report counts it apart. */
        rows_set(row, VERDICT_CONCERNS, 0.8, "no-ages-given");
        row->detail = "none";
        rows_add(council, row, rows_words(council, view->pages[0].page, title_of(&view->pages[0]), "the page’s title; no ages on it"));
        return;
    }
    int from = view->service->age_min < 0 ? 0 : view->service->age_min, to = view->service->age_max < 0 ? 25 : view->service->age_max;
    int low = ages.low > from ? ages.low : from, high = ages.high >= 0 && ages.high < to ? ages.high : to;
    double share = high < low ? 0 : (double)(high - low + 1) / (to - from + 1);
    row->detail = ages.high < 0 ? arena_printf(council->arena, "%d-", ages.low) : arena_printf(council->arena, "%d-%d", ages.low, ages.high);
    rows_set(row, share >= 0.7 ? VERDICT_YES : share >= 0.35 ? VERDICT_CONCERNS : VERDICT_NO, 0.85, share >= 0.7 ? "" : "some-ages-only");
}

/* ---- same ---- */

static bool shares(const char **a, size_t a_count, const char **b, size_t b_count)
{
    for (size_t i = 0; i < a_count; i++)
        for (size_t k = 0; k < b_count; k++)
            if (!strcmp(a[i], b[k]))
                return true;
    return false;
}

static void differ(const struct service_view *view, const struct service_page *web, const struct service_page *leaflet, enum fact_kind kind,
                   struct row_verdict *row)
{
    const struct service_page *both[2] = {web, leaflet};
    for (size_t i = 0; i < 2; i++) {
        const struct fact_place *place = facts_place(&both[i]->places, kind, UINT32_MAX);
        if (place && place->block >= 0)
            rows_add(view->council, row, rows_quote(view->council, both[i]->page, (size_t)place->block, place->offset, "same"));
    }
}

/* Whether the first ages that both give are in the same words: what else one of them says
 * of ages ("from year 9") is then no contradiction. */
static bool same_words(const struct service_page *a, const struct service_page *b)
{
    const struct fact_place *x = facts_place(&a->places, FACT_AGE, UINT32_MAX), *y = facts_place(&b->places, FACT_AGE, UINT32_MAX);
    if (!x || !y || x->block < 0 || y->block < 0 || x->length != y->length)
        return false;
    return !memcmp(a->page->document->blocks[x->block].text + x->offset, b->page->document->blocks[y->block].text + y->offset, x->length);
}

void row_same(const struct service_view *view, struct row_verdict *row)
{
    const struct service_page *web = NULL, *leaflet = NULL;
    for (size_t i = 0; i < view->answering; i++) {
        const struct service_page *page = &view->pages[i];
        if (page->leaflet && !leaflet && !is_form(title_of(page)))
            leaflet = page;
        if (!page->leaflet && page->role == ROLE_ANSWERS && !web)
            web = page;
    }
    if (!web || !leaflet) {
        rows_set(row, VERDICT_NOT_APPLICABLE, 1, "only-one-of-them");
        return;
    }
    const struct facts *a = &web->facts, *b = &leaflet->facts;
    bool ages_differ = a->age_max >= 0 && b->age_max >= 0 && (a->age_max != b->age_max || a->age_min != b->age_min) && !same_words(web, leaflet);
    bool phones_differ = a->phone_count && b->phone_count && !shares(a->phones, a->phone_count, b->phones, b->phone_count);
    bool leaflet_more = (!a->phone_count && b->phone_count) || (a->age_max < 0 && b->age_max >= 0) || (!a->email_count && b->email_count);
    bool web_more = (a->phone_count && !b->phone_count) || (a->age_max >= 0 && b->age_max < 0) || (a->email_count && !b->email_count);
    if (ages_differ || phones_differ) {
        rows_set(row, VERDICT_NO, 0.7, ages_differ ? "ages-differ" : "telephones-differ");
        differ(view, web, leaflet, ages_differ ? FACT_AGE : FACT_PHONE, row);
    } else if (leaflet_more || web_more) {
        rows_set(row, VERDICT_CONCERNS, 0.75, leaflet_more ? "leaflet-says-more" : "web-says-more");
        differ(view, web, leaflet, a->phone_count || b->phone_count ? FACT_PHONE : FACT_AGE, row);
    } else {
        rows_set(row, VERDICT_YES, 0.7, "");
        differ(view, web, leaflet, FACT_PHONE, row);
    }
    if (!row->judgement.evidence_count)
        rows_add(view->council, row, rows_words(view->council, leaflet->page, title_of(leaflet), "a leaflet’s title"));
}
