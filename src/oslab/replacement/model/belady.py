"""Belady's anomaly, found by search: the shortest string that faults more in one frame more.

Two memories, one a frame larger, see the same references. What each policy knows is a state;
pages are renamed by first appearance, so that strings that differ in names are one. The search
goes from state to state and keeps for each the least lead of the larger memory over the
smaller: a negative one is the anomaly. When no lead improves any more, none exists over so
many pages, however long the string.

Source: Belady, Nelson and Shedler, An Anomaly in Space-Time Characteristics of Certain
Programs Running in a Paging Machine, CACM 12(6), 1969.
"""

from __future__ import annotations

from oslab.errors import require_choice, require_whole
from oslab.replacement.model.named import configured
from oslab.replacement.model.simulation import simulate
from oslab.replacement.policies import Policy
from oslab.replacement.records import Anomaly, Note

SEARCHABLE = (
    "Arc", "Clock", "Fifo", "Lfu", "Lru", "Mru", "S3Fifo", "SecondChance", "Sieve", "TwoQ",
)  # fmt: skip
"""Policies whose lists, bits and hand are all they know, so that equal notes are equal states."""

State = tuple[object, ...]


def anomaly(
    *, policy: str = "Fifo", frames: int = 3, pages: int = 5, states: int = 4_000
) -> Anomaly:
    """Return the shortest string that faults more often in `frames` + 1 frames.

    >>> found = anomaly(policy="Fifo", frames=3, pages=5)
    >>> len(found.fewer.references), found.fewer.fault_count, found.more.fault_count
    (12, 9, 10)

    Args:
        policy: one of `SEARCHABLE`.
        frames: the smaller number, 1 to 5.
        pages: how many different pages a string may have, 2 to 7.
        states: how many to look at before giving up, 1 to 1,000,000.

    Raises:
        InvalidInput: if a value is out of range.
    """
    require_choice("policy", policy, SEARCHABLE)
    require_whole("frames", frames, 1, 5)
    require_whole("pages", pages, 2, 7)
    require_whole("states", states, 1, 1_000_000)
    return _Search(configured(policy), frames, pages, states).run()


class _Search:
    """Breadth first over strings; a state is looked at again only with a smaller lead."""

    def __init__(self, policy: Policy, frames: int, pages: int, states: int) -> None:
        self.policy, self.frames, self.pages, self.most = policy, frames, pages, states
        self.leads: dict[State, int] = {}
        self.looked = 0

    def run(self) -> Anomaly:
        """Lengthen all strings by one reference at a time."""
        front: list[tuple[int, ...]] = [()]
        while front:
            coming: list[tuple[int, ...]] = []
            for string in front:
                names = max(string, default=-1) + 1
                for page in range(min(names + 1, self.pages)):
                    longer = (*string, page)
                    lead, state = self._look(longer)
                    if lead < 0:
                        return self._found(longer)
                    if lead < self.leads.get(state, len(longer) + 1):
                        self.leads[state] = lead
                        coming.append(longer)
                    if self.looked >= self.most:
                        return self._answer(None, complete=False)
            front = coming
        return self._answer(None, complete=True)

    def _look(self, string: tuple[int, ...]) -> tuple[int, State]:
        """Return by how many faults the smaller memory is ahead, and what both know."""
        self.looked += 1
        few, fewer = _replay(self.policy, string, self.frames)
        many, more = _replay(self.policy, string, self.frames + 1)
        names: dict[int, int] = {}
        return few - many, (_named(fewer, names), _named(more, names))

    def _found(self, string: tuple[int, ...]) -> Anomaly:
        return self._answer(tuple(page + 1 for page in string), complete=True)

    def _answer(self, string: tuple[int, ...] | None, complete: bool) -> Anomaly:
        fewer = more = None
        if string is not None:
            fewer = simulate(string, self.frames, self.policy)
            more = simulate(string, self.frames + 1, self.policy)
        return Anomaly(
            repr(self.policy), self.frames, self.pages, fewer, more, self.looked, complete
        )


def _replay(policy: Policy, string: tuple[int, ...], frames: int) -> tuple[int, Note]:
    """Return the faults of a string and what the policy knows at its end."""
    state = policy.open(frames, string)
    resident: set[int] = set()
    faults = 0
    for page in string:
        if page in resident:
            state.touch(page)
            continue
        if faults >= frames:
            resident.remove(state.evict(page))
        faults += 1
        resident.add(page)
        state.insert(page)
    return faults, state.note()


def _named(note: Note, names: dict[int, int]) -> State:
    """Return a note with its pages numbered by where they first appear in it."""
    lists = tuple(
        (name, tuple(names.setdefault(page, len(names)) for page in pages))
        for name, pages in note.lists
    )
    marks = tuple(sorted((names.setdefault(page, len(names)), mark) for page, mark in note.marks))
    hand = None if note.hand is None else names.setdefault(note.hand, len(names))
    return lists, marks, hand, note.target
