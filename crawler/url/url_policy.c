#include "crawler/url/url.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/csv.h"
#include "base/limits.h"
#include "base/text.h"

enum { TOKEN_MIN = 16 }; /* the shortest session number seen; service numbers are shorter */

/* Behind "?", behind ";" in the path, or the whole of a path's segment. */
enum place { PLACE_QUERY, PLACE_PATH, PLACE_SEGMENT };

struct parameter_rule {
    enum place place;
    const char *name;      /* without its final "*" */
    const char *host;      /* this domain and what is below it; "" for every host */
    size_t name_length;
    bool prefix, only_tokens, drop, sort;
};

struct url_policy {
    struct csv_table table;  /* owns the rules' strings */
    struct parameter_rule *rules;
    size_t count;
};

/* ---- Loading ---- */

static enum status read_rule(const char *path, const struct csv_table *table, const struct csv_row *row, struct parameter_rule *rule,
                             struct error *err)
{
    static const char *const places[] = {[PLACE_QUERY] = "query", [PLACE_PATH] = "path", [PLACE_SEGMENT] = "segment", NULL};
    static const char *const values[] = {"any", "token", NULL};
    static const char *const treatments[] = {"drop", "keep", "sort", NULL};
    const char *name = csv_cell(row, csv_column(table, "name"));
    size_t length = strlen(name);
    if (length == 0)
        return error_set(err, STATUS_INPUT, "%s:%zu: name is empty; give a parameter's name, or the start of one with '*'", path, row->line);
    size_t where, value, treatment;
    enum status status = csv_choose(path, table, row, "where", places, &where, err);
    if (status == STATUS_OK)
        status = csv_choose(path, table, row, "value", values, &value, err);
    if (status == STATUS_OK)
        status = csv_choose(path, table, row, "treatment", treatments, &treatment, err);
    if (status != STATUS_OK)
        return status;
    bool prefix = name[length - 1] == '*';
    if (treatment == 2 && (where != PLACE_QUERY || strcmp(name, "*") != 0))
        return error_set(err, STATUS_INPUT, "%s:%zu: 'sort' is for a whole query: name must be '*' and where 'query'", path, row->line);
    if (treatment == 0 && strcmp(name, "*") == 0)
        return error_set(err, STATUS_INPUT, "%s:%zu: '*' would drop every parameter; give the start of a name before it", path, row->line);
    *rule = (struct parameter_rule){
        .name = name,
        .host = csv_cell(row, csv_column(table, "host")),
        .name_length = prefix ? length - 1 : length,
        .prefix = prefix,
        .place = (enum place)where,
        .only_tokens = value == 1,
        .drop = treatment == 0,
        .sort = treatment == 2,
    };
    return STATUS_OK;
}

enum status url_policy_load(const char *path, struct url_policy **out, struct error *err)
{
    static const char *const names[] = {"name", "where", "value", "treatment", "host", "reason"};
    struct url_policy *policy = memory_alloc(sizeof *policy);
    enum status status = csv_load(path, LIMIT_SEED_BYTES, &policy->table, err);
    if (status == STATUS_OK)
        status = csv_columns(path, &policy->table, names, sizeof names / sizeof names[0], NULL, err);
    if (status == STATUS_OK) {
        policy->rules = memory_array(policy->table.count, sizeof *policy->rules);
        for (size_t i = 0; status == STATUS_OK && i < policy->table.count; i++)
            status = read_rule(path, &policy->table, &policy->table.rows[i], &policy->rules[policy->count++], err);
    }
    if (status != STATUS_OK) {
        url_policy_free(policy);
        return status;
    }
    *out = policy;
    return STATUS_OK;
}

void url_policy_free(struct url_policy *policy)
{
    if (policy == NULL)
        return;
    csv_release(&policy->table);
    free(policy->rules);
    free(policy);
}

/* ---- Canonical form ---- */

static bool is_letter_or_digit(int c)
{
    return text_is_digit(c) || text_is_letter(c);
}

/* RFC 3986 6.2.2.1 and 6.2.2.2: encoded unreserved characters are decoded, the
 * hexadecimal digits of the others are upper case. */
static void add_normalised(struct buffer *out, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        int octet = text_percent_octet(text + i, length - i);
        if (octet < 0) {
            buffer_add_char(out, text[i]);
            continue;
        }
        if (is_letter_or_digit(octet) || octet == '-' || octet == '.' || octet == '_' || octet == '~')
            buffer_add_char(out, (char)octet);
        else
            buffer_printf(out, "%%%02X", (unsigned)octet);
        i += 2;
    }
}

const char *url_normalised(struct arena *arena, const char *address)
{
    if (strchr(address, '%') == NULL)
        return address;
    struct buffer out;
    size_t length = strlen(address);
    buffer_init(&out, length);
    add_normalised(&out, address, length);
    const char *normalised = arena_copy_n(arena, buffer_text(&out), out.length);
    buffer_release(&out);
    return normalised;
}

