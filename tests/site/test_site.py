"""Every page of the built site, in light and in dark, on a phone and on a desk."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from .conftest import SITE

pytestmark = pytest.mark.site

NOT_A_PAGE = ("_static/", "_sources/", "_images/", "_downloads/")
PAGES = sorted(
    name
    for path in SITE.rglob("*.html")
    if not (name := path.relative_to(SITE).as_posix()).startswith(NOT_A_PAGE)
    and 'http-equiv="Refresh"' not in path.read_text(encoding="utf-8")
) or ["no page"]
RULES = {
    "preload": False,  # axe would fetch style sheets by itself, from the wrong folder
    "resultTypes": ["violations"],  # to describe what passed takes three times as long
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"label-content-name-mismatch": {"enabled": True}},
}
# What a page shows as a picture, and the words that stand for it.
PICTURES = """() => [...document.querySelectorAll('img, [role=img], figure, video, canvas')]
    .filter(e => !e.closest('[aria-hidden=true], button')) // a button's icon has the button's name
    .map(e => ({
        what: e.outerHTML.slice(0, 90),
        words: e.tagName === 'IMG' ? e.alt
            : e.tagName === 'FIGURE' ? (e.querySelector('figcaption')?.textContent ?? '')
            : (e.getAttribute('aria-label') ?? ''),
    }))"""

SETTLED = """() => Promise.allSettled(
    document.getAnimations()
        .filter(a => a.effect.getComputedTiming().endTime !== Infinity)
        .map(a => a.finished)
).then(() => null)"""

A_KEY_THAT_CHANGES = """control =>
    control.type === 'checkbox' ? 'Space'
    : control.type === 'range' ? (control.value === control.max ? 'ArrowLeft' : 'ArrowRight')
    : control.selectedIndex === control.length - 1 ? 'ArrowUp' : 'ArrowDown'"""


def _meaningful(words):
    """Whether these are words, and not nothing or the name of a file."""
    return len(words.split()) >= 3 and not re.search(r"\.(png|svg|jpe?g|gif|webp)\b", words, re.I)


# On a phone a picture may scroll in its own box; on a desk it has room.
CUT_OFF = """() => [...document.querySelectorAll('.oslab-picture, .oslab-view')]
    .filter(box => { box.closest('.oslab-veiled')?.classList.remove('oslab-veiled'); return true; })
    .filter(box => box.scrollWidth > box.clientWidth + 1)
    .map(box => [box.scrollWidth, box.querySelector('[aria-label]')?.getAttribute('aria-label')])"""


def _faults(page, mode, width):
    """Return what is wrong with an open page in one mode."""
    page.emulate_media(color_scheme=mode)
    page.wait_for_function("mode => document.documentElement.dataset.theme === mode", arg=mode)
    page.evaluate(SETTLED)  # a colour on its way from light to dark has a contrast of its own
    nameless = [p["what"] for p in page.evaluate(PICTURES) if not _meaningful(p["words"])]
    found = Axe().run(page, options=RULES).response["violations"]
    faults = [(mode, v["id"], [n["html"][:200] for n in v["nodes"]]) for v in found]
    scrolls = page.evaluate("document.documentElement.scrollWidth")
    return faults + nameless + [f"{scrolls} wide in {mode}"] * (scrolls != width)


@pytest.mark.parametrize(("width", "modes"), [(360, ("dark", "light")), (1280, ("light", "dark"))])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_whole_quiet_and_open_to_everyone(site, visit, name, width, modes):
    # One page in both modes, for loading it is half of the work; `visit` hears complaints.
    page = visit(site + name, width=width, mode=modes[0])
    page.evaluate("window.MathJax?.startup?.promise?.then(() => null)")

    assert [fault for mode in modes for fault in _faults(page, mode, width)] == []
    assert _missing_icons(page, name) == 0
    assert [url for url in page.evaluate(FETCHED) if "fontawesome/webfonts" in url] == []
    assert width < 1280 or page.evaluate(CUT_OFF) == []


FETCHED = "performance.getEntriesByType('resource').map(one => one.name)"


def _missing_icons(page, name):
    """Return how many icons a page promises in its text, or holds, and does not draw."""
    promised = len(re.findall(r'<i class="[^"]*\bfa-', (SITE / name).read_text(encoding="utf-8")))
    page.wait_for_function("!document.querySelector('i[class*=fa-]')")
    # An unknown icon is drawn as an animated riddle, a known one as a path.
    shapes = page.locator("svg.svg-inline--fa:not(:has(animate)) > path:not([d=''])").count()
    return max(promised, page.locator("svg.svg-inline--fa").count()) - shapes


def test_words_are_told_from_file_names():
    assert _meaningful("Fork grows with resident size")
    assert not any(map(_meaningful, ["", "figure", "_images/0af3.png of a fork", "chart"]))


@pytest.mark.parametrize("name", PAGES)
def test_every_live_figure_of_a_page_moves(site, visit, name):
    page = visit(site + name)
    waiting = page.locator(".oslab-skip:visible")  # a figure may wait for a prediction
    while waiting.count():
        waiting.first.click()
    still = []
    for figure in page.locator("figure.oslab-explore:has(.oslab-data)").all():
        figure.locator("form").wait_for(state="visible")
        control = figure.locator("input[type=range], select:has(option + option), [type=checkbox]")
        if control.count() == 0:
            continue
        before = figure.locator(".oslab-values").text_content()
        control.first.press(control.first.evaluate(A_KEY_THAT_CHANGES))
        if figure.locator(".oslab-values").text_content() == before:
            still.append(figure.locator("figcaption").text_content())

    assert still == []
