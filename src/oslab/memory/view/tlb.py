"""What a TLB holds, and the five steps of a miss."""

from __future__ import annotations

from oslab.errors import require
from oslab.memory.records.miss import CHECK, FILL, LOOK, READ, START, STEPS, Miss
from oslab.memory.records.tlb import TlbRun
from oslab.picture import Picture
from oslab.svg import GRID, INK, MUTED, PAPER, SERIES, Drawing


def tlb_run(record: TlbRun) -> Picture:
    """Return the sets as rows, the ways as columns, a colour and a letter for each space.

    Raises:
        InvalidInput: if `record` is no TlbRun.
    """
    require(isinstance(record, TlbRun), "record", record, "a TlbRun")
    shape = record.processor.first[0]
    wide, high = min(140, 560 / shape.ways), min(30, 176 / shape.sets)
    sheet = Drawing(636, 96 + high * shape.sets, font_size=14)
    sheet.text(8, 20, record.story, bold=True)
    for number, held in enumerate(record.sets):
        y = 40 + number * high
        if high >= 14:
            sheet.text(8, y + high / 2 + 4, f"set {number}", size=12, fill=MUTED)
        for way in range(shape.ways):
            x = 64 + way * wide
            if way >= len(held):
                sheet.rect(x, y, wide - 3, high - 3, fill=GRID)
                continue
            one = held[way]
            colour = SERIES[(one.space - 1) % len(SERIES)]
            sheet.rect(x, y, wide - 3, high - 3, fill=colour)
            if high >= 14 and wide >= 28:
                words = f"{_letter(one.space)} {one.page % 1000}"
                middle = x + wide / 2 - 1.5
                sheet.text(middle, y + high / 2 + 3, words, anchor="middle", size=12, fill=PAPER)
    foot = 40 + high * shape.sets + 20
    tags = "every entry has its tag" if record.tagged else "no tags: emptied at each switch"
    sheet.text(8, foot, f"{_letter(record.running)} runs; {tags}")
    hits, walks = record.places[0], record.places[-1]
    sheet.text(8, foot + 22, f"{hits} hits, {walks} walks, memory read {record.references} times")
    return sheet.picture(_run_alt(record))


def _letter(space: int) -> str:
    return chr(ord("A") + (space - 1) % 26)


def _run_alt(record: TlbRun) -> str:
    shape = record.processor.first[0]
    first, second, walks = record.places
    counts = f"{first + second} hits and {walks} walks"
    held = sum(map(len, record.sets))
    tags = "tagged entries" if record.tagged else "entries without tags"
    return (
        f"{record.story}, {shape.entries} {tags} in {shape.sets} sets of {shape.ways}: {counts} "
        f"in {record.accesses} translations, {record.references} memory reads; "
        f"{held} entries are in use at the end."
    )


def tlb_miss(record: Miss) -> Picture:
    """Return the five steps in a column, the one it has come to in a frame.

    Raises:
        InvalidInput: if `record` is no Miss.
    """
    require(isinstance(record, Miss), "record", record, "a Miss")
    sheet = Drawing(636, 276, font_size=14)
    walk = record.walk
    sheet.text(8, 20, f"{walk.access} of {walk.address.value:#x}", bold=True)
    count = record.references
    sheet.text(632, 20, f"memory read {count} time{'s' * (count != 1)} so far", anchor="end")
    for step, words in STEPS.items():
        y = 34 + (step - 1) * 48
        reached = step <= record.step
        colour = SERIES[0] if step == record.step else MUTED if reached else GRID
        sheet.rect(8, y, 34, 40, fill=colour)
        sheet.text(25, y + 26, str(step), anchor="middle", bold=True, fill=PAPER)
        if step == record.step:
            sheet.rect(8, y, 624, 40, fill="none", stroke=INK)
        sheet.text(52, y + 16, words, bold=step == record.step, fill=INK if reached else MUTED)
        if reached:
            sheet.text(52, y + 34, _detail(record, step), size=12)
    return sheet.picture(_miss_alt(record))


def _detail(record: Miss, step: int) -> str:
    walk = record.walk
    begin = "Nothing is known of the upper levels: at the root, which CR3 names."
    if record.known:
        begin = f"A paging-structure cache knows the {record.known} entry: {walk.skipped} skipped."
    last = walk.steps[-1].entry
    flags = last.letters if last else "-"
    checked = f"The last entry now reads {flags}. The kernel had no part in this."
    filled = f"Page of {walk.page_bytes >> 10:,} KiB at {walk.physical or 0:#x}, and it is done."
    if walk.fault is not None:
        checked = filled = f"Page fault: {walk.fault.why}."
    return {
        LOOK: "No entry carries this page number and the tag of this address space: a miss.",
        START: begin,
        READ: " > ".join(f"{one.level}[{one.index}]" for one in walk.steps),
        CHECK: checked,
        FILL: filled,
    }[step]


def _miss_alt(record: Miss) -> str:
    done = f"Step {record.step} of {FILL}: {STEPS[record.step]}."
    return (
        f"{done} {_detail(record, record.step)} Memory was read {record.references} times so far."
    )
