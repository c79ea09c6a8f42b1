/* Telephones, electronic and postal addresses, and whether each is the service's own. */
#include <string.h>

#include "base/buffer.h"
#include "base/limits.h"
#include "base/map.h"
#include "base/text.h"
#include "scoring/facts/emails.h"
#include "scoring/facts/fact_finder.h"
#include "scoring/facts/phones.h"
#include "scoring/facts/postcodes.h"
#include "scoring/text/sentences.h"

enum { CARD_LINE_MAX = 90, CARD_LINES_MAX = 6, CONTEXT_BYTES = 200, VALUES_MAX = 500, POSTCODES_MAX = 500 /* each looks at all of its block */,
       CONTACTS_MAX = 2000 /* telephones, and addresses: each looks at all of its sentence, which may be a block; a long directory has some hundred */ };

struct contacts {
    struct fact_finder *finder;
    struct map *phones, *emails, *postcodes;
    bool voice;     /* a number that is not only a textphone's */
    bool general;
    int postcodes_met, phones_met, emails_met;
};

struct spot {
    size_t block, start, end;
    size_t after;   /* end of the contact before it in the block, or 0 */
};

static bool short_line(const struct block *block)
{
    return block->length <= CARD_LINE_MAX && !strchr("?!", block->text[block->length - 1]);
}

/* Several words and a full stop. */
static bool ends_sentence(const struct block *block)
{
    enum { SENTENCE_LEAST = 30 };
    return block->length >= SENTENCE_LEAST && block->text[block->length - 1] == '.';
}

static bool group(struct contacts *c, size_t number, const char *text, size_t length, struct regex_match *match)
{
    return finder_matches(c->finder, c->finder->rules->contacts, number, text, length, match);
}

static bool label_group(struct contacts *c, size_t number, size_t block, struct regex_match *match)
{
    const struct fact_finder *f = c->finder;
    const struct block *labels[] = {finder_term(f, block), finder_row(f, block), finder_column(f, block)};
    for (size_t i = 0; i < 3; i++)
        if (labels[i] && labels[i]->length <= CARD_LINE_MAX && group(c, number, labels[i]->text, labels[i]->length, match))
            return true;
    return false;
}

/* "Fax" over a number, and not a line with a number of its own. */
static bool is_bare_label(const struct block *line)
{
    return line->length <= 20 && strcspn(line->text, "0123456789") == line->length;
}

/* What is said of this very number: the words between the last contact and it, and just
 * after it; else its label; else a line of its own before it. */
static bool said_of(struct contacts *c, size_t number, const struct spot *spot)
{
    const struct block *block = &c->finder->document->blocks[spot->block];
    size_t from = spot->after;
    if (spot->start - from > 60)
        from = spot->start - 60;
    while (from < spot->start && ((unsigned char)block->text[from] & 0xC0) == 0x80)
        from++;
    struct regex_match match;
    if (group(c, number, block->text + from, spot->start - from, &match))
        return true;
    size_t tail = block->length - spot->end < 20 ? block->length - spot->end : 20;
    tail = text_cut(block->text + spot->end, block->length - spot->end, tail);
    if (tail && block->text[spot->end] == ' ' && tail > 2 && block->text[spot->end + 1] == '(' && group(c, number, block->text + spot->end, tail, &match))
        return true;
    if (spot->start > 12)
        return false;
    if (label_group(c, number, spot->block, &match))
        return true;
    size_t before = finder_before(c->finder, spot->block);
    if (before == SIZE_MAX || block->kind == BLOCK_CELL || block->kind == BLOCK_DEFINITION)
        return false;
    const struct block *line = &c->finder->document->blocks[before];
    return is_bare_label(line) && group(c, number, line->text, line->length, &match);
}

