#include "crawler/visit/page_links.h"

#include <iconv.h>
#include <stdint.h>
#include <string.h>

#include "base/buffer.h"
#include "base/limits.h"
#include "base/text.h"
#include "crawler/frontier/listing.h"
#include "crawler/url/scheme.h"

bool page_links_is_own(const char *const *sites, const char *host)
{
    struct arena arena = {0};
    const char *site = host != NULL ? url_site(&arena, host) : "";
    bool own = false;
    for (; *sites != NULL && !own; sites++)
        own = strcmp(*sites, site) == 0;
    arena_release(&arena);
    return own;
}

/* What browsers load by themselves, and so refuse or warn of when it comes by http. */
static bool is_embedded(enum link_kind kind)
{
    return link_kind_is_part(kind) || kind == LINK_FRAME;
}

/* What can be told of an address without asking. */
static enum link_reason known_reason(const struct page_links_context *context, const struct document_link *link, const struct url *url)
{
    enum link_reason reason = scheme_check(context->rules, url);
    /* On an intranet, and from a page of that very host, a name without a dot is as good as any. */
    bool reachable = url_is_http(url) && (context->allow_private || strcmp(url->host, context->final->host) == 0);
    if (reason == REASON_INTERNAL_HOST && reachable)
        reason = REASON_NONE;
    if (reason != REASON_NONE)
        return reason;
    if (link->kind == LINK_FORM)
        return REASON_FORM;
    return context->nofollow ? REASON_ROBOTS : REASON_NONE;
}

/* Whose a page's last address was: most links of a page lead to one host, and finding the
 * registrable domain costs more than all the rest. */
struct last_host {
    const char *host;
    bool own;
};

static bool is_own(const char *const *sites, const char *host, struct last_host *last)
{
    if (last->host == NULL || strcmp(last->host, host) != 0)
        *last = (struct last_host){host, page_links_is_own(sites, host)};
    return last->own;
}

/* "info.council.example/x" in a PDF: readers of PDF take what has two dots before its first slash for a host. */
static const char *with_scheme(struct arena *arena, const struct document *document, const char *href)
{
    size_t host = strcspn(href, "/?#"), dots = 0, last = 0;
    if (document->type != DOCUMENT_PDF || strncmp(href, "..", 2) == 0)
        return href;
    for (size_t i = 0; i < host; i++) {
        if (href[i] == '.') {
            dots++;
            last = i + 1;
        } else if (strchr(":@\\ %", href[i]) != NULL) {
            return href;
        }
    }
    bool file = false;
    static const char *const endings[] = {"pdf", "doc", "docx", "htm", "html", "aspx", "php"};
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++)
        file = file || (strlen(endings[i]) == host - last && text_starts_ignoring_case(href + last, endings[i]));
    return dots >= 2 && !file ? arena_printf(arena, "http://%s", href) : href;
}

/* Of UTF-8 and UTF-16 pages a query is UTF-8; of others it is what the page's own letters are (URL standard, query state).
 * Where the query of `href` begins, if that makes a difference, else NULL. */
static const char *own_query(const struct document *document, const char *href)
{
    const char *encoding = document->encoding;
    if (document->type != DOCUMENT_HTML || encoding == NULL || text_starts_ignoring_case(encoding, "utf-") ||
        text_equal_ignoring_case(encoding, "replacement"))
        return NULL;
    size_t scheme = strcspn(href, ":/?#");
    if (href[scheme] == ':' && !text_starts_ignoring_case(href, "http:") && !text_starts_ignoring_case(href, "https:"))
        return NULL;
    const char *query = href + strcspn(href, "?#");
    for (const char *at = query; *query == '?' && *at != '\0' && *at != '#'; at++)
        if ((unsigned char)*at >= 0x80)
            return query;
    return NULL;
}

/* Its letters in the page's encoding; what that lacks as a reference in decimal ("percent-encode after encoding"). */
static const char *encode_query(struct arena *arena, const char *encoding, const char *href, const char *query)
{
    size_t start = (size_t)(query - href), length = start + strcspn(query, "#");
    struct buffer out;
    iconv_t converter = iconv_open(encoding, "UTF-8");
    if (converter == (iconv_t)-1)
        return href;
    buffer_init(&out, LIMIT_URL_PARSED_BYTES);
    buffer_add(&out, href, start);
    for (size_t at = start, next = start; at < length; at = next) {
        char letter[8], bytes[16], *from = letter, *to = bytes;
        uint32_t c = text_next(href, length, &next);
        size_t left = next - at, room = sizeof bytes;
        memcpy(letter, href + at, left);
        if (c < 0x80)
            buffer_add_char(&out, (char)c);
        else if (iconv(converter, &from, &left, &to, &room) == 0 && left == 0)
            for (const char *byte = bytes; byte < to; byte++)
                buffer_printf(&out, "%%%02X", (unsigned char)*byte);
        else
            buffer_printf(&out, "%%26%%23%u%%3B", c);
    }
    buffer_add_text(&out, href + length);
    iconv_close(converter);
    const char *encoded = out.over ? href : arena_copy(arena, buffer_text(&out));
    buffer_release(&out);
    return encoded;
}

