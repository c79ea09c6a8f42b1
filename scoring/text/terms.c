#include "scoring/text/terms.h"

#include <dirent.h>
#include <errno.h>

#include "base/buffer.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/map.h"

struct phrase {
    uint32_t words[TERM_PHRASE_MAX]; /* stem ids, or form ids where exact */
    bool exact;
    uint8_t count;
    struct class_set classes;
    int32_t next; /* of the phrases with the same first stem, longest first; -1 ends */
};

struct entry {
    struct class_set classes;
    int32_t phrase; /* stems only: the first phrase that starts with it, -1 for none */
};

struct entry_list {
    struct map *ids; /* word -> index in items, from 1 */
    struct entry *items;
    size_t count, capacity;
};

struct terms {
    struct entry_list stems, forms;
    struct phrase *phrases;
    size_t phrase_count, phrase_capacity;
    char *class_names[TERM_CLASSES_MAX];
    struct class_set includes[TERM_CLASSES_MAX];
    size_t class_count;
    int opaque; /* the class whose phrases hide their words, or -1 */
};

static uint32_t entry_id(struct entry_list *list, const char *word)
{
    bool added;
    union map_value *value = map_put(list->ids, word, strlen(word), &added);
    if (added) {
        MEMORY_PUSH_ROOM(list->items, list->count, list->capacity);
        list->items[list->count] = (struct entry){.phrase = -1};
        value->number = (int64_t)list->count++;
    }
    return (uint32_t)value->number;
}

static void entry_list_init(struct entry_list *list)
{
    list->ids = map_new();
    entry_id(list, ""); /* id 0 is "in no list" */
}

uint32_t terms_stem(struct terms *terms, const char *stem)
{
    return entry_id(&terms->stems, stem);
}

uint32_t terms_form(struct terms *terms, const char *form)
{
    return entry_id(&terms->forms, form);
}

size_t terms_stem_count(const struct terms *terms)
{
    return terms->stems.count;
}

size_t terms_form_count(const struct terms *terms)
{
    return terms->forms.count;
}

int terms_class(const struct terms *terms, const char *name)
{
    for (size_t i = 0; i < terms->class_count; i++)
        if (strcmp(terms->class_names[i], name) == 0)
            return (int)i;
    return -1;
}

const char *terms_class_name(const struct terms *terms, int class)
{
    return terms->class_names[class];
}

size_t terms_class_count(const struct terms *terms)
{
    return terms->class_count;
}

static void link_phrase(struct terms *terms, uint32_t first_stem, size_t index)
{
    int32_t *link = &terms->stems.items[first_stem].phrase;
    while (*link >= 0 && terms->phrases[*link].count >= terms->phrases[index].count)
        link = &terms->phrases[*link].next;
    terms->phrases[index].next = *link;
    *link = (int32_t)index;
}

/* Where one term of a file stands, for errors. */
struct place {
    const char *path;
    size_t line;
};

static enum status add_term(struct terms *terms, struct word_reader *reader, const char *text, size_t length, int class,
                            const struct place *place, struct error *err)
{
    bool exact = length > 0 && text[0] == '=';
    struct phrase phrase = {.exact = exact, .next = -1};
    uint32_t first_stem = 0;
    struct word word;
    words_read_from(reader, text, length);
    while (words_next(reader, &word)) {
        if (phrase.count == TERM_PHRASE_MAX)
            return error_set(err, STATUS_INPUT, "%s:%zu: the term '%.*s' has more than %d words", place->path, place->line, (int)length,
                             text, TERM_PHRASE_MAX);
        if (phrase.count == 0)
            first_stem = terms_stem(terms, word.stem);
        phrase.words[phrase.count++] = exact ? terms_form(terms, word.plain) : terms_stem(terms, word.stem);
    }
    if (phrase.count == 0)
        return error_set(err, STATUS_INPUT, "%s:%zu: an empty term; terms are words parted by commas", place->path, place->line);
    if (phrase.count == 1) {
        class_add(exact ? &terms->forms.items[phrase.words[0]].classes : &terms->stems.items[phrase.words[0]].classes, class);
        return STATUS_OK;
    }
    class_add(&phrase.classes, class);
    MEMORY_PUSH_ROOM(terms->phrases, terms->phrase_count, terms->phrase_capacity);
    terms->phrases[terms->phrase_count] = phrase;
    link_phrase(terms, first_stem, terms->phrase_count++);
    return STATUS_OK;
}

