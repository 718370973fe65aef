"""catch: q1
say: can wait for itself

A circle has at least two threads, one thinks.
"""


# %% [q1]
def who_is_stuck(waits):
    circles, stuck = [], set()
    for start in sorted(waits):
        way = []
        while start in waits and start not in way:
            way.append(start)
            start = waits[start]
        if start in way and len(way) - way.index(start) > 1:
            circle = way[way.index(start) :]
            first = circle.index(min(circle))
            circle = circle[first:] + circle[:first]
            if circle not in circles:
                circles.append(circle)
            stuck.update(way)
    return sorted(circles), sorted(stuck.difference(*circles))
