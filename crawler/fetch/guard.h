/* Which addresses and ports a crawler may connect to: the special-purpose address registries of IANA
 * (RFC 6890 and its updates), read on the address that is connected to and never on the
 * name, since a name can be answered differently the second time. */
#ifndef COREOFFER_CRAWLER_GUARD_H
#define COREOFFER_CRAWLER_GUARD_H

#include <stdbool.h>
#include <sys/socket.h>

/* False for private, loopback, link-local, shared, documentation, benchmarking, multicast,
 * reserved and metadata addresses, for IPv4 ones of these kinds inside IPv6 (mapped, NAT64,
 * 6to4, Teredo, ISATAP), and for what is neither IPv4 nor IPv6. */
bool guard_is_public(const struct sockaddr *address);
/* The same for text: "192.0.2.1", "2001:db8::1" or "[2001:db8::1]". Anything else is false. */
bool guard_text_is_public(const char *text);
/* A port that speaks something else than HTTP, to which browsers send no request (Fetch, "bad port"). */
bool guard_port_is_bad(int port);

#endif
