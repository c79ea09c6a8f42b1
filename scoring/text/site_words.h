/* What repeats over a site's pages: the words of its furniture. See scoring.h for how a
 * site is built; here is how it is asked. */
#ifndef COREOFFER_SCORING_SITE_WORDS_H
#define COREOFFER_SCORING_SITE_WORDS_H

#include <stdbool.h>

#include "model/document.h"
#include "scoring/scoring.h"

/* Whether the block's words stand on so many of the site's pages that they are furniture:
 * on five pages or more and on over a third of them. A site of fewer than six pages has none. */
bool site_words_repeats(const struct site_words *site, const struct block *block);

#endif
