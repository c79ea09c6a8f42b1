/* Fills the report's model from the store: runs, visits, scorecards, pages, links, and
 * what follows from them over all councils. */
#include <cJSON.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/text.h"
#include "reports/data/additions.h"
#include "reports/data/data.h"
#include "reports/data/history.h"
#include "reports/data/nearest.h"
#include "reports/data/overrule.h"
#include "reports/data/sample.h"

/* What was given, else what is kept with the run, so that whoever writes its report again can't forget it; NULL for nothing. */
static const char *given_or_kept(struct report *report, const char *given, const char *name)
{
    if (given)
        return given;
    cJSON *options = report->run.options ? cJSON_Parse(report->run.options) : NULL;
    const char *kept = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(options, name));
    kept = kept && *kept ? arena_copy(&report->arena, kept) : NULL;
    cJSON_Delete(options);
    return kept;
}

static enum status load_runs(struct report *report, struct error *err)
{
    int64_t wanted = report->options->run;
    enum status status = wanted ? store_run_get(report->store, wanted, &report->arena, &report->run, err)
                                : store_run_latest(report->store, 0, &report->arena, &report->run, err);
    if (status != STATUS_OK)
        return status;
    report->notice = given_or_kept(report, report->options->notice, "notice");
    report->contact = given_or_kept(report, report->options->contact, "contact");
    status = past_open(report->store, report->rubric, &report->run, 0, report->only, &report->past, err);
    return status == STATUS_OK && report->past.count > 0 ? past_first(&report->past, &report->earlier, err) : status;
}

static enum status load_scorecards(struct report *report, struct error *err)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < report->council_count; i++) {
        struct report_council *council = &report->councils[i];
        const char *gss_code = council->council->gss_code;
        status = store_scorecard(report->store, report->run.id, gss_code, &council->card, err);
        council->read = status == STATUS_OK && council->card.read && visit_was_read(council->visit.outcome);
        report->read_count += council->read;
        if (status != STATUS_NOT_FOUND)
            continue;
        council->card = (struct scorecard){.gss_code = gss_code, .score = {NAN, NAN, 0}};
        for (int k = 0; k < CRITERION_COUNT; k++)
            council->card.criteria[k] = (struct score){NAN, NAN, 0};
        status = STATUS_OK;
    }
    return status;
}

/* With what people decided on either side, so that a person's word is not taken for a change of the council's. */
static enum status load_past(struct report *report, struct error *err)
{
    enum status status = decisions_load(report->store, report->run.id, report->only, &report->arena, &report->decisions, err);
    for (size_t i = 0; status == STATUS_OK && i < report->council_count; i++) {
        struct report_council *council = &report->councils[i];
        overrule_card(report->rubric, &council->card, council->council->gss_code, &report->decisions);
        status = past_cards(&report->past, council->council->gss_code, &council->card, &council->past, err);
    }
    return status;
}

static struct report_council *council_of(struct report *report, const char *gss_code, size_t *hint)
{
    for (size_t tried = 0; tried < report->council_count; tried++) {
        struct report_council *council = &report->councils[(*hint + tried) % report->council_count];
        if (strcmp(council->council->gss_code, gss_code) == 0) {
            *hint = (*hint + tried) % report->council_count;
            return council;
        }
    }
    return NULL;
}

static enum status load_visits(struct report *report, struct error *err)
{
    struct visit *visits;
    size_t count, hint = 0;
    enum status status = store_visits(report->store, report->run.id, &report->arena, &visits, &count, err);
    if (status != STATUS_OK)
        return status;
    for (size_t i = 0; i < report->council_count; i++)
        report->councils[i].visit = (struct visit){.gss_code = report->councils[i].council->gss_code,
                                                   .outcome = VISIT_PENDING,
                                                   .clicks_from_home = -1,
                                                   .started_at = -1,
                                                   .finished_at = -1};
    for (size_t i = 0; i < count; i++) {
        struct report_council *council = council_of(report, visits[i].gss_code, &hint);
        if (council)
            council->visit = visits[i];
    }
    return STATUS_OK;
}

