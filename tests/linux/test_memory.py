"""Memory of a known kind: what it costs in faults says that it is what it claims to be."""

import resource
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oslab.errors import InvalidInput, Unavailable
from oslab.linux import memory

MIB = 1 << 20
nonsense = st.one_of(
    st.none(), st.integers(max_value=0), st.integers(min_value=2**41), st.floats(), st.text(),
    st.binary(), st.booleans(),
)  # fmt: skip


def faults() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt


@pytest.mark.kernel
def test_the_first_write_to_each_small_page_is_one_fault() -> None:
    with memory.area(16 * MIB) as area:
        area.write(pages=1)
        before = faults()
        area.write(first=1)
        assert area.pages - 1 == pytest.approx(faults() - before, rel=0.01)


@pytest.mark.kernel
def test_a_huge_page_takes_one_fault_for_512_small_pages() -> None:
    if not memory.huge_pages():
        pytest.skip("huge pages are off")
    with memory.area(64 * MIB, "huge") as area:
        before = faults()
        area.write()
        assert faults() - before < area.pages / 10


@pytest.mark.parametrize("kind", memory.KINDS)
def test_what_is_written_is_read_back_page_by_page(kind: str) -> None:
    if kind == "huge" and not memory.huge_pages():
        pytest.skip("huge pages are off")
    with memory.area(4 * MIB, kind) as area:
        area.write(first=3, pages=5, value=7)
        assert (35, 0, 14) == (area.read(), area.read(8), area.read(first=2, pages=3))


@pytest.mark.kernel
def test_every_area_starts_on_a_huge_page() -> None:
    with memory.area(4 * MIB) as area:
        assert 0 == (memory._address(area._mapping) + area._start) % memory.HUGE_PAGE_BYTES


def test_memory_is_given_back_also_after_an_error() -> None:
    with pytest.raises(KeyboardInterrupt), memory.area(4 * MIB) as area:
        raise KeyboardInterrupt
    with pytest.raises(ValueError, match="closed"):
        area.write()


def test_more_than_there_is_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(size_bytes: int, kind: str) -> None:
        raise OSError(12, "Cannot allocate memory")

    monkeypatch.setattr(memory, "_map", full)
    with pytest.raises(Unavailable, match="ask for less"), memory.area(MIB):
        pass


@pytest.mark.parametrize(
    ("enabled", "size", "expected"),
    [
        ("always [madvise] never", "2097152", True),
        ("[always] madvise never", "2097152", True),
        ("always madvise [never]", "2097152", False),
        ("always [madvise] never", "33554432", False),
        ("always [madvise] never", "?", False),
    ],
)
def test_the_kernel_setting_is_read(
    enabled: str, size: str, expected: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "enabled").write_text(enabled)
    (tmp_path / "hpage_pmd_size").write_text(size)
    monkeypatch.setattr(memory, "_SETTINGS", tmp_path)
    assert expected == memory.huge_pages()


def test_huge_pages_that_are_off_name_the_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "_SETTINGS", tmp_path)
    with pytest.raises(Unavailable, match="echo madvise"), memory.area(MIB * 4, "huge"):
        pass


@given(nonsense)
def test_nonsense_is_named(value: object) -> None:
    with pytest.raises(InvalidInput), memory.area(value):  # type: ignore[arg-type]
        pass
    with pytest.raises(InvalidInput), memory.area(MIB, value):  # type: ignore[arg-type]
        pass
    with memory.area(MIB) as area:
        if value != 0 or isinstance(value, bool | float):
            with pytest.raises(InvalidInput):
                area.write(first=value)  # type: ignore[arg-type]
            with pytest.raises(InvalidInput):
                area.write(value=value)  # type: ignore[arg-type]
        if value is not None and (value != 0 or isinstance(value, bool | float)):
            with pytest.raises(InvalidInput):
                area.read(pages=value)  # type: ignore[arg-type]


@pytest.mark.kernel
def test_every_touched_page_has_a_frame_of_its_own() -> None:
    with memory.area(MIB) as area:
        area.write(pages=100)
        try:
            frames = area.frames()
        except Unavailable:
            pytest.skip("frames are for root to see")
        assert 100 == len(set(frames[:100]) - {0})
        assert {0} == set(frames[100:])
