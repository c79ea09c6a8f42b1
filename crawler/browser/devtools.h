/* The DevTools protocol over two pipes: JSON messages, each ended by a NUL
 * (--remote-debugging-pipe). What comes is hostile: it may be steered by a page that broke
 * out of its process, so every message is bounded and nothing in it is taken on trust.
 * https://chromedevtools.github.io/devtools-protocol/ */
#ifndef COREOFFER_CRAWLER_DEVTOOLS_H
#define COREOFFER_CRAWLER_DEVTOOLS_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"

struct devtools;
/* Non-blocking descriptors, which stay the caller's. */
struct devtools *devtools_new(int to, int from);
void devtools_free(struct devtools *devtools);

/* Queues a command; `params` is a JSON object, NULL for none; `session` NULL for the browser
 * itself. Returns its number, which the answer bears: 1, 2, 3 ... */
int64_t devtools_send(struct devtools *devtools, const char *session, const char *method, const char *params);

/* Valid during the call. Never NULL but for `body`. */
struct devtools_message {
    int64_t id;             /* of the command that it answers; 0 for an event */
    const char *session;    /* "" for the browser itself */
    const char *method;     /* of an event, else "" */
    const cJSON *body;      /* params of an event, result of an answer; NULL where it has none */
    const char *error;      /* an answer that failed, "" for none */
    bool overlong;          /* it failed because it is over LIMIT_DEVTOOLS_MESSAGE */
};
typedef void devtools_heard(void *context, const struct devtools_message *message);

/* Writes what can be written and hands over what has come, a bounded part of it: true where
 * there may be more at once. `heard` may send. */
bool devtools_work(struct devtools *devtools, devtools_heard *heard, void *context);
/* The other side has gone, or says what is no message. */
bool devtools_is_broken(const struct devtools *devtools);
bool devtools_is_unsent(const struct devtools *devtools); /* commands wait until `to` can be written */

/* --- reading a message: wrong types are as absent --- */
const char *devtools_text(const cJSON *object, const char *name);   /* "" for none */
const cJSON *devtools_object(const cJSON *object, const char *name); /* NULL for none */

#endif
