/* What changed between two runs, and why. */
#include <string.h>

#include "base/json.h"
#include "reports/change.h"
#include "reports/data.h"
#include "reports/figures.h"
#include "reports/overrule.h"
#include "reports/screen.h"

enum { COMPARE_CEILING = 256 * 1024 * 1024 };

static const struct {
    enum change_cause cause;
    const char *title;
} causes[] = {{CAUSE_COUNCIL, "The council changed its pages"},
              {CAUSE_CORRECTION, "A result was corrected by a person"},
              {CAUSE_TIME, "Only time passed: a date on the page is old by now, or has come"},
              {CAUSE_COVERAGE, "It could be read or judged in one run only"},
              {CAUSE_RULE, "Our rules changed"}};

struct comparison {
    const struct terminal_options *options;
    struct report_texts texts;
    struct council_list councils;
    struct scorecard *before, *after; /* by council of the later run */
    struct change_runs runs;
    struct arena arena; /* what `runs` points at */
    size_t matched;                   /* verdicts told in both runs by the same rule */
    size_t counts[CAUSE_NEW + 1];
};

/* The run's scorecards of the later run's councils, with what people decided. */
static enum status load_cards(struct store *store, int64_t run, const struct council_list *councils, struct scorecard **cards, struct error *err)
{
    struct arena arena = {0};
    struct decisions decisions;
    *cards = memory_array(councils->count + 1, sizeof **cards);
    enum status status = decisions_load(store, run, NULL, &arena, &decisions, err);
    for (size_t i = 0; status == STATUS_OK && i < councils->count; i++) {
        const char *gss_code = councils->items[i].gss_code;
        struct scorecard *card = &(*cards)[i];
        status = data_find_card(store, run, councils, gss_code, card, err);
        if (status == STATUS_NOT_FOUND) {
            *card = (struct scorecard){.gss_code = gss_code};
            status = STATUS_OK;
        }
        for (size_t s = 0; status == STATUS_OK && s < card->service_count; s++)
            (void)overrule_service(&card->services[s], card->gss_code, &decisions);
    }
    decisions_release(&decisions);
    arena_release(&arena);
    return status;
}

static enum status look_at_runs(struct store *store, int64_t before, int64_t after, struct arena *arena, struct change_runs *runs, struct error *err)
{
    struct run earlier, later;
    enum status status = store_run_get(store, before, arena, &earlier, err);
    if (status == STATUS_OK)
        status = store_run_get(store, after, arena, &later, err);
    return status == STATUS_OK ? change_load_runs(store, &earlier, &later, arena, runs, err) : status;
}

static enum status load(struct store *store, int64_t before, int64_t after, struct comparison *comparison, struct error *err)
{
    enum status status = texts_load(comparison->options->seeds, &comparison->texts, err);
    if (status == STATUS_OK)
        status = look_at_runs(store, before, after, &comparison->arena, &comparison->runs, err);
    if (status == STATUS_OK)
        status = store_councils(store, after, &comparison->councils, err);
    if (status != STATUS_OK)
        return status;
    status = load_cards(store, before, &comparison->councils, &comparison->before, err);
    if (status == STATUS_OK)
        status = load_cards(store, after, &comparison->councils, &comparison->after, err);
    return status;
}

static void release(struct comparison *comparison)
{
    struct scorecard *const cards[] = {comparison->before, comparison->after};
    for (size_t k = 0; k < 2; k++) {
        for (size_t i = 0; cards[k] && i < comparison->councils.count; i++)
            arena_release(&cards[k][i].arena);
        free(cards[k]);
    }
    texts_release(&comparison->texts);
    arena_release(&comparison->councils.arena);
    arena_release(&comparison->arena);
}

typedef void visitor(struct buffer *out, const struct comparison *comparison, const struct council *council,
                     const struct change *change);

