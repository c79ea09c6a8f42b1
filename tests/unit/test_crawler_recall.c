/* How much of what matters a page limit finds: of a large council site's Local Offer, and of its partners' sites. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/random.h"
#include "crawler/frontier/seen.h"
#include "crawler/visit/partner_site.h"
#include "tests/unit/frontier_fixture.h"
#include "tests/unit/suite.h"

/* ---- A council's site, as links alone ---- */

enum { SITE_PAGES = 5000, HUBS = 12, SERVICES = 12, LINKS_MAX = 60 };

struct site_link {
    int target;
    const char *text, *heading;
    enum block_zone zone;
};
struct site_page {
    const char *url, *title;
    bool wanted;
    struct site_link links[LINKS_MAX];
    int link_count;
};
struct site {
    struct arena arena;
    struct site_page *pages;
    int count, wanted;
    struct random random;
};

static int pick(struct site *site, int below)
{
    return (int)(random_next(&site->random) % (uint64_t)below);
}

static int add_page(struct site *site, bool wanted, const char *url, const char *title)
{
    ck_assert_int_lt(site->count, SITE_PAGES);
    site->pages[site->count] = (struct site_page){.url = url, .title = title, .wanted = wanted};
    site->wanted += wanted;
    return site->count++;
}

static void add_link(struct site *site, int from, int to, const char *text, const char *heading, enum block_zone zone)
{
    struct site_page *page = &site->pages[from];
    if (page->link_count < LINKS_MAX)
        page->links[page->link_count++] = (struct site_link){to, text, heading, zone};
}

/* The Local Offer: a start page, a page for each subject, pages of services and leaflets
 * below them, in the places where councils really put them. */
static int build_local_offer(struct site *site)
{
    static const char *const subjects[HUBS] = {
        "Short breaks", "Education, health and care plans", "Autism and neurodiversity", "Therapies", "Portage and early support",
        "Preparing for adulthood", "Health services", "Money and benefits", "Getting about", "Social care", "Things to do", "Advice for parent carers"};
    static const char *const slugs[HUBS] = {"short-breaks", "ehc-plans", "autism", "therapies", "portage", "preparing-for-adulthood",
                                            "health", "money", "travel", "social-care", "things-to-do", "advice"};
    static const char *const services[SERVICES] = {"How to apply", "Rainbow Club", "Who can get help", "Saturday play sessions", "Respite at the Elms",
                                                   "Meet the team", "Occupational therapy drop-in", "Support groups", "What happens next",
                                                   "Hearing impairment teachers", "Complaints and mediation", "Sensory room"};
    struct arena *arena = &site->arena;
    int start = add_page(site, true, "https://www.anytown.gov.uk/send-local-offer", "SEND Local Offer");
    for (int i = 0; i < HUBS; i++) {
        int hub = add_page(site, true, arena_printf(arena, "https://www.anytown.gov.uk/send-local-offer/%s", slugs[i]), subjects[i]);
        add_link(site, start, hub, subjects[i], "Browse the Local Offer", ZONE_MAIN);
        for (int k = 0; k < SERVICES; k++) {
            const char *url, *text = services[k], *heading = subjects[i];
            switch ((i + k) % 4) {
            case 0: /* elsewhere on the site, behind a number */
                url = arena_printf(arena, "https://www.anytown.gov.uk/article/%d", 7000 + i * 20 + k);
                text = "Find out more";
                heading = arena_printf(arena, "%s: %s", subjects[i], services[k]);
                break;
            case 1: /* a leaflet on another host */
                url = arena_printf(arena, "https://files.example/anytown/%d.pdf", i * 20 + k);
                break;
            default:
                url = arena_printf(arena, "https://www.anytown.gov.uk/send-local-offer/%s/%d", slugs[i], k);
            }
            int service = add_page(site, true, url, arena_printf(arena, "%s | SEND Local Offer", services[k]));
            add_link(site, hub, service, text, heading, ZONE_MAIN);
            add_link(site, service, hub, subjects[i], "", ZONE_BREADCRUMB);
        }
        add_link(site, hub, start, "Local Offer", "", ZONE_BREADCRUMB);
    }
    return start;
}

