/* fork_cost: how long a process of a given size takes to make another one.
 *
 *     fork_cost KIND BYTES EXTRA      KIND: anonymous | huge | shared
 *
 * Maps BYTES of one kind, touches EXTRA bytes of small anonymous pages, says
 * "ready", then answers lines "WORD N" on standard input. Two words touch the
 * next N bytes of BYTES, so that somebody else can have frames in between:
 *     touch    page after page
 *     scatter  in a random order: neighbours in the map, strangers in memory
 * The others are calls, answered with the nanoseconds of the quickest of N
 * turns. A turn is the call, the child's end, and wait, in CPU time of parent
 * and child together: what others do on this CPU meanwhile is left out.
 *     fork     the child leaves at once with _exit
 *     vfork    the same, but nothing is copied: the child borrows the parent's
 *              memory, and the parent stands still until the child has left
 *     spawn    posix_spawn of /bin/true, exec included
 * Written apart from oslab's own loop, as a second opinion on it.
 */
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define PAGE 4096UL
#define HUGE (2UL << 20)

static void die(const char *what) { perror(what); exit(1); }

static double cpu(void) {
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return t.tv_sec * 1e9 + t.tv_nsec;
}

static double of(struct timeval t) { return t.tv_sec * 1e9 + t.tv_usec * 1e3; }

static char *mapped(const char *kind, size_t bytes) {
    int flags = MAP_PRIVATE | MAP_ANONYMOUS, file = -1;
    if (strcmp(kind, "shared") == 0) {
        flags = MAP_SHARED;
        file = memfd_create("fork_cost", MFD_CLOEXEC);
        if (file < 0 || ftruncate(file, bytes + HUGE) < 0) die("memfd_create");
    }
    char *all = mmap(NULL, bytes + HUGE, PROT_READ | PROT_WRITE, flags, file, 0);
    if (all == MAP_FAILED) die("mmap");
    char *start = (char *)(((uintptr_t)all + HUGE - 1) & ~(HUGE - 1));
    if (file < 0)
        madvise(start, bytes, strcmp(kind, "huge") == 0 ? MADV_HUGEPAGE : MADV_NOHUGEPAGE);
    return start;
}

static void touch(char *start, size_t bytes) {
    for (size_t i = 0; i < bytes; i += PAGE) start[i] = 1;
}

static void scatter(char *start, size_t bytes) {
    size_t pages = bytes / PAGE;
    uint32_t *order = mmap(NULL, pages * sizeof *order, PROT_READ | PROT_WRITE,
                           MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (order == MAP_FAILED) die("mmap");
    uint64_t random = 1;
    for (size_t i = 0; i < pages; i++) {        /* Fisher-Yates, inside out */
        random = random * 6364136223846793005u + 1442695040888963407u;
        size_t at = (random >> 33) % (i + 1);
        order[i] = order[at];
        order[at] = i;
    }
    for (size_t i = 0; i < pages; i++) start[order[i] * PAGE] = 1;
    munmap(order, pages * sizeof *order);
}

static double turn(const char *call) {
    static char *arguments[] = { "true", NULL }, *environment[] = { NULL };
    struct rusage used;
    double start = cpu();
    pid_t child = -1;
    if (strcmp(call, "fork") == 0) {
        child = fork();
        if (child == 0) _exit(0);
    } else if (strcmp(call, "vfork") == 0) {
        child = vfork();
        if (child == 0) _exit(0);
    } else if (posix_spawn(&child, "/bin/true", NULL, NULL, arguments, environment) != 0) {
        child = -1;
    }
    if (child < 0) die(call);
    if (wait4(child, NULL, 0, &used) < 0) die("wait4");
    return cpu() - start + of(used.ru_utime) + of(used.ru_stime);
}

int main(int argc, char *argv[]) {
    if (argc != 4) {
        fprintf(stderr, "usage: fork_cost anonymous|huge|shared BYTES EXTRA\n");
        return 2;
    }
    char *next = mapped(argv[1], strtoul(argv[2], NULL, 10));
    size_t extra = strtoul(argv[3], NULL, 10);
    touch(mapped("anonymous", extra), extra);
    puts("ready");
    fflush(stdout);

    char word[16];
    size_t count;
    while (scanf("%15s %zu", word, &count) == 2) {
        double best = 1e18;
        if (strcmp(word, "touch") == 0 || strcmp(word, "scatter") == 0) {
            (word[0] == 't' ? touch : scatter)(next, count);
            next += count;
            best = 0;
        } else {
            while (count-- > 0) {
                double took = turn(word);
                if (took < best) best = took;
            }
        }
        printf("%.0f\n", best);
        fflush(stdout);
    }
    return 0;
}
