#include "crawler/fetch/fetch.h"

#include <curl/curl.h>
#include <math.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/random.h"
#include "crawler/archive/replay.h"
#include "crawler/fetch/guard.h"
#include "crawler/fetch/head.h"
#include "crawler/fetch/inflate.h"
#include "crawler/fetch/issuers.h"
#include "crawler/fetch/job.h"
#include "crawler/fetch/resolve.h"
#include "crawler/fetch/retry.h"
#include "crawler/fetch/schedule.h"
#include "crawler/fetch/transfer.h"

enum { CONNECTIONS_DEFAULT = 64, SPARE_FILES = 256, SOCKETS_MAX = 16, POLL_LONGEST = 60 };
static const double CONNECT_TIMEOUT = 10, FIRST_BYTE_TIMEOUT = 20, TOTAL_TIMEOUT = 60;
static const double LOOKUP_TIMEOUT = 3;
static const double WATCH_INTERVAL = 0.25; /* seconds between looks at slow transfers */
static const double READ_INTERVAL = 0.02;  /* and at replies that are read by our own rules: they are few */

struct fetcher {
    struct transfer_setup setup;
    char *user_agent, *ca_file;
    int connections;
    CURLM *multi;
    struct schedule *schedule;
    struct resolver *resolver;
    struct random random;
    struct job **active;       /* with a transfer under way */
    size_t active_count;
    struct transfer **idle;    /* ready to be used again */
    size_t idle_count;
    struct job_list instant;   /* answered without the network */
    struct job_list lacking;   /* that wait for a certificate */
    struct issuers *issuers;
    size_t pending, answered;
    double next_watch;
    const struct warc_index *archive;
    atomic_bool woken;
    int readable, writable;    /* another's, that end a wait; -1 for none */
    fetch_done *done;          /* during fetcher_run */
    void *context;
};

/* Connections that are kept for later: one for every host whose pages are read by turns, so
 * that none is opened anew, and shaken hands over, for each page; and those in use. */
static int kept_connections(int connections)
{
    return connections + LIMIT_SITES_AT_ONCE;
}

/* So many files that each site under way may have its archive open too. Returns how many kept connections they leave room for. */
static int raise_file_limit(int connections)
{
    struct rlimit limit;
    int kept = kept_connections(connections);
    rlim_t wanted = (rlim_t)kept + (rlim_t)connections + LIMIT_SITES_AT_ONCE + SPARE_FILES;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return connections;
    if (limit.rlim_cur < wanted) {
        limit.rlim_cur = limit.rlim_max < wanted ? limit.rlim_max : wanted;
        (void)setrlimit(RLIMIT_NOFILE, &limit);
        (void)getrlimit(RLIMIT_NOFILE, &limit); /* where it was refused, connections fail one by one and are retried */
    }
    return limit.rlim_cur >= wanted ? kept : connections;
}

static double or_default(double value, double fallback)
{
    return value > 0 ? value : fallback;
}

enum status fetcher_new(const struct fetch_options *options, struct fetcher **out, struct error *err)
{
    if (options->ca_file && access(options->ca_file, R_OK) != 0)
        return error_errno(err, "cannot read the certificates in '%s'", options->ca_file);
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        return error_set(err, STATUS_INTERNAL, "cannot start libcurl");
    struct fetcher *f = memory_alloc(sizeof *f);
    f->user_agent = memory_copy(options->user_agent ? options->user_agent : "coreoffer");
    f->ca_file = memory_copy(options->ca_file);
    f->connections = options->connections > 0 ? options->connections : CONNECTIONS_DEFAULT;
    f->issuers = issuers_new();
    f->setup = (struct transfer_setup){
        .issuers = f->issuers,
        .user_agent = f->user_agent,
        .ca_file = f->ca_file,
        .allow_private = options->allow_private,
        .connect_timeout = or_default(options->connect_timeout, CONNECT_TIMEOUT),
        .first_byte_timeout = or_default(options->first_byte_timeout, FIRST_BYTE_TIMEOUT),
        .total_timeout = or_default(options->total_timeout, TOTAL_TIMEOUT),
    };
    f->readable = f->writable = -1;
    f->random.state = options->seed;
    f->schedule = schedule_new(options->delay > 0 ? options->delay : 0);
    f->active = memory_array((size_t)f->connections, sizeof(struct job *));
    f->idle = memory_array((size_t)f->connections, sizeof(struct transfer *));
    f->multi = curl_multi_init();
    struct resolve_options names = {
        .name_server = options->name_server, .entries = options->resolve, .entry_count = options->resolve_count,
        .timeout = fmin(fmin(f->setup.connect_timeout, f->setup.total_timeout), LOOKUP_TIMEOUT),
    };
    enum status status = resolver_new(&names, &f->resolver, err);
    if (status == STATUS_OK && !f->multi)
        status = error_set(err, STATUS_INTERNAL, "cannot start libcurl");
    if (status != STATUS_OK) {
        fetcher_free(f);
        return status;
    }
    curl_multi_setopt(f->multi, CURLMOPT_MAXCONNECTS, (long)raise_file_limit(f->connections));
    *out = f;
    return STATUS_OK;
}

