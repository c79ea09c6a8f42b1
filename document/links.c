#include "document/links.h"

#include <string.h>

#include "base/buffer.h"
#include "base/limits.h"
#include "base/text.h"

enum {
    STYLE_LINKS_MAX = 200,
    REFRESH_SECONDS_MAX = 10, /* pages that send on wait for as long; longer ones end a session or come again */
};

static bool has_word(const char *list, const char *word)
{
    size_t length = strlen(word);
    for (const char *at = list; at != NULL && *at != '\0';) {
        at += strspn(at, " \t\n\r\f");
        size_t run = strcspn(at, " \t\n\r\f");
        if (run == length && text_starts_ignoring_case(at, word))
            return true;
        at += run;
    }
    return false;
}

static bool is_blank(const char *text)
{
    return text[strspn(text, " \t\n\r\f")] == '\0';
}

int32_t links_add(struct builder *builder, const struct tree *tree, size_t node, enum link_kind kind,
                  const char *href, uint8_t zone)
{
    const char *rel = tree_attribute(tree, node, ATTR_REL), *alt = tree_attribute(tree, node, ATTR_ALT);
    const char *title = tree_attribute(tree, node, ATTR_TITLE);
    struct document_link like = {.href = href,
                                 .text = kind == LINK_ANCHOR && alt == NULL ? "" : alt != NULL ? alt : title,
                                 .kind = kind,
                                 .block = -1,
                                 .zone = zone,
                                 .nofollow = has_word(rel, "nofollow"),
                                 .download = tree_attribute(tree, node, ATTR_DOWNLOAD) != NULL};
    return builder_link(builder, &like);
}

/* srcset: "small.jpg 480w, large.jpg 2x". */
static void add_srcset(struct builder *builder, const struct tree *tree, size_t node, const char *srcset, uint8_t zone)
{
    const char *at = srcset;
    for (;;) {
        at += strspn(at, " \t\n\r\f,");
        size_t length = strcspn(at, " \t\n\r\f");
        if (length == 0)
            return;
        size_t address = length;
        while (address > 0 && at[address - 1] == ',')
            address--;
        char *href = memory_copy_n(at, address);
        if (address > 0 && !text_starts_ignoring_case(href, "data:"))
            (void)links_add(builder, tree, node, LINK_IMAGE, href, zone);
        free(href);
        at += length;
        if (address == length) /* the descriptor goes to the next comma */
            at += strcspn(at, ",");
    }
}

/* What is written with backslashes (CSS Syntax 4.3.7): a character as it is, up to six hexadecimal digits and the space that ends them, or a
 * line's end that is none. */
static char *unescape_style(const char *text, size_t length)
{
    struct buffer out;
    buffer_init(&out, 2 * length + 8);
    for (size_t at = 0; at < length;) {
        if (text[at] != '\\' || at + 1 >= length) {
            buffer_add_char(&out, text[at++]);
            continue;
        }
        uint32_t c = 0;
        size_t start = ++at;
        while (at < length && at - start < 6 && text_hex_digit(text[at]) >= 0)
            c = c * 16 + (uint32_t)text_hex_digit(text[at++]);
        if (at == start) {
            if (text[at] != '\n')
                buffer_add_char(&out, text[at]);
            at++;
            continue;
        }
        text_add_char(&out, c == 0 || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF) ? 0xFFFD : c);
        at += at < length && strchr(" \t\n", text[at]) != NULL;
    }
    char *made = memory_copy_n(buffer_text(&out), out.length);
    buffer_release(&out);
    return made;
}

/* From behind "url(", or at the quotation mark behind "@import". Returns what follows the string; of an address without quotation marks its ")".
 * Without them none may stand in it (CSS Syntax 4.3.6). */
static const char *add_style(struct builder *builder, const char *url, const char *end, uint8_t zone)
{
    url += strspn(url, " \t\n\r\f");
    char quote = *url == '"' || *url == '\'' ? *url++ : '\0';
    const char *close = url;
    while (close < end && (quote != '\0' ? *close != quote && *close != '\n' : *close != ')'))
        close += *close == '\\' && close + 1 < end ? 2 : 1;
    if (close >= end)
        return end;
    size_t length = (size_t)(close - url);
    while (quote == '\0' && length > 0 && strchr(" \t\n\r\f", url[length - 1]) != NULL)
        length--;
    bool closed = quote != '\0' ? *close == quote : true;
    for (const char *c = url; quote == '\0' && c < url + length && closed; c++)
        if (*c == '\\')
            c++;
        else
            closed = strchr("\"'( \t\n", *c) == NULL;
    char *href = unescape_style(url, length);
    bool sound = closed && length > 0 && *href != '#' && !text_starts_ignoring_case(href, "data:");
    struct document_link like = {.href = href, .text = "", .kind = LINK_STYLE, .block = -1, .zone = zone};
    if (sound)
        (void)builder_link(builder, &like);
    free(href);
    return close + (quote != '\0');
}

