"""Saved trees of /sys, laid out as folders so that `read` finds them."""

import json
from pathlib import Path

import pytest

SAVED = Path(__file__).parent.parent / "saved"
TREES = sorted(str(place.parent.relative_to(SAVED)) for place in SAVED.rglob("sys.json"))


@pytest.fixture
def files():
    """Return a function from the name of a saved tree to its paths and texts."""
    return lambda name: json.loads((SAVED / name / "sys.json").read_text())


@pytest.fixture
def tree(tmp_path, files):
    """Return a function that lays a saved tree out below a new folder."""

    def lay_out(name):
        for path, text in files(name).items():
            place = tmp_path / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text)
        return tmp_path

    return lay_out


def pytest_generate_tests(metafunc):
    """Give a test that takes the `name` of a tree every tree."""
    if "name" in metafunc.fixturenames:
        metafunc.parametrize("name", TREES)
