"""Simulators: references and a policy in, what became of every page out."""

from oslab.replacement.model.belady import anomaly as anomaly
from oslab.replacement.model.curve import curve as curve
from oslab.replacement.model.curve import curve_of as curve_of
from oslab.replacement.model.curve import fault_counts as fault_counts
from oslab.replacement.model.named import clock as clock
from oslab.replacement.model.named import moment as moment
from oslab.replacement.model.named import pages as pages
from oslab.replacement.model.named import replacement as replacement
from oslab.replacement.model.patterns import pattern as pattern
from oslab.replacement.model.prefix_cache import prefix_cache as prefix_cache
from oslab.replacement.model.prefix_cache import prompts as prompts
from oslab.replacement.model.simulation import count as count
from oslab.replacement.model.simulation import simulate as simulate
from oslab.replacement.model.thrashing import thrashing as thrashing
from oslab.replacement.model.working_set import fault_frequency as fault_frequency
from oslab.replacement.model.working_set import residency as residency
from oslab.replacement.model.working_set import working_set as working_set
