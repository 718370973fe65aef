/* convoy KIND THREADS MS INSIDE OUTSIDE NAP CPUS: one long hold, and what it leaves behind.
 *
 * THREADS threads take a lock, work INSIDE nanoseconds, give it back, and work at random up to
 * twice OUTSIDE nanoseconds. After MS milliseconds one of them sleeps NAP microseconds with the
 * lock in its hand; then all go on as before for MS milliseconds. The lock is a "mutex", which goes
 * to whoever comes first when it is free, or "fair", which goes to whoever has waited longest.
 *
 * It prints two lines, before the nap and after it: operations, how often a thread slept, how often
 * one was preempted, nanoseconds of CPU time, and then for 0, 1, ... waiting threads how many
 * operations began with so many behind them.
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

#define MOST 16

static _Alignas(128) pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static _Alignas(128) atomic_int next; /* the ticket that the next thread draws */
static _Alignas(128) struct {
    _Alignas(128) atomic_int turn; /* the ticket that may go on here */
} places[MOST];
static _Alignas(128) atomic_int queue, stop, arrived, after_nap;
static int mine_now; /* the ticket of whoever has the lock */

/* Draw a ticket, and sleep until it is called: nobody overtakes. */
static void fair_lock(void)
{
    int ticket = atomic_fetch_add(&next, 1), seen;
    atomic_int *turn = &places[ticket % MOST].turn;

    while ((seen = atomic_load(turn)) != ticket)
        syscall(SYS_futex, turn, FUTEX_WAIT_PRIVATE, seen, NULL);
    mine_now = ticket;
}

static void fair_unlock(void)
{
    int ticket = mine_now + 1;
    atomic_int *turn = &places[ticket % MOST].turn;

    atomic_store(turn, ticket); /* the lock is the next one's, awake or asleep */
    if (atomic_load(&next) != ticket)
        syscall(SYS_futex, turn, FUTEX_WAKE_PRIVATE, 1);
}

static void mutex_lock(void) { pthread_mutex_lock(&mutex); }
static void mutex_unlock(void) { pthread_mutex_unlock(&mutex); }

static struct result {
    _Alignas(128) struct {
        long operations, slept, preempted, cpu, behind[MOST];
    } part[2];
} results[MOST];
static long threads, inside, outside, nap, cpus;
static void (*lock)(void), (*unlock)(void);
static int cpu_of[MOST];

static long now(clockid_t clock)
{
    struct timespec t;

    clock_gettime(clock, &t);
    return t.tv_sec * 1000000000L + t.tv_nsec;
}

static void work(long steps)
{
    for (unsigned long x = 1; steps > 0; steps--)
        __asm__ volatile("" : "+r"(x) : : ); /* a step that no compiler may leave out */
}

static long steps(long ns)
{
    long best = 1L << 62, trial = 200000;

    for (int i = 0; i < 30; i++) {
        long start = now(CLOCK_THREAD_CPUTIME_ID);
        work(trial);
        long took = now(CLOCK_THREAD_CPUTIME_ID) - start;
        best = took < best ? took : best;
    }
    return (long)((double)ns * (double)trial / (double)best + 0.5);
}

static void rest(long ns)
{
    nanosleep(&(struct timespec){ns / 1000000000, ns % 1000000000}, NULL);
}

/* Book what this thread used since the last look, for one part of the run. */
static void book(struct result *mine, int part, int sign)
{
    struct rusage used;

    getrusage(RUSAGE_THREAD, &used);
    mine->part[part].slept += sign * used.ru_nvcsw;
    mine->part[part].preempted += sign * used.ru_nivcsw;
    mine->part[part].cpu += sign * now(CLOCK_THREAD_CPUTIME_ID);
}

