#include "scoring/council/directory_record.h"

#include <stddef.h>
#include <string.h>

enum {
    LABEL_BYTES = 48,
    LABELS_LEAST = 5,      /* distinct */
    OF_RECORDS_LEAST = 2,  /* of these, such as a page of contacts or facts in brief has not */
    DESCRIPTION_WORDS = 4, /* "Social group for teenagers", and not the name again */
    FIELDS_PERCENT = 60,   /* of the bytes of the main content, headings aside */
    /* So many labels are no page's facts in brief, whatever the provider wrote above them. */
    LABELS_MANY = 8,
    OF_RECORDS_MANY = 4,
    FIELDS_PERCENT_MANY = 30,
    LABELS_SAID = 3, /* where a line of it calls it a record, that line among them */
};

/* The values of the labels before what the service is: those of records alone, and those of any page. Labels with no value are of records alone too. */
static const char DESCRIPTION[] = "description", ABOUT[] = "about", RECORD[] = "record"; /* the last: it calls itself one */

struct fields {
    const struct row_rules *rules;
    struct regex_scratch *scratch;
    uint64_t seen; /* patterns, one bit each */
    size_t labels, of_records;
    bool says_so;
};

/* The pattern of a field's label, or NULL; each counts once, since a list of clubs repeats
 * "Telephone". */
static const struct regex *label_of(struct fields *fields, const char *text, size_t length)
{
    const struct regex_set *set = fields->rules->rows;
    struct regex_match match;
    if (length == 0 || length > LABEL_BYTES || regex_find_group(set, ROW_RECORD_LABEL, fields->scratch, text, length, &match) != REGEX_FOUND)
        return NULL;
    size_t number = 0;
    while (regex_group_at(set, ROW_RECORD_LABEL, number) != match.pattern)
        number++;
    uint64_t bit = UINT64_C(1) << (number % 64);
    const char *value = regex_value(match.pattern);
    if (!(fields->seen & bit)) {
        fields->labels++;
        fields->says_so |= !strcmp(value, RECORD);
        fields->of_records += !*value || !strcmp(value, DESCRIPTION) || !strcmp(value, RECORD);
    }
    fields->seen |= bit;
    return match.pattern;
}

static size_t words_in(const struct block *block)
{
    size_t words = 0;
    for (size_t i = 0; i < block->length; i++)
        words += block->text[i] != ' ' && (i == 0 || block->text[i - 1] == ' ');
    return words;
}

static bool is_text(const struct block *block)
{
    return block->kind != BLOCK_BUTTON && block->kind != BLOCK_LABEL && block->kind != BLOCK_IMAGE_TEXT;
}

bool directory_record(const struct row_rules *rules, struct regex_scratch *scratch, const struct document *document, const bool *counts,
                      int32_t *description)
{
    struct fields fields = {.rules = rules, .scratch = scratch};
    const struct regex *before = NULL; /* the label just above */
    size_t in_fields = 0, all = 0;
    *description = -1;
    for (size_t i = 0; i < document->block_count; i++) {
        const struct block *block = &document->blocks[i];
        if (!counts[i] || !is_text(block))
            continue;
        const char *colon = memchr(block->text, ':', block->length < LABEL_BYTES ? block->length : LABEL_BYTES);
        const struct regex *label = label_of(&fields, block->text, block->length);
        const struct regex *with_value = !label && colon ? label_of(&fields, block->text, (size_t)(colon - block->text)) : NULL; /* "Cost: free" */
        const struct regex *describes = with_value ? with_value : label ? NULL : before;
        if (describes && (!strcmp(regex_value(describes), DESCRIPTION) || !strcmp(regex_value(describes), ABOUT)) && *description < 0 && words_in(block) >= DESCRIPTION_WORDS)
            *description = (int32_t)i;
        bool field = label || with_value || before || block->kind == BLOCK_DEFINITION;
        if (block->kind != BLOCK_HEADING || label) {
            all += block->length;
            in_fields += field ? block->length : 0;
        }
        before = label;
    }
    bool said = fields.says_so && fields.labels >= LABELS_SAID;
    bool many = said || (fields.labels >= LABELS_MANY && fields.of_records >= OF_RECORDS_MANY);
    bool record = (said || (fields.labels >= LABELS_LEAST && fields.of_records >= OF_RECORDS_LEAST)) &&
                  in_fields * 100 >= all * (many ? FIELDS_PERCENT_MANY : FIELDS_PERCENT);
    *description = record ? *description : -1;
    return record;
}
