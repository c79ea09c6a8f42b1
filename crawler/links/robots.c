#include "crawler/links/robots.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/text.h"

/* Stand for the special characters in a normalised pattern, where control characters
 * can't occur: they are percent-encoded. */
enum { WILDCARD = 1, END_ANCHOR = 2 };

struct rule {
    const char *pattern; /* normalised */
    const char *written;
    size_t length;       /* octets of the pattern: its specificity */
    size_t line;
    bool allow;
};

/* What one sort of group says: the ones that name us, and the ones for "*". */
struct group {
    struct rule *rules; /* once the file was read, in the order in which they decide */
    size_t count, capacity;
    double delay;
    bool present;
};

struct robots {
    struct arena arena;
    struct group specific, general;
    const char **sitemaps;
    size_t sitemap_count, sitemap_capacity;
    bool disallow_all;
};

/* A run of bytes of the file. */
struct span {
    const char *start;
    size_t length;
};

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static struct span trim(struct span span)
{
    while (span.length > 0 && is_blank(span.start[0])) {
        span.start++;
        span.length--;
    }
    while (span.length > 0 && is_blank(span.start[span.length - 1]))
        span.length--;
    return span;
}

static bool is_unreserved(unsigned char c)
{
    return text_is_letter(c) || text_is_digit(c) || c == '-' || c == '.' || c == '_' || c == '~';
}

/* Whether the decoded octet means the same as its encoded form. */
static bool is_same_decoded(unsigned char c, bool in_query)
{
    if (is_unreserved(c))
        return true;
    return c > ' ' && c < 0x7f && strchr(in_query ? ":/?[]@!$'()*,;" : ":[]@!$&'()*+,;=", c) != NULL;
}

/* RFC 9309 2.2.2: both sides get one form before they are compared. */
static void add_normalised(struct buffer *out, struct span text, bool is_pattern)
{
    bool in_query = false;
    for (size_t i = 0; i < text.length; i++) {
        unsigned char c = (unsigned char)text.start[i];
        int octet = text_percent_octet(text.start + i, text.length - i);
        if (octet >= 0) {
            if (is_same_decoded((unsigned char)octet, in_query))
                buffer_add_char(out, (char)octet);
            else
                buffer_printf(out, "%%%02X", (unsigned)octet);
            i += 2;
        } else if (is_pattern && c == '*') {
            if (out->length == 0 || out->bytes[out->length - 1] != WILDCARD)
                buffer_add_char(out, WILDCARD);
        } else if (is_pattern && c == '$' && i + 1 == text.length) {
            buffer_add_char(out, END_ANCHOR);
        } else if (c <= ' ' || c >= 0x7f) {
            buffer_printf(out, "%%%02X", c);
        } else {
            in_query = in_query || c == '?';
            buffer_add_char(out, (char)c);
        }
    }
}

static void add_rule(struct group *group, const struct rule *rule)
{
    MEMORY_PUSH_ROOM(group->rules, group->count, group->capacity);
    group->rules[group->count++] = *rule;
}

/* Which sorts of group the lines at hand belong to, and whether a rule has come yet: the
 * next user-agent line then starts another group. */
struct reader {
    struct robots *robots;
    const char *agent;
    size_t line;
    bool in_specific, in_general, rule_seen;
};

static void read_user_agent(struct reader *reader, struct span value)
{
    if (reader->rule_seen)
        reader->in_specific = reader->in_general = reader->rule_seen = false;
    if (value.length > 0 && value.start[0] == '*' && (value.length == 1 || is_blank(value.start[1]))) {
        reader->in_general = reader->robots->general.present = true;
        return;
    }
    /* Versions and comments that people add ("FooBot/2.1") are no part of the token. */
    size_t token = 0;
    while (token < value.length &&
           (text_is_letter((unsigned char)value.start[token]) || value.start[token] == '-' || value.start[token] == '_'))
        token++;
    char *name = memory_copy_n(value.start, token);
    if (token > 0 && text_equal_ignoring_case(name, reader->agent))
        reader->in_specific = reader->robots->specific.present = true;
    free(name);
}

static void read_rule(struct reader *reader, bool allow, struct span line, struct span value)
{
    struct robots *robots = reader->robots;
    reader->rule_seen = true;
    if (value.length == 0 || (!reader->in_specific && !reader->in_general))
        return;
    struct buffer pattern;
    buffer_init(&pattern, (size_t)LIMIT_ROBOTS_BYTES * 3);
    add_normalised(&pattern, value, true);
    struct rule rule = {
        .pattern = arena_copy_n(&robots->arena, pattern.bytes, pattern.length),
        .written = arena_copy_n(&robots->arena, line.start, line.length),
        .length = pattern.length,
        .line = reader->line,
        .allow = allow,
    };
    buffer_release(&pattern);
    if (reader->in_specific)
        add_rule(&robots->specific, &rule);
    if (reader->in_general)
        add_rule(&robots->general, &rule);
}

