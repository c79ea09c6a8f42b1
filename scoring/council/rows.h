/* Internal to the council level: one service at one council, as its rows see it, and the
 * rows themselves in one table. */
#ifndef COREOFFER_SCORING_ROWS_H
#define COREOFFER_SCORING_ROWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "model/rubric.h"
#include "scoring/council/row_rules.h"
#include "scoring/council/told.h"
#include "scoring/facts/facts.h"
#include "scoring/scoring.h"

/* Part of a word: a letter, a digit, or any byte of a character beyond ASCII. */
static inline bool rows_word_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
}

/* What is the same for every service of a council. */
struct council_view {
    const struct rubric *rubric;
    const struct rubric_texts *texts;
    const struct fact_rules *facts;
    const struct row_rules *rules;
    const struct council_evidence *evidence;
    struct arena *arena;            /* the scorecard's: verdicts and quotes */
    struct arena *work;             /* what judging needs and the scorecard doesn't */
    struct site_words *site;        /* NULL for a handful of pages */
    struct regex_scratch *scratch;
    struct page_reading **readings; /* of each page, made when a service first asks for it */
    struct page_traits *traits;     /* of each page, likewise */
    int64_t *target_page;           /* for each target: the number of the page that it is, -1 where it is none (council_targets.c) */
    uint32_t *target_pages;         /* for each target: pages that link to it, to tell menus */
    uint32_t *page_hosts, *host_pages; /* for each page, and each part of one, the number of its host; for each host its pages with a document and an assessment */
    int *clicks;                    /* of each page, from the Local Offer's first page; -1 where no link leads there */
    struct map *host_links;         /* for targets on some pages: how many of a host's carry it (council_links.c) */
    size_t read_pages;              /* with a document and an assessment */
    struct own_name *own_names;     /* council_find_own_names */
    size_t own_name_count;
    struct council_page *section_pages; /* `with_sections.pages` */
    struct section_page *sections;  /* council_cut_sections: `evidence` has their pages behind the council's own */
    size_t section_count, section_tries, own_page_count;
    struct council_evidence with_sections; /* what `evidence` is then */
    int year;                       /* by which consultations are over: that of the run's clock, 0 for none */
    bool cut_short;                 /* a limit ended the visit */
};

/* A sentence of the main content, and which rows' patterns may match in it. */
struct row_sentence {
    uint32_t block, offset, length;
    const char *text;
    struct regex_sight *alone, *under; /* `under`: after its heading and " > "; NULL where it has none */
};

/* A row of a table as one line: "EHC plans finished within 20 weeks; October 2025: 9%; October 2026: 38%". */
struct line_cell {
    uint32_t at, block; /* where in the line the cell's own words begin, and its block */
};
struct row_line {
    const char *text, *under; /* `under`: after the table's caption or its heading, and " > "; else the same as `text` */
    size_t length;            /* of `text` */
    struct line_cell *cells;
    size_t cell_count;
    struct regex_sight *alone_sight, *under_sight; /* the second NULL where `under` is the same */
};

/* What may match in a text, kept as long as the council is judged. */
struct regex_sight *row_look(const struct council_view *council, const char *text, size_t length);
/* "Who decides > A panel of two head teachers": a sentence under its heading, for patterns
 * that hold the ">". `*mark` is the place between the two. `line` is the caller's to release. */
bool row_sentence_compose(const struct document *document, const struct row_sentence *sentence, struct buffer *line, size_t *mark);

/* What a page says, read once however many services and rows it belongs to. */
struct page_reading {
    bool *counts;        /* main content, one a block */
    struct facts facts;
    struct fact_places places;
    struct told_sentences told;
    struct row_sentence *sentences;
    size_t sentence_count;
    struct row_line *lines;
    size_t line_count;
    struct regex_sight *blocks; /* of each block that counts, as a whole */
};

/* Of a page over several services what stands under a heading that names one service alone. */
struct page_section {
    uint32_t heading, end; /* blocks: the heading, and the next of its level or above */
    const struct rubric_service *service;
};

/* Of a page that tells what families said, figures or who decides a row of a table, a paragraph or an item of a list that names one service alone; of
 * questions and answers an answer, once for each service that it begins with. */
