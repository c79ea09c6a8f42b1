/* One pass over a text for every word that any pattern needs: an automaton of Aho and
 * Corasick over letters, digits and a few signs. */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "scoring/patterns/regex_internal.h"
#include "scoring/patterns/regex_needs.h"
#include "scoring/text/words.h"

enum { LISTS_MAX = 4, CLASSES = 64, WORD_KEPT = 9, STATES_MAX = 0x7FFF, CLAUSES_MAX = REGEX_CLAUSES_MAX, SLOTS_MAX = 0xFFFF };

/* A word that ends at a state: it satisfies a clause. */
struct ending {
    uint16_t clause;
    uint8_t length;
    bool left : 1, right : 1;    /* stands at the start, at the end of a word */
};

struct trie_node {
    uint16_t next[CLASSES];      /* 0 for none */
    uint16_t parent;
    uint16_t fail;               /* the longest proper suffix that is a state */
    uint8_t class, depth;        /* that leads here; bytes from the root */
    uint8_t children;
    struct ending *endings;
    size_t count, capacity;
};

/* A state, in a double array (Aoe, 1989): its child by a class stands at `below` + class, and is its
 * child where it says so. Misses of the cache are what looking costs, and so a state is eight bytes. */
struct slot {
    uint16_t parent;             /* NOBODY of the root and of an empty slot */
    uint16_t below;
    uint16_t fail;               /* the longest proper suffix that has children */
    uint16_t arrival;            /* its number where words end here, or 0 */
};
enum { ROOT = 0, NOBODY = 0xFFFF };

/* What the words that end at a state satisfy: by whether what is before the state's bytes and what
 * comes after them is no part of a word, where a list of clauses begins that ends with NO_CLAUSE. */
struct arrival {
    uint32_t clauses[2][2];
    uint8_t depth;               /* bytes from the root */
};
enum { NO_CLAUSE = 0xFFFF };

/* All of these clauses, the rarest first, and the pattern is worth trying. */
struct way {
    uint16_t bit;                /* the pattern's */
    uint16_t count;
    uint16_t clauses[NEED_CLAUSES_MAX];
};

struct regex_sieve {
    unsigned char class_of[256]; /* of a byte; 0 for what no word holds */
    unsigned char classes;
    bool in_words[CLASSES];      /* of a class, as in_word of its bytes */
    struct slot *slots;          /* the root first; behind the last state there is room for a class more */
    struct arrival *arrivals;    /* the first is nobody's */
    uint16_t *listed;            /* clauses, list by list */
    struct way *ways;            /* in the order of their rarest clauses */
    size_t way_count;
    uint32_t first_way[CLAUSES_MAX + 1]; /* of those whose rarest clause this is, and one past the last */
    size_t clauses;
    struct regex_clauses rarest;    /* clauses that are the rarest of some way */
    struct regex_sight always;   /* patterns that need nothing */
    size_t patterns;
    const struct regex_words *lists[LISTS_MAX];
    size_t list_count;
};

/* Without branches: nobody could foretell them, and a text has thousands. */
static bool in_word(unsigned char byte)
{
    return ((byte | 32u) - 'a' < 26u) | (byte - (unsigned)'0' < 10u) | (byte == '_');
}

/* ---- building ---- */

struct building {
    struct regex_sieve *sieve;
    struct trie_node *nodes;
    size_t node_count, node_capacity, way_capacity;
    struct map *clauses;         /* by their words: patterns share many */
    struct map *lists;           /* where each begins, by its clauses: states share most */
    size_t listed_count, listed_capacity, arrival_count;
    bool *taken;                 /* of each slot */
    size_t first_free;           /* no slot before it is free */
    size_t slot_count;           /* that are used, with room behind for a class more */
    bool full;
};

static unsigned char class_for(struct regex_sieve *sieve, unsigned char byte)
{
    if (!sieve->class_of[byte] && sieve->classes + 1 < CLASSES) {
        sieve->class_of[byte] = ++sieve->classes;
        sieve->in_words[sieve->classes] = in_word(byte);
    }
    return sieve->class_of[byte];
}

