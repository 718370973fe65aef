"""Channels: the two-parameter model against numbers worked out by hand, and real channels."""

import math
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oslab.errors import InvalidInput
from oslab.machine import this_machine
from oslab.measurement import Measurement
from oslab.processes import measure, metrics, model, plots, view
from oslab.processes.measure.channels import CHANNELS, LARGEST, pair
from oslab.processes.measure.sandbox import beside, in_a_child
from oslab.processes.records.communication import TransferCost

SIZES = (64, 1_024, 65_536, 2**20)


@given(st.floats(1, 1e6), st.floats(0, 100))
def test_a_straight_line_is_found_again(latency_ns, ns_per_byte):
    times = [latency_ns + ns_per_byte * size for size in SIZES]
    cost = metrics.transfer_cost("line", SIZES, times)

    assert latency_ns == pytest.approx(cost.latency_ns, rel=1e-3, abs=0.01 * times[0])
    assert metrics.worst_gap(cost, SIZES, times) == pytest.approx(1, abs=1e-3)


def test_the_crossing_is_where_arithmetic_puts_it():
    slow = TransferCost("pipe", 20_000, 1.0)
    fast = TransferCost("shared", 60_000, 0.2)

    assert 50_000 == pytest.approx(metrics.crossover(slow, fast))
    assert None is metrics.crossover(slow, TransferCost("worse", 60_000, 2.0))
    assert 20_000 == metrics.half_size(slow)
    assert math.inf == metrics.half_size(TransferCost("reference", 10, 0))


def test_a_measured_crossing_is_read_off_between_points():
    # On logarithmic axes 1:2 at 100 bytes and 2:1 at 10,000 meet at 1,000.
    assert 1_000 == pytest.approx(metrics.crossing((100, 10_000), (1, 2), (2, 1)))
    assert None is metrics.crossing((100, 10_000), (1, 2), (2, 3))


def test_the_figure_marks_the_crossing():
    curves = model.communication(
        copy_latency_us=20, copy_mb_per_s=1_000, share_latency_us=60, share_mb_per_s=5_000
    )

    assert "Below 48.8 KiB copied by the kernel is faster" in view.communication(curves).alt


@pytest.mark.parametrize("wrong", [-1, math.nan, math.inf, "1", None])
def test_nonsense_is_refused_by_name(wrong):
    with pytest.raises(InvalidInput, match="copy_latency_us"):
        model.communication(copy_latency_us=wrong)
    with pytest.raises(InvalidInput, match="sizes"):
        measure.communication(sizes=(wrong,))


@pytest.mark.kernel
@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize("size", [1, 70_000, LARGEST])
def test_what_goes_in_comes_out(channel, size):
    message = os.urandom(size)

    def there_and_back():
        ours, theirs = pair(channel)
        if channel == "queue.Queue":
            ours.send(message)
            theirs.send(theirs.receive(size))
            return bytes(ours.receive(size)) == message

        def answer():
            theirs.send(theirs.receive(size))
            theirs.receive(1)  # stay until the sandbox ends: a feeder may still be sending

        beside(answer)
        ours.send(message)
        return bytes(ours.receive(size)) == message

    assert in_a_child(there_and_back)


@pytest.mark.kernel
@pytest.mark.parametrize("channel", CHANNELS)
def test_both_ways_are_kept_apart(channel):
    def crossing_messages():
        ours, theirs = pair(channel)
        ours.send(b"out")
        theirs.send(b"back")
        return [bytes(theirs.receive(3)).decode(), bytes(ours.receive(4)).decode()]

    assert ["out", "back"] == in_a_child(crossing_messages)


@pytest.mark.kernel
def test_bytes_cost_cpu_time_except_where_a_reference_is_handed_over():
    taken = measure.communication(
        channels=("pipe", "multiprocessing.Queue", "queue.Queue"),
        sizes=(64, 2**20), messages=10, repeats=2,
    )  # fmt: skip

    def cpu(channel, size):
        return plots.chosen(taken, quantity="CPU time", channel=channel, message_bytes=size).minimum

    assert cpu("pipe", 64) < cpu("pipe", 2**20)
    assert cpu("queue.Queue", 2**20) < cpu("multiprocessing.Queue", 2**20)


def test_two_straight_channels_cross_where_their_lines_and_their_points_do():
    taken = tuple(
        Measurement(
            name=channel, samples=(latency + size * slope,), unit="ns", method="made up.",
            machine=this_machine(),
            conditions={"channel": channel, "message_bytes": size, "quantity": "time"},
        )
        for channel, latency, slope in (("slow start", 60_000, 0.2), ("slow bytes", 20_000, 1))
        for size in SIZES
    )  # fmt: skip
    lines, points, gap = plots.crossings(taken, "slow start", "slow bytes")

    assert 50_000 == pytest.approx(lines)
    assert 1_024 < points < 65_536
    assert 1 == pytest.approx(gap)
    with pytest.raises(InvalidInput, match="second"):
        plots.crossings(taken[:-1], "slow start", "slow bytes")
