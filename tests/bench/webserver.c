/* A quick web server for measuring: a made-up council site of PAGES pages of about 25 KiB,
 * the same on every loopback address (127.0.1.1, 127.0.1.2 ... are hosts of their own). Prints
 * its port and serves until its stdin closes; then it prints how many hosts were asked, the
 * requests of the busiest, and when the first request came and the last, in seconds of the
 * system's monotonic clock.
 *
 *   webserver PAGES
 *
 * Page 0 of a site links to pages 1 to 9, page n to 10n to 10n+9 and to its neighbours, so that
 * every page is found and most links are seen many times, as on real sites. Addresses count in
 * letters ("/page/beca"): thousands of siblings that only a number tells apart are a calendar
 * to the crawl, and are left. */
#include <arpa/inet.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/clock.h"
#include "base/memory.h"
#include "base/random.h"
#include "base/text.h"

enum { KEPT_PAGES = 5000, ADDRESS_LETTERS = 4, HOSTS = 65536 };

struct web {
    size_t pages;
    struct buffer *page;      /* the same for every site; NULL where there are too many to keep */
    uint32_t requests[HOSTS]; /* by the last two bytes of the address that was asked */
    double first, last;
};

static const char *const subjects[] = {"short breaks", "portage", "key working", "speech and language therapy", "travel to school", "direct payments",
                                       "an education, health and care assessment", "sensory support", "family support", "moving into adulthood"};
static const char *const sentences[] = {
    "We visit you at home and show you games that help your child to learn.",
    "You can ask for %s yourself, or your health visitor can ask for you.",
    "We will write to you within six weeks to say what happens next.",
    "Your child must live in the borough and be under 18.",
    "Ring us on 01632 960%03u or email team%u@bench.example.",
    "Our team works with schools, the hospital and parents' groups.",
    "Some families use %s for a few hours a week, others for a weekend.",
    "A panel of staff from the council and the NHS looks at every request.",
    "If you are not happy with what we decide you can ask us to look again.",
    "There is a leaflet that you can download or ask us to post.",
};
enum { SUBJECTS = sizeof subjects / sizeof subjects[0], SENTENCES = sizeof sentences / sizeof sentences[0], PAGE_BYTES = 25 * 1024, TEXT_BYTES = 7 * 1024 };

static void add_sentence(struct buffer *out, struct random *random, size_t subject)
{
    size_t which = (size_t)(random_next(random) % SENTENCES);
    const char *text = sentences[which], *mark = strstr(text, "%s");
    if (mark != NULL) {
        (void)buffer_add(out, text, (size_t)(mark - text));
        (void)buffer_add_text(out, subjects[subject]);
        (void)buffer_add_text(out, mark + 2);
    } else if (strchr(text, '%') != NULL) {
        (void)buffer_printf(out, "Ring us on 01632 960%03u or email team%u@bench.example.", (unsigned)(random_next(random) % 1000),
                            (unsigned)(random_next(random) % 100));
    } else {
        (void)buffer_add_text(out, text);
    }
    (void)buffer_add_char(out, ' ');
}

/* Most of a council's page is not its text: style, script and drawings, as site builders
 * write them. */
static void add_dress(struct buffer *out, struct random *random)
{
    (void)buffer_add_text(out, "<style>");
    while (out->length < (PAGE_BYTES - TEXT_BYTES) / 2)
        (void)buffer_printf(out, ".c%u .btn--%u>a:hover{margin:0 0 %upx;border-radius:%upx;overflow:hidden}\n", (unsigned)(random_next(random) % 999),
                            (unsigned)(random_next(random) % 99), (unsigned)(random_next(random) % 40), (unsigned)(random_next(random) % 9));
    (void)buffer_add_text(out, "</style><script>");
    while (out->length < PAGE_BYTES - TEXT_BYTES - 3000)
        (void)buffer_printf(out, "window.dataLayer.push({\"event\":\"e%u\",\"id\":\"%u\"});", (unsigned)(random_next(random) % 999),
                            (unsigned)(random_next(random) % 99999));
    (void)buffer_add_text(out, "</script>");
}

static void add_address(struct buffer *out, size_t n)
{
    char letters[ADDRESS_LETTERS];
    for (size_t i = ADDRESS_LETTERS; i-- > 0; n /= 26)
        letters[i] = (char)('a' + n % 26);
    (void)buffer_add_text(out, "/page/");
    (void)buffer_add(out, letters, sizeof letters);
}

/* The page's number, -1 for no page. */
static int64_t page_of(const struct web *web, const char *path)
{
    size_t n = 0;
    if (strcmp(path, "/") == 0)
        return 0;
    if (strncmp(path, "/page/", 6) != 0 || strlen(path + 6) != ADDRESS_LETTERS)
        return -1;
    for (const char *at = path + 6; *at != '\0'; at++) {
        if (*at < 'a' || *at > 'z')
            return -1;
        n = n * 26 + (size_t)(*at - 'a');
    }
    return n < web->pages ? (int64_t)n : -1;
}

static void add_link(struct buffer *out, size_t n, const char *words, size_t number)
{
    (void)buffer_add_text(out, "<li><a href=\"");
    add_address(out, n);
    (void)buffer_printf(out, "\">%s %zu</a></li>", words, number);
}