static uint16_t new_node(struct building *building)
{
    MEMORY_PUSH_ROOM(building->nodes, building->node_count, building->node_capacity);
    building->nodes[building->node_count] = (struct trie_node){.count = 0};
    if (building->node_count == STATES_MAX)
        building->full = true;
    else
        building->node_count++;
    return (uint16_t)(building->node_count - 1);
}

static bool same_ending(const struct ending *a, const struct ending *b)
{
    return a->clause == b->clause && a->length == b->length && a->left == b->left && a->right == b->right;
}

static void add_ending(struct trie_node *node, struct ending ending)
{
    for (size_t i = 0; i < node->count; i++)
        if (same_ending(&node->endings[i], &ending))
            return;
    MEMORY_PUSH_ROOM(node->endings, node->count, node->capacity);
    node->endings[node->count++] = ending;
}

/* The word's first bytes are as needed as the whole and keep the automaton small. */
static void add_word(struct building *building, struct need_word word, uint16_t clause)
{
    if (word.length > WORD_KEPT) {
        word.length = WORD_KEPT;
        word.right = false;
    }
    uint16_t node = 0;
    for (size_t i = 0; i < word.length; i++) {
        unsigned char class = class_for(building->sieve, (unsigned char)word.text[i]);
        if (!class) {
            building->full = true;
            return;
        }
        if (!building->nodes[node].next[class]) {
            uint16_t added = new_node(building);
            if (building->full)
                return;
            building->nodes[node].next[class] = added;
            building->nodes[node].children++;
            building->nodes[added].parent = node;
            building->nodes[added].class = class;
            building->nodes[added].depth = (uint8_t)(i + 1);
        }
        node = building->nodes[node].next[class];
    }
    add_ending(&building->nodes[node], (struct ending){.clause = clause, .length = word.length, .left = word.left, .right = word.right});
}

static int by_bytes(const void *a, const void *b)
{
    return memcmp(a, b, sizeof(struct need_word));
}

/* The number of the clause: one that has these very words was given it before. NO_CLAUSE where there is no room for one more. */
static uint16_t add_clause(struct building *building, const struct need_clause *clause)
{
    struct need_word *words = memory_array(clause->count + 1, sizeof *words);
    memcpy(words, clause->words, clause->count * sizeof *words);
    qsort(words, clause->count, sizeof *words, by_bytes);
    bool added;
    union map_value *number = map_put(building->clauses, (const char *)words, clause->count * sizeof *words, &added);
    if (added)
        number->number = building->sieve->clauses < CLAUSES_MAX ? (int64_t)building->sieve->clauses++ : NO_CLAUSE;
    for (size_t i = 0; added && number->number != NO_CLAUSE && i < clause->count; i++)
        add_word(building, words[i], (uint16_t)number->number);
    uint16_t result = (uint16_t)number->number;
    free(words);
    return result;
}

/* False where there is no room for what it needs. */
static bool add_way(struct building *building, const struct need_way *needed, size_t bit)
{
    struct regex_sieve *sieve = building->sieve;
    struct way way = {.bit = (uint16_t)bit, .count = (uint16_t)needed->count};
    for (size_t i = 0; i < needed->count; i++)
        if ((way.clauses[i] = add_clause(building, &needed->clauses[i])) == NO_CLAUSE)
            return false;
    MEMORY_PUSH_ROOM(sieve->ways, sieve->way_count, building->way_capacity);
    sieve->ways[sieve->way_count++] = way;
    return true;
}

static void add_pattern(struct building *building, const struct regex *pattern)
{
    struct arena arena = {0};
    struct needs needs;
    regex_needs(pattern->expression, pattern->expression_length, &arena, &needs);
    bool anything = false;
    for (size_t i = 0; i < needs.count; i++)
        anything |= !needs.ways[i].count;
    for (size_t i = 0; i < needs.count && !anything; i++)
        anything = !add_way(building, &needs.ways[i], pattern->bit);
    if (anything)
        building->sieve->always.may[pattern->bit / 64] |= (uint64_t)1 << (pattern->bit % 64);
    arena_release(&arena);
}

