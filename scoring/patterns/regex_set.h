/* Patterns as data: PCRE2 expressions in a JSON file, each with examples that it must and
 * must not match, so that whoever changes one sees at once what it breaks.
 *
 *   { "words": { "number": "(?:\\d+|one|two)" },
 *     "patterns": [ { "id": "within", "group": "timeframe", "value": "",
 *                     "regex": "within {{number}} weeks",  (or a list of alternatives)
 *                     "match": ["We reply within six weeks."], "not": ["within reach"] } ] }
 *
 * {{name}} is replaced from "words" before compiling; there it is an expression or a list of words. A pattern
 * whose every match has one of a list's words, as it is written there with a capital, may name the
 * list under "holds": it is tried where a text has one. Expressions are UTF-8, without
 * regard to case unless they begin with (?-i). Every match runs under LIMIT_MATCH_STEPS and
 * LIMIT_MATCH_HEAP_KIB; a limit reached is REGEX_LIMIT, never "no match". */
#ifndef COREOFFER_SCORING_REGEX_SET_H
#define COREOFFER_SCORING_REGEX_SET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

enum { REGEX_CAPTURES = 6 };

struct regex;
struct regex_set;      /* threads share it after loading */
struct regex_scratch;  /* one for each thread or call; it remembers texts (regex_see) */

enum regex_outcome { REGEX_NONE, REGEX_FOUND, REGEX_LIMIT };

struct regex_match {
    const struct regex *pattern;
    size_t start[REGEX_CAPTURES], end[REGEX_CAPTURES]; /* [0] is the whole; end 0 with start 1: unset */
};

/* `groups` lists the groups that the file may name. STATUS_INPUT names file, JSON path,
 * what is wrong and what is allowed. `*out` is the caller's: regex_set_free. */
MUST_USE enum status regex_set_load(const char *path, const char *const *groups, size_t group_count, struct regex_set **out, struct error *err);
void regex_set_free(struct regex_set *set);

/* Runs every example. Each failure is told to `report` (may be NULL) as one sentence;
 * returns their number and adds the examples run to `*checked` (may be NULL). */
size_t regex_set_prove(const struct regex_set *set, void (*report)(void *context, const char *sentence), void *context, size_t *checked);

size_t regex_set_count(const struct regex_set *set);
const struct regex *regex_set_at(const struct regex_set *set, size_t i);
const char *regex_id(const struct regex *regex);
const char *regex_value(const struct regex *regex);  /* "" where none */

struct regex_scratch *regex_scratch_new(void);
void regex_scratch_free(struct regex_scratch *scratch);
/* Whether every text from now on is known to be valid UTF-8, and cut at characters: then the check that
 * each match begins with, about a third of its time, is left out. */
void regex_scratch_trust(struct regex_scratch *scratch, bool trusted);

/* The first match at or after `from`. `match` may be NULL. */
enum regex_outcome regex_find(const struct regex_set *set, const struct regex *pattern, struct regex_scratch *scratch,
                                  const char *text, size_t length, size_t from, struct regex_match *match);
/* The first pattern of a group, in the file's order, that matches. `group` is the group's
 * number in the list given at loading. */
enum regex_outcome regex_find_group(const struct regex_set *set, size_t group, struct regex_scratch *scratch,
                                        const char *text, size_t length, struct regex_match *match);

/* ---- which patterns can match at all ---- */

/* One bit for each pattern of the sets that share a sieve. `vain`: those that were tried on this very text and do not match; a part
 * of it they may. */
enum { REGEX_SIGHT_WORDS = 5 };
struct regex_sight {
    uint64_t may[REGEX_SIGHT_WORDS], vain[REGEX_SIGHT_WORDS];
};
struct regex_sieve; /* read-only after building: threads share it */

/* Derives from every expression the words that it cannot match without (regex_needs.h), so
 * that one pass over a text tells which patterns are worth trying there: without a sieve most
 * of a page's time goes into patterns that cannot match. The sets' patterns above the bits of
 * a sight, and those that need more words than it has room for, are always tried. Never fails; the sets must outlive it. */
struct regex_sieve *regex_sieve_new(struct regex_set *const *sets, size_t count);
void regex_sieve_free(struct regex_sieve *sieve);
/* Which patterns may match somewhere in this text: what is not set cannot, what is set
 * need not. A part of the text has its own sight, since its ends are ends of words. */
void regex_look(const struct regex_sieve *sieve, const char *text, size_t length, struct regex_sight *sight);
/* What a look at a text has seen of it so far: a text is looked at in parts where the parts are to be looked at by themselves too. */
enum { REGEX_CLAUSES_MAX = 2048 };
struct regex_clauses {
    uint64_t bits[REGEX_CLAUSES_MAX / 64];
};
struct regex_traces {
    struct regex_clauses met;
    uint16_t state;
    bool strange;
};
void regex_trace(const struct regex_sieve *sieve, const char *text, size_t length, struct regex_traces *traces);
/* Goes on from `traces`, those of the text's bytes before `from`, to its end at `length`. Those of the bytes from `part` on, by themselves, are `alone`. */
void regex_trace_part(const struct regex_sieve *sieve, const char *text, size_t length, size_t from, size_t part, const struct regex_traces *alone,
                      struct regex_traces *traces);
/* What regex_look gives of the whole text that was traced; where a part does not begin and end as a word does, more may be set. */
void regex_sight_of(const struct regex_sieve *sieve, const struct regex_traces *traces, const char *text, size_t length, struct regex_sight *sight);
/* The same for a text that may have been met before: a block and its sentences are asked about many times, and what stands round
 * the content is the same on all pages of a site. The sight is the scratch's, until the next text is seen. */
struct regex_sight *regex_see(const struct regex_sieve *sieve, struct regex_scratch *scratch, const char *text, size_t length);
bool regex_may(const struct regex_sight *sight, const struct regex *pattern);
bool regex_group_may(const struct regex_sight *sight, const struct regex_set *set, size_t group);
/* Whether any of them is worth trying on the whole text: may match, and was not tried in vain. */
bool regex_group_open(const struct regex_sight *sight, const struct regex_set *set, size_t group);
/* regex_find_group and regex_find for a text whose sight is known. It keeps what was tried in vain from the text's start on: many ask the same. */
enum regex_outcome regex_find_seen(const struct regex_set *set, size_t group, struct regex_scratch *scratch, struct regex_sight *sight,
                                   const char *text, size_t length, struct regex_match *match);
enum regex_outcome regex_try(const struct regex_set *set, const struct regex *pattern, struct regex_scratch *scratch, struct regex_sight *sight,
                             const char *text, size_t length, size_t from, struct regex_match *match);

/* The patterns of a group: their number, and the i-th. */
size_t regex_group_count(const struct regex_set *set, size_t group);
const struct regex *regex_group_at(const struct regex_set *set, size_t group, size_t i);
bool regex_captured(const struct regex_match *match, size_t i);

#endif