static bool class_name_ok(const char *name, size_t length)
{
    if (length == 0 || length > 30)
        return false;
    for (size_t i = 0; i < length; i++)
        if (!((name[i] >= 'a' && name[i] <= 'z') || name[i] == '_'))
            return false;
    return true;
}

static enum status add_class(struct terms *terms, const char *name, size_t length, const struct place *place, int *class, struct error *err)
{
    if (!class_name_ok(name, length))
        return error_set(err, STATUS_INPUT, "%s:%zu: '%.*s' is no class name; use a to z and '_', 30 at most", place->path, place->line,
                         (int)length, name);
    char *copy = memory_copy_n(name, length);
    if (terms_class(terms, copy) >= 0 || terms->class_count == TERM_CLASSES_MAX) {
        bool full = terms->class_count == TERM_CLASSES_MAX;
        error_set(err, STATUS_INPUT, "%s:%zu: class '%s' %s", place->path, place->line, copy,
                  full ? "is one too many (192 at most)" : "was given before");
        free(copy);
        return STATUS_INPUT;
    }
    *class = (int)terms->class_count;
    terms->class_names[terms->class_count++] = copy;
    return STATUS_OK;
}

/* Two passes read every file: names first, so that '@other' may look ahead. */
enum pass { PASS_CLASSES, PASS_TERMS };

static enum status read_item(struct terms *terms, struct word_reader *reader, const char *text, size_t length, int class,
                             const struct place *place, struct error *err)
{
    if (class < 0)
        return error_set(err, STATUS_INPUT, "%s:%zu: a term before the first [class]", place->path, place->line);
    if (text[0] != '@')
        return add_term(terms, reader, text, length, class, place, err);
    char name[64];
    size_t bytes = length - 1 < sizeof name - 1 ? length - 1 : sizeof name - 1;
    memcpy(name, text + 1, bytes);
    name[bytes] = '\0';
    int other = terms_class(terms, name);
    if (other < 0 || other == class)
        return error_set(err, STATUS_INPUT, "%s:%zu: '@%s' names no other class", place->path, place->line, name);
    class_add(&terms->includes[class], other);
    return STATUS_OK;
}

static void trim(const char **text, size_t *length)
{
    while (*length > 0 && ((*text)[0] == ' ' || (*text)[0] == '\t')) {
        (*text)++;
        (*length)--;
    }
    while (*length > 0 && strchr(" \t\r", (*text)[*length - 1]) != NULL)
        (*length)--;
}

static enum status read_line(struct terms *terms, struct word_reader *reader, const char *text, size_t length, int *class, enum pass pass,
                             const struct place *place, struct error *err)
{
    const char *comment = memchr(text, '#', length);
    if (comment != NULL)
        length = (size_t)(comment - text);
    trim(&text, &length);
    if (length == 0)
        return STATUS_OK;
    if (text[0] == '[') {
        if (text[length - 1] != ']')
            return error_set(err, STATUS_INPUT, "%s:%zu: a class line is '[name]'", place->path, place->line);
        if (pass == PASS_CLASSES)
            return add_class(terms, text + 1, length - 2, place, class, err);
        char *name = memory_copy_n(text + 1, length - 2);
        *class = terms_class(terms, name);
        free(name);
        return STATUS_OK;
    }
    enum status status = STATUS_OK;
    while (pass == PASS_TERMS && length > 0 && status == STATUS_OK) {
        const char *comma = memchr(text, ',', length);
        size_t item_length = comma != NULL ? (size_t)(comma - text) : length;
        const char *item = text;
        size_t trimmed = item_length;
        trim(&item, &trimmed);
        if (trimmed > 0) /* a comma may end the line */
            status = read_item(terms, reader, item, trimmed, *class, place, err);
        size_t step = item_length + (comma != NULL);
        text += step;
        length -= step;
    }
    return status;
}

