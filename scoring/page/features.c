#include "scoring/page/features.h"

#include <math.h>

#include "base/limits.h"
#include "base/map.h"
#include "base/memory.h"

enum { SLOW_SCALE_TOP = 12, BEST_SENTENCES = 4, PARTS_SHOWN = 3, TIMES_TOP = 3, LISTED_MOST = 3 };
static const float SURE = 0.4f;
static const double NONE_LEAST = 0.01;
/* How surely a part is shown is also told in steps: a codebook counts sectors, it doesn't weigh them. */
static const double STEPS[] = {0.15, 0.3, 0.5, 0.7}, STEP_WIDTH = 0.2;
enum { PART_STEPS = sizeof STEPS / sizeof *STEPS };

struct feature_set {
    struct arena arena;
    const struct cues *cues;
    const struct roles *roles; /* or NULL */
    const char **names;
    size_t count, capacity;
    struct map *by_name;
    const struct service_names *services;
    int part[SECTOR_COUNT], named[SECTOR_COUNT]; /* signals */
    int part_role[SECTOR_COUNT], passing_role[SECTOR_COUNT];
    int formal, plain;
    size_t parts; /* the first of the features "parts.*" */
};

/* The features that are not made of cues, in their order. */
#define PAGE_FEATURES(X)                                                                                                                     \
    X(HAS_FACT_WAY_ONE, "fact.way.1") X(HAS_FACT_WAY_TWO, "fact.way.2") X(HAS_FACT_PERSON, "fact.person") X(HAS_FACT_GENERAL, "fact.general")                \
    X(HAS_FACT_PHONE, "fact.phone") X(HAS_FACT_EMAIL, "fact.email") X(HAS_FACT_POST, "fact.post") X(HAS_FACT_ENQUIRY, "fact.form")                           \
    X(HAS_FACT_CONTACT_YES, "fact.contact-yes") X(HAS_FACT_AGE, "fact.age") X(HAS_FACT_FORMAT, "fact.format") X(HAS_FACT_FORMAT_TWO, "fact.format.2")        \
    X(HAS_FACT_SELF, "fact.self-referral") X(HAS_FACT_TIMEFRAME, "fact.timeframe") X(HAS_FACT_OFFLINE, "fact.offline")                                   \
    X(HAS_FACT_REFUSED, "fact.refused-contact")                                                                                                 \
    X(HAS_SECTOR_PART_ONE, "sector.part.1") X(HAS_SECTOR_PART_TWO, "sector.part.2") X(HAS_SECTOR_PART_THREE, "sector.part.3")                            \
    X(HAS_SECTOR_NAMED_ONE, "sector.named.1") X(HAS_SECTOR_NAMED_TWO, "sector.named.2") X(HAS_SECTOR_NAMED_THREE, "sector.named.3")                      \
    X(HAS_TEXT_WORDS, "text.words") X(HAS_TEXT_SHORT, "text.short") X(HAS_TEXT_SENTENCE, "text.sentence") X(HAS_TEXT_WORD, "text.word-length")               \
    X(HAS_TEXT_FORMAL, "text.formal") X(HAS_TEXT_PLAIN, "text.plain") X(HAS_TEXT_CONTRACTIONS, "text.contractions") X(HAS_TEXT_LONG, "text.long-words")      \
    X(HAS_TEXT_GRADE, "text.grade") X(HAS_TEXT_JARGON, "text.jargon") X(HAS_TEXT_CAPITALS, "text.capitals")                                              \
    X(HAS_PAGE_LINKS, "page.link-share") X(HAS_PAGE_LISTS, "page.list-share") X(HAS_PAGE_UNITS, "page.sentences") X(HAS_PAGE_QUESTIONS, "page.questions")

enum page_feature {
#define X(id, name) id,
    PAGE_FEATURES(X)
#undef X
    PAGE_FEATURE_COUNT
};

