"""This kernel's allocators, beside the model and against a second count of its own."""

import pytest

from oslab.errors import InvalidInput, Unavailable
from oslab.measurement import Machine, Measurement
from oslab.memory import measure, model, plots
from oslab.memory.records.buddy import FreeCounts

MACHINE = Machine("Imaginary 9000", 2, 1 << 30, "6.18", "x86_64", "bare metal", "3.12.1")


def available(ask):
    """Call a measurement; skip where this kernel has no slabinfo, or none of its own name."""
    try:
        return ask()
    except Unavailable as cannot:
        pytest.skip(f"no slab of a known name: {cannot}")


def measured(value, **conditions):
    return Measurement("one", (float(value),), "%", "by imagination", MACHINE, conditions)


@pytest.mark.kernel
def test_free_blocks_hold_the_free_pages_that_the_kernel_counts_apart():
    *blocks, pages = measure.free_blocks()
    free = measure.free_counts(blocks)

    assert 0.5 < free.free / pages.median < 2
    assert free.free <= free.pages


@pytest.mark.kernel
@pytest.mark.needs("root")
def test_most_caches_of_this_kernel_are_cut_as_the_model_says():
    # Parameters on the boot command line may change some; here none does.
    caches, fitting = available(measure.slab_layout_fit)

    assert caches.median > 20
    assert fitting.median > 0.5 * caches.median


@pytest.mark.kernel
@pytest.mark.needs("root")
def test_slabs_stay_although_most_objects_have_left():
    # Others make and end mappings too; an answer that they spoilt is asked for again.
    for _ in range(3):
        few, most, all_gone = available(lambda: measure.slab(freed=(75, 90, 100), repeats=1))
        if few.median > 70 and all_gone.median < 50:
            break

    assert few.median > 60
    assert most.median > 40
    assert all_gone.median < 50
    assert few.conditions["objects_per_slab"] > 5


@pytest.mark.kernel
def test_another_user_is_told_that_only_root_may_ask(monkeypatch, tmp_path):
    monkeypatch.setattr("oslab.linux.procfs.slabinfo.read.__defaults__", (tmp_path,))

    for ask in (measure.slab, measure.slab_layout_fit):
        with pytest.raises(Unavailable):
            ask()


def test_percents_of_objects_that_leave_must_grow():
    for freed in ((), (90, 50), (0,), (101,), "50", (50, 50)):
        with pytest.raises(InvalidInput):
            measure.slab(freed=freed)


def test_measured_blocks_become_the_record_of_the_model():
    counts = [measured(n, order=order, pages=64) for order, n in enumerate((8, 0, 2))]

    assert FreeCounts((8, 0, 2), 64) == measure.free_counts(counts)
    assert FreeCounts((8, 0, 2), 64) == measure.free_counts((*counts, measured(16, order=-1)))
    for wrong in ((), counts[1:], [measured(1, order=0)]):
        with pytest.raises(InvalidInput):
            measure.free_counts(wrong)


def test_the_chart_of_promises_counts_what_was_granted():
    asked = Measurement("asked", (1.0, 1.0, 0.0), "requests", "by imagination", MACHINE,
                        {"quantity": "granted", "share": 0.5, "mode": 2, "kernel": "guest",
                         "predicted": 2})  # fmt: skip

    assert "guest, mode 2, 50% of memory each: 2 of 3, predicted 2" in str(
        plots.overcommit([asked, measured(1, quantity="committed", share=0.5)])
    )
    for wrong in ((), [measured(1, quantity="committed")], [measured(1, quantity="granted")]):
        with pytest.raises(InvalidInput):
            plots.overcommit(wrong)


def test_the_charts_say_what_they_show():
    curve = [model.slabs_kept(freed) for freed in range(101)]
    kept = plots.slab([measured(91, freed=90), measured(0, freed=100)], curve)
    free = plots.unusable_free(FreeCounts((8, 0, 2), 64), FreeCounts((0, 0, 4), 64))

    assert "90 % left: predicted 89 %, measured 91.0 %" in str(kept)
    assert "this kernel: 50 % for 16 pages" in str(free)
    assert "model, no grouping: 0 % for 16 pages" in str(free)
    with pytest.raises(InvalidInput):
        plots.slab([measured(91, freed=90)], curve[1:])
