#include "base/random.h"

uint64_t random_next(struct random *random)
{
    /* Steele, Lea, Flood: "Fast splittable pseudorandom number generators", 2014. */
    uint64_t z = random->state += 0x9e3779b97f4a7c15ULL;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
}

double random_fraction(struct random *random)
{
    return (double)(random_next(random) >> 11) * 0x1.0p-53;
}
