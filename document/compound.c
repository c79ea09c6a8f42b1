#include "document/compound.h"

#include <stdint.h>
#include <string.h>

enum {
    HEADER_BYTES = 512,
    ENTRY_BYTES = 128,
    NAME_BYTES = 64,          /* of an entry, UTF-16LE with its NUL */
    HEADER_TABLES = 109,      /* sectors of the allocation table that the header names */
    ENCRYPTED_FLAG = 1 << 8,  /* in the half word at 10 of Word's main stream */
};
static const uint32_t SECTOR_LAST = 0xFFFFFFFAu; /* what is above is no sector */

static const unsigned char signature[] = {0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1};

struct compound {
    const unsigned char *bytes;
    size_t length, sector_bytes, sectors;
};

bool compound_is(const void *bytes, size_t length)
{
    return length >= sizeof signature && memcmp(bytes, signature, sizeof signature) == 0;
}

static uint32_t read32(const unsigned char *at)
{
    return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

/* The header fills the first sector's place. NULL for what the file does not hold whole. */
static const unsigned char *sector_at(const struct compound *file, uint32_t number)
{
    return number < file->sectors ? file->bytes + (number + (size_t)1) * file->sector_bytes : NULL;
}

/* The `index`th sector of the allocation table. Past the header's, each sector of a chain names
 * as many as it has room for but one, which is the chain's next. */
static uint32_t table_sector(const struct compound *file, size_t index)
{
    if (index < HEADER_TABLES)
        return read32(file->bytes + 0x4C + 4 * index);
    size_t room = file->sector_bytes / 4 - 1;
    uint32_t number = read32(file->bytes + 0x44);
    for (index -= HEADER_TABLES; index >= room && sector_at(file, number) != NULL; index -= room)
        number = read32(sector_at(file, number) + 4 * room);
    const unsigned char *names = sector_at(file, number);
    return names != NULL ? read32(names + 4 * index) : SECTOR_LAST;
}

static uint32_t sector_after(const struct compound *file, uint32_t number)
{
    size_t room = file->sector_bytes / 4;
    const unsigned char *table = sector_at(file, table_sector(file, number / room));
    return table != NULL ? read32(table + 4 * (number % room)) : SECTOR_LAST;
}

static bool is_named(const unsigned char *entry, const char *name)
{
    size_t length = strlen(name);
    for (size_t i = 0; i <= length && 2 * i < NAME_BYTES; i++)
        if (entry[2 * i] != (unsigned char)name[i] || entry[2 * i + 1] != 0)
            return false;
    return true;
}

/* The directory's entry of that name, or NULL. */
static const unsigned char *find(const struct compound *file, const char *name)
{
    uint32_t number = read32(file->bytes + 0x30);
    for (size_t seen = 0; seen < file->sectors; seen++, number = sector_after(file, number)) {
        const unsigned char *sector = sector_at(file, number);
        if (sector == NULL)
            break;
        for (size_t at = 0; at + ENTRY_BYTES <= file->sector_bytes; at += ENTRY_BYTES)
            if (is_named(sector + at, name))
                return sector + at;
    }
    return NULL;
}

static bool word_is_encrypted(const struct compound *file, const unsigned char *entry)
{
    const unsigned char *stream = sector_at(file, read32(entry + 0x74));
    return stream != NULL && ((uint32_t)stream[10] | (uint32_t)stream[11] << 8) & ENCRYPTED_FLAG;
}

enum status compound_refuse(const void *bytes, size_t length, struct error *err)
{
    struct compound file = {.bytes = bytes, .length = length, .sector_bytes = HEADER_BYTES};
    static const struct {
        const char *stream, *what;
    } others[] = {{"Workbook", "an Excel workbook in the format before 2007"},
                  {"Book", "an Excel workbook in the format before 1997"},
                  {"PowerPoint Document", "a PowerPoint presentation in the format before 2007"}};
    if (length >= HEADER_BYTES && file.bytes[0x1E] == 12)
        file.sector_bytes = 4096;
    if (length < 2 * file.sector_bytes)
        return error_set(err, STATUS_PARSE, "the file is a damaged Word, Excel or PowerPoint file in the format before 2007");
    file.sectors = length / file.sector_bytes - 1;
    if (find(&file, "EncryptedPackage") != NULL)
        return error_set(err, STATUS_PASSWORD, "the file is protected by a password; publish it without one");
    const unsigned char *word = find(&file, "WordDocument");
    if (word != NULL && word_is_encrypted(&file, word))
        return error_set(err, STATUS_PASSWORD, "the Word file is protected by a password; publish it without one");
    if (word != NULL)
        return error_set(err, STATUS_OLD_FORMAT, "the file is in Word's format before 2007 (.doc); save it as .docx or PDF, or as a page");
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        if (find(&file, others[i].stream) != NULL)
            return error_set(err, STATUS_PARSE, "the file is %s, and neither a web page nor a leaflet", others[i].what);
    return error_set(err, STATUS_PARSE, "the file is in the format that Word, Excel and others had before 2007, and can't be read");
}
