#include "crawler/crawl.h"
#include "crawler/crawl_words.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/limits.h"
#include "base/memory.h"
#include "crawler/browser/browser.h"
#include "crawler/engine.h"
#include "crawler/fetch/errand.h"
#include "crawler/url/url.h"
#include "crawler/visit/partner_site.h"
#include "crawler/visit/site.h"

enum { TICK_MILLISECONDS = 200, BUSY_MILLISECONDS = 1 };

struct crawl {
    struct engine engine;
    const struct council *const *councils;
    size_t count, next;        /* the next council to begin with */
    struct site **active;
    size_t active_count;
    double told_at;
};

static void document_ready(void *context)
{
    fetcher_wake(context);
}

static const struct phrase_place signpost_places[] = {{"link", false}, {"address", true}, {"heading", false}, {"aside", false}, {NULL, false}};
static const struct phrase_place more_places[] = {[MORE_BUTTON] = {"button", false}, [MORE_FORM_LINK] = {"form link", false}, [MORE_RECORD_LINK] = {"record link", false},
                                                  [MORE_NEWS] = {"news", false}, {NULL, false}};

static enum status load_seeds(struct engine *engine, struct error *err)
{
    const char *seeds = engine->options->seeds;
    struct arena arena = {0};
    enum status status = wording_load(seeds, &engine->wording, err);
    if (status == STATUS_OK)
        status = crawl_words_load(seeds, &engine->words, err);
    if (status == STATUS_OK)
        status = landing_load(seeds, &engine->landings, err);
    if (status == STATUS_OK)
        status = anchors_load(seeds, &engine->anchors, err);
    if (status == STATUS_OK)
        status = url_policy_load(arena_printf(&arena, "%s/crawl/parameters.csv", seeds), &engine->policy, err);
    if (status == STATUS_OK)
        status = scheme_rules_load(arena_printf(&arena, "%s/crawl/internal-hosts.csv", seeds), &engine->rules, err);
    if (status == STATUS_OK)
        status = phrases_load(arena_printf(&arena, "%s/crawl/local-offer.csv", seeds), signpost_places, &engine->signposts, err);
    if (status == STATUS_OK)
        status = phrases_load(arena_printf(&arena, "%s/crawl/more.csv", seeds), more_places, &engine->more, err);
    if (status == STATUS_OK)
        status = partner_site_load(seeds, engine->words, &engine->partner_site, err);
    arena_release(&arena);
    return status;
}

static enum status engine_start(struct engine *engine, struct error *err)
{
    enum status status = load_seeds(engine, err);
    if (status == STATUS_OK)
        status = fetcher_new(engine->options->fetch, &engine->fetcher, err);
    if (status == STATUS_OK)
        status = workers_new(engine->options->seeds, engine->options->document_threads, document_ready, engine->fetcher, &engine->workers, err);
    if (status != STATUS_OK)
        return status;
    if (engine->options->archive != NULL)
        fetcher_use_archive(engine->fetcher, engine->options->archive);
    engine->crawling = map_new();
    engine->gate = gate_new(engine->fetcher, engine->options->agent_token, engine->options->archive != NULL);
    engine->chains = chains_new(engine->fetcher, engine->gate);
    if (engine->progress.councils > 1 && engine->options->archive == NULL)
        engine->share = chain_share_new(engine->chains, LIMIT_SHARED_BYTES);
    if (engine->options->browser != NULL)
        status = browser_new(engine, engine->options->browser, &engine->browser, err);
    engine->probes = probes_new(engine->chains, engine->workers, engine->policy);
    engine->standings = standings_new(engine->chains);
    engine->checks = checks_new(&(struct checks_parts){
        .ask = {.chains = engine->chains, .workers = engine->workers, .probes = engine->probes, .standings = engine->standings, .browser = engine->browser,
                .wording = engine->wording, .words = engine->words, .landings = engine->landings, .policy = engine->policy},
        .anchors = engine->anchors, .source = engine->source, .read = engine->options->read_links});
    return status;
}

enum { PATIENCE_SECONDS = 2 };

/* What calls back is freed before what it calls. */
static void engine_stop(struct engine *engine)
{
    workers_free(engine->workers, PATIENCE_SECONDS);
    browser_free(engine->browser);
    chains_free(engine->chains);
    fetcher_free(engine->fetcher);
    gate_free(engine->gate);
}

