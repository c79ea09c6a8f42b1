#include "crawler/frontier/idle.h"

#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/memory.h"
#include "base/text.h"
#include "crawler/url/url_parts.h"

enum { PAGES_KEPT = 8 }; /* of a group, to compare with */

/* A page that was read. */
struct witness {
    struct witness *next;
    const char *url;
    const char *claims;    /* its canonical address, NULL where that is another page's */
    const char *title;
    struct page_words words;
};

struct group {
    struct witness *first;
    size_t count;
};

/* Of one part: of a group the copies that were read, of a host the groups that had one. What differs only in its
 * numbers may hold the time of day or another telephone number, and is less of a proof. */
struct record {
    int copies, nearly;
    bool matters;
};

struct idle {
    struct arena arena;
    struct map *groups, *records;
    unsigned version, fold_version;
};

struct idle *idle_new(void)
{
    struct idle *idle = memory_alloc(sizeof *idle);
    idle->groups = map_new();
    idle->records = map_new();
    return idle;
}

void idle_free(struct idle *idle)
{
    if (idle == NULL)
        return;
    map_free(idle->groups);
    map_free(idle->records);
    arena_release(&idle->arena);
    free(idle);
}

unsigned idle_version(const struct idle *idle)
{
    return idle->version;
}

unsigned idle_fold_version(const struct idle *idle)
{
    return idle->fold_version;
}

/* --- comparing --- */

static bool form_of_text(struct arena *arena, const char *address, struct url_form *out)
{
    struct url url;
    return url_parse(arena, address, NULL, &url, NULL) == STATUS_OK && url_is_http(&url) && url_parts_take(arena, &url, out);
}

struct names {
    const struct url_part *list[URL_PARTS_MAX];
    size_t count;
};

static bool same_text(struct url_text a, struct url_text b)
{
    return a.length == b.length && memcmp(a.at, b.at, a.length) == 0;
}

static bool same_name(const struct url_part *a, const struct url_part *b)
{
    return a->kind == b->kind && same_text(a->name, b->name);
}

static bool has(const struct url_form *form, const struct url_part *wanted)
{
    for (size_t i = 0; i < form->count; i++)
        if (same_name(&form->list[i], wanted) && same_text(form->list[i].value, wanted->value))
            return true;
    return false;
}

static void add_name(struct names *names, const struct url_part *part)
{
    for (size_t i = 0; i < names->count; i++)
        if (same_name(names->list[i], part))
            return;
    if (names->count < URL_PARTS_MAX)
        names->list[names->count++] = part;
}

/* What one has and the other has not, or with another value. */
static void differing(const struct url_form *a, const struct url_form *b, struct names *names)
{
    names->count = 0;
    for (size_t i = 0; i < a->count; i++)
        if (!has(b, &a->list[i]))
            add_name(names, &a->list[i]);
    for (size_t i = 0; i < b->count; i++)
        if (!has(a, &b->list[i]))
            add_name(names, &b->list[i]);
}

static bool only_writing(const struct names *names)
{
    for (size_t i = 0; i < names->count; i++)
        if (!url_part_is_writing(names->list[i]->kind))
            return false;
    return names->count > 0;
}

/* --- what is known of a part --- */

/* Of a group's part, or with `group` "" of a host's. */
static const char *record_key(struct arena *arena, const struct url *url, const char *group, const struct url_part *part)
{
    return arena_printf(arena, "%s:%d\n%s\n%d%.*s", url_without_www(url->host), url->port, group, (int)part->kind, (int)part->name.length, part->name.at);
}

