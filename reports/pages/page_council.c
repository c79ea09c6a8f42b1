#include <math.h>
#include <string.h>

#include "base/clock.h"
#include "base/limits.h"
#include "reports/data/change.h"
#include "reports/data/figures.h"
#include "reports/data/history.h"
#include "reports/pages/charts.h"
#include "reports/pages/council_parts.h"
#include "reports/pages/fixes.h"
#include "reports/pages/pages.h"

static const char root[] = "../../";

/* Drawn signs for the easy-read summary; decoration, the words say it all. */
static void add_sign(struct buffer *out, int sign)
{
    static const char *const shapes[] = {
        "<path d=\"M6 8h28v20H18l-7 6v-6H6z\"/>",                                /* speech */
        "<circle cx=\"17\" cy=\"17\" r=\"10\"/><path d=\"M24 24l10 10\"/>",      /* looking */
        "<path d=\"M7 21l9 9 17-20\"/>",                                         /* found */
        "<circle cx=\"20\" cy=\"20\" r=\"14\"/><path d=\"M20 12v10M20 27v1\"/>", /* not found */
        "<path d=\"M10 34V6h20v28zM15 13h10M15 19h10M15 25h6\"/>",               /* page */
    };
    html_add(out, "<svg viewBox=\"0 0 40 40\" aria-hidden=\"true\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"3\" "
                  "stroke-linecap=\"round\" stroke-linejoin=\"round\">");
    html_raw_markup(out, shapes[sign]);
    html_add(out, "</svg>");
}

static void add_easy_read(struct buffer *out, const struct report *report, const struct report_council *council)
{
    size_t found = 0, partly = 0, missing = 0, untold = 0;
    for (size_t s = 0; s < council->card.service_count; s++)
        for (size_t r = 0; r < council->card.services[s].row_count; r++) {
            enum verdict verdict = council->card.services[s].rows[r].judgement.verdict;
            found += verdict == VERDICT_YES;
            partly += verdict == VERDICT_CONCERNS || verdict == VERDICT_DOUBTS;
            missing += verdict == VERDICT_NO || verdict == VERDICT_SILENT;
            untold += verdict == VERDICT_CANNOT_TELL || verdict == VERDICT_NOT_TESTED;
        }
    html_add(out, "<section aria-labelledby=\"easy\"><h2 id=\"easy\">In easy words</h2>\n<ul class=\"easy\"><li>");
    add_sign(out, 1);
    html_add(out, "<span>We looked at the web site of %t for help for disabled children.</span></li><li>",
             council->council->short_name);
    add_sign(out, 4);
    html_add(out, "<span>We read ");
    parts_plural(out, council->pages_read, "page or leaflet", "pages and leaflets");
    html_add(out, ".</span></li><li>");
    add_sign(out, 2);
    html_add(out, "<span>We asked ");
    parts_plural(out, found + partly + missing + untold, "question", "questions");
    html_add(out, ". We found a good answer to %z.</span></li><li>", found);
    if (partly + missing + untold > 0) {
        add_sign(out, 3);
        html_add(out, "<span>");
        if (partly > 0)
            html_add(out, "For %z we found only a part.%t", partly, missing + untold > 0 ? " " : "");
        if (missing > 0)
            html_add(out, "For %z we found no good answer.%t", missing, untold > 0 ? " " : "");
        if (untold > 0)
            html_add(out, "For %z we could not tell.", untold);
        html_add(out, "</span></li><li>");
    }
    add_sign(out, 0);
    html_add(out, "<span>");
    prose_add(out, report->texts.prose[council_gives_advice(council) ? PROSE_COUNCIL_HELP_ADVICE : PROSE_COUNCIL_HELP], root,
              PROSE_VALUES({"council", council->council->slug, NULL}));
    html_add(out, "</span></li></ul></section>\n");
}

/* A median of one or two councils says nothing: then all councils stand in for the region, and where
 * they too are so few, or others are nobody's business yet, there is none: NULL. */
