"""This kernel's answer to the noun of the same name."""

from oslab.scheduling.measure.autogroup import autogroup as autogroup
from oslab.scheduling.measure.bandwidth import bandwidth as bandwidth
from oslab.scheduling.measure.convoy import convoy as convoy
from oslab.scheduling.measure.interactive import interactive as interactive
from oslab.scheduling.measure.inversion import inversion as inversion
from oslab.scheduling.measure.inversion import inversion_run as inversion_run
from oslab.scheduling.measure.late import late as late
from oslab.scheduling.measure.migration import migration as migration
from oslab.scheduling.measure.newcomer import newcomer as newcomer
from oslab.scheduling.measure.periodic import periodic as periodic
from oslab.scheduling.measure.quantum import quantum as quantum
from oslab.scheduling.measure.run_delay import run_delay as run_delay
from oslab.scheduling.measure.schedule import as_measurements as as_measurements
from oslab.scheduling.measure.schedule import from_measurements as from_measurements
from oslab.scheduling.measure.schedule import inversion_schedule as inversion_schedule
from oslab.scheduling.measure.schedule import schedule as schedule
from oslab.scheduling.measure.share import share as share
from oslab.scheduling.measure.slices import slices as slices
from oslab.scheduling.measure.task import Task as Task
from oslab.scheduling.measure.wakeup import wakeup as wakeup
from oslab.scheduling.measure.warmth import warmth as warmth
