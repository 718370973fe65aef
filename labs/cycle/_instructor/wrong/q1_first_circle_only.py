"""catch: q1
say: there may be several

"The deadlock" has one circle, so the search ends with it.
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
    circles = circles[:1]
    return sorted(circles), sorted(stuck.difference(*circles))
