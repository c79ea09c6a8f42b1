/* JSON writing (RFC 8259) into a buffer; reading is cJSON's. Commas and nesting are kept
 * by the writer. Bad UTF-8 becomes U+FFFD; what would steer a terminal (text_is_unsafe_to_show:
 * controls, C1 too, and overrides of direction) is escaped, since logs are looked at there, and so are <, > and &, so that
 * JSON may stand inside HTML. */
#ifndef COREOFFER_BASE_JSON_H
#define COREOFFER_BASE_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"

enum { JSON_NESTING_MAX = 32 };

struct json_writer {
    struct buffer *out;
    int indent;                       /* spaces a level; 0 is one line */
    int depth;
    bool filled[JSON_NESTING_MAX];    /* this level has a member already */
};

/* `key` is NULL inside arrays and at the top. */
void json_object(struct json_writer *writer, const char *key);
void json_end_object(struct json_writer *writer);
void json_array(struct json_writer *writer, const char *key);
void json_end_array(struct json_writer *writer);
void json_text(struct json_writer *writer, const char *key, const char *text); /* NULL is null */
void json_text_n(struct json_writer *writer, const char *key, const char *text, size_t length);
void json_number(struct json_writer *writer, const char *key, int64_t value);
void json_decimal(struct json_writer *writer, const char *key, double value, int places); /* NaN is null */
void json_bool(struct json_writer *writer, const char *key, bool value);
void json_null(struct json_writer *writer, const char *key);

#endif
