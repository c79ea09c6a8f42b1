/* The link report of one site, in the formats of `links --format`. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/csv.h"
#include "base/json.h"
#include "base/text.h"
#include "reports/data/data.h"
#include "reports/data/figures.h"
#include "reports/data/nearest.h"
#include "reports/files/sarif.h"
#include "reports/pages/html.h"
#include "reports/terminal/screen.h"

enum { LINKS_CEILING = 512 * 1024 * 1024 };

/* One distinct pair of page and target: the first of its references. */
struct pair {
    const struct page *page;
    const struct target *target;
    const struct reference *reference;
    size_t order;
};

struct links {
    struct arena arena;
    struct pair *pairs;
    size_t count, pages, targets;
    size_t states[LINK_STATE_COUNT]; /* of distinct targets */
    size_t ignored;                  /* of those not checked: left out by --ignore-file */
};

static int by_pair(const void *a, const void *b)
{
    const struct pair *x = a, *y = b;
    if (x->page->id != y->page->id)
        return x->page->id < y->page->id ? -1 : 1;
    if (x->target->id != y->target->id)
        return x->target->id < y->target->id ? -1 : 1;
    return (x->order > y->order) - (x->order < y->order);
}

static int by_order(const void *a, const void *b)
{
    const struct pair *x = a, *y = b;
    return (x->order > y->order) - (x->order < y->order);
}

static int by_id(const void *key, const void *item)
{
    int64_t id = *(const int64_t *)key, other = ((const struct target *)item)->id;
    return (id > other) - (id < other);
}

static enum status load_pairs(struct report *report, struct links *links, struct error *err)
{
    struct target *targets;
    struct reference *references;
    size_t target_count, reference_count;
    const char *gss_code = report->councils[0].council->gss_code;
    enum status status = store_targets(report->store, report->run.id, gss_code, &links->arena, &targets, &target_count, err);
    if (status == STATUS_OK)
        status = store_references(report->store, report->run.id, gss_code, &links->arena, &references, &reference_count, err);
    if (status != STATUS_OK)
        return status;
    link_mark_parts(targets, target_count, references, reference_count);
    nearest_advise(report->councils[0].pages, report->councils[0].page_count, &report->texts, &links->arena, targets, target_count);
    links->pairs = arena_array(&links->arena, reference_count + 1, sizeof *links->pairs);
    size_t all = 0;
    for (size_t i = 0; i < reference_count; i++) {
        const struct page *page = data_page(report, references[i].page_id);
        const struct target *target = bsearch(&references[i].target_id, targets, target_count, sizeof *targets, by_id);
        if (page && target)
            links->pairs[all++] = (struct pair){page, target, &references[i], i};
    }
    if (all)
        qsort(links->pairs, all, sizeof *links->pairs, by_pair);
    for (size_t i = 0; i < all; i++)
        if (!i || links->pairs[i].page != links->pairs[i - 1].page || links->pairs[i].target != links->pairs[i - 1].target)
            links->pairs[links->count++] = links->pairs[i];
    if (links->count)
        qsort(links->pairs, links->count, sizeof *links->pairs, by_order);
    links->pages = (size_t)report->councils[0].visit.pages_read;
    links->targets = target_count;
    for (size_t i = 0; i < target_count; i++) {
        links->states[targets[i].state]++;
        links->ignored += targets[i].reason == REASON_IGNORED;
    }
    return STATUS_OK;
}

static const char *advice_of(const struct report *report, const struct target *target)
{
    const char *advice = target->advice ? target->advice : texts_reason(&report->texts, target)->what_to_do;
    return *advice ? advice : NULL;
}

