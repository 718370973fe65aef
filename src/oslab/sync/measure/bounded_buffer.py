"""The bounded buffer on real threads: right, and with each of its classic mistakes."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

from oslab import machine, timing
from oslab.errors import InvalidInput, Unavailable, require, require_choice, require_whole
from oslab.linux import c_program
from oslab.measurement import Condition, Measurement

LANGUAGES = ("C", "Python")
VARIANTS = (
    "right", "if for while", "one condition for two roles", "changed without the lock",
    "signal for broadcast", "broadcast to two", "signal after unlock",
)  # fmt: skip
"""The model's, in its order."""
OUTCOMES = {
    "C": ("right", "takes from an empty buffer", "puts into a full buffer", "hangs"),
    "Python": (
        "right", "takes from an empty buffer", "puts into a full buffer", "hangs", "refused",
    ),
}  # fmt: skip
ITEMS = ("lost", "taken twice")
METHOD = (
    "Two producers and two consumers of one item each share one slot (fewer where the mistake "
    "needs fewer); each trial has fresh threads that start after delays of chance and yield at "
    "the risky places. What went wrong first is the trial's outcome."
)


def bounded_buffer(
    *, variants: tuple[str, ...] = VARIANTS, languages: tuple[str, ...] = LANGUAGES,
    trials: int = 400, seed: int = 1, progress: timing.Progress | None = None,
) -> tuple[Measurement, ...]:  # fmt: skip
    """Provoke each mistake on real threads, and count what came of it.

    Known workload: the right program, where every trial must be right. A hang is no guess by
    a clock: in C all threads sleep, by the kernel's word, while the mutex is free; in Python
    all who are left wait on a condition untold. A mistake that never showed is no proof: that
    takes the model.

    Args:
        variants: of `VARIANTS`.
        languages: of `LANGUAGES`: pthreads, and `threading` of this Python.
        trials: of each, 1 to 20,000.
        seed: of the delays, 1 to 1,000,000.
        progress: told how many programs are done, of how many.

    Returns:
        For each language and variant the trials of each outcome, conditions `language`,
        `variant`, `outcome`; and the items that were lost and taken twice, condition `items`.

    Raises:
        InvalidInput: if an argument is out of range.
        Unavailable: without a C compiler, if C is asked for.

    Source: pthread_cond_wait(3); Python documentation, threading.Condition.
    """
    _require_names("variants", variants, VARIANTS)
    _require_names("languages", languages, LANGUAGES)
    require_whole("trials", trials, 1, 20_000)
    require_whole("seed", seed, 1, 1_000_000)
    timing.require_progress(progress)
    run: dict[str, Callable[[str, int, int], str]] = {"C": _in_c, "Python": _in_python}
    taken: list[Measurement] = []
    wanted = [(language, variant) for language in languages for variant in variants]
    for done, (language, variant) in enumerate(wanted, start=1):
        counts = parse_bounded_buffer(run[language](variant, trials, seed), language)
        taken += _measurements(language, variant, trials, counts)
        if progress is not None:
            progress(done, len(wanted))
    return tuple(taken)


def parse_bounded_buffer(text: str, language: str) -> dict[str, int]:
    """Return outcome to trials, and `ITEMS` to items, of one run of a program.

    Raises:
        InvalidInput: if it is no such answer, or no such language.
    """
    names = (*OUTCOMES[require_choice("language", language, LANGUAGES)], *ITEMS)
    require(isinstance(text, str), "text", text, "a text")
    words = text.split()
    ok = len(words) == len(names) and all(word.isdecimal() for word in words)
    require(ok, "text", text, f"{len(names)} counts")
    return dict(zip(names, map(int, words), strict=True))


def _measurements(
    language: str, variant: str, trials: int, counts: dict[str, int]
) -> list[Measurement]:
    where = machine.this_machine()
    shared: dict[str, Condition] = {"language": language, "variant": variant, "trials": trials}
    return [
        Measurement(
            name=f"{variant}, {language}: {name}",
            samples=(count,),
            unit="items" if name in ITEMS else "trials",
            method=METHOD,
            machine=where,
            conditions={**shared, "items" if name in ITEMS else "outcome": name},
        )
        for name, count in counts.items()
    ]


def _in_c(variant: str, trials: int, seed: int) -> str:
    done = c_program.run(
        c_program.find("sync", "bounded_buffer"), variant, trials, seed, timeout_s=150
    )
    return _answer(done)


def _in_python(variant: str, trials: int, seed: int) -> str:
    program = c_program.find("sync", "bounded_buffer").with_suffix(".py")
    command = [sys.executable, "-s", "-P", str(program), variant, str(trials), str(seed)]
    return _answer(
        subprocess.run(command, capture_output=True, text=True, check=False, timeout=150)
    )


def _answer(done: subprocess.CompletedProcess[str]) -> str:
    if done.returncode != 0:  # the program's own alarm: it bounds itself
        raise Unavailable("an end of the trials", "Ask for fewer, or when less else runs.")
    return done.stdout


def _require_names(argument: str, value: object, allowed: tuple[str, ...]) -> None:
    some = list(value) if isinstance(value, tuple | list) else []
    if not some or not all(isinstance(name, str) and name in allowed for name in some):
        raise InvalidInput(argument, value, "some of " + ", ".join(map(repr, allowed)))
