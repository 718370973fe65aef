/* hand_off WAY ROUNDS FIRST SECOND: what it costs to hand a turn to another thread.
 *
 * Two threads, on the CPUs FIRST and SECOND, pass a turn back and forth ROUNDS times. Who waits for
 * it sleeps at a "futex", sleeps at a "condition" under a mutex, lets others run by "yield" between
 * looks, or looks without a pause, "spin". It prints of both together: hand-offs, nanoseconds of
 * CPU time, nanoseconds on the wall, how often a thread slept, how often one was preempted.
 */
#include <linux/futex.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#if defined(__x86_64__)
#define breathe() __builtin_ia32_pause()
#elif defined(__aarch64__)
#define breathe() __asm__ volatile("yield")
#else
#define breathe() atomic_signal_fence(memory_order_seq_cst)
#endif

static _Alignas(128) atomic_int turn;
static _Alignas(128) pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t mine[2] = {PTHREAD_COND_INITIALIZER, PTHREAD_COND_INITIALIZER};
static _Alignas(128) atomic_int arrived;
static long rounds;
static int cpus[2];
static struct {
    _Alignas(128) long cpu, slept, preempted;
} used[2];

static void by_futex(int me)
{
    while (atomic_load(&turn) != me)
        syscall(SYS_futex, &turn, FUTEX_WAIT_PRIVATE, 1 - me, NULL);
    atomic_store(&turn, 1 - me);
    syscall(SYS_futex, &turn, FUTEX_WAKE_PRIVATE, 1);
}

static void by_condition(int me)
{
    pthread_mutex_lock(&mutex);
    while (atomic_load_explicit(&turn, memory_order_relaxed) != me)
        pthread_cond_wait(&mine[me], &mutex);
    atomic_store_explicit(&turn, 1 - me, memory_order_relaxed);
    pthread_cond_signal(&mine[1 - me]);
    pthread_mutex_unlock(&mutex);
}

static void by_yield(int me)
{
    while (atomic_load(&turn) != me)
        sched_yield();
    atomic_store(&turn, 1 - me);
}

static void by_spin(int me)
{
    while (atomic_load(&turn) != me)
        breathe();
    atomic_store(&turn, 1 - me);
}

static const struct {
    const char *name;
    void (*pass)(int);
} ways[] = {{"futex", by_futex}, {"condition", by_condition},
            {"yield", by_yield}, {"spin", by_spin}};
static void (*pass)(int);

static long now(clockid_t clock)
{
    struct timespec t;

    clock_gettime(clock, &t);
    return t.tv_sec * 1000000000L + t.tv_nsec;
}

static void *run(void *argument)
{
    int me = (int)(long)argument;
    struct rusage before, after;
    cpu_set_t own;

    CPU_ZERO(&own);
    CPU_SET((size_t)cpus[me], &own);
    if (sched_setaffinity(0, sizeof own, &own) != 0)
        exit(3);
    atomic_fetch_add(&arrived, 1);
    while (atomic_load(&arrived) < 2)
        sched_yield();
    getrusage(RUSAGE_THREAD, &before);
    long start = now(CLOCK_THREAD_CPUTIME_ID);
    for (long i = 0; i < rounds; i++)
        pass(me);
    used[me].cpu = now(CLOCK_THREAD_CPUTIME_ID) - start;
    getrusage(RUSAGE_THREAD, &after);
    used[me].slept = after.ru_nvcsw - before.ru_nvcsw;
    used[me].preempted = after.ru_nivcsw - before.ru_nivcsw;
    return NULL;
}

int main(int argc, char **argv)
{
    pthread_t other;

    for (size_t i = 0; argc == 5 && i < sizeof ways / sizeof *ways; i++)
        if (strcmp(argv[1], ways[i].name) == 0)
            pass = ways[i].pass;
    if (pass == NULL || (rounds = atol(argv[2])) < 1) {
        fprintf(stderr, "hand_off: WAY ROUNDS FIRST SECOND\n");
        return 2;
    }
    alarm(60);
    cpus[0] = atoi(argv[3]), cpus[1] = atoi(argv[4]);
    if (pthread_create(&other, NULL, run, (void *)1) != 0)
        return 3;
    long start = now(CLOCK_MONOTONIC);
    run((void *)0);
    pthread_join(other, NULL);
    printf("%ld %ld %ld %ld %ld\n", 2 * rounds, used[0].cpu + used[1].cpu,
           now(CLOCK_MONOTONIC) - start, used[0].slept + used[1].slept,
           used[0].preempted + used[1].preempted);
    return 0;
}
