#include "crawler/links/wording.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buffer.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/text.h"
#include "crawler/links/headline.h"
#include "crawler/links/phrases.h"

/* How many words a page may have for its words to be about the page itself: a page that
 * explains how to report a missing page, or an article on a merger, has more. */
enum {
    NOT_FOUND_WORDS = 300,
    ALONE_WORDS = 40,              /* where that is all that it says, with the title of what was there perhaps */
    LOST_WORDS = 200,              /* where it says in its own words that what was asked for is not there, */
    LOST_BEGINNING = 60,           /* and says so at once: further down it may speak of other pages */
    PARKED_WORDS = 400,
    MOVED_WORDS = 200,
    MOVED_TEXT_WORDS = 80,         /* where only running text says so: a page that goes on has more to tell than that */
    UNAVAILABLE_WORDS = 450,       /* the pages that servers come with are long */
    UNAVAILABLE_TEXT_WORDS = 80,   /* where only running text says so */
    AT_ONCE_WORDS = 25,            /* and where it does, it is the first thing said, under the heading: further down it speaks of something else */
    SENDS_ON_WORDS = 60,           /* servers write 3 to 30, with their own name below */
    MARKUP_BYTES = 64 * 1024,  /* challenge pages are smaller */
    CONSENT_WORDS = 400,           /* what is said of cookies as such has more */
    WEAK_WEIGHT = 60,
    BORNE_OUT_WORDS = 120,     /* a glossary of errors has more */
    BORNE_OUT_WEIGHT = 20,     /* least weight of running text that bears a doubtful headline out */
};

/* A page with a phrase for EXCEPT is about something else ("has closed for the summer"). */
enum { HEADING, TEXT, MARKUP, EXCEPT };
static const struct phrase_place page_places[] = {{"heading", false}, {"text", false}, {"markup", true}, {"except", false}, {NULL, false}};

/* What a page says to who is lost: that it is not there, that this is what was asked for, and where to go on. */
enum { LOST_GONE = EXCEPT + 1, LOST_ASKED, LOST_WAYS, ALONE };
static const struct phrase_place not_found_places[] = {{"heading", false}, {"text", false}, {"markup", true}, {"except", false},
                                                       {"gone", false},    {"asked", false}, {"ways", false}, {"alone", false}, {NULL, false}};

/* Three places for each of three meanings: place / PLACES is the meaning. */
enum { TITLE, HEADER, CHALLENGE_MARKUP, PLACES };
enum { CHALLENGE, QUEUE, REFUSAL, MEANINGS };
static const struct phrase_place challenge_places[] = {
    {"challenge-title", false}, {"challenge-header", true}, {"challenge-markup", true},
    {"queue-title", false},     {"queue-header", true},     {"queue-markup", true},
    {"refusal-title", false},   {"refusal-header", true},   {"refusal-markup", true},   {NULL, false},
};

struct wording {
    struct headline_words *headlines;
    struct phrases not_found, parked, moved, unavailable, sends_on, sign_in, consent, challenge;
    struct phrase_search *marks[2]; /* of the challenge's markup: all, and those that ordinary pages never carry */
};

enum status wording_load(const char *seeds, struct wording **out, struct error *err)
{
    struct wording *wording = memory_alloc(sizeof *wording);
    const struct {
        const char *file;
        const struct phrase_place *places;
        struct phrases *phrases;
    } lists[] = {
        {"not-found.csv", not_found_places, &wording->not_found},
        {"parked.csv", page_places, &wording->parked},
        {"moved.csv", page_places, &wording->moved},
        {"unavailable.csv", page_places, &wording->unavailable},
        {"sends-on.csv", page_places, &wording->sends_on},
        {"sign-in.csv", page_places, &wording->sign_in},
        {"consent.csv", page_places, &wording->consent},
        {"challenge.csv", challenge_places, &wording->challenge},
    };
    struct arena arena = {0};
    enum status status = headline_load(seeds, &wording->headlines, err);
    for (size_t i = 0; i < sizeof lists / sizeof lists[0] && status == STATUS_OK; i++)
        status = phrases_load(arena_printf(&arena, "%s/crawl/%s", seeds, lists[i].file), lists[i].places, lists[i].phrases, err);
    arena_release(&arena);
    if (status != STATUS_OK) {
        wording_free(wording);
        return status;
    }
    unsigned markup = 0;
    for (int i = 0; i < MEANINGS; i++)
        markup |= 1u << (i * PLACES + CHALLENGE_MARKUP);
    wording->marks[false] = phrases_search_new(&wording->challenge, markup, 0);
    wording->marks[true] = phrases_search_new(&wording->challenge, markup, PHRASE_WEIGHT_MAX);
    *out = wording;
    return STATUS_OK;
}

