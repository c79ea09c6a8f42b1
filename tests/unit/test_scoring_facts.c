/* Facts of whole pages: the service's own contacts, ages, times, dates, formats, people. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scoring/facts/fact_finder.h"
#include "scoring/facts/facts.h"
#include "scoring/text/sentences.h"
#include "tests/unit/document_builder.h"
#include "tests/unit/suite.h"

static struct fact_rules *rules;
static struct regex_scratch *scratch;

static void load_rules(void)
{
    struct error err = {0};
    ck_assert_msg(fact_rules_load("seeds", &rules, &err) == STATUS_OK, "%s", err.message);
    scratch = regex_scratch_new();
}

static void free_rules(void)
{
    regex_scratch_free(scratch);
    fact_rules_free(rules);
}

struct scan {
    const char *text, *found;
};

/* ---- facts of small pages: blocks parted by '|', '#' starts a heading, '*' a list item,
 * '?' a term, '!' its definition ---- */

static void build(struct built *page, const char *text)
{
    while (*text) {
        const char *end = strchr(text, '|');
        size_t n = end ? (size_t)(end - text) : strlen(text);
        char block[1000];
        enum block_kind kind = BLOCK_PARAGRAPH;
        const char *start = text;
        if (*start == '#')
            kind = BLOCK_HEADING;
        else if (*start == '*')
            kind = BLOCK_LIST_ITEM;
        else if (*start == '?')
            kind = BLOCK_TERM;
        else if (*start == '!')
            kind = BLOCK_DEFINITION;
        if (kind != BLOCK_PARAGRAPH) {
            start++;
            n--;
        }
        memcpy(block, start, n);
        block[n] = '\0';
        built_add(page, kind, block);
        text = end ? end + 1 : start + n;
    }
}

static void join(char *out, size_t room, const char **values, size_t count)
{
    size_t used = 0;
    *out = '\0';
    for (size_t i = 0; i < count && used < room; i++)
        used += (size_t)snprintf(out + used, room - used, "%s%s", i ? "," : "", values[i]);
}

struct own {
    const char *page, *phones, *emails;
};

