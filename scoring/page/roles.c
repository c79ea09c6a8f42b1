#include "scoring/page/roles.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/limits.h"
#include "base/memory.h"
#include "scoring/page/reading.h"
#include "scoring/page/weights.h"
#include "scoring/text/symbol_table.h"

enum { SURROUNDING_WORDS = 20, LEAD_IN_WORDS = 12, FEATURES_IN_FILE_MAX = 1 << 17 };
_Static_assert(ROLES_MAX % WEIGHTS_STEP == 0, "odds have room for a padded row");
_Static_assert(ROLE_FEATURES_MAX < INT32_MAX / INT16_MAX, "the weights of all that a sentence has fit a sum");

/* The names of classes, topics and cues as symbols, and of what is always there. */
struct symbols {
    uint64_t classes[TERM_CLASSES_MAX], topics[CUE_TOPICS_MAX];
    uint64_t *cues;
    uint64_t places[PLACE_COUNT], link, question, lead, stop, start, end, lengths[6];
    uint64_t own, other, under_own, under_other;
};

struct roles {
    struct arena arena;
    const struct terms *terms;
    const struct cues *cues;
    const struct service_names *services;
    struct symbols symbols;
    const char *names[ROLES_MAX];
    int16_t bias[ROLES_MAX];
    size_t count;
    struct symbol_table rows; /* of weights, by feature_key */
    size_t stride;     /* of a row: weights_stride of the count */
    int16_t *weights;  /* row by row, role by role, in thousandths: half a cache's room, and sums without rounding */
};

static uint64_t symbol(const char *word)
{
    return words_symbol(word, strlen(word));
}

static uint64_t feature_key(const struct role_feature *feature)
{
    uint64_t key = feature->first * 0x9E3779B97F4A7C15u + (uint64_t)(unsigned char)feature->letter;
    key = (key ^ key >> 29) * 0xBF58476D1CE4E5B9u + feature->second;
    key = (key ^ key >> 32) * 0x94D049BB133111EBu;
    return key != 0 ? key : 1;
}

const char *roles_place_name(enum cue_place place)
{
    static const char *const names[PLACE_COUNT] = {"text", "list", "cell", "heading", "label"};
    return names[place];
}

static void name_symbols(struct roles *roles)
{
    static const char *const lengths[] = {"1", "2", "3", "4", "5", "6"};
    struct symbols *symbols = &roles->symbols;
    for (size_t i = 0; i < terms_class_count(roles->terms); i++) {
        const char *name = terms_class_name(roles->terms, (int)i);
        /* what nearly every sentence has says nothing */
        symbols->classes[i] = strcmp(name, "plain") == 0 || strcmp(name, "formal") == 0 ? 0 : symbol(name);
    }
    for (size_t i = 0; i < cues_topic_count(roles->cues); i++)
        symbols->topics[i] = symbol(cues_topic_name(roles->cues, (int)i));
    symbols->cues = arena_array(&roles->arena, cues_count(roles->cues) + 1, sizeof *symbols->cues);
    for (size_t i = 0; i < cues_count(roles->cues); i++)
        symbols->cues[i] = symbol(cues_id(roles->cues, (uint32_t)i));
    for (size_t i = 0; i < PLACE_COUNT; i++)
        symbols->places[i] = symbol(roles_place_name((enum cue_place)i));
    for (size_t i = 0; i < 6; i++)
        symbols->lengths[i] = symbol(lengths[i]);
    symbols->link = symbol("link");
    symbols->question = symbol("question");
    symbols->lead = symbol("lead");
    symbols->stop = symbol("stop");
    symbols->start = symbol("^");
    symbols->end = symbol("$");
    symbols->own = symbol("own");
    symbols->other = symbol("other");
    symbols->under_own = symbol("under-own");
    symbols->under_other = symbol("under-other");
}

struct roles *roles_new(const struct terms *terms, const struct cues *cues, const struct service_names *services)
{
    struct roles *roles = memory_alloc(sizeof *roles);
    roles->terms = terms;
    roles->cues = cues;
    roles->services = services;
    name_symbols(roles);
    return roles;
}

void roles_free(struct roles *roles)
{
    if (roles == NULL)
        return;
    symbol_table_release(&roles->rows);
    free(roles->weights);
    arena_release(&roles->arena);
    free(roles);
}

size_t roles_count(const struct roles *roles)
{
    return roles->count;
}

const char *roles_name(const struct roles *roles, size_t role)
{
    return roles->names[role];
}

