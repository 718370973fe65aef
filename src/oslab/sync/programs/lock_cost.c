/* lock_cost KIND THREADS MS INSIDE OUTSIDE CPUS: what taking and giving back a lock costs.
 *
 * THREADS threads take one lock of a KIND, work INSIDE nanoseconds, give it back, and work at
 * random up to twice OUTSIDE nanoseconds, again and again, until MS milliseconds are over. They are
 * pinned in turn to the first CPUS of the CPUs that this program may use. It prints, of all threads
 * together: operations, nanoseconds of CPU time, nanoseconds on the wall, how often a thread slept
 * and how often one was preempted; then the operations of the thread that had the fewest; then the
 * operations during which the lock did not hold, which is always 0.
 *
 * No thread is joined: a join waits at a futex, and calls of futex are what others count here.
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

#define MOST 64
#if defined(__x86_64__)
#define breathe() __builtin_ia32_pause()
#elif defined(__aarch64__)
#define breathe() __asm__ volatile("yield")
#else
#define breathe() atomic_signal_fence(memory_order_seq_cst)
#endif

/* Each on cache lines of its own, or waiting would disturb what is waited for. */
static _Alignas(128) pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static _Alignas(128) pthread_mutex_t adaptive = PTHREAD_ADAPTIVE_MUTEX_INITIALIZER_NP;
static _Alignas(128) pthread_rwlock_t shared = PTHREAD_RWLOCK_INITIALIZER;
static _Alignas(128) atomic_int word;
static _Alignas(128) atomic_long counter;
static _Alignas(128) long guarded; /* only one thread at a time may change it */
static _Alignas(128) atomic_int stop, arrived;

/* A spin lock: whoever finds it taken looks again, and again. */
static void spin_lock(void)
{
    while (atomic_exchange_explicit(&word, 1, memory_order_acquire))
        while (atomic_load_explicit(&word, memory_order_relaxed))
            breathe();
}

static void spin_unlock(void)
{
    atomic_store_explicit(&word, 0, memory_order_release);
}

/* A lock that sleeps: 0 is free, 1 is taken, 2 is taken and someone may sleep. */
static void futex_lock(void)
{
    int seen = 0;

    if (atomic_compare_exchange_strong(&word, &seen, 1))
        return; /* it was free: no system call */
    if (seen != 2)
        seen = atomic_exchange(&word, 2);
    while (seen != 0) {
        syscall(SYS_futex, &word, FUTEX_WAIT_PRIVATE, 2, NULL);
        seen = atomic_exchange(&word, 2);
    }
}

static void futex_unlock(void)
{
    if (atomic_exchange(&word, 0) == 2)
        syscall(SYS_futex, &word, FUTEX_WAKE_PRIVATE, 1);
}

static void no_lock(void) {}
static void add(void) { atomic_fetch_add(&counter, 1); }
static void mutex_lock(void) { pthread_mutex_lock(&mutex); }
static void mutex_unlock(void) { pthread_mutex_unlock(&mutex); }
static void adaptive_lock(void) { pthread_mutex_lock(&adaptive); }
static void adaptive_unlock(void) { pthread_mutex_unlock(&adaptive); }
static void read_lock(void) { pthread_rwlock_rdlock(&shared); }
static void write_lock(void) { pthread_rwlock_wrlock(&shared); }
static void shared_unlock(void) { pthread_rwlock_unlock(&shared); }

static const struct kind {
    const char *name;
    void (*lock)(void), (*unlock)(void);
    int exclusive;
} kinds[] = {
    {"none", no_lock, no_lock, 0},
    {"add", add, no_lock, 0},
    {"mutex", mutex_lock, mutex_unlock, 1},
    {"adaptive", adaptive_lock, adaptive_unlock, 1},
    {"spin", spin_lock, spin_unlock, 1},
    {"futex", futex_lock, futex_unlock, 1},
    {"read", read_lock, shared_unlock, 0},
    {"write", write_lock, shared_unlock, 1},
};

