/* Any bytes as a page, judged: no crash, every verdict in range, every quote within bounds. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "document/document.h"
#include "scoring/scoring.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct rubric *load_rubric(void)
{
    static struct rubric *rubric; /* loaded once: the target's only state */
    struct error err;
    if (rubric == NULL) {
        const char *seeds = getenv("COREOFFER_SEEDS");
        document_start();
        if (rubric_load(seeds != NULL ? seeds : "seeds", &rubric, &err) != STATUS_OK)
            abort();
    }
    return rubric;
}

static void check(const struct judgement *judgement)
{
    if (judgement->certainty < 0.5 || judgement->certainty > 1 || judgement->evidence_count > LIMIT_EVIDENCE)
        abort();
    for (size_t i = 0; i < judgement->evidence_count; i++)
        if (judgement->evidence[i].quote == NULL || strlen(judgement->evidence[i].quote) > LIMIT_QUOTE_BYTES)
            abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct rubric *rubric = load_rubric();
    struct document_input input = {.bytes = data, .length = size, .content_type = "text/html"};
    struct document *document;
    struct error err;
    if (document_read(rubric_markup(rubric), &input, &document, &err) != STATUS_OK)
        return 0;
    struct assessment page;
    score_page(rubric, NULL, document, NULL, NULL, &page);
    for (int i = 0; i < CHECK_COUNT; i++)
        check(&page.checks[i]);
    for (int i = 0; i < CRITERION_COUNT; i++)
        check(&page.criteria[i]);
    assessment_release(&page);
    document_free(document);
    return 0;
}
