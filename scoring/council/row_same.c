/* Whether a service's web page and its leaflet say the same: telephones, ages, who can ask, by when, and how much there is. */
#include <string.h>

#include "base/text.h"
#include "scoring/council/service_pages.h"
#include "scoring/facts/fact_finder.h"

static bool shares(const struct facts *a, const struct facts *b)
{
    for (size_t i = 0; i < a->phone_count; i++)
        for (size_t k = 0; k < b->phone_count; k++)
            if (!strcmp(a->phones[i], b->phones[k]))
                return true;
    return false;
}

static void differ(const struct service_view *view, const struct service_page *web, const struct service_page *leaflet, enum fact_kind kind,
                   struct row_verdict *row)
{
    const struct service_page *both[2] = {web, leaflet};
    for (size_t i = 0; i < 2; i++) {
        const struct fact_place *place = rows_place(both[i], kind);
        if (place)
            rows_add_place(view->council, row, both[i]->page, place, "same");
    }
}

/* Whether the first ages that both give are in the same words: what else one of them says
 * of ages ("from year 9") is then no contradiction. */
static bool same_words(const struct service_page *a, const struct service_page *b)
{
    const struct fact_place *x = rows_place(a, FACT_AGE), *y = rows_place(b, FACT_AGE);
    if (!x || !y || x->length != y->length)
        return false;
    return !memcmp(a->page->document->blocks[x->block].text + x->offset, b->page->document->blocks[y->block].text + y->offset, x->length);
}

/* Of what is from birth by law a lower age is whose word is asked, and 24 and 25 are "under 25" and "up to 25". */
static bool same_ages(const struct rubric_service *service, const struct facts *a, const struct facts *b)
{
    enum { TO_THE_END = 24 };
    bool to_the_end = service->ages_from_birth && a->age_max >= TO_THE_END && b->age_max >= TO_THE_END;
    return to_the_end || (a->age_max == b->age_max && a->age_min == b->age_min);
}

/* An age in a heading alone ("Babies and under fives") is whom the page is for, and not the service. */
static bool tells_age(const struct service_page *page)
{
    for (size_t i = 0; i < page->places.count; i++) {
        const struct fact_place *place = &page->places.items[i];
        if (place->kind == FACT_AGE && place->block >= 0 && page->page->document->blocks[place->block].kind != BLOCK_HEADING)
            return true;
    }
    return false;
}

/* A web page of the same side: what the service's pages give, they give together. */
static bool is_part_of(const struct service_page *page, const struct service_page *web)
{
    return !page->leaflet && page->role == web->role && (page->role != ROLE_PARTNER || page->guide == web->guide);
}

/* What a guide, all its parts together, gives, and what of it a leaflet gives too. */
struct compared {
    bool phone, email, age, phone_shared, age_shared;
    const struct service_page *with_phone, *with_age; /* the first parts that give them */
};

static struct compared compare(const struct service_view *view, const struct service_page *web, const struct service_page *leaflet)
{
    struct compared all = {0};
    const struct facts *b = &leaflet->facts;
    for (size_t i = 0; i < view->speaking; i++) {
        const struct service_page *part = &view->pages[i];
        const struct facts *a = &part->facts;
        if (!is_part_of(part, web))
            continue;
        all.with_phone = all.with_phone || !a->phone_count ? all.with_phone : part;
        bool age = a->age_max >= 0 && tells_age(part);
        all.with_age = all.with_age || !age ? all.with_age : part;
        all.phone |= a->phone_count > 0;
        all.email |= a->email_count > 0;
        all.age |= age;
        all.phone_shared |= shares(a, b);
        all.age_shared |= same_ages(view->service, a, b) || same_words(part, leaflet);
    }
    return all;
}

/* A leaflet to hold against a page of the role: one of the council's own or one of a partner's, as the page is; what is to be filled in or binds the
 * staff is none. */
static bool is_counterpart(const struct service_view *view, const struct service_page *page, enum page_role role)
{
    bool whose = role == ROLE_PARTNER ? page->role == ROLE_PARTNER || page->partners_leaflet : page->role < ROLE_PARTNER && !page->partners_leaflet;
    return whose && page->leaflet && rows_is_for_families(view, page);
}

