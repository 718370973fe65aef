"""Swap space of our own: a file or a compressed disk in memory, always taken away again.

Only root may have it, and it serves the whole machine while it is there, so it is small,
comes last (the lowest priority), and what a killed process left behind is swept up by
the next one: the file's name says whose it is.
"""

from __future__ import annotations

import atexit
import contextlib
import ctypes
import errno
import os
import re
import struct
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from oslab.errors import InvalidInput, Unavailable, require, require_choice, require_whole
from oslab.linux.procfs.words import count, parser

FILE, ZRAM = "file", "zram"
KINDS = (FILE, ZRAM)
PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")
_REMEDY = "Run as root, on a file system that can hold swap (not overlayfs or tmpfs)."
_OURS = re.compile(r"oslab-swap-(\d{1,10})-")
_MAGIC = b"SWAPSPACE2"
_mine: dict[Path, Path | None] = {}


@dataclass(frozen=True, slots=True)
class Space:
    """One line of /proc/swaps.

    Args:
        path: of the file or device.
        kind: `"file"` or `"partition"`.
        size_bytes: what it holds.
        used_bytes: of that.
        priority: the higher are used first.
    """

    path: str
    kind: str
    size_bytes: int
    used_bytes: int
    priority: int


@parser("/proc/swaps")
def parse(text: str) -> tuple[Space, ...]:
    r"""Return the swap spaces, in the kernel's order; none where there is no swap.

    >>> parse("Filename Type Size Used Priority\n/dev/zram0 partition 1020 4 -2\n")[0].used_bytes
    4096

    Raises:
        InvalidInput: if a line is damaged.

    Source: mm/swapfile.c, `swap_show`; proc_swaps(5). A blank in a name is written as \040.
    """
    found = []
    for line in text.splitlines()[1:]:
        words = line.split()
        if len(words) != 5:
            raise InvalidInput("line", line, "a name, a kind and three numbers")
        path, kind, size, used, priority = words
        path = path.replace("\\040", " ")
        found.append(Space(path, kind, count(size) << 10, count(used) << 10, int(priority)))
    return tuple(found)


def read(proc: Path = Path("/proc")) -> tuple[Space, ...]:
    """Return `parse` of this machine's file; none where the kernel has no swap.

    Raises:
        InvalidInput: if `proc` is no Path.
    """
    require(isinstance(proc, Path), "proc", proc, "a directory, as a Path")
    try:
        return parse((proc / "swaps").read_text(errors="surrogateescape"))
    except OSError:
        return ()


@contextmanager
def lent(size_bytes: int = 64 << 20, kind: str = FILE) -> Iterator[Path]:
    """Lend swap space; whatever lies in it goes back to memory at the end.

    Args:
        size_bytes: whole pages, 1 MiB to 4 GiB.
        kind: `"file"`, in the folder for temporary files, or `"zram"`, memory that holds
            pages compressed.

    Raises:
        InvalidInput: if an argument is none of these.
        Unavailable: for anyone but root, or where the kernel or the file system has none.

    Source: swapon(2); mkswap(8); Documentation/admin-guide/blockdev/zram.rst.
    """
    require_whole("size_bytes", size_bytes, low=1 << 20, high=4 << 30)
    require(size_bytes % PAGE_BYTES == 0, "size_bytes", size_bytes, "whole pages")
    require_choice("kind", kind, KINDS)
    if os.geteuid() != 0:
        raise Unavailable("swap space of one's own", _REMEDY)
    sweep()
    path = _file(size_bytes) if kind == FILE else _zram(size_bytes)
    try:
        _on(path)
        yield path
    finally:
        _remove(path)


def sweep() -> tuple[str, ...]:
    """Take away the swap files of oslab processes that are dead, and return their names."""
    swept = []
    for one in read():
        match = _OURS.search(one.path)
        if match is not None and not Path(f"/proc/{match[1]}").exists():
            with contextlib.suppress(OSError):
                _libc("swapoff", Path(one.path))
                Path(one.path).unlink()
                swept.append(one.path)
    return tuple(swept)


def _file(size: int) -> Path:
    handle, name = tempfile.mkstemp(prefix=f"oslab-swap-{os.getpid()}-")
    path = Path(name)
    _mine[path] = None
    try:
        with os.fdopen(handle, "wb") as file:
            # Written in whole: a swap file may have no holes.
            for _ in range(0, size, 1 << 20):
                file.write(bytes(min(1 << 20, size)))
            file.truncate(size)
            file.seek(0)
            file.write(_header(size))
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        _remove(path)
        raise Unavailable(f"{size >> 20} MiB of disk", f"Set TMPDIR ({error}).") from error
    return path


def _zram(size: int) -> Path:
    for folder in sorted(Path("/sys/block").glob("zram*")):
        path = Path("/dev") / folder.name
        try:
            if int((folder / "disksize").read_text()) == 0 and path.exists():
                (folder / "disksize").write_text(str(size))
                _mine[path] = folder
                with path.open("wb") as file:
                    file.write(_header(size))
                return path
        except (OSError, ValueError):
            continue
    raise Unavailable("an unused zram device", "As root: modprobe zram.")


def _header(size: int) -> bytes:
    """The first page of swap space. Source: include/linux/swap.h, `union swap_header`."""
    page = bytearray(PAGE_BYTES)
    struct.pack_into("<III", page, 1024, 1, size // PAGE_BYTES - 1, 0)
    page[-len(_MAGIC) :] = _MAGIC
    return bytes(page)


def _on(path: Path) -> None:
    try:
        _libc("swapon", path, 0)
    except OSError as error:
        raise Unavailable(f"swap space ({error.strerror})", _REMEDY) from error


def _remove(path: Path) -> None:
    if path not in _mine:
        return
    folder = _mine[path]
    try:
        _libc("swapoff", path)
    except OSError as error:
        # EINVAL: it was never on. Anything else must not be hidden, nor the file removed.
        if error.errno != errno.EINVAL:
            raise
    if folder is None:
        path.unlink(missing_ok=True)
    else:
        (folder / "reset").write_text("1")
    _mine.pop(path, None)


def _libc(name: str, path: Path, *more: int) -> None:
    function = getattr(ctypes.CDLL(None, use_errno=True), name)
    if function(os.fsencode(path), *more) != 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code), str(path))


def _remove_all() -> None:
    for path in list(_mine):
        with contextlib.suppress(OSError):
            _remove(path)


atexit.register(_remove_all)
