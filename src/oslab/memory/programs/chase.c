/* A pointer chase, written without looking at the one that it checks.

   chase PLACES STRIDE SPREAD HUGE SEED
   Links PLACES nodes, STRIDE bytes apart, into one ring in random order, says "ready",
   and then answers each line "HOPS" with the CPU nanoseconds of one hop. With SPREAD 1
   node i stands i mod (STRIDE / 64) cache lines into its stride. With HUGE 1 it asks for
   huge pages, else it refuses them.

   The order is a list of all nodes, shuffled from its end (R. Durstenfeld, Algorithm 235,
   1964) and linked one to the next; the random numbers are xorshift's (G. Marsaglia,
   2003). */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>

struct node {
    struct node *next;
};

#define HOP at = at->next;
#define TEN(X) X X X X X X X X X X

static double cpu_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return t.tv_sec * 1e9 + t.tv_nsec;
}

static uint64_t drawn(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

int main(int argc, char **argv)
{
    if (argc != 6)
        return 2;
    uint64_t places = strtoull(argv[1], NULL, 10), stride = strtoull(argv[2], NULL, 10);
    int spread = atoi(argv[3]), huge = atoi(argv[4]);
    uint64_t state = strtoull(argv[5], NULL, 10) * 2 + 88172645463325252ull;
    size_t unit = 2u << 20, length = (places * stride + 2 * unit - 1) / unit * unit + unit;

    char *area = mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    uint64_t *order = malloc(places * sizeof *order);
    if (area == MAP_FAILED || !order)
        return 1;
    char *base = (char *)(((uintptr_t)area + unit - 1) / unit * unit);
    madvise(base, length - unit, huge ? MADV_HUGEPAGE : MADV_NOHUGEPAGE);

    for (uint64_t i = 0; i < places; i++)
        order[i] = i;
    for (uint64_t i = places - 1; i > 0; i--) {
        uint64_t j = drawn(&state) % (i + 1), kept = order[i];
        order[i] = order[j];
        order[j] = kept;
    }
    uint64_t lines = spread ? (stride / 64 < 64 ? stride / 64 : 64) : 1;
    /* From the lowest address up, so that pages get their frames in order. */
    for (uint64_t i = 0; i < places; i++)
        *(volatile char *)(base + i * stride) = 0;
    for (uint64_t i = 0; i < places; i++) {
        uint64_t from = order[i], to = order[(i + 1) % places];
        struct node *here = (struct node *)(base + from * stride + from % lines * 64);
        here->next = (struct node *)(base + to * stride + to % lines * 64);
    }
    free(order);

    struct node *at = (struct node *)base;
    printf("ready\n");
    fflush(stdout);
    for (uint64_t hops; scanf("%lu", &hops) == 1;) {
        double start = cpu_ns();
        for (uint64_t i = 0; i < hops / 100; i++) {
            TEN(TEN(HOP))
        }
        /* A compiler that may think that nobody reads `at` deletes the walk. */
        __asm__ volatile("" : "+r"(at));
        printf("%.4f\n", (cpu_ns() - start) / (hops / 100 * 100));
        fflush(stdout);
    }
    return 0;
}
