"""How many frames a process needs: Denning's working set, and a rule that watches faults.

Source: P. J. Denning, The Working Set Model for Program Behavior, CACM 11(5), 1968;
W. W. Chu and H. Opderbeck, The Page Fault Frequency Replacement Algorithm, AFIPS 1972.
"""

from __future__ import annotations

from collections import deque

from oslab.errors import require, require_choice, require_whole
from oslab.replacement.model.patterns import pattern
from oslab.replacement.records import Residency
from oslab.replacement.records.references import listed

RULES = ("working set", "fault frequency")
_LONGEST = 1 << 40


def working_set(references: object, window: int) -> Residency:
    """Return the pages used within the last `window` references, at each reference.

    >>> working_set([1, 2, 1, 3, 3, 3], window=3).sizes
    (1, 2, 2, 3, 2, 1)

    Args:
        references: page numbers in order of touch, at least one.
        window: references that count as recent, at least 1, the present one among them.

    Raises:
        InvalidInput: if a value is out of range.
    """
    string = _string(references)
    require_whole("window", window, 1, _LONGEST)
    recent: deque[int] = deque()
    uses: dict[int, int] = {}
    sizes, faults = [], []
    for page in string:
        faults.append(page not in uses)
        recent.append(page)
        uses[page] = uses.get(page, 0) + 1
        if len(recent) > window:
            old = recent.popleft()
            uses[old] -= 1
            if not uses[old]:
                del uses[old]
        sizes.append(len(uses))
    return Residency(tuple(string), tuple(sizes), tuple(faults), "working set", window)


def fault_frequency(references: object, threshold: int) -> Residency:
    """Return the pages kept by a rule that looks at a process only when it faults.

    If the last fault is at most `threshold` references ago, the process gets a frame more.
    If it is longer ago, it loses every page that it did not use since.

    Args:
        references: page numbers in order of touch, at least one.
        threshold: references between two faults that are short enough to grow, at least 1.

    Raises:
        InvalidInput: if a value is out of range.
    """
    string = _string(references)
    require_whole("threshold", threshold, 1, _LONGEST)
    resident: set[int] = set()
    used: set[int] = set()
    last = 0
    sizes, faults = [], []
    for now, page in enumerate(string):
        fault = page not in resident
        if fault:
            if now - last > threshold:
                resident &= used
            resident.add(page)
            used.clear()
            last = now
        used.add(page)
        faults.append(fault)
        sizes.append(len(resident))
    return Residency(tuple(string), tuple(sizes), tuple(faults), "fault frequency", threshold)


def residency(
    *, rule: str = "working set", kind: str = "phases", setting: int = 50, pages: int = 100,
    length: int = 1_200, seed: int = 0,
) -> Residency:  # fmt: skip
    """Return what a rule makes of a pattern, for figures.

    Args:
        rule: `"working set"` or `"fault frequency"`.
        kind: as `pattern`.
        setting: the window or the threshold, in references, at least 1.
        pages: as `pattern`.
        length: as `pattern`, at most 5,000.
        seed: as `pattern`.

    Raises:
        InvalidInput: if a value is out of range.
    """
    require_choice("rule", rule, RULES)
    require_whole("setting", setting, 1, _LONGEST)
    require_whole("length", length, 1, 5_000)
    string = pattern(kind=kind, pages=pages, length=length, seed=seed)
    decide = working_set if rule == "working set" else fault_frequency
    return decide(string, setting)


def _string(references: object) -> list[int]:
    string = listed(references)
    require(len(string) > 0, "references", references, "at least one page")
    return string
