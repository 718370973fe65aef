"""The folklore about processes and threads that this book repeats or refutes."""

from __future__ import annotations

from oslab.claim import Claim

CLAIMS: tuple[Claim, ...] = ()