static enum status load_pages(struct report *report, struct error *err)
{
    struct page *pages;
    size_t count, hint = 0;
    enum status status = store_pages(report->store, report->run.id, report->only, &report->arena, &pages, &count, err);
    if (status != STATUS_OK)
        return status;
    const struct page **all = arena_array(&report->arena, count + 1, sizeof *all);
    for (size_t i = 0; i < count; i++) {
        all[i] = &pages[i];
        map_put(report->pages, (const char *)&pages[i].id, sizeof pages[i].id, NULL)->pointer = &pages[i];
        struct report_council *council = council_of(report, pages[i].gss_code, &hint);
        if (!council)
            continue;
        if (!council->page_count)
            council->pages = &all[i];
        council->page_count++;
    }
    return STATUS_OK;
}

static enum status load_summaries(struct report *report, struct error *err)
{
    struct page_summary *summaries;
    size_t count, hint = 0;
    enum status status = store_page_summaries(report->store, report->run.id, report->only, &report->arena, &summaries, &count, err);
    if (status != STATUS_OK)
        return status;
    for (size_t i = 0; i < count; i++) {
        const struct page *page = data_page(report, summaries[i].page_id);
        struct report_council *council = page ? council_of(report, page->gss_code, &hint) : NULL;
        map_put(report->summaries, (const char *)&summaries[i].page_id, sizeof summaries[i].page_id, NULL)->pointer = &summaries[i];
        if (council)
            council->pages_read++;
    }
    return STATUS_OK;
}

/* A reference with its target, for sorting by target. */
struct pair {
    const struct target *target;
    const struct reference *reference;
    size_t order;
};

static int order_pair(const void *a, const void *b)
{
    const struct pair *x = a, *y = b;
    if (x->target->id != y->target->id)
        return x->target->id < y->target->id ? -1 : 1;
    return (x->order > y->order) - (x->order < y->order);
}

static int problem_rank(const struct link_problem *problem)
{
    static const int ranks[LINK_STATE_COUNT] = {
        [LINK_BROKEN] = 0, [LINK_SUSPECT] = 2, [LINK_BLOCKED] = 4, [LINK_NOT_CHECKED] = 6, [LINK_OK] = 8};
    return ranks[problem->target->state] + (problem->internal ? 0 : 1);
}

static int order_problem(const void *a, const void *b)
{
    const struct link_problem *x = a, *y = b;
    int rank = problem_rank(x) - problem_rank(y);
    if (rank)
        return rank;
    /* One fault of a template is put right once and heals every page. */
    if (x->carrier_count != y->carrier_count)
        return x->carrier_count > y->carrier_count ? -1 : 1;
    return strcmp(x->target->url, y->target->url);
}

static const struct target *copy_target(struct arena *arena, const struct target *from)
{
    struct target *to = arena_alloc(arena, sizeof *to);
    *to = *from;
    to->url = arena_copy(arena, from->url);
    to->final_url = arena_copy(arena, from->final_url);
    to->advice = arena_copy(arena, from->advice);
    return to;
}

static const struct target *target_by_id(const struct target *targets, size_t count, int64_t id)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (targets[middle].id < id)
            low = middle + 1;
        else
            high = middle;
    }
    return low < count && targets[low].id == id ? &targets[low] : NULL;
}

static void count_link(struct link_counts *counts, const struct target *target, bool internal)
{
    counts->all++;
    counts->ok += target->state == LINK_OK;
    counts->suspect += target->state == LINK_SUSPECT;
    counts->blocked += target->state == LINK_BLOCKED;
    counts->not_checked += target->state == LINK_NOT_CHECKED;
    counts->broken_own += target->state == LINK_BROKEN && internal;
    counts->broken_other += target->state == LINK_BROKEN && !internal;
}

/* Failed while this run looked, and was seen working when it was asked again. */
static bool is_mended(const struct report *report, const struct target *target)
{
    return target->state == LINK_OK && report->run.finished_at >= 0 && target->last_failed >= report->run.started_at &&
           target->last_failed <= report->run.finished_at && target->checked_at > report->run.finished_at;
}

