#include "scoring/page/service.h"

#include <string.h>

#include "base/csv.h"
#include "base/limits.h"
#include "scoring/page/reading.h"

static const double OF_A_WORD = 0.7;
enum { TITLE_WORDS = 60 };

static void read_classes(const struct terms *terms, struct arena *arena, struct service_names *names)
{
    for (size_t i = 0; i < terms_class_count(terms) && names->count < SERVICES_MAX; i++) {
        const char *name = terms_class_name(terms, (int)i);
        if (strncmp(name, "svc_", 4) != 0)
            continue;
        char *id = arena_copy(arena, name + 4);
        for (char *c = id; *c != '\0'; c++)
            if (*c == '_')
                *c = '-';
        names->classes[names->count] = (int)i;
        class_add(&names->all, (int)i);
        names->sectors[names->count] = SECTOR_ANY;
        names->ids[names->count++] = id;
    }
}

static int sector_called(const char *word)
{
    for (size_t i = 0; i < SECTOR_COUNT; i++)
        if (strcmp(service_sector_word(i), word) == 0)
            return (int)i;
    return SECTOR_ANY;
}

static int index_of(const struct service_names *names, const char *id)
{
    for (size_t i = 0; i < names->count; i++)
        if (strcmp(names->ids[i], id) == 0)
            return (int)i;
    return -1;
}

static enum status read_sectors(const char *path, const struct csv_table *table, struct service_names *names, struct error *err)
{
    int service = csv_column(table, "service"), sector = csv_column(table, "sector");
    if (service < 0 || sector < 0)
        return error_set(err, STATUS_INPUT, "%s: the columns 'service' and 'sector' are wanted", path);
    for (size_t i = 0; i < table->count; i++) {
        const char *id = csv_cell(&table->rows[i], service), *word = csv_cell(&table->rows[i], sector);
        int index = index_of(names, id), number = sector_called(word);
        if (index < 0)
            return error_set(err, STATUS_INPUT, "%s:%zu: '%s' is no service; seeds/terms has no class svc_ of that name", path,
                             table->rows[i].line, id);
        if (number == SECTOR_ANY && word[0] != '\0')
            return error_set(err, STATUS_INPUT, "%s:%zu: '%s' is no sector; use edu, health, social, vol or nothing", path,
                             table->rows[i].line, word);
        names->sectors[index] = number;
    }
    return STATUS_OK;
}

enum status service_names_load(const char *seeds, const struct terms *terms, struct arena *arena, struct service_names *names, struct error *err)
{
    char *path = arena_printf(arena, "%s/rubric/sectors.csv", seeds);
    struct csv_table table;
    *names = (struct service_names){0};
    read_classes(terms, arena, names);
    enum status status = csv_load(path, LIMIT_SEED_BYTES, &table, err);
    if (status == STATUS_OK)
        status = read_sectors(path, &table, names, err);
    csv_release(&table);
    return status;
}

int service_sector(const struct service_names *names, const char *id)
{
    int index = index_of(names, id);
    return index < 0 ? SECTOR_ANY : names->sectors[index];
}

int service_runner(const struct service_names *names, const char *id, const char *publisher)
{
    int sector = service_sector(names, id), publishes = publisher != NULL ? sector_called(publisher) : SECTOR_ANY;
    if (publishes != SECTOR_ANY)
        return publishes;
    return publisher != NULL && sector == SECTOR_VOL ? SECTOR_ANY : sector;
}

const char *service_sector_word(size_t sector)
{
    static const char *const words[SECTOR_COUNT] = {"edu", "health", "social", "vol"};
    return words[sector];
}

static void count_tokens(const struct service_names *names, const struct token *tokens, size_t count, double *hits)
{
    for (size_t i = 0; i < count; i++) {
        if (!token_in(&tokens[i], &names->all))
            continue;
        for (size_t j = 0; j < names->count; j++) {
            if (class_has(&tokens[i].phrases, names->classes[j]))
                hits[j] += 1;
            else if (class_has(&tokens[i].classes, names->classes[j]))
                hits[j] += OF_A_WORD;
        }
    }
}

static void count_title(const struct service_names *names, const struct terms *terms, struct word_reader *reader, const char *title,
                        struct service_hits *hits)
{
    struct token_list page = {.limit = TITLE_WORDS}, site = {.limit = TITLE_WORDS};
    size_t page_part = document_title_own_length(title);
    terms_read(terms, reader, title, page_part, 0, &page);
    terms_read(terms, reader, title + page_part, strlen(title + page_part), 0, &site);
    count_tokens(names, page.items, page.count, hits->times[SERVICE_TITLE]);
    count_tokens(names, site.items, site.count, hits->times[SERVICE_SITE]);
    free(page.items);
    free(site.items);
}

void service_find(const struct service_names *names, const struct terms *terms, struct word_reader *reader, const struct reading *reading,
                  struct service_hits *hits)
{
    const struct document *document = reading->document;
    *hits = (struct service_hits){0};
    bool first_seen = false;
    for (size_t i = 0; i < reading->segments.count; i++) {
        const struct unit *unit = &reading->segments.units[i];
        const struct token *tokens = reading->segments.tokens.items + unit->first;
        const struct block *block = &document->blocks[unit->block];
        bool heading = block->kind == BLOCK_HEADING;
        enum service_place place = !heading ? SERVICE_TEXT : !first_seen && block->level <= 2 ? SERVICE_FIRST_HEADING : SERVICE_HEADINGS;
        first_seen = first_seen || place == SERVICE_FIRST_HEADING;
        if (place == SERVICE_FIRST_HEADING || !unit->context.link)
            count_tokens(names, tokens, unit->count, hits->times[place]);
    }
    count_title(names, terms, reader, document->title, hits);
}

const char *service_place_word(enum service_place place)
{
    static const char *const words[SERVICE_PLACE_COUNT] = {"title", "site", "first", "headings", "text"};
    return words[place];
}
