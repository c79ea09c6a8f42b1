/* What a host answers to an address that cannot exist, asked at most once an origin and method:
 * the measure for pages that say "not found" with status 200 and for deep links sent home (GET),
 * and for what its word by HEAD is worth, which may say yes to everything (HEAD: no words). */
#ifndef COREOFFER_CRAWLER_PROBES_H
#define COREOFFER_CRAWLER_PROBES_H

#include "crawler/links/chain.h"
#include "crawler/links/linkcheck.h"
#include "crawler/url/url.h"
#include "crawler/workers.h"

struct probes;
struct probes *probes_new(struct chains *chains, struct workers *workers, const struct url_policy *policy);
void probes_free(struct probes *probes); /* after chains and workers */

typedef void probes_done(void *context, const struct linkcheck_probe *probe);
/* `done` may be called before it returns; the probe is the probes' own. With `words` what the origin says beside a 404 is
 * wanted too. */
void probes_ask(struct probes *probes, const struct url *url, enum fetch_method method, bool words, probes_done *done, void *context);
/* The one that a verdict on what came by GET turns on (linkcheck_judge): of the host that was asked where it sent home, of
 * the host that spoke otherwise. */
void probes_ask_for(struct probes *probes, const struct linkcheck_body *body, probes_done *done, void *context);
/* The origin was seen to answer 404 to something: no need to ask, unless its words are wanted. */
void probes_note_not_found(struct probes *probes, const struct url *url, enum fetch_method method);

#endif