/* Behind a string that is no address ("content:"); one that is not closed ends with its line (CSS Syntax 4.3.5). */
static const char *skip_string(const char *at, const char *end)
{
    const char *close = at + 1;
    for (; close < end && *close != *at && *close != '\n'; close++)
        close += *close == '\\' && close + 1 < end;
    return close < end ? close + 1 : end;
}

void links_add_styles(struct builder *builder, const char *css, size_t length, uint8_t zone)
{
    static const char import[] = "@import";
    const char *at = css, *end = css + length, *close;
    size_t before = builder->document->link_count;
    while (at < end && builder->document->link_count - before < STYLE_LINKS_MAX) {
        if ((*at == 'u' || *at == 'U') && text_starts_ignoring_case(at, "url(")) {
            at = add_style(builder, at + 4, end, zone);
        } else if (*at == '@' && text_starts_ignoring_case(at, import)) {
            at += sizeof import - 1;
            at += strspn(at, " \t\n\r\f");
            at = *at == '"' || *at == '\'' ? add_style(builder, at, end, zone) : at;
        } else if (*at == '/' && at[1] == '*') { /* what is commented out nobody loads */
            close = strstr(at + 2, "*/");
            at = close != NULL ? close + 2 : end;
        } else {
            at = *at == '"' || *at == '\'' ? skip_string(at, end) : at + 1;
            at += strcspn(at, "uU@/\"'");
        }
    }
}

static int refresh_seconds(const char *content)
{
    int seconds = 0;
    for (const char *at = content + strspn(content, " \t\n\r\f"); *at >= '0' && *at <= '9' && seconds <= REFRESH_SECONDS_MAX; at++)
        seconds = seconds * 10 + (*at - '0');
    return seconds;
}

const char *links_refresh_address(struct arena *arena, const char *content, bool *soon)
{
    *soon = refresh_seconds(content) <= REFRESH_SECONDS_MAX;
    const char *at = content + strspn(content, " \t\n\r\f0123456789.");
    at += strspn(at, " \t\n\r\f;,");
    if (text_starts_ignoring_case(at, "url")) {
        const char *equals = at + 3 + strspn(at + 3, " \t\n\r\f");
        if (*equals == '=')
            at = equals + 1 + strspn(equals + 1, " \t\n\r\f");
    }
    if (*at == '\0')
        return NULL;
    char quote = *at == '"' || *at == '\'' ? *at++ : '\0';
    size_t length = quote != '\0' ? strcspn(at, quote == '"' ? "\"" : "'") : strlen(at);
    return arena_copy_n(arena, at, length);
}

/* Relations whose address no reader comes to: a host to get ready for, a name in the form of an
 * address, where programs of editors and other sites send what they have. */