static void keep_problems(struct report *report, struct report_council *council, struct link_problem *problems, size_t count)
{
    qsort(problems, count, sizeof *problems, order_problem);
    struct link_problem *kept = arena_array(&report->arena, count + 1, sizeof *kept);
    memcpy(kept, problems, count * sizeof *kept);
    /* What is well sorts last. */
    size_t ill = count;
    while (ill > 0 && kept[ill - 1].target->state == LINK_OK)
        ill--;
    council->problems = kept;
    council->problem_count = ill;
    council->mended = kept + ill;
    council->mended_count = count - ill;
}

/* Whether the page, which comes last so far, has this link behind the same words already: a menu's and the footer's are one to mend. */
static bool is_carried(const struct carrier *carriers, size_t count, const struct page *page, const struct reference *reference)
{
    for (size_t i = count; i > 0 && carriers[i - 1].page == page; i--)
        if (carriers[i - 1].document_page == reference->document_page && text_same(carriers[i - 1].text, reference->text))
            return true;
    return false;
}

/* Pairs are sorted by target; one problem for each target that is not well, or was mended. */
static void gather_problems(struct report *report, struct report_council *council, const struct pair *pairs, size_t count)
{
    struct link_problem *problems = NULL;
    size_t capacity = 0, found = 0;
    for (size_t i = 0; i < count;) {
        size_t end = i;
        while (end < count && pairs[end].target == pairs[i].target)
            end++;
        const struct target *target = pairs[i].target;
        count_link(&council->links, target, pairs[i].reference->internal);
        council->half_certified |= target->reason == REASON_TLS_COMPLETED && pairs[i].reference->internal;
        bool mended = is_mended(report, target);
        if (target->state != LINK_OK || mended) {
            struct carrier *carriers = arena_array(&report->arena, end - i, sizeof *carriers);
            size_t kept = 0;
            for (size_t k = i; k < end; k++) {
                const struct page *page = data_page(report, pairs[k].reference->page_id);
                if (page && !is_carried(carriers, kept, page, pairs[k].reference))
                    carriers[kept++] = (struct carrier){page, arena_copy(&report->arena, pairs[k].reference->text),
                                                        pairs[k].reference->document_page};
            }
            MEMORY_PUSH_ROOM(problems, found, capacity);
            problems[found++] =
                (struct link_problem){copy_target(&report->arena, target), pairs[i].reference->internal, carriers, kept};
        }
        i = end;
    }
    if (found)
        keep_problems(report, council, problems, found);
    free(problems);
}

static enum status load_links(struct report *report, struct error *err)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < report->council_count; i++) {
        struct report_council *council = &report->councils[i];
        struct arena scratch = {0};
        struct target *targets;
        struct reference *references;
        size_t target_count, reference_count;
        status = store_targets(report->store, report->run.id, council->council->gss_code, &scratch, &targets, &target_count, err);
        if (status == STATUS_OK)
            status = store_references(report->store, report->run.id, council->council->gss_code, &scratch, &references,
                                      &reference_count, err);
        if (status == STATUS_OK) {
            link_mark_parts(targets, target_count, references, reference_count);
            nearest_advise(council->pages, council->page_count, &report->texts, &scratch, targets, target_count);
            struct pair *pairs = arena_array(&scratch, reference_count + 1, sizeof *pairs);
            size_t kept = 0;
            for (size_t k = 0; k < reference_count; k++) {
                const struct target *target = target_by_id(targets, target_count, references[k].target_id);
                if (target)
                    pairs[kept++] = (struct pair){target, &references[k], k};
            }
            qsort(pairs, kept, sizeof *pairs, order_pair);
            gather_problems(report, council, pairs, kept);
        }
        arena_release(&scratch);
    }
    return status;
}

/* ---- regions and medians ---- */

static int order_region(const void *a, const void *b)
{
    return strcmp(((const struct report_region *)a)->name, ((const struct report_region *)b)->name);
}

