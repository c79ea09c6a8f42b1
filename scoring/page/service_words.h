/* Which service a page's words speak of: a bus, an escort and "there and back" are transport
 * though nothing names it. A linear model over the page's words, each by how often it stands
 * there and how rare it is (tf-idf; of a sentence once, in the first two sentences more).
 *
 * Weights in thousandths, learnt by tests/benchmark/learn: seeds/rubric/service-words.csv has a
 * row a stem, with its rarity and a column a service; the row "bias" comes first. */
#ifndef COREOFFER_SCORING_SERVICE_WORDS_H
#define COREOFFER_SCORING_SERVICE_WORDS_H

#include "base/status.h"
#include "scoring/page/segment.h"
#include "scoring/page/service.h"

struct service_words;

/* `names` must outlive it. Errors name the file, the line and what is wrong. */
MUST_USE enum status service_words_load(const char *seeds, const struct service_names *names, struct service_words **out, struct error *err);
void service_words_free(struct service_words *words);

/* Of each service, in the order of the names, how likely the page is about it, on a slow
 * scale: 1 is certain, 0 one in a thousand or less. */
void service_words_tell(const struct service_words *words, const struct segments *segments, double *likely);

#endif
