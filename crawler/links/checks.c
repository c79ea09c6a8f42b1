#include "crawler/links/checks.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/limits.h"
#include "base/map.h"
#include "base/text.h"
#include "crawler/links/linkcheck.h"
#include "crawler/links/sampling.h"
#include "crawler/url/scheme.h"

enum stage { STAGE_NEW, STAGE_ASKING, STAGE_SETTLED };

/* What became of an address, without regard to fragments. */
struct check {
    enum stage stage;
    bool permanent, completed; /* completed: as in chain_end */
    bool wants_anchors;        /* a link points at a part of the page */
    bool tried_anchors;        /* the whole page was asked for */
    bool has_anchors;
    bool followed;             /* see checks_mark_followed */
    bool left;                 /* not asked, by choice */
    bool named;                /* not by guesses alone */
    bool once;                 /* as in checks_page */
    short status, redirects, looks;
    enum link_reason reason;
    enum link_state state;
    const char *final_url;     /* NULL where there was no redirect */
    const char *fragment;      /* that a redirect named; see checks_page */
    const char *secured;       /* as in chain_end */
    int64_t at;
    bool by_script;            /* the page that it leads to is empty without its scripts */
    bool rendered;             /* what it leads to was read as a browser shows it */
    bool scripted;             /* what it leads to holds scripts, which nobody ran */
    struct anchors anchors;    /* of the page that it leads to, where has_anchors */
    struct closer_look *look;  /* at that page; NULL where nobody did */
    struct check *page;        /* whose anchors they are: a redirect's end; NULL for itself */
};

struct link_target {
    const char *url;           /* the map's */
    const char *fragment;      /* inside url, NULL where there is none that matters */
    const char *route;         /* inside url: the script's page that it names, NULL for none */
    enum link_reason route_is; /* what became of it: script-route until it was seen */
    bool route_known, route_doubted; /* seen broken once */
    struct check *check;       /* shared with the same address under other fragments; NULL where none is asked */
    enum link_reason known;
    bool is_known;             /* `known` is the verdict: nothing to ask */
    bool mixed, listed;
    bool guessed;              /* no link names it: see checks_guess */
    bool waits;                /* for a closer look at its page */
    bool granted;              /* scripts made this part of like pages: nothing is said against it */
    const struct target *stored; /* the verdict of an earlier part of this run, so that nothing is asked twice */
    const void *owner;         /* see checks_claim */
};

/* A browser shows a page, for the parts that its markup lacks. */
struct closer_look {
    struct anchors anchors;    /* that it shows; none where it could not be shown whole */
    bool ended;
    struct looker {
        struct looker *next;
        struct link_target *target;
    } *first;                  /* that wait for it */
};

struct checks {
    struct checks_parts parts;
    struct arena arena;
    struct map *targets;
    struct inquiries *inquiries;
    struct sampling *sampling; /* of parts that pages lack */
    struct map *looks;         /* origin to how many of its pages were looked at closer */
};

static void look(void *context, void *item);
static void believe(void *context, void *item, bool yes);

struct checks *checks_new(const struct checks_parts *parts)
{
    struct checks *checks = memory_alloc(sizeof *checks);
    checks->parts = *parts;
    checks->targets = map_new();
    checks->inquiries = inquiries_new(&parts->ask);
    checks->looks = map_new();
    checks->sampling = sampling_new(&(struct sampling_calls){.context = checks, .look = look, .believe = believe});
    return checks;
}

void checks_free(struct checks *checks)
{
    if (checks == NULL)
        return;
    inquiries_free(checks->inquiries);
    for (size_t i = 0; i < map_count(checks->targets); i++) {
        struct link_target *target = map_at(checks->targets, i)->pointer;
        if (target->check == NULL)
            continue;
        anchors_release(&target->check->anchors); /* shared ones are empty the second time */
        if (target->check->look != NULL)
            anchors_release(&target->check->look->anchors);
    }
    sampling_free(checks->sampling);
    map_free(checks->looks);
    map_free(checks->targets);
    arena_release(&checks->arena);
    free(checks);
}

