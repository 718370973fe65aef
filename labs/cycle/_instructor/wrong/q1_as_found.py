"""catch: q1
say: begin it with its smallest name

The circle begins where the search met it.
"""


# %% [q1]
def who_is_stuck(waits):
    circles, stuck = [], set()
    for start in sorted(waits, reverse=True):
        way = []
        while start in waits and start not in way:
            way.append(start)
            start = waits[start]
        if start in way:
            circle = way[way.index(start) :]
            if not any(set(circle) == set(one) for one in circles):
                circles.append(circle)
            stuck.update(way)
    return sorted(circles), sorted(stuck.difference(*circles))
