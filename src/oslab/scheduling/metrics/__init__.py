"""Record to numbers, one noun a function."""

from oslab.scheduling.metrics.guesses import guess_error as guess_error
from oslab.scheduling.metrics.tickets import ahead as ahead
from oslab.scheduling.metrics.tickets import due as due
from oslab.scheduling.metrics.times import blocked as blocked
from oslab.scheduling.metrics.times import completion as completion
from oslab.scheduling.metrics.times import deadline_misses as deadline_misses
from oslab.scheduling.metrics.times import lateness as lateness
from oslab.scheduling.metrics.times import mean as mean
from oslab.scheduling.metrics.times import percentile as percentile
from oslab.scheduling.metrics.times import ran as ran
from oslab.scheduling.metrics.times import ready as ready
from oslab.scheduling.metrics.times import response as response
from oslab.scheduling.metrics.times import turnaround as turnaround
from oslab.scheduling.metrics.times import waiting as waiting
from oslab.scheduling.metrics.totals import fairness as fairness
from oslab.scheduling.metrics.totals import idle as idle
from oslab.scheduling.metrics.totals import migrations as migrations
from oslab.scheduling.metrics.totals import overhead as overhead
from oslab.scheduling.metrics.totals import preemptions as preemptions
from oslab.scheduling.metrics.totals import queue_length as queue_length
from oslab.scheduling.metrics.totals import shares as shares
from oslab.scheduling.metrics.totals import slowdown as slowdown
from oslab.scheduling.metrics.totals import switches as switches
from oslab.scheduling.metrics.totals import throughput as throughput
from oslab.scheduling.metrics.totals import utilization as utilization
