#include "crawler/links/headline.h"

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

enum { HEADINGS_READ = 2 }; /* the first may be the site's name */

static size_t first_headings(const struct document *document, const struct block **out)
{
    size_t count = 0;
    for (size_t i = 0; i < document->block_count && count < HEADINGS_READ; i++) {
        const struct block *block = &document->blocks[i];
        if (block->kind == BLOCK_HEADING && !block->hidden && block->zone == ZONE_MAIN)
            out[count++] = block;
    }
    return count;
}

static bool says_any(const struct phrases *list, int where, const char *text, size_t length)
{
    struct buffer folded;
    buffer_init(&folded, 4 * LIMIT_TITLE_BYTES);
    phrases_fold(&folded, text, length);
    bool says = phrases_weigh(list, where, buffer_text(&folded), folded.length) > 0;
    buffer_release(&folded);
    return says;
}

static int at_most(int weight, int most)
{
    return weight < most ? weight : most;
}

/* Title and first headings, in this order; of plain text, which has neither, its one paragraph. */
struct lines {
    struct { const char *text; size_t length; } items[1 + HEADINGS_READ];
    size_t count;
};

static struct lines lines_of(const struct document *document)
{
    const struct block *headings[HEADINGS_READ];
    struct lines lines = {.items = {{document->title, strlen(document->title)}}};
    if (document->type == DOCUMENT_TEXT && document->block_count == 1) {
        lines.items[0].text = document->blocks[0].text;
        lines.items[0].length = document->blocks[0].length;
    }
    lines.count = 1 + first_headings(document, headings);
    for (size_t i = 1; i < lines.count; i++) {
        lines.items[i].text = headings[i - 1]->text;
        lines.items[i].length = headings[i - 1]->length;
    }
    return lines;
}

struct headline headline_read(const struct headline_words *words, const struct phrases *list, int where, const struct document *document)
{
    struct lines lines = lines_of(document);
    struct headline headline = {.weight = 0};
    bool about = false, says = false;
    int doubtful = 0;
    for (size_t i = 0; i < lines.count && !says; i++)
        says = says_any(list, where, lines.items[i].text, lines.items[i].length);
    for (size_t i = 0; i < lines.count && says; i++) {
        struct line line = read_line(words, list, where, lines.items[i].text, lines.items[i].length);
        /* What the first heading says is said of the page; a title goes for it where there is no heading. */
        bool sure = !line.colon && (i == 1 || lines.count == 1);
        if (line.full > headline.weight || (line.full == headline.weight && sure))
            headline = (struct headline){.weight = line.full, .sure = sure};
        doubtful = line.doubtful > doubtful ? line.doubtful : doubtful;
        about = about || (line.about && i <= 1);
    }
    if (about)
        headline.weight = at_most(headline.weight, HEADLINE_DOUBTFUL);
    if (headline.weight < at_most(doubtful, HEADLINE_DOUBTFUL))
        headline = (struct headline){.weight = at_most(doubtful, HEADLINE_DOUBTFUL)};
    return headline;
}

bool headline_is_about(const struct headline_words *words, const struct document *document)
{
    static const struct phrases none = {.count = 0};
    struct lines lines = lines_of(document);
    bool about = false;
    for (size_t i = 0; i < lines.count && i <= 1; i++)
        about = about || read_line(words, &none, 0, lines.items[i].text, lines.items[i].length).about;
    return about;
}

int headline_weigh(const struct phrases *list, int where, const struct document *document)
{
    struct lines lines = lines_of(document);
    struct buffer folded;
    buffer_init(&folded, 4 * HEADINGS_READ * LIMIT_TITLE_BYTES);
    for (size_t i = 1; i < lines.count; i++)
        phrases_fold(&folded, lines.items[i].text, lines.items[i].length);
    int weight = phrases_weigh(list, where, buffer_text(&folded), folded.length);
    buffer_release(&folded);
    return weight;
}
