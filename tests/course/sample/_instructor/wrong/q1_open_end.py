"""One end is not counted.

catch: q1
say: both ends counted

The difference of two numbers is the count of the steps between them.
"""

# %% [q1]
def span(pages):
    return max(pages) - min(pages) if pages else 0
