"""A memory limit: pressure and the kill come where the sum says."""

from hypothesis import given
from hypothesis import strategies as st

from oslab.memory import metrics, model, view


def test_the_killer_comes_when_nothing_can_be_evicted():
    # 64 MiB less one of the kernel's: MiB 64 of anonymous memory does not fit.
    record = model.memory_limit(64, grow_mib=96, file_mib=24, hot=True, base_mib=1)

    assert record.killed == 64
    assert metrics.pressure_from(record) == 40  # 63 - 24 fit beside the file
    assert metrics.warning(record) == 24
    assert 24 * 24 == metrics.reread(record)


def test_cold_files_go_without_a_trace():
    record = model.memory_limit(64, 60, file_mib=24, hot=False)

    assert record.killed is None
    assert metrics.pressure_from(record) is None
    assert (60, 3) == (record.moments[-1].anonymous, record.moments[-1].file)


def test_swap_puts_the_kill_off_by_its_size():
    without = model.memory_limit(64, 200, file_mib=0)
    with_swap = model.memory_limit(64, 200, file_mib=0, swap_mib=50)

    assert without.killed + 50 == with_swap.killed
    assert metrics.pressure_from(with_swap) == without.killed


@given(
    limit=st.integers(1, 200), grow=st.integers(1, 300), file=st.integers(0, 200),
    swap=st.integers(0, 100), hot=st.booleans(),
)  # fmt: skip
def test_nobody_is_above_the_limit_and_the_kill_does_not_depend_on_files(
    limit, grow, file, swap, hot
):
    record = model.memory_limit(limit, grow, file, swap, hot, base_mib=0)

    for step, one in enumerate(record.moments):
        assert one.anonymous + one.file <= limit
        assert one.anonymous + one.swapped == step
        assert one.swapped <= swap
    expected = limit + swap + 1
    assert record.killed == (expected if expected <= grow else None)
    if record.killed is not None and hot and file:
        assert metrics.warning(record) == min(limit, file) + swap or file > limit


def test_the_picture_names_both_moments():
    picture = view.memory_limit(model.memory_limit())

    assert str(picture) == (
        "A group of at most 64 MiB and no swap. Pressure from MiB 40 on, "
        "576 MiB of files read again; killed when it asks for MiB 64."
    )
    assert len(picture.svg) < 4_000
    assert "alive at 96" in str(view.memory_limit(model.memory_limit(swap_mib=64)))