static const struct own OWN[] = {
    {"#Portage|Ring 01632 960123.|We often need more drivers to work the early routes; for details ring 01632 960124.", "+441632960123", ""},
    {"#Portage|Ring 01632 960123.|#Safeguarding concerns|Call 01632 960161", "+441632960123", ""},
    {"#Portage|For support or with safeguarding concerns ring the front door on 01632 960161.", "+441632960161", ""},
    {"#Portage|Ring us on 01632 960123.", "+441632960123", ""},
    {"#Portage|Tel 01632 960123 Fax 01632 960124", "+441632960123", ""},
    {"#Portage|Fax: 01632 960124", "", ""},
    {"#Portage|?Fax|!01632 960124", "", ""},
    {"#Portage|?Telephone|!01632 960123|?Minicom|!01632 960125|?Fax|!01632 960124", "+441632960123,+441632960125", ""},
    {"#Portage|Tel/Fax 01632 960123", "+441632960123", ""},
    {"#Portage|Tel: 01632 960123|Fax: 01632 960124|Minicom: 01632 960125", "+441632960123,+441632960125", ""},
    {"#Portage|T: 01632 960123 M: 07700 900123 F: 01632 960124", "+441632960123,+447700900123", ""},
    {"#Portage|Quote your reference 01632960124 when you ring 01632 960123.", "+441632960123", ""},
    {"#Portage|ISBN 0 1632 9601 2", "", ""},
    {"#Portage|Ring the duty line (01632 960123) or, for problems with this website, 01632 960124.", "+441632960123", ""},
    {"#Portage|To complain ring 01632 960123 or 01632 960124.", "", ""},
    {"#Portage|Ring 01632 960123 or 01632 960124 to complain.", "", ""},
    {"#Portage|Out of hours, if a child is in danger ring 01632 960161.", "", ""},
    {"#Portage|Femi Adeyinka, 01632 960123, femi.adeyinka@anytown.example", "+441632960123", "femi.adeyinka@anytown.example"},
    {"#Portage|jo@anytown.example, portage@anytown.example", "", "jo@anytown.example,portage@anytown.example"},
    {"#Portage|Complaints go to the Customer Relations Officer on 01632 960139.", "", ""},
    {"#Portage|Ring 01632 960123.|#If you are not happy|Write to County Hall or ring 01632 960139.", "+441632960123", ""},
    {"#Portage|#How we use your information|The Data Protection Officer is at dpo@anytown.example.", "", ""},
    {"#Portage|Ring 01632 960123.|#Parent carer forum|Telephone: 01632 960177", "+441632960123", ""},
    {"#Portage|Carers' Centre: 01632 960170", "", ""},
    {"#Portage|#Contact|Telephone: 01632 960123", "+441632960123", ""},
    {"#Parent carer forum|#Exampleshire Parent Carer Forum|Telephone: 01632 960177", "+441632960177", ""},
    {"#Portage|The telephone line closed in March 2024. It was 01632 960121.", "", ""},
    {"#Portage|Spotted a broken link? webteam@anytown.example", "", ""},
    {"#Portage|Something wrong with this record? Tell the Local Offer team: lo@anytown.example", "", ""},
    {"#Portage|Email portage@anytown.example|Email webmaster@anytown.example", "", "portage@anytown.example"},
    {"#Portage|The charity Bright Corners holds a drop-in. Call Bright Corners on 0808 157 0633.", "", ""},
    {"#Bright Corners|The charity Bright Corners holds a drop-in. Call Bright Corners on 0808 157 0633.", "+448081570633", ""},
    {"#Portage|Kenworth SENDIASS is separate from the council. Helpline 020 7946 0733.", "", ""},
    {"#Kenworth SENDIASS|Kenworth SENDIASS is separate from the council. Helpline 020 7946 0733.", "+442079460733", ""},
    {"#SEND advice|It is run by the charity Bright Corners. Ring the helpline on 0808 157 0633.", "+448081570633", ""},
    {"#SEND advice|The service is provided by Bright Corners, an independent charity. Email advice@brightcorners.example.", "", "advice@brightcorners.example"},
    {"#Kenworth Portage|Kenworth Portage is run by Bright Corners, a local charity. Ring 0808 157 0633.", "+448081570633", ""},
    {"#Portage|Magpie Club is run by Bright Corners, a local charity. Ring 0808 157 0633.", "", ""},
    {"#Portage|Coffee mornings are run by the charity Bright Corners. Ring 0808 157 0633.", "", ""},
    {"#Information and advice|Kenworth SENDIASS is separate from the council. Ring SENDIASS on 020 7946 0733.", "+442079460733", ""},
    {"#Early support|Kenworth SENDIASS is separate from the council. Ring SENDIASS on 020 7946 0733.", "", ""},
    {"#Advice|We are an independent charity. Ring us on 01632 960123.", "+441632960123", ""},
    {"#Portage|Ring the council's main switchboard on 01632 960111.", "", ""},
    {"#Portage|Council Contact Centre|Telephone: 01632 960111", "", ""},
    {"#Portage|#Vacancies|Ring Human Resources on 01632 960097.", "", ""},
    {"#Portage|#Notes to editors|Ring the press desk on 01632 960049.", "", ""},
    {"#Portage|Worried? Call Childline on 0800 1111.", "", ""},
    {"#Clubs|*Swimming: 01632 960123|*Drama: 01632 960124, drama@anytown.example", "+441632960123,+441632960124", "drama@anytown.example"},
    {"#Portage|Ring 01632 960123 or (01632) 960123.", "+441632960123", ""},
    {"#Portage|If we say no, you can appeal within two months.|Portage Team, 01632 960123, portage@anytown.example", "+441632960123", "portage@anytown.example"},
    {"#Portage|If you are not happy, complain to this line.|01632 960139", "", ""}, /* a number alone goes on from the sentence */
    {"#Portage|Complaints|01632 960139", "", ""},
};

START_TEST(only_the_services_own_contacts_count)
{
    const struct own *own = &OWN[_i];
    struct built page = built_new("A page of Anytown Council");
    struct arena arena = {0};
    struct facts facts;
    char found[300];
    build(&page, own->page);
    facts_find(rules, scratch, built_document(&page), page.counts, &arena, &facts);
    join(found, sizeof found, facts.phones, facts.phone_count);
    ck_assert_msg(!strcmp(found, own->phones), "%s: telephones '%s', should be '%s'", own->page, found, own->phones);
    join(found, sizeof found, facts.emails, facts.email_count);
    ck_assert_msg(!strcmp(found, own->emails), "%s: addresses '%s', should be '%s'", own->page, found, own->emails);
    built_release(&page);
    arena_release(&arena);
}
END_TEST

