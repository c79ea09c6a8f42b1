#include "crawler/headline.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/text.h"

/* How many words a part of a heading may have to claim something, and to be suspected of it
 * where it has other words: with a phrase of three words, and with one of two at its beginning. */
enum { CLAIM_WORDS = 20, DOUBT_WORDS = 12, DOUBT_SHORT_WORDS = 4 };

enum { AROUND, ABOUT };
static const struct phrase_place places[] = {{"around", false}, {"about", false}, {NULL, false}};

struct headline_words {
    struct phrases words;
};

enum status headline_load(const char *seeds, struct headline_words **out, struct error *err)
{
    struct headline_words *made = memory_alloc(sizeof *made);
    struct arena arena = {0};
    const char *path = arena_printf(&arena, "%s/crawl/headlines.csv", seeds);
    enum status status = phrases_load(path, places, &made->words, err);
    for (size_t i = 0; i < made->words.count && status == STATUS_OK; i++)
        if (strchr(made->words.items[i].text + 1, ' ') != made->words.items[i].text + made->words.items[i].length - 1)
            status = error_set(err, STATUS_INPUT, "%s: '%s' is no single word", path, made->words.items[i].text + 1);
    arena_release(&arena);
    if (status != STATUS_OK) {
        headline_free(made);
        return status;
    }
    *out = made;
    return STATUS_OK;
}

void headline_free(struct headline_words *words)
{
    if (words == NULL)
        return;
    phrases_release(&words->words);
    free(words);
}

static size_t count_words(const char *folded)
{
    size_t words = 0;
    for (; *folded != '\0'; folded++)
        words += folded[0] == ' ' && folded[1] != '\0' && folded[1] != ' ';
    return words;
}

/* `word` with the spaces on both sides, `length` bytes. */
static bool is_listed(const struct headline_words *words, int where, const char *word, size_t length)
{
    for (size_t i = 0; i < words->words.count; i++) {
        const struct phrase *phrase = &words->words.items[i];
        if (phrase->where == where && phrase->length == length && memcmp(phrase->text, word, length) == 0)
            return true;
    }
    return false;
}

/* One part of a heading between its separators. */
struct part {
    int weight;    /* of the heaviest phrase in it */
    int doubtful;  /* of those that would make a claim if the other words did not count */
    bool alone;    /* nothing in it but phrases and words that stand round them */
    bool about;    /* a word that tells, asks or explains */
};

/* Marks the words that a phrase takes. */
static void cover(const char *folded, const struct phrase *phrase, bool *covered)
{
    for (const char *found = strstr(folded, phrase->text); found != NULL; found = strstr(found + 1, phrase->text)) {
        size_t first = 0, words = count_words(phrase->text);
        for (const char *at = folded; at < found; at++)
            first += *at == ' ';
        for (size_t i = 0; i < words; i++)
            covered[first + i] = true;
    }
}

static struct part read_part(const struct headline_words *words, const struct phrases *list, int where, const char *text, size_t length)
{
    struct part part = {0};
    struct buffer buffer;
    bool covered[CLAIM_WORDS] = {false};
    buffer_init(&buffer, 4 * LIMIT_TITLE_BYTES);
    phrases_fold(&buffer, text, length);
    const char *folded = buffer_text(&buffer);
    size_t count = count_words(folded);
    for (size_t i = 0; i < list->count && count > 0; i++) {
        const struct phrase *phrase = &list->items[i];
        const char *found = phrase->where == where ? strstr(folded, phrase->text) : NULL;
        if (found == NULL)
            continue;
        size_t own = count_words(phrase->text);
        if (count <= CLAIM_WORDS)
            cover(folded, phrase, covered);
        bool leads = own >= 3 ? count <= DOUBT_WORDS : own == 2 && count <= DOUBT_SHORT_WORDS && found == folded;
        part.weight = phrase->weight > part.weight ? phrase->weight : part.weight;
        part.doubtful = leads && phrase->weight > part.doubtful ? phrase->weight : part.doubtful;
    }
    part.alone = count > 0 && count <= CLAIM_WORDS;
    size_t number = 0;
    for (const char *at = folded; count > 0 && at[1] != '\0'; number++) {
        size_t word = strcspn(at + 1, " ") + 2;
        bool is_covered = number < CLAIM_WORDS && covered[number];
        part.alone = part.alone && (is_covered || is_listed(words, AROUND, at, word));
        part.about = part.about || (!is_covered && is_listed(words, ABOUT, at, word));
        at += word - 1;
    }
    buffer_release(&buffer);
    return part;
}

