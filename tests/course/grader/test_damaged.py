"""A damaged notebook loses only what it must."""

from __future__ import annotations

import json
import os
import zipfile

import pytest

from oslab.course import notebook
from oslab.course.notebook import Cell
from oslab.course.verdict import FAIL, NOT_STARTED, PASS

BOXED = [pytest.mark.kernel, pytest.mark.needs("bwrap")]


def states(grades):
    return {name: grade.state for name, grade in grades.items()}


ALL = dict.fromkeys(("q1", "q2", "q3", "q4", "q5"), PASS)


def boxed(test):
    for mark in BOXED:
        test = mark(test)
    return test


@boxed
def test_the_reference_passes_and_the_blank_is_not_started(graded, sample):
    assert ALL == states(graded())
    blank = graded(cells=sample.cells)
    assert dict.fromkeys(ALL, NOT_STARTED) == states(blank)
    assert 0 == sum(grade.points for grade in blank.values())


@boxed
@pytest.mark.parametrize("blank_first", [True, False])
def test_cells_that_are_there_twice_count_once(graded, sample, blank_first):
    answered = sample.answered(sample.solution)
    both = (*sample.cells, *answered) if blank_first else (*answered, *sample.cells)

    assert ALL == states(graded(cells=both))


@boxed
def test_of_two_answers_the_last_counts(graded, sample):
    wrong = Cell(99, "def span(pages):\n    return 7")
    answered = sample.answered(sample.solution)

    assert FAIL == graded(cells=(*answered, wrong), only=["q1"])["q1"].state
    assert PASS == graded(cells=(wrong, *answered), only=["q1"])["q1"].state


@boxed
def test_a_deleted_answer_costs_itself_and_what_rests_on_it(graded, sample):
    left = tuple(cell for cell in sample.answered(sample.solution) if "q2" not in cell.tags)
    got = graded(cells=left)

    assert {**ALL, "q2": FAIL, "q3": FAIL} == states(got)
    assert "touch is not defined: was its cell deleted?" == got["q2"].words


@boxed
def test_tags_ids_and_given_cells_may_all_be_gone(graded, sample):
    bare = tuple(
        Cell(place, sample.solution[question])
        for place, question in enumerate(reversed(sample.solution), start=1)
    )

    assert ALL == states(graded(cells=bare))


@boxed
def test_everything_in_one_cell_is_as_good(graded, sample):
    whole = "\n".join(sample.solution.values())

    assert ALL == states(graded(cells=(Cell(1, whole),)))


@boxed
@pytest.mark.parametrize("broken", ["x = [1,", "def f(:\n", "\tif:", "print 'x'", "\0", "((" * 300])
def test_a_cell_that_is_no_python_loses_nothing_else(graded, broken):
    assert {"q1": PASS, "q4": PASS} == states(graded(before=broken, only=["q1", "q4"]))


@boxed
def test_an_answer_that_is_no_python_says_where(graded):
    got = graded({"q1": "def span(pages):\n    return max(pages"}, only=["q1", "q4"])

    assert {"q1": FAIL, "q4": PASS} == states(got)
    assert "cell 4, where span should be, is no Python: '(' was never closed in line 2." == (
        got["q1"].words
    )


@boxed
@pytest.mark.parametrize("where", ["before", "after"])
def test_an_endless_loop_in_a_cell_that_nobody_needs_costs_nothing(graded, where):
    got = graded(only=["q1", "q4"], **{where: "while True:\n    pass"})

    assert {"q1": PASS, "q4": PASS} == states(got)
    assert () == got["q1"].remarks


@boxed
def test_an_endless_loop_beside_the_answer_costs_nothing(graded, sample):
    source = "while True: pass\n" + sample.solution["q1"] + "\nwhile True: pass"

    assert PASS == graded({"q1": source}, only=["q1"])["q1"].state


@boxed
def test_an_endless_loop_that_binds_what_one_answer_needs_costs_that_answer(graded):
    helper = "def spin():\n    while True:\n        pass\n\nshift = spin()"
    uses = "def span(pages):\n    return shift"
    got = graded({"q1": uses}, before=helper, only=["q1", "q4"])

    assert {"q1": FAIL, "q4": PASS} == states(got)
    assert "NameError" in got["q1"].words
    assert ["cell 0, line 5, gave no answer within 2 s: it is left out"] == list(got["q1"].remarks)


