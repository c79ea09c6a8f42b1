#include "cli/judge.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "cli/cli.h"
#include "document/document.h"

static enum status load_pages(struct store *store, int64_t run, struct judged *j, struct error *err)
{
    const char *gss_code = j->council->gss_code;
    enum status status = store_pages(store, run, gss_code, &j->arena, &j->pages, &j->page_count, err);
    if (status == STATUS_OK)
        status = store_references(store, run, gss_code, &j->arena, &j->references, &j->reference_count, err);
    if (status == STATUS_OK)
        status = store_targets(store, run, gss_code, &j->arena, &j->targets, &j->target_count, err);
    if (status != STATUS_OK)
        return status;
    j->documents = arena_array(&j->arena, j->page_count, sizeof *j->documents);
    j->assessments = arena_array(&j->arena, j->page_count, sizeof *j->assessments);
    j->council_pages = arena_array(&j->arena, j->page_count, sizeof *j->council_pages);
    struct buffer bytes;
    buffer_init(&bytes, LIMIT_BODY_BYTES * (size_t)2);
    for (size_t i = 0; i < j->page_count && status == STATUS_OK; i++) {
        buffer_clear(&bytes);
        status = store_document(store, j->pages[i].id, &bytes, err);
        if (status == STATUS_OK && bytes.length > 0)
            status = document_decode(bytes.bytes, bytes.length, &j->documents[i], err);
        if (status != STATUS_OK)
            error_prefix(err, "the stored page %s", j->pages[i].url);
    }
    buffer_release(&bytes);
    return status;
}

static void judge_pages(const struct rubric *rubric, struct judged *j)
{
    struct site_words *site = site_words_new();
    struct page_reader *reader = page_reader_new();
    for (size_t i = 0; i < j->page_count; i++)
        if (j->documents[i] != NULL && j->pages[i].purpose == PAGE_CONTENT)
            site_words_add(site, j->documents[i]);
    size_t reference = 0;
    for (size_t i = 0; i < j->page_count; i++) {
        struct council_page *page = &j->council_pages[i];
        page->page = &j->pages[i];
        page->document = j->documents[i];
        /* References come by page in the order of the pages. */
        page->references = j->references + reference;
        while (reference < j->reference_count && j->references[reference].page_id == j->pages[i].id)
            reference++;
        page->reference_count = (size_t)(j->references + reference - page->references);
        if (j->documents[i] == NULL)
            continue;
        score_page(rubric, reader, j->documents[i], j->pages[i].final_url, j->pages[i].purpose == PAGE_CONTENT ? site : NULL, &j->assessments[i]);
        page->assessment = &j->assessments[i];
    }
    page_reader_free(reader);
    site_words_free(site);
}

static enum status load_visit(struct store *store, int64_t run, struct judged *j, struct error *err)
{
    struct visit *visits;
    size_t count;
    enum status status = store_visits(store, run, &j->arena, &visits, &count, err);
    if (status != STATUS_OK)
        return status;
    j->visit = (struct visit){.gss_code = j->council->gss_code, .outcome = VISIT_PENDING, .clicks_from_home = -1};
    for (size_t i = 0; i < count; i++)
        if (strcmp(visits[i].gss_code, j->council->gss_code) == 0)
            j->visit = visits[i];
    return STATUS_OK;
}

enum status judge_load(struct store *store, int64_t run, const struct council *council, struct judged *out, struct error *err)
{
    *out = (struct judged){.council = council};
    enum status status = load_visit(store, run, out, err);
    return status == STATUS_OK ? load_pages(store, run, out, err) : status;
}

void judge_loaded(const struct rubric *rubric, int64_t as_of, struct judged *judged)
{
    judge_pages(rubric, judged);
    judged->evidence = (struct council_evidence){
        .council = judged->council,
        .visit = &judged->visit,
        .pages = judged->council_pages,
        .page_count = judged->page_count,
        .targets = judged->targets,
        .target_count = judged->target_count,
        .as_of = as_of,
    };
    score_council(rubric, &judged->evidence, &judged->scorecard);
}

