/* One service at one council: its pages in order, their main content, sentences and quotes. */
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/limits.h"
#include "base/text.h"
#include "scoring/grounds.h"
#include "scoring/service_pages.h"
#include "scoring/sentences.h"
#include "scoring/site_words.h"

enum { HEADING_BYTES = 200, COMPOSED_BYTES = 800 };

bool *council_counts(const struct council_view *council, const struct document *document)
{
    bool *counts = arena_array(council->work, document->block_count + 1, sizeof *counts);
    for (size_t i = 0; i < document->block_count; i++) {
        const struct block *block = &document->blocks[i];
        counts[i] = block->zone == ZONE_MAIN && !block->hidden && !(council->site && site_words_repeats(council->site, block));
    }
    return counts;
}

/* ---- guides ---- */

/* The other parts of guides that are the service's by one part, one step at a time from those. */
static void add_parts(const struct council_view *council, const struct rubric_service *service, enum page_role *roles)
{
    const struct council_evidence *evidence = council->evidence;
    size_t *queue = arena_array(council->work, evidence->page_count + 1, sizeof *queue), count = 0;
    for (size_t i = 0; i < evidence->page_count; i++)
        if (roles[i] == ROLE_ANSWERS)
            queue[count++] = i;
    for (size_t q = 0; q < count; q++)
        for (size_t r = 0; r < evidence->pages[queue[q]].reference_count; r++) {
            const struct reference *reference = &evidence->pages[queue[q]].references[r];
            if (!reference->text || !service_is_step(reference->text))
                continue;
            for (size_t k = 0; k < evidence->page_count; k++) {
                if (roles[k] != ROLE_COUNT || !service_leads_to(evidence, reference, &evidence->pages[k]))
                    continue;
                for (size_t of = 0; of < count && roles[k] == ROLE_COUNT; of++) /* its overview is seldom the part before it */
                    if (service_part(council, service, queue[of], k))
                        roles[k] = ROLE_ANSWERS;
                if (roles[k] == ROLE_ANSWERS)
                    queue[count++] = k;
            }
        }
}

/* Pages joined by "Next" and "Previous" are one. */
static void join_guides(const struct council_view *council, struct service_page *pages, size_t count)
{
    for (size_t i = 0; i < count; i++)
        pages[i].guide = i;
    for (size_t i = 0; i < count; i++)
        for (size_t r = 0; r < pages[i].page->reference_count; r++) {
            const struct reference *reference = &pages[i].page->references[r];
            if (!reference->text || !service_is_step(reference->text))
                continue;
            for (size_t k = 0; k < count; k++) {
                if (pages[k].guide == pages[i].guide || !service_leads_to(council->evidence, reference, pages[k].page))
                    continue;
                size_t from = pages[k].guide, to = pages[i].guide;
                for (size_t m = 0; m < count; m++)
                    if (pages[m].guide == from)
                        pages[m].guide = to;
            }
        }
}

/* A partner's page and those that it leads to are one. */
static void join_partners(const struct council_view *council, struct service_page *pages, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        pages[i].guide = i;
    for (size_t i = from; i < to; i++) {
        size_t overview, number = (size_t)(pages[i].page - council->evidence->pages);
        if (!service_overview_of(council, number, &overview))
            continue;
        for (size_t k = from; k < to; k++)
            if (pages[k].page == &council->evidence->pages[overview])
                pages[i].guide = pages[k].guide;
    }
}

/* ---- a page's words ---- */

/* A short line in bold does a heading's work on many sites: the nearest above a block under the
 * same heading, or -1. */
static int32_t bold_line(const struct document *document, size_t block)
{
    enum { LOOK_BACK = 12, LINE_BYTES = 80 };
    const struct block *of = &document->blocks[block];
    for (size_t i = block; i > 0 && block - i < LOOK_BACK && !of->emphasis; i--) {
        const struct block *line = &document->blocks[i - 1];
        if (line->heading != of->heading || line->kind == BLOCK_HEADING)
            break;
        if (line->emphasis && line->kind == BLOCK_PARAGRAPH && line->zone == of->zone && !line->hidden && line->length <= LINE_BYTES)
            return (int32_t)(i - 1);
    }
    return -1;
}

