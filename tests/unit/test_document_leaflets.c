/* PDF and DOCX leaflets, built here byte by byte: what is read of good ones, and that bad
 * ones end as a sentence. */
#include "document_fixture.h"

#include <sys/resource.h>
#include <unistd.h>
#include <zip.h>
#include <zlib.h>

#include "document/confine.h"
#include "pdf_builder.h"

static const char *const leaflet[] = {
    AT("F", "9", "50", "815", "Otterby short breaks leaflet")
    AT("B", "24", "50", "760", "Short breaks")
    AT("F", "11", "50", "730", "We give families of disabled children time to rest, with clubs on Saturdays and a")
    AT("F", "11", "50", "716", "sitter at home in the evening when you want to go out.")
    AT("B", "16", "50", "680", "Who is it for?")
    AT("F", "11", "50", "660", "Children and young people who live here:")
    AT("F", "11", "60", "646", "\\225 are aged 5 to 17")
    AT("F", "11", "60", "632", "\\225 have a disability and need help with two or more parts of the day, such as getting")
    AT("F", "11", "70", "618", "dressed or eating")
    AT("B", "11", "50", "590", "How to ask")
    AT("F", "11", "50", "574", "Ring 01632 960123 or see")
    AT("F", "11", "190", "574", "our page")
    AT("F", "9", "290", "20", "Page 1 of 3"),
    AT("F", "9", "50", "815", "Otterby short breaks leaflet")
    AT("F", "11", "50", "730", "Second page.")
    AT("F", "9", "290", "20", "Page 2 of 3"),
    AT("F", "9", "50", "815", "Otterby short breaks leaflet")
    AT("F", "11", "50", "730", "Third page.")
    AT("F", "9", "290", "20", "Page 3 of 3"),
};

static const char annotation[] = "/Annots [<< /Type /Annot /Subtype /Link /Rect [188 570 240 586] /Border [0 0 0] "
                                 "/A << /S /URI /URI (https://otterby.example/short-breaks) >> >>]";

static void need_poppler(void)
{
    ck_assert_msg(access("/usr/bin/pdftohtml", X_OK) == 0, "poppler-utils is not installed");
}

START_TEST(test_pdf_is_read)
{
    need_poppler();
    struct pdf pdf;
    pdf_make(&pdf, leaflet, 3, annotation, "");
    struct document *d = read_bytes(pdf.bytes.bytes, pdf.bytes.length, "application/pdf");
    ck_assert_int_eq(d->type, DOCUMENT_PDF);
    ck_assert_uint_eq(d->page_count, 3);
    ck_assert_str_eq(d->title, "Short breaks");
    ck_assert(!d->picture_of_text && !d->partly_read);
    struct buffer out;
    buffer_init(&out, FIXTURE_BYTES);
    write_blocks(d, &out);
    ck_assert_str_eq(buffer_text(&out),
                     "header p > Otterby short breaks leaflet\n"
                     "main h1 > Short breaks\n"
                     "main p > We give families of disabled children time to rest, with clubs on Saturdays and a sitter at home in the evening when you want to go out.\n"
                     "main h2 > Who is it for?\n"
                     "main p > Children and young people who live here:\n"
                     "main li1 > are aged 5 to 17 [Children and young people who live here:]\n"
                     "main li1 > have a disability and need help with two or more parts of the day, such as getting dressed or eating [Children and young people who live here:]\n"
                     "main h3 > How to ask\n"
                     "main p > Ring 01632 960123 or see our page\n"
                     "footer p > Page 1 of 3\n"
                     "header p > Otterby short breaks leaflet\nmain p > Second page.\nfooter p > Page 2 of 3\n"
                     "header p > Otterby short breaks leaflet\nmain p > Third page.\nfooter p > Page 3 of 3\n");
    const struct document_link *link = link_to(d, "https://otterby.example/short-breaks");
    ck_assert_str_eq(link->text, "our page");
    ck_assert_int_eq(link->kind, LINK_DOCUMENT);
    ck_assert_uint_eq(link->page, 1);
    ck_assert_str_eq(d->blocks[link->block].text, "Ring 01632 960123 or see our page");
    buffer_release(&out);
    document_free(d);
    buffer_release(&pdf.bytes);
}
END_TEST