int roles_find(const struct roles *roles, const char *name)
{
    for (size_t i = 0; i < roles->count; i++)
        if (strcmp(roles->names[i], name) == 0)
            return (int)i;
    return -1;
}

void roles_raise(float *likely, int role, float least)
{
    if (role >= 0 && likely[role] < least)
        likely[role] = least;
}

void roles_lower(float *likely, int role, float most)
{
    if (role >= 0 && likely[role] > most)
        likely[role] = most;
}

/* ---- what a sentence is judged by ---- */

struct describer {
    const struct roles *roles;
    const struct reading *reading;
    uint32_t *unit_of;   /* of each block its first unit + 1; 0: none */
    struct class_set own, other; /* services that the page's title or first heading names, and all the rest */
    struct role_feature found[ROLE_FEATURES_MAX];
    uint64_t keys[ROLE_FEATURES_MAX];
    uint16_t order[ROLE_FEATURES_MAX * 4]; /* a set of the keys: index + 1 in found */
    size_t count;
};

static void add(struct describer *describer, char letter, uint64_t first, uint64_t second)
{
    enum { SLOTS = ROLE_FEATURES_MAX * 4 };
    if (first == 0 || describer->count == ROLE_FEATURES_MAX)
        return;
    struct role_feature feature = {.letter = letter, .first = first, .second = second};
    uint64_t key = feature_key(&feature);
    if (describer->roles->weights != NULL) /* it is looked up once all are found: see add_weights */
        symbol_table_prefetch(&describer->roles->rows, key);
    size_t slot = (size_t)(key >> 20) & (SLOTS - 1);
    while (describer->order[slot] != 0) {
        if (describer->keys[describer->order[slot] - 1] == key)
            return;
        slot = (slot + 1) & (SLOTS - 1);
    }
    describer->keys[describer->count] = key;
    describer->found[describer->count++] = feature;
    describer->order[slot] = (uint16_t)describer->count;
}

/* The words of another block, where it is content itself; only its last where there are more. */
static void add_block(struct describer *describer, int32_t block, char letter, size_t most)
{
    const struct segments *segments = &describer->reading->segments;
    uint32_t unit = block >= 0 ? describer->unit_of[block] : 0;
    if (unit == 0)
        return;
    const struct unit *first = &segments->units[unit - 1], *last = first;
    while (last + 1 < segments->units + segments->count && last[1].block == first->block)
        last++;
    size_t start = first->first + first->label_count, end = last->first + last->count;
    if (end - start > most)
        start = end - most;
    for (size_t i = start; i < end; i++)
        add(describer, letter, segments->tokens.items[i].symbol, 0);
}

static void add_classes(struct describer *describer, char letter, const struct token *token)
{
    for (size_t part = 0; part < TERM_CLASSES_MAX / 64; part++)
        for (uint64_t bits = token->classes.bits[part] | token->phrases.bits[part]; bits != 0; bits &= bits - 1)
            add(describer, letter, describer->roles->symbols.classes[part * 64 + (size_t)__builtin_ctzll(bits)], 0);
}

static void add_words(struct describer *describer, const struct unit *unit)
{
    const struct symbols *symbols = &describer->roles->symbols;
    const struct token *tokens = describer->reading->segments.tokens.items + unit->first;
    uint64_t before = symbols->start;
    for (uint32_t i = 0; i < unit->label_count; i++)
        add(describer, 'a', tokens[i].symbol, 0);
    for (uint32_t i = unit->label_count; i < unit->count; i++) {
        add(describer, 'w', tokens[i].symbol, 0);
        add(describer, 'b', before, tokens[i].symbol);
        add_classes(describer, 'c', &tokens[i]);
        before = tokens[i].symbol;
    }
    add(describer, 'b', before, symbols->end);
    if (unit->label_count < unit->count)
        add_classes(describer, 's', &tokens[unit->label_count]);
}

unsigned roles_length_step(uint32_t words)
{
    static const uint32_t most[] = {2, 4, 8, 15, 25};
    unsigned step = 0;
    while (step < 5 && words > most[step])
        step++;
    return step;
}

static void add_place(struct describer *describer, const struct unit *unit)
{
    const struct symbols *symbols = &describer->roles->symbols;
    add(describer, 'p', symbols->places[unit->context.place], 0);
    if (unit->context.link)
        add(describer, 'p', symbols->link, 0);
    if (unit->context.question)
        add(describer, 'p', symbols->question, 0);
    if (unit->lead_in >= 0)
        add(describer, 'p', symbols->lead, 0);
    if (unit->stop)
        add(describer, 'p', symbols->stop, 0);
    add(describer, 'n', symbols->lengths[roles_length_step(unit->count - unit->label_count)], 0);
    for (uint64_t topics = unit->context.topics; topics != 0; topics &= topics - 1)
        add(describer, 't', symbols->topics[__builtin_ctzll(topics)], 0);
}

