#include "document/docx_package.h"

#include <stdint.h>
#include <string.h>
#include <zip.h>

#include "base/limits.h"
#include "base/text.h"
#include "document/xml_reader.h"

enum { STYLE_CHAIN_MAX = 10 };

/* Unzips one part into `out`, whose ceiling is what is left of the whole allowance. False
 * when it isn't there or is encrypted; a part too large is cut. */
static bool read_part(zip_t *zip, const char *name, size_t *allowance, struct buffer *out, bool *cut)
{
    buffer_init(out, *allowance);
    zip_file_t *file = zip_fopen(zip, name, 0);
    if (file == NULL)
        return false;
    char chunk[16384];
    zip_int64_t got;
    while ((got = zip_fread(file, chunk, sizeof chunk)) > 0)
        if (!buffer_add(out, chunk, (size_t)got)) {
            *cut = true;
            break;
        }
    if (got < 0)
        *cut = true; /* damaged: what could be read stands */
    zip_fclose(file);
    *allowance -= out->length;
    return out->length > 0;
}

static xmlTextReaderPtr reader_for(const struct buffer *part)
{
    return xml_reader_open(part->bytes, part->length, true);
}

static const char *attribute(xmlTextReaderPtr reader, struct arena *arena, const char *name)
{
    xmlChar *value = xmlTextReaderGetAttribute(reader, (const xmlChar *)name);
    const char *copy = arena_copy(arena, (const char *)value);
    xmlFree(value);
    return copy;
}

static bool is_start(xmlTextReaderPtr reader, const char *name)
{
    return xmlTextReaderNodeType(reader) == XML_READER_TYPE_ELEMENT &&
           strcmp((const char *)xmlTextReaderConstLocalName(reader), name) == 0;
}

static void read_relations(struct docx_package *package, const struct buffer *part)
{
    xmlTextReaderPtr reader = reader_for(part);
    while (reader != NULL && xmlTextReaderRead(reader) == 1) {
        if (!is_start(reader, "Relationship"))
            continue;
        const char *id = attribute(reader, &package->arena, "Id");
        const char *target = attribute(reader, &package->arena, "Target");
        const char *mode = attribute(reader, &package->arena, "TargetMode");
        if (id != NULL && target != NULL && mode != NULL && strcmp(mode, "External") == 0)
            map_put(package->relations, id, strlen(id), NULL)->pointer = (void *)(uintptr_t)target;
    }
    xmlFreeTextReader(reader);
}

struct style {
    const char *id, *based_on;
    int64_t level;
    bool list;
};

static int64_t level_by_name(const char *name)
{
    if (text_equal_ignoring_case(name, "title"))
        return 1;
    int64_t level;
    return text_starts_ignoring_case(name, "heading ") && text_to_int(name + 8, 1, 9, &level) ? level : 0;
}

static void one_style_element(xmlTextReaderPtr reader, struct arena *arena, struct style *style)
{
    int64_t level;
    if (is_start(reader, "style"))
        *style = (struct style){.id = attribute(reader, arena, "w:styleId")};
    else if (is_start(reader, "basedOn"))
        style->based_on = attribute(reader, arena, "w:val");
    else if (is_start(reader, "numPr"))
        style->list = true;
    else if (is_start(reader, "name")) {
        const char *name = attribute(reader, arena, "w:val");
        if (name != NULL && level_by_name(name) != 0)
            style->level = level_by_name(name);
        if (name != NULL && text_starts_ignoring_case(name, "list "))
            style->list = true;
    } else if (is_start(reader, "outlineLvl")) {
        const char *value = attribute(reader, arena, "w:val");
        if (value != NULL && style->level == 0 && text_to_int(value, 0, 8, &level))
            style->level = level + 1;
    }
}

/* A style that says nothing itself takes after the one that it is based on. */
static void settle_styles(struct docx_package *package, struct map *bases)
{
    for (size_t i = 0; i < map_count(bases); i++) {
        size_t length;
        const char *id = map_key(bases, i, &length);
        const char *base = map_at(bases, i)->pointer;
        for (int n = 0; base != NULL && n < STYLE_CHAIN_MAX; n++) {
            union map_value *level = map_get(package->headings, base, strlen(base));
            bool list = map_get(package->lists, base, strlen(base)) != NULL;
            if (level != NULL) {
                int64_t number = level->number;
                map_put(package->headings, id, length, NULL)->number = number;
            }
            if (list)
                (void)map_put(package->lists, id, length, NULL);
            union map_value *next = map_get(bases, base, strlen(base));
            base = level == NULL && !list && next != NULL ? next->pointer : NULL;
        }
    }
}

