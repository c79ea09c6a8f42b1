/* The Encoding Standard's table of labels. */
#ifndef COREOFFER_DOCUMENT_ENCODING_LABELS_H
#define COREOFFER_DOCUMENT_ENCODING_LABELS_H

#include <stddef.h>

/* The standard's name of the encoding with this label (lower case, no white space around
 * it), or NULL. */
const char *encoding_labels_find(const char *label, size_t length);

#endif
