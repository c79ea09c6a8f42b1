/* A small seeded generator (SplitMix64) for jitter and probe addresses; never for secrets.
 * The seed comes in as a parameter, so that tests repeat. */
#ifndef COREOFFER_BASE_RANDOM_H
#define COREOFFER_BASE_RANDOM_H

#include <stdint.h>

struct random {
    uint64_t state;
};

uint64_t random_next(struct random *random);
double random_fraction(struct random *random); /* 0 <= x < 1 */

#endif