/* What a script has yet to fill in ("/clubs/{{club.id}}", "${address}") is no address before; left as it is by a server, or when the scripts have run, it is
 * what people get. */
static bool is_unfilled(const struct document *document, const char *href)
{
    const char *open = strstr(href, "{{"), *dollar = strstr(href, "${");
    bool holds = (open != NULL && strstr(open, "}}") != NULL) || (dollar != NULL && strchr(dollar, '}') != NULL);
    return holds && document->type == DOCUMENT_HTML && document->has_scripts && !document->rendered;
}

static void resolve(struct arena *arena, const struct page_links_context *context, const struct url *base,
                    const struct document_link *link, struct last_host *last, struct page_link *out)
{
    struct crawl_link *made = &out->link;
    made->text = link->text != NULL ? url_without_passwords(arena, link->text) : NULL;
    made->kind = link->kind;
    made->block = link->block;
    made->page = link->page;
    made->zone = link->zone;
    struct url url;
    if (link->href == NULL || (link->href[0] == '\0' && link->kind != LINK_FORM)) {
        made->url = "";
        made->reason = REASON_EMPTY_LINK;
        made->internal = true;
        return;
    }
    if (is_unfilled(context->document, link->href)) {
        const char *shown = url_without_passwords(arena, link->href);
        made->url = arena_copy_n(arena, shown, text_cut(shown, strlen(shown), LIMIT_URL_BYTES));
        made->reason = REASON_SCRIPT_ADDRESS;
        return;
    }
    const char *href = with_scheme(arena, context->document, link->href);
    const char *query = own_query(context->document, href);
    if (query != NULL)
        href = encode_query(arena, context->document->encoding, href, query);
    enum status status = url_parse(arena, href, base, &url, NULL);
    if (status != STATUS_OK) {
        const char *shown = url_without_passwords(arena, link->href);
        made->url = arena_copy_n(arena, shown, text_cut(shown, strlen(shown), LIMIT_URL_BYTES));
        made->reason = status == STATUS_LIMIT ? REASON_LIMIT : REASON_INVALID_URL;
        return;
    }
    made->reason = known_reason(context, link, &url);
    if (!url_is_http(&url)) {
        made->url = arena_copy_n(arena, url.href, text_cut(url.href, strlen(url.href), LIMIT_URL_BYTES));
        return;
    }
    out->bare = url_canonical(arena, &url, context->policy);
    bool fragment = url.fragment != NULL && url.fragment[0] != '\0';
    made->url = fragment ? arena_printf(arena, "%s#%s", out->bare, url.fragment) : out->bare;
    made->internal = is_own(context->sites, url.host, last);
    out->external = !made->internal;
    out->mixed = is_embedded(link->kind) && strcmp(context->final->scheme, "https") == 0 && strcmp(url.scheme, "http") == 0;
}

struct page_link *page_links_resolve(struct arena *arena, const struct page_links_context *context, size_t *count)
{
    const struct document *document = context->document;
    size_t total = document->link_count < LIMIT_LINKS_PER_PAGE ? document->link_count : LIMIT_LINKS_PER_PAGE;
    struct page_link *links = arena_array(arena, total + 1, sizeof *links);
    struct url base = *context->final;
    /* "data:" and "javascript:" are no base (HTML 4.2.3), and of others no link could be made that is asked for. */
    if (document->base_href != NULL && (url_parse(arena, document->base_href, context->final, &base, NULL) != STATUS_OK || !url_is_http(&base)))
        base = *context->final;
    struct last_host last = {0};
    size_t kept = 0;
    for (size_t i = 0; i < total; i++) {
        const struct document_link *link = &document->links[i];
        if (link->loads && (context->more == NULL || !phrases_is(context->more, MORE_BUTTON, link->text, strlen(link->text))))
            continue;
        links[kept] = (struct page_link){.guess = link->guess, .loads = link->loads};
        resolve(arena, context, &base, link, &last, &links[kept]);
        bool address = links[kept].bare != NULL && link_reason_state(links[kept].link.reason) != LINK_BROKEN;
        kept += address || !links[kept].guess; /* a guess that is none is no link */
    }
    *count = kept;
    return links;
}
