/* Host parsing by the WHATWG URL standard, section 3.5: domains (with libidn2), the
 * number forms of IPv4, IPv6, and the opaque hosts of schemes that browsers don't know. */
#ifndef COREOFFER_CRAWLER_URL_HOST_H
#define COREOFFER_CRAWLER_URL_HOST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "base/status.h"

/* Adds the host's serialisation to `out`. `input` is valid UTF-8 and not empty; `special`
 * says whether the scheme is one of http, https, ws, wss, ftp and file. */
MUST_USE enum status url_host_parse(const char *input, size_t length, bool special, struct buffer *out, struct error *err);

/* Whether a serialised host is an IP address and not a name. */
bool url_host_is_address(const char *host);

#endif
