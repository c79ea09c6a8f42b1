/* PDFs as designers and office programs leave them: what a parent reads must come out in words and
 * items, and what nobody can read must be said. */

#include "document/pdf_lines.h"
#include "pdf_builder.h"

#define LINE(y, words) AT("F", "11", "50", #y, words)

struct laid_out {
    const char *stream, *blocks;
};

static const struct laid_out LAID_OUT[] = {
    /* hyphens at the ends of lines */
    {LINE(730, "A rest for the families of dis-") LINE(716, "abled children and for their brothers and sis-") LINE(702, "ters, and for the well-")
     LINE(688, "being of all."),
     "main p > A rest for the families of disabled children and for their brothers and sisters, and for the well-being of all.\n"},
    {LINE(730, "You can ask about home-schooling, or for a break at home-") LINE(716, "schooling times, too."),
     "main p > You can ask about home-schooling, or for a break at home-schooling times, too.\n"},
    {LINE(730, "Ask for an overnight or an over-") LINE(716, "night stay in the whole of North-") LINE(702, "East Otterby."),
     "main p > Ask for an overnight or an overnight stay in the whole of North-East Otterby.\n"},
    {LINE(730, "Write to childrens-") LINE(716, "services@otterby.example, or team@otterby-") LINE(702, "east.example, or see www.otterby.example/short-") LINE(688, "breaks today."),
     "main p > Write to childrens-services@otterby.example, or team@otterby-east.example, or see www.otterby.example/short-breaks today.\n"},
    /* lists */
    {LINE(730, "What happens next:") LINE(716, "1. You ring us and say what you need and when.") LINE(702, "2. We visit you, and talk about what")
     LINE(688, "your child likes to do.") LINE(674, "3. We write to you."),
     "main p > What happens next:\n"
     "main li1 > You ring us and say what you need and when. [What happens next:]\n"
     "main li1 > We visit you, and talk about what your child likes to do. [What happens next:]\n"
     "main li1 > We write to you. [What happens next:]\n"},
    {LINE(730, "(a) a sitter") LINE(716, "(b) a club") LINE(702, "i\\) on Mondays") LINE(688, "ii\\) on Fridays"),
     "main li1 > a sitter\nmain li1 > a club\nmain li1 > on Mondays\nmain li1 > on Fridays\n"},
    {LINE(730, "1. We help children who are aged 5 to") LINE(716, "18. You can ask us yourself."),
     "main li1 > We help children who are aged 5 to 18. You can ask us yourself.\n"},
    {LINE(730, "> a sitter") LINE(716, "\\273 a club"), "main li1 > a sitter\nmain li1 > a club\n"},
    /* a table: cells of several lines, drawn one after another */
    {AT("B", "11", "50", "730", "Club") AT("B", "11", "200", "730", "Ages") LINE(714, "Swimming at the") LINE(700, "leisure pool") AT("F", "11", "200", "714", "5 to 11")
     LINE(684, "Drama") AT("F", "11", "200", "684", "8 to 18") LINE(640, "Ring us to book a place at any club."),
     "main th0.0.0 > Club\nmain th0.0.1 > Ages\nmain td0.1.0 > Swimming at the leisure pool\nmain td0.1.1 > 5 to 11\nmain td0.2.0 > Drama\nmain td0.2.1 > 8 to 18\n"
     "main p > Ring us to book a place at any club.\n"},
    /* labels and what they stand for */
    {AT("B", "11", "50", "730", "Telephone") AT("F", "11", "150", "730", "01632 960123") AT("B", "11", "50", "714", "Fax") AT("F", "11", "150", "714", "01632 960124")
     AT("B", "11", "50", "698", "Email") AT("F", "11", "150", "698", "portage@otterby.example"),
     "main td0.0.0 > Telephone\nmain td0.0.1 > 01632 960123\nmain td0.1.0 > Fax\nmain td0.1.1 > 01632 960124\nmain td0.2.0 > Email\nmain td0.2.1 > portage@otterby.example\n"},
    /* two columns of prose, drawn line by line across the page */
    {LINE(730, "Short breaks give disabled") AT("F", "11", "320", "730", "You can ask us yourself, and") LINE(716, "children time with friends and")
     AT("F", "11", "320", "716", "we reply within ten days. A") LINE(702, "their parents a rest.") AT("F", "11", "320", "702", "first visit is free."),
     "main p > Short breaks give disabled children time with friends and their parents a rest.\n"
     "main p > You can ask us yourself, and we reply within ten days. A first visit is free.\n"},
    /* two lists side by side */
    {LINE(730, "\\225 swimming") AT("F", "11", "300", "730", "\\225 art") LINE(714, "\\225 drama") AT("F", "11", "300", "714", "\\225 music") LINE(698, "\\225 cooking")
     AT("F", "11", "300", "698", "\\225 trips"),
     "main li1 > swimming\nmain li1 > drama\nmain li1 > cooking\nmain li1 > art\nmain li1 > music\nmain li1 > trips\n"},
    /* letters set wide, words printed twice, words outside of the page */
    {LINE(730, "How to ask for it . . . . . . . . . . . . . . . . . . . . . . . . . . . . . . . . . . 4"), "main p > How to ask for it . . . . . . . . . . . . . . . . . . . . . . . . . . . . . . . . . . 4\n"},
    {AT("B", "20", "50", "770", "P O R T A G E") "BT /B 16 Tf 6 Tc 50 730 Td (Who is it for?) Tj 0 Tc ET\n" LINE(700, "Children under five who live in Otterby."),
     "main h1 > PORTAGE\nmain h2 > Who is it for?\nmain p > Children under five who live in Otterby.\n"},
    {AT("F", "16", "50", "770", "Who is it for?") AT("F", "16", "50.4", "770", "Who is it for?") LINE(740, "Children under five who live in Otterby, and all the rest."),
     "main h1 > Who is it for?\nmain p > Children under five who live in Otterby, and all the rest.\n"},
    {LINE(730, "Ring us on 01632 960123.") LINE(1200, "proof two") AT("F", "11", "900", "500", "crop here"), "main p > Ring us on 01632 960123.\n"},
    /* what a machine read in a scan, drawn invisibly over it */
    {"0 0 500 700 re f\n3 Tr\n" LINE(730, "Short breaks for families. Ring us on 01632 960123."), "main p > Short breaks for families. Ring us on 01632 960123.\n"},
    /* but not beside what is drawn */
    {LINE(730, "Ring us on 01632 960123.") "3 Tr\n" LINE(700, "respite short break breaks free"), "main p > Ring us on 01632 960123.\n"},
};

