/* Addresses in a text file, one a line: empty lines and lines that start with # are left out. */
#ifndef COREOFFER_CLI_ADDRESS_LIST_H
#define COREOFFER_CLI_ADDRESS_LIST_H

#include <stddef.h>

#include "base/memory.h"

struct address_list {
    const char **items; /* in the arena */
    size_t count;
};

void address_list_read(struct arena *arena, const char *text, struct address_list *out);

#endif