static int order_council_name(const void *a, const void *b)
{
    const struct report_council *x = *(const struct report_council *const *)a, *y = *(const struct report_council *const *)b;
    int by_name = strcmp(x->council->short_name, y->council->short_name);
    return by_name ? by_name : strcmp(x->council->gss_code, y->council->gss_code);
}

static size_t region_named(struct report *report, const char *name)
{
    for (size_t i = 0; i < report->region_count; i++)
        if (strcmp(report->regions[i].name, name) == 0)
            return i;
    return report->region_count;
}

/* A list may leave it empty, and headings and links must have words. */
static const char *region_name(const struct council *council)
{
    return *council->region ? council->region : "Region not given";
}

static bool is_region_slug(const struct report *report, size_t count, const char *slug)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(report->regions[i].slug, slug) == 0)
            return true;
    return false;
}

/* "South East" and "South-east", and names without a Latin letter, come to the same slug: the later ones by name are numbered. */
static void name_region_folders(struct report *report)
{
    struct buffer slug;
    buffer_init(&slug, LIMIT_URL_BYTES);
    for (size_t i = 0; i < report->region_count; i++) {
        buffer_clear(&slug);
        text_add_slug(&slug, report->regions[i].name);
        const char *plain = arena_copy(&report->arena, buffer_text(&slug)), *name = plain;
        for (int number = 2; is_region_slug(report, i, name); number++)
            name = arena_printf(&report->arena, "%s-%d", plain, number);
        report->regions[i].slug = name;
    }
    buffer_release(&slug);
}

static void find_regions(struct report *report)
{
    report->by_name = arena_array(&report->arena, report->council_count + 1, sizeof *report->by_name);
    for (size_t i = 0; i < report->council_count; i++)
        report->by_name[i] = &report->councils[i];
    qsort(report->by_name, report->council_count, sizeof *report->by_name, order_council_name);
    report->regions = arena_array(&report->arena, report->council_count + 1, sizeof *report->regions);
    for (size_t i = 0; i < report->council_count; i++) {
        const char *name = region_name(report->councils[i].council);
        if (region_named(report, name) < report->region_count)
            continue;
        report->regions[report->region_count++] = (struct report_region){.name = name};
    }
    qsort(report->regions, report->region_count, sizeof *report->regions, order_region);
    name_region_folders(report);
    for (size_t i = 0; i < report->region_count; i++)
        report->regions[i].councils = arena_array(&report->arena, report->council_count, sizeof(struct report_council *));
    for (size_t i = 0; i < report->council_count; i++)
        report->councils[i].region = region_named(report, region_name(report->councils[i].council));
    for (size_t i = 0; i < report->council_count; i++) {
        struct report_region *region = &report->regions[report->by_name[i]->region];
        region->councils[region->count++] = report->by_name[i];
    }
}

static double median_of(const struct report *report, const struct report_council *const *councils, size_t count, int criterion,
                        double *low, double *high, size_t *scored)
{
    double *values = memory_array(count + 1, sizeof *values);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        struct score score = criterion < 0 ? councils[i]->card.score : councils[i]->card.criteria[criterion];
        if (councils[i]->read && data_is_covered(report, score))
            values[kept++] = data_middle(score);
    }
    double median = data_median(values, kept);
    if (low)
        *low = kept ? values[0] : NAN;
    if (high)
        *high = kept ? values[kept - 1] : NAN;
    if (scored)
        *scored = kept;
    free(values);
    return median;
}

static void find_medians(struct report *report)
{
    const struct report_council **all = arena_array(&report->arena, report->council_count + 1, sizeof *all);
    for (size_t i = 0; i < report->council_count; i++)
        all[i] = &report->councils[i];
    report->median = median_of(report, all, report->council_count, -1, NULL, NULL, &report->scored);
    for (int c = 0; c < CRITERION_COUNT; c++)
        report->criteria[c] = median_of(report, all, report->council_count, c, NULL, NULL, NULL);
    for (size_t i = 0; i < report->region_count; i++) {
        struct report_region *region = &report->regions[i];
        region->median = median_of(report, region->councils, region->count, -1, &region->low, &region->high, &region->scored);
        for (int c = 0; c < CRITERION_COUNT; c++)
            region->criteria[c] = median_of(report, region->councils, region->count, c, NULL, NULL, NULL);
    }
}

