#include "scoring/text/jargon.h"

#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/limits.h"
#include "base/map.h"
#include "base/text.h"
#include "scoring/text/sentences.h"

enum { TERM_BYTES_MAX = 120, UNEXPLAINED_MAX = 60 };

/* Where words stand that say what a term means, or that they don't. */
enum where {
    AFTER,
    AFTER_WORDS, /* a term that is no initials */
    AFTER_FIRST, /* a term that begins its block, as in a list of words and meanings */
    NEVER_AFTER,
    BEFORE,
    WHERE_COUNT
};

struct jargon_term {
    const char *term, *expansion; /* what initials stand for, or empty */
    const char *meaning;          /* in plain words */
};

struct explaining {
    const char *words;
    size_t length;
};

struct jargon {
    struct csv_table terms_table, explaining_table; /* own the texts */
    struct jargon_term *terms;
    size_t count;
    struct map *by_first; /* first word, in lower case, to the index + 1 of the first term that begins with it */
    size_t *next;         /* chains of terms with the same first word */
    struct explaining *explaining[WHERE_COUNT];
    size_t explaining_count[WHERE_COUNT];
};

/* ---- loading ---- */

static size_t first_word(const char *text, size_t length, char out[TERM_BYTES_MAX])
{
    size_t n = 0;
    while (n < length && n + 1 < TERM_BYTES_MAX && text[n] != ' ' && text[n] != '-') {
        out[n] = text_lower(text[n]);
        n++;
    }
    return n;
}

static enum status read_term(const char *path, const struct csv_table *table, const struct csv_row *row, struct jargon *jargon, struct error *err)
{
    struct jargon_term *term = &jargon->terms[jargon->count];
    *term = (struct jargon_term){csv_cell(row, csv_column(table, "term")), csv_cell(row, csv_column(table, "expansion")), csv_cell(row, csv_column(table, "meaning"))};
    if (*term->term == '\0' || *term->meaning == '\0' || strlen(term->term) >= TERM_BYTES_MAX)
        return error_set(err, STATUS_INPUT, "%s:%zu: term and meaning must be given, the term in at most %d bytes", path, row->line, TERM_BYTES_MAX - 1);
    char word[TERM_BYTES_MAX];
    size_t n = first_word(term->term, strlen(term->term), word);
    union map_value *slot = map_put(jargon->by_first, word, n, NULL);
    jargon->next[jargon->count] = (size_t)slot->number;
    slot->number = (int64_t)++jargon->count;
    return STATUS_OK;
}

static enum status load_terms(const char *path, struct jargon *jargon, struct error *err)
{
    struct csv_table *table = &jargon->terms_table;
    enum status status = csv_load(path, LIMIT_SEED_BYTES, table, err);
    if (status == STATUS_OK)
        status = csv_columns(path, table, (const char *const[]){"term", "expansion", "meaning"}, 3, NULL, err);
    jargon->terms = memory_array(table->count + 1, sizeof *jargon->terms);
    jargon->next = memory_array(table->count + 1, sizeof *jargon->next);
    for (size_t i = 0; i < table->count && status == STATUS_OK; i++)
        status = read_term(path, table, &table->rows[i], jargon, err);
    return status;
}

static enum status read_explaining(const char *path, const struct csv_table *table, const struct csv_row *row, struct jargon *jargon, struct error *err)
{
    static const char *const places[] = {[AFTER] = "after", [AFTER_WORDS] = "after words", [AFTER_FIRST] = "after first", [NEVER_AFTER] = "never after",
                                         [BEFORE] = "before", NULL};
    _Static_assert(sizeof places / sizeof *places == WHERE_COUNT + 1, "a word for each");
    const char *words = csv_cell(row, csv_column(table, "words"));
    size_t where;
    if (*words == '\0')
        return error_set(err, STATUS_INPUT, "%s:%zu: words is empty", path, row->line);
    enum status status = csv_choose(path, table, row, "where", places, &where, err);
    if (status == STATUS_OK)
        jargon->explaining[where][jargon->explaining_count[where]++] = (struct explaining){words, strlen(words)};
    return status;
}

