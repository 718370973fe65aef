"""What a call of an answer may use."""

from __future__ import annotations

from dataclasses import dataclass

from oslab.errors import require_number, require_whole


@dataclass(frozen=True, slots=True)
class Limits:
    """What one call of an answer may use, in the notebook (seconds only) and in the grader.

    Raises:
        InvalidInput: if a limit is not in its range.
    """

    seconds: float = 5
    cpu_seconds: float = 5
    memory_mib: int = 1024
    file_mib: int = 64
    processes: int = 32

    def __post_init__(self) -> None:
        require_number("seconds", self.seconds, low=0.1, high=600)
        require_number("cpu_seconds", self.cpu_seconds, low=0.1, high=600)
        require_whole("memory_mib", self.memory_mib, low=64, high=2**16)
        require_whole("file_mib", self.file_mib, low=1, high=2**16)
        require_whole("processes", self.processes, low=1, high=4096)