static void *run(void *argument)
{
    struct result *mine = &results[(long)argument];
    unsigned long random = (unsigned long)argument;
    int part = 0;
    cpu_set_t own;

    CPU_ZERO(&own);
    CPU_SET((size_t)cpu_of[(long)argument], &own);
    sched_setaffinity(0, sizeof own, &own);
    atomic_fetch_add(&arrived, 1);
    while (atomic_load(&arrived) <= threads) /* the last to arrive is main */
        sched_yield();
    book(mine, 0, -1);
    while (!atomic_load_explicit(&stop, memory_order_relaxed) || mine->part[1].operations == 0) {
        atomic_fetch_add(&queue, 1);
        lock();
        int behind = atomic_fetch_sub(&queue, 1) - 1;
        int napped = atomic_load_explicit(&after_nap, memory_order_relaxed);
        if (napped == 1 && mine->part[0].operations > 0) { /* whoever has the lock first */
            rest(nap * 1000);
            atomic_store(&after_nap, napped = 2);
        }
        work(inside);
        unlock();
        if (part == 0 && napped == 2) {
            book(mine, 0, 1);
            book(mine, part = 1, -1);
        }
        mine->part[part].operations++;
        mine->part[part].behind[behind < MOST ? behind : MOST - 1]++;
        random = random * 6364136223846793005 + 1442695040888963407; /* D. Knuth's MMIX */
        work((long)((random >> 48) * (unsigned long)outside >> 15));
    }
    book(mine, part, 1);
    return NULL;
}

static void place(void)
{
    cpu_set_t allowed;
    int found = 0;

    sched_getaffinity(0, sizeof allowed, &allowed);
    for (int cpu = 0; cpu < CPU_SETSIZE && found < cpus; cpu++)
        if (CPU_ISSET(cpu, &allowed))
            cpu_of[found++] = cpu;
    for (int i = found; i < threads; i++)
        cpu_of[i] = cpu_of[i % found];
}

static void report(int part)
{
    long sum[4 + MOST] = {0};

    for (int i = 0; i < threads; i++) {
        sum[0] += results[i].part[part].operations, sum[1] += results[i].part[part].slept;
        sum[2] += results[i].part[part].preempted, sum[3] += results[i].part[part].cpu;
        for (int behind = 0; behind < threads; behind++)
            sum[4 + behind] += results[i].part[part].behind[behind];
    }
    for (int i = 0; i < 4 + threads; i++)
        printf("%ld%c", sum[i], i < 3 + threads ? ' ' : '\n');
}

int main(int argc, char **argv)
{
    pthread_t thread[MOST];

    if (argc == 8 && strcmp(argv[1], "mutex") == 0)
        lock = mutex_lock, unlock = mutex_unlock;
    if (argc == 8 && strcmp(argv[1], "fair") == 0)
        lock = fair_lock, unlock = fair_unlock;
    if (lock == NULL || (threads = atol(argv[2])) < 1 || threads > MOST - 1) {
        fprintf(stderr, "convoy: KIND THREADS MS INSIDE OUTSIDE NAP CPUS\n");
        return 2;
    }
    long ms = atol(argv[3]);
    inside = steps(atol(argv[4])), outside = steps(atol(argv[5]));
    nap = atol(argv[6]), cpus = atol(argv[7]);
    if (cpus < 1 || cpus > MOST)
        return 2;
    alarm(60);
    place();
    for (int i = 0; i < MOST; i++)
        places[i].turn = i == 0 ? 0 : -1;
    for (long i = 0; i < threads; i++)
        if (pthread_create(&thread[i], NULL, run, (void *)i) != 0)
            return 3;
    while (atomic_load(&arrived) < threads)
        sched_yield();
    atomic_fetch_add(&arrived, 1);
    rest(ms * 1000000);
    atomic_store(&after_nap, 1);
    rest(ms * 1000000 + nap * 1000);
    atomic_store(&stop, 1);
    for (int i = 0; i < threads; i++)
        pthread_join(thread[i], NULL);
    report(0);
    report(1);
    return 0;
}