static const char *const PAGE_FEATURE_NAMES[] = {
#define X(id, name) name,
    PAGE_FEATURES(X)
#undef X
};
_Static_assert(sizeof PAGE_FEATURE_NAMES / sizeof *PAGE_FEATURE_NAMES == PAGE_FEATURE_COUNT, "a name for each");

static void add_name(struct feature_set *set, const char *name)
{
    MEMORY_PUSH_ROOM(set->names, set->count, set->capacity);
    map_put(set->by_name, name, strlen(name), NULL)->number = (int64_t)set->count;
    set->names[set->count++] = name;
}

static int role_called(const struct feature_set *set, const char *group, const char *sector)
{
    char name[32];
    snprintf(name, sizeof name, "%s.%s", group, sector);
    return set->roles != NULL ? roles_find(set->roles, name) : -1;
}

static void find_sectors(struct feature_set *set)
{
    char name[32];
    for (size_t i = 0; i < SECTOR_COUNT; i++) {
        snprintf(name, sizeof name, "ju_%s", service_sector_word(i));
        set->part[i] = cues_signal(set->cues, name);
        snprintf(name, sizeof name, "ju_named_%s", service_sector_word(i));
        set->named[i] = cues_signal(set->cues, name);
        set->part_role[i] = role_called(set, "part", service_sector_word(i));
        set->passing_role[i] = role_called(set, "passing", service_sector_word(i));
    }
}

static void name_parts(struct feature_set *set, const char *group)
{
    static const char *const places[PARTS_SHOWN] = {"1st", "2nd", "3rd"};
    for (size_t i = 0; i < PARTS_SHOWN; i++) {
        add_name(set, arena_printf(&set->arena, "parts.%s.%s", group, places[i]));
        for (size_t j = 0; j < PART_STEPS; j++)
            add_name(set, arena_printf(&set->arena, "parts.%s.%s.%.0f", group, places[i], 100 * STEPS[j]));
    }
}

static void name_services(struct feature_set *set, const char *group)
{
    for (size_t place = 0; place < SERVICE_PLACE_COUNT; place++)
        for (size_t i = 0; i < set->services->count; i++)
            add_name(set, arena_printf(&set->arena, "%s.%s.%s", group, service_place_word((enum service_place)place), set->services->ids[i]));
}

static void name_features(struct feature_set *set)
{
    static const char *const endings[] = {"1", "2", "n"};
    static const char *const role_endings[] = {"1st", "2nd", "3rd", "best", "all", "sure", "things", "listed"};
    for (size_t i = 0; i < PAGE_FEATURE_COUNT; i++)
        add_name(set, PAGE_FEATURE_NAMES[i]);
    name_services(set, "names");
    name_services(set, "leads");
    for (size_t i = 0; i < set->services->count; i++)
        add_name(set, arena_printf(&set->arena, "words.%s", set->services->ids[i]));
    for (size_t i = 0; i < cues_topic_count(set->cues); i++)
        add_name(set, arena_printf(&set->arena, "topic.%s", cues_topic_name(set->cues, (int)i)));
    for (size_t i = 0; i < cues_topic_count(set->cues); i++)
        add_name(set, arena_printf(&set->arena, "title.%s", cues_topic_name(set->cues, (int)i)));
    for (size_t i = 0; i < cues_signal_count(set->cues); i++)
        for (size_t j = 0; j < sizeof endings / sizeof *endings; j++)
            add_name(set, arena_printf(&set->arena, "sig.%s.%s", cues_signal_name(set->cues, (int)i), endings[j]));
    for (size_t i = 0; set->roles != NULL && i < roles_count(set->roles); i++) {
        for (size_t j = 0; j < sizeof role_endings / sizeof *role_endings; j++)
            add_name(set, arena_printf(&set->arena, "role.%s.%s", roles_name(set->roles, i), role_endings[j]));
        add_name(set, arena_printf(&set->arena, "none.%s", roles_name(set->roles, i)));
    }
    set->parts = set->count;
    if (set->roles == NULL)
        return;
    name_parts(set, "shown");
    name_parts(set, "named");
}