static const double *medians_beside(const struct report *report, const struct report_council *council, bool *of_region)
{
    enum { FEWEST = 3 };
    const struct report_region *region = &report->regions[council->region];
    *of_region = region->scored >= FEWEST;
    return report->pack || report->scored < FEWEST ? NULL : *of_region ? region->criteria : report->criteria;
}

/* Where the score stands among the bands, beside the verdict that says so in words. */
static void add_scale(struct buffer *out, const struct report *report, const struct report_council *council)
{
    const struct rubric_texts *rubric = report->rubric;
    double from[CHART_CLASSES];
    bool of_region;
    const double *medians = medians_beside(report, council, &of_region);
    struct scale scale = {from, 0, "", "", council->card.score.low, council->card.score.high,
                          !medians ? NAN : of_region ? report->regions[council->region].median : report->median};
    if (!rubric->band_count || rubric->band_count > CHART_CLASSES || !data_is_covered(report, council->card.score))
        return;
    for (; scale.band_count < rubric->band_count; scale.band_count++)
        from[scale.band_count] = rubric->bands[scale.band_count].from;
    scale.most = rubric->bands[0].title;
    scale.least = rubric->bands[rubric->band_count - 1].title;
    struct chart chart = {"scale", "The score on a scale from 0 to 100", report->texts.prose[PROSE_COUNCIL_SCALE_DESCRIPTION]};
    html_add(out, "<figure class=\"scale\">");
    charts_scale(out, &chart, &scale);
    html_add(out, "<figcaption>");
    prose_add(out, report->texts.prose[PROSE_COUNCIL_SCALE], root, NULL);
    if (!isnan(scale.median)) {
        html_add(out, " ");
        prose_add(out, report->texts.prose[of_region ? PROSE_COUNCIL_SCALE_REGION : PROSE_COUNCIL_SCALE_ALL], root,
                  PROSE_VALUES({"count", figures_count(of_region ? report->regions[council->region].scored : report->scored).text, NULL}, {"median", figures_whole(scale.median).text, NULL}));
    }
    html_add(out, "</figcaption></figure>\n");
}

static void add_profile(struct buffer *out, const struct report *report, const struct report_council *council)
{
    struct tick_bar bars[CRITERION_COUNT];
    bool of_region;
    const double *medians = medians_beside(report, council, &of_region);
    const char *median_words = of_region ? "Middle of the region" : "Middle of all councils";
    size_t count = report->rubric->criterion_count < CRITERION_COUNT ? report->rubric->criterion_count : CRITERION_COUNT;
    for (size_t c = 0; c < count; c++)
        bars[c] = (struct tick_bar){report->rubric->criteria[c].title, council->card.criteria[c].low,
                                    council->card.criteria[c].high, medians ? medians[c] : NAN};
    struct chart chart = {"profile", "Profile of the four criteria",
                          report->texts.prose[medians ? PROSE_COUNCIL_PROFILE_DESCRIPTION_MEDIAN : PROSE_COUNCIL_PROFILE_DESCRIPTION]};
    html_add(out, "<figure class=\"chart bars\"><figcaption>%t</figcaption>\n", report->texts.prose[PROSE_COUNCIL_PROFILE]);
    charts_tick_bars(out, &chart, bars, count, of_region ? "Middle council of the region (median)" : "Middle of all councils (median)");
    html_add(out, "</figure>\n");
    parts_table_open(
        out, "The four criteria in numbers", "stack", "The four criteria in numbers",
        report->texts.prose[PROSE_COUNCIL_CRITERIA]);
    html_add(out,
             "<thead><tr><th scope=\"col\">Criterion</th><th scope=\"col\">Band</th><th scope=\"col\" class=\"num\">Score</th>"
             "<th scope=\"col\" class=\"num\">Could be judged</th>");
    if (medians)
        html_add(out, "<th scope=\"col\" class=\"num\">%t</th>", median_words);
    html_add(out, "</tr></thead><tbody>\n");
    for (size_t c = 0; c < count; c++) {
        struct score score = council->card.criteria[c];
        html_add(out, "<tr><th scope=\"row\">%t<br><span class=\"small\">%t</span></th><td data-h=\"Band\">", report->rubric->criteria[c].title,
                 report->rubric->criteria[c].question);
        parts_band(out, report, score);
        html_add(out, "</td><td class=\"num\" data-h=\"Score\">");
        parts_score(out, score);
        html_add(out, "</td><td class=\"num\" data-h=\"Could be judged\">%n%%</td>", figures_down(100 * score.coverage));
        if (medians && isnan(medians[c]))
            html_add(out, "<td class=\"num\" data-h=\"%t\">none</td>", median_words);
        else if (medians)
            html_add(out, "<td class=\"num\" data-h=\"%t\">%n</td>", median_words, medians[c]);
        html_add(out, "</tr>\n");
    }
    parts_table_close(out);
}

