"""A red-black tree: red nodes round, black nodes square, what the step is about in a frame."""

from __future__ import annotations

from oslab.errors import require
from oslab.picture import Picture
from oslab.scheduling.records.tree import Tree, TreeNode
from oslab.svg import INK, MUTED, PAPER, SERIES, Drawing, number

_WIDTH, _TOP, _LEVEL, _MARGIN = 620, 56, 62, 36
_RADIUS = 17


def tree(record: Tree) -> Picture:
    """Return the tree from its root down, with what happened above it.

    Nodes stand from left to right in order of key; faint ones cannot be chosen now.

    Raises:
        InvalidInput: if `record` is no Tree.
    """
    require(isinstance(record, Tree), "record", record, "a Tree")
    depths = record.depths()
    levels = max(depths, default=0) + 1
    sheet = Drawing(_WIDTH, _TOP + _LEVEL * levels + 4, font_size=13)
    sheet.text(4, 18, f"step {record.step} of {record.steps - 1}", bold=True)
    sheet.text(100, 18, record.happened)
    if not record.nodes:
        sheet.text(_WIDTH / 2, _TOP + 20, "nobody is queued", anchor="middle", fill=MUTED)
    places = [
        (_across(place, len(record.nodes)), _TOP + _LEVEL * depth)
        for place, depth in enumerate(depths)
    ]
    for place, one in enumerate(record.nodes):
        for child in (one.left, one.right):
            if child >= 0:
                sheet.line(*places[place], *places[child], stroke=MUTED)
    for place, one in enumerate(record.nodes):
        _node(sheet, one, *places[place], place in record.marked)
    return sheet.picture(_alt(record, levels))


def _across(place: int, count: int) -> float:
    return _MARGIN + (_WIDTH - 2 * _MARGIN) * (place + 0.5) / count


def _node(sheet: Drawing, one: TreeNode, x: float, y: float, marked: bool) -> None:
    """Draw a node: its name and key inside, its detail below."""
    opacity = 0.35 if one.faint else 1
    if marked:
        size = 2 * _RADIUS + 8
        sheet.rect(x - size / 2, y - size / 2, size, size, fill="none", stroke=INK, radius=6)
    if one.red:
        sheet.circle(x, y, _RADIUS, fill=PAPER)
        sheet.circle(x, y, _RADIUS, fill=SERIES[1], opacity=opacity)
    else:
        sheet.rect(x - 15, y - 15, 30, 30, fill=PAPER)
        sheet.rect(x - 15, y - 15, 30, 30, fill=MUTED, opacity=opacity)
    words = one.name or number(one.key)
    fill = INK if one.faint else PAPER
    sheet.text(x, y + 5, words[:4], anchor="middle", size=12, fill=fill, bold=True)
    if one.detail:
        sheet.text(x, y + _RADIUS + 15, one.detail, anchor="middle", size=11)


def _alt(record: Tree, levels: int) -> str:
    said = f"Step {record.step} of {record.steps - 1}: {record.happened}."
    if not record.nodes:
        return f"{said} The tree is empty."
    kinds = ", ".join(_word(one) for one in record.nodes)
    count = len(record.nodes)
    size = "One node" if count == 1 else f"{count} nodes on {levels} levels"
    root = record.nodes[record.root]
    top = root.name or number(root.key)
    return f"{said} {size}, {top} at the root, {record.blacks()} black on the way left: {kinds}."


def _word(one: TreeNode) -> str:
    words = f"{one.name} {number(one.key)}".strip() + (" red" if one.red else " black")
    words += f" ({one.detail})" if one.detail else ""
    return words + (" not eligible" if one.faint else "")
