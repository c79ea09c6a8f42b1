#include "document/script_links.h"

#include <string.h>

#include "base/buffer.h"
#include "base/limits.h"
#include "base/text.h"

static const char blank[] = " \t\n\r\f";

/* ---- What looks like an address ---- */

static bool ends_like_a_page(const char *value)
{
    static const char *const endings[] = {".htm", ".html", ".shtml", ".asp", ".aspx", ".php", ".jsp", ".cfm", ".page", ".pdf", ".doc", ".docx"};
    size_t length = strcspn(value, "?#");
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        size_t size = strlen(endings[i]);
        if (length > size && strncmp(value + length - size, endings[i], size) == 0)
            return true;
    }
    return false;
}

static bool looks_like_address(const char *value)
{
    static const char *const schemes[] = {"http://", "https://"};
    static const char not_in_one[] = " \t\n\r\f{}<>\\"; /* braces: a script fills them in ("/clubs?page={page}") */
    if (value[strcspn(value, not_in_one)] != '\0')
        return false;
    for (size_t i = 0; i < sizeof schemes / sizeof schemes[0]; i++)
        if (text_starts_ignoring_case(value, schemes[i])) /* alone it is a hint of what belongs there */
            return value[strlen(schemes[i])] != '\0' && value[strlen(schemes[i])] != '/';
    if (value[0] == '/')
        return value[1] != '/' || strchr(value, '.') != NULL;
    return strncmp(value, "./", 2) == 0 || strncmp(value, "../", 3) == 0 || (strchr(value, ':') == NULL && ends_like_a_page(value));
}

/* ---- Scripts ---- */

/* Whether a script goes to what a field holds. */
enum reading { GOES_NOWHERE, GOES_SOMEWHERE, GOES_TO_MADE, GOES_AS_IT_STANDS };

static bool has(const char *text, const char *part)
{
    return text_find_ignoring_case(text, strlen(text), part) != NULL;
}

static bool is_of_name(char c)
{
    return text_is_letter(c) || text_is_digit(c) || c == '_' || c == '$';
}

/* No other object's: "window.open(", "open(". */
static bool is_windows(const char *script, const char *at)
{
    static const char window[] = "window.";
    size_t size = sizeof window - 1;
    return at == script || at[-1] != '.' || ((size_t)(at - script) >= size && strncmp(at - size, window, size) == 0);
}

/* Behind "location =", "location.href =", "location.assign(", "location.replace(" or "open(" at `at`; NULL where none of them stands there. */
static const char *target_at(const char *script, const char *at)
{
    static const char location[] = "location", open[] = "open";
    static const char *const calls[] = {".assign", ".replace"};
    bool begins = at == script || !is_of_name(at[-1]);
    bool called = false;
    if (begins && strncmp(at, location, sizeof location - 1) == 0) {
        at += sizeof location - 1;
        for (size_t i = 0; i < sizeof calls / sizeof calls[0] && !called; i++) {
            called = strncmp(at, calls[i], strlen(calls[i])) == 0;
            at += called ? strlen(calls[i]) : 0;
        }
        at += !called && strncmp(at, ".href", 5) == 0 ? 5 : 0;
    } else if (begins && strncmp(at, open, sizeof open - 1) == 0 && is_windows(script, at)) {
        called = true;
        at += sizeof open - 1;
    } else {
        return NULL;
    }
    at += strspn(at, blank);
    bool goes = called ? *at == '(' : *at == '=' && at[1] != '=';
    return goes ? at + 1 + strspn(at + 1, blank) : NULL;
}

/* A text in quotation marks at `at`, without escapes; returns what follows, NULL where none stands there. */
static const char *read_text(const char *at, const char **text, size_t *length)
{
    const char *end = *at == '\'' || *at == '"' ? strchr(at + 1, *at) : NULL;
    if (end == NULL || memchr(at, '\\', (size_t)(end - at)) != NULL)
        return NULL;
    *text = at + 1;
    *length = (size_t)(end - at - 1);
    return end + 1 + strspn(end + 1, blank);
}

/* "'/clubs/' + this.value", "this.value + '.html'", and both: nothing else may stand between the texts. */
static bool read_parts(const char *at, struct script_menu *out)
{
    struct script_menu made = {.kind = MENU_MADE, .before = "", .after = ""};
    const char *rest = read_text(at, &made.before, &made.before_length);
    if (rest != NULL) {
        if (*rest != '+')
            return false;
        at = rest + 1 + strspn(rest + 1, blank);
    }
    at += strcspn(at, "+;'\"");
    if (*at == '+') {
        at = read_text(at + 1 + strspn(at + 1, blank), &made.after, &made.after_length);
        if (at == NULL)
            return false;
    }
    *out = made;
    return *at == '\0' || strchr(";,)}", *at) != NULL;
}