/* Whether words name the page's own service or another. */
static void add_services(struct describer *describer, const struct unit *unit, uint64_t own, uint64_t other)
{
    const struct token *tokens = describer->reading->segments.tokens.items + unit->first;
    for (uint32_t i = 0; i < unit->count; i++) {
        if (token_in(&tokens[i], &describer->own))
            add(describer, 'r', own, 0);
        if (token_in(&tokens[i], &describer->other))
            add(describer, 'r', other, 0);
    }
}

static void find_services(struct describer *describer)
{
    const struct service_names *services = describer->roles->services;
    const struct service_hits *hits = &describer->reading->services;
    bool named = false;
    for (size_t i = 0; i < services->count; i++) {
        bool own = hits->times[SERVICE_TITLE][i] > 0 || hits->times[SERVICE_FIRST_HEADING][i] > 0;
        struct class_set *set = own ? &describer->own : &describer->other;
        set->bits[services->classes[i] / 64] |= (uint64_t)1 << (services->classes[i] % 64);
        named = named || own;
    }
    if (!named)
        describer->other = (struct class_set){0};
}

/* `*hit` is the first of the reading's hits that may be the unit's. */
static void describe_unit(struct describer *describer, size_t index, size_t *hit)
{
    const struct reading *reading = describer->reading;
    const struct unit *unit = &reading->segments.units[index];
    describer->count = 0;
    memset(describer->order, 0, sizeof describer->order);
    add_place(describer, unit);
    add_words(describer, unit);
    add_services(describer, unit, describer->roles->symbols.own, describer->roles->symbols.other);
    uint32_t heading = unit->heading >= 0 ? describer->unit_of[unit->heading] : 0;
    if (heading != 0)
        add_services(describer, &reading->segments.units[heading - 1], describer->roles->symbols.under_own, describer->roles->symbols.under_other);
    add_block(describer, unit->heading, 'h', SURROUNDING_WORDS);
    add_block(describer, unit->lead_in, 'l', LEAD_IN_WORDS);
    for (; *hit < reading->hit_count && reading->hits[*hit].unit == index; (*hit)++)
        add(describer, 'q', describer->roles->symbols.cues[reading->hits[*hit].cue], 0);
}

static struct describer *open_describer(const struct roles *roles, const struct reading *reading)
{
    struct describer *describer = memory_alloc(sizeof *describer);
    describer->roles = roles;
    describer->reading = reading;
    describer->unit_of = memory_array(reading->document->block_count + 1, sizeof *describer->unit_of);
    for (size_t i = reading->segments.count; i-- > 0;)
        describer->unit_of[reading->segments.units[i].block] = (uint32_t)i + 1;
    find_services(describer);
    return describer;
}

static void close_describer(struct describer *describer)
{
    free(describer->unit_of);
    free(describer);
}

void roles_describe(const struct roles *roles, const struct reading *reading,
                    void (*each)(void *context, size_t unit, const struct role_feature *features, size_t count), void *context)
{
    struct describer *describer = open_describer(roles, reading);
    size_t hit = 0;
    for (size_t i = 0; i < reading->segments.count; i++) {
        describe_unit(describer, i, &hit);
        each(context, i, describer->found, describer->count);
    }
    close_describer(describer);
}

/* Adds the weights of what the sentence has. The rows lie all over a table far larger than
 * a cache: all are asked for before the first is needed. */
static void add_weights(const struct roles *roles, const struct describer *describer, int32_t odds[ROLES_MAX])
{
    const int16_t *rows[ROLE_FEATURES_MAX];
    size_t count = 0;
    for (size_t i = 0; i < describer->count; i++) {
        int32_t number = symbol_table_find(&roles->rows, describer->keys[i]);
        if (number == SYMBOL_ABSENT)
            continue;
        const int16_t *row = roles->weights + (size_t)number * roles->stride;
        __builtin_prefetch(row);
        __builtin_prefetch(row + roles->stride - 1);
        rows[count++] = row;
    }
    weights_sum(rows, count, roles->stride, odds);
}

