"""What fork costs: counts the model gives exactly, times the kernel gives, and their order."""

import os
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oslab import recording
from oslab.errors import InvalidInput, Unavailable
from oslab.linux import memory
from oslab.measurement import Measurement
from oslab.processes import measure, metrics, model, plots, view
from oslab.processes.records.fork_cost import KINDS, ForkCost, Line
from oslab.recording import Answer

MIB = 1 << 20


@pytest.mark.parametrize(
    ("mib", "kind", "tables", "entries", "source"),
    [
        (1024, "anonymous", 512, 262_144, "copy_pte_range: every present entry"),
        (1024, "huge", 512, 512, "copy_huge_pmd: one entry, one deposited table"),
        (1024, "shared file", 0, 0, "vma_needs_copy: no anon_vma, nothing to copy"),
        (3, "anonymous", 2, 768, "the last table is only half full"),
        (0, "anonymous", 0, 0, "no memory, no tables"),
    ],
)
def test_the_model_counts_what_the_kernel_source_copies(
    mib: int, kind: str, tables: int, entries: int, source: str
) -> None:
    record = model.fork_cost(mib, kind)
    assert (tables, entries) == (record.tables, record.entries), source


def test_the_prediction_is_base_and_entries_and_tables() -> None:
    record = model.fork_cost(4, "anonymous", entry_ns=100, table_ns=1000, base_us=7)
    assert 7_000 + 1024 * 100 + 2 * 1000 == record.predicted_ns


def test_a_line_through_points_on_a_line_is_that_line() -> None:
    line = metrics.fitted_line([(x, 5 + 3.0 * x) for x in (0, 1, 10, 1000)])
    assert (5, 3) == (pytest.approx(line.start), pytest.approx(line.slope))
    assert 0 == pytest.approx(metrics.largest_gap(line, [(2, 11), (4, 17)]))
    assert 0.5 == metrics.largest_gap(Line(0, 1), [(2, 2), (2, 4)])


@given(st.lists(st.tuples(st.integers(0, 1000), st.floats(1, 1e4)), min_size=2, max_size=8))
def test_no_other_slope_fits_better(points: list[tuple[float, float]]) -> None:
    if len({x for x, _ in points}) < 2:
        with pytest.raises(InvalidInput, match="different x"):
            metrics.fitted_line(points)
        return
    best = metrics.fitted_line(points)

    def loss(line: Line) -> float:
        return sum(((line.at(x) - y) / y) ** 2 for x, y in points)

    for factor in (0.99, 1.01):
        worse = Line(best.start * factor, best.slope)
        assert loss(best) <= loss(worse) * (1 + 1e-6) + 1e-9


@pytest.fixture(scope="module")
def found() -> tuple[Measurement, ...]:
    kinds = KINDS if memory.huge_pages() else ("anonymous", "shared file")
    return measure.fork_cost(sizes=(2 * MIB, 64 * MIB), kinds=kinds, repeats=3)


def fastest(found: Sequence[Measurement], **conditions: str | int) -> float:
    return measure.matching(found, **conditions)[0].minimum


@pytest.mark.kernel
@pytest.mark.parametrize("by", ["Python", "C"])
def test_a_bigger_anonymous_parent_takes_longer_to_fork(
    found: tuple[Measurement, ...], by: str
) -> None:
    of = {"kind": "anonymous", "call": "fork", "by": by}
    assert fastest(found, area_bytes=64 * MIB, **of) > 2 * fastest(found, area_bytes=2 * MIB, **of)


@pytest.mark.kernel
def test_what_copies_no_entries_hardly_notices_the_size(found: tuple[Measurement, ...]) -> None:
    big = 64 * MIB
    anonymous = fastest(found, area_bytes=big, kind="anonymous", call="fork", by="Python")
    assert fastest(found, area_bytes=big, kind="shared file", by="Python") < anonymous
    assert fastest(found, area_bytes=big, call="posix_spawn") < anonymous
    assert fastest(found, area_bytes=big, call="vfork") < anonymous / 10
    if memory.huge_pages():
        assert fastest(found, area_bytes=big, kind="huge", by="Python") < anonymous


@pytest.mark.kernel
def test_an_entry_costs_python_what_it_costs_c(found: tuple[Measurement, ...]) -> None:
    def entry(taken: tuple[Measurement, ...], by: str) -> float:
        of = {"kind": "anonymous", "call": "fork", "by": by}
        small, big = (fastest(taken, area_bytes=size * MIB, **of) for size in (2, 64))
        return big - small

    ratio = entry(found, "Python") / entry(found, "C")
    for _ in range(5):  # frames may lie otherwise for one of the two, beside other work
        if 2 / 3 < ratio < 3 / 2:
            break
        again = measure.fork_cost(sizes=(2 * MIB, 64 * MIB), kinds=("anonymous",), repeats=3)
        ratio = entry(again, "Python") / entry(again, "C")
    assert 2 / 3 < ratio < 3 / 2


