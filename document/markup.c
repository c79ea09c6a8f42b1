#include "document/markup.h"

#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "base/limits.h"
#include "base/text.h"
#include "document/html_names.h"
#include "document/references.h"

_Static_assert(TAG_COUNT <= UINT8_MAX, "a kind fits a byte");

enum {
    TAG_NAME_MAX = 32,
    ATTRIBUTE_NAME_MAX = 20,
    EXTRA_BYTES = LIMIT_BODY_BYTES,
    SELF_CLOSE_BYTES = 4096,    /* a picture's start tag is shorter */
    LINK_TITLE_BYTES = 1024,    /* how far into a picture's link its title is looked for */
};

struct scanner {
    const char *at, *end;
    struct markup *out;
    uint32_t open[TAG_COUNT];    /* start tags of each kind without their end */
    uint32_t dropped[TAG_COUNT]; /* of them, those left out for their depth */
    uint8_t stack[LIMIT_DOM_DEPTH]; /* open elements that don't close by themselves */
    unsigned depth;
    unsigned shadows;            /* open templates that are part of the page */
    bool no_close[TAG_COUNT];    /* no end tag of this kind is left in the page */
};

struct tag {
    enum html_tag kind;
    char name[TAG_NAME_MAX + 1];
    size_t name_length;
};

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
}

static void add_text(struct buffer *out, const char *text, const char *end, bool in_attribute)
{
    while (text < end) {
        const char *stop = text;
        while (stop < end && *stop != '&' && *stop != '<' && *stop != '"')
            stop++;
        buffer_add(out, text, (size_t)(stop - text));
        text = stop;
        if (text == end)
            return;
        if (*text == '&') {
            text += references_add(out, text, (size_t)(end - text), in_attribute);
        } else {
            if (*text == '<')
                buffer_add_text(out, "&lt;");
            else if (in_attribute)
                buffer_add_text(out, "&quot;");
            else
                buffer_add_char(out, '"');
            text++;
        }
    }
}

/* HTML 13.2.5.43 on: a comment ends at "-->", "--!>", or at once with ">" or "->". */
static const char *after_comment(const char *at, const char *end)
{
    const char *p = at + 4;
    if (p < end && *p == '>')
        return p + 1;
    if (p + 1 < end && p[0] == '-' && p[1] == '>')
        return p + 2;
    while (p < end && (p = memchr(p, '-', (size_t)(end - p))) != NULL) {
        if (end - p > 2 && p[1] == '-' && p[2] == '>')
            return p + 3;
        if (end - p > 3 && p[1] == '-' && p[2] == '!' && p[3] == '>')
            return p + 4;
        p++;
    }
    return end;
}

/* "<svg/>": only in pictures and formulas does a tag end its element so. */
static bool closes_itself(const char *tag, const char *end)
{
    size_t left = (size_t)(end - tag);
    const char *close = memchr(tag, '>', left < SELF_CLOSE_BYTES ? left : SELF_CLOSE_BYTES);
    return close != NULL && close[-1] == '/';
}

/* The end tag of an element whose contents are not markup: the place of its "</", or NULL.
 * With `nested`, start tags of the same name in between are counted. */
static const char *find_close(struct scanner *scanner, const struct tag *tag, bool nested)
{
    if (scanner->no_close[tag->kind])
        return NULL;
    const char *p = scanner->at;
    unsigned level = 1;
    while ((p = memchr(p, '<', (size_t)(scanner->end - p))) != NULL) {
        bool close = p + 1 < scanner->end && p[1] == '/';
        const char *name = p + (close ? 2 : 1), *after = name + tag->name_length;
        if ((close || nested) && after <= scanner->end && strncasecmp(name, tag->name, tag->name_length) == 0 &&
            (after == scanner->end || is_space(*after) || *after == '/' || *after == '>') &&
            (close || tag->kind == TAG_TEMPLATE || !closes_itself(after, scanner->end))) {
            level += close ? -1U : 1U;
            if (level == 0)
                return p;
        }
        p++;
    }
    scanner->no_close[tag->kind] = true;
    return NULL;
}

static void add_end_tag(struct buffer *html, const struct tag *tag)
{
    buffer_add(html, "</", 2);
    buffer_add(html, tag->name, tag->name_length);
    buffer_add_char(html, '>');
}

