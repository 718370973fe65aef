"""What a worker shares with its maker, and what became of workers after a crash, as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from oslab.errors import require
from oslab.measurement import Measurement
from oslab.processes.records.crash import CrashOutcome
from oslab.processes.records.sharing import Sharing, SharingRow
from oslab.table import Table

_STRUCTURES = {
    "mm": "the address space",
    "files": "the table of descriptors",
    "fs": "working directory, root and umask",
    "sighand": "the signal handlers",
}


def thread_sharing(sharing: Sharing, predicted: Sharing | None = None) -> Table:
    """Return one row a thing: did the maker see the worker's change?

    Args:
        sharing: what was found.
        predicted: if given, cells that it foresaw otherwise say so.

    Raises:
        InvalidInput: if one is no Sharing, or they are not of the same things.
    """
    require(isinstance(sharing, Sharing), "sharing", sharing, "a Sharing")
    foreseen = sharing if predicted is None else predicted
    require(isinstance(foreseen, Sharing), "predicted", predicted, "a Sharing, or None")
    same = [row.what for row in foreseen.rows] == [row.what for row in sharing.rows]
    require(same, "predicted", predicted, "a Sharing of the same things")
    pairs = list(zip(sharing.rows, foreseen.rows, strict=True))
    threads = sum(row.by_thread for row in sharing.rows)
    processes = sum(row.by_process for row in sharing.rows)
    caption = f"A thread shares {threads} of {len(pairs)} things, a process {processes}"
    if predicted is not None:
        agree = sum(
            a == b for one, two in pairs for a, b in zip(_both(one), _both(two), strict=True)
        )
        caption += f"; {agree} of {2 * len(pairs)} predictions agree with this kernel"
    return Table(
        caption=caption,
        columns=("a worker changes", "kept in", "thread", "process"),
        rows=tuple(
            (one.what, one.kept_in, *map(_seen, _both(one), _both(two))) for one, two in pairs
        ),
    )


def crash(
    outcomes: Sequence[CrashOutcome], predicted: Mapping[str, int] | None = None
) -> Table:  # fmt: skip
    """Return one row a crash: who finished, and what the kernel said of the victim.

    Args:
        outcomes: of `measure.crash`.
        predicted: how many of the others should finish, by arrangement.

    Raises:
        InvalidInput: if an argument is of another kind.
    """
    ok = isinstance(outcomes, tuple | list) and len(outcomes) > 0
    require(ok, "outcomes", outcomes, "CrashOutcomes")
    for one in outcomes:
        require(isinstance(one, CrashOutcome), "outcomes", one, "CrashOutcomes")
    foreseen = {} if predicted is None else predicted
    ok = isinstance(foreseen, Mapping) and all(isinstance(n, int) for n in foreseen.values())
    require(ok, "predicted", predicted, "numbers by arrangement, or None")
    least = min(outcomes, key=lambda one: one.survivors)
    return Table(
        caption=f"One worker comes to a bad end: if {least.arrangement}, {least.survivors} of the "
        f"{least.workers - 1} others finish",
        columns=("one of them", "others", "should finish", "finish", "signal", "exit status"),
        rows=tuple(
            (
                one.arrangement, str(one.workers - 1), str(foreseen.get(one.arrangement, "-")),
                str(one.survivors), str(one.signal) if one.signal else "none",
                str(one.exit_status),
            )
            for one in outcomes
        ),
    )  # fmt: skip


def shared_structures(measurements: Sequence[Measurement], *, label: str = "") -> Table:
    """Return one row a structure: does the kernel say that both tasks point to the same one?

    Args:
        measurements: of `measure.shared_structures`, fork first.
        label: whose they are; ends the caption.

    Raises:
        InvalidInput: if an argument is of another kind.
    """
    require(isinstance(label, str), "label", label, "a text")
    ok = isinstance(measurements, tuple | list) and len(measurements) > 0
    require(ok, "measurements", measurements, "measurements of shared_structures")
    for one in measurements:
        ok = isinstance(one, Measurement) and {"made_by", *_STRUCTURES} <= set(one.conditions)
        require(ok, "measurements", one, "measurements of shared_structures")
    counts = ", ".join(f"{one.conditions['made_by']} {one.median:.0f}" for one in measurements)
    caption = f"Of {len(_STRUCTURES)} structures kcmp finds shared: {counts}"
    return Table(
        caption=f"{caption} ({label})" if label else caption,
        columns=("structure", "holds", *(f"after {m.conditions['made_by']}" for m in measurements)),
        rows=tuple(
            (name, what, *(_seen(bool(one.conditions[name])) for one in measurements))
            for name, what in _STRUCTURES.items()
        ),
    )


def _both(row: SharingRow) -> tuple[bool, bool]:
    return row.by_thread, row.by_process


def _seen(yes: bool, foreseen: bool | None = None) -> str:
    word = "shared" if yes else "its own"
    return word if foreseen in (None, yes) else f"{word} (predicted otherwise)"
