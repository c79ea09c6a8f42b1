#include "crawler/visit/sitemap.h"

#include <libxml/parser.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "base/buffer.h"
#include "base/limits.h"
#include "base/text.h"

enum {
    CHUNK = 64 * 1024,
    STACK_MAX = 16,              /* deeper elements are read past: no format goes below 6 */
    RATIO_GRACE = 1024 * 1024,   /* a small file may be as repetitive as it likes */
    MODIFIED_MAX = 64,
    ATTRIBUTES_MAX = 32,         /* of one element, declared defaults among them: libxml2 compares each with each; formats have 5 */
    NAMESPACES_MAX = 64,         /* declared by one element: each prefix is looked for among all in scope; feeds have 20 */
};

/* The element names that mean something, whatever their namespace or their letters' case. */
enum element { OTHER, URLSET, INDEX, RSS, RDF, FEED, URL, SITEMAP, ITEM, ENTRY, LOC, LINK, LASTMOD, ELEMENT_COUNT };
static const struct {
    const char *name;
    enum element element;
} elements[] = {
    {"urlset", URLSET}, {"sitemapindex", INDEX}, {"rss", RSS},   {"RDF", RDF},         {"feed", FEED},
    {"url", URL},       {"sitemap", SITEMAP},    {"item", ITEM}, {"entry", ENTRY},     {"loc", LOC},
    {"link", LINK},     {"lastmod", LASTMOD},    {"pubDate", LASTMOD}, {"updated", LASTMOD}, {"date", LASTMOD},
};

struct reader {
    struct arena *arena;
    struct sitemap_entry *entries;
    size_t count, capacity;
    enum element stack[STACK_MAX];
    size_t depth;
    struct buffer text;          /* of the element at hand */
    char *url, *modified;        /* of the entry at hand, in the arena */
    bool wrong_root, full, overloaded;
    xmlParserCtxtPtr parser;
};

static bool is_address(const char *text)
{
    return text_starts_ignoring_case(text, "http://") || text_starts_ignoring_case(text, "https://");
}

static char *copy_trimmed(struct arena *arena, const char *text, size_t length)
{
    while (length > 0 && (unsigned char)text[0] <= ' ') {
        text++;
        length--;
    }
    while (length > 0 && (unsigned char)text[length - 1] <= ' ')
        length--;
    return length > 0 ? arena_copy_n(arena, text, length) : NULL;
}

static void add_entry(struct reader *reader, const char *url, const char *modified, bool is_sitemap)
{
    if (reader->count == LIMIT_SITEMAP_ENTRIES) {
        reader->full = true;
        return;
    }
    MEMORY_PUSH_ROOM(reader->entries, reader->count, reader->capacity);
    reader->entries[reader->count++] = (struct sitemap_entry){.url = url, .modified = modified, .is_sitemap = is_sitemap};
}

/* ---- XML ---- */

static enum element element_of(const xmlChar *name)
{
    for (size_t i = 0; i < sizeof elements / sizeof elements[0]; i++)
        if (text_equal_ignoring_case((const char *)name, elements[i].name))
            return elements[i].element;
    return OTHER;
}

static bool is_entry(enum element element)
{
    return element == URL || element == SITEMAP || element == ITEM || element == ENTRY;
}

/* libxml2 hands an attribute's ampersands over as "&#38;" where no entities are replaced. */
static char *copy_attribute(struct arena *arena, const char *text, size_t length)
{
    struct buffer plain;
    buffer_init(&plain, LIMIT_URL_BYTES);
    for (size_t i = 0; i < length; i++) {
        buffer_add_char(&plain, text[i]);
        if (length - i >= 5 && memcmp(text + i, "&#38;", 5) == 0)
            i += 4;
    }
    char *copy = plain.over ? NULL : copy_trimmed(arena, buffer_text(&plain), plain.length);
    buffer_release(&plain);
    return copy;
}

/* Atom: <link href="..." rel="alternate"/>, where no rel means the same. */
static void take_atom_link(struct reader *reader, int count, const xmlChar **attributes)
{
    const char *href = NULL;
    size_t length = 0;
    bool alternate = true;
    for (int i = 0; i < count; i++) {
        const xmlChar **attribute = attributes + (ptrdiff_t)i * 5; /* name, prefix, namespace, value, end */
        const char *value = (const char *)attribute[3];
        size_t size = (size_t)(attribute[4] - attribute[3]);
        if (strcmp((const char *)attribute[0], "href") == 0) {
            href = value;
            length = size;
        } else if (strcmp((const char *)attribute[0], "rel") == 0) {
            alternate = size == strlen("alternate") && memcmp(value, "alternate", size) == 0;
        }
    }
    if (href != NULL && alternate && reader->url == NULL)
        reader->url = copy_attribute(reader->arena, href, length);
}

