#include "scoring/patterns/regex_needs.h"

#include <string.h>

/* A literal's bytes while it is put together; EDGE stands for \b, '0' for any digit, HIGH
 * for any byte outside ASCII. */
enum { EDGE = 2, HIGH = 0x7F, STRINGS_MAX = 64, CLAUSE_WORDS_MAX = 160, CLAUSES_KEPT = 12, DEPTH_MAX = 30, REPEATS_SPELT = 3, MANY = 1000 };

struct strings {
    size_t count;
    struct {
        unsigned char length;
        char text[NEED_BYTES];
    } items[STRINGS_MAX];
};

/* What a part of the expression is: exactly one of some strings, or something that needs
 * one word of each clause. */
struct piece {
    bool exact;
    struct strings strings;
    struct need_clause clauses[CLAUSES_KEPT];
    size_t clause_count;
};

struct reader {
    const char *at, *end;
    struct arena *arena;
    bool lost;             /* something was not understood: nothing is known */
    int depth;
};

static char folded(char c)
{
    if (c >= 'A' && c <= 'Z')
        return (char)(c + 32);
    return c >= '0' && c <= '9' ? '0' : c;
}

/* ---- clauses ---- */

static bool holds(const struct need_word *whole, const struct need_word *part)
{
    for (size_t at = 0; at + part->length <= whole->length; at++)
        if (whole->text[at] == part->text[0] && !memcmp(whole->text + at, part->text, part->length) &&
            (!part->left || (at == 0 && whole->left)) && (!part->right || (at + part->length == whole->length && whole->right)))
            return true;
    return false;
}

/* Adds a word unless another says as much; drops those that it makes needless. */
static void add_word(struct need_word *words, size_t *count, const struct need_word *word)
{
    for (size_t i = 0; i < *count; i++)
        if (holds(word, &words[i]))
            return;
    size_t kept = 0;
    for (size_t i = 0; i < *count; i++)
        if (!holds(&words[i], word))
            words[kept++] = words[i];
    words[kept++] = *word;
    *count = kept;
}

static bool worth_having(const struct need_word *word)
{
    return word->length >= 2 || (word->length == 1 && strchr("0>@%:;+\x7F", word->text[0]));
}

/* Before or after anything else, an edge asks for a letter on its other side, or may. */
static bool of_a_word(char c)
{
    return (c >= 'a' && c <= 'z') || c == '0' || c == '_';
}

/* The strings as a clause; false where one of them is too short to tell anything. */
static bool clause_of(struct arena *arena, const struct strings *strings, struct need_clause *out)
{
    struct need_word *words = arena_array(arena, strings->count + 1, sizeof *words);
    size_t count = 0;
    for (size_t i = 0; i < strings->count; i++) {
        struct need_word word = {0};
        const char *text = strings->items[i].text;
        size_t length = strings->items[i].length;
        for (size_t k = 0; k < length; k++)
            if (text[k] != EDGE)
                word.text[word.length++] = text[k];
        if (!worth_having(&word))
            return false;
        word.left = text[0] == EDGE && of_a_word(word.text[0]);
        word.right = text[length - 1] == EDGE && of_a_word(word.text[word.length - 1]);
        add_word(words, &count, &word);
    }
    *out = (struct need_clause){words, count};
    return count > 0;
}

static size_t shortest(const struct need_clause *clause)
{
    size_t least = NEED_BYTES;
    for (size_t i = 0; i < clause->count; i++) {
        size_t length = clause->words[i].length + (size_t)clause->words[i].left + (size_t)clause->words[i].right;
        least = length < least ? length : least;
    }
    return least;
}

/* Long words are rare ones; of two as long, the one with fewer alternatives. */
static bool rarer(const struct need_clause *a, const struct need_clause *b)
{
    size_t x = shortest(a), y = shortest(b);
    return x != y ? x > y : a->count < b->count;
}

