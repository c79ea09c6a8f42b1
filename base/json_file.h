/* Reading a file of JSON. */
#ifndef COREOFFER_BASE_JSON_FILE_H
#define COREOFFER_BASE_JSON_FILE_H

#include <cjson/cJSON.h>

#include "base/status.h"

/* The one object that the file holds, and nothing behind it, up to LIMIT_SEED_BYTES. What is wrong is told with its line. `*root` is the
 * caller's (cJSON_Delete), NULL on failure. */
MUST_USE enum status json_file_read(const char *path, cJSON **root, struct error *err);

#endif
