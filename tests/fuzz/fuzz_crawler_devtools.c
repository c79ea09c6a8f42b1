/* What a browser says over its pipe, in pieces of any size. */
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include "crawler/browser/devtools.h"

static void hear(void *context, const struct devtools_message *message)
{
    struct devtools *devtools = context;
    /* What is promised never to be NULL is read; an answer may ask for more. */
    if (message->session[0] == '\0' && message->method[0] == '\0' && message->id == 0)
        abort();
    if (message->overlong && message->error[0] == '\0')
        abort();
    (void)devtools_text(message->body, "x");
    (void)devtools_object(message->body, "x");
    if (message->id % 2 == 1)
        (void)devtools_send(devtools, message->session, "A.b", NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    int commands[2], answers[2];
    if (pipe2(commands, O_NONBLOCK) != 0 || pipe2(answers, O_NONBLOCK) != 0)
        abort();
    struct devtools *devtools = devtools_new(commands[1], answers[0]);
    size_t step = size > 0 ? (size_t)data[0] + 1 : 1;
    for (size_t at = 0; at < size && !devtools_is_broken(devtools); at += step) {
        size_t part = size - at < step ? size - at : step;
        if (write(answers[1], data + at, part) != (ssize_t)part)
            abort();
        (void)devtools_work(devtools, hear, devtools);
        char drained[4096];
        while (read(commands[0], drained, sizeof drained) > 0)
            continue;
    }
    devtools_free(devtools);
    for (int i = 0; i < 2; i++) {
        close(commands[i]);
        close(answers[i]);
    }
    return 0;
}