/* To be answered by the next fetcher_run without asking the network. */
static void answer_later(struct fetcher *f, struct job *job, enum link_reason reason, int status, const char *detail)
{
    job->reason = reason;
    job->status = status;
    job->detail = detail;
    job_list_push(&f->instant, job);
}

void fetcher_free(struct fetcher *f)
{
    if (!f)
        return;
    struct job *job;
    while ((job = job_list_pop(&f->instant)) || (job = job_list_pop(&f->lacking)))
        job_free(job);
    for (size_t i = 0; i < f->active_count; i++) {
        struct fetch_reply dropped = {0};
        transfer_finish(f->active[i]->transfer, f->multi, CURLE_ABORTED_BY_CALLBACK, &dropped);
        transfer_free(f->active[i]->transfer);
        job_free(f->active[i]);
    }
    while (f->idle_count)
        transfer_free(f->idle[--f->idle_count]);
    for (size_t i = 0; i < schedule_host_count(f->schedule); i++)
        while ((job = (struct job *)schedule_drain(f->schedule, schedule_host_at(f->schedule, i))))
            job_free(job);
    if (f->multi)
        curl_multi_cleanup(f->multi);
    resolver_free(f->resolver);
    schedule_free(f->schedule);
    issuers_free(f->issuers);
    free(f->active);
    free(f->idle);
    free(f->user_agent);
    free(f->ca_file);
    free(f);
    curl_global_cleanup();
}

/* Host and port as libcurl reads them, because libcurl is what will connect. */
static enum link_reason locate(const char *url, char **host, int *port)
{
    CURLU *parts = curl_url();
    char *text = NULL;
    enum link_reason reason = REASON_INVALID_URL;
    *host = NULL;
    CURLUcode code = curl_url_set(parts, CURLUPART_URL, url, CURLU_DISALLOW_USER | CURLU_PATH_AS_IS);
    if (code == CURLUE_USER_NOT_ALLOWED) {
        reason = REASON_CREDENTIALS;
    } else if (code == CURLUE_UNSUPPORTED_SCHEME) {
        reason = REASON_SCHEME;
    } else if (code == CURLUE_OK && curl_url_get(parts, CURLUPART_HOST, &text, 0) == CURLUE_OK) {
        *host = memory_copy(text);
        curl_free(text);
        text = NULL;
        if (curl_url_get(parts, CURLUPART_PORT, &text, CURLU_DEFAULT_PORT) == CURLUE_OK) {
            *port = 0;
            for (const char *digit = text; *digit; digit++)
                *port = *port * 10 + (*digit - '0');
            reason = guard_port_is_bad(*port) ? REASON_INVALID_URL : REASON_NONE;
        }
        curl_free(text);
        text = NULL;
        if (curl_url_get(parts, CURLUPART_SCHEME, &text, 0) == CURLUE_OK && strcmp(text, "http") != 0 && strcmp(text, "https") != 0)
            reason = REASON_SCHEME;
        curl_free(text);
    }
    curl_url_cleanup(parts);
    return reason;
}

static void enqueue(struct fetcher *f, struct job *job)
{
    f->pending++;
    if (f->archive) {
        answer_later(f, job, REASON_NONE, 0, "");
        return;
    }
    char *host;
    enum link_reason reason = locate(job->request.url, &host, &job->port);
    if (reason != REASON_NONE) {
        answer_later(f, job, reason, 0, "the address can't be asked for");
    } else {
        struct schedule_host *owner = schedule_host(f->schedule, host, job->port);
        if (owner->manners.open)
            answer_later(f, job, REASON_BREAKER, 0, "the host refused too often and is left alone for this run");
        else
            schedule_add(f->schedule, owner, &job->turn, clock_monotonic());
    }
    free(host);
}