static void read_tag_name(struct scanner *scanner, struct tag *tag)
{
    tag->name_length = 0;
    while (scanner->at < scanner->end && !is_space(*scanner->at) && *scanner->at != '/' && *scanner->at != '>') {
        char c = *scanner->at++;
        /* Anything odd in a name makes it unknown, and must not reach libxml2. */
        if (tag->name_length < TAG_NAME_MAX)
            tag->name[tag->name_length++] = (char)(text_is_letter(c) ? c | 32 : text_is_digit(c) ? c : '-');
    }
    tag->name[tag->name_length] = '\0';
    tag->kind = html_tag_find(tag->name, tag->name_length);
}

struct attribute {
    int kind; /* -1 unknown */
    const char *value, *value_end;
};

/* HTML 13.2.5.32 on. False at the tag's end; then `at` is past the '>'. */
static bool read_attribute(struct scanner *scanner, struct attribute *attribute)
{
    const char *p = scanner->at, *end = scanner->end;
    while (p < end && (is_space(*p) || *p == '/'))
        p++;
    if (p >= end || *p == '>') {
        scanner->at = p < end ? p + 1 : end;
        return false;
    }
    char name[ATTRIBUTE_NAME_MAX + 1];
    size_t length = 0;
    const char *start = p;
    while (p < end && !is_space(*p) && *p != '/' && *p != '>' && (*p != '=' || p == start)) {
        if (length <= ATTRIBUTE_NAME_MAX)
            name[length < ATTRIBUTE_NAME_MAX ? length : ATTRIBUTE_NAME_MAX] = (char)(text_is_letter(*p) ? *p | 32 : *p);
        length++;
        p++;
    }
    attribute->kind = length <= ATTRIBUTE_NAME_MAX ? html_attribute_find(name, length) : -1;
    attribute->value = attribute->value_end = p;
    while (p < end && is_space(*p))
        p++;
    if (p < end && *p == '=') {
        p++;
        while (p < end && is_space(*p))
            p++;
        if (p < end && (*p == '"' || *p == '\'')) {
            const char *close = memchr(p + 1, *p, (size_t)(end - p - 1));
            attribute->value = p + 1;
            attribute->value_end = close != NULL ? close : end;
            p = close != NULL ? close + 1 : end;
        } else {
            attribute->value = p;
            while (p < end && !is_space(*p) && *p != '>')
                p++;
            attribute->value_end = p;
        }
    }
    scanner->at = p;
    return true;
}

/* Reads the attributes and adds those that are known, each once. `type` (may be NULL)
 * receives the start of the type attribute's value for the caller. False when the page
 * ends inside the tag: then it is no tag. */
static bool copy_attributes(struct scanner *scanner, struct buffer *out, struct attribute *type)
{
    uint64_t seen = 0;
    _Static_assert(ATTR_COUNT <= 64, "one bit an attribute");
    unsigned count = 0;
    struct attribute attribute;
    while (read_attribute(scanner, &attribute)) {
        if (++count > LIMIT_ATTRIBUTES) {
            scanner->out->attributes_cut = true;
            continue;
        }
        if (attribute.kind < 0 || (seen >> attribute.kind & 1) != 0)
            continue;
        seen |= UINT64_C(1) << attribute.kind;
        if (attribute.kind == ATTR_TYPE && type != NULL)
            *type = attribute;
        buffer_add_char(out, ' ');
        buffer_add_text(out, html_attribute_name((enum html_attribute)attribute.kind));
        buffer_add_text(out, "=\"");
        add_text(out, attribute.value, attribute.value_end, true);
        buffer_add_char(out, '"');
    }
    return scanner->at[-1] == '>';
}

static bool is_json_ld(const struct attribute *type)
{
    static const char wanted[] = "application/ld+json";
    return type->value != NULL && (size_t)(type->value_end - type->value) >= sizeof wanted - 1 &&
           strncasecmp(type->value, wanted, sizeof wanted - 1) == 0;
}

static bool asks_for_scripts(const char *text, size_t length)
{
    return text_find_ignoring_case(text, length, "javascript") != NULL;
}

/* --- what stands inside elements whose contents are no page --- */

static void add_anchor(struct scanner *scanner, const struct attribute *id)
{
    struct buffer *anchors = &scanner->out->anchors;
    if (id->value < id->value_end && buffer_add(anchors, id->value, (size_t)(id->value_end - id->value)))
        buffer_add_char(anchors, '\0');
}

