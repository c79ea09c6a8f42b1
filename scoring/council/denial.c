/* Where a council says in its own words that it does not have a service. All rows turn on it, so it is believed only where it is
 * said of the service as a whole and no page says that the service goes on. */
#include <string.h>

#include "scoring/council/service_pages.h"
#include "scoring/text/sentences.h"

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

/* "We do not have Portage. Instead, our home teachers visit ...": what lacks is the name. A key worker is told by the role, which others have not. */
static bool has_another_instead(const struct service_view *view, const struct row_hit *hit)
{
    const struct block *block = &hit->page->page->document->blocks[hit->block];
    size_t start, end;
    if (service_is_key_working(view->service))
        return false;
    sentence_around(block->text, block->length, hit->offset, &start, &end);
    while (end < block->length && block->text[end] == ' ')
        end++;
    return end < block->length && rows_matches(view->council, ROW_INSTEAD, block->text + end, block->length - end);
}

/* "We do not provide transport" on a short breaks page is about transport: the block must name the service. */
static bool denies(const struct service_view *view, const struct service_page *page, struct row_hit *hit)
{
    return rows_find_unless(view, page, view->council->rules->rows, ROW_PROVIDED_NO, ROWS_BUT(ROW_NOT_PROVIDED_NO), hit) &&
           service_says_name(view->service, page->page->document->blocks[hit->block].text);
}

static bool names_it(const struct service_view *view, const struct block *block)
{
    return block->zone == ZONE_MAIN && service_says_name(view->service, block->text) && !service_other_sense(view->service, block->text);
}

/* Of a page that is not the service's what names it: a line among questions and answers. NULL where none does. */
static const struct service_page *lines_about_it(const struct service_view *view, size_t number)
{
    const struct council_view *council = view->council;
    const struct council_page *page = &council->evidence->pages[number];
    if (page->page->purpose != PAGE_CONTENT || !service_page_read(page) || service_never_answers(page) || service_traits(council, number)->news)
        return NULL;
    bool *naming = NULL;
    for (size_t i = 0; i < page->document->block_count; i++)
        if (names_it(view, &page->document->blocks[i])) {
            if (!naming)
                naming = arena_array(council->work, page->document->block_count + 1, sizeof *naming);
            naming[i] = true;
        }
    if (!naming)
        return NULL;
    const struct page_reading *whole = council_reading(council, number), *lines = council_reading_within(council, whole, naming);
    if (!lines)
        return NULL;
    struct service_page *part = arena_alloc(council->work, sizeof *part);
    *part = (struct service_page){.page = page, .role = ROLE_ANSWERS, .description = -1, .reading = lines, .counts = whole->counts};
    return part;
}

/* What stands beside it in the block may be about something else. */
static bool names_it_itself(const struct service_view *view, const struct row_hit *hit)
{
    const struct block *block = &hit->page->page->document->blocks[hit->block];
    size_t start, end;
    sentence_around(block->text, block->length, hit->offset, &start, &end);
    return service_says_name(view->service, arena_copy_n(view->council->work, block->text + start, end - start));
}

/* A service without a page may be denied in passing: "Can we have a key worker? We are sorry but there are none." */
static void denied_in_passing(struct service_view *view)
{
    struct row_hit hit;
    for (size_t i = 0; i < view->council->own_page_count; i++) {
        const struct service_page *part = lines_about_it(view, i);
        if (part && denies(view, part, &hit) && names_it_itself(view, &hit) && !has_another_instead(view, &hit)) {
            view->denial = hit;
            return;
        }
    }
}

void service_find_denial(struct service_view *view)
{
    struct row_hit hit;
    for (size_t i = 0; i < view->answering; i++) {
        const struct service_page *page = &view->pages[i];
        if (!denies(view, page, &hit))
            continue;
        /* What has closed was often a part of it. */
        bool about_more = !*hit.value && !service_says_name(view->service, page->page->document->title);
        if (has_another_instead(view, &hit) || goes_on(view, about_more ? page : NULL)) {
            if (!view->denied_yet_there.page && !*hit.value && names_it_itself(view, &hit))
                view->denied_yet_there = hit;
            continue;
        }
        view->denial = hit;
        return;
    }
    if (view->helping == 0)
        denied_in_passing(view);
}

void service_quote_denial(const struct service_view *view, struct row_verdict *row, const char *reason)
{
    const struct row_hit *hit = &view->denial;
    rows_set(row, VERDICT_NO, reason);
    rows_add(view->council, row, rows_quote(view->council, hit->page->page, hit->block, hit->offset, hit->cue));
}
