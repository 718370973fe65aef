"""Belady's anomaly: a string that faults more often in more frames, or that there is none."""

from __future__ import annotations

from dataclasses import dataclass

from oslab.errors import require, require_whole
from oslab.replacement.records.replacement import Replacement


@dataclass(frozen=True, slots=True)
class Anomaly:
    """The shortest string found, run through the fewer and the more frames.

    Args:
        policy: who decides, in words.
        frames: the smaller number; the larger is one more.
        pages: how many different pages strings were made of.
        fewer: the string in `frames` frames; None if no string was found.
        more: the same string in one frame more.
        states: how many states of the two memories the search looked at.
        complete: whether it looked at all, so that None means never.

    Raises:
        InvalidInput: if it contradicts itself.
    """

    policy: str
    frames: int
    pages: int
    fewer: Replacement | None
    more: Replacement | None
    states: int
    complete: bool

    def __post_init__(self) -> None:
        require(isinstance(self.policy, str), "policy", self.policy, "a text")
        require_whole("frames", self.frames, 1, 100)
        require_whole("pages", self.pages, 1, 100)
        require_whole("states", self.states, 0)
        require(isinstance(self.complete, bool), "complete", self.complete, "True or False")
        require((self.fewer is None) == (self.more is None), "more", self.more, "both or none")
        for name, one, frames in (("fewer", self.fewer, 0), ("more", self.more, 1)):
            ok = one is None or (
                isinstance(one, Replacement) and one.frames == self.frames + frames
            )
            require(ok, name, one, f"a Replacement in {self.frames + frames} frames")
        if self.fewer is not None and self.more is not None:
            ok = self.fewer.references == self.more.references
            ok = ok and self.fewer.fault_count < self.more.fault_count
            require(ok, "more", self.more, "more faults for the same references")