/* Whether the page's title or main heading bears the name that the match captured. */
static bool is_in_title(const struct contacts *c, const char *text, const struct regex_match *match)
{
    const struct fact_finder *f = c->finder;
    const char *name = text + match->start[1];
    size_t n = match->end[1] - match->start[1];
    char first[60];
    if (n >= sizeof first)
        n = sizeof first - 1;
    memcpy(first, name, n);
    first[n] = '\0';
    return text_find_ignoring_case(f->document->title, strlen(f->document->title), first) || text_find_ignoring_case(f->main_heading, strlen(f->main_heading), first);
}

/* Whether the page is about what the match captured: its title bears the name, or says what goes by it ("Information and advice" for SENDIASS). */
static bool is_the_subject(struct contacts *c, const char *text, const struct regex_match *match)
{
    const struct fact_finder *f = c->finder;
    struct regex_match known;
    return is_in_title(c, text, match) ||
           (group(c, CONTACT_KNOWN_AS, text + match->start[1], match->end[1] - match->start[1], &known) &&
            (finder_speaks_of(f->document->title, regex_value(known.pattern)) || finder_speaks_of(f->main_heading, regex_value(known.pattern))));
}

/* "It is run by the charity Bright Corners": whoever runs what the page is about is no one else. */
static bool runs_it(struct contacts *c, const char *text, size_t length)
{
    struct regex_match match;
    return group(c, CONTACT_RUN_BY, text, length, &match) && (!regex_captured(&match, 1) || is_in_title(c, text, &match));
}

/* "Bright Corners is an independent charity": the organisation's name, unless the page is
 * about it, makes what follows its own. */
static const char *other_organisation(struct contacts *c, const char *text, size_t length)
{
    struct regex_match match;
    if (!group(c, CONTACT_ORGANISATION, text, length, &match) || (regex_captured(&match, 1) && is_the_subject(c, text, &match)) || runs_it(c, text, length))
        return NULL;
    return regex_value(match.pattern);
}

static const char *refused_by(struct contacts *c, const char *text, size_t length, bool *general)
{
    struct regex_match match;
    if (!length)
        return NULL;
    if (group(c, CONTACT_REFUSE, text, length, &match))
        return regex_value(match.pattern);
    if (group(c, CONTACT_GENERAL, text, length, &match)) {
        *general = true;
        return regex_value(match.pattern);
    }
    return other_organisation(c, text, length);
}

/* Another body or another matter than the page is about, by its title and main heading ("Parent carer forum", "Blue Badges"). */
static bool is_elsewhere(struct contacts *c, const char *text, size_t length)
{
    const struct fact_finder *f = c->finder;
    return facts_is_elsewhere(f->rules, f->scratch, text, length, f->document->title) && facts_is_elsewhere(f->rules, f->scratch, text, length, f->main_heading);
}

static const char *refused_label(struct contacts *c, const char *text, bool *general)
{
    struct regex_match match;
    size_t length = strlen(text);
    if (!length || length > 160)
        return NULL;
    if (group(c, CONTACT_REFUSE_LABEL, text, length, &match))
        return regex_value(match.pattern);
    if (length <= CARD_LINE_MAX && group(c, CONTACT_GENERAL, text, length, &match)) {
        *general = true;
        return regex_value(match.pattern);
    }
    return is_elsewhere(c, text, length) ? "another organisation" : NULL;
}

/* By the heading over it, and those over that one below the page's own. */
static const char *refused_heading(struct contacts *c, size_t block, bool *general)
{
    const struct block *blocks = c->finder->document->blocks;
    const char *why = NULL;
    for (int32_t at = blocks[block].heading; at >= 0 && !why; at = finder_heading_over(c->finder, at))
        if (at == blocks[block].heading || blocks[at].level > 1)
            why = refused_label(c, blocks[at].text, general);
    return why;
}

/* "Carers' Centre: 01632 960123": what names the contact in its own line. */
static bool names_others(struct contacts *c, const struct spot *spot)
{
    const struct block *block = &c->finder->document->blocks[spot->block];
    size_t length = 0;
    while (length < spot->start && length < CARD_LINE_MAX && !strchr(":(|", block->text[length]))
        length++;
    return length < spot->start && length < CARD_LINE_MAX && is_elsewhere(c, block->text, length);
}

