#include "scoring/page/routes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "scoring/page/claims.h"
#include "scoring/page/reading.h"
#include "scoring/rubric_internal.h"

/* What of a rubric says that a sentence is a way to ask; -1 where it knows no such role. */
struct marks {
    int route, quoted, to_professionals, quoted_in_part;
    int signals[5];
};

static struct marks find_marks(const struct rubric *rubric)
{
    static const char *const SIGNALS[] = {"route_self", "route_open", "route_do", "route_via", "route_link"};
    struct marks marks = {.route = roles_find(rubric->roles, "route"), .quoted = roles_find(rubric->roles, "quoted.referral.yes"),
                          .to_professionals = roles_find(rubric->roles, "prof"), .quoted_in_part = roles_find(rubric->roles, "quoted.referral.concerns")};
    for (size_t i = 0; i < sizeof SIGNALS / sizeof *SIGNALS; i++)
        marks.signals[i] = cues_signal(rubric->cues, SIGNALS[i]);
    return marks;
}

static bool is_route(const struct marks *marks, const struct reading_hit *hit)
{
    for (size_t i = 0; i < sizeof marks->signals / sizeof *marks->signals; i++)
        if (hit->signal == marks->signals[i])
            return true;
    return false;
}

static float *role_of(const struct rubric *rubric, const struct reading *reading, size_t unit, int role)
{
    return role < 0 ? NULL : &reading->roles[unit * roles_count(rubric->roles) + (size_t)role];
}

static void take(float *from, float *to)
{
    if (from != NULL && to != NULL && *from / 2 > *to)
        *to = *from / 2;
    if (from != NULL)
        *from = 0;
}

void routes_bring_out(const struct rubric *rubric, struct reading *reading)
{
    const float sure = 0.9F;
    const struct marks marks = find_marks(rubric);
    for (size_t i = 0; i < reading->segments.count; i++) {
        const struct unit *here = &reading->segments.units[i];
        const char *text = reading->document->blocks[here->block].text + here->offset;
        if (here->context.question || !facts_route_stated(rubric->facts, reading->reader->scratch, text, here->length))
            continue;
        float *likely = &reading->roles[i * roles_count(rubric->roles)];
        roles_raise(likely, marks.route, sure);
        roles_raise(likely, marks.quoted, sure);
        roles_lower(likely, marks.quoted_in_part, 1 - sure);
    }
}

/* With the sentence behind it where it is a question. */
static enum route_denial denies_route(const struct rubric *rubric, const struct reading *reading, size_t unit)
{
    enum { ASKED_AND_ANSWERED = 600 };
    const struct unit *asked = &reading->segments.units[unit];
    const char *text = reading->document->blocks[asked->block].text + asked->offset;
    if (!asked->context.question || unit + 1 == reading->segments.count)
        return facts_route_denied(rubric->facts, reading->reader->scratch, text, asked->length);
    const struct unit *answer = asked + 1;
    struct buffer both;
    buffer_init(&both, ASKED_AND_ANSWERED);
    enum route_denial denial = ROUTE_NOT_DENIED;
    if (buffer_add(&both, text, asked->length) && buffer_add_text(&both, " ") &&
        buffer_add(&both, reading->document->blocks[answer->block].text + answer->offset, answer->length))
        denial = facts_route_denied(rubric->facts, reading->reader->scratch, buffer_text(&both), both.length);
    buffer_release(&both);
    return denial;
}

/* The sentences that anything took for a way to ask. */
static bool *likely_routes(const struct rubric *rubric, const struct marks *marks, const struct reading *reading)
{
    const float least = 0.05F;
    bool *likely = memory_array(reading->segments.count + 1, sizeof *likely);
    for (size_t i = 0; i < reading->segments.count; i++) {
        const float *route = role_of(rubric, reading, i, marks->route), *quoted = role_of(rubric, reading, i, marks->quoted);
        likely[i] = (route != NULL && *route > least) || (quoted != NULL && *quoted > least);
    }
    for (size_t i = 0; i < reading->hit_count; i++)
        likely[reading->hits[i].unit] |= is_route(marks, &reading->hits[i]);
    return likely;
}

void routes_take_back(const struct rubric *rubric, struct reading *reading)
{
    const struct marks marks = find_marks(rubric);
    bool *denied = memory_array(reading->segments.count + 1, sizeof *denied), *likely = likely_routes(rubric, &marks, reading);
    bool any = false;
    for (size_t i = 0; i < reading->segments.count; i++) {
        if (!likely[i] && !(reading->segments.units[i].context.question && likely[i + 1]))
            continue;
        const struct unit *here = &reading->segments.units[i];
        const char *words = reading->document->blocks[here->block].text + here->offset;
        enum route_denial denial = denies_route(rubric, reading, i);
        if (denial == ROUTE_NOT_DENIED && facts_route_elsewhere(rubric->facts, reading->reader->scratch, words, here->length, reading->about))
            denial = ROUTE_DENIED;
        if (denial == ROUTE_NOT_DENIED && !claims_are_void(rubric, reading, i))
            continue;
        any = true;
        bool answered = here->context.question && i + 1 < reading->segments.count;
        for (size_t unit = i; unit <= i + answered; unit++) {
            denied[unit] = true;
            bool others = denial == ROUTE_FOR_OTHERS;
            take(role_of(rubric, reading, unit, marks.route), others ? role_of(rubric, reading, unit, marks.to_professionals) : NULL);
            take(role_of(rubric, reading, unit, marks.quoted), others ? role_of(rubric, reading, unit, marks.quoted_in_part) : NULL);
        }
    }
    if (any)
        reading_forget(reading, denied, marks.signals, sizeof marks.signals / sizeof *marks.signals);
    free(denied);
    free(likely);
}
