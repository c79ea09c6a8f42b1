/* A store full of made-up councils, for tests of reports. `hostile` puts markup, formulas
 * and overrides into every field that comes from outside. */
#ifndef COREOFFER_TESTS_REPORTS_SAMPLE_H
#define COREOFFER_TESTS_REPORTS_SAMPLE_H

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/memory.h"
#include "reports/reports.h"
#include "store/store.h"

#define SAMPLE_COUNT(array) (sizeof(array) / sizeof *(array))

static const char sample_attack[] = "</script><script>alert(1)</script>\"'><img src=x onerror=alert(2)> =1+1 \xE2\x80\xAE"
                                    "\x01 & <b>";

static const char *const sample_yes_words[] = {"They ring you every week and go with you to meetings."};
static const char *const sample_no_words[] = {"Key working is available in our area."};

#define SAMPLE_ROW(row_id, row_title, row_question, row_who, is_scored)                                                          \
    {                                                                                                                            \
        .id = row_id, .version = 1, .title = row_title, .question = row_question,                                                \
        .rule = "Found when the page says it in words that a family can act on; partly when it says some of it.",                \
        .source = "EDCM 2012, pages 19 to 25", .yes_text = "The words a family needs are there.",                                \
        .concerns_text = "Some of it is there, and it leaves a family guessing.",                                                \
        .no_text = "We read the pages and did not find it.", .fix = "Add it to the page, in everyday words, near the top.",      \
        .who = row_who, .examples_yes = sample_yes_words, .examples_yes_count = 1, .examples_no = sample_no_words,               \
        .examples_no_count = 1, .scored = is_scored, .experimental = false                                                       \
    }

static const struct rubric_row sample_rows[] = {
    SAMPLE_ROW("provided", "Does it say it has this?", "Does the council say it has this?", "send-team", false),
    SAMPLE_ROW("explanation", "Is it explained?", "What is it and how does it help us?", "content", true),
    SAMPLE_ROW("eligibility", "Who is it for?", "Is it for us?", "content", true),
    SAMPLE_ROW("referral", "How do we ask for it?", "How do we get it?", "content", true),
    SAMPLE_ROW("contacts", "Whom do we ring?", "Who do we ask?", "content", true),
    SAMPLE_ROW("to_hand", "Something to print or pick up", "Something to print or pick up?", "content", true),
    SAMPLE_ROW("signposts", "Do the links work?", "Do the links work and say what they promise?", "web-team", true),
    SAMPLE_ROW("findable", "Can we get there?", "Can we get there without knowing the word?", "web-team", true),
    SAMPLE_ROW("plain", "Everyday words", "Everyday words?", "content", true),
    SAMPLE_ROW("formats", "Other formats and languages", "Easy Read, BSL, large print, braille, audio, languages?", "supplier",
               true),
    SAMPLE_ROW("joined_up", "Who does what together", "The parts of the NHS, schools and others?", "send-team", true),
    SAMPLE_ROW("current", "When was it checked?", "When was it checked?", "web-team", false),
    SAMPLE_ROW("heard", "Did families shape it?", "Did families shape it and get an answer?", "send-team", false),
    SAMPLE_ROW("numbers", "How many, how long?", "How many children, how long is the wait?", "send-team", false),
    SAMPLE_ROW("same", "Do page and leaflet agree?", "Do web page and leaflet agree?", "content", false),
    SAMPLE_ROW("all_ages", "All ages", "More than early years?", "content", false),
    SAMPLE_ROW("complain", "If we are refused", "What if we are refused or unhappy?", "content", false),
};
static const struct rubric_weight sample_accessible[] = {{"plain", 2, "Words come first."},
                                                         {"formats", 1, "Formats help fewer, but those wholly."}};
static const struct rubric_weight sample_available[] = {
    {"to_hand", 1, "Something to hold."}, {"findable", 1, "It must be found."}, {"signposts", 1, "Links must work."}};
static const struct rubric_weight sample_joined[] = {{"joined_up", 1, "Who does what."}};
static const struct rubric_weight sample_focussed[] = {{"user_focussed", 2, "The three basics."},
                                                       {"eligibility", 1, "Is it for us?"}};
