"""Names of submissions: one student each, whatever is written there."""

from __future__ import annotations

import os

import pytest

from oslab.course.submissions import entries, page_name, printable
from oslab.errors import InvalidInput


def made(tmp_path, *names):
    for name in names:
        (tmp_path / name).write_text("{}")
    found, _ = entries(tmp_path)
    return {entry.student: entry.remarks for entry in found}


def test_a_submission_is_named_by_its_file(tmp_path):
    (tmp_path / "dora").mkdir()

    assert {"a.b": (), "bob": (), "carol": (), "dora": ()} == made(
        tmp_path, "a.b.ipynb", "bob.zip", "carol.ipynb", ".hidden.ipynb", "notes.txt"
    )


def test_two_submissions_of_one_student_are_two_and_said(tmp_path):
    found = made(tmp_path, "bob.ipynb", "bob.zip")

    assert {"bob.ipynb", "bob.zip"} == set(found)
    assert {("There are 2 submissions of this name.",)} == set(found.values())


def test_names_that_look_alike_stay_apart_and_are_said(tmp_path):
    found = made(tmp_path, "anna.ipynb", "\u0430nna.ipynb", "bob.ipynb")  # CYRILLIC A

    assert () == found["bob"]
    assert ("The name looks like that of \u0430nna.",) == found["anna"]
    assert "The name mixes cyrillic and latin letters." in found["\u0430nna"]


def test_names_in_one_other_alphabet_are_nothing_odd(tmp_path):
    assert [()] == list(made(tmp_path, "Анна Иванова.ipynb").values())


def test_a_name_of_bytes_that_are_no_text_is_printable(tmp_path):
    (tmp_path / os.fsdecode(b"b\xffb.ipynb")).write_text("{}")

    assert ["b\ufffdb"] == list(made(tmp_path))


@pytest.mark.parametrize(
    ("text", "shown"),
    [("a\x1b[1m", "a\\u001b[1m"), ("a\u202eb", "a\\u202eb"), ("\ud800", "\\ud800"), ("é\n", "é\n")],
)
def test_what_a_terminal_would_obey_is_written_out(text, shown):
    assert shown == printable(text)


def test_every_name_has_a_page_of_its_own():
    names = ["alice", "Alice", "ali ce", "ali/ce", "ali-ce", "..", "x" * 300, "\u0430lice", ""]
    pages = [page_name(name) for name in names]

    assert len(names) == len({page.lower() for page in pages})
    assert all(page and "/" not in page and "." not in page and len(page) < 80 for page in pages)


def test_an_empty_folder_is_no_folder_of_submissions(tmp_path):
    with pytest.raises(InvalidInput):
        entries(tmp_path)
    with pytest.raises(InvalidInput):
        entries(tmp_path / "none")
