"""Every replacement policy of the book. To add one: a file here, and a line in POLICIES."""

from oslab.replacement.policies.active_inactive import ActiveInactive as ActiveInactive
from oslab.replacement.policies.adaptive import Arc as Arc
from oslab.replacement.policies.chance import Random as Random
from oslab.replacement.policies.clock import Clock as Clock
from oslab.replacement.policies.clock import SecondChance as SecondChance
from oslab.replacement.policies.fifo import Fifo as Fifo
from oslab.replacement.policies.frequency import Lfu as Lfu
from oslab.replacement.policies.generations import MultiGeneration as MultiGeneration
from oslab.replacement.policies.optimal import Optimal as Optimal
from oslab.replacement.policies.recency import Lru as Lru
from oslab.replacement.policies.recency import Mru as Mru
from oslab.replacement.policies.resident import Policy as Policy
from oslab.replacement.policies.resident import Resident as Resident
from oslab.replacement.policies.s3_fifo import S3Fifo as S3Fifo
from oslab.replacement.policies.sampled import Aging as Aging
from oslab.replacement.policies.sampled import Nru as Nru
from oslab.replacement.policies.sieve import Sieve as Sieve
from oslab.replacement.policies.two_queue import TwoQ as TwoQ

POLICIES: dict[str, type[Policy]] = {
    "ActiveInactive": ActiveInactive,
    "Aging": Aging,
    "Arc": Arc,
    "Clock": Clock,
    "Fifo": Fifo,
    "Lfu": Lfu,
    "Lru": Lru,
    "Mru": Mru,
    "MultiGeneration": MultiGeneration,
    "Nru": Nru,
    "Optimal": Optimal,
    "Random": Random,
    "S3Fifo": S3Fifo,
    "SecondChance": SecondChance,
    "Sieve": Sieve,
    "TwoQ": TwoQ,
}
"""Name to class; every class can be made without arguments."""
