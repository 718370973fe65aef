"""What the explorer finds in programs small enough to check by hand."""

from math import comb, factorial

import pytest

from oslab.errors import InvalidInput
from oslab.sync import (
    Atomic,
    Barrier,
    Condition,
    Mutex,
    Program,
    ReadWriteLock,
    Region,
    Semaphore,
    arrive,
    broadcast,
    check,
    choose,
    enter,
    explore_all,
    fence,
    fetch_add,
    leave,
    load,
    lock,
    pause,
    read_lock,
    read_unlock,
    replay,
    run,
    signal,
    store,
    try_lock,
    unlock,
    wait,
    write_lock,
    write_unlock,
)
from oslab.sync.model import classics
from oslab.sync.records.history import FINISHED

CALLS = []


def n_of(result):
    return {dict(one.values)["n"]: one.schedules for one in result.outcomes}


def test_two_threads_that_add_one_lose_an_update_in_four_of_six_schedules():
    result = explore_all(classics.lost_update())

    assert {1: 4, 2: 2} == n_of(result)
    assert 6 == result.schedules


@pytest.mark.parametrize("increments", [1, 2, 3, 5, 8])
def test_two_threads_of_k_increments_end_anywhere_from_2_to_2k(increments):
    """M. Ben-Ari's surprise (Principles of Concurrent Programming, 2006, 2.5): 2 is possible."""
    found = n_of(explore_all(classics.lost_update(2, increments)))

    assert set(range(min(2, increments), 2 * increments + 1)) == set(found)
    assert comb(4 * increments, 2 * increments) == sum(found.values())


def test_schedules_of_steps_that_cannot_block_are_counted_by_the_multinomial():
    def steps(number):
        for _ in range(number):
            yield pause()

    result = explore_all(Program([(steps, 2), (steps, 3), (steps, 4)]))

    assert factorial(9) // (factorial(2) * factorial(3) * factorial(4)) == result.schedules


def test_a_hundred_increments_have_more_schedules_than_floats_can_count():
    assert comb(60, 30) == explore_all(classics.lost_update(2, 15)).schedules


def test_a_mutex_mends_the_lost_update():
    def increment():
        yield lock("m")
        n = yield load("n")
        yield store("n", n + 1)
        yield unlock("m")

    result = explore_all(Program([increment] * 3, n=0, m=Mutex()))

    assert {3: 6} == n_of(result)
    assert result.safe
    assert () == result.races


def test_a_race_is_told_with_the_two_accesses_last():
    finding = explore_all(classics.lost_update()).races[0]

    assert 3 == len(finding.history.steps)
    assert {"store", "load"} == {one.operation.kind for one in finding.history.steps[-2:]}


def test_atomic_variables_are_not_raced_for():
    def add():
        yield fetch_add("n")

    assert explore_all(Program([add, add], n=0)).safe
    assert explore_all(Program([add, add], n=Atomic(0))).safe


def test_two_locks_in_two_orders_deadlock_in_two_steps():
    def thread(first, second):
        yield lock(first)
        yield lock(second)
        yield unlock(second)
        yield unlock(first)

    result = explore_all(Program([(thread, "a", "b"), (thread, "b", "a")], a=Mutex(), b=Mutex()))
    (finding,) = result.deadlocks

    assert 2 == len(finding.schedule)
    assert "deadlock" == finding.history.ended
    waits = {one.thread: one.waits_for for one in finding.history.states[-1].asks}
    assert {"thread a, b": ("thread b, a",), "thread b, a": ("thread a, b",)} == waits
    assert not result.safe


def test_philosophers_deadlock_when_each_has_one_fork():
    result = explore_all(classics.philosophers(4))

    assert [4] == [len(one.schedule) for one in result.deadlocks]


def waiter():
    yield lock("m")
    yield wait("c", "m")
    yield unlock("m")


def test_a_signal_that_comes_first_is_lost():
    def signaller():
        yield signal("c")

    result = explore_all(Program([waiter, signaller], m=Mutex(), c=Condition()))
    (finding,) = result.lost_wakeups

    assert 3 == len(finding.schedule)
    assert "found nobody asleep" in finding.what
    assert () == result.deadlocks


