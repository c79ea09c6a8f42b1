#include "reports/national.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

static const char key_working[] = "key-working";

/* What a line says of one council: outside its base, in it and not counted, counted. */
enum place { OUT, IN, COUNTED };

static enum place place_if(bool counted)
{
    return counted ? COUNTED : IN;
}

static enum verdict verdict_of(const struct scorecard *card, const char *row)
{
    const struct row_verdict *found = data_row(card, key_working, row);
    return found ? found->judgement.verdict : VERDICT_NOT_TESTED;
}

static bool is_provider(const struct scorecard *card)
{
    return verdict_of(card, "provided") == VERDICT_YES;
}

static bool has_word(const char *text, const char *word)
{
    size_t length = strlen(word);
    for (const char *s = text; s && (s = strstr(s, word)); s += length)
        if ((s == text || s[-1] == ' ' || s[-1] == ',') && (!s[length] || s[length] == ' ' || s[length] == ','))
            return true;
    return false;
}

static enum place provided(const struct scorecard *card, const char *wanted)
{
    enum verdict verdict = verdict_of(card, "provided"), asked;
    if (!data_is_tested(verdict) || !verdict_parse(wanted, &asked))
        return OUT;
    /* `concerns` has no place in this table; a rubric that gives it means doubts. */
    return place_if((verdict == VERDICT_CONCERNS ? VERDICT_DOUBTS : verdict) == asked);
}

static bool on_the_web(const struct scorecard *card)
{
    static const char *const rows[] = {"explanation", "referral", "contacts", "eligibility"};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        enum verdict verdict = verdict_of(card, rows[i]);
        if (verdict == VERDICT_YES || verdict == VERDICT_CONCERNS)
            return true;
    }
    return false;
}

static enum place available(const struct scorecard *card, const char *wanted)
{
    const struct service_scorecard *service = data_service(card, key_working);
    if (!service || !data_is_tested(verdict_of(card, "provided")))
        return OUT;
    if (!is_provider(card))
        return IN; /* those that don't provide it count as no */
    if (!data_is_tested(service->headline))
        return OUT;
    if (strcmp(wanted, "widely") == 0)
        return place_if(service->widely_available);
    if (strcmp(wanted, "web") == 0)
        return place_if(on_the_web(card));
    return place_if(service->headline == VERDICT_YES);
}

/* Yes and vague count, "no set criteria" and "assessment only" don't. */
static enum place eligibility(const struct scorecard *card, const char *wanted)
{
    (void)wanted;
    const struct row_verdict *row = data_row(card, key_working, "eligibility");
    if (!row || !is_provider(card) || !data_is_tested(row->judgement.verdict))
        return OUT;
    const char *reason = row->judgement.reason ? row->judgement.reason : "";
    bool vague = row->judgement.verdict == VERDICT_CONCERNS && strcmp(reason, "no-set-criteria") != 0 &&
                 strcmp(reason, "after-assessment") != 0;
    return place_if(row->judgement.verdict == VERDICT_YES || vague);
}

