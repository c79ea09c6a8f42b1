/* The archive: what is written can be read, by us and by its framing; what others wrote can
 * be read; what is damaged is told. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "crawler/archive/warc.h"
#include "crawler/archive/warc_digest.h"
#include "crawler/fetch/head.h"
#include "suite.h"

static char directory[64], path[96];
static struct error err;
static struct arena arena;

static void set_up(void)
{
    snprintf(directory, sizeof directory, "/tmp/coreoffer-warc-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(directory));
    snprintf(path, sizeof path, "%s/a.warc.gz", directory);
}

static void tear_down(void)
{
    arena_release(&arena);
    unlink(path);
    rmdir(directory);
}

#define OK(call) ck_assert_msg((call) == STATUS_OK, "%s", err.message)

static void slurp(struct buffer *out)
{
    FILE *file = fopen(path, "rb");
    char piece[4096];
    ck_assert_ptr_nonnull(file);
    buffer_init(out, 64 * 1024 * 1024);
    for (size_t n; (n = fread(piece, 1, sizeof piece, file)) > 0;)
        buffer_add(out, piece, n);
    fclose(file);
}

static void spill(const void *bytes, size_t length)
{
    FILE *file = fopen(path, "wb");
    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(bytes, 1, length, file), length);
    fclose(file);
}

/* What gzip -t does, and the decompressed text; `*members` counts gzip members. */
static void gunzip(const struct buffer *file, struct buffer *out, int *members)
{
    z_stream z = {0};
    *members = 0;
    buffer_init(out, 64 * 1024 * 1024);
    ck_assert_int_eq(inflateInit2(&z, 31), Z_OK);
    z.next_in = (unsigned char *)file->bytes;
    z.avail_in = (unsigned)file->length;
    while (z.avail_in) {
        unsigned char piece[4096];
        z.next_out = piece;
        z.avail_out = sizeof piece;
        int code = inflate(&z, Z_NO_FLUSH);
        ck_assert_msg(code == Z_OK || code == Z_STREAM_END, "gzip: %d", code);
        buffer_add(out, piece, sizeof piece - z.avail_out);
        if (code == Z_STREAM_END) {
            ++*members;
            inflateReset(&z);
        }
    }
    inflateEnd(&z);
}

static const char REQUEST[] = "GET /a HTTP/1.1\r\nHost: a.example\r\n\r\n";
static const char HEAD[] = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\ntransfer-encoding: chunked\r\nETag: \"1\"\r\n\r\n";

static struct warc_exchange exchange_of(const char *url, const char *head, const char *body)
{
    return (struct warc_exchange){
        .url = url, .address = "192.0.2.7", .at = 1700000000, .request = REQUEST, .request_length = sizeof REQUEST - 1,
        .headers = head, .headers_length = strlen(head), .body = body, .body_length = strlen(body),
    };
}

START_TEST(test_many_are_synced_together)
{
    enum { MANY = 40 };
    struct warc_writer *writers[MANY];
    struct warc_exchange exchange = exchange_of("https://a.example/a", HEAD, "<p>one");
    struct warc_place place;
    char paths[MANY][sizeof path + 16];
    for (int i = 0; i < MANY; i++) {
        (void)snprintf(paths[i], sizeof paths[i], "%s.%d", path, i);
        OK(warc_open(paths[i], 0, "coreoffer/test", &writers[i], &err));
        OK(warc_write(writers[i], &exchange, &place, &err));
    }
    OK(warc_sync(writers, MANY, &err));
    OK(warc_sync(writers, 0, &err));
    for (int i = 0; i < MANY; i++) {
        struct warc_index *index;
        OK(warc_close(writers[i], &err));
        OK(warc_index_load(paths[i], &index, &err));
        ck_assert_uint_eq(warc_index_count(index), 1);
        warc_index_free(index);
        (void)unlink(paths[i]);
    }
}
END_TEST

