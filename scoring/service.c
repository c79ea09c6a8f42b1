#include "scoring/service.h"

#include <math.h>

/* Tried on coded pages: the first heading says most, the title nearly as much but with the
 * site's own name in it. */
static const double FIRST_HEADING = 6, TITLE = 4, HEADING = 1.5, TEXT = 2;
/* "Health" stands beside the name of nearly every service that the NHS runs: a paediatric
 * physiotherapy clinic is therapies. It wins where nothing more specific is as strong. */
static const char GENERAL[] = "health";
static const double GENERAL_COUNTS = 0.75;
enum { TITLE_WORDS = 60 };

void service_names_init(struct service_names *names, const struct terms *terms, struct arena *arena)
{
    *names = (struct service_names){0};
    for (size_t i = 0; i < terms_class_count(terms) && names->count < SERVICES_MAX; i++) {
        const char *name = terms_class_name(terms, (int)i);
        if (strncmp(name, "svc_", 4) != 0)
            continue;
        char *id = arena_copy(arena, name + 4);
        for (char *c = id; *c != '\0'; c++)
            if (*c == '_')
                *c = '-';
        names->classes[names->count] = (int)i;
        names->ids[names->count++] = id;
    }
}

static void count_tokens(const struct service_names *names, const struct token *tokens, size_t count, double *hits)
{
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < names->count; j++) {
            bool phrase = class_has(&tokens[i].phrases, names->classes[j]);
            hits[j] += phrase ? 1 : class_has(&tokens[i].classes, names->classes[j]) ? 0.7 : 0;
        }
}

static void add_capped(double *weights, const double *hits, size_t count, double factor, double cap)
{
    for (size_t i = 0; i < count; i++)
        weights[i] += factor * (hits[i] < cap ? hits[i] : cap);
}

/* A title's parts are the page's name and the site's, in either order: the site's part is
 * the one that names a council, a directory or a Local Offer with others. */
static size_t title_page_part(const char *title, size_t *length)
{
    static const char *const marks[] = {" | ", " - ", " :: ", " \xE2\x80\x93 ", " \xE2\x80\x94 ", " > "};
    size_t end = strlen(title);
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        const char *mark = strstr(title, marks[i]);
        if (mark != NULL && (size_t)(mark - title) < end)
            end = (size_t)(mark - title);
    }
    *length = end;
    return 0;
}

void service_weigh(const struct service_names *names, const struct terms *terms, const struct reading *reading, double *weights)
{
    const struct document *document = reading->document;
    double first[SERVICES_MAX] = {0}, title[SERVICES_MAX] = {0}, headings[SERVICES_MAX] = {0}, text[SERVICES_MAX] = {0};
    bool first_seen = false;
    for (size_t i = 0; i < reading->segments.count; i++) {
        const struct unit *unit = &reading->segments.units[i];
        const struct token *tokens = reading->segments.tokens.items + unit->first;
        const struct block *block = &document->blocks[unit->block];
        bool heading = block->kind == BLOCK_HEADING;
        if (heading && !first_seen && block->level <= 2) {
            count_tokens(names, tokens, unit->count, first);
            first_seen = true;
        } else if (!unit->context.link) {
            count_tokens(names, tokens, unit->count, heading ? headings : text);
        }
    }
    struct word_reader *reader = words_new();
    struct token_list list = {.limit = TITLE_WORDS};
    size_t length, start = title_page_part(document->title, &length);
    terms_read(terms, reader, document->title + start, length, 0, &list);
    count_tokens(names, list.items, list.count, title);
    free(list.items);
    words_free(reader);
    memset(weights, 0, names->count * sizeof *weights);
    add_capped(weights, first, names->count, FIRST_HEADING, 2);
    add_capped(weights, title, names->count, TITLE, 2);
    add_capped(weights, headings, names->count, HEADING, 3);
    for (size_t i = 0; i < names->count; i++)
        weights[i] = (weights[i] + TEXT * log1p(text[i])) * (strcmp(names->ids[i], GENERAL) == 0 ? GENERAL_COUNTS : 1);
}

const char *service_pick(const struct service_names *names, const double *weights)
{
    const char *best = "other";
    double most = 0;
    for (size_t i = 0; i < names->count; i++)
        if (weights[i] > most) {
            most = weights[i];
            best = names->ids[i];
        }
    return best;
}
