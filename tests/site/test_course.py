"""Labs in the built site: every one as it comes, and no word of a solution anywhere."""

from __future__ import annotations

import re
from html import unescape

import pytest

from oslab.course import folder, leaks, proof

from .conftest import ROOT, SITE

pytestmark = pytest.mark.site

LABS = folder.every(ROOT / "labs")
TEXTS = {".html", ".ipynb", ".md", ".txt", ".json", ".js", ".css", ".py", ".svg", ".inv"}
VENDORED = ("_static/mathjax/", "_static/engine/", "_static/vendor/", "_static/scripts/")
every_lab = pytest.mark.parametrize("place", LABS, ids=lambda place: place.name)


def texts():
    """Every file of the site that a person could read, with its text."""
    for path in SITE.rglob("*"):
        name = path.relative_to(SITE).as_posix()
        if path.is_file() and path.suffix in TEXTS and not name.startswith(VENDORED):
            yield name, path.read_text(encoding="utf-8", errors="replace")


def page(place):
    return (SITE / f"labs/{place.name}/lab.html").read_text(encoding="utf-8")


@every_lab
def test_a_lab_is_shown_unstarted(place):
    shown = unescape(re.sub(r"<[^<>]*>", " ", page(place)))
    shown = " ".join(shown.split())

    for name in folder.read(place).questions:
        assert f"{name} ○ not started" in shown
    assert f"0 of {folder.read(place).points} points" in shown
    assert "✓ pass" not in shown
    assert "✗ not yet" not in shown


@every_lab
def test_a_lab_can_be_opened_and_taken_along(place):
    text = page(place)

    assert f"<code>labs/{place.name}/lab.ipynb</code>" in text
    assert "a lab needs its folder" in text
    assert f"_sources/labs/{place.name}/lab.ipynb" in text
    assert (SITE / f"_sources/labs/{place.name}/lab.ipynb").is_file()


@every_lab
def test_the_list_of_labs_leads_to_it_and_says_how_it_was_proven(place):
    index = (SITE / "labs/index.html").read_text(encoding="utf-8")
    held = proof.recorded(place)

    assert f'href="{place.name}/lab.html"' in index
    assert folder.read(place).title in unescape(index)
    assert f"{held['wrong']}" in index
    assert f"{held['mutants']}" in index


def test_no_line_of_any_solution_stands_in_the_site():
    lines = {line for place in LABS for line in leaks.solution_lines(place)}
    # The book's own programs use the words of a lab too: what every reader has gives nothing away.
    package = "\n".join(path.read_text() for path in (ROOT / "src/oslab").rglob("*.py"))
    lines -= set(leaks.leaks(package, lines))
    assert len(lines) > 10 * len(LABS), "there are labs with solutions"

    told = {name: found for name, text in texts() if (found := leaks.leaks(text, lines))}
    assert told == {}


def test_nothing_of_an_instructor_is_in_the_site():
    assert [str(path) for path in SITE.rglob("*") if "_instructor" in str(path)] == []
    assert [str(path) for path in SITE.rglob("evidence_*.json")] == []


def test_the_python_of_the_page_knows_no_lab():
    for path in (SITE / "_static/engine").rglob("*"):
        assert b"_instructor/" not in path.read_bytes() if path.is_file() else True, path
