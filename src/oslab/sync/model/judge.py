"""How a solution of a classic problem is judged: by every history it has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from oslab.errors import InvalidInput, require_whole
from oslab.sync.model.endings import Invariant
from oslab.sync.model.explorer import explore_all
from oslab.sync.records.exploration import STARVATION, Exploration
from oslab.sync.records.history import History
from oslab.sync.records.problem import Piece, Solution, Verdict
from oslab.sync.records.program import Program


class Task:
    """A problem: its sentence, its hints, and solutions that are known."""

    def __init__(self, sentence: str, hints: Sequence[str], known: Mapping[str, Solution]) -> None:
        self.sentence, self.hints, self.known = sentence, tuple(hints), dict(known)

    def chosen(self, solution: object) -> Solution:
        """Return the solution of that name, or the reader's own.

        Raises:
            InvalidInput: if there is none of that name, or it is no Solution.
        """
        if isinstance(solution, Solution):
            return solution
        if isinstance(solution, str) and solution in self.known:
            return self.known[solution]
        raise InvalidInput("solution", solution, f"a Solution, or one of {', '.join(self.known)}")

    def judged(
        self,
        program: Program,
        *,
        invariant: Invariant | None = None,
        reached: Mapping[str, Invariant] | None = None,
        starves: Sequence[str] = (),
        daemons: Sequence[str] = (),
        rule: str = "",
        fairness: str = "strong",
        hint: int = 0,
    ) -> Verdict:
        """Return whether a program solves the problem.

        Args:
            program: the solution in its place.
            invariant: what must hold in every state.
            reached: by sentence, what must hold in some state.
            starves: the threads, by the beginning of their names, that may starve, and must.
            daemons: the threads, likewise, that may wait for ever once the others are done.
            rule: a sentence that the task adds to its own.
            fairness: of the scheduler that may starve a thread.
            hint: how many hints the reader has asked for.
        """
        require_whole("hint", hint, 0, len(self.hints))
        missing = dict(reached or {})

        def watched(shared: Mapping[str, Any]) -> bool:
            for words in [words for words, test in missing.items() if test(shared)]:
                del missing[words]
            return invariant is None or invariant(shared)

        idle = [one.name for one in program.threads if one.name.startswith(tuple(daemons))]
        result = explore_all(program, watched, daemons=idle, fairness=fairness,
                             analyses=("races", STARVATION))  # fmt: skip
        wrong = [f"{one.kind}: {one.what}" for one in result.findings if one.kind != STARVATION]
        hungry = {one.what.split(" gets nowhere")[0] for one in result.starvation}
        patient = tuple(starves)
        wrong += [f"{one} may starve" for one in sorted(hungry) if not one.startswith(patient)]
        if not wrong:
            wrong += [f"{name}s never starve: the others wait for them" for name in starves
                      if not any(one.startswith(name) for one in hungry)]  # fmt: skip
        wrong += sorted(missing)
        if not result.complete:
            wrong.append(f"not proven: {result.limit}")
        told = self.hints[hint - 1] if hint else ""
        shown, telling = _shown(result, not wrong)
        sentence = f"{self.sentence} {rule}".strip()
        return Verdict(sentence, not wrong, tuple(wrong), told, result, shown, telling)


def _shown(result: Exploration, right: bool) -> tuple[History | None, str]:
    """Return a shortest history of the first thing that is wrong, and what it shows.

    Starvation comes last: its history is the way to a loop, and once round it.
    """
    ranked = sorted(result.findings, key=lambda one: (one.kind == STARVATION, len(one.schedule)))
    if not ranked:
        return None, ""
    first = ranked[0]
    if first.kind != STARVATION:
        return first.history, f"The shortest way to the {first.kind}:"
    thread = first.what.split(" gets nowhere")[0]
    rest = "as the rule allows" if right else "and the scheduler breaks no promise"
    telling = (
        f"{thread} starves, {rest}: the last {len(first.loop)} of these steps may come again and "
        "again for ever."
    )
    return first.once_round, telling


def pieces(solution: object, *names: str) -> Mapping[str, Piece]:
    """Return the pieces of a solution, all that the problem asks for.

    Raises:
        InvalidInput: if it is no Solution, or lacks one.
    """
    if not isinstance(solution, Solution) or not set(names) <= set(solution.pieces):
        allowed = f"a name of a known solution, or a Solution with {', '.join(names)}"
        raise InvalidInput("solution", solution, allowed)
    return solution.pieces
