/* The element and attribute names that are known by number, and what each element is to
 * a reader of text. Both lists are in alphabetical order. */
#ifndef COREOFFER_DOCUMENT_HTML_NAMES_H
#define COREOFFER_DOCUMENT_HTML_NAMES_H

#include <stdbool.h>
#include <stddef.h>

enum html_tag_flag {
    TAG_VOID = 1,         /* has no end tag */
    TAG_OPTIONAL_END = 2, /* its end tag may be left out */
    TAG_INLINE = 4,       /* runs within a line of text */
    TAG_SKIPPED = 8,      /* its contents are no text of the page */
    TAG_BOLD = 16,
    TAG_SCOPE = 32,       /* a heading inside it says nothing about what comes after it */
};

/* X(identifier, name, flags) */
#define HTML_TAGS(X) \
    X(A, "a", TAG_INLINE) \
    X(ABBR, "abbr", TAG_INLINE) \
    X(ACRONYM, "acronym", TAG_INLINE) \
    X(ADDRESS, "address", 0) \
    X(APPLET, "applet", 0) \
    X(AREA, "area", TAG_VOID | TAG_INLINE) \
    X(ARTICLE, "article", TAG_SCOPE) \
    X(ASIDE, "aside", TAG_SCOPE) \
    X(AUDIO, "audio", TAG_INLINE) \
    X(B, "b", TAG_INLINE | TAG_BOLD) \
    X(BASE, "base", TAG_VOID) \
    X(BASEFONT, "basefont", TAG_VOID) \
    X(BDI, "bdi", TAG_INLINE) \
    X(BDO, "bdo", TAG_INLINE) \
    X(BIG, "big", TAG_INLINE) \
    X(BLOCKQUOTE, "blockquote", TAG_SCOPE) \
    X(BODY, "body", TAG_OPTIONAL_END) \
    X(BR, "br", TAG_VOID) \
    X(BUTTON, "button", 0) \
    X(CANVAS, "canvas", TAG_INLINE) \
    X(CAPTION, "caption", 0) \
    X(CENTER, "center", 0) \
    X(CITE, "cite", TAG_INLINE) \
    X(CODE, "code", TAG_INLINE) \
    X(COL, "col", TAG_VOID) \
    X(COLGROUP, "colgroup", TAG_OPTIONAL_END) \
    X(DATA, "data", TAG_INLINE) \
    X(DATALIST, "datalist", TAG_SKIPPED) \
    X(DD, "dd", TAG_OPTIONAL_END | TAG_SCOPE) \
    X(DEL, "del", TAG_INLINE) \
    X(DETAILS, "details", TAG_SCOPE) \
    X(DFN, "dfn", TAG_INLINE) \
    X(DIALOG, "dialog", TAG_SCOPE) \
    X(DIR, "dir", 0) \
    X(DIV, "div", 0) \
    X(DL, "dl", 0) \
    X(DT, "dt", TAG_OPTIONAL_END) \
    X(EM, "em", TAG_INLINE) \
    X(EMBED, "embed", TAG_VOID | TAG_INLINE) \
    X(FIELDSET, "fieldset", TAG_SCOPE) \
    X(FIGCAPTION, "figcaption", 0) \
    X(FIGURE, "figure", TAG_SCOPE) \
    X(FONT, "font", TAG_INLINE) \
    X(FOOTER, "footer", TAG_SCOPE) \
    X(FORM, "form", 0) \
    X(FRAME, "frame", TAG_VOID) \
    X(FRAMESET, "frameset", 0) \
    X(H1, "h1", 0) \
    X(H2, "h2", 0) \
    X(H3, "h3", 0) \
    X(H4, "h4", 0) \
    X(H5, "h5", 0) \
    X(H6, "h6", 0) \
    X(HEAD, "head", TAG_OPTIONAL_END) \
    X(HEADER, "header", TAG_SCOPE) \
    X(HGROUP, "hgroup", 0) \
    X(HR, "hr", TAG_VOID) \
    X(HTML, "html", TAG_OPTIONAL_END) \
    X(I, "i", TAG_INLINE) \
    X(IFRAME, "iframe", TAG_SKIPPED) \
    X(IMG, "img", TAG_VOID | TAG_INLINE) \
    X(INPUT, "input", TAG_VOID | TAG_INLINE) \
    X(INS, "ins", TAG_INLINE) \
    X(KBD, "kbd", TAG_INLINE) \
    X(LABEL, "label", 0) \
    X(LEGEND, "legend", 0) \
    X(LI, "li", TAG_OPTIONAL_END | TAG_SCOPE) \
    X(LINK, "link", TAG_VOID) \
    X(MAIN, "main", 0) \
    X(MAP, "map", TAG_INLINE) \
    X(MARK, "mark", TAG_INLINE) \
    X(MATH, "math", TAG_INLINE | TAG_SKIPPED) \
    X(MENU, "menu", 0) \
    X(META, "meta", TAG_VOID) \
    X(METER, "meter", TAG_INLINE) \
    X(NAV, "nav", TAG_SCOPE) \
    X(NOBR, "nobr", TAG_INLINE) \
    X(NOEMBED, "noembed", TAG_SKIPPED) \
    X(NOFRAMES, "noframes", TAG_SKIPPED) \
    X(NOSCRIPT, "noscript", TAG_SKIPPED) \
    X(OBJECT, "object", TAG_INLINE) \
    X(OL, "ol", 0) \
    X(OPTGROUP, "optgroup", TAG_OPTIONAL_END) \
    X(OPTION, "option", TAG_OPTIONAL_END) \
    X(OUTPUT, "output", TAG_INLINE) \
    X(P, "p", TAG_OPTIONAL_END) \
    X(PARAM, "param", TAG_VOID | TAG_INLINE) \
    X(PICTURE, "picture", TAG_INLINE) \
    X(PRE, "pre", 0) \
    X(PROGRESS, "progress", TAG_INLINE) \
    X(Q, "q", TAG_INLINE) \
    X(RP, "rp", TAG_OPTIONAL_END | TAG_INLINE) \
    X(RT, "rt", TAG_OPTIONAL_END | TAG_INLINE) \
    X(RUBY, "ruby", TAG_INLINE) \
    X(S, "s", TAG_INLINE) \
    X(SAMP, "samp", TAG_INLINE) \
    X(SCRIPT, "script", TAG_SKIPPED) \
    X(SEARCH, "search", 0) \
    X(SECTION, "section", TAG_SCOPE) \
    X(SELECT, "select", 0) \
    X(SLOT, "slot", TAG_INLINE) \
    X(SMALL, "small", TAG_INLINE) \
    X(SOURCE, "source", TAG_VOID | TAG_INLINE) \
    X(SPAN, "span", TAG_INLINE) \
    X(STRIKE, "strike", TAG_INLINE) \
    X(STRONG, "strong", TAG_INLINE | TAG_BOLD) \
    X(STYLE, "style", TAG_SKIPPED) \
    X(SUB, "sub", TAG_INLINE) \
    X(SUMMARY, "summary", 0) \
    X(SUP, "sup", TAG_INLINE) \
    X(SVG, "svg", TAG_INLINE) \
    X(TABLE, "table", 0) \
    X(TBODY, "tbody", TAG_OPTIONAL_END) \
    X(TD, "td", TAG_OPTIONAL_END | TAG_SCOPE) \
    X(TEMPLATE, "template", TAG_SKIPPED) \
    X(TEXTAREA, "textarea", 0) \
    X(TFOOT, "tfoot", TAG_OPTIONAL_END) \
    X(TH, "th", TAG_OPTIONAL_END | TAG_SCOPE) \
    X(THEAD, "thead", TAG_OPTIONAL_END) \
    X(TIME, "time", TAG_INLINE) \
    X(TITLE, "title", TAG_SKIPPED) \
    X(TR, "tr", TAG_OPTIONAL_END) \
    X(TRACK, "track", TAG_VOID | TAG_INLINE) \
    X(TT, "tt", TAG_INLINE) \
    X(U, "u", TAG_INLINE) \
    X(UL, "ul", 0) \
    X(VAR, "var", TAG_INLINE) \
    X(VIDEO, "video", TAG_INLINE) \
    X(WBR, "wbr", TAG_VOID | TAG_INLINE) \
    X(XMP, "xmp", 0)

