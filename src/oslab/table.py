"""A table of words, for records that are read row by row rather than looked at.

Plain text under nbval and in a terminal; in a page a real HTML table with a
caption and headers, so that a screen reader can say which column a cell is in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from oslab.errors import require
from oslab.picture import TEXT_ONLY, home


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of text under named columns; the first cell of a row is its header.

    Args:
        caption: what to see in the table.
        columns: at least one name.
        rows: each with one text a column.

    Raises:
        InvalidInput: if a text is missing or a row has another number of cells.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def __post_init__(self) -> None:
        ok = isinstance(self.caption, str) and self.caption.strip() != ""
        require(ok, "caption", self.caption, "a sentence")
        require(_texts(self.columns) and len(self.columns) > 0, "columns", self.columns, "names")
        require(isinstance(self.rows, tuple | list), "rows", self.rows, "a sequence of rows")
        for row in self.rows:
            ok = _texts(row) and len(row) == len(self.columns)
            require(ok, "rows", row, f"rows of {len(self.columns)} texts")
        object.__setattr__(self, "columns", tuple(self.columns))
        object.__setattr__(self, "rows", tuple(map(tuple, self.rows)))

    def __str__(self) -> str:
        lines = (self.columns, *self.rows)
        widths = [max(len(line[i]) for line in lines) for i in range(len(self.columns))]
        written = (
            "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
            for line in lines
        )
        return "\n".join((self.caption, *written))

    __repr__ = __str__

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        text = {"text/plain": str(self)}
        if home() == TEXT_ONLY:
            return text
        # A column without a name has no header: an empty one has nothing to say.
        head = "".join(
            f'<th scope="col">{escape(name)}</th>' if name.strip() else "<td></td>"
            for name in self.columns
        )
        body = "".join(
            f'<tr><th scope="row">{_cell(row[0])}</th>'
            + "".join(f"<td>{_cell(cell)}</td>" for cell in row[1:])
            + "</tr>"
            for row in self.rows
        )
        # A table wider than the page scrolls inside its own box, by keyboard too.
        html = (
            f'<div class="oslab-table" tabindex="0" role="region" '
            f'aria-label="{escape(self.caption)}" style="overflow-x:auto"><table>'
            f"<caption>{escape(self.caption)}</caption><thead><tr>{head}</tr></thead>"
            f"<tbody>{body}</tbody></table></div>"
        )
        return {**text, "text/html": html}


def _cell(text: str) -> str:
    """Return HTML that may be broken after the underscores of a long name."""
    return escape(text).replace("_", "_<wbr>")


def _texts(value: object) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str) and all(
        isinstance(one, str) for one in value
    )  # fmt: skip