static void add_jsonl(struct buffer *out, const struct report *report, const struct links *links)
{
    struct json_writer json = {.out = out};
    for (size_t i = 0; i < links->count; i++) {
        const struct pair *pair = &links->pairs[i];
        json_object(&json, NULL);
        json_text(&json, "source", pair->page->final_url);
        json_text(&json, "target", pair->target->url);
        json_text(&json, "final", pair->target->final_url ? pair->target->final_url : pair->target->url);
        json_text(&json, "text", pair->reference->text);
        json_text(&json, "scope", pair->reference->internal ? "internal" : "external");
        json_text(&json, "state", link_state_word(pair->target->state));
        json_text(&json, "reason", link_reason_word(pair->target->reason));
        if (pair->target->status)
            json_number(&json, "status", pair->target->status);
        else
            json_null(&json, "status");
        json_number(&json, "redirects", pair->target->redirects);
        json_text(&json, "advice", advice_of(report, pair->target));
        json_end_object(&json);
        buffer_add_char(out, '\n');
        json = (struct json_writer){.out = out};
    }
    json_object(&json, NULL);
    json_object(&json, "summary");
    json_number(&json, "pages", (int64_t)links->pages);
    json_number(&json, "links", (int64_t)links->targets);
    json_number(&json, "ok", (int64_t)links->states[LINK_OK]);
    json_number(&json, "broken", (int64_t)links->states[LINK_BROKEN]);
    json_number(&json, "suspect", (int64_t)links->states[LINK_SUSPECT]);
    json_number(&json, "blocked", (int64_t)links->states[LINK_BLOCKED]);
    json_number(&json, "not_checked", (int64_t)links->states[LINK_NOT_CHECKED]);
    if (links->ignored > 0)
        json_number(&json, "ignored", (int64_t)links->ignored);
    json_end_object(&json);
    sarif_json_unread(&json, report, &report->councils[0]);
    json_end_object(&json);
    buffer_add_char(out, '\n');
}

/* A cell that may be looked at on a terminal. */
static void csv_shown(struct csv_writer *csv, const char *text)
{
    struct buffer shown;
    buffer_init(&shown, 64 * 1024);
    text_add_shown(&shown, text, strlen(text));
    csv_text(csv, buffer_text(&shown));
    buffer_release(&shown);
}

/* A start that could not be read stands on no page. */
static void add_csv_start(struct csv_writer *csv, const struct report *report)
{
    const struct visit *visit = &report->councils[0].visit;
    const char *start = data_start(&report->councils[0]);
    csv_text(csv, NULL);
    csv_text(csv, start);
    csv_text(csv, start);
    csv_text(csv, NULL);
    csv_text(csv, "internal");
    csv_text(csv, link_state_word(visit->reason != REASON_NONE ? link_reason_state(visit->reason) : LINK_NOT_CHECKED));
    csv_text(csv, visit->reason != REASON_NONE ? link_reason_word(visit->reason) : visit_outcome_word(visit->outcome));
    csv_text(csv, NULL);
    csv_text(csv, NULL);
    csv_text(csv, data_why_unread(report, &report->councils[0]));
    csv_end_row(csv);
}

static void add_csv(struct buffer *out, const struct report *report, const struct links *links)
{
    static const char *const names[] = {"source", "target", "final",  "text",      "scope",
                                        "state",  "reason", "status", "redirects", "advice"};
    struct csv_writer csv = {.out = out, .excel = true}; /* link words are anybody's, and a spreadsheet opens this */
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        csv_text(&csv, names[i]);
    csv_end_row(&csv);
    for (size_t i = 0; i < links->count; i++) {
        const struct pair *pair = &links->pairs[i];
        csv_text(&csv, pair->page->final_url);
        csv_text(&csv, pair->target->url);
        csv_text(&csv, pair->target->final_url ? pair->target->final_url : pair->target->url);
        csv_shown(&csv, pair->reference->text ? pair->reference->text : "");
        csv_text(&csv, pair->reference->internal ? "internal" : "external");
        csv_text(&csv, link_state_word(pair->target->state));
        csv_text(&csv, link_reason_word(pair->target->reason));
        if (pair->target->status)
            csv_number(&csv, pair->target->status);
        else
            csv_text(&csv, NULL);
        csv_number(&csv, pair->target->redirects);
        csv_text(&csv, advice_of(report, pair->target));
        csv_end_row(&csv);
    }
    if (!visit_was_read(report->councils[0].visit.outcome))
        add_csv_start(&csv, report);
}

