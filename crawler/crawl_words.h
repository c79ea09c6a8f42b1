/* What words and addresses promise, from seeds/crawl/: scores of link words, and the rules
 * by which an address is endless, an action or a leaflet. Loaded once and shared, read only;
 * each frontier has a scorer of its own, since a stemmer is not thread-safe. */
#ifndef COREOFFER_CRAWLER_CRAWL_WORDS_H
#define COREOFFER_CRAWLER_CRAWL_WORDS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

/* seeds/crawl/weights.csv, one row each: what the parts of a score weigh. */
#define CRAWL_WEIGHTS(X)                                                                     \
    X(ANCHOR, "anchor") /* per cent of the words' score */                                   \
    X(ADDRESS, "address")                                                                    \
    X(HEADING, "heading")                                                                    \
    X(TITLE, "title")                                                                        \
    X(CORE, "core") /* added inside the Local Offer */                                       \
    X(MAIN, "main") /* added in a page's main content */                                     \
    X(FOOTER, "footer") /* added in footers, tools and the like */                           \
    X(CLICK, "click") /* taken away for each click from the start */                         \
    X(PARAMETER, "parameter") /* taken away for each parameter */                            \
    X(PARTNER, "partner") /* added to partners' pages */                                     \
    X(ON_TOPIC, "on-topic") /* least score of words and address outside the Local Offer */   \
    X(CONTEXT, "context") /* the same of heading and title, for links without words */       \
    X(PROMISE, "promise") /* least score of a partner's link */                              \
    X(PARTNER_SHARE, "partner-share") /* per cent of the budget for partners' pages */

enum crawl_weight {
#define X(id, word) CRAWL_WEIGHT_##id,
    CRAWL_WEIGHTS(X)
#undef X
    CRAWL_WEIGHT_COUNT
};

/* Words that promise a page worth reading, with weights, and addresses that never are:
 * promising.csv, weights.csv, traps.csv and actions.csv in `seeds`/crawl. */
struct crawl_words;
MUST_USE enum status crawl_words_load(const char *seeds, struct crawl_words **out, struct error *err);
void crawl_words_free(struct crawl_words *words);
int crawl_words_weight(const struct crawl_words *words, enum crawl_weight weight);

/* What an address's own form says. */
enum address_nature {
    ADDRESS_PLAIN,
    ADDRESS_LEAFLET,  /* a document by its ending */
    ADDRESS_FILE,     /* a picture, style sheet, film: nothing to read */
    ADDRESS_CHECK,    /* worth a check and no reading: log-in pages */
    ADDRESS_ACTION,   /* would change something */
    ADDRESS_NEVER,    /* a trap that is never followed */
    ADDRESS_ONCE,     /* one address of those that differ only in the parameter at hand */
    ADDRESS_CAPPED,   /* a few of its shape */
};
struct address_rule {
    enum address_nature nature;
    int most;         /* of ADDRESS_CAPPED */
    bool list;        /* these are further pages of a list: beyond so many there is more of what was read */
};
/* `path` and `query` (NULL for none) are those of a canonical address, however its
 * letters are written ("lo%67out"). The strictest rule counts. */
struct address_rule crawl_words_address(const struct crawl_words *words, const char *path, const char *query);
/* ADDRESS_LEAFLET, ADDRESS_FILE or ADDRESS_PLAIN by the ending of a path's last segment alone. */
enum address_nature crawl_words_ending(const struct crawl_words *words, const char *path, size_t length);
/* Whether a rule makes one parameter ("name=value", not NUL-terminated) a matter of dress
 * only: sort order, print view. */
bool crawl_words_is_dress(const struct crawl_words *words, const char *parameter, size_t length);
/* Whether a host's name says that all of it is a Local Offer. */
bool crawl_words_own_host(const struct crawl_words *words, const char *host);

struct crawl_scorer;
struct crawl_scorer *crawl_scorer_new(const struct crawl_words *words);
void crawl_scorer_free(struct crawl_scorer *scorer);
/* -100 to 100: the sum of the weights of the phrases that occur, each once, the longest
 * phrase taking its words. Word forms count alike (libstemmer's English). */
int crawl_scorer_text(struct crawl_scorer *scorer, const char *text);
/* The same over an address's path and query: "/local-offer/short_breaks?topic=autism". */
int crawl_scorer_address(struct crawl_scorer *scorer, const char *path, const char *query);

#endif