@pytest.mark.kernel
def test_strewn_frames_make_an_entry_dearer() -> None:
    order, random = measure.fork_layout(repeats=3)
    assert ("in order", "at random") == (order.conditions["filled"], random.conditions["filled"])
    assert order.minimum < random.minimum


@pytest.mark.kernel
def test_the_tables_the_kernel_counts_are_those_of_the_model(
    found: tuple[Measurement, ...],
) -> None:
    small, big = (
        measure.matching(found, area_bytes=size, kind="anonymous", call="fork", by="C")[0]
        for size in (2 * MIB, 64 * MIB)
    )
    more = int(big.conditions["page_table_bytes"]) - int(small.conditions["page_table_bytes"])
    expected = (model.fork_cost(64).tables - model.fork_cost(2).tables) * 4096
    assert expected == pytest.approx(more, abs=4 * 4096)


@pytest.mark.kernel
def test_an_interpreter_costs_more_to_fork_than_a_small_c_program() -> None:
    by_name = {one.conditions["by"]: one for one in measure.fork_base(repeats=3)}
    assert by_name["a small C program"].minimum < by_name["a bare interpreter"].minimum
    assert len(by_name) == 3


@pytest.mark.kernel
def test_no_process_is_left_behind(found: tuple[Measurement, ...]) -> None:
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_memory_that_is_not_there_says_so() -> None:
    with pytest.raises(Unavailable, match="at most"):
        measure.fork_cost(sizes=(1 << 36,))


@pytest.mark.kernel
def test_the_chart_says_the_finding(found: tuple[Measurement, ...]) -> None:
    rows = measure.matching(found, kind="anonymous", call="fork", by="Python")
    picture = plots.fork_cost({"anonymous": rows}, {"anonymous": [(2 * MIB, 1e6), (64 * MIB, 1e7)]})
    assert "this kernel: anonymous" in picture.alt
    assert "at 64 MiB" in picture.alt


@pytest.mark.parametrize("kind", KINDS)
def test_the_picture_says_the_finding_and_stays_small(kind: str) -> None:
    picture = view.fork_cost(model.fork_cost(1024, kind))
    assert f"1,024 MiB {kind}" in picture.alt
    assert len(picture.svg) < 6_000


def test_the_points_of_a_line_are_entries_and_least_times() -> None:
    kept = recording.load("processes.fork_cost").measurements
    largest = measure.matching(kept, kind="anonymous", call="fork", by="C")[-1]
    assert ((262_144, largest.minimum),) == measure.entry_points([largest])


def test_the_table_has_a_row_a_size_and_one_of_the_recording() -> None:
    kept = recording.load("processes.fork_cost")
    table = plots.fork_times(Answer(kept.measurements, True, "here"), kept)
    sizes = {one.conditions["area_bytes"] for one in kept.measurements}
    assert len(sizes) + 1 == len(table.rows)
    assert "1,024, recorded" in table.rows[-1][0]
    assert table.rows[-2][1:] == table.rows[-1][1:]
    assert "here" in table.caption
    assert kept.machine.cpu in table.caption


nonsense = st.one_of(
    st.none(), st.just(float("nan")), st.just(float("inf")), st.text(), st.binary(),
    st.integers(max_value=-1), st.integers(min_value=2**37), st.lists(st.none()),
)  # fmt: skip


@given(nonsense)
def test_nonsense_is_named(value: object) -> None:
    for ask in (
        lambda: model.fork_cost(value),  # type: ignore[arg-type]
        lambda: model.fork_cost(kind=value),  # type: ignore[arg-type]
        lambda: model.fork_cost(entry_ns=value),  # type: ignore[arg-type]
        lambda: measure.fork_cost(sizes=[value]),  # type: ignore[list-item]
        lambda: measure.fork_cost(repeats=value),  # type: ignore[arg-type]
        lambda: measure.fork_cost(kinds=[value]),  # type: ignore[list-item]
        lambda: measure.fork_cost(kinds="anonymous"),
        lambda: measure.fork_base(repeats=value),  # type: ignore[arg-type]
        lambda: measure.matching(value),  # type: ignore[arg-type]
        lambda: measure.matching([]),
        lambda: measure.entry_points(value),  # type: ignore[arg-type]
        lambda: metrics.fitted_line(value),  # type: ignore[arg-type]
        lambda: metrics.fitted_line([(1, -1), (2, 2)]),
        lambda: metrics.largest_gap(value, [(1, 1), (2, 2)]),  # type: ignore[arg-type]
        lambda: view.fork_cost(value),  # type: ignore[arg-type]
        lambda: plots.fork_cost(value, {}),  # type: ignore[arg-type]
        lambda: plots.fork_times(value, value),  # type: ignore[arg-type]
        lambda: measure.fork_layout(size=value or 0),  # type: ignore[arg-type]
        lambda: measure.fork_layout(repeats=value),  # type: ignore[arg-type]
        lambda: plots.copy_on_write(value, value),  # type: ignore[arg-type]
        lambda: ForkCost("anonymous", -1, 0, 0, 0, 0.5),
        lambda: Line(0, "x"),  # type: ignore[arg-type]
    ):
        with pytest.raises(InvalidInput):
            ask()
