#include "crawler/fetch/guard.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct range4 {
    uint32_t first;
    int bits;
};

/* IANA IPv4 Special-Purpose Address Registry, without the AS112 and AMT blocks, which are
 * globally reachable; multicast by RFC 5771. */
static const struct range4 special4[] = {
    {0x00000000, 8},  /* 0.0.0.0/8 "this network" */
    {0x0a000000, 8},  /* 10.0.0.0/8 private use */
    {0x64400000, 10}, /* 100.64.0.0/10 shared address space */
    {0x7f000000, 8},  /* 127.0.0.0/8 loopback */
    {0xa9fe0000, 16}, /* 169.254.0.0/16 link-local; clouds keep their metadata here */
    {0xac100000, 12}, /* 172.16.0.0/12 private use */
    {0xc0000000, 24}, /* 192.0.0.0/24 IETF protocol assignments */
    {0xc0000200, 24}, /* 192.0.2.0/24 documentation */
    {0xc0586300, 24}, /* 192.88.99.0/24 6to4 relays, withdrawn */
    {0xc0a80000, 16}, /* 192.168.0.0/16 private use */
    {0xc6120000, 15}, /* 198.18.0.0/15 benchmarking */
    {0xc6336400, 24}, /* 198.51.100.0/24 documentation */
    {0xcb007100, 24}, /* 203.0.113.0/24 documentation */
    {0xe0000000, 4},  /* 224.0.0.0/4 multicast */
    {0xf0000000, 4},  /* 240.0.0.0/4 reserved, limited broadcast */
};

struct range6 {
    unsigned char first[16];
    int bits;
};

/* IANA IPv6 Special-Purpose Address Registry: what lies inside 2000::/3, the only block
 * given out for global unicast (RFC 4291 2.4); all outside of it is refused anyway. */
static const struct range6 special6[] = {
    {{0x20, 0x01, 0x00, 0x00}, 23},       /* 2001::/23 IETF protocol assignments */
    {{0x20, 0x01, 0x0d, 0xb8}, 32},       /* 2001:db8::/32 documentation */
    {{0x3f, 0xff, 0x00, 0x00}, 20},       /* 3fff::/20 documentation */
    {{0x20, 0x00, 0x00, 0x00}, 16},       /* 2000::/16 not given out */
};

static bool public4(uint32_t address)
{
    for (size_t i = 0; i < sizeof special4 / sizeof special4[0]; i++)
        if ((address ^ special4[i].first) >> (32 - special4[i].bits) == 0)
            return false;
    return true;
}

static uint32_t word4(const unsigned char *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

static bool inside(const unsigned char address[16], const unsigned char *first, int bits)
{
    int whole = bits / 8, rest = bits % 8;
    if (memcmp(address, first, (size_t)whole) != 0)
        return false;
    return rest == 0 || (address[whole] ^ first[whole]) >> (8 - rest) == 0;
}

static bool public6(const unsigned char a[16])
{
    static const unsigned char mapped[12] = {[10] = 0xff, [11] = 0xff};       /* ::ffff:0:0/96 */
    static const unsigned char nat64[12] = {0x00, 0x64, 0xff, 0x9b};          /* 64:ff9b::/96, RFC 6052 */
    static const unsigned char teredo[4] = {0x20, 0x01, 0x00, 0x00};          /* RFC 4380 4 */
    if (inside(a, mapped, 96) || inside(a, nat64, 96))
        return public4(word4(a + 12));
    if (a[0] == 0x20 && a[1] == 0x02) /* 6to4, RFC 3056 */
        return public4(word4(a + 2));
    if (inside(a, teredo, 32)) /* the client's address is stored inverted */
        return public4(word4(a + 4)) && public4(~word4(a + 12));
    if (a[0] >> 5 != 1) /* not in 2000::/3 */
        return false;
    for (size_t i = 0; i < sizeof special6 / sizeof special6[0]; i++)
        if (inside(a, special6[i].first, special6[i].bits))
            return false;
    if ((a[8] & 0xfd) == 0 && a[9] == 0 && a[10] == 0x5e && a[11] == 0xfe) /* ISATAP, RFC 5214 6.1 */
        return public4(word4(a + 12));
    return true;
}

bool guard_is_public(const struct sockaddr *address)
{
    if (address->sa_family == AF_INET) {
        struct sockaddr_in in;
        memcpy(&in, address, sizeof in);
        return public4(ntohl(in.sin_addr.s_addr));
    }
    if (address->sa_family == AF_INET6) {
        struct sockaddr_in6 in;
        memcpy(&in, address, sizeof in);
        return public6(in.sin6_addr.s6_addr);
    }
    return false;
}

bool guard_text_is_public(const char *text)
{
    char plain[INET6_ADDRSTRLEN];
    size_t length = strlen(text);
    if (length >= 2 && text[0] == '[' && text[length - 1] == ']') {
        text++;
        length -= 2;
    }
    if (length >= sizeof plain)
        return false;
    memcpy(plain, text, length);
    plain[length] = '\0';
    struct in_addr four;
    if (inet_pton(AF_INET, plain, &four) == 1)
        return public4(ntohl(four.s_addr));
    struct in6_addr six;
    if (inet_pton(AF_INET6, plain, &six) == 1)
        return public6(six.s6_addr);
    return false;
}

bool guard_port_is_bad(int port)
{
    static const short bad[] = {
        1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104, 109,
        110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515, 526, 530,
        531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659, 4045,
        4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        if (bad[i] == port)
            return true;
    return port <= 0;
}
