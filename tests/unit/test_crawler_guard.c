/* Which addresses may be connected to. */
#include <check.h>

#include "crawler/fetch/fetch.h"
#include "crawler/fetch/guard.h"
#include "suite.h"

static const struct {
    const char *address;
    bool public;
} table[] = {
    /* each special-purpose block: first, last, and the neighbours outside it */
    {"0.0.0.0", false},         {"0.255.255.255", false},   {"1.0.0.0", true},
    {"9.255.255.255", true},    {"10.0.0.0", false},        {"10.255.255.255", false},  {"11.0.0.0", true},
    {"100.63.255.255", true},   {"100.64.0.0", false},      {"100.127.255.255", false}, {"100.128.0.0", true},
    {"126.255.255.255", true},  {"127.0.0.0", false},       {"127.0.0.1", false},       {"127.255.255.255", false},
    {"128.0.0.0", true},        {"169.253.255.255", true},  {"169.254.0.0", false},     {"169.254.169.254", false},
    {"169.254.255.255", false}, {"169.255.0.0", true},      {"172.15.255.255", true},   {"172.16.0.0", false},
    {"172.31.255.255", false},  {"172.32.0.0", true},       {"192.0.0.0", false},       {"192.0.0.255", false},
    {"192.0.1.0", true},        {"192.0.2.0", false},       {"192.0.2.255", false},     {"192.0.3.0", true},
    {"192.31.196.1", true},     {"192.52.193.1", true},     {"192.88.99.1", false},     {"192.88.98.255", true},
    {"192.167.255.255", true},  {"192.168.0.0", false},     {"192.168.255.255", false}, {"192.169.0.0", true},
    {"198.17.255.255", true},   {"198.18.0.0", false},      {"198.19.255.255", false},  {"198.20.0.0", true},
    {"198.51.99.255", true},    {"198.51.100.0", false},    {"198.51.100.255", false},  {"198.51.101.0", true},
    {"203.0.112.255", true},    {"203.0.113.0", false},     {"203.0.113.255", false},   {"203.0.114.0", true},
    {"223.255.255.255", true},  {"224.0.0.0", false},       {"239.255.255.255", false}, {"240.0.0.0", false},
    {"255.255.255.255", false},
    /* IPv6: outside 2000::/3 nothing is public but what carries a public IPv4 address */
    {"::", false},              {"::1", false},             {"::7f00:1", false},        {"::8.8.8.8", false},
    {"100::1", false},          {"1fff::1", false},         {"4000::1", false},         {"5f00::1", false},
    {"fc00::1", false},         {"fdff::1", false},         {"fe80::1", false},         {"febf::1", false},
    {"fec0::1", false},         {"ff02::1", false},         {"ff0e::1", false},
    {"2000::1", false},         {"2001:1::1", false},       {"2001:20::1", false},      {"2001:1ff:ffff::1", false},
    {"2001:200::1", true},      {"2001:db7:ffff::1", true}, {"2001:db8::1", false},     {"2001:db9::1", true},
    {"2400:cb00::1", true},     {"2a00:1450::1", true},     {"3ffe::1", true},          {"3fff::1", false},
    {"3fff:0fff::1", false},    {"3fff:1000::1", true},
    /* IPv4 inside IPv6 */
    {"::ffff:8.8.8.8", true},   {"::ffff:127.0.0.1", false}, {"::ffff:10.1.2.3", false}, {"::ffff:169.254.169.254", false},
    {"::ffff:0:127.0.0.1", false}, {"64:ff9b::8.8.8.8", true}, {"64:ff9b::192.168.1.1", false}, {"64:ff9b:1::8.8.8.8", false},
    {"2002:0808:0808::1", true}, {"2002:7f00:0001::1", false}, {"2002:c0a8:0101::", false},
    {"2001:0:0808:0808::f7f7:f7f7", true},  /* Teredo: server 8.8.8.8, client 8.8.8.8 inverted */
    {"2001:0:0808:0808::80ff:fffe", false}, /* client 127.0.0.1 */
    {"2001:0:7f00:1::f7f7:f7f7", false},    /* server 127.0.0.1 */
    {"2a00:1450::5efe:7f00:1", false},      {"2a00:1450::200:5efe:c0a8:101", false}, {"2a00:1450::5efe:808:808", true},
    /* brackets, and what is no address */
    {"[::1]", false},           {"[2a00:1450::1]", true},   {"", false},                {"localhost", false},
    {"8.8.8", false},           {"8.8.8.8.8", false},       {"8.8.8.8 ", false},        {"0x7f.1", false},
    {"2130706433", false},      {"fe80::1%eth0", false},    {"[8.8.8.8", false},        {"[]", false},
    {"0000:0000:0000:0000:0000:0000:0000:0000:0000:0000:0000:0001", false},
};

START_TEST(test_addresses)
{
    ck_assert_msg(guard_text_is_public(table[_i].address) == table[_i].public, "%s", table[_i].address);
    ck_assert(fetch_address_is_public(table[_i].address) == table[_i].public);
}
END_TEST

START_TEST(test_other_families)
{
    struct sockaddr_storage local = {.ss_family = AF_UNIX}, none = {.ss_family = AF_UNSPEC};
    ck_assert(!guard_is_public((struct sockaddr *)&local));
    ck_assert(!guard_is_public((struct sockaddr *)&none));
}
END_TEST

START_TEST(test_ports)
{
    static const int bad[] = {0, 1, 22, 25, 139, 6000, 6665, 6669, 10080}, good[] = {80, 443, 8, 8080, 8443, 6664, 6670, 10081, 65535};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        ck_assert_msg(guard_port_is_bad(bad[i]), "%d", bad[i]);
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        ck_assert_msg(!guard_port_is_bad(good[i]), "%d", good[i]);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("crawler/guard");
    TCase *tests = tcase_create("guard");
    tcase_add_loop_test(tests, test_addresses, 0, (int)(sizeof table / sizeof table[0]));
    tcase_add_test(tests, test_other_families);
    tcase_add_test(tests, test_ports);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
