/* Councils: the list that a run works through. */
#ifndef COREOFFER_MODEL_COUNCIL_H
#define COREOFFER_MODEL_COUNCIL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/memory.h"
#include "base/mistakes.h"
#include "base/status.h"

struct council {
    const char *gss_code;        /* "E06000001"; what is published */
    const char *former_gss_code; /* "" where none */
    const char *name, *short_name;
    const char *slug;            /* from short_name, unique in the list; names folders and files */
    const char *type, *region;
    const char *council_url;     /* home page; "" where unknown */
    const char *local_offer_url; /* "" means not known here, never "the council has none" */
    const char *local_offer_alt; /* a second address; "" where none */
    int hex_q, hex_r;            /* odd-r layout, r upwards */
    bool has_hex;
    size_t line;                 /* in the file it came from */
};

struct council_list {
    struct arena arena;          /* owns every string */
    struct council *items;       /* in the file's order */
    size_t count;
};

/* Reads and checks a councils file, called `name` in errors. Needs the columns gss_code, council_name, region,
 * council_url and local_offer_url; others are optional and unknown ones are ignored.
 * Errors name file, line, what is wrong and what is allowed; each mistake is told to `mistakes` (NULL: the first ends the reading). */
MUST_USE enum status councils_read(const char *name, const char *bytes, size_t length, struct mistakes *mistakes, struct council_list *list,
                                   struct error *err);
void councils_release(struct council_list *list);

/* By GSS code (present, or former as councils_former_code has it), slug or name, ignoring case; NULL where there is none. */
const struct council *councils_find(const struct council_list *list, const char *code_slug_or_name);
/* The code under which runs before it got its present one know the council of this code; NULL where it has none, or where that
 * is another council's too: of a council that was split nobody is the same. */
const char *councils_former_code(const struct council_list *list, const char *gss_code);

#endif