/* What names a link of a drawing: its <title>, which is no text of the page. */
static void add_link_title(struct scanner *scanner)
{
    size_t left = (size_t)(scanner->end - scanner->at), looked_at = left < LINK_TITLE_BYTES ? left : LINK_TITLE_BYTES;
    const char *close = text_find_ignoring_case(scanner->at, looked_at, "</a");
    const char *title = text_find_ignoring_case(scanner->at, close != NULL ? (size_t)(close - scanner->at) : looked_at, "<title");
    const char *start = title != NULL ? memchr(title, '>', (size_t)(scanner->end - title)) : NULL;
    const char *stop = start != NULL ? memchr(start, '<', (size_t)(scanner->end - start)) : NULL;
    if (stop == NULL)
        return;
    buffer_add_text(&scanner->out->html, " aria-label=\"");
    add_text(&scanner->out->html, start + 1, stop, true);
    buffer_add_char(&scanner->out->html, '"');
}

struct inner {
    bool picture;        /* its links and pictures are the page's */
    bool in_link, in_title;
};

static void start_inner(struct scanner *scanner, struct inner *inner)
{
    struct buffer *html = &scanner->out->html;
    struct tag tag;
    struct attribute attribute, href = {.value = NULL};
    read_tag_name(scanner, &tag);
    while (read_attribute(scanner, &attribute)) {
        if (attribute.kind == ATTR_ID)
            add_anchor(scanner, &attribute);
        else if (attribute.kind == ATTR_HREF || (attribute.kind == ATTR_XLINK_HREF && href.value == NULL)) /* SVG 2, 16.1.5: href wins */
            href = attribute;
    }
    inner->in_title = tag.kind == TAG_TITLE;
    bool is_image = strcmp(tag.name, "image") == 0 || tag.kind == TAG_IMG;
    if (!inner->picture || href.value == NULL || (tag.kind != TAG_A && !is_image) || inner->in_link)
        return;
    /* One link in another: browsers go to the inner one, and libxml2 would end the outer one there. */
    bool alone = tag.kind == TAG_A && scanner->open[TAG_A] == 0;
    buffer_add_text(html, alone ? "<a href=\"" : tag.kind == TAG_A ? "<area href=\"" : "<img src=\"");
    add_text(html, href.value, href.value_end, true);
    buffer_add_char(html, '"');
    if (alone)
        add_link_title(scanner);
    buffer_add_char(html, '>');
    inner->in_link = alone && scanner->at[-2] != '/';
    if (alone && !inner->in_link)
        buffer_add_text(html, "</a>");
}

static void end_inner(struct scanner *scanner, struct inner *inner)
{
    struct tag tag;
    struct attribute skipped;
    scanner->at++;
    read_tag_name(scanner, &tag);
    while (read_attribute(scanner, &skipped))
        continue;
    inner->in_title = false;
    if (inner->in_link)
        buffer_add_text(&scanner->out->html, tag.kind == TAG_A ? "</a>" : " "); /* what a drawing sets apart are words apart */
    inner->in_link = inner->in_link && tag.kind != TAG_A;
}

/* Takes the ids, and a picture's links with their words, up to `close`. */
static void read_inner(struct scanner *scanner, const char *close, bool picture)
{
    const char *end = scanner->end;
    struct inner inner = {.picture = picture};
    scanner->end = close;
    while (scanner->at < close) {
        const char *tag = memchr(scanner->at, '<', (size_t)(close - scanner->at)), *stop = tag != NULL ? tag : close;
        if (inner.in_link && !inner.in_title)
            add_text(&scanner->out->html, scanner->at, stop, false);
        scanner->at = stop;
        if (tag == NULL)
            break;
        char next = tag + 1 < close ? tag[1] : '\0';
        scanner->at++;
        if (text_is_letter(next))
            start_inner(scanner, &inner);
        else if (next == '/')
            end_inner(scanner, &inner);
        else if (close - tag >= 4 && memcmp(tag, "<!--", 4) == 0)
            scanner->at = after_comment(tag, close);
    }
    if (inner.in_link)
        buffer_add_text(&scanner->out->html, "</a>");
    scanner->end = end;
}

/* Contents that are no markup to a browser. True when the element was dealt with whole.
 * `before` is where its start tag begins in the repaired page. */
