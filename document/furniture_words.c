#include "document/furniture_words.h"

#include <pthread.h>
#include <string.h>

#include "base/text.h"

/* Words of ids and classes, which are cut at everything but letters and digits and before
 * a capital ("sideNavBox" is side, nav, box). "x*" matches a start, "*x" an end, "=x" a name
 * that has no other word ("margin-bottom" is no foot). The first row that matches any word
 * of a name wins, so what can't be mistaken comes first. */
struct name_row {
    const char *word;
    uint8_t length;
    enum name_meaning meaning;
    enum block_zone zone;
};

#define WORD(word) word, sizeof(word) - 1
static const struct name_row names[] = {
    {WORD("cookie*"), NAME_FURNITURE, ZONE_COOKIES},
    {WORD("ccc"), NAME_FURNITURE, ZONE_COOKIES},
    {WORD("cky"), NAME_FURNITURE, ZONE_COOKIES},
    {WORD("cmplz"), NAME_FURNITURE, ZONE_COOKIES},
    {WORD("gdpr"), NAME_FURNITURE, ZONE_COOKIES},
    {WORD("cybot*"), NAME_FURNITURE, ZONE_COOKIES},
    {WORD("onetrust"), NAME_FURNITURE, ZONE_COOKIES},
    {WORD("breadcrumb*"), NAME_FURNITURE, ZONE_BREADCRUMB},
    {WORD("crumb*"), NAME_FURNITURE, ZONE_BREADCRUMB},
    {WORD("navtrail"), NAME_FURNITURE, ZONE_BREADCRUMB},
    {WORD("pathway"), NAME_FURNITURE, ZONE_BREADCRUMB},
    {WORD("sitemappath"), NAME_FURNITURE, ZONE_BREADCRUMB},
    {WORD("feedback*"), NAME_FURNITURE, ZONE_FEEDBACK},
    {WORD("helpful*"), NAME_FURNITURE, ZONE_FEEDBACK},
    {WORD("rating*"), NAME_FURNITURE, ZONE_FEEDBACK},
    {WORD("rate"), NAME_FURNITURE, ZONE_FEEDBACK},
    {WORD("share"), NAME_FURNITURE, ZONE_TOOLS},
    {WORD("sharing"), NAME_FURNITURE, ZONE_TOOLS},
    {WORD("sharedaddy"), NAME_FURNITURE, ZONE_TOOLS},
    {WORD("social*"), NAME_FURNITURE, ZONE_TOOLS},
    {WORD("addthis*"), NAME_FURNITURE, ZONE_TOOLS},
    {WORD("addtoany*"), NAME_FURNITURE, ZONE_TOOLS},
    {WORD("a2a"), NAME_FURNITURE, ZONE_TOOLS},
    {WORD("toolbar*"), NAME_FURNITURE, ZONE_TOOLS},
    {WORD("translate*"), NAME_FURNITURE, ZONE_TOOLS},
    {WORD("gtranslate*"), NAME_FURNITURE, ZONE_TOOLS},
    {WORD("goog"), NAME_FURNITURE, ZONE_TOOLS},
    {WORD("readspeaker*"), NAME_FURNITURE, ZONE_TOOLS},
    {WORD("rsbtn"), NAME_FURNITURE, ZONE_TOOLS},
    {WORD("recite"), NAME_FURNITURE, ZONE_TOOLS},
    {WORD("browsealoud*"), NAME_FURNITURE, ZONE_TOOLS},
    {WORD("textsize"), NAME_FURNITURE, ZONE_TOOLS},
    {WORD("shortlist*"), NAME_FURNITURE, ZONE_TOOLS},
    {WORD("account"), NAME_FURNITURE, ZONE_TOOLS},
    {WORD("myaccount"), NAME_FURNITURE, ZONE_TOOLS},
    {WORD("login*"), NAME_FURNITURE, ZONE_TOOLS},
    {WORD("basket"), NAME_FURNITURE, ZONE_TOOLS},
    {WORD("chat"), NAME_FURNITURE, ZONE_TOOLS},
    {WORD("search*"), NAME_FURNITURE, ZONE_SEARCH},
    {WORD("*search"), NAME_FURNITURE, ZONE_SEARCH},
    {WORD("related*"), NAME_FURNITURE, ZONE_RELATED},
    {WORD("skip*"), NAME_FURNITURE, ZONE_NAVIGATION},
    {WORD("nav"), NAME_FURNITURE, ZONE_NAVIGATION},
    {WORD("navbar*"), NAME_FURNITURE, ZONE_NAVIGATION},
    {WORD("navigation*"), NAME_FURNITURE, ZONE_NAVIGATION},
    {WORD("*nav"), NAME_FURNITURE, ZONE_NAVIGATION},
    {WORD("menu*"), NAME_FURNITURE, ZONE_NAVIGATION},
    {WORD("*menu"), NAME_FURNITURE, ZONE_NAVIGATION},
    {WORD("lhn"), NAME_FURNITURE, ZONE_NAVIGATION},
    {WORD("azlist"), NAME_FURNITURE, ZONE_NAVIGATION},
    {WORD("pager"), NAME_FURNITURE, ZONE_NAVIGATION},
    {WORD("pagination*"), NAME_FURNITURE, ZONE_NAVIGATION},
    {WORD("prevnext"), NAME_FURNITURE, ZONE_NAVIGATION},
    {WORD("toc"), NAME_FURNITURE, ZONE_NAVIGATION},
    {WORD("footer*"), NAME_FURNITURE, ZONE_FOOTER},
    {WORD("*footer"), NAME_FURNITURE, ZONE_FOOTER},
    {WORD("*foot"), NAME_FURNITURE, ZONE_FOOTER},
    {WORD("ftr"), NAME_FURNITURE, ZONE_FOOTER},
    {WORD("ribbon"), NAME_FURNITURE, ZONE_TOOLS},
    {WORD("ft"), NAME_FURNITURE, ZONE_FOOTER},
    {WORD("=bottom"), NAME_FURNITURE, ZONE_FOOTER},
    {WORD("colophon"), NAME_FURNITURE, ZONE_FOOTER},
    {WORD("copyright"), NAME_FURNITURE, ZONE_FOOTER},
    {WORD("legal"), NAME_FURNITURE, ZONE_FOOTER},
    {WORD("masthead"), NAME_FURNITURE, ZONE_HEADER},
    {WORD("mast"), NAME_FURNITURE, ZONE_HEADER},
    {WORD("topbar"), NAME_FURNITURE, ZONE_HEADER},
    {WORD("topstrip"), NAME_FURNITURE, ZONE_HEADER},
    {WORD("banner"), NAME_FURNITURE, ZONE_HEADER},
    {WORD("header*"), NAME_FURNITURE, ZONE_HEADER},
    {WORD("hd"), NAME_FURNITURE, ZONE_HEADER},
    {WORD("logo*"), NAME_FURNITURE, ZONE_HEADER},
    {WORD("sidebar*"), NAME_SIDE, ZONE_ASIDE},
    {WORD("side"), NAME_SIDE, ZONE_ASIDE},
    {WORD("aside"), NAME_SIDE, ZONE_ASIDE},
    {WORD("supplement*"), NAME_SIDE, ZONE_ASIDE},
    {WORD("widget*"), NAME_SIDE, ZONE_ASIDE},
    {WORD("promo*"), NAME_SIDE, ZONE_ASIDE},
    {WORD("rhs"), NAME_SIDE, ZONE_ASIDE},
    {WORD("lhs"), NAME_SIDE, ZONE_ASIDE},
    {WORD("rightcol*"), NAME_SIDE, ZONE_ASIDE},
    {WORD("leftcol*"), NAME_SIDE, ZONE_ASIDE},
    {WORD("rightzone"), NAME_SIDE, ZONE_ASIDE},
    {WORD("right"), NAME_SIDE, ZONE_ASIDE},
    {WORD("left"), NAME_SIDE, ZONE_ASIDE},
    {WORD("secondary"), NAME_SIDE, ZONE_ASIDE},
    {WORD("extras"), NAME_SIDE, ZONE_ASIDE},
    {WORD("tools"), NAME_FURNITURE, ZONE_TOOLS},
    {WORD("access"), NAME_FURNITURE, ZONE_TOOLS},
    {WORD("supernav"), NAME_FURNITURE, ZONE_NAVIGATION},
    {WORD("channels"), NAME_FURNITURE, ZONE_NAVIGATION},
    {WORD("toplinks"), NAME_FURNITURE, ZONE_NAVIGATION},
    {WORD("mega"), NAME_FURNITURE, ZONE_NAVIGATION},
    {WORD("consent"), NAME_FURNITURE, ZONE_COOKIES},
};

