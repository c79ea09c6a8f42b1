#include "crawler/crawl_words.h"

#include <libstemmer.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/csv.h"
#include "base/limits.h"
#include "base/map.h"
#include "base/text.h"
#include "crawler/url/url.h"

enum {
    PHRASE_MAX = 4,      /* words */
    WORD_MAX = 40,       /* bytes; longer ones are numbers or noise */
    TEXT_WORDS_MAX = 80, /* of one text that is scored */
    TEXT_MAX = 1000,     /* bytes of one text */
    SCORE_MAX = 100,
};

enum rule_kind { KIND_SEGMENT, KIND_PARAMETER, KIND_EXTENSION, KIND_COUNT };
static const char *const kind_words[] = {"segment", "parameter", "extension", NULL};

struct form_rule {
    enum rule_kind kind;
    const char *name, *value;  /* value: of a parameter, NULL for any */
    size_t name_length;
    enum address_nature nature;
    int most;
    bool list;
};

struct phrase {
    int weight;
    size_t line;
};

struct start_word {
    const char *text;
    size_t length;
    int weight;
};

struct crawl_words {
    struct arena arena;
    struct map *phrases;              /* stems joined by spaces, to an index */
    struct phrase *items;
    size_t count, capacity;
    struct start_word *starts;        /* "localoffer*": the start of a word */
    size_t start_count, start_capacity;
    const char **hosts;               /* pieces of a host's name */
    size_t host_count, host_capacity;
    struct form_rule *rules;
    size_t rule_count, rule_capacity;
    int weights[CRAWL_WEIGHT_COUNT];
};

struct crawl_scorer {
    const struct crawl_words *words;
    struct sb_stemmer *stemmer;
    unsigned *stamps;                 /* per phrase, then per start: when it last counted */
    unsigned stamp;
};

/* ---- Words ---- */

static bool is_word_byte(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c >= 0x80;
}

/* One stemmed word at `*at`, moved behind it; 0 at the end. Apostrophes vanish ("carer's"). */
static size_t next_stem(struct sb_stemmer *stemmer, const char *text, size_t length, size_t *at, char out[WORD_MAX + 1])
{
    while (*at < length && !is_word_byte((unsigned char)text[*at]))
        (*at)++;
    size_t size = 0;
    for (; *at < length; (*at)++) {
        char c = text[*at];
        if (c == '\'')
            continue;
        if (length - *at >= 3 && memcmp(text + *at, "\xE2\x80\x99", 3) == 0) {
            *at += 2;
            continue;
        }
        if (!is_word_byte((unsigned char)c))
            break;
        if (size < WORD_MAX)
            out[size++] = text_lower(c);
    }
    out[size] = '\0';
    if (size == 0)
        return 0;
    const sb_symbol *stem = sb_stemmer_stem(stemmer, (const sb_symbol *)out, (int)size);
    int stemmed = stem != NULL ? sb_stemmer_length(stemmer) : 0;
    if (stemmed > 0 && (size_t)stemmed <= size) {
        memcpy(out, stem, (size_t)stemmed);
        out[stemmed] = '\0';
        return (size_t)stemmed;
    }
    return size;
}

struct crawl_scorer *crawl_scorer_new(const struct crawl_words *words)
{
    struct crawl_scorer *scorer = memory_alloc(sizeof *scorer);
    scorer->words = words;
    scorer->stemmer = sb_stemmer_new("english", "UTF_8");
    scorer->stamps = memory_array(words->count + words->start_count, sizeof *scorer->stamps);
    return scorer;
}

void crawl_scorer_free(struct crawl_scorer *scorer)
{
    if (scorer == NULL)
        return;
    sb_stemmer_delete(scorer->stemmer);
    free(scorer->stamps);
    free(scorer);
}

static int count_once(struct crawl_scorer *scorer, size_t index, int weight)
{
    if (scorer->stamps[index] == scorer->stamp)
        return 0;
    scorer->stamps[index] = scorer->stamp;
    return weight;
}

