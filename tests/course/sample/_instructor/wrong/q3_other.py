"""The other word.

catch: q3
say: Look at your numbers

One of two is a guess.
"""

# %% [q3]
larger = "pages"
