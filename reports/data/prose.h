/* The sentences of pages, from seeds/texts/prose.csv: whoever publishes can reword or translate them without touching the
 * program. A text is words with three marks: {name}, a value that the program gives; [words](place), a link, to a place
 * from the report's front page ("method/#trust") or of the page itself ("#reply"); **words**, strong. A line break
 * parts the items of a list. What stands in values is text, whatever is in it. */
#ifndef COREOFFER_REPORTS_PROSE_H
#define COREOFFER_REPORTS_PROSE_H

#include <stddef.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "base/status.h"

/* Each text: its name here, its id in the file, and the values that it may hold. PROSE_PLAIN ones hold no marks at all,
 * since they also stand where no markup can. */
#define PROSE_PLAIN NULL
#define PROSE_TEXTS(X) \
    X(REPLIES_LEAD, "replies-lead", "") \
    X(REPLIES_NONE, "replies-none", "") \
    X(REPLIES_ELSEWHERE, "replies-elsewhere", "councils") \
    X(REPLIES_HOW, "replies-how", "contact") \
    X(DECISIONS_USED, "decisions-used", PROSE_PLAIN) \
    X(DECISIONS_UNUSED, "decisions-unused", PROSE_PLAIN) \
    X(ASKS_LEAD, "asks-lead", "") \
    X(ASKS_UNTOLD, "asks-untold", "") \
    X(PRESS_QUOTE, "press-quote", "") \
    X(PRESS_NOTICE, "press-notice", "") \
    X(PRESS_SAY, "press-say", "date") \
    X(PRESS_LEAD, "press-lead", "") \
    X(PRESS_READ, "press-read", "read all unread") \
    X(PRESS_COUNCILS, "press-councils", "councils count percent words") \
    X(PRESS_SERVICES, "press-services", "councils base count percent words") \
    X(FIGURE_UNSURE, "figure-unsure", "base unsure") \
    X(FIGURE_UNSURE_ALL, "figure-unsure-all", PROSE_PLAIN) \
    X(FIGURE_UNSURE_SHORT, "figure-unsure-short", "unsure") \
    X(PRESS_NOT, "press-not", "") \
    X(INDEX_LEAD, "index-lead", "date") \
    X(INDEX_TRUST, "index-trust", "") \
    X(INDEX_FIND, "index-find", PROSE_PLAIN) \
    X(INDEX_READ, "index-read", "") \
    X(INDEX_UNREAD, "index-unread", "count") \
    X(INDEX_BASICS, "index-basics", "") \
    X(INDEX_WEAKEST, "index-weakest", "row question") \
    X(INDEX_QUESTIONS, "index-questions", PROSE_PLAIN) \
    X(INDEX_MAP, "index-map", PROSE_PLAIN) \
    X(INDEX_MAP_DESCRIPTION, "index-map-description", PROSE_PLAIN) \
    X(INDEX_UNPLACED, "index-unplaced", "count") \
    X(INDEX_SPREAD, "index-spread", "count median") \
    X(INDEX_SPREAD_DESCRIPTION, "index-spread-description", PROSE_PLAIN) \
    X(INDEX_REGIONS, "index-regions", PROSE_PLAIN) \
    X(INDEX_TABLES, "index-tables", "") \
    X(INDEX_LIMITS, "index-limits", "") \
    X(INDEX_ONE, "index-one", "") \
    X(METHOD_LEAD, "method-lead", "") \
    X(METHOD_QUESTIONS, "method-questions", PROSE_PLAIN) \
    X(METHOD_ARITHMETIC, "method-arithmetic", "criterion") \
    X(METHOD_BANDS, "method-bands", "percent") \
    X(METHOD_WORDS, "method-words", "") \
    X(METHOD_USUAL_WORDS, "method-usual-words", PROSE_PLAIN) \
    X(METHOD_OWN_WORDS, "method-own-words", PROSE_PLAIN) \
    X(METHOD_UNCHECKED, "method-unchecked", "") \
    X(METHOD_NOT_DRAWN, "method-not-drawn", "drawn") \
    X(METHOD_INTERVALS, "method-intervals", PROSE_PLAIN) \
    X(METHOD_FIRST_SIGHT, "method-first-sight", PROSE_PLAIN) \
    X(METHOD_TRUST, "method-trust", PROSE_PLAIN) \
    X(METHOD_UNMEASURED, "method-unmeasured", "") \
    X(METHOD_READING, "method-reading", "pages redirects") \
    X(METHOD_LIMITS, "method-limits", "") \
    X(METHOD_LIMITS_BROWSER, "method-limits-browser", "") \
    X(METHOD_LIMITS_NO_BROWSER, "method-limits-no-browser", "") \
    X(METHOD_CORRECTIONS, "method-corrections", "") \
    X(METHOD_CORRECTIONS_PACK, "method-corrections-pack", "") \
    X(ROW_SCORED, "row-scored", "") \
    X(ROW_UNSCORED, "row-unscored", "") \
    X(ROW_AGREEMENT, "row-agreement", "percent pages kappa low high sure_pages sure_percent sure_kappa") \
    X(ROW_RIGHT, "row-right", "") \
    X(ROW_RIGHT_SO, "row-right-so", "") \
    X(ROW_SERVICES, "row-services", PROSE_PLAIN) \
    X(ROW_SERVICES_DESCRIPTION, "row-services-description", PROSE_PLAIN) \
    X(ROW_MAP, "row-map", PROSE_PLAIN) \
    X(ROW_MAP_DESCRIPTION, "row-map-description", PROSE_PLAIN) \
    X(ROW_QUOTE_NOTICE, "row-quote-notice", "") \
    X(ROW_QUOTE, "row-quote", "") \
    X(ROW_QUOTE_UNSURE, "row-quote-unsure", "all unsure") \
    X(ROW_UNASKED, "row-unasked", "") \
    X(ROW_RESULTS, "row-results", "") \
    X(ROW_RESULTS_REGIONS, "row-results-regions", "") \
    X(ROW_RESULTS_ONE, "row-results-one", "") \
    X(COUNCIL_TRUST, "council-trust", "") \
    X(COUNCIL_UNSURE, "council-unsure", "all unsure") \
    X(COUNCIL_NO_REPLY, "council-no-reply", "") \
    X(COUNCIL_READ_ROWS, "council-read-rows", "pages unread") \
    X(COUNCIL_UNREAD, "council-unread", "") \
    X(COUNCIL_BLOCKED, "council-blocked", "") \
    X(COUNCIL_ADDRESS, "council-address", "address") \
    X(COUNCIL_LINKS, "council-links", "all working broken suspect unchecked") \
    X(COUNCIL_LINKS_BROKEN, "council-links-broken", "broken own") \
    X(COUNCIL_LINKS_WHOLE, "council-links-whole", "") \
    X(COUNCIL_REPLY_FORM, "council-reply-form", "contact") \
    X(COUNCIL_REPLY_ITEMS, "council-reply-items", "") \
    X(COUNCIL_REPLY_AFTER, "council-reply-after", "") \
    X(TRENDS_LEAD, "trends-lead", "") \
    X(TRENDS_ANSWERS, "trends-answers", "answers yes no doubts") \
    X(TRENDS_ROWS, "trends-rows", PROSE_PLAIN) \
    X(TRENDS_ROWS_DESCRIPTION, "trends-rows-description", PROSE_PLAIN) \
    X(TRENDS_SAME, "trends-same", "") \
    X(TRENDS_MATCHED, "trends-matched", PROSE_PLAIN) \
    X(TRENDS_FIRST, "trends-first", "") \
    X(COUNCILS_NO_RANK, "councils-no-rank", "") \
    X(LINKS_LEAD, "links-lead", "all broken own others") \
    X(LINKS_REST, "links-rest", "suspect refused unlooked") \
    X(LINKS_UNASKED, "links-unasked", PROSE_PLAIN) \
    X(LINKS_COUNCILS, "links-councils", PROSE_PLAIN) \
    X(LINKS_FILE, "links-file", "") \
    X(CHANGES_FIRST, "changes-first", "") \
    X(CHANGES_LEAD, "changes-lead", "date") \
    X(PACK_LEAD, "pack-lead", "") \
    X(PACK_SCORECARD, "pack-scorecard", "council") \
    X(PACK_REPLY, "pack-reply", "contact") \
    X(PACK_UNREAD_LEAD, "pack-unread-lead", "") \
    X(PACK_UNREAD_SCORECARD, "pack-unread-scorecard", "council") \
    X(PACK_UNREAD_REPLY, "pack-unread-reply", "contact") \
    X(PACK_PRINTED, "pack-printed", "") \
    X(PACK_FILES, "pack-files", "council") \
    X(FOOTER, "footer", "") \
    X(FOOTER_PACK, "footer-pack", "") \
    X(SERVICE_NO_EXPLANATION, "service-no-explanation", PROSE_PLAIN) \
    X(SERVICE_NO_ELIGIBILITY, "service-no-eligibility", PROSE_PLAIN) \
    X(SERVICE_NO_REFERRAL, "service-no-referral", PROSE_PLAIN) \
    X(SERVICE_NO_CONTACTS, "service-no-contacts", PROSE_PLAIN) \
    X(SERVICE_NO_COMPLAIN, "service-no-complain", PROSE_PLAIN) \
    X(SERVICE_UNTOLD, "service-untold", PROSE_PLAIN) \
    X(SERVICE_NUMBERS, "service-numbers", PROSE_PLAIN) \
    X(SERVICE_NEAREST, "service-nearest", PROSE_PLAIN) \
    X(SERVICE_ASK, "service-ask", PROSE_PLAIN) \
    X(SERVICE_ASK_ADVICE, "service-ask-advice", "council") \
    X(SERVICE_DENIED, "service-denied", PROSE_PLAIN) \
    X(SERVICE_WORDS, "service-words", "date") \
    X(SERVICE_WORDS_AT, "service-words-at", "date address") \
    X(ROWS_TABLE, "rows-table", PROSE_PLAIN) \
    X(HEADLINE_UNTOLD, "headline-untold", PROSE_PLAIN) \
    X(HEADLINE_HIDDEN, "headline-hidden", PROSE_PLAIN) \
    X(HEADLINE_DENIED, "headline-denied", PROSE_PLAIN) \
    X(HEADLINE_NOWHERE, "headline-nowhere", PROSE_PLAIN) \
    X(HEADLINE_YES, "headline-yes", PROSE_PLAIN) \
    X(HEADLINE_NO, "headline-no", PROSE_PLAIN) \
    X(HEADLINE_CONCERNS, "headline-concerns", PROSE_PLAIN) \
    X(UNCONFIRMED, "unconfirmed", PROSE_PLAIN) \
    X(UNSURE, "unsure", PROSE_PLAIN) \
    X(LEANS, "leans", "result") \
    X(UNSURE_MARK, "unsure-mark", PROSE_PLAIN) \
    X(UNSURE_KIND, "unsure-kind", "right answers") \
    X(UNSURE_FEW, "unsure-few", "answers") \
    X(UNSURE_WORDS, "unsure-words", PROSE_PLAIN) \
    X(LINKS_OWN, "links-own", PROSE_PLAIN) \
    X(LINKS_OTHERS, "links-others", PROSE_PLAIN) \
    X(LINKS_SUSPECT, "links-suspect", PROSE_PLAIN) \
    X(LINKS_BLOCKED, "links-blocked", PROSE_PLAIN) \
    X(LINKS_UNLOOKED, "links-unlooked", PROSE_PLAIN) \
    X(LINKS_MENDED, "links-mended", PROSE_PLAIN) \
    X(REPAIRED, "repaired", "mended broken date") \
    X(REPAIRED_MARK, "repaired-mark", PROSE_PLAIN) \
    X(LINKS_NEAREST, "links-nearest", PROSE_PLAIN) \
    X(LINKS_PART, "links-part", PROSE_PLAIN) \
    X(CHANGES_COUNCIL, "changes-council", PROSE_PLAIN) \
    X(CHANGES_CORRECTION, "changes-correction", PROSE_PLAIN) \
    X(CHANGES_TIME, "changes-time", PROSE_PLAIN) \
    X(CHANGES_COVERAGE, "changes-coverage", PROSE_PLAIN) \
    X(CHANGES_RULE, "changes-rule", PROSE_PLAIN) \
    X(COUNCIL_HELP, "council-help", PROSE_PLAIN) \
    X(COUNCIL_HELP_ADVICE, "council-help-advice", "council") \
    X(COUNCIL_SCALE, "council-scale", PROSE_PLAIN) \
    X(COUNCIL_SCALE_REGION, "council-scale-region", "count median") \
    X(COUNCIL_SCALE_ALL, "council-scale-all", "count median") \
    X(COUNCIL_SCALE_DESCRIPTION, "council-scale-description", PROSE_PLAIN) \
    X(COUNCIL_PROFILE, "council-profile", PROSE_PLAIN) \
    X(COUNCIL_PROFILE_DESCRIPTION, "council-profile-description", PROSE_PLAIN) \
    X(COUNCIL_PROFILE_DESCRIPTION_MEDIAN, "council-profile-description-median", PROSE_PLAIN) \
    X(COUNCIL_CRITERIA, "council-criteria", PROSE_PLAIN) \
    X(COUNCIL_MATRIX, "council-matrix", PROSE_PLAIN) \
    X(COUNCIL_SERVICES, "council-services", PROSE_PLAIN) \
    X(COUNCIL_FIRST_READING, "council-first-reading", PROSE_PLAIN) \
    X(COUNCIL_NOT_BEFORE, "council-not-before", "date") \
    X(COUNCIL_GAP, "council-gap", "date then") \
    X(COUNCIL_UNCHANGED, "council-unchanged", PROSE_PLAIN) \
    X(COUNCIL_SCORE_MOVED, "council-score-moved", "date then now") \
    X(COUNCIL_SCORE_SAME, "council-score-same", "date now") \
    X(COUNCIL_SCORE_APART, "council-score-apart", "date") \
    X(COUNCIL_SCORE_UNEVEN, "council-score-uneven", "date") \
    X(HISTORY_SCORES_DESCRIPTION, "history-scores-description", PROSE_PLAIN) \
    X(HISTORY_SCORES, "history-scores", PROSE_PLAIN) \
    X(HISTORY_RUNS, "history-runs", PROSE_PLAIN) \
    X(HISTORY_MEDIAN, "history-median", PROSE_PLAIN) \
    X(HISTORY_MEDIAN_DESCRIPTION, "history-median-description", PROSE_PLAIN) \
    X(HISTORY_UNMATCHED, "history-unmatched", PROSE_PLAIN) \
    X(INDEX_PAST, "index-past", PROSE_PLAIN) \
    X(PAGES_TABLE, "pages-table", PROSE_PLAIN) \
    X(PAGES_LINKS, "pages-links", PROSE_PLAIN) \
    X(FIXES_NONE, "fixes-none", PROSE_PLAIN) \
    X(FIXES_UNTOLD, "fixes-untold", PROSE_PLAIN) \
    X(DRAFT, "draft", "") \
    X(DRAFT_BY, "draft-by", "date")

enum prose {
#define X(name, id, values) PROSE_##name,
    PROSE_TEXTS(X)
#undef X
    PROSE_COUNT
};

/* One value; `markup` instead of `text` is a piece of a page that this room made itself. */
struct prose_value {
    const char *name, *text, *markup;
};

/* Reads the texts into `prose`, PROSE_COUNT of them, kept in `arena`. Strict: file, line and what is wrong of every text that is
 * missing, unknown, doubled or empty, holds a value that it can't have, or marks that are not closed. */
MUST_USE enum status prose_load(const char *seeds, struct arena *arena, const char **prose, struct error *err);
/* The text as markup. `root` leads from the page to the front page; `values`, ended by one without a name, may be NULL. */
void prose_add(struct buffer *out, const char *text, const char *root, const struct prose_value *values);
/* The same as a paragraph. */
void prose_paragraph(struct buffer *out, const char *text, const char *root, const struct prose_value *values);
/* The same, every line of it as <li>. */
void prose_add_items(struct buffer *out, const char *text, const char *root, const struct prose_value *values);

/* The values of a text, for prose_add. */
#define PROSE_VALUES(...) ((const struct prose_value[]){__VA_ARGS__, {0}})

#endif
