/* Poppler's list of placed words (pdftohtml -xml) as headings, paragraphs, list items and
 * links. */
#ifndef COREOFFER_DOCUMENT_PDF_LAYOUT_H
#define COREOFFER_DOCUMENT_PDF_LAYOUT_H

#include <stddef.h>

#include "document/builder.h"

/* A heading is larger than the body's commonest size, or a short line all in bold; lines
 * join into a paragraph while they keep size and distance; tables are cells; what repeats at the top or foot
 * of the pages is ZONE_HEADER or ZONE_FOOTER. Sets page_count and picture_of_text,
 * and says where most pages have no text. */
void pdf_layout_add(const char *xml, size_t length, struct builder *builder);

#endif
