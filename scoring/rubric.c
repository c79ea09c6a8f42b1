#include "scoring/rubric_internal.h"

/* Beside what every page is read by. */
struct extent {
    bool trained; /* the weights */
    bool whole;   /* what councils are judged by, and the digest */
};

static enum status load_parts(struct rubric *rubric, const char *seeds, struct extent extent, struct error *err)
{
    enum status status = markup_words_load(seeds, &rubric->markup, err);
    if (status == STATUS_OK)
        status = rubric_texts_load(seeds, &rubric->arena, &rubric->texts, err);
    if (status == STATUS_OK && extent.whole)
        status = rubric_texts_digest(seeds, &rubric->texts, err);
    if (status == STATUS_OK)
        status = terms_load(seeds, &rubric->terms, err);
    if (status == STATUS_OK)
        status = service_names_load(seeds, rubric->terms, &rubric->arena, &rubric->services, err);
    if (status == STATUS_OK)
        status = cues_load(seeds, rubric->terms, &rubric->cues, err);
    if (status == STATUS_OK)
        status = fact_rules_load(seeds, &rubric->facts, err);
    if (status == STATUS_OK)
        status = jargon_load(seeds, &rubric->jargon, err);
    if (status == STATUS_OK)
        status = syllables_load(seeds, &rubric->syllables, err);
    if (status == STATUS_OK && extent.whole)
        status = row_rules_load(seeds, &rubric->row_rules, err);
    if (status == STATUS_OK && extent.trained)
        status = roles_load(seeds, rubric->terms, rubric->cues, &rubric->services, &rubric->roles, err);
    if (status == STATUS_OK && extent.trained)
        status = service_words_load(seeds, &rubric->services, &rubric->service_words, err);
    if (status == STATUS_OK && extent.trained)
        status = vector_look_load(seeds, rubric->roles, &rubric->vector_look, err);
    if (status == STATUS_OK && extent.trained)
        status = second_look_load(seeds, rubric->roles, rubric->cues, &rubric->second_look, err);
    if (status == STATUS_OK && extent.trained)
        status = told_rules_load(seeds, rubric->roles, &rubric->told, err);
    if (status == STATUS_OK)
        status = grounds_load(seeds, rubric->cues, rubric->roles, &rubric->grounds, err);
    if (status != STATUS_OK)
        return status;
    if (extent.trained)
        rubric->claims = claims_new(rubric->roles, rubric->cues);
    rubric->features = features_new(rubric->terms, rubric->cues, rubric->roles, &rubric->services);
    return STATUS_OK;
}

/* The model must answer whatever page.c asks of it: another's rubric may not. */
static enum status check_targets(const char *seeds, const struct model *model, struct error *err)
{
    static const char *const facts[] = {"kind", "service", "self_referral"};
    const char *wanted[CHECK_COUNT + CRITERION_COUNT + sizeof facts / sizeof *facts];
    size_t count = 0;
    for (int i = 0; i < CHECK_COUNT; i++)
        wanted[count++] = check_word(i);
    for (int i = 0; i < CRITERION_COUNT; i++)
        if (i != CRITERION_USER_FOCUSSED) /* worked out from the checks */
            wanted[count++] = criterion_word(i);
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++)
        wanted[count++] = facts[i];
    for (size_t i = 0; i < count; i++)
        if (!model_has(model, wanted[i]))
            return error_set(err, STATUS_INPUT, "%s/rubric/model.json: \"targets\" has no \"%s\"; learn the weights again", seeds, wanted[i]);
    return STATUS_OK;
}

/* A kind that no page is ever of would be told by nothing. */
static enum status check_kinds(const char *seeds, const struct grounds *grounds, const struct model *model, struct error *err)
{
    const char *kind;
    for (size_t i = 0; (kind = grounds_kind(grounds, i)) != NULL; i++)
        if (!model_has_class(model, "kind", kind))
            return error_set(err, STATUS_INPUT, "%s/rubric/evidence.json: kinds: \"%s\" is no kind of page; model.json lists them as the classes of \"kind\"", seeds, kind);
    return STATUS_OK;
}

/* Nor would a page ever be told to be of such a service. */
static enum status check_services(const char *seeds, const struct rubric_texts *texts, const struct model *model, struct error *err)
{
    for (size_t i = 0; i < texts->service_count; i++) {
        const struct rubric_service *service = &texts->services[i];
        for (size_t k = 0; k < service->page_service_count + service->wider_service_count; k++) {
            bool own = k < service->page_service_count;
            const char *code = own ? service->page_services[k] : service->wider_services[k - service->page_service_count];
            if (!model_has_class(model, "service", code))
                return error_set(err, STATUS_INPUT, "%s/services: %s: \"%s\" of its %s_services is no service that pages are told by; rubric/model.json lists them as the "
                                 "classes of \"service\"", seeds, service->id, code, own ? "page" : "wider");
        }
    }
    return STATUS_OK;
}

static enum status load(const char *seeds, struct extent extent, struct rubric **out, struct error *err)
{
    struct rubric *rubric = memory_alloc(sizeof *rubric);
    enum status status = load_parts(rubric, seeds, extent, err);
    if (status == STATUS_OK && extent.trained)
        status = model_load(seeds, rubric->features, &rubric->model, err);
    if (status == STATUS_OK && extent.trained)
        status = check_targets(seeds, rubric->model, err);
    if (status == STATUS_OK && extent.trained)
        status = check_kinds(seeds, rubric->grounds, rubric->model, err);
    if (status == STATUS_OK && extent.trained)
        status = check_services(seeds, &rubric->texts, rubric->model, err);
    if (status != STATUS_OK) {
        rubric_free(rubric);
        return status;
    }
    *out = rubric;
    return STATUS_OK;
}

enum status rubric_load_untrained(const char *seeds, struct rubric **out, struct error *err)
{
    return load(seeds, (struct extent){.whole = true}, out, err);
}

enum status rubric_load(const char *seeds, struct rubric **out, struct error *err)
{
    return load(seeds, (struct extent){.trained = true, .whole = true}, out, err);
}

enum status rubric_load_for_pages(const char *seeds, struct rubric **out, struct error *err)
{
    return load(seeds, (struct extent){.trained = true}, out, err);
}

void rubric_free(struct rubric *rubric)
{
    if (rubric == NULL)
        return;
    model_free(rubric->model);
    grounds_free(rubric->grounds);
    features_free(rubric->features);
    claims_free(rubric->claims);
    told_rules_free(rubric->told);
    second_look_free(rubric->second_look);
    vector_look_free(rubric->vector_look);
    service_words_free(rubric->service_words);
    roles_free(rubric->roles);
    row_rules_free(rubric->row_rules);
    syllables_free(rubric->syllables);
    jargon_free(rubric->jargon);
    fact_rules_free(rubric->facts);
    cues_free(rubric->cues);
    terms_free(rubric->terms);
    markup_words_free(rubric->markup);
    arena_release(&rubric->arena);
    free(rubric);
}

const struct rubric_texts *rubric_texts(const struct rubric *rubric)
{
    return &rubric->texts;
}

const struct markup_words *rubric_markup(const struct rubric *rubric)
{
    return rubric->markup;
}

size_t rubric_prove(const struct rubric *rubric, void (*report)(void *context, const char *sentence), void *context, size_t *checked)
{
    size_t examples = 0;
    size_t failures = cues_prove(rubric->cues, rubric->terms, report, context, &examples);
    failures += fact_rules_prove(rubric->facts, report, context, &examples);
    failures += row_rules_prove(rubric->row_rules, report, context, &examples);
    if (checked != NULL)
        *checked = examples;
    return failures;
}