/* Of the scripts of a menu and its button. What puts the address together of more parts than these tells nothing. */
static enum reading read_script(const struct markup_words *words, const char *script, struct script_menu *made)
{
    if (script == NULL)
        return GOES_NOWHERE;
    const char *target = NULL;
    bool of_field = has(script, ".value") || has(script, ".val(") || has(script, "dataset") || has(script, ".data(") || has(script, "getattribute");
    for (const char *at = script; *at != '\0' && target == NULL; at++)
        target = target_at(script, at);
    if (target != NULL && of_field)
        return strchr(script, '+') == NULL ? GOES_AS_IT_STANDS : read_parts(target, made) ? GOES_TO_MADE : GOES_SOMEWHERE;
    return target == NULL && markup_words_class(words, CLASS_LEADS, script) ? GOES_SOMEWHERE : GOES_NOWHERE;
}

/* The address that a script writes out ("location.href='/clubs'", "window.open('/map.pdf','map')"), in `arena`; NULL where it has none, several, makes
 * it of parts, or asks its reader first. */
static const char *written_address(struct arena *arena, const char *script)
{
    const char *found = NULL;
    size_t length = 0;
    if (script == NULL || has(script, "confirm("))
        return NULL;
    for (const char *at = script; *at != '\0'; at++) {
        const char *value = target_at(script, at);
        if (value == NULL)
            continue;
        if (found != NULL || (*value != '\'' && *value != '"'))
            return NULL;
        const char *end = strchr(value + 1, *value);
        if (end == NULL || end == value + 1)
            return NULL;
        found = value + 1;
        length = (size_t)(end - found);
        const char *after = end + 1 + strspn(end + 1, blank);
        if (memchr(found, '\\', length) != NULL || (*after != '\0' && strchr(";,)}", *after) == NULL))
            return NULL;
        at = end;
    }
    const char *address = found != NULL ? arena_copy_n(arena, found, length) : NULL;
    return address != NULL && looks_like_address(address) ? address : NULL;
}

/* ---- What an option holds ---- */

/* A value as it is used: some modules put a checksum before the address, to tell two that are alike apart ("0f...::/clubs"). */
static const char *value_of(const struct tree *tree, size_t option)
{
    enum { SUM_DIGITS = 32 };
    const char *value = tree_attribute(tree, option, ATTR_VALUE);
    if (value == NULL)
        return "";
    value += strspn(value, blank);
    size_t digits = 0;
    while (text_hex_digit(value[digits]) >= 0)
        digits++;
    return digits == SUM_DIGITS && strncmp(value + digits, "::", 2) == 0 ? value + digits + 2 : value;
}

/* What is kept beside the value, which is then a number or a word. */
static const char *address_beside(const struct tree *tree, size_t option)
{
    static const enum html_attribute places[] = {ATTR_DATA_URL, ATTR_DATA_HREF, ATTR_DATA_LINK};
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        const char *address = tree_attribute(tree, option, places[i]);
        if (address != NULL && looks_like_address(address))
            return address;
    }
    return NULL;
}

static bool is_first(const struct tree *tree, size_t option)
{
    size_t select = option;
    while (select != 0 && tree->nodes[select].tag != TAG_SELECT)
        select = tree->nodes[select].parent;
    for (size_t i = select + 1; i < option; i++)
        if (tree->nodes[i].tag == TAG_OPTION)
            return false;
    return true;
}

/* "Choose a page": it holds nothing, or what stands for nothing. */
static bool holds_nothing(const struct tree *tree, size_t option, bool first)
{
    static const char *const nothing[] = {"", "#", "0", "-1", "none", "null", "nowhere", "javascript:void(0)", "javascript:;"};
    const char *value = value_of(tree, option);
    return text_is_among_ignoring_case(value, nothing, sizeof nothing / sizeof nothing[0]) ||
           (first && !looks_like_address(value) && address_beside(tree, option) == NULL);
}

/* Where a box or a table's row leads that is pressed as a whole (<tr data-href="/clubs/7">), a guess; the tree's. */
static const char *address_of_box(const struct tree *tree, size_t node)
{
    const char *address = tree_attribute(tree, node, ATTR_DATA_HREF);
    return address != NULL && looks_like_address(address) ? address : NULL;
}

/* Where a button keeps the address of what it would load ("data-url", "hx-get"); the tree's. What else buttons keep so is not known: only its
 * words can say that it shows the rest of a list. */
