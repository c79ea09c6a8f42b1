/* A web server and a name server on loopback for the tests of fetching, in a process of
 * their own. The path asked for says how the server behaves. What it was asked, and when,
 * is in shared memory: the witness that the program's own report can't fool. */
#ifndef COREOFFER_TESTS_CRAWLER_SERVER_H
#define COREOFFER_TESTS_CRAWLER_SERVER_H

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <zlib.h>

enum { SERVER_LOG_MAX = 4096, SERVER_TEXT = 96 };

struct server_entry {
    double began, ended; /* CLOCK_MONOTONIC; ended is 0 while it is being answered */
    char method[8], path[SERVER_TEXT], host[SERVER_TEXT];
};

struct server {
    atomic_int count;
    struct server_entry log[SERVER_LOG_MAX];
    int port, name_port;
    atomic_bool knows_witness; /* the name server: www.gov.uk */
};

static struct server *server;
static pid_t server_process;

static double server_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void server_pause(double seconds)
{
    struct timespec pause = {(time_t)seconds, (long)((seconds - (double)(time_t)seconds) * 1e9)};
    nanosleep(&pause, NULL);
}

static bool server_send(int fd, const char *bytes, size_t length)
{
    while (length) {
        ssize_t sent = send(fd, bytes, length, MSG_NOSIGNAL);
        if (sent <= 0)
            return false;
        bytes += sent;
        length -= (size_t)sent;
    }
    return true;
}

static bool server_say(int fd, const char *text)
{
    return server_send(fd, text, strlen(text));
}

static void server_page(int fd, const char *status, const char *fields, const char *body)
{
    char head[1024];
    snprintf(head, sizeof head, "HTTP/1.1 %s\r\nContent-Type: text/html\r\n%sContent-Length: %zu\r\n\r\n", status, fields, strlen(body));
    server_say(fd, head);
    server_say(fd, body);
}

