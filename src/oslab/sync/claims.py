"""Folklore of this room, each sentence with a bound and a measurement."""

from __future__ import annotations

from oslab.claim import Claim
from oslab.sync.measure import folklore, lock_folklore, problem_folklore

CLAIMS: tuple[Claim, ...] = (
    Claim(
        name="sync.a_lost_update_takes_rare_luck",
        sentence="Two threads collide in `n++` perhaps once in a million times.",
        source="How a race is often excused; read as at most one race in a million",
        protocol="Two threads of C on two CPUs leave a barrier and add one each, a million times.",
        unit="races", low=None, high=1,
        measure=folklore.races_lost,
    ),
    Claim(
        name="sync.the_gil_keeps_a_bare_increment",
        sentence="The GIL makes `n += 1` safe.",
        source="Folklore, and promised nowhere: the Library FAQ lists `i = i+1` as not atomic. "
        "False up to CPython 3.9; since 3.10 the lock is passed on only at calls and backward "
        "jumps (bpo-29988), so true of ints and false of objects whose `+` is written in Python",
        protocol="Two threads add a million by `n += 1`, switch interval 1 us; updates lost.",
        unit="updates", low=None, high=0,
        measure=folklore.bare_updates_lost,
    ),
    Claim(
        name="sync.the_gil_keeps_every_update",
        sentence="The GIL makes it safe to add to a shared variable.",
        source="Folklore; a call between the load and the store is a place where CPython passes "
        "the lock on (Python/bytecodes.c, RESUME and _CHECK_PERIODIC)",
        protocol="Two threads add a million by `n += one()`, switch interval 1 us; updates lost.",
        unit="updates", low=None, high=0,
        measure=folklore.calling_updates_lost,
    ),
    Claim(
        name="sync.x86_runs_in_program_order",
        sentence="On x86 every CPU sees loads and stores in program order.",
        source="Folklore; P. Sewell and others, x86-TSO, CACM 53(7), 2010: a load may pass an "
        "earlier store to another place",
        protocol="Store buffering on two CPUs, a million runs; those in which both loads read 0.",
        unit="runs", low=None, high=0,
        measure=folklore.loads_before_stores,
    ),
    Claim(
        name="sync.a_fence_forbids_store_buffering",
        sentence="With a fence between store and load, x86 never shows both loads reading 0.",
        source="P. Sewell and others, x86-TSO, CACM 53(7), 2010: MFENCE empties the store buffer",
        protocol="The same with a full fence in each thread, a million runs.",
        unit="runs", low=None, high=0,
        measure=folklore.loads_before_fenced_stores,
    ),
    Claim(
        name="sync.a_signal_after_unlock_is_a_bug",
        sentence="Signalling after the unlock loses wake-ups.",
        source="Course notes; pthread_cond_signal(3p) allows it, and asks for the mutex only where "
        "scheduling must be predictable. Read as at least one trial in 1,000",
        protocol="Two producers and two consumers of C share a slot, with delays of chance; trials "
        "that go wrong.",
        unit="trials", low=1, high=None,
        measure=folklore.wrong_after_unlock,
    ),
    Claim(
        name="sync.an_if_is_enough",
        sentence="Whoever was woken finds what it waited for, so `if` will do for `while`.",
        source="Hoare's monitors (CACM 17(10), 1974), where it is true; not of those after Mesa "
        "(Lampson and Redell, CACM 23(2), 1980), pthreads and Python among them",
        protocol="The same buffer with `if`; trials that go wrong.",
        unit="trials", low=None, high=0,
        measure=folklore.wrong_with_if,
    ),
    Claim(
        name="sync.a_free_lock_makes_no_call",
        sentence="A lock that nobody else wants makes no system call.",
        source="futex(7): user space alone in the noncontended case; read as 0 calls",
        protocol="One thread takes and gives back a mutex of glibc; calls of futex are counted.",
        unit="calls", low=None, high=0,
        measure=lock_folklore.calls_of_a_free_mutex,
    ),
    Claim(
        name="sync.a_mutex_takes_25_ns",
        sentence="A mutex lock and unlock takes 25 ns.",
        source="Latency numbers every programmer should know, after P. Norvig and J. Dean; read "
        "as 12 to 50 ns",
        protocol="One thread of two takes and gives back a mutex, the other sleeps; an empty loop "
        "is taken off.",
        unit="ns", low=12, high=50,
        measure=lock_folklore.free_mutex,
    ),
    Claim(
        name="sync.who_finds_a_mutex_taken_sleeps",
        sentence="A thread that finds a mutex taken goes to sleep.",
        source="pthread_mutex_lock(3p): the thread shall block; textbooks count two context "
        "switches; read as at least half of them",
        protocol="Two threads on two CPUs, nothing between lock and unlock; sleeps over half of "
        "the calls of futex.",
        unit="%", low=50, high=None,
        measure=lock_folklore.losers_that_sleep,
    ),
    Claim(
        name="sync.spinning_is_cheaper_for_short_holds",
        sentence="Where a lock is held for a microsecond, spinning is cheaper than sleeping.",
        source="Textbooks, where a hold is shorter than two context switches; read as at most as "
        "much CPU time",
        protocol="Two threads on two CPUs, held half of the time; a spin lock's CPU time over "
        "that of a lock that sleeps at a futex.",
        unit="times", low=None, high=1,
        measure=lock_folklore.spinning_for_a_microsecond,
    ),
    Claim(
        name="sync.spinning_is_cheaper_on_one_cpu_too",
        sentence="A spin lock is faster than a mutex.",
        source="What is left of the sentence above when it is passed on; read with more threads "
        "than CPUs, as at most as much CPU time",
        protocol="Four threads on one CPU, held half of the time, a microsecond; a spin lock's "
        "CPU time over that of a lock that sleeps at a futex.",
        unit="times", low=None, high=1,
        measure=lock_folklore.spinning_on_one_cpu,
    ),
    Claim(
        name="sync.readers_do_not_slow_each_other",
        sentence="Readers do not slow each other down under a read-write lock.",
        source="A reading of pthread_rwlock_rdlock(3p), which says only that they do not exclude "
        "each other; read as at most 1.2 times the CPU time",
        protocol="Two threads that read on two CPUs, nothing between lock and unlock, over one.",
        unit="times", low=None, high=1.2,
        measure=lock_folklore.two_readers,
    ),
    Claim(
        name="sync.a_lock_hardly_held_is_no_bottleneck",
        sentence="A lock that is held half a per cent of the time makes nobody wait.",
        source="A rule of thumb from queues, where waiting follows use; read as at most 10 % of "
        "operations",
        protocol="Eight threads on one CPU and a fair lock, after one of them slept with it.",
        unit="%", low=None, high=10,
        measure=lock_folklore.sleeps_at_a_lock_hardly_held,
    ),
    Claim(
        name="sync.a_waiting_writer_comes_next",
        sentence="A writer that waits gets in once the readers before it have left.",
        source="A hope; pthread_rwlockattr_setkind_np(3) says that by default it will be starved. "
        "Read as at most the 3 readers that may have asked before it",
        protocol="Three threads stream into glibc's default lock as readers; those that enter "
        "before a waiting writer are counted, up to 1000.",
        unit="readers", low=None, high=3,
        measure=problem_folklore.readers_that_pass_a_writer,
    ),
    Claim(
        name="sync.prefer_writer_is_ignored",
        sentence="PTHREAD_RWLOCK_PREFER_WRITER_NP changes nothing.",
        source="pthread_rwlockattr_setkind_np(3): ignored by glibc; since 2.25 writers of this "
        "kind hand the lock to each other (nptl/pthread_rwlock_common.c). By default at most 3 "
        "writers pass",
        protocol="Three threads stream into such a lock as writers; those that enter before a "
        "waiting reader are counted, up to 1000.",
        unit="writers", low=None, high=3,
        measure=problem_folklore.writers_that_pass_a_reader,
    ),
    Claim(
        name="sync.one_gate_makes_a_barrier",
        sentence="A counter and a semaphore make a barrier.",
        source="After A. B. Downey, The Little Book of Semaphores, 3.6, where one round is meant",
        protocol="Two threads of C meet 20,000 times; those who leave while the other has not "
        "begun the round are counted.",
        unit="meetings", low=None, high=0,
        measure=problem_folklore.meetings_broken_by_one_gate,
    ),
    Claim(
        name="sync.linux_detects_no_deadlock",
        sentence="Linux does not detect deadlocks of user threads.",
        source="Textbooks: most systems ignore them. futex(2) returns EDEADLK for mutexes that "
        "inherit priority",
        protocol="A ring of three such mutexes closes; waits that the kernel refused are counted.",
        unit="waits", low=None, high=0,
        measure=problem_folklore.waits_refused,
    ),
)  # fmt: skip
