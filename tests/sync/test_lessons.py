"""Programs that pages show: what they teach, and that a reader's change to them runs."""

import importlib.util
import inspect
from pathlib import Path

import pytest

from oslab.sync import view
from oslab.sync.model import mutual_exclusion, race, store_buffering

_PAGE = Path(__file__).parents[2] / "engine" / "page.py"
_SPEC = importlib.util.spec_from_file_location("oslab_page", _PAGE)
page = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(page)


def redrawn(simulate, picture, values, old, new):
    """Return what the page draws and says after the reader exchanged `old` for `new`."""
    names = [{"module": one.__module__, "name": one.__name__} for one in (simulate, picture)]
    source = inspect.getsource(simulate)
    assert old in source
    return page.draw(*names, values, source.replace(old, new))


def test_a_reader_mends_the_race_in_the_page():
    old = 'n = yield load("n")\n            yield store("n", n + 1)'
    new = 'from oslab.sync import fetch_add\n            yield fetch_add("n")'
    _, alt, error = redrawn(race, view.verdict, {"threads": 3, "increments": 2}, old, new)

    assert "" == error
    assert "nothing can go wrong" in alt


def test_a_readers_mistake_is_told():
    _, _, error = redrawn(race, view.outcomes, {"threads": 2}, 'load("n")', 'load("m")')
    picture, alt, told = redrawn(race, view.outcomes, {"threads": 2}, "n + 1", "n + k")

    assert "" == error  # drawn as a refusal, in words
    assert "" == told
    assert "failed" in alt
    assert picture.startswith("<svg")


@pytest.mark.parametrize(
    ("memory", "fenced", "safe"), [("sc", False, True), ("tso", False, False), ("tso", True, True)]
)
def test_petersons_lock_needs_a_fence_where_stores_are_buffered(memory, fenced, safe):
    assert safe == mutual_exclusion(memory, fenced).safe


@pytest.mark.parametrize(("memory", "fenced", "ways"), [("sc", False, 3), ("tso", False, 4),
                                                        ("tso", True, 3)])  # fmt: skip
def test_a_store_buffer_adds_a_fourth_outcome(memory, fenced, ways):
    assert ways == len(store_buffering(memory, fenced).outcomes)
