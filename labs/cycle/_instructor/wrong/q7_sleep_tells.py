"""catch: q7
say: threads slept

State S is taken for the sign of a hang.
"""

# %% [q7]
findings = {
    "sleep_tells": True,
    "owner_stands_in": "process",
    "frees_most": "circle",
}
