#include "crawler/url/punycode.h"

#include <stdint.h>

#include "base/text.h"

/* Section 5. */
enum { BASE = 36, TMIN = 1, TMAX = 26, SKEW = 38, DAMP = 700, INITIAL_BIAS = 72, INITIAL_N = 128 };
enum { LABEL_MAX = 63 };

/* Section 6.1. */
static uint32_t adapt(uint32_t delta, uint32_t count, bool first)
{
    uint32_t k = 0;
    delta = first ? delta / DAMP : delta / 2;
    delta += delta / count;
    for (; delta > (BASE - TMIN) * TMAX / 2; k += BASE)
        delta /= BASE - TMIN;
    return k + (BASE - TMIN + 1) * delta / (delta + SKEW);
}

static void add_digit(struct buffer *out, uint32_t digit)
{
    buffer_add_char(out, (char)(digit < 26 ? 'a' + digit : '0' + (digit - 26)));
}

/* A number of variable length, section 6.3's inner loop. */
static void add_number(struct buffer *out, uint32_t number, uint32_t bias)
{
    for (uint32_t k = BASE;; k += BASE) {
        uint32_t threshold = k <= bias ? TMIN : k >= bias + TMAX ? TMAX : k - bias;
        if (number < threshold)
            break;
        add_digit(out, threshold + (number - threshold) % (BASE - threshold));
        number = (number - threshold) / (BASE - threshold);
    }
    add_digit(out, number);
}

bool punycode_encode(const char *label, size_t length, struct buffer *out)
{
    uint32_t points[LABEL_MAX], count = 0, basic = 0;
    for (size_t at = 0; at < length;) {
        if (count == LABEL_MAX)
            return false;
        points[count++] = text_next(label, length, &at);
    }
    size_t start = out->length;
    buffer_add_text(out, "xn--");
    for (uint32_t i = 0; i < count; i++)
        if (points[i] < INITIAL_N) {
            buffer_add_char(out, (char)points[i]);
            basic++;
        }
    if (basic > 0)
        buffer_add_char(out, '-');
    uint32_t n = INITIAL_N, delta = 0, bias = INITIAL_BIAS;
    /* No overflow: 63 points below 2^21 keep delta under 2^27. */
    for (uint32_t handled = basic; handled < count; delta++, n++) {
        uint32_t next = UINT32_MAX;
        for (uint32_t i = 0; i < count; i++)
            if (points[i] >= n && points[i] < next)
                next = points[i];
        delta += (next - n) * (handled + 1);
        n = next;
        for (uint32_t i = 0; i < count; i++) {
            if (points[i] < n)
                delta++;
            if (points[i] != n)
                continue;
            add_number(out, delta, bias);
            bias = adapt(delta, handled + 1, handled == basic);
            delta = 0;
            handled++;
        }
    }
    return out->length - start <= LABEL_MAX;
}
