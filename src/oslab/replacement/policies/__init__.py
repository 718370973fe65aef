"""Every replacement policy of the book. To add one: a file here, and a line in POLICIES."""

from oslab.replacement.policies.clock import Clock as Clock
from oslab.replacement.policies.clock import SecondChance as SecondChance
from oslab.replacement.policies.fifo import Fifo as Fifo
from oslab.replacement.policies.optimal import Optimal as Optimal
from oslab.replacement.policies.recency import Lru as Lru
from oslab.replacement.policies.recency import Mru as Mru
from oslab.replacement.policies.resident import Policy as Policy
from oslab.replacement.policies.resident import Resident as Resident

POLICIES: dict[str, type[Policy]] = {
    "Clock": Clock,
    "Fifo": Fifo,
    "Lru": Lru,
    "Mru": Mru,
    "Optimal": Optimal,
    "SecondChance": SecondChance,
}
"""Name to class; every class can be made without arguments."""
