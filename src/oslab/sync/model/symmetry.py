"""Threads that run the same function with the same arguments can be exchanged.

Of all states that differ only in who is who, the search keeps one. A thread's *part* in a
state is its place, its store buffer, and its role in everything shared: owner, sleeper,
party. Sorting the alike threads by their parts gives the state that stands for the rest;
threads with equal parts can be exchanged without changing anything, so no two different
states of one class are ever both kept.
"""

from __future__ import annotations

from typing import Any

from oslab.sync.model.space import Fields, Space
from oslab.sync.records.shared import (
    Barrier,
    Condition,
    Mutex,
    ReadWriteLock,
    Region,
)

_OWNED, _MASKED, _BOTH = (Mutex,), (Condition, Barrier, Region), (ReadWriteLock,)


def groups(space: Space) -> list[list[int]]:
    """Return the threads that are alike, where there are at least two."""
    found: list[list[int]] = []
    for thread, one in enumerate(space.program.threads):
        for group in found:
            if space.program.threads[group[0]].is_like(one):
                group.append(thread)
                break
        else:
            found.append([thread])
    return [group for group in found if len(group) > 1]


class Symmetry(dict[int, int]):
    """From the fields that know threads to the difference to the state that is kept."""

    def __init__(self, space: Space) -> None:
        super().__init__()
        self.space = space
        self.groups = groups(space)
        kinds = enumerate(space.program.shared.values())
        knows = (*_OWNED, *_MASKED, *_BOTH)
        self.knowing = [field for field, one in kinds if isinstance(one, knows)]
        fields = [*self.knowing, *range(space.first_buffer, space.first_place + space.threads)]
        self.mask = sum(space.masks[field] for field in fields) if self.groups else 0
        shifts = space.shifts[space.first_place :]
        self._places = [
            (
                [shifts[thread] for thread in group],
                (1 << space.widths[space.first_place + group[0]]) - 1,
            )
            for group in self.groups
        ]
        self._simple = not self.knowing and space.rules.memory == "sc"

    def __missing__(self, key: int) -> int:
        if self._simple:  # only places to sort, and they are numbers already
            kept = key
            for shifts, low in self._places:
                places = [key >> shift & low for shift in shifts]
                for place, old, shift in zip(sorted(places), places, shifts, strict=True):
                    kept += (place - old) << shift
            self[key] = difference = kept - key
            return difference
        fields = self.space.unpack(key)
        kept = self.space.pack(self.renamed(fields, self.order(fields)))
        self[key] = difference = kept - key
        return difference

    def order(self, fields: Fields) -> list[int]:
        """Return the threads in the order in which the kept state has them."""
        order = list(range(self.space.threads))
        for group in self.groups:
            for place, thread in zip(group, sorted(group, key=lambda t: self._part(fields, t)),
                                     strict=True):  # fmt: skip
                order[place] = thread
        return order

    def _part(self, fields: Fields, thread: int) -> tuple[int, ...]:
        space = self.space
        part = [fields[space.first_place + thread]]
        if space.rules.memory == "tso":
            # Buffers of alike threads must compare by content: each field has own numbers.
            buffer = space.first_buffer + thread
            part.append(space.number(space.first_buffer, space.values[buffer][fields[buffer]]))
        for field in self.knowing:
            part += _role(space.values[field][fields[field]], thread,
                          space.program.shared[space.names[field]])  # fmt: skip
        return tuple(part)

    def renamed(self, fields: Fields, order: list[int]) -> Fields:
        """Return the state in which thread `order[k]` is called k."""
        space = self.space
        if order == sorted(order):
            return fields
        new = list(fields)
        name = {thread: place for place, thread in enumerate(order)}
        for place, thread in enumerate(order):
            new[space.first_place + place] = fields[space.first_place + thread]
            if space.rules.memory == "tso":
                pending = space.values[space.first_buffer + thread][
                    fields[space.first_buffer + thread]
                ]
                new[space.first_buffer + place] = space.number(space.first_buffer + place, pending)
        for field in self.knowing:
            held = space.values[field][fields[field]]
            shared = space.program.shared[space.names[field]]
            new[field] = space.number(field, _renamed(held, name, shared))
        return tuple(new)


def _role(held: Any, thread: int, shared: object) -> list[int]:
    if isinstance(shared, _OWNED):
        return [int(held == thread + 1)]
    if isinstance(shared, _MASKED):
        return [held >> thread & 1]
    return [int(held[0] == thread + 1), held[1] >> thread & 1]


def _renamed(held: Any, name: dict[int, int], shared: object) -> object:
    if isinstance(shared, _OWNED):
        return name[held - 1] + 1 if held else 0
    if isinstance(shared, _MASKED):
        return _crowd(held, name)
    writer, readers = held
    return (name[writer - 1] + 1 if writer else 0, _crowd(readers, name))


def _crowd(mask: int, name: dict[int, int]) -> int:
    return sum(1 << name[thread] for thread in name if mask >> thread & 1)
