#include "reports/data/prose.h"

#include <string.h>

#include "base/csv.h"
#include "base/limits.h"
#include "reports/pages/html.h"

static const struct {
    const char *id, *values; /* parted by spaces */
} known[PROSE_COUNT] = {
#define X(name, id, values) {id, values},
    PROSE_TEXTS(X)
#undef X
};

/* ---- the marks ---- */

enum mark { MARK_NONE, MARK_VALUE, MARK_LINK, MARK_STRONG };

/* What begins at `at`, a mark: its words, a link's place, and what comes after it. */
struct piece {
    const char *words, *place, *rest;
    size_t words_length, place_length;
};

static enum mark find_mark(const char *at, const char *end, struct piece *piece)
{
    const char *close;
    if (*at == '{' && (close = memchr(at, '}', (size_t)(end - at)))) {
        *piece = (struct piece){.words = at + 1, .words_length = (size_t)(close - at) - 1, .rest = close + 1};
        return MARK_VALUE;
    }
    if (*at == '[' && (close = memchr(at, ']', (size_t)(end - at))) && close + 1 < end && close[1] == '(') {
        const char *last = memchr(close, ')', (size_t)(end - close));
        if (!last)
            return MARK_NONE;
        *piece = (struct piece){at + 1, close + 2, last + 1, (size_t)(close - at) - 1, (size_t)(last - close) - 2};
        return MARK_LINK;
    }
    if (end - at > 4 && strncmp(at, "**", 2) == 0)
        for (close = at + 2; close + 1 < end; close++)
            if (close[0] == '*' && close[1] == '*') {
                *piece = (struct piece){.words = at + 2, .words_length = (size_t)(close - at) - 2, .rest = close + 2};
                return MARK_STRONG;
            }
    return MARK_NONE;
}

/* ---- writing ---- */

static const struct prose_value *find_value(const struct prose_value *values, const char *name, size_t length)
{
    for (; values && values->name; values++)
        if (strlen(values->name) == length && strncmp(values->name, name, length) == 0)
            return values;
    return NULL;
}

/* Words or a place with their values put in, as text; markup is none of an address. */
static void fill(struct buffer *out, const char *text, size_t length, const struct prose_value *values)
{
    const char *end = text + length;
    struct piece piece;
    while (text < end) {
        if (find_mark(text, end, &piece) != MARK_VALUE) {
            buffer_add_char(out, *text++);
            continue;
        }
        const struct prose_value *value = find_value(values, piece.words, piece.words_length);
        buffer_add_text(out, value && value->text ? value->text : "");
        text = piece.rest;
    }
}

/* "method/#trust" from the front page's place; an address with its scheme stays as it is. */
static void add_place(struct buffer *out, const char *root, const struct piece *piece, const struct prose_value *values)
{
    struct buffer place, whole;
    buffer_init(&place, LIMIT_SEED_BYTES);
    buffer_init(&whole, LIMIT_SEED_BYTES);
    fill(&place, piece->place, piece->place_length, values);
    const char *text = buffer_text(&place);
    size_t path = strcspn(text, "#");
    if (path == 0 || text[strcspn(text, ":/?#")] == ':') {
        html_add(out, "%u", text);
    } else {
        buffer_printf(&whole, "%s%.*s%s%s", root, (int)path, text, text[path - 1] == '/' ? "index.html" : "", text + path);
        html_add(out, "%u", buffer_text(&whole));
    }
    buffer_release(&whole);
    buffer_release(&place);
}

static void add_words(struct buffer *out, const char *text, size_t length, const char *root, const struct prose_value *values)
{
    const char *end = text + length;
    struct buffer plain;
    buffer_init(&plain, LIMIT_SEED_BYTES);
    while (text < end) {
        struct piece piece;
        enum mark mark = find_mark(text, end, &piece);
        if (mark == MARK_NONE) {
            buffer_add_char(&plain, *text++);
            continue;
        }
        html_text(out, buffer_text(&plain));
        buffer_clear(&plain);
        const struct prose_value *value = mark == MARK_VALUE ? find_value(values, piece.words, piece.words_length) : NULL;
        if (value && value->markup)
            html_raw_markup(out, value->markup);
        else if (value)
            html_text(out, value->text);
        if (mark == MARK_LINK) {
            html_add(out, "<a href=\"");
            add_place(out, root, &piece, values);
            html_add(out, "\">");
        }
        if (mark == MARK_STRONG)
            html_add(out, "<strong>");
        if (mark != MARK_VALUE)
            add_words(out, piece.words, piece.words_length, root, values);
        html_add(out, mark == MARK_LINK ? "</a>" : mark == MARK_STRONG ? "</strong>" : "");
        text = piece.rest;
    }
    html_text(out, buffer_text(&plain));
    buffer_release(&plain);
}

