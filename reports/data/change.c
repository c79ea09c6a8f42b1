#include "reports/data/change.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "reports/data/data.h"

const char *change_way_word(enum change_way way)
{
    static const char *const words[] = {"", "better", "worse", "other"};
    return words[way];
}

const char *change_cause_word(enum change_cause cause)
{
    static const char *const words[] = {"", "council", "rule", "coverage", "correction", "time", "new"};
    return words[cause];
}

bool change_is_ours(enum change_cause cause)
{
    return cause == CAUSE_RULE || cause == CAUSE_CORRECTION;
}

/* Higher is better; only tested verdicts can be ordered. */
static int rank(enum verdict verdict)
{
    return verdict == VERDICT_YES ? 3 : verdict == VERDICT_CONCERNS || verdict == VERDICT_DOUBTS ? 2 : 1;
}

static bool has_same_rules(const struct run *before, const struct run *after)
{
    return text_same(before->rubric_version, after->rubric_version) && text_same(before->rubric_sha256, after->rubric_sha256);
}

struct change_runs change_runs(const struct run *before, const struct run *after)
{
    return (struct change_runs){.same_rules = has_same_rules(before, after), .same_means = data_has_browser(before) == data_has_browser(after), .year_before = clock_year(before->started_at),
                                .year_after = clock_year(after->started_at)};
}

enum status change_load_runs(struct store *store, const struct run *before, const struct run *after, struct arena *arena, struct change_runs *runs,
                             struct error *err)
{
    *runs = change_runs(before, after);
    enum status status = store_unread_pages(store, before->id, after->id, arena, &runs->unread_pages, &runs->unread_page_count, err);
    if (status == STATUS_OK)
        status = store_uneven_visits(store, before->id, after->id, arena, &runs->uneven, &runs->uneven_count, err);
    /* Of a pruned run nobody knows the words any more. */
    return status != STATUS_OK || before->pruned || after->pruned || (runs->same_rules && runs->uneven_count == 0)
               ? status
               : store_new_pages(store, before->id, after->id, arena, &runs->new_pages, &runs->new_page_count, err);
}

bool change_is_uneven(const struct change_runs *runs, const char *gss_code)
{
    bool uneven = false;
    for (size_t i = 0; i < runs->uneven_count && !uneven; i++)
        uneven = !strcmp(runs->uneven[i], gss_code);
    return uneven;
}

