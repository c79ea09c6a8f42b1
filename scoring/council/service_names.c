/* What a service is called: its names, and those that a council gives it ("Sparks is what we call our short breaks"). */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "scoring/council/service_pages.h"

enum { NAMES_MOST = 60 };

/* In lower case, a hyphen as a space. */
static char folded(char c)
{
    return c == '-' ? ' ' : text_lower(c);
}

enum { BEGINS = 3, BEGINNING_BITS = 512 };

/* What the words of a text begin with, a bit each: most names are ruled out by that alone. */
struct beginnings {
    uint64_t bits[BEGINNING_BITS / 64];
};

/* Of the word's first three bytes. */
static size_t beginning(const char *word)
{
    return ((unsigned char)folded(word[0]) * 31u + (unsigned char)folded(word[1]) * 7u + (unsigned char)folded(word[2])) % BEGINNING_BITS;
}

static void find_beginnings(const char *text, struct beginnings *found)
{
    *found = (struct beginnings){{0}};
    for (const char *at = text; *at && at[1]; at++)
        if (at == text || !rows_word_byte(at[-1]))
            found->bits[beginning(at) / 64] |= (uint64_t)1 << (beginning(at) % 64);
}

static bool may_begin(const struct beginnings *found, const char *name)
{
    return strnlen(name, BEGINS) < BEGINS || (found->bits[beginning(name) / 64] >> (beginning(name) % 64) & 1) != 0;
}

/* The name as whole words, or NULL; a hyphen and a space are the same. */
static const char *find_name(const char *text, const char *name)
{
    char first = folded(name[0]);
    for (const char *at = text; *at; at++) {
        if (folded(*at) != first || (at != text && rows_word_byte(at[-1])))
            continue;
        size_t i = 0;
        while (name[i] && folded(at[i]) == folded(name[i]))
            i++;
        if (!name[i] && !rows_word_byte(at[i]))
            return at;
    }
    return NULL;
}

static bool names_one_of(const char *text, const struct beginnings *found, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (may_begin(found, names[i]) && find_name(text, names[i]) != NULL)
            return true;
    return false;
}

bool service_says_name(const struct rubric_service *service, const char *text)
{
    struct beginnings found;
    find_beginnings(text, &found);
    return names_one_of(text, &found, service->names, service->name_count);
}

/* Blanks out each place of the name. */
static void cut_name(char *text, const char *name)
{
    const char *at;
    while ((at = find_name(text, name)) != NULL)
        memset(text + (at - text), ' ', strlen(name));
}

bool service_other_sense(const struct rubric_service *service, const char *text)
{
    struct beginnings found;
    if (service->not_name_count == 0)
        return false;
    find_beginnings(text, &found);
    if (!names_one_of(text, &found, service->not_names, service->not_name_count))
        return false;
    char *rest = memory_copy(text);
    for (size_t i = 0; i < service->not_name_count; i++)
        cut_name(rest, service->not_names[i]);
    bool named = service_says_name(service, rest); /* "From the disabled children's team to adult social care" */
    free(rest);
    return !named;
}

bool service_is_code(const struct rubric_service *service, const char *code)
{
    return code && text_is_among(code, service->page_services, service->page_service_count);
}

bool service_is_in_title(const struct rubric_service *service, const struct document *document)
{
    return service_says_name(service, document->title) || service_says_name(service, document_first_heading(document));
}

bool service_is_in_text(const struct rubric_service *service, const struct document *document)
{
    for (size_t i = 0; i < document->block_count; i++)
        if (document->blocks[i].zone == ZONE_MAIN && service_says_name(service, document->blocks[i].text))
            return true;
    return false;
}

bool service_names_another(const struct council_view *council, const struct rubric_service *service, const struct document *document)
{
    for (size_t i = 0; i < council->texts->service_count; i++) {
        const struct rubric_service *other = &council->texts->services[i];
        if (strcmp(other->id, service->id) != 0 && service_is_in_title(other, document))
            return true;
    }
    return false;
}

bool service_says_own_name(const struct council_view *council, const struct rubric_service *service, const char *text)
{
    for (size_t i = 0; i < council->own_name_count; i++)
        if (council->own_names[i].service == service && find_name(text, council->own_names[i].name) != NULL)
            return true;
    return false;
}

/* By its names, the council's own for it, and the `more` ones. `found` are the text's. */
static bool is_named(const struct council_view *council, const struct rubric_service *service, const char *text, const struct beginnings *found,
                     const char *const *more, size_t count)
{
    return (names_one_of(text, found, service->names, service->name_count) || names_one_of(text, found, more, count) ||
            service_says_own_name(council, service, text)) &&
           !service_other_sense(service, text);
}

