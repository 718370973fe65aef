/* Tasks that only compute, or compute and sleep in turn, under any policy Linux has.

   tasks DURATION_MS WARMUP_MS CPU|-1 monotonic|tsc GAP_US KEY=VALUE,... [KEY=VALUE,...]...

   A task is a list of  name  policy (0 other, 1 fifo, 2 rr, 3 batch, 5 idle, 6 deadline)
   nice  priority  slice (ns)  runtime deadline period (ns, of SCHED_DEADLINE)
   cpu (-1: any)  session (0: ours)  group (nice value of its autogroup)  start (ms)
   run and every (us: compute `run` once `every`; without `every` it never sleeps).

   Prints what each got between WARMUP_MS and the end:
     task NAME error pid cpu_ns delay_ns slices voluntary involuntary migrations
     run NAME start end       an uninterrupted stretch on a CPU: no gap of GAP_US
     wake NAME late           how long after its due time it first ran
     response NAME after      from its due time until its work was done
     span NS                  between the two looks at the clocks
     begin NS                 the zero of all times, on the monotonic clock

   Nothing outlives its time: each task has a limit on its CPU time and an alarm, dies
   with its parent, and is killed by its own number at the end. */
#include <errno.h>
#include <linux/futex.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#if defined(__x86_64__)
#include <x86intrin.h>
#endif

enum { MOST = 64, ROWS = 20000 };

struct attributes { /* struct sched_attr, as in include/uapi/linux/sched/types.h */
    uint32_t size, policy;
    uint64_t flags;
    int32_t nice;
    uint32_t priority;
    uint64_t runtime, deadline, period;
};

struct task {
    char name[32];
    long policy, nice, priority, slice, runtime, deadline, period;
    long cpu, session, group, start, run, every;
    /* what it did */
    volatile int pid, ready, error;
    int runs, wakes, responses;
    int64_t run_rows[ROWS][2], wake_rows[ROWS], response_rows[ROWS];
};

struct look { int64_t cpu, delay, slices, voluntary, involuntary, migrations; };

static struct shared { int go; int64_t begin, end, stop; struct task tasks[MOST]; } *shared;
static int many, use_tsc;
static int64_t gap_ns, duration_ms, tsc_base;
static double ns_per_tick;

static int64_t clock_of(clockid_t id)
{
    struct timespec t;
    if (clock_gettime(id, &t))
        return 0;
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

/* A trap for each look at the clock would be what is measured; user-mode Linux has no vDSO
   worth the name, but leaves the time stamp counter to its processes. */
static inline int64_t now(void)
{
#if defined(__x86_64__)
    if (use_tsc)
        return (int64_t)((double)((int64_t)__rdtsc() - tsc_base) * ns_per_tick);
#endif
    return clock_of(CLOCK_MONOTONIC);
}

static void calibrate(void)
{
#if defined(__x86_64__)
    int64_t start = clock_of(CLOCK_MONOTONIC), first = (int64_t)__rdtsc(), end;
    do
        end = clock_of(CLOCK_MONOTONIC);
    while (end - start < 100000000);
    tsc_base = first - (int64_t)((double)start * ((double)((int64_t)__rdtsc() - first) / (double)(end - start)));
    ns_per_tick = (double)(end - start) / (double)((int64_t)__rdtsc() - first);
#else
    use_tsc = 0;
#endif
}

static void sleep_until(int64_t ns)
{
    int64_t left = use_tsc ? ns - now() : ns;
    struct timespec t = {left / 1000000000, left % 1000000000};
    if (!use_tsc)
        while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t, NULL) == EINTR)
            ;
    else if (left > 0)
        nanosleep(&t, NULL);
}

static void parse(struct task *task, char *words)
{
    static const char *names[] = {"policy", "nice", "priority", "slice", "runtime", "deadline",
                                  "period", "cpu", "session", "group", "start", "run", "every"};
    long *fields[] = {&task->policy, &task->nice, &task->priority, &task->slice, &task->runtime,
                      &task->deadline, &task->period, &task->cpu, &task->session, &task->group,
                      &task->start, &task->run, &task->every};
    task->cpu = -1;
    task->group = 99;
    for (char *word = strtok(words, ","); word; word = strtok(NULL, ",")) {
        char *value = strchr(word, '=');
        size_t i = 0, known = sizeof names / sizeof *names;
        if (!value)
            exit(2);
        *value++ = 0;
        if (strcmp(word, "name") == 0) {
            snprintf(task->name, sizeof task->name, "%s", value);
            continue;
        }
        while (i < known && strcmp(word, names[i]))
            i++;
        if (i == known)
            exit(2);
        *fields[i] = atol(value);
    }
}

