#include "scoring/readability.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/limits.h"
#include "base/map.h"
#include "base/text.h"
#include "scoring/sentences.h"
#include "scoring/syllables.h"

enum { TERM_BYTES_MAX = 120, UNEXPLAINED_MAX = 60, POLYSYLLABLE = 3 };

/* ---- formulas ---- */

double readability_flesch(int sentences, int words, int syllables)
{
    if (sentences <= 0 || words <= 0)
        return NAN;
    return 206.835 - 1.015 * words / sentences - 84.6 * syllables / words;
}

double readability_kincaid(int sentences, int words, int syllables)
{
    if (sentences <= 0 || words <= 0)
        return NAN;
    return 0.39 * words / sentences + 11.8 * syllables / words - 15.59;
}

double readability_smog(int sentences, int polysyllables)
{
    if (sentences <= 0)
        return NAN;
    return 3.1291 + 1.0430 * sqrt(30.0 * polysyllables / sentences);
}

/* ---- words and sentences ---- */

static bool starts_word(const char *text, size_t length, size_t at)
{
    (void)length;
    return text_is_letter(text[at]) || (unsigned char)text[at] >= 0xC3;
}

/* The end of the word at `at`: letters, apostrophes and hyphens inside it. */
static size_t word_end(const char *text, size_t length, size_t at)
{
    while (at < length) {
        char c = text[at];
        bool apostrophe = length - at > 3 && !memcmp(text + at, "\xE2\x80\x99", 3) && text_is_letter(text[at + 3]);
        if (apostrophe)
            at += 3;
        else if (text_is_letter(c) || ((unsigned char)c >= 0xC3 && (unsigned char)c < 0xE2) || ((unsigned char)c >= 0x80 && (unsigned char)c < 0xC0))
            at++;
        else if ((c == '\'' || c == '-') && at + 1 < length && text_is_letter(text[at + 1]))
            at++;
        else
            break;
    }
    return at;
}

static void measure_sentence(const struct syllables *told, const char *text, size_t length, struct readability *out)
{
    int words = 0;
    for (size_t at = 0; at < length;) {
        if (text_is_digit(text[at])) { /* a number is a word of one syllable */
            while (at < length && text[at] != ' ')
                at++;
            words++;
            out->syllables++;
            continue;
        }
        if (!starts_word(text, length, at)) {
            at++;
            continue;
        }
        size_t end = word_end(text, length, at);
        if (end <= at)
            end = at + 1;
        if (end < length && (text[end] == '@' || (text[end] == '.' && end + 1 < length && text_is_letter(text[end + 1])))) {
            while (end < length && text[end] != ' ') /* an address is not read aloud */
                end++;
            at = end;
            continue;
        }
        int syllables = syllables_count(told, text + at, end - at);
        words++;
        out->syllables += syllables;
        out->polysyllables += syllables >= POLYSYLLABLE;
        at = end;
    }
    out->words += words;
    out->sentences += words > 0;
}

/* Prose: not headings, captions, labels or buttons; of cells only those with a sentence.
 * A line of two words (a name, a date, a price) says nothing about reading. */
static bool is_prose(const struct block *block)
{
    switch ((enum block_kind)block->kind) {
    case BLOCK_PARAGRAPH:
    case BLOCK_LIST_ITEM:
    case BLOCK_DEFINITION:
    case BLOCK_QUOTE:
    case BLOCK_CELL:
        break;
    default:
        return false;
    }
    if (block->emphasis && block->length < 80)
        return false; /* a heading in disguise */
    size_t words = 0, letters = 0, digits = 0;
    for (size_t i = 0; i < block->length; i++) {
        words += block->text[i] == ' ';
        letters += text_is_letter(block->text[i]);
        digits += text_is_digit(block->text[i]);
    }
    bool stop = block->length && strchr(".!?", block->text[block->length - 1]) != NULL;
    if (digits * 2 > letters)
        return false; /* a date, a telephone, an address */
    if (block->linked_bytes + 2 >= block->length && !stop)
        return false; /* a link alone is a label */
    return block->kind == BLOCK_LIST_ITEM || block->kind == BLOCK_QUOTE ? words >= 1 : words >= 3 && (stop || words >= 6);
}

/* ---- jargon ---- */

struct jargon {
    struct syllables *syllables;
    struct csv_table table;
    struct jargon_term *terms;
    size_t count;
    struct map *by_first; /* first word, in lower case, to the index + 1 of the first term that begins with it */
    size_t *next;         /* chains of terms with the same first word */
};