/* What stands over a block: a definition's term, else a bold line or its heading; -1 for none. */
static int32_t above(const struct document *document, size_t block)
{
    size_t term = block;
    while (term && document->blocks[term].kind == BLOCK_DEFINITION)
        term--;
    if (term != block && document->blocks[term].kind == BLOCK_TERM)
        return (int32_t)term;
    int32_t line = bold_line(document, block);
    return line >= 0 ? line : document->blocks[block].heading;
}

/* A title without the site's name after it: "If we say no | Anytown Council". */
static size_t title_length(const char *title)
{
    static const char *const BEFORE[] = {" | ", " - ", " – ", " — ", " · "};
    size_t length = strlen(title);
    for (size_t i = 0; i < sizeof BEFORE / sizeof *BEFORE; i++) {
        const char *at = strstr(title, BEFORE[i]);
        if (at && (size_t)(at - title) < length)
            length = (size_t)(at - title);
    }
    return length;
}

/* "Who decides > A panel of two head teachers": a sentence under its heading, for patterns
 * that hold the ">". `*mark` is the place between the two. `line` is the caller's to release. */
static bool compose(const struct document *document, const struct row_sentence *sentence, struct buffer *line, size_t *mark)
{
    int32_t heading = above(document, sentence->block);
    buffer_init(line, COMPOSED_BYTES);
    const char *over = heading < 0 ? document->title : document->blocks[heading].text;
    size_t length = heading < 0 ? title_length(over) : document->blocks[heading].length;
    if (heading == (int32_t)sentence->block || !length || length > HEADING_BYTES)
        return false;
    *mark = length + 1;
    return buffer_add(line, over, length) && buffer_add_text(line, " > ") &&
           buffer_add(line, sentence->text, text_cut(sentence->text, sentence->length, COMPOSED_BYTES - HEADING_BYTES - 8));
}

static void add_sentence(const struct council_view *council, const struct document *document, struct page_reading *reading, size_t *capacity,
                         struct row_sentence sentence)
{
    struct buffer line;
    size_t mark;
    if (sentence.length == document->blocks[sentence.block].length) /* its block was looked at */
        sentence.alone = reading->blocks[sentence.block];
    else
        regex_look(council->rules->sieve, sentence.text, sentence.length, &sentence.alone);
    if (compose(document, &sentence, &line, &mark))
        regex_look(council->rules->sieve, buffer_text(&line), line.length, &sentence.under);
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
        regex_look(council->rules->sieve, block->text, block->length, &reading->blocks[i]);
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
    /* Kept as long as the council is judged, and there may be thousands of pages. */
    reading->sentences = memory_grow(reading->sentences, reading->sentence_count, sizeof *reading->sentences);
}

/* What was found when the page was judged by itself; facts, where other blocks counted, are found anew. */
static void read_findings(const struct council_view *council, const struct council_page *page, struct page_reading *reading)
{
    const struct page_findings *found = page->assessment ? page->assessment->found : NULL;
    if (found)
        reading->told = found->told;
    if (found && !memcmp(found->counts, reading->counts, page->document->block_count * sizeof *reading->counts)) {
        reading->facts = found->facts;
        reading->places = found->places;
    } else {
        reading->places = facts_find(council->facts, page->document, reading->counts, council->work, &reading->facts);
    }
}

/* SCORING.md, "From pages to rows": on a site that belongs wholly to one service header and footer count. Those of its
 * front page stand for all. */
static void count_furniture(const struct document *document, bool *counts)
{
    for (size_t i = 0; i < document->block_count; i++)
        counts[i] |= (document->blocks[i].zone == ZONE_HEADER || document->blocks[i].zone == ZONE_FOOTER) && !document->blocks[i].hidden;
}

const struct page_reading *council_reading(const struct council_view *council, size_t number)
{
    const struct council_page *page = &council->evidence->pages[number];
    const struct document *document = page->document;
    struct page_reading *reading = council->readings[number];
    if (reading)
        return reading;
    reading = arena_alloc(council->work, sizeof *reading);
    reading->counts = council_counts(council, document);
    if (service_is_front(page->page))
        count_furniture(document, reading->counts);
    read_findings(council, page, reading);
    read_sentences(council, document, reading);
    council->readings[number] = reading;
    return reading;
}

