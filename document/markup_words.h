/* How web sites are built, as data (seeds/document/): the ids and classes by which furniture, panels and hidden parts are known,
 * the words that open a box of furniture, and those of a site's foot. Read-only once loaded: threads share it. */
#ifndef COREOFFER_DOCUMENT_MARKUP_WORDS_H
#define COREOFFER_DOCUMENT_MARKUP_WORDS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"
#include "model/document.h"

struct markup_words;

/* Of the folder `seeds`. A fault names file and line. `*out` is the caller's: markup_words_free it. */
MUST_USE enum status markup_words_load(const char *seeds, struct markup_words **out, struct error *err);
void markup_words_free(struct markup_words *words);

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

/* What an element's id and class values (either may be NULL) say about it. A name is cut into words at everything but letters
 * and digits and before a capital ("sideNavBox" is side, nav, box; "top-bar" is also topbar). */
struct name_reading markup_words_name(const struct markup_words *words, const char *id, const char *class_names);

/* What a box is that starts with this text (collapsed; `heading` when a heading carries it). ZONE_MAIN for no furniture. */
enum block_zone markup_words_opening(const struct markup_words *words, const char *text, size_t length, bool heading);

/* How much a text (collapsed) speaks for a site's foot: a copyright line or "powered by" is enough alone, of links such as
 * "Privacy" and "Accessibility" it takes two. */
enum { MARKUP_FOOT_WEIGHT = 2 };
unsigned markup_words_foot(const struct markup_words *words, const char *text, size_t length);

/* What an element's class values (may be NULL) say of how it is shown. */
enum class_meaning {
    CLASS_HIDDEN,  /* to nobody, until a script takes the class away */
    CLASS_CLOSED,  /* after a click */
    CLASS_PANEL,   /* it is such a part, open or closed */
    CLASS_TAB,     /* it is what a tab opens */
    CLASS_TITLE,   /* it is the title of such a part */
    CLASS_CONTROL, /* it opens, closes or turns something at a click */
    CLASS_LEADS,   /* what is chosen leads to a page: of a menu or its form, and of the name of a script */
    CLASS_SHOWS,   /* what is chosen says how a list or a page is shown */
    CLASS_MEANING_COUNT
};
bool markup_words_class(const struct markup_words *words, enum class_meaning meaning, const char *class_names);

#endif
