"""Faults are counted, and the count of a known workload is known to the page."""

from __future__ import annotations

import mmap

import pytest

from oslab.errors import InvalidInput, Unavailable
from oslab.linux import memory, page_cache
from oslab.measurement import Measurement
from oslab.memory import measure
from oslab.memory.measure.fault_around import AT_ONCE, PAGE_BY_PAGE, SHARED_MEMORY
from oslab.memory.measure.faults import WORKLOADS

PAGES = 1024
NOISE = 8  # faults of the interpreter itself, seldom any
EXACT = (
    "write", "read", "read, then write", "write twice", "write, give back, write",
)  # fmt: skip


def by(measurements: tuple[Measurement, ...], **says: object) -> Measurement:
    (found,) = [
        one for one in measurements
        if all(one.conditions.get(name) == value for name, value in says.items())
    ]  # fmt: skip
    return found


@pytest.mark.kernel
@pytest.mark.parametrize(
    ("workload", "minor"),
    [
        ("write", PAGES), ("read", PAGES), ("read, then write", 2 * PAGES),
        ("write twice", PAGES), ("write, give back, write", 2 * PAGES),
    ],
)  # fmt: skip
def test_the_kernel_faults_as_often_as_the_pages_say(workload: str, minor: int) -> None:
    assert (minor, 0) == measure.predicted_faults(workload, PAGES)
    taken = measure.faults(pages=PAGES, workloads=(workload,), c=False)

    kernel = by(taken, kind="minor")
    assert minor == kernel.conditions["predicted"]
    assert minor <= kernel.minimum < minor + NOISE
    assert by(taken, kind="major").minimum == 0


@pytest.mark.kernel
@pytest.mark.needs("gcc")
@pytest.mark.parametrize("workload", EXACT)
def test_a_c_program_counts_the_same(workload: str) -> None:
    taken = measure.faults(pages=PAGES, workloads=(workload,), repeats=1)

    theirs = by(taken, kind="minor", by="C")
    assert theirs.conditions["predicted"] <= theirs.minimum < PAGES * 2 + NOISE
    assert abs(theirs.minimum - by(taken, kind="minor", by="oslab").minimum) < NOISE


@pytest.mark.kernel
def test_huge_pages_fault_once_for_five_hundred_and_twelve() -> None:
    if not memory.huge_pages():
        pytest.skip("huge pages on request is not available here. ")
    for workload in ("huge write", "huge read"):
        kernel = by(measure.faults(workloads=(workload,)), kind="minor")
        # Where memory is in pieces some of them are small; never more than all.
        assert kernel.conditions["predicted"] == 2 <= kernel.minimum <= PAGES + NOISE


@pytest.mark.kernel
def test_a_file_that_is_cold_and_read_at_random_is_read_page_by_page() -> None:
    try:
        taken = measure.faults(workloads=("file, cold, at random",), c=False)
    except Unavailable as cannot:
        pytest.skip(str(cannot))
    assert PAGES == by(taken, kind="major").conditions["predicted"]
    # A neighbour's read may bring one in; a huge folio of the file system brings more.
    assert by(taken, kind="major").median > PAGES / 2


@pytest.mark.kernel
def test_read_ahead_leaves_few_major_faults() -> None:
    try:
        taken = measure.faults(workloads=("file, cold",), c=False)
    except Unavailable as cannot:
        pytest.skip(str(cannot))
    assert max(by(taken, kind="major").samples) < PAGES / 4


