/* Bytes made compact for the store: deflated where that pays, and small numbers in few
 * bytes. Reading checks every length, since the file may be damaged. */
#ifndef COREOFFER_STORE_PACK_H
#define COREOFFER_STORE_PACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"

/* A deflater that is used again and again: making one costs as much as a page. */
struct packer;
struct packer *packer_new(void);
void packer_free(struct packer *packer);

/* Adds one byte for the form (0 as it is, 1 deflated), the length and the bytes. */
void pack_add(struct packer *packer, struct buffer *out, const void *bytes, size_t length);
/* Adds to `out` what pack_add was given. False where the bytes are not that; `out->over`
 * tells what was too large. */
bool pack_open(const void *bytes, size_t length, struct buffer *out);

/* Seven bits a byte, lowest first (LEB128). */
void pack_number(struct buffer *out, uint64_t value);
/* Small negative numbers stay small. */
void pack_signed(struct buffer *out, int64_t value);
/* The length and the bytes. */
void pack_text(struct buffer *out, const char *text);

struct pack_reader {
    const unsigned char *at, *end;
    bool bad; /* something was missing or too large; everything after reads as 0 or "" */
};
uint64_t pack_read_number(struct pack_reader *reader, uint64_t high);
int64_t pack_read_signed(struct pack_reader *reader, int64_t low, int64_t high);
/* Not NUL-terminated; points into the bytes that are read. */
const char *pack_read_text(struct pack_reader *reader, size_t *length);

#endif
