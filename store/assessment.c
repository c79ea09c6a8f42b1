/* One page's verdicts, facts and readability; evidence.c has what they rest on. */
#include <limits.h>
#include <string.h>

#include "base/text.h"
#include "store/internal.h"

/* ---- saving ---- */

/* Everything else of a judged page refers to its row in `assessment`. */
static enum status is_judged(struct store *store, int64_t page_id, bool *judged, struct error *err)
{
    struct query *query = query_start(store->driver, "SELECT 1 FROM assessment WHERE page_id = ?1");
    query_bind_int(query, 1, page_id);
    *judged = query_next(query);
    return query_finish(query, err);
}

static enum status clear(struct store *store, int64_t page_id, struct error *err)
{
    static const char *const statements[] = {
        "DELETE FROM fact WHERE page_id = ?1",
        "DELETE FROM page_evidence WHERE page_id = ?1",
        "DELETE FROM page_verdict WHERE page_id = ?1",
        "DELETE FROM assessment WHERE page_id = ?1",
    };
    bool judged = false;
    enum status status = is_judged(store, page_id, &judged, err);
    if (!judged)
        return status;
    for (size_t i = 0; status == STATUS_OK && i < sizeof statements / sizeof statements[0]; i++) {
        struct query *query = query_start(store->driver, statements[i]);
        query_bind_int(query, 1, page_id);
        status = query_run(query, err);
    }
    return status;
}

static enum status save_head(struct store *store, int64_t page_id, const struct assessment *assessment, struct error *err)
{
    const struct readability *readability = &assessment->readability;
    struct query *query = query_start(store->driver,
                                      "INSERT INTO assessment (page_id, kind, service, could_not_tell, words, sentences, syllables,"
                                      " polysyllables, measured, flesch_reading_ease, flesch_kincaid_grade, smog, average_sentence,"
                                      " service_certainty) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)");
    query_bind_int(query, 1, page_id);
    query_bind_word(query, 2, assessment->kind);
    query_bind_word(query, 3, assessment->service);
    query_bind_text(query, 4, assessment->could_not_tell);
    query_bind_int(query, 5, readability->words);
    query_bind_int(query, 6, readability->sentences);
    query_bind_int(query, 7, readability->syllables);
    query_bind_int(query, 8, readability->polysyllables);
    query_bind_int(query, 9, readability->measured);
    query_bind_real(query, 10, readability->flesch_reading_ease);
    query_bind_real(query, 11, readability->flesch_kincaid_grade);
    query_bind_real(query, 12, readability->smog);
    query_bind_real(query, 13, readability->average_sentence);
    query_bind_real(query, 14, assessment->service_certainty);
    return query_run(query, err);
}

static enum status save_verdict(struct store *store, int64_t page_id, const char *name, const struct judgement *judgement,
                                struct error *err)
{
    struct query *query = query_start(store->driver, "INSERT INTO page_verdict (page_id, name, verdict, certainty, reason)"
                                                     " VALUES (?1, ?2, ?3, ?4, ?5)");
    query_bind_int(query, 1, page_id);
    query_bind_text(query, 2, name);
    query_bind_text(query, 3, verdict_word(judgement->verdict));
    query_bind_real(query, 4, judgement->certainty);
    query_bind_word(query, 5, judgement->reason);
    return query_run(query, err);
}

static enum status save_fact(struct store *store, int64_t page_id, const char *name, size_t ordinal, const char *value, struct error *err)
{
    struct query *query = query_start(store->driver, "INSERT INTO fact (page_id, name, ordinal, value) VALUES (?1, ?2, ?3, ?4)");
    query_bind_int(query, 1, page_id);
    query_bind_text(query, 2, name);
    query_bind_int(query, 3, (int64_t)ordinal);
    query_bind_word(query, 4, value);
    return query_run(query, err);
}

/* Every fact is a row, so that an analyst needs one table: lists have a row for each value,
 * a yes is the row "yes", and what is not known has none. */
