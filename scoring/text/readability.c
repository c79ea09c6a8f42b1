#include "scoring/text/readability.h"

#include <math.h>
#include <string.h>

#include "base/text.h"
#include "scoring/text/sentences.h"

enum { POLYSYLLABLE = 3 };

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

void readability_measure(const struct syllables *syllables, const struct document *document, const bool *counts, struct readability *out)
{
    *out = (struct readability){0};
    for (size_t i = 0; i < document->block_count; i++) {
        const struct block *block = &document->blocks[i];
        if (!counts[i] || !is_prose(block))
            continue;
        if (block->kind == BLOCK_LIST_ITEM && sentence_end(block->text, block->length, 0) == block->length) {
            measure_sentence(syllables, block->text, block->length, out);
            continue;
        }
        for (size_t from = 0; from < block->length;) {
            size_t end = sentence_end(block->text, block->length, from);
            measure_sentence(syllables, block->text + from, end - from, out);
            from = end > from ? end : from + 1;
        }
    }
    out->measured = out->words >= READABILITY_WORDS_MIN;
    out->flesch_reading_ease = out->measured ? readability_flesch(out->sentences, out->words, out->syllables) : NAN;
    out->flesch_kincaid_grade = out->measured ? readability_kincaid(out->sentences, out->words, out->syllables) : NAN;
    out->smog = out->measured ? readability_smog(out->sentences, out->polysyllables) : NAN;
    out->average_sentence = out->sentences ? (double)out->words / out->sentences : NAN;
}
