#include "scoring/second_look.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/limits.h"
#include "base/map.h"
#include "base/memory.h"
#include "scoring/roles.h"
#include "scoring/weights.h"

enum { HIDDEN_MAX = 128 };
_Static_assert(HIDDEN_MAX % WEIGHTS_STEP == 0 && ROLES_MAX % WEIGHTS_STEP == 0, "sums have room for a padded row");
/* Log-odds below this say nothing: most sentences have nothing of most roles. */
static const float FAINT = -3;
/* What a count of words and joins is measured in. */
static const float JOINS_SCALE = 3, LENGTH_TOP = 5;

/* The groups of inputs of which each has one a role. */
#define ROLE_GROUPS(X) X(OWN, "own") X(PREVIOUS, "prev") X(NEXT, "next") X(HEAD, "head") X(LIST, "list") X(PAGE, "page")
enum role_group {
#define X(id, name) GROUP_##id,
    ROLE_GROUPS(X)
#undef X
    GROUP_COUNT
};
/* The inputs that are not of a role, a place or a topic. */
#define SINGLES(X)                                                                                                                   \
    X(BIAS, "bias") X(LINK, "is.link") X(QUESTION, "is.question") X(LEAD, "is.led") X(STOP, "is.stopped") X(POSITION, "position")     \
    X(JOINS, "joins") X(LENGTH, "length")
enum single {
#define X(id, name) SINGLE_##id,
    SINGLES(X)
#undef X
    SINGLE_COUNT
};

struct second_look {
    const struct roles *roles;
    size_t hidden, role_count;
    size_t singles, places, topics, input_count; /* where each kind of input starts, after the groups */
    size_t hidden_stride, role_stride;           /* of a row: weights_stride of their numbers */
    float *inputs;                               /* input by input, a weight a hidden unit */
    float *outputs;                              /* hidden unit by hidden unit, a weight a role */
    float *shift, *kept;                         /* a number a role */
};

/* ---- looking ---- */

static void add_input(const struct second_look *look, size_t input, float value, float *hidden)
{
    if (value != 0)
        weights_add(hidden, look->inputs + input * look->hidden_stride, value, look->hidden_stride);
}

static void add_group(const struct second_look *look, enum role_group group, const float *values, float *hidden)
{
    for (size_t k = 0; k < look->role_count; k++)
        add_input(look, (size_t)group * look->role_count + k, values[k], hidden);
}

static void add_place(const struct second_look *look, const struct unit *unit, float *hidden)
{
    uint32_t words = unit->count - unit->label_count;
    add_input(look, look->places + (size_t)unit->context.place, 1, hidden);
    for (uint64_t topics = unit->context.topics; topics != 0; topics &= topics - 1)
        add_input(look, look->topics + (size_t)__builtin_ctzll(topics), 1, hidden);
    add_input(look, look->singles + SINGLE_LINK, unit->context.link, hidden);
    add_input(look, look->singles + SINGLE_QUESTION, unit->context.question, hidden);
    add_input(look, look->singles + SINGLE_LEAD, unit->lead_in >= 0, hidden);
    add_input(look, look->singles + SINGLE_STOP, unit->stop, hidden);
    add_input(look, look->singles + SINGLE_JOINS, (float)unit->joins / JOINS_SCALE, hidden);
    add_input(look, look->singles + SINGLE_LENGTH, (float)roles_length_step(words) / LENGTH_TOP, hidden);
}

/* What all sentences of the page share. */
static void see_page(const struct second_look *look, const float *odds, size_t units, float *hidden)
{
    float together[ROLES_MAX] = {0};
    for (size_t i = 0; i < units; i++)
        for (size_t k = 0; k < look->role_count; k++)
            together[k] += 1 / (1 + expf(-odds[i * look->role_count + k]));
    for (size_t k = 0; k < look->role_count; k++)
        together[k] = log1pf(together[k]);
    memcpy(hidden, look->inputs + (look->singles + SINGLE_BIAS) * look->hidden_stride, look->hidden_stride * sizeof *hidden);
    add_group(look, GROUP_PAGE, together, hidden);
}

static bool in_list(const struct unit *unit)
{
    return unit->context.place == PLACE_LIST || unit->context.place == PLACE_CELL;
}

/* One page being looked at. */
struct sight {
    const struct second_look *look;
    const struct segments *segments;
    float *shown;            /* of each unit how much it shows of each role: 0 where that is faint */
    float common[HIDDEN_MAX]; /* what the page gives each hidden unit */
    size_t heading;          /* the last one met, or SIZE_MAX */
    size_t list_end;         /* the unit after the list that the sentence is in */
    size_t list_length;
    float list[ROLES_MAX];   /* what its units show together */
};

