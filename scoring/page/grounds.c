#include "scoring/page/grounds.h"

#include <cjson/cJSON.h>

#include "base/buffer.h"
#include "base/json_file.h"
#include "base/limits.h"
#include "base/text.h"

enum { TARGETS_MAX = 8, KINDS_MAX = 8, SIGNALS_MAX = 16, ROLES_NAMED_MAX = 8, HEADING_SHOWN = 70 };
/* A sentence is quoted for its role from SHOWN up; as the nearest thing from NEAREST up. */
static const float SHOWN = 0.35f, NEAREST = 0.05f;

/* A signal with what is said where it stands. */
struct sign {
    int signal;        /* -1: always */
    const char *text;  /* why it did not count, or the reason */
};

struct sign_list {
    struct sign items[SIGNALS_MAX];
    size_t count;
};

/* The roles whose sentences are quoted; the first counts in full, the others less. */
struct role_list {
    size_t items[ROLES_NAMED_MAX];
    size_t count;
};

struct target_grounds {
    const char *name;
    const char *nearest; /* why the nearest sentence did not count */
    struct role_list yes_roles, concerns_roles;
    struct sign_list yes, concerns, near_miss, reasons_concerns, reasons_no;
};

struct kind_grounds {
    const char *name;
    struct sign_list signals;
};

struct grounds {
    struct arena arena;
    const struct roles *roles;
    struct target_grounds targets[TARGETS_MAX];
    size_t count;
    struct kind_grounds kinds[KINDS_MAX];
    size_t kind_count;
};

struct loader {
    struct grounds *grounds;
    const struct cues *cues;
    const struct roles *roles; /* NULL while weights are being learnt */
    const char *path, *target;
    struct error *err;
};

static enum status wrong(const struct loader *loader, const char *key, const char *what)
{
    return error_set(loader->err, STATUS_INPUT, "%s: %s: \"%s\": %s", loader->path, loader->target, key, what);
}

/* One item: "signal", or {"signal": ..., TEXT_KEY: ...} where the signal may be absent. */
static enum status read_sign(struct loader *loader, const cJSON *item, const char *key, const char *text_key, struct sign *sign)
{
    const cJSON *signal = cJSON_IsString(item) ? item : cJSON_GetObjectItemCaseSensitive(item, "signal");
    sign->signal = -1;
    if (signal != NULL) {
        sign->signal = cJSON_IsString(signal) ? cues_signal(loader->cues, signal->valuestring) : -1;
        if (sign->signal < 0)
            return error_set(loader->err, STATUS_INPUT, "%s: %s: \"%s\": no cue gives the signal '%s'", loader->path, loader->target, key,
                             cJSON_IsString(signal) ? signal->valuestring : "?");
    }
    if (text_key == NULL)
        return signal != NULL ? STATUS_OK : wrong(loader, key, "must hold signals");
    const cJSON *text = cJSON_GetObjectItemCaseSensitive(item, text_key);
    if (!cJSON_IsString(text))
        return wrong(loader, key, "every entry needs its text");
    sign->text = arena_copy(&loader->grounds->arena, text->valuestring);
    return STATUS_OK;
}

static enum status read_signs(struct loader *loader, const cJSON *object, const char *key, const char *text_key, struct sign_list *list)
{
    const cJSON *array = cJSON_GetObjectItemCaseSensitive(object, key);
    if (!cJSON_IsArray(array) || cJSON_GetArraySize(array) > SIGNALS_MAX)
        return wrong(loader, key, "must be an array of 16 entries at most");
    const cJSON *item;
    enum status status = STATUS_OK;
    cJSON_ArrayForEach(item, array)
    {
        if (status == STATUS_OK)
            status = read_sign(loader, item, key, text_key, &list->items[list->count++]);
    }
    return status;
}

