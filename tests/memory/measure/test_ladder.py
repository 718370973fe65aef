"""What a load costs: orders that hold on any machine, however busy."""

from __future__ import annotations

import os

import pytest

from oslab.errors import InvalidInput, Unavailable
from oslab.measurement import Measurement
from oslab.memory import measure
from oslab.memory.measure.chase import OSLAB, C
from oslab.memory.measure.tlb_reach import PACKED
from oslab.memory.records.ladder import Level


@pytest.fixture(scope="module")
def ladder() -> tuple[Measurement, ...]:
    before = os.sched_getaffinity(0)
    told: list[tuple[int, int]] = []
    try:
        taken = measure.ladder(
            sizes=(8 << 10, 16 << 10, 32 << 20), repeats=3,
            progress=lambda done, all_: told.append((done, all_)),
        )  # fmt: skip
    except Unavailable as cannot:
        pytest.skip(str(cannot))
    assert [(1, 3), (2, 3), (3, 3)] == told
    assert before == os.sched_getaffinity(0)
    return taken


@pytest.mark.kernel
def test_a_load_from_far_costs_more_than_a_load_from_near(
    ladder: tuple[Measurement, ...],
) -> None:
    sizes, latencies = measure.ladder_points(ladder)

    assert (8 << 10, 16 << 10, 32 << 20) == sizes
    assert latencies[2] > 3 * latencies[0] > 0


@pytest.mark.kernel
@pytest.mark.needs("gcc")
def test_the_c_program_agrees(ladder: tuple[Measurement, ...]) -> None:
    """FACTS' bounds are 5, 15 and 25 %, on a quiet machine: `make bench` holds them."""
    ours, theirs = (measure.ladder_points(ladder, by=by)[1] for by in (OSLAB, C))

    assert all(1 / 3 < a / b < 3 for a, b in zip(ours, theirs, strict=True)), (ours, theirs)


@pytest.mark.kernel
def test_the_three_ways_cost_the_same_while_the_first_tlb_holds_them() -> None:
    try:
        taken = measure.tlb_reach(pages=(8, 16, 8192), repeats=5)
    except Unavailable as cannot:
        pytest.skip(str(cannot))
    kinds = {str(one.conditions["kind"]) for one in taken}
    assert {"anonymous", PACKED} <= kinds
    pages, added = measure.translation_cost(taken)
    near = min(one.minimum for one in taken if one.conditions["pages"] == 8)

    assert (8, 16, 8192) == pages
    assert added[0] < near  # no translation to speak of
    assert added[2] > 2 * added[0]


def invented(pages: int, kind: str, ns: float, like: Measurement) -> Measurement:
    says = {"pages": pages, "kind": kind, "by": OSLAB}
    return Measurement("load", (ns,), "ns", "invented", like.machine, says)


@pytest.mark.kernel
def test_huge_pages_that_a_host_splits_are_called_so(
    ladder: tuple[Measurement, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    from oslab.memory.measure import reported

    monkeypatch.setattr(reported, "reported_tlbs", lambda kind="": (Level("L1 TLB", 64),))
    steps = {16: 1.0, 32: 1.0, 64: 1.0, 128: 3.0, 256: 3.0}
    packed = [invented(n, PACKED, 1.0, ladder[0]) for n in steps]
    split = [invented(n, "huge", ns, ladder[0]) for n, ns in steps.items()]
    whole = [invented(n, "huge", 1.0, ladder[0]) for n in steps]

    (knee,) = measure.tlb_knees([*packed, *split], "huge")
    assert (64, 64 * 512) == (knee.found, knee.reported)
    assert "host" in knee.why
    (knee,) = measure.tlb_knees([*packed, *whole], "huge")
    assert (None, False) == (knee.found, knee.agrees)


@pytest.mark.kernel
def test_a_machine_that_hides_its_levels_has_no_knees_to_compare(
    ladder: tuple[Measurement, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    from oslab.memory.measure import reported

    monkeypatch.setattr(reported, "reported_caches", lambda: (Level("L1", 32 << 10),))
    assert [one.name for one in measure.knees(ladder)] == ["L1"]

    def hidden(kind: str = "") -> tuple[Level, ...]:
        raise Unavailable("the CPU's own word on its TLBs", "Ask an x86 CPU.")

    monkeypatch.setattr(reported, "reported_tlbs", hidden)
    pages = [invented(n, kind, 1.0, ladder[0]) for n in (16, 32) for kind in (PACKED, "anonymous")]
    assert measure.knees(pages, "anonymous") == ()


def test_the_machine_reports_caches_of_rising_size() -> None:
    try:
        capacities = [one.capacity for one in measure.reported_caches()]
    except Unavailable as cannot:
        pytest.skip(str(cannot))
    assert sorted(capacities) == capacities


@pytest.mark.parametrize(
    "asked",
    [
        {"sizes": (100,)}, {"sizes": (4097,)}, {"sizes": ()}, {"kinds": ("tiny",)}, {"kinds": ()},
        {"c": 1}, {"repeats": 0}, {"progress": 1},
    ],
)  # fmt: skip
def test_ladders_that_cannot_be_are_refused(asked: dict[str, object]) -> None:
    with pytest.raises(InvalidInput):
        measure.ladder(**asked)  # type: ignore[arg-type]


@pytest.mark.parametrize("asked", [{"pages": (1,)}, {"pages": ()}, {"c": None}, {"repeats": 0}])
def test_reaches_that_cannot_be_are_refused(asked: dict[str, object]) -> None:
    with pytest.raises(InvalidInput):
        measure.tlb_reach(**asked)  # type: ignore[arg-type]


@pytest.mark.kernel
def test_a_level_costs_more_than_the_one_before(ladder: tuple[Measurement, ...]) -> None:
    try:
        levels, beyond = measure.ladder_levels(ladder)
    except Unavailable as cannot:
        pytest.skip(str(cannot))

    assert levels[0].latency is not None
    assert 0 < levels[0].latency < beyond
    assert [one.capacity for one in levels] == sorted(one.capacity for one in levels)


@pytest.mark.kernel
@pytest.mark.needs("gcc")
def test_agreement_is_the_ratio_of_both_programs(ladder: tuple[Measurement, ...]) -> None:
    try:
        agreement = measure.ladder_agreement(ladder)
    except Unavailable as cannot:
        pytest.skip(str(cannot))
    ours, theirs = (measure.ladder_points(ladder, by=by)[1] for by in (OSLAB, C))

    assert "memory" == agreement[-1].conditions["level"]
    assert (ours[-1] / theirs[-1],) == agreement[-1].samples
    assert 0.25 == agreement[-1].conditions["bound"]
