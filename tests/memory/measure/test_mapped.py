"""The kernel's reading against the model's, page by page and fault by fault."""

import pytest

from oslab.errors import InvalidInput, Unavailable
from oslab.linux import page_cache
from oslab.measurement import by_condition
from oslab.memory import measure, model
from oslab.memory.measure import data_file
from oslab.memory.measure.device import parse_fio

PAGES = 2048


def asked(work):
    try:
        return work()
    except Unavailable as cannot:
        if "TMPDIR" in cannot.remedy:
            pytest.skip("files here never leave memory")
        if "control group" in cannot.what or "controller" in cannot.what:
            pytest.skip(f"no cgroup writes: {cannot}")
        raise


@pytest.fixture(scope="module")
def window():
    with data_file.data_file(1) as path:
        return page_cache.read_ahead_pages(path)


@pytest.mark.kernel
@pytest.mark.parametrize("order", ["sequential", "shuffled", "blocks"])
def test_random_advice_is_one_major_fault_and_one_page_a_sample(order):
    record = asked(lambda: measure.residency(order, advice="random", pages=PAGES, count=100))

    # The counters are the whole process's: a page of ours may come back meanwhile.
    assert 100 <= record.major < 130
    assert 100 <= record.device_pages < 130
    assert record.resident == record.wanted


@pytest.mark.kernel
def test_read_of_shuffled_samples_is_one_page_and_one_call_each():
    record = asked(lambda: measure.residency(way="read", advice="random", pages=PAGES, count=100))

    assert 100 == record.calls
    assert 100 <= record.device_pages < 130
    assert record.resident == record.wanted


@pytest.mark.kernel
def test_direct_reads_leave_nothing_behind():
    record = asked(lambda: measure.residency(way="direct", pages=PAGES, count=50))

    assert (50, 0) == (record.calls, sum(record.resident))
    assert 50 <= record.device_pages < 80


@pytest.mark.kernel
@pytest.mark.parametrize("way", ["mapped", "read"])
def test_a_shuffled_reading_is_as_the_model_has_it(way, window):
    predicted = model.residency(way=way, pages=PAGES, count=64, window=window)
    record = asked(lambda: measure.residency(way=way, pages=PAGES, count=64))

    assert record.wanted == predicted.wanted
    assert record.calls == predicted.calls
    # Another filesystem may round its reads; a window more or less is not the lesson.
    slack = 0.25 * predicted.device_pages + 64
    assert predicted.device_pages == pytest.approx(record.device_pages, abs=slack)
    assert predicted.major == pytest.approx(record.major, abs=0.25 * predicted.major + 6)


@pytest.mark.kernel
def test_with_no_advice_a_mapping_reads_what_nobody_wants(window):
    if window < 16:
        pytest.skip("this device reads nothing ahead")
    record = asked(lambda: measure.residency(pages=PAGES, count=64))

    assert record.device_pages > 3 * record.wanted_pages


@pytest.mark.kernel
def test_five_ways_cold_and_warm():
    taken = asked(lambda: measure.batches(count=2, batch=16, advice="random"))
    by = by_condition(taken, "way", "order", "cache", "quantity")

    for way in measure_ways():
        for order in ("sequential", "shuffled"):
            warm = by[way, order, "warm", "device pages"].median
            expected = 32 if way == "O_DIRECT" else 0
            assert expected <= warm < expected + 20
            calls = 0 if way.startswith("np") else 32
            assert by[way, order, "cold", "read calls"].median == calls
        cold = by[way, "shuffled", "cold", "device pages"].median
        assert (55 <= cold < 80) if way == "np.load" else (32 <= cold < 52)
    for name in ("major faults", "device pages"):
        assert 32 <= by["np.memmap", "shuffled", "cold", name].median < 52
    assert by["np.memmap", "shuffled", "warm", "major faults"].median < 20


def measure_ways():
    from oslab.memory.measure.batches import BATCH_WAYS

    return BATCH_WAYS


@pytest.mark.kernel
def test_the_loader_crawls_without_advice_and_not_with_it(window):
    if window < 16:
        pytest.skip("this device reads nothing ahead")
    taken = asked(lambda: measure.crawl(samples=40, limit_mib=16, file_mib=48))
    by = by_condition(taken, "advice", "quantity")

    assert 40 <= by["random", "device pages"].median < 60
    assert 40 <= by["random", "major faults"].median < 60
    assert by["normal", "device pages"].median > 4 * by["random", "device pages"].median


def test_memmap_reads_the_header_as_numbers_and_load_does_not():
    trap = measure.header_trap(count=100, shown=3)

    assert (0.0, 1.0, 2.0) == trap.right
    assert trap.wrong != trap.right
    assert trap.header_bytes == 4 * trap.shifted == 4 * trap.extra > 0
    assert f"{trap.shifted} numbers" in str(trap)


@pytest.mark.kernel
def test_a_block_is_its_bytes_by_our_count():
    taken = asked(lambda: measure.device(block_pages=(1, 4), count=5, pages=64))

    assert [5 * 4096, 5 * 4 * 4096] == [one.conditions["read_bytes"] for one in taken]


@pytest.mark.kernel
@pytest.mark.needs("fio")
def test_fio_reads_the_same_bytes_by_as_many_calls():
    taken = asked(
        lambda: measure.device(by=("oslab", "fio"), block_pages=(1, 16), count=20, pages=256)
    )

    for ours, theirs in zip(taken[::2], taken[1::2], strict=True):
        assert ours.conditions["read_bytes"] == theirs.conditions["read_bytes"]
        assert ours.conditions["calls"] == theirs.conditions["calls"]


def test_the_answer_of_fio_is_read_and_nonsense_refused():
    text = (
        'note: both iodepth\n{"jobs": [{"read": '
        '{"io_bytes": 8192, "total_ios": 2, "lat_ns": {"mean": 50000.0}}}]}'
    )

    assert (50.0, 8192, 2) == parse_fio(text)
    for damaged in ("", "{", '{"jobs": []}', None):
        with pytest.raises(InvalidInput):
            parse_fio(damaged)


def test_nonsense_is_refused_before_a_file_is_made(monkeypatch):
    def never(*_):
        raise AssertionError

    monkeypatch.setattr(page_cache, "folder_on_disk", never)
    for work in (
        lambda: measure.batches(ways=("by magic",)), lambda: measure.batches(batch=0),
        lambda: measure.crawl(samples=0), lambda: measure.device(by=("dd",)),
        lambda: measure.device(block_pages=()), lambda: measure.residency(pages=0),
    ):  # fmt: skip
        with pytest.raises(InvalidInput):
            work()
