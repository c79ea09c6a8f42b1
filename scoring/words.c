#include "scoring/words.h"

#include <libstemmer.h>

#include "base/memory.h"
#include "base/text.h"

/* Texts say the same words again and again; to work one out takes longer than to find it here. */
enum { WORDS_KEPT = 8192 };

struct kept_word {
    uint64_t symbol;
    struct word_ids ids;
    char plain[WORD_BYTES_MAX + 1], stem[WORD_BYTES_MAX + 1];
};

struct word_reader {
    struct kept_word kept[WORDS_KEPT]; /* each at its plain form's symbol, the last one said */
    struct sb_stemmer *stemmer;
    const char *text;
    size_t length, at;
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

static bool is_letter(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(unsigned char c)
{
    return c >= '0' && c <= '9';
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
    if (is_letter(c) || is_digit(c))
        return 1;
    return other_letter(text, length, at);
}

static void work_out(struct word_reader *reader, const struct word *word, size_t length, struct kept_word *out)
{
    *out = (struct kept_word){.symbol = 0};
    memcpy(out->plain, word->plain, length + 1);
    memcpy(out->stem, word->plain, length + 1);
    if (!word->number && length >= 3) {
        const sb_symbol *stem = sb_stemmer_stem(reader->stemmer, (const sb_symbol *)word->plain, (int)length);
        size_t stem_length = stem != NULL ? (size_t)sb_stemmer_length(reader->stemmer) : 0;
        if (stem != NULL && stem_length <= WORD_BYTES_MAX) {
            memcpy(out->stem, stem, stem_length);
            out->stem[stem_length] = '\0';
        }
    }
    out->symbol = word->number ? words_symbol("#", 1) : words_symbol(out->stem, strlen(out->stem));
}

static void stem_word(struct word_reader *reader, struct word *word)
{
    size_t length = strlen(word->plain);
    struct kept_word *kept = &reader->kept[words_symbol(word->plain, length) % WORDS_KEPT];
    if (kept->symbol == 0 || strcmp(kept->plain, word->plain) != 0)
        work_out(reader, word, length, kept);
    memcpy(word->stem, kept->stem, sizeof word->stem);
    word->symbol = kept->symbol;
    word->ids = &kept->ids;
}

static void set_plain(struct word_reader *reader, struct word *word, const char *plain)
{
    size_t length = strlen(plain);
    memcpy(word->plain, plain, length + 1);
    stem_word(reader, word);
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

/* Reads letters from `at` into `plain`, lower case; returns the end. */
static size_t read_run(const struct word_reader *reader, size_t at, char *plain, bool *capital)
{
    size_t used = 0;
    *capital = false;
    while (at < reader->length) {
        size_t bytes = word_bytes(reader->text, reader->length, at);
        if (bytes == 0) {
            /* 4.50, 10,000 and 6/18 are one number each */
            bool digit_before = used > 0 && is_digit((unsigned char)plain[used - 1]);
            bool joins = digit_before && at + 1 < reader->length && strchr(".,/", reader->text[at]) != NULL &&
                         is_digit((unsigned char)reader->text[at + 1]);
            if (!joins)
                break;
            bytes = 1;
        }
        if (used + bytes <= WORD_BYTES_MAX)
            for (size_t i = 0; i < bytes; i++) {
                unsigned char c = (unsigned char)reader->text[at + i];
                if (used == 0 && c >= 'A' && c <= 'Z')
                    *capital = true;
                plain[used++] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
            }
        at += bytes;
    }
    plain[used] = '\0';
    return at;
}

/* After the word at [start, end): opens a contraction or drops a possessive. */
static size_t read_tail(struct word_reader *reader, struct word *word, size_t end)
{
    size_t mark = apostrophe(reader->text, reader->length, end);
    if (mark == 0)
        return end;
    char tail[WORD_BYTES_MAX + 1];
    bool capital;
    size_t after = read_run(reader, end + mark, tail, &capital);
    if (after == end + mark)
        return end;
    if (strcmp(tail, "t") == 0 && open_negation(word->plain))
        reader->pending = "not";
    else if (strcmp(tail, "s") == 0)
        reader->pending = is_possessive_subject(word->plain) ? "is" : NULL;
    else
        reader->pending = contraction_word(tail, strlen(tail));
    if (reader->pending == NULL && strcmp(tail, "s") != 0)
        return end; /* o'clock, a closing quote */
    reader->pending_offset = (uint32_t)end;
    return after;
}

bool words_next(struct word_reader *reader, struct word *word)
{
    memset(word, 0, sizeof *word);
    if (reader->pending != NULL) {
        word->offset = reader->pending_offset;
        word->length = (uint32_t)(reader->at - reader->pending_offset);
        word->contraction = true;
        set_plain(reader, word, reader->pending);
        reader->pending = NULL;
        return true;
    }
    while (reader->at < reader->length && word_bytes(reader->text, reader->length, reader->at) == 0)
        text_next(reader->text, reader->length, &reader->at);
    if (reader->at >= reader->length)
        return false;
    size_t start = reader->at;
    size_t end = read_run(reader, start, word->plain, &word->capital);
    if (end - start == 4 && memcmp(reader->text + start, "SEND", 4) == 0)
        memcpy(word->plain, "sen", 4); /* the abbreviation, not the verb */
    word->number = is_digit((unsigned char)word->plain[0]);
    reader->at = read_tail(reader, word, end);
    word->offset = (uint32_t)start;
    word->length = (uint32_t)((reader->pending != NULL ? end : reader->at) - start);
    stem_word(reader, word);
    return true;
}

uint64_t words_symbol(const char *word, size_t length)
{
    uint64_t hash = 14695981039346656037u; /* FNV-1a */
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)word[i]) * 1099511628211u;
    return hash != 0 ? hash : 1;
}