START_TEST(test_round_trip)
{
    struct warc_writer *writer;
    struct warc_place places[4];
    struct warc_exchange exchange = exchange_of("https://a.example/a", HEAD, "<p>one");
    OK(warc_open(path, 0, "coreoffer/test", &writer, &err));
    OK(warc_write(writer, &exchange, &places[0], &err));
    exchange = exchange_of("https://a.example/b", HEAD, "");
    exchange.truncated = WARC_CUT;
    OK(warc_write(writer, &exchange, &places[1], &err));
    exchange = exchange_of("https://a.example/a", HEAD, "<p>one");
    exchange.refers_to_url = "https://a.example/a";
    exchange.refers_to_at = 1700000000;
    exchange.at = 1700009999;
    OK(warc_write(writer, &exchange, &places[2], &err));
    exchange = exchange_of("https://a.example/a", "HTTP/1.1 304 Not Modified\r\n\r\n", "");
    exchange.refers_to_url = "https://a.example/a";
    exchange.refers_to_at = 1700000000;
    OK(warc_write(writer, &exchange, &places[3], &err));
    OK(warc_sync(&writer, 1, &err));
    OK(warc_close(writer, &err));

    struct buffer file, text;
    int members;
    slurp(&file);
    gunzip(&file, &text, &members);
    ck_assert_int_eq(members, 9); /* warcinfo, four responses or revisits, four requests */
    static const char *const lines[] = {
        "WARC/1.1\r\nWARC-Record-ID: <urn:uuid:", "WARC-Type: warcinfo\r\n", "software: coreoffer/test\r\n",
        "WARC-Type: response\r\nWARC-Target-URI: https://a.example/a\r\nWARC-Date: 2023-11-14T22:13:20Z\r\nWARC-IP-Address: 192.0.2.7\r\n",
        "Content-Type: application/http;msgtype=response\r\n", "Content-Type: application/http;msgtype=request\r\n",
        "WARC-Concurrent-To: <urn:uuid:", "WARC-Truncated: length\r\n", "WARC-Warcinfo-ID: <urn:uuid:",
        "WARC-Profile: http://netpreserve.org/warc/1.1/revisit/identical-payload-digest\r\n",
        "WARC-Profile: http://netpreserve.org/warc/1.1/revisit/server-not-modified\r\n",
        "WARC-Refers-To-Target-URI: https://a.example/a\r\nWARC-Refers-To-Date: 2023-11-14T22:13:20Z\r\n",
        "\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: text/html\r\nX-Archive-Orig-transfer-encoding: chunked\r\nETag: \"1\"\r\n\r\n<p>one\r\n\r\n",
        /* printf '<p>one' | sha256sum */
        "WARC-Payload-Digest: sha256:6cdd0621def911531209bd14685fc4fca0c38ca0464199fa72c9496b8d9a9e91\r\n",
    };
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
        ck_assert_msg(strstr(buffer_text(&text), lines[i]) != NULL, "not found: %s", lines[i]);

    struct warc_index *index;
    struct warc_response response;
    OK(warc_index_load(path, &index, &err));
    ck_assert_uint_eq(warc_index_count(index), 4);
    OK(warc_at(index, 0, &arena, &response, &err));
    ck_assert_str_eq(response.url, "https://a.example/a");
    ck_assert_int_eq(response.status, 200);
    ck_assert_int_eq(response.at, 1700000000);
    ck_assert_uint_eq(response.body_length, 6);
    ck_assert_str_eq(response.body, "<p>one");
    ck_assert(response.truncated == WARC_WHOLE && !response.revisit);
    OK(warc_find(index, "https://A.example/x/../b#part", &arena, &response, &err)); /* the same address, otherwise spelt */
    ck_assert(response.truncated == WARC_CUT);
    ck_assert_uint_eq(response.body_length, 0);
    OK(warc_at(index, 2, &arena, &response, &err)); /* a revisit stands for its original */
    ck_assert(response.revisit);
    ck_assert_str_eq(response.body, "<p>one");
    ck_assert_int_eq(response.at, 1700009999);
    OK(warc_find(index, "https://a.example/a", &arena, &response, &err)); /* the last is the 304 */
    ck_assert_int_eq(response.status, 200);
    ck_assert_str_eq(response.body, "<p>one");
    ck_assert_int_eq(warc_find(index, "https://a.example/none", &arena, &response, &err), STATUS_NOT_FOUND);
    ck_assert_int_eq(warc_at(index, 4, &arena, &response, &err), STATUS_NOT_FOUND);
    warc_index_free(index);

    for (int i = 0; i < 4; i++) { /* each place is one gzip member: cut out, it reads alone */
        OK(warc_read(path, places[i].offset, &arena, &response, &err));
        ck_assert(response.revisit == (i >= 2));
        ck_assert_int_eq(response.refers_to_at, i >= 2 ? 1700000000 : -1);
        struct buffer part = {.bytes = file.bytes + places[i].offset, .length = (size_t)places[i].length}, plain;
        gunzip(&part, &plain, &members);
        ck_assert_int_eq(members, 1);
        buffer_release(&plain);
    }
    ck_assert_int_ne(warc_read(path, places[1].offset + 1, &arena, &response, &err), STATUS_OK);
    ck_assert_int_eq(warc_read(path, 0, &arena, &response, &err), STATUS_NOT_FOUND); /* the warcinfo */
    ck_assert_int_eq(warc_read(path, (int64_t)file.length, &arena, &response, &err), STATUS_PARSE);
    buffer_release(&file);
    buffer_release(&text);
}
END_TEST

