"""The same search for millions of states, with numba, and with a limit in seconds."""

from oslab.sync.fast.explorer import explore_all as explore_all
