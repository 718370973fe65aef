"""catch: q1
say: who is a hostage itself

Hostages are those who wait for a thread on a circle; those behind them are forgotten.
"""


# %% [q1]
def who_is_stuck(waits):
    circles, stuck = [], set()
    for start in sorted(waits):
        way = []
        while start in waits and start not in way:
            way.append(start)
            start = waits[start]
        if start in way:
            circle = way[way.index(start) :]
            first = circle.index(min(circle))
            circle = circle[first:] + circle[:first]
            if circle not in circles:
                circles.append(circle)
            stuck.update(way)
    return sorted(circles), sorted(
        n
        for n in waits
        if waits[n] in set().union(*circles) - {n} and n not in set().union(*circles)
    )
