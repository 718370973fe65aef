"""Live figures in a real browser: by keyboard, by mouse, without script, from a file."""

import shutil
from html import escape

import pytest

from oslab.errors import require
from oslab.explore import explore
from oslab.svg import Drawing

from .conftest import ROOT, served

pytestmark = pytest.mark.browser

SCRIPTS = ("frames.js", "announcer.js", "live.js", "scrolling.js", "theme.js")
STYLES = ("oslab.css", "figures.css")
EVIL = "</script><script>window.hacked = 1</script>"


def simulate(quantum=2, policy="fifo", preempt=False, jobs="A B", reset=0.5):
    """Return what it was given, and refuse a quantum of 13."""
    require(quantum != 13, "quantum", quantum, "any number but 13")
    return quantum, policy, preempt, jobs, reset


def view(record):
    """Draw the record as a bar and its words."""
    sheet = Drawing(640, 80)
    sheet.rect(10, 30, record[0] * 20, 20)
    sheet.text(10, 20, record)
    return sheet.picture(f"A bar of {record}.")


def drawn(**values):
    """Return the picture that a direct call draws."""
    return view(simulate(**values))


@pytest.fixture(scope="module", params=["http", "file"])
def address(request, tmp_path_factory):
    """Return a page of two figures, over loopback or from a file."""
    folder = tmp_path_factory.mktemp("page")
    for name in (*SCRIPTS, *STYLES, "logo.svg"):
        shutil.copy(ROOT / "assets" / name, folder)
    shutil.copytree(ROOT / "assets/fonts", folder / "fonts")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OSLAB_OUTPUT", "page")
        figures = [_one()._repr_mimebundle_()["text/html"], _two()._repr_mimebundle_()["text/html"]]
    (folder / "index.html").write_text(_page(figures), encoding="utf-8")
    if request.param == "file":
        yield (folder / "index.html").as_uri()
        return
    with served(folder) as base:
        yield base + "index.html"


def _one():
    return explore(
        simulate, view, caption="Move it.", initial={"quantum": 2},
        quantum=(1, 14), policy=["fifo", "lifo"], preempt=False, labels={"quantum": "quantum (ms)"},
    )  # fmt: skip


def _two():
    # `reset` is also a method of every form: the script must not trip over it.
    return explore(simulate, view, caption=EVIL, jobs="A B", reset=(0.0, 0.3, 0.1))


def _page(figures):
    styles = "".join(f'<link rel="stylesheet" href="{name}">' for name in STYLES)
    scripts = "".join(f'<script defer src="{name}"></script>' for name in SCRIPTS)
    return (
        '<!doctype html><html lang="en" data-theme="light"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">'
        f"<title>Live figures</title>{styles}{scripts}</head><body>"
        f'<main class="bd-article"><h1>Live figures</h1>{"".join(figures)}</main></body></html>'
    )


def _figure(page, number=0):
    figure = page.locator("figure.oslab-explore").nth(number)
    figure.locator("form").wait_for(state="visible")
    return figure


def _svg(figure):
    return figure.locator(".oslab-view svg").get_attribute("aria-label")


def test_the_arrow_keys_change_the_picture_and_the_value_beside(visit, address):
    page = visit(address)
    figure = _figure(page)
    slider = figure.get_by_role("slider", name="quantum (ms)")
    slider.focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")

    assert _svg(figure) == drawn(quantum=5).alt
    assert figure.locator(".oslab-value").inner_text() == "5"
    assert slider.get_attribute("aria-valuetext") == "5"
    assert figure.locator("rect").get_attribute("width") == "100"


def test_every_control_works_by_keyboard_alone(visit, address):
    page = visit(address)
    figure = _figure(page)
    figure.get_by_role("slider", name="quantum").focus()
    page.keyboard.press("End")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")

    assert _svg(figure) == drawn(quantum=14, policy="lifo", preempt=True).alt
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    figure.locator(f'svg[aria-label="{drawn(quantum=2).alt}"]').wait_for()
    assert figure.locator(".oslab-value").inner_text() == "2"


def test_a_combination_without_meaning_says_why(visit, address):
    page = visit(address)
    figure = _figure(page)
    figure.get_by_role("slider", name="quantum").press("End")
    figure.get_by_role("slider", name="quantum").press("ArrowLeft")

    assert "quantum=13: must be any number but 13" in _svg(figure)


