/* Verdicts for people to confirm or overrule, as a table that any spreadsheet opens. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/clock.h"
#include "base/csv.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/map.h"
#include "base/text.h"
#include "cli/cli.h"
#include "model/agreement.h"
#include "reports/sample.h"
#include "reports/texts.h"

/* The table's columns; the last four are the reviewer's. */
enum column {
    RUN, GSS_CODE, COUNCIL_NAME, SERVICE, ROW, QUESTION, PROGRAM_VERDICT, CERTAINTY_PERCENT, PROGRAM_REASON, QUOTE, URL, VERDICT, REASON, REVIEWER, DATE,
    COLUMN_COUNT
};
static const char *const columns[COLUMN_COUNT] = {
    [RUN] = "run", [GSS_CODE] = "gss_code", [COUNCIL_NAME] = "council_name", [SERVICE] = "service", [ROW] = "row", [QUESTION] = "question",
    [PROGRAM_VERDICT] = "program_verdict", [CERTAINTY_PERCENT] = "certainty_percent", [PROGRAM_REASON] = "program_reason", [QUOTE] = "quote",
    [URL] = "url", [VERDICT] = "verdict", [REASON] = "reason", [REVIEWER] = "reviewer", [DATE] = "date"};

/* What a review is read by. */
struct reading {
    const struct report_texts *texts;
    struct arena *arena;
};

static const char *question_of(const struct rubric_texts *rubric, const char *row)
{
    for (size_t i = 0; i < rubric->row_count; i++)
        if (strcmp(rubric->rows[i].id, row) == 0)
            return rubric->rows[i].title;
    return NULL;
}

static void add_row(struct csv_writer *csv, int64_t run, const struct council *council, const struct row_verdict *row, const char *question)
{
    const struct judgement *judgement = &row->judgement;
    const struct evidence *evidence = judgement->evidence_count > 0 ? &judgement->evidence[0] : &judgement->near_miss;
    csv_number(csv, run);
    csv_text(csv, council->gss_code);
    csv_text(csv, council->name);
    csv_text(csv, row->service);
    csv_text(csv, row->row);
    csv_text(csv, question);
    csv_text(csv, verdict_word(judgement->verdict));
    csv_number(csv, (int64_t)(judgement->certainty * 100 + 0.5));
    csv_text(csv, judgement->reason);
    csv_text(csv, evidence->quote);
    csv_text(csv, evidence->url);
    for (int i = 0; i < 4; i++)
        csv_text(csv, NULL);
    csv_end_row(csv);
}

/* A verdict that may be exported. */
struct candidate {
    const struct council *council;
    const struct row_verdict *row;
    double rank;  /* what it is ordered by: reports/sample.h's draw, or its certainty */
    size_t place; /* in the scorecards' order, of those with the same rank */
};

struct candidates {
    struct council_list councils;
    struct scorecard *cards; /* a council's, or zeroed */
    struct candidate *items;
    size_t count, capacity;
};

/* Which verdicts go into the table, and in what order. */
enum choice { CHOICE_ALL, CHOICE_SAMPLE, CHOICE_UNSURE };

static bool is_chosen(enum choice choice, const struct row_verdict *row)
{
    return choice == CHOICE_ALL || (sample_holds(row) && (choice == CHOICE_SAMPLE || row->judgement.certainty < BORDERLINE_BELOW));
}

static double rank_of(enum choice choice, const struct run *run, const char *gss_code, const struct row_verdict *row)
{
    switch (choice) {
    case CHOICE_SAMPLE:
        return sample_draw(run, gss_code, row);
    case CHOICE_UNSURE:
        return row->judgement.certainty;
    default:
        return 0;
    }
}

static enum status load_candidates(struct store *store, const struct run *run, enum choice choice, struct candidates *all, struct error *err)
{
    enum status status = store_councils(store, run->id, &all->councils, err);
    if (status != STATUS_OK)
        return status;
    all->cards = memory_array(all->councils.count + 1, sizeof *all->cards);
    for (size_t i = 0; i < all->councils.count; i++) {
        const struct council *council = &all->councils.items[i];
        struct scorecard *card = &all->cards[i];
        status = store_scorecard(store, run->id, council->gss_code, card, err);
        if (status == STATUS_NOT_FOUND)
            continue;
        if (status != STATUS_OK)
            return status;
        for (size_t s = 0; s < card->service_count; s++)
            for (size_t r = 0; r < card->services[s].row_count; r++) {
                const struct row_verdict *row = &card->services[s].rows[r];
                if (!is_chosen(choice, row))
                    continue;
                MEMORY_PUSH_ROOM(all->items, all->count, all->capacity);
                all->items[all->count] = (struct candidate){council, row, rank_of(choice, run, council->gss_code, row), all->count};
                all->count++;
            }
    }
    return STATUS_OK;
}