@pytest.mark.kernel
def test_a_workload_that_cannot_be_had_is_left_out_or_unavailable(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def stays(_: object) -> None:
        raise Unavailable("a file out of memory", "Set TMPDIR.")

    monkeypatch.setattr(page_cache, "drop", stays)
    taken = measure.faults(pages=512, c=False, repeats=1)
    assert {"file, cold", "file, cold, at random"} & {
        str(one.conditions["workload"]) for one in taken
    } == set()
    with pytest.raises(Unavailable):
        measure.faults(workloads=("file, cold",))


@pytest.mark.kernel
def test_reading_untouched_memory_takes_faults_and_no_memory() -> None:
    taken = measure.zero_page(pages=PAGES)

    assert PAGES <= by(taken, access="read", quantity="faults").median < PAGES + NOISE
    assert PAGES <= by(taken, access="write", quantity="faults").median < PAGES + NOISE
    resident = by(taken, access="read", quantity="resident").median
    assert abs(resident) < 64 * memory.PAGE_BYTES
    resident = by(taken, access="write", quantity="resident").median
    assert abs(resident - PAGES * memory.PAGE_BYTES) < 64 * memory.PAGE_BYTES
    assert by(taken, access="read", quantity="page tables").median > 0


@pytest.mark.kernel
@pytest.mark.needs("root")
def test_all_pages_that_were_only_read_show_one_frame() -> None:
    taken = measure.zero_page(pages=PAGES)
    frames = [one for one in taken if one.conditions["quantity"] == "frames"]
    if not frames:
        pytest.skip("the numbers of physical pages is not available here. Run as root.")
    assert [1, PAGES] == [one.median for one in frames]


@pytest.mark.kernel
def test_small_folios_are_mapped_sixteen_at_a_time() -> None:
    try:
        taken = measure.fault_around(size_bytes=4 << 20)
    except Unavailable as cannot:
        pytest.skip(str(cannot))
    for written in (PAGE_BY_PAGE, AT_ONCE, SHARED_MEMORY):
        faults = by(taken, written=written, quantity="faults")
        huge = by(taken, written=written, quantity="huge").median
        assert 0 <= huge <= 4 << 20
        # Between two sizes of folio lie more; never more than the window's, or fewer than huge.
        assert 2 <= faults.median <= (4 << 20) // (64 << 10) + NOISE
        if huge == 4 << 20:
            assert 2 == faults.conditions["predicted"] <= faults.minimum <= 3


@pytest.mark.kernel
def test_huge_pages_save_faults_and_no_page_tables() -> None:
    try:
        taken = measure.huge_pages(size_bytes=8 << 20, repeats=2)
    except Unavailable as cannot:
        pytest.skip(str(cannot))
    small, huge = (
        {str(one.conditions["quantity"]): one for one in taken if one.conditions["kind"] == kind}
        for kind in ("anonymous", "huge")
    )
    assert 2048 <= small["faults"].median < 2048 + NOISE
    assert huge["faults"].median < 2048
    assert small["huge"].median == 0 < huge["huge"].median <= 8 << 20
    assert small["page tables"].median > 0
    assert all(one["load"].minimum > 0 for one in (small, huge))


@pytest.mark.parametrize(
    "ask",
    [
        lambda: measure.faults(pages=100), lambda: measure.faults(workloads=("fly",)),
        lambda: measure.faults(workloads=()), lambda: measure.faults(c=1),  # type: ignore[arg-type]
        lambda: measure.predicted_faults("fly"), lambda: measure.zero_page(pages=1),
        lambda: measure.zero_page(kind="shared file"),
        lambda: measure.fault_around(size_bytes=4096), lambda: measure.fault_around(repeats=0),
        lambda: measure.huge_pages(size_bytes=4096), lambda: measure.counted(None),  # type: ignore[arg-type]
    ],
)  # fmt: skip
def test_nonsense_is_refused(ask: object) -> None:
    with pytest.raises(InvalidInput):
        ask()  # type: ignore[operator]


def test_counting_counts_only_what_happens_inside() -> None:
    def touch() -> None:
        with mmap.mmap(-1, 512 * mmap.PAGESIZE) as area:
            area.madvise(mmap.MADV_NOHUGEPAGE)
            area[:: mmap.PAGESIZE] = bytes(512)

    touch()
    assert 512 <= measure.counted(touch)[0] < 512 + NOISE
    assert measure.counted(lambda: None)[0] < NOISE


def test_every_workload_has_a_prediction() -> None:
    for name in WORKLOADS:
        minor, major = measure.predicted_faults(name, 512)
        assert minor + major > 0