/* Every change of one cause, or of any (CAUSE_NONE); counts and matches where `one` is NULL. */
static void each_change(struct buffer *out, struct comparison *comparison, enum change_cause cause, visitor *one)
{
    for (size_t c = 0; c < comparison->councils.count; c++) {
        const struct scorecard *card = &comparison->after[c];
        for (size_t s = 0; s < card->service_count; s++)
            for (size_t r = 0; r < card->services[s].row_count; r++) {
                struct change change =
                    change_of(comparison->before[c].service_count ? &comparison->before[c] : NULL, card, &card->services[s].rows[r],
                              comparison->runs);
                if (!one) {
                    comparison->counts[change.cause]++;
                    comparison->matched += change.before && change.before->version == change.after->version && change.cause != CAUSE_RULE &&
                                           verdict_is_told(change.before->judgement.verdict) &&
                                           verdict_is_told(change.after->judgement.verdict);
                } else if (change.way != CHANGE_NONE && (cause == CAUSE_NONE || change.cause == cause)) {
                    one(out, comparison, &comparison->councils.items[c], &change);
                }
            }
    }
}

static void add_json(struct buffer *out, const struct comparison *comparison, const struct council *council,
                     const struct change *change)
{
    struct json_writer json = {.out = out};
    (void)comparison;
    json_object(&json, NULL);
    json_text(&json, "gss_code", council->gss_code);
    json_text(&json, "service", change->after->service);
    json_text(&json, "row", change->after->row);
    json_text(&json, "before", verdict_word(change->before->judgement.verdict));
    json_text(&json, "after", verdict_word(change->after->judgement.verdict));
    json_text(&json, "change", change_way_word(change->way));
    json_text(&json, "cause", change_cause_word(change->cause));
    json_end_object(&json);
    buffer_add_char(out, '\n');
}

static void add_line(struct buffer *out, const struct comparison *comparison, const struct council *council,
                     const struct change *change)
{
    struct buffer text;
    buffer_init(&text, 8192);
    buffer_printf(&text, "%s, %s, %s: %s, before: %s", council->short_name, change->after->service, change->after->row,
                  texts_result(&comparison->texts, change->after), texts_result(&comparison->texts, change->before));
    screen_wrap(out, comparison->options, SCREEN_PLAIN,
                change->way == CHANGE_BETTER  ? "+ "
                : change->way == CHANGE_WORSE ? "- "
                                              : "  ",
                4, buffer_text(&text));
    buffer_release(&text);
}

static void add_text(struct buffer *out, struct comparison *comparison)
{
    for (size_t i = 0; i < sizeof causes / sizeof causes[0]; i++) {
        char title[120];
        snprintf(title, sizeof title, "%s: %s", causes[i].title, figures_count(comparison->counts[causes[i].cause]).text);
        screen_line(out, comparison->options, SCREEN_BOLD, title);
        each_change(out, comparison, causes[i].cause, add_line);
    }
    buffer_printf(out, "\n%s results could be judged in both runs by the same rule.\n", figures_count(comparison->matched).text);
}

static void add_summary(struct buffer *out, const struct comparison *comparison)
{
    struct json_writer json = {.out = out};
    json_object(&json, NULL);
    json_object(&json, "summary");
    json_number(&json, "matched", (int64_t)comparison->matched);
    for (size_t i = 0; i < sizeof causes / sizeof causes[0]; i++)
        json_number(&json, change_cause_word(causes[i].cause), (int64_t)comparison->counts[causes[i].cause]);
    json_end_object(&json);
    json_end_object(&json);
    buffer_add_char(out, '\n');
}

enum status reports_compare(struct store *store, int64_t before, int64_t after, const struct terminal_options *options, bool json,
                            FILE *out, struct error *err)
{
    struct comparison comparison = {.options = options};
    struct buffer text;
    buffer_init(&text, COMPARE_CEILING);
    enum status status = load(store, before, after, &comparison, err);
    if (status == STATUS_OK) {
        each_change(NULL, &comparison, CAUSE_NONE, NULL);
        if (json) {
            each_change(&text, &comparison, CAUSE_NONE, add_json);
            add_summary(&text, &comparison);
        } else {
            add_text(&text, &comparison);
        }
        status = screen_write(&text, out, err);
    }
    release(&comparison);
    buffer_release(&text);
    return status;
}
