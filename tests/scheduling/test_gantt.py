"""The Gantt chart says what came out, shows idle time, and draws any maker's schedule."""

import pytest

from oslab.errors import InvalidInput
from oslab.scheduling import Fifo, Job, RoundRobin, Schedule, Slice, model, simulate, view
from oslab.scheduling.view.gantt import rows


def test_the_alt_text_says_the_finding_and_who_ran_when():
    picture = view.gantt(model.schedule(jobs="A 0 3, B 1 2, C 8 1", policy="Fifo"))

    assert (
        "3 jobs on one CPU under Fifo(). Ready but not running: 0.67 ticks on average, "
        "2 at worst (B). Idle: 3 ticks. A 0-3, B 3-5, C 8-9." == picture.alt
    )


def test_idle_time_is_named_in_the_picture():
    assert ">idle<" in view.gantt(simulate([Job("A", 5, 5)], Fifo())).svg
    assert ">idle<" not in view.gantt(simulate([Job("A", 0, 5)], Fifo())).svg


def test_releases_of_a_periodic_job_share_a_row():
    schedule = simulate([Job("A", 0, 1, period=4), Job("B", 0, 1, period=4)], Fifo(), until=16)

    assert ("A", "B") == rows(schedule)


def test_missed_deadlines_are_told():
    picture = view.gantt(simulate([Job("A", 0, 5), Job("B", 0, 1, deadline=3)], Fifo()))

    assert "Missed deadlines: B." in picture.alt


def test_what_a_kernel_did_is_drawn_by_the_same_view():
    watched = Schedule((Job("python", 0, 900),), (Slice("python", 0, 100, 1_000),), unit="ns")

    assert "One job on one CPU. Ready but not running: 100 ns" in view.gantt(watched).alt


def test_too_much_to_draw_is_refused():
    schedule = simulate([Job("A", 0, 2_000), Job("B", 0, 2_000)], RoundRobin(1))

    with pytest.raises(InvalidInput, match="2000 slices"):
        view.gantt(schedule)
