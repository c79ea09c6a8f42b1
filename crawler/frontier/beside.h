/* What the lists beside a page's content lead to: menus of a section, "In this section", "Related pages". On sites with flat addresses
 * ("/article/521/Doctors") only these may hold the parts of the Local Offer, and nothing tells them from the whole site's menu. They are
 * tried: a page whose breadcrumbs or title are the Local Offer's belongs to it. One that does not stands outside, and what stands beside its own
 * content too is the whole site's. */
#ifndef COREOFFER_CRAWLER_BESIDE_H
#define COREOFFER_CRAWLER_BESIDE_H

#include <stdbool.h>
#include <stddef.h>

struct beside;
struct beside *beside_new(void);
void beside_free(struct beside *beside);

/* A page that was tried belongs to the Local Offer, or does not. */
void beside_note(struct beside *beside, bool belongs);
/* An address that a page outside has beside its content. */
void beside_note_outside(struct beside *beside, const char *address, size_t length);
/* Whether an address is still worth a try: no page outside names it, and no more was tried in vain than leads somewhere, a few apart. */
bool beside_is_worth(const struct beside *beside, const char *address, size_t length);
/* Whether anything that was tried belongs to the Local Offer, so that what was not tried may be missed. */
bool beside_leads_on(const struct beside *beside);

#endif
