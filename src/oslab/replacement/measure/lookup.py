"""A program to record where the reader has none at hand: look-ups in an embedding table."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from oslab import timing
from oslab.errors import Unavailable, require_whole
from oslab.linux import page_cache
from oslab.measurement import Measurement
from oslab.replacement.measure.record_pages import record_pages
from oslab.replacement.measure.under_limit import under_limit
from oslab.replacement.records.page_trace import PageTrace

PROGRAM = Path(__file__).parents[1] / "programs" / "embedding_lookup.py"
_MOST_PAGES = 1 << 16


def lookup_pages(*, lookups: int = 6_000, rows: int = 4_096) -> PageTrace:
    """Record a real program: numpy gathers rows of a mapped table, some far more often.

    A row is a page: 1,024 numbers of 32 bits. Rows are drawn by 1 over their rank.

    Args:
        lookups: 50 to 1,000,000; what is no multiple of 50 is cut off.
        rows: of the table, 16 to 65,536.

    Raises:
        InvalidInput: if a value is out of range.
        Unavailable: without a C compiler.
    """
    with _program(lookups, rows) as (command, files):
        return record_pages(command, files)


def lookup_under_limit(
    *, frames: Sequence[int] = (500, 1_000, 2_000), lookups: int = 6_000, rows: int = 4_096,
    progress: timing.Progress | None = None,
) -> tuple[Measurement, ...]:  # fmt: skip
    """Run the program of `lookup_pages` in memory groups, as `under_limit` does.

    Args:
        frames: pages to leave to the table, each at least 100.
        lookups: as in `lookup_pages`.
        rows: of the table.
        progress: told after every run.

    Raises:
        InvalidInput: if a value is out of range.
        Unavailable: as `under_limit`.
    """
    timing.require_progress(progress)
    with _program(lookups, rows) as (command, files):
        return under_limit(command, files, frames=frames, progress=progress)


@contextmanager
def _program(lookups: int, rows: int) -> Iterator[tuple[list[str], list[Path]]]:
    require_whole("lookups", lookups, 50, 1_000_000)
    require_whole("rows", rows, 16, _MOST_PAGES)
    with page_cache.folder_on_disk() as folder:
        table = folder / "table.f32"
        try:
            with table.open("wb") as file:
                for _ in range(rows):
                    file.write(bytes(4_096))
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise Unavailable(f"{rows} pages of disk", "Free some, or set TMPDIR.") from error
        words = [sys.executable, str(PROGRAM), str(table), str(lookups - lookups % 50)]
        yield words, [table]
