/* score_page: one page or leaflet, judged by the codebook. */
#include "base/limits.h"
#include "base/text.h"
#include "scoring/page/grounds.h"
#include "scoring/rubric_internal.h"

/* What judging one page needs. */
struct judge {
    const struct rubric *rubric;
    struct reading *reading;
    struct assessment *out;
    double *values;
};

static enum verdict verdict_of(const char *word)
{
    enum verdict verdict;
    return verdict_parse(word, &verdict) ? verdict : VERDICT_CANNOT_TELL;
}

static const char *kept(struct judge *judge, const char *text)
{
    return arena_copy(&judge->out->arena, text);
}

static void judge_by_model(struct judge *judge, const char *target, struct judgement *judgement)
{
    struct model_answer answer;
    model_answer(judge->rubric->model, target, judge->values, &answer);
    judgement->verdict = verdict_of(answer.class);
    judgement->certainty = answer.probability < 0.5 ? 0.5 : answer.probability;
    grounds_find(judge->rubric->grounds, target, judge->rubric->cues, judge->rubric->facts, judge->reading, &judge->out->arena, judgement);
}

static bool is_contact(enum fact_kind kind)
{
    return kind == FACT_PHONE || kind == FACT_EMAIL || kind == FACT_POSTAL_ADDRESS || kind == FACT_TEXTPHONE || kind == FACT_ENQUIRY_FORM ||
           kind == FACT_NAMED_CONTACT;
}

static bool quoted_already(const struct judgement *judgement, int32_t block)
{
    for (size_t i = 0; i < judgement->evidence_count; i++)
        if (judgement->evidence[i].block == block)
            return true;
    return false;
}

/* The block around a fact; a short value is quoted with the label before it. */
static struct evidence quote_fact(struct judge *judge, const struct fact_place *place)
{
    const struct block *block = &judge->reading->document->blocks[place->block];
    size_t start = 0, end = block->length;
    if (block->length > LIMIT_QUOTE_BYTES / 2 && place->length > 0) {
        start = place->offset > 120 ? place->offset - 120 : 0;
        while (start > 0 && block->text[start - 1] != ' ')
            start--;
    }
    return grounds_quote(judge->rubric->facts, judge->reading, &judge->out->arena, (size_t)place->block, start, end - start, "contact");
}

static void quote_contacts(struct judge *judge, struct judgement *judgement)
{
    const struct fact_places *places = &judge->reading->places;
    judgement->evidence = arena_array(&judge->out->arena, LIMIT_EVIDENCE + 1, sizeof *judgement->evidence);
    judgement->evidence_count = 0;
    for (size_t i = 0; i < places->count && judgement->evidence_count < LIMIT_EVIDENCE; i++)
        if (is_contact(places->items[i].kind) && places->items[i].block >= 0 && !quoted_already(judgement, places->items[i].block))
            judgement->evidence[judgement->evidence_count++] = quote_fact(judge, &places->items[i]);
}

/* Facts decide contacts where they are clear; the model where the page is not. */
static void judge_contacts(struct judge *judge)
{
    struct judgement *judgement = &judge->out->checks[CHECK_CONTACTS];
    judge_by_model(judge, check_word(CHECK_CONTACTS), judgement);
    if (judgement->verdict != VERDICT_NO) {
        struct judgement by_cues = *judgement;
        quote_contacts(judge, judgement);
        if (judgement->evidence_count == 0) {
            judgement->evidence = by_cues.evidence;
            judgement->evidence_count = by_cues.evidence_count;
        }
        return;
    }
    const struct fact_place *refused = facts_place(&judge->reading->places, FACT_REFUSED_CONTACT, UINT32_MAX);
    if (refused != NULL && refused->block >= 0) {
        judgement->near_miss = quote_fact(judge, refused);
        judgement->near_miss.where = arena_printf(&judge->out->arena, "%s: it is for something else (%s)", judgement->near_miss.where, refused->why);
        judgement->near_miss.against = true;
    }
}

