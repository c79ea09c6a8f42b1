#include "scoring/rubric_texts.h"

#include <cjson/cJSON.h>
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/json_file.h"
#include "base/limits.h"
#include "base/text.h"
#include "model/verdict.h"
#include "scoring/council/precision.h"

enum { FILES_MAX = 2000, SERVICES_MAX = 64, FOLDER_NESTING_MAX = 4 };

/* ---- JSON with places ---- */

struct reader {
    struct arena *arena;
    const char *file;
    struct error *err;
};

static enum status wrong(const struct reader *reader, const char *place, const char *what)
{
    return error_set(reader->err, STATUS_INPUT, "%s: %s: %s", reader->file, place, what);
}

enum field_kind { FIELD_TEXT, FIELD_TEXTS, FIELD_WHOLE, FIELD_NUMBER, FIELD_FLAG, FIELD_LIST, FIELD_IGNORED };

struct field {
    const char *key;
    enum field_kind kind;
    bool optional;
    void *to;        /* const char **, struct texts *, int *, double *, bool *, const cJSON ** */
};

struct texts {
    const char *const *items;
    size_t count;
};

static enum status read_texts(const struct reader *reader, const char *place, const cJSON *json, struct texts *out)
{
    size_t n = (size_t)cJSON_GetArraySize(json), count = 0;
    const char **items = arena_array(reader->arena, n + 1, sizeof *items);
    const cJSON *item;
    cJSON_ArrayForEach(item, json) {
        if (!cJSON_IsString(item) || !item->valuestring[0])
            return wrong(reader, place, "must be a list of texts, none of them empty");
        items[count++] = arena_copy(reader->arena, item->valuestring);
    }
    *out = (struct texts){items, count};
    return STATUS_OK;
}

static enum status read_field(const struct reader *reader, const char *place, const cJSON *json, const struct field *field)
{
    switch (field->kind) {
    case FIELD_TEXT:
        if (!cJSON_IsString(json) || !json->valuestring[0])
            return wrong(reader, place, "must be a text, not empty");
        *(const char **)field->to = arena_copy(reader->arena, json->valuestring);
        return STATUS_OK;
    case FIELD_TEXTS:
        if (!cJSON_IsArray(json))
            return wrong(reader, place, "must be a list of texts");
        return read_texts(reader, place, json, field->to);
    case FIELD_WHOLE:
        if (!cJSON_IsNumber(json) || json->valuedouble < -1 || json->valuedouble > 10000 || json->valuedouble != (double)(int)json->valuedouble)
            return wrong(reader, place, "must be a whole number from -1 to 10000");
        *(int *)field->to = (int)json->valuedouble;
        return STATUS_OK;
    case FIELD_NUMBER:
        if (!cJSON_IsNumber(json) || !(json->valuedouble >= 0 && json->valuedouble <= 1000))
            return wrong(reader, place, "must be a number from 0 to 1000");
        *(double *)field->to = json->valuedouble;
        return STATUS_OK;
    case FIELD_FLAG:
        if (!cJSON_IsBool(json))
            return wrong(reader, place, "must be true or false");
        *(bool *)field->to = cJSON_IsTrue(json);
        return STATUS_OK;
    case FIELD_LIST:
        if (!cJSON_IsArray(json) || !cJSON_GetArraySize(json))
            return wrong(reader, place, "must be a list, not empty");
        *(const cJSON **)field->to = json;
        return STATUS_OK;
    case FIELD_IGNORED:
        return STATUS_OK;
    }
    return wrong(reader, place, "can't be read");
}

/* Every key of the object must be a field, once, and every field that is not optional
 * must be there. */
