#include "reports/additions.h"

#include <math.h>
#include <string.h>

#include "base/clock.h"
#include "base/csv.h"
#include "base/limits.h"

const char *const additions_reply_columns[ADDITIONS_REPLY_COLUMNS] = {"gss_code", "service", "row",      "date",
                                                                      "role",     "reply",   "decision", "decided_on"};

static enum status known_council(const struct report *report, const char *path, size_t line, const char *code,
                                 const struct council **council, struct error *err)
{
    *council = councils_find(&report->list, code);
    return *council ? STATUS_OK : error_set(err, STATUS_INPUT, "%s:%zu: '%s' is no council of this run", path, line, code);
}

static enum status read_day(struct report *report, const char *path, size_t line, const char *text, const char **day, struct error *err)
{
    char iso[CLOCK_TEXT_MAX];
    if (!clock_parse_day(text, iso))
        return error_set(err, STATUS_INPUT, "%s:%zu: '%s' is no date; write it as 2026-11-25", path, line, text);
    *day = arena_copy(&report->arena, iso);
    return STATUS_OK;
}

static enum status read_reply(struct report *report, const char *path, const struct csv_row *row, const int *columns,
                              struct reply *reply, struct error *err)
{
    const char *cells[ADDITIONS_REPLY_COLUMNS];
    for (int i = 0; i < ADDITIONS_REPLY_COLUMNS; i++)
        cells[i] = arena_copy(&report->arena, csv_cell(row, columns[i]));
    const struct council *council;
    enum status status = known_council(report, path, row->line, cells[0], &council, err);
    if (status == STATUS_OK)
        status = read_day(report, path, row->line, cells[3], &cells[3], err);
    if (status == STATUS_OK && *cells[7])
        status = read_day(report, path, row->line, cells[7], &cells[7], err);
    if (status != STATUS_OK)
        return status;
    if (!*cells[5])
        return error_set(err, STATUS_INPUT, "%s:%zu: the reply's text is empty", path, row->line);
    if (*cells[1] && !data_rubric_service(report, cells[1]))
        return error_set(err, STATUS_INPUT, "%s:%zu: the rubric has no service '%s'", path, row->line, cells[1]);
    if (*cells[2] && !data_rubric_row(report, cells[2]))
        return error_set(err, STATUS_INPUT, "%s:%zu: the rubric has no row '%s'", path, row->line, cells[2]);
    *reply = (struct reply){council->gss_code, cells[1], cells[2], cells[3], cells[4], cells[5], cells[6], cells[7]};
    return STATUS_OK;
}

static enum status load_replies(struct report *report, const char *path, struct error *err)
{
    struct csv_table table;
    int columns[ADDITIONS_REPLY_COLUMNS];
    enum status status = csv_load(path, LIMIT_SEED_BYTES, &table, err);
    if (status == STATUS_OK)
        status = csv_columns(path, &table, additions_reply_columns, ADDITIONS_REPLY_COLUMNS, columns, err);
    if (status == STATUS_OK)
        report->replies = arena_array(&report->arena, table.count + 1, sizeof *report->replies);
    for (size_t i = 0; status == STATUS_OK && i < table.count; i++)
        status = read_reply(report, path, &table.rows[i], columns, &report->replies[report->reply_count++], err);
    csv_release(&table);
    return status;
}

static enum status load_answers(struct report *report, const char *path, struct error *err)
{
    static const char *const names[] = {"gss_code", "provided", "date", "note"};
    struct csv_table table;
    int columns[4];
    enum status status = csv_load(path, LIMIT_SEED_BYTES, &table, err);
    if (status == STATUS_OK)
        status = csv_columns(path, &table, names, 4, columns, err);
    if (status == STATUS_OK)
        report->answers = arena_array(&report->arena, table.count + 1, sizeof *report->answers);
    for (size_t i = 0; status == STATUS_OK && i < table.count; i++) {
        const struct csv_row *row = &table.rows[i];
        const struct council *council;
        enum verdict provided;
        const char *day = "";
        status = known_council(report, path, row->line, csv_cell(row, columns[0]), &council, err);
        if (status == STATUS_OK)
            status = read_day(report, path, row->line, csv_cell(row, columns[2]), &day, err);
        if (status != STATUS_OK)
            break;
        if (!verdict_parse(csv_cell(row, columns[1]), &provided) || provided == VERDICT_SILENT || provided == VERDICT_CONCERNS ||
            !data_is_tested(provided))
            status = error_set(err, STATUS_INPUT, "%s:%zu: '%s' is no answer; allowed: yes, no, doubts", path, row->line,
                               csv_cell(row, columns[1]));
        else
            report->answers[report->answer_count++] =
                (struct answer){council->gss_code, provided, day, arena_copy(&report->arena, csv_cell(row, columns[3]))};
    }
    csv_release(&table);
    return status;
}

enum status additions_load(struct report *report, struct error *err)
{
    enum status status = STATUS_OK;
    if (report->options->replies)
        status = load_replies(report, report->options->replies, err);
    if (status == STATUS_OK && report->options->answers)
        status = load_answers(report, report->options->answers, err);
    return status;
}

/* ---- scores after a decision: the arithmetic of scoring/council.c over again, which this
 * room may not call ---- */

struct sum {
    double low, high, tested, weight;
};

