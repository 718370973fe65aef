"""The same drawing is the same bytes, hostile text is harmless, and pictures share a page."""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.etree import ElementTree

import matplotlib as mpl
import pytest

from oslab import plotting, svg
from oslab.errors import InvalidInput
from oslab.picture import Picture, home

HOSTILE = """</svg><script>alert("1")</script> & 'quoted' "twice" <b> ]]>"""
SVG = "{http://www.w3.org/2000/svg}"


def parsed(picture: Picture) -> ElementTree.Element:
    return ElementTree.fromstring(picture.svg)


def drawing() -> svg.Drawing:
    sheet = svg.Drawing(100, 50.5)
    sheet.rect(1, 2, 30, 1 / 3, fill=svg.MODEL, opacity=0.5)
    sheet.circle(5, 6, 2.0)
    sheet.line(0, 0, 9, 9, dash="4 2")
    sheet.arrow(0, 0, 10, 0)
    sheet.polyline([(0, 0), (1.234567, 2)], stroke=svg.KERNEL)
    sheet.text(3, 4, "a < b", anchor="middle", size=9, bold=True)
    return sheet


def test_a_drawing_is_the_same_bytes_everywhere() -> None:
    assert drawing().picture("One of each").svg == GOLDEN


GOLDEN = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 50.5" role="img" '
    'aria-label="One of each" font-family="inherit" font-size="14" '
    'style="min-width:91.67px;max-width:120px">'
    '<rect x="1" y="2" width="30" height="0.33" rx="2" '
    'fill="var(--oslab-model,#0072b2)" opacity="0.5"/>'
    '<circle cx="5" cy="6" r="2" fill="currentColor"/>'
    '<line x1="0" y1="0" x2="9" y2="9" stroke="currentColor" stroke-width="1" '
    'stroke-linejoin="round" stroke-dasharray="4 2"/>'
    '<line x1="0" y1="0" x2="10" y2="0" stroke="currentColor" stroke-width="1.5" '
    'stroke-linejoin="round"/>'
    '<polyline points="3.7,-3.04 10,0 3.7,3.04" fill="none" stroke="currentColor" '
    'stroke-width="1.5" stroke-linejoin="round"/>'
    '<polyline points="0,0 1.23,2" fill="none" stroke="var(--oslab-kernel,#c04d00)" '
    'stroke-width="2" stroke-linejoin="round"/>'
    '<text x="3" y="4" fill="currentColor" text-anchor="middle" font-size="9" '
    'font-weight="600">a &lt; b</text></svg>'
)


def chart(words: str = "Kernel") -> Picture:
    (axes,) = plotting.axes(xlabel=f"pages {words}", ylabel=words)
    axes.plot([1, 2, 3], [1, 4, 9], color=plotting.MODEL, label=words)
    axes.plot([1, 2, 3], [1, 5, 8], "o", color=plotting.KERNEL)
    axes.fill_between([1, 2, 3], [0, 1, 2], [1, 2, 3], alpha=0.2, clip_on=True)
    axes.legend()
    return plotting.picture(axes, f"Alt {words}")


def sheet(words: str = "Kernel") -> Picture:
    made = svg.Drawing(100, 100)
    made.text(1, 2, words)
    made.rect(0, 0, 1, 1, fill=words, stroke=words)
    made.line(0, 0, 1, 1, dash=words)
    return made.picture(f"Alt {words}")


@pytest.mark.parametrize("make", [chart, sheet], ids=["chart", "sheet"])
def test_the_same_picture_twice_is_the_same_bytes(make: Callable[[], Picture]) -> None:
    assert make().svg == make().svg


@pytest.mark.parametrize("make", [chart, sheet], ids=["chart", "sheet"])
def test_hostile_text_stays_text(make: Callable[[str], Picture]) -> None:
    made = make(HOSTILE)
    root = parsed(made)
    assert root.attrib["aria-label"] == f"Alt {HOSTILE}"
    assert root.attrib["role"] == "img"
    assert [one.tag for one in root.iter() if one.tag.endswith(("script", "style", "b"))] == []
    words = "".join(root.itertext())
    assert "alert(" in words
    assert "<script" not in made.svg


