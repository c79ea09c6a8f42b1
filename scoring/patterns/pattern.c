#include "scoring/patterns/pattern.h"

#include <stdlib.h>
#include <string.h>

enum {
    MATCH_STEPS = 3000,   /* for one pattern at one word; a plain match takes about ten */
    GAP_SHORT = 3,
    GAP_LONG = 8,
    GROUP_DEPTH_MAX = 8,
};

/* A stretch of a pattern's text. */
struct span {
    const char *start, *end;
};

struct compiler {
    struct pattern_code *code;
    struct terms *terms;
    struct word_reader *reader;
    struct error *err;
    int depth;
};

void pattern_code_release(struct pattern_code *code)
{
    free(code->nodes);
    free(code->needs);
    free(code->begins);
    free(code->sets);
    free(code->words);
    *code = (struct pattern_code){0};
}

static uint64_t word_bit(uint32_t number)
{
    return (uint64_t)1 << (number % 64);
}

/* The next nodes are there before the node that leads to them. */
static struct pattern_begin begin_of(const struct pattern_code *code, uint32_t index)
{
    const struct pattern_node *node = &code->nodes[index];
    struct pattern_begin begin = {.words = 0};
    switch (node->op) {
    case OP_STEM:
    case OP_FORM:
        begin.words = word_bit(node->arg);
        return begin;
    case OP_SET:
        begin.words = code->sets[node->arg].bits;
        return begin;
    case OP_CLASS:
        class_add(&begin.classes, (int)node->arg);
        return begin;
    case OP_SPLIT:
        return code->begins[node->arg];
    case OP_START:
    case OP_NOT:
        return begin_of(code, node->out);
    default:
        begin.words = UINT64_MAX;
        return begin;
    }
}

/* As for begin_of, what follows is there already. Of a set any word will do: it needs none. */
static struct pattern_needs needs_of(const struct pattern_code *code, const struct pattern_node *node)
{
    struct pattern_needs needs = {0};
    if (node->op == OP_ACCEPT)
        return needs;
    needs = code->needs[node->out];
    if (node->op == OP_SPLIT) {
        needs.words &= code->needs[node->out2].words;
        needs.classes &= code->needs[node->out2].classes;
    } else if (node->op == OP_STEM || node->op == OP_FORM) {
        needs.words |= word_bit(node->arg);
    } else if (node->op == OP_CLASS) {
        needs.classes |= word_bit(node->arg);
    }
    return needs;
}

static uint32_t emit(struct compiler *compiler, struct pattern_node node)
{
    struct pattern_code *code = compiler->code;
    MEMORY_PUSH_ROOM(code->nodes, code->count, code->capacity);
    MEMORY_PUSH_ROOM(code->needs, code->count, code->needs_capacity);
    code->nodes[code->count] = node;
    code->needs[code->count] = needs_of(code, &node);
    return (uint32_t)code->count++;
}

static uint32_t emit_split(struct compiler *compiler, uint32_t out, uint32_t out2)
{
    struct pattern_code *code = compiler->code;
    struct pattern_begin begin = begin_of(code, out), other = begin_of(code, out2);
    begin.words |= other.words;
    class_union(&begin.classes, &other.classes);
    MEMORY_PUSH_ROOM(code->begins, code->begin_count, code->begin_capacity);
    code->begins[code->begin_count] = begin;
    return emit(compiler, (struct pattern_node){.op = OP_SPLIT, .arg = (uint32_t)code->begin_count++, .out = out, .out2 = out2});
}

static enum status compile_sequence(struct compiler *compiler, struct span span, uint32_t next, uint32_t *start);

/* The end of the element at span.start: a group with its parts, or a run up to a space;
 * a '?' after it is not part of it. NULL where a parenthesis is not closed. */
