#include "scoring/patterns/regex_set.h"

#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/buffer.h"
#include "base/json_file.h"
#include "base/limits.h"
#include "base/memory.h"
#include "scoring/patterns/regex_internal.h"
#include "scoring/text/words.h"

enum { REGEX_BYTES_MAX = 64 * 1024, WORD_NESTING_MAX = 8 };

/* ---- loading ---- */

struct loading {
    struct regex_set *set;
    const char *const *groups;
    const cJSON *words;
    struct error *err;
};

static enum status fault(const struct loading *loading, const char *where, const char *what)
{
    return error_set(loading->err, STATUS_INPUT, "%s: %s: %s", loading->set->path, where, what);
}

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* A list of words as alternatives, those with the same first letter in a group: a matcher
 * tries alternatives one by one, and a list of names is long. */
static bool add_list(const cJSON *list, struct buffer *out)
{
    size_t count = 0;
    const char **words = memory_array((size_t)cJSON_GetArraySize(list) + 1, sizeof *words);
    const cJSON *item;
    cJSON_ArrayForEach(item, list)
        if (cJSON_IsString(item) && ((unsigned char)item->valuestring[0] | 32) >= 'a' && ((unsigned char)item->valuestring[0] | 32) <= 'z')
            words[count++] = item->valuestring;
    qsort(words, count, sizeof *words, by_bytes);
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && words[i - 1][0] == words[i][0]) {
            buffer_printf(out, "|%s", words[i] + 1);
        } else {
            buffer_add_text(out, i == 0 ? "(?:" : ")|");
            buffer_printf(out, "%c(?:%s", words[i][0], words[i] + 1);
        }
    }
    free(words);
    return count > 0 && count == (size_t)cJSON_GetArraySize(list) && buffer_add_text(out, "))");
}

static bool expand(const struct loading *loading, const char *text, struct buffer *out, int depth)
{
    if (depth > WORD_NESTING_MAX)
        return false;
    for (;;) {
        const char *open = strstr(text, "{{");
        const char *close = open ? strstr(open, "}}") : NULL;
        if (!close)
            return buffer_add_text(out, text);
        char *name = memory_copy_n(open + 2, (size_t)(close - open - 2));
        const cJSON *word = cJSON_GetObjectItemCaseSensitive(loading->words, name);
        free(name);
        buffer_add(out, text, (size_t)(open - text));
        if (cJSON_IsArray(word) ? !add_list(word, out) : !cJSON_IsString(word) || !expand(loading, word->valuestring, out, depth + 1))
            return false;
        text = close + 2;
    }
}

/* Whether a "|" parts the text at its top: then only its first part begins as the text does. */
static bool has_parts(const char *text)
{
    int depth = 0;
    for (; *text; text++) {
        if (*text == '\\' && text[1]) {
            text++;
        } else if (*text == '[') { /* "[]x]" and "[^]x]" hold a bracket */
            text += text[1] == '^' ? 2 : 1;
            for (bool first = true; *text && (first || *text != ']'); first = false)
                text += *text == '\\' && text[1] ? 2 : 1;
            if (!*text)
                return true;
        } else if (*text == '(') {
            depth++;
        } else if (*text == ')') {
            depth--;
        } else if (*text == '|' && depth == 0) {
            return true;
        }
    }
    return false;
}

static bool begins_at_edge(const char *text)
{
    return !strncmp(text, "\\b", 2) && (!text[2] || !strchr("*+?{", text[2])) && !has_parts(text);
}

/* One alternative of a list, put in where the last had an edge (`open`) or not. */
static bool add_alternative(const struct loading *loading, const cJSON *item, bool first, bool *open, struct buffer *text, struct buffer *quick)
{
    struct buffer one;
    buffer_init(&one, REGEX_BYTES_MAX);
    bool fits = cJSON_IsString(item) && expand(loading, item->valuestring, &one, 0);
    if (fits) {
        bool edge = begins_at_edge(buffer_text(&one));
        buffer_printf(text, "%s(?:%s)", first ? "" : "|", buffer_text(&one));
        buffer_printf(quick, "%s%s%s(?:%s)", *open && !edge ? ")" : "", first ? "" : "|", edge && !*open ? "\\b(?|" : "", buffer_text(&one) + (edge ? 2 : 0));
        *open = edge;
    }
    buffer_release(&one);
    return fits;
}

