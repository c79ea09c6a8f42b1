/* The parts of a DOCX (ECMA-376) that a reader of text needs: unzipped within a ceiling,
 * with its relationships and paragraph styles looked up. */
#ifndef COREOFFER_DOCUMENT_DOCX_PACKAGE_H
#define COREOFFER_DOCUMENT_DOCX_PACKAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "base/map.h"
#include "base/memory.h"
#include "base/status.h"

/* Three kinds of header (default, first page, even pages), three of footer, and the notes below and behind the text. */
enum { DOCX_HEADERS = 3, DOCX_FOOTERS = 6, DOCX_MARGINS = 8 };

struct docx_package {
    struct buffer document;   /* word/document.xml, or document2.xml as some services write it */
    struct buffer margins[DOCX_MARGINS]; /* headers, then footers, then notes; those that are absent are empty */
    bool cut;                 /* a part was larger than LIMIT_DOCX_INFLATED allows */
    struct map *relations;    /* relationship id to target (char *), of links that go outside */
    struct map *headings;     /* style id to heading level 1 to 9 (number) */
    struct map *lists;        /* style ids of list paragraphs */
    const char *title, *language, *modified; /* docProps/core.xml; NULL where absent */
    struct arena arena;
};

/* STATUS_PARSE for what is no zip or no Word document, STATUS_PASSWORD for an encrypted one. */
MUST_USE enum status docx_package_open(const void *bytes, size_t length, struct docx_package *package,
                                       struct error *err);
void docx_package_release(struct docx_package *package);

#endif
