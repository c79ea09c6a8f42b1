/* Key working is told by what a key worker does and never by the name: the six functions of EDCM 2012, page 9. */
#include <string.h>

#include "base/buffer.h"
#include "scoring/council/rows.h"

enum { FUNCTIONS = TOLD_FUNCTIONS, MANY_FUNCTIONS = 3 };
static const char *const FUNCTION_NAMES[FUNCTIONS] = {"F1", "F2", "F3", "F4", "F5", "F6"};

struct functions {
    const struct service_view *view;
    bool has[FUNCTIONS];
    struct evidence quotes[FUNCTIONS];
    bool named;              /* the page speaks of the role at all */
};

/* Whether a sentence goes on about the role: named in it, earlier in its paragraph ("You have one
 * link worker. She ..."), over it or in the page's title; or on a page whose words as a whole are about key working, whatever the worker is
 * called there ("Family Partners"). */
static bool under_role(const struct functions *f, const struct service_page *page, const struct row_sentence *sentence)
{
    const struct council_view *council = f->view->council;
    const char *code = page->page->assessment->service;
    if (code && !strcmp(code, "key-working"))
        return true;
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

/* The pattern or the role by which a sentence speaks of a function; NULL where it doesn't. */
static const char *speaks_of(const struct functions *f, const struct service_page *page, const struct row_sentence *sentence, int function)
{
    const struct regex_set *set = f->view->council->rules->key_working;
    struct row_hit hit;
    for (size_t i = 0; regex_group_open(sentence->alone, set, KEY_FUNCTION) && i < regex_group_count(set, KEY_FUNCTION); i++) {
        const struct regex *pattern = regex_group_at(set, KEY_FUNCTION, i);
        if (regex_value(pattern)[1] - '1' == function &&
            regex_try(set, pattern, f->view->council->scratch, sentence->alone, sentence->text, sentence->length, 0, NULL) == REGEX_FOUND)
            return regex_value(pattern);
    }
    return rows_is_told(page, sentence, TOLD_FUNCTION + (size_t)function, &hit) ? FUNCTION_NAMES[function] : NULL;
}

/* The same, unless the sentence tells of it only to deny it. */
static const char *tells(const struct functions *f, const struct service_page *page, const struct row_sentence *sentence, int function)
{
    const struct council_view *council = f->view->council;
    const char *told = speaks_of(f, page, sentence, function);
    if (told == NULL ||
        regex_find_seen(council->rules->key_working, KEY_NOT_FUNCTION, council->scratch, sentence->alone, sentence->text, sentence->length, NULL) == REGEX_FOUND ||
        facts_claim_denied(council->facts, council->scratch, sentence->text, sentence->length))
        return NULL;
    return told;
}

static bool read_functions(void *context, const struct service_page *page, const struct row_sentence *sentence)
{
    struct functions *f = context;
    const struct council_view *council = f->view->council;
    struct regex_match role;
    /* "Link worker" and the like say nothing by themselves: only what such a worker does counts. */
    f->named |= regex_find_seen(council->rules->key_working, KEY_ROLE, council->scratch, sentence->alone, sentence->text, sentence->length, &role) == REGEX_FOUND &&
                !*regex_value(role.pattern);
    bool under = false, asked = false;
    for (int i = 0; i < FUNCTIONS; i++) {
        const char *cue = f->has[i] ? NULL : tells(f, page, sentence, i);
        if (!cue)
            continue;
        if (!asked) {
            under = under_role(f, page, sentence);
            asked = true;
        }
        if (!under)
            break;
        f->has[i] = true;
        f->quotes[i] = rows_quote(council, page->page, sentence->block, sentence->offset, cue);
    }
    return true;
}

static int count(const struct functions *f)
{
    int functions = 0;
    for (int i = 0; i < FUNCTIONS; i++)
        functions += f->has[i];
    return functions;
}

int row_key_functions(const struct service_view *view, const struct service_page *page)
{
    struct functions here = {.view = view};
    rows_sentences(page, read_functions, &here);
    return count(&here);
}

static bool enough(const bool has[FUNCTIONS])
{
    int others = has[1] + has[2] + has[3] + has[4];
    if (has[5] && (has[0] || others))
        return true; /* F6 and one other */
    return has[0] && others >= 2;
}

static enum key_role find_role(const struct council_view *council, size_t number)
{
    const struct service_view view = {.council = council};
    const struct service_page page = {.page = &council->evidence->pages[number], .reading = council_reading(council, number)};
    struct functions here = {.view = &view};
    struct row_hit other;
    rows_sentences(&page, read_functions, &here);
    if (!enough(here.has))
        return KEY_ROLE_UNTOLD;
    bool another = rows_find(&view, &page, council->rules->key_working, KEY_OTHER_ROLE, &other);
    return here.named && count(&here) >= MANY_FUNCTIONS && !another ? KEY_ROLE_NAMED : KEY_ROLE_TOLD;
}

enum key_role row_key_role(const struct council_view *council, size_t number)
{
    struct page_traits *traits = &council->traits[number];
    if (!traits->key_role_known)
        traits->key_role = find_role(council, number);
    traits->key_role_known = true;
    return traits->key_role;
}

static void describe(const struct service_view *view, const struct functions *f, struct row_verdict *row)
{
    struct buffer detail;
    buffer_init(&detail, 200);
    for (int i = 0; i < FUNCTIONS; i++)
        if (f->has[i]) {
            buffer_printf(&detail, "%s%s", detail.length ? " " : "", FUNCTION_NAMES[i]);
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
                if (!view->pages[i].counts[b] ||
                    regex_try(set, regex_group_at(set, KEY_KIND, k), view->council->scratch, &view->pages[i].reading->blocks[b], document->blocks[b].text,
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

void row_key_working(const struct service_view *view, struct row_verdict *row)
{
    struct functions best = {.view = view};
    struct row_hit doubt, other, fine;
    bool named = false;
    int most = -1;
    for (size_t i = 0; i < view->helping; i++) { /* one role is told on one page: functions of two pages don't add up */
        struct functions here = {.view = view};
        rows_sentences(&view->pages[i], read_functions, &here);
        named |= here.named;
        if (count(&here) > most || (enough(here.has) && !enough(best.has))) {
            best = here;
            most = count(&here);
        }
    }
    const char *why = first_doubt(view, KEY_DOUBT, &doubt), *role = first_doubt(view, KEY_OTHER_ROLE, &other);
    bool lead_does = first_doubt(view, KEY_NOT_DOUBT, &fine) != NULL;
    describe(view, &best, row);
    kinds(view, row);
    if (enough(best.has) && (!why || lead_does) && (!role || !strcmp(role, "nhs-register") || most >= MANY_FUNCTIONS)) {
        rows_set(row, VERDICT_YES, "");
    } else if (why) {
        rows_doubt(view, row, why, &doubt);
    } else if (role && (!strcmp(role, "case-officer") || !strcmp(role, "nhs-register"))) {
        rows_doubt(view, row, role, &other);
    } else if (role && !enough(best.has) && most < 2) {
        /* Housing, pandemic staff, nurseries: another sense of the word, so nothing is said */
        rows_set(row, VERDICT_SILENT, role);
        row->detail = "";
        row->judgement.evidence_count = 0;
        rows_near_miss(row, rows_quote(view->council, other.page->page, other.block, other.offset, other.cue),
                       "the name stands for something else here");
    } else if (named) {
        rows_set(row, VERDICT_DOUBTS, "role-not-described");
        if (!row->judgement.evidence_count)
            rows_add(view->council, row, rows_words(view->council, view->pages[0].page, view->pages[0].page->document->title, "the page’s title"));
    } else {
        rows_set(row, VERDICT_SILENT, "");
    }
}
