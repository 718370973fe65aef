/* Faults counted by another program: PAGES fresh pages, touched as told.

   faults PAGES WORKLOAD
   WORKLOAD is a row of letters: r loads one byte of every page, w stores one, d gives the
   pages back (MADV_DONTNEED). Prints the minor and the major faults of all letters
   together, what the loop itself costs left out. Huge pages are refused. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>

int main(int argc, char **argv)
{
    if (argc != 3)
        return 2;
    size_t length = strtoul(argv[1], NULL, 10) * 4096;
    struct rusage before, after;
    volatile char sum = 0;

    char *area = mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (area == MAP_FAILED)
        return 1;
    madvise(area, length, MADV_NOHUGEPAGE);
    getrusage(RUSAGE_SELF, &after); /* its own pages are here now */
    getrusage(RUSAGE_SELF, &before);
    for (const char *step = argv[2]; *step; step++) {
        if (*step == 'd')
            madvise(area, length, MADV_DONTNEED);
        else
            for (size_t at = 0; at < length; at += 4096)
                if (*step == 'w')
                    area[at] = 1;
                else
                    sum += ((volatile char *)area)[at];
    }
    getrusage(RUSAGE_SELF, &after);
    printf("%ld %ld\n", after.ru_minflt - before.ru_minflt, after.ru_majflt - before.ru_majflt);
    return 0;
}