/* Everything else: sections with their pages, some with words that sound alike. */
static void build_rest(struct site *site, int sections[], int section_count)
{
    static const char *const names[] = {"Council tax", "Bins and recycling", "Planning", "Parking", "Libraries", "Jobs", "Councillors",
                                        "Licensing", "News", "Adult social care", "Business", "Leisure and parks"};
    static const char *const pages[] = {"Opening times", "Pay online", "Report a problem", "Send us your views", "Forms", "Policies", "Annual report",
                                        "Contact the team", "Children's reading challenge", "Family photo competition", "Agenda", "Questions"};
    struct arena *arena = &site->arena;
    for (int i = 0; i < section_count; i++)
        sections[i] = add_page(site, false, arena_printf(arena, "https://www.anytown.gov.uk/s%d", i), names[i]);
    while (site->count < SITE_PAGES) {
        int section = pick(site, section_count);
        const char *name = pages[pick(site, 12)];
        int page = add_page(site, false, arena_printf(arena, "https://www.anytown.gov.uk/s%d/p%d", section, site->count), name);
        int from = site->pages[sections[section]].link_count < 40 ? sections[section] : page - 1 - pick(site, 40);
        if (!site->pages[from].wanted)
            add_link(site, from, page, name, names[section], ZONE_MAIN);
        if (pick(site, 80) == 0) /* what sounds alike and isn't */
            add_link(site, from, page, "Disabled people's access to our buildings", "", ZONE_MAIN);
    }
}

/* Menus stand before the main content, as in every council's pages. */
static void add_menu_first(struct site *site, int from, const struct site_link *menu, int count)
{
    struct site_page *page = &site->pages[from];
    if (page->link_count > LINKS_MAX - count)
        page->link_count = LINKS_MAX - count;
    memmove(page->links + count, page->links, (size_t)page->link_count * sizeof *page->links);
    memcpy(page->links, menu, (size_t)count * sizeof *menu);
    page->link_count += count;
}

static void build_site(struct site *site)
{
    static const char *const menu[] = {"Council tax", "Bins and recycling", "Planning", "Parking", "Libraries", "Jobs", "Councillors",
                                       "Licensing", "News", "Adult social care", "Business", "Leisure and parks"};
    int sections[12];
    *site = (struct site){.random = {2026}};
    site->pages = memory_array(SITE_PAGES, sizeof *site->pages);
    int start = build_local_offer(site);
    build_rest(site, sections, 12);
    struct site_link links[13];
    for (int k = 0; k < 12; k++)
        links[k] = (struct site_link){sections[k], menu[k], "", k < 8 ? ZONE_NAVIGATION : ZONE_FOOTER};
    links[12] = (struct site_link){start, "SEND Local Offer", "", ZONE_NAVIGATION};
    for (int i = 0; i < site->count; i++)
        add_menu_first(site, i, links, 13);
}

static void release_site(struct site *site)
{
    free(site->pages);
    arena_release(&site->arena);
}

/* Numbers of pages by address. */
static struct seen *index_site(const struct site *site)
{
    struct seen *index = seen_new();
    bool added;
    for (int i = 0; i < site->count; i++)
        *seen_put(index, site->pages[i].url, strlen(site->pages[i].url), &added) = (uint32_t)i;
    return index;
}

static void offer_links(const struct site *site, struct frontier *frontier, const struct site_page *page, int clicks, int order)
{
    for (int i = 0; i < page->link_count; i++) {
        const struct site_link *it = &page->links[i];
        struct frontier_link link = {.url = site->pages[it->target].url, .text = it->text, .heading = it->heading, .page_title = page->title,
                                     .page_url = page->url, .kind = LINK_ANCHOR, .zone = it->zone, .page_clicks = clicks, .page_order = order};
        (void)frontier_offer(frontier, &link);
    }
}

