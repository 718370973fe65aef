/* Times system calls in a loop, to stand beside the same loops from Python.

   null_call LOOPS
   Prints nanoseconds a call: getppid, clock_gettime through the vDSO, and
   clock_gettime by the system call itself. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1e9 + t.tv_nsec;
}

int main(int argc, char **argv)
{
    long loops = argc > 1 ? atol(argv[1]) : 100000;
    struct timespec t;
    long kept = 0;
    double a = now();
    for (long i = 0; i < loops; i++)
        kept += getppid();
    double b = now();
    for (long i = 0; i < loops; i++)
        kept += clock_gettime(CLOCK_MONOTONIC, &t);
    double c = now();
    for (long i = 0; i < loops; i++)
        kept += syscall(SYS_clock_gettime, CLOCK_MONOTONIC, &t);
    double d = now();
    printf("%.3f %.3f %.3f\n", (b - a) / loops, (c - b) / loops, (d - c) / loops);
    return kept == 0; /* getppid is never 0 here, and the loops are not deleted */
}
