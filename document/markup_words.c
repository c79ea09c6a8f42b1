#include "document/markup_words.h"

#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/text.h"

enum { INITIALS = 32, ROW_BITS = 64 };

/* A row of names.csv that tells furniture or a side. The first that fits a name wins, so what can't be mistaken comes first. */
enum name_match { MATCH_WORD, MATCH_BEGINS, MATCH_ENDS, MATCH_ONLY, MATCH_NAME, MATCH_FIRST };
struct name_row {
    const char *text;
    size_t length;
    enum name_match match;
    enum name_meaning meaning;
    enum block_zone zone;
};

/* How a box of furniture starts. `whole` rows must be the whole text: they are too short to mean anything at the start of a
 * sentence. `heading` rows count only in headings. */
struct opening_row {
    const char *text;
    size_t length;
    enum block_zone zone;
    bool whole, heading;
};

struct foot_row {
    const char *text;
    size_t length;
    unsigned weight;
    bool whole;
};

struct class_row {
    const char *text;
    size_t length;
    const char *unless; /* classes, parted by spaces, beside which it means nothing */
};

/* Of one meaning: classes, and what a class may hold. */
struct class_rows {
    struct class_row *whole, *held;
    size_t whole_count, held_count;
    uint32_t initials; /* a bit for each whole one's first byte modulo 32: most classes of a page fit none */
};

struct text_list {
    const char **items;
    size_t count;
};

struct markup_words {
    struct csv_table names_table, openings_table, foot_table, classes_table; /* own all texts */
    struct name_row *names;
    size_t name_count;
    struct text_list content;         /* whole names of the content area */
    struct text_list parts;           /* words beside which "header" and "footer" name a part of the content */
    struct text_list subjects;        /* what a council's pages are about, which holds a word of furniture: "socialcare" */
    struct text_list about_another;   /* first words after which a name tells what an element has or lacks, and not what it is: "has-sidebar" */
    uint64_t (*by_initial)[INITIALS]; /* a bit for each name that words of an initial may fit, ROW_BITS of them in each */
    struct opening_row *openings;
    struct foot_row *foot;
    struct class_rows classes[CLASS_MEANING_COUNT];
};

/* ---- reading names ---- */

enum { WORDS_MAX = 8, WORD_BYTES = 24, PAIRS_MAX = 2 * WORDS_MAX };

struct name_words {
    char words[PAIRS_MAX][WORD_BYTES];
    uint8_t lengths[PAIRS_MAX];
    size_t count;
    uint32_t initials; /* a bit for each word's first byte modulo 32 */
};

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool is_word_byte(char c)
{
    return text_is_letter(c) || text_is_digit(c);
}

static bool is_listed(const struct text_list *list, const char *word)
{
    for (size_t i = 0; i < list->count; i++)
        if (word[0] == list->items[i][0] && strcmp(word, list->items[i]) == 0)
            return true;
    return false;
}

static bool is_pair_listed(const struct text_list *list, const char *first, size_t length, const char *second)
{
    for (size_t i = 0; i < list->count; i++)
        if (first[0] == list->items[i][0] && strncmp(list->items[i], first, length) == 0 && strcmp(list->items[i] + length, second) == 0)
            return true;
    return false;
}

/* Takes out what names a subject: "block-social-care" is about a block, and about nothing social. */
static void drop_subjects(const struct text_list *subjects, struct name_words *words)
{
    size_t kept = 0;
    for (size_t i = 0; i < words->count; i++) {
        if (i + 1 < words->count && is_pair_listed(subjects, words->words[i], words->lengths[i], words->words[i + 1])) {
            i++;
        } else if (!is_listed(subjects, words->words[i])) {
            if (kept != i)
                memcpy(words->words[kept], words->words[i], WORD_BYTES);
            words->lengths[kept++] = words->lengths[i];
        }
    }
    words->count = kept;
}

/* "top-bar" is also "topbar". */
static void add_pairs(struct name_words *out)
{
    size_t single = out->count;
    for (size_t i = 0; i + 1 < single; i++) {
        size_t first = out->lengths[i], second = out->lengths[i + 1];
        if (first + second >= WORD_BYTES)
            continue;
        memcpy(out->words[out->count], out->words[i], first);
        memcpy(out->words[out->count] + first, out->words[i + 1], second + 1);
        out->lengths[out->count++] = (uint8_t)(first + second);
    }
}

static unsigned initial(const char *word)
{
    return (unsigned)word[0] % INITIALS;
}

