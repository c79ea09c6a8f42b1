/* Facts of a page: telephones, addresses, ages, times, dates, formats, ways to make contact.
 *
 * The codebook (tests/benchmark/CODEBOOK.md, "Facts") says what each means; SCORING.md says
 * how numbers and postcodes are written. Only the service's own contacts count: those of
 * another organisation, of complaints, data protection, jobs or the press do not, and a fax
 * is no telephone. Word lists and patterns are in seeds/facts/. */
#ifndef COREOFFER_SCORING_FACTS_H
#define COREOFFER_SCORING_FACTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "base/status.h"
#include "model/document.h"
#include "model/verdict.h"
#include "scoring/patterns/regex_set.h"

/* The compiled patterns and word lists. Read-only after loading: threads share it. */
struct fact_rules;

/* Reads seeds/facts/ below `seeds`. Errors (STATUS_INPUT) name the file, the line or JSON
 * path, what is wrong and what is allowed. `*out` is the caller's: fact_rules_free. */
MUST_USE enum status fact_rules_load(const char *seeds, struct fact_rules **out, struct error *err);
void fact_rules_free(struct fact_rules *rules);
/* Runs the examples that the patterns carry: those they must and must not match. Returns
 * the number of failures, each told to `report` as a sentence, and adds the examples run
 * to `*checked` (may be NULL). */
size_t fact_rules_prove(const struct fact_rules *rules, void (*report)(void *context, const char *sentence), void *context, size_t *checked);

enum fact_kind {
    FACT_PHONE, FACT_EMAIL, FACT_POSTCODE, FACT_FORMAT, /* `index` numbers the value in struct facts */
    FACT_AGE, FACT_TIMEFRAME, FACT_REVIEW_DATE,
    FACT_NAMED_CONTACT, FACT_SELF_REFERRAL, FACT_NO_SELF_REFERRAL, /* said that families cannot ask */
    FACT_POSTAL_ADDRESS, FACT_TEXTPHONE, FACT_ENQUIRY_FORM,
    FACT_REFUSED_CONTACT, /* a number or address that does not count; `why` says for what reason */
    FACT_KIND_COUNT
};

/* Where a fact stands. */
struct fact_place {
    enum fact_kind kind;
    uint32_t index;      /* of the value in its array of struct facts, else 0 */
    int32_t block;       /* in document.blocks; -1 where it stands in no block */
    uint32_t offset;     /* bytes in the block's text; 0 with length 0 where only a link carries it */
    uint32_t length;
    const char *why;     /* FACT_REFUSED_CONTACT: "another organisation", "complaints", "fax", ...; else "" */
    const char *value;   /* normalised; "" where there is none */
};

/* The kinds of contact that the page gives (codebook, "contacts"): two telephone numbers
 * are one way. */
struct contact_ways {
    bool telephone, textphone, email, post, form;
    bool person;         /* a named person or a specific job title */
    bool general_only;   /* the only telephone is said to be the council's general number */
    int count;           /* of the five ways */
};

struct fact_places {
    struct fact_place *items; /* in order of block and offset; in the arena */
    size_t count;
    struct contact_ways ways;
};

/* Finds the facts of the blocks that count (`block_counts`, one for each block: the main
 * content), and the formats of every block. Values and places are in `arena`. A pattern
 * that reaches its match limit finds nothing in that block. */
struct fact_places facts_find(const struct fact_rules *rules, struct regex_scratch *scratch, const struct document *document,
                              const bool *block_counts, struct arena *arena, struct facts *facts);

/* What a sentence about a way to ask takes back ("You cannot refer yourself"). A question is given with its answer. */
enum route_denial { ROUTE_NOT_DENIED, ROUTE_DENIED, ROUTE_FOR_OTHERS };
enum route_denial facts_route_denied(const struct fact_rules *rules, struct regex_scratch *scratch, const char *text, size_t length);
/* Whether it is a way to ask for something else than what the page is about ("To apply for a Blue Badge" on a page about short breaks).
 * `about`: the page's title and first heading. */
bool facts_route_elsewhere(const struct fact_rules *rules, struct regex_scratch *scratch, const char *text, size_t length, const char *about);
/* Whether a sentence says in so many words that families can refer or ask, and how or where. */
bool facts_route_stated(const struct fact_rules *rules, struct regex_scratch *scratch, const char *text, size_t length);

