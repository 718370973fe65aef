"""Labs as course assignments: a student opens one, an instructor grades and verifies it.

    from oslab import course
    lab = course.open("clock")
    lab.check("q1", clock_faults)

`questions` and `assignment` hold the records that a lab's `checks.py` is made of.
"""

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
