/* What one worker costs: create it and wait for it to end, COUNT times.
 *
 *     thread_create thread COUNT     pthread_create, pthread_join
 *     thread_create fork COUNT       fork, _exit in the child, waitpid
 *
 * Prints nanoseconds per worker. The parent is as small as a C program gets,
 * so its fork copies few page tables: compare it with the same call made by a
 * Python interpreter, which must copy many.
 */
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void *nothing(void *argument)
{
	return argument;
}

static int one_thread(void)
{
	pthread_t thread;

	if (pthread_create(&thread, NULL, nothing, NULL))
		return -1;
	return pthread_join(thread, NULL);
}

static int one_process(void)
{
	pid_t child = fork();

	if (child == 0)
		_exit(0);
	return child < 0 || waitpid(child, NULL, 0) != child ? -1 : 0;
}

static double now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1e9 + t.tv_nsec;
}

int main(int argc, char **argv)
{
	long count = argc == 3 ? strtol(argv[2], NULL, 10) : 0;
	int threads = argc == 3 && strcmp(argv[1], "thread") == 0;

	if (count < 1 || (!threads && strcmp(argv[1], "fork") != 0)) {
		fprintf(stderr, "usage: thread_create thread|fork COUNT\n");
		return 2;
	}
	double start = now_ns();
	for (long i = 0; i < count; i++) {
		if ((threads ? one_thread() : one_process()) != 0) {
			perror(argv[1]);
			return 1;
		}
	}
	printf("%.1f\n", (now_ns() - start) / count);
	return 0;
}
