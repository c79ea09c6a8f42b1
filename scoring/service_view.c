/* Which pages of a council speak of a service, and what part of them counts. */
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/limits.h"
#include "base/text.h"
#include "scoring/rows.h"
#include "scoring/sentences.h"
#include "scoring/site_words.h"

enum { FURNITURE_PAGES_MIN = 5, HEADING_BYTES = 200, COMPOSED_BYTES = 800, OFF_TOPIC_BYTES = 300 };

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
}

/* The name as whole words; a hyphen and a space are the same. */
static bool names_in(const char *text, const char *name)
{
    size_t n = strlen(name);
    for (const char *at = text; *at; at++) {
        size_t i = 0;
        while (i < n && at[i]) {
            char a = at[i] >= 'A' && at[i] <= 'Z' ? (char)(at[i] + 32) : at[i], b = name[i] >= 'A' && name[i] <= 'Z' ? (char)(name[i] + 32) : name[i];
            if ((a == '-' ? ' ' : a) != (b == '-' ? ' ' : b))
                break;
            i++;
        }
        if (i == n && !is_word(at[n]) && (at == text || !is_word(at[-1])))
            return true;
    }
    return false;
}

static bool says_name(const struct rubric_service *service, const char *text)
{
    for (size_t i = 0; i < service->name_count; i++)
        if (names_in(text, service->names[i]))
            return true;
    return false;
}

/* The name stands for something else in these words. */
static bool other_sense(const struct rubric_service *service, const char *text)
{
    for (size_t i = 0; i < service->not_name_count; i++)
        if (names_in(text, service->not_names[i]))
            return true;
    return false;
}

static bool is_code(const struct rubric_service *service, const char *code)
{
    for (size_t i = 0; i < service->page_service_count; i++)
        if (!strcmp(service->page_services[i], code))
            return true;
    return false;
}

bool *council_counts(const struct council_view *council, const struct document *document)
{
    bool *counts = arena_array(council->work, document->block_count + 1, sizeof *counts);
    for (size_t i = 0; i < document->block_count; i++) {
        const struct block *block = &document->blocks[i];
        counts[i] = block->zone == ZONE_MAIN && !block->hidden && !(council->site && site_words_repeats(council->site, block));
    }
    return counts;
}

static const char *first_heading(const struct document *document)
{
    for (size_t i = 0; i < document->block_count; i++)
        if (document->blocks[i].kind == BLOCK_HEADING && document->blocks[i].zone == ZONE_MAIN && !document->blocks[i].hidden)
            return document->blocks[i].text;
    return "";
}

static bool in_list(const char *word, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!strcmp(word, list[i]))
            return true;
    return false;
}

/* Whether the page has words that were judged. */
static bool was_read(const struct council_page *page)
{
    if (!page->document || !page->assessment)
        return false;
    const char *untold = page->assessment->could_not_tell;
    return !untold || !strcmp(untold, "partly read");
}

/* The title or the first heading names another service and not this one. */
static bool names_another(const struct council_view *council, const struct rubric_service *service, const struct document *document)
{
    for (size_t i = 0; i < council->texts->service_count; i++) {
        const struct rubric_service *other = &council->texts->services[i];
        if (strcmp(other->id, service->id) != 0 && (says_name(other, document->title) || says_name(other, first_heading(document))))
            return true;
    }
    return false;
}

