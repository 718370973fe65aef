"""The simulator: the record, its table, and the count without a record."""

import pytest

from oslab.errors import InvalidInput
from oslab.replacement import POLICIES, Fifo, Lru, Replacement, simulate
from oslab.replacement.model import count

SILBERSCHATZ = [7, 0, 1, 2, 0, 3, 0, 4, 2, 3, 0, 3, 2, 1, 2, 0, 1, 7, 0, 1]


def test_the_table_shows_every_frame_after_every_reference():
    record = simulate([1, 2, 3, 1, 4, 1], 3, Fifo())

    assert record.table == (
        (1, None, None), (1, 2, None), (1, 2, 3), (1, 2, 3), (4, 2, 3), (4, 1, 3),
    )  # fmt: skip
    assert (1, 2) == record.evictions
    assert "1* 2* 3* 1 4*-1 1*-2" == str(record)
    assert 5 == record.fault_count


@pytest.mark.parametrize("policy", sorted(POLICIES))
@pytest.mark.parametrize("frames", [1, 3, 5, 100])
def test_counting_gives_what_the_record_says(policy, frames):
    record = simulate(SILBERSCHATZ, frames, POLICIES[policy]())

    assert record.fault_count == count(SILBERSCHATZ, frames, POLICIES[policy]())


def test_a_record_that_contradicts_itself_is_refused():
    for faults, evicted in [
        ((True, False), (None, None)),  # 2 was never brought in
        ((True, True), (None, None)),  # two pages in one frame
        ((True, True), (None, 3)),  # 3 was never there
    ]:
        with pytest.raises(InvalidInput):
            Replacement((1, 2), 1, faults, evicted)


def test_an_array_of_references_is_a_sequence_of_pages():
    numpy = pytest.importorskip("numpy")

    assert count(numpy.array(SILBERSCHATZ, numpy.uint32), 3, Lru()) == 12


def test_notes_can_be_left_out():
    assert simulate(SILBERSCHATZ, 3, Lru(), notes=False).notes == ()
    assert len(simulate(SILBERSCHATZ, 3, Lru()).notes) == len(SILBERSCHATZ)
