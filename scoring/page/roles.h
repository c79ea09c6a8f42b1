/* What each sentence does on a page: describes the service, says how to ask, sets a
 * condition ... A linear model a role, its weights in seeds/rubric/sentences.csv, learnt
 * by tests/benchmark/learn from the sentences that coders quoted for their verdicts: a
 * column a role, a row a name, in thousandths; an empty cell is 0.
 *
 * What a sentence is judged by has names that a person can read; a weight is kept for
 * each name, and its part in an answer can be printed:
 *   w:STEM          a word of the sentence           b:STEM STEM   two words side by side, ^ and $ its ends
 *   h:STEM          a word of its heading            l:STEM        of the line that leads its list in
 *   a:STEM          of the label before it           c:CLASS       a term class of one of its words
 *   s:CLASS         of its first word                t:TOPIC       a topic of its surroundings
 *   q:CUE           a cue that matches               p:PLACE       where it stands, and whether it is a link,
 *   n:1 to n:6      its length in steps                            a question, in a list with a lead-in, ends with a stop
 *   r:own, r:other  it names a service of the page's title, another; r:under-own, r:under-other: its heading does
 * Numbers are one stem, "#". */
#ifndef COREOFFER_SCORING_ROLES_H
#define COREOFFER_SCORING_ROLES_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "scoring/page/cues.h"
#include "scoring/page/service.h"
#include "scoring/text/terms.h"

struct reading;
struct roles;

enum { ROLES_MAX = 48, ROLE_FEATURES_MAX = 1024 };

/* A name of the list above in numbers: its letter and the symbols of its one or two words. */
struct role_feature {
    char letter;
    uint64_t first, second; /* words_symbol of each word; 0 where there is none */
};

/* Without weights, for the program that learns them: only roles_describe may be asked.
 * What is given must outlive it. Never NULL. */
struct roles *roles_new(const struct terms *terms, const struct cues *cues, const struct service_names *services);
/* Errors name the file and what is wrong; a class, topic or cue that does not exist is
 * one, since the weights were then learnt for another rubric. */
MUST_USE enum status roles_load(const char *seeds, const struct terms *terms, const struct cues *cues, const struct service_names *services,
                                struct roles **out, struct error *err);
void roles_free(struct roles *roles);

size_t roles_count(const struct roles *roles);
const char *roles_name(const struct roles *roles, size_t role);
int roles_find(const struct roles *roles, const char *name); /* -1 where there is none */
/* Raises what a sentence was learnt to be to at least this, or lowers it to at most; a role that there is none of (-1) is left. */
void roles_raise(float *likely, int role, float least);
void roles_lower(float *likely, int role, float most);

/* What each sentence of the page is judged by: calls `each` once a sentence. */
void roles_describe(const struct roles *roles, const struct reading *reading,
                    void (*each)(void *context, size_t unit, const struct role_feature *features, size_t count), void *context);
/* The log-odds of each role for each sentence, unit by unit; the caller's to free. */
float *roles_weigh(const struct roles *roles, const struct reading *reading);

/* The words of the list above for where a sentence stands and, from 0 to 5, how long it is. */
const char *roles_place_name(enum cue_place place);
unsigned roles_length_step(uint32_t words);

#endif
