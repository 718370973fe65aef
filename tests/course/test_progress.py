"""`oslab progress` says where a learner stands, whatever her evidence files hold."""

from __future__ import annotations

import json

import pytest

from oslab import cli, course
from oslab.course.progress import progress
from oslab.errors import InvalidInput, Unavailable


def total(numbers):
    return sum(numbers)


def test_a_lab_that_nobody_began_says_so(tiny):
    assert str(progress()).splitlines() == [
        "lab   points   open       minutes  about",
        "tiny  0 of 10  not begun  45-60    A tiny lab",
        "0 of 1 lab begun, 0 of 10 points on the public checks; hidden cases remain.",
    ]


def test_what_is_open_is_listed_with_what_was_begun_first(lab, tiny):
    lab.check("q1", total)
    lab.check("q4", lambda low, high: low)

    for start in (None, tiny, tiny.parent, tiny.parents[1]):
        assert "tiny  2 of 10  q4 q2 q3 q5  45-60    A tiny lab" in str(progress(start))


def test_evidence_beside_a_notebook_elsewhere_counts_too(lab, tiny):
    lab.check("q1", total)
    elsewhere = tiny.parents[1]
    (tiny / "evidence_tiny.json").rename(elsewhere / "evidence_tiny.json")

    assert progress(elsewhere).labs[0].points == 2
    assert progress(tiny).labs[0].points == 0


def test_the_command_prints_a_table_or_json(lab, tiny, capsys):
    lab.predict("faults", 3)

    assert cli.main(["progress"]) == 0
    assert "tiny" in capsys.readouterr().out
    assert cli.main(["progress", str(tiny), "--json"]) == 0
    (only,) = json.loads(capsys.readouterr().out)["labs"]
    assert only["begun"] is True
    assert only["predicted"] == 1


def test_without_a_lab_the_command_says_where_to_run_it(tmp_path, capsys):
    assert cli.main(["progress", str(tmp_path)]) == 3
    assert "labs/" in capsys.readouterr().err
    with pytest.raises(Unavailable):
        progress(tmp_path)
    with pytest.raises(InvalidInput):
        progress(tmp_path / "nowhere")


DAMAGED = [
    "", "[]", "{}", "\0", '{"schema": 1}', '{"schema": 2, "lab": "tiny"}', "[" * 100_000,
    '{"schema": 1, "lab": "other", "results": {"q1": {"state": "pass", "points": 2, "of": 2}}}',
    '{"schema": 1, "lab": "tiny", "results": [1], "predictions": 7}',
    '{"schema": 1, "lab": "tiny", "results": {"q1": {"state": "won", "points": 2, "of": 2}}}',
    '{"schema": 1, "lab": "tiny", "results": {"q1": {"state": "pass", "points": 99, "of": 2}}}',
    '{"schema": 1, "lab": "tiny", "predictions": {"faults": {"value": "NaN", "unit": 3}}}',
    '{"schema": 1, "lab": "tiny", "predictions": {"faults": {"value": NaN, "unit": ""}}}',
]  # fmt: skip


@pytest.mark.parametrize("text", DAMAGED, ids=range(len(DAMAGED)))
def test_a_damaged_file_is_as_none(tiny, text):
    (tiny / "evidence_tiny.json").write_text(text)

    assert progress().labs[0].begun is False
    lab = course.open("tiny")
    assert "0 of 10" in str(lab.report())
    assert lab.check("q1", total).state == "pass"
    assert progress().labs[0].points == 2


def test_a_huge_file_is_not_read(tiny):
    with (tiny / "evidence_tiny.json").open("w") as file:
        file.truncate(10**9)

    assert progress().labs[0].begun is False