/* A string, or a list of alternatives, with its words put in. `quick` matches the same, but "\b"
 * is looked for once where alternatives in a row begin with it: a matcher looks for it in each,
 * and it is dear. Needs are read from `text`, since they are told apart by the alternatives. */
static bool regex_texts(const struct loading *loading, const cJSON *regex, struct buffer *text, struct buffer *quick)
{
    if (cJSON_IsString(regex))
        return expand(loading, regex->valuestring, text, 0) && buffer_add(quick, buffer_text(text), text->length);
    bool open = false;
    const cJSON *item;
    buffer_add_text(quick, "(?|"); /* each alternative counts its captures from 1 */
    cJSON_ArrayForEach(item, regex)
        if (!add_alternative(loading, item, item == regex->child, &open, text, quick))
            return false;
    buffer_add_text(quick, open ? "))" : ")");
    return cJSON_IsArray(regex) && cJSON_GetArraySize(regex) && !text->over && !quick->over;
}

static bool string_list(struct arena *arena, const cJSON *list, const char *const **out, size_t *count)
{
    *count = 0;
    if (!list)
        return true;
    if (!cJSON_IsArray(list))
        return false;
    size_t n = (size_t)cJSON_GetArraySize(list);
    const char **items = arena_array(arena, n + 1, sizeof *items);
    const cJSON *item;
    cJSON_ArrayForEach(item, list) {
        if (!cJSON_IsString(item) || !item->valuestring[0])
            return false;
        items[(*count)++] = arena_copy(arena, item->valuestring);
    }
    *out = items;
    return true;
}

/* The list of that name in "words", or NULL where there is none or no room for one more. */
static struct regex_words *word_list(const struct loading *loading, const char *name)
{
    struct regex_set *set = loading->set;
    for (size_t i = 0; i < set->list_count; i++)
        if (!strcmp(set->lists[i].name, name))
            return &set->lists[i];
    const cJSON *list = cJSON_GetObjectItemCaseSensitive(loading->words, name), *item;
    if (!cJSON_IsArray(list) || set->list_count == REGEX_LISTS_MAX)
        return NULL;
    struct regex_words *words = &set->lists[set->list_count++];
    words->name = arena_copy(&set->arena, name);
    symbol_table_init(&words->symbols, (size_t)cJSON_GetArraySize(list));
    cJSON_ArrayForEach(item, list) {
        size_t length = cJSON_IsString(item) ? strlen(item->valuestring) : 0;
        if (length > 0)
            (void)symbol_table_add(&words->symbols, words_symbol(item->valuestring, length), 0);
        if (length > words->longest)
            words->longest = length;
    }
    return words;
}

static enum status compile(const struct loading *loading, const char *where, const cJSON *regex, struct regex *pattern)
{
    struct buffer text, quick;
    buffer_init(&text, REGEX_BYTES_MAX);
    buffer_init(&quick, REGEX_BYTES_MAX);
    enum status status = STATUS_OK;
    if (!regex_texts(loading, regex, &text, &quick)) {
        status = fault(loading, where, "\"regex\" must be a string or a list of strings, with only {{names}} that \"words\" holds");
    } else {
        int code;
        PCRE2_SIZE at;
        pattern->expression = arena_copy_n(&loading->set->arena, buffer_text(&text), text.length);
        pattern->expression_length = text.length;
        pattern->program->code = pcre2_compile((PCRE2_SPTR)buffer_text(&quick), quick.length, PCRE2_UTF | PCRE2_UCP | PCRE2_CASELESS, &code, &at, NULL);
        if (!pattern->program->code) {
            PCRE2_UCHAR words[120];
            char sentence[300];
            pcre2_get_error_message(code, words, sizeof words);
            snprintf(sentence, sizeof sentence, "bad expression: %s at byte %zu, near '%.40s'", (const char *)words, (size_t)at,
                     buffer_text(&quick) + (at < 10 ? 0 : at - 10));
            status = fault(loading, where, sentence);
        }
    }
    buffer_release(&quick);
    buffer_release(&text);
    return status;
}

