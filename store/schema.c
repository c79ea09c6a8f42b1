/* The tables, as numbered migrations. Names and words are what analysts query: states,
 * reasons and verdicts are stored as the words that the reports print; what is not known is
 * NULL; times are seconds since 1970 in UTC. */
#include "store/internal.h"

/* "CoOf": tells our files from other SQLite databases (see file(1)). */
static const int64_t APPLICATION = 0x436f4f66;

static const char *const first[] = {
    "CREATE TABLE run (id " DRIVER_IDENTITY ", state TEXT NOT NULL, started_at BIGINT, finished_at BIGINT,"
    " inputs_sha256 TEXT NOT NULL, options TEXT NOT NULL, rubric_version TEXT NOT NULL, rubric_sha256 TEXT NOT NULL,"
    " software TEXT NOT NULL, councils BIGINT NOT NULL, pruned_at BIGINT)",

    "CREATE TABLE run_input (run_id BIGINT NOT NULL REFERENCES run(id), name TEXT NOT NULL, sha256 TEXT NOT NULL,"
    " packed BYTEA NOT NULL, PRIMARY KEY (run_id, name))",

    "CREATE TABLE council (run_id BIGINT NOT NULL REFERENCES run(id), gss_code TEXT NOT NULL, position BIGINT NOT NULL,"
    " former_gss_code TEXT NOT NULL, name TEXT NOT NULL, short_name TEXT NOT NULL, slug TEXT NOT NULL, type TEXT NOT NULL,"
    " region TEXT NOT NULL, council_url TEXT NOT NULL, local_offer_url TEXT NOT NULL, local_offer_alt TEXT NOT NULL,"
    " hex_q BIGINT, hex_r BIGINT, line BIGINT NOT NULL, PRIMARY KEY (run_id, gss_code))" DRIVER_CLUSTERED,

    "CREATE TABLE visit (run_id BIGINT NOT NULL, gss_code TEXT NOT NULL, outcome TEXT NOT NULL, reason TEXT NOT NULL,"
    " start_url TEXT, listed_url TEXT, note TEXT, clicks_from_home BIGINT, started_at BIGINT, finished_at BIGINT,"
    " pages_read BIGINT NOT NULL, pages_left BIGINT NOT NULL, PRIMARY KEY (run_id, gss_code),"
    " FOREIGN KEY (run_id, gss_code) REFERENCES council(run_id, gss_code))" DRIVER_CLUSTERED,

    /* A document's bytes once, whichever pages and runs share them. */
    "CREATE TABLE document (id " DRIVER_IDENTITY ", sha256 BYTEA NOT NULL UNIQUE, size BIGINT NOT NULL, packed BYTEA NOT NULL)",

    "CREATE TABLE page (id " DRIVER_IDENTITY ", run_id BIGINT NOT NULL, gss_code TEXT NOT NULL, position BIGINT NOT NULL,"
    " purpose TEXT NOT NULL, url TEXT NOT NULL, final_url TEXT NOT NULL, status BIGINT NOT NULL, state TEXT NOT NULL,"
    " reason TEXT NOT NULL, type TEXT NOT NULL, title TEXT NOT NULL, fetched_at BIGINT, bytes BIGINT NOT NULL,"
    " sha256 TEXT NOT NULL, etag TEXT, last_modified TEXT, clicks BIGINT, found_on BIGINT, archive TEXT,"
    " archive_offset BIGINT NOT NULL, archive_length BIGINT NOT NULL, reused BIGINT NOT NULL,"
    " document_id BIGINT REFERENCES document(id), UNIQUE (run_id, gss_code, position),"
    " FOREIGN KEY (run_id, gss_code) REFERENCES council(run_id, gss_code))",
    "CREATE INDEX page_by_url ON page (url, run_id)",
    "CREATE INDEX page_by_document ON page (document_id)",

    "CREATE TABLE target (id " DRIVER_IDENTITY ", url TEXT NOT NULL, run_id BIGINT NOT NULL REFERENCES run(id),"
    " settled BIGINT NOT NULL, final_url TEXT, state TEXT NOT NULL, reason TEXT NOT NULL, status BIGINT NOT NULL,"
    " redirects BIGINT NOT NULL, looks BIGINT NOT NULL, permanent BIGINT NOT NULL, advice TEXT, checked_at BIGINT,"
    " first_failed BIGINT, last_failed BIGINT, last_ok BIGINT, times_failed BIGINT NOT NULL, UNIQUE (url, run_id))",
    "CREATE INDEX target_by_run ON target (run_id)",

    /* A page's links in their order, packed by reference.c: 160,000 rows of their own took
     * 2.7 s, and nobody asks for one link without its page. */
    "CREATE TABLE page_links (page_id INTEGER PRIMARY KEY REFERENCES page(id), links BIGINT NOT NULL, packed BYTEA NOT NULL)",

    "CREATE TABLE assessment (page_id INTEGER PRIMARY KEY REFERENCES page(id), kind TEXT NOT NULL, service TEXT NOT NULL,"
    " service_certainty DOUBLE PRECISION, could_not_tell TEXT, words BIGINT NOT NULL, sentences BIGINT NOT NULL, syllables BIGINT NOT NULL,"
    " polysyllables BIGINT NOT NULL, measured BIGINT NOT NULL, flesch_reading_ease DOUBLE PRECISION,"
    " flesch_kincaid_grade DOUBLE PRECISION, smog DOUBLE PRECISION, average_sentence DOUBLE PRECISION)",

    "CREATE TABLE page_verdict (page_id BIGINT NOT NULL REFERENCES assessment(page_id), name TEXT NOT NULL, verdict TEXT NOT NULL,"
    " certainty DOUBLE PRECISION, reason TEXT NOT NULL, PRIMARY KEY (page_id, name))" DRIVER_CLUSTERED,

    "CREATE TABLE page_evidence (page_id INTEGER PRIMARY KEY REFERENCES assessment(page_id), packed BYTEA NOT NULL)",

    "CREATE TABLE fact (page_id BIGINT NOT NULL REFERENCES assessment(page_id), name TEXT NOT NULL, ordinal BIGINT NOT NULL,"
    " value TEXT NOT NULL, PRIMARY KEY (page_id, name, ordinal))" DRIVER_CLUSTERED,

    "CREATE TABLE scorecard (run_id BIGINT NOT NULL, gss_code TEXT NOT NULL, was_read BIGINT NOT NULL, low DOUBLE PRECISION,"
    " high DOUBLE PRECISION, coverage DOUBLE PRECISION, PRIMARY KEY (run_id, gss_code),"
    " FOREIGN KEY (run_id, gss_code) REFERENCES council(run_id, gss_code))" DRIVER_CLUSTERED,

    "CREATE TABLE service_score (run_id BIGINT NOT NULL, gss_code TEXT NOT NULL, service TEXT NOT NULL, position BIGINT NOT NULL,"
    " headline TEXT NOT NULL, widely_available BIGINT NOT NULL, low DOUBLE PRECISION, high DOUBLE PRECISION,"
    " coverage DOUBLE PRECISION, PRIMARY KEY (run_id, gss_code, service),"
    " FOREIGN KEY (run_id, gss_code) REFERENCES scorecard(run_id, gss_code))" DRIVER_CLUSTERED,

    /* The service is '' for the council as a whole. */
    "CREATE TABLE criterion_score (run_id BIGINT NOT NULL, gss_code TEXT NOT NULL, service TEXT NOT NULL, criterion TEXT NOT NULL,"
    " low DOUBLE PRECISION, high DOUBLE PRECISION, coverage DOUBLE PRECISION, PRIMARY KEY (run_id, gss_code, service, criterion),"
    " FOREIGN KEY (run_id, gss_code) REFERENCES scorecard(run_id, gss_code))" DRIVER_CLUSTERED,

    /* "row" alone is a keyword of PostgreSQL's, so the row's name is row_id as in the rubric. */
    "CREATE TABLE verdict (id " DRIVER_IDENTITY ", run_id BIGINT NOT NULL, gss_code TEXT NOT NULL, service TEXT NOT NULL,"
    " row_id TEXT NOT NULL, position BIGINT NOT NULL, version BIGINT NOT NULL, verdict TEXT NOT NULL, certainty DOUBLE PRECISION,"
    " reason TEXT NOT NULL, decided_by TEXT NOT NULL, detail TEXT NOT NULL, pages_searched BIGINT NOT NULL,"
    " UNIQUE (run_id, gss_code, service, row_id),"
    " FOREIGN KEY (run_id, gss_code, service) REFERENCES service_score(run_id, gss_code, service))",

    "CREATE TABLE evidence (verdict_id BIGINT NOT NULL REFERENCES verdict(id), ordinal BIGINT NOT NULL, quote TEXT NOT NULL,"
    " place TEXT NOT NULL, cue TEXT NOT NULL, page_id BIGINT REFERENCES page(id), url TEXT, block BIGINT,"
    " against BIGINT NOT NULL, near_miss BIGINT NOT NULL, PRIMARY KEY (verdict_id, ordinal))" DRIVER_CLUSTERED,
    "CREATE INDEX evidence_by_page ON evidence (page_id)",

    "CREATE TABLE review (id " DRIVER_IDENTITY ", run_id BIGINT NOT NULL REFERENCES run(id), gss_code TEXT NOT NULL,"
    " service TEXT NOT NULL, row_id TEXT NOT NULL, program TEXT NOT NULL, verdict TEXT NOT NULL, reason TEXT NOT NULL,"
    " reviewer_role TEXT NOT NULL, date TEXT NOT NULL, UNIQUE (run_id, gss_code, service, row_id, reviewer_role, date))",
    NULL,
};

