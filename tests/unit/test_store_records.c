/* What goes into the store comes out of it equal, hostile text among it. */
#include "store_fixture.h"

#include <math.h>

#include "base/limits.h"

static void same_page(const struct page *a, const struct page *b)
{
    ck_assert_int_eq(a->id, b->id);
    SAME_TEXT(a->gss_code, b->gss_code);
    ck_assert_int_eq(a->purpose, b->purpose);
    SAME_TEXT(a->url, b->url);
    SAME_TEXT(a->final_url, b->final_url);
    ck_assert_int_eq(a->status, b->status);
    ck_assert_int_eq(a->state, b->state);
    ck_assert_int_eq(a->reason, b->reason);
    ck_assert_int_eq(a->type, b->type);
    SAME_TEXT(a->title, b->title);
    ck_assert_int_eq(a->fetched_at, b->fetched_at);
    ck_assert_int_eq(a->bytes, b->bytes);
    ck_assert_str_eq(a->sha256, b->sha256);
    SAME_TEXT(a->etag, b->etag);
    SAME_TEXT(a->last_modified, b->last_modified);
    SAME_TEXT(a->part, b->part);
    ck_assert_int_eq(a->clicks, b->clicks);
    ck_assert_int_eq(a->found_on, b->found_on);
    ck_assert_int_eq(a->order, b->order);
    SAME_TEXT(a->archive, b->archive);
    ck_assert_int_eq(a->archive_offset, b->archive_offset);
    ck_assert_int_eq(a->archive_length, b->archive_length);
    ck_assert_int_eq(a->reused, b->reused);
}

static void same_target(const struct target *a, const struct target *b)
{
    SAME_TEXT(a->url, b->url);
    SAME_TEXT(a->final_url, b->final_url);
    ck_assert_int_eq(a->state, b->state);
    ck_assert_int_eq(a->reason, b->reason);
    ck_assert_int_eq(a->status, b->status);
    ck_assert_int_eq(a->redirects, b->redirects);
    ck_assert_int_eq(a->looks, b->looks);
    ck_assert_int_eq(a->permanent, b->permanent);
    SAME_TEXT(a->advice, b->advice);
    ck_assert_int_eq(a->checked_at, b->checked_at);
    ck_assert_int_eq(a->first_failed, b->first_failed);
    ck_assert_int_eq(a->last_failed, b->last_failed);
    ck_assert_int_eq(a->last_ok, b->last_ok);
    ck_assert_int_eq(a->times_failed, b->times_failed);
}