static enum status read_object(const struct reader *reader, const char *place, const cJSON *json, const struct field *fields, size_t count)
{
    if (!cJSON_IsObject(json))
        return wrong(reader, place, "must be an object");
    bool seen[32] = {false};
    const cJSON *item;
    cJSON_ArrayForEach(item, json) {
        char where[200];
        size_t i = 0;
        while (i < count && strcmp(fields[i].key, item->string) != 0)
            i++;
        snprintf(where, sizeof where, "%s.%.60s", place, item->string);
        if (i == count) {
            struct buffer allowed;
            buffer_init(&allowed, 600);
            buffer_add_text(&allowed, "is unknown; allowed:");
            for (size_t k = 0; k < count; k++)
                buffer_printf(&allowed, " %s", fields[k].key);
            enum status status = wrong(reader, where, buffer_text(&allowed));
            buffer_release(&allowed);
            return status;
        }
        if (seen[i])
            return wrong(reader, where, "is given twice");
        seen[i] = true;
        enum status status = read_field(reader, where, item, &fields[i]);
        if (status)
            return status;
    }
    for (size_t i = 0; i < count; i++)
        if (!seen[i] && !fields[i].optional) {
            char what[100];
            snprintf(what, sizeof what, "has no \"%s\"", fields[i].key);
            return wrong(reader, place, what);
        }
    return STATUS_OK;
}

#define FIELDS(array) (array), sizeof(array) / sizeof *(array)

/* ---- rows ---- */

static bool known_who(const char *who)
{
    return !strcmp(who, "content") || !strcmp(who, "send-team") || !strcmp(who, "web-team") || !strcmp(who, "supplier");
}

static enum status read_row(const struct reader *reader, size_t number, const cJSON *json, struct rubric_row *row)
{
    char place[60];
    struct texts yes = {0}, no = {0};
    snprintf(place, sizeof place, "rows[%zu]", number);
    const struct field fields[] = {
        {"id", FIELD_TEXT, false, &row->id},
        {"version", FIELD_WHOLE, false, &row->version},
        {"title", FIELD_TEXT, false, &row->title},
        {"question", FIELD_TEXT, false, &row->question},
        {"rule", FIELD_TEXT, false, &row->rule},
        {"source", FIELD_TEXT, false, &row->source},
        {"yes", FIELD_TEXT, false, &row->yes_text},
        {"concerns", FIELD_TEXT, false, &row->concerns_text},
        {"no", FIELD_TEXT, false, &row->no_text},
        {"fix", FIELD_TEXT, false, &row->fix},
        {"who", FIELD_TEXT, false, &row->who},
        {"examples_yes", FIELD_TEXTS, false, &yes},
        {"examples_no", FIELD_TEXTS, false, &no},
        {"experimental", FIELD_FLAG, true, &row->experimental},
    };
    enum status status = read_object(reader, place, json, FIELDS(fields));
    if (status)
        return status;
    if (!known_who(row->who))
        return wrong(reader, place, "\"who\" must be content, send-team, web-team or supplier");
    if (row->version < 1)
        return wrong(reader, place, "\"version\" must be 1 or more");
    row->examples_yes = yes.items;
    row->examples_yes_count = yes.count;
    row->examples_no = no.items;
    row->examples_no_count = no.count;
    return STATUS_OK;
}

static enum status read_rows(const struct reader *reader, const cJSON *root, struct rubric_texts *out)
{
    const cJSON *rows = NULL, *item;
    const struct field fields[] = {
        {"about", FIELD_IGNORED, true, NULL},
        {"title", FIELD_TEXT, false, &out->title},
        {"version", FIELD_TEXT, false, &out->version},
        {"rows", FIELD_LIST, false, &rows},
    };
    enum status status = read_object(reader, "the top", root, FIELDS(fields));
    if (status)
        return status;
    struct rubric_row *items = arena_array(reader->arena, (size_t)cJSON_GetArraySize(rows), sizeof *items);
    out->rows = items;
    cJSON_ArrayForEach(item, rows) {
        status = read_row(reader, out->row_count, item, &items[out->row_count]);
        if (status)
            return status;
        for (size_t i = 0; i < out->row_count; i++)
            if (!strcmp(items[i].id, items[out->row_count].id))
                return wrong(reader, items[i].id, "is the id of two rows");
        out->row_count++;
    }
    return STATUS_OK;
}