START_TEST(test_words_and_items)
{
    struct pdf pdf;
    struct buffer out;
    pdf_make(&pdf, &LAID_OUT[_i].stream, 1, "", "");
    struct document *d = read_bytes(pdf.bytes.bytes, pdf.bytes.length, "application/pdf");
    ck_assert(!d->picture_of_text && !d->partly_read);
    buffer_init(&out, FIXTURE_BYTES);
    write_blocks(d, &out);
    ck_assert_str_eq(buffer_text(&out), LAID_OUT[_i].blocks);
    buffer_release(&out);
    document_free(d);
    buffer_release(&pdf.bytes);
}
END_TEST

START_TEST(test_pages_of_pictures)
{
    static const char *const pages[] = {LINE(730, "Short breaks for families.") LINE(716, "Ring us on 01632 960123, and we visit you at home."),
                                        "0 0 500 700 re f\n", "0 0 500 700 re f\n", LINE(20, "Ref 12")};
    for (int count = 2; count <= 4; count++) {
        struct pdf pdf;
        pdf_make(&pdf, pages, count, "", "");
        struct document *d = read_bytes(pdf.bytes.bytes, pdf.bytes.length, "application/pdf");
        ck_assert(!d->picture_of_text);
        ck_assert_int_eq(d->partly_read, count > 2); /* a leaflet may have a picture for its cover */
        if (d->partly_read)
            ck_assert_ptr_nonnull(strstr(d->partly_reason, "pictures without text"));
        document_free(d);
        buffer_release(&pdf.bytes);
    }
}
END_TEST