static void add_clause(struct piece *piece, const struct need_clause *clause)
{
    size_t place = piece->clause_count < CLAUSES_KEPT ? piece->clause_count++ : CLAUSES_KEPT;
    if (place == CLAUSES_KEPT) {
        if (!rarer(clause, &piece->clauses[--place]))
            return;
    }
    for (; place > 0 && rarer(clause, &piece->clauses[place - 1]); place--)
        piece->clauses[place] = piece->clauses[place - 1];
    piece->clauses[place] = *clause;
}

static void add_strings_clause(struct reader *reader, struct piece *piece, const struct strings *strings)
{
    struct need_clause clause;
    if (clause_of(reader->arena, strings, &clause))
        add_clause(piece, &clause);
}

/* ---- strings: only as many are touched as there are, an expression has thousands of parts ---- */

static void copy_strings(struct strings *to, const struct strings *from)
{
    to->count = from->count;
    memcpy(to->items, from->items, from->count * sizeof *from->items);
}

static void copy_piece(struct piece *to, const struct piece *from)
{
    to->exact = from->exact;
    copy_strings(&to->strings, &from->strings);
    to->clause_count = from->clause_count;
    memcpy(to->clauses, from->clauses, from->clause_count * sizeof *from->clauses);
}

static void clear(struct piece *piece, bool exact)
{
    piece->exact = exact;
    piece->strings.count = 0;
    piece->clause_count = 0;
}

static void only_empty(struct strings *strings)
{
    strings->count = 1;
    strings->items[0].length = 0;
}

static bool add_string(struct strings *strings, const char *text, size_t length)
{
    for (size_t i = 0; i < strings->count; i++)
        if (strings->items[i].length == length && !memcmp(strings->items[i].text, text, length))
            return true;
    if (strings->count == STRINGS_MAX || length > NEED_BYTES)
        return false;
    memcpy(strings->items[strings->count].text, text, length);
    strings->items[strings->count++].length = (unsigned char)length;
    return true;
}

static bool unite(struct strings *into, const struct strings *from)
{
    for (size_t i = 0; i < from->count; i++)
        if (!add_string(into, from->items[i].text, from->items[i].length))
            return false;
    return true;
}

static bool product(const struct strings *a, const struct strings *b, struct strings *out)
{
    out->count = 0;
    if (a->count * b->count > STRINGS_MAX)
        return false;
    for (size_t i = 0; i < a->count; i++)
        for (size_t k = 0; k < b->count; k++) {
            char both[2 * NEED_BYTES];
            size_t n = a->items[i].length, m = b->items[k].length;
            memcpy(both, a->items[i].text, n);
            memcpy(both + n, b->items[k].text, m);
            if (!add_string(out, both, n + m))
                return false;
        }
    return true;
}

static void set_character(struct piece *piece, char c)
{
    clear(piece, true);
    piece->strings.count = 1;
    piece->strings.items[0].length = 1;
    piece->strings.items[0].text[0] = folded(c);
}

static void set_nothing(struct piece *piece)
{
    clear(piece, true);
    only_empty(&piece->strings);
}

/* ---- atoms ---- */

static void read_alternatives(struct reader *reader, struct piece *out, struct needs *ways);

static void escape(struct reader *reader, struct piece *out)
{
    char c = reader->at < reader->end ? *reader->at++ : '\0';
    clear(out, false);
    if (c == 'b') {
        set_character(out, EDGE);
    } else if (c == 'd') {
        set_character(out, '0');
    } else if (c == 'B' || c == 'A' || c == 'z' || c == 'Z' || c == 'G') {
        set_nothing(out);
    } else if (c == 'p' || c == 'P') {
        const char *close = reader->at < reader->end && *reader->at == '{' ? memchr(reader->at, '}', (size_t)(reader->end - reader->at)) : NULL;
        reader->lost |= close == NULL;
        reader->at = close ? close + 1 : reader->end;
    } else if (strchr("wWsSDhHvVRnrt", c) == NULL || c == '\0') {
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '\0';
        reader->lost |= letter; /* a reference, \K, \Q ... */
        set_character(out, c);
    }
}