void fetcher_submit(struct fetcher *f, const struct fetch_request *request)
{
    enqueue(f, job_new(request));
}

void fetcher_watch(struct fetcher *f, int readable, int writable)
{
    f->readable = readable;
    f->writable = writable;
}

size_t fetcher_pending(const struct fetcher *f)
{
    return f->pending;
}

void fetcher_wake(struct fetcher *f)
{
    atomic_store(&f->woken, true);
    curl_multi_wakeup(f->multi);
}

static struct schedule_host *host_of(struct fetcher *f, const char *origin)
{
    char *name;
    int port;
    enum link_reason reason = locate(origin, &name, &port);
    struct schedule_host *host = reason == REASON_NONE ? schedule_host(f->schedule, name, port) : NULL;
    free(name);
    return host;
}

void fetcher_set_delay(struct fetcher *f, const char *origin, double seconds)
{
    struct schedule_host *host = host_of(f, origin);
    if (host) {
        host_slow_down(&host->manners, seconds);
        if (host->manners.asked)
            host_pause(&host->manners, host->manners.delay, clock_monotonic());
    }
}

void fetcher_forgive(struct fetcher *f, const char *origin)
{
    struct schedule_host *host = host_of(f, origin);
    if (host) {
        host_forgive(&host->manners);
        host->lookup_failures = 0;
        host->lookup_again = true;
    }
}

void fetcher_use_archive(struct fetcher *f, const struct warc_index *archive)
{
    f->archive = archive;
}

/* ---- Certificates that servers forgot to send ---- */

/* What is known of the certificate that a job lacks; a new one is asked for. ISSUERS_NOWHERE where the job is over with that. */
static enum issuers_state seek_issuer(struct fetcher *f, struct job *job, const char *url)
{
    static const char *const fields[] = {"Accept: application/pkix-cert, */*;q=0.8"};
    if (url == NULL || job->issuers++ >= LIMIT_ISSUERS_DEEP)
        return ISSUERS_NOWHERE;
    enum issuers_state state = issuers_ask(f->issuers, url);
    if (state == ISSUERS_NEW) {
        struct job *asking = job_new(&(struct fetch_request){.url = url, .body_ceiling = LIMIT_ISSUER_BYTES, .fields = fields, .field_count = 1});
        asking->is_issuer = true;
        enqueue(f, asking);
    }
    return state;
}

/* What came for those that wait: they are tried again, or end as they were. */
static void take_issuer(struct fetcher *f, struct job *asked, const struct fetch_reply *reply)
{
    const char *url = asked->request.url;
    bool came = reply->reason == REASON_NONE && reply->status == 200;
    issuers_take(f->issuers, url, came ? reply->body : NULL, came ? reply->body_length : 0);
    bool here = issuers_ask(f->issuers, url) == ISSUERS_HERE;
    struct job_list waiting = f->lacking;
    f->lacking = (struct job_list){NULL, NULL};
    for (struct job *job; (job = job_list_pop(&waiting));) {
        if (strcmp(job->wanted, url) != 0) {
            job_list_push(&f->lacking, job);
            continue;
        }
        free(job->wanted);
        job->wanted = NULL;
        if (here && !job->turn.host->manners.open)
            schedule_add(f->schedule, job->turn.host, &job->turn, clock_monotonic());
        else
            answer_later(f, job, job->reason, 0, "the server does not send the certificates that lead to an authority, and they could not be fetched");
    }
    f->pending--;
    job_free(asked);
}

/* Hands the reply over; the job is gone afterwards. */
static void deliver(struct fetcher *f, struct job *job, struct fetch_reply *reply)
{
    if (job->is_issuer) {
        take_issuer(f, job, reply);
        return;
    }
    reply->tag = job->request.tag;
    reply->url = job->request.url;
    reply->method = job->request.method;
    reply->attempts = job->attempts;
    reply->at = reply->at ? reply->at : clock_now();
    f->pending--;
    f->answered++;
    f->done(f->context, reply);
    job_free(job);
}

