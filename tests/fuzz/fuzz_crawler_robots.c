/* The first line is a target, the rest a robots.txt. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "crawler/links/robots.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = {0};
    const uint8_t *end = size > 0 ? memchr(data, '\n', size) : NULL;
    size_t length = end != NULL ? (size_t)(end - data) : size;
    const char *target = arena_copy_n(&arena, (const char *)data, length);
    const char *file = end != NULL ? (const char *)end + 1 : "";
    struct robots *robots = robots_parse(file, end != NULL ? size - length - 1 : 0, "coreoffer");
    struct robots_answer answer = robots_check(robots, target);
    /* No rule forbids without being named, and robots.txt itself is always allowed. */
    if ((!answer.allowed && (answer.line == 0 || answer.rule[0] == '\0')) || !robots_check(robots, "/robots.txt").allowed)
        abort();
    if (robots_crawl_delay(robots) < 0 && robots_crawl_delay(robots) != -1)
        abort();
    for (size_t i = 0; i < robots_sitemap_count(robots); i++)
        if (robots_sitemap(robots, i) == NULL)
            abort();
    robots_free(robots);
    arena_release(&arena);
    return 0;
}