static void candidates_release(struct candidates *all)
{
    for (size_t i = 0; all->cards != NULL && i < all->councils.count; i++)
        scorecard_release(&all->cards[i]);
    free(all->cards);
    free(all->items);
    councils_release(&all->councils);
}

static int by_rank(const void *a, const void *b)
{
    const struct candidate *x = a, *y = b;
    if (x->rank < y->rank || x->rank > y->rank)
        return x->rank < y->rank ? -1 : 1;
    return (x->place > y->place) - (x->place < y->place);
}

/* All verdicts in the scorecards' order; a sample in the order of its draw, so that whoever
 * stops half-way has checked a random sample too; or the least certain first. */
static enum status export_table(struct store *store, const struct run *run, const struct rubric_texts *rubric, const char *path, enum choice choice,
                                double percent, size_t *rows, struct error *err)
{
    struct candidates all = {0};
    struct buffer out;
    buffer_init(&out, (size_t)LIMIT_BODY_BYTES * 8);
    (void)buffer_add_text(&out, "\xEF\xBB\xBF"); /* so that a spreadsheet reads UTF-8 */
    struct csv_writer csv = {.out = &out, .excel = true};
    for (size_t i = 0; i < COLUMN_COUNT; i++)
        csv_text(&csv, columns[i]);
    csv_end_row(&csv);
    enum status status = load_candidates(store, run, choice, &all, err);
    if (status == STATUS_OK && all.count > 0)
        qsort(all.items, all.count, sizeof *all.items, by_rank);
    if (status == STATUS_OK && choice == CHOICE_SAMPLE)
        all.count = sample_size(all.count, percent);
    for (size_t i = 0; status == STATUS_OK && i < all.count; i++)
        add_row(&csv, run->id, all.items[i].council, all.items[i].row, question_of(rubric, all.items[i].row->row));
    *rows = all.count;
    if (status == STATUS_OK && out.over)
        status = error_set(err, STATUS_LIMIT, "the table is over %zu bytes", out.ceiling);
    if (status == STATUS_OK)
        status = file_write(path, buffer_text(&out), out.length, err);
    buffer_release(&out);
    candidates_release(&all);
    return status;
}

/* The scorecard that reviews are looked up in; a table has its rows council by council. */
struct looked_up {
    struct scorecard card;
    int64_t run;
    char *gss_code; /* NULL where no card is held */
};

static void looked_up_release(struct looked_up *held)
{
    if (held->gss_code != NULL)
        scorecard_release(&held->card);
    free(held->gss_code);
    *held = (struct looked_up){0};
}

/* The stored verdict that the review is about, or NULL. */
static const struct row_verdict *find_verdict(const struct scorecard *card, const char *service, const char *row)
{
    for (size_t s = 0; s < card->service_count; s++)
        for (size_t r = 0; r < card->services[s].row_count; r++) {
            const struct row_verdict *verdict = &card->services[s].rows[r];
            if (strcmp(verdict->service, service) == 0 && strcmp(verdict->row, row) == 0)
                return verdict;
        }
    return NULL;
}

/* A review must be of a verdict that the run holds, as it was exported. */
static enum status check_review(struct store *store, const char *path, size_t line, const struct review *review, struct looked_up *held, struct error *err)
{
    if (held->gss_code == NULL || held->run != review->run || strcmp(held->gss_code, review->gss_code) != 0) {
        looked_up_release(held);
        enum status status = store_scorecard(store, review->run, review->gss_code, &held->card, err);
        if (status == STATUS_NOT_FOUND)
            return error_set(err, STATUS_INPUT, "%s:%zu: run %lld holds no scorecard of '%s'", path, line, (long long)review->run, review->gss_code);
        if (status != STATUS_OK)
            return status;
        held->run = review->run;
        held->gss_code = memory_copy(review->gss_code);
    }
    const struct row_verdict *verdict = find_verdict(&held->card, review->service, review->row);
    if (verdict == NULL)
        return error_set(err, STATUS_INPUT, "%s:%zu: run %lld holds no verdict on the row '%s' of the service '%s' for '%s'", path, line,
                         (long long)review->run, review->row, review->service, review->gss_code);
    if (verdict->judgement.verdict != review->program)
        return error_set(err, STATUS_INPUT, "%s:%zu: the program's verdict is '%s' and not '%s'; the columns before 'verdict' must stay as exported", path,
                         line, verdict_word(verdict->judgement.verdict), verdict_word(review->program));
    return STATUS_OK;
}