START_TEST(runs_and_councils)
{
    struct store *store = fixture_open(STORE_WRITE);
    struct arena arena = {0};
    struct run run;
    FAILS(store_run_latest(store, 0, &arena, &run, err), STATUS_NOT_FOUND, "no finished run");
    int64_t first = fixture_run(store, "aaaa"), second = fixture_run(store, HOSTILE);
    OK(store_run_finish(store, first, RUN_FINISHED, 1764003600, err));
    FAILS(store_run_finish(store, 99, RUN_FINISHED, 1, err), STATUS_NOT_FOUND, "run 99");

    OK(store_run_unfinished(store, HOSTILE, &arena, &run, err));
    ck_assert_int_eq(run.id, second);
    ck_assert_int_eq(run.finished_at, -1);
    FAILS(store_run_unfinished(store, "aaaa", &arena, &run, err), STATUS_NOT_FOUND, "unfinished run");
    OK(store_run_latest(store, 0, &arena, &run, err));
    ck_assert_int_eq(run.id, first);
    ck_assert_int_eq(run.state, RUN_FINISHED);
    ck_assert_int_eq(run.started_at, 1764000000);
    ck_assert_int_eq(run.finished_at, 1764003600);
    ck_assert_int_eq(run.councils, 2);
    SAME_TEXT(run.options, "{\"max_pages\":400}");
    SAME_TEXT(run.rubric_version, "3");
    SAME_TEXT(run.rubric_sha256, "aa");
    SAME_TEXT(run.software, "coreoffer 0.1.0");
    FAILS(store_run_latest(store, first, &arena, &run, err), STATUS_NOT_FOUND, "earlier finished run");
    /* A braked run is never the latest one. */
    OK(store_run_finish(store, second, RUN_BRAKED, 1764007200, err));
    OK(store_run_latest(store, 0, &arena, &run, err));
    ck_assert_int_eq(run.id, first);
    struct run *runs;
    size_t count;
    OK(store_runs(store, &arena, &runs, &count, err));
    ck_assert_uint_eq(count, 2);
    ck_assert_int_eq(runs[0].id, second);
    ck_assert_int_eq(runs[0].state, RUN_BRAKED);

    struct buffer input;
    buffer_init(&input, 1000);
    OK(store_run_input(store, first, "councils.csv", &input, err));
    ck_assert_str_eq(buffer_text(&input), "gss_code\nE06900001\n");
    FAILS(store_run_input(store, first, "none", &input, err), STATUS_NOT_FOUND, "'none'");
    buffer_release(&input);

    struct council_list kept, given = fixture_councils();
    OK(store_councils(store, first, &kept, err));
    ck_assert_uint_eq(kept.count, given.count);
    for (size_t i = 0; i < kept.count; i++) {
        SAME_TEXT(kept.items[i].gss_code, given.items[i].gss_code);
        SAME_TEXT(kept.items[i].former_gss_code, given.items[i].former_gss_code);
        SAME_TEXT(kept.items[i].name, given.items[i].name);
        SAME_TEXT(kept.items[i].short_name, given.items[i].short_name);
        SAME_TEXT(kept.items[i].slug, given.items[i].slug);
        SAME_TEXT(kept.items[i].type, given.items[i].type);
        SAME_TEXT(kept.items[i].region, given.items[i].region);
        SAME_TEXT(kept.items[i].council_url, given.items[i].council_url);
        SAME_TEXT(kept.items[i].local_offer_url, given.items[i].local_offer_url);
        SAME_TEXT(kept.items[i].local_offer_alt, given.items[i].local_offer_alt);
        ck_assert_int_eq(kept.items[i].has_hex, given.items[i].has_hex);
        ck_assert_int_eq(kept.items[i].hex_q, given.items[i].hex_q);
        ck_assert_int_eq(kept.items[i].hex_r, given.items[i].hex_r);
        ck_assert_uint_eq(kept.items[i].line, given.items[i].line);
    }
    arena_release(&kept.arena);

    int64_t overtaken = fixture_run(store, "bbbb"), later = fixture_run(store, "bbbb");
    ck_assert_int_lt(overtaken, later);
    OK(store_run_unfinished(store, "bbbb", &arena, &run, err));
    ck_assert_int_eq(run.id, later);
    OK(store_run_finish(store, later, RUN_BRAKED, 1764003600, err));
    FAILS(store_run_unfinished(store, "bbbb", &arena, &run, err), STATUS_NOT_FOUND, "unfinished run");
    arena_release(&arena);
    OK(store_close(store, err));
}
END_TEST

static const struct stored_link links[] = {
    {.url = "https://anytown.example/a#b", .text = "Short breaks", .kind = LINK_ANCHOR, .internal = true, .block = 7, .zone = ZONE_MAIN},
    {.url = "https://anytown.example/", .text = "Home", .kind = LINK_ANCHOR, .internal = true, .block = -1, .zone = ZONE_NAVIGATION},
    {.url = "https://anytown.example/a#b", .text = "Short breaks again", .kind = LINK_DOCUMENT, .block = 2000000, .page = 65535},
    {.url = "ht!tp://[", .text = HOSTILE, .kind = LINK_SITEMAP, .reason = REASON_INVALID_URL, .zone = 255},
    {.url = "", .text = "", .kind = LINK_IMAGE, .reason = REASON_EMPTY_LINK, .block = 1},
    {.url = HOSTILE, .text = "x", .kind = LINK_HEAD, .reason = REASON_FORM},
};
enum { LINKS = sizeof links / sizeof links[0] };

