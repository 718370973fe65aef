"""Scheduling: who runs next, where, and for how long.

    simulate(jobs, policy, cpus, switch_cost) -> Schedule
    metrics.waiting(schedule) -> ticks by job;  view.gantt(schedule) -> Picture

`run_queue` is the protocol by which a policy plugs in; `POLICIES` maps names to classes.
"""

from oslab.scheduling.model import problem as problem
from oslab.scheduling.model import simulate as simulate
from oslab.scheduling.policies import POLICIES as POLICIES
from oslab.scheduling.policies import BandwidthServer as BandwidthServer
from oslab.scheduling.policies import Cfs as Cfs
from oslab.scheduling.policies import EarliestDeadline as EarliestDeadline
from oslab.scheduling.policies import Eevdf as Eevdf
from oslab.scheduling.policies import Fifo as Fifo
from oslab.scheduling.policies import HighestResponseRatio as HighestResponseRatio
from oslab.scheduling.policies import Lottery as Lottery
from oslab.scheduling.policies import MultiLevelFeedback as MultiLevelFeedback
from oslab.scheduling.policies import Priority as Priority
from oslab.scheduling.policies import PriorityAging as PriorityAging
from oslab.scheduling.policies import RateMonotonic as RateMonotonic
from oslab.scheduling.policies import RoundRobin as RoundRobin
from oslab.scheduling.policies import ShortestJobFirst as ShortestJobFirst
from oslab.scheduling.policies import ShortestRemainingFirst as ShortestRemainingFirst
from oslab.scheduling.policies import Stride as Stride
from oslab.scheduling.records import Cpus as Cpus
from oslab.scheduling.records import Event as Event
from oslab.scheduling.records import Job as Job
from oslab.scheduling.records import Note as Note
from oslab.scheduling.records import Schedule as Schedule
from oslab.scheduling.records import Section as Section
from oslab.scheduling.records import Slice as Slice