/* The page, and the words that a person looks for on it. */
static void add_carrier(struct buffer *out, const struct terminal_options *options, const struct carrier *carrier)
{
    struct buffer text;
    buffer_init(&text, 64 * 1024);
    (void)buffer_add_text(&text, carrier->page->final_url);
    if (carrier->text && *carrier->text)
        buffer_printf(&text, " “%s”", carrier->text);
    screen_wrap(out, options, SCREEN_PLAIN, "on ", 7, buffer_text(&text));
    buffer_release(&text);
}

enum { CARRIERS_SHOWN = 5 };

/* What became of an address, what to do, and the pages that carry it, at most `most` of them. */
static void add_address(struct buffer *out, const struct report *report, const struct terminal_options *options,
                        const struct target *target, const struct carrier *carriers, size_t count, size_t most)
{
    const struct reason_text *reason = texts_reason(&report->texts, target);
    bool better = target->state == LINK_OK && target->advice; /* an address to put in its place */
    const char *what_to_do = better ? reason->what_to_do : advice_of(report, target);
    struct buffer text;
    buffer_init(&text, 16384);
    if (target->reason != REASON_NONE)
        buffer_printf(&text, "%s. %s", reason->title, what_to_do ? what_to_do : "");
    else
        buffer_printf(&text, "Works.");
    screen_wrap(out, options, SCREEN_PLAIN, "", 2, data_address(target));
    screen_wrap(out, options, SCREEN_FAINT, "", 4, buffer_text(&text));
    if (better)
        screen_wrap(out, options, SCREEN_PLAIN, "use ", 8, target->advice);
    for (size_t i = 0; i < count && i < most; i++)
        add_carrier(out, options, &carriers[i]);
    if (count > most)
        buffer_printf(out, "    and %s more %s\n", figures_count(count - most).text, count - most == 1 ? "place" : "places"); /* a page may have the link twice */
    buffer_release(&text);
}

/* `only` is a reason, or REASON_NONE for all that have the state. */
static void add_state(struct buffer *out, const struct report *report, const struct terminal_options *options,
                      enum link_state state, enum link_reason only, const char *title)
{
    const struct report_council *council = &report->councils[0];
    bool open = false;
    for (size_t i = 0; i < council->problem_count; i++) {
        const struct link_problem *problem = &council->problems[i];
        if (problem->target->state != state || (only != REASON_NONE && problem->target->reason != only))
            continue;
        if (!open)
            screen_wrap(out, options, SCREEN_BOLD, "", 0, title);
        open = true;
        add_address(out, report, options, problem->target, problem->carriers, problem->carrier_count, CARRIERS_SHOWN);
    }
    if (open)
        buffer_add_char(out, '\n');
}

static int by_target(const void *a, const void *b)
{
    const struct pair *x = a, *y = b;
    if (x->target->id != y->target->id)
        return x->target->id < y->target->id ? -1 : 1;
    return by_order(a, b);
}

/* Whether a certificate that is not sent whole was told of for an earlier link to the same host: all of its links have that. */
static bool is_told(const struct pair *chosen, size_t count, const struct target *target)
{
    if (target->reason != REASON_TLS_COMPLETED)
        return false;
    size_t length = text_origin_length(target->url);
    for (size_t i = 0; i < count; i++) {
        const struct target *told = chosen[i].target;
        if (told != target && told->reason == target->reason && text_origin_length(told->url) == length && strncmp(told->url, target->url, length) == 0)
            return true;
    }
    return false;
}

/* Of `address`, or of all that works and could be better (moved for good, with https only, not encrypted, a certificate not sent
 * whole: once a host) where it is NULL. */
