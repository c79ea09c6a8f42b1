#include "base/status.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

static const char *const names[] = {
    [STATUS_OK] = "ok",
    [STATUS_IO] = "input or output error",
    [STATUS_NO_SPACE] = "no space left",
    [STATUS_INPUT] = "bad input",
    [STATUS_USAGE] = "usage error",
    [STATUS_LIMIT] = "over a limit",
    [STATUS_PARSE] = "unreadable",
    [STATUS_PASSWORD] = "needs a password",
    [STATUS_OLD_FORMAT] = "old format",
    [STATUS_NETWORK] = "network error",
    [STATUS_LOCKED] = "locked",
    [STATUS_STOPPED] = "stopped",
    [STATUS_NOT_FOUND] = "not found",
    [STATUS_INTERNAL] = "internal error",
};
_Static_assert(sizeof names / sizeof names[0] == STATUS_COUNT, "every status has a name");

const char *status_name(enum status status)
{
    return (unsigned)status < STATUS_COUNT ? names[status] : "unknown status";
}

static void trim(struct error *err)
{
    size_t length = strlen(err->message);
    err->message[text_cut(err->message, length, sizeof err->message - 1)] = '\0';
}

/* From the byte `at` of the message on. */
static void write_at(struct error *err, size_t at, const char *format, va_list args)
{
    (void)vsnprintf(err->message + at, sizeof err->message - at, format, args);
    trim(err);
}

enum status error_set(struct error *err, enum status status, const char *format, ...)
{
    if (err == NULL)
        return status;
    va_list args;
    va_start(args, format);
    write_at(err, 0, format, args);
    va_end(args);
    err->status = status;
    return status;
}

enum status error_errno(struct error *err, const char *format, ...)
{
    int cause = errno;
    enum status status = cause == ENOSPC || cause == EDQUOT ? STATUS_NO_SPACE : STATUS_IO;
    if (err == NULL)
        return status;
    va_list args;
    va_start(args, format);
    write_at(err, 0, format, args);
    va_end(args);
    error_suffix(err, ": %s", cause == ENOSPC ? "the disk is full" : strerror(cause));
    err->status = status;
    return status;
}

void error_suffix(struct error *err, const char *format, ...)
{
    if (err == NULL)
        return;
    va_list args;
    va_start(args, format);
    write_at(err, strlen(err->message), format, args);
    va_end(args);
}

void error_prefix(struct error *err, const char *format, ...)
{
    if (err == NULL)
        return;
    char old[ERROR_MESSAGE_MAX];
    memcpy(old, err->message, sizeof old);
    va_list args;
    va_start(args, format);
    write_at(err, 0, format, args);
    va_end(args);
    error_suffix(err, ": %s", old);
}