static const struct rubric_criterion sample_criteria[CRITERION_COUNT] = {
    {"accessible", "Accessible", "Can families read it?", sample_accessible, 2},
    {"available", "Available", "Can families get at it?", sample_available, 3},
    {"joined_up", "Joined up", "Does it show who does what?", sample_joined, 1},
    {"user_focussed", "User-focussed", "Does it put the family first?", sample_focussed, 2},
};
static const char *const sample_row_ids[] = {"provided",  "explanation", "eligibility", "referral", "contacts",  "to_hand",
                                             "signposts", "findable",    "plain",       "formats",  "joined_up", "current",
                                             "heard",     "numbers",     "same",        "all_ages", "complain"};
#define SAMPLE_SERVICE(service_id, service_title, service_what)                                                                  \
    {                                                                                                                            \
        .id = service_id, .title = service_title, .what = service_what, .rows = sample_row_ids,                                  \
        .row_count = SAMPLE_COUNT(sample_row_ids), .age_min = 0, .age_max = 25                                                   \
    }
static const struct rubric_service sample_services[] = {
    SAMPLE_SERVICE("key-working", "Key working", "One person who knows your child and brings the services together."),
    SAMPLE_SERVICE("short-breaks", "Short breaks",
                   "Time away for your child, with people who know what they need, and a rest for you."),
    SAMPLE_SERVICE("ehc-assessment", "EHC assessment",
                   "How the council finds out what help your child needs, and writes it down."),
    SAMPLE_SERVICE("social-care", "Social care for disabled children", "Help at home and outside it."),
    SAMPLE_SERVICE("portage", "Portage and early support", "Somebody who visits and plays with a small child."),
    SAMPLE_SERVICE("advice", "Information and advice", "Free advice that is apart from the council."),
    SAMPLE_SERVICE("transition", "Growing up", "What comes after school."),
    SAMPLE_SERVICE("transport", "Transport", "Getting to school and college."),
    SAMPLE_SERVICE("therapies", "Therapies", "Speech, movement and daily skills."),
};
static const struct rubric_band sample_bands[] = {{"most", "Most of it found", 75},
                                                  {"much", "Much of it found", 50},
                                                  {"some", "Some of it found", 25},
                                                  {"little", "Little of it found", 0}};
static const struct rubric_texts sample_rubric = {.title = "Core Offer rubric",
                                                  .version = "2026.1",
                                                  .sha256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                                                  .rows = sample_rows,
                                                  .row_count = SAMPLE_COUNT(sample_rows),
                                                  .criteria = sample_criteria,
                                                  .criterion_count = CRITERION_COUNT,
                                                  .services = sample_services,
                                                  .service_count = SAMPLE_COUNT(sample_services),
                                                  .bands = sample_bands,
                                                  .band_count = SAMPLE_COUNT(sample_bands),
                                                  .band_coverage = 0.8};

/* A small generator: the same store each time. */
static unsigned sample_roll(unsigned *state, unsigned below)
{
    *state = *state * 1664525u + 1013904223u;
    return (*state >> 16) % below;
}

#define SAMPLE_MUST(call)                                                                                                        \
    do {                                                                                                                         \
        struct error sample_error = {0};                                                                                         \
        enum status sample_status = (call);                                                                                      \
        if (sample_status != STATUS_OK) {                                                                                        \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, sample_error.message);                                            \
            abort();                                                                                                             \
        }                                                                                                                        \
    } while (0)

struct sample_options {
    size_t councils, services, pages;
    bool hostile;
    bool earlier; /* a finished run before this one */
    bool denied;  /* the councils say that they have no key working, the first service */
    bool browser; /* pages that need scripts were rendered */
};