static void engine_release(struct engine *engine)
{
    chain_share_free(engine->share);
    checks_free(engine->checks);
    probes_free(engine->probes);
    standings_free(engine->standings);
    map_free(engine->crawling);
    phrases_release(&engine->signposts);
    phrases_release(&engine->more);
    partner_site_free(engine->partner_site);
    scheme_rules_free(engine->rules);
    url_policy_free(engine->policy);
    landing_free(engine->landings);
    anchors_free(engine->anchors);
    crawl_words_free(engine->words);
    wording_free(engine->wording);
}

enum status crawl_check_seeds(const char *seeds, struct error *err)
{
    const struct crawl_options options = {.seeds = seeds};
    struct engine engine = {.options = &options};
    enum status status = load_seeds(&engine, err);
    engine_release(&engine);
    return status;
}

/* --- councils --- */

static bool is_stored(const struct crawl *crawl, const struct council *council)
{
    const struct crawl_source *source = crawl->engine.source;
    struct visit visit;
    return source->stored_visit != NULL && source->stored_visit(source->context, council, &visit);
}

static void begin_councils(struct crawl *crawl)
{
    while (crawl->next < crawl->count && crawl->active_count < LIMIT_SITES_AT_ONCE) {
        const struct council *council = crawl->councils[crawl->next++];
        if (is_stored(crawl, council))
            crawl->engine.progress.councils_done++;
        else
            crawl->active[crawl->active_count++] = site_new(&crawl->engine, council);
    }
}

static void step_councils(struct crawl *crawl)
{
    size_t kept = 0;
    for (size_t i = 0; i < crawl->active_count; i++) {
        struct site *site = crawl->active[i];
        site_step(site);
        if (site_is_done(site))
            site_free(site);
        else
            crawl->active[kept++] = site;
    }
    crawl->active_count = kept;
}

/* A host that was down is asked again when nothing else is left to do, or a while later. */
static void give_chances(struct crawl *crawl)
{
    double now = clock_monotonic(), at;
    double delay = crawl->engine.options->fetch->delay * 10 + 1;
    double soon = delay < LIMIT_SECOND_CHANCE_SECONDS ? delay : LIMIT_SECOND_CHANCE_SECONDS;
    size_t waiting = 0;
    for (size_t i = 0; i < crawl->active_count; i++)
        waiting += site_waits_for_chance(crawl->active[i], &at);
    bool idle = waiting == crawl->active_count;
    double needed = idle ? soon : 10 * soon;
    for (size_t i = 0; i < crawl->active_count; i++)
        if (site_waits_for_chance(crawl->active[i], &at) && now - at >= needed)
            site_give_chance(crawl->active[i]);
}

/* --- the loop --- */

static void request_done(void *context, const struct fetch_reply *reply)
{
    struct errand *errand = reply->tag;
    (void)context;
    errand->done(errand, reply);
}

static void collect_documents(struct engine *engine)
{
    struct workers_result result;
    while (engine->status == STATUS_OK && workers_collect(engine->workers, &result))
        result.reading->done(result.reading, result.document, &result.err);
}

static void tell_progress(struct crawl *crawl)
{
    struct engine *engine = &crawl->engine;
    double now = clock_monotonic();
    if (engine->sink->progress == NULL || now - crawl->told_at < (double)TICK_MILLISECONDS / 1000)
        return;
    crawl->told_at = now;
    engine->progress.hosts_active = crawl->active_count;
    engine->sink->progress(engine->sink->context, &engine->progress);
}

static bool is_stopped(const struct engine *engine)
{
    return engine->sink->stopped != NULL && engine->sink->stopped(engine->sink->context);
}

static bool is_busy(const struct engine *engine)
{
    return engine->sink->busy != NULL && engine->sink->busy(engine->sink->context);
}

static enum status work(struct crawl *crawl, struct error *err)
{
    struct engine *engine = &crawl->engine;
    for (;;) {
        if (is_stopped(engine))
            return error_set(err, STATUS_STOPPED, "the crawl was asked to stop");
        bool busy = is_busy(engine);
        if (!busy) {
            begin_councils(crawl);
            step_councils(crawl);
        }
        if (engine->status != STATUS_OK)
            return engine->status;
        tell_progress(crawl);
        if (crawl->active_count == 0 && crawl->next == crawl->count)
            return STATUS_OK;
        give_chances(crawl);
        double seconds = (double)(busy ? BUSY_MILLISECONDS : TICK_MILLISECONDS) / 1000;
        if (workers_are_full(engine->workers))
            workers_wait(engine->workers, seconds); /* no more bytes until some were read */
        else
            fetcher_run(engine->fetcher, seconds, request_done, NULL);
        browser_work(engine->browser);
        collect_documents(engine);
    }
}

