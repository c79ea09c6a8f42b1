/* Where a council says in its own words that it does not have a service. All rows turn on it, so it is believed only where it is
 * said of the service as a whole and no page says that the service goes on. */
#include <string.h>

#include "base/text.h"
#include "scoring/rows.h"

/* Key working goes on where enough of it is told, and not of another scheme's workers. */
static bool tells_of_it(const struct service_view *view, const struct service_page *page)
{
    struct row_hit other;
    if (service_is_key_working(view->service))
        return row_key_role(view->council, (size_t)(page->page - view->council->evidence->pages)) != KEY_ROLE_UNTOLD &&
               !rows_find(view, page, view->council->rules->key_working, KEY_OTHER_ROLE, &other);
    return rows_says(view, page, CHECK_EXPLANATION) || rows_says(view, page, CHECK_REFERRAL);
}

/* Something still does what the service does, or can be asked for. `but`: a page that is about more than the service, and may tell
 * of something else; or NULL. */
static bool goes_on(const struct service_view *view, const struct service_page *but)
{
    for (size_t i = 0; i < view->helping; i++)
        if (&view->pages[i] != but && tells_of_it(view, &view->pages[i]))
            return true;
    return false;
}

static bool names(const struct rubric_service *service, const char *text, size_t length)
{
    for (size_t n = 0; n < service->name_count; n++)
        if (text_find_ignoring_case(text, length, service->names[n]))
            return true;
    return false;
}

void service_find_denial(struct service_view *view)
{
    for (size_t i = 0; i < view->answering; i++) {
        const struct service_page *page = &view->pages[i];
        const struct document *document = page->page->document;
        struct row_hit hit;
        if (!rows_find_unless(view, page, view->council->rules->rows, ROW_PROVIDED_NO, ROWS_BUT(ROW_NOT_PROVIDED_NO), &hit))
            continue;
        /* "We do not provide transport" on a short breaks page is about transport: the words must name the service. What has closed
         * was often a part of it. */
        bool about_more = !*hit.value && !names(view->service, document->title, strlen(document->title));
        const struct block *block = &document->blocks[hit.block];
        if (!names(view->service, block->text, block->length) || goes_on(view, about_more ? page : NULL))
            continue;
        view->denial = hit;
        return;
    }
}

void service_quote_denial(const struct service_view *view, struct row_verdict *row, const char *reason)
{
    const struct row_hit *hit = &view->denial;
    rows_set(row, VERDICT_NO, 0.7, reason);
    rows_add(view->council, row, rows_quote(view->council, hit->page->page, hit->block, hit->offset, hit->cue));
}
