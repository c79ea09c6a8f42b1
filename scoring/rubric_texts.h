/* The rubric as people read it: seeds/rubric/rows.json, criteria.json, bands.json and one
 * file a service in seeds/services/. A new service is a new file. */
#ifndef COREOFFER_SCORING_RUBRIC_TEXTS_H
#define COREOFFER_SCORING_RUBRIC_TEXTS_H

#include "base/memory.h"
#include "base/status.h"
#include "model/rubric.h"

/* Everything is read into `arena`. Errors (STATUS_INPUT) name the file and the JSON path,
 * what is wrong and what is allowed: unknown keys, missing texts, rows that no file
 * defines, weights that are not positive, bands out of order are all refused. */
MUST_USE enum status rubric_texts_load(const char *seeds, struct arena *arena, struct rubric_texts *out, struct error *err);
/* Their digest, over every file below rubric, services, rows, facts, terms and words, sorted by name. */
MUST_USE enum status rubric_texts_digest(const char *seeds, struct rubric_texts *out, struct error *err);

#endif
