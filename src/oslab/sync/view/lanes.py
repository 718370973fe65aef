"""A history as lanes: a column a thread, a row a step, and what is shared beside it."""

from __future__ import annotations

from oslab.errors import require, require_number
from oslab.picture import Picture
from oslab.svg import GRID, INK, MUTED, PAPER, SERIES, Drawing
from oslab.sync.records.history import DEADLOCK, FAILED, FINISHED, History, Moment, State, Step
from oslab.sync.records.operations import STORE

_TOP, _ROW, _WIDTH, _NUMBER = 30, 24, 636, 26
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
    require(fits(told), "record", record, f"{MOST_STEPS} steps and {MOST_THREADS} lanes at most")
    asks = told.states[record.now].asks
    sheet = Drawing(_WIDTH, rows_height(told) + 19 * len(asks) + 30, font_size=14)
    rows(sheet, record, 0)
    _below(sheet, record)
    return sheet.picture(_alt(record))


def fits(told: History) -> bool:
    """Say whether a history is small enough to be drawn as lanes.

    Raises:
        InvalidInput: if `told` is no History.
    """
    require(isinstance(told, History), "told", told, "a History")
    return len(told.steps) <= MOST_STEPS and len(_lane_names(told)) <= MOST_THREADS


def rows_height(told: History) -> float:
    """Return how high the lanes of a history are, in user units.

    Raises:
        InvalidInput: if `told` is no History.
    """
    require(isinstance(told, History), "told", told, "a History")
    return _TOP + _ROW * len(told.steps)


def rows(sheet: Drawing, record: Moment, top: float) -> None:
    """Draw the lanes of a history on a sheet 636 wide, from `top` on.

    Raises:
        InvalidInput: if an argument is wrong.
    """
    require(isinstance(sheet, Drawing), "sheet", sheet, "a Drawing")
    require(isinstance(record, Moment), "record", record, "a Moment")
    require_number("top", top, 0)
    told = record.history
    names = _lane_names(told)
    shared = 240 if len(names) <= 2 else 170
    lane = (_WIDTH - _NUMBER - shared) / len(names)
    foot = top + rows_height(told)
    for place, name in enumerate(names):
        x = _NUMBER + lane * (place + 0.5)
        sheet.line(x, top + _TOP, x, foot, stroke=GRID)
        sheet.text(x, top + 18, _fit(name, lane), anchor="middle", bold=True, size=12)
    sheet.text(_WIDTH - shared + 10, top + 18, "what it changed", bold=True, size=12)
    for number, step in enumerate(told.steps):
        y = top + _TOP + _ROW * number
        place = names.index(step.turn.thread)
        faint = number >= record.now
        sheet.text(4, y + 16, str(number + 1), size=12, fill=MUTED)
        _step(sheet, step, (_NUMBER + lane * place, y, lane), SERIES[place % len(SERIES)], faint)
        if not faint:
            words = _changes(told.states[number], told.states[number + 1])
            words = step.failure.partition(": ")[2] if step.failure else words
            fill = _BAD if step.failure else INK
            sheet.text(_WIDTH - shared + 10, y + 16, _fit(words, shared), size=12, fill=fill)


def _lane_names(told: History) -> list[str]:
    return list(dict.fromkeys([*told.threads, *(step.turn.thread for step in told.steps)]))


def _step(
    sheet: Drawing, step: Step, where: tuple[float, float, float], colour: str, faint: bool
) -> None:
    x, y, lane = where
    sheet.rect(x + 3, y + 2, lane - 6, _ROW - 4, fill=colour, opacity=0.18 if faint else 1)
    words = _fit(_words(step), lane)
    fill = INK if faint else PAPER
    sheet.text(x + lane / 2, y + 16, words, anchor="middle", size=12, fill=fill)


def _words(step: Step) -> str:
    kind, names = step.operation.kind, step.operation.names
    told = "" if step.answer is None else f" → {_value(step.answer)}"
    values = [_value(value) for value in step.operation.values if kind != "check"]
    if kind == STORE:
        values = ["←", *values]
    words = " ".join([kind.replace("_", " "), *names, *values]) + told
    return f"✗ {words}" if step.failure else words


def _value(value: object) -> str:
    return value if isinstance(value, str) else repr(value)


def _fit(words: str, width: float) -> str:
    most = max(3, int((width - 8) / 6.6))
    return words if len(words) <= most else words[: most - 1] + "…"


def _changes(before: State, after: State) -> str:
    old = dict(before.shared)
    changed = [f"{name}: {now}" if "=" in now or "=" in old[name] else f"{name} = {now}"
               for name, now in after.shared if old[name] != now]  # fmt: skip
    return ", ".join(changed)


def _below(sheet: Drawing, record: Moment) -> None:
    told = record.history
    y = rows_height(told) + 20.0
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
