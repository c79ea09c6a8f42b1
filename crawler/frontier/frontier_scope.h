/* Where an address lies: in the Local Offer itself, in what else is the council's, or
 * elsewhere. */
#ifndef COREOFFER_CRAWLER_FRONTIER_SCOPE_H
#define COREOFFER_CRAWLER_FRONTIER_SCOPE_H

#include "base/memory.h"
#include "crawler/crawl_words.h"
#include "crawler/url/url.h"
#include "model/council.h"

enum scope_place {
    SCOPE_CORE,    /* the Local Offer's host and path: all of it is read */
    SCOPE_REGION,  /* the council's registrable domain, or the council's part of a shared host:
                      pages on topic are read */
    SCOPE_AWAY,
};

struct frontier_scope;
/* The council's address may be "", its short name NULL. */
struct frontier_scope *frontier_scope_new(const struct crawl_words *words, const struct council *council, const char *start);
void frontier_scope_free(struct frontier_scope *scope);
/* `url` is http or https; `scratch` is used and not released. */
enum scope_place frontier_scope_place(const struct frontier_scope *scope, struct arena *scratch, const struct url *url);

/* Whether it is the front page of a site of the council's that is neither its main site nor the Local Offer's: "sendiass.anytown.gov.uk". */
bool frontier_scope_is_subsite(const struct frontier_scope *scope, struct arena *scratch, const struct url *url);

/* Whether a word of a council's name, of four letters and more, stands among the letters of the text: "/royal_anytown-offer". */
bool frontier_scope_has_name(const char *text, size_t length, const char *name);

#endif
