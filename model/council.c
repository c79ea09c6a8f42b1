#include "model/council.h"

#include <ctype.h>
#include <string.h>

#include "base/csv.h"
#include "base/limits.h"
#include "base/map.h"
#include "base/text.h"

enum { HEX_MAX = 1000, PORT_MAX = 65535 };

enum column {
    CODE, NAME, REGION, COUNCIL_URL, LOCAL_OFFER_URL, /* these are needed */
    FORMER_CODE, SHORT_NAME, TYPE, LOCAL_OFFER_ALT, HEX_Q, HEX_R, COLUMN_COUNT,
    NEEDED_COUNT = LOCAL_OFFER_URL + 1
};

enum kind { KIND_CODE, KIND_WORDS, KIND_ADDRESS, KIND_NUMBER };

static const struct {
    const char *name;
    enum kind kind;
    bool required; /* may not be empty */
} columns[COLUMN_COUNT] = {
    [CODE] = {"gss_code", KIND_CODE, true},
    [NAME] = {"council_name", KIND_WORDS, true},
    [REGION] = {"region", KIND_WORDS, false},
    [COUNCIL_URL] = {"council_url", KIND_ADDRESS, false},
    [LOCAL_OFFER_URL] = {"local_offer_url", KIND_ADDRESS, false},
    [FORMER_CODE] = {"former_gss_code", KIND_CODE, false},
    [SHORT_NAME] = {"short_name", KIND_WORDS, false},
    [TYPE] = {"la_type", KIND_WORDS, false},
    [LOCAL_OFFER_ALT] = {"local_offer_alt", KIND_ADDRESS, false},
    [HEX_Q] = {"hex_q", KIND_NUMBER, false},
    [HEX_R] = {"hex_r", KIND_NUMBER, false},
};

/* One load: the table, where its columns are, and what was seen so far. */
struct loading {
    const char *path;
    struct csv_table table;
    int places[COLUMN_COUNT]; /* -1 where the column is absent */
    struct map *codes;        /* code -> line */
    struct map *slugs;
    struct council_list *list;
    struct mistakes *mistakes;
    struct error *err;
};

/* ---- the cells ---- */

static bool is_code(const char *text)
{
    if (strlen(text) != 9 || strchr("ENSW", text[0]) == NULL)
        return false;
    for (int i = 1; i < 9; i++)
        if (text[i] < '0' || text[i] > '9')
            return false;
    return true;
}

/* Nothing that could steer a terminal or turn the words round (Unicode 6.2, 23.2). */
static bool is_plain(const char *text)
{
    size_t length = strlen(text);
    for (size_t at = 0; at < length;) {
        uint32_t c = text_next(text, length, &at);
        if (c < 0x20 || (c >= 0x7f && c < 0xa0) || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0x200e ||
            c == 0x200f || c == 0x061c || c == 0x2028 || c == 0x2029)
            return false;
    }
    return true;
}

static bool is_number(const char *text, int *value)
{
    int64_t found;
    bool negative = text[0] == '-';
    if (!text_to_int(text + negative, 0, HEX_MAX, &found))
        return false;
    *value = negative ? -(int)found : (int)found;
    return true;
}

static bool is_host(const char *host, size_t length)
{
    bool bracketed = length > 2 && host[0] == '[' && host[length - 1] == ']';
    char before = '.';
    for (size_t i = bracketed; i < length - bracketed; i++) {
        unsigned char c = (unsigned char)host[i];
        if (bracketed ? strchr("0123456789abcdefABCDEF:.", c) == NULL : !(isalnum(c) || c == '-' || c == '.' || c == '_' || c >= 0x80))
            return false;
        if (!bracketed && c == '.' && before == '.')
            return false;
        before = (char)c;
    }
    return length > 0;
}

/* A light check for people's slips; what an address means is decided where it is asked for. */
static bool is_address(const char *text)
{
    static const char *const schemes[] = {"http://", "https://"};
    const char *authority = NULL;
    for (size_t i = 0; i < 2; i++)
        if (text_starts_ignoring_case(text, schemes[i]))
            authority = text + strlen(schemes[i]);
    if (authority == NULL || strpbrk(text, " <>\"") != NULL)
        return false;
    size_t length = strcspn(authority, "/?#");
    size_t host = length;
    while (host > 0 && authority[host - 1] >= '0' && authority[host - 1] <= '9')
        host--;
    if (host > 0 && host < length && authority[host - 1] == ':') {
        char port[8] = "";
        int64_t number;
        if (length - host >= sizeof port)
            return false;
        memcpy(port, authority + host, length - host);
        return text_to_int(port, 1, PORT_MAX, &number) && is_host(authority, host - 1);
    }
    return is_host(authority, length);
}