static struct link_target *target_of(struct checks *checks, const char *url, size_t length, bool *added)
{
    union map_value *place = map_put(checks->targets, url, length, added);
    if (*added) {
        struct link_target *target = arena_alloc(&checks->arena, sizeof *target);
        target->url = map_key(checks->targets, map_count(checks->targets) - 1, NULL);
        place->pointer = target;
    }
    return place->pointer;
}

bool checks_has(const struct checks *checks, const char *url)
{
    return map_get(checks->targets, url, strlen(url)) != NULL;
}

static const struct target *recall(struct checks *checks, const char *url)
{
    const struct crawl_source *source = checks->parts.source;
    struct target stored = {0};
    if (source == NULL || source->stored_target == NULL || !source->stored_target(source->context, url, &stored))
        return NULL;
    struct target *kept = arena_alloc(&checks->arena, sizeof *kept);
    *kept = stored;
    kept->url = NULL;
    kept->final_url = arena_copy(&checks->arena, stored.final_url);
    kept->advice = arena_copy(&checks->arena, stored.advice);
    return kept;
}

/* The check of an address without its fragment. */
static struct check *check_of(struct checks *checks, const char *url)
{
    bool added;
    struct link_target *bare = target_of(checks, url, strcspn(url, "#"), &added);
    if (bare->check != NULL)
        return bare->check;
    struct check *check = bare->check = arena_alloc(&checks->arena, sizeof *check);
    const struct target *stored = bare->stored = recall(checks, bare->url);
    if (stored != NULL) {
        check->stage = STAGE_SETTLED;
        check->reason = stored->reason;
        check->state = stored->state;
        check->status = (short)stored->status;
        check->redirects = (short)stored->redirects;
        check->looks = (short)stored->looks;
        check->permanent = stored->permanent;
        check->completed = stored->reason == REASON_TLS_COMPLETED;
        check->final_url = stored->final_url;
        check->at = stored->checked_at;
    }
    return check;
}

struct link_target *checks_known(struct checks *checks, const char *url, enum link_reason reason)
{
    bool added;
    struct link_target *target = target_of(checks, url, strlen(url), &added);
    if (target->check == NULL && !target->is_known) {
        target->is_known = true;
        target->known = reason;
    }
    return target;
}

/* Against what a link names something may be said, and nothing is of what was seen once. */
static void name(struct check *check)
{
    check->named = true;
    if (check->once && check->stage == STAGE_SETTLED)
        check->stage = STAGE_NEW;
    check->once = false;
}

static struct link_target *asked_target(struct checks *checks, const char *url, bool guess)
{
    bool added;
    struct link_target *target = target_of(checks, url, strlen(url), &added);
    target->is_known = false;
    target->guessed = guess && (added || target->guessed);
    if (target->check == NULL)
        target->check = check_of(checks, url);
    if (!guess)
        name(target->check);
    const char *hash = strchr(target->url, '#');
    if (hash == NULL || target->fragment != NULL || target->stored != NULL)
        return target;
    target->stored = added ? recall(checks, target->url) : NULL;
    if (target->stored == NULL && anchors_matter(checks->parts.anchors, hash + 1)) {
        target->fragment = hash + 1;
        target->check->wants_anchors = true;
    } else if (target->stored == NULL && anchors_name_route(checks->parts.anchors, hash + 1)) {
        target->route = hash + 1;
        target->route_is = REASON_SCRIPT_ROUTE;
        target->check->wants_anchors = true;
    }
    return target;
}

struct link_target *checks_target(struct checks *checks, const char *url)
{
    return asked_target(checks, url, false);
}

bool checks_is_named(const struct checks *checks, const char *url)
{
    const union map_value *place = map_get(checks->targets, url, strlen(url));
    const struct link_target *target = place != NULL ? place->pointer : NULL;
    return target != NULL && target->check != NULL && target->check->named;
}

struct link_target *checks_guess(struct checks *checks, const char *url)
{
    return asked_target(checks, url, true);
}

bool checks_claim(struct link_target *target, const void *owner)
{
    if (target->owner == NULL)
        target->owner = owner;
    return target->owner == owner;
}

bool checks_is_listed(const struct link_target *target)
{
    return target->listed;
}

void checks_set_listed(struct link_target *target)
{
    target->listed = true;
}

bool checks_is_left(const struct link_target *target)
{
    return target->check != NULL && target->check->left;
}

const char *checks_url(const struct link_target *target)
{
    return target->url;
}

