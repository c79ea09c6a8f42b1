/* Numbers as people read them, the same on every page and on a terminal: half goes up, thousands
 * are parted by commas. Files for programs write their numbers as they are. */
#ifndef COREOFFER_REPORTS_FIGURES_H
#define COREOFFER_REPORTS_FIGURES_H

#include <stddef.h>

struct figure {
    char text[32];
};

/* Half goes away from nought, as readers expect and printf's "%.0f" does not (12.5 would be 12 and 13.5
 * be 14); what is a half but for the last bits of a double counts as one. Never -0; NaN stays. */
double figures_round(double value);
/* "1,760". */
struct figure figures_count(size_t count);
/* figures_round as text: "63", "-7", "1,204"; "" for NaN. */
struct figure figures_whole(double value);
/* A share in percent, without the sign: "63"; "0" for none alone and "100" for all alone, and between "under 1" and "over 99". `base` is not 0. */
struct figure figures_share(size_t count, size_t base);
/* Never more than there is: what is held against a limit reaches it in words only where it does. */
double figures_down(double value);

#endif
