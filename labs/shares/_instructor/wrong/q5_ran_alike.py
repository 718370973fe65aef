"""catch: q5
say: Work out all five

Fair is taken to mean that all ran the same.
"""

# %% [q5]
findings = {
    "shifted_keeps": "the same",
    "crowd_leaves": "half",
    "equal_in_a_race": ["ran + waited", "ran"],
}