/* The service's web page and its first leaflet. */
static bool pair(const struct service_view *view, enum page_role role, const struct service_page **web, const struct service_page **leaflet)
{
    *web = *leaflet = NULL;
    for (size_t i = 0; i < view->speaking; i++) {
        const struct service_page *page = &view->pages[i];
        if (!*leaflet && is_counterpart(view, page, role))
            *leaflet = page;
        if (!page->leaflet && page->role == role && !*web)
            *web = page;
    }
    return *web && *leaflet;
}

/* One says that families can ask by themselves, and the other that they can't. */
static bool routes_differ(const struct service_view *view, const struct service_page *web, const struct service_page *leaflet, struct row_verdict *row)
{
    for (size_t i = 0; i < view->speaking; i++) {
        const struct service_page *part = &view->pages[i];
        if (!is_part_of(part, web))
            continue;
        const struct fact_place *may = rows_place(part, FACT_SELF_REFERRAL), *may_not = rows_place(part, FACT_NO_SELF_REFERRAL);
        const struct fact_place *here = may_not ? may_not : may;
        const struct fact_place *there = rows_place(leaflet, may_not ? FACT_SELF_REFERRAL : FACT_NO_SELF_REFERRAL);
        if (!here || !there)
            continue;
        rows_set(row, VERDICT_NO, "routes-differ");
        rows_add(view->council, row, rows_quote(view->council, part->page, (size_t)here->block, here->offset, "same"));
        rows_add(view->council, row, rows_quote(view->council, leaflet->page, (size_t)there->block, there->offset, "same"));
        return true;
    }
    return false;
}

/* What a page says in one sentence that another may contradict: by when to ask (a day of the year), or how much a family can have (so many
 * of a unit in a period). */
struct claim {
    int of, number; /* `of`: what is claimed; claims of other things don't meet */
    struct row_hit hit;
};

enum { CLAIMS_MOST = 12, DAYS_OF_MONTH = 31 };

struct claims {
    const struct council_view *council;
    size_t group;
    struct claim items[CLAIMS_MOST];
    size_t count;
};

static int captured_number(const struct row_sentence *sentence, const struct regex_match *match, size_t k)
{
    return regex_captured(match, k) ? finder_number(sentence->text + match->start[k], match->end[k] - match->start[k]) : -1;
}

/* "30 April", "the end of May". */
static struct claim deadline(const struct row_sentence *sentence, const struct regex_match *match)
{
    enum { END = 1, DAY, MONTH };
    int month = finder_month(sentence->text + match->start[MONTH], match->end[MONTH] - match->start[MONTH]);
    int day = regex_captured(match, END) ? finder_days_in(2025, month) : captured_number(sentence, match, DAY);
    return (struct claim){.number = month * (DAYS_OF_MONTH + 1) + day};
}

/* "three", "hours", "week": told apart by the first letters of unit and period. */
static struct claim allowance(const struct row_sentence *sentence, const struct regex_match *match)
{
    enum { NUMBER = 1, UNIT, PERIOD };
    return (struct claim){.of = text_lower(sentence->text[match->start[UNIT]]) * 256 + text_lower(sentence->text[match->start[PERIOD]]),
                          .number = captured_number(sentence, match, NUMBER)};
}

static bool add_claim(void *context, const struct service_page *page, const struct row_sentence *sentence)
{
    struct claims *claims = context;
    struct regex_match match;
    if (regex_find_seen(claims->council->rules->rows, claims->group, claims->council->scratch, sentence->alone, sentence->text, sentence->length, &match) != REGEX_FOUND)
        return true;
    struct claim claim = claims->group == ROW_DEADLINE ? deadline(sentence, &match) : allowance(sentence, &match);
    claim.hit = (struct row_hit){.page = page, .cue = regex_id(match.pattern), .value = "", .block = sentence->block, .offset = sentence->offset + match.start[0]};
    if (claim.number >= 0)
        claims->items[claims->count++] = claim;
    return claims->count < CLAIMS_MOST;
}

