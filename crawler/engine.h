/* What one crawl shares between the visits of its councils. Private to the crawl: crawl.c
 * makes it, page_ask.c, page_links.c, seek.c and site.c work in it. */
#ifndef COREOFFER_CRAWLER_ENGINE_H
#define COREOFFER_CRAWLER_ENGINE_H

#include <stdbool.h>

#include "base/map.h"
#include "crawler/browser/browser.h"
#include "crawler/crawl.h"
#include "crawler/frontier/listing.h"
#include "crawler/links/chain.h"
#include "crawler/links/chain_share.h"
#include "crawler/links/checks.h"
#include "crawler/links/gate.h"
#include "crawler/links/phrases.h"
#include "crawler/links/probes.h"
#include "crawler/links/standing.h"
#include "crawler/links/wording.h"
#include "crawler/url/scheme.h"
#include "crawler/workers.h"

struct engine {
    const struct crawl_options *options;
    const struct crawl_sink *sink;
    const struct crawl_source *source;
    struct fetcher *fetcher;
    struct gate *gate;
    struct chains *chains;
    struct chain_share *share;    /* of partners' pages; NULL where one council is visited, or an archive answers */
    struct workers *workers;
    struct browser *browser;      /* NULL where no page is rendered */
    struct probes *probes;
    struct standings *standings;
    struct checks *checks;
    struct wording *wording;
    struct crawl_words *words;
    struct landings *landings;
    struct anchor_rules *anchors;
    struct url_policy *policy;
    struct scheme_rules *rules;
    struct phrases signposts;     /* words that lead to a Local Offer: seeds/crawl/local-offer.csv */
    struct partner_site *partner_site; /* which further pages of partners are read */
    struct phrases more;          /* enum more_place: seeds/crawl/more.csv */
    struct map *crawling;         /* registrable domain to how many councils still read pages there */
    size_t crawls_ended;          /* goes up when a council's reading ends: targets held back may be asked */
    struct crawl_progress progress;
    enum status status;           /* the first failure of a sink; ends the crawl */
    struct error *err;
};

static inline bool engine_ignores(const struct engine *engine, const char *url)
{
    const struct crawl_options *options = engine->options;
    return options->is_ignored != NULL && options->is_ignored(options->ignored_context, url);
}

/* Places in seeds/crawl/local-offer.csv. */
enum signpost_place { SIGNPOST_LINK, SIGNPOST_ADDRESS, SIGNPOST_HEADING, SIGNPOST_ASIDE };

#endif
