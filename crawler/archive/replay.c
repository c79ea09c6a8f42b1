#include "crawler/archive/replay.h"

#include <string.h>

#include "base/limits.h"
#include "crawler/fetch/head.h"
#include "crawler/fetch/inflate.h"

static enum link_reason decode(struct replay *replay, const struct fetch_request *request, enum inflate_coding coding)
{
    struct fetch_reply *reply = &replay->reply;
    buffer_init(&replay->body, request->body_ceiling ? request->body_ceiling : LIMIT_BODY_BYTES);
    enum inflate_result result = inflate_body(coding, reply->wire_body, reply->wire_body_length, &replay->body);
    if (result == INFLATE_DAMAGED && replay->body.length == 0 && inflate_may_be_plain(reply->wire_body, reply->wire_body_length)) {
        reply->undecoded = true;
        result = inflate_body(INFLATE_IDENTITY, reply->wire_body, reply->wire_body_length, &replay->body);
    }
    reply->body = buffer_text(&replay->body);
    reply->body_length = replay->body.length;
    reply->cut = result == INFLATE_FULL || result == INFLATE_BOMB;
    switch (result) {
    case INFLATE_FULL:
        reply->detail = request->stop_at_ceiling ? "" : "the body is larger than the ceiling allows";
        return request->stop_at_ceiling ? REASON_NONE : REASON_TOO_LARGE;
    case INFLATE_BOMB:
        reply->detail = "the body expands far more than an honest page does";
        return REASON_TOO_LARGE;
    case INFLATE_DAMAGED:
    case INFLATE_SHORT:
        reply->detail = "the archived body is damaged or stops before its end";
        return REASON_TRUNCATED;
    default:
        return REASON_NONE;
    }
}

static const struct fetch_reply nothing = {
    .reason = REASON_LIMIT, .detail = "the archive holds no answer for this address",
    .content_type = "", .location = "", .body = "", .wire_request = "", .wire_headers = "", .wire_body = "", .address = "",
    .at = -1,
};

void replay_response(struct replay *replay, const struct warc_response *response, const struct fetch_request *request)
{
    struct fetch_reply *reply = &replay->reply;
    struct head head;
    *reply = nothing;
    head_parse(&replay->arena, response->headers, response->headers_length, &head);
    reply->at = response->at;
    reply->status = response->status;
    reply->headers = head.fields;
    reply->header_count = head.count;
    reply->content_type = head_field(&head, "content-type");
    reply->location = head_location(&head);
    reply->wire_headers = response->headers;
    reply->wire_headers_length = response->headers_length;
    reply->detail = "";
    reply->reason = REASON_NONE;
    if (request->method == FETCH_HEAD)
        return;
    reply->wire_body = response->body;
    reply->wire_body_length = response->body_length;
    enum inflate_coding coding = inflate_coding_of(head_field(&head, "content-encoding"));
    reply->undecoded = coding == INFLATE_UNKNOWN;
    reply->reason = decode(replay, request, coding);
    if (response->truncated == WARC_BROKEN_OFF || response->truncated == WARC_TIMED_OUT) {
        reply->reason = response->truncated == WARC_TIMED_OUT ? REASON_TIMEOUT : REASON_TRUNCATED;
        reply->detail = "it stopped before its end when it was fetched";
    } else if (response->truncated != WARC_WHOLE) { /* cut when it was fetched, without fault */
        reply->cut = true;
        if (reply->reason == REASON_TRUNCATED) {
            reply->reason = REASON_NONE;
            reply->detail = "";
        }
    }
}

void replay_answer(struct replay *replay, const struct warc_index *archive, const struct fetch_request *request)
{
    struct warc_response found;
    struct error err;
    enum status status = warc_find(archive, request->url, &replay->arena, &found, &err);
    if (status == STATUS_OK) {
        replay_response(replay, &found, request);
        return;
    }
    replay->reply = nothing;
    if (status != STATUS_NOT_FOUND)
        replay->reply.detail = arena_copy(&replay->arena, err.message);
}

void replay_release(struct replay *replay)
{
    buffer_release(&replay->body);
    arena_release(&replay->arena);
}