static void limit(int what, rlim_t most)
{
    struct rlimit both = {most, most};
    setrlimit(what, &both);
}

static int prepare(const struct task *task)
{
    struct attributes wanted = {
        .size = sizeof wanted, .policy = (uint32_t)task->policy,
        .flags = task->policy == 6 ? 0 : 1, /* SCHED_FLAG_RESET_ON_FORK */
        .nice = (int32_t)task->nice, .priority = (uint32_t)task->priority,
        .runtime = (uint64_t)(task->policy == 6 ? task->runtime : task->slice),
        .deadline = (uint64_t)task->deadline, .period = (uint64_t)task->period,
    };
    cpu_set_t set;
    limit(RLIMIT_CPU, (rlim_t)(duration_ms / 1000 + 3));
    limit(RLIMIT_RTTIME, (rlim_t)(duration_ms + 1000) * 1000);
    alarm((unsigned)(duration_ms / 1000 + 30));
    CPU_ZERO(&set);
    if (task->cpu >= 0) {
        CPU_SET((size_t)task->cpu, &set);
        if (sched_setaffinity(0, sizeof set, &set))
            return errno;
    }
    return syscall(SYS_sched_setattr, 0, &wanted, 0) ? errno : 0;
}

static void keep_run(struct task *task, int64_t start, int64_t end)
{
    if (task->runs < ROWS) {
        task->run_rows[task->runs][0] = start - shared->begin;
        task->run_rows[task->runs++][1] = end - shared->begin;
    }
}

static void sleep_for_work(struct task *task, int64_t *due, int64_t *start, int64_t *last)
{
    if (*start) {
        keep_run(task, *start, *last);
        if (task->responses < ROWS)
            task->response_rows[task->responses++] = *last - *due;
        do
            *due += task->every * 1000;
        while (*due <= *last); /* what was missed is left out */
    }
    sleep_until(*due);
    *start = *last = now();
    if (task->wakes < ROWS)
        task->wake_rows[task->wakes++] = *start - *due;
}

static void work(struct task *task)
{
    int64_t due = shared->begin + task->start * 1000000, start = 0, last, used = 0;
    sleep_until(due);
    last = now();
    if (task->every)
        sleep_for_work(task, &due, &start, &last);
    else
        start = last;
    while (last < shared->stop) {
        int64_t t = now();
        if (t - last > gap_ns) {
            keep_run(task, start, last);
            start = t;
        } else {
            used += t - last;
        }
        last = t;
        if (task->every && used >= task->run * 1000) {
            used = 0;
            sleep_for_work(task, &due, &start, &last);
        }
    }
    keep_run(task, start, last);
    for (;;)
        pause(); /* its clocks are still to be read */
}

static void live(struct task *task)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    prctl(PR_SET_NAME, task->name);
    prctl(PR_SET_TIMERSLACK, 1); /* ordinary tasks may else be woken 50 us late, on purpose */
    task->error = prepare(task);
    task->pid = getpid();
    __atomic_store_n(&task->ready, 1, __ATOMIC_SEQ_CST);
    if (task->error)
        _exit(1);
    while (!__atomic_load_n(&shared->go, __ATOMIC_SEQ_CST))
        syscall(SYS_futex, &shared->go, FUTEX_WAIT, 0, NULL, NULL, 0);
    work(task);
}

static void lead(long session)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    setsid();
    for (int i = 0; i < many; i++) {
        struct task *task = &shared->tasks[i];
        if (task->session != session)
            continue;
        FILE *file = task->group == 99 ? NULL : fopen("/proc/self/autogroup", "w");
        if (file) {
            fprintf(file, "%ld", task->group);
            fclose(file);
        }
        if (fork() == 0)
            live(task);
    }
    while (wait(NULL) > 0)
        ;
    _exit(0);
}

static void start_all(void)
{
    for (int i = 0; i < many; i++) {
        int led = 0;
        for (int j = 0; j < i; j++)
            led |= shared->tasks[j].session == shared->tasks[i].session;
        if (shared->tasks[i].session == 0) {
            if (fork() == 0)
                live(&shared->tasks[i]);
        } else if (!led && fork() == 0) {
            lead(shared->tasks[i].session);
        }
    }
}

