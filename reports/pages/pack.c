/* Packs (report --draft): what one council is sent before publication. Each is a small report of its own
 * below pack/<slug>/, which can be sent as it is: a first page with the deadline, the scorecard and all that
 * it rests on, the rules, the data, and a form for the reply. Nothing in it is about another council. */
#include <math.h>
#include <string.h>

#include "base/limits.h"
#include "reports/data/additions.h"
#include "reports/pages/pages.h"
#include "reports/pages/parts.h"

static enum status write_cover(const struct report *pack, struct output *output, struct error *err)
{
    const struct report_council *council = pack->councils;
    struct buffer *out = output_begin(output), title;
    buffer_init(&title, 4096);
    buffer_printf(&title, council->read ? "What we found about %s" : "We could not read the web site of %s", council->council->name);
    struct frame frame = {.title = buffer_text(&title), .description = "What one council is sent before the report is published.", .root = ""};
    parts_open(out, pack, &frame);
    buffer_release(&title);
    const char *const *prose = pack->texts.prose;
    struct buffer contact;
    buffer_init(&contact, LIMIT_SEED_BYTES);
    parts_contact(&contact, pack);
    html_add(out, "<p class=\"lead\">");
    prose_add(out, prose[council->read ? PROSE_PACK_LEAD : PROSE_PACK_UNREAD_LEAD], frame.root, NULL);
    html_add(out, "</p>\n<p>");
    prose_add(out, prose[council->read ? PROSE_PACK_SCORECARD : PROSE_PACK_UNREAD_SCORECARD], frame.root, PROSE_VALUES({"council", council->council->slug, NULL}));
    html_add(out, " ");
    parts_visit(out, pack, council);
    html_add(out, ".</p>\n<h2>If something is wrong, tell us</h2>\n<ol>");
    prose_add_items(out, prose[council->read ? PROSE_PACK_REPLY : PROSE_PACK_UNREAD_REPLY], frame.root, PROSE_VALUES({"contact", NULL, buffer_text(&contact)}));
    html_add(out, "</ol>\n<p>");
    prose_add(out, prose[PROSE_PACK_PRINTED], frame.root, NULL);
    html_add(out, "</p>\n<h2>For your web team</h2>\n<ul>");
    prose_add_items(out, prose[PROSE_PACK_FILES], frame.root, PROSE_VALUES({"council", council->council->slug, NULL}));
    html_add(out, "</ul>\n");
    buffer_release(&contact);
    parts_close(out, pack, &frame);
    return output_end(output, "index.html", err);
}

static enum status write_form(const struct report *pack, struct output *output, struct error *err)
{
    additions_write_form(pack, pack->councils, output_begin(output));
    return output_end(output, "reply.csv", err);
}

/* The report as it stands, of one council. What it borrows from `report` outlives it. */
static struct report only(const struct report *report, const struct report_council *council, struct arena *arena)
{
    struct report pack = *report;
    const char *gss_code = council->council->gss_code;
    struct report_council *alone = arena_array(arena, 1, sizeof *alone);
    *alone = *council;
    alone->shared = NULL;
    pack.pack = true;
    pack.councils = alone;
    pack.by_name = arena_array(arena, 1, sizeof *pack.by_name);
    pack.by_name[0] = alone;
    pack.council_count = 1;
    pack.read_count = council->read;
    pack.sample = NULL;
    pack.median = NAN;
    for (int c = 0; c < CRITERION_COUNT; c++)
        pack.criteria[c] = NAN;
    pack.replies = arena_array(arena, report->reply_count + 1, sizeof *pack.replies);
    pack.reply_count = 0;
    for (size_t i = 0; i < report->reply_count; i++)
        if (strcmp(report->replies[i].gss_code, gss_code) == 0)
            pack.replies[pack.reply_count++] = report->replies[i];
    pack.answers = arena_array(arena, report->answer_count + 1, sizeof *pack.answers);
    pack.answer_count = 0;
    for (size_t i = 0; i < report->answer_count; i++)
        if (strcmp(report->answers[i].gss_code, gss_code) == 0)
            pack.answers[pack.answer_count++] = report->answers[i];
    pack.decisions.items = arena_array(arena, report->decisions.count + 1, sizeof *pack.decisions.items);
    pack.decisions.count = 0; /* found by the report's own map, which outlives the pack */
    for (size_t i = 0; i < report->decisions.count; i++)
        if (strcmp(report->decisions.items[i].review.gss_code, gss_code) == 0)
            pack.decisions.items[pack.decisions.count++] = report->decisions.items[i];
    return pack;
}

/* A pack asks for a reply: to whom, and by when, is missed only by those that it was sent to. */
static void tell_what_lacks(const struct report *report)
{
    const struct report_options *options = report->options;
    if (!options->draft || !options->tell_note)
        return;
    if (!options->reply_by)
        options->tell_note(options->tell_context, "The packs name no day to reply by: --reply-by DATE does.");
    if (!report->contact)
        options->tell_note(options->tell_context, "The packs name nobody to reply to but whoever sent them: --contact URL does.");
}

enum status pack_write(const struct report *report, struct output *output, struct error *err)
{
    static page_writer *const parts[] = {write_cover,         write_form,         page_council_write, page_service_write,
                                         page_pages_write,    page_row_write,     page_evidence_write, page_copies_write,
                                         page_method_write,   files_council_write, tables_write,       page_data_write};
    enum status status = STATUS_OK;
    for (size_t c = 0; status == STATUS_OK && report->options->draft && c < report->council_count; c++) {
        struct arena arena = {0};
        struct report pack = only(report, &report->councils[c], &arena);
        output_enter(output, arena_printf(&arena, "pack/%s/", pack.councils->council->slug));
        for (size_t i = 0; status == STATUS_OK && i < sizeof parts / sizeof parts[0]; i++)
            status = parts[i](&pack, output, err);
        arena_release(&arena);
    }
    output_enter(output, "");
    if (status == STATUS_OK)
        tell_what_lacks(report);
    return status;
}
