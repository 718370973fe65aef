"""Litmus tests: what one CPU may see of another's loads and stores."""

from __future__ import annotations

from oslab import machine, timing
from oslab.errors import InvalidInput, Unavailable, require, require_choice, require_whole
from oslab.linux import affinity, c_program
from oslab.measurement import Measurement

TESTS = ("store buffering", "message passing", "load buffering")
OUTCOMES = ("0, 0", "0, 1", "1, 0", "1, 1")
WEAK = {"store buffering": "0, 0", "message passing": "1, 0", "load buffering": "1, 1"}
"""What no interleaving of the four accesses gives."""
METHOD = (
    "Two threads of a C program on two CPUs meet at a barrier where they spin, each makes its "
    "two accesses to a hundred pairs of variables, and what they saw is counted."
)


def litmus(
    *, tests: tuple[str, ...] = TESTS, runs: int = 1_000_000,
    progress: timing.Progress | None = None,
) -> tuple[Measurement, ...]:  # fmt: skip
    """Count what two threads see, without a fence between their accesses and with one.

    x86 lets a load pass an earlier store, and nothing else: store buffering may end with
    0, 0, and a fence forbids it. Arm and RISC-V allow all of `WEAK`. What is allowed need not
    show in any number of runs. With fences nothing of `WEAK` may show anywhere.

    Args:
        tests: of `TESTS`.
        runs: of each, without and with the fence, 1 to 10 million.
        progress: told how many programs are done, of how many.

    Returns:
        The runs that ended with each outcome, conditions `test`, `fenced`, `outcome`.

    Raises:
        InvalidInput: if an argument is out of range.
        Unavailable: without a C compiler or a second CPU.

    Source: Sewell and others, x86-TSO, CACM 53(7), 2010.
    """
    ok = isinstance(tests, tuple | list) and len(tests) > 0
    require(ok, "tests", tests, "some of " + ", ".join(TESTS))
    for test in tests:
        require_choice("tests", test, TESTS)
    require_whole("runs", runs, 1, 10_000_000)
    timing.require_progress(progress)
    cpus = affinity.pair()
    wanted = [(test, fenced) for test in tests for fenced in (False, True)]
    taken: list[Measurement] = []
    for done, (test, fenced) in enumerate(wanted, start=1):
        answer = c_program.run(
            c_program.find("sync", "litmus"), test, int(fenced), runs, *cpus, timeout_s=150
        )
        if answer.returncode != 0:  # the program's own alarm: it bounds itself
            raise Unavailable("an end of the runs", "Ask for fewer, or when less else runs.")
        counts = parse_litmus(answer.stdout)
        taken += [_measurement(test, fenced, name, counts[name], runs) for name in OUTCOMES]
        if progress is not None:
            progress(done, len(wanted))
    return tuple(taken)


def parse_litmus(text: str) -> dict[str, int]:
    """Return outcome to runs, of one run of the program.

    Raises:
        InvalidInput: if it is no such answer.
    """
    require(isinstance(text, str), "text", text, "a text")
    words = text.split()
    if len(words) != len(OUTCOMES) or not all(word.isdecimal() for word in words):
        raise InvalidInput("text", text, "four counts")
    return dict(zip(OUTCOMES, map(int, words), strict=True))


def _measurement(test: str, fenced: bool, outcome: str, count: int, runs: int) -> Measurement:
    return Measurement(
        name=f"{test}{', fenced' if fenced else ''}: {outcome}",
        samples=(count,),
        unit="runs",
        method=METHOD,
        machine=machine.this_machine(),
        conditions={"test": test, "fenced": fenced, "outcome": outcome, "runs": runs},
    )