/* The next number at or after `from`, a short one only where what stands close before it is about calling: "Ring 111", "caring for 111". */
static bool next_phone(struct contacts *c, const struct block *block, size_t length, size_t from, struct phone *phone)
{
    enum { NEAR = 30 };
    for (size_t at = from; phone_next(block->text, length, at, phone); at = phone->end) {
        size_t start = phone->start > NEAR ? phone->start - NEAR : 0;
        struct regex_match match;
        while (start > 0 && start < phone->start && block->text[start - 1] != ' ')
            start++;
        if (phone->kind != PHONE_SHORT || group(c, CONTACT_CALLING, block->text + start, phone->start - start, &match))
            return true;
    }
    return false;
}

/* "(01632 960123) or, for problems with this website, 01632 960124": what leads in the next
 * contact is not said of this one. Returns where the words about this one end. */
static size_t own_words_end(struct contacts *c, const struct block *block, const struct spot *spot, size_t end)
{
    enum { LEAD_IN_LEAST = 12 };
    struct phone phone;
    struct email email;
    size_t at = spot->end, next = SIZE_MAX;
    while (at < end && strchr(" ),;", block->text[at]))
        at++;
    size_t joint = text_starts_ignoring_case(block->text + at, "or") ? 2 : text_starts_ignoring_case(block->text + at, "and") ? 3 : 0;
    if (joint == 0 || at + joint >= end || !strchr(" ,", block->text[at + joint]))
        return end;
    if (next_phone(c, block, end, spot->end, &phone))
        next = phone.start;
    if (email_next(block->text, end, spot->end, &email) && email.start < next)
        next = email.start;
    return next != SIZE_MAX && next - at > LEAD_IN_LEAST ? spot->end : end;
}

static bool is_in_another_row(const struct block *cell, const struct block *above)
{
    return block_is_cell(cell) && block_is_cell(above) && !blocks_share_row(cell, above);
}

/* Why the contact in this sentence does not count, or NULL. The sentence says it, or its
 * label, the lines above it in the same card, the words that lead in, or the heading. */
static const char *refusal(struct contacts *c, const struct spot *spot, bool *general)
{
    const struct fact_finder *f = c->finder;
    const struct block *blocks = f->document->blocks, *block = &blocks[spot->block];
    size_t start, end;
    const char *why;
    struct regex_match match;
    sentence_around(block->text, block->length, spot->start, &start, &end);
    if (start && block->text[start - 1] == ' ' && start > 1 && block->text[start - 2] == '?') {
        size_t question_end; /* "Spotted a mistake? Write to ..." is one thought */
        sentence_around(block->text, block->length, start - 2, &start, &question_end);
    }
    end = own_words_end(c, block, spot, end);
    if (spot->after > start && spot->after < spot->start && spot->start - spot->after > 12) {
        /* several contacts in one sentence: what is said since the last one counts more */
        if ((why = refused_by(c, block->text + spot->after, spot->start - spot->after, general)))
            return why;
    }
    if ((why = refused_by(c, block->text + start, end - start, general)))
        return why;
    bool own = group(c, CONTACT_OWN, block->text + start, end - start, &match);
    if (own)
        return NULL;
    if (names_others(c, spot))
        return "another organisation";
    if (start && (why = other_organisation(c, block->text, start)))
        return why;
    const struct block *labels[] = {finder_term(f, spot->block), finder_row(f, spot->block)};
    for (size_t i = 0; i < 2; i++)
        if (labels[i] && (why = refused_label(c, labels[i]->text, general)))
            return why;
    if (block->lead_in >= 0 && (why = other_organisation(c, blocks[block->lead_in].text, blocks[block->lead_in].length)))
        return why;
    size_t at = spot->block;
    for (int lines = 0; lines < CARD_LINES_MAX && short_line(&blocks[at]); lines++) {
        at = finder_before(f, at);
        if (at == SIZE_MAX || is_in_another_row(block, &blocks[at]))
            break;
        bool lead = blocks[at].text[blocks[at].length - 1] == ':' || (lines == 0 && block->length <= spot->end - spot->start + 4);
        if (!lead && ends_sentence(&blocks[at]))
            break; /* "You can appeal within two months." is no label of the card below it */
        if (!short_line(&blocks[at]) && !lead) {
            const char *organisation = lines == 0 ? other_organisation(c, blocks[at].text, blocks[at].length) : NULL;
            if (organisation)
                return organisation;
            break;
        }
        if ((why = refused_label(c, blocks[at].text, general)) || (lead && (why = refused_by(c, blocks[at].text, blocks[at].length, general))))
            return why;
        if (lead && !short_line(&blocks[at]))
            break;
    }
    return refused_heading(c, spot->block, general);
}