static void sample_councils(struct council_list *list, const struct sample_options *options)
{
    static const char *const stems[] = {"Anytown",  "Brackendale",      "Colderwick", "Dunmere",
                                        "Easterby", "Fallowfield Vale", "Greywater",  "Hollin and Marsh"};
    static const char *const regions[] = {"North", "Middle", "East Coast", "South West", "Greater Anycity"};
    *list = (struct council_list){0};
    list->items = arena_array(&list->arena, options->councils, sizeof *list->items);
    list->count = options->councils;
    for (size_t i = 0; i < options->councils; i++) {
        size_t round = i / SAMPLE_COUNT(stems);
        const char *stem = stems[i % SAMPLE_COUNT(stems)];
        const char *name = round ? arena_printf(&list->arena, "%s %zu", stem, round + 1) : stem;
        const char *nasty = options->hostile ? sample_attack : "";
        list->items[i] =
            (struct council){.gss_code = arena_printf(&list->arena, "E06%06zu", i + 1),
                             .former_gss_code = "",
                             .name = arena_printf(&list->arena, "%s Council%s", name, nasty),
                             .short_name = arena_printf(&list->arena, "%s%s", name, nasty),
                             .slug = arena_printf(&list->arena, "council-%zu", i + 1),
                             .type = "unitary",
                             .region = arena_printf(&list->arena, "%s%s", regions[i % SAMPLE_COUNT(regions)], i % 2 ? nasty : ""),
                             .council_url = arena_printf(&list->arena, "https://www.c%zu.example/", i + 1),
                             .local_offer_url = options->hostile ? "javascript:alert(1)" : "https://offer.example/",
                             .local_offer_alt = "",
                             .hex_q = (int)(i % 13),
                             .hex_r = (int)(i / 13),
                             .has_hex = true,
                             .line = i + 2};
    }
}

static void sample_judge(struct arena *arena, struct judgement *judgement, enum verdict verdict, const struct page *page,
                         bool hostile)
{
    static const char *const quotes[] = {
        "A short break is time away for your child, and a rest for you. It may be an afternoon at a club, a night with a family, "
        "or somebody who comes to your home.",
        "You can ask for it yourself. Ring us on 01632 960123 or write to us, and we will call you back within five working "
        "days.",
        "It is for children up to 17 who live in our area and get the higher rate of a disability benefit.",
        "Your child may be offered support subject to assessment of complex needs by the multi-agency panel."};
    *judgement = (struct judgement){.verdict = verdict,
                                    .certainty = verdict == VERDICT_CONCERNS ? 0.7 : 0.92,
                                    .reason = hostile                       ? sample_attack
                                              : verdict == VERDICT_CONCERNS ? "undefined-need"
                                                                            : ""};
    if (verdict == VERDICT_YES || verdict == VERDICT_CONCERNS) {
        judgement->evidence_count = 2;
        judgement->evidence = arena_array(arena, 2, sizeof *judgement->evidence);
        for (size_t i = 0; i < 2; i++)
            judgement->evidence[i] =
                (struct evidence){.quote = hostile ? sample_attack : quotes[verdict == VERDICT_CONCERNS ? 3 : i],
                                  .where = hostile ? sample_attack : "main list under “What we do”",
                                  .cue = "cue-1",
                                  .page_id = page->id,
                                  .url = hostile ? "javascript:alert(3)" : page->final_url,
                                  .block = 3};
    } else if (verdict == VERDICT_NO) {
        judgement->near_miss = (struct evidence){.quote = hostile ? sample_attack : "See our policy on eligibility.",
                                                 .where = hostile ? sample_attack : "only a link’s words",
                                                 .cue = "",
                                                 .page_id = page->id,
                                                 .url = page->final_url,
                                                 .block = 5};
    }
}

static struct score sample_score(double low, double width)
{
    return (struct score){low, low + width, 1 - width / 100};
}

