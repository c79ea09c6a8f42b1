/* Tables, and columns of prose drawn line by line across the page, told by where lines stand. */
#ifndef COREOFFER_DOCUMENT_PDF_GRID_H
#define COREOFFER_DOCUMENT_PDF_GRID_H

#include "document/pdf_lines.h"

/* Three rows or more, one under another, whose cells begin at the same places, are a table: its
 * lines get their table, row and column. Where many cells begin in the middle of a sentence, or
 * with a bullet, they are columns to be read one after the other: the lines are put in that order. */
void pdf_grid_find(struct pdf_lines *lines);

#endif
