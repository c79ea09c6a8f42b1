/* The made-up web sites of seeds/demo, read into memory: what each host answers for each
 * path. The layout of the files is in seeds/demo/README.md. */
#ifndef COREOFFER_DEMO_SITE_H
#define COREOFFER_DEMO_SITE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

struct demo_header {
    const char *name, *value;
};

struct demo_answer {
    int status;
    const char *content_type;  /* NULL for none */
    const char *location;      /* of a redirect, or NULL */
    const char *body;
    size_t length;
    char etag[20];             /* quoted; "" for none */
};

struct demo_web;

/* Reads every site below `directory`. Errors name the file, what is wrong and what is allowed. */
MUST_USE enum status demo_web_load(const char *directory, struct demo_web **out, struct error *err);
void demo_web_free(struct demo_web *web);

/* What `host` (without port, any case) answers for `target` (path and query), or NULL where
 * there is no such host or it never answers. Lives as long as the web. */
const struct demo_answer *demo_web_answer(const struct demo_web *web, const char *host, const char *target);

/* Hosts that do not exist ("exists": false), for name resolution: the i-th, or NULL. */
const char *demo_web_missing_host(const struct demo_web *web, size_t i);

#endif
