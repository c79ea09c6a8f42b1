/* Numbers by symbol: filled once while weights are read, then asked for every word of every
 * page. Symbols are hashes already (words_symbol and the like), so they are not hashed again;
 * they come from seeds/, and a page's words can't change where they lie. */
#ifndef COREOFFER_SCORING_SYMBOL_TABLE_H
#define COREOFFER_SCORING_SYMBOL_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SYMBOL_ABSENT = -1 };

struct symbol_slot {
    uint64_t symbol;  /* 0 is empty */
    int32_t number;
};

/* A zeroed one has no room, and must not be asked. Read-only once filled: threads share it. */
struct symbol_table {
    struct symbol_slot *slots; /* open addressing: more than half are empty */
    size_t mask;
};

/* Room for `most` symbols. */
void symbol_table_init(struct symbol_table *table, size_t most);
void symbol_table_release(struct symbol_table *table);
/* False where the symbol is there already. It is not 0, the number not negative. */
bool symbol_table_add(struct symbol_table *table, uint64_t symbol, int32_t number);

static inline struct symbol_slot *symbol_table_slot(const struct symbol_table *table, uint64_t symbol)
{
    size_t slot = (size_t)symbol & table->mask;
    while (table->slots[slot].symbol != 0 && table->slots[slot].symbol != symbol)
        slot = (slot + 1) & table->mask;
    return &table->slots[slot];
}

static inline int32_t symbol_table_find(const struct symbol_table *table, uint64_t symbol)
{
    const struct symbol_slot *slot = symbol_table_slot(table, symbol);
    return slot->symbol != 0 ? slot->number : SYMBOL_ABSENT;
}

/* Has the symbol's place fetched, where it will be asked for soon. */
static inline void symbol_table_prefetch(const struct symbol_table *table, uint64_t symbol)
{
    __builtin_prefetch(&table->slots[(size_t)symbol & table->mask]);
}

#endif
