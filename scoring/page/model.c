#include "scoring/page/model.h"

#include <cjson/cJSON.h>
#include <math.h>

#include "base/json_file.h"
#include "base/memory.h"

enum { TARGETS_MAX = 32 };

struct target_model {
    const char *name;
    const char *classes[MODEL_CLASSES_MAX];
    double bias[MODEL_CLASSES_MAX];
    double lifted[MODEL_CLASSES_MAX]; /* what is added where the target `where` answers with its class `is`, by how likely that is */
    const struct target_model *where; /* NULL: nothing is */
    size_t is;
    size_t class_count;
    int *features;        /* numbers in the feature set */
    double *weights;      /* feature by feature, class by class */
    size_t feature_count;
};

struct model {
    struct arena arena;
    const struct feature_set *features;
    struct target_model targets[TARGETS_MAX];
    size_t count;
};

struct reader {
    struct model *model;
    const char *path;
    const char *target;
    struct error *err;
};

static enum status wrong(const struct reader *reader, const char *what)
{
    return error_set(reader->err, STATUS_INPUT, "%s: %s: %s", reader->path, reader->target, what);
}

static enum status read_numbers(const struct reader *reader, const cJSON *array, size_t count, double *out)
{
    if (!cJSON_IsArray(array) || (size_t)cJSON_GetArraySize(array) != count)
        return wrong(reader, "as many numbers are wanted as there are \"classes\"");
    const cJSON *item;
    cJSON_ArrayForEach(item, array)
    {
        if (!cJSON_IsNumber(item) || !isfinite(item->valuedouble))
            return wrong(reader, "a weight that is no number");
        *out++ = item->valuedouble;
    }
    return STATUS_OK;
}

static enum status read_classes(const struct reader *reader, const cJSON *array, struct target_model *target)
{
    const cJSON *item;
    if (!cJSON_IsArray(array) || cJSON_GetArraySize(array) < 2 || cJSON_GetArraySize(array) > MODEL_CLASSES_MAX)
        return wrong(reader, "\"classes\" must be an array of 2 to 24 names");
    cJSON_ArrayForEach(item, array)
    {
        if (!cJSON_IsString(item))
            return wrong(reader, "\"classes\" must hold names");
        target->classes[target->class_count++] = arena_copy(&reader->model->arena, item->valuestring);
    }
    return STATUS_OK;
}

static enum status read_weights(const struct reader *reader, const cJSON *object, struct target_model *target)
{
    if (!cJSON_IsObject(object))
        return wrong(reader, "\"weights\" must be an object");
    size_t count = (size_t)cJSON_GetArraySize(object);
    target->features = arena_array(&reader->model->arena, count + 1, sizeof *target->features);
    target->weights = arena_array(&reader->model->arena, count * target->class_count + 1, sizeof *target->weights);
    for (const cJSON *item = object->child; item != NULL; item = item->next) {
        int feature = features_find(reader->model->features, item->string);
        if (feature < 0)
            return error_set(reader->err, STATUS_INPUT, "%s: %s: no feature is called '%s'; train the weights again after changing cues",
                             reader->path, reader->target, item->string);
        target->features[target->feature_count] = feature;
        enum status status = read_numbers(reader, item, target->class_count, target->weights + target->feature_count * target->class_count);
        if (status != STATUS_OK)
            return status;
        target->feature_count++;
    }
    return STATUS_OK;
}

static enum status read_target(struct reader *reader, const cJSON *object)
{
    struct model *model = reader->model;
    reader->target = object->string;
    if (model->count == TARGETS_MAX)
        return wrong(reader, "one target too many");
    struct target_model *target = &model->targets[model->count++];
    target->name = arena_copy(&model->arena, object->string);
    enum status status = read_classes(reader, cJSON_GetObjectItemCaseSensitive(object, "classes"), target);
    if (status == STATUS_OK)
        status = read_numbers(reader, cJSON_GetObjectItemCaseSensitive(object, "bias"), target->class_count, target->bias);
    if (status == STATUS_OK)
        status = read_weights(reader, cJSON_GetObjectItemCaseSensitive(object, "weights"), target);
    return status;
}

static const struct target_model *find_target(const struct model *model, const char *name)
{
    for (size_t i = 0; i < model->count; i++)
        if (strcmp(model->targets[i].name, name) == 0)
            return &model->targets[i];
    return NULL;
}

/* The class's place among the target's, or the number of them. */
static size_t class_place(const struct target_model *target, const char *class)
{
    size_t place = 0;
    while (place < target->class_count && strcmp(target->classes[place], class) != 0)
        place++;
    return place;
}

