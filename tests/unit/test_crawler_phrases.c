/* Phrases are found wherever they stand in a text, once each, as a search for one after
 * another finds them: every phrase of the seeds, amid pieces of the others. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "crawler/links/phrases.h"
#include "suite.h"

enum { HEADING, TEXT, MARKUP, EXCEPT };
static const struct phrase_place page_places[] = {{"heading", false}, {"text", false}, {"markup", true}, {"except", false}, {NULL, false}};
static const struct phrase_place not_found_places[] = {{"heading", false}, {"text", false}, {"markup", true}, {"except", false},
                                                       {"gone", false},    {"asked", false}, {"ways", false}, {"alone", false}, {NULL, false}};
static const struct phrase_place challenge_places[] = {
    {"challenge-title", false}, {"challenge-header", true}, {"challenge-markup", true}, {"queue-title", false}, {"queue-header", true},
    {"queue-markup", true}, {"refusal-title", false}, {"refusal-header", true}, {"refusal-markup", true}, {NULL, false},
};
static const struct {
    const char *file;
    const struct phrase_place *places;
} lists[] = {
    {"not-found", not_found_places}, {"parked", page_places}, {"moved", page_places}, {"unavailable", page_places}, {"sends-on", page_places}, {"challenge", challenge_places},
};

static void load(int list, struct phrases *phrases)
{
    struct error err = {0};
    char path[4096];
    const char *seeds = getenv("COREOFFER_SEEDS");
    (void)snprintf(path, sizeof path, "%s/crawl/%s.csv", seeds != NULL ? seeds : "seeds", lists[list].file);
    ck_assert_msg(phrases_load(path, lists[list].places, phrases, &err) == STATUS_OK, "%s", err.message);
}

static int one_by_one(const struct phrases *phrases, int place, int least, const char *text)
{
    int sum = 0;
    for (size_t i = 0; i < phrases->count; i++) {
        const struct phrase *phrase = &phrases->items[i];
        if (phrase->where == place && phrase->weight >= least && strcasestr(text, phrase->text) != NULL)
            sum += phrase->weight;
    }
    return sum;
}

enum { EVERY_PLACE = PHRASE_PLACES_MAX };

/* A list with what it is searched by: each place alone and all together, with every weight and with the highest alone. */
struct list {
    struct phrases phrases;
    struct phrase_search *searches[PHRASE_PLACES_MAX + 1][2];
};

static void list_open(int number, struct list *list)
{
    load(number, &list->phrases);
    for (unsigned place = 0; place <= EVERY_PLACE; place++)
        for (int full = 0; full < 2; full++)
            list->searches[place][full] = phrases_search_new(&list->phrases, place == EVERY_PLACE ? (1u << PHRASE_PLACES_MAX) - 1 : 1u << place,
                                                             full * PHRASE_WEIGHT_MAX);
}

static void list_close(struct list *list)
{
    for (int place = 0; place <= EVERY_PLACE; place++)
        for (int full = 0; full < 2; full++)
            phrases_search_free(list->searches[place][full]);
    phrases_release(&list->phrases);
}

static void compare(const struct list *list, const char *text, size_t length)
{
    for (int full = 0; full < 2; full++) {
        int together[PHRASE_PLACES_MAX] = {0};
        phrases_sums(list->searches[EVERY_PLACE][full], text, length, together);
        for (int place = 0; place < PHRASE_PLACES_MAX; place++) {
            int alone[PHRASE_PLACES_MAX] = {0}, expected = one_by_one(&list->phrases, place, full * PHRASE_WEIGHT_MAX, text);
            phrases_sums(list->searches[place][full], text, length, alone);
            ck_assert_msg(together[place] == expected && alone[place] == expected, "place %d of '%s': %d together, %d alone, %d expected",
                          place, text, together[place], alone[place], expected);
        }
    }
}

START_TEST(test_every_phrase_is_found)
{
    struct list list;
    list_open(_i, &list);
    ck_assert_uint_gt(list.phrases.count, 0);
    for (size_t i = 0; i < list.phrases.count; i++) {
        const struct phrase *phrase = &list.phrases.items[i];
        char text[2000];
        int length = snprintf(text, sizeof text, "%s", phrase->text);
        compare(&list, text, (size_t)length);
        ck_assert_int_ge(phrases_weigh(&list.phrases, phrase->where, text, (size_t)length), phrase->weight);
        length = snprintf(text, sizeof text, " we help you%sand others%s", phrase->text, phrase->text);
        compare(&list, text, (size_t)length);
    }
    list_close(&list);
}
END_TEST

START_TEST(test_pieces_of_phrases)
{
    struct list list;
    struct random random = {.state = 1};
    list_open(_i, &list);
    for (int round = 0; round < 300; round++) {
        char text[600];
        size_t length = 0;
        while (length < sizeof text - 200) {
            const struct phrase *phrase = &list.phrases.items[random_next(&random) % list.phrases.count];
            size_t from = random_next(&random) % 3 == 0 ? 0 : random_next(&random) % phrase->length;
            size_t left = phrase->length - from, most = random_next(&random) % 2 == 0 ? left : random_next(&random) % (left + 1);
            most = most < 150 ? most : 150;
            memcpy(text + length, phrase->text + from, most);
            length += most;
            text[length++] = (char)("aA ./"[random_next(&random) % 5]);
        }
        text[length] = '\0';
        compare(&list, text, length);
    }
    list_close(&list);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("phrases");
    TCase *tests = tcase_create("search");
    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, test_every_phrase_is_found, 0, (int)(sizeof lists / sizeof lists[0]));
    tcase_add_loop_test(tests, test_pieces_of_phrases, 0, (int)(sizeof lists / sizeof lists[0]));
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
