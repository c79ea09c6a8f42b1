/* Every distinct target of a run and what became of it: one verdict each, however many
 * pages and councils point at it. Targets that were read as pages take the page's result;
 * others are asked for by HEAD, then by GET where HEAD leaves doubt or its word is not known to be good on that host (at once
 * where the address names a record or a front page, or a part of the page is wanted), reading no more than needed. Nothing is called
 * broken that was not seen twice, and no part of a page missing that its scripts may make:
 * a browser runs them, or it is doubtful. */
#ifndef COREOFFER_CRAWLER_CHECKS_H
#define COREOFFER_CRAWLER_CHECKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/memory.h"
#include "crawler/crawl.h"
#include "crawler/links/anchors.h"
#include "crawler/links/inquiry.h"
#include "model/link.h"

struct checks;
struct checks_parts {
    struct inquiry_parts ask;          /* with a browser, what is read and empty without scripts is rendered, and pages that lack a part */
    const struct anchor_rules *anchors;
    const struct crawl_source *source; /* stored_target, target_history; may be NULL */
    bool read;                         /* by GET at once */
};
struct checks *checks_new(const struct checks_parts *parts);
void checks_free(struct checks *checks); /* after chains, workers and browser */

/* One target; lives as long as the checks. */
struct link_target;

/* The target of an address to ask for (absolute, canonical, with its fragment). */
struct link_target *checks_target(struct checks *checks, const char *url);
/* The same, of what only looks like an address: nothing is said against it, unless a link names it as well. */
struct link_target *checks_guess(struct checks *checks, const char *url);
/* Whether a link leads to an address, and not guesses alone, as far as pages were read. What is not there of others need not be seen twice:
 * checks_page.once. */
bool checks_is_named(const struct checks *checks, const char *url);
/* A target whose verdict needs no asking (a mail address, a form, a scheme that isn't http):
 * what one link knows so and another needs asked for is asked for. */
struct link_target *checks_known(struct checks *checks, const char *url, enum link_reason reason);
/* Whether an address is a target already, so that it takes no more memory. */
bool checks_has(const struct checks *checks, const char *url);
const char *checks_url(const struct link_target *target);
/* Marks the target as met by `owner` (a council's visit) where nobody claimed it; whether
 * the claim is that owner's, so that most visits need no list of what they have met. */
bool checks_claim(struct link_target *target, const void *owner);
/* Whether its claimant has it on its list. */
bool checks_is_listed(const struct link_target *target);
void checks_set_listed(struct link_target *target);
/* Settled only in that it was not to be asked for. */
bool checks_is_left(const struct link_target *target);
/* An https page embeds it by http: where it is well, `mixed-content` says so. */
void checks_mark_mixed(struct link_target *target);
/* People follow a link to it; of what nobody does, pictures and scripts, a browser misses nothing where nothing is sent. Before
 * it is asked for. */
void checks_mark_followed(struct link_target *target);
/* Not in this run (links to other sites unwanted): `limit`, unless it is settled already. */
void checks_leave(struct link_target *target);
/* Asks, unless it is settled or under way. */
void checks_start(struct checks *checks, struct link_target *target);
bool checks_settled(const struct link_target *target);
/* Where a page lacks the part that the target names, and a browser could show that its scripts
 * make it: has it looked at, and the target is not settled until then. Of the same part of
 * many pages of a host a few are looked at (crawler/links/sampling.h). Before a target is told. */
void checks_look_closer(struct checks *checks, struct link_target *target);
/* The verdict as a record, `limit` before it is settled; strings live as long as the checks or, for new ones, `arena`. */
void checks_record(struct checks *checks, const struct link_target *target, struct arena *arena, struct target *out);

/* What the crawl itself found at an address. */
struct checks_page {
    const char *url, *final_url;
    const char *fragment;          /* as of chain_end; "" where a redirect may have named one and it is not known */
    enum link_reason reason;
    int status, redirects, looks;
    bool permanent, completed;     /* completed: as in chain_end */
    const char *secured;           /* as in chain_end */
    int64_t at;
    bool once;                     /* no second look was taken at what needs one: a link that turns up has it asked for again */
    const struct document *document; /* NULL where it was not read */
};
void checks_settle_page(struct checks *checks, const struct checks_page *page);
/* What the crawl did not ask for, since it is the same page as `as`, whose verdict it takes;
 * where that has none, it is asked for like others. Both are canonical. */
void checks_settle_same(struct checks *checks, const char *url, const char *as);

#endif
