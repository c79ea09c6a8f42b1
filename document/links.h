/* The links of a page's elements, and the addresses in its styles. */
#ifndef COREOFFER_DOCUMENT_LINKS_H
#define COREOFFER_DOCUMENT_LINKS_H

#include "document/builder.h"
#include "document/tree.h"

/* Adds one link of an element, with its rel=nofollow, download and title. */
int32_t links_add(struct builder *builder, const struct tree *tree, size_t node, enum link_kind kind,
                  const char *href, uint8_t zone);

/* Adds every address that an element other than `a` names: area, img and srcset, iframe,
 * frame, script, link, source, video, audio, track, embed, object, form, meta refresh, and
 * url() in its style; and its id and name as anchors. */
void links_add_resources(struct builder *builder, const struct tree *tree, size_t node, uint8_t zone);

/* Adds the url() and @import addresses of a style sheet, which ends with NUL; not those in comments and strings. */
void links_add_styles(struct builder *builder, const char *css, size_t length, uint8_t zone);

/* The address in a refresh's content ("5; url=/new"), a meta element's or a reply's field, in `arena`, or NULL. `*soon`: pages that
 * send their readers on wait no longer; others end a session or come again. */
const char *links_refresh_address(struct arena *arena, const char *content, bool *soon);

#endif