START_TEST(test_a_rendering_stands_beside_its_response)
{
    struct warc_writer *writer;
    struct warc_place places[3];
    struct warc_response response;
    struct warc_exchange exchange = exchange_of("https://a.example/a", HEAD, "<script>");
    OK(warc_open(path, 0, "coreoffer/test", &writer, &err));
    OK(warc_write(writer, &exchange, &places[0], &err));
    OK(warc_read(path, places[0].offset, &arena, &response, &err));
    ck_assert(strncmp(response.id, "<urn:uuid:", 10) == 0);
    struct warc_rendering rendering = {
        .url = "https://a.example/a", .at = 1700000001, .refers_to = response.id, .html = "<p>seen", .length = 7, .whole = true};
    OK(warc_write_rendering(writer, &rendering, &places[1], &err));
    rendering = (struct warc_rendering){.url = "https://a.example/b", .at = 1700000002, .refers_to = "", .html = "<p>half", .length = 7};
    OK(warc_write_rendering(writer, &rendering, &places[2], &err));
    OK(warc_close(writer, &err));

    struct buffer file, text;
    int members;
    slurp(&file);
    gunzip(&file, &text, &members);
    ck_assert_int_eq(members, 5); /* warcinfo, response, request, two conversions */
    ck_assert_ptr_nonnull(strstr(buffer_text(&text), arena_printf(&arena, "WARC-Refers-To: %s\r\nContent-Type: text/html; charset=utf-8\r\n", response.id)));
    ck_assert_ptr_nonnull(strstr(buffer_text(&text), "WARC-Truncated: unspecified\r\n"));
    buffer_release(&file);
    buffer_release(&text);

    struct warc_index *index;
    OK(warc_index_load(path, &index, &err));
    OK(warc_find(index, "https://a.example/a", &arena, &response, &err));
    ck_assert_str_eq(response.body, "<script>");
    ck_assert(!response.rendering);
    OK(warc_find_rendering(index, "https://a.example/a", &arena, &response, &err));
    ck_assert_str_eq(response.body, "<p>seen");
    ck_assert(response.rendering && !response.truncated);
    ck_assert_int_eq(response.status, 200);
    OK(warc_find_rendering(index, "https://a.example/b", &arena, &response, &err));
    ck_assert(response.rendering && response.truncated);
    /* A rendering is no answer of the server. */
    ck_assert_int_eq(warc_find(index, "https://a.example/b", &arena, &response, &err), STATUS_NOT_FOUND);
    ck_assert_int_eq(warc_find_rendering(index, "https://a.example/c", &arena, &response, &err), STATUS_NOT_FOUND);
    warc_index_free(index);
}
END_TEST

