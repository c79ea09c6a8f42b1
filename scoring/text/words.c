#include "scoring/text/words.h"

#include <libstemmer.h>

#include "base/memory.h"
#include "base/text.h"

/* Texts say the same words again and again; to work one out takes longer than to find it here. */
enum { WORDS_KEPT = 8192, KEPT_BYTES = 23 };

/* Each fills a line of a cache: to fetch a second one would take longer than all the rest. */
struct kept_word {
    uint64_t symbol;
    struct word_ids ids;
    uint8_t length;      /* of the plain form */
    char plain[KEPT_BYTES], stem[KEPT_BYTES + 1]; /* a longer word is not kept */
};
_Static_assert(sizeof(struct kept_word) == 64, "a line of a cache");

struct word_reader {
    struct kept_word kept[WORDS_KEPT]; /* each at its place, the last one said */
    struct sb_stemmer *stemmer;
    const char *text;
    size_t length, at;
    char plain[WORD_BYTES_MAX + 1], stem[WORD_BYTES_MAX + 1]; /* of the word that is being read; the stem where it is not kept */
    struct word_ids ids;                                      /* of such a one */
    const void *dictionary; /* that numbers are noted for */
    size_t entries;
    const char *pending; /* the second part of a contraction, or NULL */
    uint32_t pending_offset;
};

struct word_reader *words_new(void)
{
    struct word_reader *reader = memory_alloc(sizeof *reader);
    reader->stemmer = sb_stemmer_new("english", NULL);
    if (reader->stemmer == NULL) /* only without memory: the algorithm is compiled in */
        abort();
    return reader;
}

void words_free(struct word_reader *reader)
{
    if (reader == NULL)
        return;
    sb_stemmer_delete(reader->stemmer);
    free(reader);
}

void words_look_up_in(struct word_reader *reader, const void *dictionary, size_t entries)
{
    if (reader->dictionary == dictionary && reader->entries == entries)
        return;
    for (size_t i = 0; i < WORDS_KEPT; i++)
        reader->kept[i].ids.stem = WORD_NOT_LOOKED_UP;
    reader->dictionary = dictionary;
    reader->entries = entries;
}

void words_read_from(struct word_reader *reader, const char *text, size_t length)
{
    reader->text = text;
    reader->length = length;
    reader->at = 0;
    reader->pending = NULL;
}

/* How many bytes an apostrophe takes at `at`, 0 for none: ' and U+2019, U+2018. */
static size_t apostrophe(const char *text, size_t length, size_t at)
{
    if (at >= length)
        return 0;
    if (text[at] == '\'')
        return 1;
    if (length - at >= 3 && memcmp(text + at, "\xE2\x80", 2) == 0 && ((unsigned char)text[at + 2] & 0xFEu) == 0x98u)
        return 3;
    return 0;
}

/* Whether a letter beyond ASCII stands at `at`; its bytes. Punctuation (U+2000-206F),
 * Latin-1 signs and everything over U+024F end a word. */
static size_t other_letter(const char *text, size_t length, size_t at)
{
    if ((unsigned char)text[at] < 0xC3)
        return 0;
    size_t next = at;
    uint32_t character = text_next(text, length, &next);
    bool letter = character >= 0xC0 && character <= 0x24F && character != 0xD7 && character != 0xF7;
    return letter ? next - at : 0;
}

static size_t word_bytes(const char *text, size_t length, size_t at)
{
    unsigned char c = (unsigned char)text[at];
    if (text_is_letter(c) || text_is_digit(c))
        return 1;
    return other_letter(text, length, at);
}

/* Writes the stem of reader->plain, or the word itself where it has none; returns its symbol. */
static uint64_t find_stem(struct word_reader *reader, bool number, size_t length, char *out)
{
    memcpy(out, reader->plain, length + 1);
    if (number)
        return words_symbol("#", 1);
    const sb_symbol *stem = length >= 3 ? sb_stemmer_stem(reader->stemmer, (const sb_symbol *)reader->plain, (int)length) : NULL;
    size_t stem_length = stem != NULL ? (size_t)sb_stemmer_length(reader->stemmer) : 0;
    if (stem != NULL && stem_length <= length) {
        memcpy(out, stem, stem_length);
        out[stem_length] = '\0';
    }
    return words_symbol(out, strlen(out));
}

/* Where a word is kept. Its beginning and its end tell most words apart. */
static size_t place_of(const char *plain, size_t length)
{
    uint64_t first = 0, last = 0;
    memcpy(&first, plain, length < sizeof first ? length : sizeof first);
    if (length > sizeof last)
        memcpy(&last, plain + length - sizeof last, sizeof last);
    return (size_t)(((first ^ (last * 0x9E3779B97F4A7C15u)) * 0xBF58476D1CE4E5B9u) >> 32) % WORDS_KEPT;
}

/* Says the word in reader->plain. */
static void say(struct word_reader *reader, size_t length, struct word *word)
{
    static const struct word_ids none = {WORD_NOT_LOOKED_UP, WORD_NOT_LOOKED_UP};
    word->plain = reader->plain;
    if (length > KEPT_BYTES) {
        word->symbol = find_stem(reader, word->number, length, reader->stem);
        word->stem = reader->stem;
        reader->ids = none;
        word->ids = &reader->ids;
        return;
    }
    struct kept_word *kept = &reader->kept[place_of(reader->plain, length)];
    if (kept->symbol == 0 || kept->length != length || memcmp(kept->plain, reader->plain, length) != 0) {
        kept->symbol = find_stem(reader, word->number, length, kept->stem);
        kept->length = (uint8_t)length;
        memcpy(kept->plain, reader->plain, length);
        kept->ids = none;
    }
    word->stem = kept->stem;
    word->symbol = kept->symbol;
    word->ids = &kept->ids;
}