static void refuse(struct contacts *c, const struct spot *spot, const char *why, const char *value)
{
    finder_place(c->finder, (struct fact_place){.kind = FACT_REFUSED_CONTACT, .block = (int32_t)spot->block, .offset = (uint32_t)spot->start,
                                                .length = (uint32_t)(spot->end - spot->start), .why = why,
                                                .value = arena_copy(c->finder->arena, value)});
}

/* Keeps the value once and the place always. */
static void keep(struct contacts *c, struct map *seen, enum fact_kind kind, const char ***values, size_t *count, const char *value, const struct spot *spot)
{
    struct fact_finder *f = c->finder;
    bool added;
    if (*count >= VALUES_MAX)
        return;
    union map_value *slot = map_put(seen, value, strlen(value), &added);
    if (added) {
        slot->number = (int64_t)*count;
        if ((*count & (*count + 1)) == 0 || !*values) { /* grows at 0, 1, 3, 7 ... */
            const char **larger = arena_array(f->arena, *count * 2 + 2, sizeof *larger);
            if (*count)
                memcpy(larger, *values, *count * sizeof *larger);
            *values = larger;
        }
        (*values)[(*count)++] = arena_copy(f->arena, value);
    }
    finder_place(f, (struct fact_place){.kind = kind, .index = (uint32_t)slot->number, .block = (int32_t)spot->block, .offset = (uint32_t)spot->start,
                                        .length = (uint32_t)(spot->end - spot->start), .value = (*values)[slot->number]});
}

static void take_phone(struct contacts *c, const struct phone *phone, const struct spot *spot)
{
    struct facts *facts = c->finder->facts;
    bool general = false;
    if (phone->kind == PHONE_SHORT) {
        refuse(c, spot, "a national number", phone->e164);
        return;
    }
    if (said_of(c, CONTACT_REFERENCE, spot))
        return;
    if (said_of(c, CONTACT_FAX, spot)) {
        refuse(c, spot, "fax", phone->e164);
        return;
    }
    const char *why = refusal(c, spot, &general);
    if (why) {
        c->general |= general;
        refuse(c, spot, why, phone->e164);
        return;
    }
    bool textphone = said_of(c, CONTACT_TEXTPHONE, spot);
    if (textphone || phone->relay) {
        facts->textphone = true;
        c->finder->places->ways.textphone = true;
        finder_place(c->finder, (struct fact_place){.kind = FACT_TEXTPHONE, .block = (int32_t)spot->block, .offset = (uint32_t)spot->start,
                                                    .length = (uint32_t)(spot->end - spot->start), .value = arena_copy(c->finder->arena, phone->e164)});
    }
    c->voice |= !textphone && !phone->relay;
    keep(c, c->phones, FACT_PHONE, &facts->phones, &facts->phone_count, phone->e164, spot);
}

/* The address, a person's own as "[name]@host". */
static const char *nameless(struct contacts *c, const char *email)
{
    struct buffer masked;
    buffer_init(&masked, LIMIT_QUOTE_BYTES);
    facts_mask(c->finder->rules, c->finder->scratch, email, strlen(email), &masked);
    const char *kept = arena_copy(c->finder->arena, buffer_text(&masked));
    buffer_release(&masked);
    return kept;
}

