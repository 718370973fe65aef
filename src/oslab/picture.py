"""A picture and the sentence that replaces it for a reader who cannot see it."""

from __future__ import annotations

import os
from dataclasses import dataclass

from oslab.errors import require

TEXT_ONLY = "text"
PAGE = "page"


def home() -> str:
    """Return where outputs are going: `"page"`, `"text"` or `"jupyter"`.

    The environment variable OSLAB_OUTPUT says so: the book's build sets `page`,
    nbval sets `text` so that stored outputs stay short. Anything else is Jupyter.
    """
    value = os.environ.get("OSLAB_OUTPUT", "")
    return value if value in (PAGE, TEXT_ONLY) else "jupyter"


@dataclass(frozen=True, slots=True)
class Picture:
    """An SVG and its alt text, made from the same record.

    Args:
        svg: one `<svg ...>...</svg>` element with `role="img"` and the alt as its label.
        alt: the finding in words, not only the kind of chart.

    Raises:
        InvalidInput: if `svg` is not an SVG element or `alt` is empty.
    """

    svg: str
    alt: str

    def __post_init__(self) -> None:
        ok = isinstance(self.svg, str) and self.svg.startswith("<svg")
        require(ok, "svg", self.svg, "the text of an <svg> element")
        require(isinstance(self.alt, str) and self.alt.strip() != "", "alt", self.alt, "a sentence")

    def __str__(self) -> str:
        return self.alt

    __repr__ = __str__

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        text = {"text/plain": self.alt}
        if home() == TEXT_ONLY:
            return text
        return {**text, "text/html": f'<div class="oslab-picture">{self.svg}</div>'}
