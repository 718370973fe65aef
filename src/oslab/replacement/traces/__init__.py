"""Where references come from: traces by formula, the same on every machine and in the page.

    zipf(1_000_000, 10_000, seed=1);  dataloader(50_000, epochs=3);  matrix(512, 512, by="columns")

Files of other simulators are read by the fast path, into arrays.
"""

from oslab.replacement.traces.generators import dataloader as dataloader
from oslab.replacement.traces.generators import drift as drift
from oslab.replacement.traces.generators import loop as loop
from oslab.replacement.traces.generators import matrix as matrix
from oslab.replacement.traces.generators import phases as phases
from oslab.replacement.traces.generators import scan as scan
from oslab.replacement.traces.generators import zipf as zipf
from oslab.replacement.traces.trace import Trace as Trace
