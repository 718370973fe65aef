"""Memory halved and put together again: the tree of blocks, and the free lists."""

from __future__ import annotations

from oslab import svg
from oslab.chart import Axis, Chart
from oslab.errors import require
from oslab.memory.metrics.buddy import free_total, internal_waste, largest_free, unusable
from oslab.memory.records.buddy import Block, Buddy, FreeCounts, Step
from oslab.picture import Picture

_LEFT, _WIDTH, _TOP, _LEVEL = 64, 480, 44, 28
_MOST_LEVELS = 9
_MOST_LINES = 4


def buddy(record: Buddy) -> Picture:
    """Return the tree after the last step: a row an order, free in grey, owned in colour.

    Lines lead from a block that was halved to its halves. What the last request
    halved or merged is drawn thick.

    Raises:
        InvalidInput: if `record` is no Buddy, or has more than 9 orders.
    """
    ok = isinstance(record, Buddy) and record.order < _MOST_LEVELS
    require(ok, "record", record, f"a Buddy of at most {_MOST_LEVELS} orders")
    step = record.steps[-1]
    bottom = _TOP + (record.order + 1) * _LEVEL
    sheet = svg.Drawing(640, bottom + 32, font_size=13)
    sheet.text(8, 20, _headline(record), bold=True)
    sheet.text(_LEFT + _WIDTH + 10, 36, "free, at", size=12, fill=svg.MUTED)
    colours = _colours(record)
    for order in range(record.order, -1, -1):
        y = _y(record, order)
        size = f"{record.unit << order:,}"
        sheet.text(_LEFT - 8, y + 15, size, anchor="end", size=12, fill=svg.MUTED)
        listed = " ".join(str(record.unit * start) for start in step.free[order]) or "–"
        listed = listed if len(listed) <= 13 else listed[:12] + "…"
        sheet.text(_LEFT + _WIDTH + 10, y + 15, listed, size=11)
    for block in step.blocks:
        _ancestors(sheet, record, block, step)
    for block in step.blocks:
        _block(sheet, record, block, colours)
    sheet.text(8, bottom + 20, _verdict(record), size=13)
    return sheet.picture(f"{_headline(record)}. {_memory(record)}. {_verdict(record)}.")


