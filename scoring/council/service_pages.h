/* How pages are told to be a service's: what service_names, service_partners, service_sections and service_pages ask each other. */
#ifndef COREOFFER_SCORING_SERVICE_PAGES_H
#define COREOFFER_SCORING_SERVICE_PAGES_H

#include "scoring/council/rows.h"

/* How sure the model must be of a page whose title and heading don't name the service: of coded
 * pages below it, told without their author, two in five were about something else. */
#define SERVICE_SURE_WITHOUT_NAME 0.9

/* ---- service_names.c ---- */

bool service_says_name(const struct rubric_service *service, const char *text);
/* By its names, long and short, and the council's own for it; and not for something else. */
bool service_is_named(const struct council_view *council, const struct rubric_service *service, const char *words);
/* The name stands for something else in these words, and does not stand there for the service as well. */
bool service_other_sense(const struct rubric_service *service, const char *text);
/* Whether a page of this code (codebook, `service`; may be NULL) is the service's. */
bool service_is_code(const struct rubric_service *service, const char *code);
/* The same of any service. */
bool service_is_code_of_any(const struct council_view *council, const char *code);
/* Early help is where key workers are found, and portage: what is about it may be about either. */
bool service_is_shared_code(const struct council_view *council, const struct rubric_service *service, const char *code);
/* By its title: "Social care: your questions". */
bool service_answers_questions(const struct council_view *council, const struct council_page *page);
/* By its title: "What families said", "Last year in numbers". */
bool service_reports_to_families(const struct council_view *council, const struct council_page *page);
/* The title or the first heading names it. */
bool service_is_in_title(const struct rubric_service *service, const struct document *document);
/* The name that the council says it calls the service by: "Stepping Stones". */
bool service_says_own_name(const struct council_view *council, const struct rubric_service *service, const char *text);
/* The main content names it at all. */
bool service_is_in_text(const struct rubric_service *service, const struct document *document);
/* The title or the first heading names another service. */
bool service_names_another(const struct council_view *council, const struct rubric_service *service, const struct document *document);

/* ---- service_partners.c ---- */

/* A link with the service's name, on a page of the council that was read, leads there. */
bool service_is_promised(const struct council_view *council, const struct rubric_service *service, size_t number);
/* So, or one on a page that is the service's by its content and name; to a page that is the
 * service's by its own content, one on a page that surely is. Any link will do to a page that surely is the service's and names the council's
 * area ("For advice from outside the council: Ask Anytown"), and, since key working goes by many names, to one that tells what such a worker does. */
bool service_is_signposted(const struct council_view *council, const struct rubric_service *service, size_t number);
/* A partner's page that the council's own pages send families to, and that is about the
 * service in its own words too: whoever runs it, families here can have it. */
bool service_is_partner(const struct council_view *council, const struct rubric_service *service, size_t number);
/* The front page of a partner's site that names the service in its words, under whatever name of its own. Only of a page that was read. */
bool service_is_front_of(const struct rubric_service *service, const struct council_page *page);
/* A page to which one that tells nothing of the service hands its readers on: "Growing up? There's a whole site for you". What is found
 * there is the service's: where it is a site of its own under whatever name, unless it names another service; a page within a site where
 * its title names the service, whatever service its words were taken for. */
bool service_is_handed_on_to(const struct council_view *council, const struct rubric_service *service, size_t number);
/* A page that a partner's page on the service leads to: it need not name it again. */
bool service_is_below_partner(const struct council_view *council, const struct rubric_service *service, size_t number);

/* ---- service_sections.c ---- */

/* A heading of the main content below the page's title. */
bool service_below_title(const struct block *block);

/* ---- service_pages.c ---- */

/* It is there, in a form that is not read here. */
bool service_is_other_file(const struct page *page);
/* Whether the page has words that were judged. */
bool service_page_read(const struct council_page *page);
/* A partner's page that the council sends families to under the service's name, and that could not be read. */
bool service_is_unseen_partner(const struct council_view *council, const struct rubric_service *service, size_t number);
/* Of one of these kinds (codebook, `kind`). Only of a page that was read, as what follows. */
bool service_page_is(const struct council_page *page, const char *const *kinds, size_t count);
/* Of a kind that never answers a row (SCORING.md, "From pages to rows"). */
bool service_never_answers(const struct council_page *page);
/* A leaflet that its title calls a strategy or a procedure, whatever its words were taken for. */
bool service_policy_leaflet(const struct council_view *council, const struct document *document);

#endif