/* [- ] and [0-9] spell their strings; wider classes are any character. */
static void character_class(struct reader *reader, struct piece *out)
{
    bool spelt = true, first = true;
    clear(out, false);
    if (reader->at < reader->end && *reader->at == '^') {
        spelt = false;
        reader->at++;
    }
    for (; reader->at < reader->end && (first || *reader->at != ']'); first = false) {
        char c = *reader->at++;
        if (c == '[' && reader->at < reader->end && *reader->at == ':')
            reader->lost = true;
        if (c == '\\' && reader->at < reader->end) {
            c = *reader->at++;
            if (c == 'd')
                c = '0';
            else if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))
                spelt = false;
            if (c == 'p' || c == 'P') {
                const char *close = memchr(reader->at, '}', (size_t)(reader->end - reader->at));
                reader->at = close ? close + 1 : reader->end;
            }
        } else if (reader->end - reader->at > 1 && reader->at[0] == '-' && reader->at[1] != ']') {
            spelt &= c == '0' && reader->at[1] == '9';
        }
        spelt &= (unsigned char)c < 0x80;
        c = folded(c);
        spelt = spelt && add_string(&out->strings, &c, 1);
    }
    reader->lost |= reader->at >= reader->end;
    reader->at++;
    if (spelt && out->strings.count <= STRINGS_MAX / 4)
        out->exact = true;
    else
        clear(out, false);
}

/* What only looks consumes nothing; what it looks for is needed all the same. */
static void looked_at(struct reader *reader, struct piece *piece)
{
    struct piece inside = *piece;
    if (inside.exact)
        add_strings_clause(reader, &inside, &inside.strings);
    set_nothing(piece);
    for (size_t i = 0; i < inside.clause_count; i++)
        add_clause(piece, &inside.clauses[i]);
}

/* Up to the ")" of the group, which tells nothing: words that must not be there. */
static void skip_group(struct reader *reader)
{
    size_t open = 1;
    for (; reader->at < reader->end; reader->at++) {
        char c = *reader->at;
        if (c == '\\') {
            reader->at++;
        } else if (c == '[') { /* "[]x]" and "[^]x]" hold a bracket */
            reader->at += reader->end - reader->at > 1 && reader->at[1] == '^' ? 2 : 1;
            for (bool first = true; reader->at < reader->end && (first || *reader->at != ']'); first = false)
                reader->at += *reader->at == '\\' ? 2 : 1;
        } else if (c == '(') {
            open++;
        } else if (c == ')' && --open == 0) {
            break;
        }
    }
    reader->at = reader->at < reader->end ? reader->at : reader->end;
}

/* After "(": what kind of group, and its inside. */
static void group(struct reader *reader, struct piece *out)
{
    bool looks = false, wanted = false;
    if (reader->at < reader->end && *reader->at == '*')
        reader->lost = true;
    if (reader->at < reader->end && *reader->at == '?') {
        const char *at = reader->at + 1;
        size_t left = (size_t)(reader->end - at);
        if (left > 0 && (*at == ':' || *at == '>' || *at == '|')) {
            reader->at = at + 1;
        } else if (left > 0 && (*at == '=' || *at == '!')) {
            looks = true;
            wanted = *at == '=';
            reader->at = at + 1;
        } else if (left > 1 && *at == '<' && (at[1] == '=' || at[1] == '!')) {
            looks = true;
            wanted = at[1] == '=';
            reader->at = at + 2;
        } else if (left > 2 && at[0] == '-' && at[1] == 'i' && at[2] == ':') {
            reader->at = at + 3;
        } else if (left > 2 && at[0] == '-' && at[1] == 'i' && at[2] == ')') {
            reader->at = at + 3;
            set_nothing(out);
            return;
        } else {
            reader->lost = true;
            reader->at = reader->end;
            return;
        }
    }
    if (looks && !wanted) {
        skip_group(reader);
        set_nothing(out);
    } else {
        read_alternatives(reader, out, NULL);
    }
    reader->lost |= reader->at >= reader->end || *reader->at != ')';
    reader->at++;
    if (looks && wanted)
        looked_at(reader, out);
}

/* Whether whatever a match without regard to case takes for the character has as many bytes:
 * letters of Latin-1 and Latin Extended-A, Arabic, Indic scripts, general punctuation. */
