/* Style sheets and scripts of the site: ordinary files in reports/assets, compiled in. */
#ifndef COREOFFER_REPORTS_ASSETS_H
#define COREOFFER_REPORTS_ASSETS_H

extern const char assets_style[];  /* every page; NUL-terminated */
extern const char assets_proof[];  /* the small sheet of evidence pages, of which there are thousands */
extern const char assets_filter[]; /* the filter box of the front page: optional, never needed */

#endif