static const char *element_end(struct span span)
{
    const char *at = span.start;
    while (at < span.end && *at == '!')
        at++;
    if (at < span.end && *at == '(') {
        int depth = 0;
        for (; at < span.end; at++) {
            if (*at == '(')
                depth++;
            else if (*at == ')' && --depth == 0)
                return at + 1;
        }
        return NULL;
    }
    while (at < span.end && strchr(" ?()|", *at) == NULL)
        at++;
    return at;
}

/* Words one after another, the last leading to `next`. */
static enum status compile_words(struct compiler *compiler, struct span span, bool exact, uint32_t next, uint32_t *start)
{
    struct word word;
    uint32_t words[TERM_PHRASE_MAX];
    size_t count = 0;
    words_read_from(compiler->reader, span.start, (size_t)(span.end - span.start));
    while (words_next(compiler->reader, &word)) {
        if (count == TERM_PHRASE_MAX)
            return error_set(compiler->err, STATUS_INPUT, "'%.*s' has too many words", (int)(span.end - span.start), span.start);
        words[count++] = exact ? terms_form(compiler->terms, word.plain) : terms_stem(compiler->terms, word.stem);
    }
    if (count == 0)
        return error_set(compiler->err, STATUS_INPUT, "'%.*s' is no word", (int)(span.end - span.start), span.start);
    while (count > 0) {
        count--;
        next = emit(compiler, (struct pattern_node){.op = exact ? OP_FORM : OP_STEM, .arg = words[count], .out = next});
    }
    *start = next;
    return STATUS_OK;
}

static enum status compile_class(struct compiler *compiler, struct span span, uint32_t next, uint32_t *start)
{
    char name[64];
    size_t length = (size_t)(span.end - span.start) < sizeof name - 1 ? (size_t)(span.end - span.start) : sizeof name - 1;
    memcpy(name, span.start, length);
    name[length] = '\0';
    int class = terms_class(compiler->terms, name);
    if (class < 0)
        return error_set(compiler->err, STATUS_INPUT, "there is no term class '@%s'", name);
    *start = emit(compiler, (struct pattern_node){.op = OP_CLASS, .arg = (uint32_t)class, .out = next});
    return STATUS_OK;
}

/* Alternatives on their way to becoming one: those that are a word each wait to be a set. */
struct group {
    uint32_t next, start;
    bool begun;
    struct pattern_node *words;
    size_t count, capacity;
};

static void add_alternative(struct compiler *compiler, struct group *group, uint32_t branch)
{
    group->start = group->begun ? emit_split(compiler, group->start, branch) : branch;
    group->begun = true;
}

static uint32_t emit_set(struct compiler *compiler, const struct group *group)
{
    struct pattern_code *code = compiler->code;
    struct pattern_set set = {.first = (uint32_t)code->word_count};
    for (int op = OP_STEM; op <= OP_FORM; op++)
        for (size_t i = 0; i < group->count; i++) {
            if (group->words[i].op != op)
                continue;
            MEMORY_PUSH_ROOM(code->words, code->word_count, code->word_capacity);
            code->words[code->word_count++] = group->words[i].arg;
            set.bits |= word_bit(group->words[i].arg);
            *(op == OP_STEM ? &set.stems : &set.forms) += 1;
        }
    MEMORY_PUSH_ROOM(code->sets, code->set_count, code->set_capacity);
    code->sets[code->set_count] = set;
    return emit(compiler, (struct pattern_node){.op = OP_SET, .arg = (uint32_t)code->set_count++, .out = group->next});
}

static void end_words(struct compiler *compiler, struct group *group)
{
    if (group->count > 0)
        add_alternative(compiler, group, group->count == 1 ? emit(compiler, group->words[0]) : emit_set(compiler, group));
    group->count = 0;
}

static void add_branch(struct compiler *compiler, struct group *group, uint32_t branch)
{
    struct pattern_code *code = compiler->code;
    struct pattern_node node = code->nodes[branch];
    if ((node.op != OP_STEM && node.op != OP_FORM) || node.out != group->next || branch + 1 != code->count) {
        end_words(compiler, group);
        add_alternative(compiler, group, branch);
        return;
    }
    MEMORY_PUSH_ROOM(group->words, group->count, group->capacity);
    group->words[group->count++] = node;
    code->count--;
}