static enum status check_cell(struct loading *loading, size_t line, enum column column, const char *cell)
{
    const char *name = columns[column].name;
    enum kind kind = columns[column].kind;
    size_t most = kind == KIND_ADDRESS ? LIMIT_URL_BYTES : LIMIT_COUNCIL_NAME_BYTES;
    int number;
    if (cell[0] == '\0') {
        if (!columns[column].required)
            return STATUS_OK;
        return error_set(loading->err, STATUS_INPUT, "%s:%zu: '%s' is empty; every council needs one", loading->path, line, name);
    }
    if (!is_plain(cell))
        return error_set(loading->err, STATUS_INPUT, "%s:%zu: '%s' holds a control character or a line break; take it out", loading->path,
                         line, name);
    if (strlen(cell) > most)
        return error_set(loading->err, STATUS_INPUT, "%s:%zu: '%s' is %zu bytes long; at most %zu are allowed", loading->path, line, name,
                         strlen(cell), most);
    if (kind == KIND_CODE && !is_code(cell))
        return error_set(loading->err, STATUS_INPUT, "%s:%zu: '%s' is '%s'; it must be E, N, S or W and eight digits, such as E06000001",
                         loading->path, line, name, cell);
    if (kind == KIND_ADDRESS && !is_address(cell))
        return error_set(loading->err, STATUS_INPUT,
                         "%s:%zu: '%s' is '%.200s'; it must be empty or a whole address, such as https://www.council.example/send",
                         loading->path, line, name, cell);
    if (kind == KIND_NUMBER && !is_number(cell, &number))
        return error_set(loading->err, STATUS_INPUT, "%s:%zu: '%s' is '%s'; it must be a whole number from -%d to %d", loading->path, line,
                         name, cell, HEX_MAX, HEX_MAX);
    return STATUS_OK;
}

/* ---- the list ---- */

static enum status find_columns(struct loading *loading)
{
    enum status status = STATUS_OK;
    struct buffer missing, needed;
    buffer_init(&missing, 256);
    buffer_init(&needed, 256);
    for (int i = 0; i < COLUMN_COUNT; i++) {
        loading->places[i] = csv_column(&loading->table, columns[i].name);
        if (i >= NEEDED_COUNT)
            continue;
        buffer_printf(&needed, "%s%s", needed.length > 0 ? ", " : "", columns[i].name);
        if (loading->places[i] < 0)
            buffer_printf(&missing, "%s'%s'", missing.length > 0 ? ", " : "", columns[i].name);
    }
    if (missing.length > 0)
        status = error_set(loading->err, STATUS_INPUT, "%s:%zu: there is no column %s; its first line must name %s", loading->path,
                           loading->table.header.line, buffer_text(&missing), buffer_text(&needed));
    buffer_release(&missing);
    buffer_release(&needed);
    return status;
}

/* The short name's slug, with the code behind it where an earlier council has it already. */
static const char *make_slug(struct loading *loading, const struct council *council)
{
    struct arena *arena = &loading->list->arena;
    struct buffer slug;
    bool added;
    buffer_init(&slug, 256);
    text_add_slug(&slug, council->short_name);
    map_put(loading->slugs, slug.bytes, slug.length, &added);
    for (int i = 0; !added; i++) {
        if (i == 0)
            buffer_add_char(&slug, '-');
        for (const char *c = council->gss_code; i == 0 && *c != '\0'; c++)
            buffer_add_char(&slug, (char)tolower((unsigned char)*c));
        if (i > 0)
            buffer_add_text(&slug, "-x");
        map_put(loading->slugs, slug.bytes, slug.length, &added);
    }
    const char *kept = arena_copy_n(arena, slug.bytes, slug.length);
    buffer_release(&slug);
    return kept;
}

/* A code that is none is told as that alone. */
static enum status check_once(struct loading *loading, size_t line, const char *code)
{
    bool added;
    if (!is_code(code))
        return STATUS_OK;
    union map_value *before = map_put(loading->codes, code, strlen(code), &added);
    if (!added)
        return error_set(loading->err, STATUS_INPUT, "%s:%zu: the code %s stands on line %lld already; keep one of the two", loading->path, line, code,
                         (long long)before->number);
    before->number = (int64_t)line;
    return STATUS_OK;
}

/* Every mistake of a row; a column that is not there was told with the header. */
static enum status check_row(struct loading *loading, size_t line, const char *const *cells)
{
    enum status status = STATUS_OK;
    for (int i = 0; i < COLUMN_COUNT && status == STATUS_OK; i++)
        if (loading->places[i] >= 0)
            status = mistakes_pass(loading->mistakes, check_cell(loading, line, (enum column)i, cells[i]), loading->err);
    if (status == STATUS_OK)
        status = mistakes_pass(loading->mistakes, check_once(loading, line, cells[CODE]), loading->err);
    if (status == STATUS_OK && (cells[HEX_Q][0] == '\0') != (cells[HEX_R][0] == '\0'))
        status = mistakes_pass(loading->mistakes, error_set(loading->err, STATUS_INPUT,
                                                            "%s:%zu: one of hex_q and hex_r is empty; a place on the map needs both or neither",
                                                            loading->path, line), loading->err);
    return status;
}

