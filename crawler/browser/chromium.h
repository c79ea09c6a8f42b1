/* Chromium as a child process that can reach nothing: no network socket can be made in it
 * (a seccomp filter, besides a proxy and a name service that lead nowhere), its profile is
 * thrown away, and a guard process between it and us ends all of it, and removes the
 * profile, when we say so or are gone ourselves, by kill -9 too. Speaks DevTools over two
 * pipes; nothing listens on a port. */
#ifndef COREOFFER_CRAWLER_CHROMIUM_H
#define COREOFFER_CRAWLER_CHROMIUM_H

#include "base/status.h"

struct chromium;

/* Starts `path`. That a process runs says nothing yet: whether it is a Chromium is told by
 * its answers. STATUS_USAGE where `path` is no program that may be run, naming it; else
 * STATUS_IO. As root Chromium's own sandbox can't be used, and is turned off. */
MUST_USE enum status chromium_start(const char *path, struct chromium **out, struct error *err);
/* Ends every process of it and removes its profile; takes up to a few seconds. NULL is fine. */
void chromium_stop(struct chromium *chromium);

/* What it wrote to standard error when it would not start: its fatal line, else its last, or
 * "", without control characters. In Chromium's memory. */
const char *chromium_complaint(struct chromium *chromium);

/* Non-blocking ends of the pipes: to write commands to, and to read from. Chromium's own. */
int chromium_to(const struct chromium *chromium);
int chromium_from(const struct chromium *chromium);

#endif
