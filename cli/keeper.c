#include "cli/keeper.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/map.h"
#include "cli/archivist.h"
#include "cli/group.h"
#include "cli/ignore_list.h"
#include "cli/notify.h"
#include "cli/recall.h"
#include "crawler/archive/warc.h"
#include "document/document.h"

static const double notify_seconds = 5;

struct archive_file {
    const char *name;
    struct warc_writer *writer;
    bool dirty; /* a row of the open group names a record of it */
};

/* The length of a record that the archivist may still be writing; its offset is then the number to ask for it by. */
enum { LENGTH_UNKNOWN = -1 };

struct keeper {
    struct keeper_options options;
    struct group *group;      /* of rows, to be committed together */
    bool ending;              /* it is being ended: await_group before the store is touched */
    struct archivist *archivist; /* NULL where nothing is archived */
    struct map *archives;     /* slug -> struct archive_file */
    struct recall *recall;
    struct map *page_ids;     /* gss code -> struct page_ids */
    struct arena arena;       /* of the archives and ids */
    struct buffer encoded;    /* document bytes, used again for each page */
    struct stored_link *links;
    size_t link_capacity;
    bool hit_deadline;
    int64_t began_at;         /* by the clock: what has an earlier date was kept before */
    bool has_gained;          /* a page, a target or the end of a visit that was not kept before */
    struct error fault;       /* the first failure that could not be returned: nothing may be kept after it */
    double notified;          /* when systemd was last told */
};

/* The store's numbers of a council's pages by their order in its crawl. */
struct page_ids {
    int64_t *ids;  /* 0 for none */
    size_t room;
};

static enum status say_fault(const struct keeper *keeper, struct error *err)
{
    if (err != NULL)
        *err = keeper->fault;
    return keeper->fault.status;
}

/* The store is the crawl's again; the log is told of what was committed. */
static void await_group(struct keeper *keeper)
{
    struct error err = {0};
    if (!keeper->ending)
        return;
    keeper->ending = false;
    enum status status = group_wait(keeper->group, &err);
    recall_note(&keeper->fault, status, &err);
    if (status == STATUS_OK)
        event_log_write(keeper->options.log);
}

static void settle(void *context)
{
    await_group(context);
}

/* Has every archive that was written to synced, then the rows that name its records committed. */
static void end_group(struct keeper *keeper)
{
    size_t count = 0;
    struct warc_writer **dirty = memory_array(map_count(keeper->archives), sizeof *dirty);
    for (size_t i = 0; i < map_count(keeper->archives); i++) {
        struct archive_file *file = map_at(keeper->archives, i)->pointer;
        if (file->dirty)
            dirty[count++] = file->writer;
        file->dirty = false;
    }
    group_end(keeper->group, dirty, count);
    keeper->ending = true;
}

enum status keeper_new(const struct keeper_options *options, struct keeper **out, struct error *err)
{
    *out = NULL;
    struct keeper *keeper = memory_alloc(sizeof *keeper);
    keeper->options = *options;
    keeper->began_at = clock_now();
    keeper->group = group_new(options->store);
    keeper->archives = map_new();
    keeper->recall = recall_new(&(struct recall_options){
        .store = options->store, .run = options->run, .settle = settle, .context = keeper, .fault = &keeper->fault,
    });
    keeper->page_ids = map_new();
    buffer_init(&keeper->encoded, LIMIT_BODY_BYTES * (size_t)2);
    enum status status = options->archive != NULL ? archivist_new(&keeper->archivist, err) : STATUS_OK;
    if (status == STATUS_OK)
        *out = keeper;
    else
        keeper_free(keeper);
    return status;
}

static enum status in_group(struct keeper *keeper, struct error *err)
{
    await_group(keeper);
    return keeper->fault.status != STATUS_OK ? say_fault(keeper, err) : group_open(keeper->group, err);
}

static struct archive_file *archive_of(struct keeper *keeper, const struct council *council)
{
    bool added;
    union map_value *place = map_put(keeper->archives, council->slug, strlen(council->slug), &added);
    if (added)
        place->pointer = arena_alloc(&keeper->arena, sizeof(struct archive_file));
    return place->pointer;
}

