/* Any two lines as base and reference: what parses must serialise to what parses to the
 * same, keep its parts clean, and get one canonical name. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "crawler/url/scheme.h"
#include "crawler/url/url.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
    if (!holds)
        abort();
}

static struct url_policy *policy;
static struct scheme_rules *rules;

static void load_once(void)
{
    const char *seeds = getenv("COREOFFER_SEEDS");
    struct arena arena = {0};
    if (policy != NULL || seeds == NULL)
        return;
    require(url_policy_load(arena_printf(&arena, "%s/crawl/parameters.csv", seeds), &policy, NULL) == STATUS_OK);
    require(scheme_rules_load(arena_printf(&arena, "%s/crawl/internal-hosts.csv", seeds), &rules, NULL) == STATUS_OK);
    arena_release(&arena);
}

static void check(struct arena *arena, const struct url *url)
{
    struct url again, canonical;
    for (const char *c = url->href; *c != '\0'; c++)
        require((unsigned char)*c >= ' ' && (unsigned char)*c < 0x7f);
    if (strlen(url->href) <= LIMIT_URL_PARSED_BYTES) {
        require(url_parse(arena, url->href, NULL, &again, NULL) == STATUS_OK);
        require(strcmp(again.href, url->href) == 0);
    }
    (void)scheme_check(rules, url);
    (void)url_origin(arena, url);
    if (!url_is_http(url))
        return;
    require(url->host != NULL && url->host[0] != '\0' && url->path[0] == '/');
    (void)url_site(arena, url->host);
    const char *name = url_canonical(arena, url, policy);
    if (strlen(name) <= LIMIT_URL_PARSED_BYTES) {
        require(url_parse(arena, name, NULL, &canonical, NULL) == STATUS_OK);
        require(canonical.fragment == NULL && strcmp(canonical.host, url->host) == 0);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = {0};
    struct url base, url;
    load_once();
    char *text = arena_copy_n(&arena, (const char *)data, size);
    char *reference = strchr(text, '\n');
    if (reference != NULL)
        *reference++ = '\0';
    bool based = url_parse(&arena, text, NULL, &base, NULL) == STATUS_OK;
    if (based)
        check(&arena, &base);
    if (reference != NULL && url_parse(&arena, reference, based ? &base : NULL, &url, NULL) == STATUS_OK)
        check(&arena, &url);
    arena_release(&arena);
    return 0;
}
