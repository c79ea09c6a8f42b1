/* What a run's results are held against: the council's scorecard of the run before or, where that could not read the council, of
 * the last run that could; and single results that this one could not tell, against the last run that did. Where that visit went
 * further than this one, or less far, they are held against one that went as far, unless what came between was told as a change. So what a
 * council changed while it could not be read, or only in part, is told once it can, and that it could be read again is no news of its own. */
#ifndef COREOFFER_REPORTS_PAST_H
#define COREOFFER_REPORTS_PAST_H

#include "reports/data/change.h"
#include "reports/data/decisions.h"

struct past_run {
    struct run run;
    struct change_runs change; /* against the run whose past it is */
    struct decisions decisions;
};

/* The runs before one, in the order in which they are asked: first those of the same councils (store_runs_alike), newest first, then others. */
struct past {
    struct store *store;
    const struct rubric_texts *rubric;
    const struct run *now;
    const char *only; /* the one council that is asked about, or NULL */
    struct arena arena;
    struct former_codes codes;
    const int64_t *ids;
    struct past_run **runs; /* by `ids`; NULL until asked */
    size_t count;
    struct past_step {
        int64_t before, after;
        struct change_runs change;
    } **steps; /* between two runs of the past, for councils that the later did not visit as far */
    size_t step_count, step_capacity;
};

/* `first` names the run that is asked first, after it those before it alone; 0 for the one before `now`, if any. What is given must outlive it.
 * Release also after an error, and where it is zeroed. */
MUST_USE enum status past_open(struct store *store, const struct rubric_texts *rubric, const struct run *now, int64_t first, const char *only, struct past *past,
                               struct error *err);
void past_release(struct past *past);
/* The run that is asked first; there is one (count > 0). */
MUST_USE enum status past_first(struct past *past, const struct past_run **run, struct error *err);

/* One council's, with what people decided; the runs that tell a result come in the past's order. */
struct past_cards {
    struct past_card {
        const struct past_run *run;
        struct scorecard card;
        bool uneven;                       /* its visit went further than the one now, or less far */
        const struct change_runs *to_here; /* of an uneven one: from an earlier one that is not, `last_even`, to it; NULL: there is none */
    } *items; /* the first is the council's; further ones are for single results */
    size_t count;
    size_t last_even; /* index of the newest that is not uneven, for those that are */
};
/* For a council's scorecard `now`, with what people decided. Of one that could not be read now it is the run asked first that it is held against, and of none else.
 * Empty where no run knows the council. Release also after an error. */
MUST_USE enum status past_cards(struct past *past, const char *gss_code, const struct scorecard *now, struct past_cards *cards, struct error *err);
void past_release_cards(struct past_cards *cards);

/* change_of, held against the card that it belongs to. */
struct change past_change(const struct past_cards *past, const struct scorecard *now, const struct row_verdict *after);

#endif
