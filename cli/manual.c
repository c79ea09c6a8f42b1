#include "cli/manual.h"

#include "cli/help.h"
#include "cli/options.h"

/* A text for mdoc: a backslash and a line that starts with a dot or quote are special. */
static void roff(FILE *out, const char *text)
{
    const char *whole = text;
    for (bool start = true; *text != '\0'; text++) {
        if (start && (*text == '.' || *text == '\''))
            (void)fputs("\\&", out);
        start = *text == '\n';
        if (*text == '.' && text[1] == ' ' && (text == whole || text[-1] != '.')) { /* a new sentence starts a new line; an ellipsis starts none */
            (void)fputs(".\n", out);
            text++;
            start = true;
            continue;
        }
        if (*text == '\\')
            (void)fputs("\\e", out);
        else if (*text == '-')
            (void)fputs("\\-", out);
        else
            (void)fputc(*text, out);
    }
}

/* One argument of .Ar, and the line's end: quoted, since a bare bar would end what it formats. */
static void words(FILE *out, const char *synopsis)
{
    (void)fputc('"', out);
    roff(out, synopsis);
    (void)fputs("\"\n", out);
}

static void synopsis(FILE *out, const struct command_row *rows, size_t count)
{
    (void)fputs(".Sh SYNOPSIS\n", out);
    for (size_t i = 0; i < count; i++) {
        (void)fprintf(out, ".Nm coreoffer\n.Cm %s\n.Op Ar option ...\n", rows[i].name);
        if (*rows[i].synopsis != '\0') {
            (void)fputs(".Ar ", out);
            words(out, rows[i].synopsis);
        }
    }
}

static void commands(FILE *out, const struct command_row *rows, size_t count)
{
    (void)fputs(".Bl -tag -width Ds\n", out);
    for (size_t i = 0; i < count; i++) {
        (void)fprintf(out, ".It Cm %s", rows[i].name);
        if (*rows[i].synopsis != '\0') { /* a bare Ar prints "file ..." */
            (void)fputs(" Ar ", out);
            words(out, rows[i].synopsis);
        } else {
            (void)fputc('\n', out);
        }
        roff(out, rows[i].summary);
        (void)fputs(".\n", out);
        if (*rows[i].details == '\0')
            continue;
        roff(out, rows[i].details);
        (void)fputc('\n', out);
    }
    (void)fputs(".El\n", out);
}

static void options(FILE *out)
{
    size_t count;
    const struct option_row *table = options_table(&count);
    (void)fputs(".Sh OPTIONS\nWhich of them a command takes, and what else there is to say of it, is told by\n.Nm\n.Cm help Ar COMMAND .\n.Bl -tag -width Ds\n", out);
    for (size_t i = 0; i < count; i++) {
        (void)fputs(".It ", out);
        if (table[i].letter != 0)
            (void)fprintf(out, "Fl %c , ", table[i].letter);
        (void)fputs("Fl Fl ", out);
        roff(out, table[i].name);
        if (table[i].argument != NULL) {
            (void)fputs(" Ar ", out);
            roff(out, table[i].argument);
        }
        (void)fputc('\n', out);
        roff(out, table[i].help);
        (void)fputs(".\n", out);
    }
    (void)fputs(".El\n", out);
}

static void exit_status(FILE *out)
{
    size_t count;
    const struct help_exit *exits = help_exits(&count);
    (void)fputs(".Sh EXIT STATUS\n.Bl -tag -width Ds\n", out);
    for (size_t i = 0; i < count; i++) {
        (void)fprintf(out, ".It %s\n", exits[i].status);
        roff(out, exits[i].meaning);
        (void)fputc('\n', out);
    }
    (void)fputs(".El\n", out);
}

static const char name[] =
    ".Dd $Mdocdate$\n.Dt COREOFFER 1\n.Os\n.Sh NAME\n.Nm coreoffer\n.Nd audit what councils publish for families with disabled children\n";

static const char description[] =
    ".Sh DESCRIPTION\n.Nm\nvisits a council\\(aqs Local Offer, finds links that lead nowhere, reads every page and leaflet, judges them by the\n"
    "Core Offer standards and writes a scorecard with the words that each verdict rests on.\n";