enum html_tag {
#define X(id, name, flags) TAG_##id,
    HTML_TAGS(X)
#undef X
    TAG_UNKNOWN, /* any other element */
    TAG_TEXT,    /* a run of text in the tree, no element */
    TAG_COUNT
};

/* X(identifier, name) */
#define HTML_ATTRIBUTES(X) \
    X(ACTION, "action") \
    X(ALT, "alt") \
    X(ARIA_CONTROLS, "aria-controls") \
    X(ARIA_EXPANDED, "aria-expanded") \
    X(ARIA_HIDDEN, "aria-hidden") \
    X(ARIA_LABEL, "aria-label") \
    X(ARIA_LEVEL, "aria-level") \
    X(BORDER, "border") \
    X(CLASS, "class") \
    X(COLSPAN, "colspan") \
    X(CONTENT, "content") \
    X(DATA, "data") \
    X(DATA_ACTION, "data-action") \
    X(DATA_AJAX_URL, "data-ajax-url") \
    X(DATA_BS_DISMISS, "data-bs-dismiss") \
    X(DATA_BS_TARGET, "data-bs-target") \
    X(DATA_BS_TOGGLE, "data-bs-toggle") \
    X(DATA_CFEMAIL, "data-cfemail") \
    X(DATA_DISMISS, "data-dismiss") \
    X(DATA_HREF, "data-href") \
    X(DATA_HX_GET, "data-hx-get") \
    X(DATA_LINK, "data-link") \
    X(DATA_NEXT_URL, "data-next-url") \
    X(DATA_SRC, "data-src") \
    X(DATA_TARGET, "data-target") \
    X(DATA_TOGGLE, "data-toggle") \
    X(DATA_URL, "data-url") \
    X(DATETIME, "datetime") \
    X(DOWNLOAD, "download") \
    X(HEADERS, "headers") \
    X(HIDDEN, "hidden") \
    X(HREF, "href") \
    X(HTTP_EQUIV, "http-equiv") \
    X(HX_GET, "hx-get") \
    X(ID, "id") \
    X(ITEMPROP, "itemprop") \
    X(LANG, "lang") \
    X(NAME, "name") \
    X(NG_CLICK, "ng-click") \
    X(ONCHANGE, "onchange") \
    X(ONCLICK, "onclick") \
    X(ONSUBMIT, "onsubmit") \
    X(OPEN, "open") \
    X(PLACEHOLDER, "placeholder") \
    X(POSTER, "poster") \
    X(PROPERTY, "property") \
    X(REL, "rel") \
    X(ROLE, "role") \
    X(ROWSPAN, "rowspan") \
    X(SCOPE, "scope") \
    X(SHADOWROOTMODE, "shadowrootmode") \
    X(SRC, "src") \
    X(SRCSET, "srcset") \
    X(STYLE, "style") \
    X(TITLE, "title") \
    X(TYPE, "type") \
    X(VALUE, "value") \
    X(XLINK_HREF, "xlink:href") \
    X(XML_LANG, "xml:lang")

enum html_attribute {
#define X(id, name) ATTR_##id,
    HTML_ATTRIBUTES(X)
#undef X
    ATTR_COUNT
};

/* `name` in lower case, `length` bytes. TAG_UNKNOWN and -1 for what isn't listed. */
enum html_tag html_tag_find(const char *name, size_t length);
int html_attribute_find(const char *name, size_t length);
/* The `html_tag_flag`s. An unknown element is inline, as browsers show it. */
unsigned html_tag_flags(enum html_tag tag);
static inline bool html_tag_is_heading(unsigned tag)
{
    return tag >= TAG_H1 && tag <= TAG_H6;
}
const char *html_attribute_name(enum html_attribute attribute);

#endif
