#include "reports/data/texts.h"

#include <cjson/cJSON.h>
#include <math.h>
#include <string.h>

#include "base/csv.h"
#include "base/file.h"
#include "base/json_file.h"
#include "base/limits.h"
#include "base/text.h"

enum { SHEET_COLUMNS_MAX = 9 };

/* A table of texts: its path below seeds, and the columns that it must have. */
struct sheet {
    struct csv_table table;
    const char *path;
    int columns[SHEET_COLUMNS_MAX];
};

static enum status sheet_load(struct arena *arena, const char *seeds, const char *file, const char *const *names, size_t count,
                              struct sheet *sheet, struct error *err)
{
    sheet->path = arena_printf(arena, "%s/texts/%s", seeds, file);
    enum status status = csv_load(sheet->path, LIMIT_SEED_BYTES, &sheet->table, err);
    if (status == STATUS_OK)
        status = csv_columns(sheet->path, &sheet->table, names, count, sheet->columns, err);
    if (status == STATUS_OK && sheet->table.header.count != count)
        status = error_set(err, STATUS_INPUT, "%s:1: %zu columns where %zu are allowed", sheet->path, sheet->table.header.count,
                           count);
    return status;
}

static const char *cell(struct arena *arena, const struct sheet *sheet, size_t row, size_t column)
{
    return arena_copy(arena, csv_cell(&sheet->table.rows[row], sheet->columns[column]));
}

/* Every cell must say something, from `first` on. */
static enum status sheet_filled(const struct sheet *sheet, size_t row, size_t count, struct error *err)
{
    for (size_t i = 0; i < count; i++)
        if (!*csv_cell(&sheet->table.rows[row], sheet->columns[i]))
            return error_set(err, STATUS_INPUT, "%s:%zu: column %zu is empty", sheet->path, sheet->table.rows[row].line, i + 1);
    return STATUS_OK;
}

static enum status unknown_word(const struct sheet *sheet, size_t row, const char *allowed, struct error *err)
{
    return error_set(err, STATUS_INPUT, "%s:%zu: '%s' is unknown or stands twice; allowed once each: %s", sheet->path,
                     sheet->table.rows[row].line, csv_cell(&sheet->table.rows[row], sheet->columns[0]), allowed);
}

static const struct verdict_text *verdict_text_find(const struct report_texts *texts, enum verdict verdict, const char *row)
{
    for (size_t i = 0; i < texts->verdict_count; i++)
        if (texts->verdicts[i].verdict == verdict && strcmp(texts->verdicts[i].row, row) == 0)
            return &texts->verdicts[i];
    return NULL;
}

static enum status load_reasons(const char *seeds, struct report_texts *texts, struct error *err)
{
    static const char *const names[] = {"reason", "of", "title", "meaning", "what_to_do"};
    struct sheet sheet = {0};
    enum status status = sheet_load(&texts->arena, seeds, "reasons.csv", names, 5, &sheet, err);
    for (size_t i = 0; status == STATUS_OK && i < sheet.table.count; i++) {
        enum link_reason reason;
        const char *of = cell(&texts->arena, &sheet, i, 1);
        struct reason_text text = {.title = cell(&texts->arena, &sheet, i, 2), .meaning = cell(&texts->arena, &sheet, i, 3), .what_to_do = cell(&texts->arena, &sheet, i, 4)};
        struct reason_text *texts_of = strcmp(of, "part") == 0 ? texts->part_reasons : *of == '\0' ? texts->reasons : NULL;
        if (texts_of == NULL)
            status = error_set(err, STATUS_INPUT, "%s:%zu: 'of' holds '%s'; leave it empty, or write part for what is said of a page's part", sheet.path,
                               sheet.table.rows[i].line, of);
        else if (!*text.title || !*text.meaning || !*text.what_to_do)
            status = error_set(err, STATUS_INPUT, "%s:%zu: give a title, a meaning and what to do", sheet.path, sheet.table.rows[i].line);
        else if (!link_reason_parse(cell(&texts->arena, &sheet, i, 0), &reason) || texts_of[reason].title)
            status = unknown_word(&sheet, i, "the reasons of model/link.h", err);
        else
            texts_of[reason] = text;
    }
    texts->reasons[REASON_NONE] = (struct reason_text){"", "", ""};
    for (int reason = 0; status == STATUS_OK && reason < LINK_REASON_COUNT; reason++)
        if (!texts->reasons[reason].title)
            status = error_set(err, STATUS_INPUT, "%s: no row for the reason '%s'", sheet.path,
                               link_reason_word((enum link_reason)reason));
    csv_release(&sheet.table);
    return status;
}

