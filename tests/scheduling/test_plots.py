"""Charts of measured schedules say in words what they show."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree import ElementTree

import pytest

from oslab.errors import InvalidInput
from oslab.measurement import Machine, Measurement
from oslab.picture import Picture
from oslab.scheduling import plots

MACHINE = Machine("Imaginary 9000", 2, 1 << 30, "6.18", "x86_64", "bare metal", "3.12.1")


def measured(*samples: float, unit: str = "%", **conditions: str | float) -> Measurement:
    return Measurement(
        "one", tuple(map(float, samples)), unit, "by imagination", MACHINE, conditions
    )


SHARES = (measured(75, 76, mix="0, 5", nice=0), measured(25, 24, mix="0, 5", nice=5))
WAITS = (
    measured(0, tasks=1, quantity="share"), measured(50, tasks=2, quantity="share"),
    measured(4, tasks=2, quantity="turn", unit="ms"),
)  # fmt: skip
WAKES = (
    measured(5, 6, 7, load=0, policy="other", program="tasks", unit="us"),
    measured(15, 16, 90, load=4, policy="fifo", program="cyclictest", unit="us"),
)
ANSWERS = (measured(1, 1, 3, setting="fifo", run_us=1000, unit="ms"),)
BORN = (
    measured(0.2, hogs=1, quantity="wait", unit="ms"),
    measured(2, hogs=4, quantity="wait", unit="ms"),
)


@pytest.mark.parametrize(
    ("draw", "said"),
    [
        (
            lambda: plots.share(SHARES, (75.35, 24.65)),
            "nice 0 of 0, 5: predicted 75.3, measured 75.5",
        ),
        (lambda: plots.share(SHARES, (70, 30)), "The largest gap is 5.50 % (nice 0 of 0, 5)"),
        (
            lambda: plots.bandwidth([measured(9.9, budget_ms=10, period_ms=100)]),
            "10 ms in 100: predicted 10.0, measured 9.90",
        ),
        (lambda: plots.inversion([measured(166, protocol="none", unit="ms")], [166]), "none:"),
        (
            lambda: plots.autogroup([measured(50, sessions="two sessions", crowd=3)]),
            "two sessions: predicted 50.0",
        ),
        (
            lambda: plots.autogroup([measured(26, sessions="one session", crowd=3)]),
            "one session: predicted 25.0, measured 26.0",
        ),
        (lambda: plots.slices([measured(4, requests="3, 24", slice_us=24000)], [4]), "24 of 3, 24"),
        (lambda: plots.run_delay(WAITS, (0, 50)), "2: predicted 50, measured 50.0"),
        (lambda: plots.wakeup(WAKES), "fifo, 4 beside it (cyclictest): 16.0, 90.0"),
        (lambda: plots.interactive(ANSWERS), "fifo: 1.00 and 1.00"),
        (lambda: plots.newcomer({"EEVDF": BORN}), "EEVDF (1: 0.200, 4: 2.00)"),
    ],
)
def test_the_alt_text_holds_the_numbers(draw: Callable[[], Picture], said: str) -> None:
    drawn = draw()

    assert said in drawn.alt
    assert ElementTree.fromstring(drawn.svg).tag.endswith("svg")
    assert drawn == draw()


@pytest.mark.parametrize(
    "draw",
    [
        lambda: plots.share((), ()),
        lambda: plots.share(SHARES, (1,)),
        lambda: plots.share(SHARES, (1, "2")),
        lambda: plots.share(WAITS, (1, 2, 3)),
        lambda: plots.run_delay(SHARES, (1, 2)),
        lambda: plots.run_delay(WAITS[2:], ()),
        lambda: plots.wakeup(SHARES),
        lambda: plots.interactive(1),
        lambda: plots.newcomer({}),
        lambda: plots.newcomer({"a": BORN}, quantity="height"),
        lambda: plots.pairs(("a",), SHARES, (1, 2), xlabel="x", what="y"),
    ],
)
def test_other_measurements_are_refused(draw: Callable[[], Picture]) -> None:
    with pytest.raises(InvalidInput):
        draw()
