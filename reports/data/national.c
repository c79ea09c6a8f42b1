#include "reports/data/national.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

/* What a line says of one council: outside its base, in it and not counted, counted. */
enum place { OUT, IN, COUNTED };

static enum place place_if(bool counted)
{
    return counted ? COUNTED : IN;
}

static const struct row_verdict *row_of(const struct service_scorecard *service, const char *row)
{
    for (size_t i = 0; i < service->row_count; i++)
        if (strcmp(service->rows[i].row, row) == 0)
            return &service->rows[i];
    return NULL;
}

static enum verdict verdict_of(const struct service_scorecard *service, const char *row)
{
    const struct row_verdict *found = row_of(service, row);
    return found ? found->judgement.verdict : VERDICT_NOT_TESTED;
}

static bool is_provider(const struct service_scorecard *service)
{
    return verdict_of(service, "provided") == VERDICT_YES;
}

static bool has_word(const char *text, const char *word)
{
    size_t length = strlen(word);
    for (const char *s = text; s && (s = strstr(s, word)); s += length)
        if ((s == text || s[-1] == ' ' || s[-1] == ',') && (!s[length] || s[length] == ' ' || s[length] == ','))
            return true;
    return false;
}

static enum place provided(const struct service_scorecard *service, const char *wanted)
{
    enum verdict verdict = verdict_of(service, "provided"), asked;
    if (!verdict_is_told(verdict) || !verdict_parse(wanted, &asked))
        return OUT;
    /* `concerns` has no place in this table; a rubric that gives it means doubts. */
    return place_if((verdict == VERDICT_CONCERNS ? VERDICT_DOUBTS : verdict) == asked);
}

static bool on_the_web(const struct service_scorecard *service)
{
    static const char *const rows[] = {"explanation", "referral", "contacts", "eligibility"};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        enum verdict verdict = verdict_of(service, rows[i]);
        if (verdict == VERDICT_YES || verdict == VERDICT_CONCERNS)
            return true;
    }
    return false;
}

static enum place available(const struct service_scorecard *service, const char *wanted)
{
    if (!verdict_is_told(verdict_of(service, "provided")))
        return OUT;
    if (!is_provider(service))
        return IN; /* those that don't provide it count as no */
    if (!verdict_is_told(service->headline))
        return OUT;
    if (strcmp(wanted, "widely") == 0)
        return place_if(!data_is_nowhere(service));
    if (strcmp(wanted, "web") == 0)
        return place_if(on_the_web(service));
    return place_if(service->headline == VERDICT_YES);
}

/* Yes and vague count, "no set criteria" and "assessment only" don't. */
static enum place eligibility(const struct service_scorecard *service, const char *wanted)
{
    (void)wanted;
    const struct row_verdict *row = row_of(service, "eligibility");
    if (!row || !is_provider(service) || !verdict_is_told(row->judgement.verdict))
        return OUT;
    const char *reason = row->judgement.reason ? row->judgement.reason : "";
    bool vague = row->judgement.verdict == VERDICT_CONCERNS && strcmp(reason, "no-set-criteria") != 0 &&
                 strcmp(reason, "after-assessment") != 0;
    return place_if(row->judgement.verdict == VERDICT_YES || vague);
}

static enum place headline(const struct service_scorecard *service, const char *wanted)
{
    if (!is_provider(service) || !verdict_is_told(service->headline))
        return OUT;
    if (data_is_nowhere(service))
        return place_if(strcmp(wanted, "not_widely_available") == 0);
    return place_if(strcmp(wanted, verdict_word(service->headline)) == 0);
}

/* The report's bins by the highest age: "0-17" holds everything from 14 up. */
static const char *age_bin(const char *detail)
{
    static const struct {
        int to;
        const char *bin;
    } bins[] = {{5, "0-5"}, {6, "0-6"}, {7, "0-7"}, {8, "0-8"}, {13, "0-13"}, {200, "0-17"}};
    const char *dash = detail ? strchr(detail, '-') : NULL;
    int64_t to;
    if (!dash)
        return "none";
    size_t length = strspn(dash + 1, "0123456789");
    char digits[8] = "";
    if (length && length < sizeof digits)
        memcpy(digits, dash + 1, length);
    if (!text_to_int(digits, 0, 200, &to))
        return length ? "none" : "0-17"; /* "0-": open upwards */
    for (size_t i = 0; i < sizeof bins / sizeof bins[0]; i++)
        if (to <= bins[i].to)
            return bins[i].bin;
    return "none";
}

static enum place ages(const struct service_scorecard *service, const char *wanted)
{
    const struct row_verdict *row = row_of(service, "all_ages");
    if (!row || !is_provider(service) || !verdict_is_told(row->judgement.verdict))
        return OUT;
    return place_if(strcmp(age_bin(row->detail), wanted) == 0);
}

static enum place designated(const struct service_scorecard *service, const char *wanted)
{
    const struct row_verdict *row = row_of(service, "provided");
    if (!row || !is_provider(service))
        return OUT;
    if (!has_word(row->detail, "designated") && !has_word(row->detail, "non-designated") && !has_word(row->detail, "mix"))
        return OUT;
    return place_if(has_word(row->detail, wanted));
}

static enum place both(const struct service_scorecard *service, const char *wanted)
{
    (void)wanted;
    const struct row_verdict *row = row_of(service, "to_hand");
    if (!row || !is_provider(service) || !verdict_is_told(row->judgement.verdict))
        return OUT;
    return place_if(row->judgement.verdict == VERDICT_YES && has_word(row->detail, "leaflet") && on_the_web(service));
}

