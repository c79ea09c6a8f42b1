/* What the fact modules share while one page is read. Internal to facts.c and its parts. */
#ifndef COREOFFER_SCORING_FACT_FINDER_H
#define COREOFFER_SCORING_FACT_FINDER_H

#include "scoring/facts/facts.h"

/* Groups of the pattern files, in the order in which facts.c names them. */
enum contact_group { CONTACT_FAX, CONTACT_TEXTPHONE, CONTACT_REFERENCE, CONTACT_REFUSE, CONTACT_REFUSE_LABEL, CONTACT_GENERAL, CONTACT_ORGANISATION, CONTACT_OWN,
                     CONTACT_FORM, CONTACT_MAILBOX, CONTACT_ADDRESS, CONTACT_ELSEWHERE, CONTACT_CALLING, CONTACT_RUN_BY, CONTACT_KNOWN_AS, CONTACT_PUBLISHER,
                     CONTACT_GROUP_COUNT };
enum people_group { PEOPLE_NAMED, PEOPLE_LABEL, PEOPLE_LINE, PEOPLE_MASK, PEOPLE_NOT, PEOPLE_GROUP_COUNT };
enum age_group { AGE_LABEL, AGE_RANGE, AGE_BARE, AGE_NOT, AGE_DISTANCE, AGE_NUMBER, AGE_SUBJECT, AGE_PAIR, AGE_NAME, AGE_GROUP_COUNT };
enum time_group { TIME_FRAME, TIME_NOT_FRAME, TIME_CONTEXT, TIME_REVIEW, TIME_REVIEW_LABEL, TIME_DATE, TIME_GROUP_COUNT };
enum referral_group { REFERRAL_SELF, REFERRAL_NOT_SELF, REFERRAL_PROFESSIONALS, REFERRAL_SKIP, REFERRAL_LISTED, REFERRAL_LISTED_LEAD, REFERRAL_DENIED, REFERRAL_DENIED_OTHERS, REFERRAL_ELSE, REFERRAL_STATED,
                      REFERRAL_GROUP_COUNT };
enum format_group { FORMAT_OFFER, FORMAT_NOT, FORMAT_GROUP_COUNT };
enum claim_group { CLAIM_NOT_SO, CLAIM_LEAD_IN, CLAIM_ASKED, CLAIM_NO, CLAIM_COLUMN, CLAIM_NO_CONDITION, CLAIM_MATTER, CLAIM_OTHERS, CLAIM_STATEMENT, CLAIM_ADVICE, CLAIM_UNDONE,
                   CLAIM_DEEDS, CLAIM_GIVES, CLAIM_GIVES_SEVERAL, CLAIM_GROUP_COUNT };

struct fact_rules {
    struct regex_set *contacts, *people, *ages, *times, *referral, *formats, *claims;
    struct regex_sieve *sieve; /* over the seven */
};

struct fact_finder {
    const struct fact_rules *rules;
    const struct document *document;
    const bool *counts;
    struct arena *arena;
    struct facts *facts;
    struct fact_places *places;
    size_t place_capacity;
    struct regex_scratch *scratch;
    struct regex_sight *sights;   /* of the blocks that were asked about */
    bool *seen;                   /* which these are */
    const char *main_heading;     /* the first heading of level 1 that counts, or "" */
};

/* Adds a place; values live in the finder's arena. */
void finder_place(struct fact_finder *finder, struct fact_place place);
/* Until the next text is asked about. */
struct regex_sight *finder_sight(struct fact_finder *finder, const char *text, size_t length);
bool finder_matches(struct fact_finder *finder, const struct regex_set *set, size_t group, const char *text, size_t length, struct regex_match *match);
/* Whether any pattern of the group is worth trying. */
bool finder_may(struct fact_finder *finder, const struct regex_set *set, size_t group, const char *text, size_t length);
/* The same of a whole block, which is looked at once however often it is asked about. */
bool finder_block_matches(struct fact_finder *finder, const struct regex_set *set, size_t group, size_t block, struct regex_match *match);
bool finder_block_may(struct fact_finder *finder, const struct regex_set *set, size_t group, size_t block);
/* What names the block's text: its term, the cell's row or column, else NULL. */
const struct block *finder_term(const struct fact_finder *finder, size_t block);
const struct block *finder_row(const struct fact_finder *finder, size_t block);
const struct block *finder_column(const struct fact_finder *finder, size_t block);
/* The words of its heading, or "". */
const char *finder_heading(const struct fact_finder *finder, size_t block);
/* The heading over that heading, or -1. */
int32_t finder_heading_over(const struct fact_finder *finder, int32_t heading);
/* Whether a word of `about` begins with one of `starts`, which are parted by spaces. */
bool finder_speaks_of(const char *about, const char *starts);
/* The counted block before it under the same heading, or SIZE_MAX. */
size_t finder_before(const struct fact_finder *finder, size_t block);
/* Lower-case number word or digits ("twenty-five", "18th", "eighteenth") to its value, or -1. */
int finder_number(const char *text, size_t length);
/* 1 to 12 for a month's name, whole or its first three letters; 0 for another word. */
int finder_month(const char *text, size_t length);
/* 0 where there is no such month. */
int finder_days_in(int year, int month);

void facts_contacts(struct fact_finder *finder);
void facts_people(struct fact_finder *finder);
void facts_ages(struct fact_finder *finder);
void facts_times(struct fact_finder *finder);
void facts_referral(struct fact_finder *finder);
void facts_formats(struct fact_finder *finder);

#endif