static bool role_of(const struct council_view *council, const struct rubric_service *service, const struct council_page *page, enum page_role *role)
{
    static const char *const NEVER[] = {"moved", "not_found"};
    static const char *const NEWS[] = {"news", "policy", "report"};
    if (page->page->purpose != PAGE_CONTENT)
        return false;
    if (!was_read(page)) { /* a scanned leaflet has no words of its own: its address may name it */
        *role = ROLE_UNREADABLE;
        bool named = (page->page->url && says_name(service, page->page->url)) || (page->document && says_name(service, page->document->title)) ||
                     (page->assessment && page->assessment->service && is_code(service, page->assessment->service));
        return named && page->page->state == LINK_OK && page->page->type != DOCUMENT_OTHER;
    }
    const struct assessment *assessment = page->assessment;
    const char *kind = assessment->kind ? assessment->kind : "";
    bool by_code = assessment->service && is_code(service, assessment->service);
    bool by_name = says_name(service, page->document->title) || says_name(service, first_heading(page->document));
    if ((!by_code && !by_name) || in_list(kind, NEVER, 2))
        return false;
    /* A code is a reading of the whole page; a name alone can stand in the title of a page
     * about something else, so a page with another service's code needs it in its heading. */
    if (!by_code && !says_name(service, first_heading(page->document)))
        return false;
    if (by_code && !by_name && names_another(council, service, page->document))
        return false;
    if (other_sense(service, page->document->title) || other_sense(service, first_heading(page->document)))
        *role = ROLE_OTHER_SENSE;
    else if (in_list(kind, NEWS, 3))
        *role = ROLE_NEWS;
    else if (!strcmp(kind, "directory"))
        *role = ROLE_DIRECTORY;
    else
        *role = ROLE_ANSWERS;
    return true;
}

/* ---- guides ---- */

static bool same_address(const char *a, const char *b)
{
    if (!a || !b)
        return false;
    size_t n = strcspn(a, "#"), m = strcspn(b, "#");
    return n == m && !memcmp(a, b, n);
}

static bool leads_to(const struct council_evidence *evidence, const struct reference *reference, const struct council_page *page)
{
    const struct target *target = council_target(evidence, reference->target_id);
    return target && (same_address(target->url, page->page->url) || same_address(target->url, page->page->final_url) ||
                      same_address(target->final_url, page->page->final_url));
}

/* The words of the page that a link promises to be about a service, and that were read in
 * full, never name it nor were taken for it. A page of few words tells nothing. */
static bool speaks_of(const struct rubric_service *service, const struct council_page *page)
{
    const struct document *document = page->document;
    size_t bytes = 0;
    if (is_code(service, page->assessment->service ? page->assessment->service : "") || says_name(service, document->title) ||
        says_name(service, page->page->final_url ? page->page->final_url : page->page->url))
        return true;
    for (size_t i = 0; i < document->block_count; i++) {
        bytes += document->blocks[i].length;
        if (says_name(service, document->blocks[i].text))
            return true;
    }
    return bytes < OFF_TOPIC_BYTES || document->partly_read || document->needs_scripts || page->assessment->could_not_tell != NULL;
}

const struct council_page *service_off_topic(const struct service_view *view, const struct reference *reference)
{
    const struct council_evidence *evidence = view->council->evidence;
    if (!reference->text || !says_name(view->service, reference->text) || other_sense(view->service, reference->text))
        return NULL;
    for (size_t i = 0; i < evidence->page_count; i++) {
        const struct council_page *page = &evidence->pages[i];
        if (page->page->state == LINK_OK && was_read(page) && leads_to(evidence, reference, page))
            return speaks_of(view->service, page) ? NULL : page;
    }
    return NULL;
}

static bool is_step(const char *text)
{
    static const char *const STEPS[] = {"next", "previous", "prev"};
    for (size_t i = 0; i < sizeof STEPS / sizeof *STEPS; i++) {
        size_t n = strlen(STEPS[i]);
        if (text_starts_ignoring_case(text, STEPS[i]) && !is_word(text[n]))
            return true;
    }
    return false;
}

/* Pages joined by "Next" and "Previous" are one. */
static void join_guides(const struct council_view *council, struct service_page *pages, size_t count)
{
    for (size_t i = 0; i < count; i++)
        pages[i].guide = i;
    for (size_t i = 0; i < count; i++)
        for (size_t r = 0; r < pages[i].page->reference_count; r++) {
            const struct reference *reference = &pages[i].page->references[r];
            if (!reference->text || !is_step(reference->text))
                continue;
            for (size_t k = 0; k < count; k++) {
                if (pages[k].guide == pages[i].guide || !leads_to(council->evidence, reference, pages[k].page))
                    continue;
                size_t from = pages[k].guide, to = pages[i].guide;
                for (size_t m = 0; m < count; m++)
                    if (pages[m].guide == from)
                        pages[m].guide = to;
            }
        }
}

