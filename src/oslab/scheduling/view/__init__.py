"""Record to Picture."""

from oslab.scheduling.view.gantt import gantt as gantt
