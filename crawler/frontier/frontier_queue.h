/* The addresses that one frontier knows, an entry each, and which of them waits to be read next: the most promising first, ties in
 * the order they were added. Pages of partners wait in a line of their own. Why an address is here is frontier.h's matter. */
#ifndef COREOFFER_CRAWLER_FRONTIER_QUEUE_H
#define COREOFFER_CRAWLER_FRONTIER_QUEUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/page.h"

enum frontier_entry_state { ENTRY_QUEUED, ENTRY_TAKEN, ENTRY_PUT_BY /* turned out not worth a try */ };

struct frontier_entry {
    const char *url, *handed_on;
    int64_t found_on;
    int priority, clicks;  /* priority: frontier_queue_raise changes it */
    int depth;             /* clicks but for those from one page of a list to its next */
    uint32_t place;        /* the queue's own */
    uint32_t list;         /* of a page of a list, the number of the list's first page, and one (crawler/frontier/listing.h); 0 for none */
    uint32_t kind;         /* only a list names it: put by until its kind is known for what lists name; 0 for others */
    uint32_t waits_before; /* the number of the one before it that waits for the same kind, and one; 0 for none */
    uint8_t state, purpose;
    uint8_t further;       /* as in frontier_next */
    bool promised : 1;     /* the same */
    bool probe : 1;        /* taken though another is the same, to see whether it still is */
    bool read : 1;         /* a page was read there */
    bool dated : 1;        /* one more day of a calendar: after all others, and nothing is missed by it */
    bool beside : 1;       /* only lists beside the content lead there: on trial */
    bool open : 1;         /* taken and tried in vain, and it is given again where the content leads there */
    bool again : 1;        /* then: it was given again */
    bool no_list : 1;      /* the Local Offer's content leads there, and it chooses no part of a directory */
    bool last : 1;         /* waits after all others: frontier_queue_put_last */
};

enum frontier_line { LINE_CONTENT, LINE_PARTNERS }; /* the second: of entries whose purpose is PAGE_PARTNER */

struct frontier_queue;
struct frontier_queue *frontier_queue_new(void);
void frontier_queue_free(struct frontier_queue *queue);

/* Adds a copy, its `url` copied too, which waits if its state says so. Entries and their strings live as long as the queue; the
 * pointers that these functions give hold until the next one is added. */
struct frontier_entry *frontier_queue_add(struct frontier_queue *queue, const struct frontier_entry *entry);
/* The entry is to be found under the address, however that is written (url_normalised), from now on. */
void frontier_queue_name(struct frontier_queue *queue, const char *address, const struct frontier_entry *entry);
struct frontier_entry *frontier_queue_find(struct frontier_queue *queue, const char *address); /* or NULL */

/* Entries are numbered from 0 as they were added. */
size_t frontier_queue_count(const struct frontier_queue *queue);
struct frontier_entry *frontier_queue_at(const struct frontier_queue *queue, size_t number);
size_t frontier_queue_number(const struct frontier_queue *queue, const struct frontier_entry *entry);

size_t frontier_queue_waiting(const struct frontier_queue *queue, enum frontier_line line);
struct frontier_entry *frontier_queue_first(const struct frontier_queue *queue, enum frontier_line line); /* NULL where none waits */
/* It waits no more, if it did, and is in `state`. */
void frontier_queue_remove(struct frontier_queue *queue, struct frontier_entry *entry, enum frontier_entry_state state);
/* One that was put by or taken waits again. */
void frontier_queue_put_back(struct frontier_queue *queue, struct frontier_entry *entry);
/* Of one that waits: nothing happens where `priority` is no higher than it was. */
void frontier_queue_raise(struct frontier_queue *queue, struct frontier_entry *entry, int priority);
/* Of one that waits: from now on after all that were not put last. */
void frontier_queue_put_last(struct frontier_queue *queue, struct frontier_entry *entry);
/* None is put last any more. Looks at each. */
void frontier_queue_none_last(struct frontier_queue *queue);

#endif
