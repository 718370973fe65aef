"""The page cache as a policy: FIFO for advised mappings, two lists for reads."""

import pytest

from oslab.errors import InvalidInput, Unavailable
from oslab.replacement import ActiveInactive, Fifo, Lru, measure
from oslab.replacement.fast import faults
from oslab.replacement.measure.page_cache import FILE_PAGES, SCENES, references_of


def taken(**asked):
    try:
        return measure.page_cache(**asked)
    except Unavailable as cannot:
        if "TMPDIR" in cannot.remedy:
            pytest.skip("files here never leave memory")
        if "control group" in cannot.what or "controller" in cannot.what:
            pytest.skip(f"no cgroup writes: {cannot}")
        raise


@pytest.mark.kernel
def test_an_advised_mapping_is_fifo_and_reads_are_two_lists():
    asked = {"scenes": ("zipf",), "count": 8_000, "limit_mib": 8}
    for one in taken(**asked):
        says = one.conditions
        references, frames = references_of("zipf", 8_000), says["frames"]
        access = "advised_random" if says["access"] == "mapped" else "read"
        predicted = measure.foretold(one, ActiveInactive(access))

        assert 500 < frames < 2_048
        assert predicted == pytest.approx(one.median, rel=0.08)
        if says["access"] == "mapped":
            assert says["major"] == pytest.approx(one.median, rel=0.02)
            fifo, lru = (faults(references, frames, policy) for policy in (Fifo(), Lru()))
            assert abs(fifo - one.median) < abs(lru - one.median)


@pytest.mark.parametrize("scene", SCENES)
def test_a_scene_is_the_same_every_time_and_within_the_file(scene):
    references = references_of(scene, 5_000)

    assert references == references_of(scene, 5_000)
    assert len(references) == 5_000
    assert 0 <= min(references) <= max(references) < FILE_PAGES


def test_nonsense_is_refused():
    with pytest.raises(InvalidInput):
        measure.foretold("zipf", Fifo())
    for asked in ({"scenes": ()}, {"access": ("dma",)}, {"count": 1}, {"limit_mib": 1}):
        with pytest.raises(InvalidInput):
            measure.page_cache(**asked)
