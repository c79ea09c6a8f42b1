/* Which councils a command works on, and the store that it works in. */
#ifndef COREOFFER_CLI_SCOPE_H
#define COREOFFER_CLI_SCOPE_H

#include "base/buffer.h"
#include "cli/cli.h"
#include "crawler/url/url.h"
#include "model/council.h"

struct scope {
    struct council_list list;
    struct buffer bytes;               /* the councils file as it was */
    const struct council **chosen;     /* in the list's order */
    size_t chosen_count;
};

/* From the councils file and the COUNCIL arguments (none: all). Each mistake of the file goes to `mistakes`, by a NULL the first alone into `err`. */
MUST_USE enum status scope_load(struct cli *cli, struct mistakes *mistakes, struct scope *scope, struct error *err);
/* One site, named by an address: a list of one, for check and links. */
MUST_USE enum status scope_site(struct cli *cli, const char *address, struct scope *scope, struct error *err);
/* A list of addresses in a file, kept in `bytes`; its "council" stands for the file. */
MUST_USE enum status scope_list(struct cli *cli, const char *path, struct scope *scope, struct error *err);
void scope_release(struct scope *scope);
/* The first address that the list has for the council, which is the one asked for; false where it has none. */
bool scope_first_address(const struct council *council, struct arena *arena, struct url *url);

/* A store of its own in a new temporary directory, for commands that keep nothing; sets
 * cli->options.store. Does nothing where --store was given. */
struct temporary {
    const char *directory; /* NULL where there is none */
};
MUST_USE enum status temporary_store(struct cli *cli, struct temporary *temporary, struct error *err);
void temporary_remove(struct temporary *temporary);

#endif
