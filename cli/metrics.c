#include "cli/metrics.h"

#include "base/buffer.h"
#include "base/clock.h"
#include "base/file.h"

static void gauge(struct buffer *out, const char *name, const char *help)
{
    (void)buffer_printf(out, "# HELP coreoffer_%s %s\n# TYPE coreoffer_%s gauge\n", name, help, name);
}

static void single(struct buffer *out, const char *name, const char *help, int64_t value)
{
    gauge(out, name, help);
    (void)buffer_printf(out, "coreoffer_%s %lld\n", name, (long long)value);
}

/* By what the store holds: a run that stopped early has no result yet. */
static enum status add_visits(struct buffer *out, struct store *store, const struct audit_result *result, struct arena *arena, struct error *err)
{
    struct visit *visits;
    size_t count, by_outcome[VISIT_OUTCOME_COUNT] = {0};
    int64_t pages = 0;
    enum status status = store_visits(store, result->run, arena, &visits, &count, err);
    if (status != STATUS_OK)
        return status;
    for (size_t i = 0; i < count; i++) {
        by_outcome[visits[i].outcome]++;
        pages += visits[i].pages_read > 0 ? visits[i].pages_read : 0;
    }
    by_outcome[VISIT_PENDING] += result->councils > count ? result->councils - count : 0; /* not begun */
    single(out, "pages", "Pages and leaflets read in the last run.", pages);
    gauge(out, "councils", "Councils of the last run by how their visit ended.");
    for (int i = 0; i < VISIT_OUTCOME_COUNT; i++)
        (void)buffer_printf(out, "coreoffer_councils{outcome=\"%s\"} %zu\n", visit_outcome_word((enum visit_outcome)i), by_outcome[i]);
    return STATUS_OK;
}

static enum status add_links(struct buffer *out, struct store *store, int64_t run, struct arena *arena, struct error *err)
{
    struct target *targets;
    size_t count, by_state[LINK_STATE_COUNT] = {0};
    enum status status = store_targets(store, run, NULL, arena, &targets, &count, err);
    if (status != STATUS_OK)
        return status;
    for (size_t i = 0; i < count; i++)
        by_state[targets[i].state]++;
    gauge(out, "links", "Distinct link targets of the last run by state.");
    for (int i = 0; i < LINK_STATE_COUNT; i++)
        (void)buffer_printf(out, "coreoffer_links{state=\"%s\"} %zu\n", link_state_word((enum link_state)i), by_state[i]);
    return STATUS_OK;
}

enum status metrics_write(const char *path, struct store *store, const struct audit_result *result, int exit_code, struct arena *arena, struct error *err)
{
    enum { METRICS_MAX = 64 * 1024 };
    struct buffer out;
    buffer_init(&out, METRICS_MAX);
    single(&out, "last_run", "Number of the last run.", result->run);
    single(&out, "last_run_timestamp_seconds", "When the last run ended.", clock_now());
    single(&out, "last_run_exit_status", "Its exit status; 0 and 3 are good.", exit_code);
    enum status status = add_visits(&out, store, result, arena, err);
    if (status == STATUS_OK)
        status = add_links(&out, store, result->run, arena, err);
    if (status == STATUS_OK)
        status = file_write(path, buffer_text(&out), out.length, err);
    buffer_release(&out);
    return status;
}
