"""What a page looks like where it is shared: a picture of its title, and tags that name it."""

from __future__ import annotations

import hashlib
import io
import textwrap
from html import escape
from pathlib import Path

from docutils import nodes

WIDTH, HEIGHT = 1200, 630
INK, PAPER, ACCENT, MODEL, KERNEL = "#24221e", "#fffdf8", "#0b5d52", "#006dab", "#b54800"
LONGEST = 200  # characters of a description that anybody shows


def description(doctree: nodes.document) -> str:
    """Return the page's first sentences, which ask its question."""
    for paragraph in doctree.findall(nodes.paragraph):
        if "oslab-minutes" not in paragraph["classes"] and paragraph.astext().strip():
            return textwrap.shorten(paragraph.astext(), LONGEST, placeholder=" ...")
    return ""


def tags(title: str, book: str, words: str, image: str, url: str) -> str:
    """Return the tags of one page; `url` is empty where the site has no address yet."""
    og = {
        "og:type": "article", "og:site_name": book, "og:title": title, "og:description": words,
        "og:image": image, "og:image:width": str(WIDTH), "og:image:height": str(HEIGHT),
        "og:image:alt": f"{title}. {book}: predict, measure, explain.",
    }  # fmt: skip
    if url:
        og["og:url"] = url
    named = {"description": words, "twitter:card": "summary_large_image"}
    lines = [f'<meta property="{n}" content="{escape(v)}"/>' for n, v in og.items()]
    lines += [f'<meta name="{n}" content="{escape(v)}"/>' for n, v in named.items()]
    return "\n".join(["", *lines, ""])


def draw(title: str, book: str, cache: Path) -> bytes:
    """Return the picture as PNG; drawn once for the same words and this source."""
    key = hashlib.sha256("\0".join([title, book, Path(__file__).read_text()]).encode())
    kept = cache / f"{key.hexdigest()[:20]}.png"
    if not kept.is_file():
        cache.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(_draw(title, book))
    return kept.read_bytes()


def _draw(title: str, book: str) -> bytes:
    from matplotlib.figure import Figure
    from matplotlib.lines import Line2D
    from matplotlib.patches import Rectangle
    from PIL import Image

    figure = Figure(figsize=(WIDTH / 100, HEIGHT / 100), dpi=100, facecolor=PAPER)
    lines = textwrap.wrap(title, 28)
    size = 52 if len(lines) <= 3 else 40
    figure.patches += [
        Rectangle((0, 0), 0.018, 1, color=ACCENT, transform=figure.transFigure),
        Rectangle((0.08, 0.795), 0.1, 0.012, color=ACCENT, transform=figure.transFigure),
    ]
    # The two lines of every figure: what the model predicts, what the kernel answers.
    for height, bend, colour in ((0.2, 0.0, MODEL), (0.2, 0.07, KERNEL)):
        across = [0.62 + 0.3 * n / 60 for n in range(61)]
        up = [height - 0.08 + 0.16 * (n / 60) ** 2 + bend * (n / 60) ** 3 for n in range(61)]
        drawn = Line2D(across, up, color=colour, linewidth=6, transform=figure.transFigure)
        figure.lines.append(drawn)
    figure.text(0.08, 0.86, book, fontsize=24, family="DejaVu Sans", color=ACCENT)
    figure.text(0.08, 0.73, "\n".join(lines), fontsize=size, family="DejaVu Serif",
                color=INK, va="top", linespacing=1.25)  # fmt: skip
    figure.text(0.08, 0.1, "predict · measure · explain", fontsize=24, family="DejaVu Sans",
                color=INK)  # fmt: skip
    raw, small = io.BytesIO(), io.BytesIO()
    figure.savefig(raw, format="png", facecolor=PAPER)
    colours = Image.open(raw).convert("RGB").quantize(64)
    colours.save(small, format="png", optimize=True)
    return small.getvalue()
