/* Verdicts for people to confirm or overrule, as a table that any spreadsheet opens. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "base/clock.h"
#include "base/csv.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/map.h"
#include "base/mistakes.h"
#include "base/text.h"
#include "cli/cli.h"
#include "model/agreement.h"
#include "reports/data/decisions.h"
#include "reports/data/sample.h"
#include "reports/data/texts.h"

/* The table's columns; verdict to date are the reviewer's. The last one is never empty, since some spreadsheets leave out the
 * commas of empty cells at a row's end. */
enum column {
    GSS_CODE, COUNCIL_NAME, SERVICE, ROW, QUESTION, PROGRAM_VERDICT, LEANS_TO, LEANS_TO_WORDS, CERTAINTY_PERCENT, PROGRAM_REASON, REASON_WORDS, QUOTE, URL, DECIDED_BEFORE, VERDICT, REASON, REVIEWER,
    DATE, RUN, COLUMN_COUNT
};
static const char *const columns[COLUMN_COUNT] = {
    [RUN] = "run", [GSS_CODE] = "gss_code", [COUNCIL_NAME] = "council_name", [SERVICE] = "service", [ROW] = "row", [QUESTION] = "question",
    [PROGRAM_VERDICT] = "program_verdict", [LEANS_TO] = "program_leans_to", [LEANS_TO_WORDS] = "program_leans_to_in_words", [CERTAINTY_PERCENT] = "certainty_percent", [PROGRAM_REASON] = "program_reason", [REASON_WORDS] = "program_reason_in_words", [QUOTE] = "quote",
    [URL] = "url", [DECIDED_BEFORE] = "decided_before", [VERDICT] = "verdict", [REASON] = "reason", [REVIEWER] = "reviewer", [DATE] = "date"};

enum { FILE_AT = 1 }; /* of the arguments; councils may follow it */

static const size_t table_bytes = (size_t)LIMIT_BODY_BYTES * 8; /* many times a run over England, written and read */

/* What a review is read by. */
struct reading {
    const struct report_texts *texts;
    struct arena *arena;
    struct map *lines;             /* by what was decided, the line that decides it */
    struct map *kept;              /* likewise, what the store had */
    size_t replaced, replaced_line; /* of the lines, those that take the place of something else, and the first */
};

static const char *question_of(const struct rubric_texts *rubric, const char *row)
{
    const struct rubric_row *found = rubric_texts_row(rubric, row);
    return found != NULL ? found->title : NULL;
}

/* What a person decided before and what became of it: what to do stands first, to sort and filter by. */
static const char *decided_before(const struct decision *decision, const struct report_texts *texts, struct arena *arena)
{
    if (decision == NULL)
        return NULL;
    const struct review *review = &decision->review;
    return arena_printf(arena, "%s: %s on %s by %s%s%s",
                        decision_holds(decision)     ? "used"
                        : decision_is_open(decision) ? "look again"
                                                     : "not used",
                        texts_verdict(texts, review->verdict, review->row), review->date, review->reviewer_role, *review->reason != '\0' ? ": " : "", review->reason);
}

/* A verdict that may be exported. */
struct candidate {
    const struct council *council;
    const struct row_verdict *row;
    const struct decision *decision; /* what a person has decided on it, or NULL */
    double rank;  /* what it is ordered by: reports/data/sample.h's draw, its certainty, or its turn */
    size_t place; /* in the scorecards' order, of those with the same rank */
};

struct candidates {
    struct arena arena;
    struct council_list councils;
    struct decisions decisions;
    struct scorecard *cards; /* a council's, or zeroed */
    struct candidate *items;
    size_t count, capacity;
};

/* Which verdicts go into the table, and in what order. */
enum choice { CHOICE_ALL, CHOICE_SAMPLE, CHOICE_UNSURE, CHOICE_CHANGED };

static bool is_chosen(enum choice choice, const struct candidate *candidate)
{
    const struct decision *decision = candidate->decision;
    switch (choice) {
    case CHOICE_SAMPLE:
        return sample_holds(candidate->row);
    case CHOICE_UNSURE:
        return sample_holds(candidate->row) && candidate->row->judgement.certainty < BORDERLINE_BELOW && !(decision != NULL && decision_holds(decision));
    case CHOICE_CHANGED:
        return decision != NULL && decision_is_open(decision);
    default:
        return true;
    }
}