/* The weight of the longest phrase that starts at word `i`; `*taken` words belong to it. */
static int score_phrase(struct crawl_scorer *scorer, const char (*stems)[WORD_MAX + 1], size_t count, size_t i, size_t *taken)
{
    char key[PHRASE_MAX * (WORD_MAX + 1)];
    size_t length = 0, best = 0;
    const union map_value *found = NULL;
    for (size_t n = 0; n < PHRASE_MAX && i + n < count; n++) {
        size_t size = strlen(stems[i + n]);
        if (n > 0)
            key[length++] = ' ';
        memcpy(key + length, stems[i + n], size);
        length += size;
        const union map_value *value = map_get(scorer->words->phrases, key, length);
        if (value != NULL) {
            found = value;
            best = n + 1;
        }
    }
    *taken = best > 0 ? best : 1;
    return found != NULL ? count_once(scorer, (size_t)found->number, scorer->words->items[found->number].weight) : 0;
}

static int score_start(struct crawl_scorer *scorer, const char *word)
{
    const struct crawl_words *words = scorer->words;
    for (size_t i = 0; i < words->start_count; i++)
        if (strncmp(word, words->starts[i].text, words->starts[i].length) == 0)
            return count_once(scorer, words->count + i, words->starts[i].weight);
    return 0;
}

static int score_run(struct crawl_scorer *scorer, const char *text, size_t length)
{
    char stems[TEXT_WORDS_MAX][WORD_MAX + 1];
    size_t count = 0, at = 0, taken;
    length = text_cut(text, length, TEXT_MAX);
    while (count < TEXT_WORDS_MAX && next_stem(scorer->stemmer, text, length, &at, stems[count]) > 0)
        count++;
    int score = 0;
    for (size_t i = 0; i < count; i += taken) {
        int weight = score_phrase(scorer, (const char(*)[WORD_MAX + 1])stems, count, i, &taken);
        score += weight != 0 ? weight : score_start(scorer, stems[i]);
    }
    return score < -SCORE_MAX ? -SCORE_MAX : score > SCORE_MAX ? SCORE_MAX : score;
}

int crawl_scorer_text(struct crawl_scorer *scorer, const char *text)
{
    if (text == NULL || text[0] == '\0')
        return 0;
    scorer->stamp++;
    return score_run(scorer, text, strlen(text));
}

static void add_decoded(struct buffer *out, const char *text)
{
    size_t length = strlen(text);
    for (size_t i = 0; i < length; i++) {
        int octet = text_percent_octet(text + i, length - i);
        if (octet >= 0) {
            buffer_add_char(out, (char)octet);
            i += 2;
        } else {
            buffer_add_char(out, text[i] == '+' ? ' ' : text[i]);
        }
    }
}

int crawl_scorer_address(struct crawl_scorer *scorer, const char *path, const char *query)
{
    struct buffer words;
    buffer_init(&words, TEXT_MAX);
    add_decoded(&words, path);
    if (query != NULL) {
        buffer_add_char(&words, ' ');
        add_decoded(&words, query);
    }
    scorer->stamp++;
    int score = score_run(scorer, buffer_text(&words), words.length);
    buffer_release(&words);
    return score;
}

/* ---- Addresses ---- */

static bool equal(const char *text, size_t length, const char *word, size_t word_length)
{
    return length == word_length && strncasecmp(text, word, length) == 0;
}

/* "logout.aspx" is "logout" too. */
static bool segment_is(const char *segment, size_t length, const struct form_rule *rule)
{
    const char *dot = memchr(segment, '.', length);
    return equal(segment, length, rule->name, rule->name_length) ||
           (dot != NULL && equal(segment, (size_t)(dot - segment), rule->name, rule->name_length));
}

static bool parameter_is(const char *parameter, size_t length, const struct form_rule *rule)
{
    const char *equals = memchr(parameter, '=', length);
    size_t name = equals != NULL ? (size_t)(equals - parameter) : length;
    if (!equal(parameter, name, rule->name, rule->name_length))
        return false;
    return rule->value == NULL || (equals != NULL && equal(equals + 1, length - name - 1, rule->value, strlen(rule->value)));
}

/* Strictest last. */
static int severity(enum address_nature nature)
{
    static const int order[] = {
        [ADDRESS_PLAIN] = 0, [ADDRESS_LEAFLET] = 1, [ADDRESS_ONCE] = 2,   [ADDRESS_CAPPED] = 3,
        [ADDRESS_FILE] = 4,  [ADDRESS_CHECK] = 5,   [ADDRESS_NEVER] = 6,  [ADDRESS_ACTION] = 7,
    };
    return order[nature];
}

