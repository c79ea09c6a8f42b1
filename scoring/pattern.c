#include "scoring/pattern.h"

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
    *code = (struct pattern_code){0};
}

static uint64_t word_bit(uint32_t number)
{
    return (uint64_t)1 << (number % 64);
}

/* The next nodes are there before the node that leads to them. */
static struct pattern_begin begin_of(const struct pattern_code *code, const struct pattern_node *node)
{
    struct pattern_begin begin = {.words = 0};
    switch (node->op) {
    case OP_STEM:
    case OP_FORM:
        begin.words = word_bit(node->arg);
        return begin;
    case OP_CLASS:
        class_add(&begin.classes, (int)node->arg);
        return begin;
    case OP_SPLIT:
        begin = code->nodes[node->out].begin;
        begin.words |= code->nodes[node->out2].begin.words;
        class_union(&begin.classes, &code->nodes[node->out2].begin.classes);
        return begin;
    case OP_START:
    case OP_NOT:
        return code->nodes[node->out].begin;
    default:
        begin.words = UINT64_MAX;
        return begin;
    }
}

static uint32_t emit(struct compiler *compiler, struct pattern_node node)
{
    struct pattern_code *code = compiler->code;
    node.begin = begin_of(code, &node);
    MEMORY_PUSH_ROOM(code->nodes, code->count, code->capacity);
    code->nodes[code->count] = node;
    return (uint32_t)code->count++;
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

static enum status compile_group(struct compiler *compiler, struct span span, uint32_t next, uint32_t *start)
{
    if (++compiler->depth > GROUP_DEPTH_MAX)
        return error_set(compiler->err, STATUS_INPUT, "parentheses are nested too deeply");
    int depth = 0;
    bool first = true;
    const char *from = span.start;
    for (const char *at = span.start; at <= span.end; at++) {
        if (at < span.end && *at == '(')
            depth++;
        else if (at < span.end && *at == ')')
            depth--;
        if (at < span.end && !(depth == 0 && *at == '|'))
            continue;
        uint32_t branch;
        enum status status = compile_sequence(compiler, (struct span){from, at}, next, &branch);
        if (status != STATUS_OK)
            return status;
        *start = first ? branch : emit(compiler, (struct pattern_node){.op = OP_SPLIT, .out = *start, .out2 = branch});
        first = false;
        from = at + 1;
    }
    compiler->depth--;
    return STATUS_OK;
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
        *start = emit(compiler, (struct pattern_node){.op = OP_SPLIT, .out = *start, .out2 = rest});
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
    const struct pattern_node *nodes;
    const struct token *tokens;
    size_t count;
    int steps;
};

static size_t run(struct matcher *matcher, uint32_t node_index, size_t at);

static size_t run_class(struct matcher *matcher, const struct pattern_node *node, size_t at)
{
    const struct token *token = &matcher->tokens[at];
    if (token->phrase_words > 0 && at + token->phrase_words <= matcher->count && class_has(&token->phrases, (int)node->arg)) {
        size_t end = run(matcher, node->out, at + token->phrase_words);
        if (end != SIZE_MAX)
            return end;
    }
    return class_has(&token->classes, (int)node->arg) ? run(matcher, node->out, at + 1) : SIZE_MAX;
}

static size_t run_gap(struct matcher *matcher, const struct pattern_node *node, size_t at)
{
    for (size_t skip = 0; skip <= node->arg && at + skip <= matcher->count; skip++) {
        size_t end = run(matcher, node->out, at + skip);
        if (end != SIZE_MAX)
            return end;
    }
    return SIZE_MAX;
}

static bool token_fits(const struct pattern_node *node, const struct token *token)
{
    switch (node->op) {
    case OP_STEM:
        return token->stem == node->arg;
    case OP_FORM:
        return token->form == node->arg;
    case OP_NUMBER:
        return token->number;
    default:
        return true;
    }
}

/* Alternatives are told at once that none of them can begin here. */
static bool may_begin(const struct matcher *matcher, const struct pattern_begin *begin, size_t at)
{
    if (at >= matcher->count)
        return begin->words == UINT64_MAX;
    const struct token *token = &matcher->tokens[at];
    uint64_t shared = begin->words & (word_bit(token->stem) | word_bit(token->form));
    for (size_t i = 0; i < sizeof begin->classes.bits / sizeof *begin->classes.bits; i++)
        shared |= begin->classes.bits[i] & (token->classes.bits[i] | token->phrases.bits[i]);
    return shared != 0;
}

/* Recursion is as deep as the pattern is long: a pattern is a few dozen nodes. */
static size_t run(struct matcher *matcher, uint32_t node_index, size_t at)
{
    const struct pattern_node *node = &matcher->nodes[node_index];
    if (node->op == OP_ACCEPT)
        return at;
    if (matcher->steps-- <= 0)
        return SIZE_MAX;
    switch (node->op) {
    case OP_GAP:
        return run_gap(matcher, node, at);
    case OP_SPLIT: {
        if (!may_begin(matcher, &node->begin, at))
            return SIZE_MAX;
        size_t end = run(matcher, node->out, at);
        return end != SIZE_MAX ? end : run(matcher, node->out2, at);
    }
    case OP_START:
        return at == 0 ? run(matcher, node->out, at) : SIZE_MAX;
    case OP_END:
        return at == matcher->count ? run(matcher, node->out, at) : SIZE_MAX;
    case OP_NOT:
        return run(matcher, node->out2, at) == SIZE_MAX ? run(matcher, node->out, at) : SIZE_MAX;
    default:
        break;
    }
    if (at >= matcher->count)
        return SIZE_MAX;
    if (node->op == OP_CLASS)
        return run_class(matcher, node, at);
    return token_fits(node, &matcher->tokens[at]) ? run(matcher, node->out, at + 1) : SIZE_MAX;
}

size_t pattern_match_at(const struct pattern_code *code, uint32_t start, const struct token *tokens, size_t count, size_t at)
{
    struct matcher matcher = {.nodes = code->nodes, .tokens = tokens, .count = count, .steps = MATCH_STEPS};
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