static struct record *record_of(struct idle *idle, const struct url *url, const char *group, const struct url_part *part)
{
    struct arena scratch = {0};
    const char *key = record_key(&scratch, url, group, part);
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

static bool makes_none(const struct idle *idle, const struct url *url, const char *group, const struct url_part *part)
{
    struct arena scratch = {0};
    const char *here = record_key(&scratch, url, group, part), *anywhere = record_key(&scratch, url, "", part);
    const union map_value *by_group = map_get(idle->records, here, strlen(here)), *by_host = map_get(idle->records, anywhere, strlen(anywhere));
    const struct record *of_group = by_group != NULL ? by_group->pointer : NULL, *of_host = by_host != NULL ? by_host->pointer : NULL;
    arena_release(&scratch);
    if (part->kind >= URL_PART_SEGMENT) /* its pages have paths of their own: "/s/9f8e7d6c5b4a/" is a front page in a session, or one club of many */
        return of_host != NULL && is_proved(of_host) && (!part->last || (of_group != NULL && is_proved(of_group)));
    if (of_group != NULL && (of_group->matters || is_proved(of_group)))
        return !of_group->matters;
    return of_host != NULL && is_proved(of_host);
}

enum likeness { COPY, NEARLY, DIFFERENT };

static void note(struct idle *idle, const struct url *url, const char *group, const struct url_part *part, enum likeness likeness)
{
    struct record *here = record_of(idle, url, group, part), *host = record_of(idle, url, "", part);
    bool here_was = is_proved(here), host_was = is_proved(host);
    host->copies += likeness == COPY && here->copies == 0 && !part->last;
    host->nearly += likeness == NEARLY && here->nearly == 0 && !part->last;
    here->copies += likeness == COPY;
    here->nearly += likeness == NEARLY;
    here->matters = here->matters || likeness == DIFFERENT;
    host->matters = host->matters || likeness == DIFFERENT;
    bool turned = is_proved(here) != here_was || is_proved(host) != host_was;
    if (url_part_is_writing(part->kind))
        idle->fold_version += turned;
    else
        idle->version += turned;
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

/* Whether `group` is the other one behind a segment that a machine made: "/s/9f8e7d6c5b4a/page" of "/page". */
static bool is_behind_segment(const char *group, const char *other)
{
    const char *path = strchr(strstr(other, "://") + 3, '/'), *segment = strstr(group, "/*/");
    size_t origin = path != NULL ? (size_t)(path - other) : 0;
    return path != NULL && segment != NULL && strncmp(group, other, origin) == 0 && group[origin] == '/' && strcmp(segment + 2, path) == 0;
}

static const char *claimed_address(struct idle *idle, const struct url *url, const char *group, const struct document *document)
{
    struct arena scratch = {0};
    struct url canonical;
    struct url_form form;
    bool claimed = document->canonical != NULL && url_parse(&scratch, document->canonical, url, &canonical, NULL) == STATUS_OK &&
                   url_is_http(&canonical) && url_parts_take(&scratch, &canonical, &form) &&
                   (strcmp(form.group, group) == 0 || is_behind_segment(group, form.group));
    const char *claims = claimed ? arena_copy(&idle->arena, canonical.href) : NULL;
    arena_release(&scratch);
    return claims;
}

/* Whether the witness named an address without these as its own; how it is written says nothing. */
static bool disclaims(struct arena *scratch, const struct witness *witness, const struct names *names)
{
    struct url_form claimed;
    if (only_writing(names))
        return true;
    if (witness->claims == NULL || !form_of_text(scratch, witness->claims, &claimed))
        return false;
    for (size_t i = 0; i < names->count; i++)
        for (size_t j = 0; j < claimed.count && !url_part_is_writing(names->list[i]->kind); j++)
            if (same_name(names->list[i], &claimed.list[j]))
                return false;
    return true;
}

static enum likeness compare(const struct witness *earlier, const char *title, const struct page_words *words)
{
    if (page_words_same(&earlier->words, words) && strcmp(earlier->title, title) == 0)
        return COPY;
    bool nearly = memcmp(earlier->words.letters, words->letters, sizeof words->letters) == 0 && same_letters(earlier->title, title);
    return nearly ? NEARLY : DIFFERENT;
}

static struct group *group_at(const struct idle *idle, const char *key)
{
    const union map_value *place = map_get(idle->groups, key, strlen(key));
    return place != NULL ? place->pointer : NULL;
}

static void keep(struct idle *idle, const struct url *url, const char *key, const struct document *document, const struct page_words *words)
{
    struct group *group = group_at(idle, key);
    if (group == NULL)
        map_put(idle->groups, key, strlen(key), NULL)->pointer = group = arena_alloc(&idle->arena, sizeof *group);
    if (group->count == PAGES_KEPT)
        return;
    struct witness *kept = arena_alloc(&idle->arena, sizeof *kept);
    kept->url = arena_copy(&idle->arena, url->href);
    kept->title = arena_copy(&idle->arena, document->title);
    kept->claims = claimed_address(idle, url, key, document);
    kept->words = *words;
    kept->next = group->first;
    group->first = kept;
    group->count++;
}

void idle_note(struct idle *idle, const struct url *url, const struct document *document, const struct page_words *words)
{
    struct arena scratch = {0};
    struct url_form own, other[PAGES_KEPT];
    struct names names, found[2] = {0};
    if (!url_parts_take(&scratch, url, &own) || (document != NULL && (document->needs_scripts || !words->enough)))
        goto done;
    const struct group *group = group_at(idle, own.group);
    size_t i = 0;
    for (const struct witness *earlier = group != NULL ? group->first : NULL; earlier != NULL; earlier = earlier->next, i++) {
        if (!form_of_text(&scratch, earlier->url, &other[i]))
            continue;
        differing(&other[i], &own, &names);
        enum likeness likeness = document != NULL                         ? compare(earlier, document->title, words)
                                 : disclaims(&scratch, earlier, &names) ? COPY
                                                                        : DIFFERENT;
        if (likeness == DIFFERENT && document != NULL && names.count == 1)
            note(idle, url, own.group, names.list[0], DIFFERENT); /* of more it can't be told which it was */
        for (size_t j = 0; likeness != DIFFERENT && j < names.count; j++)
            add_name(&found[likeness], names.list[j]);
    }
    for (enum likeness likeness = COPY; likeness <= NEARLY; likeness++)
        for (size_t j = 0; j < found[likeness].count; j++)
            note(idle, url, own.group, found[likeness].list[j], likeness);
    if (document != NULL)
        keep(idle, url, own.group, document, words);
done:
    arena_release(&scratch);
}

void idle_note_redirect(struct idle *idle, const struct url *url, const struct url *final)
{
    struct arena scratch = {0};
    struct url_form from, to;
    struct names names;
    if (url_parts_take(&scratch, url, &from) && url_parts_take(&scratch, final, &to) && strcmp(from.group, to.group) == 0) {
        differing(&from, &to, &names);
        for (size_t i = 0; only_writing(&names) && i < names.count; i++)
            note(idle, final, to.group, names.list[i], COPY);
    }
    arena_release(&scratch);
}

bool idle_is_copy(const struct idle *idle, const struct url *url, const struct document *document, const struct page_words *words)
{
    struct arena scratch = {0};
    struct url_form own, other;
    struct names names;
    bool copy = false;
    if (words->enough && !document->needs_scripts && url_parts_take(&scratch, url, &own)) {
        const struct group *group = group_at(idle, own.group);
        for (const struct witness *earlier = group != NULL ? group->first : NULL; earlier != NULL && !copy; earlier = earlier->next) {
            if (compare(earlier, document->title, words) != COPY || !form_of_text(&scratch, earlier->url, &other))
                continue;
            differing(&other, &own, &names);
            copy = only_writing(&names);
        }
    }
    arena_release(&scratch);
    return copy;
}

/* --- addresses without what makes no difference --- */

struct leaving {
    const struct idle *idle;
    const struct url *url;
    const char *group;
    bool writing, left;    /* what is wanted; whether there was any */
};

static bool leave_out(void *context, const struct url_part *part)
{
    struct leaving *leaving = context;
    bool out = (leaving->writing || !url_part_is_writing(part->kind)) && makes_none(leaving->idle, leaving->url, leaving->group, part);
    leaving->left = leaving->left || out;
    return out;
}

/* Returns whether anything is left out. */
static bool leave(const struct idle *idle, const struct url *url, bool writing, struct buffer *out)
{
    struct arena scratch = {0};
    struct url_form form;
    struct leaving leaving = {.idle = idle, .url = url, .writing = writing};
    size_t start = out->length;
    if (url_parts_take(&scratch, url, &form)) {
        leaving.group = form.group;
        url_parts_without(url, leave_out, &leaving, out);
    }
    arena_release(&scratch);
    if (!leaving.left && !writing)
        buffer_cut(out, start);
    return leaving.left;
}

bool idle_strip(const struct idle *idle, const struct url *url, struct buffer *out)
{
    return idle->version > 0 && leave(idle, url, false, out);
}

bool idle_fold(const struct idle *idle, const struct url *url, struct buffer *out)
{
    size_t start = out->length;
    if (idle->fold_version == 0)
        return false;
    (void)leave(idle, url, true, out);
    return out->length > start;
}