START_TEST(pages_documents_and_links)
{
    struct store *store = fixture_open(STORE_WRITE);
    int64_t run = fixture_run(store, "a");
    char *document = memory_alloc(300000); /* large enough to be deflated, with NULs */
    for (size_t i = 0; i < 300000; i++)
        document[i] = (char)(i * i / 977);
    struct page pages[] = {
        fixture_page(0, "https://anytown.example/"),
        {.gss_code = "E06900001", .purpose = PAGE_PARTNER, .url = HOSTILE, .final_url = "https://partner.example/", .status = 503,
         .state = LINK_SUSPECT, .reason = REASON_HTTP_5XX, .type = DOCUMENT_PDF, .title = HOSTILE, .fetched_at = -1, .bytes = INT64_MAX,
         .etag = "\"\xe9\"", .last_modified = "", .part = "#help", .clicks = -1, .found_on = 1, .order = 1, .archive = "anytown.warc.gz",
         .archive_offset = 1LL << 40, .archive_length = 77, .reused = true},
    };
    digest_hex("x", 1, pages[1].sha256);
    OK(store_save_page(store, run, &pages[0], document, 300000, links, LINKS, err));
    OK(store_save_page(store, run, &pages[1], "tiny", 4, NULL, 0, err));
    ck_assert_int_gt(pages[0].id, 0);
    ck_assert_int_ne(pages[0].id, pages[1].id);

    struct arena arena = {0};
    struct page *kept;
    size_t count;
    OK(store_pages(store, run, NULL, &arena, &kept, &count, err));
    ck_assert_uint_eq(count, 2);
    same_page(&kept[0], &pages[0]);
    same_page(&kept[1], &pages[1]);
    OK(store_pages(store, run, "E10900002", &arena, &kept, &count, err));
    ck_assert_uint_eq(count, 0);

    struct buffer out;
    buffer_init(&out, 1000000);
    OK(store_document(store, pages[0].id, &out, err));
    ck_assert_uint_eq(out.length, 300000);
    ck_assert_mem_eq(out.bytes, document, 300000);
    buffer_clear(&out);
    OK(store_document(store, pages[1].id, &out, err));
    ck_assert_str_eq(buffer_text(&out), "tiny");
    buffer_release(&out);
    buffer_init(&out, 1000);
    FAILS(store_document(store, pages[0].id, &out, err), STATUS_LIMIT, "too large");
    buffer_release(&out);

    struct stored_link *back;
    OK(store_links(store, pages[0].id, &arena, &back, &count, err));
    ck_assert_uint_eq(count, LINKS);
    for (size_t i = 0; i < count; i++) {
        SAME_TEXT(back[i].url, links[i].url);
        SAME_TEXT(back[i].text, links[i].text);
        ck_assert_int_eq(back[i].kind, links[i].kind);
        ck_assert_int_eq(back[i].reason, links[i].reason);
        ck_assert_int_eq(back[i].internal, links[i].internal);
        ck_assert_int_eq(back[i].block, links[i].block);
        ck_assert_int_eq(back[i].page, links[i].page);
        ck_assert_int_eq(back[i].zone, links[i].zone);
    }
    OK(store_links(store, pages[1].id, &arena, &back, &count, err));
    ck_assert_uint_eq(count, 0);

    struct reference *references;
    struct target *targets;
    size_t target_count;
    OK(store_references(store, run, "E06900001", &arena, &references, &count, err));
    OK(store_targets(store, run, "E06900001", &arena, &targets, &target_count, err));
    ck_assert_uint_eq(count, LINKS);
    ck_assert_uint_eq(target_count, LINKS - 1); /* two links share one */
    ck_assert_int_eq(references[0].target_id, references[2].target_id);
    for (size_t i = 0; i < count; i++) {
        const struct target *target = NULL;
        for (size_t k = 0; k < target_count; k++)
            if (targets[k].id == references[i].target_id)
                target = &targets[k];
        ck_assert_ptr_nonnull(target);
        SAME_TEXT(target->url, links[i].url);
        SAME_TEXT(references[i].text, links[i].text);
        ck_assert_int_eq(references[i].page_id, pages[0].id);
        ck_assert_int_eq(references[i].kind, links[i].kind);
        ck_assert_int_eq(references[i].internal, links[i].internal);
        ck_assert_int_eq(references[i].document_page, links[i].page);
        ck_assert_int_eq(target->state, links[i].reason == REASON_NONE ? LINK_NOT_CHECKED : link_reason_state(links[i].reason));
        ck_assert_int_eq(target->checked_at, -1);
    }

    /* The same place in the crawl again replaces, under the same id. */
    struct page again = fixture_page(0, "https://anytown.example/again");
    OK(store_save_page(store, run, &again, NULL, 0, links, 1, err));
    ck_assert_int_eq(again.id, pages[0].id);
    OK(store_pages(store, run, "E06900001", &arena, &kept, &count, err));
    ck_assert_uint_eq(count, 2);
    same_page(&kept[0], &again);
    OK(store_links(store, again.id, &arena, &back, &count, err));
    ck_assert_uint_eq(count, 1);

    struct page stranger = fixture_page(5, "https://anytown.example/");
    stranger.gss_code = "E99999999";
    FAILS(store_save_page(store, run, &stranger, NULL, 0, NULL, 0, err), STATUS_INTERNAL, "does not fit");
    arena_release(&arena);
    free(document);
    OK(store_close(store, err));
}
END_TEST

