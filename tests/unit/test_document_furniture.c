/* What is the page and what stands round it, over the kinds of markup that councils' sites
 * are made of. Each family is one page; the table says where its words must be. */
#include "document_fixture.h"

struct place {
    const char *words, *zone;
};

enum { PLACES_MAX = 24 };

struct family {
    const char *name, *html;
    struct place places[PLACES_MAX];
};

#define LONG_PROSE "<p>The team lends toys, meets parents on Mondays and writes to the school about what helps a child to learn. It comes to your home, " \
    "to a nursery or to a clinic, and stays for an hour or more. Families tell us that they like to see the same person each time, and we try to keep to that. " \
    "Where a child starts school we come to the first meeting, and we write down what was agreed for those who could not be there, and for you to keep.</p>"

static const struct family families[] = {
    {"landmarks",
     "<a href=#m class=skip>Skip to main content</a><div class=cookie-banner role=region aria-label=Cookies><p>We count visits with cookies. Tell us if that is all right.</p></div>"
     "<header role=banner><a href=/><img src=l alt='Otterby Council'></a><form role=search><label for=q>Search Otterby</label><input id=q></form><nav><ul><li><a href=/b>Bins</a></ul></nav></header>"
     "<nav aria-label=Breadcrumb><ol><li><a href=/>Home</a><li>Portage</ol></nav>"
     "<main><h1>Portage</h1><p>A visitor plays with your child at home each week.</p><aside><h2>Contact us</h2><p>Ring 01632 960111.</p></aside>"
     "<aside><h2>Related pages</h2><ul><li><a href=/x>Short breaks</a><li><a href=/y>Childcare</a></ul></aside>"
     "<div class=share><span>Share this page</span><a href=#>Facebook</a></div></main>"
     "<section class=feedback><h2>Was this page useful?</h2><button>Yes</button></section>"
     "<footer><p>Otterby Council, Mill Lane, OT1 1AA. 01632 960100</p></footer>",
     {{"Skip to", "navigation"}, {"We count visits", "cookies"}, {"Otterby Council", "header"}, {"Search Otterby", "search"}, {"Bins", "navigation"},
      {"Home", "breadcrumb"}, {"Portage", "breadcrumb"}, {"A visitor plays", "main"}, {"Contact us", "main"}, {"960111", "main"}, {"Related pages", "related"},
      {"Childcare", "related"}, {"Facebook", "tools"}, {"Was this page", "feedback"}, {"960100", "footer"}}},
    {"ids and classes without landmarks",
     "<body class='one-sidebar footer-dark'><div id=wrapper><div id=header><a href=/>Marle Council</a></div><div id=topNav><ul><li><a href=/a>Council tax</a></ul></div>"
     "<p class=crumbs>You are here: <a href=/>Home</a></p><div id=leftcol><h2>In this section</h2><ul><li><a href=/1>Respite</a><li><a href=/2>Equipment</a></ul></div>"
     "<div id=content><div class=page-header><h1>Short breaks</h1></div><p>We run a Saturday club and a sitting service for disabled children.</p>"
     "<div class=image-right><img src=i alt='Children at the club'></div><div class='card card-header'>Who can come: children aged 5 to 12</div></div>"
     "<div id=rightcol><h2>See also</h2><ul><li><a href=/3>Grants</a></ul><h2>Get in touch</h2><p>Short Breaks Team<br>01632 960222</p></div>"
     "<div id=footerWrap><p>Switchboard 01632 960200</p></div></div></body>",
     {{"Marle Council", "header"}, {"Council tax", "navigation"}, {"You are here", "breadcrumb"}, {"Respite", "navigation"}, {"Short breaks", "main"},
      {"Saturday club", "main"}, {"Children at the club", "main"}, {"Who can come", "main"}, {"Grants", "related"}, {"960222", "main"}, {"960200", "footer"}}},
    {"tables for layout",
     "<TABLE WIDTH=760 BORDER=0><TR><TD COLSPAN=3><IMG SRC=b.gif ALT='Dunfold Borough'></TD></TR>"
     "<TR><TD COLSPAN=3><A HREF=/>Home</A> | <A HREF=/az>A-Z</A> | <A HREF=/c>Contact</A></TD></TR>"
     "<TR><TD><A HREF=/1>Adoption</A><BR><A HREF=/2>Fostering</A><BR><A HREF=/3>Youth clubs</A></TD>"
     "<TD><FONT SIZE=4><B>Sitting service</B></FONT><P>A trained sitter comes to your home so that you can go out for the evening.<P>To ask for a sitter ring 01632 960333.</TD>"
     "<TD><B>See also</B><UL><LI><A HREF=/4>Benefits</A><LI><A HREF=/5>Transport</A></UL></TD></TR>"
     "<TR><TD COLSPAN=3 ALIGN=center><FONT SIZE=1>Dunfold Borough, Town Hall DF1 1AA. Tel 01632 960300 <A HREF=/d>Disclaimer</A> | <A HREF=/a>Accessibility</A></FONT></TD></TR></TABLE>",
     {{"A-Z", "navigation"}, {"Adoption", "navigation"}, {"Sitting service", "main"}, {"A trained sitter", "main"}, {"960333", "main"},
      {"Benefits", "related"}, {"960300", "footer"}}},
    {"breadcrumbs by their label",
     "<nav aria-label='You are here'><ol><li><a href=/>Home</a><li><a href=/s>Services</a></ol></nav><main><h1>Portage</h1><p>A visitor plays with your child at home each week.</p></main>",
     {{"Services", "breadcrumb"}, {"A visitor plays", "main"}}},
    {"what a site's tools and its form for remarks begin with",
     "<div><p>This website works best using cookies.</p><p>View this website with small text</p><p>Letter spacing 100%</p><h1>Portage</h1>"
     "<p>A visitor plays with your child at home each week.</p><p><a href=#>Return to top</a></p>"
     "<div><p>To help us improve, tell us about your visit today. We will send you a link to a short form.</p><button>Send me the form</button></div></div>",
     {{"This website works", "cookies"}, {"View this website", "tools"}, {"Letter spacing", "tools"}, {"A visitor plays", "main"}, {"Return to top", "navigation"},
      {"about your visit", "feedback"}}},
    {"one box after another, no names",
     "<div><div><a href=/>Home</a> <a href=/n>News</a> <a href=/j>Jobs</a></div><div><h1>Key working</h1><p>One person who knows your family brings the others together.</p>"
     "<div>Ring the team on 01632 960444 or write to us.</div></div><div>&copy; 2024 Sallow Council. 01632 960400</div></div>",
     {{"News", "navigation"}, {"Key working", "main"}, {"One person", "main"}, {"960444", "main"}, {"960400", "footer"}}},
    {"contact details that only the foot has",
     "<main><h1>Equipment</h1><p>Therapists lend chairs, beds and hoists to families.</p></main><div class=site-info><p>Contact us</p><p>01632 960500</p></div><footer><p>hello@tarn.example</p></footer>",
     {{"Therapists lend", "main"}, {"960500", "aside"}, {"hello@tarn", "footer"}}},
    {"a bar called bottom, and a counter of visitors",
     "<div id=top><a href=/>Pellwick School</a></div><div id=middle><h1>Saturday club</h1><p class=margin-bottom>Children swim, cook and paint with our helpers.</p></div>"
     "<div id=bottom>Office 01632 960700</div><center><small>You are visitor 1204. Ring 01632 960701.</small></center>",
     {{"Children swim", "main"}, {"960700", "footer"}, {"960701", "footer"}}},
    {"a row under the content where a table lays out the page",
     "<table><tr><td colspan=2>Tarn Families</td></tr><tr><td><a href=/>Home</a><br><a href=/n>News</a></td><td><h1>Toy library</h1>"
     "<p>We lend switches and lights to families for a month.</p><table><tr><td>Telephone</td><td>01632 960711</td></tr></table></td></tr>"
     "<tr><td colspan=2>Site kept by volunteers. Office 01632 960710</td></tr></table>",
     {{"We lend", "main"}, {"960711", "main"}, {"960710", "footer"}}},
    {"article header and footer are content",
     "<main><article><header class=entry-header><h1>Family hubs</h1><p>Drop in on any weekday.</p></header><p>We weigh babies and run play groups.</p>"
     "<footer class=entry-footer><p>Page reviewed March 2024</p></footer></article></main>",
     {{"Family hubs", "main"}, {"Drop in", "main"}, {"We weigh", "main"}, {"Page reviewed", "main"}}},
    {"main landmark closed too early",
     "<div id=page><main id=main><h1>Transition</h1></div></main><div class=body><p>When you are fourteen we begin to plan for adult life with you and your family.</p>"
     "<p>Your social worker, your school and your nurse all come to the meeting, and so can a friend.</p></div><footer>Foot</footer>",
     {{"Transition", "main"}, {"When you are fourteen", "main"}, {"Your social worker", "main"}, {"Foot", "footer"}}},
    {"heading outside the content area",
     "<div class=banner><a href=/>Site</a></div><div class=hero><h1>Local Offer</h1><p>Help for children with special needs.</p></div><main><p>Choose a subject below to see what is near you.</p></main>",
     {{"Site", "header"}, {"Local Offer", "main"}, {"Help for children", "main"}, {"Choose a subject", "main"}}},
    {"boxes called furniture that hold the page",
     "<div class=header-footer-elementor><div class='sidebar-layout nav-none'><h1>Sleep</h1><p>Workshops help you to help your child to sleep. Each has four parts, on Monday evenings, and you can bring a friend.</p></div></div>",
     {{"Sleep", "main"}, {"Workshops help", "main"}}},
    {"words of furniture in the content",
     "<main><h1>Navigating the system</h1><h2>Related conditions</h2><p>Many of our children also have epilepsy, and the nurse can tell you more about that.</p>"
     "<h2>Feedback</h2><p>Parents told us that the forms were too long, so we cut them from twelve pages to three and let you save them half way. We ask again each spring.</p>"
     "<h2>Search and rescue</h2><p>Our swimmers love it.</p><h2>Related pages</h2><ul><li><a href=/a>Respite</a></ul><h2>Cost</h2><p>It is free.</p></main>",
     {{"Related conditions", "main"}, {"Many of our children", "main"}, {"Parents told us", "main"}, {"Our swimmers", "main"}, {"Respite", "related"}, {"It is free", "main"}}},
    {"drawers and menus that nobody sees",
     "<nav class=mobile-drawer aria-hidden=true hidden><ul><li><a href=/1>Drawer link</a></ul></nav><main><h1>Deaf children</h1><p>Teachers of the deaf visit schools and homes.</p>"
     "<ul class='nav nav-tabs' role=tablist><li><a role=tab href=#t2>How to ask</a></ul><div class=tab-content><div class=tab-pane id=t2><p>Ring 01632 960777.</p></div></div></main>"
     "<div class=area-picker><form><label>Choose your area</label><select><option>North</select></form></div>",
     {{"Drawer link", "navigation"}, {"Teachers of the deaf", "main"}, {"960777", "main"}, {"Choose your area", "aside"}}},
    {"related box that has the contacts",
     "<div id=main><h1>Physiotherapy</h1><p>We see children at school and show staff what to do.</p><div class=relatedContacts><h2>Contact us</h2><dl><dt>Tel<dd>01632 960888</dl></div></div>",
     {{"960888", "main"}}},
    {"sections called like what lists them, or reads them out",
     "<header><a href=/>Tarn Council</a></header><article><h1>Sensory support</h1>"
     "<div id=toc_1><h2>Who we are</h2>" LONG_PROSE "</div><div id=toc_2><h2>What we do</h2>" LONG_PROSE "<a href=/l>Leaflet</a></div>"
     "<div class=readspeaker_area><h2>Asking us</h2>" LONG_PROSE "</div>"
     "<div role=tablist><h3>At school</h3><div role=tabpanel>" LONG_PROSE "</div></div>"
     "<ul class=toc><li><a href=#toc_1>First part</a><li><a href=#toc_2>Second part</a></ul></article>",
     {{"Who we are", "main"}, {"What we do", "main"}, {"Leaflet", "main"}, {"Asking us", "main"}, {"At school", "main"}, {"Second part", "navigation"}}},
    {"headers of parts, and names of what a part has",
     "<div id=header><a href=/>Tarn Parents</a></div><div class=with-sidebar><h1>Sitting service</h1><div class=module-header><h2>What it is</h2></div>"
     "<p>A trained sitter comes to you for an evening.</p><section class=has-sharing><h2>How to ask</h2><p>Write to us and we will ring you.</p></section>"
     "<div class=header-links><a href=/1>Log in</a> <a href=/2>My page</a></div><div class=header-contact>01632 960712</div></div>",
     {{"Tarn Parents", "header"}, {"What it is", "main"}, {"How to ask", "main"}, {"Write to us", "main"}, {"My page", "header"}, {"960712", "header"}}},
    {"what readers wrote under a page",
     "<main><h1>Portage</h1><p>A visitor plays with your child at home each week.</p><div class=post-tags>Tags: play</div>"
     "<div id=comments><h2>2 replies</h2><ol class=commentlist><li class=comment><p>We asked in March and nobody has come yet.</p></ol>"
     "<div id=respond><h3>Leave a reply</h3><p>Your address will not be shown.</p></div></div>"
     "<div class=newsletter-signup><p>News once a month, to your inbox.</p><input name=mail></div></main>",
     {{"A visitor plays", "main"}, {"nobody has come", "feedback"}, {"will not be shown", "feedback"}, {"once a month", "tools"}}},
    {"ids made of headings, and what a tab opens",
     "<header><a href=/>Tarn Council</a></header><main><h1>Short breaks</h1><section id=how-to-access-our-clubs><h2>How to access our clubs</h2><p>Ring the team and ask.</p></section>"
     "<section id=section-comments-and-complaints><h2>Comments and complaints</h2><p>Write to the manager first.</p></section>"
     "<div id=related-posts><h2>Related posts</h2><p>Old news of ours</p></div>"
     "<div class=tab-pane id=feedback><p>Ofsted called it good.</p></div><div role=tabpanel id=access><p>There is a ramp.</p></div></main>",
     {{"Ring the team", "main"}, {"Write to the manager", "main"}, {"Old news", "related"}, {"Ofsted called", "main"}, {"a ramp", "main"}}},
    {"subjects that hold a word of furniture",
     "<main><h1>Our services</h1><article class='post category-feedback'><h2>Sitters</h2><p>A sitter comes to you.</p></article>"
     "<div id=block-social-care-contact><h2>Whom to ask</h2><p>The team for disabled children.</p></div><div class=early-access><p>Come before nine.</p></div>"
     "<div class=social-links><p>Find us elsewhere</p></div></main>",
     {{"A sitter comes", "main"}, {"The team for", "main"}, {"Come before nine", "main"}, {"Find us elsewhere", "tools"}}},
    {"a builder of pages that calls everything a widget",
     "<div class=elementor><div class=elementor-widget-wrap><div class='elementor-element elementor-widget'><h1>Parents together</h1></div><div class='elementor-element elementor-widget'>" LONG_PROSE
     "</div></div><div class=elementor-widget-wrap><div class='elementor-element elementor-widget'><h2>Who can join</h2></div><div class='elementor-element elementor-widget'><p>Any parent.</p></div></div></div>",
     {{"Who can join", "main"}, {"Any parent", "main"}}},
    {"columns and banners of the content",
     "<main><h1>Transport</h1><p>We take children to school by taxi or by bus.</p><div class=col-left><p>Children under 16.</p></div><div class=col-right><h2>Price</h2><p>It costs nothing.</p></div>"
     "<div class=cta-banner><h2>Need help now?</h2><p>Ring 01632 960713.</p></div></main>",
     {{"Children under 16", "main"}, {"It costs nothing", "main"}, {"960713", "main"}}},
    {"headings that are also a box's, over words of their own",
     "<main><h1>SEN team</h1><p>We write plans and keep them up to date.</p><h2>Services</h2><p>We run a phone line for parents.</p>"
     "<h2>Feedback</h2><p>To complain write to the manager.</p><h2>Explore</h2><ul><li><a href=/1>Portage</a></ul></main>",
     {{"a phone line", "main"}, {"To complain", "main"}, {"Portage", "navigation"}}},
};

