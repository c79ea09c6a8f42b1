/* How fast the store takes pages: 4,000 of them with 60 links each, in groups of 40, as a
 * run over many councils saves them. Prints rates; nothing here is a test.
 *
 *   store DIRECTORY   leaves bench.db there */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/clock.h"
#include "base/random.h"
#include "store/store.h"

enum { COUNCILS = 10, PAGES = 400, LINKS = 60, MENU = 40, GROUP = 40, DOCUMENT_BYTES = 24000, URL_BYTES = 96 };

static void must(enum status status, const struct error *err)
{
    if (status == STATUS_OK)
        return;
    fprintf(stderr, "store: %s\n", err->message);
    exit(1);
}

/* Text that deflates about as pages do: words of a small vocabulary. */
static void write_document(struct random *random, char *out)
{
    static const char *const words[] = {"short", "breaks", "children", "with", "a", "disability", "and", "their", "families", "can",
                                        "get", "help", "from", "the", "council", "assessment", "support", "contact", "team", "you"};
    size_t length = 0;
    while (length < DOCUMENT_BYTES - 64) {
        uint64_t value = random_next(random);
        length += (size_t)snprintf(out + length, DOCUMENT_BYTES - length, value % 11 == 0 ? "%s %llu " : "%s ",
                                   words[value % (sizeof words / sizeof words[0])], (unsigned long long)(value >> 54));
    }
}

static void save_page(struct store *store, int64_t run, int council, int order, struct random *random, char *document)
{
    static char urls[LINKS][URL_BYTES];
    struct stored_link links[LINKS];
    char code[16], url[URL_BYTES];
    struct error err = {0};
    snprintf(code, sizeof code, "E%08d", council);
    snprintf(url, sizeof url, "https://council-%d.example/local-offer/services/page-%d", council, order);
    for (int i = 0; i < LINKS; i++) {
        int page = i < MENU ? i : (int)(random_next(random) % 4000);
        snprintf(urls[i], sizeof urls[i], "https://council-%d.example/local-offer/services/page-%d", council, page);
        links[i] = (struct stored_link){.url = urls[i], .text = "Short breaks for children and young people", .internal = true, .block = i};
    }
    struct page page = {.gss_code = code, .url = url, .final_url = url, .status = 200, .state = LINK_OK, .title = "Short breaks", .order = order,
                        .fetched_at = 1764000000};
    /* No two documents are equal, or they would be stored once. */
    int mark = snprintf(document, 32, "page %d of council %d ", order, council);
    document[mark] = ' ';
    size_t length = strlen(document);
    must(store_save_page(store, run, &page, document, length, links, LINKS, &err), &err);
}

static int64_t start_run(struct store *store)
{
    struct council councils[COUNCILS];
    static char codes[COUNCILS][16];
    struct error err = {0};
    for (int i = 0; i < COUNCILS; i++) {
        snprintf(codes[i], sizeof codes[i], "E%08d", i);
        councils[i] = (struct council){.gss_code = codes[i]};
    }
    struct council_list list = {.items = councils, .count = COUNCILS};
    struct run run = {.started_at = 1764000000, .finished_at = -1};
    int64_t id = 0;
    must(store_run_create(store, &run, NULL, 0, &list, &id, &err), &err);
    return id;
}