static void add_page(const struct council_view *council, size_t number, enum page_role role, struct service_view *out)
{
    const struct council_page *from = &council->evidence->pages[number];
    struct service_page *page = &out->pages[out->page_count++];
    *page = (struct service_page){.page = from, .role = role, .description = role == ROLE_DIRECTORY ? service_traits(council, number)->description : -1};
    page->leaflet = from->page->type == DOCUMENT_PDF || from->page->type == DOCUMENT_DOCX ||
                    (from->document && (from->document->type == DOCUMENT_PDF || from->document->type == DOCUMENT_DOCX));
    if (role <= ROLE_PARTNER) {
        page->reading = council_reading(council, number);
        page->counts = page->reading->counts;
        page->facts = page->reading->facts;
        page->places = page->reading->places;
        out->helping = out->page_count;
    }
    if (role <= ROLE_DIRECTORY)
        out->answering = out->page_count;
    out->unreadable |= role == ROLE_UNREADABLE;
    out->only_news |= role == ROLE_NEWS;
    if (role == ROLE_OTHER_SENSE && !out->other_sense)
        out->other_sense = from;
}

/* Whether one of these pages says what the service does. */
static bool explains(const struct service_view *view, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        if (view->pages[i].role != ROLE_DIRECTORY && view->pages[i].page->assessment->checks[CHECK_EXPLANATION].verdict == VERDICT_YES)
            return true;
    return false;
}

/* A page that only hands its reader on ("see the trust's site") is the service's where no other page was
 * found; where one was, what is said there is what is asked about. */
static void settle_moved(enum page_role *roles, size_t count)
{
    bool alone = true;
    for (size_t i = 0; i < count; i++)
        alone = alone && roles[i] > ROLE_NEWS;
    for (size_t i = 0; i < count; i++)
        if (roles[i] == ROLE_MOVED)
            roles[i] = alone ? ROLE_ANSWERS : ROLE_COUNT;
}

/* ---- sections ---- */

/* The page's sentences that stand in the section. */
static const struct page_reading *within(const struct council_view *council, const struct page_reading *whole, const struct page_section *section)
{
    struct page_reading *part = arena_alloc(council->work, sizeof *part);
    *part = *whole;
    while (part->sentence_count > 0 && part->sentences->block <= section->heading) {
        part->sentences++;
        part->sentence_count--;
    }
    while (part->sentence_count > 0 && part->sentences[part->sentence_count - 1].block >= section->end)
        part->sentence_count--;
    return part;
}

/* Of the pages that are not the service's by themselves. */
static void add_sections(const struct council_view *council, const enum page_role *roles, struct service_view *out)
{
    size_t pages = council->evidence->page_count, most = 0;
    for (size_t i = 0; i < pages; i++)
        most += roles[i] > ROLE_PARTNER ? service_sections(council, i)->section_count : 0;
    out->sections = arena_array(council->work, most + 1, sizeof *out->sections);
    for (size_t i = 0; i < pages; i++) {
        const struct page_traits *traits = service_sections(council, i);
        for (size_t s = 0; roles[i] > ROLE_PARTNER && s < traits->section_count; s++) {
            if (traits->sections[s].service != out->service)
                continue;
            const struct page_reading *whole = council_reading(council, i);
            out->sections[out->section_count++] =
                (struct service_page){.page = &council->evidence->pages[i], .role = ROLE_ANSWERS, .description = -1, .counts = whole->counts,
                                      .reading = within(council, whole, &traits->sections[s]), .facts = whole->facts, .places = whole->places};
        }
    }
}

/* A page of which a part is the service's, and whose title doesn't name it: its other parts are about something else, whatever its words as
 * a whole were taken for. */
static bool is_in_parts(const struct council_view *council, const struct rubric_service *service, size_t number)
{
    const struct council_page *page = &council->evidence->pages[number];
    for (size_t i = 0; i < council->section_count; i++)
        if (council->sections[i].service == service && council->evidence->pages[council->own_page_count + i].page == page->page)
            return !service_is_in_title(service, page->document);
    return false;
}

