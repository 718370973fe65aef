"""Every scheduler of the book, one file each. To add one: a file here, and a line in POLICIES."""

from oslab.scheduling.policies.bandwidth_server import BandwidthServer as BandwidthServer
from oslab.scheduling.policies.cfs import Cfs as Cfs
from oslab.scheduling.policies.earliest_deadline import EarliestDeadline as EarliestDeadline
from oslab.scheduling.policies.eevdf import Eevdf as Eevdf
from oslab.scheduling.policies.fifo import Fifo as Fifo
from oslab.scheduling.policies.lottery import Lottery as Lottery
from oslab.scheduling.policies.multi_level_feedback import MultiLevelFeedback as MultiLevelFeedback
from oslab.scheduling.policies.priority import Priority as Priority
from oslab.scheduling.policies.priority_aging import PriorityAging as PriorityAging
from oslab.scheduling.policies.rate_monotonic import RateMonotonic as RateMonotonic
from oslab.scheduling.policies.response_ratio import HighestResponseRatio as HighestResponseRatio
from oslab.scheduling.policies.round_robin import RoundRobin as RoundRobin
from oslab.scheduling.policies.shortest import ShortestJobFirst as ShortestJobFirst
from oslab.scheduling.policies.shortest import ShortestRemainingFirst as ShortestRemainingFirst
from oslab.scheduling.policies.stride import Stride as Stride
from oslab.scheduling.run_queue import Policy

POLICIES: dict[str, type[Policy]] = {
    "BandwidthServer": BandwidthServer,
    "Cfs": Cfs,
    "EarliestDeadline": EarliestDeadline,
    "Eevdf": Eevdf,
    "Fifo": Fifo,
    "HighestResponseRatio": HighestResponseRatio,
    "Lottery": Lottery,
    "MultiLevelFeedback": MultiLevelFeedback,
    "Priority": Priority,
    "PriorityAging": PriorityAging,
    "RateMonotonic": RateMonotonic,
    "RoundRobin": RoundRobin,
    "ShortestJobFirst": ShortestJobFirst,
    "ShortestRemainingFirst": ShortestRemainingFirst,
    "Stride": Stride,
}
"""Name to class; every class can be made without arguments."""
