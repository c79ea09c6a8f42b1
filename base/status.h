/* The project's one status and the sentence that goes with it.
 *
 * A function that can fail returns `enum status` (zero is success) and writes the
 * whole sentence for a person into `struct error`: what could not be done, to which
 * file and line, and what to do about it. The caller decides whether to print it.
 * `err` may be NULL wherever a `struct error *` is taken. */
#ifndef COREOFFER_BASE_STATUS_H
#define COREOFFER_BASE_STATUS_H

#include <stdarg.h>

#if defined(__GNUC__) || defined(__clang__)
#define MUST_USE __attribute__((warn_unused_result))
#define PRINTF_LIKE(f, a) __attribute__((format(printf, f, a)))
#else
#define MUST_USE
#define PRINTF_LIKE(f, a)
#endif

enum status {
    STATUS_OK = 0,
    STATUS_IO,       /* a file, directory or stream could not be read or written */
    STATUS_NO_SPACE, /* the disk is full or a quota reached */
    STATUS_INPUT,    /* a file that people write or name (councils, rubric, options) is wrong or not there */
    STATUS_USAGE,    /* the command line is wrong */
    STATUS_LIMIT,    /* a ceiling of limits.h was reached */
    STATUS_PARSE,    /* bytes from outside can't be read as what they say they are */
    STATUS_PASSWORD, /* a file from outside that only a password opens */
    STATUS_OLD_FORMAT, /* a file from outside in a format that has been given up */
    STATUS_NETWORK,  /* a transfer failed */
    STATUS_LOCKED,   /* another run holds the store */
    STATUS_STOPPED,  /* a signal or --max-runtime asked for a stop */
    STATUS_NOT_FOUND,
    STATUS_INTERNAL, /* a defect of ours */
    STATUS_COUNT
};

enum { ERROR_MESSAGE_MAX = 1024 };

struct error {
    enum status status;
    char message[ERROR_MESSAGE_MAX]; /* UTF-8, no final newline or stop, cut at a character */
};

/* The status in two or three words, for logs. Never NULL. */
const char *status_name(enum status status);

/* Writes the sentence and returns `status`, so that `return error_set(...)` reads well. */
enum status error_set(struct error *err, enum status status, const char *format, ...) PRINTF_LIKE(3, 4);

/* Adds ": <strerror(errno)>" and picks STATUS_NO_SPACE for ENOSPC and EDQUOT, else STATUS_IO. */
enum status error_errno(struct error *err, const char *format, ...) PRINTF_LIKE(2, 3);

/* Puts "<text>: " before the sentence already there. */
void error_prefix(struct error *err, const char *format, ...) PRINTF_LIKE(2, 3);

/* Puts words, with the signs that part them from it, behind what the sentence says. */
void error_suffix(struct error *err, const char *format, ...) PRINTF_LIKE(2, 3);

#endif
