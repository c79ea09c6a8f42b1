/* Tells systemd how far a run is (sd_notify(3)), by one datagram and without its library. */
#ifndef COREOFFER_CLI_NOTIFY_H
#define COREOFFER_CLI_NOTIFY_H

/* Sends "STATUS=<text>" to NOTIFY_SOCKET; does nothing where that isn't set. */
void notify_status(const char *text);

#endif
