"""Tries every number in turn.

catch: q4
say: halves what is left

It works, only too slowly.
"""

# %% [q4]
def guess(low, high):
    return low
