"""Read-ahead in the model: worked by hand from the kernel's rules, and laws of every reading."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oslab.errors import InvalidInput
from oslab.memory.model.mapped import request_us, requests_of, residency, samples
from oslab.memory.records.mapped import ADVICE, ORDERS, WAYS, Reading
from oslab.memory.view.mapped import requests_of as drawn_requests
from oslab.memory.view.mapped import residency as drawn

ORACLES = [
    # order, way, advice, pages, count, window -> device pages, major, minor, and why
    ("sequential", "mapped", "random", 64, 5, 32, (5, 5, 0)),  # a fault a page
    # The window before page 0 is cut off: [0, 32), marked at 24; one fault maps 16 pages.
    ("sequential", "mapped", "normal", 256, 16, 32, (32, 1, 0)),
    ("sequential", "mapped", "normal", 256, 24, 32, (32, 1, 1)),
    # Page 24 is marked: its fault fetches [32, 64), and nobody waits.
    ("sequential", "mapped", "normal", 256, 25, 32, (64, 1, 2)),
    ("sequential", "read", "normal", 256, 1, 32, (4, 0, 0)),  # 1 rounded up, times 4
    # Mark at page 1: four more, times two after that.
    ("sequential", "read", "normal", 256, 2, 32, (12, 0, 0)),
    ("sequential", "read", "random", 256, 9, 32, (9, 0, 0)),
    ("sequential", "direct", "normal", 256, 9, 32, (9, 0, 0)),
    # WILLNEED is one window, whatever the file's size.
    ("sequential", "mapped", "willneed", 256, 0, 32, (32, 0, 0)),
    ("sequential", "read", "willneed", 256, 0, 32, (32, 0, 0)),
]


@pytest.mark.parametrize("case", ORACLES, ids=lambda case: "-".join(map(str, case[:6])))
def test_the_windows_are_those_of_the_kernel_s_rules(case):
    order, way, advice, pages, count, window, expected = case
    record = residency(order, way, advice, pages=pages, count=count, window=window)

    assert expected == (record.device_pages, record.major, record.minor)


def test_read_around_reads_half_a_window_before_the_fault():
    record = residency("shuffled", pages=1000, count=1, window=32)
    (page,) = samples("shuffled", 1000)[:1]

    assert set(range(page - 16, page + 16)) == {
        place for place, here in enumerate(record.resident) if here
    }


def test_a_header_makes_every_sample_reach_into_one_page_more():
    whole = residency("shuffled", advice="random", pages=4096, count=100)
    shifted = residency("shuffled", advice="random", pages=4096, count=100, header_bytes=128)

    assert whole.major == 100
    assert 190 < shifted.major <= 200


settings_of = {
    "order": st.sampled_from(ORDERS), "way": st.sampled_from(WAYS),
    "advice": st.sampled_from(ADVICE),
    "pages": st.integers(8, 300), "sample_pages": st.integers(1, 8), "count": st.integers(0, 300),
    "window": st.integers(1, 64),
    "header_bytes": st.sampled_from((0, 128)),
}  # fmt: skip


@given(st.fixed_dictionaries(settings_of))
def test_what_is_wanted_is_delivered_and_what_is_delivered_stays(asked):
    record = residency(**asked)

    if asked["way"] == "direct":
        assert sum(record.resident) == 0
    else:
        missing = [w and not r for w, r in zip(record.wanted, record.resident, strict=True)]
        assert not any(missing)
        assert record.device_pages == sum(record.resident)
    assert record == residency(**asked)


@given(st.fixed_dictionaries(settings_of))
def test_random_advice_reads_nothing_that_is_not_wanted(asked):
    record = residency(**{**asked, "advice": "random", "way": "mapped"})

    assert record.device_pages == record.wanted_pages == record.major


@given(st.fixed_dictionaries(settings_of))
def test_a_mapping_makes_no_calls_and_a_read_no_faults(asked):
    record = residency(**asked)

    faults = record.major + record.minor
    assert (record.calls == 0) if asked["way"] == "mapped" else (faults == 0)


@pytest.mark.parametrize("order", ORDERS)
def test_an_epoch_has_every_sample_once(order):
    assert sorted(samples(order, 1000, 3, seed=5)) == list(range(0, 998, 3))


def test_blocks_stay_together():
    order = samples("blocks", 1024)

    assert {place // 64 for place in order[:64]} == {order[0] // 64}
    assert list(order[:64]) != sorted(order[:64])


def test_a_request_of_bandwidth_times_latency_moves_bytes_half_of_its_time():
    record = requests_of(100, 1000)

    assert record.half_bytes == pytest.approx(1e-4 * 1000 * 2**20)
    took = request_us(round(record.half_bytes), 100, 1000)
    assert took == pytest.approx(200, rel=1e-4)
    assert [share for _, share in record.points] == sorted(share for _, share in record.points)
    assert "half of the bandwidth with 102 KiB" in drawn_requests(record).alt


def test_a_record_that_contradicts_itself_is_refused():
    record = residency(pages=64, count=4)
    for change in (
        {"resident": b"\1"}, {"wanted": b"\2" * 64}, {"major": -1}, {"way": "by magic"},
    ):  # fmt: skip
        with pytest.raises(InvalidInput):
            replace(record, **change)


def test_the_picture_says_who_read_and_how_much_too_much():
    record = residency(pages=4096, count=64, window=32)
    model, kernel = drawn(record), drawn(replace(record, source="a machine"))

    assert "Model: 64 of 4,096 pages wanted" in model.alt
    assert f"{record.device_pages / 64:.1f} pages read for each one" in model.alt
    assert "Kernel: 64" in kernel.alt
    assert len(model.svg) < 9_000


def test_a_file_of_one_page_is_drawn():
    assert "1 of 1 pages" in drawn(Reading("mapped", b"\1", b"\1", 1, 0, 1, 0)).alt