START_TEST(test_scanned_pdf)
{
    need_poppler();
    static const char *const pages[] = {"0 0 500 700 re f\n", "0 0 500 700 re f\n"};
    struct pdf pdf;
    pdf_make(&pdf, pages, 2, "", "");
    struct document *d = read_bytes(pdf.bytes.bytes, pdf.bytes.length, NULL);
    ck_assert(d->picture_of_text);
    ck_assert_uint_eq(d->block_count, 0);
    document_free(d);
    buffer_release(&pdf.bytes);
}
END_TEST

START_TEST(test_encrypted_pdf)
{
    need_poppler();
    struct pdf pdf;
    pdf_make(&pdf, leaflet, 1, "",
             "/ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>] "
             "/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 "
             "/O <aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa> "
             "/U <bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb> >>");
    must_refuse_as(STATUS_PASSWORD, pdf.bytes.bytes, pdf.bytes.length, "application/pdf", "encrypted");
    buffer_release(&pdf.bytes);
}
END_TEST

/* RC4, by which PDFs that anyone may open but nobody copy are encrypted (ISO 32000-1, 7.6). */
static void rc4(const uint8_t *key, size_t key_length, char *bytes, size_t length)
{
    uint8_t s[256], a = 0, b = 0;
    for (unsigned i = 0; i < 256; i++)
        s[i] = (uint8_t)i;
    for (unsigned i = 0; i < 256; i++) {
        b = (uint8_t)(b + s[i] + key[i % key_length]);
        uint8_t other = s[i];
        s[i] = s[b], s[b] = other;
    }
    b = 0;
    for (size_t i = 0; i < length; i++) {
        b = (uint8_t)(b + s[++a]);
        uint8_t other = s[a];
        s[a] = s[b], s[b] = other;
        bytes[i] = (char)((uint8_t)bytes[i] ^ s[(uint8_t)(s[a] + s[b])]);
    }
}

/* Its owner forbids copying: readers show it to everyone, and so it is read. */
START_TEST(test_pdf_that_must_not_be_copied)
{
    need_poppler();
    /* from the empty password, /O, /P and /ID (algorithms 1, 2 and 4) */
    static const uint8_t key_of_object_6[] = {0xE8, 0x29, 0x66, 0x06, 0xA8, 0xB5, 0x91, 0xAD, 0xF0, 0xD1};
    struct pdf pdf;
    pdf_make(&pdf, leaflet, 1, "",
             "/ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>] "
             "/Encrypt << /Filter /Standard /V 1 /R 2 /P -20 "
             "/O <aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa> "
             "/U <085a7f83ab8497269e06dd11a146ee190deab86d4fa9202773ef70ff7af57c18> >>");
    char *stream = strstr(pdf.bytes.bytes, leaflet[0]);
    ck_assert_ptr_nonnull(stream);
    rc4(key_of_object_6, sizeof key_of_object_6, stream, strlen(leaflet[0]));
    struct document *d = read_bytes(pdf.bytes.bytes, pdf.bytes.length, "application/pdf");
    ck_assert_str_eq(d->title, "Short breaks");
    document_free(d);
    buffer_release(&pdf.bytes);
}
END_TEST

/* A stream that inflates without end of page: operators repeated far past any leaflet. */
START_TEST(test_pdf_bomb_ends_in_time)
{
    need_poppler();
    struct buffer stream;
    buffer_init(&stream, FIXTURE_BYTES);
    for (int i = 0; i < 400000; i++)
        buffer_printf(&stream, "BT /F 9 Tf %d %d Td (bomb) Tj ET\n", i % 500, i % 800);
    const char *page = buffer_text(&stream);
    struct pdf pdf;
    pdf_make(&pdf, &page, 1, "", "");
    double start = seconds();
    struct error err;
    struct document *d = NULL;
    const struct document_input input = {.bytes = pdf.bytes.bytes, .length = pdf.bytes.length};
    enum status status = document_read(markup_fixture(), &input, &d, &err);
    ck_assert(status == STATUS_OK || status == STATUS_PARSE);
    ck_assert(seconds() - start < LIMIT_PDF_SECONDS + 10);
    document_free(d);
    buffer_release(&pdf.bytes);
    buffer_release(&stream);
}
END_TEST

