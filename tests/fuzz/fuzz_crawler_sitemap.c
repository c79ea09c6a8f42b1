/* Any bytes as a sitemap: entries have addresses, within their ceilings. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "crawler/visit/sitemap.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = {0};
    struct sitemap_entry *entries = NULL;
    size_t count = 0;
    struct error err = {0};
    enum status status = sitemap_read(&arena, data, size, &entries, &count, &err);
    if ((status == STATUS_OK) != (err.message[0] == '\0') || count > LIMIT_SITEMAP_ENTRIES)
        abort();
    for (size_t i = 0; i < count; i++)
        if (entries[i].url == NULL || entries[i].url[0] == '\0' || strlen(entries[i].url) > LIMIT_URL_BYTES)
            abort();
    arena_release(&arena);
    return 0;
}
