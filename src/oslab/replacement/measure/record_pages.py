"""The page references of the reader's own program, recorded as it runs."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path

import numpy as np

from oslab.errors import require_whole
from oslab.linux import page_cache
from oslab.replacement.measure import program
from oslab.replacement.records.page_trace import PageTrace

_PAGE = (1 << 48) - 1


def record_pages(
    command: Sequence[str], files: Sequence[str | Path], *,
    window: int = 2, most: int = 1 << 22, timeout_s: float = 120, show: bool = False,
) -> PageTrace:  # fmt: skip
    """Run a program and return the pages of `files` that it asked for, in order.

    A mapping of one of the files (`np.memmap`, `np.load(mmap_mode="r")`, `torch.from_file`)
    is given no access rights: each load from a page that is not among the `window` pages
    opened last traps and is recorded. Reads by system call and by `fread` are recorded as
    the pages that they cover. Forked workers and threads append to the same order.

    Known workload: a program whose indices are known (tests). Overhead: two changes of
    rights a reference, some 5 microseconds; the program is slower, its references are not
    changed. Not seen: returns to one of the last `window` pages, which cost nothing in any
    policy with that many frames; what statically linked programs and `io_uring` do;
    `read` calls within libc other than `fread`'s.

    Args:
        command: its words, such as `["python", "train.py"]`.
        files: 1 to 16 data files that it reads.
        window: pages kept open, 2 (an instruction may touch two) to 64: more is faster.
        most: references to keep, 1 to 2**26; eight bytes each while it runs.
        timeout_s: seconds after which the program is killed.
        show: whether its output is shown.

    Raises:
        InvalidInput: if an argument has no meaning.
        Unavailable: without a C compiler, or if the program does not end well.

    Source: mprotect(2), sigaction(2) with SA_SIGINFO, ld.so(8).
    """
    words, paths = program.checked(command, files)
    require_whole("window", window, 2, 64)
    require_whole("most", most, 1, 1 << 26)
    with tempfile.TemporaryDirectory(prefix="oslab-") as folder:
        log = Path(folder) / "references"
        with log.open("wb") as file:
            file.truncate(8 * (1 + most))
        settings = {
            "FILES": "\n".join(map(str, paths)), "LOG": str(log), "WINDOW": str(window),
        }  # fmt: skip
        program.run(words, settings, timeout_s=timeout_s, show=show)
        logged = np.fromfile(log, np.uint64, count=1)
        seen = int(logged[0])
        kept = np.fromfile(log, np.uint64, count=1 + min(seen, most))[1:].astype(np.int64)
    sizes = tuple(-(-path.stat().st_size // page_cache.PAGE_BYTES) for path in paths)
    first = np.array([0, *accumulate(sizes)][:-1])
    references = first[kept >> 48] + (kept & _PAGE)
    names = tuple(path.name for path in paths)
    return PageTrace(names, sizes, tuple(references.tolist()), seen - len(kept))