static enum status read_roles(struct loader *loader, const cJSON *object, const char *key, struct role_list *list)
{
    const cJSON *array = cJSON_GetObjectItemCaseSensitive(object, key), *item;
    if (loader->roles == NULL || array == NULL)
        return STATUS_OK;
    if (!cJSON_IsArray(array) || cJSON_GetArraySize(array) > ROLES_NAMED_MAX)
        return wrong(loader, key, "must be an array of 8 roles at most");
    cJSON_ArrayForEach(item, array)
    {
        int role = cJSON_IsString(item) ? roles_find(loader->roles, item->valuestring) : -1;
        if (role < 0)
            return wrong(loader, key, "names a role that sentences.csv does not have");
        list->items[list->count++] = (size_t)role;
    }
    return STATUS_OK;
}

static enum status read_target(struct loader *loader, const cJSON *object)
{
    loader->target = object->string;
    if (loader->grounds->count == TARGETS_MAX)
        return wrong(loader, "targets", "8 at most");
    struct target_grounds *target = &loader->grounds->targets[loader->grounds->count++];
    target->name = arena_copy(&loader->grounds->arena, object->string);
    const cJSON *reasons = cJSON_GetObjectItemCaseSensitive(object, "reasons");
    enum status status = read_signs(loader, object, "yes", NULL, &target->yes);
    if (status == STATUS_OK)
        status = read_signs(loader, object, "concerns", NULL, &target->concerns);
    if (status == STATUS_OK)
        status = read_signs(loader, object, "near_miss", "why", &target->near_miss);
    if (status == STATUS_OK)
        status = read_signs(loader, reasons, "concerns", "reason", &target->reasons_concerns);
    if (status == STATUS_OK)
        status = read_signs(loader, reasons, "no", "reason", &target->reasons_no);
    if (status == STATUS_OK)
        status = read_roles(loader, object, "yes_roles", &target->yes_roles);
    if (status == STATUS_OK)
        status = read_roles(loader, object, "concerns_roles", &target->concerns_roles);
    const cJSON *nearest = cJSON_GetObjectItemCaseSensitive(object, "nearest");
    if (cJSON_IsString(nearest))
        target->nearest = arena_copy(&loader->grounds->arena, nearest->valuestring);
    return status;
}

static enum status read_kinds(struct loader *loader, const cJSON *kinds)
{
    loader->target = "kinds";
    if (!cJSON_IsObject(kinds))
        return wrong(loader, "kinds", "must be an object");
    enum status status = STATUS_OK;
    for (const cJSON *item = kinds->child; item != NULL && status == STATUS_OK; item = item->next) {
        if (loader->grounds->kind_count == KINDS_MAX)
            return wrong(loader, item->string, "is one too many (8 at most)");
        struct kind_grounds *kind = &loader->grounds->kinds[loader->grounds->kind_count++];
        kind->name = arena_copy(&loader->grounds->arena, item->string);
        status = read_signs(loader, kinds, item->string, NULL, &kind->signals);
    }
    return status;
}

enum status grounds_load(const char *seeds, const struct cues *cues, const struct roles *roles, struct grounds **out, struct error *err)
{
    struct grounds *grounds = memory_alloc(sizeof *grounds);
    grounds->roles = roles;
    struct loader loader = {.grounds = grounds, .cues = cues, .roles = roles, .target = "", .err = err,
                            .path = arena_printf(&grounds->arena, "%s/rubric/evidence.json", seeds)};
    cJSON *root;
    enum status status = json_file_read(loader.path, &root, err);
    const cJSON *targets = cJSON_GetObjectItemCaseSensitive(root, "targets");
    if (status == STATUS_OK && !cJSON_IsObject(targets))
        status = wrong(&loader, "targets", "is not an object");
    for (const cJSON *item = status == STATUS_OK ? targets->child : NULL; item != NULL && status == STATUS_OK; item = item->next)
        status = read_target(&loader, item);
    if (status == STATUS_OK)
        status = read_kinds(&loader, cJSON_GetObjectItemCaseSensitive(root, "kinds"));
    cJSON_Delete(root);
    if (status != STATUS_OK) {
        grounds_free(grounds);
        return status;
    }
    *out = grounds;
    return STATUS_OK;
}

