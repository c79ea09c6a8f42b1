/* DOCX leaflets: what is read of good ones, as Word and many hands leave them, and that damaged ones end as a sentence. */
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "docx_builder.h"

static const char body[] =
    W STYLED("Heading1", "Portage") STYLED("Ueberschrift", "Who is it for?")
    "<w:p><w:r><w:t xml:space='preserve'>Children </w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>un</w:t></w:r><w:r><w:t>der 4:</w:t></w:r></w:p>"
    ITEM("0", "who live here") ITEM("1", "or near") "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Contact</w:t></w:r></w:p>"
    "<w:p><w:r><w:t>See </w:t></w:r><w:hyperlink r:id='r1'><w:r><w:t>our page</w:t></w:r></w:hyperlink><w:r><w:t> or </w:t></w:r>"
    "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText> HYPERLINK \"mailto:portage@otterby.example\" </w:instrText></w:r>"
    "<w:r><w:fldChar w:fldCharType='separate'/></w:r><w:r><w:t>write</w:t></w:r><w:r><w:fldChar w:fldCharType='end'/></w:r></w:p>"
    "<w:tbl><w:tr><w:trPr><w:tblHeader/></w:trPr><w:tc>" P("Day") "</w:tc><w:tc>" P("Place") "</w:tc></w:tr>"
    "<w:tr><w:tc>" P("Monday") "</w:tc><w:tc>" P("Hub") "</w:tc></w:tr></w:tbl>"
    "<w:p><w:r><w:t>Tel: 01632 960001</w:t><w:br/><w:t>Fax: none</w:t><w:br w:type='page'/></w:r></w:p>"
    "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>unseen</w:t></w:r><w:del><w:r><w:delText>deleted</w:delText></w:r></w:del><w:r><w:t>Page two</w:t></w:r></w:p>"
    "<w:p><w:r><mc:AlternateContent><mc:Choice>" "<w:drawing><wp:docPr descr='A child with toys'/></w:drawing>" "</mc:Choice><mc:Fallback>" P("twice") "</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    "</w:body></w:document>";

static const char styles[] = "<w:styles xmlns:w='w'><w:style w:styleId='Heading1'><w:name w:val='heading 1'/></w:style>"
                             "<w:style w:styleId='Base2'><w:name w:val='heading 2'/></w:style>"
                             "<w:style w:styleId='Ueberschrift'><w:name w:val='Own'/><w:basedOn w:val='Base2'/></w:style>"
                             "<w:style w:styleId='Loop'><w:name w:val='L'/><w:basedOn w:val='Loop'/></w:style></w:styles>";
static const char rels[] = "<Relationships><Relationship Id='r1' Target='https://otterby.example/portage' TargetMode='External'/></Relationships>";
static const char core[] = "<cp:coreProperties xmlns:cp='c' xmlns:dc='d' xmlns:dcterms='t'><dc:title>Portage leaflet</dc:title><dc:language>en-GB</dc:language>"
                           "<dcterms:modified>2024-02-03T00:00:00Z</dcterms:modified></cp:coreProperties>";

START_TEST(test_docx_is_read)
{
    const struct part parts[] = {{"word/document.xml", body, 0}, {"word/styles.xml", styles, 0}, {"word/_rels/document.xml.rels", rels, 0}, {"docProps/core.xml", core, 0}};
    struct buffer zip, out;
    zip_make(parts, 4, &zip);
    struct document *d = read_bytes(zip.bytes, zip.length, NULL);
    ck_assert_int_eq(d->type, DOCUMENT_DOCX);
    ck_assert_str_eq(d->title, "Portage leaflet");
    ck_assert_str_eq(d->language, "en-GB");
    ck_assert_str_eq(d->modified, "2024-02-03T00:00:00Z");
    ck_assert(!d->partly_read);
    buffer_init(&out, FIXTURE_BYTES);
    write_blocks(d, &out);
    ck_assert_str_eq(buffer_text(&out),
                     "main h1 > Portage\nmain h2 > Who is it for?\nmain p > Children under 4:\nmain li1 > who live here [Children under 4:]\n"
                     "main li2 > or near [Children under 4:]\nmain p* > Contact\nmain p > See our page or write\n"
                     "main th0.0.0 > Day\nmain th0.0.1 > Place\nmain td0.1.0 > Monday\nmain td0.1.1 > Hub\n"
                     "main p > Tel: 01632 960001\nmain p > Fax: none\nmain p > Page two\nmain image > A child with toys\n");
    ck_assert_str_eq(link_to(d, "https://otterby.example/portage")->text, "our page");
    ck_assert_str_eq(link_to(d, "mailto:portage@otterby.example")->text, "write");
    ck_assert_uint_eq(d->page_count, 2);
    ck_assert_uint_eq(d->blocks[13].page, 2);
    buffer_release(&out);
    document_free(d);
    buffer_release(&zip);
}
END_TEST