static const struct target *add_pairs(struct buffer *out, const struct report *report, const struct terminal_options *options,
                                      struct links *links, const char *address, size_t most)
{
    struct pair *chosen = arena_array(&links->arena, links->count + 1, sizeof *chosen);
    struct carrier *carriers = arena_array(&links->arena, links->count + 1, sizeof *carriers);
    size_t count = 0;
    for (size_t i = 0; i < links->count; i++) {
        const struct target *target = links->pairs[i].target;
        bool better = target->state == LINK_OK && target->reason != REASON_NONE;
        if (address ? strcmp(target->url, address) == 0 : better && !is_told(chosen, count, target))
            chosen[count++] = links->pairs[i];
    }
    if (count == 0)
        return NULL;
    qsort(chosen, count, sizeof *chosen, by_target);
    if (!address)
        screen_wrap(out, options, SCREEN_BOLD, "", 0, "Works, but could be better: not counted as a fault");
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i; end < count && chosen[end].target == chosen[i].target; end++)
            carriers[end] = (struct carrier){.page = chosen[end].page, .text = chosen[end].reference->text};
        add_address(out, report, options, chosen[i].target, carriers + i, end - i, most);
    }
    buffer_add_char(out, '\n');
    return chosen[0].target;
}

/* Counts of nothing would pass for a site without faults. */
static void add_unread(struct buffer *out, const struct report *report, const struct terminal_options *options)
{
    const struct visit *visit = &report->councils[0].visit;
    const char *meaning = data_why_unread_more(report, &report->councils[0]), *asked = report->councils[0].council->local_offer_url;
    struct buffer text;
    buffer_init(&text, 64 * 1024);
    buffer_printf(&text, "Could not be read: %s. ", report->texts.outcomes[visit->outcome].sentence);
    if (asked && *asked)
        buffer_printf(&text, "Asked for %s. ", asked); /* "https" may have been put before what was typed */
    buffer_add_text(&text, meaning ? meaning : "");
    screen_wrap(out, options, SCREEN_BOLD, "", 0, buffer_text(&text));
    const char *advice = data_unread_advice(report, &report->councils[0]), *option = data_unread_option(report, &report->councils[0]);
    if (advice || option)
        screen_wrap(out, options, SCREEN_PLAIN, "", 0, advice ? advice : option);
    buffer_add_char(out, '\n');
    buffer_release(&text);
}

static void add_table(struct buffer *out, const struct report *report, struct links *links,
                      const struct terminal_options *options)
{
    if (!visit_was_read(report->councils[0].visit.outcome))
        add_unread(out, report, options);
    else if (report->councils[0].visit.outcome == VISIT_LIMITED && !data_is_single_page(&report->run))
        screen_wrap(out, options, SCREEN_PLAIN, "", 0, report->texts.outcomes[VISIT_LIMITED].sentence);
    if (data_left_unread(&report->councils[0]) != NULL)
        screen_wrap(out, options, SCREEN_PLAIN, "", 0, data_left_unread(&report->councils[0]));
    add_state(out, report, options, LINK_BROKEN, REASON_NONE, "Broken");
    add_state(out, report, options, LINK_SUSPECT, REASON_NONE, "Suspect: failed now, may be well again");
    add_state(out, report, options, LINK_BLOCKED, REASON_NONE, "Could not check: refuses a program or asks to sign in, not counted as broken");
    add_state(out, report, options, LINK_NOT_CHECKED, REASON_IGNORED, "Left out, as --ignore-file says");
    (void)add_pairs(out, report, options, links, NULL, CARRIERS_SHOWN);
    const struct {
        size_t count;
        const char *words;
    } said[] = {{links->pages, links->pages == 1 ? " page, " : " pages, "},
                {links->targets, links->targets == 1 ? " address: " : " addresses: "},
                {links->states[LINK_OK], " ok, "},
                {links->states[LINK_BROKEN], " broken, "},
                {links->states[LINK_SUSPECT], " suspect, "},
                {links->states[LINK_BLOCKED], " blocked, "},
                {links->states[LINK_NOT_CHECKED], " not checked"}};
    for (size_t i = 0; i < sizeof said / sizeof said[0]; i++)
        buffer_printf(out, "%s%s", figures_count(said[i].count).text, said[i].words);
    if (links->ignored > 0)
        buffer_printf(out, ", %s of them left out", figures_count(links->ignored).text);
    buffer_add_char(out, '\n');
}

/* A council's links, with what the report knows of it. */
struct loaded {
    struct report_options options; /* the report points at it */
    struct report report;
    struct links links;
};

