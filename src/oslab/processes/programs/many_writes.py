"""Writes records to a file as Python programs do, and says how often the kernel was asked.

many_writes.py FILE RECORDS SIZE BUFFER      (BUFFER 0: no buffer)

The count comes from inside: the raw file under the buffer counts its own writes.
"""

import io
import os
import sys


class CountedFile(io.RawIOBase):
    """A raw file that makes one write system call a write, and counts them."""

    def __init__(self, path: str) -> None:
        """Open `path` for writing."""
        self.descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        self.calls = 0

    def writable(self) -> bool:
        """Return True: that is what it is for."""
        return True

    def write(self, data: object) -> int:
        """Write `data` by one system call."""
        self.calls += 1
        return os.write(self.descriptor, data)  # type: ignore[arg-type]


def main() -> None:
    """Do what the command line says."""
    path = sys.argv[1]
    records, size, buffer = map(int, sys.argv[2:])
    raw = CountedFile(path)
    file = io.BufferedWriter(raw, buffer) if buffer else raw
    record = bytes(size)
    for _ in range(records):
        file.write(record)
    file.flush()
    os.writev(1, [b"%d\n" % raw.calls])  # not a write: it would be counted


if __name__ == "__main__":
    main()