START_TEST(targets_and_their_history)
{
    struct store *store = fixture_open(STORE_WRITE);
    int64_t first = fixture_run(store, "a"), second = fixture_run(store, "b"), third = fixture_run(store, "c");
    struct arena arena = {0};
    struct target full = {.url = HOSTILE, .final_url = "https://anytown.example/new", .state = LINK_BROKEN, .reason = REASON_SOFT_404,
                          .status = 200, .redirects = 3, .looks = 2, .permanent = true, .advice = HOSTILE, .checked_at = 1764000100,
                          .first_failed = 1763000000, .last_failed = 1764000100, .last_ok = 1762000000, .times_failed = 4};
    struct target back;
    OK(store_save_target(store, first, &full, err));
    OK(store_target_by_url(store, first, HOSTILE, &arena, &back, err));
    same_target(&back, &full);
    ck_assert_int_gt(back.id, 0);
    int64_t id = back.id;
    full.state = LINK_OK;
    full.reason = REASON_NONE;
    full.final_url = full.advice = NULL;
    OK(store_save_target(store, first, &full, err));
    OK(store_target_by_url(store, first, HOSTILE, &arena, &back, err));
    same_target(&back, &full);
    ck_assert_int_eq(back.id, id);
    FAILS(store_target_by_url(store, second, HOSTILE, &arena, &back, err), STATUS_NOT_FOUND, "has not checked");

    /* A link alone is no check. */
    struct page page = fixture_page(0, "https://anytown.example/");
    OK(store_save_page(store, first, &page, NULL, 0, links, 1, err));
    FAILS(store_target_by_url(store, first, links[0].url, &arena, &back, err), STATUS_NOT_FOUND, "has not checked");

    /* States alone make a history; a success ends a row of failures. */
    struct target plain = {.url = "https://anytown.example/p", .state = LINK_OK, .checked_at = 100, .first_failed = -1, .last_failed = -1, .last_ok = -1};
    OK(store_save_target(store, first, &plain, err));
    plain.state = LINK_SUSPECT;
    plain.reason = REASON_HTTP_5XX;
    plain.checked_at = 200;
    OK(store_save_target(store, second, &plain, err));
    plain.checked_at = 300;
    OK(store_save_target(store, third, &plain, err));
    struct target history = {0};
    OK(store_target_history(store, plain.url, &history, err));
    ck_assert_int_eq(history.last_ok, 100);
    ck_assert_int_eq(history.first_failed, 200);
    ck_assert_int_eq(history.last_failed, 300);
    ck_assert_int_eq(history.times_failed, 2);
    struct target healed = {.url = "https://anytown.example/healed", .state = LINK_BROKEN, .reason = REASON_HTTP_404, .checked_at = 100,
                            .first_failed = -1, .last_failed = -1, .last_ok = -1};
    OK(store_save_target(store, first, &healed, err));
    healed.state = LINK_OK;
    healed.reason = REASON_NONE;
    healed.checked_at = 200;
    OK(store_save_target(store, second, &healed, err));
    healed.state = LINK_BROKEN;
    healed.reason = REASON_HTTP_404;
    healed.checked_at = 300;
    OK(store_save_target(store, third, &healed, err));
    history = (struct target){0};
    OK(store_target_history(store, healed.url, &history, err));
    ck_assert_int_eq(history.last_ok, 200);
    ck_assert_int_eq(history.first_failed, 300);
    ck_assert_int_eq(history.times_failed, 1);
    /* So does one whose record tells of itself, as the crawler's do. */
    struct target back_again = {.url = "https://anytown.example/again", .state = LINK_OK, .checked_at = 200, .first_failed = 100, .last_failed = 100,
                                .last_ok = 200, .times_failed = 1};
    OK(store_save_target(store, second, &back_again, err));
    history = (struct target){0};
    OK(store_target_history(store, back_again.url, &history, err));
    ck_assert_int_eq(history.last_ok, 200);
    ck_assert_int_eq(history.first_failed, -1);
    ck_assert_int_eq(history.times_failed, 0);
    /* A record's own history is believed, and its look added where it is not in it. */
    struct target stale = plain;
    stale.url = "https://anytown.example/stale";
    stale.first_failed = stale.last_failed = 250;
    stale.times_failed = 1;
    OK(store_save_target(store, third, &stale, err));
    OK(store_target_history(store, stale.url, &history, err));
    ck_assert_int_eq(history.first_failed, 250);
    ck_assert_int_eq(history.last_failed, 300);
    ck_assert_int_eq(history.times_failed, 2);
    /* Only an older failure of a kind that may prove another does; the timeout never. */
    enum { DAY = 24 * 3600 };
    struct target proof = {.url = "https://anytown.example/proof", .state = LINK_SUSPECT, .reason = REASON_DNS, .checked_at = 200,
                           .first_failed = -1, .last_failed = -1, .last_ok = -1};
    OK(store_save_target(store, first, &proof, err));
    proof.reason = REASON_TIMEOUT;
    proof.checked_at = 300;
    OK(store_save_target(store, second, &proof, err));
    proof.reason = REASON_CONNECT;
    proof.checked_at = 400;
    OK(store_save_target(store, third, &proof, err));
    static const struct { int64_t now, proof; } proofs[] = {{DAY + 199, -1}, {DAY + 200, 200}, {DAY + 399, 200}, {DAY + 400, 400}};
    for (size_t i = 0; i < sizeof proofs / sizeof proofs[0]; i++) {
        history = (struct target){.checked_at = proofs[i].now};
        OK(store_target_history(store, proof.url, &history, err));
        ck_assert_int_eq(history.last_proof, proofs[i].proof);
        ck_assert_int_eq(history.times_failed, 3);
    }
    full.state = LINK_BROKEN;
    OK(store_save_target(store, first, &full, err));
    OK(store_target_history(store, HOSTILE, &history, err));
    ck_assert_int_eq(history.first_failed, 1763000000);
    ck_assert_int_eq(history.last_failed, full.checked_at);
    ck_assert_int_eq(history.times_failed, 4);
    OK(store_target_history(store, "https://nowhere.example/", &history, err));
    ck_assert_int_eq(history.first_failed, -1);
    ck_assert_int_eq(history.last_ok, -1);
    ck_assert_int_eq(history.times_failed, 0);
    /* What failed in a run that was held back as our own network's fault proves nothing. */
    OK(store_run_finish(store, third, RUN_BRAKED, 1764003600, err));
    history = (struct target){.checked_at = DAY + 400};
    OK(store_target_history(store, proof.url, &history, err));
    ck_assert_int_eq(history.last_proof, 200);
    ck_assert_int_eq(history.times_failed, 2);
    arena_release(&arena);
    OK(store_close(store, err));
}
END_TEST

