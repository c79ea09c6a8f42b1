/* One pass over a text for every word that any pattern needs: an automaton of Aho and
 * Corasick over letters, digits and a few signs. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "scoring/regex_internal.h"
#include "scoring/regex_needs.h"

enum { CLASSES = 64, WORD_KEPT = 9, STATES_MAX = 0x7FFF, ENDS = 0x8000 };

/* A word that ends at a state: it satisfies a clause. */
struct ending {
    uint32_t clause;
    uint8_t length;
    bool left, right;
};

struct trie_node {
    uint16_t next[CLASSES];
    uint16_t fail;
    struct ending *endings;
    size_t count, capacity;
};

struct regex_sieve {
    unsigned char class_of[256]; /* of a byte; 0 for what no word holds */
    unsigned char classes;
    uint16_t *next;              /* [state * (classes + 1) + class], with ENDS where words end there */
    uint32_t *first_ending;      /* of each state, and one past the last */
    struct ending *endings;
    uint32_t *way_of;            /* of each clause */
    size_t clauses;
    uint8_t *wanted;             /* of each way: how many clauses */
    uint16_t *bit_of;            /* of each way: its pattern's */
    size_t ways;
    struct regex_sight always;   /* patterns that need nothing */
    size_t patterns;
};

/* A thread's own: which clauses and ways have been met in this text. */
struct sieve_marks {
    const struct regex_sieve *sieve;
    uint32_t text;               /* counts texts, so that nothing is cleared between them */
    uint32_t *clause_text, *way_text;
    uint8_t *way_met;
};

/* ---- building ---- */

struct building {
    struct regex_sieve *sieve;
    struct trie_node *nodes;
    size_t node_count, node_capacity;
    uint32_t *way_of;
    size_t clause_capacity, wanted_capacity, bit_capacity;
    bool full;
};

static unsigned char class_for(struct regex_sieve *sieve, unsigned char byte)
{
    if (!sieve->class_of[byte] && sieve->classes + 1 < CLASSES)
        sieve->class_of[byte] = ++sieve->classes;
    return sieve->class_of[byte];
}

static uint16_t new_node(struct building *building)
{
    MEMORY_PUSH_ROOM(building->nodes, building->node_count, building->node_capacity);
    building->nodes[building->node_count] = (struct trie_node){.fail = 0};
    if (building->node_count == STATES_MAX)
        building->full = true;
    else
        building->node_count++;
    return (uint16_t)(building->node_count - 1);
}

/* The word's first bytes are as needed as the whole and keep the automaton small. */
static void add_word(struct building *building, struct need_word word, uint32_t clause)
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
            building->nodes[node].next[class] = added;
        }
        node = building->nodes[node].next[class];
    }
    struct trie_node *end = &building->nodes[node];
    MEMORY_PUSH_ROOM(end->endings, end->count, end->capacity);
    end->endings[end->count++] = (struct ending){clause, word.length, word.left, word.right};
}

static void add_way(struct building *building, const struct need_way *way, size_t bit)
{
    struct regex_sieve *sieve = building->sieve;
    uint32_t number = (uint32_t)sieve->ways;
    MEMORY_PUSH_ROOM(sieve->bit_of, sieve->ways, building->bit_capacity);
    size_t count = sieve->ways;
    MEMORY_PUSH_ROOM(sieve->wanted, count, building->wanted_capacity);
    sieve->bit_of[sieve->ways] = (uint16_t)bit;
    sieve->wanted[sieve->ways++] = (uint8_t)way->count;
    for (size_t i = 0; i < way->count; i++) {
        MEMORY_PUSH_ROOM(building->way_of, sieve->clauses, building->clause_capacity);
        uint32_t clause = (uint32_t)sieve->clauses++;
        building->way_of[clause] = number;
        for (size_t w = 0; w < way->clauses[i].count; w++)
            add_word(building, way->clauses[i].words[w], clause);
    }
}

