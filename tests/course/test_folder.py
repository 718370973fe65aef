"""A lab's folder is found from where the notebook runs, and stays as it was."""

import pytest

from oslab.course import folder
from oslab.errors import InvalidInput, Unavailable

CHECKS = """
from oslab.course import Lab, Pure
LAB = Lab("One", "fork", (45, 60), "Why not.", {"q1": Pure("f", 1, cases=list, judge=print)})
"""


@pytest.fixture
def lab(tmp_path):
    made = tmp_path / "labs" / "one"
    made.mkdir(parents=True)
    (made / "checks.py").write_text(CHECKS)
    return made


def test_a_lab_is_found_from_its_folder_from_below_and_from_above(lab, monkeypatch):
    root = lab.parents[1]
    below = root / "chapters" / "deep"
    below.mkdir(parents=True)

    assert folder.find("one", lab) == lab
    assert folder.find("one", lab.parent) == lab
    assert folder.find("one", root) == lab
    assert folder.find("one", below) == lab
    monkeypatch.chdir(lab)
    assert folder.find("one") == lab


def test_a_lab_that_is_not_there_says_where_to_open_it(tmp_path):
    with pytest.raises(Unavailable, match=r"labs/two/"):
        folder.find("two", tmp_path)


@pytest.mark.parametrize("name", ["", "../etc", "two words", None, "_x"])
def test_a_name_cannot_lead_elsewhere(name, tmp_path):
    with pytest.raises(InvalidInput, match="name"):
        folder.find(name, tmp_path)


def test_every_lab_is_listed_from_anywhere(lab):
    assert folder.every(lab.parents[1]) == (lab,)
    assert folder.every(lab.parent) == (lab,)
    assert folder.every(lab) == (lab,)


def test_reading_a_lab_leaves_nothing_behind(lab):
    assert folder.read(lab).title == "One"
    assert [place.name for place in lab.iterdir()] == ["checks.py"]


@pytest.mark.parametrize("text", ["", "LAB = 7"])
def test_checks_without_a_lab_are_refused(lab, text):
    (lab / "checks.py").write_text(text)
    with pytest.raises(InvalidInput, match="LAB"):
        folder.read(lab)


def test_public_answers_are_written_and_read(lab):
    assert folder.read_public(lab) == {}
    rows = {"q1": [({"n": 1}, [1]), ({"n": 2}, None)], "q3": []}

    folder.write_public(lab, rows)

    assert folder.read_public(lab) == rows


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"schema": 2}', '{"schema": 1, "questions": []}']
)
def test_public_answers_that_are_damaged_are_refused(lab, text):
    (lab / "public.json").write_text(text)
    with pytest.raises(InvalidInput):
        folder.read_public(lab)
