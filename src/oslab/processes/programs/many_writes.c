/* Writes RECORDS records of SIZE bytes to FILE, through stdio with a buffer of
   BUFFER bytes or, with BUFFER 0, by one write system call each.

   many_writes FILE RECORDS SIZE BUFFER
   Prints how many write calls it made to FILE. Through stdio the count comes from
   inside: fopencookie lets the program itself play the part of the kernel. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/uio.h>
#include <unistd.h>

static long calls;

static ssize_t kernel_write(void *cookie, const char *bytes, size_t size)
{
    calls++;
    return write(*(int *)cookie, bytes, size);
}

int main(int argc, char **argv)
{
    if (argc != 5)
        return 2;
    long records = atol(argv[2]), size = atol(argv[3]), buffer = atol(argv[4]);
    int file = open(argv[1], O_WRONLY | O_CREAT | O_TRUNC, 0600);
    char *record = calloc(size, 1), *space = calloc(buffer + 1, 1);
    if (file < 0 || !record || !space)
        return 1;
    if (buffer == 0) {
        for (long i = 0; i < records; i++)
            if (kernel_write(&file, record, size) != size)
                return 1;
    } else {
        FILE *stream = fopencookie(&file, "w", (cookie_io_functions_t){.write = kernel_write});
        if (!stream || setvbuf(stream, space, _IOFBF, buffer))
            return 1;
        for (long i = 0; i < records; i++)
            if (fwrite(record, 1, size, stream) != (size_t)size)
                return 1;
        if (fclose(stream))
            return 1;
    }
    char text[32];
    struct iovec said = {text, snprintf(text, sizeof text, "%ld\n", calls)};
    return writev(STDOUT_FILENO, &said, 1) < 0; /* not a write: it would be counted */
}