/* A word and its meaning, or neither where a question can't have the verdict. No word stands for two verdicts of a question, nor
 * for another one than it usually does, since people write them into tables. */
static enum status check_wording(const struct report_texts *texts, const struct verdict_text *text, const char *path, size_t line, struct error *err)
{
    if (verdict_text_find(texts, text->verdict, text->row))
        return error_set(err, STATUS_INPUT, "%s:%zu: '%s' of %s stands twice", path, line, verdict_word(text->verdict), *text->row ? text->row : "every question");
    if (!*text->word != !*text->meaning || (!*text->word && !*text->row))
        return error_set(err, STATUS_INPUT, "%s:%zu: give both a word and its meaning, or neither where a question can't have the verdict", path, line);
    for (size_t i = 0; *text->word && i < texts->verdict_count; i++) {
        const struct verdict_text *other = &texts->verdicts[i];
        bool beside = !*other->row || strcmp(other->row, text->row) == 0;
        if (beside && other->verdict != text->verdict && strcmp(other->word, text->word) == 0)
            return error_set(err, STATUS_INPUT, "%s:%zu: '%s' is the word for '%s' already", path, line, text->word, verdict_word(other->verdict));
    }
    return STATUS_OK;
}

/* Those of every question come first. */
static enum status load_words(const char *seeds, struct report_texts *texts, struct error *err)
{
    static const char *const names[] = {"row", "verdict", "word", "meaning"};
    struct sheet sheet = {0};
    enum status status = sheet_load(&texts->arena, seeds, "words.csv", names, 4, &sheet, err);
    if (status == STATUS_OK)
        texts->verdicts = arena_array(&texts->arena, sheet.table.count + 1, sizeof *texts->verdicts);
    for (size_t i = 0; status == STATUS_OK && i < sheet.table.count; i++) {
        size_t line = sheet.table.rows[i].line;
        const char *verdict = cell(&texts->arena, &sheet, i, 1);
        struct verdict_text text = {.row = cell(&texts->arena, &sheet, i, 0), .word = cell(&texts->arena, &sheet, i, 2), .meaning = cell(&texts->arena, &sheet, i, 3)};
        if (!verdict_parse(verdict, &text.verdict))
            status = error_set(err, STATUS_INPUT, "%s:%zu: '%s' is no verdict of model/verdict.h", sheet.path, line, verdict);
        else if (!*text.row && texts->verdict_count > 0 && *texts->verdicts[texts->verdict_count - 1].row)
            status = error_set(err, STATUS_INPUT, "%s:%zu: the words of every question must stand before those of one", sheet.path, line);
        else
            status = check_wording(texts, &text, sheet.path, line, err);
        texts->verdicts[texts->verdict_count++] = text;
    }
    for (int verdict = 0; status == STATUS_OK && verdict < VERDICT_COUNT; verdict++)
        if (!*texts_verdict(texts, (enum verdict)verdict, NULL))
            status = error_set(err, STATUS_INPUT, "%s: no word for the verdict '%s'", sheet.path, verdict_word((enum verdict)verdict));
    csv_release(&sheet.table);
    return status;
}

static enum status load_outcomes(const char *seeds, struct report_texts *texts, struct error *err)
{
    static const char *const names[] = {"outcome", "sentence", "short"};
    struct sheet sheet = {0};
    enum status status = sheet_load(&texts->arena, seeds, "outcomes.csv", names, 3, &sheet, err);
    for (size_t i = 0; status == STATUS_OK && i < sheet.table.count; i++) {
        enum visit_outcome outcome;
        status = sheet_filled(&sheet, i, 3, err);
        if (status != STATUS_OK)
            break;
        if (!visit_outcome_parse(cell(&texts->arena, &sheet, i, 0), &outcome) || texts->outcomes[outcome].sentence)
            status = unknown_word(&sheet, i, "the outcomes of model/page.h", err);
        else
            texts->outcomes[outcome] =
                (struct outcome_text){.sentence = cell(&texts->arena, &sheet, i, 1), .brief = cell(&texts->arena, &sheet, i, 2)};
    }
    for (int outcome = 0; status == STATUS_OK && outcome < VISIT_OUTCOME_COUNT; outcome++)
        if (!texts->outcomes[outcome].sentence)
            status = error_set(err, STATUS_INPUT, "%s: no row for the outcome '%s'", sheet.path,
                               visit_outcome_word((enum visit_outcome)outcome));
    csv_release(&sheet.table);
    return status;
}

