"""Names by which a page's own Python finds a simulator or a view."""

from __future__ import annotations

import sys
from collections.abc import Callable


def reference(function: Callable[..., object]) -> dict[str, str] | None:
    """Return where a page's own Python finds `function`, or None if it cannot.

    Only a public, top-level function of a module can be named from elsewhere.
    """
    module = getattr(function, "__module__", None)
    name = getattr(function, "__qualname__", "")
    if module in (None, "__main__") or name.startswith("_"):
        return None
    found = getattr(sys.modules.get(str(module)), name, None)
    return {"module": str(module), "name": name} if found is function else None
