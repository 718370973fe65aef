"""What a reader of tokens feels, and what the owner of the device gets."""

from __future__ import annotations

from oslab.errors import require
from oslab.scheduling.metrics.times import ran, response
from oslab.scheduling.records.serving import Served


def first_token(served: Served) -> dict[str, int]:
    """Return the ticks from arrival to the first token: `response` of its schedule.

    Raises:
        InvalidInput: if `served` is no Served.
    """
    return response(_checked(served).schedule)


def token_gap(served: Served) -> dict[str, float]:
    """Return the ticks between two tokens of each request, on average, after the first.

    Raises:
        InvalidInput: if `served` is no Served.
    """
    ticks = ran(_checked(served).schedule)
    return {one.name: ticks[one.name] / (one.output - 1) for one in served.requests}


def token_rate(served: Served) -> float:
    """Return the tokens written per tick, from the first arrival to the last token.

    Raises:
        InvalidInput: if `served` is no Served.
    """
    begin = min(one.arrival for one in _checked(served).requests)
    return sum(one.output for one in served.requests) / (served.schedule.end - begin)


def _checked(served: object) -> Served:
    require(isinstance(served, Served), "served", served, "a Served")
    assert isinstance(served, Served)  # noqa: S101 - for mypy
    return served
