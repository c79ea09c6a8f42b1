#include "scoring/text/syllables.h"

#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/text.h"
#include "scoring/text/symbol_table.h"
#include "scoring/text/words.h"

enum { SYLLABLES_MAX = 12, WORD_BYTES = 40 };

struct syllables {
    struct symbol_table told; /* by the word in lower case */
};

static enum status read_word(const char *path, const struct csv_row *row, const int columns[2], struct syllables *words, struct error *err)
{
    const char *word = csv_cell(row, columns[0]);
    int64_t count;
    if (*word == '\0' || strlen(word) > WORD_BYTES || !text_to_int(csv_cell(row, columns[1]), 1, SYLLABLES_MAX, &count))
        return error_set(err, STATUS_INPUT, "%s:%zu: a word and its syllables (1 to %d) must be given", path, row->line, SYLLABLES_MAX);
    for (const char *at = word; *at != '\0'; at++)
        if (*at != text_lower(*at))
            return error_set(err, STATUS_INPUT, "%s:%zu: '%s' must be in lower case", path, row->line, word);
    if (!symbol_table_add(&words->told, words_symbol(word, strlen(word)), (int32_t)count))
        return error_set(err, STATUS_INPUT, "%s:%zu: '%s' is there twice", path, row->line, word);
    return STATUS_OK;
}

enum status syllables_load(const char *seeds, struct syllables **out, struct error *err)
{
    struct syllables *words = memory_alloc(sizeof *words);
    struct arena arena = {0};
    struct csv_table table;
    int columns[2];
    const char *path = arena_printf(&arena, "%s/words/syllables.csv", seeds);
    *out = NULL;
    enum status status = csv_load(path, LIMIT_SEED_BYTES, &table, err);
    if (status == STATUS_OK)
        status = csv_columns(path, &table, (const char *const[]){"word", "syllables"}, 2, columns, err);
    symbol_table_init(&words->told, table.count);
    for (size_t i = 0; i < table.count && status == STATUS_OK; i++)
        status = read_word(path, &table.rows[i], columns, words, err);
    csv_release(&table);
    arena_release(&arena);
    if (status != STATUS_OK) {
        syllables_free(words);
        return status;
    }
    *out = words;
    return STATUS_OK;
}

void syllables_free(struct syllables *words)
{
    if (words == NULL)
        return;
    symbol_table_release(&words->told);
    free(words);
}

/* 0 or less where the list does not have the word. */
static int told_count(const struct syllables *words, const char *word, size_t length)
{
    char lower[WORD_BYTES];
    if (length > sizeof lower)
        return 0;
    for (size_t i = 0; i < length; i++)
        lower[i] = text_lower(word[i]);
    return symbol_table_find(&words->told, words_symbol(lower, length));
}

static bool is_vowel(char c)
{
    return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y';
}

static bool ends(const char *word, size_t length, const char *ending)
{
    size_t n = strlen(ending);
    if (length < n)
        return false;
    for (size_t i = 0; i < n; i++)
        if (text_lower(word[length - n + i]) != ending[i])
            return false;
    return true;
}

/* Vowels side by side that are said apart: "re-ality", "ri-ot", "cre-ate", "continu-ous". */
static bool hiatus(const char *w, size_t length, size_t i)
{
    char a = text_lower(w[i]), b = text_lower(w[i + 1]), after = i + 2 < length ? text_lower(w[i + 2]) : '\0', before = i ? text_lower(w[i - 1]) : '\0';
    if (a == 'i' && (b == 'a' || b == 'o' || b == 'u'))
        /* "-tion", "-cial", "-cious", "-gious": one sound */
        return !(before && strchr("tscxg", before) && (after == 'n' || after == 'l' || after == 'u' || (b == 'u' && after == 's')));
    if (a == 'e' && b == 'o' && after != 'u')
        return before != 'g' && before != 'p';
    if (a == 'u' && (b == 'a' || b == 'o' || b == 'i'))
        return before != 'q' && before != 'g' && !(b == 'i' && after != 't' ) && !(b == 'i' && (before == 's' || before == 'r' || before == 'c'));
    if (a == 'e' && b == 'a' && i > 1 && before == 'r' && text_lower(w[i - 2]) == 'c' && after == 't')
        return true; /* "create" and its family */
    return a == 'y' && is_vowel(b) && b != 'e' && i > 0;
}

