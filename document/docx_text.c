#include "document/docx_text.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/text.h"
#include "document/builder.h"
#include "document/docx_package.h"
#include "document/line.h"
#include "document/xml_reader.h"

enum { TABLES_MAX = 16, INSTRUCTION_BYTES = 4096, HEADING_LEVEL_MAX = 6 };

struct table {
    uint16_t number, row, column, next_column;
    bool header;
};

struct reading {
    struct docx_package *package;
    struct builder *builder;
    xmlTextReaderPtr reader;
    struct line line;
    struct block like;          /* of the paragraph in hand */
    struct block anchor;        /* of the paragraph that holds the text box in hand */
    size_t box_depth;
    enum block_zone zone;       /* of the part in hand */
    bool margin;                /* it is not the document: its relations are another part's */
    bool placeholder;           /* "Click to enter text" in an empty field */
    struct table tables[TABLES_MAX];
    size_t table_depth;         /* may be deeper than TABLES_MAX: then cells are paragraphs */
    uint16_t table_count;
    size_t first_link;          /* of the paragraph */
    struct buffer link_text, instruction;
    const char *href;           /* of the hyperlink being read; NULL outside one */
    bool in_text, in_instruction, bold, vanished;
    unsigned page;
};

static const char *value_of(struct reading *reading, const char *name)
{
    xmlChar *value = xmlTextReaderGetAttribute(reading->reader, (const xmlChar *)name);
    const char *copy = arena_copy(&reading->package->arena, (const char *)value);
    xmlFree(value);
    return copy;
}

/* A switch such as <w:b/> or <w:b w:val="0"/>. */
static bool is_on(struct reading *reading)
{
    const char *value = value_of(reading, "w:val");
    return value == NULL || (strcmp(value, "0") != 0 && strcmp(value, "false") != 0);
}

static bool in_table(const struct reading *reading)
{
    return reading->table_depth > 0 && reading->table_depth <= TABLES_MAX;
}

static void start_paragraph(struct reading *reading)
{
    reading->like = (struct block){.kind = BLOCK_PARAGRAPH, .zone = (uint8_t)reading->zone, .lead_in = -1};
    reading->like.page = (uint16_t)(reading->page < UINT16_MAX ? reading->page : UINT16_MAX);
    if (!in_table(reading))
        return;
    const struct table *table = &reading->tables[reading->table_depth - 1];
    reading->like.kind = table->header ? BLOCK_HEADER_CELL : BLOCK_CELL;
    reading->like.table = table->number;
    reading->like.row = table->row;
    reading->like.column = table->column;
}

static int32_t lead_in(const struct reading *reading)
{
    const struct document *document = reading->builder->document;
    if (document->block_count == 0)
        return -1;
    const struct block *last = &document->blocks[document->block_count - 1];
    if (last->kind == BLOCK_LIST_ITEM)
        return last->lead_in;
    return last->kind == BLOCK_PARAGRAPH ? (int32_t)document->block_count - 1 : -1;
}

static void flush(struct reading *reading)
{
    struct document *document = reading->builder->document;
    struct line *line = &reading->line;
    if (line->text.length > 0) {
        struct block *like = &reading->like;
        if (like->kind == BLOCK_LIST_ITEM)
            like->lead_in = lead_in(reading);
        like->emphasis = line->bold == line->solid;
        like->linked_bytes = line->linked;
        like->first_link = (uint32_t)reading->first_link;
        like->link_count = (uint32_t)(document->link_count - reading->first_link);
        int32_t index = builder_block(reading->builder, like, buffer_text(&line->text), line->text.length);
        for (size_t i = reading->first_link; i < document->link_count; i++)
            document->links[i].block = index;
    }
    line_clear(line);
    reading->first_link = document->link_count;
}

static void add_text(struct reading *reading, const char *text)
{
    size_t length = strlen(text);
    bool joins = reading->like.kind == BLOCK_HEADING;
    uint32_t first = line_first_visible(text, length);
    if (first != 0 && !joins && line_ends_before(&reading->line, first))
        flush(reading);
    struct line_style style = {.linked = reading->href != NULL, .bold = reading->bold};
    if (reading->href != NULL)
        (void)buffer_add(&reading->link_text, text, length);
    while (length > 0) {
        size_t taken = line_add(&reading->line, text, length, style);
        if (taken < length)
            flush(reading);
        text += taken;
        length -= taken;
    }
}

static void end_link(struct reading *reading)
{
    if (reading->href == NULL)
        return;
    struct document_link link = {.href = reading->href, .text = buffer_text(&reading->link_text), .kind = LINK_DOCUMENT,
                                 .block = -1, .zone = reading->like.zone, .page = reading->like.page};
    (void)builder_link(reading->builder, &link);
    reading->href = NULL;
    buffer_clear(&reading->link_text);
}

