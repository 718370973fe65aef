"""A history as lanes: a column a thread, a row a step, and what is shared beside it."""

from __future__ import annotations

from oslab.errors import require
from oslab.picture import Picture
from oslab.svg import GRID, INK, MUTED, PAPER, SERIES, Drawing
from oslab.sync.records.history import DEADLOCK, FAILED, FINISHED, History, Moment, State, Step

_TOP, _ROW, _WIDTH, _NUMBER, _SHARED = 30, 24, 640, 26, 170
_BAD = SERIES[1]
MOST_STEPS, MOST_THREADS = 60, 8
_ENDS = {
    DEADLOCK: "nobody can go on", FAILED: "a thread failed", FINISHED: "all threads returned",
}  # fmt: skip


def lanes(history: History) -> Picture:
    """Return a column a thread and a row a step; what a step changed stands at its right.

    Args:
        history: of at most 60 steps and 8 lanes.

    Raises:
        InvalidInput: if `history` is no History, or too large to draw.
    """
    require(isinstance(history, History), "history", history, "a History")
    return moment(Moment(history, len(history.steps)))


def moment(record: Moment) -> Picture:
    """Return the lanes of a history, what is past in full colour and what is to come faint.

    Below stands what every thread asks for next, and of whom it is waiting for.

    Raises:
        InvalidInput: if `record` is no Moment, or its history is too large to draw.
    """
    require(isinstance(record, Moment), "record", record, "a Moment")
    told = record.history
    names = _lane_names(told)
    ok = len(told.steps) <= MOST_STEPS and len(names) <= MOST_THREADS
    require(ok, "record", record, f"{MOST_STEPS} steps and {MOST_THREADS} lanes at most")
    asks = told.states[record.now].asks
    height = _TOP + _ROW * (len(told.steps) + 1) + 19 * len(asks) + 34
    sheet = Drawing(_WIDTH, height, font_size=13)
    lane = (_WIDTH - _NUMBER - _SHARED) / len(names)
    for place, name in enumerate(names):
        x = _NUMBER + lane * (place + 0.5)
        sheet.line(x, _TOP, x, _TOP + _ROW * len(told.steps), stroke=GRID)
        sheet.text(x, 18, _fit(name, lane), anchor="middle", bold=True, size=12)
    sheet.text(_WIDTH - _SHARED + 10, 18, "changes", bold=True, size=12)
    for number, step in enumerate(told.steps):
        faint = number >= record.now
        place = names.index(step.turn.thread)
        _step(sheet, number, step, (_NUMBER + lane * place, lane), (place, faint))
        if not faint:
            words = _changes(told.states[number], told.states[number + 1])
            y = _TOP + _ROW * number + 16
            sheet.text(_WIDTH - _SHARED + 10, y, _fit(words, _SHARED), size=12)
    _below(sheet, record)
    return sheet.picture(_alt(record))


def _lane_names(told: History) -> list[str]:
    return list(dict.fromkeys([*told.threads, *(step.turn.thread for step in told.steps)]))


def _step(
    sheet: Drawing, number: int, step: Step, where: tuple[float, float], how: tuple[int, bool]
) -> None:
    (x, lane), (place, faint) = where, how
    y = _TOP + _ROW * number
    sheet.text(4, y + 16, str(number + 1), size=11, fill=MUTED)
    colour = _BAD if step.failure else SERIES[place % len(SERIES)]
    sheet.rect(x + 3, y + 2, lane - 6, _ROW - 4, fill=colour, opacity=0.18 if faint else 1)
    words = _fit(_words(step), lane)
    fill = INK if faint else PAPER
    sheet.text(x + lane / 2, y + 16, words, anchor="middle", size=12, fill=fill)


def _words(step: Step) -> str:
    told = "" if step.answer is None else f" → {_value(step.answer)}"
    values = [_value(value) for value in step.operation.values if step.operation.kind != "check"]
    words = " ".join([step.operation.kind.replace("_", " "), *step.operation.names, *values])
    return words + told


def _value(value: object) -> str:
    return value if isinstance(value, str) else repr(value)


def _fit(words: str, width: float) -> str:
    most = max(3, int((width - 8) / 6.6))
    return words if len(words) <= most else words[: most - 1] + "…"


def _changes(before: State, after: State) -> str:
    old = dict(before.shared)
    changed = [f"{name} = {now}" for name, now in after.shared if old[name] != now]
    return ", ".join(changed)


def _below(sheet: Drawing, record: Moment) -> None:
    told = record.history
    y = _TOP + _ROW * len(told.steps) + 20.0
    ended = record.now == len(told.steps) and told.ended in _ENDS
    after = f"After {record.now} of {len(told.steps)} steps"
    shown = _ENDS[told.ended] if ended else "who can go on?"
    sheet.text(4, y, f"{after}: {shown}", bold=True, fill=INK)
    for ask in told.states[record.now].asks:
        y += 19
        words, asleep = f"{ask.thread}: ", ask.operation.startswith("asleep")
        if not ask.operation:
            words += "done" if not _failed(record, ask.thread) else "failed"
        elif ask.enabled:
            words += f"{ask.operation}, may wake unasked" if asleep else f"can take {ask.operation}"
        else:
            words += ask.operation if asleep else f"waits at {ask.operation}"
            words += f", held by {' and '.join(ask.waits_for)}" if ask.waits_for else ""
        colour = INK if ask.enabled or not ask.operation else _BAD
        sheet.text(14, y, _fit(words, _WIDTH), size=12, fill=colour)


def _failed(record: Moment, thread: str) -> bool:
    return any(
        step.failure and step.turn.thread == thread for step in record.history.steps[: record.now]
    )


def _alt(record: Moment) -> str:
    told, now = record.history, record.now
    if now < len(told.steps):
        past = f" {told.steps[now - 1]} was the last." if now else ""
        return f"After {now} of {len(told.steps)} steps.{past} Next: {told.steps[now]}."
    steps = "; ".join(f"{number} {step}" for number, step in enumerate(told.steps, 1))
    waits = [
        f"{ask.thread} waits at {ask.operation}"
        for ask in told.states[-1].asks
        if ask.operation and not ask.enabled
    ]
    values = ", ".join(f"{name}={value!r}" for name, value in told.outcome)
    end = _ENDS.get(told.ended, "there is more to come")
    rest = "; ".join(filter(None, [end, *waits, values]))
    return f"{len(told.steps)} steps: {steps}. Then {rest}."
