"""A live figure: a simulator, a view of its record, and what the reader may change."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from oslab.errors import InvalidInput, require
from oslab.explore import page, widgets
from oslab.explore.controls import Control, Value
from oslab.picture import PAGE, TEXT_ONLY, Picture, home
from oslab.svg import refusal

Simulate = Callable[..., Any]
View = Callable[[Any], Picture]


@dataclass(frozen=True)
class Figure:
    """What `explore` returns; showing it chooses the home.

    Args:
        simulate: takes the controls by keyword and returns a record.
        view: draws the record.
        caption: what to see.
        controls: what the reader may change.
        editing: whether the page shows the simulator's text at once.
    """

    simulate: Simulate
    view: View
    caption: str
    controls: tuple[Control, ...]
    editing: bool = False

    def draw(self, values: Mapping[str, Value]) -> Picture:
        """Return the picture for one value of every control.

        Raises:
            InvalidInput: if the simulator refuses the values or the view draws no Picture.
        """
        drawn = self.view(self.simulate(**values))
        if isinstance(drawn, Picture):
            return drawn
        raise InvalidInput("view", drawn, "a function that returns a Picture")

    def draw_or_refuse(self, values: Mapping[str, Value]) -> Picture:
        """Return the picture for `values`, or where the simulator refuses them, its reason."""
        try:
            return self.draw(values)
        except InvalidInput as error:
            return refusal(error)

    def start(self) -> dict[str, Value]:
        """Return the value of every control in the first picture."""
        return {control.name: control.start for control in self.controls}

    def __repr__(self) -> str:
        return f"{self.caption}\n{self.draw(self.start()).alt}"

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        bundle: dict[str, Any] = {"text/plain": repr(self)}
        where = home()
        if where == TEXT_ONLY:
            return bundle
        if where == PAGE:
            return {**bundle, "text/html": page.html(self)}
        return {**bundle, "text/html": page.still(self), **widgets.mimebundle(self)}


def require_parameters(simulate: Simulate, names: Mapping[str, object]) -> None:
    """Raise InvalidInput unless `simulate` can be called with just these keywords."""
    try:
        parameters = inspect.signature(simulate).parameters.values()
    except (TypeError, ValueError):
        raise InvalidInput("simulate", simulate, "a function with a known signature") from None
    by_keyword = {p.name for p in parameters if p.kind in (p.POSITIONAL_OR_KEYWORD, p.KEYWORD_ONLY)}
    takes_any = any(p.kind is p.VAR_KEYWORD for p in parameters)
    for name in names:
        known = ", ".join(sorted(by_keyword)) or "none"
        require(
            takes_any or name in by_keyword, name, names[name], f"a parameter of simulate ({known})"
        )
    empty = inspect.Parameter.empty
    needed = [
        p.name for p in parameters
        if p.default is empty and p.kind not in (p.VAR_POSITIONAL, p.VAR_KEYWORD)
    ]  # fmt: skip
    for name in needed:
        require(name in names, "controls", tuple(names), f"given for {name}, which has no default")