/* What a person must look at again comes first, and of that where person and program differ. */
static double turn_of(const struct decision *decision)
{
    if (decision == NULL || !decision_is_open(decision))
        return 2;
    return decision->program_meant == decision->review.verdict;
}

static double rank_of(enum choice choice, const struct run *run, const struct candidate *candidate)
{
    switch (choice) {
    case CHOICE_SAMPLE:
        return sample_draw(run, candidate->council->gss_code, candidate->row);
    case CHOICE_UNSURE:
        return candidate->row->judgement.certainty;
    default:
        return turn_of(candidate->decision);
    }
}

static void add_candidates(struct candidates *all, const struct run *run, enum choice choice, const struct council *council, const struct scorecard *card)
{
    for (size_t s = 0; s < card->service_count; s++)
        for (size_t r = 0; r < card->services[s].row_count; r++) {
            const struct row_verdict *row = &card->services[s].rows[r];
            struct candidate candidate = {.council = council, .row = row, .place = all->count,
                                          .decision = decisions_find(&all->decisions, council->gss_code, row->service, row->row)};
            if (!is_chosen(choice, &candidate))
                continue;
            candidate.rank = rank_of(choice, run, &candidate);
            MEMORY_PUSH_ROOM(all->items, all->count, all->capacity);
            all->items[all->count++] = candidate;
        }
}

/* Whether the table is of all councils, or this is one of those named. */
static bool is_named(const struct council_list *list, const struct text_list *names, const struct council *council)
{
    for (size_t i = 0; i < names->count; i++)
        if (councils_find(list, names->items[i]) == council)
            return true;
    return names->count == 0;
}

static enum status check_names(const struct council_list *list, const struct text_list *names, const struct run *run, struct error *err)
{
    for (size_t i = 0; i < names->count; i++)
        if (councils_find(list, names->items[i]) == NULL)
            return error_set(err, STATUS_USAGE, "run %lld has no council '%s'; write its name or code as the report has it", (long long)run->id, names->items[i]);
    return STATUS_OK;
}

/* `names` are councils, empty for all. */
static enum status load_candidates(struct store *store, const struct run *run, enum choice choice, const struct text_list *names, struct candidates *all,
                                   struct error *err)
{
    enum status status = store_councils(store, run->id, &all->councils, err);
    if (status == STATUS_OK)
        status = check_names(&all->councils, names, run, err);
    if (status == STATUS_OK)
        status = decisions_load(store, run->id, NULL, &all->arena, &all->decisions, err);
    if (status != STATUS_OK)
        return status;
    all->cards = memory_array(all->councils.count + 1, sizeof *all->cards);
    for (size_t i = 0; i < all->councils.count; i++) {
        const struct council *council = &all->councils.items[i];
        if (!is_named(&all->councils, names, council))
            continue;
        status = store_scorecard(store, run->id, council->gss_code, &all->cards[i], err);
        if (status == STATUS_OK)
            add_candidates(all, run, choice, council, &all->cards[i]);
        else if (status != STATUS_NOT_FOUND)
            return status;
    }
    return STATUS_OK;
}

static void candidates_release(struct candidates *all)
{
    for (size_t i = 0; all->cards != NULL && i < all->councils.count; i++)
        scorecard_release(&all->cards[i]);
    free(all->cards);
    free(all->items);
    decisions_release(&all->decisions);
    arena_release(&all->arena);
    councils_release(&all->councils);
}

static int by_rank(const void *a, const void *b)
{
    const struct candidate *x = a, *y = b;
    if (x->rank < y->rank || x->rank > y->rank)
        return x->rank < y->rank ? -1 : 1;
    return (x->place > y->place) - (x->place < y->place);
}

