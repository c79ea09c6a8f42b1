/* Any bytes in any encoding: what comes out is UTF-8 without NUL. The first byte picks a
 * label, 0 lets the bytes decide. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "document/encoding.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const labels[] = {"utf-8", "latin1", "gbk", "gb18030", "big5", "euc-jp", "iso-2022-jp", "shift_jis", "euc-kr",
                                     "utf-16le", "utf-16be", "koi8-u", "macintosh", "windows-874", "windows-1258", "replacement",
                                     "x-user-defined", "iso-8859-8-i"};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2)
        return 0;
    size_t pick = data[0] % (sizeof labels / sizeof labels[0] + 1), skip = 0;
    const struct encoding_question question = {data + 1, size - 1, NULL, 1};
    const char *name = pick == 0 ? encoding_decide(&question, &skip)
                                 : encoding_for_label(labels[pick - 1], strlen(labels[pick - 1]));
    if (name == NULL)
        abort();
    struct buffer out;
    buffer_init(&out, size * 4 + 16);
    encoding_convert(name, data + 1 + skip, size - 1 - skip, &out);
    if (out.length > 0 && (!text_is_utf8(out.bytes, out.length) || memchr(out.bytes, '\0', out.length) != NULL))
        abort();
    buffer_release(&out);
    return 0;
}
