#include "base/clock.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "base/text.h"

static int64_t fixed = -1;

int64_t clock_now(void)
{
    int64_t instant = __atomic_load_n(&fixed, __ATOMIC_RELAXED);
    return instant >= 0 ? instant : (int64_t)time(NULL);
}

void clock_fix(int64_t instant)
{
    __atomic_store_n(&fixed, instant, __ATOMIC_RELAXED);
}

double clock_monotonic(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

struct civil {
    int64_t year;
    int month, day, hour, minute, second, weekday; /* month and day from 1, Sunday is 0 */
};

/* Days since 1970-01-01 in the Gregorian calendar, by counting years from 1 March. */
static int64_t days_from_civil(int64_t year, int month, int day)
{
    year -= month <= 2;
    int64_t era = (year >= 0 ? year : year - 399) / 400;
    int64_t year_of_era = year - era * 400;
    int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719468;
}

static struct civil civil_from(int64_t instant)
{
    int64_t days = instant / 86400, seconds = instant % 86400;
    if (seconds < 0) {
        seconds += 86400;
        days--;
    }
    int64_t shifted = days + 719468;
    int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
    int64_t day_of_era = shifted - era * 146097;
    int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t shifted_month = (5 * day_of_year + 2) / 153;
    struct civil civil = {
        .day = (int)(day_of_year - (153 * shifted_month + 2) / 5 + 1),
        .month = (int)(shifted_month < 10 ? shifted_month + 3 : shifted_month - 9),
        .hour = (int)(seconds / 3600),
        .minute = (int)(seconds / 60 % 60),
        .second = (int)(seconds % 60),
        .weekday = (int)(((days + 4) % 7 + 7) % 7),
    };
    civil.year = year_of_era + era * 400 + (civil.month <= 2);
    return civil;
}

static const char *const months[] = {"January", "February", "March",     "April",   "May",      "June",
                                     "July",    "August",   "September", "October", "November", "December"};
static const char *const weekdays[] = {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};

static bool is_among(const char *word, size_t length, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (length <= strlen(names[i]) && strncasecmp(word, names[i], length) == 0)
            return length == 3 || names[i][length] == '\0';
    return false;
}

bool clock_is_name(const char *word, size_t length)
{
    return length >= 3 && (is_among(word, length, months, sizeof months / sizeof months[0]) || is_among(word, length, weekdays, sizeof weekdays / sizeof weekdays[0]) ||
                           (length == 4 && strncasecmp(word, "sept", 4) == 0));
}

void clock_iso(int64_t instant, char out[CLOCK_TEXT_MAX])
{
    out[0] = '\0';
    if (instant < 0)
        return;
    struct civil c = civil_from(instant);
    (void)snprintf(out, CLOCK_TEXT_MAX, "%04lld-%02d-%02dT%02d:%02d:%02dZ", (long long)c.year, c.month, c.day, c.hour, c.minute, c.second);
}

void clock_iso_date(int64_t instant, char out[CLOCK_TEXT_MAX])
{
    clock_iso(instant, out);
    char *t = strchr(out, 'T');
    if (t != NULL)
        *t = '\0';
}

int clock_year(int64_t instant)
{
    return instant < 0 ? 0 : (int)civil_from(instant).year;
}

void clock_govuk(int64_t instant, char out[CLOCK_TEXT_MAX])
{
    out[0] = '\0';
    if (instant < 0)
        return;
    struct civil c = civil_from(instant);
    (void)snprintf(out, CLOCK_TEXT_MAX, "%d %s %lld", c.day, months[c.month - 1], (long long)c.year);
}

void clock_http(int64_t instant, char out[CLOCK_TEXT_MAX])
{
    out[0] = '\0';
    if (instant < 0)
        return;
    struct civil c = civil_from(instant);
    (void)snprintf(out, CLOCK_TEXT_MAX, "%.3s, %02d %.3s %04lld %02d:%02d:%02d GMT", weekdays[c.weekday], c.day, months[c.month - 1],
                   (long long)c.year, c.hour, c.minute, c.second);
}

static bool assemble(int64_t year, int month, int day, int hour, int minute, int second, int64_t *instant)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    if (year < 1970 || year > 9999 || month < 1 || month > 12 || day < 1 ||
        day > lengths[month - 1] + (leap && month == 2) || hour > 23 || minute > 59 || second > 60)
        return false;
    *instant = days_from_civil(year, month, day) * 86400 + hour * 3600 + minute * 60 + second;
    return true;
}

/* Exactly `count` digits at *at. */
static bool digits(const char **at, int count, int *value)
{
    int result = 0;
    for (int i = 0; i < count; i++) {
        char c = (*at)[i];
        if (c < '0' || c > '9')
            return false;
        result = result * 10 + (c - '0');
    }
    *at += count;
    *value = result;
    return true;
}

static bool literal(const char **at, const char *text)
{
    size_t length = strlen(text);
    if (strncmp(*at, text, length) != 0)
        return false;
    *at += length;
    return true;
}

