/* The national tables, as the 2012 report printed them, over what this run read. */
#ifndef COREOFFER_REPORTS_NATIONAL_H
#define COREOFFER_REPORTS_NATIONAL_H

#include "reports/data/data.h"

struct national_count {
    size_t count, base;
    size_t unsure; /* of those in the base: what rests on an answer that waits for a person; not of matched counts */
};

/* One line: its words, and what this run, the run before and 2011 say. `matched_*` count
 * only councils read in both runs, and as far in one as in the other, whose rows were judged by the same versions, and none corrected by a person in between. */
struct national_line {
    const char *table, *line, *label;
    struct national_count now, matched_before, matched_now;
    double past; /* percent in 2011; NaN where the report has none */
};

struct national_table {
    const char *id, *title, *base, *base_past; /* "councils read"; what the figures of 2011 are percentages of */
    const struct national_line *lines;
    size_t line_count;
};

/* In `arena`; the number of tables goes to `count`. They and the service that they are about are those of seeds/reference/edcm-2011.json. */
const struct national_table *national_tables(const struct report *report, struct arena *arena, size_t *count);

/* The figure that an ask names ("headline:SERVICE", "row:ROW", "links:broken": of a run that checked none there is no base). */
struct national_count national_figure(const struct report *report, const char *figure);

#endif
