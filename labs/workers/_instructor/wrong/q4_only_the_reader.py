"""catch: q4
say: a list of the workers that copied much

Names only the worker that the title speaks of.
"""

# %% [q4]
findings = {
    "grew": ["read"],
    "freeze_spares": "collect",
    "repair": "packed",
}
