/* What became of a link: states, reasons, and the records of targets and references. */
#ifndef COREOFFER_MODEL_LINK_H
#define COREOFFER_MODEL_LINK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum link_state { LINK_NOT_CHECKED, LINK_OK, LINK_BROKEN, LINK_SUSPECT, LINK_BLOCKED, LINK_STATE_COUNT };

/* One row a reason: identifier, the word in every output, the state that it has. Stores
 * keep their numbers, so new ones come last. The
 * plain words and what to do are in seeds/texts/reasons.csv, one row for each. */
#define LINK_REASONS(X)                                    \
    X(NONE, "", LINK_OK)                                   \
    X(REDIRECTED, "redirected", LINK_OK)                   \
    X(MIXED_CONTENT, "mixed-content", LINK_OK)             \
    X(HTTP_404, "http-404", LINK_BROKEN)                   \
    X(HTTP_410, "http-410", LINK_BROKEN)                   \
    X(HTTP_4XX, "http-4xx", LINK_BROKEN)                   \
    X(HTTP_5XX, "http-5xx", LINK_SUSPECT)                  \
    X(NO_SUCH_HOST, "no-such-host", LINK_BROKEN)           \
    X(DNS, "dns", LINK_SUSPECT)                            \
    X(CONNECT, "connect", LINK_SUSPECT)                    \
    X(TIMEOUT, "timeout", LINK_SUSPECT)                    \
    X(TRUNCATED, "truncated", LINK_SUSPECT)                \
    X(TLS, "tls", LINK_SUSPECT)                            \
    X(TLS_EXPIRED, "tls-expired", LINK_SUSPECT)            \
    X(TLS_NAME, "tls-name", LINK_SUSPECT)                  \
    X(TLS_CHAIN, "tls-chain", LINK_SUSPECT)                \
    X(REDIRECT_LOOP, "redirect-loop", LINK_BROKEN)         \
    X(REDIRECT_LIMIT, "redirect-limit", LINK_BROKEN)       \
    X(REDIRECT_HOME, "redirect-home", LINK_BROKEN)         \
    X(REDIRECT_SCHEME, "redirect-scheme", LINK_BROKEN)     \
    X(SOFT_404, "soft-404", LINK_BROKEN)                   \
    X(PARKED, "parked", LINK_BROKEN)                       \
    X(MOVED_SITE, "moved-site", LINK_BROKEN)               \
    X(FRAGMENT_MISSING, "fragment-missing", LINK_BROKEN)   \
    X(INVALID_URL, "invalid-url", LINK_BROKEN)             \
    X(MAILTO_INVALID, "mailto-invalid", LINK_BROKEN)       \
    X(TEL_INVALID, "tel-invalid", LINK_BROKEN)             \
    X(EMPTY_LINK, "empty-link", LINK_BROKEN)               \
    X(INTERNAL_HOST, "internal-host", LINK_NOT_CHECKED)    \
    X(REFUSED, "refused", LINK_BLOCKED)                    \
    X(CHALLENGE, "challenge", LINK_BLOCKED)                \
    X(RATE_LIMITED, "rate-limited", LINK_BLOCKED)          \
    X(QUEUE_PAGE, "queue-page", LINK_BLOCKED)              \
    X(BREAKER, "breaker", LINK_BLOCKED)                    \
    X(ROBOTS, "robots", LINK_NOT_CHECKED)                  \
    X(SCHEME, "scheme", LINK_NOT_CHECKED)                  \
    X(PRIVATE_ADDRESS, "private-address", LINK_NOT_CHECKED)\
    X(TOO_LARGE, "too-large", LINK_NOT_CHECKED)            \
    X(LIMIT, "limit", LINK_NOT_CHECKED)                    \
    X(ACTION, "action", LINK_NOT_CHECKED)                  \
    X(FORM, "form", LINK_NOT_CHECKED)                      \
    X(IGNORED, "ignored", LINK_NOT_CHECKED)                \
    X(PASSWORD, "password", LINK_OK)                       \
    X(OLD_FORMAT, "old-format", LINK_OK)                   \
    X(UNREADABLE, "unreadable", LINK_NOT_CHECKED)          \
    X(EMPTY_PAGE, "empty-page", LINK_SUSPECT)              \
    X(UNAVAILABLE, "unavailable", LINK_SUSPECT)            \
    X(SIGN_IN, "sign-in", LINK_BLOCKED)                    \
    X(CONSENT, "consent", LINK_BLOCKED)                    \
    X(HTTPS_ONLY, "https-only", LINK_OK)                   \
    X(CREDENTIALS, "credentials", LINK_NOT_CHECKED)        \
    X(REDIRECT_NOWHERE, "redirect-nowhere", LINK_SUSPECT)  \
    X(HTTP_404_SHOWN, "http-404-shown", LINK_SUSPECT)      \
    X(SCRIPT_ROUTE, "script-route", LINK_NOT_CHECKED)      \
    X(MISTYPED_START, "mistyped-start", LINK_BROKEN)       \
    X(HTTP_404_ALL, "http-404-all", LINK_SUSPECT)          \
    X(FRAGMENT_UNSEEN, "fragment-unseen", LINK_SUSPECT)    \
    X(TLS_OLD, "tls-old", LINK_SUSPECT)                    \
    X(SCRIPT_ADDRESS, "script-address", LINK_NOT_CHECKED)  \
    X(REDIRECT_PART, "redirect-part", LINK_OK)             \
    X(TEL_WORDS, "tel-words", LINK_OK)                     \
    X(TLS_COMPLETED, "tls-completed", LINK_OK)