static enum status open_archive(struct keeper *keeper, const struct council *council, struct archive_file **out, struct error *err)
{
    struct archive_file *file = archive_of(keeper, council);
    *out = file;
    if (file->writer != NULL)
        return STATUS_OK;
    /* What no committed page names is cut off, so the pages must be known for sure. */
    int64_t committed = 0;
    const struct recalled *resumed = recall_pages(keeper->recall, council);
    if (keeper->fault.status != STATUS_OK)
        return say_fault(keeper, err);
    for (size_t i = 0; i < resumed->count; i++) {
        int64_t end = resumed->pages[i].archive != NULL ? resumed->pages[i].archive_offset + resumed->pages[i].archive_length : 0;
        committed = end > committed ? end : committed;
    }
    file->name = arena_printf(&keeper->arena, "%s.warc.gz", council->slug);
    const char *path = arena_printf(&keeper->arena, "%s/%s", keeper->options.archive, file->name);
    return warc_open(path, committed, "coreoffer " COREOFFER_VERSION, &file->writer, err);
}

static enum warc_truncation truncation_of(const struct fetch_reply *reply)
{
    if (reply->reason == REASON_TRUNCATED)
        return WARC_BROKEN_OFF;
    return reply->reason == REASON_TIMEOUT ? WARC_TIMED_OUT : reply->cut ? WARC_CUT : WARC_WHOLE;
}

static enum status keep_exchange(void *context, const struct council *council, const struct fetch_reply *reply, struct page *page, struct error *err)
{
    struct keeper *keeper = context;
    if (keeper->options.archive == NULL || reply->wire_headers_length == 0)
        return STATUS_OK;
    struct archive_file *file;
    enum status status = open_archive(keeper, council, &file, err);
    if (status != STATUS_OK)
        return status;
    struct warc_exchange exchange = {
        .url = reply->url,
        .address = reply->address,
        .at = reply->at,
        .request = reply->wire_request,
        .request_length = reply->wire_request_length,
        .headers = reply->wire_headers,
        .headers_length = reply->wire_headers_length,
        .body = reply->wire_body,
        .body_length = reply->wire_body_length,
        .truncated = truncation_of(reply),
        /* 304: the words are those of an earlier run, whose record holds them. */
        .refers_to_url = reply->status == 304 ? reply->url : NULL,
        .refers_to_at = reply->status == 304 ? page->fetched_at : -1,
    };
    page->archive = file->name;
    page->archive_offset = archivist_give(keeper->archivist, file->writer, &exchange);
    page->archive_length = LENGTH_UNKNOWN;
    return STATUS_OK;
}

/* Where the page's record was written. */
static enum status settle_place(struct keeper *keeper, struct page *page, struct error *err)
{
    struct warc_place place = {0};
    if (page->archive == NULL || page->archive_length != LENGTH_UNKNOWN)
        return STATUS_OK;
    enum status status = archivist_place(keeper->archivist, page->archive_offset, &place, err);
    page->archive_offset = place.offset;
    page->archive_length = place.length;
    return status;
}

/* The page's words are the rendering's: the page's place in the archive is that of the record
 * that holds it, which names the response that it was made of. */
static enum status keep_rendering(void *context, const struct council *council, const struct crawl_rendering *rendering, struct page *page,
                                  struct error *err)
{
    struct keeper *keeper = context;
    if (rendering->html == NULL)
        event_log_add(keeper->options.log, "not-rendered", council->gss_code, page->url, rendering->fault);
    if (rendering->html == NULL || keeper->options.archive == NULL || page->archive == NULL)
        return STATUS_OK;
    struct archive_file *file;
    struct arena arena = {0};
    struct warc_response response = {.id = ""};
    struct warc_place place = {0};
    enum status status = open_archive(keeper, council, &file, err);
    if (status == STATUS_OK)
        status = archivist_rest(keeper->archivist, err);
    if (status == STATUS_OK)
        status = settle_place(keeper, page, err);
    if (status == STATUS_OK)
        status = warc_read(arena_printf(&arena, "%s/%s", keeper->options.archive, page->archive), page->archive_offset, &arena, &response, err);
    if (status == STATUS_OK) {
        const struct warc_rendering made = {
            .url = page->final_url, .at = clock_now(), .refers_to = response.id, .html = rendering->html, .length = rendering->length,
            .whole = rendering->whole,
        };
        status = warc_write_rendering(file->writer, &made, &place, err);
    }
    arena_release(&arena);
    if (status != STATUS_OK)
        return status;
    page->archive_offset = place.offset;
    page->archive_length = place.length;
    return STATUS_OK;
}

