/* A page or leaflet as text: what document/ makes of bytes and scoring/ judges. */
#ifndef COREOFFER_MODEL_DOCUMENT_H
#define COREOFFER_MODEL_DOCUMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/memory.h"
#include "model/link.h"

enum document_type { DOCUMENT_HTML, DOCUMENT_PDF, DOCUMENT_DOCX, DOCUMENT_TEXT, DOCUMENT_OTHER, DOCUMENT_TYPE_COUNT };

static inline bool document_type_is_leaflet(enum document_type type)
{
    return type == DOCUMENT_PDF || type == DOCUMENT_DOCX;
}
const char *document_type_word(enum document_type type); /* "html", "pdf", "docx", "text", "other" */
bool document_type_parse(const char *word, enum document_type *type);

enum block_kind {
    BLOCK_HEADING,    /* level 1 to 6 */
    BLOCK_PARAGRAPH,
    BLOCK_LIST_ITEM,  /* level is the list's depth, from 1 */
    BLOCK_CELL,       /* table cell; `row` and `column` from 0, `table` numbers the table */
    BLOCK_HEADER_CELL,
    BLOCK_TERM,       /* dt, or a label before its value */
    BLOCK_DEFINITION, /* dd */
    BLOCK_QUOTE,
    BLOCK_CAPTION,
    BLOCK_LABEL,      /* a form's label, legend, option or placeholder */
    BLOCK_BUTTON,     /* a button's words; those that open an accordion are BLOCK_HEADING */
    BLOCK_IMAGE_TEXT, /* alternative text, and what an abbreviation stands for (<abbr title>) */
    BLOCK_KIND_COUNT
};

/* What part of the page a block belongs to; only ZONE_MAIN answers a check. */
enum block_zone {
    ZONE_MAIN, ZONE_HEADER, ZONE_NAVIGATION, ZONE_BREADCRUMB, ZONE_ASIDE, ZONE_RELATED, ZONE_FOOTER,
    ZONE_COOKIES, ZONE_FEEDBACK, ZONE_TOOLS /* share, print, translate */, ZONE_SEARCH,
    ZONE_REPEATED, /* the same words stand on many pages of the site; set by scoring/ */
    ZONE_COUNT
};
const char *block_zone_word(enum block_zone zone);

struct block {
    const char *text;         /* UTF-8, white space collapsed, NUL-terminated, never empty */
    uint32_t length;          /* bytes */
    uint16_t page;            /* of a PDF or DOCX, from 1; 0 for HTML */
    uint8_t kind, zone;       /* enum block_kind, enum block_zone */
    uint8_t level;
    bool collapsed;           /* inside a closed accordion, tab or details: content all the same */
    bool hidden;              /* hidden from everyone (hidden, display:none, aria-hidden nav): not content */
    bool emphasis;            /* the whole block is bold: often a heading in disguise */
    uint16_t table, row, column;
    uint32_t first_link, link_count; /* its links, in document.links */
    uint32_t linked_bytes;    /* how much of the text is link text */
    int32_t heading;          /* index of the nearest heading block above it in its section, or -1 */
    int32_t lead_in;          /* for list items and cells: index of the block that introduces the list, or -1 */
};

static inline bool block_is_cell(const struct block *block)
{
    return block->kind == BLOCK_CELL || block->kind == BLOCK_HEADER_CELL;
}

/* Both are cells, of the same row of the same table. */
static inline bool blocks_share_row(const struct block *a, const struct block *b)
{
    return block_is_cell(a) && block_is_cell(b) && a->table == b->table && a->row == b->row;
}

struct document_link {
    const char *href;         /* as written, white space stripped; NULL for none */
    const char *text;         /* collapsed words, alternative text or title; never NULL */
    enum link_kind kind;
    int32_t block;            /* the block it stands in, or -1 */
    uint16_t page;            /* leaflet's page from 1, or 0 */
    uint8_t zone;
    bool nofollow;
    bool download;            /* has the download attribute */
    bool guess;               /* what only looks like an address: a script may make something else of it */
    bool loads;               /* a guess: what a button would load, a list's next part or anything else */
};

/* Freed by document_free (document/document.h); all pointers live until then. */
struct document {
    struct arena arena;
    enum document_type type;
    const char *title;        /* never NULL; <title>, PDF or DOCX metadata, else the first heading */
    const char *language;     /* BCP 47 as declared, or "" */
    const char *description;  /* meta description, or "" */
    const char *base_href;    /* <base href>, or NULL */
    const char *canonical;    /* rel=canonical, or NULL */
    const char *refresh;      /* address of a meta refresh that sends on within ten seconds, or NULL */
    const char *modified;     /* meta or JSON-LD date of change as written, or NULL */
    const char *generator;    /* meta generator, or "" */
    const char *encoding;     /* the encoding that the bytes were read in, WHATWG name */
    struct block *blocks;
    size_t block_count;
    struct document_link *links;
    size_t link_count;
    const char **anchors;     /* every id and name that a fragment can point at */
    size_t anchor_count;
    const char **loose_names; /* of them what <a name> gives on a page without today's doctype: browsers find these in any case */
    size_t loose_name_count;
    unsigned page_count;      /* leaflets; 0 for HTML */
    bool noindex, nofollow;   /* meta robots */
    bool partly_read;         /* the parser stopped, or a ceiling cut it: `partly_reason` says why, and why
                               * a browser could not render one that `needs_scripts` */
    const char *partly_reason;
    bool has_scripts;         /* browsers run some, which may make what the page lacks */
    bool needs_scripts;       /* an empty shell that a script fills */
    bool rendered;            /* what a browser made of it, its scripts run */
    bool picture_of_text;     /* a scanned leaflet without text */
    bool has_forms;           /* a form with a field other than search */
    bool leads_unread;        /* a menu in it leads on by a script, and not all of where to stands there */
};

/* The words of the first heading of the page's own content that is shown; "" where there is none. */
const char *document_first_heading(const struct document *document);
/* Whether a block says what the next one is of: a term before its definition, a cell before the next of its row ("Easy Read | No"). */
bool document_names_next(const struct document *document, size_t block);
/* The bytes of a title before the site's name: "If we say no | Anytown Council". All where none is parted from it. */
size_t document_title_own_length(const char *title);

#endif
