"""A file of random bytes on a disk, cold or warm on demand, removed at the end."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from oslab.errors import Unavailable, require, require_whole
from oslab.linux import page_cache

_CHUNK_PAGES = 256
_LOOKS = 200


@contextmanager
def data_file(pages: int, name: str = "samples.dat") -> Iterator[Path]:
    """Lend a file of `pages` pages, cold; a name that ends in `.npy` puts numpy's header first.

    Args:
        pages: 1 to 2**18 (1 GiB).
        name: of the file, without a folder.

    Raises:
        InvalidInput: if a value has no meaning.
        Unavailable: if the disk is full, or the file's pages cannot leave memory.
    """
    require_whole("pages", pages, 1, 1 << 18)
    ok = isinstance(name, str) and name.isprintable() and "/" not in name and 0 < len(name) < 99
    require(ok, "name", name, "the name of a file")
    with page_cache.folder_on_disk() as folder:
        path = folder / name
        try:
            with path.open("wb") as file:
                if name.endswith(".npy"):
                    np.lib.format.write_array_header_1_0(file, _layout(pages))
                for done in range(0, pages, _CHUNK_PAGES):
                    count = min(_CHUNK_PAGES, pages - done)
                    file.write(os.urandom(count * page_cache.PAGE_BYTES))
        except OSError as error:
            raise Unavailable(f"{pages} pages of disk", "Free some, or set TMPDIR.") from error
        page_cache.drop(path)
        yield path


def settled(path: Path, expected: int) -> bytes:
    """Return the file's residency once what is being read ahead has come, or has long not.

    Args:
        path: of the file.
        expected: pages to wait for; after some 200 looks no longer.

    Raises:
        InvalidInput: if a value has no meaning.
        Unavailable: if the kernel does not tell.
    """
    require_whole("expected", expected, 0, 1 << 40)
    marks = page_cache.residency(path)
    for _ in range(_LOOKS):
        if sum(marks) >= expected:
            break
        time.sleep(0.001)
        marks = page_cache.residency(path)
    return marks


def warm(path: Path) -> None:
    """Read the whole file through the page cache.

    Raises:
        InvalidInput: if there is no such file.
    """
    ok = isinstance(path, Path) and "\0" not in str(path) and path.is_file()
    require(ok, "path", path, "an existing file, as a Path")
    with path.open("rb", buffering=0) as file:
        while file.read(1 << 20):
            pass


def _layout(pages: int) -> dict[str, object]:
    return {"descr": "|u1", "fortran_order": False, "shape": (pages, page_cache.PAGE_BYTES)}