struct feature_set *features_new(const struct terms *terms, const struct cues *cues, const struct roles *roles, const struct service_names *services)
{
    struct feature_set *set = memory_alloc(sizeof *set);
    set->cues = cues;
    set->roles = roles;
    set->services = services;
    set->by_name = map_new();
    set->formal = terms_class(terms, "formal");
    set->plain = terms_class(terms, "plain");
    name_features(set);
    find_sectors(set);
    return set;
}

void features_free(struct feature_set *set)
{
    if (set == NULL)
        return;
    map_free(set->by_name);
    free(set->names);
    arena_release(&set->arena);
    free(set);
}

size_t features_count(const struct feature_set *set)
{
    return set->count;
}

const char *features_name(const struct feature_set *set, size_t index)
{
    return set->names[index];
}

int features_find(const struct feature_set *set, const char *name)
{
    const union map_value *value = map_get(set->by_name, name, strlen(name));
    return value != NULL ? (int)value->number : -1;
}

static void keep_most(double *most, double value)
{
    if (value > *most)
        *most = value;
}

static double slow(unsigned n)
{
    double value = log1p((double)n) / log1p((double)SLOW_SCALE_TOP);
    return value > 1 ? 1 : value;
}

static double share(double part, double whole)
{
    return whole > 0 ? part / whole : 0;
}

static double between(double value, double low, double high)
{
    double scaled = (value - low) / (high - low);
    return scaled < 0 ? 0 : scaled > 1 ? 1 : scaled;
}

static void fill_facts(const struct reading *reading, double *values)
{
    const struct contact_ways *ways = &reading->places.ways;
    const struct facts *facts = &reading->facts;
    values[HAS_FACT_WAY_ONE] = ways->count >= 1;
    values[HAS_FACT_WAY_TWO] = ways->count >= 2;
    values[HAS_FACT_PERSON] = ways->person;
    values[HAS_FACT_GENERAL] = ways->general_only;
    values[HAS_FACT_PHONE] = ways->telephone || ways->textphone;
    values[HAS_FACT_EMAIL] = ways->email;
    values[HAS_FACT_POST] = ways->post;
    values[HAS_FACT_ENQUIRY] = ways->form;
    values[HAS_FACT_CONTACT_YES] = ways->count >= 2 || (ways->count == 1 && ways->person);
    values[HAS_FACT_AGE] = facts->age_min >= 0 || facts->age_max >= 0;
    values[HAS_FACT_FORMAT] = facts->format_count > 0;
    values[HAS_FACT_FORMAT_TWO] = facts->format_count > 1;
    values[HAS_FACT_SELF] = facts->self_referral;
    values[HAS_FACT_TIMEFRAME] = facts->timeframe != NULL;
    for (size_t i = 0; i < facts->format_count; i++)
        if (strcmp(facts->formats[i], "offline") == 0)
            values[HAS_FACT_OFFLINE] = 1;
    for (size_t i = 0; i < reading->places.count; i++)
        if (reading->places.items[i].kind == FACT_REFUSED_CONTACT)
            values[HAS_FACT_REFUSED] = 1;
}

/* By cues alone; a service's own sector is among them. */
static void fill_sectors(const struct feature_set *set, const struct reading *reading, double *values)
{
    int parts = 0, named = 0;
    for (int i = 0; i < SECTOR_COUNT; i++) {
        parts += set->part[i] >= 0 && reading->signal_units[set->part[i]] > 0;
        named += set->named[i] >= 0 && reading->signal_units[set->named[i]] > 0;
    }
    for (int i = 0; i < 3; i++) {
        values[HAS_SECTOR_PART_ONE + i] = parts > i;
        values[HAS_SECTOR_NAMED_ONE + i] = named > i;
    }
}