void grounds_free(struct grounds *grounds)
{
    if (grounds == NULL)
        return;
    arena_release(&grounds->arena);
    free(grounds);
}

const char *grounds_kind(const struct grounds *grounds, size_t place)
{
    return place < grounds->kind_count ? grounds->kinds[place].name : NULL;
}

bool grounds_bear_kind(const struct grounds *grounds, const struct reading *reading, const char *kind)
{
    for (size_t i = 0; i < grounds->kind_count; i++) {
        const struct kind_grounds *told = &grounds->kinds[i];
        if (strcmp(told->name, kind) != 0)
            continue;
        for (size_t k = 0; k < told->signals.count; k++)
            if (reading->signal_units[told->signals.items[k].signal] > 0)
                return true;
        return false;
    }
    return true;
}

/* Bytes of at most LIMIT_QUOTE_WORDS words and LIMIT_QUOTE_BYTES. */
static size_t quote_bytes(const char *text, size_t length)
{
    size_t words = 0, at = 0;
    while (at < length) {
        if (text[at] == ' ' && ++words == LIMIT_QUOTE_WORDS)
            break;
        at++;
    }
    return text_cut(text, at, LIMIT_QUOTE_BYTES);
}

static const char *kind_words(const struct block *block)
{
    switch (block->kind) {
    case BLOCK_HEADING:
        return "heading";
    case BLOCK_LIST_ITEM:
        return "list";
    case BLOCK_CELL:
    case BLOCK_HEADER_CELL:
        return "table";
    case BLOCK_TERM:
    case BLOCK_DEFINITION:
        return "details";
    case BLOCK_QUOTE:
        return "quotation";
    case BLOCK_LABEL:
    case BLOCK_BUTTON:
        return "form";
    case BLOCK_IMAGE_TEXT:
        return "picture’s description";
    default:
        return "text";
    }
}

const char *grounds_place(const struct document *document, struct arena *arena, const struct block *block)
{
    const struct block *heading = block->heading >= 0 && (size_t)block->heading < document->block_count ? &document->blocks[block->heading] : NULL;
    const char *page = block->page > 0 ? arena_printf(arena, "page %u, ", (unsigned)block->page) : "";
    const char *scripts = document->rendered ? ", once the page’s " EVIDENCE_RENDERED : "";
    if (heading == NULL || heading == block)
        return arena_printf(arena, "%s%s%s", page, kind_words(block), scripts);
    size_t shown = text_cut(heading->text, heading->length, HEADING_SHOWN);
    return arena_printf(arena, "%s%s under “%.*s%s”%s", page, kind_words(block), (int)shown, heading->text,
                        shown < heading->length ? "\xE2\x80\xA6" : "", scripts);
}

struct evidence grounds_quote(const struct fact_rules *facts, const struct reading *reading, struct arena *arena, size_t block_index,
                              size_t offset, size_t length, const char *cue)
{
    const struct block *block = &reading->document->blocks[block_index];
    struct buffer masked;
    buffer_init(&masked, LIMIT_QUOTE_BYTES * 8);
    /* A sentence without an end is cut before it is masked too: past its ceiling a buffer keeps nothing. */
    facts_mask(facts, reading->reader->scratch, block->text + offset, text_cut(block->text + offset, length, (size_t)LIMIT_QUOTE_BYTES * 2), &masked);
    size_t bytes = quote_bytes(buffer_text(&masked), masked.length);
    struct evidence evidence = {.quote = arena_copy_n(arena, buffer_text(&masked), bytes), .where = grounds_place(reading->document, arena, block),
                                .cue = arena_copy(arena, cue), .url = reading->url, .block = (int32_t)block_index};
    buffer_release(&masked);
    return evidence;
}

