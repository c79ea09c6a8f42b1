/* Whether the council says that it has the service: for key working by what a key worker does
 * and never by the name; for others by a page that describes it. */
#include <string.h>

#include "base/buffer.h"
#include "base/text.h"
#include "scoring/rows.h"

/* Something still does what the service does, or can be asked for: what has closed was a part of it. */
static bool goes_on(const struct service_view *view)
{
    for (size_t i = 0; i < view->helping; i++)
        if (rows_says(view, &view->pages[i], CHECK_EXPLANATION) || rows_says(view, &view->pages[i], CHECK_REFERRAL))
            return true;
    return false;
}

/* What the council says of having the service at all. */
static bool said_not(const struct service_view *view, struct row_verdict *row)
{
    for (size_t i = 0; i < view->answering; i++) {
        struct row_hit hit;
        if (!rows_find(view, &view->pages[i], view->council->rules->rows, ROW_PROVIDED_NO, &hit) || (*hit.value && goes_on(view)))
            continue;
        const struct block *block = &hit.page->page->document->blocks[hit.block];
        /* "We do not provide transport" on a short breaks page is about transport: the
         * sentence must name the service. */
        for (size_t n = 0; n < view->service->name_count; n++) {
            const char *at = text_find_ignoring_case(block->text, block->length, view->service->names[n]);
            if (!at)
                continue;
            rows_set(row, VERDICT_NO, 0.7, "said-so");
            rows_add(view->council, row, rows_quote(view->council, hit.page->page, hit.block, hit.offset, hit.cue));
            return true;
        }
    }
    return false;
}

static void add_changes(const struct service_view *view, struct row_verdict *row)
{
    for (size_t i = 0; i < view->answering; i++) {
        struct row_hit hit;
        if (!rows_find(view, &view->pages[i], view->council->rules->rows, ROW_CHANGING, &hit))
            continue;
        row->detail = *row->detail ? arena_printf(view->council->arena, "%s %s", row->detail, hit.value) : arena_copy(view->council->arena, hit.value);
        return;
    }
}

/* ---- key working: functions, not names ---- */

enum { FUNCTIONS = 6 };

struct functions {
    const struct service_view *view;
    bool has[FUNCTIONS];
    struct evidence quotes[FUNCTIONS];
    bool named;              /* the page speaks of the role at all */
};

/* Whether a sentence goes on about the role: named in it, earlier in its paragraph ("You have one
 * link worker. She ..."), over it or in the page's title. */
static bool under_role(const struct functions *f, const struct service_page *page, const struct row_sentence *sentence)
{
    const struct council_view *council = f->view->council;
    const struct regex_set *set = council->rules->key_working;
    const struct document *document = page->page->document;
    size_t block = sentence->block;
    if (regex_find_group(set, KEY_ROLE, council->scratch, document->blocks[block].text, sentence->offset + sentence->length, NULL) == REGEX_FOUND)
        return true;
    int32_t around[2] = {document->blocks[block].heading, document->blocks[block].lead_in};
    for (size_t i = 0; i < 2; i++)
        if (around[i] >= 0 && regex_find_group(set, KEY_ROLE, council->scratch, document->blocks[around[i]].text, document->blocks[around[i]].length, NULL) == REGEX_FOUND)
            return true;
    return regex_find_group(set, KEY_ROLE, council->scratch, document->title, strlen(document->title), NULL) == REGEX_FOUND;
}

static bool read_functions(void *context, const struct service_page *page, const struct row_sentence *sentence)
{
    struct functions *f = context;
    const struct council_view *council = f->view->council;
    const struct regex_set *set = council->rules->key_working;
    struct regex_match role;
    /* "Link worker" and the like say nothing by themselves: only what such a worker does counts. */
    f->named |= regex_find_seen(set, KEY_ROLE, council->scratch, &sentence->alone, sentence->text, sentence->length, &role) == REGEX_FOUND &&
                !*regex_value(role.pattern);
    bool under = false, asked = false;
    for (size_t i = 0; regex_group_may(&sentence->alone, set, KEY_FUNCTION) && i < regex_group_count(set, KEY_FUNCTION); i++) {
        const struct regex *pattern = regex_group_at(set, KEY_FUNCTION, i);
        int number = regex_value(pattern)[1] - '1';
        if (number < 0 || number >= FUNCTIONS || f->has[number] || !regex_may(&sentence->alone, pattern) ||
            regex_find(set, pattern, council->scratch, sentence->text, sentence->length, 0, NULL) != REGEX_FOUND)
            continue;
        if (!asked) {
            under = under_role(f, page, sentence);
            asked = true;
        }
        if (!under)
            break;
        f->has[number] = true;
        f->quotes[number] = rows_quote(council, page->page, sentence->block, sentence->offset, regex_value(pattern));
    }
    return true;
}

int row_key_functions(const struct service_view *view, const struct service_page *page)
{
    struct functions here = {.view = view};
    int count = 0;
    rows_sentences(page, read_functions, &here);
    for (int i = 0; i < FUNCTIONS; i++)
        count += here.has[i];
    return count;
}