static bool keeps_length(unsigned char lead, unsigned char second)
{
    return lead == 0xC3 || lead == 0xC4 || (lead >= 0xD8 && lead <= 0xDB) || lead == 0xE0 || (lead == 0xE2 && second == 0x80);
}

/* A character outside ASCII, whose first byte has been read. */
static void high_character(struct reader *reader, unsigned char lead, struct piece *out)
{
    unsigned char second = reader->at < reader->end ? (unsigned char)*reader->at : 0;
    size_t length = 1;
    for (; reader->at < reader->end && ((unsigned char)*reader->at & 0xC0) == 0x80; reader->at++)
        length++;
    if (keeps_length(lead, second)) {
        char bytes[4] = {HIGH, HIGH, HIGH, HIGH};
        out->exact = add_string(&out->strings, bytes, length < sizeof bytes ? length : sizeof bytes);
        return;
    }
    struct need_word *word = arena_alloc(reader->arena, sizeof *word);
    *word = (struct need_word){.length = 1, .text = {HIGH}};
    add_clause(out, &(struct need_clause){word, 1});
}

static void atom(struct reader *reader, struct piece *out)
{
    char c = *reader->at++;
    clear(out, false);
    if (c == '(') {
        group(reader, out);
    } else if (c == '[') {
        character_class(reader, out);
    } else if (c == '\\') {
        escape(reader, out);
    } else if (c == '^' || c == '$') {
        set_nothing(out);
    } else if (c == '.') {
        /* any character */
    } else if ((unsigned char)c >= 0x80) {
        high_character(reader, (unsigned char)c, out);
    } else {
        reader->lost |= strchr("*+?{", c) != NULL;
        set_character(out, c);
    }
}

static bool number(struct reader *reader, int *value)
{
    const char *start = reader->at;
    *value = 0;
    while (reader->at < reader->end && *reader->at >= '0' && *reader->at <= '9' && *value < MANY)
        *value = *value * 10 + (*reader->at++ - '0');
    return reader->at > start;
}

/* How often the atom may stand; false where no quantifier follows. */
static bool quantifier(struct reader *reader, int *least, int *most)
{
    char c = reader->at < reader->end ? *reader->at : '\0';
    *least = c == '+' ? 1 : 0;
    *most = c == '?' ? 1 : MANY;
    if (c == '*' || c == '+' || c == '?') {
        reader->at++;
    } else if (c == '{') {
        reader->at++;
        reader->lost |= !number(reader, least);
        *most = *least;
        if (reader->at < reader->end && *reader->at == ',') {
            reader->at++;
            if (!number(reader, most))
                *most = MANY;
        }
        reader->lost |= reader->at >= reader->end || *reader->at != '}';
        reader->at++;
    } else {
        return false;
    }
    if (reader->at < reader->end && (*reader->at == '?' || *reader->at == '+'))
        reader->at++; /* lazy, possessive */
    return true;
}

static void repeat(struct reader *reader, struct piece *piece, int least, int most)
{
    struct strings all, power, next;
    all.count = next.count = 0;
    bool spelt = piece->exact && most <= REPEATS_SPELT;
    only_empty(&power);
    for (int i = 0; spelt && i <= most; i++) {
        if (i >= least)
            spelt = unite(&all, &power);
        if (i < most) {
            spelt = spelt && product(&power, &piece->strings, &next);
            copy_strings(&power, &next);
        }
    }
    if (least == 0)
        piece->clause_count = 0;
    if (spelt) {
        copy_strings(&piece->strings, &all);
        return;
    }
    if (least == 0) {
        clear(piece, false);
    } else if (piece->exact) {
        add_strings_clause(reader, piece, &piece->strings);
        piece->exact = false;
    }
}

/* ---- sequences and alternatives ---- */