/* ---- criteria and bands ---- */

static enum status read_weights(const struct reader *reader, const char *place, const cJSON *json, const struct rubric_texts *texts,
                                struct rubric_criterion *criterion)
{
    struct rubric_weight *weights = arena_array(reader->arena, (size_t)cJSON_GetArraySize(json), sizeof *weights);
    const cJSON *item;
    criterion->weights = weights;
    cJSON_ArrayForEach(item, json) {
        struct rubric_weight *weight = &weights[criterion->weight_count];
        char where[120];
        snprintf(where, sizeof where, "%s.weights[%zu]", place, criterion->weight_count);
        const struct field fields[] = {
            {"row", FIELD_TEXT, false, &weight->row},
            {"weight", FIELD_NUMBER, false, &weight->weight},
            {"reason", FIELD_TEXT, false, &weight->reason},
        };
        enum status status = read_object(reader, where, item, FIELDS(fields));
        if (status)
            return status;
        if (!rubric_texts_row(texts, weight->row))
            return wrong(reader, where, "names a row that rows.json does not have");
        if (weight->weight <= 0)
            return wrong(reader, where, "\"weight\" must be over 0");
        criterion->weight_count++;
    }
    return STATUS_OK;
}

static enum status read_criteria(const struct reader *reader, const cJSON *root, struct rubric_texts *out)
{
    const cJSON *list = NULL, *item;
    const struct field top[] = {{"about", FIELD_IGNORED, true, NULL}, {"criteria", FIELD_LIST, false, &list}};
    enum status status = read_object(reader, "the top", root, FIELDS(top));
    if (status)
        return status;
    struct rubric_criterion *items = arena_array(reader->arena, CRITERION_COUNT, sizeof *items);
    out->criteria = items;
    cJSON_ArrayForEach(item, list) {
        char place[60];
        const cJSON *weights = NULL;
        struct rubric_criterion *criterion = &items[out->criterion_count];
        snprintf(place, sizeof place, "criteria[%zu]", out->criterion_count);
        if (out->criterion_count == CRITERION_COUNT)
            return wrong(reader, place, "is one too many: the Core Offer has four criteria");
        const struct field fields[] = {
            {"id", FIELD_TEXT, false, &criterion->id},
            {"title", FIELD_TEXT, false, &criterion->title},
            {"question", FIELD_TEXT, false, &criterion->question},
            {"weights", FIELD_LIST, false, &weights},
        };
        status = read_object(reader, place, item, FIELDS(fields));
        if (!status && strcmp(criterion->id, criterion_word((enum criterion)out->criterion_count)) != 0)
            status = wrong(reader, place, "\"id\" must be accessible, available, joined_up and user_focussed, in this order");
        if (!status)
            status = read_weights(reader, place, weights, out, criterion);
        if (status)
            return status;
        out->criterion_count++;
    }
    return out->criterion_count == CRITERION_COUNT ? STATUS_OK : wrong(reader, "criteria", "must hold all four");
}

