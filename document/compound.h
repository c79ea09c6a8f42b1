/* What an OLE compound file is: the format of Word, Excel and PowerPoint before 2007, and
 * the wrapping of later ones that a password protects. Only told apart, never read. */
#ifndef COREOFFER_DOCUMENT_COMPOUND_H
#define COREOFFER_DOCUMENT_COMPOUND_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

bool compound_is(const void *bytes, size_t length);

/* Why the file is not read, as a sentence: STATUS_PASSWORD where only a password opens it,
 * STATUS_OLD_FORMAT for a Word file before 2007 without one, else STATUS_PARSE. By the names
 * in its directory ([MS-CFB] 2.6), Word's own password by its flag ([MS-DOC] 2.5.2, fEncrypted).
 * Bounded by the file's own length, whatever it says of itself. */
MUST_USE enum status compound_refuse(const void *bytes, size_t length, struct error *err);

#endif
