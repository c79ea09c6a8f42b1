#include "document/xml_reader.h"

#include <limits.h>

/* What went wrong is seen from the reader's return; libxml2 would print it. */
static void say_nothing(void *context, xmlErrorPtr error)
{
    (void)context;
    (void)error;
}

xmlTextReaderPtr xml_reader_open(const char *bytes, size_t length, bool recover)
{
    const int options = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | (recover ? XML_PARSE_RECOVER : 0);
    if (length == 0 || length > INT_MAX)
        return NULL;
    xmlTextReaderPtr reader = xmlReaderForMemory(bytes, (int)length, NULL, NULL, options);
    if (reader != NULL)
        xmlTextReaderSetStructuredErrorHandler(reader, say_nothing, NULL);
    return reader;
}