static void find_shared(struct report *report)
{
    for (size_t i = 0; i < report->council_count; i++) {
        const char *mine = report->councils[i].visit.start_url;
        for (size_t k = 0; mine && !report->councils[i].shared && k < report->council_count; k++) {
            const char *other = report->councils[k].visit.start_url;
            if (k != i && other && strcmp(mine, other) == 0)
                report->councils[i].shared = &report->councils[k];
        }
    }
}

/* Leaves only the wanted council in the list. */
static enum status keep_only(struct report *report, struct error *err)
{
    const struct council *council = councils_find(&report->list, report->only);
    if (!council)
        return error_set(err, STATUS_NOT_FOUND, "run %lld has no council '%.100s'", (long long)report->run.id, report->only);
    report->list.items[0] = *council;
    report->list.count = 1;
    return STATUS_OK;
}

/* The councils that the run was begun for: those that its options name, of a list that may hold more. Of the others nothing is
 * known, not even that they could not be read. */
static void take_asked(struct report *report)
{
    struct map *asked = map_new();
    cJSON *options = report->run.options ? cJSON_Parse(report->run.options) : NULL;
    const cJSON *codes = cJSON_GetObjectItemCaseSensitive(options, "councils"), *code;
    cJSON_ArrayForEach(code, codes)
        if (cJSON_IsString(code))
            map_put(asked, code->valuestring, strlen(code->valuestring), NULL);
    report->councils = arena_array(&report->arena, report->list.count + 1, sizeof *report->councils);
    for (size_t i = 0; i < report->list.count; i++) {
        const struct council *council = &report->list.items[i];
        if (!codes || map_get(asked, council->gss_code, strlen(council->gss_code)))
            report->councils[report->council_count++].council = council;
    }
    cJSON_Delete(options);
    map_free(asked);
}

static enum status load_stages(struct report *report, struct error *err)
{
    static enum status (*const stages[])(struct report *, struct error *) = {load_visits,    load_scorecards, load_pages, load_summaries,
                                                                             load_links,     additions_load,  load_past};
    enum status status = texts_load(report->options->seeds, &report->texts, err);
    if (status == STATUS_OK)
        status = load_runs(report, err);
    if (status == STATUS_OK)
        status = store_councils(report->store, report->run.id, &report->list, err);
    if (status == STATUS_OK && report->only)
        status = keep_only(report, err);
    if (status != STATUS_OK)
        return status;
    take_asked(report);
    for (size_t i = 0; status == STATUS_OK && i < sizeof stages / sizeof stages[0]; i++)
        status = stages[i](report, err);
    return status;
}

enum status data_load(struct store *store, const struct report_options *options, struct report *report, struct error *err)
{
    *report = (struct report){
        .store = store, .options = options, .rubric = options->rubric, .pages = map_new(), .summaries = map_new()};
    enum status status = load_stages(report, err);
    if (status != STATUS_OK)
        return status;
    report->sample = sample_measure(report);
    find_regions(report);
    find_medians(report);
    find_shared(report);
    return history_load(report, err);
}

enum status data_load_council(struct store *store, const char *gss_code, const struct report_options *options,
                              struct report *report, struct error *err)
{
    *report = (struct report){.store = store,
                              .options = options,
                              .only = gss_code,
                              .rubric = options->rubric,
                              .pages = map_new(),
                              .summaries = map_new()};
    return load_stages(report, err);
}

void data_release(struct report *report)
{
    for (size_t i = 0; i < report->council_count; i++) {
        arena_release(&report->councils[i].card.arena);
        past_release_cards(&report->councils[i].past);
    }
    map_free(report->pages);
    map_free(report->summaries);
    past_release(&report->past);
    decisions_release(&report->decisions);
    texts_release(&report->texts);
    councils_release(&report->list);
    councils_release(&report->others);
    councils_release(&report->shipped);
    arena_release(&report->arena);
    *report = (struct report){0};
}
