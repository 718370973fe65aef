"""catch: q5
say: shifted_keeps

Everybody is nicer, so the heavier one is thought to keep less.
"""

# %% [q5]
findings = {
    "shifted_keeps": "less",
    "crowd_leaves": "half",
    "equal_in_a_race": ["ran + waited", "ran / weight"],
}