static const char scripts[] =
    ".Sh PAGES THAT NEED SCRIPTS\nA page that is an empty shell until a script fills it can\\(aqt be told without a browser.\nWith\n"
    ".Fl Fl browser\na headless Chromium runs its scripts, cut off from the network: what they ask for is asked for by\n.Nm\n"
    "itself, by the rules of robots.txt, at the usual delay, and kept in the archive.\nOnly reading is done: no form is sent, no picture, "
    "frame or film is loaded.\nEvidence from such a page says that its scripts had run, and a page that did not get all that it asked for\n"
    "counts as partly read.\nA frame is not rendered inside its page: one of the same site is read as a page of its own, and rendered where it needs that.\n"
    "Each page is seen as by a newcomer: it starts without cookies, keeps its own and those of its own site while it is rendered,\n"
    "and is asked for again where its scripts want that; then they are thrown away.\nTo other sites no cookie goes, and in the archive\n"
    "stand the names of cookies and no values.\n"
    "A page is scrolled to its end, so that what appears only in view is read; nothing on it is clicked, typed or accepted.\n"
    "Pages that differ only after #/ have no address of their own and are not read: a visit to a site of such pages counts as cut short.\n"
    "A server that turns programs away, by a challenge for instance, is not got round.\n"
    ".Pp\nLinks: a part of a page (page#part) is called missing only where it is missing once the page\\(aqs scripts have run; of the same part\n"
    "of many pages of a host three that agree are enough. A page that scripts make of what stands behind the # (page#/clubs) is looked at by itself.\n"
    ".Cm recheck\nand\n.Cm links Fl Fl list\nrender every page that they ask for and that is empty without scripts.\nOther links to other sites are not rendered.\n"
    ".Pp\n"
    "Run as a user of its own: as root Chromium\\(aqs own sandbox can\\(aqt be used and is turned off.\n"
    "Elsewhere that sandbox needs user namespaces that anyone may make.\n";

static const char environment_and_files[] =
    ".Sh ENVIRONMENT\n.Bl -tag -width Ds\n.It Ev COREOFFER_SEEDS\nThe directory of the rubric and word lists.\n"
    ".It Ev STATE_DIRECTORY , XDG_STATE_HOME , HOME\nWhere the store is kept unless\n.Fl Fl store\nsays so.\n"
    ".It Ev NOTIFY_SOCKET\nWhere an audit tells systemd how far it is.\n"
    ".It Ev TMPDIR\nWhere check and links keep what they read, and a browser its profile, while they run.\n.It Ev COLUMNS\nHow wide lines may be, where the terminal does not say so (40 to 120; 80).\n.It Ev NO_COLOR\nNo colours.\n.El\n"
    ".Sh FILES\n.Bl -tag -width Ds\n"
    ".It Pa ~/.local/state/coreoffer/coreoffer.db\nThe store, an SQLite database.\n"
    ".It Pa ~/.local/state/coreoffer/archive/run\\-N/\nThe evidence archive, a WARC file a council.\nBeside a store\nthat is called otherwise, NAME.db, it is NAME\\-archive.\n"
    ".It Pa DIR\n.Fl Fl out\nis swapped for the new report when that is whole, so it can be neither a file\nnor a mount point: name a directory below the mount.\n"
    "Files of yours that stand in it, such as a host's\n"
    ".Pa CNAME ,\n"
    "are taken along into each new report; folders of yours are refused, since they would go with the old one.\n"
    ".It councils\nCSV with the columns gss_code, council_name, region, council_url, local_offer_url.\n"
    ".It replies\nThe form of a council\\(aqs pack, filled in, or CSV with the columns gss_code, service, row, date, role, reply, decision, decided_on.\n"
    "The last file given is kept in the store and printed with every later report; all replies go in one file, and one that holds\nits first line alone takes them away again. So it is with answers.\n"
    ".It answers\nCSV with the columns gss_code, provided (yes, no or doubts), date, note.\n.El\n";

static const char examples[] =
    ".Sh EXAMPLES\nOne council, by its name in\n.Ic coreoffer councils ,\nand the report in\n.Pa coreoffer\\-report/\n:\n.Dl coreoffer audit COUNCIL \\-\\-contact https://www.your\\-campaign.example/about\n"
    "Every night, from an option file:\n.Dl coreoffer audit \\-\\-config /etc/coreoffer.conf \\-\\-resume \\-\\-quiet\n"
    "A site of one\\(aqs own in a pipeline:\n.Dl coreoffer check https://www.council.example/local\\-offer \\-\\-contact mailto:web@council.example "
    "\\-\\-format junit \\-\\-fail\\-on broken\n";

/* Sections in the order of mdoc(7). */
void manual_print(FILE *out)
{
    size_t count;
    const struct command_row *rows = options_commands(&count);
    (void)fputs(name, out);
    synopsis(out, rows, count);
    (void)fputs(description, out);
    commands(out, rows, count);
    options(out);
    (void)fputs(scripts, out);
    (void)fputs(environment_and_files, out);
    exit_status(out);
    (void)fputs(examples, out);
}
