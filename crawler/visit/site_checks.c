/* A visit's last stage: the verdicts on its links, told in the order in which they were met. */
#include <string.h>

#include "crawler/visit/page_links.h"
#include "crawler/visit/site.h"

static bool is_held_back(const struct site *site, const char *address)
{
    /* Another council's visit may still read it as a page. */
    struct arena arena = {0};
    struct url url;
    bool held = false;
    if (url_parse(&arena, address, NULL, &url, NULL) == STATUS_OK && url.host != NULL) {
        const char *domain = url_site(&arena, url.host);
        const union map_value *crawling = map_get(site->engine->crawling, domain, strlen(domain));
        held = crawling != NULL && crawling->number > 0;
    }
    arena_release(&arena);
    return held;
}

static bool is_external(const struct site *site, const char *address)
{
    struct arena arena = {0};
    struct url url;
    bool external = url_parse(&arena, address, NULL, &url, NULL) == STATUS_OK && !page_links_is_own(site->sites, url.host);
    arena_release(&arena);
    return external;
}

static bool is_unwanted(const struct site *site, const struct link_target *target)
{
    const struct crawl_options *options = site->engine->options;
    return !options->check_links || (!options->check_externals && is_external(site, checks_url(target)));
}

static void start_checks(struct site *site)
{
    for (size_t i = site->targets_told; i < site->target_count; i++) {
        struct link_target *target = site->targets[i];
        if (is_unwanted(site, target)) {
            checks_leave(target);
        } else if (!is_held_back(site, checks_url(target))) {
            checks_start(site->engine->checks, target);
            checks_look_closer(site->engine->checks, target);
        }
    }
    site->started_at_end = site->engine->crawls_ended;
    site->checks_started = true;
}

void site_tell_target(struct site *site, const struct link_target *link)
{
    struct engine *engine = site->engine;
    struct arena arena = {0};
    struct target target;
    checks_record(engine->checks, link, &arena, &target);
    engine->progress.links_done++;
    if (engine->status == STATUS_OK)
        engine->status = engine->sink->target(engine->sink->context, site->council, &target, engine->err);
    arena_release(&arena);
}

void site_wind_up(struct site *site)
{
    if (site->stage < SITE_PAGES || site->stage == SITE_DONE || site->pages_read == 0) {
        site_stop(site);
        return;
    }
    if (site->stage < SITE_HOME)
        site_end_pages(site);
    for (; site->targets_told < site->target_count && site->engine->status == STATUS_OK; site->targets_told++)
        site_tell_target(site, site->targets[site->targets_told]);
    if (visit_was_read(site->visit.outcome))
        site->visit.outcome = VISIT_LIMITED;
    site_tell_visit(site);
    site->stage = SITE_DONE;
}

void site_step_checks(struct site *site)
{
    if (!site->checks_started || site->started_at_end != site->engine->crawls_ended)
        start_checks(site);
    for (; site->targets_told < site->target_count && site->engine->status == STATUS_OK; site->targets_told++) {
        if (!is_unwanted(site, site->targets[site->targets_told]))
            checks_look_closer(site->engine->checks, site->targets[site->targets_told]);
        if (!checks_settled(site->targets[site->targets_told]))
            return;
        site_tell_target(site, site->targets[site->targets_told]);
    }
    if (site->engine->status != STATUS_OK)
        return;
    site_tell_visit(site);
    site->engine->progress.councils_done++;
    site->stage = SITE_DONE;
}