/* How well a unit shows what a list of signals wants: earlier signals weigh more. */
static unsigned unit_worth(const struct reading *reading, const struct sign_list *list, size_t first_hit, size_t end_hit, uint32_t *cue)
{
    unsigned worth = 0, best = 0;
    for (size_t i = 0; i < list->count; i++)
        for (size_t j = first_hit; j < end_hit; j++) {
            if (reading->hits[j].signal != list->items[i].signal)
                continue;
            unsigned weight = (unsigned)(list->count - i) * 4;
            worth += weight;
            if (weight > best) {
                best = weight;
                *cue = reading->hits[j].cue;
            }
            break;
        }
    return worth;
}

struct candidate {
    uint32_t unit;
    const char *by;   /* the cue or the role that found it */
    double worth;
};

static int by_worth(const void *a, const void *b)
{
    const struct candidate *left = a, *right = b;
    if (left->worth < right->worth || left->worth > right->worth)
        return left->worth < right->worth ? 1 : -1;
    return (left->unit > right->unit) - (left->unit < right->unit);
}

static int by_unit(const void *a, const void *b)
{
    const struct candidate *left = a, *right = b;
    return (left->unit > right->unit) - (left->unit < right->unit);
}

struct candidate_list {
    struct candidate *items;
    size_t count, capacity;
};

static void add_candidate(struct candidate_list *list, size_t unit, const char *by, double worth)
{
    MEMORY_PUSH_ROOM(list->items, list->count, list->capacity);
    list->items[list->count++] = (struct candidate){.unit = (uint32_t)unit, .by = by, .worth = worth};
}

/* Every unit with one of the signals, best first. */
static struct candidate_list find_by_signals(const struct cues *cues, const struct reading *reading, const struct sign_list *list)
{
    struct candidate_list found = {0};
    for (size_t i = 0; i < reading->hit_count;) {
        size_t end = i;
        while (end < reading->hit_count && reading->hits[end].unit == reading->hits[i].unit)
            end++;
        uint32_t cue = 0;
        unsigned worth = unit_worth(reading, list, i, end, &cue);
        if (worth > 0)
            add_candidate(&found, reading->hits[i].unit, cues_id(cues, cue), worth);
        i = end;
    }
    if (found.count > 1)
        qsort(found.items, found.count, sizeof *found.items, by_worth);
    return found;
}

/* Every unit that has one of the roles at `least` or more, best first. A heading promises and seldom says. */
static struct candidate_list find_by_roles(const struct grounds *grounds, const struct reading *reading, const struct role_list *list, float least)
{
    struct candidate_list found = {0};
    size_t count = grounds->roles != NULL && reading->roles != NULL ? roles_count(grounds->roles) : 0;
    for (size_t i = 0; count > 0 && i < reading->segments.count; i++) {
        size_t best_role = 0;
        float best = 0;
        for (size_t j = 0; j < list->count; j++) {
            float value = reading->roles[i * count + list->items[j]] * (j == 0 ? 1.0f : 0.8f);
            if (reading->segments.units[i].context.place == PLACE_HEADING)
                value *= 0.5f;
            if (value > best) {
                best = value;
                best_role = list->items[j];
            }
        }
        if (best >= least)
            add_candidate(&found, i, roles_name(grounds->roles, best_role), (double)best);
    }
    if (found.count > 1)
        qsort(found.items, found.count, sizeof *found.items, by_worth);
    return found;
}

static struct evidence quote_unit(const struct fact_rules *facts, const struct reading *reading, struct arena *arena,
                                  const struct candidate *candidate)
{
    const struct unit *unit = &reading->segments.units[candidate->unit];
    return grounds_quote(facts, reading, arena, unit->block, unit->offset, unit->length, candidate->by);
}