static void add_row(struct csv_writer *csv, const struct run *run, const struct candidate *candidate, const char *question, const char *before,
                    const struct report_texts *texts)
{
    const struct judgement *judgement = &candidate->row->judgement;
    const struct evidence *evidence = judgement->evidence_count > 0 ? &judgement->evidence[0] : &judgement->near_miss;
    enum verdict meant = verdict_meant(candidate->row);
    bool leans = verdict_leans(candidate->row);
    csv_text(csv, candidate->council->gss_code);
    csv_text(csv, candidate->council->name);
    csv_text(csv, candidate->row->service);
    csv_text(csv, candidate->row->row);
    csv_text(csv, question);
    csv_text(csv, verdict_word(judgement->verdict));
    csv_text(csv, leans ? verdict_word(meant) : NULL);
    csv_text(csv, leans ? texts_word(texts, meant, candidate->row->row, judgement->reason) : NULL);
    csv_number(csv, (int64_t)(judgement->certainty * 100 + 0.5));
    csv_text(csv, judgement->reason);
    csv_text(csv, texts_why(texts, judgement->reason));
    csv_text(csv, evidence->quote);
    csv_text(csv, evidence->url);
    csv_text(csv, before);
    for (int i = VERDICT; i < RUN; i++)
        csv_text(csv, NULL);
    csv_number(csv, run->id);
    csv_end_row(csv);
}

/* All verdicts in the scorecards' order, but first those that a person must look at again; a sample in the order of
 * its draw, so that whoever stops half-way has checked a random sample too; or the least certain first. */
static enum status export_table(struct cli *cli, struct store *store, const struct run *run, const struct rubric_texts *rubric, enum choice choice,
                                size_t *rows, struct error *err)
{
    struct report_texts texts = {0};
    struct candidates all = {0};
    const struct text_list *arguments = &cli->options.arguments, named = {.items = arguments->items + FILE_AT + 1, .count = arguments->count - FILE_AT - 1};
    struct buffer out;
    buffer_init(&out, table_bytes);
    (void)buffer_add_text(&out, "\xEF\xBB\xBF"); /* so that a spreadsheet reads UTF-8 */
    struct csv_writer csv = {.out = &out, .excel = true};
    for (size_t i = 0; i < COLUMN_COUNT; i++)
        csv_text(&csv, columns[i]);
    csv_end_row(&csv);
    enum status status = texts_load(cli->seeds, &texts, err);
    if (status == STATUS_OK)
        status = load_candidates(store, run, choice, &named, &all, err);
    if (status == STATUS_OK && all.count > 0)
        qsort(all.items, all.count, sizeof *all.items, by_rank);
    if (status == STATUS_OK && choice == CHOICE_SAMPLE)
        all.count = sample_size(all.count, cli->options.sample);
    for (size_t i = 0; status == STATUS_OK && i < all.count; i++)
        add_row(&csv, run, &all.items[i], question_of(rubric, all.items[i].row->row), decided_before(all.items[i].decision, &texts, &all.arena), &texts);
    *rows = all.count;
    if (status == STATUS_OK && out.over)
        status = error_set(err, STATUS_LIMIT, "the table is over %zu bytes", out.ceiling);
    if (status == STATUS_OK)
        status = file_write(arguments->items[FILE_AT], buffer_text(&out), out.length, err);
    buffer_release(&out);
    candidates_release(&all);
    texts_release(&texts);
    return status;
}

/* A review must be of a verdict that the run holds, as it was exported, and say why where it is another; `meant` is what the program meant by its own. */
static enum status check_review(struct store *store, const char *path, size_t line, const struct review *review, enum verdict *meant, struct error *err)
{
    struct arena arena = {0};
    struct row_verdict row;
    enum status status = store_row(store, review->run, review->gss_code, review->service, review->row, &arena, &row, err);
    if (status == STATUS_NOT_FOUND) {
        error_prefix(err, "%s:%zu", path, line);
        status = err->status = STATUS_INPUT;
    } else if (status == STATUS_OK && row.judgement.verdict != review->program) {
        status = error_set(err, STATUS_INPUT, "%s:%zu: the program's verdict is '%s' and not '%s'; the columns before 'verdict' must stay as exported", path,
                           line, verdict_word(row.judgement.verdict), verdict_word(review->program));
    } else if (status == STATUS_OK && *review->reason == '\0' && review->verdict != review->program && review->verdict != verdict_meant(&row)) {
        status = error_set(err, STATUS_INPUT, "%s:%zu: say in 'reason' why '%s' becomes '%s'; it is printed beside the result", path, line,
                           verdict_word(review->program), verdict_word(review->verdict));
    }
    *meant = status == STATUS_OK ? verdict_meant(&row) : review->program;
    arena_release(&arena);
    return status;
}

