"""The colours of the style sheet can be told from their paper, in light and in dark."""

import re

import pytest

from oslab import plotting, svg

from .conftest import ROOT, SITE

SHEET = (ROOT / "assets/oslab.css").read_text()
TEXT = ("ink", "muted", "accent", "model", "kernel", "wrong")  # also words are written in these
GRAPHICS = (*"1234567", "edge")


def _palette(mode):
    block = re.search(
        rf'html\[data-theme="{mode}"\] \{{\n  --oslab-model(.*?)\}}', SHEET, re.DOTALL
    )
    return dict(re.findall(r"--oslab-([\w-]+): (#\w{6});", block[0]))


def _luminance(colour):
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one, other):
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_reckoned_as_the_guidelines_do():
    assert round(_contrast("#ffffff", "#000000"), 2) == 21.0
    assert round(_contrast("#777777", "#ffffff"), 2) == 4.48


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("name", TEXT)
@pytest.mark.parametrize("ground", ["paper", "surface", "accent-soft"])
def test_words_stand_out(mode, name, ground):
    palette = _palette(mode)

    assert _contrast(palette[name], palette[ground]) >= 4.5


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("name", GRAPHICS)
def test_shapes_stand_out(mode, name):
    palette = _palette(mode)

    assert _contrast(palette[name], palette["paper"]) >= 3


@pytest.mark.parametrize("colour", [svg.MODEL, svg.KERNEL, svg.MUTED, *svg.SERIES])
def test_without_the_style_sheet_shapes_stand_out_on_white(colour):
    assert _contrast(re.search(r"#\w{6}", colour)[0], "#ffffff") >= 3


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_every_colour_that_views_draw_with_has_a_value(mode):
    colours = (svg.MODEL, svg.KERNEL, svg.MUTED, svg.GRID, svg.PAPER, *svg.SERIES)
    names = {re.search(r"--oslab-([\w-]+)", colour)[1] for colour in colours}

    assert names <= set(_palette(mode))


@pytest.mark.site
def test_pictures_of_the_built_book_have_no_colour_of_their_own():
    """Views and plots alike name the style sheet's colours, so both change with the mode."""
    own, pictures = set(), 0
    for page in SITE.rglob("*.html"):
        for picture in re.findall(r'<svg[^>]*role="img".*?</svg>', page.read_text(), re.DOTALL):
            pictures += 1
            bare = re.sub(r"var\(--oslab-[\w-]+,#\w{6}\)", "", picture)
            own |= set(re.findall(r"(?:fill|stroke|color): ?(?:#|rgb)\w+|=\"#\w{6}\"", bare))

    assert own == set()
    assert pictures > 0


@pytest.mark.parametrize("colour", ["MODEL", "KERNEL"])
def test_a_chart_draws_prediction_and_kernel_in_the_colours_of_a_view(colour):
    (axes,) = plotting.axes(xlabel="time (s)", ylabel="share")
    axes.plot([0, 1], [0, 1], color=getattr(plotting, colour))

    assert getattr(svg, colour) in plotting.picture(axes, "A line that rises.").svg
