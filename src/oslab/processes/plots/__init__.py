"""Measurements to charts, the model beside the kernel."""

from oslab.processes.plots.communication import communication as communication
from oslab.processes.plots.communication import communication_table as communication_table
from oslab.processes.plots.communication import fitted as fitted
from oslab.processes.plots.communication import of_channel as of_channel
from oslab.processes.plots.context_switch import context_switch as context_switch
from oslab.processes.plots.context_switch import working_set as working_set
from oslab.processes.plots.copy_on_write import copy_on_write as copy_on_write
from oslab.processes.plots.creation import creation as creation
from oslab.processes.plots.creation import creation_table as creation_table
from oslab.processes.plots.decision import decision as decision
from oslab.processes.plots.fork_cost import fork_cost as fork_cost
from oslab.processes.plots.gil import chosen as chosen
from oslab.processes.plots.gil import convoy as convoy
from oslab.processes.plots.gil import speedup as speedup
from oslab.processes.plots.gil import speedup_table as speedup_table
from oslab.processes.plots.life_cycle import cpu_utilisation as cpu_utilisation
from oslab.processes.plots.pool import measured_gains as measured_gains
from oslab.processes.plots.pool import pool as pool
from oslab.processes.plots.reference_counts import reference_counts as reference_counts
from oslab.processes.plots.server import server as server
from oslab.processes.plots.sharing import crash as crash
from oslab.processes.plots.sharing import thread_sharing as thread_sharing
from oslab.processes.plots.signals import counts as counts
from oslab.processes.plots.system_call import buffered_writes as buffered_writes
from oslab.processes.plots.system_call import system_call as system_call
