/* Plain text into a document: paragraphs at empty lines, bullets as list items. */
#ifndef COREOFFER_DOCUMENT_PLAIN_H
#define COREOFFER_DOCUMENT_PLAIN_H

#include "document/document.h"

struct document *plain_read(const struct document_input *input);

#endif