static void make_page(const struct web *web, size_t n, struct buffer *out)
{
    struct random random = {.state = n * 7919 + 1};
    size_t subject = n % SUBJECTS;
    buffer_init(out, PAGE_BYTES * 4);
    (void)buffer_printf(out,
                        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Page %zu: %s</title>", n, subjects[subject]);
    add_dress(out, &random);
    (void)buffer_add_text(out, "</head><body><header><a href=\"/\">Bench Council</a><nav><ul>");
    for (size_t i = 0; i < 20 && i < web->pages; i++)
        add_link(out, i, "Section", i);
    (void)buffer_printf(out, "</ul></nav></header><main><h1>About %s, part %zu</h1>", subjects[subject], n);
    while (out->length < PAGE_BYTES - 3000) {
        (void)buffer_printf(out, "<h2>More about %s</h2><p>", subjects[random_next(&random) % SUBJECTS]);
        for (int i = 0; i < 5; i++)
            add_sentence(out, &random, subject);
        (void)buffer_add_text(out, "</p><ul>");
        for (int i = 0; i < 4; i++) {
            (void)buffer_add_text(out, "<li>");
            add_sentence(out, &random, subject);
            (void)buffer_add_text(out, "</li>");
        }
        (void)buffer_add_text(out, "</ul>");
    }
    (void)buffer_add_text(out, "<ul>");
    for (size_t i = 0; i < 10; i++)
        if (n * 10 + i < web->pages)
            add_link(out, n * 10 + i, subjects[(n * 10 + i) % SUBJECTS], n * 10 + i);
    for (size_t i = 1; i <= 10; i++)
        add_link(out, (n + i) % web->pages, "See also", (n + i) % web->pages);
    (void)buffer_add_text(out, "</ul></main><footer><p>Bench Council, 1 Example Street</p></footer></body></html>");
}

/* Every address of 127/8 needs a listener on all interfaces; others are turned away. */
static enum MHD_Result only_loopback(void *context, const struct sockaddr *peer, socklen_t length)
{
    (void)context;
    (void)length;
    const struct sockaddr_in *address = (const struct sockaddr_in *)(const void *)peer;
    return peer->sa_family == AF_INET && (ntohl(address->sin_addr.s_addr) >> 24) == 127 ? MHD_YES : MHD_NO;
}

static void count_request(struct web *web, struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    struct sockaddr_in own;
    socklen_t length = sizeof own;
    if (info == NULL || getsockname(info->connect_fd, (struct sockaddr *)(void *)&own, &length) != 0)
        return;
    web->requests[ntohl(own.sin_addr.s_addr) % HOSTS]++;
    web->last = clock_monotonic();
    if (web->first <= 0)
        web->first = web->last;
}

static struct MHD_Response *page_response(struct web *web, size_t n)
{
    if (web->page != NULL)
        return MHD_create_response_from_buffer(web->page[n].length, web->page[n].bytes, MHD_RESPMEM_PERSISTENT);
    struct buffer page;
    make_page(web, n, &page);
    struct MHD_Response *response = MHD_create_response_from_buffer(page.length, page.bytes, MHD_RESPMEM_MUST_COPY);
    buffer_release(&page);
    return response;
}

static enum MHD_Result answer(void *context, struct MHD_Connection *connection, const char *url, const char *method, const char *version, const char *upload,
                              size_t *upload_size, void **state)
{
    struct web *web = context;
    static int first;
    (void)method;
    (void)version;
    (void)upload;
    if (*state == NULL) {
        *state = &first;
        return MHD_YES;
    }
    *upload_size = 0;
    count_request(web, connection);
    int64_t n = page_of(web, url);
    struct MHD_Response *response = n >= 0 ? page_response(web, (size_t)n) : MHD_create_response_from_buffer(0, NULL, MHD_RESPMEM_PERSISTENT);
    (void)MHD_add_response_header(response, "Content-Type", "text/html; charset=utf-8");
    enum MHD_Result result = MHD_queue_response(connection, n >= 0 ? 200 : 404, response);
    MHD_destroy_response(response);
    return result;
}

static void tell_requests(const struct web *web)
{
    uint32_t hosts = 0, busiest = 0;
    for (size_t i = 0; i < HOSTS; i++) {
        hosts += web->requests[i] > 0;
        busiest = web->requests[i] > busiest ? web->requests[i] : busiest;
    }
    (void)printf("%u %u %.3f %.3f\n", hosts, busiest, web->first, web->last);
}

int main(int count, char **arguments)
{
    int64_t pages = 250;
    if (count > 1 && !text_to_int(arguments[1], 1, 26 * 26 * 26 * 26, &pages)) {
        (void)fprintf(stderr, "usage: webserver PAGES\n");
        return 2;
    }
    static struct web web;
    web.pages = (size_t)pages;
    web.page = web.pages <= KEPT_PAGES ? memory_array(web.pages, sizeof *web.page) : NULL;
    for (size_t i = 0; web.page != NULL && i < web.pages; i++)
        make_page(&web, i, &web.page[i]);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_ANY)};
    struct MHD_Daemon *daemon = MHD_start_daemon(MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_EPOLL | MHD_USE_TURBO, 0, only_loopback, NULL, answer, &web,
                                                 MHD_OPTION_SOCK_ADDR, &address, MHD_OPTION_END);
    const union MHD_DaemonInfo *info = daemon != NULL ? MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT) : NULL;
    if (info == NULL) {
        perror("webserver");
        return 1;
    }
    (void)printf("%d\n", info->port);
    (void)fflush(stdout);
    char byte;
    while (read(STDIN_FILENO, &byte, 1) > 0) {
    }
    MHD_stop_daemon(daemon);
    tell_requests(&web);
    for (size_t i = 0; web.page != NULL && i < web.pages; i++)
        buffer_release(&web.page[i]);
    free(web.page);
    return 0;
}
