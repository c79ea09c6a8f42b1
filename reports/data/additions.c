#include "reports/data/additions.h"

#include <string.h>

#include "base/clock.h"
#include "base/csv.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/mistakes.h"
#include "base/text.h"

enum { REPLY_COUNCIL, REPLY_SERVICE, REPLY_ROW, REPLY_DATE, REPLY_ROLE, REPLY_TEXT, REPLY_DECISION, REPLY_DECIDED_ON, REPLY_COLUMNS };

/* The columns of a file of replies: a table of ours, or the form that a council was sent, which has what is
 * printed in place of codes, and leaves the decision to us. */
static const struct {
    const char *name, *printed;
    bool may_lack;
} reply_columns[REPLY_COLUMNS] = {
    {"gss_code", "council", false}, {"service", "service", false}, {"row", "question", false},      {"date", "date", false},
    {"role", "role", false},        {"reply", "reply", false},     {"decision", "decision", true}, {"decided_on", "decided_on", true},
};

static struct mistakes mistakes_of(const struct report *report)
{
    return (struct mistakes){.tell = report->options->tell_mistake, .context = report->options->tell_context};
}

/* The councils of a file that are not in the run, each once. */
struct elsewhere {
    const struct council **councils; /* room for one a line */
    size_t count;
};

static void add_elsewhere(struct elsewhere *elsewhere, const struct council *council)
{
    for (size_t i = 0; i < elsewhere->count; i++)
        if (strcmp(elsewhere->councils[i]->gss_code, council->gss_code) == 0)
            return;
    elsewhere->councils[elsewhere->count++] = council;
}

/* The list may hold councils that the run was not begun for. Before a run there is the list alone. */
static bool is_reported(const struct report *report, const struct council *council)
{
    for (size_t i = 0; i < report->council_count; i++)
        if (report->councils[i].council == council)
            return true;
    return !report->councils && council;
}

/* One of the run, or else (`in_run` false) one that is known beside it. */
static enum status find_council(const struct report *report, const char *path, size_t line, const char *code, const struct council **council, bool *in_run,
                                struct error *err)
{
    *council = councils_find(&report->list, code);
    *in_run = is_reported(report, *council);
    if (!*council)
        *council = councils_find(&report->others, code);
    if (!*council)
        *council = councils_find(&report->shipped, code);
    return *council ? STATUS_OK
                    : error_set(err, STATUS_INPUT, "%s:%zu: '%s' is no council of this run, nor one that we know; write its name or code as it stands in the report",
                                path, line, code);
}

/* Whoever runs part of the list is told once which councils' lines wait for a run of theirs. */
static void tell_elsewhere(struct report *report, const char *path, const struct elsewhere *elsewhere)
{
    enum { NAMED = 5 };
    struct buffer said;
    if (elsewhere->count == 0 || !report->options->tell_note)
        return;
    buffer_init(&said, LIMIT_SEED_BYTES);
    buffer_printf(&said, "%s: not in this run, so not printed with it: ", path);
    for (size_t i = 0; i < elsewhere->count && i < NAMED; i++)
        buffer_printf(&said, "%s%s", i > 0 ? ", " : "", elsewhere->councils[i]->name);
    if (elsewhere->count > NAMED)
        buffer_printf(&said, " and %zu more", elsewhere->count - NAMED);
    buffer_add_text(&said, ".");
    report->options->tell_note(report->options->tell_context, buffer_text(&said));
    buffer_release(&said);
}

/* Whom a table may speak of beside the run's own councils; once for both tables. */
static enum status load_known(struct report *report, struct error *err)
{
    if (report->shipped.count > 0)
        return STATUS_OK;
    struct buffer path, bytes;
    buffer_init(&path, LIMIT_SEED_BYTES);
    buffer_init(&bytes, LIMIT_COUNCILS_BYTES);
    buffer_printf(&path, "%s/councils.csv", report->options->seeds);
    enum status status = report->store ? store_councils_of_runs(report->store, &report->others, err) : STATUS_OK;
    if (status == STATUS_OK)
        status = file_read(buffer_text(&path), &bytes, err);
    if (status == STATUS_OK)
        status = councils_read(buffer_text(&path), buffer_text(&bytes), bytes.length, NULL, &report->shipped, err);
    buffer_release(&path);
    buffer_release(&bytes);
    return status;
}