static void enter_list(struct sight *sight, size_t index)
{
    size_t roles = sight->look->role_count, end = index;
    memset(sight->list, 0, sizeof sight->list);
    while (end < sight->segments->count && in_list(&sight->segments->units[end])) {
        for (size_t k = 0; k < roles; k++)
            sight->list[k] += sight->shown[end * roles + k];
        end++;
    }
    sight->list_end = end;
    sight->list_length = end - index;
}

static void see_neighbours(struct sight *sight, size_t index, float *hidden)
{
    const struct second_look *look = sight->look;
    size_t roles = look->role_count;
    const float *own = sight->shown + index * roles;
    const struct unit *unit = &sight->segments->units[index];
    add_group(look, GROUP_OWN, own, hidden);
    if (index > 0)
        add_group(look, GROUP_PREVIOUS, own - roles, hidden);
    if (index + 1 < sight->segments->count)
        add_group(look, GROUP_NEXT, own + roles, hidden);
    if (unit->context.place == PLACE_HEADING)
        sight->heading = index;
    else if (sight->heading != SIZE_MAX)
        add_group(look, GROUP_HEAD, sight->shown + sight->heading * roles, hidden);
    if (!in_list(unit))
        return;
    if (index >= sight->list_end)
        enter_list(sight, index);
    if (sight->list_length > 1) {
        float others[ROLES_MAX];
        for (size_t k = 0; k < roles; k++)
            others[k] = (sight->list[k] - own[k]) / (float)(sight->list_length - 1);
        add_group(look, GROUP_LIST, others, hidden);
    }
}

static void tell(const struct second_look *look, const float *hidden, float *odds)
{
    float sums[ROLES_MAX] = {0};
    memcpy(sums, look->shift, look->role_count * sizeof *sums);
    for (size_t h = 0; h < look->hidden; h++)
        if (hidden[h] > 0)
            weights_add(sums, look->outputs + h * look->role_stride, hidden[h], look->role_stride);
    for (size_t k = 0; k < look->role_count; k++)
        odds[k] = look->kept[k] * odds[k] + sums[k];
}

void second_look_take(const struct second_look *look, const struct segments *segments, float *odds)
{
    size_t count = segments->count * look->role_count;
    struct sight sight = {.look = look, .segments = segments, .heading = SIZE_MAX, .shown = memory_array(count + 1, sizeof *sight.shown)};
    for (size_t i = 0; i < count; i++)
        sight.shown[i] = odds[i] > FAINT ? (odds[i] - FAINT) / -FAINT : 0;
    see_page(look, odds, segments->count, sight.common);
    for (size_t i = 0; i < segments->count; i++) {
        float hidden[HIDDEN_MAX];
        memcpy(hidden, sight.common, look->hidden_stride * sizeof *hidden);
        add_input(look, look->singles + SINGLE_POSITION, (float)i / (float)segments->count, hidden);
        add_place(look, &segments->units[i], hidden);
        see_neighbours(&sight, i, hidden);
        tell(look, hidden, odds + i * look->role_count);
    }
    free(sight.shown);
}

/* ---- reading the weights ---- */

struct loader {
    struct second_look *look;
    const struct cues *cues;
    struct arena arena;
    struct map *names; /* of inputs, their numbers; those met are taken out of use by -1 */
    struct weights_file file;
};

static void name_input(struct loader *loader, const char *name)
{
    map_put(loader->names, name, strlen(name), NULL)->number = (int64_t)loader->look->input_count++;
}

static void name_inputs(struct loader *loader)
{
    static const char *const groups[] = {
#define X(id, name) name,
        ROLE_GROUPS(X)
#undef X
    };
    static const char *const singles[] = {
#define X(id, name) name,
        SINGLES(X)
#undef X
    };
    struct second_look *look = loader->look;
    for (size_t i = 0; i < GROUP_COUNT; i++)
        for (size_t k = 0; k < look->role_count; k++)
            name_input(loader, arena_printf(&loader->arena, "%s.%s", groups[i], roles_name(look->roles, k)));
    look->singles = look->input_count;
    for (size_t i = 0; i < SINGLE_COUNT; i++)
        name_input(loader, singles[i]);
    look->places = look->input_count;
    for (size_t i = 0; i < PLACE_COUNT; i++)
        name_input(loader, arena_printf(&loader->arena, "place.%s", roles_place_name((enum cue_place)i)));
    look->topics = look->input_count;
    for (size_t i = 0; i < cues_topic_count(loader->cues); i++)
        name_input(loader, arena_printf(&loader->arena, "topic.%s", cues_topic_name(loader->cues, (int)i)));
}