static void cut_into_words(const struct text_list *subjects, const char *name, size_t length, struct name_words *out)
{
    out->count = 0;
    size_t filled = 0;
    for (size_t i = 0; i <= length; i++) {
        bool boundary = i == length || !is_word_byte(name[i]) ||
                        (i > 0 && is_upper(name[i]) && !is_upper(name[i - 1]) && is_word_byte(name[i - 1]));
        if (boundary && filled > 0) {
            out->words[out->count][filled] = '\0';
            out->lengths[out->count] = (uint8_t)filled;
            filled = 0;
            if (++out->count == WORDS_MAX)
                break;
        }
        if (i < length && is_word_byte(name[i]) && filled < WORD_BYTES - 1)
            out->words[out->count][filled++] = text_lower(name[i]);
    }
    drop_subjects(subjects, out);
    out->initials = 0;
    for (size_t i = 0; i < out->count; i++)
        out->initials |= (uint32_t)1 << initial(out->words[i]);
    add_pairs(out);
}

static bool matches(const struct name_row *row, const char *word, size_t length, bool alone)
{
    if (row->match == MATCH_ENDS)
        return length >= row->length && memcmp(word + length - row->length, row->text, row->length) == 0;
    if (row->text[0] != word[0] || length < row->length || (row->match == MATCH_ONLY && !alone))
        return false;
    return (row->match == MATCH_BEGINS || length == row->length) && memcmp(word, row->text, row->length) == 0;
}

static bool is_content_name(const struct text_list *content, const char *name, size_t length)
{
    for (size_t i = 0; i < content->count; i++)
        if ((name[0] | 32) == content->items[i][0] && strlen(content->items[i]) == length && text_starts_ignoring_case(name, content->items[i]))
            return true;
    return false;
}

static bool names_part_of_content(const struct text_list *parts, const struct name_words *words)
{
    for (size_t w = 0; w < words->count; w++)
        if (is_listed(parts, words->words[w]))
            return true;
    return false;
}

static bool row_matches(const struct name_row *row, const struct text_list *parts, const struct name_words *words)
{
    for (size_t w = 0; w < words->count; w++)
        if (matches(row, words->words[w], words->lengths[w], words->count == 1))
            return (row->zone != ZONE_HEADER && row->zone != ZONE_FOOTER && row->meaning != NAME_SIDE) || !names_part_of_content(parts, words);
    return false;
}

/* The first row that fits a name, or the number of rows. */
static size_t find_row(const struct markup_words *all, const char *name, size_t length)
{
    struct name_words words;
    cut_into_words(&all->subjects, name, length, &words);
    if (words.count > 1 && is_listed(&all->about_another, words.words[0]))
        return all->name_count;
    for (size_t first = 0; first < all->name_count; first += ROW_BITS) {
        const uint64_t *by_initial = all->by_initial[first / ROW_BITS];
        uint64_t rows = 0;
        for (uint32_t initials = words.initials; initials != 0; initials &= initials - 1)
            rows |= by_initial[__builtin_ctz(initials)];
        for (; rows != 0; rows &= rows - 1) {
            size_t row = first + (size_t)__builtin_ctzll(rows);
            if (row_matches(&all->names[row], &all->parts, &words))
                return row;
        }
    }
    return all->name_count;
}

static void read_one(const struct markup_words *words, const char *name, size_t length, size_t *best, bool *content)
{
    if (is_content_name(&words->content, name, length)) {
        *content = true;
        return;
    }
    size_t row = find_row(words, name, length);
    if (row < *best)
        *best = row;
}

static size_t next_class(const char **at)
{
    *at += strspn(*at, " \t\n\r\f");
    return strcspn(*at, " \t\n\r\f");
}

struct name_reading markup_words_name(const struct markup_words *words, const char *id, const char *class_names)
{
    size_t best = words->name_count, length;
    bool content = false;
    if (id != NULL && *id != '\0')
        read_one(words, id, strlen(id), &best, &content);
    for (const char *at = class_names; at != NULL && (length = next_class(&at)) > 0; at += length)
        read_one(words, at, length, &best, &content);
    if (best < words->name_count && !(content && words->names[best].meaning == NAME_SIDE))
        return (struct name_reading){words->names[best].meaning, words->names[best].zone};
    return (struct name_reading){content ? NAME_CONTENT : NAME_NOTHING, ZONE_MAIN};
}

/* ---- reading texts and classes ---- */

