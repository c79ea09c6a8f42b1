#include "scoring/page/vector_look.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "scoring/page/layers.h"
#include "scoring/page/word_vectors.h"
#include "scoring/text/symbol_table.h"

/* Of a longer sentence its beginning is looked at. */
enum { WORDS_SEEN_MAX = 60 };

enum { BEFORE, WORD, AFTER, WINDOW };
/* Whose gists a sentence is told by, in the order of the weights. */
enum around { PREV, NEXT, HEAD, EARLIER, LATER, PAGE, GROUPS };
enum { BIAS }; /* the first input of each layer of units */
_Static_assert((2 + GROUPS) * LAYER_UNITS_MAX <= WEIGHTS_ROWS_MAX, "all that a sentence is told by is added at once");

/* What the window's three places get from one word, place by place, each as long as the units. */
typedef float *word_shares;
static const float NOTHING[WINDOW * LAYER_UNITS_MAX]; /* of a word without a vector */

struct vector_look {
    size_t role_count;
    struct word_vectors *vectors;
    struct layer words, gists;
    struct odds_layer told;
    _Atomic word_shares *shares; /* of each word; NULL until it is first met */
};

/* ---- looking ---- */

/* What one place gets from a word. */
static void work_out_place(const struct vector_look *look, size_t place, const float *vector, float *share)
{
    struct weights_rows rows;
    weights_start(&rows);
    layer_take(&look->words, BIAS + 1 + place * WORD_VECTOR_LENGTH, vector, WORD_VECTOR_LENGTH, &rows);
    weights_add(&rows, look->words.stride, share);
}

static word_shares work_out(const struct vector_look *look, size_t number)
{
    size_t stride = look->words.stride;
    word_shares shares = memory_array(WINDOW * stride, sizeof *shares);
    float vector[WORD_VECTOR_LENGTH];
    word_vectors_read(look->vectors, number, vector);
    for (size_t place = 0; place < WINDOW; place++)
        work_out_place(look, place, vector, shares + place * stride);
    return shares;
}

/* NOTHING where the word has no vector. Two threads may work one out at once: the first to be done is kept. */
static const float *shares_of(const struct vector_look *look, uint64_t symbol)
{
    int32_t number = word_vectors_find(look->vectors, symbol);
    if (number == SYMBOL_ABSENT)
        return NOTHING;
    word_shares shares = atomic_load_explicit(&look->shares[number], memory_order_acquire);
    if (shares != NULL)
        return shares;
    word_shares mine = work_out(look, (size_t)number);
    if (atomic_compare_exchange_strong(&look->shares[number], &shares, mine))
        return mine;
    free(mine);
    return shares;
}

/* Joins what the windows show: `shares` are those of the words, with one more before the first and after the last. */
WEIGHTS_IN_VECTORS static void pool(const float *bias, const float *const *shares, size_t count, size_t stride, float *most, float *mean)
{
    for (size_t h = 0; h < stride; h += WEIGHTS_STEP) {
        float top[WEIGHTS_STEP] = {0}, sum[WEIGHTS_STEP] = {0}; /* kept in vectors until all windows are in */
        for (size_t i = 0; i < count; i++) {
            const float *before = shares[i + BEFORE] + h, *word = shares[i + WORD] + stride + h, *after = shares[i + AFTER] + 2 * stride + h;
            for (size_t step = 0; step < WEIGHTS_STEP; step++) {
                float unit = bias[h + step] + before[step] + word[step] + after[step];
                unit = unit > 0 ? unit : 0;
                top[step] = top[step] > unit ? top[step] : unit;
                sum[step] += unit;
            }
        }
        for (size_t step = 0; step < WEIGHTS_STEP; step++)
            mean[h + step] = sum[step] / (float)(1 + count);
        memcpy(most + h, top, sizeof top);
    }
}

/* `most` and `mean` are `stride` long. */
static void read_sentence(const struct vector_look *look, const struct token *tokens, size_t count, float *most, float *mean)
{
    const float *shares[WORDS_SEEN_MAX + 2]; /* with nobody before the first and after the last */
    if (count > WORDS_SEEN_MAX)
        count = WORDS_SEEN_MAX;
    shares[0] = shares[count + 1] = NOTHING;
    for (size_t i = 0; i < count; i++)
        shares[i + 1] = shares_of(look, tokens[i].symbol);
    pool(look->words.weights + BIAS * look->words.stride, shares, count, look->words.stride, most, mean);
}

static void tell_gist(const struct vector_look *look, const float *most, const float *mean, float *gist)
{
    struct weights_rows rows;
    weights_start(&rows);
    layer_take(&look->gists, BIAS + 1, most, look->words.units, &rows);
    layer_take(&look->gists, BIAS + 1 + look->words.units, mean, look->words.units, &rows);
    memcpy(gist, look->gists.weights + BIAS * look->gists.stride, look->gists.stride * sizeof *gist);
    weights_add(&rows, look->gists.stride, gist);
    for (size_t g = 0; g < look->gists.stride; g++)
        gist[g] = gist[g] > 0 ? gist[g] : 0;
}

/* What is known of a page's sentences, sentence by sentence, and of the page. */
struct page_view {
    size_t count;
    float *pooled; /* most, then mean */
    float *gists;
    float told[ROLES_MAX]; /* what every sentence is told, by the mean of the gists */
};