static enum status load_explaining(const char *path, struct jargon *jargon, struct error *err)
{
    struct csv_table *table = &jargon->explaining_table;
    enum status status = csv_load(path, LIMIT_SEED_BYTES, table, err);
    if (status == STATUS_OK)
        status = csv_columns(path, table, (const char *const[]){"words", "where"}, 2, NULL, err);
    for (int i = 0; i < WHERE_COUNT; i++)
        jargon->explaining[i] = memory_array(table->count + 1, sizeof *jargon->explaining[i]);
    for (size_t i = 0; i < table->count && status == STATUS_OK; i++)
        status = read_explaining(path, table, &table->rows[i], jargon, err);
    return status;
}

enum status jargon_load(const char *seeds, struct jargon **out, struct error *err)
{
    struct jargon *jargon = memory_alloc(sizeof *jargon);
    struct arena arena = {0};
    jargon->by_first = map_new();
    enum status status = load_terms(arena_printf(&arena, "%s/words/jargon.csv", seeds), jargon, err);
    if (status == STATUS_OK)
        status = load_explaining(arena_printf(&arena, "%s/words/explaining.csv", seeds), jargon, err);
    arena_release(&arena);
    if (status != STATUS_OK) {
        jargon_free(jargon);
        return status;
    }
    *out = jargon;
    return STATUS_OK;
}

void jargon_free(struct jargon *jargon)
{
    if (jargon == NULL)
        return;
    csv_release(&jargon->terms_table);
    csv_release(&jargon->explaining_table);
    map_free(jargon->by_first);
    free(jargon->terms);
    free(jargon->next);
    for (int i = 0; i < WHERE_COUNT; i++)
        free(jargon->explaining[i]);
    free(jargon);
}

/* ---- finding terms ---- */

static bool is_initials(const char *term)
{
    size_t capitals = 0, small = 0;
    for (const char *at = term; *at; at++) {
        capitals += *at >= 'A' && *at <= 'Z';
        small += *at >= 'a' && *at <= 'z';
    }
    return capitals >= 2 && capitals > small;
}

/* Initials by their very letters (a final s of the plural is taken), words in any case. */
static size_t term_length_at(const char *term, const char *text, size_t length, size_t at)
{
    size_t n = strlen(term);
    bool exact = is_initials(term);
    if (length - at < n)
        return 0;
    for (size_t i = 0; i < n; i++) {
        char c = text[at + i] == '-' ? ' ' : text[at + i], t = term[i] == '-' ? ' ' : term[i];
        if (exact ? c != t : text_lower(c) != text_lower(t))
            return 0;
    }
    if (at + n < length && text_lower(text[at + n]) == 's' && (at + n + 1 == length || !text_is_letter(text[at + n + 1])))
        n++;
    return at + n < length && text_is_letter(text[at + n]) ? 0 : n;
}

struct term_search {
    const struct jargon *jargon;
    const struct document *document;
    const bool *counts;
    struct arena *arena;
    bool *known;  /* explained, or listed already */
    bool *titled; /* named in a heading, that has no room to explain it: the text below decides */
    struct buffer letters; /* of the blocks read so far: "educationhealthandcareplan" */
    size_t lettered;       /* blocks in it */
    const char **unexplained;
    size_t listed;
};

/* ---- whether a term is explained ---- */

static bool is_word_byte(char c)
{
    return text_is_letter(c) || text_is_digit(c);
}

/* Whether the text goes on with these words at `at`. Before what is no comma, colon or full stop stands a space, and behind a sign too. */
static bool goes_on(const char *text, size_t length, size_t at, const struct explaining *with)
{
    size_t space = strchr(",:.", with->words[0]) == NULL;
    if (length - at < space + with->length || (space > 0 && text[at] != ' ') || memcmp(text + at + space, with->words, with->length) != 0)
        return false;
    size_t end = at + space + with->length;
    return is_word_byte(with->words[with->length - 1]) ? end == length || !is_word_byte(text[end]) : end < length && text[end] == ' ';
}

static bool goes_on_with_any(const struct jargon *jargon, enum where where, const char *text, size_t length, size_t at)
{
    for (size_t i = 0; i < jargon->explaining_count[where]; i++)
        if (goes_on(text, length, at, &jargon->explaining[where][i]))
            return true;
    return false;
}

