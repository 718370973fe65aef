/* Where on the scheduler's virtual clock a newly forked task is put, and when it first runs.

   newcomer HOGS CHILDREN CPU|-1 monotonic|tsc ordinary|fifo [GROUP_NICE]

   HOGS tasks compute on one CPU. On the same CPU a parent sleeps, wakes and forks a child,
   CHILDREN times for each of two questions. Prints
     place PARENT CHILD HOG...   virtual runtimes in ns, as /proc/PID/sched has them, read
                                 by the parent before the child has run; PARENT is -1 if
                                 it is no ordinary task
     wait NS                     from just before the fork until the child's first
                                 instruction, the parent asleep at once
   A child that ran too early to be read has no first line; an ordinary parent may lose its
   CPU while it reads, which a slow guest does often, so that there it is SCHED_FIFO. Hogs die
   with the parent, and have a limit on their CPU time. */
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#if defined(__x86_64__)
#include <x86intrin.h>
#endif

enum { MOST = 32 };
static volatile struct { int64_t started; } *shared;
static int use_tsc, fifo;
static double ns_per_tick = 1;

static int64_t monotonic(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static int64_t now(void)
{
#if defined(__x86_64__)
    if (use_tsc)
        return (int64_t)((double)__rdtsc() * ns_per_tick);
#endif
    return monotonic();
}

static void calibrate(void)
{
#if defined(__x86_64__)
    uint64_t first = __rdtsc();
    int64_t start = monotonic();
    while (monotonic() - start < 100000000)
        ;
    ns_per_tick = (double)(monotonic() - start) / (double)(__rdtsc() - first);
#endif
}

static int64_t vruntime(pid_t pid)
{
    char path[64], line[256];
    int64_t found = -1;
    snprintf(path, sizeof path, "/proc/%d/sched", pid);
    FILE *file = fopen(path, "r");
    while (file && fgets(line, sizeof line, file)) {
        long long whole, part;
        char *value = strchr(line, ':');
        if (value && !strncmp(line, "se.vruntime", 11) &&
            sscanf(value + 1, "%lld.%lld", &whole, &part) == 2)
            found = whole * 1000000 + part;
    }
    if (file)
        fclose(file);
    return found;
}

static pid_t hog(void)
{
    struct rlimit most = {60, 60};
    pid_t pid = fork();
    if (pid)
        return pid;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    setrlimit(RLIMIT_CPU, &most);
    for (;;)
        __asm__ volatile("" ::: "memory");
}

static void rest(void)
{
    static long turn;
    struct timespec pause = {0, 31000000 + turn++ % 16 * 700000}; /* at any time of a tick */
    nanosleep(&pause, NULL);
}

static pid_t bear(void)
{
    shared->started = 0;
    pid_t pid = fork();
    if (pid == 0) {
        shared->started = now();
        _exit(0);
    }
    return pid;
}

static void place(const pid_t *hogs, int many)
{
    int64_t virtual[MOST], parent, child;
    rest();
    pid_t pid = bear();
    child = vruntime(pid);
    parent = fifo ? -1 : vruntime(getpid());
    for (int i = 0; i < many; i++)
        virtual[i] = vruntime(hogs[i]);
    int early = shared->started != 0;
    waitpid(pid, NULL, 0);
    if (early || pid < 0)
        return;
    printf("place %lld %lld", (long long)parent, (long long)child);
    for (int i = 0; i < many; i++)
        printf(" %lld", (long long)virtual[i]);
    printf("\n");
}

static void time_wait(void)
{
    rest();
    int64_t begin = now();
    if (waitpid(bear(), NULL, 0) > 0)
        printf("wait %lld\n", (long long)(shared->started - begin));
}

int main(int argc, char **argv)
{
    pid_t hogs[MOST];
    cpu_set_t set;
    if (argc < 6 || atoi(argv[1]) > MOST)
        return 2;
    int many = atoi(argv[1]), children = atoi(argv[2]), cpu = atoi(argv[3]);
    alarm(300);
    setsid();
    if (argc > 6) {
        FILE *file = fopen("/proc/self/autogroup", "w");
        if (file) {
            fprintf(file, "%s", argv[6]);
            fclose(file);
        }
    }
    shared = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    use_tsc = strcmp(argv[4], "tsc") == 0;
    if (use_tsc)
        calibrate();
    CPU_ZERO(&set);
    if (cpu >= 0) {
        CPU_SET((size_t)cpu, &set);
        if (sched_setaffinity(0, sizeof set, &set))
            return 2;
    }
    for (int i = 0; i < many; i++)
        hogs[i] = hog();
    struct sched_param lowest = {1};
    fifo = strcmp(argv[5], "fifo") == 0 &&
           sched_setscheduler(0, SCHED_FIFO | SCHED_RESET_ON_FORK, &lowest) == 0;
    for (int i = 0; i < children; i++) {
        place(hogs, many);
        time_wait();
    }
    for (int i = 0; i < many; i++)
        kill(hogs[i], SIGKILL);
    while (wait(NULL) > 0)
        ;
    return 0;
}