static void add_result(struct buffer *out, const struct report *report, const struct report_council *council, const struct row_verdict *verdict)
{
    parts_result_tag(out, report, verdict);
    parts_repaired_mark(out, report, council, verdict);
}

/* The rows that any service has, in the rubric's order, against the services. */
static void add_matrix(struct buffer *out, const struct report *report, const struct report_council *council)
{
    const struct scorecard *card = &council->card;
    parts_table_open(out, "Services side by side", "matrix", "Services side by side",
                     report->texts.prose[PROSE_COUNCIL_MATRIX]);
    html_add(out, "<thead><tr><th scope=\"col\">Question</th>");
    for (size_t s = 0; s < card->service_count; s++) {
        const struct rubric_service *service = data_rubric_service(report, card->services[s].service);
        html_add(out, "<th scope=\"col\"><a href=\"%t/index.html\">%t</a></th>", card->services[s].service,
                 service ? service->title : card->services[s].service);
    }
    html_add(out, "</tr></thead><tbody>\n");
    for (size_t r = 0; r < report->rubric->row_count; r++) {
        const struct rubric_row *row = &report->rubric->rows[r];
        bool any = false;
        for (size_t s = 0; s < card->service_count; s++)
            any |= data_row(card, card->services[s].service, row->id) != NULL;
        if (!any)
            continue;
        html_add(out, "<tr><th scope=\"row\"><a href=\"%trow/%t/index.html\">%t</a></th>", root, row->id, row->title);
        for (size_t s = 0; s < card->service_count; s++) {
            const struct row_verdict *verdict = data_row(card, card->services[s].service, row->id);
            html_add(out, "<td>");
            if (verdict)
                add_result(out, report, council, verdict);
            else
                parts_tag(out, report, VERDICT_NOT_APPLICABLE, row->id);
            html_add(out, "</td>");
        }
        html_add(out, "</tr>\n");
    }
    parts_table_close(out);
}

static void add_services(struct buffer *out, const struct report *report, const struct report_council *council)
{
    html_add(out, "<h2 id=\"services\">Services</h2>\n<p>%t</p>\n<ul class=\"cards\">", report->texts.prose[PROSE_COUNCIL_SERVICES]);
    for (size_t s = 0; s < council->card.service_count; s++) {
        const struct service_scorecard *service = &council->card.services[s];
        const struct rubric_service *rubric = data_rubric_service(report, service->service);
        html_add(out, "<li class=\"card\"><h3><a href=\"%t/index.html\">%t</a></h3>", service->service,
                 rubric ? rubric->title : service->service);
        council_basics(out, report, council, service);
        html_add(out, "</li>\n");
    }
    html_add(out, "</ul>\n");
}

/* Runs before the one before may have read it. */
static void add_not_before(struct buffer *out, const struct report *report)
{
    struct buffer date;
    if (!report->earlier) {
        html_add(out, "<p>%t</p>\n", report->texts.prose[PROSE_COUNCIL_FIRST_READING]);
        return;
    }
    buffer_init(&date, 256);
    parts_date(&date, report->earlier->run.finished_at);
    prose_paragraph(out, report->texts.prose[PROSE_COUNCIL_NOT_BEFORE], root, PROSE_VALUES({"date", NULL, buffer_text(&date)}));
    buffer_release(&date);
}

