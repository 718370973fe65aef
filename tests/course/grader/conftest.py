"""A sample lab, and a way to grade one notebook of it."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from oslab.course import grading, scheme
from oslab.course.grading import Grade
from oslab.course.notebook import Cell
from oslab.course.scheme import Scheme
from oslab.errors import Unavailable
from oslab.linux import cgroup, sandbox

SAMPLE = Path(__file__).parents[1] / "sample"

Graded = Callable[..., dict[str, Grade]]


@pytest.fixture(scope="session")
def sample() -> Scheme:
    return scheme.read(SAMPLE)


@pytest.fixture
def boxes() -> None:
    """Skip where no sandbox can be had; never grade without one."""
    try:
        sandbox.probe()
    except Unavailable as error:
        if namespaces() and (os.geteuid() != 0 or groups()):
            raise
        pytest.skip(f"no sandbox: {error}")


def namespaces() -> bool:
    """Say whether this user may make a user namespace at all."""
    return subprocess.run(["unshare", "--user", "true"], check=False).returncode == 0


def groups() -> bool:
    """Say whether this user may make the control groups that bound a sandbox."""
    try:
        with cgroup.make("cpu", "memory", "pids"):
            return True
    except Unavailable:
        return False


@pytest.fixture
def graded(sample: Scheme, boxes: None) -> Graded:
    """Grade the reference with some answers replaced and some cells put before or after."""

    def grade(
        parts: Mapping[str, str] | None = None, *, before: str = "", after: str = "",
        only: list[str] | None = None, cells: tuple[Cell, ...] | None = None, seed: str = "x",
    ) -> dict[str, Grade]:  # fmt: skip
        answered = sample.answered({**sample.solution, **(parts or {})})
        whole = (Cell(0, before), *answered, Cell(99, after)) if cells is None else cells
        return grading.grade(sample, whole, seed, only=only)

    return grade


@pytest.fixture
def handed_in(tmp_path: Path, sample: Scheme) -> Callable[..., Path]:
    """Write a notebook with these answers into a folder of submissions, and return it."""
    folder = tmp_path / "submissions"
    folder.mkdir()
    given = json.loads((SAMPLE / "lab.ipynb").read_text())

    def write(student: str, parts: Mapping[str, str] | None = None) -> Path:
        made = json.loads(json.dumps(given))
        for cell in made["cells"]:
            for tag in cell["metadata"].get("tags", []):
                cell["source"] = {**sample.solution, **(parts or {})}.get(tag, cell["source"])
        place = folder / f"{student}.ipynb"
        place.write_text(json.dumps(made))
        return place

    return write