static enum verdict verdict_of(const struct service_scorecard *service, const char *row)
{
    for (size_t i = 0; i < service->row_count; i++)
        if (strcmp(service->rows[i].row, row) == 0)
            return service->rows[i].judgement.verdict;
    return VERDICT_NOT_APPLICABLE;
}

static struct score finish(const struct sum *sum)
{
    if (sum->weight <= 0 || sum->tested <= 0)
        return (struct score){NAN, NAN, 0};
    return (struct score){100 * sum->low / sum->weight, 100 * sum->high / sum->weight, sum->tested / sum->weight};
}

static void add_verdict(struct sum *sum, enum verdict verdict, double weight)
{
    double points = verdict == VERDICT_YES ? weight : verdict == VERDICT_CONCERNS ? weight / 2 : 0;
    bool tested = data_is_tested(verdict);
    if (verdict == VERDICT_NOT_APPLICABLE)
        return;
    sum->low += points;
    sum->high += tested ? points : weight;
    sum->tested += tested ? weight : 0;
    sum->weight += weight;
}

/* What was not tested at all may be anything from 0 to 100. */
static void add_score(struct sum *sum, struct score score)
{
    sum->low += isnan(score.low) ? 0 : score.low / 100;
    sum->high += isnan(score.high) ? 1 : score.high / 100;
    sum->tested += score.coverage;
    sum->weight += 1;
}

/* False where no scored row of the criterion applies to the service. */
static bool score_criterion(const struct report *report, const struct rubric_criterion *criterion,
                            struct service_scorecard *service, int at)
{
    struct sum sum = {0};
    for (size_t i = 0; i < criterion->weight_count; i++) {
        const struct rubric_row *row = data_rubric_row(report, criterion->weights[i].row);
        if (row && row->scored)
            add_verdict(&sum, verdict_of(service, row->id), criterion->weights[i].weight);
    }
    service->criteria[at] = finish(&sum);
    return sum.weight > 0;
}

/* That the three stand together was judged from pages; a person's yes is taken as that. */
static enum verdict headline_of(const struct service_scorecard *service)
{
    static const char *const rows[] = {"explanation", "referral", "contacts"};
    int yes = 0, no = 0, untold = 0;
    for (size_t i = 0; i < 3; i++) {
        enum verdict verdict = verdict_of(service, rows[i]);
        yes += verdict == VERDICT_YES;
        no += verdict == VERDICT_NO;
        untold += verdict == VERDICT_CANNOT_TELL || verdict == VERDICT_NOT_TESTED;
    }
    return yes == 3 ? VERDICT_YES : no == 3 ? VERDICT_NO : untold == 3 ? VERDICT_CANNOT_TELL : VERDICT_CONCERNS;
}

static bool is_basic(const char *row)
{
    return strcmp(row, "explanation") == 0 || strcmp(row, "referral") == 0 || strcmp(row, "contacts") == 0;
}

static void rescore(const struct report *report, struct scorecard *card, struct service_scorecard *service)
{
    struct sum sum = {0}, whole = {0};
    for (int c = 0; c < CRITERION_COUNT; c++)
        if (score_criterion(report, &report->rubric->criteria[c], service, c))
            add_score(&sum, service->criteria[c]);
    service->score = finish(&sum);
    for (int c = 0; c < CRITERION_COUNT; c++) {
        struct sum all = {0};
        for (size_t i = 0; i < card->service_count; i++)
            add_score(&all, card->services[i].criteria[c]);
        card->criteria[c] = finish(&all);
        add_score(&whole, card->criteria[c]);
    }
    card->score = finish(&whole);
}

bool additions_decide_service(struct service_scorecard *service, const char *gss_code, const struct decisions *decisions)
{
    bool changed = false;
    for (size_t r = 0; r < service->row_count; r++) {
        struct row_verdict *row = &service->rows[r];
        const struct decision *decision = decisions_find(decisions, gss_code, row->service, row->row);
        if (!decision || !decision_holds(decision))
            continue;
        if (row->judgement.verdict != decision->review.verdict) {
            changed = row->overruled = true;
            row->judgement.verdict = decision->review.verdict;
            if (is_basic(row->row))
                service->headline = headline_of(service);
        }
        row->judgement.certainty = 1;
        row->decided_by = "review";
    }
    return changed;
}

void additions_decide_card(const struct report *report, struct scorecard *card, const char *gss_code, const struct decisions *decisions)
{
    for (size_t s = 0; s < card->service_count; s++)
        if (additions_decide_service(&card->services[s], gss_code, decisions) && report->rubric->criterion_count >= CRITERION_COUNT)
            rescore(report, card, &card->services[s]);
}

enum status additions_apply_decisions(struct report *report, struct error *err)
{
    struct decisions earlier = {0};
    enum status status = STATUS_OK;
    if (report->has_earlier)
        status = decisions_load(report->store, report->earlier.id, report->only, &report->arena, &earlier, err);
    for (size_t c = 0; status == STATUS_OK && c < report->council_count; c++) {
        struct report_council *council = &report->councils[c];
        additions_decide_card(report, &council->card, council->council->gss_code, &report->decisions);
        if (council->has_before)
            additions_decide_card(report, &council->before, council->council->gss_code, &earlier);
    }
    decisions_release(&earlier);
    return status;
}
