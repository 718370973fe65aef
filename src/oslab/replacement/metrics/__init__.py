"""Records to numbers, one noun a function."""

from oslab.replacement.metrics.faults import miss_ratio as miss_ratio
from oslab.replacement.metrics.faults import reuse_distances as reuse_distances
