"""Grade a folder of submissions: in parallel, each in its own process, each in its own boxes."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from oslab.course import grading, notebook, parallel, submissions
from oslab.course import scheme as marking
from oslab.course.grading import Grade
from oslab.course.questions import Pure
from oslab.course.scheme import Scheme
from oslab.course.session import CALLS
from oslab.course.submissions import Entry
from oslab.errors import InvalidInput, require, require_whole
from oslab.linux import sandbox

KEY_VARIABLE = "OSLAB_COURSE_KEY"
_KEY_HELP = "Make one with `head -c 32 /dev/urandom | base64 > course.key` and keep it."


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one submission.

    Args:
        student: whose.
        file: its name.
        remarks: on the file and the name, in sentences.
        grades: by question; empty if it was not graded.
        trouble: why it was not graded; "" if it was.
    """

    student: str
    file: str
    remarks: tuple[str, ...]
    grades: dict[str, Grade]
    trouble: str = ""

    @property
    def points(self) -> int | None:
        """Won; None if it was not graded, which is no zero."""
        return None if self.trouble else sum(one.points for one in self.grades.values())

    @property
    def most(self) -> int:
        """What could be won on this machine."""
        return sum(one.most for one in self.grades.values())


@dataclass(frozen=True, slots=True)
class Gradebook:
    """The results of one lab.

    Args:
        lab: its name.
        title: as its page is called.
        questions: name to what it asks for, in the lab's order.
        results: sorted by student.
        passed_over: names of files that are no submissions.
    """

    lab: str
    title: str
    questions: Mapping[str, str]
    results: tuple[Result, ...]
    passed_over: tuple[str, ...] = ()


def read_key(file: Path | None) -> bytes:
    """Return the course's secret, from a file or from the environment.

    Raises:
        InvalidInput: if there is none, or it is shorter than 16 bytes.
    """
    require(file is None or isinstance(file, Path), "file", file, "a file, as a Path, or None")
    if file is None:
        held = os.environ.get(KEY_VARIABLE, "").encode()
    else:
        try:
            held = file.read_bytes().strip()
        except (OSError, ValueError) as error:
            raise InvalidInput("key", str(file), f"a file with a key. {_KEY_HELP}") from error
    allowed = f"a secret of at least 16 bytes (--key FILE, or {KEY_VARIABLE}). {_KEY_HELP}"
    require(len(held) >= 16, "key", f"{len(held)} bytes", allowed)
    return held


def grade(
    folder: Path, handed_in: Path, *, key: bytes, jobs: int | None = None,
    hidden: tuple[Path, ...] = (), progress: Callable[[int, int], None] | None = None,
) -> Gradebook:  # fmt: skip
    """Grade every submission in a folder with hidden cases of each student's own.

    Args:
        folder: of the lab, the instructor's part included.
        handed_in: the folder of submissions.
        key: the course's secret, which seeds the hidden cases.
        jobs: submissions at once; as many as CPUs if None.
        hidden: what no student's code may see; the lab and `handed_in` are hidden anyhow.
        progress: is told how many are done, of how many.

    Raises:
        InvalidInput: if an argument is not what it says, or the lab lacks a part.
        Unavailable: without a sandbox, since then nothing hidden may run.
    """
    require(isinstance(folder, Path), "folder", folder, "a lab's folder, as a Path")
    grading.student_seed(key, "", "")
    jobs = jobs or os.cpu_count() or 1
    require_whole("jobs", jobs, low=1, high=1024)
    ok = isinstance(hidden, list | tuple) and all(isinstance(one, Path) for one in hidden)
    require(ok, "hidden", hidden, "Paths")
    found, passed_over = submissions.entries(handed_in)
    sandbox.probe()
    scheme = marking.read(folder)
    # A reference that does not answer is the lab's fault, and found before anybody is graded.
    for name, question in scheme.lab.questions.items():
        if isinstance(question, Pure):
            grading.reference_rows(scheme, name, grading.student_seed(key, scheme.name, ""))
    secret = (handed_in.resolve(), *(one.resolve() for one in hidden))

    def one(entry: Entry) -> dict[str, Any]:
        return _graded(scheme, entry, key, secret)

    told: dict[int, Any] = dict(
        parallel.each(
            one, found, jobs=jobs, timeout_s=_patience(scheme), progress=progress,
            lost=lambda error: {"trouble": f"{error.what}. {error.remedy}"},
        )
    )  # fmt: skip
    results = [_result(entry, told[place]) for place, entry in enumerate(found)]
    return Gradebook(
        scheme.name, scheme.lab.title,
        {name: ", ".join(scheme.entries(name)) for name in scheme.lab.questions},
        tuple(results), passed_over,
    )  # fmt: skip


def _graded(scheme: Scheme, entry: Entry, key: bytes, secret: tuple[Path, ...]) -> dict[str, Any]:
    submission = notebook.read(entry.place)
    seed = grading.student_seed(key, scheme.name, entry.student)
    made = grading.grade(scheme, submission.cells, seed, hidden=secret)
    return {
        "remarks": submission.remarks,
        "grades": {name: asdict(grade) for name, grade in made.items()},
    }


def _result(entry: Entry, made: dict[str, Any]) -> Result:
    remarks = [*entry.remarks, *made.get("remarks", ())]
    grades = {
        name: Grade(**{**row, "remarks": tuple(row["remarks"])})
        for name, row in made.get("grades", {}).items()
    }
    return Result(
        entry.student, submissions.printable(entry.place.name), tuple(remarks), grades,
        str(made.get("trouble", "")),
    )  # fmt: skip


def _patience(scheme: Scheme) -> float:
    """Return seconds in which even the most stubborn submission is through."""
    seconds = [scheme.lab.limits_of(name).seconds for name in scheme.lab.questions]
    return 600 + 60 * CALLS * sum(seconds)
