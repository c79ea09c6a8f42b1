#include "crawler/frontier/endless.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/clock.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/text.h"
#include "crawler/frontier/seen.h"

enum {
    DATED_LEAST = 60,      /* siblings before those with numbers for names are taken for days */
    NAMED_SIBLINGS = 4,    /* times the cap for siblings that have names of their own, as in a directory */
    REPEAT_PERIOD_MAX = 4, /* segments of a path that may repeat as one */
    SHAPE_MAX = 2 * LIMIT_URL_BYTES + LIMIT_LINK_TEXT_BYTES + 8,
};

struct endless {
    struct seen *shapes; /* shape of an address to how many there are */
};

struct endless *endless_new(void)
{
    struct endless *endless = memory_alloc(sizeof *endless);
    endless->shapes = seen_new();
    return endless;
}

void endless_free(struct endless *endless)
{
    if (endless == NULL)
        return;
    seen_free(endless->shapes);
    free(endless);
}

/* Numbers, and the names of months and weekdays, become "#": "/events/2026/11" and "/events/2027/01" have one shape, "november-2026" and
 * "january-2027" another. */
static void add_without_numbers(struct buffer *out, const char *text, size_t length)
{
    for (size_t i = 0, run; i < length; i += run) {
        for (run = 1; text_is_letter(text[i]) && i + run < length && text_is_letter(text[i + run]);)
            run++;
        if (!text_is_digit(text[i]) && !clock_is_name(text + i, run))
            buffer_add(out, text + i, run);
        else if (i == 0 || !text_is_digit(text[i - 1]))
            buffer_add_char(out, '#');
    }
}

static void add_shape(struct buffer *out, const struct url *url)
{
    buffer_add_text(out, url->host);
    add_without_numbers(out, url->path, strlen(url->path));
    size_t length;
    for (const char *rest = url->query, *at; url_next_parameter(&rest, &at, &length);) {
        buffer_add_char(out, '&');
        add_without_numbers(out, at, strcspn(at, "=&"));
    }
}

/* Not a number, nor a letter or two as parts of a date, an index or a language are. */
static bool is_name(const char *segment, size_t length)
{
    size_t letters = 0;
    for (size_t i = 0; i < length; i++)
        letters += !text_is_digit(segment[i]);
    return letters > 2;
}

/* Path segments that repeat one after another: "/a/b/a/b/a/b"; or a name that comes again and again among others, as a link
 * that lacks its first slash makes it on a server that answers whatever stands behind a page's path. */
static bool repeats_itself(const char *path)
{
    const char *segments[64];
    size_t lengths[64], count = 0;
    for (const char *at = path; *at != '\0' && count < 64;) {
        at += *at == '/';
        lengths[count] = strcspn(at, "/");
        segments[count] = at;
        at += lengths[count++];
    }
    for (size_t period = 1; period <= REPEAT_PERIOD_MAX; period++) {
        size_t same = 0;
        for (size_t i = period; i < count; i++) {
            size_t before = i - period;
            bool equal = lengths[i] > 0 && lengths[i] == lengths[before] && memcmp(segments[i], segments[before], lengths[i]) == 0;
            same = equal ? same + 1 : 0;
            if (same >= period * (LIMIT_PATH_REPEATS - 1))
                return true;
        }
    }
    for (size_t i = 0; i < count; i++) {
        size_t same = 0;
        for (size_t before = 0; before <= i && is_name(segments[i], lengths[i]); before++)
            same += lengths[i] == lengths[before] && memcmp(segments[i], segments[before], lengths[i]) == 0;
        if (same >= LIMIT_PATH_REPEATS)
            return true;
    }
    return count == 64;
}

/* Counts one more of a shape; false where there were `most` already. */
static bool count_shape(struct endless *endless, const struct buffer *shape, size_t most)
{
    bool added;
    uint32_t *count = seen_put(endless->shapes, shape->bytes, shape->length, &added);
    if (added)
        *count = 0;
    if (*count >= most)
        return false;
    ++*count;
    return true;
}

bool endless_count(struct endless *endless, const struct url *url, const char *text, struct address_rule rule)
{
    if (repeats_itself(url->path))
        return false;
    struct buffer shape;
    bool added, room;
    buffer_init(&shape, SHAPE_MAX);
    add_shape(&shape, url);
    size_t length = shape.length;
    buffer_add_text(&shape, "\n=");
    add_without_numbers(&shape, text, strnlen(text, LIMIT_LINK_TEXT_BYTES));
    (void)seen_put(endless->shapes, shape.bytes, shape.length, &added);
    bool named = added && text[0] != '\0';
    buffer_cut(&shape, length);
    if (rule.nature == ADDRESS_CAPPED) {
        buffer_add_text(&shape, "\nfew");
        room = count_shape(endless, &shape, (size_t)rule.most);
    } else {
        buffer_add_text(&shape, named ? "\nnamed" : "\nplain");
        room = count_shape(endless, &shape, (size_t)LIMIT_TRAP_SIBLINGS * (named ? NAMED_SIBLINGS : 1));
    }
    buffer_release(&shape);
    return room;
}

bool endless_is_dated(struct endless *endless, const struct url *url, const char *text)
{
    struct buffer shape;
    buffer_init(&shape, SHAPE_MAX);
    add_without_numbers(&shape, text, strnlen(text, LIMIT_LINK_TEXT_BYTES));
    bool numbered = strchr(buffer_text(&shape), '#') != NULL;
    buffer_clear(&shape);
    add_shape(&shape, url);
    buffer_add_text(&shape, "\nplain");
    const uint32_t *count = seen_get(endless->shapes, shape.bytes, shape.length);
    bool dated = numbered && count != NULL && *count > DATED_LEAST;
    buffer_release(&shape);
    return dated;
}
