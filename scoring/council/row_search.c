/* Looking through a page for the sentences that answer a row. */
#include <string.h>

#include "base/buffer.h"
#include "scoring/council/rows.h"
#include "scoring/text/sentences.h"

void rows_sentences(const struct service_page *page, sentence_visitor each, void *context)
{
    for (size_t i = 0; i < page->reading->sentence_count; i++)
        if (!each(context, page, &page->reading->sentences[i]))
            return;
}

bool rows_matches(const struct council_view *council, size_t group, const char *text, size_t length)
{
    return regex_find_group(council->rules->rows, group, council->scratch, text, length, NULL) == REGEX_FOUND;
}

const struct fact_place *rows_place(const struct service_page *page, enum fact_kind kind)
{
    const struct fact_place *place = facts_place(&page->places, kind, UINT32_MAX);
    return place && place->block >= 0 ? place : NULL;
}

bool rows_matches_around(const struct council_view *council, size_t group, const struct council_page *page, const struct fact_place *place, struct regex_match *match)
{
    const struct block *block = &page->document->blocks[place->block];
    size_t start, end;
    sentence_around(block->text, block->length, place->offset, &start, &end);
    return regex_find_group(council->rules->rows, group, council->scratch, block->text + start, end - start, match) == REGEX_FOUND;
}

bool rows_under_another_matter(const struct service_view *view, const struct service_page *page, size_t block)
{
    enum { LEVELS = 6 };
    const struct council_view *council = view->council;
    const struct document *document = page->page->document;
    int level = LEVELS + 1;
    for (int32_t over = document->blocks[block].heading; over >= 0 && level > 2; over--) { /* its heading, and those that this stands under */
        const struct block *heading = &document->blocks[over];
        if (heading->kind != BLOCK_HEADING || heading->level >= level || heading->zone != ZONE_MAIN)
            continue;
        level = heading->level;
        if (level > 1 && facts_is_others_part(council->facts, council->scratch, heading->text, heading->length, document->title))
            return true;
    }
    return false;
}

bool rows_is_void(const struct service_view *view, const struct service_page *page, const struct row_sentence *sentence, size_t group)
{
    bool fact = group == ROW_DECIDES || group == ROW_NUMBERS || group == ROW_PROVIDES;
    if (fact && facts_claim_denied(view->council->facts, view->council->scratch, sentence->text, sentence->length))
        return true;
    return (fact || group == ROW_COMPLAIN || group == ROW_COMPLAIN_LINK || group == ROW_HEARD || group == ROW_ASKED) &&
           rows_under_another_matter(view, page, sentence->block);
}

static struct row_hit hit_of(const struct service_page *page, const struct row_sentence *sentence, const struct regex_match *match, size_t offset)
{
    return (struct row_hit){.page = page, .cue = regex_id(match->pattern), .value = regex_value(match->pattern), .block = sentence->block, .offset = offset};
}

static bool stands_in(const struct told_sentence *item, const struct row_sentence *sentence)
{
    return item->block == sentence->block && item->offset >= sentence->offset && item->offset < sentence->offset + sentence->length;
}

static struct row_hit told_hit(const struct service_page *page, const struct told_sentence *item)
{
    return (struct row_hit){.page = page, .cue = item->role, .value = "", .block = item->block, .offset = item->offset};
}

bool rows_is_told(const struct service_page *page, const struct row_sentence *sentence, size_t group, struct row_hit *hit)
{
    const struct told_sentences *told = &page->reading->told;
    for (size_t i = 0; i < told->count; i++) {
        if (told->items[i].near || told->items[i].group != group || !stands_in(&told->items[i], sentence))
            continue;
        *hit = told_hit(page, &told->items[i]);
        return true;
    }
    return false;
}

