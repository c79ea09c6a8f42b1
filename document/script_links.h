/* Where scripts lead a reader, as far as it stands in the markup: what the choices of a menu hold (<select onchange="location=this.value">),
 * and an address that is written out in an element's script. No script is run. */
#ifndef COREOFFER_DOCUMENT_SCRIPT_LINKS_H
#define COREOFFER_DOCUMENT_SCRIPT_LINKS_H

#include <stdbool.h>

#include "base/memory.h"
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
void script_links_menu(const struct tree *tree, const struct markup_words *words, size_t select, struct script_menu *out);

/* The address to which an option of such a menu leads, NULL for none; the tree's or in `arena`. `*guess`: only its looks say so. */
const char *script_links_choice(const struct tree *tree, size_t option, const struct script_menu *menu, struct arena *arena, bool *guess);

/* The one address that a script writes out ("location.href='/clubs'", "window.open('/map.pdf','map')"), in `arena`; NULL where it has
 * none, several, makes it of parts, or asks its reader first. */
const char *script_links_address(struct arena *arena, const char *script);

/* Where a box or a table's row leads that is pressed as a whole (<tr data-href="/clubs/7">), a guess; NULL for nowhere; the tree's. */
const char *script_links_block(const struct tree *tree, size_t node);

/* Where a button keeps the address of what it would load ("data-url", "hx-get"), NULL for none; the tree's. What else buttons keep so is not
 * known: only its words can say that it shows the rest of a list. */
const char *script_links_more(const struct tree *tree, size_t button);

#endif
