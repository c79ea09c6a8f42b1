#include "scoring/features.h"

#include <math.h>

#include "base/csv.h"
#include "base/limits.h"
#include "base/map.h"
#include "base/memory.h"

enum { SLOW_SCALE_TOP = 12, SECTORS = 4, BEST_SENTENCES = 4, PARTS_SHOWN = 3 };
static const float SURE = 0.4f;


struct feature_set {
    struct arena arena;
    const struct terms *terms;
    const struct cues *cues;
    const struct roles *roles; /* or NULL */
    const char **names;
    size_t count, capacity;
    struct map *by_name;
    int part[SECTORS], named[SECTORS];
    int formal, plain;
    int part_role, passing_role; /* of sentences that show another agency's part, or name one */
    struct map *own_sector; /* service id -> sector; absent where it may be any */
};

/* The features that are not made of cues, in their order. */
#define PAGE_FEATURES(X)                                                                                                                     \
    X(HAS_FACT_WAY_ONE, "fact.way.1") X(HAS_FACT_WAY_TWO, "fact.way.2") X(HAS_FACT_PERSON, "fact.person") X(HAS_FACT_GENERAL, "fact.general")                \
    X(HAS_FACT_PHONE, "fact.phone") X(HAS_FACT_EMAIL, "fact.email") X(HAS_FACT_POST, "fact.post") X(HAS_FACT_ENQUIRY, "fact.form")                           \
    X(HAS_FACT_CONTACT_YES, "fact.contact-yes") X(HAS_FACT_AGE, "fact.age") X(HAS_FACT_FORMAT, "fact.format") X(HAS_FACT_FORMAT_TWO, "fact.format.2")        \
    X(HAS_FACT_SELF, "fact.self-referral") X(HAS_FACT_TIMEFRAME, "fact.timeframe") X(HAS_FACT_OFFLINE, "fact.offline")                                   \
    X(HAS_FACT_REFUSED, "fact.refused-contact")                                                                                                 \
    X(HAS_SECTOR_OTHER_ONE, "sector.other.1") X(HAS_SECTOR_OTHER_TWO, "sector.other.2") X(HAS_SECTOR_OTHER_THREE, "sector.other.3")           \
    X(HAS_SECTOR_OTHER_NAMED, "sector.other-named.1") X(HAS_SECTOR_OTHER_NAMED_TWO, "sector.other-named.2")                                  \
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

static const char *const SECTOR_NAMES[SECTORS] = {"edu", "health", "social", "vol"};

static void add_name(struct feature_set *set, const char *name)
{
    MEMORY_PUSH_ROOM(set->names, set->count, set->capacity);
    map_put(set->by_name, name, strlen(name), NULL)->number = (int64_t)set->count;
    set->names[set->count++] = name;
}

static struct feature_set *features_new(const struct terms *terms, const struct cues *cues, const struct roles *roles)
{
    struct feature_set *set = memory_alloc(sizeof *set);
    set->terms = terms;
    set->cues = cues;
    set->roles = roles;
    set->by_name = map_new();
    set->own_sector = map_new();
    for (size_t i = 0; i < PAGE_FEATURE_COUNT; i++)
        add_name(set, PAGE_FEATURE_NAMES[i]);
    for (size_t i = 0; i < cues_topic_count(cues); i++)
        add_name(set, arena_printf(&set->arena, "topic.%s", cues_topic_name(cues, (int)i)));
    for (size_t i = 0; i < cues_topic_count(cues); i++)
        add_name(set, arena_printf(&set->arena, "title.%s", cues_topic_name(cues, (int)i)));
    static const char *const endings[] = {"1", "2", "n"};
    for (size_t i = 0; i < cues_signal_count(cues); i++)
        for (size_t j = 0; j < 3; j++)
            add_name(set, arena_printf(&set->arena, "sig.%s.%s", cues_signal_name(cues, (int)i), endings[j]));
    static const char *const part_names[] = {"parts.yes.1st", "parts.yes.2nd", "parts.yes.3rd", "parts.any.1st", "parts.any.2nd", "parts.any.3rd"};
    set->part_role = roles != NULL ? roles_find(roles, "joined_up.yes") : -1;
    set->passing_role = roles != NULL ? roles_find(roles, "joined_up.concerns") : -1;
    for (size_t i = 0; roles != NULL && i < 2 * PARTS_SHOWN; i++)
        add_name(set, part_names[i]);
    static const char *const role_endings[] = {"1st", "2nd", "3rd", "best", "all", "sure"};
    for (size_t i = 0; roles != NULL && i < roles_count(roles); i++)
        for (size_t j = 0; j < sizeof role_endings / sizeof *role_endings; j++)
            add_name(set, arena_printf(&set->arena, "role.%s.%s", roles_name(roles, i), role_endings[j]));
    for (size_t i = 0; i < SECTORS; i++) {
        char name[32];
        snprintf(name, sizeof name, "ju_%s", SECTOR_NAMES[i]);
        set->part[i] = cues_signal(cues, name);
        snprintf(name, sizeof name, "ju_named_%s", SECTOR_NAMES[i]);
        set->named[i] = cues_signal(cues, name);
    }
    set->formal = terms_class(terms, "formal");
    set->plain = terms_class(terms, "plain");
    return set;
}

static int sector_number(const char *name)
{
    for (int i = 0; i < SECTORS; i++)
        if (strcmp(SECTOR_NAMES[i], name) == 0)
            return i;
    return -1;
}

