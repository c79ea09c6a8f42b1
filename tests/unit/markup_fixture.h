/* What pages are read by in tests: the shipped words, loaded once. */
#ifndef COREOFFER_TESTS_MARKUP_FIXTURE_H
#define COREOFFER_TESTS_MARKUP_FIXTURE_H

#include <stdlib.h>

#include "document/markup_words.h"

static inline const struct markup_words *markup_fixture(void)
{
    static struct markup_words *words; /* as long as the program */
    const char *seeds = getenv("COREOFFER_SEEDS");
    if (words == NULL && markup_words_load(seeds != NULL ? seeds : "seeds", &words, NULL) != STATUS_OK)
        abort();
    return words;
}

#endif