static enum status load(struct store *store, int64_t run, const char *gss_code, const struct terminal_options *options, struct loaded *out, struct error *err)
{
    *out = (struct loaded){.options = {.run = run, .seeds = options->seeds, .rubric = options->rubric}};
    enum status status = data_load_council(store, gss_code, &out->options, &out->report, err);
    return status == STATUS_OK ? load_pairs(&out->report, &out->links, err) : status;
}

static void unload(struct loaded *loaded)
{
    data_release(&loaded->report);
    arena_release(&loaded->links.arena);
}

enum status reports_links(struct store *store, int64_t run, const char *gss_code, enum links_format format,
                          const struct terminal_options *options, FILE *out, struct error *err)
{
    struct loaded loaded;
    struct buffer text;
    buffer_init(&text, LINKS_CEILING);
    enum status status = load(store, run, gss_code, options, &loaded, err);
    if (status == STATUS_OK) {
        switch (format) {
        case LINKS_JSONL:
            add_jsonl(&text, &loaded.report, &loaded.links);
            break;
        case LINKS_CSV:
            add_csv(&text, &loaded.report, &loaded.links);
            break;
        case LINKS_JUNIT:
            html_add(&text, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"%t\">\n",
                     loaded.report.councils[0].council->name);
            sarif_junit_links(&text, &loaded.report, &loaded.report.councils[0]);
            html_add(&text, "</testsuites>\n");
            break;
        case LINKS_SARIF:
            sarif_write(&text, &loaded.report, &loaded.report.councils[0], false);
            break;
        case LINKS_TABLE:
            add_table(&text, &loaded.report, &loaded.links, options);
            break;
        }
        status = screen_write(&text, out, err);
    }
    unload(&loaded);
    buffer_release(&text);
    return status;
}

/* What its state means, how it was asked for, and what came. */
static void add_history(struct buffer *out, const struct report *report, const struct terminal_options *options, const struct target *target)
{
    const struct reason_text *reason = texts_reason(&report->texts, target);
    char date[CLOCK_TEXT_MAX];
    struct buffer text;
    buffer_init(&text, 64 * 1024);
    if (*reason->title) { /* that a link works is said above */
        buffer_printf(&text, "%s, %s. %s", link_state_word(target->state), link_reason_word(target->reason), reason->meaning);
        screen_wrap(out, options, SCREEN_PLAIN, "", 2, buffer_text(&text));
    }
    clock_govuk(target->checked_at, date);
    buffer_clear(&text);
    if (target->looks == 0)
        buffer_printf(&text, "It was not asked for.");
    else
        buffer_printf(&text, "It took %s %s, the last on %s.", figures_count((size_t)target->looks).text, target->looks == 1 ? "request" : "requests", date);
    if (target->status)
        buffer_printf(&text, " The last answer had status %d.", target->status);
    if (target->final_url)
        buffer_printf(&text, " It led to %s", target->final_url);
    screen_wrap(out, options, SCREEN_PLAIN, "", 2, buffer_text(&text));
    if (target->times_failed > 0 && target->first_failed >= 0) {
        clock_govuk(target->first_failed, date);
        buffer_clear(&text);
        buffer_printf(&text, "It first failed on %s: %d %s so far.", date, target->times_failed, target->times_failed == 1 ? "time" : "times");
        screen_wrap(out, options, SCREEN_PLAIN, "", 2, buffer_text(&text));
    }
    buffer_release(&text);
}

enum status reports_link(struct store *store, int64_t run, const char *gss_code, const char *address,
                         const struct terminal_options *options, FILE *out, struct error *err)
{
    struct loaded loaded;
    struct buffer text;
    buffer_init(&text, LINKS_CEILING);
    enum status status = load(store, run, gss_code, options, &loaded, err);
    if (status == STATUS_OK) {
        const struct target *target = add_pairs(&text, &loaded.report, options, &loaded.links, address, SIZE_MAX);
        if (target)
            add_history(&text, &loaded.report, options, target);
        status = target ? screen_write(&text, out, err) : STATUS_NOT_FOUND;
    }
    unload(&loaded);
    buffer_release(&text);
    return status;
}
