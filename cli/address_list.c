#include "cli/address_list.h"

#include <string.h>

#include "crawler/url/url.h"

void address_list_read(struct arena *arena, const char *text, struct address_list *out)
{
    size_t lines = 1;
    for (const char *at = text; *at != '\0'; at++)
        lines += *at == '\n';
    out->items = arena_array(arena, lines, sizeof *out->items);
    out->count = 0;
    while (*text != '\0') {
        size_t length = strcspn(text, "\n"), start = strspn(text, " \t"), end = length;
        while (end > start && strchr(" \t\r", text[end - 1]) != NULL)
            end--;
        if (end > start && text[start] != '#')
            out->items[out->count++] = url_without_passwords(arena, arena_copy_n(arena, text + start, end - start));
        text += length + (text[length] == '\n');
    }
}
