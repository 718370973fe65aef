"""Replacement: which page leaves, and what it costs.

    simulate(references, frames, policy) -> Replacement
    record.fault_count, record.evictions, record.table;  view.frame_table(record) -> Picture

    faults(references, frames, policy);  miss_ratio_curve(references);  shards(references, rate)

`policies.resident` is the protocol by which a policy plugs in; `POLICIES` maps names to classes.
"""

from typing import Any as _Any

from oslab.replacement.model import simulate as simulate
from oslab.replacement.policies import POLICIES as POLICIES
from oslab.replacement.policies import ActiveInactive as ActiveInactive
from oslab.replacement.policies import Aging as Aging
from oslab.replacement.policies import Arc as Arc
from oslab.replacement.policies import Clock as Clock
from oslab.replacement.policies import Fifo as Fifo
from oslab.replacement.policies import Lfu as Lfu
from oslab.replacement.policies import Lru as Lru
from oslab.replacement.policies import Mru as Mru
from oslab.replacement.policies import MultiGeneration as MultiGeneration
from oslab.replacement.policies import Nru as Nru
from oslab.replacement.policies import Optimal as Optimal
from oslab.replacement.policies import Random as Random
from oslab.replacement.policies import S3Fifo as S3Fifo
from oslab.replacement.policies import SecondChance as SecondChance
from oslab.replacement.policies import Sieve as Sieve
from oslab.replacement.policies import TwoQ as TwoQ
from oslab.replacement.records import Curve as Curve
from oslab.replacement.records import Note as Note
from oslab.replacement.records import Replacement as Replacement

_FAST = ("fault_curve", "faults", "miss_ratio_curve", "shards")


def __getattr__(name: str) -> _Any:
    """Load the fast path when it is asked for: the page's Python has no numpy."""
    if name not in _FAST:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from oslab.replacement import fast

    return getattr(fast, name)
