"""catch: q1
say: write a list of pairs

A list of names, as replay takes them.
"""

# %% [q1]
theft = ["consumer 2"] * 3 + ["producer 1"] * 6