static enum status load_why(const char *seeds, struct report_texts *texts, struct error *err)
{
    static const char *const names[] = {"reason", "words", "adds", "sentence"};
    struct sheet sheet = {0};
    enum status status = sheet_load(&texts->arena, seeds, "verdict-reasons.csv", names, 4, &sheet, err);
    if (status == STATUS_OK)
        texts->why = arena_array(&texts->arena, sheet.table.count + 1, sizeof *texts->why);
    for (size_t i = 0; status == STATUS_OK && i < sheet.table.count; i++) {
        const char *reason = cell(&texts->arena, &sheet, i, 0), *adds = cell(&texts->arena, &sheet, i, 2);
        status = sheet_filled(&sheet, i, 3, err);
        if (status == STATUS_OK && texts_why(texts, reason))
            status = error_set(err, STATUS_INPUT, "%s:%zu: '%s' stands twice", sheet.path, sheet.table.rows[i].line, reason);
        if (status == STATUS_OK && strcmp(adds, "yes") != 0 && strcmp(adds, "no") != 0)
            status = error_set(err, STATUS_INPUT, "%s:%zu: adds is '%s'; allowed: yes, no", sheet.path, sheet.table.rows[i].line, adds);
        texts->why[texts->why_count++] = (struct why_text){reason, cell(&texts->arena, &sheet, i, 1), cell(&texts->arena, &sheet, i, 3), strcmp(adds, "yes") == 0};
    }
    csv_release(&sheet.table);
    return status;
}

static enum status load_kinds(const char *seeds, struct report_texts *texts, struct error *err)
{
    static const char *const names[] = {"kind", "words"};
    struct sheet sheet = {0};
    enum status status = sheet_load(&texts->arena, seeds, "kinds.csv", names, 2, &sheet, err);
    if (status == STATUS_OK)
        texts->kinds = arena_array(&texts->arena, sheet.table.count + 1, sizeof *texts->kinds);
    for (size_t i = 0; status == STATUS_OK && i < sheet.table.count; i++) {
        const char *kind = cell(&texts->arena, &sheet, i, 0);
        status = sheet_filled(&sheet, i, 2, err);
        if (status == STATUS_OK && texts_kind(texts, kind))
            status = error_set(err, STATUS_INPUT, "%s:%zu: '%s' stands twice", sheet.path, sheet.table.rows[i].line, kind);
        texts->kinds[texts->kind_count++] = (struct kind_text){kind, cell(&texts->arena, &sheet, i, 1)};
    }
    csv_release(&sheet.table);
    return status;
}

static enum status load_who(const char *seeds, struct report_texts *texts, struct error *err)
{
    static const char *const names[] = {"who", "title", "note"};
    struct sheet sheet = {0};
    enum status status = sheet_load(&texts->arena, seeds, "who.csv", names, 3, &sheet, err);
    if (status == STATUS_OK) {
        texts->who = arena_array(&texts->arena, sheet.table.count + 1, sizeof *texts->who);
        for (size_t i = 0; status == STATUS_OK && i < sheet.table.count; i++) {
            status = sheet_filled(&sheet, i, 3, err);
            texts->who[texts->who_count++] = (struct who_text){
                cell(&texts->arena, &sheet, i, 0), cell(&texts->arena, &sheet, i, 1), cell(&texts->arena, &sheet, i, 2)};
        }
    }
    csv_release(&sheet.table);
    return status;
}

static bool is_row_figure(const char *figure)
{
    return strncmp(figure, "row:", 4) == 0;
}

static bool is_figure(const char *figure)
{
    return is_row_figure(figure) || strncmp(figure, "headline:", 9) == 0 || strcmp(figure, "links:broken") == 0;
}

static enum status unknown_figure(const struct sheet *sheet, size_t row, const char *figure, struct error *err)
{
    return error_set(err, STATUS_INPUT, "%s:%zu: the figure '%s' is unknown; allowed: row:ROW, headline:SERVICE, links:broken", sheet->path,
                     sheet->table.rows[row].line, figure);
}

