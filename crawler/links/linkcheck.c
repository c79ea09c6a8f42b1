#include "crawler/links/linkcheck.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/memory.h"
#include "base/text.h"

static const struct {
    int low, high;
    enum link_reason reason;
} statuses[] = {
    /* the first row that holds the status counts */
    {200, 299, REASON_NONE},
    {300, 300, REASON_NONE},          /* a page of choices */
    {304, 304, REASON_EMPTY_PAGE},    /* where nothing was asked conditionally: it comes without a body */
    {301, 399, REASON_REDIRECT_NOWHERE}, /* without an address to go to; see linkcheck_judge */
    {404, 404, REASON_HTTP_404},
    {408, 408, REASON_TIMEOUT},       /* the server gave up waiting */
    {410, 410, REASON_HTTP_410},
    {414, 414, REASON_HTTP_4XX},      /* of the address itself, whoever asks */
    {425, 425, REASON_HTTP_5XX},      /* too early: passes */
    {429, 429, REASON_RATE_LIMITED},
    /* Log in, pay, forbidden, for legal reasons: a person may be let in. The others complain of what our requests do not hold
     * (a change, a body, a range, a condition: 409, 411 to 417, 422, 428) or are numbers of filters' own: a program is turned
     * away. Of 400 see is_malformed. */
    {400, 499, REASON_REFUSED},
    {511, 511, REASON_REFUSED},       /* a network on the way wants a log-in (RFC 6585 6): the site has not been asked */
    {500, 599, REASON_HTTP_5XX},
    {999, 999, REASON_REFUSED},       /* what some networks answer to every program */
};

enum link_reason linkcheck_status(int status)
{
    for (size_t i = 0; i < sizeof statuses / sizeof statuses[0]; i++)
        if (status >= statuses[i].low && status <= statuses[i].high)
            return statuses[i].reason;
    return REASON_HTTP_5XX; /* no status that HTTP knows: the server's fault */
}

bool linkcheck_may_be_shown(enum link_reason reason)
{
    return reason == REASON_NONE || reason == REASON_REDIRECT_NOWHERE || reason == REASON_HTTP_404;
}

bool linkcheck_head_is_doubtful(enum link_reason reason)
{
    switch (reason) {
    case REASON_HTTP_404:
    case REASON_HTTP_410:
    case REASON_HTTP_4XX:
    case REASON_HTTP_5XX:
    case REASON_REFUSED:
    case REASON_TIMEOUT:
    case REASON_TRUNCATED:
    case REASON_REDIRECT_LOOP:
    case REASON_REDIRECT_LIMIT:
    case REASON_REDIRECT_SCHEME:
    case REASON_REDIRECT_NOWHERE:
    case REASON_EMPTY_PAGE:
    case REASON_TOO_LARGE:
    case REASON_RATE_LIMITED:
        return true;
    default:
        return false;
    }
}

bool linkcheck_needs_second_look(enum link_reason reason)
{
    return link_reason_state(reason) == LINK_BROKEN;
}

static size_t count_segments(const char *path)
{
    size_t segments = 0;
    for (; *path != '\0'; path++)
        segments += path[0] == '/' && path[1] != '/' && path[1] != '\0';
    return segments;
}

bool linkcheck_is_deep(const struct url *url)
{
    size_t segments = count_segments(url->path);
    if (segments >= 2)
        return true;
    return segments == 1 && (strpbrk(url->path, ".0123456789") != NULL || url->query != NULL);
}

/* Whether a query only says what was asked for: "/?from=/old/page". */
static bool names_asked(const char *query, const char *asked)
{
    const char *last = strrchr(asked, '/');
    return last != NULL && last[1] != '\0' && strstr(query, last + 1) != NULL;
}

/* The same page of a site, of which some have all in one path ("/index.php?page=breaks"). A
 * search page is one whatever it looks for. */