/* The words of a state's suffix end there too. Whether such a one stands at the start of a word
 * is seen from the state itself, which has the byte before it. */
static void inherit(struct building *building, uint16_t node)
{
    struct trie_node *here = &building->nodes[node];
    const struct trie_node *suffix = &building->nodes[here->fail];
    for (size_t i = 0; i < suffix->count; i++) {
        struct ending ending = suffix->endings[i];
        const struct trie_node *before = here;
        for (size_t k = 0; k < ending.length; k++)
            before = &building->nodes[before->parent];
        if (ending.left && building->sieve->in_words[before->class])
            continue;
        ending.left = false;
        add_ending(here, ending);
    }
}

static uint16_t next_state(const struct trie_node *nodes, uint16_t node, size_t class)
{
    while (node && !nodes[node].next[class])
        node = nodes[node].fail;
    return nodes[node].next[class];
}

/* Gives every state its way back and the endings of its suffixes, so that a state tells all;
 * returns the states from the root outwards. */
static uint16_t *link_suffixes(struct building *building)
{
    struct trie_node *nodes = building->nodes;
    uint16_t *order = memory_array(building->node_count + 1, sizeof *order);
    for (size_t head = 0, tail = 1; head < tail; head++) {
        uint16_t here = order[head];
        if (here)
            inherit(building, here);
        for (size_t c = 1; c < CLASSES; c++) {
            uint16_t below = nodes[here].next[c];
            if (!below)
                continue;
            nodes[below].fail = here ? next_state(nodes, nodes[here].fail, c) : 0;
            order[tail++] = below;
        }
    }
    return order;
}

static void add_listed(struct building *building, uint16_t clause)
{
    struct regex_sieve *sieve = building->sieve;
    MEMORY_PUSH_ROOM(sieve->listed, building->listed_count, building->listed_capacity);
    sieve->listed[building->listed_count++] = clause;
}

/* Where the list of the clauses that are satisfied here begins. */
static uint32_t list_clauses(struct building *building, const struct trie_node *node, bool before, bool after)
{
    struct regex_clauses set = {{0}};
    for (size_t i = 0; i < node->count; i++) {
        const struct ending *ending = &node->endings[i];
        if ((before || !ending->left) && (after || !ending->right))
            set.bits[ending->clause / 64] |= (uint64_t)1 << (ending->clause % 64);
    }
    bool added;
    union map_value *place = map_put(building->lists, (const char *)set.bits, sizeof set.bits, &added);
    if (added) {
        place->number = (int64_t)building->listed_count;
        for (size_t word = 0; word < CLAUSES_MAX / 64; word++)
            for (uint64_t bits = set.bits[word]; bits; bits &= bits - 1)
                add_listed(building, (uint16_t)(word * 64 + (size_t)__builtin_ctzll(bits)));
        add_listed(building, NO_CLAUSE);
    }
    return (uint32_t)place->number;
}

static uint16_t add_arrival(struct building *building, const struct trie_node *node)
{
    struct arrival *arrival = &building->sieve->arrivals[++building->arrival_count];
    arrival->depth = node->depth;
    for (int edges = 0; edges < 4; edges++)
        arrival->clauses[edges / 2][edges % 2] = list_clauses(building, node, edges / 2 != 0, edges % 2 != 0);
    return (uint16_t)building->arrival_count;
}

/* Whether slots are free for the children, by their classes, of a state that has these below it. */
static bool fits(const struct building *building, const uint8_t *classes, size_t count, size_t below)
{
    for (size_t i = 0; i < count; i++)
        if (building->taken[below + classes[i]])
            return false;
    return true;
}

