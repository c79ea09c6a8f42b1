/* The lines of text that pdftohtml -xml lists, its placed words put together. */
#ifndef COREOFFER_DOCUMENT_PDF_LINES_H
#define COREOFFER_DOCUMENT_PDF_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/memory.h"

struct pdf_link {
    const char *href, *text;
    uint32_t line;
};

struct pdf_line {
    const char *text;      /* collapsed, ligatures and bullets in plain characters */
    uint32_t length;
    uint16_t page;         /* from 1 */
    int top, left, right, height; /* in pdftohtml's units, about 1/108 inch */
    int size;              /* of its largest font */
    bool bold;             /* all of it */
    bool bullet;           /* it began with one, which was taken off */
    bool spaced;           /* white space came at its end */
    bool soft_hyphen;      /* a soft hyphen ended it, and was taken off */
    uint16_t table;        /* from 1; 0 outside of tables (pdf_grid.h) */
    uint16_t row, column;  /* from 0 */
    bool header;           /* in a table's first row, and all of that row is bold */
};

struct pdf_lines {
    struct arena arena;
    struct pdf_line *lines;
    size_t count, capacity;
    struct pdf_link *links;
    size_t link_count, link_capacity;
    unsigned pages;
    int page_width, page_height; /* of the last page */
};

/* What lies outside its page is left out, and so are words drawn twice in one place to look
 * bold; letters set wide ("P O R T A G E") are one word again. Never fails: what is not XML ends the lines. pdf_lines_release frees. */
void pdf_lines_read(const char *xml, size_t length, struct pdf_lines *lines);
void pdf_lines_release(struct pdf_lines *lines);

#endif
