#include "cli/event_log.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/json.h"
#include "base/limits.h"

enum status event_log_open(const char *path, struct event_log *log, struct error *err)
{
    *log = (struct event_log){.path = path, .file = -1};
    buffer_init(&log->waiting, LIMIT_BODY_BYTES);
    if (path == NULL)
        return STATUS_OK;
    log->file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOCTTY, 0644);
    return log->file >= 0 ? STATUS_OK : error_errno(err, "cannot open the log '%s'", path);
}

void event_log_add(struct event_log *log, const char *event, const char *gss_code, const char *page, const char *detail)
{
    if (log->file < 0)
        return;
    char at[CLOCK_TEXT_MAX];
    clock_iso(clock_now(), at);
    struct json_writer json = {.out = &log->waiting};
    json_object(&json, NULL);
    json_text(&json, "at", at);
    json_text(&json, "event", event);
    json_number(&json, "run", log->run);
    if (gss_code != NULL)
        json_text(&json, "gss_code", gss_code);
    if (page != NULL)
        json_text(&json, "page", page);
    json_text(&json, "detail", detail);
    json_end_object(&json);
    (void)buffer_add_char(&log->waiting, '\n');
}

void event_log_write(struct event_log *log)
{
    size_t at = 0;
    while (log->file >= 0 && at < log->waiting.length) {
        ssize_t count = write(log->file, log->waiting.bytes + at, log->waiting.length - at);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0) {
            (void)fprintf(stderr, "coreoffer: cannot write the log '%s': %s; the run goes on without it\n", log->path, strerror(errno));
            (void)close(log->file);
            log->file = -1;
            break;
        }
        at += (size_t)count;
    }
    buffer_clear(&log->waiting);
}

void event_log_begin(struct event_log *log, int64_t run, const char *command)
{
    log->run = run;
    event_log_add(log, "begin", NULL, NULL, command);
    event_log_write(log);
}

void event_log_end(struct event_log *log, const char *how, enum status status, const struct error *err)
{
    bool stopped = status == STATUS_STOPPED;
    if (status != STATUS_OK && err != NULL)
        event_log_add(log, stopped ? "stopped" : "error", NULL, NULL, err->message);
    event_log_add(log, "end", NULL, NULL, stopped ? "stopped" : status != STATUS_OK ? "failed" : how);
    event_log_write(log);
    if (log->file >= 0)
        (void)close(log->file);
    log->file = -1;
    buffer_release(&log->waiting);
}
