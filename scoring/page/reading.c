#include "scoring/page/reading.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "scoring/page/claims.h"
#include "scoring/page/clauses.h"
#include "scoring/page/cue_memory.h"
#include "scoring/page/routes.h"
#include "scoring/rubric_internal.h"
#include "scoring/text/site_words.h"

enum { HITS_PER_UNIT = 128, HITS_MAX = 200000 };

static bool *main_blocks(const struct document *document, const struct site_words *site)
{
    bool *counts = memory_array(document->block_count + 1, sizeof *counts);
    for (size_t i = 0; i < document->block_count; i++) {
        const struct block *block = &document->blocks[i];
        counts[i] = block->zone == ZONE_MAIN && !block->hidden && !(site != NULL && site_words_repeats(site, block));
    }
    return counts;
}

static char *title_and_first_heading(const struct document *document)
{
    const char *heading = document_first_heading(document);
    size_t room = strlen(document->title) + strlen(heading) + 2;
    char *about = memory_alloc(room);
    snprintf(about, room, "%s %s", document->title, heading);
    return about;
}

const char *reading_publisher(const struct rubric *rubric, const struct reading *reading)
{
    const char *title = reading->document->title;
    const char *publisher = facts_publisher(rubric->facts, reading->reader->scratch, title + document_title_own_length(title));
    return publisher == NULL && reading->url != NULL ? facts_publisher(rubric->facts, reading->reader->scratch, reading->url) : publisher;
}

static void add_hits(const struct rubric *rubric, struct reading *reading, uint32_t index)
{
    const struct unit *unit = &reading->segments.units[index];
    struct cue_hit hits[HITS_PER_UNIT];
    size_t count = cue_memory_match(reading->reader->cues, rubric->cues, reading->segments.tokens.items + unit->first, unit->count, &unit->context,
                                    hits, HITS_PER_UNIT);
    uint64_t seen[CUE_SIGNALS_MAX / 64] = {0};
    for (size_t i = 0; i < count && reading->hit_count < HITS_MAX; i++) {
        int signal = cues_signal_of(rubric->cues, hits[i].cue);
        if ((seen[signal / 64] >> (signal % 64) & 1u) == 0)
            reading->signal_units[signal]++;
        seen[signal / 64] |= (uint64_t)1 << (signal % 64);
        MEMORY_PUSH_ROOM(reading->hits, reading->hit_count, reading->hit_capacity);
        reading->hits[reading->hit_count++] =
            (struct reading_hit){.unit = index, .cue = hits[i].cue, .start = hits[i].start, .end = hits[i].end, .signal = signal};
    }
    reading->topics |= unit->context.topics;
}

/* Of each unit the probability of each role, by its sentence as it stands; `wanted`: of which, one flag a unit, or NULL for all. */
static float *weigh_roles(const struct rubric *rubric, const struct reading *reading, const bool *wanted)
{
    size_t roles = roles_count(rubric->roles);
    float *odds = roles_weigh(rubric->roles, reading);
    vector_look_take(rubric->vector_look, &reading->segments, odds);
    second_look_take(rubric->second_look, &reading->segments, wanted, odds);
    for (size_t i = 0; i < reading->segments.count; i++)
        for (size_t k = i * roles; (wanted == NULL || wanted[i]) && k < (i + 1) * roles; k++)
            odds[k] = 1 / (1 + expf(-odds[k]));
    return odds;
}

/* Once more where sentences say two things. */
static void read_statements(const struct rubric *rubric, struct reading *reading)
{
    struct reading again = {.reader = reading->reader, .document = reading->document, .services = reading->services};
    uint32_t *whole;
    if (!clauses_split(rubric, reading, &again.segments, &whole))
        return;
    for (size_t i = 0; i < again.segments.count; i++)
        add_hits(rubric, &again, (uint32_t)i);
    bool *parts = clauses_parts(whole, again.segments.count);
    float *roles = weigh_roles(rubric, &again, parts);
    clauses_join(rubric, reading, roles, whole, parts, again.segments.count);
    free(roles);
    free(parts);
    free(whole);
    free(again.hits);
    free(again.segments.units);
}

struct page_reader *page_reader_new(void)
{
    struct page_reader *reader = memory_alloc(sizeof *reader);
    *reader = (struct page_reader){.words = words_new(), .scratch = regex_scratch_new(), .cues = cue_memory_new()};
    return reader;
}

void page_reader_free(struct page_reader *reader)
{
    if (reader == NULL)
        return;
    words_free(reader->words);
    regex_scratch_free(reader->scratch);
    cue_memory_free(reader->cues);
    free(reader);
}

void reading_build(const struct rubric *rubric, struct page_reader *reader, const struct document *document, const char *url,
                   const struct site_words *site, struct arena *arena, struct reading *out)
{
    *out = (struct reading){.reader = reader, .document = document, .url = url, .about = title_and_first_heading(document)};
    if (reader == NULL)
        out->reader = reader = out->own_reader = page_reader_new();
    out->counts = main_blocks(document, site);
    segments_build(rubric->terms, rubric->cues, reader->words, document, out->counts, &out->segments);
    for (size_t i = 0; i < out->segments.count; i++)
        add_hits(rubric, out, (uint32_t)i);
    service_find(&rubric->services, rubric->terms, reader->words, out, &out->services);
    if (rubric->service_words != NULL)
        service_words_tell(rubric->service_words, &out->segments, out->services.likely);
    if (rubric->roles != NULL) {
        out->roles = weigh_roles(rubric, out, NULL);
        read_statements(rubric, out);
        out->denials = memory_array(out->segments.count + 1, sizeof *out->denials);
        routes_bring_out(rubric, out);
        claims_bring_out(rubric, out);
        routes_take_back(rubric, out);
        claims_take_back(rubric, out);
    }
    out->places = facts_find(rubric->facts, reader->scratch, document, out->counts, arena, &out->facts);
    readability_measure(rubric->syllables, document, out->counts, &out->readability);
    out->readability.unexplained_count = jargon_unexplained(rubric->jargon, document, out->counts, arena, &out->readability.unexplained_terms);
}

void reading_release(struct reading *reading)
{
    free(reading->about);
    free(reading->counts);
    free(reading->hits);
    free(reading->roles);
    free(reading->denials);
    segments_release(&reading->segments);
    page_reader_free(reading->own_reader);
    *reading = (struct reading){0};
}

static bool is_among(int signal, const int *signals, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (signals[i] == signal)
            return true;
    return false;
}

void reading_forget(struct reading *reading, const bool *units, const int *signals, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < reading->hit_count; i++) {
        const struct reading_hit *hit = &reading->hits[i];
        if (!units[hit->unit] || !is_among(hit->signal, signals, count)) {
            reading->hits[kept++] = *hit;
            continue;
        }
        bool again = false; /* a sentence is counted once for a signal */
        for (size_t j = i + 1; j < reading->hit_count && reading->hits[j].unit == hit->unit; j++)
            again |= reading->hits[j].signal == hit->signal;
        reading->signal_units[hit->signal] -= !again;
    }
    reading->hit_count = kept;
}