/* The two scores in a sentence, as they are shown. */
static void add_score_then(struct buffer *out, const struct report *report, const struct report_council *council)
{
    const struct past_card *before = data_before(council);
    if (isnan(data_middle(before->card.score)) || isnan(data_middle(council->card.score)))
        return;
    struct buffer date, then, now;
    buffer_init(&date, 256);
    buffer_init(&then, 256);
    buffer_init(&now, 256);
    parts_date(&date, before->run->run.finished_at);
    parts_score(&then, before->card.score);
    parts_score(&now, council->card.score);
    bool same = strcmp(buffer_text(&then), buffer_text(&now)) == 0;
    enum prose text = !before->run->change.same_rules ? PROSE_COUNCIL_SCORE_APART : before->uneven ? PROSE_COUNCIL_SCORE_UNEVEN : same ? PROSE_COUNCIL_SCORE_SAME : PROSE_COUNCIL_SCORE_MOVED;
    prose_paragraph(out, report->texts.prose[text], root,
                    PROSE_VALUES({"date", NULL, buffer_text(&date)}, {"then", NULL, buffer_text(&then)}, {"now", NULL, buffer_text(&now)}));
    buffer_release(&date);
    buffer_release(&then);
    buffer_release(&now);
}

/* The run before could not read it: with which one it is compared. */
static void add_gap(struct buffer *out, const struct report *report, const struct past_card *before)
{
    if (before->run == report->earlier)
        return;
    struct buffer date, then;
    buffer_init(&date, 256);
    buffer_init(&then, 256);
    parts_date(&date, report->earlier->run.finished_at);
    parts_date(&then, before->run->run.finished_at);
    prose_paragraph(out, report->texts.prose[PROSE_COUNCIL_GAP], root, PROSE_VALUES({"date", NULL, buffer_text(&date)}, {"then", NULL, buffer_text(&then)}));
    buffer_release(&date);
    buffer_release(&then);
}

static void add_history(struct buffer *out, const struct report *report, const struct report_council *council)
{
    html_add(out, "<h2 id=\"history\">History</h2>\n");
    const struct past_card *before = data_before(council);
    if (!before || !before->card.read) {
        add_not_before(out, report);
        return;
    }
    history_add_council(out, report, council);
    add_gap(out, report, before);
    add_score_then(out, report, council);
    size_t shown = 0, corrected = 0, aged = 0;
    for (size_t s = 0; s < council->card.service_count; s++)
        for (size_t r = 0; r < council->card.services[s].row_count; r++) {
            struct change change = past_change(&council->past, &council->card, &council->card.services[s].rows[r]);
            corrected += change.way != CHANGE_NONE && change.cause == CAUSE_CORRECTION;
            aged += change.way == CHANGE_WORSE && change.cause == CAUSE_TIME;
            if (change.way == CHANGE_NONE || change.cause != CAUSE_COUNCIL)
                continue;
            if (!shown++)
                html_add(out, "<p>The council changed its pages, and with them these results:</p><ul>");
            const struct rubric_row *row = data_rubric_row(report, change.after->row);
            const struct rubric_service *service = data_rubric_service(report, change.after->service);
            html_add(out, "<li>%t, %t: %t, before: %t", service ? service->title : change.after->service, row ? row->title : change.after->row,
                     texts_result(&report->texts, change.after), texts_result(&report->texts, change.before));
            if (change.since != &before->run->run)
                parts_since(out, report, change.since);
            html_add(out, "</li>\n");
        }
    html_add(out, shown ? "</ul>\n" : "<p>%t</p>\n", report->texts.prose[PROSE_COUNCIL_UNCHANGED]);
    if (corrected) {
        html_add(out, "<p>");
        parts_plural(out, corrected, "result was corrected", "results were corrected");
        html_add(out, " by a person, which is no change of the council’s.</p>\n");
    }
    if (aged) {
        html_add(out, "<p>");
        parts_plural(out, aged, "result is", "results are");
        html_add(out, " worse only because a year has passed: a date on the page is old by now.</p>\n");
    }
}

