#include "scoring/page/claims.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "scoring/page/reading.h"
#include "scoring/rubric_internal.h"

enum { NAMES_MAX = 26 };

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

/* The head of a cell's column, where the table has heads; NULL where not. */
static const struct block *head_of(const struct document *document, size_t cell)
{
    const struct block *here = &document->blocks[cell];
    for (size_t i = cell; i > 0 && block_is_cell(&document->blocks[i - 1]) && document->blocks[i - 1].table == here->table; i--) {
        const struct block *above = &document->blocks[i - 1];
        if (above->row == 0 && above->row < here->row && above->column == here->column)
            return above->kind == BLOCK_HEADER_CELL || above->emphasis ? above : NULL;
    }
    return NULL;
}

/* "Saturday clubs | Ended": what a row of a table or a definition says of what it begins with. Under "Cost" or "Referral needed?" a "no" is of that. */
static bool said_to_be_none(const struct rubric *rubric, const struct reading *reading, size_t unit)
{
    const struct document *document = reading->document;
    size_t here = (size_t)reading->segments.units[unit].block;
    if (!document_names_next(document, here))
        return false;
    const struct block *said = &document->blocks[here + 1];
    if (!facts_says_no(rubric->facts, reading->reader->scratch, said->text, said->length))
        return false;
    const struct block *head = block_is_cell(said) ? head_of(document, here + 1) : NULL;
    return head == NULL || facts_asks_whether_there(rubric->facts, reading->reader->scratch, head->text, head->length);
}

/* An item of a list or a table under "We cannot help with:" or "What is not included". */
static bool listed_as_none(const struct rubric *rubric, const struct reading *reading, size_t number)
{
    const struct unit *unit = &reading->segments.units[number];
    const struct block *blocks = reading->document->blocks, *block = &blocks[unit->block];
    if (block->kind != BLOCK_LIST_ITEM && block->kind != BLOCK_CELL && block->kind != BLOCK_DEFINITION)
        return false;
    int32_t over = unit->lead_in >= 0 ? unit->lead_in : unit->label >= 0 ? unit->label : unit->heading;
    return over >= 0 && facts_leads_to_none(rubric->facts, reading->reader->scratch, blocks[over].text, blocks[over].length);
}

/* Looked for once: every kind of claim asks. */
static bool denies_itself(const struct rubric *rubric, const struct reading *reading, size_t number)
{
    enum { NOT_ASKED, DENIES, DOES_NOT }; /* as reading.denials holds them */
    uint8_t *denial = &reading->denials[number];
    if (*denial == NOT_ASKED) {
        const struct unit *unit = &reading->segments.units[number];
        const char *text = reading->document->blocks[unit->block].text + unit->offset;
        *denial = facts_claim_denied(rubric->facts, reading->reader->scratch, text, unit->length) ? DENIES : DOES_NOT;
    }
    return *denial == DENIES;
}

/* Whether the unit's heading says, by the rule, that what stands under it is of something else than the page. */
static bool under_heading(const struct rubric *rubric, const struct reading *reading, size_t unit,
                          bool (*rule)(const struct fact_rules *rules, struct regex_scratch *scratch, const char *label, size_t length, const char *about))
{
    int32_t heading = reading->segments.units[unit].heading;
    const struct block *blocks = reading->document->blocks;
    return heading >= 0 && rule(rubric->facts, reading->reader->scratch, blocks[heading].text, blocks[heading].length, reading->about);
}

static bool is_denied(const struct rubric *rubric, const struct reading *reading, size_t unit)
{
    return denies_itself(rubric, reading, unit) || listed_as_none(rubric, reading, unit) || said_to_be_none(rubric, reading, unit) ||
           asked_in_vain(rubric, reading, unit);
}

/* Under another body's name a service may tell what it does there: "Mediation: we sit beside you". */
static bool is_not_its_own(const struct rubric *rubric, const struct reading *reading, size_t unit)
{
    return under_heading(rubric, reading, unit, facts_is_another_matter);
}

static bool is_no_condition(const struct rubric *rubric, const struct reading *reading, size_t number)
{
    const struct unit *unit = &reading->segments.units[number];
    return under_heading(rubric, reading, number, facts_is_elsewhere) ||
           facts_sets_no_condition(rubric->facts, reading->reader->scratch, reading->document->blocks[unit->block].text + unit->offset, unit->length);
}

