"""Every page can be reported, cited and shared."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from PIL import Image

from .conftest import SITE
from .test_comforts import CHAPTERS, CLIPBOARD, FILES, PAGE

pytestmark = pytest.mark.site


def _pasted(page):
    return page.evaluate("navigator.clipboard.readText()")


def _html(name):
    return (SITE / f"{name}.html").read_text(encoding="utf-8")


def test_a_report_has_the_page_the_day_and_the_commit(site, visit):
    page = visit(site + PAGE, permissions=CLIPBOARD)
    footer = page.locator(".oslab-footer")
    link = footer.get_by_role("link", name="Report a problem on this page")
    if link.count():
        form = parse_qs(urlsplit(link.get_attribute("href")).query)
        said = form.get("body", form.get("issue[description]"))[0]
    else:
        footer.get_by_text("Report a problem on this page").click()
        footer.get_by_role("button", name="Copy the facts about this page").click()
        footer.get_by_role("button", name="Copied the facts about this page").wait_for()
        said = _pasted(page)

    assert "A process is a program that can be stopped (chapters/life)" in said
    assert re.search(r"^Built: 20\d\d-\d\d-\d\d$", said, re.MULTILINE)
    assert re.search(r"^Commit: ([0-9a-f]{12}|unknown)", said, re.MULTILINE)


@pytest.mark.parametrize(
    ("button", "beginning"),
    [("the citation", "the oslab authors (20"), ("the BibTeX entry", "@software{oslab,")],
)
def test_one_press_copies_the_citation(site, visit, button, beginning):
    page = visit(site + "intro.html", permissions=CLIPBOARD)
    footer = page.locator(".oslab-footer")
    footer.get_by_text("Cite this book").click()
    footer.get_by_role("button", name=f"Copy {button}").click()
    footer.get_by_role("button", name=f"Copied {button}").wait_for()

    assert _pasted(page).startswith(beginning)


@pytest.mark.parametrize("name", FILES)
def test_a_page_has_a_card_of_its_own(name):
    html = _html(name)
    tags = dict(re.findall(r'<meta (?:property|name)="([^"]+)" content="([^"]*)"', html))
    picture = SITE / "cards" / f"{name.replace('/', '-')}.png"

    assert unescape(tags["og:title"]) in unescape(html.split("<title>")[1].split("</title>")[0])
    assert len(tags["og:description"].split()) >= 3
    assert tags["og:image"].endswith(f"cards/{picture.name}")
    assert tags["twitter:card"] == "summary_large_image"
    with Image.open(picture) as drawn:
        assert drawn.size == (1200, 630)
    assert picture.stat().st_size < 60_000


def test_every_chapter_asks_its_own_question_on_its_card():
    asked = [re.search(r'og:description" content="([^"]*)"', _html(name))[1] for name in CHAPTERS]

    assert len(set(asked)) == len(asked)


def test_every_page_has_the_icon():
    for name in FILES:
        icon = re.search(r'<link rel="icon" href="([^"]+)"', _html(name))[1]
        assert (SITE / f"{name}.html").parent.joinpath(icon.split("?")[0]).is_file()
