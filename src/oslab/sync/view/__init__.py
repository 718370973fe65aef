"""Pictures of records."""

from oslab.sync.view.banker import banker as banker
from oslab.sync.view.exploration import exploration as exploration
from oslab.sync.view.findings import findings as findings
from oslab.sync.view.lanes import lanes as lanes
from oslab.sync.view.lanes import moment as moment
from oslab.sync.view.outcomes import outcomes as outcomes
from oslab.sync.view.spin_or_sleep import spin_or_sleep as spin_or_sleep
from oslab.sync.view.state_graph import state_graph as state_graph
from oslab.sync.view.verdict import verdict as verdict
from oslab.sync.view.wait_for import wait_for as wait_for
