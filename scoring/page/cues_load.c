#include <cjson/cJSON.h>
#include <dirent.h>

#include "base/json_file.h"
#include "scoring/page/cues_internal.h"

/* What every reading function needs: whose file, which entry. */
struct loader {
    struct cues *cues;
    struct terms *terms;
    struct word_reader *reader;
    const char *path;
    const char *id;      /* of the entry being read */
    struct error *err;
};

static enum status wrong(struct loader *loader, const char *what, const char *allowed)
{
    return error_set(loader->err, STATUS_INPUT, "%s: %s%s%s; %s", loader->path, loader->id, loader->id[0] != '\0' ? ": " : "", what, allowed);
}

static enum status check_keys(struct loader *loader, const cJSON *object, const char *const *allowed)
{
    for (const cJSON *item = object->child; item != NULL; item = item->next) {
        size_t i = 0;
        while (allowed[i] != NULL && strcmp(allowed[i], item->string) != 0)
            i++;
        if (allowed[i] == NULL)
            return error_set(loader->err, STATUS_INPUT, "%s: %s: unknown key \"%s\"", loader->path, loader->id, item->string);
    }
    return STATUS_OK;
}

/* Copies an array of texts into the arena; an absent one is empty. */
static enum status read_texts(struct loader *loader, const cJSON *object, const char *key, const char ***out, size_t *count)
{
    const cJSON *array = cJSON_GetObjectItemCaseSensitive(object, key);
    *count = 0;
    *out = NULL;
    if (array == NULL)
        return STATUS_OK;
    if (!cJSON_IsArray(array))
        return wrong(loader, key, "must be an array of texts");
    *out = arena_array(&loader->cues->arena, (size_t)cJSON_GetArraySize(array) + 1, sizeof **out);
    const cJSON *item;
    cJSON_ArrayForEach(item, array)
    {
        if (!cJSON_IsString(item) || item->valuestring[0] == '\0')
            return wrong(loader, key, "must hold texts that are not empty");
        (*out)[(*count)++] = arena_copy(&loader->cues->arena, item->valuestring);
    }
    return STATUS_OK;
}

static enum status read_patterns(struct loader *loader, const cJSON *object, const char *key, bool unless, uint32_t cue, uint32_t *first,
                                 uint32_t *count)
{
    const char **texts;
    size_t text_count;
    enum status status = read_texts(loader, object, key, &texts, &text_count);
    struct cues *cues = loader->cues;
    *first = (uint32_t)cues->start_count;
    *count = (uint32_t)text_count;
    for (size_t i = 0; i < text_count && status == STATUS_OK; i++) {
        uint32_t node = 0;
        status = pattern_compile(&cues->code, loader->terms, loader->reader, texts[i], &node, loader->err);
        if (status != STATUS_OK) {
            error_prefix(loader->err, "%s: %s: \"%s\"", loader->path, loader->id, texts[i]);
            return status;
        }
        MEMORY_PUSH_ROOM(cues->starts, cues->start_count, cues->start_capacity);
        cues->starts[cues->start_count++] = (struct pattern_start){.needs = cues->code.needs[node], .node = node, .cue = (uint16_t)cue, .unless = unless};
    }
    return status;
}

static enum status read_topics(struct loader *loader, const cJSON *object, const char *key, uint64_t *mask)
{
    const char **texts;
    size_t count;
    enum status status = read_texts(loader, object, key, &texts, &count);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        int topic = cues_topic(loader->cues, texts[i]);
        if (topic < 0)
            return error_set(loader->err, STATUS_INPUT, "%s: %s: \"%s\" names no topic: '%s'", loader->path, loader->id, key, texts[i]);
        *mask |= (uint64_t)1 << topic;
    }
    return status;
}

static enum status read_places(struct loader *loader, const cJSON *object, uint8_t *places)
{
    static const char *const words[PLACE_COUNT] = {"text", "list", "cell", "heading", "label"};
    const char **texts;
    size_t count;
    enum status status = read_texts(loader, object, "blocks", &texts, &count);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        size_t place = 0;
        while (place < PLACE_COUNT && strcmp(words[place], texts[i]) != 0)
            place++;
        if (place == PLACE_COUNT)
            return wrong(loader, "\"blocks\"", "may hold text, list, cell, heading, label");
        *places |= (uint8_t)(1u << place);
    }
    return status;
}