enum link_reason {
#define X(id, word, state) REASON_##id,
    LINK_REASONS(X)
#undef X
    LINK_REASON_COUNT
};

const char *link_state_word(enum link_state state);     /* "ok", "broken", "suspect", "blocked", "not_checked" */
bool link_state_parse(const char *word, enum link_state *state);
const char *link_reason_word(enum link_reason reason);  /* "" for REASON_NONE */
bool link_reason_parse(const char *word, enum link_reason *reason);
enum link_state link_reason_state(enum link_reason reason);
/* Whether failing so in one run and again in a later one is proof: http-5xx, dns, connect.
 * A timeout, a TLS fault or a cut connection may be a firewall's doing every time. */
bool link_reason_may_prove(enum link_reason reason);
/* Whether it is the way to the server that failed: its name, the connection, TLS, or what came was cut short. */
bool link_reason_is_transport(enum link_reason reason);

/* Where in a page a link stands. */
enum link_kind {
    LINK_ANCHOR, LINK_IMAGE, LINK_FRAME, LINK_SCRIPT, LINK_STYLE, LINK_MEDIA, LINK_FORM,
    LINK_META_REFRESH, LINK_DOCUMENT /* from a PDF or DOCX */, LINK_HEAD /* rel=canonical, alternate, next */,
    LINK_SITEMAP, LINK_KIND_COUNT
};
const char *link_kind_word(enum link_kind kind);
bool link_kind_parse(const char *word, enum link_kind *kind);
/* Whether browsers load it by themselves, as a part of the page that is no page itself. */
bool link_kind_is_part(enum link_kind kind);

/* One distinct address and what became of it in this run. Strings live as long as the
 * record's owner says; NULL means not known. */
struct target {
    int64_t id;              /* the store's number, 0 before */
    const char *url;         /* absolute, canonical, with its fragment where one is asked for */
    const char *final_url;   /* after redirects; NULL where there were none */
    enum link_state state;
    enum link_reason reason;
    int status;              /* the last HTTP status, 0 where none came */
    int redirects;
    int looks;               /* requests made */
    bool permanent;          /* every redirect on the way was 301 or 308 */
    const char *advice;      /* e.g. the exact new address; NULL for the reason's own words */
    int64_t checked_at;
    int64_t first_failed, last_failed, last_ok; /* over runs; -1 unknown */
    int times_failed;
    bool part;               /* pages load it and no link leads there: a picture, a script. Of whoever asks link_mark_parts; not stored */
    int64_t last_proof;      /* the latest failure of earlier runs that proves another (link_reason_may_prove),
                              * LIMIT_PROOF_LEAST_SECONDS or more before checked_at; -1 unknown. Not stored */
};

/* One link on one page. */
struct reference {
    int64_t page_id;         /* the page that carries it */
    int64_t target_id;
    const char *text;        /* the link's words, an image's alternative text, a frame's title */
    enum link_kind kind;
    bool internal;           /* same site (registrable domain) as the council's */
    int document_page;       /* page of the leaflet, from 1; 0 for HTML */
};

/* Sets `part` of all targets, which stand in order of their numbers, by all references to them. */
void link_mark_parts(struct target *targets, size_t count, const struct reference *references, size_t reference_count);

#endif
