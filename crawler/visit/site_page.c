/* What becomes of a page that was asked for: whether it is a copy, what is told of it, and whether it is looked at again. */
#include "crawler/visit/site.h"

#include <string.h>

#include "base/limits.h"
#include "base/text.h"
#include "crawler/frontier/aliases.h"
#include "crawler/frontier/frontier.h"
#include "crawler/frontier/page_words.h"
#include "crawler/links/linkcheck.h"
#include "crawler/visit/page_links.h"
#include "document/document.h"

/* --- telling --- */

void site_tell_page(struct site *site, struct page_ask *ask, struct page_link *links, size_t count)
{
    struct engine *engine = site->engine;
    if (!ask->stored && !ask->again)
        ask->page.order = site->next_order++;
    ask->page.clicks = ask->request.clicks;
    ask->page.part = ask->fragment != NULL ? arena_printf(&ask->arena, "#%s", ask->fragment) : "";
    if (ask->document != NULL && ask->page.purpose != PAGE_HOME) {
        site->pages_read++;
        site->own_pages += ask->page.purpose != PAGE_PARTNER;
        site->shells += ask->document->needs_scripts;
        site->unread_menus += ask->page.purpose != PAGE_PARTNER && ask->document->leads_unread;
        site_note_lists(site, ask);
        site->has_routes = site->has_routes || (ask->page.purpose != PAGE_PARTNER && document_has_routes(ask->document));
    }
    engine->progress.pages_done++;
    engine->progress.bytes += ask->page.bytes;
    if ((ask->stored && !ask->again) || engine->status != STATUS_OK)
        return;
    struct crawl_link *plain = arena_array(&ask->arena, count + 1, sizeof *plain);
    for (size_t i = 0; i < count; i++)
        plain[i] = links[i].link;
    struct crawl_page page = {.page = ask->page, .document = ask->document, .links = plain, .link_count = count,
                              .found_on_order = ask->request.found_on};
    engine->status = engine->sink->page(engine->sink->context, site->council, &page, engine->err);
}

/* --- settling --- */

/* Addresses that show the same words and name one of them as canonical are one page. The
 * name alone is not believed: templates that call every page canonical to the front page
 * would hide the whole site. */
static bool is_copy(struct site *site, struct page_ask *ask, const struct page_words *words)
{
    const struct document *document = ask->document;
    struct url canonical;
    bool named = document->canonical != NULL &&
                 url_parse(&ask->arena, document->canonical, &ask->final, &canonical, NULL) == STATUS_OK && url_is_http(&canonical);
    const char *name = named ? url_canonical(&ask->arena, &canonical, site->engine->policy) : ask->page.final_url;
    bool added;
    union map_value *place = map_put(site->words, name, strlen(name), &added);
    if (!added)
        return page_words_same(place->pointer, words);
    struct page_words *kept = arena_alloc(&site->arena, sizeof *kept);
    *kept = *words;
    place->pointer = kept;
    return false;
}

/* It was asked for as a guess, and no link to it was met since. */
static bool is_guess(const struct site *site, const struct page_ask *ask)
{
    return ask->request.guess && linkcheck_needs_second_look(ask->page.reason) && !checks_is_named(site->engine->checks, ask->request.url);
}

void site_settle(struct site *site, const struct page_ask *ask)
{
    enum link_reason reason = ask->page.reason;
    if (reason == REASON_REDIRECTED || reason == REASON_HTTPS_ONLY || reason == REASON_TLS_COMPLETED)
        reason = REASON_NONE; /* what each link makes of it, with its own advice */
    struct checks_page page = {
        .url = ask->page.url, .final_url = ask->page.final_url, .reason = reason,
        .status = ask->page.status, .redirects = ask->redirects, .looks = ask->looks, .permanent = ask->permanent, .completed = ask->completed, .secured = ask->secured,
        .fragment = ask->fragment, .at = ask->page.fetched_at, .once = is_guess(site, ask), .document = ask->document};
    checks_settle_page(site->engine->checks, &page);
    if (ask->page.reason == REASON_HTTP_404 || ask->page.reason == REASON_HTTP_410)
        probes_note_not_found(site->engine->probes, &ask->final, FETCH_GET);
}

static void note_outcome(struct site *site, const struct page_ask *ask)
{
    if (!page_links_is_own(site->sites, ask->final.host))
        return;
    bool content = ask->page.purpose == PAGE_CONTENT;
    if (ask->page.state == LINK_BLOCKED && ask->page.reason != REASON_BREAKER)
        site->refused++;
    bool formless = ask->page.state == LINK_OK && ask->document == NULL && !ask->stored && !ask->known; /* a stored one was a copy */
    site->unread += content && (ask->page.state == LINK_BLOCKED || ask->page.state == LINK_SUSPECT || ask->page.reason == REASON_ROBOTS ||
                                  ask->page.reason == REASON_LIMIT || formless); /* an archive that lacks it */
    site->unfollowed += content && ask->document != NULL && ask->nofollow;
    site->failed += ask->page.state == LINK_SUSPECT;
    site->broke = site->broke || ask->page.reason == REASON_BREAKER;
}

static void add_second_look(struct site *site, const struct page_ask *ask)
{
    MEMORY_PUSH_ROOM(site->seconds, site->second_count, site->second_capacity);
    site->seconds[site->second_count++] = (struct later_page){
        .url = arena_copy(&site->arena, ask->page.url), .clicks = ask->request.clicks, .looks = ask->looks, .purpose = ask->page.purpose,
        .found_on = ask->request.found_on};
}

