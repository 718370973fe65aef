/* lost_update KIND RACES INCREMENTS FIRST SECOND: races of some increments on each of two threads.
 *
 * Both threads meet at a barrier at which they spin, then each adds one to a counter that began
 * at 0, and again: by a load, an add and a store ("plain"), by one locked instruction ("atomic"),
 * or under a mutex. They run on the CPUs FIRST and SECOND; where these are the same, a waiting
 * thread yields. It prints how many races ended at 1, at 2, and so on to the sum of all
 * increments, and how many anywhere else.
 */
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PLAIN, ATOMIC, MUTEX, KINDS };
enum { MOST = 10 };
static const char *const names[KINDS] = {"plain", "atomic", "mutex"};

/* Each on a cache line of its own, or waiting would disturb what is waited for. */
static _Alignas(128) atomic_long arrived;
static _Alignas(128) atomic_int counter;
static _Alignas(128) pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static long races, outcomes[2 * MOST + 1];
static int kind, increments, patience, cpus[2];

static void meet(long all)
{
    atomic_fetch_add(&arrived, 1);
    for (int spins = 0; atomic_load_explicit(&arrived, memory_order_acquire) < all; spins++)
        if (spins >= patience)
            sched_yield(); /* somebody else has the other's CPU */
}

static void plain(void)
{
    int seen = atomic_load_explicit(&counter, memory_order_relaxed);
    atomic_store_explicit(&counter, seen + 1, memory_order_relaxed);
}

static void increment(void)
{
    if (kind == PLAIN)
        plain();
    else if (kind == ATOMIC)
        atomic_fetch_add(&counter, 1);
    else {
        pthread_mutex_lock(&mutex);
        plain();
        pthread_mutex_unlock(&mutex);
    }
}

static void *race(void *argument)
{
    int own = (int)(long)argument;
    cpu_set_t set;

    CPU_ZERO(&set);
    CPU_SET((size_t)cpus[own], &set);
    if (sched_setaffinity(0, sizeof set, &set) != 0)
        exit(3);
    for (long i = 0; i < races; i++) {
        meet(4 * i + 2);
        for (int made = 0; made < increments; made++)
            increment();
        meet(4 * i + 4);
        if (own == 0) { /* the other cannot be further than the next meeting */
            int last = atomic_exchange(&counter, 0);
            outcomes[last >= 1 && last <= 2 * increments ? last - 1 : 2 * increments]++;
        }
    }
    return NULL;
}

int main(int argc, char **argv)
{
    pthread_t thread[2];

    while (argc == 6 && kind < KINDS && strcmp(argv[1], names[kind]) != 0)
        kind++;
    if (argc == 6)
        increments = atoi(argv[3]);
    if (kind == KINDS || increments < 1 || increments > MOST || (races = atol(argv[2])) < 1) {
        fprintf(stderr, "lost_update: KIND RACES INCREMENTS FIRST SECOND\n");
        return 2;
    }
    alarm(120);
    cpus[0] = atoi(argv[4]), cpus[1] = atoi(argv[5]);
    patience = cpus[0] == cpus[1] ? 0 : 2000;
    for (long i = 0; i < 2; i++)
        if (pthread_create(&thread[i], NULL, race, (void *)i) != 0)
            return 3;
    for (int i = 0; i < 2; i++)
        pthread_join(thread[i], NULL);
    for (int last = 0; last <= 2 * increments; last++)
        printf("%ld%c", outcomes[last], last < 2 * increments ? ' ' : '\n');
    return 0;
}
