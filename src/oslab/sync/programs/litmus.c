/* litmus TEST FENCED RUNS FIRST SECOND: what two CPUs may see of each other's memory.
 *
 * "store buffering":  x = 1; a = y    |  y = 1; b = x    a = b = 0 is against every order
 * "message passing":  x = 1; y = 1    |  a = y; b = x    a = 1, b = 0 would be
 * "load buffering":   a = x; y = 1    |  b = y; x = 1    a = b = 1 would be
 *
 * Both threads meet at a barrier at which they spin, then go through a row of such pairs, each
 * with an x and a y of its own, so that they seldom stay in step. Between the two accesses of
 * each thread stands nothing but a wall for the compiler, or, where FENCED is 1, a full fence.
 * Prints how often (a, b) was 00, 01, 10 and 11.
 */
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PATIENCE = 2000, ROW = 100 };
enum { STORE_BUFFERING, MESSAGE_PASSING, LOAD_BUFFERING, TESTS };
static const char *const names[TESTS] = {"store buffering", "message passing", "load buffering"};

/* Each on a cache line of its own. */
static _Alignas(128) atomic_long arrived;
static struct {
    _Alignas(128) atomic_int x;
    _Alignas(128) atomic_int y;
} row[ROW];
static _Alignas(128) int a[ROW];
static _Alignas(128) int b[ROW];
static long runs, outcomes[4];
static int test, fenced, cpus[2];

#define LOAD(place) atomic_load_explicit(&(place), memory_order_relaxed)
#define STORE(place) atomic_store_explicit(&(place), 1, memory_order_relaxed)

static void meet(long all)
{
    atomic_fetch_add(&arrived, 1);
    for (int spins = 0; atomic_load_explicit(&arrived, memory_order_acquire) < all; spins++)
        if (spins >= PATIENCE)
            sched_yield(); /* somebody else has the other's CPU */
}

static inline void between(void)
{
    atomic_signal_fence(memory_order_seq_cst);
    if (fenced)
        atomic_thread_fence(memory_order_seq_cst);
}

static inline void left(int i)
{
    if (test == STORE_BUFFERING) {
        STORE(row[i].x), between(), a[i] = LOAD(row[i].y);
    } else if (test == MESSAGE_PASSING) {
        STORE(row[i].x), between(), STORE(row[i].y);
    } else {
        a[i] = LOAD(row[i].x), between(), STORE(row[i].y);
    }
}

static inline void right(int i)
{
    if (test == STORE_BUFFERING) {
        STORE(row[i].y), between(), b[i] = LOAD(row[i].x);
    } else if (test == MESSAGE_PASSING) {
        a[i] = LOAD(row[i].y), between(), b[i] = LOAD(row[i].x);
    } else {
        b[i] = LOAD(row[i].y), between(), STORE(row[i].x);
    }
}

static void *side(void *argument)
{
    int own = (int)(long)argument;
    cpu_set_t set;

    CPU_ZERO(&set);
    CPU_SET((size_t)cpus[own], &set);
    if (sched_setaffinity(0, sizeof set, &set) != 0)
        exit(3);
    for (long done = 0, turn = 0; done < runs; done += ROW, turn++) {
        int many = runs - done < ROW ? (int)(runs - done) : ROW;
        meet(4 * turn + 2);
        for (int i = 0; i < many; i++)
            (own ? right : left)(i);
        meet(4 * turn + 4);
        for (int i = 0; own == 0 && i < many; i++) {
            outcomes[2 * a[i] + b[i]]++;
            row[i].x = row[i].y = 0;
        }
    }
    return NULL;
}

int main(int argc, char **argv)
{
    pthread_t thread[2];

    while (argc == 6 && test < TESTS && strcmp(argv[1], names[test]) != 0)
        test++;
    if (argc != 6 || test == TESTS || (runs = atol(argv[3])) < 1) {
        fprintf(stderr, "litmus: TEST FENCED RUNS FIRST SECOND\n");
        return 2;
    }
    alarm(120);
    fenced = atoi(argv[2]), cpus[0] = atoi(argv[4]), cpus[1] = atoi(argv[5]);
    for (long i = 0; i < 2; i++)
        if (pthread_create(&thread[i], NULL, side, (void *)i) != 0)
            return 3;
    for (int i = 0; i < 2; i++)
        pthread_join(thread[i], NULL);
    printf("%ld %ld %ld %ld\n", outcomes[0], outcomes[1], outcomes[2], outcomes[3]);
    return 0;
}