static struct look look_at(const struct task *task)
{
    struct look seen = {0};
    char path[64], line[256];
    clockid_t clock;
    FILE *file;
    if (clock_getcpuclockid(task->pid, &clock) == 0)
        seen.cpu = clock_of(clock);
    snprintf(path, sizeof path, "/proc/%d/schedstat", task->pid);
    if ((file = fopen(path, "r"))) {
        long long run = 0, delay = 0, slices = 0;
        if (fscanf(file, "%lld %lld %lld", &run, &delay, &slices) == 3)
            seen.delay = delay, seen.slices = slices;
        fclose(file);
    }
    snprintf(path, sizeof path, "/proc/%d/sched", task->pid);
    if ((file = fopen(path, "r"))) {
        while (fgets(line, sizeof line, file)) {
            char *value = strchr(line, ':');
            if (!value)
                continue;
            if (!strncmp(line, "nr_voluntary_switches", 21))
                seen.voluntary = atol(value + 1);
            else if (!strncmp(line, "nr_involuntary_switches", 23))
                seen.involuntary = atol(value + 1);
            else if (!strncmp(line, "se.nr_migrations", 16))
                seen.migrations = atol(value + 1);
        }
        fclose(file);
    }
    return seen;
}

static void print(const struct task *task, const struct look *a, const struct look *b)
{
    printf("task %s %d %d %lld %lld %lld %lld %lld %lld\n", task->name, task->error, task->pid,
           (long long)(b->cpu - a->cpu), (long long)(b->delay - a->delay),
           (long long)(b->slices - a->slices), (long long)(b->voluntary - a->voluntary),
           (long long)(b->involuntary - a->involuntary),
           (long long)(b->migrations - a->migrations));
    for (int i = 0; i < task->runs; i++)
        printf("run %s %lld %lld\n", task->name, (long long)task->run_rows[i][0],
               (long long)task->run_rows[i][1]);
    for (int i = 0; i < task->wakes; i++)
        printf("wake %s %lld\n", task->name, (long long)task->wake_rows[i]);
    for (int i = 0; i < task->responses; i++)
        printf("response %s %lld\n", task->name, (long long)task->response_rows[i]);
}

int main(int argc, char **argv)
{
    struct look before[MOST], after[MOST];
    int64_t first, second;
    cpu_set_t set;
    if (argc < 7 || argc - 6 > MOST)
        return 2;
    shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (shared == MAP_FAILED)
        return 2;
    duration_ms = atol(argv[1]);
    int64_t warmup = atol(argv[2]) * 1000000LL;
    gap_ns = atol(argv[5]) * 1000;
    use_tsc = strcmp(argv[4], "tsc") == 0;
    for (many = 0; many < argc - 6; many++)
        parse(&shared->tasks[many], argv[6 + many]);
    CPU_ZERO(&set);
    CPU_SET((size_t)(atoi(argv[3]) < 0 ? 0 : atoi(argv[3])), &set);
    if (use_tsc)
        calibrate(); /* before the fork: each task takes a copy */
    start_all();
    if (atoi(argv[3]) >= 0 && sched_setaffinity(0, sizeof set, &set))
        return 2;
    for (int i = 0; i < many; i++)
        while (!__atomic_load_n(&shared->tasks[i].ready, __ATOMIC_SEQ_CST))
            usleep(1000);
    for (int i = 0; i < many; i++)
        if (shared->tasks[i].error)
            duration_ms = warmup = 0; /* nothing to wait for */
    shared->begin = now() + 5000000;
    shared->end = shared->begin + duration_ms * 1000000;
    shared->stop = shared->end + 20000000; /* a monitor that must wait for a CPU finds them at work */
    __atomic_store_n(&shared->go, 1, __ATOMIC_SEQ_CST);
    syscall(SYS_futex, &shared->go, FUTEX_WAKE, MOST, NULL, NULL, 0);
    sleep_until(shared->begin + warmup);
    first = now();
    for (int i = 0; i < many; i++)
        before[i] = look_at(&shared->tasks[i]);
    sleep_until(shared->end);
    second = now();
    for (int i = 0; i < many; i++)
        after[i] = look_at(&shared->tasks[i]);
    for (int i = 0; i < many; i++)
        kill(shared->tasks[i].pid, SIGKILL);
    while (wait(NULL) > 0)
        ;
    printf("span %lld\nbegin %lld\n", (long long)(second - first), (long long)shared->begin);
    for (int i = 0; i < many; i++)
        print(&shared->tasks[i], &before[i], &after[i]);
    return 0;
}
