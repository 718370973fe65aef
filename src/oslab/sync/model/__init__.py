"""Every history of a program, and one of them."""

from oslab.sync.model.explorer import explore_all as explore_all
from oslab.sync.model.replay import moment as moment
from oslab.sync.model.replay import replay as replay
from oslab.sync.model.replay import run as run