static void read_styles(struct docx_package *package, const struct buffer *part)
{
    xmlTextReaderPtr reader = reader_for(part);
    struct map *bases = map_new();
    struct style style = {.id = NULL};
    while (reader != NULL && xmlTextReaderRead(reader) == 1) {
        one_style_element(reader, &package->arena, &style);
        bool ends = xmlTextReaderNodeType(reader) == XML_READER_TYPE_END_ELEMENT &&
                    strcmp((const char *)xmlTextReaderConstLocalName(reader), "style") == 0;
        if (!ends || style.id == NULL)
            continue;
        size_t length = strlen(style.id);
        if (style.level > 0)
            map_put(package->headings, style.id, length, NULL)->number = style.level;
        else if (style.list)
            (void)map_put(package->lists, style.id, length, NULL);
        else if (style.based_on != NULL)
            map_put(bases, style.id, length, NULL)->pointer = (void *)(uintptr_t)style.based_on;
    }
    settle_styles(package, bases);
    map_free(bases);
    xmlFreeTextReader(reader);
}

static void read_properties(struct docx_package *package, const struct buffer *part)
{
    xmlTextReaderPtr reader = reader_for(part);
    const char **field = NULL;
    while (reader != NULL && xmlTextReaderRead(reader) == 1) {
        if (xmlTextReaderNodeType(reader) == XML_READER_TYPE_ELEMENT)
            field = is_start(reader, "title")      ? &package->title
                    : is_start(reader, "language") ? &package->language
                    : is_start(reader, "modified") ? &package->modified : NULL;
        else if (xmlTextReaderNodeType(reader) == XML_READER_TYPE_TEXT && field != NULL && *field == NULL)
            *field = arena_copy(&package->arena, (const char *)xmlTextReaderConstValue(reader));
        else
            field = NULL;
    }
    xmlFreeTextReader(reader);
}

static void read_margins(zip_t *zip, size_t *allowance, struct docx_package *package)
{
    static const char *const names[DOCX_MARGINS] = {"word/header1.xml", "word/header2.xml", "word/header3.xml",
                                                    "word/footer1.xml", "word/footer2.xml", "word/footer3.xml",
                                                    "word/footnotes.xml", "word/endnotes.xml"};
    for (size_t i = 0; i < DOCX_MARGINS; i++)
        (void)read_part(zip, names[i], allowance, &package->margins[i], &package->cut);
}

static bool read_document(zip_t *zip, size_t *allowance, struct docx_package *package)
{
    if (read_part(zip, "word/document.xml", allowance, &package->document, &package->cut))
        return true;
    if (zip_name_locate(zip, "word/document2.xml", 0) < 0)
        return false;
    buffer_release(&package->document);
    return read_part(zip, "word/document2.xml", allowance, &package->document, &package->cut);
}

static void read_extras(zip_t *zip, size_t *allowance, struct docx_package *package)
{
    static const struct {
        const char *name;
        void (*read)(struct docx_package *, const struct buffer *);
    } parts[] = {{"word/_rels/document.xml.rels", read_relations},
                 {"word/_rels/document2.xml.rels", read_relations},
                 {"word/styles.xml", read_styles},
                 {"docProps/core.xml", read_properties}};
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        struct buffer part;
        if (read_part(zip, parts[i].name, allowance, &part, &package->cut))
            parts[i].read(package, &part);
        buffer_release(&part);
    }
}

/* Why there is no text to read in a zip that could be opened. */
static enum status no_document(zip_t *zip, struct error *err)
{
    zip_stat_t part;
    if (zip_stat(zip, "word/document.xml", 0, &part) == 0 && (part.valid & ZIP_STAT_ENCRYPTION_METHOD) && part.encryption_method != ZIP_EM_NONE)
        return error_set(err, STATUS_PASSWORD, "the Word file is encrypted and asks for a password");
    return error_set(err, STATUS_PARSE, "the file is a zip without a Word document that can be read");
}

enum status docx_package_open(const void *bytes, size_t length, struct docx_package *package, struct error *err)
{
    zip_error_t error;
    zip_error_init(&error);
    *package = (struct docx_package){.cut = false};
    zip_source_t *source = zip_source_buffer_create(bytes, length, 0, &error);
    zip_t *zip = source != NULL ? zip_open_from_source(source, ZIP_RDONLY, &error) : NULL;
    if (zip == NULL) {
        enum status status = error_set(err, STATUS_PARSE, "the Word file is a damaged zip: %s", zip_error_strerror(&error));
        zip_source_free(source);
        zip_error_fini(&error);
        return status;
    }
    zip_error_fini(&error);
    if (zip_get_num_entries(zip, 0) > LIMIT_DOCX_PARTS) {
        zip_discard(zip);
        return error_set(err, STATUS_PARSE, "the file is a zip of more than %d files: no Word file is like that", LIMIT_DOCX_PARTS);
    }
    package->relations = map_new();
    package->headings = map_new();
    package->lists = map_new();
    size_t allowance = LIMIT_DOCX_INFLATED;
    bool found = read_document(zip, &allowance, package);
    enum status status = STATUS_OK;
    if (found) {
        read_extras(zip, &allowance, package);
        read_margins(zip, &allowance, package);
    } else
        status = no_document(zip, err);
    zip_discard(zip);
    if (!found)
        docx_package_release(package);
    return status;
}

void docx_package_release(struct docx_package *package)
{
    buffer_release(&package->document);
    for (size_t i = 0; i < DOCX_MARGINS; i++)
        buffer_release(&package->margins[i]);
    map_free(package->relations);
    map_free(package->headings);
    map_free(package->lists);
    arena_release(&package->arena);
}
