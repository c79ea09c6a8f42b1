/* The site: a table of its parts, written aside and put in place whole. */
#include <string.h>

#include "reports/data/additions.h"
#include "reports/output.h"
#include "reports/pages/assets.h"
#include "reports/pages/pages.h"
#include "reports/pages/parts.h"
#include "reports/reports.h"

/* A new kind of report is one file and one row here. Links lead only to what a row
 * writes; the data page comes after the tables that it lists. */
static const struct {
    const char *name;
    page_writer *write;
} parts[] = {
    {"front page", page_index_write},   {"councils", page_councils_write}, {"scorecards", page_council_write},
    {"services", page_service_write},   {"pages read", page_pages_write},  {"questions", page_row_write},
    {"broken links", page_links_write}, {"proof", page_evidence_write}, {"copies", page_copies_write},    {"method", page_method_write},
    {"trends", page_trends_write},      {"changes", page_changes_write},   {"replies", page_replies_write},
    {"what we ask", page_asks_write},   {"press", page_press_write},       {"council files", files_council_write},
    {"tables", tables_write},           {"data page", page_data_write},
    {"packs", pack_write},
};

enum status reports_check(const char *out, struct error *err)
{
    return output_check(out, err);
}

const char *reports_around(struct arena *arena, const char *path)
{
    return output_around(arena, path);
}

enum status reports_write(struct store *store, const struct report_options *options, struct error *err)
{
    struct report report = {0};
    struct output output = {0};
    enum status status = store_begin_reading(store, err);
    if (status == STATUS_OK)
        status = data_load(store, options, &report, err);
    if (status != STATUS_OK)
        goto done;
    report.style_hash = parts_hash(&report.arena, assets_style);
    report.proof_hash = parts_hash(&report.arena, assets_proof);
    report.filter_hash = parts_hash(&report.arena, assets_filter);
    status = output_open(&output, options->out, err);
    for (size_t i = 0; status == STATUS_OK && i < sizeof parts / sizeof parts[0]; i++) {
        status = parts[i].write(&report, &output, err);
        if (status != STATUS_OK)
            error_prefix(err, "report, %s", parts[i].name);
    }
    status = store_end_reading(store, status, err);
    if (status == STATUS_OK)
        status = output_publish(&output, err);
    if (status == STATUS_OK) /* not before: what no report holds takes no other's place */
        status = additions_keep(&report, err);
    output_discard(&output);
done:
    status = store_end_reading(store, status, err);
    data_release(&report);
    return status;
}