static enum status compile_group(struct compiler *compiler, struct span span, uint32_t next, uint32_t *start)
{
    if (++compiler->depth > GROUP_DEPTH_MAX)
        return error_set(compiler->err, STATUS_INPUT, "parentheses are nested too deeply");
    int depth = 0;
    const char *from = span.start;
    struct group group = {.next = next};
    enum status status = STATUS_OK;
    for (const char *at = span.start; at <= span.end && status == STATUS_OK; at++) {
        if (at < span.end && *at == '(')
            depth++;
        else if (at < span.end && *at == ')')
            depth--;
        if (at < span.end && !(depth == 0 && *at == '|'))
            continue;
        uint32_t branch;
        status = compile_sequence(compiler, (struct span){from, at}, next, &branch);
        if (status == STATUS_OK)
            add_branch(compiler, &group, branch);
        from = at + 1;
    }
    end_words(compiler, &group);
    free(group.words);
    *start = group.start;
    compiler->depth--;
    return status;
}

static enum status compile_not(struct compiler *compiler, struct span span, uint32_t next, uint32_t *start)
{
    uint32_t accept = emit(compiler, (struct pattern_node){.op = OP_ACCEPT});
    uint32_t inner;
    enum status status = compile_sequence(compiler, span, accept, &inner);
    if (status == STATUS_OK)
        *start = emit(compiler, (struct pattern_node){.op = OP_NOT, .out = next, .out2 = inner});
    return status;
}

static bool span_is(struct span span, const char *text)
{
    return (size_t)(span.end - span.start) == strlen(text) && memcmp(span.start, text, strlen(text)) == 0;
}

static enum status compile_element(struct compiler *compiler, struct span span, uint32_t next, uint32_t *start)
{
    struct span rest = {span.start + 1, span.end};
    if (span_is(span, ".."))
        *start = emit(compiler, (struct pattern_node){.op = OP_GAP, .arg = GAP_SHORT, .out = next});
    else if (span_is(span, "..."))
        *start = emit(compiler, (struct pattern_node){.op = OP_GAP, .arg = GAP_LONG, .out = next});
    else if (span_is(span, "#"))
        *start = emit(compiler, (struct pattern_node){.op = OP_NUMBER, .out = next});
    else if (span_is(span, "_"))
        *start = emit(compiler, (struct pattern_node){.op = OP_ANY, .out = next});
    else if (span_is(span, "^"))
        *start = emit(compiler, (struct pattern_node){.op = OP_START, .out = next});
    else if (span_is(span, "$"))
        *start = emit(compiler, (struct pattern_node){.op = OP_END, .out = next});
    else if (*span.start == '!')
        return compile_not(compiler, rest, next, start);
    else if (*span.start == '(')
        return compile_group(compiler, (struct span){span.start + 1, span.end - 1}, next, start);
    else if (*span.start == '@')
        return compile_class(compiler, rest, next, start);
    else if (*span.start == '=')
        return compile_words(compiler, rest, true, next, start);
    else
        return compile_words(compiler, span, false, next, start);
    return STATUS_OK;
}

static enum status compile_sequence(struct compiler *compiler, struct span span, uint32_t next, uint32_t *start)
{
    while (span.start < span.end && *span.start == ' ')
        span.start++;
    if (span.start == span.end) {
        *start = next;
        return STATUS_OK;
    }
    const char *end = element_end(span);
    if (end == NULL || end == span.start)
        return error_set(compiler->err, STATUS_INPUT, "can't read the pattern from '%.*s'", (int)(span.end - span.start), span.start);
    bool optional = end < span.end && *end == '?';
    const char *after = end + (optional ? 1 : 0);
    if (after < span.end && *after != ' ')
        return error_set(compiler->err, STATUS_INPUT, "a space is missing before '%.*s'", (int)(span.end - after), after);
    uint32_t rest;
    enum status status = compile_sequence(compiler, (struct span){after, span.end}, next, &rest);
    if (status != STATUS_OK)
        return status;
    status = compile_element(compiler, (struct span){span.start, end}, rest, start);
    if (status == STATUS_OK && optional)
        *start = emit_split(compiler, *start, rest);
    return status;
}

