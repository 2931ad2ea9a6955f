"""Mission elapsed time: T+ from a named event, in words and as the ticks of a second axis."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from figures.axis import DAY, HOUR, Tick, TimeAxis
from figures.fonts import text_width
from figures.scene import Text, line
from figures.textfit import shorten

if TYPE_CHECKING:
    from figures.layers import Layers, Options
    from timeline.model import Event

MINUTE = HOUR // 60
STEPS = (MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR)
DAY_STEPS = (1, 2, 5, 10, 20, 30, 50, 100, 200, 500, 1000, 2000, 5000, 10000)


@dataclass(frozen=True, slots=True)
class Zero:
    """What elapsed time counts from: an instant, in microseconds of UTC since 1970, and its event."""

    us: int
    event: Event

    @property
    def words(self) -> str:
        """Say what the times are since."""
        return "since launch" if self.event.kind == "launch" else f"since {self.event.label}"


def find_zero(events: Iterable[Event], name: str = "") -> Zero | None:
    """Return what elapsed time counts from: the event of this id or address, else the launch that happened.

    None where there is no such event, or where its date is no instant: nothing is counted from a vague date.
    """
    for event in events:
        named = name in (event.id, event.address) if name else _is_launch(event)
        if named and event.date and event.date.is_instant and event.date.middle_us is not None:
            return Zero(event.date.middle_us, event)
    return None


def _is_launch(event: Event) -> bool:
    return event.kind == "launch" and event.status == "actual"


def check_zero(events: Iterable[Event], name: str) -> None:
    """Raise ValueError where no event of this id or address has an instant to count from."""
    from timeline.checks import did_you_mean  # lazily: only a name that is asked for needs it
    from timeline.dates import describe

    known = list(events)
    if not name or find_zero(known, name):
        return
    named = [event for event in known if name in (event.id, event.address)]
    if not named:
        hint = did_you_mean(name, sorted({event.id for event in known} | {event.address for event in known}))
        raise ValueError(f"there is no event {name!r} to count elapsed time from ({hint})")
    when = f"known as {describe(named[0].date)}" if named[0].date else "not dated"
    raise ValueError(
        f"elapsed time cannot count from {named[0].address}: it is {when} "
        "(it takes an instant, such as 2025-06-05T19:17Z)"
    )


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
    counts = (n for n in range(first, last + 1) if axis.holds(zero_us + n * step))
    return tuple(Tick(axis.x(zero_us + n * step), _label(n * step)) for n in counts)


def lay_out_elapsed(
    layers: Layers, axis: TimeAxis, zero: Zero | None, y: float, options: Options, right: float | None = None
) -> float:
    """Lay the second axis out below y, its words in the gutter, and return its bottom; y itself without a zero."""
    if zero is None:
        return y
    size, end = options.theme.small, options.right + 0.5 if right is None else right
    words = shorten(zero.words, size, options.left - 7 - options.theme.margin)
    layers.axis.append(Text(options.left - 7, y + size, words, size, "soft", anchor="end"))
    free = axis.left
    for tick in elapsed_ticks(axis, zero.us, lambda text: text_width(text, size)):
        stop = tick.x + 2.5 + text_width(tick.label, size)
        layers.axis.append(line((tick.x, y - 1), (tick.x, y + size), stroke="quiet", stroke_width=0.5))
        if tick.x >= free and stop <= end:
            layers.axis.append(Text(tick.x + 2.5, y + size, tick.label, size, "soft"))
            free = stop + 2
    return y + size + 4


def _label(us: int) -> str:
    if us == 0:
        return "T+0"
    sign, size = "-" if us < 0 else "+", abs(us)
    if size % DAY == 0:
        return f"T{sign}{size // DAY} d"
    if size % HOUR == 0:
        return f"T{sign}{size // HOUR} h"
    return f"T{sign}{size // MINUTE} min"
