/* Trains the weights of seeds/rubric/model.json from coded pages, and shows what the
 * rubric sees of a page.
 *
 *   train --fit MODEL PAGES...  learns from the pages, by training.json and labels.jsonl
 *                               beside them, writes the weights to MODEL and prints how
 *                               well each author's pages were told by the others'
 *   train --features PAGES...   one JSON object a page: its features
 *   train --sentences PAGES...  one JSON object a sentence: its words' classes and context
 *   train --cues PAGES...       every sentence with its topics and the cues that match
 */
#include <cjson/cJSON.h>
#include <math.h>
#include <stdio.h>

#include "base/buffer.h"
#include "base/file.h"
#include "base/json.h"
#include "base/limits.h"
#include "document/document.h"
#include "fit.h"
#include "scoring/rubric_internal.h"

static bool read_page(const char *path, struct document **document, struct error *err)
{
    struct buffer bytes;
    buffer_init(&bytes, LIMIT_BODY_BYTES);
    enum status status = file_read(path, &bytes, err);
    struct document_input input = {.bytes = buffer_text(&bytes), .length = bytes.length, .name = path};
    if (status == STATUS_OK)
        status = document_read(&input, document, err);
    buffer_release(&bytes);
    return status == STATUS_OK;
}

static void print_features(const struct rubric *rubric, const char *path, const struct reading *reading)
{
    size_t count = features_count(rubric->features);
    double *values = memory_array(count, sizeof *values);
    features_fill(rubric->features, reading, values);
    struct buffer out;
    buffer_init(&out, LIMIT_SEED_BYTES);
    struct json_writer json = {.out = &out};
    json_object(&json, NULL);
    json_text(&json, "file", path);
    json_object(&json, "features");
    for (size_t i = 0; i < count; i++)
        if (values[i] != 0)
            json_decimal(&json, features_name(rubric->features, i), values[i], 4);
    json_end_object(&json);
    json_end_object(&json);
    puts(buffer_text(&out));
    buffer_release(&out);
    free(values);
}

static void print_topics(const struct rubric *rubric, uint64_t topics)
{
    for (size_t i = 0; i < cues_topic_count(rubric->cues); i++)
        if ((topics >> i & 1u) != 0)
            printf(" #%s", cues_topic_name(rubric->cues, (int)i));
}

static void print_cues(const struct rubric *rubric, const char *path, const struct reading *reading)
{
    printf("== %s title:", path);
    print_topics(rubric, reading->segments.title_topics);
    printf("\n");
    size_t hit = 0;
    for (size_t i = 0; i < reading->segments.count; i++) {
        const struct unit *unit = &reading->segments.units[i];
        const struct block *block = &reading->document->blocks[unit->block];
        static const char *const places[] = {"text", "list", "cell", "HEAD", "label"};
        printf("%s%s", places[unit->context.place], unit->context.link ? "[link]" : "");
        if (unit->label >= 0)
            printf(" {%s}", reading->document->blocks[unit->label].text);
        printf(" %.*s\n    ", (int)unit->length, block->text + unit->offset);
        print_topics(rubric, unit->context.topics);
        printf(" |");
        for (; hit < reading->hit_count && reading->hits[hit].unit == i; hit++)
            printf(" %s", cues_id(rubric->cues, reading->hits[hit].cue));
        printf("\n");
    }
}

enum { AUTHORS_MAX = 64, TARGET_CLASSES_MAX = 24 };

/* Every page that was read, with its codes. */
struct corpus {
    double **rows;
    const cJSON **labels; /* NULL where the page has no codes */
    int *authors;         /* -1 where none */
    char **ids;
    size_t count;
};

struct training {
    cJSON *labels, *plan;
    bool held[AUTHORS_MAX];
    int author_count;
};

static cJSON *read_json(const char *path, bool lines)
{
    struct buffer bytes, array;
    struct error err;
    buffer_init(&bytes, LIMIT_BODY_BYTES);
    buffer_init(&array, LIMIT_BODY_BYTES);
    cJSON *json = NULL;
    if (file_read(path, &bytes, &err) != STATUS_OK)
        fprintf(stderr, "train: %s\n", err.message);
    else if (!lines)
        json = cJSON_Parse(buffer_text(&bytes));
    else {
        buffer_add_char(&array, '[');
        for (const char *at = buffer_text(&bytes); *at != '\0';) {
            size_t length = strcspn(at, "\n");
            buffer_add(&array, at, length);
            at += length + (at[length] == '\n');
            if (*at != '\0')
                buffer_add_char(&array, ',');
        }
        buffer_add_char(&array, ']');
        json = cJSON_Parse(buffer_text(&array));
    }
    buffer_release(&bytes);
    buffer_release(&array);
    return json;
}