@pytest.mark.parametrize("make", [chart, sheet], ids=["chart", "sheet"])
def test_a_picture_brings_no_style_and_nothing_from_elsewhere(make: Callable[[], Picture]) -> None:
    made = make()
    assert "<style" not in made.svg
    assert "<script" not in made.svg
    assert "<?xml" not in made.svg
    links = re.findall(r'(?:href|src)="([^"]*)"', made.svg)
    assert all(link.startswith("#") for link in links)
    assert re.findall(r"https?://(?!www\.w3\.org/)", made.svg) == []


def ids(picture: Picture) -> list[str]:
    return [one.attrib["id"] for one in parsed(picture).iter() if "id" in one.attrib]


@pytest.mark.parametrize("make", [chart, sheet], ids=["chart", "sheet"])
def test_ids_are_unique_and_all_that_is_referred_to_is_there(make: Callable[[], Picture]) -> None:
    made = make()
    assert len(set(ids(made))) == len(ids(made))
    used = set(re.findall(r'(?:url\(#|href="#)([^)"]+)', made.svg))
    assert used == set(ids(made))


def test_a_chart_follows_the_colours_of_the_page() -> None:
    made = chart()
    for colour in (svg.MODEL, svg.KERNEL, svg.INK, svg.GRID):
        assert colour in made.svg
    assert re.findall(r"#0[1-7]0[1-7]0[0-9]", made.svg) == []
    assert 'width="' not in made.svg[: made.svg.index(">")]


def test_a_chart_leaves_the_readers_own_settings_alone() -> None:
    before = dict(mpl.rcParams)
    chart()
    assert dict(mpl.rcParams) == before


def test_several_columns_share_one_picture() -> None:
    left, right = plotting.axes(xlabel="x", ylabel="y", columns=2)
    assert left.get_figure() is right.get_figure()


def test_numbers_are_written_by_one_rule() -> None:
    assert [svg.number(x) for x in (1.0, 1.005, -0.004, 100, 1e6, -2.5)] == [
        "1", "1", "0", "100", "1000000", "-2.5",
    ]  # fmt: skip


@pytest.mark.parametrize("value", [float("nan"), float("inf"), "1", None, True])
def test_what_is_no_number_is_not_drawn(value: object) -> None:
    made = svg.Drawing(10, 10)
    for draw in (
        lambda: svg.number(value),  # type: ignore[arg-type]
        lambda: svg.Drawing(value, 10),  # type: ignore[arg-type]
        lambda: made.circle(value, 1, 1),  # type: ignore[arg-type]
        lambda: made.line(0, 0, value, 1),  # type: ignore[arg-type]
        lambda: made.rect(0, 0, 1, value),  # type: ignore[arg-type]
        lambda: made.text(0, value, "x"),  # type: ignore[arg-type]
        lambda: made.polyline([(0, value)]),  # type: ignore[list-item]
    ):
        with pytest.raises(InvalidInput):
            draw()


@pytest.mark.parametrize(("text", "alt"), [("<p>", "x"), ("", "x"), (None, "x"), ("<svg/>", " ")])
def test_a_picture_is_an_svg_with_a_sentence(text: object, alt: str) -> None:
    with pytest.raises(InvalidInput):
        Picture(svg=text, alt=alt)  # type: ignore[arg-type]


def test_under_nbval_a_picture_is_its_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    made = sheet()
    monkeypatch.setenv("OSLAB_OUTPUT", "text")
    assert made._repr_mimebundle_() == {"text/plain": "Alt Kernel"}
    assert repr(made) == "Alt Kernel"
    for value, name in (("page", "page"), ("nonsense", "jupyter"), ("", "jupyter")):
        monkeypatch.setenv("OSLAB_OUTPUT", value)
        assert home() == name
        assert made.svg in made._repr_mimebundle_()["text/html"]