static void set_style(struct reading *reading, const char *id)
{
    if (id == NULL)
        return;
    if (text_starts_ignoring_case(id, "TOC") && id[3] >= '1' && id[3] <= '9')
        reading->like.zone = ZONE_NAVIGATION; /* the table of contents */
    union map_value *level = map_get(reading->package->headings, id, strlen(id));
    int64_t number = level != NULL ? level->number : 0;
    /* A package without its styles still names them. */
    if (number == 0 && text_starts_ignoring_case(id, "Heading"))
        (void)text_to_int(id + 7, 1, 9, &number);
    if (number > 0) {
        reading->like.kind = BLOCK_HEADING;
        reading->like.level = (uint8_t)(number < HEADING_LEVEL_MAX ? number : HEADING_LEVEL_MAX);
    } else if (map_get(reading->package->lists, id, strlen(id)) != NULL && reading->like.kind == BLOCK_PARAGRAPH) {
        reading->like.kind = BLOCK_LIST_ITEM;
        reading->like.level = 1;
    }
}

/* HYPERLINK "address" in a field's instruction. */
static void read_instruction(struct reading *reading, const char *text)
{
    const char *at = text != NULL ? text_find_ignoring_case(text, strlen(text), "HYPERLINK") : NULL;
    if (at != NULL && reading->href == NULL) {
        const char *open = strchr(at, '"'), *close = open != NULL ? strchr(open + 1, '"') : NULL;
        if (close != NULL && close > open + 1)
            reading->href = arena_copy_n(&reading->package->arena, open + 1, (size_t)(close - open - 1));
    }
    buffer_clear(&reading->instruction);
}

static void start_cell(struct reading *reading)
{
    if (!in_table(reading))
        return;
    struct table *table = &reading->tables[reading->table_depth - 1];
    table->column = table->next_column;
    if (table->next_column < UINT16_MAX)
        table->next_column++;
}

static void start_table(struct reading *reading)
{
    if (++reading->table_depth > TABLES_MAX)
        return;
    reading->tables[reading->table_depth - 1] = (struct table){.number = reading->table_count, .row = UINT16_MAX};
    if (reading->table_count < UINT16_MAX)
        reading->table_count++;
}

static void start_row(struct reading *reading)
{
    if (!in_table(reading))
        return;
    struct table *table = &reading->tables[reading->table_depth - 1];
    table->row = (uint16_t)(table->row + 1); /* from UINT16_MAX to 0 at the first */
    table->next_column = 0;
    table->header = false;
}

static void widen_cell(struct reading *reading)
{
    const char *value = value_of(reading, "w:val");
    int64_t span;
    if (in_table(reading) && value != NULL && text_to_int(value, 1, 64, &span))
        reading->tables[reading->table_depth - 1].next_column =
            (uint16_t)(reading->tables[reading->table_depth - 1].column + span);
}

static void add_picture(struct reading *reading)
{
    const char *words = value_of(reading, "descr");
    if (words == NULL || *words == '\0')
        return;
    struct block like = {.kind = BLOCK_IMAGE_TEXT, .zone = ZONE_MAIN, .lead_in = -1, .page = (uint16_t)reading->page};
    const char *text = builder_collapsed(reading->builder, words, strlen(words), LIMIT_BLOCK_BYTES);
    (void)builder_block(reading->builder, &like, text, strlen(text));
}

static void field_character(struct reading *reading)
{
    const char *type = value_of(reading, "w:fldCharType");
    if (type != NULL && strcmp(type, "separate") == 0)
        read_instruction(reading, buffer_text(&reading->instruction));
    else if (type != NULL && strcmp(type, "end") == 0)
        end_link(reading);
}

static void line_break(struct reading *reading)
{
    const char *type = value_of(reading, "w:type");
    if (type != NULL && strcmp(type, "page") == 0)
        reading->page++;
    reading->line.breaks++;
}

static void start_hyperlink(struct reading *reading)
{
    const char *id = value_of(reading, "r:id");
    union map_value *target = id != NULL && !reading->margin ? map_get(reading->package->relations, id, strlen(id)) : NULL;
    end_link(reading);
    reading->href = target != NULL ? target->pointer : NULL;
}

static void set_list_level(struct reading *reading, bool numbered)
{
    int64_t level = 0;
    const char *value = numbered ? NULL : value_of(reading, "w:val");
    if (reading->like.kind == BLOCK_HEADING)
        return;
    if (value != NULL)
        (void)text_to_int(value, 0, 8, &level);
    reading->like.kind = BLOCK_LIST_ITEM;
    reading->like.level = (uint8_t)(level + 1);
}