/* Visits `budget` pages by the frontier; the order goes into `visited`. */
static int visit(const struct site *site, int budget, int *visited)
{
    struct seen *index = index_site(site);
    struct frontier *frontier = open_frontier(COUNCIL, site->pages[0].url, budget);
    struct frontier_next next;
    int found = 0;
    for (int order = 0; frontier_take(frontier, &next); order++) {
        int number = (int)*seen_get(index, next.url, strlen(next.url));
        const struct site_page *page = &site->pages[number];
        visited[order] = number;
        found += page->wanted;
        frontier_settle(frontier, next.url, next.url);
        offer_links(site, frontier, page, next.clicks, order);
    }
    frontier_free(frontier);
    seen_free(index);
    return found;
}

/* The same by breadth alone, over the council's host and its leaflets. */
static int visit_breadth_first(const struct site *site, int budget)
{
    int *queue = memory_array((size_t)site->count, sizeof *queue), count = 1, found = 0;
    bool *known = memory_array((size_t)site->count, sizeof *known);
    known[0] = true;
    for (int i = 0; i < count && i < budget; i++) {
        const struct site_page *page = &site->pages[queue[i]];
        found += page->wanted;
        for (int k = 0; k < page->link_count; k++)
            if (!known[page->links[k].target]) {
                known[page->links[k].target] = true;
                queue[count++] = page->links[k].target;
            }
    }
    free(queue);
    free(known);
    return found;
}

START_TEST(a_small_budget_finds_nearly_all)
{
    struct site site;
    int visited[200] = {0}, again[200] = {0};
    build_site(&site);
    ck_assert_int_eq(site.count, SITE_PAGES);
    ck_assert_int_eq(site.wanted, 1 + HUBS + HUBS * SERVICES);
    int found = visit(&site, 200, visited), by_breadth = visit_breadth_first(&site, 200);
    ck_assert_msg(found * 100 >= site.wanted * 95, "found %d of %d", found, site.wanted);
    ck_assert_msg(found > by_breadth, "%d by promise, %d by breadth", found, by_breadth);
    /* Half the budget is spent almost wholly on what matters. */
    int early = visit(&site, 80, again);
    ck_assert_msg(early >= 72, "%d of the first 80", early);
    memset(again, 0, sizeof again);
    ck_assert_int_eq(visit(&site, 200, again), found);
    ck_assert_mem_eq(visited, again, sizeof visited);
    release_site(&site);
}
END_TEST

/* ---- Partners' further pages ---- */

enum { PARTNERS = 24 };

struct part {
    const char *path, *text;
    bool wanted;   /* by families who came for the service */
    enum block_zone zone;
};

/* Menus first, as sites have them. Some of what is wanted is called as no list knows it, and some of the rest sounds alike. */
static const struct part OF_A_FRONT_PAGE[] = {
    {"/news", "News", false, ZONE_NAVIGATION}, {"/about", "About us", true, ZONE_NAVIGATION}, {"/events", "Events", false, ZONE_NAVIGATION},
    {"/shop", "About our shops", false, ZONE_NAVIGATION}, {"/friend", "Refer a friend", false, ZONE_NAVIGATION}, {"/donate", "Donate", false, ZONE_NAVIGATION}, {"/do", "What we do", true, ZONE_NAVIGATION},
    {"/contact", "Contact us", true, ZONE_NAVIGATION}, {"/volunteer", "Volunteer with us", false, ZONE_MAIN}, {"/refer", "How to refer", true, ZONE_MAIN},
    {"/open", "When we are open", true, ZONE_MAIN}, {"/leaflet.pdf", "Leaflet for families", true, ZONE_MAIN}, {"/blog/1", "Our summer picnic", false, ZONE_MAIN},
    {"/blog/2", "A runner's story", false, ZONE_MAIN}, {"/blog/3", "New trustees", false, ZONE_MAIN}, {"/hold", "Getting hold of us", true, ZONE_MAIN},
    {"/fundraisers", "Contact our fundraisers", false, ZONE_FOOTER}, {"/jobs", "Jobs", false, ZONE_FOOTER}, {"/privacy", "Privacy", false, ZONE_FOOTER}, {"/cookies", "Cookies", false, ZONE_FOOTER}};
