#include "crawler/fetch/resolve.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/limits.h"
#include "base/map.h"
#include "base/memory.h"
#include "base/text.h"

enum { CLASS_IN = 1, TYPE_A = 1, TYPE_AAAA = 28, TRIES = 2 };
static const double QUERY_TIMEOUT = 3.0;
static const char WITNESS[] = "www.gov.uk"; /* there as long as there are councils to visit */

struct name {
    struct resolve_answer answer;
    struct resolver *resolver;
    char *host;
    int left;             /* of the queries for A and AAAA */
    int statuses[2];      /* what c-ares said of A and of AAAA */
    void **waiters;
    size_t waiter_count, waiter_capacity;
};

struct entry {
    char *host;           /* "*" for all */
    int port;
    struct resolve_answer answer;
};

struct list {
    void **items;
    size_t count, capacity, next;
};

struct resolver {
    ares_channel channel;
    struct map *names;    /* host to struct name */
    struct entry *entries;
    size_t entry_count;
    struct list queued;   /* names that wait for a query slot */
    struct list answered; /* waiters to hand back */
    struct list denied;   /* names that are judged when the witness is */
    int under_way;
    bool is_proven;       /* a name server has given an address */
};

static void list_push(struct list *list, void *item)
{
    MEMORY_PUSH_ROOM(list->items, list->count, list->capacity);
    list->items[list->count++] = item;
}

static void *list_pop(struct list *list)
{
    if (list->next == list->count) {
        list->next = list->count = 0;
        return NULL;
    }
    return list->items[list->next++];
}

static void add_address(struct resolve_answer *answer, int family, const void *bytes)
{
    if (answer->count == RESOLVE_ADDRESSES_MAX)
        return;
    if (inet_ntop(family, bytes, answer->addresses[answer->count], RESOLVE_ADDRESS_SIZE))
        answer->count++;
}

/* An address written out: "192.0.2.1", "2001:db8::1", "[2001:db8::1]". */
static bool literal(const char *text, size_t length, struct resolve_answer *answer)
{
    char plain[RESOLVE_ADDRESS_SIZE];
    unsigned char bytes[16];
    if (length >= 2 && text[0] == '[' && text[length - 1] == ']') {
        text++;
        length -= 2;
    }
    if (length == 0 || length >= sizeof plain)
        return false;
    memcpy(plain, text, length);
    plain[length] = '\0';
    int family = inet_pton(AF_INET, plain, bytes) == 1 ? AF_INET : inet_pton(AF_INET6, plain, bytes) == 1 ? AF_INET6 : 0;
    if (!family)
        return false;
    add_address(answer, family, bytes);
    answer->state = RESOLVE_FOUND;
    answer->detail = "";
    return true;
}

static enum status entry_parse(const char *text, struct entry *entry, struct error *err)
{
    const char *colon = strchr(text, ':');
    const char *second = colon ? strchr(colon + 1, ':') : NULL;
    char port[8];
    int64_t number;
    if (!second || colon == text || (size_t)(second - colon) > sizeof port)
        return error_set(err, STATUS_USAGE, "cannot read '%s': HOST:PORT:ADDRESS is wanted", text);
    memcpy(port, colon + 1, (size_t)(second - colon - 1));
    port[second - colon - 1] = '\0';
    if (!text_to_int(port, 1, 65535, &number))
        return error_set(err, STATUS_USAGE, "cannot read '%s': '%s' is not a port from 1 to 65535", text, port);
    const char *address = second + 1;
    size_t length = strlen(address);
    /* "127.0.0.1:8080" and "[::1]:8080" lead to another port; a bare "::1" has none. */
    const char *last = strrchr(address, ':');
    if (last != NULL && (last[-1] == ']' || strchr(address, ':') == last)) {
        int64_t to;
        if (!text_to_int(last + 1, 1, 65535, &to))
            return error_set(err, STATUS_USAGE, "cannot read '%s': '%s' is not a port from 1 to 65535", text, last + 1);
        entry->answer.port = (int)to;
        length = (size_t)(last - address);
    }
    if (strcmp(address, "none") == 0) {
        entry->answer.state = RESOLVE_NO_SUCH_HOST;
        entry->answer.detail = "the name does not exist (--resolve says so)";
    } else if (!literal(address, length, &entry->answer)) {
        return error_set(err, STATUS_USAGE, "cannot read '%s': '%s' is not an IPv4 or IPv6 address", text, address);
    }
    entry->port = (int)number;
    entry->host = memory_copy_n(text, (size_t)(colon - text));
    return STATUS_OK;
}

