#include "crawler/idle.h"

#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/memory.h"
#include "base/text.h"

enum {
    PAGES_KEPT = 8,        /* of a path, to compare with */
    PARAMETERS_MAX = 12,   /* of an address; what has more is left alone */
};

struct parameter {
    const char *text;      /* "name=value" */
    size_t length, name;
};

struct parameters {
    struct parameter list[PARAMETERS_MAX];
    size_t count;
};

/* A page that was read. */
struct witness {
    struct witness *next;
    const char *query;     /* NULL where it has none */
    const char *claims;    /* the query that its canonical address has, "" for none; NULL where that is another path's */
    const char *title;
    struct page_words words;
};

struct path {
    struct witness *first;
    size_t count;
};

/* Of one parameter: on a path the copies that were read, on an origin the paths that had one. What differs only in its
 * numbers may hold the time of day or another telephone number, and is less of a proof. */
struct record {
    int copies, nearly;
    bool matters;
};

struct idle {
    struct arena arena;
    struct map *paths, *records;
    unsigned version;
};

struct idle *idle_new(void)
{
    struct idle *idle = memory_alloc(sizeof *idle);
    idle->paths = map_new();
    idle->records = map_new();
    return idle;
}

void idle_free(struct idle *idle)
{
    if (idle == NULL)
        return;
    map_free(idle->paths);
    map_free(idle->records);
    arena_release(&idle->arena);
    free(idle);
}

unsigned idle_version(const struct idle *idle)
{
    return idle->version;
}

/* --- parameters --- */

/* False where there are too many to compare. */
static bool split(const char *query, struct parameters *out)
{
    out->count = 0;
    for (const char *at = query; at != NULL && *at != '\0';) {
        size_t length = strcspn(at, "&");
        if (out->count == PARAMETERS_MAX)
            return false;
        out->list[out->count++] = (struct parameter){at, length, strcspn(at, "=&")};
        at += length + (at[length] == '&');
    }
    return true;
}

static bool same_name(const struct parameter *a, const struct parameter *b)
{
    return a->name == b->name && memcmp(a->text, b->text, a->name) == 0;
}

static bool has(const struct parameters *parameters, const struct parameter *wanted)
{
    for (size_t i = 0; i < parameters->count; i++)
        if (parameters->list[i].length == wanted->length && memcmp(parameters->list[i].text, wanted->text, wanted->length) == 0)
            return true;
    return false;
}

static void add_name(struct parameters *names, const struct parameter *parameter)
{
    for (size_t i = 0; i < names->count; i++)
        if (same_name(&names->list[i], parameter))
            return;
    if (names->count < PARAMETERS_MAX)
        names->list[names->count++] = *parameter;
}

/* The names of what one has and the other has not, or with another value. */
static void differing(const struct parameters *a, const struct parameters *b, struct parameters *names)
{
    names->count = 0;
    for (size_t i = 0; i < a->count; i++)
        if (!has(b, &a->list[i]))
            add_name(names, &a->list[i]);
    for (size_t i = 0; i < b->count; i++)
        if (!has(a, &b->list[i]))
            add_name(names, &b->list[i]);
}

/* --- what is known of one --- */

/* Of a path's parameter, or with `path` "" of an origin's. */
static const char *record_key(struct arena *arena, const struct url *url, const char *path, const struct parameter *parameter)
{
    return arena_printf(arena, "%s%s\n%.*s", url_origin(arena, url), path, (int)parameter->name, parameter->text);
}

static struct record *record_of(struct idle *idle, const struct url *url, const char *path, const struct parameter *parameter)
{
    struct arena scratch = {0};
    const char *key = record_key(&scratch, url, path, parameter);
    bool added;
    union map_value *place = map_put(idle->records, key, strlen(key), &added);
    if (added)
        place->pointer = arena_alloc(&idle->arena, sizeof(struct record));
    arena_release(&scratch);
    return place->pointer;
}

/* Whether the pages read prove it. */
static bool is_proved(const struct record *record)
{
    return !record->matters && (record->copies >= IDLE_ENOUGH || record->copies + record->nearly >= IDLE_NEARLY_ENOUGH);
}

static bool makes_none(const struct idle *idle, const struct url *url, const struct parameter *parameter)
{
    struct arena scratch = {0};
    const char *here = record_key(&scratch, url, url->path, parameter), *anywhere = record_key(&scratch, url, "", parameter);
    const union map_value *path = map_get(idle->records, here, strlen(here)), *origin = map_get(idle->records, anywhere, strlen(anywhere));
    const struct record *on_path = path != NULL ? path->pointer : NULL, *on_origin = origin != NULL ? origin->pointer : NULL;
    arena_release(&scratch);
    if (on_path != NULL && (on_path->matters || is_proved(on_path)))
        return !on_path->matters;
    return on_origin != NULL && is_proved(on_origin);
}

enum likeness { COPY, NEARLY, DIFFERENT };