static enum status read_pattern(const struct loading *loading, size_t number, const cJSON *json, struct regex *pattern)
{
    char where[80];
    snprintf(where, sizeof where, "patterns[%zu]", number);
    const cJSON *field, *regex = NULL;
    struct arena *arena = &loading->set->arena;
    size_t group = loading->set->group_count;
    if (!cJSON_IsObject(json))
        return fault(loading, where, "must be an object");
    cJSON_ArrayForEach(field, json) {
        const char *key = field->string, *text = cJSON_IsString(field) ? field->valuestring : NULL;
        if (!strcmp(key, "id") && text && *text) {
            pattern->id = arena_copy(arena, text);
        } else if (!strcmp(key, "group") && text) {
            for (group = 0; group < loading->set->group_count && strcmp(loading->groups[group], text) != 0; group++)
                ;
        } else if (!strcmp(key, "value") && text) {
            pattern->value = arena_copy(arena, text);
        } else if (!strcmp(key, "regex")) {
            regex = field;
        } else if (!strcmp(key, "match") && string_list(arena, field, &pattern->match, &pattern->match_count)) {
        } else if (!strcmp(key, "not") && string_list(arena, field, &pattern->not_match, &pattern->not_count)) {
        } else if (!strcmp(key, "holds") && text && (pattern->holds = word_list(loading, text)) != NULL) {
        } else if (!strcmp(key, "why") && text) {
        } else {
            char sentence[200];
            snprintf(sentence, sizeof sentence,
                     "'%.60s' is unknown or of the wrong type; allowed: id, group, value, regex, holds (a list in words), match, not (lists of texts), why", key);
            return fault(loading, where, sentence);
        }
    }
    if (!pattern->id)
        return fault(loading, where, "has no \"id\"");
    snprintf(where, sizeof where, "patterns[%zu] (%.40s)", number, pattern->id);
    if (group == loading->set->group_count) {
        struct buffer sentence;
        buffer_init(&sentence, 700);
        buffer_add_text(&sentence, "\"group\" is missing or unknown; allowed:");
        for (size_t i = 0; i < loading->set->group_count; i++)
            buffer_printf(&sentence, " %s", loading->groups[i]);
        enum status status = fault(loading, where, buffer_text(&sentence));
        buffer_release(&sentence);
        return status;
    }
    if (!regex)
        return fault(loading, where, "has no \"regex\"");
    if (!pattern->match_count)
        return fault(loading, where, "needs at least one example under \"match\"");
    pattern->group = group;
    return compile(loading, where, regex, pattern);
}

static enum status read_set(struct loading *loading, const cJSON *root)
{
    struct regex_set *set = loading->set;
    const cJSON *field, *patterns = NULL;
    cJSON_ArrayForEach(field, root) {
        if (!strcmp(field->string, "words") && cJSON_IsObject(field))
            loading->words = field;
        else if (!strcmp(field->string, "patterns") && cJSON_IsArray(field))
            patterns = field;
        else if (strcmp(field->string, "about") != 0)
            return fault(loading, field->string, "is unknown or of the wrong type; allowed: about, words, patterns");
    }
    if (!patterns)
        return fault(loading, "the top", "has no \"patterns\"");
    set->items = arena_array(&set->arena, (size_t)cJSON_GetArraySize(patterns) + 1, sizeof *set->items);
    cJSON_ArrayForEach(field, patterns) {
        struct regex *pattern = &set->items[set->count];
        pattern->value = "";
        pattern->program = arena_alloc(&set->arena, sizeof *pattern->program);
        (void)pthread_mutex_init(&pattern->program->lock, NULL);
        atomic_init(&pattern->program->ready, false);
        set->count++; /* counted first, so that a half-read one is released */
        enum status status = read_pattern(loading, set->count - 1, field, pattern);
        if (status)
            return status;
        for (size_t i = 0; i + 1 < set->count; i++)
            if (!strcmp(set->items[i].id, pattern->id))
                return fault(loading, pattern->id, "is the id of two patterns");
        struct regex_list *list = &set->groups[pattern->group];
        MEMORY_PUSH_ROOM(list->items, list->count, list->capacity);
        list->items[list->count++] = pattern;
    }
    return STATUS_OK;
}

