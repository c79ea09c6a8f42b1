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

enum status pdf_read(const struct document_input *input, struct document **out, struct error *err)
{
    const char *program = find_program();
    if (program == NULL)
        return error_set(err, STATUS_PARSE, "PDF files can't be read: pdftohtml (poppler-utils) is not installed");
    char last_page[16];
    snprintf(last_page, sizeof last_page, "%d", LIMIT_PDF_PAGES + 1); /* one more, to know that there are more */
    static char name[] = "pdftohtml", xml[] = "-xml", images[] = "-i", to_stdout[] = "-stdout", enc[] = "-enc",
                utf8[] = "UTF-8", last[] = "-l", path[] = CONFINE_INPUT;
    char *const arguments[] = {name, xml, images, to_stdout, enc, utf8, last, last_page, path, NULL};
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
