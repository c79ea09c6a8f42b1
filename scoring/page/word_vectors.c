#include "scoring/page/word_vectors.h"

#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/limits.h"
#include "base/memory.h"
#include "scoring/page/weights.h"
#include "scoring/text/symbol_table.h"
#include "scoring/text/words.h"

enum { LETTERS = 64, LETTER_OF_ZERO = 32, LETTERS_IN_ONE = 16 };

struct word_vectors {
    struct symbol_table numbers; /* by the stem's symbol */
    int8_t *values;              /* word by word, in LETTERS_IN_ONE-ths */
    size_t count;
};

/* Of each byte its value and 1; 0 where it is no letter of the alphabet. */
static void number_letters(uint8_t numbers[UINT8_MAX + 1])
{
    static const char alphabet[LETTERS + 1] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    memset(numbers, 0, UINT8_MAX + 1);
    for (uint8_t i = 0; i < LETTERS; i++)
        numbers[(uint8_t)alphabet[i]] = (uint8_t)(i + 1);
}

struct loader {
    struct word_vectors *vectors;
    uint8_t numbers[UINT8_MAX + 1]; /* of the letters */
    struct weights_file file;
};

static const char *const ROWS_WANTED = "the columns must be \"stem\" and \"vector\", and the rows 1 to 65535";

static enum status read_header(void *context, const struct csv_row *header, size_t rows_most)
{
    struct loader *loader = context;
    if (header->count != 2 || rows_most > WORD_VECTORS_MAX)
        return weights_wrong(&loader->file, header, ROWS_WANTED);
    symbol_table_init(&loader->vectors->numbers, rows_most);
    loader->vectors->values = memory_array(rows_most, WORD_VECTOR_LENGTH);
    return STATUS_OK;
}

static enum status read_word(void *context, const struct csv_row *row)
{
    const struct loader *loader = context;
    struct word_vectors *vectors = loader->vectors;
    if (!symbol_table_add(&vectors->numbers, words_symbol(row->cells[0], strlen(row->cells[0])), (int32_t)vectors->count))
        return weights_wrong(&loader->file, row, "is there twice");
    int8_t *values = vectors->values + vectors->count++ * WORD_VECTOR_LENGTH;
    const char *letters = row->cells[1];
    if (strlen(letters) != WORD_VECTOR_LENGTH)
        return weights_wrong(&loader->file, row, "a vector is 100 letters long");
    for (size_t i = 0; i < WORD_VECTOR_LENGTH; i++) {
        uint8_t number = loader->numbers[(uint8_t)letters[i]];
        if (number == 0)
            return weights_wrong(&loader->file, row, "a vector is of base64's letters");
        values[i] = (int8_t)(number - 1 - LETTER_OF_ZERO);
    }
    return STATUS_OK;
}

enum status word_vectors_load(const char *seeds, struct word_vectors **out, struct error *err)
{
    struct word_vectors *vectors = memory_alloc(sizeof *vectors);
    struct arena arena = {0};
    struct loader loader = {.vectors = vectors, .file = {arena_printf(&arena, "%s/rubric/word-vectors.csv", seeds), err}};
    number_letters(loader.numbers);
    enum status status = csv_load_rows(loader.file.path, LIMIT_SEED_BYTES, &(struct csv_rows){read_header, read_word, &loader}, err);
    if (status == STATUS_OK && vectors->count == 0)
        status = error_set(err, STATUS_INPUT, "%s:1: %s", loader.file.path, ROWS_WANTED);
    arena_release(&arena);
    if (status != STATUS_OK) {
        word_vectors_free(vectors);
        return status;
    }
    *out = vectors;
    return STATUS_OK;
}

void word_vectors_free(struct word_vectors *vectors)
{
    if (vectors == NULL)
        return;
    symbol_table_release(&vectors->numbers);
    free(vectors->values);
    free(vectors);
}

size_t word_vectors_count(const struct word_vectors *vectors)
{
    return vectors->count;
}

int32_t word_vectors_find(const struct word_vectors *vectors, uint64_t symbol)
{
    return symbol_table_find(&vectors->numbers, symbol);
}

void word_vectors_read(const struct word_vectors *vectors, size_t number, float out[WORD_VECTOR_LENGTH])
{
    const int8_t *values = vectors->values + number * WORD_VECTOR_LENGTH;
    for (size_t i = 0; i < WORD_VECTOR_LENGTH; i++)
        out[i] = (float)values[i] / LETTERS_IN_ONE;
}
