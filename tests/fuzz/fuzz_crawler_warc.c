/* Archives of unknown origin: index, then every response in it. */
#include <stdint.h>
#include <stdlib.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/memory.h"
#include "crawler/archive/warc.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[64];
    struct error err;
    struct warc_index *index = NULL;
    int fd = memfd_create("archive", 0);
    if (fd < 0)
        abort();
    if (size && write(fd, data, size) != (ssize_t)size)
        abort();
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    if (warc_index_load(path, &index, &err) == STATUS_OK) {
        for (size_t i = 0; i < warc_index_count(index); i++) {
            struct arena arena = {0};
            struct warc_response response, found;
            /* What can be read by its number has an address under which something is found. */
            if (warc_at(index, i, &arena, &response, &err) == STATUS_OK) {
                enum status status = response.rendering ? warc_find_rendering(index, response.url, &arena, &found, &err)
                                                        : warc_find(index, response.url, &arena, &found, &err);
                if (status == STATUS_NOT_FOUND && !strstr(err.message, "unchanged"))
                    abort();
            }
            arena_release(&arena);
        }
        warc_index_free(index);
    }
    close(fd);
    return 0;
}
