"""Pictures of records."""

from oslab.replacement.view.anomaly import anomaly as anomaly
from oslab.replacement.view.clock_face import clock_face as clock_face
from oslab.replacement.view.curves import fault_counts as fault_counts
from oslab.replacement.view.curves import miss_ratio_curve as miss_ratio_curve
from oslab.replacement.view.frame_table import frame_table as frame_table
from oslab.replacement.view.lists import lists as lists
from oslab.replacement.view.residency import residency as residency
from oslab.replacement.view.thrashing import thrashing as thrashing