static bool enough(const bool has[FUNCTIONS])
{
    int others = has[1] + has[2] + has[3] + has[4];
    if (has[5] && (has[0] || others))
        return true; /* F6 and one other */
    return has[0] && others >= 2;
}

bool row_key_role(const struct council_view *council, size_t number)
{
    const struct service_view view = {.council = council};
    const struct service_page page = {.page = &council->evidence->pages[number], .reading = council_reading(council, number)};
    struct functions here = {.view = &view};
    rows_sentences(&page, read_functions, &here);
    return enough(here.has);
}

static void describe(const struct service_view *view, const struct functions *f, struct row_verdict *row)
{
    struct buffer detail;
    buffer_init(&detail, 200);
    for (int i = 0; i < FUNCTIONS; i++)
        if (f->has[i]) {
            buffer_printf(&detail, "%sF%d", detail.length ? " " : "", i + 1);
            rows_add(view->council, row, f->quotes[i]);
        }
    row->detail = arena_copy(view->council->arena, buffer_text(&detail));
    buffer_release(&detail);
}

/* Designated, non-designated or a mix, and limits of an offer that others run. */
static void kinds(const struct service_view *view, struct row_verdict *row)
{
    const struct regex_set *set = view->council->rules->key_working;
    bool designated = false, non_designated = false;
    const char *limit = "";
    for (size_t i = 0; i < view->helping; i++) {
        struct row_hit hit;
        for (size_t k = 0; k < regex_group_count(set, KEY_KIND); k++) {
            const struct document *document = view->pages[i].page->document;
            for (size_t b = 0; b < document->block_count; b++) {
                if (!view->pages[i].counts[b] || !regex_may(&view->pages[i].reading->blocks[b], regex_group_at(set, KEY_KIND, k)) ||
                    regex_find(set, regex_group_at(set, KEY_KIND, k), view->council->scratch, document->blocks[b].text,
                                                            document->blocks[b].length, 0, NULL) != REGEX_FOUND)
                    continue;
                if (!strcmp(regex_value(regex_group_at(set, KEY_KIND, k)), "designated"))
                    designated = true;
                else
                    non_designated = true;
                break;
            }
        }
        if (!*limit && rows_find(view, &view->pages[i], set, KEY_LIMIT, &hit))
            limit = hit.value;
    }
    const char *kind = designated && non_designated ? " mix" : designated ? " designated" : non_designated ? " non-designated" : "";
    row->detail = arena_printf(view->council->arena, "%s%s%s%s", row->detail, kind, *limit ? " " : "", limit);
}

static const char *first_doubt(const struct service_view *view, size_t group, struct row_hit *hit)
{
    for (size_t i = 0; i < view->helping; i++)
        if (rows_find(view, &view->pages[i], view->council->rules->key_working, group, hit))
            return hit->value;
    return NULL;
}

static void doubts(const struct service_view *view, struct row_verdict *row, const char *reason, const struct row_hit *hit, double certainty)
{
    rows_set(row, VERDICT_DOUBTS, certainty, reason);
    struct evidence evidence = rows_quote(view->council, hit->page->page, hit->block, hit->offset, hit->cue);
    evidence.against = true;
    rows_add(view->council, row, evidence);
}

static void provided_key_working(const struct service_view *view, struct row_verdict *row)
{
    struct functions best = {.view = view};
    struct row_hit doubt, other, fine;
    bool named = false;
    int most = -1;
    for (size_t i = 0; i < view->helping; i++) { /* one role is told on one page: functions of two pages don't add up */
        struct functions here = {.view = view};
        rows_sentences(&view->pages[i], read_functions, &here);
        int count = 0;
        for (int k = 0; k < FUNCTIONS; k++)
            count += here.has[k];
        named |= here.named;
        if (count > most || (enough(here.has) && !enough(best.has))) {
            best = here;
            most = count;
        }
    }
    const char *why = first_doubt(view, KEY_DOUBT, &doubt), *role = first_doubt(view, KEY_OTHER_ROLE, &other);
    bool lead_does = first_doubt(view, KEY_NOT_DOUBT, &fine) != NULL;
    describe(view, &best, row);
    kinds(view, row);
    if (enough(best.has) && (!why || lead_does) && (!role || !strcmp(role, "nhs-register") || most >= 3)) {
        rows_set(row, VERDICT_YES, most >= 3 ? 0.9 : 0.75, "");
    } else if (why) {
        doubts(view, row, why, &doubt, 0.75);
    } else if (role && (!strcmp(role, "case-officer") || !strcmp(role, "nhs-register"))) {
        doubts(view, row, role, &other, 0.75);
    } else if (role && !enough(best.has) && most < 2) {
        /* Housing, pandemic staff, nurseries: another sense of the word, so nothing is said */
        rows_set(row, VERDICT_SILENT, 0.75, role);
        row->detail = "";
        row->judgement.evidence_count = 0;
        rows_near_miss(row, rows_quote(view->council, other.page->page, other.block, other.offset, other.cue),
                       "the name stands for something else here");
    } else if (named) {
        rows_set(row, VERDICT_DOUBTS, 0.65, "role-not-described");
        if (!row->judgement.evidence_count)
            rows_add(view->council, row, rows_words(view->council, view->pages[0].page, view->pages[0].page->document->title, "the page’s title"));
    } else {
        rows_set(row, VERDICT_SILENT, 0.7, "");
    }
}

