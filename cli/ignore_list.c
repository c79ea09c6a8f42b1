#include "cli/ignore_list.h"

#include <string.h>

#include "base/buffer.h"
#include "base/file.h"
#include "base/limits.h"

struct rule {
    const char *pattern, *reason;
};

struct ignore_list {
    struct rule *rules;
    size_t count;
};

static enum status read_rule(struct arena *arena, const char *path, size_t number, const char *line, size_t length, struct rule *rule,
                             struct error *err)
{
    size_t pattern = 0, reason;
    while (pattern < length && strchr(" \t", line[pattern]) == NULL)
        pattern++;
    for (reason = pattern; reason < length && strchr(" \t", line[reason]) != NULL; reason++)
        ;
    if (reason == length)
        return error_set(err, STATUS_INPUT, "%s:%zu: '%.*s' has no reason; write why it is left out after the pattern", path, number,
                         (int)(length < LIMIT_QUOTE_BYTES ? length : LIMIT_QUOTE_BYTES), line);
    rule->pattern = arena_copy_n(arena, line, pattern);
    rule->reason = arena_copy_n(arena, line + reason, length - reason);
    return STATUS_OK;
}

static enum status read_rules(struct arena *arena, const char *path, const struct buffer *bytes, struct mistakes *mistakes, struct ignore_list *list,
                              struct error *err)
{
    const char *text = buffer_text(bytes);
    size_t lines = 1, number = 0;
    for (const char *at = text; *at != '\0'; at++)
        lines += *at == '\n';
    list->rules = arena_array(arena, lines, sizeof *list->rules);
    while (*text != '\0') {
        size_t length = strcspn(text, "\n"), start = strspn(text, " \t"), end = length;
        number++;
        while (end > start && strchr(" \t\r", text[end - 1]) != NULL)
            end--;
        if (end > start && text[start] != '#') {
            enum status status = mistakes_pass(mistakes, read_rule(arena, path, number, text + start, end - start, &list->rules[list->count++], err), err);
            if (status != STATUS_OK)
                return status;
        }
        text += length + (text[length] == '\n');
    }
    return mistakes_end(mistakes, path, err);
}

enum status ignore_list_load(struct arena *arena, const char *path, struct mistakes *mistakes, const struct ignore_list **out, struct error *err)
{
    struct ignore_list *list = arena_alloc(arena, sizeof *list);
    struct buffer bytes;
    buffer_init(&bytes, LIMIT_SEED_BYTES);
    enum status status = file_read_text(path, &bytes, err);
    if (status == STATUS_OK)
        status = read_rules(arena, path, &bytes, mistakes, list, err);
    buffer_release(&bytes);
    *out = list;
    return status;
}

/* Without recursion: after a mismatch only the last * can take more, so time is at most the
 * product of the two lengths. */
static bool fits(const char *pattern, const char *url)
{
    const char *star = NULL, *resume = NULL;
    while (*url != '\0') {
        if (*pattern == '*') {
            star = ++pattern;
            resume = url;
        } else if (*pattern == *url) {
            pattern++;
            url++;
        } else if (star != NULL) {
            pattern = star;
            url = ++resume;
        } else {
            return false;
        }
    }
    while (*pattern == '*')
        pattern++;
    return *pattern == '\0';
}

const char *ignore_list_reason(const struct ignore_list *list, const char *url)
{
    for (size_t i = 0; list != NULL && i < list->count; i++)
        if (fits(list->rules[i].pattern, url))
            return list->rules[i].reason;
    return NULL;
}

bool ignore_list_has(const void *list, const char *url)
{
    return ignore_list_reason(list, url) != NULL;
}