START_TEST(visits_and_earlier_pages)
{
    struct store *store = fixture_open(STORE_WRITE);
    int64_t first = fixture_run(store, "a"), second = fixture_run(store, "b"), third = fixture_run(store, "c");
    struct visit given[] = {
        {.gss_code = "E10900002", .outcome = VISIT_BLOCKED, .reason = REASON_ROBOTS, .clicks_from_home = -1, .started_at = 5, .finished_at = -1},
        {.gss_code = "E06900001", .outcome = VISIT_MOVED, .start_url = HOSTILE, .listed_url = "https://anytown.example/", .note = HOSTILE,
         .clicks_from_home = 2, .started_at = 6, .finished_at = 7, .pages_read = 400, .pages_left = 3},
    };
    OK(store_save_visit(store, first, &given[0], err));
    given[1].outcome = VISIT_PENDING;
    OK(store_save_visit(store, first, &given[1], err));
    given[1].outcome = VISIT_MOVED;
    OK(store_save_visit(store, first, &given[1], err));
    struct arena arena = {0};
    struct visit *visits;
    size_t count;
    OK(store_visits(store, first, &arena, &visits, &count, err));
    ck_assert_uint_eq(count, 2);
    for (size_t i = 0; i < count; i++) { /* in the list's order */
        const struct visit *wanted = &given[1 - i];
        SAME_TEXT(visits[i].gss_code, wanted->gss_code);
        ck_assert_int_eq(visits[i].outcome, wanted->outcome);
        ck_assert_int_eq(visits[i].reason, wanted->reason);
        SAME_TEXT(visits[i].start_url, wanted->start_url);
        SAME_TEXT(visits[i].listed_url, wanted->listed_url);
        SAME_TEXT(visits[i].note, wanted->note);
        ck_assert_int_eq(visits[i].clicks_from_home, wanted->clicks_from_home);
        ck_assert_int_eq(visits[i].started_at, wanted->started_at);
        ck_assert_int_eq(visits[i].finished_at, wanted->finished_at);
        ck_assert_int_eq(visits[i].pages_read, wanted->pages_read);
        ck_assert_int_eq(visits[i].pages_left, wanted->pages_left);
    }

    const char *url = "https://anytown.example/x";
    struct page page = fixture_page(0, url), back;
    struct buffer document;
    buffer_init(&document, 1000);
    OK(store_save_page(store, first, &page, "first", 5, NULL, 0, err));
    OK(store_save_page(store, second, &page, "second", 6, NULL, 0, err));
    FAILS(store_earlier_page(store, third, url, &arena, &back, &document, err), STATUS_NOT_FOUND, "no earlier run");
    OK(store_run_finish(store, first, RUN_FINISHED, 9, err));
    OK(store_earlier_page(store, third, url, &arena, &back, &document, err));
    ck_assert_str_eq(buffer_text(&document), "first");
    OK(store_run_finish(store, second, RUN_FINISHED, 9, err));
    buffer_clear(&document);
    OK(store_earlier_page(store, third, url, &arena, &back, &document, err));
    ck_assert_str_eq(buffer_text(&document), "second");
    same_page(&back, &page);
    FAILS(store_earlier_page(store, first, url, &arena, &back, &document, err), STATUS_NOT_FOUND, "no earlier run");
    buffer_release(&document);
    arena_release(&arena);
    OK(store_close(store, err));
}
END_TEST

