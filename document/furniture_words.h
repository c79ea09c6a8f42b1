/* The words by which furniture is known: in ids and classes, and in what stands first in a
 * box. Data of this room, compiled in: they are about how web sites are built, and change
 * with no council, service or rubric. */
#ifndef COREOFFER_DOCUMENT_FURNITURE_WORDS_H
#define COREOFFER_DOCUMENT_FURNITURE_WORDS_H

#include <stdbool.h>
#include <stddef.h>

#include "model/document.h"

enum name_meaning {
    NAME_NOTHING,
    NAME_FURNITURE, /* `zone` says which */
    NAME_SIDE,      /* a column or box at the side: its contents decide */
    NAME_CONTENT,   /* the page's own content area */
};

struct name_reading {
    enum name_meaning meaning;
    enum block_zone zone;
};

/* What an element's id and class values (either may be NULL) say about it. */
struct name_reading furniture_read_names(const char *id, const char *class_names);

/* What a box is that starts with this text (collapsed; `heading` when a heading carries
 * it). ZONE_MAIN for no furniture. */
enum block_zone furniture_read_opening(const char *text, size_t length, bool heading);

/* How much a text (collapsed) speaks for a site's foot: a copyright line or "powered by"
 * is enough alone, of links such as "Privacy" and "Accessibility" it takes two. */
enum { FURNITURE_FOOT_WEIGHT = 2 };
unsigned furniture_foot_weight(const char *text, size_t length);

#endif