/* A name that is one of these whole is the content area. */
static const char *const content_names[] = {
    "main", "content", "contents", "maincontent", "main-content", "main_content", "content-main", "primary",
    "page-content", "pagecontent", "contentcontainer", "content-area", "entry-content", "article", "contentbox",
    "mainbody", "main-body", "region-content", "columnmain", "maincol", "col-main", "content__main", "c-main",
    "oo_main", "oo-content", "bodycontent", "articlecontent", "deltaplaceholdermain", "pages_container",
};

/* "page-header", "card__footer" name a part of the content; "image-right", "pull-left" say
 * where a picture floats. */
static const char *const part_of_content[] = {
    "pull",  "float", "image", "img", "align", "text", "photo", "picture", "figure", "chevron", "arrow", "icon",
    "page",  "entry",     "article", "content", "section", "node",   "post",  "record",  "card",
    "panel", "accordion", "item",    "event",   "table",   "tab",    "toggle", "title",  "heading",
    "hero",  "callout",   "collapse", "details", "intro",  "lead",   "alert",
};

enum { WORDS_MAX = 8, WORD_BYTES = 24, PAIRS_MAX = 2 * WORDS_MAX };

struct name_words {
    char words[PAIRS_MAX][WORD_BYTES];
    uint8_t lengths[PAIRS_MAX];
    size_t count;
    uint32_t initials; /* a bit for each word's first byte modulo 32 */
};

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool is_word_byte(char c)
{
    return (c >= '0' && c <= '9') || is_upper(c) || (c >= 'a' && c <= 'z');
}