static enum status read_file(struct terms *terms, struct word_reader *reader, const char *path, enum pass pass, struct error *err)
{
    struct buffer bytes;
    buffer_init(&bytes, LIMIT_SEED_BYTES);
    enum status status = file_read(path, &bytes, err);
    int class = -1;
    struct place place = {.path = path};
    const char *at = buffer_text(&bytes);
    while (status == STATUS_OK && *at != '\0') {
        size_t length = strcspn(at, "\n");
        place.line++;
        status = read_line(terms, reader, at, length, &class, pass, &place, err);
        at += length + (at[length] == '\n');
    }
    buffer_release(&bytes);
    return status;
}

static int is_terms_file(const struct dirent *entry)
{
    size_t length = strlen(entry->d_name);
    return entry->d_name[0] != '.' && length > 4 && strcmp(entry->d_name + length - 4, ".txt") == 0;
}

static enum status read_directory(struct terms *terms, const char *directory, struct error *err)
{
    struct dirent **entries = NULL;
    int count = scandir(directory, &entries, is_terms_file, alphasort);
    if (count < 0)
        return error_errno(err, "cannot read the term lists in '%s'", directory);
    struct word_reader *reader = words_new();
    enum status status = count == 0 ? error_set(err, STATUS_INPUT, "no term lists (*.txt) in '%s'", directory) : STATUS_OK;
    for (int pass = PASS_CLASSES; pass <= PASS_TERMS && status == STATUS_OK; pass++)
        for (int i = 0; i < count && status == STATUS_OK; i++) {
            struct buffer path;
            buffer_init(&path, LIMIT_URL_BYTES * 2);
            buffer_printf(&path, "%s/%s", directory, entries[i]->d_name);
            status = read_file(terms, reader, buffer_text(&path), (enum pass)pass, err);
            buffer_release(&path);
        }
    words_free(reader);
    for (int i = 0; i < count; i++)
        free(entries[i]);
    free(entries);
    return status;
}

/* Adds every class that takes in one of the set's classes, at any remove. */
static void close_set(const struct terms *terms, struct class_set *set)
{
    bool grew = true;
    while (grew) {
        grew = false;
        for (size_t i = 0; i < terms->class_count; i++) {
            bool taken = false;
            for (size_t j = 0; j < sizeof set->bits / sizeof *set->bits; j++)
                taken = taken || (set->bits[j] & terms->includes[i].bits[j]) != 0;
            if (taken && !class_has(set, (int)i)) {
                class_add(set, (int)i);
                grew = true;
            }
        }
    }
}

/* The same for one of many sets: the classes that take each class in are known already. */
static void add_closed(const struct class_set *closed, struct class_set *set)
{
    struct class_set own = *set;
    for (size_t part = 0; part < sizeof own.bits / sizeof *own.bits; part++)
        for (uint64_t bits = own.bits[part]; bits != 0; bits &= bits - 1)
            class_union(set, &closed[part * 64 + (size_t)__builtin_ctzll(bits)]);
}

static void close_classes(struct terms *terms)
{
    struct class_set closed[TERM_CLASSES_MAX] = {{{0}}};
    for (size_t i = 0; i < terms->class_count; i++) {
        class_add(&closed[i], (int)i);
        close_set(terms, &closed[i]);
    }
    for (size_t i = 0; i < terms->stems.count; i++)
        add_closed(closed, &terms->stems.items[i].classes);
    for (size_t i = 0; i < terms->forms.count; i++)
        add_closed(closed, &terms->forms.items[i].classes);
    for (size_t i = 0; i < terms->phrase_count; i++)
        add_closed(closed, &terms->phrases[i].classes);
}

