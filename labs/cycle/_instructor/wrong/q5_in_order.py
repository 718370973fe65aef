"""catch: q5
say: no circle of orders

Cures it by order; here the circle was to stay.
"""


# %% [q5]
def take_or_give_back(first, second):
    yield lock(min(first, second))
    yield lock(max(first, second))