static void deliver_instant(struct fetcher *f, struct job *job)
{
    if (f->archive) {
        struct replay replay = {0};
        replay_answer(&replay, f->archive, &job->request);
        deliver(f, job, &replay.reply);
        replay_release(&replay);
        return;
    }
    struct fetch_reply reply = {
        .reason = job->reason, .status = job->status, .detail = job->detail,
        .content_type = "", .location = "", .body = "", .wire_request = "", .wire_headers = "", .wire_body = "", .address = "",
    };
    deliver(f, job, &reply);
}

/* The breaker opened: what was tried keeps what it met, the rest says why it wasn't. */
static void give_up_host(struct fetcher *f, struct schedule_host *host)
{
    struct job *job;
    while ((job = (struct job *)schedule_drain(f->schedule, host))) {
        bool tried = job->reason != REASON_NONE || job->status != 0;
        if (job->status == 429)
            job->reason = REASON_RATE_LIMITED;
        answer_later(f, job, tried ? job->reason : REASON_BREAKER, job->status,
                     "the host refused too often and is left alone for this run");
    }
}

/* Decides what follows a request that ended; true where the job is to be tried again, with
 * its time set and the host paused where the whole host deserves it. */
static bool try_again(struct fetcher *f, struct job *job, const struct fetch_reply *reply, double now)
{
    struct host_manners *manners = &job->turn.host->manners;
    double asked = retry_after(reply);
    if (asked > LIMIT_RETRY_AFTER_SECONDS) {
        manners->open = manners->open || reply->status == 429;
        return false;
    }
    int most = job->request.tries > 0 ? job->request.tries : LIMIT_ATTEMPTS;
    bool again = job->attempts < most && !manners->open && retry_may_help(job->request.method, reply);
    double pause = host_back_off(job->attempts, &f->random);
    if (asked > pause)
        pause = asked;
    if (asked >= 0 || reply->status == 429 || (again && reply->reason == REASON_CONNECT))
        host_pause(manners, pause, now);
    job->turn.not_before = now + pause;
    return again;
}

/* The server did not send the whole chain of its certificate: whether the job waits for the rest, or is tried again with it. */
static bool lacks_issuer(struct fetcher *f, struct job *job, const struct fetch_reply *reply, const char *url, double now)
{
    enum issuers_state state = reply->reason == REASON_TLS_CHAIN ? seek_issuer(f, job, url) : ISSUERS_NOWHERE;
    if (state == ISSUERS_NOWHERE)
        return false;
    job->reason = reply->reason;
    job->attempts--; /* not a request yet: the handshake failed */
    job->turn.not_before = now;
    host_pause(&job->turn.host->manners, job->turn.host->manners.delay, now);
    schedule_release(f->schedule, &job->turn, state == ISSUERS_HERE, now);
    if (state != ISSUERS_HERE) {
        job->wanted = memory_copy(url);
        job_list_push(&f->lacking, job);
    }
    return true;
}

/* A request ended, by libcurl or before it could begin. */
static void settle(struct fetcher *f, struct job *job, struct fetch_reply *reply, const char *issuer, double now)
{
    struct schedule_host *host = job->turn.host;
    if (lacks_issuer(f, job, reply, issuer, now))
        return;
    bool open = host_note(&host->manners, retry_outcome(job->request.method, reply), job->request.url, now);
    bool again = try_again(f, job, reply, now);
    job->reason = reply->reason;
    job->status = reply->status;
    schedule_release(f->schedule, &job->turn, again, now);
    if (!again) {
        if (reply->status == 429 && reply->reason == REASON_NONE)
            reply->reason = REASON_RATE_LIMITED;
        deliver(f, job, reply);
    }
    if (open || host->manners.open)
        give_up_host(f, host);
}

static struct transfer *borrow(struct fetcher *f)
{
    return f->idle_count ? f->idle[--f->idle_count] : transfer_new(&f->setup);
}