START_TEST(test_families)
{
    const struct family *one = &families[_i];
    struct document *d = read_html(one->html);
    for (size_t i = 0; i < PLACES_MAX && one->places[i].words != NULL; i++)
        ck_assert_msg(strcmp(zone_of(d, one->places[i].words), one->places[i].zone) == 0, "%s: '%s' is in %s, not %s", one->name,
                      one->places[i].words, zone_of(d, one->places[i].words), one->places[i].zone);
    document_free(d);
}
END_TEST

/* A part that nobody sees is hidden; one that opens at a click is not. */
START_TEST(test_hidden_and_collapsed)
{
    struct document *d = read_html(families[11].html);
    for (size_t i = 0; i < d->block_count; i++) {
        if (strstr(d->blocks[i].text, "Drawer") != NULL)
            ck_assert(d->blocks[i].hidden);
        if (strstr(d->blocks[i].text, "960777") != NULL)
            ck_assert(d->blocks[i].collapsed && !d->blocks[i].hidden);
    }
    document_free(d);
}
END_TEST

/* A link has the zone of the place where it stands. */
START_TEST(test_zones_of_links)
{
    struct document *d = read_html(families[0].html);
    ck_assert_int_eq(link_to(d, "/b")->zone, ZONE_NAVIGATION);
    ck_assert_int_eq(link_to(d, "/x")->zone, ZONE_RELATED);
    document_free(d);
}
END_TEST

int main(void)
{
    document_start();
    Suite *suite = suite_create("document furniture");
    TCase *tcase = tcase_create("furniture");
    tcase_add_loop_test(tcase, test_families, 0, sizeof families / sizeof families[0]);
    tcase_add_test(tcase, test_hidden_and_collapsed);
    tcase_add_test(tcase, test_zones_of_links);
    suite_add_tcase(suite, tcase);
    int failed = run_suite(suite);
    document_stop();
    return failed;
}