/* A silent e at the end, or in an inflected end ("named", "takes", "safely", "movement"). */
static int silent_e(const char *w, size_t length)
{
    size_t n = length;
    if (n > 3 && (ends(w, n, "es") || ends(w, n, "ed"))) {
        char before = text_lower(w[n - 3]);
        if (is_vowel(before))
            return 0;
        if (ends(w, n, "ed"))
            return before != 't' && before != 'd' ? !(before == 'l' && n > 4 && !is_vowel(text_lower(w[n - 4])) && text_lower(w[n - 4]) != 'l' && text_lower(w[n - 4]) != 'r') : 0;
        if (strchr("szxg", before) || (before == 'c') || ends(w, n, "ches") || ends(w, n, "shes"))
            return 0;
        return !(before == 'l' && n > 4 && !is_vowel(text_lower(w[n - 4])) && text_lower(w[n - 4]) != 'l');
    }
    if (n > 2 && text_lower(w[n - 1]) == 'e') {
        char before = text_lower(w[n - 2]);
        if (is_vowel(before))
            return 0;
        return !(before == 'l' && n > 2 && !is_vowel(text_lower(w[n - 3])) && text_lower(w[n - 3]) != 'l');
    }
    if (n > 5 && (ends(w, n, "ely") || ends(w, n, "eful") || ends(w, n, "eless") || ends(w, n, "ement")))
        return !is_vowel(text_lower(w[n - (ends(w, n, "ely") ? 4 : ends(w, n, "eful") ? 5 : ends(w, n, "eless") ? 6 : 6)]));
    return 0;
}

static int simple_syllables(const struct syllables *words, const char *word, size_t length)
{
    int count = 0, told = told_count(words, word, length);
    if (told > 0)
        return told;
    if (length > 3 && word[length - 2] == '\'' && text_lower(word[length - 1]) == 's') {
        size_t base = length - 2;
        bool hissing = ends(word, base, "s") || ends(word, base, "x") || ends(word, base, "z") || ends(word, base, "ce") || ends(word, base, "se") ||
                       ends(word, base, "ge") || ends(word, base, "ze") || ends(word, base, "sh") || ends(word, base, "ch");
        return simple_syllables(words, word, base) + hissing;
    }
    for (size_t i = 0; i < length;) {
        if (!is_vowel(text_lower(word[i])) || (i == 0 && text_lower(word[0]) == 'y' && length > 1 && is_vowel(text_lower(word[1])))) {
            i++;
            continue;
        }
        count++;
        while (i + 1 < length && is_vowel(text_lower(word[i + 1]))) {
            if (hiatus(word, length, i))
                count++;
            i++;
        }
        i++;
    }
    count -= silent_e(word, length);
    if (ends(word, length, "ism") || ends(word, length, "isms"))
        count++;
    if (ends(word, length, "n't") && length > 4 && strchr("ds", text_lower(word[length - 4])))
        count++; /* "didn't", "isn't"; "can't", "aren't" stay */
    return count < 1 ? 1 : count;
}

/* Initials are spelled out, as many syllables as letters and three for w, unless they can
 * be said as a word: a consonant, then a vowel ("SEND", "CAF"). */
static int spelled_out(const char *word, size_t length)
{
    int count = 0;
    for (size_t i = 0; i < length; i++) {
        if (word[i] < 'A' || word[i] > 'Z')
            return 0;
        count += word[i] == 'W' ? 3 : 1;
    }
    bool sayable = length > 2 && !is_vowel(text_lower(word[0])) && is_vowel(text_lower(word[1]));
    return length < 2 || length > 5 || sayable ? 0 : count;
}

int syllables_count(const struct syllables *words, const char *word, size_t length)
{
    int count = 0;
    size_t start = 0;
    for (size_t i = 0; i <= length; i++) {
        if (i < length && word[i] != '-')
            continue;
        if (i > start) {
            int letters = spelled_out(word + start, i - start);
            count += letters ? letters : simple_syllables(words, word + start, i - start);
        }
        start = i + 1;
    }
    return count < 1 ? 1 : count;
}
