"""A parent with data, and a child that looks at it.

    reference_counts.py DATA OBJECTS ACTION FREEZE

The child is steered by bytes on standard input (one a step) and says what it
did on standard output, so that the one who asks can look at its memory in
between. Everything is done once in small first: the interpreter's own pages
are the child's own by then.
"""

import gc
import os
import sys
from collections.abc import Callable


def made(data: str, objects: int) -> Callable[[], object]:
    """Return a function that visits every element of fresh data."""
    if data == "array":
        import numpy as np

        numbers = np.arange(objects, dtype=np.float64)
        return numbers.sum
    elements: list[object] = [[] for _ in range(objects)] if data == "lists" else [None] * objects

    def visit() -> None:
        for _ in elements:
            pass

    return visit


def child(visit: Callable[[], object], rehearse: Callable[[], object]) -> None:
    """Rehearse, say so, look at the data when told, say so, end when told."""
    rehearse()
    os.write(1, b"%d\n" % os.getpid())
    os.read(0, 1)
    visit()
    os.write(1, b"done\n")
    os.read(0, 1)


def main() -> None:
    """Make the data as the command line says, fork, and wait for the child."""
    data, objects, action, freeze = sys.argv[1:]
    gc.disable()
    rehearse = made(data, 10)
    visit = made(data, int(objects))
    if freeze == "True":
        gc.freeze()
    pid = os.fork()
    if pid == 0:
        try:
            child(gc.collect if action == "collect" else visit, rehearse)
        finally:
            os._exit(0)
    os.waitpid(pid, 0)


if __name__ == "__main__":
    main()
