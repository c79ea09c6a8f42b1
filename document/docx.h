/* DOCX leaflets into documents. Unzipping and parsing happen in a confined child
 * (confine.h), which is this program begun again under another name: the child sends the
 * document as document_encode writes it, and what arrives is checked like a stored one. */
#ifndef COREOFFER_DOCUMENT_DOCX_H
#define COREOFFER_DOCUMENT_DOCX_H

#include "document/document.h"

MUST_USE enum status docx_read(const struct document_input *input, struct document **out, struct error *err);

#endif