/* "Keep bedtime the same." As an item of a list it may be what a worker does: "She can: keep in touch with school". */
static bool is_advice(const struct rubric *rubric, const struct reading *reading, size_t number)
{
    const struct unit *unit = &reading->segments.units[number];
    const struct block *blocks = reading->document->blocks;
    bool sentence = unit->stop && !unit->context.question && unit->lead_in < 0 && unit->context.place <= PLACE_LIST;
    return sentence && facts_is_advice(rubric->facts, reading->reader->scratch, blocks[unit->block].text + unit->offset, unit->length) &&
           (unit->heading < 0 || !facts_promises_deeds(rubric->facts, reading->reader->scratch, blocks[unit->heading].text, blocks[unit->heading].length));
}

/* Neither readers' deeds nor what nobody does are the service's. */
static bool is_no_deed(const struct rubric *rubric, const struct reading *reading, size_t number)
{
    const struct unit *unit = &reading->segments.units[number];
    return is_advice(rubric, reading, number) ||
           facts_is_left_undone(rubric->facts, reading->reader->scratch, reading->document->blocks[unit->block].text + unit->offset, unit->length);
}

bool claims_are_void(const struct rubric *rubric, const struct reading *reading, size_t unit)
{
    return denies_itself(rubric, reading, unit) || listed_as_none(rubric, reading, unit) || under_heading(rubric, reading, unit, facts_is_elsewhere);
}

/* What of a rubric is a claim of some kind, roles learnt and signals of cues, and what takes it back. */
static const struct kind {
    const char *roles[NAMES_MAX], *signals[NAMES_MAX];
    bool (*taken_back)(const struct rubric *rubric, const struct reading *reading, size_t unit);
} KINDS[] = {
    {{"does", "several", "leaflet", "constant", "informs", "whole_family", "advocates", "supports", "coordinates", "quoted.explanation.any", "quoted.explanation.yes",
      "quoted.explanation.concerns", "quoted.available.yes"},
     {"does", "does_item", "does_list", "you_get", "thing", "thing_item", "thing_list", "together", "av_strong", "av_get", "av_doc"},
     is_denied},
    /* What the service itself does not do, others may: "We cannot help with: laptops, which the school decides on". */
    {{"part.edu", "part.health", "part.social", "part.vol", "passing.edu", "passing.health", "passing.social", "passing.vol", "quoted.joined_up.yes", "quoted.joined_up.concerns"},
     {"ju_health", "ju_edu", "ju_vol", "ju_social"},
     denies_itself},
    {{"does", "several", "quoted.explanation.any", "quoted.explanation.yes", "quoted.explanation.concerns"},
     {"does", "does_item", "does_list", "you_get", "thing", "thing_item", "thing_list", "together"},
     is_not_its_own},
    {{"does", "several", "quoted.explanation.any", "quoted.explanation.yes", "quoted.explanation.concerns"},
     {"does", "does_item", "does_list", "you_get", "thing", "thing_item", "thing_list", "together"},
     is_no_deed},
    {{"test", "open", "quoted.eligibility.yes", "quoted.eligibility.concerns"},
     {"el_age", "el_age_who", "el_benefit", "el_diag", "el_area", "el_plan", "el_services", "el_diag_text"},
     is_no_condition},
};

/* A kind's names in the rubric's numbers, without those that it does not know. */
struct kind_numbers {
    int roles[NAMES_MAX], signals[NAMES_MAX];
    size_t role_count, signal_count;
};

/* What was learnt of something is raised to this, or lowered, where it is plain that it is given. */
static const struct plain {
    const char *role;
    float of_one, of_several; /* things that a sentence tells */
} PLAIN[] = {{"does", 0.95F, 0.95F}, {"several", 0, 0.95F}, {"quoted.explanation.any", 0.95F, 0.95F}, {"quoted.explanation.yes", 0.9F, 0.9F}};

enum { KIND_COUNT = sizeof KINDS / sizeof *KINDS, PLAIN_COUNT = sizeof PLAIN / sizeof *PLAIN };
struct claims {
    struct kind_numbers kinds[KIND_COUNT];
    int plain[PLAIN_COUNT], vague, quoted_in_part; /* roles, -1 where there is none */
};

