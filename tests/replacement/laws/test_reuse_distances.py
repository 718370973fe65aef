"""One pass over the references says where LRU hits, for every number of frames."""

from hypothesis import given
from hypothesis import strategies as st

from oslab.replacement import Lru, metrics, simulate


@given(st.lists(st.integers(0, 9), min_size=1, max_size=60), st.integers(1, 8))
def test_lru_hits_where_the_distance_is_at_most_the_number_of_frames(references, frames):
    record = simulate(references, frames, Lru())

    distances = metrics.reuse_distances(record)
    expected = tuple(one is None or one > frames for one in distances)
    assert expected == record.faults
    assert sum(expected) / len(references) == metrics.miss_ratio(record)