static bool raw_contents(struct scanner *scanner, const struct tag *tag, const struct attribute *type, size_t before)
{
    struct markup *out = scanner->out;
    bool to_end = false, nested = false;
    switch (tag->kind) {
    case TAG_SCRIPT: case TAG_STYLE: case TAG_TITLE: case TAG_TEXTAREA: case TAG_XMP:
        to_end = true;
        break;
    case TAG_IFRAME: case TAG_NOEMBED: case TAG_NOFRAMES: case TAG_NOSCRIPT:
        break;
    case TAG_SVG: case TAG_TEMPLATE: case TAG_MATH:
        nested = true;
        break;
    default:
        return false;
    }
    const char *start = scanner->at, *close = find_close(scanner, tag, nested);
    if (close == NULL && !to_end) {
        /* Browsers hide the rest of the page in most of these; its words are worth more. */
        buffer_cut(&out->html, before);
        return true;
    }
    if (close == NULL)
        close = scanner->end;
    size_t length = (size_t)(close - start);
    if (tag->kind == TAG_TITLE || tag->kind == TAG_TEXTAREA || tag->kind == TAG_XMP)
        add_text(&out->html, start, close, false);
    else if (tag->kind == TAG_STYLE)
        buffer_add(&out->styles, start, length);
    else if (tag->kind == TAG_SCRIPT && is_json_ld(type))
        buffer_add(&out->data, start, length);
    else if (tag->kind == TAG_SCRIPT)
        out->script_bytes += length;
    else if (tag->kind == TAG_NOSCRIPT && asks_for_scripts(start, length))
        out->scripts_wanted = true;
    if (nested || tag->kind == TAG_NOSCRIPT)
        read_inner(scanner, close, tag->kind == TAG_SVG);
    add_end_tag(&out->html, tag);
    scanner->at = close;
    struct attribute skipped;
    if (close < scanner->end) {
        scanner->at += 2 + tag->name_length;
        while (read_attribute(scanner, &skipped))
            continue;
    }
    return true;
}

/* A template with the contents of a component (HTML 4.12.3, shadowrootmode) is shown where
 * it stands. Looks ahead: the attributes are read again. */
static bool is_shadow(struct scanner *scanner, const struct tag *tag)
{
    const char *start = scanner->at;
    struct attribute attribute;
    bool shadow = false;
    while (tag->kind == TAG_TEMPLATE && read_attribute(scanner, &attribute))
        shadow = shadow || attribute.kind == ATTR_SHADOWROOTMODE;
    scanner->at = start;
    return shadow;
}

static const struct tag division = {TAG_DIV, "div", 3};

static void start_tag(struct scanner *scanner)
{
    struct tag tag;
    struct attribute type = {.value = NULL};
    struct buffer *html = &scanner->out->html;
    size_t before = html->length;
    scanner->at++;
    read_tag_name(scanner, &tag);
    if (is_shadow(scanner, &tag)) {
        tag = division;
        scanner->shadows++;
    }
    buffer_add_char(html, '<');
    buffer_add(html, tag.name, tag.name_length);
    if (!copy_attributes(scanner, html, &type)) {
        buffer_cut(html, before);
        return;
    }
    buffer_add_char(html, '>');
    unsigned flags = html_tag_flags(tag.kind);
    if ((flags & TAG_VOID) != 0 || raw_contents(scanner, &tag, &type, before))
        return;
    scanner->open[tag.kind]++;
    if ((flags & TAG_OPTIONAL_END) != 0)
        return;
    if (scanner->depth >= LIMIT_DOM_DEPTH && tag.kind != TAG_A) {
        scanner->out->nesting_cut = true;
        scanner->dropped[tag.kind]++;
        buffer_cut(html, before);
        /* Words on both sides of a block stay apart. */
        buffer_add_text(html, (flags & TAG_INLINE) != 0 ? "" : "<br>");
        return;
    }
    if (scanner->depth < LIMIT_DOM_DEPTH)
        scanner->stack[scanner->depth++] = (uint8_t)tag.kind;
}

/* libxml2's order: an end tag doesn't reach across an open element of a higher rank. */
static unsigned rank(unsigned tag)
{
    switch (tag) {
    case TAG_TABLE: return 3;
    case TAG_DIV: return 2;
    default: return 1;
    }
}