static size_t first_word(const char *text, size_t length, char out[TERM_BYTES_MAX])
{
    size_t n = 0;
    while (n < length && n + 1 < TERM_BYTES_MAX && text[n] != ' ' && text[n] != '-') {
        out[n] = text_lower(text[n]);
        n++;
    }
    return n;
}

enum status jargon_load(const char *seeds, struct jargon **out, struct error *err)
{
    struct jargon *jargon = memory_alloc(sizeof *jargon);
    struct buffer path;
    buffer_init(&path, 4096);
    *out = NULL;
    enum status status = buffer_printf(&path, "%s/words/jargon.csv", seeds) ? csv_load(buffer_text(&path), LIMIT_SEED_BYTES, &jargon->table, err)
                                                                            : error_set(err, STATUS_INPUT, "the seeds directory's name is too long");
    jargon->by_first = map_new();
    int columns[3] = {csv_column(&jargon->table, "term"), csv_column(&jargon->table, "expansion"), csv_column(&jargon->table, "meaning")};
    if (!status && (columns[0] < 0 || columns[1] < 0 || columns[2] < 0))
        status = error_set(err, STATUS_INPUT, "%s: line 1: needs the columns term, expansion and meaning", buffer_text(&path));
    if (!status) {
        jargon->terms = arena_array(&jargon->table.arena, jargon->table.count + 1, sizeof *jargon->terms);
        jargon->next = arena_array(&jargon->table.arena, jargon->table.count + 1, sizeof *jargon->next);
    }
    for (size_t i = 0; !status && i < jargon->table.count; i++) {
        const struct csv_row *row = &jargon->table.rows[i];
        struct jargon_term *term = &jargon->terms[jargon->count];
        *term = (struct jargon_term){csv_cell(row, columns[0]), csv_cell(row, columns[1]), csv_cell(row, columns[2])};
        if (!*term->term || !*term->meaning || strlen(term->term) >= TERM_BYTES_MAX) {
            status = error_set(err, STATUS_INPUT, "%s: line %zu: term and meaning must be given, the term in at most %d bytes", buffer_text(&path),
                               row->line, TERM_BYTES_MAX - 1);
            break;
        }
        char word[TERM_BYTES_MAX];
        size_t n = first_word(term->term, strlen(term->term), word);
        union map_value *slot = map_put(jargon->by_first, word, n, NULL);
        jargon->next[jargon->count] = (size_t)slot->number;
        slot->number = (int64_t)++jargon->count;
    }
    buffer_release(&path);
    if (!status)
        status = syllables_load(seeds, &jargon->syllables, err);
    if (status) {
        jargon_free(jargon);
        return status;
    }
    *out = jargon;
    return STATUS_OK;
}

void jargon_free(struct jargon *jargon)
{
    if (!jargon)
        return;
    syllables_free(jargon->syllables);
    map_free(jargon->by_first);
    csv_release(&jargon->table);
    free(jargon);
}

const struct jargon_term *jargon_at(const struct jargon *jargon, size_t i)
{
    return i < jargon->count ? &jargon->terms[i] : NULL;
}

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
    struct readability *out;
};

/* Whether the text goes on so at `at`. */
static bool goes_on(const char *text, size_t length, size_t at, const char *words)
{
    size_t n = strlen(words);
    return length - at >= n && !memcmp(text + at, words, n);
}

/* "are" and "is the" lead in what a thing is ("SENCOs are teachers who ...") and what is done
 * with it ("EHCPs are reviewed", "CAMHS is the duty of"); what something does for a family tells what it is ("Short breaks give you a rest"). */
static bool says_what(const char *text, size_t length, size_t end, bool initials)
{
    static const char *const OTHER[] = {" is the responsib", " is the duty", " is the job", " is the same", " is the only", " is the best", " is the first", " is the next", " is the right"};
    if (goes_on(text, length, end, " are ")) {
        size_t rest = sentence_end(text, length, end) - end;
        return !initials || text_find_ignoring_case(text + end, rest, " who ") || text_find_ignoring_case(text + end, rest, " that ") ||
               text_find_ignoring_case(text + end, rest, " which ");
    }
    static const char *const DOES[] = {" help ", " gives ", " give "}; /* of initials: "SEND help", "CAMHS gives advice on trauma" */
    for (size_t i = 0; !initials && i < sizeof DOES / sizeof *DOES; i++)
        if (goes_on(text, length, end, DOES[i]))
            return true;
    for (size_t i = 0; i < sizeof OTHER / sizeof *OTHER; i++)
        if (goes_on(text, length, end, OTHER[i]))
            return false;
    return goes_on(text, length, end, " is the ");
}