/* "top-bar" is also "topbar". */
static void add_pairs(struct name_words *out)
{
    size_t single = out->count;
    for (size_t i = 0; i + 1 < single; i++) {
        size_t first = out->lengths[i], second = out->lengths[i + 1];
        if (first + second >= WORD_BYTES)
            continue;
        memcpy(out->words[out->count], out->words[i], first);
        memcpy(out->words[out->count] + first, out->words[i + 1], second + 1);
        out->lengths[out->count++] = (uint8_t)(first + second);
    }
}

static uint32_t initial(const char *word)
{
    return (uint32_t)1 << (word[0] & 31);
}

static void cut_into_words(const char *name, size_t length, struct name_words *out)
{
    out->count = 0;
    size_t filled = 0;
    for (size_t i = 0; i <= length; i++) {
        bool boundary = i == length || !is_word_byte(name[i]) ||
                        (i > 0 && is_upper(name[i]) && !is_upper(name[i - 1]) && is_word_byte(name[i - 1]));
        if (boundary && filled > 0) {
            out->words[out->count][filled] = '\0';
            out->lengths[out->count] = (uint8_t)filled;
            filled = 0;
            if (++out->count == WORDS_MAX)
                break;
        }
        if (i < length && is_word_byte(name[i]) && filled < WORD_BYTES - 1)
            out->words[out->count][filled++] = (char)(is_upper(name[i]) ? name[i] + 32 : name[i]);
    }
    out->initials = initial("*") | initial("="); /* "*x" may be the end of any word, "=x" the whole */
    for (size_t i = 0; i < out->count; i++)
        out->initials |= initial(out->words[i]);
    add_pairs(out);
}