/* A gzip, zlib or raw deflate body of `length` bytes of one letter. */
static void server_coded(int fd, const char *coding, int window, size_t length, bool chunked, size_t cut)
{
    char *plain = malloc(length), head[256];
    unsigned char *coded = malloc(length / 2 + 1024);
    z_stream z = {0};
    memset(plain, 'g', length);
    deflateInit2(&z, 9, Z_DEFLATED, window, 8, Z_DEFAULT_STRATEGY);
    z.next_in = (unsigned char *)plain;
    z.avail_in = (unsigned)length;
    z.next_out = coded;
    z.avail_out = (unsigned)(length / 2 + 1024);
    deflate(&z, Z_FINISH);
    size_t made = z.total_out - cut;
    deflateEnd(&z);
    int n = snprintf(head, sizeof head, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: %s\r\n", coding);
    if (chunked)
        snprintf(head + n, sizeof head - (size_t)n, "Transfer-Encoding: chunked\r\n\r\n%zx\r\n", made);
    else
        snprintf(head + n, sizeof head - (size_t)n, "Content-Length: %zu\r\n\r\n", made);
    server_say(fd, head);
    server_send(fd, (char *)coded, made);
    if (chunked)
        server_say(fd, "\r\n0\r\n\r\n");
    free(plain);
    free(coded);
}

static void server_endless(int fd, const char *head, const char *piece, double pause)
{
    bool open = server_say(fd, head);
    while (open) {
        open = server_say(fd, piece);
        if (pause > 0)
            server_pause(pause);
    }
}

/* How often this path was asked for on this host, this time included. */
static int server_asked(const struct server_entry *entry)
{
    int times = 0;
    for (int i = 0; i < server->count && &server->log[i] <= entry; i++)
        times += strcmp(server->log[i].path, entry->path) == 0 && strcmp(server->log[i].host, entry->host) == 0;
    return times;
}

static const char *server_filler(void)
{
    static char filler[16 * 1024 + 1];
    memset(filler, 'e', sizeof filler - 1);
    return filler;
}

/* Answers; false where the connection must be closed. */
static bool server_misbehave(int fd, const char *path)
{
    if (strncmp(path, "/drip", 5) == 0)
        server_endless(fd, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", "d", 0.05);
    else if (strncmp(path, "/head-drip", 10) == 0)
        server_endless(fd, "HTTP/1.1 200 OK\r\nX-Slow: ", "d", 0.05);
    else if (strncmp(path, "/endless", 8) == 0)
        server_endless(fd, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", server_filler(), 0);
    else if (strncmp(path, "/header-flood", 13) == 0)
        server_endless(fd, "HTTP/1.1 200 OK\r\n", "X-Flood: 1\r\n", 0);
    else if (strncmp(path, "/header-long", 12) == 0)
        server_endless(fd, "HTTP/1.1 200 OK\r\nX-Long: ", server_filler(), 0);
    else if (strncmp(path, "/interim-flood", 14) == 0)
        server_endless(fd, "", "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n", 0);
    else if (strncmp(path, "/reset", 6) == 0)
        setsockopt(fd, SOL_SOCKET, SO_LINGER, &(struct linger){1, 0}, sizeof(struct linger));
    else if (strncmp(path, "/short", 6) == 0)
        server_say(fd, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1000\r\n\r\n<p>cut");
    else if (strncmp(path, "/chunk-cut", 10) == 0)
        server_say(fd, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n100\r\n<p>cut");
    else if (strncmp(path, "/garbage", 8) == 0)
        server_say(fd, "I am not a web server\r\n\r\n");
    else if (strncmp(path, "/no-length", 10) == 0)
        server_say(fd, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n<p>until closed");
    else if (strncmp(path, "/hole", 5) == 0)
        server_pause(30);
    else if (strncmp(path, "/nothing", 8) != 0)
        return false;
    return true;
}

static void server_answer(int fd, struct server_entry *entry, const char *request)
{
    const char *path = entry->path;
    bool head = strcmp(entry->method, "HEAD") == 0;
    if (head && strncmp(path, "/head-refused", 13) == 0)
        server_say(fd, "HTTP/1.1 405 Method Not Allowed\r\nContent-Length: 0\r\n\r\n");
    else if (head && strncmp(path, "/dead503", 8) == 0)
        server_say(fd, "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 9\r\n\r\n");
    else if (head)
        server_say(fd, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 500\r\n\r\n");
    else if (strncmp(path, "/gzip", 5) == 0)
        server_coded(fd, "gzip", 31, 5000, strcmp(path, "/gzip-chunked") == 0, strcmp(path, "/gzip-cut") == 0 ? 14 : strcmp(path, "/gzip-no-checksum") == 0 ? 6 : 0);
    else if (strncmp(path, "/deflate-raw", 12) == 0)
        server_coded(fd, "deflate", -15, 5000, false, 0);
    else if (strncmp(path, "/deflate", 8) == 0)
        server_coded(fd, "deflate", 15, 5000, false, 0);
    else if (strncmp(path, "/bomb", 5) == 0)
        server_coded(fd, "gzip", 31, 8 * 1024 * 1024, false, 0);
    else if (strncmp(path, "/mislabelled", 12) == 0)
        server_page(fd, "200 OK", "Content-Encoding: gzip\r\n", "<p>plain");
    else if (strncmp(path, "/brotli", 7) == 0)
        server_page(fd, "200 OK", "Content-Encoding: br\r\n", "xyz");
    else if (strncmp(path, "/busy429", 8) == 0 && server_asked(entry) == 1)
        server_page(fd, "429 Too Many Requests", "Retry-After: 2\r\n", "busy");
    else if (strncmp(path, "/always429", 10) == 0)
        server_page(fd, "429 Too Many Requests", "", "busy");
    else if (strncmp(path, "/away429", 8) == 0)
        server_page(fd, "429 Too Many Requests", "Retry-After: 86400\r\n", "busy");
    else if (strncmp(path, "/flap503", 8) == 0 && server_asked(entry) < 3)
        server_page(fd, "503 Service Unavailable", "", "down");
    else if (strncmp(path, "/dead503", 8) == 0)
        server_page(fd, "503 Service Unavailable", "", "down");
    else if (strncmp(path, "/refused", 8) == 0)
        server_page(fd, "403 Forbidden", "", "no");
    else if (strncmp(path, "/missing", 8) == 0)
        server_page(fd, "404 Not Found", "", "<p>Not found");
    else if (strncmp(path, "/moved", 6) == 0)
        server_page(fd, "301 Moved Permanently", "Location: /elsewhere?a=1#b\r\n", "");
    else if (strncmp(path, "/interim", 8) == 0)
        server_say(fd, "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-Real: yes\r\n\r\nok");
    else if (strncmp(path, "/tagged", 7) == 0 && strstr(request, "If-None-Match: \"v1\""))
        server_say(fd, "HTTP/1.1 304 Not Modified\r\nETag: \"v1\"\r\n\r\n");
    else if (strncmp(path, "/large", 6) == 0)
        server_page(fd, "200 OK", "", server_filler());
    else if (strncmp(path, "/slow", 5) == 0) {
        server_pause(0.2);
        entry->ended = server_now(); /* before the program can know it, however busy the machine */
        server_page(fd, "200 OK", "", "slow");
    } else if (strncmp(path, "/echo", 5) == 0)
        server_page(fd, "200 OK", "", request);
    else
        server_page(fd, "200 OK", "ETag: \"v1\"\r\nX-Folded: one\r\n two\r\n", "<p>Hello");
}

static struct server_entry *server_note(const char *request)
{
    int i = atomic_fetch_add(&server->count, 1);
    if (i >= SERVER_LOG_MAX)
        _exit(1);
    struct server_entry *entry = &server->log[i];
    entry->began = server_now();
    const char *space = strchr(request, ' '), *end = space ? strchr(space + 1, ' ') : NULL, *host = strstr(request, "\r\nHost: ");
    if (end && host) {
        snprintf(entry->method, sizeof entry->method, "%.*s", (int)(space - request), request);
        snprintf(entry->path, sizeof entry->path, "%.*s", (int)(end - space - 1), space + 1);
        snprintf(entry->host, sizeof entry->host, "%.*s", (int)strcspn(host + 8, ":\r"), host + 8);
    }
    return entry;
}

static void *server_connection(void *context)
{
    int fd = (int)(intptr_t)context;
    char request[8192];
    size_t length = 0;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &(int){1}, sizeof(int));
    for (;;) {
        ssize_t got = recv(fd, request + length, sizeof request - 1 - length, 0);
        if (got <= 0)
            break;
        length += (size_t)got;
        request[length] = '\0';
        if (!strstr(request, "\r\n\r\n"))
            continue;
        struct server_entry *entry = server_note(request);
        bool closing = server_misbehave(fd, entry->path);
        if (!closing)
            server_answer(fd, entry, request);
        if (entry->ended == 0)
            entry->ended = server_now();
        length = 0;
        if (closing)
            break;
    }
    close(fd);
    return NULL;
}

/* --- the name server: the first label says how it answers --- */

enum { RCODE_SERVFAIL = 2, RCODE_NXDOMAIN = 3, QTYPE_A = 1 };

static void *server_names(void *context)
{
    int fd = (int)(intptr_t)context;
    unsigned char packet[512];
    struct sockaddr_in from;
    socklen_t size = sizeof from;
    for (;; size = sizeof from) {
        ssize_t length = recvfrom(fd, packet, sizeof packet - 32, 0, (struct sockaddr *)&from, &size);
        if (length < 17)
            continue;
        size_t end = 12;
        while (end < (size_t)length && packet[end])
            end += packet[end] + 1u;
        int type = packet[end + 1] << 8 | packet[end + 2];
        const char *label = (const char *)packet + 13;
        bool is_a = type == QTYPE_A, answer = false;
        int code = 0;
        if (strncmp(label, "silent", 6) == 0)
            continue;
        if (strncmp(label, "nx", 2) == 0 || (strncmp(label, "www\3gov", 7) == 0 && !server->knows_witness))
            code = RCODE_NXDOMAIN;
        else if (strncmp(label, "fail", 4) == 0)
            code = RCODE_SERVFAIL;
        else if (strncmp(label, "mixed", 5) == 0)
            code = is_a ? RCODE_NXDOMAIN : RCODE_SERVFAIL;
        else
            answer = is_a && strncmp(label, "empty", 5) != 0;
        struct server_entry *entry = &server->log[atomic_fetch_add(&server->count, 1)];
        entry->began = entry->ended = server_now();
        snprintf(entry->method, sizeof entry->method, "%s", is_a ? "A" : "AAAA");
        snprintf(entry->host, sizeof entry->host, "%.*s", packet[12], label);
        size_t at = end + 5;
        packet[2] |= 0x80;                       /* a reply */
        packet[3] = (unsigned char)(0x80 | code);
        packet[6] = 0;
        packet[7] = answer;
        memset(packet + 8, 0, 4);
        if (answer) {
            static const unsigned char record[] = {0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 127, 0, 0, 1};
            memcpy(packet + at, record, sizeof record);
            at += sizeof record;
        }
        sendto(fd, packet, at, 0, (struct sockaddr *)&from, size);
    }
    return NULL;
}

static int server_socket(int type, int *port)
{
    struct sockaddr_in address = {.sin_family = AF_INET};
    socklen_t size = sizeof address;
    int fd = socket(AF_INET, type, 0);
    if (fd < 0 || bind(fd, (struct sockaddr *)&address, size) != 0 || (type == SOCK_STREAM && listen(fd, 256) != 0)) {
        perror("loopback server");
        exit(1);
    }
    getsockname(fd, (struct sockaddr *)&address, &size);
    *port = ntohs(address.sin_port);
    return fd;
}

static void server_start(void)
{
    server = mmap(NULL, sizeof *server, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    int web = server_socket(SOCK_STREAM, &server->port), names = server_socket(SOCK_DGRAM, &server->name_port);
    server_process = fork();
    if (server_process != 0) {
        close(web);
        close(names);
        return;
    }
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    signal(SIGPIPE, SIG_IGN);
    pthread_t thread;
    pthread_create(&thread, NULL, server_names, (void *)(intptr_t)names);
    for (;;) {
        int fd = accept(web, NULL, NULL);
        if (fd >= 0 && pthread_create(&thread, NULL, server_connection, (void *)(intptr_t)fd) == 0)
            pthread_detach(thread);
    }
}

static void server_stop(void)
{
    kill(server_process, SIGKILL);
    waitpid(server_process, NULL, 0);
}

#endif
