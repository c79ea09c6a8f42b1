#include "document/obfuscation.h"

#include <string.h>

#include "base/text.h"

bool obfuscation_decode(const char *hex, char out[OBFUSCATION_ADDRESS_MAX])
{
    size_t length = 0;
    int key = -1;
    for (; hex[0] != '\0' && text_hex_digit(hex[0]) >= 0; hex += 2) {
        if (text_hex_digit(hex[1]) < 0)
            return false;
        int byte = text_hex_digit(hex[0]) << 4 | text_hex_digit(hex[1]);
        if (key < 0) {
            key = byte;
            continue;
        }
        byte ^= key;
        if (byte <= ' ' || byte > 126 || length + 1 >= OBFUSCATION_ADDRESS_MAX)
            return false;
        out[length++] = (char)byte;
    }
    out[length] = '\0';
    return memchr(out, '@', length) != NULL;
}

const char *obfuscation_in_href(const char *href)
{
    static const char mark[] = "/cdn-cgi/l/email-protection#";
    const char *found = strstr(href, mark);
    return found != NULL ? found + sizeof mark - 1 : NULL;
}