START_TEST(test_nothing_can_be_smuggled_into_the_fields)
{
    struct warc_writer *writer;
    struct warc_place place;
    struct warc_exchange exchange = exchange_of("https://a.example/a\r\nWARC-Type: metadata", "HTTP/1.1 200 OK\r\n", "<p>one");
    OK(warc_open(path, 0, "x\r\nevil: 1", &writer, &err));
    OK(warc_write(writer, &exchange, &place, &err));
    OK(warc_close(writer, &err));
    struct buffer file, text;
    int members;
    slurp(&file);
    gunzip(&file, &text, &members);
    ck_assert_ptr_null(strstr(buffer_text(&text), "metadata"));
    ck_assert_ptr_null(strstr(buffer_text(&text), "evil"));
    struct warc_response response;
    OK(warc_read(path, place.offset, &arena, &response, &err));
    ck_assert_str_eq(response.url, "https://a.example/a");
    ck_assert_str_eq(response.body, "<p>one"); /* though its head had no end */
    buffer_release(&file);
    buffer_release(&text);
}
END_TEST

START_TEST(test_resume_cuts_back)
{
    struct warc_writer *writer;
    struct warc_place first, second;
    struct warc_exchange exchange = exchange_of("https://a.example/a", HEAD, "<p>one");
    OK(warc_open(path, 0, "coreoffer/test", &writer, &err));
    OK(warc_write(writer, &exchange, &first, &err));
    OK(warc_close(writer, &err));
    struct stat info;
    stat(path, &info);
    int64_t committed = info.st_size;
    exchange.url = "https://a.example/lost";
    OK(warc_open(path, committed, "coreoffer/test", &writer, &err));
    OK(warc_write(writer, &exchange, &second, &err));
    OK(warc_close(writer, &err));
    ck_assert_int_eq(truncate(path, (off_t)(second.offset + second.length / 2)), 0); /* killed in the midst of it */
    struct warc_index *index;
    ck_assert_int_eq(warc_index_load(path, &index, &err), STATUS_PARSE);

    exchange.url = "https://a.example/b";
    OK(warc_open(path, committed, "coreoffer/test", &writer, &err));
    OK(warc_write(writer, &exchange, &second, &err));
    OK(warc_close(writer, &err));
    OK(warc_index_load(path, &index, &err));
    ck_assert_uint_eq(warc_index_count(index), 2);
    struct warc_response response;
    ck_assert_int_eq(warc_find(index, "https://a.example/lost", &arena, &response, &err), STATUS_NOT_FOUND);
    OK(warc_read(path, first.offset, &arena, &response, &err));
    OK(warc_read(path, second.offset, &arena, &response, &err));
    ck_assert_str_eq(response.url, "https://a.example/b");
    warc_index_free(index);
    ck_assert_int_eq(warc_open(path, 1000000, "x", &writer, &err), STATUS_IO); /* the store counts on more than there is */
    ck_assert_ptr_nonnull(strstr(err.message, path));
    ck_assert_int_eq(warc_open("/nonexistent/x.warc.gz", 0, "x", &writer, &err), STATUS_IO);
    ck_assert_int_eq(warc_open(directory, 0, "x", &writer, &err), STATUS_IO);
}
END_TEST

START_TEST(test_full_disk)
{
    struct warc_writer *writer;
    ck_assert_int_ne(warc_open("/dev/full", 0, "x", &writer, &err), STATUS_OK);
    OK(warc_close(NULL, &err));
}
END_TEST

/* --- archives of others, written out by hand --- */

static void record(struct buffer *out, const char *version, const char *type, const char *fields, const char *block)
{
    buffer_printf(out, "%s\r\nWARC-Type: %s\r\n%sContent-Length: %zu\r\n\r\n%s\r\n\r\n", version, type, fields, strlen(block), block);
}

static void pack(struct buffer *out, const char *text, size_t length)
{
    z_stream z = {0};
    unsigned char *packed = malloc(length + 1024);
    deflateInit2(&z, 6, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY);
    z.next_in = (unsigned char *)(uintptr_t)text;
    z.avail_in = (unsigned)length;
    z.next_out = packed;
    z.avail_out = (unsigned)length + 1024;
    ck_assert_int_eq(deflate(&z, Z_FINISH), Z_STREAM_END);
    buffer_add(out, packed, z.total_out);
    deflateEnd(&z);
    free(packed);
}