void wording_free(struct wording *wording)
{
    if (wording == NULL)
        return;
    headline_free(wording->headlines);
    phrases_search_free(wording->marks[false]);
    phrases_search_free(wording->marks[true]);
    phrases_release(&wording->not_found);
    phrases_release(&wording->parked);
    phrases_release(&wording->moved);
    phrases_release(&wording->unavailable);
    phrases_release(&wording->sends_on);
    phrases_release(&wording->sign_in);
    phrases_release(&wording->consent);
    phrases_release(&wording->challenge);
    free(wording);
}

static size_t count_words(const char *folded)
{
    size_t words = 0;
    for (; *folded != '\0'; folded++)
        words += folded[0] == ' ' && folded[1] != '\0' && folded[1] != ' ';
    return words;
}

/* Furniture ("can't find it? search") is left out. */
void wording_page_init(struct wording_page *page, const struct document *document)
{
    page->document = document;
    buffer_init(&page->content, LIMIT_BLOCK_BYTES);
    for (size_t i = 0; i < document->block_count && !page->content.over; i++) {
        const struct block *block = &document->blocks[i];
        if (!block->hidden && block->zone == ZONE_MAIN)
            phrases_fold(&page->content, block->text, block->length);
    }
    page->words = count_words(buffer_text(&page->content));
}

void wording_page_release(struct wording_page *page)
{
    buffer_release(&page->content);
}

static int weigh_content(const struct phrases *phrases, const struct wording_page *page)
{
    return phrases_weigh(phrases, TEXT, buffer_text(&page->content), page->content.length);
}

static bool is_short(const struct wording_page *page, size_t most_words)
{
    return !page->content.over && page->words <= most_words;
}

/* `claim`, unless the page is about something else. */
static enum wording_strength unless_excepted(const struct phrases *phrases, const struct wording_page *page, enum wording_strength claim)
{
    bool excepted = claim != WORDING_NONE && phrases_weigh(phrases, EXCEPT, buffer_text(&page->content), page->content.length) > 0;
    return excepted ? WORDING_NONE : claim;
}

/* What title and headings claim, as far as the page's other words bear it out; `content` is the weight of them all. */
static struct headline read_headline(const struct wording *wording, const struct phrases *phrases, const struct wording_page *page, int content)
{
    struct headline headline = headline_read(wording->headlines, phrases, HEADING, page->document);
    bool doubted = headline.weight > HEADLINE_DOUBTFUL && !headline.sure;
    if (doubted && (!is_short(page, BORNE_OUT_WORDS) || content - headline_weigh(phrases, TEXT, page->document) < BORNE_OUT_WEIGHT))
        headline.weight = HEADLINE_DOUBTFUL;
    return headline;
}

/* "What to do when our website is down": what its words name is not what it is. */
static bool is_about(const struct wording *wording, const struct wording_page *page)
{
    return headline_is_about(wording->headlines, page->document);
}

/* As long as the first so many words; all of it where there are fewer. */
static size_t beginning(const struct wording_page *page, size_t words)
{
    const char *content = buffer_text(&page->content), *at = content;
    for (; *at != '\0' && words > 0; at++)
        words -= at[0] == ' ' && at > content;
    return (size_t)(at - content);
}

/* "Nothing here, sorry. The page you asked for was taken down. Try the A to Z": each alone is an ordinary sentence. */
static bool speaks_to_the_lost(const struct wording *wording, const struct wording_page *page)
{
    const struct phrases *phrases = &wording->not_found;
    const char *content = buffer_text(&page->content);
    size_t start = beginning(page, LOST_BEGINNING);
    return is_short(page, LOST_WORDS) && phrases_weigh(phrases, LOST_GONE, content, start) > 0 && phrases_weigh(phrases, LOST_ASKED, content, start) > 0 &&
           phrases_weigh(phrases, LOST_WAYS, content, page->content.length) > 0 && !is_about(wording, page);
}

/* It leads on to a leaflet or shows something in a frame: what is gone may be an earlier one. */
static bool offers_another(const struct document *document)
{
    static const char *const endings[] = {".pdf", ".doc", ".docx", ".odt", ".rtf", ".ppt", ".pptx", ".xls", ".xlsx", ".mp3", ".mp4"};
    for (size_t i = 0; i < document->link_count; i++) {
        const struct document_link *link = &document->links[i];
        if (link->zone != ZONE_MAIN || link->href == NULL)
            continue;
        size_t length = strcspn(link->href, "?#");
        for (size_t e = 0; e < sizeof endings / sizeof endings[0] && link->kind == LINK_ANCHOR; e++) {
            size_t own = strlen(endings[e]);
            if (length > own && strncasecmp(link->href + length - own, endings[e], own) == 0)
                return true;
        }
        if (link->kind == LINK_FRAME)
            return true;
    }
    return false;
}