enum status judge_council(struct store *store, int64_t run, const struct rubric *rubric, const struct council *council, int64_t as_of,
                          struct judged *out, struct error *err)
{
    enum status status = judge_load(store, run, council, out, err);
    if (status == STATUS_OK)
        judge_loaded(rubric, as_of, out);
    return status;
}

bool judge_was_rechecked(const struct judged *judged, const struct run *run, const char *row)
{
    bool rechecked = false;
    for (size_t i = 0; run->finished_at >= 0 && strcmp(row, "signposts") == 0 && i < judged->target_count && !rechecked; i++)
        rechecked = judged->targets[i].checked_at > run->finished_at;
    return rechecked;
}

/* A scorecard and an assessment have copies of what they quote: a council that waits to be
 * saved needs its pages' words no more. */
static void free_documents(struct judged *judged)
{
    for (size_t i = 0; i < judged->page_count; i++) {
        document_free(judged->documents[i]);
        judged->documents[i] = NULL;
        judged->council_pages[i].document = NULL;
    }
}

void judge_release(struct judged *judged)
{
    scorecard_release(&judged->scorecard);
    for (size_t i = 0; i < judged->page_count && judged->documents != NULL; i++) {
        if (judged->council_pages[i].assessment != NULL)
            assessment_release(&judged->assessments[i]);
        document_free(judged->documents[i]);
    }
    arena_release(&judged->arena);
    *judged = (struct judged){0};
}

/* Readers judge ahead of the one writer, which saves in order; a place in the ring is free
 * again when it was saved, so that few councils are in memory at a time. */
struct work {
    const struct judge_plan *plan;
    size_t ahead;             /* places in the ring */
    struct judged *ring;
    enum { EMPTY, BUSY, READY } *state;
    size_t next, saved;       /* the next to be taken; how many are done with */
    enum status status;
    struct error error;
    pthread_mutex_t lock;
    pthread_cond_t changed;
};

static void fail(struct work *work, enum status status, const struct error *err)
{
    if (work->status == STATUS_OK) {
        work->status = status;
        work->error = *err;
    }
}

static void *read_and_judge(void *context)
{
    struct work *work = context;
    struct store *store = NULL;
    struct error err = {0};
    enum status status = store_open(work->plan->store_path, STORE_READ, &store, &err);
    (void)pthread_mutex_lock(&work->lock);
    if (status != STATUS_OK)
        fail(work, status, &err);
    while (work->status == STATUS_OK && work->next < work->plan->count && cli_signal() == 0) {
        if (work->next - work->saved >= work->ahead) {
            (void)pthread_cond_wait(&work->changed, &work->lock);
            continue;
        }
        size_t mine = work->next++;
        size_t place = mine % work->ahead;
        work->state[place] = BUSY;
        (void)pthread_mutex_unlock(&work->lock);
        status = judge_council(store, work->plan->run, work->plan->rubric, work->plan->councils[mine], work->plan->as_of, &work->ring[place], &err);
        if (status == STATUS_OK)
            free_documents(&work->ring[place]);
        (void)pthread_mutex_lock(&work->lock);
        work->state[place] = READY;
        if (status != STATUS_OK)
            fail(work, status, &err);
        (void)pthread_cond_broadcast(&work->changed);
    }
    status = store_close(store, &err);
    if (status != STATUS_OK)
        fail(work, status, &err);
    (void)pthread_cond_broadcast(&work->changed);
    (void)pthread_mutex_unlock(&work->lock);
    return NULL;
}

/* Councils that one commit saves. Their pages were read side by side, so their rows share
 * the store's pages, and each commit writes all that it touched. */
enum { SAVED_TOGETHER = 4 };

