"""Slabs: the kernel's choice of their size, and how few go back."""

import statistics
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oslab.errors import InvalidInput
from oslab.linux.procfs import slabinfo
from oslab.memory import metrics, model, view
from oslab.memory.records.slab import Layout, SlabCache

SAVED = Path(__file__).parents[1] / "linux/saved"


@pytest.mark.parametrize(
    ("object_bytes", "cpus", "objects", "pages"),
    [
        # Of /proc/slabinfo on Linux 6.18 with 2 CPUs (tests/linux/saved).
        (192, 2, 21, 1), (416, 2, 19, 2), (8, 2, 512, 1), (1024, 2, 16, 4), (8192, 2, 4, 8),
        (5888, 2, 5, 8), (51488, 2, 1, 16), (2112, 2, 15, 8),
        # With 8 CPUs, 20 objects are wanted: by hand from `calculate_order`.
        (192, 8, 21, 1), (416, 8, 39, 4), (256, 8, 32, 2),
    ],
)  # fmt: skip
def test_a_slab_is_as_large_as_the_kernel_makes_it(object_bytes, cpus, objects, pages):
    layout = model.slab_layout(object_bytes, cpus)

    assert (objects, pages) == (layout.objects, 1 << layout.order)


@pytest.mark.parametrize(
    ("machine", "cpus", "caches"), [("linux-6.18-x86_64", 2, 200), ("prometheus-procfs", 8, 300)]
)
def test_every_cache_of_a_saved_kernel_has_the_layout_of_the_model(machine, cpus, caches):
    """The second has its 8 CPUs in `cpuinfo`; with 4, or with 16, the layouts do not fit."""
    saved = slabinfo.parse((SAVED / machine / "proc/slabinfo").read_text())

    assert len(saved) >= caches
    assert odd(saved, cpus) == []
    assert len(odd(saved, 4 * cpus)) > 10


def odd(caches, cpus):
    """The caches whose slabs are cut otherwise than the model says."""
    return [
        cache.name
        for cache in caches.values()
        for layout in [model.slab_layout(cache.object_bytes, cpus)]
        if (cache.objects_per_slab, cache.pages_per_slab) != (layout.objects, 1 << layout.order)
    ]


@given(object_bytes=st.integers(8, 40_000), cpus=st.integers(1, 512))
def test_a_slab_holds_an_object_and_wastes_less_than_half(object_bytes, cpus):
    layout = model.slab_layout(object_bytes, cpus)

    assert layout.objects >= 1
    assert layout.objects * object_bytes + layout.left_over == 4096 << layout.order
    assert 2 * layout.left_over <= 4096 << layout.order


@given(
    objects=st.integers(1, 500), freed=st.integers(0, 100), seed=st.integers(0, 99),
    object_bytes=st.integers(8, 4096),
)  # fmt: skip
def test_objects_are_conserved_and_only_empty_slabs_go_back(objects, freed, seed, object_bytes):
    record = model.slab(objects, freed, object_bytes, seed=seed)

    assert objects - objects * freed // 100 == metrics.live_objects(record)
    whole = -(-objects // record.layout.objects)
    assert whole == len(record.slabs) + record.given_back
    assert metrics.live_objects(record) <= len(record.slabs) * record.layout.objects


def test_the_expected_share_is_that_of_many_draws():
    expected = model.slabs_kept(90, 21)
    drawn = [metrics.kept(model.slab(21_000, 90, seed=seed)) for seed in range(5)]

    assert expected == pytest.approx(1 - 0.9**21)
    assert abs(expected - statistics.mean(drawn)) < 0.02
    assert [0.0, 1.0] == [model.slabs_kept(100), model.slabs_kept(0)]


def test_the_picture_shows_that_memory_stays():
    picture = view.slab(model.slab())

    assert str(picture) == (
        "64 objects keep 13 of 13 slabs, 52 KiB, 23 % in use. "
        "21 objects of 192 bytes in one page, 64 bytes left over."
    )
    with pytest.raises(InvalidInput):
        view.slab(model.slab(5000))


def test_a_record_refuses_a_slab_of_another_width_or_without_an_object():
    for slabs in (("#",), ("." * 21,), ("x" * 21,)):
        with pytest.raises(InvalidInput):
            SlabCache(Layout(192, 0), slabs, 0)
    with pytest.raises(InvalidInput):
        Layout(5000, 0)