static enum status read_link_and_question(struct loader *loader, const cJSON *object, struct cue *cue)
{
    const cJSON *link = cJSON_GetObjectItemCaseSensitive(object, "link");
    if (link != NULL) {
        const char *word = cJSON_IsString(link) ? link->valuestring : "";
        if (strcmp(word, "any") == 0)
            cue->link = CUE_LINK_ANY;
        else if (strcmp(word, "only") == 0)
            cue->link = CUE_LINK_ONLY;
        else if (strcmp(word, "never") != 0)
            return wrong(loader, "\"link\"", "must be never, any or only");
    }
    const cJSON *question = cJSON_GetObjectItemCaseSensitive(object, "question");
    if (question != NULL && !cJSON_IsBool(question))
        return wrong(loader, "\"question\"", "must be true or false");
    if (question != NULL)
        cue->question = cJSON_IsTrue(question) ? CUE_QUESTION_YES : CUE_QUESTION_NO;
    return STATUS_OK;
}

static enum status read_signal(struct loader *loader, const cJSON *object, struct cue *cue)
{
    const cJSON *signal = cJSON_GetObjectItemCaseSensitive(object, "signal");
    if (!cJSON_IsString(signal) || signal->valuestring[0] == '\0')
        return wrong(loader, "\"signal\"", "must be a text");
    struct cues *cues = loader->cues;
    cue->signal = cues_signal(cues, signal->valuestring);
    if (cue->signal >= 0)
        return STATUS_OK;
    if (cues->signal_count == CUE_SIGNALS_MAX)
        return wrong(loader, "one signal too many", "128 at most");
    cue->signal = (int)cues->signal_count;
    cues->signals[cues->signal_count++] = arena_copy(&cues->arena, signal->valuestring);
    return STATUS_OK;
}

static enum status read_id(struct loader *loader, const cJSON *object, struct cue *cue)
{
    loader->id = "";
    if (loader->cues->count == CUES_MAX)
        return wrong(loader, "one cue too many", "2,048 at most");
    const cJSON *id = cJSON_GetObjectItemCaseSensitive(object, "id");
    if (!cJSON_IsString(id) || id->valuestring[0] == '\0')
        return wrong(loader, "an entry without \"id\"", "give it one");
    for (size_t i = 0; i < loader->cues->count; i++)
        if (strcmp(loader->cues->items[i].id, id->valuestring) == 0)
            return wrong(loader, id->valuestring, "was given before");
    cue->id = arena_copy(&loader->cues->arena, id->valuestring);
    loader->id = cue->id;
    return STATUS_OK;
}

static enum status read_examples_and_patterns(struct loader *loader, const cJSON *object, struct cue *cue)
{
    uint32_t index = (uint32_t)loader->cues->count;
    enum status status = read_patterns(loader, object, "patterns", false, index, &cue->first_pattern, &cue->pattern_count);
    if (status == STATUS_OK && cue->pattern_count == 0)
        return wrong(loader, "no \"patterns\"", "give one at least");
    if (status == STATUS_OK)
        status = read_patterns(loader, object, "unless", true, index, &cue->first_unless, &cue->unless_count);
    if (status == STATUS_OK)
        status = read_texts(loader, object, "match", &cue->match, &cue->match_count);
    if (status == STATUS_OK)
        status = read_texts(loader, object, "not", &cue->not, &cue->not_count);
    if (status == STATUS_OK && cue->match_count == 0)
        return wrong(loader, "no \"match\"", "give an example that it must match");
    return status;
}

static enum status read_topic(struct loader *loader, const cJSON *object)
{
    static const char *const keys[] = {"id", "patterns", "unless", "match", "not", NULL};
    struct cue cue = {.signal = -1, .link = CUE_LINK_ANY, .places = 0xFF};
    enum status status = read_id(loader, object, &cue);
    if (status == STATUS_OK)
        status = check_keys(loader, object, keys);
    if (status == STATUS_OK)
        status = read_examples_and_patterns(loader, object, &cue);
    if (status != STATUS_OK)
        return status;
    struct cues *cues = loader->cues;
    if (cues->topic_count == CUE_TOPICS_MAX)
        return wrong(loader, "one topic too many", "64 at most");
    cue.topic = (int)cues->topic_count;
    cues->topics[cues->topic_count++] = cue.id;
    MEMORY_PUSH_ROOM(cues->items, cues->count, cues->capacity);
    cues->items[cues->count++] = cue;
    return STATUS_OK;
}

