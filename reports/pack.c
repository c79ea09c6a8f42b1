/* Packs (report --draft): what one council is sent before publication. Each is a small report of its own
 * below pack/<slug>/, which can be sent as it is: a first page with the deadline, the scorecard and all that
 * it rests on, the rules, the data, and a form for the reply. Nothing in it is about another council. */
#include <math.h>
#include <string.h>

#include "reports/additions.h"
#include "reports/pages.h"
#include "reports/parts.h"

static enum status write_cover(const struct report *pack, struct output *output, struct error *err)
{
    const struct report_council *council = pack->councils;
    struct buffer *out = output_begin(output), title;
    buffer_init(&title, 4096);
    buffer_printf(&title, "What we found about %s", council->council->name);
    struct frame frame = {.title = buffer_text(&title), .description = "What one council is sent before the report is published.", .root = ""};
    parts_open(out, pack, &frame);
    buffer_release(&title);
    html_add(out, "<p class=\"lead\">A program has read what your web site tells families with disabled children. This is what it found, "
                  "with your own words as proof. Nothing in it is about another council.</p>\n<p><a href=\"council/%t/index.html\">See your "
                  "scorecard</a>. ",
             council->council->slug);
    parts_visit(out, pack, council);
    html_add(out, ".</p>\n<h2>If something is wrong, tell us</h2>\n<ol><li>Look at the result and its proof: the words, the page, the "
                  "date.</li><li>Open <a href=\"reply.csv\">the form</a> in a spreadsheet. It has a line for each result that could be better, "
                  "and the first is for everything else. Under “reply” write what is wrong, with the address of the page that shows it. Under “role” write who "
                  "replies: a role, never a name. Under “date” write the day. Leave the other lines as they are.</li><li>Save it as “CSV UTF-8” and "
                  "send it to ");
    parts_contact(out, pack);
    html_add(out, ". An email with the same will do as well.</li></ol>\n<p>We print replies word for word beside the result, with our "
                  "decision.</p>\n");
    html_add(out, "<h2>For your web team</h2>\n<ul><li><a href=\"council/%t/links/index.html\">Links with problems</a></li>"
                  "<li><a href=\"council/%t/pages/index.html\">Every page and leaflet</a></li>"
                  "<li><a href=\"council/%t/scorecard.json\">JSON</a>, <a href=\"council/%t/junit.xml\">JUnit XML</a> and <a "
                  "href=\"council/%t/results.sarif\">SARIF</a>, for a pipeline of your own</li>"
                  "<li><a href=\"data/index.html\">The results as tables</a></li></ul>\n",
             council->council->slug, council->council->slug, council->council->slug, council->council->slug, council->council->slug);
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
    return status;
}
