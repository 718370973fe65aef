"""Copy-on-write: the model's counts are laws of the kernel, and the kernel is asked."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oslab.errors import InvalidInput, Unavailable
from oslab.linux import memory
from oslab.processes import measure, metrics, model, view
from oslab.processes.records.copy_on_write import WRITERS, CopyOnWrite, Writing

BOUND = 0.01  # shared/FACTS: fault counts agree within one percent

# pages, written, writer, huge -> (faults, copied, split) of each writer, and why
ORACLE = [
    (16, 4, "child", False, [(4, 4, 0)], "do_wp_page: one fault, one copy a page"),
    (16, 4, "parent", False, [(4, 4, 0)], "fork write-protects the parent too"),
    (16, 4, "child, then parent", False, [(4, 4, 0), (4, 0, 0)], "wp_can_reuse_anon_folio"),
    (1024, 1, "child", True, [(1, 1, 1)], "do_huge_pmd_wp_page: fallback to a split"),
    (1024, 1024, "child", True, [(1024, 1024, 2)], "the same, for both huge pages"),
    (1024, 512, "child, then parent", True, [(512, 512, 1), (1, 0, 0)], "alone: reused whole"),
    (1024, 612, "child, then parent", True, [(612, 612, 2), (101, 100, 1)], "not alone: copied"),
]


@pytest.mark.parametrize(("pages", "written", "writer", "huge", "expected", "source"), ORACLE)
def test_the_model_follows_the_kernel_source(
    pages: int, written: int, writer: str, huge: bool, expected: list[tuple[int, ...]], source: str
) -> None:
    writings = model.copy_on_write(pages, written, writer, huge).writings
    assert expected == [(one.faults, one.copied, one.split) for one in writings], source


@pytest.mark.kernel
@pytest.mark.parametrize("huge", [False, True])
@pytest.mark.parametrize("writer", WRITERS)
@pytest.mark.parametrize("written", [0, 300, 2048, 4096])
def test_the_kernel_agrees_within_one_percent(written: int, writer: str, huge: bool) -> None:
    try:
        kernel = measure.copy_on_write(pages=4096, written=written, writer=writer, huge=huge)
    except Unavailable as cannot:
        pytest.skip(cannot.what)
    expected = model.copy_on_write(4096, written, writer, huge)
    assert metrics.disagreement(expected, kernel) < BOUND, kernel
    assert [one.split for one in expected.writings] == [one.split for one in kernel.writings]


@given(st.integers(0, 4096), st.sampled_from(WRITERS), st.booleans())
def test_nothing_is_copied_that_was_not_written(written: int, writer: str, huge: bool) -> None:
    record = model.copy_on_write(4096, written, writer, huge)
    assert all(one.copied <= one.faults <= written for one in record.writings)
    assert metrics.copied_bytes(record) <= 4096 * written * len(record.writings)


@pytest.mark.kernel
def test_no_process_is_left_behind_even_if_huge_pages_are_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(memory, "huge_pages", lambda: True)
    monkeypatch.setattr(memory, "MADV_HUGEPAGE", memory.MADV_NOHUGEPAGE)
    with pytest.raises(Unavailable, match="huge pages"):
        measure.copy_on_write(pages=1024, written=10, huge=True)
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_answers_to_different_questions_are_not_compared() -> None:
    with pytest.raises(InvalidInput, match="kernel"):
        metrics.disagreement(model.copy_on_write(16, 4), model.copy_on_write(16, 5))


@pytest.mark.parametrize("huge", [False, True])
@pytest.mark.parametrize("writer", WRITERS)
def test_the_picture_says_the_finding_and_stays_small(writer: str, huge: bool) -> None:
    picture = view.copy_on_write(model.copy_on_write(1024, 100, writer, huge))
    assert "1,024 pages shared by fork; 100 written" in picture.alt
    assert "100 faults, 100 pages copied" in picture.alt
    assert len(picture.svg) < 6_000


nonsense = st.one_of(
    st.none(), st.floats(), st.text(), st.binary(), st.integers(max_value=-1),
    st.integers(min_value=2**29), st.lists(st.integers()),
)  # fmt: skip


@given(nonsense)
def test_nonsense_is_named(value: object) -> None:
    for ask in (
        lambda: model.copy_on_write(pages=value),  # type: ignore[arg-type]
        lambda: model.copy_on_write(written=value),  # type: ignore[arg-type]
        lambda: model.copy_on_write(writer=value),  # type: ignore[arg-type]
        lambda: model.copy_on_write(huge=value),  # type: ignore[arg-type]
        lambda: model.copy_on_write(pages=513, huge=True),
        lambda: measure.copy_on_write(pages=value),  # type: ignore[arg-type]
        lambda: measure.copy_on_write(writer=value),  # type: ignore[arg-type]
        lambda: view.copy_on_write(value),  # type: ignore[arg-type]
        lambda: metrics.copied_bytes(value),  # type: ignore[arg-type]
        lambda: metrics.faults(value),  # type: ignore[arg-type]
        lambda: metrics.disagreement(value, value),  # type: ignore[arg-type]
        lambda: Writing("child", -1, 0, 0),
        lambda: CopyOnWrite(1, 0, False, value),  # type: ignore[arg-type]
    ):
        with pytest.raises(InvalidInput):
            ask()
