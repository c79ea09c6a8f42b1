#include "crawler/browser/devtools.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/json.h"
#include "base/limits.h"
#include "base/memory.h"

enum {
    READ_AT_ONCE = 64 * 1024,
    WORK_AT_ONCE = 4 * 1024 * 1024, /* bytes handled by one call, so that a flood holds up no transfer */
    HEAD_KEPT = 256,                /* of a message that is too long: its number stands at its beginning */
};

struct devtools {
    int to, from;
    int64_t last;
    struct buffer unsent;
    size_t sent;             /* of `unsent` */
    struct buffer message;   /* the one that is arriving */
    bool skipping;           /* it is too long: the rest of it is dropped */
    bool broken;
};

struct devtools *devtools_new(int to, int from)
{
    struct devtools *devtools = memory_alloc(sizeof *devtools);
    devtools->to = to;
    devtools->from = from;
    buffer_init(&devtools->unsent, LIMIT_DEVTOOLS_UNSENT);
    buffer_init(&devtools->message, LIMIT_DEVTOOLS_MESSAGE);
    return devtools;
}

void devtools_free(struct devtools *devtools)
{
    if (devtools == NULL)
        return;
    buffer_release(&devtools->unsent);
    buffer_release(&devtools->message);
    free(devtools);
}

/* What was written makes room for what follows. */
static void drop_sent(struct devtools *devtools)
{
    struct buffer *out = &devtools->unsent;
    if (devtools->sent < out->length / 2 + 1)
        return;
    size_t left = out->length - devtools->sent;
    memmove(out->bytes, out->bytes + devtools->sent, left);
    buffer_cut(out, left);
    devtools->sent = 0;
}

static void write_some(struct devtools *devtools)
{
    while (!devtools->broken && devtools->sent < devtools->unsent.length) {
        ssize_t written = write(devtools->to, devtools->unsent.bytes + devtools->sent, devtools->unsent.length - devtools->sent);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
            drop_sent(devtools);
            return;
        }
        if (written <= 0)
            devtools->broken = true;
        else
            devtools->sent += (size_t)written;
    }
    devtools->sent = 0;
    buffer_clear(&devtools->unsent);
}

int64_t devtools_send(struct devtools *devtools, const char *session, const char *method, const char *params)
{
    struct buffer *out = &devtools->unsent;
    struct json_writer json = {.out = out};
    int64_t id = ++devtools->last;
    json_object(&json, NULL);
    json_number(&json, "id", id);
    json_text(&json, "method", method);
    if (session != NULL)
        json_text(&json, "sessionId", session);
    if (params != NULL) {
        buffer_add_text(out, ",\"params\":");
        buffer_add_text(out, params);
    }
    json_end_object(&json);
    buffer_add(out, "", 1); /* the NUL that ends a message */
    if (out->over)
        devtools->broken = true; /* it has stopped reading */
    return id;
}

const char *devtools_text(const cJSON *object, const char *name)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, name);
    return cJSON_IsString(item) ? item->valuestring : "";
}

const cJSON *devtools_object(const cJSON *object, const char *name)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, name);
    return cJSON_IsObject(item) ? item : NULL;
}

static int64_t number_of(const cJSON *message)
{
    const cJSON *id = cJSON_GetObjectItemCaseSensitive(message, "id");
    return cJSON_IsNumber(id) && id->valuedouble >= 1 && id->valuedouble <= 9007199254740991.0 ? (int64_t)id->valuedouble : 0;
}

static void hear(struct devtools *devtools, devtools_heard *heard, void *context)
{
    cJSON *json = cJSON_ParseWithLength(buffer_text(&devtools->message), devtools->message.length);
    if (!cJSON_IsObject(json)) {
        devtools->broken = true;
        cJSON_Delete(json);
        return;
    }
    const cJSON *error = devtools_object(json, "error");
    struct devtools_message message = {
        .id = number_of(json), .session = devtools_text(json, "sessionId"), .method = devtools_text(json, "method"),
        .error = error != NULL ? devtools_text(error, "message") : "",
    };
    if (error != NULL && *message.error == '\0')
        message.error = "it failed";
    message.body = devtools_object(json, message.id != 0 ? "result" : "params");
    if (message.id != 0 || *message.method != '\0')
        heard(context, &message);
    cJSON_Delete(json);
}

/* A message over the ceiling: where it is an answer its command fails, else it is nothing. */
static void hear_overlong(const struct devtools *devtools, devtools_heard *heard, void *context)
{
    static const char start[] = "{\"id\":";
    const char *at = buffer_text(&devtools->message);
    struct devtools_message message = {.session = "", .method = "", .error = "its answer is larger than the ceiling allows", .overlong = true};
    if (strncmp(at, start, sizeof start - 1) != 0)
        return;
    for (at += sizeof start - 1; *at >= '0' && *at <= '9' && message.id < 1000000000000; at++)
        message.id = message.id * 10 + (*at - '0');
    if (message.id != 0)
        heard(context, &message);
}

static void take(struct devtools *devtools, const char *bytes, size_t length, devtools_heard *heard, void *context)
{
    while (length > 0 && !devtools->broken) {
        const char *end = memchr(bytes, '\0', length);
        size_t part = end != NULL ? (size_t)(end - bytes) : length;
        if (!devtools->skipping && !buffer_add(&devtools->message, bytes, part)) {
            devtools->skipping = true;
            buffer_cut(&devtools->message, HEAD_KEPT);
        }
        bytes += part + (end != NULL);
        length -= part + (end != NULL);
        if (end == NULL)
            return;
        if (devtools->skipping)
            hear_overlong(devtools, heard, context);
        else
            hear(devtools, heard, context);
        devtools->skipping = false;
        if (devtools->message.capacity > READ_AT_ONCE)
            buffer_release(&devtools->message);
        buffer_clear(&devtools->message);
    }
}

bool devtools_work(struct devtools *devtools, devtools_heard *heard, void *context)
{
    char bytes[READ_AT_ONCE];
    size_t total = 0;
    write_some(devtools);
    while (!devtools->broken && total < WORK_AT_ONCE) {
        ssize_t count = read(devtools->from, bytes, sizeof bytes);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
            break;
        if (count <= 0) {
            devtools->broken = true;
            break;
        }
        total += (size_t)count;
        take(devtools, bytes, (size_t)count, heard, context);
    }
    write_some(devtools);
    return total >= WORK_AT_ONCE && !devtools->broken;
}

bool devtools_is_broken(const struct devtools *devtools)
{
    return devtools->broken;
}

bool devtools_is_unsent(const struct devtools *devtools)
{
    return devtools->unsent.length > devtools->sent;
}
