"""Drawing words for charts with a row a job and time to the right."""

from __future__ import annotations

from oslab.errors import require, require_whole
from oslab.picture import Picture
from oslab.scheduling.records.schedule import Schedule
from oslab.svg import GRID, INK, MUTED, PAPER, SERIES, Drawing, number

WHOLE, RIGHT, TOP, ROW = 640, 16, 10, 34
_MOST_ROWS, _MOST_SLICES, _MS = 16, 600, 1_000_000


class Timeline:
    """Rows with names at the left, a time axis below, and words to draw into them."""

    def __init__(self, schedule: Schedule, room: int = 0) -> None:
        """Draw the frame.

        Args:
            schedule: of at most 16 jobs (releases of one are one row) and 600 slices.
            room: kept free below the axis, 0 to 200.

        Raises:
            InvalidInput: if `schedule` is no Schedule, or too large to draw.
        """
        allowed = f"a Schedule of at most {_MOST_ROWS} jobs and {_MOST_SLICES} slices"
        ok = isinstance(schedule, Schedule) and schedule.end > 0
        require(ok and len(schedule.slices) <= _MOST_SLICES, "schedule", schedule, allowed)
        require_whole("room", room, 0, 200)
        self.schedule = schedule
        self.names = tuple(dict.fromkeys(job.task or job.name for job in schedule.jobs))
        require(len(self.names) <= _MOST_ROWS, "schedule", schedule, allowed)
        self.row = {job.name: self.names.index(job.task or job.name) for job in schedule.jobs}
        self.scale, self.unit = (_MS, "ms") if schedule.unit == "ns" else (1, schedule.unit)
        self.left = 20 + 7 * min(16, max(5, *(len(name) for name in self.names)))
        self.bottom = TOP + ROW * len(self.names)
        self.width = WHOLE - self.left - RIGHT
        self.sheet = Drawing(WHOLE, self.bottom + 46 + room, font_size=13)
        for tick in ticks(schedule.end):
            x = self.x(tick)
            self.sheet.line(x, TOP, x, self.bottom, stroke=GRID)
            shown = f"{tick // self.scale:,}" if tick % self.scale == 0 else self.said(tick)
            self.sheet.text(x, self.bottom + 16, shown, anchor="middle", size=12)
        for place, name in enumerate(self.names):
            shown = name if len(name) <= 16 else name[:15] + "…"
            self.sheet.text(self.left - 8, self.y(place) + 4, shown, anchor="end", size=12)
            y = self.y(place) + 11
            self.sheet.line(self.left, y, self.left + self.width, y, stroke=GRID)
        self.sheet.text(self.left + self.width, self.bottom + 36, self.unit, anchor="end", size=12)

    def said(self, duration: int) -> str:
        """Return how long something lasted, in `unit`: a kernel's nanoseconds as ms."""
        return number(duration / self.scale)

    def x(self, tick: int) -> float:
        """Return where a tick stands."""
        return self.left + self.width * tick / self.schedule.end

    def y(self, place: int) -> float:
        """Return the middle of a row."""
        return TOP + ROW * (place + 0.5)

    def colour(self, job: str) -> str:
        """Return the colour of a job's row."""
        return SERIES[self.row[job] % len(SERIES)]

    def ran(self, job: str, start: int, end: int, fill: str = "", word: str = "") -> None:
        """Draw a stretch on the CPU, with a word if there is room."""
        y, width = self.y(self.row[job]), max(self.x(end) - self.x(start), 0.6)
        self.sheet.rect(self.x(start), y - 11, width, 22, fill=fill or self.colour(job), radius=1)
        if word and width > 7.5 * len(word):
            self.sheet.text(self.x(start) + width / 2, y + 4, word, anchor="middle", size=12,
                            fill=PAPER)  # fmt: skip

    def waited(self, job: str, start: int, end: int) -> None:
        """Draw a stretch in which a job was ready but not running."""
        y = self.y(self.row[job])
        width = self.x(end) - self.x(start)
        self.sheet.rect(self.x(start), y - 2, width, 4, fill=self.colour(job), radius=0)

    def blocked(self, job: str, start: int, end: int) -> None:
        """Draw a stretch in which a job waited for something else than a CPU."""
        y = self.y(self.row[job])
        self.sheet.line(self.x(start), y, self.x(end), y, stroke=INK, width=2, dash="2,3")

    def upright(self, tick: int, word: str) -> None:
        """Draw a line through all rows, with a word at its foot."""
        x = self.x(tick)
        self.sheet.line(x, TOP - 6, x, self.bottom + 4, width=3)
        side, aside = ("end", -7) if x > self.left + self.width / 2 else ("start", 7)
        self.sheet.text(x + aside, TOP + 6, word, anchor=side, bold=True, size=12)

    def legend(self, words: str) -> None:
        """Say below the axis what the marks mean."""
        self.sheet.text(self.left, self.bottom + 36, words, size=12, fill=MUTED)

    def picture(self, *sentences: str) -> Picture:
        """Return what was drawn, with the sentences that say what came out."""
        return self.sheet.picture(" ".join(words for words in sentences if words))


def ticks(end: int) -> range:
    """Return about ten round ticks from 0 to `end`.

    Raises:
        InvalidInput: if `end` is not a whole number of at least 0.
    """
    ok = isinstance(end, int) and not isinstance(end, bool) and 0 <= end <= 10**19
    require(ok, "end", end, "a whole number of at least 0")
    step = 1
    while end > 12 * step:
        step = step * 5 // 2 if str(step)[0] == "2" else step * 2
    return range(0, end + 1, step)