/* Lets every rule of one kind look at one piece of an address. */
static void apply(const struct crawl_words *words, enum rule_kind kind, const char *piece, size_t length, struct address_rule *strictest)
{
    for (size_t i = 0; i < words->rule_count; i++) {
        const struct form_rule *rule = &words->rules[i];
        if (rule->kind != kind || rule->name_length > length)
            continue;
        bool fits = kind == KIND_SEGMENT     ? segment_is(piece, length, rule)
                    : kind == KIND_PARAMETER ? parameter_is(piece, length, rule)
                                             : equal(piece, length, rule->name, rule->name_length);
        int more = severity(rule->nature) - severity(strictest->nature);
        if (fits && (more > 0 || (more == 0 && rule->most < strictest->most)))
            *strictest = (struct address_rule){rule->nature, rule->most, rule->list};
    }
}

/* The same for the ending of a path's last segment. */
static void apply_to_ending(const struct crawl_words *words, const char *path, size_t length, struct address_rule *strictest)
{
    const char *dot = memrchr(path, '.', length), *slash = memrchr(path, '/', length);
    if (dot != NULL && (slash == NULL || slash < dot))
        apply(words, KIND_EXTENSION, dot + 1, (size_t)(path + length - dot - 1), strictest);
}

struct address_rule crawl_words_address(const struct crawl_words *words, const char *path, const char *query)
{
    struct address_rule strictest = {.nature = ADDRESS_PLAIN};
    struct arena scratch = {0};
    path = url_normalised(&scratch, path);
    query = query != NULL ? url_normalised(&scratch, query) : NULL;
    for (const char *at = path; *at != '\0';) {
        at += *at == '/';
        size_t length = strcspn(at, "/");
        if (length > 0)
            apply(words, KIND_SEGMENT, at, length, &strictest);
        at += length;
    }
    apply_to_ending(words, path, strlen(path), &strictest);
    size_t length;
    for (const char *rest = query, *at; url_next_parameter(&rest, &at, &length);)
        apply(words, KIND_PARAMETER, at, length, &strictest);
    arena_release(&scratch);
    return strictest;
}

enum address_nature crawl_words_ending(const struct crawl_words *words, const char *path, size_t length)
{
    struct address_rule strictest = {.nature = ADDRESS_PLAIN};
    apply_to_ending(words, path, length, &strictest);
    return strictest.nature;
}

bool crawl_words_is_dress(const struct crawl_words *words, const char *parameter, size_t length)
{
    for (size_t i = 0; i < words->rule_count; i++)
        if (words->rules[i].nature == ADDRESS_ONCE && parameter_is(parameter, length, &words->rules[i]))
            return true;
    return false;
}

bool crawl_words_own_host(const struct crawl_words *words, const char *host)
{
    for (size_t i = 0; i < words->host_count; i++)
        if (strstr(host, words->hosts[i]) != NULL)
            return true;
    return false;
}

int crawl_words_weight(const struct crawl_words *words, enum crawl_weight weight)
{
    return words->weights[weight];
}

/* ---- Loading ---- */

struct loader {
    struct crawl_words *words;
    struct sb_stemmer *stemmer;
    const char *path;
    struct csv_table table;
    struct error *err;
    bool weighed[CRAWL_WEIGHT_COUNT];
};

static enum status wrong(const struct loader *loader, const struct csv_row *row, const char *what)
{
    return error_set(loader->err, STATUS_INPUT, "%s:%zu: %s", loader->path, row->line, what);
}

/* A whole number with an optional minus. */
static bool read_number(const char *text, int64_t low, int64_t high, int *value)
{
    int64_t number;
    bool negative = text[0] == '-';
    if (!text_to_int(text + negative, 0, 1000000, &number))
        return false;
    number = negative ? -number : number;
    *value = (int)number;
    return number >= low && number <= high;
}

static enum status add_phrase(struct loader *loader, const struct csv_row *row, const char *text, int weight)
{
    struct crawl_words *words = loader->words;
    char stem[WORD_MAX + 1], key[PHRASE_MAX * (WORD_MAX + 1)];
    size_t at = 0, length = 0, count = 0, size;
    while ((size = next_stem(loader->stemmer, text, strlen(text), &at, stem)) > 0) {
        if (count++ == PHRASE_MAX)
            return wrong(loader, row, "word has more than four words");
        if (length > 0)
            key[length++] = ' ';
        memcpy(key + length, stem, size);
        length += size;
    }
    if (count == 0)
        return wrong(loader, row, "word is empty; give one to four words");
    bool added;
    union map_value *value = map_put(words->phrases, key, length, &added);
    if (!added)
        return error_set(loader->err, STATUS_INPUT, "%s:%zu: '%s' is another form of the words in line %zu; keep one", loader->path,
                         row->line, text, words->items[value->number].line);
    value->number = (int64_t)words->count;
    MEMORY_PUSH_ROOM(words->items, words->count, words->capacity);
    words->items[words->count++] = (struct phrase){weight, row->line};
    return STATUS_OK;
}

