/* Character references in markup, as browsers read them (HTML, section 13.2.5.72 on). */
#ifndef COREOFFER_DOCUMENT_REFERENCES_H
#define COREOFFER_DOCUMENT_REFERENCES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"

/* `text` starts with '&'. Adds what libxml2 is to see in its place (the character itself,
 * an entity that libxml2 knows, or an escaped ampersand) and returns the bytes read, at
 * least 1. libxml2 2.9.14 leaves `&nbsp` without its semicolon as text and reads
 * `&#150;` as a control character where browsers read windows-1252. */
size_t references_add(struct buffer *out, const char *text, size_t length, bool in_attribute);

#endif
