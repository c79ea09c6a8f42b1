/* Repairs markup before libxml2 reads it, so that it sees what browsers see.
 *
 * libxml2 2.9.14 takes minutes over a tag with 160,000 attributes, loses the page at
 * `<!-->`, finds links inside `textarea`, `title`, `iframe` and `noscript`, and takes an
 * `svg` title for the page's. What comes out here has no comments, scripts or styles, of
 * pictures drawn in markup only the links and what they show, only attributes that this
 * program reads (each once, quoted), references that libxml2 knows, no end tag without its
 * start, and bounded nesting. Text,
 * structure and the mending of unclosed elements stay libxml2's. */
#ifndef COREOFFER_DOCUMENT_MARKUP_H
#define COREOFFER_DOCUMENT_MARKUP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"

struct markup {
    struct buffer html;       /* the repaired page */
    struct buffer styles;     /* contents of `style`, for their url() */
    struct buffer data;       /* contents of JSON-LD scripts, one after the other */
    struct buffer anchors;    /* ids inside what was left out (pictures, formulas, templates, noscript), each with a NUL behind it */
    size_t script_bytes;      /* length of the scripts that were left out */
    bool scripts_wanted;      /* a `noscript` asks for scripts to be turned on */
    bool quirks;              /* without today's doctype */
    bool attributes_cut;      /* a tag had over LIMIT_ATTRIBUTES */
    bool nesting_cut;         /* elements over LIMIT_DOM_DEPTH were flattened */
};

/* `text` is valid UTF-8 without NUL. `*markup` is filled; markup_release frees it. Time
 * grows in line with `length`, whatever the bytes are. */
void markup_repair(const char *text, size_t length, struct markup *markup);
void markup_release(struct markup *markup);

#endif
