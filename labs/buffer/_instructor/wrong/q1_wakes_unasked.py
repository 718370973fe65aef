"""catch: q1
say: sleeps, and nobody has signalled it

Takes a sleeper for one who may wake whenever it likes.
"""

# %% [q1]
theft = [("consumer 2", 4), ("producer 1", 6)]