static const struct crawl_source nothing_stored = {0};

enum status crawl_run(const struct crawl_options *options, const struct council *const *councils, size_t count,
                      const struct crawl_sink *sink, const struct crawl_source *source, struct error *err)
{
    struct crawl crawl = {
        .engine = {.options = options, .sink = sink, .source = source != NULL ? source : &nothing_stored, .err = err,
                   .progress = {.councils = count}},
        .councils = councils,
        .count = count,
        .active = memory_array(LIMIT_SITES_AT_ONCE, sizeof *crawl.active),
    };
    enum status status = engine_start(&crawl.engine, err);
    if (status == STATUS_OK)
        status = work(&crawl, err);
    if (status == STATUS_STOPPED) {
        for (size_t i = 0; i < crawl.active_count && crawl.engine.status == STATUS_OK; i++) {
            if (options->ends_with_what_is_known)
                site_wind_up(crawl.active[i]);
            else
                site_stop(crawl.active[i]);
        }
        if (crawl.engine.status != STATUS_OK)
            status = crawl.engine.status;
    }
    engine_stop(&crawl.engine);
    for (size_t i = 0; i < crawl.active_count; i++)
        site_free(crawl.active[i]);
    engine_release(&crawl.engine);
    free(crawl.active);
    return status;
}

/* --- addresses alone --- */

/* The target that an address of a list means; what can be told without asking is known. */
static struct link_target *listed_target(struct engine *engine, struct arena *arena, const char *address)
{
    struct url url;
    enum status status = url_parse(arena, address, NULL, &url, NULL);
    if (status != STATUS_OK)
        return checks_known(engine->checks, address, status == STATUS_LIMIT ? REASON_LIMIT : REASON_INVALID_URL);
    if (engine_ignores(engine, url.href))
        return checks_known(engine->checks, url.href, REASON_IGNORED);
    enum link_reason reason = scheme_check(engine->rules, &url);
    if (reason == REASON_INTERNAL_HOST && engine->options->fetch->allow_private && url_is_http(&url))
        reason = REASON_NONE;
    if (reason != REASON_NONE || !url_is_http(&url))
        return checks_known(engine->checks, url.href, reason);
    struct link_target *target = checks_target(engine->checks, url.href);
    checks_mark_followed(target);
    checks_start(engine->checks, target);
    return target;
}

static enum status work_addresses(struct engine *engine, struct link_target **targets, size_t count, struct error *err)
{
    size_t left = count;
    while (left > 0) {
        if (is_stopped(engine))
            return error_set(err, STATUS_STOPPED, "the crawl was asked to stop");
        fetcher_run(engine->fetcher, (double)TICK_MILLISECONDS / 1000, request_done, NULL);
        browser_work(engine->browser);
        collect_documents(engine);
        left = 0;
        for (size_t i = 0; i < count; i++) {
            if (targets[i] == NULL)
                continue;
            checks_look_closer(engine->checks, targets[i]);
            if (!checks_settled(targets[i])) {
                left++;
                continue;
            }
            struct arena arena = {0};
            struct target record;
            checks_record(engine->checks, targets[i], &arena, &record);
            enum status status = engine->sink->target(engine->sink->context, NULL, &record, err);
            arena_release(&arena);
            if (status != STATUS_OK)
                return status;
            targets[i] = NULL;
        }
        engine->progress.links_done = count - left;
        engine->progress.links_known = count;
        if (engine->sink->progress != NULL)
            engine->sink->progress(engine->sink->context, &engine->progress);
    }
    return STATUS_OK;
}

enum status crawl_addresses(const struct crawl_options *options, const char *const *addresses, size_t count, const struct crawl_sink *sink,
                            const struct crawl_source *source, struct error *err)
{
    struct engine engine = {.options = options, .sink = sink, .source = source != NULL ? source : &nothing_stored, .err = err};
    struct link_target **targets = memory_array(count, sizeof *targets);
    struct arena arena = {0};
    enum status status = engine_start(&engine, err);
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        targets[i] = listed_target(&engine, &arena, addresses[i]);
        if (!checks_claim(targets[i], &engine) || checks_is_listed(targets[i]))
            targets[i] = NULL; /* twice in the list */
        else
            checks_set_listed(targets[i]);
    }
    if (status == STATUS_OK)
        status = work_addresses(&engine, targets, count, err);
    engine_stop(&engine);
    engine_release(&engine);
    arena_release(&arena);
    free(targets);
    return status;
}
