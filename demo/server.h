/* The made-up councils' web servers, on loopback: one libmicrohttpd daemon that answers by
 * Host header from seeds/demo. `coreoffer demo` audits them through the same code path as
 * a real run. */
#ifndef COREOFFER_DEMO_SERVER_H
#define COREOFFER_DEMO_SERVER_H

#include <stddef.h>

#include "base/status.h"

struct demo_server;

/* Serves the sites below `directory` (see seeds/demo/README.md for its layout) on
 * 127.0.0.1 at a port that the system picks. */
MUST_USE enum status demo_server_start(const char *directory, struct demo_server **out, struct error *err);
int demo_server_port(const struct demo_server *server);
/* The i-th host that the sites link to and that does not exist, or NULL. */
const char *demo_server_missing_host(const struct demo_server *server, size_t i);
void demo_server_stop(struct demo_server *server);

#endif
