/* `--publish-copies`: the text of each page that a result rests on, as it was read. */
#include <stdlib.h>
#include <string.h>

#include "reports/pages/pages.h"
#include "reports/pages/parts.h"

static void cite(struct map *cited, const struct report *report, const struct evidence *evidence)
{
    const struct page *page = evidence->quote ? data_page(report, evidence->page_id) : NULL;
    if (page && *page->sha256)
        map_put(cited, page->sha256, strlen(page->sha256), NULL)->pointer = (void *)(uintptr_t)page;
}

/* Every cited page once, by the digest of its bytes. */
static struct map *cited_pages(const struct report *report)
{
    struct map *cited = map_new();
    for (size_t c = 0; c < report->council_count; c++)
        for (size_t s = 0; s < report->councils[c].card.service_count; s++)
            for (size_t r = 0; r < report->councils[c].card.services[s].row_count; r++) {
                const struct judgement *judgement = &report->councils[c].card.services[s].rows[r].judgement;
                for (size_t i = 0; i < judgement->evidence_count; i++)
                    cite(cited, report, &judgement->evidence[i]);
                cite(cited, report, &judgement->near_miss);
            }
    return cited;
}

static void add_lines(struct buffer *out, const char *text)
{
    while (*text) {
        size_t length = strcspn(text, "\n");
        char *line = memory_copy_n(text, length);
        html_add(out, "<p dir=\"auto\">%t</p>\n", line);
        free(line);
        text += length + (text[length] == '\n');
    }
}

static enum status write_copy(const struct report *report, const struct page *page, struct output *output, struct error *err)
{
    struct buffer stored, text, path;
    buffer_init(&stored, 64 * 1024 * 1024);
    buffer_init(&text, 64 * 1024 * 1024);
    buffer_init(&path, 1024);
    enum status status = store_document(report->store, page->id, &stored, err);
    if (status == STATUS_OK && stored.length)
        status = report->options->copy_text(buffer_text(&stored), stored.length, &text, err);
    if (status == STATUS_OK) {
        struct buffer *out = output_begin(output);
        parts_open_proof(out, report, *page->title ? page->title : page->final_url, "../../");
        html_add(out, "<p class=\"small\">The words of this page as they were read on ");
        parts_date(out, page->fetched_at);
        html_add(out, ", without pictures and menus. They belong to whoever wrote them. Address: ");
        html_link(out, page->final_url, page->final_url);
        html_add(out, ". Digest of the saved copy (SHA-256): <span class=\"dig\">%t</span></p>\n", page->sha256);
        if (text.length)
            add_lines(out, buffer_text(&text));
        else
            html_add(out, "<p>The text is no longer kept.</p>\n");
        parts_close_proof(out, report, "../../");
        buffer_printf(&path, "copy/%s/index.html", page->sha256);
        status = output_end(output, buffer_text(&path), err);
    }
    buffer_release(&path);
    buffer_release(&text);
    buffer_release(&stored);
    return status;
}

enum status page_copies_write(const struct report *report, struct output *output, struct error *err)
{
    enum status status = STATUS_OK;
    if (!report->options->publish_copies || !report->options->copy_text)
        return STATUS_OK;
    struct map *cited = cited_pages(report);
    for (size_t i = 0; status == STATUS_OK && i < map_count(cited); i++)
        status = write_copy(report, map_at(cited, i)->pointer, output, err);
    map_free(cited);
    return status;
}
