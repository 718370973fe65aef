/* bounded_buffer VARIANT TRIALS SEED: a buffer of one slot, right and with each classic mistake.
 *
 * A trial is the model's program on real threads: two producers and two consumers of one item
 * each (one of each where nobody locks; one producer of two items where it tells by a word). The
 * threads start after delays of chance, and at the places where it matters they may yield, in
 * the right program too. Main looks at whoever is late: if the mutex is free, every thread
 * sleeps, and none has run between two looks, then nobody is left to wake anybody.
 *
 * It prints how many trials went well, took from an empty buffer, put into a full one, and hung;
 * and how many items were lost (put, never taken, not in the buffer) and taken twice.
 */
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { RIGHT, IF, ONE, UNLOCKED, SIGNAL, BROADCAST, AFTER, VARIANTS };
enum { FINE, EMPTY, FULL, HUNG, OUTCOMES };
enum { MOST = 4, LOOK_NS = 1000000 };

static const char *const names[VARIANTS] = {
    "right", "if for while", "one condition for two roles", "changed without the lock",
    "signal for broadcast", "broadcast to two", "signal after unlock",
};

static pthread_mutex_t mutex;
static pthread_cond_t room, items, *for_room;
static pthread_barrier_t start;
static sem_t all_done;
static atomic_int count, over, finished, outcome, task[MOST], slot[2];
static int variant, threads, slots, taken[MOST], was_put[MOST];

static unsigned chance(unsigned *seed)
{
    *seed ^= *seed << 13, *seed ^= *seed >> 17, *seed ^= *seed << 5;
    return *seed;
}

static void falter(unsigned *seed)
{
    if (chance(seed) & 1)
        sched_yield();
}

static void began_late(unsigned *seed)
{
    unsigned turns = chance(seed) % (1u << chance(seed) % 16);
    for (volatile unsigned i = 0; i < turns; i++)
        ;
    falter(seed);
}

static void broken(int what)
{
    int fine = FINE;
    atomic_compare_exchange_strong(&outcome, &fine, what); /* the first mistake counts */
}

static int wanting(int full) { return full ? count >= slots : count <= 0; }

/* Wait while the buffer is full (or empty); return 0 if the trial was ended meanwhile. */
static int await(pthread_cond_t *condition, int full, unsigned *seed)
{
    int must = wanting(full);
    while (must && !over) {
        falter(seed);
        pthread_cond_wait(condition, &mutex);
        must = variant != IF && wanting(full);
    }
    return !over;
}

static void tell(pthread_cond_t *condition, unsigned *seed)
{
    if (variant == AFTER) {
        pthread_mutex_unlock(&mutex);
        falter(seed);
        pthread_cond_signal(condition);
        return;
    }
    pthread_cond_signal(condition);
    pthread_mutex_unlock(&mutex);
}

static void put(int item)
{
    if (count >= slots)
        broken(FULL);
    slot[0] = item;
    was_put[item] = 1;
    count++;
}

static void produce(int item, unsigned *seed)
{
    if (variant == UNLOCKED) { /* the mistake: no lock around the change, nor around the word */
        put(item);
        pthread_cond_signal(&items);
        return;
    }
    pthread_mutex_lock(&mutex);
    if (variant == SIGNAL || variant == BROADCAST) {
        slot[0] = 0;
        slot[1] = was_put[0] = was_put[1] = 1;
        count = 2;
        (variant == SIGNAL ? pthread_cond_signal : pthread_cond_broadcast)(&items);
        pthread_mutex_unlock(&mutex);
    } else if (await(for_room, 1, seed)) {
        put(item);
        tell(&items, seed);
    } else {
        pthread_mutex_unlock(&mutex);
    }
}

static void consume(unsigned *seed)
{
    pthread_mutex_lock(&mutex);
    if (await(&items, 0, seed)) {
        if (count <= 0)
            broken(EMPTY);
        taken[slot[count == 2]]++;
        count--;
        tell(for_room, seed);
    } else {
        pthread_mutex_unlock(&mutex);
    }
}

static unsigned seeds[MOST];

static void *work(void *argument)
{
    int own = (int)(long)argument;
    int producers = threads == 3 ? 1 : threads / 2;

    task[own] = gettid();
    pthread_barrier_wait(&start);
    began_late(&seeds[own]);
    if (own < producers)
        produce(own, &seeds[own]);
    else
        consume(&seeds[own]);
    task[own] = 0;
    if (atomic_fetch_add(&finished, 1) + 1 == threads)
        sem_post(&all_done);
    return NULL;
}