/* How often each service is named, that against the one named most in the same place, and what the words speak of. */
static double *fill_services(const struct feature_set *set, const struct reading *reading, double *at)
{
    size_t count = set->services->count;
    double *leads = at + SERVICE_PLACE_COUNT * count;
    for (size_t place = 0; place < SERVICE_PLACE_COUNT; place++, at += count, leads += count) {
        double most = 0;
        for (size_t i = 0; i < count; i++) {
            at[i] = between(log1p(reading->services.times[place][i]), 0, log1p(TIMES_TOP));
            keep_most(&most, at[i]);
        }
        for (size_t i = 0; i < count; i++)
            leads[i] = share(at[i], most);
    }
    memcpy(leads, reading->services.likely, count * sizeof *leads);
    return leads + count;
}

struct text_counts {
    double words, letters, formal, plain, contractions, long_words, capitals, sentences, sentence_words;
};

static void count_unit(const struct feature_set *set, const struct reading *reading, const struct unit *unit, struct text_counts *counts)
{
    const struct token *tokens = reading->segments.tokens.items + unit->first;
    for (uint32_t i = unit->label_count; i < unit->count; i++) {
        counts->words++;
        counts->letters += tokens[i].length;
        counts->formal += (set->formal >= 0 && class_has(&tokens[i].classes, set->formal)) ||
                          (set->formal >= 0 && class_has(&tokens[i].phrases, set->formal));
        counts->plain += set->plain >= 0 && class_has(&tokens[i].classes, set->plain);
        counts->contractions += tokens[i].contraction;
        counts->long_words += tokens[i].length >= 10;
        counts->capitals += tokens[i].capital;
    }
    if (unit->stop || unit->context.place == PLACE_LIST) {
        counts->sentences++;
        counts->sentence_words += unit->count - unit->label_count;
    }
}

static void fill_text(const struct feature_set *set, const struct reading *reading, double *values)
{
    struct text_counts counts = {0};
    double lists = 0, links = 0, questions = 0;
    for (size_t i = 0; i < reading->segments.count; i++) {
        const struct unit *unit = &reading->segments.units[i];
        lists += unit->context.place == PLACE_LIST;
        links += unit->context.link;
        questions += unit->context.question;
        if (!unit->context.link && unit->context.place != PLACE_LABEL)
            count_unit(set, reading, unit, &counts);
    }
    values[HAS_TEXT_WORDS] = between(log1p(counts.words), log(20), log(1500));
    values[HAS_TEXT_SHORT] = counts.words < 60;
    values[HAS_TEXT_SENTENCE] = between(share(counts.sentence_words, counts.sentences), 8, 28);
    values[HAS_TEXT_WORD] = between(share(counts.letters, counts.words), 3.8, 6.2);
    values[HAS_TEXT_FORMAL] = between(share(counts.formal, counts.words), 0, 0.12);
    values[HAS_TEXT_PLAIN] = between(share(counts.plain, counts.words), 0, 0.25);
    values[HAS_TEXT_CONTRACTIONS] = between(share(counts.contractions, counts.words), 0, 0.02);
    values[HAS_TEXT_LONG] = between(share(counts.long_words, counts.words), 0, 0.25);
    values[HAS_TEXT_GRADE] = reading->readability.measured ? between(reading->readability.flesch_kincaid_grade, 4, 16) : 0.5;
    values[HAS_TEXT_JARGON] = between((double)reading->readability.unexplained_count, 0, 6);
    values[HAS_TEXT_CAPITALS] = between(share(counts.capitals, counts.words), 0.03, 0.3);
    values[HAS_PAGE_LINKS] = share(links, (double)reading->segments.count);
    values[HAS_PAGE_LISTS] = share(lists, (double)reading->segments.count);
    values[HAS_PAGE_UNITS] = between(log1p((double)reading->segments.count), log(4), log(120));
    values[HAS_PAGE_QUESTIONS] = between(questions, 0, 6);
}

/* What one role comes to over the page's sentences, in the order of their names. A sentence
 * that puts things in a row may tell several ("assess, advise and lend"): "things", "listed". */