/* The program's word, or the one that reports show. */
static bool read_verdict(const struct report_texts *texts, const char *cell, const char *row, enum verdict *verdict)
{
    if (verdict_parse(cell, verdict))
        return true;
    for (int i = 0; i < VERDICT_COUNT; i++)
        if (strcasecmp(cell, texts_verdict(texts, (enum verdict)i, row)) == 0) {
            *verdict = (enum verdict)i;
            return true;
        }
    return false;
}

static enum status read_review(const struct reading *reading, const char *path, const struct csv_table *table, const struct csv_row *row, struct review *review, struct error *err)
{
    const char *cells[COLUMN_COUNT];
    for (size_t i = 0; i < COLUMN_COUNT; i++)
        cells[i] = csv_cell(row, csv_column(table, columns[i]));
    int64_t run;
    char day[CLOCK_TEXT_MAX];
    *review = (struct review){.gss_code = cells[GSS_CODE], .service = cells[SERVICE], .row = cells[ROW], .reason = cells[REASON], .reviewer_role = cells[REVIEWER]};
    if (!text_to_int(cells[RUN], 1, INT64_MAX, &run))
        return error_set(err, STATUS_INPUT, "%s:%zu: 'run' must be the run's number, not '%s'", path, row->line, cells[RUN]);
    if (!verdict_parse(cells[PROGRAM_VERDICT], &review->program))
        return error_set(err, STATUS_INPUT, "%s:%zu: 'program_verdict' must stay as exported, and '%s' is no verdict", path, row->line, cells[PROGRAM_VERDICT]);
    if (!read_verdict(reading->texts, cells[VERDICT], review->row, &review->verdict))
        return error_set(err, STATUS_INPUT,
                         "%s:%zu: a verdict is yes, concerns, no, cannot_tell, not_applicable, doubts or silent, or the word that the report shows, not '%s'",
                         path, row->line, cells[VERDICT]);
    if (review->verdict != review->program && *review->reason == '\0')
        return error_set(err, STATUS_INPUT, "%s:%zu: say in 'reason' why '%s' becomes '%s'; it is printed beside the result", path, row->line, cells[PROGRAM_VERDICT], cells[VERDICT]);
    if (*review->reviewer_role == '\0')
        return error_set(err, STATUS_INPUT, "%s:%zu: 'reviewer' must say who decided, by role (never a name)", path, row->line);
    if (!clock_parse_day(cells[DATE], day))
        return error_set(err, STATUS_INPUT, "%s:%zu: 'date' must be like 2026-03-14 or 14/03/2026, not '%s'", path, row->line, cells[DATE]);
    review->date = arena_copy(reading->arena, day);
    review->run = run;
    return STATUS_OK;
}

static void print_agreement(const char *name, const struct agreement *agreement)
{
    (void)printf("%-16s %zu of %zu agree", name, agreement_same(agreement), agreement->count);
    if (agreement->count >= AGREEMENT_ENOUGH) {
        struct agreement_figures figures = agreement_figures(agreement);
        (void)printf(", %.1f%% [%.0f, %.0f], kappa %.2f [%.2f, %.2f]", figures.percent, figures.percent_low, figures.percent_high, figures.kappa,
                     figures.low, figures.high);
    }
    (void)printf("\n");
}

/* Those that are read: the others are there for the reviewer. */
static enum status check_columns(const char *path, const struct csv_table *table, struct error *err)
{
    static const enum column needed[] = {RUN, GSS_CODE, SERVICE, ROW, PROGRAM_VERDICT, VERDICT, REASON, REVIEWER, DATE};
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
        if (csv_column(table, columns[needed[i]]) < 0)
            return error_set(err, STATUS_INPUT, "%s:1: the column '%s' is missing; start from what 'review export' wrote", path, columns[needed[i]]);
    return STATUS_OK;
}