static void sample_card(struct store *store, int64_t run, const struct council *council, const struct page *page, unsigned *state,
                        const struct sample_options *options)
{
    struct scorecard card = {.gss_code = council->gss_code, .read = true, .service_count = options->services};
    card.services = arena_array(&card.arena, options->services, sizeof *card.services);
    unsigned good = 1 + sample_roll(state, 8);
    double sums[CRITERION_COUNT] = {0};
    for (size_t s = 0; s < options->services; s++) {
        struct service_scorecard *service = &card.services[s];
        service->service = sample_services[s].id;
        service->row_count = sample_services[s].row_count;
        service->rows = arena_array(&card.arena, service->row_count, sizeof *service->rows);
        for (size_t r = 0; r < service->row_count; r++) {
            unsigned roll = sample_roll(state, 12);
            enum verdict verdict = roll < good       ? VERDICT_YES
                                   : roll < good + 2 ? VERDICT_CONCERNS
                                   : roll == 11      ? VERDICT_CANNOT_TELL
                                                     : VERDICT_NO;
            if (r == 0 && verdict != VERDICT_YES)
                verdict = verdict == VERDICT_CONCERNS ? VERDICT_DOUBTS : VERDICT_SILENT;
            service->rows[r] = (struct row_verdict){.service = service->service,
                                                    .row = sample_services[s].rows[r],
                                                    .version = 1,
                                                    .decided_by = "program",
                                                    .detail = r == 15  ? "0-17"
                                                              : r == 0 ? "designated F1 F6"
                                                                       : "",
                                                    .pages_searched = 37};
            bool denied = options->denied && s == 0;
            sample_judge(&card.arena, &service->rows[r].judgement, denied ? VERDICT_NO : verdict, page, options->hostile);
            if (denied)
                service->rows[r].judgement.reason = r == 0 ? "said-so" : "not-provided";
        }
        service->headline = good > 6 ? VERDICT_YES : good > 2 ? VERDICT_CONCERNS : VERDICT_NO;
        service->widely_available = good > 2;
        for (int c = 0; c < CRITERION_COUNT; c++) {
            double low = 100.0 * good / 9 + (double)sample_roll(state, 10) - 5;
            service->criteria[c] = sample_score(low < 0 ? 0 : low > 94 ? 94 : low, (double)sample_roll(state, 6));
            sums[c] += service->criteria[c].low;
        }
        service->score = service->criteria[0];
    }
    for (int c = 0; c < CRITERION_COUNT; c++)
        card.criteria[c] = sample_score(sums[c] / (double)options->services, 3);
    card.score = sample_score((card.criteria[0].low + card.criteria[1].low + card.criteria[2].low + card.criteria[3].low) / 4, 3);
    SAMPLE_MUST(store_save_scorecard(store, run, &card, &sample_error));
    arena_release(&card.arena);
}

static void sample_pages(struct store *store, int64_t run, const struct council *council, size_t index, struct page *first,
                         const struct sample_options *options)
{
    struct arena arena = {0};
    for (size_t p = 0; p < options->pages; p++) {
        bool leaflet = p % 9 == 8;
        struct page page = {
            .gss_code = council->gss_code,
            .purpose = PAGE_CONTENT,
            .url = arena_printf(&arena, "https://www.c%zu.example/send/page-%zu%s", index + 1, p, leaflet ? ".pdf" : ""),
            .status = 200,
            .state = LINK_OK,
            .reason = REASON_NONE,
            .type = leaflet ? DOCUMENT_PDF : DOCUMENT_HTML,
            .title = options->hostile ? sample_attack
                     : leaflet        ? "Short breaks: a guide for families"
                                      : "Short breaks for disabled children",
            .fetched_at = 1795600000 + (int64_t)p,
            .bytes = 20000,
            .sha256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            .last_modified = leaflet ? "Tue, 10 Feb 2026 10:00:00 GMT" : NULL,
            .clicks = (int)(p % 5),
            .found_on = 0,
            .order = (int)p};
        page.final_url = page.url;
        struct stored_link links[] = {
            {.url = arena_printf(&arena, "https://www.c%zu.example/gone/%zu", index + 1, p / 4),
             .text = options->hostile ? sample_attack : "Apply for a break",
             .kind = LINK_ANCHOR,
             .internal = true},
            {.url = "https://charity.example/old-guide", .text = "A guide by a charity", .kind = LINK_ANCHOR},
            {.url = arena_printf(&arena, "https://partner.example/%zu", p), .text = "Partner", .kind = LINK_ANCHOR},
            {.url = options->hostile ? "javascript:alert(4)//\"><script>" : "https://refuses.example/",
             .text = "Health service",
             .kind = LINK_ANCHOR},
        };
        SAMPLE_MUST(store_save_page(store, run, &page, NULL, 0, links, SAMPLE_COUNT(links), &sample_error));
        struct target targets[] = {
            {.url = links[0].url,
             .state = LINK_BROKEN,
             .reason = REASON_HTTP_404,
             .status = 404,
             .looks = 2,
             .checked_at = 1795600100,
             .first_failed = 1790000000,
             .last_failed = 1795600100,
             .last_ok = -1,
             .times_failed = 2},
            {.url = links[1].url,
             .state = LINK_BROKEN,
             .reason = REASON_NO_SUCH_HOST,
             .looks = 2,
             .checked_at = 1795600100,
             .first_failed = 1795600100,
             .last_failed = 1795600100,
             .last_ok = -1,
             .times_failed = 1},
            {.url = links[2].url,
             .state = p % 6 ? LINK_OK : LINK_SUSPECT,
             .reason = p % 6 ? REASON_NONE : REASON_TIMEOUT,
             .looks = 1,
             .checked_at = 1795600100,
             .first_failed = -1,
             .last_failed = -1,
             .last_ok = -1},
            {.url = links[3].url,
             .state = LINK_BLOCKED,
             .reason = REASON_REFUSED,
             .status = 403,
             .looks = 1,
             .checked_at = 1795600100,
             .first_failed = -1,
             .last_failed = -1,
             .last_ok = -1},
        };
        for (size_t t = 0; t < SAMPLE_COUNT(targets); t++)
            SAMPLE_MUST(store_save_target(store, run, &targets[t], &sample_error));
        struct assessment assessment = {.kind = "service", .service = "short-breaks", .facts = {.age_min = -1, .age_max = -1}};
        for (int k = 0; k < CHECK_COUNT; k++)
            sample_judge(&assessment.arena, &assessment.checks[k],
                         k % 3 == 0   ? VERDICT_YES
                         : k % 3 == 1 ? VERDICT_CONCERNS
                                      : VERDICT_NO,
                         &page, options->hostile);
        for (int k = 0; k < CRITERION_COUNT; k++)
            sample_judge(&assessment.arena, &assessment.criteria[k], k % 2 ? VERDICT_YES : VERDICT_NO, &page, options->hostile);
        SAMPLE_MUST(store_save_assessment(store, page.id, &assessment, &sample_error));
        arena_release(&assessment.arena);
        if (!p)
            first->id = page.id, first->final_url = NULL;
    }
    arena_release(&arena);
}

