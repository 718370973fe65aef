"""How good guesses of bursts were."""

from __future__ import annotations

import math

from oslab.errors import require
from oslab.scheduling.records.guesses import Guesses


def guess_error(record: Guesses) -> float:
    """Return by how many ticks the guesses were off, on average.

    Raises:
        InvalidInput: if `record` is no Guesses.
    """
    require(isinstance(record, Guesses), "record", record, "a Guesses")
    pairs = zip(record.bursts, record.guesses, strict=False)
    return math.fsum(abs(burst - guess) for burst, guess in pairs) / len(record.bursts)
