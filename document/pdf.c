#include "document/pdf.h"

#include <string.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/text.h"
#include "document/builder.h"
#include "document/confine.h"
#include "document/pdf_layout.h"

enum { ERRORS_BYTES = 4096 };

/* pdftohtml in the usual places: nothing is looked for along a PATH that others set. */
static const char *find_program(void)
{
    static const char *const places[] = {"/usr/bin/pdftohtml", "/usr/local/bin/pdftohtml", "/bin/pdftohtml",
                                         "/opt/homebrew/bin/pdftohtml"};
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++)
        if (access(places[i], X_OK) == 0)
            return places[i];
    return NULL;
}

static bool says(const struct buffer *errors, const char *words)
{
    return text_find_ignoring_case(buffer_text(errors), errors->length, words) != NULL;
}

/* The XML up to the last line that is whole, so that a cut document still reads. */
static size_t whole_lines(const struct buffer *xml)
{
    const char *last = memrchr(buffer_text(xml), '\n', xml->length);
    return last != NULL ? (size_t)(last - buffer_text(xml)) + 1 : 0;
}

/* With `hidden`, also what is not drawn: the words that a machine read in a scan. */
static enum status extract(const char *program, const struct document_input *input, bool hidden, struct document **out, struct error *err)
{
    char last_page[16];
    snprintf(last_page, sizeof last_page, "%d", LIMIT_PDF_PAGES + 1); /* one more, to know that there are more */
    static char name[] = "pdftohtml", xml[] = "-xml", images[] = "-i", to_stdout[] = "-stdout", enc[] = "-enc",
                utf8[] = "UTF-8", last[] = "-l", undrawn[] = "-hidden", path[] = CONFINE_INPUT;
    static char uncopied[] = "-nodrm"; /* a PDF that forbids copying is shown to everyone, and so it is read */
    char *const arguments[] = {name, xml, uncopied, images, to_stdout, enc, utf8, last, last_page, hidden ? undrawn : path, hidden ? path : NULL, NULL};
    const struct confine_job job = {program,       arguments,         input->bytes,
                                    input->length, LIMIT_PDF_SECONDS, LIMIT_PDF_MEMORY};
    struct buffer text, errors;
    buffer_init(&text, LIMIT_PDF_OUTPUT);
    buffer_init(&errors, ERRORS_BYTES);
    int exit_status;
    struct error why;
    enum status status = confine_run(&job, &text, &errors, &exit_status, &why);
    bool encrypted = says(&errors, "incorrect password");
    size_t length = whole_lines(&text);
    if (status == STATUS_IO)
        status = error_set(err, STATUS_PARSE, "the PDF can't be read: %s", why.message);
    else if (encrypted)
        status = error_set(err, STATUS_PASSWORD, "the PDF is encrypted and asks for a password");
    else if (memmem(buffer_text(&text), length, "<page ", 6) == NULL)
        status = error_set(err, STATUS_PARSE, "the PDF is damaged: %s",
                           status == STATUS_LIMIT ? why.message : "no page can be read from it");
    else {
        struct builder builder;
        builder_init(&builder, DOCUMENT_PDF);
        builder.document->encoding = "UTF-8";
        if (status == STATUS_LIMIT)
            builder_partly(&builder, why.message);
        pdf_layout_add(buffer_text(&text), length, &builder);
        *out = builder_finish(&builder);
        status = STATUS_OK;
    }
    buffer_release(&text);
    buffer_release(&errors);
    return status;
}

/* ---- letters that are none ---- */

struct letters {
    size_t solid, plain, odd, words, mixed;
};

static void count_word(struct letters *letters, const char *text, size_t length)
{
    size_t ascii = 0, mixed = 0;
    for (size_t i = 0; i < length; i++) {
        char c = text[i];
        bool small = c >= 'a' && c <= 'z', capital = c >= 'A' && c <= 'Z';
        ascii += small || capital;
        mixed += i > 0 && capital && text[i - 1] >= 'a' && text[i - 1] <= 'z';
        letters->odd += strchr("#$<>[\\]^`{|}~+\"%", c) != NULL || (unsigned char)c < ' ';
    }
    letters->words++;
    letters->solid += length;
    letters->plain += ascii;
    letters->mixed += mixed > 0;
}

/* Fonts without a map to characters: the leaflet looks right, and is a jumble to whoever does
 * not see it. Told by capitals within words, odd signs, or no spaces. */
static bool is_jumble(const struct document *document)
{
    enum { BYTES_LEAST = 300, WORDS_LEAST = 20, WORD_BYTES = 20 };
    struct letters letters = {.solid = 0};
    for (size_t i = 0; i < document->block_count; i++) {
        const char *at = document->blocks[i].text;
        while (*at != '\0') {
            size_t length = strcspn(at, " ");
            if (length > 0)
                count_word(&letters, at, length);
            at += length + (at[length] == ' ');
        }
    }
    if (letters.solid < BYTES_LEAST || letters.plain * 2 < letters.solid)
        return letters.solid >= BYTES_LEAST && letters.odd * 4 > letters.solid;
    return letters.odd * 8 > letters.solid || letters.solid > letters.words * WORD_BYTES ||
           (letters.words >= WORDS_LEAST && letters.mixed * 2 > letters.words);
}

/* Why what could be read is not the leaflet, as a sentence, or NULL. */
static const char *not_the_leaflet(const struct document *document)
{
    enum { COVER_BLOCKS = 12 };
    static const struct {
        const char *words, *why;
    } covers[] = {{"if this message is not eventually replaced", "the PDF is a form (XFA) that only Adobe's own reader shows; publish it as a page or a plain PDF"},
                  {"open this pdf portfolio", "the PDF is a portfolio, a folder of other files; publish each by itself"}};
    for (size_t b = 0; b < document->block_count && document->block_count <= COVER_BLOCKS; b++)
        for (size_t i = 0; i < sizeof covers / sizeof covers[0]; i++)
            if (text_find_ignoring_case(document->blocks[b].text, document->blocks[b].length, covers[i].words) != NULL)
                return covers[i].why;
    return is_jumble(document) ? "the PDF's letters have no map to characters, so that neither a program nor a screen reader can read it" : NULL;
}

enum status pdf_read(const struct document_input *input, struct document **out, struct error *err)
{
    const char *program = find_program();
    if (program == NULL)
        return error_set(err, STATUS_PARSE, "PDF files can't be read: pdftohtml (poppler-utils) is not installed");
    enum status status = extract(program, input, false, out, err);
    struct document *heard = NULL;
    struct error unheard;
    if (status == STATUS_OK && (*out)->picture_of_text && extract(program, input, true, &heard, &unheard) == STATUS_OK && !heard->picture_of_text) {
        document_free(*out);
        *out = heard;
        heard = NULL;
    }
    document_free(heard);
    const char *why = status == STATUS_OK ? not_the_leaflet(*out) : NULL;
    if (why == NULL)
        return status;
    document_free(*out);
    *out = NULL;
    return error_set(err, STATUS_PARSE, "%s", why);
}