/* Of those that a person can decide: a site that was not read is no decision. */
static bool can_decide(const struct report_texts *texts, enum verdict verdict, const char *row)
{
    return verdict != VERDICT_NOT_TESTED && texts_fits(texts, verdict, row);
}

/* The program's word, the one that reports show, or the usual one for it ("not found" of "do the links work?"). */
static enum status read_verdict(const struct reading *reading, const char *path, size_t line, const char *cell, const char *row, enum verdict *verdict,
                                struct error *err)
{
    const struct report_texts *texts = reading->texts;
    if (verdict_parse(cell, verdict) && can_decide(texts, *verdict, row))
        return STATUS_OK;
    bool usual = !texts_fits(texts, VERDICT_SILENT, row); /* else "not found" may be either of two */
    struct buffer words;
    buffer_init(&words, 1024);
    for (int i = 0; i < VERDICT_COUNT; i++) {
        *verdict = (enum verdict)i;
        if (!can_decide(texts, *verdict, row))
            continue;
        const char *word = texts_verdict(texts, *verdict, row);
        if (strcasecmp(cell, word) == 0 || (usual && strcasecmp(cell, texts_verdict(texts, *verdict, NULL)) == 0)) {
            buffer_release(&words);
            return STATUS_OK;
        }
        buffer_printf(&words, "%s'%s'", words.length > 0 ? ", " : "", word);
    }
    enum status status = error_set(err, STATUS_INPUT, "%s:%zu: 'verdict' for '%s' must be one of %s, and not '%s'", path, line, row, buffer_text(&words), cell);
    buffer_release(&words);
    return status;
}

static enum status read_review(const struct reading *reading, const char *path, const struct csv_table *table, const struct csv_row *row, struct review *review, struct error *err)
{
    const char *cells[COLUMN_COUNT];
    for (size_t i = 0; i < COLUMN_COUNT; i++)
        cells[i] = csv_cell(row, csv_column(table, columns[i]));
    int64_t run, number;
    char day[CLOCK_TEXT_MAX];
    *review = (struct review){.gss_code = cells[GSS_CODE], .service = cells[SERVICE], .row = cells[ROW], .reason = cells[REASON], .reviewer_role = cells[REVIEWER]};
    if (!text_to_int(cells[RUN], 1, INT64_MAX, &run))
        return error_set(err, STATUS_INPUT, "%s:%zu: 'run' must be the run's number, not '%s'", path, row->line, cells[RUN]);
    if (!verdict_parse(cells[PROGRAM_VERDICT], &review->program))
        return error_set(err, STATUS_INPUT, "%s:%zu: 'program_verdict' must stay as exported, and '%s' is no verdict", path, row->line, cells[PROGRAM_VERDICT]);
    if (read_verdict(reading, path, row->line, cells[VERDICT], review->row, &review->verdict, err) != STATUS_OK)
        return err->status;
    if (*review->reviewer_role == '\0')
        return error_set(err, STATUS_INPUT, "%s:%zu: 'reviewer' must say who decided, by role (never a name)", path, row->line);
    if (text_to_int(cells[DATE], 1, INT64_MAX, &number))
        return error_set(err, STATUS_INPUT, "%s:%zu: 'date' is '%s', a spreadsheet's own number for a day: give the column the format of a date and save again", path,
                         row->line, cells[DATE]);
    if (!clock_parse_day(cells[DATE], day))
        return error_set(err, STATUS_INPUT, "%s:%zu: 'date' must be like 2026-03-14 or 14/03/2026, not '%s'", path, row->line, cells[DATE]);
    if (clock_is_to_come(day))
        return error_set(err, STATUS_INPUT, "%s:%zu: 'date' is '%s', which is still to come; write the day on which it was decided, the day before the month", path,
                         row->line, cells[DATE]);
    review->date = arena_copy(reading->arena, day);
    review->run = run;
    return STATUS_OK;
}

