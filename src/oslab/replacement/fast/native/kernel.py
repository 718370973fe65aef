"""The one way to compile: without the GIL, and kept in the user's cache, not beside the source."""

from __future__ import annotations

import functools
import hashlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numba

from oslab.errors import require

_settings: Any = numba.config


def part(loop: Callable[..., Any]) -> Any:
    """Return a piece of a loop compiled into whatever loop calls it.

    Raises:
        InvalidInput: if it is no function.
    """
    return _compiled(loop, forceinline=True)


def kernel(loop: Callable[..., Any]) -> Any:
    """Return `loop` compiled at its first call for the types it is given.

    It trusts whoever calls it, unlike the functions of this package, and belongs to numba.
    numba looks for its cache where the function is decorated, and falls back on the folder
    of the source; so its setting is lent for that moment, or nothing is kept.

    Raises:
        InvalidInput: if it is no function.
    """
    return _compiled(loop)


def _compiled(loop: Callable[..., Any], **options: Any) -> Any:
    require(callable(loop), "loop", loop, "a function")
    folder, before = _cache(), _settings.CACHE_DIR
    _settings.CACHE_DIR = folder or before
    try:
        made = numba.njit(nogil=True, cache=folder is not None, **options)(loop)
    finally:
        _settings.CACHE_DIR = before
    made.__module__ = numba.__name__
    return made


@functools.cache
def _cache() -> str | None:
    """Return a folder that can be written, named after the sources it was compiled from.

    numba drops what it kept when the file of a loop changes, but not when a loop that it
    calls lives in another file and changes there; the digest of all of them does that.
    """
    sources = sorted(Path(__file__).parent.glob("*.py"))
    digest = hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()
    root = os.environ.get("XDG_CACHE_HOME") or str(Path("~").expanduser() / ".cache")
    folder = Path(root) / "oslab" / digest[:16]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return str(folder)
    except OSError:
        return None
