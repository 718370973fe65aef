"""Folklore of this room, each sentence with a bound and a measurement."""

from __future__ import annotations

from oslab.claim import Claim

CLAIMS: tuple[Claim, ...] = ()
