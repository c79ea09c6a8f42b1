/* A council in memory: pages with their documents, assessments, links and targets. */
#ifndef COREOFFER_TESTS_COUNCIL_BUILDER_H
#define COREOFFER_TESTS_COUNCIL_BUILDER_H

#include <check.h>
#include <stdio.h>

#include "model/scores.h"
#include "scoring/rubric_internal.h"
#include "tests/unit/document_builder.h"

enum { TOWN_PAGES_MAX = 20, TOWN_LINKS_MAX = 20, TOWN_TARGETS_MAX = 60 };

struct town_page {
    struct built built;
    struct page page;
    struct assessment assessment;
    struct reference references[TOWN_LINKS_MAX];
    size_t reference_count;
    bool wordless; /* without a document: an address that only leads on */
    char url[80];
};

struct town {
    struct town_page pages[TOWN_PAGES_MAX];
    struct council_page council_pages[TOWN_PAGES_MAX];
    size_t page_count;
    struct target targets[TOWN_TARGETS_MAX];
    char target_urls[TOWN_TARGETS_MAX][100];
    size_t target_count;
    struct council council;
    struct visit visit;
    struct council_evidence evidence;
};

static inline void town_init(struct town *town)
{
    memset(town, 0, sizeof *town);
    town->council = (struct council){.gss_code = "E99000001", .name = "Anytown Council", .slug = "anytown"};
    town->visit = (struct visit){.gss_code = "E99000001", .outcome = VISIT_DONE, .clicks_from_home = 2};
    town->council.short_name = "Anytown";
    town->evidence.as_of = 1764028800; /* 25 November 2025 */
}

/* A page of the council, answered as `kind` and `service` say; every verdict is "no". */
static inline struct town_page *town_add(struct town *town, const char *title, const char *kind, const char *service)
{
    struct town_page *page = &town->pages[town->page_count];
    page->built = built_new(title);
    snprintf(page->url, sizeof page->url, "https://anytown.example/page-%zu", town->page_count + 1);
    page->page = (struct page){.id = (int64_t)town->page_count + 1, .gss_code = "E99000001", .purpose = PAGE_CONTENT, .url = page->url,
                               .final_url = page->url, .state = LINK_OK, .title = title, .clicks = 2};
    page->assessment.kind = kind;
    page->assessment.service = service;
    page->assessment.service_certainty = 1;
    page->assessment.facts = (struct facts){.age_min = -1, .age_max = -1};
    for (int i = 0; i < CHECK_COUNT; i++)
        page->assessment.checks[i] = (struct judgement){.verdict = VERDICT_NO, .certainty = 0.9, .reason = ""};
    for (int i = 0; i < CRITERION_COUNT; i++)
        page->assessment.criteria[i] = (struct judgement){.verdict = VERDICT_NO, .certainty = 0.9, .reason = ""};
    built_add(&page->built, BLOCK_HEADING, title);
    town->page_count++;
    return page;
}

static inline void town_text(struct town_page *page, const char *text)
{
    built_add(&page->built, BLOCK_PARAGRAPH, text);
}

static inline void town_check(struct town_page *page, enum check check, enum verdict verdict, const char *quote)
{
    struct judgement *judgement = &page->assessment.checks[check];
    judgement->verdict = verdict;
    if (quote) {
        judgement->evidence = arena_array(&page->assessment.arena, 1, sizeof *judgement->evidence);
        judgement->evidence[0] = (struct evidence){.quote = quote, .where = "text", .cue = "", .block = 1};
        judgement->evidence_count = 1;
    }
}

static inline void town_all_yes(struct town_page *page)
{
    town_check(page, CHECK_EXPLANATION, VERDICT_YES, "We find a carer and pay for clubs.");
    town_check(page, CHECK_REFERRAL, VERDICT_YES, "Ring us and we start.");
    town_check(page, CHECK_CONTACTS, VERDICT_YES, "Ring 01632 960123 or write to us.");
    town_check(page, CHECK_ELIGIBILITY, VERDICT_YES, "Children aged 5 to 17.");
}

/* A link of the page to an address in a state; the same address is one target. */
static inline void town_link(struct town *town, struct town_page *page, const char *url, const char *text, enum link_state state, enum link_reason reason)
{
    size_t i = 0;
    while (i < town->target_count && strcmp(town->target_urls[i], url) != 0)
        i++;
    if (i == town->target_count) {
        snprintf(town->target_urls[i], sizeof town->target_urls[i], "%s", url);
        town->targets[i] = (struct target){.id = (int64_t)i + 1, .url = town->target_urls[i], .state = state, .reason = reason};
        town->target_count++;
    }
    page->references[page->reference_count++] = (struct reference){.page_id = page->page.id, .target_id = (int64_t)i + 1, .text = text, .kind = LINK_ANCHOR};
}

static inline const struct council_evidence *town_evidence(struct town *town)
{
    for (size_t i = 0; i < town->page_count; i++) {
        struct town_page *page = &town->pages[i];
        town->council_pages[i] = (struct council_page){.page = &page->page, .document = page->wordless ? NULL : built_document(&page->built), .assessment = &page->assessment,
                                                       .references = page->references, .reference_count = page->reference_count};
    }
    town->evidence.council = &town->council;
    town->evidence.visit = &town->visit;
    town->evidence.pages = town->council_pages;
    town->evidence.page_count = town->page_count;
    town->evidence.targets = town->targets;
    town->evidence.target_count = town->target_count;
    return &town->evidence;
}

/* What the rules make of it, though such answers are seldom right and therefore not said (verdict.h, leans). */
static inline void judge_by_rules(const struct rubric *rubric, const struct council_evidence *evidence, struct scorecard *card)
{
    score_council(rubric, evidence, card);
    for (size_t s = 0; s < card->service_count; s++) {
        struct service_scorecard *service = &card->services[s];
        bool leaning = false;
        for (size_t r = 0; r < service->row_count; r++) {
            struct row_verdict *row = &service->rows[r];
            if (verdict_leans(row)) {
                row->judgement.verdict = row->leans;
                leaning = true;
            }
        }
        if (leaning && service->headline == VERDICT_CANNOT_TELL)
            service->headline = scores_headline(service);
    }
    scores_set(rubric_texts(rubric), card);
}

static inline void town_release(struct town *town)
{
    for (size_t i = 0; i < town->page_count; i++) {
        built_release(&town->pages[i].built);
        arena_release(&town->pages[i].assessment.arena);
    }
}

static inline const struct service_scorecard *card_service(const struct scorecard *card, const char *service)
{
    for (size_t i = 0; i < card->service_count; i++)
        if (!strcmp(card->services[i].service, service))
            return &card->services[i];
    ck_abort_msg("no service %s", service);
    return NULL;
}

static inline const struct row_verdict *card_row(const struct scorecard *card, const char *service, const char *row)
{
    const struct service_scorecard *found = card_service(card, service);
    for (size_t i = 0; i < found->row_count; i++)
        if (!strcmp(found->rows[i].row, row))
            return &found->rows[i];
    ck_abort_msg("no row %s for %s", row, service);
    return NULL;
}

#endif