static bool same_place(const struct linkcheck_body *body, const struct linkcheck_probe *probe)
{
    const char *a = body->final->href, *b = probe->final_url;
    size_t path = strcspn(a, "?#");
    if (path != strcspn(b, "?#") || strncmp(a, b, path) != 0)
        return false;
    const char *ours = a + path, *theirs = b + path;
    return strcmp(ours, theirs) == 0 || landing_is_search(body->landings, body->final) ||
           (names_asked(ours, body->asked->path) && names_asked(theirs, PROBE_PATH));
}

static enum link_reason judge_redirect(const struct linkcheck_body *body, const struct linkcheck_probe *probe, bool *wants_probe)
{
    /* A short address that leads to a front page is how campaigns and new sites are
     * announced; only where what can't exist lands there too is the page gone. */
    if (body->redirects == 0 || !linkcheck_is_deep(body->asked) || !landing_may_be_home(body->landings, body->final))
        return REASON_NONE;
    /* Who asked for a front page by another of its names, or for a search page, has got it. */
    bool search = landing_is_search(body->landings, body->asked);
    if (landing_is_search(body->landings, body->final) ? search : body->asked->query == NULL && !search && landing_is_home_or_search(body->landings, body->asked))
        return REASON_NONE;
    if (probe == NULL) {
        *wants_probe = true;
        return REASON_NONE;
    }
    bool lands_there = probe->answered && probe->final_url != NULL && linkcheck_status(probe->status) == REASON_NONE &&
                       same_place(body, probe);
    return lands_there ? REASON_REDIRECT_HOME : REASON_NONE;
}

enum {
    LIKENESS_PERCENT = 80,
    ERROR_WORDS = 25,       /* of a page that a site calls its error page; what explains one has more */
};

static double like_probe(const struct document *document, const struct linkcheck_probe *probe)
{
    struct shingles words;
    shingles_take(document, &words);
    double share = likeness(&words, &probe->words);
    shingles_release(&words);
    return share;
}

/* A page to sign in on where a file or another page was asked for. */
static bool asks_to_sign_in(const struct wording *wording, const struct linkcheck_body *body, const struct wording_page *page)
{
    if ((body->redirects == 0 && !body->file) || landing_is_sign_in(body->landings, body->asked))
        return false;
    enum wording_strength words = wording_sign_in(wording, page, body->body, body->body_length);
    /* One that a script fills has no words yet. */
    bool doubtful = words == WORDING_WEAK || page->document->needs_scripts;
    return words == WORDING_STRONG || (doubtful && body->redirects > 0 && landing_is_sign_in(body->landings, body->final));
}

/* A question about cookies where another page was asked for: the address says so, or it names what was asked for. */
static bool asks_about_cookies(const struct wording *wording, const struct linkcheck_body *body, const struct wording_page *page)
{
    static const char cookie[] = "cookie";
    if (body->redirects == 0 || landing_asks_consent(body->landings, body->asked) ||
        text_find_ignoring_case(body->asked->path, strlen(body->asked->path), cookie) != NULL || /* what is said of them was asked for */
        wording_consent(wording, page) != WORDING_STRONG)
        return false;
    return landing_asks_consent(body->landings, body->final) || (body->final->query != NULL && names_asked(body->final->query, body->asked->path));
}