static void add_verdict(struct buffer *out, const struct report *report, const struct report_council *council)
{
    const struct scorecard *card = &council->card;
    html_add(out, "<div class=\"first\">\n<p class=\"lead\"><strong>");
    parts_band(out, report, card->score);
    html_add(out, ".</strong> ");
    if (isnan(card->score.low)) {
        html_add(out, "Nothing could be scored.");
    } else if (!data_is_covered(report, card->score)) {
        html_add(out, "Out of 100, the score may be anything from <strong class=\"score\">");
        parts_score(out, card->score);
        html_add(out, "</strong>, so it says nothing about the council.");
    } else {
        html_add(out, "We looked for what families need to know, such as how to ask for help and who to ring. %t scores <strong class=\"score\">",
                 council->council->short_name);
        parts_score(out, card->score);
        html_add(out, "</strong> out of 100.");
        if (figures_down(100 * card->score.coverage) < 100)
            html_add(out, " %n%% of what counts could be judged.", figures_down(100 * card->score.coverage));
    }
    html_add(out, "</p>\n");
    add_scale(out, report, council);
    html_add(out, "<p>");
    parts_visit(out, report, council);
    html_add(out, ". ");
    if (council->visit.outcome != VISIT_DONE)
        html_add(out, "%t ", report->texts.outcomes[council->visit.outcome].sentence);
    if (council->visit.start_url) {
        html_add(out, "We began at ");
        html_link(out, council->visit.start_url, council->visit.start_url);
        if (council->visit.clicks_from_home >= 0) {
            html_add(out, ", ");
            parts_plural(out, (size_t)council->visit.clicks_from_home, "click", "clicks");
            html_add(out, " from the council’s home page");
        }
        html_add(out, ".");
    }
    if (council->shared) {
        html_add(out, " This Local Offer is shared with ");
        parts_council_link(out, council->shared->council, root);
        html_add(out, ".");
    }
    html_add(out, "</p>\n");
    html_add(out, "<p>");
    struct row_counts counts = data_council_counts(council, NULL);
    parts_unsure(out, report, PROSE_COUNCIL_UNSURE, &counts);
    prose_add(out, report->texts.prose[PROSE_COUNCIL_TRUST], root, NULL);
    html_add(out, "</p>\n</div>\n");
}

/* Folded: on a telephone nine tables one after another are a hundred screens. A link to a
 * row opens its table. */
static void add_service_rows(struct buffer *out, const struct report *report, const struct report_council *council,
                             const struct service_scorecard *service)
{
    const struct rubric_service *rubric = data_rubric_service(report, service->service);
    size_t found = 0, partly = 0, missing = 0, unfit = 0;
    for (size_t i = 0; i < service->row_count; i++) {
        enum verdict verdict = service->rows[i].judgement.verdict;
        unfit += verdict == VERDICT_NOT_APPLICABLE;
        found += verdict == VERDICT_YES;
        partly += verdict == VERDICT_CONCERNS || verdict == VERDICT_DOUBTS;
        missing += verdict == VERDICT_NO || verdict == VERDICT_SILENT;
    }
    html_add(out, "<details><summary>%t: %z found, %z partly, %z not found", rubric ? rubric->title : service->service, found,
             partly, missing);
    size_t told = found + partly + missing + unfit;
    if (told < service->row_count)
        html_add(out, ", %z could not be judged", service->row_count - told);
    if (unfit)
        html_add(out, unfit == 1 ? ", %z does not apply" : ", %z do not apply", unfit);
    html_add(out, "</summary><div>\n");
    council_rows_table(out, report, council, service, root, true);
    html_add(out, "</div></details>\n");
}