START_TEST(test_damaged_pdf)
{
    need_poppler();
    must_refuse("%PDF-1.4\nrubbish", 16, "application/pdf", "damaged");
    struct pdf pdf;
    pdf_make(&pdf, leaflet, 3, annotation, "");
    for (size_t length = 10; length < pdf.bytes.length; length += pdf.bytes.length / 5) {
        struct error err;
        struct document *d = NULL;
        const struct document_input input = {.bytes = pdf.bytes.bytes, .length = length};
        enum status status = document_read(markup_fixture(), &input, &d, &err);
        ck_assert((status == STATUS_OK) == (d != NULL));
        ck_assert(status == STATUS_OK || status == STATUS_PARSE);
        document_free(d);
    }
    buffer_release(&pdf.bytes);
}
END_TEST

/* What the confined child may not do. Each program must fail at it. */
struct confined {
    const char *program;
    const char *arguments[5];
    bool succeeds;
};

static const struct confined confined[] = {
    {"/bin/cat", {"cat", CONFINE_INPUT, NULL}, true},
    {"/bin/sh", {"sh", "-c", "echo x > /tmp/coreoffer-confined", NULL}, false},
    {"/bin/sh", {"sh", "-c", "/bin/true; exit $?", NULL}, false},           /* a new process */
    {"/bin/sh", {"sh", "-c", "exec /bin/true", NULL}, false},               /* another program */
    {"/bin/bash", {"bash", "-c", "exec 9<>/dev/tcp/127.0.0.1/9", NULL}, false},
    {"/usr/bin/perl", {"perl", "-e", "socket(S,2,1,0) or exit 3; exit 0", NULL}, false},
    {"/nowhere/program", {"program", NULL}, false},
};

START_TEST(test_confinement)
{
    const struct confined *one = &confined[_i];
    char *arguments[5] = {NULL};
    for (size_t i = 0; one->arguments[i] != NULL; i++)
        arguments[i] = strdup(one->arguments[i]);
    const struct confine_job job = {one->program, arguments, "words", 5, 5, 256 << 20};
    struct buffer out, errors;
    struct error err;
    int exit_status;
    buffer_init(&out, 1000);
    buffer_init(&errors, 1000);
    enum status status = confine_run(&job, &out, &errors, &exit_status, &err);
    ck_assert_msg((status == STATUS_OK && exit_status == 0) == one->succeeds, "%s: status %d, exit %d, %s", one->arguments[2] ? one->arguments[2] : "",
                  (int)status, exit_status, buffer_text(&errors));
    if (one->succeeds)
        ck_assert_str_eq(buffer_text(&out), "words");
    ck_assert_int_ne(access("/tmp/coreoffer-confined", F_OK), 0);
    for (size_t i = 0; arguments[i] != NULL; i++)
        free(arguments[i]);
    buffer_release(&out);
    buffer_release(&errors);
}
END_TEST

START_TEST(test_confined_output_and_time_end)
{
    char *endless[] = {strdup("sh"), strdup("-c"), strdup("while :; do echo words; done"), NULL};
    const struct confine_job flood = {"/bin/sh", endless, "", 0, 5, 256 << 20};
    struct buffer out, errors;
    struct error err;
    int exit_status;
    buffer_init(&out, 10000);
    buffer_init(&errors, 100);
    ck_assert_int_eq(confine_run(&flood, &out, &errors, &exit_status, &err), STATUS_LIMIT);
    ck_assert_uint_eq(out.length, 10000);
    buffer_clear(&out);
    char *waits[] = {strdup("sh"), strdup("-c"), strdup("while :; do :; done"), NULL};
    const struct confine_job loop = {"/bin/sh", waits, "", 0, 1, 256 << 20};
    double start = seconds();
    ck_assert_int_eq(confine_run(&loop, &out, &errors, &exit_status, &err), STATUS_LIMIT);
    ck_assert(seconds() - start < 4);
    for (int i = 0; i < 3; i++) {
        free(endless[i]);
        free(waits[i]);
    }
    buffer_release(&out);
    buffer_release(&errors);
}
END_TEST

struct part {
    const char *name, *bytes;
    size_t length; /* 0: up to the NUL */
};

