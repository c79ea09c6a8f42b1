/* DOCX leaflets into documents. */
#ifndef COREOFFER_DOCUMENT_DOCX_H
#define COREOFFER_DOCUMENT_DOCX_H

#include "document/document.h"

MUST_USE enum status docx_read(const struct document_input *input, struct document **out, struct error *err);

#endif
