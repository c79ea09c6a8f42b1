#include "scoring/council/row_rules.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/memory.h"

static const char *const ROW_GROUPS[] = {
    "provides", "provided-no", "not-provided-no", "unsure", "changing", "heard", "said", "done", "not-heard", "table-heard", "table-said", "asked", "numbers", "not-numbers", "year", "lately",
    "undefined-need", "not-undefined", "explains", "concrete-condition", "open-to-all", "route", "route-named", "not-route",
    "decides", "not-decides", "complain", "complain-link", "complain-pointer", "not-complain", "independent", "paper-copies", "form-in-text",
    "policy-title", "statement-title", "sections-title", "said-of-all", "said-title", "site-title", "news-address", "consultation", "consultation-over", "date", "listing-title", "answer-label",
    "several", "edition", "dateline", "advice-line", "apply-link", "form-title", "accessibility-title", "accessibility-address", "leaflets-title", "own-name", "record-label", "part-told", "no-part", "deadline", "allowance", "age-words", "not-offered", "tool", "not-to-hand", "of-whole-site", "instead", "for-whom", "form-field",
};
static const char *const KEY_GROUPS[] = {"role", "function", "not-function", "doubt", "not-doubt", "other-role", "kind", "limit"};

_Static_assert(sizeof ROW_GROUPS / sizeof *ROW_GROUPS == ROW_GROUP_COUNT, "one word for each group of rows");
_Static_assert(sizeof KEY_GROUPS / sizeof *KEY_GROUPS == KEY_GROUP_COUNT, "one word for each group of key working");

int row_rules_group(const char *name)
{
    for (int i = 0; i < ROW_GROUP_COUNT; i++)
        if (!strcmp(ROW_GROUPS[i], name))
            return i;
    return -1;
}

static enum status load(const char *seeds, const char *name, const char *const *groups, size_t count, struct regex_set **out, struct error *err)
{
    struct buffer path;
    buffer_init(&path, 4096);
    enum status status = buffer_printf(&path, "%s/rows/%s", seeds, name) ? regex_set_load(buffer_text(&path), groups, count, out, err)
                                                                         : error_set(err, STATUS_INPUT, "the seeds directory's name is too long");
    buffer_release(&path);
    return status;
}

enum status row_rules_load(const char *seeds, struct row_rules **out, struct error *err)
{
    struct row_rules *rules = memory_alloc(sizeof *rules);
    *out = NULL;
    enum status status = load(seeds, "rows.json", ROW_GROUPS, ROW_GROUP_COUNT, &rules->rows, err);
    if (!status)
        status = load(seeds, "key-working.json", KEY_GROUPS, KEY_GROUP_COUNT, &rules->key_working, err);
    if (status) {
        row_rules_free(rules);
        return status;
    }
    rules->sieve = regex_sieve_new((struct regex_set *const[]){rules->rows, rules->key_working}, 2);
    *out = rules;
    return STATUS_OK;
}

void row_rules_free(struct row_rules *rules)
{
    if (!rules)
        return;
    regex_set_free(rules->rows);
    regex_set_free(rules->key_working);
    regex_sieve_free(rules->sieve);
    free(rules);
}

size_t row_rules_prove(const struct row_rules *rules, void (*report)(void *context, const char *sentence), void *context, size_t *checked)
{
    return regex_set_prove(rules->rows, report, context, checked) + regex_set_prove(rules->key_working, report, context, checked);
}
