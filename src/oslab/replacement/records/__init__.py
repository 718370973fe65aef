"""What is known of references and of pages that left: frozen data, whoever made it."""

from oslab.replacement.records.anomaly import Anomaly as Anomaly
from oslab.replacement.records.curve import Curve as Curve
from oslab.replacement.records.moment import Moment as Moment
from oslab.replacement.records.replacement import Note as Note
from oslab.replacement.records.replacement import Replacement as Replacement
from oslab.replacement.records.residency import Residency as Residency
from oslab.replacement.records.thrashing import Thrashing as Thrashing