static struct page_view view_page(const struct vector_look *look, const struct segments *segments)
{
    size_t count = segments->count, stride = look->words.stride, gist_stride = look->gists.stride;
    struct page_view view = {.count = count,
                             .pooled = memory_array(count * 2 * stride + 1, sizeof *view.pooled),
                             .gists = memory_array(count * gist_stride + 1, sizeof *view.gists)};
    float mean_gist[LAYER_UNITS_MAX] = {0};
    for (size_t i = 0; i < count; i++) {
        const struct unit *unit = &segments->units[i];
        float *most = view.pooled + i * 2 * stride, *mean = most + stride, *gist = view.gists + i * gist_stride;
        read_sentence(look, segments->tokens.items + unit->first, unit->count, most, mean);
        tell_gist(look, most, mean, gist);
        for (size_t g = 0; g < gist_stride; g++)
            mean_gist[g] += gist[g] / (float)(1 + count);
    }
    struct weights_rows rows;
    weights_start(&rows);
    odds_layer_start(&look->told, view.told);
    odds_layer_take(&look->told, 2 * look->words.units + PAGE * look->gists.units, mean_gist, look->gists.units, &rows);
    weights_add(&rows, look->told.stride, view.told);
    return view;
}

/* Takes what one of the gists around a sentence tells; `index` is SIZE_MAX, or wraps to over the count, where there is none. */
static void take_gist(const struct vector_look *look, const struct page_view *view, enum around around, size_t index, struct weights_rows *rows)
{
    size_t first = 2 * look->words.units + around * look->gists.units;
    if (index < view->count)
        odds_layer_take(&look->told, first, view->gists + index * look->gists.stride, look->gists.units, rows);
}

static void tell_roles(const struct vector_look *look, const struct page_view *view, size_t index, size_t heading, float *odds)
{
    size_t units = look->words.units, stride = look->words.stride;
    const float *pooled = view->pooled + index * 2 * stride;
    float sums[ROLES_MAX];
    struct weights_rows rows;
    weights_start(&rows);
    odds_layer_take(&look->told, 0, pooled, units, &rows);
    odds_layer_take(&look->told, units, pooled + stride, units, &rows);
    take_gist(look, view, PREV, index - 1, &rows);
    take_gist(look, view, NEXT, index + 1, &rows);
    take_gist(look, view, HEAD, heading, &rows);
    take_gist(look, view, EARLIER, index - 2, &rows);
    take_gist(look, view, LATER, index + 2, &rows);
    memcpy(sums, view->told, sizeof sums);
    weights_add(&rows, look->told.stride, sums);
    odds_layer_end(&look->told, sums, odds);
}

void vector_look_take(const struct vector_look *look, const struct segments *segments, float *odds)
{
    struct page_view view = view_page(look, segments);
    size_t heading = SIZE_MAX;
    for (size_t i = 0; i < view.count; i++) {
        bool is_heading = segments->units[i].context.place == PLACE_HEADING;
        tell_roles(look, &view, i, is_heading ? SIZE_MAX : heading, odds + i * look->role_count);
        heading = is_heading ? i : heading;
    }
    free(view.pooled);
    free(view.gists);
}

/* ---- reading the weights ---- */

/* The bias, then the numbers of a window's words. */
static enum status load_words(const char *path, struct arena *arena, struct layer *out, struct error *err)
{
    static const char *const places[WINDOW] = {"before", "word", "after"};
    const char *names[1 + WINDOW * WORD_VECTOR_LENGTH] = {"bias"};
    size_t count = 1;
    for (size_t place = 0; place < WINDOW; place++)
        for (int i = 1; i <= WORD_VECTOR_LENGTH; i++)
            names[count++] = arena_printf(arena, "%s.%d", places[place], i);
    return layer_load(path, names, count, out, err);
}

static enum status load_gists(const char *path, struct arena *arena, size_t units, struct layer *out, struct error *err)
{
    const char *names[1 + 2 * LAYER_UNITS_MAX] = {"bias"};
    for (size_t h = 0; h < units; h++) {
        names[1 + h] = arena_printf(arena, "most.%zu", h + 1);
        names[1 + units + h] = arena_printf(arena, "mean.%zu", h + 1);
    }
    return layer_load(path, names, 1 + 2 * units, out, err);
}

static enum status load_layers(const char *seeds, const struct roles *roles, struct vector_look *look, struct error *err)
{
    struct arena arena = {0};
    enum status status = load_words(arena_printf(&arena, "%s/rubric/vector-look.csv", seeds), &arena, &look->words, err);
    if (status == STATUS_OK)
        status = load_gists(arena_printf(&arena, "%s/rubric/vector-look-gists.csv", seeds), &arena, look->words.units, &look->gists, err);
    if (status == STATUS_OK)
        status = odds_layer_load(arena_printf(&arena, "%s/rubric/vector-look-roles.csv", seeds), roles, 2 * look->words.units + GROUPS * look->gists.units,
                                 &look->told, err);
    arena_release(&arena);
    return status;
}

enum status vector_look_load(const char *seeds, const struct roles *roles, struct vector_look **out, struct error *err)
{
    struct vector_look *look = memory_alloc(sizeof *look);
    look->role_count = roles_count(roles);
    enum status status = word_vectors_load(seeds, &look->vectors, err);
    if (status == STATUS_OK)
        status = load_layers(seeds, roles, look, err);
    if (status != STATUS_OK) {
        vector_look_free(look);
        return status;
    }
    look->shares = memory_array(word_vectors_count(look->vectors), sizeof *look->shares);
    *out = look;
    return STATUS_OK;
}

void vector_look_free(struct vector_look *look)
{
    if (look == NULL)
        return;
    for (size_t i = 0; look->shares != NULL && i < word_vectors_count(look->vectors); i++)
        free(look->shares[i]);
    free(look->shares);
    word_vectors_free(look->vectors);
    layer_release(&look->words);
    layer_release(&look->gists);
    odds_layer_release(&look->told);
    free(look);
}