static const char *address_to_load(const struct tree *tree, size_t button)
{
    static const enum html_attribute places[] = {ATTR_DATA_URL, ATTR_DATA_HREF, ATTR_DATA_LINK, ATTR_DATA_NEXT_URL, ATTR_DATA_AJAX_URL, ATTR_HX_GET, ATTR_DATA_HX_GET};
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        const char *address = tree_attribute(tree, button, places[i]);
        if (address != NULL && (looks_like_address(address) || (address[0] == '?' && address[1] != '\0')))
            return address;
    }
    return NULL;
}

/* ---- Menus ---- */

enum { SURROUNDINGS_NODES = 5000 }; /* a form with a menu has fewer; one round many menus is looked through for each */

/* The form that a field stands in, or else what holds it and its button. */
static size_t surroundings(const struct tree *tree, size_t select)
{
    for (size_t up = tree->nodes[select].parent; up != 0; up = tree->nodes[up].parent)
        if (tree->nodes[up].tag == TAG_FORM)
            return up;
    return tree->nodes[select].parent;
}

/* The only field of its form that a reader fills in: what its buttons do they do with it. */
static bool stands_alone(const struct tree *tree, size_t within)
{
    static const char *const no_fields[] = {"hidden", "submit", "button", "image", "reset"};
    size_t fields = 0;
    if (tree->nodes[within].end - within > SURROUNDINGS_NODES)
        return false;
    for (size_t i = within + 1; i < tree->nodes[within].end && fields < 2; i++) {
        unsigned tag = tree->nodes[i].tag;
        fields += tag == TAG_SELECT || tag == TAG_TEXTAREA ||
                  (tag == TAG_INPUT && !text_is_among_ignoring_case(tree_attribute(tree, i, ATTR_TYPE), no_fields, sizeof no_fields / sizeof no_fields[0]));
    }
    return fields == 1;
}

static bool is_called(const struct tree *tree, const struct markup_words *words, size_t node, enum class_meaning meaning)
{
    return markup_words_class(words, meaning, tree_attribute(tree, node, ATTR_ID)) || markup_words_class(words, meaning, tree_attribute(tree, node, ATTR_NAME)) ||
           markup_words_class(words, meaning, tree_attribute(tree, node, ATTR_CLASS));
}

/* The one that tells most of all the scripts that a menu has. */
static enum reading read_scripts(const struct tree *tree, const struct markup_words *words, size_t select, struct script_menu *made)
{
    size_t within = surroundings(tree, select);
    enum reading most = read_script(words, tree_attribute(tree, select, ATTR_ONCHANGE), made);
    bool alone = stands_alone(tree, within);
    for (size_t i = within; alone && i < tree->nodes[within].end; i++) {
        struct script_menu other = {.kind = MENU_NONE};
        enum html_attribute when = i == within ? ATTR_ONSUBMIT : ATTR_ONCLICK;
        enum reading reading = tree->nodes[i].tag != TAG_TEXT ? read_script(words, tree_attribute(tree, i, when), &other) : GOES_NOWHERE;
        if (reading > most) {
            most = reading;
            *made = other;
        }
    }
    bool called = is_called(tree, words, select, CLASS_LEADS) || (tree->nodes[within].tag == TAG_FORM && is_called(tree, words, within, CLASS_LEADS));
    return most == GOES_NOWHERE && called ? GOES_SOMEWHERE : most;
}

static enum menu_kind kind_of(const struct tree *tree, const struct markup_words *words, size_t select, struct script_menu *made)
{
    size_t addresses = 0, others = 0, options = 0;
    for (size_t i = select + 1; i < tree->nodes[select].end; i++) {
        if (tree->nodes[i].tag != TAG_OPTION)
            continue;
        bool first = options++ == 0;
        if (looks_like_address(value_of(tree, i)) || address_beside(tree, i) != NULL)
            addresses++;
        else
            others += !holds_nothing(tree, i, first);
    }
    if (addresses + others == 0)
        return MENU_NONE;
    enum reading reading = read_scripts(tree, words, select, made);
    if (reading == GOES_AS_IT_STANDS)
        return MENU_CERTAIN;
    if (reading == GOES_TO_MADE)
        return is_called(tree, words, select, CLASS_SHOWS) ? MENU_NONE : MENU_MADE;
    if (others == 0)
        return addresses > 1 || reading == GOES_SOMEWHERE ? MENU_LIKELY : MENU_NONE;
    return reading == GOES_SOMEWHERE && options > 1 && !is_called(tree, words, select, CLASS_SHOWS) ? MENU_UNREAD : MENU_NONE;
}

static void find_menu(const struct tree *tree, const struct markup_words *words, size_t select, struct script_menu *out)
{
    *out = (struct script_menu){.kind = MENU_NONE};
    out->kind = kind_of(tree, words, select, out);
}

