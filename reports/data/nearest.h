/* The address that a dead link of a council's own site perhaps meant: that of a page that was read and whose address is
 * nearly the same. An editor who mends the link looks first where it may lead; the program never follows a guess. */
#ifndef COREOFFER_REPORTS_NEAREST_H
#define COREOFFER_REPORTS_NEAREST_H

#include <stddef.h>

#include "base/memory.h"
#include "model/link.h"
#include "model/page.h"
#include "reports/data/texts.h"

struct nearest;

/* Of the pages that work. They must outlive it; nearest_free. */
struct nearest *nearest_new(const struct page *const *pages, size_t count);
void nearest_free(struct nearest *nearest);

/* A page on the same host, with or without "www.", whose address differs only in case, in a final slash or ".html", or
 * in how words are parted; else one that ends with the same name somewhere else on the site; else one with a letter
 * more, less or another, which is no digit, since last year's page is not meant. NULL for none, and where several come as near. */
const char *nearest_find(const struct nearest *nearest, const char *url);

/* Adds the address that is nearest to the advice on each target that was not found. */
void nearest_advise(const struct page *const *pages, size_t page_count, const struct report_texts *texts, struct arena *arena,
                    struct target *targets, size_t count);

#endif