/* "This video is no longer available": the page of a film or a leaflet that was taken out, with hardly a word more. What a script
 * fills has its other words still to come. */
static bool says_nothing_else(const struct wording *wording, const struct wording_page *page)
{
    return is_short(page, ALONE_WORDS) && !page->document->needs_scripts && !offers_another(page->document) && !is_about(wording, page) &&
           phrases_weigh(&wording->not_found, ALONE, buffer_text(&page->content), page->content.length) >= PHRASE_WEIGHT_MAX;
}

enum wording_strength wording_not_found(const struct wording *wording, const struct wording_page *page)
{
    const struct phrases *phrases = &wording->not_found;
    int content = weigh_content(phrases, page), headline = read_headline(wording, phrases, page, content).weight;
    enum wording_strength claim = WORDING_NONE;
    if ((headline >= PHRASE_WEIGHT_MAX && is_short(page, NOT_FOUND_WORDS)) || speaks_to_the_lost(wording, page) || says_nothing_else(wording, page))
        claim = WORDING_STRONG;
    else if (headline >= WEAK_WEIGHT || content >= WEAK_WEIGHT)
        claim = WORDING_WEAK;
    return unless_excepted(phrases, page, claim);
}

static size_t markup_length(size_t length)
{
    return length < MARKUP_BYTES ? length : MARKUP_BYTES;
}

enum wording_strength wording_parked(const struct wording *wording, const struct wording_page *page, const char *body, size_t length)
{
    const struct phrases *phrases = &wording->parked;
    if (!is_short(page, PARKED_WORDS))
        return WORDING_NONE;
    int content = weigh_content(phrases, page), headline = read_headline(wording, phrases, page, content).weight;
    int markup = phrases_weigh(phrases, MARKUP, body, markup_length(length));
    enum wording_strength claim = WORDING_NONE;
    if (content + headline + markup >= PHRASE_WEIGHT_MAX) /* an article says in running text that a domain has expired */
        claim = headline > HEADLINE_DOUBTFUL || markup >= WEAK_WEIGHT ? WORDING_STRONG : WORDING_WEAK;
    return unless_excepted(phrases, page, claim);
}

/* What running text says of the page itself, it says at once. */
static bool says_at_once(const struct phrases *phrases, const struct wording_page *page)
{
    return phrases_weigh(phrases, TEXT, buffer_text(&page->content), beginning(page, AT_ONCE_WORDS)) >= WEAK_WEIGHT;
}

enum wording_strength wording_moved(const struct wording *wording, const struct wording_page *page)
{
    const struct phrases *phrases = &wording->moved;
    if (!is_short(page, MOVED_WORDS))
        return WORDING_NONE;
    int content = weigh_content(phrases, page);
    struct headline headline = read_headline(wording, phrases, page, content);
    bool in_heading = headline.weight >= PHRASE_WEIGHT_MAX;
    bool in_text = is_short(page, MOVED_TEXT_WORDS) && headline.weight + content >= PHRASE_WEIGHT_MAX &&
                   says_at_once(phrases, page) && !is_about(wording, page);
    return unless_excepted(phrases, page, in_heading || in_text ? WORDING_STRONG : WORDING_NONE);
}

enum wording_strength wording_unavailable(const struct wording *wording, const struct wording_page *page)
{
    const struct phrases *phrases = &wording->unavailable;
    if (!is_short(page, UNAVAILABLE_WORDS))
        return WORDING_NONE;
    int content = weigh_content(phrases, page);
    bool in_heading = read_headline(wording, phrases, page, content).weight >= PHRASE_WEIGHT_MAX;
    bool in_text = is_short(page, UNAVAILABLE_TEXT_WORDS) && content >= PHRASE_WEIGHT_MAX && says_at_once(phrases, page) && !is_about(wording, page);
    return unless_excepted(phrases, page, in_heading || in_text ? WORDING_STRONG : WORDING_NONE);
}

bool wording_sends_on(const struct wording *wording, const struct wording_page *page)
{
    const struct phrases *phrases = &wording->sends_on;
    if (page->words == 0)
        return !page->document->needs_scripts;
    int content = weigh_content(phrases, page);
    return is_short(page, SENDS_ON_WORDS) &&
           (content >= PHRASE_WEIGHT_MAX || read_headline(wording, phrases, page, content).weight >= PHRASE_WEIGHT_MAX);
}

enum wording_strength wording_sign_in(const struct wording *wording, const struct wording_page *page, const char *body, size_t length)
{
    const struct phrases *phrases = &wording->sign_in;
    int headline = read_headline(wording, phrases, page, 0).weight;
    if (headline >= PHRASE_WEIGHT_MAX)
        return WORDING_STRONG;
    return headline >= WEAK_WEIGHT || phrases_weigh(phrases, MARKUP, body, markup_length(length)) >= WEAK_WEIGHT ? WORDING_WEAK : WORDING_NONE;
}

