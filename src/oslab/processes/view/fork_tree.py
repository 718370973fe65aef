"""A family of processes as a tree, the oldest at the top."""

from __future__ import annotations

from oslab import svg
from oslab.errors import require
from oslab.picture import Picture
from oslab.processes.metrics.fork_tree import generations, lines, processes
from oslab.processes.records.fork_tree import ForkTree

_WIDTH = 640


def fork_tree(tree: ForkTree) -> Picture:
    """Return the tree: a circle a process, with how many lines it printed inside if any did.

    Raises:
        InvalidInput: if `tree` is no ForkTree.
    """
    require(isinstance(tree, ForkTree), "tree", tree, "a ForkTree")
    depth = generations(tree)
    across, columns = _columns(tree)
    # Small families in large circles, sixty-four in small ones: it always fits.
    step = min(72.0, (_WIDTH - 40) / columns)
    radius = min(15.0, step * 0.42)
    down = 54 if max(depth) < 5 else 40
    sheet = svg.Drawing(_WIDTH, 60 + down * max(depth) + radius)
    left = (_WIDTH - step * (columns - 1)) / 2
    at = [(left + step * x, 44 + down * y) for x, y in zip(across, depth, strict=True)]
    sheet.text(12, 20, _headline(tree), bold=True)
    for path in _walk(tree):
        sheet.polyline([at[number] for number in path], stroke=svg.MUTED, width=1.2)
    printed = lines(tree) > 0
    for number, (x, y) in enumerate(at):
        sheet.circle(x, y, radius, fill=svg.PAPER, stroke=svg.MODEL)
        if radius >= 8 and printed:
            sheet.text(x, y + 5, str(tree.lines[number]), anchor="middle", size=12)
    return sheet.picture(_alt(tree, depth))


def _columns(tree: ForkTree) -> tuple[list[float], int]:
    """Return each process's column and how many there are: leaves side by side, parents above."""
    size = len(tree.parents)
    children: list[list[int]] = [[] for _ in range(size)]
    for number, parent in enumerate(tree.parents):
        if parent is not None:
            children[parent].append(number)
    across = [0.0] * size
    leaves = 0
    for number in range(size):
        if not children[number]:
            across[number] = leaves
            leaves += 1
    for number in reversed(range(size)):
        if children[number]:
            across[number] = (across[children[number][0]] + across[children[number][-1]]) / 2
    return across, max(leaves, 1)


def _walk(tree: ForkTree) -> list[list[int]]:
    """Return lines of descent that draw every edge once: few elements keep the figure small."""
    paths: list[list[int]] = []
    for number, parent in enumerate(tree.parents):
        if parent is None:
            continue
        if paths and paths[-1][-1] == parent:
            paths[-1].append(number)
        else:
            paths.append([parent, number])
    return paths


def _headline(tree: ForkTree) -> str:
    members, printed = processes(tree), lines(tree)
    words = f"{members} process{'es' if members != 1 else ''}"
    return f"{words}, {printed} line{'s' if printed != 1 else ''} printed" if printed else words


def _alt(tree: ForkTree, depth: tuple[int, ...]) -> str:
    widths = [depth.count(level) for level in range(max(depth) + 1)]
    shown = ", ".join(map(str, widths))
    text = " ".join(tree.program.split())
    text = text if len(text) <= 80 else text[:77] + "..."
    return f"Family tree of “{text}”: {_headline(tree)}; by generation {shown}."
