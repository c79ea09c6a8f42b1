#include "document/table_shape.h"

#include <string.h>

#include "base/memory.h"

struct shape {
    uint32_t rows, cells, text;
    bool header, nested, structure;
};

/* A count past this is prose in a cell, not a value. */
enum { LONG_CELL = 400 };

static void note(struct shape *shape, const struct tree *tree, size_t i)
{
    switch (tree->nodes[i].tag) {
    case TAG_TH: case TAG_CAPTION: case TAG_THEAD:
        shape->header = true;
        break;
    case TAG_TR:
        shape->rows++;
        break;
    case TAG_TD:
        shape->cells++;
        if (tree_attribute(tree, i, ATTR_SCOPE) != NULL || tree_attribute(tree, i, ATTR_HEADERS) != NULL)
            shape->header = true;
        break;
    case TAG_H1: case TAG_H2: case TAG_H3: case TAG_FORM: case TAG_MAIN: case TAG_NAV: case TAG_ARTICLE:
        shape->structure = true;
        break;
    default:
        break;
    }
}

static bool holds_data(const struct tree *tree, size_t table, const struct shape *shape)
{
    const char *role = tree_attribute(tree, table, ATTR_ROLE);
    if (role != NULL && (strcmp(role, "presentation") == 0 || strcmp(role, "none") == 0))
        return false;
    if (shape->nested || (shape->structure && !shape->header))
        return false;
    if (shape->header)
        return true;
    const char *border = tree_attribute(tree, table, ATTR_BORDER);
    bool framed = border != NULL && strcmp(border, "0") != 0;
    bool several = shape->rows > 1 && shape->cells > shape->rows;
    return several && (framed || shape->text < shape->cells * LONG_CELL);
}

void table_shape_find(const struct tree *tree, bool *data)
{
    struct shape *shapes = NULL;
    uint32_t *open = NULL;
    size_t depth = 0, room = 0, shape_room = 0;
    for (size_t i = 1; i <= tree->count; i++) {
        while (depth > 0 && (i == tree->count || tree->nodes[open[depth - 1]].end <= i)) {
            depth--;
            data[open[depth]] = holds_data(tree, open[depth], &shapes[depth]);
        }
        if (i == tree->count)
            break;
        if (depth > 0 && tree->nodes[i].tag == TAG_TEXT)
            shapes[depth - 1].text += tree->nodes[i].count;
        else if (depth > 0)
            note(&shapes[depth - 1], tree, i);
        if (tree->nodes[i].tag != TAG_TABLE)
            continue;
        if (depth > 0)
            shapes[depth - 1].nested = true;
        MEMORY_PUSH_ROOM(open, depth, room);
        size_t count = depth;
        MEMORY_PUSH_ROOM(shapes, count, shape_room);
        open[depth] = (uint32_t)i;
        shapes[depth++] = (struct shape){.rows = 0};
    }
    free(shapes);
    free(open);
}
