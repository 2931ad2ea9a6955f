"""Time as a length: where an instant stands, and which ticks fit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from math import inf
from typing import TYPE_CHECKING

from timeline.edtf import civil_from_days, days_from_civil

if TYPE_CHECKING:
    from datetime import tzinfo

HOUR = 3_600_000_000
DAY = 24 * HOUR
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
MIN_MINOR = 4.0  # points between unlabelled ticks
MIN_GAP = 4.0  # points between labels


@dataclass(frozen=True, slots=True)
class TimeAxis:
    """A stretch of time, in microseconds of UTC since 1970, laid from `left` to `right` in points."""

    start_us: int
    end_us: int
    left: float
    right: float

    def x(self, us: int) -> float:
        """Return where an instant stands."""
        share = (us - self.start_us) / (self.end_us - self.start_us)
        return self.left + share * (self.right - self.left)

    def clipped(self, us: int | None, otherwise: float) -> float:
        """Return where an instant stands, not past the ends; an open end stands at `otherwise`."""
        return otherwise if us is None else min(max(self.x(us), self.left), self.right)

    def holds(self, us: int) -> bool:
        """Tell whether an instant lies on the axis."""
        return self.start_us <= us <= self.end_us

    @property
    def points_per_day(self) -> float:
        """Return how many points a day takes."""
        return (self.right - self.left) * DAY / (self.end_us - self.start_us)


@dataclass(frozen=True, slots=True)
class Tick:
    """A place on an axis: `label` is empty for a minor tick, `large` for what opens the next larger unit."""

    x: float
    label: str = ""
    large: bool = False


@dataclass(frozen=True, slots=True)
class _Unit:
    name: str
    step: int
    days: float
    widest: str


UNITS = (
    *(_Unit("hour", n, n / 24, "16 Jul 1969") for n in (1, 3, 6, 12)),
    *(_Unit("day", n, n, "16 Jul 1969") for n in (1, 2, 5, 10)),
    _Unit("month", 1, 28, "Jan 2025"),
    _Unit("month", 3, 90, "Jan 2025"),
    *(
        _Unit("year", n, 365 * n, "2025")
        for n in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000)
    ),
)


def ticks(axis: TimeAxis, width: Callable[[str], float], offset_us: int = 0) -> tuple[Tick, ...]:
    """Return the ticks of the finest unit whose labels fit, `width` measuring a label in points.

    `offset_us` is the display zone's offset from UTC. Minor ticks of a finer unit stand between where
    they are at least 4 points apart.
    """
    fits = [i for i, unit in enumerate(UNITS) if unit.days * axis.points_per_day >= width(unit.widest) + 8]
    chosen = fits[0] if fits else len(UNITS) - 1
    major = list(_clear(_labelled(axis, UNITS[chosen], offset_us), width))
    taken = {round(tick.x, 3) for tick in major}
    finer = [i for i in range(chosen) if UNITS[i].days * axis.points_per_day >= MIN_MINOR]
    minor = _starts(axis, UNITS[finer[0]], offset_us) if finer else ()
    extra = [Tick(axis.x(us)) for us in minor if round(axis.x(us), 3) not in taken]
    return tuple(sorted((*major, *extra), key=lambda tick: tick.x))


def _clear(found: Iterable[Tick], width: Callable[[str], float]) -> Iterator[Tick]:
    """Take the label from a tick that follows a longer one, such as the first with its year, too closely."""
    taken = -inf
    for tick in found:
        if tick.x < taken + MIN_GAP:
            yield Tick(tick.x)
        else:
            yield tick
            taken = tick.x + width(tick.label)


def _labelled(axis: TimeAxis, unit: _Unit, offset_us: int) -> Iterator[Tick]:
    before: tuple[int, ...] = ()
    for us in _starts(axis, unit, offset_us):
        local = us + offset_us
        date = civil_from_days(local // DAY)
        label = _label(unit, local, [part != was for part, was in zip_longest(date, before)])
        yield Tick(axis.x(us), label, unit.name == "year" or " " in label)
        before = date


def _label(unit: _Unit, local: int, changed: Sequence[bool]) -> str:
    """Return what changed since the label before, and the unit itself; the first label says all."""
    year, month, day = civil_from_days(local // DAY)
    new_year, new_month, new_day = changed
    if unit.name == "year":
        return str(year)
    written = f"{MONTHS[month - 1]} {year}" if new_year else MONTHS[month - 1]
    if unit.name == "month":
        return written
    if unit.name == "day":
        return f"{day} {written}" if new_year or new_month else str(day)
    minutes = local % DAY // 60_000_000
    clock = f"{minutes // 60:02d}:{minutes % 60:02d}"
    if minutes == 0 and (new_month or new_day):
        return f"{day} {written}"
    return f"{day} {written} {clock}" if new_year else clock


def _starts(axis: TimeAxis, unit: _Unit, offset_us: int) -> Iterator[int]:
    """Give the starts of the unit's periods that lie on the axis."""
    for us in _periods(axis.start_us + offset_us, axis.end_us + offset_us, unit):
        if axis.holds(us - offset_us):
            yield us - offset_us


def _periods(start: int, end: int, unit: _Unit) -> Iterator[int]:
    if unit.name == "hour":
        step = unit.step * HOUR
        yield from range(start - start % step, end + 1, step)
        return
    year = civil_from_days(start // DAY)[0]
    last = civil_from_days(end // DAY)[0]
    if unit.name == "year":
        for y in range(year - year % unit.step, last + 1, unit.step):
            yield days_from_civil(y, 1, 1) * DAY
        return
    for y in range(year, last + 1):
        for m in range(1, 13, unit.step if unit.name == "month" else 1):
            yield from _days_of(y, m, unit)


def _days_of(year: int, month: int, unit: _Unit) -> Iterator[int]:
    """Give the month's start, or its days in steps that start anew each month and crowd no next one."""
    first = days_from_civil(year, month, 1)
    if unit.name == "month":
        yield first * DAY
        return
    following = days_from_civil(year + month // 12, month % 12 + 1, 1)
    for day in range(1, 32):
        on_step = day == 1 or unit.step == 1 or (day % 2 == 1 if unit.step == 2 else day % unit.step == 0)
        if on_step and first + day - 1 + (unit.step if day > 1 else 0) <= following:
            yield (first + day - 1) * DAY


def axis_ticks(axis: TimeAxis, width: Callable[[str], float], tz: tzinfo | None) -> tuple[Tick, ...]:
    """Return the ticks of an axis whose hours and days are those of a display zone, of UTC without one."""
    return ticks(axis, width, 0 if tz is None else offset_us(tz, axis.start_us))


def offset_us(tz: tzinfo, us: int) -> int:
    """Return a zone's offset from UTC at an instant, in microseconds; 0 for years that no zone knows."""
    from datetime import UTC, datetime, timedelta

    try:
        moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=us)
    except OverflowError:
        return 0
    offset = moment.astimezone(tz).utcoffset()
    return 0 if offset is None else int(offset.total_seconds() * 1_000_000)
