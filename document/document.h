/* Bytes in, document out. Thread-safe: no shared state. */
#ifndef COREOFFER_DOCUMENT_DOCUMENT_H
#define COREOFFER_DOCUMENT_DOCUMENT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "base/status.h"
#include "document/markup_words.h"
#include "model/document.h"

struct document_input {
    const void *bytes;
    size_t length;
    const char *content_type; /* the Content-Type header as sent, or NULL */
    const char *name;         /* address or file name, to tell types apart; or NULL */
    bool rendered;            /* what a browser made of a page */
    const char *lacking;      /* a rendered page may not be whole: why, a fixed sentence; or NULL */
};

/* What the bytes are: by their first bytes, then the header, then the name's ending. */
enum document_type document_sniff(const struct document_input *input);

/* Once, before any thread: libxml2's own start and stop. */
void document_start(void);
void document_stop(void);

/* Word files are read by this program begun again where it can do no harm (docx.h): main
 * asks first, with its argument 0, whether it is that child, and then only does its work
 * and ends by _exit with its exit status (a sanitizer's look for leaks can't run in there). A program that does not ask can't read Word files. */
bool document_is_child(const char *name);
MUST_USE int document_child(void);

/* Reads HTML, PDF, DOCX or plain text. A page that is only partly readable is a document
 * with `partly_read` set; STATUS_PARSE, with a sentence, is for what can't be read at all
 * (an image, a broken zip), STATUS_PASSWORD for a leaflet that only a password opens,
 * STATUS_OLD_FORMAT for a Word file before 2007. Bounded in time and memory whatever the
 * bytes are. `*out` is the caller's, document_free it. */
MUST_USE enum status document_read(const struct markup_words *words, const struct document_input *input, struct document **out, struct error *err);
void document_free(struct document *document);

/* Whether a page that a browser showed has others that only its scripts tell apart
 * (href="#/..."): they have no address of their own, and are not read. */
bool document_has_routes(const struct document *document);

/* The document as bytes for the store, and back. Decoding checks every length: a damaged
 * row is STATUS_PARSE, never a crash. The format has a version byte. */
void document_encode(const struct document *document, struct buffer *out);
MUST_USE enum status document_decode(const void *bytes, size_t length, struct document **out, struct error *err);

#endif
