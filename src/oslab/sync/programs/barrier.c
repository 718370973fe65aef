/* barrier KIND ROUNDS: how often a thread is let through a barrier twice.
 *
 * Two threads go ROUNDS rounds and meet after each. A thread that leaves the barrier looks at
 * the round in which the other one is: it has begun the same round or later, or the barrier let
 * somebody through who should have waited. KIND "one gate" is a counter and a semaphore, opened
 * by the last to come; "two gates" has a gate for coming and one for leaving; "pthread" is
 * pthread_barrier. It prints how many of the 2 * ROUNDS meetings were broken.
 */
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PARTIES 2

enum { ONE, TWO, PTHREAD, KINDS };
static const char *const names[KINDS] = {"one gate", "two gates", "pthread"};

static int kind;
static long rounds;
static atomic_long at[PARTIES], broken;
static pthread_mutex_t counting = PTHREAD_MUTEX_INITIALIZER;
static int count; /* under counting */
static sem_t gate, first, second;
static pthread_barrier_t ready;

static void one_gate(void)
{
    pthread_mutex_lock(&counting);
    count = (count + 1) % PARTIES;
    int last = count == 0;
    pthread_mutex_unlock(&counting);
    for (int i = 1; last && i < PARTIES; i++)
        sem_post(&gate);
    if (!last)
        sem_wait(&gate);
}

static void pass(sem_t *turnstile)
{
    sem_wait(turnstile);
    sem_post(turnstile);
}

static void two_gates(void)
{
    pthread_mutex_lock(&counting);
    if (++count == PARTIES) {
        sem_wait(&second);
        sem_post(&first);
    }
    pthread_mutex_unlock(&counting);
    pass(&first);
    pthread_mutex_lock(&counting);
    if (--count == 0) {
        sem_wait(&first);
        sem_post(&second);
    }
    pthread_mutex_unlock(&counting);
    pass(&second);
}

static void meet(void)
{
    if (kind == ONE)
        one_gate();
    else if (kind == TWO)
        two_gates();
    else
        pthread_barrier_wait(&ready);
}

static void *worker(void *argument)
{
    int own = (int)(long)argument;

    for (long round = 1; round <= rounds; round++) {
        atomic_store(&at[own], round);
        meet();
        if (atomic_load(&at[1 - own]) < round)
            atomic_fetch_add(&broken, 1);
    }
    atomic_store(&at[own], rounds + 1);
    sem_post(&gate); /* whoever was left behind shall not wait for ever */
    return NULL;
}

int main(int argc, char **argv)
{
    pthread_t threads[PARTIES];

    while (argc == 3 && kind < KINDS && strcmp(argv[1], names[kind]) != 0)
        kind++;
    if (argc != 3 || kind == KINDS || (rounds = atol(argv[2])) < 1) {
        fprintf(stderr, "barrier: KIND ROUNDS\n");
        return 2;
    }
    alarm(120);
    sem_init(&gate, 0, 0);
    sem_init(&first, 0, 0);
    sem_init(&second, 0, 1);
    pthread_barrier_init(&ready, NULL, PARTIES);
    for (long i = 0; i < PARTIES; i++)
        if (pthread_create(&threads[i], NULL, worker, (void *)i) != 0)
            return 3;
    for (int i = 0; i < PARTIES; i++)
        pthread_join(threads[i], NULL);
    printf("%ld\n", (long)broken);
    return 0;
}
