/* Shows what the rubric sees of pages, for the program that learns its weights and for people.
 *
 *   describe --pages PAGES...  one JSON object a page: who publishes it, its features, and each
 *                              sentence with its words' stems and what it is judged by (scoring/page/roles.h)
 *   describe --cues PAGES...   every sentence with its topics and the cues that match
 *   describe --roles PAGES...  every sentence with what it does by the weights there are, and how likely
 *   describe --stems FILE      of each line of the file, which is one word, its stem
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/file.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/map.h"
#include "document/document.h"
#include "scoring/rubric_internal.h"

static bool read_page(const struct rubric *rubric, const char *path, struct document **document, struct error *err)
{
    struct buffer bytes;
    buffer_init(&bytes, LIMIT_BODY_BYTES);
    enum status status = file_read(path, &bytes, err);
    struct document_input input = {.bytes = buffer_text(&bytes), .length = bytes.length, .name = path};
    if (status == STATUS_OK)
        status = document_read(rubric->markup, &input, document, err);
    buffer_release(&bytes);
    return status == STATUS_OK;
}

/* What prints one page. */
struct printer {
    const struct rubric *rubric;
    const struct roles *roles;
    const struct reading *reading;
    struct json_writer *json;
    struct map *names; /* of symbols */
};

static void name_symbol(struct map *names, const char *name)
{
    uint64_t symbol = words_symbol(name, strlen(name));
    bool added;
    union map_value *value = map_put(names, (const char *)&symbol, sizeof symbol, &added);
    if (added)
        value->pointer = memory_copy(name);
}

static void name_words(struct map *names, const struct document *document)
{
    struct word_reader *reader = words_new();
    struct word word;
    for (size_t i = 0; i < document->block_count; i++) {
        words_read_from(reader, document->blocks[i].text, document->blocks[i].length);
        while (words_next(reader, &word))
            name_symbol(names, word.stem);
    }
    words_free(reader);
}

static struct map *name_symbols(const struct rubric *rubric)
{
    static const char *const fixed[] = {"text", "list", "cell", "heading", "label", "link", "question", "lead", "stop", "own", "other",
                                        "under-own", "under-other", "^", "$", "#", "1", "2", "3", "4", "5", "6"};
    struct map *names = map_new();
    for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++)
        name_symbol(names, fixed[i]);
    for (size_t i = 0; i < terms_class_count(rubric->terms); i++)
        name_symbol(names, terms_class_name(rubric->terms, (int)i));
    for (size_t i = 0; i < cues_topic_count(rubric->cues); i++)
        name_symbol(names, cues_topic_name(rubric->cues, (int)i));
    for (size_t i = 0; i < cues_count(rubric->cues); i++)
        name_symbol(names, cues_id(rubric->cues, (uint32_t)i));
    return names;
}

static void free_names(struct map *names)
{
    for (size_t i = 0; i < map_count(names); i++)
        free(map_at(names, i)->pointer);
    map_free(names);
}

static const char *name_of(const struct printer *printer, uint64_t symbol)
{
    const union map_value *value = map_get(printer->names, (const char *)&symbol, sizeof symbol);
    return value != NULL ? value->pointer : "?";
}

static void print_sentence(void *context, size_t index, const struct role_feature *features, size_t count)
{
    struct printer *printer = context;
    const struct unit *unit = &printer->reading->segments.units[index];
    char name[2 * WORD_BYTES_MAX + 80];
    json_object(printer->json, NULL);
    json_text_n(printer->json, "text", printer->reading->document->blocks[unit->block].text + unit->offset, unit->length);
    json_bool(printer->json, "heading", unit->context.place == PLACE_HEADING);
    json_number(printer->json, "joins", unit->joins);
    json_array(printer->json, "words");
    for (size_t i = unit->first; i < unit->first + unit->count; i++)
        json_text(printer->json, NULL, name_of(printer, printer->reading->segments.tokens.items[i].symbol));
    json_end_array(printer->json);
    json_array(printer->json, "features");
    for (size_t i = 0; i < count; i++) {
        bool two = features[i].second != 0;
        snprintf(name, sizeof name, "%c:%s%s%s", features[i].letter, name_of(printer, features[i].first), two ? " " : "",
                 two ? name_of(printer, features[i].second) : "");
        json_text(printer->json, NULL, name);
    }
    json_end_array(printer->json);
    json_end_object(printer->json);
}