struct page_item {
    uint32_t start, end; /* blocks */
    const struct rubric_service *service;
};

/* What a council calls one of the services. */
struct own_name {
    const struct rubric_service *service;
    const char *name;
};

enum { SECTION_PAGES_MOST = 60 };
/* A part of a page over several services, judged as a page of its own. */
struct section_page {
    const struct rubric_service *service;
    struct document document; /* its blocks, then those said of all parts, and their links; their texts are the page's */
    size_t own_count;         /* of its blocks */
    int32_t *places;          /* of each block its number on the page */
    struct assessment assessment;
};

/* Whether a page tells enough of key working's functions to be about it, whatever it is called there. */
enum key_role {
    KEY_ROLE_UNTOLD,
    KEY_ROLE_TOLD,
    KEY_ROLE_NAMED /* in a role that has one of its names, and more than enough: whatever service the page was taken for */
};

/* What a page is whatever the service, beside its kind by the codebook. */
struct page_traits {
    bool known;
    bool record;         /* a directory's record (directory_record.h) or list */
    int32_t description; /* the record's block that says what the service is, or -1 */
    bool old_consultation; /* one that is over */
    bool news;           /* so, or it stands among the news */
    int lapsed;          /* the year of the last date of a consultation that nothing else says is over; 0 for none */
    bool key_role_known;
    enum key_role key_role;
    bool filled_in_known, filled_in; /* of a file: it is a form (row_to_hand.c) */
    bool sections_known;
    const struct page_section *sections;
    size_t section_count;
    const struct page_item *items;
    size_t item_count;
    bool lists_contacts; /* its parts say whom to ask about what, and no more */
};

/* Whether and how a page of the service answers. */
enum page_role {
    ROLE_ANSWERS,
    ROLE_DIRECTORY,  /* a directory's record or list: answers, capped */
    ROLE_PARTNER,    /* a partner's, signposted: answers as row_rule.partners (council.c) says */
    ROLE_NEWS,       /* news, policy, report: never answers, but is told of */
    ROLE_UNREADABLE, /* could not be told */
    ROLE_OTHER_SENSE, /* its title uses the name for something else */
    ROLE_FALLBACK,   /* answers where no other page does: it says that its content is elsewhere, speaks of it among a wider service, or is likely about it */
    ROLE_COUNT
};

struct service_page {
    const struct council_page *page;
    enum page_role role;
    bool leaflet;        /* PDF or DOCX */
    bool partners_leaflet; /* on the site of a partner whose pages the council's own lead to as well */
    int32_t description; /* of a directory's record: the block that says what the service is; else -1 */
    size_t guide;        /* pages of one guide, or of one partner, share a number */
    const struct page_reading *reading; /* NULL where the page does not answer */
    const bool *counts;  /* the reading's */
    struct facts facts;
    struct fact_places places;
};

/* The first sentence of the main content of `page` that a group of patterns matches, or that is told to do what they look for (told.h). */
struct row_hit {
    const struct service_page *page;
    const char *cue;   /* the pattern's id, or the role */
    const char *value; /* the pattern's; "" for a role */
    const struct row_line *line; /* a table's row was matched, and ends in the block; else NULL */
    size_t block, offset;
};

struct service_view {
    const struct council_view *council;
    const struct rubric_service *service;
    struct service_page *pages;     /* in the order of their roles, then of the crawl */
    size_t page_count;
    size_t answering;               /* the first so many answer: roles ANSWERS and DIRECTORY */
    size_t helping;                 /* the first so many answer what a partner may: those and PARTNER */
    size_t speaking;                /* of those, the first so many answer the row that is judged: row_rule.partners (council.c) */
    struct service_page *sections;  /* parts of pages over several services, under a heading or in a row that names this one: "You said, we did" */
    size_t section_count;
    bool left_to_partner;           /* none of the council's own pages explains the service */
    struct row_hit denial;          /* where the council says that it has none of it, and nothing speaks against that; its page NULL else */
    struct row_hit denied_yet_there; /* where it says so in a sentence that names the service, and a page tells of it all the same; its page NULL else */
    bool only_news, unreadable;
    const struct council_page *other_sense; /* a page that uses the name for something else, or NULL */
};