/* A file that was `given` speaks of no day to come; one that is kept may, where an earlier day's report is made again. */
static enum status read_day(struct report *report, const char *path, size_t line, const char *text, bool given, const char **day, struct error *err)
{
    char iso[CLOCK_TEXT_MAX];
    if (!clock_parse_day(text, iso))
        return error_set(err, STATUS_INPUT, "%s:%zu: '%s' is no date; write it as 2026-11-25", path, line, text);
    if (given && clock_is_to_come(iso))
        return error_set(err, STATUS_INPUT, "%s:%zu: '%s' is still to come; write the day as it was, the day before the month", path, line, text);
    *day = arena_copy(&report->arena, iso);
    return STATUS_OK;
}

/* Small letters, straight apostrophes, no question mark at the end: as people type what they see. */
static void add_plain(struct buffer *out, const char *text)
{
    static const char curly[] = "\xE2\x80\x99";
    size_t length = strlen(text);
    while (length > 0 && (text[length - 1] == '?' || text[length - 1] == ' '))
        length--;
    for (size_t i = 0; i < length; i++) {
        bool apostrophe = strncmp(text + i, curly, sizeof curly - 1) == 0;
        buffer_add_char(out, apostrophe ? '\'' : text_lower(text[i]));
        i += apostrophe ? sizeof curly - 2 : 0;
    }
}

static bool is_called(const char *written, const char *name)
{
    struct buffer a, b;
    buffer_init(&a, LIMIT_SEED_BYTES);
    buffer_init(&b, LIMIT_SEED_BYTES);
    add_plain(&a, written);
    add_plain(&b, name);
    bool same = strcmp(buffer_text(&a), buffer_text(&b)) == 0;
    buffer_release(&a);
    buffer_release(&b);
    return same;
}

/* The service, or the row, by its code or as the report prints it. "" is "". */
static enum status read_named(const struct report *report, bool row, const char *path, size_t line, const char **name, struct error *err)
{
    const struct rubric_texts *rubric = report->rubric;
    size_t count = row ? rubric->row_count : rubric->service_count;
    const char *example = "";
    if (!**name)
        return STATUS_OK;
    for (size_t i = 0; i < count; i++) {
        const char *id = row ? rubric->rows[i].id : rubric->services[i].id;
        const char *title = row ? rubric->rows[i].title : rubric->services[i].title;
        if (is_called(*name, id) || is_called(*name, title) || (row && is_called(*name, rubric->rows[i].question))) {
            *name = id;
            return STATUS_OK;
        }
        example = i == 0 ? title : example;
    }
    return error_set(err, STATUS_INPUT, "%s:%zu: the report has no %s '%s'; write it as it is printed there, such as '%s'", path, line,
                     row ? "question" : "service", *name, example);
}

/* A line of the form that was left as it came. */
static bool is_blank(const char *const *cells)
{
    return !*cells[REPLY_TEXT] && !*cells[REPLY_DATE] && !*cells[REPLY_ROLE] && !*cells[REPLY_DECISION];
}

static enum status read_reply(struct report *report, const char *path, const struct csv_row *row, const int *columns, struct elsewhere *elsewhere,
                              struct error *err)
{
    const char *cells[REPLY_COLUMNS];
    for (int i = 0; i < REPLY_COLUMNS; i++)
        cells[i] = arena_copy(&report->arena, csv_cell(row, columns[i]));
    const struct council *council;
    bool in_run, given = report->options->replies != NULL;
    enum status status = find_council(report, path, row->line, cells[REPLY_COUNCIL], &council, &in_run, err);
    if (status == STATUS_OK && is_blank(cells))
        return STATUS_OK;
    if (status == STATUS_OK)
        status = read_named(report, false, path, row->line, &cells[REPLY_SERVICE], err);
    if (status == STATUS_OK)
        status = read_named(report, true, path, row->line, &cells[REPLY_ROW], err);
    if (status == STATUS_OK && !*cells[REPLY_TEXT])
        status = error_set(err, STATUS_INPUT, "%s:%zu: the reply's text is empty", path, row->line);
    if (status == STATUS_OK)
        status = read_day(report, path, row->line, cells[REPLY_DATE], given, &cells[REPLY_DATE], err);
    if (status == STATUS_OK && *cells[REPLY_DECIDED_ON])
        status = read_day(report, path, row->line, cells[REPLY_DECIDED_ON], given, &cells[REPLY_DECIDED_ON], err);
    if (status == STATUS_OK && *cells[REPLY_DECIDED_ON] && strcmp(cells[REPLY_DECIDED_ON], cells[REPLY_DATE]) < 0)
        status = error_set(err, STATUS_INPUT, "%s:%zu: decided on %s, before the reply came on %s; put one of the two days right", path, row->line,
                           cells[REPLY_DECIDED_ON], cells[REPLY_DATE]);
    if (status == STATUS_OK && !in_run)
        add_elsewhere(elsewhere, council);
    else if (status == STATUS_OK)
        report->replies[report->reply_count++] = (struct reply){council->gss_code,  cells[REPLY_SERVICE],  cells[REPLY_ROW],      cells[REPLY_DATE],
                                                                cells[REPLY_ROLE], cells[REPLY_TEXT], cells[REPLY_DECISION], cells[REPLY_DECIDED_ON]};
    return status;
}