enum status pattern_compile(struct pattern_code *code, struct terms *terms, struct word_reader *reader, const char *text, uint32_t *start,
                            struct error *err)
{
    struct compiler compiler = {.code = code, .terms = terms, .reader = reader, .err = err};
    uint32_t accept = emit(&compiler, (struct pattern_node){.op = OP_ACCEPT});
    enum status status = compile_sequence(&compiler, (struct span){text, text + strlen(text)}, accept, start);
    if (status == STATUS_OK && *start == accept)
        return error_set(err, STATUS_INPUT, "the pattern is empty");
    return status;
}

struct matcher {
    const struct pattern_code *code;
    const struct token *tokens;
    size_t count;
    int steps;
};

static uint64_t token_bits(const struct token *token)
{
    return word_bit(token->stem) | word_bit(token->form);
}

struct pattern_needs pattern_held(const struct token *tokens, size_t count)
{
    struct pattern_needs held = {0};
    for (size_t i = 0; i < count; i++) {
        held.words |= token_bits(&tokens[i]);
        for (size_t k = 0; k < TERM_CLASSES_MAX / 64; k++)
            held.classes |= tokens[i].classes.bits[k] | tokens[i].phrases.bits[k];
    }
    return held;
}

/* Alternatives are told at once that none of them can begin here. */
static bool may_begin(const struct matcher *matcher, const struct pattern_begin *begin, size_t at)
{
    if (at >= matcher->count)
        return begin->words == UINT64_MAX;
    const struct token *token = &matcher->tokens[at];
    uint64_t shared = begin->words & token_bits(token);
    for (size_t i = 0; i < sizeof begin->classes.bits / sizeof *begin->classes.bits; i++)
        shared |= begin->classes.bits[i] & (token->classes.bits[i] | token->phrases.bits[i]);
    return shared != 0;
}

static bool set_has(const struct pattern_code *code, const struct pattern_set *set, const struct token *token)
{
    if ((set->bits & token_bits(token)) == 0)
        return false;
    const uint32_t *words = code->words + set->first;
    for (uint32_t i = 0; i < set->stems; i++)
        if (words[i] == token->stem)
            return true;
    for (uint32_t i = set->stems; i < set->stems + set->forms; i++)
        if (words[i] == token->form)
            return true;
    return false;
}

static bool token_fits(const struct pattern_code *code, const struct pattern_node *node, const struct token *token)
{
    switch (node->op) {
    case OP_STEM:
        return token->stem == node->arg;
    case OP_FORM:
        return token->form == node->arg;
    case OP_SET:
        return set_has(code, &code->sets[node->arg], token);
    case OP_CLASS:
        return class_has(&token->classes, (int)node->arg);
    case OP_NUMBER:
        return token->number;
    default:
        return true;
    }
}

static size_t run(struct matcher *matcher, uint32_t index, size_t at);

/* Most gaps end nowhere: a word that can't be the next is told without a step. */
static size_t run_gap(struct matcher *matcher, const struct pattern_node *gap, size_t at)
{
    const struct pattern_node *next = &matcher->code->nodes[gap->out];
    bool word = next->op == OP_STEM || next->op == OP_FORM || next->op == OP_SET;
    for (size_t skip = 0; skip <= gap->arg && at + skip <= matcher->count; skip++) {
        if (word && (at + skip == matcher->count || !token_fits(matcher->code, next, &matcher->tokens[at + skip])))
            continue;
        size_t end = run(matcher, gap->out, at + skip);
        if (end != SIZE_MAX)
            return end;
    }
    return SIZE_MAX;
}