static enum status import_table(struct cli *cli, struct store *store, const char *path, size_t *rows, struct error *err)
{
    struct report_texts texts = {0};
    struct reading reading = {.texts = &texts, .arena = &cli->arena};
    struct csv_table table;
    struct map *by_row = map_new();
    struct agreement all = {0};
    struct looked_up held = {0};
    enum status status = csv_load(path, LIMIT_COUNCILS_BYTES * (size_t)4, &table, err);
    if (status == STATUS_OK)
        status = check_columns(path, &table, err);
    if (status == STATUS_OK)
        status = texts_load(cli->seeds, &texts, err);
    if (status == STATUS_OK)
        status = store_begin(store, err);
    bool begun = status == STATUS_OK;
    int verdict = csv_column(&table, "verdict");
    for (size_t i = 0; status == STATUS_OK && i < table.count; i++) {
        struct review review;
        if (*csv_cell(&table.rows[i], verdict) == '\0')
            continue; /* not reviewed */
        status = read_review(&reading, path, &table, &table.rows[i], &review, err);
        if (status == STATUS_OK)
            status = check_review(store, path, table.rows[i].line, &review, &held, err);
        if (status == STATUS_OK)
            status = store_save_review(store, &review, err);
        if (status != STATUS_OK)
            break;
        union map_value *place = map_put(by_row, review.row, strlen(review.row), NULL);
        if (place->pointer == NULL)
            place->pointer = arena_alloc(&cli->arena, sizeof(struct agreement));
        agreement_add(place->pointer, review.program, review.verdict);
        agreement_add(&all, review.program, review.verdict);
        (*rows)++;
    }
    if (begun && status == STATUS_OK)
        status = store_commit(store, err);
    else if (begun)
        store_rollback(store);
    if (status == STATUS_OK && all.count > 0) {
        for (size_t i = 0; i < map_count(by_row); i++)
            print_agreement(map_key(by_row, i, NULL), map_at(by_row, i)->pointer);
        print_agreement("all rows", &all);
        if (all.count < AGREEMENT_ENOUGH)
            (void)printf("Percent and kappa are given from %d reviews on.\n", AGREEMENT_ENOUGH);
    }
    looked_up_release(&held);
    map_free(by_row);
    csv_release(&table);
    texts_release(&texts);
    return status;
}

int command_review(struct cli *cli)
{
    const char *what = cli->options.arguments.items[0], *file = cli->options.arguments.items[1], *path;
    struct error err = {0};
    struct store *store = NULL;
    struct rubric *rubric = NULL;
    struct run run = {0};
    size_t rows = 0;
    bool export = strcmp(what, "export") == 0;
    enum choice choice = cli->options.sample > 0 ? CHOICE_SAMPLE : cli->options.unsure ? CHOICE_UNSURE : CHOICE_ALL;
    enum status status = STATUS_OK;
    if (!export && strcmp(what, "import") != 0)
        status = error_set(&err, STATUS_USAGE, "'coreoffer review' takes export or import, not '%s'", what);
    else if (cli->options.sample > 0 && cli->options.unsure)
        status = error_set(&err, STATUS_USAGE, "--sample draws at random and --unsure does not: give one of them");
    if (status == STATUS_OK)
        status = cli_store_path(cli, &path, &err);
    if (status == STATUS_OK)
        status = store_open(path, export ? STORE_READ : STORE_CHANGE, &store, &err);
    if (status == STATUS_OK && export)
        status = cli_rubric(cli, &rubric, &err);
    if (status == STATUS_OK && export)
        status = cli_run(store, NULL, &cli->arena, &run, &err);
    if (status == STATUS_OK)
        status = export ? export_table(store, &run, rubric_texts(rubric), file, choice, cli->options.sample, &rows, &err) : import_table(cli, store, file, &rows, &err);
    int code = status == STATUS_OK ? EXIT_DONE : cli_fail(cli, &err);
    if (status == STATUS_OK)
        cli_note(cli, export      ? "%zu verdicts in %s; fill in verdict, reason, reviewer (a role) and date, then import it."
                      : rows == 0 ? "%zu reviews read from %s: a row counts when its 'verdict' is filled in."
                                  : "%zu reviews read from %s. 'coreoffer report%s%s' shows them.", rows, file,
                 cli->options.store != NULL ? " --store " : "", cli->options.store != NULL ? cli->options.store : "");
    code = cli_close(cli, store, code);
    rubric_free(rubric);
    return code;
}