/* Return how often the threads that are left gave up a CPU, or -1 if one of them is awake. */
static long slept(void)
{
    long sum = 0;
    int left = 0;
    for (int i = 0; i < threads; i++) {
        char path[64], line[128], state = 'S';
        long switches = 0;
        snprintf(path, sizeof path, "/proc/self/task/%d/status", task[i]);
        FILE *file = task[i] ? fopen(path, "r") : NULL;
        while (file && fgets(line, sizeof line, file)) {
            sscanf(line, "State: %c", &state);
            sscanf(line, "voluntary_ctxt_switches: %ld", &switches);
        }
        if (file)
            fclose(file);
        if (state != 'S')
            return -1;
        sum += switches;
        left += task[i] != 0;
    }
    return left > 0 && left + finished == threads ? sum : -1; /* all have begun */
}

static int mutex_is_free(void)
{
    return pthread_mutex_trylock(&mutex) == 0 && pthread_mutex_unlock(&mutex) == 0;
}

static int nobody_can_go_on(void)
{
    int before = finished;
    if (!mutex_is_free())
        return 0;
    long first = slept();
    if (first < 0 || !mutex_is_free())
        return 0;
    return slept() == first && finished == before && finished < threads;
}

static void watch(void)
{
    for (;;) {
        struct timespec until;
        clock_gettime(CLOCK_REALTIME, &until);
        until.tv_nsec += LOOK_NS;
        until.tv_sec += until.tv_nsec / 1000000000, until.tv_nsec %= 1000000000;
        if (sem_timedwait(&all_done, &until) == 0)
            return;
        if (errno != ETIMEDOUT || over || !nobody_can_go_on())
            continue;
        broken(HUNG);
        pthread_mutex_lock(&mutex);
        over = 1; /* so that they end, and the next trial can begin */
        pthread_cond_broadcast(&room);
        pthread_cond_broadcast(&items);
        pthread_mutex_unlock(&mutex);
    }
}

static void trial(long *outcomes, long *lost, long *twice)
{
    pthread_t thread[MOST];

    pthread_cond_init(&room, NULL), pthread_cond_init(&items, NULL);
    memset(taken, 0, sizeof taken), memset(was_put, 0, sizeof was_put);
    count = over = finished = 0;
    outcome = FINE;
    for (int i = 0; i < threads; i++)
        if (pthread_create(&thread[i], NULL, work, (void *)(long)i) != 0)
            exit(3);
    watch();
    for (int i = 0; i < threads; i++)
        pthread_join(thread[i], NULL);
    outcomes[outcome]++;
    for (int i = 0; i < MOST; i++) {
        int inside = (count > 0 && slot[0] == i) || (count > 1 && slot[1] == i);
        *lost += was_put[i] && !taken[i] && !inside;
        *twice += taken[i] > 1;
    }
    pthread_cond_destroy(&room), pthread_cond_destroy(&items);
}

int main(int argc, char **argv)
{
    long outcomes[OUTCOMES] = {0}, lost = 0, twice = 0;
    long trials = argc > 2 ? atol(argv[2]) : 1000;

    while (argc > 1 && variant < VARIANTS && strcmp(argv[1], names[variant]) != 0)
        variant++;
    if (variant == VARIANTS || trials < 1) {
        fprintf(stderr, "bounded_buffer: VARIANT TRIALS SEED\n");
        return 2;
    }
    alarm(120);
    int telling = variant == SIGNAL || variant == BROADCAST;
    threads = variant == UNLOCKED ? 2 : telling ? 3 : 4;
    slots = telling ? 2 : 1;
    for_room = variant == ONE ? &items : &room;
    for (unsigned i = 0; i < MOST; i++)
        seeds[i] = 2654435761u * ((argc > 3 ? (unsigned)atol(argv[3]) : 1) * MOST + i + 1) | 1;
    pthread_mutex_init(&mutex, NULL);
    pthread_barrier_init(&start, NULL, (unsigned)threads);
    sem_init(&all_done, 0, 0);
    for (long i = 0; i < trials; i++)
        trial(outcomes, &lost, &twice);
    for (int i = 0; i < OUTCOMES; i++)
        printf("%ld ", outcomes[i]);
    printf("%ld %ld\n", lost, twice);
    return 0;
}