static void on_start(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int namespace_count,
                     const xmlChar **namespaces, int attribute_count, int defaulted, const xmlChar **attributes)
{
    (void)prefix, (void)uri, (void)namespaces, (void)defaulted;
    struct reader *reader = context;
    if (attribute_count > ATTRIBUTES_MAX || namespace_count > NAMESPACES_MAX || (namespace_count > 0 && reader->depth >= STACK_MAX)) {
        reader->overloaded = true;
        xmlStopParser(reader->parser);
        return;
    }
    enum element element = element_of(name);
    if (reader->depth == 0 && (element == OTHER || element > FEED)) {
        reader->wrong_root = true;
        xmlStopParser(reader->parser);
        return;
    }
    enum element parent = reader->depth > 0 && reader->depth <= STACK_MAX ? reader->stack[reader->depth - 1] : OTHER;
    if (reader->depth < STACK_MAX)
        reader->stack[reader->depth] = element;
    reader->depth++;
    if (is_entry(element))
        reader->url = reader->modified = NULL;
    if (element == LINK && parent == ENTRY)
        take_atom_link(reader, attribute_count, attributes);
    buffer_clear(&reader->text);
}

static void on_end(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
    (void)name, (void)prefix, (void)uri;
    struct reader *reader = context;
    if (reader->depth == 0 || --reader->depth >= STACK_MAX)
        return;
    enum element element = reader->stack[reader->depth];
    enum element parent = reader->depth > 0 ? reader->stack[reader->depth - 1] : OTHER;
    bool is_place = (element == LOC && (parent == URL || parent == SITEMAP)) || (element == LINK && parent == ITEM);
    if (is_place && !reader->text.over && reader->url == NULL)
        reader->url = copy_trimmed(reader->arena, buffer_text(&reader->text), reader->text.length);
    else if (element == LASTMOD && is_entry(parent) && reader->text.length <= MODIFIED_MAX)
        reader->modified = copy_trimmed(reader->arena, buffer_text(&reader->text), reader->text.length);
    else if (is_entry(element) && reader->url != NULL) {
        add_entry(reader, reader->url, reader->modified, element == SITEMAP);
        reader->url = NULL;
        if (reader->full)
            xmlStopParser(reader->parser);
    }
    buffer_clear(&reader->text);
}

static void on_text(void *context, const xmlChar *text, int length)
{
    struct reader *reader = context;
    if (length > 0)
        buffer_add(&reader->text, text, (size_t)length);
}

/* Only &amp; and its four sisters exist here: nothing can be expanded. */
static xmlEntityPtr on_entity(void *context, const xmlChar *name)
{
    (void)context;
    return xmlGetPredefinedEntity(name);
}

