"""catch: q4
say: read all names and copied next to nothing

Takes the collector's twin for the repair.
"""

# %% [q4]
findings = {
    "grew": ["read", "collect", "frozen_read"],
    "freeze_spares": "collect",
    "repair": "frozen_collect",
}