enum status regex_set_load(const char *path, const char *const *groups, size_t group_count, struct regex_set **out, struct error *err)
{
    struct regex_set *set = memory_alloc(sizeof *set);
    set->path = memory_copy(path);
    set->group_count = group_count;
    set->groups = memory_array(group_count + 1, sizeof *set->groups);
    set->limits = pcre2_match_context_create(NULL);
    cJSON *root = NULL;
    enum status status = set->limits ? json_file_read(path, &root, err) : error_set(err, STATUS_INTERNAL, "PCRE2 gave no match context");
    if (!status) {
        struct loading loading = {.set = set, .groups = groups, .err = err};
        pcre2_set_match_limit(set->limits, LIMIT_MATCH_STEPS);
        pcre2_set_heap_limit(set->limits, LIMIT_MATCH_HEAP_KIB);
        status = read_set(&loading, root);
    }
    cJSON_Delete(root);
    if (status) {
        regex_set_free(set);
        set = NULL;
    }
    *out = set;
    return status;
}

void regex_set_free(struct regex_set *set)
{
    if (!set)
        return;
    for (size_t i = 0; i < set->count; i++) {
        pcre2_code_free(set->items[i].program->code);
        (void)pthread_mutex_destroy(&set->items[i].program->lock);
    }
    for (size_t i = 0; i < set->list_count; i++)
        symbol_table_release(&set->lists[i].symbols);
    for (size_t i = 0; i < set->group_count; i++)
        free(set->groups[i].items);
    free(set->groups);
    pcre2_match_context_free(set->limits);
    free(set->path);
    arena_release(&set->arena);
    free(set);
}

/* ---- use ---- */

size_t regex_set_count(const struct regex_set *set)
{
    return set->count;
}

const struct regex *regex_set_at(const struct regex_set *set, size_t i)
{
    return &set->items[i];
}

const char *regex_id(const struct regex *pattern)
{
    return pattern->id;
}

const char *regex_value(const struct regex *pattern)
{
    return pattern->value;
}

struct regex_scratch *regex_scratch_new(void)
{
    struct regex_scratch *scratch = memory_alloc(sizeof *scratch);
    scratch->data = pcre2_match_data_create(REGEX_CAPTURES, NULL);
    return scratch;
}

void regex_scratch_free(struct regex_scratch *scratch)
{
    if (!scratch)
        return;
    regex_scratch_forget(scratch);
    pcre2_match_data_free(scratch->data);
    free(scratch);
}

void regex_scratch_trust(struct regex_scratch *scratch, bool trusted)
{
    scratch->trusted = trusted;
}

static const pcre2_code *ready_code(struct regex_program *program)
{
    if (!atomic_load_explicit(&program->ready, memory_order_acquire)) {
        (void)pthread_mutex_lock(&program->lock);
        if (!atomic_load_explicit(&program->ready, memory_order_relaxed)) {
            /* Where there is no JIT the interpreter gives the same answers. */
            (void)pcre2_jit_compile(program->code, PCRE2_JIT_COMPLETE);
            atomic_store_explicit(&program->ready, true, memory_order_release);
        }
        (void)pthread_mutex_unlock(&program->lock);
    }
    return program->code;
}

