"""Which signal ends a process in which state, as a table."""

from __future__ import annotations

from oslab.errors import require
from oslab.processes.records.endings import Ending, Endings
from oslab.table import Table


def endings(record: Endings, predicted: Endings | None = None) -> Table:
    """Return one row a state.

    Args:
        record: what happened, or what the model says.
        predicted: if given, cells that it foresaw otherwise say so.

    Raises:
        InvalidInput: if one is no Endings, or they are not of the same states.
    """
    require(isinstance(record, Endings), "record", record, "an Endings")
    foreseen = record if predicted is None else predicted
    require(isinstance(foreseen, Endings), "predicted", predicted, "an Endings, or None")
    same = [one.letter for one in foreseen.rows] == [one.letter for one in record.rows]
    require(same, "predicted", predicted, "an Endings of the same states")
    pairs = list(zip(record.rows, foreseen.rows, strict=True))
    rows = tuple(
        (
            one.letter,
            *(_cell(one.letter, *both) for both in zip(_ends(one), _ends(two), strict=True)),
        )
        for one, two in pairs
    )
    ended = sum(one.kill == "Z" != one.letter for one in record.rows)
    caption = f"SIGKILL ends {ended} of {len(rows)} states"
    if predicted is not None:
        agree = sum(
            a == b for one, two in pairs for a, b in zip(_ends(one), _ends(two), strict=True)
        )
        caption += f"; {agree} of {3 * len(rows)} predictions agree with this kernel"
    columns = ("state", "SIGTERM, no handler", "SIGTERM, with a handler", "SIGKILL")
    return Table(caption, columns, rows)


def _ends(one: Ending) -> tuple[str, str, str]:
    return one.term, one.handled, one.kill


def _cell(before: str, after: str, foreseen: str) -> str:
    word = _word(before, after)
    return word if after == foreseen else f"{word} (predicted: {_word(before, foreseen)})"


def _word(before: str, after: str) -> str:
    if before == "Z":
        return "already dead"
    return "ends" if after == "Z" else f"goes on in {after}"
