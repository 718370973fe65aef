"""Live figures: one call, three homes.

In Jupyter the controls drive this kernel; in the published page they exchange
pictures drawn ahead; in print, without script and under nbval the starting
picture stands still.
"""

from __future__ import annotations

from collections.abc import Mapping

from oslab.errors import require
from oslab.explore import controls as _controls
from oslab.explore.figure import Figure, Simulate, View, require_parameters
from oslab.explore.page import TooManyFrames
from oslab.explore.prediction import predict
from oslab.explore.progress import progress_bar

__all__ = ["Figure", "TooManyFrames", "explore", "predict", "progress_bar"]


def explore(
    simulate: Simulate, view: View, /, *,
    caption: str, initial: Mapping[str, object] | None = None,
    labels: Mapping[str, str] | None = None, editing: bool = False, **controls: object,
) -> Figure:  # fmt: skip
    """Return a figure that the reader can change.

    As in `explore(model.copy_on_write, view.copy_on_write, caption="...", pages=(1, 16))`.

    Args:
        simulate: a public function of a module; takes the controls by keyword.
        view: record to Picture.
        caption: what to see, one sentence or two.
        initial: starting values by control name; else the first value.
        labels: what to call a control, with its unit; else its name.
        editing: whether the page shows the simulator's text at once, for the reader to change.
        controls: `(low, high[, step])` a slider, `[...]` a choice, a bool a switch,
            a string free text. Ranges are in the simulator's own unit, ends included.

    Raises:
        InvalidInput: if a control, the caption or a starting value is wrong.
    """
    require(callable(simulate), "simulate", simulate, "a function that returns a record")
    require(callable(view), "view", view, "a function that returns a Picture")
    require(isinstance(caption, str) and caption.strip() != "", "caption", caption, "a sentence")
    require(isinstance(editing, bool), "editing", editing, "True or False")
    require_parameters(simulate, controls)
    written = _controls.read(
        controls, {} if labels is None else labels, {} if initial is None else initial
    )
    figure = Figure(
        simulate=simulate, view=view, caption=caption, controls=written, editing=editing
    )
    figure.draw(figure.start())
    return figure