static enum status load_press(const char *seeds, struct report_texts *texts, struct error *err)
{
    static const char *const names[] = {"figure", "words", "link"};
    struct sheet sheet = {0};
    enum status status = sheet_load(&texts->arena, seeds, "press.csv", names, 3, &sheet, err);
    if (status == STATUS_OK)
        texts->press = arena_array(&texts->arena, sheet.table.count + 1, sizeof *texts->press);
    for (size_t i = 0; status == STATUS_OK && i < sheet.table.count; i++) {
        struct arena *a = &texts->arena;
        struct press_text press = {cell(a, &sheet, i, 0), cell(a, &sheet, i, 1), cell(a, &sheet, i, 2)};
        if (!is_figure(press.figure))
            status = unknown_figure(&sheet, i, press.figure, err);
        else if (!*press.words || !*press.link != is_row_figure(press.figure))
            status = error_set(err, STATUS_INPUT, "%s:%zu: give words, and a link but for a row", sheet.path, sheet.table.rows[i].line);
        texts->press[texts->press_count++] = press;
    }
    csv_release(&sheet.table);
    return status;
}

static enum status load_asks(const char *seeds, struct report_texts *texts, struct error *err)
{
    static const char *const names[] = {"id", "to", "title", "ask", "figure", "finding", "asked_2012"};
    struct sheet sheet = {0};
    enum status status = sheet_load(&texts->arena, seeds, "asks.csv", names, 7, &sheet, err);
    if (status == STATUS_OK)
        texts->asks = arena_array(&texts->arena, sheet.table.count + 1, sizeof *texts->asks);
    for (size_t i = 0; status == STATUS_OK && i < sheet.table.count; i++) {
        struct arena *a = &texts->arena;
        struct ask_text ask = {cell(a, &sheet, i, 0), cell(a, &sheet, i, 1), cell(a, &sheet, i, 2), cell(a, &sheet, i, 3),
                               cell(a, &sheet, i, 4), cell(a, &sheet, i, 5), cell(a, &sheet, i, 6)};
        status = sheet_filled(&sheet, i, 6, err);
        if (status == STATUS_OK && !is_figure(ask.figure))
            status = unknown_figure(&sheet, i, ask.figure, err);
        texts->asks[texts->ask_count++] = ask;
    }
    csv_release(&sheet.table);
    return status;
}

static const char *json_member(struct arena *arena, const cJSON *object, const char *name, const char *path, enum status *status,
                               struct error *err)
{
    const cJSON *member = cJSON_GetObjectItemCaseSensitive(object, name);
    if (cJSON_IsString(member))
        return arena_copy(arena, member->valuestring);
    if (*status == STATUS_OK)
        *status = error_set(err, STATUS_INPUT, "%s: '%s' must be a text", path, name);
    return "";
}

static enum status read_past_line(struct report_texts *texts, const cJSON *from, const char *path, struct past_line *line, struct error *err)
{
    enum status status = STATUS_OK;
    const cJSON *percent = cJSON_GetObjectItemCaseSensitive(from, "percent");
    *line = (struct past_line){json_member(&texts->arena, from, "id", path, &status, err), json_member(&texts->arena, from, "label", path, &status, err), NAN};
    if (status != STATUS_OK || !percent)
        return status;
    if (!cJSON_IsNumber(percent) || percent->valuedouble < 0 || percent->valuedouble > 100)
        return error_set(err, STATUS_INPUT, "%s: the percent of '%s' must be a number from 0 to 100", path, line->line);
    line->percent = percent->valuedouble;
    return STATUS_OK;
}

static enum status read_past_table(struct report_texts *texts, const cJSON *from, const char *path, struct past_table *table, struct error *err)
{
    enum status status = STATUS_OK;
    const cJSON *lines = cJSON_GetObjectItemCaseSensitive(from, "lines"), *line;
    *table = (struct past_table){.id = json_member(&texts->arena, from, "id", path, &status, err), .title = json_member(&texts->arena, from, "title", path, &status, err),
                                 .base = json_member(&texts->arena, from, "base_now", path, &status, err),
                                 .base_past = json_member(&texts->arena, from, "base", path, &status, err)};
    if (status == STATUS_OK && !cJSON_IsArray(lines))
        status = error_set(err, STATUS_INPUT, "%s: 'lines' of '%s' must be a list", path, table->id);
    table->lines = arena_array(&texts->arena, (size_t)cJSON_GetArraySize(lines) + 1, sizeof *table->lines);
    cJSON_ArrayForEach(line, lines)
    {
        if (status == STATUS_OK)
            status = read_past_line(texts, line, path, &table->lines[table->line_count++], err);
    }
    return status;
}

