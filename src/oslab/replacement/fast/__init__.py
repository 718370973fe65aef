"""The same algorithms for millions of references, with numpy and, where installed, numba."""

from oslab.replacement.fast.counting import faults as faults
from oslab.replacement.fast.curves import fault_curve as fault_curve
from oslab.replacement.fast.curves import miss_ratio_curve as miss_ratio_curve
from oslab.replacement.fast.files import read_csv as read_csv
from oslab.replacement.fast.files import read_oracle_general as read_oracle_general
from oslab.replacement.fast.files import write_oracle_general as write_oracle_general
from oslab.replacement.fast.pages import array as array
from oslab.replacement.fast.sampling import Approximation as Approximation
from oslab.replacement.fast.sampling import shards as shards
