/* The floor for judging a page: libxml2's own tree parse, and nothing else.
 *
 *   parse FILE...   parses each file and prints how many there were */
#include <libxml/HTMLparser.h>
#include <stdio.h>

#include "base/buffer.h"
#include "base/file.h"
#include "base/limits.h"

int main(int count, char **arguments)
{
    int parsed = 0;
    struct buffer bytes;
    buffer_init(&bytes, LIMIT_BODY_BYTES);
    for (int i = 1; i < count; i++) {
        struct error err = {0};
        buffer_clear(&bytes);
        if (file_read(arguments[i], &bytes, &err) != STATUS_OK) {
            (void)fprintf(stderr, "%s\n", err.message);
            return 1;
        }
        htmlDocPtr document = htmlReadMemory(buffer_text(&bytes), (int)bytes.length, NULL, "UTF-8", HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET);
        parsed += document != NULL;
        xmlFreeDoc(document);
    }
    buffer_release(&bytes);
    xmlCleanupParser();
    (void)printf("%d\n", parsed);
    return 0;
}