START_TEST(a_person_of_the_staff_is_named_in_no_address_that_is_kept)
{
    static const struct {
        const char *page, *kept;
    } OWN_ADDRESSES[] = {
        {"#Portage|Femi Adeyinka, 01632 960123, femi.adeyinka@anytown.example", "[name]@anytown.example"},
        {"#Portage|jo@anytown.example, portage@anytown.example", "[name]@anytown.example,portage@anytown.example"},
    };
    struct built page = built_new("A page of Anytown Council");
    struct arena arena = {0};
    struct facts facts;
    char kept[300];
    build(&page, OWN_ADDRESSES[_i].page);
    facts_find(rules, scratch, built_document(&page), page.counts, &arena, &facts);
    join(kept, sizeof kept, facts.kept_emails, facts.email_count);
    ck_assert_str_eq(kept, OWN_ADDRESSES[_i].kept);
    built_release(&page);
    arena_release(&arena);
}
END_TEST

/* Numbers of the whole country, told from so many of something by the words before them; none is the service's own. */
static const struct scan SHORT_NUMBERS[] = {
    {"Call NHS 111.", "+44111"},
    {"Ring Childline on 0800 1111 or 116 123.", "+448001111,+44116123"},
    {"The helpline number is 101.", "+44101"},
    {"Last year we were caring for 101 children.", ""},
    {"During 999 days the hotel stood empty.", ""},
    {"Apply online: 111 places are left.", ""},
    {"Section 111 of the Act.", ""},
    {"Caf\xC3\xA9s and \xE2\x80\x9C" "clubs\xE2\x80\x9D for 111 children.", ""},
};

START_TEST(short_numbers_stand_beside_a_word_for_calling)
{
    struct built page = built_new("Page");
    struct arena arena = {0};
    struct facts facts;
    char refused[100] = "";
    build(&page, SHORT_NUMBERS[_i].text);
    struct fact_places places = facts_find(rules, scratch, built_document(&page), page.counts, &arena, &facts);
    for (size_t i = 0, used = 0; i < places.count; i++)
        if (places.items[i].kind == FACT_REFUSED_CONTACT)
            used += (size_t)snprintf(refused + used, sizeof refused - used, "%s%s", used ? "," : "", places.items[i].value);
    ck_assert_str_eq(refused, SHORT_NUMBERS[_i].found);
    ck_assert_uint_eq(facts.phone_count, 0);
    built_release(&page);
    arena_release(&arena);
}
END_TEST

struct aged {
    const char *page;
    int low, high;
};

static const struct aged AGES[] = {
    {"#Short breaks|Carers look after children aged 4 to 18.|Ask through the 0-25 Together Service.", 4, 18},
    {"#Short breaks|Ask through the 0-25 Together Service.", 0, 25},
    {"#Short breaks|Ask through the 0-25 Together Service.|Young people aged 16 or over choose for themselves.", 0, 25},
    {"#Short breaks|The chart shows the usual stages of play for children from birth to 6 years.|Children (up to 12 years)", 0, 12},
    {"#Planning ahead|Planning begins at age 13 and may go on until the age of 24.", 13, 24},
    {"For children aged 5 to 16.", 5, 16},
    {"For children and young people from 0 to 25.", 0, 25},
    {"Is your child under 5?", 0, 4},
    {"Help for under 5s.", 0, 4},
    {"Your child must be under 18.", 0, 17},
    {"Children up to the age of 18 can come.", 0, 18},
    {"From birth to their 18th birthday.", 0, 17},
    {"From 14 years until their 25th birthday.", 14, 24},
    {"Young people aged 16 and over.", 16, -1},
    {"Children from birth to nineteen.", 0, 19},
    {"Children between the ages of three and five.", 3, 5},
    {"For children over 5 and under 16.", 5, 15},
    {"For young people from age 14 up to age 25.", 14, 25},
    {"Young people aged 16 or 17.", 16, 17},
    {"This service is not for children under 5.", -1, -1},
    {"We cannot help children under 5.", -1, -1},
    {"Your child is aged 18 or under.", 0, 18},
    {"Younger than three.", 0, 2},
    {"For pupils from Reception to Year 13.", 4, 18},
    {"For children in Years 7 to 11.", 11, 16},
    {"Our clubs are for disabled children up to Year 11.", 0, 16},
    {"For young people from Year 9 onwards.", 13, -1},
    {"For pupils in Key Stages 1 and 2.", 5, 11},
    {"For children in Key Stage 3.", 11, 14},
    {"For school-age children.", 5, 16},
    {"A group for pre-school children.", 0, 4},
    {"Disabled children 8+.", 8, -1},
    {"Children take Key Stage 2 tests in Year 6.", -1, -1},
    {"A pupil in Year 9 wrote to us.", -1, -1},
    {"It meets a year 2 to 3 times.", -1, -1},
    {"?Age range|!0 - 3", 0, 3},
    {"?Age range|!From birth to 25", 0, 25},
    {"*ages 5 to 11|*ages 8 to 18", 5, 18},
    {"We visit families from birth until the child starts school.", 0, 4},
    {"Children from two years old to statutory school age.", 2, 4},
    {"From the age of two until they are five.", 2, 4},
    {"Children aged 4 years to 18 years.", 4, 18},
    {"Ages 5yrs-11yrs", 5, 11},
    {"Children aged six months to four years.", 0, 4},
    {"Children aged 18 months to 5 years.", 1, 5},
    {"Families wait six months to two years.", -1, -1},
    {"You must be at least 8 years old and no older than 17.", 8, 17},
    {"Children must be aged 3 or over and under 12.", 3, 11},
    {"Aged 0 to 16 (or 16 to 19 if in full time education).", 0, 19},
    {"Young people aged 14 and over can come.|You can stay up to the age of 25.", 14, 25}, /* two ends of one range */
    {"Young people aged 16 and over can come alone.|Children up to the age of 17 can come.", 0, -1}, /* two kinds of visitors */
    {"A drop-in for the over 14s.", 14, -1},
    {"Over 8s pay four pounds.", -1, -1},
    {"A day costs between 12 and 15 pounds.", -1, -1},
    {"They live more than 3 miles away and are under 8.", -1, -1},
    {"Children of 5 to 16 whose school is more than two miles away (three from the age of 8).", 5, 16},
    {"Pupils aged 5 to 16, if the school is over three miles away (two miles under 8).", 5, 16},
    {"Pupils who live 3 to 5 miles away and are under 8.", -1, -1},
    {"We visit for 6 to 12 weeks.", -1, -1},
    {"Open 9 to 5.", -1, -1},
    {"Section 17 to 20 of the Act.", -1, -1},
    {"All under one roof.", -1, -1},
    {"Any young person over 16 can ask us.", -1, -1},
    {"In 2014 to 2015 we grew.", -1, -1},
    {"Call 01632 960123.", -1, -1},
    {"Children aged 99 to 100.", -1, -1},
};

