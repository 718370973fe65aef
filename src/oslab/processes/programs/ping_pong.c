/* Two ends pass four bytes back and forth through two pipes; every hop on one
   CPU is a context switch.

   ping_pong ROUND_TRIPS process|thread CPU_A CPU_B
   Prints: nanoseconds a round trip, and the voluntary and involuntary switches
   of both ends together. */
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static int to[2], from[2], cpu_b;
static long trips;

static void pin(int cpu)
{
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(cpu, &set);
    if (sched_setaffinity(0, sizeof set, &set))
        exit(1);
}

static void *answer(void *unused)
{
    int word;
    pin(cpu_b);
    for (long i = 0; i < trips; i++)
        if (read(to[0], &word, 4) != 4 || write(from[1], &word, 4) != 4)
            exit(1);
    return unused;
}

int main(int argc, char **argv)
{
    if (argc != 5)
        return 2;
    trips = atol(argv[1]);
    cpu_b = atoi(argv[4]);
    int process = strcmp(argv[2], "process") == 0, word = 0;
    struct timespec a, b;
    struct rusage mine, child;
    pthread_t thread;
    pid_t pid = 0;

    if (pipe(to) || pipe(from))
        return 1;
    if (process) {
        if ((pid = fork()) == 0) {
            answer(NULL);
            _exit(0);
        }
    } else if (pthread_create(&thread, NULL, answer, NULL)) {
        return 1;
    }
    pin(atoi(argv[3]));
    clock_gettime(CLOCK_MONOTONIC, &a);
    for (long i = 0; i < trips; i++)
        if (write(to[1], &word, 4) != 4 || read(from[0], &word, 4) != 4)
            return 1;
    clock_gettime(CLOCK_MONOTONIC, &b);
    if (process)
        waitpid(pid, NULL, 0);
    else
        pthread_join(thread, NULL);
    getrusage(RUSAGE_SELF, &mine);
    getrusage(RUSAGE_CHILDREN, &child);
    double ns = (b.tv_sec - a.tv_sec) * 1e9 + (b.tv_nsec - a.tv_nsec);
    printf("%.3f %ld %ld\n", ns / trips,
           mine.ru_nvcsw + child.ru_nvcsw, mine.ru_nivcsw + child.ru_nivcsw);
    return 0;
}