static void drop_document(struct page_ask *ask)
{
    document_free(ask->document);
    ask->document = NULL;
    ask->page.title = "";
}

bool site_needs_second_look(const struct site *site, const struct page_ask *ask)
{
    return linkcheck_needs_second_look(ask->page.reason) && !ask->request.last_resort && !ask->stored &&
           site->engine->options->archive == NULL && !is_guess(site, ask);
}

enum { OPEN_MOST = 8, OPEN_BYTES = 512 * 1024 };

/* One that was tried in vain waits for a page of the Local Offer that leads there; the others have done their duty. */
static void dismiss(struct site *site, struct page_ask *ask)
{
    bool outside = site->stage == SITE_PAGES && ask->request.purpose == PAGE_CONTENT && ask->page.purpose == PAGE_HOME && ask->document != NULL;
    if (!outside || site->open_count >= OPEN_MOST || ask->body_length > OPEN_BYTES) {
        page_ask_free(ask);
        return;
    }
    frontier_keep_open(site->frontier, ask->request.url);
    ask->next = site->open;
    site->open = ask;
    site->open_count++;
}

/* It belongs to the Local Offer after all: told once more, in its old place. */
static void handle_again(struct site *site, struct page_ask *ask)
{
    size_t count;
    ask->page.purpose = PAGE_CONTENT;
    struct page_link *links = site_take_links(site, ask, &count);
    site_tell_page(site, ask, links, count);
    page_ask_free(ask);
}

static void note_shown(struct site *site, const struct page_ask *ask, const char *canonical)
{
    struct page_shown *shown = arena_alloc(&site->arena, sizeof *shown);
    *shown = (struct page_shown){.status = ask->page.status, .type = ask->page.type, .bytes = ask->page.bytes};
    memcpy(shown->sha256, ask->page.sha256, sizeof shown->sha256);
    map_put(site->shown, canonical, strlen(canonical), NULL)->pointer = shown;
}

void site_handle_page(struct site *site, struct page_ask *ask)
{
    if (ask->again) {
        handle_again(site, ask);
        return;
    }
    bool own = page_links_is_own(site->sites, ask->final.host);
    if (ask->stored && ask->request.purpose == PAGE_CONTENT && ask->page.purpose == PAGE_HOME)
        ask->page.purpose = PAGE_CONTENT; /* tried in vain: its links decide so again */
    if (ask->page.purpose == PAGE_CONTENT && ask->document != NULL && ask->document->type == DOCUMENT_HTML && !own)
        ask->page.purpose = PAGE_PARTNER;
    note_outcome(site, ask);
    if (site_needs_second_look(site, ask)) {
        if (site->stage == SITE_PAGES && ask->request.clicks < 0)
            frontier_note_outcome(site->frontier, ask->request.url, FRONTIER_GONE);
        add_second_look(site, ask);
        page_ask_free(ask);
        return;
    }
    site_settle(site, ask);
    site_note_missing_part(site, ask);
    struct page_link *links = NULL;
    size_t count = 0;
    /* Of a copy its words were not stored. */
    bool was_copy = ask->known || (ask->stored && ask->document == NULL && ask->page.type == DOCUMENT_HTML), again = false;
    if (ask->page.state == LINK_OK && (ask->document != NULL || was_copy)) {
        struct url final;
        const char *canonical = ask->page.final_url;
        if (url_parse(&ask->arena, ask->page.final_url, NULL, &final, NULL) == STATUS_OK)
            canonical = url_canonical(&ask->arena, &final, site->engine->policy);
        again = !frontier_settle(site->frontier, ask->request.url, canonical);
        struct aliases *aliases = frontier_aliases(site->frontier);
        struct page_words words = {.enough = false};
        if (!again && !was_copy)
            page_words_take(ask->document, &words);
        if (again || was_copy || is_copy(site, ask, &words) || aliases_is_copy(aliases, canonical, ask->document, &words))
            drop_document(ask); /* read already under its other address */
        if (ask->redirects > 0)
            aliases_note_redirect(aliases, ask->request.url, canonical);
        else if (!again)
            aliases_note_words(aliases, canonical, ask->document, &words);
        if (ask->document != NULL && ask->page.type == DOCUMENT_HTML && page_ask_is_plain(ask))
            note_shown(site, ask, canonical);
    } else {
        drop_document(ask); /* an error page's words are not the council's */
    }
    bool noted = ask->request.last_resort && ask->request.clicks < 0 && ask->document == NULL; /* at its first look */
    if (site->stage == SITE_PAGES && !noted) {
        bool gone = ask->page.reason == REASON_HTTP_404 || ask->page.reason == REASON_HTTP_410;
        bool forbidden = ask->page.reason == REASON_ROBOTS && ask->redirects == 0;
        enum frontier_outcome outcome = forbidden ? FRONTIER_NOT_ASKED : gone ? FRONTIER_GONE : ask->page.state != LINK_OK ? FRONTIER_FAILED : FRONTIER_READ;
        frontier_note_outcome(site->frontier, ask->request.url, outcome == FRONTIER_READ && again && ask->redirects > 0 ? FRONTIER_LED_BACK : outcome);
    }
    site_note_read(site, ask);
    if (!ask->stored)
        ask->page.order = site->next_order;
    links = site_take_links(site, ask, &count);
    site_note_further(site, ask);
    site_tell_page(site, ask, links, count);
    dismiss(site, ask);
}
