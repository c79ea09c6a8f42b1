/* What a request is tagged with, so that each reply finds who asked for it. Put it first
 * in a struct and hand its address to fetch_request.tag. */
#ifndef COREOFFER_CRAWLER_ERRAND_H
#define COREOFFER_CRAWLER_ERRAND_H

#include "crawler/fetch/fetch.h"

struct errand {
    void (*done)(struct errand *errand, const struct fetch_reply *reply);
};

#endif
