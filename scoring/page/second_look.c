#include "scoring/page/second_look.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "scoring/page/layers.h"
#include "scoring/page/roles.h"

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

_Static_assert((int)GROUP_COUNT * ROLES_MAX + SINGLE_COUNT + PLACE_COUNT + CUE_TOPICS_MAX <= WEIGHTS_ROWS_MAX, "all inputs are added at once");

struct second_look {
    const struct roles *roles;
    size_t role_count;
    size_t singles, places, topics; /* where each kind of input starts, after the groups */
    struct layer hidden;
    struct odds_layer told;
};

/* ---- looking ---- */

static void take_group(const struct second_look *look, enum role_group group, const float *values, struct weights_rows *rows)
{
    layer_take(&look->hidden, (size_t)group * look->role_count, values, look->role_count, rows);
}

static void take(const struct second_look *look, size_t input, float value, struct weights_rows *rows)
{
    layer_take(&look->hidden, input, &value, 1, rows);
}

static void take_place(const struct second_look *look, const struct unit *unit, struct weights_rows *rows)
{
    uint32_t words = unit->count - unit->label_count;
    take(look, look->places + (size_t)unit->context.place, 1, rows);
    for (uint64_t topics = unit->context.topics; topics != 0; topics &= topics - 1)
        take(look, look->topics + (size_t)__builtin_ctzll(topics), 1, rows);
    take(look, look->singles + SINGLE_LINK, unit->context.link, rows);
    take(look, look->singles + SINGLE_QUESTION, unit->context.question, rows);
    take(look, look->singles + SINGLE_LEAD, unit->lead_in >= 0, rows);
    take(look, look->singles + SINGLE_STOP, unit->stop, rows);
    take(look, look->singles + SINGLE_JOINS, (float)unit->joins / JOINS_SCALE, rows);
    take(look, look->singles + SINGLE_LENGTH, (float)roles_length_step(words) / LENGTH_TOP, rows);
}

