/* Mistakes in a table that people filled in: each is told, so that all are mended at one go, and a table with any of
 * them is not used. */
#ifndef COREOFFER_BASE_MISTAKES_H
#define COREOFFER_BASE_MISTAKES_H

#include <stddef.h>

#include "base/status.h"

/* The first of them: with their sum ten lines, as many as a night may send; who has more has mostly made one of them all the way down. */
enum { MISTAKES_TOLD = 9 };

struct mistakes {
    void (*tell)(void *context, const struct error *err); /* NULL: none is told but the first, which ends the reading */
    void *context;
    size_t count;
};

/* What became of one row or cell. STATUS_OK, also of a mistake (STATUS_INPUT), which is told and counted; anything else as it is,
 * as where `mistakes` is NULL. */
MUST_USE enum status mistakes_pass(struct mistakes *mistakes, enum status status, const struct error *err);
/* Once all is read: STATUS_INPUT and one sentence where there were mistakes. */
MUST_USE enum status mistakes_end(const struct mistakes *mistakes, const char *path, struct error *err);

#endif
