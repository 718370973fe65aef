"""One history: of a schedule, or of a coin."""

from __future__ import annotations

import random
from collections.abc import Sequence

from oslab.errors import InvalidInput, require, require_whole
from oslab.sync.model.explorer import checked_rules
from oslab.sync.model.reading import agent_name, failure, history
from oslab.sync.model.space import Fields, Move, Space
from oslab.sync.records.history import History, Moment, Turn
from oslab.sync.records.program import Program

MOST_STEPS = 10_000


def replay(
    program: Program,
    schedule: Sequence[Turn | str | int],
    *,
    memory: str = "sc",
    spurious: bool = False,
    buffer: int = 8,
) -> History:
    """Return what happens if threads take turns in this order.

    Args:
        program: threads and what they share.
        schedule: turns, such as `Finding.schedule`; a name or a number stands for a
            thread's turn that goes the first way.
        memory: as for `explore_all`.
        spurious: as for `explore_all`.
        buffer: as for `explore_all`.

    Raises:
        InvalidInput: if an argument is wrong, or it is the turn of one who cannot go.
    """
    require(isinstance(program, Program), "program", program, "a Program")
    ok = isinstance(schedule, tuple | list) and len(schedule) <= MOST_STEPS
    require(ok, "schedule", schedule, f"at most {MOST_STEPS} turns")
    space = Space(program, checked_rules(memory, spurious, True, buffer))
    names = {agent_name(space, agent): agent for agent in range(len(space.rows))}
    fields, moves = space.start, list[Move]()
    for turn in schedule:
        agent, choice = _read(turn, names)
        ways = [] if failure(space, fields) else space.steps(agent, fields)
        allowed = f"a turn that can be taken after {len(moves)} steps: {_able(space, fields)}"
        require(choice < len(ways), "schedule", turn, allowed)
        moves.append(ways[choice])
        fields = ways[choice].after
    return history(space, moves)


def run(
    program: Program,
    seed: int = 0,
    *,
    memory: str = "sc",
    spurious: bool = False,
    buffer: int = 8,
    most_steps: int = 1_000,
) -> History:
    """Return one history in which every step that can be taken is as likely as any other.

    Args:
        program: threads and what they share.
        seed: of the coin; the same seed gives the same history.
        memory: as for `explore_all`.
        spurious: as for `explore_all`.
        buffer: as for `explore_all`.
        most_steps: where to stop a program that does not end.

    Raises:
        InvalidInput: if an argument is wrong.
    """
    require(isinstance(program, Program), "program", program, "a Program")
    require_whole("seed", seed)
    require_whole("most_steps", most_steps, 0, MOST_STEPS)
    space = Space(program, checked_rules(memory, spurious, True, buffer))
    coin = random.Random(seed)
    fields, moves = space.start, list[Move]()
    while len(moves) < most_steps and not failure(space, fields):
        ways = space.moves(fields)
        if not ways:
            break
        moves.append(coin.choice(ways))
        fields = moves[-1].after
    return history(space, moves)


def moment(history: History, now: int) -> Moment:
    """Return a history, stopped after `now` steps.

    Raises:
        InvalidInput: if it has no such moment.
    """
    return Moment(history, now)


def _read(turn: object, names: dict[str, int]) -> tuple[int, int]:
    known = ", ".join(names)
    if isinstance(turn, Turn):
        choice, turn = require_whole("schedule", turn.choice, 0), turn.thread
    else:
        choice = 0
    if isinstance(turn, int) and not isinstance(turn, bool) and 0 <= turn < len(names):
        return turn, choice
    if isinstance(turn, str) and turn in names:
        return names[turn], choice
    raise InvalidInput("schedule", turn, f"turns of {known}")


def _able(space: Space, fields: Fields) -> str:
    if failure(space, fields):
        return "none, for a thread has failed"
    able = dict.fromkeys(agent_name(space, move.agent) for move in space.moves(fields))
    return ", ".join(able) or "none"