float *roles_weigh(const struct roles *roles, const struct reading *reading)
{
    float *out = memory_array(reading->segments.count * roles->count + 1, sizeof *out);
    struct describer *describer = open_describer(roles, reading);
    size_t hit = 0;
    for (size_t i = 0; i < reading->segments.count; i++) {
        int32_t odds[ROLES_MAX];
        for (size_t role = 0; role < ROLES_MAX; role++)
            odds[role] = roles->bias[role];
        describe_unit(describer, i, &hit);
        add_weights(roles, describer, odds);
        for (size_t role = 0; role < roles->count; role++)
            out[i * roles->count + role] = (float)odds[role] / 1000;
    }
    close_describer(describer);
    return out;
}

/* ---- reading the weights ---- */

struct loader {
    struct roles *roles;
    uint32_t rows; /* read: the first is the bias */
    struct weights_file file;
};

static const char *const ROWS_WANTED = "the row \"bias\" is wanted and then 1 to 131071 names";

static enum status read_header(void *context, const struct csv_row *header, size_t rows_most)
{
    const struct loader *loader = context;
    struct roles *roles = loader->roles;
    if (header->count < 2 || header->count > ROLES_MAX + 1)
        return weights_wrong(&loader->file, header, "the columns must be \"name\" and 1 to 48 roles");
    if (rows_most > FEATURES_IN_FILE_MAX)
        return weights_wrong(&loader->file, header, ROWS_WANTED);
    for (size_t i = 1; i < header->count; i++)
        roles->names[roles->count++] = arena_copy(&roles->arena, header->cells[i]);
    symbol_table_init(&roles->rows, rows_most);
    roles->stride = weights_stride(roles->count);
    roles->weights = memory_array(rows_most, roles->stride * sizeof *roles->weights);
    return STATUS_OK;
}

/* Whether the rubric has what the name speaks of. */
static bool is_known(const struct roles *roles, char letter, const char *word)
{
    if (letter == 'c' || letter == 's')
        return terms_class(roles->terms, word) >= 0;
    if (letter == 't')
        return cues_topic(roles->cues, word) >= 0;
    if (letter != 'q')
        return strchr("wbhlapnr", letter) != NULL;
    for (size_t i = 0; i < cues_count(roles->cues); i++)
        if (strcmp(cues_id(roles->cues, (uint32_t)i), word) == 0)
            return true;
    return false;
}

static enum status read_feature(const struct loader *loader, const struct csv_row *row, uint32_t number)
{
    struct roles *roles = loader->roles;
    const char *name = row->cells[0];
    if (strlen(name) < 3 || name[1] != ':' || !is_known(roles, name[0], name + 2))
        return weights_wrong(&loader->file, row, "the rubric has nothing of this name; learn the weights again after changing cues or terms");
    const char *word = name + 2;
    size_t length = strcspn(word, " ");
    struct role_feature feature = {.letter = name[0], .first = words_symbol(word, length)};
    if (word[length] == ' ')
        feature.second = symbol(word + length + 1);
    if (!symbol_table_add(&roles->rows, feature_key(&feature), (int32_t)number))
        return weights_wrong(&loader->file, row, "is there twice");
    return weights_read_thousandths(&loader->file, row, 1, roles->count, roles->weights + (size_t)number * roles->stride);
}

static enum status read_row(void *context, const struct csv_row *row)
{
    struct loader *loader = context;
    struct roles *roles = loader->roles;
    if (loader->rows++ > 0)
        return read_feature(loader, row, loader->rows - 1);
    if (strcmp(row->cells[0], "bias") != 0)
        return weights_wrong(&loader->file, row, ROWS_WANTED);
    return weights_read_thousandths(&loader->file, row, 1, roles->count, roles->bias);
}

enum status roles_load(const char *seeds, const struct terms *terms, const struct cues *cues, const struct service_names *services,
                       struct roles **out, struct error *err)
{
    struct roles *roles = roles_new(terms, cues, services);
    struct loader loader = {.roles = roles, .file = {arena_printf(&roles->arena, "%s/rubric/sentences.csv", seeds), err}};
    enum status status = csv_load_rows(loader.file.path, LIMIT_SEED_BYTES, &(struct csv_rows){read_header, read_row, &loader}, err);
    if (status == STATUS_OK && loader.rows < 2)
        status = error_set(err, STATUS_INPUT, "%s:1: %s", loader.file.path, ROWS_WANTED);
    if (status != STATUS_OK) {
        roles_free(roles);
        return status;
    }
    *out = roles;
    return STATUS_OK;
}