static enum status add_promising(struct loader *loader, const struct csv_row *row)
{
    struct crawl_words *words = loader->words;
    const char *text = csv_cell(row, csv_column(&loader->table, "word"));
    const char *where = csv_cell(row, csv_column(&loader->table, "where"));
    size_t length = strlen(text);
    int weight;
    if (!read_number(csv_cell(row, csv_column(&loader->table, "weight")), -SCORE_MAX, SCORE_MAX, &weight) || weight == 0)
        return wrong(loader, row, "weight must be a whole number from -100 to 100 and not 0");
    if (strcmp(where, "host") == 0) {
        if (length == 0)
            return wrong(loader, row, "word is empty; give a piece of a host's name");
        MEMORY_PUSH_ROOM(words->hosts, words->host_count, words->host_capacity);
        words->hosts[words->host_count++] = arena_copy(&words->arena, text);
        return STATUS_OK;
    }
    if (strcmp(where, "any") != 0)
        return wrong(loader, row, "where must be 'any' or 'host'");
    if (length < 4 || text[length - 1] != '*')
        return add_phrase(loader, row, text, weight);
    MEMORY_PUSH_ROOM(words->starts, words->start_count, words->start_capacity);
    words->starts[words->start_count++] = (struct start_word){arena_copy_n(&words->arena, text, length - 1), length - 1, weight};
    return STATUS_OK;
}

static enum status add_form(struct loader *loader, const struct csv_row *row, struct address_rule rule)
{
    struct crawl_words *words = loader->words;
    const char *kind = csv_cell(row, csv_column(&loader->table, "kind"));
    const char *name = csv_cell(row, csv_column(&loader->table, "name")), *equals = strchr(name, '=');
    int index = 0;
    while (index < KIND_COUNT && strcmp(kind_words[index], kind) != 0)
        index++;
    if (index == KIND_COUNT)
        return wrong(loader, row, "kind must be 'segment', 'parameter' or 'extension'");
    if (name[0] == '\0' || name == equals)
        return wrong(loader, row, "name is empty");
    bool dress_only = rule.nature == ADDRESS_ONCE && index != KIND_PARAMETER;
    bool file_only = (rule.nature == ADDRESS_FILE || rule.nature == ADDRESS_LEAFLET) != (index == KIND_EXTENSION);
    if (dress_only || file_only)
        return wrong(loader, row, "treatment does not go with kind: 'once' is for parameters, 'leaflet' and 'file' for extensions, and they for nothing else");
    size_t length = equals != NULL ? (size_t)(equals - name) : strlen(name);
    MEMORY_PUSH_ROOM(words->rules, words->rule_count, words->rule_capacity);
    words->rules[words->rule_count++] = (struct form_rule){
        .kind = (enum rule_kind)index,
        .name = arena_copy_n(&words->arena, name, length),
        .value = equals != NULL ? arena_copy(&words->arena, equals + 1) : NULL,
        .name_length = length,
        .nature = rule.nature,
        .most = rule.most,
        .list = rule.list,
    };
    return STATUS_OK;
}

static enum status add_trap(struct loader *loader, const struct csv_row *row)
{
    static const struct {
        const char *word;
        enum address_nature nature;
    } treatments[] = {{"never", ADDRESS_NEVER}, {"check", ADDRESS_CHECK}, {"once", ADDRESS_ONCE}, {"few", ADDRESS_CAPPED}, {"list", ADDRESS_CAPPED}, {"leaflet", ADDRESS_LEAFLET}, {"file", ADDRESS_FILE}};
    const char *treatment = csv_cell(row, csv_column(&loader->table, "treatment"));
    const char *most_text = csv_cell(row, csv_column(&loader->table, "most"));
    int most = 0;
    for (size_t i = 0; i < sizeof treatments / sizeof treatments[0]; i++) {
        if (strcmp(treatments[i].word, treatment) != 0)
            continue;
        bool few = treatments[i].nature == ADDRESS_CAPPED;
        if (few ? !read_number(most_text, 1, LIMIT_TRAP_SIBLINGS, &most) : most_text[0] != '\0')
            return wrong(loader, row, "most must be a whole number from 1 to 300 where treatment is 'few' or 'list', else empty");
        return add_form(loader, row, (struct address_rule){treatments[i].nature, most, strcmp(treatment, "list") == 0});
    }
    return wrong(loader, row, "treatment must be 'never', 'check', 'once', 'few', 'list', 'leaflet' or 'file'");
}