void checks_mark_mixed(struct link_target *target)
{
    target->mixed = true;
}

void checks_mark_followed(struct link_target *target)
{
    if (target->check != NULL)
        target->check->followed = true;
}

static void settle(struct check *check, enum link_reason reason)
{
    check->stage = STAGE_SETTLED;
    check->reason = reason;
    check->state = link_reason_state(reason);
    check->at = clock_now();
}

void checks_leave(struct link_target *target)
{
    if (target->check == NULL || target->check->stage != STAGE_NEW)
        return;
    settle(target->check, REASON_LIMIT);
    target->check->left = true;
}

bool checks_settled(const struct link_target *target)
{
    bool asked = target->is_known || target->stored != NULL || target->check == NULL || target->check->stage == STAGE_SETTLED;
    return asked && !target->waits;
}

/* --- parts that scripts may make --- */

/* The part of the page at which a reader arrives: that which a redirect names, or else the link's (RFC 9110, 10.2.2). NULL for none that matters. */
static const char *part_of(const struct checks *checks, const struct link_target *target)
{
    const char *named = target->check != NULL ? target->check->fragment : NULL;
    if (named == NULL)
        return target->fragment;
    return anchors_matter(checks->parts.anchors, named) ? named : NULL;
}

/* What is named beside a page is only missing where a reader would miss it. */
static bool lacks_part(const struct checks *checks, const struct link_target *target)
{
    const struct check *check = target->check, *page = check != NULL && check->page != NULL ? check->page : check;
    const char *part = part_of(checks, target);
    return check != NULL && check->stage == STAGE_SETTLED && check->state == LINK_OK && part != NULL && !target->granted && page->has_anchors &&
           !anchors_have(&page->anchors, part) && (page->look == NULL || !anchors_have(&page->look->anchors, part));
}

static struct check *page_of(const struct link_target *target)
{
    return target->check->page != NULL ? target->check->page : target->check;
}

/* The same part of pages of the same host. */
static const char *kind_of_part(const struct checks *checks, struct arena *arena, const struct link_target *target)
{
    return arena_printf(arena, "%.*s#%s", (int)text_origin_length(target->url), target->url, part_of(checks, target));
}

/* --- pages that scripts make of a part of their address --- */

/* The address leads to a page that is made by its scripts alone, so whatever came, and what they make of it without a
 * route, says nothing of this one. */
static bool leads_to_route(const struct link_target *target)
{
    const struct check *check = target->check;
    return target->route != NULL && check->stage == STAGE_SETTLED && (check->state == LINK_OK || check->reason == REASON_SOFT_404) &&
           check->fragment == NULL && page_of(target)->by_script;
}

static void show_route(struct checks *checks, struct link_target *target);

static enum link_reason judge_route(struct checks *checks, const struct inquiry_answer *answer)
{
    const struct inquiry_parts *parts = &checks->parts.ask;
    const struct document *document = answer->document;
    struct arena arena = {0};
    struct url url;
    enum link_reason reason = REASON_SCRIPT_ROUTE;
    if (document != NULL && document->rendered && !document->partly_read && !document->needs_scripts &&
        url_parse(&arena, answer->final_url, NULL, &url, NULL) == STATUS_OK) {
        const struct linkcheck_body body = {.landings = parts->landings, .asked = &url, .final = &url, .status = answer->status, .document = document, .body = ""};
        const struct linkcheck_probe unasked = {.answered = false}; /* of what a script makes its words alone tell */
        bool wants_probe;
        reason = linkcheck_judge(parts->wording, &body, &unasked, &wants_probe);
    }
    arena_release(&arena);
    return reason;
}

static void route_shown(void *context, void *tag, const struct inquiry_answer *answer)
{
    struct checks *checks = context;
    struct link_target *target = tag;
    target->route_is = judge_route(checks, answer);
    bool again = linkcheck_needs_second_look(target->route_is) && !target->route_doubted;
    target->route_doubted = true;
    if (again) {
        show_route(checks, target);
        return;
    }
    target->route_known = true;
    target->waits = false;
}

