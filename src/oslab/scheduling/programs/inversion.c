/* Three real-time threads, one mutex, one CPU: how a task of middle priority that never
   touches the lock holds up the most urgent one, and what the mutex's protocol changes.

   inversion none|inherit|protect SECTION_MS MIDDLE_MS CPU

   At 0 ms LOW (priority 10) takes the lock and computes SECTION_MS under it. At 4 ms HIGH
   (30) is released and wants the lock. At 6 ms MIDDLE (20) is released and computes
   MIDDLE_MS. Prints, in nanoseconds from 0:
     event NAME WHAT WHEN     released, asks, locked, unlocked, done
     run NAME START END       a stretch on the CPU
     error ERRNO              instead, if a thread may not be real time

   Every thread computes a fixed CPU time and ends; RLIMIT_RTTIME and an alarm end the
   process if one does not. */
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

enum { LOW, HIGH, MIDDLE, MOST = 1000 };
static const char *const names[] = {"low", "high", "middle"};
static const int priorities[] = {10, 30, 20};
static const int64_t released[] = {0, 4000000, 6000000};

static struct { const char *what; int64_t when; } events[3][8];
static struct { int64_t start, end; } runs[3][MOST];
static int event_count[3], run_count[3], error, cpu;
static int64_t section_ns, middle_ns, zero;
static pthread_mutex_t mutex;
static pthread_barrier_t ready;

static int64_t clock_of(clockid_t id)
{
    struct timespec t;
    clock_gettime(id, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static void note(int who, const char *what)
{
    events[who][event_count[who]].what = what;
    events[who][event_count[who]++].when = clock_of(CLOCK_MONOTONIC) - zero;
}

static void compute(int who, int64_t ns)
{
    int64_t end = clock_of(CLOCK_THREAD_CPUTIME_ID) + ns;
    int64_t start = clock_of(CLOCK_MONOTONIC), last = start, t;
    do {
        t = clock_of(CLOCK_MONOTONIC);
        if (t - last > 200000 && run_count[who] < MOST - 1) {
            runs[who][run_count[who]].start = start - zero;
            runs[who][run_count[who]++].end = last - zero;
            start = t;
        }
        last = t;
    } while (clock_of(CLOCK_THREAD_CPUTIME_ID) < end);
    runs[who][run_count[who]].start = start - zero;
    runs[who][run_count[who]++].end = last - zero;
}

static void *live(void *argument)
{
    int who = (int)(intptr_t)argument;
    struct sched_param priority = {.sched_priority = priorities[who]};
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET((size_t)cpu, &set);
    if (sched_setaffinity(0, sizeof set, &set) ||
        sched_setscheduler(0, SCHED_FIFO | SCHED_RESET_ON_FORK, &priority))
        error = errno;
    pthread_barrier_wait(&ready);
    pthread_barrier_wait(&ready); /* between the two, main sets the hour */
    if (error)
        return NULL;
    int64_t due = zero + released[who];
    struct timespec t = {due / 1000000000, due % 1000000000};
    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t, NULL) == EINTR)
        ;
    note(who, who == MIDDLE ? "released" : "asks");
    if (who == MIDDLE) {
        compute(who, middle_ns);
    } else {
        pthread_mutex_lock(&mutex);
        note(who, "locked");
        compute(who, who == LOW ? section_ns : 1000000);
        pthread_mutex_unlock(&mutex);
        note(who, "unlocked");
    }
    note(who, "done");
    return NULL;
}

int main(int argc, char **argv)
{
    pthread_mutexattr_t attributes;
    pthread_t threads[3];
    if (argc != 5)
        return 2;
    section_ns = atol(argv[2]) * 1000000LL;
    middle_ns = atol(argv[3]) * 1000000LL;
    cpu = atoi(argv[4]);
    struct rlimit most = {(rlim_t)(section_ns + middle_ns) / 500 + 500000,
                          (rlim_t)(section_ns + middle_ns) / 500 + 500000};
    setrlimit(RLIMIT_RTTIME, &most);
    alarm(30);
    pthread_mutexattr_init(&attributes);
    if (strcmp(argv[1], "inherit") == 0)
        pthread_mutexattr_setprotocol(&attributes, PTHREAD_PRIO_INHERIT);
    if (strcmp(argv[1], "protect") == 0) {
        pthread_mutexattr_setprotocol(&attributes, PTHREAD_PRIO_PROTECT);
        pthread_mutexattr_setprioceiling(&attributes, priorities[HIGH]);
    }
    pthread_mutex_init(&mutex, &attributes);
    pthread_barrier_init(&ready, NULL, 4);
    for (intptr_t who = 0; who < 3; who++)
        if (pthread_create(&threads[who], NULL, live, (void *)who))
            return 2;
    pthread_barrier_wait(&ready);
    zero = clock_of(CLOCK_MONOTONIC) + 20000000;
    pthread_barrier_wait(&ready);
    for (int who = 0; who < 3; who++)
        pthread_join(threads[who], NULL);
    if (error) {
        printf("error %d\n", error);
        return 0;
    }
    for (int who = 0; who < 3; who++) {
        for (int i = 0; i < event_count[who]; i++)
            printf("event %s %s %lld\n", names[who], events[who][i].what,
                   (long long)events[who][i].when);
        for (int i = 0; i < run_count[who]; i++)
            printf("run %s %lld %lld\n", names[who], (long long)runs[who][i].start,
                   (long long)runs[who][i].end);
    }
    printf("begin %lld\n", (long long)zero);
    return 0;
}