static void foreign(struct buffer *out)
{
    static const char target[] = "WARC-Target-URI: <http://old.example/>\r\nWARC-Date: 2011-02-03T04:05:06Z\r\nContent-Type: application/http; msgtype=response\r\n";
    buffer_init(out, 1024 * 1024);
    record(out, "WARC/1.0", "warcinfo", "Content-Type: application/warc-fields\r\n", "software: other\r\n");
    record(out, "WARC/1.0", "response", target,
           "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nWiki\r\n6;x=y\r\npedia \r\nC\r\nin \r\nchunks.\r\n0\r\n\r\n");
    record(out, "WARC/1.1", "response",
           "WARC-Target-URI: http://old.example/fraction\r\nWARC-Date: 2016-09-19T17:20:24.123456Z\r\nContent-Type: application/http\r\n"
           /* base 32 of SHA-1 of "ok" */
           "WARC-Payload-Digest: sha1:PKC7I5SLXVW26HBVIXX3X4HSPGTNYC7L\r\n",
           "HTTP/1.0 200 OK\r\n\r\nok");
    record(out, "WARC/1.0", "response",
           "WARC-Target-URI: http://old.example/left\r\nWARC-Date: 2016-09-19T17:20:24Z\r\nContent-Type: application/http\r\n",
           "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n<p>chunks were removed");
    record(out, "WARC/1.0", "resource", "WARC-Target-URI: http://old.example/r.txt\r\nContent-Type: text/plain\r\n", "just text");
    record(out, "WARC/1.0", "response", "WARC-Target-URI: dns:old.example\r\nContent-Type: text/dns\r\n", "old.example. 60 IN A 192.0.2.1");
    record(out, "WARC/1.0", "metadata", "WARC-Target-URI: http://old.example/\r\nX: a\r\n b\r\n", "via: x");
    record(out, "WARC/1.0", "response", "WARC-Target-URI: http://old.example/empty\r\nContent-Type: application/http\r\n", "");
}

static void check_foreign(void)
{
    struct warc_index *index;
    struct warc_response response;
    OK(warc_index_load(path, &index, &err));
    ck_assert_uint_eq(warc_index_count(index), 4);
    OK(warc_find(index, "http://old.example/", &arena, &response, &err));
    ck_assert_str_eq(response.url, "http://old.example/");
    ck_assert_int_eq(response.at, 1296705906);
    ck_assert_str_eq(response.body, "Wikipedia in \r\nchunks.");
    OK(warc_find(index, "http://old.example/fraction", &arena, &response, &err));
    ck_assert_int_eq(response.at, 1474305624);
    ck_assert_str_eq(response.body, "ok");
    OK(warc_find(index, "http://old.example/left", &arena, &response, &err));
    ck_assert_str_eq(response.body, "<p>chunks were removed");
    OK(warc_find(index, "http://old.example/r.txt", &arena, &response, &err));
    ck_assert_int_eq(response.status, 200);
    ck_assert_str_eq(response.body, "just text");
    struct head head;
    ck_assert(head_parse(&arena, response.headers, response.headers_length, &head));
    ck_assert_str_eq(head_field(&head, "content-type"), "text/plain");
    warc_index_free(index);
}

START_TEST(test_archives_of_others)
{
    struct buffer plain, packed;
    foreign(&plain);
    spill(plain.bytes, plain.length);
    check_foreign();

    buffer_init(&packed, 1024 * 1024);
    pack(&packed, plain.bytes, plain.length); /* whole */
    spill(packed.bytes, packed.length);
    check_foreign();

    buffer_clear(&packed); /* by record */
    const char *at = plain.bytes, *next;
    for (; (next = strstr(at + 1, "\r\n\r\nWARC/")) != NULL; at = next + 4)
        pack(&packed, at, (size_t)(next + 4 - at));
    pack(&packed, at, strlen(at));
    spill(packed.bytes, packed.length);
    check_foreign();
    buffer_release(&plain);
    buffer_release(&packed);
}
END_TEST

/* The block's length takes in the empty lines that end the record: legible only where gzip says
 * where records end. */
