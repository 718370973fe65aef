"""`oslab grade`: a folder of submissions becomes a table, data and pages."""

from __future__ import annotations

import csv
import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from oslab import cli
from oslab.course import grade, grading, sheets
from oslab.course.grade import Gradebook, Result
from oslab.course.grading import Grade
from oslab.errors import InvalidInput, Unavailable
from oslab.linux import cgroup, cgroup_names, sandbox
from oslab.linux.cgroup_tree import PROC, SYS, places

SAMPLE = Path(__file__).parents[1] / "sample"
KEY = b"a key of this course"
BOXED = (pytest.mark.kernel, pytest.mark.needs("bwrap"))


def boxed(test):
    for mark in BOXED:
        test = mark(test)
    return test


@pytest.fixture
def here(monkeypatch, tmp_path):
    monkeypatch.chdir(SAMPLE.parent)
    monkeypatch.setenv(grade.KEY_VARIABLE, KEY.decode())
    return tmp_path


def table(out):
    """Return the rows of the table by student."""
    lines = (out / "grades.csv").read_text().splitlines()
    return {row["student"]: row for row in csv.DictReader(lines)}


@boxed
@pytest.mark.usefixtures("boxes")
def test_a_folder_of_submissions_is_graded(handed_in, here, capsys):
    handed_in("alice")
    bob = handed_in("bob", {"q1": "def span(pages):\n    return 1"})
    handed_in("carol").write_text("{")
    (here / "submissions" / "dora").mkdir()
    (here / "submissions" / "dora" / "lab.ipynb").write_text(bob.read_text())
    (here / "submissions" / "eve.ipynb").symlink_to(here / "submissions" / "alice.ipynb")
    with (here / "submissions" / "fay.ipynb").open("wb") as file:
        file.truncate(100 << 20)
    (here / "submissions" / "readme.txt").write_text("")

    status = cli.main(
        ["grade", "sample", str(here / "submissions"), "--out", str(here / "out"), "--jobs", "2"]
    )

    assert 0 == status
    rows = table(here / "out")
    points = {name: int(row["points"]) for name, row in rows.items()}
    assert {"alice": 12, "bob": 8, "carol": 0, "dora": 8, "eve": 0, "fay": 0} == points
    assert "symbolic link" in rows["eve"]["remarks"]
    assert "larger than 32 MB" in rows["fay"]["remarks"]
    assert "damaged" in rows["carol"]["remarks"]
    held = json.loads((here / "out/grades.json").read_text())
    assert ["readme.txt"] == held["passed_over"]
    page = (here / "out/pages/bob.html").read_text()
    assert "Are both ends counted" in page
    assert "8 of 12 points" in page
    said = capsys.readouterr().out
    assert "alice: 12 of 12\n" in said
    assert "6 submissions; see" in said


@boxed
@pytest.mark.usefixtures("boxes")
def test_another_student_has_other_cases_and_the_same_one_the_same(sample):
    seeds = [grading.student_seed(KEY, "sample", name) for name in ("alice", "alice", "bob")]
    rows = [grading.reference_rows(sample, "q1", seed) for seed in seeds]

    assert rows[0] == rows[1]
    assert rows[0] != rows[2]


def test_a_seed_belongs_to_key_lab_and_student():
    seeds = {
        grading.student_seed(key, lab, student)
        for key in (KEY, KEY + b"!")
        for lab, student in (("a", "bc"), ("ab", "c"), ("a", "b"))
    }

    assert 6 == len(seeds)


def test_without_a_key_nothing_is_graded(handed_in, here, monkeypatch, capsys):
    handed_in("alice")
    monkeypatch.delenv(grade.KEY_VARIABLE)

    assert 2 == cli.main(["grade", "sample", str(here / "submissions")])
    assert "head -c 32 /dev/urandom" in capsys.readouterr().err


def test_a_key_is_read_from_a_file_and_never_shown(tmp_path):
    (tmp_path / "key").write_text("short secret\n")

    with pytest.raises(InvalidInput) as short:
        grade.read_key(tmp_path / "key")
    assert "short secret" not in str(short.value)
    (tmp_path / "key").write_bytes(KEY + b"\n")
    assert KEY == grade.read_key(tmp_path / "key")


def test_without_a_sandbox_nothing_is_graded_and_the_remedy_is_said(
    handed_in, here, monkeypatch, capsys
):
    handed_in("alice")
    monkeypatch.setenv("PATH", str(here))
    sandbox.probe.cache_clear()
    try:
        status = cli.main(["grade", "sample", str(here / "submissions"), "--out", str(here / "o")])
    finally:
        sandbox.probe.cache_clear()

    assert 3 == status
    assert "apt-get install bubblewrap" in capsys.readouterr().err
    assert not (here / "o").exists()