/* Whether a sentence says of what it tells that it is not so: denied, over, hoped for, asked for or done elsewhere (seeds/facts/claims.json). */
bool facts_claim_denied(const struct fact_rules *rules, struct regex_scratch *scratch, const char *text, size_t length);
/* Whether a heading or a list's lead-in says that there is none of what follows: "We cannot help with:". */
bool facts_leads_to_none(const struct fact_rules *rules, struct regex_scratch *scratch, const char *text, size_t length);
/* Whether a list's lead-in says that what follows is given or done: "We provide:", "Short breaks can include:". */
bool facts_leads_to_what_is_given(const struct fact_rules *rules, struct regex_scratch *scratch, const char *text, size_t length);
/* Whether a sentence lists what is given: "Short breaks can include care at home, weekend clubs or a night away." */
bool facts_gives_several(const struct fact_rules *rules, struct regex_scratch *scratch, const char *text, size_t length);
/* Whether what sounds like a condition is none of the service's: of helpers, of one child in a story, of former times. */
bool facts_sets_no_condition(const struct fact_rules *rules, struct regex_scratch *scratch, const char *text, size_t length);
/* Whether a heading or a label names another matter ("Volunteering") than the page, whose title and first heading are `about`. */
bool facts_is_another_matter(const struct fact_rules *rules, struct regex_scratch *scratch, const char *label, size_t length, const char *about);
/* The same, or another service that families are told of beside it: "Wheelchairs", "Swimming". */
bool facts_is_others_part(const struct fact_rules *rules, struct regex_scratch *scratch, const char *label, size_t length, const char *about);
/* The same, or another body ("Parent carer forum"). */
bool facts_is_elsewhere(const struct fact_rules *rules, struct regex_scratch *scratch, const char *label, size_t length, const char *about);
/* Who publishes what stands on a site of this name or address: a sector's word (service_sector_word), "council", or NULL where it doesn't tell. */
const char *facts_publisher(const struct fact_rules *rules, struct regex_scratch *scratch, const char *site);
/* Whether a sentence tells readers what to do by themselves: "Keep bedtime the same." */
bool facts_is_advice(const struct fact_rules *rules, struct regex_scratch *scratch, const char *text, size_t length);
/* Whether a sentence tells what a worker or the service leaves to others: "She doesn't diagnose, prescribe or drive." */
bool facts_is_left_undone(const struct fact_rules *rules, struct regex_scratch *scratch, const char *text, size_t length);
/* Whether what stands under a heading is done by the service, in whatever form: "What will my key worker do?" */
bool facts_promises_deeds(const struct fact_rules *rules, struct regex_scratch *scratch, const char *heading, size_t length);
/* Where behind `*at` a sentence goes on to another statement ("We run clubs, and you can book"): then `*at` is the end of the comma or
 * semicolon before that. */
bool facts_next_statement(const struct fact_rules *rules, struct regex_scratch *scratch, const char *text, size_t length, size_t *at);
/* "Not yet", as an answer or beside a label. */
bool facts_says_no(const struct fact_rules *rules, struct regex_scratch *scratch, const char *text, size_t length);
/* Whether a "no" in a column of this head says that there is none of what its row begins with: "Now", "Available?", but not "Cost". */
bool facts_asks_whether_there(const struct fact_rules *rules, struct regex_scratch *scratch, const char *head, size_t length);
/* Whether a question asks whether there is something, and the answer says no. */
bool facts_answered_no(const struct fact_rules *rules, struct regex_scratch *scratch, const char *asked, size_t asked_length, const char *answer,
                       size_t answer_length);

/* The first place of a kind (and of one value, where `index` is not UINT32_MAX), or NULL. */
const struct fact_place *facts_place(const struct fact_places *places, enum fact_kind kind, uint32_t index);

/* `text` with the names of people as "[name]" ("Ask [name], Key Working Manager") and
 * personal mailboxes as "[name]@host"; job titles and teams stay. */
void facts_mask(const struct fact_rules *rules, struct regex_scratch *scratch, const char *text, size_t length, struct buffer *out);

#endif