static void finish(struct fetcher *f, struct job *job, CURLcode code, double now)
{
    struct transfer *transfer = job->transfer;
    struct fetch_reply reply = {0};
    transfer_finish(transfer, f->multi, code, &reply);
    struct job *last = f->active[--f->active_count];
    f->active[job->active_index] = last;
    last->active_index = job->active_index;
    job->transfer = NULL;
    struct schedule_host *host = job->turn.host;
    host->odd = host->odd || transfer_is_odd(code);
    host->completed = host->completed || reply.completed;
    reply.completed = host->completed && strncmp(job->request.url, "https:", 6) == 0;
    settle(f, job, &reply, transfer_wanted_issuer(transfer), now);
    f->idle[f->idle_count++] = transfer;
}

/* Answers a job that never became a request: the host was not bothered, so nothing is
 * counted against it and the next job need not wait. */
static void refuse(struct fetcher *f, struct job *job, enum link_reason reason, const char *detail, double now)
{
    schedule_release(f->schedule, &job->turn, false, now);
    answer_later(f, job, reason, 0, detail);
}

/* The name could not be resolved. Asked anew with back-off up to LIMIT_ATTEMPTS, then the
 * answer holds for the host; one second look may have it asked for once more. */
static void unresolved(struct fetcher *f, struct job *job, const struct resolve_answer *answer, double now)
{
    struct schedule_host *host = job->turn.host;
    bool second_look = job->turn.rank == SCHEDULE_LATE && !host->looked_twice;
    bool retry = answer->state == RESOLVE_FAILED && ++host->lookup_failures < LIMIT_ATTEMPTS;
    if (second_look || retry) {
        host->looked_twice = host->looked_twice || second_look;
        host->lookup_again = true;
        job->turn.not_before = now + (retry ? host_back_off(host->lookup_failures, &f->random) : 0);
        host_pause(&host->manners, job->turn.not_before - now, now);
        schedule_release(f->schedule, &job->turn, true, now);
        return;
    }
    job->attempts = answer->state == RESOLVE_FAILED ? LIMIT_ATTEMPTS : 1;
    refuse(f, job, answer->state == RESOLVE_FAILED ? REASON_DNS : REASON_NO_SUCH_HOST, answer->detail, now);
}

static bool any_public(const struct resolve_answer *answer)
{
    for (size_t i = 0; i < answer->count; i++)
        if (guard_text_is_public(answer->addresses[i]))
            return true;
    return false;
}

/* One name for all hosts behind the same set of addresses, whatever their order. */
static const char *lowest(const struct resolve_answer *answer)
{
    const char *address = answer->addresses[0];
    for (size_t i = 1; i < answer->count; i++)
        if (strcmp(answer->addresses[i], address) < 0)
            address = answer->addresses[i];
    return address;
}

static void begin(struct fetcher *f, struct job *job, double now)
{
    struct schedule_host *host = job->turn.host;
    if (host->lookup_again) {
        host->lookup_again = false;
        resolver_forget(f->resolver, host->name);
    }
    const struct resolve_answer *answer = resolver_ask(f->resolver, host->name, job->port, host);
    if (answer->state == RESOLVE_PENDING) {
        schedule_park(f->schedule, &job->turn);
        return;
    }
    if (answer->state != RESOLVE_FOUND) {
        unresolved(f, job, answer, now);
        return;
    }
    if (!f->setup.allow_private && !any_public(answer)) {
        refuse(f, job, REASON_PRIVATE_ADDRESS, "the name leads to a private or reserved address", now);
        return;
    }
    if (!schedule_occupy(f->schedule, &job->turn, lowest(answer)))
        return;
    struct transfer_request request = {
        .url = job->request.url, .method = job->request.method, .body_ceiling = job->request.body_ceiling,
        .stop_at_ceiling = job->request.stop_at_ceiling, .keep_wire = job->request.keep_wire,
        .etag = job->request.etag, .last_modified = job->request.last_modified,
        .fields = job->request.fields, .field_count = job->request.field_count, .cookies = job->request.cookies, .host = host->name, .port = job->port, .answer = answer,
        .leniently = host->odd, .fresh = link_reason_is_transport(job->reason),
    };
    job->attempts++;
    job->transfer = borrow(f);
    job->active_index = f->active_count;
    f->active[f->active_count++] = job;
    host->manners.asked = true;
    if (!transfer_start(job->transfer, f->multi, &request, job, now))
        finish(f, job, CURLE_FAILED_INIT, now);
}