@boxed
@pytest.mark.parametrize("bad", ["1 / 0", "raise SystemExit", "import no_such_module", "undefined"])
def test_a_cell_that_raises_is_passed_over(graded, bad):
    assert PASS == graded(before=f"n = {bad}" if bad == "1 / 0" else bad, only=["q1"])["q1"].state


@boxed
def test_magics_are_passed_over_and_what_they_stand_beside_is_not(graded):
    setup = "%matplotlib inline\n!pip install nothing\nfiles = !ls\nshift = 1\nspan?"
    uses = "def span(pages):\n    return max(pages) - min(pages) + shift if pages else 0"

    assert PASS == graded({"q1": uses}, before=setup, only=["q1"])["q1"].state


@boxed
def test_what_an_answer_rests_on_comes_with_it(graded):
    setup = (
        "import sys\nfrom math import *\nsys.setrecursionlimit(5000)\ntable = {}\n"
        "table['one'] = 0\ntable.update(one=1)\nfor name in ('x',):\n    table[name] = 2"
    )
    uses = (
        "def span(pages):\n"
        "    assert sys.getrecursionlimit() == 5000 and floor(1.5) == 1 and table['x'] == 2\n"
        "    return max(pages) - min(pages) + table['one'] if pages else 0"
    )

    assert PASS == graded({"q1": uses}, before=setup, only=["q1"])["q1"].state


@boxed
def test_what_is_bound_in_secret_is_found_when_it_is_missed(graded):
    setup = "globals()['shift'] = 1"
    uses = "def span(pages):\n    return max(pages) - min(pages) + shift if pages else 0"

    assert PASS == graded({"q1": uses}, before=setup, only=["q1"])["q1"].state


@boxed
def test_a_child_that_comes_back_is_told(graded):
    body = "import os\ndef span(pages):\n    if os.fork() == 0:\n        return 5\n    os.wait()\n"
    got = graded({"q1": body}, only=["q1"])["q1"]

    assert FAIL == got.state
    assert "let a child process come back out of it" in got.words


# ------------------------------------------------------- files


def read(tmp_path, content, name="alice.ipynb"):
    place = tmp_path / name
    place.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return notebook.read(place)


CELL = {"cell_type": "code", "metadata": {"tags": ["answer"]}, "source": ["x = 1\n", "y = 2"]}


def test_a_cell_is_read_as_it_is_numbered_for_a_reader(tmp_path):
    got = read(tmp_path, {"cells": [{"cell_type": "markdown", "source": "#"}, CELL]})

    assert notebook.Submission("alice", (Cell(2, "x = 1\ny = 2", ("answer",)),)) == got


@pytest.mark.parametrize(
    "odd",
    [None, 3, [], {}, {"cell_type": "code"}, {"cell_type": "code", "source": 7},
     {"cell_type": "code", "source": [None, 3], "metadata": {"tags": 5}},
     {"cell_type": "code", "source": "", "metadata": []},
     {"cell_type": "code", "source": "\ud800", "metadata": {"tags": [[]]}}],
)  # fmt: skip
def test_odd_cells_do_not_hurt_the_others(tmp_path, odd):
    got = read(tmp_path, {"cells": [odd, CELL]})

    assert "x = 1\ny = 2" == got.cells[-1].source
    assert () == got.remarks


@pytest.mark.parametrize("content", [b"", b"null", b"[]", b"{}", b"\xff\xfe", b"PK\x03\x04", b"{"])
def test_what_is_no_notebook_is_a_remark(tmp_path, content):
    got = read(tmp_path, content)

    assert () == got.cells
    assert 1 == len(got.remarks)


def test_a_file_that_was_cut_off_gives_the_cells_before_the_cut(tmp_path):
    whole = json.dumps({"metadata": {}, "cells": [CELL, CELL, CELL]}).encode()
    got = read(tmp_path, whole[:-30])

    assert 2 == len(got.cells)
    assert "damaged" in got.remarks[0]


def test_a_byte_order_mark_is_no_damage(tmp_path):
    got = read(tmp_path, b"\xef\xbb\xbf" + json.dumps({"cells": [CELL]}).encode())

    assert (1, ()) == (len(got.cells), got.remarks)