static void remember_id(struct page_ids *ids, int order, int64_t id)
{
    if (order < 0 || order >= LIMIT_PAGES_MAX)
        return;
    if ((size_t)order >= ids->room) {
        size_t room = (size_t)order * 2 + 64;
        ids->ids = memory_grow(ids->ids, room, sizeof *ids->ids);
        memset(ids->ids + ids->room, 0, (room - ids->room) * sizeof *ids->ids);
        ids->room = room;
    }
    ids->ids[order] = id;
}

static struct page_ids *ids_of(struct keeper *keeper, const struct council *council)
{
    bool added;
    union map_value *place = map_put(keeper->page_ids, council->gss_code, strlen(council->gss_code), &added);
    if (added) {
        struct page_ids *ids = arena_alloc(&keeper->arena, sizeof *ids);
        place->pointer = ids;
        const struct recalled *resumed = recall_pages(keeper->recall, council);
        for (size_t i = 0; i < resumed->count; i++)
            remember_id(ids, resumed->pages[i].order, resumed->pages[i].id);
    }
    return place->pointer;
}

static enum status keep_page(void *context, const struct council *council, const struct crawl_page *found, struct error *err)
{
    struct keeper *keeper = context;
    enum status status = in_group(keeper, err);
    if (status != STATUS_OK)
        return status;
    buffer_clear(&keeper->encoded);
    if (found->document != NULL)
        document_encode(found->document, &keeper->encoded);
    if (found->link_count > keeper->link_capacity) {
        keeper->link_capacity = found->link_count;
        keeper->links = memory_grow(keeper->links, keeper->link_capacity, sizeof *keeper->links);
    }
    for (size_t i = 0; i < found->link_count; i++) {
        const struct crawl_link *link = &found->links[i];
        keeper->links[i] = (struct stored_link){
            .url = link->url, .text = link->text, .kind = link->kind, .reason = link->reason,
            .internal = link->internal, .block = link->block, .page = link->page, .zone = link->zone,
        };
    }
    struct page page = found->page;
    bool written = page.archive != NULL && page.archive_length == LENGTH_UNKNOWN; /* in this part of the run */
    struct page_ids *ids = ids_of(keeper, council);
    page.gss_code = council->gss_code;
    page.found_on = found->found_on_order >= 0 && (size_t)found->found_on_order < ids->room ? ids->ids[found->found_on_order] : 0;
    status = settle_place(keeper, &page, err);
    if (status != STATUS_OK)
        return status;
    if (written)
        archive_of(keeper, council)->dirty = true;
    status = store_save_page(keeper->options.store, keeper->options.run, &page, keeper->encoded.bytes, keeper->encoded.length, keeper->links,
                             found->link_count, err);
    if (status == STATUS_OK)
        remember_id(ids, page.order, page.id);
    keeper->has_gained = true;
    return status;
}

static bool is_known_better(const struct keeper *keeper, const struct target *target)
{
    struct arena arena = {0};
    struct target before;
    bool better = keeper->options.asks_again && target->reason == REASON_DNS &&
                  store_target_by_url(keeper->options.store, keeper->options.run, target->url, &arena, &before, NULL) == STATUS_OK &&
                  before.reason == REASON_NO_SUCH_HOST;
    arena_release(&arena);
    return better;
}

static enum status keep_target(void *context, const struct council *council, const struct target *target, struct error *err)
{
    struct keeper *keeper = context;
    (void)council;
    enum status status = in_group(keeper, err);
    if (status == STATUS_OK && is_known_better(keeper, target))
        return STATUS_OK;
    struct target kept = *target;
    if (target->reason == REASON_IGNORED && keeper->options.ignored != NULL)
        kept.advice = ignore_list_reason(keeper->options.ignored, target->url);
    /* Those of earlier nights are told again, and so are those that nobody is asked about. */
    keeper->has_gained = keeper->has_gained || (target->looks > 0 && target->checked_at >= keeper->began_at);
    return status == STATUS_OK ? store_save_target(keeper->options.store, keeper->options.run, &kept, err) : status;
}

