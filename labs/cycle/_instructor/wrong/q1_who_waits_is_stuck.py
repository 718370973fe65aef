"""catch: q1
say: Who waits is not yet stuck

Everybody who waits and is on no circle is called a hostage.
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
    return sorted(circles), sorted(set(waits).difference(*circles))
