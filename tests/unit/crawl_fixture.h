/* A crawl of made-up councils in this process, and what it told, kept to be looked at. */
#ifndef COREOFFER_TESTS_CRAWL_FIXTURE_H
#define COREOFFER_TESTS_CRAWL_FIXTURE_H

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "crawler/crawl.h"
#include "document/document.h"
#include "toy_server.h"

#define PAGE(title, inner) "<!DOCTYPE html><html lang=\"en\"><head><title>" title "</title></head><body><main><h1>" title "</h1>" inner "</main></body></html>"
#define TEXT "<p>We support families of children with special educational needs. You can ask us for help, and we will answer.</p>"
#define LINK(address, words) "<a href=\"" address "\">" words "</a> "

/* --- what a crawl told, kept as text --- */

struct kept_page {
    struct page page;
    struct document *document;
    size_t link_count;
};

struct kept {
    struct arena arena;
    char log[20000];             /* "page URL STATE" and so on, one a line */
    struct kept_page pages[200];
    const char *page_council[200];
    size_t page_count;
    struct target targets[2000];
    size_t target_count;
    struct visit visits[10];
    size_t visit_count;
    size_t exchanges;
    size_t stop_after;           /* pages, 0 never */
    bool slow;                   /* busy after each page, until two exchanges have come or a while has passed */
    bool busy;                   /* what it last said */
    size_t waits_for, asks_while_busy, exchanges_while_busy;
    const char *of;              /* only this council's events go into the log; NULL all */
};

static void note(struct kept *kept, const struct council *council, const char *kind, const char *a, const char *b)
{
    size_t used = strlen(kept->log);
    if (kept->of == NULL || strcmp(kept->of, council->gss_code) == 0)
        snprintf(kept->log + used, sizeof kept->log - used, "%s %s %s\n", kind, strchr(a + 7, '/') != NULL ? strchr(a + 7, '/') : a, b);
}

static struct document *copy(const struct document *document)
{
    struct buffer bytes;
    struct document *copied = NULL;
    struct error err;
    if (document == NULL)
        return NULL;
    buffer_init(&bytes, 1 << 24);
    document_encode(document, &bytes);
    ck_assert_msg(document_decode(bytes.bytes, bytes.length, &copied, &err) == STATUS_OK, "%s", err.message);
    buffer_release(&bytes);
    return copied;
}

static enum status keep_page(void *context, const struct council *council, const struct crawl_page *page, struct error *err)
{
    struct kept *kept = context;
    (void)err;
    ck_assert(!kept->busy);
    kept->waits_for = kept->exchanges + 2;
    kept->asks_while_busy = 0;
    note(kept, council, "page", page->page.url, link_state_word(page->page.state));
    struct kept_page *own = &kept->pages[kept->page_count];
    kept->page_council[kept->page_count++] = council->gss_code;
    own->page = page->page;
    own->page.url = arena_copy(&kept->arena, page->page.url);
    own->page.final_url = arena_copy(&kept->arena, page->page.final_url);
    own->page.title = arena_copy(&kept->arena, page->page.title);
    own->page.etag = arena_copy(&kept->arena, page->page.etag);
    own->page.last_modified = NULL;
    own->document = copy(page->document);
    own->link_count = page->link_count;
    return STATUS_OK;
}

static enum status keep_target(void *context, const struct council *council, const struct target *target, struct error *err)
{
    struct kept *kept = context;
    (void)err;
    ck_assert(!kept->busy);
    note(kept, council, "target", target->url, link_state_word(target->state));
    struct target *own = &kept->targets[kept->target_count++];
    *own = *target;
    own->url = arena_copy(&kept->arena, target->url);
    own->final_url = arena_copy(&kept->arena, target->final_url);
    own->advice = arena_copy(&kept->arena, target->advice);
    return STATUS_OK;
}

static enum status keep_visit(void *context, const struct council *council, const struct visit *visit, struct error *err)
{
    struct kept *kept = context;
    (void)err;
    note(kept, council, "visit", visit->start_url != NULL ? visit->start_url : "http://-/", visit_outcome_word(visit->outcome));
    kept->visits[kept->visit_count] = *visit;
    kept->visits[kept->visit_count].start_url = arena_copy(&kept->arena, visit->start_url);
    kept->visits[kept->visit_count].note = arena_copy(&kept->arena, visit->note);
    kept->visits[kept->visit_count++].gss_code = council->gss_code;
    return STATUS_OK;
}

static enum status keep_exchange(void *context, const struct council *council, const struct fetch_reply *reply, struct page *page, struct error *err)
{
    struct kept *kept = context;
    (void)council, (void)err;
    ck_assert_int_gt(reply->status, 0);
    ck_assert_ptr_nonnull(reply->wire_headers);
    page->archive = "x.warc.gz";
    page->archive_offset = (int64_t)++kept->exchanges;
    kept->exchanges_while_busy += kept->busy;
    return STATUS_OK;
}

static bool is_stopped(void *context)
{
    const struct kept *kept = context;
    return kept->stop_after > 0 && kept->page_count >= kept->stop_after;
}

