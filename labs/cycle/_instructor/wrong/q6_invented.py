"""catch: q6
say: no thread of the program

Types an answer that looks likely.
"""


# %% [q6]
def hung(program):
    circle = ["philosopher-0", "philosopher-1", "philosopher-2"]
    waits = dict(zip(circle, circle[1:] + circle[:1]))
    return {"asleep": 4, "waits": waits, "circles": [circle], "hostages": []}