/* What a verdict was by the calendar of an earlier year. */
static const char *const lapsed[] = {
    "ALTER TABLE verdict ADD COLUMN lapsed_year BIGINT",
    "ALTER TABLE verdict ADD COLUMN lapsed TEXT",
    NULL,
};

/* What a verdict that could not be told leans to. */
static const char *const leans[] = {
    "ALTER TABLE verdict ADD COLUMN leans TEXT",
    NULL,
};

/* The part of a page that redirects lead to. */
static const char *const parts[] = {
    "ALTER TABLE page ADD COLUMN part TEXT",
    NULL,
};

/* migrations[i] leads from version i to i + 1: for writers by its statements, up to NULL; for readers, who change nothing,
 * by what `table` is seen to have beside its own columns. Never change statements that were published: add. Where a later
 * one adds to the same table, what readers see of it belongs to the earlier ones too, since a table is seen anew once. */
static const struct {
    const char *const *statements;
    const char *table, *unknown;
} migrations[] = {
    {first, NULL, NULL},
    {lapsed, "verdict", "NULL AS lapsed_year, NULL AS lapsed, NULL AS leans"},
    {leans, "verdict", "NULL AS leans"},
    {parts, "page", "NULL AS part"},
};
static const int64_t newest = sizeof migrations / sizeof migrations[0];

