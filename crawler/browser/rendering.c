#include "crawler/browser/rendering.h"

#include <string.h>

#include "base/text.h"

enum { RELOADS_MAX = 3 }; /* a wall or two that lets in who has its cookie */

bool rendering_is_page(const char *content_type)
{
    return *content_type == '\0' || text_find_ignoring_case(content_type, strlen(content_type), "html") != NULL;
}

void rendering_fill(const struct rendering *rendering, struct browser_page *page)
{
    page->cookie = rendering->cookie;
    page->jar = rendering->jar;
    page->stays = rendering->reloads >= RELOADS_MAX;
}

bool rendering_go_on(struct rendering *rendering, struct arena *arena, const struct browser_result *result, const char *here)
{
    bool elsewhere = strcmp(result->moved_to, here) != 0;
    rendering->reloads += !elsewhere;
    rendering->tried = false;
    rendering->cookie = *result->cookie != '\0' ? arena_copy(arena, result->cookie) : NULL;
    rendering->jar = arena_copy(arena, result->jar);
    return elsewhere;
}

struct document_input rendering_input(const struct browser_result *result, const char *name)
{
    return (struct document_input){.bytes = result->html, .length = result->length, .content_type = "text/html; charset=utf-8", .name = name,
                                   .rendered = true, .lacking = result->lacking};
}
