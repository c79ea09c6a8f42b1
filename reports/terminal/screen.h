/* Words on a terminal: wrapped to its width, with colour only where asked for. What comes
 * from outside is made safe to show (base/text.h, text_add_shown). */
#ifndef COREOFFER_REPORTS_SCREEN_H
#define COREOFFER_REPORTS_SCREEN_H

#include "reports/reports.h"

enum screen_style { SCREEN_PLAIN, SCREEN_BOLD, SCREEN_FAINT, SCREEN_GOOD, SCREEN_PARTLY, SCREEN_WANTING };

/* One line of text in a style. */
void screen_line(struct buffer *out, const struct terminal_options *options, enum screen_style style, const char *text);
/* Wrapped at the width, every line indented by `indent` columns; `lead` stands in the
 * indent of the first line ("- "). */
void screen_wrap(struct buffer *out, const struct terminal_options *options, enum screen_style style, const char *lead,
                 int indent, const char *text);
/* The style and the glyph of a verdict ("+", "~", "-", "?"): the word is always beside it. */
enum screen_style screen_verdict_style(enum verdict verdict);
const char *screen_verdict_glyph(enum verdict verdict);
/* How many columns it takes: its characters. */
int screen_columns(const char *text);
/* Text in `columns` columns, cut or filled up with spaces. Columns are characters. */
void screen_cell(struct buffer *out, const char *text, int columns);
void screen_style_on(struct buffer *out, const struct terminal_options *options, enum screen_style style);
void screen_style_off(struct buffer *out, const struct terminal_options *options, enum screen_style style);
/* Writes it all, checked. A pipe whose reader has left is no error here: who closes `out` finds it. */
MUST_USE enum status screen_write(const struct buffer *text, FILE *out, struct error *err);

#endif
