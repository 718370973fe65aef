"""The tiny lab, opened in a folder of its own."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from oslab import course
from oslab.course import folder, judging
from oslab.course.plain import ordered

TINY = Path(__file__).parent / "tiny"


@pytest.fixture
def tiny(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the tiny lab with its public answers, which is the current folder."""
    monkeypatch.delenv("OSLAB_OUTPUT", raising=False)
    place = tmp_path / "labs" / "tiny"
    place.mkdir(parents=True)
    shutil.copy(TINY / "checks.py", place)
    lab = folder.read(place)
    rng: random.Random = judging.seeded(folder.PUBLIC_SEED, "q1")
    rows = [(case, sum(case["numbers"])) for case in ordered(lab.questions["q1"].cases(rng))]
    folder.write_public(place, {"q1": rows})
    monkeypatch.chdir(place)
    return place


@pytest.fixture
def lab(tiny: Path) -> course.OpenLab:
    """The tiny lab, opened as a notebook opens it."""
    return course.open("tiny")
