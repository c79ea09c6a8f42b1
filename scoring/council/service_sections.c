/* Parts of a page over several services, each under a heading that names one of them: "You said, we did", "Our figures", or the whole Local Offer
 * of a small council. */
#include <string.h>

#include "base/buffer.h"
#include "base/text.h"
#include "scoring/council/service_pages.h"

bool service_below_title(const struct block *block)
{
    return block->kind == BLOCK_HEADING && block->level > 1 && block->zone == ZONE_MAIN && !block->hidden;
}

enum { PARTS_MOST = 400 }; /* sections of a page, and items: whoever has more writes for no family */

/* What the words say that follows, of whatever services: what families said, figures or who decides; what to do if unhappy; whom to ask. */
enum telling { TELLS_NOTHING, TELLS_SERVICES, TELLS_QUESTIONS, TELLS_CONTACTS };

static enum telling telling(const struct council_view *council, const char *words, size_t length)
{
    struct regex_match match;
    if (regex_find_group(council->rules->rows, ROW_SECTIONS_TITLE, council->scratch, words, length, &match) != REGEX_FOUND)
        return TELLS_NOTHING;
    const char *value = regex_value(match.pattern);
    return !strcmp(value, "contacts") ? TELLS_CONTACTS : *value ? TELLS_QUESTIONS : TELLS_SERVICES;
}

bool service_answers_questions(const struct council_view *council, const struct council_page *page)
{
    return telling(council, page->document->title, strlen(page->document->title)) == TELLS_QUESTIONS;
}

bool service_reports_to_families(const struct council_view *council, const struct council_page *page)
{
    return telling(council, page->document->title, strlen(page->document->title)) == TELLS_SERVICES;
}

/* "Our figures" and "You said, we did" are reports to families, whatever kind they were taken for, news and policies too where their
 * title says so, and so is a partner's page: parents' own "What we asked for"; so is such a post among the news. What calls itself a strategy is for a board. */
static bool may_have_sections(const struct council_view *council, size_t number, bool told)
{
    static const char *const NEVER[] = {"moved", "not_found", "news", "policy"};
    enum { EVEN_IF_TOLD = 2 };
    const struct council_page *page = &council->evidence->pages[number];
    bool purpose = page->page->purpose == PAGE_CONTENT || (told && page->page->purpose == PAGE_PARTNER);
    if (!purpose || (told ? service_traits(council, number)->old_consultation : service_traits(council, number)->news))
        return false;
    return !service_page_is(page, NEVER, told ? EVEN_IF_TOLD : sizeof NEVER / sizeof *NEVER) &&
           !rows_matches(council, ROW_POLICY_TITLE, page->document->title, strlen(page->document->title));
}

static size_t section_end(const struct document *document, size_t heading)
{
    size_t end = heading + 1;
    while (end < document->block_count && !(service_below_title(&document->blocks[end]) && document->blocks[end].level <= document->blocks[heading].level))
        end++;
    return end;
}

/* "Stepping Stones", where the council says that this is what it calls the service. */
static bool is_own_name(const struct council_view *council, const struct rubric_service *service, const char *heading)
{
    for (size_t i = 0; i < council->own_name_count; i++)
        if (council->own_names[i].service == service && text_equal_ignoring_case(council->own_names[i].name, heading))
            return true;
    return false;
}

static bool is_title_of(const struct document *document, const char *heading)
{
    size_t length = strlen(heading);
    return document_title_own_length(document->title) == length && text_starts_ignoring_case(document->title, heading);
}

/* "The Bridge Team", where that is the title of a page of one service and of no other; NULL where it is none. */
static const struct rubric_service *service_with_page(const struct council_view *council, const char *heading)
{
    const struct rubric_service *found = NULL;
    for (size_t i = 0; i < council->own_page_count; i++) {
        const struct council_page *page = &council->evidence->pages[i];
        if (page->page->purpose != PAGE_CONTENT || !service_page_read(page) || !is_title_of(page->document, heading))
            continue;
        for (size_t s = 0; s < council->texts->service_count; s++) {
            const struct rubric_service *service = &council->texts->services[s];
            enum page_role role;
            if (!service_role(council, service, i, &role) || role != ROLE_ANSWERS)
                continue;
            if (found && found != service)
                return NULL;
            found = service;
        }
    }
    return found;
}

/* All of the page is the service's, under whatever headings. */
static bool is_surely_of(const struct council_page *page, const struct rubric_service *service)
{
    return service_is_code(service, page->assessment->service) && page->assessment->service_certainty >= SERVICE_SURE_WITHOUT_NAME;
}

