/* PDF leaflets into documents. */
#ifndef COREOFFER_DOCUMENT_PDF_H
#define COREOFFER_DOCUMENT_PDF_H

#include "document/document.h"

MUST_USE enum status pdf_read(const struct document_input *input, struct document **out, struct error *err);

#endif
