/* Names that a council gives its services: "Sparks is what we call our short breaks". */
#include <string.h>

#include "base/text.h"
#include "scoring/rows.h"

enum { NAMES_MOST = 60 };

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

static bool is_of_a_service(const struct council_view *council, const struct council_page *page)
{
    const char *code = page->assessment->service ? page->assessment->service : "";
    for (size_t i = 0; i < council->texts->service_count; i++)
        if (text_is_among(code, council->texts->services[i].page_services, council->texts->services[i].page_service_count))
            return true;
    return false;
}

static void take_name(struct council_view *council, const struct row_sentence *sentence)
{
    struct regex_match match;
    enum { FIRST = 1, SECOND = 2 };
    if (regex_find_seen(council->rules->rows, ROW_OWN_NAME, council->scratch, &sentence->alone, sentence->text, sentence->length, &match) != REGEX_FOUND ||
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
        if (page->page->purpose != PAGE_CONTENT || !page->document || !page->assessment || !is_of_a_service(council, page))
            continue; /* reading every page would cost more than the names are worth */
        const struct page_reading *reading = council_reading(council, i);
        for (size_t s = 0; s < reading->sentence_count && council->own_name_count < NAMES_MOST; s++)
            take_name(council, &reading->sentences[s]);
    }
}