START_TEST(ages_are_whole_years_of_the_widest_range)
{
    struct built page = built_new("Short breaks");
    struct arena arena = {0};
    struct facts facts;
    build(&page, AGES[_i].page);
    facts_find(rules, scratch, built_document(&page), page.counts, &arena, &facts);
    ck_assert_msg(facts.age_min == AGES[_i].low && facts.age_max == AGES[_i].high, "%s: %d to %d", AGES[_i].page, facts.age_min, facts.age_max);
    built_release(&page);
    arena_release(&arena);
}
END_TEST

struct told {
    const char *page, *value; /* NULL where there is none */
};

static const struct told FRAMES[] = {
    {"We answer within six weeks.", "within six weeks"},
    {"You will hear yes or no within 15 working days.", "within 15 working days"},
    {"A letter comes inside 21 days.", "inside 21 days"},
    {"We ring you back in two working days.", "in two working days"},
    {"A reply to your complaint is sent within 15 working days.", NULL},
    {"Partners must reply within five working days.", NULL},
    {"You must tell us within 28 days.", NULL},
    {"It could be for one or two nights in a month.", NULL},
    {"We live within Anytown.", NULL},
};

START_TEST(a_timeframe_is_how_long_an_answer_takes)
{
    struct built page = built_new("Short breaks");
    struct arena arena = {0};
    struct facts facts;
    build(&page, FRAMES[_i].page);
    facts_find(rules, scratch, built_document(&page), page.counts, &arena, &facts);
    if (!FRAMES[_i].value)
        ck_assert_msg(!facts.timeframe, "%s: %s", FRAMES[_i].page, facts.timeframe);
    else
        ck_assert_msg(facts.timeframe && !strcmp(facts.timeframe, FRAMES[_i].value), "%s: %s", FRAMES[_i].page, facts.timeframe ? facts.timeframe : "none");
    built_release(&page);
    arena_release(&arena);
}
END_TEST