/* Whether words right after a term, which ends at `end`, say what it means. `begins`: the term begins its block. */
static bool explained_after(const struct jargon *jargon, const char *text, size_t length, size_t end, bool initials, bool begins)
{
    if (end < length && text[end] == ')')
        end++;
    if (goes_on_with_any(jargon, NEVER_AFTER, text, length, end))
        return false;
    if (length - end > 2 && text[end] == ' ' && text[end + 1] == '(')
        return true; /* "ABC (Full Name)", "ABC (a plan of ...)" */
    if (goes_on_with_any(jargon, AFTER, text, length, end) || (!initials && goes_on_with_any(jargon, AFTER_WORDS, text, length, end)) ||
        (begins && goes_on_with_any(jargon, AFTER_FIRST, text, length, end)))
        return true;
    /* "SENCOs are teachers who ..." tells what they are; "EHCPs are reviewed" what is done with them. */
    if (!goes_on(text, length, end, &(struct explaining){"are", 3}))
        return false;
    size_t rest = sentence_end(text, length, end) - end;
    return !initials || text_find_ignoring_case(text + end, rest, " who ") != NULL || text_find_ignoring_case(text + end, rest, " that ") != NULL ||
           text_find_ignoring_case(text + end, rest, " which ") != NULL;
}

/* "(ABC)" right after words, or "a person called a key worker". */
static bool explained_before(const struct jargon *jargon, const char *text, size_t at, const struct jargon_term *term)
{
    if (at >= 2 && text[at - 1] == '(' && is_initials(term->term))
        return true;
    for (size_t i = 0; i < jargon->explaining_count[BEFORE]; i++) {
        const struct explaining *words = &jargon->explaining[BEFORE][i];
        if (at <= words->length || text[at - 1] != ' ')
            continue;
        size_t start = at - 1 - words->length;
        if (memcmp(text + start, words->words, words->length) == 0 && (start == 0 || !is_word_byte(text[start - 1])))
            return true;
    }
    return false;
}

/* A link on the term itself leads to its explanation. */
static bool linked(const struct term_search *search, size_t number, const char *term)
{
    const struct block *block = &search->document->blocks[number];
    for (size_t i = block->first_link; i < (size_t)block->first_link + block->link_count && i < search->document->link_count; i++) {
        const struct document_link *link = &search->document->links[i];
        if (text_find_ignoring_case(link->text, strlen(link->text), term) && strlen(link->text) < strlen(term) + 25)
            return true;
    }
    return false;
}

/* The letters and digits alone, in lower case: "Education Health & Care (EHC) Plan" and
 * "education, health and care plan" are written alike. */
