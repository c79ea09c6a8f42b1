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

enum status error_set(struct error *err, enum status status, const char *format, ...)
{
    if (err == NULL)
        return status;
    va_list args;
    va_start(args, format);
    (void)vsnprintf(err->message, sizeof err->message, format, args);
    va_end(args);
    err->status = status;
    trim(err);
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
    (void)vsnprintf(err->message, sizeof err->message, format, args);
    va_end(args);
    size_t used = strlen(err->message);
    (void)snprintf(err->message + used, sizeof err->message - used, ": %s", cause == ENOSPC ? "the disk is full" : strerror(cause));
    err->status = status;
    trim(err);
    return status;
}

void error_suffix(struct error *err, const char *format, ...)
{
    if (err == NULL)
        return;
    size_t used = strlen(err->message);
    va_list args;
    va_start(args, format);
    (void)vsnprintf(err->message + used, sizeof err->message - used, format, args);
    va_end(args);
    trim(err);
}

void error_prefix(struct error *err, const char *format, ...)
{
    if (err == NULL)
        return;
    char old[ERROR_MESSAGE_MAX];
    memcpy(old, err->message, sizeof old);
    va_list args;
    va_start(args, format);
    (void)vsnprintf(err->message, sizeof err->message, format, args);
    va_end(args);
    size_t used = strlen(err->message);
    (void)snprintf(err->message + used, sizeof err->message - used, ": %s", old);
    trim(err);
}
