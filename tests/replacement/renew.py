"""Write golden records anew: `python tests/replacement/renew.py Fifo`, then read the diff."""

from __future__ import annotations

import sys
from pathlib import Path

from oslab.replacement import POLICIES, Note, Replacement, simulate
from oslab.replacement.records.textbook import BELADY, CLASSIC, mixed

GOLDEN = Path(__file__).parent / "golden"

CASES = {"classic": (CLASSIC, 3), "belady": (BELADY, 4), "mixed": (mixed(60), 6)}


def text(policy: str) -> str:
    """Return the golden file of a policy: for each case what happened, and what it last knew."""
    rows = []
    for case, (references, frames) in CASES.items():
        record: Replacement = simulate(references, frames, POLICIES[policy]())
        rows += [
            f"{case}: {record.policy} {record}",
            f"{case} at the end: {known(record.notes[-1])}",
        ]
    return "".join(f"{row}\n" for row in rows)


def known(note: Note) -> str:
    """Return a note as one line."""
    lists = "; ".join(f"{name}: {' '.join(map(str, pages))}" for name, pages in note.lists)
    marks = " ".join(f"{page}={mark}" for page, mark in note.marks)
    return f"{lists} | {marks} | hand {note.hand} | target {note.target}"


if __name__ == "__main__":
    for name in sys.argv[1:] or POLICIES:
        (GOLDEN / f"{name}.txt").write_text(text(name))