/* The zip of these parts, in `out`. */
static void zip_make(const struct part *parts, size_t count, struct buffer *out)
{
    char path[] = "/tmp/coreoffer-zip-XXXXXX";
    int fd = mkstemp(path);
    ck_assert_int_ge(fd, 0);
    close(fd);
    zip_t *zip = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, NULL);
    ck_assert_ptr_nonnull(zip);
    for (size_t i = 0; i < count; i++) {
        zip_source_t *source = zip_source_buffer(zip, parts[i].bytes, parts[i].length ? parts[i].length : strlen(parts[i].bytes), 0);
        ck_assert_int_ge(zip_file_add(zip, parts[i].name, source, 0), 0);
    }
    ck_assert_int_eq(zip_close(zip), 0);
    FILE *file = fopen(path, "rb");
    ck_assert_ptr_nonnull(file);
    char chunk[4096];
    size_t got;
    buffer_init(out, FIXTURE_BYTES);
    while ((got = fread(chunk, 1, sizeof chunk, file)) > 0)
        buffer_add(out, chunk, got);
    fclose(file);
    unlink(path);
}

#define W "<w:document xmlns:w='w' xmlns:r='r' xmlns:wp='p' xmlns:mc='m'><w:body>"
#define P(words) "<w:p><w:r><w:t>" words "</w:t></w:r></w:p>"
#define STYLED(style, words) "<w:p><w:pPr><w:pStyle w:val='" style "'/></w:pPr><w:r><w:t>" words "</w:t></w:r></w:p>"
#define ITEM(level, words) "<w:p><w:pPr><w:numPr><w:ilvl w:val='" level "'/><w:numId w:val='1'/></w:numPr></w:pPr><w:r><w:t>" words "</w:t></w:r></w:p>"

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

/* 300 MB of one letter in a zip of 300 kB. */
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

START_TEST(test_docx_bomb)
{
    size_t length = (size_t)300 << 20;
    char *bomb = malloc(length);
    ck_assert_ptr_nonnull(bomb);
    memset(bomb, 'a', length);
    memcpy(bomb, W "<w:p><w:r><w:t>", sizeof W - 1 + 15);
    const struct part parts[] = {{"word/document.xml", bomb, length}};
    struct buffer zip;
    zip_make(parts, 1, &zip);
    free(bomb);
    double start = seconds();
    struct error err;
    struct document *d = NULL;
    const struct document_input input = {.bytes = zip.bytes, .length = zip.length};
    enum status status = document_read(markup_fixture(), &input, &d, &err);
    ck_assert(seconds() - start < 10);
    ck_assert(status == STATUS_PARSE || (status == STATUS_OK && d->partly_read));
    document_free(d);
    buffer_release(&zip);
}
END_TEST