/* <w:numId w:val="0"/> takes a list's style away. */
static void set_list_number(struct reading *reading)
{
    const char *value = value_of(reading, "w:val");
    if (value == NULL || strcmp(value, "0") != 0 || reading->like.kind != BLOCK_LIST_ITEM)
        return;
    reading->like.kind = BLOCK_PARAGRAPH;
    reading->like.level = 0;
}

/* A text box stands within a paragraph, which goes on after it. */
static void start_box(struct reading *reading)
{
    if (reading->box_depth++ > 0)
        return;
    flush(reading);
    reading->anchor = reading->like;
}

static void end_box(struct reading *reading)
{
    if (reading->box_depth == 0 || --reading->box_depth > 0)
        return;
    flush(reading);
    reading->like = reading->anchor;
}

static void start_run(struct reading *reading)
{
    reading->bold = false;
    reading->vanished = false;
}

static bool is_strong(const char *style)
{
    return style != NULL && (text_equal_ignoring_case(style, "Strong") || text_equal_ignoring_case(style, "IntenseEmphasis"));
}

/* A paragraph's own place in the outline makes it a heading, as a style's does. */
static void set_outline(struct reading *reading, const char *value)
{
    int64_t level;
    if (reading->like.kind != BLOCK_PARAGRAPH || value == NULL || !text_to_int(value, 0, 8, &level))
        return;
    reading->like.kind = BLOCK_HEADING;
    reading->like.level = (uint8_t)(level < HEADING_LEVEL_MAX ? level + 1 : HEADING_LEVEL_MAX);
}

/* One function an element; the names are ECMA-376's. */
static void start_element(struct reading *reading, const char *name)
{
    if (strcmp(name, "p") == 0) {
        flush(reading);
        start_paragraph(reading);
    } else if (strcmp(name, "pStyle") == 0)
        set_style(reading, value_of(reading, "w:val"));
    else if (strcmp(name, "numPr") == 0)
        set_list_level(reading, true);
    else if (strcmp(name, "ilvl") == 0)
        set_list_level(reading, false);
    else if (strcmp(name, "numId") == 0)
        set_list_number(reading);
    else if (strcmp(name, "txbxContent") == 0)
        start_box(reading);
    else if (strcmp(name, "altChunk") == 0)
        builder_partly(reading->builder, "the Word file holds another file, which is not read");
    else if (strcmp(name, "r") == 0)
        start_run(reading);
    else if (strcmp(name, "b") == 0)
        reading->bold = is_on(reading);
    else if (strcmp(name, "rStyle") == 0)
        reading->bold = is_strong(value_of(reading, "w:val"));
    else if (strcmp(name, "outlineLvl") == 0)
        set_outline(reading, value_of(reading, "w:val"));
    else if (strcmp(name, "vanish") == 0)
        reading->vanished = is_on(reading);
    else if (strcmp(name, "t") == 0)
        reading->in_text = true;
    else if (strcmp(name, "instrText") == 0)
        reading->in_instruction = true;
    else if (strcmp(name, "tab") == 0 || strcmp(name, "ptab") == 0)
        add_text(reading, " ");
    else if (strcmp(name, "noBreakHyphen") == 0)
        add_text(reading, "-");
    else if (strcmp(name, "br") == 0 || strcmp(name, "cr") == 0)
        line_break(reading);
    else if (strcmp(name, "lastRenderedPageBreak") == 0)
        reading->page++;
    else if (strcmp(name, "hyperlink") == 0)
        start_hyperlink(reading);
    else if (strcmp(name, "fldSimple") == 0)
        read_instruction(reading, value_of(reading, "w:instr"));
    else if (strcmp(name, "showingPlcHdr") == 0)
        reading->placeholder = true;
    else if (strcmp(name, "fldChar") == 0)
        field_character(reading);
    else if (strcmp(name, "docPr") == 0)
        add_picture(reading);
    else if (strcmp(name, "tbl") == 0)
        start_table(reading);
    else if (strcmp(name, "tr") == 0)
        start_row(reading);
    else if (strcmp(name, "tc") == 0)
        start_cell(reading);
    else if (strcmp(name, "gridSpan") == 0)
        widen_cell(reading);
    else if (strcmp(name, "tblHeader") == 0 && in_table(reading))
        reading->tables[reading->table_depth - 1].header = true;
}

static void end_element(struct reading *reading, const char *name)
{
    if (strcmp(name, "p") == 0) {
        end_link(reading);
        flush(reading);
    } else if (strcmp(name, "t") == 0)
        reading->in_text = false;
    else if (strcmp(name, "instrText") == 0)
        reading->in_instruction = false;
    else if (strcmp(name, "txbxContent") == 0)
        end_box(reading);
    else if (strcmp(name, "hyperlink") == 0 || strcmp(name, "fldSimple") == 0)
        end_link(reading);
    else if (strcmp(name, "sdt") == 0)
        reading->placeholder = false;
    else if (strcmp(name, "tbl") == 0 && reading->table_depth > 0)
        reading->table_depth--;
}