struct fact_list {
    const char *name;
    const char **values;
    size_t count;
};

static enum status save_lists(struct store *store, int64_t page_id, const struct assessment *assessment, struct error *err)
{
    const struct facts *facts = &assessment->facts;
    const struct fact_list lists[] = {
        {"phone", facts->phones, facts->phone_count},
        {"email", facts->kept_emails, facts->email_count},
        {"postcode", facts->postcodes, facts->postcode_count},
        {"format", facts->formats, facts->format_count},
        {"unexplained_term", assessment->readability.unexplained_terms, assessment->readability.unexplained_count},
    };
    enum status status = STATUS_OK;
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++)
        for (size_t k = 0; status == STATUS_OK && k < lists[i].count; k++)
            status = save_fact(store, page_id, lists[i].name, k, lists[i].values[k], err);
    return status;
}

static enum status save_single(struct store *store, int64_t page_id, const struct facts *facts, struct error *err)
{
    char age_min[16], age_max[16];
    snprintf(age_min, sizeof age_min, "%d", facts->age_min);
    snprintf(age_max, sizeof age_max, "%d", facts->age_max);
    const struct {
        const char *name, *value;
    } rows[] = {
        {"age_min", facts->age_min >= 0 ? age_min : NULL},
        {"age_max", facts->age_max >= 0 ? age_max : NULL},
        {"timeframe", facts->timeframe},
        {"review_date", facts->review_date},
        {"named_contact", facts->named_contact ? "yes" : NULL},
        {"self_referral", facts->self_referral ? "yes" : NULL},
        {"postal_address", facts->postal_address ? "yes" : NULL},
        {"textphone", facts->textphone ? "yes" : NULL},
        {"enquiry_form", facts->enquiry_form ? "yes" : NULL},
    };
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < sizeof rows / sizeof rows[0]; i++)
        if (rows[i].value != NULL)
            status = save_fact(store, page_id, rows[i].name, 0, rows[i].value, err);
    return status;
}

enum status store_save_assessment(struct store *store, int64_t page_id, const struct assessment *assessment, struct error *err)
{
    enum status status = store_enter(store, err);
    if (status != STATUS_OK)
        return status;
    status = clear(store, page_id, err);
    if (status == STATUS_OK)
        status = save_head(store, page_id, assessment, err);
    for (int i = 0; status == STATUS_OK && i < CHECK_COUNT; i++)
        status = save_verdict(store, page_id, check_word((enum check)i), &assessment->checks[i], err);
    for (int i = 0; status == STATUS_OK && i < CRITERION_COUNT; i++)
        status = save_verdict(store, page_id, criterion_word((enum criterion)i), &assessment->criteria[i], err);
    if (status == STATUS_OK)
        status = evidence_save(store, page_id, assessment, err);
    if (status == STATUS_OK)
        status = save_lists(store, page_id, assessment, err);
    if (status == STATUS_OK)
        status = save_single(store, page_id, &assessment->facts, err);
    return store_leave(store, status, err);
}

/* ---- reading ---- */

static enum status read_head(struct store *store, int64_t page_id, struct assessment *out, struct error *err)
{
    struct query *query = query_start(store->driver,
                                      "SELECT kind, service, could_not_tell, words, sentences, syllables, polysyllables, measured,"
                                      " flesch_reading_ease, flesch_kincaid_grade, smog, average_sentence, service_certainty"
                                      " FROM assessment WHERE page_id = ?1");
    query_bind_int(query, 1, page_id);
    bool found = query_next(query);
    if (found) {
        out->kind = query_copy(query, 0, &out->arena);
        out->service = query_copy(query, 1, &out->arena);
        out->could_not_tell = query_copy_or_null(query, 2, &out->arena);
        out->readability = (struct readability){
            .words = (int)query_int(query, 3, INT_MIN, INT_MAX),
            .sentences = (int)query_int(query, 4, INT_MIN, INT_MAX),
            .syllables = (int)query_int(query, 5, INT_MIN, INT_MAX),
            .polysyllables = (int)query_int(query, 6, INT_MIN, INT_MAX),
            .measured = query_bool(query, 7),
            .flesch_reading_ease = query_real(query, 8),
            .flesch_kincaid_grade = query_real(query, 9),
            .smog = query_real(query, 10),
            .average_sentence = query_real(query, 11),
        };
        out->service_certainty = query_real(query, 12);
    }
    enum status status = query_finish(query, err);
    if (status == STATUS_OK && !found)
        return error_set(err, STATUS_NOT_FOUND, "page %lld was not judged", (long long)page_id);
    return status;
}

