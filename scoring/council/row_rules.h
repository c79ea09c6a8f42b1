/* The word patterns of the council level: what says that families were heard, that there
 * are figures, who decides, what a key worker does. Files: seeds/rows/rows.json and
 * seeds/rows/key-working.json, each pattern with examples that it must and must not match. */
#ifndef COREOFFER_SCORING_ROW_RULES_H
#define COREOFFER_SCORING_ROW_RULES_H

#include "base/status.h"
#include "scoring/patterns/regex_set.h"

enum row_group {
    ROW_PROVIDES,        /* the council says that it has it, and little more */
    ROW_PROVIDED_NO,     /* the council says that it has none; the value is closed where it had one */
    ROW_NOT_PROVIDED_NO, /* it has none for some, or of some kind, or at some times */
    ROW_UNSURE,          /* it is being thought about, or nobody knows */
    ROW_CHANGING,        /* being developed, adapted, expanded or closed; the value says which */
    ROW_HEARD,           /* what families said, and what was done */
    ROW_SAID,            /* what families said, in a sentence of its own */
    ROW_DONE,            /* what was done, in the sentence after it */
    ROW_NOT_HEARD,       /* of a sentence that looks like either: nothing is done yet, or only wished for */
    ROW_TABLE_HEARD,     /* of a table's row as a line (row_lines.c): what they said, and what was done */
    ROW_TABLE_SAID,      /* the same, whatever came of it */
    ROW_ASKED,           /* families are invited to say something; the value is the reason where it is another */
    ROW_NUMBERS,         /* children helped, or a wait */
    ROW_NOT_NUMBERS,
    ROW_YEAR,
    ROW_LATELY,          /* when something was changed, without a year */
    ROW_UNDEFINED_NEED,  /* a condition that no family can test; the value is the reason where it is another */
    ROW_NOT_UNDEFINED,   /* the words, and no condition */
    ROW_EXPLAINS,        /* what such words mean, in the same sentence or the next */
    ROW_CONCRETE_CONDITION, /* one that is more than an age or a place */
    ROW_OPEN_TO_ALL,
    ROW_ROUTE,           /* who can ask, and how, in one sentence */
    ROW_ROUTE_NAMED,     /* a referral, an assessment or a panel, and no way to start it */
    ROW_NOT_ROUTE,
    ROW_DECIDES,
    ROW_NOT_DECIDES,     /* who does not decide; what others decide */
    ROW_COMPLAIN,
    ROW_COMPLAIN_LINK,
    ROW_COMPLAIN_POINTER, /* it only says where that is told: "see complaints" */
    ROW_NOT_COMPLAIN,    /* no appeal, or one about something else */
    ROW_INDEPENDENT,     /* the value is the part: impartial, confidential, apart, stage, differs */
    ROW_PAPER_COPIES,
    ROW_FORM_IN_TEXT,    /* speaks of a form to fill in */
    ROW_POLICY_TITLE,    /* of a document's title: a strategy, a procedure, minutes */
    ROW_STATEMENT_TITLE, /* of a title: the short breaks statement, which the law has councils write for families */
    ROW_SECTIONS_TITLE,  /* of a title: what families said, figures, who decides or what to do if unhappy, of several services */
    ROW_SAID_OF_ALL,     /* of a heading beside those of services: what stands under it is said of each of them; under any other it is said of something else */
    ROW_SAID_TITLE,      /* of those, that say what families said */
    ROW_SITE_TITLE,      /* of a title: a page for the whole site, whatever the service: complaints, privacy */
    ROW_NEWS_ADDRESS,    /* of an address: among the site's news */
    ROW_CONSULTATION,    /* of a title: a consultation or survey */
    ROW_CONSULTATION_OVER,
    ROW_DATE,            /* a date in words or figures; the match ends with its year in four digits */
    ROW_LISTING_TITLE,   /* of a title: a directory's list */
    ROW_ANSWER_LABEL,    /* of a paragraph: the answer to what stands before it, "Us: ..." */
    ROW_SEVERAL,         /* two or more things that a service does, in one sentence */
    ROW_EDITION,         /* of a short line of a leaflet: its own date, which ends as a date does */
    ROW_DATELINE,        /* of a line: a date and nothing else */
    ROW_ADVICE_LINE,     /* of an advice service: its telephone is the way to get it */
    ROW_APPLY_LINK,      /* of a link's words: to ask for the service */
    ROW_FORM_TITLE,      /* of a title: something to fill in */
    ROW_ACCESSIBILITY_TITLE, /* of a title: the site's accessibility statement */
    ROW_ACCESSIBILITY_ADDRESS, /* of an address: the same */
    ROW_LEAFLETS_TITLE,  /* of a title: the list of a site's leaflets */
    ROW_OWN_NAME,        /* captures a name of the council's own, and the service's name that it stands for */
    ROW_RECORD_LABEL,    /* of a label: a field of a directory's record; the value: everywhere, where other pages have it too; record, where the page calls itself one; about or description, where what the service is follows, the first on any page */
    ROW_PART_TOLD,       /* what others do for the service; the value is their sector, as in seeds/rubric/sectors.csv, or council, which is another's where the NHS runs it */
    ROW_NO_PART,         /* of a sentence: who pays for an adviser or stands apart from it, or whom it helps families to talk to */
    ROW_DEADLINE,        /* captures by when families must ask: a day and a month, or a month */
    ROW_ALLOWANCE,       /* captures how much a family can have, of what, and in how long: "three", "hours", "week" */
    ROW_AGE_WORDS,       /* an age, in words that the facts may not hold; the value is bare where only years are said */
    ROW_NOT_OFFERED,     /* of a sentence of an accessibility statement: what does not work */
    ROW_TOOL,            /* of a sentence: a tool of the web site that reads its pages aloud or translates them */
    ROW_NOT_TO_HAND,     /* of a sentence: of something to print or pick up, that there is none or no longer */
    ROW_UNLESS_COUNT,    /* what follows can't be named by `unless` (rows.h) */
    ROW_OF_WHOLE_SITE = ROW_UNLESS_COUNT, /* of a sentence that offers a format or a language: it holds for every page of the site */
    ROW_INSTEAD,         /* of what follows where a service is said not to be there: something of the council's own does the same */
    ROW_FOR_WHOM,        /* of a sentence: it begins with those that the service is for, wherever on its page it stands */
    ROW_FORM_FIELD,      /* of a document's line: the child's name, date of birth or a signature, to be filled in */
    ROW_GROUP_COUNT
};