static enum status set_name_server(struct resolver *resolver, const char *server, struct error *err)
{
    int code = ares_set_servers_ports_csv(resolver->channel, server);
    if (code != ARES_SUCCESS)
        return error_set(err, STATUS_USAGE, "cannot use the name server '%s': ADDRESS or ADDRESS:PORT is wanted", server);
    return STATUS_OK;
}

enum status resolver_new(const struct resolve_options *options, struct resolver **out, struct error *err)
{
    struct resolver *resolver = memory_alloc(sizeof *resolver);
    resolver->names = map_new();
    resolver->entries = memory_array(options->entry_count + 1, sizeof *resolver->entries);
    enum status status = STATUS_OK;
    for (size_t i = 0; i < options->entry_count && status == STATUS_OK; i++) {
        status = entry_parse(options->entries[i], &resolver->entries[i], err);
        resolver->entry_count += status == STATUS_OK;
    }
    if (status != STATUS_OK)
        goto fail;
    double timeout = options->timeout > 0 ? options->timeout : QUERY_TIMEOUT;
    struct ares_options settings = {.timeout = (int)(timeout * 1000), .tries = TRIES};
    int code = ares_library_init(ARES_LIB_INIT_ALL);
    if (code == ARES_SUCCESS)
        code = ares_init_options(&resolver->channel, &settings, ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES);
    if (code != ARES_SUCCESS) {
        status = error_set(err, STATUS_INTERNAL, "cannot start the resolver: %s", ares_strerror(code));
        goto fail;
    }
    if (options->name_server && (status = set_name_server(resolver, options->name_server, err)) != STATUS_OK)
        goto fail;
    *out = resolver;
    return STATUS_OK;
fail:
    resolver_free(resolver);
    return status;
}

void resolver_free(struct resolver *resolver)
{
    if (!resolver)
        return;
    if (resolver->channel)
        ares_destroy(resolver->channel); /* answers what is under way with ARES_EDESTRUCTION */
    for (size_t i = 0; i < map_count(resolver->names); i++) {
        struct name *name = map_at(resolver->names, i)->pointer;
        free(name->host);
        free(name->waiters);
        free(name);
    }
    map_free(resolver->names);
    for (size_t i = 0; i < resolver->entry_count; i++)
        free(resolver->entries[i].host);
    free(resolver->entries);
    free(resolver->queued.items);
    free(resolver->answered.items);
    free(resolver->denied.items);
    ares_library_cleanup();
    free(resolver);
}

static bool is_denied(const struct name *name)
{
    return name->statuses[0] == ARES_ENOTFOUND && name->statuses[1] == ARES_ENOTFOUND;
}

static void judge(struct name *name)
{
    struct resolve_answer *answer = &name->answer;
    int a = name->statuses[0], aaaa = name->statuses[1];
    int failed = a != ARES_ENOTFOUND && a != ARES_ENODATA ? a : aaaa;
    bool denied = is_denied(name);
    if (answer->count) {
        name->resolver->is_proven = true;
        answer->state = RESOLVE_FOUND;
        answer->detail = "";
    } else if (denied && name->resolver->is_proven) {
        answer->state = RESOLVE_NO_SUCH_HOST;
        answer->detail = "the name does not exist";
    } else if (a == ARES_EBADNAME) {
        answer->state = RESOLVE_NO_SUCH_HOST;
        answer->detail = "no name can be written so: a label is empty or longer than 63 bytes";
    } else {
        answer->state = RESOLVE_FAILED;
        answer->detail = denied ? "the name server says that the name does not exist, and has given no other name's address that would prove it works"
                         : failed == ARES_ENODATA || failed == ARES_SUCCESS || failed == ARES_ENOTFOUND
                             ? "the name exists but has no address"
                         : failed == ARES_ETIMEOUT  ? "the name server did not answer in time"
                         : failed == ARES_ESERVFAIL ? "the name server failed to answer (SERVFAIL)"
                                                    : ares_strerror(failed);
    }
}

static void hand_back(struct name *name)
{
    for (size_t i = 0; i < name->waiter_count; i++)
        list_push(&name->resolver->answered, name->waiters[i]);
    name->waiter_count = 0;
}