static enum status keep_visit(void *context, const struct council *council, const struct visit *visit, struct error *err)
{
    struct keeper *keeper = context;
    enum status status = in_group(keeper, err);
    if (status != STATUS_OK)
        return status;
    struct visit kept = *visit;
    kept.gss_code = council->gss_code;
    keeper->has_gained = keeper->has_gained || visit->outcome != VISIT_PENDING;
    status = store_save_visit(keeper->options.store, keeper->options.run, &kept, err);
    if (status == STATUS_OK)
        event_log_add(keeper->options.log, "visit", council->gss_code, NULL, visit_outcome_word(visit->outcome));
    return status;
}

static void keep_progress(void *context, const struct crawl_progress *at)
{
    struct keeper *keeper = context;
    if (clock_monotonic() - keeper->notified >= notify_seconds) {
        char text[128];
        keeper->notified = clock_monotonic();
        (void)snprintf(text, sizeof text, "%zu of %zu councils, %zu pages, %zu links", at->councils_done, at->councils, at->pages_done, at->links_done);
        notify_status(text);
    }
    if (keeper->options.progress == NULL)
        return;
    bool reading = at->pages_done < at->pages_known;
    const struct progress_at shown = {
        .what = reading ? "reading" : "links", .done = reading ? at->pages_done : at->links_done,
        .known = reading ? at->pages_known : at->links_known, .hosts = at->hosts_active,
        .councils_done = at->councils_done, .councils = at->councils,
    };
    progress_show(keeper->options.progress, &shown);
}

static bool keep_stopped(void *context)
{
    struct keeper *keeper = context;
    if (keeper->options.deadline > 0 && clock_monotonic() >= keeper->options.deadline)
        keeper->hit_deadline = keeper->has_gained || !keeper->options.gains_first;
    if (group_is_due(keeper->group))
        end_group(keeper);
    return cli_signal() != 0 || keeper->hit_deadline || keeper->fault.status != STATUS_OK;
}

/* What comes meanwhile would only wait for the group to end. */
static bool keep_busy(void *context)
{
    struct keeper *keeper = context;
    if (keeper->ending && !group_is_ending(keeper->group))
        await_group(keeper);
    return keeper->ending;
}

struct crawl_sink keeper_sink(struct keeper *keeper)
{
    return (struct crawl_sink){
        .context = keeper,
        .page = keep_page,
        .target = keep_target,
        .visit = keep_visit,
        .progress = keep_progress,
        .stopped = keep_stopped,
        .busy = keep_busy,
        .rendered = keep_rendering,
        .exchange = keeper->options.archive != NULL ? keep_exchange : NULL,
    };
}

struct crawl_source keeper_source(struct keeper *keeper)
{
    return recall_source(keeper->recall);
}

bool keeper_hit_deadline(const struct keeper *keeper)
{
    return keeper->hit_deadline;
}

enum status keeper_finish(struct keeper *keeper, struct error *err)
{
    enum status status = keeper->archivist != NULL ? archivist_rest(keeper->archivist, err) : STATUS_OK;
    await_group(keeper);
    if (keeper->fault.status == STATUS_OK && group_is_open(keeper->group))
        end_group(keeper);
    await_group(keeper);
    if (status == STATUS_OK && keeper->fault.status != STATUS_OK)
        status = say_fault(keeper, err);
    for (size_t i = 0; i < map_count(keeper->archives); i++) {
        struct archive_file *file = map_at(keeper->archives, i)->pointer;
        if (file->writer == NULL)
            continue;
        enum status closed = warc_close(file->writer, status == STATUS_OK ? err : NULL);
        file->writer = NULL;
        status = status == STATUS_OK ? closed : status;
    }
    return status;
}

void keeper_free(struct keeper *keeper)
{
    if (keeper == NULL)
        return;
    archivist_free(keeper->archivist);
    group_free(keeper->group);
    for (size_t i = 0; i < map_count(keeper->page_ids); i++)
        free(((struct page_ids *)map_at(keeper->page_ids, i)->pointer)->ids);
    map_free(keeper->page_ids);
    map_free(keeper->archives);
    recall_free(keeper->recall);
    buffer_release(&keeper->encoded);
    free(keeper->links);
    arena_release(&keeper->arena);
    free(keeper);
}