/* Gives the node's children the first slots that fit; `place` has each node's. */
static void place_children(struct building *building, uint16_t number, uint16_t *place)
{
    struct slot *slots = building->sieve->slots;
    const struct trie_node *node = &building->nodes[number];
    size_t below = building->first_free > CLASSES ? building->first_free - CLASSES : 0, count = 0;
    uint8_t classes[CLASSES];
    for (size_t c = 1; c < CLASSES && count < node->children; c++)
        if (node->next[c])
            classes[count++] = (uint8_t)c;
    if (count == 0)
        return;
    while (below + CLASSES < SLOTS_MAX && !fits(building, classes, count, below))
        below++;
    if (below + CLASSES >= SLOTS_MAX) {
        building->full = true;
        return;
    }
    slots[place[number]].below = (uint16_t)below;
    for (size_t i = 0; i < count; i++) {
        size_t slot = below + classes[i];
        place[node->next[classes[i]]] = (uint16_t)slot;
        slots[slot].parent = place[number];
        building->taken[slot] = true;
    }
    while (building->taken[building->first_free])
        building->first_free++;
    if (below + CLASSES > building->slot_count)
        building->slot_count = below + CLASSES;
}

/* What is walked. */
static void flatten(struct building *building)
{
    struct regex_sieve *sieve = building->sieve;
    struct trie_node *nodes = building->nodes;
    size_t count = building->node_count;
    uint16_t *order = link_suffixes(building), *place = memory_array(count, sizeof *place);
    sieve->slots = memory_array(SLOTS_MAX, sizeof *sieve->slots);
    sieve->arrivals = memory_array(count + 1, sizeof *sieve->arrivals);
    building->taken = memory_array(SLOTS_MAX, sizeof *building->taken);
    building->taken[ROOT] = true;
    building->slot_count = CLASSES;
    for (size_t i = 0; i < SLOTS_MAX; i++)
        sieve->slots[i].parent = NOBODY;
    for (size_t i = 0; i < count && !building->full; i++)
        place_children(building, order[i], place);
    for (size_t i = 0; i < count && !building->full; i++) {
        const struct trie_node *node = &nodes[order[i]];
        uint16_t suffix = node->fail;
        while (suffix && nodes[suffix].children == 0)
            suffix = nodes[suffix].fail;
        sieve->slots[place[order[i]]].fail = place[suffix];
        if (node->count > 0)
            sieve->slots[place[order[i]]].arrival = add_arrival(building, node);
    }
    sieve->slots = memory_grow(sieve->slots, building->slot_count, sizeof *sieve->slots);
    free(building->taken);
    free(place);
    free(order);
}

static int by_rarest(const void *a, const void *b)
{
    const struct way *left = a, *right = b;
    return (left->clauses[0] > right->clauses[0]) - (left->clauses[0] < right->clauses[0]);
}

static void sort_ways(struct regex_sieve *sieve)
{
    if (sieve->way_count)
        qsort(sieve->ways, sieve->way_count, sizeof *sieve->ways, by_rarest);
    for (size_t i = 0; i < sieve->way_count; i++)
        sieve->rarest.bits[sieve->ways[i].clauses[0] / 64] |= (uint64_t)1 << (sieve->ways[i].clauses[0] % 64);
    for (size_t i = 0, clause = 0; clause <= CLAUSES_MAX; clause++) {
        while (i < sieve->way_count && sieve->ways[i].clauses[0] < clause)
            i++;
        sieve->first_way[clause] = (uint32_t)i;
    }
}