static enum status migrate(struct driver *driver, int64_t from, int64_t to, struct error *err)
{
    enum status status = driver_begin(driver, err);
    for (int64_t version = from; status == STATUS_OK && version < to; version++)
        for (const char *const *sql = migrations[version].statements; status == STATUS_OK && *sql != NULL; sql++)
            status = driver_execute(driver, *sql, err);
    if (status == STATUS_OK)
        status = driver_set_identity(driver, APPLICATION, to, err);
    if (status == STATUS_OK)
        status = driver_commit(driver, err);
    driver_rollback(driver);
    return status;
}

/* Whether the file is as `version` of the schema makes it. */
static enum status compare(struct driver *driver, int64_t version, struct error *err)
{
    struct driver *model;
    enum status status = driver_open(":memory:", DRIVER_CREATE, &model, err);
    if (status == STATUS_OK)
        status = migrate(model, 0, version, err);
    if (status == STATUS_OK)
        status = driver_compare_schema(driver, model, err);
    driver_close(model);
    return status;
}

/* As the newest version would have it, what it did not record being unknown. */
static enum status read_older(struct driver *driver, int64_t version, struct error *err)
{
    enum status status = compare(driver, version, err);
    for (; status == STATUS_OK && version < newest; version++)
        status = driver_see_more(driver, migrations[version].table, migrations[version].unknown, err);
    return status;
}

static enum status identify(struct driver *driver, int64_t *version, struct error *err)
{
    int64_t application;
    bool empty;
    enum status status = driver_identity(driver, &application, version, &empty, err);
    if (status != STATUS_OK)
        return status;
    const char *path = driver_path(driver);
    if (application == 0 && *version == 0 && empty)
        return STATUS_OK;
    if (application != APPLICATION || *version <= 0)
        return error_set(err, STATUS_INPUT, "'%s' is a database of another program; choose another path with --store", path);
    if (*version > newest)
        return error_set(err, STATUS_INPUT, "'%s' was written by a newer version (its schema is %lld, this program knows %lld); use that version",
                         path, (long long)*version, (long long)newest);
    return STATUS_OK;
}

enum status schema_prepare(struct driver *driver, enum store_mode mode, struct error *err)
{
    int64_t version = 0;
    enum status status = identify(driver, &version, err);
    if (status != STATUS_OK)
        return status;
    if (mode == STORE_READ)
        return version == 0 ? error_set(err, STATUS_INPUT, "'%s' holds nothing yet; run an audit first", driver_path(driver))
                            : read_older(driver, version, err);
    /* What would be refused is left as it is, for the version that made it. */
    if (version > 0)
        status = compare(driver, version, err);
    else /* Space can be given back later only where this is set before the first table. */
        status = driver_execute(driver, "PRAGMA auto_vacuum = INCREMENTAL", err);
    if (status == STATUS_OK && version < newest)
        status = migrate(driver, version, newest, err);
    return status == STATUS_OK ? driver_journal(driver, err) : status;
}