static void add_pattern(struct building *building, const struct regex *pattern)
{
    struct arena arena = {0};
    struct needs needs;
    regex_needs(pattern->expression, pattern->expression_length, &arena, &needs);
    bool anything = false;
    for (size_t i = 0; i < needs.count; i++)
        anything |= !needs.ways[i].count;
    if (anything)
        building->sieve->always.may[pattern->bit / 64] |= (uint64_t)1 << (pattern->bit % 64);
    for (size_t i = 0; i < needs.count && !anything; i++)
        add_way(building, &needs.ways[i], pattern->bit);
    arena_release(&arena);
}

/* Copies the endings of the longest proper suffix too, so that a state tells all. */
static void inherit(struct trie_node *node, const struct trie_node *suffix)
{
    for (size_t i = 0; i < suffix->count; i++) {
        MEMORY_PUSH_ROOM(node->endings, node->count, node->capacity);
        node->endings[node->count++] = suffix->endings[i];
    }
}

/* Gives every state its way back and returns the states from the root outwards. */
static uint16_t *link_suffixes(struct building *building)
{
    struct trie_node *nodes = building->nodes;
    uint16_t *order = memory_array(building->node_count + 1, sizeof *order);
    size_t head = 1, tail = 1;
    for (size_t c = 1; c <= building->sieve->classes; c++)
        if (nodes[0].next[c])
            order[tail++] = nodes[0].next[c];
    while (head < tail) {
        uint16_t here = order[head++];
        inherit(&nodes[here], &nodes[nodes[here].fail]);
        for (size_t c = 1; c <= building->sieve->classes; c++) {
            uint16_t below = nodes[here].next[c], elsewhere = nodes[nodes[here].fail].next[c];
            if (!below) {
                nodes[here].next[c] = elsewhere;
                continue;
            }
            nodes[below].fail = elsewhere;
            order[tail++] = below;
        }
    }
    return order;
}

/* The table that is walked: states near the root, where most of a text is spent, lie together. */
static void flatten(struct building *building, const uint16_t *order)
{
    struct regex_sieve *sieve = building->sieve;
    size_t width = (size_t)sieve->classes + 1, total = 0;
    size_t states = building->node_count;
    uint16_t *place = memory_array(states, sizeof *place);
    sieve->next = memory_array(states * width, sizeof *sieve->next);
    sieve->first_ending = memory_array(states + 1, sizeof *sieve->first_ending);
    for (size_t i = 0; i < states; i++) {
        place[order[i]] = (uint16_t)(i | (building->nodes[order[i]].count ? ENDS : 0));
        total += building->nodes[i].count;
    }
    sieve->endings = memory_array(total + 1, sizeof *sieve->endings);
    total = 0;
    for (size_t i = 0; i < states; i++) {
        const struct trie_node *node = &building->nodes[order[i]];
        for (size_t c = 0; c < width; c++)
            sieve->next[i * width + c] = place[node->next[c]];
        sieve->first_ending[i] = (uint32_t)total;
        if (node->count)
            memcpy(sieve->endings + total, node->endings, node->count * sizeof *node->endings);
        total += node->count;
    }
    sieve->first_ending[states] = (uint32_t)total;
    free(place);
}

struct regex_sieve *regex_sieve_new(struct regex_set *const *sets, size_t count)
{
    struct regex_sieve *sieve = memory_alloc(sizeof *sieve);
    struct building building = {.sieve = sieve};
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
        }
    sieve->way_of = building.way_of;
    uint16_t *order = link_suffixes(&building);
    flatten(&building, order);
    free(order);
    for (size_t i = 0; i < building.node_count; i++)
        free(building.nodes[i].endings);
    free(building.nodes);
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
    free(sieve->next);
    free(sieve->first_ending);
    free(sieve->endings);
    free(sieve->way_of);
    free(sieve->wanted);
    free(sieve->bit_of);
    free(sieve);
}

/* ---- looking ---- */