static const struct told DATES[] = {
    {"Last updated: 9 May 2024", "2024-05-09"},
    {"Last updated: 09/11/2021", "2021-11-09"},
    {"Page last reviewed: November 2023", "2023-11"},
    {"Last reviewed 2021", "2021"},
    {"Updated on Monday 3rd June 2023", "2023-06-03"},
    {"Last checked: 22 Nov 2022", "2022-11-22"},
    {"Page amended 09/2014", "2014-09"},
    {"?Last reviewed|!14 March 2024", "2024-03-14"},
    {"#Last updated|30/01/2023", "2023-01-30"},
    {"Page last reviewed: 9 May 2024. Next review due: 9 May 2026", "2024-05-09"},
    {"Next review due: 9 May 2026", NULL},
    {"Updated: 2 weeks ago. Next update due 1 June 2026.", NULL},
    {"Date of last review - 21/01/2026", "2026-01-21"},
    {"Next review: March 2027", NULL},
    {"Last updated: 31/02/2024", NULL},
    {"Last updated: 2024-02-29", "2024-02-29"},
    {"Last updated: 2023-02-29", "2023"},
    {"The Act of 2014.", NULL},
    {"Plans are reviewed every year.", NULL},
};

START_TEST(the_date_of_review_is_an_iso_date)
{
    struct built page = built_new("Short breaks");
    struct arena arena = {0};
    struct facts facts;
    build(&page, DATES[_i].page);
    facts_find(rules, scratch, built_document(&page), page.counts, &arena, &facts);
    const char *found = facts.review_date ? facts.review_date : "none";
    ck_assert_msg(!strcmp(found, DATES[_i].value ? DATES[_i].value : "none"), "%s: %s", DATES[_i].page, found);
    built_release(&page);
    arena_release(&arena);
}
END_TEST

struct flagged {
    const char *page;
    bool person, self, post, form, textphone;
    int ways;
};

static const struct flagged FLAGS[] = {
    {"Ask for Mrs Hepworth on 01632 960123.", true, false, false, false, false, 1},
    {"Ask for the Short Breaks Co-ordinator on 01632 960123.", true, false, false, false, false, 1},
    {"Denise Whitlock, Local Offer Officer|01632 960123", true, false, false, false, false, 1},
    {"Ring the Portage team on 01632 960123.", false, false, false, false, false, 1},
    {"Odile Marchbanks|Tel: 01632 960123", true, false, false, false, false, 1},
    {"Odile Marchbanks told us her story.|Tel: 01632 960123", false, false, false, false, false, 1},
    {"Portage Team|01632 960123", false, false, false, false, false, 1},
    {"The manager will decide.|01632 960123", false, false, false, false, false, 1},
    {"Parents can fill in the form themselves.", false, true, false, false, false, 0},
    {"You do not need a referral.", false, true, false, false, false, 0},
    {"Anyone can ask.", false, true, false, false, false, 0},
    {"We are unable to take referrals from parents. Parents can ring us for advice.", false, false, false, false, false, 0},
    {"Self-referral is not accepted.|Fill in the form.", false, false, false, false, false, 0},
    {"Your GP refers you.", false, false, false, false, false, 0},
    {"Portage, 4 High Street, Anytown AB1 2ED", false, false, true, false, false, 1},
    {"4 High Street|Anytown|AB1 2ED", false, false, true, false, false, 1},
    {"Minicom 01632 960125", false, false, false, false, true, 1},
    {"Ring 01632 960123 or textphone 01632 960125", false, false, false, false, true, 2},
    {"Ring 01632 960123, email portage@anytown.example or write to 4 High Street, Anytown AB1 2ED", false, false, true, false, false, 3},
};

START_TEST(people_routes_and_ways)
{
    const struct flagged *want = &FLAGS[_i];
    struct built page = built_new("Portage");
    struct arena arena = {0};
    struct facts facts;
    build(&page, want->page);
    struct fact_places places = facts_find(rules, scratch, built_document(&page), page.counts, &arena, &facts);
    ck_assert_msg(facts.named_contact == want->person, "%s: named contact", want->page);
    ck_assert_msg(facts.self_referral == want->self, "%s: self-referral", want->page);
    ck_assert_msg(facts.postal_address == want->post, "%s: post", want->page);
    ck_assert_msg(facts.enquiry_form == want->form, "%s: form", want->page);
    ck_assert_msg(facts.textphone == want->textphone, "%s: textphone", want->page);
    ck_assert_msg(places.ways.count == want->ways, "%s: %d ways", want->page, places.ways.count);
    built_release(&page);
    arena_release(&arena);
}
END_TEST

static const struct scan FORMATS[] = {
    {"We can send this in large print, in Easy Read or on audio CD.", "easy-read,large-print,audio"},
    {"Ask for it in Braille or in another language.", "braille,other-language"},
    {"Watch this page in BSL", "bsl"},
    {"Translate this page", "translation"},
    {"No internet at home? Any library will print it.", "offline"},
    {"We teach Braille and typing.", ""},
    {"Audiology clinics", ""},
    {"We listen to how your child talks.", ""},
    {"Text size: A A A", ""},
    {"View this website with large text", ""},
    {"Ask us for this page in large text", "large-print"},
    {"Is it there in Easy Read? Not yet.", ""},
    {"Is it there in Easy Read? Yes.", "easy-read"},
    {"An Easy Read version was withdrawn in 2024.", ""},
    {"Parents have asked for an Easy Read version.", ""},
    {"Large print books are among our toys.", ""},
    {"Staff at the club sign in BSL with the children.", ""},
};

