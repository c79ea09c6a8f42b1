/* PDF leaflets as files: what is read of a good one, and that a scanned, locked, damaged or hostile one ends as a sentence. */
#include <unistd.h>

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

int main(void)
{
    document_start();
    Suite *suite = suite_create("document pdf files");
    TCase *tcase = tcase_create("pdf files");
    tcase_set_timeout(tcase, 120);
    tcase_add_test(tcase, test_pdf_is_read);
    tcase_add_test(tcase, test_scanned_pdf);
    tcase_add_test(tcase, test_encrypted_pdf);
    tcase_add_test(tcase, test_pdf_that_must_not_be_copied);
    tcase_add_test(tcase, test_pdf_bomb_ends_in_time);
    tcase_add_test(tcase, test_damaged_pdf);
    suite_add_tcase(suite, tcase);
    int failed = run_suite(suite);
    document_stop();
    return failed;
}