static const char *text_of(const cJSON *object, const char *key)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, key);
    if (cJSON_IsArray(item))
        item = item->child; /* two coders' answers: the first */
    return cJSON_IsString(item) ? item->valuestring : "";
}

static const cJSON *find_label(const cJSON *labels, const char *id)
{
    const cJSON *item;
    cJSON_ArrayForEach(item, labels)
    {
        if (strcmp(text_of(item, "id"), id) == 0)
            return item;
    }
    return NULL;
}

static int find_author(const struct training *training, const char *id)
{
    const cJSON *range;
    int author = 0;
    cJSON_ArrayForEach(range, cJSON_GetObjectItemCaseSensitive(training->plan, "authors"))
    {
        const char *first = cJSON_GetArrayItem(range, 0)->valuestring, *last = cJSON_GetArrayItem(range, 1)->valuestring;
        if (strcmp(id, first) >= 0 && strcmp(id, last) <= 0)
            return author;
        author++;
    }
    return -1;
}

static bool open_training(struct training *training)
{
    training->labels = read_json("tests/benchmark/labels.jsonl", true);
    training->plan = read_json("tests/benchmark/training.json", false);
    if (training->labels == NULL || training->plan == NULL)
        return false;
    training->author_count = cJSON_GetArraySize(cJSON_GetObjectItemCaseSensitive(training->plan, "authors"));
    const cJSON *item;
    cJSON_ArrayForEach(item, cJSON_GetObjectItemCaseSensitive(training->plan, "held_back"))
    {
        int author = find_author(training, item->valuestring);
        if (author >= 0)
            training->held[author] = true;
    }
    return training->author_count > 0 && training->author_count <= AUTHORS_MAX;
}

static int class_of(const cJSON *classes, const char *word)
{
    int index = 0;
    const cJSON *item;
    cJSON_ArrayForEach(item, classes)
    {
        if (strcmp(item->valuestring, word) == 0)
            return index;
        index++;
    }
    return -1;
}

/* The features whose names begin as the plan says and that some page has. */
static size_t choose_columns(const struct rubric *rubric, const struct corpus *corpus, const bool *use, const cJSON *starts, int *columns)
{
    size_t count = 0;
    for (size_t i = 0; i < features_count(rubric->features); i++) {
        bool wanted = false, seen = false;
        const cJSON *start;
        cJSON_ArrayForEach(start, starts)
        {
            wanted = wanted || strncmp(features_name(rubric->features, i), start->valuestring, strlen(start->valuestring)) == 0;
        }
        for (size_t row = 0; wanted && !seen && row < corpus->count; row++)
            seen = use[row] && corpus->rows[row][i] != 0;
        if (wanted && seen)
            columns[count++] = (int)i;
    }
    return count;
}

/* Cohen's kappa and the share that agree. */
static void print_agreement(const char *what, const int *coded, const int *told, size_t count, size_t classes)
{
    double agree = 0, chance = 0, a[TARGET_CLASSES_MAX] = {0}, b[TARGET_CLASSES_MAX] = {0}, n = 0;
    for (size_t i = 0; i < count; i++) {
        if (coded[i] < 0 || told[i] < 0)
            continue;
        n++;
        agree += coded[i] == told[i];
        a[coded[i]]++;
        b[told[i]]++;
    }
    for (size_t c = 0; c < classes; c++)
        chance += n > 0 ? a[c] / n * (b[c] / n) : 0;
    double kappa = n > 0 && chance < 1 ? (agree / n - chance) / (1 - chance) : 1;
    printf("  %s: kappa %.2f, %.0f%% of %.0f", what, kappa, n > 0 ? 100 * agree / n : 0, n);
}

static void write_weights(struct json_writer *json, const struct rubric *rubric, const cJSON *target, const struct fit_data *data,
                          const double *weights, const double *bias)
{
    json_object(json, target->string);
    json_array(json, "classes");
    const cJSON *item;
    cJSON_ArrayForEach(item, cJSON_GetObjectItemCaseSensitive(target, "classes"))
    {
        json_text(json, NULL, item->valuestring);
    }
    json_end_array(json);
    json_array(json, "bias");
    for (size_t c = 0; c < data->class_count; c++)
        json_decimal(json, NULL, bias[c], 4);
    json_end_array(json);
    json_object(json, "weights");
    for (size_t j = 0; j < data->column_count; j++) {
        json_array(json, features_name(rubric->features, (size_t)data->columns[j]));
        for (size_t c = 0; c < data->class_count; c++)
            json_decimal(json, NULL, weights[j * data->class_count + c], 4);
        json_end_array(json);
    }
    json_end_object(json);
    json_end_object(json);
}

/* Learns one target from every page that is not held back, and tells how pages of each
 * author are told by weights learnt from the others. */