static void read_sequence(struct reader *reader, struct piece *out)
{
    struct piece next;
    struct strings both;
    clear(out, true);
    only_empty(&out->strings);
    while (reader->at < reader->end && *reader->at != '|' && *reader->at != ')' && !reader->lost) {
        int least, most;
        atom(reader, &next);
        if (quantifier(reader, &least, &most))
            repeat(reader, &next, least, most);
        for (size_t i = 0; i < next.clause_count; i++)
            add_clause(out, &next.clauses[i]);
        if (next.exact && product(&out->strings, &next.strings, &both)) {
            copy_strings(&out->strings, &both);
            continue;
        }
        add_strings_clause(reader, out, &out->strings);
        out->exact = false;
        if (next.exact)
            copy_strings(&out->strings, &next.strings);
        else
            only_empty(&out->strings);
    }
    if (!out->exact) {
        add_strings_clause(reader, out, &out->strings);
        only_empty(&out->strings);
    }
}

/* One clause that holds whichever alternative matches: the rarest of each, together. */
static void merge(struct reader *reader, struct piece *out, const struct piece *branch, bool first)
{
    struct piece lone = *branch;
    if (branch->exact)
        add_strings_clause(reader, &lone, &branch->strings);
    if (!lone.clause_count || (!first && !out->clause_count)) {
        out->clause_count = 0;
        return;
    }
    size_t count = 0, had = first ? 0 : out->clauses[0].count;
    if (had + lone.clauses[0].count > CLAUSE_WORDS_MAX) {
        out->clause_count = 0;
        return;
    }
    struct need_word *words = arena_array(reader->arena, had + lone.clauses[0].count, sizeof *words);
    for (size_t i = 0; i < had; i++)
        words[count++] = out->clauses[0].words[i];
    for (size_t i = 0; i < lone.clauses[0].count; i++)
        add_word(words, &count, &lone.clauses[0].words[i]);
    out->clauses[0] = (struct need_clause){words, count};
    out->clause_count = 1;
}

static void add_way(struct reader *reader, struct needs *ways, const struct piece *branch)
{
    struct piece lone = *branch;
    struct need_way *way = &ways->ways[ways->count++];
    if (branch->exact)
        add_strings_clause(reader, &lone, &branch->strings);
    way->count = lone.clause_count < NEED_CLAUSES_MAX ? lone.clause_count : NEED_CLAUSES_MAX;
    memcpy(way->clauses, lone.clauses, way->count * sizeof *way->clauses);
}

/* Up to the end or an unmatched ")". `ways`, at the top only, has room for them all. */
static void read_alternatives(struct reader *reader, struct piece *out, struct needs *ways)
{
    struct piece branch;
    struct strings so_far;
    bool first = true;
    clear(out, true);
    if (++reader->depth > DEPTH_MAX)
        reader->lost = true;
    while (!reader->lost) {
        read_sequence(reader, &branch);
        bool was_exact = out->exact;
        copy_strings(&so_far, &out->strings);
        if (out->exact && !(branch.exact && unite(&out->strings, &branch.strings))) {
            out->exact = false;
            if (!first) { /* the alternatives before, as a clause */
                struct piece before;
                clear(&before, true);
                copy_strings(&before.strings, &so_far);
                merge(reader, out, &before, true);
            }
        }
        if (!out->exact)
            merge(reader, out, &branch, first && was_exact);
        if (ways)
            add_way(reader, ways, &branch);
        bool last = reader->at >= reader->end || *reader->at != '|';
        if (first && last) /* no alternative at all: every clause holds */
            copy_piece(out, &branch);
        if (last)
            break;
        first = false;
        if (!ways && !out->exact && !out->clause_count) { /* nothing is known, whatever the others are: a list of names has a thousand */
            skip_group(reader);
            break;
        }
        reader->at++;
    }
    reader->depth--;
}

void regex_needs(const char *expression, size_t length, struct arena *arena, struct needs *out)
{
    struct reader reader = {.at = expression, .end = expression + length, .arena = arena};
    size_t bars = 1;
    for (size_t i = 0; i < length; i++)
        bars += expression[i] == '|';
    *out = (struct needs){.ways = arena_array(arena, bars + 1, sizeof *out->ways)};
    struct piece whole;
    read_alternatives(&reader, &whole, out);
    if (reader.lost || reader.at < reader.end || !out->count) {
        out->ways[0].count = 0;
        out->count = 1;
    }
}