enum key_group {
    KEY_ROLE,            /* the sentence speaks of a key worker for a family; the value is another-name where the name alone says nothing */
    KEY_FUNCTION,        /* the value is F1 to F6 */
    KEY_NOT_FUNCTION,    /* said not to be done, or not here */
    KEY_DOUBT,           /* the value is the reason for doubt */
    KEY_NOT_DOUBT,       /* lead professionals said to do the functions, or trained */
    KEY_OTHER_ROLE,      /* housing, pandemic staff, nursery key person, case officers, the NHS register */
    KEY_KIND,            /* the value is designated or non-designated */
    KEY_LIMIT,           /* NHS-led only, only for some: printed beside a yes */
    KEY_GROUP_COUNT
};

struct row_rules {
    struct regex_set *rows, *key_working;
    struct regex_sieve *sieve; /* over both */
};

/* The group of rows of that name, or -1. */
int row_rules_group(const char *name);

/* Errors as regex_set_load. `*out` is the caller's: row_rules_free. */
MUST_USE enum status row_rules_load(const char *seeds, struct row_rules **out, struct error *err);
void row_rules_free(struct row_rules *rules);
/* Runs the examples, adds those run to `*checked`, returns the failures. */
size_t row_rules_prove(const struct row_rules *rules, void (*report)(void *context, const char *sentence), void *context, size_t *checked);

#endif