static enum status find_columns(const char *path, const struct csv_table *table, int *columns, struct error *err)
{
    for (int i = 0; i < REPLY_COLUMNS; i++) {
        const char *name = reply_columns[i].name, *printed = reply_columns[i].printed;
        columns[i] = csv_column(table, name);
        if (columns[i] < 0)
            columns[i] = csv_column(table, printed);
        if (columns[i] < 0 && !reply_columns[i].may_lack)
            return strcmp(name, printed) == 0
                       ? error_set(err, STATUS_INPUT, "%s:%zu: the column '%s' is missing", path, table->header.line, name)
                       : error_set(err, STATUS_INPUT, "%s:%zu: the column '%s' or '%s' is missing", path, table->header.line, name, printed);
    }
    return STATUS_OK;
}

/* The table at `*path`, or where that is NULL the one that is kept under the name, which `*path` then tells for mistakes in
 * it. STATUS_NOT_FOUND where there is neither. */
static enum status read_table(struct report *report, const char *name, const char **path, struct mistakes *mistakes, struct csv_table *table,
                              struct error *err)
{
    struct buffer bytes;
    bool given = *path != NULL;
    enum status status = STATUS_NOT_FOUND;
    buffer_init(&bytes, LIMIT_SEED_BYTES);
    *table = (struct csv_table){0};
    if (given)
        status = file_read(*path, &bytes, err);
    else if (report->store)
        status = store_kept_file(report->store, name, &bytes, err);
    if (!given)
        *path = arena_printf(&report->arena, "%s as it is kept", name);
    if (status == STATUS_OK)
        status = csv_read_filled_in(*path, buffer_text(&bytes), bytes.length, mistakes, table, err);
    if (status == STATUS_OK && given)
        report->added[report->added_count++] =
            (struct run_input){.name = name, .bytes = arena_copy_n(&report->arena, buffer_text(&bytes), bytes.length), .length = bytes.length};
    buffer_release(&bytes);
    return status == STATUS_OK ? load_known(report, err) : status;
}

static enum status load_replies(struct report *report, const char *path, struct error *err)
{
    struct csv_table table;
    int columns[REPLY_COLUMNS];
    struct mistakes mistakes = mistakes_of(report);
    enum status status = read_table(report, "replies.csv", &path, &mistakes, &table, err);
    if (status == STATUS_OK)
        status = find_columns(path, &table, columns, err);
    if (status == STATUS_OK)
        report->replies = arena_array(&report->arena, table.count + 1, sizeof *report->replies);
    struct elsewhere elsewhere = {arena_array(&report->arena, table.count + 1, sizeof *elsewhere.councils), 0};
    for (size_t i = 0; status == STATUS_OK && i < table.count; i++)
        status = mistakes_pass(&mistakes, read_reply(report, path, &table.rows[i], columns, &elsewhere, err), err);
    csv_release(&table);
    if (status == STATUS_OK)
        status = mistakes_end(&mistakes, path, err);
    if (status == STATUS_OK)
        tell_elsewhere(report, path, &elsewhere);
    report->replied_elsewhere = elsewhere.councils;
    report->replied_elsewhere_count = elsewhere.count;
    return status;
}

