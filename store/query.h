/* One prepared statement, used from query_start to query_finish.
 *
 * Faults stick: after the first, query_next is false, columns read as 0 or "", and
 * query_finish returns the fault. So a reader is a plain loop with one check at its end.
 * A column that doesn't hold what its reader expects makes the query STATUS_INPUT with the
 * file and the column: files may be damaged or made by a stranger. */
#ifndef COREOFFER_STORE_QUERY_H
#define COREOFFER_STORE_QUERY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/memory.h"
#include "base/status.h"
#include "store/driver.h"

struct query;

/* `sql` is a string literal: statements are kept by its address until driver_close. Never
 * NULL. Every query that was started must be finished. */
struct query *query_start(struct driver *driver, const char *sql);
/* Parameters from 1. What is pointed at must hold until query_finish. */
void query_bind_int(struct query *query, int parameter, int64_t value);
void query_bind_instant(struct query *query, int parameter, int64_t value); /* below 0 is NULL */
void query_bind_id(struct query *query, int parameter, int64_t value);      /* 0 is NULL */
void query_bind_real(struct query *query, int parameter, double value);     /* NaN is NULL */
void query_bind_text(struct query *query, int parameter, const char *text); /* NULL is NULL */
void query_bind_word(struct query *query, int parameter, const char *text); /* NULL is "" */
void query_bind_bytes(struct query *query, int parameter, const void *bytes, size_t length);

/* The next row; false at the end or after a fault. */
bool query_next(struct query *query);
/* Columns from 0. Text and bytes hold until the next query_next. */
int64_t query_int(struct query *query, int column, int64_t low, int64_t high);
bool query_bool(struct query *query, int column);
int64_t query_instant(struct query *query, int column); /* NULL is -1 */
int64_t query_id(struct query *query, int column);      /* NULL is 0 */
double query_real(struct query *query, int column);     /* NULL is NaN */
bool query_is_null(struct query *query, int column);
const char *query_text(struct query *query, int column);                          /* never NULL */
const char *query_copy(struct query *query, int column, struct arena *arena);     /* never NULL */
/* What becomes a folder's or a file's name: lower-case letters, digits, hyphens and, in front of an ending, dots; never "..", never a path. */
const char *query_copy_name(struct query *query, int column, struct arena *arena);
const char *query_copy_or_null(struct query *query, int column, struct arena *arena);
const void *query_bytes(struct query *query, int column, size_t *length);
/* The column holds what no writer of ours puts there. */
void query_damaged(struct query *query, int column);
bool query_failed(const struct query *query);

MUST_USE enum status query_finish(struct query *query, struct error *err);
/* Steps to the end, then query_finish; for statements whose rows don't matter. */
MUST_USE enum status query_run(struct query *query, struct error *err);

void query_cache_free(struct query_cache *cache); /* for driver_close */
struct query_cache *query_cache_new(void);

#endif