/* Closes what is open down to the end tag's element. False when it has none in reach. */
static bool close_down_to(struct scanner *scanner, unsigned tag)
{
    unsigned at = scanner->depth;
    while (at > 0 && scanner->stack[at - 1] != tag)
        if (rank(scanner->stack[--at]) > rank(tag))
            return false;
    if (at == 0)
        return false;
    while (scanner->depth >= at) {
        unsigned closed = scanner->stack[--scanner->depth];
        scanner->open[closed] -= scanner->open[closed] > 0;
    }
    return true;
}

static void end_tag(struct scanner *scanner)
{
    struct tag tag;
    struct attribute skipped;
    scanner->at += 2;
    read_tag_name(scanner, &tag);
    while (read_attribute(scanner, &skipped))
        continue;
    if (tag.kind == TAG_TEMPLATE && scanner->shadows > 0) {
        tag = division;
        scanner->shadows--;
    }
    if (tag.kind == TAG_BR) {
        buffer_add_text(&scanner->out->html, "<br>");
        return;
    }
    if (scanner->open[tag.kind] == 0)
        return; /* libxml2 looks through all open elements for each end tag without a start */
    bool optional = (html_tag_flags(tag.kind) & TAG_OPTIONAL_END) != 0;
    if (scanner->dropped[tag.kind] > 0) {
        scanner->dropped[tag.kind]--;
        scanner->open[tag.kind]--;
        return;
    }
    if (optional)
        scanner->open[tag.kind]--;
    else if (!close_down_to(scanner, tag.kind))
        return;
    if (tag.kind != TAG_BODY && tag.kind != TAG_HTML) /* what stands after them is still the page */
        add_end_tag(&scanner->out->html, &tag);
}

static void one_piece(struct scanner *scanner)
{
    const char *at = scanner->at, *end = scanner->end;
    char next = at + 1 < end ? at[1] : '\0';
    if (text_is_letter(next)) {
        start_tag(scanner);
    } else if (next == '/' && at + 2 < end && text_is_letter(at[2])) {
        end_tag(scanner);
    } else if (end - at >= 4 && memcmp(at, "<!--", 4) == 0) {
        scanner->at = after_comment(at, end);
    } else if (next == '!' || next == '?' || next == '/') { /* doctype, or a comment to browsers */
        const char *close = memchr(at, '>', (size_t)(end - at));
        scanner->at = close != NULL ? close + 1 : end;
    } else {
        buffer_add_text(&scanner->out->html, "&lt;");
        scanner->at++;
    }
}

/* Before anything else there are at most comments; what older doctypes mean is a table of sixty (HTML, 13.2.6.4.1). */
static bool has_modern_doctype(const char *at, const char *end)
{
    static const char doctype[] = "<!doctype html";
    while (at < end) {
        if (text_is_space((unsigned char)*at))
            at++;
        else if (end - at >= 4 && memcmp(at, "<!--", 4) == 0)
            at = after_comment(at, end);
        else
            break;
    }
    if (end - at < (ptrdiff_t)sizeof doctype || !text_starts_ignoring_case(at, doctype))
        return false;
    at += strlen(doctype);
    while (at < end && text_is_space((unsigned char)*at))
        at++;
    return at < end && *at == '>';
}

void markup_repair(const char *text, size_t length, struct markup *markup)
{
    *markup = (struct markup){.quirks = !has_modern_doctype(text, text + length)};
    /* References grow at most fivefold ("&" to "&amp;"), and names stay. */
    buffer_init(&markup->html, length * 6 + 64);
    buffer_init(&markup->styles, EXTRA_BYTES);
    buffer_init(&markup->data, EXTRA_BYTES);
    buffer_init(&markup->anchors, EXTRA_BYTES);
    struct scanner scanner = {.at = text, .end = text + length, .out = markup};
    buffer_add_text(&markup->html, "<!DOCTYPE html>\n");
    while (scanner.at < scanner.end) {
        const char *tag = memchr(scanner.at, '<', (size_t)(scanner.end - scanner.at));
        const char *stop = tag != NULL ? tag : scanner.end;
        add_text(&markup->html, scanner.at, stop, false);
        scanner.at = stop;
        if (tag != NULL)
            one_piece(&scanner);
    }
}

void markup_release(struct markup *markup)
{
    buffer_release(&markup->html);
    buffer_release(&markup->styles);
    buffer_release(&markup->data);
    buffer_release(&markup->anchors);
}
