"""The explorer beside SPIN, in one run: the same states, found breadth first, reductions off.

SPIN's models are those of `tests/sync/spin`; its verifier is compiled with `-O2 -DSAFETY -DBFS
-DNOREDUCE`. Both sides look for deadlocks and nothing else, run in turn, and only CPU time
counts. Before anything is timed, the numbers of states and steps must be equal.
"""

from __future__ import annotations

import resource
import shutil
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "sync"))

import spin

from oslab.errors import Unavailable
from oslab.sync import explore_all
from oslab.sync.fast import explore_all as explore_fast
from oslab.sync.model import classics
from oslab.sync.model.search import explore
from oslab.sync.model.space import Rules
from oslab.sync.records import Exploration, Program

REPEATS = 5
MOST = 10**7
PURE, COMPILED, WHOLE, SMALL = 0.12, 1.0, 5.0, 0.050
LARGE = (
    spin.Oracle("philosophers", ("-DN=10",), 59_048, 393_650, classics.philosophers(10)),
    spin.Oracle("philosophers", ("-DN=12",), 531_440, 4_251_516, classics.philosophers(12)),
)
LABS = tuple(one for one in spin.ORACLES if one.states < 10_000)


def main() -> None:
    """Print a line a comparison."""
    sys.stdout.write(f"\n{'what':40} {'ours':>12} {'SPIN':>12} {'ratio':>6} {'bound':>6}\n")
    try:
        if shutil.which("spin") is None:
            raise Unavailable("SPIN", "apt-get install spin")
        for oracle in LARGE:
            _rates(oracle)
        for oracle in LABS:
            _end_to_end(oracle)
    except Unavailable as cannot:
        sys.stdout.write(f"{cannot}\n")
    _small()
    _memory()


def _bare(program: Program) -> Exploration:
    return explore_all(program, symmetry=False, dead_locals=False, analyses=(), most_states=MOST)


def _bare_compiled(program: Program) -> Exploration:
    return explore_fast(program, dead_locals=False, analyses=(), most_states=MOST)


def _rates(oracle: spin.Oracle) -> None:
    """States found in a second of CPU time, SPIN's compiler left out."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        spin.verifier(oracle, folder)
        _agree(oracle, spin.search(folder))
        sides: list[tuple[str, Callable[[Program], Exploration], float]] = [
            ("pure Python", _bare, PURE),
            ("compiled", _bare_compiled, COMPILED),
        ]
        for words, ours, bound in sides:
            result = ours(oracle.program)  # compiles, where there is something to compile
            _agree(oracle, (result.states, result.steps))
            pairs = [
                (_cpu(lambda ours=ours: ours(oracle.program)), _cpu(lambda: spin.search(folder)))
                for _ in range(REPEATS)
            ]
            mine, theirs = (oracle.states / min(side) for side in zip(*pairs, strict=True))
            _line(f"{_name(oracle)}, {words}", f"{mine:,.0f}/s", f"{theirs:,.0f}/s",
                  mine / theirs, bound)  # fmt: skip


def _end_to_end(oracle: spin.Oracle) -> None:
    """From the program to the answer, SPIN's compiler included; ours looks for everything."""
    pairs = [
        (_cpu(lambda: explore_all(oracle.program)), _cpu(lambda: spin.counts(oracle)))
        for _ in range(REPEATS)
    ]
    mine, theirs = (min(side) for side in zip(*pairs, strict=True))
    _line(f"{_name(oracle)}, end to end", f"{mine * 1e3:,.1f} ms", f"{theirs * 1e3:,.0f} ms",
          theirs / mine, WHOLE)  # fmt: skip


def _small() -> None:
    program = classics.lost_update(3, 3)
    took = min(_cpu(lambda: explore_all(program)) for _ in range(REPEATS))
    flag = "pass" if took <= SMALL else "OVER"
    sys.stdout.write(f"3 threads, 3 increments, all there is to know: {took * 1e3:.1f} ms "
                     f"of at most {SMALL * 1e3:.0f} {flag}\n")  # fmt: skip


def _memory() -> None:
    """What a state costs while the model's search runs, and what it costs to keep."""
    tracemalloc.start()
    graph = explore(classics.philosophers(10), Rules(), MOST, False)
    kept, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    states = len(graph.states)
    sys.stdout.write(f"memory a state, pure Python, {len(graph.targets) / states:.1f} steps each: "
                     f"{peak / states:.0f} bytes at most, {kept / states:.0f} kept\n")  # fmt: skip


def _agree(oracle: spin.Oracle, found: tuple[int, int]) -> None:
    if found != (oracle.states, oracle.steps):
        raise RuntimeError(f"{_name(oracle)}: {found} are not the states and steps expected")


def _name(oracle: spin.Oracle) -> str:
    sizes = [option.removeprefix("-D") for option in oracle.options]
    return " ".join((oracle.model, *sizes))


def _line(what: str, ours: str, peer: str, ratio: float, bound: float) -> None:
    flag = "pass" if ratio >= bound else "UNDER"
    sys.stdout.write(f"{what:40} {ours:>12} {peer:>12} {ratio:6.2f} {bound:6.2f} {flag}\n")
    sys.stdout.flush()


def _cpu(task: Callable[[], object]) -> float:
    """Return the CPU seconds of a task and of the programs that it runs."""
    start = _used()
    task()
    return _used() - start


def _used() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


if __name__ == "__main__":
    main()
