"""catch: q5
say: crowd_leaves

Three quarters, as against one of them.
"""

# %% [q5]
findings = {
    "shifted_keeps": "the same",
    "crowd_leaves": "three quarters",
    "equal_in_a_race": ["ran + waited", "ran / weight"],
}
