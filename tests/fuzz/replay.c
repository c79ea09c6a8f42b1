/* Runs a fuzz target over files, so that every corpus is an ordinary test. Arguments are
 * files or directories. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static size_t replayed;

static int replay_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        perror(path);
        return 1;
    }
    uint8_t *data = NULL;
    size_t size = 0, capacity = 0;
    while (!feof(file) && !ferror(file)) {
        if (size == capacity) {
            capacity = capacity ? capacity * 2 : 4096;
            data = realloc(data, capacity);
            if (data == NULL)
                abort();
        }
        size += fread(data + size, 1, capacity - size, file);
    }
    (void)fclose(file);
    (void)LLVMFuzzerTestOneInput(data, size);
    free(data);
    replayed++;
    return 0;
}

static int replay(const char *path)
{
    struct stat info;
    if (stat(path, &info) != 0) {
        perror(path);
        return 1;
    }
    if (!S_ISDIR(info.st_mode))
        return replay_file(path);
    DIR *directory = opendir(path);
    if (directory == NULL) {
        perror(path);
        return 1;
    }
    int failures = 0;
    struct dirent *entry;
    while ((entry = readdir(directory)) != NULL) {
        char inner[4096];
        if (entry->d_name[0] == '.')
            continue;
        if (snprintf(inner, sizeof inner, "%s/%s", path, entry->d_name) < (int)sizeof inner)
            failures += replay(inner);
    }
    (void)closedir(directory);
    return failures;
}

int main(int count, char **arguments)
{
    int failures = 0;
    for (int i = 1; i < count; i++)
        failures += replay(arguments[i]);
    if (replayed == 0) {
        (void)fprintf(stderr, "%s: no corpus was replayed\n", arguments[0]);
        return 1;
    }
    (void)printf("%s: %zu inputs\n", strrchr(arguments[0], '/') != NULL ? strrchr(arguments[0], '/') + 1 : arguments[0], replayed);
    return failures != 0;
}