static const struct part OF_AN_OVERVIEW[] = {
    {"/", "Home", false, ZONE_NAVIGATION}, {"/hospitals", "Our hospitals", false, ZONE_NAVIGATION}, {"/visitors", "Patients and visitors", false, ZONE_NAVIGATION},
    {"/work", "Working for us", false, ZONE_NAVIGATION}, {"/news", "News", false, ZONE_NAVIGATION}, {"/contact", "Contact the trust", false, ZONE_NAVIGATION},
    {"/services/therapy/referred", "How to be referred", true, ZONE_MAIN}, {"/services/therapy/people", "The people you will meet", true, ZONE_MAIN},
    {"/services/therapy/home", "Exercises to try at home", true, ZONE_MAIN}, {"/services/therapy/assessment", "What happens at an assessment", true, ZONE_MAIN},
    {"/services/therapy/picnic", "Our summer picnic", false, ZONE_MAIN}, {"/slt", "Speech and language therapy", true, ZONE_MAIN}, {"/research", "Our research", false, ZONE_MAIN}, {"/stories", "Patients' stories", false, ZONE_MAIN},
    {"/privacy", "Privacy", false, ZONE_FOOTER}};

/* Every sixth service's page sends families on to a partner: an adviser's own site, or a trust's overview in turn. */
static int build_partners(struct site *site, int first)
{
    int wanted = 0, services = site->count;
    for (int i = 0; i < PARTNERS; i++) {
        bool front = i % 2 == 0;
        const struct part *parts = front ? OF_A_FRONT_PAGE : OF_AN_OVERVIEW;
        int count = (int)(front ? sizeof OF_A_FRONT_PAGE / sizeof *parts : sizeof OF_AN_OVERVIEW / sizeof *parts);
        const char *host = arena_printf(&site->arena, "https://partner%d.example", i);
        int entry = add_page(site, false, arena_printf(&site->arena, "%s%s", host, front ? "/" : "/services/therapy"),
                             front ? "Anytown SENDIASS: advice for parents" : "Children's therapy");
        add_link(site, first + (i * 6 + 5) % (services - first), entry, front ? "SENDIASS, advice for parents" : "Children's therapy", "Who can help", ZONE_MAIN);
        for (int k = 0; k < count; k++) {
            int page = add_page(site, parts[k].wanted, arena_printf(&site->arena, "%s%s", host, parts[k].path), parts[k].text);
            add_link(site, entry, page, parts[k].text, "", parts[k].zone);
            wanted += parts[k].wanted;
        }
    }
    return wanted;
}

struct further {
    struct partner_choice choice;
    int entry;
    const struct site_link *link;
};

/* Adds what a partner's page leads to. */
static size_t note_further(const struct site *site, struct partner_site *chooser, int entry, struct further *out)
{
    const struct site_page *page = &site->pages[entry];
    struct page_link links[LINKS_MAX] = {0};
    struct partner_choice chosen[PARTNER_SITE_PAGES];
    struct arena arena = {0};
    struct url url;
    ck_assert_int_eq(url_parse(&arena, page->url, NULL, &url, NULL), STATUS_OK);
    for (int i = 0; i < page->link_count; i++) {
        const struct site_link *it = &page->links[i];
        links[i] = (struct page_link){.bare = site->pages[it->target].url, .link = {.text = it->text, .kind = LINK_ANCHOR, .zone = it->zone}};
    }
    size_t count = 0;
    if (partner_site_promises(chooser, page->title))
        count = partner_site_choose(chooser, &url, strcmp(url.path, "/") == 0 ? PARTNER_FRONT : PARTNER_INNER, links, (size_t)page->link_count, chosen);
    for (size_t i = 0; i < count; i++)
        out[i] = (struct further){chosen[i], entry, &page->links[chosen[i].link]};
    arena_release(&arena);
    return count;
}

static int by_turn(const void *a, const void *b)
{
    const struct further *left = a, *right = b;
    int order = partner_site_compare(&left->choice, &right->choice);
    return order != 0 ? order : left->entry - right->entry;
}

