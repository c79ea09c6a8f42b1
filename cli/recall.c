#include "cli/recall.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/map.h"
#include "document/document.h"

struct recall {
    struct recall_options options;
    struct map *pages;   /* gss code -> struct recalled */
    struct map *known;   /* target url -> struct target *, settled in an earlier part of this run; NULL until asked for */
    struct map *visited; /* gss code -> struct visit * that has ended; NULL until asked for */
    enum { EARLIER_UNKNOWN, EARLIER_NONE, EARLIER_RUN } earlier; /* whether a run was finished before this one */
    struct arena arena;  /* of all records but what was handed out last */
    /* What the last stored_page handed out, valid until the next. */
    struct arena handed;
    struct document *document;
    struct crawl_link *links;
};

struct recall *recall_new(const struct recall_options *options)
{
    struct recall *recall = memory_alloc(sizeof *recall);
    recall->options = *options;
    recall->pages = map_new();
    return recall;
}

void recall_note(struct error *first, enum status status, const struct error *err)
{
    if (status != STATUS_OK && status != STATUS_NOT_FOUND && first->status == STATUS_OK)
        *first = *err;
}

static void settle(struct recall *recall)
{
    recall->options.settle(recall->options.context);
}

const struct recalled *recall_pages(struct recall *recall, const struct council *council)
{
    bool added;
    union map_value *place = map_put(recall->pages, council->gss_code, strlen(council->gss_code), &added);
    if (added) {
        struct recalled *recalled = arena_alloc(&recall->arena, sizeof *recalled);
        place->pointer = recalled;
        struct error err = {0};
        settle(recall);
        enum status status = store_pages(recall->options.store, recall->options.run, council->gss_code, &recall->arena, &recalled->pages, &recalled->count, &err);
        recall_note(recall->options.fault, status, &err);
        if (status != STATUS_OK)
            recalled->count = 0;
    }
    return place->pointer;
}

static void drop_handed(struct recall *recall)
{
    document_free(recall->document);
    recall->document = NULL;
    free(recall->links);
    recall->links = NULL;
    arena_release(&recall->handed);
}

static bool load_document(struct recall *recall, int64_t page_id)
{
    struct error err = {0};
    struct buffer bytes;
    buffer_init(&bytes, LIMIT_BODY_BYTES * (size_t)2);
    enum status status = store_document(recall->options.store, page_id, &bytes, &err);
    recall_note(recall->options.fault, status, &err);
    bool loaded = status == STATUS_OK && bytes.length > 0 && document_decode(bytes.bytes, bytes.length, &recall->document, &err) == STATUS_OK;
    buffer_release(&bytes);
    return loaded;
}

static bool stored_page(void *context, const struct council *council, size_t i, struct crawl_page *out)
{
    struct recall *recall = context;
    const struct recalled *recalled = recall_pages(recall, council);
    if (i >= recalled->count)
        return false;
    drop_handed(recall);
    settle(recall);
    struct error err = {0};
    struct stored_link *links = NULL;
    size_t count = 0;
    *out = (struct crawl_page){.page = recalled->pages[i]};
    if (load_document(recall, out->page.id))
        out->document = recall->document;
    recall_note(recall->options.fault, store_links(recall->options.store, out->page.id, &recall->handed, &links, &count, &err), &err);
    if (recall->options.fault->status != STATUS_OK)
        count = 0;
    recall->links = memory_array(count, sizeof *recall->links);
    for (size_t k = 0; k < count; k++)
        recall->links[k] = (struct crawl_link){
            .url = links[k].url, .text = links[k].text, .kind = links[k].kind, .reason = links[k].reason,
            .internal = links[k].internal, .block = links[k].block, .page = links[k].page, .zone = links[k].zone,
        };
    out->links = recall->links;
    out->link_count = count;
    return true;
}

static bool stored_target(void *context, const char *url, struct target *out)
{
    struct recall *recall = context;
    struct error err = {0};
    if (recall->known == NULL) {
        struct target *targets;
        size_t count;
        recall->known = map_new();
        settle(recall);
        recall_note(recall->options.fault, store_targets(recall->options.store, recall->options.run, NULL, &recall->arena, &targets, &count, &err), &err);
        if (recall->options.fault->status != STATUS_OK)
            count = 0;
        for (size_t i = 0; i < count; i++)
            if (targets[i].checked_at >= 0)
                map_put(recall->known, targets[i].url, strlen(targets[i].url), NULL)->pointer = &targets[i];
    }
    const union map_value *place = map_get(recall->known, url, strlen(url));
    if (place == NULL)
        return false;
    *out = *(const struct target *)place->pointer;
    return true;
}

static bool stored_visit(void *context, const struct council *council, struct visit *out)
{
    struct recall *recall = context;
    if (recall->visited == NULL) {
        struct error err = {0};
        struct visit *visits;
        size_t count;
        recall->visited = map_new();
        settle(recall);
        recall_note(recall->options.fault, store_visits(recall->options.store, recall->options.run, &recall->arena, &visits, &count, &err), &err);
        if (recall->options.fault->status != STATUS_OK)
            count = 0;
        for (size_t i = 0; i < count; i++)
            if (visits[i].outcome != VISIT_PENDING)
                map_put(recall->visited, visits[i].gss_code, strlen(visits[i].gss_code), NULL)->pointer = &visits[i];
    }
    const union map_value *place = map_get(recall->visited, council->gss_code, strlen(council->gss_code));
    if (place == NULL)
        return false;
    *out = *(const struct visit *)place->pointer;
    return true;
}

/* A first run need not look for each of its pages. */
static bool has_earlier_run(struct recall *recall)
{
    struct run run;
    if (recall->earlier == EARLIER_UNKNOWN) {
        settle(recall);
        enum status status = store_run_latest(recall->options.store, recall->options.run, &recall->arena, &run, NULL);
        recall->earlier = status == STATUS_NOT_FOUND ? EARLIER_NONE : EARLIER_RUN;
    }
    return recall->earlier == EARLIER_RUN;
}

static bool earlier_page(void *context, const char *url, struct page *page, struct document **document)
{
    struct recall *recall = context;
    struct error err = {0};
    if (!has_earlier_run(recall))
        return false;
    struct buffer bytes;
    buffer_init(&bytes, LIMIT_BODY_BYTES * (size_t)2);
    settle(recall);
    bool found = store_earlier_page(recall->options.store, recall->options.run, url, &recall->arena, page, &bytes, &err) == STATUS_OK &&
                 bytes.length > 0 && document_decode(bytes.bytes, bytes.length, document, &err) == STATUS_OK;
    buffer_release(&bytes);
    return found;
}

static void target_history(void *context, const char *url, struct target *target)
{
    struct recall *recall = context;
    struct error err = {0};
    settle(recall);
    if (store_target_history(recall->options.store, url, target, &err) != STATUS_OK) {
        target->first_failed = target->last_failed = target->last_ok = target->last_proof = -1;
        target->times_failed = 0;
    }
}

struct crawl_source recall_source(struct recall *recall)
{
    return (struct crawl_source){
        .context = recall,
        .stored_page = stored_page,
        .stored_target = stored_target,
        .stored_visit = stored_visit,
        .earlier_page = earlier_page,
        .target_history = target_history,
    };
}

void recall_free(struct recall *recall)
{
    if (recall == NULL)
        return;
    drop_handed(recall);
    map_free(recall->pages);
    map_free(recall->known);
    map_free(recall->visited);
    arena_release(&recall->arena);
    free(recall);
}