static void add_how_to_read(struct buffer *out, const struct report *report, const struct report_council *council)
{
    struct buffer pages, unread;
    const char *left = data_left_unread(council);
    buffer_init(&pages, 1024);
    buffer_init(&unread, LIMIT_SEED_BYTES);
    html_add(&pages, "<a href=\"pages/index.html\">");
    parts_plural(&pages, council->pages_read, "page or leaflet", "pages and leaflets");
    html_add(&pages, "</a>");
    if (left)
        buffer_printf(&unread, "%s ", left);
    html_add(out, "<h2 id=\"rows\">Every question</h2>\n");
    prose_paragraph(out, report->texts.prose[PROSE_COUNCIL_READ_ROWS], root, PROSE_VALUES({"pages", NULL, buffer_text(&pages)}, {"unread", buffer_text(&unread), NULL}));
    buffer_release(&pages);
    buffer_release(&unread);
}

static void add_link_counts(struct buffer *out, const struct report *report, const struct link_counts *links)
{
    struct buffer broken;
    buffer_init(&broken, LIMIT_SEED_BYTES);
    size_t count = links->broken_own + links->broken_other;
    prose_add(&broken, report->texts.prose[count ? PROSE_COUNCIL_LINKS_BROKEN : PROSE_COUNCIL_LINKS_WHOLE], root,
              PROSE_VALUES({"broken", figures_count(count).text, NULL}, {"own", figures_count(links->broken_own).text, NULL}));
    html_add(out, "<h2 id=\"links\">Links</h2>\n");
    prose_paragraph(out, report->texts.prose[PROSE_COUNCIL_LINKS], root, PROSE_VALUES({"all", figures_count(links->all).text, NULL}, {"working", figures_count(links->ok).text, NULL}, {"broken", NULL, buffer_text(&broken)},
                               {"suspect", figures_count(links->suspect).text, NULL}, {"unchecked", figures_count(links->blocked + links->not_checked).text, NULL}));
    if (!data_checks_links(&report->run))
        html_add(out, "<p>%t</p>\n", report->texts.prose[PROSE_LINKS_UNASKED]);
    buffer_release(&broken);
}

static void add_read_council(struct buffer *out, const struct report *report, const struct report_council *council)
{
    add_verdict(out, report, council);
    add_easy_read(out, report, council);
    html_add(out, "<nav class=\"onpage\" aria-label=\"On this page\"><h2>On this page</h2><ul class=\"toc\">"
                  "<li><a href=\"#services\">Services</a></li><li><a href=\"#profile-part\">The four criteria</a></li>"
                  "<li><a href=\"#first\">What to put right first</a></li>"
                  "<li><a href=\"#rows\">Every question</a></li><li><a href=\"#leaflets\">Leaflets</a></li><li><a "
                  "href=\"#links\">Links</a></li>"
                  "<li><a href=\"#reply\">Reply</a></li><li><a href=\"#history\">History</a></li>"
                  "<li><a href=\"pages/index.html\">Every page and leaflet</a></li></ul></nav>\n");
    add_services(out, report, council);
    html_add(out, "<h2 id=\"profile-part\">The four criteria</h2>\n");
    add_profile(out, report, council);
    html_add(out, "<h2 id=\"first\">What to put right first</h2>\n");
    fixes_add(out, report, council, root);
    add_how_to_read(out, report, council);
    add_matrix(out, report, council);
    html_add(out, "<div class=\"dense\">\n");
    for (size_t s = 0; s < council->card.service_count; s++)
        add_service_rows(out, report, council, &council->card.services[s]);
    html_add(out, "</div>\n<h2 id=\"leaflets\">Leaflets</h2>\n");
    council_leaflets(out, council);
    add_link_counts(out, report, &council->links);
    council_links(out, report, council, 10);
}

static void add_files(struct buffer *out)
{
    html_add(out, "<h2>Files</h2>\n<ul><li><a href=\"scorecard.json\">Everything on this page as JSON</a></li>"
                  "<li><a href=\"junit.xml\">JUnit XML</a> and <a href=\"results.sarif\">SARIF</a>, for a web team’s own "
                  "pipeline</li></ul>\n");
}

