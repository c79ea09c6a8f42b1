/* HTML into a document: encoding, repair, libxml2, furniture, blocks and links. */
#ifndef COREOFFER_DOCUMENT_HTML_H
#define COREOFFER_DOCUMENT_HTML_H

#include "document/document.h"

/* Never fails: a page that can't be read to its end is `partly_read`. */
struct document *html_read(const struct markup_words *words, const struct document_input *input);

#endif
