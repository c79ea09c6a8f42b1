#include "reports/additions.h"

#include <math.h>
#include <string.h>

#include "base/clock.h"
#include "base/csv.h"
#include "base/limits.h"

/* Columns by name; the file may hold others. */
static enum status find_columns(const struct csv_table *table, const char *path, const char *const *names, int *columns, size_t count,
                                struct error *err)
{
    for (size_t i = 0; i < count; i++) {
        columns[i] = csv_column(table, names[i]);
        if (columns[i] < 0)
            return error_set(err, STATUS_INPUT, "%s:1: the column '%s' is missing", path, names[i]);
    }
    return STATUS_OK;
}

static enum status known_council(const struct report *report, const char *path, size_t line, const char *code,
                                 const struct council **council, struct error *err)
{
    *council = councils_find(&report->list, code);
    return *council ? STATUS_OK : error_set(err, STATUS_INPUT, "%s:%zu: '%s' is no council of this run", path, line, code);
}

static enum status check_date(const char *path, size_t line, const char *date, struct error *err)
{
    int64_t instant;
    return clock_parse_iso(date, &instant)
               ? STATUS_OK
               : error_set(err, STATUS_INPUT, "%s:%zu: '%s' is no date; write it as 2026-11-25", path, line, date);
}

static enum status read_reply(struct report *report, const char *path, const struct csv_row *row, const int *columns,
                              struct reply *reply, struct error *err)
{
    const char *cells[8];
    for (int i = 0; i < 8; i++)
        cells[i] = arena_copy(&report->arena, csv_cell(row, columns[i]));
    const struct council *council;
    enum status status = known_council(report, path, row->line, cells[0], &council, err);
    if (status == STATUS_OK)
        status = check_date(path, row->line, cells[3], err);
    if (status == STATUS_OK && *cells[7])
        status = check_date(path, row->line, cells[7], err);
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
    static const char *const names[] = {"gss_code", "service", "row", "date", "role", "reply", "decision", "decided_on"};
    struct csv_table table;
    int columns[8];
    enum status status = csv_load(path, LIMIT_SEED_BYTES, &table, err);
    if (status == STATUS_OK)
        status = find_columns(&table, path, names, columns, 8, err);
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
        status = find_columns(&table, path, names, columns, 4, err);
    if (status == STATUS_OK)
        report->answers = arena_array(&report->arena, table.count + 1, sizeof *report->answers);
    for (size_t i = 0; status == STATUS_OK && i < table.count; i++) {
        const struct csv_row *row = &table.rows[i];
        const struct council *council;
        enum verdict provided;
        status = known_council(report, path, row->line, csv_cell(row, columns[0]), &council, err);
        if (status == STATUS_OK)
            status = check_date(path, row->line, csv_cell(row, columns[2]), err);
        if (status != STATUS_OK)
            break;
        if (!verdict_parse(csv_cell(row, columns[1]), &provided) || provided == VERDICT_SILENT || provided == VERDICT_CONCERNS ||
            !data_is_tested(provided))
            status = error_set(err, STATUS_INPUT, "%s:%zu: '%s' is no answer; allowed: yes, no, doubts", path, row->line,
                               csv_cell(row, columns[1]));
        else
            report->answers[report->answer_count++] =
                (struct answer){council->gss_code, provided, arena_copy(&report->arena, csv_cell(row, columns[2])),
                                arena_copy(&report->arena, csv_cell(row, columns[3]))};
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

/* ---- scores after a review: the rubric's arithmetic over again ---- */

static double credit(enum verdict verdict)
{
    return verdict == VERDICT_YES ? 1 : verdict == VERDICT_CONCERNS || verdict == VERDICT_DOUBTS ? 0.5 : 0;
}

static enum verdict verdict_for_weight(const struct service_scorecard *service, const char *row)
{
    for (size_t i = 0; i < service->row_count; i++)
        if (strcmp(service->rows[i].row, row) == 0)
            return service->rows[i].judgement.verdict;
    if (strcmp(row, criterion_word(CRITERION_USER_FOCUSSED)) == 0 || strcmp(row, "headline") == 0)
        return service->headline;
    return VERDICT_NOT_APPLICABLE;
}

static struct score score_of(double known, double open, double total)
{
    if (total <= 0 || known < 0)
        return (struct score){NAN, NAN, 0};
    return (struct score){100 * known / total, 100 * (known + open) / total, 1 - open / total};
}

static struct score score_criterion(const struct rubric_criterion *criterion, const struct service_scorecard *service)
{
    double known = 0, open = 0, total = 0;
    for (size_t i = 0; i < criterion->weight_count; i++) {
        enum verdict verdict = verdict_for_weight(service, criterion->weights[i].row);
        double weight = criterion->weights[i].weight;
        if (verdict == VERDICT_NOT_APPLICABLE)
            continue;
        total += weight;
        if (data_is_tested(verdict))
            known += weight * credit(verdict);
        else
            open += weight;
    }
    return open >= total ? (struct score){NAN, NAN, 0} : score_of(known, open, total);
}

static struct score mean_score(const struct score *scores, size_t count)
{
    struct score mean = {0, 0, 0};
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (isnan(scores[i].low))
            continue;
        mean.low += scores[i].low;
        mean.high += scores[i].high;
        mean.coverage += scores[i].coverage;
        kept++;
    }
    if (!kept)
        return (struct score){NAN, NAN, 0};
    return (struct score){mean.low / (double)kept, mean.high / (double)kept, mean.coverage / (double)count};
}

static enum verdict headline_of(const struct service_scorecard *service)
{
    static const char *const rows[] = {"explanation", "referral", "contacts"};
    int yes = 0, no = 0, unknown = 0;
    for (size_t i = 0; i < 3; i++) {
        enum verdict verdict = verdict_for_weight(service, rows[i]);
        yes += verdict == VERDICT_YES;
        no += verdict == VERDICT_NO;
        unknown += !data_is_tested(verdict);
    }
    return unknown ? VERDICT_CANNOT_TELL : yes == 3 ? VERDICT_YES : no == 3 ? VERDICT_NO : VERDICT_CONCERNS;
}

static void rescore(const struct report *report, struct scorecard *card, struct service_scorecard *service)
{
    service->headline = headline_of(service);
    for (int c = 0; c < CRITERION_COUNT; c++)
        service->criteria[c] = score_criterion(&report->rubric->criteria[c], service);
    service->score = mean_score(service->criteria, CRITERION_COUNT);
    struct score *scores = memory_array(card->service_count + 1, sizeof *scores);
    for (int c = 0; c < CRITERION_COUNT; c++) {
        for (size_t i = 0; i < card->service_count; i++)
            scores[i] = card->services[i].criteria[c];
        card->criteria[c] = mean_score(scores, card->service_count);
    }
    free(scores);
    card->score = mean_score(card->criteria, CRITERION_COUNT);
}

void additions_apply_reviews(struct report *report)
{
    for (size_t c = 0; c < report->council_count; c++) {
        struct scorecard *card = &report->councils[c].card;
        for (size_t s = 0; s < card->service_count; s++) {
            bool changed = false;
            for (size_t r = 0; r < card->services[s].row_count; r++) {
                struct row_verdict *row = &card->services[s].rows[r];
                const struct review *review = data_review(report, report->councils[c].council->gss_code, row->service, row->row);
                if (!review)
                    continue;
                changed |= row->judgement.verdict != review->verdict;
                row->judgement.verdict = review->verdict;
                row->judgement.certainty = 1;
                row->decided_by = "review";
            }
            if (changed && report->rubric->criterion_count >= CRITERION_COUNT)
                rescore(report, card, &card->services[s]);
        }
    }
}