/* Two claims of one thing where no such pair agrees; false where there are none or one agrees. */
static bool contradict(const struct claims *a, const struct claims *b, const struct claim *pair[2])
{
    pair[0] = NULL;
    for (size_t i = 0; i < a->count; i++)
        for (size_t k = 0; k < b->count; k++) {
            if (a->items[i].of != b->items[k].of)
                continue;
            if (a->items[i].number == b->items[k].number)
                return false;
            pair[0] = pair[0] ? pair[0] : &a->items[i];
            pair[1] = pair[0] == &a->items[i] && !pair[1] ? &b->items[k] : pair[1];
        }
    return pair[0] != NULL;
}

static bool claims_differ(const struct service_view *view, const struct service_page *web, const struct service_page *leaflet, size_t group, const char *reason,
                          struct row_verdict *row)
{
    struct claims here = {.council = view->council, .group = group}, there = here;
    const struct claim *pair[2] = {NULL, NULL};
    for (size_t i = 0; i < view->speaking; i++)
        if (is_part_of(&view->pages[i], web))
            rows_sentences(&view->pages[i], add_claim, &here);
    rows_sentences(leaflet, add_claim, &there);
    if (!contradict(&here, &there, pair))
        return false;
    rows_set(row, VERDICT_NO, reason);
    for (size_t i = 0; i < 2; i++)
        rows_add(view->council, row, rows_quote(view->council, pair[i]->hit.page->page, pair[i]->hit.block, pair[i]->hit.offset, "same"));
    return true;
}

/* How to ask and how much there is are held against each leaflet that bears the service's name; telephones, ages and days may be those of one club. */
static bool another_contradicts(const struct service_view *view, const struct service_page *web, const struct service_page *first, struct row_verdict *row)
{
    enum { LEAFLETS_MOST = 8 };
    size_t count = 0;
    for (size_t i = 0; i < view->speaking && count < LEAFLETS_MOST; i++) {
        const struct service_page *leaflet = &view->pages[i];
        if (leaflet == first || !is_counterpart(view, leaflet, web->role) || !service_is_in_title(view->service, leaflet->page->document))
            continue;
        count++;
        if (routes_differ(view, web, leaflet, row) || claims_differ(view, web, leaflet, ROW_ALLOWANCE, "amounts-differ", row))
            return true;
    }
    return false;
}

void row_same(const struct service_view *view, struct row_verdict *row)
{
    const struct service_page *web, *leaflet;
    if (!pair(view, ROLE_ANSWERS, &web, &leaflet) && !pair(view, ROLE_DIRECTORY, &web, &leaflet) && !pair(view, ROLE_PARTNER, &web, &leaflet)) {
        rows_set(row, VERDICT_NOT_APPLICABLE, "only-one-of-them");
        return;
    }
    if (routes_differ(view, web, leaflet, row) || claims_differ(view, web, leaflet, ROW_DEADLINE, "deadlines-differ", row) ||
        claims_differ(view, web, leaflet, ROW_ALLOWANCE, "amounts-differ", row) || another_contradicts(view, web, leaflet, row))
        return;
    struct compared a = compare(view, web, leaflet);
    const struct facts *b = &leaflet->facts;
    bool ages_differ = a.age && b->age_max >= 0 && !a.age_shared, phones_differ = a.phone && b->phone_count && !a.phone_shared;
    bool leaflet_more = (!a.phone && (b->phone_count || (!a.email && b->email_count))) || (!a.age && b->age_max >= 0);
    enum fact_kind kind = ages_differ ? FACT_AGE : phones_differ || a.phone || b->phone_count ? FACT_PHONE : FACT_AGE;
    const struct service_page *shown = kind == FACT_AGE ? a.with_age : a.with_phone;
    if (ages_differ || phones_differ)
        rows_set(row, VERDICT_NO, ages_differ ? "ages-differ" : "telephones-differ");
    else if (leaflet_more)
        rows_set(row, VERDICT_CONCERNS, "leaflet-says-more");
    else
        rows_set(row, VERDICT_YES, "");
    differ(view, shown ? shown : web, leaflet, kind, row);
    if (!row->judgement.evidence_count)
        rows_add(view->council, row, rows_words(view->council, leaflet->page, rows_title(leaflet), "a leaflet’s title"));
}
