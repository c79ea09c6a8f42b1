/* Whose turn it is: the order in which a run visits its councils. */
#ifndef COREOFFER_CLI_ROTA_H
#define COREOFFER_CLI_ROTA_H

#include "base/memory.h"
#include "model/council.h"
#include "store/store.h"

/* `councils` with those first that no run has visited, then by their last visit in any run,
 * the longest ago first; equals stay in the order given. So a run that --max-runtime ends
 * never leaves out the same councils night after night. A visit that found the council
 * down or closed counts: it had its turn. The list is made in `arena`, the councils are
 * the caller's. */
MUST_USE enum status rota_order(struct store *store, const struct council *const *councils, size_t count, struct arena *arena,
                                const struct council *const **out, struct error *err);

#endif