static enum status read_input(struct loader *loader, const struct csv_row *row)
{
    union map_value *number = map_get(loader->names, row->cells[0], strlen(row->cells[0]));
    if (number == NULL)
        return weights_wrong(&loader->file, row, "the rubric has no such input; learn the weights again after changing topics or roles");
    if (number->number < 0)
        return weights_wrong(&loader->file, row, "is there twice");
    float *weights = loader->look->inputs + (size_t)number->number * loader->look->hidden_stride;
    number->number = -1;
    return weights_read(&loader->file, row, 1, loader->look->hidden, weights);
}

static enum status read_inputs(struct loader *loader, const struct csv_table *table)
{
    struct second_look *look = loader->look;
    if (table->header.count < 2 || table->header.count > HIDDEN_MAX + 1)
        return weights_wrong(&loader->file, &table->header, "the columns must be \"input\" and 1 to 128 hidden units");
    look->hidden = table->header.count - 1;
    look->hidden_stride = weights_stride(look->hidden);
    look->inputs = memory_array(look->input_count * look->hidden_stride, sizeof *look->inputs);
    enum status status = STATUS_OK;
    for (size_t i = 0; i < table->count && status == STATUS_OK; i++)
        status = read_input(loader, &table->rows[i]);
    return status;
}

static enum status read_role(struct loader *loader, const struct csv_row *row, bool *met)
{
    struct second_look *look = loader->look;
    int role = roles_find(look->roles, row->cells[0]);
    if (role < 0)
        return weights_wrong(&loader->file, row, "sentences.csv has no such role");
    if (met[role])
        return weights_wrong(&loader->file, row, "is there twice");
    met[role] = true;
    float cells[2 + HIDDEN_MAX] = {0};
    enum status status = weights_read(&loader->file, row, 1, 2 + look->hidden, cells);
    look->shift[role] = cells[0];
    look->kept[role] = cells[1];
    for (size_t h = 0; h < look->hidden; h++)
        look->outputs[h * look->role_stride + (size_t)role] = cells[2 + h];
    return status;
}

static enum status read_roles(struct loader *loader, const struct csv_table *table)
{
    struct second_look *look = loader->look;
    bool met[ROLES_MAX] = {false};
    if (table->header.count != look->hidden + 3)
        return weights_wrong(&loader->file, &table->header, "the columns must be \"role\", \"shift\", \"kept\" and the hidden units of second-look.csv");
    look->shift = memory_array(look->role_count, sizeof *look->shift);
    look->kept = memory_array(look->role_count, sizeof *look->kept);
    look->role_stride = weights_stride(look->role_count);
    look->outputs = memory_array(look->hidden * look->role_stride, sizeof *look->outputs);
    for (size_t k = 0; k < look->role_count; k++)
        look->kept[k] = 1;
    enum status status = STATUS_OK;
    for (size_t i = 0; i < table->count && status == STATUS_OK; i++)
        status = read_role(loader, &table->rows[i], met);
    return status;
}

static enum status load_table(struct loader *loader, const char *path, enum status (*read)(struct loader *, const struct csv_table *))
{
    struct csv_table table;
    loader->file.path = path;
    enum status status = csv_load(path, LIMIT_SEED_BYTES, &table, loader->file.err);
    if (status == STATUS_OK)
        status = read(loader, &table);
    csv_release(&table);
    return status;
}

enum status second_look_load(const char *seeds, const struct roles *roles, const struct cues *cues, struct second_look **out, struct error *err)
{
    struct second_look *look = memory_alloc(sizeof *look);
    look->roles = roles;
    look->role_count = roles_count(roles);
    struct loader loader = {.look = look, .cues = cues, .names = map_new(), .file = {.err = err}};
    name_inputs(&loader);
    enum status status = load_table(&loader, arena_printf(&loader.arena, "%s/rubric/second-look.csv", seeds), read_inputs);
    if (status == STATUS_OK)
        status = load_table(&loader, arena_printf(&loader.arena, "%s/rubric/second-look-roles.csv", seeds), read_roles);
    map_free(loader.names);
    arena_release(&loader.arena);
    if (status != STATUS_OK) {
        second_look_free(look);
        return status;
    }
    *out = look;
    return STATUS_OK;
}

void second_look_free(struct second_look *look)
{
    if (look == NULL)
        return;
    free(look->inputs);
    free(look->outputs);
    free(look->shift);
    free(look->kept);
    free(look);
}
