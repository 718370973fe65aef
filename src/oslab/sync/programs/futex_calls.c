/* futex_calls CALL COUNT: what one call of futex(2) costs, on its own.
 *
 * "refused": COUNT waits for a value that the word does not have, so that the kernel answers at
 * once. "nobody": COUNT wake-ups where no one sleeps. "sleeper": COUNT threads, at most 512, sleep
 * at one futex, spread over all CPUs as perf's are, and are woken one after the other; only the
 * waking is timed. It prints how many calls it made, nanoseconds of the caller's CPU time, and
 * nanoseconds on the wall.
 */
#include <linux/futex.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define MOST 512

static atomic_int word, awake;

static long call(int operation, int value)
{
    return syscall(SYS_futex, &word, operation, value, NULL);
}

static long now(clockid_t clock)
{
    struct timespec t;

    clock_gettime(clock, &t);
    return t.tv_sec * 1000000000L + t.tv_nsec;
}

static void *sleeper(void *argument)
{
    cpu_set_t own;

    CPU_ZERO(&own);
    CPU_SET((size_t)argument % (size_t)sysconf(_SC_NPROCESSORS_ONLN), &own);
    sched_setaffinity(0, sizeof own, &own); /* where it may not, it stays where it is */
    atomic_fetch_add(&awake, 1);
    call(FUTEX_WAIT_PRIVATE, 0);
    return argument;
}

static void put_to_sleep(long count, pthread_t *threads)
{
    for (long i = 0; i < count; i++)
        if (pthread_create(&threads[i], NULL, sleeper, (void *)i) != 0)
            exit(3);
    while (atomic_load(&awake) < count)
        usleep(1000);
    usleep(20000); /* nobody can see the last of them fall asleep; perf waits as long */
}

int main(int argc, char **argv)
{
    static pthread_t threads[MOST];
    long count = argc == 3 ? atol(argv[2]) : 0, woken = 0;
    int sleepers = argc == 3 && strcmp(argv[1], "sleeper") == 0;
    int refused = argc == 3 && strcmp(argv[1], "refused") == 0;

    if (count < 1 || (sleepers && count > MOST) ||
        !(sleepers || refused || strcmp(argv[1], "nobody") == 0)) {
        fprintf(stderr, "futex_calls: CALL COUNT\n");
        return 2;
    }
    alarm(60);
    if (sleepers)
        put_to_sleep(count, threads);
    long wall = now(CLOCK_MONOTONIC), cpu = now(CLOCK_THREAD_CPUTIME_ID);
    for (long i = 0; i < count; i++)
        woken += refused ? call(FUTEX_WAIT_PRIVATE, 1) : call(FUTEX_WAKE_PRIVATE, 1);
    cpu = now(CLOCK_THREAD_CPUTIME_ID) - cpu, wall = now(CLOCK_MONOTONIC) - wall;
    if (sleepers && woken != count)
        return 4; /* one was not asleep yet, and is now: it ends with this process */
    printf("%ld %ld %ld\n", count, cpu, wall);
    return 0;
}
