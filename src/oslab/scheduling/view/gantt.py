"""Who ran where and when; below, who was ready or blocked meanwhile."""

from __future__ import annotations

from oslab.errors import require
from oslab.picture import Picture
from oslab.scheduling import metrics
from oslab.scheduling.records.schedule import RUNNING, Schedule
from oslab.svg import GRID, INK, MUTED, PAPER, SERIES, Drawing, number

_LEFT, _WIDTH, _TOP = 84, 540, 8
_LANE, _ROW = 34, 20
_MOST_LANES, _MOST_ROWS, _MOST_SLICES = 16, 24, 2_000


def gantt(schedule: Schedule) -> Picture:
    """Return a lane a CPU (idle time is named) and a row a job: bar ready, dots blocked.

    Releases of one periodic job share its row and colour.

    Args:
        schedule: of at most 16 CPUs, 24 jobs and 2,000 slices.

    Raises:
        InvalidInput: if `schedule` is no Schedule, or too large to draw.
    """
    ok = isinstance(schedule, Schedule) and schedule.end > 0 and schedule.cpus <= _MOST_LANES
    ok = ok and len(schedule.slices) <= _MOST_SLICES and len(rows(schedule)) <= _MOST_ROWS
    allowed = f"a Schedule of at most {_MOST_LANES} CPUs, {_MOST_ROWS} jobs, {_MOST_SLICES} slices"
    require(ok, "schedule", schedule, allowed)
    return _Gantt(schedule).picture()


def rows(schedule: Schedule) -> tuple[str, ...]:
    """Return the names of the rows: jobs, with the releases of a periodic one as one.

    Raises:
        InvalidInput: if `schedule` is no Schedule.
    """
    require(isinstance(schedule, Schedule), "schedule", schedule, "a Schedule")
    return tuple(dict.fromkeys(job.task or job.name for job in schedule.jobs))


class _Gantt:
    """One drawing."""

    def __init__(self, schedule: Schedule) -> None:
        self.schedule = schedule
        self.names = rows(schedule)
        self.row = {job.name: self.names.index(job.task or job.name) for job in schedule.jobs}
        self.lanes_end = _TOP + _LANE * schedule.cpus
        self.rows_end = self.lanes_end + 8 + _ROW * len(self.names)
        self.sheet = Drawing(_LEFT + _WIDTH + 16, self.rows_end + 40, font_size=13)

    def picture(self) -> Picture:
        """Draw lanes, rows and the axis."""
        self._axis()
        self._lanes()
        self._rows()
        return self.sheet.picture(_alt(self.schedule))

    def x(self, tick: int) -> float:
        """Return where a tick stands."""
        return _LEFT + _WIDTH * tick / self.schedule.end

    def colour(self, job: str) -> str:
        """Return the colour of a job's row."""
        return SERIES[self.row[job] % len(SERIES)]

    def _axis(self) -> None:
        for tick in _ticks(self.schedule.end):
            x = self.x(tick)
            self.sheet.line(x, _TOP, x, self.rows_end, stroke=GRID)
            self.sheet.text(x, self.rows_end + 16, f"{tick:,}", anchor="middle", size=12)
        words = "bars below: ready" + (", dots: blocked" if self.schedule.blocked else "")
        self.sheet.text(_LEFT, self.rows_end + 34, words, size=12, fill=MUTED)
        words = self.schedule.unit
        self.sheet.text(_LEFT + _WIDTH, self.rows_end + 34, words, anchor="end", size=12)

    def _lanes(self) -> None:
        for cpu in range(self.schedule.cpus):
            name = "CPU" if self.schedule.cpus == 1 else f"CPU {cpu}"
            self.sheet.text(_LEFT - 8, _TOP + cpu * _LANE + 20, name, anchor="end", size=12)
        for one in self.schedule.slices:
            y = _TOP + one.cpu * _LANE
            fill = self.colour(one.job) if one.kind == RUNNING else MUTED
            self._block(one.start, one.end, y, fill)
            if one.kind == RUNNING:
                self._word(one.start, one.end, y, one.job, PAPER)
        for cpu, gaps in enumerate(metrics.idle(self.schedule)):
            for start, end in gaps:
                self._word(start, end, _TOP + cpu * _LANE, "idle", MUTED)

    def _block(self, start: int, end: int, y: float, fill: str) -> None:
        width = max(self.x(end) - self.x(start) - 0.8, 0.6)
        self.sheet.rect(self.x(start), y + 3, width, _LANE - 8, fill=fill)

    def _word(self, start: int, end: int, y: float, word: str, fill: str) -> None:
        if self.x(end) - self.x(start) > 8 * len(word) + 2:
            middle = (self.x(start) + self.x(end)) / 2
            self.sheet.text(middle, y + 20, word, anchor="middle", size=12, fill=fill)

    def _rows(self) -> None:
        for place, name in enumerate(self.names):
            y = self._y(place)
            self.sheet.text(_LEFT - 8, y + 4, _short(name), anchor="end", size=12)
        for name, gaps in metrics.ready(self.schedule).items():
            y = self._y(self.row[name])
            for start, end in gaps:
                self.sheet.rect(
                    self.x(start), y - 4, self.x(end) - self.x(start), 8, fill=self.colour(name)
                )
        for one in self.schedule.blocked:
            y = self._y(self.row[one.job])
            self.sheet.line(self.x(one.start), y, self.x(one.end), y, stroke=INK, dash="2,3")

    def _y(self, place: int) -> float:
        return self.lanes_end + 8 + _ROW * (place + 0.5)


def _ticks(end: int) -> range:
    """Return about ten round ticks from 0 to `end`."""
    step = 1
    while end / step > 12:
        step = step * 5 // 2 if str(step)[0] == "2" else step * 2
    return range(0, end + 1, step)


def _short(name: str) -> str:
    return name if len(name) <= 11 else name[:10] + "…"


def _alt(schedule: Schedule) -> str:
    """Say what came out, then who ran when."""
    unit = schedule.unit
    cpus = "one CPU" if schedule.cpus == 1 else f"{schedule.cpus} CPUs"
    jobs = "one job" if len(schedule.jobs) == 1 else f"{len(schedule.jobs)} jobs"
    words = [f"{jobs} on {cpus}" + (f" under {schedule.policy}" if schedule.policy else "") + "."]
    lost = metrics.waiting(schedule)
    worst = max(lost, key=lambda name: lost[name])
    words.append(
        f"Ready but not running: {number(metrics.mean(lost))} {unit} on average, "
        f"{lost[worst]:,} at worst ({worst})."
    )
    empty = sum(end - start for gaps in metrics.idle(schedule) for start, end in gaps)
    words.append(f"Idle: {empty:,} {unit}." if empty else "Never idle.")
    missed = metrics.deadline_misses(schedule)
    if missed:
        words.append(f"Missed deadlines: {', '.join(missed[:6])}{' ...' if missed[6:] else ''}.")
    order = str(schedule)
    words.append(order if len(order) <= 400 else order[:400].rsplit(", ", 1)[0] + ", ...")
    return (" ".join(words))[0].upper() + " ".join(words)[1:] + "."