void prose_add(struct buffer *out, const char *text, const char *root, const struct prose_value *values)
{
    add_words(out, text, strlen(text), root, values);
}

void prose_paragraph(struct buffer *out, const char *text, const char *root, const struct prose_value *values)
{
    html_add(out, "<p>");
    prose_add(out, text, root, values);
    html_add(out, "</p>\n");
}

void prose_add_items(struct buffer *out, const char *text, const char *root, const struct prose_value *values)
{
    while (*text) {
        size_t length = strcspn(text, "\n");
        html_add(out, "<li>");
        add_words(out, text, length, root, values);
        html_add(out, "</li>");
        text += length + (text[length] == '\n');
    }
}

/* ---- reading ---- */

static bool may_hold(const char *values, const char *name, size_t length)
{
    for (const char *at = values; *at;) {
        size_t word = strcspn(at, " ");
        if (word == length && strncmp(at, name, length) == 0)
            return true;
        at += word + (at[word] == ' ');
    }
    return false;
}

/* Marks that are closed and values that the text may hold; a link's words are looked at too. */
static enum status check(const char *text, size_t length, int which, const char *path, size_t line, struct error *err)
{
    const char *end = text + length, *values = known[which].values;
    struct piece piece;
    for (; text < end; text++) {
        bool begins = *text == '{' || *text == '[' || (*text == '*' && text + 1 < end && text[1] == '*');
        if (!begins)
            continue;
        enum mark mark = values ? find_mark(text, end, &piece) : MARK_NONE;
        if (mark == MARK_NONE)
            return error_set(err, STATUS_INPUT, values ? "%s:%zu: a {, [ or ** of '%s' is not closed: write {name}, [words](place) or **words**"
                                                       : "%s:%zu: '%s' is plain words, and can hold no {, [ or **", path, line, known[which].id);
        if (mark == MARK_VALUE && !may_hold(values, piece.words, piece.words_length))
            return error_set(err, STATUS_INPUT, "%s:%zu: '%s' has no value {%.*s}; it may hold: %s", path, line, known[which].id, (int)piece.words_length,
                             piece.words, *values ? values : "none");
        enum status status = mark == MARK_VALUE ? STATUS_OK : check(piece.words, piece.words_length, which, path, line, err);
        if (status == STATUS_OK && mark == MARK_LINK)
            status = check(piece.place, piece.place_length, which, path, line, err);
        if (status != STATUS_OK)
            return status;
        text = piece.rest - 1;
    }
    return STATUS_OK;
}

static int find_id(const char *id)
{
    for (int i = 0; i < PROSE_COUNT; i++)
        if (strcmp(known[i].id, id) == 0)
            return i;
    return -1;
}

enum status prose_load(const char *seeds, struct arena *arena, const char **prose, struct error *err)
{
    static const char *const names[] = {"id", "text"};
    struct csv_table table = {0};
    int columns[2];
    const char *path = arena_printf(arena, "%s/texts/prose.csv", seeds);
    enum status status = csv_load(path, LIMIT_SEED_BYTES, &table, err);
    if (status == STATUS_OK)
        status = csv_columns(path, &table, names, 2, columns, err);
    for (size_t i = 0; status == STATUS_OK && i < table.count; i++) {
        const char *id = csv_cell(&table.rows[i], columns[0]), *text = csv_cell(&table.rows[i], columns[1]);
        size_t line = table.rows[i].line;
        int which = find_id(id);
        if (which < 0 || prose[which] || !*text)
            status = error_set(err, STATUS_INPUT, which < 0 ? "%s:%zu: no page has a text '%s'" : *text ? "%s:%zu: '%s' stands twice" : "%s:%zu: '%s' is empty", path,
                               line, id);
        else
            status = check(text, strlen(text), which, path, line, err);
        if (status == STATUS_OK)
            prose[which] = arena_copy(arena, text);
    }
    for (int i = 0; status == STATUS_OK && i < PROSE_COUNT; i++)
        if (!prose[i])
            status = error_set(err, STATUS_INPUT, "%s: the text '%s' is missing", path, known[i].id);
    csv_release(&table);
    return status;
}
