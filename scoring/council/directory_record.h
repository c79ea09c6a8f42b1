/* A directory's record told from a page: mostly fields with their labels ("Provider",
 * "Cost", "Wheelchair access"), and little said besides. The labels are the group
 * record-label of seeds/rows/rows.json. */
#ifndef COREOFFER_SCORING_DIRECTORY_RECORD_H
#define COREOFFER_SCORING_DIRECTORY_RECORD_H

#include <stdbool.h>
#include <stdint.h>

#include "model/document.h"
#include "scoring/council/row_rules.h"

/* `counts` says of each block whether it is main content. `*description` is the block that says
 * in a few words what the service is, -1 where none does or it is no record. */
bool directory_record(const struct row_rules *rules, struct regex_scratch *scratch, const struct document *document, const bool *counts,
                      int32_t *description);

#endif