/* A draft asks for its form; else whom to write to is told, where the reply would stand. */
static void add_reply_form(struct buffer *out, const struct report *report)
{
    html_add(out, "<h3>How to reply</h3>\n");
    if (!report->pack) {
        html_add(out, "<p>");
        parts_how_to_reply(out, report, root);
        html_add(out, "</p>\n<p>");
    } else {
        struct buffer contact;
        buffer_init(&contact, LIMIT_SEED_BYTES);
        parts_contact(&contact, report);
        prose_paragraph(out, report->texts.prose[PROSE_COUNCIL_REPLY_FORM], root, PROSE_VALUES({"contact", NULL, buffer_text(&contact)}));
        buffer_release(&contact);
        html_add(out, "<ul>");
        prose_add_items(out, report->texts.prose[PROSE_COUNCIL_REPLY_ITEMS], root, NULL);
        html_add(out, "</ul>\n<p>");
    }
    prose_add(out, report->texts.prose[PROSE_COUNCIL_REPLY_AFTER], root, NULL);
    if (report->options->reply_by) {
        html_add(out, " By <strong>");
        parts_iso_date(out, report->options->reply_by);
        html_add(out, "</strong>, please.");
    }
    html_add(out, "</p>\n");
}

static enum status write_council(const struct report *report, const struct report_council *council, struct output *output,
                                 struct error *err)
{
    struct buffer *out = output_begin(output), path;
    struct crumb crumbs[] = {{"Home", ""}, {"Councils", "councils/"}};
    struct frame frame = {
        .title = council->council->name,
        .description =
            "What this council’s web site tells families with disabled children, question by question, with the words found.",
        .root = root,
        .section = "councils/",
        .crumbs = crumbs,
        .crumb_count = 2};
    parts_open(out, report, &frame);
    if (council->read) {
        add_read_council(out, report, council);
    } else {
        html_add(out, "<p class=\"lead\">");
        parts_visit(out, report, council);
        html_add(out, ".</p>\n");
        prose_paragraph(out, report->texts.prose[PROSE_COUNCIL_UNREAD], root, NULL);
        prose_paragraph(out, report->texts.prose[PROSE_COUNCIL_HELP], root, NULL);
        const char *why = data_why_unread_more(report, council);
        if (why)
            html_add(out, "<p>%t</p>\n", why);
        const char *advice = data_unread_advice(report, council);
        if (advice)
            html_add(out, "<p>%t</p>\n", advice);
        else if (council->visit.outcome == VISIT_BLOCKED)
            prose_paragraph(out, report->texts.prose[PROSE_COUNCIL_BLOCKED], root, NULL);
        if (council->visit.listed_url && *council->visit.listed_url) {
            struct buffer address;
            buffer_init(&address, LIMIT_SEED_BYTES);
            html_link(&address, council->visit.listed_url, council->visit.listed_url);
            prose_paragraph(out, report->texts.prose[PROSE_COUNCIL_ADDRESS], root, PROSE_VALUES({"address", NULL, buffer_text(&address)}));
            buffer_release(&address);
        }
    }
    html_add(out, "<h2 id=\"reply\">Reply</h2>\n");
    council_replies(out, report, council->council->gss_code);
    add_reply_form(out, report);
    add_history(out, report, council);
    add_files(out);
    parts_close(out, report, &frame);
    buffer_init(&path, 1024);
    buffer_printf(&path, "council/%s/index.html", council->council->slug);
    enum status status = output_end(output, buffer_text(&path), err);
    buffer_release(&path);
    return status;
}

enum status page_council_write(const struct report *report, struct output *output, struct error *err)
{
    for (size_t i = 0; i < report->council_count; i++) {
        enum status status = write_council(report, &report->councils[i], output, err);
        if (status != STATUS_OK)
            return status;
    }
    return STATUS_OK;
}
