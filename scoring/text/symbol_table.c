#include "scoring/text/symbol_table.h"

#include <stdlib.h>

#include "base/memory.h"

void symbol_table_init(struct symbol_table *table, size_t most)
{
    size_t count = 64;
    while (count <= most * 2)
        count *= 2;
    *table = (struct symbol_table){.slots = memory_array(count, sizeof *table->slots), .mask = count - 1};
}

void symbol_table_release(struct symbol_table *table)
{
    free(table->slots);
    *table = (struct symbol_table){0};
}

bool symbol_table_add(struct symbol_table *table, uint64_t symbol, int32_t number)
{
    struct symbol_slot *slot = symbol_table_slot(table, symbol);
    bool added = slot->symbol == 0;
    if (added)
        *slot = (struct symbol_slot){symbol, number};
    return added;
}
