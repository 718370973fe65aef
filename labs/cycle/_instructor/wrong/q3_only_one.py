"""catch: q3
say: does not hold

Only the smaller of the two is taken: there is no circle, and no exclusion.
"""


# %% [q3]
def take_in_order(first, second):
    yield lock(min(first, second))
