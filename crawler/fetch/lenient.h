/* HTTP/1 replies as browsers read them, for servers whose replies libcurl refuses. It has no
 * option for it: a header line without a colon is its CURLE_WEIRD_SERVER_REPLY, and allowing
 * HTTP/0.9 would take the whole reply for a body. What is forgiven is what Chromium was seen to
 * forgive: a line without a colon, or folded into none, is left out; up to LENIENT_SLOP bytes may
 * stand before "HTTP/", whose version may be any; a length that is no number is as none. As
 * there, a NUL among the headers and two lengths that differ are not. */
#ifndef COREOFFER_CRAWLER_LENIENT_H
#define COREOFFER_CRAWLER_LENIENT_H

#include <stdbool.h>
#include <stddef.h>

enum { LENIENT_SLOP = 4 };

enum lenient_result {
    LENIENT_MORE,      /* feed it what comes next */
    LENIENT_DONE,      /* the reply is complete; what follows is not part of it */
    LENIENT_STOPPED,   /* a call took less than it was given */
    LENIENT_DAMAGED,   /* no browser would read it either, or it ended too early */
};

/* As libcurl's: each is to return how many bytes it took, less than `length` to stop. */
struct lenient_calls {
    size_t (*header)(char *bytes, size_t size, size_t length, void *context); /* the status line, each field, the empty line; with their ends */
    size_t (*body)(char *bytes, size_t size, size_t length, void *context);   /* without chunks */
    void *context;
};

struct lenient;
/* Of a reply to HEAD where `head_only`. */
struct lenient *lenient_new(const struct lenient_calls *calls, bool head_only);
void lenient_free(struct lenient *lenient);
/* Changes none of the bytes. */
enum lenient_result lenient_feed(struct lenient *lenient, char *bytes, size_t length);
/* The connection was closed: never LENIENT_MORE. */
enum lenient_result lenient_end(struct lenient *lenient);

#endif