/* A sentence that only sounds like one ("we are committed to ...") describes a service where the
 * page says something else of it too. */
static bool only_vague(const struct service_page *page)
{
    static const enum check OTHERS[] = {CHECK_REFERRAL, CHECK_ELIGIBILITY, CHECK_CONTACTS};
    const struct assessment *assessment = page->page->assessment;
    const struct judgement *judgement = &assessment->checks[CHECK_EXPLANATION];
    for (size_t i = 0; i < sizeof OTHERS / sizeof *OTHERS; i++)
        if (assessment->checks[OTHERS[i]].verdict == VERDICT_YES || assessment->checks[OTHERS[i]].verdict == VERDICT_CONCERNS)
            return false;
    for (size_t i = 0; i < judgement->evidence_count; i++)
        if (strcmp(judgement->evidence[i].cue, "vague") != 0)
            return false;
    return judgement->evidence_count > 0;
}

/* A page says what the service does, how to get it or who can have it. */
static bool described(const struct service_view *view, struct row_verdict *row)
{
    static const enum check CHECKS[] = {CHECK_EXPLANATION, CHECK_REFERRAL, CHECK_ELIGIBILITY};
    for (size_t c = 0; c < sizeof CHECKS / sizeof *CHECKS; c++)
        for (size_t i = 0; i < view->helping; i++) {
            const struct judgement *judgement = &view->pages[i].page->assessment->checks[CHECKS[c]];
            if (judgement->verdict != VERDICT_YES &&
                !(judgement->verdict == VERDICT_CONCERNS && CHECKS[c] == CHECK_EXPLANATION && !only_vague(&view->pages[i])))
                continue;
            rows_set(row, VERDICT_YES, CHECKS[c] == CHECK_ELIGIBILITY ? 0.75 : 0.9, "");
            if (judgement->evidence_count)
                rows_copy(view, &view->pages[i], &judgement->evidence[0], row);
            else
                rows_add(view->council, row, rows_words(view->council, view->pages[i].page, view->pages[i].page->document->title, "the page’s title"));
            return true;
        }
    return false;
}

void row_provided(const struct service_view *view, struct row_verdict *row)
{
    if (!view->helping) {
        rows_set(row, VERDICT_SILENT, view->only_news ? 0.7 : 0.9, view->only_news ? "only-news-or-policy" : "");
        if (view->only_news)
            rows_near_miss(row, rows_words(view->council, view->pages[0].page, view->pages[0].page->document->title, ""), "only news or a policy speaks of it");
        else if (view->other_sense)
            rows_near_miss(row, rows_words(view->council, view->other_sense, view->other_sense->document->title, ""), "the name stands for something else here");
        return;
    }
    if (said_not(view, row))
        return;
    if (!strcmp(view->service->id, "key-working")) {
        provided_key_working(view, row);
        add_changes(view, row);
        return;
    }
    if (described(view, row)) {
        add_changes(view, row);
        return;
    }
    const struct service_page *record = rows_record(view);
    if (record) {
        rows_set(row, VERDICT_YES, 0.75, "");
        rows_quote_record(view, record, row);
        add_changes(view, row);
        return;
    }
    struct row_hit hit;
    for (size_t i = 0; i < view->helping; i++)
        if (rows_find(view, &view->pages[i], view->council->rules->rows, ROW_UNSURE, &hit)) {
            doubts(view, row, "unsure", &hit, 0.7);
            return;
        }
    for (size_t i = 0; i < view->answering; i++)
        if (rows_find(view, &view->pages[i], view->council->rules->rows, ROW_PROVIDES, &hit)) {
            rows_set(row, VERDICT_YES, 0.65, "");
            rows_add(view->council, row, rows_quote(view->council, hit.page->page, hit.block, hit.offset, hit.cue));
            add_changes(view, row);
            return;
        }
    for (size_t i = 0; i < view->helping; i++) { /* a referral without a way to start one is to something */
        const struct judgement *referral = &view->pages[i].page->assessment->checks[CHECK_REFERRAL];
        if (referral->verdict == VERDICT_CONCERNS && referral->evidence_count) {
            rows_set(row, VERDICT_YES, 0.65, "");
            rows_copy(view, &view->pages[i], &referral->evidence[0], row);
            add_changes(view, row);
            return;
        }
    }
    rows_set(row, VERDICT_DOUBTS, 0.6, "only-named");
    rows_add(view->council, row, rows_words(view->council, view->pages[0].page, view->pages[0].page->document->title, "the page’s title"));
    add_changes(view, row);
}
