"""Pictures say what they show, and hold every step, outcome and state."""

import pytest

from oslab.errors import InvalidInput
from oslab.sync import Atomic, Program, choose, explore_all, load, pause, run, store
from oslab.sync.model import (
    buffer,
    classics,
    dining,
    moment,
    race,
    readers_writers,
    smokers,
    state_graph,
    trap,
    wait_for,
)
from oslab.sync.view import (
    exploration,
    findings,
    lanes,
    outcomes,
    verdict,
)
from oslab.sync.view import moment as draw_moment
from oslab.sync.view import state_graph as draw_states
from oslab.sync.view import wait_for as draw_waits


def pauses():
    for _ in range(70):
        yield pause()


def test_lanes_have_a_box_a_step_and_tell_them_in_words():
    history = run(classics.lost_update(2, 2), 3)
    drawn = lanes(history)

    assert len(history.steps) == drawn.svg.count("<rect")
    assert all(str(step) in drawn.alt for step in history.steps)
    assert "n=" in drawn.alt


def test_a_moment_shows_the_past_in_full_and_the_rest_faint():
    history = run(classics.lost_update(2, 2), 3)

    for now in range(len(history.steps) + 1):
        drawn = draw_moment(moment(history, now))
        assert len(history.steps) - now == drawn.svg.count('opacity="0.18"')


def test_a_moment_says_who_waits_for_whom():
    told = explore_all(classics.philosophers(2)).deadlocks[0].history

    drawn = draw_moment(moment(told, 2))

    assert "nobody can go on" in drawn.svg
    assert 2 == drawn.svg.count(", held by philosopher")


def test_outcomes_are_shares_of_all_schedules():
    drawn = outcomes(explore_all(classics.lost_update()))

    assert "6 schedules, 2 outcomes. n=1: 4 (66.7 %); n=2: 2 (33.3 %)" in drawn.alt


def test_outcomes_too_many_to_count_in_floats_still_have_shares():
    result = explore_all(classics.lost_update(2, 15))

    assert "%" in outcomes(result).alt
    assert "e17 schedules" not in outcomes(result).alt


def test_outcomes_behind_a_loop_are_not_given_a_share():
    assert "infinitely many" in outcomes(explore_all(classics.peterson(rounds=1))).alt


def test_a_count_among_infinitely_many_schedules_has_no_share():
    def polls():
        if (yield choose(True, False)):
            while not (yield load("ready")):
                pass
            return "saw it"

    def makes():
        yield store("ready", True)

    drawn = outcomes(explore_all(Program([polls, makes], ready=Atomic(False))))

    assert "ready=True: 2;" in drawn.alt
    assert "%" not in drawn.svg
    assert ">2 schedules<" in drawn.svg


def test_findings_draw_the_shortest_and_say_so_where_there_is_none():
    assert "lost wake-up" in findings(buffer("one condition for two roles")).alt
    assert "Nothing can go wrong." in findings(buffer("right")).svg
    assert "One way to go wrong" in verdict(explore_all(classics.lost_update())).svg


def test_a_search_cut_short_is_never_drawn_as_safe():
    drawn = verdict(explore_all(classics.philosophers(8), most_states=50))

    assert "Nothing can go wrong" not in drawn.svg
    assert "cut short" in drawn.svg


def test_a_state_graph_has_a_dot_a_state_and_a_line_a_step():
    record = state_graph(classics.lost_update())
    drawn = draw_states(record)

    assert (12, 14) == (len(record.nodes), len(record.edges))
    assert 12 == drawn.svg.count("<circle")
    assert "2 finished" in drawn.alt


def test_a_program_with_too_many_states_is_not_drawn():
    with pytest.raises(InvalidInput, match="80 states"):
        state_graph(classics.philosophers(5))
    with pytest.raises(InvalidInput, match="60 steps"):
        lanes(run(Program([pauses]), 0))


def test_a_wait_for_graph_has_a_box_a_thread_and_names_the_cycle():
    told = explore_all(classics.philosophers(4)).deadlocks[0].history
    drawn = draw_waits(wait_for(told))

    assert 4 == drawn.svg.count("<rect")
    assert "A cycle: philosopher 0" in drawn.alt


def test_an_exploration_says_how_it_ends_and_the_shortest_way_to_break_it():
    drawn = exploration(race(2, 2))

    assert "70 schedules, 3 outcomes" in drawn.svg
    assert "Wrong end, after 8 steps" in drawn.svg
    assert "Also: Data race" in drawn.svg
    assert 8 == drawn.svg.count("load n →") + drawn.svg.count("store n ←")


def test_an_exploration_cut_short_says_that_it_proves_nothing():
    drawn = exploration(explore_all(classics.philosophers(8), most_states=50))

    assert "proves nothing" in drawn.alt
    assert "Nothing can go wrong" not in drawn.svg


def test_a_schedule_too_long_for_lanes_is_told_in_words():
    result = explore_all(classics.lost_update(2, 16), at_end=lambda shared: shared["n"] == 32)
    drawn = exploration(result)

    assert "Wrong end, after 64 steps" in drawn.svg
    assert "load n →" not in drawn.svg


def test_starvation_is_drawn_once_round_the_loop():
    (found,) = trap("starvation").starvation
    drawn = exploration(trap("starvation"))

    assert found.once_round.states[len(found.history.steps)] == found.once_round.states[-1]
    assert f"Steps 1 to {len(found.loop)} may repeat for ever" in drawn.svg
    assert len(found.loop) == drawn.svg.count("<rect")


def test_a_state_graph_counts_the_schedules_that_lead_to_each_state():
    drawn = draw_states(state_graph(classics.lost_update()))

    assert "n=2: 2, n=1: 4" in drawn.alt
    assert ">4</text>" in drawn.svg


def test_the_verdict_on_a_solution_tells_task_hint_fault_and_the_way_to_it():
    drawn = verdict(dining("none", 3, 1))

    for words in ("Not solved yet.", ">Hint: ", "held by", "The shortest way to the deadlock:"):
        assert words in drawn.svg
    assert "3 philosopher 2: lock(fork 2)" in drawn.alt
    assert "Solved." in verdict(dining("lower number first", 3)).svg


def test_of_starvation_one_round_of_the_loop_is_drawn_also_where_a_rule_allows_it():
    ruled = readers_writers("readers first", "readers first")
    starved = dining("try and give back", 3)

    assert "may come again and again for ever" in ruled.telling
    for one in (ruled, starved):
        assert "again and again" in verdict(one).svg
        assert one.shown.states[-1] in one.shown.states[:-1]


def test_a_long_list_of_faults_is_cut():
    assert "more like it" in verdict(smokers("take both")).svg
