/* How many children, or how long the wait, and of which year. */
#include "scoring/council/witnesses.h"

struct figures {
    const struct service_view *view;
    struct row_hit hit, left_out;
    bool found, with_year;
};

static bool figure(void *context, const struct service_page *page, const struct row_sentence *sentence)
{
    struct figures *figures = context;
    const struct council_view *council = figures->view->council;
    struct row_hit hit;
    if (!rows_does(figures->view, page, sentence, council->rules->rows, ROW_NUMBERS, &hit))
        return true;
    if (regex_find_seen(council->rules->rows, ROW_NOT_NUMBERS, council->scratch, sentence->alone, sentence->text, sentence->length, NULL) == REGEX_FOUND ||
        rows_is_void(figures->view, page, sentence, ROW_NUMBERS)) {
        if (!figures->left_out.page)
            figures->left_out = hit;
        return true;
    }
    bool year = witness_dated(figures->view, &hit);
    if (!figures->found || (year && !figures->with_year))
        figures->hit = hit;
    figures->found = true;
    figures->with_year |= year;
    return !figures->with_year;
}

void row_numbers(const struct service_view *view, struct row_verdict *row)
{
    struct figures figures = {.view = view};
    for (size_t i = 0; i < witness_count(view) && !figures.with_year; i++)
        rows_sentences(witness_at(view, i), figure, &figures);
    struct row_hit under;
    for (size_t i = 0; i < witness_count(view) && !figures.with_year; i++)
        if (rows_find_line(view, witness_at(view, i), ROW_NUMBERS, ROWS_BUT(ROW_NOT_NUMBERS), &under) && (!figures.found || witness_dated(view, &under))) {
            figures.hit = under;
            figures.found = true;
            figures.with_year = witness_dated(view, &under);
        }
    if (!figures.found && witness_first_sentence(view, ROW_NUMBERS, ROWS_BUT(ROW_NOT_NUMBERS), &under)) { /* "Waiting time" and below it "Six weeks in May 2026" */
        figures.hit = under;
        figures.found = true;
        figures.with_year = witness_dated(view, &under);
    }
    if (!figures.found) {
        rows_set(row, VERDICT_NO, "");
        witness_left_out(view, &figures.left_out, "a group’s size, a promise, a story or the country’s figure", row);
        witness_nearest(view, ROW_NUMBERS, row);
        return;
    }
    rows_set(row, figures.with_year ? VERDICT_YES : VERDICT_CONCERNS, figures.with_year ? "" : "no-year");
    witness_add(view, &figures.hit, row);
}
