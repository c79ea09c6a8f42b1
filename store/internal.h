/* What the files of store/ share; nobody else includes it. */
#ifndef COREOFFER_STORE_INTERNAL_H
#define COREOFFER_STORE_INTERNAL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/map.h"
#include "store/driver.h"
#include "store/pack.h"
#include "store/place.h"
#include "store/query.h"
#include "store/store.h"

struct store {
    struct driver *driver;
    enum store_mode mode;
    struct place_lock lock;
    bool reading;        /* between store_begin_reading and store_end_reading */
    bool grouped;        /* between store_begin and store_commit */
    bool failed;         /* a write of the group failed, so the group may not land */
    struct map *targets; /* ids of the targets saved last, by address: most links of a site are its menus */
    int64_t targets_run;
    struct packer *packer;
    struct buffer plain, packed; /* of the write in hand, used again */
};

/* One write of several statements: part of the caller's group, else a transaction of its
 * own, which leaving commits, or rolls back where `status` is a failure. Returns `status`,
 * or what went wrong at the commit. */
MUST_USE enum status store_enter(struct store *store, struct error *err);
MUST_USE enum status store_leave(struct store *store, enum status status, struct error *err);

/* The arena's copy of an array that was gathered on the heap, which is freed; NULL for none. */
void *store_keep(struct arena *arena, void *items, size_t count, size_t size);

/* SQL, before a query: the codes that councils of these runs had before, each by its run's list, as councils_former_code
 * (model/council.h) has them, and by the lists of earlier runs from there on. */
#define NOBODY_ELSES(former, list, code)                                                                               \
    " AND NOT EXISTS (SELECT 1 FROM council other WHERE other.run_id = " list ".run_id AND other.gss_code <> " code    \
    ".gss_code AND " former ".former_gss_code IN (other.gss_code, other.former_gss_code))"
#define WITH_FORMER_CODES(runs)                                                                                                    \
    "WITH RECURSIVE heir(run_id, gss_code, former_gss_code, step) AS (SELECT run_id, gss_code, former_gss_code, 1 FROM council"     \
    " WHERE run_id IN (" runs ") AND former_gss_code <> ''" NOBODY_ELSES("council", "council", "council")                          \
    " UNION SELECT heir.run_id, heir.gss_code, earlier.former_gss_code, step + 1 FROM heir"                                        \
    " JOIN council AS earlier ON earlier.gss_code = heir.former_gss_code AND earlier.run_id < heir.run_id"                         \
    " WHERE step < " FORMER_CODES_MOST " AND earlier.former_gss_code <> ''" NOBODY_ELSES("earlier", "earlier", "earlier")          \
    NOBODY_ELSES("earlier", "heir", "heir") ") "
#define FORMER_CODES_MOST "8" /* lists that name one another's codes go round no further */
/* In it: those of a row (of `of`, which has run_id and gss_code). */
#define FORMER_CODES(of) "(SELECT former_gss_code FROM heir WHERE heir.run_id = " of ".run_id AND heir.gss_code = " of ".gss_code)"

/* schema.c: makes or brings up to date; checks that the file is ours. */
MUST_USE enum status schema_prepare(struct driver *driver, enum store_mode mode, struct error *err);

/* target.c: the target's id, its row made where absent with the state that `reason` has. */
MUST_USE enum status target_require(struct store *store, int64_t run, const char *url, enum link_reason reason, int64_t *id,
                                    struct error *err);
void target_forget(struct store *store); /* ids that a rollback may have taken back */

/* reference.c: a page's links as one row. */
MUST_USE enum status reference_save(struct store *store, int64_t run, int64_t page_id, const struct stored_link *links, size_t count,
                                    struct error *err);
/* The distinct targets of a council's links, ascending. The caller frees `*ids`. */
MUST_USE enum status reference_targets(struct store *store, int64_t run, const char *gss_code, int64_t **ids, size_t *count,
                                       struct error *err);
/* check.c's share: each fault of the packed links as a sentence. */
MUST_USE enum status reference_check(struct store *store, void (*report)(void *context, const char *sentence), void *context,
                                     size_t *faults, struct error *err);

/* evidence.c: what a page's judgements rest on, as one row. Saved once the page has its row in `assessment`. */
MUST_USE enum status evidence_save(struct store *store, int64_t page_id, const struct assessment *assessment, struct error *err);
/* Fills the judgements' evidence and near misses. */
MUST_USE enum status evidence_read(struct store *store, int64_t page_id, struct assessment *out, struct error *err);
/* check.c's share: each page whose evidence can't be read, as a sentence. */
MUST_USE enum status evidence_check(struct store *store, void (*report)(void *context, const char *sentence), void *context,
                                    size_t *faults, struct error *err);

#endif