/* The length of a reference that XML itself knows ("&amp;", "&#38;") at `text`, or 0. */
static size_t reference_length(const char *text, size_t length)
{
    static const char *const names[] = {"&amp;", "&lt;", "&gt;", "&quot;", "&apos;"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (length >= strlen(names[i]) && memcmp(text, names[i], strlen(names[i])) == 0)
            return strlen(names[i]);
    if (length < 4 || text[1] != '#')
        return 0;
    bool hex = text[2] == 'x';
    size_t digits = hex ? 3 : 2, at = digits;
    while (at < length && at < 12 && strchr(hex ? "0123456789abcdefABCDEF" : "0123456789", text[at]) != NULL && text[at] != '\0')
        at++;
    return at > digits && at < length && text[at] == ';' ? at + 1 : 0;
}

/* Mends what people write and XML forbids: a bare "&" in an address, bytes that are not
 * UTF-8, control characters. Any other entity becomes plain text too. */
static size_t mend(const char *bytes, size_t length, size_t at, bool *in_cdata, struct buffer *out)
{
    while (at < length && out->length < CHUNK) {
        unsigned char c = (unsigned char)bytes[at];
        if (*in_cdata ? c == ']' : c == '<') {
            if (!*in_cdata && length - at >= 9 && memcmp(bytes + at, "<![CDATA[", 9) == 0)
                *in_cdata = true;
            else if (*in_cdata && length - at >= 3 && memcmp(bytes + at, "]]>", 3) == 0)
                *in_cdata = false;
        }
        if (c >= 0x80) {
            text_add_char(out, text_next(bytes, length, &at));
            continue;
        }
        if (c == '&' && !*in_cdata && reference_length(bytes + at, length - at) == 0)
            buffer_add_text(out, "&amp;");
        else
            buffer_add_char(out, c < ' ' && c != '\t' && c != '\n' && c != '\r' ? ' ' : (char)c);
        at++;
    }
    return at;
}

/* Whether the bytes are in an encoding that is to be left to libxml2. */
static bool has_other_encoding(const char *bytes, size_t length)
{
    if (length >= 2 && (memcmp(bytes, "\xFF\xFE", 2) == 0 || memcmp(bytes, "\xFE\xFF", 2) == 0 || bytes[0] == '\0' || bytes[1] == '\0'))
        return true;
    const char *end = memmem(bytes, length < 200 ? length : 200, "?>", 2);
    const char *declared = end != NULL ? text_find_ignoring_case(bytes, (size_t)(end - bytes), "encoding") : NULL;
    return declared != NULL && text_find_ignoring_case(declared, (size_t)(end - declared), "utf-8") == NULL;
}

/* A tag is read only once its end has come, and in a time that grows with the square of its attributes. */
static bool is_tag_without_end(const struct reader *reader)
{
    const xmlParserInput *input = reader->parser->input;
    return input != NULL && input->end - input->cur > CHUNK;
}

static void feed(struct reader *reader, const char *bytes, size_t length)
{
    bool as_it_is = has_other_encoding(bytes, length), in_cdata = false;
    struct buffer chunk;
    buffer_init(&chunk, CHUNK + 16);
    for (size_t at = 0; at < length && reader->parser->wellFormed && !reader->wrong_root && !reader->full && !reader->overloaded;) {
        buffer_clear(&chunk);
        if (as_it_is) {
            size_t size = length - at < CHUNK ? length - at : CHUNK;
            buffer_add(&chunk, bytes + at, size);
            at += size;
        } else {
            at = mend(bytes, length, at, &in_cdata, &chunk);
        }
        (void)xmlParseChunk(reader->parser, buffer_text(&chunk), (int)chunk.length, 0);
        reader->overloaded = reader->overloaded || is_tag_without_end(reader);
    }
    if (reader->parser->wellFormed && !reader->wrong_root && !reader->full && !reader->overloaded)
        (void)xmlParseChunk(reader->parser, NULL, 0, 1);
    buffer_release(&chunk);
}

/* Faults of an encoding go past the parser's own options to the standard error. */
static void say_nothing(void *context, const char *format, ...)
{
    (void)context, (void)format;
}

static enum status read_xml(struct reader *reader, const char *bytes, size_t length, struct error *err)
{
    xmlSAXHandler handler = {
        .initialized = XML_SAX2_MAGIC,
        .startElementNs = on_start,
        .endElementNs = on_end,
        .characters = on_text,
        .cdataBlock = on_text,
        .getEntity = on_entity,
    };
    reader->parser = xmlCreatePushParserCtxt(&handler, reader, NULL, 0, NULL);
    if (reader->parser == NULL)
        return error_set(err, STATUS_INTERNAL, "libxml2 could not be started");
    (void)xmlCtxtUseOptions(reader->parser, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    xmlSetGenericErrorFunc(NULL, say_nothing); /* of this thread */
    feed(reader, bytes, length);
    xmlSetGenericErrorFunc(NULL, NULL);
    enum status status = STATUS_OK;
    const xmlError *fault = xmlCtxtGetLastError(reader->parser);
    if (reader->wrong_root)
        status = error_set(err, STATUS_PARSE, "it is neither a sitemap nor a feed");
    else if (reader->full)
        status = error_set(err, STATUS_LIMIT, "the sitemap has more than %d entries", LIMIT_SITEMAP_ENTRIES);
    else if (reader->overloaded)
        status = error_set(err, STATUS_LIMIT, "a tag of the sitemap has more attributes than any format knows, or no end");
    else if (!reader->parser->wellFormed)
        status = error_set(err, STATUS_PARSE, "the sitemap's XML is broken at line %d", fault != NULL ? fault->line : 0);
    /* A document type makes libxml2 keep a document of its own, even for SAX. */
    xmlFreeDoc(reader->parser->myDoc);
    reader->parser->myDoc = NULL;
    xmlFreeParserCtxt(reader->parser);
    return status;
}

/* ---- Plain lists ---- */

static enum status read_list(struct reader *reader, const char *bytes, size_t length, struct error *err)
{
    for (size_t at = 0; at < length && !reader->full;) {
        size_t end = at;
        while (end < length && bytes[end] != '\n' && bytes[end] != '\r')
            end++;
        if (end - at <= LIMIT_URL_BYTES) {
            const char *url = copy_trimmed(reader->arena, bytes + at, end - at);
            if (url != NULL && is_address(url))
                add_entry(reader, url, NULL, false);
        }
        at = end + 1;
    }
    if (reader->full)
        return error_set(err, STATUS_LIMIT, "the sitemap has more than %d entries", LIMIT_SITEMAP_ENTRIES);
    return reader->count > 0 ? STATUS_OK : error_set(err, STATUS_PARSE, "it is neither XML nor a list of addresses");
}

/* ---- gzip ---- */

/* Inflates every member into `out`, as far as it goes. */
static enum status inflate_all(const unsigned char *bytes, size_t length, struct buffer *out, struct error *err)
{
    z_stream stream = {0};
    unsigned char piece[16 * 1024];
    if (length > UINT_MAX || inflateInit2(&stream, 16 + MAX_WBITS) != Z_OK)
        return error_set(err, STATUS_INTERNAL, "zlib could not be started");
    enum status status = STATUS_OK;
    unsigned char *input = memory_alloc(length); /* zlib wants it writable by type */
    memcpy(input, bytes, length);
    stream.next_in = input;
    stream.avail_in = (uInt)length;
    for (int result = Z_OK; status == STATUS_OK;) {
        if (result == Z_STREAM_END && (stream.avail_in < 2 || stream.next_in[0] != 0x1f || inflateReset(&stream) != Z_OK))
            break;
        stream.next_out = piece;
        stream.avail_out = sizeof piece;
        result = inflate(&stream, Z_NO_FLUSH);
        size_t made = sizeof piece - stream.avail_out;
        if (result != Z_OK && result != Z_STREAM_END)
            status = error_set(err, STATUS_PARSE, "the sitemap's gzip data is damaged or cut short");
        if (!buffer_add(out, piece, made) ||
            (out->length > RATIO_GRACE && out->length / LIMIT_INFLATE_RATIO > (size_t)(stream.next_in - input)))
            status = error_set(err, STATUS_LIMIT, "the sitemap is too large once its gzip coding is undone");
    }
    free(input);
    inflateEnd(&stream);
    return status;
}

static enum status read_plain(struct reader *reader, const char *bytes, size_t length, struct error *err)
{
    /* White space and byte order marks, in any order: templates put both in front. */
    size_t start = 0;
    for (;;) {
        if (length - start >= 3 && memcmp(bytes + start, "\xEF\xBB\xBF", 3) == 0)
            start += 3;
        else if (start < length && (unsigned char)bytes[start] <= ' ' && bytes[start] != '\0')
            start++;
        else
            break;
    }
    bytes += start;
    length -= start;
    bool utf16 = length >= 2 && (memcmp(bytes, "\xFF\xFE", 2) == 0 || memcmp(bytes, "\xFE\xFF", 2) == 0);
    if (utf16 || (length > 0 && (bytes[0] == '<' || bytes[0] == '\0')))
        return read_xml(reader, bytes, length, err);
    return read_list(reader, bytes, length, err);
}

enum status sitemap_read(struct arena *arena, const void *bytes, size_t length, struct sitemap_entry **entries, size_t *count,
                         struct error *err)
{
    struct reader reader = {.arena = arena};
    struct buffer inflated;
    buffer_init(&inflated, LIMIT_SITEMAP_BYTES);
    buffer_init(&reader.text, LIMIT_URL_BYTES);
    const unsigned char *head = bytes;
    enum status status = STATUS_OK, gzip_status = STATUS_OK;
    bool cut = length > LIMIT_SITEMAP_BYTES;
    if (cut)
        length = LIMIT_SITEMAP_BYTES;
    if (length >= 2 && head[0] == 0x1f && head[1] == 0x8b) {
        gzip_status = inflate_all(head, length, &inflated, err);
        status = read_plain(&reader, buffer_text(&inflated), inflated.length, gzip_status == STATUS_OK ? err : NULL);
    } else {
        status = read_plain(&reader, bytes, length, err);
    }
    if (gzip_status != STATUS_OK)
        status = gzip_status;
    else if (cut && status != STATUS_LIMIT)
        status = error_set(err, STATUS_LIMIT, "the sitemap is larger than %d bytes", LIMIT_SITEMAP_BYTES);
    *count = reader.count;
    *entries = arena_array(arena, reader.count, sizeof **entries);
    if (reader.count > 0)
        memcpy(*entries, reader.entries, reader.count * sizeof **entries);
    free(reader.entries);
    buffer_release(&reader.text);
    buffer_release(&inflated);
    return status;
}
