"""catch: q1
say: in another order

The arrow is drawn from the holder to the waiter: a circle read backwards.
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
    circles = [c[:1] + c[:0:-1] for c in circles]
    return sorted(circles), sorted(stuck.difference(*circles))
