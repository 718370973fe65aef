"""`cyclictest` of rt-tests, the reference for wake-up latency, and its histogram."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from oslab.errors import InvalidInput, Unavailable, require, require_choice, require_whole

REMEDY = "apt-get install rt-tests (Debian, Ubuntu), and run as root."
POLICIES = ("other", "fifo", "rr")


@dataclass(frozen=True, slots=True)
class Latencies:
    """How late one thread was woken.

    Args:
        histogram: whole microseconds to how often; those beyond its end are missing.
        cycles: how often the thread was woken.
        maximum_us: the latest of all, also beyond the histogram.
    """

    histogram: Mapping[int, int]
    cycles: int
    maximum_us: int

    def quantile(self, share: float) -> int:
        """Return the microseconds that at least `share` of the wake-ups did not exceed.

        Raises:
            InvalidInput: if `share` is not above 0 and at most 1.
        """
        ok = isinstance(share, int | float) and 0 < share <= 1
        require(ok, "share", share, "above 0 and at most 1")
        seen = 0
        for late in sorted(self.histogram):
            seen += self.histogram[late]
            if seen >= share * self.cycles:
                return late
        return self.maximum_us


def parse(text: str) -> Latencies:
    """Return what `--json` wrote for the one thread.

    Raises:
        InvalidInput: if `text` is not such a file.

    Source: cyclictest(8).
    """
    require(isinstance(text, str), "text", text, "the JSON text of cyclictest")
    try:
        thread = json.loads(text)["thread"]["0"]
        histogram = {int(late): int(count) for late, count in thread["histogram"].items()}
        return Latencies(histogram, int(thread["cycles"]), int(thread["max"]))
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise InvalidInput("text", text, f"the JSON text of cyclictest ({error})") from error


def run(
    *, policy: str = "fifo", priority: int = 80, cpu: int = 0, interval_us: int = 1_000,
    cycles: int = 1_000,
) -> Latencies:  # fmt: skip
    """Wake one thread at fixed times and return how late it ran each time.

    It holds /dev/cpu_dma_latency, so that an idle CPU does not sleep deeply, and leaves an
    ordinary thread its 50 microseconds of timer slack.

    Args:
        policy: `"other"`, `"fifo"` or `"rr"`.
        priority: 1 to 98 for the real-time policies.
        cpu: where it is pinned.
        interval_us: between two wake-ups, 100 to 1,000,000.
        cycles: how many, 1 to 1,000,000.

    Raises:
        InvalidInput: if a value is out of range.
        Unavailable: without rt-tests, or if it fails.
    """
    require_choice("policy", policy, POLICIES)
    require_whole("priority", priority, 1, 98)
    require_whole("cpu", cpu, 0, 65_535)
    require_whole("interval_us", interval_us, 100, 1_000_000)
    require_whole("cycles", cycles, 1, 1_000_000)
    if shutil.which("cyclictest") is None:
        raise Unavailable("cyclictest", REMEDY)
    with tempfile.TemporaryDirectory() as folder:
        answer = Path(folder) / "answer.json"
        command = [
            "cyclictest", "--quiet", f"--policy={policy}", "--threads=1", f"--affinity={cpu}",
            f"--interval={interval_us}", f"--loops={cycles}", "--histogram=100000",
            f"--json={answer}",
        ]  # fmt: skip
        if policy != "other":
            command.append(f"--priority={priority}")
        limit_s = 60 + 4 * cycles * interval_us / 1e6
        try:
            done = subprocess.run(
                command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
                timeout=limit_s,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            raise Unavailable("an answer of cyclictest", "Ask for fewer cycles.") from None
        if done.returncode != 0 or not answer.exists():
            raise Unavailable("cyclictest", f"{REMEDY} It said: {done.stderr.strip()[:200]}")
        return parse(answer.read_text())