static bool is_for_programs(const char *rel)
{
    static const char *const words[] = {"preconnect", "dns-prefetch", "preload", "prefetch", "prerender", "search", "manifest", "shortlink", "amphtml", "profile", "pingback", "webmention", "edituri", "wlwmanifest"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (has_word(rel, words[i]))
            return true;
    /* What a vocabulary calls a property ("schema.DC", "DCTERMS.subject", RFC 2731), or an address that names a relation (RFC 8288 2.1.2). */
    const char *first = rel + strspn(rel, " \t\n\r\f");
    return first[strcspn(first, ".: \t\n\r\f")] == '.' || first[strcspn(first, ".: \t\n\r\f")] == ':';
}

static void add_head_link(struct builder *builder, const struct tree *tree, size_t node, uint8_t zone)
{
    const char *rel = tree_attribute(tree, node, ATTR_REL), *href = tree_attribute(tree, node, ATTR_HREF);
    const char *type = tree_attribute(tree, node, ATTR_TYPE);
    bool data = type != NULL && text_find_ignoring_case(type, strlen(type), "json") != NULL; /* what other sites' programs ask for, as oEmbed */
    if (href == NULL || is_blank(href) || rel == NULL || data || is_for_programs(rel)) /* of an empty one browsers ask for nothing (HTML 4.2.4) */
        return;
    enum link_kind kind = LINK_HEAD;
    if (has_word(rel, "stylesheet"))
        kind = LINK_STYLE;
    else if (has_word(rel, "icon") || has_word(rel, "apple-touch-icon"))
        kind = LINK_IMAGE;
    else if (has_word(rel, "modulepreload"))
        kind = LINK_SCRIPT;
    struct document_link like = {.href = href, .text = rel, .kind = kind, .block = -1, .zone = zone};
    (void)builder_link(builder, &like);
}

static void add_meta(struct builder *builder, const struct tree *tree, size_t node, uint8_t zone)
{
    const char *equiv = tree_attribute(tree, node, ATTR_HTTP_EQUIV), *content = tree_attribute(tree, node, ATTR_CONTENT);
    if (equiv == NULL || content == NULL || !text_equal_ignoring_case(equiv, "refresh"))
        return;
    bool soon;
    const char *address = links_refresh_address(&builder->document->arena, content, &soon);
    if (address == NULL)
        return;
    if (soon)
        builder->document->refresh = address;
    struct document_link like = {.href = address, .text = "", .kind = LINK_META_REFRESH, .block = -1, .zone = zone};
    (void)builder_link(builder, &like);
}

struct resource {
    uint16_t tag, attribute;
    enum link_kind kind;
};

static const struct resource resources[] = {
    {TAG_AREA, ATTR_HREF, LINK_ANCHOR},    {TAG_IMG, ATTR_SRC, LINK_IMAGE},      {TAG_IFRAME, ATTR_SRC, LINK_FRAME},
    {TAG_FRAME, ATTR_SRC, LINK_FRAME},     {TAG_SCRIPT, ATTR_SRC, LINK_SCRIPT},  {TAG_SOURCE, ATTR_SRC, LINK_MEDIA},
    {TAG_VIDEO, ATTR_SRC, LINK_MEDIA},     {TAG_VIDEO, ATTR_POSTER, LINK_IMAGE}, {TAG_AUDIO, ATTR_SRC, LINK_MEDIA},
    {TAG_TRACK, ATTR_SRC, LINK_MEDIA},     {TAG_EMBED, ATTR_SRC, LINK_MEDIA},    {TAG_OBJECT, ATTR_DATA, LINK_MEDIA},
    {TAG_FORM, ATTR_ACTION, LINK_FORM},    {TAG_INPUT, ATTR_SRC, LINK_IMAGE},
};

void links_add_resources(struct builder *builder, const struct tree *tree, size_t node, uint8_t zone)
{
    unsigned tag = tree->nodes[node].tag;
    if (tree->nodes[node].count == 0)
        return;
    const char *id = tree_attribute(tree, node, ATTR_ID), *style = tree_attribute(tree, node, ATTR_STYLE);
    const char *name = tag == TAG_A ? tree_attribute(tree, node, ATTR_NAME) : NULL;
    if (id != NULL)
        builder_anchor(builder, id);
    if (name != NULL && (id == NULL || strcmp(id, name) != 0))
        builder_anchor(builder, name);
    if (name != NULL && builder->quirks)
        builder_loose_name(builder, name);
    if (style != NULL)
        links_add_styles(builder, style, strlen(style), zone);
    if (tag == TAG_LINK)
        add_head_link(builder, tree, node, zone);
    else if (tag == TAG_META)
        add_meta(builder, tree, node, zone);
    for (size_t i = 0; i < sizeof resources / sizeof resources[0]; i++) {
        const char *href = resources[i].tag == tag
                               ? tree_attribute(tree, node, (enum html_attribute)resources[i].attribute) : NULL;
        if (href != NULL && is_blank(href) && resources[i].attribute == ATTR_SRC)
            href = tree_attribute(tree, node, ATTR_DATA_SRC); /* filled in by a script when it comes into view; nothing is asked for else */
        bool nothing = href != NULL && is_blank(href) && (resources[i].attribute == ATTR_POSTER || resources[i].attribute == ATTR_DATA);
        if (href != NULL && !nothing && !text_starts_ignoring_case(href, "data:"))
            (void)links_add(builder, tree, node, resources[i].kind, href, zone);
    }
    const char *srcset = tag == TAG_IMG || tag == TAG_SOURCE ? tree_attribute(tree, node, ATTR_SRCSET) : NULL;
    if (srcset != NULL)
        add_srcset(builder, tree, node, srcset, zone);
}