/* Whether the store has what a person wrote in the row, or nothing was written; role and date alone are often filled in for all rows. */
static bool is_kept(const struct reading *reading, const char *path, const struct csv_table *table, const struct csv_row *row, const struct review *reviews, size_t count)
{
    struct review written;
    struct error ignored;
    if (*csv_cell(row, csv_column(table, columns[VERDICT])) == '\0' && *csv_cell(row, csv_column(table, columns[REASON])) == '\0')
        return true;
    if (read_review(reading, path, table, row, &written, &ignored) != STATUS_OK)
        return false;
    for (size_t i = 0; i < count; i++) {
        const struct review *kept = &reviews[i];
        if (kept->run == written.run && kept->verdict == written.verdict && strcmp(kept->gss_code, written.gss_code) == 0 && strcmp(kept->service, written.service) == 0 &&
            strcmp(kept->row, written.row) == 0 && strcmp(kept->reason, written.reason) == 0 && strcmp(kept->date, written.date) == 0 &&
            strcmp(kept->reviewer_role, written.reviewer_role) == 0)
            return true;
    }
    return false;
}

/* What a person wrote is nowhere else before it is imported: no new table takes its place. */
static enum status check_overwriting(struct cli *cli, struct store *store, const char *path, struct error *err)
{
    struct report_texts texts = {0};
    const struct reading reading = {.texts = &texts, .arena = &cli->arena};
    struct csv_table table = {0};
    struct review *reviews;
    struct error ignored;
    struct stat info;
    size_t count;
    if (stat(path, &info) != 0 || !S_ISREG(info.st_mode) || info.st_size == 0)
        return STATUS_OK;
    enum status status = store_reviews(store, 0, &cli->arena, &reviews, &count, err);
    if (status == STATUS_OK)
        status = texts_load(cli->seeds, &texts, err);
    if (status == STATUS_OK && (csv_load(path, table_bytes, &table, &ignored) != STATUS_OK || csv_column(&table, columns[PROGRAM_VERDICT]) < 0))
        status = error_set(err, STATUS_USAGE, "'%s' is there already and is no table as it was exported; it is left as it is: name another file", path);
    for (size_t i = 0; status == STATUS_OK && i < table.count; i++)
        if (!is_kept(&reading, path, &table, &table.rows[i], reviews, count))
            status = error_set(err, STATUS_USAGE, "%s:%zu: what was filled in here has not been imported; the table is left as it is: import it, or name another file", path,
                               table.rows[i].line);
    csv_release(&table);
    texts_release(&texts);
    return status;
}