struct regex_sieve *regex_sieve_new(struct regex_set *const *sets, size_t count)
{
    struct regex_sieve *sieve = memory_alloc(sizeof *sieve);
    struct building building = {.sieve = sieve, .clauses = map_new(), .lists = map_new()};
    (void)new_node(&building);
    for (int c = 'a'; c <= 'z'; c++)
        sieve->class_of[c - 32] = class_for(sieve, (unsigned char)c);
    for (int c = '0'; c <= '9'; c++)
        sieve->class_of[c] = class_for(sieve, '0');
    for (int c = 0x80; c < 0x100; c++)
        sieve->class_of[c] = class_for(sieve, 0x7F);
    for (size_t s = 0; s < count; s++)
        for (size_t i = 0; i < sets[s]->count; i++) {
            struct regex *pattern = &sets[s]->items[i];
            pattern->bit = sieve->patterns++;
            if (pattern->bit >= REGEX_SIGHT_WORDS * 64)
                pattern->bit = REGEX_SIGHT_WORDS * 64 - 1; /* shared by the last ones: they need nothing */
            if (pattern->bit == REGEX_SIGHT_WORDS * 64 - 1)
                sieve->always.may[REGEX_SIGHT_WORDS - 1] |= (uint64_t)1 << 63;
            else
                add_pattern(&building, pattern);
            sets[s]->groups[pattern->group].mask.may[pattern->bit / 64] |= (uint64_t)1 << (pattern->bit % 64);
            if (pattern->holds && pattern->bit != REGEX_SIGHT_WORDS * 64 - 1)
                pattern->holds->patterns.may[pattern->bit / 64] |= (uint64_t)1 << (pattern->bit % 64);
        }
    for (size_t s = 0; s < count; s++)
        for (size_t i = 0; i < sets[s]->list_count && sieve->list_count < LISTS_MAX; i++)
            sieve->lists[sieve->list_count++] = &sets[s]->lists[i];
    sort_ways(sieve);
    flatten(&building);
    for (size_t i = 0; i < building.node_count; i++)
        free(building.nodes[i].endings);
    free(building.nodes);
    map_free(building.clauses);
    map_free(building.lists);
    if (building.full)
        for (size_t i = 0; i < REGEX_SIGHT_WORDS; i++)
            sieve->always.may[i] = UINT64_MAX;
    for (size_t s = 0; s < count; s++)
        sets[s]->sieve = sieve;
    return sieve;
}

void regex_sieve_free(struct regex_sieve *sieve)
{
    if (!sieve)
        return;
    free(sieve->slots);
    free(sieve->arrivals);
    free(sieve->listed);
    free(sieve->ways);
    free(sieve);
}

/* ---- looking ---- */

/* Letters that a pattern's ASCII letters or \d can also match: the long s, the Kelvin
 * sign, other scripts' digits. Told by the first two bytes; generous. */
static bool strange(unsigned char lead, unsigned char second)
{
    if (lead < 0xC2 || (lead >= 0xC2 && lead <= 0xC4) || (lead >= 0xC6 && lead <= 0xD8))
        return false;
    if (lead == 0xC5)
        return second == 0xBF;
    return !(lead == 0xE2 && second != 0x84);
}

/* The words that end with the byte before `end`. */
static void take_endings(const struct regex_sieve *sieve, const struct arrival *arrival, const char *text, size_t length, size_t end, struct regex_clauses *met)
{
    size_t start = end - arrival->depth;
    bool before = start == 0 || !in_word((unsigned char)text[start - 1]);
    bool after = end == length || !in_word((unsigned char)text[end]);
    for (const uint16_t *clause = sieve->listed + arrival->clauses[before][after]; *clause != NO_CLAUSE; clause++)
        met->bits[*clause / 64] |= (uint64_t)1 << (*clause % 64);
}

/* The ways all of whose clauses were met, by the rarest of them. */
static void take_ways(const struct regex_sieve *sieve, const struct regex_clauses *met, struct regex_sight *sight)
{
    for (size_t word = 0; word * 64 < sieve->clauses; word++)
        for (uint64_t bits = met->bits[word] & sieve->rarest.bits[word]; bits; bits &= bits - 1) {
            size_t clause = word * 64 + (size_t)__builtin_ctzll(bits);
            for (uint32_t i = sieve->first_way[clause]; i < sieve->first_way[clause + 1]; i++) {
                const struct way *way = &sieve->ways[i];
                size_t have = 1;
                while (have < way->count && (met->bits[way->clauses[have] / 64] >> (way->clauses[have] % 64) & 1))
                    have++;
                if (have == way->count)
                    sight->may[way->bit / 64] |= (uint64_t)1 << (way->bit % 64);
            }
        }
}

