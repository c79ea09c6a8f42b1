/* A streaming XML reader over bytes in memory that opens nothing else and prints nothing. */
#ifndef COREOFFER_DOCUMENT_XML_READER_H
#define COREOFFER_DOCUMENT_XML_READER_H

#include <libxml/xmlreader.h>
#include <stdbool.h>
#include <stddef.h>

/* NULL when libxml2 can't take the bytes. No entities are loaded, no network used, and
 * libxml2's ceilings stay on. With `recover` it goes on after a fault. The caller's,
 * xmlFreeTextReader it (NULL is fine). */
xmlTextReaderPtr xml_reader_open(const char *bytes, size_t length, bool recover);

#endif