START_TEST(formats_are_offers_and_not_lessons)
{
    struct built page = built_new("Portage");
    struct arena arena = {0};
    struct facts facts;
    char found[200];
    built_add(&page, BLOCK_PARAGRAPH, FORMATS[_i].text)->zone = ZONE_FOOTER;
    page.counts[0] = false; /* a footer's offer counts all the same */
    facts_find(rules, scratch, built_document(&page), page.counts, &arena, &facts);
    join(found, sizeof found, facts.formats, facts.format_count);
    ck_assert_msg(!strcmp(found, FORMATS[_i].found), "%s: '%s', should be '%s'", FORMATS[_i].text, found, FORMATS[_i].found);
    built_release(&page);
    arena_release(&arena);
}
END_TEST

static const struct scan TOLD_FORMATS[] = {
    {"?Large print|!No|?Easy Read|!Not available", ""},
    {"?Large print|!Yes|?Easy Read|!Ask us", "large-print,easy-read"},
    {"#Is this page available in Easy Read?|No, not at the moment.", ""},
    {"#Is this page available in Easy Read?|No, but we can send it in large print.", "easy-read,large-print"},
};

START_TEST(what_stands_behind_a_format_may_deny_it)
{
    struct built page = built_new("Portage");
    struct arena arena = {0};
    struct facts facts;
    char found[200];
    build(&page, TOLD_FORMATS[_i].text);
    facts_find(rules, scratch, built_document(&page), page.counts, &arena, &facts);
    join(found, sizeof found, facts.formats, facts.format_count);
    ck_assert_msg(!strcmp(found, TOLD_FORMATS[_i].found), "%s: '%s', should be '%s'", TOLD_FORMATS[_i].text, found, TOLD_FORMATS[_i].found);
    built_release(&page);
    arena_release(&arena);
}
END_TEST

/* In a sentence it is left on an answerphone. */
START_TEST(a_message_is_left_on_a_form_where_a_link_says_so)
{
    static const struct { const char *link; bool form; } LINKS[] = {{"leave a message", true}, {"Ring us", false}};
    struct built page = built_new("Portage");
    struct arena arena = {0};
    struct facts facts;
    built_add(&page, BLOCK_PARAGRAPH, "Ring us or leave a message.");
    built_link(&page, "/contact", LINKS[_i].link);
    facts_find(rules, scratch, built_document(&page), page.counts, &arena, &facts);
    ck_assert_int_eq(facts.enquiry_form, LINKS[_i].form);
    built_release(&page);
    arena_release(&arena);
}
END_TEST

START_TEST(links_carry_contacts_too)
{
    struct built page = built_new("Portage");
    struct arena arena = {0};
    struct facts facts;
    built_add(&page, BLOCK_PARAGRAPH, "Call the Portage team or send an email.");
    built_link(&page, "tel:+441632960123", "Call the Portage team");
    built_link(&page, "mailto:portage@anytown.example", "send an email");
    struct fact_places places = facts_find(rules, scratch, built_document(&page), page.counts, &arena, &facts);
    ck_assert_uint_eq(facts.phone_count, 1);
    ck_assert_str_eq(facts.phones[0], "+441632960123");
    ck_assert_uint_eq(facts.email_count, 1);
    const struct fact_place *place = facts_place(&places, FACT_PHONE, 0);
    ck_assert_ptr_nonnull(place);
    ck_assert_int_eq(place->block, 0);
    built_release(&page);
    arena_release(&arena);
}
END_TEST