/* What all sentences of the page share. */
static void see_page(const struct second_look *look, const float *odds, size_t units, float *hidden)
{
    float together[ROLES_MAX] = {0};
    struct weights_rows rows;
    weights_start(&rows);
    for (size_t i = 0; i < units; i++)
        for (size_t k = 0; k < look->role_count; k++)
            together[k] += 1 / (1 + expf(-odds[i * look->role_count + k]));
    for (size_t k = 0; k < look->role_count; k++)
        together[k] = log1pf(together[k]);
    memcpy(hidden, look->hidden.weights + (look->singles + SINGLE_BIAS) * look->hidden.stride, look->hidden.stride * sizeof *hidden);
    take_group(look, GROUP_PAGE, together, &rows);
    weights_add(&rows, look->hidden.stride, hidden);
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
    float common[LAYER_UNITS_MAX]; /* what the page gives each hidden unit */
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

/* To the next sentence. */
static void go_on(struct sight *sight, size_t index)
{
    const struct unit *unit = &sight->segments->units[index];
    if (unit->context.place == PLACE_HEADING)
        sight->heading = index;
    if (in_list(unit) && index >= sight->list_end)
        enter_list(sight, index);
}

static void see_neighbours(const struct sight *sight, size_t index, struct weights_rows *rows)
{
    const struct second_look *look = sight->look;
    size_t roles = look->role_count;
    const float *own = sight->shown + index * roles;
    take_group(look, GROUP_OWN, own, rows);
    if (index > 0)
        take_group(look, GROUP_PREVIOUS, own - roles, rows);
    if (index + 1 < sight->segments->count)
        take_group(look, GROUP_NEXT, own + roles, rows);
    if (sight->heading != SIZE_MAX && sight->heading != index)
        take_group(look, GROUP_HEAD, sight->shown + sight->heading * roles, rows);
    if (in_list(&sight->segments->units[index]) && sight->list_length > 1) {
        float others[ROLES_MAX];
        for (size_t k = 0; k < roles; k++)
            others[k] = (sight->list[k] - own[k]) / (float)(sight->list_length - 1);
        take_group(look, GROUP_LIST, others, rows);
    }
}

static void tell(const struct second_look *look, float *hidden, float *odds)
{
    float sums[ROLES_MAX];
    struct weights_rows rows;
    weights_start(&rows);
    for (size_t h = 0; h < look->hidden.units; h++)
        hidden[h] = hidden[h] > 0 ? hidden[h] : 0;
    odds_layer_start(&look->told, sums);
    odds_layer_take(&look->told, 0, hidden, look->hidden.units, &rows);
    weights_add(&rows, look->told.stride, sums);
    odds_layer_end(&look->told, sums, odds);
}

void second_look_take(const struct second_look *look, const struct segments *segments, const bool *wanted, float *odds)
{
    size_t count = segments->count * look->role_count;
    struct sight sight = {.look = look, .segments = segments, .heading = SIZE_MAX, .shown = memory_array(count + 1, sizeof *sight.shown)};
    for (size_t i = 0; i < count; i++)
        sight.shown[i] = odds[i] > FAINT ? (odds[i] - FAINT) / -FAINT : 0;
    see_page(look, odds, segments->count, sight.common);
    for (size_t i = 0; i < segments->count; i++) {
        float hidden[LAYER_UNITS_MAX];
        struct weights_rows rows;
        go_on(&sight, i);
        if (wanted != NULL && !wanted[i])
            continue;
        weights_start(&rows);
        take(look, look->singles + SINGLE_POSITION, (float)i / (float)segments->count, &rows);
        take_place(look, &segments->units[i], &rows);
        see_neighbours(&sight, i, &rows);
        memcpy(hidden, sight.common, look->hidden.stride * sizeof *hidden);
        weights_add(&rows, look->hidden.stride, hidden);
        tell(look, hidden, odds + i * look->role_count);
    }
    free(sight.shown);
}

/* ---- reading the weights ---- */

/* The names of all inputs, in the order of their numbers. */
struct input_names {
    struct arena arena;
    const char **names;
    size_t count, capacity;
};

static void name_input(struct input_names *inputs, const char *name)
{
    MEMORY_PUSH_ROOM(inputs->names, inputs->count, inputs->capacity);
    inputs->names[inputs->count++] = name;
}

static void name_inputs(struct second_look *look, const struct cues *cues, struct input_names *inputs)
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
    for (size_t i = 0; i < GROUP_COUNT; i++)
        for (size_t k = 0; k < look->role_count; k++)
            name_input(inputs, arena_printf(&inputs->arena, "%s.%s", groups[i], roles_name(look->roles, k)));
    look->singles = inputs->count;
    for (size_t i = 0; i < SINGLE_COUNT; i++)
        name_input(inputs, singles[i]);
    look->places = inputs->count;
    for (size_t i = 0; i < PLACE_COUNT; i++)
        name_input(inputs, arena_printf(&inputs->arena, "place.%s", roles_place_name((enum cue_place)i)));
    look->topics = inputs->count;
    for (size_t i = 0; i < cues_topic_count(cues); i++)
        name_input(inputs, arena_printf(&inputs->arena, "topic.%s", cues_topic_name(cues, (int)i)));
}

enum status second_look_load(const char *seeds, const struct roles *roles, const struct cues *cues, struct second_look **out, struct error *err)
{
    struct second_look *look = memory_alloc(sizeof *look);
    struct input_names inputs = {0};
    look->roles = roles;
    look->role_count = roles_count(roles);
    name_inputs(look, cues, &inputs);
    enum status status = layer_load(arena_printf(&inputs.arena, "%s/rubric/second-look.csv", seeds), inputs.names, inputs.count, &look->hidden, err);
    if (status == STATUS_OK)
        status = odds_layer_load(arena_printf(&inputs.arena, "%s/rubric/second-look-roles.csv", seeds), roles, look->hidden.units, &look->told, err);
    free(inputs.names);
    arena_release(&inputs.arena);
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
    layer_release(&look->hidden);
    odds_layer_release(&look->told);
    free(look);
}