static bool matches(const struct name_row *row, const char *word, size_t length, bool alone)
{
    const char *pattern = row->word;
    size_t rest = row->length - 1u; /* without a sign before it or behind it */
    if (pattern[0] == '=')
        return alone && length == rest && memcmp(word, pattern + 1, rest) == 0;
    if (pattern[0] == '*')
        return length >= rest && word[length - 1] == pattern[rest] && memcmp(word + length - rest, pattern + 1, rest) == 0;
    if (pattern[0] != word[0])
        return false; /* most, told without a call */
    if (pattern[rest] == '*')
        return length >= rest && memcmp(word, pattern, rest) == 0;
    return length == row->length && memcmp(word, pattern, length) == 0;
}

static bool is_content_name(const char *name, size_t length)
{
    for (size_t i = 0; i < sizeof content_names / sizeof content_names[0]; i++)
        if ((name[0] | 32) == content_names[i][0] && strlen(content_names[i]) == length && text_starts_ignoring_case(name, content_names[i]))
            return true;
    return false;
}

static bool names_part_of_content(const struct name_words *words)
{
    for (size_t w = 0; w < words->count; w++)
        for (size_t i = 0; i < sizeof part_of_content / sizeof part_of_content[0]; i++)
            if (words->words[w][0] == part_of_content[i][0] && strcmp(words->words[w], part_of_content[i]) == 0)
                return true;
    return false;
}

/* The rows whose words have the same initial, a bit for each. */
enum { ROWS = sizeof names / sizeof names[0], ROW_BITS = 64, ROW_PARTS = (ROWS + ROW_BITS - 1) / ROW_BITS };
static uint64_t rows_by_initial[32][ROW_PARTS];

static void list_rows(void)
{
    for (size_t row = 0; row < ROWS; row++)
        rows_by_initial[names[row].word[0] & 31][row / ROW_BITS] |= (uint64_t)1 << row % ROW_BITS;
}

static bool row_matches(const struct name_row *row, const struct name_words *words)
{
    for (size_t w = 0; w < words->count; w++)
        if (matches(row, words->words[w], words->lengths[w], words->count == 1))
            return (row->zone != ZONE_HEADER && row->zone != ZONE_FOOTER && row->meaning != NAME_SIDE) || !names_part_of_content(words);
    return false;
}

/* The row of one name, or the number of rows. */
static size_t find_row(const char *name, size_t length)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    struct name_words words;
    (void)pthread_once(&once, list_rows);
    cut_into_words(name, length, &words);
    for (size_t part = 0; part < ROW_PARTS; part++) {
        uint64_t rows = 0;
        for (uint32_t initials = words.initials; initials != 0; initials &= initials - 1)
            rows |= rows_by_initial[__builtin_ctz(initials)][part];
        for (; rows != 0; rows &= rows - 1) {
            size_t row = part * ROW_BITS + (size_t)__builtin_ctzll(rows);
            if (row_matches(&names[row], &words))
                return row;
        }
    }
    return ROWS;
}

static void read_one(const char *name, size_t length, size_t *best, bool *content)
{
    if (is_content_name(name, length)) {
        *content = true;
        return;
    }
    size_t row = find_row(name, length);
    if (row < *best)
        *best = row;
}

struct name_reading furniture_read_names(const char *id, const char *class_names)
{
    size_t best = ROWS;
    bool content = false;
    if (id != NULL && *id != '\0')
        read_one(id, strlen(id), &best, &content);
    for (const char *at = class_names; at != NULL && *at != '\0';) {
        at += strspn(at, " \t\n\r\f");
        size_t length = strcspn(at, " \t\n\r\f");
        if (length > 0)
            read_one(at, length, &best, &content);
        at += length;
    }
    if (best < ROWS && !(content && names[best].meaning == NAME_SIDE))
        return (struct name_reading){names[best].meaning, names[best].zone};
    return (struct name_reading){content ? NAME_CONTENT : NAME_NOTHING, ZONE_MAIN};
}

/* How a box of furniture starts. `whole` rows must be the whole text: they are too short
 * to mean anything at the start of a sentence. `heading` rows count only in headings. */