static void train_target(const struct rubric *rubric, const struct training *training, const struct corpus *corpus, const cJSON *target,
                         struct json_writer *json)
{
    const cJSON *classes = cJSON_GetObjectItemCaseSensitive(target, "classes");
    size_t k = (size_t)cJSON_GetArraySize(classes);
    int *coded = memory_array(corpus->count, sizeof *coded), *told = memory_array(corpus->count, sizeof *told);
    int *told_held = memory_array(corpus->count, sizeof *told_held), *columns = memory_array(features_count(rubric->features), sizeof *columns);
    bool *use = memory_array(corpus->count, sizeof *use);
    double *weights = memory_array(features_count(rubric->features) * k, sizeof *weights), *bias = memory_array(k, sizeof *bias);
    struct fit_data data = {.rows = (const double *const *)corpus->rows, .classes = coded, .use = use, .row_count = corpus->count,
                            .columns = columns, .class_count = k,
                            .penalty = cJSON_GetObjectItemCaseSensitive(target, "penalty")->valuedouble};
    for (size_t i = 0; i < corpus->count; i++)
        coded[i] = corpus->labels[i] != NULL ? class_of(classes, text_of(corpus->labels[i], target->string)) : -1;
    for (int author = -1; author < training->author_count; author++) { /* -1: the final weights, last to be fitted */
        int left_out = author + 1 < training->author_count ? author + 1 : -1;
        if (left_out >= 0 && training->held[left_out])
            continue;
        for (size_t i = 0; i < corpus->count; i++)
            use[i] = corpus->authors[i] >= 0 && !training->held[corpus->authors[i]] && corpus->authors[i] != left_out;
        data.column_count = choose_columns(rubric, corpus, use, cJSON_GetObjectItemCaseSensitive(target, "features"), columns);
        fit(&data, weights, bias);
        for (size_t i = 0; i < corpus->count; i++) {
            int answer = fit_predict(&data, weights, bias, corpus->rows[i]);
            if (corpus->authors[i] >= 0 && corpus->authors[i] == left_out)
                told[i] = answer;
            bool held = corpus->authors[i] >= 0 && training->held[corpus->authors[i]];
            if (left_out < 0)
                told_held[i] = held ? answer : -1;
            if (held)
                told[i] = -1;
        }
    }
    printf("%-12s", target->string);
    print_agreement("other authors", coded, told, corpus->count, k);
    print_agreement("held back", coded, told_held, corpus->count, k);
    printf("\n");
    write_weights(json, rubric, target, &data, weights, bias);
    free(coded);
    free(told);
    free(told_held);
    free(columns);
    free(use);
    free(weights);
    free(bias);
}

static int train(const struct rubric *rubric, const struct training *training, const struct corpus *corpus, const char *path)
{
    struct buffer out;
    struct error err;
    buffer_init(&out, LIMIT_SEED_BYTES);
    struct json_writer json = {.out = &out, .indent = 1};
    json_object(&json, NULL);
    json_text(&json, "about", "Weights learnt by tests/benchmark/train from the coded pages; do not edit by hand.");
    json_object(&json, "targets");
    const cJSON *target;
    cJSON_ArrayForEach(target, cJSON_GetObjectItemCaseSensitive(training->plan, "targets"))
    {
        train_target(rubric, training, corpus, target, &json);
    }
    json_end_object(&json);
    json_end_object(&json);
    buffer_add_char(&out, '\n');
    enum status status = file_write(path, out.bytes, out.length, &err);
    if (status != STATUS_OK)
        fprintf(stderr, "train: %s\n", err.message);
    buffer_release(&out);
    return status == STATUS_OK ? 0 : 1;
}