static void note(struct idle *idle, const struct url *url, const struct parameter *parameter, enum likeness likeness)
{
    struct record *path = record_of(idle, url, url->path, parameter), *origin = record_of(idle, url, "", parameter);
    bool path_was = is_proved(path), origin_was = is_proved(origin);
    origin->copies += likeness == COPY && path->copies == 0;
    origin->nearly += likeness == NEARLY && path->nearly == 0;
    path->copies += likeness == COPY;
    path->nearly += likeness == NEARLY;
    path->matters = path->matters || likeness == DIFFERENT;
    origin->matters = origin->matters || likeness == DIFFERENT;
    idle->version += is_proved(path) != path_was || is_proved(origin) != origin_was;
}

/* --- pages --- */

/* But for their digits. */
static bool same_letters(const char *a, const char *b)
{
    for (;; a++, b++) {
        while (text_is_digit(*a))
            a++;
        while (text_is_digit(*b))
            b++;
        if (*a != *b || *a == '\0')
            return *a == *b;
    }
}

static const char *claimed_query(struct arena *arena, const struct url *url, const struct document *document)
{
    struct url canonical;
    if (document->canonical == NULL || url_parse(arena, document->canonical, url, &canonical, NULL) != STATUS_OK ||
        !url_is_http(&canonical) || strcmp(canonical.path, url->path) != 0)
        return NULL;
    return canonical.query != NULL ? canonical.query : "";
}

/* Whether the witness named an address without these as its own. */
static bool disclaims(const struct witness *witness, const struct parameters *names)
{
    struct parameters claimed;
    if (witness->claims == NULL || !split(witness->claims, &claimed))
        return false;
    for (size_t i = 0; i < names->count; i++)
        for (size_t j = 0; j < claimed.count; j++)
            if (same_name(&names->list[i], &claimed.list[j]))
                return false;
    return true;
}

/* `new` is NULL for a copy of what it names as canonical. */
static enum likeness compare(const struct witness *earlier, const struct witness *new, const struct parameters *names)
{
    if (new == NULL)
        return disclaims(earlier, names) ? COPY : DIFFERENT;
    if (page_words_same(&earlier->words, &new->words) && strcmp(earlier->title, new->title) == 0)
        return COPY;
    bool nearly = memcmp(earlier->words.letters, new->words.letters, sizeof new->words.letters) == 0 && same_letters(earlier->title, new->title);
    return nearly ? NEARLY : DIFFERENT;
}

void idle_note(struct idle *idle, const struct url *url, const struct document *document, const struct page_words *words)
{
    struct arena scratch = {0};
    struct witness new = {.title = document != NULL ? document->title : "", .words = *words};
    struct parameters own, other, names, found[2] = {0};
    const char *key = arena_printf(&scratch, "%s%s", url_origin(&scratch, url), url->path);
    bool added;
    if (!split(url->query, &own) || (document != NULL && (document->needs_scripts || !words->enough)))
        goto done;
    union map_value *place = map_put(idle->paths, key, strlen(key), &added);
    if (added)
        place->pointer = arena_alloc(&idle->arena, sizeof(struct path));
    struct path *path = place->pointer;
    for (const struct witness *earlier = path->first; earlier != NULL; earlier = earlier->next) {
        (void)split(earlier->query, &other);
        differing(&other, &own, &names);
        enum likeness likeness = compare(earlier, document != NULL ? &new : NULL, &names);
        if (likeness == DIFFERENT && document != NULL && names.count == 1)
            note(idle, url, &names.list[0], DIFFERENT); /* of more it can't be told which it was */
        for (size_t i = 0; likeness != DIFFERENT && i < names.count; i++)
            add_name(&found[likeness], &names.list[i]);
    }
    for (enum likeness likeness = COPY; likeness <= NEARLY; likeness++)
        for (size_t i = 0; i < found[likeness].count; i++)
            note(idle, url, &found[likeness].list[i], likeness);
    if (document != NULL && path->count < PAGES_KEPT) {
        struct witness *kept = arena_alloc(&idle->arena, sizeof *kept);
        new.query = arena_copy(&idle->arena, url->query);
        new.title = arena_copy(&idle->arena, new.title);
        new.claims = claimed_query(&idle->arena, url, document);
        new.next = path->first;
        *kept = new;
        path->first = kept;
        path->count++;
    }
done:
    arena_release(&scratch);
}

bool idle_strip(const struct idle *idle, const struct url *url, const char *canonical, struct buffer *out)
{
    struct parameters parameters;
    bool kept[PARAMETERS_MAX], stripped = false;
    if (idle->version == 0 || url->query == NULL || !split(url->query, &parameters))
        return false;
    for (size_t i = 0; i < parameters.count; i++) {
        kept[i] = !makes_none(idle, url, &parameters.list[i]);
        stripped = stripped || !kept[i];
    }
    if (!stripped)
        return false;
    buffer_add(out, canonical, strcspn(canonical, "?"));
    char separator = '?';
    for (size_t i = 0; i < parameters.count; i++) {
        if (!kept[i])
            continue;
        buffer_add_char(out, separator);
        buffer_add(out, parameters.list[i].text, parameters.list[i].length);
        separator = '&';
    }
    return true;
}