static void one_node(struct reading *reading)
{
    const char *name = (const char *)xmlTextReaderConstLocalName(reading->reader);
    const char *value;
    bool empty;
    switch (xmlTextReaderNodeType(reading->reader)) {
    case XML_READER_TYPE_ELEMENT:
        empty = xmlTextReaderIsEmptyElement(reading->reader) == 1;
        start_element(reading, name);
        if (empty)
            end_element(reading, name);
        break;
    case XML_READER_TYPE_END_ELEMENT:
        end_element(reading, name);
        break;
    case XML_READER_TYPE_TEXT: case XML_READER_TYPE_WHITESPACE: case XML_READER_TYPE_SIGNIFICANT_WHITESPACE:
        value = (const char *)xmlTextReaderConstValue(reading->reader);
        if (value != NULL && reading->in_text && !reading->vanished && !reading->placeholder)
            add_text(reading, value);
        else if (value != NULL && reading->in_instruction)
            (void)buffer_add_text(&reading->instruction, value);
        break;
    default:
        break;
    }
}

/* What no reader sees: old Word's copy of what stands in Choice, and what tracked changes
 * have moved away, taken out or formatted otherwise before. */
static bool is_past(const char *name)
{
    static const char *const past[] = {"Fallback", "moveFrom", "del", "pPrChange", "rPrChange", "tblPrChange", "trPrChange", "tcPrChange"};
    for (size_t i = 0; i < sizeof past / sizeof past[0]; i++)
        if (strcmp(past[i], name) == 0)
            return true;
    return false;
}

/* False when the XML ends before its time. */
static bool read_body(struct reading *reading)
{
    int more = xmlTextReaderRead(reading->reader);
    while (more == 1) {
        bool past = xmlTextReaderNodeType(reading->reader) == XML_READER_TYPE_ELEMENT && is_past((const char *)xmlTextReaderConstLocalName(reading->reader));
        if (!past)
            one_node(reading);
        more = past ? xmlTextReaderNext(reading->reader) : xmlTextReaderRead(reading->reader);
    }
    end_link(reading);
    flush(reading);
    return more == 0;
}

/* What stands at the head and foot of every page, after the text, and the notes to it. */
static void read_margins(struct reading *reading)
{
    for (size_t i = 0; i < DOCX_MARGINS; i++) {
        const struct buffer *part = &reading->package->margins[i];
        if (part->length == 0)
            continue;
        xmlFreeTextReader(reading->reader);
        reading->reader = xml_reader_open(part->bytes, part->length, false);
        reading->zone = i < DOCX_HEADERS ? ZONE_HEADER : i < DOCX_FOOTERS ? ZONE_FOOTER : ZONE_MAIN;
        reading->margin = true;
        reading->table_depth = reading->box_depth = 0;
        if (reading->reader != NULL)
            (void)read_body(reading);
    }
}

static void fill_head(struct reading *reading)
{
    struct document *document = reading->builder->document;
    struct docx_package *package = reading->package;
    const char *title = package->title != NULL ? package->title : "";
    document->title = builder_collapsed(reading->builder, title, strlen(title), LIMIT_TITLE_BYTES);
    document->language = arena_copy(&document->arena, package->language);
    document->modified = arena_copy(&document->arena, package->modified);
    document->encoding = "UTF-8";
    document->page_count = reading->page;
}

enum status docx_text_read(const struct document_input *input, struct document **out, struct error *err)
{
    struct docx_package package;
    enum status status = docx_package_open(input->bytes, input->length, &package, err);
    if (status != STATUS_OK)
        return status;
    struct builder builder;
    builder_init(&builder, DOCUMENT_DOCX);
    struct reading reading = {.package = &package, .builder = &builder, .page = 1};
    reading.reader = xml_reader_open(package.document.bytes, package.document.length, false);
    line_init(&reading.line);
    buffer_init(&reading.link_text, LIMIT_BLOCK_BYTES);
    buffer_init(&reading.instruction, INSTRUCTION_BYTES);
    bool whole = reading.reader != NULL && read_body(&reading);
    if (package.cut || !whole)
        builder_partly(&builder, package.cut ? "the Word file is damaged, or larger than is read"
                                             : "the Word file's text is damaged from some place on");
    fill_head(&reading);
    read_margins(&reading);
    xmlFreeTextReader(reading.reader);
    line_release(&reading.line);
    buffer_release(&reading.link_text);
    buffer_release(&reading.instruction);
    docx_package_release(&package);
    struct document *document = builder_finish(&builder);
    if (document->block_count == 0 && !whole) {
        document_free(document);
        return error_set(err, STATUS_PARSE, "the Word file is damaged: no text can be read from it");
    }
    *out = document;
    return STATUS_OK;
}
