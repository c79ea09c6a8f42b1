/* What there is to have to hand: leaflets, guides that are posted, forms. */
#include <string.h>

#include "base/text.h"
#include "scoring/council/rows.h"

/* What there is to have to hand, from nothing to something for families. */
enum offer { OFFER_NONE, OFFER_LATER, OFFER_POLICY, OFFER_FORM, OFFER_LEAFLET };

static bool is_form(const struct council_view *council, const char *text)
{
    return rows_matches(council, ROW_FORM_TITLE, text, strlen(text));
}

/* A strategy or a procedure by its title. */
static bool is_policy(const struct council_view *council, const char *text)
{
    return rows_matches(council, ROW_POLICY_TITLE, text, strlen(text));
}

static enum offer titled(const struct council_view *council, const char *title)
{
    return is_form(council, title) ? OFFER_FORM : is_policy(council, title) ? OFFER_POLICY : OFFER_LEAFLET;
}

/* It asks for a child's name or a signature, and has no more sentences than lines to fill in and their headings: "Request by a parent". */
static bool asks_to_be_filled_in(const struct council_view *council, const struct document *document)
{
    size_t fields = 0, lines = 0, sentences = 0;
    for (size_t i = 0; i < document->block_count; i++) {
        const struct block *block = &document->blocks[i];
        bool sentence = block->text[block->length - 1] == '.', goes_on = block->text[0] >= 'a' && block->text[0] <= 'z'; /* "Send us: your child's name" */
        *(sentence ? &sentences : &lines) += 1;
        fields += !sentence && !goes_on && rows_matches(council, ROW_FORM_FIELD, block->text, block->length);
    }
    return fields > 0 && sentences <= lines;
}

/* The same of a page; many link to it. */
static bool is_to_fill_in(const struct council_view *council, const struct council_page *page)
{
    struct page_traits *traits = &council->traits[page - council->evidence->pages];
    if (!traits->filled_in_known)
        traits->filled_in = asks_to_be_filled_in(council, page->document);
    traits->filled_in_known = true;
    return traits->filled_in;
}

/* A file that was read, by its title and what it holds. */
static enum offer held(const struct council_view *council, const struct council_page *page, const char *title)
{
    enum offer by_title = titled(council, title);
    return by_title == OFFER_LEAFLET && is_to_fill_in(council, page) ? OFFER_FORM : by_title;
}

bool rows_is_for_families(const struct service_view *view, const struct service_page *leaflet)
{
    return held(view->council, leaflet->page, rows_title(leaflet)) == OFFER_LEAFLET;
}

static bool is_file(const char *url)
{
    static const char *const ENDS[] = {".pdf", ".docx", ".doc", ".rtf", ".odt"};
    size_t length = strcspn(url, "?#");
    for (size_t i = 0; i < sizeof ENDS / sizeof *ENDS; i++) {
        size_t n = strlen(ENDS[i]);
        if (length > n && text_find_ignoring_case(url + length - n, n, ENDS[i]))
            return true;
    }
    return false;
}

/* What a link's own words promise and its target holds. A web page is no leaflet, and a
 * leaflet that is not there is none. */
static enum offer linked_offer(const struct council_view *council, const struct reference *reference)
{
    const struct council_evidence *evidence = council->evidence;
    const struct target *target = council_target(evidence, reference->target_id);
    if (!target || target->state == LINK_BROKEN)
        return OFFER_NONE;
    size_t number;
    if (council_page_behind(council, reference, &number) && evidence->pages[number].document) {
        const struct council_page *page = &evidence->pages[number];
        const char *kind = page->assessment && page->assessment->kind ? page->assessment->kind : "";
        if (!document_type_is_leaflet(page->document->type))
            return OFFER_NONE;
        return !strcmp(kind, "policy") || !strcmp(kind, "report") ? OFFER_POLICY
                                                                   : held(council, page, *page->document->title ? page->document->title : reference->text);
    }
    return is_file(target->url) ? titled(council, reference->text) : OFFER_NONE;
}

/* What the words that the page was judged by amount to. */
static enum offer quoted_offer(const struct service_view *view, const struct service_page *page, const struct evidence *evidence)
{
    enum { LINK_WORDS_LEAST = 4 };
    enum offer best = OFFER_NONE;
    bool linked = false;
    if (rows_matches(view->council, ROW_NOT_TO_HAND, evidence->quote, strlen(evidence->quote)) ||
        facts_claim_denied(view->council->facts, view->council->scratch, evidence->quote, strlen(evidence->quote)))
        return OFFER_NONE; /* "We no longer print a leaflet" */
    for (size_t r = 0; r < page->page->reference_count; r++) {
        const struct reference *reference = &page->page->references[r];
        if (!reference->text || strlen(reference->text) < LINK_WORDS_LEAST ||
            !text_find_ignoring_case(evidence->quote, strlen(evidence->quote), reference->text))
            continue;
        enum offer here = linked_offer(view->council, reference);
        best = here > best ? here : best;
        linked = true;
    }
    if (linked)
        return best;
    const struct document *document = page->page->document;
    bool heading = evidence->block >= 0 && (size_t)evidence->block < document->block_count && document->blocks[evidence->block].kind == BLOCK_HEADING;
    if (heading)
        return OFFER_NONE; /* a web page by that name */
    return titled(view->council, evidence->quote);
}

