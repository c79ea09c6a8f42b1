/* Everyday words: the best of the pages that tell a family something. */
#include <math.h>
#include <string.h>

#include "base/text.h"
#include "scoring/council/rows.h"

/* How sure the page's criterion must be that it is not in everyday words, for "hard to follow": of 38 coded services whose language was told with
 * less, readers found it so of 5; of 8 told with as much, of 3, and of 3 more the other of two readings. */
#define SURELY_OFFICIAL 0.9

enum { PLAIN_SENTENCE = 20, LONG_SENTENCE = 25, TERMS_FEW = 2, QUOTED_TERMS = 3 };

/* Whether a term that is not explained is a fault: a page that explains the service has explained its name. */
static bool is_fault(const struct service_view *view, const struct service_page *page, const char *term)
{
    const struct rubric_service *service = view->service;
    if (page->page->assessment->checks[CHECK_EXPLANATION].verdict != VERDICT_YES)
        return true;
    for (size_t i = 0; i < service->name_count; i++)
        if (text_equal_ignoring_case(service->names[i], term))
            return false;
    return true;
}

static size_t faults(const struct service_view *view, const struct service_page *page)
{
    const struct readability *r = &page->page->assessment->readability;
    size_t count = 0;
    for (size_t t = 0; t < r->unexplained_count; t++)
        count += is_fault(view, page, r->unexplained_terms[t]);
    return count;
}

static int plainness(const struct service_view *view, const struct service_page *page)
{
    const struct assessment *assessment = page->page->assessment;
    const struct readability *r = &assessment->readability;
    enum verdict accessible = assessment->criteria[CRITERION_ACCESSIBLE].verdict;
    /* The page's criterion is everyday language and an offer of formats: with one of the
     * two and no format it is the language. */
    bool everyday = accessible == VERDICT_YES || (accessible == VERDICT_CONCERNS && !assessment->facts.format_count);
    bool lengthy = !isnan(r->average_sentence) && r->average_sentence > LONG_SENTENCE;
    if (!everyday)
        return 1;
    return faults(view, page) <= TERMS_FEW && !lengthy ? 3 : 2;
}

/* Terms that may be left, and sentences that are short enough, are no reason: then it is the language itself. */
static const char *hard_because(const struct readability *r, size_t terms, bool mostly)
{
    bool lengthy = !isnan(r->average_sentence) && r->average_sentence > PLAIN_SENTENCE;
    return terms > TERMS_FEW ? "unexplained-terms" : lengthy ? "long-sentences" : mostly ? "hard-words" : "some-hard-words";
}

/* Where the term stands as words of its own: "SEND" is not in "SENDIASS". SIZE_MAX for nowhere. */
static size_t find_term(const struct block *block, const char *term)
{
    size_t n = strlen(term);
    const char *text = block->text, *end = text + block->length;
    for (const char *at = text; (at = text_find_ignoring_case(at, (size_t)(end - at), term)) != NULL; at++)
        if ((at == text || !rows_word_byte(at[-1])) && (at + n == end || !rows_word_byte(at[n]) || at[n] == 's'))
            return (size_t)(at - text);
    return SIZE_MAX;
}

static void quote_terms(const struct service_view *view, const struct service_page *page, struct row_verdict *row)
{
    const struct readability *r = &page->page->assessment->readability;
    const struct document *document = page->page->document;
    size_t quoted = 0;
    for (size_t t = 0; t < r->unexplained_count && quoted < QUOTED_TERMS; t++)
        for (size_t b = 0; is_fault(view, page, r->unexplained_terms[t]) && b < document->block_count; b++) {
            size_t at = page->counts[b] ? find_term(&document->blocks[b], r->unexplained_terms[t]) : SIZE_MAX;
            if (at == SIZE_MAX)
                continue;
            struct evidence evidence = rows_quote(view->council, page->page, b, at, "unexplained-term");
            evidence.against = true;
            evidence.where = arena_printf(view->council->arena, "“%s” is not explained", r->unexplained_terms[t]);
            rows_add(view->council, row, evidence);
            quoted++;
            break;
        }
}

/* The sentence that shows how the page is written: of a plain one the first that is long enough to show it, else the
 * longest there is. */
struct sample {
    struct row_hit hit;
    size_t length;
    bool plain;
};

static bool take_sample(void *context, const struct service_page *page, const struct row_sentence *sentence)
{
    enum { TELLING_BYTES = 40 };
    struct sample *sample = context;
    if (sentence->length > sample->length) {
        sample->hit.block = sentence->block;
        sample->hit.offset = sentence->offset;
        sample->hit.page = page;
        sample->length = sentence->length;
    }
    return !sample->plain || sample->length < TELLING_BYTES;
}

static void quote_sample(const struct service_view *view, const struct service_page *page, bool plain, struct row_verdict *row)
{
    struct sample sample = {.plain = plain};
    rows_sentences(page, take_sample, &sample);
    const struct row_hit *hit = &sample.hit;
    if (!hit->page)
        return;
    struct evidence evidence = rows_quote(view->council, hit->page->page, hit->block, hit->offset, "");
    evidence.against = !plain;
    rows_add(view->council, row, evidence);
}

void row_plain(const struct service_view *view, struct row_verdict *row)
{
    const struct service_page *best = NULL;
    int rank = 0;
    bool measured = false;
    for (size_t i = 0; i < view->speaking; i++)
        measured |= rows_tells(view, &view->pages[i]) && view->pages[i].page->assessment->readability.measured;
    for (size_t i = 0; i < view->speaking; i++) {
        if (!rows_tells(view, &view->pages[i]) || (measured && !view->pages[i].page->assessment->readability.measured))
            continue; /* two lines and a link show nothing beside a page of text */
        int here = plainness(view, &view->pages[i]);
        if (here > rank) {
            rank = here;
            best = &view->pages[i];
        }
    }
    if (!best)
        return;
    const struct readability *r = &best->page->assessment->readability;
    size_t terms = faults(view, best);
    bool mostly = rank == 1 && (terms > TERMS_FEW || best->page->assessment->criteria[CRITERION_ACCESSIBLE].certainty >= SURELY_OFFICIAL);
    rows_set(row, rank == 3 ? VERDICT_YES : mostly ? VERDICT_NO : VERDICT_CONCERNS, rank == 3 ? "" : hard_because(r, terms, mostly));
    if (!isnan(r->average_sentence))
        row->detail = arena_printf(view->council->arena, "average sentence %.0f words, %zu unexplained term%s", r->average_sentence, terms, terms == 1 ? "" : "s");
    if (terms > TERMS_FEW && rank < 3)
        quote_terms(view, best, row);
    if (!row->judgement.evidence_count)
        quote_sample(view, best, rank == 3, row);
    if (terms <= TERMS_FEW && rank < 3)
        quote_terms(view, best, row); /* no reason, and to be put right all the same */
}
