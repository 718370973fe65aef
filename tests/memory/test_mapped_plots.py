"""Charts of mapped data say in words what they show, and refuse what they cannot draw."""

import pytest

from oslab.errors import InvalidInput
from oslab.measurement import Machine, Measurement
from oslab.memory import plots

HERE = Machine("a CPU", 2, 2**30, "6.18", "x86_64", "bare metal", "3.11")


def measured(value, **conditions):
    return Measurement("m", (float(value),), "pages", "method", HERE, conditions)


def test_each_way_has_its_prediction_beside_it():
    taken = [
        measured(256, way="pread", order="shuffled", cache="cold"),
        measured(8192, way="np.memmap", order="shuffled", cache="cold"),
    ]
    picture = plots.batches(taken, [256, 8000], "pages from the device")

    assert "pread, shuffled 256, model 256; np.memmap, shuffled 8192, model 8000" in picture.alt
    for predictions in ([1], [1, -1], "no", None):
        with pytest.raises(InvalidInput):
            plots.batches(taken, predictions, "pages")


def test_the_crawl_shows_what_was_wanted_first():
    taken = [
        measured(512, advice="random", quantity="device pages", samples=512),
        measured(3, advice="random", quantity="time", samples=512),
    ]

    assert "wanted 2.00 MiB, read, advice random 2.00 MiB" in plots.crawl(taken).alt
    with pytest.raises(InvalidInput):
        plots.crawl(taken[1:])


def test_requests_are_drawn_by_who_made_them():
    taken = [
        measured(50 + n, by=by, block_bytes=4096 << n) for n in (0, 4) for by in ("oslab", "fio")
    ]
    picture = plots.device(taken, [(4096, 50.0), (65536, 60.0)])

    assert "4 KiB by oslab 50.0 µs; 4 KiB by fio 50.0 µs; 64 KiB by oslab 54.0" in picture.alt
    for predictions in ([], [(1,)], [(1, "x")]):
        with pytest.raises(InvalidInput):
            plots.device(taken, predictions)


@pytest.mark.parametrize("taken", [[], None, [3], [measured(1)]])
def test_what_is_no_measurement_of_mapped_data_is_refused(taken):
    for draw in (
        lambda: plots.batches(taken, [1], "pages"), lambda: plots.crawl(taken),
        lambda: plots.device(taken, [(1, 1.0)]),
    ):  # fmt: skip
        with pytest.raises(InvalidInput):
            draw()
