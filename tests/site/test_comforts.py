"""What readers expect of a book: find, turn, copy, run and keep a page."""

import json
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import nbformat
import pytest
import yaml

from .conftest import ROOT, SITE

pytestmark = pytest.mark.site
PAGE = "chapters/life.html"
TOC = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
FILES = [TOC["root"]] + [c["file"] for part in TOC["parts"] for c in part["chapters"]]
CHAPTERS = [name for name in FILES if name.startswith("chapters/")]
NOTEBOOKS = [name for name in CHAPTERS if (ROOT / f"{name}.ipynb").is_file()]
WORD = re.compile(r"\b[a-z]{6,16}\b")
CLIPBOARD = ["clipboard-read", "clipboard-write"]


def _notebook(name, kind):
    cells = nbformat.read(ROOT / f"{name}.ipynb", as_version=4).cells
    return [cell.source for cell in cells if cell.cell_type == kind]


def _prose():
    texts = ["\n".join(_notebook(name, "markdown")) for name in NOTEBOOKS]
    texts += [(ROOT / f"{n}.md").read_text() for n in FILES if (ROOT / f"{n}.md").is_file()]
    return "\n".join(texts)


def _pasted(page):
    return page.evaluate("navigator.clipboard.readText()")


def _html(name):
    return (SITE / f"{name}.html").read_text(encoding="utf-8")


# ------------------------------------------------------------------ find


def _found(page):
    page.get_by_text("Search finished").wait_for()
    links = page.locator("#search-results li a").all()
    return {urlsplit(link.get_attribute("href")).path for link in links}


def _search(visit, address, words):
    page = visit(address + "intro.html")
    page.goto(f"{address}search.html?q={words}")
    return _found(page)


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_search_finds_a_word_that_stands_in_code_alone(site, visit, name):
    code = set(WORD.findall("\n".join(_notebook(name, "code"))))
    word = max(sorted(code - set(WORD.findall(_prose().lower()))), key=len)

    assert f"{name}.html" in _search(visit, site, word)


def test_search_finds_a_word_that_only_a_cell_said(site, visit):
    page = visit(site + PAGE)
    said = " ".join(page.locator(".cell_output pre, .cell_output td").all_text_contents())
    sources = "\n".join([_prose(), *(s for name in NOTEBOOKS for s in _notebook(name, "code"))])
    word = max(sorted(set(WORD.findall(said)) - set(WORD.findall(sources.lower()))), key=len)

    assert PAGE in _search(visit, site, word)


def test_search_works_from_a_file(visit):
    assert PAGE in _search(visit, SITE.as_uri() + "/", "processes")


def test_the_search_field_leads_to_the_results(site, visit):
    page = visit(site + PAGE)
    page.keyboard.press("Control+k")
    page.keyboard.type("zombie")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=zombie**")

    assert "glossary.html" in _found(page)


# ------------------------------------------------------------------ turn


def test_next_and_previous_turn_every_page_in_order(site, visit):
    page = visit(site + "intro.html")
    forth = [page.url]
    while page.locator(".right-next").count():
        with page.expect_navigation():
            page.locator(".right-next").click()
        forth.append(page.url)
    back = [page.url]
    while page.locator(".left-prev").count():
        with page.expect_navigation():
            page.locator(".left-prev").click()
        back.append(page.url)

    assert [f"{site}{name}.html" for name in FILES] == forth
    assert forth == back[::-1]


@pytest.mark.parametrize("name", CHAPTERS)
def test_a_page_says_how_long_it_takes_below_its_title(site, visit, name):
    page = visit(f"{site}{name}.html", java_script_enabled=False)
    said = page.locator("article h1 + .oslab-minutes").inner_text()

    assert re.match(r"About [1-9]\d* minutes?: [\d,]+ words", said)
    if name in NOTEBOOKS:
        words = len(" ".join(_notebook(name, "markdown")).split())
        counted = int(re.search(r"([\d,]+) words", said)[1].replace(",", ""))
        assert 0.75 * words < counted < 1.15 * words  # fences and addresses are no words
        assert int(re.search(r"(\d+) code cells", said)[1]) <= len(_notebook(name, "code"))


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_no_page_types_how_long_it_takes(name):
    assert re.findall(r"\b\w+ minutes\b", _notebook(name, "markdown")[0]) == []


# ------------------------------------------------------------------ copy and run


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_one_press_copies_a_cell(site, visit, name):
    page = visit(f"{site}{name}.html", permissions=CLIPBOARD)
    block = page.locator(".cell_input:visible div.highlight").first
    block.hover()
    block.locator(".copybtn").click()
    page.locator(".copybtn.success").first.wait_for()

    assert _pasted(page).strip() in [source.strip() for source in _notebook(name, "code")]