static enum place headline(const struct scorecard *card, const char *wanted)
{
    const struct service_scorecard *service = data_service(card, key_working);
    if (!service || !is_provider(card) || !data_is_tested(service->headline))
        return OUT;
    if (!service->widely_available)
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

static enum place ages(const struct scorecard *card, const char *wanted)
{
    const struct row_verdict *row = data_row(card, key_working, "all_ages");
    if (!row || !is_provider(card) || !data_is_tested(row->judgement.verdict))
        return OUT;
    return place_if(strcmp(age_bin(row->detail), wanted) == 0);
}

static enum place designated(const struct scorecard *card, const char *wanted)
{
    const struct row_verdict *row = data_row(card, key_working, "provided");
    if (!row || !is_provider(card))
        return OUT;
    if (!has_word(row->detail, "designated") && !has_word(row->detail, "non-designated") && !has_word(row->detail, "mix"))
        return OUT;
    return place_if(has_word(row->detail, wanted));
}

static enum place both(const struct scorecard *card, const char *wanted)
{
    (void)wanted;
    const struct row_verdict *row = data_row(card, key_working, "to_hand");
    if (!row || !is_provider(card) || !data_is_tested(row->judgement.verdict))
        return OUT;
    return place_if(row->judgement.verdict == VERDICT_YES && has_word(row->detail, "leaflet") && on_the_web(card));
}

static const struct definition {
    const char *table, *line, *label;
    enum place (*place)(const struct scorecard *card, const char *line);
} definitions[] = {
    {"provided", "yes", "The council says that it has key working", provided},
    {"provided", "no", "The council says that it has none", provided},
    {"provided", "doubts", "Significant doubts", provided},
    {"provided", "silent", "The web site says nothing either way", provided},
    {"available", "widely", "Information is widely available", available},
    {"available", "web", "Information is on the web site", available},
    {"available", "user_focussed", "Information puts the user first", available},
    {"eligibility", "published", "Who it is for is published", eligibility},
    {"headline", "yes", "What it is, how to ask and who to ring: all three", headline},
    {"headline", "concerns", "Some of the three", headline},
    {"headline", "no", "None of the three", headline},
    {"headline", "not_widely_available", "Neither leaflet nor web page", headline},
    {"ages", "none", "No ages given", ages},
    {"ages", "0-5", "Up to 5", ages},
    {"ages", "0-6", "Up to 6", ages},
    {"ages", "0-7", "Up to 7", ages},
    {"ages", "0-8", "Up to 8", ages},
    {"ages", "0-13", "Up to 13", ages},
    {"ages", "0-17", "Up to 17 or over", ages},
    {"designated", "designated", "Designated key workers only", designated},
    {"designated", "non-designated", "Non-designated key workers only", designated},
    {"designated", "mix", "A mix of the two", designated},
    {"both", "leaflet_and_web", "Both a leaflet and a web page", both},
};

static const struct {
    const char *id, *title, *base;
} titles[] = {
    {"provided", "Is key working provided?", "councils read where this could be judged"},
    {"available", "Is information about key working there to be found?",
     "councils read where this could be judged; those that don’t provide it count as no"},
    {"eligibility", "Are the criteria published?", "councils that say they provide it"},
    {"headline", "Does the information put families first?", "councils that say they provide it"},
    {"ages", "Which ages is key working for?", "councils that say they provide it, where ages could be looked for"},
    {"designated", "What kind of key workers?", "councils that say they provide it and say which kind"},
    {"both", "Leaflet and web page", "councils that say they provide it"},
};

static bool same_rules(const struct report *report, const struct report_council *council)
{
    const struct service_scorecard *now = data_service(&council->card, key_working);
    if (!now || !council->has_before || !council->before.read)
        return false;
    for (size_t i = 0; i < now->row_count; i++) {
        const struct row_verdict *then = data_row(&council->before, key_working, now->rows[i].row);
        if (!then || then->version != now->rows[i].version ||
            change_of(&council->before, &council->card, &now->rows[i], report->runs).cause == CAUSE_RULE)
            return false;
    }
    return true;
}

static void count_line(const struct report *report, const struct definition *definition, struct national_line *line)
{
    *line = (struct national_line){.table = definition->table,
                                   .line = definition->line,
                                   .label = definition->label,
                                   .past = texts_past(&report->texts, definition->table, definition->line)};
    for (size_t i = 0; i < report->council_count; i++) {
        const struct report_council *council = &report->councils[i];
        enum place now = council->read ? definition->place(&council->card, definition->line) : OUT;
        line->now.base += now != OUT;
        line->now.count += now == COUNTED;
        if (now == OUT || !same_rules(report, council))
            continue;
        enum place then = definition->place(&council->before, definition->line);
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
    const size_t line_count = sizeof definitions / sizeof definitions[0];
    *count = sizeof titles / sizeof titles[0];
    struct national_table *tables = arena_array(arena, *count, sizeof *tables);
    struct national_line *lines = arena_array(arena, line_count, sizeof *lines);
    for (size_t i = 0; i < line_count; i++)
        count_line(report, &definitions[i], &lines[i]);
    for (size_t t = 0; t < *count; t++) {
        tables[t] = (struct national_table){.id = titles[t].id, .title = titles[t].title, .base = titles[t].base};
        for (size_t i = 0; i < line_count; i++)
            if (strcmp(lines[i].table, titles[t].id) == 0) {
                if (!tables[t].line_count)
                    tables[t].lines = &lines[i];
                tables[t].line_count++;
            }
    }
    return tables;
}

struct national_count national_figure(const struct report *report, const char *figure)
{
    struct national_count result = {0, 0};
    if (strncmp(figure, "row:", 4) == 0) {
        struct row_counts counts = data_row_counts(report, figure + 4, NULL);
        return (struct national_count){counts.by_verdict[VERDICT_YES], counts.tested};
    }
    for (size_t i = 0; i < report->council_count; i++) {
        const struct report_council *council = &report->councils[i];
        if (!council->read)
            continue;
        if (strncmp(figure, "headline:", 9) == 0) {
            const struct service_scorecard *service = data_service(&council->card, figure + 9);
            if (!service || !data_is_tested(service->headline))
                continue;
            /* Words about another role are no answer about this service. */
            const struct row_verdict *offered = data_row(&council->card, figure + 9, "provided");
            bool is_about = !offered || !data_is_tested(offered->judgement.verdict) || offered->judgement.verdict == VERDICT_YES;
            result.base++;
            result.count += service->headline == VERDICT_YES && is_about;
        } else {
            result.base++;
            result.count += council->links.broken_own > 0;
        }
    }
    return result;
}