bool service_is_named(const struct council_view *council, const struct rubric_service *service, const char *words)
{
    struct beginnings found;
    find_beginnings(words, &found);
    return is_named(council, service, words, &found, service->short_names, service->short_name_count);
}

enum more { MORE_NONE, MORE_SHORT, MORE_ITEM };

/* The one service that is named, and how many are. */
static const struct rubric_service *named_alone(const struct council_view *council, const char *text, enum more more, size_t *named)
{
    const struct rubric_service *alone = NULL;
    struct beginnings found;
    find_beginnings(text, &found);
    *named = 0;
    for (size_t i = 0; i < council->texts->service_count; i++) {
        const struct rubric_service *service = &council->texts->services[i];
        const char *const *names = more == MORE_ITEM ? service->item_names : service->short_names;
        size_t count = more == MORE_NONE ? 0 : more == MORE_ITEM ? service->item_name_count : service->short_name_count;
        if (!is_named(council, service, text, &found, names, count))
            continue;
        alone = service;
        (*named)++;
    }
    return *named == 1 ? alone : NULL;
}

const struct rubric_service *service_named_alone(const struct council_view *council, const char *heading)
{
    size_t named;
    return named_alone(council, heading, MORE_SHORT, &named);
}

const struct rubric_service *service_named_in_item(const struct council_view *council, const char *words)
{
    size_t named;
    const struct rubric_service *found = named_alone(council, words, MORE_NONE, &named);
    return named > 0 ? found : named_alone(council, words, MORE_ITEM, &named);
}

bool service_is_key_working(const struct rubric_service *service)
{
    return !strcmp(service->id, "key-working");
}

/* ---- a council's own names ---- */

static bool same_words(const char *text, size_t length, const char *name)
{
    return length == strlen(name) && text_starts_ignoring_case(text, name);
}

/* The service that the words are a name of, and nothing else; NULL for none. */
static const struct rubric_service *service_called(const struct council_view *council, const char *text, size_t length)
{
    for (size_t i = 0; i < council->texts->service_count; i++) {
        const struct rubric_service *service = &council->texts->services[i];
        for (size_t n = 0; n < service->name_count; n++)
            if (same_words(text, length, service->names[n]))
                return service;
    }
    return NULL;
}

bool service_is_code_of_any(const struct council_view *council, const char *code)
{
    for (size_t i = 0; i < council->texts->service_count; i++)
        if (service_is_code(&council->texts->services[i], code))
            return true;
    return false;
}

bool service_is_shared_code(const struct council_view *council, const struct rubric_service *service, const char *code)
{
    for (size_t i = 0; i < council->texts->service_count; i++) {
        const struct rubric_service *other = &council->texts->services[i];
        if (other != service && (service_is_code(other, code) || text_is_among(code ? code : "", other->wider_services, other->wider_service_count)))
            return true;
    }
    return false;
}

static void take_name(struct council_view *council, const struct row_sentence *sentence)
{
    struct regex_match match;
    enum { FIRST = 1, SECOND = 2 };
    if (regex_find_seen(council->rules->rows, ROW_OWN_NAME, council->scratch, sentence->alone, sentence->text, sentence->length, &match) != REGEX_FOUND ||
        !regex_captured(&match, FIRST) || !regex_captured(&match, SECOND))
        return;
    bool after = *regex_value(match.pattern) != '\0'; /* "Our short breaks are called Sparks" */
    size_t own = after ? SECOND : FIRST, of = after ? FIRST : SECOND;
    size_t length = match.end[own] - match.start[own];
    const char *name = arena_copy_n(council->work, sentence->text + match.start[own], length);
    const struct rubric_service *service = service_called(council, sentence->text + match.start[of], match.end[of] - match.start[of]);
    if (service && !service_named_alone(council, name))
        council->own_names[council->own_name_count++] = (struct own_name){service, name};
}

void council_find_own_names(struct council_view *council)
{
    const struct council_evidence *evidence = council->evidence;
    council->own_names = arena_array(council->work, NAMES_MOST, sizeof *council->own_names);
    for (size_t i = 0; i < evidence->page_count; i++) {
        const struct council_page *page = &evidence->pages[i];
        if (page->page->purpose != PAGE_CONTENT || !page->document || !page->assessment || !service_is_code_of_any(council, page->assessment->service))
            continue; /* reading every page would cost more than the names are worth */
        const struct page_reading *reading = council_reading(council, i);
        for (size_t s = 0; s < reading->sentence_count && council->own_name_count < NAMES_MOST; s++)
            take_name(council, &reading->sentences[s]);
    }
}
