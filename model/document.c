#include "model/document.h"

#include <string.h>

static const char *const types[] = {"html", "pdf", "docx", "text", "other"};
_Static_assert(sizeof types / sizeof types[0] == DOCUMENT_TYPE_COUNT, "every type has a word");

static const char *const zones[] = {"main", "header", "navigation", "breadcrumb", "aside", "related", "footer",
                                    "cookies", "feedback", "tools", "search", "repeated"};
_Static_assert(sizeof zones / sizeof zones[0] == ZONE_COUNT, "every zone has a word");

const char *document_type_word(enum document_type type)
{
    return (unsigned)type < DOCUMENT_TYPE_COUNT ? types[type] : "";
}

bool document_type_parse(const char *word, enum document_type *type)
{
    for (int i = 0; i < DOCUMENT_TYPE_COUNT; i++)
        if (strcmp(types[i], word) == 0) {
            *type = (enum document_type)i;
            return true;
        }
    return false;
}

const char *block_zone_word(enum block_zone zone)
{
    return (unsigned)zone < ZONE_COUNT ? zones[zone] : "";
}

const char *document_first_heading(const struct document *document)
{
    for (size_t i = 0; i < document->block_count; i++) {
        const struct block *block = &document->blocks[i];
        if (block->kind == BLOCK_HEADING && block->zone == ZONE_MAIN && !block->hidden)
            return block->text;
    }
    return "";
}

bool document_names_next(const struct document *document, size_t block)
{
    const struct block *here = &document->blocks[block], *next = here + 1;
    return block + 1 < document->block_count &&
           ((here->kind == BLOCK_TERM && next->kind == BLOCK_DEFINITION) || blocks_share_row(here, next));
}

size_t document_title_own_length(const char *title)
{
    static const char *const marks[] = {" | ", " - ", " :: ", " – ", " — ", " · ", " > "};
    size_t length = strlen(title);
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        const char *mark = strstr(title, marks[i]);
        if (mark != NULL && (size_t)(mark - title) < length)
            length = (size_t)(mark - title);
    }
    return length;
}