static enum status add_action(struct loader *loader, const struct csv_row *row)
{
    return add_form(loader, row, (struct address_rule){.nature = ADDRESS_ACTION});
}

static enum status add_weight(struct loader *loader, const struct csv_row *row)
{
    static const char *const names[] = {
#define X(id, word) word,
        CRAWL_WEIGHTS(X)
#undef X
    };
    const char *name = csv_cell(row, csv_column(&loader->table, "name"));
    for (int i = 0; i < CRAWL_WEIGHT_COUNT; i++)
        if (strcmp(names[i], name) == 0) {
            if (loader->weighed[i])
                return error_set(loader->err, STATUS_INPUT, "%s:%zu: '%s' is there twice; keep one", loader->path, row->line, name);
            loader->weighed[i] = true;
            if (!read_number(csv_cell(row, csv_column(&loader->table, "value")), -1000, 1000, &loader->words->weights[i]))
                return wrong(loader, row, "value must be a whole number from -1000 to 1000");
            return STATUS_OK;
        }
    return error_set(loader->err, STATUS_INPUT, "%s:%zu: '%s' is not the name of a weight", loader->path, row->line, name);
}

static enum status load_file(struct loader *loader, const char *seeds, const char *file, const char *const *columns,
                             enum status (*add)(struct loader *, const struct csv_row *), size_t rows_wanted)
{
    loader->path = arena_printf(&loader->words->arena, "%s/crawl/%s", seeds, file);
    enum status status = csv_load(loader->path, LIMIT_SEED_BYTES, &loader->table, loader->err);
    size_t count = 0;
    while (columns[count] != NULL)
        count++;
    if (status == STATUS_OK)
        status = csv_columns(loader->path, &loader->table, columns, count, NULL, loader->err);
    if (status == STATUS_OK && rows_wanted != 0 && loader->table.count != rows_wanted)
        status = error_set(loader->err, STATUS_INPUT, "%s: has %zu rows; there must be %zu, one for each weight", loader->path,
                           loader->table.count, rows_wanted);
    for (size_t i = 0; status == STATUS_OK && i < loader->table.count; i++)
        status = add(loader, &loader->table.rows[i]);
    csv_release(&loader->table);
    return status;
}

enum status crawl_words_load(const char *seeds, struct crawl_words **out, struct error *err)
{
    struct crawl_words *words = memory_alloc(sizeof *words);
    words->phrases = map_new();
    struct loader loader = {.words = words, .stemmer = sb_stemmer_new("english", "UTF_8"), .err = err};
    static const char *const promising[] = {"word", "weight", "where", "reason", NULL};
    static const char *const traps[] = {"kind", "name", "treatment", "most", "reason", NULL};
    static const char *const actions[] = {"kind", "name", "reason", NULL};
    static const char *const weights[] = {"name", "value", "reason", NULL};
    enum status status = load_file(&loader, seeds, "promising.csv", promising, add_promising, 0);
    if (status == STATUS_OK)
        status = load_file(&loader, seeds, "traps.csv", traps, add_trap, 0);
    if (status == STATUS_OK)
        status = load_file(&loader, seeds, "actions.csv", actions, add_action, 0);
    if (status == STATUS_OK)
        status = load_file(&loader, seeds, "weights.csv", weights, add_weight, CRAWL_WEIGHT_COUNT);
    sb_stemmer_delete(loader.stemmer);
    if (status != STATUS_OK) {
        crawl_words_free(words);
        return status;
    }
    *out = words;
    return STATUS_OK;
}

void crawl_words_free(struct crawl_words *words)
{
    if (words == NULL)
        return;
    map_free(words->phrases);
    free(words->items);
    free(words->starts);
    free(words->hosts);
    free(words->rules);
    arena_release(&words->arena);
    free(words);
}