def test_a_spurious_wake_up_needs_no_signal():
    program = Program([waiter], m=Mutex(), c=Condition())

    assert 1 == len(explore_all(program).lost_wakeups)
    assert [] == [one for one in explore_all(program).outcomes if one.ended == FINISHED]
    assert [FINISHED] == [one.ended for one in explore_all(program, spurious=True).outcomes]


def test_who_may_wake_unasked_is_left_asleep_all_the_same():
    asleep, unasked = (
        explore_all(Program([waiter], m=Mutex(), c=Condition()), spurious=spurious)
        for spurious in (False, True)
    )

    assert asleep.findings[0].what == unasked.findings[0].what
    assert asleep.findings[0].schedule == unasked.findings[0].schedule
    assert explore_all(
        Program([waiter], m=Mutex(), c=Condition()), spurious=True, daemons=["waiter"]
    ).safe


def test_a_broadcast_wakes_all_and_a_signal_one():
    def waker(word):
        yield lock("m")
        yield word("c")
        yield unlock("m")

    def ends(word):
        result = explore_all(Program([waiter, waiter, (waker, word)], m=Mutex(), c=Condition()))
        left = [one.history.states[-1].asks for one in result.lost_wakeups]
        most = max(sum(ask.operation != "" for ask in asks) for asks in left)
        return most, {one.ended for one in result.outcomes}

    assert (2, {"deadlock"}) == ends(signal)
    assert (2, {"deadlock", "finished"}) == ends(broadcast)


def test_readers_share_and_writers_do_not():
    def reader():
        yield read_lock("l")
        yield enter("reading")
        yield leave("reading")
        yield read_unlock("l")

    def writer():
        yield write_lock("l")
        yield enter("writing")
        yield leave("writing")
        yield write_unlock("l")

    seen = set()

    def invariant(shared):
        seen.add((shared["reading"], shared["writing"]))
        return True

    program = Program(
        [reader, reader, writer, writer], l=ReadWriteLock(), reading=Region(2), writing=Region()
    )

    assert explore_all(program, invariant).safe
    assert {(0, 0), (1, 0), (2, 0), (0, 1)} == seen


def test_nobody_passes_a_barrier_before_all_have_come():
    def thread():
        for _ in range(2):
            yield fetch_add("come")
            last = yield arrive("b")
            come = yield load("come")
            yield check(come >= 2, "somebody is missing")
            yield arrive("b")
            if last:
                yield store("come", 0)
            yield arrive("b")

    assert explore_all(Program([thread, thread], come=Atomic(0), b=Barrier(2))).safe


def test_a_broken_invariant_comes_with_its_shortest_schedule():
    result = explore_all(classics.lost_update(), lambda shared: shared["n"] < 2)
    (finding,) = result.of("invariant")

    assert 4 == len(finding.schedule)
    assert "n=2" in finding.what


def test_a_failed_check_and_a_failed_assert_are_told_alike():
    def checks():
        n = yield load("n")
        yield check(n == 1, "n is not 1")

    def asserts():
        n = yield load("n")
        assert n == 1, "n is not 1"

    for thread, steps in ((checks, 2), (asserts, 1)):
        (finding,) = explore_all(Program([thread], n=0)).failures
        assert steps == len(finding.schedule)
        assert finding.what == f"{thread.__name__}: n is not 1"


