"""Counting the kernel's own tracepoints while a program runs, through `perf stat`."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from oslab.errors import InvalidInput, Unavailable, require, require_number

_REMEDY = (
    "apt-get install linux-perf, and run as root: tracepoints are counted through tracefs, "
    "which only root reads."
)


def parse(text: str) -> dict[str, int]:
    r"""Return event to count from `perf stat -x,`.

    >>> parse("1,,syscalls:sys_enter_write,1238326,100.00,,\n")
    {'syscalls:sys_enter_write': 1}

    Raises:
        InvalidInput: if a line is not such a row, or an event was not counted.

    Source: perf-stat(1), "CSV FORMAT".
    """
    require(isinstance(text, str), "text", text, "the output of perf stat -x,")
    counts: dict[str, int] = {}
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        fields = line.split(",")
        if len(fields) < 3 or not fields[0].isdigit():
            raise InvalidInput("text", line, "a row of perf stat -x, with a count")
        counts[fields[2]] = int(fields[0])
    return counts


def count(
    events: Sequence[str], command: Sequence[str], *, timeout_s: float = 60
) -> dict[str, int]:  # fmt: skip
    """Run a program and return how often each tracepoint fired in it and its children.

    Args:
        events: such as `"syscalls:sys_enter_write"` or `"raw_syscalls:sys_enter"`.
        command: the program and its arguments.
        timeout_s: seconds after which it is killed, 0.1 to 600.

    Raises:
        InvalidInput: if an event or a word is malformed.
        Unavailable: without perf or the right to count.
    """
    for argument, words in (("events", events), ("command", command)):
        ok = isinstance(words, tuple | list) and len(words) > 0
        ok = ok and all(isinstance(word, str) and word and "\0" not in word for word in words)
        require(ok, argument, words, "a list of at least one word")
    for event in events:
        ok = re.fullmatch(r"[a-z_0-9]+:[a-z_0-9]+", event) is not None
        require(ok, "events", event, "subsystem:event")
    require_number("timeout_s", timeout_s, low=0.1, high=600)
    if shutil.which("perf") is None:
        raise Unavailable("perf stat", _REMEDY)
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "counts"
        chosen = [word for event in events for word in ("-e", event)]
        try:
            done = subprocess.run(
                ["perf", "stat", "-x", ",", "-o", str(output), *chosen, "--", *command],
                stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace",
                check=False, timeout=timeout_s,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            raise Unavailable("an answer in time", f"Allow more than {timeout_s:g} s.") from None
        text = output.read_text() if output.exists() else ""
    try:
        counts = parse(text)
    except InvalidInput as error:
        raise Unavailable("counting tracepoints", _REMEDY) from error
    if set(counts) != set(events):
        raise Unavailable("counting tracepoints", f"{_REMEDY} perf said: {done.stderr[:200]}")
    return counts