START_TEST(test_lengths_that_count_the_empty_lines)
{
    struct buffer text, packed;
    struct warc_index *index;
    buffer_init(&text, 1024);
    buffer_init(&packed, 4096);
    buffer_add_text(&text, "WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 15\r\n\r\nsoftware: x\r\n\r\n");
    pack(&packed, text.bytes, text.length);
    buffer_clear(&text);
    record(&text, "WARC/1.0", "resource", "WARC-Target-URI: http://old.example/r.txt\r\nContent-Type: text/plain\r\n", "just text");
    pack(&packed, text.bytes, text.length);
    spill(packed.bytes, packed.length);
    OK(warc_index_load(path, &index, &err));
    ck_assert_uint_eq(warc_index_count(index), 1);
    warc_index_free(index);
    buffer_clear(&packed);
    pack(&packed, text.bytes, text.length - 2); /* one empty line too few is still told */
    spill(packed.bytes, packed.length);
    ck_assert_int_eq(warc_index_load(path, &index, &err), STATUS_PARSE);
    buffer_release(&text);
    buffer_release(&packed);
}
END_TEST

/* Every truncation of a good archive but those between two records is told, with a place. */
START_TEST(test_every_cut_is_told)
{
    struct buffer plain, packed;
    foreign(&plain);
    struct warc_index *index;
    int whole = 0;
    for (size_t length = 0; length < plain.length; length++) {
        spill(plain.bytes, length);
        enum status status = warc_index_load(path, &index, &err);
        if (status == STATUS_OK) {
            whole++;
            ck_assert(length == 0 || strncmp(plain.bytes + length, "WARC/", 5) == 0);
            warc_index_free(index);
        } else {
            ck_assert_int_eq(status, STATUS_PARSE);
            ck_assert_ptr_nonnull(strstr(err.message, "at byte "));
        }
    }
    ck_assert_int_eq(whole, 8); /* nothing, and after each record but the last */
    buffer_init(&packed, 1024 * 1024);
    pack(&packed, plain.bytes, plain.length);
    for (size_t length = 1; length < packed.length; length++) {
        spill(packed.bytes, length);
        ck_assert_int_eq(warc_index_load(path, &index, &err), STATUS_PARSE);
    }
    buffer_release(&plain);
    buffer_release(&packed);
}
END_TEST

/* Any byte of a record of ours that is changed is told, by gzip's checksum, but for the few
 * bits that mean nothing: those that pad deflate's last byte, and lengths in its table of
 * codes that the member, which holds a time and an identifier, happens never to use. In a plain archive the digests tell, for every
 * byte of the block. */
START_TEST(test_changed_bytes_are_told)
{
    struct warc_writer *writer;
    struct warc_place place;
    struct warc_exchange exchange = exchange_of("https://a.example/a", HEAD, "<p>evidence");
    OK(warc_open(path, 0, "coreoffer/test", &writer, &err));
    OK(warc_write(writer, &exchange, &place, &err));
    OK(warc_close(writer, &err));
    struct buffer file, text;
    int members;
    struct warc_index *index;
    slurp(&file);
    gunzip(&file, &text, &members);
    const char *block = strstr(text.bytes, "HTTP/1.1 200 OK"), *end = strstr(block, "evidence");
    for (const char *at = block; at < end + 8; at++) {
        text.bytes[at - text.bytes] ^= 0x20;
        spill(text.bytes, text.length);
        ck_assert_int_eq(warc_index_load(path, &index, &err), STATUS_PARSE);
        text.bytes[at - text.bytes] ^= 0x20;
    }
    ck_assert_ptr_nonnull(strstr(err.message, "digest"));
    spill(text.bytes, text.length);
    OK(warc_index_load(path, &index, &err));
    warc_index_free(index);
    int untold = 0;
    for (size_t i = (size_t)place.offset + 10; i < (size_t)(place.offset + place.length); i++) { /* past gzip's own header */
        file.bytes[i] ^= 1;
        spill(file.bytes, file.length);
        struct warc_response response;
        if (warc_read(path, place.offset, &arena, &response, &err) == STATUS_OK) {
            untold++;
            ck_assert_str_eq(response.body, "<p>evidence");
        }
        file.bytes[i] ^= 1;
    }
    ck_assert_int_le(untold, 3);
    buffer_release(&file);
    buffer_release(&text);
}
END_TEST