static struct name *name_of(struct resolver *resolver, const char *host);

/* Whether the name server's denial has to wait: whoever is resolved first would be told apart from the others by that alone. */
static bool is_to_be_proven(const struct name *name)
{
    struct resolver *resolver = name->resolver;
    if (!is_denied(name) || resolver->is_proven || strcmp(name->host, WITNESS) == 0)
        return false;
    resolver_forget(resolver, WITNESS);
    return name_of(resolver, WITNESS)->answer.state == RESOLVE_PENDING;
}

static void settle(struct name *name, int which, int status)
{
    struct resolver *resolver = name->resolver;
    name->statuses[which] = status;
    if (--name->left > 0)
        return;
    resolver->under_way--;
    if (is_to_be_proven(name)) {
        list_push(&resolver->denied, name);
        return;
    }
    judge(name);
    hand_back(name);
    if (strcmp(name->host, WITNESS) != 0)
        return;
    for (struct name *denied; (denied = list_pop(&resolver->denied)) != NULL;) {
        judge(denied);
        hand_back(denied);
    }
}

static void on_a(void *context, int status, int timeouts, unsigned char *reply, int length)
{
    struct name *name = context;
    struct ares_addrttl found[RESOLVE_ADDRESSES_MAX];
    int count = RESOLVE_ADDRESSES_MAX;
    (void)timeouts;
    if (status == ARES_SUCCESS)
        status = ares_parse_a_reply(reply, length, NULL, found, &count);
    if (status == ARES_SUCCESS) {
        /* IPv4 first: half of the room at most, so that IPv6 has its chance */
        for (int i = 0; i < count && i < RESOLVE_ADDRESSES_MAX / 2; i++)
            add_address(&name->answer, AF_INET, &found[i].ipaddr);
    }
    settle(name, 0, status);
}

static void on_aaaa(void *context, int status, int timeouts, unsigned char *reply, int length)
{
    struct name *name = context;
    struct ares_addr6ttl found[RESOLVE_ADDRESSES_MAX];
    int count = RESOLVE_ADDRESSES_MAX;
    (void)timeouts;
    if (status == ARES_SUCCESS)
        status = ares_parse_aaaa_reply(reply, length, NULL, found, &count);
    if (status == ARES_SUCCESS) {
        for (int i = 0; i < count && i < RESOLVE_ADDRESSES_MAX / 2; i++)
            add_address(&name->answer, AF_INET6, &found[i].ip6addr);
    }
    settle(name, 1, status);
}

static bool in_hosts_file(struct resolver *resolver, struct name *name)
{
    static const int families[] = {AF_INET, AF_INET6};
    for (size_t f = 0; f < 2; f++) {
        struct hostent *found = NULL;
        if (ares_gethostbyname_file(resolver->channel, name->host, families[f], &found) != ARES_SUCCESS)
            continue;
        for (char **address = found->h_addr_list; *address; address++)
            add_address(&name->answer, families[f], *address);
        ares_free_hostent(found);
    }
    return name->answer.count > 0;
}

/* RFC 6761 6.3: never asked of a name server. */
static bool is_localhost(struct name *name)
{
    static const unsigned char loopback[4] = {127, 0, 0, 1};
    const char *dot = strrchr(name->host, '.');
    if (!text_equal_ignoring_case(dot ? dot + 1 : name->host, "localhost"))
        return false;
    add_address(&name->answer, AF_INET, loopback);
    return true;
}

static void query(struct resolver *resolver, struct name *name)
{
    resolver->under_way++;
    name->left = 2;
    ares_query(resolver->channel, name->host, CLASS_IN, TYPE_A, on_a, name);
    ares_query(resolver->channel, name->host, CLASS_IN, TYPE_AAAA, on_aaaa, name);
}

/* Answers at once where no name server is needed, else queues the question. */
static void ask(struct resolver *resolver, struct name *name)
{
    struct resolve_answer *answer = &name->answer;
    size_t length = strlen(name->host);
    *answer = (struct resolve_answer){.detail = ""};
    if (literal(name->host, length, answer))
        return;
    if (length == 0 || length > 254) {
        answer->state = RESOLVE_NO_SUCH_HOST;
        answer->detail = "the name is longer than a name can be";
    } else if (in_hosts_file(resolver, name) || is_localhost(name)) {
        answer->state = RESOLVE_FOUND;
    } else if (resolver->under_way < LIMIT_LOOKUPS) {
        query(resolver, name);
    } else {
        list_push(&resolver->queued, name);
    }
}

