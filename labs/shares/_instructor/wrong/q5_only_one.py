"""catch: q5
say: a list of two

One is found, and the other looks like arithmetic.
"""

# %% [q5]
findings = {
    "shifted_keeps": "the same",
    "crowd_leaves": "half",
    "equal_in_a_race": ["ran / weight"],
}
