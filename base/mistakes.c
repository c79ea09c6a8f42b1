#include "base/mistakes.h"

#include <stdio.h>

enum status mistakes_pass(struct mistakes *mistakes, enum status status, const struct error *err)
{
    if (status != STATUS_INPUT || !mistakes || !mistakes->tell)
        return status;
    if (mistakes->count++ < MISTAKES_TOLD)
        mistakes->tell(mistakes->context, err);
    return STATUS_OK;
}

enum status mistakes_end(const struct mistakes *mistakes, const char *path, struct error *err)
{
    char named[64] = "";
    if (!mistakes || mistakes->count == 0)
        return STATUS_OK;
    if (mistakes->count > MISTAKES_TOLD)
        snprintf(named, sizeof named, ", of which the first %d are named", MISTAKES_TOLD);
    return error_set(err, STATUS_INPUT, "%s: %zu %s to mend%s; nothing was read from it", path, mistakes->count,
                     mistakes->count == 1 ? "mistake" : "mistakes", named);
}
