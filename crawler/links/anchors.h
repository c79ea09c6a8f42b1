/* The parts of a page that links point at: "#how-to-apply". Which fragments name one at all,
 * and which stand for a script, a viewer or who counts readers, is told by
 * seeds/crawl/fragments.csv; its rules are read only once loaded. */
#ifndef COREOFFER_CRAWLER_ANCHORS_H
#define COREOFFER_CRAWLER_ANCHORS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "model/document.h"

struct anchor_rules;
/* Refuses, with file and line, an unknown kind and an empty name. */
MUST_USE enum status anchors_load(const char *seeds, struct anchor_rules **out, struct error *err);
void anchors_free(struct anchor_rules *rules);

/* Whether a fragment (as the address has it, without #) must be found in the page: not an
 * empty one, nor what a rule says is read otherwise. */
bool anchors_matter(const struct anchor_rules *rules, const char *fragment);

/* Whether it is a script's way to one of its own pages ("/clubs/7", "!/clubs"), its front page not among them: where the
 * script makes the page, such an address leads to a page of its own. */
bool anchors_name_route(const struct anchor_rules *rules, const char *fragment);

/* The ids and names of a page as sorted hashes, each as written and percent-decoded; its loose names (struct document) in lower
 * case besides; and, where it has scripts, the words of its headings: many sites give headings their ids by a script, and where "#how-to-apply"
 * stands for "How to apply" nobody can say that the part is missing. */
struct anchors {
    uint32_t *hashes;
    size_t count;
};
void anchors_take(const struct document *document, struct anchors *out); /* free with anchors_release */
void anchors_release(struct anchors *anchors);
/* As written or percent-decoded (HTML, "scrolling to a fragment"), a loose name in any case (so Chromium in quirks mode, which wants an id as written), or as a heading's words. */
bool anchors_have(const struct anchors *anchors, const char *fragment);

#endif