void service_view_build(const struct council_view *council, const struct rubric_service *service, struct service_view *out)
{
    const struct council_evidence *evidence = council->evidence;
    *out = (struct service_view){.council = council, .service = service};
    out->pages = arena_array(council->work, evidence->page_count + 1, sizeof *out->pages);
    enum page_role *roles = arena_array(council->work, evidence->page_count + 1, sizeof *roles);
    bool explained = false;
    for (size_t i = 0; i < council->own_page_count; i++) {
        if (!service_role(council, service, i, &roles[i]) || is_in_parts(council, service, i))
            roles[i] = ROLE_COUNT;
        explained |= roles[i] <= ROLE_DIRECTORY && evidence->pages[i].assessment->checks[CHECK_EXPLANATION].verdict != VERDICT_NO;
    }
    for (size_t i = 0; i < council->section_count; i++)
        roles[council->own_page_count + i] =
            !explained && council->sections[i].service == service && council_judge_section(council, i) ? ROLE_ANSWERS : ROLE_COUNT;
    settle_moved(roles, evidence->page_count);
    add_parts(council, service, roles);
    for (int pass = ROLE_ANSWERS; pass < ROLE_COUNT; pass++)
        for (size_t i = 0; i < evidence->page_count; i++)
            if ((int)roles[i] == pass)
                add_page(council, i, roles[i], out);
    out->only_news = out->only_news && !out->answering && !out->unreadable;
    out->run_by_partner = explains(out, out->answering, out->helping) && !explains(out, 0, out->answering);
    join_guides(council, out->pages, out->answering);
    join_partners(council, out->pages, out->answering, out->helping);
    add_sections(council, roles, out);
    service_find_denial(out);
}

/* ---- sentences and quotes ---- */

void rows_sentences(const struct service_page *page, sentence_visitor each, void *context)
{
    for (size_t i = 0; i < page->reading->sentence_count; i++)
        if (!each(context, page, &page->reading->sentences[i]))
            return;
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
    if (regex_find_seen(set, group, view->council->scratch, &sentence->alone, sentence->text, sentence->length, &match) != REGEX_FOUND)
        return set == view->council->rules->rows && rows_is_told(page, sentence, group, hit);
    *hit = hit_of(page, sentence, &match, sentence->offset + match.start[0]);
    return true;
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
    struct row_hit hit;
    if (!rows_does(search->view, page, sentence, search->set, search->group, &hit)) {
        if (!under_heading(search, search->group, page, sentence, &match))
            return true;
        hit = hit_of(page, sentence, &match, sentence->offset);
    }
    search->found = !excluded(search, page, sentence);
    if (search->found || !search->hit->page)
        *search->hit = hit;
    return !search->found;
}

bool rows_find_unless(const struct service_view *view, const struct service_page *page, const struct regex_set *set, size_t group, size_t unless,
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

static struct evidence of_page(const struct council_view *council, const struct council_page *page)
{
    return (struct evidence){.cue = "", .block = -1, .page_id = page->page->id,
                             .url = arena_copy(council->arena, page_address(page->page))};
}

struct evidence rows_quote(const struct council_view *council, const struct council_page *page, size_t block, size_t offset, const char *cue)
{
    const struct block *text = &page->document->blocks[block];
    struct evidence evidence = of_page(council, page);
    size_t start, end;
    sentence_around(text->text, text->length, offset, &start, &end);
    evidence.quote = masked(council, text->text + start, end - start);
    evidence.where = grounds_place(page->document, council->arena, text);
    evidence.cue = arena_copy(council->arena, cue);
    evidence.block = council_block(council, page, (int32_t)block);
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

void rows_copy(const struct service_view *view, const struct service_page *page, const struct evidence *from, struct row_verdict *row)
{
    struct evidence evidence = rows_words(view->council, page->page, from->quote, from->where ? from->where : "text");
    evidence.cue = from->cue ? from->cue : "";
    evidence.block = council_block(view->council, page->page, from->block);
    evidence.against = from->against;
    rows_add(view->council, row, evidence);
}

bool rows_answers_a_check(const struct assessment *assessment)
{
    for (int check = 0; check < CHECK_COUNT; check++) {
        enum verdict verdict = assessment->checks[check].verdict;
        if (verdict == VERDICT_YES || verdict == VERDICT_CONCERNS)
            return true;
    }
    return false;
}

bool rows_tells(const struct service_view *view, const struct service_page *page)
{
    bool any = false;
    for (size_t i = 0; i < view->speaking && !any; i++)
        any = rows_answers_a_check(view->pages[i].page->assessment);
    return !any || rows_answers_a_check(page->page->assessment);
}

const struct service_page *rows_record(const struct service_view *view)
{
    for (size_t i = 0; i < view->answering; i++)
        if (view->pages[i].description >= 0)
            return &view->pages[i];
    return NULL;
}

void rows_quote_record(const struct service_view *view, const struct service_page *record, struct row_verdict *row)
{
    rows_add(view->council, row, rows_quote(view->council, record->page, (size_t)record->description, 0, "directory-record"));
}
