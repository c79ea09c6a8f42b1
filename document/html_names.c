#include "document/html_names.h"

struct tag_row {
    const char *name;
    unsigned flags;
};

static const struct tag_row tags[] = {
#define X(id, name, flags) {name, flags},
    HTML_TAGS(X)
#undef X
};

static const char *const attributes[] = {
#define X(id, name) name,
    HTML_ATTRIBUTES(X)
#undef X
};

_Static_assert(sizeof tags / sizeof tags[0] == TAG_UNKNOWN, "every element has a row");
_Static_assert(sizeof attributes / sizeof attributes[0] == ATTR_COUNT, "every attribute has a row");

/* Compares a counted name with a row's; most are told apart by their first bytes, sooner than a call is made. */
static int compare(const char *name, size_t length, const char *row)
{
    for (size_t i = 0; i < length; i++) {
        int order = (unsigned char)name[i] - (unsigned char)row[i];
        if (order != 0)
            return order;
        if (row[i] == '\0')
            return 1; /* the name goes on */
    }
    return row[length] == '\0' ? 0 : -1;
}

enum html_tag html_tag_find(const char *name, size_t length)
{
    size_t low = 0, high = TAG_UNKNOWN;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = compare(name, length, tags[middle].name);
        if (order == 0)
            return (enum html_tag)middle;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return TAG_UNKNOWN;
}

int html_attribute_find(const char *name, size_t length)
{
    size_t low = 0, high = ATTR_COUNT;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = compare(name, length, attributes[middle]);
        if (order == 0)
            return (int)middle;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return -1;
}

unsigned html_tag_flags(enum html_tag tag)
{
    return tag < TAG_UNKNOWN ? tags[tag].flags : TAG_INLINE;
}

const char *html_tag_name(enum html_tag tag)
{
    return tag < TAG_UNKNOWN ? tags[tag].name : "";
}

const char *html_attribute_name(enum html_attribute attribute)
{
    return attributes[attribute];
}