static int by_id(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static bool is_among(int64_t page, const int64_t *pages, size_t count)
{
    return count > 0 && bsearch(&page, pages, count, sizeof *pages, by_id) != NULL;
}

/* Whether words that the result rests on are on one of the pages. */
static bool rests_on(const struct row_verdict *row, const int64_t *pages, size_t count)
{
    bool found = false;
    for (size_t i = 0; i < row->judgement.evidence_count && !found; i++)
        found = is_among(row->judgement.evidence[i].page_id, pages, count);
    return found;
}

static bool is_on_new_page(const struct row_verdict *row, const struct change_runs *runs)
{
    return rests_on(row, runs->new_pages, runs->new_page_count) || is_among(row->judgement.near_miss.page_id, runs->new_pages, runs->new_page_count);
}

/* One run read what the other did not come to: by pages that it cites, or, where nothing that it cites is new, by others. */
static bool by_reach(const struct row_verdict *before, const struct row_verdict *after, const struct scorecard *card, const struct change_runs *runs)
{
    if (rests_on(before, runs->unread_pages, runs->unread_page_count) || rests_on(after, runs->unread_pages, runs->unread_page_count))
        return true;
    return card && change_is_uneven(runs, card->gss_code) && !is_on_new_page(before, runs) && !is_on_new_page(after, runs);
}

enum { LINKS_OK, LINKS_BROKEN, LINKS_KINDS = 4, LINKS_MANY = 100000000 };

/* The numbers of signposts' detail, "ok 3 broken 1 suspect 0 blocked 2"; false for any other. */
static bool read_links(const char *detail, int64_t counts[LINKS_KINDS])
{
    static const char *const words[LINKS_KINDS] = {"ok ", "broken ", "suspect ", "blocked "};
    const char *at = detail ? detail : "";
    for (size_t i = 0; i < LINKS_KINDS; i++) {
        if (strncmp(at, words[i], strlen(words[i])) != 0 || !text_is_digit(at[strlen(words[i])]))
            return false;
        at += strlen(words[i]);
        for (counts[i] = 0; text_is_digit(*at) && counts[i] < LINKS_MANY; at++)
            counts[i] = 10 * counts[i] + (*at - '0');
        at += *at == ' ';
    }
    return true;
}

/* What was suspect or refused us and is now confirmed broken, or the other way round, is the same link: it was the look that
 * told more. One that works now, or worked then, is not. */
static bool by_confirmation(const struct row_verdict *before, const struct row_verdict *after)
{
    int64_t then[LINKS_KINDS], now[LINKS_KINDS], all_then = 0, all_now = 0;
    if (strcmp(after->row, "signposts") != 0 || !read_links(before->detail, then) || !read_links(after->detail, now))
        return false;
    for (size_t i = 0; i < LINKS_KINDS; i++) {
        all_then += then[i];
        all_now += now[i];
    }
    return then[LINKS_OK] == now[LINKS_OK] && all_then == all_now && then[LINKS_BROKEN] != now[LINKS_BROKEN];
}

/* Links and clicks are counted, by rules that are no matter of words. */
static bool is_counted(const struct row_verdict *row)
{
    return strcmp(row->row, "signposts") == 0 || strcmp(row->row, "findable") == 0;
}

/* Other rules may have judged the same words otherwise. */
static bool by_rules(const struct row_verdict *before, const struct row_verdict *after, const struct change_runs *runs)
{
    return !runs->same_rules && !is_counted(after) && !is_on_new_page(before, runs) && !is_on_new_page(after, runs);
}

static bool is_rendered(const struct row_verdict *row)
{
    for (size_t i = 0; i < row->judgement.evidence_count; i++)
        if (row->judgement.evidence[i].where && strstr(row->judgement.evidence[i].where, EVIDENCE_RENDERED))
            return true;
    return false;
}

/* The page gives the date that was less than a year old in the other run, or a later one, and the year since is over all the same. */
static bool is_over_since(const struct row_verdict *old, const struct row_verdict *fresh)
{
    return text_same(old->judgement.reason, REASON_OVER_A_YEAR) && old->detail && fresh->detail && *old->detail && *fresh->detail &&
           strcmp(old->detail, fresh->detail) >= 0;
}

/* The page gave the date that counts now in the other run too, when it had not come yet. */
static bool has_come_since(const struct row_verdict *then, const struct row_verdict *now)
{
    const struct evidence *ahead = &then->judgement.near_miss;
    bool found = false;
    for (size_t i = 0; ahead->quote && text_same(ahead->cue, CUE_DATE_AHEAD) && i < now->judgement.evidence_count; i++)
        found = found || strcmp(now->judgement.evidence[i].quote, ahead->quote) == 0;
    return found;
}

/* By the calendar of the other run's year it would say what that run said: a consultation of that year is over since. */
static bool has_lapsed(const struct row_verdict *row, const struct row_verdict *other, int year)
{
    return year != 0 && row->lapsed_year >= year && row->lapsed == other->judgement.verdict;
}

static bool by_time(const struct row_verdict *before, const struct row_verdict *after, struct change_runs runs)
{
    return is_over_since(before, after) || is_over_since(after, before) || has_come_since(before, after) || has_come_since(after, before) || has_lapsed(after, before, runs.year_before) || has_lapsed(before, after, runs.year_after);
}

bool change_is_judged(const struct row_verdict *row)
{
    return verdict_is_told(verdict_meant(row)) || row->judgement.verdict == VERDICT_NOT_APPLICABLE;
}

/* Whether something of the service could not be judged: there may then be more of it than was seen. */
static bool is_seen_in_part(const struct scorecard *card, const char *service)
{
    const struct service_scorecard *found = card ? data_service(card, service) : NULL;
    for (size_t i = 0; found && i < found->row_count; i++)
        if (!change_is_judged(&found->rows[i]))
            return true;
    return false;
}

/* A person said what the program only leans to. */
static bool is_confirmation(const struct row_verdict *row, const struct row_verdict *decided)
{
    return verdict_leans(row) && row->leans == decided->judgement.verdict && strcmp(decided->decided_by, "review") == 0;
}

struct change change_of(const struct scorecard *before, const struct scorecard *card, const struct row_verdict *after, struct change_runs runs)
{
    struct change change = {.after = after};
    if (!before)
        return change;
    change.before = data_row(before, after->service, after->row);
    if (!change.before) {
        change.cause = CAUSE_NEW;
        return change;
    }
    enum verdict then = change.before->judgement.verdict, now = after->judgement.verdict;
    if (then == now)
        return change;
    if (change.before->version != after->version)
        change.cause = CAUSE_RULE;
    else if (!change_is_judged(change.before) || !change_is_judged(after) || (!runs.same_means && (is_rendered(change.before) || is_rendered(after))))
        change.cause = CAUSE_COVERAGE;
    else if (after->overruled != change.before->overruled || (after->overruled && decisions_same_words(change.before, after)) ||
             is_confirmation(change.before, after) || is_confirmation(after, change.before))
        change.cause = CAUSE_CORRECTION;
    else if ((then == VERDICT_NOT_APPLICABLE && is_seen_in_part(before, after->service)) ||
             (now == VERDICT_NOT_APPLICABLE && is_seen_in_part(card, after->service)) || (!after->overruled && by_confirmation(change.before, after)))
        change.cause = CAUSE_COVERAGE;
    else if (!after->overruled && by_time(change.before, after, runs))
        change.cause = CAUSE_TIME;
    else if (!after->overruled && by_reach(change.before, after, card, &runs))
        change.cause = CAUSE_COVERAGE;
    else if (by_rules(change.before, after, &runs))
        change.cause = CAUSE_RULE;
    else
        change.cause = verdict_leans(change.before) || verdict_leans(after) ? CAUSE_COVERAGE : CAUSE_COUNCIL;
    change.way = CHANGE_OTHER;
    if (verdict_is_told(then) && verdict_is_told(now) && rank(then) != rank(now))
        change.way = rank(now) > rank(then) ? CHANGE_BETTER : CHANGE_WORSE;
    return change;
}