static enum status save(struct store *store, int64_t run, const struct judged *judged, struct error *err)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < judged->page_count && status == STATUS_OK; i++)
        if (judged->council_pages[i].assessment != NULL)
            status = store_save_assessment(store, judged->pages[i].id, &judged->assessments[i], err);
    return status == STATUS_OK ? store_save_scorecard(store, run, &judged->scorecard, err) : status;
}

/* Saves the next council as part of its group. */
static enum status save_next(struct work *work, struct store *store, size_t number, struct error *err)
{
    bool first = number % SAVED_TOGETHER == 0, last = (number + 1) % SAVED_TOGETHER == 0 || number + 1 == work->plan->count;
    enum status status = first ? store_begin(store, err) : STATUS_OK;
    if (status == STATUS_OK)
        status = save(store, work->plan->run, &work->ring[number % work->ahead], err);
    return status == STATUS_OK && last ? store_commit(store, err) : status;
}

static enum status save_in_order(struct work *work, struct store *store, struct error *err)
{
    enum status status = STATUS_OK;
    (void)pthread_mutex_lock(&work->lock);
    while (work->status == STATUS_OK && work->saved < work->plan->count) {
        if (cli_signal() != 0) {
            struct error stopped = {0};
            fail(work, error_set(&stopped, STATUS_STOPPED, "stopped while judging; --resume goes on"), &stopped);
            break;
        }
        size_t place = work->saved % work->ahead;
        if (work->saved >= work->next || work->state[place] != READY) {
            (void)pthread_cond_wait(&work->changed, &work->lock);
            continue;
        }
        (void)pthread_mutex_unlock(&work->lock);
        status = save_next(work, store, work->saved, err);
        judge_release(&work->ring[place]);
        if (work->plan->progress != NULL)
            progress_show(work->plan->progress, &(struct progress_at){.what = "judging", .done = work->saved + 1, .known = work->plan->count});
        (void)pthread_mutex_lock(&work->lock);
        if (status != STATUS_OK)
            fail(work, status, err);
        work->state[place] = EMPTY;
        work->saved++;
        (void)pthread_cond_broadcast(&work->changed);
    }
    status = work->status;
    (void)pthread_cond_broadcast(&work->changed);
    (void)pthread_mutex_unlock(&work->lock);
    if (status != STATUS_OK)
        store_rollback(store); /* a group that is not whole: the run is judged again when it goes on */
    return status;
}

enum status judge_run(struct store *store, const struct judge_plan *plan, struct error *err)
{
    enum { THREADS_MAX = 16 };
    if (plan->count == 0)
        return STATUS_OK;
    int threads = plan->threads < 1 ? 1 : plan->threads > THREADS_MAX ? THREADS_MAX : plan->threads;
    struct work work = {.plan = plan, .ahead = (size_t)threads + 1, .status = STATUS_OK};
    work.ring = memory_array(work.ahead, sizeof *work.ring);
    work.state = memory_array(work.ahead, sizeof *work.state);
    (void)pthread_mutex_init(&work.lock, NULL);
    (void)pthread_cond_init(&work.changed, NULL);
    pthread_t ids[THREADS_MAX];
    int started = 0;
    while (started < threads && pthread_create(&ids[started], NULL, read_and_judge, &work) == 0)
        started++;
    enum status status = started > 0 ? save_in_order(&work, store, err) : error_set(err, STATUS_INTERNAL, "no thread could be started");
    for (int i = 0; i < started; i++)
        (void)pthread_join(ids[i], NULL);
    for (size_t i = 0; i < work.ahead; i++)
        if (work.state[i] == READY)
            judge_release(&work.ring[i]);
    if (status != STATUS_OK && work.error.message[0] != '\0' && err != NULL)
        *err = work.error;
    (void)pthread_cond_destroy(&work.changed);
    (void)pthread_mutex_destroy(&work.lock);
    free(work.ring);
    free(work.state);
    return status;
}