/* "Portage" on the page "Help for under-fives", which is not called, and not surely taken for, the service's. */
static bool is_part_of_wider(const struct council_view *council, const struct council_page *page, const struct rubric_service *service)
{
    return service_is_code(service, page->assessment->service) && page->assessment->service_certainty < SERVICE_SURE_WITHOUT_NAME &&
           !service_is_named(council, service, page->document->title);
}

/* The one service that the words of the blocks from `start` to before `end` name together. */
static const struct rubric_service *named_in(const struct council_view *council, const struct document *document, size_t start, size_t end)
{
    enum { ITEM_BYTES = 2000 };
    struct buffer words;
    buffer_init(&words, ITEM_BYTES);
    bool fits = true;
    for (size_t i = start; fits && i < end; i++)
        fits = buffer_add_text(&words, "; ") && buffer_add(&words, document->blocks[i].text, document->blocks[i].length);
    const struct rubric_service *service = fits ? service_named_in_item(council, buffer_text(&words)) : NULL;
    buffer_release(&words);
    return service;
}

/* `told`: the title says that it is over all services, so that one part under a service's name is enough. */
static void find_sections(const struct council_view *council, const struct council_page *page, bool told, struct page_traits *traits)
{
    const struct document *document = page->document;
    size_t headings = 0, count = 0;
    for (size_t i = 0; i < document->block_count; i++)
        headings += service_below_title(&document->blocks[i]);
    struct page_section *sections = arena_array(council->work, headings + 1, sizeof *sections);
    bool several = told;
    const struct rubric_service *of = told || headings < 2 ? NULL : service_named_alone(council, document->title);
    bool of_one = of && service_says_name(of, document->title);
    for (size_t i = 0; (told || headings > 1) && i < document->block_count && count < PARTS_MOST; i++) {
        if (!service_below_title(&document->blocks[i]))
            continue;
        const struct rubric_service *service = service_named_alone(council, document->blocks[i].text);
        if (!service && told)
            service = service_with_page(council, document->blocks[i].text);
        if (!service && told && rows_is_quotation(&document->blocks[i]))
            service = named_in(council, document, i, section_end(document, i));
        if (!service || (of_one && service != of && !service_says_name(service, document->blocks[i].text)))
            continue; /* "With a social worker" in a guide to short breaks is no part of hers */
        several |= (count > 0 && sections[0].service != service) || is_part_of_wider(council, page, service) ||
                   (is_own_name(council, service, document->blocks[i].text) && !is_surely_of(page, service));
        sections[count++] = (struct page_section){(uint32_t)i, (uint32_t)section_end(document, i), service};
    }
    traits->sections = sections;
    traits->section_count = several ? count : 0;
}

/* ---- items ---- */

/* Behind the item that begins at the block: a row of a table, a term with its definitions, else a paragraph or an item of a list, with its answer
 * ("Us: ...") where one follows; 0 where none begins. */
static size_t item_end(const struct council_view *council, const struct document *document, size_t start)
{
    const struct block *first = &document->blocks[start];
    size_t end = start + 1;
    if (first->zone != ZONE_MAIN || first->hidden ||
        !(block_is_cell(first) || first->kind == BLOCK_TERM || first->kind == BLOCK_PARAGRAPH || first->kind == BLOCK_LIST_ITEM))
        return 0;
    while (first->kind == BLOCK_TERM && end < document->block_count && document->blocks[end].kind == BLOCK_DEFINITION)
        end++;
    while (end < document->block_count && blocks_share_row(first, &document->blocks[end]))
        end++;
    while (end < document->block_count && document->blocks[end].kind == first->kind && !block_is_cell(first) && first->kind != BLOCK_TERM &&
           rows_matches(council, ROW_ANSWER_LABEL, document->blocks[end].text, document->blocks[end].length))
        end++;
    return end;
}

static bool in_a_section(const struct page_traits *traits, size_t block)
{
    for (size_t i = 0; i < traits->section_count; i++)
        if (block > traits->sections[i].heading && block < traits->sections[i].end)
            return true;
    return false;
}

static bool names_part(const struct block *block)
{
    return block->kind == BLOCK_CAPTION || block->kind == BLOCK_HEADER_CELL || service_below_title(block);
}