START_TEST(test_docx_entities_and_depth)
{
    static const char laughs[] = "<!DOCTYPE w [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'><!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;'>"
                                 "<!ENTITY d '&c;&c;&c;&c;&c;&c;&c;&c;'><!ENTITY e SYSTEM 'file:///etc/passwd'>]>" W P("start &d; &e; end") "</w:body></w:document>";
    const struct part parts[] = {{"word/document.xml", laughs, 0}};
    struct buffer zip;
    zip_make(parts, 1, &zip);
    struct error err;
    struct document *d = NULL;
    const struct document_input input = {.bytes = zip.bytes, .length = zip.length};
    if (document_read(markup_fixture(), &input, &d, &err) == STATUS_OK)
        for (size_t i = 0; i < d->block_count; i++) {
            ck_assert_ptr_null(strstr(d->blocks[i].text, "root:"));
            ck_assert_uint_lt(d->blocks[i].length, 4000);
        }
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

/* --- zips that no honest program writes, byte by byte --- */

struct raw_zip {
    struct buffer bytes, directory;
    unsigned entries;
};

static void raw_number(struct buffer *to, uint32_t number, int bytes)
{
    for (int i = 0; i < bytes; i++)
        buffer_add_char(to, (char)(number >> (8 * i) & 0xFF));
}

/* Version, flags, method, time, checksum, sizes, name and extra lengths: what both headers hold. */
static void raw_common(struct buffer *to, const char *name, const char *bytes, unsigned flags)
{
    size_t length = strlen(bytes);
    raw_number(to, 20, 2);
    raw_number(to, flags, 2);
    raw_number(to, 0, 2);
    raw_number(to, 0, 4);
    raw_number(to, (uint32_t)crc32(0, (const unsigned char *)bytes, (unsigned)length), 4);
    raw_number(to, (uint32_t)length, 4);
    raw_number(to, (uint32_t)length, 4);
    raw_number(to, (uint32_t)strlen(name), 2);
    raw_number(to, 0, 2);
}

/* In the directory alone: an entry whose data begin at `offset`. */
static void raw_listed(struct raw_zip *zip, const char *name, const char *bytes, unsigned flags, size_t offset)
{
    buffer_add(&zip->directory, "PK\1\2\24\0", 6);
    raw_common(&zip->directory, name, bytes, flags);
    buffer_add(&zip->directory, "\0\0\0\0\0\0\0\0\0\0", 10);
    raw_number(&zip->directory, (uint32_t)offset, 4);
    buffer_add_text(&zip->directory, name);
    zip->entries++;
}

static void raw_entry(struct raw_zip *zip, const char *name, const char *bytes, unsigned flags)
{
    raw_listed(zip, name, bytes, flags, zip->bytes.length);
    buffer_add(&zip->bytes, "PK\3\4", 4);
    raw_common(&zip->bytes, name, bytes, flags);
    buffer_add_text(&zip->bytes, name);
    buffer_add_text(&zip->bytes, bytes);
}

/* Over 65,535 entries the count of the plain format wraps round: zip64 says how many. */
static void raw_end(struct raw_zip *zip)
{
    size_t start = zip->bytes.length;
    buffer_add(&zip->bytes, zip->directory.bytes, zip->directory.length);
    size_t end = zip->bytes.length;
    bool large = zip->entries > UINT16_MAX;
    if (large) {
        buffer_add(&zip->bytes, "PK\6\6\54\0\0\0\0\0\0\0\55\0\55\0\0\0\0\0\0\0\0\0", 24);
        const size_t numbers[] = {zip->entries, zip->entries, zip->directory.length, start};
        for (size_t i = 0; i < 4; i++) {
            raw_number(&zip->bytes, (uint32_t)numbers[i], 4);
            raw_number(&zip->bytes, 0, 4);
        }
        buffer_add(&zip->bytes, "PK\6\7\0\0\0\0", 8);
        raw_number(&zip->bytes, (uint32_t)end, 4);
        buffer_add(&zip->bytes, "\0\0\0\0\1\0\0\0", 8);
    }
    buffer_add(&zip->bytes, "PK\5\6\0\0\0\0", 8);
    raw_number(&zip->bytes, large ? UINT16_MAX : zip->entries, 2);
    raw_number(&zip->bytes, large ? UINT16_MAX : zip->entries, 2);
    raw_number(&zip->bytes, (uint32_t)zip->directory.length, 4);
    raw_number(&zip->bytes, large ? UINT32_MAX : (uint32_t)start, 4);
    raw_number(&zip->bytes, 0, 2);
}

static const char plain_body[] = W P("Portage visits you at home.") "</w:body></w:document>";

static void make_honest(struct raw_zip *zip)
{
    raw_entry(zip, "word/document.xml", plain_body, 0);
}

static void make_many(struct raw_zip *zip)
{
    raw_entry(zip, "word/document.xml", plain_body, 0);
    char name[32];
    for (int i = 1; i < 100000; i++) {
        snprintf(name, sizeof name, "word/media/%d", i);
        raw_entry(zip, name, "", 0);
    }
}

/* Each of these is the whole file up to its end when it is unzipped alone. */
static void make_overlapping(struct raw_zip *zip)
{
    raw_entry(zip, "word/document.xml", plain_body, 0);
    char name[32];
    for (int i = 0; i < 5000; i++) {
        snprintf(name, sizeof name, "word/media/%d", i);
        raw_listed(zip, name, plain_body, 0, 0);
    }
}

static void make_absolute(struct raw_zip *zip)
{
    raw_entry(zip, "/etc/word/document.xml", plain_body, 0);
    raw_entry(zip, "../../../word/document.xml", plain_body, 0);
    raw_entry(zip, "C:\\word\\document.xml", plain_body, 0);
}

static void make_twice(struct raw_zip *zip)
{
    raw_entry(zip, "word/document.xml", plain_body, 0);
    raw_entry(zip, "word/document.xml", W P("another") "</w:body></w:document>", 0);
}

static void make_encrypted(struct raw_zip *zip)
{
    raw_entry(zip, "word/document.xml", plain_body, 1);
}

static void make_elsewhere(struct raw_zip *zip)
{
    raw_listed(zip, "word/document.xml", plain_body, 0, 0x7FFFFF00);
    buffer_add_text(&zip->bytes, "PK\3\4 and no more");
}

static void make_deep(struct raw_zip *zip)
{
    struct buffer deep;
    buffer_init(&deep, FIXTURE_BYTES);
    buffer_add_text(&deep, W P("kept"));
    for (int i = 0; i < 500000; i++)
        buffer_add_text(&deep, "<w:tbl><w:tr><w:tc>");
    raw_entry(zip, "word/document.xml", buffer_text(&deep), 0);
    buffer_release(&deep);
}

static const struct hostile {
    void (*make)(struct raw_zip *zip);
    unsigned cut;              /* in how many parts it is cut, of which the first is read; 0 whole */
    const char *refusal;       /* NULL where text is read all the same */
    const char *partly;        /* what is missing of it, or NULL */
} hostile[] = {
    {make_honest, 0, NULL, NULL},                /* that the zips made here are zips */
    {make_honest, 2, "damaged zip", NULL},
    {make_many, 0, "more than 10000 files", NULL},
    {make_many, 3, "damaged zip", NULL},
    {make_overlapping, 0, NULL, NULL},           /* only named parts are unzipped, each once */
    {make_absolute, 0, "without a Word document", NULL},
    {make_twice, 0, NULL, NULL},
    {make_encrypted, 0, "asks for a password", NULL},
    {make_elsewhere, 0, "zip", NULL},
    {make_deep, 0, NULL, "damaged from some place on"},
};

START_TEST(test_hostile_docx)
{
    const struct hostile *one = &hostile[_i];
    struct raw_zip zip = {.entries = 0};
    buffer_init(&zip.bytes, FIXTURE_BYTES);
    buffer_init(&zip.directory, FIXTURE_BYTES);
    one->make(&zip);
    raw_end(&zip);
    size_t length = one->cut > 0 ? zip.bytes.length / one->cut : zip.bytes.length;
    double start = seconds();
    if (one->refusal != NULL)
        must_refuse_as(one->make == make_encrypted ? STATUS_PASSWORD : STATUS_PARSE, zip.bytes.bytes, length, NULL, one->refusal);
    else {
        struct document *d = read_bytes(zip.bytes.bytes, length, NULL);
        ck_assert_uint_ge(d->block_count, 1);
        ck_assert_int_eq(d->partly_read, one->partly != NULL);
        if (one->partly != NULL)
            ck_assert_msg(strstr(d->partly_reason, one->partly) != NULL, "%s", d->partly_reason);
        document_free(d);
    }
    ck_assert(seconds() - start < 5);
    buffer_release(&zip.bytes);
    buffer_release(&zip.directory);
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
    if (count > 0 && document_is_child(arguments[0]))
        _exit(document_child());
    document_start();
    Suite *suite = suite_create("document leaflets");
    TCase *tcase = tcase_create("leaflets");
    tcase_set_timeout(tcase, 120);
    tcase_add_test(tcase, test_pdf_is_read);
    tcase_add_test(tcase, test_scanned_pdf);
    tcase_add_test(tcase, test_encrypted_pdf);
    tcase_add_test(tcase, test_pdf_that_must_not_be_copied);
    tcase_add_test(tcase, test_pdf_bomb_ends_in_time);
    tcase_add_test(tcase, test_damaged_pdf);
    tcase_add_loop_test(tcase, test_confinement, 0, sizeof confined / sizeof confined[0]);
    tcase_add_test(tcase, test_confined_output_and_time_end);
    tcase_add_test(tcase, test_docx_is_read);
    tcase_add_loop_test(tcase, test_docx_of_many_hands, 0, sizeof WRITTEN / sizeof WRITTEN[0]);
    tcase_add_test(tcase, test_docx_with_another_within);
    tcase_add_test(tcase, test_docx_bomb);
    tcase_add_test(tcase, test_docx_entities_and_depth);
    tcase_add_test(tcase, test_damaged_docx);
    tcase_add_loop_test(tcase, test_hostile_docx, 0, sizeof hostile / sizeof hostile[0]);
    tcase_add_test(tcase, test_docx_is_read_in_a_child);
    suite_add_tcase(suite, tcase);
    int failed = run_suite(suite);
    document_stop();
    return failed;
}