static void judge_accessible(struct judge *judge)
{
    struct judgement *judgement = &judge->out->criteria[CRITERION_ACCESSIBLE];
    judge_by_model(judge, criterion_word(CRITERION_ACCESSIBLE), judgement);
    const struct fact_place *format = facts_place(&judge->reading->places, FACT_FORMAT, UINT32_MAX);
    if (judgement->verdict == VERDICT_NO || format == NULL || format->block < 0 || quoted_already(judgement, format->block))
        return;
    struct evidence *evidence = arena_array(&judge->out->arena, judgement->evidence_count + 2, sizeof *evidence);
    evidence[0] = quote_fact(judge, format);
    if (judgement->evidence_count > 0)
        memcpy(evidence + 1, judgement->evidence, judgement->evidence_count * sizeof *evidence);
    judgement->evidence = evidence;
    if (judgement->evidence_count < LIMIT_EVIDENCE)
        judgement->evidence_count++;
}

/* A leaflet is itself something to have to hand, unless it is a policy or a report. */
static void judge_available(struct judge *judge)
{
    struct judgement *judgement = &judge->out->criteria[CRITERION_AVAILABLE];
    judge_by_model(judge, criterion_word(CRITERION_AVAILABLE), judgement);
    enum document_type type = judge->reading->document->type;
    bool leaflet = document_type_is_leaflet(type) && strcmp(judge->out->kind, "service") == 0;
    if (!leaflet || judgement->verdict == VERDICT_YES)
        return;
    *judgement = (struct judgement){.verdict = VERDICT_YES, .certainty = 0.8, .reason = ""};
    grounds_find(judge->rubric->grounds, criterion_word(CRITERION_AVAILABLE), judge->rubric->cues, judge->rubric->facts, judge->reading,
                 &judge->out->arena, judgement);
    if (judgement->evidence_count == 0 && judge->reading->segments.count > 0) {
        const struct unit *first = &judge->reading->segments.units[0];
        judgement->evidence = arena_array(&judge->out->arena, 1, sizeof *judgement->evidence);
        judgement->evidence[judgement->evidence_count++] = grounds_quote(judge->rubric->facts, judge->reading, &judge->out->arena, first->block,
                                                                         first->offset, first->length, "leaflet");
    }
}

/* Codebook, "self_referral": what the sentences do tells it in words that no pattern knows; a
 * page that says it takes no families' requests is believed. */
static void judge_self_referral(struct judge *judge)
{
    struct model_answer answer;
    model_answer(judge->rubric->model, "self_referral", judge->values, &answer);
    bool refused = facts_place(&judge->reading->places, FACT_NO_SELF_REFERRAL, UINT32_MAX) != NULL;
    judge->out->facts.self_referral = !refused && strcmp(answer.class, "yes") == 0;
}

/* Codebook: yes when explanation, referral and contacts are all yes; no when all are no. */
static void judge_user_focussed(struct assessment *out)
{
    struct judgement *judgement = &out->criteria[CRITERION_USER_FOCUSSED];
    const struct judgement *checks = out->checks;
    enum verdict first = checks[CHECK_EXPLANATION].verdict;
    bool same = first == checks[CHECK_REFERRAL].verdict && first == checks[CHECK_CONTACTS].verdict;
    judgement->verdict = same && (first == VERDICT_YES || first == VERDICT_NO) ? first : VERDICT_CONCERNS;
    judgement->reason = judgement->verdict == VERDICT_CONCERNS ? "not-all-three" : "";
    judgement->certainty = 1;
    for (int i = CHECK_EXPLANATION; i <= CHECK_CONTACTS; i++)
        if (checks[i].certainty < judgement->certainty)
            judgement->certainty = checks[i].certainty;
    if (judgement->verdict == VERDICT_NO)
        return;
    judgement->evidence = arena_array(&out->arena, 3, sizeof *judgement->evidence);
    for (int i = CHECK_EXPLANATION; i <= CHECK_CONTACTS; i++)
        if (checks[i].evidence_count > 0)
            judgement->evidence[judgement->evidence_count++] = checks[i].evidence[0];
}

static bool gives_any_contact(const struct fact_places *places)
{
    for (size_t i = 0; i < places->count; i++)
        if (is_contact(places->items[i].kind) || places->items[i].kind == FACT_REFUSED_CONTACT)
            return true;
    return false;
}