/* Which judgement a row is of: checks first, then criteria; -1 for a name that is never written. */
static int judgement_at(const char *name)
{
    for (int i = 0; i < CHECK_COUNT; i++)
        if (strcmp(name, check_word((enum check)i)) == 0)
            return i;
    for (int i = 0; i < CRITERION_COUNT; i++)
        if (strcmp(name, criterion_word((enum criterion)i)) == 0)
            return CHECK_COUNT + i;
    return -1;
}

static struct judgement *judgement_named(struct assessment *assessment, const char *name)
{
    int at = judgement_at(name);
    return at < 0 ? NULL : at < CHECK_COUNT ? &assessment->checks[at] : &assessment->criteria[at - CHECK_COUNT];
}

static enum verdict *summary_named(struct page_summary *summary, const char *name)
{
    int at = judgement_at(name);
    return at < 0 ? NULL : at < CHECK_COUNT ? &summary->checks[at] : &summary->criteria[at - CHECK_COUNT];
}

static enum status read_verdicts(struct store *store, int64_t page_id, struct assessment *out, struct error *err)
{
    int found = 0;
    struct query *query = query_start(store->driver, "SELECT name, verdict, certainty, reason FROM page_verdict WHERE page_id = ?1");
    query_bind_int(query, 1, page_id);
    for (struct judgement *judgement; query_next(query) && (judgement = judgement_named(out, query_text(query, 0))) != NULL; found++) {
        if (!verdict_parse(query_text(query, 1), &judgement->verdict))
            query_damaged(query, 1);
        judgement->certainty = query_real(query, 2);
        judgement->reason = query_copy(query, 3, &out->arena);
    }
    if (found != CHECK_COUNT + CRITERION_COUNT)
        query_damaged(query, 0); /* a judged page has all eight */
    return query_finish(query, err);
}

/* Sets what a fact's row says, whose value lives as long as the facts; false for one that is never written. */
static bool set_fact(struct facts *facts, const char *name, const char *value)
{
    const struct {
        const char *name;
        bool *place;
    } flags[] = {
        {"named_contact", &facts->named_contact},   {"self_referral", &facts->self_referral}, {"postal_address", &facts->postal_address},
        {"textphone", &facts->textphone},           {"enquiry_form", &facts->enquiry_form},
    };
    for (size_t i = 0; i < sizeof flags / sizeof flags[0]; i++)
        if (strcmp(name, flags[i].name) == 0) {
            *flags[i].place = true;
            return strcmp(value, "yes") == 0;
        }
    if (strcmp(name, "timeframe") == 0)
        facts->timeframe = value;
    else if (strcmp(name, "review_date") == 0)
        facts->review_date = value;
    int64_t age;
    bool low = strcmp(name, "age_min") == 0;
    if (low || strcmp(name, "age_max") == 0) {
        if (!text_to_int(value, 0, INT_MAX, &age))
            return false;
        *(low ? &facts->age_min : &facts->age_max) = (int)age;
    }
    return true;
}

enum { LISTS = 5 };

struct list_place {
    const char *name;
    const char ***values;
    size_t *count;
};

static int list_named(const struct list_place lists[LISTS], const char *name)
{
    for (int i = 0; i < LISTS; i++)
        if (strcmp(name, lists[i].name) == 0)
            return i;
    return -1;
}