bool clock_parse_iso(const char *text, int64_t *instant)
{
    int year, month, day, hour = 0, minute = 0, second = 0, offset = 0;
    const char *at = text;
    if (!digits(&at, 4, &year) || !literal(&at, "-") || !digits(&at, 2, &month) || !literal(&at, "-") || !digits(&at, 2, &day))
        return false;
    if (*at == 'T') {
        at++;
        if (!digits(&at, 2, &hour) || !literal(&at, ":") || !digits(&at, 2, &minute))
            return false;
        if (*at == ':' && (at++, !digits(&at, 2, &second)))
            return false;
        if (*at == '+' || *at == '-') {
            int sign = *at++ == '+' ? 1 : -1, hours, minutes;
            if (!digits(&at, 2, &hours) || !literal(&at, ":") || !digits(&at, 2, &minutes) || hours > 14 || minutes > 59)
                return false;
            offset = sign * (hours * 3600 + minutes * 60);
        } else if (!literal(&at, "Z")) {
            return false;
        }
    }
    int64_t result;
    if (*at != '\0' || !assemble(year, month, day, hour, minute, second, &result) || result < offset)
        return false;
    *instant = result - offset;
    return true;
}

bool clock_parse_day(const char *text, char out[CLOCK_TEXT_MAX])
{
    int year, month, day;
    int64_t instant;
    const char *at = text;
    bool slashed = digits(&at, text[0] != '\0' && text[1] == '/' ? 1 : 2, &day) && literal(&at, "/") &&
                   digits(&at, at[0] != '\0' && at[1] == '/' ? 1 : 2, &month) && literal(&at, "/") && digits(&at, strlen(at) == 2 ? 2 : 4, &year) && *at == '\0';
    if (slashed && year < 100)
        year += 2000;
    if (!(slashed ? assemble(year, month, day, 0, 0, 0, &instant) : clock_parse_iso(text, &instant)))
        return false;
    clock_iso_date(instant, out);
    return true;
}

static bool month_name(const char **at, int *month)
{
    for (int i = 0; i < 12; i++)
        if (strncmp(*at, months[i], 3) == 0) {
            *at += 3;
            *month = i + 1;
            return true;
        }
    return false;
}

static bool time_of_day(const char **at, int *hour, int *minute, int *second)
{
    return digits(at, 2, hour) && literal(at, ":") && digits(at, 2, minute) && literal(at, ":") && digits(at, 2, second);
}

bool clock_parse_http(const char *text, int64_t *instant)
{
    int year, month, day, hour, minute, second;
    const char *at = strchr(text, ',');
    if (at != NULL) {
        at++;
        if (!literal(&at, " ") || !digits(&at, 2, &day))
            return false;
        if (*at == ' ') { /* IMF-fixdate */
            at++;
            if (!month_name(&at, &month) || !literal(&at, " ") || !digits(&at, 4, &year))
                return false;
        } else { /* RFC 850: two digits that mean the nearest year not over 50 years ahead */
            if (!literal(&at, "-") || !month_name(&at, &month) || !literal(&at, "-") || !digits(&at, 2, &year))
                return false;
            int this_year = (int)civil_from(clock_now()).year;
            year += this_year / 100 * 100;
            if (year > this_year + 50)
                year -= 100;
        }
        if (!literal(&at, " ") || !time_of_day(&at, &hour, &minute, &second) || !literal(&at, " GMT"))
            return false;
    } else { /* asctime: "Sun Nov  6 08:49:37 1994" */
        if (strlen(text) < 4)
            return false;
        at = text + 3;
        if (!literal(&at, " ") || !month_name(&at, &month) || !literal(&at, " "))
            return false;
        if (*at == ' ') {
            at++;
            if (!digits(&at, 1, &day))
                return false;
        } else if (!digits(&at, 2, &day)) {
            return false;
        }
        if (!literal(&at, " ") || !time_of_day(&at, &hour, &minute, &second) || !literal(&at, " ") || !digits(&at, 4, &year))
            return false;
    }
    return *at == '\0' && assemble(year, month, day, hour, minute, second, instant);
}

bool clock_parse_span(const char *text, int64_t *seconds)
{
    static const struct {
        char letter;
        int64_t seconds;
    } units[] = {{'d', 86400}, {'h', 3600}, {'m', 60}, {'s', 1}};
    enum { NUMBER_MAX = 1000000 };
    int64_t total = 0;
    size_t next = 0; /* units must get smaller */
    if (*text == '\0')
        return false;
    while (*text != '\0') {
        int64_t number = 0;
        if (*text < '0' || *text > '9')
            return false;
        for (; *text >= '0' && *text <= '9'; text++)
            if ((number = number * 10 + (*text - '0')) > NUMBER_MAX)
                return false;
        if (*text == '\0' && next == 0) { /* a bare number is seconds */
            *seconds = number;
            return true;
        }
        while (next < 4 && units[next].letter != *text)
            next++;
        if (next == 4)
            return false;
        total += number * units[next++].seconds;
        text++;
    }
    *seconds = total;
    return true;
}

void clock_span(int64_t seconds, char out[CLOCK_TEXT_MAX])
{
    if (seconds < 0)
        seconds = 0;
    if (seconds >= 3600)
        (void)snprintf(out, CLOCK_TEXT_MAX, "%lld h %02lld min", (long long)(seconds / 3600), (long long)(seconds / 60 % 60));
    else if (seconds >= 60)
        (void)snprintf(out, CLOCK_TEXT_MAX, "%lld min %lld s", (long long)(seconds / 60), (long long)(seconds % 60));
    else
        (void)snprintf(out, CLOCK_TEXT_MAX, "%lld s", (long long)seconds);
}

bool clock_is_to_come(const char *iso_day)
{
    char tomorrow[CLOCK_TEXT_MAX];
    clock_iso_date(clock_now() + 24 * 60 * 60, tomorrow);
    return strcmp(iso_day, tomorrow) > 0;
}
