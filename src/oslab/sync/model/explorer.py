"""Every history of a program: `explore_all` is the door to the search."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from itertools import product

from oslab.errors import InvalidInput, require, require_choice, require_whole
from oslab.sync.model.endings import Invariant, broken_invariant, endings, wrong_end
from oslab.sync.model.outcomes import outcomes
from oslab.sync.model.races import races
from oslab.sync.model.search import Enough, Graph, explore
from oslab.sync.model.space import MEMORIES, Rules
from oslab.sync.model.starvation import FAIRNESS, starvation
from oslab.sync.records.exploration import Exploration, Finding, Outcome
from oslab.sync.records.program import Program

MOST_STATES = 200_000
LARGEST = 10**8
OUTCOMES, RACES, STARVING = "outcomes", "races", "starvation"
ANALYSES = (OUTCOMES, RACES, STARVING)
Search = Callable[[Program, Rules, int, bool, Enough | None], Graph]


def explore_all(  # noqa: PLR0913 - the one door, and every switch on it
    program: Program,
    invariant: Invariant | None = None,
    *,
    at_end: Invariant | None = None,
    memory: str = "sc",
    spurious: bool = False,
    symmetry: bool = True,
    dead_locals: bool = True,
    fairness: str = "strong",
    buffer: int = 8,
    daemons: Sequence[str] = (),
    observe: Sequence[str] | None = None,
    analyses: Sequence[str] = ANALYSES,
    most_states: int = MOST_STATES,
    enough: Enough | None = None,
    search: Search | None = None,
) -> Exploration:
    """Return what is true of every history of a program.

    Args:
        program: threads and what they share.
        invariant: takes what is shared, by name, and says whether all is well: the values
            of variables, semaphores and channels; of everything else, how many hold it.
        at_end: likewise, asked only where all threads have returned.
        memory: `"sc"`, where a store is seen at once, or `"tso"`, where it waits in the
            store buffer of its thread, as on x86.
        spurious: whether a sleeper may wake without a signal.
        symmetry: whether to keep one of the states that differ in who is who.
        dead_locals: whether to leave out local variables that are written before they are
            read again.
        fairness: of the scheduler that may starve a thread, `"strong"` or `"weak"`.
        buffer: how many stores a store buffer holds, at least 1.
        daemons: the names of threads that may wait for ever once all others have returned.
        observe: the names whose last values tell outcomes apart; None for all variables.
        analyses: what to look for besides deadlocks, failures and broken invariants.
        most_states: where the search gives up.
        enough: asked now and then; when it says True the search gives up.
        search: what finds the states, None for the model's own.

    Raises:
        InvalidInput: if an argument is wrong, or the program does what it never may.
    """
    require(isinstance(program, Program), "program", program, "a Program")
    functions = {"invariant": invariant, "at_end": at_end, "enough": enough, "search": search}
    for name, one in functions.items():
        require(one is None or callable(one), name, one, "a function")
    _names("observe", observe, tuple(program.shared))
    _names("analyses", analyses, ANALYSES)
    names = tuple(thread.name for thread in program.threads)
    _names("daemons", daemons, names)
    require_choice("fairness", fairness, FAIRNESS)
    require_whole("most_states", most_states, 1, LARGEST)
    require(isinstance(symmetry, bool), "symmetry", symmetry, "True or False")
    rules = checked_rules(memory, spurious, dead_locals, buffer)
    rules = rules._replace(daemons=tuple(map(names.index, daemons)))
    graph = (search or explore)(program, rules, most_states, symmetry, enough)
    whole = partial(search or explore, program, rules, most_states, False, enough)
    starved = _starvation(graph, fairness, whole) if STARVING in analyses else None
    found = [*endings(graph), *_judged(graph, invariant, at_end)]
    found += races(graph) if RACES in analyses else []
    ends = outcomes(graph, observe) if OUTCOMES in analyses and graph.complete else ()
    unchecked = [one for one in (OUTCOMES, RACES) if one not in analyses]
    unchecked += [STARVING] if starved is None else []
    return _told(graph, (*found, *(starved or ())), ends, unchecked)


def _judged(graph: Graph, invariant: Invariant | None, at_end: Invariant | None) -> list[Finding]:
    """Return what breaks the reader's own rules."""
    found = broken_invariant(graph, invariant) if invariant is not None else []
    return found + (wrong_end(graph, at_end) if at_end is not None else [])


def state_counts(program: Program) -> dict[tuple[str, ...], int]:
    """Return how many states there are, by the reductions that are used.

    Args:
        program: of at most 200,000 states.

    Raises:
        InvalidInput: if it is no Program, or has more states.
    """
    require(isinstance(program, Program), "program", program, "a Program")
    found = {}
    for symmetry, dead_locals in product((False, True), repeat=2):
        rules = Rules(dead_locals=dead_locals)
        graph = explore(program, rules, MOST_STATES, symmetry)
        allowed = f"a Program of at most {MOST_STATES} states"
        require(graph.complete, "program", program, allowed)
        used = ("symmetry",) * symmetry + ("dead locals",) * dead_locals
        found[used] = len(graph.states)
    return found


def checked_rules(memory: str, spurious: bool, dead_locals: bool, buffer: int) -> Rules:
    """Return how the machine behaves.

    Raises:
        InvalidInput: if an argument is wrong.
    """
    require_choice("memory", memory, MEMORIES)
    require(isinstance(spurious, bool), "spurious", spurious, "True or False")
    require(isinstance(dead_locals, bool), "dead_locals", dead_locals, "True or False")
    require_whole("buffer", buffer, 1, 64)
    return Rules(memory, spurious, dead_locals, buffer)


def _names(argument: str, given: Sequence[str] | None, known: tuple[str, ...]) -> None:
    if given is None and argument == "observe":
        return
    ok = isinstance(given, tuple | list) and all(isinstance(one, str) for one in given)
    if not ok or not isinstance(given, tuple | list):
        raise InvalidInput(argument, given, "a sequence of names")
    for one in given:
        require(one in known, argument, one, "of " + (", ".join(known) or "nothing"))


def _starvation(graph: Graph, fairness: str, whole: Callable[[], Graph]) -> list[Finding] | None:
    """Return who may starve; None where the search was cut short before that was known.

    Args:
        graph: without a loop there is no starvation.
        fairness: one of `FAIRNESS`.
        whole: returns the graph of every state, for symmetry tells no thread from another.
    """
    if not graph.complete:
        return None
    if not _loops(graph):
        return []
    graph = graph if graph.symmetry is None else whole()
    return starvation(graph, fairness) if graph.complete else None


def _loops(graph: Graph) -> bool:
    """Say whether there may be a loop: every loop has a step to a state found earlier."""
    ends, targets = graph.ends, graph.targets
    return any(
        after <= state
        for state in range(graph.expanded)
        for after in targets[ends[state] : ends[state + 1]]
    )


def _told(
    graph: Graph, found: tuple[Finding, ...], ends: tuple[Outcome, ...], unchecked: list[str]
) -> Exploration:
    space = graph.space
    symmetry = ("symmetry",) if graph.symmetry is not None else ()
    dead_locals = ("dead locals",) if space.rules.dead_locals else ()
    return Exploration(
        threads=tuple(thread.name for thread in space.program.threads),
        memory=space.rules.memory,
        states=len(graph.states),
        steps=len(graph.targets),
        outcomes=ends,
        findings=found,
        complete=graph.complete,
        limit=graph.limit,
        reductions=symmetry + dead_locals,
        unchecked=tuple(unchecked),
    )