/* What follows the apostrophe: "n't" is split before the n by the caller. */
static const char *contraction_word(const char *tail, size_t length)
{
    static const struct { const char *tail, *word; } table[] = {
        {"ll", "will"}, {"re", "are"}, {"ve", "have"}, {"d", "would"}, {"m", "am"},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (strlen(table[i].tail) == length && memcmp(table[i].tail, tail, length) == 0)
            return table[i].word;
    return NULL;
}

/* "don", "t" -> "do" and "not". The words whose first part changes are irregular. */
static bool open_negation(char *plain)
{
    size_t length = strlen(plain);
    if (length < 2 || plain[length - 1] != 'n')
        return false;
    if (strcmp(plain, "can") == 0)
        return true;
    if (strcmp(plain, "won") == 0) {
        memcpy(plain, "will", 5);
        return true;
    }
    if (strcmp(plain, "shan") == 0) {
        memcpy(plain, "shall", 6);
        return true;
    }
    plain[length - 1] = '\0';
    return true;
}

static bool is_possessive_subject(const char *plain)
{
    static const char *const subjects[] = {"it", "that", "there", "he", "she", "what", "who", "here", "where", "how", "let"};
    for (size_t i = 0; i < sizeof subjects / sizeof *subjects; i++)
        if (strcmp(plain, subjects[i]) == 0)
            return true;
    return false;
}

static bool is_capital(unsigned char c)
{
    return c >= 'A' && c <= 'Z';
}

/* Reads letters from `at` into `plain`, lower case; returns the end. */
static size_t read_run(const struct word_reader *reader, size_t at, char *plain)
{
    size_t used = 0;
    while (at < reader->length) {
        size_t bytes = word_bytes(reader->text, reader->length, at);
        if (bytes == 0) {
            /* 4.50, 10,000 and 6/18 are one number each */
            bool digit_before = used > 0 && text_is_digit(plain[used - 1]);
            bool joins = digit_before && at + 1 < reader->length && strchr(".,/", reader->text[at]) != NULL &&
                         text_is_digit(reader->text[at + 1]);
            if (!joins)
                break;
            bytes = 1;
        }
        for (size_t i = 0; i < bytes && used + bytes - i <= WORD_BYTES_MAX; i++) {
            unsigned char c = (unsigned char)reader->text[at + i];
            plain[used++] = (char)(is_capital(c) ? c | 32 : c);
        }
        at += bytes;
    }
    plain[used] = '\0';
    return at;
}

/* After the word at [start, end): opens a contraction or drops a possessive. */
static size_t read_tail(struct word_reader *reader, size_t end)
{
    size_t mark = apostrophe(reader->text, reader->length, end);
    if (mark == 0)
        return end;
    char tail[WORD_BYTES_MAX + 1];
    size_t after = read_run(reader, end + mark, tail);
    if (after == end + mark)
        return end;
    if (strcmp(tail, "t") == 0 && open_negation(reader->plain))
        reader->pending = "not";
    else if (strcmp(tail, "s") == 0)
        reader->pending = is_possessive_subject(reader->plain) ? "is" : NULL;
    else
        reader->pending = contraction_word(tail, strlen(tail));
    if (reader->pending == NULL && strcmp(tail, "s") != 0)
        return end; /* o'clock, a closing quote */
    reader->pending_offset = (uint32_t)end;
    return after;
}

bool words_next(struct word_reader *reader, struct word *word)
{
    *word = (struct word){.contraction = reader->pending != NULL};
    if (reader->pending != NULL) {
        word->offset = reader->pending_offset;
        word->length = (uint32_t)(reader->at - reader->pending_offset);
        size_t length = strlen(reader->pending);
        memcpy(reader->plain, reader->pending, length + 1);
        reader->pending = NULL;
        say(reader, length, word);
        return true;
    }
    while (reader->at < reader->length && word_bytes(reader->text, reader->length, reader->at) == 0)
        text_next(reader->text, reader->length, &reader->at);
    if (reader->at >= reader->length)
        return false;
    size_t start = reader->at;
    size_t end = read_run(reader, start, reader->plain);
    if (end - start == 4 && memcmp(reader->text + start, "SEND", 4) == 0)
        memcpy(reader->plain, "sen", 4); /* the abbreviation, not the verb */
    word->capital = is_capital((unsigned char)reader->text[start]);
    word->number = text_is_digit(reader->plain[0]);
    reader->at = read_tail(reader, end);
    word->offset = (uint32_t)start;
    word->length = (uint32_t)((reader->pending != NULL ? end : reader->at) - start);
    say(reader, strlen(reader->plain), word);
    return true;
}

uint64_t words_symbol(const char *word, size_t length)
{
    uint64_t hash = 14695981039346656037u; /* FNV-1a */
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)word[i]) * 1099511628211u;
    return hash != 0 ? hash : 1;
}
