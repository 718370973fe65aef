"""What one task can change for another: by what kind of copy each thing was made."""

from __future__ import annotations

from dataclasses import dataclass

from oslab.errors import require


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that a new task changes, and whether its maker sees the change.

    Args:
        thing: what is changed, such as `"working directory"`.
        act: what the new task does to it.
        held_in: the kernel's structure that holds it.
        seen: whether the maker finds it changed afterwards.
    """

    thing: str
    act: str
    held_in: str
    seen: bool

    def __post_init__(self) -> None:
        for name in ("thing", "act", "held_in"):
            value = getattr(self, name)
            require(isinstance(value, str) and value != "", name, value, "a text")
        require(isinstance(self.seen, bool), "seen", self.seen, "True or False")


@dataclass(frozen=True, slots=True)
class Inheritance:
    """One way to make a new task, and what it can change for its maker.

    Args:
        made_by: such as `"fork"`.
        changes: one for each thing, always in the same order.
    """

    made_by: str
    changes: tuple[Change, ...]

    def __post_init__(self) -> None:
        ok = isinstance(self.made_by, str) and self.made_by != ""
        require(ok, "made_by", self.made_by, "a text")
        ok = isinstance(self.changes, tuple) and len(self.changes) > 0
        require(ok, "changes", self.changes, "at least one Change")
        for one in self.changes:
            require(isinstance(one, Change), "changes", one, "Changes only")

    def sees(self, thing: str) -> bool:
        """Return whether the maker sees a change of `thing`.

        Raises:
            InvalidInput: if no such thing was tried.
        """
        known = {one.thing: one.seen for one in self.changes}
        ok = isinstance(thing, str) and thing in known
        require(ok, "thing", thing, "one of " + ", ".join(map(repr, known)))
        return known[thing]