enum block_zone markup_words_opening(const struct markup_words *words, const char *text, size_t length, bool heading)
{
    while (length > 0 && strchr(" :?.!", text[length - 1]) != NULL)
        length--;
    for (size_t i = 0; i < words->openings_table.count; i++) {
        const struct opening_row *row = &words->openings[i];
        if ((text[0] | 32) != row->text[0] || (row->heading && !heading))
            continue;
        if (row->length <= length && (!row->whole || row->length == length) && text_starts_ignoring_case(text, row->text))
            return row->zone;
    }
    return ZONE_MAIN;
}

unsigned markup_words_foot(const struct markup_words *words, const char *text, size_t length)
{
    unsigned weight = 0;
    for (size_t i = 0; i < words->foot_table.count && weight < MARKUP_FOOT_WEIGHT; i++) {
        const struct foot_row *row = &words->foot[i];
        bool fits = row->whole ? row->length == length && text_starts_ignoring_case(text, row->text) : text_find_ignoring_case(text, length, row->text) != NULL;
        if (fits && row->weight > weight)
            weight = row->weight;
    }
    return weight;
}

static bool has_class(const char *classes, const char *wanted, size_t wanted_length)
{
    size_t length;
    for (const char *at = classes; (length = next_class(&at)) > 0; at += length)
        if (length == wanted_length && memcmp(at, wanted, length) == 0)
            return true;
    return false;
}

static bool has_any(const char *classes, const char *wanted)
{
    size_t length;
    for (const char *at = wanted; (length = next_class(&at)) > 0; at += length)
        if (has_class(classes, at, length))
            return true;
    return false;
}

bool markup_words_class(const struct markup_words *words, enum class_meaning meaning, const char *class_names)
{
    const struct class_rows *rows = &words->classes[meaning];
    size_t length;
    if (class_names == NULL)
        return false;
    for (const char *at = class_names; rows->whole_count > 0 && (length = next_class(&at)) > 0; at += length)
        for (size_t i = 0; (rows->initials >> initial(at) & 1) != 0 && i < rows->whole_count; i++) {
            const struct class_row *row = &rows->whole[i];
            if (row->length == length && memcmp(row->text, at, length) == 0 && !has_any(class_names, row->unless))
                return true;
        }
    length = strlen(class_names);
    for (size_t i = 0; i < rows->held_count; i++)
        if (text_find_ignoring_case(class_names, length, rows->held[i].text) != NULL && !has_any(class_names, rows->held[i].unless))
            return true;
    return false;
}

/* ---- loading ---- */

struct loader {
    const char *path;
    const struct csv_table *table;
    const struct csv_row *row;
    struct error *err;
};

static const char *cell(const struct loader *at, const char *column)
{
    return csv_cell(at->row, csv_column(at->table, column));
}

static enum status refuse(const struct loader *at, const char *column, const char *why)
{
    return error_set(at->err, STATUS_INPUT, "%s:%zu: %s is '%s'; %s", at->path, at->row->line, column, cell(at, column), why);
}

static enum status choose(const struct loader *at, const char *column, const char *const *words, size_t *chosen)
{
    return csv_choose(at->path, at->table, at->row, column, words, chosen, at->err);
}

/* Of what stands round a page's own content. */
static enum status choose_zone(const struct loader *at, enum block_zone *zone)
{
    const char *words[ZONE_COUNT];
    size_t count = 0, chosen;
    for (int i = ZONE_MAIN + 1; i < ZONE_REPEATED; i++)
        words[count++] = block_zone_word((enum block_zone)i);
    words[count] = NULL;
    enum status status = choose(at, "zone", words, &chosen);
    *zone = (enum block_zone)((size_t)ZONE_MAIN + 1 + chosen);
    return status;
}

/* A text that is compared with others in lower case. */
static enum status take_text(const struct loader *at, const char *column, const char **text)
{
    *text = cell(at, column);
    if (**text == '\0')
        return refuse(at, column, "give the words to know it by");
    for (const char *c = *text; *c != '\0'; c++)
        if (is_upper(*c))
            return refuse(at, column, "it must be in lower case");
    return STATUS_OK;
}

static bool is_one_word(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (!is_word_byte(text[i]))
            return false;
    return length < WORD_BYTES;
}