enum regex_outcome regex_find(const struct regex_set *set, const struct regex *pattern, struct regex_scratch *scratch,
                                  const char *text, size_t length, size_t from, struct regex_match *match)
{
    if (!scratch->data)
        return REGEX_LIMIT;
    if (from > length)
        return REGEX_NONE;
    int count = pcre2_match(ready_code(pattern->program), (PCRE2_SPTR)text, length, from, scratch->trusted ? PCRE2_NO_UTF_CHECK : 0, scratch->data, set->limits);
    if (count == PCRE2_ERROR_NOMATCH)
        return REGEX_NONE;
    if (count < 0)
        return REGEX_LIMIT;
    if (match) {
        const PCRE2_SIZE *at = pcre2_get_ovector_pointer(scratch->data);
        size_t set_groups = count == 0 ? REGEX_CAPTURES : (size_t)count;
        match->pattern = pattern;
        for (size_t i = 0; i < REGEX_CAPTURES; i++) {
            bool have = i < set_groups && at[2 * i] != PCRE2_UNSET;
            match->start[i] = have ? at[2 * i] : 1;
            match->end[i] = have ? at[2 * i + 1] : 0;
        }
    }
    return REGEX_FOUND;
}

bool regex_captured(const struct regex_match *match, size_t i)
{
    return match->end[i] >= match->start[i];
}

enum regex_outcome regex_find_group(const struct regex_set *set, size_t group, struct regex_scratch *scratch,
                                        const char *text, size_t length, struct regex_match *match)
{
    enum { SIEVED_LEAST = 4 }; /* fewer are tried sooner than the text is looked at */
    enum regex_outcome worst = REGEX_NONE;
    const struct regex_list *list = &set->groups[group];
    struct regex_sight sight;
    bool sieved = set->sieve != NULL && list->count >= SIEVED_LEAST;
    if (sieved)
        regex_look(set->sieve, text, length, &sight);
    for (size_t i = 0; i < list->count; i++) {
        if (sieved && !regex_may(&sight, list->items[i]))
            continue;
        enum regex_outcome outcome = regex_find(set, list->items[i], scratch, text, length, 0, match);
        if (outcome == REGEX_FOUND)
            return outcome;
        if (outcome == REGEX_LIMIT)
            worst = outcome;
    }
    return worst;
}

size_t regex_group_count(const struct regex_set *set, size_t group)
{
    return set->groups[group].count;
}

const struct regex *regex_group_at(const struct regex_set *set, size_t group, size_t i)
{
    return set->groups[group].items[i];
}

size_t regex_set_prove(const struct regex_set *set, void (*report)(void *context, const char *sentence), void *context, size_t *checked)
{
    size_t failed = 0, ran = 0;
    struct regex_scratch *scratch = regex_scratch_new();
    for (size_t i = 0; i < set->count; i++) {
        const struct regex *pattern = &set->items[i];
        for (size_t j = 0; j < pattern->match_count + pattern->not_count; j++) {
            bool wanted = j < pattern->match_count;
            const char *example = wanted ? pattern->match[j] : pattern->not_match[j - pattern->match_count];
            struct regex_sight sight;
            bool may = true;
            if (set->sieve) {
                regex_look(set->sieve, example, strlen(example), &sight);
                may = regex_may(&sight, pattern);
            }
            ran++;
            bool found = regex_find(set, pattern, scratch, example, strlen(example), 0, NULL) == REGEX_FOUND;
            if (found == wanted && (may || !found))
                continue;
            failed++;
            if (report) {
                struct buffer sentence;
                buffer_init(&sentence, 2000);
                buffer_printf(&sentence, "%s: %s %s \"%.300s\"", set->path, pattern->id,
                              found && !may ? "has words that its needs leave out in" : wanted ? "should match" : "should not match", example);
                report(context, buffer_text(&sentence));
                buffer_release(&sentence);
            }
        }
    }
    regex_scratch_free(scratch);
    if (checked)
        *checked += ran;
    return failed;
}
