"""Reading is writing: pages a child copies because CPython counts references."""

import os
from importlib import import_module

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oslab.errors import InvalidInput, Unavailable
from oslab.measurement import Measurement
from oslab.processes import measure, model, plots, view
from oslab.processes.records.reference_counts import (
    ACTIONS,
    DATA,
    STARTS,
    STORES,
    LoaderMemory,
    ReferenceCounts,
)

OBJECTS = 50_000


@pytest.fixture(scope="module")
def found() -> tuple[Measurement, ...]:
    return measure.reference_counts(objects=OBJECTS, repeats=1)


def pages(found: tuple[Measurement, ...], data: str, action: str, frozen: bool) -> float:
    return measure.matching(found, data=data, action=action, frozen=frozen)[0].median


@pytest.mark.kernel
def test_reading_copies_every_page_that_holds_a_header(found: tuple[Measurement, ...]) -> None:
    expected = model.reference_counts(OBJECTS).copied_pages
    assert expected == pytest.approx(pages(found, "lists", "read", False), rel=0.05)


@pytest.mark.kernel
def test_gc_freeze_stops_the_collector_but_not_the_counting(
    found: tuple[Measurement, ...],
) -> None:
    counted, collected = (pages(found, "lists", action, True) for action in ("read", "collect"))
    assert collected < pages(found, "lists", "collect", False) / 4
    assert counted > collected * 4


@pytest.mark.kernel
@pytest.mark.parametrize("data", ["array", "None"])
def test_what_has_no_counts_to_change_is_read_for_nothing(
    found: tuple[Measurement, ...], data: str
) -> None:
    assert pages(found, data, "read", False) < pages(found, "lists", "read", False) / 10


@pytest.mark.parametrize(
    ("objects", "size", "expected", "source"),
    [
        (255, 64, 4, "a pool of 16 KiB holds (16384 - 48) / 64 = 255 blocks"),
        (256, 64, 5, "one more opens the next pool"),
        (200_000, 56, 3138, "784 pools of 255, and 80 blocks more: 3136 + 2"),
    ],
)
def test_the_model_counts_pools_as_obmalloc_lays_them_out(
    objects: int, size: int, expected: int, source: str
) -> None:
    assert expected == model.reference_counts(objects, object_bytes=size).copied_pages, source


@given(st.integers(1, 10**7), st.sampled_from(DATA), st.sampled_from(ACTIONS), st.booleans())
def test_nothing_is_copied_that_holds_no_data(
    objects: int, data: str, action: str, frozen: bool
) -> None:
    record = model.reference_counts(objects, data, action, frozen)
    assert record.copied_pages in (0, record.held_pages)


@pytest.mark.parametrize(
    ("start", "store", "expected"),
    [
        ("fork", "Python objects", 900), ("fork", "one array", 100),
        ("fork", "array in shared memory", 100), ("spawn", "Python objects", 900),
        ("spawn", "one array", 900), ("spawn", "array in shared memory", 100),
    ],
)  # fmt: skip
def test_only_shared_memory_is_cheap_however_workers_start(
    start: str, store: str, expected: float
) -> None:
    assert expected == model.loader_memory(8, 100, start, store).total_mib


@given(st.integers(0, 64), st.integers(0, 4096), st.sampled_from(STARTS), st.sampled_from(STORES))
def test_reading_more_never_needs_less(workers: int, mib: int, start: str, store: str) -> None:
    totals = [model.loader_memory(workers, mib, start, store, x).total_mib for x in (0, 0.5, 1)]
    assert sorted(totals) == totals


@pytest.mark.kernel
def test_no_process_is_left_behind_after_an_interrupt(monkeypatch: pytest.MonkeyPatch) -> None:
    door = import_module("oslab.processes.measure.reference_counts")

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(door, "_step", interrupted)
    with pytest.raises(KeyboardInterrupt):
        measure.reference_counts(objects=1000, cases=[("lists", "read", False)])
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_an_interpreter_that_fails_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    door = import_module("oslab.processes.measure.reference_counts")
    monkeypatch.setattr(door.sys, "executable", "/bin/true")
    with pytest.raises(Unavailable, match="a child that reads"):
        measure.reference_counts(objects=1000, repeats=1)


@pytest.mark.kernel
def test_the_chart_puts_both_answers_side_by_side(found: tuple[Measurement, ...]) -> None:
    asked = [(m.conditions["data"], m.conditions["action"], m.conditions["frozen"]) for m in found]
    predicted = [model.reference_counts(OBJECTS, *case) for case in asked]  # type: ignore[arg-type]
    assert "lists, read: model 3.1, kernel 3.1 MiB" in plots.reference_counts(found, predicted).alt


def test_the_pictures_say_the_finding_and_stay_small() -> None:
    picture = view.reference_counts(model.reference_counts())
    expected = "200,000 small objects, read by the child: 3,138 of 3,138 pages copied (12.3 MiB)"
    assert expected == picture.alt
    loader = view.loader_memory(model.loader_memory(32, 1024))
    assert "32 workers by fork, Python objects: 33.0 GiB in all" in loader.alt
    assert len(picture.svg) < 6_000
    assert len(loader.svg) < 6_000


nonsense = st.one_of(
    st.none(), st.just(float("nan")), st.text(), st.binary(), st.integers(max_value=-1),
    st.integers(min_value=10**10), st.lists(st.none()),
)  # fmt: skip


@given(nonsense)
def test_nonsense_is_named(value: object) -> None:
    for ask in (
        lambda: model.reference_counts(value),  # type: ignore[arg-type]
        lambda: model.reference_counts(data=value),  # type: ignore[arg-type]
        lambda: model.reference_counts(action=value),  # type: ignore[arg-type]
        lambda: model.reference_counts(frozen=value),  # type: ignore[arg-type]
        lambda: model.reference_counts(object_bytes=value),  # type: ignore[arg-type]
        lambda: model.loader_memory(value),  # type: ignore[arg-type]
        lambda: model.loader_memory(data_mib=value),  # type: ignore[arg-type]
        lambda: model.loader_memory(start=value),  # type: ignore[arg-type]
        lambda: model.loader_memory(store=value),  # type: ignore[arg-type]
        lambda: model.loader_memory(read=value),  # type: ignore[arg-type]
        lambda: measure.reference_counts(objects=value),  # type: ignore[arg-type]
        lambda: measure.reference_counts(repeats=value),  # type: ignore[arg-type]
        lambda: measure.reference_counts(cases=[value]),  # type: ignore[list-item]
        lambda: measure.reference_counts(cases=[]),
        lambda: view.reference_counts(value),  # type: ignore[arg-type]
        lambda: view.loader_memory(value),  # type: ignore[arg-type]
        lambda: plots.reference_counts(value, value),  # type: ignore[arg-type]
        lambda: ReferenceCounts(1, value, "read", False, 0, 0),  # type: ignore[arg-type]
        lambda: LoaderMemory(1, "fork", value, 0, 0),  # type: ignore[arg-type]
    ):
        with pytest.raises(InvalidInput):
            ask()
