#include "document/document.h"

#include <libxml/parser.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "document/compound.h"
#include "document/docx.h"
#include "document/html.h"
#include "document/pdf.h"
#include "document/plain.h"

/* First bytes that say what a file is, whatever its name or header says. */
struct signature {
    const char *bytes;
    size_t length;
    enum document_type type;
};

static const struct signature signatures[] = {
    {"%PDF-", 5, DOCUMENT_PDF},
    {"PK\x03\x04", 4, DOCUMENT_DOCX},
    {"\xFF\xD8\xFF", 3, DOCUMENT_OTHER},          /* JPEG */
    {"\x89PNG\r\n\x1A\n", 8, DOCUMENT_OTHER},
    {"GIF8", 4, DOCUMENT_OTHER},
    {"RIFF", 4, DOCUMENT_OTHER},                  /* WebP, WAV */
    {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8, DOCUMENT_OTHER}, /* Word, Excel before 2007; encrypted DOCX */
    {"\x1F\x8B", 2, DOCUMENT_OTHER},              /* gzip */
    {"PK\x05\x06", 4, DOCUMENT_OTHER},            /* an empty zip */
    {"ID3", 3, DOCUMENT_OTHER},
    {"OggS", 4, DOCUMENT_OTHER},
    {"{\\rtf", 5, DOCUMENT_OTHER},
    {"wOFF", 4, DOCUMENT_OTHER},
    {"wOF2", 4, DOCUMENT_OTHER},
};

struct named_type {
    const char *name;
    enum document_type type;
};

static const struct named_type media_types[] = {
    {"text/html", DOCUMENT_HTML},        {"application/xhtml+xml", DOCUMENT_HTML}, {"application/pdf", DOCUMENT_PDF},
    {"application/x-pdf", DOCUMENT_PDF}, {"text/plain", DOCUMENT_TEXT},
    {"application/vnd.openxmlformats-officedocument.wordprocessingml.document", DOCUMENT_DOCX},
};

static const struct named_type endings[] = {
    {".html", DOCUMENT_HTML}, {".htm", DOCUMENT_HTML}, {".aspx", DOCUMENT_HTML}, {".asp", DOCUMENT_HTML},
    {".php", DOCUMENT_HTML},  {".pdf", DOCUMENT_PDF},  {".docx", DOCUMENT_DOCX}, {".txt", DOCUMENT_TEXT},
};

enum { SNIFF_BYTES = 1024 };

static bool looks_binary(const unsigned char *bytes, size_t length)
{
    if (length >= 2 && (memcmp(bytes, "\xFE\xFF", 2) == 0 || memcmp(bytes, "\xFF\xFE", 2) == 0))
        return false; /* UTF-16 */
    for (size_t i = 0; i < length; i++)
        if (bytes[i] < 0x09 || (bytes[i] > 0x0D && bytes[i] < 0x20 && bytes[i] != 0x1B))
            return true;
    return false;
}

static bool looks_like_html(const char *bytes, size_t length)
{
    static const char *const marks[] = {"<!doctype html", "<html", "<head", "<body", "<title", "<div", "<p>",
                                        "<h1", "<table", "<main", "<meta"};
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
        if (text_find_ignoring_case(bytes, length, marks[i]) != NULL)
            return true;
    return false;
}

static bool by_media_type(const char *content_type, enum document_type *type)
{
    for (size_t i = 0; content_type != NULL && i < sizeof media_types / sizeof media_types[0]; i++)
        if (text_starts_ignoring_case(content_type + strspn(content_type, " \t"), media_types[i].name)) {
            *type = media_types[i].type;
            return true;
        }
    return false;
}

static bool by_ending(const char *name, enum document_type *type)
{
    if (name == NULL)
        return false;
    size_t length = strcspn(name, "?#");
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        size_t ending = strlen(endings[i].name);
        if (length >= ending && text_starts_ignoring_case(name + length - ending, endings[i].name)) {
            *type = endings[i].type;
            return true;
        }
    }
    return false;
}

enum document_type document_sniff(const struct document_input *input)
{
    const char *bytes = input->bytes;
    size_t length = input->length < SNIFF_BYTES ? input->length : SNIFF_BYTES;
    for (size_t i = 0; i < sizeof signatures / sizeof signatures[0]; i++)
        if (length >= signatures[i].length && memcmp(bytes, signatures[i].bytes, signatures[i].length) == 0)
            return signatures[i].type;
    /* Readers allow rubbish before a PDF's first line. */
    if (length > 0 && memmem(bytes, length, "%PDF-", 5) != NULL && !looks_like_html(bytes, length))
        return DOCUMENT_PDF;
    enum document_type type;
    if (length > 0 && looks_binary(input->bytes, length) && !looks_like_html(bytes, length))
        return DOCUMENT_OTHER;
    bool named = by_media_type(input->content_type, &type) || by_ending(input->name, &type);
    /* A server that calls its error page a PDF still sends HTML, and no bytes are no PDF. */
    if (named && (type == DOCUMENT_HTML || type == DOCUMENT_TEXT))
        return type;
    if (length > 0 && looks_like_html(bytes, length))
        return DOCUMENT_HTML;
    return named && length > 0 ? DOCUMENT_OTHER : input->content_type == NULL ? DOCUMENT_TEXT : DOCUMENT_OTHER;
}

void document_start(void)
{
    xmlInitParser();
}

void document_stop(void)
{
    xmlCleanupParser();
}

enum status document_read(const struct markup_words *words, const struct document_input *input, struct document **out, struct error *err)
{
    *out = NULL;
    if (input->length == 0)
        return error_set(err, STATUS_PARSE, "the file is empty");
    switch (document_sniff(input)) {
    case DOCUMENT_HTML:
        *out = html_read(words, input);
        return STATUS_OK;
    case DOCUMENT_TEXT:
        *out = plain_read(input);
        return STATUS_OK;
    case DOCUMENT_PDF:
        return pdf_read(input, out, err);
    case DOCUMENT_DOCX:
        return docx_read(input, out, err);
    default:
        if (compound_is(input->bytes, input->length))
            return compound_refuse(input->bytes, input->length, err);
        return error_set(err, STATUS_PARSE, "the file is neither a web page nor a PDF, Word (.docx) or text file");
    }
}

bool document_has_routes(const struct document *document)
{
    enum { ROUTES_LEAST = 2 };
    size_t routes = 0;
    for (size_t i = 0; i < document->link_count; i++) {
        const char *href = document->links[i].kind == LINK_ANCHOR ? document->links[i].href : NULL;
        routes += href != NULL && (strncmp(href, "#/", 2) == 0 || strncmp(href, "#!", 2) == 0);
    }
    return document->rendered && routes >= ROUTES_LEAST;
}

void document_free(struct document *document)
{
    if (document == NULL)
        return;
    free(document->blocks);
    free(document->links);
    free(document->anchors);
    free(document->loose_names);
    arena_release(&document->arena);
    free(document);
}
