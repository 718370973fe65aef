"""A bar for the long calls: `measure.fork_cost(progress=progress_bar("fork"))`."""

from __future__ import annotations

from typing import Any

from oslab.errors import require
from oslab.picture import home
from oslab.timing import Progress


def progress_bar(label: str) -> Progress:
    """Return a callback that shows how far a measurement is, in Jupyter only.

    It appears with the first report and goes when the last repeat is done. In
    the published page, under nbval and without ipywidgets it shows nothing.

    Raises:
        InvalidInput: if `label` is empty.
    """
    require(isinstance(label, str) and label.strip() != "", "label", label, "a few words")
    return _Bar(label)


class _Bar:
    def __init__(self, label: str) -> None:
        self._label = label
        self._widget: Any = None

    def __call__(self, done: int, total: int) -> None:
        if home() != "jupyter":
            return
        if self._widget is None:
            self._widget = _shown(self._label, total)
        if self._widget is None:
            return
        self._widget.value, self._widget.max = done, total
        if done >= total:
            self._widget.close()
            self._widget = None


def _shown(label: str, total: int) -> Any:
    try:
        import ipywidgets
        from IPython import get_ipython
        from IPython.display import display
    except ImportError:
        return None
    if get_ipython() is None:
        return None
    bar = ipywidgets.IntProgress(
        value=0, max=total, description=label, style={"description_width": "initial"}
    )
    display(bar)  # type: ignore[no-untyped-call]  # IPython has no types
    return bar
