/* An address taken apart into what may make no difference to the page that is there, and the rest that others which are perhaps
 * the same page have in common with it. Which parts make none is proved elsewhere: crawler/frontier/idle.h. */
#ifndef COREOFFER_CRAWLER_URL_PARTS_H
#define COREOFFER_CRAWLER_URL_PARTS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "crawler/url/url.h"

enum { URL_PARTS_MAX = 16 };

enum url_part_kind {
    /* New on every page, where they make no difference: */
    URL_PART_PARAMETER,      /* behind the "?" */
    URL_PART_PATH_PARAMETER, /* behind a ";" in the path */
    URL_PART_SEGMENT,        /* of the path, that a machine made: letters and digits in turns, "9f8e7d6c5b4a" */
    /* Ways of writing: */
    URL_PART_CASE,           /* capital letters in the path */
    URL_PART_SLASH,          /* at the end */
    URL_PART_INDEX,          /* the name of a folder's first page: "index.html" */
    URL_PART_WWW,
    URL_PART_SCHEME,         /* https */
};

struct url_text {
    const char *at;
    size_t length;
};

struct url_part {
    enum url_part_kind kind;
    struct url_text name;    /* of a parameter; the path in front of a segment; else empty */
    struct url_text value;   /* with the name, as it is written; the whole path of URL_PART_CASE */
    bool last;               /* a segment with nothing behind it, which may be the page itself: "/clubs/9f8e7d6c5b4a" */
};

struct url_form {
    const char *group;       /* the rest: http, no "www.", a small path with a star for each machine's segment, no query */
    struct url_part list[URL_PARTS_MAX];
    size_t count;
};

static inline bool url_part_is_writing(enum url_part_kind kind)
{
    return kind >= URL_PART_CASE;
}

/* Of an http(s) address. False where it has more parts than can be compared, or a user's name. All in `arena`. */
bool url_parts_take(struct arena *arena, const struct url *url, struct url_form *out);

/* Appends the address without the parts for which `leave_out` returns true; it is asked for each in the order in which they
 * stand. Where it never does, the address is as it was, without user and fragment. */
void url_parts_without(const struct url *url, bool (*leave_out)(void *context, const struct url_part *part), void *context, struct buffer *out);

#endif