/* The sentences of the roles; where there is none, those of the signals; else the likeliest one. */
static struct candidate_list find_evidence(const struct grounds *grounds, const struct role_list *roles, const struct sign_list *signs,
                                           const struct cues *cues, const struct reading *reading)
{
    struct candidate_list found = find_by_roles(grounds, reading, roles, SHOWN);
    if (found.count == 0)
        found = find_by_signals(cues, reading, signs);
    if (found.count == 0)
        found = find_by_roles(grounds, reading, roles, NEAREST);
    return found;
}

static void add_evidence(const struct grounds *grounds, const struct role_list *roles, const struct sign_list *signs, const struct cues *cues,
                         const struct fact_rules *facts, const struct reading *reading, struct arena *arena, struct judgement *judgement)
{
    struct candidate_list found = find_evidence(grounds, roles, signs, cues, reading);
    size_t count = found.count < LIMIT_EVIDENCE ? found.count : LIMIT_EVIDENCE;
    if (count > 1)
        qsort(found.items, count, sizeof *found.items, by_unit);
    judgement->evidence = arena_array(arena, count + 1, sizeof *judgement->evidence);
    for (size_t i = 0; i < count; i++)
        judgement->evidence[judgement->evidence_count++] = quote_unit(facts, reading, arena, &found.items[i]);
    free(found.items);
}

/* Quotes the first candidate, if there is one, with why it did not count. */
static bool set_near_miss(struct candidate_list found, const char *why, const struct fact_rules *facts, const struct reading *reading,
                          struct arena *arena, struct judgement *judgement)
{
    if (found.count > 0) {
        judgement->near_miss = quote_unit(facts, reading, arena, &found.items[0]);
        judgement->near_miss.where = arena_printf(arena, "%s: %s", judgement->near_miss.where, why);
        judgement->near_miss.against = true;
    }
    free(found.items);
    return found.count > 0;
}

static void add_near_miss(const struct grounds *grounds, const struct target_grounds *target, const struct cues *cues,
                          const struct fact_rules *facts, const struct reading *reading, struct arena *arena, struct judgement *judgement)
{
    for (size_t i = 0; i < target->near_miss.count; i++) {
        struct sign_list one = {.items = {target->near_miss.items[i]}, .count = 1};
        if (set_near_miss(find_by_signals(cues, reading, &one), one.items[0].text, facts, reading, arena, judgement))
            return;
    }
    if (target->nearest != NULL)
        set_near_miss(find_by_roles(grounds, reading, &target->concerns_roles, NEAREST), target->nearest, facts, reading, arena, judgement);
}

static const char *pick_reason(const struct sign_list *list, const struct reading *reading)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].signal < 0 || reading->signal_units[list->items[i].signal] > 0)
            return list->items[i].text;
    return "";
}

void grounds_find(const struct grounds *grounds, const char *name, const struct cues *cues, const struct fact_rules *facts,
                  const struct reading *reading, struct arena *arena, struct judgement *judgement)
{
    const struct target_grounds *target = NULL;
    for (size_t i = 0; i < grounds->count; i++)
        if (strcmp(grounds->targets[i].name, name) == 0)
            target = &grounds->targets[i];
    judgement->reason = "";
    if (target == NULL)
        return;
    switch (judgement->verdict) {
    case VERDICT_YES:
        add_evidence(grounds, &target->yes_roles, &target->yes, cues, facts, reading, arena, judgement);
        return;
    case VERDICT_CONCERNS:
        add_evidence(grounds, &target->concerns_roles, &target->concerns, cues, facts, reading, arena, judgement);
        judgement->reason = arena_copy(arena, pick_reason(&target->reasons_concerns, reading));
        return;
    case VERDICT_NO:
        add_near_miss(grounds, target, cues, facts, reading, arena, judgement);
        judgement->reason = arena_copy(arena, pick_reason(&target->reasons_no, reading));
        return;
    default:
        return;
    }
}