/* The best of the page's quotes on what there is to have to hand. */
static enum offer page_offer(const struct service_view *view, const struct service_page *page, const struct evidence **quote)
{
    const struct judgement *available = &page->page->assessment->criteria[CRITERION_AVAILABLE];
    enum offer best = OFFER_NONE;
    *quote = NULL;
    if (available->verdict != VERDICT_YES && available->verdict != VERDICT_CONCERNS)
        return OFFER_NONE;
    for (size_t i = 0; i < available->evidence_count; i++) {
        enum offer here = quoted_offer(view, page, &available->evidence[i]);
        if (here == OFFER_LEAFLET && available->verdict == VERDICT_CONCERNS)
            here = !strcmp(available->reason, "policy-only") ? OFFER_POLICY : OFFER_LATER; /* the page's words say so */
        if (here > best) {
            best = here;
            *quote = &available->evidence[i];
        }
    }
    return best;
}

static void set_offer(struct row_verdict *row, enum offer offer)
{
    static const char *const REASONS[] = {[OFFER_NONE] = "none-found-online", [OFFER_LATER] = "pack-later", [OFFER_POLICY] = "policy-only",
                                          [OFFER_FORM] = "form-only", [OFFER_LEAFLET] = ""};
    rows_set(row, offer == OFFER_LEAFLET ? VERDICT_YES : offer == OFFER_NONE ? VERDICT_NO : VERDICT_CONCERNS, REASONS[offer]);
}

/* Leaflets that were read: the families' before forms, these before policies, which are
 * among the pages that answer nothing else. */
static enum offer read_leaflets(const struct service_view *view, const struct service_page **leaflet)
{
    enum offer best = OFFER_NONE;
    for (size_t i = 0; i < view->page_count; i++) {
        const struct service_page *page = &view->pages[i];
        if (!page->leaflet || (page->role == ROLE_PARTNER && i >= view->speaking) || page->role > ROLE_NEWS)
            continue;
        enum offer here = page->role == ROLE_NEWS ? OFFER_POLICY : held(view->council, page->page, rows_title(page));
        if (here > best) {
            best = here;
            *leaflet = page;
        }
    }
    return best;
}

/* A web page that offers copies on paper. */
bool rows_paper_copies(const struct service_view *view, struct row_hit *hit)
{
    for (size_t i = 0; i < view->speaking; i++)
        if (view->pages[i].role != ROLE_DIRECTORY &&
            rows_find_unless(view, &view->pages[i], view->council->rules->rows, ROW_PAPER_COPIES, ROWS_BUT(ROW_NOT_TO_HAND), hit))
            return true;
    return false;
}

/* By a link's words. */
static bool leads_to_form(const struct council_view *council, const char *text)
{
    return is_form(council, text) || rows_matches(council, ROW_APPLY_LINK, text, strlen(text));
}

/* The link to what might have been a leaflet or a form. */
static void broken_leaflet(const struct service_view *view, struct row_verdict *row)
{
    for (size_t i = 0; i < view->speaking; i++) {
        const struct council_page *page = view->pages[i].page;
        for (size_t r = 0; r < page->reference_count; r++) {
            const struct target *target = council_target(view->council->evidence, page->references[r].target_id);
            const char *text = page->references[r].text;
            if (target && text && target->state == LINK_BROKEN && (is_file(target->url) || leads_to_form(view->council, text)) && !row->judgement.near_miss.quote)
                rows_near_miss(row, rows_words(view->council, page, text, ""), "the link to it is broken");
        }
    }
}

/* "How to apply", a guide's next part. */
static bool is_next_part(const struct service_view *view, const struct service_page *page, const struct council_page *there)
{
    for (size_t i = 0; i < view->helping; i++)
        if (view->pages[i].page == there)
            return view->pages[i].guide == page->guide && !there->document->has_forms;
    return false;
}

