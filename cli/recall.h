/* What the store holds goes back to the crawl: the pages, targets and visits of an earlier part of a run that goes
 * on, the pages of the run before, and how a link fared in all of them. */
#ifndef COREOFFER_CLI_RECALL_H
#define COREOFFER_CLI_RECALL_H

#include <stddef.h>
#include <stdint.h>

#include "crawler/crawl.h"
#include "store/store.h"

struct recall_options {
    struct store *store;
    int64_t run;
    void (*settle)(void *context); /* called before the store is touched: nobody else may be using it afterwards */
    void *context;                 /* of settle */
    struct error *fault;           /* of the caller, who ends the run when its status is set */
};

struct recall;
/* What the options point at must hold until recall_free. */
struct recall *recall_new(const struct recall_options *options);
void recall_free(struct recall *recall); /* NULL is fine */

/* The pages of a council that the run had stored when it was first asked for them. They hold until recall_free. */
struct recalled {
    struct page *pages;
    size_t count;
};
const struct recalled *recall_pages(struct recall *recall, const struct council *council);
struct crawl_source recall_source(struct recall *recall);

/* The crawl asks by functions that can't fail. To go on after one that did, as if nothing were stored, would ask
 * for it, or lose it, again: the first failure is kept. What is not found is none. */
void recall_note(struct error *first, enum status status, const struct error *err);

#endif