struct opening_row {
    const char *text;
    enum block_zone zone;
    bool whole, heading;
};

static const struct opening_row openings[] = {
    {"accessibility tools", ZONE_TOOLS, true, false},
    {"actions", ZONE_TOOLS, true, true},
    {"add to my", ZONE_TOOLS, false, false},
    {"add to shortlist", ZONE_TOOLS, false, false},
    {"also in this section", ZONE_RELATED, false, false},
    {"also of interest", ZONE_RELATED, false, true},
    {"also see", ZONE_RELATED, true, true},
    {"archives", ZONE_RELATED, true, true},
    {"browse", ZONE_NAVIGATION, true, true},
    {"browse by", ZONE_NAVIGATION, false, true},
    {"categories", ZONE_RELATED, true, true},
    {"comments", ZONE_FEEDBACK, true, true},
    {"contents", ZONE_NAVIGATION, true, true},
    {"did you find what you", ZONE_FEEDBACK, false, false},
    {"did you find this", ZONE_FEEDBACK, false, false},
    {"do it online", ZONE_NAVIGATION, true, true},
    {"explore", ZONE_NAVIGATION, true, true},
    {"feedback", ZONE_FEEDBACK, true, true},
    {"follow us", ZONE_TOOLS, false, false},
    {"font size", ZONE_TOOLS, false, false},
    {"help us improve this page", ZONE_FEEDBACK, false, false},
    {"how useful was this", ZONE_FEEDBACK, false, false},
    {"how helpful was this", ZONE_FEEDBACK, false, false},
    {"in this guide", ZONE_NAVIGATION, true, false},
    {"in this section", ZONE_NAVIGATION, true, false},
    {"is there anything wrong with this page", ZONE_FEEDBACK, false, false},
    {"is this page useful", ZONE_FEEDBACK, false, false},
    {"is this page helpful", ZONE_FEEDBACK, false, false},
    {"latest headlines", ZONE_RELATED, false, true},
    {"latest news", ZONE_RELATED, true, true},
    {"latest posts", ZONE_RELATED, true, true},
    {"latest tweets", ZONE_RELATED, false, true},
    {"links", ZONE_RELATED, true, true},
    {"listen", ZONE_TOOLS, true, false},
    {"local offer feedback", ZONE_FEEDBACK, true, true},
    {"log in", ZONE_TOOLS, true, true},
    {"main menu", ZONE_NAVIGATION, true, true},
    {"menu", ZONE_NAVIGATION, true, true},
    {"meta", ZONE_RELATED, true, true},
    {"more from", ZONE_RELATED, false, true},
    {"more in this section", ZONE_RELATED, false, true},
    {"more news", ZONE_RELATED, true, true},
    {"more pages", ZONE_RELATED, true, true},
    {"more services", ZONE_RELATED, true, true},
    {"more stories", ZONE_RELATED, true, true},
    {"most popular", ZONE_RELATED, false, true},
    {"most viewed", ZONE_RELATED, false, true},
    {"my favourites", ZONE_TOOLS, false, true},
    {"my list", ZONE_TOOLS, false, true},
    {"my shortlist", ZONE_TOOLS, false, true},
    {"navigation", ZONE_NAVIGATION, true, true},
    {"newsletter sign", ZONE_TOOLS, false, true},
    {"on this page", ZONE_NAVIGATION, true, false},
    {"other pages in", ZONE_RELATED, false, true},
    {"other services", ZONE_RELATED, true, true},
    {"page contents", ZONE_NAVIGATION, true, false},
    {"page tools", ZONE_TOOLS, true, true},
    {"pages", ZONE_NAVIGATION, true, true},
    {"people also", ZONE_RELATED, false, true},
    {"popular", ZONE_RELATED, true, true},
    {"popular pages", ZONE_RELATED, true, true},
    {"print this page", ZONE_TOOLS, false, false},
    {"quick links", ZONE_NAVIGATION, true, true},
    {"rate this", ZONE_FEEDBACK, false, false},
    {"rate our", ZONE_FEEDBACK, false, true},
    {"recent comments", ZONE_RELATED, true, true},
    {"recent posts", ZONE_RELATED, true, false},
    {"related", ZONE_RELATED, true, true},
    {"related articles", ZONE_RELATED, false, true},
    {"related content", ZONE_RELATED, false, true},
    {"related information", ZONE_RELATED, true, true},
    {"related items", ZONE_RELATED, true, true},
    {"related links", ZONE_RELATED, false, true},
    {"related pages", ZONE_RELATED, false, true},
    {"related services", ZONE_RELATED, true, true},
    {"related topics", ZONE_RELATED, true, true},
    {"report a problem with this page", ZONE_FEEDBACK, false, false},
    {"search this site", ZONE_SEARCH, false, false},
    {"section menu", ZONE_NAVIGATION, true, true},
    {"see also", ZONE_RELATED, true, true},
    {"services", ZONE_NAVIGATION, true, true},
    {"share", ZONE_TOOLS, true, false},
    {"share on", ZONE_TOOLS, false, false},
    {"share this", ZONE_TOOLS, false, false},
    {"sign in", ZONE_TOOLS, true, true},
    {"sign up for email", ZONE_TOOLS, false, true},
    {"sign up to our newsletter", ZONE_TOOLS, false, true},
    {"similar pages", ZONE_RELATED, false, true},
    {"similar services", ZONE_RELATED, false, true},
    {"skip ribbon", ZONE_NAVIGATION, false, false},
    {"skip to ", ZONE_NAVIGATION, false, false},
    {"stay connected", ZONE_TOOLS, true, true},
    {"subscribe", ZONE_TOOLS, true, true},
    {"tagged", ZONE_RELATED, true, false},
    {"tags", ZONE_RELATED, true, true},
    {"text size", ZONE_TOOLS, false, false},
    {"tools", ZONE_TOOLS, true, true},
    {"translate this page", ZONE_TOOLS, false, false},
    {"useful tools", ZONE_TOOLS, true, true},
    {"was this page", ZONE_FEEDBACK, false, false},
    {"was this information", ZONE_FEEDBACK, false, false},
    {"was this useful", ZONE_FEEDBACK, false, false},
    {"was this helpful", ZONE_FEEDBACK, false, false},
    {"we use cookies", ZONE_COOKIES, false, false},
    {"you are here", ZONE_BREADCRUMB, false, false},
    {"you might also", ZONE_RELATED, false, true},
    {"you may also", ZONE_RELATED, false, true},
};