#define BOX(words) "<w:r><w:drawing><w:txbxContent>" P(words) "</w:txbxContent></w:drawing></w:r>"

struct written {
    const char *body, *blocks;
};

/* As Word leaves it after many hands. */
static const struct written WRITTEN[] = {
    {"<w:p><w:pPr><w:outlineLvl w:val='1'/></w:pPr><w:r><w:t>Who</w:t></w:r></w:p>" "<w:p><w:pPr><w:outlineLvl w:val='9'/></w:pPr><w:r><w:t>You</w:t></w:r></w:p>",
     "main h2 > Who\nmain p > You\n"},
    {"<w:p><w:r><w:rPr><w:rStyle w:val='Strong'/></w:rPr><w:t>Who?</w:t></w:r></w:p>" "<w:p><w:r><w:t>01632 960001</w:t></w:r><w:r><w:ptab/></w:r><w:r><w:t>Page</w:t></w:r></w:p>",
     "main p* > Who?\nmain p > 01632 960001 Page\n"},
    /* a text box at the start of a heading leaves the heading one */
    {"<w:p><w:pPr><w:pStyle w:val='Heading1'/></w:pPr>" BOX("Ring 01632 960123") "<w:r><w:t>Portage</w:t></w:r></w:p>",
     "main p > Ring 01632 960123\nmain h1 > Portage\n"},
    /* tracked changes: what has gone is not read, nor how it looked */
    {"<w:p><w:moveFrom><w:r><w:t>elsewhere</w:t></w:r></w:moveFrom><w:ins><w:r><w:t>We visit you.</w:t></w:r></w:ins><w:del><w:r><w:delText>Not now.</w:delText></w:r></w:del></w:p>",
     "main p > We visit you.\n"},
    {"<w:p><w:pPr><w:pPrChange><w:pPr><w:pStyle w:val='Heading1'/></w:pPr></w:pPrChange></w:pPr><w:r><w:rPr><w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange></w:rPr>"
     "<w:t>We visit you.</w:t></w:r></w:p>",
     "main p > We visit you.\n"},
    /* a list's style without its number */
    {"<w:p><w:pPr><w:numPr><w:ilvl w:val='0'/><w:numId w:val='0'/></w:numPr></w:pPr><w:r><w:t>We visit you.</w:t></w:r></w:p>", "main p > We visit you.\n"},
    {STYLED("TOC1", "Portage 2") STYLED("Heading1", "Portage"), "navigation p > Portage 2\nmain h1 > Portage\n"},
    {"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>" P("Click to enter text.") "</w:sdtContent></w:sdt><w:sdt><w:sdtContent>" P("Anytown") "</w:sdtContent></w:sdt>",
     "main p > Anytown\n"},
    {"<w:p><w:fldSimple w:instr=' HYPERLINK &quot;https://otterby.example/two&quot; '><w:r><w:t>our page</w:t></w:r></w:fldSimple><w:r><w:cr/><w:t>Tel: 01632 960123</w:t></w:r></w:p>",
     "main p > our page\nmain p > Tel: 01632 960123\n"},
};

START_TEST(test_docx_of_many_hands)
{
    struct buffer text, zip, out;
    buffer_init(&text, FIXTURE_BYTES);
    buffer_printf(&text, "%s%s</w:body></w:document>", W, WRITTEN[_i].body);
    /* the name that some services give the text; a foot with the date that is on every page; a note */
    const struct part parts[] = {{"word/document2.xml", buffer_text(&text), 0}, {"word/footer1.xml", "<w:ftr xmlns:w='w'>" P("Reviewed May 2025") "</w:ftr>", 0},
                                 {"word/footnotes.xml", "<w:footnotes xmlns:w='w'><w:footnote>" P("Ring us too") "</w:footnote></w:footnotes>", 0}};
    zip_make(parts, 3, &zip);
    struct document *d = read_bytes(zip.bytes, zip.length, NULL);
    buffer_init(&out, FIXTURE_BYTES);
    write_blocks(d, &out);
    buffer_clear(&text);
    buffer_printf(&text, "%sfooter p > Reviewed May 2025\nmain p > Ring us too\n", WRITTEN[_i].blocks);
    ck_assert_str_eq(buffer_text(&out), buffer_text(&text));
    ck_assert(!d->partly_read);
    document_free(d);
    buffer_release(&out);
    buffer_release(&zip);
    buffer_release(&text);
}
END_TEST