void additions_write_form(const struct report *report, const struct report_council *council, struct buffer *out)
{
    static const char *const headings[] = {"council", "service", "question", "result", "reply", "role", "date"};
    enum { COLUMNS = sizeof headings / sizeof headings[0], OURS = 4 };
    struct csv_writer csv = {.out = out, .excel = true};
    buffer_add_text(out, "\xEF\xBB\xBF");
    for (size_t i = 0; i < COLUMNS; i++)
        csv_text(&csv, headings[i]);
    csv_end_row(&csv);
    csv_text(&csv, council->council->name); /* a line for the page as a whole */
    for (size_t i = 1; i < COLUMNS; i++)
        csv_text(&csv, NULL);
    csv_end_row(&csv);
    for (size_t s = 0; s < council->card.service_count; s++)
        for (size_t r = 0; r < council->card.services[s].row_count; r++) {
            const struct row_verdict *verdict = &council->card.services[s].rows[r];
            const struct rubric_service *service = data_rubric_service(report, verdict->service);
            const struct rubric_row *row = data_rubric_row(report, verdict->row);
            if (!data_has_proof(verdict) || verdict->judgement.verdict == VERDICT_YES)
                continue;
            csv_text(&csv, council->council->name);
            csv_text(&csv, service ? service->title : verdict->service);
            csv_text(&csv, row ? row->title : verdict->row);
            csv_text(&csv, texts_result(&report->texts, verdict));
            for (size_t i = OURS; i < COLUMNS; i++)
                csv_text(&csv, NULL);
            csv_end_row(&csv);
        }
}

enum { ANSWER_COUNCIL, ANSWER_PROVIDED, ANSWER_DATE, ANSWER_NOTE, ANSWER_COLUMNS };

static enum status read_answer(struct report *report, const char *path, const struct csv_row *row, const int *columns, struct elsewhere *elsewhere,
                               struct error *err)
{
    const struct council *council;
    const char *provided = csv_cell(row, columns[ANSWER_PROVIDED]), *day = "";
    enum verdict said;
    bool in_run;
    enum status status = find_council(report, path, row->line, csv_cell(row, columns[ANSWER_COUNCIL]), &council, &in_run, err);
    if (status == STATUS_OK)
        status = read_day(report, path, row->line, csv_cell(row, columns[ANSWER_DATE]), report->options->answers != NULL, &day, err);
    if (status != STATUS_OK)
        return status;
    if (!verdict_parse(provided, &said) || said == VERDICT_SILENT || said == VERDICT_CONCERNS || !verdict_is_told(said))
        return error_set(err, STATUS_INPUT, "%s:%zu: '%s' is no answer; allowed: yes, no, doubts", path, row->line, provided);
    for (size_t i = 0; in_run && i < report->answer_count; i++)
        if (strcmp(report->answers[i].gss_code, council->gss_code) == 0)
            return error_set(err, STATUS_INPUT, "%s:%zu: %s has an answer in a line above already, and each council counts once; keep the one that holds",
                             path, row->line, council->name);
    if (!in_run)
        add_elsewhere(elsewhere, council);
    else
        report->answers[report->answer_count++] =
            (struct answer){council->gss_code, said, day, arena_copy(&report->arena, csv_cell(row, columns[ANSWER_NOTE]))};
    return STATUS_OK;
}

static enum status load_answers(struct report *report, const char *path, struct error *err)
{
    static const char *const names[ANSWER_COLUMNS] = {"gss_code", "provided", "date", "note"};
    struct csv_table table;
    int columns[ANSWER_COLUMNS];
    struct mistakes mistakes = mistakes_of(report);
    enum status status = read_table(report, "answers.csv", &path, &mistakes, &table, err);
    if (status == STATUS_OK)
        status = csv_columns(path, &table, names, ANSWER_COLUMNS, columns, err);
    if (status == STATUS_OK)
        report->answers = arena_array(&report->arena, table.count + 1, sizeof *report->answers);
    struct elsewhere elsewhere = {arena_array(&report->arena, table.count + 1, sizeof *elsewhere.councils), 0};
    for (size_t i = 0; status == STATUS_OK && i < table.count; i++)
        status = mistakes_pass(&mistakes, read_answer(report, path, &table.rows[i], columns, &elsewhere, err), err);
    csv_release(&table);
    if (status == STATUS_OK)
        status = mistakes_end(&mistakes, path, err);
    if (status == STATUS_OK)
        tell_elsewhere(report, path, &elsewhere);
    return status;
}

enum status additions_load(struct report *report, struct error *err)
{
    enum status status = load_replies(report, report->options->replies, err);
    if (status == STATUS_OK || status == STATUS_NOT_FOUND)
        status = load_answers(report, report->options->answers, err);
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

enum status additions_keep(const struct report *report, struct error *err)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < report->added_count; i++)
        status = store_keep_file(report->store, report->run.id, &report->added[i], err);
    return status;
}

enum status reports_check_additions(struct store *store, const struct report_options *options, const struct council_list *list, struct error *err)
{
    struct report report = {.store = store, .options = options, .rubric = options->rubric, .list = *list};
    enum status status = additions_load(&report, err);
    councils_release(&report.others);
    councils_release(&report.shipped);
    arena_release(&report.arena);
    return status;
}
