"""`perf bench futex`, the peer that ships with the kernel: refused waits, and woken sleepers."""

from __future__ import annotations

import re
import shutil
import subprocess

from oslab.errors import InvalidInput, Unavailable, require, require_whole

_REMEDY = "apt-get install linux-perf (Debian) or linux-tools-generic (Ubuntu)."


def parse_hash(text: str) -> tuple[int, int]:
    r"""Return the operations of a second, of an average thread, and the seconds.

    An operation is a wait at a futex for a value that it does not have: the kernel finds its
    queue, looks, and refuses.

    >>> parse_hash("Averaged 653312 operations/sec (+- 0.00%), total secs = 1\n")
    (653312, 1)

    Raises:
        InvalidInput: if `text` is not such output.

    Source: tools/perf/bench/futex-hash.c.
    """
    match = _match(r"Averaged (\d+) operations/sec .*total secs = (\d+)", text, "futex hash")
    return int(match[1]), int(match[2])


def parse_wake(text: str) -> tuple[float, ...]:
    r"""Return the nanoseconds of a woken thread, one number for each of perf's own runs.

    >>> parse_wake("[Run 1]: Wokeup 4 of 4 threads in 0.1060 ms\n")
    (26500.0,)

    Raises:
        InvalidInput: if `text` is not such output.

    Source: tools/perf/bench/futex-wake.c.
    """
    pattern = r"\[Run \d+\]: Wokeup (\d+) of \d+ threads in ([\d.]+) ms"
    _match(pattern, text, "futex wake")
    return tuple(
        round(float(ms) * 1e6 / max(1, int(woken)), 3) for woken, ms in re.findall(pattern, text)
    )


def refused_wait() -> float:
    """Return nanoseconds on the wall of a refused wait, by one thread, in a second of them.

    Raises:
        Unavailable: without perf, or if it fails.
    """
    rate, _ = parse_hash(_run("hash", "-r", "1", "-t", "1"))
    return 1e9 / max(1, rate)


def wake(threads: int = 100) -> tuple[float, ...]:
    """Return nanoseconds on the wall of waking one of several sleepers, ten numbers.

    Args:
        threads: that sleep at one futex, 1 to 512.

    Raises:
        InvalidInput: if the number is out of range.
        Unavailable: without perf, or if it fails.
    """
    require_whole("threads", threads, 1, 512)
    return parse_wake(_run("wake", "-t", str(threads)))


def _run(*words: str) -> str:
    if shutil.which("perf") is None:
        raise Unavailable("perf bench futex", _REMEDY)
    command = ["perf", "bench", "futex", *words]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    except subprocess.TimeoutExpired:
        raise Unavailable("perf bench futex in time", "Try when less else runs.") from None
    if done.returncode != 0:
        raise Unavailable("perf bench futex", f"perf said: {done.stderr.strip()[:200]}")
    return done.stdout


def _match(pattern: str, text: object, name: str) -> re.Match[str]:
    require(isinstance(text, str), "text", text, f"the output of perf bench {name}")
    match = re.search(pattern, str(text))
    if match is None:
        raise InvalidInput("text", text, f"the output of perf bench {name}")
    return match
