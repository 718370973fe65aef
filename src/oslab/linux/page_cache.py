"""What the page cache holds of one file, and how far the kernel reads ahead in it.

`residency` asks page by page, `statistics` asks for the sums by another call: two
answers to one question, which the tests compare. `drop` asks the kernel to forget one
file and no other; whether it did is what `residency` says afterwards.
"""

from __future__ import annotations

import ctypes
import errno
import functools
import mmap
import os
import struct
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from oslab.errors import InvalidInput, Unavailable, require
from oslab.linux import system_call

PAGE_BYTES = mmap.PAGESIZE
FAULT_AROUND_PAGES = 16
"""64 KiB, the default of `fault_around_bytes`. Source: mm/memory.c."""

_SYS = Path("/sys")
_DISK = "Set TMPDIR to a folder on a disk."


@dataclass(frozen=True, slots=True)
class CacheStatistics:
    """Pages of one file, as the page cache counts them.

    Args:
        cached: held.
        dirty: to be written.
        writeback: being written.
        evicted: no longer held, but remembered by their shadow entries.
        recently_evicted: of those, the ones whose return would count as a refault.
    """

    cached: int
    dirty: int
    writeback: int
    evicted: int
    recently_evicted: int


def residency(path: str | Path) -> bytes:
    """Return one byte a page of the file: 1 where the page cache holds it, else 0.

    Asking brings nothing in.

    Raises:
        InvalidInput: if there is no such file.
        Unavailable: if the kernel does not tell this user.

    Source: mincore(2): since 5.2 only of files that this user owns or may write.
    """
    fd = _open(path)
    try:
        size = os.fstat(fd).st_size
        if size == 0:
            return b""
        # A private mapping that may be written lends its address; nothing is written.
        area = mmap.mmap(fd, size, flags=mmap.MAP_PRIVATE, prot=mmap.PROT_READ | mmap.PROT_WRITE)
    finally:
        os.close(fd)
    try:
        return _mincore(area, size)
    finally:
        area.close()


def statistics(path: str | Path) -> CacheStatistics:
    """Return the page cache's sums for one file.

    Raises:
        InvalidInput: if there is no such file.
        Unavailable: before Linux 6.5.

    Source: cachestat(2); include/uapi/linux/mman.h, `struct cachestat`.
    """
    fd = _open(path)
    try:
        made = bytearray(5 * 8)
        # A length of 0 is the whole file from there on.
        system_call.call("cachestat", fd, bytearray(16), made, 0)
    except OSError as error:
        if error.errno in (errno.ENOSYS, errno.EPERM):
            raise Unavailable("cachestat", "Use Linux 6.5 or newer.") from error
        raise Unavailable("cachestat of this file", _DISK) from error
    finally:
        os.close(fd)
    return CacheStatistics(*struct.unpack("=5Q", made))


def drop(path: str | Path) -> None:
    """Write out one file and make the page cache forget it.

    Raises:
        InvalidInput: if there is no such file.
        Unavailable: if pages stay: the file lives in memory, or someone has them mapped.

    Source: posix_fadvise(2), POSIX_FADV_DONTNEED.
    """
    for _ in range(3):
        # A page that another CPU holds in its batch outlives the first request.
        fd = _open(path)
        try:
            os.fsync(fd)
            os.posix_fadvise(fd, 0, 0, os.POSIX_FADV_DONTNEED)
        finally:
            os.close(fd)
        if not any(residency(path)):
            return
    raise Unavailable("a file that leaves the page cache", _DISK)


@contextmanager
def folder_on_disk() -> Iterator[Path]:
    """Lend an empty folder whose files can leave the page cache; it is removed at the end.

    Where temporary files live in memory, `/var/tmp` and the current folder are tried.

    Raises:
        Unavailable: if files leave memory in none of them.
    """
    for parent in (None, "/var/tmp", "."):  # noqa: S108  # the second is on a disk by FHS 5.15
        try:
            folder = tempfile.TemporaryDirectory(prefix="oslab-", dir=parent)
        except OSError:
            continue
        with folder as name:
            probe = Path(name) / "probe"
            try:
                probe.write_bytes(bytes(PAGE_BYTES))
                drop(probe)
                probe.unlink()
            except (OSError, Unavailable):
                continue
            yield Path(name)
            return
    raise Unavailable("a file that leaves the page cache", _DISK)


def read_ahead_pages(path: str | Path, sys: Path = _SYS) -> int:
    """Return the most pages that the kernel reads ahead in this file without being told.

    Args:
        path: a file on a disk.
        sys: stands for `/sys`.

    Raises:
        InvalidInput: if there is no such file, or `sys` is no Path.
        Unavailable: if its file system has no device.

    Source: Documentation/ABI/testing/sysfs-class-bdi, `read_ahead_kb`.
    """
    require(isinstance(sys, Path), "sys", sys, "a directory, as a Path")
    fd = _open(path)
    try:
        device = os.fstat(fd).st_dev
    finally:
        os.close(fd)
    name = f"{os.major(device)}:{os.minor(device)}"
    try:
        text = (sys / "class" / "bdi" / name / "read_ahead_kb").read_text()
        return int(text) * 1024 // PAGE_BYTES
    except (OSError, ValueError) as error:
        # A partition has the settings of the disk that it is part of.
        try:
            parent = (sys / "dev" / "block" / name).resolve().parent
            return int((parent / "queue" / "read_ahead_kb").read_text()) * 1024 // PAGE_BYTES
        except (OSError, ValueError):
            raise Unavailable("the read-ahead of this file's device", _DISK) from error


@functools.cache
def _libc() -> ctypes.CDLL:
    libc = ctypes.CDLL(None, use_errno=True)
    libc.mincore.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_void_p]
    return libc


def _mincore(area: mmap.mmap, size: int) -> bytes:
    pages = -(-size // PAGE_BYTES)
    answer = (ctypes.c_ubyte * pages)()
    first = ctypes.c_char.from_buffer(area)
    try:
        failed = _libc().mincore(ctypes.addressof(first), size, ctypes.addressof(answer))
    finally:
        del first  # the mapping cannot be closed while its buffer is lent
    if failed:
        reason = os.strerror(ctypes.get_errno())
        raise Unavailable("mincore", f"The kernel answers: {reason}.")
    return bytes(one & 1 for one in answer)


def _open(path: object) -> int:
    ok = isinstance(path, str | Path) and str(path) != "" and "\0" not in str(path)
    require(ok, "path", path, "the path of a file")
    try:
        if not Path(str(path)).is_file():
            raise InvalidInput("path", path, "the path of an existing file")
        return os.open(str(path), os.O_RDONLY | os.O_CLOEXEC)
    except OSError as error:
        raise InvalidInput("path", path, f"a file that can be read ({error.strerror})") from error