enum block_zone furniture_read_opening(const char *text, size_t length, bool heading)
{
    while (length > 0 && strchr(" :?.!", text[length - 1]) != NULL)
        length--;
    for (size_t i = 0; i < sizeof openings / sizeof openings[0]; i++) {
        const struct opening_row *row = &openings[i];
        if ((text[0] | 32) != row->text[0] || (row->heading && !heading))
            continue;
        size_t wanted = strlen(row->text);
        if (wanted <= length && (!row->whole || wanted == length) && text_starts_ignoring_case(text, row->text))
            return row->zone;
    }
    return ZONE_MAIN;
}

unsigned furniture_foot_weight(const char *text, size_t length)
{
    static const char *const words[] = {"\xC2\xA9", "copyright", "all rights reserved", "powered by",
                                        "designed by", "site by", "valid xhtml", "page owner:",
                                        "you are visitor", "visitor number", "best viewed in"};
    static const char *const links[] = {"accessibility", "disclaimer", "privacy", "legal", "terms", "cookies",
                                        "cookie policy", "site map", "sitemap", "freedom of information",
                                        "legal notice", "privacy notice", "privacy policy", "data protection",
                                        "terms and conditions", "accessibility statement", "terms of use",
                                        "privacy statement", "modern slavery statement"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (text_find_ignoring_case(text, length, words[i]) != NULL)
            return FURNITURE_FOOT_WEIGHT;
    for (size_t i = 0; i < sizeof links / sizeof links[0]; i++)
        if (text_starts_ignoring_case(text, links[i]) && strlen(links[i]) == length)
            return 1;
    return 0;
}