static void print_agreement(const char *name, const struct agreement *agreement)
{
    struct agreement_figures figures = agreement_figures(agreement);
    bool enough = agreement->count >= AGREEMENT_ENOUGH;
    (void)printf("%-16s %zu of %zu agree", name, agreement_same(agreement), agreement->count);
    if (enough)
        (void)printf(", %.1f%% [%.0f, %.0f], ", figures.percent, figures.percent_low, figures.percent_high);
    if (enough && isnan(figures.kappa))
        (void)printf("no kappa: all are the same verdict");
    else if (enough)
        (void)printf("kappa %.2f [%.2f, %.2f]", figures.kappa, figures.low, figures.high);
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

/* The value under which stands what the same role decided on the same date on the same result. */
static union map_value *place_of(struct map *map, const struct review *review, bool *added)
{
    struct buffer key;
    buffer_init(&key, table_bytes);
    (void)buffer_printf(&key, "%lld\n%s\n%s\n%s\n%s\n%s", (long long)review->run, review->gss_code, review->service, review->row, review->date,
                        review->reviewer_role);
    union map_value *place = map_put(map, buffer_text(&key), key.length, added);
    buffer_release(&key);
    return place;
}

static enum status load_kept(struct store *store, struct reading *reading, struct error *err)
{
    struct review *reviews;
    size_t count;
    enum status status = store_reviews(store, 0, reading->arena, &reviews, &count, err);
    for (size_t i = 0; status == STATUS_OK && i < count; i++)
        place_of(reading->kept, &reviews[i], NULL)->pointer = &reviews[i];
    return status;
}

/* Whoever decided it may be another person of the same role, and what they wrote goes. */
static void note_replaced(struct reading *reading, size_t line, const struct review *review)
{
    const struct review *kept = place_of(reading->kept, review, NULL)->pointer;
    if (kept == NULL || (kept->verdict == review->verdict && strcmp(kept->reason, review->reason) == 0))
        return;
    if (reading->replaced++ == 0)
        reading->replaced_line = line;
}

/* The later of two would take the place of the first. */
static enum status check_once(struct map *lines, const char *path, size_t line, const struct review *review, struct error *err)
{
    bool added;
    union map_value *first = place_of(lines, review, &added);
    if (!added)
        return error_set(err, STATUS_INPUT, "%s:%zu: this result is decided in line %lld too, by the same role on the same date; keep one", path, line,
                         (long long)first->number);
    first->number = (int64_t)line;
    return STATUS_OK;
}

/* One row of the table, into the store; `read` is false where it was not reviewed; `meant`: check_review. */
static enum status import_row(struct reading *reading, struct store *store, const char *path, const struct csv_table *table, const struct csv_row *row,
                              struct review *review, bool *read, enum verdict *meant, struct error *err)
{
    *read = *csv_cell(row, csv_column(table, columns[VERDICT])) != '\0'; /* role and date are often filled in for all rows */
    if (!*read)
        return *csv_cell(row, csv_column(table, columns[REASON])) == '\0'
                   ? STATUS_OK
                   : error_set(err, STATUS_INPUT, "%s:%zu: 'reason' is filled in and 'verdict' is empty; fill in both or neither", path, row->line);
    enum status status = read_review(reading, path, table, row, review, err);
    if (status == STATUS_OK)
        status = check_once(reading->lines, path, row->line, review, err);
    if (status == STATUS_OK)
        status = check_review(store, path, row->line, review, meant, err);
    if (status == STATUS_OK)
        note_replaced(reading, row->line, review);
    return status == STATUS_OK ? store_save_review(store, review, err) : status;
}

/* Every mistake is told, so that all are mended at one go; a table with any of them changes nothing. */
static enum status import_table(struct cli *cli, struct store *store, const char *path, size_t *rows, struct error *err)
{
    struct report_texts texts = {0};
    struct reading reading = {.texts = &texts, .arena = &cli->arena, .lines = map_new(), .kept = map_new()};
    struct csv_table table = {0};
    struct map *by_row = map_new();
    struct agreement all = {0};
    struct mistakes mistakes = {.tell = cli_tell, .context = cli};
    struct buffer bytes;
    buffer_init(&bytes, table_bytes);
    enum status status = file_read(path, &bytes, err);
    if (status == STATUS_OK)
        status = csv_read_filled_in(path, buffer_text(&bytes), bytes.length, &mistakes, &table, err);
    buffer_release(&bytes);
    if (status == STATUS_OK)
        status = check_columns(path, &table, err);
    if (status == STATUS_OK)
        status = texts_load(cli->seeds, &texts, err);
    if (status == STATUS_OK)
        status = load_kept(store, &reading, err);
    if (status == STATUS_OK)
        status = store_begin(store, err);
    bool begun = status == STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < table.count; i++) {
        struct review review;
        enum verdict meant;
        bool read;
        enum status row = import_row(&reading, store, path, &table, &table.rows[i], &review, &read, &meant, err);
        status = mistakes_pass(&mistakes, row, err);
        if (row != STATUS_OK || !read)
            continue;
        union map_value *place = map_put(by_row, review.row, strlen(review.row), NULL);
        if (place->pointer == NULL)
            place->pointer = arena_alloc(&cli->arena, sizeof(struct agreement));
        enum verdict program = decision_compared(&review, meant);
        agreement_add(place->pointer, program, review.verdict);
        agreement_add(&all, program, review.verdict);
        (*rows)++;
    }
    if (status == STATUS_OK)
        status = mistakes_end(&mistakes, path, err);
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
    if (status == STATUS_OK && reading.replaced > 0)
        cli_note(cli, "%s:%zu: takes the place of what the same role had decided otherwise on the same date%s; if that was somebody else, give each a role of their own, "
                      "such as 'volunteer 2', and import both tables again.", path, reading.replaced_line,
                 reading.replaced > 1 ? arena_printf(&cli->arena, ", as do %zu more", reading.replaced - 1) : "");
    map_free(by_row);
    map_free(reading.kept);
    map_free(reading.lines);
    csv_release(&table);
    texts_release(&texts);
    return status;
}

