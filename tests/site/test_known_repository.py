"""A copy of the book that was told its repository: the buttons are links, and ask nobody before."""

import os
import shutil
import subprocess
import sys
from urllib.parse import parse_qs, urlsplit

import nbformat
import pytest

from .conftest import ROOT, served

pytestmark = pytest.mark.site
REPOSITORY = "https://github.com/owner/name"
BASE = "https://owner.github.io/name/"
SETTINGS = """
extensions = ["myst_nb", "sphinx_book_theme", "publishing"]
html_theme, html_title, root_doc = "sphinx_book_theme", "A book", "intro"
html_favicon, html_context = "favicon.svg", {"default_mode": "auto"}
nb_execution_mode = "off"
"""


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """Build a book of one notebook with our extension, and serve it."""
    folder = tmp_path_factory.mktemp("small")
    shutil.copy(ROOT / "CITATION.cff", folder)
    (folder / "chapters").mkdir()
    cells = [nbformat.v4.new_markdown_cell("# Fork & exec\n\nWhat does a fork copy?")]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), folder / "chapters/fork.ipynb")
    (folder / "intro.md").write_text("# A book\n\n```{toctree}\nchapters/fork\n```\n")
    shutil.copy(ROOT / "assets/favicon.svg", folder)
    (folder / "conf.py").write_text(SETTINGS)
    subprocess.run(
        [sys.executable, "-m", "sphinx", "-q", str(folder), str(folder / "html")],
        env={**os.environ, "PYTHONPATH": str(ROOT / ".ci"), "OSLAB_REPOSITORY": REPOSITORY,
             "OSLAB_BASEURL": BASE, "SOURCE_DATE_EPOCH": "1772323200"},
        check=True,
    )  # fmt: skip
    with served(folder / "html") as base:
        yield base


def test_the_page_runs_in_binder_and_is_reported_by_a_link(small, visit):
    page = visit(small + "chapters/fork.html")
    page.locator(".oslab-tools summary").click()
    binder = page.get_by_role("link", name="Run in Binder").get_attribute("href")
    report = page.get_by_role("link", name="Report a problem on this page").get_attribute("href")
    form = parse_qs(urlsplit(report).query)

    assert binder.startswith("https://mybinder.org/v2/gh/owner/name/HEAD?")
    assert {"urlpath": ["lab/tree/chapters/fork.ipynb"]} == parse_qs(urlsplit(binder).query)
    assert report.startswith(REPOSITORY + "/issues/new?")
    assert ["Problem on the page: Fork & exec"] == form["title"]
    assert "Built: 2026-03-01\nCommit: " in form["body"][0]


def test_the_card_and_the_citation_say_where_the_page_stands(small, visit):
    page = visit(small + "chapters/fork.html")

    def said(name):
        return page.locator(f"meta[property='og:{name}']").get_attribute("content")

    assert BASE + "chapters/fork.html" == said("url")
    assert BASE + "cards/chapters-fork.png" == said("image")
    assert ("Fork & exec", "What does a fork copy?") == (said("title"), said("description"))
    assert f"url = {{{BASE}}}" in page.locator(".oslab-bibtex").text_content()
