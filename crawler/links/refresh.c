#include "crawler/links/refresh.h"

#include <string.h>

#include "base/text.h"
#include "document/links.h"

enum {
    WORDS_BYTES = 1000,   /* a page with more to say than that is a page, whatever it refreshes to */
    TURN_BYTES = 150,     /* one that says "You are being sent to our new site" has fewer */
    SCRIPT_PAGE_BYTES = 4096, /* longer ones have more to do than one step */
};

static size_t count_words(const struct document *document)
{
    size_t bytes = 0;
    for (size_t i = 0; document != NULL && i < document->block_count; i++)
        bytes += document->blocks[i].hidden ? 0 : document->blocks[i].length;
    return bytes;
}

/* --- a script of one step --- */

struct text {
    const char *at, *end;
};

static void skip_space(struct text *text)
{
    while (text->at < text->end && strchr(" \t\r\n\f", *text->at) != NULL)
        text->at++;
}

static bool take(struct text *text, const char *word)
{
    size_t length = strlen(word);
    skip_space(text);
    if ((size_t)(text->end - text->at) < length || memcmp(text->at, word, length) != 0)
        return false;
    text->at += length;
    return true;
}

/* A literal between quotation marks, without escapes. */
static const char *take_literal(struct arena *arena, struct text *text)
{
    char mark = take(text, "\"") ? '"' : take(text, "'") ? '\'' : '\0';
    const char *end = mark != '\0' ? memchr(text->at, mark, (size_t)(text->end - text->at)) : NULL;
    if (end == NULL || memchr(text->at, '\\', (size_t)(end - text->at)) != NULL)
        return NULL;
    const char *literal = arena_copy_n(arena, text->at, (size_t)(end - text->at));
    text->at = end + 1;
    return literal;
}

/* The whole script is 'location = "..."' in one of its spellings: under no condition, after nothing else. */
static const char *one_step(struct arena *arena, struct text script)
{
    if (!take(&script, "window.") && !take(&script, "document.") && !take(&script, "top.") && !take(&script, "self."))
        (void)take(&script, "parent.");
    if (!take(&script, "location"))
        return NULL;
    bool call = take(&script, ".replace") || take(&script, ".assign");
    if (!call)
        (void)take(&script, ".href");
    if (!take(&script, call ? "(" : "="))
        return NULL;
    const char *address = take_literal(arena, &script);
    if (address == NULL || (call && !take(&script, ")")))
        return NULL;
    (void)take(&script, ";");
    skip_space(&script);
    return script.at == script.end ? address : NULL;
}

/* Past what stands between a tag and its end tag. */
static const char *past(const char *at, const char *end, const char *closing)
{
    const char *found = text_find_ignoring_case(at, (size_t)(end - at), closing);
    return found != NULL ? found + strlen(closing) : end;
}

static const char *sent_by_script(struct arena *arena, const char *body, size_t length)
{
    const char *end = body + length;
    for (const char *at = body; at < end;) {
        struct text rest = {at, end};
        if (take(&rest, "<!--")) {
            at = past(rest.at, end, "-->");
        } else if (*at == '<' && text_starts_ignoring_case(at, "<noscript")) {
            at = past(at, end, "</noscript>");
        } else if (*at == '<' && text_starts_ignoring_case(at, "<script")) {
            const char *open = memchr(at, '>', (size_t)(end - at));
            if (open == NULL)
                return NULL;
            const char *close = past(open, end, "</script");
            const char *address = one_step(arena, (struct text){open + 1, close == end ? end : close - strlen("</script")});
            if (address != NULL)
                return address;
            at = close;
        } else {
            at++;
        }
    }
    return NULL;
}

/* A field of the reply does as a meta element does, whatever comes with it or nothing. */
static const char *sent_by_field(struct arena *arena, const struct linkcheck_body *page)
{
    for (size_t i = 0; i < page->header_count; i++) {
        bool soon = false;
        const char *address = strcmp(page->headers[i].name, "refresh") == 0 ? links_refresh_address(arena, page->headers[i].value, &soon) : NULL;
        if (address != NULL && soon)
            return address;
    }
    return NULL;
}

const char *refresh_next(struct arena *arena, const struct linkcheck_body *page, const struct url_policy *policy, const char **fragment)
{
    const struct document *document = page->document;
    if (count_words(document) > WORDS_BYTES)
        return NULL;
    const char *address = sent_by_field(arena, page);
    bool html = document != NULL && document->type == DOCUMENT_HTML;
    if (address == NULL && html)
        address = document->refresh;
    /* What a browser has made of the page needs no step of ours. */
    if (address == NULL && html && !document->rendered && page->body_length <= SCRIPT_PAGE_BYTES)
        address = sent_by_script(arena, arena_copy_n(arena, page->body, page->body_length), page->body_length);
    struct url next;
    if (address == NULL || url_parse(arena, address, page->final, &next, NULL) != STATUS_OK || !url_is_http(&next))
        return NULL;
    const char *canonical = url_canonical(arena, &next, policy);
    if (strcmp(canonical, url_canonical(arena, page->final, policy)) == 0)
        return NULL;
    *fragment = next.fragment != NULL ? url_named_part(&next) : "";
    return canonical;
}

static bool was_met(const struct refresh_trail *trail, const char *address)
{
    for (int i = 0; i < trail->count; i++)
        if (strcmp(trail->met[i], address) == 0)
            return true;
    return false;
}

enum link_reason refresh_follow(struct refresh_trail *trail, struct arena *arena, const struct linkcheck_body *page,
                                const struct url_policy *policy, const char **next, const char **fragment)
{
    const char *address = page->status != 404 ? refresh_next(arena, page, policy, fragment) : NULL;
    bool round = address != NULL && was_met(trail, address);
    *next = round ? NULL : address;
    if (address == NULL || (round && count_words(page->document) > TURN_BYTES))
        return REASON_NONE;
    if (round)
        return trail->sets_cookies || text_find_ignoring_case(page->body, page->body_length, "<script") != NULL ? REASON_REFUSED : REASON_REDIRECT_LOOP;
    if (page->redirects >= LIMIT_REDIRECTS || trail->count >= LIMIT_REDIRECTS)
        return REASON_LIMIT;
    trail->met[trail->count++] = address;
    return REASON_NONE;
}
