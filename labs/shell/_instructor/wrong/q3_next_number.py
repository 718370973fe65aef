"""catch: q3
say: The lowest that were free

Numbers are given out in order and never again.
"""

# %% [q3]
import itertools


def pipe_ends(events):
    tables, pipes = {0: {n: (None, None, True) for n in range(3)}}, 0
    for who, call, *numbers in events:
        table = tables[who]
        if call == "pipe":
            for end in ("readers", "writers"):
                free = max([2, *table]) + 1
                table[free] = (pipes, end, False)
            pipes += 1
        elif call == "fork":
            tables[numbers.pop()] = dict(table)
        elif call == "dup2":
            old, new = numbers
            if old in table and old != new:
                table[new] = (*table[old][:2], True)
        elif call == "close":
            table.pop(numbers.pop(), None)
        elif call == "exec":
            tables[who] = {n: held for n, held in table.items() if held[2]}
        else:
            table.clear()
    return [
        {
            end: sorted(
                who
                for who, table in tables.items()
                if any((held[0], held[1]) == (pipe, end) for held in table.values())
            )
            for end in ("readers", "writers")
        }
        for pipe in range(pipes)
    ]
