"""The one style of every chart of measurements: matplotlib in, a Picture out.

Text and axes follow the page's own colour, so a chart is readable in light and
in dark mode; predictions are drawn in `MODEL` and this kernel's answers in
`KERNEL`, the same two colours as in every simulated figure.
"""

from __future__ import annotations

import io
import re
from html import escape
from typing import cast

import matplotlib
from cycler import cycler
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from oslab import svg
from oslab.errors import require, require_number, require_whole
from oslab.picture import Picture

# matplotlib wants hexadecimal colours; these stand in for the page's own and
# are exchanged in the finished SVG.
INK = "#010101"
MUTED = "#020202"
GRID = "#030303"
PAPER = "#040404"
MODEL = "#050505"
KERNEL = "#060606"
SERIES = tuple(f"#07070{n}" for n in range(len(svg.SERIES)))
_EXCHANGE = {
    INK: svg.INK, MUTED: svg.MUTED, GRID: svg.GRID, PAPER: svg.PAPER,
    MODEL: svg.MODEL, KERNEL: svg.KERNEL, **dict(zip(SERIES, svg.SERIES, strict=True)),
}  # fmt: skip

_STYLE = {
    "svg.fonttype": "none",
    "svg.hashsalt": "oslab",
    "font.family": "sans-serif",
    "font.size": 11,
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "axes.edgecolor": MUTED,
    "axes.labelcolor": INK,
    "axes.grid": True,
    "axes.axisbelow": True,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.prop_cycle": cycler(color=list(SERIES)),
    "grid.color": GRID,
    "grid.linewidth": 0.8,
    "legend.frameon": False,
    "legend.labelcolor": INK,
    "lines.linewidth": 2,
    "text.color": INK,
    "xtick.color": MUTED,
    "xtick.labelcolor": INK,
    "ytick.color": MUTED,
    "ytick.labelcolor": INK,
}


def axes(
    *, xlabel: str, ylabel: str, width: float = 6.4, height: float = 3.6, columns: int = 1
) -> tuple[Axes, ...]:
    """Return the empty axes of a new figure, side by side, in the book's style.

    Args:
        xlabel: of every axes, with its unit.
        ylabel: of the first axes, with its unit.
        width: inches, 1 to 20.
        height: inches, 1 to 20.
        columns: how many axes, 1 to 12.

    Raises:
        InvalidInput: if a size is out of range or a label is no text.
    """
    for name, value in (("xlabel", xlabel), ("ylabel", ylabel)):
        require(isinstance(value, str), name, value, "a text")
    require_whole("columns", columns, low=1, high=12)
    require_number("width", width, low=1, high=20)
    require_number("height", height, low=1, high=20)
    with matplotlib.rc_context(_STYLE):  # type: ignore[arg-type]
        figure = Figure(figsize=(width, height), layout="constrained")
        made = figure.subplots(1, columns, squeeze=False)[0]
        for one in made:
            one.set_xlabel(xlabel)
        made[0].set_ylabel(ylabel)
    return tuple(made)


def picture(where: Axes, alt: str) -> Picture:
    """Return the figure that `where` belongs to as a Picture labelled by `alt`.

    Raises:
        InvalidInput: if `where` is not an Axes or `alt` is empty.
    """
    require(isinstance(where, Axes), "where", where, "matplotlib axes")
    figure = cast(Figure, where.get_figure(root=True))
    for legend in filter(None, (one.get_legend() for one in figure.axes)):
        # Made outside our style, it would be a white box in dark mode.
        legend.set_frame_on(False)
        for words in legend.get_texts():
            words.set_color(INK)
    out = io.StringIO()
    with matplotlib.rc_context(_STYLE):  # type: ignore[arg-type]
        FigureCanvasSVG(figure).print_figure(out, metadata={"Date": None})
    text = out.getvalue()
    return Picture(svg=_page_svg(text[text.index("<svg") :].strip(), alt), alt=alt)


def _page_svg(text: str, alt: str) -> str:
    """Make one SVG fit to stand among others in a page: label, colours, no stray ids."""
    # A style element would reach every other picture of the page.
    text = re.sub(r"<(metadata|style)\b.*?</\1>", "", text, flags=re.DOTALL)
    used = set(re.findall(r'(?:url\(#|href="#)([^)"]+)', text))
    text = re.sub(r' id="([^"]*)"', lambda m: m[0] if m[1] in used else "", text)
    for stand_in, colour in _EXCHANGE.items():
        text = text.replace(stand_in, colour)
    text = re.sub(r"font: ([\d.]+)px [^;\"]*", r"font-size: \1px; font-family: inherit", text)
    text = re.sub(r'(<svg[^>]*?) (?:width|height)="[^"]*"', r"\1", text)
    text = re.sub(r'(<svg[^>]*?) (?:width|height)="[^"]*"', r"\1", text)
    width = float(re.findall(r'viewBox="0 0 ([\d.]+)', text)[0])
    label = f'<svg role="img" aria-label="{escape(alt)}" style="{svg.fit(width, 11)}"'
    return re.sub(r"\s*\n\s*", " ", text.replace("<svg", label, 1))