static enum status read_bands(const struct reader *reader, const cJSON *root, struct rubric_texts *out)
{
    const cJSON *list = NULL, *item;
    const struct field top[] = {{"about", FIELD_IGNORED, true, NULL}, {"coverage", FIELD_NUMBER, false, &out->band_coverage}, {"bands", FIELD_LIST, false, &list}};
    enum status status = read_object(reader, "the top", root, FIELDS(top));
    if (status)
        return status;
    if (out->band_coverage > 1)
        return wrong(reader, "coverage", "must be from 0 to 1");
    struct rubric_band *items = arena_array(reader->arena, (size_t)cJSON_GetArraySize(list), sizeof *items);
    out->bands = items;
    cJSON_ArrayForEach(item, list) {
        char place[60];
        struct rubric_band *band = &items[out->band_count];
        snprintf(place, sizeof place, "bands[%zu]", out->band_count);
        const struct field fields[] = {{"id", FIELD_TEXT, false, &band->id}, {"title", FIELD_TEXT, false, &band->title}, {"from", FIELD_NUMBER, false, &band->from}};
        status = read_object(reader, place, item, FIELDS(fields));
        if (status)
            return status;
        if (out->band_count && band->from >= items[out->band_count - 1].from)
            return wrong(reader, place, "\"from\" must fall from band to band, the highest first");
        out->band_count++;
    }
    return items[out->band_count - 1].from > 0 ? wrong(reader, "bands", "the last must start from 0") : STATUS_OK;
}

/* ---- services ---- */

struct ordered_service {
    struct rubric_service service;
    int order;
};

static enum status read_service(const struct reader *reader, const cJSON *root, const struct rubric_texts *texts, struct ordered_service *out)
{
    struct texts rows = {0}, pages = {0}, wider = {0}, names = {0}, short_names = {0}, item_names = {0}, not_names = {0};
    struct rubric_service *service = &out->service;
    const struct field fields[] = {
        {"about", FIELD_IGNORED, true, NULL},
        {"id", FIELD_TEXT, false, &service->id},
        {"order", FIELD_WHOLE, false, &out->order},
        {"title", FIELD_TEXT, false, &service->title},
        {"what", FIELD_TEXT, false, &service->what},
        {"rows", FIELD_TEXTS, false, &rows},
        {"age_min", FIELD_WHOLE, false, &service->age_min},
        {"age_max", FIELD_WHOLE, false, &service->age_max},
        {"ages_from_birth", FIELD_FLAG, true, &service->ages_from_birth},
        {"page_services", FIELD_TEXTS, false, &pages},
        {"wider_services", FIELD_TEXTS, true, &wider},
        {"names", FIELD_TEXTS, false, &names},
        {"short_names", FIELD_TEXTS, true, &short_names},
        {"item_names", FIELD_TEXTS, true, &item_names},
        {"not_names", FIELD_TEXTS, true, &not_names},
    };
    enum status status = read_object(reader, "the top", root, FIELDS(fields));
    if (status)
        return status;
    if (!rows.count || !pages.count || !names.count)
        return wrong(reader, "the top", "rows, page_services and names must not be empty");
    for (size_t i = 0; i < rows.count; i++) {
        char place[80];
        snprintf(place, sizeof place, "rows[%zu] (%.40s)", i, rows.items[i]);
        if (!rubric_texts_row(texts, rows.items[i]))
            return wrong(reader, place, "is no row of rubric/rows.json");
        for (size_t k = 0; k < i; k++)
            if (!strcmp(rows.items[k], rows.items[i]))
                return wrong(reader, place, "is given twice");
    }
    if (service->age_max >= 0 && service->age_min > service->age_max)
        return wrong(reader, "age_min", "is over age_max");
    service->rows = rows.items;
    service->row_count = rows.count;
    service->page_services = pages.items;
    service->page_service_count = pages.count;
    service->wider_services = wider.items;
    service->wider_service_count = wider.count;
    service->names = names.items;
    service->name_count = names.count;
    service->short_names = short_names.items;
    service->short_name_count = short_names.count;
    service->item_names = item_names.items;
    service->item_name_count = item_names.count;
    service->not_names = not_names.items;
    service->not_name_count = not_names.count;
    return STATUS_OK;
}