static struct name *name_of(struct resolver *resolver, const char *host)
{
    bool added;
    union map_value *place = map_put(resolver->names, host, strlen(host), &added);
    if (added) {
        struct name *name = memory_alloc(sizeof *name);
        name->resolver = resolver;
        name->host = memory_copy(host);
        place->pointer = name;
        ask(resolver, name);
        return name; /* what the answer brings about may have moved the place */
    }
    return place->pointer;
}

/* A final dot only says that the name is complete. */
static bool same_host(const char *a, const char *b)
{
    size_t length = strlen(a), other = strlen(b);
    length -= length > 1 && a[length - 1] == '.';
    other -= other > 1 && b[other - 1] == '.';
    return length == other && strncasecmp(a, b, length) == 0;
}

const struct resolve_answer *resolver_ask(struct resolver *resolver, const char *host, int port, void *waiter)
{
    for (size_t i = 0; i < resolver->entry_count; i++) {
        const struct entry *entry = &resolver->entries[i];
        if (entry->port == port && (strcmp(entry->host, "*") == 0 || same_host(entry->host, host)))
            return &entry->answer;
    }
    struct name *name = name_of(resolver, host);
    if (name->answer.state == RESOLVE_FAILED) /* by now the name server may be proven */
        judge(name);
    if (name->answer.state == RESOLVE_PENDING) {
        MEMORY_PUSH_ROOM(name->waiters, name->waiter_count, name->waiter_capacity);
        name->waiters[name->waiter_count++] = waiter;
    }
    return &name->answer;
}

void *resolver_next(struct resolver *resolver)
{
    return list_pop(&resolver->answered);
}

void resolver_forget(struct resolver *resolver, const char *host)
{
    union map_value *place = map_get(resolver->names, host, strlen(host));
    struct name *name = place ? place->pointer : NULL;
    if (name && (name->answer.state == RESOLVE_FAILED || name->answer.state == RESOLVE_NO_SUCH_HOST))
        ask(resolver, name);
}

size_t resolver_sockets(struct resolver *resolver, struct curl_waitfd *fds, size_t room)
{
    ares_socket_t sockets[ARES_GETSOCK_MAXNUM];
    int bits = ares_getsock(resolver->channel, sockets, ARES_GETSOCK_MAXNUM);
    size_t count = 0;
    for (int i = 0; i < ARES_GETSOCK_MAXNUM && count < room; i++) {
        unsigned readable = ARES_GETSOCK_READABLE(bits, i), writable = ARES_GETSOCK_WRITABLE(bits, i);
        if (!readable && !writable)
            break;
        fds[count++] = (struct curl_waitfd){
            .fd = sockets[i],
            .events = (short)((readable ? CURL_WAIT_POLLIN : 0) | (writable ? CURL_WAIT_POLLOUT : 0)),
        };
    }
    return count;
}

double resolver_patience(struct resolver *resolver)
{
    struct timeval wait;
    if (!resolver->under_way || !ares_timeout(resolver->channel, NULL, &wait))
        return -1;
    return (double)wait.tv_sec + (double)wait.tv_usec / 1e6;
}

void resolver_process(struct resolver *resolver)
{
    if (resolver->under_way) {
        struct curl_waitfd fds[ARES_GETSOCK_MAXNUM];
        size_t count = resolver_sockets(resolver, fds, ARES_GETSOCK_MAXNUM);
        /* Without select's set of at most 1,024 descriptors: the sockets don't block, so
         * each may simply be tried. */
        for (size_t i = 0; i < count; i++)
            ares_process_fd(resolver->channel, fds[i].events & CURL_WAIT_POLLIN ? fds[i].fd : ARES_SOCKET_BAD,
                            fds[i].events & CURL_WAIT_POLLOUT ? fds[i].fd : ARES_SOCKET_BAD);
        if (count == 0)
            ares_process_fd(resolver->channel, ARES_SOCKET_BAD, ARES_SOCKET_BAD);
    }
    while (resolver->under_way < LIMIT_LOOKUPS) {
        struct name *name = list_pop(&resolver->queued);
        if (!name)
            break;
        query(resolver, name);
    }
}
