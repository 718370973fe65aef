"""Record to Picture."""

from oslab.scheduling.view.deadlines import bandwidth as bandwidth
from oslab.scheduling.view.deadlines import deadlines as deadlines
from oslab.scheduling.view.entitlement import entitlement as entitlement
from oslab.scheduling.view.gantt import gantt as gantt
from oslab.scheduling.view.guesses import guesses as guesses
from oslab.scheduling.view.inversion import inversion as inversion
from oslab.scheduling.view.levels import levels as levels
from oslab.scheduling.view.moment import moment as moment
from oslab.scheduling.view.responses import responses as responses
from oslab.scheduling.view.scene import scene as scene
from oslab.scheduling.view.schedulability import acceptance as acceptance
from oslab.scheduling.view.schedulability import schedulability as schedulability
from oslab.scheduling.view.serving import first_tokens as first_tokens
from oslab.scheduling.view.serving import serving as serving
from oslab.scheduling.view.several_cpus import several_cpus as several_cpus
from oslab.scheduling.view.sweep import quantum_sweep as quantum_sweep
from oslab.scheduling.view.tree import tree as tree
from oslab.scheduling.view.virtual import lag as lag
from oslab.scheduling.view.virtual import vruntime as vruntime