void service_view_build(const struct council_view *council, const struct rubric_service *service, struct service_view *out);

/* Finds `view->denial`; of a view that is built but for it. */
void service_find_denial(struct service_view *view);
/* Says "no" by it, for the reason. Only where there is one. */
void service_quote_denial(const struct service_view *view, struct row_verdict *row, const char *reason);

/* Whether a page (by its number) speaks of the service at all, and as what. */
bool service_role(const struct council_view *council, const struct rubric_service *service, size_t number, enum page_role *role);
/* The one service that a heading names, by its own name or the council's for it; NULL for none and for several. */
const struct rubric_service *service_named_alone(const struct council_view *council, const char *heading);
/* The same of the words of an item among others, which may say it in passing: "the taxi comes at a different time each day". */
const struct rubric_service *service_named_in_item(const struct council_view *council, const char *words);
/* The parts of a page, by its number, that are each about one service: sections where there are two services at least, and items. "Our
 * figures", "You said, we did". None of news and policies. */
const struct page_traits *service_sections(const struct council_view *council, size_t number);
/* The words of a link from one part of a guide to another: "Next", "Previous". */
bool service_is_step(const char *text);
/* Whether page `number` lies beneath page `of` and is no other service's: "If you disagree". */
bool service_is_beneath(const struct council_view *council, size_t of, size_t number);
/* Whether a page that a "Next" or "Previous" joins with one of the service's is a part of the same guide. */
bool service_part(const struct council_view *council, const struct rubric_service *service, size_t of, size_t number);
/* The front page of a partner's site, whose header and footer count where the site is the service's own. */
bool service_is_front(const struct page *page);
/* The partner's page from which the visit went on to this page of the same partner; false where there is none. */
bool service_overview_of(const struct council_view *council, size_t number, size_t *overview);
/* What the page is whatever the service; only of a page that was read. */
const struct page_traits *service_traits(const struct council_view *council, size_t number);
/* Key working is told by what it does: many councils have it under a name of their own. */
bool service_is_key_working(const struct rubric_service *service);
/* The page that a link leads to, where its words promise the service and the page, read in
 * full, does not mention it in any part; else NULL. */
const struct council_page *service_off_topic(const struct service_view *view, const struct reference *reference);

/* The main content of a page: not furniture, not hidden, not repeated over the site. */
bool *council_counts(const struct council_view *council, const struct document *document);

/* The rows of the tables that count, into `reading->lines`. */
void row_lines_read(const struct council_view *council, const struct document *document, struct page_reading *reading);
/* A page of the council, by its number, read once. Only of a page with a document. */
const struct page_reading *council_reading(const struct council_view *council, size_t number);
/* What it says in the blocks marked, one flag a block; NULL where that is nothing. */
const struct page_reading *council_reading_within(const struct council_view *council, const struct page_reading *whole, const bool *blocks);

/* ---- evidence: every string is copied into the scorecard ---- */

/* The sentence around a byte of a block, cut to LIMIT_QUOTE_WORDS, names masked. */
struct evidence rows_quote(const struct council_view *council, const struct council_page *page, size_t block, size_t offset, const char *cue);
/* Any words about a page (its title, a link's text), with `where` in words. */
struct evidence rows_words(const struct council_view *council, const struct council_page *page, const char *words, const char *where);
void rows_add(const struct council_view *council, struct row_verdict *row, struct evidence evidence);
void rows_near_miss(struct row_verdict *row, struct evidence evidence, const char *why);
/* A quote of the page level, for the row. */
void rows_copy(const struct service_view *view, const struct service_page *page, const struct evidence *from, struct row_verdict *row);
/* A directory's record with a field that says what the service is, or NULL: an entry is an
 * explanation of a kind, and never more than concerns. Then that field as a quote. */
const struct service_page *rows_record(const struct service_view *view);

/* Whether a page answers one of the four checks at least a little. */
bool rows_answers_a_check(const struct assessment *assessment);
/* Whether a speaking page is one that a family learns something from: one that answers a check, unless no speaking page does. How a
 * list of links is written, and when it was last touched, says nothing of the service. */
