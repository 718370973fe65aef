"""Labs as course assignments: a student opens one, an instructor grades and verifies it.

    from oslab import course
    lab = course.open("clock")
    lab.check("q1", clock_faults)

`questions` and `assignment` hold the records that a lab's `checks.py` is made of.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from oslab.course.assignment import Lab as Lab
from oslab.course.assignment import Prediction as Prediction
from oslab.course.limits import Limits as Limits
from oslab.course.questions import CAPABILITIES as CAPABILITIES
from oslab.course.questions import Case as Case
from oslab.course.questions import Dialogue as Dialogue
from oslab.course.questions import Evidence as Evidence
from oslab.course.questions import Explored as Explored
from oslab.course.questions import Finding as Finding
from oslab.course.questions import Measured as Measured
from oslab.course.questions import Pure as Pure
from oslab.course.questions import Question as Question
from oslab.course.questions import Retry as Retry
from oslab.course.questions import Seen as Seen
from oslab.course.questions import Value as Value

if TYPE_CHECKING:
    from oslab.course.lab import OpenLab
    from oslab.table import Table


def open(name: str, start: Path | None = None) -> OpenLab:
    """Open the lab called `name`, which is looked for from the current folder upwards.

    Args:
        name: such as "clock".
        start: where to look instead, and where the evidence goes.

    Raises:
        InvalidInput: if `name` is no name, or the lab's folder is damaged.
        Unavailable: if there is no such lab; it says where to open the notebook.
    """
    from oslab.course import lab  # a grader's worker must begin quickly

    return lab.open(name, start)


def catalogue(start: Path | None = None) -> Table:
    """Return the list of labs: minutes, points, and how well each is proven.

    Args:
        start: where to look for them; the current folder if None.

    Raises:
        InvalidInput: if `start` is no Path, or a lab's folder is damaged.
        Unavailable: if there is no lab.
    """
    from oslab.course import listing

    return listing.catalogue(start)