/* A whole title or heading. */
struct line {
    int full, doubtful; /* weights of parts that claim, and of those with other words */
    bool colon;         /* the claim shares its line with something else by a colon alone */
    bool about;
};

/* "|", dashes, a hyphen between spaces, ":" and the like set the page's name apart from the site's. */
static bool is_separator(uint32_t c, const char *text, size_t at)
{
    bool spaced_hyphen = c == '-' && at > 0 && text[at - 1] == ' ';
    return c == '|' || c == 0x2013 || c == 0x2014 || c == ':' || c == 0xBB || c == 0xB7 || spaced_hyphen;
}

static struct line read_line(const struct headline_words *words, const struct phrases *list, int where, const char *text, size_t length)
{
    struct line line = {0};
    struct part whole = read_part(words, list, where, text, length);
    if (whole.alone && whole.weight > 0)
        return (struct line){.full = whole.weight};
    bool colon_before = false;
    for (size_t start = 0, at = 0; start <= length;) {
        size_t mark = at;
        uint32_t c = at < length ? text_next(text, length, &at) : 0;
        if (mark < length && !is_separator(c, text, mark))
            continue;
        struct part part = read_part(words, list, where, text + start, mark - start);
        if (part.alone && part.weight > line.full) {
            line.full = part.weight;
            line.colon = colon_before || c == ':';
        } else if (!part.alone && part.doubtful > line.doubtful) {
            line.doubtful = part.doubtful;
        }
        line.about = line.about || part.about;
        colon_before = c == ':';
        if (mark == length)
            break;
        start = at;
    }
    return line;
}

static const struct block *first_heading(const struct document *document)
{
    for (size_t i = 0; i < document->block_count; i++) {
        const struct block *block = &document->blocks[i];
        if (block->kind == BLOCK_HEADING && !block->hidden && block->zone == ZONE_MAIN)
            return block;
    }
    return NULL;
}

static bool says_any(const struct phrases *list, int where, const char *text, size_t length)
{
    struct buffer folded;
    bool says = false;
    buffer_init(&folded, 4 * LIMIT_TITLE_BYTES);
    phrases_fold(&folded, text, length);
    for (size_t i = 0; i < list->count && !says; i++)
        says = list->items[i].where == where && strstr(buffer_text(&folded), list->items[i].text) != NULL;
    buffer_release(&folded);
    return says;
}

static int at_most(int weight, int most)
{
    return weight < most ? weight : most;
}

struct headline headline_read(const struct headline_words *words, const struct phrases *list, int where, const struct document *document)
{
    const struct block *first = first_heading(document);
    struct headline headline = {.heading = first};
    if (!says_any(list, where, document->title, strlen(document->title)) &&
        (first == NULL || !says_any(list, where, first->text, first->length)))
        return headline; /* nearly every page's */
    struct line title = read_line(words, list, where, document->title, strlen(document->title)), heading = {0};
    if (first != NULL)
        heading = read_line(words, list, where, first->text, first->length);
    /* What claims something: the heading where it does, else the title. */
    bool by_heading = heading.full >= title.full && heading.full > 0;
    const struct line *line = by_heading ? &heading : &title;
    int doubtful = at_most(title.doubtful > heading.doubtful ? title.doubtful : heading.doubtful, HEADLINE_DOUBTFUL);
    headline.sure = !line->colon && (by_heading || first == NULL);
    headline.weight = title.about || heading.about ? at_most(line->full, HEADLINE_DOUBTFUL) : line->full;
    if (headline.weight < doubtful) {
        headline.weight = doubtful;
        headline.sure = false;
    }
    return headline;
}

bool headline_is_about(const struct headline_words *words, const struct document *document)
{
    static const struct phrases none = {.count = 0};
    const struct block *first = first_heading(document);
    return read_line(words, &none, 0, document->title, strlen(document->title)).about ||
           (first != NULL && read_line(words, &none, 0, first->text, first->length).about);
}
