"""catch: q1
say: after each stands the one it waits for

The circle is sorted, which loses who waits for whom.
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
            circle = sorted(circle)
            if circle not in circles:
                circles.append(circle)
            stuck.update(way)
    return sorted(circles), sorted(stuck.difference(*circles))