/* Of a target's object among all `targets`, which were read. */
static enum status read_lifted(struct reader *reader, const cJSON *targets, const cJSON *object, struct target_model *target)
{
    const cJSON *lifted = cJSON_GetObjectItemCaseSensitive(object, "lifted");
    reader->target = target->name;
    if (lifted == NULL)
        return STATUS_OK;
    const cJSON *where = cJSON_GetObjectItemCaseSensitive(lifted, "where"), *is = cJSON_GetObjectItemCaseSensitive(lifted, "is");
    if (!cJSON_IsString(where) || !cJSON_IsString(is))
        return wrong(reader, "\"lifted\" must name a target (\"where\") and one of its classes (\"is\")");
    target->where = find_target(reader->model, where->valuestring);
    target->is = target->where != NULL ? class_place(target->where, is->valuestring) : 0;
    if (target->where == NULL || target->is == target->where->class_count ||
        cJSON_GetObjectItemCaseSensitive(cJSON_GetObjectItemCaseSensitive(targets, target->where->name), "lifted") != NULL)
        return wrong(reader, "\"lifted\" must name another target, which is not lifted itself, and one of its classes");
    return read_numbers(reader, cJSON_GetObjectItemCaseSensitive(lifted, "bias"), target->class_count, target->lifted);
}

enum status model_load(const char *seeds, const struct feature_set *features, struct model **out, struct error *err)
{
    struct model *model = memory_alloc(sizeof *model);
    model->features = features;
    struct reader reader = {.model = model, .path = arena_printf(&model->arena, "%s/rubric/model.json", seeds), .target = "", .err = err};
    cJSON *root;
    enum status status = json_file_read(reader.path, &root, err);
    const cJSON *targets = cJSON_GetObjectItemCaseSensitive(root, "targets");
    if (status == STATUS_OK && !cJSON_IsObject(targets))
        status = wrong(&reader, "\"targets\" is not an object");
    for (const cJSON *item = status == STATUS_OK ? targets->child : NULL; item != NULL && status == STATUS_OK; item = item->next)
        status = read_target(&reader, item);
    size_t number = 0;
    for (const cJSON *item = status == STATUS_OK ? targets->child : NULL; item != NULL && status == STATUS_OK; item = item->next)
        status = read_lifted(&reader, targets, item, &model->targets[number++]);
    cJSON_Delete(root);
    if (status != STATUS_OK) {
        model_free(model);
        return status;
    }
    *out = model;
    return STATUS_OK;
}

void model_free(struct model *model)
{
    if (model == NULL)
        return;
    arena_release(&model->arena);
    free(model);
}

bool model_has(const struct model *model, const char *target)
{
    return find_target(model, target) != NULL;
}

bool model_has_class(const struct model *model, const char *name, const char *class)
{
    const struct target_model *target = find_target(model, name);
    return target != NULL && class_place(target, class) < target->class_count;
}

static size_t best_of(const double *each, size_t count, size_t except)
{
    size_t best = except == 0 ? 1 : 0;
    for (size_t i = 0; i < count; i++)
        if (i != except && each[i] > each[best])
            best = i;
    return best;
}

static void take_likeliest(const struct target_model *target, struct model_answer *answer)
{
    size_t best = best_of(answer->each, target->class_count, SIZE_MAX);
    answer->class = target->classes[best];
    answer->probability = answer->each[best];
}

/* The probability of each class of the target. */
static void weigh(const struct target_model *target, const double *values, double *each)
{
    memcpy(each, target->bias, target->class_count * sizeof *each);
    if (target->where != NULL) {
        double of_where[MODEL_CLASSES_MAX];
        weigh(target->where, values, of_where); /* which is not lifted itself */
        for (size_t j = 0; j < target->class_count; j++)
            each[j] += of_where[target->is] * target->lifted[j];
    }
    for (size_t i = 0; i < target->feature_count; i++) {
        double value = values[target->features[i]];
        for (size_t j = 0; value != 0 && j < target->class_count; j++) /* most pages have little of most features */
            each[j] += value * target->weights[i * target->class_count + j];
    }
    double top = each[best_of(each, target->class_count, SIZE_MAX)], sum = 0;
    for (size_t j = 0; j < target->class_count; j++)
        sum += each[j] = exp(each[j] - top);
    for (size_t j = 0; j < target->class_count; j++)
        each[j] /= sum;
}

void model_answer(const struct model *model, const char *name, const double *values, struct model_answer *out)
{
    const struct target_model *target = find_target(model, name);
    *out = (struct model_answer){.class = ""};
    if (target == NULL)
        return;
    weigh(target, values, out->each);
    take_likeliest(target, out);
}

void model_rule_out(const struct model *model, const char *name, struct model_answer *answer)
{
    const struct target_model *target = find_target(model, name);
    if (target == NULL)
        return;
    double left = 1 - answer->probability;
    answer->each[best_of(answer->each, target->class_count, SIZE_MAX)] = 0;
    for (size_t j = 0; left > 0 && j < target->class_count; j++)
        answer->each[j] /= left;
    take_likeliest(target, answer);
}

double model_probability(const struct model *model, const char *name, const struct model_answer *answer, const char *class)
{
    const struct target_model *target = find_target(model, name);
    size_t place = target != NULL ? class_place(target, class) : 0;
    return target != NULL && place < target->class_count ? answer->each[place] : 0;
}
