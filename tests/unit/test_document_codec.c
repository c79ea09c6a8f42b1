/* A document as bytes and back, and damaged bytes. */
#include "document_fixture.h"

static struct document *sample(void)
{
    return read_html("<html lang=en><head><title>T</title><base href=/b/><link rel=canonical href=/c><meta name=description content=D>"
                     "<meta name=robots content=noindex></head><body><nav><a href=/n rel=nofollow id=top name=top>N</a></nav><main><h1>Caf\xC3\xA9</h1><p>You get:</p>"
                     "<ul><li>one <a href=/x download>x</a></ul><details><summary>S</summary><p>d</p></details><table border=1><tr><th>a<td>b</table>"
                     "<form><input name=child></form></main></body></html>");
}

static void must_match(const struct document *a, const struct document *b)
{
    struct buffer first, second;
    buffer_init(&first, FIXTURE_BYTES);
    buffer_init(&second, FIXTURE_BYTES);
    document_encode(a, &first);
    document_encode(b, &second);
    ck_assert_uint_eq(first.length, second.length);
    ck_assert_int_eq(memcmp(first.bytes, second.bytes, first.length), 0);
    buffer_clear(&first);
    buffer_clear(&second);
    write_blocks(a, &first);
    write_blocks(b, &second);
    ck_assert_str_eq(buffer_text(&first), buffer_text(&second));
    ck_assert_str_eq(a->title, b->title);
    ck_assert_str_eq(a->language, b->language);
    ck_assert_str_eq(a->base_href, b->base_href);
    ck_assert_str_eq(a->canonical, b->canonical);
    ck_assert_ptr_null(b->refresh);
    ck_assert(a->noindex == b->noindex && a->has_forms == b->has_forms && a->rendered == b->rendered && a->has_scripts == b->has_scripts && a->leads_unread == b->leads_unread && a->type == b->type);
    ck_assert_uint_eq(a->link_count, b->link_count);
    for (size_t i = 0; i < a->link_count; i++) {
        ck_assert_str_eq(a->links[i].href, b->links[i].href);
        ck_assert(a->links[i].download == b->links[i].download && a->links[i].nofollow == b->links[i].nofollow && a->links[i].guess == b->links[i].guess && a->links[i].loads == b->links[i].loads);
        ck_assert_int_eq(a->links[i].block, b->links[i].block);
    }
    ck_assert_uint_eq(b->anchor_count, 1);
    ck_assert_str_eq(b->anchors[0], "top");
    ck_assert_uint_eq(b->loose_name_count, 1);
    ck_assert_str_eq(b->loose_names[0], "top");
    buffer_release(&first);
    buffer_release(&second);
}

START_TEST(test_round_trip)
{
    struct document *document = sample(), *again = NULL;
    struct buffer bytes;
    struct error err;
    buffer_init(&bytes, FIXTURE_BYTES);
    document->rendered = document->has_scripts = document->leads_unread = document->links[0].guess = document->links[0].loads = true;
    document_encode(document, &bytes);
    ck_assert_int_eq(document_decode(bytes.bytes, bytes.length, &again, &err), STATUS_OK);
    must_match(document, again);
    document_free(again);
    document_free(document);
    buffer_release(&bytes);
}
END_TEST

/* After other bytes in the buffer, as a store's row may have it. */
START_TEST(test_encoding_appends)
{
    struct document *document = sample(), *again = NULL;
    struct buffer bytes;
    struct error err;
    buffer_init(&bytes, FIXTURE_BYTES);
    buffer_add_text(&bytes, "row:");
    document_encode(document, &bytes);
    ck_assert_int_eq(document_decode(bytes.bytes + 4, bytes.length - 4, &again, &err), STATUS_OK);
    must_match(document, again);
    document_free(again);
    document_free(document);
    buffer_release(&bytes);
}
END_TEST

START_TEST(test_damage_is_noticed)
{
    struct document *document = sample(), *again = NULL;
    struct buffer bytes;
    struct error err;
    buffer_init(&bytes, FIXTURE_BYTES);
    document_encode(document, &bytes);
    for (size_t length = 0; length < bytes.length; length++) { /* cut anywhere */
        char *cut = malloc(length ? length : 1);
        memcpy(cut, bytes.bytes, length);
        ck_assert_int_eq(document_decode(cut, length, &again, &err), STATUS_PARSE);
        ck_assert_ptr_null(again);
        free(cut);
    }
    for (size_t i = 0; i < bytes.length; i++) { /* a bit wrong anywhere */
        bytes.bytes[i] ^= (char)(1 << i % 8);
        ck_assert_int_eq(document_decode(bytes.bytes, bytes.length, &again, &err), STATUS_PARSE);
        bytes.bytes[i] ^= (char)(1 << i % 8);
    }
    buffer_add_char(&bytes, 'x');
    ck_assert_int_eq(document_decode(bytes.bytes, bytes.length, &again, &err), STATUS_PARSE);
    buffer_cut(&bytes, bytes.length - 1);
    bytes.bytes[2]++;
    ck_assert_int_eq(document_decode(bytes.bytes, bytes.length, &again, &err), STATUS_PARSE);
    ck_assert_ptr_nonnull(strstr(err.message, "version"));
    document_free(document);
    buffer_release(&bytes);
}
END_TEST

START_TEST(test_a_full_buffer_is_left_over)
{
    struct document *document = sample();
    struct buffer bytes;
    buffer_init(&bytes, 50);
    document_encode(document, &bytes);
    ck_assert(bytes.over);
    document_free(document);
    buffer_release(&bytes);
}
END_TEST

int main(void)
{
    document_start();
    Suite *suite = suite_create("document codec");
    TCase *tcase = tcase_create("codec");
    tcase_add_test(tcase, test_round_trip);
    tcase_add_test(tcase, test_encoding_appends);
    tcase_add_test(tcase, test_damage_is_noticed);
    tcase_add_test(tcase, test_a_full_buffer_is_left_over);
    suite_add_tcase(suite, tcase);
    int failed = run_suite(suite);
    document_stop();
    return failed;
}
