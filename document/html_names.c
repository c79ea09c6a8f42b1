#include "document/html_names.h"

#include <pthread.h>
#include <string.h>

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

/* Each element of each page is looked for twice: names are found by what their ends and length hash to. base/map, which hashes
 * all bytes, would cost a page one or two hundredths of its time. */
enum { SLOTS = 512 };
_Static_assert((int)TAG_UNKNOWN * 2 <= (int)SLOTS && (int)ATTR_COUNT * 2 <= (int)SLOTS, "there are empty slots");

struct name_slot {
    const char *name; /* NULL: none */
    size_t length;
    int number;
};

static struct name_slot tag_slots[SLOTS], attribute_slots[SLOTS];

/* The name's slot, or the empty one that ends the search. */
static struct name_slot *slot_of(struct name_slot *slots, const char *name, size_t length)
{
    size_t at = length == 0 ? 0 : (unsigned char)name[0] * 29u + (unsigned char)name[length / 2] * 7u + (unsigned char)name[length - 1] + length * 67u;
    struct name_slot *slot = &slots[at % SLOTS];
    while (slot->name != NULL && (slot->length != length || memcmp(slot->name, name, length) != 0))
        slot = slot == slots + SLOTS - 1 ? slots : slot + 1;
    return slot;
}

static void fill_slots(void)
{
    for (int i = 0; i < (int)TAG_UNKNOWN; i++)
        *slot_of(tag_slots, tags[i].name, strlen(tags[i].name)) = (struct name_slot){tags[i].name, strlen(tags[i].name), i};
    for (int i = 0; i < (int)ATTR_COUNT; i++)
        *slot_of(attribute_slots, attributes[i], strlen(attributes[i])) = (struct name_slot){attributes[i], strlen(attributes[i]), i};
}

static const struct name_slot *find(struct name_slot *slots, const char *name, size_t length)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    (void)pthread_once(&once, fill_slots);
    return slot_of(slots, name, length);
}

enum html_tag html_tag_find(const char *name, size_t length)
{
    const struct name_slot *slot = find(tag_slots, name, length);
    return slot->name != NULL ? (enum html_tag)slot->number : TAG_UNKNOWN;
}

int html_attribute_find(const char *name, size_t length)
{
    const struct name_slot *slot = find(attribute_slots, name, length);
    return slot->name != NULL ? slot->number : -1;
}

unsigned html_tag_flags(enum html_tag tag)
{
    return tag < TAG_UNKNOWN ? tags[tag].flags : TAG_INLINE;
}

const char *html_attribute_name(enum html_attribute attribute)
{
    return attributes[attribute];
}
