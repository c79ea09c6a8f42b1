/* The text of a stored page, for --publish-copies: the report may not read documents itself. */
#ifndef COREOFFER_CLI_COPIES_H
#define COREOFFER_CLI_COPIES_H

#include <stddef.h>

#include "base/buffer.h"
#include "base/status.h"

/* What a reader would have seen, a block a line; navigation and other furniture is left
 * out. `document` is document_encode's. */
MUST_USE enum status copies_text(const void *document, size_t length, struct buffer *out, struct error *err);

#endif
