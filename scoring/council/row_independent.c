/* Whether an adviser is on the family's side alone. */
#include <string.h>

#include "base/buffer.h"
#include "scoring/council/rows.h"

void row_independent(const struct service_view *view, struct row_verdict *row)
{
    static const char *const PARTS[] = {"impartial", "confidential", "apart", "stage", "differs"};
    bool has[sizeof PARTS / sizeof *PARTS] = {false};
    const struct regex_set *set = view->council->rules->rows;
    struct buffer detail;
    buffer_init(&detail, 200);
    for (size_t k = 0; k < regex_group_count(set, ROW_INDEPENDENT); k++) {
        const struct regex *pattern = regex_group_at(set, ROW_INDEPENDENT, k);
        size_t part = 0;
        while (part < sizeof PARTS / sizeof *PARTS && strcmp(PARTS[part], regex_value(pattern)) != 0)
            part++;
        for (size_t i = 0; part < sizeof PARTS / sizeof *PARTS && !has[part] && i < view->helping; i++) {
            const struct service_page *page = &view->pages[i];
            for (size_t b = 0; b < page->page->document->block_count && !has[part]; b++) {
                const struct block *block = &page->page->document->blocks[b];
                struct regex_match match;
                if (!page->counts[b] || regex_try(set, pattern, view->council->scratch, &page->reading->blocks[b], block->text, block->length, 0, &match) != REGEX_FOUND)
                    continue;
                has[part] = true;
                rows_add(view->council, row, rows_quote(view->council, page->page, b, match.start[0], regex_id(pattern)));
                buffer_printf(&detail, "%s%s", detail.length ? " " : "", PARTS[part]);
            }
        }
    }
    row->detail = arena_copy(view->council->arena, buffer_text(&detail));
    buffer_release(&detail);
    bool any = has[0] || has[1] || has[2] || has[3];
    bool all = has[0] && has[1] && has[2] && has[3];
    rows_set(row, all ? VERDICT_YES : any ? VERDICT_CONCERNS : VERDICT_NO, all ? "" : any ? "some-of-it" : "");
}