static double *fill_role(const struct reading *reading, size_t role, size_t role_count, double *at)
{
    double best[BEST_SENTENCES] = {0}, all = 0, sure = 0, things = 0, listed = 0, none = 1;
    for (size_t i = 0; i < reading->segments.count; i++) {
        double value = (double)reading->roles[i * role_count + role];
        unsigned joins = reading->segments.units[i].joins;
        all += value;
        none *= 1 - value;
        things += value * (1 + joins);
        keep_most(&listed, value * (joins < LISTED_MOST ? joins : LISTED_MOST));
        sure += value > (double)SURE;
        for (size_t j = 0; j < BEST_SENTENCES; j++)
            if (value > best[j]) {
                double lower = best[j];
                best[j] = value;
                value = lower;
            }
    }
    for (size_t j = 0; j < 3; j++)
        *at++ = best[j];
    *at++ = (best[0] + best[1] + best[2] + best[3]) / 2;
    *at++ = log1p(all);
    *at++ = log1p(sure);
    *at++ = log1p(things);
    *at++ = listed;
    *at++ = log(none > NONE_LEAST ? none : NONE_LEAST);
    return at;
}

static int downwards(const void *a, const void *b)
{
    double left = *(const double *)a, right = *(const double *)b;
    return (left < right) - (left > right);
}

static double *fill_steps(const double *surest, double *at)
{
    for (size_t i = 0; i < PARTS_SHOWN; i++) {
        *at++ = surest[i];
        for (size_t j = 0; j < PART_STEPS; j++)
            *at++ = between(surest[i], STEPS[j] - STEP_WIDTH / 2, STEPS[j] + STEP_WIDTH / 2);
    }
    return at;
}

void features_fill_parts(const struct feature_set *set, int own, struct reading *reading, double *values)
{
    double shown[SECTOR_COUNT], named[SECTOR_COUNT];
    if (set->roles == NULL)
        return;
    size_t roles = roles_count(set->roles);
    for (int s = 0; s < SECTOR_COUNT; s++) {
        double no_part = 1, not_named = 1;
        for (size_t i = 0; i < reading->segments.count && set->part_role[s] >= 0 && set->passing_role[s] >= 0; i++) {
            float *part = &reading->roles[i * roles + (size_t)set->part_role[s]];
            float *passing = &reading->roles[i * roles + (size_t)set->passing_role[s]];
            if (s == own)
                *part = *passing = 0;
            no_part *= 1 - (double)*part;
            not_named *= (1 - (double)*part) * (1 - (double)*passing);
        }
        shown[s] = 1 - no_part;
        named[s] = 1 - not_named;
    }
    qsort(shown, SECTOR_COUNT, sizeof *shown, downwards);
    qsort(named, SECTOR_COUNT, sizeof *named, downwards);
    fill_steps(named, fill_steps(shown, values + set->parts));
}

void features_fill(const struct feature_set *set, const struct reading *reading, double *values)
{
    memset(values, 0, set->count * sizeof *values);
    fill_facts(reading, values);
    fill_sectors(set, reading, values);
    fill_text(set, reading, values);
    double *at = fill_services(set, reading, values + PAGE_FEATURE_COUNT);
    for (size_t i = 0; i < cues_topic_count(set->cues); i++)
        *at++ = (double)(reading->topics >> i & 1u);
    for (size_t i = 0; i < cues_topic_count(set->cues); i++)
        *at++ = (double)(reading->segments.title_topics >> i & 1u);
    for (size_t i = 0; i < cues_signal_count(set->cues); i++) {
        unsigned n = reading->signal_units[i];
        *at++ = n >= 1;
        *at++ = n >= 2;
        *at++ = slow(n);
    }
    for (size_t i = 0; set->roles != NULL && i < roles_count(set->roles); i++)
        at = fill_role(reading, i, roles_count(set->roles), at);
}
