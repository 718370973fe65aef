"""Measurements to charts, the model beside the kernel."""

from oslab.scheduling.plots.answers import answers as answers
from oslab.scheduling.plots.interactive import interactive as interactive
from oslab.scheduling.plots.kernels import kernels as kernels
from oslab.scheduling.plots.newcomer import newcomer as newcomer
from oslab.scheduling.plots.pairs import autogroup as autogroup
from oslab.scheduling.plots.pairs import bandwidth as bandwidth
from oslab.scheduling.plots.pairs import inversion as inversion
from oslab.scheduling.plots.pairs import pairs as pairs
from oslab.scheduling.plots.pairs import share as share
from oslab.scheduling.plots.pairs import slices as slices
from oslab.scheduling.plots.run_delay import run_delay as run_delay
from oslab.scheduling.plots.wakeup import wakeup as wakeup