bool rows_comes_near(const struct service_page *page, size_t group, double *likely, struct row_hit *hit)
{
    const struct page_reading *reading = page->reading;
    bool found = false;
    for (size_t i = 0; i < reading->told.count; i++) {
        const struct told_sentence *item = &reading->told.items[i];
        bool here = item->near && item->group == group && item->likely > *likely;
        for (size_t k = 0; here && k < reading->sentence_count; k++) {
            if (!stands_in(item, &reading->sentences[k]))
                continue;
            *likely = item->likely;
            *hit = told_hit(page, item);
            found = true;
            break;
        }
    }
    return found;
}

bool rows_does(const struct service_view *view, const struct service_page *page, const struct row_sentence *sentence, const struct regex_set *set,
               size_t group, struct row_hit *hit)
{
    struct regex_match match;
    if (regex_find_seen(set, group, view->council->scratch, sentence->alone, sentence->text, sentence->length, &match) != REGEX_FOUND)
        return set == view->council->rules->rows && rows_is_told(page, sentence, group, hit);
    *hit = hit_of(page, sentence, &match, sentence->offset + match.start[0]);
    return true;
}

struct search {
    const struct service_view *view;
    const struct regex_set *set;
    size_t group;
    uint64_t unless;
    struct row_hit *hit;
    bool found;
};

/* A match within either part alone is no answer of the two together. */
static bool under_heading(const struct search *search, size_t group, const struct service_page *page, const struct row_sentence *sentence,
                          struct regex_match *match)
{
    struct regex_scratch *scratch = search->view->council->scratch;
    size_t mark;
    struct buffer line;
    if (!sentence->under || !regex_group_open(sentence->under, search->set, group))
        return false;
    bool found = false, fits = row_sentence_compose(page->page->document, sentence, &line, &mark);
    for (size_t i = 0; fits && !found && i < regex_group_count(search->set, group); i++) {
        const struct regex *pattern = regex_group_at(search->set, group, i);
        found = regex_try(search->set, pattern, scratch, sentence->under, buffer_text(&line), line.length, 0, match) == REGEX_FOUND &&
                match->start[0] < mark && match->end[0] > mark;
    }
    buffer_release(&line);
    return found;
}

static bool excluded(const struct search *search, const struct service_page *page, const struct row_sentence *sentence)
{
    struct regex_match match;
    struct regex_scratch *scratch = search->view->council->scratch;
    for (size_t but = 0; search->unless && but < ROW_UNLESS_COUNT; but++)
        if ((search->unless & ROWS_BUT(but)) &&
            (regex_find_seen(search->set, but, scratch, sentence->alone, sentence->text, sentence->length, &match) == REGEX_FOUND ||
             under_heading(search, but, page, sentence, &match)))
            return true;
    return false;
}

static bool try_sentence(void *context, const struct service_page *page, const struct row_sentence *sentence)
{
    struct search *search = context;
    struct regex_match match;
    struct row_hit hit;
    if (!rows_does(search->view, page, sentence, search->set, search->group, &hit)) {
        if (!under_heading(search, search->group, page, sentence, &match))
            return true;
        hit = hit_of(page, sentence, &match, sentence->offset);
    }
    search->found = !excluded(search, page, sentence) && !(search->set == search->view->council->rules->rows && rows_is_void(search->view, page, sentence, search->group));
    if (search->found || !search->hit->page)
        *search->hit = hit;
    return !search->found;
}

bool rows_find_unless(const struct service_view *view, const struct service_page *page, const struct regex_set *set, size_t group, uint64_t unless,
                      struct row_hit *hit)
{
    struct search search = {.view = view, .set = set, .group = group, .unless = unless, .hit = hit};
    *hit = (struct row_hit){0};
    rows_sentences(page, try_sentence, &search);
    return search.found;
}

bool rows_find(const struct service_view *view, const struct service_page *page, const struct regex_set *set, size_t group, struct row_hit *hit)
{
    return rows_find_unless(view, page, set, group, ROWS_ANY, hit);
}