void sieve_marks_free(struct sieve_marks *marks)
{
    if (!marks)
        return;
    free(marks->clause_text);
    free(marks->way_text);
    free(marks->way_met);
    free(marks);
}

static struct sieve_marks *marks_for(const struct regex_sieve *sieve, struct regex_scratch *scratch)
{
    if (scratch->marks && scratch->marks->sieve == sieve && scratch->marks->text < UINT32_MAX)
        return scratch->marks;
    sieve_marks_free(scratch->marks);
    scratch->marks = memory_alloc(sizeof *scratch->marks);
    *scratch->marks = (struct sieve_marks){.sieve = sieve, .clause_text = memory_array(sieve->clauses + 1, sizeof(uint32_t)),
                                           .way_text = memory_array(sieve->ways + 1, sizeof(uint32_t)), .way_met = memory_array(sieve->ways + 1, 1)};
    return scratch->marks;
}

static bool in_word(unsigned char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') || byte == '_';
}

/* The clause is met: so is its way, once all its clauses are. */
static void meet(const struct regex_sieve *sieve, struct sieve_marks *marks, uint32_t clause, struct regex_sight *sight)
{
    marks->clause_text[clause] = marks->text;
    uint32_t way = sieve->way_of[clause];
    if (marks->way_text[way] != marks->text) {
        marks->way_text[way] = marks->text;
        marks->way_met[way] = 0;
    }
    if (++marks->way_met[way] == sieve->wanted[way])
        sight->may[sieve->bit_of[way] / 64] |= (uint64_t)1 << (sieve->bit_of[way] % 64);
}

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
static void take_endings(const struct regex_sieve *sieve, struct sieve_marks *marks, size_t state, const char *text, size_t length, size_t end,
                         struct regex_sight *sight)
{
    for (uint32_t i = sieve->first_ending[state]; i < sieve->first_ending[state + 1]; i++) {
        const struct ending *ending = &sieve->endings[i];
        if (marks->clause_text[ending->clause] == marks->text)
            continue;
        size_t start = end - ending->length;
        if ((ending->left && start > 0 && in_word((unsigned char)text[start - 1])) ||
            (ending->right && end < length && in_word((unsigned char)text[end])))
            continue;
        meet(sieve, marks, ending->clause, sight);
    }
}

void regex_look(const struct regex_sieve *sieve, struct regex_scratch *scratch, const char *text, size_t length, struct regex_sight *sight)
{
    struct sieve_marks *marks = marks_for(sieve, scratch);
    const unsigned char *class_of = sieve->class_of;
    const uint16_t *next = sieve->next;
    size_t width = (size_t)sieve->classes + 1, state = 0;
    *sight = sieve->always;
    marks->text++;
    for (size_t at = 0; at < length; at++) {
        unsigned char byte = (unsigned char)text[at];
        size_t to = next[state * width + class_of[byte]];
        state = to & (ENDS - 1);
        if (byte >= 0xC0 && strange(byte, at + 1 < length ? (unsigned char)text[at + 1] : 0)) {
            memset(sight, 0xFF, sizeof *sight);
            return;
        }
        if (to & ENDS)
            take_endings(sieve, marks, state, text, length, at + 1, sight);
    }
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

enum regex_outcome regex_find_seen(const struct regex_set *set, size_t group, struct regex_scratch *scratch, const struct regex_sight *sight,
                                   const char *text, size_t length, struct regex_match *match)
{
    enum regex_outcome worst = REGEX_NONE;
    const struct regex_list *list = &set->groups[group];
    if (!regex_group_may(sight, set, group))
        return REGEX_NONE;
    for (size_t i = 0; i < list->count; i++) {
        if (!regex_may(sight, list->items[i]))
            continue;
        enum regex_outcome outcome = regex_find(set, list->items[i], scratch, text, length, 0, match);
        if (outcome == REGEX_FOUND)
            return outcome;
        if (outcome == REGEX_LIMIT)
            worst = outcome;
    }
    return worst;
}