static enum status read_cue(struct loader *loader, const cJSON *object)
{
    static const char *const keys[] = {"id",   "signal",   "patterns", "unless", "under", "not_under", "blocks",
                                       "link", "question", "match",    "not",    NULL};
    struct cue cue = {.topic = -1};
    enum status status = read_id(loader, object, &cue);
    if (status == STATUS_OK)
        status = check_keys(loader, object, keys);
    if (status == STATUS_OK)
        status = read_signal(loader, object, &cue);
    if (status == STATUS_OK)
        status = read_topics(loader, object, "under", &cue.under);
    if (status == STATUS_OK)
        status = read_topics(loader, object, "not_under", &cue.not_under);
    if (status == STATUS_OK)
        status = read_places(loader, object, &cue.places);
    if (status == STATUS_OK)
        status = read_link_and_question(loader, object, &cue);
    if (status == STATUS_OK)
        status = read_examples_and_patterns(loader, object, &cue);
    if (status != STATUS_OK)
        return status;
    if (cue.places == 0)
        cue.places = (uint8_t)~(1u << PLACE_HEADING);
    MEMORY_PUSH_ROOM(loader->cues->items, loader->cues->count, loader->cues->capacity);
    loader->cues->items[loader->cues->count++] = cue;
    return STATUS_OK;
}

static enum status read_entries(struct loader *loader, const cJSON *root, const char *key, enum status (*read)(struct loader *, const cJSON *))
{
    const cJSON *array = cJSON_GetObjectItemCaseSensitive(root, key);
    loader->id = "";
    if (array != NULL && !cJSON_IsArray(array))
        return wrong(loader, key, "must be an array");
    const cJSON *item;
    cJSON_ArrayForEach(item, array)
    {
        loader->id = "";
        if (!cJSON_IsObject(item))
            return wrong(loader, key, "must hold objects");
        enum status status = read(loader, item);
        if (status != STATUS_OK)
            return status;
    }
    return STATUS_OK;
}

static enum status read_json(struct loader *loader, cJSON **root)
{
    loader->id = "";
    enum status status = json_file_read(loader->path, root, loader->err);
    static const char *const keys[] = {"about", "topics", "cues", NULL};
    return status == STATUS_OK ? check_keys(loader, *root, keys) : status;
}

static int is_json_file(const struct dirent *entry)
{
    size_t length = strlen(entry->d_name);
    return entry->d_name[0] != '.' && length > 5 && strcmp(entry->d_name + length - 5, ".json") == 0;
}

/* Topics of every file come first, so that a cue may name any. */
static enum status read_files(struct loader *loader, const char *directory, struct dirent **entries, int count)
{
    enum status status = STATUS_OK;
    for (int pass = 0; pass < 2 && status == STATUS_OK; pass++)
        for (int i = 0; i < count && status == STATUS_OK; i++) {
            char *path = arena_printf(&loader->cues->arena, "%s/%s", directory, entries[i]->d_name);
            loader->path = path;
            cJSON *root;
            status = read_json(loader, &root);
            if (status == STATUS_OK)
                status = pass == 0 ? read_entries(loader, root, "topics", read_topic) : read_entries(loader, root, "cues", read_cue);
            cJSON_Delete(root);
        }
    return status;
}

/* ---- what a search begins with ---- */

struct start_list {
    struct pattern_start *items;
    size_t count, capacity;
};

/* While they are gathered. */
struct indexer {
    struct start_list *by_class, *by_stem, *by_form, *others;
    const struct pattern_start *start;
};

static void add_start(void *context, enum pattern_op op, uint32_t arg, bool anchored)
{
    const struct indexer *indexer = context;
    struct start_list *list = op == OP_STEM     ? &indexer->by_stem[arg]
                              : op == OP_FORM   ? &indexer->by_form[arg]
                              : op == OP_CLASS  ? &indexer->by_class[arg]
                              : op == OP_NUMBER ? &indexer->others[START_NUMBER]
                                                : &indexer->others[START_ANY];
    if (list->count > 0 && list->items[list->count - 1].node == indexer->start->node) {
        list->items[list->count - 1].anchored = list->items[list->count - 1].anchored && anchored;
        return;
    }
    MEMORY_PUSH_ROOM(list->items, list->count, list->capacity);
    list->items[list->count] = *indexer->start;
    list->items[list->count++].anchored = anchored;
}

