"""Charts of what was measured: their alt texts say the finding, and they refuse what is none."""

from __future__ import annotations

import pytest

from oslab.errors import InvalidInput
from oslab.machine import this_machine
from oslab.measurement import Condition, Measurement
from oslab.memory import model, plots
from oslab.memory.records.ladder import Knee, Level

SIZES = (4 << 10, 1 << 20, 64 << 20)


def taken(samples: tuple[float, ...], unit: str = "ns", **says: Condition) -> Measurement:
    return Measurement("something", samples, unit, "invented", this_machine(), says)


LADDER = tuple(
    taken((ns, ns + 1), size_bytes=size, kind=kind, by=by)
    for kind in ("anonymous", "huge")
    for by in ("oslab", "C")
    for size, ns in zip(SIZES, (1.0, 10.0, 150.0), strict=True)
)
REACH = tuple(
    taken((ns,), pages=pages, kind=kind, by="oslab")
    for kind in ("anonymous", "packed")
    for pages, ns in ((16, 1.0), (4096, 40.0))
)
LIMIT = tuple(
    taken(samples, "any", quantity=quantity, limit_mib=4)
    for quantity, samples in {
        "killed at": (3.0,), "step": (100.0, 100.0), "stall": (0.0, 40.0),
        "anonymous": (1 << 20, 2 << 20), "file": (2 << 20, 1 << 20),
    }.items()
)  # fmt: skip


def test_the_ladder_says_what_near_and_far_cost() -> None:
    levels = (Level("L1", 32 << 10, 1.0),)
    step = model.ladder(SIZES, levels, 150.0)
    picture = plots.ladder(LADDER, {"step": step}, levels)

    assert "4 KiB pages 1.00 ns at 4 KiB and 150 ns at 64 MiB" in picture.alt
    assert "model: step" in picture.svg
    assert "L1" in picture.svg
    assert "the C program" in picture.svg


def test_the_reach_of_the_tlb_says_what_more_pages_cost() -> None:
    picture = plots.tlb_reach(REACH, (Level("L1 TLB", 72),))

    assert "4 KiB pages 1.00 ns at 16 and 40.0 ns at 4,096" in picture.alt
    assert "L1 TLB" in picture.svg


def test_counts_stand_beside_what_was_predicted() -> None:
    one = taken((1024, 1025, 1024), "faults", workload="write", kind="minor", predicted=1024)

    assert "write, minor: 1,024 of 1,024" in plots.faults([one]).alt


def test_the_limit_says_when_it_ended_and_what_came_before() -> None:
    picture = plots.memory_limit(LIMIT, model.memory_limit(4, 8, 2, base_mib=0))

    assert "killed at 3 MiB" in picture.alt
    assert "at most 0 % of a step in the first half and 40 % later" in picture.alt


def test_a_kernel_without_psi_has_no_stalls() -> None:
    without = [one for one in LIMIT if one.conditions["quantity"] != "stall"]

    assert "0 % later" in plots.memory_limit(without).alt


@pytest.mark.parametrize(
    "ask",
    [
        lambda: plots.ladder(()),
        lambda: plots.ladder(REACH),
        lambda: plots.ladder(LADDER, {"step": (1.0,)}),
        lambda: plots.ladder(LADDER, levels=(1,)),  # type: ignore[arg-type]
        lambda: plots.tlb_reach(LADDER),
        lambda: plots.faults(LADDER),
        lambda: plots.faults([taken((1,), predicted=1), taken((1,), "faults", predicted=1)]),
        lambda: plots.memory_limit(LADDER),
        lambda: plots.memory_limit(LIMIT[:1]),
        lambda: plots.memory_limit(LIMIT, 1),  # type: ignore[arg-type]
    ],
)
def test_what_is_no_such_measurement_is_refused(ask: object) -> None:
    with pytest.raises(InvalidInput):
        ask()  # type: ignore[operator]


def test_knees_stand_in_a_table_with_their_reasons() -> None:
    found = (
        Knee("L1", 32 << 10, 32 << 10, 48 << 10, "As reported."),
        Knee("L3", 32 << 20, None, None, "It is shared."),
    )
    table = plots.knees(found)

    assert table.caption.endswith("1 of 2 levels")
    assert ("L1", "32 KiB", "32 KiB to 48 KiB", "As reported.") == table.rows[0]
    assert ("L3", "32 MiB", "none", "It is shared.") == table.rows[1]
    assert "36,864" in plots.knees([Knee("L1 TLB", 36864, 72, 80, "Split.")], "entries").rows[0]
    assert plots.knees(()).caption.startswith("This machine does not say")
    with pytest.raises(InvalidInput):
        plots.knees(["L1"])  # type: ignore[list-item]
