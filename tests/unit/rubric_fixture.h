/* Folders of seeds that hold a few files of seeds/rubric, for tests of what these may say. */
#ifndef COREOFFER_TESTS_RUBRIC_FIXTURE_H
#define COREOFFER_TESTS_RUBRIC_FIXTURE_H

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

struct rubric_file {
    const char *name, *text;
};

/* `seeds` is 40 bytes for the folder's path. */
static void rubric_fixture_make(char *seeds, const struct rubric_file *files, size_t count)
{
    char path[96];
    (void)snprintf(seeds, 40, "/tmp/coreoffer-test-rubric-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(seeds));
    (void)snprintf(path, sizeof path, "%s/rubric", seeds);
    ck_assert_int_eq(mkdir(path, 0700), 0);
    for (size_t i = 0; i < count; i++) {
        (void)snprintf(path, sizeof path, "%s/rubric/%s", seeds, files[i].name);
        FILE *file = fopen(path, "w");
        ck_assert_ptr_nonnull(file);
        ck_assert_int_ge(fputs(files[i].text, file), 0);
        ck_assert_int_eq(fclose(file), 0);
    }
}

static void rubric_fixture_remove(const char *seeds, const struct rubric_file *files, size_t count)
{
    char path[96];
    for (size_t i = 0; i < count; i++) {
        (void)snprintf(path, sizeof path, "%s/rubric/%s", seeds, files[i].name);
        ck_assert_int_eq(unlink(path), 0);
    }
    (void)snprintf(path, sizeof path, "%s/rubric", seeds);
    ck_assert_int_eq(rmdir(path) | rmdir(seeds), 0);
}

#endif
