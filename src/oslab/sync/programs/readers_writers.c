/* readers_writers KIND STREAM ROUNDS MOST: who overtakes whom at a read-write lock.
 *
 * Three threads stream: each enters again and again, and stays until the next of them has
 * entered (readers) or has asked (writers), so that their side is never absent. A single
 * thread of the other side asks ROUNDS times. For each round the program prints how many of
 * the stream entered between its asking and its entering. After MOST of them the stream is
 * stopped to let it in, and MOST is printed: it would have starved.
 *
 * KIND: reader, writer, nonrecursive are kinds of pthread_rwlock; turnstile is one of semaphores;
 * tickets is a queue: who draws a lower number enters first. STREAM: read or write.
 */
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define STREAM 3
#define PATIENCE 2000 /* yields until somebody who should come is given up */

enum { READER, WRITER, NONRECURSIVE, TURNSTILE, TICKETS, KINDS };
static const char *const names[KINDS] = {
    "reader", "writer", "nonrecursive", "turnstile", "tickets",
};
static const int preference[TURNSTILE] = {
    PTHREAD_RWLOCK_PREFER_READER_NP,
    PTHREAD_RWLOCK_PREFER_WRITER_NP,
    PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP,
};

static int kind, reads;
static pthread_rwlock_t rwlock;
static sem_t turnstile, room;
static pthread_mutex_t counting = PTHREAD_MUTEX_INITIALIZER;
static int readers; /* under counting */
static atomic_long next, may_read, may_write;
static atomic_long entered, asked, most, began;
static atomic_int asking, rest, done;

static void await(atomic_long *served, long ticket)
{
    while (atomic_load(served) != ticket)
        sched_yield();
}

static void read_lock(void)
{
    if (kind == TICKETS) {
        await(&may_read, atomic_fetch_add(&next, 1));
        atomic_fetch_add(&may_read, 1); /* the next may read beside */
    } else if (kind == TURNSTILE) {
        sem_wait(&turnstile);
        sem_post(&turnstile);
        pthread_mutex_lock(&counting);
        if (readers++ == 0)
            sem_wait(&room);
        pthread_mutex_unlock(&counting);
    } else
        pthread_rwlock_rdlock(&rwlock);
}

static void read_unlock(void)
{
    if (kind == TICKETS)
        atomic_fetch_add(&may_write, 1);
    else if (kind == TURNSTILE) {
        pthread_mutex_lock(&counting);
        if (--readers == 0)
            sem_post(&room);
        pthread_mutex_unlock(&counting);
    } else
        pthread_rwlock_unlock(&rwlock);
}

static void write_lock(void)
{
    if (kind == TICKETS)
        await(&may_write, atomic_fetch_add(&next, 1));
    else if (kind == TURNSTILE) {
        sem_wait(&turnstile);
        sem_wait(&room);
        sem_post(&turnstile);
    } else
        pthread_rwlock_wrlock(&rwlock);
}

static void write_unlock(void)
{
    if (kind == TICKETS) {
        atomic_fetch_add(&may_read, 1);
        atomic_fetch_add(&may_write, 1);
    } else if (kind == TURNSTILE)
        sem_post(&room);
    else
        pthread_rwlock_unlock(&rwlock);
}

/* Stay in until another of the stream is in too, or asks, or nobody comes. */
static void linger(long mine)
{
    for (int yields = 0; yields < PATIENCE && !rest && !done; yields++) {
        if (reads ? entered > mine : asked > mine)
            return;
        sched_yield();
    }
}

static void *stream(void *argument)
{
    (void)argument;
    while (!done) {
        while (rest && !done)
            sched_yield();
        atomic_fetch_add(&asked, 1);
        reads ? read_lock() : write_lock();
        long mine = atomic_fetch_add(&entered, 1) + 1;
        if (asking && mine - began >= most)
            rest = 1;
        linger(mine);
        reads ? read_unlock() : write_unlock();
    }
    return NULL;
}

static long one_round(void)
{
    long before = entered;
    while (entered < before + 2 * STREAM) /* the stream flows */
        sched_yield();
    began = entered;
    asking = 1;
    reads ? write_lock() : read_lock();
    long overtaken = entered - began;
    asking = 0;
    reads ? write_unlock() : read_unlock();
    rest = 0;
    return overtaken < most ? overtaken : most;
}

int main(int argc, char **argv)
{
    pthread_t threads[STREAM];
    pthread_rwlockattr_t attributes;
    int rounds = argc == 5 ? atoi(argv[3]) : 0;

    while (argc == 5 && kind < KINDS && strcmp(argv[1], names[kind]) != 0)
        kind++;
    if (argc != 5 || kind == KINDS || rounds < 1 || atol(argv[4]) < 1) {
        fprintf(stderr, "readers_writers: KIND read|write ROUNDS MOST\n");
        return 2;
    }
    alarm(120);
    reads = strcmp(argv[2], "read") == 0;
    most = atol(argv[4]);
    pthread_rwlockattr_init(&attributes);
    if (kind < TURNSTILE)
        pthread_rwlockattr_setkind_np(&attributes, preference[kind]);
    pthread_rwlock_init(&rwlock, &attributes);
    sem_init(&turnstile, 0, 1);
    sem_init(&room, 0, 1);
    for (int i = 0; i < STREAM; i++)
        if (pthread_create(&threads[i], NULL, stream, NULL) != 0)
            return 3;
    for (int round = 0; round < rounds; round++)
        printf("%ld ", one_round());
    puts("");
    done = 1;
    for (int i = 0; i < STREAM; i++)
        pthread_join(threads[i], NULL);
    return 0;
}