static int64_t sample_run(struct store *store, const struct council_list *list, const struct sample_options *options,
                          unsigned seed, int64_t at)
{
    int64_t run;
    struct run record = {.state = RUN_UNFINISHED,
                         .started_at = at - 7200,
                         .finished_at = -1,
                         .inputs_sha256 = "00",
                         .options = options->browser ? "{\"browser\":true}" : "{}",
                         .rubric_version = "2026.1",
                         .rubric_sha256 = sample_rubric.sha256,
                         .software = "coreoffer 0.1.0",
                         .councils = (int)list->count};
    SAMPLE_MUST(store_run_create(store, &record, NULL, 0, list, &run, &sample_error));
    SAMPLE_MUST(store_begin(store, &sample_error));
    for (size_t i = 0; i < list->count; i++) {
        const struct council *council = &list->items[i];
        bool refused = i % 8 == 5;
        struct page first = {0};
        struct visit visit = {.gss_code = council->gss_code,
                              .outcome = refused      ? VISIT_BLOCKED
                                         : i % 8 == 6 ? VISIT_LIMITED
                                                      : VISIT_DONE,
                              .reason = refused ? REASON_REFUSED : REASON_NONE,
                              .start_url = refused            ? NULL
                                           : options->hostile ? "https://www.c.example/?\"><script>"
                                                              : council->council_url,
                              .listed_url = council->local_offer_url,
                              .note = options->hostile ? sample_attack : NULL,
                              .clicks_from_home = 2,
                              .started_at = at - 3600,
                              .finished_at = at - 60,
                              .pages_read = refused ? 0 : (int)options->pages,
                              .pages_left = 0};
        SAMPLE_MUST(store_save_visit(store, run, &visit, &sample_error));
        if (refused)
            continue;
        sample_pages(store, run, council, i, &first, options);
        struct arena arena = {0};
        first.final_url = arena_printf(&arena, "https://www.c%zu.example/send/page-0", i + 1);
        unsigned state = seed + (unsigned)i * 7919u;
        sample_card(store, run, council, &first, &state, options);
        arena_release(&arena);
    }
    SAMPLE_MUST(store_commit(store, &sample_error));
    SAMPLE_MUST(store_run_finish(store, run, RUN_FINISHED, at, &sample_error));
    return run;
}

/* Fills the store at `path`; returns the last run's number. */
static int64_t sample_store(const char *path, const struct sample_options *options)
{
    struct store *store;
    struct council_list list;
    SAMPLE_MUST(store_open(path, STORE_WRITE, &store, &sample_error));
    sample_councils(&list, options);
    int64_t run = 0;
    if (options->earlier)
        run = sample_run(store, &list, options, 11, 1764100000);
    run = sample_run(store, &list, options, 12, 1795603600);
    arena_release(&list.arena);
    SAMPLE_MUST(store_close(store, &sample_error));
    return run;
}

#endif