static void show_route(struct checks *checks, struct link_target *target)
{
    const struct inquiry_request request = {.url = target->check->final_url != NULL ? target->check->final_url : target->url, .route = target->route,
                                            .show = true, .done = route_shown, .context = checks, .tag = target};
    if (!inquiry_begin(checks->inquiries, &request))
        route_shown(checks, target, &(struct inquiry_answer){.reason = REASON_INVALID_URL});
}

static void look_at_route(struct checks *checks, struct link_target *target)
{
    int64_t *looks = &map_put(checks->looks, target->url, text_origin_length(target->url), NULL)->number;
    target->route_known = *looks >= LIMIT_RENDER_LOOKS;
    if (target->route_known)
        return;
    ++*looks;
    target->waits = true;
    show_route(checks, target);
}

/* Its page has been looked at. */
static void tell_seen(struct checks *checks, struct link_target *target)
{
    struct arena arena = {0};
    target->waits = false;
    sampling_seen(checks->sampling, kind_of_part(checks, &arena, target), !lacks_part(checks, target));
    arena_release(&arena);
}

/* The answer to a closer look; its tag is the target that had it begun. */
static void shown(void *context, void *tag, const struct inquiry_answer *answer)
{
    struct checks *checks = context;
    struct check *page = page_of(tag);
    const struct document *document = answer->document;
    page->look->ended = true;
    if (document != NULL && document->rendered && !document->partly_read && !document->needs_scripts) {
        anchors_take(document, &page->look->anchors);
    } else {
        anchors_release(&page->anchors); /* it can't be told */
        page->has_anchors = false;
    }
    for (const struct looker *looker = page->look->first; looker != NULL; looker = looker->next)
        tell_seen(checks, looker->target);
}

void checks_look_closer(struct checks *checks, struct link_target *target)
{
    if (checks->parts.ask.browser != NULL && !target->is_known && target->stored == NULL && !target->waits && !target->route_known && leads_to_route(target)) {
        look_at_route(checks, target);
        return;
    }
    if (checks->parts.ask.browser == NULL || target->is_known || target->stored != NULL || target->waits || !lacks_part(checks, target) || page_of(target)->rendered)
        return;
    struct arena arena = {0};
    target->waits = true;
    sampling_add(checks->sampling, kind_of_part(checks, &arena, target), target);
    arena_release(&arena);
}

static void believe(void *context, void *item, bool yes)
{
    struct link_target *target = item;
    (void)context;
    target->granted = yes;
    target->waits = false;
}

/* The page is asked for where it lies: what led there is known. Once for all of its parts. */
static void look(void *context, void *item)
{
    struct checks *checks = context;
    struct link_target *target = item;
    struct check *page = page_of(target);
    bool begun = page->look != NULL;
    int64_t *looks = &map_put(checks->looks, target->url, text_origin_length(target->url), NULL)->number;
    target->granted = !begun && *looks >= LIMIT_RENDER_LOOKS;
    if (target->granted || (begun && page->look->ended)) {
        tell_seen(checks, target);
        return;
    }
    *looks += !begun;
    if (!begun)
        page->look = arena_alloc(&checks->arena, sizeof *page->look);
    struct looker *looker = arena_alloc(&checks->arena, sizeof *looker);
    *looker = (struct looker){page->look->first, target};
    page->look->first = looker;
    const struct inquiry_request request = {.url = target->check->final_url != NULL ? target->check->final_url : target->url, .show = true,
                                            .done = shown, .context = checks, .tag = target};
    if (!begun && !inquiry_begin(checks->inquiries, &request))
        shown(checks, target, &(struct inquiry_answer){.reason = REASON_INVALID_URL});
}

/* --- asking --- */

/* What is kept of the page that came; `whole` where nothing of it was cut off. */
static void take_page(struct check *check, const struct document *document, bool whole)
{
    if (document == NULL || document->type != DOCUMENT_HTML)
        return;
    check->by_script = check->by_script || document->needs_scripts || document->rendered;
    if (!whole || document->partly_read || document->needs_scripts || check->has_anchors)
        return;
    anchors_take(document, &check->anchors);
    check->has_anchors = true;
    check->rendered = document->rendered;
    check->scripted = document->has_scripts && !document->rendered;
}

