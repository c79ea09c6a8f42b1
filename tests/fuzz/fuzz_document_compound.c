/* Any bytes behind a compound file's signature: told apart within the file's own length, and
 * always refused with a sentence. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "document/compound.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct error err = {.message = ""};
    if (!compound_is(data, size))
        return 0;
    enum status status = compound_refuse(data, size, &err);
    if ((status != STATUS_PARSE && status != STATUS_PASSWORD && status != STATUS_OLD_FORMAT) || err.message[0] == '\0')
        abort();
    return 0;
}