/* A unit or a word behind the number takes nothing from it: "10s", "5 seconds". */
static void read_delay(struct reader *reader, struct span value)
{
    size_t number = 0;
    while (number < value.length && (text_is_digit(value.start[number]) || value.start[number] == '.'))
        number++;
    bool with_unit = number > 0 && number < value.length && (is_blank(value.start[number]) || strchr("sS,;", value.start[number]) != NULL);
    char *text = memory_copy_n(value.start, with_unit ? number : value.length);
    double delay;
    if (text_to_number(text, 0, 1e9, &delay)) {
        struct group *groups[] = {&reader->robots->specific, &reader->robots->general};
        bool inside[] = {reader->in_specific, reader->in_general};
        for (int i = 0; i < 2; i++)
            if (inside[i] && delay > groups[i]->delay)
                groups[i]->delay = delay;
    }
    free(text);
}

static void read_sitemap(struct robots *robots, struct span value)
{
    if (value.length == 0 || robots->sitemap_count == LIMIT_SITEMAP_FILES)
        return;
    MEMORY_PUSH_ROOM(robots->sitemaps, robots->sitemap_count, robots->sitemap_capacity);
    robots->sitemaps[robots->sitemap_count++] = arena_copy_n(&robots->arena, value.start, value.length);
}

static bool is_named(struct span name, const char *wanted)
{
    return name.length == strlen(wanted) && text_starts_ignoring_case(name.start, wanted);
}

static void read_line(struct reader *reader, struct span line)
{
    const char *comment = memchr(line.start, '#', line.length);
    if (comment != NULL)
        line.length = (size_t)(comment - line.start);
    line = trim(line);
    const char *colon = memchr(line.start, ':', line.length);
    if (colon == NULL)
        return;
    size_t before = (size_t)(colon - line.start);
    struct span name = trim((struct span){line.start, before});
    struct span value = trim((struct span){colon + 1, line.length - before - 1});
    if (is_named(name, "user-agent"))
        read_user_agent(reader, value);
    else if (is_named(name, "allow"))
        read_rule(reader, true, line, value);
    else if (is_named(name, "disallow"))
        read_rule(reader, false, line, value);
    else if (is_named(name, "crawl-delay"))
        read_delay(reader, value);
    else if (is_named(name, "sitemap"))
        read_sitemap(reader->robots, value);
}

/* The order in which rules decide (2.2.2): the longest first, "allow" first of equals, then as written. */
static int by_weight(const void *a, const void *b)
{
    const struct rule *left = a, *right = b;
    if (left->length != right->length)
        return left->length < right->length ? 1 : -1;
    return left->allow != right->allow ? (int)right->allow - (int)left->allow : (left->line > right->line) - (left->line < right->line);
}

static void sort_rules(struct group *group)
{
    if (group->count > 1)
        qsort(group->rules, group->count, sizeof *group->rules, by_weight);
}

static struct robots *robots_new(void)
{
    struct robots *robots = memory_alloc(sizeof *robots);
    robots->specific.delay = robots->general.delay = -1;
    return robots;
}

struct robots *robots_parse(const char *bytes, size_t length, const char *agent)
{
    struct robots *robots = robots_new();
    struct reader reader = {.robots = robots, .agent = agent};
    bool cut = length > LIMIT_ROBOTS_BYTES;
    if (cut)
        length = LIMIT_ROBOTS_BYTES;
    /* A copy that ends in NUL, so that names may be compared as strings. */
    char *copy = memory_copy_n(bytes, length);
    size_t at = 0;
    while (at < length && at < 3 && copy[at] == "\xEF\xBB\xBF"[at])
        at++; /* a byte order mark, or what an editor left of one */
    while (at < length) {
        size_t end = at;
        while (end < length && copy[end] != '\n' && copy[end] != '\r')
            end++;
        if (end == length && cut)
            break; /* half a line could forbid far more than the whole */
        reader.line++;
        read_line(&reader, (struct span){copy + at, end - at});
        if (end + 1 < length && copy[end] == '\r' && copy[end + 1] == '\n')
            end++;
        at = end + 1;
    }
    free(copy);
    sort_rules(&robots->specific);
    sort_rules(&robots->general);
    return robots;
}

struct robots *robots_allow_all(void)
{
    return robots_new();
}

struct robots *robots_disallow_all(void)
{
    struct robots *robots = robots_new();
    robots->disallow_all = true;
    return robots;
}