static const struct scan MASKED[] = {
    {"Ask for Ines Thackeray, Short Breaks Co-ordinator.", "Ask for [name], Short Breaks Co-ordinator."},
    {"Ring Mrs J. Hepworth on 01632 960123.", "Ring Mrs [name] on 01632 960123."},
    {"Ring Moira on 01632 960123.", "Ring [name] on 01632 960123."},
    {"Portage Lead: Femi Adeyinka-Bright", "Portage Lead: [name]"},
    {"Write to jane.smith@anytown.example", "Write to [name]@anytown.example"},
    {"Write to portage@anytown.example", "Write to portage@anytown.example"},
    {"Ring the Short Breaks Team on 01632 960123.", "Ring the Short Breaks Team on 01632 960123."},
    {"Ask your health visitor.", "Ask your health visitor."},
    {"Our counsellor is Marisol Penhaligon-Dray. Her e-mail is marisol@anytown.example.", "Our counsellor is [name]. Her e-mail is [name]@anytown.example."},
    {"Jonty Pryce, Workshop Leader, jonty@anytown.example. Jonty is in on Mondays.", "[name], Workshop Leader, [name]@anytown.example. [name] is in on Mondays."},
    {"Pauline Askwith, 01632 960451.", "[name], 01632 960451."},
    {"Moss Cottage, 07700 900631.", "Moss Cottage, 07700 900631."},
    {"The Lead Professional or Key Worker is chosen at the meeting.", "The Lead Professional or Key Worker is chosen at the meeting."},
    {"Write to carers.policy@anytown.example", "Write to carers.policy@anytown.example"},
    {"Your first visit will be from Kofi or Beatrix.", "Your first visit will be from [name]."},
    {"Led by Siobhan O'Hare and Wei Zhang.", "Led by [name]."},
    {"Family Support Worker Leanne Ibbotson visits.", "Family Support Worker [name] visits."},
    {"\"Our weekends back,\" says Danielle, mum of Alfie.", "\"Our weekends back,\" says [name], mum of [name]."},
    {"Alfie, aged 7, goes swimming.", "[name], aged 7, goes swimming."},
    {"Call Charlie (Portage Lead).", "Call [name] (Portage Lead)."},
    {"Ask Chidi about bikes. Duty worker today: Niamh.", "Ask [name] about bikes. Duty worker today: [name]."},
    {"Call Childline or Samaritans.", "Call Childline or Samaritans."},
    {"Grant is paid monthly. May is when we review.", "Grant is paid monthly. May is when we review."},
    {"Holly Lodge and Hazel Court are two houses.", "Holly Lodge and Hazel Court are two houses."},
    {"Ring Anytown Portage on 01632 960123.", "Ring Anytown Portage on 01632 960123."},
    {"", ""},
};

START_TEST(names_are_masked_and_titles_stay)
{
    struct buffer out;
    buffer_init(&out, 1000);
    facts_mask(rules, scratch, MASKED[_i].text, strlen(MASKED[_i].text), &out);
    ck_assert_str_eq(buffer_text(&out), MASKED[_i].found);
    buffer_release(&out);
}
END_TEST

static const struct scan SENTENCES[] = {
    {"One. Two! Three? Four", "One.~Two!~Three?~Four"},
    {"Ring Mrs. Jones on 01632. Ask now.", "Ring Mrs. Jones on 01632.~Ask now."},
    {"Tel. 01632 960123. We answer.", "Tel. 01632 960123.~We answer."},
    {"It costs 4.50 a day. Pay here.", "It costs 4.50 a day.~Pay here."},
    {"(We say no.) Then ask.", "(We say no.)~Then ask."},
    {"E.g. a club. Or e.g. a swim.", "E.g. a club.~Or e.g. a swim."},
    {"", ""},
};

START_TEST(sentences_end_where_a_reader_ends_them)
{
    char found[300] = "";
    const char *text = SENTENCES[_i].text;
    size_t used = 0, length = strlen(text);
    for (size_t from = 0; from < length;) {
        size_t end = sentence_end(text, length, from);
        ck_assert_uint_gt(end, from);
        used += (size_t)snprintf(found + used, sizeof found - used, "%s%.*s", used ? "~" : "", (int)(end - from), text + from);
        from = end;
        while (from < length && text[from] == ' ')
            from++;
    }
    ck_assert_str_eq(found, SENTENCES[_i].found);
}
END_TEST

/* What stands in one row of a table says nothing of the next. */
START_TEST(a_row_is_not_labelled_by_the_row_above)
{
    static const char *const ROWS[][2] = {{"Job vacancies", "01632 960001"}, {"Primary schools", "01632 960002"}};
    struct built page = built_new("SEN officers");
    struct arena arena = {0};
    struct facts facts;
    for (uint16_t row = 0; row < 2; row++)
        for (size_t cell = 0; cell < 2; cell++) {
            struct block *block = built_add(&page, BLOCK_CELL, ROWS[row][cell]);
            block->table = 1;
            block->row = row;
        }
    (void)facts_find(rules, scratch, built_document(&page), page.counts, &arena, &facts);
    ck_assert_uint_eq(facts.phone_count, 1);
    ck_assert_str_eq(facts.phones[0], "+441632960002");
    built_release(&page);
    arena_release(&arena);
}
END_TEST