static enum status read_past_tables(struct report_texts *texts, const cJSON *root, const char *path, struct error *err)
{
    enum status status = STATUS_OK;
    const cJSON *tables = cJSON_GetObjectItemCaseSensitive(root, "tables"), *table;
    if (!cJSON_IsArray(tables))
        return error_set(err, STATUS_INPUT, "%s: 'tables' must be a list", path);
    texts->past = arena_array(&texts->arena, (size_t)cJSON_GetArraySize(tables) + 1, sizeof *texts->past);
    cJSON_ArrayForEach(table, tables)
    {
        if (status == STATUS_OK)
            status = read_past_table(texts, table, path, &texts->past[texts->past_count++], err);
    }
    return status;
}

static enum status load_agreement(const char *seeds, struct report_texts *texts, struct error *err)
{
    enum { COLUMNS = SHEET_COLUMNS_MAX };
    static const char *const names[COLUMNS] = {"what", "pages", "percent", "kappa", "kappa_low", "kappa_high", "sure_pages", "sure_percent", "sure_kappa"};
    struct sheet sheet = {0};
    if (!file_exists(arena_printf(&texts->arena, "%s/reference/agreement.csv", seeds)))
        return STATUS_OK;
    enum status status = sheet_load(&texts->arena, seeds, "../reference/agreement.csv", names, COLUMNS, &sheet, err);
    if (status == STATUS_OK)
        texts->agreement = arena_array(&texts->arena, sheet.table.count + 1, sizeof *texts->agreement);
    for (size_t i = 0; status == STATUS_OK && i < sheet.table.count; i++) {
        struct agreement_text *line = &texts->agreement[texts->agreement_count++];
        int64_t pages, sure;
        status = sheet_filled(&sheet, i, COLUMNS, err);
        if (status == STATUS_OK && (!text_to_int(cell(&texts->arena, &sheet, i, 1), 1, 1000000, &pages) ||
                                    !text_to_number(cell(&texts->arena, &sheet, i, 2), 0, 100, &line->percent) ||
                                    !text_to_int(cell(&texts->arena, &sheet, i, 6), 0, pages, &sure) ||
                                    !text_to_number(cell(&texts->arena, &sheet, i, 7), 0, 100, &line->sure_percent)))
            status = error_set(err, STATUS_INPUT, "%s:%zu: pages must be a whole number and percent from 0 to 100", sheet.path,
                               sheet.table.rows[i].line);
        if (status != STATUS_OK)
            break;
        line->what = cell(&texts->arena, &sheet, i, 0);
        line->pages = (int)pages;
        line->kappa = cell(&texts->arena, &sheet, i, 3);
        line->kappa_low = cell(&texts->arena, &sheet, i, 4);
        line->kappa_high = cell(&texts->arena, &sheet, i, 5);
        line->sure_pages = (int)sure;
        line->sure_kappa = cell(&texts->arena, &sheet, i, 8);
    }
    csv_release(&sheet.table);
    return status;
}

static enum status load_past(const char *seeds, struct report_texts *texts, struct error *err)
{
    const char *path = arena_printf(&texts->arena, "%s/reference/edcm-2011.json", seeds);
    cJSON *root;
    enum status status = json_file_read(path, &root, err);
    if (status != STATUS_OK)
        return status;
    texts->past_source = json_member(&texts->arena, root, "source", path, &status, err);
    texts->past_note = json_member(&texts->arena, root, "note", path, &status, err);
    texts->past_service = json_member(&texts->arena, root, "service", path, &status, err);
    texts->past_chain_note = json_member(&texts->arena, root, "chain_note", path, &status, err);
    const cJSON *also = cJSON_GetObjectItemCaseSensitive(root, "also"), *item;
    texts->past_also = arena_array(&texts->arena, (size_t)cJSON_GetArraySize(also) + 1, sizeof *texts->past_also);
    cJSON_ArrayForEach(item, also) if (cJSON_IsString(item)) texts->past_also[texts->past_also_count++] =
        arena_copy(&texts->arena, item->valuestring);
    if (status == STATUS_OK)
        status = read_past_tables(texts, root, path, err);
    cJSON_Delete(root);
    return status;
}

static enum status load_prose(const char *seeds, struct report_texts *texts, struct error *err)
{
    return prose_load(seeds, &texts->arena, texts->prose, err);
}

