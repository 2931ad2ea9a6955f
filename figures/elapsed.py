"""Mission elapsed time: T+ from a named event, in words and as the ticks of a second axis."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from figures.axis import DAY, HOUR, Tick, TimeAxis

if TYPE_CHECKING:
    from timeline.model import Event

MINUTE = HOUR // 60
STEPS = (MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR)
DAY_STEPS = (1, 2, 5, 10, 20, 30, 50, 100, 200, 500, 1000, 2000, 5000, 10000)


def find_zero(events: tuple[Event, ...]) -> int | None:
    """Return the instant that elapsed time counts from: that of the launch, in microseconds; None without one."""
    for event in events:
        if event.kind == "launch" and event.date and event.date.is_instant and event.status == "actual":
            return event.date.middle_us
    return None


def elapsed_words(us: int) -> str:
    """Say a time since zero: `T+141 d 13:05`, `T+3 h 12 min`, `T-20 min`; below a minute `T+0`."""
    sign, minutes = "-" if us < 0 else "+", abs(us) // MINUTE
    days, rest = divmod(minutes, 24 * 60)
    if days:
        return f"T{sign}{days} d {rest // 60:02d}:{rest % 60:02d}"
    if rest >= 60:
        return f"T{sign}{rest // 60} h {rest % 60:02d} min"
    return f"T{sign}{rest} min" if rest else "T+0"


def elapsed_ticks(axis: TimeAxis, zero_us: int, width: Callable[[str], float]) -> tuple[Tick, ...]:
    """Return the ticks of the finest step whose labels fit, counted from zero."""
    per_us = axis.points_per_day / DAY
    steps = [*STEPS, *(days * DAY for days in DAY_STEPS)]
    room = width("T+100 d") + 10
    step = next((step for step in steps if step * per_us >= room), steps[-1])
    first = -((zero_us - axis.start_us) // step)
    last = (axis.end_us - zero_us) // step
    return tuple(Tick(axis.x(zero_us + n * step), _label(n * step)) for n in range(first, last + 1))


def _label(us: int) -> str:
    if us == 0:
        return "T+0"
    sign, size = "-" if us < 0 else "+", abs(us)
    if size % DAY == 0:
        return f"T{sign}{size // DAY} d"
    if size % HOUR == 0:
        return f"T{sign}{size // HOUR} h"
    return f"T{sign}{size // MINUTE} min"
