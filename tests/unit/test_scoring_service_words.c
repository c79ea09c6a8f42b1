/* Which service a page's words speak of: weights by hand, and the weights as shipped. */
#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "document/document.h"
#include "markup_fixture.h"
#include "rubric_fixture.h"
#include "scoring/rubric_internal.h"
#include "whole_rubric.h"

static void tell(const struct service_words *words, const char *html, double *likely)
{
    struct document_input input = {.bytes = html, .length = strlen(html), .content_type = "text/html; charset=utf-8", .name = "page.html"};
    struct document *document;
    struct error err;
    struct arena arena = {0};
    struct reading reading;
    ck_assert_int_eq(document_read(markup_fixture(), &input, &document, &err), STATUS_OK);
    reading_build(rubric, NULL, document, NULL, NULL, &arena, &reading);
    service_words_tell(words, &reading.segments, likely);
    reading_release(&reading);
    arena_release(&arena);
    document_free(document);
}

static const char *likeliest(const double *likely)
{
    size_t best = 0;
    for (size_t i = 0; i < rubric->services.count; i++) {
        ck_assert(likely[i] >= 0 && likely[i] <= 1);
        best = likely[i] > likely[best] ? i : best;
    }
    return rubric->services.ids[best];
}

/* Pages that name no service. */
static const struct { const char *html, *service; } TOLD[] = {
    {"<main><h1>There and back</h1><p>A minibus calls at the door at ten past eight.</p><p>An escort sits beside the pupils on the bus to school.</p></main>",
     "transport"},
    {"<main><h1>A turn in the pool</h1><p>Come for a swim on Sundays. The pool has a hoist.</p><p>Football and dance are on Saturdays.</p></main>", "leisure"},
    {"<main><h1>When ears need help</h1><p>We test the hearing of babies and fit hearing aids.</p><p>A teacher of the deaf visits.</p></main>", "sensory"},
};

START_TEST(a_service_that_is_not_named_is_told)
{
    double likely[SERVICES_MAX];
    tell(rubric->service_words, TOLD[_i].html, likely);
    ck_assert_str_eq(likeliest(likely), TOLD[_i].service);
}
END_TEST

/* A table with every service's column; the cells of a row all alike but the first service's. */
static void write_table(char *out, size_t room, const char *const rows[][3], size_t count)
{
    size_t at = (size_t)snprintf(out, room, "word,rarity");
    for (size_t i = 0; i < rubric->services.count; i++)
        at += (size_t)snprintf(out + at, room - at, ",%s", rubric->services.ids[i]);
    at += (size_t)snprintf(out + at, room - at, "\n");
    for (size_t i = 0; i < count; i++) {
        at += (size_t)snprintf(out + at, room - at, "%s,%s,%s", rows[i][0], rows[i][1], rows[i][2]);
        for (size_t j = 1; j < rubric->services.count; j++)
            at += (size_t)snprintf(out + at, room - at, ",");
        at += (size_t)snprintf(out + at, room - at, "\n");
    }
    ck_assert_uint_lt(at, room);
}

static enum status load(const char *text, struct service_words **words, struct error *err)
{
    struct rubric_file file = {"service-words.csv", text};
    char seeds[40];
    rubric_fixture_make(seeds, &file, 1);
    enum status status = service_words_load(seeds, &rubric->services, words, err);
    rubric_fixture_remove(seeds, &file, 1);
    return status;
}

START_TEST(chances_are_on_a_slow_scale)
{
    static const char *const rows[][3] = {{"bias", "", ""}, {"violin", "2000", "3000"}, {"spoon", "1000", ""}};
    char text[2000];
    struct service_words *words = NULL;
    struct error err;
    double likely[SERVICES_MAX], others = (double)rubric->services.count - 1;
    write_table(text, sizeof text, rows, 3);
    ck_assert_int_eq(load(text, &words, &err), STATUS_OK);
    tell(words, "<main><p>Violins.</p></main>", likely); /* the only word known: of weight 1 */
    double chance = exp(3) / (exp(3) + others);
    ck_assert_double_eq_tol(likely[0], 1 - log(chance) / log(1e-3), 1e-9);
    ck_assert_double_eq_tol(likely[1], 1 - log((1 - chance) / others) / log(1e-3), 1e-9);
    tell(words, "<main><p>Nothing.</p></main>", likely); /* no word known: all alike */
    ck_assert_double_eq_tol(likely[0], likely[1], 1e-12);
    service_words_free(words);
}
END_TEST

static const struct { const char *const rows[3][3]; const char *says; } WRONG[] = {
    {{{"violin", "1", "1"}, {"spoon", "1", "1"}, {"fork", "1", "1"}}, "the row \"bias\" is wanted"},
    {{{"bias", "", "1"}, {"spoon", "1", "1"}, {"spoon", "1", "1"}}, "service-words.csv:4: spoon: is there twice"},
    {{{"bias", "", "1"}, {"spoon", "1", "1.5"}, {"fork", "1", "1"}}, "service-words.csv:3: spoon: a weight that is no whole number"},
    {{{"bias", "", "1"}, {"spoon", "much", "1"}, {"fork", "1", "1"}}, "service-words.csv:3: spoon: a weight that is no whole number"},
};

START_TEST(wrong_weights_are_refused)
{
    char text[2000];
    struct service_words *words = NULL;
    struct error err = {0};
    write_table(text, sizeof text, WRONG[_i].rows, 3);
    ck_assert_int_eq(load(text, &words, &err), STATUS_INPUT);
    ck_assert_msg(strstr(err.message, WRONG[_i].says) != NULL, "%s", err.message);
}
END_TEST

START_TEST(every_service_has_a_column)
{
    struct service_words *words = NULL;
    struct error err = {0};
    ck_assert_int_eq(load("word,rarity,transport\nbias,,1\nbus,1,1\n", &words, &err), STATUS_INPUT);
    ck_assert_ptr_nonnull(strstr(err.message, "every service"));
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("service words");
    tcase_add_loop_test(tests, a_service_that_is_not_named_is_told, 0, sizeof TOLD / sizeof *TOLD);
    tcase_add_test(tests, chances_are_on_a_slow_scale);
    tcase_add_loop_test(tests, wrong_weights_are_refused, 0, sizeof WRONG / sizeof *WRONG);
    tcase_add_test(tests, every_service_has_a_column);
    return run_with_rubric("scoring/service_words", tests);
}
