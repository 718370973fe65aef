"""Jupyter's home: sliders that drive this very kernel."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from oslab.explore.controls import Control, shown

if TYPE_CHECKING:
    from oslab.explore.figure import Figure


def mimebundle(figure: Figure) -> dict[str, Any]:
    """Return what Jupyter shows: the widgets, or nothing where ipywidgets is missing."""
    try:
        bundle = box(figure)._repr_mimebundle_()
    except ImportError:
        return {}
    return {kind: value for kind, value in bundle.items() if kind != "text/plain"}


def box(figure: Figure) -> Any:
    """Return the controls above the picture they change.

    The picture is drawn into an HTML widget, never an Output widget, whose
    content nbval cannot route.

    Raises:
        ImportError: if ipywidgets is missing.
    """
    import ipywidgets

    inputs = {control.name: _input(ipywidgets, control) for control in figure.controls}
    picture = ipywidgets.HTML()

    def redraw(_: object = None) -> None:
        values = {name: widget.value for name, widget in inputs.items()}
        try:
            picture.value = figure.draw_or_refuse(values).svg
        except Exception as error:  # an observer's error would go unseen
            picture.value = f'<p role="alert">{escape(f"{type(error).__name__}: {error}")}</p>'

    for widget in inputs.values():
        widget.observe(redraw, "value")
    redraw()
    caption = ipywidgets.HTML(f"<em>{escape(figure.caption)}</em>")
    controls = ipywidgets.VBox(list(inputs.values()))
    return ipywidgets.VBox([controls, picture, caption])


def _input(ipywidgets: Any, control: Control) -> Any:
    common: dict[str, Any] = {
        "value": control.start,
        "description": control.label,
        "style": {"description_width": "initial"},
    }
    if control.kind == "switch":
        return ipywidgets.Checkbox(indent=False, **common)
    if control.kind == "text":
        return ipywidgets.Text(continuous_update=False, **common)
    options = [(shown(value), value) for value in control.values]
    kind = ipywidgets.SelectionSlider if control.kind == "range" else ipywidgets.Dropdown
    return kind(options=options, **common)