static void answered(void *context, void *tag, const struct inquiry_answer *answer)
{
    struct checks *checks = context;
    struct link_target *target = tag;
    struct check *check = target->check;
    if (check->stage == STAGE_ASKING) { /* else the crawl read it as a page meanwhile */
        settle(check, answer->reason);
        check->status = (short)answer->status;
        check->redirects = (short)answer->redirects;
        check->looks = (short)answer->looks;
        check->permanent = answer->permanent;
        check->completed = answer->completed;
        check->final_url = answer->redirects > 0 ? arena_copy(&checks->arena, answer->final_url) : NULL;
        check->fragment = arena_copy(&checks->arena, answer->fragment);
        check->secured = arena_copy(&checks->arena, answer->secured);
        check->by_script = false;
        take_page(check, answer->document, !answer->cut);
        check->rendered = answer->rendered;
    }
    checks_look_closer(checks, target);
}

void checks_start(struct checks *checks, struct link_target *target)
{
    struct check *check = target->check;
    if (target->is_known || target->stored != NULL || check == NULL || check->stage == STAGE_ASKING)
        return;
    /* A verdict by HEAD does not tell about an anchor that a later page asks for. */
    bool by_head = (target->fragment != NULL || target->route != NULL) && check->state == LINK_OK && !check->has_anchors && !check->tried_anchors &&
                   check->page == NULL && check->looks > 0;
    if (check->stage == STAGE_SETTLED && !check->left && !by_head)
        return;
    check->left = false;
    check->stage = STAGE_ASKING;
    check->tried_anchors = check->wants_anchors;
    const struct inquiry_request request = {.url = target->url, .whole = check->wants_anchors, .loaded = !check->followed, .read = checks->parts.read, .done = answered,
                                            .context = checks, .tag = target};
    if (!inquiry_begin(checks->inquiries, &request))
        settle(check, REASON_INVALID_URL);
}

/* --- what the crawl found --- */

void checks_settle_page(struct checks *checks, const struct checks_page *page)
{
    struct check *asked = check_of(checks, page->url);
    bool moved = strcmp(page->url, page->final_url) != 0 && page->redirects > 0;
    struct check *end = moved ? check_of(checks, page->final_url) : asked;
    if (asked->stage != STAGE_SETTLED || asked->left) {
        settle(asked, page->reason);
        asked->left = false;
        asked->status = (short)page->status;
        asked->redirects = (short)page->redirects;
        asked->looks = (short)page->looks;
        asked->permanent = page->permanent;
        asked->completed = page->completed;
        asked->final_url = moved ? arena_copy(&checks->arena, page->final_url) : NULL;
        asked->fragment = arena_copy(&checks->arena, page->fragment);
        asked->secured = arena_copy(&checks->arena, page->secured);
        asked->at = page->at;
        asked->once = page->once;
    }
    if (end != asked) {
        asked->page = end;
        if (end->stage == STAGE_NEW && page->reason != REASON_REDIRECT_HOME && link_reason_state(page->reason) != LINK_BROKEN) {
            settle(end, page->reason);
            end->status = (short)page->status;
            end->looks = (short)page->looks;
            end->at = page->at;
        }
    }
    end->tried_anchors = true;
    take_page(end, page->document, true);
}

void checks_settle_same(struct checks *checks, const char *url, const char *as)
{
    struct check *check = check_of(checks, url), *other = check_of(checks, as);
    if (check->stage != STAGE_NEW || other->stage != STAGE_SETTLED || other->left)
        return;
    struct check *page = other->page != NULL ? other->page : other;
    bool wants_anchors = check->wants_anchors;
    *check = *other;
    check->wants_anchors = wants_anchors;
    check->has_anchors = false;
    check->anchors = (struct anchors){0};
    check->look = NULL;
    check->page = page;
}

/* --- the record --- */

static const char *https_address(struct arena *arena, const char *url)
{
    return strncmp(url, "http://", 7) == 0 ? arena_printf(arena, "https://%s", url + 7) : NULL;
}

/* Where a link was sent on to for good, without the number of a session and what only counts visitors: nobody should publish those. */
static const char *lasting_address(const struct url_policy *policy, const char *address, struct arena *arena)
{
    struct url url;
    if (url_parse(arena, address, NULL, &url, NULL) != STATUS_OK)
        return address;
    const char *canonical = url_canonical(arena, &url, policy);
    return strlen(canonical) < strcspn(address, "#") ? canonical : address;
}