static enum status read_name(const struct loader *at, struct markup_words *words)
{
    static const char *const matches_of[] = {[MATCH_WORD] = "word", [MATCH_BEGINS] = "word begins", [MATCH_ENDS] = "word ends", [MATCH_ONLY] = "only word",
                                             [MATCH_NAME] = "name", [MATCH_FIRST] = "first word", NULL};
    enum { FURNITURE, SIDE, CONTENT, PART, SUBJECT, ANOTHER };
    static const char *const meanings[] = {[FURNITURE] = "furniture", [SIDE] = "side", [CONTENT] = "content", [PART] = "part of content", [SUBJECT] = "subject",
                                           [ANOTHER] = "about another", NULL};
    struct name_row row = {.text = NULL};
    size_t match, meaning;
    enum status status = take_text(at, "name", &row.text);
    if (status == STATUS_OK)
        status = choose(at, "match", matches_of, &match);
    if (status == STATUS_OK)
        status = choose(at, "meaning", meanings, &meaning);
    if (status != STATUS_OK)
        return status;
    row.length = strlen(row.text);
    row.match = (enum name_match)match;
    row.meaning = meaning == SIDE ? NAME_SIDE : NAME_FURNITURE;
    if (match != MATCH_NAME && !is_one_word(row.text, row.length))
        return refuse(at, "name", "a word has letters and digits alone, and is short");
    if ((meaning == CONTENT) != (match == MATCH_NAME))
        return refuse(at, "match", "'name' is for 'content', and 'content' for no other");
    if ((meaning == PART || meaning == SUBJECT) && match != MATCH_WORD)
        return refuse(at, "match", meaning == PART ? "'part of content' is told by a 'word'" : "'subject' is told by a 'word'");
    if ((meaning == ANOTHER) != (match == MATCH_FIRST))
        return refuse(at, "match", "'first word' is for 'about another', and 'about another' for no other");
    if (meaning >= CONTENT) {
        struct text_list *const lists[] = {[CONTENT] = &words->content, [PART] = &words->parts, [SUBJECT] = &words->subjects, [ANOTHER] = &words->about_another};
        struct text_list *list = lists[meaning];
        list->items[list->count++] = row.text;
        return STATUS_OK;
    }
    status = choose_zone(at, &row.zone);
    words->names[words->name_count++] = row;
    return status;
}

static enum status read_opening(const struct loader *at, struct markup_words *words)
{
    static const char *const ways[] = {"begins", "is", NULL}, *const places[] = {"any", "heading", NULL};
    struct opening_row *row = &words->openings[at->row - at->table->rows];
    size_t whole = 0, heading = 0;
    enum status status = take_text(at, "text", &row->text);
    if (status == STATUS_OK)
        status = choose(at, "match", ways, &whole);
    if (status == STATUS_OK)
        status = choose(at, "where", places, &heading);
    if (status == STATUS_OK)
        status = choose_zone(at, &row->zone);
    row->length = strlen(row->text);
    row->whole = whole == 1;
    row->heading = heading == 1;
    return status;
}

static enum status read_foot(const struct loader *at, struct markup_words *words)
{
    static const char *const ways[] = {"holds", "is", NULL};
    struct foot_row *row = &words->foot[at->row - at->table->rows];
    size_t whole = 0;
    int64_t weight = 0;
    enum status status = take_text(at, "text", &row->text);
    if (status == STATUS_OK)
        status = choose(at, "match", ways, &whole);
    if (status == STATUS_OK && !text_to_int(cell(at, "weight"), 1, MARKUP_FOOT_WEIGHT, &weight))
        status = refuse(at, "weight", "allowed are 1 and 2: 2 is enough alone");
    row->length = strlen(row->text);
    row->whole = whole == 1;
    row->weight = (unsigned)weight;
    return status;
}

static enum status read_class(const struct loader *at, struct markup_words *words)
{
    static const char *const ways[] = {"holds", "is", NULL};
    static const char *const meanings[] = {[CLASS_HIDDEN] = "hidden", [CLASS_CLOSED] = "closed", [CLASS_PANEL] = "panel", [CLASS_TAB] = "tab", [CLASS_TITLE] = "title", [CLASS_CONTROL] = "control",
                                           [CLASS_LEADS] = "leads", [CLASS_SHOWS] = "shows", NULL};
    _Static_assert(sizeof meanings / sizeof meanings[0] == CLASS_MEANING_COUNT + 1, "a word for each");
    struct class_row row = {.unless = cell(at, "unless")};
    size_t whole = 0, meaning = 0;
    enum status status = take_text(at, "class", &row.text);
    if (status == STATUS_OK)
        status = choose(at, "match", ways, &whole);
    if (status == STATUS_OK)
        status = choose(at, "meaning", meanings, &meaning);
    if (status != STATUS_OK)
        return status;
    row.length = strlen(row.text);
    struct class_rows *rows = &words->classes[meaning];
    if (whole == 1) {
        rows->whole[rows->whole_count++] = row;
        rows->initials |= (uint32_t)1 << initial(row.text);
    } else {
        rows->held[rows->held_count++] = row;
    }
    return STATUS_OK;
}