static bool is_below(const char *host, const char *domain)
{
    size_t length = strlen(host), size = strlen(domain);
    if (size == 0)
        return true;
    return length >= size && strcmp(host + length - size, domain) == 0 && (length == size || host[length - size - 1] == '.');
}

/* A long run of letters and digits, both among them: a number that a machine made. */
static bool is_token(const char *value, size_t length)
{
    bool letter = false, digit = false;
    for (size_t i = 0; i < length; i++) {
        bool number = text_is_digit(value[i]);
        if (!is_letter_or_digit(value[i]) && strchr("-_.!", value[i]) == NULL)
            return false;
        digit = digit || number;
        letter = letter || !number;
    }
    return length >= TOKEN_MIN && letter && digit;
}

/* The first rule that fits decides. `parameter` is normalised. */
static bool is_dropped_as(const struct url_policy *policy, const char *host, const char *parameter, size_t length, enum place place)
{
    const char *equals = memchr(parameter, '=', length);
    size_t name = equals != NULL ? (size_t)(equals - parameter) : length;
    const char *value = equals != NULL ? equals + 1 : parameter + length;
    for (size_t i = 0; policy != NULL && i < policy->count; i++) {
        const struct parameter_rule *rule = &policy->rules[i];
        if (rule->place != place || rule->sort)
            continue;
        bool named = rule->prefix ? name >= rule->name_length : name == rule->name_length;
        if (!named || !is_below(host, rule->host) ||
            strncasecmp(parameter, rule->name, rule->name_length) != 0)
            continue;
        if (!rule->only_tokens || is_token(value, (size_t)(parameter + length - value)))
            return rule->drop;
    }
    return false;
}

static bool is_dropped(const struct url_policy *policy, const char *host, const char *written, size_t size, enum place place)
{
    if (memchr(written, '%', size) == NULL) /* nearly all of a site's: nothing to copy */
        return is_dropped_as(policy, host, written, size, place);
    struct arena scratch = {0};
    const char *parameter = url_normalised(&scratch, arena_copy_n(&scratch, written, size));
    bool dropped = is_dropped_as(policy, host, parameter, strlen(parameter), place);
    arena_release(&scratch);
    return dropped;
}

static bool is_sorted_here(const struct url_policy *policy, const char *host)
{
    for (size_t i = 0; policy != NULL && i < policy->count; i++)
        if (policy->rules[i].sort && is_below(host, policy->rules[i].host))
            return true;
    return false;
}

/* Path parameters stand behind ";" in any segment: "/page;jsessionid=1F". Sessions without cookies are segments:
 * "/(S(1f2e))/page". */
static void add_path(struct buffer *out, const struct url *url, const struct url_policy *policy)
{
    const char *at = url->path;
    size_t start = out->length;
    while (*at != '\0') {
        enum place place = *at == ';' ? PLACE_PATH : PLACE_SEGMENT;
        size_t length = 1 + strcspn(at + 1, ";/");
        if (!is_dropped(policy, url->host, at + 1, length - 1, place))
            buffer_add(out, at, length);
        at += length;
    }
    if (out->length == start)
        buffer_add_char(out, '/');
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void add_query(struct arena *arena, struct buffer *out, const struct url *url, const struct url_policy *policy)
{
    const char *query = url->query;
    size_t count = 0, most = 1;
    for (const char *at = query; *at != '\0'; at++)
        most += *at == '&';
    const char **kept = memory_array(most, sizeof *kept);
    while (*query != '\0') {
        size_t size = strcspn(query, "&");
        if (size > 0 && !is_dropped(policy, url->host, query, size, PLACE_QUERY))
            kept[count++] = arena_copy_n(arena, query, size);
        query += size + (query[size] == '&');
    }
    if (is_sorted_here(policy, url->host))
        qsort(kept, count, sizeof *kept, by_text);
    for (size_t i = 0; i < count; i++) {
        buffer_add_char(out, i == 0 ? '?' : '&');
        buffer_add_text(out, kept[i]);
    }
    free(kept);
}

const char *url_canonical(struct arena *arena, const struct url *url, const struct url_policy *policy)
{
    if (!url_is_http(url) || url->host == NULL) {
        size_t length = strlen(url->href) - (url->fragment != NULL ? strlen(url->fragment) + 1 : 0);
        return arena_copy_n(arena, url->href, length);
    }
    struct buffer out;
    buffer_init(&out, (size_t)LIMIT_URL_PARSED_BYTES * 8);
    buffer_add_text(&out, url->scheme);
    buffer_add_text(&out, "://");
    if (url->username[0] != '\0' || url->password[0] != '\0')
        buffer_printf(&out, "%s%s%s@", url->username, url->password[0] != '\0' ? ":" : "", url->password);
    buffer_add_text(&out, url->host);
    if (url->port >= 0)
        buffer_printf(&out, ":%d", url->port);
    add_path(&out, url, policy);
    if (url->query != NULL)
        add_query(arena, &out, url, policy);
    const char *canonical = arena_copy_n(arena, buffer_text(&out), out.length);
    buffer_release(&out);
    return canonical;
}