/* The state of the longest suffix of what was read that is the beginning of a word. */
static size_t advance(const struct slot *slots, size_t state, unsigned char class)
{
    for (;;) {
        size_t child = (size_t)slots[state].below + class;
        if (slots[child].parent == state)
            return child;
        if (state == ROOT)
            return ROOT;
        state = slots[state].fail;
    }
}

static bool is_letter(unsigned char byte)
{
    return ((byte | 32u) - 'a' < 26u || byte >= 0x80) && byte != 0xE2; /* which begins dashes and quotation marks */
}

/* Whether the text has one of the words: letters from a capital on that no letter follows. No further than the longest of them
 * is looked from each, so that a text all in capitals takes no time of its own. */
static bool has_listed(const struct regex_words *words, const char *text, size_t length)
{
    for (size_t at = 0; at < length; at++) {
        if ((unsigned char)(text[at] - 'A') >= 26)
            continue;
        size_t end = at + 1;
        while (end < length && end - at <= words->longest && is_letter((unsigned char)text[end]))
            end++;
        if (end - at <= words->longest && symbol_table_find(&words->symbols, words_symbol(text + at, end - at)) != SYMBOL_ABSENT)
            return true;
    }
    return false;
}

/* Takes back the patterns whose words the text has none of. */
static void ask_lists(const struct regex_sieve *sieve, const char *text, size_t length, struct regex_sight *sight)
{
    for (size_t l = 0; l < sieve->list_count; l++) {
        const struct regex_sight *theirs = &sieve->lists[l]->patterns;
        uint64_t any = 0;
        for (size_t i = 0; i < REGEX_SIGHT_WORDS; i++)
            any |= sight->may[i] & theirs->may[i];
        if (any != 0 && !has_listed(sieve->lists[l], text, length))
            for (size_t i = 0; i < REGEX_SIGHT_WORDS; i++)
                sight->may[i] &= ~theirs->may[i];
    }
}

/* Goes on from one byte of the text to another. */
static void read_on(const struct regex_sieve *sieve, const char *text, size_t length, size_t from, size_t to, struct regex_traces *traces)
{
    size_t state = traces->state;
    for (size_t at = from; at < to && !traces->strange; at++) {
        unsigned char byte = (unsigned char)text[at];
        traces->strange = byte >= 0xC0 && strange(byte, at + 1 < length ? (unsigned char)text[at + 1] : 0);
        state = advance(sieve->slots, state, sieve->class_of[byte]);
        if (sieve->slots[state].arrival)
            take_endings(sieve, &sieve->arrivals[sieve->slots[state].arrival], text, length, at + 1, &traces->met);
    }
    traces->state = (uint16_t)state;
}

void regex_trace(const struct regex_sieve *sieve, const char *text, size_t length, struct regex_traces *traces)
{
    *traces = (struct regex_traces){.state = ROOT};
    read_on(sieve, text, length, 0, length, traces);
}

/* A word that begins before the part ends within its first bytes; from there on a look at the part alone saw the same. */
void regex_trace_part(const struct regex_sieve *sieve, const char *text, size_t length, size_t from, size_t part, const struct regex_traces *alone,
                      struct regex_traces *traces)
{
    size_t joint = length - part > WORD_KEPT ? part + WORD_KEPT : length;
    read_on(sieve, text, length, from, joint, traces);
    for (size_t word = 0; word * 64 < sieve->clauses; word++)
        traces->met.bits[word] |= alone->met.bits[word];
    traces->strange |= alone->strange;
    if (joint < length)
        traces->state = alone->state;
}