typedef enum status (*row_reader)(const struct loader *at, struct markup_words *words);

static enum status read_rows(const char *path, const struct csv_table *table, const char *const *columns, row_reader read, struct markup_words *words,
                             struct error *err)
{
    size_t count = 0;
    while (columns[count] != NULL)
        count++;
    enum status status = csv_columns(path, table, columns, count, NULL, err);
    for (size_t i = 0; i < table->count && status == STATUS_OK; i++)
        status = read(&(struct loader){path, table, &table->rows[i], err}, words);
    return status;
}

/* The rows that a word's initial may fit: those of its end fit any. */
static void list_by_initial(struct markup_words *words)
{
    words->by_initial = memory_array(words->name_count / ROW_BITS + 1, sizeof *words->by_initial);
    for (size_t i = 0; i < words->name_count; i++)
        for (unsigned letter = 0; letter < INITIALS; letter++)
            if (words->names[i].match == MATCH_ENDS || initial(words->names[i].text) == letter)
                words->by_initial[i / ROW_BITS][letter] |= (uint64_t)1 << i % ROW_BITS;
}

enum status markup_words_load(const char *seeds, struct markup_words **out, struct error *err)
{
    struct markup_words *words = memory_alloc(sizeof *words);
    struct arena arena = {0};
    enum { NAMES, OPENINGS, FOOT, CLASSES, FILES };
    static const char *const files[FILES] = {"names", "openings", "foot", "classes"};
    static const char *const columns[FILES][5] = {
        {"name", "match", "meaning", "zone"}, {"text", "match", "where", "zone"}, {"text", "match", "weight"}, {"class", "match", "meaning", "unless"}};
    static const row_reader readers[FILES] = {read_name, read_opening, read_foot, read_class};
    struct csv_table *const tables[FILES] = {&words->names_table, &words->openings_table, &words->foot_table, &words->classes_table};
    const char *paths[FILES];
    enum status status = STATUS_OK;
    for (int i = 0; i < FILES && status == STATUS_OK; i++) {
        paths[i] = arena_printf(&arena, "%s/document/%s.csv", seeds, files[i]);
        status = csv_load(paths[i], LIMIT_SEED_BYTES, tables[i], err);
    }
    words->names = memory_array(words->names_table.count + 1, sizeof *words->names);
    words->content.items = memory_array(words->names_table.count + 1, sizeof *words->content.items);
    words->parts.items = memory_array(words->names_table.count + 1, sizeof *words->parts.items);
    words->subjects.items = memory_array(words->names_table.count + 1, sizeof *words->subjects.items);
    words->about_another.items = memory_array(words->names_table.count + 1, sizeof *words->about_another.items);
    words->openings = memory_array(words->openings_table.count + 1, sizeof *words->openings);
    words->foot = memory_array(words->foot_table.count + 1, sizeof *words->foot);
    for (int i = 0; i < CLASS_MEANING_COUNT; i++) {
        words->classes[i].whole = memory_array(words->classes_table.count + 1, sizeof *words->classes[i].whole);
        words->classes[i].held = memory_array(words->classes_table.count + 1, sizeof *words->classes[i].held);
    }
    for (int i = 0; i < FILES && status == STATUS_OK; i++)
        status = read_rows(paths[i], tables[i], columns[i], readers[i], words, err);
    arena_release(&arena);
    if (status != STATUS_OK) {
        markup_words_free(words);
        return status;
    }
    list_by_initial(words);
    *out = words;
    return STATUS_OK;
}

void markup_words_free(struct markup_words *words)
{
    if (words == NULL)
        return;
    csv_release(&words->names_table);
    csv_release(&words->openings_table);
    csv_release(&words->foot_table);
    csv_release(&words->classes_table);
    free(words->names);
    free(words->content.items);
    free(words->parts.items);
    free(words->subjects.items);
    free(words->about_another.items);
    free(words->by_initial);
    free(words->openings);
    free(words->foot);
    for (int i = 0; i < CLASS_MEANING_COUNT; i++) {
        free(words->classes[i].whole);
        free(words->classes[i].held);
    }
    free(words);
}
