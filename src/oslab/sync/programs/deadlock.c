/* deadlock THREADS [pi]: a ring of threads, each holding one mutex and asking for the next.
 *
 * Every thread takes its own mutex, all meet at a barrier, and then each asks for its
 * neighbour's. Nobody can go on. The program says "ready" once all hold what they hold, and
 * ends by itself after a minute if nobody ends it before. Mutexes inherit priority with "pi".
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MOST 64

static pthread_mutex_t mutex[MOST];
static pthread_barrier_t all_hold;
static int threads;

static void *philosopher(void *argument)
{
    int own = (int)(long)argument;
    char name[16];

    snprintf(name, sizeof name, "philosopher-%d", own);
    pthread_setname_np(pthread_self(), name);
    pthread_mutex_lock(&mutex[own]);
    pthread_barrier_wait(&all_hold);
    pthread_mutex_lock(&mutex[(own + 1) % threads]);
    return NULL;
}

int main(int argc, char **argv)
{
    threads = argc > 1 ? atoi(argv[1]) : 3;
    if (threads < 2 || threads > MOST) {
        fprintf(stderr, "deadlock: 2 to %d threads\n", MOST);
        return 2;
    }
    int inherit = argc > 2 && strcmp(argv[2], "pi") == 0;
    pthread_mutexattr_t attributes;
    pthread_t thread[MOST];

    alarm(60);
    pthread_setname_np(pthread_self(), "main");
    pthread_mutexattr_init(&attributes);
    pthread_mutexattr_setprotocol(&attributes, inherit ? PTHREAD_PRIO_INHERIT : PTHREAD_PRIO_NONE);
    pthread_barrier_init(&all_hold, NULL, (unsigned)threads + 1);
    for (int i = 0; i < threads; i++)
        pthread_mutex_init(&mutex[i], &attributes);
    for (int i = 0; i < threads; i++)
        pthread_create(&thread[i], NULL, philosopher, (void *)(long)i);
    pthread_barrier_wait(&all_hold);
    puts("ready");
    fflush(stdout);
    for (int i = 0; i < threads; i++)
        pthread_join(thread[i], NULL);
    return 0;
}