static struct result {
    _Alignas(128) long operations;
    long cpu, slept, preempted;
} results[MOST];
static const struct kind *kind;
static long threads, inside, outside, cpus;
static int done[2], cpu_of[MOST];

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

/* Turn nanoseconds into steps: the clock would also run while somebody else has the CPU. */
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

static void *run(void *argument)
{
    struct result *mine = &results[(long)argument];
    struct rusage before, after;
    unsigned long operations = 0, random = (unsigned long)argument;
    cpu_set_t own;

    CPU_ZERO(&own);
    CPU_SET((size_t)cpu_of[(long)argument], &own);
    sched_setaffinity(0, sizeof own, &own);
    atomic_fetch_add(&arrived, 1);
    while (atomic_load(&arrived) <= threads) /* the last to arrive is main */
        sched_yield();
    getrusage(RUSAGE_THREAD, &before);
    long start = now(CLOCK_THREAD_CPUTIME_ID);
    do { /* once at least, however late it gets a CPU */
        kind->lock();
        if (kind->exclusive)
            guarded++;
        work(inside);
        kind->unlock();
        random = random * 6364136223846793005 + 1442695040888963407; /* D. Knuth's MMIX */
        work((long)((random >> 48) * (unsigned long)outside >> 15));
        operations++;
    } while (!atomic_load_explicit(&stop, memory_order_relaxed));
    mine->cpu = now(CLOCK_THREAD_CPUTIME_ID) - start;
    getrusage(RUSAGE_THREAD, &after);
    mine->operations = (long)operations;
    mine->slept = after.ru_nvcsw - before.ru_nvcsw;
    mine->preempted = after.ru_nivcsw - before.ru_nivcsw;
    return write(done[1], "", 1) == 1 ? NULL : argument;
}

/* Give the threads places in turn: a scheduler may put two on one CPU while another idles. */
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

static void report(long wall)
{
    long operations = 0, cpu = 0, slept = 0, preempted = 0, fewest = results[0].operations;

    for (int i = 0; i < threads; i++) {
        operations += results[i].operations, cpu += results[i].cpu;
        slept += results[i].slept, preempted += results[i].preempted;
        if (results[i].operations < fewest)
            fewest = results[i].operations;
    }
    printf("%ld %ld %ld %ld %ld %ld %ld\n", operations, cpu, wall, slept, preempted, fewest,
           kind->exclusive ? operations - guarded : 0);
}

int main(int argc, char **argv)
{
    pthread_t thread;
    char byte;

    for (size_t i = 0; argc == 7 && i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(argv[1], kinds[i].name) == 0)
            kind = &kinds[i];
    if (kind == NULL || (threads = atol(argv[2])) < 1 || threads > MOST || pipe(done) != 0) {
        fprintf(stderr, "lock_cost: KIND THREADS MS INSIDE OUTSIDE CPUS\n");
        return 2;
    }
    long ms = atol(argv[3]);
    inside = steps(atol(argv[4])), outside = steps(atol(argv[5])), cpus = atol(argv[6]);
    if (cpus < 1 || cpus > MOST)
        return 2;
    alarm(60);
    place();
    for (long i = 0; i < threads; i++)
        if (pthread_create(&thread, NULL, run, (void *)i) != 0)
            return 3;
    while (atomic_load(&arrived) < threads)
        sched_yield();
    long start = now(CLOCK_MONOTONIC);
    atomic_fetch_add(&arrived, 1);
    nanosleep(&(struct timespec){ms / 1000, ms % 1000 * 1000000}, NULL);
    atomic_store(&stop, 1);
    long wall = now(CLOCK_MONOTONIC) - start;
    for (int i = 0; i < threads; i++)
        if (read(done[0], &byte, 1) != 1)
            return 3;
    report(wall);
    return 0;
}