/* ---- a page's words ---- */

/* "Who decides > A panel of two head teachers": a sentence under its heading, for patterns
 * that hold the ">". `*mark` is the place between the two. `line` is the caller's to release. */
static bool compose(const struct document *document, const struct row_sentence *sentence, struct buffer *line, size_t *mark)
{
    int32_t heading = document->blocks[sentence->block].heading;
    buffer_init(line, COMPOSED_BYTES);
    if (heading < 0 || (size_t)heading == sentence->block || document->blocks[heading].length > HEADING_BYTES)
        return false;
    const struct block *above = &document->blocks[heading];
    *mark = above->length + 1;
    return buffer_add(line, above->text, above->length) && buffer_add_text(line, " > ") &&
           buffer_add(line, sentence->text, text_cut(sentence->text, sentence->length, COMPOSED_BYTES - HEADING_BYTES - 8));
}

static void add_sentence(const struct council_view *council, const struct document *document, struct page_reading *reading, size_t *capacity,
                         struct row_sentence sentence)
{
    struct buffer line;
    size_t mark;
    regex_look(council->rules->sieve, council->scratch, sentence.text, sentence.length, &sentence.alone);
    if (compose(document, &sentence, &line, &mark))
        regex_look(council->rules->sieve, council->scratch, buffer_text(&line), line.length, &sentence.under);
    buffer_release(&line);
    MEMORY_PUSH_ROOM(reading->sentences, reading->sentence_count, *capacity);
    reading->sentences[reading->sentence_count++] = sentence;
}

static void read_sentences(const struct council_view *council, const struct document *document, struct page_reading *reading)
{
    size_t capacity = 0;
    reading->blocks = arena_array(council->work, document->block_count + 1, sizeof *reading->blocks);
    for (size_t i = 0; i < document->block_count; i++) {
        const struct block *block = &document->blocks[i];
        if (!reading->counts[i])
            continue;
        regex_look(council->rules->sieve, council->scratch, block->text, block->length, &reading->blocks[i]);
        if (block->kind == BLOCK_BUTTON || block->kind == BLOCK_LABEL)
            continue;
        for (size_t from = 0; from < block->length;) {
            size_t end = sentence_end(block->text, block->length, from);
            add_sentence(council, document, reading, &capacity,
                         (struct row_sentence){.block = (uint32_t)i, .offset = (uint32_t)from, .length = (uint32_t)(end - from), .text = block->text + from});
            from = end > from ? end : from + 1;
            while (from < block->length && block->text[from] == ' ')
                from++;
        }
    }
}

static const struct page_reading *read_page(const struct council_view *council, size_t number)
{
    const struct document *document = council->evidence->pages[number].document;
    struct page_reading *reading = council->readings[number];
    if (reading)
        return reading;
    reading = arena_alloc(council->work, sizeof *reading);
    reading->counts = council_counts(council, document);
    reading->places = facts_find(council->facts, document, reading->counts, council->work, &reading->facts);
    read_sentences(council, document, reading);
    council->readings[number] = reading;
    return reading;
}

void service_view_build(const struct council_view *council, const struct rubric_service *service, struct service_view *out)
{
    const struct council_evidence *evidence = council->evidence;
    *out = (struct service_view){.council = council, .service = service};
    out->pages = arena_array(council->work, evidence->page_count + 1, sizeof *out->pages);
    for (int pass = ROLE_ANSWERS; pass <= ROLE_OTHER_SENSE; pass++)
        for (size_t i = 0; i < evidence->page_count; i++) {
            enum page_role role;
            if (!role_of(council, service, &evidence->pages[i], &role) || (int)role != pass)
                continue;
            struct service_page *page = &out->pages[out->page_count++];
            *page = (struct service_page){.page = &evidence->pages[i], .role = role};
            page->leaflet = page->page->page->type == DOCUMENT_PDF || page->page->page->type == DOCUMENT_DOCX ||
                            (page->page->document && (page->page->document->type == DOCUMENT_PDF || page->page->document->type == DOCUMENT_DOCX));
            if (role <= ROLE_DIRECTORY) {
                page->reading = read_page(council, i);
                page->counts = page->reading->counts;
                page->facts = page->reading->facts;
                page->places = page->reading->places;
                out->answering = out->page_count;
            }
            out->unreadable |= role == ROLE_UNREADABLE;
            out->only_news |= role == ROLE_NEWS;
            if (role == ROLE_OTHER_SENSE && !out->other_sense)
                out->other_sense = page->page;
        }
    out->only_news = out->only_news && !out->answering && !out->unreadable;
    join_guides(council, out->pages, out->answering);
}