static void add_council(struct loading *loading, size_t line, const char *const *cells, struct council *council)
{
    struct arena *arena = &loading->list->arena;
    *council = (struct council){
        .gss_code = arena_copy(arena, cells[CODE]),
        .former_gss_code = arena_copy(arena, cells[FORMER_CODE]),
        .name = arena_copy(arena, cells[NAME]),
        .short_name = arena_copy(arena, cells[cells[SHORT_NAME][0] != '\0' ? SHORT_NAME : NAME]),
        .type = arena_copy(arena, cells[TYPE]),
        .region = arena_copy(arena, cells[REGION]),
        .council_url = arena_copy(arena, cells[COUNCIL_URL]),
        .local_offer_url = arena_copy(arena, cells[LOCAL_OFFER_URL]),
        .local_offer_alt = arena_copy(arena, cells[LOCAL_OFFER_ALT]),
        .line = line,
    };
    council->has_hex = is_number(cells[HEX_Q], &council->hex_q) && is_number(cells[HEX_R], &council->hex_r);
    council->slug = make_slug(loading, council);
}

static size_t told(const struct loading *loading)
{
    return loading->mistakes ? loading->mistakes->count : 0;
}

static enum status read_table(struct loading *loading)
{
    const struct csv_table *table = &loading->table;
    enum status status = mistakes_pass(loading->mistakes, find_columns(loading), loading->err);
    if (status != STATUS_OK)
        return status;
    if (table->count == 0 && told(loading) == 0)
        return error_set(loading->err, STATUS_INPUT, "%s: the list names no council; each needs a line below the header", loading->path);
    if (table->count > LIMIT_COUNCILS)
        return error_set(loading->err, STATUS_INPUT, "%s:%zu: the list names %zu councils; at most %d are allowed", loading->path,
                         table->rows[LIMIT_COUNCILS].line, table->count, LIMIT_COUNCILS);
    loading->list->items = arena_array(&loading->list->arena, table->count, sizeof *loading->list->items);
    for (size_t i = 0; status == STATUS_OK && i < table->count; i++) {
        const char *cells[COLUMN_COUNT];
        for (int c = 0; c < COLUMN_COUNT; c++)
            cells[c] = csv_cell(&table->rows[i], loading->places[c]);
        status = check_row(loading, table->rows[i].line, cells);
        if (status == STATUS_OK && told(loading) == 0)
            add_council(loading, table->rows[i].line, cells, &loading->list->items[loading->list->count++]);
    }
    return status == STATUS_OK ? mistakes_end(loading->mistakes, loading->path, loading->err) : status;
}

enum status councils_read(const char *name, const char *bytes, size_t length, struct mistakes *mistakes, struct council_list *list, struct error *err)
{
    *list = (struct council_list){0};
    struct loading loading = {.path = name, .list = list, .mistakes = mistakes, .err = err};
    enum status status = csv_read_filled_in(name, bytes, length, mistakes, &loading.table, err);
    if (status == STATUS_OK) {
        loading.codes = map_new();
        loading.slugs = map_new();
        status = read_table(&loading);
        map_free(loading.codes);
        map_free(loading.slugs);
    }
    csv_release(&loading.table);
    if (status != STATUS_OK)
        councils_release(list);
    return status;
}

void councils_release(struct council_list *list)
{
    arena_release(&list->arena);
    *list = (struct council_list){0};
}

const struct council *councils_find(const struct council_list *list, const char *code_slug_or_name)
{
    /* A present code before a former one, and a code or slug before a name. */
    for (int pass = 0; pass < 5; pass++)
        for (size_t i = 0; i < list->count; i++) {
            const struct council *council = &list->items[i];
            const char *const names[] = {council->gss_code, council->former_gss_code, council->slug, council->name, council->short_name};
            bool named = names[pass][0] != '\0' && text_equal_ignoring_case(names[pass], code_slug_or_name);
            if (named && (names[pass] != council->former_gss_code || councils_former_code(list, council->gss_code) != NULL))
                return council;
        }
    return NULL;
}

const char *councils_former_code(const struct council_list *list, const char *gss_code)
{
    const char *former = NULL;
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->items[i].gss_code, gss_code) == 0 && list->items[i].former_gss_code[0] != '\0')
            former = list->items[i].former_gss_code;
    for (size_t i = 0; former != NULL && i < list->count; i++) {
        const struct council *other = &list->items[i];
        if (strcmp(other->gss_code, former) == 0 || (strcmp(other->former_gss_code, former) == 0 && strcmp(other->gss_code, gss_code) != 0))
            return NULL;
    }
    return former;
}