static enum status read_sectors(struct feature_set *set, const char *path, const struct csv_table *table, struct error *err)
{
    int service = csv_column(table, "service"), sector = csv_column(table, "sector");
    if (service < 0 || sector < 0)
        return error_set(err, STATUS_INPUT, "%s: the columns 'service' and 'sector' are wanted", path);
    for (size_t i = 0; i < table->count; i++) {
        const char *id = csv_cell(&table->rows[i], service), *name = csv_cell(&table->rows[i], sector);
        if (name[0] == '\0')
            continue;
        int number = sector_number(name);
        if (number < 0)
            return error_set(err, STATUS_INPUT, "%s:%zu: '%s' is no sector; use edu, health, social, vol or nothing", path,
                             table->rows[i].line, name);
        map_put(set->own_sector, id, strlen(id), NULL)->number = number;
    }
    return STATUS_OK;
}

enum status features_load(const char *seeds, const struct terms *terms, const struct cues *cues, const struct roles *roles,
                          struct feature_set **out, struct error *err)
{
    struct feature_set *set = features_new(terms, cues, roles);
    char *path = arena_printf(&set->arena, "%s/rubric/sectors.csv", seeds);
    struct csv_table table;
    enum status status = csv_load(path, LIMIT_SEED_BYTES, &table, err);
    if (status == STATUS_OK)
        status = read_sectors(set, path, &table, err);
    csv_release(&table);
    if (status != STATUS_OK) {
        features_free(set);
        return status;
    }
    *out = set;
    return STATUS_OK;
}

void features_free(struct feature_set *set)
{
    if (set == NULL)
        return;
    map_free(set->by_name);
    map_free(set->own_sector);
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

static void fill_sectors(const struct feature_set *set, const struct reading *reading, double *values)
{
    int parts = 0, named = 0, other_parts = 0, other_named = 0;
    const union map_value *own = map_get(set->own_sector, reading->service, strlen(reading->service));
    for (int i = 0; i < SECTORS; i++) {
        bool part = set->part[i] >= 0 && reading->signal_units[set->part[i]] > 0;
        bool name = set->named[i] >= 0 && reading->signal_units[set->named[i]] > 0;
        bool other = own == NULL || own->number != i;
        parts += part;
        named += name;
        other_parts += part && other;
        other_named += name && other;
    }
    for (int i = 0; i < 3; i++) {
        values[HAS_SECTOR_PART_ONE + i] = parts > i;
        values[HAS_SECTOR_NAMED_ONE + i] = named > i;
        values[HAS_SECTOR_OTHER_ONE + i] = other_parts > i;
    }
    values[HAS_SECTOR_OTHER_NAMED] = other_named > 0;
    values[HAS_SECTOR_OTHER_NAMED_TWO] = other_named > 1;
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

/* What one role comes to over the page's sentences, in the order of their names. */
static double *fill_role(const struct reading *reading, size_t role, size_t role_count, double *at)
{
    double best[BEST_SENTENCES] = {0}, all = 0, sure = 0;
    for (size_t i = 0; i < reading->segments.count; i++) {
        double value = (double)reading->roles[i * role_count + role];
        all += value;
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
    return at;
}

unsigned features_other_sectors(const struct feature_set *set, const struct reading *reading, size_t unit)
{
    const union map_value *own = map_get(set->own_sector, reading->service, strlen(reading->service));
    unsigned sectors = 0;
    for (int i = 0; i < SECTORS; i++) {
        bool other = own == NULL || own->number != i;
        if (other && ((set->named[i] >= 0 && reading_unit_gives(reading, (uint32_t)unit, set->named[i])) ||
                      (set->part[i] >= 0 && reading_unit_gives(reading, (uint32_t)unit, set->part[i]))))
            sectors |= 1u << i;
    }
    return sectors;
}

static void keep_most(double *most, double value)
{
    if (value > *most)
        *most = value;
}

static int downwards(const void *a, const void *b)
{
    double left = *(const double *)a, right = *(const double *)b;
    return (left < right) - (left > right);
}

/* How surely the part of each other sector is shown: the surest sector first. */
static double *fill_parts(const struct feature_set *set, const struct reading *reading, double *at)
{
    double part[SECTORS] = {0}, any[SECTORS] = {0};
    for (size_t i = 0; i < reading->segments.count && set->part_role >= 0 && set->passing_role >= 0; i++) {
        const float *roles = reading->roles + i * roles_count(set->roles);
        double yes = (double)roles[set->part_role], passing = (double)roles[set->passing_role];
        unsigned sectors = features_other_sectors(set, reading, i);
        for (int j = 0; j < SECTORS; j++)
            if ((sectors >> j & 1u) != 0) {
                keep_most(&part[j], yes);
                keep_most(&any[j], yes > passing ? yes : passing);
            }
    }
    qsort(part, SECTORS, sizeof *part, downwards);
    qsort(any, SECTORS, sizeof *any, downwards);
    for (int j = 0; j < PARTS_SHOWN; j++)
        *at++ = part[j];
    for (int j = 0; j < PARTS_SHOWN; j++)
        *at++ = any[j];
    return at;
}

void features_fill(const struct feature_set *set, const struct reading *reading, double *values)
{
    memset(values, 0, set->count * sizeof *values);
    fill_facts(reading, values);
    fill_sectors(set, reading, values);
    fill_text(set, reading, values);
    double *at = values + PAGE_FEATURE_COUNT;
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
    if (set->roles != NULL)
        at = fill_parts(set, reading, at);
    for (size_t i = 0; set->roles != NULL && i < roles_count(set->roles); i++)
        at = fill_role(reading, i, roles_count(set->roles), at);
}
