/* What every page is made of: its frame, tags, scores, quotes, dates, charts' tables. */
#ifndef COREOFFER_REPORTS_PARTS_H
#define COREOFFER_REPORTS_PARTS_H

#include "reports/data/data.h"
#include "reports/pages/html.h"

struct crumb {
    const char *name, *path; /* path from the site's root, "" for the front page */
};

struct frame {
    const char *title; /* of the page, without the site's name; also its one h1 */
    const char *description;
    const char *root;    /* from here to the front page: "", "../", "../../" */
    const char *section; /* the entry of the menu that it belongs to, or NULL */
    const struct crumb *crumbs;
    size_t crumb_count;
    bool filter;  /* carries the filter script */
    bool hide_h1; /* the page writes its own */
};

void parts_open(struct buffer *out, const struct report *report, const struct frame *frame);
void parts_close(struct buffer *out, const struct report *report, const struct frame *frame);
/* The small frame of evidence pages. */
void parts_open_proof(struct buffer *out, const struct report *report, const char *title, const char *root);
void parts_close_proof(struct buffer *out, const struct report *report, const char *root);
/* Content security policy sources of a style sheet or script: 'sha256-...'. */
const char *parts_hash(struct arena *arena, const char *text);

/* Whom to write to, as a link; "whoever published this report", or sent it, where the run names nobody. */
void parts_contact(struct buffer *out, const struct report *report);
/* How to reply and to whom, one sentence or a few. */
void parts_how_to_reply(struct buffer *out, const struct report *report, const char *root);
/* Behind a figure: how many of what it counts rest on an answer that waits for a person; nothing where none does. */
void parts_figure_unsure(struct buffer *out, const struct report *report, size_t base, size_t unsure);
/* How many of the results counted wait for a person: the text, which holds {all} and {unsure}; nothing where none does. */
void parts_unsure(struct buffer *out, const struct report *report, enum prose text, const struct row_counts *counts);
/* A verdict in words, as results of `row` have it (NULL: of most questions); one result's, with the mark where it waits for a person. */
void parts_tag(struct buffer *out, const struct report *report, enum verdict verdict, const char *row);
void parts_word_tag(struct buffer *out, enum verdict verdict, const char *word);
void parts_result_tag(struct buffer *out, const struct report *report, const struct row_verdict *row);
/* The mark of what the program is not sure of, behind its tag or word. */
void parts_unsure_mark(struct buffer *out, const struct report *report);
/* "62", "58 to 66" or "not scored". */
void parts_score(struct buffer *out, struct score score);
/* The band in words, "between X and Y", or why there is none. */
void parts_band(struct buffer *out, const struct report *report, struct score score);
/* "25 November 2026", or "date not known". */
void parts_date(struct buffer *out, int64_t instant);
/* " (DATE)" of a run that something is held against and that is not the one before; nothing for that one. */
void parts_since(struct buffer *out, const struct report *report, const struct run *run);
/* An ISO date as people write it; what is no date stays as it is. */
void parts_iso_date(struct buffer *out, const char *date);
/* "short-breaks" to "short breaks". */
void parts_words(struct buffer *out, const char *machine_word);
/* The mark of a result all whose broken links have been put right since, behind its tag; how many were, in a sentence. Nothing where none was. */
void parts_repaired_mark(struct buffer *out, const struct report *report, const struct report_council *council, const struct row_verdict *row);
void parts_repaired(struct buffer *out, const struct report *report, const struct report_council *council, const struct row_verdict *row);
/* The reason of a verdict in plain words. */
void parts_why(struct buffer *out, const struct report *report, const char *reason);
/* "12 of 34 (35%)". */
void parts_share(struct buffer *out, size_t count, size_t base);
void parts_plural(struct buffer *out, size_t count, const char *one, const char *many);

/* The attribute of a link by which paper shows a page's address, without the quote that the link may lead to. */
void parts_paper_address(struct buffer *out, const char *url);
/* The quote, then where it stands: page's title and address, place, date, digest. `cut`
 * is the most bytes of the quote, 0 for all. */
void parts_quote(struct buffer *out, const struct report *report, const struct evidence *evidence, size_t cut, bool with_digest);
/* Whole quotes, without digests. Those that stand next to each other in one place of a page have one line to say
 * where, which leads to the first. */
void parts_quotes(struct buffer *out, const struct report *report, const struct evidence *const *quotes, size_t count);
/* What a person decided, when, why, and whether it is used. */
void parts_decision(struct buffer *out, const struct report *report, const struct decision *decision);
/* Sentence on who decided: "read by a program, not yet confirmed" and its like. */
void parts_decided(struct buffer *out, const struct report *report, const char *gss_code, const struct row_verdict *row);
/* What a result says, in a sentence: its reason's own where it has one and the program decided, else the row's, else what the
 * verdict means; "" of one that is not given and has no such sentence, of which parts_decided tells. `whole` is set where nothing is left to be said of the reason. */
const char *parts_result(const struct report *report, const struct row_verdict *row, bool *whole);
/* Link to the council's page; `root` leads to the front page. */
void parts_council_link(struct buffer *out, const struct council *council, const char *root);
/* The start tag of a link to a result's proof, all but its ">". */
void parts_open_proof_link(struct buffer *out, const struct report_council *council, const struct row_verdict *row, const char *root);
/* "could not be read on DATE: the site refused", or "read on DATE". */
void parts_visit(struct buffer *out, const struct report *report, const struct report_council *council);

void parts_table_open(struct buffer *out, const char *label, const char *class_name, const char *caption, const char *note);
void parts_table_close(struct buffer *out);

#endif
