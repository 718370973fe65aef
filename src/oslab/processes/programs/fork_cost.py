"""The same as fork_cost.c, in Python: `python -I -S fork_cost.py SOURCES KIND BYTES`.

It runs in an interpreter of its own, started without site-packages, because the
one that asks has numpy and more loaded, and what a process has loaded is part
of what its fork costs. SOURCES is where `oslab` lies.
"""

import os
import sys
import time

sys.path.insert(0, sys.argv[1])

from oslab.linux import memory


def turn(call: str) -> int:
    """Return the CPU time of one `fork` or `spawn`, the child's end and wait, in nanoseconds."""
    start = time.thread_time_ns()
    if call == "fork":
        child = os.fork()
        if child == 0:
            os._exit(0)
    else:
        child = os.posix_spawn("/bin/true", ["true"], {})
    used = os.wait4(child, 0)[2]
    return time.thread_time_ns() - start + round((used.ru_utime + used.ru_stime) * 1e9)


def main() -> None:
    """Answer lines of `WORD N` until there are no more: `touch` N bytes, or N turns of a call."""
    with memory.area(int(sys.argv[3]), sys.argv[2]) as area:
        answer = sys.stdout
        answer.write("ready\n")
        answer.flush()
        touched = 0
        for line in sys.stdin:
            word, count = line.split()
            if word == "touch":
                pages = int(count) // memory.PAGE_BYTES
                area.write(touched, pages)
                touched += pages
                answer.write("0\n")
            else:
                answer.write(f"{min(turn(word) for _ in range(int(count)))}\n")
            answer.flush()


if __name__ == "__main__":
    main()