bool rows_tells(const struct service_view *view, const struct service_page *page);
void rows_quote_record(const struct service_view *view, const struct service_page *record, struct row_verdict *row);
/* The rules say what they find; how sure that is was measured (rubric_precision_share). */
void rows_set(struct row_verdict *row, enum verdict verdict, const char *reason);
/* Where this answer is less sure than others of its kind. */
void rows_at_most(struct row_verdict *row, double certainty);

/* Whether the block stands under a heading of another matter than the page is about: "Parking fines". */
bool rows_under_another_matter(const struct service_view *view, const struct service_page *page, size_t block);
/* Whether a sentence that answers a group is not so, here and now, or of another matter: "Until 2024 a panel decided", "Parking fines > You can appeal". */
bool rows_is_void(const struct service_view *view, const struct service_page *page, const struct row_sentence *sentence, size_t group);
/* Of the page's table rows the first that a pattern of the group matches, alone or under the table's heading; `unless` as rows_find_unless. */
bool rows_find_line(const struct service_view *view, const struct service_page *page, size_t group, uint64_t unless, struct row_hit *hit);
bool rows_find(const struct service_view *view, const struct service_page *page, const struct regex_set *set, size_t group, struct row_hit *hit);
/* The same among the sentences that no pattern of the groups `unless` (ROWS_BUT of each, or ROWS_ANY) matches, alone or under their heading.
 * Where there is none, `hit` is the first sentence that was left out for that, its page NULL where there was none. */
#define ROWS_ANY 0
#define ROWS_BUT(group) (UINT64_C(1) << (group))
_Static_assert(ROW_UNLESS_COUNT <= 64, "these groups of rows are bits of `unless`");
bool rows_find_unless(const struct service_view *view, const struct service_page *page, const struct regex_set *set, size_t group, uint64_t unless,
                      struct row_hit *hit);
/* Whether a pattern of the group (row_rules.h) matches the text. */
bool rows_matches(const struct council_view *council, size_t group, const char *text, size_t length);

/* Facts with their places (facts.h). What a title or a link's address alone gives stands in no block and can't be quoted. */
/* The first place of a kind that can be quoted, or NULL. */
const struct fact_place *rows_place(const struct service_page *page, enum fact_kind kind);
/* Adds the sentence around the place, which can be quoted. */
void rows_add_place(const struct council_view *council, struct row_verdict *row, const struct council_page *page, const struct fact_place *place, const char *cue);
/* Whether a pattern of the group matches the sentence around the place, which can be quoted; the match in `match` where it isn't NULL. */
bool rows_matches_around(const struct council_view *council, size_t group, const struct council_page *page, const struct fact_place *place, struct regex_match *match);
/* Whether the sentence by itself, without its heading, is one; else `hit` stays as it is. */
bool rows_does(const struct service_view *view, const struct service_page *page, const struct row_sentence *sentence, const struct regex_set *set,
               size_t group, struct row_hit *hit);
/* Whether the page's roles tell that the sentence does what the group (told.h) looks for; else `hit` stays as it is. */
bool rows_is_told(const struct service_page *page, const struct row_sentence *sentence, size_t group, struct row_hit *hit);
/* The sentence of the page that most likely does so though not likely enough to count, where it is likelier than `*likely` (0 to 1). */
bool rows_comes_near(const struct service_page *page, size_t group, double *likely, struct row_hit *hit);
/* Calls `each` for every sentence of the main content; stops when it returns false. */
typedef bool (*sentence_visitor)(void *context, const struct service_page *page, const struct row_sentence *sentence);
void rows_sentences(const struct service_page *page, sentence_visitor each, void *context);

/* ---- the rows ---- */