/* ---- links ---- */

const struct target *council_target(const struct council_evidence *evidence, int64_t id)
{
    size_t low = 0, high = evidence->target_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (evidence->targets[middle].id == id)
            return &evidence->targets[middle];
        if (evidence->targets[middle].id < id)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

bool council_own_link(const struct council_view *council, const struct reference *reference)
{
    const struct target *target = council_target(council->evidence, reference->target_id);
    if (!target || (reference->kind != LINK_ANCHOR && reference->kind != LINK_DOCUMENT) || !reference->text || !*reference->text)
        return false;
    uint32_t pages = council->target_pages[target - council->evidence->targets];
    return pages < FURNITURE_PAGES_MIN || pages * 3 <= council->read_pages;
}

/* ---- sentences and quotes ---- */

void rows_sentences(const struct service_page *page, sentence_visitor each, void *context)
{
    for (size_t i = 0; i < page->reading->sentence_count; i++)
        if (!each(context, page, &page->reading->sentences[i]))
            return;
}

struct search {
    const struct service_view *view;
    const struct regex_set *set;
    size_t group, unless; /* ROWS_ANY */
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
    if (!regex_group_may(&sentence->under, search->set, group))
        return false;
    bool found = false, fits = compose(page->page->document, sentence, &line, &mark);
    for (size_t i = 0; fits && !found && i < regex_group_count(search->set, group); i++) {
        const struct regex *pattern = regex_group_at(search->set, group, i);
        found = regex_may(&sentence->under, pattern) &&
                regex_find(search->set, pattern, scratch, buffer_text(&line), line.length, 0, match) == REGEX_FOUND && match->start[0] < mark &&
                match->end[0] > mark;
    }
    buffer_release(&line);
    return found;
}

static bool excluded(const struct search *search, const struct service_page *page, const struct row_sentence *sentence)
{
    struct regex_match match;
    return search->unless != ROWS_ANY && (regex_find_seen(search->set, search->unless, search->view->council->scratch, &sentence->alone, sentence->text,
                                                          sentence->length, &match) == REGEX_FOUND ||
                                          under_heading(search, search->unless, page, sentence, &match));
}

static bool try_sentence(void *context, const struct service_page *page, const struct row_sentence *sentence)
{
    struct search *search = context;
    struct regex_match match;
    size_t at = sentence->offset;
    if (regex_find_seen(search->set, search->group, search->view->council->scratch, &sentence->alone, sentence->text, sentence->length, &match) == REGEX_FOUND)
        at = sentence->offset + match.start[0];
    else if (!under_heading(search, search->group, page, sentence, &match))
        return true;
    if (excluded(search, page, sentence))
        return true;
    *search->hit = (struct row_hit){page, match.pattern, sentence->block, at};
    search->found = true;
    return false;
}

bool rows_find_unless(const struct service_view *view, const struct service_page *page, const struct regex_set *set, size_t group, size_t unless,
                      struct row_hit *hit)
{
    struct search search = {.view = view, .set = set, .group = group, .unless = unless, .hit = hit};
    rows_sentences(page, try_sentence, &search);
    return search.found;
}

bool rows_find(const struct service_view *view, const struct service_page *page, const struct regex_set *set, size_t group, struct row_hit *hit)
{
    return rows_find_unless(view, page, set, group, ROWS_ANY, hit);
}

static size_t cut_words(const char *text, size_t length)
{
    size_t words = 0, at = 0;
    while (at < length) {
        while (at < length && text[at] == ' ')
            at++;
        if (words == LIMIT_QUOTE_WORDS)
            break;
        while (at < length && text[at] != ' ')
            at++;
        words++;
    }
    while (at && text[at - 1] == ' ')
        at--;
    return text_cut(text, at, LIMIT_QUOTE_BYTES);
}

static const char *masked(const struct council_view *council, const char *text, size_t length)
{
    struct buffer out;
    buffer_init(&out, LIMIT_QUOTE_BYTES * 2);
    facts_mask(council->facts, text, cut_words(text, length), &out);
    char *copy = arena_copy_n(council->arena, buffer_text(&out), out.length);
    buffer_release(&out);
    return copy;
}

/* Where a block stands, for a person. */
static const char *place_words(const struct council_view *council, const struct document *document, size_t number)
{
    const struct block *block = &document->blocks[number];
    const char *what = block->kind == BLOCK_HEADING                                          ? "heading"
                       : block->kind == BLOCK_LIST_ITEM                                      ? "list"
                       : block->kind == BLOCK_CELL || block->kind == BLOCK_HEADER_CELL       ? "table"
                       : block->kind == BLOCK_TERM || block->kind == BLOCK_DEFINITION        ? "details"
                                                                                             : "text";
    const char *heading = block->heading >= 0 && (size_t)block->heading != number ? document->blocks[block->heading].text : NULL;
    const char *scripts = document->rendered ? ", once the page's scripts had run" : "";
    if (block->page && heading)
        return arena_printf(council->arena, "page %u, %s under '%.80s'", block->page, what, heading);
    if (block->page)
        return arena_printf(council->arena, "page %u, %s", block->page, what);
    return heading ? arena_printf(council->arena, "%s under '%.80s'%s", what, heading, scripts) : arena_printf(council->arena, "%s%s", what, scripts);
}

static struct evidence of_page(const struct council_view *council, const struct council_page *page)
{
    return (struct evidence){.cue = "", .block = -1, .page_id = page->page->id,
                             .url = arena_copy(council->arena, page->page->final_url ? page->page->final_url : page->page->url)};
}

struct evidence rows_quote(const struct council_view *council, const struct council_page *page, size_t block, size_t offset, const char *cue)
{
    const struct block *text = &page->document->blocks[block];
    struct evidence evidence = of_page(council, page);
    size_t start, end;
    sentence_around(text->text, text->length, offset, &start, &end);
    evidence.quote = masked(council, text->text + start, end - start);
    evidence.where = place_words(council, page->document, block);
    evidence.cue = arena_copy(council->arena, cue);
    evidence.block = (int32_t)block;
    return evidence;
}

struct evidence rows_words(const struct council_view *council, const struct council_page *page, const char *words, const char *where)
{
    struct evidence evidence = of_page(council, page);
    evidence.quote = masked(council, words, strlen(words));
    evidence.where = arena_copy(council->arena, where);
    return evidence;
}

void rows_add(const struct council_view *council, struct row_verdict *row, struct evidence evidence)
{
    struct judgement *judgement = &row->judgement;
    if (!evidence.quote || !*evidence.quote || judgement->evidence_count >= LIMIT_EVIDENCE)
        return;
    for (size_t i = 0; i < judgement->evidence_count; i++)
        if (!strcmp(judgement->evidence[i].quote, evidence.quote) && judgement->evidence[i].page_id == evidence.page_id)
            return;
    if (!judgement->evidence)
        judgement->evidence = arena_array(council->arena, LIMIT_EVIDENCE, sizeof *judgement->evidence);
    judgement->evidence[judgement->evidence_count++] = evidence;
}

void rows_near_miss(struct row_verdict *row, struct evidence evidence, const char *why)
{
    if (!evidence.quote || !*evidence.quote)
        return;
    evidence.where = why;
    evidence.against = true;
    row->judgement.near_miss = evidence;
}

void rows_set(struct row_verdict *row, enum verdict verdict, double certainty, const char *reason)
{
    row->judgement.verdict = verdict;
    row->judgement.certainty = certainty;
    row->judgement.reason = reason ? reason : "";
}
