#include "scoring/claims.h"

#include <stdlib.h>

#include "base/memory.h"
#include "scoring/reading.h"
#include "scoring/rubric_internal.h"

/* What of a rubric is a claim: roles learnt and signals of cues; -1 where it knows no such one. */
static const char *const ROLES[] = {"does", "several", "leaflet", "constant", "informs", "whole_family", "advocates", "supports", "coordinates",
                                    "part.edu", "part.health", "part.social", "part.vol", "passing.edu", "passing.health", "passing.social", "passing.vol",
                                    "quoted.explanation.any", "quoted.explanation.yes", "quoted.explanation.concerns", "quoted.available.yes",
                                    "quoted.joined_up.yes", "quoted.joined_up.concerns"};
static const char *const SIGNALS[] = {"does", "does_item", "does_list", "you_get", "thing", "thing_item", "thing_list", "together",
                                      "av_strong", "av_get", "av_doc", "ju_health", "ju_edu", "ju_vol", "ju_social"};
enum { ROLE_NAMES = sizeof ROLES / sizeof *ROLES, SIGNAL_NAMES = sizeof SIGNALS / sizeof *SIGNALS };

static bool denied(const struct rubric *rubric, const struct reading *reading, const struct unit *unit)
{
    const struct block *block = &reading->document->blocks[unit->block];
    return facts_claim_denied(rubric->facts, reading->reader->scratch, block->text + unit->offset, unit->length);
}

/* "Do you have a leaflet? Not yet." */
static bool asked_in_vain(const struct rubric *rubric, const struct reading *reading, size_t unit)
{
    const struct unit *asked = &reading->segments.units[unit];
    if (!asked->context.question || unit + 1 == reading->segments.count)
        return false;
    const struct unit *answer = asked + 1;
    const struct block *blocks = reading->document->blocks;
    return facts_answered_no(rubric->facts, reading->reader->scratch, blocks[asked->block].text + asked->offset, asked->length,
                             blocks[answer->block].text + answer->offset, answer->length);
}

/* "Saturday clubs | Ended": what a row of a table or a definition says of what it begins with. */
static bool said_to_be_none(const struct rubric *rubric, const struct reading *reading, const struct unit *unit)
{
    const struct document *document = reading->document;
    const struct block *block = &document->blocks[unit->block], *next = block + 1;
    if (unit->block + 1 >= document->block_count)
        return false;
    bool row = block_is_cell(block) && block_is_cell(next) && next->table == block->table && next->row == block->row;
    return (row || (block->kind == BLOCK_TERM && next->kind == BLOCK_DEFINITION)) &&
           facts_says_no(rubric->facts, reading->reader->scratch, next->text, next->length);
}

/* An item of a list or a table under "We cannot help with:" or "What is not included". */
static bool listed_as_none(const struct rubric *rubric, const struct reading *reading, const struct unit *unit)
{
    const struct block *blocks = reading->document->blocks, *block = &blocks[unit->block];
    if (block->kind != BLOCK_LIST_ITEM && block->kind != BLOCK_CELL && block->kind != BLOCK_DEFINITION)
        return false;
    int32_t over = unit->lead_in >= 0 ? unit->lead_in : unit->label >= 0 ? unit->label : unit->heading;
    return over >= 0 && facts_leads_to_none(rubric->facts, reading->reader->scratch, blocks[over].text, blocks[over].length);
}

/* The sentences that anything took for a claim. */
static bool *likely_claims(const struct rubric *rubric, const struct reading *reading, const int *roles, const int *signals)
{
    const float least = 0.05F;
    size_t width = roles_count(rubric->roles);
    bool *likely = memory_array(reading->segments.count + 1, sizeof *likely);
    for (size_t i = 0; i < reading->segments.count; i++)
        for (size_t k = 0; k < ROLE_NAMES && !likely[i]; k++)
            likely[i] = roles[k] >= 0 && reading->roles[i * width + (size_t)roles[k]] > least;
    for (size_t i = 0; i < reading->hit_count; i++)
        for (size_t k = 0; k < SIGNAL_NAMES; k++)
            likely[reading->hits[i].unit] |= reading->hits[i].signal == signals[k];
    return likely;
}

void claims_take_back(const struct rubric *rubric, struct reading *reading)
{
    int roles[ROLE_NAMES], signals[SIGNAL_NAMES];
    for (size_t k = 0; k < ROLE_NAMES; k++)
        roles[k] = roles_find(rubric->roles, ROLES[k]);
    for (size_t k = 0; k < SIGNAL_NAMES; k++)
        signals[k] = cues_signal(rubric->cues, SIGNALS[k]);
    bool *units = likely_claims(rubric, reading, roles, signals), any = false;
    for (size_t i = 0; i < reading->segments.count; i++) {
        const struct unit *unit = &reading->segments.units[i];
        units[i] = units[i] && (denied(rubric, reading, unit) || listed_as_none(rubric, reading, unit) || said_to_be_none(rubric, reading, unit) ||
                                asked_in_vain(rubric, reading, i));
        any |= units[i];
        for (size_t k = 0; units[i] && k < ROLE_NAMES; k++)
            if (roles[k] >= 0)
                reading->roles[i * roles_count(rubric->roles) + (size_t)roles[k]] = 0;
    }
    if (any)
        reading_forget(reading, units, signals, SIGNAL_NAMES);
    free(units);
}
