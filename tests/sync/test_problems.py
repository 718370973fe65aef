"""The classic problems: what is known to be right is proven so, what is not is told why."""

import pytest

from oslab.errors import InvalidInput
from oslab.sync import Mutex, Solution, lock, model, unlock
from oslab.sync.model import barber, barrier, dining, readers_writers, smokers
from oslab.sync.model.dining import REMEDIES
from oslab.sync.model.readers_writers import RULES, SOLUTIONS


@pytest.mark.parametrize("number", [2, 4])
@pytest.mark.parametrize("remedy", REMEDIES)
def test_of_the_remedies_only_three_let_everybody_eat_for_ever(remedy, number):
    verdict = dining(remedy, number)
    good = {"lower number first", "one left-handed", "one seat less"}

    assert verdict.right == (remedy in good or (number, remedy) == (2, "one eats at a time"))
    assert bool(verdict.result.deadlocks) == (remedy == "none")


def test_what_ails_the_other_remedies_is_said():
    assert any("may starve" in one for one in dining("both forks at once").wrong)
    assert any("may starve" in one for one in dining("try and give back").wrong)
    assert ("two never eat at once",) == dining("one eats at a time").wrong


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("solution", SOLUTIONS)
def test_each_solution_of_readers_and_writers_keeps_its_own_rule_alone(rule, solution):
    assert readers_writers(solution, rule).right == (rule == solution)


@pytest.mark.parametrize("parties", [2, 3])
def test_a_barrier_of_one_gate_lets_a_fast_thread_through_twice(parties):
    verdict = barrier("one gate", parties)

    assert not verdict.right
    assert verdict.result.of("invariant")
    assert barrier("two gates", parties).right


def test_smokers_who_take_both_things_themselves_deadlock():
    verdict = smokers("take both")

    assert not verdict.right
    assert verdict.result.deadlocks
    assert smokers("helpers").right


@pytest.mark.parametrize("chairs", [1, 2])
def test_the_barbers_customers_neither_share_a_chair_nor_wait_in_vain(chairs):
    assert barber("four semaphores", chairs).right
    assert barber("two semaphores", chairs).result.failures
    assert barber("no lock", chairs).result.races


def test_a_readers_own_solution_is_judged_like_a_known_one():
    def take(me, number):
        for fork in sorted([me, (me + 1) % number], reverse=True):
            yield lock(f"fork {fork}")

    def put(me, number):
        for fork in (me, (me + 1) % number):
            yield unlock(f"fork {fork}")

    assert dining(Solution(take=take, put=put), 3).right


def test_a_solution_that_does_nothing_lets_neighbours_eat_together():
    def nothing(me, number):
        yield from ()

    verdict = dining(Solution(take=nothing, put=nothing), 3)

    assert not verdict.right
    assert verdict.result.of("invariant")


def test_hints_come_one_by_one():
    given = [dining("none", 2, hint).hint for hint in range(4)]

    assert "" == given[0]
    assert 4 == len(set(given))
    with pytest.raises(InvalidInput, match="hint"):
        dining("none", 2, 4)


def test_a_solution_that_lacks_a_piece_is_refused():
    with pytest.raises(InvalidInput, match="take, put"):
        dining(Solution(table=Mutex()))
    with pytest.raises(InvalidInput, match="lower number first"):
        dining("wish hard")


FIRST = {
    "seat_philosophers": "deadlock", "admit_readers": "failure", "open_shop": "failure",
    "call_smokers": "deadlock", "meet_again": "invariant",
}  # fmt: skip


@pytest.mark.parametrize("name", FIRST)
def test_each_first_attempt_is_wrong_and_shown_so(name):
    verdict = getattr(model, name)()

    assert not verdict.right
    assert f"The shortest way to the {FIRST[name]}:" == verdict.telling
    assert [1, 2, 3] == [number for number in (1, 2, 3) if getattr(model, name)(hint=number).hint]
    with pytest.raises(InvalidInput, match="hint"):
        getattr(model, name)(hint=4)


def test_a_rule_is_told_with_the_task():
    assert "Nobody starves." in readers_writers("fair", "fair").problem
    assert "while a writer waits" in readers_writers("fair", "writers first").problem


def test_no_rule_is_fair_where_others_may_always_come_first():
    assert ("writer",) == readers_writers("readers first", "readers first").starving
    assert () == readers_writers("fair", "fair").starving
    for rule in RULES:
        verdict = readers_writers(rule, rule, fairness="weak")
        assert not verdict.right
        assert ("reader", "writer") == verdict.starving