static void begin_all(struct fetcher *f, double now)
{
    struct schedule_host *host;
    resolver_process(f->resolver);
    while ((host = resolver_next(f->resolver)))
        schedule_unpark(f->schedule, host, now);
    while (f->active_count < (size_t)f->connections) {
        struct schedule_job *turn = schedule_take(f->schedule, now);
        if (!turn)
            break;
        begin(f, (struct job *)turn, now);
    }
}

static size_t finish_all(struct fetcher *f)
{
    CURLMsg *message;
    size_t count = 0;
    int left;
    while ((message = curl_multi_info_read(f->multi, &left)))
        if (message->msg == CURLMSG_DONE) {
            CURLcode code = message->data.result; /* the message dies with its handle */
            struct transfer *transfer = transfer_of(message->easy_handle);
            count++;
            if (!transfer_connected(transfer, code, clock_monotonic()))
                finish(f, transfer_owner(transfer), code, clock_monotonic());
        }
    return count;
}

/* Returns whether there is any such reply left to read. */
static bool read_all(struct fetcher *f)
{
    bool left = false;
    CURLcode code;
    for (size_t i = f->active_count; i-- > 0;) {
        if (i >= f->active_count || !transfer_is_reading(f->active[i]->transfer))
            continue;
        if (transfer_read(f->active[i]->transfer, &code))
            finish(f, f->active[i], code, clock_monotonic());
        else
            left = true;
    }
    return left;
}

static void watch(struct fetcher *f, double now)
{
    if (now < f->next_watch)
        return;
    f->next_watch = now + WATCH_INTERVAL;
    for (size_t i = f->active_count; i-- > 0;)
        if (i < f->active_count && transfer_overdue(f->active[i]->transfer, now))
            finish(f, f->active[i], CURLE_OPERATION_TIMEDOUT, now);
}

static void answer_instant(struct fetcher *f)
{
    /* Only those of now: answering one may queue another. */
    struct job *last = f->instant.last;
    for (struct job *job; (job = job_list_pop(&f->instant));) {
        bool stop = job == last;
        deliver_instant(f, job);
        if (stop)
            break;
    }
}

static void sleep_until_something(struct fetcher *f, double seconds, double now, bool reading)
{
    struct curl_waitfd sockets[SOCKETS_MAX + 2];
    size_t count = resolver_sockets(f->resolver, sockets, SOCKETS_MAX), others = count;
    if (f->readable >= 0)
        sockets[count++] = (struct curl_waitfd){.fd = f->readable, .events = CURL_WAIT_POLLIN};
    if (f->writable >= 0)
        sockets[count++] = (struct curl_waitfd){.fd = f->writable, .events = CURL_WAIT_POLLOUT};
    double next = schedule_next_time(f->schedule), patience = resolver_patience(f->resolver);
    if (next >= 0 && next - now < seconds && f->active_count < (size_t)f->connections)
        seconds = next - now;
    if (patience >= 0 && patience < seconds)
        seconds = patience;
    if (f->active_count && seconds > WATCH_INTERVAL)
        seconds = WATCH_INTERVAL;
    if (reading && seconds > READ_INTERVAL)
        seconds = READ_INTERVAL;
    if (seconds < 0 || seconds > POLL_LONGEST)
        seconds = seconds < 0 ? 0 : POLL_LONGEST;
    curl_multi_poll(f->multi, sockets, (unsigned)count, (int)(seconds * 1000) + 1, NULL);
    for (; others < count; others++)
        if (sockets[others].revents != 0)
            atomic_store(&f->woken, true);
}

void fetcher_run(struct fetcher *f, double seconds, fetch_done *done, void *context)
{
    double now = clock_monotonic(), deadline = now + seconds;
    size_t answered = f->answered;
    f->done = done;
    f->context = context;
    for (;;) {
        int running;
        begin_all(f, now);
        curl_multi_perform(f->multi, &running);
        size_t finished = finish_all(f);
        bool reading = read_all(f);
        watch(f, clock_monotonic());
        answer_instant(f);
        now = clock_monotonic();
        if (f->answered != answered || atomic_exchange(&f->woken, false) || now >= deadline)
            return; /* what was freed is filled by the next call, before it polls */
        if (finished == 0)
            sleep_until_something(f, deadline - now, now, reading);
        now = clock_monotonic();
    }
}

bool fetch_address_is_public(const char *address)
{
    return guard_text_is_public(address);
}
