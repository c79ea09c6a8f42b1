/* Who decides, and what families can do about it. */
#include <string.h>

#include "scoring/council/witnesses.h"

void row_decides(const struct service_view *view, struct row_verdict *row)
{
    struct row_hit hit;
    if (!witness_first(view, ROW_DECIDES, ROWS_BUT(ROW_NOT_DECIDES), &hit)) {
        rows_set(row, VERDICT_NO, "");
        witness_left_out(view, &hit, "it says who does not decide, or what others decide", row);
        witness_nearest(view, ROW_DECIDES, row);
        return;
    }
    rows_set(row, VERDICT_YES, "");
    witness_add(view, &hit, row);
}

/* "Not happy with a visit? Tell the team leader.": a question that its answer follows. */
struct asked_and_told {
    const struct service_view *view;
    const struct row_sentence *question;
    struct row_hit *hit;
    bool found;
};

static bool tells_after_question(void *context, const struct service_page *page, const struct row_sentence *sentence)
{
    struct asked_and_told *look = context;
    const struct row_sentence *question = look->question;
    const struct council_view *council = look->view->council;
    struct regex_match match;
    bool here = question && question->block == sentence->block;
    look->question = sentence->length > 0 && sentence->text[sentence->length - 1] == '?' ? sentence : NULL;
    if (!here)
        return true;
    size_t length = (size_t)(sentence->text - question->text) + sentence->length;
    look->found = regex_find_group(council->rules->rows, ROW_COMPLAIN, council->scratch, question->text, length, &match) == REGEX_FOUND &&
                  !rows_matches(council, ROW_NOT_COMPLAIN, question->text, length) &&
                  !rows_matches(council, ROW_COMPLAIN_POINTER, sentence->text, sentence->length) && !rows_is_void(look->view, page, question, ROW_COMPLAIN);
    if (look->found)
        *look->hit = (struct row_hit){.page = page, .cue = regex_id(match.pattern), .value = "", .block = question->block, .offset = question->offset};
    return !look->found;
}

static bool told_after_question(const struct service_view *view, struct row_hit *hit)
{
    struct asked_and_told look = {.view = view, .hit = hit};
    for (size_t i = 0; i < witness_count(view) && !look.found; i++) {
        look.question = NULL;
        rows_sentences(witness_at(view, i), tells_after_question, &look);
    }
    return look.found;
}

/* A link in the page's own text, though every page's footer has the same: "Complaints and compliments". */
static bool led_to(const struct service_view *view, struct row_verdict *row)
{
    const struct council_view *council = view->council;
    for (size_t i = 0; i < view->speaking; i++) {
        const struct document *document = view->pages[i].page->document;
        for (size_t k = 0; k < document->link_count; k++) {
            const struct document_link *link = &document->links[k];
            size_t length = strlen(link->text);
            if (link->kind != LINK_ANCHOR || link->zone != ZONE_MAIN || link->block < 0 || !rows_matches(council, ROW_COMPLAIN_LINK, link->text, length) ||
                rows_matches(council, ROW_NOT_COMPLAIN, link->text, length) || rows_under_another_matter(view, &view->pages[i], (size_t)link->block))
                continue;
            rows_add(council, row, rows_words(council, view->pages[i].page, link->text, "a link"));
            return true;
        }
    }
    return false;
}

void row_complain(const struct service_view *view, struct row_verdict *row)
{
    struct row_hit hit, mention;
    if (witness_first(view, ROW_COMPLAIN, ROWS_BUT(ROW_NOT_COMPLAIN) | ROWS_BUT(ROW_COMPLAIN_POINTER), &hit) || told_after_question(view, &hit)) {
        rows_set(row, VERDICT_YES, "");
        witness_add(view, &hit, row);
    } else if (witness_first(view, ROW_COMPLAIN_LINK, ROWS_BUT(ROW_NOT_COMPLAIN), &mention)) {
        rows_set(row, VERDICT_CONCERNS, "link-only");
        witness_add(view, &mention, row);
    } else if (led_to(view, row)) {
        rows_set(row, VERDICT_CONCERNS, "link-only");
    } else {
        rows_set(row, VERDICT_NO, "");
        witness_left_out(view, hit.page ? &hit : &mention, "it says that there is no appeal, or it is about something else", row);
        witness_nearest(view, ROW_COMPLAIN, row);
    }
}