/* A name that two services go by would make a page of the one the other's as well. */
static const char *shared_name(const struct rubric_service *a, const struct rubric_service *b)
{
    const struct {
        const char *const *items;
        size_t count;
    } lists[2][3] = {{{a->names, a->name_count}, {a->short_names, a->short_name_count}, {a->item_names, a->item_name_count}},
                     {{b->names, b->name_count}, {b->short_names, b->short_name_count}, {b->item_names, b->item_name_count}}};
    for (size_t i = 0; i < 9; i++)
        for (size_t k = 0; k < lists[0][i / 3].count; k++)
            for (size_t m = 0; m < lists[1][i % 3].count; m++)
                if (text_equal_ignoring_case(lists[0][i / 3].items[k], lists[1][i % 3].items[m]))
                    return lists[0][i / 3].items[k];
    return NULL;
}

static enum status check_beside(const struct reader *reader, const struct rubric_service *service, const struct rubric_service *other)
{
    char place[80];
    if (!strcmp(other->id, service->id))
        return wrong(reader, "id", "is the id of another service too");
    const char *name = shared_name(service, other);
    snprintf(place, sizeof place, "\"%.60s\"", name ? name : "");
    return name ? wrong(reader, place, arena_printf(reader->arena, "is a name of the service %.60s too", other->id)) : STATUS_OK;
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static int by_order(const void *a, const void *b)
{
    const struct ordered_service *x = a, *y = b;
    return x->order != y->order ? (x->order > y->order) - (x->order < y->order) : strcmp(x->service.id, y->service.id);
}

struct file_list {
    const char **items;
    size_t count;
};

/* The files below `folder` whose names end in `ending` (NULL: all), sorted. Hidden ones and
 * editors' leftovers are left out. A folder that is not there is empty where `optional`. */
static enum status list_files(struct arena *arena, const char *folder, const char *ending, int depth, struct file_list *out, struct error *err)
{
    DIR *directory = opendir(folder);
    if (!directory)
        return errno == ENOENT && depth == 0 && !ending ? STATUS_OK : error_errno(err, "cannot open '%s'", folder);
    enum status status = STATUS_OK;
    struct dirent *entry;
    while (!status && (entry = readdir(directory))) {
        size_t n = strlen(entry->d_name);
        struct stat info;
        if (entry->d_name[0] == '.' || entry->d_name[n - 1] == '~')
            continue;
        const char *path = arena_printf(arena, "%s/%s", folder, entry->d_name);
        if (stat(path, &info) != 0)
            status = error_errno(err, "cannot read '%s'", path);
        else if (S_ISDIR(info.st_mode) && depth < FOLDER_NESTING_MAX && !ending)
            status = list_files(arena, path, ending, depth + 1, out, err);
        else if (S_ISREG(info.st_mode) && (!ending || (n > strlen(ending) && !strcmp(entry->d_name + n - strlen(ending), ending)))) {
            if (out->count == FILES_MAX)
                status = error_set(err, STATUS_INPUT, "%s: more than %d files", folder, FILES_MAX);
            else
                out->items[out->count++] = path;
        }
    }
    closedir(directory);
    return status;
}

static enum status read_services(const char *seeds, struct arena *arena, struct rubric_texts *out, struct error *err)
{
    struct file_list files = {.items = arena_array(arena, FILES_MAX, sizeof *files.items)};
    struct ordered_service found[SERVICES_MAX];
    size_t count = 0;
    enum status status = list_files(arena, arena_printf(arena, "%s/services", seeds), ".json", 0, &files, err);
    if (status)
        return status;
    if (files.count > SERVICES_MAX || !files.count)
        return error_set(err, STATUS_INPUT, "%s/services: holds %zu services; allowed: 1 to %d", seeds, files.count, SERVICES_MAX);
    qsort(files.items, files.count, sizeof *files.items, by_text);
    for (size_t i = 0; i < files.count && !status; i++) {
        struct reader reader = {arena, files.items[i], err};
        cJSON *root;
        found[count] = (struct ordered_service){0};
        status = json_file_read(reader.file, &root, reader.err);
        if (!status)
            status = read_service(&reader, root, out, &found[count]);
        cJSON_Delete(root);
        for (size_t k = 0; !status && k < count; k++)
            status = check_beside(&reader, &found[count].service, &found[k].service);
        count++;
    }
    if (status)
        return status;
    qsort(found, count, sizeof *found, by_order);
    struct rubric_service *services = arena_array(arena, count, sizeof *services);
    for (size_t i = 0; i < count; i++)
        services[i] = found[i].service;
    out->services = services;
    out->service_count = count;
    return STATUS_OK;
}

/* ---- the digest ---- */

enum status rubric_texts_digest(const char *seeds, struct rubric_texts *out, struct error *err)
{
    static const char *const FOLDERS[] = {"document", "facts", "rows", "rubric", "services", "terms", "words"};
    struct arena arena = {0};
    struct file_list files = {.items = arena_array(&arena, FILES_MAX, sizeof *files.items)};
    enum status status = STATUS_OK;
    for (size_t i = 0; i < sizeof FOLDERS / sizeof *FOLDERS && !status; i++)
        status = list_files(&arena, arena_printf(&arena, "%s/%s", seeds, FOLDERS[i]), NULL, 0, &files, err);
    qsort(files.items, files.count, sizeof *files.items, by_text);
    struct buffer lines;
    buffer_init(&lines, FILES_MAX * 512);
    for (size_t i = 0; i < files.count && !status; i++) {
        struct buffer bytes;
        char hex[DIGEST_HEX_SIZE];
        buffer_init(&bytes, LIMIT_SEED_BYTES);
        status = file_read(files.items[i], &bytes, err);
        if (!status) {
            digest_hex(buffer_text(&bytes), bytes.length, hex);
            buffer_printf(&lines, "%s  %s\n", hex, files.items[i] + strlen(seeds)); /* as sha256sum prints */
        }
        buffer_release(&bytes);
    }
    if (!status)
        digest_hex(buffer_text(&lines), lines.length, out->sha256);
    buffer_release(&lines);
    arena_release(&arena);
    return status;
}

/* ---- the whole ---- */

typedef enum status (*part_reader)(const struct reader *reader, const cJSON *root, struct rubric_texts *out);

static enum status read_part(const char *seeds, const char *name, part_reader read, struct arena *arena, struct rubric_texts *out, struct error *err)
{
    struct reader reader = {arena, arena_printf(arena, "%s/rubric/%s", seeds, name), err};
    cJSON *root;
    enum status status = json_file_read(reader.file, &root, reader.err);
    if (!status)
        status = read(&reader, root, out);
    cJSON_Delete(root);
    return status;
}

/* A row is scored where a criterion weighs it and its agreement was measured. */
static void mark_scored(struct arena *arena, struct rubric_texts *texts)
{
    struct rubric_row *rows = arena_array(arena, texts->row_count, sizeof *rows);
    memcpy(rows, texts->rows, texts->row_count * sizeof *rows);
    for (size_t i = 0; i < texts->row_count; i++)
        for (size_t c = 0; c < texts->criterion_count; c++)
            for (size_t w = 0; w < texts->criteria[c].weight_count; w++)
                if (!strcmp(texts->criteria[c].weights[w].row, rows[i].id) && !rows[i].experimental)
                    rows[i].scored = true;
    texts->rows = rows;
}

enum status rubric_texts_load(const char *seeds, struct arena *arena, struct rubric_texts *out, struct error *err)
{
    *out = (struct rubric_texts){0};
    enum status status = read_part(seeds, "rows.json", read_rows, arena, out, err);
    if (!status)
        status = read_part(seeds, "criteria.json", read_criteria, arena, out, err);
    if (!status)
        status = read_part(seeds, "bands.json", read_bands, arena, out, err);
    if (!status)
        status = read_services(seeds, arena, out, err);
    if (!status)
        status = precision_load(seeds, arena, out, err);
    if (!status)
        mark_scored(arena, out);
    return status;
}