static void print_page(const struct rubric *rubric, const struct roles *roles, struct map *names, const char *path, const struct reading *reading)
{
    size_t count = features_count(rubric->features);
    double *values = memory_array(count, sizeof *values);
    features_fill(rubric->features, reading, values);
    struct buffer out;
    buffer_init(&out, LIMIT_BODY_BYTES);
    struct json_writer json = {.out = &out};
    struct printer printer = {.rubric = rubric, .roles = roles, .reading = reading, .json = &json, .names = names};
    name_words(names, reading->document);
    json_object(&json, NULL);
    json_text(&json, "file", path);
    json_text(&json, "publisher", reading_publisher(rubric, reading));
    json_object(&json, "features");
    for (size_t i = 0; i < count; i++)
        if (values[i] != 0)
            json_decimal(&json, features_name(rubric->features, i), values[i], 6);
    json_end_object(&json);
    json_array(&json, "sentences");
    roles_describe(roles, reading, print_sentence, &printer);
    json_end_array(&json);
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

static void print_roles(const struct rubric *rubric, const char *path, const struct reading *reading)
{
    const float least = 0.02F;
    size_t count = roles_count(rubric->roles);
    printf("== %s\n", path);
    for (size_t i = 0; i < reading->segments.count; i++) {
        const struct unit *unit = &reading->segments.units[i];
        printf("%.*s\n   ", (int)unit->length, reading->document->blocks[unit->block].text + unit->offset);
        for (size_t k = 0; k < count; k++)
            if (reading->roles[i * count + k] >= least)
                printf(" %s %.2f", roles_name(rubric->roles, k), (double)reading->roles[i * count + k]);
        printf("\n");
    }
}

static bool print_stems(const char *path)
{
    struct buffer bytes;
    struct error err;
    buffer_init(&bytes, LIMIT_BODY_BYTES);
    bool read = file_read(path, &bytes, &err) == STATUS_OK;
    if (!read)
        fprintf(stderr, "describe: %s\n", err.message);
    struct word_reader *reader = words_new();
    const char *text = buffer_text(&bytes), *end = text + bytes.length;
    for (const char *line = text; line < end;) {
        const char *stop = memchr(line, '\n', (size_t)(end - line));
        size_t length = (size_t)((stop != NULL ? stop : end) - line);
        struct word word;
        words_read_from(reader, line, length);
        bool one = words_next(reader, &word) && word.length == length;
        puts(one ? word.stem : "");
        line += length + 1;
    }
    words_free(reader);
    buffer_release(&bytes);
    return read;
}

/* Reads one page and does with it what `mode` says. */
static bool take_page(const struct rubric *rubric, const struct roles *roles, struct map *names, const char *mode, const char *path)
{
    struct error err;
    struct document *document;
    if (!read_page(rubric, path, &document, &err)) {
        fprintf(stderr, "describe: %s\n", err.message);
        return false;
    }
    struct arena arena = {0};
    struct reading reading;
    reading_build(rubric, NULL, document, NULL, NULL, &arena, &reading);
    if (strcmp(mode, "--cues") == 0)
        print_cues(rubric, path, &reading);
    else if (strcmp(mode, "--roles") == 0)
        print_roles(rubric, path, &reading);
    else
        print_page(rubric, roles, names, path, &reading);
    reading_release(&reading);
    arena_release(&arena);
    document_free(document);
    return true;
}

int main(int argc, char **argv)
{
    struct error err;
    struct rubric *rubric;
    if (argc == 3 && strcmp(argv[1], "--stems") == 0)
        return print_stems(argv[2]) ? 0 : 1;
    bool trained = argc > 1 && strcmp(argv[1], "--roles") == 0;
    if (argc < 3 || (!trained && strcmp(argv[1], "--pages") != 0 && strcmp(argv[1], "--cues") != 0)) {
        fprintf(stderr, "usage: describe --pages PAGES... | --cues PAGES... | --roles PAGES... | --stems FILE\n");
        return 2;
    }
    if ((trained ? rubric_load("seeds", &rubric, &err) : rubric_load_untrained("seeds", &rubric, &err)) != STATUS_OK) {
        fprintf(stderr, "describe: %s\n", err.message);
        return 2;
    }
    int status = 0;
    struct roles *roles = roles_new(rubric->terms, rubric->cues, &rubric->services);
    struct map *names = name_symbols(rubric);
    document_start();
    for (int i = 2; i < argc; i++)
        if (!take_page(rubric, roles, names, argv[1], argv[i]))
            status = 1;
    document_stop();
    free_names(names);
    roles_free(roles);
    rubric_free(rubric);
    return status;
}