static void add_letters(struct buffer *out, const char *text, size_t length)
{
    enum { INITIALS_MAX = 10 };
    for (size_t at = 0; at < length; at++) {
        char c = text_lower(text[at]);
        size_t n = c == '(' ? strspn(text + at + 1, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") : 0;
        if (n > 1 && n <= INITIALS_MAX && at + 1 + n < length && text[at + 1 + n] == ')')
            at += n + 1;
        else if (c == '&')
            buffer_add_text(out, "and");
        else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            buffer_add_char(out, c);
    }
}

/* Whether the page has written the words out by now. */
static bool said_in_full(struct term_search *search, size_t number, size_t at, const char *expansion)
{
    struct buffer *letters = &search->letters, words;
    for (; search->lettered < number; search->lettered++)
        if (search->counts[search->lettered]) {
            const struct block *block = &search->document->blocks[search->lettered];
            add_letters(letters, block->text, block->length);
            buffer_add_char(letters, '.');
        }
    size_t whole = letters->length;
    if (search->lettered == number)
        add_letters(letters, search->document->blocks[number].text, at);
    buffer_init(&words, LIMIT_SEED_BYTES);
    add_letters(&words, expansion, strlen(expansion));
    bool found = words.length > 0 && memmem(buffer_text(letters), letters->length, buffer_text(&words), words.length) != NULL;
    buffer_release(&words);
    buffer_cut(letters, whole);
    return found;
}

/* "SLT" of "speech and language therapy": each letter begins a word, in order, and each longer word is begun. */
static bool spelled_by(const char *term, const char *text)
{
    enum { SMALL_WORD = 3 };
    while (*text) {
        size_t skip = strcspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
        text += skip;
        size_t length = strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
        if (*term && text_lower(*text) == text_lower(*term))
            term++;
        else if (length > SMALL_WORD)
            return false;
        text += length;
    }
    return !*term;
}

/* What a browser shows on the term stands beside its block. */
static bool has_title(const struct term_search *search, size_t number, const char *term)
{
    const struct document *document = search->document;
    for (size_t i = number + 1; i < document->block_count && document->blocks[i].kind == BLOCK_IMAGE_TEXT; i++)
        if (spelled_by(term, document->blocks[i].text))
            return true;
    return false;
}

/* A term of a list of words and meanings, or the first cell of a row that tells its meaning. */
static bool has_definition(const struct term_search *search, size_t number, size_t length)
{
    enum { MEANING_WORDS = 3 };
    const struct document *document = search->document;
    const struct block *block = &document->blocks[number], *next = number + 1 < document->block_count ? block + 1 : NULL;
    if (!next || block->length != length)
        return false;
    size_t words = 1;
    for (size_t i = 0; i < next->length; i++)
        words += next->text[i] == ' ';
    bool cells = block_is_cell(block) && next->kind == BLOCK_CELL && next->table == block->table &&
                 next->row == block->row && block->column == 0;
    return words >= MEANING_WORDS && (cells || (block->kind == BLOCK_TERM && next->kind == BLOCK_DEFINITION));
}

static void list_term(struct term_search *search, size_t index)
{
    search->known[index] = true;
    if (search->listed < UNEXPLAINED_MAX)
        search->unexplained[search->listed++] = arena_copy(search->arena, search->jargon->terms[index].term);
}

static void meet_term(struct term_search *search, size_t index, size_t number, size_t at, size_t end)
{
    const struct jargon_term *term = &search->jargon->terms[index];
    const struct block *block = &search->document->blocks[number];
    if (search->known[index])
        return;
    search->known[index] = true;
    /* Once explained here or earlier, later uses are fine. The expansion, where the list
     * has one, explains initials; a term that is its own expansion needs plain words. */
    bool initials = is_initials(term->term);
    if (explained_before(search->jargon, block->text, at, term) || explained_after(search->jargon, block->text, block->length, end, initials, at == 0) ||
        has_definition(search, number, end - at) || (initials && has_title(search, number, term->term)) || linked(search, number, term->term) || said_in_full(search, number, at, term->expansion))
        return;
    if (block->kind == BLOCK_HEADING) {
        search->known[index] = false;
        search->titled[index] = true;
        return;
    }
    list_term(search, index);
}

static void block_terms(struct term_search *search, size_t number)
{
    const struct block *block = &search->document->blocks[number];
    for (size_t at = 0; at < block->length;) {
        if (!text_is_letter(block->text[at]) && !text_is_digit(block->text[at])) {
            at++;
            continue;
        }
        char word[TERM_BYTES_MAX];
        size_t end = at;
        while (end < block->length && (text_is_letter(block->text[end]) || text_is_digit(block->text[end]) || block->text[end] == '&'))
            end++;
        size_t n = first_word(block->text + at, end - at, word);
        union map_value *slot = map_get(search->jargon->by_first, word, n);
        if (!slot && n > 1 && word[n - 1] == 's')
            slot = map_get(search->jargon->by_first, word, n - 1);
        size_t best = 0, best_length = 0;
        for (size_t i = slot ? (size_t)slot->number : 0; i; i = search->jargon->next[i - 1]) {
            size_t found = term_length_at(search->jargon->terms[i - 1].term, block->text, block->length, at);
            if (found > best_length) {
                best = i;
                best_length = found;
            }
        }
        if (best)
            meet_term(search, best - 1, number, at, at + best_length);
        at = best_length > end - at ? at + best_length : end;
    }
}

size_t jargon_unexplained(const struct jargon *jargon, const struct document *document, const bool *counts, struct arena *arena, const char ***unexplained)
{
    struct term_search search = {.jargon = jargon, .document = document, .counts = counts, .arena = arena};
    search.known = arena_array(arena, jargon->count + 1, sizeof *search.known);
    search.titled = arena_array(arena, jargon->count + 1, sizeof *search.titled);
    search.unexplained = arena_array(arena, UNEXPLAINED_MAX, sizeof *search.unexplained);
    buffer_init(&search.letters, LIMIT_HTML_BYTES);
    for (size_t i = 0; i < document->block_count; i++) {
        unsigned kind = document->blocks[i].kind;
        if (counts[i] && kind != BLOCK_BUTTON && kind != BLOCK_LABEL && kind != BLOCK_IMAGE_TEXT)
            block_terms(&search, i);
    }
    for (size_t i = 0; i < jargon->count; i++)
        if (search.titled[i] && !search.known[i])
            list_term(&search, i);
    buffer_release(&search.letters);
    *unexplained = search.unexplained;
    return search.listed;
}