static const char *const broken[] = {
    "WARC/2.0\r\nWARC-Type: response\r\nContent-Length: 0\r\n\r\n\r\n\r\n",
    "hello, world",
    "WARC/1.0\r\nContent-Length: 0\r\n\r\n\r\n\r\n",
    "WARC/1.0\r\nWARC-Type: response\r\n\r\n\r\n\r\n",
    "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: -1\r\n\r\n\r\n\r\n",
    "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 99999999999999999999\r\n\r\n\r\n\r\n",
    "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 9223372036854775807\r\n\r\nx\r\n\r\n",
    "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 3\r\n\r\nabcd\r\n\r\n",
    "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 3\r\n\r\nab\r\n\r\n",
    "WARC/1.0\r\nWARC-Type: resource\r\nWARC-Block-Digest: sha1:AAAA\r\nContent-Length: 1\r\n\r\na\r\n\r\n",
    "WARC/1.0\r\nWARC-Type: resource\r\nWARC-Payload-Digest: md5:00\r\nContent-Length: 1\r\n\r\na\r\n\r\n",
};

START_TEST(test_broken_records)
{
    struct warc_index *index;
    spill(broken[_i], strlen(broken[_i]));
    ck_assert_msg(warc_index_load(path, &index, &err) == STATUS_PARSE, "%d", _i);
    ck_assert_ptr_nonnull(strstr(err.message, "byte 0"));
}
END_TEST

START_TEST(test_fields_without_end)
{
    struct buffer text;
    struct warc_index *index;
    buffer_init(&text, 1024 * 1024);
    buffer_add_text(&text, "WARC/1.0\r\n");
    while (buffer_add_text(&text, "X-Endless: yes\r\n"))
        ;
    spill(text.bytes, text.length);
    ck_assert_int_eq(warc_index_load(path, &index, &err), STATUS_PARSE);
    buffer_release(&text);
    ck_assert_int_eq(warc_index_load("/nonexistent", &index, &err), STATUS_IO);
    ck_assert_int_eq(warc_index_load(directory, &index, &err), STATUS_IO);
}
END_TEST

static const struct {
    const char *label;
    int matches; /* -1: can't be checked */
} labels[] = {
    /* of "abc" (FIPS 180-4's example; RFC 1321's for MD5) */
    {"sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", 1},
    {"SHA-256:BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD", 1},
    {"sha256:xj4bnp4pahh6uqkbidpf3lrceoyagyndsylxvhfucd7wd4qacwwq====", 1},
    {"sha1:a9993e364706816aba3e25717850c26c9cd0d89d", 1},
    {"sha1:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5", 1},
    {"md5:900150983cd24fb0d6963f7d28e17f72", 1},
    {"sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ae", 0},
    {"sha1:", 0},
    {"crc32:352441c2", -1},
    {"", -1},
    {"sha1", 0},
};

START_TEST(test_digest_labels)
{
    struct warc_digest *digest = warc_digest_new(labels[_i].label);
    ck_assert_msg((digest == NULL) == (labels[_i].matches < 0), "%s", labels[_i].label);
    if (digest) {
        warc_digest_add(digest, "a", 1);
        warc_digest_add(digest, "bc", 2);
        ck_assert_msg(warc_digest_matches(digest) == (labels[_i].matches > 0), "%s", labels[_i].label);
    }
    warc_digest_free(digest);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("crawler/warc");
    TCase *tests = tcase_create("warc");
    tcase_set_timeout(tests, 60);
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, test_round_trip);
    tcase_add_test(tests, test_many_are_synced_together);
    tcase_add_test(tests, test_a_rendering_stands_beside_its_response);
    tcase_add_test(tests, test_nothing_can_be_smuggled_into_the_fields);
    tcase_add_test(tests, test_resume_cuts_back);
    tcase_add_test(tests, test_full_disk);
    tcase_add_test(tests, test_archives_of_others);
    tcase_add_test(tests, test_lengths_that_count_the_empty_lines);
    tcase_add_test(tests, test_every_cut_is_told);
    tcase_add_test(tests, test_changed_bytes_are_told);
    tcase_add_loop_test(tests, test_broken_records, 0, (int)(sizeof broken / sizeof broken[0]));
    tcase_add_test(tests, test_fields_without_end);
    tcase_add_loop_test(tests, test_digest_labels, 0, (int)(sizeof labels / sizeof labels[0]));
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