static void name_no_staff(struct contacts *c)
{
    struct facts *facts = c->finder->facts;
    facts->kept_emails = arena_array(c->finder->arena, facts->email_count + 1, sizeof *facts->kept_emails);
    for (size_t i = 0; i < facts->email_count; i++)
        facts->kept_emails[i] = nameless(c, facts->emails[i]);
}

static void take_email(struct contacts *c, const struct email *email, const struct spot *spot)
{
    struct facts *facts = c->finder->facts;
    struct regex_match match;
    bool general = false;
    const char *host = strchr(email->text, '@');
    const char *why = finder_matches(c->finder, c->finder->rules->contacts, CONTACT_MAILBOX, email->text, (size_t)(host - email->text), &match) ? regex_value(match.pattern) : NULL;
    if (!why)
        why = refusal(c, spot, &general);
    if (why && !general)
        refuse(c, spot, why, nameless(c, email->text));
    else
        keep(c, c->emails, FACT_EMAIL, &facts->emails, &facts->email_count, email->text, spot);
}

static void block_phones(struct contacts *c, size_t number)
{
    const struct block *block = &c->finder->document->blocks[number];
    struct phone phone;
    size_t at = 0, after = 0;
    while (at < block->length && c->phones_met < CONTACTS_MAX && next_phone(c, block, block->length, at, &phone)) {
        struct spot spot = {.block = number, .start = phone.start, .end = phone.end, .after = after};
        take_phone(c, &phone, &spot);
        c->phones_met++;
        at = after = phone.end;
    }
}

static void block_emails(struct contacts *c, size_t number)
{
    const struct block *block = &c->finder->document->blocks[number];
    struct email email;
    size_t at = 0, after = 0;
    while (at < block->length && c->emails_met < CONTACTS_MAX && email_next(block->text, block->length, at, &email)) {
        struct spot spot = {.block = number, .start = email.start, .end = email.end, .after = after};
        take_email(c, &email, &spot);
        c->emails_met++;
        at = after = email.end;
    }
}

/* The link's own words in the block, so that what is said around them counts. */
static struct spot link_spot(const struct document *document, const struct document_link *link)
{
    const struct block *block = &document->blocks[link->block];
    struct spot spot = {.block = (size_t)link->block};
    const char *at = *link->text ? strstr(block->text, link->text) : NULL;
    if (at) {
        spot.start = (size_t)(at - block->text);
        spot.end = spot.start + strlen(link->text);
    }
    return spot;
}

static void links(struct contacts *c)
{
    const struct document *document = c->finder->document;
    for (size_t i = 0; i < document->link_count; i++) {
        const struct document_link *link = &document->links[i];
        struct phone phone;
        struct email email;
        if (!link->href || link->block < 0 || (size_t)link->block >= document->block_count || !c->finder->counts[link->block])
            continue;
        if (phone_of_href(link->href, &phone)) {
            struct spot spot = link_spot(document, link);
            if (!map_get(c->phones, phone.e164, strlen(phone.e164)))
                take_phone(c, &phone, &spot);
        }
        for (size_t which = 0; email_of_href(link->href, which, &email); which++) {
            struct spot spot = link_spot(document, link);
            if (!map_get(c->emails, email.text, strlen(email.text)))
                take_email(c, &email, &spot);
        }
    }
}

/* A postal address is a postcode with a line above it: words before it in its block, or a
 * line of the same card. */
static bool line_above(struct contacts *c, size_t number, size_t start)
{
    const struct block *blocks = c->finder->document->blocks;
    struct regex_match match;
    if (start >= 8)
        return group(c, CONTACT_ADDRESS, blocks[number].text, start, &match);
    size_t before = finder_before(c->finder, number);
    return before != SIZE_MAX && short_line(&blocks[before]) && start < 8;
}