/* A class's phrase is tried before its word. */
static size_t run_phrase(struct matcher *matcher, const struct pattern_node *node, size_t at)
{
    const struct token *token = &matcher->tokens[at];
    bool stands = token->phrase_words > 0 && at + token->phrase_words <= matcher->count && class_has(&token->phrases, (int)node->arg);
    return stands ? run(matcher, node->out, at + token->phrase_words) : SIZE_MAX;
}

/* Recursion is as deep as the pattern has forks: a pattern is a few dozen nodes. */
static size_t run(struct matcher *matcher, uint32_t index, size_t at)
{
    for (;;) {
        const struct pattern_node *node = &matcher->code->nodes[index];
        size_t end = SIZE_MAX;
        if (node->op == OP_ACCEPT)
            return at;
        if (matcher->steps-- <= 0)
            return SIZE_MAX;
        index = node->out;
        switch (node->op) {
        case OP_GAP:
            return run_gap(matcher, node, at);
        case OP_SPLIT:
            if (!may_begin(matcher, &matcher->code->begins[node->arg], at))
                return SIZE_MAX;
            end = run(matcher, node->out, at);
            index = node->out2;
            break;
        case OP_START:
            if (at != 0)
                return SIZE_MAX;
            break;
        case OP_END:
            if (at != matcher->count)
                return SIZE_MAX;
            break;
        case OP_NOT:
            if (run(matcher, node->out2, at) != SIZE_MAX)
                return SIZE_MAX;
            break;
        default:
            if (at >= matcher->count)
                return SIZE_MAX;
            if (node->op == OP_CLASS)
                end = run_phrase(matcher, node, at);
            if (end == SIZE_MAX && !token_fits(matcher->code, node, &matcher->tokens[at]))
                return SIZE_MAX;
            at++;
        }
        if (end != SIZE_MAX)
            return end;
    }
}

size_t pattern_match_at(const struct pattern_code *code, uint32_t start, const struct token *tokens, size_t count, size_t at)
{
    struct matcher matcher = {.code = code, .tokens = tokens, .count = count, .steps = MATCH_STEPS};
    return run(&matcher, start, at);
}

size_t pattern_find(const struct pattern_code *code, uint32_t start, const struct token *tokens, size_t count, size_t *end)
{
    for (size_t at = 0; at <= count; at++) {
        size_t found = pattern_match_at(code, start, tokens, count, at);
        if (found == SIZE_MAX)
            continue;
        if (end != NULL)
            *end = found;
        return at;
    }
    return SIZE_MAX;
}

static void first_of(const struct pattern_code *code, uint32_t index, bool anchored,
                     void (*add)(void *context, enum pattern_op op, uint32_t arg, bool anchored), void *context)
{
    const struct pattern_node *node = &code->nodes[index];
    switch (node->op) {
    case OP_SPLIT:
        first_of(code, node->out, anchored, add, context);
        first_of(code, node->out2, anchored, add, context);
        return;
    case OP_START:
        first_of(code, node->out, true, add, context);
        return;
    case OP_NOT:
        first_of(code, node->out, anchored, add, context);
        return;
    case OP_SET: {
        const struct pattern_set *set = &code->sets[node->arg];
        for (uint32_t i = 0; i < set->stems + set->forms; i++)
            add(context, i < set->stems ? OP_STEM : OP_FORM, code->words[set->first + i], anchored);
        return;
    }
    case OP_GAP:
    case OP_END:
    case OP_ACCEPT:
        add(context, OP_ANY, 0, anchored);
        return;
    default:
        add(context, (enum pattern_op)node->op, node->arg, anchored);
    }
}

void pattern_first(const struct pattern_code *code, uint32_t start, void (*add)(void *context, enum pattern_op op, uint32_t arg, bool anchored),
                   void *context)
{
    first_of(code, start, false, add, context);
}
