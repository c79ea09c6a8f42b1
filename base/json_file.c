#include "base/json_file.h"

#include "base/buffer.h"
#include "base/file.h"
#include "base/limits.h"

enum status json_file_read(const char *path, cJSON **root, struct error *err)
{
    struct buffer bytes;
    buffer_init(&bytes, LIMIT_SEED_BYTES);
    *root = NULL;
    enum status status = file_read(path, &bytes, err);
    if (status == STATUS_OK) {
        const char *end = NULL;
        *root = cJSON_ParseWithLengthOpts(buffer_text(&bytes), bytes.length + 1, &end, true);
        if (*root == NULL) {
            size_t line = 1;
            for (const char *at = buffer_text(&bytes); end != NULL && at < end; at++)
                line += *at == '\n';
            status = error_set(err, STATUS_INPUT, "%s:%zu: not well-formed JSON", path, line);
        } else if (!cJSON_IsObject(*root)) {
            status = error_set(err, STATUS_INPUT, "%s: this is not a JSON object", path);
            cJSON_Delete(*root);
            *root = NULL;
        }
    }
    buffer_release(&bytes);
    return status;
}