def test_a_notebook_of_100_mb_is_not_read(tmp_path):
    place = tmp_path / "alice.ipynb"
    with place.open("wb") as file:
        file.truncate(100 << 20)
    got = notebook.read(place)

    assert () == got.cells
    assert "larger than 32 MB. Clear its outputs" in got.remarks[0]


@pytest.mark.parametrize(
    "bomb", [b"[" * 10**7, b'{"a":' * 10**6, b"[" + b"9" * 10**6 + b"]",
             b'{"cells":' + b"[" * 10**6, b'{"cells": [' + b"{}," * 10**6]
)  # fmt: skip
def test_a_bomb_of_json_is_a_remark(tmp_path, bomb):
    got = read(tmp_path, bomb)

    assert () == got.cells
    assert 1 == len(got.remarks)


def test_memory_that_a_notebook_wants_is_bounded(tmp_path, monkeypatch):
    monkeypatch.setattr(notebook, "_ROOM", 64 << 20)
    got = read(tmp_path, b'{"cells": [' + b"{}," * 3_000_000 + b"{}]}")

    assert "needs too much memory" in got.remarks[0]


def zipped(tmp_path, files):
    place = tmp_path / "alice.zip"
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return notebook.read(place)


def test_a_zip_file_gives_its_notebook(tmp_path):
    whole = json.dumps({"cells": [CELL]})
    got = zipped(
        tmp_path,
        {"__MACOSX/._lab.ipynb": "x", "a/lab.ipynb": whole, "a/.ipynb_checkpoints/b.ipynb": "{}"},
    )

    assert ("alice", 1, ()) == (got.student, len(got.cells), got.remarks)


def test_a_bomb_in_a_zip_file_is_not_blown_up(tmp_path):
    got = zipped(tmp_path, {"lab.ipynb": bytes(200 << 20)})

    assert "lab" in got.remarks[0] or "alice" in got.remarks[0]
    assert "larger than 32 MB" in got.remarks[0]


@pytest.mark.parametrize("files", [{}, {"x.txt": "1"}, {f"{n}.ipynb": "{}" for n in range(3)}])
def test_a_zip_file_without_one_notebook_is_a_remark(tmp_path, files):
    assert 1 == len(zipped(tmp_path, files).remarks)


def test_a_zip_file_of_many_files_is_not_walked(tmp_path):
    got = zipped(tmp_path, {f"{n}.ipynb": "" for n in range(2_001)})

    assert "holds more than 2,000 files" in got.remarks[0]


def test_a_zip_file_that_lies_about_its_sizes_is_damaged(tmp_path):
    zipped(tmp_path, {"lab.ipynb": "x" * 1000})
    place = tmp_path / "alice.zip"
    content = place.read_bytes()
    place.write_bytes(content.replace((1000).to_bytes(4, "little"), (10).to_bytes(4, "little")))

    assert () == notebook.read(place).cells


def test_a_folder_gives_its_notebook(tmp_path):
    folder = tmp_path / "alice"
    folder.mkdir()
    (folder / "notes.txt").write_text("")
    (folder / "lab.ipynb").write_text(json.dumps({"cells": [CELL]}))
    (folder / "copy.ipynb").write_text("{")

    assert ("alice", 1) == (notebook.read(folder).student, len(notebook.read(folder).cells))


@pytest.mark.parametrize("kind", ["file", "folder", "inside", "dangling", "pipe", "device"])
def test_links_and_what_is_no_file_are_not_followed(tmp_path, kind):
    secret = tmp_path / "bob.ipynb"
    secret.write_text(json.dumps({"cells": [CELL]}))
    other = tmp_path / "bob"
    other.mkdir()
    (other / "lab.ipynb").symlink_to(secret)
    place = tmp_path / "alice.ipynb"
    if kind == "pipe":
        os.mkfifo(place)
    elif kind == "inside":
        place = other
    else:
        to = {"file": secret, "folder": other, "dangling": "nowhere", "device": "/dev/zero"}[kind]
        place.symlink_to(to)
    got = notebook.read(place)

    assert () == got.cells
    assert "link" in got.remarks[0] or "no ordinary file" in got.remarks[0]
