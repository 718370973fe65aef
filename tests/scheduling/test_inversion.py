"""Priority inversion in the model, in the set-ups that were measured on a kernel."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oslab.scheduling import metrics, model, view
from oslab.scheduling.records import Event, Job, Schedule, Slice
from oslab.scheduling.view.inversion import _spans as spans

SET_UPS = [(20, 150), (20, 300), (50, 100)]


@pytest.mark.parametrize(("set_up", "without", "lent"), [
    (SET_UPS[0], 166, 16), (SET_UPS[1], 316, 16), (SET_UPS[2], 146, 46),
])  # fmt: skip
def test_the_waits_are_those_that_a_kernel_gave(set_up, without, lent):
    """SCHED_FIFO threads on Linux: 166, 316, 146 ms, and with inheritance 16, 16, 46."""
    section, middle = set_up

    waited = [
        metrics.blocked(
            model.inversion(protocol=name, section_ms=section, middle_ms=middle)
        )["high"]
        for name in ("none", "inheritance", "ceiling")
    ]  # fmt: skip
    assert [without, lent, 0] == waited


def test_under_a_ceiling_high_waits_too_but_for_the_cpu():
    schedule = model.inversion(protocol="ceiling")

    assert 16 == metrics.waiting(schedule)["high"]
    assert "low 0-20, high 20-21, middle 21-171" == str(schedule)


@given(st.integers(1, 60), st.integers(0, 60), st.integers(1, 40), st.integers(0, 40))
def test_with_a_protocol_the_middle_job_is_nothing_to_high(section, middle, asks, middle_at):
    """High waits for what is left of the section at most, however long middle computes."""
    given_ = {"section_ms": section, "asks_ms": asks, "middle_at_ms": middle_at}
    for protocol in ("inheritance", "ceiling"):
        schedule = model.inversion(protocol=protocol, middle_ms=middle, **given_)

        assert metrics.turnaround(schedule)["high"] - 1 <= section
    without = model.inversion(protocol="none", middle_ms=middle, **given_)
    assert metrics.turnaround(without)["high"] - 1 <= section + middle


def test_the_names_of_posix_mean_the_same():
    assert model.inversion(protocol="inherit") == model.inversion(protocol="inheritance")
    assert model.inversion(protocol="protect") == model.inversion(protocol="ceiling")


def test_pathfinder_is_reset_without_a_protocol_and_not_with_one():
    """Reeves: bc_sched finds bc_dist undone in the next cycle; inheritance was the repair."""
    lost = model.pathfinder()

    assert Event(250, "reset", "bus schedule", "bus distribution#2") == lost.events[-1]
    assert 250 == lost.end
    for protocol in ("inheritance", "ceiling"):
        kept = model.pathfinder(protocol=protocol)
        assert not [event for event in kept.events if event.kind == "reset"]
        assert () == metrics.deadline_misses(kept)


def test_pathfinder_flew_well_while_communications_was_short():
    """That is why tests on the ground rarely saw it."""
    resets = [
        bool([one for one in model.pathfinder(communications_ms=ms).events if one.kind == "reset"])
        for ms in range(0, 201, 10)
    ]

    assert resets == sorted(resets)
    assert {False, True} == set(resets)


# ------------------------------------------------------------------ pictures
def test_the_picture_says_who_ran_while_high_waited():
    alt = view.inversion(model.inversion()).alt

    assert "high waited 166 ms for a lock; meanwhile ran: middle 150, low 16." == alt


def test_a_kernel_record_is_drawn_by_the_same_picture_in_ms():
    jobs = (Job("high", 4_000_000, 1_000_000), Job("low", 0, 20_000_000))
    rows = (Slice("low", 0, 0, 20_500_000), Slice("high", 0, 20_500_000, 21_500_000))
    waited = (Slice("high", -1, 4_000_000, 20_500_000, "lock"),)
    picture = view.inversion(Schedule(jobs, rows, waited, unit="ns", source="a machine"))

    assert "high waited 16.5 ms for a lock; meanwhile ran: low 16.5." == picture.alt
    assert ">20</text>" in picture.svg


def test_a_thread_that_says_late_that_it_let_go_held_the_lock_no_longer():
    """It could log that only once it ran again; the frame ends where the next one begins."""
    jobs = (Job("high", 4, 1), Job("low", 0, 6))
    rows = (Slice("low", 0, 0, 5), Slice("high", 0, 5, 6), Slice("low", 0, 6, 7))
    said = (Event(0, "lock", "low", "m"), Event(5, "lock", "high", "m"),
            Event(6, "unlock", "high", "m"), Event(7, "unlock", "low", "m"))  # fmt: skip
    schedule = Schedule(jobs, rows, events=said)

    assert [("low", "m", 0, 5), ("high", "m", 5, 6)] == spans(schedule, "lock", "unlock")


def test_the_picture_says_what_was_lent():
    alt = view.inversion(model.inversion(protocol="inheritance")).alt

    assert "low acted as high from 4 to 20." in alt


def test_the_picture_of_pathfinder_ends_with_the_reset():
    picture = view.inversion(model.pathfinder())

    assert "At 250 ms bus distribution#2 was not done: the computer was reset." in picture.alt
    assert ">reset<" in picture.svg


def test_misses_are_counted_and_drawn():
    picture = view.deadlines(model.periodic())

    assert "1 of 13 deadlines are missed, the first at 80: P2#1 ends 5 ticks late." in picture.alt
    assert "All 13 deadlines are met." in view.deadlines(
        model.periodic(policy="EarliestDeadline")
    ).alt  # fmt: skip


def test_a_release_that_never_ended_is_said_to_be_undone():
    job = Job("P#1", 0, 5, deadline=4, period=4, task="P")
    alt = view.deadlines(Schedule((job,), (Slice("P#1", 0, 0, 3),), end=9)).alt

    assert "1 of 1 deadlines are missed, the first at 4: P#1 is not done." in alt


def test_the_picture_of_bandwidth_says_what_each_got_beside_what_it_reserved():
    alt = view.bandwidth(model.bandwidth()).alt

    assert alt.startswith("greedy got 30 % of the CPU (reserved 30 %); control got 50 % ")
    assert "No periodic release is late." in alt


def test_frames_of_live_figures_stay_small():
    pictures = [
        view.inversion(model.inversion()), view.inversion(model.pathfinder()),
        view.deadlines(model.periodic(until=240)), view.bandwidth(model.bandwidth(until=40)),
    ]  # fmt: skip

    assert max(len(picture.svg) for picture in pictures) < 8_000
