"""Pictures of replacement: what they say, that they fit, and what they refuse."""

import re

import pytest

from oslab.errors import InvalidInput
from oslab.replacement import POLICIES, model, view
from oslab.replacement.records import Curve

PICTURES = {
    "frame_table": lambda: view.frame_table(model.replacement(policy="Lru")),
    "long_table": lambda: view.frame_table(
        model.replacement(references="1 2 3 4 5 " * 12, frames=16, policy="Fifo")
    ),
    "clock_face": lambda: view.clock_face(model.clock(step=9, frames=4)),
    "fault_counts": lambda: view.fault_counts(
        model.fault_counts(references="1 2 3 4 1 2 5 1 2 3 4 5", most=6)
    ),
    "miss_ratio_curve": lambda: view.miss_ratio_curve(model.curve(kind="scan", length=300)),
    "anomaly": lambda: view.anomaly(model.anomaly()),
    "no_anomaly": lambda: view.anomaly(model.anomaly(policy="Lru")),
    "residency": lambda: view.residency(model.residency()),
    "thrashing": lambda: view.thrashing(model.thrashing()),
    **{
        f"lists_{name}": lambda name=name: view.lists(model.moment(step=15, policy=name, frames=4))
        for name in POLICIES
    },
}


@pytest.mark.parametrize("name", sorted(PICTURES))
def test_a_picture_fits_the_column_and_stays_small(name):
    picture = PICTURES[name]()

    width, height = map(float, re.search(r'viewBox="0 0 (\S+) (\S+)"', picture.svg).groups())
    assert width <= 640
    assert height <= 1_300
    assert len(picture.svg) < 13_000 or name == "long_table"
    for x in re.findall(r'<text x="([\d.]+)"', picture.svg):
        assert float(x) <= width


def test_the_frame_table_tells_every_fault():
    record = model.replacement(policy="Lru")
    picture = view.frame_table(record)

    assert picture.alt.startswith("12 of 20 references fault in 3 frames under Lru().")
    filled = picture.svg.count('fill="var(--oslab-2')
    assert record.fault_count == filled


def test_the_clock_face_points_where_the_hand_points():
    picture = view.clock_face(model.clock(step=9, frames=4))

    assert "The hand is at 2." in picture.alt
    assert "3 (bit 1), 0 (bit 0), 4 (bit 1), 2 (bit 1)" in picture.alt
    filled = len(re.findall(r"<circle[^>]*oslab-model", picture.svg))
    assert 3 + 1 == filled  # three frames and the legend


def test_only_a_policy_with_a_hand_has_a_face():
    view.clock_face(model.moment(step=3, policy="Sieve"))
    with pytest.raises(InvalidInput):
        view.clock_face(model.moment(step=3, policy="Lru"))


def test_ghosts_are_told_from_pages_in_memory():
    found = model.moment(step=14, policy="Arc", frames=4)
    picture = view.lists(found)

    ghosts = dict(found.replacement.notes[13].lists)
    assert len(ghosts["B1"]) + len(ghosts["B2"]) == picture.svg.count("stroke-dasharray")
    assert "Target: 1." in picture.alt


def test_a_line_that_rises_is_called_by_its_name():
    rising = Curve(10, (("Fifo", ((3, 9), (4, 10))),))

    assert "Belady's anomaly" in view.fault_counts(rising).alt
    falling = Curve(10, (("Lru", ((3, 9), (4, 9))),))
    assert "anomaly" not in view.fault_counts(falling).alt


def test_the_anomaly_says_what_the_search_proved():
    assert "no shorter one of 5 pages does" in view.anomaly(model.anomaly()).alt
    assert "never faults more" in view.anomaly(model.anomaly(policy="Lru")).alt
    assert "gave up" in view.anomaly(model.anomaly(states=5)).alt


def test_the_cliff_is_told_in_numbers():
    record = model.thrashing()

    assert f"at most {max(record.cpu):.0%} with 10" in view.thrashing(record).alt


@pytest.mark.parametrize("draw", [
    view.frame_table, view.lists, view.clock_face, view.miss_ratio_curve, view.fault_counts,
    view.anomaly, view.residency, view.thrashing,
])  # fmt: skip
def test_a_view_refuses_what_is_no_record_of_its_own(draw):
    for wrong in (None, 3, "words", model.pages()):
        with pytest.raises(InvalidInput):
            draw(wrong)


def test_what_is_too_large_is_refused():
    with pytest.raises(InvalidInput):
        view.frame_table(model.simulate(range(30), 30, POLICIES["Lru"]()))
    with pytest.raises(InvalidInput):
        view.frame_table(model.simulate([1] * 61, 3, POLICIES["Lru"]()))
