/* For which ages of childhood it is. */
#include "scoring/council/rows.h"

struct ages {
    int low, high; /* high -1 is open */
    bool any;
};

static void widen(struct ages *ages, const struct facts *facts)
{
    if (facts->age_min < 0 && facts->age_max < 0)
        return;
    int low = facts->age_min < 0 ? 0 : facts->age_min;
    if (!ages->any) {
        *ages = (struct ages){low, facts->age_max, true};
        return;
    }
    if (low < ages->low)
        ages->low = low;
    if (facts->age_max < 0 || (ages->high >= 0 && facts->age_max > ages->high))
        ages->high = facts->age_max;
}

/* "More than early years?" EDCM's widest bin is 0 to 17 and over (2012, page 15): from about the service's first age to 17 is all ages, or most of
 * those that are the service's own. */
static enum verdict reach(const struct rubric_service *service, const struct ages *ages)
{
    enum { GROWN = 17, LATE_START = 6, ALMOST_ALL = 24 };
    int from = service->age_min < 0 ? 0 : service->age_min, to = service->age_max < 0 ? 25 : service->age_max;
    int high = ages->high >= 0 && ages->high < to ? ages->high : to;
    bool from_birth = service->ages_from_birth && high >= ALMOST_ALL; /* "young people from 16 to 25" is who may ask by themselves */
    int low = ages->low > from && !from_birth ? ages->low : from;
    double share = high < low ? 0 : (double)(high - low + 1) / (to - from + 1);
    if (share >= 0.7 || (high >= GROWN && low <= from + LATE_START))
        return VERDICT_YES;
    return share >= 0.35 ? VERDICT_CONCERNS : VERDICT_NO;
}

void row_all_ages(const struct service_view *view, struct row_verdict *row)
{
    const struct council_view *council = view->council;
    struct ages ages = {0};
    for (size_t i = 0; i < view->helping; i++) {
        if (ages.any && view->pages[i].role == ROLE_PARTNER && !view->left_to_partner)
            break; /* the council's own word */
        const struct fact_place *place = rows_place(&view->pages[i], FACT_AGE);
        widen(&ages, &view->pages[i].facts);
        if (place)
            rows_add_place(council, row, view->pages[i].page, place, "ages");
    }
    if (!ages.any) {
        struct row_hit hit = {0};
        for (size_t i = 0; i < view->helping && !hit.page; i++)
            (void)rows_find(view, &view->pages[i], council->rules->rows, ROW_AGE_WORDS, &hit);
        rows_set(row, hit.page ? VERDICT_CONCERNS : VERDICT_NO, hit.page ? "no-clear-ages" : "no-ages-given");
        row->detail = "none"; /* the report counts it apart */
        if (hit.page) {
            rows_add(council, row, rows_quote(council, hit.page->page, hit.block, hit.offset, hit.cue));
            return;
        }
        rows_add(council, row, rows_words(council, view->pages[0].page, rows_title(&view->pages[0]), "the page’s title; no ages on it"));
        return;
    }
    row->detail = ages.high < 0 ? arena_printf(council->arena, "%d-", ages.low) : arena_printf(council->arena, "%d-%d", ages.low, ages.high);
    enum verdict verdict = reach(view->service, &ages);
    rows_set(row, verdict, verdict == VERDICT_YES ? "" : "some-ages-only");
}