/* The lists become one array; they are freed. */
static struct start_index flatten(struct start_list *lists, size_t keys)
{
    struct start_index index = {.first = memory_array(keys + 1, sizeof *index.first), .keys = keys};
    for (size_t i = 0; i < keys; i++)
        index.first[i + 1] = index.first[i] + (uint32_t)lists[i].count;
    index.items = memory_array((size_t)index.first[keys] + 1, sizeof *index.items);
    for (size_t i = 0; i < keys; i++) {
        if (lists[i].count > 0)
            memcpy(index.items + index.first[i], lists[i].items, lists[i].count * sizeof *index.items);
        free(lists[i].items);
    }
    free(lists);
    return index;
}

/* Of the topics' patterns, or of the others. */
static void build_indexes(const struct cues *cues, const struct terms *terms, bool topics, struct start_indexes *out)
{
    size_t stems = terms_stem_count(terms), forms = terms_form_count(terms);
    struct indexer indexer = {.by_class = memory_array(TERM_CLASSES_MAX, sizeof *indexer.by_class),
                              .by_stem = memory_array(stems, sizeof *indexer.by_stem), .by_form = memory_array(forms, sizeof *indexer.by_form),
                              .others = memory_array(START_OTHERS, sizeof *indexer.others)};
    for (size_t i = 0; i < cues->start_count; i++) {
        indexer.start = &cues->starts[i];
        if (!cues->starts[i].unless && (cues->items[cues->starts[i].cue].topic >= 0) == topics)
            pattern_first(&cues->code, cues->starts[i].node, add_start, &indexer);
    }
    *out = (struct start_indexes){.by_class = flatten(indexer.by_class, TERM_CLASSES_MAX), .by_stem = flatten(indexer.by_stem, stems),
                                  .by_form = flatten(indexer.by_form, forms), .others = flatten(indexer.others, START_OTHERS)};
}

static void bar(struct cue_set *set, size_t cue)
{
    set->bits[cue / 64] |= (uint64_t)1 << (cue % 64);
}

static bool may_stand(const struct cue *cue, int place, bool link, bool question)
{
    return (cue->places >> place & 1u) != 0 && !(cue->link == CUE_LINK_NEVER && link) && !(cue->link == CUE_LINK_ONLY && !link) &&
           (cue->question == CUE_QUESTION_ANY || (cue->question == CUE_QUESTION_YES) == question);
}

/* Which cues need not be tried in a place. */
static void bar_cues(struct cues *cues)
{
    for (size_t i = 0; i < cues->count; i++) {
        const struct cue *cue = &cues->items[i];
        for (int place = 0; place < PLACE_COUNT; place++)
            for (int link = 0; link < 2; link++)
                for (int question = 0; question < 2; question++)
                    if (!may_stand(cue, place, link != 0, question != 0))
                        bar(&cues->barred[place][link][question], i);
    }
}

enum status cues_load(const char *seeds, struct terms *terms, struct cues **out, struct error *err)
{
    struct cues *cues = memory_alloc(sizeof *cues);
    struct loader loader = {.cues = cues, .terms = terms, .reader = words_new(), .path = "", .id = "", .err = err};
    char *directory = arena_printf(&cues->arena, "%s/rubric/cues", seeds);
    struct dirent **entries = NULL;
    int count = scandir(directory, &entries, is_json_file, alphasort);
    enum status status = count < 0 ? error_errno(err, "cannot read the cues in '%s'", directory) : STATUS_OK;
    if (count == 0)
        status = error_set(err, STATUS_INPUT, "no cues (*.json) in '%s'", directory);
    if (status == STATUS_OK)
        status = read_files(&loader, directory, entries, count);
    for (int i = 0; i < count; i++)
        free(entries[i]);
    free(entries);
    words_free(loader.reader);
    if (status != STATUS_OK) {
        cues_free(cues);
        return status;
    }
    build_indexes(cues, terms, true, &cues->of_topics);
    build_indexes(cues, terms, false, &cues->of_cues);
    bar_cues(cues);
    *out = cues;
    return STATUS_OK;
}