START_TEST(reading_is_of_one_moment)
{
    struct store *writer = fixture_open(STORE_WRITE);
    int64_t run = fixture_run(writer, "a");
    struct store *reader = fixture_open(STORE_READ);
    struct arena arena = {0};
    struct page *pages;
    size_t count;
    struct page page = fixture_page(0, "https://anytown.example/");
    OK(store_begin_reading(reader, err));
    FAILS(store_begin_reading(reader, err), STATUS_INTERNAL, "already");
    OK(store_pages(reader, run, NULL, &arena, &pages, &count, err));
    ck_assert_uint_eq(count, 0);
    OK(store_save_page(writer, run, &page, "x", 1, links, LINKS, err));
    OK(store_pages(reader, run, NULL, &arena, &pages, &count, err));
    ck_assert_uint_eq(count, 0);
    OK(store_end_reading(reader, STATUS_OK, err));
    FAILS(store_end_reading(reader, STATUS_IO, err), STATUS_IO, "");
    OK(store_pages(reader, run, NULL, &arena, &pages, &count, err));
    ck_assert_uint_eq(count, 1);
    OK(store_close(reader, err));

    OK(store_begin_reading(writer, err));
    FAILS(store_begin(writer, err), STATUS_INTERNAL, "already");
    page.order = 1;
    FAILS(store_save_page(writer, run, &page, "x", 1, links, LINKS, err), STATUS_INTERNAL, "reading");
    OK(store_end_reading(writer, STATUS_OK, err));
    OK(store_save_page(writer, run, &page, "x", 1, links, LINKS, err));

    /* A group stays open over a reading within it. */
    OK(store_begin(writer, err));
    OK(store_begin_reading(writer, err));
    OK(store_end_reading(writer, STATUS_OK, err));
    page.order = 2;
    OK(store_save_page(writer, run, &page, "x", 1, links, LINKS, err));
    OK(store_commit(writer, err));
    OK(store_pages(writer, run, NULL, &arena, &pages, &count, err));
    ck_assert_uint_eq(count, 3);
    OK(store_close(writer, err));
    arena_release(&arena);
}
END_TEST