void row_provided(const struct service_view *view, struct row_verdict *row);
/* Of key working, by its six functions. */
void row_key_working(const struct service_view *view, struct row_verdict *row);
/* How many of them a page tells of. */
int row_key_functions(const struct service_view *view, const struct service_page *page);
/* Worked out once a page, by its number. */
enum key_role row_key_role(const struct council_view *council, size_t number);
/* Significant doubts, for the reason, by a sentence that counts against. */
void rows_doubt(const struct service_view *view, struct row_verdict *row, const char *reason, const struct row_hit *hit);
void row_explanation(const struct service_view *view, struct row_verdict *row);
void row_eligibility(const struct service_view *view, struct row_verdict *row);
void row_referral(const struct service_view *view, struct row_verdict *row);
void row_contacts(const struct service_view *view, struct row_verdict *row);
/* Whether the page by itself says yes to one of the headline's three. */
bool rows_says(const struct service_view *view, const struct service_page *page, enum check check);
void row_joined_up(const struct service_view *view, struct row_verdict *row);
/* The first web page of the service that offers copies on paper. */
bool rows_paper_copies(const struct service_view *view, struct row_hit *hit);
/* The title of the page, else its address. */
const char *rows_title(const struct service_page *page);
/* By its title and what it holds: no form, nor what binds the staff. */
bool rows_is_for_families(const struct service_view *view, const struct service_page *leaflet);
void row_to_hand(const struct service_view *view, struct row_verdict *row);
void row_signposts(const struct service_view *view, struct row_verdict *row);
void row_findable(const struct service_view *view, struct row_verdict *row);
void row_plain(const struct service_view *view, struct row_verdict *row);
void row_formats(const struct service_view *view, struct row_verdict *row);
void row_current(const struct service_view *view, struct row_verdict *row);
void row_heard(const struct service_view *view, struct row_verdict *row);
/* Somebody's words for a heading: "A different taxi driver every Monday", with its quotation marks. */
bool rows_is_quotation(const struct block *heading);
void row_numbers(const struct service_view *view, struct row_verdict *row);
void row_same(const struct service_view *view, struct row_verdict *row);
void row_all_ages(const struct service_view *view, struct row_verdict *row);
void row_decides(const struct service_view *view, struct row_verdict *row);
void row_complain(const struct service_view *view, struct row_verdict *row);
void row_independent(const struct service_view *view, struct row_verdict *row);

/* Makes the view of a council that was read; council_close before releasing the arenas. */
void council_open(const struct rubric *rubric, const struct council_evidence *evidence, struct arena *arena, struct arena *work,
                  struct council_view *view);
void council_close(struct council_view *view);
/* Judges one row of one service. */
void council_judge(const struct service_view *view, const struct rubric_row *text, struct row_verdict *row);

/* Finds what the council's pages say that they call a service: "Sparks is what we call our short breaks". */
void council_find_own_names(struct council_view *view);
/* Where a council tells of several services on one page, makes a page of each part under a service's name, not yet judged: it answers where the service
 * has no other. Once, after council_find_own_names. */
void council_cut_sections(const struct rubric *rubric, struct council_view *view);
/* Judges the part the first time; whether it answers a check by words of its own: "for children from birth to 25" above a list of links is said of the
 * Local Offer. council_close releases the assessment. */
bool council_judge_section(const struct council_view *council, size_t section);
/* Of a page of the council of which a part answers for the service: how many blocks stand above all parts, and are said of each. 0 for others. */
size_t service_opening(const struct service_view *view, size_t number);
/* The number that a block of `page` has in the document that is stored. */
int32_t council_block(const struct council_view *council, const struct council_page *page, int32_t block);
/* The target of a reference, or NULL. */
const struct target *council_target(const struct council_evidence *evidence, int64_t id);
/* Fills `target_page`. */
void council_find_targets(struct council_view *view);
/* The page that a link leads to, by the address that it gives or by the one that it ends at, its fragment apart; false where the visit asked for none. */
bool council_page_behind(const struct council_view *council, const struct reference *reference, size_t *number);
/* Whether it is this one, or one of which this is a part. */
bool council_leads_to(const struct council_view *council, const struct reference *reference, const struct council_page *page);
/* Fills `clicks`. */
void council_count_clicks(struct council_view *view);
/* Counts what council_own_link goes by. */
void council_count_links(struct council_view *view);
/* A link of `page` that only this page and few others carry, of the council's and of its host's: no menu's, no footer's. */
bool council_own_link(const struct council_view *council, const struct council_page *page, const struct reference *reference);

#endif
