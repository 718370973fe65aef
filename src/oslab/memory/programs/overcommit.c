/* Ask for memory and touch none of it: what is granted, and what is promised by then.

   overcommit MIB COUNT [MODE]
   Maps COUNT areas of MIB each, private and writable, and prints for each whether it was
   granted (1 or 0) and Committed_AS in KiB after it; before that a line with MemTotal,
   SwapTotal, CommitLimit and Committed_AS in KiB, and whether the caller is root. With
   MODE it first writes vm.overcommit_memory: only for a guest of our own. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static unsigned long kib(const char *name)
{
    char line[256];
    unsigned long value = 0;
    FILE *file = fopen("/proc/meminfo", "r");
    if (!file)
        exit(3);
    while (fgets(line, sizeof line, file))
        if (!strncmp(line, name, strlen(name)) && line[strlen(name)] == ':')
            value = strtoul(line + strlen(name) + 1, NULL, 10);
    fclose(file);
    return value;
}

int main(int argc, char **argv)
{
    if (argc < 3)
        return 2;
    size_t length = strtoul(argv[1], NULL, 10) << 20;
    long count = strtol(argv[2], NULL, 10);
    if (argc > 3) {
        FILE *file = fopen("/proc/sys/vm/overcommit_memory", "w");
        if (!file || fputs(argv[3], file) < 0 || fclose(file))
            return 4;
    }
    printf("%lu %lu %lu %lu %d\n", kib("MemTotal"), kib("SwapTotal"), kib("CommitLimit"),
           kib("Committed_AS"), geteuid() == 0);
    for (long i = 0; i < count; i++) {
        void *area = mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        printf("%d %lu\n", area != MAP_FAILED, kib("Committed_AS"));
    }
    return 0;
}