/* A page of contact details has some. */
static bool can_be(const struct judge *judge, const char *kind)
{
    return grounds_bear_kind(judge->rubric->grounds, judge->reading, kind) &&
           (strcmp(kind, "contact") != 0 || gives_any_contact(&judge->reading->places));
}

static void judge_everything(struct judge *judge)
{
    struct assessment *out = judge->out;
    const struct rubric *rubric = judge->rubric;
    struct model_answer kind, service;
    model_answer(rubric->model, "kind", judge->values, &kind);
    for (size_t i = 0; i < MODEL_CLASSES_MAX && !can_be(judge, kind.class); i++)
        model_rule_out(rubric->model, "kind", &kind);
    out->kind = kept(judge, kind.class);
    model_answer(rubric->model, "service", judge->values, &service);
    out->service = kept(judge, service.class);
    out->service_certainty = service.probability;
    int runner = service_runner(&rubric->services, out->service, reading_publisher(rubric, judge->reading));
    features_fill_parts(rubric->features, runner, judge->reading, judge->values);
    judge_by_model(judge, check_word(CHECK_EXPLANATION), &out->checks[CHECK_EXPLANATION]);
    judge_by_model(judge, check_word(CHECK_REFERRAL), &out->checks[CHECK_REFERRAL]);
    judge_self_referral(judge);
    judge_contacts(judge);
    judge_by_model(judge, check_word(CHECK_ELIGIBILITY), &out->checks[CHECK_ELIGIBILITY]);
    judge_accessible(judge);
    judge_available(judge);
    judge_by_model(judge, criterion_word(CRITERION_JOINED_UP), &out->criteria[CRITERION_JOINED_UP]);
    judge_user_focussed(out);
}

static void cannot_tell(struct assessment *out)
{
    out->kind = "";
    out->service = "";
    for (int i = 0; i < CHECK_COUNT; i++)
        out->checks[i] = (struct judgement){.verdict = VERDICT_CANNOT_TELL, .certainty = 1, .reason = "could-not-read"};
    for (int i = 0; i < CRITERION_COUNT; i++)
        out->criteria[i] = (struct judgement){.verdict = VERDICT_CANNOT_TELL, .certainty = 1, .reason = "could-not-read"};
}

static const struct page_findings *keep_findings(const struct rubric *rubric, const struct reading *reading, struct arena *arena)
{
    size_t blocks = reading->document->block_count;
    bool *counts = arena_array(arena, blocks, sizeof *counts);
    struct page_findings *found = arena_alloc(arena, sizeof *found);
    memcpy(counts, reading->counts, blocks * sizeof *counts);
    *found = (struct page_findings){.counts = counts, .facts = reading->facts, .places = reading->places};
    if (rubric->told != NULL)
        found->told = told_find(rubric->told, reading, arena);
    return found;
}

void score_page(const struct rubric *rubric, struct page_reader *reader, const struct document *document, const char *url,
                const struct site_words *site, struct assessment *out)
{
    *out = (struct assessment){.could_not_tell = NULL};
    struct reading reading;
    reading_build(rubric, reader, document, arena_copy(&out->arena, url), site, &out->arena, &reading);
    out->facts = reading.facts;
    out->found = keep_findings(rubric, &reading, &out->arena);
    out->readability = reading.readability;
    bool empty = reading.segments.count == 0;
    if (document->picture_of_text)
        out->could_not_tell = "picture of text";
    else if (document->needs_scripts && empty)
        out->could_not_tell = document->partly_reason == NULL ? "needs scripts" : arena_printf(&out->arena, "needs scripts: %s", document->partly_reason);
    if (out->could_not_tell != NULL) {
        cannot_tell(out);
    } else {
        struct judge judge = {.rubric = rubric, .reading = &reading, .out = out, .values = memory_array(features_count(rubric->features), sizeof(double))};
        features_fill(rubric->features, &reading, judge.values);
        judge_everything(&judge);
        free(judge.values);
        if (document->partly_read || reading.segments.cut)
            out->could_not_tell = "partly read";
    }
    reading_release(&reading);
}

void assessment_release(struct assessment *assessment)
{
    arena_release(&assessment->arena);
    *assessment = (struct assessment){.could_not_tell = NULL};
}