void robots_free(struct robots *robots)
{
    if (robots == NULL)
        return;
    free(robots->specific.rules);
    free(robots->general.rules);
    free(robots->sitemaps);
    arena_release(&robots->arena);
    free(robots);
}

/* 2.2.1: the groups for everyone count only where none names us. */
static const struct group *group_for_us(const struct robots *robots)
{
    return robots->specific.present ? &robots->specific : &robots->general;
}

enum { THREES = 32768 }; /* a longest address has about 2,000 */

/* What is asked about, as rules are. Which three octets it holds one behind another tells at once that most pieces of
 * rules stand nowhere in it; a bit may also be set by others. */
struct question {
    const char *target;
    size_t length, gone_through;
    unsigned char threes[THREES / 8];
};

static unsigned three(const char *at)
{
    return (((unsigned char)at[0] * 31u + (unsigned char)at[1]) * 37u + (unsigned char)at[2]) % THREES;
}

static void ask(struct question *question, const struct buffer *normal)
{
    *question = (struct question){.target = normal->bytes, .length = normal->length};
    for (size_t i = 0; i + 3 <= normal->length; i++)
        question->threes[three(normal->bytes + i) / 8] |= (unsigned char)(1u << three(normal->bytes + i) % 8);
}

static bool may_hold(const struct question *question, const char *piece, size_t length)
{
    for (size_t i = 0; i + 3 <= length; i++)
        if ((question->threes[three(piece + i) / 8] & 1u << three(piece + i) % 8) == 0)
            return false;
    return true;
}

/* Behind the first place of the piece from `at` on; 0 where it has none. */
static size_t behind_piece(struct question *question, size_t at, const char *piece, size_t length)
{
    if (!may_hold(question, piece, length))
        return 0;
    const char *from = question->target + at, *found = memmem(from, question->length - at, piece, length);
    question->gone_through += found != NULL ? (size_t)(found - from) : question->length - at;
    return found != NULL ? (size_t)(found - question->target) + length : 0;
}

/* Each piece between wildcards is taken at its first place, which is never worse than a
 * later one; so no way back is needed. What is not looked for any more counts as forbidding. */
static bool matches(const struct rule *rule, struct question *question)
{
    const char *pattern = rule->pattern, *end = pattern + rule->length, *target = question->target;
    bool anchored = end != pattern && end[-1] == END_ANCHOR;
    if (anchored)
        end--;
    size_t at = 0, length = question->length;
    bool floating = false;
    for (;;) {
        const char *wildcard = memchr(pattern, WILDCARD, (size_t)(end - pattern));
        size_t piece = (size_t)((wildcard != NULL ? wildcard : end) - pattern);
        if (wildcard == NULL && anchored) {
            if (!floating)
                return length - at == piece && memcmp(target + at, pattern, piece) == 0;
            return length - at >= piece && memcmp(target + length - piece, pattern, piece) == 0;
        }
        if (!floating) {
            if (length - at < piece || memcmp(target + at, pattern, piece) != 0)
                return false;
            at += piece;
        } else if (piece > 0) {
            if (question->gone_through > LIMIT_ROBOTS_STEPS)
                return !rule->allow;
            at = behind_piece(question, at, pattern, piece);
            if (at == 0)
                return false;
        }
        if (wildcard == NULL)
            return true;
        floating = true;
        pattern = wildcard + 1;
    }
}

struct robots_answer robots_check(const struct robots *robots, const char *target)
{
    struct robots_answer answer = {.allowed = true, .rule = "", .line = 0};
    size_t path = strcspn(target, "?");
    if (path == strlen("/robots.txt") && memcmp(target, "/robots.txt", path) == 0)
        return answer;
    if (robots->disallow_all) {
        answer.allowed = false;
        return answer;
    }
    struct buffer normal;
    buffer_init(&normal, (size_t)LIMIT_URL_PARSED_BYTES * 9);
    add_normalised(&normal, target[0] != '\0' ? (struct span){target, strlen(target)} : (struct span){"/", 1}, false);
    struct question question;
    ask(&question, &normal);
    const struct group *group = group_for_us(robots);
    size_t i = 0;
    while (i < group->count && !matches(&group->rules[i], &question))
        i++;
    buffer_release(&normal);
    if (i < group->count)
        answer = (struct robots_answer){.allowed = group->rules[i].allow, .rule = group->rules[i].written, .line = group->rules[i].line};
    return answer;
}

double robots_crawl_delay(const struct robots *robots)
{
    return group_for_us(robots)->delay;
}

size_t robots_sitemap_count(const struct robots *robots)
{
    return robots->sitemap_count;
}

const char *robots_sitemap(const struct robots *robots, size_t i)
{
    return i < robots->sitemap_count ? robots->sitemaps[i] : NULL;
}