static enum link_reason judge_words(const struct wording *wording, const struct linkcheck_body *body, const struct wording_page *page,
                                    const struct linkcheck_probe *probe, bool *wants_probe)
{
    enum wording_strength parked = wording_parked(wording, page, body->body, body->body_length);
    if (parked == WORDING_STRONG)
        return REASON_PARKED;
    if (wording_moved(wording, page) == WORDING_STRONG)
        return REASON_MOVED_SITE;
    if (wording_unavailable(wording, page) == WORDING_STRONG)
        return REASON_UNAVAILABLE;
    enum wording_strength missing = wording_not_found(wording, page);
    if (missing == WORDING_STRONG)
        return REASON_SOFT_404;
    if (asks_to_sign_in(wording, body, page))
        return REASON_SIGN_IN;
    if (asks_about_cookies(wording, body, page))
        return REASON_CONSENT;
    bool called_error = body->redirects > 0 && landing_is_error_page(body->landings, body->final) && !landing_is_error_page(body->landings, body->asked);
    if (missing == WORDING_WEAK && called_error)
        return REASON_SOFT_404; /* the site's own name for it beside its words */
    if (called_error && page->words <= ERROR_WORDS)
        return REASON_UNAVAILABLE; /* "Something went wrong", "Sorry": of what, it does not say */
    if (missing == WORDING_NONE && parked == WORDING_NONE)
        return REASON_NONE;
    /* What else may be an article's words counts where the host answers so whatever is asked for. */
    *wants_probe = probe == NULL;
    bool alike = probe != NULL && probe->answered && linkcheck_status(probe->status) == REASON_NONE && like_probe(body->document, probe) * 100 >= LIKENESS_PERCENT;
    return !alike ? REASON_NONE : parked == WORDING_WEAK ? REASON_PARKED : REASON_SOFT_404;
}

/* A file server's "404 Not Found" with 200: one line of plain text. */
static enum link_reason judge_line(const struct wording *wording, const struct wording_page *page)
{
    if (page->words > ERROR_WORDS)
        return REASON_NONE;
    if (wording_not_found(wording, page) == WORDING_STRONG)
        return REASON_SOFT_404;
    return wording_unavailable(wording, page) == WORDING_STRONG ? REASON_UNAVAILABLE : REASON_NONE;
}

/* Bytes that a reader would look for words in, going by the header alone. */
static bool is_for_readers(const struct linkcheck_body *body)
{
    static const char *const types[] = {"text/html", "application/xhtml+xml", "text/plain", "application/pdf",
                                        "application/msword", "application/vnd.", "application/octet-stream"};
    const char *type = "";
    for (size_t i = 0; i < body->header_count; i++)
        if (strcmp(body->headers[i].name, "content-type") == 0)
            type = body->headers[i].value;
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
        if (text_starts_ignoring_case(type, types[i]))
            return true;
    return type[0] == '\0';
}