/* Words right after a term that say what it means. `begins`: the term begins its block, as in a
 * list of words and meanings. */
static bool explained_after(const char *text, size_t length, size_t end, bool initials, bool begins)
{
    static const char *const WORDS[] = {" means", " stands for", " is short for", " is a ", " is an ", ", which ", ", a ", ", an ", ", or ", " is when",
                                        " - a", ": a", " \xE2\x80\x93 a", " helps ", " is for ", " is time ", " is something ", " is where ", " is how ", " is any "};
    static const char *const MARKS[] = {": ", " - ", " = ", " \xE2\x80\x93 "};
    if (end < length && text[end] == ')')
        end++;
    if (goes_on(text, length, end, " ("))
        return !goes_on(text, length, end, " (see "); /* "ABC (Full Name)", "ABC (a plan of ...)" */
    for (size_t i = 0; begins && i < sizeof MARKS / sizeof *MARKS; i++)
        if (goes_on(text, length, end, MARKS[i]))
            return true;
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++)
        if (goes_on(text, length, end, WORDS[i]))
            return true;
    return says_what(text, length, end, initials);
}

/* "(ABC)" right after words, or the written-out name anywhere up to here. */
static bool explained_before(const char *text, size_t at, const struct jargon_term *term)
{
    if (at >= 2 && text[at - 1] == '(' && is_initials(term->term))
        return true;
    static const char *const CALLED[] = {"called ", "known as ", "called a ", "called an ", "known as a ", "known as an ", "called the "};
    for (size_t i = 0; i < sizeof CALLED / sizeof *CALLED; i++)
        if (at >= strlen(CALLED[i]) && !memcmp(text + at - strlen(CALLED[i]), CALLED[i], strlen(CALLED[i])))
            return true;
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
    struct readability *out = search->out;
    search->known[index] = true;
    if (out->unexplained_count < UNEXPLAINED_MAX)
        out->unexplained_terms[out->unexplained_count++] = arena_copy(search->arena, search->jargon->terms[index].term);
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
    if (explained_before(block->text, at, term) || explained_after(block->text, block->length, end, initials, at == 0) ||
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

void readability_measure(const struct jargon *jargon, const struct document *document, const bool *block_counts, struct arena *arena,
                         struct readability *out)
{
    *out = (struct readability){0};
    struct term_search search = {.jargon = jargon, .document = document, .counts = block_counts, .arena = arena, .out = out};
    search.known = arena_array(arena, jargon->count + 1, sizeof *search.known);
    search.titled = arena_array(arena, jargon->count + 1, sizeof *search.titled);
    buffer_init(&search.letters, LIMIT_HTML_BYTES);
    out->unexplained_terms = arena_array(arena, UNEXPLAINED_MAX, sizeof *out->unexplained_terms);
    for (size_t i = 0; i < document->block_count; i++) {
        const struct block *block = &document->blocks[i];
        if (!block_counts[i])
            continue;
        if (block->kind != BLOCK_BUTTON && block->kind != BLOCK_LABEL && block->kind != BLOCK_IMAGE_TEXT)
            block_terms(&search, i);
        if (!is_prose(block))
            continue;
        if (block->kind == BLOCK_LIST_ITEM && sentence_end(block->text, block->length, 0) == block->length) {
            measure_sentence(jargon->syllables, block->text, block->length, out);
            continue;
        }
        for (size_t from = 0; from < block->length;) {
            size_t end = sentence_end(block->text, block->length, from);
            measure_sentence(jargon->syllables, block->text + from, end - from, out);
            from = end > from ? end : from + 1;
        }
    }
    for (size_t i = 0; i < jargon->count; i++)
        if (search.titled[i] && !search.known[i])
            list_term(&search, i);
    buffer_release(&search.letters);
    out->measured = out->words >= READABILITY_WORDS_MIN;
    out->flesch_reading_ease = out->measured ? readability_flesch(out->sentences, out->words, out->syllables) : NAN;
    out->flesch_kincaid_grade = out->measured ? readability_kincaid(out->sentences, out->words, out->syllables) : NAN;
    out->smog = out->measured ? readability_smog(out->sentences, out->polysyllables) : NAN;
    out->average_sentence = out->sentences ? (double)out->words / out->sentences : NAN;
}