enum status terms_load(const char *seeds, struct terms **out, struct error *err)
{
    struct terms *terms = memory_alloc(sizeof *terms);
    entry_list_init(&terms->stems);
    entry_list_init(&terms->forms);
    struct buffer path;
    buffer_init(&path, LIMIT_URL_BYTES * 2);
    buffer_printf(&path, "%s/terms", seeds);
    enum status status = read_directory(terms, buffer_text(&path), err);
    buffer_release(&path);
    if (status != STATUS_OK) {
        terms_free(terms);
        return status;
    }
    close_classes(terms);
    terms->opaque = terms_class(terms, "opaque");
    *out = terms;
    return STATUS_OK;
}

void terms_free(struct terms *terms)
{
    if (terms == NULL)
        return;
    map_free(terms->stems.ids);
    map_free(terms->forms.ids);
    free(terms->stems.items);
    free(terms->forms.items);
    free(terms->phrases);
    for (size_t i = 0; i < terms->class_count; i++)
        free(terms->class_names[i]);
    free(terms);
}

static uint32_t look_up(const struct entry_list *list, const char *word)
{
    const union map_value *value = map_get(list->ids, word, strlen(word));
    return value != NULL ? (uint32_t)value->number : 0;
}

/* The word's numbers, 0 for what is in no list. */
static struct word_ids find_word(const struct terms *terms, const struct word *word)
{
    if (word->ids->stem == WORD_NOT_LOOKED_UP)
        *word->ids = (struct word_ids){.stem = look_up(&terms->stems, word->stem), .form = look_up(&terms->forms, word->plain)};
    return *word->ids;
}

static bool phrase_stands_at(const struct phrase *phrase, const struct token *tokens, size_t available)
{
    if (phrase->count > available)
        return false;
    for (size_t i = 0; i < phrase->count; i++)
        if (phrase->words[i] != (phrase->exact ? tokens[i].form : tokens[i].stem))
            return false;
    return true;
}

static void find_phrases(const struct terms *terms, struct token *tokens, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        int32_t at = tokens[i].stem != 0 ? terms->stems.items[tokens[i].stem].phrase : -1;
        for (; at >= 0; at = terms->phrases[at].next) {
            const struct phrase *phrase = &terms->phrases[at];
            if (phrase->count < tokens[i].phrase_words)
                break;
            if (!phrase_stands_at(phrase, tokens + i, count - i))
                continue;
            tokens[i].phrase_words = phrase->count;
            class_union(&tokens[i].phrases, &phrase->classes);
        }
    }
}

/* The words of an opaque phrase keep no classes of their own. */
static void hide_opaque(const struct terms *terms, struct token *tokens, size_t count)
{
    if (terms->opaque < 0)
        return;
    for (size_t i = 0; i < count; i++)
        if (class_has(&tokens[i].phrases, terms->opaque))
            for (size_t j = i; j < i + tokens[i].phrase_words && j < count; j++)
                tokens[j].classes = (struct class_set){{0}};
}

void terms_read(const struct terms *terms, struct word_reader *reader, const char *text, size_t length, uint32_t offset,
                struct token_list *list)
{
    size_t first = list->count;
    struct word word;
    words_look_up_in(reader, terms, terms->stems.count + terms->forms.count);
    words_read_from(reader, text, length);
    while (list->count < list->limit && words_next(reader, &word)) {
        MEMORY_PUSH_ROOM(list->items, list->count, list->capacity);
        struct token *token = &list->items[list->count++];
        struct word_ids ids = find_word(terms, &word);
        *token = (struct token){.stem = ids.stem, .form = ids.form, .number = word.number, .capital = word.capital, .contraction = word.contraction,
                                .offset = offset + word.offset, .length = word.length, .symbol = word.symbol};
        token->classes = terms->stems.items[token->stem].classes;
        class_union(&token->classes, &terms->forms.items[token->form].classes);
    }
    find_phrases(terms, list->items + first, list->count - first);
    hide_opaque(terms, list->items + first, list->count - first);
}