def test_what_a_thread_raises_is_a_failure():
    def divides():
        n = yield load("n")
        yield store("n", 1 // n)

    (finding,) = explore_all(Program([divides], n=0)).failures

    assert "ZeroDivisionError" in finding.what


@pytest.mark.parametrize(
    ("operation", "words"),
    [
        (unlock("m"), "unlocks what it does not hold"),
        (wait("c", "m"), "waits without holding the mutex"),
        (read_unlock("l"), "leaves as a reader"),
        (write_unlock("l"), "leaves as the writer"),
        (leave("r"), "leaves where it is not"),
    ],
)
def test_a_lock_misused_is_a_failure(operation, words):
    def thread():
        yield operation

    shared = {"m": Mutex(), "c": Condition(), "l": ReadWriteLock(), "r": Region()}
    (finding,) = explore_all(Program([thread], **shared)).failures

    assert words in finding.what


def test_the_world_chooses_every_way():
    def thread():
        return (yield choose("heads", "tails", "edge"))

    values = {dict(one.values)["thread"] for one in explore_all(Program([thread])).outcomes}

    assert {"heads", "tails", "edge"} == values


def test_an_outcome_behind_a_loop_has_infinitely_many_schedules():
    def waits():
        while not (yield load("go")):
            pass

    def goes():
        yield store("go", True)

    (outcome,) = explore_all(Program([waits, goes], go=Atomic(False))).outcomes

    assert outcome.schedules is None


def test_an_outcome_before_a_loop_is_still_counted():
    def thread():
        while (yield choose("end", "loop")) == "loop":
            yield store("n", 1)

    found = n_of(explore_all(Program([thread], n=0)))

    assert {0: 1, 1: None} == found


def test_a_search_cut_short_says_so_and_claims_nothing():
    result = explore_all(classics.philosophers(6), most_states=100)

    assert not result.complete
    assert not result.safe
    assert "100" in result.limit
    assert () == result.outcomes
    assert result.schedules is None
    assert "cut short" in str(result)


def test_a_search_can_be_told_that_it_is_enough():
    result = explore_all(classics.philosophers(9), enough=lambda: True)

    assert not result.complete
    assert result.states < 20_000


def test_mutual_exclusion_is_safe_only_if_everything_was_looked_for():
    program = classics.peterson()

    assert explore_all(program).safe
    assert not explore_all(program, analyses=("races",)).safe


# ------------------------------------------------------------------ the way there
@pytest.mark.parametrize(
    "program",
    [classics.lost_update(3, 2), classics.philosophers(3), classics.filter_lock(2)],
    ids=["update", "philosophers", "filter"],
)
def test_every_finding_can_be_replayed(program):
    for finding in explore_all(program).findings:
        assert finding.history == replay(program, finding.schedule)


def test_a_loop_that_starves_leads_back_to_where_it_began():
    program = classics.philosophers(3, eat=True)
    found = explore_all(program, fairness="weak").starvation
    assert found
    for finding in found:
        again = replay(program, (*finding.schedule, *finding.loop))
        assert again.states[len(finding.schedule)] == again.states[-1]


def test_a_lock_starves_a_thread_under_weak_fairness_only():
    def thread(me):
        while True:
            yield lock("m")
            yield enter(f"r{me}")
            yield leave(f"r{me}")
            yield unlock("m")

    program = Program([(thread, 0), (thread, 1)], m=Mutex(), r0=Region(), r1=Region())

    assert explore_all(program).safe
    assert 2 == len(explore_all(program, fairness="weak").starvation)


def test_two_polite_threads_may_give_way_for_ever():
    def thread(mine, other):
        while True:
            yield lock(mine)
            if (yield try_lock(other)):
                break
            yield unlock(mine)
        yield unlock(other)
        yield unlock(mine)

    result = explore_all(Program([(thread, "a", "b"), (thread, "b", "a")], a=Mutex(), b=Mutex()))

    assert () == result.deadlocks
    assert 2 == len(result.starvation)


def test_peterson_starves_nobody_even_under_weak_fairness():
    assert explore_all(classics.peterson(), fairness="weak").safe


def test_a_turn_that_cannot_be_taken_is_refused():
    program = classics.philosophers(2)

    with pytest.raises(InvalidInput, match="can be taken after 2 steps: none"):
        replay(program, [0, 1, 0])
    with pytest.raises(InvalidInput, match="philosopher 0, philosopher 1"):
        replay(program, ["Socrates"])


def test_the_same_seed_gives_the_same_history():
    program = classics.lost_update(3, 3)

    assert run(program, 7) == run(program, 7)
    assert 1 < len({run(program, seed).outcome for seed in range(20)})


def test_a_history_of_a_program_that_does_not_end_is_cut_and_open():
    history = run(classics.peterson(), 1, most_steps=50)

    assert (50, "open") == (len(history.steps), history.ended)


# ------------------------------------------------------------------ store buffers
def both(first, second):
    yield store(first, 1)
    return (yield load(second))


def fenced(first, second):
    yield store(first, 1)
    yield fence()
    return (yield load(second))


@pytest.mark.parametrize(
    ("thread", "memory", "possible"),
    [(both, "sc", False), (both, "tso", True), (fenced, "tso", False)],
)
def test_only_a_store_buffer_without_a_fence_lets_both_read_the_old_value(thread, memory, possible):
    program = Program([(thread, "x", "y"), (thread, "y", "x")], x=Atomic(0), y=Atomic(0))
    outcomes = explore_all(program, memory=memory, observe=()).outcomes

    assert possible == any([0, 0] == [v for _, v in one.values] for one in outcomes)
    assert {(0, 1), (1, 0), (1, 1)} <= {tuple(v for _, v in one.values) for one in outcomes}


def test_a_store_buffer_keeps_stores_in_order():
    """Message passing is safe on x86 (Owens, Sarkar, Sewell 2009, example MP)."""

    def writer():
        yield store("data", 1)
        yield store("flag", 1)

    def reader():
        flag = yield load("flag")
        data = yield load("data")
        yield check(data >= flag, "the flag came before the data")

    program = Program([writer, reader], data=Atomic(0), flag=Atomic(0))

    assert explore_all(program, memory="tso").safe


def test_a_thread_reads_its_own_store_early():
    def thread():
        yield store("x", 1)
        return (yield load("x"))

    outcomes = explore_all(Program([thread], x=Atomic(0)), memory="tso").outcomes

    assert {(("x", 1), ("thread", 1))} == {one.values for one in outcomes}


def test_peterson_breaks_under_a_store_buffer_and_a_fence_mends_it():
    broken = explore_all(classics.peterson(), memory="tso")
    mended = explore_all(classics.peterson(fenced=True), memory="tso")

    assert {8} == {len(one.schedule) for one in broken.failures}
    assert "enters where 1 already are" in broken.failures[0].what
    assert mended.safe


# ------------------------------------------------------------------ reductions
def test_symmetry_and_dead_locals_each_shrink_the_search_and_are_told():
    program = classics.bounded_buffer(3, 3)
    full = explore_all(program, symmetry=False, dead_locals=False)
    small = explore_all(program)

    assert () == full.reductions
    assert ("symmetry", "dead locals") == small.reductions
    assert small.states * 5 < full.states
    assert ("dead locals",) == explore_all(classics.peterson()).reductions


def test_a_name_that_is_never_read_again_does_not_multiply_states():
    def thread():
        n = yield load("n")
        yield check(n < 2)
        yield pause()

    def writer():
        yield store("n", 1)

    program = Program([thread, writer], n=0)

    assert explore_all(program).states < explore_all(program, dead_locals=False).states


# ------------------------------------------------------------------ wrong programs
@pytest.mark.parametrize(
    "thread",
    [
        lambda: (yield 3),
        lambda: (yield load("nothing")),
        lambda: (yield lock("n")),
        lambda: (yield wait("c", "n")),
        lambda: (yield load("m")),
        lambda: (yield store("n", [1])),
    ],
)
def test_a_step_that_means_nothing_is_refused(thread):
    with pytest.raises(InvalidInput):
        explore_all(Program([thread], n=0, m=Mutex(), c=Condition()))


def test_a_thread_that_does_something_else_when_started_again_is_refused():
    def thread():
        CALLS.append(1)
        yield store("n", len(CALLS))
        yield choose(1, 2)

    with pytest.raises(InvalidInput, match="the same"):
        explore_all(Program([thread, lambda: (yield store("n", 1))], n=0))


def test_a_semaphore_lets_in_as_many_as_it_counts():
    def thread():
        from oslab.sync import acquire, release

        yield acquire("s")
        yield enter("inside")
        yield leave("inside")
        yield release("s")

    def result(count):
        return explore_all(Program([thread] * 3, s=Semaphore(count), inside=Region(2)))

    assert result(2).safe
    assert 1 == len(result(3).failures)