START_TEST(groups_land_together_or_not_at_all)
{
    struct store *store = fixture_open(STORE_WRITE);
    int64_t run = fixture_run(store, "a");
    struct arena arena = {0};
    struct page *pages;
    size_t count;
    struct page page = fixture_page(0, "https://anytown.example/");
    OK(store_begin(store, err));
    FAILS(store_begin(store, err), STATUS_INTERNAL, "already");
    OK(store_save_page(store, run, &page, "x", 1, links, LINKS, err));
    store_rollback(store);
    OK(store_pages(store, run, NULL, &arena, &pages, &count, err));
    ck_assert_uint_eq(count, 0);
    /* The targets that the rollback took away are made anew. */
    OK(store_save_page(store, run, &page, "x", 1, links, LINKS, err));
    struct target *targets;
    OK(store_targets(store, run, "E06900001", &arena, &targets, &count, err));
    ck_assert_uint_eq(count, LINKS - 1);

    OK(store_begin(store, err));
    page.order = 1;
    OK(store_save_page(store, run, &page, "x", 1, links, LINKS, err));
    struct page stranger = fixture_page(2, "https://anytown.example/");
    stranger.gss_code = "E99999999";
    FAILS(store_save_page(store, run, &stranger, NULL, 0, NULL, 0, err), STATUS_INTERNAL, "anytown");
    FAILS(store_commit(store, err), STATUS_INTERNAL, "taken back");
    FAILS(store_commit(store, err), STATUS_INTERNAL, "no group");
    OK(store_pages(store, run, NULL, &arena, &pages, &count, err));
    ck_assert_uint_eq(count, 1);

    OK(store_begin(store, err));
    page.order = 3;
    OK(store_save_page(store, run, &page, "x", 1, links, LINKS, err));
    FAILS(store_close(store, err), STATUS_INTERNAL, "amid a group");
    store = fixture_open(STORE_READ);
    OK(store_pages(store, run, NULL, &arena, &pages, &count, err));
    ck_assert_uint_eq(count, 1);
    FAILS(store_save_page(store, run, &page, "x", 1, links, LINKS, err), STATUS_IO, "read-only");
    arena_release(&arena);
    OK(store_close(store, err));
}
END_TEST

static TCase *records(void)
{
    TCase *test = tcase_create("records");
    tcase_add_checked_fixture(test, fixture_make, fixture_remove);
    tcase_add_test(test, runs_and_councils);
    tcase_add_test(test, pages_documents_and_links);
    tcase_add_test(test, targets_and_their_history);
    tcase_add_test(test, visits_and_earlier_pages);
    tcase_add_test(test, groups_land_together_or_not_at_all);
    tcase_add_test(test, reading_is_of_one_moment);
    return test;
}

int main(void)
{
    TCase *(*const cases[])(void) = {records};
    return fixture_main("store records", cases, 1);
}
