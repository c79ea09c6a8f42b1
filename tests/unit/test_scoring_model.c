/* How features add up to a verdict, by weights that are small enough to work out by hand. */
#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "rubric_fixture.h"
#include "scoring/rubric_internal.h"
#include "whole_rubric.h"

static enum status load(const char *text, struct model **model, struct error *err)
{
    const struct rubric_file files[] = {{"model.json", text}};
    char seeds[40];
    rubric_fixture_make(seeds, files, 1);
    enum status status = model_load(seeds, rubric->features, model, err);
    rubric_fixture_remove(seeds, files, 1);
    return status;
}

static const char WEIGHTS[] = "{\"targets\": {\"service\": {\"classes\": [\"portage\", \"other\"], \"bias\": [0, 1],"
                              " \"weights\": {\"names.title.portage\": [2, -1], \"words.other\": [0, 0.5]}}}}";

START_TEST(weights_add_up)
{
    struct model *model = NULL;
    struct error err = {0};
    struct model_answer answer;
    double *values = memory_array(features_count(rubric->features), sizeof *values);
    ck_assert_msg(load(WEIGHTS, &model, &err) == STATUS_OK, "%s", err.message);
    model_answer(model, "service", values, &answer);
    ck_assert_str_eq(answer.class, "other");
    ck_assert_double_eq_tol(answer.probability, exp(1) / (1 + exp(1)), 1e-9);
    values[features_find(rubric->features, "names.title.portage")] = 1;
    model_answer(model, "service", values, &answer);
    ck_assert_str_eq(answer.class, "portage"); /* 2 against 1 - 1 */
    ck_assert_double_eq_tol(model_probability(model, "service", &answer, "other"), 1 / (1 + exp(2)), 1e-9);
    ck_assert_double_eq(model_probability(model, "service", &answer, "nothing"), 0);
    model_rule_out(model, "service", &answer);
    ck_assert_str_eq(answer.class, "other");
    ck_assert_double_eq_tol(answer.probability, 1, 1e-9);
    ck_assert_double_eq(model_probability(model, "service", &answer, "portage"), 0);
    ck_assert(model_has(model, "service") && !model_has(model, "referral"));
    ck_assert(model_has_class(model, "service", "portage") && !model_has_class(model, "service", "port") && !model_has_class(model, "referral", "yes"));
    free(values);
    model_free(model);
}
END_TEST

static const char LIFTED[] = "{\"targets\": {\"referral\": {\"classes\": [\"yes\", \"no\"], \"bias\": [0, 1],"
                             " \"lifted\": {\"where\": \"worded\", \"is\": \"councils\", \"bias\": [2, 0]}, \"weights\": {\"fact.phone\": [1, 0]}},"
                             " \"worded\": {\"classes\": [\"others\", \"councils\"], \"bias\": [0, 0], \"weights\": {\"text.sentence\": [-3, 3]}}}}";

START_TEST(one_answer_lifts_another)
{
    struct model *model = NULL;
    struct error err = {0};
    struct model_answer answer;
    double *values = memory_array(features_count(rubric->features), sizeof *values);
    ck_assert_msg(load(LIFTED, &model, &err) == STATUS_OK, "%s", err.message);
    model_answer(model, "referral", values, &answer); /* half of 2 is what "no" has */
    ck_assert_double_eq_tol(model_probability(model, "referral", &answer, "yes"), 0.5, 1e-9);
    values[features_find(rubric->features, "text.sentence")] = 1;
    model_answer(model, "referral", values, &answer);
    ck_assert_str_eq(answer.class, "yes");
    ck_assert_double_eq_tol(answer.probability, 1 / (1 + exp(1 - 2 / (1 + exp(-6)))), 1e-9);
    values[features_find(rubric->features, "text.sentence")] = -1;
    model_answer(model, "referral", values, &answer);
    ck_assert_str_eq(answer.class, "no");
    values[features_find(rubric->features, "fact.phone")] = 2; /* its own weights count as ever */
    model_answer(model, "referral", values, &answer);
    ck_assert_str_eq(answer.class, "yes");
    free(values);
    model_free(model);
}
END_TEST

#define LIFTED_BY(lifted) \
    "{\"targets\": {\"x\": {\"classes\": [\"yes\", \"no\"], \"bias\": [0, 0], \"lifted\": " lifted ", \"weights\": {}}," \
    " \"y\": {\"classes\": [\"a\", \"b\"], \"bias\": [0, 0], \"weights\": {}}}}"

static const struct { const char *text, *says; } WRONG[] = {
    {"[]", "this is not a JSON object"},
    {"{\"targets\": []}", "\"targets\" is not an object"},
    {"{\"targets\": {}} and more", "model.json:1: not well-formed JSON"},
    {"{\"targets\": {\"x\": {\"classes\": [\"yes\"], \"bias\": [0], \"weights\": {}}}}", "x: \"classes\" must be an array of 2 to 24 names"},
    {"{\"targets\": {\"x\": {\"classes\": [\"yes\", 1], \"bias\": [0, 0], \"weights\": {}}}}", "x: \"classes\" must hold names"},
    {"{\"targets\": {\"x\": {\"classes\": [\"yes\", \"no\"], \"bias\": [0], \"weights\": {}}}}", "x: as many numbers are wanted as there are \"classes\""},
    {"{\"targets\": {\"x\": {\"classes\": [\"yes\", \"no\"], \"bias\": [0, \"\"], \"weights\": {}}}}", "x: a weight that is no number"},
    {"{\"targets\": {\"x\": {\"classes\": [\"yes\", \"no\"], \"bias\": [0, 0]}}}", "x: \"weights\" must be an object"},
    {"{\"targets\": {\"x\": {\"classes\": [\"yes\", \"no\"], \"bias\": [0, 0], \"weights\": {\"nothing\": [0, 0]}}}}", "x: no feature is called 'nothing'"},
    {LIFTED_BY("3"), "x: \"lifted\" must name a target (\"where\") and one of its classes (\"is\")"},
    {LIFTED_BY("{\"where\": \"y\", \"bias\": [1, 0]}"), "x: \"lifted\" must name a target"},
    {LIFTED_BY("{\"where\": \"y\", \"is\": \"a\", \"bias\": [1]}"), "x: as many numbers are wanted"},
    {LIFTED_BY("{\"where\": \"y\", \"is\": \"yes\", \"bias\": [1, 0]}"), "x: \"lifted\" must name another target"},
    {LIFTED_BY("{\"where\": \"z\", \"is\": \"a\", \"bias\": [1, 0]}"), "x: \"lifted\" must name another target"},
    {LIFTED_BY("{\"where\": \"x\", \"is\": \"yes\", \"bias\": [1, 0]}"), "x: \"lifted\" must name another target"},
};

START_TEST(wrong_weights_are_refused)
{
    struct model *model = NULL;
    struct error err = {0};
    ck_assert_int_eq(load(WRONG[_i].text, &model, &err), STATUS_INPUT);
    ck_assert_msg(strstr(err.message, WRONG[_i].says) != NULL, "%s", err.message);
    ck_assert_ptr_null(model);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("model");
    tcase_add_test(tests, weights_add_up);
    tcase_add_test(tests, one_answer_lifts_another);
    tcase_add_loop_test(tests, wrong_weights_are_refused, 0, sizeof WRONG / sizeof *WRONG);
    return run_with_rubric("scoring/model", tests);
}