static bool is_busy(void *context)
{
    enum { PATIENCE = 200 };
    struct kept *kept = context;
    kept->busy = kept->slow && kept->exchanges < kept->waits_for && kept->asks_while_busy < PATIENCE;
    kept->asks_while_busy += kept->busy;
    return kept->busy;
}

static struct kept *kept_new(void)
{
    return memory_alloc(sizeof(struct kept));
}

static void kept_free(struct kept *kept)
{
    for (size_t i = 0; i < kept->page_count; i++)
        document_free(kept->pages[i].document);
    arena_release(&kept->arena);
    free(kept);
}

/* What an earlier run kept, as a source. */
static bool give_page(void *context, const struct council *council, size_t i, struct crawl_page *page)
{
    const struct kept *kept = context;
    for (size_t at = 0; at < kept->page_count; at++)
        if (strcmp(kept->page_council[at], council->gss_code) == 0 && i-- == 0) {
            *page = (struct crawl_page){.page = kept->pages[at].page, .document = kept->pages[at].document};
            return true;
        }
    return false;
}

static bool give_target(void *context, const char *url, struct target *target)
{
    const struct kept *kept = context;
    for (size_t i = 0; i < kept->target_count; i++)
        if (strcmp(kept->targets[i].url, url) == 0) {
            *target = kept->targets[i];
            return true;
        }
    return false;
}

static bool give_earlier(void *context, const char *url, struct page *page, struct document **document)
{
    const struct kept *kept = context;
    for (size_t i = 0; i < kept->page_count; i++)
        if (strcmp(kept->pages[i].page.url, url) == 0 && kept->pages[i].document != NULL) {
            *page = kept->pages[i].page;
            *document = copy(kept->pages[i].document);
            return true;
        }
    return false;
}

/* --- running --- */

struct plan {
    const struct council *councils;
    size_t count;
    double delay;
    int max_pages;               /* 0 is 50 */
    size_t target_bytes;
    bool no_externals, single_page;
    const struct crawl_source *source;
};

static enum status run(const struct toy_server *server, const struct plan *plan, struct kept *kept)
{
    char resolve[64];
    snprintf(resolve, sizeof resolve, "*:%u:127.0.0.1", server->port);
    const char *const resolves[] = {resolve};
    const struct council *councils[10];
    for (size_t i = 0; i < plan->count; i++)
        councils[i] = &plan->councils[i];
    struct fetch_options fetch = {.user_agent = "coreoffer-test", .delay = plan->delay, .connections = 16, .allow_private = true,
                                  .resolve = resolves, .resolve_count = 1, .connect_timeout = 2, .first_byte_timeout = 2, .total_timeout = 5};
    struct crawl_options options = {.fetch = &fetch, .agent_token = "coreoffer", .seeds = getenv("COREOFFER_SEEDS") != NULL ? getenv("COREOFFER_SEEDS") : "seeds",
                                    .max_pages = plan->max_pages > 0 ? plan->max_pages : 50, .max_depth = 12, .document_threads = 2, .target_bytes = plan->target_bytes,
                                    .check_links = true, .check_externals = !plan->no_externals, .single_page = plan->single_page};
    struct crawl_sink sink = {.context = kept, .page = keep_page, .target = keep_target, .visit = keep_visit, .stopped = is_stopped, .busy = is_busy,
                              .exchange = keep_exchange};
    struct error err = {0};
    enum status status = crawl_run(&options, councils, plan->count, &sink, plan->source, &err);
    ck_assert_msg(status == STATUS_OK || status == STATUS_STOPPED, "%s", err.message);
    return status;
}

static const char *url(struct kept *kept, const struct toy_server *server, const char *host, const char *path)
{
    return arena_printf(&kept->arena, "http://%s:%u%s", host, server->port, path);
}

static struct council council_of(const char *code, const char *home, const char *listed, const char *other)
{
    return (struct council){.gss_code = code, .name = code, .short_name = code, .slug = code, .council_url = home,
                            .local_offer_url = listed, .local_offer_alt = other, .former_gss_code = "", .type = "", .region = ""};
}

static const struct target *target_of(const struct kept *kept, const char *end)
{
    for (size_t i = 0; i < kept->target_count; i++) {
        size_t length = strlen(kept->targets[i].url), wanted = strlen(end);
        if (length >= wanted && strcmp(kept->targets[i].url + length - wanted, end) == 0)
            return &kept->targets[i];
    }
    return NULL;
}

static void assert_target(const struct kept *kept, const char *end, enum link_state state, enum link_reason reason)
{
    const struct target *target = target_of(kept, end);
    ck_assert_msg(target != NULL, "no target %s in\n%s", end, kept->log);
    ck_assert_msg(target->state == state && target->reason == reason, "%s is %s %s", end, link_state_word(target->state),
                  link_reason_word(target->reason));
}

static void assert_nothing_twice(struct toy_server *server)
{
    for (size_t i = 0; i < server->count; i++) {
        size_t times = 0;
        for (size_t k = 0; k < server->count; k++)
            times += strcmp(server->log[i].host, server->log[k].host) == 0 && strcmp(server->log[i].path, server->log[k].path) == 0;
        ck_assert_msg(times == 1, "%s%s was asked for %zu times", server->log[i].host, server->log[i].path, times);
    }
}

#endif