struct claims *claims_new(const struct roles *roles, const struct cues *cues)
{
    struct claims *claims = memory_alloc(sizeof *claims);
    *claims = (struct claims){.kinds = {{.role_count = 0}}, .vague = roles_find(roles, "vague"), .quoted_in_part = roles_find(roles, "quoted.explanation.concerns")};
    for (size_t i = 0; i < PLAIN_COUNT; i++)
        claims->plain[i] = roles_find(roles, PLAIN[i].role);
    for (size_t i = 0; i < KIND_COUNT; i++) {
        struct kind_numbers *numbers = &claims->kinds[i];
        for (size_t k = 0; k < NAMES_MAX && KINDS[i].roles[k] != NULL; k++)
            if ((numbers->roles[numbers->role_count] = roles_find(roles, KINDS[i].roles[k])) >= 0)
                numbers->role_count++;
        for (size_t k = 0; k < NAMES_MAX && KINDS[i].signals[k] != NULL; k++)
            if ((numbers->signals[numbers->signal_count] = cues_signal(cues, KINDS[i].signals[k])) >= 0)
                numbers->signal_count++;
    }
    return claims;
}

void claims_free(struct claims *claims)
{
    free(claims);
}

static bool is_vague(const struct claims *claims, const float *likely)
{
    const float more_than_not = 0.5F;
    return claims->vague >= 0 && likely[claims->vague] > more_than_not;
}

static void make_plain(const struct claims *claims, float *likely, bool several)
{
    const float unlikely = 0.1F;
    for (size_t i = 0; i < PLAIN_COUNT; i++)
        roles_raise(likely, claims->plain[i], several ? PLAIN[i].of_several : PLAIN[i].of_one);
    roles_lower(likely, claims->quoted_in_part, unlikely);
}

void claims_bring_out(const struct rubric *rubric, struct reading *reading)
{
    const struct block *blocks = reading->document->blocks;
    struct regex_scratch *scratch = reading->reader->scratch;
    int32_t lead = -1; /* asked last */
    bool gives = false;
    for (size_t i = 0; i < reading->segments.count; i++) {
        const struct unit *unit = &reading->segments.units[i];
        const struct block *block = &blocks[unit->block];
        float *likely = &reading->roles[i * roles_count(rubric->roles)];
        if (unit->context.question)
            continue;
        if (unit->lead_in >= 0 && unit->lead_in != lead) {
            lead = unit->lead_in;
            gives = facts_leads_to_what_is_given(rubric->facts, scratch, blocks[lead].text, blocks[lead].length);
        }
        if (unit->lead_in >= 0 && gives && unit->offset == 0 && block->kind == BLOCK_LIST_ITEM && !is_vague(rubric->claims, likely))
            make_plain(rubric->claims, likely, false);
        if (facts_gives_several(rubric->facts, scratch, block->text + unit->offset, unit->length))
            make_plain(rubric->claims, likely, true);
    }
}

static void take_back(const struct rubric *rubric, struct reading *reading, size_t kind)
{
    const float least = 0.05F;
    const struct kind_numbers *numbers = &rubric->claims->kinds[kind];
    bool *units = memory_array(reading->segments.count + 1, sizeof *units), any = false;
    for (size_t i = 0; i < reading->hit_count; i++)
        for (size_t k = 0; k < numbers->signal_count; k++)
            units[reading->hits[i].unit] |= reading->hits[i].signal == numbers->signals[k];
    for (size_t i = 0; i < reading->segments.count; i++) {
        float *likely = &reading->roles[i * roles_count(rubric->roles)];
        for (size_t k = 0; k < numbers->role_count; k++)
            units[i] |= likely[numbers->roles[k]] > least;
        units[i] = units[i] && KINDS[kind].taken_back(rubric, reading, i);
        any |= units[i];
        for (size_t k = 0; units[i] && k < numbers->role_count; k++)
            likely[numbers->roles[k]] = 0;
    }
    if (any)
        reading_forget(reading, units, numbers->signals, numbers->signal_count);
    free(units);
}

void claims_take_back(const struct rubric *rubric, struct reading *reading)
{
    for (size_t i = 0; i < KIND_COUNT; i++)
        take_back(rubric, reading, i);
}