START_TEST(test_docx_with_another_within)
{
    const struct part parts[] = {{"word/document.xml", W P("We visit you.") "<w:altChunk/></w:body></w:document>", 0}};
    struct buffer zip;
    zip_make(parts, 1, &zip);
    struct document *d = read_bytes(zip.bytes, zip.length, NULL);
    ck_assert(d->partly_read);
    ck_assert_ptr_nonnull(strstr(d->partly_reason, "another file"));
    document_free(d);
    buffer_release(&zip);
}
END_TEST

START_TEST(test_damaged_docx)
{
    const struct part parts[] = {{"word/document.xml", body, 0}, {"word/styles.xml", styles, 0}};
    struct buffer zip;
    zip_make(parts, 2, &zip);
    must_refuse(zip.bytes, zip.length / 2, NULL, "damaged zip");
    for (size_t i = 0; i < zip.length; i += 7) { /* a byte wrong anywhere */
        char *wrong = malloc(zip.length);
        memcpy(wrong, zip.bytes, zip.length);
        wrong[i] ^= 0x55;
        struct error err;
        struct document *d = NULL;
        const struct document_input input = {.bytes = wrong, .length = zip.length};
        (void)!document_read(markup_fixture(), &input, &d, &err);
        document_free(d);
        free(wrong);
    }
    buffer_release(&zip);
    const struct part other[] = {{"xl/workbook.xml", "<x/>", 0}};
    zip_make(other, 1, &zip);
    must_refuse(zip.bytes, zip.length, NULL, "without a Word document");
    buffer_release(&zip);
    const struct part cut[] = {{"word/document.xml", W P("kept") "<w:p><w:r><w:t>los", 0}};
    zip_make(cut, 1, &zip);
    struct document *d = read_bytes(zip.bytes, zip.length, NULL);
    ck_assert(d->partly_read);
    ck_assert_str_eq(d->blocks[0].text, "kept");
    document_free(d);
    buffer_release(&zip);
}
END_TEST

/* 30 MB of short paragraphs: a child's memory and time go up while they are read. */
START_TEST(test_docx_is_read_in_a_child)
{
    struct rusage before, children;
    static const char paragraph[] = "<w:p><w:r><w:t>a</w:t></w:r></w:p>";
    struct buffer body_bytes, zip;
    buffer_init(&body_bytes, FIXTURE_BYTES);
    buffer_add_text(&body_bytes, W);
    while (body_bytes.length < (size_t)30 << 20)
        buffer_add_text(&body_bytes, paragraph);
    buffer_add_text(&body_bytes, "</w:body></w:document>");
    const struct part parts[] = {{"word/document.xml", body_bytes.bytes, body_bytes.length}};
    zip_make(parts, 1, &zip);
    ck_assert_int_eq(getrusage(RUSAGE_CHILDREN, &before), 0);
    struct document *d = read_bytes(zip.bytes, zip.length, NULL);
    ck_assert_int_eq(getrusage(RUSAGE_CHILDREN, &children), 0);
    ck_assert_uint_eq(d->block_count, LIMIT_BLOCKS);
    ck_assert_int_gt(children.ru_utime.tv_usec + children.ru_utime.tv_sec * 1000000, before.ru_utime.tv_usec + before.ru_utime.tv_sec * 1000000);
    ck_assert_int_gt(children.ru_maxrss, 30 << 10);
    ck_assert_int_lt(children.ru_maxrss, LIMIT_DOCX_MEMORY >> 10);
    document_free(d);
    buffer_release(&zip);
    buffer_release(&body_bytes);
}
END_TEST

int main(int count, char **arguments)
{
    TCase *tcase = tcase_create("docx");
    tcase_add_test(tcase, test_docx_is_read);
    tcase_add_loop_test(tcase, test_docx_of_many_hands, 0, sizeof WRITTEN / sizeof WRITTEN[0]);
    tcase_add_test(tcase, test_docx_with_another_within);
    tcase_add_test(tcase, test_damaged_docx);
    tcase_add_test(tcase, test_docx_is_read_in_a_child);
    return run_docx_suite(count, arguments, tcase);
}
