/* What the first touch of a page costs: PAGES minor faults, ROUNDS times over.

   minor_fault PAGES ROUNDS
   Prints the CPU nanoseconds of a fault in the least round, mapping and unmapping left
   out, and the minor faults that were counted. Huge pages are refused, so that each
   page is a fault of its own. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <time.h>

static double cpu_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return t.tv_sec * 1e9 + t.tv_nsec;
}

int main(int argc, char **argv)
{
    if (argc != 3)
        return 2;
    long pages = atol(argv[1]), rounds = atol(argv[2]);
    size_t length = pages * 4096;
    double least = 1e18;
    struct rusage before, after;

    getrusage(RUSAGE_SELF, &before);
    for (long round = 0; round < rounds; round++) {
        char *area = mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (area == MAP_FAILED)
            return 1;
        madvise(area, length, MADV_NOHUGEPAGE);
        double start = cpu_ns();
        for (size_t at = 0; at < length; at += 4096)
            area[at] = 1;
        double touching = cpu_ns() - start;
        if (touching < least)
            least = touching;
        munmap(area, length);
    }
    getrusage(RUSAGE_SELF, &after);
    printf("%.3f %ld\n", least / pages, after.ru_minflt - before.ru_minflt);
    return 0;
}