/* By its own words, or by the form behind it: its title ("Use the online one"), or what a file asks for ("About my child"). */
static bool is_form_link(const struct service_view *view, const struct service_page *from, const struct reference *reference)
{
    const struct council_view *council = view->council;
    const struct target *target = council_target(council->evidence, reference->target_id);
    size_t behind;
    if (!target || target->state != LINK_OK || !council_own_link(council, from->page, reference))
        return false;
    const struct rubric_service *named = service_named_in_item(council, reference->text);
    if (named && named != view->service)
        return false;
    const struct council_page *there = council_page_behind(council, reference, &behind) ? &council->evidence->pages[behind] : NULL;
    if (there && is_next_part(view, from, there))
        return false;
    const struct document *behind_it = there ? there->document : NULL;
    return leads_to_form(council, reference->text) || (behind_it && behind_it->has_forms && leads_to_form(council, behind_it->title)) ||
           (behind_it && document_type_is_leaflet(behind_it->type) && is_to_fill_in(council, there));
}

/* The block links a form, and no link of it leads anywhere. */
static bool links_are_lost(const struct council_view *council, const struct council_page *page, size_t block)
{
    const struct document *document = page->document;
    bool lost = false;
    for (size_t k = document->blocks[block].first_link, n = document->blocks[block].link_count; n > 0 && k < document->link_count; k++, n--)
        for (size_t r = 0; r < page->reference_count; r++) {
            const struct target *target = council_target(council->evidence, page->references[r].target_id);
            if (!target || !page->references[r].text || strcmp(page->references[r].text, document->links[k].text) != 0)
                continue;
            if (target->state != LINK_BROKEN)
                return false;
            lost = true;
        }
    return lost;
}

/* A form to fill in on the web or a link to one, where there is nothing else: a route, and little to have to hand. A partner's form is where
 * the council sends families too. */
static bool form_alone(const struct service_view *view, struct row_verdict *row)
{
    const struct council_view *council = view->council;
    for (size_t i = 0; i < view->helping; i++) {
        const struct council_page *page = view->pages[i].page;
        if (!page->document->has_forms || !leads_to_form(council, page->document->title))
            continue;
        rows_add(council, row, rows_words(council, page, page->document->title, "a form to fill in on the web"));
        return true;
    }
    for (size_t i = 0; i < view->helping; i++) {
        const struct council_page *page = view->pages[i].page;
        for (size_t r = 0; r < page->reference_count; r++)
            if (is_form_link(view, &view->pages[i], &page->references[r])) {
                rows_add(council, row, rows_words(council, page, page->references[r].text, "a link to a form"));
                return true;
            }
    }
    struct row_hit hit;
    for (size_t i = 0; i < view->helping; i++)
        if (rows_find_unless(view, &view->pages[i], council->rules->rows, ROW_FORM_IN_TEXT, ROWS_BUT(ROW_NOT_TO_HAND), &hit) &&
            (*hit.value || (hit.page->page->document->blocks[hit.block].link_count > 0 && !links_are_lost(council, hit.page->page, hit.block)))) {
            rows_add(council, row, rows_quote(council, hit.page->page, hit.block, hit.offset, hit.cue));
            return true;
        }
    return false;
}

void row_to_hand(const struct service_view *view, struct row_verdict *row)
{
    const struct council_view *council = view->council;
    const struct service_page *leaflet = NULL;
    struct row_hit hit;
    enum offer best = read_leaflets(view, &leaflet);
    double certainty = 1;
    if (leaflet) {
        rows_add(council, row, rows_words(council, leaflet->page, rows_title(leaflet), "a leaflet’s title"));
        row->detail = best == OFFER_LEAFLET ? "leaflet" : "";
    }
    for (size_t i = 0; i < view->speaking; i++) {
        const struct evidence *quote = NULL;
        enum offer here = view->pages[i].leaflet ? OFFER_NONE : page_offer(view, &view->pages[i], &quote);
        if (!quote || here < best)
            continue;
        if (here > best) { /* what was less is no ground for it */
            row->judgement.evidence_count = 0;
            certainty = view->pages[i].page->assessment->criteria[CRITERION_AVAILABLE].certainty;
        }
        best = here;
        rows_add(council, row, rows_words(council, view->pages[i].page, quote->quote, quote->where ? quote->where : "text"));
    }
    if (best != OFFER_LEAFLET && rows_paper_copies(view, &hit)) {
        best = OFFER_LEAFLET;
        certainty = 1;
        row->judgement.evidence_count = 0;
        rows_add(council, row, rows_quote(council, hit.page->page, hit.block, hit.offset, hit.cue));
    }
    if (best == OFFER_NONE && form_alone(view, row))
        best = OFFER_FORM;
    set_offer(row, best);
    rows_at_most(row, certainty);
    if (best == OFFER_NONE)
        broken_leaflet(view, row);
}
