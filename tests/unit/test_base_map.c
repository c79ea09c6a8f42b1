/* The map: many keys, bytes of any kind, order of insertion, places that stay apart. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "suite.h"

enum { MANY = 100000 };

START_TEST(a_hundred_thousand_keys)
{
    struct map *map = map_new();
    char key[32];
    bool added;
    int faults = 0; /* counted, since check writes every assertion down */
    for (int i = 0; i < MANY; i++) {
        int length = snprintf(key, sizeof key, "http://a%d.example/", i);
        map_put(map, key, (size_t)length, &added)->number = i;
        faults += !added;
    }
    ck_assert_int_eq(faults, 0);
    ck_assert_uint_eq(map_count(map), MANY);
    for (int i = 0; i < MANY; i++) {
        size_t kept, length = (size_t)snprintf(key, sizeof key, "http://a%d.example/", i);
        const union map_value *place = map_get(map, key, length);
        const char *name = map_key(map, (size_t)i, &kept);
        faults += place == NULL || place->number != i || map_at(map, (size_t)i) != place;
        faults += kept != length || strcmp(name, key) != 0 || map_get(map, key, length - 1) != NULL;
    }
    ck_assert_int_eq(faults, 0);
    ck_assert_int_eq(map_put(map, "http://a7.example/", 18, &added)->number, 7);
    ck_assert(!added);
    ck_assert_uint_eq(map_count(map), MANY);
    map_free(map);
}
END_TEST

START_TEST(keys_are_bytes)
{
    static const struct {
        const char *key;
        size_t length;
    } keys[] = {{"", 0}, {"\0", 1}, {"\0\0", 2}, {"a\0b", 3}, {"a", 1}, {"a\0", 2}, {"\xFF", 1}};
    enum { COUNT = sizeof keys / sizeof keys[0] };
    struct map *map = map_new();
    for (int i = 0; i < COUNT; i++)
        map_put(map, keys[i].key, keys[i].length, NULL)->number = i + 1;
    ck_assert_uint_eq(map_count(map), COUNT);
    for (int i = 0; i < COUNT; i++)
        ck_assert_int_eq(map_get(map, keys[i].key, keys[i].length)->number, i + 1);
    map_free(map);
    map_free(NULL);
}
END_TEST

START_TEST(keys_are_copied)
{
    struct map *map = map_new();
    char key[] = "one";
    map_put(map, key, 3, NULL)->pointer = key;
    key[0] = 'x';
    ck_assert_ptr_eq(map_get(map, "one", 3)->pointer, key);
    ck_assert_ptr_null(map_get(map, "xne", 3));
    map_free(map);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("base/map");
    TCase *all = tcase_create("all");
    tcase_add_test(all, a_hundred_thousand_keys);
    tcase_add_test(all, keys_are_bytes);
    tcase_add_test(all, keys_are_copied);
    suite_add_tcase(suite, all);
    return run_suite(suite);
}