enum status texts_load(const char *seeds, struct report_texts *texts, struct error *err)
{
    static enum status (*const loaders[])(const char *, struct report_texts *, struct error *) = {
        load_reasons, load_words, load_outcomes, load_why, load_kinds, load_who, load_asks, load_press, load_past, load_agreement, load_prose};
    *texts = (struct report_texts){0};
    for (size_t i = 0; i < sizeof loaders / sizeof loaders[0]; i++) {
        enum status status = loaders[i](seeds, texts, err);
        if (status != STATUS_OK)
            return status;
    }
    return STATUS_OK;
}

void texts_release(struct report_texts *texts)
{
    arena_release(&texts->arena);
    *texts = (struct report_texts){0};
}

const struct verdict_text *texts_own(const struct report_texts *texts, enum verdict verdict, const char *row)
{
    return row && *row ? verdict_text_find(texts, verdict, row) : NULL;
}

/* NULL where the row can't have the verdict. */
static const struct verdict_text *fitting(const struct report_texts *texts, enum verdict verdict, const char *row)
{
    const struct verdict_text *own = texts_own(texts, verdict, row);
    if (own)
        return *own->word ? own : NULL;
    return verdict_text_find(texts, verdict, "");
}

static const struct verdict_text *shown(const struct report_texts *texts, enum verdict verdict, const char *row)
{
    static const struct verdict_text none = {.word = "", .meaning = ""};
    const struct verdict_text *text = fitting(texts, verdict, row);
    if (!text)
        text = verdict_text_find(texts, verdict, "");
    for (size_t i = 0; !text && i < texts->verdict_count; i++) /* another row's */
        if (texts->verdicts[i].verdict == verdict && *texts->verdicts[i].word)
            text = &texts->verdicts[i];
    return text ? text : &none;
}

bool texts_fits(const struct report_texts *texts, enum verdict verdict, const char *row)
{
    return fitting(texts, verdict, row);
}

const struct reason_text *texts_reason(const struct report_texts *texts, const struct target *target)
{
    const struct reason_text *part = &texts->part_reasons[target->reason];
    return target->part && part->title != NULL ? part : &texts->reasons[target->reason];
}

const char *texts_verdict(const struct report_texts *texts, enum verdict verdict, const char *row)
{
    return shown(texts, verdict, row)->word;
}

const char *texts_meaning(const struct report_texts *texts, enum verdict verdict, const char *row)
{
    return shown(texts, verdict, row)->meaning;
}

const char *texts_word(const struct report_texts *texts, enum verdict verdict, const char *row, const char *reason)
{
    return texts_verdict(texts, verdict, texts_why_sentence(texts, verdict, row, reason) ? NULL : row);
}

const char *texts_result(const struct report_texts *texts, const struct row_verdict *row)
{
    return texts_word(texts, row->judgement.verdict, row->row, row->overruled ? NULL : row->judgement.reason);
}

static const struct why_text *find_why(const struct report_texts *texts, const char *reason)
{
    for (size_t i = 0; i < texts->why_count; i++)
        if (strcmp(texts->why[i].reason, reason) == 0)
            return &texts->why[i];
    return NULL;
}

const char *texts_why(const struct report_texts *texts, const char *reason)
{
    const struct why_text *why = find_why(texts, reason);
    return why ? why->words : NULL;
}

const char *texts_why_sentence(const struct report_texts *texts, enum verdict verdict, const char *row, const char *reason)
{
    /* Whether there is such a service is another question than how it is told. */
    if (!reason || verdict == VERDICT_YES || (row && strcmp(row, "provided") == 0))
        return NULL;
    const struct why_text *why = find_why(texts, reason);
    return why && *why->sentence ? why->sentence : NULL;
}

bool texts_why_adds(const struct report_texts *texts, const char *reason)
{
    const struct why_text *why = find_why(texts, reason);
    return !why || why->adds;
}

const char *texts_kind(const struct report_texts *texts, const char *kind)
{
    for (size_t i = 0; i < texts->kind_count; i++)
        if (strcmp(texts->kinds[i].kind, kind) == 0)
            return texts->kinds[i].words;
    return NULL;
}

const struct agreement_text *texts_agreement(const struct report_texts *texts, const char *what)
{
    for (size_t i = 0; i < texts->agreement_count; i++)
        if (strcmp(texts->agreement[i].what, what) == 0)
            return &texts->agreement[i];
    return NULL;
}