/* Each piece was joined to its line by copying all of it: half a megabyte of PDF took gigabytes. */
START_TEST(test_pieces_without_end)
{
    enum { PIECES = 4000, PIECE_BYTES = 26 };
    struct buffer xml;
    struct pdf_lines lines;
    buffer_init(&xml, FIXTURE_BYTES);
    buffer_add_text(&xml, "<pdf2xml>\n<page number=\"1\" top=\"0\" left=\"0\" height=\"1188\" width=\"918\">\n<fontspec id=\"0\" size=\"9\"/>\n");
    for (int i = 0; i < PIECES; i++)
        buffer_printf(&xml, "<text top=\"10\" left=\"100\" width=\"4\" height=\"9\" font=\"0\">abcdefghijklmnopqrstuv%04d</text>\n", i);
    buffer_add_text(&xml, "</page>\n</pdf2xml>\n");
    pdf_lines_read(buffer_text(&xml), xml.length, &lines);
    size_t bytes = 0;
    for (size_t i = 0; i < lines.count; i++)
        bytes += lines.lines[i].length;
    ck_assert_uint_eq(bytes, PIECES * PIECE_BYTES);
    ck_assert_uint_lt(lines.arena.used, (size_t)16 << 20);
    pdf_lines_release(&lines);
    buffer_release(&xml);
}
END_TEST

struct unreadable {
    const char *words, *refusal; /* the words stand on twelve lines */
};

static const struct unreadable UNREADABLE[] = {
    {"6KRUWEUHDNVIRUIDPLOLHVRIGLVDEOHGFKLOGUHQ", "no map to characters"},       /* codes moved along, spaces lost */
    {"bRt fGh kLmN oPq sTu vWx yZa bCd eFg hIj kLm", "no map to characters"},    /* capitals anywhere */
    {"^R# $f[ k{] o}` s~< v>| yZ+ bC@ e%g h#j k$m", "no map to characters"},
    {"Please wait... If this message is not eventually replaced with the proper contents", "XFA"},
    {"For the best experience, open this PDF portfolio in a newer reader", "portfolio"},
};

START_TEST(test_what_nobody_can_read)
{
    struct buffer stream;
    struct pdf pdf;
    buffer_init(&stream, FIXTURE_BYTES);
    for (int y = 730; y > 562; y -= 14)
        buffer_printf(&stream, "BT /F 11 Tf 50 %d Td (%s) Tj ET\n", y, UNREADABLE[_i].words);
    const char *page = buffer_text(&stream);
    pdf_make(&pdf, &page, 1, "", "");
    must_refuse(pdf.bytes.bytes, pdf.bytes.length, "application/pdf", UNREADABLE[_i].refusal);
    buffer_release(&pdf.bytes);
    buffer_release(&stream);
}
END_TEST

/* Other languages, forms to fill in, prices and times are no jumble. */
static const char *const READABLE[] = {
    "Przerwy dla rodzin z dzie\\346mi niepe\\263nosprawnymi, szczeg\\363\\263y w biurze",
    "Seibiant byr i deuluoedd plant anabl yn y sir hon, ffoniwch ni",
    "Name ____________________ Date of birth __ / __ / ____ #",
    "Swimming ..................... \\2434.50 .... 10.30-11.45 .... 5+",
    "NHS SEND EHCP DWP DLA PIP CAMHS SENCO TAC MASH LADO CDC",
    "www.otterby.example/short-breaks or short.breaks@otterby.example today",
};

START_TEST(test_what_looks_odd_and_can_be_read)
{
    struct buffer stream;
    struct pdf pdf;
    buffer_init(&stream, FIXTURE_BYTES);
    for (int y = 730; y > 562; y -= 14)
        buffer_printf(&stream, "BT /F 11 Tf 50 %d Td (%s) Tj ET\n", y, READABLE[_i]);
    const char *page = buffer_text(&stream);
    pdf_make(&pdf, &page, 1, "", "");
    struct document *d = read_bytes(pdf.bytes.bytes, pdf.bytes.length, "application/pdf");
    ck_assert_uint_ge(d->block_count, 1);
    document_free(d);
    buffer_release(&pdf.bytes);
    buffer_release(&stream);
}
END_TEST

int main(void)
{
    document_start();
    Suite *suite = suite_create("document pdf");
    TCase *tcase = tcase_create("pdf");
    tcase_set_timeout(tcase, 120);
    tcase_add_loop_test(tcase, test_words_and_items, 0, sizeof LAID_OUT / sizeof LAID_OUT[0]);
    tcase_add_loop_test(tcase, test_what_nobody_can_read, 0, sizeof UNREADABLE / sizeof UNREADABLE[0]);
    tcase_add_loop_test(tcase, test_what_looks_odd_and_can_be_read, 0, sizeof READABLE / sizeof READABLE[0]);
    tcase_add_test(tcase, test_pages_of_pictures);
    tcase_add_test(tcase, test_pieces_without_end);
    suite_add_tcase(suite, tcase);
    int failed = run_suite(suite);
    document_stop();
    return failed;
}
