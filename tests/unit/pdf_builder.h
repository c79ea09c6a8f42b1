/* PDFs made byte by byte. */
#ifndef COREOFFER_TESTS_PDF_BUILDER_H
#define COREOFFER_TESTS_PDF_BUILDER_H

#include <stdio.h>
#include <string.h>

#include "document_fixture.h"

/* A PDF of pages that are each a content stream, with a right cross-reference table. */
struct pdf {
    struct buffer bytes;
    size_t offsets[64];
    int objects;
};

static inline int pdf_object(struct pdf *pdf, const char *body)
{
    pdf->offsets[++pdf->objects] = pdf->bytes.length;
    buffer_printf(&pdf->bytes, "%d 0 obj\n%s\nendobj\n", pdf->objects, body);
    return pdf->objects;
}

static inline void pdf_end(struct pdf *pdf, const char *trailer)
{
    size_t start = pdf->bytes.length;
    buffer_printf(&pdf->bytes, "xref\n0 %d\n0000000000 65535 f \n", pdf->objects + 1);
    for (int i = 1; i <= pdf->objects; i++)
        buffer_printf(&pdf->bytes, "%010zu 00000 n \n", pdf->offsets[i]);
    buffer_printf(&pdf->bytes, "trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%zu\n%%%%EOF\n", pdf->objects + 1, trailer, start);
}

/* Objects: 1 catalogue, 2 pages, 3 and 4 fonts, then a page and its stream each. */
static inline void pdf_make(struct pdf *pdf, const char *const *pages, int count, const char *page_extra, const char *trailer)
{
    *pdf = (struct pdf){.objects = 0};
    buffer_init(&pdf->bytes, FIXTURE_BYTES);
    buffer_add_text(&pdf->bytes, "%PDF-1.4\n");
    pdf_object(pdf, "<< /Type /Catalog /Pages 2 0 R >>");
    struct buffer kids, body;
    buffer_init(&kids, FIXTURE_BYTES);
    buffer_init(&body, FIXTURE_BYTES);
    for (int i = 0; i < count; i++)
        buffer_printf(&kids, "%d 0 R ", 5 + 2 * i);
    buffer_printf(&body, "<< /Type /Pages /Count %d /Kids [%s] >>", count, buffer_text(&kids));
    pdf_object(pdf, buffer_text(&body));
    pdf_object(pdf, "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>");
    pdf_object(pdf, "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>");
    for (int i = 0; i < count; i++) {
        buffer_clear(&body);
        buffer_printf(&body, "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R /Resources << /Font << /F 3 0 R /B 4 0 R >> >> %s >>",
                      6 + 2 * i, page_extra);
        pdf_object(pdf, buffer_text(&body));
        buffer_clear(&body);
        buffer_printf(&body, "<< /Length %zu >>\nstream\n%s\nendstream", strlen(pages[i]), pages[i]);
        pdf_object(pdf, buffer_text(&body));
    }
    pdf_end(pdf, trailer);
    buffer_release(&kids);
    buffer_release(&body);
}

#define AT(font, size, x, y, words) "BT /" font " " size " Tf " x " " y " Td (" words ") Tj ET\n"

#endif