static void block_postcodes(struct contacts *c, size_t number)
{
    struct facts *facts = c->finder->facts;
    const struct block *block = &c->finder->document->blocks[number];
    struct postcode postcode;
    for (size_t at = 0; at < block->length && c->postcodes_met < POSTCODES_MAX && postcode_next(block->text, block->length, at, &postcode); at = postcode.end) {
        c->postcodes_met++;
        struct spot spot = {.block = number, .start = postcode.start, .end = postcode.end};
        bool general = false;
        keep(c, c->postcodes, FACT_POSTCODE, &facts->postcodes, &facts->postcode_count, postcode.text, &spot);
        const char *why = refusal(c, &spot, &general);
        if (why && !general) {
            refuse(c, &spot, why, postcode.text);
        } else if (!facts->postal_address && line_above(c, number, postcode.start)) {
            facts->postal_address = true;
            finder_place(c->finder, (struct fact_place){.kind = FACT_POSTAL_ADDRESS, .block = (int32_t)number,
                                                        .offset = (uint32_t)postcode.start, .length = (uint32_t)(postcode.end - postcode.start)});
        }
    }
}

/* "Leave a message" is what a link says that leads to a form; in a sentence it is an answerphone's. */
static bool offers_on_a_link(struct contacts *c, const struct block *block)
{
    const struct document *document = c->finder->document;
    struct regex_match match;
    for (size_t k = block->first_link, n = block->link_count; n > 0 && k < document->link_count; k++, n--)
        if (group(c, CONTACT_FORM, document->links[k].text, strlen(document->links[k].text), &match))
            return true;
    return false;
}

/* An enquiry form of the service's own: words that offer one, on a link or beside a form. */
static void block_form(struct contacts *c, size_t number)
{
    struct facts *facts = c->finder->facts;
    const struct block *block = &c->finder->document->blocks[number];
    struct regex_match match;
    if (facts->enquiry_form || !group(c, CONTACT_FORM, block->text, block->length, &match))
        return;
    if (!block->link_count && !c->finder->document->has_forms)
        return;
    if (*regex_value(match.pattern) && !offers_on_a_link(c, block))
        return;
    facts->enquiry_form = true;
    finder_place(c->finder, (struct fact_place){.kind = FACT_ENQUIRY_FORM, .block = (int32_t)number, .offset = (uint32_t)match.start[0],
                                                .length = (uint32_t)(match.end[0] - match.start[0])});
}

/* One scan tells what a block can hold, so that most are never looked at closely. */
static void block_contacts(struct contacts *c, size_t number)
{
    const struct block *block = &c->finder->document->blocks[number];
    unsigned digits = 0;
    bool sign = false, form = false;
    for (size_t i = 0; i < block->length; i++) {
        char ch = block->text[i];
        digits += ch >= '0' && ch <= '9';
        sign |= ch == '@' || (ch == '[' || ch == '(' || ch == '{') || (ch == 'A' && i + 2 < block->length && block->text[i + 1] == 'T' && block->text[i + 2] == ' ');
        form |= (ch == 'f' || ch == 'F') && i + 3 < block->length && block->text[i + 1] == 'o' && block->text[i + 2] == 'r' && block->text[i + 3] == 'm';
    }
    form |= block->link_count > 0;
    if (block->kind == BLOCK_LABEL)
        return; /* "e.g. name@example.com" in a form's field */
    if (digits >= 3)
        block_phones(c, number);
    if (sign)
        block_emails(c, number);
    if (digits >= 2)
        block_postcodes(c, number);
    if (form)
        block_form(c, number);
}

void facts_contacts(struct fact_finder *finder)
{
    struct contacts c = {.finder = finder, .phones = map_new(), .emails = map_new(), .postcodes = map_new()};
    for (size_t i = 0; i < finder->document->block_count; i++)
        if (finder->counts[i])
            block_contacts(&c, i);
    links(&c);
    name_no_staff(&c);
    finder->places->ways.telephone = c.voice;
    finder->places->ways.general_only = c.general && !finder->facts->phone_count;
    map_free(c.phones);
    map_free(c.emails);
    map_free(c.postcodes);
}
