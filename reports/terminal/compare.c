/* What changed between two runs, and why. */
#include <string.h>

#include "base/json.h"
#include "reports/data/data.h"
#include "reports/data/figures.h"
#include "reports/data/overrule.h"
#include "reports/terminal/screen.h"

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
    struct run run;
    struct past past;
    struct scorecard *cards; /* by council of the later run */
    struct past_cards *held; /* likewise: what each is held against */
    struct arena arena;
    size_t matched; /* verdicts told in both runs by the same rule */
    size_t counts[CAUSE_NEW + 1];
};

/* The later run's scorecards with what people decided, and what they are held against. */
static enum status load_cards(struct store *store, struct comparison *comparison, struct error *err)
{
    struct arena arena = {0};
    struct decisions decisions;
    size_t count = comparison->councils.count;
    comparison->cards = memory_array(count + 1, sizeof *comparison->cards);
    comparison->held = memory_array(count + 1, sizeof *comparison->held);
    enum status status = decisions_load(store, comparison->run.id, NULL, &arena, &decisions, err);
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        const char *gss_code = comparison->councils.items[i].gss_code;
        struct scorecard *card = &comparison->cards[i];
        status = store_scorecard(store, comparison->run.id, gss_code, card, err);
        if (status == STATUS_OK)
            overrule_card(comparison->options->rubric, card, gss_code, &decisions);
        if (status == STATUS_OK)
            status = past_cards(&comparison->past, gss_code, card, &comparison->held[i], err);
        else if (status == STATUS_NOT_FOUND)
            status = STATUS_OK; /* not visited */
    }
    decisions_release(&decisions);
    arena_release(&arena);
    return status;
}

static enum status load(struct store *store, int64_t before, int64_t after, struct comparison *comparison, struct error *err)
{
    enum status status = texts_load(comparison->options->seeds, &comparison->texts, err);
    if (status == STATUS_OK)
        status = store_run_get(store, after, &comparison->arena, &comparison->run, err);
    if (status == STATUS_OK)
        status = past_open(store, comparison->options->rubric, &comparison->run, before, NULL, &comparison->past, err);
    if (status == STATUS_OK)
        status = store_councils(store, after, &comparison->councils, err);
    return status == STATUS_OK ? load_cards(store, comparison, err) : status;
}

static void release(struct comparison *comparison)
{
    for (size_t i = 0; comparison->held && i < comparison->councils.count; i++) {
        arena_release(&comparison->cards[i].arena);
        past_release_cards(&comparison->held[i]);
    }
    free(comparison->cards);
    free(comparison->held);
    past_release(&comparison->past);
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
        const struct scorecard *card = &comparison->cards[c];
        for (size_t s = 0; s < card->service_count; s++)
            for (size_t r = 0; r < card->services[s].row_count; r++) {
                struct change change = past_change(&comparison->held[c], card, &card->services[s].rows[r]);
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
    json_number(&json, "before_run", change->since->id);
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
    if (change->since->id != comparison->past.ids[0])
        buffer_printf(&text, " (run %lld, the last that could tell)", (long long)change->since->id);
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
