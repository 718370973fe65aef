"""Run chapters and say how much memory each held at its peak, with a limit if asked.

python tests/notebooks/resident.py [--limit MIB] [NAME ...]     names as in chapters/NAME.ipynb

Every 50 ms the proportional set sizes of the runner, the page's kernel and all
that they started are added up: pages that several processes share count once.
A limit is a control group around the run, as a lent machine has one.
"""

import argparse
import contextlib
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from oslab.errors import OslabError
from oslab.linux import cgroup
from oslab.linux.procfs import smaps_rollup

CHAPTERS = Path(__file__).parents[2] / "chapters"
MIB = 1 << 20


def tree(root: int) -> list[int]:
    """Return a process and all that descend from it."""
    found = [root]
    for pid in found:  # grows while it is walked; one may end meanwhile
        with contextlib.suppress(OSError):
            for children in Path(f"/proc/{pid}/task").glob("*/children"):
                found += map(int, children.read_text().split())
    return found


def resident(root: int) -> int:
    """Return the bytes that a process and its descendants hold now, 0 if the family changed.

    A fork between two readings would count the parent's pages whole, and the
    child's share of them once more.
    """
    family, total = tree(root), 0
    for pid in family:
        with contextlib.suppress(OslabError, OSError):
            total += smaps_rollup.read(pid).pss
    return total if tree(root) == family else 0


def peak(path: Path, limit_mib: int | None) -> tuple[int, int | None, int]:
    """Run one notebook; return its peak in bytes, what the group charged, and the exit status."""
    with contextlib.ExitStack() as stack:
        group = stack.enter_context(cgroup.make("memory")) if limit_mib else None
        if group:
            group.limit(memory_bytes=limit_mib * MIB)
        out = stack.enter_context(tempfile.TemporaryDirectory())
        # The shell waits for a line, so that it is inside the group before it grows.
        line = "read _; exec python -m jupyter execute --output=$1/page.ipynb $2"
        run = subprocess.Popen(
            ["sh", "-c", line, "sh", out, path], stdin=subprocess.PIPE,
            env={**os.environ, "OSLAB_OUTPUT": "text", "PATH": _path()}, cwd=path.parent,
        )  # fmt: skip
        if group:
            group.join(run.pid)
        run.stdin.write(b"\n")
        run.stdin.close()
        most = 0
        while run.poll() is None:
            most = max(most, resident(run.pid))
            time.sleep(0.05)
        charged = group.statistics().memory_peak_bytes if group else None
    return most, charged, run.returncode


def _path() -> str:
    return f"{Path(sys.executable).parent}:{os.environ['PATH']}"


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("names", nargs="*")
    asked.add_argument("--limit", type=int, metavar="MIB")
    chosen = asked.parse_args()
    for name in chosen.names or sorted(path.stem for path in CHAPTERS.glob("*.ipynb")):
        held, charged, status = peak(CHAPTERS / f"{name}.ipynb", chosen.limit)
        group = f", group charged {charged / MIB:,.0f} MiB" if charged else ""
        sys.stdout.write(f"{name}: {held / MIB:,.0f} MiB at most{group}, exit {status}\n")
        sys.stdout.flush()