/* How each table of seeds/reference/edcm-2011.json is counted, and the rows that it asks. */
static const struct table_counted {
    const char *table;
    enum place (*place)(const struct service_scorecard *service, const char *line);
    const char *const rows[7];
} tables_counted[] = {
    {"provided", provided, {"provided"}},
    {"available", available, {"provided", "explanation", "referral", "contacts", "eligibility", "to_hand"}},
    {"eligibility", eligibility, {"provided", "eligibility"}},
    {"headline", headline, {"provided", "explanation", "referral", "contacts", "to_hand"}},
    {"ages", ages, {"provided", "all_ages"}},
    {"designated", designated, {"provided"}},
    {"both", both, {"provided", "to_hand", "explanation", "referral", "contacts", "eligibility"}},
};

static const struct table_counted *table_counted(const char *table)
{
    for (size_t i = 0; i < sizeof tables_counted / sizeof tables_counted[0]; i++)
        if (strcmp(tables_counted[i].table, table) == 0)
            return &tables_counted[i];
    return NULL;
}

static bool is_unsure_of(const struct service_scorecard *service, const char *const *rows)
{
    bool unsure = false;
    for (; *rows && !unsure; rows++) {
        const struct row_verdict *row = row_of(service, *rows);
        unsure = row && data_is_unsure(row);
    }
    return unsure;
}

/* A table that nobody knows how to count has nobody in its base. */
static enum place place_of(const struct service_scorecard *service, const char *table, const char *line)
{
    const struct table_counted *counted = table_counted(table);
    return service && counted ? counted->place(service, line) : OUT;
}

static bool is_comparable(const struct report *report, const struct report_council *council)
{
    const struct service_scorecard *now = data_service(&council->card, report->texts.past_service);
    const struct past_card *before = data_run_before(report, council);
    if (!now || !before || !before->card.read || before->uneven)
        return false;
    for (size_t i = 0; i < now->row_count; i++) {
        const struct row_verdict *then = data_row(&before->card, now->service, now->rows[i].row);
        if (!then || then->version != now->rows[i].version ||
            change_is_ours(change_of(&before->card, &council->card, &now->rows[i], before->run->change).cause))
            return false;
    }
    return true;
}

static void count_line(const struct report *report, const char *table, const struct past_line *past, struct national_line *line)
{
    *line = (struct national_line){.table = table, .line = past->line, .label = past->label, .past = past->percent};
    for (size_t i = 0; i < report->council_count; i++) {
        const struct report_council *council = &report->councils[i];
        const char *service = report->texts.past_service;
        enum place now = council->read ? place_of(data_service(&council->card, service), table, past->line) : OUT;
        line->now.base += now != OUT;
        line->now.count += now == COUNTED;
        line->now.unsure += now != OUT && is_unsure_of(data_service(&council->card, service), table_counted(table)->rows);
        if (now == OUT || !is_comparable(report, council))
            continue;
        enum place then = place_of(data_service(&data_before(council)->card, service), table, past->line);
        if (then == OUT)
            continue;
        line->matched_now.base++;
        line->matched_before.base++;
        line->matched_now.count += now == COUNTED;
        line->matched_before.count += then == COUNTED;
    }
}

const struct national_table *national_tables(const struct report *report, struct arena *arena, size_t *count)
{
    const struct report_texts *texts = &report->texts;
    struct national_table *tables = arena_array(arena, texts->past_count + 1, sizeof *tables);
    for (size_t t = 0; t < texts->past_count; t++) {
        const struct past_table *past = &texts->past[t];
        struct national_line *lines = arena_array(arena, past->line_count + 1, sizeof *lines);
        for (size_t i = 0; i < past->line_count; i++)
            count_line(report, past->id, &past->lines[i], &lines[i]);
        tables[t] = (struct national_table){past->id, past->title, past->base, past->base_past, lines, past->line_count};
    }
    *count = texts->past_count;
    return tables;
}

struct national_count national_figure(const struct report *report, const char *figure)
{
    static const char *const basics[] = {"provided", "explanation", "referral", "contacts", NULL};
    struct national_count result = {0};
    if (strncmp(figure, "row:", 4) == 0) {
        struct row_counts counts = data_row_counts(report, figure + 4, NULL);
        return (struct national_count){counts.by_verdict[VERDICT_YES], counts.tested, counts.unsure};
    }
    for (size_t i = 0; i < report->council_count; i++) {
        const struct report_council *council = &report->councils[i];
        if (!council->read)
            continue;
        if (strncmp(figure, "headline:", 9) == 0) {
            const struct service_scorecard *service = data_service(&council->card, figure + 9);
            if (!service || !verdict_is_told(service->headline))
                continue;
            /* Words about another role are no answer about this service. */
            const struct row_verdict *offered = data_row(&council->card, figure + 9, "provided");
            bool is_about = !offered || !verdict_is_told(offered->judgement.verdict) || offered->judgement.verdict == VERDICT_YES;
            result.base++;
            result.count += service->headline == VERDICT_YES && is_about;
            result.unsure += is_unsure_of(service, basics);
        } else if (data_checks_links(&report->run)) {
            result.base++;
            result.count += council->links.broken_own > 0;
        }
    }
    return result;
}