def test_root_without_groups_is_refused_since_nothing_bounds_its_processes(monkeypatch):
    def none(*controllers):
        raise Unavailable("A control group", "Mount one.")

    monkeypatch.setattr(cgroup, "make", none)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(sandbox, "_bwrap", lambda: sys.executable)
    monkeypatch.setattr(sandbox, "command_line", lambda *a, **k: [])
    with pytest.raises(Unavailable, match="Mount one"), sandbox.box(["/bin/true"]):
        pass


@boxed
@pytest.mark.usefixtures("boxes")
def test_a_grader_that_dies_gives_no_zero(handed_in, here, monkeypatch, capsys):
    handed_in("alice")
    handed_in("bob")
    real = grade._graded

    def dies(scheme, entry, key, secret):
        if entry.student == "bob":
            os._exit(9)
        return real(scheme, entry, key, secret)

    monkeypatch.setattr(grade, "_graded", dies)
    status = cli.main(["grade", "sample", str(here / "submissions"), "--out", str(here / "out")])

    assert 3 == status
    rows = table(here / "out")
    assert ("12", "") == (rows["alice"]["points"], rows["bob"]["points"])
    assert "not graded" == rows["bob"]["q1 state"]
    assert "bob: not graded" in capsys.readouterr().out


def left(folder):
    """Return what an oslab that was ended has left: groups of the dead, files, workers."""
    names = set()
    for place in places(PROC, SYS).values():
        for directory in place.upwards():
            found = {one.name for one in directory.glob("oslab-*-*-*-*")}
            names |= {name for name in found if cgroup_names.is_stale(name, PROC)}
    alive = [
        path.parent.name
        for path in Path("/proc").glob("[0-9]*/cmdline")
        if str(folder).encode() in contents(path)
    ]
    return names, sorted(one.name for one in folder.glob("oslab-*")), alive


def contents(path):
    try:
        return path.read_bytes()
    except OSError:
        return b""


@boxed
@pytest.mark.usefixtures("boxes")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_an_interruption_in_the_middle_of_grading_leaves_nothing(handed_in, here, how):
    started = here / "submissions"
    loops = "import os\ndef touch(path):\n    while True:\n        pass"
    for number in range(4):
        handed_in(f"student{number}", {"q2": loops})
    (here / "tmp").mkdir()
    cgroup.sweep()
    # A shell hands an ignored SIGINT to what it runs in the background, these tests included.
    grader = subprocess.Popen(
        ["env", "--default-signal=INT", sys.executable, "-m", "oslab", "grade", "sample",
         str(started), "--out", str(here / "o")],
        env={**os.environ, "TMPDIR": str(here / "tmp")}, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        while not list((here / "tmp").glob("oslab-box-*/oslab-*/note.txt")):
            assert grader.poll() is None, grader.communicate()
        grader.send_signal(how)
        _, said = grader.communicate()
    finally:
        grader.kill()

    assert 130 == grader.returncode
    assert "oslab: interrupted" == said.strip().splitlines()[-1]
    assert not (here / "o").exists()
    assert (set(), [], []) == left(here / "tmp")


# ------------------------------------------------------- sheets


def book(**how):
    grades = {"q1": Grade("pass", 4, 4), "q2": Grade("fail", 0, 3, "Why <b> & how", ("cell 3",))}
    made = Result(**{"student": "alice", "file": "alice.ipynb", "remarks": (), "grades": grades,
                     **how})  # fmt: skip
    return Gradebook("sample", "A sample", {"q1": "span", "q2": "touch"}, (made,))


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "a\nb", 'a","b'])
def test_no_cell_of_the_table_is_run_by_a_spreadsheet(name):
    text = sheets.table(book(student=name))
    (row,) = csv.DictReader(text.splitlines())

    assert not row["student"].startswith(("=", "+", "-", "@", "\t"))
    assert ("4", "7") == (row["points"], row["of"])


@pytest.mark.parametrize(
    "name", ["<script>", "a\x1b[2Jb", "a\u202eb", "\ud800", "../../x", "A", ""]
)
def test_any_name_makes_a_page_that_is_safe_and_ones_own(name, tmp_path):
    made = book(student=name, remarks=(f"about {name}",))
    paths = sheets.write(made, tmp_path)
    page = paths[-1]

    assert tmp_path / "pages" == page.parent
    text = page.read_text(encoding="utf-8")
    assert "<script>" not in text
    assert not re.search("[\x00-\x09\x0b-\x1f\u202e]", text)
    assert "Why &lt;b&gt; &amp; how" in text
    json.loads((tmp_path / "grades.json").read_text())


def test_a_question_that_cannot_be_measured_is_left_out_and_said(tmp_path):
    grades = {"q1": Grade("cannot be measured here", 0, 0, "no disk"), "q2": Grade("pass", 3, 3)}
    made = book(grades=grades)

    assert "3 of 3 points" in sheets.page(made, made.results[0])
    assert "left out, no points lost" in sheets.page(made, made.results[0])


def test_a_folder_that_cannot_be_written_is_refused(tmp_path):
    (tmp_path / "file").write_text("")

    with pytest.raises(InvalidInput):
        sheets.write(book(), tmp_path / "file")
