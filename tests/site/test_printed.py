"""The printed book: every part of it, tagged, pictures that stand still, answers at the end."""

import os
import re
import subprocess

import pytest
import yaml
from PIL import Image

from .conftest import ROOT, SITE

pytestmark = pytest.mark.site
PDF = ROOT / "_build/oslab.pdf"
TOC = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
NAMES = [c["file"] for part in TOC["parts"] for c in part["chapters"] if c["file"] != "genindex"]
TITLE = re.compile(r"<title>(.*?) &#8212;")


@pytest.fixture(scope="module")
def book():
    if os.environ.get("BROWSER") == "skip":
        pytest.skip("BROWSER=skip asks for no browser")
    if not PDF.is_file():
        pytest.fail("there is no printed book: run `make pdf`")
    return PDF.read_bytes()


@pytest.fixture(scope="module")
def pages(book):
    """Return the words of each printed page."""
    done = subprocess.run(["pdftotext", str(PDF), "-"], capture_output=True, text=True, check=True)
    return [" ".join(page.split()) for page in done.stdout.split("\f")][:-1]


def _title(name):
    html = (SITE / f"{name}.html").read_text(encoding="utf-8")
    return TITLE.search(html)[1].replace("&amp;", "&")


def _outline(book):
    """Return the titles of the bookmarks; Chromium writes them plain, or as UTF-16 in hex."""
    entry = rb"/Title (?:\(((?:\\.|[^\\)])*)\)|<FEFF([0-9A-F]*)>)\s*/Dest"
    return [
        bytes.fromhex(wide.decode()).decode("utf-16-be") if wide
        else re.sub(rb"\\(.)", rb"\1", plain).decode("ascii")
        for plain, wide in re.findall(entry, book)
    ]  # fmt: skip


def _colours(number, tmp_path):
    """Return how many dots of each colour a printed page has."""
    at = str(number)
    subprocess.run(
        [
            "pdftoppm",
            "-r",
            "50",
            "-f",
            at,
            "-l",
            at,
            "-singlefile",
            str(PDF),
            str(tmp_path / "page"),
        ],
        check=True,
    )
    with Image.open(tmp_path / "page.ppm") as page:
        return {colour: count for count, colour in page.getcolors(1 << 24)}


def test_it_is_tagged_and_says_its_language(book):
    for mark in (b"/StructTreeRoot", rb"/Marked true", b"/Lang", b"/Outlines"):
        assert mark in book


def test_pictures_carry_their_words(book):
    texts = [(SITE / f"{name}.html").read_text(encoding="utf-8") for name in ["intro", *NAMES]]
    pictures = sum(len(re.findall(r"<svg[^>]*role=\"img\"", text)) for text in texts)

    assert pictures == book.count(b"/Alt ") > 20


@pytest.mark.parametrize("name", NAMES)
def test_every_part_is_there_and_in_the_outline(book, pages, name):
    title = _title(name)

    assert any(page.startswith(title) for page in pages)
    assert title in _outline(book)
    assert title in pages[1]  # the contents


def test_pages_are_numbered(pages):
    assert all(f"{n} / {len(pages)}" in page for n, page in enumerate(pages, start=1))


def test_nothing_is_printed_that_paper_cannot_do(pages):
    words = " ".join(pages)

    for chrome in ("Skip to main content", "previous page", "Commit Skip", "Waiting for your"):
        assert chrome not in words
    assert not re.search(r"\b(Reset the text|Change the Python|Click to show|Hide code)\b", words)


def test_figures_are_not_blank(pages, tmp_path):
    shown = [n for n, page in enumerate(pages, start=1) if "Drawn for:" in page]
    assert len(shown) >= 10
    for number in shown[:: max(1, len(shown) // 8)]:
        coloured = {c: n for c, n in _colours(number, tmp_path).items() if max(c) - min(c) > 60}
        assert sum(coloured.values()) > 150, f"page {number}: {pages[number - 1][:80]}"


def test_paper_is_white(tmp_path, pages):
    colours = _colours(len(pages) // 2, tmp_path)

    assert max(colours, key=colours.get) == (255, 255, 255)


def test_questions_come_without_answers_and_answers_at_the_end(pages):
    first = next(n for n, page in enumerate(pages) if page.startswith("Answers To the predictions"))
    before, after = " ".join(pages[:first]), " ".join(pages[first:])
    with_reasons = re.findall(r"\b[a-f]\. (?:Right|Not so)\.", after)

    assert first > len(pages) // 2
    assert not re.search(r"\b[a-f]\. (?:Right|Not so)\.", before)
    assert len(with_reasons) == _in_the_site('class="oslab-option"')
    # What a page folds away is headed so; unfolded on paper it would give the answer away.
    assert _in_the_site("<summary>The answer</summary>") > 10
    assert "The answer " + _first_answer() not in before
    assert _first_answer() in after


def _in_the_site(mark):
    texts = [(SITE / f"{name}.html").read_text(encoding="utf-8") for name in NAMES]
    return sum(text.count(mark) for text in texts)


def _first_answer():
    text = (SITE / "chapters/fork.html").read_text(encoding="utf-8")
    return re.search(r"<summary>The answer</summary><p>([\w ]+)</p>", text)[1]


def test_the_outline_of_a_pdf_can_be_read():
    plain = rb"<</Title (One \(1\))/Dest [2]>> <</Title <FEFF00E92019> /Dest [3]>> <</Title (No)>>"

    assert ["One (1)", "\xe9\u2019"] == _outline(plain)