/* The rows come by name, and a list's in their order. */
static enum status read_facts(struct store *store, int64_t page_id, struct assessment *out, struct error *err)
{
    struct facts *facts = &out->facts;
    const struct list_place lists[LISTS] = {
        {"phone", &facts->phones, &facts->phone_count},
        {"email", &facts->kept_emails, &facts->email_count},
        {"postcode", &facts->postcodes, &facts->postcode_count},
        {"format", &facts->formats, &facts->format_count},
        {"unexplained_term", &out->readability.unexplained_terms, &out->readability.unexplained_count},
    };
    const char **items = NULL;
    size_t count = 0, capacity = 0, firsts[LISTS] = {0};
    facts->age_min = facts->age_max = -1;
    struct query *query = query_start(store->driver, "SELECT name, value FROM fact WHERE page_id = ?1 ORDER BY name, ordinal");
    query_bind_int(query, 1, page_id);
    while (query_next(query)) {
        const char *name = query_text(query, 0), *value = query_copy(query, 1, &out->arena);
        int list = list_named(lists, name);
        if (list < 0) {
            if (!set_fact(facts, name, value))
                query_damaged(query, 1);
            continue;
        }
        if ((*lists[list].count)++ == 0)
            firsts[list] = count;
        MEMORY_PUSH_ROOM(items, count, capacity);
        items[count++] = value;
    }
    const char **kept = store_keep(&out->arena, items, count, sizeof *items);
    for (int i = 0; i < LISTS; i++)
        if (*lists[i].count > 0)
            *lists[i].values = kept + firsts[i];
    facts->emails = facts->kept_emails;
    return query_finish(query, err);
}

enum status store_assessment(struct store *store, int64_t page_id, struct assessment *out, struct error *err)
{
    *out = (struct assessment){0};
    enum status status = read_head(store, page_id, out, err);
    if (status == STATUS_OK)
        status = read_verdicts(store, page_id, out, err);
    if (status == STATUS_OK)
        status = evidence_read(store, page_id, out, err);
    if (status == STATUS_OK)
        status = read_facts(store, page_id, out, err);
    if (status != STATUS_OK) {
        arena_release(&out->arena);
        *out = (struct assessment){0};
    }
    return status;
}

/* Rows come by page, one a verdict. */
enum status store_page_summaries(struct store *store, int64_t run, const char *gss_code, struct arena *arena, struct page_summary **summaries,
                                 size_t *count, struct error *err)
{
#define FROM_JUDGED                                                                                                              \
    "SELECT page.id, kind, service, name, verdict FROM page JOIN assessment ON assessment.page_id = page.id"                     \
    " JOIN page_verdict ON page_verdict.page_id = page.id WHERE run_id = ?1"
    static const char all[] = FROM_JUDGED " ORDER BY page.id";
    static const char one[] = FROM_JUDGED " AND gss_code = ?2 ORDER BY page.id";
    struct page_summary *items = NULL;
    size_t found = 0, capacity = 0;
    struct query *query = query_start(store->driver, gss_code == NULL ? all : one);
    query_bind_int(query, 1, run);
    if (gss_code != NULL)
        query_bind_text(query, 2, gss_code);
    while (query_next(query)) {
        int64_t id = query_int(query, 0, INT64_MIN, INT64_MAX);
        if (found == 0 || items[found - 1].page_id != id) {
            MEMORY_PUSH_ROOM(items, found, capacity);
            items[found++] = (struct page_summary){.page_id = id, .kind = query_copy(query, 1, arena), .service = query_copy(query, 2, arena)};
        }
        enum verdict *verdict = summary_named(&items[found - 1], query_text(query, 3));
        if (verdict == NULL || !verdict_parse(query_text(query, 4), verdict))
            query_damaged(query, 4);
    }
    enum status status = query_finish(query, err);
    *count = status == STATUS_OK ? found : 0;
    *summaries = store_keep(arena, items, *count, sizeof *items);
    return status;
}