/* ---- the rules themselves ---- */

static void complain(void *context, const char *sentence)
{
    (void)context;
    fprintf(stderr, "%s\n", sentence);
}

START_TEST(months_have_their_days)
{
    static const struct {
        int year, month, days;
    } months[] = {{2025, 1, 31}, {2025, 2, 28}, {2024, 2, 29}, {2000, 2, 29}, {1900, 2, 28}, {2025, 12, 31}, {2025, 0, 0}, {2025, 13, 0}};
    for (size_t i = 0; i < sizeof months / sizeof months[0]; i++)
        ck_assert_int_eq(finder_days_in(months[i].year, months[i].month), months[i].days);
    ck_assert_int_eq(finder_month("September", 9), 9);
    ck_assert_int_eq(finder_month("spring", 6), 0);
}
END_TEST

START_TEST(every_pattern_keeps_its_examples)
{
    size_t checked = 0;
    ck_assert_uint_eq(fact_rules_prove(rules, complain, NULL, &checked), 0);
    ck_assert_uint_gt(checked, 300);
}
END_TEST

START_TEST(hostile_text_ends_in_time)
{
    static char text[60000];
    static const char *const SEEDS[] = {"0", "01632 ", "a@", "@", "[at] ", "AB1 ", "AB1 2CD ", "0-", "aged ", "Mr ", "1 to ", ". ", "((((", "\xE2\x80\x9D"};
    for (size_t s = 0; s < sizeof SEEDS / sizeof *SEEDS; s++) {
        size_t n = strlen(SEEDS[s]), used = 0;
        while (used + n < sizeof text - 1) {
            memcpy(text + used, SEEDS[s], n);
            used += n;
        }
        text[used] = '\0';
        struct built page = built_new("Portage");
        struct arena arena = {0};
        struct facts facts;
        struct buffer out;
        built_add(&page, BLOCK_PARAGRAPH, text);
        struct fact_places places = facts_find(rules, scratch, built_document(&page), page.counts, &arena, &facts);
        size_t postcodes = 0;
        for (size_t i = 0; i < places.count; i++)
            postcodes += places.items[i].kind == FACT_POSTCODE;
        ck_assert_uint_le(postcodes, 500); /* each looks at all of its block */
        buffer_init(&out, 1000000);
        facts_mask(rules, scratch, text, 2000, &out);
        buffer_release(&out);
        built_release(&page);
        arena_release(&arena);
    }
}
END_TEST

START_TEST(a_missing_directory_is_said)
{
    struct fact_rules *none;
    struct error err = {0};
    ck_assert_int_ne(fact_rules_load("no-such-directory", &none, &err), STATUS_OK);
    ck_assert_ptr_nonnull(strstr(err.message, "no-such-directory"));
    ck_assert_ptr_null(none);
}
END_TEST

#define LOOP(test, table) tcase_add_loop_test(tests, test, 0, sizeof(table) / sizeof *(table))

int main(void)
{
    Suite *suite = suite_create("scoring/facts");
    TCase *tests = tcase_create("all");
    tcase_add_unchecked_fixture(tests, load_rules, free_rules);
    tcase_set_timeout(tests, 60);
    LOOP(only_the_services_own_contacts_count, OWN);
    tcase_add_loop_test(tests, a_person_of_the_staff_is_named_in_no_address_that_is_kept, 0, 2);
    LOOP(short_numbers_stand_beside_a_word_for_calling, SHORT_NUMBERS);
    LOOP(ages_are_whole_years_of_the_widest_range, AGES);
    LOOP(a_timeframe_is_how_long_an_answer_takes, FRAMES);
    LOOP(the_date_of_review_is_an_iso_date, DATES);
    LOOP(people_routes_and_ways, FLAGS);
    LOOP(formats_are_offers_and_not_lessons, FORMATS);
    LOOP(what_stands_behind_a_format_may_deny_it, TOLD_FORMATS);
    LOOP(names_are_masked_and_titles_stay, MASKED);
    LOOP(sentences_end_where_a_reader_ends_them, SENTENCES);
    tcase_add_loop_test(tests, a_message_is_left_on_a_form_where_a_link_says_so, 0, 2);
    tcase_add_test(tests, links_carry_contacts_too);
    tcase_add_test(tests, months_have_their_days);
    tcase_add_test(tests, a_row_is_not_labelled_by_the_row_above);
    tcase_add_test(tests, every_pattern_keeps_its_examples);
    tcase_add_test(tests, hostile_text_ends_in_time);
    tcase_add_test(tests, a_missing_directory_is_said);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