/* What that which stands over each block tells: its heading, its table's caption or one of the table's headers. */
static enum telling *find_told(const struct council_view *council, const struct document *document)
{
    enum telling *told = arena_array(council->work, document->block_count + 1, sizeof *told), here = TELLS_NOTHING;
    for (size_t i = 0; i < document->block_count; i++) {
        const struct block *block = &document->blocks[i];
        bool names = names_part(block);
        bool goes_on = i > 0 && block_is_cell(block) && (block_is_cell(&document->blocks[i - 1]) || document->blocks[i - 1].kind == BLOCK_CAPTION) && here != TELLS_NOTHING;
        if (!goes_on)
            here = names ? telling(council, block->text, block->length) : block->heading >= 0 ? told[block->heading] : TELLS_NOTHING;
        told[i] = here;
    }
    return told;
}

enum { LABEL_BYTES = 100 };

/* The length of a few words before the first full stop, colon or mark that more words follow: "School transport. Ask for a review". 0 where there are none. */
static size_t label_length(const struct block *block)
{
    size_t length = strcspn(block->text, ".:?!");
    return length < LABEL_BYTES && length + 2 < block->length ? length : 0;
}

/* Questions and answers speak of one service while they answer on another: of them an item is of the services that it begins with, and of no other. */
static void add_labelled(const struct council_view *council, const struct block *first, struct page_item item, struct page_traits *traits, struct page_item *items)
{
    struct buffer label;
    buffer_init(&label, LABEL_BYTES + 1);
    if (!buffer_add(&label, first->text, label_length(first)))
        buffer_clear(&label);
    for (size_t i = 0; label.length > 0 && i < council->texts->service_count && traits->item_count < PARTS_MOST; i++) {
        item.service = &council->texts->services[i];
        if (service_is_named(council, item.service, buffer_text(&label)))
            items[traits->item_count++] = item;
    }
    buffer_release(&label);
}

/* `title`: what the page's title tells of all of it. */
static void find_items(const struct council_view *council, const struct document *document, enum telling title, struct page_traits *traits)
{
    const enum telling *told = find_told(council, document);
    const struct rubric_service *of = service_named_alone(council, document->title);
    struct page_item *items = arena_array(council->work, PARTS_MOST, sizeof *items);
    traits->items = items;
    if (of && title == TELLS_SERVICES) { /* "What families told us about portage" */
        items[traits->item_count++] = (struct page_item){0, (uint32_t)document->block_count, of};
        return;
    }
    for (size_t i = 0, end; i < document->block_count && traits->item_count < PARTS_MOST; i = end ? end : i + 1) {
        enum telling here = told[i] == TELLS_NOTHING || title == TELLS_SERVICES || title == TELLS_CONTACTS ? title : told[i];
        end = item_end(council, document, i);
        if (!end || here == TELLS_NOTHING || in_a_section(traits, i))
            continue;
        struct page_item item = {(uint32_t)i, (uint32_t)end, here == TELLS_QUESTIONS ? NULL : named_in(council, document, i, end)};
        if (here == TELLS_QUESTIONS)
            add_labelled(council, &document->blocks[i], item, traits, items);
        else if (item.service && (!of || item.service == of)) /* "Short breaks: your questions" names a social worker, and is not hers */
            items[traits->item_count++] = item;
    }
}

/* "Have your say" may have a part, or a table, "You said, we did". */
static bool has_part_of_what_was_said(const struct council_view *council, const struct document *document)
{
    for (size_t i = 0; i < document->block_count; i++)
        if (names_part(&document->blocks[i]) && rows_matches(council, ROW_SAID_TITLE, document->blocks[i].text, document->blocks[i].length))
            return true;
    return false;
}

const struct page_traits *service_sections(const struct council_view *council, size_t number)
{
    struct page_traits *traits = &council->traits[number];
    const struct document *document = council->evidence->pages[number].document;
    if (traits->sections_known)
        return traits;
    traits->sections_known = true;
    if (!service_page_read(&council->evidence->pages[number]))
        return traits;
    enum telling title = telling(council, document->title, strlen(document->title));
    if (!may_have_sections(council, number, title != TELLS_NOTHING || has_part_of_what_was_said(council, document)))
        return traits;
    find_sections(council, &council->evidence->pages[number], title != TELLS_NOTHING, traits);
    traits->lists_contacts = title == TELLS_CONTACTS;
    if (title != TELLS_NOTHING || !service_is_code_of_any(council, council->evidence->pages[number].assessment->service))
        find_items(council, document, title, traits);
    return traits;
}
