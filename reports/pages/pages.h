/* The writers of the site's pages and files. Each writes its own part of the site from the
 * report and nothing else; site.c has the table of them. */
#ifndef COREOFFER_REPORTS_PAGES_H
#define COREOFFER_REPORTS_PAGES_H

#include "reports/data/data.h"
#include "reports/output.h"

typedef enum status page_writer(const struct report *report, struct output *output, struct error *err);

page_writer page_index_write;    /* index.html */
page_writer page_councils_write; /* councils/, region/<slug>/ */
page_writer page_council_write;  /* council/<slug>/ */
page_writer page_service_write;  /* council/<slug>/<service>/ */
page_writer page_pages_write;    /* council/<slug>/pages/ */
page_writer page_row_write;      /* row/<id>/ */
page_writer page_links_write;    /* links/ */
page_writer page_evidence_write; /* evidence/<id>/ */
page_writer page_copies_write;   /* copy/<digest>/, with publish_copies */
page_writer page_method_write;   /* method/ */
page_writer page_trends_write;   /* trends/ */
page_writer page_changes_write;  /* changes/ and its Atom feed */
page_writer page_replies_write;  /* replies/ */
page_writer page_asks_write;     /* asks/ */
page_writer page_press_write;    /* press/ */
page_writer files_council_write; /* council/<slug>/ JSON, JUnit, SARIF */
page_writer tables_write;        /* data/ files and datapackage.json */
page_writer page_data_write;     /* data/index.html: after tables_write */
page_writer pack_write;          /* pack/<slug>/, in a draft: last, since it lists files of its own */

#endif
