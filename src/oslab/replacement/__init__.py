"""Replacement: which page leaves, and what it costs.

    simulate(references, frames, policy) -> Replacement
    record.fault_count, record.evictions, record.table;  view.frame_table(record) -> Picture

`policies.resident` is the protocol by which a policy plugs in; `POLICIES` maps names to classes.
"""

from oslab.replacement.model import simulate as simulate
from oslab.replacement.policies import POLICIES as POLICIES
from oslab.replacement.policies import Clock as Clock
from oslab.replacement.policies import Fifo as Fifo
from oslab.replacement.policies import Lru as Lru
from oslab.replacement.policies import Mru as Mru
from oslab.replacement.policies import Optimal as Optimal
from oslab.replacement.policies import SecondChance as SecondChance
from oslab.replacement.records import Note as Note
from oslab.replacement.records import Replacement as Replacement