def test_the_menu_tells_by_keyboard_how_to_run_the_page(site, visit):
    page = visit(site + PAGE, permissions=CLIPBOARD)
    menu = page.locator(".oslab-tools")
    menu.locator("summary").press("Enter")
    assert menu.get_by_text("chapters/life.ipynb").is_visible()
    menu.get_by_role("button", name="Copy make lab").press("Enter")
    menu.get_by_role("button", name="Copied make lab").wait_for()
    assert _pasted(page) == "make lab"
    page.keyboard.press("Escape")

    assert not menu.get_by_text("chapters/life.ipynb").is_visible()
    assert menu.locator("summary").evaluate("e => e === document.activeElement")


def test_the_menu_closes_when_the_reader_goes_on(site, visit):
    page = visit(site + PAGE)
    page.locator(".oslab-tools summary").click()
    page.locator("article h2").nth(2).click()

    assert page.locator(".oslab-tools[open]").count() == 0


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_notebook_can_be_kept(site, visit, name, tmp_path):
    page = visit(f"{site}{name}.html")
    page.locator(".oslab-tools summary").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download this notebook").click()
    kept = tmp_path / "kept.ipynb"
    download.value.save_as(kept)

    assert download.value.suggested_filename == f"{name.split('/')[1]}.ipynb"
    nbformat.validate(nbformat.read(kept, as_version=4))


def test_from_a_file_and_without_script_the_notebook_is_beside_the_page(visit):
    page = visit((SITE / PAGE).as_uri(), java_script_enabled=False)
    page.locator(".oslab-tools summary").click()
    page.get_by_role("link", name="Download this notebook").click()
    page.wait_for_url("**/_sources/chapters/life.ipynb")

    shown = page.locator("body").inner_text()
    assert "A process is a program" in json.loads(shown)["cells"][0]["source"][0]


def test_without_script_no_button_is_dead(site, visit):
    page = visit(site + PAGE, java_script_enabled=False)
    for summary in page.locator(".oslab-tools summary, .oslab-footer summary").all():
        summary.click()

    assert page.locator(".oslab-copy:visible, .oslab-print:visible").count() == 0


def test_binder_is_a_link_where_the_repository_is_known_and_a_reason_where_not(site, visit):
    page = visit(site + PAGE)
    menu = page.locator(".oslab-tools")
    menu.locator("summary").click()
    link = menu.get_by_role("link", name="Run in Binder")

    if link.count():
        address = urlsplit(link.get_attribute("href"))
        assert address.netloc == "mybinder.org"
        assert parse_qs(address.query) == {"urlpath": ["lab/tree/chapters/life.ipynb"]}
    else:
        assert menu.get_by_text("OSLAB_REPOSITORY=owner/name make book").is_visible()


# ------------------------------------------------------------------ look


@pytest.mark.parametrize("width", [360, 800, 1280])
def test_open_menus_fit_and_are_open_to_everyone(site, visit, width):
    from axe_playwright_python.sync_playwright import Axe

    from .test_site import RULES, SETTLED

    page = visit(site + PAGE, width=width)
    for summary in page.locator(".oslab-footer summary, .oslab-tools summary").all():
        summary.click()
        page.evaluate("document.querySelectorAll('.oslab-footer details').forEach(d => d.open = 1)")
    menus = {"include": [[".oslab-footer"], [".oslab-tools"]]}  # test_site looks at all the rest
    violations = []
    for mode in ("light", "dark"):
        page.emulate_media(color_scheme=mode)
        page.wait_for_function("mode => document.documentElement.dataset.theme === mode", arg=mode)
        page.evaluate(SETTLED)
        found = Axe().run(page, context=menus, options=RULES).response
        violations += [
            (v["id"], [n["html"][:200] for n in v["nodes"]]) for v in found["violations"]
        ]
    box = page.locator(".oslab-tools-sheet").bounding_box()

    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert violations == []


# ------------------------------------------------------------------ the reader's own predictions


def test_all_predictions_and_outcomes_come_down_as_one_file(site, visit):
    page = visit(site + PAGE)
    asked = page.locator(".oslab-predict")
    questions = asked.locator(".oslab-predict-question").all_inner_texts()
    for number in range(asked.count()):
        form = asked.nth(number).locator("form")
        guess = form.locator("[name=guess]").first
        if number == 1:
            form.locator(".oslab-skip").press("Enter")
        elif guess.get_attribute("type") == "radio":
            guess.press("Space")
            form.locator("[type=submit]").press("Enter")
        else:
            guess.fill("7")
            guess.press("Enter")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download my predictions").first.click()
    kept = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))

    assert [f"Predict. {entry['question']}" for entry in kept] == questions
    assert [entry["prediction"] is None for entry in kept].index(True) == 1
    answers = [json.loads(a)["answer"] for a in asked.locator("script").all_text_contents()]
    assert [entry["answer"] for entry in kept] == answers
    assert all(entry["page"].startswith("A process is a program") for entry in kept)
