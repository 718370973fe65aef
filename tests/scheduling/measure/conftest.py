"""What several tests of the kernel's answers begin with."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from oslab.errors import Unavailable
from oslab.measurement import Measurement

Several = tuple[Measurement, ...]


def available(taken: Callable[[], Several]) -> Several:
    """Call a measurement; skip where this user or kernel cannot have it."""
    try:
        return taken()
    except Unavailable as cannot:
        if cannot.what.startswith("policy "):
            pytest.skip(f"no real-time scheduling: {cannot}")
        if cannot.what in ("user-mode Linux", "a second CPU"):
            pytest.skip(str(cannot))
        raise
