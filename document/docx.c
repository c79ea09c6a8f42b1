#include "document/docx.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/text.h"
#include "document/confine.h"
#include "document/docx_text.h"

enum { SENTENCE_BYTES = 300, CHILD_READ = 0, CHILD_REFUSED = 3, CHILD_LOCKED = 4 };

/* Not const because execve takes it so. */
static char child_name[] = "coreoffer-docx";

/* AddressSanitizer's own tables fill terabytes of address space. */
#ifdef __SANITIZE_ADDRESS__
static const size_t CHILD_MEMORY = 0;
#else
static const size_t CHILD_MEMORY = LIMIT_DOCX_MEMORY;
#endif

/* --- the child --- */

bool document_is_child(const char *name)
{
    return name != NULL && strcmp(name, child_name) == 0;
}

static int send_bytes(int fd, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t written = write(fd, bytes, length);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return -1;
        bytes += written;
        length -= (size_t)written;
    }
    return 0;
}

int document_child(void)
{
    struct stat about;
    int fd = open(CONFINE_INPUT, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &about) != 0 || about.st_size <= 0)
        return EXIT_FAILURE;
    void *bytes = mmap(NULL, (size_t)about.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
    close(fd);
    if (bytes == MAP_FAILED)
        return EXIT_FAILURE;
    document_start();
    const struct document_input input = {.bytes = bytes, .length = (size_t)about.st_size};
    struct document *document = NULL;
    struct error err = {.message = ""};
    enum status status = docx_text_read(&input, &document, &err);
    if (status != STATUS_OK && send_bytes(STDERR_FILENO, err.message, strlen(err.message)) != 0)
        return EXIT_FAILURE;
    if (status != STATUS_OK)
        return status == STATUS_PASSWORD ? CHILD_LOCKED : CHILD_REFUSED;
    struct buffer encoded;
    buffer_init(&encoded, LIMIT_DOCX_OUTPUT);
    document_encode(document, &encoded);
    bool sent = !encoded.over && send_bytes(STDOUT_FILENO, encoded.bytes, encoded.length) == 0;
    buffer_release(&encoded);
    document_free(document);
    return sent ? CHILD_READ : EXIT_FAILURE;
}

/* --- the parent --- */

/* The child's word for why not. It may have been taken over by what it read. */
static enum status refused(const struct buffer *errors, enum status as, struct error *err)
{
    struct buffer shown;
    buffer_init(&shown, SENTENCE_BYTES);
    text_add_shown(&shown, buffer_text(errors), errors->length);
    enum status status = error_set(err, as, "%s", buffer_text(&shown));
    buffer_release(&shown);
    return status;
}

static enum status decode(const struct buffer *encoded, struct document **out, struct error *err)
{
    struct error why;
    if (document_decode(encoded->bytes, encoded->length, out, &why) == STATUS_OK && (*out)->type == DOCUMENT_DOCX)
        return STATUS_OK;
    document_free(*out);
    *out = NULL;
    return error_set(err, STATUS_PARSE, "the Word file is damaged: reading it came to nothing");
}

enum status docx_read(const struct document_input *input, struct document **out, struct error *err)
{
    char *const arguments[] = {child_name, NULL};
    const struct confine_job job = {"/proc/self/exe", arguments,          input->bytes,
                                    input->length,    LIMIT_DOCX_SECONDS, CHILD_MEMORY};
    struct buffer encoded, errors;
    buffer_init(&encoded, LIMIT_DOCX_OUTPUT);
    buffer_init(&errors, SENTENCE_BYTES);
    int exit_status;
    struct error why;
    enum status status = confine_run(&job, &encoded, &errors, &exit_status, &why);
    if (status == STATUS_IO)
        status = error_set(err, STATUS_PARSE, "the Word file can't be read: %s", why.message);
    else if (status != STATUS_OK)
        status = error_set(err, STATUS_PARSE, "the Word file is damaged: %s", why.message);
    else if (exit_status == CHILD_REFUSED || exit_status == CHILD_LOCKED)
        status = refused(&errors, exit_status == CHILD_LOCKED ? STATUS_PASSWORD : STATUS_PARSE, err);
    else if (exit_status != CHILD_READ)
        status = error_set(err, STATUS_PARSE, "the Word file is damaged: it took more memory than is allowed");
    else
        status = decode(&encoded, out, err);
    buffer_release(&encoded);
    buffer_release(&errors);
    return status;
}