/* 204 and 205 say that they send nothing, and who followed a link stays where she was; a page used again sent nothing this time. */
static bool is_empty(const struct linkcheck_body *body)
{
    for (size_t i = 0; i < body->header_count; i++)
        if (strcmp(body->headers[i].name, "refresh") == 0)
            return false; /* browsers go on from there */
    if (body->status == 204 || body->status == 205)
        return !body->loaded;
    if (body->body_length == 0 && body->document != NULL)
        return false;
    size_t at = body->body_length >= 3 && memcmp(body->body, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    while (at < body->body_length && memchr(" \t\r\n\f", body->body[at], 5) != NULL)
        at++;
    return at == body->body_length && is_for_readers(body);
}

/* A "%" that begins no octet: servers answer 400, to browsers as well. */
static bool is_malformed(const struct url *url)
{
    for (const char *at = strchr(url->href, '%'); at != NULL; at = strchr(at + 1, '%'))
        if (!isxdigit((unsigned char)at[1]) || !isxdigit((unsigned char)at[2]))
            return true;
    return false;
}

enum { SHOWN_WORDS = 100, UNLIKE_PERCENT = 50 };

/* Some sites answer 404 to pages that they show: their makers hang them up where the server looks last, or a script makes
 * them. It is one where it says nothing of being missing, has much to say, and not what the host says to an address that
 * cannot exist. */
static bool is_shown_all_the_same(const struct wording *wording, const struct linkcheck_body *body, const struct linkcheck_probe *probe, bool *wants_probe)
{
    if (body->document == NULL || body->document->type != DOCUMENT_HTML)
        return false;
    struct wording_page page;
    wording_page_init(&page, body->document);
    bool says_nothing = wording_not_found(wording, &page) == WORDING_NONE;
    bool long_enough = page.words >= SHOWN_WORDS;
    wording_page_release(&page);
    if (!says_nothing || (!long_enough && !body->document->needs_scripts))
        return false;
    if (!long_enough)
        return true;
    *wants_probe = probe == NULL;
    return probe != NULL && probe->answered && probe->status == 404 && like_probe(body->document, probe) * 100 < UNLIKE_PERCENT;
}

/* A page that did not get what it asked for may say that there is nothing: that is our doing. */
static bool is_unsure(const struct document *document)
{
    return document != NULL && document->rendered && document->partly_read;
}

enum link_reason linkcheck_judge(const struct wording *wording, const struct linkcheck_body *came,
                                 const struct linkcheck_probe *probe, bool *wants_probe)
{
    struct linkcheck_body sure = *came;
    const struct linkcheck_body *body = &sure;
    if (is_unsure(came->document))
        sure.document = NULL;
    *wants_probe = false;
    enum link_reason reason = wording_challenge(wording, body->status, body->headers, body->header_count, body->body, body->body_length);
    if (reason == REASON_NONE)
        reason = body->status == 400 && is_malformed(body->final) ? REASON_HTTP_4XX : linkcheck_status(body->status);
    if (reason == REASON_HTTP_404 && is_shown_all_the_same(wording, body, probe, wants_probe))
        return REASON_HTTP_404_SHOWN;
    if (*wants_probe)
        return REASON_NONE;
    bool nowhere = reason == REASON_REDIRECT_NOWHERE;
    if ((reason == REASON_NONE || nowhere) && is_empty(body))
        return nowhere ? reason : REASON_EMPTY_PAGE;
    if (reason != REASON_NONE && !nowhere)
        return reason;
    if (body->document != NULL && (body->document->type == DOCUMENT_HTML || body->document->type == DOCUMENT_TEXT)) {
        struct wording_page page;
        wording_page_init(&page, body->document);
        reason = body->document->type == DOCUMENT_TEXT ? judge_line(wording, &page) : judge_words(wording, body, &page, probe, wants_probe);
        /* Browsers show what comes with a redirect to nowhere (Fetch, HTTP-redirect fetch): a page is one like any other. */
        if (reason == REASON_NONE && nowhere && wording_sends_on(wording, &page))
            reason = REASON_REDIRECT_NOWHERE;
        wording_page_release(&page);
        if (reason != REASON_NONE)
            return reason;
    }
    return judge_redirect(body, probe, wants_probe);
}

bool linkcheck_is_plain(const struct wording *wording, const struct linkcheck_body *body)
{
    if (body->document == NULL || is_unsure(body->document) || landing_may_be_home(body->landings, body->final) ||
        landing_is_error_page(body->landings, body->final) || landing_is_sign_in(body->landings, body->final) || landing_asks_consent(body->landings, body->final))
        return false;
    struct wording_page page;
    wording_page_init(&page, body->document);
    bool plain = wording_sign_in(wording, &page, "", 0) != WORDING_STRONG && wording_consent(wording, &page) != WORDING_STRONG;
    wording_page_release(&page);
    return plain;
}

/* Over several runs */

static bool proves(int64_t failed, int64_t last_ok, int64_t now)
{
    return failed >= 0 && failed > last_ok && now - failed >= LIMIT_PROOF_LEAST_SECONDS && now - failed <= LIMIT_PROOF_MOST_SECONDS;
}

void linkcheck_weigh_history(struct target *target, int64_t now)
{
    if (target->state == LINK_SUSPECT && link_reason_may_prove(target->reason) && proves(target->last_proof, target->last_ok, now))
        target->state = LINK_BROKEN;
    if (target->state == LINK_OK)
        target->last_ok = now;
    if (target->state == LINK_SUSPECT || target->state == LINK_BROKEN) {
        if (target->first_failed < 0 || target->first_failed <= target->last_ok)
            target->first_failed = now;
        target->times_failed += target->last_failed != now; /* one look counts once, however many councils it is told of */
        target->last_failed = now;
    }
}