/* The address to which an option leads, NULL for none; the tree's or in `arena`. `*guess`: only its looks say so. */
static const char *address_of_choice(const struct tree *tree, size_t option, const struct script_menu *menu, struct arena *arena, bool *guess)
{
    const char *value = value_of(tree, option), *beside = address_beside(tree, option);
    *guess = menu->kind != MENU_CERTAIN || beside != NULL;
    if (menu->kind == MENU_NONE)
        return NULL;
    if (menu->kind == MENU_MADE) {
        bool nothing = holds_nothing(tree, option, false) || value[strcspn(value, blank)] != '\0';
        return nothing ? NULL : arena_printf(arena, "%.*s%s%.*s", (int)menu->before_length, menu->before, value, (int)menu->after_length, menu->after);
    }
    if (looks_like_address(value))
        return value;
    if (beside != NULL || menu->kind != MENU_CERTAIN)
        return beside;
    /* "clubs" is one beside the page; it may be a word of the script's as well. Other schemes, hints and files on a machine are none. */
    *guess = value[0] != '#' && value[0] != '?';
    return holds_nothing(tree, option, is_first(tree, option)) || value[strcspn(value, " \t\n\r\f:\\{}<>")] != '\0' ? NULL : value;
}

/* ---- Adding ---- */

/* Its words are all that stands in the element. */
static void add_link(struct script_links *links, size_t node, struct document_link like)
{
    enum { WORDS_BYTES = 4 * LIMIT_LINK_TEXT_BYTES };
    const struct tree *tree = links->tree;
    struct buffer words;
    buffer_init(&words, WORDS_BYTES);
    for (size_t i = node + 1; i < tree->nodes[node].end; i++) {
        size_t length;
        const char *text = tree->nodes[i].tag == TAG_TEXT ? tree_text(tree, i, &length) : NULL;
        if (text != NULL && words.length + length < WORDS_BYTES)
            buffer_add(&words, text, length);
    }
    const char *value = tree->nodes[node].tag == TAG_INPUT ? tree_attribute(tree, node, ATTR_VALUE) : NULL;
    like.text = value != NULL ? value : buffer_text(&words);
    like.kind = LINK_ANCHOR;
    like.block = -1;
    like.zone = links->furniture->zone[node];
    (void)builder_link(links->builder, &like);
    buffer_release(&words);
}

static bool is_button(const struct tree *tree, size_t node)
{
    const char *role = tree_attribute(tree, node, ATTR_ROLE);
    unsigned tag = tree->nodes[node].tag;
    return tag == TAG_BUTTON || tag == TAG_INPUT || (role != NULL && strcmp(role, "button") == 0);
}

static void take_menu(struct script_links *links, size_t select)
{
    uint8_t zone = links->furniture->zone[select];
    bool content = zone == ZONE_MAIN || zone == ZONE_NAVIGATION || zone == ZONE_ASIDE || zone == ZONE_RELATED;
    find_menu(links->tree, links->words, select, &links->menu);
    if (links->menu.kind == MENU_UNREAD && content && (links->furniture->flags[select] & PART_HIDDEN) == 0)
        links->builder->document->leads_unread = true;
}

void script_links_add(struct script_links *links, size_t node)
{
    const struct tree *tree = links->tree;
    struct arena *arena = &links->builder->document->arena;
    struct document_link like = {.href = NULL};
    if (tree->nodes[node].tag == TAG_SELECT) {
        take_menu(links, node);
    } else if (tree->nodes[node].tag == TAG_OPTION) {
        like.href = address_of_choice(tree, node, &links->menu, arena, &like.guess);
    } else {
        like.href = written_address(arena, tree_attribute(tree, node, ATTR_ONCLICK));
        if (like.href == NULL) {
            like.loads = is_button(tree, node);
            like.href = like.loads ? address_to_load(tree, node) : address_of_box(tree, node);
            like.guess = true;
        }
    }
    if (like.href != NULL)
        add_link(links, node, like);
}

const char *script_links_of_anchor(struct script_links *links, size_t node, const char *href)
{
    struct arena *arena = &links->builder->document->arena;
    const char *start = href != NULL ? href + strspn(href, blank) : "";
    bool script = text_starts_ignoring_case(start, "javascript:");
    if (start[0] != '\0' && strcmp(start, "#") != 0 && !script)
        return NULL;
    struct document_link more = {.href = address_to_load(links->tree, node), .guess = true, .loads = true};
    if (more.href != NULL)
        add_link(links, node, more);
    const char *address = script ? written_address(arena, start) : NULL;
    return address != NULL ? address : written_address(arena, tree_attribute(links->tree, node, ATTR_ONCLICK));
}