static void offer_further(const struct site *site, struct frontier *frontier, struct further *further, size_t count)
{
    qsort(further, count, sizeof *further, by_turn);
    for (size_t i = 0; i < count; i++) {
        struct frontier_link link = {.url = site->pages[further[i].link->target].url, .text = further[i].link->text, .heading = "", .page_title = "",
                                     .kind = LINK_ANCHOR, .zone = ZONE_MAIN, .page_purpose = PAGE_PARTNER, .page_order = further[i].entry};
        (void)frontier_offer_further(frontier, &link, 1);
    }
}

struct recall {
    int read, wanted;     /* of partners' further pages */
    int by_breadth;       /* wanted among as many, in the order of the pages that lead to them */
    int partners;         /* of which one or more were read */
};

/* As a visit does it: partners are put by until the council's own pages are read, and what they lead to until all of them are. */
static struct recall visit_partners(const struct site *site, struct partner_site *chooser, int budget)
{
    struct seen *index = index_site(site);
    struct frontier *frontier = open_frontier(COUNCIL, site->pages[0].url, budget);
    struct frontier_next next;
    struct recall recall = {0};
    int entries[PARTNERS] = {0}, known = 0;
    struct further further[PARTNERS * PARTNER_SITE_PAGES];
    size_t further_count = 0;
    bool met[SITE_PAGES] = {false}; /* by the page that led there */
    for (int order = 0;; order++) {
        if (!frontier_take(frontier, &next)) {
            offer_further(site, frontier, further, further_count);
            further_count = 0;
            if (!frontier_take(frontier, &next))
                break;
        }
        int number = (int)*seen_get(index, next.url, strlen(next.url));
        const struct site_page *page = &site->pages[number];
        recall.read += next.further > 0;
        recall.wanted += next.further > 0 && page->wanted;
        if (next.further) {
            recall.partners += !met[next.found_on];
            met[next.found_on] = true;
        }
        if (next.purpose == PAGE_PARTNER) {
            if (!next.further) {
                entries[known++] = number;
                further_count += note_further(site, chooser, number, &further[further_count]);
            }
        } else {
            offer_links(site, frontier, page, next.clicks, order);
        }
    }
    for (int i = 0, left = recall.read; i < known; i++)
        for (int k = 0; k < site->pages[entries[i]].link_count && left > 0; k++, left--)
            recall.by_breadth += site->pages[site->pages[entries[i]].links[k].target].wanted;
    frontier_free(frontier);
    seen_free(index);
    return recall;
}

START_TEST(what_the_council_leaves_of_a_budget_finds_what_partners_say)
{
    /* The council has 157 pages of its own, and 24 partners. */
    static const struct { int budget, read, wanted; } cases[] = {{150, 0, 0}, {200, 19, 19}, {250, 69, 69}, {300, 119, 95}, {400, 168, 108}};
    struct error err;
    struct partner_site *chooser;
    struct site site = {.random = {2026}};
    site.pages = memory_array(SITE_PAGES, sizeof *site.pages);
    ck_assert_msg(partner_site_load("seeds", words, &chooser, &err) == STATUS_OK, "%s", err.message);
    int start = build_local_offer(&site);
    ck_assert_int_eq(build_partners(&site, start), 144);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct recall recall = visit_partners(&site, chooser, cases[i].budget);
        ck_assert_msg(recall.read == cases[i].read, "of %d: read %d", cases[i].budget, recall.read);
        /* None has a second page before every one has its first. */
        ck_assert_int_eq(recall.partners, recall.read < PARTNERS ? recall.read : PARTNERS);
        ck_assert_msg(recall.wanted >= cases[i].wanted, "of %d: %d", cases[i].budget, recall.wanted);
        ck_assert_msg(recall.wanted * 2 >= recall.by_breadth * 3, "of %d: %d, by breadth %d", cases[i].budget, recall.wanted, recall.by_breadth);
    }
    partner_site_free(chooser);
    release_site(&site);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("crawler/recall");
    TCase *tcase = tcase_create("recall");
    tcase_add_unchecked_fixture(tcase, load, unload);
    tcase_set_timeout(tcase, 30);
    tcase_add_test(tcase, a_small_budget_finds_nearly_all);
    tcase_add_test(tcase, what_the_council_leaves_of_a_budget_finds_what_partners_say);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