def test_one_figure_leaves_the_other_alone(visit, address):
    page = visit(address)
    before = _svg(_figure(page, 0))
    _figure(page, 1).get_by_role("slider", name="reset").press("ArrowRight")

    assert _svg(_figure(page, 1)) == drawn(reset=0.1).alt
    assert _svg(_figure(page, 0)) == before


def test_a_reader_who_pauses_hears_one_announcement(visit, address):
    page = visit(address, before=lambda page: page.clock.install())
    figure = _figure(page)
    spoken = _listen(page)
    slider = figure.get_by_role("slider", name="quantum")
    for _ in range(5):
        slider.press("ArrowRight")
        page.clock.run_for(300)
    on_the_way = spoken()
    page.clock.run_for(5_000)

    assert on_the_way == []
    assert spoken() == [drawn(quantum=7).alt]


def test_nothing_is_announced_while_the_slider_is_held(visit, address):
    page = visit(address, before=lambda page: page.clock.install())
    figure = _figure(page)
    spoken = _listen(page)
    box = figure.get_by_role("slider", name="quantum").bounding_box()
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] / 2, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 1, middle)
    page.clock.run_for(5_000)
    while_held = spoken()
    page.mouse.up()
    page.clock.run_for(5_000)

    assert while_held == []
    assert spoken() == [drawn(quantum=14).alt]


def _listen(page):
    page.evaluate(
        """() => {
            window.spoken = [];
            for (const region of document.querySelectorAll('[role=status]'))
                new MutationObserver(() => window.spoken.push(region.textContent))
                    .observe(region, {childList: true, characterData: true, subtree: true});
        }"""
    )
    return lambda: page.evaluate("window.spoken")


def test_free_text_beyond_the_frames_keeps_the_old_picture_and_says_so(visit, address):
    page = visit(address)
    figure = _figure(page, 1)
    text = figure.get_by_role("textbox", name="jobs")
    before = _svg(figure)
    text.fill("Z")

    assert _svg(figure) == before
    assert "No picture was drawn ahead" in figure.locator(".oslab-note").inner_text()
    assert "Drawn for: jobs A B, reset 0." in figure.locator(".oslab-values").inner_text()
    text.fill("A B")
    assert figure.locator(".oslab-note").is_hidden()
    text.press("Enter")
    assert page.url == address


def test_without_script_the_picture_stands_still_with_its_values(visit, address):
    page = visit(address, java_script_enabled=False)
    figure = page.locator("figure.oslab-explore").nth(0)

    assert figure.locator("form").is_hidden()
    assert figure.locator("svg").is_visible()
    assert _svg(figure) == drawn(quantum=2).alt
    assert "Drawn for: quantum (ms) 2, policy fifo, preempt off." in figure.inner_text()
    assert "Move it." in figure.inner_text()


def test_a_hostile_caption_is_only_read(visit, address):
    page = visit(address)

    assert _figure(page, 1).locator("figcaption").inner_text() == EVIL
    assert page.evaluate("window.hacked") is None
    assert escape(EVIL) in page.content().replace("&quot;", '"')


@pytest.mark.parametrize("width", [360, 1280])
def test_only_the_picture_scrolls_sideways_and_it_does_so_by_keyboard(visit, address, width):
    page = visit(address, width=width)
    box = _figure(page).locator(".oslab-view")
    scrolls = box.evaluate("box => box.scrollWidth > box.clientWidth")
    page.wait_for_function("box => box.tabIndex === (box.scrollWidth > box.clientWidth ? 0 : -1)",
                           arg=box.element_handle())  # fmt: skip

    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert scrolls is (width == 360)
    assert box.get_attribute("role") == ("group" if scrolls else None)


def test_print_shows_the_values_in_place_of_the_controls(visit, address):
    page = visit(address)
    figure = _figure(page)
    figure.get_by_role("slider", name="quantum").press("ArrowRight")
    page.emulate_media(media="print")

    assert figure.locator("form").is_hidden()
    assert "Drawn for: quantum (ms) 3, policy fifo" in figure.inner_text()
