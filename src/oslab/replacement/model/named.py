"""The simulator for live figures: references and policy as plain words and numbers."""

from __future__ import annotations

from dataclasses import fields, replace

from oslab.errors import InvalidInput, require, require_choice, require_whole
from oslab.replacement.model.simulation import simulate
from oslab.replacement.policies import POLICIES, Clock, Policy
from oslab.replacement.records import Moment, Replacement

EXAMPLE = "7 0 1 2 0 3 0 4 2 3 0 3 2 1 2 0 1 7 0 1"
_MOST_REFERENCES, _MOST_FRAMES, _LARGEST = 60, 16, 9_999


def pages(references: str = EXAMPLE) -> tuple[int, ...]:
    """Return the page numbers that a text lists, separated by blanks or commas.

    >>> pages("7 0, 1")
    (7, 0, 1)

    Raises:
        InvalidInput: if it lists none, more than 60, or one that is not from 0 to 9,999.
    """
    allowed = f'1 to {_MOST_REFERENCES} page numbers from 0 to {_LARGEST:,}, as in "7 0 1 2 0"'
    require(isinstance(references, str), "references", references, allowed)
    words = references.replace(",", " ").split()
    require(1 <= len(words) <= _MOST_REFERENCES, "references", references, allowed)
    for word in words:
        ok = word.isascii() and word.isdigit() and len(word) <= 4
        require(ok, "references", word, allowed)
    return tuple(map(int, words))


def replacement(
    *, references: str = EXAMPLE, frames: int = 3, policy: str = "Lru", access: str = ""
) -> Replacement:
    """Return `simulate` of references and a policy given as words.

    >>> replacement(references="1 2 3 1 4 1", policy="Fifo").fault_count
    5

    Args:
        references: as `pages` reads them.
        frames: 1 to 16.
        policy: a key of `POLICIES`.
        access: `"mapped"` or `"read"` for the policies of Linux; `""` for their own.

    Raises:
        InvalidInput: if a value is out of range.
    """
    string = pages(references)
    require_whole("frames", frames, 1, _MOST_FRAMES)
    return simulate(string, frames, configured(policy, access))


def moment(
    *, step: int = 1, references: str = EXAMPLE, frames: int = 4, policy: str = "Lru",
    access: str = "",
) -> Moment:  # fmt: skip
    """Return `replacement`, and the step at which a figure looks at it.

    Args:
        step: references made so far, at least 1; past the last one, the last.
        references: as `pages` reads them.
        frames: 1 to 16.
        policy: a key of `POLICIES`.
        access: as `replacement`.

    Raises:
        InvalidInput: if a value is out of range.
    """
    require_whole("step", step, 1)
    record = replacement(references=references, frames=frames, policy=policy, access=access)
    return Moment(record, min(step, len(record.references)))


def clock(
    *, step: int = 1, references: str = EXAMPLE, frames: int = 4, bit_on_load: bool = True,
    advance: bool = True,
) -> Moment:  # fmt: skip
    """Return the clock at one step, in either reading of its two disputed rules.

    Args:
        step: references made so far, at least 1; past the last one, the last.
        references: as `pages` reads them.
        frames: 1 to 16.
        bit_on_load: as `Clock`.
        advance: as `Clock`.

    Raises:
        InvalidInput: if a value is out of range.
    """
    require_whole("step", step, 1)
    require_whole("frames", frames, 1, _MOST_FRAMES)
    record = simulate(pages(references), frames, Clock(bit_on_load, advance))
    return Moment(record, min(step, len(record.references)))


def configured(policy: str, access: str = "") -> Policy:
    """Return the policy of that name, told how pages are used where it can hear it.

    Raises:
        InvalidInput: if there is no such policy, or it knows no such access.
    """
    require_choice("policy", policy, POLICIES)
    require(isinstance(access, str), "access", access, "a text")
    plain = POLICIES[policy]()
    known = {field.name for field in fields(plain)}  # type: ignore[arg-type]  # all are dataclasses
    if not access or "access" not in known:
        return plain
    try:
        return replace(plain, access=access)  # type: ignore[type-var]
    except InvalidInput as error:
        raise InvalidInput("access", access, error.allowed) from error