static void add_advice(const struct link_target *link, const struct check *check, const struct url_policy *policy, struct arena *arena, struct target *out)
{
    if (out->state != LINK_OK)
        return;
    const char *hash = strchr(link->url, '#');
    if (check->secured != NULL && out->reason == REASON_NONE) {
        out->reason = REASON_HTTPS_ONLY;
        out->advice = hash != NULL ? arena_printf(arena, "%s%s", check->secured, hash) : check->secured;
    }
    if (check->completed && out->reason == REASON_NONE)
        out->reason = REASON_TLS_COMPLETED;
    if (check->permanent && check->final_url != NULL && out->reason == REASON_NONE) {
        bool named = check->fragment != NULL && check->fragment[0] != '\0';
        const char *final = lasting_address(policy, check->final_url, arena);
        out->reason = REASON_REDIRECTED;
        if (named)
            out->advice = arena_printf(arena, "%s#%s", final, check->fragment);
        else if (hash != NULL && check->fragment == NULL && strchr(final, '#') == NULL)
            out->advice = arena_printf(arena, "%s%s", final, hash);
        else
            out->advice = final;
    }
    if (link->mixed) {
        out->reason = REASON_MIXED_CONTENT;
        out->advice = https_address(arena, check->final_url != NULL ? check->final_url : link->url);
    }
}

static bool begins_wrongly(const char *address)
{
    struct arena scratch = {0};
    struct url url;
    bool wrongly = url_parse(&scratch, address, NULL, &url, NULL) == STATUS_OK && scheme_begins_wrongly(&url);
    arena_release(&scratch);
    return wrongly;
}

void checks_record(struct checks *checks, const struct link_target *link, struct arena *arena, struct target *out)
{
    const struct crawl_source *source = checks->parts.source;
    const struct check *check = link->check;
    *out = (struct target){.url = link->url, .first_failed = -1, .last_failed = -1, .last_ok = -1, .last_proof = -1, .checked_at = clock_now()};
    if (check == NULL || link->is_known) {
        struct url url;
        out->reason = link->known;
        out->state = link_reason_state(link->known);
        if (link->known == REASON_TEL_WORDS && url_parse(arena, link->url, NULL, &url, NULL) == STATUS_OK)
            out->advice = scheme_without_words(arena, &url);
        return;
    }
    if (link->stored != NULL) {
        *out = *link->stored;
        out->url = link->url;
        return;
    }
    out->final_url = check->final_url;
    bool settled = checks_settled(link);
    out->state = settled ? check->state : LINK_NOT_CHECKED;
    out->reason = settled ? check->reason : REASON_LIMIT;
    out->status = check->status;
    out->redirects = check->redirects;
    out->looks = check->looks;
    out->permanent = check->permanent;
    if (check->at > 0)
        out->checked_at = check->at;
    if (settled && lacks_part(checks, link)) {
        bool unseen = page_of(link)->scripted && checks->parts.ask.browser == NULL;
        if (check->fragment != NULL) {
            out->reason = REASON_REDIRECT_PART; /* the link is well: its page comes */
            out->advice = check->final_url != NULL ? lasting_address(checks->parts.ask.policy, check->final_url, arena) : NULL;
        } else {
            out->reason = unseen ? REASON_FRAGMENT_UNSEEN : REASON_FRAGMENT_MISSING;
        }
        out->state = link_reason_state(out->reason);
    }
    if (settled && leads_to_route(link) && (link->route_is != REASON_NONE || check->state != LINK_OK)) {
        out->reason = link->route_is;
        out->state = link_reason_state(link->route_is);
    }
    if (link->guessed && (out->state == LINK_BROKEN || out->reason == REASON_UNREADABLE)) {
        out->reason = REASON_SCRIPT_ADDRESS;
        out->state = link_reason_state(out->reason);
    }
    bool missing = out->reason == REASON_HTTP_404 || out->reason == REASON_HTTP_410 || out->reason == REASON_SOFT_404;
    if (missing && begins_wrongly(link->url))
        out->reason = REASON_MISTYPED_START;
    add_advice(link, check, checks->parts.ask.policy, arena, out);
    if (source != NULL && source->target_history != NULL)
        source->target_history(source->context, link->url, out);
    linkcheck_weigh_history(out, out->checked_at);
}
