"""What an agent's next step touches and what it changes, learnt as it is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from oslab.sync.model.space import Space

Deltas = tuple[int, ...]


class Rows(dict[int, tuple[int, "Table"]]):
    """From an agent's own field, where it stands, to what its step touches and does."""

    def __init__(self, space: Space, agent: int) -> None:
        super().__init__()
        self.space, self.agent = space, agent
        self.field = space.masks[space.control(agent)]

    def __missing__(self, key: int) -> tuple[int, Table]:
        space, control = self.space, self.space.control(self.agent)
        mask = self.field
        for field in space.touched(self.agent, key >> space.shifts[control]):
            mask |= space.masks[field]
        self[key] = row = (mask, Table(space, self.agent))
        return row


class Table(dict[int, Deltas]):
    """From the fields that a step touches to the differences it makes."""

    def __init__(self, space: Space, agent: int) -> None:
        super().__init__()
        self.space, self.agent = space, agent

    def __missing__(self, key: int) -> Deltas:
        space = self.space
        fields = space.unpack(key)
        self[key] = deltas = tuple(
            space.pack(move.after, move.failed) - key for move in space.steps(self.agent, fields)
        )
        return deltas