def unusable_free(records: tuple[FreeCounts, ...], names: tuple[str, ...]) -> Picture:
    """Return the share of free memory too small for a request, over its order.

    Args:
        records: at most 4.
        names: one a record.

    Raises:
        InvalidInput: if there are none, too many, or names do not fit.
    """
    ok = isinstance(records, tuple | list) and 0 < len(records) <= _MOST_LINES
    ok = ok and all(isinstance(one, FreeCounts) for one in records)
    require(ok, "records", records, f"1 to {_MOST_LINES} FreeCounts")
    ok = isinstance(names, tuple | list) and len(names) == len(records)
    ok = ok and all(isinstance(name, str) for name in names)
    require(ok, "names", names, "a name for each record")
    last = max(2, *(len(one.counts) for one in records)) - 1
    ticks = tuple((order, f"{1 << order:,}") for order in range(0, last + 1, 1 + last // 11))
    chart = Chart(
        Axis(0, last, "pages asked for in one block", ticks), Axis(0, 100, "% that cannot serve")
    )
    said = []
    for place, (one, name) in enumerate(zip(records, names, strict=True)):
        shares = [100 * unusable(one, order) for order in range(len(one.counts))]
        dash = "" if place % 2 else "6,3"
        chart.line(name, list(enumerate(shares)), svg.SERIES[place], dash=dash)
        said.append(f"{name}: {shares[-1]:.0f} % for {1 << (len(shares) - 1):,} pages")
    return chart.picture(f"Share of free memory in blocks too small. {'; '.join(said)}.")


def free_blocks(record: FreeCounts) -> Picture:
    """Return the free memory of one zone by the size of its blocks.

    Raises:
        InvalidInput: if `record` is no FreeCounts, or holds no free page.
    """
    ok = isinstance(record, FreeCounts) and record.free > 0
    require(ok, "record", record, "FreeCounts with a free page")
    orders = range(len(record.counts))
    shares = [100 * (count << order) / record.free for order, count in enumerate(record.counts)]
    ticks = tuple((order + 0.5, f"{1 << order:,}") for order in orders)
    across = Axis(0, len(shares), "pages in a block", ticks)
    chart = Chart(across, Axis(0, 100, "% of free memory"), height=170)
    bars = [(order + 0.1, order + 0.9, share) for order, share in enumerate(shares) if share]
    chart.bars("in such blocks", bars, svg.SERIES[2])
    lost = [(order + 0.5, 100 * unusable(record, order)) for order in orders]
    chart.line("in smaller ones", lost, svg.SERIES[1], dots=True)
    huge = 100 * unusable(record, min(9, len(shares) - 1))
    return chart.picture(
        f"{record.free:,} of {record.pages:,} pages are free, in {sum(record.counts):,} blocks. "
        f"{huge:.0f} % of them lie in blocks smaller than a huge page."
    )


def _ancestors(sheet: svg.Drawing, record: Buddy, block: Block, step: Step) -> None:
    """Draw the outline of every block that was halved on the way to this one."""
    for order in range(block.order + 1, record.order + 1):
        start = block.start & ~((1 << order) - 1)
        if start != block.start:
            break  # its lower neighbour has drawn the rest
        x, width = _across(record, start, order)
        y = _y(record, order)
        fresh = step.start is not None and order in step.splits
        fresh = fresh and start <= (step.start or 0) < start + (1 << order)
        colour, thick = (svg.SERIES[1], 2.5) if fresh else (svg.MUTED, 1)
        sheet.line(x, y + 4, x + width - 2, y + 4, stroke=colour, width=thick, dash="3,3")
        middle = x + width / 2 - 1
        sheet.line(middle, y + 4, middle, y + _LEVEL - 1, stroke=colour, width=thick)


def _block(sheet: svg.Drawing, record: Buddy, block: Block, colours: dict[str, str]) -> None:
    x, width = _across(record, block.start, block.order)
    y = _y(record, block.order)
    step = record.steps[-1]
    # A merged block is the one that now covers what the last request gave back.
    merged = step.merges and step.start is not None and not block.owner
    merged = merged and block.start <= (step.start or 0) < block.start + (1 << block.order)
    sheet.rect(
        x, y, width - 2, _LEVEL - 7, fill=colours.get(block.owner, svg.GRID),
        stroke=svg.SERIES[1] if merged else "none",
    )  # fmt: skip
    if block.owner and width > 9 * len(block.owner):
        sheet.text(
            x + width / 2 - 1, y + 15, block.owner, anchor="middle", size=12, fill=svg.PAPER
        )  # fmt: skip


def _across(record: Buddy, start: int, order: int) -> tuple[float, float]:
    unit = _WIDTH / (1 << record.order)
    return _LEFT + start * unit, unit * (1 << order)


def _y(record: Buddy, order: int) -> float:
    return _TOP + (record.order - order) * _LEVEL


def _colours(record: Buddy) -> dict[str, str]:
    """Give each owner a colour by its first request, so that it keeps it from step to step."""
    names = [step.words.split()[0] for step in record.steps if " " in step.words]
    return {name: svg.SERIES[i % len(svg.SERIES)] for i, name in enumerate(dict.fromkeys(names))}


def _headline(record: Buddy) -> str:
    step = record.steps[-1]
    if not step.words:
        return f"{record.unit << record.order:,} {record.name}, all free"
    done = len(record.steps) - 1
    if step.words.startswith("-"):
        many = f", {_times(len(step.merges))} merged" if step.merges else ", its buddy is in use"
        return f"Step {done}: {step.words[1:]} gives back{many}"
    if step.start is None:
        return f"Step {done}: {step.words} {record.name} refused, no block is large enough"
    many = f", {_times(len(step.splits))} halved" if step.splits else ""
    return f"Step {done}: {step.words} {record.name} gets {record.unit << step.order}{many}"


def _times(many: int) -> str:
    return "once" if many == 1 else f"{many} times"


def _memory(record: Buddy) -> str:
    blocks = record.steps[-1].blocks
    return ", ".join(f"{one.owner or 'free'} {record.unit << one.order}" for one in blocks)


def _verdict(record: Buddy) -> str:
    return (
        f"{free_total(record):,} {record.name} free, largest block {largest_free(record):,}; "
        f"{internal_waste(record):,} {record.name} wasted inside blocks"
    )
