"""Python in the page: other values, the reader's own text, its errors, and loops without end."""

import json
import re
import shutil
import subprocess

import pytest

from .conftest import ROOT, SITE

pytestmark = pytest.mark.site
PAGE = "chapters/fork.html"
START_MS = 120_000  # how long a busy machine may take to start CPython
WITHOUT_NPM = "npm is missing: the site has no Python for the page"


@pytest.fixture(autouse=True)
def _needs_the_engine():
    if not shutil.which("npm"):
        pytest.skip(WITHOUT_NPM)


@pytest.fixture
def figure(site, visit):
    """Return the first figure of a page whose Python can be changed."""
    return _figure(visit(site + PAGE))


def _figure(page):
    waiting = page.locator(".oslab-skip:visible")
    while waiting.count():
        waiting.first.click()
    found = page.locator("figure.oslab-explore:has(.oslab-edit)").first
    found.locator(".oslab-edit > summary").press("Enter")
    return found


def _run(figure, text):
    figure.locator("textarea").fill(text)
    figure.locator("textarea").press("Control+Enter")


def _wait(figure, part, pattern):
    told = figure.locator(part, has_text=re.compile(pattern))
    told.wait_for(state="attached", timeout=START_MS)


def _drawn(figure):
    return figure.locator(".oslab-view").inner_html()


def test_an_edit_runs_breaks_stops_and_is_reset(figure):
    before = _drawn(figure)
    name = json.loads(figure.locator(".oslab-data").text_content())["simulate"]["name"]
    original = figure.locator("textarea").input_value()

    _run(figure, f"def {name}(**values):\n    return 1 / 0\n")
    _wait(figure, ".oslab-error", r"line 2[\s\S]*ZeroDivisionError")
    _run(figure, f"def {name}(**values)\n    return 1\n")
    _wait(figure, ".oslab-error", "SyntaxError")
    _run(figure, f"def {name}(**values):\n    while True:\n        pass\n")
    _wait(figure, ".oslab-error", "does this loop end")
    assert _drawn(figure) == before

    _run(figure, original)
    figure.locator(".oslab-note").wait_for(state="hidden", timeout=START_MS)
    assert figure.locator(".oslab-error").text_content() == ""
    assert _drawn(figure) == before  # Python in the page draws what was drawn ahead

    figure.locator("textarea").fill("nonsense")
    figure.locator("[name=reset]").click()
    assert figure.locator("textarea").input_value() == original
    assert _drawn(figure) == before


def test_a_text_outside_the_frames_is_drawn_by_python(site, visit):
    page = visit(site + PAGE)
    waiting = page.locator(".oslab-skip:visible")
    while waiting.count():
        waiting.first.click()
    figure = page.locator("figure.oslab-explore:has(.oslab-text)").first
    before = _drawn(figure)

    figure.locator(".oslab-text input").fill("fork; fork; fork")
    _wait(figure, ".oslab-values", "fork; fork; fork")

    assert _drawn(figure) != before


def test_a_page_opened_from_a_file_says_why_python_cannot_start(visit):
    figure = _figure(visit((SITE / PAGE).as_uri()))

    _run(figure, "x = 1")

    _wait(figure, ".oslab-error", "opened from a file")


def test_every_embedded_frame_is_what_the_pages_python_draws():
    node = ["node", ROOT / "engine/parity.mjs", SITE]
    result = subprocess.run(node, capture_output=True, text=True, check=False)
    report = result.stdout.strip().splitlines()

    assert result.returncode == 0, "\n".join([*report[-20:], result.stderr[-2000:]])
    assert re.fullmatch(r"(\d+) of \1 frames of \d+ figures equal", report[-1])
