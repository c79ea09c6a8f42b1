/* Lists whose rest is behind a button. Nothing is pressed: what a list shows only then was not read, and is not said to be missing without a word
 * of it. Where that may be a service the visit was not whole; of news the newest is meant. */
#include "crawler/visit/site.h"

#include <string.h>

#include "base/buffer.h"
#include "base/limits.h"
#include "base/map.h"
#include "base/text.h"
#include "crawler/frontier/listing.h"
#include "crawler/visit/page_links.h"
#include "document/document.h"

static bool speaks_of_news(const struct engine *engine, const char *text)
{
    struct buffer folded;
    buffer_init(&folded, 4 * LIMIT_URL_BYTES);
    phrases_fold(&folded, text, text_cut(text, strlen(text), LIMIT_URL_BYTES));
    bool news = phrases_weigh(&engine->more, MORE_NEWS, buffer_text(&folded), folded.length) > 0;
    buffer_release(&folded);
    return news;
}

static bool is_under_news(const struct engine *engine, const struct document *document, const struct block *block)
{
    return speaks_of_news(engine, block->heading >= 0 ? document->blocks[block->heading].text : document->title);
}

/* The address that a button would load has no block of its own: the buttons that are called so have, and there may be several. */
static bool are_buttons_under_news(const struct engine *engine, const struct document *document, const char *button)
{
    bool news = false;
    for (size_t i = 0; i < document->block_count; i++) {
        const struct block *block = &document->blocks[i];
        if (block->zone != ZONE_MAIN || block->hidden || strcmp(block->text, button) != 0)
            continue;
        news = is_under_news(engine, document, block);
        if (!news)
            return false;
    }
    return news;
}

/* By the button's own words, the page's address or the heading above the button, or the page's title where there is none. `number` is the block
 * that it stands in, -1 for unknown. */
static bool is_of_news(const struct engine *engine, const struct page_ask *ask, int32_t number, const char *button)
{
    const struct document *document = ask->document;
    if (speaks_of_news(engine, button) || speaks_of_news(engine, ask->final.path))
        return true;
    return number >= 0 ? is_under_news(engine, document, &document->blocks[number]) : are_buttons_under_news(engine, document, button);
}

/* A link that sends the page's form back, or that is a script's button without an address from which the rest would come. */
static bool is_cut_by_link(const struct engine *engine, const struct document *document, size_t number)
{
    const struct document_link *link = &document->links[number];
    if (link->kind != LINK_ANCHOR || link->href == NULL || (link->zone != ZONE_MAIN && link->zone != ZONE_NAVIGATION))
        return false;
    if (text_find_ignoring_case(link->href, strlen(link->href), "__doPostBack(") != NULL)
        return phrases_is(&engine->more, MORE_FORM_LINK, link->text, strlen(link->text));
    bool button = link->href[0] == '\0' || strcmp(link->href, "#") == 0 || text_starts_ignoring_case(link->href, "javascript:");
    bool comes = number > 0 && document->links[number - 1].loads;
    return button && !comes && link->zone == ZONE_MAIN && phrases_is(&engine->more, MORE_BUTTON, link->text, strlen(link->text));
}

/* Where a button loads the rest of a list from. */
struct list_part {
    const char *page; /* the first that has such a button */
    bool news;
};

static void note_cut(struct site *site, const char *page, bool news)
{
    (void)map_put(site->cut_lists, page, strlen(page), NULL);
    site->cut_services = site->cut_services || !news;
}

void site_note_lists(struct site *site, const struct page_ask *ask)
{
    const struct engine *engine = site->engine;
    const struct document *document = ask->document;
    if (ask->page.purpose == PAGE_PARTNER)
        return;
    for (size_t i = 0; i < document->block_count; i++) {
        const struct block *block = &document->blocks[i];
        if (block->kind == BLOCK_BUTTON && block->zone == ZONE_MAIN && !block->hidden && block->link_count == 0 && block->length <= LIMIT_LINK_TEXT_BYTES &&
            phrases_is(&engine->more, MORE_BUTTON, block->text, block->length))
            note_cut(site, ask->page.final_url, is_of_news(engine, ask, (int32_t)i, block->text));
    }
    for (size_t i = 0; i < document->link_count; i++)
        if (is_cut_by_link(engine, document, i))
            note_cut(site, ask->page.final_url, is_of_news(engine, ask, document->links[i].block, document->links[i].text));
}

/* An address without a number is the same for every part: the script adds which. */
void site_note_part(struct site *site, const struct page_ask *ask, const struct page_link *link, bool taken)
{
    bool numbered = strpbrk(link->bare + text_origin_length(link->bare), "0123456789") != NULL;
    bool comes = numbered && strcmp(link->bare, ask->final.href) != 0 && taken, added;
    bool news = is_of_news(site->engine, ask, link->link.block, link->link.text);
    if (!comes) {
        note_cut(site, ask->page.final_url, news);
        return;
    }
    union map_value *value = map_put(site->parts, link->bare, strlen(link->bare), &added);
    if (!added)
        return;
    struct list_part *part = arena_alloc(&site->arena, sizeof *part);
    *part = (struct list_part){.page = arena_copy(&site->arena, ask->page.final_url), .news = news};
    value->pointer = part;
}

/* A script's data, or nothing. */
void site_note_missing_part(struct site *site, const struct page_ask *ask)
{
    const union map_value *value = ask->page.state != LINK_OK ? map_get(site->parts, ask->request.url, strlen(ask->request.url)) : NULL;
    const struct list_part *part = value != NULL ? value->pointer : NULL;
    if (part != NULL)
        note_cut(site, part->page, part->news);
}
