"""The published page's home: a picture any reader has, and controls for those with a script.

The still picture, its caption and the values it was drawn for need no script.
assets/live.js then shows the form and exchanges the picture.
"""

from __future__ import annotations

import inspect
import json
import warnings
from html import escape
from typing import TYPE_CHECKING

from oslab.explore import frames
from oslab.explore.controls import Control, shown
from oslab.explore.reference import reference

if TYPE_CHECKING:
    from oslab.explore.figure import Figure


class TooManyFrames(UserWarning):
    """A live figure does not fit in its page; the author should offer fewer values."""


def still(figure: Figure) -> str:
    """Return the starting picture and its caption as HTML that needs no script."""
    return f'<figure class="oslab-explore">{_still(figure)}</figure>'


def html(figure: Figure) -> str:
    """Return the whole live figure as HTML."""
    made = frames.draw(figure, frames.MOST_FRAMES, frames.MOST_BYTES)
    packed = made.packed()
    note = _limits(figure, made, len(packed))
    form = "".join(_field(control) for control in figure.controls)
    data = json.dumps(_data(figure, packed), separators=(",", ":")).replace("<", "\\u003c")
    return (
        '<figure class="oslab-explore">'
        f'<form class="oslab-controls" autocomplete="off" hidden>'
        f'<div class="oslab-fields">{form}</div><button type="reset">Reset</button></form>'
        f"{_still(figure)}{note}"
        '<p class="oslab-note" hidden></p>'
        '<p class="oslab-announcement" role="status"></p>'
        f"{_edit(figure)}"
        # "<" cannot stand in a script element's text; JSON knows it by number.
        f'<script type="application/json" class="oslab-data">{data}</script>'
        "</figure>"
    )


def _still(figure: Figure) -> str:
    values = ", ".join(control.words(control.start) for control in figure.controls)
    return (
        f'<div class="oslab-view">{figure.draw(figure.start()).svg}</div>'
        f"<figcaption>{escape(figure.caption)}</figcaption>"
        f'<p class="oslab-values">Drawn for: {escape(values)}.</p>'
    )


def _edit(figure: Figure) -> str:
    """The simulator's own text, to change and run in the page; assets/edit.js shows it."""
    if reference(figure.simulate) is None or reference(figure.view) is None:
        return ""
    source = inspect.getsource(figure.simulate)
    lines = min(24, source.count("\n") + 1)
    return (
        f'<details class="oslab-edit"{" open" if figure.editing else ""} hidden>'
        "<summary>Change the Python and run it here</summary>"
        f'<label>The simulator of this figure <textarea rows="{lines}" spellcheck="false" '
        f'autocapitalize="off" autocomplete="off">{escape(source)}</textarea></label>'
        '<p><button type="button" name="run">Run</button> '
        '<button type="button" name="reset">Reset the text</button> '
        '<button type="button" name="copy">Copy</button></p>'
        '<pre class="oslab-error"></pre></details>'
    )


def _field(control: Control) -> str:
    beside = ""
    if control.kind == "range":
        # Not an <output>: that is a live region, and would speak at every tick.
        beside = f'<span class="oslab-value" aria-hidden="true">{shown(control.start)}</span>'
    return (
        f'<div class="oslab-control oslab-{control.kind}">'
        f"<label><span>{escape(control.label)}</span> {_input(control)}</label>{beside}</div>"
    )


def _input(control: Control) -> str:
    start, name = escape(shown(control.start)), escape(control.name)
    if control.kind == "range":
        last = len(control.values) - 1
        return (
            f'<input name="{name}" type="range" min="0" max="{last}" step="1" '
            f'value="{control.start_position}" aria-valuetext="{start}">'
        )
    if control.kind == "choice":
        chosen = control.start_position
        options = "".join(
            f"<option{' selected' if position == chosen else ''}>{escape(shown(value))}</option>"
            for position, value in enumerate(control.values)
        )
        return f'<select name="{name}">{options}</select>'
    if control.kind == "switch":
        return f'<input name="{name}" type="checkbox"{" checked" if control.start else ""}>'
    return f'<input name="{name}" type="text" value="{start}" spellcheck="false">'


def _data(figure: Figure, packed: str) -> dict[str, object]:
    return {
        "simulate": reference(figure.simulate),
        "view": reference(figure.view),
        "controls": [
            {"name": c.name, "label": c.label, "kind": c.kind, "values": c.values, "start": c.start}
            for c in figure.controls
        ],
        "frames": packed,
    }


def _limits(figure: Figure, made: frames.Frames, size: int) -> str:
    if made.complete and size <= frames.MOST_BYTES:
        return ""
    kept = (
        f"{len(made.index)} of {made.total} pictures are in the page, {size} bytes "
        f"(limits: {frames.MOST_FRAMES} pictures, {frames.MOST_BYTES} bytes)"
    )
    warnings.warn(f"figure {figure.caption!r}: {kept}", TooManyFrames, stacklevel=2)
    return f'<p class="oslab-limits">{escape(kept)}.</p>'