/* Eight verdicts with two quotes each and ten facts for every page. */
static void judge(struct store *store, int64_t run)
{
    static struct evidence quotes[] = {
        {.quote = "You can ask for short breaks by telephone, and we answer within ten working days of your call.", .where = "main list", .cue = "ref-3", .block = 12},
        {.quote = "Your child must live in our area and be under 18 years old on the day that you ask for help.", .where = "table", .cue = "elig-7", .block = 19},
    };
    static const char *values[] = {"+441632960001", "+441632960002", "+441632960003", "+441632960004", "+441632960005"};
    struct assessment assessment = {.kind = "service", .service = "short-breaks"};
    for (int i = 0; i < CHECK_COUNT; i++)
        assessment.checks[i] = (struct judgement){.verdict = VERDICT_YES, .certainty = 0.9, .reason = "", .evidence = quotes, .evidence_count = 2};
    for (int i = 0; i < CRITERION_COUNT; i++)
        assessment.criteria[i] = (struct judgement){.verdict = VERDICT_YES, .certainty = 0.9, .reason = "", .evidence = quotes, .evidence_count = 2};
    assessment.facts = (struct facts){.phones = values, .phone_count = 5, .emails = values, .kept_emails = values, .email_count = 3, .age_min = 0, .age_max = 18};
    struct arena arena = {0};
    struct error err = {0};
    struct page *pages;
    size_t count;
    must(store_pages(store, run, NULL, &arena, &pages, &count, &err), &err);
    double start = clock_monotonic();
    must(store_begin(store, &err), &err);
    for (size_t i = 0; i < count; i++)
        must(store_save_assessment(store, pages[i].id, &assessment, &err), &err);
    must(store_commit(store, &err), &err);
    double seconds = clock_monotonic() - start;
    printf("judged   %zu pages in %.2f s: %.0f rows/s\n", count, seconds, (double)count * (1 + 8 + 16 + 10) / seconds);
    start = clock_monotonic();
    for (size_t i = 0; i < count; i++) {
        must(store_assessment(store, pages[i].id, &assessment, &err), &err);
        arena_release(&assessment.arena);
    }
    printf("read     %zu assessments in %.2f s\n", count, clock_monotonic() - start);
    arena_release(&arena);
}

static void read_back(struct store *store, int64_t run)
{
    struct arena arena = {0};
    struct error err = {0};
    size_t references = 0, targets = 0, bytes = 0;
    double start = clock_monotonic();
    for (int i = 0; i < COUNCILS; i++) {
        char code[16];
        struct reference *found;
        struct target *known;
        struct page *pages;
        size_t count, target_count, page_count;
        snprintf(code, sizeof code, "E%08d", i);
        must(store_references(store, run, code, &arena, &found, &count, &err), &err);
        must(store_targets(store, run, code, &arena, &known, &target_count, &err), &err);
        must(store_pages(store, run, code, &arena, &pages, &page_count, &err), &err);
        references += count;
        targets += target_count;
        for (size_t k = 0; k < page_count; k++) {
            struct buffer document;
            buffer_init(&document, DOCUMENT_BYTES);
            must(store_document(store, pages[k].id, &document, &err), &err);
            bytes += document.length;
            buffer_release(&document);
        }
    }
    printf("read     %zu references, %zu targets, %.1f MB of documents in %.2f s\n", references, targets, (double)bytes / 1e6,
           clock_monotonic() - start);
    arena_release(&arena);
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fprintf(stderr, "usage: store DIRECTORY\n");
        return 2;
    }
    char path[4096];
    struct error err = {0};
    struct store *store;
    struct stat file;
    struct random random = {.state = 7};
    snprintf(path, sizeof path, "%s/bench.db", argv[1]);
    must(store_open(path, STORE_WRITE, &store, &err), &err);
    static char document[DOCUMENT_BYTES];
    write_document(&random, document);
    int64_t run = start_run(store);
    double start = clock_monotonic();
    for (int i = 0; i < COUNCILS * PAGES; i++) { /* councils by turns, as a crawl does */
        if (i % GROUP == 0)
            must(store_begin(store, &err), &err);
        save_page(store, run, i % COUNCILS, i / COUNCILS, &random, document);
        if (i % GROUP == GROUP - 1)
            must(store_commit(store, &err), &err);
    }
    double seconds = clock_monotonic() - start;
    printf("written  %d pages with %d links in %.2f s: %.0f pages/s, %.0f links/s\n", COUNCILS * PAGES, COUNCILS * PAGES * LINKS, seconds,
           COUNCILS * PAGES / seconds, COUNCILS * PAGES * LINKS / seconds);
    read_back(store, run);
    judge(store, run);
    must(store_close(store, &err), &err);
    if (stat(path, &file) == 0)
        printf("size     %.1f MB\n", (double)file.st_size / 1e6);
    return 0;
}
