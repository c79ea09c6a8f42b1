/* Who decides, and what families can do about it. */
#include <string.h>

#include "scoring/witnesses.h"

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

void row_complain(const struct service_view *view, struct row_verdict *row)
{
    struct row_hit hit, mention;
    if (witness_first(view, ROW_COMPLAIN, ROWS_BUT(ROW_NOT_COMPLAIN) | ROWS_BUT(ROW_COMPLAIN_POINTER), &hit)) {
        rows_set(row, VERDICT_YES, "");
        witness_add(view, &hit, row);
    } else if (witness_first(view, ROW_COMPLAIN_LINK, ROWS_BUT(ROW_NOT_COMPLAIN), &mention)) {
        rows_set(row, VERDICT_CONCERNS, "link-only");
        witness_add(view, &mention, row);
    } else {
        rows_set(row, VERDICT_NO, "");
        witness_left_out(view, hit.page ? &hit : &mention, "it says that there is no appeal, or it is about something else", row);
        witness_nearest(view, ROW_COMPLAIN, row);
    }
}
