"""Record to Picture."""

from oslab.scheduling.view.deadlines import bandwidth as bandwidth
from oslab.scheduling.view.deadlines import deadlines as deadlines
from oslab.scheduling.view.gantt import gantt as gantt
from oslab.scheduling.view.inversion import inversion as inversion
