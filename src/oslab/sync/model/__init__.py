"""Every history of a program, and one of them."""

from oslab.sync.model.banker import deadlocked as deadlocked
from oslab.sync.model.banker import is_safe as is_safe
from oslab.sync.model.banker import request as request
from oslab.sync.model.banker import safe_sequences as safe_sequences
from oslab.sync.model.barber import barber as barber
from oslab.sync.model.barrier import barrier as barrier
from oslab.sync.model.buffer import buffer as buffer
from oslab.sync.model.deadlock import conditions as conditions
from oslab.sync.model.deadlock import wait_for as wait_for
from oslab.sync.model.dining import dining as dining
from oslab.sync.model.dpor import dpor as dpor
from oslab.sync.model.explorer import explore_all as explore_all
from oslab.sync.model.lessons import mutual_exclusion as mutual_exclusion
from oslab.sync.model.lessons import race as race
from oslab.sync.model.lessons import race_states as race_states
from oslab.sync.model.lessons import store_buffering as store_buffering
from oslab.sync.model.lessons import turns as turns
from oslab.sync.model.readers_writers import readers_writers as readers_writers
from oslab.sync.model.replay import moment as moment
from oslab.sync.model.replay import replay as replay
from oslab.sync.model.replay import run as run
from oslab.sync.model.smokers import smokers as smokers
from oslab.sync.model.state_graph import state_graph as state_graph
from oslab.sync.model.traps import trap as trap