/* One JSON object a sentence: what a model of sentences may rest on. */
static void print_sentences(const struct rubric *rubric, const char *path, const struct reading *reading)
{
    static const char *const places[] = {"text", "list", "cell", "heading", "label"};
    size_t hit = 0;
    for (size_t i = 0; i < reading->segments.count; i++) {
        const struct unit *unit = &reading->segments.units[i];
        struct buffer out;
        buffer_init(&out, LIMIT_SEED_BYTES);
        struct json_writer json = {.out = &out};
        json_object(&json, NULL);
        json_text(&json, "file", path);
        json_text_n(&json, "text", reading->document->blocks[unit->block].text + unit->offset, unit->length);
        json_text(&json, "place", places[unit->context.place]);
        json_bool(&json, "link", unit->context.link);
        json_bool(&json, "question", unit->context.question);
        json_number(&json, "block", unit->block);
        json_number(&json, "lead", unit->lead_in);
        json_number(&json, "words", unit->count);
        json_array(&json, "topics");
        for (size_t j = 0; j < cues_topic_count(rubric->cues); j++)
            if ((unit->context.topics >> j & 1u) != 0)
                json_text(&json, NULL, cues_topic_name(rubric->cues, (int)j));
        json_end_array(&json);
        json_array(&json, "cues");
        for (; hit < reading->hit_count && reading->hits[hit].unit == i; hit++)
            json_text(&json, NULL, cues_id(rubric->cues, reading->hits[hit].cue));
        json_end_array(&json);
        json_array(&json, "tokens");
        for (uint32_t j = 0; j < unit->count; j++) {
            const struct token *token = &reading->segments.tokens.items[unit->first + j];
            struct buffer classes;
            buffer_init(&classes, 4096);
            for (size_t c = 0; c < terms_class_count(rubric->terms); c++)
                if (class_has(&token->classes, (int)c) || class_has(&token->phrases, (int)c))
                    buffer_printf(&classes, "%s ", terms_class_name(rubric->terms, (int)c));
            if (token->number)
                buffer_add_text(&classes, "# ");
            json_text(&json, NULL, buffer_text(&classes));
            buffer_release(&classes);
        }
        json_end_array(&json);
        json_end_object(&json);
        puts(buffer_text(&out));
        buffer_release(&out);
    }
}

static char *page_id(const char *path)
{
    const char *slash = strrchr(path, '/'), *name = slash != NULL ? slash + 1 : path;
    return memory_copy_n(name, strcspn(name, "."));
}

static void add_to_corpus(const struct rubric *rubric, const struct training *training, const char *path, const struct reading *reading,
                          struct corpus *corpus)
{
    size_t i = corpus->count++;
    corpus->ids[i] = page_id(path);
    corpus->rows[i] = memory_array(features_count(rubric->features), sizeof(double));
    features_fill(rubric->features, reading, corpus->rows[i]);
    corpus->labels[i] = find_label(training->labels, corpus->ids[i]);
    corpus->authors[i] = find_author(training, corpus->ids[i]);
}

/* Reads one page and does with it what `mode` says. */
static bool take_page(const struct rubric *rubric, const char *mode, const char *path, const struct training *training, struct corpus *corpus)
{
    struct error err;
    struct document *document;
    if (!read_page(path, &document, &err)) {
        fprintf(stderr, "train: %s\n", err.message);
        return false;
    }
    struct arena arena = {0};
    struct reading reading;
    reading_build(rubric, document, NULL, NULL, &arena, &reading);
    if (strcmp(mode, "--features") == 0)
        print_features(rubric, path, &reading);
    else if (strcmp(mode, "--cues") == 0)
        print_cues(rubric, path, &reading);
    else if (strcmp(mode, "--sentences") == 0)
        print_sentences(rubric, path, &reading);
    else
        add_to_corpus(rubric, training, path, &reading, corpus);
    reading_release(&reading);
    arena_release(&arena);
    document_free(document);
    return true;
}

static void release_all(struct training *training, struct corpus *corpus)
{
    for (size_t i = 0; i < corpus->count; i++) {
        free(corpus->rows[i]);
        free(corpus->ids[i]);
    }
    free(corpus->rows);
    free(corpus->labels);
    free(corpus->authors);
    free(corpus->ids);
    cJSON_Delete(training->labels);
    cJSON_Delete(training->plan);
}

int main(int argc, char **argv)
{
    struct error err;
    struct rubric *rubric;
    bool fitting = argc > 3 && strcmp(argv[1], "--fit") == 0;
    if (argc < 3 || (!fitting && strcmp(argv[1], "--features") != 0 && strcmp(argv[1], "--cues") != 0 && strcmp(argv[1], "--sentences") != 0)) {
        fprintf(stderr, "usage: train --fit MODEL PAGES... | --features PAGES... | --cues PAGES... | --sentences PAGES...\n");
        return 2;
    }
    if (rubric_load_untrained("seeds", &rubric, &err) != STATUS_OK) {
        fprintf(stderr, "train: %s\n", err.message);
        return 2;
    }
    struct training training = {0};
    size_t room = (size_t)argc;
    struct corpus corpus = {.rows = memory_array(room, sizeof *corpus.rows), .labels = memory_array(room, sizeof *corpus.labels),
                            .authors = memory_array(room, sizeof *corpus.authors), .ids = memory_array(room, sizeof *corpus.ids)};
    int status = fitting && !open_training(&training) ? 2 : 0;
    document_start();
    for (int i = fitting ? 3 : 2; i < argc && status != 2; i++)
        if (!take_page(rubric, argv[1], argv[i], &training, &corpus))
            status = 1;
    if (fitting && status == 0)
        status = train(rubric, &training, &corpus, argv[2]);
    release_all(&training, &corpus);
    rubric_free(rubric);
    document_stop();
    return status;
}
