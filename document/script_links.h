/* Where scripts lead a reader, as far as it stands in the markup: what the choices of a menu hold (<select onchange="location=this.value">),
 * and an address that is written out in an element's script. No script is run. */
#ifndef COREOFFER_DOCUMENT_SCRIPT_LINKS_H
#define COREOFFER_DOCUMENT_SCRIPT_LINKS_H

#include <stdbool.h>

#include "document/builder.h"
#include "document/furniture.h"
#include "document/markup_words.h"
#include "document/tree.h"

enum menu_kind {
    MENU_NONE,    /* a field of a form, whose choices are no addresses */
    MENU_CERTAIN, /* a script goes to what a choice holds, as it stands there */
    MENU_LIKELY,  /* its choices look like addresses, and where they lead is a script's or the server's to say */
    MENU_MADE,    /* a script puts what a choice holds between two texts: "'/clubs/' + this.value + '.html'" */
    MENU_UNREAD,  /* a script leads on, and not all of where to stands there; what looks like an address may be one */
};

/* The texts are inside the tree's attributes; they are read for MENU_MADE alone. */
struct script_menu {
    enum menu_kind kind;
    const char *before, *after;
    size_t before_length, after_length;
};

/* One page, whose elements come in their order. */
struct script_links {
    struct builder *builder;
    const struct tree *tree;
    const struct markup_words *words;
    const struct furniture *furniture;
    struct script_menu menu; /* of the last select */
};

/* Adds the link of an element other than `a`, once its block has begun, where its script or its data hold an address: of an option by the select
 * that it stands in. Of a menu whose choices tell no address the document says so (leads_unread). */
void script_links_add(struct script_links *links, size_t node);

/* Where an `a` leads by its script that has no address in `href` (NULL for none): <a href="javascript:window.open('/map.pdf')">. NULL where that is
 * not known. Adds what it would load, as a button does. */
const char *script_links_of_anchor(struct script_links *links, size_t node, const char *href);

#endif
