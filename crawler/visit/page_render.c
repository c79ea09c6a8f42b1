#include "crawler/visit/page_render.h"

#include <string.h>

#include "base/clock.h"
#include "base/limits.h"
#include "crawler/archive/warc.h"
#include "crawler/browser/browser.h"
#include "document/document.h"

bool page_render_may(const struct page_ask *ask, const char *content_type)
{
    return ask->engine->browser != NULL && !ask->request.sitemap && rendering_is_page(content_type);
}

static void tell(struct page_ask *ask, const struct crawl_rendering *rendering)
{
    struct engine *engine = ask->engine;
    if (engine->sink->rendered != NULL && engine->status == STATUS_OK)
        engine->status = engine->sink->rendered(engine->sink->context, ask->council, rendering, &ask->page, engine->err);
}

/* The page's words are those of the rendering from here on, and so is its digest. */
static void read_rendering(struct page_ask *ask, const struct browser_result *result)
{
    document_free(ask->document);
    ask->document = NULL;
    digest_hex(result->html, result->length, ask->page.sha256);
    const struct document_input input = rendering_input(result, ask->final.href);
    page_ask_read(ask, &input);
}

/* Its scripts send the reader on, or have the page asked for again with cookies that they or
 * the server have set meanwhile. */
static void go_on(struct page_ask *ask, const struct browser_result *result)
{
    document_free(ask->document);
    ask->document = NULL;
    if (rendering_go_on(&ask->rendering, &ask->arena, result, url_canonical(&ask->arena, &ask->final, ask->engine->policy))) {
        ask->redirects++;
        ask->permanent = false;
    }
    page_ask_follow(ask, result->moved_to);
}

static void rendered(void *context, const struct browser_result *result)
{
    struct page_ask *ask = context;
    if (result->moved_to != NULL && ask->redirects < LIMIT_REDIRECTS) {
        go_on(ask, result);
        return;
    }
    const char *fault = result->moved_to != NULL ? "its scripts lead from page to page without end" : result->fault;
    tell(ask, &(struct crawl_rendering){.html = result->html, .length = result->length, .fault = fault != NULL ? fault : "",
                                        .whole = result->lacking == NULL});
    if (result->html != NULL) {
        read_rendering(ask, result);
        return;
    }
    ask->document->partly_reason = arena_copy(&ask->document->arena, fault);
    page_ask_judge(ask);
}

static bool take_archived(struct page_ask *ask)
{
    struct arena arena = {0};
    struct warc_response found;
    struct error err;
    const struct warc_index *archive = ask->engine->options->archive;
    bool there = archive != NULL && warc_find_rendering(archive, ask->final.href, &arena, &found, &err) == STATUS_OK && found.body_length > 0;
    if (there)
        read_rendering(ask, &(struct browser_result){.html = found.body, .length = found.body_length,
                                                     .lacking = found.truncated ? "the archive says that it is not all of the page" : NULL});
    arena_release(&arena);
    return there;
}

bool page_render_begin(struct page_ask *ask)
{
    const struct document *document = ask->document;
    if (ask->rendering.tried || document == NULL || !document->needs_scripts || document->type != DOCUMENT_HTML)
        return false;
    ask->rendering.tried = true;
    if (take_archived(ask))
        return true;
    if (ask->examined && link_reason_state(ask->words_say) == LINK_BLOCKED)
        return false; /* a server that turns programs away is not got round */
    if (ask->engine->browser == NULL || ask->markup_length < ask->body_length)
        return false;
    struct browser_page page = {
        .council = ask->council, .url = &ask->final, .headers = ask->headers, .header_count = ask->header_count,
        .body = ask->markup, .length = ask->markup_length, .done = rendered, .context = ask,
    };
    rendering_fill(&ask->rendering, &page);
    browser_render(ask->engine->browser, &page);
    return true;
}
