/* DOCX leaflets into documents, in this very process: docx.h does it where it can do no harm. */
#ifndef COREOFFER_DOCUMENT_DOCX_TEXT_H
#define COREOFFER_DOCUMENT_DOCX_TEXT_H

#include "document/document.h"

MUST_USE enum status docx_text_read(const struct document_input *input, struct document **out, struct error *err);

#endif
