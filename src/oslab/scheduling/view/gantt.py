"""Who ran where and when; below, how long the line was, and each job's life."""

from __future__ import annotations

from oslab.chart import ticks
from oslab.errors import require
from oslab.picture import Picture
from oslab.scheduling import metrics
from oslab.scheduling.records.schedule import RUNNING, Schedule
from oslab.svg import GRID, INK, MUTED, PAPER, SERIES, Drawing, number

LEFT, WIDTH, RIGHT = 84, 452, 104
_TOP, _LANE, _LINE, _ROW = 8, 34, 26, 20
_MOST_LANES, _MOST_ROWS, _MOST_SLICES = 16, 24, 2_000
_MS = 1_000_000


def gantt(schedule: Schedule) -> Picture:
    """Return a lane a CPU (idle time is named), the length of the line, and a row a job.

    In a row the thin line is the job's life from arrival to end, the bar is waiting in
    line, dots are waiting for I/O or a lock, and an upright stroke is a deadline. To the
    right: when it first ran after it came, and how long it waited in line in all. Releases
    of one periodic job share its row and colour, and the largest number is shown.

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


def colours(schedule: Schedule) -> dict[str, str]:
    """Return the colour of every job; releases of one periodic job share one.

    Raises:
        InvalidInput: if `schedule` is no Schedule.
    """
    places = {name: place for place, name in enumerate(rows(schedule))}
    return {job.name: SERIES[places[job.task or job.name] % len(SERIES)] for job in schedule.jobs}


class _Gantt:
    """One drawing."""

    def __init__(self, schedule: Schedule) -> None:
        self.schedule = schedule
        self.names = rows(schedule)
        self.row = {job.name: self.names.index(job.task or job.name) for job in schedule.jobs}
        self.colour = colours(schedule)
        self.line_top = _TOP + _LANE * schedule.cpus
        self.rows_top = self.line_top + _LINE + 22
        self.rows_end = self.rows_top + _ROW * len(self.names)
        self.sheet = Drawing(LEFT + WIDTH + RIGHT, self.rows_end + 44, font_size=13)

    def picture(self) -> Picture:
        """Draw lanes, the line, rows and the axis."""
        self._axis()
        self._lanes()
        self._waiting_line()
        self._lives()
        self._numbers()
        return self.sheet.picture(_alt(self.schedule))

    def x(self, tick: int) -> float:
        """Return where a tick stands."""
        return LEFT + WIDTH * tick / self.schedule.end

    def _axis(self) -> None:
        scale = _MS if self.schedule.unit == "ns" else 1
        for value in ticks(0, self.schedule.end / scale):
            x = self.x(round(value * scale))
            self.sheet.line(x, _TOP, x, self.rows_end, stroke=GRID)
            words = number(value) if value < 10_000 else f"{value:,.0f}"
            self.sheet.text(x, self.rows_end + 16, words, anchor="middle", size=12)
        words = "thin: alive, bar: waits in line" + (
            ", dots: I/O or lock" if self.schedule.blocked else ""
        )
        self.sheet.text(LEFT, self.rows_end + 36, words, size=12, fill=MUTED)
        words = "ms" if scale > 1 else self.schedule.unit
        self.sheet.text(LEFT + WIDTH, self.rows_end + 36, words, anchor="end", size=12)

    def _lanes(self) -> None:
        for cpu in range(self.schedule.cpus):
            name = "CPU" if self.schedule.cpus == 1 else f"CPU {cpu}"
            self.sheet.text(LEFT - 8, _TOP + cpu * _LANE + 20, name, anchor="end", size=12)
        for one in self.schedule.slices:
            y = _TOP + one.cpu * _LANE
            running = one.kind == RUNNING
            self._block(one.start, one.end, y, self.colour[one.job] if running else MUTED)
            if running:
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

    def _waiting_line(self) -> None:
        """Draw how many are ready and do not run, as one filled outline."""
        steps = metrics.queue_length(self.schedule)
        longest = max(1, *(length for _, length in steps))
        bottom = self.line_top + _LINE
        path = [(float(LEFT), float(bottom))]
        for tick, length in steps:
            path.append((self.x(tick), path[-1][1]))
            path.append((self.x(tick), bottom - (_LINE - 6) * length / longest))
        end = self.x(self.schedule.end)
        path += [(end, path[-1][1]), (end, bottom)]
        self.sheet.polyline(path, stroke="none", width=0, fill=GRID)
        self.sheet.text(LEFT - 8, bottom - 6, "in line", anchor="end", size=12)
        most = max(length for _, length in steps)
        self.sheet.text(end + 6, bottom - 6, f"at most {most}", size=12)

    def _lives(self) -> None:
        ended = metrics.completion(self.schedule)
        for place, name in enumerate(self.names):
            y = self._y(place)
            self.sheet.text(LEFT - 8, y + 4, _short(name), anchor="end", size=12)
        for job in self.schedule.jobs:
            y = self._y(self.row[job.name])
            start, end = self.x(job.arrival), self.x(ended.get(job.name, self.schedule.end))
            self.sheet.line(start, y, end, y, stroke=self.colour[job.name], width=1.5)
            if job.deadline is not None and job.arrival + job.deadline <= self.schedule.end:
                due = self.x(job.arrival + job.deadline)
                self.sheet.line(due, y - 8, due, y + 8, width=1.5)
        for one in self.schedule.blocked:
            y = self._y(self.row[one.job])
            ends = self.x(one.start), self.x(one.end)
            self.sheet.line(ends[0], y, ends[1], y, stroke=PAPER, width=3)
            self.sheet.line(ends[0], y, ends[1], y, stroke=INK, dash="2,3")
        for name, gaps in metrics.ready(self.schedule).items():
            y = self._y(self.row[name])
            for start, end in gaps:
                width = self.x(end) - self.x(start)
                self.sheet.rect(self.x(start), y - 5, width, 10, fill=self.colour[name])

    def _numbers(self) -> None:
        """Write what each row's jobs waited until they first ran, and in all."""
        first, total = LEFT + WIDTH + 46, LEFT + WIDTH + RIGHT - 4
        y = self.rows_top - 6
        self.sheet.text(first, y, "first", anchor="end", size=12, fill=MUTED)
        self.sheet.text(total, y, "waited", anchor="end", size=12, fill=MUTED)
        for values, x in (
            (metrics.response(self.schedule), first),
            (metrics.waiting(self.schedule), total),
        ):
            worst: dict[int, int] = {}
            for name, ticks_ in values.items():
                place = self.row[name]
                worst[place] = max(worst.get(place, 0), ticks_)
            for place, most in worst.items():
                self.sheet.text(x, self._y(place) + 4, self._amount(most), anchor="end", size=12)

    def _amount(self, value: int) -> str:
        return f"{value:,}" if self.schedule.unit != "ns" else number(value / _MS)

    def _y(self, place: int) -> float:
        return self.rows_top + _ROW * (place + 0.5)


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