/* How many decisions, of this table or earlier ones, the newest report can't use. */
static enum status note_open(struct cli *cli, struct store *store, struct error *err)
{
    struct decisions decisions;
    struct run run;
    enum status status = store_run_latest(store, 0, &cli->arena, &run, err);
    if (status == STATUS_NOT_FOUND)
        return STATUS_OK;
    if (status != STATUS_OK)
        return status;
    status = decisions_load(store, run.id, NULL, &cli->arena, &decisions, err);
    size_t open = decisions_count(&decisions, decision_is_open);
    if (status == STATUS_OK && open > 0)
        cli_note(cli, "%zu %s not used in run %lld, since what %s about has changed: 'coreoffer review export FILE --changed' lists %s.", open,
                 open == 1 ? "decision of people is" : "decisions of people are", (long long)run.id, open == 1 ? "it was" : "they were",
                 open == 1 ? "it" : "them");
    decisions_release(&decisions);
    return status;
}

int command_review(struct cli *cli)
{
    const char *what = cli->options.arguments.items[0], *file = cli->options.arguments.items[FILE_AT], *path;
    struct error err = {0};
    struct store *store = NULL;
    struct rubric *rubric = NULL;
    struct run run = {0};
    size_t rows = 0;
    bool export = strcmp(what, "export") == 0;
    const struct options *o = &cli->options;
    enum choice choice = o->sample > 0 ? CHOICE_SAMPLE : o->unsure ? CHOICE_UNSURE : o->changed ? CHOICE_CHANGED : CHOICE_ALL;
    enum status status = STATUS_OK;
    if (!export && strcmp(what, "import") != 0)
        status = error_set(&err, STATUS_USAGE, "'coreoffer review' takes export or import, not '%s'", what);
    else if (o->arguments.count > FILE_AT + 1 && (!export || o->sample > 0))
        status = error_set(&err, STATUS_USAGE, export ? "--sample is drawn from all councils: name none" : "'review import' takes one FILE; councils are named for export");
    else if ((o->sample > 0) + o->unsure + o->changed > 1)
        status = error_set(&err, STATUS_USAGE, "--sample, --unsure and --changed each choose other verdicts: give one of them");
    else if (!export && (o->sample > 0 || o->unsure || o->changed))
        status = error_set(&err, STATUS_USAGE, "--sample, --unsure and --changed are for 'review export'; import reads every row whose 'verdict' is filled in");
    if (status == STATUS_OK)
        status = cli_store_path(cli, &path, &err);
    if (status == STATUS_OK)
        status = store_open(path, export ? STORE_READ : STORE_CHANGE, &store, &err);
    if (status == STATUS_OK && export)
        status = cli_rubric(cli, &rubric, &err);
    if (status == STATUS_OK && export)
        status = check_overwriting(cli, store, file, &err);
    if (status == STATUS_OK && export)
        status = cli_run(store, NULL, &cli->arena, &run, &err);
    if (status == STATUS_OK)
        status = export ? export_table(cli, store, &run, rubric_texts(rubric), choice, &rows, &err) : import_table(cli, store, file, &rows, &err);
    int code = status == STATUS_OK ? EXIT_DONE : cli_fail(cli, &err);
    if (status == STATUS_OK)
        cli_note(cli, export && rows == 0 ? "%zu verdicts in %s: there is none of them to look at."
                      : export            ? "%zu verdicts in %s; fill in verdict, reason, reviewer (a role) and date, then import it."
                      : rows == 0 ? "%zu reviews read from %s: a row counts when its 'verdict' is filled in."
                      : rows == 1 ? "%zu review read from %s. 'coreoffer report%s%s' shows it."
                                  : "%zu reviews read from %s. 'coreoffer report%s%s' shows them.", rows, file,
                 cli->options.store != NULL ? " --store " : "", cli->options.store != NULL ? cli->options.store : "");
    if (status == STATUS_OK && !export && note_open(cli, store, &err) != STATUS_OK)
        code = cli_late_fault(cli, &err, code);
    code = cli_close(cli, store, code);
    rubric_free(rubric);
    return code;
}