void regex_sight_of(const struct regex_sieve *sieve, const struct regex_traces *traces, const char *text, size_t length, struct regex_sight *sight)
{
    *sight = sieve->always;
    if (traces->strange) {
        memset(sight->may, 0xFF, sizeof sight->may);
        return;
    }
    take_ways(sieve, &traces->met, sight);
    ask_lists(sieve, text, length, sight);
}

void regex_look(const struct regex_sieve *sieve, const char *text, size_t length, struct regex_sight *sight)
{
    struct regex_traces traces;
    regex_trace(sieve, text, length, &traces);
    regex_sight_of(sieve, &traces, text, length, sight);
}

/* ---- remembering ---- */

/* So much text is remembered, and then forgotten all at once. */
enum { SEEN_BYTES_MAX = 512 * 1024, SEEN_TEXTS_MAX = 8192 };

void regex_scratch_forget(struct regex_scratch *scratch)
{
    map_free(scratch->seen);
    arena_release(&scratch->sights);
    scratch->seen = NULL;
    scratch->seen_bytes = 0;
}

struct regex_sight *regex_see(const struct regex_sieve *sieve, struct regex_scratch *scratch, const char *text, size_t length)
{
    if (scratch->sieve != sieve || scratch->seen_bytes > SEEN_BYTES_MAX || (scratch->seen && map_count(scratch->seen) > SEEN_TEXTS_MAX))
        regex_scratch_forget(scratch);
    if (!scratch->seen)
        scratch->seen = map_new();
    scratch->sieve = sieve;
    bool added;
    union map_value *place = map_put(scratch->seen, text, length, &added);
    if (added) {
        struct regex_sight *sight = arena_alloc(&scratch->sights, sizeof *sight);
        regex_look(sieve, text, length, sight);
        place->pointer = sight;
        scratch->seen_bytes += length;
    }
    return place->pointer;
}

bool regex_may(const struct regex_sight *sight, const struct regex *pattern)
{
    return sight->may[pattern->bit / 64] >> (pattern->bit % 64) & 1;
}

bool regex_group_may(const struct regex_sight *sight, const struct regex_set *set, size_t group)
{
    uint64_t any = 0;
    for (size_t i = 0; i < REGEX_SIGHT_WORDS; i++)
        any |= sight->may[i] & set->groups[group].mask.may[i];
    return any != 0;
}

bool regex_group_open(const struct regex_sight *sight, const struct regex_set *set, size_t group)
{
    uint64_t any = 0;
    for (size_t i = 0; i < REGEX_SIGHT_WORDS; i++)
        any |= sight->may[i] & ~sight->vain[i] & set->groups[group].mask.may[i];
    return any != 0;
}

enum regex_outcome regex_try(const struct regex_set *set, const struct regex *pattern, struct regex_scratch *scratch, struct regex_sight *sight,
                             const char *text, size_t length, size_t from, struct regex_match *match)
{
    size_t word = pattern->bit / 64;
    uint64_t bit = (uint64_t)1 << (pattern->bit % 64);
    if (!(sight->may[word] & ~sight->vain[word] & bit))
        return REGEX_NONE;
    enum regex_outcome outcome = regex_find(set, pattern, scratch, text, length, from, match);
    if (outcome == REGEX_NONE && from == 0 && pattern->bit != REGEX_SIGHT_WORDS * 64 - 1) /* the last bit is of many patterns */
        sight->vain[word] |= bit;
    return outcome;
}

enum regex_outcome regex_find_seen(const struct regex_set *set, size_t group, struct regex_scratch *scratch, struct regex_sight *sight,
                                   const char *text, size_t length, struct regex_match *match)
{
    enum regex_outcome worst = REGEX_NONE;
    const struct regex_list *list = &set->groups[group];
    if (!regex_group_open(sight, set, group))
        return REGEX_NONE;
    for (size_t i = 0; i < list->count; i++) {
        enum regex_outcome outcome = regex_try(set, list->items[i], scratch, sight, text, length, 0, match);
        if (outcome == REGEX_FOUND)
            return outcome;
        if (outcome == REGEX_LIMIT)
            worst = outcome;
    }
    return worst;
}