enum wording_strength wording_consent(const struct wording *wording, const struct wording_page *page)
{
    bool asks = is_short(page, CONSENT_WORDS) && read_headline(wording, &wording->consent, page, 0).weight >= PHRASE_WEIGHT_MAX;
    return asks ? WORDING_STRONG : WORDING_NONE;
}

static bool header_says(const char *phrase, const struct fetch_header *headers, size_t count)
{
    const char *colon = strchr(phrase, ':');
    size_t name = colon != NULL ? (size_t)(colon - phrase) : 0;
    for (size_t i = 0; colon != NULL && i < count; i++)
        if (strlen(headers[i].name) == name && strncmp(headers[i].name, phrase, name) == 0 &&
            text_find_ignoring_case(headers[i].value, strlen(headers[i].value), colon + 1 + strspn(colon + 1, " ")) != NULL)
            return true;
    return false;
}

/* Folds markup's text; folding drops apostrophes, written as references too. */
static void fold_raw(const char *text, size_t length, struct buffer *out)
{
    static const char *const apostrophes[] = {"&#39;", "&#039;", "&#x27;", "&apos;", "&rsquo;", "&#8217;", "&#x2019;"};
    struct buffer plain;
    buffer_init(&plain, LIMIT_TITLE_BYTES);
    for (size_t at = 0; at < length;) {
        size_t taken = 0;
        for (size_t i = 0; text[at] == '&' && i < sizeof apostrophes / sizeof apostrophes[0] && taken == 0; i++)
            if (length - at >= strlen(apostrophes[i]) && text_starts_ignoring_case(text + at, apostrophes[i]))
                taken = strlen(apostrophes[i]);
        if (taken == 0)
            buffer_add_char(&plain, text[at]);
        at += taken > 0 ? taken : 1;
    }
    phrases_fold(out, buffer_text(&plain), plain.length);
    buffer_release(&plain);
}

/* The title of markup that was not parsed, folded. */
static void fold_raw_title(const char *body, size_t length, struct buffer *out)
{
    buffer_init(out, 4 * LIMIT_TITLE_BYTES);
    size_t looked_at = markup_length(length);
    const char *tag = text_find_ignoring_case(body, looked_at, "<title");
    const char *end = body + looked_at;
    const char *start = tag != NULL ? memchr(tag, '>', (size_t)(end - tag)) : NULL;
    if (start == NULL)
        return;
    start++;
    const char *stop = memchr(start, '<', (size_t)(end - start));
    size_t bytes = stop != NULL ? (size_t)(stop - start) : 0;
    fold_raw(start, bytes < LIMIT_TITLE_BYTES ? bytes : LIMIT_TITLE_BYTES, out);
}

enum link_reason wording_challenge(const struct wording *wording, int status, const struct fetch_header *headers,
                                   size_t header_count, const char *body, size_t length)
{
    if (status == 404 || status == 410)
        return REASON_NONE; /* a plain answer, whatever scripts the page carries */
    bool accepts = status >= 200 && status <= 299;
    struct buffer title;
    fold_raw_title(body, length, &title);
    int least = accepts ? PHRASE_WEIGHT_MAX : 0; /* marks that ordinary pages carry too have less */
    int by_place[PHRASE_PLACES_MAX] = {0}, sums[MEANINGS];
    phrases_sums(wording->marks[accepts], body, markup_length(length), by_place);
    for (int i = 0; i < MEANINGS; i++)
        sums[i] = by_place[i * PLACES + CHALLENGE_MARKUP];
    for (size_t i = 0; i < wording->challenge.count; i++) {
        const struct phrase *phrase = &wording->challenge.items[i];
        int place = phrase->where % PLACES;
        if (phrase->weight < least || place == CHALLENGE_MARKUP)
            continue;
        bool found = place == HEADER ? header_says(phrase->text, headers, header_count)
                     : accepts       ? strcmp(buffer_text(&title), phrase->text) == 0
                                     : strstr(buffer_text(&title), phrase->text) != NULL;
        if (found)
            sums[phrase->where / PLACES] += phrase->weight;
    }
    buffer_release(&title);
    if (sums[QUEUE] >= WEAK_WEIGHT && sums[QUEUE] >= sums[CHALLENGE])
        return REASON_QUEUE_PAGE;
    if (sums[CHALLENGE] >= WEAK_WEIGHT)
        return REASON_CHALLENGE;
    return sums[REFUSAL] >= WEAK_WEIGHT ? REASON_REFUSED : REASON_NONE;
}
